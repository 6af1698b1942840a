//! Finding words in a text whatever their case and accents: `resume` finds `Résumé`.

use std::ops::Range;

use unicode_normalization::char::{canonical_combining_class, decompose_canonical};

/// A text as it is searched, and where each part of it stood.
#[derive(Clone, Debug, Default)]
pub struct Folded {
    text: String,
    /// Where the text as it is searched and the one it was made from go apart or come together again.
    marks: Vec<Mark>,
    length: usize,
}

#[derive(Clone, Copy, Debug)]
struct Mark {
    folded: usize,
    source: usize,
    /// From here on byte by byte; else one character has become what stands up to the next mark.
    is_even: bool,
}

/// Accents and points have a class of at least this one; below it are marks without which a letter
/// is another one, as in Japanese.
const ACCENT: u8 = 10;

impl Folded {
    /// A text without case and accents; a line break or tab is as good as a space, and a curly quote as
    /// a straight one.
    pub fn new(source: &str) -> Self {
        let mut folded = Self { length: source.len(), ..Self::default() };
        if source.is_ascii() {
            folded.text = source.replace(['\n', '\t'], " ");
            folded.text.make_ascii_lowercase();
            return folded;
        }
        folded.text.reserve(source.len());
        for (at, c) in source.char_indices() {
            let before = folded.text.len();
            fold_into(c, &mut folded.text);
            let made = &folded.text[before..];
            let is_even = made.len() == c.len_utf8() && made.chars().nth(1).is_none();
            match folded.marks.last() {
                Some(mark) if is_even && mark.is_even => {}
                None if is_even => {}
                _ => folded.marks.push(Mark { folded: before, source: at, is_even }),
            }
        }
        folded
    }

    /// Whether there is nothing to look for in it.
    pub fn is_blank(&self) -> bool {
        self.text.trim().is_empty()
    }

    /// Where words stand in the text, in bytes of the one that this was made from. They do not overlap.
    pub fn places<'a>(&'a self, words: &'a Self) -> impl Iterator<Item = Range<usize>> + 'a {
        let found = self.text.match_indices(words.text.as_str()).filter(|_| !words.is_blank());
        found.map(|(at, words)| self.start(at)..self.end(at + words.len()))
    }

    fn start(&self, at: usize) -> usize {
        match self.marks.partition_point(|mark| mark.folded <= at).checked_sub(1).map(|i| self.marks[i]) {
            None => at,
            Some(Mark { folded, source, is_even: true }) => source + at - folded,
            Some(Mark { source, .. }) => source,
        }
    }

    /// Accents behind the last letter belong to it.
    fn end(&self, at: usize) -> usize {
        let next = self.marks.partition_point(|mark| mark.folded <= at);
        match next.checked_sub(1).map(|i| self.marks[i]) {
            None => at,
            Some(Mark { folded, source, is_even: true }) => source + at - folded,
            Some(mark) if mark.folded == at && at < self.text.len() => mark.source,
            Some(_) => self.marks.get(next).map_or(self.length, |mark| mark.source),
        }
    }
}

fn fold_into(c: char, out: &mut String) {
    match c {
        '\u{2018}' | '\u{2019}' => out.push('\''),
        '\u{201c}' | '\u{201d}' => out.push('"'),
        c if c.is_ascii() => out.push(if c.is_ascii_whitespace() { ' ' } else { c.to_ascii_lowercase() }),
        c if c.is_whitespace() => out.push(' '),
        c => decompose_canonical(c, |part| {
            if canonical_combining_class(part) < ACCENT {
                // By way of capitals, as names are compared: `ς` is `σ`, and `ß` is `ss`.
                out.extend(part.to_uppercase().flat_map(char::to_lowercase));
            }
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn found<'a>(text: &'a str, words: &str) -> Vec<&'a str> {
        let folded = Folded::new(text);
        folded.places(&Folded::new(words)).map(|place| &text[place]).collect()
    }

    #[test]
    fn case_and_accents_do_not_matter() {
        assert_eq!(
            found("Résumé, RESUME, re\u{301}sume\u{301}!", "resume"),
            ["Résumé", "RESUME", "re\u{301}sume\u{301}"]
        );
        assert_eq!(found("Die Straße der ΠΑΠΑΣ", "STRASSE"), ["Straße"]);
        assert_eq!(found("Die Straße der ΠΑΠΑΣ", "παπας"), ["ΠΑΠΑΣ"]);
        assert_eq!(found("שָׁלוֹם לכולם", "שלום"), ["שָׁלוֹם"]);
        assert_eq!(found("they don’t\ncall", "don't call"), ["don’t\ncall"]);
        assert_eq!(found("李 and 李", "李"), ["李", "李"]);
        assert_eq!(found("Straße", "s"), ["S", "ß", "ß"]);
    }

    #[test]
    fn nothing_is_found_of_nothing() {
        assert!(found("a  b", "").is_empty());
        assert!(found("a  b", " ").is_empty());
        assert!(found("ka", "ga").is_empty());
        assert!(found("か", "が").is_empty(), "another letter, not another accent");
    }

    proptest! {
        #[test]
        fn what_is_found_says_the_words(
            text in "([aAé李ßשאּ\u{301}\u{5b0}’ \n한İ]|\\PC){0,30}", from in 0usize..30, count in 1usize..6,
        ) {
            let words: String = text.chars().skip(from).take(count).collect();
            let (folded, words) = (Folded::new(&text), Folded::new(&words));
            let places: Vec<_> = folded.places(&words).collect();
            prop_assert_eq!(places.is_empty(), words.is_blank());
            let mut last = 0;
            for place in places {
                prop_assert!(place.start >= last || place.start + 8 > last);
                last = place.end;
                let is = Folded::new(&text[place]);
                prop_assert!(is.text.contains(&words.text), "{:?} {:?}", is.text, words.text);
            }
        }
    }
}
