//! Practising in a real terminal, from the command line and from the walk.

use super::common::Home;
use super::terminal::Tty;
use super::{QUIT, walking};

#[test]
fn one_practises_from_the_command_line_and_from_the_walk_and_the_note_stays_as_it_was() {
    let home = Home::new();
    let mut tty = walking(&home, (80, 24));
    tty.keys("<c-n>");
    tty.see("Your questions, in your own words");
    tty.keys("What would have to change for you to stay?<enter>What else?");
    tty.saved("What else?");
    tty.keys("<f6>");
    tty.see("Card 1 of 25");
    tty.keys(" ");
    tty.see("→ Got it");
    tty.keys("<left>");
    tty.see("1 to come again");
    tty.keys("<c-r>");
    tty.see("Ctrl+N Next");
    tty.keys("<c-q>");
    assert!(tty.end_within(QUIT).success());
    let before = home.note();

    let mut tty = Tty::run(&home, &["practise", "--only", "questions"], (80, 24));
    tty.see("[Your questions 2]");
    for _ in 0..2 {
        tty.keys(" ");
        tty.see("→ Got it");
        tty.keys("<right>");
    }
    tty.see("You have both.");
    tty.keys("<esc>");
    tty.see("Open conversations");
    tty.keys("<c-q>");
    assert!(tty.end_within(QUIT).success());
    tty.is_restored();
    assert_eq!(home.note(), before);
}
