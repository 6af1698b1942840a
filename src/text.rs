//! Text as people see it: cleaning what we did not write, names, slugs, cell widths, soft wrap.
//!
//! Everything here is a pure function of its arguments. A *cell* is one column of a terminal; a
//! *grapheme* is what a person calls a character, and is never split.

pub mod cells;
pub mod find;
mod fuzzy;
mod greeting;
pub mod loose;

use std::borrow::Cow;
use std::ops::Range;

use unicode_normalization::UnicodeNormalization;
use unicode_segmentation::UnicodeSegmentation;

pub use self::fuzzy::{fuzzy, unaccented};
pub use self::greeting::{first_name, initial, is_title, names_in, without_surname};

/// Columns that a tab takes on screen.
const TAB: &str = "    ";

/// The most bytes of a slug that becomes a file or folder name.
pub const SLUG_MAX: usize = 60;

/// Whether a character could steer a terminal or reorder the text around it: control characters
/// other than line feed and tab, and the bidirectional embeddings, overrides and isolates.
pub fn is_unsafe(c: char) -> bool {
    (c.is_control() && c != '\n' && c != '\t')
        || matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{2028}' | '\u{2029}')
}

/// Text fit to be shown or printed: unsafe characters become `U+FFFD`. The file keeps its bytes;
/// this is for the eye, and every sink that is not the note goes through it.
pub fn clean(text: &str) -> Cow<'_, str> {
    if text.contains(is_unsafe) {
        Cow::Owned(text.replace(is_unsafe, "\u{FFFD}"))
    } else {
        Cow::Borrowed(text)
    }
}

/// Whether a text is plain ([`is_plain`]) and stays as it is in [`clean_line`]: most names and titles do,
/// and of such a byte is a cell.
pub fn is_clean_line(text: &str) -> bool {
    let bytes = text.as_bytes();
    let is_blank = |byte: Option<&u8>| byte == Some(&b' ');
    is_plain(text)
        && !is_blank(bytes.first())
        && !is_blank(bytes.last())
        && !bytes.windows(2).any(|pair| pair == b"  ")
}

/// As [`clean`], on one line: line breaks and runs of blanks become one space.
pub fn clean_line(text: &str) -> String {
    if is_clean_line(text) {
        return text.to_owned();
    }
    let cleaned = clean(text);
    cleaned.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What was typed or pasted, with `\r\n` and `\r` turned into `\n`.
pub fn unix_lines(text: &str) -> Cow<'_, str> {
    if text.contains('\r') {
        Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n"))
    } else {
        Cow::Borrowed(text)
    }
}

/// A name as it is kept: one line, composed (NFC), no blanks at the ends.
pub fn name(text: &str) -> String {
    clean_line(text).nfc().collect()
}

/// A name for comparing: two names that fold alike are the same person to us. By way of capitals,
/// for some letters have two small forms: `ς` and `σ`, `ß` and `ss`.
pub fn fold(text: &str) -> String {
    text.nfc().flat_map(char::to_uppercase).flat_map(char::to_lowercase).nfc().collect()
}

/// Whether a line breaks off: who wrote it meant to go on.
pub fn is_unfinished(line: &str) -> bool {
    let line = line.trim_end();
    line.ends_with('…') || line.ends_with("...")
}

/// Lower-case ASCII words joined by hyphens, at most [`SLUG_MAX`] bytes; empty where nothing of
/// the text can be said in ASCII. Never holds a dot or a separator, so it is safe in a path, and
/// never is one of the device names that Windows keeps for itself.
pub fn slug(text: &str) -> String {
    let ascii = deunicode::deunicode(text).replace('\'', "");
    let mut slug = String::new();
    for word in ascii.split(|c: char| !c.is_ascii_alphanumeric()).filter(|w| !w.is_empty()) {
        let more = word.len() + usize::from(!slug.is_empty());
        if slug.len() + more > SLUG_MAX {
            if slug.is_empty() {
                slug.push_str(&word[..SLUG_MAX]);
            }
            break;
        }
        if !slug.is_empty() {
            slug.push('-');
        }
        slug.push_str(word);
    }
    slug.make_ascii_lowercase();
    if is_reserved_on_windows(&slug) {
        slug.push_str("-x");
    }
    slug
}

