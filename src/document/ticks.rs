//! Lines that have a form of their own in a block, without knowing the playbook: entries with their
//! time, and tasks.

use chrono::{DateTime, FixedOffset};

use crate::dates::parse_stamp;

const STAMP_LENGTH: usize = "2026-11-21 14:07:31-05:00".len();

/// The time and the words of a line that begins an entry of notes: `- 2026-11-21 14:07:31-05:00 words`.
pub fn entry_time(line: &str) -> Option<(DateTime<FixedOffset>, &str)> {
    let rest = line.strip_prefix("- ")?;
    let at = parse_stamp(rest.get(..STAMP_LENGTH)?)?;
    let text = &rest[STAMP_LENGTH..];
    if text.is_empty() { Some((at, "")) } else { text.strip_prefix(' ').map(|t| (at, t)) }
}

/// A line of a list of tasks: `- [x] label (2026-11-24 14:07:31-05:00)`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Task<'a> {
    pub ticked: bool,
    /// Without the time.
    pub label: &'a str,
    pub at: Option<DateTime<FixedOffset>>,
}

impl<'a> Task<'a> {
    /// The task that a line is.
    pub fn of(line: &'a str) -> Option<Self> {
        let line = line.trim();
        let rest = ["- [", "* [", "+ ["].iter().find_map(|bullet| line.strip_prefix(bullet))?;
        let (mark, label) = rest.split_once(']')?;
        let ticked = match mark {
            "" | " " => false,
            "x" | "X" => true,
            _ => return None,
        };
        let label = label.trim();
        let timed = || {
            let (label, time) = label.strip_suffix(')')?.rsplit_once(" (")?;
            Some((label, parse_stamp(time)?))
        };
        Some(match timed() {
            Some((label, at)) => Self { ticked, label, at: Some(at) },
            None => Self { ticked, label, at: None },
        })
    }
}
