//! The clients, one of them, other names, and all actions.

use super::due::with_follow_ups;
use super::*;
use crate::document::Client;

/// Some conversations with three clients, one of them under two names.
pub(super) fn with_clients(width: u16, height: u16) -> Desk {
    let mut desk = with_follow_ups(width, height);
    desk.event(Event::Resize { width: 120, height: 40 });
    for (name, firm) in
        [("Zoë O'Brien-李", "Analytical Engines"), ("Robert Finn", ""), ("Bob Finn", "Finn & Co")]
    {
        desk.keys(&format!("n<@Pre-emptive exit>{name}<tab>{firm}<c-n><esc>"));
    }
    for note in desk.notes.values_mut() {
        *note = note.replace("name = \"Robert Finn\"", "name = \"Robert Finn\", also = [\"Bob Finn\"]");
    }
    desk.app.note = None;
    desk.event(Event::Resize { width, height });
    desk.keys("c<esc>");
    desk
}

#[test]
fn screen_clients() {
    for (width, height) in SIZES {
        let mut desk = with_clients(width, height);
        desk.keys("c");
        insta::assert_snapshot!(format!("clients_{width}x{height}"), desk.screen());
        desk.keys("zoe");
        // Accents are typed by few.
        desk.keys("<bs><bs><bs>fin<down>");
        insta::assert_snapshot!(format!("clients_found_{width}x{height}"), desk.screen());
    }
}

#[test]
fn screen_client() {
    for (width, height) in SIZES {
        let mut desk = with_clients(width, height);
        desk.keys("cada<enter><down>");
        insta::assert_snapshot!(format!("client_{width}x{height}"), desk.screen());
    }
}

#[test]
fn one_client_under_two_names_has_everything_on_one_page_and_esc_goes_back_to_it() {
    let mut desk = with_clients(80, 24);
    desk.keys("cfinn<enter>");
    let screen = desk.screen();
    assert_eq!(screen.matches("Pre-emptive exit interview").count(), 2, "{screen}");
    desk.keys("<down><enter>");
    assert!(matches!(desk.app.screen, Screen::Walk(_)), "{}", desk.screen());
    desk.keys("<esc>");
    assert!(matches!(desk.app.screen, Screen::Client(_)), "{}", desk.screen());
    desk.keys("<esc>");
    assert!(desk.screen().contains("finn"), "{}", desk.screen());
    desk.keys("<esc>");
    assert!(matches!(desk.app.screen, Screen::Today(_)));
}

#[test]
fn a_follow_up_is_done_on_a_clients_page() {
    let mut desk = with_clients(120, 40);
    desk.keys("cada<enter>");
    desk.keys("<down> ");
    assert!(desk.screen().contains("Done: Send Ada your thanks"), "{}", desk.screen());
    assert!(matches!(desk.app.screen, Screen::Client(_)));
    assert!(desk.screen().contains("[x]"), "{}", desk.screen());
    desk.keys("<c-z>");
    assert!(!desk.screen().contains("done 21 November"), "{}", desk.screen());
}

#[test]
fn screen_rename() {
    for (width, height) in SIZES {
        let mut desk = with_clients(width, height);
        desk.keys("cfinn<enter>r<tab>");
        insta::assert_snapshot!(format!("rename_{width}x{height}"), desk.screen());
    }
}

#[test]
fn a_client_is_renamed_in_all_notes_and_found_by_the_names_they_had() {
    let mut desk = with_clients(80, 24);
    // One of the notes is open here.
    desk.keys(
        "cfinn<enter><enter><esc>r<c-a>Robert Finnegan<tab><tab><c-a>Bob Finn; Robert Finn;; Bob Finn<c-n>",
    );
    desk.wait(6);
    assert!(desk.screen().contains("Renamed in 1 other note"), "{}", desk.screen());
    let heads: Vec<_> = desk.notes.values().map(|note| Document::parse(note).head().unwrap()).collect();
    let theirs: Vec<&Client> =
        heads.iter().map(|head| &head.client).filter(|client| client.name == "Robert Finnegan").collect();
    assert_eq!(theirs.len(), 2, "{:?}", desk.notes);
    assert!(theirs.iter().all(|client| client.also == ["Bob Finn", "Robert Finn"]), "{theirs:?}");
    // What nobody touched stays in each note as it was.
    let firms: Vec<_> = theirs.iter().map(|client| client.organisation.as_deref()).collect();
    assert!(firms.contains(&None) && firms.contains(&Some("Finn & Co")), "{firms:?}");
    desk.keys("<esc><c-a>bob");
    assert!(desk.screen().contains("Robert Finnegan"), "{}", desk.screen());
    desk.keys("<enter>");
    assert!(desk.screen().contains("Also Bob Finn, Robert Finn"), "{}", desk.screen());
}

#[test]
fn a_client_has_a_name_and_esc_leaves_it_as_it_was() {
    let mut desk = with_clients(80, 24);
    let before = desk.notes.clone();
    desk.keys("czoe<bs><bs><bs>zo<enter>r<c-a><bs><c-n>");
    assert!(desk.screen().contains("A name or initials will do"), "{}", desk.screen());
    desk.keys("Other<esc>");
    assert!(desk.screen().contains("Zoë O'Brien-李"), "{}", desk.screen());
    assert_eq!(desk.notes, before);
}

