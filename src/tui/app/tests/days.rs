//! Days that are typed: what they mean is shown in full before it counts.

use super::*;

/// A field for a day, at the end of a walk.
const INTO_DAY: &str =
    "n<@They say they're going>Ada Byron<c-n><f2><down><down><down><down><enter>Engines<tab>";

#[test]
fn screen_a_day_while_it_is_typed() {
    at_all_sizes("day_empty", INTO_DAY);
    at_all_sizes("day_typed", &format!("{INTO_DAY}friday half past nine"));
}

#[test]
fn what_is_typed_means_something_before_the_field_is_left() {
    let mut desk = Desk::new(80, 24);
    desk.keys(INTO_DAY);
    assert!(desk.screen().contains("tomorrow 12:30, next friday, 24 nov"), "{}", desk.screen());
    desk.keys("next fri");
    assert!(desk.screen().contains("Fri 27 November 2026"), "{}", desk.screen());
    desk.keys(" 12");
    let screen = desk.screen();
    assert!(!screen.contains("27 November") && screen.contains("24 nov"), "{screen}");
    assert!(!screen.contains("not a date yet"), "{screen}");
    desk.keys(":30");
    assert!(desk.screen().contains("Fri 27 November 2026, 12:30"), "{}", desk.screen());
    desk.wait(6);
    assert!(desk.note().contains("\nnext fri 12:30\n"), "until it is left it stands as it was typed");
    desk.keys("<tab>");
    desk.wait(6);
    assert!(desk.note().contains("\n2026-11-27 12:30\n"), "{}", desk.note());
}

/// A clock in a country where the clocks go past the hour from two to three.
struct Spring;

impl Clock for Spring {
    fn now(&self) -> DateTime<FixedOffset> {
        StandingClock.now()
    }

    fn at(&self, local: NaiveDateTime) -> DateTime<FixedOffset> {
        StandingClock.at(local) + chrono::Duration::hours(1)
    }
}

#[test]
fn a_time_that_does_not_come_is_shown_as_the_one_it_means() {
    let mut desk = Desk::new(80, 24);
    desk.app.clock = Arc::new(Spring);
    desk.keys("n<@They say they're going>Ada Byron<tab><tab><tab>tomorrow 2:30");
    assert!(desk.screen().contains("Sun 22 November 2026, 03:30"), "{}", desk.screen());
    desk.keys("<c-n>");
    assert!(desk.note().contains("meeting = { at = 2026-11-22T03:30:00-05:00 }"), "{}", desk.note());
}

#[test]
fn a_meeting_from_another_zone_keeps_its_offset_unless_it_is_typed_anew() {
    let mut desk = Desk::new(80, 24);
    desk.keys("n<@They say they're going>Ada Byron<tab><tab><tab>tomorrow 2:30<c-n>x<c-s>");
    for text in desk.notes.values_mut() {
        *text = text.replace("02:30:00-05:00", "02:30:15+01:00");
    }
    desk.keys("<esc>o<f4>");
    assert!(desk.screen().contains("Sun 22 November 2026, 02:30"), "{}", desk.screen());
    desk.keys("<tab><tab><tab><tab>Chez Luc<c-n>");
    let note = desk.note();
    assert!(note.contains("02:30:15+01:00") && note.contains("Chez Luc"), "{note}");
}
