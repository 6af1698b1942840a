//! What follows, on the end page and on Today.

use super::*;

/// Follow-ups as a note may hold them, beside those of its playbook.
const FOLLOW_UPS: &str = r#"
[[follow_up]]
id = "numbers"
title = "Go through the numbers together"
due = 2026-11-18
every = "3 months"
state = "open"

[[follow_up]]
id = "lunch"
title = "Lunch with Ada"
due = 2026-12-07
state = "open"
by_hand = true
moved = [[2026-11-30, "on holiday"]]

[[follow_up]]
id = "papers"
title = "Send the papers"
due = 2026-11-20
state = "done"
done = 2026-11-19

[[follow_up]]
id = "gift"
title = "A card for her birthday"
due = 2026-12-24
state = "dropped"
+++

# Farewell"#;

/// On Today, with a conversation that something follows.
pub(super) fn with_follow_ups(width: u16, height: u16) -> Desk {
    let mut desk = Desk::hanging_on_the_meeting(width, height);
    desk.keys(
        "n<@They say they're going>Ada Byron<tab><tab><tab>2026-11-12<c-n><f2><down><down><down><enter><down><down><enter><c-s>",
    );
    assert!(desk.note().contains("id = \"thanks\""), "{}", desk.note());
    for note in desk.notes.values_mut() {
        *note = note.replacen("+++\n\n# Farewell", FOLLOW_UPS.trim_start(), 1);
    }
    desk.keys("<esc>");
    desk
}

/// On its end page.
fn at_end(width: u16, height: u16) -> Desk {
    let mut desk = with_follow_ups(width, height);
    desk.keys("o<f9>");
    desk
}

/// Goes down to the item with these words.
fn mark(desk: &mut Desk, words: &str) {
    for _ in 0..60 {
        if desk.screen().lines().any(|l| l.starts_with('>') && l.contains(words)) {
            return;
        }
        desk.keys("<down>");
    }
    panic!("{words}: {}", desk.screen());
}

fn marked(width: u16, height: u16, words: &str) -> Desk {
    let mut desk = at_end(width, height);
    mark(&mut desk, words);
    desk
}

/// The line of the screen with these words.
fn line(desk: &Desk, words: &str) -> String {
    let screen = desk.screen();
    screen.lines().find(|l| l.contains(words)).expect(&screen).to_owned()
}

fn head(desk: &mut Desk) -> Head {
    desk.wait(6);
    Document::parse(desk.note()).head().unwrap()
}

fn due(desk: &mut Desk, id: &str) -> String {
    let found = head(desk).follow_ups.into_iter().find(|f| f.id == id);
    found.and_then(|f| f.due).map(|d| d.to_string()).unwrap_or_default()
}

#[test]
fn screen_what_follows() {
    for (width, height) in SIZES {
        let desk = marked(width, height, "Lunch with Ada");
        insta::assert_snapshot!(format!("follow_ups_{width}x{height}"), desk.screen());
    }
}

#[test]
fn screen_another_day() {
    for (width, height) in SIZES {
        let mut desk = marked(width, height, "Lunch with Ada");
        desk.keys("<enter>friday week<enter>she is ill");
        insta::assert_snapshot!(format!("another_day_{width}x{height}"), desk.screen());
    }
}

#[test]
fn screen_today_with_what_repeats_and_what_was_moved() {
    for (width, height) in SIZES {
        let desk = with_follow_ups(width, height);
        insta::assert_snapshot!(format!("today_due_{width}x{height}"), desk.screen());
    }
}

