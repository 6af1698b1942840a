//! What is done with follow-ups from a list, the screen of one, and the agenda.

use super::due::with_follow_ups;
use super::*;
use crate::text;

/// On Today, on another day: no conversation is open.
fn at_rest(width: u16, height: u16) -> Desk {
    let mut desk = with_follow_ups(width, height);
    desk.app.note = None;
    desk
}

/// The follow-ups of the one note, by id, with their state and day.
fn states(desk: &mut Desk) -> Vec<(String, &'static str, String)> {
    desk.wait(6);
    let head = Document::parse(desk.note()).head().unwrap();
    let day = |day: Option<chrono::NaiveDate>| day.map(|d| d.to_string()).unwrap_or_default();
    head.follow_ups.into_iter().map(|f| (f.id, f.state.word(), day(f.due))).collect()
}

fn state(desk: &mut Desk, id: &str) -> (&'static str, String) {
    let found = states(desk).into_iter().find(|(of, ..)| of == id);
    found.map(|(_, state, due)| (state, due)).unwrap()
}

/// However narrow the window: which message it is, and whether it is ready, is read whole.
#[test]
fn what_one_can_do_with_a_follow_up_is_not_cut() {
    let mut desk = Desk::walking(40, 60);
    desk.keys("<f4><tab><tab><tab>2026-11-12<c-n><esc><enter>");
    let page = desk.app.screen_page().unwrap();
    let lines = page.lines.iter().filter(|line| line.item == Some(1));
    let lines: Vec<String> =
        lines.map(|l| l.pieces.iter().map(|(words, _)| words.as_str()).collect()).collect();
    assert!(lines.len() > 1, "{lines:?}");
    assert!(lines.iter().all(|line| text::width(line) <= 36), "{lines:?}");
    let all = lines.iter().map(|line| line.trim()).collect::<Vec<_>>().join(" ");
    let title = desk.session().messages().nth(1).map(|m| desk.session().fill(&m.title)).unwrap();
    assert!(all.starts_with(&title) && all.contains("a message"), "{all}");
    // A click on any of its rows is one on it.
    let row = desk.screen().lines().position(|line| line.contains("each other")).unwrap();
    desk.click(5, u16::try_from(row).unwrap());
    assert!(matches!(desk.app.overlay, Some(Overlay::Message(_, Letter::Message(1)))), "{}", desk.screen());
}

#[test]
fn a_line_of_today_is_done_dropped_and_taken_back_without_leaving_it() {
    let mut desk = at_rest(120, 40);
    desk.keys(" ");
    assert!(matches!(desk.app.screen, Screen::Today(_)));
    assert!(
        desk.screen().contains("Done: Send Ada your thanks (Ada Byron). Ctrl+Z takes it back"),
        "{}",
        desk.screen()
    );
    assert!(!desk.screen().contains("8 days late"), "{}", desk.screen());
    assert_eq!(state(&mut desk, "thanks").0, "done");
    desk.keys("<c-z>");
    assert!(
        desk.screen().contains("Taken back") && desk.screen().contains("8 days late"),
        "{}",
        desk.screen()
    );
    assert_eq!(state(&mut desk, "thanks").0, "open");
    // Once only: what was typed in the walk before is not undone from here.
    desk.keys("<c-z>");
    assert!(desk.screen().contains("nothing here to take back"), "{}", desk.screen());
    desk.keys("<down>d");
    assert!(desk.screen().contains("Dropped: Go through the numbers"), "{}", desk.screen());
    assert_eq!(state(&mut desk, "numbers").0, "dropped");
}

#[test]
fn one_that_repeats_says_when_it_is_due_again() {
    let mut desk = at_rest(120, 40);
    desk.keys("<down> ");
    assert!(desk.screen().contains("Due again on Thu 18 February 2027"), "{}", desk.screen());
    assert_eq!(state(&mut desk, "numbers").0, "done");
    assert_eq!(state(&mut desk, "numbers-2"), ("open", "2027-02-18".to_owned()));
}

