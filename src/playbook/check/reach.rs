//! Conditions that can never hold: what hangs on them would never be seen.
//!
//! A search over the ways in which a condition can hold: each way is a set of tests, and a way is
//! open if every field has an answer that passes its own. A test that wants an answer also wants
//! the field to be shown, so that conditions build on each other. The search is bounded; where it
//! gives up, nothing is said.

use crate::diagnostic::Fault;
use crate::diagnostic::tree::Placed;
use crate::playbook::condition::{Condition, Held, Operand, Test};
use crate::playbook::model::{FieldRef, Kind, OTHER, Playbook};
use crate::playbook::raw::{RawCondition, RawFile, each};

/// So many conditions are looked at, and no more.
const EFFORT: usize = 4000;

/// Warns of every step, field and ending whose condition can never hold. The playbook has no
/// error, so that its parts are those of the file, one by one.
pub fn check(playbook: &Playbook, raw: &RawFile, faults: &mut Vec<Fault>) {
    let never = |what: &str, raw: Option<&Placed<RawCondition>>, conditions: &[&Condition]| {
        let raw = raw?;
        (!can_hold(playbook, conditions)).then(|| {
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

/// Whether there are answers with which all of these hold.
fn can_hold(playbook: &Playbook, conditions: &[&Condition]) -> bool {
    let todo = conditions.iter().map(|c| (*c, true)).collect();
    let mut search = Search { playbook, effort: EFFORT };
    search.open(todo, Vec::new())
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
            if self.effort == 0 {
                return true;
            }
            self.effort -= 1;
            match condition {
                Condition::Not(inner) => todo.push((inner, !wanted)),
                Condition::All(parts) if wanted => todo.extend(parts.iter().map(|c| (c, wanted))),
                Condition::Any(parts) if !wanted => todo.extend(parts.iter().map(|c| (c, wanted))),
                Condition::All(parts) | Condition::Any(parts) => {
                    return parts.iter().any(|part| {
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
    fn can_be_answered(&self, field: FieldRef, taken: &[Literal<'p>]) -> bool {
        let own: Vec<_> = taken.iter().filter(|l| l.0 == field).collect();
        let passes =
            |held: Option<&Held<'_>>| own.iter().all(|(_, test, wanted)| test.holds(held) == *wanted);
        passes(None) || answers(&self.playbook.field(field).kind, &own).iter().any(|held| passes(Some(held)))
    }
}

/// Whether it can hold only if the field is answered, and so shown.
fn wants_an_answer((_, test, wanted): &Literal<'_>) -> bool {
    match test {
        Test::Filled(filled) => filled == wanted,
        _ => *wanted,
    }
}

/// The answers of a kind that make a difference to these tests.
fn answers<'a>(kind: &'a Kind, own: &[&Literal<'a>]) -> Vec<Held<'a>> {
    let ids: Vec<&'a str> =
        kind.choices().iter().map(|c| c.id.as_str()).chain(kind.has_other().then_some(OTHER)).collect();
    match kind {
        Kind::Choice { .. } => ids.into_iter().map(|id| held(None, vec![id], true)).collect(),
        Kind::Choices { .. } | Kind::Checklist { .. } => {
            let whole = matches!(kind, Kind::Checklist { .. });
            ticked(&ids, own, |n| !whole || n == ids.len())
        }
        Kind::List(_) | Kind::Table(_) => {
            let sizes = sizes(own).into_iter().map(f64::ceil).filter(|n| *n >= 1.0);
            let sizes = sizes.map(|n| held(Some(n), Vec::new(), true)).collect();
            // A table can have rows and nothing in them.
            with_a_blank(kind, sizes)
        }
        Kind::Period { .. } => {
            let sizes = sizes(own).into_iter().map(f64::ceil).filter(|n| *n >= 0.0);
            sizes.map(|n| held(Some(n), Vec::new(), true)).collect()
        }
        Kind::Number { .. } => sizes(own).into_iter().map(|n| held(Some(n), Vec::new(), true)).collect(),
        Kind::Score { out_of, .. } => {
            (1..=*out_of).map(|n| held(Some(f64::from(n)), Vec::new(), true)).collect()
        }
        Kind::Text { .. } | Kind::Line { .. } | Kind::Date { .. } => vec![held(None, Vec::new(), true)],
    }
}

fn with_a_blank<'a>(kind: &Kind, mut answers: Vec<Held<'a>>) -> Vec<Held<'a>> {
    if matches!(kind, Kind::Table(_)) {
        answers.push(held(Some(0.0), Vec::new(), false));
    }
    answers
}

fn held<'a>(size: Option<f64>, ids: Vec<&'a str>, filled: bool) -> Held<'a> {
    Held { size, includes: Box::new(move |id| ids.contains(&id)), filled }
}

/// Of each number of ticks one choice: those that are asked for, none that is forbidden.
fn ticked<'a>(ids: &[&'a str], own: &[&Literal<'a>], filled: impl Fn(usize) -> bool) -> Vec<Held<'a>> {
    let named = |wanted: bool| {
        let of = move |(_, test, holds): &&Literal<'a>| match test {
            Test::Includes(id) | Test::Is(Operand::Option(id)) if *holds == wanted => Some(id.as_str()),
            _ => None,
        };
        own.iter().copied().filter_map(move |l| of(&l)).collect::<Vec<&str>>()
    };
    let (asked, forbidden) = (named(true), named(false));
    let first = ids.iter().copied().filter(|id| asked.contains(id));
    let others = ids.iter().copied().filter(|id| !asked.contains(id) && !forbidden.contains(id));
    let order: Vec<_> = first.chain(others).collect();
    let some = (1..=order.len()).map(|n| held(Some(n as f64), order[..n].to_vec(), filled(n)));
    some.collect()
}

/// The numbers that make a difference: those that are named, what lies beside and between them.
fn sizes(own: &[&Literal<'_>]) -> Vec<f64> {
    let mut named: Vec<f64> = own
        .iter()
        .filter_map(|(_, test, _)| match test {
            Test::AtLeast(n) | Test::AtMost(n) => Some(*n),
            Test::Is(Operand::Number(n)) | Test::IsNot(Operand::Number(n)) => Some(*n),
            _ => None,
        })
        .collect();
    named.sort_by(f64::total_cmp);
    let between: Vec<_> = named.windows(2).map(|pair| f64::midpoint(pair[0], pair[1])).collect();
    let beside = named.iter().flat_map(|n| [n - 1.0, *n, n + 1.0]).chain([1.0]);
    beside.chain(between).collect()
}
