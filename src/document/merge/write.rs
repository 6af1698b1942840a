//! Merged values into the text of front matter that had others. What says it already keeps its bytes.

use toml_edit::{ArrayOfTables, Decor, DocumentMut, InlineTable, Item, Key, Table, TableLike, Value};

use super::super::head::put_last;
use super::leaves::{self, FOLLOW_UP, Leaf, Leaves};

/// The TOML of `document`, which has the values `of`, changed to have those of `merged`. What is not in
/// it comes from `other` with its comments. `None` where the one has a table and the other a value.
pub fn over(document: &DocumentMut, of: &Leaves, other: &DocumentMut, merged: &Leaves) -> Option<String> {
    let mut document = document.clone();
    take_follow_ups(document.as_table_mut(), other.as_table(), merged)?;
    for (path, leaf) in merged {
        if of.get(path).is_some_and(|l| l.says == leaf.says) {
            continue;
        }
        let keys: Vec<&str> = path.iter().map(String::as_str).collect();
        match keys.as_slice() {
            [FOLLOW_UP, id, rest @ ..] if !rest.is_empty() => {
                let from = follow_up(other.as_table(), id).map(|table| table as &dyn TableLike);
                set(Place::Lines(follow_up_mut(document.as_table_mut(), id)?), from, rest, leaf)?;
            }
            keys => set(Place::Lines(document.as_table_mut()), Some(other.as_table()), keys, leaf)?,
        }
    }
    let gone: Vec<_> = leaves::of(&document).into_keys().filter(|path| !merged.contains_key(path)).collect();
    for path in gone {
        let keys: Vec<&str> = path.iter().map(String::as_str).collect();
        match keys.as_slice() {
            [FOLLOW_UP, id, rest @ ..] if !rest.is_empty() => {
                take_out(follow_up_mut(document.as_table_mut(), id)?, rest);
            }
            keys => take_out(document.as_table_mut(), keys),
        }
    }
    put_last(document.as_table_mut(), "labels");
    Some(document.to_string())
}

fn follow_ups(table: &Table) -> Option<&ArrayOfTables> {
    table.get(FOLLOW_UP)?.as_array_of_tables()
}

fn follow_up<'a>(table: &'a Table, id: &str) -> Option<&'a Table> {
    let all = follow_ups(table)?;
    let at = leaves::ids(all.iter()).iter().position(|i| i == id)?;
    all.get(at)
}

fn follow_up_mut<'a>(table: &'a mut Table, id: &str) -> Option<&'a mut Table> {
    let all = table.get_mut(FOLLOW_UP)?.as_array_of_tables_mut()?;
    let at = leaves::ids(all.iter()).iter().position(|i| i == id)?;
    all.get_mut(at)
}

/// Brings in the follow-ups that only `other` has, and takes out those that are no more.
fn take_follow_ups(table: &mut Table, other: &Table, merged: &Leaves) -> Option<()> {
    let is_merged = |id: &String| merged.keys().any(|p| p.len() > 2 && p[0] == FOLLOW_UP && p[1] == *id);
    let missing = |all: &ArrayOfTables, id: &String| !leaves::ids(all.iter()).contains(id);
    if let Some(theirs) = follow_ups(other) {
        if !table.contains_key(FOLLOW_UP) {
            table.insert(FOLLOW_UP, Item::ArrayOfTables(ArrayOfTables::new()));
        }
        let own = table.get_mut(FOLLOW_UP)?.as_array_of_tables_mut()?;
        for (theirs, id) in theirs.iter().zip(leaves::ids(theirs.iter())) {
            if missing(own, &id) && is_merged(&id) {
                let mut theirs = theirs.clone();
                theirs.set_position(None);
                own.push(theirs);
            }
        }
    }
    let Some(own) = table.get_mut(FOLLOW_UP).and_then(Item::as_array_of_tables_mut) else { return Some(()) };
    let ids = leaves::ids(own.iter());
    for at in (0..own.len()).rev().filter(|at| !is_merged(&ids[*at])) {
        own.remove(at);
    }
    if own.is_empty() {
        table.remove(FOLLOW_UP);
    }
    Some(())
}

/// A table that is written with a line a key, or within braces.
enum Place<'a> {
    Lines(&'a mut Table),
    Braces(&'a mut InlineTable),
}

impl<'a> Place<'a> {
    fn of(item: &'a mut Item) -> Option<Self> {
        match item {
            Item::Table(table) => Some(Self::Lines(table)),
            Item::Value(Value::InlineTable(table)) => Some(Self::Braces(table)),
            _ => None,
        }
    }

    fn table(self) -> &'a mut dyn TableLike {
        match self {
            Self::Lines(table) => table,
            Self::Braces(table) => table,
        }
    }

    /// Puts a new item in, with the comments above its key where that can be.
    fn insert(self, key: &str, found: Option<&Key>, mut item: Item) -> Option<()> {
        match self {
            Self::Lines(table) => {
                if let Some(value) = item.as_value_mut()
                    && !decorated(value.decor())
                {
                    value.decor_mut().clear();
                }
                let plain = Key::new(key);
                let key = found.filter(|key| decorated(key.leaf_decor())).unwrap_or(&plain);
                table.insert_formatted(key, item);
            }
            Self::Braces(table) => {
                // What stands before the closing brace stays there.
                let last = table.iter_mut().last().map(|(_, value)| value.decor_mut());
                let end = last.and_then(|decor| {
                    let end = decor.suffix()?.as_str()?.to_owned();
                    decor.set_suffix("");
                    Some(end)
                });
                let value = item.into_value().ok()?.decorated(" ", end.unwrap_or_default());
                table.insert(key, value);
            }
        }
        Some(())
    }
}

/// Whether there is a comment in it.
fn decorated(decor: &Decor) -> bool {
    let parts = [decor.prefix(), decor.suffix()];
    parts.into_iter().flatten().any(|part| part.as_str().is_some_and(|text| text.contains('#')))
}

/// Sets a value, with the tables around it as `from` has them where there are none.
fn set(place: Place, from: Option<&dyn TableLike>, keys: &[&str], leaf: &Leaf) -> Option<()> {
    let (key, rest) = keys.split_first()?;
    let place = match place {
        Place::Lines(table) if !table.contains_key(key) => Err(Place::Lines(table)),
        Place::Braces(table) if !table.contains_key(key) => Err(Place::Braces(table)),
        place => Ok(place),
    };
    let found = match place {
        Ok(place) => place.table().get_mut(key)?,
        Err(place) => {
            let item = if rest.is_empty() { leaf.item.clone() } else { from?.get(key)?.clone() };
            return place.insert(key, from.and_then(|f| f.key(key)), item);
        }
    };
    if !rest.is_empty() {
        let inner = from.and_then(|f| f.get(key)).and_then(Item::as_table_like);
        return set(Place::of(found)?, inner, rest, leaf);
    }
    let mut item = leaf.item.clone();
    if let (Some(found), Some(value)) = (found.as_value(), item.as_value_mut())
        && (decorated(found.decor()) || !decorated(value.decor()))
    {
        *value.decor_mut() = found.decor().clone();
    }
    *found = item;
    Some(())
}

/// Takes a value out, and the tables around it that are then empty.
fn take_out(table: &mut dyn TableLike, keys: &[&str]) {
    let Some((key, rest)) = keys.split_first() else { return };
    if let Some(inner) = table.get_mut(key).and_then(Item::as_table_like_mut)
        && !rest.is_empty()
    {
        take_out(inner, rest);
        if !inner.is_empty() {
            return;
        }
    }
    table.remove(key);
}