#[test]
fn later_asks_for_a_day_and_goes_back_with_esc() {
    let mut desk = at_rest(120, 40);
    desk.keys("l");
    assert!(desk.screen().contains("When?") && desk.screen().contains("Why?"), "{}", desk.screen());
    desk.keys("next friday<enter>on holiday<enter>");
    assert!(desk.screen().contains("Due on Fri 27 November 2026"), "{}", desk.screen());
    assert_eq!(state(&mut desk, "thanks"), ("open", "2026-11-27".to_owned()));
    desk.keys("<esc>");
    assert!(matches!(desk.app.screen, Screen::Today(_)), "{}", desk.screen());
    assert!(desk.screen().contains("moved from Fri 13 November (on holiday)"), "{}", desk.screen());
}

#[test]
fn who_opens_a_follow_up_sees_what_was_said_and_agreed() {
    for (width, height) in SIZES {
        let mut desk = Desk::new(width, height);
        desk.keys("n<@Pre-emptive exit>Zoë O'Brien-李<tab>Analytical Engines<c-n>");
        // What they said, what was agreed, and a note of the call.
        desk.keys("<f2><down><down><down><enter>Nobody called us back for three weeks.");
        desk.keys("<tab><tab><tab><tab>they looked relieved<enter>");
        desk.keys(
            "<f2><down><enter>Fewer surprises<tab>Call on the first Monday<tab>2<tab>3 months<c-n><esc>",
        );
        desk.keys("<enter>");
        let name = format!("follow_up_{width}x{height}");
        insta::assert_snapshot!(name, desk.screen());
    }
}

#[test]
fn the_screen_of_a_follow_up_decides_and_goes_back() {
    let mut desk = at_rest(80, 24);
    desk.keys("<enter>");
    assert!(matches!(desk.app.screen, Screen::FollowUp(_)));
    assert!(desk.screen().contains("8 days late"), "{}", desk.screen());
    // To its conversation, and back to it.
    desk.keys("o");
    assert!(matches!(desk.app.screen, Screen::Walk(_)));
    desk.keys("<esc>");
    assert!(matches!(desk.app.screen, Screen::FollowUp(_)));
    desk.click_on("Done  Space");
    assert!(matches!(desk.app.screen, Screen::Today(_)), "{}", desk.screen());
    assert_eq!(state(&mut desk, "thanks").0, "done");
    desk.keys("<c-z>");
    assert_eq!(state(&mut desk, "thanks").0, "open");
}

#[test]
fn its_message_is_a_key_away() {
    let mut desk = at_rest(80, 24);
    desk.keys("<enter>");
    desk.click_on("Thank Ada");
    assert!(desk.screen().contains("Dear Ada"), "{}", desk.screen());
    desk.keys("c");
    assert!(desk.copied.as_deref().is_some_and(|copied| copied.starts_with("Dear Ada")), "{:?}", desk.copied);
    desk.keys("<esc><esc>");
    assert!(matches!(desk.app.screen, Screen::Today(_)));
}

#[test]
fn what_somebody_else_has_open_is_not_done_here() {
    let mut desk = at_rest(80, 24);
    desk.holder = Some("process 7".to_owned());
    desk.keys(" ");
    assert!(desk.screen().contains("It is open in another goodterms"), "{}", desk.screen());
    assert_eq!(state(&mut desk, "thanks").0, "open");
}

#[test]
fn screen_agenda() {
    for (width, height) in SIZES {
        let mut desk = at_rest(width, height);
        desk.keys("n<@Pre-emptive exit>Zoë O'Brien-李<tab><tab><tab>tuesday 12:30<c-n><esc>a");
        insta::assert_snapshot!(format!("agenda_{width}x{height}"), desk.screen());
        desk.keys("<up><up><up><up>");
        assert!(desk.screen().contains("8 days late"), "{}", desk.screen());
        desk.keys("<esc>");
        assert!(matches!(desk.app.screen, Screen::Today(_)));
    }
}

#[test]
fn an_empty_agenda_says_so() {
    let mut desk = Desk::new(80, 24);
    desk.keys("a");
    assert!(desk.screen().contains("Nothing is planned"), "{}", desk.screen());
    desk.keys("<down> dlo<enter><esc>");
    assert!(matches!(desk.app.screen, Screen::Today(_)));
}

