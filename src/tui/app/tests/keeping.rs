//! Holding and forgetting a client on their page, and what is closed and was changed.

use super::clients::with_clients;
use super::*;

/// The client's notes, by their names.
fn of<'a>(desk: &'a Desk, name: &str) -> Vec<&'a String> {
    desk.notes.values().filter(|note| note.contains(name)).collect()
}

#[test]
fn screen_hold() {
    for (width, height) in SIZES {
        let mut desk = with_clients(width, height);
        desk.keys("cfinn<enter>h");
        insta::assert_snapshot!(format!("hold_{width}x{height}"), desk.screen());
        desk.keys("a claim is open<enter>");
        insta::assert_snapshot!(format!("held_{width}x{height}"), desk.screen());
    }
}

#[test]
fn screen_forget() {
    for (width, height) in SIZES {
        let mut desk = with_clients(width, height);
        desk.keys("cfinn<enter><s-del>");
        insta::assert_snapshot!(format!("forget_{width}x{height}"), desk.screen());
    }
}

#[test]
fn all_notes_of_a_client_are_put_on_hold_and_released() {
    let mut desk = with_clients(80, 24);
    // One of them is open here.
    desk.keys("cfinn<enter><enter><esc>ha claim<enter>");
    desk.wait(6);
    assert!(of(&desk, "Finn").iter().all(|note| note.contains("hold = \"a claim\"")), "{:?}", desk.notes);
    assert!(desk.screen().contains("On hold, not to be forgotten: a claim"), "{}", desk.screen());
    desk.keys("<s-del>");
    assert!(desk.screen().contains("nothing is forgotten, for this must be kept"), "{}", desk.screen());
    desk.keys("Bob Finn<enter>");
    assert_eq!(of(&desk, "Finn").len(), 2, "{}", desk.screen());
    desk.keys("<esc>h<c-a><bs><enter>");
    desk.wait(6);
    assert!(of(&desk, "hold =").is_empty(), "{:?}", desk.notes);
    assert!(desk.screen().contains("No longer on hold"), "{}", desk.screen());
}

#[test]
fn esc_puts_nothing_on_hold_and_forgets_nothing() {
    let mut desk = with_clients(80, 24);
    let before = desk.notes.clone();
    desk.keys("cfinn<enter>ha claim<esc><s-del>Bob Finn<esc>h<enter>");
    assert!(desk.screen().contains("To put it on hold, say why"), "{}", desk.screen());
    assert_eq!(desk.notes, before);
}

#[test]
fn a_client_is_forgotten_when_the_name_is_typed_as_it_stands() {
    let mut desk = with_clients(80, 24);
    let all = desk.notes.len();
    desk.keys("cfinn<enter><s-del><enter>bob<enter>");
    assert!(
        desk.screen().contains("Nothing is forgotten: type the name as it stands, Bob Finn"),
        "{}",
        desk.screen()
    );
    assert_eq!(desk.notes.len(), all);
    desk.keys("<c-a>Bob Finn<enter>");
    assert!(matches!(desk.app.screen, Screen::Today(_)));
    assert!(desk.screen().contains("Forgotten: Bob Finn (also Robert Finn), 2 files"), "{}", desk.screen());
    assert!(of(&desk, "Finn").is_empty() && desk.notes.len() == all - 2);
    desk.keys("cfinn");
    assert!(desk.screen().contains("No client goes by that name"), "{}", desk.screen());
}

#[test]
fn one_that_stays_open_behind_the_page_is_left_before_it_is_forgotten() {
    let mut desk = with_clients(80, 24);
    desk.keys("cfinn<enter><enter>");
    let id = desk.session().head().id.clone();
    desk.keys("<esc><s-del>Bob Finn<enter>");
    assert!(desk.app.note.is_none() && desk.closed.contains(&id), "{}", desk.screen());
    assert!(of(&desk, "Finn").is_empty());
}

#[test]
fn what_is_not_saved_is_not_forgotten() {
    let mut desk = with_clients(80, 24);
    desk.keys("cfinn<enter><enter>");
    desk.refuses = Some("the disk is full".to_owned());
    desk.keys("words<esc><s-del>Bob Finn<enter>");
    assert!(desk.screen().contains("is being saved"), "{}", desk.screen());
    assert_eq!(of(&desk, "Finn").len(), 2);
}

#[test]
fn what_was_changed_after_it_was_closed_says_so_on_every_screen() {
    for (width, height) in SIZES {
        let mut desk = Desk::walking(width, height);
        let now = desk.app.now.wall;
        let closed = now - chrono::Duration::days(4);
        desk.app.edit(crate::session::Edit::Close {
            status: crate::document::Status::Closed,
            outcome: None,
            closed: Some(closed),
        });
        desk.app.edit(crate::session::Edit::Hold(Some("a claim is open".to_owned())));
        desk.keys("changed");
        assert!(desk.screen().contains("on hold · closed · amended"), "{}", desk.screen());
        desk.keys("<f9>");
        insta::assert_snapshot!(format!("amended_{width}x{height}"), desk.screen());
    }
}

#[test]
fn what_is_older_than_one_means_to_keep_is_one_quiet_line() {
    let mut desk = with_clients(80, 24);
    for note in desk.notes.values_mut().filter(|note| note.contains("Zoë")) {
        *note = note.replace("status = \"open\"", "status = \"closed\"\nclosed = 2018-03-01T10:00:00-05:00");
    }
    desk.keys("c");
    assert!(!desk.screen().contains("older"), "nobody said how long: {}", desk.screen());
    desk.app.keep_years = Some(7);
    desk.keys("<esc>c");
    let said = "1 closed conversation is older than the 7 years you set:";
    assert!(desk.screen().contains(said), "{}", desk.screen());
}
