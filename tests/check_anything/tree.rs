//! Changes in the tree of a TOML file: what stands in it is moved, doubled, renamed or exchanged.

use proptest::prelude::*;
use proptest::sample::Index;
use toml::{Table, Value};

/// One change, at some place of the tree.
#[derive(Clone, Debug)]
pub enum Change {
    Drop(Index),
    /// A key gets the name of another one of the language.
    Rename(Index, &'static str),
    /// Two values change places.
    Swap(Index, Index),
    /// A value is put under another key of the language, beside what is there.
    Copy(Index, &'static str),
    Set(Index, &'static str),
    /// The elements of a list are turned round, or its first one is doubled.
    Reverse(Index),
    Double(Index),
    /// Some field becomes one of another kind.
    Kind(Index, &'static str),
}

const KEYS: &[&str] = &[
    "id", "label", "title", "kind", "options", "items", "columns", "rows", "start", "when", "field", "is",
    "is_not", "includes", "at_least", "at_most", "filled", "all", "any", "not", "need", "say", "avoid",
    "guide", "prefill", "due", "on", "after", "from", "end_of", "every", "carry", "to", "source", "other",
    "decides", "out_of", "unit", "beside", "about", "quick", "required", "phase", "means", "opening",
    "response", "titel",
];

const VALUES: &[&str] = &[
    "\"\"",
    "\"ours\"",
    "\"other\"",
    "\"meeting\"",
    "\"today\"",
    "\"a.b\"",
    "\"before.list\"",
    "\"{client.name}\"",
    "\"{before.list}\"",
    "\"{\"",
    "\"a\u{202e}b\"",
    "\"2 weeks\"",
    "\"1000 months\"",
    "\"days\"",
    "0",
    "1",
    "3",
    "-1",
    "2.5",
    "1e300",
    "nan",
    "true",
    "false",
    "2026-12-01",
    "[]",
    "[\"a\", \"a\"]",
    "{}",
    "[{}]",
    "{ field = \"before.list\", filled = true }",
    "{ not = { field = \"before.list\", at_least = 2 } }",
    "{ all = [] }",
    "{ on = \"today\" }",
    "{ after = \"1 day\", from = \"meeting\" }",
];

const KINDS: &[&str] =
    &["text", "line", "list", "choice", "choices", "checklist", "table", "date", "period", "number", "score"];

/// Some change.
pub fn change() -> impl Strategy<Value = Change> {
    let (key, value) = (prop::sample::select(KEYS), prop::sample::select(VALUES));
    prop_oneof![
        any::<Index>().prop_map(Change::Drop),
        (any::<Index>(), key.clone()).prop_map(|(at, key)| Change::Rename(at, key)),
        any::<(Index, Index)>().prop_map(|(a, b)| Change::Swap(a, b)),
        (any::<Index>(), key).prop_map(|(at, key)| Change::Copy(at, key)),
        (any::<Index>(), value).prop_map(|(at, value)| Change::Set(at, value)),
        any::<Index>().prop_map(Change::Reverse),
        any::<Index>().prop_map(Change::Double),
        (any::<Index>(), prop::sample::select(KINDS)).prop_map(|(at, kind)| Change::Kind(at, kind)),
    ]
}

/// A way from the root: keys, and places in lists.
type Way = Vec<Result<String, usize>>;

fn ways(value: &Value, way: &mut Way, found: &mut Vec<Way>) {
    let children: Vec<Result<String, usize>> = match value {
        Value::Table(table) => table.keys().cloned().map(Ok).collect(),
        Value::Array(list) => (0..list.len()).map(Err).collect(),
        _ => Vec::new(),
    };
    for child in children {
        let inner = match &child {
            Ok(key) => &value[key.as_str()],
            Err(at) => &value[*at],
        };
        way.push(child);
        found.push(way.clone());
        ways(inner, way, found);
        way.pop();
    }
}

fn at<'v>(root: &'v mut Value, way: &[Result<String, usize>]) -> &'v mut Value {
    way.iter().fold(root, |value, part| match part {
        Ok(key) => &mut value[key.as_str()],
        Err(at) => &mut value[*at],
    })
}

/// The file with these changes, written anew.
pub fn changed(source: &str, changes: &[Change]) -> String {
    let Ok(table) = source.trim_start_matches('\u{feff}').parse::<Table>() else { return source.to_owned() };
    let mut root = Value::Table(table);
    for change in changes {
        apply(&mut root, change);
    }
    toml::to_string(&root).expect("a table")
}

fn apply(root: &mut Value, change: &Change) {
    let mut all = Vec::new();
    ways(root, &mut Vec::new(), &mut all);
    if all.is_empty() {
        return;
    }
    let pick = |index: &Index, fits: &dyn Fn(&Way) -> bool| {
        let fitting: Vec<&Way> = all.iter().filter(|way| fits(way)).collect();
        (!fitting.is_empty()).then(|| fitting[index.index(fitting.len())].clone())
    };
    let lists: Vec<Way> = all.iter().filter_map(list_of).collect();
    let in_a_table = |way: &Way| matches!(way.last(), Some(Ok(_)));
    match change {
        Change::Drop(index) => drop(pick(index, &|_| true).map(|way| take(root, &way))),
        Change::Rename(index, key) => {
            if let Some(way) = pick(index, &in_a_table) {
                let value = take(root, &way);
                put(root, &way, key, value);
            }
        }
        Change::Copy(index, key) => {
            if let Some(way) = pick(index, &in_a_table) {
                let value = at(root, &way).clone();
                put(root, &way, key, value);
            }
        }
        Change::Swap(a, b) => {
            if let (Some(a), Some(b)) = (pick(a, &|_| true), pick(b, &|_| true))
                && !a.starts_with(&b)
                && !b.starts_with(&a)
            {
                let first = at(root, &a).clone();
                let second = std::mem::replace(at(root, &b), first);
                *at(root, &a) = second;
            }
        }
        Change::Set(index, toml) => {
            if let Some(way) = pick(index, &|_| true) {
                *at(root, &way) = toml.parse().expect("a value");
            }
        }
        Change::Reverse(index) => {
            if let Some(Value::Array(list)) = pick(index, &|w| lists.contains(w)).map(|way| at(root, &way)) {
                list.reverse();
            }
        }
        Change::Double(index) => {
            if let Some(Value::Array(list)) = pick(index, &|w| lists.contains(w)).map(|way| at(root, &way)) {
                list.extend(list.first().cloned());
            }
        }
        Change::Kind(index, kind) => {
            if let Some(way) = pick(index, &|w| matches!(w.last(), Some(Ok(key)) if key == "kind")) {
                *at(root, &way) = Value::String((*kind).to_owned());
            }
        }
    }
}

/// The list that an element stands in first.
fn list_of(way: &Way) -> Option<Way> {
    let (last, before) = way.split_last()?;
    (*last == Err(0)).then(|| before.to_vec())
}

/// Takes a value out of its table or list.
fn take(root: &mut Value, way: &Way) -> Value {
    let (last, before) = way.split_last().expect("a way");
    match (at(root, before), last) {
        (Value::Table(table), Ok(key)) => table.remove(key).expect("it is there"),
        (Value::Array(list), Err(at)) => list.remove(*at),
        _ => unreachable!("a way leads through tables and lists"),
    }
}

/// Puts a value under a key, into the table that a way ends in.
fn put(root: &mut Value, way: &Way, key: &str, value: Value) {
    if let Value::Table(table) = at(root, &way[..way.len() - 1]) {
        table.insert(key.to_owned(), value);
    }
}