#[test]
fn the_agenda_does_what_today_does() {
    let mut desk = at_rest(120, 40);
    desk.keys("a<up><up><up>");
    assert!(matches!(desk.app.marked_line(), Some(lines::Line::Due(_))));
    desk.keys(" ");
    assert!(matches!(desk.app.screen, Screen::Agenda(_)), "{}", desk.screen());
    assert_eq!(state(&mut desk, "thanks").0, "done");
    desk.keys("<enter>");
    assert!(matches!(desk.app.screen, Screen::FollowUp(_)));
    desk.keys("<esc>");
    assert!(matches!(desk.app.screen, Screen::Agenda(_)));
}

#[test]
fn what_is_remembered_is_shown_until_the_notes_are_read_and_the_mark_stays() {
    let desk = at_rest(120, 40);
    let lists = desk.app.notes.lists.clone().unwrap();
    let mut fresh = Desk::new(120, 40);
    fresh.notes = desk.notes.clone();
    fresh.app.notes = Default::default();
    fresh.app.remember(lists);
    assert!(fresh.screen().contains("Send Ada your thanks"));
    // Meanwhile another one is there, above what is marked.
    fresh.keys("<down>");
    let marked = fresh.app.marked_line().unwrap();
    for note in fresh.notes.values_mut() {
        *note = note.replacen("[[follow_up]]", "[[follow_up]]\nid = \"x\"\ntitle = \"Earlier\"\ndue = 2026-01-02\nstate = \"open\"\n\n[[follow_up]]", 1);
    }
    fresh.carry_out(Effect::List);
    assert!(fresh.screen().contains("Earlier"), "{}", fresh.screen());
    let lines::Line::Due(due) = fresh.app.marked_line().unwrap() else { panic!() };
    let lines::Line::Due(before) = marked else { panic!() };
    assert_eq!(due.follow_up(), before.follow_up());
}

#[test]
fn what_was_done_elsewhere_is_not_opened_again_by_a_key() {
    let mut desk = at_rest(120, 40);
    for note in desk.notes.values_mut() {
        let at = note.find("id = \"thanks\"").unwrap();
        let rest = note[at..].replacen("state = \"open\"", "state = \"done\"\ndone = 2026-11-20", 1);
        note.replace_range(at.., &rest);
    }
    // The list is older than that.
    desk.keys(" ");
    assert!(desk.screen().contains("It is done already"), "{}", desk.screen());
    assert_eq!(state(&mut desk, "thanks").0, "done");
}

#[test]
fn a_conversation_that_is_only_read_can_be_opened_again_and_again() {
    let mut desk = at_rest(80, 24);
    desk.holder = Some("process 7".to_owned());
    desk.keys("o<esc><enter>o<esc>");
    desk.closed.clear();
    desk.keys("<esc><enter>");
    assert_eq!(desk.closed, [""; 0], "its watch goes with it");
    // Who had it has gone: one may write in it.
    desk.holder = None;
    desk.keys("o<esc><esc>");
    desk.keys("<enter>");
    desk.closed.clear();
    desk.keys("l2026-12-24<enter><enter>");
    assert_eq!(desk.closed, [""; 0]);
    assert_eq!(state(&mut desk, "thanks").1, "2026-12-24");
}

#[test]
fn an_answer_that_comes_late_is_wanted_only_by_who_still_waits() {
    let mut desk = at_rest(80, 24);
    let path = desk.notes.keys().next().unwrap().clone();
    let asked = |desk: &mut Desk| {
        let now = Moment { wall: StandingClock.now(), tick: desk.tick };
        let effects = desk.app.update(Event::Key(Chord::plain(Key::Enter)), now);
        effects.into_iter().find_map(|effect| match effect {
            Effect::Open(_, ticket) => Some(ticket),
            _ => None,
        })
    };
    let first = asked(&mut desk).unwrap();
    assert!(desk.app.wants_opened(first));
    desk.keys("<f5>he said");
    assert!(!desk.app.wants_opened(first), "{path:?}");
    assert!(desk.screen().contains("he said"), "{}", desk.screen());
}
