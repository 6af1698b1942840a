//! Conditions that can never hold: what hangs on them would never be seen.
//!
//! A search over the ways in which a condition can hold: each way is a set of tests, and a way is
//! open if every field has an answer that passes its own. A test that wants an answer also wants
//! the field to be shown, so that conditions build on each other. The search is bounded; where it
//! gives up, nothing is said.

mod answers;

use self::answers::answers;
use crate::diagnostic::Fault;
use crate::diagnostic::tree::Placed;
use crate::playbook::condition::{Condition, Held, Test};
use crate::playbook::model::{FieldRef, Playbook};
use crate::playbook::raw::{RawCondition, RawFile, each};

/// So many tests are looked at for one condition, and no more.
const EFFORT: usize = 100_000;
/// So many for a whole playbook.
const EFFORT_OF_ALL: usize = 5_000_000;

/// Warns of every step, field and ending whose condition can never hold. The playbook has no
/// error, so that its parts are those of the file, one by one.
pub fn check(playbook: &Playbook, raw: &RawFile, faults: &mut Vec<Fault>) {
    let mut left = EFFORT_OF_ALL;
    let mut never = |what: &str, raw: Option<&Placed<RawCondition>>, conditions: &[&Condition]| {
        let raw = raw?;
        (!can_hold(playbook, conditions, &mut left)).then(|| {
            Fault::warning("never-reached", raw.span(), format!("this can never hold: {what}"))
                .help("look at what its fields can be answered with, and when they are asked")
        })
    };
    for (step, raw) in playbook.steps.iter().zip(each(raw.step.as_ref())) {
        let raw = raw.get_ref();
        let of_step: Vec<_> = step.when.iter().collect();
        let told = never("the step is always passed over", raw.when.as_ref(), &of_step);
        let reached = told.is_none();
        faults.extend(told);
        for (field, raw) in step.fields.iter().zip(each(raw.field.as_ref())).filter(|_| reached) {
            let conditions: Vec<_> = of_step.iter().copied().chain(&field.when).collect();
            faults.extend(never("the field is never shown", raw.get_ref().when.as_ref(), &conditions));
        }
        for (need, raw) in step.needs.iter().zip(each(raw.need.as_ref())).filter(|_| reached) {
            let conditions: Vec<_> = of_step.iter().copied().chain([&need.when]).collect();
            faults.extend(never("the warning never goes away", raw.get_ref().when.as_ref(), &conditions));
        }
    }
    for (part, raw) in playbook.follow_ups.iter().zip(each(raw.follow_up.as_ref())) {
        let conditions: Vec<_> = part.when.iter().collect();
        faults.extend(never("the follow-up never applies", raw.get_ref().when.as_ref(), &conditions));
    }
    for (part, raw) in playbook.outcomes.iter().zip(each(raw.outcome.as_ref())) {
        let conditions: Vec<_> = part.when.iter().collect();
        faults.extend(never("the outcome is never suggested", raw.get_ref().when.as_ref(), &conditions));
    }
    for (part, raw) in playbook.messages.iter().zip(each(raw.message.as_ref())) {
        let conditions: Vec<_> = part.when.iter().collect();
        faults.extend(never("the message is never offered", raw.get_ref().when.as_ref(), &conditions));
    }
    for (part, raw) in playbook.hand_offs.iter().zip(each(raw.hand_off.as_ref())) {
        let conditions: Vec<_> = part.when.iter().collect();
        faults.extend(never("the hand-off is never offered", raw.get_ref().when.as_ref(), &conditions));
    }
}

/// Whether there are answers with which all of these hold. What the search takes is `left` less
/// for the next ones.
fn can_hold(playbook: &Playbook, conditions: &[&Condition], left: &mut usize) -> bool {
    let todo = conditions.iter().map(|c| (*c, true)).collect();
    let effort = EFFORT.min(*left);
    let mut search = Search { playbook, effort };
    let open = search.open(todo, Vec::new());
    *left -= effort - search.effort;
    open
}

/// A test, and whether it should hold.
type Literal<'p> = (FieldRef, &'p Test, bool);

struct Search<'p> {
    playbook: &'p Playbook,
    effort: usize,
}

impl<'p> Search<'p> {
    /// Whether all that is to do can hold together with what was taken on already.
    fn open(&mut self, mut todo: Vec<(&'p Condition, bool)>, mut taken: Vec<Literal<'p>>) -> bool {
        while let Some((condition, wanted)) = todo.pop() {
            if !self.afford(1) {
                return true;
            }
            match condition {
                Condition::Not(inner) => todo.push((inner, !wanted)),
                Condition::All(parts) if wanted => todo.extend(parts.iter().map(|c| (c, wanted))),
                Condition::Any(parts) if !wanted => todo.extend(parts.iter().map(|c| (c, wanted))),
                Condition::All(parts) | Condition::Any(parts) => {
                    return parts.iter().any(|part| {
                        if !self.afford(todo.len() + taken.len()) {
                            return true;
                        }
                        let mut todo = todo.clone();
                        todo.push((part, wanted));
                        self.open(todo, taken.clone())
                    });
                }
                Condition::Test { field, test } => {
                    let first = !taken.iter().any(|l| l.0 == *field && wants_an_answer(l));
                    taken.push((*field, test, wanted));
                    if !self.can_be_answered(*field, &taken) {
                        return false;
                    }
                    if first && wants_an_answer(&(*field, test, wanted)) {
                        let shown = self.playbook.steps[field.step].when.iter();
                        let shown = shown.chain(&self.playbook.field(*field).when);
                        todo.extend(shown.map(|c| (c, true)));
                    }
                }
            }
        }
        true
    }

    /// Whether the field has an answer, or none, with which all that was taken on about it holds.
    fn can_be_answered(&mut self, field: FieldRef, taken: &[Literal<'p>]) -> bool {
        let kind = &self.playbook.field(field).kind;
        let own: Vec<_> = taken.iter().filter(|l| l.0 == field).collect();
        let mut passes = |held: Option<&Held<'_>>| {
            !self.afford(own.len()) || own.iter().all(|(_, test, wanted)| test.holds(held) == *wanted)
        };
        passes(None) || answers(kind, &own).iter().any(|held| passes(Some(held)))
    }

    /// Whether so many more tests may be looked at.
    fn afford(&mut self, tests: usize) -> bool {
        let left = self.effort.checked_sub(tests);
        self.effort = left.unwrap_or(0);
        left.is_some()
    }
}

/// Whether it can hold only if the field is answered, and so shown.
fn wants_an_answer((_, test, wanted): &Literal<'_>) -> bool {
    match test {
        Test::Filled(filled) => filled == wanted,
        _ => *wanted,
    }
}

#[cfg(test)]
mod tests;
