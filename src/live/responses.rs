//! What they may say, and what one can answer: narrowed by a few letters of what they said.

use crate::playbook::Credit;
use crate::session::Session;
use crate::text;
use crate::text::unaccented;

/// Something they may say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Likely {
    /// The step it stands in.
    pub step: usize,
    pub hears: String,
    pub answer: String,
    pub credit: Credit,
    /// Whether it is what somebody says, as against what happens: `(They get angry.)`.
    pub is_said: bool,
}

/// Words of some length that are in any sentence.
const COMMON: &[&str] = &[
    "been", "from", "have", "just", "like", "that", "them", "they", "this", "were", "what", "when", "with",
    "your",
];

impl Likely {
    /// Whether some typed letters are no more than the beginnings of words of it.
    pub(super) fn is_short(&self, typed: &str) -> bool {
        let hears = words_of(&self.hears);
        words_of(typed).iter().all(|typed| hears.iter().any(|word| word.starts_with(typed.as_str())))
    }
}

/// What they may say in a talk, that of this step first. With something typed, only what fits: each word of
/// it begins a word there, in what they say before what one answers.
pub fn likely(session: &Session, talk: &[usize], step: usize, typed: &str) -> Vec<Likely> {
    let others = talk.iter().copied().filter(|other| *other != step);
    let mut all: Vec<Likely> = Vec::new();
    for at in std::iter::once(step).chain(others) {
        for response in session.playbook().steps.get(at).into_iter().flat_map(|s| &s.responses) {
            let hears = text::clean_line(&session.fill(&response.hears));
            // A plan may stand in several steps.
            if all.iter().all(|known| known.hears != hears) {
                let answer = text::clean_line(&session.fill(&response.answer));
                let is_said = !hears.starts_with('(');
                all.push(Likely { step: at, hears, answer, credit: response.credit, is_said });
            }
        }
    }
    let wanted = words_of(typed);
    if wanted.is_empty() {
        return all;
    }
    let mut found: Vec<(usize, Likely)> =
        all.into_iter().filter_map(|l| Some((rank(&l, &wanted)?, l))).collect();
    found.sort_by_key(|(rank, _)| *rank);
    // Where it is what they say, nobody wants it from an answer.
    if found.first().is_some_and(|(rank, _)| *rank == 0) {
        found.retain(|(rank, _)| *rank == 0);
    }
    found.into_iter().map(|(_, likely)| likely).collect()
}

/// How well it fits: the lower the better. `None` if a word is nowhere in it.
fn rank(likely: &Likely, wanted: &[String]) -> Option<usize> {
    let (hears, answer) = (words_of(&likely.hears), words_of(&likely.answer));
    let begins =
        |words: &[String], wanted: &String| words.iter().any(|word| word.starts_with(wanted.as_str()));
    let missing = wanted.iter().filter(|w| !begins(&hears, w)).count();
    let nowhere = wanted.iter().any(|w| !begins(&hears, w) && !begins(&answer, w));
    if !nowhere {
        return Some(missing);
    }
    // Of a whole sentence that was typed many words are their own: one that says something will do.
    let tells = |word: &&String| word.chars().count() >= 4 && !COMMON.contains(&word.as_str());
    let telling = wanted.iter().filter(tells).filter(|word| begins(&hears, word)).count();
    (wanted.len() > 2 && telling > 0).then_some(200 - telling)
}

/// The words of a text without capitals, accents and apostrophes.
fn words_of(text: &str) -> Vec<String> {
    let folded = unaccented(text).replace('\'', "");
    let words = folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_owned).collect()
}
