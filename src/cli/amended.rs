//! A record that a command changed after it had been closed: it says so, as it does after an edit.

use chrono::{DateTime, FixedOffset, Timelike};

use crate::document::{Document, Head, Status};
use crate::store::changes::Changes;

/// Notes down in the front matter of `after` that it says something else than `before`, where that was closed
/// and still is: once a day.
pub fn note_down(before: &str, after: &Document, head: &mut Head, now: DateTime<FixedOffset>) {
    let Ok(was) = Document::parse(before).head() else { return };
    let is_closed = was.status == Status::Closed && head.status == Status::Closed;
    let said = head.amended_since_closed().is_some_and(|at| at.date_naive() == now.date_naive());
    if !is_closed || said {
        return;
    }
    let ending = |head: &Head| (head.meeting.clone(), head.outcome.clone(), head.closed);
    if ending(&was) != ending(head) || !Changes::between(before, &after.render()).blocks.is_empty() {
        head.amended.push(now.with_nanosecond(0).unwrap_or(now));
    }
}
