use std::sync::Arc;

use chrono::{DateTime, FixedOffset};
use proptest::prelude::*;

use super::*;
use crate::document::Client;
use crate::playbook::{Answer, check};
use crate::session::{Edit, Start};

const EXIT: &str = include_str!("../../playbooks/exit-interview.toml");
const REBUILD: &str = include_str!("../../playbooks/rebuild.toml");

fn now(seconds: i64) -> DateTime<FixedOffset> {
    let offset = FixedOffset::west_opt(5 * 3600).unwrap();
    // Saturday, 21 November 2026, 14:02:10.
    DateTime::from_timestamp(1_795_287_730 + seconds, 0).unwrap().with_timezone(&offset)
}

/// A conversation with Ada, in which these fields are answered.
fn with(playbook: &str, answers: &[(&str, Answer)]) -> Session {
    let playbook = Arc::new(check(playbook.as_bytes()).playbook.unwrap());
    let client = Client { name: "Ada Byron".to_owned(), ..Client::default() };
    let mut session = Session::new(playbook, Start { client, ..Start::default() }, now(0));
    for (key, answer) in answers {
        let field = session.playbook().find(key).unwrap();
        session.apply(Edit::Answer { field, answer: Some(answer.clone()) }, now(0));
    }
    session
}

fn text(text: &str) -> Answer {
    Answer::Text(text.to_owned())
}

fn step(session: &Session, id: &str) -> usize {
    session.playbook().step(id).unwrap()
}

/// The items of the talk, each with its mark.
fn seen(session: &Session) -> Vec<String> {
    let talk = talk(session, 0);
    let items = items(session, &talk).into_iter();
    items.map(|i| format!("{:?} {}{}", i.sort, if i.done { "✓ " } else { "" }, i.words)).collect()
}

/// Types a line and presses Enter.
fn said(session: &mut Session, step: usize, line: &str, at: i64) {
    let edit = session.add_note(step, line, now(at));
    session.apply(edit, now(at));
    if let Some(edit) = keep(session, (step, session.notes(step).len() - 1), None) {
        session.apply(edit, now(at));
    }
}

#[test]
fn ones_own_questions_come_first_and_then_what_the_steps_ask_for() {
    let session = with(EXIT, &[("questions.list", text("What changed?\n\nWhat would you change first?"))]);
    insta::assert_snapshot!(seen(&session).join("\n"));
}

#[test]
fn who_wrote_no_question_has_the_phrases() {
    let session = with(REBUILD, &[]);
    insta::assert_snapshot!(seen(&session).join("\n"));
}

#[test]
fn a_clear_cause_leaves_one_question() {
    let answers = [
        ("slipped.clear", Answer::Choice("yes".to_owned())),
        ("questions.check", text("What has bothered you most?")),
    ];
    assert_eq!(seen(&with(EXIT, &answers))[0], "Question What has bothered you most?");
}

#[test]
fn a_tick_has_its_time_and_is_taken_back_by_another() {
    let mut session = with(EXIT, &[("questions.list", text("What changed?"))]);
    let listen = step(&session, "listen");
    let talk = talk(&session, listen);
    let key = items(&session, &talk)[0].key.clone();
    let edit = tick(&session, &key, now(95)).unwrap();
    session.apply(edit, now(95));
    assert_eq!(session.notes(listen)[0].text, "[x] What changed?");
    assert_eq!(session.notes(listen)[0].at, Some(now(95)));
    assert!(items(&session, &talk)[0].done);
    // It reads back from the note.
    let document = session.to_document();
    let again = Session::open(session.playbook().clone(), session.head().clone(), document, now(99));
    assert!(items(&again, &talk)[0].done);
    let edit = tick(&session, &key, now(120)).unwrap();
    session.apply(edit, now(120));
    assert!(session.notes(listen).is_empty());
    assert!(!items(&session, &talk)[0].done);
}

#[test]
fn their_words_are_played_back_in_the_next_step_and_guesses_are_not() {
    let mut session = with(EXIT, &[("slipped.expected", text("They expected a call a month"))]);
    let listen = step(&session, "listen");
    said(&mut session, listen, "\"I never hear from you.\"", 5);
    said(&mut session, listen, "“3 calls unreturned", 9);
    let words = session.playbook().find("listen.words").unwrap();
    assert_eq!(session.held(words), Some(&text("I never hear from you.\n3 calls unreturned")));
    assert!(session.notes(listen).is_empty(), "{:?}", session.notes(listen));
    let seen = seen(&session);
    let heard: Vec<_> = seen.iter().filter(|item| item.starts_with("Heard")).collect();
    assert_eq!(
        heard,
        ["Heard I heard you say: I never hear from you.", "Heard I heard you say: 3 calls unreturned"]
    );
    assert!(seen.iter().all(|item| !item.contains("They expected")), "{seen:?}");
}

