//! Spans of time, and the rules that count with them.

use std::fmt;
use std::str::FromStr;

use chrono::{Datelike, Days, Months, NaiveDate, Weekday};

use super::{FIRST, LAST, is_written};

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

    /// Of the days that are this span, twice this span, … after `first`, the first one later than
    /// `after`. Months are counted from `first`, so that the 31st comes back after a shorter month.
    /// `None` where there is none: the span is nothing, or no file could hold the day.
    pub fn repeated(self, first: NaiveDate, after: NaiveDate) -> Option<NaiveDate> {
        if self.n == 0 {
            return None;
        }
        let step = |day: NaiveDate, times: u32| match self.unit {
            Unit::Days => day.checked_add_days(Days::new(self.n.into())),
            Unit::Weeks => day.checked_add_days(Days::new(u64::from(self.n) * 7)),
            Unit::Months => first.checked_add_months(Months::new(self.n.checked_mul(times)?)),
            Unit::BusinessDays => business_days(day, self.n, NaiveDate::succ_opt),
        };
        let mut day = first;
        for times in 1.. {
            day = step(day, times).filter(|day| is_written(*day))?;
            if day > after {
                return Some(day);
            }
        }
        None
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

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn d(text: &str) -> NaiveDate {
        text.parse::<super::super::Day>().unwrap().date
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
    fn a_day_before_is_the_day_before_whatever_the_clocks_do() {
        let rule: Rule<()> = Rule::Before("1 day".parse().unwrap(), ());
        // The clocks of New York, and of Berlin, change in the night.
        assert_eq!(rule.apply(d("2026-03-08")), d("2026-03-07"));
        assert_eq!(rule.apply(d("2026-10-25")), d("2026-10-24"));
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

    #[test]
    fn what_repeats_does_not_drift_from_the_end_of_the_month() {
        let month: Duration = "1 month".parse().unwrap();
        let first = d("2027-01-31");
        assert_eq!(month.repeated(first, first), Some(d("2027-02-28")));
        assert_eq!(month.repeated(first, d("2027-02-28")), Some(d("2027-03-31")));
        assert_eq!(month.repeated(first, d("2027-05-05")), Some(d("2027-05-31")));
        let week: Duration = "1 week".parse().unwrap();
        assert_eq!(week.repeated(first, d("2027-02-08")), Some(d("2027-02-14")));
        let business: Duration = "2 business days".parse().unwrap();
        assert_eq!(business.repeated(d("2026-11-20"), d("2026-11-24")), Some(d("2026-11-26")));
    }

    #[test]
    fn what_repeats_comes_to_an_end() {
        for every in ["0 days", "0 months"] {
            assert_eq!(every.parse::<Duration>().unwrap().repeated(d("2027-01-31"), d("2027-02-01")), None);
        }
        let last = d("9999-12-31");
        for every in ["1 day", "3 months", "1000 weeks", "1 business day"] {
            let every: Duration = every.parse().unwrap();
            assert_eq!(every.repeated(d("0000-01-01"), last), None, "{every}");
            assert!(every.repeated(d("0000-01-01"), d("9900-12-31")).is_some(), "{every}");
        }
    }

    proptest! {
        #[test]
        fn the_next_time_is_the_first_one_after(
            n in 1u32..40, unit in 0usize..4, days in 0u64..40_000, ahead in 0u64..2000,
        ) {
            let unit = [Unit::Days, Unit::BusinessDays, Unit::Weeks, Unit::Months][unit];
            let every = Duration { n, unit };
            let first = d("1990-01-01") + Days::new(days);
            let after = first + Days::new(ahead);
            let next = every.repeated(first, after).unwrap();
            prop_assert!(next > after);
            prop_assert!(next <= every.after(after) || unit == Unit::Months, "{next} {after}");
        }
    }
}
