//! A draft, as bytes: what was typed in a conversation since it was last filed.
//!
//! The file opens with a line that says what it is, then a frame with the conversation, the note's
//! path and the text that stood there; each change is a frame of its own. A frame is the length of
//! its content, a CRC-32 of that, and the content. Replay goes as far as the frames are whole: what
//! the disk has confirmed is, and behind it there may be a torn one.

use chrono::{DateTime, FixedOffset, Utc};

use crate::document::Document;

/// The first line.
const MAGIC: &[u8] = b"goodterms draft 1\n";
/// Bytes of a frame's length and sum.
const FRAME: usize = 8;
const BASE: u8 = b'B';
const EDIT: u8 = b'E';
const TAKEN_IN: u8 = b'T';
const FILED: u8 = b'F';

/// What a draft begins with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Beginning {
    /// The conversation's id.
    pub id: String,
    /// Where its note is.
    pub path: std::path::PathBuf,
    /// What stood there; `None` if nothing did.
    pub base: Option<String>,
    /// Tells one opening of the conversation from another one; empty if that is not known.
    pub sitting: String,
}

/// A draft that was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    pub beginning: Beginning,
    /// The note as it was typed.
    pub text: String,
    /// When that was, by the last whole frame of a change; `None` if there is none that is not in the note.
    pub at: Option<DateTime<FixedOffset>>,
    /// Whether the note has all of it, and the file only could not be removed.
    pub is_filed: bool,
    /// Whether what follows the whole frames is damage. A frame that is merely cut off is not: the
    /// program ended while it was written, and nobody was told that it was saved.
    pub is_damaged: bool,
}

/// The bytes of a draft without changes.
pub fn begin(beginning: &Beginning) -> Vec<u8> {
    let mut content = vec![BASE];
    put(&mut content, beginning.id.as_bytes());
    put(&mut content, beginning.path.as_os_str().as_encoded_bytes());
    put(&mut content, beginning.path.to_string_lossy().as_bytes());
    content.push(u8::from(beginning.base.is_some()));
    put(&mut content, beginning.base.as_deref().unwrap_or_default().as_bytes());
    put(&mut content, beginning.sitting.as_bytes());
    let mut bytes = MAGIC.to_vec();
    frame(&mut bytes, &content);
    bytes
}

/// The frame of a change that makes one note another, as it was typed.
pub fn change(from: &Document, to: &Document, at: DateTime<FixedOffset>) -> Vec<u8> {
    framed_change(EDIT, from, to, at)
}

/// The same where the note has something that others wrote, and that who types has not seen yet.
pub fn taken_in(from: &Document, to: &Document, at: DateTime<FixedOffset>) -> Vec<u8> {
    framed_change(TAKEN_IN, from, to, at)
}

fn framed_change(kind: u8, from: &Document, to: &Document, at: DateTime<FixedOffset>) -> Vec<u8> {
    let mut content = vec![kind];
    content.extend(at.timestamp_millis().to_le_bytes());
    content.extend(at.offset().local_minus_utc().to_le_bytes());
    put_changes(&mut content, from, to);
    let mut bytes = Vec::with_capacity(content.len() + FRAME);
    frame(&mut bytes, &content);
    bytes
}

/// The frame that says that all before it is in the note.
pub fn filed() -> Vec<u8> {
    let mut bytes = Vec::new();
    frame(&mut bytes, &[FILED]);
    bytes
}

/// Reads a draft; `None` if it is none, or ends before the text it is about.
pub fn read(bytes: &[u8]) -> Option<Draft> {
    replay(bytes, |_, _| ())
}

/// Tells what the note was after each change of a draft, and whether all of it was typed: or something
/// was taken in that others wrote.
pub fn each(bytes: &[u8], mut see: impl FnMut(&str, bool)) {
    replay(bytes, |text, is_typed| {
        if let Ok(text) = std::str::from_utf8(text) {
            see(text, is_typed);
        }
    });
}

