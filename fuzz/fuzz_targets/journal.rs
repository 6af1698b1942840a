//! Drafts: any bytes, frames with any content, and what was written whole, cut off and damaged.
//!
//! What stands behind the last zero byte says where it is cut and damaged. Before it stand the texts of
//! a note as it was typed, with a zero byte between them.

#![no_main]

use std::path::PathBuf;

use chrono::{DateTime, FixedOffset};
use goodterms::document::Document;
use goodterms::store::journal::{self, Beginning, Draft};
use libfuzzer_sys::fuzz_target;

const MAGIC: &[u8] = b"goodterms draft 1\n";

fuzz_target!(|bytes: &[u8]| {
    any(bytes);
    any(&[MAGIC, bytes].concat());
    any(&framed(bytes));
    let (texts, harm) = match bytes.iter().rposition(|byte| *byte == 0) {
        Some(at) => (&bytes[..at], &bytes[at + 1..]),
        None => (bytes, bytes),
    };
    let texts: Vec<_> = texts.split(|byte| *byte == 0).take(20).map(String::from_utf8_lossy).collect();
    typed(&texts, &mut harm.iter().copied());
});

/// Bytes that may be a draft or not: they are read, and give no more text than they have.
fn any(bytes: &[u8]) -> Option<Draft> {
    let draft = journal::read(bytes);
    let is_cut = journal::is_cut_at_its_beginning(bytes);
    if let Some(draft) = &draft {
        assert!(!is_cut, "it has a beginning, and it has none");
        assert!(draft.text.len() <= bytes.len(), "text from nowhere");
        let again = journal::read(&journal::begin(&draft.beginning));
        assert_eq!(again.map(|again| again.beginning).as_ref(), Some(&draft.beginning));
    }
    draft
}

/// A draft in which each piece is a frame whose sum is right: the sums keep no fuzzer out of what reads
/// their contents. Pieces end with a line.
fn framed(bytes: &[u8]) -> Vec<u8> {
    let mut pieces = bytes.split(|byte| *byte == b'\n').filter(|piece| !piece.is_empty());
    let has_beginning = bytes.first().is_some_and(|byte| byte.is_ascii_uppercase());
    let mut draft = match pieces.next().filter(|_| has_beginning) {
        Some(first) => [MAGIC, &frame(first)].concat(),
        None => journal::begin(&beginning(Some("some text\nof two lines\n"))),
    };
    draft.extend(pieces.flat_map(frame));
    draft
}

fn frame(content: &[u8]) -> Vec<u8> {
    let length = u32::try_from(content.len()).unwrap_or(u32::MAX);
    [&length.to_le_bytes(), &crc32fast::hash(content).to_le_bytes(), content].concat()
}

fn beginning(base: Option<&str>) -> Beginning {
    let (id, path) = ("k3v9q2m8x7ta".to_owned(), PathBuf::from("/notes/zoë/a b.md"));
    Beginning { id, path, base: base.map(str::to_owned), sitting: "a7".to_owned() }
}

/// A note as it was typed, text by text.
fn typed(texts: &[impl AsRef<str>], harm: &mut impl Iterator<Item = u8>) {
    let texts: Vec<_> = texts.iter().map(AsRef::as_ref).collect();
    let Some((base, _)) = texts.split_first() else { return };
    let is_new = base.is_empty() && harm.next().is_some_and(|byte| byte & 1 == 1);
    let mut whole = journal::begin(&beginning(Some(*base).filter(|_| !is_new)));
    let mut ends = vec![whole.len()];
    let documents: Vec<_> = texts.iter().map(|text| Document::parse(text)).collect();
    for (n, pair) in documents.windows(2).enumerate() {
        let change = if n % 3 == 2 { journal::taken_in } else { journal::change };
        whole.extend(change(&pair[0], &pair[1], at(n)));
        ends.push(whole.len());
    }
    let draft = any(&whole).expect("a whole draft reads");
    assert_eq!((Some(draft.text.as_str()), draft.is_damaged), (texts.last().copied(), false));
    assert_eq!(draft.at, texts.len().checked_sub(2).map(at));

    let mut seen = texts[..1].to_vec();
    journal::each(&whole, |text, _| assert_eq!(Some(&text), texts.get(seen.len()).inspect(|text| seen.push(text))));
    assert_eq!(seen, texts);

    let filed = any(&[whole.as_slice(), &journal::filed()].concat()).expect("a filed draft reads");
    assert_eq!((filed.text.as_str(), filed.at), (if is_new { "" } else { *base }, None));

    // Of what the program was ended in the middle of, all whole frames are there, and nothing else.
    let mut place = |length: usize| {
        let two = [harm.next().unwrap_or(7), harm.next().unwrap_or_default()];
        usize::from(u16::from_le_bytes(two)) % length.max(1)
    };
    let cut = &whole[..place(whole.len())];
    assert!(same(any(cut), &texts, &ends, cut.len()).is_none_or(|draft| !draft.is_damaged));

    // Of what the disk damaged, all that stands before the damage.
    let mut damaged = whole.clone();
    let mut is_told = false;
    match place(3) {
        0 => {
            let (at, bit) = (place(whole.len()), place(8));
            damaged[at] ^= 1 << bit;
            // With a whole frame behind it, it is not taken for a file that was cut off.
            is_told = ends.iter().rev().nth(1).is_some_and(|last| at < *last);
        }
        1 => {
            let at = place(whole.len());
            damaged[at..].iter_mut().take(512).for_each(|byte| *byte = 0);
        }
        // Room that was made and never filled.
        _ => {
            let at = place(whole.len());
            damaged.truncate(at);
            damaged.extend([0; 64]);
        }
    }
    let first = whole.iter().zip(&damaged).position(|(was, is)| was != is);
    let first = first.unwrap_or(whole.len().min(damaged.len()));
    let draft = same(any(&damaged), &texts, &ends, first);
    assert!(draft.is_none_or(|draft| draft.is_damaged || !is_told), "the damage is not told");
}

/// Whether a draft says what all frames that end before a place say.
fn same(draft: Option<Draft>, texts: &[&str], ends: &[usize], place: usize) -> Option<Draft> {
    let count = ends.iter().filter(|end| **end <= place).count();
    match &draft {
        None => assert_eq!(count, 0, "what is whole does not read"),
        Some(draft) => assert_eq!(Some(&draft.text.as_str()), count.checked_sub(1).and_then(|n| texts.get(n))),
    }
    draft
}

fn at(n: usize) -> DateTime<FixedOffset> {
    let offset = FixedOffset::west_opt(5 * 3600).expect("five hours are an offset");
    let millis = 1_700_000_000_000 + i64::try_from(n).unwrap_or_default();
    DateTime::from_timestamp_millis(millis).expect("a moment").with_timezone(&offset)
}