fn is_reserved_on_windows(slug: &str) -> bool {
    let numbered = |prefix: &str| {
        slug.strip_prefix(prefix).is_some_and(|n| n.len() == 1 && n.as_bytes()[0].is_ascii_digit())
    };
    matches!(slug, "con" | "prn" | "aux" | "nul") || numbered("com") || numbered("lpt")
}

/// Whether this can be an id in a playbook: lower-case ASCII letters and digits in words joined
/// by single hyphens, beginning with a letter.
pub fn is_kebab_case(id: &str) -> bool {
    id.starts_with(|c: char| c.is_ascii_lowercase())
        && id
            .split('-')
            .all(|w| !w.is_empty() && w.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit()))
}

/// Whether this is an id as we give them to conversations: 12 characters of Crockford's base 32. One
/// that was put into a note by hand may be anything, a name too.
pub fn is_session_id(id: &str) -> bool {
    let ours = |b: u8| b.is_ascii_digit() || b.is_ascii_lowercase() && !b"ilou".contains(&b);
    id.len() == 12 && id.bytes().all(ours)
}

/// The most bytes of a grapheme that are drawn: a family of four has 41 with the colours of their
/// skin. Thousands of accents on one letter would be sent anew with each frame.
const GRAPHEME_MAX: usize = 128;

/// One grapheme as the screen draws it: a tab as blanks, an unsafe character as `U+FFFD`.
pub fn shown(grapheme: &str) -> &str {
    match grapheme {
        "\t" => TAB,
        g if g.len() > GRAPHEME_MAX || g.contains(is_unsafe) => "\u{FFFD}",
        g => g,
    }
}

/// Cells that a text without line breaks takes.
pub fn width(text: &str) -> usize {
    if is_plain(text) {
        return text.len();
    }
    cells::graphemes(text, 0).map(|(_, _, cells)| cells).sum()
}

/// The longest beginning of a one-line text that fits, with `…` where something was left out.
pub fn ellipsis(text: &str, cells: usize) -> Cow<'_, str> {
    if width(text) <= cells {
        return Cow::Borrowed(text);
    }
    let mut kept = String::new();
    let mut used = 0;
    for g in text.graphemes(true) {
        let w = width(g);
        if used + w + 1 > cells {
            break;
        }
        used += w;
        kept.push_str(g);
    }
    if cells > 0 {
        kept.push('…');
    }
    Cow::Owned(kept)
}

/// Whether a text is printable ASCII, where a byte is a grapheme and takes one cell: most of what
/// is typed, and far cheaper.
pub fn is_plain(text: &str) -> bool {
    text.bytes().all(|b| (0x20..0x7f).contains(&b))
}

/// The rows of one line (no `\n` in it) in a column of so many cells, broken after blanks where
/// possible. The ranges cover the whole line in order; blanks that end a row may hang over its
/// edge. There is always at least one row.
pub fn wrap(line: &str, cells: usize) -> Vec<Range<usize>> {
    if line.len() <= cells && is_plain(line) {
        return std::iter::once(0..line.len()).collect();
    }
    let mut rows = Vec::new();
    wrap_from(line, 0, cells, |row| {
        rows.push(row);
        true
    });
    rows
}

/// The rows of a line from the byte on at which one of them begins, for as long as `take` wants more:
/// what stands before a row has no part in where it ends.
pub fn wrap_from(line: &str, from: usize, cells: usize, mut take: impl FnMut(Range<usize>) -> bool) {
    let mut wrap = Wrap { cells: cells.max(1), start: from, ..Wrap::default() };
    for (at, grapheme, cells) in cells::graphemes(line, from) {
        wrap.grapheme(at, grapheme, cells);
        for row in wrap.rows.drain(..) {
            if !take(row) {
                return;
            }
        }
    }
    take(wrap.start..line.len());
}

