//! The playbook format as JSON Schema, from what the raw tables say of themselves: an editor that
//! knows TOML completes and explains by it, and marks what one value shows to be wrong.
//!
//! What only the whole file can tell (references, duplicates, placeholders) is the check's. All
//! keys of a table stand in its `properties`, also where only some kinds have them: editors
//! complete from there. What goes with which kind is said beside it.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::kinds::{self, COLUMNS, COUNT_MAX, FIELDS, KindRow, PERIOD_UNIT, PERIOD_UNITS};
use super::raw::{FIELD, ID, RawFile};
use crate::diagnostic::shape::{Key, Rule, Shape, Table};
use crate::diagnostic::tree::{Read, STRING_MAX};

/// The name under which the schema is kept beside playbooks.
pub const FILE: &str = "playbook.schema.json";
/// The first line of a playbook whose editor should look for the schema beside it.
pub const DIRECTIVE: &str = "#:schema ./playbook.schema.json";
/// How the name of the schema begins; behind it stands the version of the format.
pub const NAME: &str = "urn:goodterms:playbook";

/// The schema as a file: in a fixed order, indented, with a line break at its end.
pub fn text() -> String {
    format!("{:#}\n", schema())
}

/// The schema.
pub fn schema() -> Value {
    let mut definitions = Definitions::default();
    let mut schema = object([
        ("$schema", "https://json-schema.org/draft/2020-12/schema".into()),
        ("$id", format!("{NAME}:{}", super::check::FORMAT).into()),
        ("title", "goodterms playbook".into()),
    ]);
    if let Shape::Table(file) = RawFile::shape() {
        schema.extend(definitions.table(file));
    }
    let all = definitions.done.into_iter().map(|(name, table)| (name, Value::Object(table)));
    schema.insert("$defs".to_owned(), all.collect());
    Value::Object(schema)
}

type Object = Map<String, Value>;

fn object<const N: usize>(entries: [(&str, Value); N]) -> Object {
    entries.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()
}

/// The tables that were described, by name.
#[derive(Default)]
struct Definitions {
    done: BTreeMap<String, Object>,
}

impl Definitions {
    fn table(&mut self, table: Table) -> Object {
        let keys = (table.keys)();
        let required: Vec<_> = keys.iter().filter(|key| key.must()).map(|key| key.name).collect();
        let rows = match table.name {
            "RawField" => FIELDS,
            "RawColumn" => COLUMNS,
            _ => &[],
        };
        let properties: Object =
            keys.iter().map(|key| (key.name.to_owned(), self.key(key, rows).into())).collect();
        let mut schema = object([("description", table.text.into()), ("type", "object".into())]);
        if !required.is_empty() {
            schema.insert("required".to_owned(), required.into());
        }
        schema.insert("properties".to_owned(), properties.into());
        schema.insert("additionalProperties".to_owned(), false.into());
        schema.extend(together(table.name));
        schema
    }

    /// Describes a table once, and refers to it.
    fn refer(&mut self, table: Table) -> Object {
        let name = definition_name(table.name);
        if !self.done.contains_key(&name) {
            // First its name, for it may hold others of its own sort.
            self.done.insert(name.clone(), Object::new());
            let described = self.table(table);
            self.done.insert(name.clone(), described);
        }
        object([("$ref", format!("#/$defs/{name}").into())])
    }

