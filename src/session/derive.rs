//! What follows from the answers: what is passed over, progress, what is missing.

use chrono::NaiveDate;

use super::Session;
use crate::dates::Duration;
use crate::document::Answered;
use crate::playbook::{Anchor, Answer, Facts, FieldRef, Kind, Outcome, Phase};

/// How far a step is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepState {
    /// Nothing in it yet.
    Untouched,
    Started,
    /// Every field that applies is filled.
    Done,
    /// Its condition does not hold.
    PassedOver,
}

/// Something that the advisor may want to look at again. It never blocks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Missing {
    pub step: usize,
    pub field: Option<usize>,
    /// What is missing, in words.
    pub what: String,
    /// Whether the playbook requires it.
    pub required: bool,
}

impl Session {
    /// Brings everything derived up to date.
    pub(super) fn derive(&mut self) {
        let playbook = self.playbook.clone();
        // In the order of the walk: a condition looks only at what comes before.
        for (s, step) in playbook.steps.iter().enumerate() {
            let step_applies = step.when.as_ref().is_none_or(|c| c.holds(self));
            for (f, field) in step.fields.iter().enumerate() {
                let applies = step_applies && field.when.as_ref().is_none_or(|c| c.holds(self));
                self.applies[s][f] = applies;
            }
        }
        self.move_periods();
        self.derive_follow_ups();
        let count = |required_only: bool| {
            let applying =
                playbook.fields().filter(|(at, f)| self.applies(*at) && (f.required || !required_only));
            let (mut done, mut of) = (0, 0);
            for (at, _) in applying {
                of += 1;
                done += usize::from(self.is_filled(at));
            }
            [done, of]
        };
        self.head.answered = Answered { required: count(true), all: count(false) };
    }

    /// Whether a field that applies is filled.
    pub fn is_filled(&self, at: FieldRef) -> bool {
        self.answer(at).is_some_and(|a| a.is_filled(&self.playbook.field(at).kind))
    }

    /// A period begins where what it hangs on now is; one from `today` stays where it began.
    fn move_periods(&mut self) {
        let playbook = self.playbook.clone();
        for (at, field) in playbook.fields() {
            let Kind::Period { from: anchor, .. } = field.kind else { continue };
            let Some(day) = self.anchor(anchor) else { continue };
            if let Some(Answer::Period { from, .. }) = self.answers.get_mut(&at)
                && (anchor != Anchor::Today || from.is_none())
            {
                *from = Some(day);
            }
        }
    }

    /// A period answer with its start, as far as it is known.
    pub(super) fn with_start(&self, at: FieldRef, answer: Option<Answer>) -> Option<Answer> {
        match (answer, &self.playbook.field(at).kind) {
            (Some(Answer::Period { n, from: None }), Kind::Period { from: anchor, .. }) => {
                let held = match self.answers.get(&at) {
                    Some(Answer::Period { from, .. }) => *from,
                    _ => None,
                };
                Some(Answer::Period { n, from: held.or_else(|| self.anchor(*anchor)) })
            }
            (answer, _) => answer,
        }
    }

    /// The day that something hangs on, as far as it is known.
    pub fn anchor(&self, anchor: Anchor) -> Option<NaiveDate> {
        match anchor {
            Anchor::Meeting => self.head.meeting.at.map(|at| at.date()),
            Anchor::Today => Some(self.today),
            Anchor::Field(at) => match self.answer(at)? {
                Answer::Day(day) => Some(day.date),
                Answer::Period { n, from } => {
                    let Kind::Period { unit, .. } = self.playbook.field(at).kind else { return None };
                    from.map(|from| Duration { n: *n, unit }.after(from))
                }
                _ => None,
            },
        }
    }

    /// How far a step is.
    pub fn step_state(&self, step: usize) -> StepState {
        if !self.step_applies(step) {
            return StepState::PassedOver;
        }
        let [done, of] = self.step_progress(step);
        let noted = self.notes[step].iter().any(|e| !e.text.trim().is_empty());
        let begun = noted || self.answers.iter().any(|(at, a)| at.step == step && !a.is_blank());
        match (done == of, begun) {
            (true, _) if of > 0 || noted => StepState::Done,
            (_, true) => StepState::Started,
            _ => StepState::Untouched,
        }
    }

    /// Filled fields of a step, and how many are asked.
    pub fn step_progress(&self, step: usize) -> [usize; 2] {
        let fields = (0..self.playbook.steps[step].fields.len()).map(|field| FieldRef { step, field });
        let asked: Vec<_> = fields.filter(|at| self.is_asked(*at)).collect();
        [asked.iter().filter(|at| self.is_filled(**at)).count(), asked.len()]
    }

