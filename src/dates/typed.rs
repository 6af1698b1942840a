//! What a person types for a day. It is read as people say it, and only where it can mean one
//! thing: what could be two days is none.

use chrono::{Datelike, Days, Months, NaiveDate, Weekday};

use super::span::{Duration, Unit};
use super::time::{self, Part};
use super::{Day, is_written};

/// More words than this are a sentence, and no day.
const MOST_WORDS: usize = 12;

/// The day a person means by what they typed: `2026-12-01`, `tomorrow 12:30`, `friday`,
/// `next friday` (the one in the week after this one's), `in 2 weeks`, `24 nov`, `nov 24 12:30`,
/// `end of month`, `monday in 2 weeks`, `24/11`. A day and month without a year is the next one to
/// come. `None` where it could mean two things or nothing; a time of day without a day is none,
/// for it could be today's or tomorrow's.
pub fn typed(text: &str, today: NaiveDate) -> Option<Day> {
    let lower = text.trim().to_lowercase().replace(',', " ");
    if let Ok(day) = lower.parse() {
        return Some(day);
    }
    let words = lower.split_whitespace().map(|w| w.trim_end_matches('.'));
    let mut words: Vec<_> = words.filter(|w| !matches!(*w, "on" | "the" | "of" | "")).collect();
    if words.len() > MOST_WORDS {
        return None;
    }
    let part = part_of_day(&mut words);
    let mut found = None;
    for day in readings(&words, part, today) {
        match found {
            Some(other) if other != day => return None,
            _ => found = Some(day),
        }
    }
    found
}

/// Takes the part of the day out of the words, if one is named: `tonight`, `tomorrow evening`,
/// `at 7 in the evening`.
fn part_of_day(words: &mut Vec<&str>) -> Option<Part> {
    let at = words.iter().position(|w| Part::from_word(w).is_some())?;
    let part = Part::from_word(words[at]);
    if words[at] == "tonight" {
        words[at] = "today";
        return part;
    }
    words.remove(at);
    match at.checked_sub(1).map(|before| (before, words[before])) {
        Some((before, "this")) => words[before] = "today",
        Some((before, "in")) => drop(words.remove(before)),
        _ => {}
    }
    part
}

/// Every way to read the words: a day, a day and a time, a time and a day.
fn readings(words: &[&str], part: Option<Part>, today: NaiveDate) -> Vec<Day> {
    let day_of = |words: &[&str]| {
        let words = words.strip_prefix(&["at"]).unwrap_or(words);
        let words = words.strip_suffix(&["at"]).unwrap_or(words);
        date(words, today).filter(|date| is_written(*date))
    };
    let mut days: Vec<_> = day_of(words).map(Day::of).into_iter().collect();
    for at in 1..words.len() {
        let (first, last) = words.split_at(at);
        let behind = time::said(last, part).filter(|_| !is_day_of_month(first, last));
        // In front of a day, 13.11 is no time but another day.
        let before = time::said(first, part).filter(|_| !matches!(first, [one] if one.contains('.')));
        let both = [(first, behind), (last, before)];
        let read =
            |(words, time): (&[&str], Option<_>)| Some(Day { time: Some(time?), ..Day::of(day_of(words)?) });
        days.extend(both.into_iter().filter_map(read));
    }
    days
}

/// Whether a time behind a weekday could as well be the day and month of it: `fri 12.11`.
fn is_day_of_month(first: &[&str], last: &[&str]) -> bool {
    let ([day], [dotted]) = (first, last) else { return false };
    let date = dotted.split_once('.').and_then(|(d, m)| Some((number(d)?, number(m)?)));
    weekday(day).is_some() && date.is_some_and(|(_, month)| month <= 12)
}

fn date(words: &[&str], today: NaiveDate) -> Option<NaiveDate> {
    let days = |n| span(n, Unit::Days);
    match *words {
        ["today"] => Some(today),
        ["tomorrow"] => today.succ_opt(),
        ["yesterday"] => today.pred_opt(),
        ["day", "after", "tomorrow"] => Some(days(2).after(today)),
        ["day", "before", "yesterday"] => Some(days(2).before(today)),
        ["end", ref of @ ..] => end_of(of, today),
        ["in", ref rest @ ..] => Some(length(rest)?.after(today)),
        ["next", "week"] => Some(span(1, Unit::Weeks).after(today)),
        ["next", "month"] => Some(span(1, Unit::Months).after(today)),
        ["next", "year"] => Some(span(12, Unit::Months).after(today)),
        ["next", day] => of_week(weekday(day)?, span(1, Unit::Weeks).after(today)),
        // On the day itself it is today; and a day of this week that is gone is not meant.
        ["this", day] => Some(coming(weekday(day)?, today.pred_opt()?)?),
        [ref rest @ .., "ago"] => Some(length(rest)?.before(today)),
        [ref rest @ .., "from", "now"] => Some(length(rest)?.after(today)),
        ["today" | "tomorrow", "week"] => Some(span(1, Unit::Weeks).after(date(&words[..1], today)?)),
        [day, "week"] => Some(span(1, Unit::Weeks).after(another(day, today)?)),
        [day, "in", ref rest @ ..] => nearest(weekday(day)?, length(rest)?, today),
        _ => date_from(words, today).or_else(|| calendar(words, today)),
    }
}