#[test]
fn one_that_repeats_brings_its_next_at_once() {
    let mut desk = marked(120, 40, "Go through the numbers");
    desk.keys(" ");
    let screen = desk.screen();
    assert!(
        screen.contains("[x] Wed 18 Nov       Go through the numbers together  done 21 November"),
        "{screen}"
    );
    assert!(
        screen.contains("[ ] Thu 18 Feb 2027  Go through the numbers together  every 3 months"),
        "{screen}"
    );
    assert!(screen.contains("Done. It is due again on Thu 18 February 2027"), "{screen}");
    assert_eq!(due(&mut desk, "numbers-2"), "2027-02-18");
    desk.keys(" ");
    assert!(line(&desk, "Go through the numbers").contains("[ ] Wed 18 Nov"), "{}", desk.screen());
    assert_eq!(due(&mut desk, "numbers-2"), "");
    desk.keys("<c-z><c-z><c-y>");
    assert_eq!(due(&mut desk, "numbers-2"), "2027-02-18", "undo and redo go through it, too");
}

#[test]
fn one_is_dropped_and_that_is_taken_back() {
    let mut desk = marked(120, 40, "Go through the numbers");
    desk.keys("d");
    assert!(line(&desk, "Go through the numbers").contains("[-]"), "{}", desk.screen());
    assert_eq!(due(&mut desk, "numbers-2"), "", "one that is dropped does not repeat");
    desk.keys("<enter>");
    assert!(desk.screen().contains("It was dropped: d takes that back"), "{}", desk.screen());
    desk.keys("d");
    assert!(line(&desk, "Go through the numbers").contains("[ ]"), "{}", desk.screen());
    desk.keys(" d");
    assert!(desk.screen().contains("It is done: Space opens it again"), "{}", desk.screen());
}

#[test]
fn d_drops_nothing_where_no_follow_up_is_marked() {
    let mut desk = marked(120, 40, "Close this conversation");
    assert!(!desk.screen().contains("d Drop"));
    let before = head(&mut desk).follow_ups;
    desk.keys("d");
    assert_eq!(head(&mut desk).follow_ups, before);
}

#[test]
fn another_day_is_shown_in_full_and_kept_with_its_reason() {
    let mut desk = marked(80, 24, "Send Ada");
    desk.keys("<enter>");
    assert!(desk.screen().contains("Fri 13 November 2026"), "{}", desk.screen());
    desk.keys("next fri");
    assert!(desk.screen().contains("  Fri 27 November 2026"), "{}", desk.screen());
    assert!(!desk.screen().contains("Saved"), "what is typed does not count yet: {}", desk.screen());
    desk.keys(" 9:30");
    assert!(
        desk.screen().contains("Fri 27 November 2026 (the day; a time is not kept)"),
        "{}",
        desk.screen()
    );
    desk.keys("<enter>she is away<enter>");
    let screen = desk.screen();
    assert!(screen.contains("Due on Fri 27 November 2026"), "{screen}");
    assert!(screen.contains("moved from Fri 13 November (she is away)"), "{screen}");
    assert!(line(&desk, "Send Ada").starts_with('>'), "the mark stays: {screen}");
    assert_eq!(due(&mut desk, "thanks"), "2026-11-27");
    // It moves no longer with the meeting, until it may.
    desk.keys("<f4><tab><tab><tab><c-a>2026-12-03<c-n>");
    assert_eq!(due(&mut desk, "thanks"), "2026-11-27");
    mark(&mut desk, "Send Ada");
    desk.keys("<enter><bs>");
    assert!(
        desk.screen().contains("left empty, it moves again with: the day of the meeting"),
        "{}",
        desk.screen()
    );
    desk.keys("<enter>");
    assert_eq!(due(&mut desk, "thanks"), "2026-12-04");
    assert!(!desk.screen().contains("moved from Fri 13"), "{}", desk.screen());
}

#[test]
fn esc_leaves_the_day_as_it_was() {
    let mut desk = marked(80, 24, "Send Ada");
    let before = head(&mut desk);
    for keys in
        ["<enter><esc>", "<enter>friday<esc>", "<enter>friday<enter>why<esc>", "<enter><enter><enter>"]
    {
        desk.keys(keys);
        assert_eq!(head(&mut desk).follow_ups, before.follow_ups, "{keys}");
        assert!(line(&desk, "Send Ada").starts_with('>'), "{keys}: {}", desk.screen());
    }
}

