//! The card to take along.

use super::*;

/// On the walk with Zoë, in person, with questions; at the notes of the first step.
fn asked(width: u16, height: u16) -> Desk {
    let mut desk = Desk::new(80, 24);
    desk.keys(INTO_WALK);
    desk.keys("<c-n>What did O'Brien hope for?<enter>What would you change first, if it were up to you?");
    desk.event(Event::Resize { width, height });
    desk
}

#[test]
fn screen_card() {
    for (width, height) in SIZES {
        let mut desk = asked(width, height);
        desk.keys("<f7>");
        insta::assert_snapshot!(format!("card_{width}x{height}"), desk.screen());
    }
}

#[test]
fn in_a_small_window_it_is_whole_and_scrolls() {
    let mut desk = asked(40, 10);
    desk.keys("<c-k>");
    insta::assert_snapshot!("card_40x10", desk.screen());
    let mut seen = desk.screen();
    for _ in 0..30 {
        desk.keys("<down>");
        seen += &desk.screen();
    }
    for words in ["What would you change", "May we try again", "Leave this in the car.", "make the move"] {
        assert!(seen.contains(words), "{words}: {seen}");
    }
    assert!(seen.lines().all(|line| crate::text::width(line) <= 41), "{seen}");
}

#[test]
fn the_whole_name_is_there_for_whoever_asks() {
    let mut desk = asked(120, 40);
    desk.keys("<f7>");
    let card = |desk: &Desk| desk.app.shown_card().unwrap().text();
    assert!(
        card(&desk).starts_with("Zoë · Tue 24 Nov, 12:30\n• What did Zoë hope for?\n"),
        "{}",
        card(&desk)
    );
    desk.keys("f");
    assert!(
        card(&desk).contains("Zoë O'Brien-李") && card(&desk).contains("What did O'Brien"),
        "{}",
        card(&desk)
    );
    assert!(desk.screen().contains("--full-names -o card.html"), "{}", desk.screen());
    desk.click_on("Full names");
    assert!(!card(&desk).contains("O'Brien"));
    desk.keys("<a-c>");
    assert_eq!(desk.copied.as_deref(), Some(card(&desk).as_str()));
    assert!(desk.screen().contains("Copied the card (12 lines)"), "{}", desk.screen());
    // Whoever comes back finds it without.
    desk.keys("f<esc><f7>");
    assert!(!card(&desk).contains("O'Brien"));
}

#[test]
fn on_the_way_to_a_talk_in_person_it_comes_first() {
    let mut desk = asked(80, 24);
    desk.keys("<f5>");
    insta::assert_snapshot!("card_before_talk", desk.screen());
    desk.keys("<esc>");
    assert!(desk.app.overlay.is_none() && desk.screen().contains("Your questions"), "{}", desk.screen());
    desk.keys("<f5><enter>");
    assert!(desk.screen().contains("What they said, in their exact words"), "{}", desk.screen());
    assert!(desk.screen().contains("Put it down"), "{}", desk.screen());
    desk.keys("nobody rang");
    assert_eq!(desk.session().answers_json()["listen.words"], "nobody rang");
    // F7 is a look at it, and goes nowhere.
    desk.keys("<f7><enter>");
    assert!(desk.app.overlay.is_some());
    desk.keys("<f7>");
    assert!(desk.app.overlay.is_none());
}

#[test]
fn on_the_phone_the_talk_comes_at_once() {
    let mut desk = Desk::walking(80, 24);
    desk.keys("<f5>");
    assert!(desk.app.overlay.is_none() && desk.screen().contains("Listen"), "{}", desk.screen());
}

#[test]
fn from_today_it_is_one_key_away() {
    let mut desk = asked(80, 24);
    desk.wait(6);
    desk.keys("<esc>");
    for open in [true, false] {
        if !open {
            desk.app.note = None;
        }
        desk.keys("<f7>");
        assert!(desk.screen().contains("Leave this in the car."), "{}", desk.screen());
        desk.keys("<esc>");
        assert!(matches!(desk.app.screen, Screen::Today(_)) && desk.app.overlay.is_none());
    }
    // From a follow-up of it, too, and from the agenda and the client.
    for way in ["a<f7>", "czo<enter><f7>", "c<esc><f7>"] {
        desk.keys(way);
        assert!(desk.screen().contains("Leave this in the car."), "{way}: {}", desk.screen());
        desk.keys("<esc><esc><esc>");
    }
    desk.keys("o<f9><f7>");
    assert!(desk.screen().contains("Leave this in the car."), "{}", desk.screen());
    desk.keys("<esc>");
    assert!(matches!(desk.app.screen, Screen::End(_)));
}

#[test]
fn where_there_is_no_conversation_there_is_no_card() {
    let mut desk = Desk::new(80, 24);
    desk.keys("<f7>");
    assert!(desk.screen().contains("no conversation here"), "{}", desk.screen());
}
