//! What a person types for a day. It is read as people say it, and only where it can mean one
//! thing: what could be two days is none.

use chrono::{Datelike, Days, Months, NaiveDate, Weekday};

use super::span::{Duration, Unit};
use super::time::{self, Part};
use super::{Day, is_written};

/// More words than this are a sentence, and no day.
const MOST_WORDS: usize = 12;

/// The day a person means by what they typed: `2026-12-01`, `tomorrow 12:30`, `friday`,
/// `next friday` (the one in the week after this one's), `in 2 weeks`, `2 weeks ago`, `24 nov`,
/// `nov 24 12:30`, `end of month`, `monday in 2 weeks`, `24/11`. A day and month without a year is the next one to
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
    // `friday 12:30 in 2 weeks`: in the midst only what is nothing but a time.
    for at in (1..words.len().saturating_sub(1)).filter(|at| words[*at].contains(':')) {
        let rest = [&words[..at], &words[at + 1..]].concat();
        let read = |time| Some(Day { time: Some(time), ..Day::of(day_of(&rest)?) });
        days.extend(time::said(&words[at..=at], part).and_then(read));
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
        [day, "next", "week"] | ["next", "week", day] => {
            of_week(weekday(day)?, span(1, Unit::Weeks).after(today))
        }
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
        ["today" | "tomorrow"] => Some(length.after(date(rest, today)?)),
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
        [year, month, day] if year.len() == 4 => {
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
        "year" | "years" | "yr" | "yrs" => (n * 12, Unit::Months),
        "wk" | "wks" => (n, Unit::Weeks),
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
mod tests;
