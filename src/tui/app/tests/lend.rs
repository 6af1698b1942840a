//! A text of the walk in the advisor's own editor, and back.

use super::*;
use crate::playbook::{Answer, FieldRef};
use crate::session::{Edit, Target};

impl Desk {
    /// The editor is done with the text it was given.
    fn edited(&mut self, text: &str) {
        assert!(self.lent.take().is_some());
        self.event(Event::TextEdited(Ok(text.to_owned())));
    }

    fn go_to_notes(&mut self) {
        while !matches!(&self.app.screen, Screen::Walk(walk) if walk.focus == Focus::Notes) {
            self.press("tab");
        }
    }

    fn said(&self) -> &str {
        self.app.message.as_ref().map_or("", |message| &message.text)
    }
}

const COPIES: &str = "Your editor may keep copies in places of its own: swap, backup or undo files";

#[test]
fn a_text_goes_to_the_editor_and_comes_back_as_one_step_of_undo() {
    let mut desk = Desk::walking(80, 24);
    desk.keys("A call<enter>every month<c-e>");
    assert_eq!(desk.lent.as_deref(), Some("A call\nevery month"));
    assert!(desk.note().contains("\nA call\nevery month\n"), "it is filed before the editor has it");
    desk.edited("A long call\neach month");
    assert_eq!((desk.said(), desk.taken), (COPIES, 1));
    assert!(desk.screen().contains("A long call"), "{}", desk.screen());
    desk.keys("!");
    desk.wait(6);
    assert!(
        desk.note().contains("\nA long call\neach! month\n"),
        "the cursor is behind what changed: {}",
        desk.note()
    );
    desk.keys("<c-z>");
    desk.keys("<c-z>");
    desk.wait(6);
    assert!(desk.note().contains("\nA call\nevery month\n"), "{}", desk.note());
    desk.keys("<c-y>");
    desk.wait(6);
    assert!(desk.note().contains("\nA long call\neach month\n"), "{}", desk.note());
}

#[test]
fn the_copies_that_editors_keep_are_told_once() {
    let mut desk = Desk::walking(80, 24);
    desk.keys("words<c-e>");
    desk.edited("words");
    assert_eq!((desk.said(), desk.taken), (COPIES, 1));
    desk.keys("<c-e>");
    desk.edited("words");
    assert_eq!((desk.said(), desk.taken), ("Nothing was changed", 2));
    desk.keys("<c-e>");
    desk.edited("other words");
    assert_eq!((desk.said(), desk.taken), ("", 3));
    // It is read whole in a small window.
    let mut desk = Desk::walking(60, 20);
    desk.keys("words<c-e>");
    desk.edited("words and more");
    let rows: Vec<_> = desk.screen().lines().map(|l| l[1..].trim().to_owned()).collect();
    let said = rows.join(" ");
    assert!(said.contains("undo files"), "{said}");
}

#[test]
fn an_editor_that_fails_changes_nothing() {
    let mut desk = Desk::walking(80, 24);
    desk.keys("words<c-e>");
    let revision = desk.session().revision();
    desk.event(Event::TextEdited(Err("no text editor was found".to_owned())));
    assert_eq!(
        (desk.said(), desk.session().revision(), desk.taken),
        ("no text editor was found", revision, 0)
    );
    assert!(desk.app.message.as_ref().unwrap().bad);
    desk.keys("!");
    desk.wait(6);
    assert!(desk.note().contains("\nwords!\n"));
}

#[test]
fn what_another_goodterms_has_open_is_not_lent() {
    let mut desk = Desk::walking(80, 24);
    desk.app.note.as_mut().unwrap().open.holder = Some("process 7".to_owned());
    desk.press("c-e");
    assert_eq!(desk.lent, None);
    assert!(desk.said().contains("write there, or close that one"), "{}", desk.said());
}