/// A line as it is broken into rows.
#[derive(Default)]
struct Wrap {
    cells: usize,
    rows: Vec<Range<usize>>,
    /// Where the row begins, and the cells it has so far.
    start: usize,
    used: usize,
    /// The last place where it may break, and the cells up to there.
    rest: usize,
    rest_used: usize,
    after_wide: bool,
}

impl Wrap {
    fn grapheme(&mut self, at: usize, g: &str, w: usize) {
        let wide = w > 1 && g != "\t";
        if (wide || self.after_wide) && at > self.start {
            (self.rest, self.rest_used) = (at, self.used);
        }
        // A no-break space is written to keep what stands around it together.
        let breaks = |c: char| c.is_whitespace() && !matches!(c, '\u{a0}' | '\u{202f}');
        let blank = g.chars().all(breaks);
        if self.used + w > self.cells && !blank && at > self.start {
            if self.rest > self.start {
                self.rows.push(self.start..self.rest);
                self.start = self.rest;
                self.used -= self.rest_used;
            }
            if self.used + w > self.cells && at > self.start {
                self.rows.push(self.start..at);
                self.start = at;
                self.used = 0;
            }
        }
        self.used += w;
        if blank || g == "-" || g == "/" {
            (self.rest, self.rest_used) = (at + g.len(), self.used);
        }
        self.after_wide = wide;
    }
}

/// A text as rows of at most so many cells: its lines, cleaned and wrapped, trailing blanks cut.
pub fn paragraphs(text: &str, cells: usize) -> Vec<String> {
    clean(text)
        .lines()
        .flat_map(|line| {
            wrap(line, cells).into_iter().map(|r| line[r].trim_end().to_owned()).collect::<Vec<_>>()
        })
        .collect()
}

/// A count with its noun: `1 note`, `3 notes`.
pub fn count(n: usize, noun: &str) -> String {
    if n == 1 { format!("1 {noun}") } else { format!("{n} {noun}s") }
}

/// A number as one reads it: `10,000`.
pub fn thousands(n: usize) -> String {
    let digits = n.to_string();
    let groups = digits.as_bytes().rchunks(3).rev().map(String::from_utf8_lossy);
    groups.collect::<Vec<_>>().join(",")
}

/// Of `known`, the one that `word` was most likely meant to be.
pub fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    // Nobody misspells a word this long; comparing takes time and room by the square.
    let length = word.chars().count();
    if length > 100 {
        return None;
    }
    let word = word.to_lowercase();
    let apart = |k: &str| {
        let other = k.chars().count();
        let most = (other / 3).clamp(1, 4);
        // As many letters more or fewer are as many slips: most need no closer look.
        if other.abs_diff(length) > most {
            return None;
        }
        let distance = strsim::osa_distance(&word, &k.to_lowercase());
        // A name of which no letter is right was not meant.
        (distance <= most && distance < other).then_some(distance)
    };
    let near = known.into_iter().filter_map(|k| apart(k).map(|distance| (distance, k)));
    near.min_by_key(|(distance, _)| *distance).map(|(_, k)| k)
}

