//! What is older than a firm means to keep: a list to decide by, and nothing more.

use std::sync::Arc;

use chrono::NaiveDate;

use super::{Brief, Briefs};
use crate::dates::{Duration, Unit};
use crate::document::State;

/// The most years one can ask for.
pub const MOST_YEARS: u32 = Duration::MOST / 12;

/// So many years.
pub fn years(n: u32) -> Duration {
    Duration { n: n.min(MOST_YEARS) * 12, unit: Unit::Months }
}

/// A span as somebody types it: `7 years`, `18 months`, `90 days`; a number alone counts years.
pub fn span(text: &str) -> Option<Duration> {
    let text = text.trim().to_lowercase();
    let of_years = |n: &str| n.trim().parse().ok().filter(|n| (1..=MOST_YEARS).contains(n)).map(years);
    let n = text.strip_suffix("years").or_else(|| text.strip_suffix("year")).unwrap_or(&text);
    of_years(n).or_else(|| text.parse().ok().filter(|span: &Duration| span.n > 0))
}

/// The last day of a conversation: the one on which it was closed; of one that goes on, the last on which
/// something happened or is still to, as far as front matter knows.
pub fn last_day(brief: &Brief) -> NaiveDate {
    if let Some(closed) = brief.closed.filter(|_| !brief.is_open()) {
        return closed;
    }
    let follow_ups = brief.follow_ups.iter().filter_map(|f| match f.state {
        State::Open => f.due,
        State::Done => f.done,
        State::Dropped => None,
    });
    let known = [Some(brief.started.date_naive()), brief.meeting.map(|at| at.date()), brief.amended];
    known.into_iter().flatten().chain(follow_ups).max().unwrap_or_default()
}

/// Whether a day is longer ago than a span.
pub fn is_older(day: NaiveDate, span: Duration, today: NaiveDate) -> bool {
    day < span.before(today)
}

/// The closed conversations that are older than a span. Samples are nobody's.
pub fn closed_before(briefs: &Briefs, span: Duration, today: NaiveDate) -> impl Iterator<Item = &Arc<Brief>> {
    let closed = briefs.notes.iter().filter(|brief| !brief.is_open() && !brief.sample);
    closed.filter(move |brief| is_older(last_day(brief), span, today))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{FollowUp, Head, Status, When};

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn brief(started: &str, change: impl FnOnce(&mut Head)) -> Arc<Brief> {
        let at = |day: &str| chrono::DateTime::parse_from_rfc3339(&format!("{day}T10:00:00-05:00")).unwrap();
        let mut head = Head { started: at(started), ..Head::sample() };
        change(&mut head);
        Arc::new(Brief::of(std::path::Path::new("/n.md"), &head))
    }

    fn close(on: &str) -> impl FnOnce(&mut Head) {
        let at = chrono::DateTime::parse_from_rfc3339(&format!("{on}T10:00:00-05:00")).unwrap();
        move |head| (head.status, head.closed) = (Status::Closed, Some(at))
    }

    #[test]
    fn a_span_is_typed_in_years_and_in_whatever_else() {
        let said = |text| span(text).map(|span| span.to_string());
        assert_eq!(said("7 years").as_deref(), Some("84 months"));
        assert_eq!(said("1 Year").as_deref(), Some("12 months"));
        assert_eq!(said("7").as_deref(), Some("84 months"));
        assert_eq!(said(" 18 months ").as_deref(), Some("18 months"));
        assert_eq!(said("90 days").as_deref(), Some("90 days"));
        for none in ["", "0", "0 days", "years", "-1 year", "84 years", "7 decades", "1.5 years"] {
            assert_eq!(said(none), None, "{none}");
        }
    }

    #[test]
    fn one_that_is_closed_counts_from_that_day_and_one_that_goes_on_from_its_last() {
        assert_eq!(last_day(&brief("2018-01-01", close("2019-03-01"))), day("2019-03-01"));
        let open = brief("2018-01-01", |head| {
            head.meeting.at = Some(When::Day(day("2018-02-01")));
            let follow_up = |state, due: Option<&str>, done: Option<&str>| FollowUp {
                state,
                due: due.map(day),
                done: done.map(day),
                ..FollowUp::default()
            };
            head.follow_ups = vec![
                follow_up(State::Done, Some("2018-03-01"), Some("2018-03-05")),
                follow_up(State::Dropped, Some("2030-01-01"), None),
            ];
        });
        assert_eq!(last_day(&open), day("2018-03-05"));
        // Without its day, as somebody may have written by hand.
        let by_hand = brief("2018-01-01", |head| head.status = Status::Closed);
        assert_eq!(last_day(&by_hand), day("2018-01-01"));
    }

    #[test]
    fn what_is_older_is_so_by_a_day() {
        let notes = vec![
            brief("2018-01-01", close("2019-11-20")),
            brief("2018-01-01", close("2019-11-21")),
            brief("2010-01-01", |_| ()),
        ];
        let briefs = Briefs { notes, unreadable: 0 };
        let older: Vec<_> = closed_before(&briefs, years(7), day("2026-11-21")).map(|b| b.closed).collect();
        assert_eq!(older, [Some(day("2019-11-20"))]);
    }
}
