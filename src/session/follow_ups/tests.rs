use std::sync::Arc;

use chrono::{DateTime, Days, FixedOffset, NaiveDate};
use proptest::prelude::*;

use crate::document::{Client, Document, FollowUp, Meeting, State, When};
use crate::playbook::{Answer, check};
use crate::session::{Edit, Session, Start};

const PLAYBOOK: &str = r#"
format = 1
[playbook]
id = "due"
version = "1.0.0"
title = "Due"
summary = "A playbook for tests."
[[step]]
id = "one"
title = "One"
phase = "before"
  [[step.field]]
  id = "clear"
  kind = "choice"
  label = "Clear?"
  options = ["Yes", "No"]
[[follow_up]]
id = "thanks"
title = "Thank {client.first_name}"
due = { before = "1 day", from = "meeting" }
[[follow_up]]
id = "call"
title = "Call"
due = { after = "2 weeks", from = "today" }
when = { field = "one.clear", is = "yes" }
[[follow_up]]
id = "review"
title = "Review"
due = { on = "meeting" }
every = "1 month"
[[outcome]]
id = "kept"
label = "Kept"
means = "kept"
"#;

fn at(day: &str) -> DateTime<FixedOffset> {
    DateTime::parse_from_rfc3339(&format!("{day}T14:02:10-05:00")).unwrap()
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn session() -> Session {
    let checked = check(PLAYBOOK.as_bytes());
    let shown = crate::diagnostic::render(&checked.faults, "test", &checked.source, false);
    let client = Client { name: "Ada Byron".to_owned(), ..Client::default() };
    let start = Start { id: "k3v9q2m8x7ta".to_owned(), client, ..Start::default() };
    let mut session = Session::new(Arc::new(checked.playbook.expect(&shown)), start, at("2026-11-21"));
    meet(&mut session, "2027-01-31");
    session
}

fn meet(session: &mut Session, text: &str) {
    let meeting = Meeting { at: Some(When::Day(day(text))), ..Meeting::default() };
    session.apply(Edit::Meeting(meeting), at("2026-11-21"));
}

fn clear(session: &mut Session, yes: bool, now: &str) {
    let field = session.playbook().find("one.clear").unwrap();
    let answer = yes.then(|| Answer::Choice("yes".to_owned()));
    session.apply(Edit::Answer { field, answer }, at(now));
}

fn nth(session: &Session, id: &str) -> usize {
    session.head().follow_ups.iter().position(|f| f.id == id).expect(id)
}

fn get<'a>(session: &'a Session, id: &str) -> &'a FollowUp {
    &session.head().follow_ups[nth(session, id)]
}

fn due(session: &Session, id: &str) -> String {
    get(session, id).due.map(|d| d.to_string()).unwrap_or_default()
}

/// Does what an advisor decides on a day; gives whether it was possible.
fn decide(session: &mut Session, edit: Option<Edit>, on: &str) -> bool {
    edit.is_some_and(|edit| session.apply(edit, at(on)))
}

fn done(session: &mut Session, id: &str, on: &str) {
    let edit = session.mark_done(nth(session, id), day(on));
    assert!(decide(session, edit, on), "{id}");
}

fn ids(session: &Session) -> Vec<&str> {
    session.head().follow_ups.iter().map(|f| f.id.as_str()).collect()
}

fn opened(text: &str) -> Session {
    let document = Document::parse(text);
    Session::open(session().playbook().clone(), document.head().unwrap(), document, at("2026-11-21"))
}

#[test]
fn the_day_before_is_a_day_of_the_calendar() {
    let mut s = session();
    assert_eq!(due(&s, "thanks"), "2027-01-30");
    // In the night between, clocks are put forward: 24 hours earlier would be another day.
    let moment = DateTime::parse_from_rfc3339("2027-03-15T00:30:00-04:00").unwrap();
    s.apply(Edit::Meeting(Meeting { at: Some(When::At(moment)), ..Meeting::default() }), at("2026-11-21"));
    assert_eq!(due(&s, "thanks"), "2027-03-14");
}

