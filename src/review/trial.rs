//! A trial: when it began, how long it is, and the day on which it ends and one looks back on it.

use chrono::NaiveDate;

use crate::dates::{self, Rule};
use crate::playbook::{Anchor, Answer, Condition, Facts, FieldRef};
use crate::session::Session;
use crate::text;

/// A period that has an end to look back at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trial {
    pub field: FieldRef,
    /// What the playbook calls it.
    pub label: String,
    /// "3 months".
    pub length: String,
    pub from: NaiveDate,
    pub until: NaiveDate,
    /// The step that looks back on it: the first that is asked for only once there is such a period.
    pub review: Option<usize>,
}

/// The period at whose end a follow-up of the playbook is due; `None` if it is due by something else, or
/// the period has no days yet.
pub fn trial(session: &Session, follow_up: &str) -> Option<Trial> {
    let playbook = session.playbook();
    let rule = playbook.follow_ups.iter().find(|rule| rule.id == follow_up)?;
    let Rule::EndOf(Anchor::Field(at)) = rule.due else { return None };
    let field = playbook.field(at);
    let answer = session.answer(at)?;
    let Answer::Period { from: Some(from), .. } = *answer else { return None };
    let until = session.anchor(Anchor::Field(at))?;
    let asks = |condition: &Condition| condition.fields().contains(&at);
    let review = playbook.steps.iter().position(|step| step.when.as_ref().is_some_and(asks));
    let label = text::clean_line(&session.fill(&field.label));
    Some(Trial { field: at, label, length: answer.in_words(&field.kind), from, until, review })
}

impl Trial {
    /// In words: how long, from when to when, and where it stands today.
    pub fn in_words(&self, today: NaiveDate) -> String {
        let days = |n: i64| text::count(usize::try_from(n).unwrap_or(0), "day");
        let stands = match ((self.from - today).num_days(), (self.until - today).num_days()) {
            (begins, _) if begins > 0 => format!("begins in {}", days(begins)),
            (_, 0) => "ends today".to_owned(),
            (_, left) if left > 0 => format!("{} left", days(left)),
            (_, left) => format!("over for {}", days(-left)),
        };
        let (from, until) = (dates::in_full(self.from), dates::in_full(self.until));
        format!("{}, {from} to {until} · {stands}", self.length)
    }
}
