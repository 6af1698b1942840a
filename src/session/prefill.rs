//! What stands in a field at first: put there when the advisor arrives, and a day moved along with
//! what it hangs on until somebody sets another.

use chrono::{DateTime, FixedOffset, NaiveDate};

use super::{Edit, Session};
use crate::dates::Day;
use crate::playbook::placeholder::Template;
use crate::playbook::{Anchor, Answer, FieldRef, Kind};
use crate::text;

impl Session {
    /// Fills in what the playbook puts into the fields of a step, where nothing was ever written.
    /// Returns whether it did.
    pub fn arrive(&mut self, step: usize, now: DateTime<FixedOffset>) -> bool {
        if !self.is_open() {
            return false;
        }
        self.today = now.date_naive();
        let (mut edits, mut inverses) = (Vec::new(), Vec::new());
        // One by one: a day may hang on the one before it, and a text say both.
        for field in 0..self.playbook.steps[step].fields.len() {
            let at = FieldRef { step, field };
            let untouched = !self.answers.contains_key(&at)
                && !self.prefilled.contains(&at)
                && !self.document.contains(&self.playbook.field(at).key);
            if !self.is_asked(at) || !untouched {
                continue;
            }
            let Some(answer) = self.prefill(at) else { continue };
            self.prefilled.insert(at);
            let edit = Edit::Answer { field: at, answer: Some(answer) };
            inverses.extend(self.carry_out(&edit));
            edits.push(edit);
        }
        if inverses.is_empty() {
            return false;
        }
        inverses.reverse();
        self.seal();
        self.history.record(&Edit::Several(edits), Edit::Several(inverses), now);
        true
    }

    /// What the playbook puts into a field; `None` if nothing, or what it hangs on is unknown.
    pub fn prefill(&self, at: FieldRef) -> Option<Answer> {
        match &self.playbook.field(at).kind {
            Kind::Text { prefill: Some(text) } => Some(Answer::Text(self.filled(text))),
            Kind::Line { prefill: Some(text) } => Some(Answer::Text(self.filled(text).replace('\n', " "))),
            Kind::Date { prefill: Some(_) } => self.prefilled_day(at).map(|day| Answer::Day(Day::of(day))),
            _ => None,
        }
        .filter(|answer| !answer.is_blank())
    }

    /// A template filled with what can stand in a text: a name from a file may hold anything.
    fn filled(&self, template: &Template) -> String {
        text::clean(&text::unix_lines(&self.fill(template))).into_owned()
    }

    fn prefilled_day(&self, at: FieldRef) -> Option<NaiveDate> {
        let Kind::Date { prefill: Some(rule) } = &self.playbook.field(at).kind else { return None };
        self.anchor(rule.anchor()).map(|day| rule.apply(day))
    }

    /// Whether a day was counted from the one on which it was filled in: that one does not move,
    /// or the day would never come.
    fn hangs_on_today(&self, at: FieldRef) -> bool {
        matches!(&self.playbook.field(at).kind, Kind::Date { prefill: Some(rule) } if rule.anchor() == Anchor::Today)
    }

    /// Counts how often a field was filled anew with what it hangs on: its text is another then,
    /// though nobody typed in it.
    pub fn refilled(&self) -> u64 {
        self.refilled
    }

    /// Remembers which fields say just what the playbook puts there: they follow what they were
    /// filled from, also past a moment in which that says nothing, such as half a date.
    pub(super) fn note_prefilled(&mut self) {
        let playbook = self.playbook.clone();
        for (at, _) in playbook.fields().filter(|(_, field)| is_prefilled(&field.kind)) {
            if let Some(held) = self.answers.get(&at)
                && self.follows.get(&at) != Some(held)
                && self.prefill(at).is_some_and(|filled| is_as_filled(held, &filled))
            {
                self.follows.insert(at, held.clone());
            }
        }
    }

    /// Fills those fields anew, in their order: one may hang on another. What is typed in is the
    /// advisor's from then on. Gives what takes it back.
    pub(super) fn follow_prefills(&mut self, edit: &Edit) -> Vec<Edit> {
        let moves = |at: &FieldRef| !edit.touches(*at) && !self.hangs_on_today(*at);
        let followed: Vec<_> = self.follows.keys().copied().filter(moves).collect();
        let mut inverses = Vec::new();
        for at in followed {
            let (Some(held), Some(filled)) = (self.answers.get(&at), self.prefill(at)) else { continue };
            if !is_as_filled(held, &self.follows[&at]) || is_as_filled(held, &filled) {
                continue;
            }
            let answer = match (held, filled) {
                // A time that was typed behind the day stays.
                (Answer::Day(held), Answer::Day(new)) => Answer::Day(Day { date: new.date, ..*held }),
                (_, filled) => filled,
            };
            self.follows.insert(at, answer.clone());
            self.refilled += 1;
            inverses.extend(self.change(&Edit::Answer { field: at, answer: Some(answer) }));
            self.derive();
        }
        inverses
    }
}

fn is_prefilled(kind: &Kind) -> bool {
    matches!(
        kind,
        Kind::Text { prefill: Some(_) } | Kind::Line { prefill: Some(_) } | Kind::Date { prefill: Some(_) }
    )
}

/// Whether a field still says what it was filled with; of a day the date counts.
fn is_as_filled(held: &Answer, filled: &Answer) -> bool {
    match (held, filled) {
        (Answer::Day(held), Answer::Day(filled)) => held.date == filled.date,
        _ => held == filled,
    }
}
