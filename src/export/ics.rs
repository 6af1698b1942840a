//! Meetings and follow-ups for a calendar (iCalendar, RFC 5545).
//!
//! Nothing of what somebody said or answered is in it: whom one meets and where, what is due, which playbook,
//! and how to open it. What is imported again takes the place of what it was before: each event keeps its name
//! (UID), and comes with a number (SEQUENCE) that is greater than before.

use std::collections::HashMap;

use chrono::{DateTime, Datelike, FixedOffset, NaiveDate, TimeDelta, Utc};

use crate::document::{FollowUp, Head, How, State, Status, When};
use crate::playbook::Playbook;
use crate::session::{Session, UNSAID, title_may_be_private};
use crate::text;

/// So long a meeting takes: a note says when it begins, and not when it ends.
const MEETING: TimeDelta = TimeDelta::hours(1);

/// When one is reminded, counted from the begin: an hour before a meeting; of one without a time, at 18:00 the
/// day before; of what is due on a day, at 9:00.
const HOUR_BEFORE: &str = "-PT1H";
const EVENING_BEFORE: &str = "-PT6H";
const AT_NINE: &str = "PT9H";

/// What a calendar takes of a conversation: front matter will do.
#[derive(Clone, Copy, Debug)]
pub struct Dated<'a> {
    pub head: &'a Head,
    /// Its playbook, if that is there: what it is called, and what of it is private.
    pub playbook: Option<&'a Playbook>,
}

/// The calendar of some conversations, as it is at a moment.
pub fn ics<'a>(sessions: &'a [Session], now: DateTime<FixedOffset>) -> String {
    let dated = |session: &'a Session| Dated { head: session.head(), playbook: Some(session.playbook()) };
    calendar(sessions.iter().map(dated), now)
}

/// The same by what stands in their front matter. Samples are in no calendar: the people in them are
/// invented.
pub fn calendar<'a>(all: impl IntoIterator<Item = Dated<'a>>, now: DateTime<FixedOffset>) -> String {
    let mut out = String::from("BEGIN:VCALENDAR\r\n");
    put(&mut out, "VERSION", "2.0");
    put(&mut out, "PRODID", "-//goodterms//goodterms//EN");
    put(&mut out, "CALSCALE", "GREGORIAN");
    put(&mut out, "METHOD", "PUBLISH");
    for dated in all.into_iter().filter(|dated| !dated.head.is_sample()) {
        for event in events(dated, now) {
            event.write(dated, now, &mut out);
        }
    }
    out.push_str("END:VCALENDAR\r\n");
    out
}

/// The days for a calendar that are still to come: that of the meeting, and those of what waits, late or not. A
/// sample has none.
pub fn days_to_come(head: &Head, today: NaiveDate) -> Vec<NaiveDate> {
    if head.is_sample() {
        return Vec::new();
    }
    let waits = head.follow_ups.iter().filter(|f| f.state == State::Open).filter_map(|f| f.due);
    let is_open = head.status == Status::Open;
    let meeting = head.meeting.at.map(|at| at.date()).filter(|day| is_open && *day >= today);
    let mut days: Vec<_> = waits.chain(meeting).collect();
    days.sort_unstable();
    days
}

/// The name of the file with the dates of a conversation: always the same, for it takes the place of the one
/// before, and it names nobody.
pub fn calendar_name(head: &Head) -> String {
    let id: String = head.id.chars().filter(char::is_ascii_alphanumeric).take(6).collect();
    format!("goodterms-{id}.ics")
}

/// Something in a calendar.
struct Event {
    /// What tells it from the others of its conversation.
    name: String,
    summary: String,
    at: Start,
    place: Option<String>,
    reminds: Option<&'static str>,
    /// It will not be: a calendar that has it takes it out.
    is_cancelled: bool,
}

/// When it begins.
#[derive(Clone, Copy)]
enum Start {
    Day(NaiveDate),
    At(DateTime<Utc>),
}

impl Start {
    /// A moment that no calendar could write is its day.
    fn of(when: &When) -> Self {
        match when {
            When::Day(day) => Self::Day(*day),
            // Elsewhere, or an hour later, it may be another year, and years have four digits.
            When::At(at) if (1..9999).contains(&at.year()) => Self::At(at.with_timezone(&Utc)),
            When::At(at) => Self::Day(at.date_naive()),
        }
    }

    /// Whether it was before: then nobody is reminded any more.
    fn is_past(self, now: DateTime<FixedOffset>) -> bool {
        match self {
            Self::Day(day) => day < now.date_naive(),
            Self::At(at) => at < now,
        }
    }
}

/// All of a conversation: its meeting, and each follow-up that has a day.
fn events(of: Dated<'_>, now: DateTime<FixedOffset>) -> Vec<Event> {
    let head = of.head;
    let mut events: Vec<Event> = head.meeting.at.iter().map(|at| meeting(head, at)).collect();
    // A follow-up may be called "meeting", and somebody may have copied one by hand: no two have one name.
    let mut seen = HashMap::from([(MEETING_NAME.to_owned(), 1)]);
    for follow_up in &head.follow_ups {
        let name = named(&follow_up.id);
        let times = seen.entry(name.clone()).and_modify(|times| *times += 1).or_insert(1);
        let name = if *times == 1 { name } else { format!("{name}~{times}") };
        events.extend(follow_up_event(of, follow_up, name));
    }
    for event in &mut events {
        if event.is_cancelled || event.at.is_past(now) {
            event.reminds = None;
        }
    }
    events
}

const MEETING_NAME: &str = "meeting";

