//! Live: a call that was prepared, from its first key to the last.

use super::*;
use crate::playbook::Answer;

/// On the phone with Ada, with three questions of one's own.
fn prepared(width: u16, height: u16) -> Desk {
    let mut desk = Desk::walking(80, 24);
    desk.keys("<c-n>What changed for you in spring?<enter>What would you change first?<enter>");
    desk.keys("Who else should I be talking to?<f5>");
    desk.event(Event::Resize { width, height });
    desk
}

#[test]
fn screen_live() {
    for (width, height) in SIZES {
        let mut desk = prepared(width, height);
        insta::assert_snapshot!(format!("live_{width}x{height}"), desk.screen());
        desk.wait(65);
        desk.keys(" moved the review calls without asking<enter>\"I never");
        insta::assert_snapshot!(format!("live_they_say_{width}x{height}"), desk.screen());
        desk.keys(" hear from you<enter>");
        insta::assert_snapshot!(format!("live_answer_{width}x{height}"), desk.screen());
        desk.keys("<c-n><down><down><down><down><down><down>");
        insta::assert_snapshot!(format!("live_decision_{width}x{height}"), desk.screen());
    }
}

/// The words of the conversation as its note has them, from its title on.
fn body(desk: &mut Desk) -> String {
    desk.wait(6);
    let note = desk.note();
    note[note.find("\n# ").map_or(0, |at| at + 1)..].to_owned()
}

#[test]
fn a_whole_call_from_the_first_key_to_the_last() {
    let mut desk = prepared(80, 24);
    // She begins by herself; the first question is asked, and ticked when there is time.
    desk.wait(20);
    desk.keys("\"I never hear from you<enter>");
    assert!(desk.screen().contains("Then that has to change"), "{}", desk.screen());
    desk.wait(31);
    desk.keys(" ");
    // What looks like a key is text.
    desk.keys("3 calls unreturned<enter>");
    desk.wait(45);
    // Out of order: the last question, for she came to it herself.
    desk.keys("<down> ");
    assert!(desk.screen().contains("2 of 10 done"), "{}", desk.screen());
    // She gets angry: a few letters, picked, and what one can say stands there.
    desk.keys("\"angr<down><enter>");
    assert!(desk.screen().contains("Say nothing until they are done"), "{}", desk.screen());
    desk.wait(70);
    // Somebody walks in: more than a minute nothing. What was not finished stands at the top again.
    desk.keys("<down><down><down>");
    assert!(!desk.screen().contains("[ ] What would you change first?"), "{}", desk.screen());
    desk.wait(140);
    assert!(desk.screen().contains("[ ] What would you change first?"), "{}", desk.screen());
    desk.keys("!the letter of June<enter>@ send the June figures by friday<enter>");
    // A tick that comes late has its own time.
    desk.wait(200);
    desk.keys(" ");
    // Their words are played back; then the question, and their answer.
    assert!(desk.screen().contains("[ ] I heard you say: I never hear from you"), "{}", desk.screen());
    desk.wait(210);
    desk.keys("    ");
    desk.keys(" The money for the Leeds office<tab>");
    assert!(desk.screen().contains("Their concerns: The money for the Leeds office"), "{}", desk.screen());
    assert!(desk.screen().contains("May we try again?"), "{}", desk.screen());
    desk.keys("<down> ");
    desk.wait(215);
    desk.keys("in a week<tab>");
    insta::assert_snapshot!("live_done_80x24", desk.screen());
    insta::assert_snapshot!("live_whole_note", body(&mut desk));
    // The end: what was marked, first.
    desk.keys("<esc>");
    for (width, height) in SIZES {
        desk.event(Event::Resize { width, height });
        insta::assert_snapshot!(format!("live_debrief_{width}x{height}"), desk.screen());
    }
    // It is settled; the promise is a follow-up on its day; and on to what comes after.
    desk.keys(" <down> <c-n>");
    assert!(desk.screen().contains("Debrief"), "{}", desk.screen());
    let own: Vec<_> = desk.session().head().follow_ups.iter().filter(|f| f.id == "own").collect();
    assert_eq!(own[0].title, "send the June figures by friday");
    assert_eq!(own[0].due.unwrap().to_string(), "2026-11-27");
    assert!(body(&mut desk).contains("[x] ! the letter of June"), "{}", desk.note());
}

