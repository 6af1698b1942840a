//! Which value of the front matter stays where two versions differ. What belongs together (how it
//! ended, when and in which words) is decided together.

use std::collections::{BTreeMap, BTreeSet};

use toml_edit::{Array, Item, Value};

use super::leaves::{FOLLOW_UP, Leaf, Leaves, Path, line, moments, strings};

/// One of two versions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Side {
    X,
    Y,
}

/// Values that are decided together.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Unit {
    /// Where the advisor stood.
    Place,
    Answered,
    Playbook,
    /// How it ended, and whether it is over.
    End,
    /// Whether this follow-up is done, or dropped and why.
    State(String),
    /// The day of this follow-up.
    Due(String),
    Single(Path),
}

impl Unit {
    fn of(path: &Path) -> Self {
        let keys: Vec<&str> = path.iter().map(String::as_str).collect();
        match keys.as_slice() {
            ["at" | "phase"] => Self::Place,
            ["answered", ..] => Self::Answered,
            ["playbook", ..] => Self::Playbook,
            ["status" | "outcome" | "closed"] => Self::End,
            [FOLLOW_UP, id, "state" | "done" | "dropped"] => Self::State((*id).to_owned()),
            [FOLLOW_UP, id, "due" | "by_hand" | "moved"] => Self::Due((*id).to_owned()),
            _ => Self::Single(path.clone()),
        }
    }

    /// Personal, or goodterms finds it out by itself: nobody's words.
    fn is_derived(&self) -> bool {
        match self {
            Self::Place | Self::Answered | Self::Playbook => true,
            Self::Single(path) => matches!(path[0].as_str(), "labels" | "goodterms"),
            _ => false,
        }
    }

    /// The side with the greater rank stays.
    fn rank(&self, leaves: &Leaves) -> (Vec<u64>, String) {
        let says = |path: &[&str]| {
            let path: Path = path.iter().map(|key| (*key).to_owned()).collect();
            leaves.get(&path).map_or("", |leaf| leaf.says.as_str())
        };
        let all = || {
            let own = leaves.iter().filter(|(path, _)| Self::of(path) == *self);
            own.map(|(path, leaf)| format!("{}={}\n", path.join("."), leaf.says)).collect::<String>()
        };
        match self {
            // An end that somebody wrote down is not undone by chance: to go on is one key.
            Self::End => (
                vec![u64::from(says(&["status"]) == "\"closed\"")],
                format!("{}\n{}", says(&["closed"]), all()),
            ),
            Self::State(id) => {
                let rank = match says(&[FOLLOW_UP, id, "state"]) {
                    "\"done\"" => 2,
                    "\"dropped\"" => 1,
                    _ => 0,
                };
                (vec![rank], all())
            }
            // The day that somebody set stays.
            Self::Due(id) => {
                let by_hand = u64::from(says(&[FOLLOW_UP, id, "by_hand"]) == "true");
                (vec![by_hand, says(&[FOLLOW_UP, id, "moved"]).len() as u64], all())
            }
            Self::Playbook => {
                let version = says(&["playbook", "version"]).trim_matches('"').split('.');
                (version.map(|n| n.parse().unwrap_or(0)).collect(), all())
            }
            Self::Single(_) => (vec![all().len() as u64], all()),
            Self::Place | Self::Answered => (Vec::new(), all()),
        }
    }
}

/// All values of both, where `base` is what both came from.
pub fn merge(base: &Leaves, x: &Leaves, y: &Leaves) -> Leaves {
    let (mut base, mut x, mut y) = (base.clone(), x.clone(), y.clone());
    take_out_gone(&mut base, &mut x, &mut y);
    let mut units: BTreeMap<Unit, BTreeSet<&Path>> = BTreeMap::new();
    for path in x.keys().chain(y.keys()) {
        units.entry(Unit::of(path)).or_default().insert(path);
    }
    let mut merged = Leaves::new();
    for (unit, paths) in &units {
        let decided: Option<Vec<Side>> =
            paths.iter().map(|path| decide(base.get(*path), x.get(*path), y.get(*path))).collect();
        if decided.is_none()
            && let Unit::Single(path) = unit
            && let Some(leaf) = union(path, base.get(path), x.get(path), y.get(path))
        {
            merged.insert(path.clone(), leaf);
            continue;
        }
        let sides = decided.unwrap_or_else(|| {
            let side = if unit.rank(&x) >= unit.rank(&y) { Side::X } else { Side::Y };
            vec![side; paths.len()]
        });
        for (path, side) in paths.iter().zip(sides) {
            let leaf = if side == Side::X { x.get(*path) } else { y.get(*path) };
            if let Some(leaf) = leaf {
                merged.insert((*path).clone(), leaf.clone());
            }
        }
    }
    merged
}

