//! Call now: the phone rings, and nothing was prepared.

use super::*;

/// A call in which something was put down.
fn called(width: u16, height: u16) -> Desk {
    let mut desk = Desk::new(width, height);
    desk.keys("<f5>she is furious about the reminder<enter>");
    desk.wait(125);
    desk.keys("paid on 3 November, she says<enter>");
    desk
}

#[test]
fn screen_call() {
    for (width, height) in SIZES {
        let desk = called(width, height);
        insta::assert_snapshot!(format!("call_{width}x{height}"), desk.screen());
    }
}

#[test]
fn one_key_and_one_types_and_the_time_goes_on() {
    let mut desk = Desk::new(80, 24);
    desk.keys("<f5>h");
    assert!(desk.screen().contains("on the phone 0:00"), "{}", desk.screen());
    assert!(desk.app.deadline().is_some_and(|at| at <= Duration::from_secs(1)));
    desk.wait(3);
    assert!(desk.screen().contains("on the phone 0:03"), "{}", desk.screen());
    desk.keys("<f8>");
    assert!(desk.app.deadline().is_none_or(|at| at > Duration::from_secs(4)), "nobody sees the time");
    desk.wait(6);
    assert!(desk.note().contains(" h\n"), "{}", desk.note());
}

#[test]
fn afterwards_one_says_who_it_was_and_what_it_was_about() {
    for (width, height) in SIZES {
        let mut desk = called(width, height);
        desk.keys("<esc>");
        insta::assert_snapshot!(format!("call_who_{width}x{height}"), desk.screen());
        desk.keys("Zoë O'Brien-李<tab>Mills<c-n>");
        insta::assert_snapshot!(format!("call_which_{width}x{height}"), desk.screen());
    }
}

#[test]
fn the_words_go_along_to_the_playbook_that_fits() {
    let mut desk = called(80, 24);
    desk.keys("<esc>Zoë O'Brien-李<c-n><@They may leave>");
    insta::assert_snapshot!("call_over", desk.screen());
    desk.wait(6);
    insta::assert_snapshot!("call_note", desk.note());
    // Typed on and opened again, it is the same.
    desk.keys("<esc><tab>They never called<esc>");
    desk.app.note = None;
    desk.keys("<enter>");
    assert_eq!(desk.session().playbook().id, "exit-interview");
    let notes = desk.session().notes(desk.session().playbook().first_of_talk());
    let notes: Vec<_> = notes.iter().map(|entry| entry.text.as_str()).collect();
    assert_eq!(notes[..2], ["she is furious about the reminder", "paid on 3 November, she says"]);
    assert!(desk.session().earlier().is_empty(), "{:?}", desk.session().earlier());
}

#[test]
fn who_stays_with_the_playbook_keeps_everything_where_it_is() {
    let mut desk = called(80, 24);
    desk.keys("<esc>Ada<c-n><@We upset them>");
    assert!(desk.screen().contains("she is furious"), "{}", desk.screen());
    assert_eq!(desk.session().playbook().id, "rebuild");
    let mut desk = called(80, 24);
    desk.keys("<esc>Ada<c-n><esc>");
    assert_eq!(desk.session().playbook().id, "rebuild");
    assert_eq!(desk.session().head().client.name, "Ada");
}

#[test]
fn who_does_not_say_it_is_not_asked_twice_and_loses_nothing() {
    let mut desk = called(80, 24);
    desk.keys("<esc><esc>");
    assert!(matches!(desk.app.screen, Screen::Today(_)), "{}", desk.screen());
    assert!(desk.screen().contains("Somebody"), "{}", desk.screen());
    desk.click_on("Rebuild after");
    desk.keys("<esc>");
    assert!(matches!(desk.app.screen, Screen::Today(_)), "{}", desk.screen());
    assert!(desk.note().contains("paid on 3 November"));
}

#[test]
fn quitting_while_one_is_asked_takes_the_name() {
    let mut desk = called(80, 24);
    desk.keys("<esc>Ada Byron<c-q>");
    assert!(desk.quit);
    assert!(desk.note().contains("Ada Byron"), "{}", desk.note());
}

#[test]
fn a_call_waits_for_no_disk() {
    let mut desk = Desk::walking(80, 24);
    desk.keys("words<esc>");
    desk.silent = true;
    desk.keys("<f5>he said");
    assert!(desk.screen().contains("he said"), "{}", desk.screen());
    assert!(desk.screen().contains("on the phone"), "{}", desk.screen());
}

#[test]
fn in_a_conversation_f5_goes_to_the_talk() {
    let mut desk = Desk::walking(80, 24);
    desk.keys("<f5>said");
    assert!(desk.screen().contains("Listen") && desk.screen().contains("said"), "{}", desk.screen());
    desk.keys("<esc><esc><esc>");
    assert!(matches!(desk.app.screen, Screen::Today(_)), "nobody asks who it was: {}", desk.screen());
}

#[test]
fn without_a_playbook_for_calls_one_is_told() {
    let own = tempfile::tempdir().unwrap();
    let rebuild = include_str!("../../../../playbooks/rebuild.toml").replace("call_now = true", "");
    std::fs::write(own.path().join("rebuild.toml"), rebuild).unwrap();
    let mut desk = Desk::with(own.path(), 80, 24);
    desk.keys("<f5>");
    assert!(desk.screen().contains("call_now = true"), "{}", desk.screen());
    // One of the advisor's own speaks before those that are built in.
    let farewell = include_str!("../../../../playbooks/farewell.toml");
    let farewell = farewell.replacen("language = \"en\"", "language = \"en\"\ncall_now = true", 1);
    std::fs::write(own.path().join("rebuild.toml"), farewell).unwrap();
    let mut desk = Desk::with(own.path(), 80, 24);
    desk.keys("<f5>x");
    assert_eq!(desk.session().playbook().id, "farewell");
}

#[test]
fn a_call_that_goes_on_to_the_end_asks_too() {
    let mut desk = called(80, 24);
    desk.keys("<f5>");
    for _ in 0..6 {
        if matches!(desk.app.screen, Screen::Walk(_)) {
            desk.keys("<c-n>");
        }
    }
    assert!(desk.screen().contains("Who was it?"), "{}", desk.screen());
    desk.keys("<esc>");
    assert!(desk.app.call_time().is_none());
}
