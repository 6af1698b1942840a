//! The form for who and when: what was typed in it stays, and is never called saved too early.

use super::playbooks::{Shelf, talk};
use super::*;
use crate::tui::app::form::Line;

#[test]
fn going_back_from_the_form_keeps_what_was_typed() {
    let mut desk = Desk::new(80, 24);
    desk.keys("n<@Pre-emptive exit>Ada Byron<tab>Engines<tab><space><tab>blursday<esc>");
    assert!(matches!(desk.app.screen, Screen::Choose(_)));
    desk.keys("<esc>n<@They say they're going>");
    let screen = desk.screen();
    assert!(screen.contains("Ada Byron") && screen.contains("Engines"), "{screen}");
    assert!(screen.contains("(x) in person") && screen.contains("blursday"), "{screen}");
    assert!(screen.contains("Farewell"), "{screen}");
    desk.keys("<c-a><bs><c-n><esc>n1");
    let screen = desk.screen();
    assert!(!screen.contains("Ada Byron"), "the next one begins empty: {screen}");
}

#[test]
fn quitting_in_the_details_takes_them() {
    for quit in ["<c-q>", "<c-s>"] {
        let mut desk = Desk::walking(80, 24);
        desk.keys("<f4> Lovelace<tab>Engines");
        assert!(!desk.screen().contains("Saved"), "{}", desk.screen());
        desk.keys(quit);
        assert!(desk.note().contains("Ada Byron Lovelace") && desk.note().contains("Engines"), "{quit}");
        assert!(desk.screen().contains("Saved"), "{}", desk.screen());
    }
    let mut desk = Desk::walking(80, 24);
    desk.keys("<f4> Lovelace");
    desk.event(Event::Ended);
    assert!(desk.quit && desk.note().contains("Ada Byron Lovelace"));
}

#[test]
fn saving_details_with_half_a_date_saves_the_rest_and_says_so() {
    let mut desk = Desk::walking(80, 24);
    desk.keys("<f4><tab><tab><tab>blursd<s-tab><s-tab><s-tab><c-a>Bob<c-s>");
    let screen = desk.screen();
    assert!(desk.note().contains("name = \"Bob\""), "{}", desk.note());
    assert!(screen.contains("That day was not understood") && screen.contains("blursd"), "{screen}");
    assert!(!screen.contains("Saved"), "{screen}");
}

#[test]
fn another_name_stands_in_the_notes_title_too() {
    let mut desk = Desk::walking(80, 24);
    desk.keys("<f4> Lovelace<c-n><c-s>");
    let title = "\n# Pre-emptive exit interview: Ada Byron Lovelace\n";
    assert!(desk.note().contains(title), "{}", desk.note());
    desk.keys("<c-z><c-s>");
    assert!(!desk.note().contains("Lovelace"), "{}", desk.note());
}

#[test]
fn five_minutes_are_chosen_where_one_begins() {
    let mut desk = Desk::new(80, 24);
    desk.keys("n<@Pre-emptive exit>Ada Byron");
    desk.click_on("Five minutes: only");
    assert!(desk.screen().contains("five minutes"), "{}", desk.screen());
    assert!(desk.session().is_quick());

    let mut desk = Desk::new(60, 20);
    desk.keys("n<@Pre-emptive exit>Ada Byron<tab><tab><tab><tab><tab><tab><tab><enter>");
    assert!(desk.session().is_quick(), "{}", desk.screen());

    let mut desk = Desk::new(80, 24);
    desk.keys("n<@Pre-emptive exit>Ada Byron<tab><tab><tab><tab><tab><right><left><enter>");
    assert!(!desk.session().is_quick(), "{}", desk.screen());
}

#[test]
fn five_minutes_are_offered_only_where_there_is_such_a_form() {
    let shelf = Shelf::new();
    shelf.put("talk.toml", talk());
    let mut desk = shelf.desk(80, 24);
    desk.keys("n<@Pre-emptive exit>Ada Byron<tab><tab><tab><tab><tab><tab>");
    let Screen::Form(form) = &desk.app.screen else { panic!() };
    assert_eq!(form.line, Line::Quick);
    // What was typed goes to another playbook, which has none.
    desk.keys("<esc><@Something is wrong>");
    let Screen::Form(form) = &desk.app.screen else { panic!() };
    assert_eq!((form.line, form.text(Line::Client)), (Line::Go, "Ada Byron"));
    assert!(!desk.screen().contains("five minutes"), "{}", desk.screen());
}

#[test]
fn who_asked_for_five_minutes_before_is_not_asked_again() {
    let shelf = Shelf::new();
    shelf.put("talk.toml", talk());
    let mut desk = shelf.desk(80, 24);
    desk.app.quick = true;
    desk.keys("n<@Something is wrong>");
    assert!(!desk.screen().contains("five minutes"), "it has none: {}", desk.screen());
    desk.keys("<esc><@Pre-emptive exit>Ada Byron");
    let screen = desk.screen();
    assert!(screen.contains("Begin with five minutes") && !screen.contains("Five minutes:"), "{screen}");
    desk.keys("<c-n>");
    assert!(desk.session().is_quick());
    desk.keys("<f4>");
    assert!(!desk.screen().contains("Begin"), "{}", desk.screen());
    // Of the next one nothing was said.
    desk.keys("<esc><esc>n<@Pre-emptive exit>Bob");
    assert!(desk.screen().contains(" Begin    Five minutes:"), "{}", desk.screen());
    desk.keys("<c-n>");
    assert!(!desk.session().is_quick());
}

#[test]
fn a_click_on_nothing_begins_nothing() {
    let mut desk = Desk::new(120, 40);
    desk.keys("n<@Pre-emptive exit>Ada Byron");
    let (x, y) = desk.find("Five minutes: only");
    for (x, y) in [(x, y + 1), (x + 60, y), (x - 3, y), (x, y - 1)] {
        desk.click(x, y);
        assert!(matches!(desk.app.screen, Screen::Form(_)), "{}", desk.screen());
    }
}
