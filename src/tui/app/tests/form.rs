//! The form for who and when: what was typed in it stays, and is never called saved too early.

use super::*;

#[test]
fn going_back_from_the_form_keeps_what_was_typed() {
    let mut desk = Desk::new(80, 24);
    desk.keys("n1Ada Byron<tab>Engines<tab><space><tab>blursday<esc>");
    assert!(matches!(desk.app.screen, Screen::Choose(_)));
    desk.keys("<esc>n3");
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
