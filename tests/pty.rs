//! What only a real terminal shows: the program in a pseudo-terminal, its screen read as a
//! terminal would show it.

#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may")]

mod common;
#[path = "pty/terminal.rs"]
mod terminal;

use std::time::Duration;

use common::Home;
use rustix::process::Signal;
use terminal::{Tty, tree};

/// A program that is asked to end, or whose terminal is gone, does so within this time.
const END: Duration = Duration::from_secs(2);
/// Quitting waits for the disk.
const QUIT: Duration = Duration::from_secs(20);

#[test]
fn a_whole_exit_interview_survives_a_crash_in_the_middle() {
    let home = Home::new();
    let mut tty = Tty::run(&home, &[], (120, 40));
    tty.see("n New");
    tty.keys("n");
    tty.see("They may leave, or just left me");
    tty.keys("1");
    tty.see("How will you talk?");
    tty.keys(
        "Zoë O'Brien-李<tab>Analytical Engines<tab><down><up><space><tab>tuesday 12:30<tab>Chez Luc<enter>",
    );
    tty.see("Tue 24 November 2026, 12:30");
    tty.keys("<enter>");
    tty.see("What did you both expect at the start?");
    tty.keys("A call a month.\rx Somebody who knows our books; since March nobody does<tab>");
    tty.keys("<space><space><down><down><space><tab>Ring her on Monday<enter><down><enter>");
    tty.see("(x) Not yet");
    tty.keys("She sounded tired on the phone<enter><c-n>");
    tty.see("one a line");
    tty.keys(
        "What changed for you?<enter>What bothered you most?<enter>How often would you like to hear from us?",
    );
    tty.keys("<tab>ask the second one first<c-n>");
    tty.see("Two times to offer");
    tty.keys("Tuesday or Thursday<enter>Chez Luc, the corner table<c-n>");
    tty.see("What they said, in their exact words");
    tty.keys("“Nobody called since Tom left.”<enter>“I felt like a number.” 👩‍👩‍👧<c-n>");
    tty.see("Their concerns, in their words");
    tty.keys("Nobody calls<enter>Nobody knows our books<tab>A call each month; me; from December");
    tty.saved("A call each month; me; from December");
    tty.signal(Signal::KILL);
    let status = tty.end_within(END);
    assert_eq!(status.signal(), Some("Killed"));
    assert!(home.note().contains("- A call each month; me; from December\n"), "{}", home.note());

    let mut tty = Tty::run(&home, &[], (120, 40));
    tty.see("Zoë O'Brien-李");
    tty.keys("<enter>");
    tty.see("What could mend them");
    // It stands where it stood, at the end of what was typed.
    tty.keys("<enter>Read the books; me; by Friday<tab>");
    tty.see("Read the books; me; by Friday");
    tty.keys("<enter>");
    tty.see("Trial period");
    tty.keys("3<tab>said it with a laugh<c-n>");
    tty.see("What you promised");
    tty.keys("Ring on the first of each month; me; 1 December<tab>2<tab>Zoë, thank you for being so open.<enter><enter>I will call.<c-n>");
    tty.see("What do you both expect now?");
    tty.see("A call a month.");
    tty.keys("A call a month, by me<tab><down><enter>");
    tty.see("(x) Better, not there yet");
    tty.keys("one more quarter<c-n>");
    tty.see("suggested by your answers");
    // Her advisor knows better.
    tty.keys("<up><up><enter>");
    tty.see("(x) Saved: the trial worked");
    tty.keys("<enter><enter>");
    tty.see("Closed: Saved: the trial worked");
    tty.until("Saved", |tty| tty.status().ends_with("Saved 14:02"));
    tty.keys("<c-q>");
    assert!(tty.end_within(QUIT).success());

    insta::assert_snapshot!("whole_exit_interview", home.same(&home.note()));
    let kept = tree(home.path());
    let files: Vec<_> = kept.iter().filter(|(name, _)| name.ends_with(".md")).collect();
    for (name, mode) in &kept {
        assert_eq!(*mode, if name.ends_with(".md") { 0o600 } else { 0o700 }, "{name}");
    }
    assert_eq!((kept.len(), files.len()), (5, 1), "{kept:?}");
}
