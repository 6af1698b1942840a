//! What storms have found, each as its shortest course.

use super::*;
use crate::document::State;

#[test]
fn a_mouse_beyond_every_screen_hits_nothing() {
    let mut desk = Desk::walking(80, 24);
    let before = desk.screen();
    for (x, y) in [(u16::MAX, u16::MAX), (0, u16::MAX), (u16::MAX, 0)] {
        desk.click(x, y);
        desk.event(Event::Drag { x, y });
        desk.event(Event::Wheel { x, y, down: true });
    }
    desk.keys("<c-f>");
    desk.click(3, u16::MAX);
    assert_eq!(desk.screen(), before, "and the line for words is closed by a click");
}

#[test]
fn a_conversation_that_is_read_late_does_not_come_into_a_call() {
    let stock = Stock::new();
    let mut desk = stock.at(Place::TodayOfThirty);
    desk.slow = true;
    desk.keys("o<f5>she is furious");
    desk.has_read();
    assert!(desk.screen().contains("she is furious"), "{}", desk.screen());
    desk.wait(6);
    let path = &desk.app.note.as_ref().unwrap().open.path;
    assert!(desk.notes[path].contains(" she is furious\n"), "{}", desk.notes[path]);
}

/// Of two that are read late, what was meant for the one is not done to the other.
#[test]
fn what_is_meant_for_one_conversation_is_not_done_in_another() {
    let stock = Stock::new();
    let mut desk = stock.at(Place::TodayOfThirty);
    let due = desk.app.notes.lists.clone().unwrap().due;
    let nth = due.iter().position(|other| other.of.id != due[0].of.id).unwrap();
    let is_done = |desk: &Desk, nth: usize| {
        let head = Document::parse(&desk.notes[&due[nth].of.path]).head().unwrap();
        head.follow_ups.iter().any(|f| f.id == due[nth].follow_up().id && f.state == State::Done)
    };
    desk.slow = true;
    desk.keys("<space>");
    desk.keys(&"<down>".repeat(nth));
    desk.keys("<space>");
    desk.has_read();
    assert!(!is_done(&desk, 0) && is_done(&desk, nth), "{}", desk.screen());
    assert!(matches!(desk.app.screen, Screen::Today(_)), "{}", desk.screen());
}

#[test]
fn going_to_the_step_one_is_in_draws_what_has_become_of_it() {
    let mut desk = Desk::new(80, 24);
    desk.keys("<f5>");
    desk.wait(1);
    // The desk looks whether what is said to be stale is all that is.
    desk.keys("A<f5>");
    assert!(desk.screen().contains("14:02 A"), "{}", desk.screen());
}

#[test]
fn a_line_in_which_somebody_wrote_a_second_one_reads_back_as_what_it_is() {
    let mut desk = Desk::walking(80, 24);
    desk.keys("<c-n><c-n>Tuesday<c-s>");
    let theirs = desk.note().replace("\nTuesday\n", "\nTuesday\nor Thursday\n");
    *desk.notes.values_mut().next().unwrap() = theirs;
    let id = desk.session().head().id.clone();
    desk.look(&id);
    desk.keys("<c-end>!<c-s>");
    assert!(desk.note().contains("\nTuesday\nor Thursday!\n"), "{}", desk.note());
    holds::says_the_same(desk.session(), desk.note()).unwrap();
}

#[test]
fn in_a_name_that_is_higher_than_the_window_the_cursor_is_seen() {
    let mut desk = Desk::new(80, 24);
    desk.keys("n<enter>");
    desk.event(Event::Paste("Wilhelmina ".repeat(300)));
    for (keys, size) in [("<c-end>", (80, 24)), ("<c-home>", (80, 24)), ("", (68, 12)), ("<c-end>", (60, 20))]
    {
        desk.keys(keys);
        desk.event(Event::Resize { width: size.0, height: size.1 });
        assert!(desk.buffer().1.is_some(), "{keys}: {}", desk.screen());
    }
}

/// A disk that takes its time has kept one from quitting so far.
#[test]
fn whoever_opens_the_editor_does_not_quit_any_more() {
    let mut desk = Desk::walking(80, 24);
    desk.silent = true;
    desk.keys("nobody calls<c-q><c-e>");
    desk.disk_goes_on();
    assert!(!desk.quit && desk.lent.is_some(), "{}", desk.screen());
}

#[test]
fn in_what_is_written_in_beside_the_options_the_cursor_is_seen() {
    let mut desk = Desk::new(80, 24);
    begin(&mut desk, "win-back", "Ada");
    desk.keys("<c-n><tab><tab><down><down><down>");
    assert!(matches!(&desk.app.screen, Screen::Walk(walk) if walk.option == 2), "{}", desk.screen());
    desk.event(Event::Paste("They had no time for us. ".repeat(80)));
    for keys in ["", "<c-home>", "<c-end>", "<left>"] {
        desk.keys(keys);
        assert!(desk.buffer().1.is_some(), "{keys}: {}", desk.screen());
    }
}

#[test]
fn a_reason_that_was_taken_already_is_kept_when_another_one_follows() {
    let stock = Stock::new();
    let mut desk = stock.at(Place::Due);
    desk.keys("<enter>on holiday<c-s>ill by then<enter>");
    desk.wait(6);
    let note = &desk.notes[&desk.app.note.as_ref().unwrap().open.path];
    assert!(note.contains("on holiday") && note.contains("ill by then"), "{note}");
    assert!(desk.screen().contains("set by hand (on holiday; ill by then)"), "{}", desk.screen());
}
