//! Figures: what was counted, of how many, and which conversations that are.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::bar::Bar;
use super::told::{Said, Told, What};
use crate::playbook::model::About;
use crate::text;

/// From so many on, a share is said in hundredths, too; of fewer it would sound like more than it is.
pub const WITH_PERCENT: usize = 10;

/// What a section is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// What was said about something, but for what was tried and for lessons.
    Of(About),
    /// Reasons that were put down beforehand.
    Guesses,
    Tried,
    Endings,
    Days,
    Promises,
}

impl Part {
    /// Its word in files for programs.
    pub fn word(self) -> &'static str {
        match self {
            Self::Of(About::Reason) => "reasons",
            Self::Of(About::Sign) => "signs",
            Self::Of(About::Agreed) => "agreed",
            Self::Of(About::Lesson) => "lessons",
            Self::Of(About::Tried) | Self::Tried => "tried",
            Self::Guesses => "guesses",
            Self::Endings => "endings",
            Self::Days => "days",
            Self::Promises => "promises",
        }
    }

    /// What stands above it.
    pub fn title(self) -> &'static str {
        match self {
            Self::Of(About::Reason) => "Why they leave, as they said it",
            Self::Of(About::Sign) => "How you could have seen it coming",
            Self::Of(About::Agreed) => "What you agreed on",
            Self::Of(About::Lesson) => "Lessons",
            Self::Of(About::Tried) | Self::Tried => "What you tried, and what saved them",
            Self::Guesses => "Our guess beforehand",
            Self::Endings => "How it ended",
            Self::Days => "Days from the beginning to the end",
            Self::Promises => "Promises kept in time",
        }
    }
}

/// One kind of figures.
#[derive(Clone, Debug)]
pub struct Section {
    pub part: Part,
    /// A sentence about all of it; empty if there is none.
    pub note: String,
    /// The conversations that have something to say here.
    pub of: Vec<usize>,
    /// The largest first, or in an order of their own.
    pub figures: Vec<Figure>,
}

/// A number, and what is behind it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Figure {
    /// Of an option, an ending, or a kind of promise.
    pub id: Option<String>,
    pub label: String,
    /// The label is in somebody's own words.
    pub own_words: bool,
    /// The playbook it belongs to, by id and title, where figures stand by playbook.
    pub playbook: Option<(String, String)>,
    pub count: usize,
    /// Of how many, where that says something.
    pub of: Option<usize>,
    /// In words: `2 of 3`.
    pub told: String,
    pub bar: Bar,
    /// Of what was tried: with whom.
    pub split: Option<Split>,
    /// Of days: the one in the middle, the least and the most.
    pub spread: Option<(f64, u32, u32)>,
    /// The conversations behind it, by their places.
    pub sessions: Vec<usize>,
}

/// What became of those with whom something was tried.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Split {
    /// They stay, or gave it a trial.
    pub stayed: Vec<usize>,
    pub left: Vec<usize>,
    /// It goes on, is parked, or nobody said.
    pub undecided: Vec<usize>,
}

/// `2 of 3`; of many, in hundredths, too.
pub fn share(count: usize, of: usize) -> String {
    match of {
        0..WITH_PERCENT => format!("{count} of {of}"),
        _ => format!("{count} of {of} ({} %)", (count * 100 + of / 2) / of),
    }
}

/// What two things have in common that are one.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Same {
    /// One option by its id; two playbooks may have the same id for different things.
    Option(String, String),
    Words(String),
}

impl Same {
    fn of(what: &What) -> Self {
        match what {
            What::Option { id, label } => Self::Option(id.clone(), folded(label)),
            What::Words(words) => Self::Words(folded(words)),
        }
    }
}

/// Words that differ only in capitals, blanks, the marks around them and their last stop are the same.
fn folded(words: &str) -> String {
    let bare = words.trim_matches(|c: char| c.is_whitespace() || "\"'“”„‘’.,;!".contains(c));
    text::fold(&text::clean_line(bare))
}

/// What was said, with those who said it; the most frequent first, then the newest.
fn grouped(all: &[Arc<Told>], wanted: impl Fn(&Said) -> bool) -> (Vec<Figure>, Vec<usize>) {
    let mut groups: BTreeMap<Same, Figure> = BTreeMap::new();
    let mut of = Vec::new();
    for (nth, told) in all.iter().enumerate() {
        for said in told.said.iter().filter(|said| wanted(said)) {
            let group = groups.entry(Same::of(&said.what)).or_insert_with(|| Figure {
                id: match &said.what {
                    What::Option { id, .. } => Some(id.clone()),
                    What::Words(_) => None,
                },
                label: text::clean_line(said.what.words()),
                own_words: matches!(said.what, What::Words(_)),
                ..Figure::default()
            });
            // Who says a thing twice says it once.
            if group.sessions.last() != Some(&nth) {
                group.sessions.push(nth);
            }
            if of.last() != Some(&nth) {
                of.push(nth);
            }
        }
    }
    let mut figures: Vec<Figure> = groups.into_values().collect();
    for figure in &mut figures {
        figure.count = figure.sessions.len();
        figure.of = Some(of.len());
        figure.told = share(figure.count, of.len());
        figure.bar = Bar::of(figure.count, of.len());
    }
    figures.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.sessions.cmp(&b.sessions)));
    (figures, of)
}

/// What was said about something. Of reasons, a guess that was made beforehand is never the client's.
pub(super) fn counted(all: &[Arc<Told>], private: bool, part: Part, guess: bool) -> Section {
    let about = match part {
        Part::Of(about) => about,
        _ => About::Reason,
    };
    let is_guess = |said: &Said| said.about == About::Reason && said.beforehand;
    let wanted = |said: &Said| said.about == about && is_guess(said) == guess && (private || !said.private);
    let (figures, of) = grouped(all, wanted);
    let note = match (part, of.len()) {
        (_, 0) => String::new(),
        (Part::Guesses, n) => {
            format!(
                "What was thought before the talk, in {}; it is not counted above.",
                text::count(n, "conversation")
            )
        }
        (_, n) => {
            format!("Of {} that {} it.", text::count(n, "conversation"), if n == 1 { "says" } else { "say" })
        }
    };
    Section { part, note, of, figures }
}

/// What was tried, and with whom it was enough.
pub(super) fn tried(all: &[Arc<Told>], private: bool) -> Section {
    let wanted = |said: &Said| said.about == About::Tried && (private || !said.private);
    let (mut figures, of) = grouped(all, wanted);
    for figure in &mut figures {
        let mut split = Split::default();
        for nth in &figure.sessions {
            match all[*nth].stayed() {
                Some(true) => split.stayed.push(*nth),
                Some(false) => split.left.push(*nth),
                None => split.undecided.push(*nth),
            }
        }
        let words = [
            (split.stayed.len(), "stayed"),
            (split.left.len(), "left"),
            (split.undecided.len(), "undecided"),
        ];
        let words = words.iter().enumerate().filter(|(nth, (n, _))| *nth < 2 || *n > 0);
        figure.told = words.map(|(_, (n, word))| format!("{n} {word}")).collect::<Vec<_>>().join(", ");
        figure.bar = Bar { full: split.stayed.len(), half: split.left.len(), whole: of.len() };
        figure.split = Some(split);
    }
    let note = match of.is_empty() {
        true => String::new(),
        false => format!(
            "In {}. Stayed: kept, or a trial was agreed. Left: parted or lost.",
            text::count(of.len(), "conversation")
        ),
    };
    Section { part: Part::Tried, note, of, figures }
}
