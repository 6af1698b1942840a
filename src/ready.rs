//! Ready? What is still open before the meeting, the most worthwhile first; and how long it is till then.

use std::time::Duration;

use chrono::{DateTime, FixedOffset};

use crate::dates;
use crate::document::{Head, How, When};
use crate::playbook::{Facts, FieldRef, Kind, Phase};
use crate::session::Session;
use crate::text;

/// Where something that is open is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// Where one says when they meet.
    When,
    /// Where one says how they talk.
    How,
    Field(FieldRef),
}

/// Something that is still open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// In words.
    pub what: String,
    pub place: Place,
    pub worth: Worth,
}

/// What it is worth to do it, the most first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Worth {
    /// Nothing can be counted from a meeting without it.
    Meeting,
    /// The playbook requires it.
    Required,
    /// It is of the five minutes that matter most.
    Quick,
    /// The talk goes by it.
    Needed,
    /// It is begun, and asks for more.
    More,
    Rest,
}

/// How a conversation stands before its meeting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ready {
    /// It is closed.
    Closed,
    /// They have talked: what is missing by now is at the end.
    Talked,
    /// What is still open; nothing, and one is ready.
    Open(Vec<Item>),
}

impl Ready {
    /// How a conversation stands at a moment.
    pub fn of(session: &Session, now: DateTime<FixedOffset>) -> Self {
        if !session.is_open() {
            return Self::Closed;
        }
        if has_talked(session) {
            return Self::Talked;
        }
        let mut items = meeting(session.head(), now);
        items.extend(needs(session));
        items.extend(fields(session));
        items.sort_by_key(|item| item.worth);
        let mut seen = Vec::new();
        items.retain(|item| {
            !seen.contains(&item.place) && {
                seen.push(item.place);
                true
            }
        });
        Self::Open(items)
    }

    /// In one sentence.
    pub fn in_words(&self) -> String {
        match self {
            Self::Closed => "This conversation is closed".to_owned(),
            Self::Talked => "You have talked. What is missing by now stands at the end".to_owned(),
            Self::Open(items) if items.is_empty() => "You are ready".to_owned(),
            Self::Open(items) if items.len() == 1 => "One thing is still open".to_owned(),
            Self::Open(items) => {
                format!("{} are still open, the most worthwhile first", text::count(items.len(), "thing"))
            }
        }
    }

    /// What is open.
    pub fn items(&self) -> &[Item] {
        if let Self::Open(items) = self { items } else { &[] }
    }
}

/// How the note of a meeting that was missed begins.
pub const MISSED: &str = "They did not come";

/// Whether one can say that they did not come: the meeting has begun, and nothing was put down of it. Of
/// one for which only a day is set, that day has come.
pub fn may_be_missed(session: &Session, now: DateTime<FixedOffset>) -> bool {
    let has_begun = session.head().meeting.at.is_some_and(|at| match at {
        When::At(at) => at < now,
        When::Day(day) => day <= now.date_naive(),
    });
    has_begun && session.is_open() && !has_talked(session)
}

/// Whether something is noted at the talk itself since it was to begin.
fn has_noted(session: &Session) -> bool {
    let is_of_it = |noted: DateTime<FixedOffset>| match session.head().meeting.at {
        Some(When::At(at)) => noted >= at,
        Some(When::Day(day)) => noted.date_naive() >= day,
        None => true,
    };
    let steps = session.playbook().steps.iter().enumerate().filter(|(_, step)| step.phase == Phase::During);
    let mut notes = steps.flat_map(|(nth, _)| session.notes(nth));
    notes.any(|note| !note.text.starts_with(MISSED) && note.at.is_none_or(is_of_it))
}

/// Whether something of the talk itself is put down already.
fn has_talked(session: &Session) -> bool {
    has_noted(session) || has_answers(session)
}

fn has_answers(session: &Session) -> bool {
    let playbook = session.playbook();
    let is_during = |step: usize| playbook.steps[step].phase == Phase::During;
    let answered = |at: FieldRef| session.answer(at).is_some_and(|answer| !answer.is_blank());
    playbook.fields().any(|(at, field)| {
        // What the playbook put there itself is nobody's word.
        let is_put_there = matches!(
            &field.kind,
            Kind::Text { prefill: Some(_) }
                | Kind::Line { prefill: Some(_) }
                | Kind::Date { prefill: Some(_) }
        );
        is_during(at.step) && !is_put_there && !matches!(field.kind, Kind::Table(_)) && answered(at)
    })
}

