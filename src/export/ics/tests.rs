//! What a calendar reads, by a small reader of our own: lines unfolded, texts unescaped.

use proptest::prelude::*;

use super::*;
use crate::document::{Client, Dropped, Meeting};

/// The lines of a calendar, unfolded: `KEY;PARAMETERS` and value.
fn lines(ics: &str) -> Vec<(String, String)> {
    assert!(ics.ends_with("\r\n"), "{ics:?}");
    let mut unfolded: Vec<String> = Vec::new();
    for line in ics.trim_end_matches("\r\n").split("\r\n") {
        assert!(line.len() <= 75, "{} bytes: {line:?}", line.len());
        assert!(!line.contains(['\r', '\n']) && !line.contains(text::is_unsafe), "{line:?}");
        match line.strip_prefix(' ') {
            Some(rest) => unfolded.last_mut().unwrap().push_str(rest),
            None => unfolded.push(line.to_owned()),
        }
    }
    let parted = |line: &String| {
        let (key, value) = line.split_once(':').unwrap();
        (key.to_owned(), value.to_owned())
    };
    unfolded.iter().map(parted).collect()
}

/// A text as it was before it was escaped.
fn unescaped(value: &str) -> String {
    let mut out = String::new();
    let mut chars = value.chars();
    while let Some(c) = chars.next() {
        out.push(match c {
            '\\' => match chars.next() {
                Some('n' | 'N') => '\n',
                Some(c @ ('\\' | ';' | ',')) => c,
                other => panic!("{other:?} in {value:?}"),
            },
            ',' | ';' => panic!("not escaped: {value:?}"),
            c => c,
        });
    }
    out
}

/// An event: its lines, and those of its alarm.
#[derive(Debug, Default)]
struct Read {
    own: Vec<(String, String)>,
    alarm: Vec<(String, String)>,
}

impl Read {
    fn get(&self, key: &str) -> &str {
        let mut found = self.own.iter().filter(|(k, _)| k == key || k.starts_with(&format!("{key};")));
        let value = found.next().map_or("", |(_, value)| value.as_str());
        assert!(found.next().is_none(), "{key} twice: {self:?}");
        value
    }

    fn trigger(&self) -> Option<&str> {
        self.alarm.iter().find(|(key, _)| key == "TRIGGER").map(|(_, value)| value.as_str())
    }
}

fn events_of(ics: &str) -> Vec<Read> {
    let mut events: Vec<Read> = Vec::new();
    let mut inside = Vec::new();
    for (key, value) in lines(ics) {
        match (key.as_str(), inside.last().map(String::as_str)) {
            ("BEGIN", _) => {
                events.extend((value == "VEVENT").then(Read::default));
                inside.push(value);
            }
            ("END", _) => assert_eq!(inside.pop().as_ref(), Some(&value)),
            (_, Some("VEVENT")) => events.last_mut().unwrap().own.push((key, value)),
            (_, Some("VALARM")) => events.last_mut().unwrap().alarm.push((key, value)),
            _ => assert_eq!(inside, ["VCALENDAR"], "{key}"),
        }
    }
    assert!(inside.is_empty());
    events
}

