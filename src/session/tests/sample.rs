//! Samples: a file of days as one types them becomes a conversation that began then.

use chrono::NaiveDateTime;

use super::*;
use crate::dates::Clock;
use crate::diagnostic::{Fault, render};
use crate::document::{How, State, When};
use crate::session::sample;

struct Saturday;

impl Clock for Saturday {
    fn now(&self) -> DateTime<FixedOffset> {
        now()
    }

    fn at(&self, local: NaiveDateTime) -> DateTime<FixedOffset> {
        local.and_local_timezone(*now().offset()).unwrap()
    }
}

const SAMPLE: &str = r#"
playbook     = "every-kind"
client       = " Ada  Byron "
organisation = "Engines"
started      = "3 weeks ago 9:15"
meeting      = "18 days ago 12:30"
how          = "in person"
where        = "Chez Luc"
done         = ["weekly"]
[answers.one]
text  = "Words."
clear = "Yes"
list  = ["a", "b"]
notes = "before"
[answers.two]
checks = ["say-sorry"]
day    = "yesterday"
trial  = 1
notes  = ["while we talked"]
"#;

/// Something to do each week after the talk; and what is filled in on arriving at a step.
fn walked() -> Playbook {
    let more = "[[follow_up]]\nid = \"weekly\"\ntitle = \"Call\"\nevery = \"1 week\"\n\
                due = { after = \"1 day\", from = \"meeting\" }\n";
    let prefilled = PLAYBOOK.replace("id = \"line\"\n", "id = \"line\"\n  prefill = \"For {client.name}\"\n");
    check(format!("{prefilled}{more}").as_bytes()).playbook.unwrap()
}

fn read(source: &str) -> Result<Session, Vec<Fault>> {
    let start =
        Start { id: "k3v9q2m8x7ta".to_owned(), advisor: Some("C. B.".to_owned()), ..Start::default() };
    let find = |id: &str| (id == "every-kind").then(|| Arc::new(walked()));
    sample::read(source, find, start, &Saturday)
}

#[test]
fn a_sample_is_a_conversation_that_began_then() {
    let session = read(SAMPLE).unwrap();
    let head = session.head();
    assert_eq!(
        (head.client.name.as_str(), head.client.organisation.as_deref()),
        ("Ada Byron", Some("Engines"))
    );
    assert_eq!(
        (head.started.to_rfc3339().as_str(), head.advisor.as_deref()),
        ("2026-10-31T09:15:00-05:00", Some("C. B."))
    );
    let at = DateTime::parse_from_rfc3339("2026-11-03T12:30:00-05:00").unwrap();
    let meeting =
        Meeting { at: Some(When::At(at)), how: Some(How::InPerson), place: Some("Chez Luc".to_owned()) };
    assert_eq!(head.meeting, meeting);
    assert_eq!((head.at.as_str(), head.phase.as_str()), ("two", "during"), "where the last words are");
    let day = session.answers_json()["two.day"].clone();
    assert_eq!(day, "2026-11-20", "from today, and not from when it began");
    assert_eq!(session.notes(0)[0].at, Some(head.started));
    assert_eq!(session.notes(1)[0].at, Some(at), "what was said has the time of the meeting");
    assert_eq!(
        session.answers_json()["one.line"],
        "For Ada Byron",
        "as whoever walked that far would have it"
    );
}

#[test]
fn what_is_done_was_done_on_its_day_and_what_repeats_goes_on() {
    let session = read(SAMPLE).unwrap();
    let follow_ups: Vec<_> =
        session.head().follow_ups.iter().map(|f| (f.id.as_str(), f.state, f.due, f.done)).collect();
    let day = |text: &str| text.parse::<NaiveDate>().ok();
    let expected = [
        ("review", State::Open, day("2026-12-03"), None),
        ("thanks", State::Open, day("2026-11-04"), None),
        ("weekly", State::Done, day("2026-11-04"), day("2026-11-04")),
        ("weekly-2", State::Open, day("2026-11-11"), None),
    ];
    assert_eq!(follow_ups, expected);
    let ahead = read(&SAMPLE.replace("18 days ago", "tomorrow")).unwrap();
    let weekly = ahead.head().follow_ups.iter().find(|f| f.id == "weekly").unwrap().done;
    assert_eq!(weekly, day("2026-11-21"), "what is ahead was done today");
}

#[test]
fn a_sample_says_so_and_knows_when_somebody_writes_in_it() {
    let mut session = read(SAMPLE).unwrap();
    let note = session.to_document();
    let text = note.render();
    assert!(text.contains("\n# Every kind: Ada Byron\n\n> A sample with invented people. "), "{text}");
    let says = |note: &Document| note.head().unwrap().sample == Some(note.text_hash());
    assert!(says(&note) && says(&Document::parse(&text)), "{text}");
    let again = Session::open(Arc::new(walked()), note.head().unwrap(), note.clone(), now());
    assert_eq!(again.to_document().render(), text);

    // Closed, marked as done, gone on from.
    for edit in [
        Edit::Close { status: Status::Closed, outcome: None, closed: Some(now()) },
        session.mark_done(0, now().date_naive()).unwrap(),
        session.handed_on("0123456789ab"),
    ] {
        assert!(session.apply(edit, now()));
        assert!(says(&session.to_document()), "{}", session.to_document().render());
    }
    let note = session.add_note(0, "mine", now());
    session.apply(note, now());
    let changed = session.to_document();
    assert!(!says(&changed) && changed.head().unwrap().is_sample());
    assert_eq!(changed.render().matches("> A sample with").count(), 1);
}

#[test]
fn little_will_do() {
    let session = read("playbook = \"every-kind\"\nclient = \"Ada\"\nstarted = \"yesterday\"\n").unwrap();
    assert_eq!(session.head().started, now() - Duration::days(1), "at the time it is now");
    assert_eq!((session.head().at.as_str(), session.head().is_sample()), ("one", true));
}

#[test]
fn every_mistake_in_a_sample_is_told_with_its_place() {
    let source = SAMPLE
        .replace("client       =", "cleint =")
        .replace("3 weeks ago", "in 3 weeks")
        .replace("18 days ago", "soon")
        .replace("in person", "letter")
        .replace("text  =", "txet =")
        .replace("[\"a\", \"b\"]", "3")
        .replace("\"yesterday\"", "\"sometime\"");
    let mut told = render(&read(&source).unwrap_err(), "sample.toml", &source, false);
    for source in [
        "playbook = \"other\"\nclient = \" \"\nanswers = 3\n".to_owned(),
        SAMPLE.replace("\"weekly\"", "\"weakly\", \"review\", \"review\""),
    ] {
        told.push_str(&render(&read(&source).unwrap_err(), "sample.toml", &source, false));
    }
    insta::assert_snapshot!(told);
}
