//! What one puts down from the shell while a conversation goes on: a note.

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