fn at(text: &str) -> DateTime<FixedOffset> {
    DateTime::parse_from_rfc3339(text).unwrap()
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn now() -> DateTime<FixedOffset> {
    at("2026-11-22T09:00:00-05:00")
}

fn made(head: &Head) -> String {
    calendar([Dated { head, playbook: None }], now())
}

fn follow_up(id: &str, title: &str, due: Option<&str>, state: State) -> FollowUp {
    FollowUp { id: id.into(), title: title.into(), due: due.map(day), state, ..FollowUp::default() }
}

fn full() -> Head {
    let mut done = follow_up("call", "Call", Some("2026-11-20"), State::Done);
    done.done = Some(day("2026-11-21"));
    let mut dropped = follow_up("write", "Write", Some("2026-12-02"), State::Dropped);
    dropped.dropped = Some(Dropped { on: day("2026-11-21"), why: Some("she said no".into()) });
    Head {
        meeting: Meeting {
            at: Some(When::At(at("2026-11-24T12:30:00-05:00"))),
            how: Some(How::InPerson),
            place: Some("Chez Luc; upstairs, left".into()),
        },
        follow_ups: vec![
            follow_up("thanks", "Send Ada your thanks", Some("2026-11-25"), State::Open),
            done,
            dropped,
            follow_up("late", "Late", Some("2026-11-20"), State::Open),
            follow_up("later", "One day", None, State::Open),
        ],
        ..Head::sample()
    }
}

#[test]
fn a_calendar_of_a_conversation() {
    insta::assert_snapshot!(made(&full()).replace("\r\n", "\n"));
}

#[test]
fn days_are_whole_and_a_meeting_is_at_its_moment_for_an_hour() {
    let ics = made(&full());
    let events = events_of(&ics);
    let meeting = &events[0];
    assert_eq!((meeting.get("DTSTART"), meeting.get("DTEND")), ("20261124T173000Z", "20261124T183000Z"));
    assert_eq!((meeting.get("TRANSP"), meeting.trigger()), ("OPAQUE", Some("-PT1H")));
    assert_eq!(unescaped(meeting.get("LOCATION")), "Chez Luc; upstairs, left");
    let thanks = &events[1];
    assert!(ics.contains("\r\nDTSTART;VALUE=DATE:20261125\r\nDTEND;VALUE=DATE:20261126\r\n"), "{ics}");
    assert_eq!((thanks.get("TRANSP"), thanks.trigger()), ("TRANSPARENT", Some("PT9H")));
    assert!(events.iter().all(|event| event.get("CLASS") == "PRIVATE"));
    let mut head = full();
    head.meeting.at = Some(When::Day(day("2026-11-24")));
    let event = &events_of(&made(&head))[0];
    assert_eq!((event.get("DTSTART"), event.trigger()), ("20261124", Some("-PT6H")));
}

#[test]
fn what_will_not_be_is_taken_out_and_what_was_done_rings_no_more() {
    let events = events_of(&made(&full()));
    let status: Vec<_> = events.iter().map(|e| (e.get("STATUS"), e.trigger().is_some())).collect();
    let (on, off) = ("CONFIRMED", "CANCELLED");
    // The meeting, to be done, done, dropped, and late: nobody is reminded of a day that is over.
    assert_eq!(status, [(on, true), (on, true), (on, false), (off, false), (on, false)]);
    assert!(events[2].get("SUMMARY").starts_with("Done: "));
    let mut head = full();
    head.status = Status::Closed;
    for (closed, status) in [("2026-11-24T12:00:00-05:00", off), ("2026-11-24T18:00:00Z", on)] {
        head.closed = Some(at(closed));
        let event = &events_of(&made(&head))[0];
        assert_eq!((event.get("STATUS"), event.trigger().is_some()), (status, status == on), "{closed}");
    }
    head.status = Status::Open;
    assert_eq!(events_of(&made(&head))[0].get("STATUS"), on);
}

#[test]
fn nothing_of_what_was_said_is_in_it_and_no_sample() {
    let mut head = full();
    head.client = Client {
        name: "Ada Byron".into(),
        organisation: Some("Engines".into()),
        also: vec!["Countess".into()],
    };
    head.follow_ups[0].moved =
        vec![crate::document::Moved { from: day("2026-11-24"), why: Some("on holiday".into()) }];
    let ics = made(&head);
    for word in ["Engines", "Countess", "she said no", "on holiday", "slipped"] {
        assert!(!ics.contains(word), "{word}: {ics}");
    }
    head.sample = Some("ab".repeat(32));
    assert_eq!(events_of(&made(&head)).len(), 0);
}

#[test]
fn a_title_that_says_what_is_private_is_not_in_it() {
    let playbook = "format = 1\n[playbook]\nid = \"exit\"\nversion = \"1.0.0\"\ntitle = \"Exit\"\nsummary = \"S.\"\n\
        [[step]]\nid = \"one\"\ntitle = \"One\"\nphase = \"before\"\n\
        [[step.field]]\nid = \"secret\"\nlabel = \"Secret\"\nprivate = true\n\
        [[follow_up]]\nid = \"thanks\"\ntitle = \"Ask for {one.secret}\"\ndue = { on = \"today\" }\n\
        [[outcome]]\nid = \"kept\"\nlabel = \"Kept\"\nmeans = \"kept\"\n";
    let playbook = crate::playbook::check(playbook.as_bytes()).playbook.unwrap();
    let mut head = full();
    head.follow_ups[0].title = "Ask for money".into();
    let ics = calendar([Dated { head: &head, playbook: Some(&playbook) }], now());
    assert!(
        !ics.contains("money") && ics.contains("SUMMARY:Follow-up (Ada Byron)\r\nDESCRIPTION:Exit\\n"),
        "{ics}"
    );
}

#[test]
fn imported_again_each_event_takes_the_place_of_what_it_was() {
    let mut head = full();
    let first = events_of(&made(&head));
    head.follow_ups[0].due = Some(day("2026-12-24"));
    head.follow_ups[3].state = State::Done;
    head.meeting.at = Some(When::Day(day("2026-12-01")));
    let later = now() + TimeDelta::minutes(5);
    let second = events_of(&calendar([Dated { head: &head, playbook: None }], later));
    assert_eq!(first.len(), second.len());
    for (before, after) in first.iter().zip(&second) {
        assert_eq!(before.get("UID"), after.get("UID"));
        let number = |event: &Read| event.get("SEQUENCE").parse::<i32>().unwrap();
        assert!(number(after) > number(before), "{after:?}");
    }
    // A clock that is wrong gives no number that is none.
    let event = &events_of(&calendar([Dated { head: &head, playbook: None }], at("2020-01-01T00:00:00Z")))[0];
    assert_eq!(event.get("SEQUENCE"), "0");
    let event = &events_of(&calendar([Dated { head: &head, playbook: None }], at("2200-01-01T00:00:00Z")))[0];
    assert_eq!(event.get("SEQUENCE"), i32::MAX.to_string());
}

#[test]
fn no_two_events_have_one_name() {
    let ids = ["meeting", "a", "a", "a~2", "a.b", "A", "a b", "a%20b", "", "é"];
    let follow_ups = ids.iter().map(|id| follow_up(id, "T", Some("2026-12-01"), State::Open));
    let head = Head { follow_ups: follow_ups.collect(), ..full() };
    let events = events_of(&made(&head));
    let mut uids: Vec<_> = events.iter().map(|e| e.get("UID")).collect();
    assert_eq!(uids.len(), ids.len() + 1);
    uids.sort_unstable();
    uids.dedup();
    assert_eq!(uids.len(), ids.len() + 1, "{uids:?}");
    assert_eq!(events[0].get("UID"), "k3v9q2m8x7ta.meeting@goodterms");
}

#[test]
fn the_first_and_the_last_day_of_all_are_days() {
    for (when, start, end) in [
        ("9999-12-31", "99991231", ""),
        ("0000-01-01", "00000101", "00000102"),
        ("9999-12-31T23:59:59-12:00", "99991231", ""),
        ("0000-01-01T00:00:00+12:00", "00000101", "00000102"),
    ] {
        let mut head = full();
        head.meeting.at = Some(when.parse().map(When::Day).unwrap_or_else(|_| When::At(at(when))));
        let event = &events_of(&made(&head))[0];
        assert_eq!((event.get("DTSTART"), event.get("DTEND")), (start, end), "{when}");
    }
}

proptest! {
    #[test]
    fn whatever_was_typed_is_read_as_it_is_shown(
        title in "(\\PC|[\\\\;,:\n\r\t\"'=]|[^a]|[李é👩\u{200d}]){0,90}",
        name in "(\\PC|[\\\\;,\n]){0,40}",
        place in "\\PC{0,120}",
        id in "\\PC{0,12}",
    ) {
        let mut head = full();
        head.client.name = name.clone();
        head.meeting.place = Some(place.clone());
        head.id = id.clone();
        head.follow_ups = vec![follow_up(&id, &title, Some("2026-12-01"), State::Open)];
        let events = events_of(&calendar([Dated { head: &head, playbook: None }], now()));
        let shown = |text: &str| text::clean_line(text);
        prop_assert_eq!(unescaped(events[0].get("SUMMARY")), shown(&format!("Meet {name}")));
        prop_assert_eq!(unescaped(events[1].get("SUMMARY")), shown(&format!("{title} ({name})")));
        let described = format!("exit\nTo open it: goodterms resume {}", shown(&id));
        prop_assert_eq!(unescaped(events[1].get("DESCRIPTION")), described);
        if !shown(&place).trim().is_empty() {
            prop_assert_eq!(unescaped(events[0].get("LOCATION")), shown(&place));
        }
    }
}