#[test]
fn every_kind_of_text_comes_back_to_its_place() {
    // What is one line stays one.
    let mut desk = Desk::in_language(100, 40);
    let mut seen = 0;
    for _ in 0..60 {
        desk.keys("<c-e>");
        if let Some(before) = desk.lent.take() {
            desk.event(Event::TextEdited(Ok(format!("{before} first{seen}\nsecond{seen}"))));
            seen += 1;
        } else {
            assert_eq!(desk.said(), "Ctrl+E opens a text in your editor: go to one first");
        }
        desk.keys("<tab>");
    }
    assert!(seen > 10, "{seen}");
    desk.keys("<c-s>");
    let note = desk.note().to_owned();
    for n in 0..seen {
        assert!(note.contains(&format!("first{n}")) && note.contains(&format!("second{n}")), "{n}: {note}");
    }
}

#[test]
fn a_note_can_be_written_there_from_its_first_word() {
    let mut desk = Desk::walking(80, 24);
    desk.go_to_notes();
    desk.press("c-e");
    assert_eq!(desk.lent.as_deref(), Some(""));
    desk.edited("she sounded tired\non the phone");
    desk.keys(", twice<c-e>");
    assert_eq!(desk.lent.as_deref(), Some("she sounded tired\non the phone, twice"));
    desk.edited("she was fine");
    desk.wait(6);
    assert!(desk.note().contains(" she was fine\n"), "{}", desk.note());
    assert!(!desk.note().contains("tired"));
    // Nothing written is no note.
    let mut desk = Desk::walking(80, 24);
    desk.go_to_notes();
    desk.press("c-e");
    desk.edited("");
    assert_eq!(desk.session().notes(0).len(), 0);
}

#[test]
fn what_changed_elsewhere_meanwhile_is_kept() {
    let mut desk = Desk::walking(80, 24);
    desk.keys("words<c-e>");
    // As when another program's version of the note is taken in.
    desk.app.note.as_mut().unwrap().open.session.apply(
        Edit::Answer {
            field: FieldRef { step: 0, field: 0 },
            answer: Some(Answer::Text("their words".to_owned())),
        },
        StandingClock.now(),
    );
    desk.edited("my words");
    assert_eq!(desk.said(), "It was changed elsewhere, too: that text is in the notes of the step");
    let session = desk.session();
    assert_eq!(session.text(Target::Field(FieldRef { step: 0, field: 0 })), "my words");
    assert_eq!(session.notes(0)[0].text, "their words");
    assert_eq!(desk.taken, 1);
    desk.keys("<c-z>");
    assert_eq!(desk.session().text(Target::Field(FieldRef { step: 0, field: 0 })), "their words");
    assert_eq!(desk.session().notes(0).len(), 0, "one step of undo");
}

#[test]
fn words_whose_place_is_gone_are_in_the_notes() {
    let mut desk = Desk::walking(80, 24);
    desk.keys("words<c-e>");
    // As when what was taken in asks for something else.
    let (Screen::Walk(walk), Some(note)) = (&mut desk.app.screen, &desk.app.note) else { panic!() };
    walk.enter(note.session(), Focus::Next, 0);
    desk.edited("new words");
    assert_eq!(desk.said(), "Its place is gone: what you wrote is in the notes of the step");
    assert_eq!((desk.session().notes(0)[0].text.as_str(), desk.taken), ("new words", 1));
}

#[test]
fn words_without_a_conversation_stay_in_their_file() {
    let mut desk = Desk::walking(80, 24);
    desk.keys("words<c-e>");
    desk.app.note = None;
    desk.app.screen = Screen::Today(Today::default());
    desk.edited("new words");
    assert_eq!(desk.taken, 0);
    assert!(desk.said().contains("is kept"), "{}", desk.said());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn whatever_the_editor_gives_is_what_stands_there(before in "[aé\u{301}李👩\n ]{0,12}", after in "[aé\u{301}李👩\n ]{0,12}") {
        let mut desk = Desk::walking(80, 24);
        desk.event(Event::Paste(before.clone()));
        desk.keys("<c-e>");
        prop_assert_eq!(desk.lent.as_deref(), Some(before.as_str()));
        desk.edited(&after);
        let text = desk.session().text(Target::Field(FieldRef { step: 0, field: 0 })).into_owned();
        prop_assert_eq!(text, after);
    }
}
