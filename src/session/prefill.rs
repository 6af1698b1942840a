//! What stands in a field at first: put there when the advisor arrives, and a day moved along with
//! what it hangs on until somebody sets another.

use chrono::{DateTime, FixedOffset, NaiveDate};

use super::{Edit, Session};
use crate::dates::Day;
use crate::playbook::placeholder::Template;
use crate::playbook::{Answer, FieldRef, Kind};
use crate::text;

impl Session {
    /// Fills in what the playbook puts into the fields of a step, where nothing was ever written.
    /// Returns whether it did.
    pub fn arrive(&mut self, step: usize, now: DateTime<FixedOffset>) -> bool {
        if !self.is_open() {
            return false;
        }
        let fields = 0..self.playbook.steps[step].fields.len();
        let mut edits = Vec::new();
        for at in fields.map(|field| FieldRef { step, field }) {
            let untouched = !self.answers.contains_key(&at)
                && !self.prefilled.contains(&at)
                && !self.document.contains(&self.playbook.field(at).key);
            if !self.is_asked(at) || !untouched {
                continue;
            }
            if let Some(answer) = self.prefill(at) {
                self.prefilled.insert(at);
                edits.push(Edit::Answer { field: at, answer: Some(answer) });
            }
        }
        !edits.is_empty() && {
            self.seal();
            self.apply(Edit::Several(edits), now)
        }
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

    /// The texts that still say just what the playbook put there: they follow what they were filled
    /// with. A text that is typed in is the advisor's from then on.
    pub(super) fn prefilled_texts(&self, edit: &Edit) -> Vec<(FieldRef, Answer)> {
        let texts = self.playbook.fields().filter(|(at, field)| {
            let filled =
                matches!(field.kind, Kind::Text { prefill: Some(_) } | Kind::Line { prefill: Some(_) });
            filled && !edit.touches(*at)
        });
        let held = texts.filter_map(|(at, _)| Some((at, self.answers.get(&at)?.clone())));
        held.filter(|(at, answer)| self.prefill(*at).as_ref() == Some(answer)).collect()
    }

    /// The edits that fill those texts anew.
    pub(super) fn follow_texts(&self, before: &[(FieldRef, Answer)]) -> Vec<Edit> {
        let changed = before.iter().filter_map(|(at, old)| {
            let new = self.prefill(*at).filter(|new| new != old)?;
            Some(Edit::Answer { field: *at, answer: Some(new) })
        });
        changed.collect()
    }

    fn prefilled_day(&self, at: FieldRef) -> Option<NaiveDate> {
        let Kind::Date { prefill: Some(rule) } = &self.playbook.field(at).kind else { return None };
        self.anchor(rule.anchor()).map(|day| rule.apply(day))
    }

    /// The date fields that hold just the day that the playbook put there, and that day.
    pub(super) fn prefilled_days(&self) -> Vec<(FieldRef, NaiveDate)> {
        let dates = self.playbook.fields().filter(|(_, f)| matches!(f.kind, Kind::Date { prefill: Some(_) }));
        let held = dates.filter_map(|(at, _)| match self.answers.get(&at)? {
            Answer::Day(day) => Some((at, day.date)),
            _ => None,
        });
        held.filter(|(at, day)| self.prefilled_day(*at) == Some(*day)).collect()
    }

    /// The edits that move those days to where the rules have them now.
    pub(super) fn follow_days(&self, before: &[(FieldRef, NaiveDate)]) -> Vec<Edit> {
        let moved = before.iter().filter_map(|(at, old)| {
            let Some(Answer::Day(day)) = self.answers.get(at) else { return None };
            let new = self.prefilled_day(*at).filter(|new| new != old && day.date == *old)?;
            Some(Edit::Answer { field: *at, answer: Some(Answer::Day(Day { date: new, ..*day })) })
        });
        moved.collect()
    }
}