/// Reads a draft, and tells of each change as [`each`] does.
fn replay(bytes: &[u8], mut then: impl FnMut(&[u8], bool)) -> Option<Draft> {
    let mut rest = bytes.strip_prefix(MAGIC)?;
    let beginning = read_beginning(next(&mut rest).ok()??)?;
    let mut text = beginning.base.clone().unwrap_or_default().into_bytes();
    let mut at = None;
    let mut is_filed = false;
    let mut is_damaged = false;
    while !rest.is_empty() && !is_damaged {
        let from = rest;
        match next(&mut rest) {
            Ok(Some([FILED])) => {
                is_filed = true;
                text = beginning.base.clone().unwrap_or_default().into_bytes();
                at = None;
            }
            Ok(Some(content)) => match apply(content, &mut text) {
                Some(made) => {
                    (at, is_filed) = (Some(made), false);
                    then(&text, content[0] == EDIT);
                }
                None => is_damaged = true,
            },
            // Where a length is damaged, it looks as if the file were cut off there.
            Ok(None) => is_damaged = (1..from.len()).any(|at| is_change(&from[at..])),
            Err(Broken) => is_damaged = true,
        }
    }
    // What was written was text: where it is not, the sums are right by chance.
    let text = String::from_utf8(text).ok()?;
    Some(Draft { beginning, text, at, is_filed, is_damaged })
}

/// Whether this is the beginning of a draft in which nothing was typed yet: the program ended while
/// it made the file.
pub fn is_cut_at_its_beginning(bytes: &[u8]) -> bool {
    match bytes.strip_prefix(MAGIC) {
        None => MAGIC.starts_with(bytes),
        Some(mut rest) => matches!(next(&mut rest), Ok(None)),
    }
}

/// A frame that is whole and wrong.
struct Broken;

/// The content of the next frame; none where it is cut off, and then nothing is left.
fn next<'a>(rest: &mut &'a [u8]) -> Result<Option<&'a [u8]>, Broken> {
    let cut = |rest: &mut &'a [u8]| {
        *rest = &[];
        Ok(None)
    };
    let Some((head, behind)) = rest.split_at_checked(FRAME) else { return cut(rest) };
    let number = |at: usize| u32::from_le_bytes([head[at], head[at + 1], head[at + 2], head[at + 3]]);
    let Ok(length) = usize::try_from(number(0)) else { return Err(Broken) };
    // A disk that was cut off from its power may have made room and not filled it.
    if length == 0 {
        return if rest.iter().all(|byte| *byte == 0) { cut(rest) } else { Err(Broken) };
    }
    let Some((content, behind)) = behind.split_at_checked(length) else { return cut(rest) };
    if crc32fast::hash(content) != number(4) {
        return Err(Broken);
    }
    *rest = behind;
    Ok(Some(content))
}

/// Whether bytes begin with the whole frame of a change.
fn is_change(mut bytes: &[u8]) -> bool {
    bytes.get(FRAME).is_some_and(|kind| [EDIT, TAKEN_IN].contains(kind))
        && matches!(next(&mut bytes), Ok(Some(_)))
}

fn read_beginning(content: &[u8]) -> Option<Beginning> {
    let (kind, mut rest) = content.split_first()?;
    let id = String::from_utf8(take(&mut rest)?.to_vec()).ok()?;
    let path = path_of(take(&mut rest)?, take(&mut rest)?)?;
    let (has_base, mut rest) = rest.split_first()?;
    let base = String::from_utf8(take(&mut rest)?.to_vec()).ok()?;
    let sitting = String::from_utf8(take(&mut rest)?.to_vec()).ok()?;
    (*kind == BASE && rest.is_empty()).then_some(Beginning {
        id,
        path,
        base: (*has_base == 1).then_some(base),
        sitting,
    })
}

/// A path as it was: on Unix any bytes.
#[cfg(unix)]
fn path_of(encoded: &[u8], _: &[u8]) -> Option<std::path::PathBuf> {
    use std::os::unix::ffi::OsStrExt;
    Some(std::ffi::OsStr::from_bytes(encoded).into())
}

#[cfg(not(unix))]
fn path_of(_: &[u8], words: &[u8]) -> Option<std::path::PathBuf> {
    std::str::from_utf8(words).ok().map(Into::into)
}

/// Makes a change; when it was made, if it is one.
fn apply(content: &[u8], text: &mut Vec<u8>) -> Option<DateTime<FixedOffset>> {
    let (kind, rest) = content.split_first()?;
    let (millis, rest) = rest.split_first_chunk::<8>()?;
    let (offset, mut rest) = rest.split_first_chunk::<4>()?;
    if ![EDIT, TAKEN_IN].contains(kind) {
        return None;
    }
    let mut splices = Vec::new();
    let mut length = text.len();
    while !rest.is_empty() {
        let (at, remove) = (take_number(&mut rest)?, take_number(&mut rest)?);
        let insert = take(&mut rest)?;
        let end = at.checked_add(remove).filter(|end| *end <= length)?;
        length = length - remove + insert.len();
        splices.push((at..end, insert));
    }
    let offset = FixedOffset::east_opt(i32::from_le_bytes(*offset))?;
    let at = DateTime::<Utc>::from_timestamp_millis(i64::from_le_bytes(*millis))?.with_timezone(&offset);
    // All or nothing.
    for (range, insert) in splices {
        text.splice(range, insert.iter().copied());
    }
    Some(at)
}

