//! What can be said at the end of a walk beside what can be said everywhere.

use std::io;

use chrono::NaiveDate;

use super::fate::Fate;
use super::{Go, Place, Walk};
use crate::document::Status;
use crate::session::{Edit, Missing};

/// The commands of the end.
pub(super) const HELP_AT_END: &str = "\
At the end also:
  go 1           to the first question of those that are still needed or open, and back here
  whole          after the five minutes: be asked the rest, too
  close          close the conversation without saying how it ended
  reopen         open a closed one again
  done 1         the first of what follows is done; so do drop 1 and open 1
  later 1 WHEN   it is due on another day, such as: later 1 next friday
  add WHAT       a follow-up of your own, such as: add send the figures every 3 months
  calendar       put the dates into a file for your calendar
  read           what they said and what you promised, as a text to read back to them";

/// A line of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum AtEnd {
    Go(usize),
    Whole,
    Close,
    Reopen,
    /// A follow-up of one's own.
    Add(String),
    ReadBack,
    Calendar,
    /// What becomes of the nth of what follows, or why that was not understood.
    Fate(usize, Result<Fate, String>),
}

impl AtEnd {
    /// What a line says; `None` if it is none of these.
    pub(super) fn of(line: &str, today: NaiveDate) -> Option<Self> {
        let words: Vec<_> = line.split_whitespace().collect();
        match words[..] {
            ["go", n] => n.parse().ok().map(Self::Go),
            ["whole"] => Some(Self::Whole),
            ["close"] => Some(Self::Close),
            ["reopen"] => Some(Self::Reopen),
            ["calendar"] => Some(Self::Calendar),
            ["read"] => Some(Self::ReadBack),
            ["add", ..] => Some(Self::Add(words[1..].join(" "))),
            _ => Fate::of_nth(line, today).map(|(n, fate)| Self::Fate(n, fate)),
        }
    }
}

impl Walk<'_, '_> {
    /// Does one of these; `Next` where it is done and the prompt waits.
    pub(super) fn obey_at_end(&mut self, command: AtEnd) -> io::Result<Go> {
        match command {
            AtEnd::Go(n) => return self.go_to_missing(n),
            AtEnd::Whole => return self.ask_whole(),
            AtEnd::Close => self.close_without_outcome()?,
            AtEnd::Reopen => self.reopen()?,
            AtEnd::Calendar => self.write_calendar()?,
            AtEnd::ReadBack => self.say_read_back()?,
            AtEnd::Add(words) => self.add_follow_up(&words)?,
            AtEnd::Fate(n, fate) => return self.decide_nth(n, fate),
        }
        Ok(Go::Next)
    }

    /// To the nth of what was said to be missing; behind it, the end comes again.
    fn go_to_missing(&mut self, n: usize) -> io::Result<Go> {
        let Some(missing) = n.checked_sub(1).and_then(|n| self.missing.get(n)) else {
            self.talk.say(&match self.missing.len() {
                0 => "Nothing is missing.".to_owned(),
                all => format!("There is no number {n} in what is missing: it has {all}."),
            })?;
            return Ok(Go::Next);
        };
        let (step, field) = (missing.step, missing.field);
        let places = self.places();
        let same = |p: &&Place| p.step == step && p.field == field;
        let place = places.iter().find(same).or_else(|| places.iter().find(|p| p.step == step));
        let Some(place) = place.copied() else {
            self.talk.say("That question does not apply any more.")?;
            return Ok(Go::Next);
        };
        self.returns = true;
        Ok(Go::To(place))
    }

    /// After the five-minute form: the whole walk, from the first step in which something is left.
    fn ask_whole(&mut self) -> io::Result<Go> {
        if !self.session().is_quick() {
            self.talk.say("You are asked the whole of it already.")?;
            return Ok(Go::Next);
        }
        self.open.session.ask_quick(false);
        let left = self.session().missing().iter().map(|m: &Missing| m.step).min().unwrap_or(0);
        let place = self.places().into_iter().find(|p| p.step >= left);
        Ok(place.map_or(Go::Next, Go::To))
    }

    fn close_without_outcome(&mut self) -> io::Result<()> {
        if !self.session().is_open() {
            return self.talk.say("It is closed already. Type reopen to open it again.");
        }
        let now = self.talk.clock.now();
        self.apply(Edit::Close { status: Status::Closed, outcome: None, closed: Some(now) }, now)?;
        self.is_closed = true;
        self.talk.say("Closed. What follows stays on the list of what is due.")
    }

    fn reopen(&mut self) -> io::Result<()> {
        if self.session().is_open() {
            return self.talk.say("It is open.");
        }
        let now = self.talk.clock.now();
        self.apply(Edit::Close { status: Status::Open, outcome: None, closed: None }, now)?;
        self.talk.say("This conversation is open again.")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn they_are_whole_lines_and_every_one_is_in_the_help() {
        let said = |line: &str| AtEnd::of(line, "2026-11-21".parse().unwrap());
        assert_eq!(said(" go 2 "), Some(AtEnd::Go(2)));
        assert_eq!(said("close"), Some(AtEnd::Close));
        assert_eq!(said("done 1"), Some(AtEnd::Fate(1, Ok(Fate::Done))));
        assert_eq!(said("add send it"), Some(AtEnd::Add("send it".to_owned())));
        assert_eq!(said("read"), Some(AtEnd::ReadBack));
        for other in ["read it", "\\close", "close the file", "go", "go on", "whole of it", "done"] {
            assert_eq!(said(other), None, "{other}");
        }
        for word in
            ["go", "whole", "close", "reopen", "done", "drop", "open", "later", "add", "read", "calendar"]
        {
            assert!(HELP_AT_END.contains(&format!("{word} ")), "{word}");
        }
    }
}
