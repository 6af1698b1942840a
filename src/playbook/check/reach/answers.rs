//! The answers that make a difference to a set of tests: if none of these passes, no answer does.

use std::collections::BTreeSet;
use std::rc::Rc;

use super::Literal;
use crate::playbook::condition::{Held, Operand, Test};
use crate::playbook::model::{Kind, OTHER};

/// The answers of a kind that make a difference to these tests. There are only a few for each
/// test, however many options there are.
pub(super) fn answers<'a>(kind: &'a Kind, own: &[&Literal<'a>]) -> Vec<Held<'a>> {
    match kind {
        Kind::Choice { .. } => chosen(kind, own),
        Kind::Choices { .. } => ticked(options(kind).count(), own, |_| true),
        Kind::Checklist { items } => ticked(items.len(), own, |n| n == items.len()),
        Kind::List(_) => whole(own, 1.0),
        // A table can have rows and nothing in them.
        Kind::Table(_) => whole(own, 1.0).into_iter().chain([held(Some(0.0), false)]).collect(),
        Kind::Period { .. } => whole(own, 0.0),
        Kind::Number { .. } => sizes(own).into_iter().map(|n| held(Some(n), true)).collect(),
        Kind::Score { out_of, .. } => (1..=*out_of).map(|n| held(Some(f64::from(n)), true)).collect(),
        Kind::Text { .. } | Kind::Line { .. } | Kind::Date { .. } => vec![held(None, true)],
    }
}

/// An answer without options.
fn held<'a>(size: Option<f64>, filled: bool) -> Held<'a> {
    Held { size: Box::new(move || size), includes: Box::new(|_| false), filled }
}

/// The ids that can be chosen or ticked.
fn options(kind: &Kind) -> impl Iterator<Item = &str> {
    kind.choices().iter().map(|c| c.id.as_str()).chain(kind.has_other().then_some(OTHER))
}

/// Each option that is named, and one that is not: the others are like that one.
fn chosen<'a>(kind: &'a Kind, own: &[&Literal<'a>]) -> Vec<Held<'a>> {
    let of_test = |test: &'a Test| match test {
        Test::Is(Operand::Option(id)) | Test::IsNot(Operand::Option(id)) => Some(id.as_str()),
        _ => None,
    };
    let mut ids: BTreeSet<&str> = own.iter().filter_map(|(_, test, _)| of_test(test)).collect();
    let other = options(kind).find(|id| !ids.contains(id));
    ids.extend(other);
    let choice =
        |id| Held { size: Box::new(|| None), includes: Box::new(move |wanted| wanted == id), filled: true };
    ids.into_iter().map(choice).collect()
}

/// Of each number of ticks that makes a difference one choice: those that are asked for come
/// first, and none that is forbidden. `filled` is whether so many make the answer whole.
fn ticked<'a>(options: usize, own: &[&Literal<'a>], filled: impl Fn(usize) -> bool) -> Vec<Held<'a>> {
    let named = |wanted: bool| {
        let of = |test: &'a Test| match test {
            Test::Includes(id) => Some(id.as_str()),
            _ => None,
        };
        let named = own.iter().filter(|(.., holds)| *holds == wanted);
        named.filter_map(|(_, test, _)| of(test)).collect::<BTreeSet<&str>>()
    };
    let asked = Rc::new(named(true));
    let most = options - named(false).difference(&asked).count();
    let least = asked.len().max(1);
    let counts: BTreeSet<usize> = sizes(own)
        .into_iter()
        .map(|n| n.ceil() as usize)
        .chain([least, most])
        .filter(|n| (least..=most).contains(n))
        .collect();
    let choice = |n: usize| {
        let asked = asked.clone();
        Held {
            size: Box::new(move || Some(n as f64)),
            includes: Box::new(move |id| asked.contains(id)),
            filled: filled(n),
        }
    };
    counts.into_iter().map(choice).collect()
}

/// Whole numbers from `least` on.
fn whole<'a>(own: &[&Literal<'a>], least: f64) -> Vec<Held<'a>> {
    let sizes = sizes(own).into_iter().map(f64::ceil).filter(|n| *n >= least);
    sizes.map(|n| held(Some(n), true)).collect()
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
