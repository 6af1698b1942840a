//! Keys in, screens and notes out. Files and the clock are stood in for here.

use std::collections::BTreeMap;
use std::path::Path;

use chrono::{DateTime, FixedOffset, NaiveDateTime};
use proptest::prelude::*;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Modifier;

use self::desk::Desk;
use self::walk::Focus;
use super::*;
use crate::config;
use crate::document::Document;
use crate::session::Session;
use crate::store::{self, Base};
use crate::tui::Colours;
use crate::tui::view;

struct StandingClock;

impl Clock for StandingClock {
    fn now(&self) -> DateTime<FixedOffset> {
        DateTime::parse_from_rfc3339("2026-11-21T14:02:10-05:00").unwrap()
    }

    fn at(&self, local: NaiveDateTime) -> DateTime<FixedOffset> {
        local.and_local_timezone(*self.now().offset()).unwrap()
    }
}

const SIZES: [(u16, u16); 3] = [(120, 40), (80, 24), (60, 20)];

/// Snapshots a screen at the three sizes.
fn at_all_sizes(name: &str, keys: &str) {
    for (width, height) in SIZES {
        let mut desk = Desk::new(width, height);
        desk.keys(keys);
        insta::assert_snapshot!(format!("{name}_{width}x{height}"), desk.screen());
    }
}

const INTO_WALK: &str =
    "n<@Pre-emptive exit>Zoë O'Brien-李<tab>Analytical Engines<tab><space><tab>tuesday 12:30<c-n>";

#[test]
fn screen_today_empty() {
    at_all_sizes("today_empty", "");
}

#[test]
fn screen_today_with_conversations() {
    for (width, height) in SIZES {
        let mut desk = Desk::new(width, height);
        desk.keys("n<@Pre-emptive exit>Ada Byron<tab><tab><tab>2026-11-12<c-n>");
        desk.keys("<f2><down><down><down><down><enter>They stopped calling<esc>");
        desk.keys("n<@They say they're going>Zoë O'Brien-李<tab><tab><tab>tuesday 12:30<c-n><esc>");
        desk.keys("n<@Both teams together>Grace Hopper<c-n><esc>");
        insta::assert_snapshot!(format!("today_{width}x{height}"), desk.screen());
    }
}

#[test]
fn screen_choose() {
    at_all_sizes("choose", "n<down>");
}

#[test]
fn screen_form() {
    at_all_sizes(
        "form",
        "n<@Pre-emptive exit>Zoë O'Brien-李<tab>Analytical Engines<tab><down><space><tab>next friday 9:15",
    );
}

#[test]
fn screen_walk_first_step() {
    at_all_sizes(
        "walk",
        &format!(
            "{INTO_WALK}We agreed on a call every month. It stopped in March, when Tom left 👩‍👩‍👧 李李.<tab> <space>"
        ),
    );
}

#[test]
fn screen_walk_ask() {
    let keys = format!("{INTO_WALK}<f2><down><down><down><down><enter>Calls<tab><tab><down><enter><s-tab>");
    at_all_sizes("walk_ask", &keys);
}

#[test]
fn screen_steps() {
    at_all_sizes("steps", &format!("{INTO_WALK}<tab><tab><tab><space><f2>"));
}

#[test]
fn a_step_one_has_gone_past_says_that_something_is_missing() {
    let mut desk = Desk::walking(80, 24);
    desk.keys("<f2>");
    assert!(!desk.screen().contains("missing"), "{}", desk.screen());
    desk.keys("<esc><f2><@Debrief><f2>");
    let missing = |desk: &Desk| desk.screen().lines().filter(|l| l.contains("missing")).count();
    assert!(missing(&desk) > 0, "{}", desk.screen());
}

#[test]
fn screen_guide() {
    at_all_sizes("guide", &format!("{INTO_WALK}<f2><down><down><down><enter><f3>"));
}

#[test]
fn screen_end() {
    let keys = format!(
        "{INTO_WALK}<f2><down><down><down><down><enter>Calls<tab>Call monthly<tab><tab>1<tab>3<tab><f9>"
    );
    at_all_sizes("end", &keys);
}

#[test]
fn screen_help() {
    at_all_sizes("help", &format!("{INTO_WALK}<f1>"));
}

#[test]
fn screen_details() {
    at_all_sizes("details", &format!("{INTO_WALK}<f4><tab><tab><tab> soon"));
}

