//! Graphemes with the cells they take, one after the other.
//!
//! Most of what people write needs no table of Unicode's: letters, ideographs, and letters with accents
//! behind them are told by their number. All else is asked of the crates that know. A test holds both
//! against each other.

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use super::{GRAPHEME_MAX, shown};

/// A grapheme: where it begins, itself, and its cells as [`shown`] draws it.
pub type InCells<'a> = (usize, &'a str, usize);

/// The graphemes of a text from a byte on that begins one.
pub fn graphemes(text: &str, from: usize) -> impl Iterator<Item = InCells<'_>> {
    let mut at = from;
    std::iter::from_fn(move || {
        let rest = text.get(at..).filter(|rest| !rest.is_empty())?;
        let (length, cells) = simple(rest).unwrap_or_else(|| looked_up(rest));
        let start = at;
        at += length;
        Some((start, &rest[..length], cells))
    })
}

/// The length and cells of the first grapheme, where it and what stands behind it are simple.
fn simple(rest: &str) -> Option<(usize, usize)> {
    if let [b' '..=b'~', b' '..=b'~', ..] = rest.as_bytes() {
        return Some((1, 1));
    }
    let mut chars = rest.chars();
    let first = chars.next()?;
    let cells = alone(first)?;
    let mut length = first.len_utf8();
    loop {
        match chars.next() {
            Some(c) if is_accent(c) => length += c.len_utf8(),
            Some(c) if alone(c).is_none() => return None,
            _ if length > GRAPHEME_MAX => return Some((length, 1)),
            _ => return Some((length, cells)),
        }
    }
}

fn looked_up(rest: &str) -> (usize, usize) {
    let grapheme = rest.graphemes(true).next().unwrap_or(rest);
    (grapheme.len(), shown(grapheme).width())
}

/// The cells of a character that begins a grapheme whatever stands before it, and ends one before any
/// other of its like.
fn alone(c: char) -> Option<usize> {
    match c {
        // ASCII, Latin, Greek, Cyrillic, Hebrew, Arabic: letters only.
        ' '..='~'
        | '\u{c0}'..='\u{24f}'
        | '\u{391}'..='\u{3a1}'
        | '\u{3a3}'..='\u{3ff}'
        | '\u{400}'..='\u{482}'
        | '\u{48a}'..='\u{52f}'
        | '\u{5d0}'..='\u{5ea}'
        | '\u{620}'..='\u{64a}' => Some(1),
        // Kana, ideographs, syllables of Hangul, full-width signs of punctuation.
        '\u{3001}'..='\u{3003}'
        | '\u{3041}'..='\u{3096}'
        | '\u{30a1}'..='\u{30fa}'
        | '\u{3400}'..='\u{4dbf}'
        | '\u{4e00}'..='\u{9fff}'
        | '\u{ac00}'..='\u{d7a3}'
        | '\u{ff01}'..='\u{ff60}' => Some(2),
        _ => None,
    }
}

/// Whether it is an accent on the letter before it.
fn is_accent(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn slowly(text: &str) -> Vec<InCells<'_>> {
        text.grapheme_indices(true).map(|(at, g)| (at, g, shown(g).width())).collect()
    }

    #[test]
    fn what_is_told_by_its_number_is_what_the_tables_say() {
        for c in ('\0'..=char::MAX).filter(|c| alone(*c).is_some()) {
            let width = unicode_width::UnicodeWidthChar::width(c);
            assert_eq!(alone(c), width, "{:x}", c as u32);
            // Beside each other, and with an accent, in front of and behind one of another kind.
            for text in [format!("a{c}李{c}{c}"), format!("{c}\u{301}א{c}\u{301}\u{300}한{c}")] {
                assert_eq!(graphemes(&text, 0).collect::<Vec<_>>(), slowly(&text), "{:x}", c as u32);
            }
        }
    }

    proptest! {
        #[test]
        fn all_graphemes_are_those_of_the_tables(
            text in "([a-zé李한אش\u{301}\u{200d}👩🇩\u{fe0f}\u{0e33}\u{94d}क☺1\t\n\r \u{5b0}\u{64b}ー゙]|\\PC){0,40}",
        ) {
            prop_assert_eq!(graphemes(&text, 0).collect::<Vec<_>>(), slowly(&text));
        }
    }
}
