//! What one puts down from the shell while a conversation goes on: a note, a follow-up that is done.

#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may")]

mod common;

use std::fs;

use common::{Home, Ran, json};
use serde_json::Value;

fn show(home: &Home, session: &str) -> Value {
    json(&home.run(&["show", session, "--json"]))
}

/// The texts of a step's notes.
fn noted(home: &Home, session: &str, step: &str) -> Vec<String> {
    let shown = show(home, session);
    let notes = shown["notes"][step].as_array().cloned().unwrap_or_default();
    notes.iter().map(|n| n["text"].as_str().unwrap().to_owned()).collect()
}

/// As the command said it, with its id and path taken out.
fn said(home: &Home, ran: &Ran) -> String {
    assert_eq!(ran.code, 0, "{}", ran.err);
    home.same(&ran.err)
}

// ------------------------------------------------------------------------------------------- note

#[test]
fn a_note_lands_in_the_step_where_the_advisor_stands_with_its_time() {
    let home = Home::new();
    let id = home.filled("Ada Byron", "");
    let at = home.files()[0].clone();
    fs::write(&at, home.note().replace("at = \"check\"", "at = \"why.words\"")).unwrap();
    let ran = home.run(&["note", "-s", "Ada Byron", "moved", "the review", "calls"]);
    assert_eq!(
        home.same(&ran.out),
        "[id 0]______  HOME/data/goodterms/notes/ada-byron/2026-11-21-farewell-[id 0].md\n"
    );
    assert_eq!(said(&home, &ran), "Farewell: Ada Byron\nNoted in: What led to it\n");
    let note = home.note();
    assert!(note.contains("\n- 2026-11-21 14:02:10-05:00 moved the review calls\n"), "{note}");
    // Where the advisor stands does not move because somebody noted something.
    assert!(note.contains("at = \"why.words\""), "{note}");
    assert_eq!(home.run(&["note", "-s", &id, "--step", "GOING", "to Babbage & Co"]).code, 0);
    assert_eq!(home.run(&["note", "-s", &id, "--step", "put it right?", "no"]).code, 0);
    assert_eq!(noted(&home, &id, "why"), ["moved the review calls"]);
    assert_eq!(noted(&home, &id, "going"), ["to Babbage & Co"]);
    assert_eq!(noted(&home, &id, "right"), ["no"]);
    assert!(home.note().contains("at = \"why.words\""));
}

#[test]
fn without_a_session_the_latest_that_is_open_is_meant() {
    let home = Home::new();
    let none = home.run(&["note", "x"]);
    assert_eq!((none.code, none.out.as_str()), (1, ""));
    assert!(none.err.contains("no conversation is open"), "{}", none.err);
    let start = |client: &str, day: &str| {
        let args = ["fill", "--start", "farewell", "--client", client, "--answers", "-"];
        let now = format!("2026-11-{day}T09:00:00-05:00");
        assert_eq!(Ran::of(home.command().args(args).env("GOODTERMS_NOW", now).write_stdin("")).code, 0);
    };
    start("Early", "18");
    start("Late", "19");
    start("Closed", "20");
    assert_eq!(home.run(&["close", "Closed", "--outcome", "parted"]).code, 0);
    let ran = home.run(&["note", "she", "called"]);
    assert!(said(&home, &ran).starts_with("Farewell: Late\n"), "{}", ran.err);
    assert_eq!(noted(&home, "Late", "check"), ["she called"]);
    // One that is closed is meant if it is named.
    assert_eq!(home.run(&["note", "--session", "Closed", "sent flowers"]).code, 0);
    assert_eq!(noted(&home, "Closed", "check"), ["sent flowers"]);
    assert!(noted(&home, "Early", "check").is_empty());
}

