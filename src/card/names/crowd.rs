//! The names of many people and firms at once, and where they stand in a text. Each has a number, by which
//! whoever asks knows whom it is about.

use std::collections::HashMap;
use std::ops::Range;

use super::{Names, Pattern, Says, is_like, is_ordinary, words};
use crate::text;

/// Somebody or something that is named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    pub range: Range<usize>,
    /// The number it was added with.
    pub who: usize,
}

/// How carefully a name is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Care {
    /// However it is written: what is about them names them often.
    Any,
    /// A single word only as it is written in the name: it is one of very many.
    Written,
}

/// The names of many.
#[derive(Debug, Default)]
pub struct Crowd {
    patterns: Vec<(Pattern, usize)>,
    /// By the first word of each.
    by_word: HashMap<String, Vec<usize>>,
}

impl Crowd {
    /// Adds a person's name, with its first name.
    pub fn add_person(&mut self, who: usize, name: &str, care: Care) {
        let mut names = Names::none();
        // Nothing of it is kept.
        names.person(&text::clean_line(name), "");
        self.take(who, names, care);
    }

    /// Adds the name of a firm, with what people call it for short.
    pub fn add_firm(&mut self, who: usize, name: &str, care: Care) {
        let mut names = Names::none();
        names.firm(name);
        self.take(who, names, care);
    }

    /// Adds words that mean something only as a whole.
    pub fn add_whole(&mut self, who: usize, words: &str) {
        let mut names = Names::none();
        names.add(words, Says::Always, true);
        self.take(who, names, Care::Any);
    }

    fn take(&mut self, who: usize, names: Names, care: Care) {
        for mut pattern in names.patterns {
            if let [word] = &pattern.words[..]
                && (care == Care::Written || is_ordinary(word))
            {
                pattern.says = Says::Exactly;
            }
            let Some(first) = pattern.words.first().cloned() else { continue };
            self.by_word.entry(first).or_default().push(self.patterns.len());
            self.patterns.push((pattern, who));
        }
    }

    /// Who is named in a text, from its beginning to its end. The longest name counts, and of two alike the
    /// one that was added first.
    pub fn find(&self, text: &str) -> Vec<Named> {
        let found = words(text);
        let (mut all, mut nth) = (Vec::new(), 0);
        while nth < found.len() {
            let word = found[nth].1.as_str();
            let several = word.strip_suffix('s');
            let known = [Some(word), several]
                .into_iter()
                .flatten()
                .filter_map(|word| self.by_word.get(word))
                .flatten();
            let fits = known.filter(|at| {
                let pattern = &self.patterns[**at].0;
                let Some(here) = found.get(nth..nth + pattern.words.len()) else { return false };
                let written: Vec<&str> = here.iter().map(|(range, _)| &text[range.clone()]).collect();
                is_like(pattern, here, text) && (pattern.says == Says::Always || pattern.is_written(&written))
            });
            let best = fits.min_by_key(|at| (std::cmp::Reverse(self.patterns[**at].0.words.len()), **at));
            let Some((pattern, who)) = best.map(|at| &self.patterns[*at]) else {
                nth += 1;
                continue;
            };
            let end = nth + pattern.words.len();
            all.push(Named { range: found[nth].0.start..found[end - 1].0.end, who: *who });
            nth = end;
        }
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(text: &str) -> String {
        let mut crowd = Crowd::default();
        crowd.add_person(1, "Ada Byron", Care::Any);
        crowd.add_person(1, "Lady Lovelace", Care::Any);
        crowd.add_firm(2, "Analytical Engines Ltd", Care::Any);
        crowd.add_person(3, "Will Price", Care::Written);
        crowd.add_whole(4, "Chez Luc");
        let mut out = text.to_owned();
        for named in crowd.find(text).into_iter().rev() {
            out.replace_range(named.range, &format!("<{}>", named.who));
        }
        out
    }

    #[test]
    fn each_is_found_by_every_part_of_the_name() {
        for (text, expected) in [
            ("ada's letter; BYRON, the Byrons, Ada Byron", "<1>'s letter; <1>, the <1>, <1>"),
            ("Lovelace at analytical engines, or Analytical", "<1> at <2>, or <2>"),
            ("Will Price, and Mr Price: what will the price be?", "<3>, and Mr <3>: what will the price be?"),
            ("At chez luc, not at Luc's", "At <4>, not at Luc's"),
            ("AdaByron and ada_byron", "<1> and <1>"),
            ("Byronic", "Byronic"),
        ] {
            assert_eq!(said(text), expected, "{text}");
        }
    }
}
