use super::*;
use chrono::NaiveTime;
use proptest::prelude::*;

fn d(text: &str) -> NaiveDate {
    text.parse::<Day>().unwrap().date
}

/// What it means on a Saturday.
fn t(text: &str) -> String {
    typed(text, d("2026-11-21")).map(|d| d.to_string()).unwrap_or_default()
}

/// What it means on a Tuesday.
fn tuesday(text: &str) -> String {
    typed(text, d("2026-11-24")).map(|d| d.to_string()).unwrap_or_default()
}

#[test]
fn days_near_and_far() {
    for (text, day) in [
        ("2026-12-01", "2026-12-01"),
        ("2026-12-01T12:30", "2026-12-01 12:30"),
        ("tomorrow 9:30", "2026-11-22 09:30"),
        ("the day after tomorrow", "2026-11-23"),
        ("in 2 weeks", "2026-12-05"),
        ("2 weeks", "2026-12-05"),
        ("3 weeks from now", "2026-12-12"),
        ("in a week", "2026-11-28"),
        ("in a fortnight", "2026-12-05"),
        ("in ten days", "2026-12-01"),
        ("in twelve months", "2027-11-21"),
        ("in a year", "2027-11-21"),
        ("in a month", "2026-12-21"),
        ("in two business days", "2026-11-24"),
        ("three working days", "2026-11-25"),
        ("2 weeks ago", "2026-11-07"),
        ("2 days ago", "2026-11-19"),
        ("a day ago", "2026-11-20"),
        ("three months ago", "2026-08-21"),
        ("2 days ago 9:15", "2026-11-19 09:15"),
        ("two weeks ago at noon", "2026-11-07 12:00"),
        ("next week", "2026-11-28"),
        ("next month", "2026-12-21"),
        ("next year", "2027-11-21"),
        ("end of month", "2026-11-30"),
        ("end of the month", "2026-11-30"),
        ("end of next month", "2026-12-31"),
        ("end of january", "2027-01-31"),
        ("end of feb 2028", "2028-02-29"),
        ("end of the week", "2026-11-27"),
        ("end of next week", "2026-11-27"),
        ("end of year", "2026-12-31"),
        ("end of next year", "2027-12-31"),
    ] {
        assert_eq!(t(text), day, "{text}");
    }
    assert_eq!(tuesday("end of week"), "2026-11-27");
    assert_eq!(tuesday("end of next week"), "2026-12-04");
}

#[test]
fn days_of_the_week() {
    for (text, day) in [
        ("friday", "2026-11-27"),
        ("Saturday", "2026-11-28"),
        ("mon", "2026-11-23"),
        ("tues", "2026-11-24"),
        ("weds.", "2026-11-25"),
        ("this friday", "2026-11-27"),
        ("this saturday", "2026-11-21"),
        ("next friday", "2026-11-27"),
        ("a week on friday", "2026-12-04"),
        ("friday week", "2026-12-04"),
        ("a week from friday", "2026-12-04"),
        ("a week from tomorrow", "2026-11-29"),
        ("tomorrow week", "2026-11-29"),
        ("monday in 2 weeks", "2026-12-07"),
        ("monday next week", "2026-11-23"),
        ("next week on friday", "2026-11-27"),
        ("a week today", "2026-11-28"),
        ("two weeks tomorrow", "2026-12-06"),
        ("in 2 wks", "2026-12-05"),
        ("monday in a week", "2026-11-30"),
    ] {
        assert_eq!(t(text), day, "{text}");
    }
    assert_eq!(tuesday("next friday"), "2026-12-04");
    assert_eq!(tuesday("monday in 2 weeks"), "2026-12-07");
    assert_eq!(tuesday("this friday"), "2026-11-27");
    assert_eq!(tuesday("friday week"), "2026-12-04");
    assert_eq!(tuesday("tuesday week"), "", "on a Tuesday, it is seven days or fourteen");
}

#[test]
fn days_of_the_calendar() {
    for (text, day) in [
        ("24 Nov 12:30", "2026-11-24 12:30"),
        ("Nov 24th at 12:30", "2026-11-24 12:30"),
        ("dec 1st", "2026-12-01"),
        ("1st of december", "2026-12-01"),
        ("the first of december 2027", "2027-12-01"),
        ("the twenty-first of sept", "2027-09-21"),
        ("the 24th", "2026-11-24"),
        ("the 5th", "2026-12-05"),
        ("the 31st", "2026-12-31"),
        ("3 january", "2027-01-03"),
        ("29 feb", "2028-02-29"),
        ("24. nov.", "2026-11-24"),
        ("24/11", "2026-11-24"),
        ("11/24", "2026-11-24"),
        ("24.11.", "2026-11-24"),
        ("24.11", "2026-11-24"),
        ("24.11.2026", "2026-11-24"),
        ("24-11-2026", "2026-11-24"),
        ("11/24/2027", "2027-11-24"),
        ("2026/12/01", "2026-12-01"),
        ("2026-12-1", "2026-12-01"),
        ("5/5", "2027-05-05"),
        ("tue 24 nov", "2026-11-24"),
        ("Tuesday the 24th of November", "2026-11-24"),
        ("tue 24/11 12:30", "2026-11-24 12:30"),
        ("2 days from 1 dec", "2026-12-03"),
    ] {
        assert_eq!(t(text), day, "{text}");
    }
}

