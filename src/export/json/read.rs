//! From JSON to conversations. All that is wrong is told at once, each with its place; then nothing is taken.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::{VERSION, schema, shape};
use crate::agenda::UNKNOWN;
use crate::document::{Document, Head, Part};
use crate::text;

/// A conversation out of a file.
#[derive(Clone, Debug, PartialEq)]
pub struct Imported {
    pub head: Head,
    pub document: Document,
    /// What the file says are its answers, if it does.
    pub answers: Option<Map<String, Value>>,
}

/// Why a file cannot be imported.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ImportError {
    #[error("line {line}, column {column}: here this is not JSON: {message}")]
    NotJson { line: usize, column: usize, message: String },
    #[error("this is no export of goodterms: it does not say its version and conversations")]
    NotOurs,
    #[error("a newer goodterms wrote this file (version {0}): update goodterms to import it")]
    Newer(String),
    /// Each with its place.
    #[error("{}", .0.join("\n"))]
    Faults(Vec<String>),
}

/// Reads a file.
///
/// # Errors
/// What is wrong with it.
pub fn read(source: &str) -> Result<Vec<Imported>, ImportError> {
    let value: Value = serde_json::from_str(source).map_err(|error| ImportError::NotJson {
        line: error.line(),
        column: error.column(),
        message: in_words(&error),
    })?;
    match value.get("version") {
        Some(Value::Number(n)) if n.as_i64() == Some(VERSION) => {}
        Some(Value::Number(n)) if n.as_f64().is_some_and(|n| n > 1.0) => {
            return Err(ImportError::Newer(n.to_string()));
        }
        _ => return Err(ImportError::NotOurs),
    }
    if value.get("conversations").is_none() {
        return Err(ImportError::NotOurs);
    }
    let mut faults = shape::faults(&schema(), &value);
    if !faults.is_empty() {
        return Err(ImportError::Faults(faults));
    }
    let (mut all, mut ids) = (Vec::new(), BTreeSet::new());
    for (nth, one) in value["conversations"].as_array().into_iter().flatten().enumerate() {
        let at = format!("conversations[{nth}]");
        let Some(imported) = conversation(one, &at, &mut faults) else { continue };
        if !ids.insert(imported.head.id.clone()) {
            faults.push(format!("{at}.head.id: another conversation in this file has this id, too"));
        }
        all.push(imported);
    }
    if faults.is_empty() { Ok(all) } else { Err(ImportError::Faults(faults)) }
}

/// What the reader says, without its place and without its own words for us.
fn in_words(error: &serde_json::Error) -> String {
    let said = error.to_string();
    let said = said.split(" at line ").next().unwrap_or_default();
    match said {
        "recursion limit exceeded" => "too many lists or objects in one another".to_owned(),
        said => text::clean_line(said),
    }
}

fn conversation(value: &Value, at: &str, faults: &mut Vec<String>) -> Option<Imported> {
    let before = faults.len();
    let id = value["head"]["id"].as_str().unwrap_or_default();
    // It becomes a part of file names.
    if !id.bytes().all(|b| b.is_ascii_digit() || b.is_ascii_lowercase()) {
        faults.push(format!("{at}.head.id: an id has small letters and digits only"));
    }
    let mut place = vec![format!("{at}.head")];
    let front = value["head"].as_object().and_then(|head| to_table(head, &mut place, faults));
    let parts = parts(value, at, faults);
    let front = front.filter(|_| faults.len() == before)?;
    let opening = value["opening"].as_str().unwrap_or_default();
    let read =
        Document::of_parts(&front, opening, parts).and_then(|document| Ok((document.head()?, document)));
    match read {
        Ok((head, _)) if text::name(&head.client.name).is_empty() => {
            faults.push(format!(
                "{at}.head.client.name: this is empty; of whom nobody knows who it was: {UNKNOWN}"
            ));
            None
        }
        // What is filed must read as what it says.
        Ok((_, document)) if Document::parse(&document.render()) != document => {
            faults.push(format!(
                "{at}.head: a text in it has a line +++, which would end the front matter: write it otherwise"
            ));
            None
        }
        Ok((head, document)) => {
            let answers = value["answers"].as_object().cloned();
            Some(Imported { head, document, answers })
        }
        Err(error) => {
            faults.push(format!("{at}.head: {}", text::clean_line(&error.to_string())));
            None
        }
    }
}

