//! Nothing happens under the hand that was not asked for, or unseen.

use super::*;

fn double_click_on(desk: &mut Desk, words: &str) {
    let screen = desk.screen();
    let (y, line) = screen.lines().enumerate().find(|(_, l)| l.contains(words)).expect(words);
    let x = u16::try_from(line[1..].find(words).unwrap()).unwrap();
    let y = u16::try_from(y).unwrap();
    desk.event(Event::Click { x, y, double: false, extend: false });
    desk.event(Event::Click { x, y, double: true, extend: false });
}

#[test]
fn a_double_click_is_one_click() {
    let mut desk = Desk::walking(80, 24);
    double_click_on(&mut desk, "Next");
    assert!(desk.screen().contains("Your questions                   Before"), "{}", desk.screen());
    desk.keys("<c-b>");
    desk.keys("<esc>");
    double_click_on(&mut desk, "Ada Byron");
    assert!(desk.screen().contains("[ ] How often"), "{}", desk.screen());
    double_click_on(&mut desk, "[ ] How often");
    assert!(desk.screen().contains("[ ] How often"), "twice is back again: {}", desk.screen());
}

#[test]
fn undo_says_what_it_changed_out_of_sight() {
    let mut desk = Desk::walking(80, 24);
    desk.keys("<f4> Lovelace<c-n><c-z>");
    assert!(desk.screen().contains("The details have changed"), "{}", desk.screen());
    desk.keys("<f9><@Close this conversation>");
    desk.app.show_walk();
    desk.keys("<c-z>");
    assert!(desk.screen().contains("This conversation is open again"), "{}", desk.screen());
    desk.keys("<c-y>");
    assert!(desk.screen().contains("This conversation is closed again"), "{}", desk.screen());
}

#[test]
fn help_offers_undo_only_where_there_is_one() {
    let mut desk = Desk::new(120, 40);
    for (keys, offered) in
        [("<f1>", true), ("<esc>n<f1>", false), ("<esc>1Ada<f1>", false), ("<esc><c-n><f1>", true)]
    {
        desk.keys(keys);
        assert_eq!(desk.screen().contains("Ctrl+Z"), offered, "{keys}");
    }
}

#[test]
fn a_late_disk_does_not_take_one_elsewhere() {
    let mut desk = Desk::walking(80, 24);
    desk.keys("<esc>n<@Pre-emptive exit>Bob<c-n>first");
    desk.silent = true;
    desk.keys("<esc>");
    // Ada is asked for; before the disk answers it is Bob again.
    desk.click_on("Ada Byron");
    desk.click_on("Bob");
    desk.keys(" on");
    desk.wait(6);
    desk.disk_goes_on();
    desk.event(Event::Tick);
    assert!(desk.status().starts_with("Saved"), "{}", desk.status());
    assert!(desk.screen().contains("first on"), "{}", desk.screen());
}

#[test]
fn what_waits_for_a_disk_that_refuses_says_so() {
    let mut desk = Desk::walking(80, 24);
    desk.refuses = Some("the disk is full: make room (/notes)".to_owned());
    desk.keys("words<esc>n1Bob<c-n>");
    let screen = desk.screen();
    assert!(
        screen.contains("must be saved first") && screen.contains("NOT SAVED: the disk is full"),
        "{screen}"
    );
}

#[test]
fn the_question_whether_to_quit_is_answered_by_a_disk_that_comes_back() {
    let mut desk = Desk::walking(80, 24);
    desk.refuses = Some("the disk is full: make room (/notes)".to_owned());
    desk.keys("words<c-q>");
    assert!(!desk.quit);
    desk.refuses = None;
    desk.wait(6);
    assert!(desk.quit);
}
