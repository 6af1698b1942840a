//! In which order things are said and done: what comes next, and where one left off.

use super::items::{Item, Key, Sort, TICKED};
use crate::playbook::Answer;
use crate::session::Session;

/// What is one thing to do: the options of a decision together are.
pub type Question<'i> = (usize, Option<&'i str>, &'i str);

/// What an item is a part of.
pub fn question(item: &Item) -> Question<'_> {
    match item.sort {
        Sort::Decision => (item.step, item.about.as_deref(), ""),
        _ => (item.step, item.about.as_deref(), &item.words),
    }
}

/// Whether nothing is left to do of what an item belongs to.
fn is_done(items: &[Item], item: &Item) -> bool {
    item.done || items.iter().any(|other| other.done && question(other) == question(item))
}

/// What comes next from a place on and is not done. What is left of a step comes before the next one, though
/// it was passed by. Behind the last one if all are done.
pub fn next_open(items: &[Item], from: usize) -> usize {
    let step = items.get(from.saturating_sub(1)).map(|item| item.step);
    let open = |at: &usize| !is_done(items, &items[*at]);
    let of_step = |at: &usize| Some(items[*at].step) == step;
    let (behind, before) = (from..items.len(), 0..from.min(items.len()));
    let in_step = behind.clone().chain(before.clone()).filter(of_step).find(open);
    in_step.or_else(|| behind.chain(before).find(open)).unwrap_or(items.len())
}

/// Where one left off: behind what was done last.
pub fn left_off(session: &Session, items: &[Item]) -> usize {
    let time = |item: &Item| match &item.key {
        Key::Said { step, words } => {
            let mut notes = session.notes(*step).iter();
            notes
                .find(|entry| entry.text.strip_prefix(TICKED).map(str::trim_end) == Some(words))
                .and_then(|entry| entry.at)
        }
        Key::Option { field, id } => match session.held(*field) {
            Some(Answer::Checklist(ticks)) => ticks.get(id).copied().flatten(),
            _ => None,
        },
        Key::Row { .. } | Key::Field(_) => None,
    };
    let timed = items.iter().enumerate().filter_map(|(at, item)| Some((time(item)?, at)));
    let last = timed.max().map(|(_, at)| at).or_else(|| items.iter().rposition(|item| item.done));
    next_open(items, last.map_or(0, |at| at + 1))
}
