//! What becomes of a follow-up, as it is typed: by a word or a day, and for one of several by its
//! number, such as `later 2 next friday`.

use chrono::NaiveDate;

use crate::dates;
use crate::document::State;
use crate::session::{Edit, Session};
use crate::text;

/// What is to become of one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fate {
    Done,
    Dropped,
    /// Open again.
    Open,
    /// It moves again with what it hangs on.
    Moving,
    On(NaiveDate),
}

impl Fate {
    /// What a word or a day says.
    ///
    /// # Errors
    /// In words, if it is neither.
    pub(super) fn typed(typed: &str, today: NaiveDate) -> Result<Self, String> {
        match typed.trim().to_lowercase().as_str() {
            "done" => Ok(Self::Done),
            "drop" | "dropped" => Ok(Self::Dropped),
            "open" => Ok(Self::Open),
            "move" => Ok(Self::Moving),
            typed => Self::later(typed, today),
        }
    }

    fn later(typed: &str, today: NaiveDate) -> Result<Self, String> {
        match dates::typed(typed, today).map(|day| day.date) {
            Some(day) if day < today => {
                Err(format!("{} is past: name a day that is to come.", dates::in_full(day)))
            }
            Some(day) => Ok(Self::On(day)),
            None => Err(format!("\"{}\" is not a day I understand.", text::clean_line(typed))),
        }
    }

    /// The number that a line names, and what is to become of that one; `None` if it says nothing of
    /// the kind.
    pub(super) fn of_nth(line: &str, today: NaiveDate) -> Option<(usize, Result<Self, String>)> {
        let mut words = line.split_whitespace();
        let (word, number) = (words.next()?, words.next()?.parse().ok()?);
        let rest = words.collect::<Vec<_>>().join(" ");
        let fate = match (word, rest.as_str()) {
            ("done", "") => Ok(Self::Done),
            ("drop", "") => Ok(Self::Dropped),
            ("open", "") => Ok(Self::Open),
            ("later", "") => Err(format!("Type the day, too, such as: later {number} next friday")),
            ("later", when) => Self::later(when, today),
            _ => return None,
        };
        Some((number, fate))
    }

    /// Whether it is to be asked for a reason: the day moves.
    pub(super) fn has_reason(self, session: &Session, nth: usize) -> bool {
        let had_day = session.head().follow_ups.get(nth).is_some_and(|f| f.due.is_some());
        matches!(self, Self::On(_)) && had_day && is_open(session, nth)
    }

    /// The edit that brings it about; none if the day is the one it has.
    ///
    /// # Errors
    /// In words, where there is nothing to do.
    pub(super) fn edit(
        self,
        session: &Session,
        nth: usize,
        why: Option<&str>,
        today: NaiveDate,
    ) -> Result<Option<Edit>, &'static str> {
        let edit = match self {
            Self::On(_) if !is_open(session, nth) => {
                return Err("It is not open any more: type open first.");
            }
            Self::On(day) => return Ok(session.set_due(nth, day, why)),
            Self::Done => session.mark_done(nth, today),
            Self::Dropped => session.drop_follow_up(nth),
            Self::Open => session.open_again(nth),
            Self::Moving => session.let_move(nth),
        };
        edit.map(Some).ok_or("It is so already.")
    }
}

fn is_open(session: &Session, nth: usize) -> bool {
    session.head().follow_ups.get(nth).is_some_and(|f| f.state == State::Open)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_and_what_becomes_of_it_are_one_line() {
        let today = "2026-11-21".parse().unwrap();
        let said = |line: &str| Fate::of_nth(line, today);
        assert_eq!(said("done 2"), Some((2, Ok(Fate::Done))));
        assert_eq!(said(" drop  1 "), Some((1, Ok(Fate::Dropped))));
        assert_eq!(said("open 3"), Some((3, Ok(Fate::Open))));
        let friday = "2026-11-27".parse().unwrap();
        assert_eq!(said("later 2 next friday"), Some((2, Ok(Fate::On(friday)))));
        assert!(said("later 2").unwrap().1.unwrap_err().contains("later 2 next friday"));
        assert!(said("later 2 soon").unwrap().1.unwrap_err().contains("\"soon\" is not a day"));
        for other in ["done", "done it 2", "2", "done 2 yesterday", "later friday", ""] {
            assert_eq!(said(other), None, "{other}");
        }
    }
}
