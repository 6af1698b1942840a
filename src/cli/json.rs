//! The JSON shapes that commands share. They are part of the public interface: a key is never
//! renamed or taken away without a new `version`.

use std::io::{self, Write};
use std::path::Path;

use chrono::NaiveDate;
use serde_json::{Value, json};

use crate::document::{Dropped, FollowUp, Head, Meeting, Moved, State, Status, When};
use crate::text;

/// Writes one JSON value, for people and programs. What could steer a terminal is written as the
/// escape that means it: a program reads the same.
pub fn write(out: &mut dyn Write, value: &Value) -> io::Result<()> {
    writeln!(out, "{}", safe(value)?)
}

fn safe(value: &Value) -> io::Result<String> {
    let json = serde_json::to_string_pretty(value)?;
    if !json.contains(text::is_unsafe) {
        return Ok(json);
    }
    let mut safe = String::with_capacity(json.len());
    for c in json.chars() {
        match text::is_unsafe(c) {
            true => safe.push_str(&format!("\\u{:04x}", u32::from(c))),
            false => safe.push(c),
        }
    }
    Ok(safe)
}

/// Writes a list under a key behind the version, one value at a time: there may be very many.
pub fn write_list(out: &mut dyn Write, key: &str, values: impl Iterator<Item = Value>) -> io::Result<()> {
    write!(out, "{{\n  \"version\": 1,\n  \"{key}\": [")?;
    let mut is_empty = true;
    for value in values {
        let comma = if is_empty { "" } else { "," };
        is_empty = false;
        write!(out, "{comma}\n    {}", safe(&value)?.replace('\n', "\n    "))?;
    }
    writeln!(out, "{}]\n}}", if is_empty { "" } else { "\n  " })
}

/// A conversation as `list` and `show` give it; only of a sample is it said that it is one, only of one that
/// is or was closed when that was and when it was changed since, and only of one on hold why.
pub fn session(head: &Head, path: &Path) -> Value {
    let mut session = json!({
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
        "from": head.from,
        "to": head.to,
        "answered": { "required": head.answered.required, "all": head.answered.all },
    });
    if let Some(session) = session.as_object_mut() {
        if head.is_sample() {
            session.insert("sample".to_owned(), true.into());
        }
        if head.closed.is_some() || !head.amended.is_empty() {
            session.insert("closed".to_owned(), json!(head.closed.map(|at| at.to_rfc3339())));
            let amended = head.amended.iter().map(chrono::DateTime::to_rfc3339);
            session.insert("amended".to_owned(), amended.collect());
        }
        if let Some(hold) = &head.hold {
            session.insert("hold".to_owned(), hold.as_str().into());
        }
    }
    session
}

fn meeting(meeting: &Meeting) -> Value {
    if *meeting == Meeting::default() {
        return Value::Null;
    }
    json!({ "at": meeting.at.as_ref().map(when), "how": meeting.how.map(|how| how.word()), "where": meeting.place })
}

fn when(at: &When) -> String {
    match at {
        When::Day(day) => day.to_string(),
        When::At(at) => at.to_rfc3339(),
    }
}

/// The meeting of a conversation, complete in itself.
pub fn meeting_of(head: &Head) -> Value {
    let Meeting { at, how, place } = &head.meeting;
    json!({
        "session": head.id,
        "client": head.client.name,
        "playbook": head.playbook.id,
        "at": at.as_ref().map(when),
        "how": how.map(|how| how.word()),
        "where": place,
    })
}

/// The follow-ups of a conversation, each complete in itself.
pub fn follow_ups(head: &Head, today: NaiveDate) -> Value {
    head.follow_ups.iter().map(|f| follow_up(head, f, today)).collect()
}

/// A follow-up of a conversation.
pub fn follow_up(head: &Head, f: &FollowUp, today: NaiveDate) -> Value {
    json!({
        "session": head.id,
        "client": head.client.name,
        "playbook": head.playbook.id,
        "id": f.id,
        "title": f.title,
        "due": f.due.map(|due| due.to_string()),
        "state": f.state.word(),
        "done": f.done.map(|done| done.to_string()),
        "every": f.every.map(|every| every.to_string()),
        "by_hand": f.by_hand,
        "moved": f.moved.iter().map(moved).collect::<Value>(),
        "dropped": f.dropped.as_ref().map(dropped),
        "overdue": f.state == State::Open && f.due.is_some_and(|due| due < today),
    })
}

/// From which day it was moved by hand, and why.
fn moved(moved: &Moved) -> Value {
    json!({ "from": moved.from.to_string(), "why": moved.why })
}

/// On which day it was dropped, and why.
fn dropped(dropped: &Dropped) -> Value {
    json!({ "on": dropped.on.to_string(), "why": dropped.why })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_reads_the_same_and_cannot_steer_a_terminal() {
        let value = json!({ "a\u{202e}": "\u{1b}[2J \u{9b}2J \u{7f} \u{2028} é 👩\n\t" });
        let mut out = Vec::new();
        write(&mut out, &value).unwrap();
        let written = String::from_utf8(out).unwrap();
        assert!(!written.contains(text::is_unsafe), "{written}");
        assert_eq!(serde_json::from_str::<Value>(&written).unwrap(), value);
    }

    #[test]
    fn a_list_is_written_as_if_it_were_one_value() {
        for values in [vec![], vec![json!({ "a": "\u{1b}\n", "b": [1] }), json!({})]] {
            let (mut whole, mut listed) = (Vec::new(), Vec::new());
            write(&mut whole, &json!({ "version": 1, "hits": values })).unwrap();
            write_list(&mut listed, "hits", values.into_iter()).unwrap();
            assert_eq!(String::from_utf8(listed).unwrap(), String::from_utf8(whole).unwrap());
        }
    }
}
