//! What happened when, over all conversations with a client.

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveTime};

use super::client::{Story, due_in_words, named};
use super::conversation::Teller;
use super::{Block, Table, Words};
use crate::document::{State, Status};
use crate::export::Options;
use crate::live::{Meaning, meaning};
use crate::session::Session;
use crate::text;

/// Something that happened, or is due: when, what, and in which conversation.
struct Event {
    day: NaiveDate,
    time: Option<NaiveTime>,
    what: String,
    nth: usize,
}

/// All of it in the order of time.
pub(super) fn events(story: &Story, sessions: &[Session], options: &Options) -> Block {
    let mut all = Vec::new();
    for (nth, session) in sessions.iter().enumerate() {
        let mut found = Found { nth, all: &mut all };
        of_conversation(&mut found, &Teller { session, options });
        for day in story.edits.get(nth).into_iter().flatten() {
            found.add(*day, "Note changed".to_owned());
        }
    }
    all.retain(|event| story.covers(event.day));
    // What has no time stands behind what has one; else the order in which it was found stays.
    all.sort_by_key(|event| (event.day, event.time.is_none(), event.time, event.nth));
    let names: Vec<String> = sessions.iter().map(named).collect();
    let rows = all.into_iter().map(|event| {
        let day = dates_of(&event);
        vec![day, event.what.into(), names[event.nth].as_str().into()]
    });
    let head = ["When", "What", "Conversation"].map(str::to_owned).to_vec();
    Block::Table(Table { head, rows: rows.collect() })
}

fn dates_of(event: &Event) -> Words {
    Words::day(crate::dates::Day { date: event.day, time: event.time })
}

struct Found<'a> {
    nth: usize,
    all: &'a mut Vec<Event>,
}

impl Found<'_> {
    fn add(&mut self, day: NaiveDate, what: String) {
        self.all.push(Event { day, time: None, what, nth: self.nth });
    }

    fn add_at(&mut self, at: &DateTime<FixedOffset>, what: String) {
        self.all.push(Event { day: at.date_naive(), time: Some(at.time()), what, nth: self.nth });
    }
}

fn of_conversation(found: &mut Found<'_>, teller: &Teller<'_>) {
    let head = teller.session.head();
    found.add_at(&head.started, "Conversation begun".to_owned());
    if let Some(at) = head.meeting.at.map(|at| at.day()) {
        let how = head.meeting.how.map(|how| format!(" ({})", how.word())).unwrap_or_default();
        found.all.push(Event { day: at.date, time: at.time, what: format!("Meeting{how}"), nth: found.nth });
    }
    for (step, _) in teller.session.playbook().steps.iter().enumerate() {
        for note in teller.session.notes(step) {
            if let (Some(at), Meaning::Promise(promise)) = (&note.at, meaning(&note.text)) {
                found.add_at(at, format!("Promised: {}", text::clean_line(promise)));
            }
        }
    }
    for follow_up in &teller.all_follow_ups() {
        let title = text::clean_line(&follow_up.title);
        if let Some(due) = follow_up.due {
            found.add(due, format!("{}: {title}", due_in_words(follow_up)));
        }
        if let (State::Done, Some(done)) = (follow_up.state, follow_up.done) {
            found.add(done, format!("Done: {title}"));
        }
        if let (State::Dropped, Some(dropped)) = (follow_up.state, &follow_up.dropped) {
            let why = dropped.why.as_ref().map(|why| format!(" ({})", text::clean_line(why)));
            found.add(dropped.on, format!("Dropped: {title}{}", why.unwrap_or_default()));
        }
    }
    if let (Status::Closed, Some(closed)) = (head.status, &head.closed) {
        found.add_at(closed, format!("Closed: {}", teller.ending()));
    }
    for at in &head.amended {
        found.add_at(at, "Amended after it was closed".to_owned());
    }
}

/// The days on which something was done in a conversation, as far as its note says so: what is only due is not.
pub fn days(session: &Session) -> impl Iterator<Item = NaiveDate> {
    let head = session.head();
    let noted = (0..session.playbook().steps.len()).flat_map(|step| session.notes(step));
    let noted = noted.filter_map(|note| note.at.map(|at| at.date_naive()));
    let done = head.follow_ups.iter().filter_map(|follow_up| follow_up.done);
    let dropped = head.follow_ups.iter().filter_map(|f| f.dropped.as_ref().map(|dropped| dropped.on));
    let meeting = head.meeting.at.map(|at| at.date());
    let ended = head.closed.iter().chain(&head.amended).map(DateTime::date_naive);
    noted.chain(done).chain(dropped).chain(meeting).chain(ended).chain([head.started.date_naive()])
}
