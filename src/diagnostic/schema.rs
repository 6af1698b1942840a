//! Tables as JSON Schema, from what they say of themselves: an editor that knows TOML completes and
//! explains by it, and marks what one value shows to be wrong.
//!
//! All keys of a table stand in its `properties`, also where only some of its kinds have them: editors
//! complete from there.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::shape::{Key, Rule, Shape, Table};
use super::tree::STRING_MAX;

/// What a format says of its tables beside what they say of themselves.
pub trait Besides {
    /// What stands below the description of a key.
    fn remark(&self, _table: &str, _key: &str) -> Option<String> {
        None
    }

    /// What is to be said of several keys of a table together.
    fn together(&self, _table: &str) -> Object {
        Object::new()
    }

    /// A table whose keys are the author's.
    fn pairs(&self) -> Object {
        object([("type", "object".into())])
    }
}

/// For a format that has nothing to say beside its tables.
impl Besides for () {}

/// The schema of a table and of those in it.
pub fn schema(of: &Shape, id: String, title: &str, besides: &dyn Besides) -> Value {
    let mut definitions = Definitions { done: BTreeMap::new(), besides };
    let mut schema = object([
        ("$schema", "https://json-schema.org/draft/2020-12/schema".into()),
        ("$id", id.into()),
        ("title", title.into()),
    ]);
    if let Shape::Table(table) = of {
        schema.extend(definitions.table(*table));
    }
    if !definitions.done.is_empty() {
        let all = definitions.done.into_iter().map(|(name, table)| (name, Value::Object(table)));
        schema.insert("$defs".to_owned(), all.collect());
    }
    Value::Object(schema)
}

/// A schema as a file: in a fixed order, indented, with a line break at its end.
pub fn text(schema: &Value) -> String {
    format!("{schema:#}\n")
}

/// An object of JSON.
pub type Object = Map<String, Value>;

/// An object with these entries.
pub fn object<const N: usize>(entries: [(&str, Value); N]) -> Object {
    entries.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()
}

/// The tables that were described, by name.
struct Definitions<'a> {
    done: BTreeMap<String, Object>,
    besides: &'a dyn Besides,
}

impl Definitions<'_> {
    fn table(&mut self, table: Table) -> Object {
        let keys = (table.keys)();
        let required: Vec<_> = keys.iter().filter(|key| key.must()).map(|key| key.name).collect();
        let properties: Object =
            keys.iter().map(|key| (key.name.to_owned(), self.key(key, table.name).into())).collect();
        let mut schema = object([("description", table.text.into()), ("type", "object".into())]);
        if !required.is_empty() {
            schema.insert("required".to_owned(), required.into());
        }
        schema.insert("properties".to_owned(), properties.into());
        schema.insert("additionalProperties".to_owned(), false.into());
        schema.extend(self.besides.together(table.name));
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

    fn key(&mut self, key: &Key, table: &str) -> Object {
        let mut description = description(key);
        if let Some(remark) = self.besides.remark(table, key.name) {
            description.push_str(&format!("\n\n{remark}"));
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
            Shape::Pairs => self.besides.pairs(),
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

/// A value written as TOML.
fn from_toml(toml: &str) -> Value {
    let value = toml.parse::<toml::Value>().ok().and_then(|value| serde_json::to_value(value).ok());
    // A test holds all of ours to be readable.
    value.unwrap_or(Value::Null)
}
