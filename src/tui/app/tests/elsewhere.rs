//! Others write in the note that is open; another goodterms has it; the disk is slow or refuses.

use super::desk::as_typed;
use super::*;
use crate::store::Report;
use crate::store::writer::Stands;

/// The note that the desk has open, filed, with its words about the first step.
fn filed(width: u16, height: u16) -> Desk {
    let mut desk = Desk::walking(width, height);
    desk.keys("mine<c-s>");
    desk
}

/// What the writer says when it found this in the file of the open note.
fn found(desk: &Desk, text: &str, conflicts: usize) -> Event {
    let session = desk.app.session().unwrap();
    let path = desk.places.values().next().unwrap().clone();
    Event::Report(Report::Filed {
        id: session.head().id.clone(),
        revision: session.revision(),
        stands: Stands {
            path,
            ours: Box::new(Document::parse(desk.note())),
            merged: Some(Box::new(Document::parse(text))),
            generation: 1,
            conflicts,
            is_put_back: false,
        },
    })
}

#[test]
fn what_others_wrote_appears_and_the_cursor_stays() {
    let mut desk = filed(80, 24);
    desk.keys(" and more");
    let theirs = desk.note().replace("status = \"open\"", "status = \"open\"\noutcome = \"never-met\"")
        + "\n### Notes {#slipped.notes}\n\n- 2026-11-21 14:07:31-05:00 from the shell\n\n";
    desk.event(found(&desk, &theirs, 0));
    assert!(desk.screen().contains("Taken in: what was written elsewhere in this note"), "{}", desk.screen());
    assert_eq!(desk.app.session().unwrap().notes(0)[0].text, "from the shell");
    desk.keys("!");
    desk.wait(6);
    assert!(desk.note().contains("\nmine and more!\n"), "{}", desk.note());
    assert!(desk.note().contains("from the shell") && desk.note().contains("outcome = \"never-met\""));
}

#[test]
fn what_others_wrote_is_not_undone() {
    let mut desk = filed(80, 24);
    let theirs = desk.note().replace("\nmine\n", "\nmine and theirs\n");
    desk.event(found(&desk, &theirs, 0));
    assert!(desk.screen().contains("mine and theirs"), "{}", desk.screen());
    desk.keys("<c-z><c-z>");
    assert!(desk.screen().contains("mine and theirs"), "{}", desk.screen());
    assert!(desk.app.is_filed());
}

#[test]
fn that_both_wrote_in_one_place_is_told_and_not_typed_away() {
    let mut desk = filed(60, 20);
    let theirs = desk.note().replace("\nmine\n", "\ntheirs\n");
    desk.event(found(&desk, &theirs, 1));
    let told: String = desk.screen().chars().filter(|c| !c.is_whitespace() && *c != '|').collect();
    assert!(told.contains("bothare"), "{told}");
    desk.keys(" and on");
    assert!(desk.screen().contains("both are"), "it is not typed away: {}", desk.screen());
}