#[test]
fn a_time_goes_with_a_day_in_either_order() {
    for (text, day) in [
        ("tomorrow at 9", "2026-11-22 09:00"),
        ("9am tomorrow", "2026-11-22 09:00"),
        ("noon on friday", "2026-11-27 12:00"),
        ("fri 12.30", "2026-11-27 12:30"),
        ("24.11. 12.10", "2026-11-24 12:10"),
        ("tue 12:30", "2026-11-24 12:30"),
        ("friday 9:30 pm", "2026-11-27 21:30"),
        ("friday half past nine", "2026-11-27 09:30"),
        ("in 2 weeks at noon", "2026-12-05 12:00"),
        ("friday 12:30 in 2 weeks", "2026-12-04 12:30"),
        ("monday 9:30 next week", "2026-11-23 09:30"),
        ("tonight", "2026-11-21"),
        ("tonight at 8", "2026-11-21 20:00"),
        ("this evening at half past 6", "2026-11-21 18:30"),
        ("tomorrow morning at 7", "2026-11-22 07:00"),
        ("at 7 in the evening on friday", "2026-11-27 19:00"),
        ("1 dec 2026 at 3 p.m.", "2026-12-01 15:00"),
    ] {
        assert_eq!(t(text), day, "{text}");
    }
}

#[test]
fn what_could_mean_two_things_or_nothing_is_no_day() {
    for text in [
        "",
        "soon",
        "12",
        "32 nov",
        "2026-13-01",
        "12/11",
        "3/4",
        "3.4.",
        "3/4/2026",
        "24/11/26",
        "25:00",
        "m",
        "fri 24 nov",
        "fri 2026-11-24",
        "fri 12.11",
        "tue 13.11",
        "11.24",
        "11-24",
        "at 9",
        "noon",
        "12:30",
        "9am",
        "in 99999 days",
        "in 99999 business days",
        "in 3 business lunches",
        "in +2 weeks",
        "tomorrow 12:+5",
        "tomorrow at 3",
        "-001-01-01",
        "24 nov 10000",
        "24 nov 26",
        "31 dec 262142 23:30",
        "last friday",
        "week",
        "a",
        "end",
        "end of",
        "in",
        "the",
        "next",
        "friday monday",
        "32nd",
        "tomorrow 9am 10am",
        "tue 2026-12-01T12:30",
        "monday in 3 days",
        "13.11 24.12",
        "at 13.11 14.12",
        "evening",
    ] {
        assert_eq!(t(text), "", "{text:?}");
    }
}

/// Words of which days are made, in any order.
fn salad() -> impl Strategy<Value = String> {
    let words: Vec<&str> = "today tomorrow tonight next this in a two 12 24th 1000 friday mon week weeks month year of \
         end the at 9 9am 12.30 24.11. 3/4 2026 2026-12-01 nov december from now on ago business days half past \
         noon evening pm 9999 0000 feb 29 31 years"
        .split_whitespace()
        .collect();
    proptest::collection::vec(proptest::sample::select(words), 0..8).prop_map(|words| words.join(" "))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1024))]

    #[test]
    fn what_is_shown_can_be_typed(days in 0u64..3_652_059, minute in proptest::option::of(0u32..1440), on in 0u64..3_652_059) {
        let first = d("0000-01-01");
        let day = Day {
            date: first + Days::new(days),
            time: minute.and_then(|m| NaiveTime::from_hms_opt(m / 60, m % 60, 0)),
        };
        prop_assert_eq!(typed(&day.to_string(), first + Days::new(on)), Some(day));
        prop_assert_eq!(typed(&day.in_full(), first + Days::new(on)), Some(day), "{}", day.in_full());
    }

    #[test]
    fn as_long_ago_as_ahead(n in 1u64..=1000, on in 1_000_000u64..2_000_000, minute in proptest::option::of(0u32..1440)) {
        let today = d("0000-01-01") + Days::new(on);
        let time = minute.and_then(|m| NaiveTime::from_hms_opt(m / 60, m % 60, 0));
        let said = time.map(|t| t.format(" %H:%M").to_string()).unwrap_or_default();
        for (unit, days) in [("days", n), ("weeks", 7 * n)] {
            let ago = typed(&format!("{n} {unit} ago{said}"), today);
            prop_assert_eq!(ago, Some(Day { date: today - Days::new(days), time }));
            prop_assert_eq!(typed(&format!("in {n} {unit}{said}"), today), Some(Day { date: today + Days::new(days), time }));
        }
        let months = Months::new(u32::try_from(n).unwrap());
        let ago = typed(&format!("{n} months ago{said}"), today);
        prop_assert_eq!(ago, Some(Day { date: today - months, time }));
    }

    #[test]
    fn typing_anything_never_panics(text in any::<String>(), days in 0u64..3_652_059) {
        let _ = typed(&text, d("0000-01-01") + Days::new(days));
    }

    #[test]
    fn words_of_days_mean_a_day_that_can_be_written_or_none(text in salad(), days in 0u64..3_652_059) {
        if let Some(day) = typed(&text, d("0000-01-01") + Days::new(days)) {
            prop_assert_eq!(day.to_string().parse(), Ok(day));
        }
    }
}
