//! What is changed after a conversation was closed.

use super::*;
use crate::document::State;

fn later(days: i64) -> DateTime<FixedOffset> {
    now() + Duration::days(days)
}

fn close() -> Edit {
    Edit::Close { status: Status::Closed, outcome: None, closed: Some(now()) }
}

fn answer(session: &mut Session, words: &str, at_time: DateTime<FixedOffset>) {
    let field = at(session, "one.line");
    let edit = Edit::Answer { field, answer: Some(Answer::Text(words.to_owned())) };
    assert!(session.apply(edit, at_time));
}

fn days(session: &Session) -> Vec<String> {
    session.head().amended.iter().map(|at| at.date_naive().to_string()).collect()
}

#[test]
fn what_is_closed_says_once_a_day_that_it_was_changed_and_undo_takes_that_back() {
    let mut s = session();
    answer(&mut s, "first", now());
    s.apply(close(), now());
    assert!(days(&s).is_empty(), "to close it is no change of what is closed");
    answer(&mut s, "second", later(3));
    answer(&mut s, "third", later(3));
    assert_eq!(days(&s), ["2026-11-24"]);
    let note = s.add_note(0, "a letter came", later(5));
    s.apply(note, later(5));
    assert_eq!(days(&s), ["2026-11-24", "2026-11-26"]);
    s.undo();
    assert_eq!(days(&s), ["2026-11-24"]);
    s.undo();
    assert_eq!(days(&s), ["2026-11-24"], "the second answer still is one");
    s.undo();
    assert!(days(&s).is_empty(), "nothing is changed any more");
    s.redo();
    assert_eq!(days(&s), ["2026-11-24"]);
    let head = s.to_document().head().unwrap();
    assert_eq!(
        head.closed_said(later(9).date_naive()).as_deref(),
        Some("Closed Sat 21 Nov · amended Tue 24 Nov")
    );
}

#[test]
fn how_it_ended_is_on_record_and_what_follows_is_not() {
    let mut s = session();
    s.apply(close(), now());
    let follow_up = FollowUp { id: "a".into(), title: "A".into(), state: State::Done, ..FollowUp::default() };
    s.apply(Edit::FollowUps(vec![follow_up]), later(1));
    let client = Client { name: "Zoë".into(), ..Client::default() };
    s.apply(Edit::Client(client), later(1));
    s.apply(Edit::HandedOn(vec!["cdefghjkmnpq".into()]), later(1));
    s.apply(Edit::Hold(Some("a claim".into())), later(1));
    assert!(days(&s).is_empty());
    s.apply(
        Edit::Close { status: Status::Closed, outcome: Some("kept".into()), closed: Some(now()) },
        later(2),
    );
    assert_eq!(days(&s), ["2026-11-23"]);
}

#[test]
fn what_is_opened_again_is_not_amended_and_the_earlier_days_stay_on_record() {
    let mut s = session();
    s.apply(close(), now());
    answer(&mut s, "changed", later(1));
    s.apply(Edit::Close { status: Status::Open, outcome: None, closed: None }, later(2));
    answer(&mut s, "changed again", later(2));
    assert_eq!(days(&s), ["2026-11-22"]);
    s.apply(Edit::Close { status: Status::Closed, outcome: None, closed: Some(later(3)) }, later(3));
    assert_eq!((days(&s), s.head().amended_since_closed()), (vec!["2026-11-22".to_owned()], None));
    answer(&mut s, "and once more", later(3));
    assert_eq!(s.head().amended_since_closed(), Some(later(3)));
}

#[test]
fn two_who_amend_it_at_once_are_both_on_record() {
    let mut s = session();
    answer(&mut s, "first", now());
    s.apply(close(), now());
    s.filed(s.to_document());
    let base = s.to_document();
    let mut other = Session::open(playbook(), base.head().unwrap(), base.clone(), now());
    let note = other.add_note(0, "theirs", later(2));
    other.apply(note, later(2));
    answer(&mut s, "ours", later(1));
    s.absorb(&base, other.to_document(), None, later(3));
    assert_eq!(days(&s), ["2026-11-22", "2026-11-23"]);
    s.undo();
    assert_eq!(days(&s), ["2026-11-23"], "theirs is not ours to take back");
}