#[test]
fn what_one_types_stays_under_the_hand_whatever_others_write_there() {
    let mut desk = filed(80, 24);
    // The writer had "mine and", found another text, and took the longer one.
    desk.keys(" and");
    let ours = Document::parse(&desk.note().replace("\nmine\n", "\nmine and\n"));
    let theirs = Document::parse(&desk.note().replace("\nmine\n", "\nthe words of somebody else\n"));
    let stands = Document::merge(&Document::parse(desk.note()), &ours, &theirs).document;
    assert!(stands.render().contains("> mine and\n"), "{}", stands.render());
    desk.keys(" mo");
    let session = desk.app.session().unwrap();
    let (id, revision) = (session.head().id.clone(), session.revision() - 3);
    let path = desk.places.values().next().unwrap().clone();
    let (ours, merged) = (Box::new(ours), Some(Box::new(stands)));
    let stands = Stands { path, ours, merged, generation: 1, conflicts: 1, is_put_back: false };
    desk.event(Event::Report(Report::Filed { id, revision, stands }));
    desk.keys("re<c-s>");
    let also = Document::parse(desk.note()).also();
    assert!(desk.note().contains("\nmine and more\n"), "{}", desk.note());
    assert_eq!(also["slipped.expected"], ["the words of somebody else"]);
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
    let (id, revision) = (desk.app.session().unwrap().head().id.clone(), 1);
    let reason = "the disk is full: make room".to_owned();
    desk.event(Event::Report(Report::Failed {
        id: id.clone(),
        revision,
        reason: reason.clone(),
        stands: None,
    }));
    let told = desk.screen();
    assert!(told.contains("NOT SAVED in the note (every word is in the draft): the disk is full"), "{told}");
    desk.silent = true;
    desk.keys("<f9>");
    let (same_id, same_reason) = (id.clone(), reason.clone());
    desk.event(Event::Report(Report::Failed { id: same_id, revision, reason: same_reason, stands: None }));
    desk.silent = false;
    desk.event(Event::Resize { width: 120, height: 90 });
    assert!(desk.screen().contains("(NOT up to date; every word is in the draft)"), "{}", desk.screen());
    desk.event(Event::Resize { width: 80, height: 24 });
    desk.keys("<esc>");
    desk.refuses = Some(reason.clone());
    desk.keys("y<c-q>");
    assert!(!desk.quit && desk.screen().contains("Not saved"), "{}", desk.screen());
    desk.keys("<esc>");
    desk.event(Event::Report(Report::Unsaved { id, revision, reason, stands: None }));
    assert!(desk.screen().contains("NOT SAVED: the disk is full"), "{}", desk.screen());
}

#[test]
fn what_another_goodterms_has_open_is_read_only_until_that_lets_go() {
    let mut desk = filed(80, 24);
    let path = desk.notes.keys().next().unwrap().clone();
    desk.app.note = None;
    desk.holder = Some("process 7, since 21 November 14:00".to_owned());
    desk.carry_out(Effect::Open(path.clone()));
    desk.event(Event::Tick);
    assert!(desk.screen().contains("READ ONLY: open in another goodterms (process 7"), "{}", desk.screen());
    desk.keys("lost?");
    assert!(
        desk.screen().contains("It is open in another goodterms: write there, or close that one"),
        "{}",
        desk.screen()
    );
    assert!(!desk.screen().contains("lost?"));
    let theirs = desk.note().replace("\nmine\n", "\ntheirs by now\n");
    desk.notes.insert(path.clone(), theirs);
    let id = desk.app.session().unwrap().head().id.clone();
    let changed = |id: &str| Event::Report(Report::Changed { id: id.to_owned(), path: path.clone() });
    desk.event(changed(&id));
    assert!(desk.screen().contains("theirs by now"), "{}", desk.screen());
    desk.holder = None;
    desk.event(changed(&id));
    assert!(desk.screen().contains("you can write here now"), "{}", desk.screen());
    desk.keys("<end>, and mine<c-q>");
    assert!(desk.quit && desk.note().contains("\ntheirs by now, and mine\n"), "{}", desk.note());
}

#[test]
fn a_conversation_that_gives_way_to_another_is_closed() {
    let mut desk = filed(80, 24);
    let first = desk.app.session().unwrap().head().id.clone();
    desk.keys("<esc>");
    let opened: Vec<_> = desk.notes.keys().cloned().collect();
    desk.carry_out(Effect::Open(opened[0].clone()));
    assert_eq!(desk.closed, [] as [String; 0], "it is the same one");
    desk.keys("<esc>n<@Pre-emptive exit>Zoë<c-n>");
    assert_eq!(desk.closed, [first]);
}

#[test]
fn what_was_recovered_is_one_quiet_line() {
    let mut desk = filed(80, 24);
    let id = desk.app.session().unwrap().head().id.clone();
    let recovered = store::Recovered {
        id: id.clone(),
        client: "Ada Byron".to_owned(),
        answers: 3,
        at: Some(StandingClock.now()),
        filed: Ok("/notes/x.md".into()),
    };
    desk.event(Event::Report(Report::Recovered { id, recovered: vec![recovered], taken: vec![] }));
    assert!(desk.screen().contains("Recovered 3 answers typed at 14:02 (Ada Byron)"), "{}", desk.screen());
}