fn parts(value: &Value, at: &str, faults: &mut Vec<String>) -> Vec<Part> {
    let mut parts = Vec::new();
    for (nth, block) in value["blocks"].as_array().into_iter().flatten().enumerate() {
        let said = |key: &str| block[key].as_str().unwrap_or_default().to_owned();
        let key = said("key");
        if !Document::is_key(&key) {
            faults.push(format!("{at}.blocks[{nth}].key: this cannot be the key of a heading"));
        }
        let level = block["level"].as_u64().and_then(|n| usize::try_from(n).ok());
        let level = level.unwrap_or(if key.contains('.') { 3 } else { 2 });
        parts.push(Part { key, level, title: said("title"), text: said("text") });
    }
    parts
}

/// Front matter: texts that say when something was or is to be are days and times again.
fn to_table(
    object: &Map<String, Value>,
    place: &mut Vec<String>,
    faults: &mut Vec<String>,
) -> Option<toml::Table> {
    let mut table = toml::Table::new();
    for (key, value) in object {
        place.push(key.clone());
        // What is not there is not said.
        if !value.is_null()
            && let Some(value) = to_toml(value, place, faults)
        {
            table.insert(key.clone(), value);
        }
        place.pop();
    }
    Some(table)
}

fn to_toml(value: &Value, place: &mut Vec<String>, faults: &mut Vec<String>) -> Option<toml::Value> {
    let mut wrong = |place: &[String], what: &str| {
        let at = place.join(".").replace(".[", "[");
        faults.push(format!("{}: {what}", text::clean_line(&at)));
        None
    };
    match value {
        Value::Null => wrong(place, "a list has no empty places: take it out"),
        Value::Bool(on) => Some((*on).into()),
        Value::Number(n) => match (n.as_i64(), n.as_f64()) {
            (Some(n), _) => Some(n.into()),
            (None, Some(x)) if !n.is_u64() => Some(x.into()),
            _ => wrong(place, "this number is too large"),
        },
        Value::String(said) if is_time(place) => match said.parse::<toml::value::Datetime>() {
            Ok(at) if at.date.is_some() => Some(at.into()),
            _ => wrong(place, "this is not a day or time: write 2026-12-01, or 2026-12-01T12:30:00+01:00"),
        },
        Value::String(said) => {
            let at = said.parse::<toml::value::Datetime>().ok().filter(|_| may_be_time(place));
            Some(at.map_or_else(|| said.as_str().into(), Into::into))
        }
        Value::Array(items) => {
            let mut all = toml::value::Array::new();
            for (nth, item) in items.iter().enumerate() {
                place.push(format!("[{nth}]"));
                all.extend(to_toml(item, place, faults));
                place.pop();
            }
            Some(all.into())
        }
        Value::Object(object) => to_table(object, place, faults).map(Into::into),
    }
}

/// Whether a place in front matter holds a day or a time.
fn is_time(place: &[String]) -> bool {
    let keys: Vec<&str> = place.iter().skip(1).map(String::as_str).collect();
    matches!(
        keys.as_slice(),
        ["started" | "closed"]
            | ["meeting", "at"]
            | ["follow_up", _, "due" | "done"]
            | ["follow_up", _, "moved", _, "[0]"]
    )
}

/// Whether it may hold one: a key of this name may also be somebody's own.
fn may_be_time(place: &[String]) -> bool {
    let keys: Vec<&str> = place.iter().skip(1).map(String::as_str).collect();
    matches!(
        keys.as_slice(),
        ["amended"] | ["amended", _] | ["follow_up", _, "dropped"] | ["follow_up", _, "dropped", "[0]"]
    )
}
