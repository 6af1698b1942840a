//! What is said of something that is flagged, and what is offered instead.
//!
//! A rewrite is made of a phrase's template and the advisor's own words, and is held against the rules
//! before it is offered: one that would be flagged for the same thing again, or for something worse, gives
//! way to an opening that is still to be finished.

use std::ops::Range;

use super::build::{Rules, is_in_place};
use super::check::{Flag, Kind, Read};
use super::phrase::Phrase;
use super::words::Sentence;
use super::{Code, Finding, TO_FINISH};
use crate::text;

impl Rules {
    /// What is said of a flag.
    pub(super) fn finding(&self, read: &Read<'_>, flag: &Flag) -> Finding {
        let rule = self.rule(flag.code);
        let mut said: Vec<&str> = Vec::new();
        for word in flag.words.iter().filter_map(|span| read.line.get(span.clone())) {
            if !said.contains(&word) {
                said.push(word);
            }
        }
        let said: Vec<_> = said.into_iter().map(|word| format!("“{}”", text::clean_line(word))).collect();
        let message = rule.message.replace("{words}", &said.join(", "));
        Finding { code: flag.code, message, rewrite: self.rewrite(read, flag) }
    }

    fn rewrite(&self, read: &Read<'_>, flag: &Flag) -> String {
        let rule = self.rule(flag.code);
        let from_words = match flag.code {
            Code::Double if flag.kind != Kind::Words => split(read, flag),
            code if is_in_place(code) => self.swapped(read, flag),
            _ => self.filled(read, flag),
        };
        let opening = || {
            let opened = opened(read, flag, &rule.rewrite);
            opened.into_iter().find(|opened| self.is_better(opened, flag.code))
        };
        let is_loud = is_loud(read.line);
        let from_words = from_words.map(|rewrite| if is_loud { rewrite.to_uppercase() } else { rewrite });
        let better = from_words.filter(|rewrite| self.is_better(rewrite, flag.code)).or_else(opening);
        better.unwrap_or_else(|| rule.rewrite.clone())
    }

    /// Whether a rewrite is not flagged for the same thing again, nor for something worse.
    fn is_better(&self, rewrite: &str, code: Code) -> bool {
        let flags = rewrite.lines().flat_map(|line| self.flags(&self.read(line))).map(|flag| flag.code);
        let mut flags = flags.filter(|found| !is_in_place(*found) || *found == code);
        match code {
            // What was two questions may well be two closed ones.
            Code::Double => flags.all(|found| found != code),
            code if is_in_place(code) => flags.all(|found| found != code),
            _ => flags.next().is_none(),
        }
    }

    /// The template of the phrase that says most, filled with the advisor's words.
    fn filled(&self, read: &Read<'_>, flag: &Flag) -> Option<String> {
        let words = &read.sentences[flag.sentence].words;
        // "If we came down, would you stay?" asks about what stands before the comma.
        let conditional = |at: usize| self.conditions.iter().any(|p| p.at(words, at).is_some());
        if read.starts[flag.sentence].iter().take_while(|at| **at < flag.start).any(|at| conditional(*at)) {
            return None;
        }
        let starts = read.starts[flag.sentence].iter().filter(|at| **at <= flag.start);
        let found = starts.flat_map(|at| {
            let rewrites = &self.rule(flag.code).rewrites;
            rewrites.iter().filter_map(|(p, other)| Some((p.weight(), p.at(words, *at)?, other)))
        });
        let (_, found, template) = found.max_by_key(|(weight, ..)| *weight)?;
        // "Are you happy with me or with her?" is not "How do you feel about me or with her?"
        let taken = found.rest.and_then(|rest| words.get(rest..)).unwrap_or_default();
        if self.rule(flag.code).breaks.iter().any(|p| p.anywhere(taken).is_some()) {
            return None;
        }
        let sentence = &read.sentences[flag.sentence];
        let rest = found.rest.map(|at| own_words(read.line, sentence, at..words.len())).unwrap_or_default();
        let some = found.some.clone().map(|some| own_words(read.line, sentence, some)).unwrap_or_default();
        let filled = template.replace("{some}", &some).replace("{rest}", &rest);
        let at = Flag { start: found.words.start, ..flag.clone() };
        Some(placed(read, &at, &filled))
    }

    /// The line with the flagged words in other ones, or a place for these.
    fn swapped(&self, read: &Read<'_>, flag: &Flag) -> Option<String> {
        let rule = self.rule(flag.code);
        let sentence = &read.sentences[flag.sentence];
        let mut line = read.line.to_owned();
        for span in flag.words.iter().rev() {
            let words = &sentence.words;
            let at = words.iter().position(|w| w.span.start == span.start)?;
            let end = words.iter().rposition(|w| w.span.end == span.end)? + 1;
            let fits = |p: &Phrase| p.at(words, at).is_some_and(|found| found.words.end == end);
            let is_parted =
                [at, end - 1].iter().any(|at| words.iter().filter(|w| w.span == words[*at].span).count() > 1);
            let is_known = || rule.rewrites.iter().map(|(p, _)| p).chain(&rule.places.has).any(fits);
            // Of half a contraction the other half would be lost.
            if is_parted && !is_known() {
                return None;
            }
            let found = rule.rewrites.iter().filter(|(p, _)| fits(p)).map(|(p, other)| (p.weight(), other));
            let other =
                found.max_by_key(|(weight, _)| *weight).map_or(TO_FINISH, |(_, other)| other.as_str());
            line.replace_range(span.clone(), other);
        }
        // With two gaps, it is quicker to write it anew.
        if line.matches(TO_FINISH).count() > read.line.matches(TO_FINISH).count() + 1 {
            return None;
        }
        let line = line.split_whitespace().collect::<Vec<_>>().join(" ");
        Some(capital(line.trim()).replace(" ?", "?"))
    }
}