/// A length of time alone, or counted from a day: `2 weeks`, `a week on friday`, `3 days from 1 dec`.
fn date_from(words: &[&str], today: NaiveDate) -> Option<NaiveDate> {
    let long = if words.get(1).is_some_and(|w| matches!(*w, "business" | "working")) { 3 } else { 2 };
    let (first, rest) = words.split_at_checked(long)?;
    let length = length(first)?;
    match *rest {
        [] => Some(length.after(today)),
        [day] => Some(length.after(another(day, today)?)),
        ["from", day] if weekday(day).is_some() => Some(length.after(another(day, today)?)),
        ["from", ref rest @ ..] => Some(length.after(date(rest, today)?)),
        _ => None,
    }
}

/// A day by the calendar, with or without the day of the week, which must then be right.
fn calendar(words: &[&str], today: NaiveDate) -> Option<NaiveDate> {
    match words {
        [day] if weekday(day).is_some() => coming(weekday(day)?, today),
        [day, rest @ ..] if weekday(day).is_some() => {
            calendar_day(rest, today).filter(|date| Some(date.weekday()) == weekday(day))
        }
        _ => calendar_day(words, today),
    }
}

fn calendar_day(words: &[&str], today: NaiveDate) -> Option<NaiveDate> {
    match *words {
        [one] => match one.parse::<Day>() {
            Ok(day) => Some(day).filter(|d| d.time.is_none()).map(|d| d.date),
            Err(()) => numeric(one, today).or_else(|| ordinal(one).and_then(|d| day_of_month(d, today))),
        },
        [day, named] | [day, named, _] if month(named).is_some() => {
            day_and_month(number(day)?, month(named)?, words.get(2), today)
        }
        [named, day] | [named, day, _] => day_and_month(number(day)?, month(named)?, words.get(2), today),
        _ => None,
    }
}

/// Day and month in digits, where no other country reads another day: `24/11`, `24.11.2026`.
fn numeric(word: &str, today: NaiveDate) -> Option<NaiveDate> {
    let between = word.chars().find(|c| matches!(c, '/' | '.' | '-'))?;
    let parts: Vec<_> = word.split(between).collect();
    let (a, b, year) = match *parts {
        // 11-24 may be the year and month of something.
        [a, b] if between != '-' => (a, b, None),
        [year, month, day] if year.len() == 4 && between != '-' => {
            return NaiveDate::from_ymd_opt(full_year(year)?, digits(month)?, digits(day)?);
        }
        [a, b, year] => (a, b, Some(year)),
        _ => return None,
    };
    let (a, b) = (digits(a)?, digits(b)?);
    // With points the day comes first wherever they are used; 11.24 alone could be a time.
    let month_first = between != '.' || year.is_some() || a <= 12 && b <= 12;
    let day_first = day_and_month(a, b, year.as_ref(), today);
    match (day_first, day_and_month(b, a, year.as_ref(), today).filter(|_| month_first)) {
        (Some(one), Some(other)) => (one == other).then_some(one),
        (one, other) => one.or(other),
    }
}

/// A span of time in words: `a week`, `ten days`, `3 business days`, `2 years`.
fn length(words: &[&str]) -> Option<Duration> {
    let (n, unit) = match *words {
        [n, unit] => (count(n)?, unit),
        [n, "business" | "working", "day" | "days"] => return Some(span(count(n)?, Unit::BusinessDays)),
        _ => return None,
    };
    let (n, unit) = match unit {
        "year" | "years" => (n * 12, Unit::Months),
        "fortnight" | "fortnights" => (n * 2, Unit::Weeks),
        unit => (n, Unit::from_word(unit)?),
    };
    Some(span(n, unit)).filter(|span| span.n <= Duration::MOST)
}

fn span(n: u32, unit: Unit) -> Duration {
    Duration { n, unit }
}

/// A number in digits, or in words up to twelve. At most [`Duration::MOST`].
pub(super) fn count(word: &str) -> Option<u32> {
    const WORDS: [&str; 12] =
        ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
    let found = WORDS.iter().position(|w| *w == word).and_then(|i| u32::try_from(i + 1).ok());
    match word {
        "a" | "an" => Some(1),
        _ => found.or_else(|| digits(word)).filter(|n| *n <= Duration::MOST),
    }
}

/// The last day of a week (Friday), a month or a year.
fn end_of(words: &[&str], today: NaiveDate) -> Option<NaiveDate> {
    let (next, words) = match words {
        ["next", rest @ ..] => (1, rest),
        ["this", rest @ ..] => (0, rest),
        _ => (0, words),
    };
    match *words {
        ["week"] if next == 1 => of_week(Weekday::Fri, span(1, Unit::Weeks).after(today)),
        // At the weekend this week's is gone: the coming one is meant.
        ["week"] => coming(Weekday::Fri, today.pred_opt()?),
        ["month"] => last_of_month(today.with_day(1)?.checked_add_months(Months::new(next))?),
        ["year"] => NaiveDate::from_ymd_opt(today.year().checked_add(i32::try_from(next).ok()?)?, 12, 31),
        [named] | [named, _] if next == 0 => {
            let day = day_and_month(1, month(named)?, words.get(1), today.with_day(1)?)?;
            last_of_month(day)
        }
        _ => None,
    }
}