    fn key(&mut self, key: &Key, rows: &[KindRow]) -> Object {
        let mut description = description(key);
        let having = kinds::having(rows, key.name);
        if !having.is_empty() {
            description.push_str(&format!("\n\nIt goes with: `{}`.", having.join("`, `")));
        }
        let mut schema = object([("description", description.into())]);
        schema.extend(self.shape(&key.shape, &key.rules));
        let given = |wanted: fn(&Rule) -> Option<&'static str>| {
            key.rules.iter().filter_map(wanted).map(from_toml).collect::<Vec<_>>()
        };
        let otherwise = given(|rule| match rule {
            Rule::Otherwise(toml) => Some(toml),
            _ => None,
        });
        schema.extend(otherwise.into_iter().map(|value| ("default".to_owned(), value)));
        let examples = given(|rule| match rule {
            Rule::Example(toml) => Some(toml),
            _ => None,
        });
        if !examples.is_empty() {
            schema.insert("examples".to_owned(), examples.into());
        }
        schema
    }

    fn shape(&mut self, shape: &Shape, rules: &[Rule]) -> Object {
        match shape {
            Shape::Text(own) => text_like(&[rules, own].concat()),
            Shape::YesNo => object([("type", "boolean".into())]),
            Shape::Number => number_like("number", rules),
            Shape::Whole => number_like("integer", rules),
            Shape::Table(table) => self.refer(*table),
            Shape::Pairs => pairs(),
            Shape::Either(shapes) => {
                let any: Vec<_> = shapes.iter().map(|shape| self.shape(shape, &[]).into()).collect();
                object([("anyOf", Value::Array(any))])
            }
            Shape::List(of) => {
                let mut schema = object([("type", "array".into()), ("items", self.shape(of, rules).into())]);
                for rule in rules {
                    match rule {
                        Rule::NotEmpty => schema.insert("minItems".to_owned(), 1.into()),
                        Rule::AtMost(n) => schema.insert("maxItems".to_owned(), (*n).into()),
                        _ => None,
                    };
                }
                schema
            }
        }
    }
}

/// What a key is and, as a list below it, what its words mean.
fn description(key: &Key) -> String {
    let words = key.rules.iter().find_map(|rule| match rule {
        Rule::Words(words) if words.iter().all(|(_, means)| !means.is_empty()) => Some(words),
        _ => None,
    });
    let Some(words) = words else { return key.text.to_owned() };
    let listed: Vec<_> = words.iter().map(|(word, means)| format!("- `{word}`: {means}")).collect();
    format!("{}\n\n{}", key.text, listed.join("\n"))
}

/// `RawFollowUp` is `follow_up`, and `RawOptionTable` an `option`.
fn definition_name(rust: &str) -> String {
    let name = rust.strip_prefix("Raw").unwrap_or(rust);
    let name = name.strip_suffix("Table").unwrap_or(name);
    let mut snake = String::new();
    for c in name.chars() {
        if c.is_uppercase() && !snake.is_empty() {
            snake.push('_');
        }
        snake.extend(c.to_lowercase());
    }
    snake
}

fn text_like(rules: &[Rule]) -> Object {
    let mut schema = object([("type", "string".into())]);
    let patterned = rules.iter().any(|rule| matches!(rule, Rule::Pattern(_) | Rule::Words(_)));
    for rule in rules {
        match rule {
            Rule::Pattern(pattern) => schema.insert("pattern".to_owned(), (*pattern).into()),
            Rule::Words(words) => {
                let words: Vec<_> = words.iter().map(|(word, _)| *word).collect();
                schema.insert("enum".to_owned(), words.into())
            }
            Rule::Filled if !patterned => schema.insert("pattern".to_owned(), r"\S".into()),
            Rule::Reserved(words) => schema.insert("not".to_owned(), json!({ "enum": words })),
            _ => None,
        };
    }
    if !patterned {
        // The limit is in bytes, of which a character has one or more.
        schema.insert("maxLength".to_owned(), STRING_MAX.into());
    }
    schema
}

fn number_like(kind: &str, rules: &[Rule]) -> Object {
    let mut schema = object([("type", kind.into())]);
    if kind == "integer" {
        schema.insert("minimum".to_owned(), 0.into());
        schema.insert("maximum".to_owned(), u32::MAX.into());
    }
    for rule in rules {
        match rule {
            Rule::Between(one, same) if one == same => schema = object([("const", (*one).into())]),
            Rule::Between(least, most) => {
                schema.insert("minimum".to_owned(), (*least).into());
                schema.insert("maximum".to_owned(), (*most).into());
            }
            _ => {}
        }
    }
    schema
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

/// A value written as TOML.
fn from_toml(toml: &str) -> Value {
    let value = toml.parse::<toml::Value>().ok().and_then(|value| serde_json::to_value(value).ok());
    // A test holds all of ours to be readable.
    value.unwrap_or(Value::Null)
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
