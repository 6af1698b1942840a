//! What is flagged in a line, and where.

use std::ops::Range;

use super::build::{Rules, is_in_place};
use super::phrase::{Found, Phrase};
use super::words::{Sentence, sentences};
use super::{Code, Finding};

/// A line longer than this is no question.
const LONGEST: usize = 2000;

/// So few words behind the last comma are hung on to what stands before it.
const HUNG_ON: usize = 3;

/// Something that is flagged, and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Flag {
    pub code: Code,
    pub sentence: usize,
    /// The word at which what is flagged begins; the rewrite takes the place of all from there.
    pub start: usize,
    /// The words that are flagged, as bytes of the line.
    pub words: Vec<Range<usize>>,
    pub kind: Kind,
}

/// How two questions stand in one line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Words,
    /// Two sentences.
    Sentences,
    /// Joined by a word: where it stands, and where the second question begins.
    Joined {
        word: usize,
        second: usize,
    },
}

/// A line that was read.
pub(super) struct Read<'a> {
    pub line: &'a str,
    pub sentences: Vec<Sentence>,
    pub starts: Vec<Vec<usize>>,
}

impl Rules {
    /// What is wrong with a question, the weightiest first; one finding a code. Empty if nothing is.
    pub fn check(&self, line: &str) -> Vec<Finding> {
        if line.len() > LONGEST {
            return Vec::new();
        }
        let read = self.read(line);
        let flags = self.flags(&read);
        flags.iter().map(|flag| self.finding(&read, flag)).collect()
    }

    /// The first of them: what is said where there is room for one.
    pub fn first(&self, line: &str) -> Option<Finding> {
        if line.len() > LONGEST {
            return None;
        }
        let read = self.read(line);
        self.flags(&read).first().map(|flag| self.finding(&read, flag))
    }