#[test]
fn from_today_one_goes_back_to_words_whose_file_is_gone() {
    let mut desk = filed(60, 20);
    desk.silent = true;
    desk.keys(" and more");
    desk.notes.clear();
    desk.keys("<esc>");
    assert!(desk.screen().contains("Ada Byron"), "{}", desk.screen());
    desk.event(Event::Listing(Err("the folder is gone".to_owned())));
    assert!(desk.screen().contains("Ada Byron") && desk.screen().contains("is gone"), "{}", desk.screen());
    desk.notes.extend(desk.filed.clone());
    desk.keys("<enter>");
    assert!(desk.screen().contains("mine and more"), "{}", desk.screen());
}

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
    let (id, revision) = (desk.app.session().unwrap().head().id.clone(), 2);
    let reason = "the disk is full: make room".to_owned();
    desk.event(Event::Report(Report::Failed { id, revision, reason, stands: None }));
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

/// What the writer holds for a screen that does not know it yet goes when the screen does.
#[test]
fn what_came_in_is_handed_back() {
    let mut desk = filed(80, 24);
    let theirs = desk.note().replace("\nmine\n", "\nmine and theirs\n");
    desk.event(found(&desk, &theirs, 0));
    desk.event(Event::Tick);
    assert!(desk.drafts.values().any(|draft| draft.contains("\nmine and theirs\n")), "{:?}", desk.drafts);
    assert!(desk.app.is_filed() && desk.status().starts_with("Saved"), "{}", desk.status());
}

/// What is said is not all: it stands in the note by now, with what others wrote there.
#[test]
fn what_stands_in_the_note_is_taken_in_although_the_disk_refuses_to_confirm_it() {
    let mut desk = filed(80, 24);
    let Event::Report(Report::Filed { id, revision, stands }) =
        found(&desk, &desk.note().replace("\nmine\n", "\nmine and theirs\n"), 0)
    else {
        unreachable!()
    };
    let reason = "Input/output error".to_owned();
    desk.event(Event::Report(Report::Failed { id, revision, reason, stands: Some(stands) }));
    assert!(desk.screen().contains("mine and theirs"), "{}", desk.screen());
    assert!(desk.status().starts_with("NOT SAVED in the note"), "{}", desk.status());
    let note = desk.app.note.as_ref().unwrap();
    assert!(
        note.unconfirmed().is_some() && note.open.base.text() != Some(&note.session().to_document().render())
    );
}

/// The writer says nothing of a draft that has all already.
#[test]
fn a_note_that_cannot_be_filed_twice_keeps_nobody_from_typing() {
    let mut desk = filed(80, 24);
    desk.silent = true;
    desk.keys("<c-s>");
    let (id, revision) =
        (desk.app.session().unwrap().head().id.clone(), desk.app.session().unwrap().revision());
    let reason = "the disk is full: make room".to_owned();
    desk.event(Event::Report(Report::Failed { id, revision, reason, stands: None }));
    assert!(
        desk.status().starts_with("NOT SAVED in the note (every word is in the draft): the disk is full")
    );
    desk.wait(3);
    desk.silent = false;
    desk.keys(" and on");
    desk.wait(1);
    assert!(desk.drafts.values().any(|draft| draft.contains("mine and on\n")), "{:?}", desk.drafts);
}

#[test]
fn what_came_in_unconfirmed_is_handed_back_too() {
    let mut desk = filed(80, 24);
    let Event::Report(Report::Filed { id, revision, stands }) =
        found(&desk, &desk.note().replace("\nmine\n", "\nmine and theirs\n"), 0)
    else {
        unreachable!()
    };
    let reason = "Input/output error".to_owned();
    desk.event(Event::Report(Report::Unsaved { id, revision, reason, stands: Some(stands) }));
    desk.wait(1);
    assert!(desk.drafts.values().any(|draft| draft.contains("\nmine and theirs\n")), "{:?}", desk.drafts);
}