#[test]
fn what_repeats_brings_its_next_and_does_not_drift() {
    let mut s = session();
    done(&mut s, "review", "2027-01-31");
    assert_eq!((get(&s, "review").state, get(&s, "review").done), (State::Done, Some(day("2027-01-31"))));
    assert_eq!((due(&s, "review-2"), get(&s, "review-2").title.as_str()), ("2027-02-28".into(), "Review"));
    done(&mut s, "review-2", "2027-02-25");
    assert_eq!(due(&s, "review-3"), "2027-03-31", "done early, it is not due again in the same month");
    done(&mut s, "review-3", "2027-06-10");
    assert_eq!(due(&s, "review-4"), "2027-06-30", "what was missed meanwhile is passed over");
    assert_eq!(ids(&s), ["thanks", "review", "review-2", "review-3", "review-4"]);
    // The first one was done: it stays when the meeting moves, and so do those that repeat it.
    meet(&mut s, "2027-02-02");
    assert_eq!((due(&s, "review"), due(&s, "review-4")), ("2027-01-31".into(), "2027-06-30".into()));
}

#[test]
fn one_that_repeats_counts_from_where_it_was_set_by_hand() {
    let mut s = session();
    done(&mut s, "review", "2027-01-31");
    let edit = s.set_due(nth(&s, "review-2"), day("2027-03-05"), None);
    assert!(decide(&mut s, edit, "2027-02-01"));
    done(&mut s, "review-2", "2027-03-05");
    assert_eq!(due(&s, "review-3"), "2027-04-05");
}

#[test]
fn opening_one_again_takes_its_next_away_unless_somebody_touched_it() {
    let mut s = session();
    let before = s.head().clone();
    done(&mut s, "review", "2027-01-31");
    let edit = s.open_again(nth(&s, "review"));
    assert!(decide(&mut s, edit, "2027-01-31"));
    assert_eq!(s.head(), &before);
    done(&mut s, "review", "2027-01-31");
    let edit = s.set_due(nth(&s, "review-2"), day("2027-03-05"), None);
    assert!(decide(&mut s, edit, "2027-01-31"));
    let edit = s.open_again(nth(&s, "review"));
    assert!(decide(&mut s, edit, "2027-01-31"));
    assert_eq!(ids(&s), ["thanks", "review", "review-2"]);
    done(&mut s, "review", "2027-01-31");
    assert_eq!(ids(&s), ["thanks", "review", "review-2"], "there is a next one already");
}

#[test]
fn why_one_without_a_day_got_one_is_kept() {
    let mut s = session();
    s.apply(Edit::Meeting(Meeting::default()), at("2026-11-21"));
    assert_eq!(get(&s, "thanks").due, None);
    let edit = s.set_due(nth(&s, "thanks"), day("2027-02-08"), Some("she asked for it"));
    assert!(decide(&mut s, edit, "2026-11-21"));
    assert_eq!(get(&s, "thanks").remarks(day("2027-01-01")), ["set by hand (she asked for it)"]);
    let note = s.to_document().render();
    assert!(note.contains("moved = [[2027-02-08, \"she asked for it\"]]\n"), "{note}");
}

#[test]
fn dropping_one_ends_it_until_that_is_taken_back() {
    let mut s = session();
    let edit = s.drop_follow_up(nth(&s, "review"));
    assert!(decide(&mut s, edit, "2026-11-21"));
    assert_eq!(ids(&s), ["thanks", "review"]);
    assert_eq!(s.drop_follow_up(nth(&s, "review")), None);
    meet(&mut s, "2027-02-02");
    assert_eq!(due(&s, "review"), "2027-01-31", "it stays as it was");
    let edit = s.open_again(nth(&s, "review"));
    assert!(decide(&mut s, edit, "2026-11-21"));
    assert_eq!(due(&s, "review"), "2027-02-02", "it moves again");
}

#[test]
fn a_day_set_by_hand_stays_with_its_reason_until_it_may_move_again() {
    let mut s = session();
    let edit = s.set_due(nth(&s, "thanks"), day("2027-02-08"), Some(" on\nholiday "));
    assert!(decide(&mut s, edit, "2026-11-21"));
    meet(&mut s, "2027-02-20");
    assert_eq!(due(&s, "thanks"), "2027-02-08");
    assert_eq!(
        get(&s, "thanks").remarks(day("2027-01-01")).join(", "),
        "moved from Sat 30 January (on holiday)"
    );
    assert_eq!(s.set_due(nth(&s, "thanks"), day("2027-02-08"), None), None, "it says that already");
    let edit = s.set_due(nth(&s, "thanks"), day("2027-02-08"), Some("ill"));
    assert!(decide(&mut s, edit, "2026-11-21"));
    assert_eq!(get(&s, "thanks").moved.len(), 1);
    let note = s.to_document().render();
    assert!(note.contains("by_hand = true\nmoved = [[2027-01-30, \"on holiday; ill\"]]\n"), "{note}");
    let edit = s.let_move(nth(&s, "thanks"));
    assert!(decide(&mut s, edit, "2026-11-21"));
    assert_eq!(due(&s, "thanks"), "2027-02-19");
    assert_eq!(s.let_move(nth(&s, "thanks")), None, "it does");
}