    pub(super) fn read<'a>(&self, line: &'a str) -> Read<'a> {
        let sentences = sentences(line, &self.same);
        let starts = sentences.iter().map(|sentence| self.starts(sentence)).collect();
        Read { line, sentences, starts }
    }

    /// The words at which a clause may begin: behind a comma and the like, and behind what leads in.
    fn starts(&self, sentence: &Sentence) -> Vec<usize> {
        let words = &sentence.words;
        let mut starts = Vec::new();
        for (at, word) in words.iter().enumerate() {
            if !word.begins_clause || word.quoted {
                continue;
            }
            let mut at = at;
            starts.push(at);
            while let Some(found) = longest(&self.lead_ins, |p| p.at(words, at)) {
                at = found.words.end;
                if at >= words.len() {
                    break;
                }
                starts.push(at);
            }
        }
        starts.sort_unstable();
        starts.dedup();
        starts
    }

    /// Everything that is flagged in a line.
    pub(super) fn flags(&self, read: &Read<'_>) -> Vec<Flag> {
        let confirms =
            |nth: usize| self.confirming.find(&read.sentences[nth].words, &read.starts[nth]).is_some();
        if (0..read.sentences.len()).any(confirms) {
            return Vec::new();
        }
        let mut flags: Vec<Flag> = Vec::new();
        let mut asked = Vec::new();
        for nth in 0..read.sentences.len() {
            let found = self.flags_of(read, nth);
            if self.asks(read, nth) {
                asked.push(nth);
            }
            for flag in found {
                if !flags.iter().any(|f| f.code == flag.code) {
                    flags.push(flag);
                }
            }
        }
        if let [_, second, ..] = asked[..]
            && !flags.iter().any(|f| f.code == Code::Double)
        {
            let kind = Kind::Sentences;
            flags.push(Flag { code: Code::Double, sentence: second, start: 0, words: Vec::new(), kind });
        }
        flags.sort_by_key(|flag| flag.code);
        flags
    }

    /// Whether a sentence is a question that waits for an answer of its own.
    fn asks(&self, read: &Read<'_>, nth: usize) -> bool {
        let (sentence, starts) = (&read.sentences[nth], &read.starts[nth]);
        let closed = &self.rule(Code::Closed).places.starts;
        let words = &sentence.words;
        sentence.asks
            && !self.is_fragment(sentence, starts)
            && self.arranging.find(words, starts).is_none()
            && starts.iter().any(|at| is_at(&self.questions, words, *at) || is_at(closed, words, *at))
    }

    fn is_fragment(&self, sentence: &Sentence, starts: &[usize]) -> bool {
        let words = &sentence.words;
        let whole = |at: &usize| {
            self.fragments.iter().any(|p| p.at(words, *at).is_some_and(|f| f.words.end == words.len()))
        };
        starts.iter().any(whole)
    }

    fn flags_of(&self, read: &Read<'_>, nth: usize) -> Vec<Flag> {
        let (sentence, starts) = (&read.sentences[nth], &read.starts[nth]);
        let words = &sentence.words;
        let at = |code: Code, found: Found, start: usize| Flag {
            code,
            sentence: nth,
            start,
            words: std::iter::once(words[found.words.start].span.start..words[found.words.end - 1].span.end)
                .collect(),
            kind: Kind::Words,
        };
        // Where the sentence as a whole begins, behind what leads in.
        let whole = first_start(sentence, starts);
        let arranged = self.arranging.find(words, starts).is_some();
        let open = starts.iter().copied().find(|at| is_at(&self.questions, words, *at));
        let mut flags = Vec::new();
        for code in [Code::Accusing, Code::Leading, Code::Why, Code::Closed] {
            let rule = self.rule(code);
            let is_excused = match code {
                Code::Closed => arranged || sentence.tells,
                // "Of course. What day suits you?" leads nobody.
                Code::Leading | Code::Why => sentence.tells,
                _ => false,
            };
            if is_excused || rule.places.is_excused(words) {
                continue;
            }
            let counts = |start: usize, found: &Found| match (code, open) {
                // "I imagine that was hard; what helped you?" is open all the same.
                (Code::Leading, Some(open)) => start == open,
                // What follows an open question belongs to it: "What happened, would you say?"
                (Code::Closed, Some(open)) if open < start => false,
                // "Will, what happened?" is asked of somebody called so.
                (Code::Closed, _) => words.get(found.words.end).is_none_or(|w| !w.begins_clause),
                _ => true,
            };
            // "What annoyed you most, and why?" asks for a bit more of the same.
            let is_own = |found: &Found| {
                code != Code::Why
                    || words.len() > found.words.start + 2
                    || open.is_none_or(|open| open >= found.words.start)
            };
            let starting = starts.iter().find_map(|start| {
                let found = longest(&rule.places.starts, |p| p.at(words, *start))?;
                // What is hung on behind a comma is about the whole: "We were on time, weren't we?"
                let hangs_on = *start > whole && words.len() - start <= HUNG_ON;
                if hangs_on && code == Code::Accusing {
                    return None;
                }
                let hangs_on = hangs_on && code == Code::Leading;
                (counts(*start, &found) && is_own(&found))
                    .then_some((found, if hangs_on { whole } else { *start }))
            });
            let found =
                starting.or_else(|| rule.places.elsewhere(words).filter(is_own).map(|found| (found, whole)));
            flags.extend(found.map(|(found, start)| at(code, found, start)));
        }
        let is_flagged = !flags.is_empty();
        if !arranged || open.is_some() {
            flags.extend(self.joined(nth, sentence, starts, open));
        }
        let answered = is_flagged || arranged || open.is_some();
        if sentence.asks && !answered && self.states(sentence, starts, whole) {
            let found = Found { words: whole..words.len(), ..Found::default() };
            flags.push(at(Code::Statement, found, whole));
        }
        flags.extend(self.in_place(read.line, nth, sentence, whole));
        flags
    }

    /// Whether a sentence with a question mark is no question.
    fn states(&self, sentence: &Sentence, starts: &[usize], whole: usize) -> bool {
        let words = &sentence.words;
        let closed = &self.rule(Code::Closed).places.starts;
        let asks = |at: &usize| is_at(&self.invitations, words, *at) || is_at(closed, words, *at);
        // "And the fees?"
        let is_short = words.len() <= 2 || words.len() <= 3 && whole > 0;
        !is_short
            && !starts.iter().any(asks)
            && !self.rule(Code::Statement).places.is_excused(words)
            && !self.is_fragment(sentence, starts)
    }

    /// Two questions joined in one sentence.
    fn joined(&self, nth: usize, sentence: &Sentence, starts: &[usize], open: Option<usize>) -> Option<Flag> {
        let words = &sentence.words;
        let rule = self.rule(Code::Double);
        let closed = &self.rule(Code::Closed).places.starts;
        let first =
            open.into_iter().chain(starts.iter().copied().find(|at| is_at(closed, words, *at))).min()?;
        if rule.places.is_excused(words) {
            return None;
        }
        // One question about two things.
        let two = starts.iter().find_map(|at| rule.rewrites.iter().find_map(|(p, _)| p.at(words, *at)));
        if let Some(found) = two {
            let span = words[found.words.start].span.start..words[found.words.end - 1].span.end;
            let (start, kind) = (found.words.start, Kind::Words);
            return Some(Flag { code: Code::Double, sentence: nth, start, words: vec![span], kind });
        }
        // "Tell me what happened, and what you felt" is no two questions.
        let clauses = (first + 1..words.len())
            .filter(|at| sentence.asks && words[*at].begins_clause && !words[*at].quoted);
        let starting = clauses.filter_map(|at| rule.places.starts.iter().find_map(|p| p.at(words, at)));
        let within = (first + 1..words.len()).filter(|at| !words[*at].quoted);
        let within = within.filter_map(|at| rule.places.has.iter().find_map(|p| p.at(words, at)));
        // Not "…, and how?", which asks for a bit more of the same.
        let goes_on = |found: &Found| found.words.end < words.len();
        let found = starting.chain(within).filter(goes_on).min_by_key(|found| found.words.start)?;
        let word = found.words.start;
        let span = words[word].span.start..words[found.words.end - 1].span.end;
        let kind = Kind::Joined { word, second: word + 1 };
        Some(Flag { code: Code::Double, sentence: nth, start: word, words: vec![span], kind })
    }

    /// Words that are flagged wherever they stand, each time.
    fn in_place(&self, line: &str, nth: usize, sentence: &Sentence, whole: usize) -> Vec<Flag> {
        let words = &sentence.words;
        let mut flags = Vec::new();
        for code in Code::ALL.into_iter().filter(|code| is_in_place(*code)) {
            let rule = self.rule(code);
            if rule.places.is_excused(words) {
                continue;
            }
            let all: Vec<&Phrase> = rule.rewrites.iter().map(|(p, _)| p).chain(&rule.places.has).collect();
            let mut spans: Vec<Range<usize>> = Vec::new();
            let mut at = 0;
            while at < words.len() {
                let found = all.iter().filter(|_| !words[at].quoted).filter_map(|p| p.at(words, at));
                let end = found.map(|found| found.words.end).max();
                let capitals = || code == Code::Jargon && self.is_unknown_in_capitals(line, &words[at].span);
                let end = end.or_else(|| capitals().then_some(at + 1));
                if let Some(end) = end {
                    let span = words[at].span.start..words[end - 1].span.end;
                    // Both halves of a contraction stand at one place.
                    match spans.last_mut().filter(|last| last.end > span.start) {
                        Some(last) => last.end = span.end.max(last.end),
                        None => spans.push(span),
                    }
                }
                at = end.unwrap_or(at + 1).max(at + 1);
            }
            if !spans.is_empty() {
                flags.push(Flag { code, sentence: nth, start: whole, words: spans, kind: Kind::Words });
            }
        }
        flags
    }

    /// Three letters or more, all of them capitals, or two and a number, in a line that is not written so: an
    /// abbreviation.
    fn is_unknown_in_capitals(&self, line: &str, span: &Range<usize>) -> bool {
        let word = &line[span.clone()];
        let bare = word.strip_suffix('s').unwrap_or(word);
        let bare = bare.split(['\'', '’']).next().unwrap_or(bare);
        let letters = bare.chars().filter(|c| c.is_alphabetic()).count();
        let is_loud = |c: char| c.is_uppercase();
        let has_number = bare.ends_with(char::is_numeric);
        (letters >= 3 || letters == 2 && has_number)
            && bare.chars().all(|c| c.is_uppercase() || c.is_numeric())
            && !self.capitals.contains(bare)
            && line.chars().filter(|c| c.is_lowercase()).count()
                > line.chars().filter(|c| is_loud(*c)).count()
    }
}

/// Where a sentence begins behind what leads in.
fn first_start(sentence: &Sentence, starts: &[usize]) -> usize {
    let next = (1..sentence.words.len()).find(|at| sentence.words[*at].begins_clause);
    let next = next.unwrap_or(sentence.words.len());
    starts.iter().copied().take_while(|at| *at < next).last().unwrap_or(0)
}

fn is_at(phrases: &[Phrase], words: &[super::words::Word], at: usize) -> bool {
    phrases.iter().any(|p| p.at(words, at).is_some())
}

/// Of the phrases that fit, the one that says most.
pub(super) fn longest<'p>(
    phrases: impl IntoIterator<Item = &'p Phrase>,
    find: impl Fn(&Phrase) -> Option<Found>,
) -> Option<Found> {
    let found = phrases.into_iter().filter_map(|p| find(p).map(|found| (p.weight(), found)));
    found.max_by_key(|(weight, _)| *weight).map(|(_, found)| found)
}