#[test]
fn screen_too_small() {
    let mut desk = Desk::walking(30, 6);
    insta::assert_snapshot!(desk.screen());
    desk.event(Event::Resize { width: 0, height: 0 });
    desk.event(Event::Resize { width: 80, height: 24 });
    desk.keys("still here");
    assert!(desk.screen().contains("still here"));
}

#[test]
fn screen_unsaved() {
    for (width, height) in SIZES {
        let mut desk = Desk::walking(width, height);
        desk.refuses = Some("/notes/ada: the disk is full: make room".to_owned());
        desk.keys("precious<c-q>");
        assert!(!desk.quit);
        insta::assert_snapshot!(format!("unsaved_{width}x{height}"), desk.screen());
    }
}

#[test]
fn the_whole_walk_fills_the_note() {
    let mut desk = Desk::new(100, 30);
    desk.keys("n<@Pre-emptive exit>Ada Byron<tab><tab><tab>2026-11-24 12:30<c-n>");
    desk.keys(
        "A call a month<tab> <space><tab>Call on Monday<tab><down><enter>she sounded tired<enter><c-n>",
    );
    desk.keys("What changed for you?<enter>What would you change first?<enter>How would you like to hear from us?<c-n>");
    desk.keys("Tuesday or Thursday<tab>Chez Luc<c-n>");
    desk.keys("You never call.<c-n>");
    desk.keys("No calls<tab>A call each month; me; from December<tab><space><tab>3<c-n>");
    desk.keys("Call on Monday<tab>2<tab>telling me about the calls<c-n>");
    desk.keys("<c-n>");
    insta::assert_snapshot!("whole_walk_end", desk.screen());
    desk.keys("<enter><enter>");
    assert!(
        desk.app.message.as_ref().unwrap().text.starts_with("Closed: Trial agreed"),
        "{:?}",
        desk.app.message
    );
    let head = Document::parse(desk.note()).head().unwrap();
    // The hash of a playbook changes with every word in it.
    let note = desk.note().replace(&head.playbook.sha256, "[hash]");
    insta::assert_snapshot!("whole_walk_note", note.replace(char::is_whitespace, " ").replace("  ", "\n"));
    assert_eq!(head.outcome.as_deref(), Some("trial-agreed"));
    assert_eq!(head.answered.required, [1, 1]);
}

#[test]
fn the_status_bar_is_exact() {
    let mut desk = Desk::walking(80, 24);
    assert_eq!(desk.status(), "Saved 14:02");
    desk.keys("x");
    assert_eq!(desk.status(), "Saving…");
    desk.wait(6);
    assert_eq!(desk.status(), "Saved 14:02");
    assert!(desk.note().contains("\nx\n"));
    desk.refuses = Some("the disk is full: make room".to_owned());
    desk.keys("y<c-s>");
    assert_eq!(desk.status(), "NOT SAVED: the disk is full: make room");
    desk.keys("z");
    assert_eq!(desk.status(), "NOT SAVED: the disk is full: make room");
    desk.refuses = None;
    desk.wait(5);
    assert_eq!(desk.status(), "Saved 14:02");
    assert!(desk.note().contains("\nxyz\n"));
}

#[test]
fn what_comes_in_one_text_goes_through_several_screens() {
    let mut desk = Desk::new(100, 30);
    desk.event(Event::Text("n3Ada Byron".to_owned()));
    desk.keys("<c-n>");
    assert!(desk.note().contains("client = { name = \"Ada Byron\" }"), "{}", desk.screen());
}

#[test]
fn a_paste_is_undone_alone() {
    let mut desk = Desk::walking(100, 30);
    desk.keys("before ");
    desk.event(Event::Paste("pasted".to_owned()));
    desk.keys(" after<c-z>");
    assert!(desk.screen().contains("▎ before pasted"), "{}", desk.screen());
    desk.keys("<c-z>");
    assert!(desk.screen().contains("▎ before"), "{}", desk.screen());
    assert!(!desk.screen().contains("pasted"));
}

#[test]
fn ending_by_a_signal_saves() {
    let mut desk = Desk::walking(80, 24);
    desk.keys("x");
    desk.event(Event::Ended);
    assert!(desk.quit && desk.note().contains("\nx\n"));
}

#[test]
fn undo_goes_across_fields_and_takes_the_cursor_there() {
    let mut desk = Desk::walking(100, 30);
    desk.keys("first<tab><space><c-n>zebra<c-z>");
    assert!(!desk.screen().contains("zebra"));
    desk.keys("<c-z>");
    assert!(desk.screen().contains("[ ] How often we talk"), "{}", desk.screen());
    desk.keys("<c-z>");
    assert!(!desk.screen().contains("first"));
    desk.keys("<c-z>");
    assert_eq!(desk.app.message.as_ref().unwrap().text, "There is nothing to undo");
    desk.keys("<c-y><c-y>");
    assert!(desk.screen().contains("first") && desk.screen().contains("[x] How often we talk"));
}

