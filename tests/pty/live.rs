//! A call in a real terminal, from the shell.

use super::QUIT;
use super::common::Home;
use super::terminal::Tty;

/// A conversation with Ada that has two questions.
fn prepared(home: &Home) {
    let answers = "[questions]\nlist = [\"What changed?\", \"What would you change first?\"]\n";
    let ran =
        home.run_with(&["fill", "--start", "exit-interview", "--client", "Ada", "--answers", "-"], answers);
    assert_eq!(ran.code, 0, "{}", ran.err);
}

#[test]
fn from_the_shell_one_is_in_the_line_without_a_key() {
    let home = Home::new();
    prepared(&home);
    let mut tty = Tty::run(&home, &["live", "Ada"], (80, 24));
    tty.see("[ ] What changed?");
    tty.keys("3 calls unreturned<enter> ");
    tty.see("[ ] What would you change first?");
    tty.keys("\"I never hear<enter>");
    tty.saved("Then that has to change");
    assert!(tty.text().contains("1 of 9 done"), "{}", tty.text());
    tty.keys("<c-q>");
    assert!(tty.end_within(QUIT).success());
    tty.is_restored();
    let note = home.note();
    assert!(note.contains(" 3 calls unreturned\n") && note.contains(" [x] What changed?\n"), "{note}");
    assert!(note.contains("\nI never hear\n"), "{note}");
}

#[test]
fn the_phone_rings_and_one_types() {
    let home = Home::new();
    let mut tty = Tty::run(&home, &["live"], (60, 20));
    tty.see("on the phone 0:0");
    tty.keys("wants to close the account");
    tty.saved("wants to close the account");
    tty.see("on the phone 0:01");
    // The window closes in the middle of it.
    tty.hang_up("");
    assert!(home.run(&["list"]).out.contains("Somebody"));
    assert!(home.note().contains("wants to close the account"), "{}", home.note());
}
