//! Days and spans of time: arithmetic, rules, and what a person types for a date.
//!
//! Pure: today is always an argument. Times of day are local to the advisor; only the meeting
//! carries an offset, so that it means the same moment on another machine.

mod every;
mod span;
mod stamp;
mod time;
mod typed;

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, Datelike, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime};

pub use self::every::typed_span;
pub use self::span::{Duration, Rule, Unit};
pub use self::stamp::{STAMP, parse_stamp};
pub use self::typed::typed;

/// The clock and the time zone, as a value that is handed down: tests hold one that stands still.
pub trait Clock: Send + Sync {
    /// The moment it is, with the local offset.
    fn now(&self) -> DateTime<FixedOffset>;
    /// The moment a local date and time mean, by the zone's rules on that day.
    fn at(&self, local: NaiveDateTime) -> DateTime<FixedOffset>;
}

/// When something happened: the clock on the wall, and one that never jumps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    pub wall: DateTime<FixedOffset>,
    /// Since the program began.
    pub tick: std::time::Duration,
}

/// The first and the last day that can be written with four digits for the year, as files do.
const FIRST: Option<NaiveDate> = NaiveDate::from_ymd_opt(0, 1, 1);
const LAST: Option<NaiveDate> = NaiveDate::from_ymd_opt(9999, 12, 31);

/// Whether a day can be written in a file.
fn is_written(day: NaiveDate) -> bool {
    (0..=9999).contains(&day.year())
}

/// A day, or a day and a time: what a `date` field holds. Written `2026-12-01` or
/// `2026-12-01 12:30`; [`Day::in_full`] is for people.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Day {
    pub date: NaiveDate,
    pub time: Option<NaiveTime>,
}

impl Day {
    /// A whole day.
    pub fn of(date: NaiveDate) -> Self {
        Self { date, time: None }
    }

    /// As a person reads it: `Tue 1 December 2026, 12:30`.
    pub fn in_full(&self) -> String {
        let day = in_full(self.date);
        match self.time {
            Some(time) => format!("{day}, {}", time.format("%H:%M")),
            None => day,
        }
    }
}

/// A date as a person reads it: `Tue 1 December 2026`.
pub fn in_full(date: NaiveDate) -> String {
    date.format("%a %-d %B %Y").to_string()
}

/// A date beside others: `Tue 1 Dec`, with the year where it is not this one.
pub fn short(date: NaiveDate, today: NaiveDate) -> String {
    let form = if date.year() == today.year() { "%a %-d %b" } else { "%a %-d %b %Y" };
    date.format(form).to_string()
}

/// A date in a sentence: `Tue 1 December`, with the year where it is not this one.
pub fn long(date: NaiveDate, today: NaiveDate) -> String {
    let form = if date.year() == today.year() { "%a %-d %B" } else { "%a %-d %B %Y" };
    date.format(form).to_string()
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.date.format("%Y-%m-%d"))?;
        match self.time {
            Some(time) => write!(f, " {}", time.format("%H:%M")),
            None => Ok(()),
        }
    }
}

impl FromStr for Day {
    type Err = ();

    /// The written form, and only that; [`typed()`] takes what people type.
    fn from_str(text: &str) -> Result<Self, ()> {
        let (date, time) = match text.split_once([' ', 'T', 't']) {
            Some((date, time)) => (date, Some(time::written(time).ok_or(())?)),
            None => (text, None),
        };
        // A sign would be another year, and could not be written back.
        if date.len() != 10 || !date.starts_with(|c: char| c.is_ascii_digit()) {
            return Err(());
        }
        Ok(Self { date: NaiveDate::parse_from_str(date, "%Y-%m-%d").map_err(|_| ())?, time })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_said_in_full_and_beside_others() {
        let day = |text: &str| text.parse::<Day>().unwrap();
        let (first, today) = (day("2026-12-01 09:05"), day("2026-11-21").date);
        assert_eq!(first.in_full(), "Tue 1 December 2026, 09:05");
        assert_eq!(short(first.date, today), "Tue 1 Dec");
        assert_eq!(short(day("2027-01-01").date, today), "Fri 1 Jan 2027");
        assert_eq!(long(first.date, today), "Tue 1 December");
        assert_eq!(long(day("2027-01-01").date, today), "Fri 1 January 2027");
    }

    #[test]
    fn only_the_written_form_is_read_from_a_file() {
        for text in ["tomorrow", "2026-1-1", "+2026-01-01", "2026-12-01 25:00", "2026-02-30"] {
            assert!(text.parse::<Day>().is_err(), "{text}");
        }
    }
}