fn meeting(head: &Head, at: &When) -> Event {
    let verb = match head.meeting.how {
        Some(How::Phone) => "Call",
        Some(How::Video) => "Video call with",
        Some(How::InPerson) | None => "Meet",
    };
    let start = Start::of(at);
    Event {
        name: MEETING_NAME.to_owned(),
        summary: format!("{verb} {}", head.client.name),
        at: start,
        place: head.meeting.place.clone(),
        reminds: Some(if matches!(start, Start::At(_)) { HOUR_BEFORE } else { EVENING_BEFORE }),
        is_cancelled: has_not_been(head, at),
    }
}

/// Whether a conversation was closed before its meeting.
fn has_not_been(head: &Head, meeting: &When) -> bool {
    head.status == Status::Closed
        && head.closed.is_some_and(|closed| match meeting {
            When::Day(day) => *day > closed.date_naive(),
            When::At(at) => *at > closed,
        })
}

/// One without a day is in no calendar.
fn follow_up_event(of: Dated<'_>, follow_up: &FollowUp, name: String) -> Option<Event> {
    let done = if follow_up.state == State::Done { "Done: " } else { "" };
    // A title may be filled with what is private.
    let all = &of.head.follow_ups;
    let is_private = of.playbook.is_some_and(|playbook| title_may_be_private(playbook, all, follow_up));
    let title = if is_private { UNSAID } else { &follow_up.title };
    Some(Event {
        name,
        summary: format!("{done}{title} ({})", of.head.client.name),
        at: Start::Day(follow_up.due.or(follow_up.done)?),
        place: None,
        reminds: (follow_up.state == State::Open).then_some(AT_NINE),
        is_cancelled: follow_up.state == State::Dropped,
    })
}

/// An id as a part of a name: what ids do not have is written as its number, so that two stay two.
fn named(id: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    id.chars().map(|c| if plain(c) { c.to_string() } else { format!("%{:x}", u32::from(c)) }).collect()
}

impl Event {
    fn write(&self, of: Dated<'_>, now: DateTime<FixedOffset>, out: &mut String) {
        let id = named(&of.head.id);
        let summary = text::clean_line(&self.summary);
        let playbook = of.playbook.map_or(of.head.playbook.id.as_str(), |playbook| &playbook.title);
        let playbook = text::clean_line(playbook);
        let moment = stamp(now.with_timezone(&Utc));
        out.push_str("BEGIN:VEVENT\r\n");
        put(out, "UID", &format!("{id}.{}@goodterms", self.name));
        put(out, "DTSTAMP", &moment);
        put(out, "LAST-MODIFIED", &moment);
        put(out, "SEQUENCE", &sequence(of.head, now).to_string());
        put(out, "SUMMARY", &summary);
        let open = text::clean_line(&of.head.id);
        put(out, "DESCRIPTION", &format!("{playbook}\nTo open it: goodterms resume {open}"));
        self.write_time(out);
        let place = self.place.as_deref().map(text::clean_line).filter(|place| !place.trim().is_empty());
        if let Some(place) = place {
            put(out, "LOCATION", &place);
        }
        put(out, "STATUS", if self.is_cancelled { "CANCELLED" } else { "CONFIRMED" });
        put(out, "CLASS", "PRIVATE");
        if let Some(trigger) = self.reminds {
            out.push_str("BEGIN:VALARM\r\n");
            put(out, "ACTION", "DISPLAY");
            put(out, "TRIGGER", trigger);
            put(out, "DESCRIPTION", &summary);
            out.push_str("END:VALARM\r\n");
        }
        out.push_str("END:VEVENT\r\n");
    }

    /// A whole day takes no time of it; its end is the day behind the last one.
    fn write_time(&self, out: &mut String) {
        let written = |date: NaiveDate| date.format("%Y%m%d").to_string();
        match self.at {
            Start::Day(date) => {
                put(out, "DTSTART;VALUE=DATE", &written(date));
                // Without an end, it is one day.
                if let Some(next) = date.succ_opt().filter(|next| next.year() <= 9999) {
                    put(out, "DTEND;VALUE=DATE", &written(next));
                }
                put(out, "TRANSP", "TRANSPARENT");
            }
            Start::At(at) => {
                put(out, "DTSTART", &stamp(at));
                put(out, "DTEND", &stamp(at + MEETING));
                put(out, "TRANSP", "OPAQUE");
            }
        }
    }
}

/// The seconds since the conversation began. Nobody counts the changes of a note, which may be made by hand and on
/// several machines; but of two exports the later one has the greater number, wherever it is made, as long
/// as clocks go forward. A calendar takes at most 2³¹ − 1: that is 68 years.
fn sequence(head: &Head, now: DateTime<FixedOffset>) -> i64 {
    (now - head.started).num_seconds().clamp(0, i32::MAX.into())
}

fn stamp(at: DateTime<Utc>) -> String {
    at.format("%Y%m%dT%H%M%SZ").to_string()
}

/// Bytes of a line before it is folded.
const LINE: usize = 75;

/// A line, its text escaped.
fn put(out: &mut String, key: &str, value: &str) {
    let mut line = format!("{key}:");
    for c in value.chars() {
        match c {
            '\n' => line.push_str("\\n"),
            '\\' | ';' | ',' => line.extend(['\\', c]),
            c => line.push(c),
        }
    }
    fold(out, &line);
}

/// A line, folded between two characters.
fn fold(out: &mut String, line: &str) {
    let mut length = 0;
    let mut add = |c: char| {
        if length + c.len_utf8() > LINE {
            out.push_str("\r\n ");
            length = 1;
        }
        out.push(c);
        length += c.len_utf8();
    };
    line.chars().for_each(&mut add);
    out.push_str("\r\n");
}

mod replacing;
#[cfg(test)]
mod tests;

pub use self::replacing::replacing;