#[test]
fn what_means_no_day_is_said_and_stays_to_be_mended() {
    let mut desk = marked(80, 24, "Send Ada");
    for keys in ["<enter>blursday<enter>", "<tab>reason<enter>", "<c-a><bs><enter>"] {
        desk.keys(keys);
        assert!(desk.screen().contains("That day was not understood"), "{keys}: {}", desk.screen());
    }
    desk.keys("friday<enter>");
    assert!(desk.screen().contains("▎ reason"), "{}", desk.screen());
    desk.keys("<enter>");
    assert_eq!(due(&mut desk, "thanks"), "2026-11-27");
}

#[test]
fn saving_or_quitting_in_the_form_takes_what_is_typed() {
    for keys in ["<c-s>", "<c-q>"] {
        let mut desk = marked(80, 24, "Send Ada");
        desk.keys(&format!("<enter>friday<tab>away{keys}"));
        let note = desk.note();
        assert!(
            note.contains("due = 2026-11-27") && note.contains("[2026-11-13, \"away\"]"),
            "{keys}: {note}"
        );
        assert!(desk.screen().contains("Saved 14:02"), "{keys}: {}", desk.screen());
    }
    let mut desk = marked(80, 24, "Send Ada");
    desk.keys("<enter>friday");
    desk.event(Event::Ended);
    assert!(desk.quit && desk.note().contains("due = 2026-11-27"));
}

#[test]
fn the_form_edits_as_other_lines_do() {
    let mut desk = marked(80, 24, "Send Ada");
    desk.keys("<enter><right><bs><bs>2<lt>");
    assert!(desk.screen().contains("▎ 2026-11-2<"), "{}", desk.screen());
    desk.keys("<bs>7<tab>one<c-a><c-x>two <c-v>");
    assert!(desk.screen().contains("▎ two one"), "{}", desk.screen());
    desk.event(Event::Paste("three\nfour".to_owned()));
    desk.keys("<up><f1>");
    assert!(desk.screen().contains("Another day"), "{}", desk.screen());
    desk.keys("<esc><tab><enter>");
    desk.wait(6);
    assert!(desk.note().contains("moved = [[2026-11-13, \"two onethree four\"]]"), "{}", desk.note());
}

#[test]
fn the_mouse_opens_the_form_and_goes_to_its_lines() {
    let mut desk = at_end(120, 40);
    desk.click_on("Lunch with Ada");
    assert!(desk.screen().contains("Why?"), "{}", desk.screen());
    desk.keys("friday");
    desk.click_on("▎ ");
    let y = desk.screen().lines().position(|l| l.contains("Why?")).unwrap();
    desk.event(Event::Click { x: 6, y: u16::try_from(y + 1).unwrap(), double: false, extend: false });
    desk.keys("ill");
    desk.click_on("Set");
    desk.wait(6);
    assert!(desk.note().contains("[2026-12-07, \"ill\"]]"), "{}", desk.note());
}

#[test]
fn in_a_low_window_one_sees_what_one_types_and_what_it_means() {
    let mut desk = marked(40, 10, "Lunch with Ada");
    desk.keys("<enter>friday");
    let screen = desk.screen();
    assert!(screen.contains("▎ friday") && screen.contains("Fri 27 November 2026"), "{screen}");
    desk.keys("<enter>a very long reason indeed, with more words than fit in one row of so small a window, and then");
    assert!(desk.screen().contains("and then"), "{}", desk.screen());
    assert!(!desk.screen().contains("no cursor"), "{}", desk.screen());
}

