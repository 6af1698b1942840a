//! When what is typed goes to the disk; and what is told where that is slow, hangs or refuses.

use super::desk::as_typed;
use super::elsewhere::filed;
use super::*;
use crate::store::Report;

const FULL: &str = "the disk is full: make room";

fn said(desk: &Desk, revision: u64) -> Event {
    Event::Report(Report::Saved { id: desk.app.session().unwrap().head().id.clone(), revision })
}

/// The writer's answer: the note has all up to a revision.
fn has_all(desk: &Desk, revision: u64) -> Event {
    let session = desk.app.session().unwrap();
    let path = desk.places.values().next().unwrap().clone();
    let stands = as_typed(path, Box::new(session.to_document()), 0);
    Event::Report(Report::Filed { id: session.head().id.clone(), revision, stands })
}

/// Its answer where the disk is full: the draft has all up to a revision, the note has not.
fn is_full(desk: &Desk, revision: u64) -> Event {
    let id = desk.app.session().unwrap().head().id.clone();
    Event::Report(Report::Failed { id, revision, reason: FULL.to_owned(), stands: None })
}

#[test]
fn a_key_is_drawn_before_its_note_is_handed_on() {
    let mut desk = Desk::walking(80, 24);
    desk.wait(1);
    desk.tick += Duration::from_secs(1);
    // As `run` does, which looks at deadlines before it draws.
    desk.update(Event::Text("precious".to_owned()));
    desk.update(Event::Tick);
    assert!(desk.drafts.values().all(|draft| !draft.contains("precious")));
    desk.after_frame();
    assert!(desk.drafts.values().any(|draft| draft.contains("precious")));
}

#[test]
fn what_comes_due_while_a_frame_is_drawn_is_drawn_next() {
    let mut desk = Desk::walking(80, 24);
    desk.silent = true;
    desk.keys("x<c-s>");
    desk.wait(1);
    let then = desk.tick + Duration::from_secs(1);
    // The frame took a while.
    desk.tick = then + Duration::from_millis(1);
    desk.after_frame();
    assert_eq!(desk.app.deadline(), Some(then));
}

#[test]
fn a_disk_that_does_not_answer_is_told_after_two_seconds() {
    let mut desk = Desk::walking(80, 24);
    desk.silent = true;
    desk.keys("x<c-s>");
    desk.wait(1);
    assert_eq!(desk.status(), "Saving…");
    let then = desk.tick + Duration::from_secs(1);
    assert_eq!(desk.app.deadline(), Some(then), "the bar is drawn again when the time has come");
    desk.wait(6);
    assert!(desk.status().starts_with("NOT SAVED: the disk does not answer"), "{}", desk.status());
    assert_eq!(desk.app.deadline(), None, "until the disk answers there is nothing to wake for");
    // Nobody waits for an answer any more that has not come by now.
    desk.keys("<c-q>");
    assert!(!desk.quit);
    desk.keys("d");
    assert!(desk.quit, "who wants to quit is asked, and may");
}

#[test]
fn quitting_saves_first_and_asks_if_it_cannot() {
    let mut desk = Desk::walking(80, 24);
    desk.keys("x<c-q>");
    assert!(desk.quit && desk.note().contains("\nx\n"));
    let mut desk = Desk::walking(80, 24);
    desk.refuses = Some("full".to_owned());
    desk.keys("x<c-q>");
    assert!(!desk.quit);
    desk.keys("<esc>y<c-q>");
    assert!(!desk.quit);
    desk.refuses = None;
    desk.keys("<enter>");
    assert!(desk.quit && desk.note().contains("\nxy\n"));
    let mut desk = Desk::walking(80, 24);
    desk.refuses = Some("full".to_owned());
    desk.keys("x<c-q>d");
    assert!(desk.quit && !desk.app.is_saved());
}

#[test]
fn a_word_is_in_the_draft_at_once_and_in_the_note_after_a_pause() {
    let mut desk = Desk::walking(80, 24);
    desk.wait(1);
    desk.keys("word");
    let draft = || desk.drafts.values().next().cloned().unwrap_or_default();
    assert!(draft().contains("\nw\n"), "the first character goes at once: {}", draft());
    desk.wait(1);
    assert!(desk.drafts.values().next().unwrap().contains("\nword\n"));
    assert!(desk.screen().contains("Saved 14:02") && !desk.notes.values().any(|note| note.contains("word")));
    desk.wait(5);
    assert!(desk.note().contains("\nword\n"));
}

#[test]
fn one_who_types_on_and_on_is_filed_every_ten_seconds() {
    let mut desk = Desk::walking(80, 24);
    for _ in 0..9 {
        desk.keys("x");
        desk.wait(1);
    }
    assert!(!desk.note().contains("\nx"), "{}", desk.note());
    desk.keys("x");
    desk.wait(1);
    assert!(desk.note().contains("\nxxxxxxxxxx\n"), "{}", desk.note());
}

