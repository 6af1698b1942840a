//! Text as a search sees it: what one types in a hurry finds what stands there in full.
//!
//! Each character is folded by itself: capitals, accents and the ways to write a letter (`ß`, `ss`), an
//! apostrophe, a hyphen or a blank do not matter. So the fold of a part is a part of the fold.

use unicode_normalization::char::{canonical_combining_class, decompose_compatible};

/// Whether capitals matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Case {
    /// `Ada` and `ada` are the same.
    Any,
    /// They are not.
    Kept,
}

/// Adds a text, folded. Line feeds stay; what is ASCII keeps its length.
pub fn loosen(text: &str, case: Case, out: &mut Vec<u8>) {
    out.reserve(text.len());
    let mut rest = text;
    loop {
        let (ascii, other) = rest.split_at(ascii_length(rest.as_bytes()));
        match case {
            Case::Any => out.extend(ascii.bytes().map(|b| blank(b.to_ascii_lowercase()))),
            Case::Kept => out.extend(ascii.bytes().map(blank)),
        }
        let mut chars = other.chars();
        let Some(c) = chars.next() else { return };
        fold(c, case, &mut |c| out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes()));
        rest = chars.as_str();
    }
}

/// A text, folded.
pub fn loosened(text: &str, case: Case) -> Vec<u8> {
    let mut out = Vec::new();
    loosen(text, case, &mut out);
    out
}

/// A text, folded, and for each byte of that where the character begins that it comes from; behind them
/// the length of the text.
pub fn loosened_with_places(text: &str, case: Case) -> (Vec<u8>, Vec<usize>) {
    let (mut out, mut places) = (Vec::new(), Vec::new());
    for (at, c) in text.char_indices() {
        loosen(&text[at..at + c.len_utf8()], case, &mut out);
        places.resize(out.len(), at);
    }
    places.push(text.len());
    (out, places)
}

/// How many bytes of ASCII a text begins with.
fn ascii_length(bytes: &[u8]) -> usize {
    // In pieces: so many bytes are looked at in one go.
    const PIECE: usize = 32;
    let pieces = bytes.chunks(PIECE).take_while(|piece| piece.is_ascii()).count();
    let whole = (pieces * PIECE).min(bytes.len());
    whole + bytes[whole..].iter().take_while(|b| b.is_ascii()).count()
}

/// A hyphen is a blank to us, as every other blank is.
fn blank(b: u8) -> u8 {
    if matches!(b, b'-' | b'\t' | b'\r' | 0x0b | 0x0c) { b' ' } else { b }
}

/// What a character that is not ASCII becomes, which may be nothing.
fn fold(c: char, case: Case, push: &mut impl FnMut(char)) {
    decompose_compatible(c, |part| {
        let mut put = |c: char| match case {
            // By way of capitals, for some letters have two small forms: `ς` and `σ`.
            Case::Any => c.to_uppercase().flat_map(char::to_lowercase).for_each(&mut *push),
            Case::Kept => push(c),
        };
        match part {
            _ if part.is_ascii() => put(char::from(blank(part as u8))),
            '‘'..='‛' | 'ʼ' | '′' => put('\''),
            '“'..='‟' | '«' | '»' | '″' => put('"'),
            '\u{2010}'..='\u{2015}' | '−' => put(' '),
            _ if part.is_whitespace() => put(' '),
            _ if is_passed_over(part) => {}
            // Of Latin letters those are left that are no letter with an accent: `ø`, `ł`, `ß`.
            '\u{c0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}' if part.is_alphabetic() => {
                deunicode::deunicode_char(part).unwrap_or_default().chars().for_each(put);
            }
            _ => put(part),
        }
    });
}

/// Accents and points above, below and through a letter, and what has no width. What makes another
/// letter of one, as in Hindi or Japanese, is not among them.
fn is_passed_over(c: char) -> bool {
    matches!(canonical_combining_class(c), 1 | 10..=36 | 200..)
        || matches!(c, '\u{ad}' | '\u{34f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}')
}