/// A text in the place of what is flagged: what stood before it stays, and the sentences behind.
fn placed(read: &Read<'_>, flag: &Flag, text: &str) -> String {
    let sentence = &read.sentences[flag.sentence];
    let start = sentence.words.get(flag.start).map_or(0, |word| word.span.start);
    let before = read.line[..start].trim_start();
    // What was in quotation marks as a whole would keep the first of them.
    let before = if start_of(read) == Some(start) { "" } else { before };
    let begins = flag.start == 0 || text.starts_with("I ");
    let text = if begins { capital(text) } else { small(text) };
    format!("{before}{text} {}", behind(read, flag)).trim_end().to_owned()
}

/// The sentences behind the one that is flagged.
fn behind<'a>(read: &Read<'a>, flag: &Flag) -> &'a str {
    let next = read.sentences.get(flag.sentence + 1).and_then(|next| next.words.first());
    next.and_then(|word| read.line.get(word.span.start..)).unwrap_or_default()
}

/// An opening in the place of the sentence that is flagged: it is still to be finished. What stood before it
/// is what it is about, and what stands behind it stays as well; where that is no better, only the former.
fn opened(read: &Read<'_>, flag: &Flag, opening: &str) -> [String; 2] {
    let first = read.sentences[flag.sentence].words.first().map_or(0, |word| word.span.start);
    let before = if start_of(read) == Some(first) { "" } else { read.line[..first].trim() };
    let opened = format!("{before} {opening}").trim_start().to_owned();
    // The sentences behind begin with a capital, so that it is plain where what is to be finished ends.
    [format!("{opened} {}", capital(behind(read, flag))).trim_end().to_owned(), opened]
}

/// Whether a line is written in capitals only.
fn is_loud(line: &str) -> bool {
    !line.contains(char::is_lowercase) && line.chars().filter(|c| c.is_uppercase()).count() > 3
}

/// Words of a sentence as they were typed; of a contraction that is parted, only what is asked for.
fn own_words(line: &str, sentence: &Sentence, of: Range<usize>) -> String {
    let words = &sentence.words;
    let (first, last) = (&words[of.start], &words[of.end - 1]);
    let parted = |one: usize, other: usize| {
        words.get(one).zip(words.get(other)).is_some_and(|(one, other)| one.span == other.span)
    };
    let begins = of.start > 0 && parted(of.start - 1, of.start);
    let ends = parted(of.end - 1, of.end);
    match (begins, ends) {
        _ if first.span == last.span && (begins || ends) => {
            words[of].iter().map(|w| w.said.as_str()).collect::<Vec<_>>().join(" ")
        }
        (false, false) => line[first.span.start..last.span.end].to_owned(),
        (true, false) => format!("{}{}", first.said, &line[first.span.end..last.span.end]),
        (false, true) => format!("{}{}", &line[first.span.start..last.span.start], last.said),
        (true, true) => format!("{}{}{}", first.said, &line[first.span.end..last.span.start], last.said),
    }
}

/// Where the words of a line begin.
fn start_of(read: &Read<'_>) -> Option<usize> {
    Some(read.sentences.first()?.words.first()?.span.start)
}

/// Two questions, a line each. What stands before them stays with the first.
fn split(read: &Read<'_>, flag: &Flag) -> Option<String> {
    let words = &read.sentences[flag.sentence].words;
    let (end, second) = match flag.kind {
        Kind::Joined { word, second } => {
            (words.get(word.checked_sub(1)?)?.span.end, words.get(second)?.span.start)
        }
        _ => {
            let before = &read.sentences[flag.sentence.checked_sub(1)?];
            let first = first_letter(read, flag.sentence)?;
            (before.end, first)
        }
    };
    let first = read.line[..end].trim();
    let second = read.line[second..].trim().trim_end_matches(['?', '.', ' ']);
    Some(format!("{}?\n{}?", first.trim_end_matches(['?', ',', ' ']), capital(second)))
}

/// Where the words of a sentence begin, behind an `And`.
fn first_letter(read: &Read<'_>, sentence: usize) -> Option<usize> {
    let start = read.starts[sentence].iter().copied().take_while(|at| *at < 2).last()?;
    Some(read.sentences[sentence].words.get(start)?.span.start)
}

/// With its first letter a capital.
fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |c| c.to_uppercase().chain(chars).collect())
}

/// With its first letter a small one.
fn small(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |c| c.to_lowercase().chain(chars).collect())
}
