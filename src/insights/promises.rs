//! Promises: what was to be done on a day, and whether it was.

use std::sync::Arc;

use chrono::NaiveDate;

use super::bar::Bar;
use super::figure::{Figure, Part, Section, share};
use super::told::{Promise, Told};
use crate::document::State;

/// What became of a promise. The day that counts is the one that was named first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fate {
    InTime,
    Late,
    /// Done, and nobody put down when; or there was no day.
    Undated,
    Overdue,
    /// Its first day has passed, and it was moved to one that has not.
    PutOff,
    Dropped,
    Ahead,
}

impl Fate {
    const ALL: [Self; 7] =
        [Self::InTime, Self::Late, Self::Undated, Self::Overdue, Self::PutOff, Self::Dropped, Self::Ahead];

    fn of(promise: &Promise, today: NaiveDate) -> Self {
        let Promise { first, due, state, done } = *promise;
        match (state, first, done) {
            (State::Dropped, ..) => Self::Dropped,
            (State::Done, Some(first), Some(done)) if done <= first => Self::InTime,
            (State::Done, Some(_), Some(_)) => Self::Late,
            (State::Done, ..) => Self::Undated,
            (State::Open, ..) if due.is_some_and(|due| due < today) => Self::Overdue,
            (State::Open, Some(first), _) if first < today => Self::PutOff,
            (State::Open, ..) => Self::Ahead,
        }
    }

    fn word(self) -> &'static str {
        match self {
            Self::InTime => "in-time",
            Self::Late => "late",
            Self::Undated => "undated",
            Self::Overdue => "overdue",
            Self::PutOff => "put-off",
            Self::Dropped => "dropped",
            Self::Ahead => "ahead",
        }
    }

    fn label(self) -> &'static str {
        match self {
            Self::InTime => "Done by the day first named",
            Self::Late => "Done later than that",
            Self::Undated => "Done, on a day nobody put down",
            Self::Overdue => "Still open, and overdue",
            Self::PutOff => "Put off to a later day",
            Self::Dropped => "Dropped",
            Self::Ahead => "Not due yet",
        }
    }
}

/// How promises were kept. All but those that are not due yet add up to the whole.
pub(super) fn promises(all: &[Arc<Told>], today: NaiveDate) -> Section {
    let mut figures: Vec<(Fate, Figure)> = Fate::ALL
        .map(|fate| {
            let (id, label) = (Some(fate.word().to_owned()), fate.label().to_owned());
            (fate, Figure { id, label, ..Figure::default() })
        })
        .into();
    let mut of = Vec::new();
    for (nth, told) in all.iter().enumerate() {
        for promise in &told.promises {
            let fate = Fate::of(promise, today);
            for (_, figure) in figures.iter_mut().filter(|(of, _)| *of == fate) {
                figure.count += 1;
                if figure.sessions.last() != Some(&nth) {
                    figure.sessions.push(nth);
                }
            }
            if of.last() != Some(&nth) {
                of.push(nth);
            }
        }
    }
    let whole: usize = figures.iter().filter(|(fate, _)| *fate != Fate::Ahead).map(|(_, f)| f.count).sum();
    for (fate, figure) in &mut figures {
        if *fate == Fate::Ahead {
            figure.told = figure.count.to_string();
            figure.bar = Bar::of(0, whole);
        } else {
            figure.of = Some(whole);
            figure.told = share(figure.count, whole);
            figure.bar = Bar::of(figure.count, whole);
        }
    }
    let kept = figures.first().map_or(0, |(_, figure)| figure.count);
    let note = match whole {
        0 => String::new(),
        _ => {
            let kept = match kept {
                0 => "none was".to_owned(),
                1 => "1 was".to_owned(),
                n => format!("{n} were"),
            };
            format!("Of {whole} promises and follow-ups, {kept} done by the day first named.")
        }
    };
    let figures = figures.into_iter().map(|(_, figure)| figure).filter(|figure| figure.count > 0).collect();
    Section { part: Part::Promises, note, of, figures }
}
