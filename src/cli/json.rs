//! The JSON shapes that commands share. They are part of the public interface: a key is never
//! renamed or taken away without a new `version`.

use std::io::{self, Write};
use std::path::Path;

use chrono::NaiveDate;
use serde_json::{Value, json};

use crate::document::{Head, Meeting, State, Status, When};

/// Writes one JSON value, for people and programs.
pub fn write(out: &mut dyn Write, value: &Value) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, value)?;
    writeln!(out)
}

/// A conversation as `list` and `show` give it.
pub fn session(head: &Head, path: &Path) -> Value {
    json!({
        "id": head.id,
        "path": path.display().to_string(),
        "playbook": head.playbook.id,
        "client": head.client.name,
        "organisation": head.client.organisation,
        "status": if head.status == Status::Open { "open" } else { "closed" },
        "phase": head.phase,
        "at": head.at,
        "started": head.started.to_rfc3339(),
        "meeting": meeting(&head.meeting),
        "outcome": head.outcome,
        "answered": { "required": head.answered.required, "all": head.answered.all },
    })
}

fn meeting(meeting: &Meeting) -> Value {
    if *meeting == Meeting::default() {
        return Value::Null;
    }
    let at = meeting.at.map(|at| match at {
        When::Day(day) => day.to_string(),
        When::At(at) => at.to_rfc3339(),
    });
    json!({ "at": at, "how": meeting.how.map(|how| how.word()), "where": meeting.place })
}

/// The follow-ups of a conversation, each complete in itself.
pub fn follow_ups(head: &Head, today: NaiveDate) -> Value {
    let follow_ups = head.follow_ups.iter().map(|f| {
        let state = match f.state {
            State::Open => "open",
            State::Done => "done",
            State::Dropped => "dropped",
        };
        json!({
            "session": head.id,
            "client": head.client.name,
            "playbook": head.playbook.id,
            "id": f.id,
            "title": f.title,
            "due": f.due.map(|due| due.to_string()),
            "state": state,
            "overdue": f.state == State::Open && f.due.is_some_and(|due| due < today),
        })
    });
    follow_ups.collect()
}
