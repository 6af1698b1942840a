//! Time zones and the days on which clocks change: the program is run in a zone, with its clock.

#![cfg(unix)] // As in `commands.rs`; the zone of Windows is not ours to set.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may")]

mod common;

use std::path::Path;

use common::{Home, Ran, json};

/// A zone by its name, or by its rules on a machine that does not have it.
fn zone(name: &'static str) -> &'static str {
    if Path::new("/usr/share/zoneinfo").join(name).is_file() {
        return name;
    }
    match name {
        "America/New_York" => "EST5EDT,M3.2.0,M11.1.0",
        "Europe/Berlin" => "CET-1CEST,M3.5.0,M10.5.0/3",
        "Australia/Lord_Howe" => "<+1030>-10:30<+11>-11,M10.1.0,M4.1.0",
        other => panic!("{other} has no rules here"),
    }
}

fn run(home: &Home, zone_name: &'static str, args: &[&str], input: &str) -> Ran {
    let ran = Ran::of(
        home.command().env_remove("GOODTERMS_NOW").env("TZ", zone(zone_name)).args(args).write_stdin(input),
    );
    assert_eq!(ran.code, 0, "{}", ran.err);
    ran
}

/// The moment that the note has for a meeting typed in a zone.
fn meeting(zone_name: &'static str, typed: &str) -> String {
    let home = Home::new();
    let args = ["fill", "--start", "farewell", "--client", "Ada", "--meeting", typed, "--answers", "-"];
    run(&home, zone_name, &args, "[why]\nwords = \"x\"\n");
    let note = home.note();
    let line = note.lines().find_map(|l| l.strip_prefix("meeting = { at = ")).expect(&note);
    line.trim_end_matches(" }").to_owned()
}

#[test]
fn a_meeting_has_the_offset_of_its_own_day() {
    assert_eq!(meeting("America/New_York", "2027-01-12 12:30"), "2027-01-12T12:30:00-05:00");
    assert_eq!(meeting("America/New_York", "2027-07-12 12:30"), "2027-07-12T12:30:00-04:00");
    assert_eq!(meeting("Europe/Berlin", "2027-07-12 12:30"), "2027-07-12T12:30:00+02:00");
}

#[test]
fn a_time_that_the_clocks_go_past_is_as_much_later() {
    assert_eq!(meeting("America/New_York", "2027-03-14 02:30"), "2027-03-14T03:30:00-04:00");
    assert_eq!(meeting("Europe/Berlin", "2027-03-28 02:00"), "2027-03-28T03:00:00+02:00");
    assert_eq!(meeting("Europe/Berlin", "2027-03-28 02:59"), "2027-03-28T03:59:00+02:00");
    // There they are put forward by half an hour only.
    assert_eq!(meeting("Australia/Lord_Howe", "2027-10-03 02:10"), "2027-10-03T02:40:00+11:00");
}

#[test]
fn of_a_time_that_comes_twice_the_first_is_meant() {
    assert_eq!(meeting("America/New_York", "2027-11-07 01:30"), "2027-11-07T01:30:00-04:00");
    assert_eq!(meeting("Europe/Berlin", "2027-10-31 02:30"), "2027-10-31T02:30:00+02:00");
    assert_eq!(meeting("Europe/Berlin", "2027-10-31 03:00"), "2027-10-31T03:00:00+01:00");
}

#[test]
fn a_meeting_keeps_its_day_in_another_zone() {
    let home = Home::new();
    let args =
        ["fill", "--start", "farewell", "--client", "Ada", "--meeting", "2027-01-12 23:30", "--answers", "-"];
    run(&home, "America/New_York", &args, "[why]\nwords = \"x\"\n");
    let front = |note: String| note.split("+++").nth(1).unwrap().to_owned();
    let before = front(home.note());
    assert!(before.contains("meeting = { at = 2027-01-12T23:30:00-05:00 }"), "{before}");
    // In Berlin it is the next day at half past five: the day on which they meet stays the same.
    let shown = run(&home, "Europe/Berlin", &["show", "Ada"], "");
    assert!(shown.out.contains("Meeting: Tue 12 January 2027, 23:30"), "{}", shown.out);
    run(&home, "Europe/Berlin", &["fill", "Ada", "--answers", "-"], "[why]\nnotes = \"y\"\n");
    assert_eq!(front(home.note()).replace("answered", ""), before.replace("answered", ""));
    let due = json(&run(&home, "Europe/Berlin", &["show", "Ada", "--json"], ""));
    assert_eq!(due["session"]["meeting"]["at"], "2027-01-12T23:30:00-05:00");
}