#[test]
fn a_long_message_stays_while_the_cursor_moves() {
    let mut desk = Desk::walking(52, 21);
    desk.keys("<tab><tab>x<c-c>");
    assert!(desk.screen().contains("Select something first"));
    desk.event(Event::Wheel { x: 20, y: 10, down: true });
    assert!(desk.screen().contains("Select something first"), "and the harness compares what is drawn");
}

#[test]
fn a_resize_draws_all_also_to_the_same_size() {
    let mut desk = Desk::walking(80, 24);
    desk.keys("x");
    desk.app.drawn();
    desk.update(Event::Resize { width: 80, height: 24 });
    assert_eq!(desk.app.stale(), Stale::All);
}

#[test]
fn everything_types_in_text() {
    let mut desk = Desk::walking(80, 24);
    desk.keys("n3? 5 q/ \"@!<lt>d");
    desk.wait(6);
    assert!(desk.note().contains("\nn3? 5 q/ \"@!<d\n"), "{}", desk.note());
}

#[test]
fn a_selection_is_replaced_cut_and_pasted() {
    let mut desk = Desk::walking(80, 24);
    desk.keys("one two<c-s-left><c-x>three <c-v><home><s-end><c-c><end><c-v>");
    desk.wait(6);
    assert!(desk.note().contains("\none three twoone three two\n"), "{}", desk.note());
    desk.keys("<c-a>gone");
    desk.wait(6);
    assert!(desk.note().contains("\ngone\n"));
}

#[test]
fn a_paste_is_one_step_of_undo() {
    let mut desk = Desk::walking(80, 24);
    desk.event(Event::Paste("a\r\nb\rc".to_owned()));
    desk.wait(6);
    assert!(desk.note().contains("\na\nb\nc\n"));
    desk.keys("<c-z>");
    desk.wait(6);
    assert!(!desk.note().contains("\na\n"));
}

#[test]
fn options_are_ticked_by_space_enter_and_number() {
    let mut desk = Desk::walking(100, 30);
    desk.keys("<tab><space><space>5");
    let marks: Vec<_> = desk.screen().lines().filter(|l| l.contains("[x]")).map(str::to_owned).collect();
    assert_eq!(marks.len(), 3, "{marks:?}");
    desk.keys("<tab><tab><down><enter>");
    assert!(desk.screen().contains("(x) Not yet"));
    desk.keys("<up><space>");
    assert!(desk.screen().contains("( ) Not yet"), "a choice is taken back by Space");
}

#[test]
fn what_is_typed_beside_options_goes_to_the_notes() {
    let mut desk = Desk::walking(120, 40);
    desk.keys("<tab>she was calm");
    assert!(desk.screen().contains("▎ she was calm"), "{}", desk.screen());
    desk.keys("<enter><tab>3 calls unreturned<c-s>");
    assert!(desk.note().contains("-05:00 3 calls unreturned"), "{}", desk.note());
}

#[test]
fn a_note_is_kept_from_its_first_character() {
    let mut desk = Desk::walking(100, 30);
    desk.keys("<tab><tab><tab><tab>she sounded tired");
    desk.wait(6);
    assert!(
        desk.note().contains("### Notes {#slipped.notes}\n\n- 2026-11-21 14:02:10-05:00 she sounded tired\n")
    );
    desk.keys("<enter>second<enter><enter>");
    desk.wait(6);
    assert_eq!(desk.note().matches("\n- 2026").count(), 2, "{}", desk.note());
    desk.keys("<c-z>");
    desk.wait(6);
    assert_eq!(desk.note().matches("\n- 2026").count(), 1, "{}", desk.note());
}

#[test]
fn a_typed_date_means_what_it_says_when_it_is_left() {
    let mut desk = Desk::walking(100, 40);
    desk.keys("<f2><down><down><down><down><enter><@They'll think about it><tab>next friday");
    assert!(!desk.screen().contains("not a date"), "half-typed is no mistake");
    desk.keys("<tab>");
    assert!(desk.screen().contains("2026-11-27") && desk.screen().contains("Fri 27 November 2026"));
    desk.keys("<s-tab><c-a>someday<tab>");
    assert!(desk.screen().contains("! not a date yet"), "{}", desk.screen());
    desk.wait(6);
    assert!(desk.note().contains("\nsomeday\n"));
}

