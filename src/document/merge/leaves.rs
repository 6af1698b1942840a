//! Front matter as single values by their paths, so that it can be merged key by key.

use std::collections::BTreeMap;

use toml_edit::{DocumentMut, Item, Table, TableLike, Value};

/// The array of tables that is merged by id.
pub const FOLLOW_UP: &str = "follow_up";

/// The keys that lead to a value. Of a follow-up: its id and, behind a zero byte, how many of that id
/// stand before it.
pub type Path = Vec<String>;

/// A value.
#[derive(Clone, Debug)]
pub struct Leaf {
    /// What it says, however it is written.
    pub says: String,
    pub item: Item,
}

/// All values of some front matter.
pub type Leaves = BTreeMap<Path, Leaf>;

/// The values of a document.
pub fn of(document: &DocumentMut) -> Leaves {
    let mut leaves = Leaves::new();
    let root: &dyn TableLike = document.as_table();
    collect(root, &mut Path::new(), &mut leaves);
    leaves
}

fn collect(table: &dyn TableLike, path: &mut Path, leaves: &mut Leaves) {
    for (key, item) in table.iter() {
        path.push(key.to_owned());
        match (item, item.as_table_like()) {
            (Item::ArrayOfTables(all), _) if path.len() == 1 && key == FOLLOW_UP => {
                for (table, id) in all.iter().zip(ids(all.iter())) {
                    path.push(id);
                    collect(table, path, leaves);
                    path.pop();
                }
            }
            (_, Some(inner)) if inner.iter().next().is_some() => collect(inner, path, leaves),
            (Item::None, _) => {}
            _ => {
                leaves.insert(path.clone(), Leaf { says: says(item), item: item.clone() });
            }
        }
        path.pop();
    }
}

/// The name of each follow-up in a path.
pub fn ids<'a>(tables: impl Iterator<Item = &'a Table>) -> Vec<String> {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let name = |table: &Table| {
        let id = table.get("id").and_then(Item::as_str).unwrap_or_default().to_owned();
        let nth = seen.entry(id.clone()).or_default();
        *nth += 1;
        format!("{id}\0{}", *nth - 1)
    };
    tables.map(name).collect()
}

/// What an item says: quotes, blanks and comments mean nothing.
pub fn says(item: &Item) -> String {
    match item {
        Item::Value(value) => value_says(value),
        other => other.to_string().trim().to_owned(),
    }
}

fn value_says(value: &Value) -> String {
    match value {
        Value::String(text) => format!("{:?}", text.value()),
        Value::Array(array) => format!("[{}]", array.iter().map(value_says).collect::<Vec<_>>().join(", ")),
        Value::InlineTable(table) => {
            let pairs = table.iter().map(|(key, value)| format!("{key:?} = {}", value_says(value)));
            format!("{{{}}}", pairs.collect::<Vec<_>>().join(", "))
        }
        other => other.clone().decorated("", "").to_string(),
    }
}

/// The line of TOML that says a value, for a person to read.
pub fn line(path: &Path, leaf: &Leaf) -> String {
    let key = path.iter().map(|key| key.split('\0').next().unwrap_or_default()).collect::<Vec<_>>().join(".");
    match &leaf.item {
        Item::Value(value) => format!("{key} = {}", value.to_string().trim()),
        other => format!("{key}\n{}", other.to_string().trim_end()),
    }
}

/// The strings of a list, or of one string as a list of one.
pub fn strings(leaf: &Leaf) -> Option<Vec<String>> {
    match leaf.item.as_value()? {
        Value::String(text) => Some(vec![text.value().clone()]),
        Value::Array(array) => array.iter().map(|v| v.as_str().map(str::to_owned)).collect(),
        _ => None,
    }
}

/// The moments of a list that has nothing else, by what they say.
pub fn moments(leaf: &Leaf) -> Option<BTreeMap<String, Value>> {
    let plain =
        |value: &Value| value.is_datetime().then(|| (value_says(value), value.clone().decorated("", "")));
    leaf.item.as_array()?.iter().map(plain).collect()
}
