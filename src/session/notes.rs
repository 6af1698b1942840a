//! The notes of a step: entries with their time, and whatever else a person wrote there.

use chrono::{DateTime, FixedOffset, SubsecRound};

pub use crate::dates::{STAMP as TIME, parse_stamp as parse_time};
use crate::document::entry_time;

/// A note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// `None` for lines that are not an entry of ours; their text is kept as it stands.
    pub at: Option<DateTime<FixedOffset>>,
    /// May have several lines.
    pub text: String,
}

impl Entry {
    /// One that is made now. The file knows seconds: what is read back from it must be the same.
    pub fn made(text: String, now: DateTime<FixedOffset>) -> Self {
        Self { at: Some(now.trunc_subsecs(0)), text }
    }
}

/// The text of a notes block.
pub fn encode(entries: &[Entry]) -> String {
    let encoded = entries.iter().map(|entry| match entry.at {
        Some(at) => {
            let mut lines = entry.text.split('\n');
            let first = lines.next().unwrap_or_default();
            let mut out = format!("- {} {first}", at.format(TIME));
            for line in lines {
                out.push_str("\n  ");
                out.push_str(line);
            }
            out
        }
        None => entry.text.clone(),
    });
    encoded.collect::<Vec<_>>().join("\n")
}

/// Reads any text: lines that are no entries become entries without a time.
pub fn decode(body: &str) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::new();
    if body.is_empty() {
        return entries;
    }
    for line in body.split('\n') {
        if let Some((at, text)) = entry_time(line) {
            entries.push(Entry { at: Some(at), text: text.to_owned() });
            continue;
        }
        match entries.last_mut() {
            Some(Entry { at: Some(_), text }) if line.starts_with("  ") => {
                text.push('\n');
                text.push_str(&line[2..]);
            }
            Some(Entry { at: None, text }) => {
                text.push('\n');
                text.push_str(line);
            }
            _ => entries.push(Entry { at: None, text: line.to_owned() }),
        }
    }
    entries
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn time(seconds: i64) -> DateTime<FixedOffset> {
        let offset = FixedOffset::west_opt(5 * 3600).unwrap();
        DateTime::from_timestamp(1_700_000_000 + seconds, 0).unwrap().with_timezone(&offset)
    }

    proptest! {
        #[test]
        fn entries_read_back(texts in proptest::collection::vec("[^\r]{0,40}", 0..5)) {
            let entries: Vec<_> = (0..).zip(&texts)
                .map(|(i, t)| Entry { at: Some(time(i)), text: t.clone() }).collect();
            prop_assert_eq!(decode(&encode(&entries)), entries);
        }

        #[test]
        fn any_text_is_kept(body in "([^\r\n]{0,30}|- 2026-11-21 14:07:31-05:00( x)?|  y|\n){0,8}") {
            let once = decode(&body);
            prop_assert_eq!(decode(&encode(&once)), once);
        }
    }

    #[test]
    fn what_is_made_now_reads_back_as_the_same() {
        let entry = Entry::made("a".to_owned(), time(0) + chrono::Duration::nanoseconds(123_456_789));
        assert_eq!(decode(&encode(std::slice::from_ref(&entry))), [entry]);
    }

    #[test]
    fn hand_written_lines_stay_as_they_are() {
        let body = "called her back\n- 2026-11-21 14:07:31-05:00 a\n  b\n* mine";
        let entries = decode(body);
        assert_eq!(entries.len(), 3);
        assert_eq!(entries[1].text, "a\nb");
        assert_eq!(encode(&entries), body);
    }
}
