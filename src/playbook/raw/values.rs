//! Values that can be written in more than one way, and those whose keys are the author's.

use toml::de::DeValue;

use super::{RawDue, RawOptionTable, RawPhraseTable};
use crate::diagnostic::Fault;
use crate::diagnostic::shape::{Rule, Shape};
use crate::diagnostic::tree::{Placed, Read, Value, wrong_type};

/// A phrase: a string, or a table with its source.
#[derive(Clone, Debug)]
pub struct RawPhrase(pub RawPhraseTable);

impl Read for RawPhrase {
    const WHAT: &'static str = "text: \"…\", or { text = \"…\", source = \"…\" }";

    fn shape() -> Shape {
        Shape::Either(vec![Shape::Text(vec![Rule::Filled]), RawPhraseTable::shape()])
    }

    fn read(value: &Value<'_>, faults: &mut Vec<Fault>) -> Option<Self> {
        match value.get_ref() {
            DeValue::Table(table) => Some(Self(RawPhraseTable::read_table(table, faults))),
            DeValue::String(_) => {
                let text = String::read(value, faults)?;
                let text = Some(Placed::new(value.span(), text));
                Some(Self(RawPhraseTable { text, ..RawPhraseTable::default() }))
            }
            _ => {
                wrong_type(value, Self::WHAT, faults);
                None
            }
        }
    }
}

/// An option or item: a string, or a table with an id.
#[derive(Clone, Debug)]
pub struct RawOption(pub RawOptionTable);

impl Read for RawOption {
    const WHAT: &'static str = "text: \"…\", or { id = \"…\", label = \"…\" }";

    fn shape() -> Shape {
        Shape::Either(vec![Shape::Text(vec![Rule::Filled]), RawOptionTable::shape()])
    }

    fn read(value: &Value<'_>, faults: &mut Vec<Fault>) -> Option<Self> {
        match value.get_ref() {
            DeValue::Table(table) => Some(Self(RawOptionTable::read_table(table, faults))),
            DeValue::String(_) => {
                let label = String::read(value, faults)?;
                let label = Some(Placed::new(value.span(), label));
                Some(Self(RawOptionTable { label, ..RawOptionTable::default() }))
            }
            _ => {
                wrong_type(value, Self::WHAT, faults);
                None
            }
        }
    }
}

/// What stands in a field at first.
#[derive(Clone, Debug)]
pub enum RawPrefill {
    Text(String),
    Rule(Box<RawDue>),
}

impl Read for RawPrefill {
    const WHAT: &'static str = "text; for a date, a date rule: { after = \"2 weeks\", from = \"meeting\" }";

    fn shape() -> Shape {
        Shape::Either(vec![Shape::Text(Vec::new()), RawDue::shape()])
    }

    fn read(value: &Value<'_>, faults: &mut Vec<Fault>) -> Option<Self> {
        match value.get_ref() {
            DeValue::Table(table) => Some(Self::Rule(Box::new(RawDue::read_table(table, faults)))),
            DeValue::String(_) => String::read(value, faults).map(Self::Text),
            _ => {
                wrong_type(value, Self::WHAT, faults);
                None
            }
        }
    }
}

/// What a hand-off carries: there, and here, both as `step.field`.
#[derive(Clone, Debug, Default)]
pub struct RawCarry(pub Vec<(Placed<String>, Placed<String>)>);

impl Read for RawCarry {
    const WHAT: &'static str = "a table: { \"step.field\" = \"step.field\" }";

    fn shape() -> Shape {
        Shape::Pairs
    }

    fn read(value: &Value<'_>, faults: &mut Vec<Fault>) -> Option<Self> {
        let DeValue::Table(table) = value.get_ref() else {
            wrong_type(value, Self::WHAT, faults);
            return None;
        };
        let mut carry = Vec::new();
        let before = faults.len();
        for (key, value) in table.iter() {
            match value.get_ref() {
                // Without its quotes, `step.field` is a table in a table, and means the same.
                DeValue::Table(fields) => {
                    for (field, value) in fields.iter() {
                        let there = format!("{}.{}", key.get_ref(), field.get_ref());
                        let here = String::read(value, faults).map(|here| Placed::new(value.span(), here));
                        carry.extend(
                            here.map(|here| (Placed::new(key.span().start..field.span().end, there), here)),
                        );
                    }
                }
                _ => {
                    let there = Placed::new(key.span(), key.get_ref().to_string());
                    let here = String::read(value, faults).map(|here| Placed::new(value.span(), here));
                    carry.extend(here.map(|here| (there, here)));
                }
            }
        }
        (faults.len() == before).then_some(Self(carry))
    }
}

/// What an operator compares with.
#[derive(Clone, Debug)]
pub enum RawOperand {
    Text(String),
    Number(f64),
}

impl Read for RawOperand {
    const WHAT: &'static str = "an option's id or a number";

    fn shape() -> Shape {
        Shape::Either(vec![Shape::Text(Vec::new()), Shape::Number])
    }

    fn read(value: &Value<'_>, faults: &mut Vec<Fault>) -> Option<Self> {
        match value.get_ref() {
            DeValue::String(_) => String::read(value, faults).map(Self::Text),
            DeValue::Integer(_) | DeValue::Float(_) => f64::read(value, faults).map(Self::Number),
            DeValue::Array(_) => {
                let fault = Fault::error("wrong-type", value.span(), "only one thing can stand here");
                faults.push(fault.help("for one of several, write any = [{ … }, { … }]"));
                None
            }
            _ => {
                wrong_type(value, Self::WHAT, faults);
                None
            }
        }
    }
}
