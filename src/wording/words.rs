//! A line as sentences, clauses and words, the way phrases are held against it.

use std::collections::HashMap;
use std::ops::Range;

/// A word as it is compared, and the bytes of the line that say it. A contraction is two words that
/// stand at one place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Word {
    pub said: String,
    pub span: Range<usize>,
    /// A comma, a colon, a dash or something like it stands before it.
    pub begins_clause: bool,
    /// It stands in quotation marks: somebody else's words.
    pub quoted: bool,
    /// It is written in capitals, and the line is not.
    pub loud: bool,
}

/// A sentence of a line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Sentence {
    pub words: Vec<Word>,
    /// Whether it ends with a question mark.
    pub asks: bool,
    /// Whether it ends with a full stop or the like, and not only with the line.
    pub tells: bool,
    /// The byte behind its last word.
    pub end: usize,
}

/// Words that are written in another way: `what's` is `what is`.
pub(super) type Same = HashMap<String, Vec<String>>;

const QUOTES: &[char] = &['"', '“', '”', '„', '«', '»'];

/// The sentences of a line. Whatever stands between words only tells where they belong.
pub(super) fn sentences(line: &str, same: &Same) -> Vec<Sentence> {
    let mut all = Vec::new();
    let mut sentence = Sentence::default();
    let (mut quoted, mut begins_clause) = (false, true);
    // A question that somebody wrote in quotation marks is theirs, and nobody else's words.
    let whole = is_quoted_whole(line);
    let all_loud = !line.contains(char::is_lowercase);
    let mut chars = line.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        if c.is_alphanumeric() {
            let end = word_end(line, at);
            while chars.peek().is_some_and(|(next, _)| *next < end) {
                chars.next();
            }
            let span = at..end;
            let loud = !all_loud && is_in_capitals(&line[span.clone()]);
            for said in normal(&line[span.clone()], same) {
                let first = begins_clause;
                sentence.words.push(Word {
                    said,
                    span: span.clone(),
                    begins_clause: first,
                    quoted: quoted && !whole,
                    loud,
                });
                begins_clause = false;
            }
            sentence.end = end;
            continue;
        }
        let rest = &line[at + c.len_utf8()..];
        match c {
            '?' | '!' | '.' | '…' if ends_sentence(c, rest) => {
                sentence.asks |= c == '?';
                sentence.tells |= c != '?';
                let goes_on = rest.starts_with(['?', '!', '.', '…']);
                if !goes_on {
                    sentence.tells &= !sentence.asks;
                    finish(&mut all, &mut sentence);
                    begins_clause = true;
                }
            }
            '.' => {}
            ',' | ';' | ':' | '(' | ')' | '–' | '—' | '…' | '/' => begins_clause = true,
            // Not the hyphen of a word.
            '-' if line[..at].ends_with(char::is_whitespace) => begins_clause = true,
            c if QUOTES.contains(&c) => quoted = !quoted,
            _ => {}
        }
    }
    finish(&mut all, &mut sentence);
    all
}

fn finish(all: &mut Vec<Sentence>, sentence: &mut Sentence) {
    let done = std::mem::take(sentence);
    if !done.words.is_empty() {
        all.push(done);
    }
}

/// The words of a phrase.
pub(super) fn words(phrase: &str, same: &Same) -> Vec<String> {
    sentences(phrase, same).into_iter().flat_map(|s| s.words).map(|w| w.said).collect()
}

/// A point ends a sentence where something else may begin behind it, and not within a number.
fn ends_sentence(c: char, rest: &str) -> bool {
    let next = rest.chars().next();
    match c {
        '…' => rest.trim_start().starts_with(char::is_uppercase),
        '.' => next.is_none_or(|n| n.is_whitespace() || !n.is_alphanumeric()),
        _ => true,
    }
}

/// Where the word that begins at a byte ends. An apostrophe within is part of it, and so are the point and
/// the comma within a number.
fn word_end(line: &str, at: usize) -> usize {
    let mut end = at;
    let mut chars = line[at..].char_indices().peekable();
    let mut last = ' ';
    while let Some((i, c)) = chars.next() {
        let next = chars.peek().map(|(_, n)| *n);
        let joins = match c {
            '\'' | '’' | 'ʼ' | '‘' => next.is_some_and(char::is_alphabetic) && last.is_alphabetic(),
            '.' | ',' => next.is_some_and(|n| n.is_ascii_digit()) && last.is_ascii_digit(),
            c => c.is_alphanumeric() || is_mark(c),
        };
        if !joins {
            break;
        }
        last = c;
        end = at + i + c.len_utf8();
    }
    end
}

/// Whether a word, or a phrase, is written in capitals as an abbreviation is.
pub(super) fn is_in_capitals(text: &str) -> bool {
    let own = text.trim_end_matches("'s").trim_end_matches("’s");
    !own.contains(char::is_lowercase) && own.chars().filter(|c| c.is_uppercase()).count() > 1
}

/// An accent that stands behind its letter.
fn is_mark(c: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&c)
}

/// A word in small letters and with straight apostrophes, or the words it stands for.
fn normal(word: &str, same: &Same) -> Vec<String> {
    let said: String = word
        .chars()
        .map(|c| if matches!(c, '’' | 'ʼ' | '‘') { '\'' } else { c })
        .flat_map(char::to_lowercase)
        .collect();
    same.get(&said).cloned().unwrap_or_else(|| vec![said])
}

fn is_quoted_whole(line: &str) -> bool {
    let line = line.trim();
    let inner = line.trim_matches(QUOTES);
    inner.len() + 2 <= line.len() && line.starts_with(QUOTES) && !inner.contains(QUOTES)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(line: &str) -> Vec<String> {
        let same = Same::from([("what's".to_owned(), vec!["what".to_owned(), "is".to_owned()])]);
        let show = |w: &Word| {
            let lead = if w.begins_clause { "|" } else { "" };
            let quoted = if w.quoted { "\"" } else { "" };
            format!("{lead}{quoted}{}", w.said)
        };
        sentences(line, &same)
            .iter()
            .map(|s| {
                let words: Vec<_> = s.words.iter().map(show).collect();
                format!("{}{}", words.join(" "), if s.asks { "?" } else { "" })
            })
            .collect()
    }

    #[test]
    fn a_line_is_sentences_clauses_and_words() {
        assert_eq!(said("So, WHAT’s new? Well - tell me."), ["|so |what is new?", "|well |tell me"]);
        assert_eq!(said("The end-to-end 1,000.50 at 5 o'clock"), ["|the end to end 1,000.50 at 5 o'clock"]);
        assert_eq!(said("I heard you say… Did I?!"), ["|i heard you say", "|did i?"]);
        assert_eq!(said("You … then?"), ["|you |then?"]);
        assert_eq!(
            said("When you say “they never listen”, what then?"),
            ["|when you say \"they \"never \"listen |what then?"]
        );
        assert_eq!(said("“Did you call?”"), ["|did you call?"]);
        assert_eq!(said(" ?! …"), [""; 0]);
    }
}
