//! What leaves as a file, and the dates for a calendar.

use super::due::with_follow_ups;
use super::*;
use crate::tui::app::export::{Format, Subject};

fn at_end(width: u16, height: u16) -> Desk {
    let mut desk = with_follow_ups(width, height);
    desk.app.exports = PathBuf::from("/home/ada/Downloads");
    desk.keys("o<f9>");
    desk
}

/// Goes to the item with these words.
fn mark(desk: &mut Desk, words: &str) {
    desk.keys(&"<up>".repeat(60));
    for _ in 0..60 {
        if desk.screen().lines().any(|l| l.starts_with('>') && l.contains(words)) {
            return;
        }
        desk.keys("<down>");
    }
    panic!("{words}: {}", desk.screen());
}

fn last(desk: &Desk) -> (Format, bool, bool) {
    let order = desk.orders.last().unwrap();
    (order.format, order.private, order.redact)
}

#[test]
fn screen_of_the_formats() {
    for (width, height) in SIZES {
        let mut desk = at_end(width, height);
        desk.keys("e<up> ");
        insta::assert_snapshot!(format!("formats_{width}x{height}"), desk.screen());
        desk.keys("<esc><esc><esc>c<enter>e");
        insta::assert_snapshot!(format!("formats_of_client_{width}x{height}"), desk.screen());
    }
}

#[test]
fn a_conversation_leaves_as_what_is_chosen() {
    let mut desk = at_end(80, 24);
    desk.keys("e<enter>");
    assert_eq!(last(&desk), (Format::Document, false, false));
    assert!(matches!(&desk.orders[0].subject, Subject::Conversation(_)));
    assert!(desk.screen().contains("Written: /downloads/goodterms.docx"), "{}", desk.screen());
    mark(&mut desk, "Hand it on as a file");
    desk.keys("<enter><up> <up><enter><down><down><down><down><enter>");
    assert_eq!(last(&desk), (Format::Text, true, true));
    assert!(desk.screen().contains("read it before you give it away"), "{}", desk.screen());
    desk.keys("e<up><up> <down><down><enter>");
    assert!(desk.screen().contains("may still have to be disclosed"), "{}", desk.screen());
}

#[test]
fn esc_writes_nothing_and_what_was_refused_is_said() {
    let mut desk = at_end(80, 24);
    desk.keys("e<down><esc>");
    assert!(desk.orders.is_empty() && desk.app.overlay.is_none());
    desk.refuses = Some("/downloads: the disk is full".to_owned());
    desk.keys("e<enter>");
    assert!(desk.screen().contains("Nothing was written. /downloads: the disk is full"), "{}", desk.screen());
}

#[test]
fn everything_with_a_client_leaves_and_there_is_no_card_of_it() {
    let mut desk = at_end(80, 24);
    desk.keys("<esc><esc>c<enter>e");
    assert!(desk.screen().contains("Everything with Ada Byron"), "{}", desk.screen());
    assert!(!desk.screen().contains("The card to print"), "{}", desk.screen());
    desk.keys("<enter>");
    assert!(matches!(&desk.orders[0].subject, Subject::Client(name, Some(_)) if name == "Ada Byron"));
}

#[test]
fn closing_puts_the_dates_into_a_calendar_file_and_says_where() {
    let mut desk = at_end(80, 24);
    mark(&mut desk, "Close this conversation");
    desk.keys("<enter>");
    assert_eq!(last(&desk), (Format::Calendar, false, false));
    assert_eq!(desk.orders.len(), 1);
    let screen = desk.screen().replace("\n|", " ");
    assert!(screen.contains("Closed: Parted") && screen.contains("/downloads/goodterms.ics"), "{screen}");
}

#[test]
fn a_calendar_file_can_be_had_at_once_or_not_at_all() {
    let mut desk = at_end(80, 24);
    mark(&mut desk, "calendar file");
    desk.keys("<enter>");
    assert_eq!(last(&desk), (Format::Calendar, false, false));
    assert!(desk.screen().contains("written: /downloads/goodterms.ics"), "{}", desk.screen());
    desk.keys(" ");
    mark(&mut desk, "Close this conversation");
    desk.keys("<enter>");
    assert_eq!(desk.orders.len(), 1);
    assert!(desk.note().contains("status = \"closed\""), "{}", desk.note());
}

#[test]
fn a_calendar_file_that_was_not_written_does_not_hide_that_it_is_closed() {
    let mut desk = at_end(80, 24);
    desk.refuses = Some("/downloads: the disk is full".to_owned());
    desk.drafts_well = true;
    mark(&mut desk, "Close this conversation");
    desk.keys("<enter>");
    let said = desk.app.message.as_ref().unwrap().text.clone();
    assert!(said.starts_with("Closed: Parted, and helped with the move"), "{said}");
    assert!(said.ends_with("The calendar file was not written. /downloads: the disk is full"), "{said}");
}

#[test]
fn what_was_chosen_on_the_end_page_is_there_when_one_comes_back() {
    let mut desk = at_end(120, 60);
    mark(&mut desk, "They are thinking about it");
    desk.keys(" ");
    mark(&mut desk, "Put the dates into a calendar file");
    desk.keys(" +Call her son<esc><esc><f9>");
    let screen = desk.screen();
    assert!(screen.contains("(x) They are thinking about it"), "{screen}");
    assert!(screen.contains("[ ] Put the dates into a calendar file"), "{screen}");
    desk.keys("+");
    assert!(desk.screen().contains("Call her son"), "{}", desk.screen());
    desk.keys("<esc>");
    mark(&mut desk, "Close this conversation");
    desk.keys("<enter>");
    assert!(desk.orders.is_empty());
    assert!(desk.note().contains("outcome = \"thinking\""), "{}", desk.note());
}

#[test]
fn another_end_of_a_closed_conversation_counts_at_once() {
    let mut desk = at_end(120, 60);
    mark(&mut desk, "Close this conversation");
    desk.keys("<enter>");
    let closed = |desk: &Desk| Document::parse(desk.note()).head().unwrap().closed.unwrap();
    let before = closed(&desk);
    desk.wait(60);
    desk.keys("o<f9>");
    mark(&mut desk, "They are thinking about it");
    desk.keys("<enter>");
    assert!(desk.screen().contains("It ended: They are thinking about it"), "{}", desk.screen());
    desk.wait(6);
    assert!(desk.note().contains("outcome = \"thinking\""), "{}", desk.note());
    assert_eq!(closed(&desk), before);
    assert!(desk.screen().contains("Enter writes it"), "{}", desk.screen());
}