fn meeting(head: &Head, now: DateTime<FixedOffset>) -> Vec<Item> {
    let item = |what: String, place| Item { what, place, worth: Worth::Meeting };
    let mut items = Vec::new();
    match head.meeting.at {
        None => items.push(item("No day is set yet".to_owned(), Place::When)),
        Some(at) if at.date() < now.date_naive() => {
            let day = dates::long(at.date(), now.date_naive());
            items.push(item(
                format!("The day has passed, {day}: set another, or put down what was said"),
                Place::When,
            ));
        }
        Some(_) => {}
    }
    if head.meeting.how.is_none() {
        items.push(item("How will you talk: in person, by phone, by video?".to_owned(), Place::How));
    }
    items
}

/// What the talk wants of what comes before it.
fn needs(session: &Session) -> Vec<Item> {
    let playbook = session.playbook();
    let mut items = Vec::new();
    for (nth, step) in playbook.steps.iter().enumerate() {
        if step.phase != Phase::During || !session.step_applies(nth) {
            continue;
        }
        for need in step.needs.iter().filter(|need| !session.holds(&need.when)) {
            let is_before = |at: &FieldRef| playbook.steps[at.step].phase == Phase::Before;
            let mut wanted = need.when.fields().into_iter().filter(is_before);
            if let Some(at) = wanted.find(|at| session.is_asked(*at)) {
                let what = text::clean_line(&need.otherwise);
                items.push(Item { what, place: Place::Field(at), worth: Worth::Needed });
            }
        }
    }
    items
}

fn fields(session: &Session) -> Vec<Item> {
    let playbook = session.playbook();
    let before = |at: FieldRef| playbook.steps[at.step].phase == Phase::Before && session.is_asked(at);
    let mut items = Vec::new();
    for (at, field) in playbook.fields().filter(|(at, _)| before(*at)) {
        let hint = session.hint(at);
        let worth = match (session.is_filled(at), &hint) {
            (true, None) => continue,
            _ if field.required => Worth::Required,
            _ if field.quick => Worth::Quick,
            (true, Some(_)) => Worth::More,
            (false, _) => Worth::Rest,
        };
        let label = text::clean_line(&session.fill(&field.label));
        let what = hint.map_or(label.clone(), |hint| format!("{label}: {hint}"));
        items.push(Item { what, place: Place::Field(at), worth });
    }
    items
}

/// So many minutes it counts how long a meeting goes on; behind that nobody waits for them any more.
const WAITED: i64 = 120;

/// How long it is till they meet, or since: `Call with Ada in 1 h 40 min`. `None` where no day is set, and
/// once they have talked.
pub fn countdown(session: &Session, now: DateTime<FixedOffset>) -> Option<String> {
    let head = session.head();
    if !session.is_open() || has_talked(session) {
        return None;
    }
    let kind = match head.meeting.how {
        Some(How::Phone) => "Call",
        Some(How::Video) => "Video call",
        Some(How::InPerson) | None => "Meeting",
    };
    let who = format!("{kind} with {}", text::clean_line(text::first_name(&head.client.name)));
    let (at, today) = (head.meeting.at?, now.date_naive());
    let is_today = at.date() == today;
    Some(match at {
        When::At(at) if is_today && at > now => {
            let left = (at - now).num_milliseconds();
            format!("{who} in {}", length((left + 59_999) / 60_000))
        }
        When::At(at) if is_today && (now - at).num_seconds() < 60 => format!("{who} now"),
        When::At(at) if is_today && (now - at).num_minutes() > WAITED => {
            format!("{who} was at {}", at.format("%H:%M"))
        }
        When::At(at) if is_today => format!("{who}, for {} by now", length((now - at).num_minutes())),
        _ if is_today => format!("{who} today"),
        at => {
            let time = at.day().time.map(|time| time.format(", %H:%M").to_string()).unwrap_or_default();
            format!("{who}: {}{time}", dates::long(at.date(), today))
        }
    })
}

/// When the countdown will say something else, while it counts minutes.
pub fn next_count(session: &Session, now: DateTime<FixedOffset>) -> Option<Duration> {
    countdown(session, now)?;
    let at = session.head().meeting.at.filter(|at| at.date() == now.date_naive());
    let Some(When::At(at)) = at.filter(|_| session.is_open()) else { return None };
    if (now - at).num_minutes() > WAITED {
        return None;
    }
    // To the millisecond, rounded up: a moment too late is better than a moment too early.
    let left = (at - now).num_milliseconds();
    let wait = if left > 0 { (left - 1) % 60_000 + 1 } else { 60_000 - (-left % 60_000) };
    Some(Duration::from_millis(u64::try_from(wait).unwrap_or(0) + 1))
}

