//! Which notes are older than a span. Of one that goes on, its words are looked at, too.

use chrono::NaiveDate;

use crate::agenda::Brief;
use crate::agenda::keeping::{is_older, last_day};
use crate::dates::Duration;
use crate::document::Status;
use crate::session::notes;
use crate::store::{self, Listed};

/// A conversation that is older.
pub struct Old<'a> {
    pub note: &'a Listed,
    /// When it was closed, or the last day on which something happened.
    pub last: NaiveDate,
}

/// Those of some notes that are older than a span, the oldest first. Samples are nobody's.
pub fn older(notes: &[Listed], span: Duration, today: NaiveDate) -> Vec<Old<'_>> {
    let mut old: Vec<_> = notes.iter().filter_map(|note| one(note, span, today)).collect();
    old.sort_by_key(|old| old.last);
    old
}

/// Says whether a note is older than a span.
pub fn one(note: &Listed, span: Duration, today: NaiveDate) -> Option<Old<'_>> {
    let mut last = last_day(&Brief::of(&note.path, &note.head));
    if note.head.is_sample() || !is_older(last, span, today) {
        return None;
    }
    if note.head.status == Status::Open {
        last = last.max(last_note(note).unwrap_or(last));
    }
    is_older(last, span, today).then_some(Old { note, last })
}

/// The last day on which something was noted down.
fn last_note(note: &Listed) -> Option<NaiveDate> {
    let (document, ..) = store::read(&note.path).ok()?;
    let of_steps = document.blocks().filter(|(key, ..)| key.ends_with(".notes"));
    let entries = of_steps.flat_map(|(_, _, body)| notes::decode(&body));
    entries.filter_map(|entry| Some(entry.at?.date_naive())).max()
}