#[test]
fn so_few_keys() {
    // To tick: one. To write: none before the text.
    let mut desk = prepared(80, 24);
    desk.keys(" ");
    assert!(desk.screen().contains("1 of 9 done"), "{}", desk.screen());
    desk.keys("x");
    assert!(desk.screen().contains("▎ x"), "{}", desk.screen());
    // From the end of the call to what comes after: two, and what is marked stands there after one.
    desk.keys("<esc>");
    assert!(desk.screen().contains("Not answered yet"), "{}", desk.screen());
    desk.keys("<c-n>");
    assert!(
        matches!(&desk.app.screen, Screen::Walk(walk) if desk.session().playbook().steps[walk.step].id == "debrief")
    );
}

#[test]
fn with_nothing_marked_and_all_decided_the_end_leads_on_at_once() {
    let mut desk = prepared(80, 24);
    desk.keys("<c-n><down><down><down><down><down> <esc>");
    assert!(
        matches!(&desk.app.screen, Screen::Walk(walk) if desk.session().playbook().steps[walk.step].id == "debrief"),
        "{}",
        desk.screen()
    );
}

#[test]
fn in_text_everything_types() {
    let mut desk = prepared(80, 24);
    desk.keys("a  b ? / 12 @x !y \"z<enter>");
    let step = desk.session().playbook().step("listen").unwrap();
    assert_eq!(desk.session().notes(step)[0].text, "a  b ? / 12 @x !y \"z");
    // A paste is no key.
    desk.event(Event::Paste(" pasted\r\nin two lines".to_owned()));
    desk.keys("<enter>");
    assert_eq!(desk.session().notes(step)[1].text, " pasted\nin two lines");
    assert!(desk.screen().contains("0 of 9 done"), "{}", desk.screen());
}

#[test]
fn each_line_and_each_tick_is_taken_back_by_one_key() {
    let mut desk = prepared(80, 24);
    desk.keys(" \"I never<enter>@call<enter>");
    let step = desk.session().playbook().step("listen").unwrap();
    let words = desk.session().playbook().find("listen.words").unwrap();
    desk.keys("<c-z>");
    assert!(desk.session().notes(step).iter().all(|note| !note.text.contains("call")), "{}", desk.screen());
    desk.keys("<c-z>");
    assert_eq!(desk.session().held(words), None);
    assert!(desk.screen().contains("▎ \"I never"), "typed on: {}", desk.screen());
    desk.keys(" hear<enter>");
    assert_eq!(desk.session().held(words), Some(&Answer::Text("I never hear".to_owned())));
    assert!(desk.screen().contains("1 of 10 done"), "{}", desk.screen());
    desk.keys("<up> ");
    assert!(desk.screen().contains("0 of 10 done"), "a tick is taken back by another: {}", desk.screen());
}

#[test]
fn the_line_and_the_place_are_kept_on_other_pages() {
    let mut desk = prepared(80, 24);
    desk.keys("  half a sen");
    desk.wait(33);
    desk.keys("<f5>");
    assert!(!desk.app.is_live() && desk.screen().contains("half a sen"), "{}", desk.screen());
    desk.keys("<f5>");
    assert!(desk.screen().contains("[ ] Who else should I be talking to?"), "{}", desk.screen());
    assert!(desk.screen().contains("0:33"), "the call went on: {}", desk.screen());
    desk.keys("<f3>");
    assert!(desk.screen().contains("Find out what upset them"), "{}", desk.screen());
    desk.keys("<esc>tence<f8>secret<f8>");
    assert!(desk.screen().contains("▎ tence"), "{}", desk.screen());
    // Quit, and opened again.
    desk.keys("<c-q>");
    assert!(desk.quit);
    let notes = desk.note();
    assert!(notes.contains("half a sen") && notes.contains("tence") && !notes.contains("secret"), "{notes}");
    desk.quit = false;
    desk.app.note = None;
    desk.keys("<esc>");
    desk.app.screen = Screen::Today(Default::default());
    desk.keys("<enter><f5>");
    assert!(desk.screen().contains("[ ] Who else should I be talking to?"), "{}", desk.screen());
}