/// What makes one note the other: the last place first, so that each stands where it stood.
fn put_changes(content: &mut Vec<u8>, from: &Document, to: &Document) {
    let (old, new): (Vec<_>, Vec<_>) = (from.parts().collect(), to.parts().collect());
    // Typing changes one block and, now and then, the front matter. Where a block came or went, all
    // behind the front matter is one text.
    if old.len() == new.len() {
        return put_parts(content, &old, &new);
    }
    let (before, after) = (old[1..].concat(), new[1..].concat());
    put_parts(content, &[old[0], &before], &[new[0], &after]);
}

fn put_parts(content: &mut Vec<u8>, old: &[&str], new: &[&str]) {
    let mut end: usize = old.iter().map(|part| part.len()).sum();
    for (old, new) in old.iter().zip(new).rev() {
        end -= old.len();
        if old != new {
            put_change(content, end, old.as_bytes(), new.as_bytes());
        }
    }
}

/// What one text at an offset has between what it begins and ends with as the other does.
fn put_change(content: &mut Vec<u8>, offset: usize, old: &[u8], new: &[u8]) {
    let begin = old.iter().zip(new).take_while(|(old, new)| old == new).count();
    let (old, new) = (&old[begin..], &new[begin..]);
    let end = old.iter().rev().zip(new.iter().rev()).take_while(|(old, new)| old == new).count();
    put_number(content, offset + begin);
    put_number(content, old.len() - end);
    put(content, &new[..new.len() - end]);
}

fn frame(bytes: &mut Vec<u8>, content: &[u8]) {
    // A frame of 4 GiB would need a note that long.
    let length = u32::try_from(content.len()).unwrap_or(u32::MAX);
    bytes.extend(length.to_le_bytes());
    bytes.extend(crc32fast::hash(content).to_le_bytes());
    bytes.extend(content);
}

/// Seven bits a byte, the lowest first: most numbers here are small.
fn put_number(bytes: &mut Vec<u8>, mut number: usize) {
    while number >= 0x80 {
        bytes.push(u8::try_from(number & 0x7f).unwrap_or_default() | 0x80);
        number >>= 7;
    }
    bytes.push(u8::try_from(number).unwrap_or_default());
}

fn put(bytes: &mut Vec<u8>, text: &[u8]) {
    put_number(bytes, text.len());
    bytes.extend(text);
}

fn take_number(rest: &mut &[u8]) -> Option<usize> {
    let mut number: usize = 0;
    for shift in (0..usize::BITS).step_by(7) {
        let (byte, behind) = rest.split_first()?;
        *rest = behind;
        number |= usize::from(byte & 0x7f).checked_shl(shift)?;
        if byte & 0x80 == 0 {
            return Some(number);
        }
    }
    None
}