#[test]
fn steps_that_do_not_apply_are_passed_over() {
    let mut desk = Desk::walking(140, 40);
    desk.keys("<tab><tab><tab>1<c-n>");
    assert!(desk.screen().contains("One question to check that you are right"));
    desk.keys("<f2><down><down><down><down><down><enter><c-n>");
    assert!(matches!(desk.app.screen, Screen::End(_)), "the trial's end is passed over without a trial");
}

#[test]
fn todays_list_leads_back_to_the_place() {
    let mut desk = Desk::walking(100, 30);
    desk.keys("<c-n><c-n><tab>Chez Luc<esc>");
    assert!(desk.screen().contains("Ada Byron"));
    desk.app.note = None; // as if it were the next day
    desk.keys("<enter>");
    let Screen::Walk(walk) = &desk.app.screen else { panic!() };
    assert_eq!((walk.step, walk.focus), (2, Focus::Field(1)));
    assert!(desk.screen().contains("Chez Luc"));
}

#[test]
fn what_somebody_changed_while_today_was_up_is_what_opens() {
    let mut desk = Desk::walking(100, 30);
    desk.keys("mine<esc><enter><c-z>");
    assert!(!desk.screen().contains("mine"), "unchanged, it goes on with its undo");
    desk.keys("<c-y><esc>");
    let text = desk.notes.values_mut().next().unwrap();
    *text = text.replace("\nmine\n", "\ntheirs\n");
    desk.keys("<enter>");
    assert!(desk.screen().contains("theirs"), "{}", desk.screen());
    desk.keys(" and mine<c-s>");
    assert!(desk.note().contains("\ntheirs and mine\n"), "{}", desk.note());
}

#[test]
fn details_change_who_and_when() {
    let mut desk = Desk::walking(100, 30);
    desk.keys("<f4> King<tab><tab><tab>2026-12-01 9:00<tab>Office<c-n>");
    assert!(desk.screen().contains("Ada Byron King") && desk.screen().contains("Tue 1 Dec, 09:00"));
    assert!(
        desk.note().contains("name = \"Ada Byron King\"")
            && desk.note().contains("2026-12-01T09:00:00-05:00")
    );
    desk.keys("<c-z>");
    assert!(!desk.screen().contains("King"));
}

#[test]
fn a_closed_conversation_can_be_opened_again() {
    let mut desk = Desk::walking(100, 30);
    desk.keys("<f9><@It never came to a talk><@Close this conversation>");
    assert!(desk.note().contains("status = \"closed\""), "{}", desk.screen());
    assert!(desk.note().contains("outcome = \"never-met\""), "{}", desk.note());
    desk.app.note = None;
    let path = desk.notes.keys().next().unwrap().clone();
    desk.carry_out(Effect::Open(path, 0));
    desk.keys("<f9><@Open this conversation again>");
    assert!(desk.note().contains("status = \"open\""));
}

#[test]
fn the_mouse_reaches_everything() {
    let mut desk = Desk::new(120, 40);
    desk.click_on("n New");
    desk.click_on("They may leave");
    desk.keys("Ada Byron");
    desk.click_on("( ) phone");
    desk.click_on("Begin");
    desk.click_on("[ ] Fees");
    assert!(desk.screen().contains("[x] Fees"));
    desk.click_on("(x) Yes".replace("(x)", "( )").as_str());
    assert!(desk.screen().contains("(x) Yes"));
    desk.click_on("Where it slipped        ");
    desk.click_on("Listen");
    assert!(desk.screen().contains("What they said, in their exact words"));
    desk.click_on("Next: Ask to try again");
    assert!(desk.screen().contains("May we try again?"));
    desk.click_on("F1 Help");
    assert!(desk.screen().contains("next step"));
    desk.click_on("Esc Close");
    let before = desk.screen();
    desk.event(Event::Wheel { x: 100, y: 10, down: true });
    assert_ne!(before, desk.screen());
    desk.click_on("Esc Back");
    desk.click_on("Ada Byron");
    assert!(matches!(desk.app.screen, Screen::Walk(_)));
}