#[test]
fn the_mouse_does_all_of_it() {
    let mut desk = prepared(120, 40);
    desk.click_on("[ ] What changed for you");
    assert!(desk.screen().contains("1 of 9 done"), "{}", desk.screen());
    desk.click_on("Who else should I");
    assert!(desk.screen().contains("[ ] Who else should I"), "{}", desk.screen());
    desk.click_on("It's the fees.");
    assert!(desk.screen().contains("Is it the amount"), "{}", desk.screen());
    let words = desk.session().playbook().find("listen.words").unwrap();
    assert_eq!(desk.session().held(words), Some(&Answer::Text("It's the fees.".to_owned())));
    desk.click_on("@ promise");
    desk.keys("ask Ben");
    assert!(desk.screen().contains("▎ @ask Ben"), "{}", desk.screen());
    // A mark may come afterwards.
    desk.keys("<enter>she hesitated");
    desk.app.act(Action::Flag, &mut Vec::new());
    desk.event(Event::Tick);
    assert!(desk.screen().contains("▎ ! she hesitated"), "{}", desk.screen());
    desk.click_on("End the call");
    assert!(desk.screen().contains("To come back to"), "{}", desk.screen());
}

#[test]
fn what_is_not_understood_stands_as_it_was_typed() {
    let mut desk = Desk::new(80, 24);
    desk.keys("<f5><up>");
    for _ in 0..6 {
        desk.keys("<down>");
    }
    assert!(desk.screen().contains("type it, then Tab"), "{}", desk.screen());
    desk.keys("when I can<tab>");
    assert!(desk.screen().contains("was not understood"), "{}", desk.screen());
    desk.keys("monday<tab>");
    assert!(desk.screen().contains("23 November 2026"), "{}", desk.screen());
}

#[test]
fn a_playbook_without_a_talk_says_so() {
    let own = tempfile::tempdir().unwrap();
    let farewell = include_str!("../../../../playbooks/farewell.toml")
        .replace("phase   = \"during\"", "phase   = \"after\"");
    std::fs::write(own.path().join("farewell.toml"), farewell).unwrap();
    let mut desk = Desk::with(own.path(), 80, 24);
    desk.keys("n<@They say they're going>Ada<c-n><f5>");
    assert!(desk.screen().contains("asks nothing while you talk"), "{}", desk.screen());
}

#[test]
fn who_only_reads_loses_nothing_and_changes_nothing() {
    let mut desk = prepared(80, 24);
    desk.keys("<esc><esc><esc>");
    desk.app.note = None;
    desk.holder = Some("process 7".to_owned());
    desk.app.screen = Screen::Today(Default::default());
    desk.keys("<enter><f5>");
    let before = desk.note().to_owned();
    desk.keys(" words<enter><esc>");
    assert!(desk.screen().contains("open in another goodterms"), "{}", desk.screen());
    assert_eq!(desk.note(), before);
}

#[test]
fn a_whole_lunch_with_the_five_minute_form() {
    // Before: five minutes.
    let mut desk = Desk::new(80, 24);
    desk.keys("n<@Pre-emptive exit>Ada Byron<tab><tab> <tab>24 nov 12:30<tab>Chez Luc<tab><tab><enter>");
    assert!(desk.session().is_quick(), "{}", desk.screen());
    desk.keys("<@How often we talk><@Not yet><tab>What changed for you in spring?<enter>What would you change first?<c-n>");
    // The lunch is over; in the car, from memory.
    desk.keys("I never hear from you<tab>We hear nothing for months<tab>");
    desk.keys("<@They'll think about it>");
    desk.keys("<c-n>Call Ben on friday<tab>2<f9>");
    insta::assert_snapshot!("lunch_end", desk.screen());
    insta::assert_snapshot!("lunch_note", body(&mut desk));
}

/// In the second talk of a conversation about a plan, in which no field takes their words.
fn reading_back() -> Desk {
    let mut desk = Desk::new(80, 24);
    desk.keys("n<@We upset them>Ada Byron<c-n><f2>");
    desk.click_on("Listen");
    desk.keys("You lost my file<f2>");
    desk.click_on("Your plan");
    desk.keys("<c-n><f5>");
    assert!(desk.screen().contains("[ ] I heard you say: You lost my file"), "{}", desk.screen());
    desk
}