#[test]
fn what_hangs_on_the_day_it_was_made_goes_back_to_that_day() {
    let mut s = session();
    clear(&mut s, true, "2026-11-21");
    let edit = s.set_due(nth(&s, "call"), day("2027-02-08"), None);
    assert!(decide(&mut s, edit, "2026-11-28"));
    let edit = s.let_move(nth(&s, "call"));
    assert!(decide(&mut s, edit, "2026-11-28"));
    assert_eq!(due(&s, "call"), "2026-12-05");
}

#[test]
fn one_that_goes_and_comes_back_is_the_one_it_was() {
    let mut s = session();
    clear(&mut s, true, "2026-11-21");
    let by_hand =
        s.to_document().render().replace("id = \"call\"", "# ask for her sister\nid = \"call\"\nmine = 1");
    let mut s = opened(&by_hand);
    clear(&mut s, false, "2026-11-28");
    let gone = s.to_document();
    assert!(!gone.render().contains("mine = 1"));
    s.filed(gone);
    clear(&mut s, true, "2026-11-28");
    assert_eq!(s.to_document().render().split("\n## ").next(), by_hand.split("\n## ").next());
}

#[derive(Clone, Debug)]
enum Act {
    Meet(u64),
    Clear(bool),
    Done(usize),
    Open(usize),
    Drop(usize),
    Set(usize, u64, Option<String>),
    Move(usize),
}

fn acts() -> impl Strategy<Value = Vec<Act>> {
    let act = prop_oneof![
        (0u64..400).prop_map(Act::Meet),
        any::<bool>().prop_map(Act::Clear),
        (0usize..6).prop_map(Act::Done),
        (0usize..6).prop_map(Act::Open),
        (0usize..6).prop_map(Act::Drop),
        (0usize..6, 0u64..400, proptest::option::of("[a-z\"\\\\ ]{0,8}"))
            .prop_map(|(n, d, w)| Act::Set(n, d, w)),
        (0usize..6).prop_map(Act::Move),
    ];
    proptest::collection::vec(act, 0..16)
}

