//! Everything of conversations as JSON, to be read by programs and to be imported again.
//!
//! What is imported is the front matter (`head`), what stands before the first heading (`opening`) and the
//! `blocks` in their order: so a conversation comes back as it was, also where its playbook is missing or
//! is another version. `answers` and `notes` say it once more, in the shapes of `show --json`, for programs.

pub mod read;
mod schema;
mod shape;

use serde_json::{Map, Value, json as value};

pub use self::schema::schema;
use super::Options;
use crate::document::{Document, also_owner};
use crate::session::Session;
use crate::text;

/// The version of the shape.
pub const VERSION: i64 = 1;

/// Conversations as JSON.
pub fn json(sessions: &[Session], options: &Options) -> String {
    let conversations: Vec<Value> = sessions.iter().map(|session| conversation(session, *options)).collect();
    written(&value!({ "version": VERSION, "conversations": conversations }))
}

fn conversation(session: &Session, options: Options) -> Value {
    let document = document(session, options);
    let (answers, notes) = answers_and_notes(session, &document);
    let blocks = document
        .to_parts()
        .map(|part| value!({ "key": part.key, "level": part.level, "title": part.title, "text": part.text }));
    value!({
        "head": document.front_values().map(|front| from_toml(shown(front, session, options))).unwrap_or_default(),
        "opening": document.opening(),
        "answers": answers,
        "notes": notes,
        "blocks": blocks.collect::<Value>(),
    })
}

/// The note, without what is private unless that is asked for: fields, what was also written for them, and
/// what follow-ups say of them.
fn document(session: &Session, options: Options) -> Document {
    let document = session.to_document();
    if options.private {
        return document;
    }
    let playbook = session.playbook();
    let is_private = |key: &str| playbook.find(key).is_some_and(|at| playbook.says_private(at));
    let mut document = document.without(|key| is_private(key) || also_owner(key).is_some_and(&is_private));
    let Ok(mut head) = document.head() else { return document };
    // Why it is on hold is for whoever keeps the records.
    head.hold = head.hold.map(|_| String::new());
    for follow_up in &mut head.follow_ups {
        *follow_up = session.without_private(follow_up);
    }
    document.set_head(&head);
    document
}

/// Front matter without the words of options that are private.
fn shown(mut front: toml::Table, session: &Session, options: Options) -> toml::Table {
    let playbook = session.playbook();
    let is_private = |key: &str| playbook.find(key).is_some_and(|at| playbook.says_private(at));
    if let Some(toml::Value::Table(labels)) = front.get_mut("labels").filter(|_| !options.private) {
        // Of the options of a column, the field stands before it: `step.field.column`.
        let field = |key: &str| key.splitn(3, '.').take(2).collect::<Vec<_>>().join(".");
        labels.retain(|key, _| !is_private(&field(key)));
    }
    front
}

/// What a note says by its playbook.
pub fn answers_and_notes(session: &Session, document: &Document) -> (Map<String, Value>, Map<String, Value>) {
    let Ok(head) = document.head() else { return Default::default() };
    let begun = head.started;
    let read = Session::open(session.playbook().clone(), head, document.clone(), begun);
    (read.answers_json(), read.notes_json())
}

/// Front matter as JSON: days and times are texts.
fn from_toml(table: toml::Table) -> Value {
    fn one(value: toml::Value) -> Value {
        match value {
            toml::Value::String(text) => text.into(),
            toml::Value::Integer(n) => n.into(),
            // There are numbers that JSON has not.
            toml::Value::Float(n) => {
                serde_json::Number::from_f64(n).map_or_else(|| n.to_string().into(), Value::Number)
            }
            toml::Value::Boolean(on) => on.into(),
            toml::Value::Datetime(at) => at.to_string().into(),
            toml::Value::Array(all) => all.into_iter().map(one).collect(),
            toml::Value::Table(table) => from_toml(table),
        }
    }
    table.into_iter().map(|(key, value)| (key, one(value))).collect::<Map<_, _>>().into()
}

/// JSON for people and programs. What could steer a terminal is written as the escape that means it.
fn written(value: &Value) -> String {
    let json = serde_json::to_string_pretty(value).unwrap_or_default() + "\n";
    if !json.contains(text::is_unsafe) {
        return json;
    }
    let mut safe = String::with_capacity(json.len());
    for c in json.chars() {
        match text::is_unsafe(c) {
            true => {
                c.encode_utf16(&mut [0; 2]).iter().for_each(|unit| safe.push_str(&format!("\\u{unit:04x}")))
            }
            false => safe.push(c),
        }
    }
    safe
}

#[cfg(test)]
mod tests;