fn take<'a>(rest: &mut &'a [u8]) -> Option<&'a [u8]> {
    let length = take_number(rest)?;
    let (taken, behind) = rest.split_at_checked(length)?;
    *rest = behind;
    Some(taken)
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use proptest::prelude::*;

    use super::*;

    fn at(millis: i64) -> DateTime<FixedOffset> {
        let offset = FixedOffset::west_opt(5 * 3600).unwrap();
        DateTime::from_timestamp_millis(1_700_000_000_000 + millis).unwrap().with_timezone(&offset)
    }

    fn beginning(base: Option<&str>) -> Beginning {
        let (id, path) = ("k3v9q2m8x7ta".to_owned(), PathBuf::from("/notes/zoë/a b.md"));
        Beginning { id, path, base: base.map(str::to_owned), sitting: "a7".to_owned() }
    }

    /// A draft of these texts, and how long it was after each.
    fn draft(texts: &[String]) -> (Vec<u8>, Vec<usize>) {
        let mut bytes = begin(&beginning(Some(&texts[0])));
        let mut lengths = vec![bytes.len()];
        for (i, pair) in texts.windows(2).enumerate() {
            let (from, to) = (Document::parse(&pair[0]), Document::parse(&pair[1]));
            bytes.extend(change(&from, &to, at(i as i64)));
            lengths.push(bytes.len());
        }
        (bytes, lengths)
    }

    fn notes() -> impl Strategy<Value = Vec<String>> {
        let piece = prop_oneof![
            Just("+++\n"),
            Just("a = 1\n"),
            Just("# T\n"),
            Just("## S {#s}\n"),
            Just("### F {#s.f}\n"),
            Just("zoë\n"),
            Just("李"),
            Just("x"),
            Just("\r\n"),
            Just(""),
        ];
        let note = proptest::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat());
        proptest::collection::vec(note, 1..6)
    }

    proptest! {
        #[test]
        fn what_was_written_whole_is_read_wherever_it_is_cut(texts in notes(), cut in any::<prop::sample::Index>()) {
            let (bytes, lengths) = draft(&texts);
            let cut = cut.index(bytes.len() + 1);
            let whole = lengths.iter().filter(|length| **length <= cut).count();
            match read(&bytes[..cut]) {
                None => prop_assert_eq!(whole, 0),
                Some(draft) => {
                    prop_assert_eq!(&draft.text, &texts[whole - 1]);
                    prop_assert_eq!(draft.at, (whole > 1).then(|| at(whole as i64 - 2)));
                    prop_assert_eq!(draft.beginning, beginning(Some(&texts[0])));
                    prop_assert!(!draft.is_damaged);
                }
            }
        }

        #[test]
        fn damage_costs_what_is_behind_it_and_is_told(
            texts in notes(), place in any::<prop::sample::Index>(), bit in 0..8_u8,
        ) {
            let (mut bytes, lengths) = draft(&texts);
            let place = place.index(bytes.len());
            bytes[place] ^= 1 << bit;
            let whole = lengths.iter().filter(|length| **length <= place).count();
            match read(&bytes) {
                None => prop_assert_eq!(whole, 0),
                Some(draft) => prop_assert_eq!(&draft.text, &texts[whole - 1]),
            }
        }

        #[test]
        fn any_bytes_are_read(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = read(&bytes);
            let _ = read(&[MAGIC, &bytes].concat());
            let mut framed = begin(&beginning(Some("text")));
            frame(&mut framed, &[&[EDIT], bytes.as_slice()].concat());
            let _ = read(&framed);
        }
    }

    #[test]
    fn a_character_typed_costs_few_bytes() {
        let note = |word: &str| {
            Document::parse(&format!("+++\nid = 1\n+++\n# T\n## S {{#s}}\n\n{}{word}\n\n", "x".repeat(9000)))
        };
        assert!(change(&note("wor"), &note("word"), at(0)).len() < 32);
    }

    #[test]
    fn what_the_note_was_on_the_way_is_known() {
        let texts = ["a", "ab", "abc", "abcd"].map(str::to_owned);
        let (mut bytes, _) = draft(&texts[..3]);
        bytes.extend(taken_in(&Document::parse(&texts[2]), &Document::parse(&texts[3]), at(9)));
        assert_eq!(read(&bytes).unwrap().text, "abcd");
        let mut seen = Vec::new();
        each(&bytes, |text, is_typed| seen.push((text.to_owned(), is_typed)));
        assert_eq!(
            seen,
            [("ab", true), ("abc", true), ("abcd", false)].map(|(t, typed)| (t.to_owned(), typed))
        );
    }

    #[test]
    fn what_was_filed_is_not_replayed() {
        let (mut bytes, _) = draft(&["a".to_owned(), "ab".to_owned()]);
        bytes.extend(filed());
        let draft = read(&bytes).unwrap();
        assert_eq!((draft.text.as_str(), draft.at, draft.is_damaged), ("a", None, false));
        assert!(draft.is_filed);
    }

    #[test]
    fn room_that_was_never_filled_is_no_damage() {
        let (mut bytes, _) = draft(&["a".to_owned(), "ab".to_owned()]);
        bytes.extend([0; 4096]);
        let draft = read(&bytes).unwrap();
        assert_eq!((draft.text.as_str(), draft.is_damaged), ("ab", false));
    }

    #[test]
    fn a_damaged_length_with_changes_behind_it_is_no_cut() {
        let (bytes, lengths) = draft(&["a".to_owned(), "ab".to_owned(), "abc".to_owned()]);
        for bit in 0..32 {
            let mut damaged = bytes.clone();
            damaged[lengths[0] + bit / 8] ^= 1 << (bit % 8);
            let draft = read(&damaged).unwrap();
            assert_eq!((draft.text.as_str(), draft.is_damaged), ("a", true), "bit {bit}");
        }
    }

    #[test]
    fn where_nothing_stood_yet_is_told_apart_from_an_empty_file() {
        for base in [None, Some("")] {
            assert_eq!(read(&begin(&beginning(base))).unwrap().beginning.base.as_deref(), base);
        }
    }
}
