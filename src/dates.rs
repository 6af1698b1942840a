//! Days and spans of time: arithmetic, rules, and what a person types for a date.
//!
//! Pure: today is always an argument. Times of day are local to the advisor; only the meeting
//! carries an offset, so that it means the same moment on another machine.

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, Datelike, Days, FixedOffset, Months, NaiveDate, NaiveDateTime, NaiveTime, Weekday};

/// The clock and the time zone, as a value that is handed down: tests hold one that stands still.
pub trait Clock: Send + Sync {
    /// The moment it is, with the local offset.
    fn now(&self) -> DateTime<FixedOffset>;
    /// The moment a local date and time mean, by the zone's rules on that day.
    fn at(&self, local: NaiveDateTime) -> DateTime<FixedOffset>;
}

/// What a span of time is counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    Days,
    /// Monday to Friday; holidays are not known.
    BusinessDays,
    Weeks,
    /// Calendar months: 31 January and one month is the last day of February.
    Months,
}

impl Unit {
    /// The word for so many of it.
    pub fn word(self, n: u32) -> &'static str {
        match (self, n) {
            (Self::Days, 1) => "day",
            (Self::Days, _) => "days",
            (Self::BusinessDays, 1) => "business day",
            (Self::BusinessDays, _) => "business days",
            (Self::Weeks, 1) => "week",
            (Self::Weeks, _) => "weeks",
            (Self::Months, 1) => "month",
            (Self::Months, _) => "months",
        }
    }

    /// The unit a word names, in the singular or the plural.
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Days, Self::BusinessDays, Self::Weeks, Self::Months]
            .into_iter()
            .find(|u| u.word(1) == word || u.word(2) == word)
    }
}

/// The first and the last day that can be written with four digits for the year, as files do.
const FIRST: Option<NaiveDate> = NaiveDate::from_ymd_opt(0, 1, 1);
const LAST: Option<NaiveDate> = NaiveDate::from_ymd_opt(9999, 12, 31);

/// Whether a day can be written in a file.
fn is_written(day: NaiveDate) -> bool {
    (0..=9999).contains(&day.year())
}

/// A span of time, `2 weeks`. At most [`Duration::MOST`] of its unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Duration {
    pub n: u32,
    pub unit: Unit,
}

impl Duration {
    /// The most units in a span: more would be a slip of the keyboard.
    pub const MOST: u32 = 1000;

    /// The day that is this span after `day` (the last one a file can hold, where it overflows).
    pub fn after(self, day: NaiveDate) -> NaiveDate {
        let n = self.n.min(Self::MOST);
        match self.unit {
            Unit::Days => day.checked_add_days(Days::new(n.into())),
            Unit::Weeks => day.checked_add_days(Days::new(u64::from(n) * 7)),
            Unit::Months => day.checked_add_months(Months::new(n)),
            Unit::BusinessDays => business_days(day, n, NaiveDate::succ_opt),
        }
        .filter(|day| is_written(*day))
        .or(LAST)
        .unwrap_or(day)
    }

    /// The day that is this span before `day`.
    pub fn before(self, day: NaiveDate) -> NaiveDate {
        let n = self.n.min(Self::MOST);
        match self.unit {
            Unit::Days => day.checked_sub_days(Days::new(n.into())),
            Unit::Weeks => day.checked_sub_days(Days::new(u64::from(n) * 7)),
            Unit::Months => day.checked_sub_months(Months::new(n)),
            Unit::BusinessDays => business_days(day, n, NaiveDate::pred_opt),
        }
        .filter(|day| is_written(*day))
        .or(FIRST)
        .unwrap_or(day)
    }
}

fn business_days(
    mut day: NaiveDate,
    n: u32,
    step: impl Fn(&NaiveDate) -> Option<NaiveDate>,
) -> Option<NaiveDate> {
    let mut left = n;
    while left > 0 {
        day = step(&day)?;
        if !matches!(day.weekday(), Weekday::Sat | Weekday::Sun) {
            left -= 1;
        }
    }
    Some(day)
}

impl fmt::Display for Duration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.n, self.unit.word(self.n))
    }
}

impl FromStr for Duration {
    type Err = ();

    /// `2 weeks`, `1 business day`: a whole number, one blank, a unit.
    fn from_str(text: &str) -> Result<Self, ()> {
        let (n, unit) = text.trim().split_once(' ').ok_or(())?;
        let n = n.parse().ok().filter(|n| *n <= Self::MOST).ok_or(())?;
        Ok(Self { n, unit: Unit::from_word(unit.trim()).ok_or(())? })
    }
}

/// When something is due, by what it hangs on. `X` names a day: a field, the meeting, today.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule<X> {
    On(X),
    EndOf(X),
    After(Duration, X),
    Before(Duration, X),
}

