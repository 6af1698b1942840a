//! The playbook format as JSON Schema, from what the raw tables say of themselves.
//!
//! What only the whole file can tell (references, duplicates, placeholders) is the check's. What goes
//! with which kind is said beside the tables.

use serde_json::{Value, json};

use super::kinds::{self, COLUMNS, COUNT_MAX, FIELDS, KindRow, PERIOD_UNIT, PERIOD_UNITS};
use super::raw::{FIELD, ID, RawFile};
use crate::diagnostic::schema::{self, Besides, Object, object};
use crate::diagnostic::shape::Rule;
use crate::diagnostic::tree::Read;

/// The name under which the schema is kept beside playbooks.
pub const FILE: &str = "playbook.schema.json";
/// The first line of a playbook whose editor should look for the schema beside it.
pub const DIRECTIVE: &str = "#:schema ./playbook.schema.json";
/// How the name of the schema begins; behind it stands the version of the format.
pub const NAME: &str = "urn:goodterms:playbook";

/// The schema as a file: in a fixed order, indented, with a line break at its end.
pub fn text() -> String {
    schema::text(&schema())
}

/// The schema.
pub fn schema() -> Value {
    let id = format!("{NAME}:{}", super::check::FORMAT);
    schema::schema(&RawFile::shape(), id, "goodterms playbook", &Playbooks)
}

/// What is said of the tables of a playbook beside what they say of themselves.
struct Playbooks;

impl Besides for Playbooks {
    fn remark(&self, table: &str, key: &str) -> Option<String> {
        let rows = match table {
            "RawField" => FIELDS,
            "RawColumn" => COLUMNS,
            _ => return None,
        };
        let having = kinds::having(rows, key);
        (!having.is_empty()).then(|| format!("It goes with: `{}`.", having.join("`, `")))
    }

    fn together(&self, table: &str) -> Object {
        together(table)
    }

    fn pairs(&self) -> Object {
        pairs()
    }
}

/// What a hand-off carries: `step.field` there and here. Without its quotes, the one there is a
/// table in a table, and means the same.
fn pairs() -> Object {
    let (Rule::Pattern(id), Rule::Pattern(field)) = (ID, FIELD) else { return Object::new() };
    let ours = json!({ "type": "string", "pattern": field });
    let inner = json!({
        "type": "object",
        "patternProperties": { id: ours },
        "additionalProperties": false,
    });
    object([
        ("type", "object".into()),
        ("patternProperties", json!({ field: ours, id: inner })),
        ("additionalProperties", false.into()),
    ])
}

/// What is to be said of several keys of a table together.
fn together(table: &str) -> Object {
    match table {
        "RawField" => of_kinds(FIELDS, narrowed),
        "RawColumn" => of_kinds(COLUMNS, |_, _| None),
        "RawDue" => one_of(&[&["on"], &["end_of"], &["after", "from"], &["before", "from"]]),
        "RawCondition" => {
            let tests = ["is", "is_not", "includes", "at_least", "at_most", "filled"];
            let tests: Vec<_> = tests.map(|test| ["field", test]).to_vec();
            let groups: [&[&str]; 3] = [&["all"], &["any"], &["not"]];
            let forms: Vec<_> = tests.iter().map(|test| &test[..]).chain(groups).collect();
            one_of(&forms)
        }
        _ => Object::new(),
    }
}

/// The table has the keys of one of these forms, and no others.
fn one_of(forms: &[&[&str]]) -> Object {
    let form = |keys: &&[&str]| json!({ "required": keys, "maxProperties": keys.len() });
    object([("oneOf", forms.iter().map(form).collect::<Vec<_>>().into())])
}

/// What each kind needs, and what it does not have. Where no kind is said it is the first one.
fn of_kinds(rows: &'static [KindRow], narrowed: fn(&str, &str) -> Option<Value>) -> Object {
    let own = |row: &'static KindRow| row.needs.iter().chain(row.may).copied();
    let mut all: Vec<&str> = Vec::new();
    for key in rows.iter().flat_map(own) {
        if !all.contains(&key) {
            all.push(key);
        }
    }
    let branch = |(i, row): (usize, &'static KindRow)| {
        let mut is = json!({ "properties": { "kind": { "const": row.word } } });
        if i > 0 {
            is["required"] = json!(["kind"]);
        }
        let properties: Object = all
            .iter()
            .filter_map(|key| match row.has(key) {
                true => narrowed(row.word, key).map(|schema| ((*key).to_owned(), schema)),
                false => Some(((*key).to_owned(), false.into())),
            })
            .collect();
        let mut then = object([("properties", properties.into())]);
        if !row.needs.is_empty() {
            then.insert("required".to_owned(), row.needs.into());
        }
        if row.has("rows") {
            then.extend(rows_of_table());
        }
        json!({ "if": is, "then": then })
    };
    object([("allOf", rows.iter().enumerate().map(branch).collect())])
}

/// The rows of a table come from one place, and only those with a text can have one before it.
fn rows_of_table() -> Object {
    let has = |key: &str| json!({ "required": [key] });
    object([
        ("not", json!({ "required": ["rows", "start"] })),
        ("if", has("opening")),
        ("then", json!({ "anyOf": [has("rows"), has("start")] })),
    ])
}

/// What a key of a field means for a kind, where that is less than it can mean.
fn narrowed(kind: &str, key: &str) -> Option<Value> {
    match (kind, key) {
        ("text" | "line", "prefill") => Some(json!({ "type": "string" })),
        ("date", "prefill") => Some(json!({ "type": "object" })),
        ("period", "unit") => {
            let words = [PERIOD_UNITS, PERIOD_UNIT].concat();
            Some(json!({ "enum": words }))
        }
        ("list" | "period", "at_least" | "at_most") => {
            Some(json!({ "type": "integer", "minimum": 0, "maximum": COUNT_MAX }))
        }
        _ => None,
    }
}