#[test]
fn a_click_sets_the_cursor_and_a_drag_selects() {
    let mut desk = Desk::walking(80, 24);
    desk.keys("alpha beta gamma");
    desk.click_on("beta");
    desk.keys("X");
    assert!(desk.screen().contains("alpha Xbeta"));
    let Screen::Walk(_) = desk.app.screen else { panic!() };
    desk.click_on("beta");
    let (_, Some(at)) = desk.buffer() else { panic!() };
    desk.event(Event::Drag { x: at.x + 4, y: at.y });
    desk.keys("B");
    assert!(desk.screen().contains("alpha XB gamma"), "{}", desk.screen());
    desk.click_on("gamma");
    let (_, Some(at)) = desk.buffer() else { panic!() };
    desk.event(Event::Click { x: at.x + 2, y: at.y, double: true, extend: false });
    desk.keys("G");
    assert!(desk.screen().contains("alpha XB G"), "{}", desk.screen());
}

#[test]
fn help_offers_no_dead_key_and_the_footer_only_what_works() {
    for keys in ["", "n", "n3", "n3A<c-n>", "n3A<c-n><tab>", "n3A<c-n><f9>", "p", "p<enter>"] {
        let mut desk = Desk::new(200, 50);
        desk.keys(keys);
        let contexts = desk.app.contexts();
        for binding in keys::of(contexts) {
            for chord in binding.chords {
                assert_eq!(keys::lookup(contexts, *chord), Some(binding.action), "{chord}");
            }
        }
    }
}

fn events() -> impl Strategy<Value = Event> {
    let keys = prop_oneof![
        Just(Key::Enter),
        Just(Key::Esc),
        Just(Key::Tab),
        Just(Key::Up),
        Just(Key::Down),
        Just(Key::Left),
        Just(Key::Right),
        Just(Key::Home),
        Just(Key::End),
        Just(Key::Backspace),
        Just(Key::Delete),
        Just(Key::PageUp),
        Just(Key::PageDown),
        (1u8..10).prop_map(Key::F),
        proptest::sample::select(vec!['n', 'b', 's', 'z', 'y', 'a', 'x', 'c', 'v', 'w', 'i', 'j'])
            .prop_map(Key::Char),
    ];
    prop_oneof![
        8 => (keys, 0..6, any::<bool>()).prop_map(|(key, modifier, shift)| {
            let alt = modifier == 0;
            let ctrl = !alt && (modifier > 3 || matches!(key, Key::Char(_)));
            Event::Key(Chord { key, ctrl, alt, shift })
        }),
        6 => "[a-zA-Z0-9 @\"!?李👩é\u{301}]{1,4}".prop_map(Event::Text),
        1 => "[a-z \r\n\t李\u{202e}\u{1b}]{0,60}".prop_map(Event::Paste),
        2 => (0u16..130, 0u16..45, any::<bool>(), any::<bool>())
            .prop_map(|(x, y, double, extend)| Event::Click { x, y, double, extend }),
        1 => (0u16..130, 0u16..45).prop_map(|(x, y)| Event::Drag { x, y }),
        1 => (0u16..130, 0u16..45, any::<bool>()).prop_map(|(x, y, down)| Event::Wheel { x, y, down }),
        1 => (1u16..200, 1u16..60).prop_map(|(width, height)| Event::Resize { width, height }),
        1 => Just(()).prop_map(|()| Event::Tick),
        1 => Just(()).prop_map(|()| Event::Focus),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn no_storm_of_events_harms(storm in proptest::collection::vec(events(), 0..150), tables in any::<bool>()) {
        let mut desk = if tables { Desk::in_language(80, 24) } else { Desk::walking(80, 24) };
        if tables {
            desk.keys("a<enter>b<c-n>");
        }
        for event in storm {
            desk.tick += Duration::from_millis(300);
            desk.event(event);
            let _ = desk.buffer();
        }
        desk.event(Event::Resize { width: 80, height: 24 });
        desk.event(Event::Ended);
        // What is filed is what is in memory.
        let session = desk.app.session().unwrap();
        let path = desk.app.note.as_ref().unwrap().open.path.clone();
        let document = Document::parse(&desk.notes[&path]);
        let again = Session::open(session.playbook().clone(), document.head().unwrap(), document, StandingClock.now());
        prop_assert_eq!(again.answers_json(), session.answers_json());
        prop_assert_eq!(again.to_document().render(), session.to_document().render());
    }
}

mod also;
mod blank;
mod call;
mod card;
mod choose;
mod clients;
mod days;
mod desk;
mod disk;
mod due;
mod edit;
mod elsewhere;
mod export;
mod find;
mod follow_up;
mod form;
mod hand;
mod insights;
mod keeping;
mod language;
mod lend;
mod live;
mod long;
mod playbooks;
mod practise;
mod quick;
mod ready;
mod reread;
mod room;
mod samples;
mod search;
mod storm;
mod story;
mod trades;
mod welcome;
mod wording;