#[test]
fn a_hyphen_reads_stdin_with_all_its_lines() {
    let home = Home::new();
    home.filled("Ada", "");
    let text = "\u{feff}\r\nNobody called.\r\n\r\n  Twice, 李.\n## Not a heading {#check}\n\n";
    assert_eq!(home.run_with(&["note", "-"], text).code, 0);
    assert_eq!(home.run_with(&["note", "a", "-", "b"], "not read").code, 0);
    assert_eq!(home.run(&["note", "--", "-10 %", "--step"]).code, 0);
    let expected = ["Nobody called.\n\n  Twice, 李.\n## Not a heading {#check}", "a - b", "-10 % --step"];
    assert_eq!(noted(&home, "Ada", "check"), expected);
}

#[test]
fn what_is_no_note_or_fits_nowhere_files_nothing() {
    let home = Home::new();
    home.filled("Ada Byron", "");
    let before = home.note();
    for args in [
        &["note"][..],
        &["note", ""],
        &["note", " ", "\t"],
        &["note", "-"],
        &["note", "-s", "nobody", "x"],
        &["note", "-s", "ada", "x"],
        &["note", "--step", "wy", "x"],
        &["note", "-x"],
    ] {
        let ran = home.run(args);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{args:?}: {}", ran.err);
    }
    let step = home.run(&["note", "--step", "wy", "x"]);
    assert!(step.err.contains("did you mean `why`?\nthe steps are:\n  check "), "{}", step.err);
    let latin = Ran::of(home.command().args(["note", "-"]).write_stdin(b"\xe9".as_slice()));
    assert_eq!(latin.code, 1);
    assert!(latin.err.contains("this is not UTF-8 text; nothing was noted"), "{}", latin.err);
    assert_eq!(home.note(), before);
}

#[test]
fn a_note_with_escapes_is_kept_and_steers_no_terminal() {
    let home = Home::new();
    home.filled("Ada\u{1b}[2J", "");
    let ran = home.run(&["note", "a\u{1b}]52;c;eA==\u{7}b"]);
    assert_eq!(ran.code, 0);
    assert!(!(ran.out + &ran.err).contains('\u{1b}'));
    let ran = home.run(&["show", &home.files()[0].display().to_string()]);
    assert!(ran.out.contains("]52;c;eA==") && !ran.out.contains('\u{1b}'), "{}", ran.out);
}

// ------------------------------------------------------------------------------------------- done

/// It repeats every three months.
const TOUCH: &str = "keep-in-touch-three-months";
const GOING: &str = "[right]\nanswer = \"no\"\n[going]\nhandover = \"1 dec\"\n";

/// State, day on which it was done, and due day of a follow-up.
fn follow_up(home: &Home, id: &str) -> Option<(String, Value, Value)> {
    let shown = show(home, "Ada Byron");
    let found = shown["follow_ups"].as_array().unwrap().iter().find(|f| f["id"] == id)?.clone();
    Some((found["state"].as_str().unwrap().to_owned(), found["done"].clone(), found["due"].clone()))
}