#[test]
fn screen_actions() {
    for (width, height) in SIZES {
        let mut desk = Desk::walking(width, height);
        desk.keys("<c-p>");
        insta::assert_snapshot!(format!("actions_{width}x{height}"), desk.screen());
        desk.keys("prst");
        insta::assert_snapshot!(format!("actions_found_{width}x{height}"), desk.screen());
    }
}

#[test]
fn an_action_is_found_by_a_few_letters_and_done() {
    let mut desk = Desk::walking(80, 24);
    desk.keys("<c-p>nextst<enter>");
    assert!(desk.app.overlay.is_none());
    assert!(
        desk.screen().contains("Before you call") || !desk.screen().contains("Where did it"),
        "{}",
        desk.screen()
    );
    desk.keys("<c-p>xyzxyz<enter>");
    assert!(desk.screen().contains("Nothing that fits"), "{}", desk.screen());
    desk.keys("<esc><c-p><c-p>");
    assert!(desk.app.overlay.is_none());
    // What does not apply is not offered: no row of a table is here, and no blank screen's way back.
    let mut today = Desk::new(80, 24);
    today.keys("<c-p>row");
    assert!(!today.screen().contains("Delete row"), "{}", today.screen());
    today.keys("<esc><c-p>playbooks<enter>");
    assert!(matches!(today.app.screen, Screen::Playbooks(_)));
    today.keys("<esc><c-p>quit");
    today.click_on("Ctrl+Q");
    assert!(today.quit);
}

#[test]
fn screen_client_completed() {
    for (width, height) in SIZES {
        let mut desk = with_clients(width, height);
        desk.keys("n1finn<down>");
        insta::assert_snapshot!(format!("completed_{width}x{height}"), desk.screen());
    }
}

#[test]
fn a_client_of_an_earlier_conversation_is_taken_with_all_that_is_known() {
    let mut desk = with_clients(80, 24);
    // By another name, and without its accents; the mark goes down to it, past it and back.
    desk.keys("n1zoe<down><enter>");
    let screen = desk.screen();
    assert!(screen.contains("Zoë O'Brien-李") && screen.contains("Analytical Engines"), "{screen}");
    assert!(screen.contains("( ) in person"), "{screen}");
    desk.keys("<up><up><c-a>robert");
    assert!(desk.screen().contains("Bob Finn"), "{}", desk.screen());
    desk.click_on("Bob Finn");
    assert!(desk.screen().contains("Finn & Co"), "{}", desk.screen());
    desk.keys("<c-n>");
    let heads = desk.notes.values().map(|note| Document::parse(note).head().unwrap());
    assert_eq!(heads.filter(|head| head.client.also == ["Robert Finn"]).count(), 1, "{:?}", desk.notes);
    // Who is new stays who was typed.
    desk.keys("<esc>n1Zoë<down><up><tab>Mills<c-n>");
    assert!(desk.notes.values().any(|note| note.contains("name = \"Zoë\", organisation = \"Mills\"")));
}

#[test]
fn nothing_is_renamed_by_a_click_on_nothing() {
    let mut desk = with_clients(80, 24);
    let before = desk.notes.clone();
    desk.keys("cada<enter>r Lovelace");
    let (x, y) = desk.find("Rename in 1 conversation");
    desk.click(x + 40, y);
    assert_eq!(desk.notes, before);
    desk.click(x, y);
    desk.wait(6);
    assert!(desk.notes.values().any(|note| note.contains("Ada Byron Lovelace")));
}

#[test]
fn who_is_typed_over_takes_nothing_of_the_one_before() {
    let mut desk = with_clients(80, 24);
    desk.keys("n1finn<down><enter><up><up><c-a>Ben Cole<c-n>");
    let heads = desk.notes.values().map(|note| Document::parse(note).head().unwrap());
    let ben = heads.map(|head| head.client).find(|client| client.name == "Ben Cole").unwrap();
    assert_eq!((ben.organisation, ben.also), (None, Vec::new()));
}

#[test]
fn a_caller_whom_nobody_named_is_offered_to_nobody() {
    let mut desk = Desk::new(80, 24);
    desk.keys("<f5>one<enter><esc><esc>n1some");
    assert!(!desk.screen().contains("Somebody"), "{}", desk.screen());
}

#[test]
fn a_listing_that_comes_leaves_the_list_over_it_alone() {
    let mut desk = with_clients(120, 40);
    desk.keys("<down><down><c-p><down>");
    desk.carry_out(Effect::List);
    let Some(Overlay::Actions(actions)) = &desk.app.overlay else { panic!("{}", desk.screen()) };
    assert_eq!(actions.list.marked, 1);
    let Screen::Today(today) = &desk.app.screen else { panic!("{}", desk.screen()) };
    assert_eq!(today.list.marked, 2);
}

#[test]
fn what_is_typed_in_the_list_of_actions_goes_there() {
    let mut desk = Desk::walking(80, 24);
    desk.keys("<c-f><c-p>save");
    let Some(Overlay::Actions(actions)) = &desk.app.overlay else { panic!("{}", desk.screen()) };
    assert_eq!(actions.line.text(), "save");
}
