//! The first run.

use super::*;

fn welcomed(width: u16, height: u16) -> Desk {
    let mut desk = Desk::new(width, height);
    desk.app.advisor = None;
    desk.app.show_welcome();
    desk.event(Event::Tick);
    desk
}

#[test]
fn the_welcome_at_all_sizes() {
    for (width, height) in SIZES {
        let mut desk = welcomed(width, height);
        insta::assert_snapshot!(format!("welcome_{width}x{height}"), desk.screen());
        desk.keys("Charles Babbage<tab><tab>");
        insta::assert_snapshot!(format!("welcome_look_{width}x{height}"), desk.screen());
    }
    insta::assert_snapshot!("welcome_smallest", welcomed(40, 10).screen());
}

#[test]
fn a_name_is_typed_and_today_comes() {
    let mut desk = welcomed(80, 24);
    desk.keys("Ch arles <bs>X<bs> Babbage");
    desk.press("enter");
    desk.press("enter");
    assert_eq!(desk.begun, [(Some("Ch arles Babbage".to_owned()), false)]);
    assert_eq!(desk.app.advisor.as_deref(), Some("Ch arles Babbage"));
    assert!(desk.screen().contains("Nothing is open, and nothing is due."), "{}", desk.screen());
    assert!(desk.screen().contains("each explained: goodterms config path"), "{}", desk.screen());
}

#[test]
fn one_key_skips_it_and_keeps_the_name() {
    for (typed, name) in [("", None), ("  ", None), ("C. B.", Some("C. B.".to_owned()))] {
        let mut desk = welcomed(80, 24);
        desk.keys(typed);
        desk.press("esc");
        assert_eq!(desk.begun, [(name.clone(), false)], "{typed}");
        assert_eq!(desk.app.advisor, name);
        assert!(matches!(desk.app.screen, Screen::Today(_)));
    }
}

#[test]
fn the_samples_are_put_there_by_key_and_by_mouse() {
    let mut desk = welcomed(60, 20);
    desk.keys("<down><down><space>");
    let mut clicked = welcomed(60, 20);
    clicked.click_on("Your name");
    clicked.keys("Ada");
    clicked.click_on("The people in them");
    assert!(clicked.begun.is_empty(), "nothing begins from a click on nothing");
    clicked.click_on("Look around first");
    assert_eq!((desk.begun, clicked.begun), (vec![(None, true)], vec![(Some("Ada".to_owned()), true)]));
    let said = clicked.app.message.unwrap();
    assert!(!said.bad && said.text.starts_with("2 sample conversations"), "{}", said.text);
}

#[test]
fn what_cannot_be_written_is_said_and_today_comes_all_the_same() {
    for (keys, told) in [
        ("Ada<esc>", "Your name counts for now only, for the config cannot be written: the disk is full"),
        ("<esc>", "The config cannot be written: the disk is full"),
        (
            "<tab><tab><enter>",
            "Neither the sample conversations nor your settings could be written: the disk is full",
        ),
    ] {
        let mut desk = welcomed(80, 24);
        desk.refuses = Some("the disk is full".to_owned());
        desk.keys(keys);
        let message = desk.app.message.clone().unwrap();
        assert!(message.bad && message.text.starts_with(told), "{}", message.text);
        assert!(matches!(desk.app.screen, Screen::Today(_)));
        desk.keys("n<@They say they're going>Zoë<c-n>");
        assert_eq!(desk.app.session().unwrap().head().advisor.is_some(), keys.starts_with("Ada"));
    }
}

#[test]
fn who_quits_here_is_asked_again_unless_there_is_a_name() {
    let mut desk = welcomed(80, 24);
    desk.press("c-q");
    assert!(desk.quit && desk.begun.is_empty());
    let mut desk = welcomed(80, 24);
    desk.keys("Ada<c-q>");
    assert!(desk.quit);
    assert_eq!(desk.begun, [(Some("Ada".to_owned()), false)]);
}

#[test]
fn it_is_typed_in_as_in_any_text() {
    let mut desk = welcomed(80, 24);
    desk.event(Event::Paste("Ada\nByron".to_owned()));
    desk.keys("<home>Lady <c-right>X<bs><end>!<f1>");
    assert!(desk.screen().contains("skip this; it does not come again"), "{}", desk.screen());
    desk.keys("<esc>");
    let Screen::Welcome(welcome) = &desk.app.screen else { panic!("{}", desk.screen()) };
    assert_eq!(welcome.name, "Lady Ada Byron!");
    desk.keys(&"x".repeat(200));
    desk.event(Event::Resize { width: 40, height: 10 });
    assert!(desk.screen().contains("cursor "), "{}", desk.screen());
    desk.keys("<f8>");
    assert!(!desk.screen().contains("Ada"), "{}", desk.screen());
}