/// The side that changed a value; `None` if both did, and differently.
fn decide(base: Option<&Leaf>, x: Option<&Leaf>, y: Option<&Leaf>) -> Option<Side> {
    let says = |leaf: Option<&Leaf>| leaf.map(|l| l.says.clone());
    match (says(base), says(x), says(y)) {
        (_, x, y) if x == y => Some(Side::X),
        (base, x, _) if base == x => Some(Side::Y),
        (base, _, y) if base == y => Some(Side::X),
        // What one took out and the other one changed is still there.
        (_, None, _) => Some(Side::Y),
        (_, _, None) => Some(Side::X),
        _ => None,
    }
}

/// A follow-up is there as a whole or not at all: one that a side took out, and the other did not touch,
/// goes; one that the other side changed stays with all that it has.
fn take_out_gone(base: &mut Leaves, x: &mut Leaves, y: &mut Leaves) {
    let names = |leaves: &Leaves| -> BTreeSet<String> {
        leaves.keys().filter(|p| p.len() > 2 && p[0] == FOLLOW_UP).map(|p| p[1].clone()).collect()
    };
    let is_of = |path: &Path, name: &str| path.len() > 2 && path[0] == FOLLOW_UP && path[1] == name;
    let part = |leaves: &Leaves, name: &str| -> BTreeMap<Path, String> {
        let own = leaves.iter().filter(|(path, _)| is_of(path, name));
        own.map(|(path, leaf)| (path.clone(), leaf.says.clone())).collect()
    };
    for name in names(base) {
        let (was, in_x, in_y) = (part(base, &name), part(x, &name), part(y, &name));
        if in_x.is_empty() == in_y.is_empty() {
            continue;
        }
        if in_x == was || in_y == was {
            x.retain(|path, _| !is_of(path, &name));
            y.retain(|path, _| !is_of(path, &name));
        } else {
            base.retain(|path, _| !is_of(path, &name));
        }
    }
}

/// Names and links that both added to: all of them.
fn union(path: &Path, base: Option<&Leaf>, x: Option<&Leaf>, y: Option<&Leaf>) -> Option<Leaf> {
    let path: Vec<&str> = path.iter().map(String::as_str).collect();
    if path.as_slice() == ["amended"] {
        return all_moments(base, x?, y?);
    }
    if !matches!(path.as_slice(), ["to"] | ["client", "also"]) {
        return None;
    }
    let base = base.map(strings).unwrap_or_else(|| Some(Vec::new()))?;
    let (x, y) = (strings(x?)?, strings(y?)?);
    let mut all: Vec<&String> = base.iter().filter(|s| x.contains(s) && y.contains(s)).collect();
    let new: BTreeSet<&String> = x.iter().chain(&y).filter(|s| !base.contains(s)).collect();
    all.extend(new);
    let value = Value::Array(all.into_iter().map(String::as_str).collect::<Array>());
    let item = Item::Value(value);
    Some(Leaf { says: super::leaves::says(&item), item })
}

/// The moments at which one of the two, or both, changed a closed conversation, in their order; one that
/// a side took back goes.
fn all_moments(base: Option<&Leaf>, x: &Leaf, y: &Leaf) -> Option<Leaf> {
    let (base, x, y) = (base.and_then(moments).unwrap_or_default(), moments(x)?, moments(y)?);
    let stays = |says: &String| !base.contains_key(says) || (x.contains_key(says) && y.contains_key(says));
    let mut all = x.clone();
    all.extend(y.clone());
    all.retain(|says, _| stays(says));
    let item = Item::Value(Value::Array(all.into_values().collect::<Array>()));
    Some(Leaf { says: super::leaves::says(&item), item })
}

/// The lines of what a side changed and the result does not say.
pub fn lost(base: &Leaves, side: &Leaves, result: &Leaves) -> Vec<String> {
    let says = |leaves: &Leaves, path: &Path| leaves.get(path).map(|l| l.says.clone());
    let is_lost = |path: &Path, leaf: &Leaf| {
        let own = Some(leaf.says.clone());
        if says(base, path) == own || says(result, path) == own || Unit::of(path).is_derived() {
            return false;
        }
        if matches!(&path[path.len() - 1][..], "to" | "also")
            && let (Some(own), Some(all)) = (strings(leaf), result.get(path).and_then(strings))
        {
            return !own.iter().all(|one| all.contains(one));
        }
        if path[..] == ["amended"]
            && let (Some(own), Some(all)) = (moments(leaf), result.get(path).and_then(moments))
        {
            return !own.keys().all(|one| all.contains_key(one));
        }
        // A day that nobody set follows from the answers.
        let by_hand = || {
            let mut path = path.clone();
            path.pop();
            path.push("by_hand".to_owned());
            says(side, &path).as_deref() == Some("true")
        };
        !matches!(Unit::of(path), Unit::Due(_)) || path[2] != "due" || by_hand()
    };
    side.iter().filter(|(path, leaf)| is_lost(path, leaf)).map(|(path, leaf)| line(path, leaf)).collect()
}
