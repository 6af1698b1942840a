//! Others write in the note that is open; another goodterms has it.

use super::*;
use crate::store::Report;
use crate::store::writer::Stands;

/// The note that the desk has open, filed, with its words about the first step.
pub(super) fn filed(width: u16, height: u16) -> Desk {
    let mut desk = Desk::walking(width, height);
    desk.keys("mine<c-s>");
    desk
}

/// The same, and the note as somebody else has written on by now.
fn written_elsewhere() -> (Desk, String) {
    let desk = filed(80, 24);
    let theirs = desk.note().replace("\nmine\n", "\nmine and theirs\n");
    (desk, theirs)
}

/// What the writer found in the file of the open note.
fn stands(desk: &Desk, text: &str, conflicts: usize) -> (String, u64, Stands) {
    let session = desk.app.session().unwrap();
    let stands = Stands {
        path: desk.places.values().next().unwrap().clone(),
        ours: Box::new(Document::parse(desk.note())),
        merged: Some(Box::new(Document::parse(text))),
        generation: 1,
        conflicts,
        is_put_back: false,
    };
    (session.head().id.clone(), session.revision(), stands)
}

/// What it says when it has filed that.
pub(super) fn found(desk: &Desk, text: &str, conflicts: usize) -> Event {
    let (id, revision, stands) = stands(desk, text, conflicts);
    Event::Report(Report::Filed { id, revision, stands })
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
    let (mut desk, theirs) = written_elsewhere();
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
fn what_another_goodterms_has_open_is_read_only_until_that_lets_go() {
    let mut desk = filed(80, 24);
    let path = desk.notes.keys().next().unwrap().clone();
    desk.app.note = None;
    desk.holder = Some("process 7, since 21 November 14:00".to_owned());
    desk.carry_out(Effect::Open(path.clone(), 0));
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
fn words_are_found_in_what_another_goodterms_has_written_meanwhile() {
    let mut desk = filed(80, 24);
    let path = desk.notes.keys().next().unwrap().clone();
    desk.app.note = None;
    desk.holder = Some("process 7, since 21 November 14:00".to_owned());
    desk.carry_out(Effect::Open(path.clone(), 0));
    desk.keys("<c-f>mine");
    assert!(desk.screen().contains("1 of 1"), "{}", desk.screen());
    let theirs = desk.note().replace("\nmine\n", "\ntheirs, and mine is mine\n");
    desk.notes.insert(path.clone(), theirs);
    let id = desk.session().head().id.clone();
    desk.event(Event::Report(Report::Changed { id, path }));
    assert!(desk.screen().contains("1 of 2"), "{}", desk.screen());
    // What was not there is found when it comes.
    desk.keys("<c-a>afterwards");
    assert!(desk.screen().contains("not found"), "{}", desk.screen());
    let (path, theirs) = desk.notes.iter().next().map(|(path, note)| (path.clone(), note.clone())).unwrap();
    desk.notes.insert(path.clone(), theirs.replace("is mine", "is mine, afterwards"));
    let id = desk.session().head().id.clone();
    desk.event(Event::Report(Report::Changed { id, path }));
    assert!(desk.screen().contains("1 of 1"), "{}", desk.screen());
}

#[test]
fn a_conversation_that_gives_way_to_another_is_closed() {
    let mut desk = filed(80, 24);
    let first = desk.app.session().unwrap().head().id.clone();
    desk.keys("<esc>");
    let opened: Vec<_> = desk.notes.keys().cloned().collect();
    desk.carry_out(Effect::Open(opened[0].clone(), 0));
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

/// What the writer holds for a screen that does not know it yet goes when the screen does.
#[test]
fn what_came_in_is_handed_back() {
    let (mut desk, theirs) = written_elsewhere();
    desk.event(found(&desk, &theirs, 0));
    desk.event(Event::Tick);
    assert!(desk.drafts.values().any(|draft| draft.contains("\nmine and theirs\n")), "{:?}", desk.drafts);
    assert!(desk.app.is_filed() && desk.status().starts_with("Saved"), "{}", desk.status());
}

/// What is said is not all: it stands in the note by now, with what others wrote there.
#[test]
fn what_stands_in_the_note_is_taken_in_although_the_disk_refuses_to_confirm_it() {
    let (mut desk, theirs) = written_elsewhere();
    let (id, revision, stands) = stands(&desk, &theirs, 0);
    let reason = "Input/output error".to_owned();
    desk.event(Event::Report(Report::Failed { id, revision, reason, stands: Some(stands) }));
    assert!(desk.screen().contains("mine and theirs"), "{}", desk.screen());
    assert!(desk.status().starts_with("NOT SAVED in the note"), "{}", desk.status());
    let note = desk.app.note.as_ref().unwrap();
    assert!(
        note.unconfirmed().is_some() && note.open.base.text() != Some(&note.session().to_document().render())
    );
}

#[test]
fn what_came_in_unconfirmed_is_handed_back_too() {
    let (mut desk, theirs) = written_elsewhere();
    let (id, revision, stands) = stands(&desk, &theirs, 0);
    let reason = "Input/output error".to_owned();
    desk.event(Event::Report(Report::Unsaved { id, revision, reason, stands: Some(stands) }));
    desk.wait(1);
    assert!(desk.drafts.values().any(|draft| draft.contains("\nmine and theirs\n")), "{:?}", desk.drafts);
}