/// Names for a person to choose from, and no more of them than one reads.
pub fn listed<'a>(names: impl ExactSizeIterator<Item = &'a str>) -> String {
    const MOST: usize = 30;
    let left = names.len().saturating_sub(MOST);
    let mut listed = names.take(MOST).collect::<Vec<_>>().join(", ");
    if left > 0 {
        listed.push_str(&format!(", and {left} more"));
    }
    listed
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn an_id_that_is_none_of_ours_is_told() {
        assert!(is_session_id("k3v9q2m8x7ta"));
        for id in [
            "",
            "k3v9q2m8x7t",
            "k3v9q2m8x7taa",
            "adaluisabyro",
            "K3V9Q2M8X7TA",
            "k3v9 2m8x7ta",
            "k3v9é2m8x7t",
        ] {
            assert!(!is_session_id(id), "{id}");
        }
    }

    #[test]
    fn a_grapheme_without_end_is_one_cell() {
        let flood = format!("a{}", "\u{301}".repeat(10_000));
        assert_eq!((shown(&flood), width(&flood)), ("\u{FFFD}", 1));
        let family = "👩🏽\u{200d}👩🏽\u{200d}👧🏽\u{200d}👦🏽";
        assert_eq!((shown(family), width(family)), (family, 2));
    }

    #[test]
    fn slugs_are_plain_and_bounded() {
        assert_eq!(slug("Zoë O'Brien-李"), "zoe-obrien-li");
        assert_eq!(slug("../../etc/passwd"), "etc-passwd");
        assert_eq!(slug("CON"), "con-x");
        assert_eq!(slug("They'll think about it"), "theyll-think-about-it");
        assert!(slug(&"x".repeat(500)).len() <= SLUG_MAX);
    }

    #[test]
    fn unsafe_characters_never_reach_the_screen() {
        assert_eq!(clean("a\u{1b}[31mb\u{202e}c"), "a\u{FFFD}[31mb\u{FFFD}c");
        assert_eq!(clean_line(" a\n b\t c "), "a b c");
    }

    #[test]
    fn names_that_look_alike_fold_alike() {
        assert_eq!(fold("ZOE\u{308}"), fold("zoë"));
        assert_eq!(fold("ΠΑΠΑΣ STRASSE"), fold("Παπας Straße"));
        assert_eq!(name("  Ada\n Byron "), "Ada Byron");
    }

    #[test]
    fn wraps_after_blanks_and_splits_only_what_is_too_long() {
        let rows = |s: &str, n| wrap(s, n).into_iter().map(|r| s[r].to_owned()).collect::<Vec<_>>();
        assert_eq!(rows("one two three", 8), ["one two ", "three"]);
        assert_eq!(rows("abcdefghij", 4), ["abcd", "efgh", "ij"]);
        assert_eq!(rows("李李李", 4), ["李李", "李"]);
        assert_eq!(rows("", 4), [""]);
        assert_eq!(rows("end   ", 3), ["end   "]);
        assert_eq!(rows("one 2\u{a0}two", 6), ["one ", "2\u{a0}two"]);
    }

    #[test]
    fn nearest_finds_a_slip_and_nothing_else() {
        assert_eq!(nearest("lable", ["label", "help"]), Some("label"));
        assert_eq!(nearest("zebra", ["label", "help"]), None);
        assert_eq!(nearest("x", ["a", "b"]), None, "no letter of it is right");
    }

    #[test]
    fn long_lists_of_names_are_cut() {
        let names: Vec<String> = (1..=32).map(|n| n.to_string()).collect();
        assert_eq!(listed(names[..3].iter().map(String::as_str)), "1, 2, 3");
        assert!(listed(names.iter().map(String::as_str)).ends_with(", 29, 30, and 2 more"));
    }

    proptest! {
        #[test]
        fn what_is_a_clean_line_stays_as_it_is(text in "([a-zé\t\n\u{1b}]| ){0,12}") {
            let cleaned = clean(&text).split_whitespace().collect::<Vec<_>>().join(" ");
            prop_assert_eq!(clean_line(&text), cleaned.as_str());
            prop_assert!(!is_clean_line(&text) || (cleaned == text && width(&text) == text.len()));
        }

        #[test]
        fn wrap_covers_the_line_and_fits(line in "[^\n]{0,60}", cells in 1usize..20) {
            let rows = wrap(&line, cells);
            let mut at = 0;
            for r in &rows {
                prop_assert_eq!(r.start, at);
                at = r.end;
                let row = line[r.clone()].trim_end();
                prop_assert!(width(row) <= cells || row.graphemes(true).count() == 1, "{:?}", row);
            }
            prop_assert_eq!(at, line.len());
        }

        #[test]
        fn slug_is_always_a_safe_file_name(text in any::<String>()) {
            let s = slug(&text);
            prop_assert!(s.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'));
            prop_assert!(s.len() <= SLUG_MAX + 2);
        }
    }
}