/// `1 h 40 min`.
fn length(minutes: i64) -> String {
    match (minutes / 60, minutes % 60) {
        (0, minutes) => format!("{minutes} min"),
        (hours, 0) => format!("{hours} h"),
        (hours, minutes) => format!("{hours} h {minutes} min"),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::document::{Client, Meeting};
    use crate::playbook::{Answer, check};
    use crate::session::{Edit, Start};

    const NOW: &str = "2026-11-24T10:50:00-05:00";
    const SOURCE: &str = "format = 1\n[playbook]\nid = \"p\"\nversion = \"1\"\ntitle = \"P\"\nsummary = \"S\"\n\
        [[step]]\nid = \"a\"\ntitle = \"A\"\nphase = \"before\"\n\
        [[step.field]]\nid = \"rest\"\nkind = \"line\"\nlabel = \"Rest\"\n\
        [[step.field]]\nid = \"list\"\nkind = \"list\"\nlabel = \"Ask\"\nat_least = 3\n\
        [[step.field]]\nid = \"own\"\nkind = \"line\"\nlabel = \"Own part\"\n\
        [[step.field]]\nid = \"soon\"\nkind = \"line\"\nlabel = \"Soon\"\nquick = true\n\
        [[step.field]]\nid = \"must\"\nkind = \"line\"\nlabel = \"Must\"\nrequired = true\n\
        [[step.field]]\nid = \"over\"\nkind = \"line\"\nlabel = \"Over\"\nwhen = { field = \"a.must\", filled = true }\n\
        [[step]]\nid = \"b\"\ntitle = \"B\"\nphase = \"during\"\n\
        need = [{ when = { field = \"a.own\", filled = true }, else = \"Know your part.\" },\n\
                { when = { field = \"b.words\", filled = true }, else = \"Hear them first.\" }]\n\
        [[step.field]]\nid = \"words\"\nlabel = \"Words\"\n\
        [[outcome]]\nid = \"o\"\nlabel = \"O\"\nmeans = \"kept\"\n";

    fn at(text: &str) -> DateTime<FixedOffset> {
        DateTime::parse_from_rfc3339(text).unwrap()
    }

    fn session(meeting: Meeting) -> Session {
        let playbook = Arc::new(check(SOURCE.as_bytes()).playbook.unwrap());
        let client = Client { name: "Ada Byron".to_owned(), ..Client::default() };
        Session::new(playbook, Start { client, meeting, ..Start::default() }, at(NOW))
    }

    fn answer(session: &mut Session, key: &str, text: &str) {
        let field = session.playbook().find(key).unwrap();
        session.apply(Edit::Answer { field, answer: Some(Answer::Text(text.to_owned())) }, at(NOW));
    }

    fn open(session: &Session) -> Vec<String> {
        let ready = Ready::of(session, at(NOW));
        ready.items().iter().map(|item| item.what.clone()).collect()
    }

    #[test]
    fn the_most_worthwhile_comes_first_and_each_once() {
        let mut session = session(Meeting::default());
        answer(&mut session, "a.list", "Why?");
        assert_eq!(
            open(&session),
            [
                "No day is set yet",
                "How will you talk: in person, by phone, by video?",
                "Must",
                "Soon",
                "Know your part.",
                "Ask: at least 3",
                "Rest"
            ]
        );
        answer(&mut session, "a.must", "x");
        // What was passed over is asked now.
        assert!(open(&session).contains(&"Over".to_owned()));
        session.ask_quick(true);
        let soon = Item {
            what: "Soon".to_owned(),
            place: Place::Field(session.playbook().find("a.soon").unwrap()),
            worth: Worth::Quick,
        };
        assert_eq!(Ready::of(&session, at(NOW)).items()[2..], [soon]);
    }

    #[test]
    fn one_is_told_plainly_that_one_is_ready() {
        let on = When::At(at("2026-11-24T12:30:00-05:00"));
        let mut session = session(Meeting { at: Some(on), how: Some(How::InPerson), place: None });
        for key in ["rest", "own", "soon", "must", "over"] {
            answer(&mut session, &format!("a.{key}"), "x");
        }
        answer(&mut session, "a.list", "a\nb\nc");
        let ready = Ready::of(&session, at(NOW));
        assert_eq!((ready.items(), ready.in_words().as_str()), (&[][..], "You are ready"));
        let later = Ready::of(&session, at("2026-11-25T10:50:00-05:00"));
        assert!(later.items()[0].what.starts_with("The day has passed, Tue 24 November"), "{later:?}");
        answer(&mut session, "b.words", "they said");
        assert_eq!(Ready::of(&session, at(NOW)), Ready::Talked);
    }

    #[test]
    fn it_counts_down_on_the_day() {
        let said = |on: &str, how, now: &str| {
            let on = if on.len() > 10 { When::At(at(on)) } else { When::Day(on.parse().unwrap()) };
            countdown(&session(Meeting { at: Some(on), how, place: None }), at(now)).unwrap()
        };
        let noon = "2026-11-24T12:30:00-05:00";
        assert_eq!(said(noon, Some(How::InPerson), NOW), "Meeting with Ada in 1 h 40 min");
        assert_eq!(said(noon, None, "2026-11-24T11:30:00-05:00"), "Meeting with Ada in 1 h");
        assert_eq!(said(noon, Some(How::Phone), "2026-11-24T12:29:30-05:00"), "Call with Ada in 1 min");
        assert_eq!(said(noon, Some(How::Video), "2026-11-24T12:30:20-05:00"), "Video call with Ada now");
        assert_eq!(said(noon, None, "2026-11-24T12:45:00-05:00"), "Meeting with Ada, for 15 min by now");
        assert_eq!(said(noon, None, "2026-11-24T14:30:59-05:00"), "Meeting with Ada, for 2 h by now");
        assert_eq!(said(noon, None, "2026-11-24T14:31:00-05:00"), "Meeting with Ada was at 12:30");
        assert_eq!(said("2026-11-24", None, NOW), "Meeting with Ada today");
        assert_eq!(said(noon, None, "2026-11-21T10:00:00-05:00"), "Meeting with Ada: Tue 24 November, 12:30");
        assert_eq!(countdown(&session(Meeting::default()), at(NOW)), None);
    }

    #[test]
    fn nobody_is_missed_before_the_time_or_once_one_has_talked() {
        let on = Meeting { at: Some(When::At(at("2026-11-24T12:30:00-05:00"))), ..Meeting::default() };
        let late = at("2026-11-24T12:45:00-05:00");
        let mut one = session(on.clone());
        assert!(!may_be_missed(&one, at(NOW)) && may_be_missed(&one, late));
        let note = |session: &mut Session, text: &str, when: &str| {
            let step = session.playbook().first_of_talk();
            let edit = session.add_note(step, text, at(when));
            session.apply(edit, at(when));
        };
        // What was noted before the day is no talk, and neither is that they did not come.
        note(&mut one, "bring the letter", NOW);
        note(&mut one, &format!("{MISSED} (Mon)"), "2026-11-24T12:44:00-05:00");
        assert!(may_be_missed(&one, late) && countdown(&one, late).is_some());
        note(&mut one, "she is angry", "2026-11-24T12:40:00-05:00");
        assert!(!may_be_missed(&one, late), "there are notes");
        assert_eq!((countdown(&one, late), next_count(&one, late)), (None, None));
        assert_eq!(Ready::of(&one, late), Ready::Talked);
        let mut other = session(on);
        answer(&mut other, "b.words", "they said");
        assert!(!may_be_missed(&other, late) && countdown(&other, late).is_none());
    }

    #[test]
    fn it_says_when_it_will_say_something_else() {
        let on = Some(When::At(at("2026-11-24T12:30:00-05:00")));
        let head = session(Meeting { at: on, ..Meeting::default() });
        for now in [
            "2026-11-24T10:50:00-05:00",
            "2026-11-24T10:50:12.300-05:00",
            "2026-11-24T12:29:59-05:00",
            "2026-11-24T12:41:10-05:00",
        ] {
            let wait = chrono::Duration::from_std(next_count(&head, at(now)).unwrap()).unwrap();
            assert!(wait <= chrono::Duration::milliseconds(60_001), "{now} {wait}");
            assert_ne!(
                countdown(&head, at(now)),
                countdown(&head, at(now) + wait + chrono::Duration::seconds(1)),
                "{now}"
            );
        }
        assert_eq!(next_count(&head, at("2026-11-23T10:50:00-05:00")), None, "nothing counts on another day");
    }
}
