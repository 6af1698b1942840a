//! Search: words in any note, as one types.

use super::*;

/// Two conversations with words in them.
fn with_words(width: u16, height: u16) -> Desk {
    let mut desk = Desk::new(120, 40);
    desk.keys("n<@Pre-emptive exit>Zoë O'Brien-李<tab>Analytical Engines<c-n>");
    desk.keys(
        "We agreed on a call each month.<enter>Nobody called her in March, nor her daughter.<c-n><esc>",
    );
    desk.keys("n<@They say they're going>Ada Byron<c-n><f2><down><down><enter>");
    desk.keys("<tab><tab><tab><tab>she said: nobody called in March<enter><esc>");
    desk.app.note = None;
    desk.event(Event::Resize { width, height });
    desk
}

#[test]
fn screen_search() {
    for (width, height) in SIZES {
        let mut desk = with_words(width, height);
        desk.keys("/");
        insta::assert_snapshot!(format!("search_empty_{width}x{height}"), desk.screen());
        desk.keys("called march");
        insta::assert_snapshot!(format!("search_{width}x{height}"), desk.screen());
        desk.keys("zzz");
        assert!(desk.screen().contains("No conversation has all of these words"), "{}", desk.screen());
    }
}

#[test]
fn accents_do_not_matter_and_capitals_only_where_they_are_typed() {
    let mut desk = with_words(80, 24);
    desk.keys("/zoe");
    assert!(desk.screen().contains("Zoë O'Brien-李"), "{}", desk.screen());
    desk.keys("<c-a>nobody");
    assert!(desk.screen().contains("2 lines in 2 conversations"), "{}", desk.screen());
    desk.keys("<c-a>Nobody");
    assert!(desk.screen().contains("1 line in 1 conversation"), "{}", desk.screen());
}

#[test]
fn enter_opens_at_the_place_and_esc_comes_back_to_what_was_found() {
    let mut desk = with_words(80, 24);
    desk.keys("/daughter<enter>");
    assert!(matches!(desk.app.screen, Screen::Walk(_)), "{}", desk.screen());
    let (_, cursor) = desk.buffer();
    let row = desk.find("Nobody called her in March").1;
    assert_eq!(cursor.map(|at| at.y), Some(row), "{}", desk.screen());
    // What is written there is found when one comes back.
    desk.keys("Her daughter. <esc>");
    assert!(matches!(desk.app.screen, Screen::Search(_)), "{}", desk.screen());
    assert!(desk.screen().contains("Her daughter. Nobody"), "{}", desk.screen());
    desk.keys("<c-a>nobody called<enter>");
    assert!(desk.screen().contains("Ada Byron"), "{}", desk.screen());
    desk.keys("<esc><esc>");
    assert!(matches!(desk.app.screen, Screen::Today(_)));
    assert_eq!(desk.searches, 0, "the words of all notes are kept no longer");
}

#[test]
fn a_click_opens_what_was_found_and_an_old_answer_is_none() {
    let mut desk = with_words(80, 24);
    desk.keys("/march");
    let before = desk.screen();
    desk.event(Event::Found(Found { typed: "mar".to_owned(), ..Found::default() }));
    assert_eq!(desk.screen(), before);
    desk.click_on("said: nobody");
    assert!(matches!(desk.app.screen, Screen::Walk(_)), "{}", desk.screen());
}

#[test]
fn a_folder_that_cannot_be_read_is_said() {
    let mut desk = with_words(80, 24);
    desk.keys("/x");
    let error = Some("/notes: no permission".to_owned());
    desk.event(Event::Found(Found { typed: "x".to_owned(), error, ..Found::default() }));
    assert!(
        desk.screen().contains("cannot be read") && desk.screen().contains("no permission"),
        "{}",
        desk.screen()
    );
}