/// Whether a word begins at a byte of a folded text.
pub fn begins_word(folded: &[u8], at: usize) -> bool {
    let before = &folded[..at.min(folded.len())];
    let Some(last) = before.last() else { return true };
    if last.is_ascii() {
        return !last.is_ascii_alphanumeric();
    }
    let start = before.iter().rposition(|b| *b & 0xc0 != 0x80).unwrap_or_default();
    let before = std::str::from_utf8(&before[start..]).ok().and_then(|c| c.chars().next());
    !before.is_some_and(char::is_alphanumeric)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn any(text: &str) -> String {
        String::from_utf8(loosened(text, Case::Any)).unwrap()
    }

    fn kept(text: &str) -> String {
        String::from_utf8(loosened(text, Case::Kept)).unwrap()
    }

    #[test]
    fn what_one_types_in_a_hurry_is_what_stands_there() {
        for (there, typed) in [
            ("Zoë O’Brien-李", "zoe o'brien 李"),
            ("ZOE\u{308}", "zoe"),
            ("Straße, STRASSE", "strasse, strasse"),
            ("Søren Łódź Æsir þing ı", "soren lodz aesir thing i"),
            ("Παπάς ΠΑΠΑΣ", "παπασ παπασ"),
            ("Ёлка", "елка"),
            ("ﬁnance Ａｄａ ½", "finance ada 1⁄2"),
            ("win-back win‑back win – back\tx\u{a0}y", "win back win back win   back x y"),
            ("“so” «so»", "\"so\" \"so\""),
            ("co\u{ad}op \u{202e}x\u{200b}y", "coop xy"),
            ("a\nb", "a\nb"),
        ] {
            assert_eq!(any(there), typed, "{there}");
        }
        // Another letter, and no accent.
        assert_ne!(any("か"), any("が"));
        assert_ne!(any("की"), any("का"));
        assert_eq!(any("\u{ac00}"), any("\u{1100}\u{1161}"), "composed or not");
    }

    #[test]
    fn capitals_can_matter_where_accents_do_not() {
        assert_eq!(kept("Zoë O’BRIEN-Weiß Ø"), "Zoe O'BRIEN Weiss O");
    }

    #[test]
    fn words_begin_behind_what_is_no_letter() {
        let folded = any("Ada O'Brien-李 (x) éa 2b");
        let begins: String = folded
            .char_indices()
            .filter(|(at, _)| begins_word(folded.as_bytes(), *at))
            .map(|(_, c)| c)
            .collect();
        assert_eq!(begins.replace(' ', ""), "aob李(xe2", "{folded}");
        assert!(!begins_word("李x".as_bytes(), 3));
    }

    proptest! {
        #[test]
        fn the_fold_of_a_part_is_a_part_of_the_fold(texts in proptest::array::uniform3(any_text())) {
            let whole = texts.concat();
            for case in [Case::Any, Case::Kept] {
                let parts: Vec<u8> = texts.iter().flat_map(|t| loosened(t, case)).collect();
                prop_assert_eq!(&loosened(&whole, case), &parts);
                let (folded, places) = loosened_with_places(&whole, case);
                prop_assert_eq!(&folded, &parts);
                prop_assert_eq!(places.len(), folded.len() + 1);
                prop_assert!(places.is_sorted() && places.iter().all(|at| whole.is_char_boundary(*at)));
                prop_assert!(std::str::from_utf8(&folded).is_ok());
            }
            // What is folded with its capitals folds on to what is folded without.
            prop_assert_eq!(any(&kept(&whole)), any(&whole));
            if whole.is_ascii() {
                prop_assert_eq!(any(&whole).len(), whole.len());
            }
        }
    }

    fn any_text() -> impl Strategy<Value = String> {
        proptest::string::string_regex("(\\PC|[a-zA-Z -]|[éßøÅΣς‑’\u{301}\r\n]){0,40}").unwrap()
    }
}