#[test]
fn a_second_conversation_reads_their_words_back_row_by_row() {
    let mut session = with(REBUILD, &[]);
    let listen = step(&session, "listen");
    said(&mut session, listen, "\"You lost my file", 5);
    assert_eq!(talk(&session, listen), [listen]);
    assert!(seen(&session).iter().all(|item| !item.contains("You lost my file")));
    let again = talk(&session, step(&session, "plan"));
    assert_eq!(again, [step(&session, "read-back")]);
    let items_again = items(&session, &again);
    let row = items_again.iter().find(|item| item.words == "I heard you say: You lost my file").unwrap();
    assert_eq!(row.sort, Sort::Tick);
    let edit = tick(&session, &row.key, now(50)).unwrap();
    session.apply(edit, now(50));
    assert!(items(&session, &again).iter().any(|item| item.done && item.words.ends_with("You lost my file")));
    // A line of the plan begins with it.
    let plan = session.playbook().find("plan.plan").unwrap();
    assert_eq!(session.rows(plan)[0].text, "You lost my file");
}

#[test]
fn what_a_line_means_is_how_it_begins() {
    for (line, means) in [
        ("3 calls unreturned", Meaning::Note),
        ("she said \"no\"", Meaning::Note),
        ("\"I am leaving\"", Meaning::Words("I am leaving")),
        ("\" I am leaving", Meaning::Words("I am leaving")),
        ("\"no\" she said, \"no\"", Meaning::Words("no\" she said, \"no\"")),
        ("„Ich gehe“", Meaning::Words("Ich gehe")),
        ("@ call on friday", Meaning::Promise("call on friday")),
        ("!fees", Meaning::Flag("fees")),
        ("\"", Meaning::Words("")),
    ] {
        assert_eq!(meaning(line), means, "{line}");
    }
}

#[test]
fn without_a_place_for_their_words_they_stay_as_they_were_typed() {
    let bare = EXIT.replace("  words = true\n", "");
    let mut session = with(&bare, &[]);
    let listen = step(&session, "listen");
    said(&mut session, listen, "\"I never hear from you.\"", 5);
    assert_eq!(session.notes(listen)[0].text, "\"I never hear from you.\"");
}

#[test]
fn what_they_may_say_narrows_with_a_few_letters() {
    let session = with(EXIT, &[]);
    let listen = step(&session, "listen");
    let talk = talk(&session, listen);
    let hears = |typed: &str| -> Vec<String> {
        likely(&session, &talk, listen, typed).into_iter().map(|l| l.hears).collect()
    };
    assert_eq!(hears("")[0], "(They get angry.)");
    assert_eq!(hears("fee"), ["It's the fees."]);
    assert_eq!(hears("its the fees they are outrageous")[0], "It's the fees.");
    assert_eq!(hears("feel"), ["That is too long."], "what one answers is looked at last");
    assert_eq!(hears("ang"), ["(They get angry.)"]);
    assert!(hears("xylophone").is_empty());
    assert!(hears("they have been like that with them").is_empty(), "what is in any sentence tells nothing");
    // That of another step of the talk is found, too.
    assert_eq!(hears("made up"), ["No. My mind is made up."]);
}

#[test]
fn who_picks_what_they_said_has_typed_it() {
    let mut session = with(EXIT, &[]);
    let listen = step(&session, "listen");
    let talk = talk(&session, listen);
    for (typed, at) in [("\"fee", 1), ("\"angr", 2)] {
        let edit = session.add_note(listen, typed, now(at));
        session.apply(edit, now(at));
        let picked = likely(&session, &talk, listen, typed).remove(0);
        let edit = keep(&session, (listen, session.notes(listen).len() - 1), Some(&picked)).unwrap();
        session.apply(edit, now(at));
    }
    let words = session.playbook().find("listen.words").unwrap();
    assert_eq!(session.held(words), Some(&text("It's the fees.")));
    assert_eq!(session.notes(listen)[0].text, "(They get angry.)");
    // More than a few letters of it is theirs, word for word.
    let edit = session.add_note(listen, "\"the fees are outrageous", now(3));
    session.apply(edit, now(3));
    let picked = likely(&session, &talk, listen, "the fees").remove(0);
    let edit = keep(&session, (listen, 1), Some(&picked)).unwrap();
    session.apply(edit, now(3));
    assert_eq!(session.held(words), Some(&text("It's the fees.\nthe fees are outrageous")));
}