    /// Whether something that is required in a step is not there, or does not fit.
    pub fn step_lacks(&self, step: usize) -> bool {
        let fields = self.playbook.steps[step].fields.iter().enumerate().filter(|(_, f)| f.required);
        let mut asked = fields.map(|(field, _)| FieldRef { step, field }).filter(|at| self.is_asked(*at));
        asked.any(|at| !self.is_filled(at) || self.hint(at).is_some())
    }

    /// Whether every step of a phase that applies is done.
    pub fn phase_is_complete(&self, phase: Phase) -> bool {
        let steps = self.playbook.steps.iter().enumerate().filter(|(_, s)| s.phase == phase);
        steps.map(|(i, _)| self.step_state(i)).all(|s| matches!(s, StepState::Done | StepState::PassedOver))
    }

    /// A word on a field's answer that does not fit what the playbook asks for.
    pub fn hint(&self, at: FieldRef) -> Option<String> {
        let field = self.playbook.field(at);
        let held = self.answer(at)?;
        if let Answer::Verbatim(_) = held {
            return Some(match field.kind {
                Kind::Date { .. } => "not a date yet: try 2026-12-01, 24 nov 12:30, next friday".to_owned(),
                Kind::Period { unit, .. } => format!("not a number of {} yet", unit.word(2)),
                Kind::Number { .. } => "not a number yet".to_owned(),
                Kind::Table(_) => "kept as it stands: it is no table of these columns".to_owned(),
                Kind::Score { out_of, .. } => format!("kept as it stands: it is no score of 1 to {out_of}"),
                _ if field.kind.is_typed() => format!("kept as it stands: it is no {}", field.kind.word()),
                _ => "kept as it stands: this is none of the options".to_owned(),
            });
        }
        let (at_least, at_most, unit) = match &field.kind {
            Kind::List(list) => (list.at_least.map(f64::from), list.at_most.map(f64::from), ""),
            Kind::Period { unit, at_least, at_most, .. } => {
                (at_least.map(f64::from), at_most.map(f64::from), unit.word(2))
            }
            Kind::Number { at_least, at_most, unit } => {
                (*at_least, *at_most, unit.as_deref().unwrap_or_default())
            }
            _ => return None,
        };
        // Asked only where there is a bound: the lines of a long text are counted one by one.
        at_least.or(at_most)?;
        let size = held.size().filter(|size| *size > 0.0 || !matches!(field.kind, Kind::List(_)))?;
        bounds(size, at_least, at_most, unit)
    }

    /// The needs of a step that are not met, in words.
    pub fn unmet_needs(&self, step: usize) -> Vec<&str> {
        let needs = self.playbook.steps[step].needs.iter();
        needs.filter(|n| !n.when.holds(self)).map(|n| n.otherwise.as_str()).collect()
    }

    /// What is missing: required things first, then what is to be decided after the talk, then the rest in the
    /// order of the walk.
    pub fn missing(&self) -> Vec<Missing> {
        let mut missing = Vec::new();
        let asked = |at: &FieldRef| self.applies(*at) && (!self.quick || self.playbook.field(*at).quick);
        for (at, field) in self.playbook.fields().filter(|(at, _)| asked(at)) {
            let label = self.fill(&field.label);
            let what = match self.hint(at) {
                Some(hint) => format!("{label}: {hint}"),
                None if !self.is_filled(at) => label,
                None => continue,
            };
            missing.push(Missing { step: at.step, field: Some(at.field), what, required: field.required });
        }
        // What is to be decided behind the talk, such as whether it could be a complaint, comes before the rest.
        let decides = |m: &Missing| {
            let step = &self.playbook.steps[m.step];
            let field = m.field.and_then(|field| step.fields.get(field));
            let decides = field.is_some_and(|field| matches!(field.kind, Kind::Choice { decides: true, .. }));
            decides && step.phase == Phase::After && step.when.is_none()
        };
        missing.sort_by_key(|m| (!m.required, !decides(m)));
        missing
    }

    /// The outcome that the answers suggest.
    pub fn suggested_outcome(&self) -> Option<&Outcome> {
        self.playbook.outcomes.iter().find(|o| o.when.as_ref().is_some_and(|c| c.holds(self)))
    }
}

fn bounds(size: f64, at_least: Option<f64>, at_most: Option<f64>, unit: &str) -> Option<String> {
    let said = |word: &str, n: f64| format!("{word} {n} {unit}").trim_end().to_owned();
    if let Some(least) = at_least.filter(|least| size < *least) {
        return Some(said("at least", least));
    }
    at_most.filter(|most| size > *most).map(|most| said("at most", most))
}