impl<X: Copy> Rule<X> {
    /// What the rule hangs on.
    pub fn anchor(&self) -> X {
        match *self {
            Self::On(x) | Self::EndOf(x) | Self::After(_, x) | Self::Before(_, x) => x,
        }
    }

    /// The day, given the day of what it hangs on.
    pub fn apply(&self, anchor: NaiveDate) -> NaiveDate {
        match self {
            Self::On(_) | Self::EndOf(_) => anchor,
            Self::After(span, _) => span.after(anchor),
            Self::Before(span, _) => span.before(anchor),
        }
    }
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

    /// The written form, and only that; [`typed`] takes what people type.
    fn from_str(text: &str) -> Result<Self, ()> {
        let (date, time) = match text.split_once([' ', 'T', 't']) {
            Some((date, time)) => (date, Some(clock_time(time).ok_or(())?)),
            None => (text, None),
        };
        // A sign would be another year, and could not be written back.
        if date.len() != 10 || !date.starts_with(|c: char| c.is_ascii_digit()) {
            return Err(());
        }
        Ok(Self { date: NaiveDate::parse_from_str(date, "%Y-%m-%d").map_err(|_| ())?, time })
    }
}

fn clock_time(text: &str) -> Option<NaiveTime> {
    let (hours, minutes) = text.split_once(':')?;
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    if minutes.len() != 2 || hours.is_empty() || hours.len() > 2 || !digits(hours) || !digits(minutes) {
        return None;
    }
    NaiveTime::from_hms_opt(hours.parse().ok()?, minutes.parse().ok()?, 0)
}

/// The day a person means by what they typed: `2026-12-01`, `tomorrow 12:30`, `friday`,
/// `next friday` (the one in the week after this one's), `in 2 weeks`, `24 nov`, `nov 24 12:30`.
/// A day and month without a year is the next one to come. `None` where it could mean two things
/// or nothing.
pub fn typed(text: &str, today: NaiveDate) -> Option<Day> {
    let lower = text.trim().to_lowercase().replace(',', " ");
    if let Ok(day) = lower.parse() {
        return Some(day);
    }
    let mut words: Vec<&str> = lower.split_whitespace().filter(|w| !matches!(*w, "at" | "on")).collect();
    let time = words.last().and_then(|w| clock_time(w));
    if time.is_some() {
        words.pop();
    }
    let date = typed_date(&words, today).filter(|date| is_written(*date))?;
    Some(Day { date, time })
}

fn typed_date(words: &[&str], today: NaiveDate) -> Option<NaiveDate> {
    match *words {
        ["today"] => Some(today),
        ["tomorrow"] => today.succ_opt(),
        ["yesterday"] => today.pred_opt(),
        ["in", n, unit] => in_span(n, unit, today),
        ["in", n, "business", days] => in_span(n, &format!("business {days}"), today),
        ["next", "week"] => Some(Duration { n: 1, unit: Unit::Weeks }.after(today)),
        ["next", "month"] => Some(Duration { n: 1, unit: Unit::Months }.after(today)),
        ["end", "of", "month"] => Duration { n: 1, unit: Unit::Months }.after(today.with_day(1)?).pred_opt(),
        ["next", day] => {
            let monday =
                today.checked_add_days(Days::new(7 - u64::from(today.weekday().num_days_from_monday())))?;
            monday.checked_add_days(Days::new(weekday(day)?.num_days_from_monday().into()))
        }
        [day] if weekday(day).is_some() => coming(weekday(day)?, today),
        [date] => date.parse::<Day>().ok().map(|d| d.date),
        [day, month] | [day, month, _] if number(day).is_some() => {
            day_and_month(number(day)?, month, words.get(2), today)
        }
        [month, day] | [month, day, _] => day_and_month(number(day)?, month, words.get(2), today),
        _ => None,
    }
}

fn in_span(n: &str, unit: &str, today: NaiveDate) -> Option<NaiveDate> {
    let n = match n {
        "a" | "an" | "one" => 1,
        "two" => 2,
        "three" => 3,
        n => n.parse().ok().filter(|n| *n <= Duration::MOST)?,
    };
    Some(Duration { n, unit: Unit::from_word(unit)? }.after(today))
}

fn coming(day: Weekday, today: NaiveDate) -> Option<NaiveDate> {
    let ahead = (7 + day.num_days_from_monday() - today.weekday().num_days_from_monday()) % 7;
    today.checked_add_days(Days::new(if ahead == 0 { 7 } else { ahead.into() }))
}

fn weekday(word: &str) -> Option<Weekday> {
    (word.len() >= 3).then(|| word.parse().ok())?
}

fn number(word: &str) -> Option<u32> {
    let digits = word
        .strip_suffix("st")
        .or_else(|| word.strip_suffix("nd"))
        .or_else(|| word.strip_suffix("rd"))
        .or_else(|| word.strip_suffix("th"))
        .unwrap_or(word)
        .trim_end_matches('.');
    digits.parse().ok().filter(|n| (1..=31).contains(n))
}