#[test]
fn a_promise_becomes_a_follow_up_on_the_day_it_names() {
    let mut session = with(EXIT, &[]);
    let listen = step(&session, "listen");
    for line in ["!she cried at \"Tom\"", "@ send the June figures by next friday", "@ ask Ben", "plain"] {
        said(&mut session, listen, line, 0);
    }
    let marked = moments(&session);
    let told: Vec<_> = marked.iter().map(|m| (m.mark, m.words.as_str(), m.settled)).collect();
    assert_eq!(
        told,
        [
            (Mark::Flag, "she cried at \"Tom\"", false),
            (Mark::Promise, "send the June figures by next friday", false),
            (Mark::Promise, "ask Ben", false)
        ]
    );
    for promise in &marked[1..] {
        let edit = follow_up_of(&session, promise).unwrap();
        session.apply(edit, now(60));
    }
    let own: Vec<_> = session.head().follow_ups.iter().filter(|f| f.id.starts_with("own")).collect();
    assert_eq!(own[0].title, "send the June figures by next friday");
    assert_eq!(own[0].due.unwrap().to_string(), "2026-11-27");
    assert_eq!((own[1].id.as_str(), own[1].due), ("own-2", None));
    assert!(moments(&session)[1..].iter().all(|promise| promise.settled));
    assert_eq!(follow_up_of(&session, &moments(&session)[1]), None);
}

#[test]
fn what_one_will_do_again_says_so_at_its_end() {
    let session = with(EXIT, &[]);
    let own = |words: &str| match promised(&session, words, "2026-11-24".parse().unwrap()) {
        Edit::FollowUps(all) => all.last().cloned().unwrap(),
        other => panic!("{other:?}"),
    };
    let said = |words: &str| (own(words).due.map(|d| d.to_string()), own(words).every.map(|e| e.to_string()));
    let some = |words: &str| Some(words.to_owned());
    assert_eq!(said("send the figures every 3 months."), (some("2027-02-24"), some("3 months")));
    assert_eq!(said("call each week"), (some("2026-12-01"), some("1 week")));
    assert_eq!(said("send them on friday"), (some("2026-11-27"), None));
    assert_eq!(said("send them by friday every 3 months"), (some("2026-11-27"), some("3 months")));
    assert_eq!(said("call back every time they ask"), (None, None));
    assert_eq!(own("send the figures every 3 months.").title, "send the figures every 3 months.");
}

#[test]
fn what_one_came_back_to_is_settled_and_can_be_taken_back() {
    let mut session = with(EXIT, &[]);
    let listen = step(&session, "listen");
    said(&mut session, listen, "!fees of 2024", 7);
    for settled in [true, false] {
        let edit = settle(&session, &moments(&session)[0]).unwrap();
        session.apply(edit, now(30));
        let moment = &moments(&session)[0];
        assert_eq!(
            (moment.words.as_str(), moment.settled, moment.at),
            ("fees of 2024", settled, Some(now(7)))
        );
    }
}

#[test]
fn what_is_asked_for_is_filled_with_what_was_typed() {
    let mut session = with(REBUILD, &[]);
    let listen = step(&session, "listen");
    let field = session.playbook().find("listen.back-by").unwrap();
    let edit = session.add_note(listen, "friday", now(0));
    session.apply(edit, now(0));
    let edit = put(&session, (listen, 0), field, now(1)).unwrap();
    session.apply(edit, now(1));
    assert!(session.notes(listen).is_empty());
    assert_eq!(session.fill(&session.playbook().messages[0].body).matches("27 November").count(), 1);
}

proptest! {
    #[test]
    fn no_word_of_a_line_is_lost(lines in proptest::collection::vec("[\"@!“ a-c\n李]{0,12}", 1..6)) {
        let mut session = with(EXIT, &[]);
        let listen = step(&session, "listen");
        for line in &lines {
            said(&mut session, listen, line, 0);
        }
        let words = session.playbook().find("listen.words").unwrap();
        let held = session.held(words).map(|a| a.lines().collect::<Vec<_>>().join("\n")).unwrap_or_default();
        let notes: Vec<_> = session.notes(listen).iter().map(|e| e.text.as_str()).collect();
        let all = format!("{held}{}", notes.join("\n"));
        for c in ['a', 'b', 'c', '李'] {
            let typed: usize = lines.iter().map(|l| l.matches(c).count()).sum();
            prop_assert_eq!(all.matches(c).count(), typed, "{:?} {:?}", lines, all);
        }
        // All of it is taken back, one by one.
        while session.undo().is_some() {}
        prop_assert!(session.notes(listen).is_empty());
        prop_assert_eq!(session.held(words), None);
    }
}