#[test]
fn a_follow_up_is_done_and_what_is_next_is_said() {
    let home = Home::new();
    home.filled("Ada Byron", GOING);
    let ids: Vec<_> = show(&home, "Ada Byron")["follow_ups"]
        .as_array()
        .unwrap()
        .iter()
        .map(|f| f["id"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(
        ids,
        ["thanks", "before-handover", "handover", "after-handover", TOUCH],
        "the playbook changed"
    );
    let done = |args: &[&str]| said(&home, &home.run(&[&["done", "Ada Byron"], args].concat()));
    assert_eq!(
        done(&["thanks"]),
        "Farewell: Ada Byron\nDone: Send Ada your thanks\n\
         Next: Thu 26 November 2026: Three business days to go: what has not been sent for Ada?\n"
    );
    assert_eq!(
        follow_up(&home, "thanks").unwrap(),
        ("done".into(), "2026-11-21".into(), "2026-11-23".into())
    );
    // Once more changes nothing.
    let before = home.note();
    let again = done(&["THANKS"]);
    assert!(
        again.contains("It was done already, on Sat 21 November 2026: Send Ada your thanks\nNext: "),
        "{again}"
    );
    assert_eq!(home.note(), before);
    // The beginning of an id, words of the title, the whole title; on another day.
    assert!(
        done(&["bef", "--on", "yesterday"]).contains("Done (on Fri 20 November 2026): Three business days")
    );
    assert_eq!(follow_up(&home, "before-handover").unwrap().1, "2026-11-20");
    assert!(done(&["day handover"]).contains("Done: Handover day for Ada Byron"));
    assert!(done(&["ask whether anything is missing for ada"]).contains("Done: Ask whether"));
}

#[test]
fn one_that_repeats_brings_its_next() {
    let home = Home::new();
    home.filled("Ada Byron", GOING);
    for id in ["thanks", "before-handover", "handover", "after-handover"] {
        assert_eq!(home.run(&["done", "Ada Byron", id]).code, 0);
    }
    let ran = home.run(&["done", "Ada Byron", TOUCH]);
    let touch = "Be in touch with Ada, with something of use (unless they asked you not to)";
    assert_eq!(
        said(&home, &ran),
        format!(
            "Farewell: Ada Byron\nDone: {touch}\nIt is due again on Fri 21 May 2027\nNext: Fri 21 May 2027: {touch}\n"
        )
    );
    assert_eq!(
        follow_up(&home, &format!("{TOUCH}-2")).unwrap(),
        ("open".into(), Value::Null, "2027-05-21".into())
    );
    // Said twice, it is the one that is done already; the next one is done ahead of its day by its own id.
    let ran = home.run(&["done", "Ada Byron", TOUCH]);
    assert!(
        ran.err.contains("It was done already") && ran.err.contains("Next: Fri 21 May 2027"),
        "{}",
        ran.err
    );
    assert_eq!(follow_up(&home, &format!("{TOUCH}-3")), None);
    let ran = home.run(&["done", "Ada Byron", "something of use"]);
    assert!(ran.err.contains("It was done already, on"), "{}", ran.err);
    assert_eq!(follow_up(&home, &format!("{TOUCH}-3")), None);
    let ran = home.run(&["done", "Ada Byron", &format!("{TOUCH}-2")]);
    assert!(ran.err.contains("It is due again on Sat 21 August 2027"), "{}", ran.err);
    assert!(follow_up(&home, &format!("{TOUCH}-3")).is_some());
}

#[test]
fn a_follow_up_that_is_not_clear_is_not_done() {
    let home = Home::new();
    home.filled("Ada Byron", GOING);
    home.filled("Nobody Yet", "");
    let before = fs::read_to_string(&home.files()[0]).unwrap();
    let run = |args: &[&str]| home.run(&[&["done"], args].concat());
    for args in [
        &["Ada Byron"][..],
        &["Ada Byron", ""],
        &["Ada Byron", " "],
        &["Ada Byron", "flowers"],
        &["Ada Byron", "for ada"],
        &["Ada Byron", "t", "x"],
        &["Ada Byron", "thanks", "--on", "tomorrow"],
        &["Ada Byron", "thanks", "--on", "soon"],
        &["nobody", "thanks"],
    ] {
        let ran = run(args);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{args:?}: {}", ran.err);
    }
    let several = run(&["Ada Byron", "for ada"]).err;
    assert!(
        several.contains("name one by its id:\n  before-handover  Thu 26 November 2026: Three"),
        "{several}"
    );
    assert!(
        several.contains(
            "\n  handover         Tue 1 December 2026: Handover day for Ada Byron: is everything there?\n"
        ),
        "{several}"
    );
    let none = run(&["Ada Byron", "flowers"]).err;
    assert!(
        none.contains(
            "no follow-up of Ada Byron fits `flowers`\nthe follow-ups are:\n  thanks                      Mon"
        ),
        "{none}"
    );
    let future = run(&["Ada Byron", "thanks", "--on", "tomorrow"]).err;
    assert!(future.contains("\"tomorrow\" is Sun 22 November 2026, and that is still to come"), "{future}");
    assert_eq!(fs::read_to_string(&home.files()[0]).unwrap(), before);
}
