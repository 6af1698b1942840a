//! In which order the blocks of two versions stand.

use std::collections::{BTreeMap, BTreeSet};

use super::also;

/// A block: its key, and how many of this key stand before it.
pub type Id<'a> = (&'a str, usize);

/// The blocks of a document.
pub fn ids<'a>(keys: impl Iterator<Item = &'a str>) -> Vec<Id<'a>> {
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    let id = |key: &'a str| {
        let nth = seen.entry(key).or_default();
        *nth += 1;
        (key, *nth - 1)
    };
    keys.map(id).collect()
}

/// All blocks of both. The order is that of the side that moved some, else of the one that has more;
/// what only the other one has stands behind what it followed there.
pub fn merge<'a>(base: &[Id], x: &[Id<'a>], y: &[Id<'a>]) -> Vec<Id<'a>> {
    let worth = |ids: &[Id<'a>]| (moved(base, ids), ids.len(), ids.to_vec());
    let (first, second) = if worth(x) >= worth(y) { (x, y) } else { (y, x) };
    let mut merged = first.to_vec();
    let has: BTreeSet<_> = first.iter().copied().collect();
    for (i, id) in second.iter().enumerate() {
        if has.contains(id) {
            continue;
        }
        let place = |of: &Id| merged.iter().position(|m| m == of);
        let neighbour = second[..i].iter().rev().find_map(place);
        let same_key = id.1.checked_sub(1).and_then(|nth| place(&(id.0, nth)));
        let at = match neighbour.max(same_key) {
            Some(at) => behind(&merged, at, id.0),
            // It stood before all others: it stands before the first one that it stood before.
            None => second[i..].iter().find_map(place).unwrap_or(0),
        };
        merged.insert(at, *id);
    }
    merged
}

/// Whether these stand in another order than in `base`.
fn moved(base: &[Id], ids: &[Id]) -> bool {
    let places: BTreeMap<&Id, usize> = base.iter().enumerate().map(|(i, id)| (id, i)).collect();
    !ids.iter().filter_map(|id| places.get(id)).is_sorted()
}

/// Where a new block goes that stood behind the one at this place: what was also written for that one
/// stays with it, and a field stays in its step.
fn behind(ids: &[Id], at: usize, new: &str) -> usize {
    let step = |key: &str| key.split('.').next().unwrap_or_default().to_owned();
    let anchor = ids[at].0;
    let hangs = |key: &str| {
        if step(new) == step(anchor) {
            also::owner(key) == Some(anchor) && key != new
        } else {
            step(key) == step(anchor)
        }
    };
    at + 1 + ids[at + 1..].iter().take_while(|id| hangs(id.0)).count()
}
