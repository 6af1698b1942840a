use std::sync::Arc;

use chrono::{DateTime, FixedOffset};

use super::*;
use crate::document::Client;
use crate::playbook::{Answer, Playbook, check};
use crate::session::{Edit, Start};

const NOW: &str = "2026-11-24T10:50:00-05:00";
const SOURCE: &str = r#"format = 1
[playbook]
id = "p"
version = "1"
title = "P"
summary = "S"

[[step]]
id = "a"
title = "A"
phase = "before"
[[step.field]]
id = "guess"
kind = "list"
label = "Our guess beforehand"
about = "reason"

[[step]]
id = "b"
title = "B"
phase = "during"
[[step.field]]
id = "words"
label = "Their words"
[[step.field]]
id = "own"
label = "For nobody else"
private = true
[[step.field]]
id = "why"
kind = "list"
label = "Why"
about = "reason"
[[step.field]]
id = "mend"
kind = "table"
label = "What could mend it"
rows = "b.why"
columns = [{ id = "how", label = "How" }]
[[step.field]]
id = "heard"
kind = "table"
label = "Said back"
rows = "b.why"
columns = [{ id = "said", label = "Said", kind = "tick" }]
[[step.field]]
id = "trial"
kind = "period"
label = "Trial for {client.first_name}"
unit = "months"
from = "today"

[[step]]
id = "c"
title = "C"
phase = "after"
[[step.field]]
id = "promised"
kind = "list"
label = "What you promised"
about = "agreed"
[[step.field]]
id = "complaint"
kind = "choice"
label = "Could it be a complaint?"
options = ["Yes", "No"]
decides = true

[[step]]
id = "end"
title = "At its end"
phase = "after"
when = { field = "b.trial", filled = true }
[[step.field]]
id = "now"
label = "What now?"

[[follow_up]]
id = "review"
title = "Look back"
due = { end_of = "b.trial" }

[[follow_up]]
id = "thanks"
title = "Thank them"
due = { on = "today" }

[[outcome]]
id = "o"
label = "O"
means = "kept"
"#;

fn now() -> DateTime<FixedOffset> {
    DateTime::parse_from_rfc3339(NOW).unwrap()
}

fn session_of(source: &str) -> Session {
    let checked = check(source.as_bytes());
    let playbook: Playbook = checked.playbook.unwrap();
    let client = Client { name: "Ada Byron".to_owned(), ..Client::default() };
    Session::new(Arc::new(playbook), Start { client, ..Start::default() }, now())
}

fn put(session: &mut Session, key: &str, answer: Answer) {
    let field = session.playbook().find(key).unwrap();
    session.apply(Edit::Answer { field, answer: Some(answer) }, now());
}

fn text(words: &str) -> Answer {
    Answer::Text(words.to_owned())
}

fn filled(source: &str) -> Session {
    let mut session = session_of(source);
    put(&mut session, "a.guess", text("The fees"));
    put(&mut session, "b.words", text("Nobody called.\n\nNot once."));
    put(&mut session, "b.own", text("She was crying"));
    put(&mut session, "b.why", text("Silence\nNot once."));
    let edit = session.set_cell(
        session.playbook().find("b.mend").unwrap(),
        0,
        0,
        crate::playbook::answer::Cell::Text("We call each Friday".to_owned()),
    );
    session.apply(edit.unwrap(), now());
    put(&mut session, "c.promised", text("The papers by Monday"));
    session
}

fn words(said: &[Said]) -> Vec<&str> {
    said.iter().flat_map(|said| said.words.iter().map(String::as_str)).collect()
}

#[test]
fn their_words_stand_beside_what_was_promised_and_a_guess_is_neither() {
    let sides = Sides::of(&filled(SOURCE), vec!["I call you by Friday".to_owned()]);
    assert_eq!(
        words(&sides.theirs),
        ["Nobody called.", "Not once.", "She was crying", "Silence", "Not once."]
    );
    assert_eq!(
        words(&sides.ours),
        ["Silence: We call each Friday", "The papers by Monday", "I call you by Friday"]
    );
    assert_eq!(sides.ours[2].label, PROMISED);
    assert!(Sides::of(&session_of(SOURCE), Vec::new()).is_empty());
}

#[test]
fn what_is_read_back_says_each_thing_once_and_nothing_private() {
    let session = filled(SOURCE);
    let sides = Sides::of(&session, vec!["The papers by Monday".to_owned()]);
    let said = sides.read_back(session.playbook()).unwrap();
    assert_eq!(
        said,
        "I heard you say:\n- Nobody called.\n- Not once.\n- Silence\n\n\
         This is what we said we would do:\n- Silence: We call each Friday\n- The papers by Monday\n\n\
         Did I get that right?"
    );
    assert_eq!(Sides::default().read_back(session.playbook()), None);
}

#[test]
fn in_another_language_there_is_no_sentence_of_ours() {
    let session = filled(&SOURCE.replace("version = \"1\"", "version = \"1\"\nlanguage = \"de\""));
    let said = Sides::of(&session, Vec::new()).read_back(session.playbook()).unwrap();
    assert!(said.starts_with("Their words\n- Nobody called."), "{said}");
    assert!(!said.contains("I heard") && !said.contains("right?") && !said.contains("crying"), "{said}");
}

#[test]
fn only_private_words_give_nothing_to_read_back() {
    let mut session = session_of(SOURCE);
    put(&mut session, "b.own", text("She was crying"));
    let sides = Sides::of(&session, Vec::new());
    assert!(!sides.is_empty());
    assert_eq!(sides.read_back(session.playbook()), None);
}

#[test]
fn decisions_behind_the_talk_are_told_once_they_are_made() {
    let mut session = session_of(SOURCE);
    assert_eq!(decided(&session), []);
    put(&mut session, "c.complaint", Answer::Choice("yes".to_owned()));
    let at = session.playbook().find("c.complaint").unwrap();
    assert_eq!(decided(&session), [(at, "Yes".to_owned())]);
}

#[test]
fn a_trial_has_its_start_its_length_its_end_and_the_step_that_looks_back() {
    let mut session = session_of(SOURCE);
    assert_eq!(trial(&session, "review"), None);
    let from = "2026-11-24".parse().unwrap();
    put(&mut session, "b.trial", Answer::Period { n: 3, from: Some(from) });
    let found = trial(&session, "review").unwrap();
    assert_eq!((found.label.as_str(), found.review), ("Trial for Ada", Some(3)));
    let on = |day: &str| found.in_words(day.parse().unwrap());
    let span = "3 months, Tue 24 November 2026 to Wed 24 February 2027";
    assert_eq!(on("2026-11-20"), format!("{span} · begins in 4 days"));
    assert_eq!(on("2026-11-24"), format!("{span} · 92 days left"));
    assert_eq!(on("2027-02-24"), format!("{span} · ends today"));
    assert_eq!(on("2027-02-25"), format!("{span} · over for 1 day"));
    assert_eq!(trial(&session, "thanks"), None);
}

#[test]
fn what_one_writes_of_oneself_while_they_talk_is_none_of_their_words() {
    let marked = SOURCE.replace("label = \"Their words\"", "label = \"Their words\"\nwords = true");
    let mut session = session_of(&marked.replace("private = true", ""));
    put(&mut session, "b.words", text("Nobody called."));
    put(&mut session, "b.own", text("We should have called."));
    assert_eq!(words(&Sides::of(&session, Vec::new()).theirs), ["Nobody called."]);
}