fn act(s: &mut Session, act: Act, on: NaiveDate) {
    let later = |days: u64| day("2026-11-21") + Days::new(days);
    let edit = match act {
        Act::Meet(days) => {
            let meeting = Meeting { at: Some(When::Day(later(days))), ..Meeting::default() };
            Some(Edit::Meeting(meeting))
        }
        Act::Clear(yes) => {
            let field = s.playbook().find("one.clear").unwrap();
            Some(Edit::Answer { field, answer: yes.then(|| Answer::Choice("yes".to_owned())) })
        }
        Act::Done(n) => s.mark_done(n, on),
        Act::Open(n) => s.open_again(n),
        Act::Drop(n) => s.drop_follow_up(n),
        Act::Set(n, days, why) => s.set_due(n, later(days), why.as_deref()),
        Act::Move(n) => s.let_move(n),
    };
    if let Some(edit) = edit {
        s.apply(edit, at(&on.to_string()));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn whatever_is_decided_can_be_undone_and_reads_back(acts in acts(), days in 0u64..60) {
        let mut s = session();
        clear(&mut s, true, "2026-11-21");
        let (first, on) = (s.head().follow_ups.clone(), day("2026-11-21") + Days::new(days));
        let (mut done, before) = (0, s.revision());
        for one in acts {
            act(&mut s, one, on);
            let head = s.head().clone();
            s.derive();
            prop_assert_eq!(s.head(), &head, "what follows, follows at once");
            let document = s.to_document();
            let text = document.render();
            s.filed(document);
            prop_assert_eq!(&Document::parse(&text).head().unwrap(), &head, "{}", text);
            let again = opened(&text);
            prop_assert_eq!(&again.head().follow_ups, &head.follow_ups, "{}", text);
            let unique: std::collections::BTreeSet<_> = head.follow_ups.iter().map(|f| &f.id).collect();
            prop_assert_eq!(unique.len(), head.follow_ups.len());
            done = s.revision() - before;
        }
        let last = s.head().follow_ups.clone();
        for _ in 0..done {
            prop_assert!(s.undo().is_some());
        }
        prop_assert_eq!(&s.head().follow_ups, &first);
        for _ in 0..done {
            prop_assert!(s.redo().is_some());
        }
        prop_assert_eq!(&s.head().follow_ups, &last);
    }
}

#[test]
fn why_one_was_dropped_is_kept_until_it_is_open_again() {
    let mut s = session();
    let review = nth(&s, "review");
    let edit = s.drop_because(review, day("2027-01-10"), Some(" they \n moved away "));
    assert!(decide(&mut s, edit, "2027-01-10"));
    let dropped = get(&s, "review").dropped.clone().unwrap();
    assert_eq!((dropped.on, dropped.why.as_deref()), (day("2027-01-10"), Some("they moved away")));
    assert_eq!(s.drop_because(review, day("2027-01-11"), Some("they moved away")), None);
    assert_eq!(s.drop_because(review, day("2027-01-11"), None), None, "the reason is not lost");
    let edit = s.drop_because(review, day("2027-01-11"), Some("to Spain"));
    assert!(decide(&mut s, edit, "2027-01-11"));
    assert_eq!(get(&s, "review").dropped.clone().unwrap().on, day("2027-01-10"), "that day it was dropped");
    let read = opened(&s.to_document().render());
    assert_eq!(get(&read, "review"), get(&s, "review"));
    let edit = s.open_again(review);
    assert!(decide(&mut s, edit, "2027-01-12"));
    assert_eq!(get(&s, "review").dropped, None);
    let edit = s.drop_follow_up(review);
    assert!(decide(&mut s, edit, "2027-01-12"));
    let edit = s.mark_done(review, day("2027-01-13"));
    assert!(decide(&mut s, edit, "2027-01-13"));
    assert_eq!(get(&s, "review").dropped, None);
    // One that an older goodterms dropped can be given a reason.
    let mut old = session();
    let mut all = old.head().follow_ups.clone();
    all[review].state = State::Dropped;
    old.apply(Edit::FollowUps(all), at("2026-11-21"));
    assert_eq!(old.drop_because(review, day("2027-01-10"), None), None);
    assert!(old.drop_because(review, day("2027-01-10"), Some("ill")).is_some());
}

#[test]
fn what_one_promises_oneself_may_repeat_and_takes_no_ones_place() {
    let mut s = session();
    let mut promise = |title: &str, due: &str, every: Option<&str>| {
        let edit = s.add_follow_up(title, Some(day(due)), every.map(|every| every.parse().unwrap()));
        s.apply(edit, at("2026-11-21"));
        s.head().follow_ups.last().unwrap().id.clone()
    };
    assert_eq!(promise("Call", "2026-12-01", Some("1 month")), "own");
    // `own-2` will be the next of `own`, and is no other one.
    let second = promise("Write", "2026-12-02", None);
    assert_eq!(second, "own2");
    done(&mut s, "own", "2026-12-01");
    assert_eq!((due(&s, "own-2"), get(&s, "own-2").title.as_str()), ("2027-01-01".to_owned(), "Call"));
    assert_eq!(get(&s, &second).state, State::Open);
    let review = nth(&s, "own-2");
    let later = s.set_due(review, day("2027-01-08"), Some("ill"));
    assert!(decide(&mut s, later, "2026-12-20"));
    done(&mut s, "own-2", "2027-01-08");
    assert_eq!(due(&s, "own-3"), "2027-02-08", "one that was set by hand is a new beginning");
    let read = opened(&s.to_document().render());
    assert_eq!(read.head().follow_ups, s.head().follow_ups);
    // Where `own-2` is there before, one that repeats is not called `own`.
    let mut other = session();
    for _ in 0..2 {
        let edit = other.add_follow_up("Mine", None, None);
        other.apply(edit, at("2026-11-21"));
    }
    let mut all = other.head().follow_ups.clone();
    all.retain(|f| f.id != "own");
    other.apply(Edit::FollowUps(all), at("2026-11-21"));
    let edit = other.add_follow_up("Call", None, "1 week".parse().ok());
    other.apply(edit, at("2026-11-21"));
    assert_eq!(
        ids(&other).iter().filter(|id| id.starts_with("own")).collect::<Vec<_>>(),
        [&"own-2", &"own2"]
    );
}