#[test]
fn undo_says_what_it_changed_on_the_end_page() {
    let mut desk = at_end(120, 40);
    desk.keys("<esc>typed before<f9>");
    mark(&mut desk, "Go through the numbers");
    desk.keys(" <esc><c-z>");
    assert!(desk.screen().contains("What follows has changed: F9 shows it"), "{}", desk.screen());
    desk.keys("<f9><c-z>");
    assert!(matches!(desk.app.screen, Screen::Walk(_)), "what was answered in a step is seen to change");
}

#[test]
fn what_is_late_stays_on_today_until_it_is_decided() {
    let mut desk = with_follow_ups(120, 40);
    assert!(line(&desk, "Go through the numbers").contains("3 days late"), "{}", desk.screen());
    desk.keys("o<f9>");
    mark(&mut desk, "Go through the numbers");
    desk.keys(" <esc><esc>");
    assert!(line(&desk, "Go through the numbers").contains("Thu 18 Feb 2027"), "{}", desk.screen());
    assert!(!desk.screen().contains("Send the papers") && !desk.screen().contains("birthday"));
}

#[test]
fn one_of_ones_own_is_added_with_its_day_and_how_often() {
    for (width, height) in SIZES {
        let mut desk = marked(width, height, "Send Ada");
        desk.keys("+Send the market letter<tab>next friday<tab>quarterly");
        insta::assert_snapshot!(format!("own_{width}x{height}"), desk.screen());
        desk.keys("<enter>");
        assert!(desk.screen().contains("Added: due on Fri 27 November 2026"), "{}", desk.screen());
        assert!(line(&desk, "Send the market").starts_with('>'), "{}", desk.screen());
        let all = head(&mut desk).follow_ups;
        let own = all.last().unwrap();
        let every = own.every.map(|every| every.to_string());
        assert_eq!((own.id.as_str(), every.as_deref(), own.by_hand), ("own", Some("3 months"), true));
        // Done, it comes again; and all of it is taken back in two steps.
        desk.keys(" ");
        assert_eq!(due(&mut desk, "own-2"), "2027-02-27");
        desk.keys("<c-z><c-z>");
        assert!(head(&mut desk).follow_ups.iter().all(|f| !f.id.starts_with("own")));
    }
}

#[test]
fn words_of_one_that_was_not_added_are_there_again() {
    let mut desk = marked(80, 24, "Add one of your own");
    desk.keys("<enter>Call her son<tab>blursday<enter>");
    assert!(desk.screen().contains("That day was not understood"), "{}", desk.screen());
    desk.keys("<esc>");
    assert!(desk.screen().contains("Your words are still there"), "{}", desk.screen());
    desk.keys("<enter>");
    assert!(
        desk.screen().contains("▎ Call her son") && desk.screen().contains("blursday"),
        "{}",
        desk.screen()
    );
    desk.keys("<tab><c-a><bs><c-n>");
    assert_eq!(due(&mut desk, "own"), "");
    assert!(desk.screen().contains("Added, with no day yet"), "{}", desk.screen());
    desk.keys("+<enter>");
    assert!(desk.screen().contains("Say what you will do"), "{}", desk.screen());
}

#[test]
fn saving_or_quitting_takes_one_that_is_being_added_and_once_only() {
    for keys in ["<c-s>", "<c-s><c-s><c-q>", "<c-q>"] {
        let mut desk = marked(80, 24, "Send Ada");
        desk.keys(&format!("+Call her son{keys}"));
        assert_eq!(desk.note().matches("title = \"Call her son\"").count(), 1, "{keys}: {}", desk.note());
    }
}

#[test]
fn a_day_that_is_past_is_no_day_for_what_is_to_come() {
    let mut desk = marked(80, 24, "Send Ada");
    for keys in ["<enter>yesterday<enter>", "<esc>+Call<tab>yesterday<c-n>"] {
        desk.keys(keys);
        assert!(desk.screen().contains("That day is past"), "{keys}: {}", desk.screen());
    }
    desk.keys("<c-a><bs>today<c-n>");
    assert_eq!(due(&mut desk, "own"), "2026-11-21");
}