#[test]
fn a_note_that_cannot_be_filed_is_told_apart_from_words_that_are_not_saved() {
    let mut desk = Desk::walking(80, 24);
    desk.wait(1);
    desk.keys("x");
    desk.event(is_full(&desk, 1));
    let told = desk.screen();
    assert!(told.contains("NOT SAVED in the note (every word is in the draft): the disk is full"), "{told}");
    desk.silent = true;
    desk.keys("<f9>");
    desk.event(is_full(&desk, 1));
    desk.silent = false;
    desk.event(Event::Resize { width: 120, height: 90 });
    assert!(desk.screen().contains("(NOT up to date; every word is in the draft)"), "{}", desk.screen());
    let id = desk.app.session().unwrap().head().id.clone();
    let unsaved = || {
        let (id, reason) = (id.clone(), FULL.to_owned());
        Event::Report(Report::Unsaved { id, revision: 1, reason, stands: None })
    };
    desk.event(unsaved());
    assert!(desk.screen().contains("(NOT up to date; the bar says why)"), "{}", desk.screen());
    desk.event(is_full(&desk, 1));
    desk.event(Event::Resize { width: 80, height: 24 });
    desk.keys("<esc>");
    desk.refuses = Some(FULL.to_owned());
    desk.keys("y<c-q>");
    assert!(!desk.quit && desk.screen().contains("Not saved"), "{}", desk.screen());
    desk.keys("<esc>");
    desk.event(unsaved());
    assert!(desk.screen().contains("NOT SAVED: the disk is full"), "{}", desk.screen());
}

#[test]
fn a_key_typed_while_a_filing_hangs_changes_nothing_in_what_is_told() {
    let mut desk = filed(80, 24);
    let revision = desk.app.session().unwrap().revision();
    desk.silent = true;
    desk.keys("x<c-s>");
    desk.event(said(&desk, revision + 1));
    desk.wait(1);
    desk.keys("y");
    assert_eq!(desk.status(), "Saving…");
    desk.wait(1);
    let told = "NOT SAVED in the note (saving it in the draft…): the disk does not answer";
    assert_eq!(desk.status(), told);
    let then = desk.tick + Duration::from_secs(1);
    assert_eq!(desk.app.deadline(), Some(then), "it is red, but not all has been told");
    desk.wait(1);
    assert!(desk.status().starts_with("NOT SAVED: the disk does not answer"), "{}", desk.status());
}

#[test]
fn what_is_typed_while_the_disk_hangs_is_not_piled_up_and_follows_with_the_first_answer() {
    let mut desk = filed(80, 24);
    desk.silent = true;
    desk.keys("x<c-s>");
    desk.wait(3);
    let before = desk.drafts.clone();
    desk.keys(" and so on");
    desk.wait(60);
    assert_eq!(desk.drafts, before);
    assert_eq!(desk.app.deadline(), None, "and there is nothing to wake for");
    desk.disk_goes_on();
    desk.event(Event::Tick);
    assert!(desk.note().contains("x and so on\n"), "{}", desk.note());
    assert!(desk.app.is_filed() && desk.status().starts_with("Saved"), "{}", desk.status());
}

#[test]
fn what_is_typed_while_a_draft_hangs_follows_with_the_first_answer() {
    let mut desk = filed(80, 24);
    desk.wait(1);
    desk.silent = true;
    desk.keys("x");
    let revision = desk.app.session().unwrap().revision();
    desk.wait(3);
    desk.keys(" and so on");
    desk.wait(60);
    desk.silent = false;
    desk.event(said(&desk, revision));
    desk.event(Event::Tick);
    assert!(desk.drafts.values().any(|draft| draft.contains("x and so on\n")), "{:?}", desk.drafts);
    assert!(desk.note().contains("x and so on\n"), "{}", desk.note());
}

#[test]
fn a_note_that_could_not_be_filed_is_tried_again_after_a_disk_that_hung() {
    let mut desk = filed(80, 24);
    desk.keys("x");
    desk.event(is_full(&desk, 2));
    desk.wait(1);
    desk.silent = true;
    desk.keys("y");
    let revision = desk.app.session().unwrap().revision();
    [1, 2, 60].into_iter().for_each(|seconds| desk.wait(seconds));
    assert!(desk.status().contains("does not answer"), "{}", desk.status());
    desk.silent = false;
    desk.event(said(&desk, revision));
    desk.event(Event::Tick);
    assert!(desk.note().contains("minexy\n"), "{}", desk.note());
}

#[test]
fn a_disk_that_is_slow_twice_does_answer() {
    let mut desk = filed(80, 24);
    let revision = desk.app.session().unwrap().revision();
    desk.silent = true;
    desk.keys("x<c-s>");
    desk.wait(1);
    desk.keys("y<c-s>");
    desk.event(has_all(&desk, revision + 1));
    desk.wait(1);
    assert_eq!(desk.status(), "Saving…");
    desk.wait(1);
    assert!(desk.status().contains("does not answer"), "{}", desk.status());
}

/// The writer says nothing of a draft that has all already.
#[test]
fn a_note_that_cannot_be_filed_twice_keeps_nobody_from_typing() {
    let mut desk = filed(80, 24);
    desk.silent = true;
    desk.keys("<c-s>");
    desk.event(is_full(&desk, desk.session().revision()));
    assert!(
        desk.status().starts_with("NOT SAVED in the note (every word is in the draft): the disk is full")
    );
    desk.wait(3);
    desk.silent = false;
    desk.keys(" and on");
    desk.wait(1);
    assert!(desk.drafts.values().any(|draft| draft.contains("mine and on\n")), "{:?}", desk.drafts);
}
