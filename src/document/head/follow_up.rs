//! What was promised or planned for a day, and what became of it.

use chrono::{Datelike, NaiveDate};

use crate::dates::{self, Duration};

/// Whether a follow-up is still to be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum State {
    #[default]
    Open,
    Done,
    Dropped,
}

impl State {
    /// The word for it in the file.
    pub fn word(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Done => "done",
            Self::Dropped => "dropped",
        }
    }
}

/// A day from which something was moved by hand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moved {
    pub from: NaiveDate,
    /// The reason, if one was given.
    pub why: Option<String>,
}

/// That something will not be done any more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dropped {
    /// The day on which that was decided.
    pub on: NaiveDate,
    /// The reason, if one was given.
    pub why: Option<String>,
}

/// Something promised or planned for a day.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct FollowUp {
    pub id: String,
    pub title: String,
    /// Unknown as long as what it hangs on is.
    pub due: Option<NaiveDate>,
    /// How often it repeats.
    pub every: Option<Duration>,
    pub state: State,
    /// Set by hand: it moves no longer with what it hangs on.
    pub by_hand: bool,
    /// From where it was moved by hand, the last one last.
    pub moved: Vec<Moved>,
    /// The day on which it was done.
    pub done: Option<NaiveDate>,
    /// When it was dropped, and why; unknown where an older goodterms did it.
    pub dropped: Option<Dropped>,
}

impl FollowUp {
    /// What is to be said of it beside its title and its day: `done 2 March`, `dropped (moved away)`,
    /// `every 3 months`, `moved from Mon 1 March (on holiday)`, `set by hand`.
    pub fn remarks(&self, today: NaiveDate) -> Vec<String> {
        let mut remarks = Vec::new();
        match (self.state, self.done) {
            (State::Open, _) => {}
            (State::Dropped, _) => {
                let why = self.dropped.as_ref().and_then(|dropped| dropped.why.as_ref());
                remarks.push(why.map_or_else(|| "dropped".to_owned(), |why| format!("dropped ({why})")));
            }
            (State::Done, None) => remarks.push("done".to_owned()),
            (State::Done, Some(day)) => {
                let form = if day.year() == today.year() { "%-d %B" } else { "%-d %B %Y" };
                remarks.push(format!("done {}", day.format(form)));
            }
        }
        // What is done repeats in the one after it.
        if let Some(every) = self.every.filter(|_| self.state == State::Open) {
            // "every 1 week" is not how one says it.
            let often = if every.n == 1 { every.unit.word(1).to_owned() } else { every.to_string() };
            remarks.push(format!("every {often}"));
        }
        if self.by_hand && self.state == State::Open {
            let last = self.moved.last();
            let mut remark = match last.filter(|moved| Some(moved.from) != self.due) {
                Some(moved) => format!("moved from {}", dates::long(moved.from, today)),
                None => "set by hand".to_owned(),
            };
            if let Some(why) = last.and_then(|moved| moved.why.as_ref()) {
                remark.push_str(&format!(" ({why})"));
            }
            remarks.push(remark);
        }
        remarks
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn it_says_in_words_what_became_of_it() {
        let said = |follow_up: &FollowUp| follow_up.remarks(day("2027-03-05")).join(", ");
        let mut follow_up = FollowUp { due: Some(day("2027-03-08")), ..FollowUp::default() };
        assert_eq!(said(&follow_up), "");
        follow_up.by_hand = true;
        assert_eq!(said(&follow_up), "set by hand");
        follow_up.moved.push(Moved { from: day("2027-03-01"), why: Some("on holiday".to_owned()) });
        follow_up.every = "3 months".parse().ok();
        assert_eq!(said(&follow_up), "every 3 months, moved from Mon 1 March (on holiday)");
        follow_up.state = State::Done;
        follow_up.done = Some(day("2027-03-02"));
        assert_eq!(said(&follow_up), "done 2 March");
        follow_up.done = Some(day("2026-12-30"));
        assert_eq!(said(&follow_up), "done 30 December 2026");
        follow_up.state = State::Dropped;
        assert_eq!(said(&follow_up), "dropped");
        let dropped = |why: Option<&str>| Dropped { on: day("2027-03-03"), why: why.map(str::to_owned) };
        follow_up.dropped = Some(dropped(None));
        assert_eq!(said(&follow_up), "dropped");
        follow_up.dropped = Some(dropped(Some("they moved away")));
        assert_eq!(said(&follow_up), "dropped (they moved away)");
        let monthly = FollowUp { every: "1 month".parse().ok(), ..FollowUp::default() };
        assert_eq!(said(&monthly), "every month");
    }
}
