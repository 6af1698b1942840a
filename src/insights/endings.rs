//! How conversations ended, and how long that took.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::bar::Bar;
use super::figure::{Figure, Part, Section, share};
use super::told::Told;
use crate::text;

/// From so many on one may speak of the middle of them; fewer are named one by one.
const SEVERAL: usize = 3;

/// The conversations of each playbook, those with the most first.
fn by_playbook(all: &[Arc<Told>], takes: impl Fn(&Told) -> bool) -> Vec<((String, String), Vec<usize>)> {
    let mut groups: BTreeMap<&str, (String, Vec<usize>)> = BTreeMap::new();
    for (nth, told) in all.iter().enumerate().filter(|(_, told)| takes(told)) {
        let group = groups.entry(&told.playbook).or_insert_with(|| (told.title.clone(), Vec::new()));
        group.1.push(nth);
    }
    let groups = groups.into_iter().map(|(id, (title, places))| ((id.to_owned(), title), places));
    let mut groups: Vec<_> = groups.collect();
    groups.sort_by_key(|(_, places)| std::cmp::Reverse(places.len()));
    groups
}

/// Where a conversation stands: how it ended, closed without a word on that, or going on.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Stand<'a> {
    Ended(&'a str),
    Unsaid,
    Open,
}

/// How it ended, by playbook. Each conversation stands in one figure.
pub(super) fn endings(all: &[Arc<Told>]) -> Section {
    let mut figures = Vec::new();
    for (playbook, places) in by_playbook(all, |_| true) {
        let mut stands: BTreeMap<Stand<'_>, Vec<usize>> = BTreeMap::new();
        for nth in &places {
            let stand = match (&all[*nth].ending, all[*nth].open) {
                (_, true) => Stand::Open,
                (Some(ending), false) => Stand::Ended(&ending.id),
                (None, false) => Stand::Unsaid,
            };
            stands.entry(stand).or_default().push(*nth);
        }
        let mut own: Vec<_> = stands.into_iter().collect();
        // What ended comes before what did not, and there the most frequent first.
        own.sort_by_key(|(stand, of)| (!matches!(stand, Stand::Ended(_)), std::cmp::Reverse(of.len())));
        for (stand, sessions) in own {
            let (id, label) = match stand {
                Stand::Ended(id) => {
                    let ending = sessions.first().and_then(|nth| all[*nth].ending.as_ref());
                    (Some(id.to_owned()), ending.map_or(id, |ending| &ending.label).to_owned())
                }
                Stand::Unsaid => (None, "Closed, and not said how".to_owned()),
                Stand::Open => (None, "Still open".to_owned()),
            };
            figures.push(Figure {
                id,
                label: text::clean_line(&label),
                playbook: Some(playbook.clone()),
                count: sessions.len(),
                of: Some(places.len()),
                told: share(sessions.len(), places.len()),
                bar: Bar::of(sessions.len(), places.len()),
                sessions,
                ..Figure::default()
            });
        }
    }
    Section { part: Part::Endings, note: String::new(), of: (0..all.len()).collect(), figures }
}

/// How many days conversations took, by playbook.
pub(super) fn days(all: &[Arc<Told>]) -> Section {
    let days = |nth: usize| all[nth].days().unwrap_or_default();
    let groups = by_playbook(all, |told| told.days().is_some());
    let longest =
        groups.iter().flat_map(|(_, places)| places).map(|nth| days(*nth)).max().unwrap_or_default();
    let bar = |n: f64| Bar::of(n.round() as usize, longest as usize);
    let mut figures = Vec::new();
    for (playbook, mut places) in groups.iter().cloned() {
        places.sort_by_key(|nth| days(*nth));
        if places.len() < SEVERAL {
            figures.extend(places.iter().map(|nth| Figure {
                label: all[*nth].unnamed(),
                count: 1,
                told: text::count(days(*nth) as usize, "day"),
                bar: bar(days(*nth).into()),
                spread: Some((days(*nth).into(), days(*nth), days(*nth))),
                playbook: Some(playbook.clone()),
                sessions: vec![*nth],
                ..Figure::default()
            }));
            continue;
        }
        let sorted: Vec<u32> = places.iter().map(|nth| days(*nth)).collect();
        let (median, least, most) = (middle(&sorted), sorted[0], sorted[sorted.len() - 1]);
        figures.push(Figure {
            label: text::clean_line(&playbook.1),
            count: places.len(),
            told: format!("median {median} days, {least} to {most}, of {}", places.len()),
            bar: bar(median),
            spread: Some((median, least, most)),
            playbook: Some(playbook),
            sessions: places,
            ..Figure::default()
        });
    }
    let mut of: Vec<usize> = groups.into_iter().flat_map(|(_, places)| places).collect();
    of.sort_unstable();
    let note = match of.len() {
        0 => String::new(),
        n => format!(
            "Of {}; up to two of a playbook are named one by one.",
            text::count(n, "closed conversation")
        ),
    };
    Section { part: Part::Days, note, of, figures }
}

/// The one in the middle of sorted numbers, or between the two that are.
fn middle(sorted: &[u32]) -> f64 {
    let half = sorted.len() / 2;
    match sorted.len() % 2 {
        0 => (f64::from(sorted[half - 1]) + f64::from(sorted[half])) / 2.0,
        _ => f64::from(sorted[half]),
    }
}