#[test]
fn undo_of_a_tick_leaves_the_lines_alone() {
    let mut desk = reading_back();
    desk.keys("\"we trusted you<enter> <c-z>new thought<enter>");
    let step = desk.session().playbook().step("read-back").unwrap();
    let notes: Vec<_> = desk.session().notes(step).iter().map(|note| note.text.as_str()).collect();
    assert_eq!(notes, ["\"we trusted you\"", "new thought"]);
    // And so does doing again what was unticked.
    let mut desk = prepared(80, 24);
    desk.keys(" plain kept note<enter><up> <c-z><c-y> APPENDED<enter>");
    let step = desk.session().playbook().step("listen").unwrap();
    assert!(
        desk.session().notes(step).iter().any(|note| note.text == "plain kept note"),
        "{}",
        desk.screen()
    );
}

#[test]
fn words_of_a_later_step_come_back_into_the_line_as_well() {
    let mut desk = prepared(80, 24);
    desk.keys("<c-n>\"I will think<enter><c-z>");
    assert!(desk.screen().contains("▎ \"I will think"), "{}", desk.screen());
    desk.keys(" about it<enter>");
    let words = desk.session().playbook().find("listen.words").unwrap();
    assert_eq!(desk.session().held(words), Some(&Answer::Text("I will think about it".to_owned())));
}

#[test]
fn what_stood_in_a_field_goes_to_the_notes_and_one_key_takes_it_back() {
    let mut desk = Desk::new(80, 24);
    desk.keys("<f5><down><down><down><down><down>when Tom is back from Rome<tab>friday<tab>");
    let step = desk.session().playbook().step("listen").unwrap();
    let field = desk.session().playbook().find("listen.back-by").unwrap();
    let notes: Vec<_> = desk.session().notes(step).iter().map(|note| note.text.as_str()).collect();
    assert_eq!(notes, ["when Tom is back from Rome"]);
    desk.keys("<c-z>");
    assert!(desk.screen().contains("▎ friday"), "{}", desk.screen());
    let held = Answer::Verbatim("when Tom is back from Rome".to_owned());
    assert_eq!(desk.session().held(field), Some(&held));
}

#[test]
fn what_is_said_twice_is_played_back_once() {
    let mut desk = prepared(80, 24);
    desk.keys("\"fees<enter>\"fees<enter>");
    for _ in 0..12 {
        desk.keys("<down>");
    }
    assert!(desk.screen().contains("( ) No"), "{}", desk.screen());
}

#[test]
fn who_leaves_in_the_middle_of_their_words_has_them_where_they_belong() {
    for leaves in ["<c-q>", "<esc>"] {
        let mut desk = prepared(80, 24);
        desk.keys(&format!("\"f<down><bs>ine by me{leaves}"));
        let words = desk.session().playbook().find("listen.words").unwrap();
        assert_eq!(desk.session().held(words), Some(&Answer::Text("ine by me".to_owned())), "{leaves}");
    }
}

#[test]
fn what_is_taken_back_out_of_sight_is_said() {
    let mut desk = Desk::walking(80, 24);
    desk.keys("It began in March<f5><c-z>");
    assert!(desk.screen().contains("That was in “What did you settle"), "{}", desk.screen());
}

#[test]
fn a_note_from_elsewhere_does_not_take_the_line() {
    let mut desk = prepared(80, 24);
    desk.keys("first<enter>my own line");
    desk.wait(6);
    let note = desk.note().replace(
        "- 2026-11-21 14:02:10-05:00 first",
        "- 2026-11-20 09:00:00-05:00 theirs\n- 2026-11-21 14:02:10-05:00 first",
    );
    desk.event(elsewhere::found(&desk, &note, 0));
    desk.keys(" goes on<enter>");
    desk.wait(20);
    let step = desk.session().playbook().step("listen").unwrap();
    let notes: Vec<_> = desk.session().notes(step).iter().map(|note| note.text.as_str()).collect();
    assert_eq!(notes, ["theirs", "first", "my own line goes on"]);
}
