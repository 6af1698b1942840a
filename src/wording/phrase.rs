//! A phrase as a person writes it, and where it is found among words.
//!
//! A phrase is words. `…` stands for some words between them, `{some}` too, and gives them to the rewrite;
//! `{rest}` at its end stands for all that follows in the sentence, and any other name in braces for one of
//! the words of a list.

use std::collections::HashMap;
use std::ops::Range;

use super::words::{Same, Word, is_in_capitals, words};

/// So many words a gap may have at most, and so many gaps a phrase.
const GAP: usize = 12;
const GAPS: usize = 3;

/// A phrase.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Phrase {
    parts: Vec<Part>,
    /// Written in capitals: `IT` is not `it`.
    loud: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    Word(String),
    /// One of the words of a list; such a word may be two.
    OneOf(Vec<Vec<String>>),
    Some,
    Rest,
}

/// Lists of words, by name.
pub(super) type Lists = HashMap<String, Vec<Vec<String>>>;

/// What is wrong with a phrase.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Wrong {
    Empty,
    NoList(String),
    RestWithin,
    /// A `…` with nothing before it or nothing behind it.
    OpenGap,
    TooManyGaps,
}

/// Where a phrase was found: words by their numbers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Found {
    pub words: Range<usize>,
    pub some: Option<Range<usize>>,
    /// The first word of the rest.
    pub rest: Option<usize>,
}

impl Phrase {
    /// Reads one.
    pub fn read(text: &str, lists: &Lists, same: &Same) -> Result<Self, Wrong> {
        let mut parts = Vec::new();
        let mut rest = text;
        while let Some(at) = rest.find(['{', '…']) {
            parts.extend(words(&rest[..at], same).into_iter().map(Part::Word));
            let Some(inner) = rest[at..].strip_prefix('{') else {
                parts.push(Part::Some);
                rest = &rest[at + '…'.len_utf8()..];
                continue;
            };
            let (name, behind) = inner.split_once('}').unwrap_or((inner, ""));
            parts.push(match name {
                "rest" => Part::Rest,
                "some" => Part::Some,
                name => Part::OneOf(lists.get(name).ok_or_else(|| Wrong::NoList(name.to_owned()))?.clone()),
            });
            rest = behind;
        }
        parts.extend(words(rest, same).into_iter().map(Part::Word));
        let gap = |part: Option<&Part>| part == Some(&Part::Some);
        match parts.iter().position(|part| *part == Part::Rest) {
            _ if parts.is_empty() || parts[0] == Part::Rest => Err(Wrong::Empty),
            Some(at) if at + 1 < parts.len() => Err(Wrong::RestWithin),
            _ if gap(parts.first()) || gap(parts.last()) => Err(Wrong::OpenGap),
            _ if parts.iter().filter(|part| gap(Some(part))).count() > GAPS => Err(Wrong::TooManyGaps),
            _ => Ok(Self { parts, loud: is_in_capitals(text) }),
        }
    }

    /// How much it says: of two that fit, the one that says more counts.
    pub fn weight(&self) -> usize {
        let weigh = |part: &Part| match part {
            Part::Word(_) => 4,
            Part::OneOf(_) => 3,
            Part::Some | Part::Rest => 1,
        };
        self.parts.iter().map(weigh).sum()
    }

    /// What it has of `{some}` and `{rest}`.
    pub fn gives(&self) -> [(&'static str, bool); 2] {
        [("some", self.parts.contains(&Part::Some)), ("rest", self.parts.contains(&Part::Rest))]
    }

    /// Whether it stands at a word.
    pub fn at(&self, words: &[Word], at: usize) -> Option<Found> {
        let mut found = Found { words: at..at, ..Found::default() };
        let fits = fits(&self.parts, words, at, &mut found);
        let is_as_loud = || !self.loud || words[found.words.clone()].iter().all(|word| word.loud);
        (fits && is_as_loud()).then_some(found)
    }

    /// Where it stands anywhere.
    pub fn anywhere(&self, words: &[Word]) -> Option<Found> {
        (0..words.len()).find_map(|at| self.at(words, at))
    }

    /// Whether it stands at the end.
    pub fn at_end(&self, words: &[Word]) -> Option<Found> {
        (0..words.len()).filter_map(|at| self.at(words, at)).find(|found| found.words.end == words.len())
    }
}

fn fits(parts: &[Part], words: &[Word], at: usize, found: &mut Found) -> bool {
    let Some((part, behind)) = parts.split_first() else {
        found.words.end = at;
        return true;
    };
    match part {
        Part::Word(word) => {
            words.get(at).is_some_and(|w| w.said == *word) && fits(behind, words, at + 1, found)
        }
        Part::OneOf(all) => all.iter().any(|one| {
            let there = words.get(at..at + one.len());
            let same = there.is_some_and(|there| there.iter().zip(one).all(|(w, o)| w.said == *o));
            same && fits(behind, words, at + one.len(), found)
        }),
        Part::Some => (1..=GAP).any(|n| {
            let fits = at + n < words.len() && fits(behind, words, at + n, found);
            if fits {
                found.some = Some(at..at + n);
            }
            fits
        }),
        Part::Rest => {
            found.rest = Some(at);
            found.words.end = words.len();
            at < words.len()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::words::sentences;
    use super::*;

    fn found(phrase: &str, line: &str) -> Option<(String, Option<Range<usize>>, Option<usize>)> {
        let same = Same::new();
        let lists = Lists::from([(
            "we".to_owned(),
            vec![vec!["we".to_owned()], vec!["our".to_owned(), "team".to_owned()]],
        )]);
        let phrase = Phrase::read(phrase, &lists, &same).unwrap();
        let words = sentences(line, &same).remove(0).words;
        let found = phrase.anywhere(&words)?;
        let said: Vec<_> = words[found.words].iter().map(|w| w.said.as_str()).collect();
        Some((said.join(" "), found.some, found.rest))
    }

    #[test]
    fn phrases_are_words_with_gaps_lists_and_a_rest() {
        assert_eq!(found("every time", "Not EVERY time?").unwrap().0, "every time");
        assert_eq!(found("time", "Sometimes?"), None);
        assert_eq!(found("did {we} call", "so did our team call").unwrap().0, "did our team call");
        assert_eq!(
            found("is the {some} too {rest}", "Is the first fee too high now"),
            Some(("is the first fee too high now".to_owned(), Some(2..4), Some(5)))
        );
        assert_eq!(found("why {rest}", "why?"), None);
        assert_eq!(found("was it … or", "was it or"), None);
    }

    #[test]
    fn what_is_wrong_with_a_phrase_is_told() {
        let read = |phrase| Phrase::read(phrase, &Lists::new(), &Same::new()).unwrap_err();
        assert_eq!(read(" ?"), Wrong::Empty);
        assert_eq!(read("{rest}"), Wrong::Empty);
        assert_eq!(read("did {you} go"), Wrong::NoList("you".to_owned()));
        assert_eq!(read("did {rest} go"), Wrong::RestWithin);
        assert_eq!(read("… go"), Wrong::OpenGap);
        assert_eq!(read("a … b … c … d … e"), Wrong::TooManyGaps);
    }
}