fn day_and_month(day: u32, month: &str, year: Option<&&str>, today: NaiveDate) -> Option<NaiveDate> {
    let month = month.trim_end_matches('.');
    let month: chrono::Month = (month.len() >= 3).then(|| month.parse().ok())??;
    let month = month.number_from_month();
    match year {
        Some(year) => NaiveDate::from_ymd_opt(year.parse().ok().filter(|y| *y > 1900)?, month, day),
        None => (0..=4) // up to the next leap year
            .filter_map(|n| NaiveDate::from_ymd_opt(today.year() + n, month, day))
            .find(|d| *d >= today),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn d(text: &str) -> NaiveDate {
        text.parse::<Day>().unwrap().date
    }

    #[test]
    fn months_end_where_the_month_ends() {
        let month = Duration { n: 1, unit: Unit::Months };
        assert_eq!(month.after(d("2027-01-31")), d("2027-02-28"));
        assert_eq!(month.before(d("2027-03-31")), d("2027-02-28"));
    }

    #[test]
    fn business_days_pass_over_the_weekend() {
        let two = Duration { n: 2, unit: Unit::BusinessDays };
        assert_eq!(two.after(d("2026-11-20")), d("2026-11-24")); // a Friday
        assert_eq!(two.before(d("2026-11-23")), d("2026-11-19")); // a Monday
    }

    #[test]
    fn typed_dates_mean_what_people_mean() {
        let today = d("2026-11-21"); // a Saturday
        let t = |s: &str| typed(s, today).map(|d| d.to_string()).unwrap_or_default();
        assert_eq!(t("2026-12-01"), "2026-12-01");
        assert_eq!(t("tomorrow 9:30"), "2026-11-22 09:30");
        assert_eq!(t("friday"), "2026-11-27");
        assert_eq!(t("Saturday"), "2026-11-28");
        assert_eq!(t("next friday"), "2026-11-27");
        assert_eq!(typed("next friday", d("2026-11-24")).unwrap().date, d("2026-12-04"));
        assert_eq!(t("in 2 weeks"), "2026-12-05");
        assert_eq!(t("in a month"), "2026-12-21");
        assert_eq!(t("24 Nov 12:30"), "2026-11-24 12:30");
        assert_eq!(t("Nov 24th at 12:30"), "2026-11-24 12:30");
        assert_eq!(t("3 january"), "2027-01-03");
        assert_eq!(t("29 feb"), "2028-02-29");
        assert_eq!(t("end of month"), "2026-11-30");
        assert_eq!(t("2026-12-01T12:30"), "2026-12-01 12:30");
        assert_eq!(t("in two business days"), "2026-11-24");
        for nonsense in ["", "soon", "12", "32 nov", "2026-13-01", "12/11", "25:00", "m", "in 99999 days"]
            .into_iter()
            .chain(["in 99999 business days", "in 3 business lunches", "tomorrow 12:+5"])
            .chain(["-001-01-01", "24 nov 10000", "31 dec 262142 23:30"])
        {
            assert_eq!(t(nonsense), "", "{nonsense:?}");
        }
    }

    #[test]
    fn no_day_is_beyond_what_a_file_can_hold() {
        for unit in [Unit::Days, Unit::BusinessDays, Unit::Weeks, Unit::Months] {
            let span = Duration { n: Duration::MOST, unit };
            assert_eq!(span.after(d("9999-12-30")), d("9999-12-31"));
            assert_eq!(span.before(d("0000-01-02")), d("0000-01-01"));
        }
    }

    #[test]
    fn durations_read_back() {
        assert_eq!("2 weeks".parse::<Duration>().unwrap().to_string(), "2 weeks");
        assert_eq!("1 business day".parse::<Duration>().unwrap().to_string(), "1 business day");
        for bad in ["2", "weeks", "-1 days", "2 fortnights", "99999 days", "2.5 weeks"] {
            assert!(bad.parse::<Duration>().is_err(), "{bad}");
        }
    }

    proptest! {
        #[test]
        fn a_day_reads_back(days in 0u64..40000, minute in proptest::option::of(0u32..1440)) {
            let day = Day {
                date: d("1990-01-01") + Days::new(days),
                time: minute.and_then(|m| NaiveTime::from_hms_opt(m / 60, m % 60, 0)),
            };
            prop_assert_eq!(day.to_string().parse(), Ok(day));
            prop_assert_eq!(typed(&day.to_string(), d("2026-11-21")), Some(day));
        }

        #[test]
        fn typing_anything_never_panics(text in any::<String>()) {
            let _ = typed(&text, d("2026-11-21"));
        }
    }
}