fn last_of_month(day: NaiveDate) -> Option<NaiveDate> {
    day.with_day(1)?.checked_add_months(Months::new(1))?.pred_opt()
}

/// The day of the week that comes after `today`.
fn coming(day: Weekday, today: NaiveDate) -> Option<NaiveDate> {
    let ahead = (7 + day.num_days_from_monday() - today.weekday().num_days_from_monday()) % 7;
    today.checked_add_days(Days::new(if ahead == 0 { 7 } else { ahead.into() }))
}

/// The same by its name, for what is counted from it. On that day itself people mean today or the
/// one in a week.
fn another(day: &str, today: NaiveDate) -> Option<NaiveDate> {
    let day = weekday(day).filter(|day| *day != today.weekday())?;
    coming(day, today)
}

/// The day of the week in the week of `other`, which begins on Monday.
fn of_week(day: Weekday, other: NaiveDate) -> Option<NaiveDate> {
    let monday = other.checked_sub_days(Days::new(other.weekday().num_days_from_monday().into()))?;
    monday.checked_add_days(Days::new(day.num_days_from_monday().into()))
}

/// The day of the week that is nearest to so long from today: `monday in 2 weeks`.
fn nearest(day: Weekday, length: Duration, today: NaiveDate) -> Option<NaiveDate> {
    if length.n == 0 || matches!(length.unit, Unit::Days | Unit::BusinessDays) {
        return None;
    }
    coming(day, length.after(today).checked_sub_days(Days::new(4))?)
}

/// A day of the week by its name or the beginning of it.
fn weekday(word: &str) -> Option<Weekday> {
    const NAMES: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    let word = if word == "weds" { "wed" } else { word };
    let found = NAMES.iter().position(|name| word.len() >= 3 && name.starts_with(word))?;
    Weekday::try_from(u8::try_from(found).ok()?).ok()
}

/// A month by its name or the beginning of it.
fn month(word: &str) -> Option<u32> {
    const NAMES: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let found = NAMES.iter().position(|name| word.len() >= 3 && name.starts_with(word))?;
    u32::try_from(found + 1).ok()
}

fn digits(word: &str) -> Option<u32> {
    let plain = (1..=4).contains(&word.len()) && word.bytes().all(|b| b.is_ascii_digit());
    plain.then(|| word.parse().ok())?
}

/// The number of a day in a month: `24`, `24th`, `first`.
fn number(word: &str) -> Option<u32> {
    digits(word).or_else(|| ordinal(word)).filter(|n| (1..=31).contains(n))
}

fn ordinal(word: &str) -> Option<u32> {
    const WORDS: [&str; 20] = [
        "first",
        "second",
        "third",
        "fourth",
        "fifth",
        "sixth",
        "seventh",
        "eighth",
        "ninth",
        "tenth",
        "eleventh",
        "twelfth",
        "thirteenth",
        "fourteenth",
        "fifteenth",
        "sixteenth",
        "seventeenth",
        "eighteenth",
        "nineteenth",
        "twentieth",
    ];
    let named = |word: &str| WORDS.iter().position(|w| *w == word).and_then(|i| u32::try_from(i + 1).ok());
    if let Some(n) = named(word) {
        return Some(n);
    }
    match word.split_once('-') {
        Some(("twenty", unit)) => return named(unit).filter(|n| *n < 10).map(|n| 20 + n),
        _ if word == "thirtieth" => return Some(30),
        _ if word == "thirty-first" => return Some(31),
        _ => {}
    }
    let ending = ["st", "nd", "rd", "th"].iter().find_map(|end| word.strip_suffix(end))?;
    digits(ending)
}

/// `the 24th`: of this month, or of the next that has one.
fn day_of_month(day: u32, today: NaiveDate) -> Option<NaiveDate> {
    let first = today.with_day(1)?;
    let months = (0..=12).filter_map(|n| first.checked_add_months(Months::new(n)));
    months.filter_map(|month| month.with_day(day)).find(|date| *date >= today)
}

fn day_and_month(day: u32, month: u32, year: Option<&&str>, today: NaiveDate) -> Option<NaiveDate> {
    match year {
        Some(year) => NaiveDate::from_ymd_opt(full_year(year)?, month, day),
        None => {
            (0..=8) // up to the next leap year, also over a century's turn
                .filter_map(|n| NaiveDate::from_ymd_opt(today.year().checked_add(n)?, month, day))
                .find(|d| *d >= today)
        }
    }
}

/// A year with all its digits: 26 could be a day.
fn full_year(word: &str) -> Option<i32> {
    digits(word).filter(|_| word.len() == 4).and_then(|y| i32::try_from(y).ok())
}

#[cfg(test)]
mod tests {
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
}
