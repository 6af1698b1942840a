//! Answers as JSON: the shapes that `fill` takes and `show --json` gives.

use serde_json::{Map, Value, json};

use super::Session;
use crate::playbook::answer::{Cell, Row};
use crate::playbook::model::{ColumnKind, Table};
use crate::playbook::{Answer, Kind};

/// One answer. `null` where the text is no answer of the kind; it is given under `verbatim`.
pub fn answer(kind: &Kind, answer: &Answer) -> Value {
    match answer {
        Answer::Text(_) if matches!(kind, Kind::List(_)) => answer.lines().collect(),
        Answer::Text(text) => json!(text),
        Answer::Choice(id) => json!(id),
        Answer::Other(text) => json!({ "other": text.trim() }),
        Answer::Choices(_) | Answer::Checklist(_) => {
            let ids = kind.choices().iter().filter(|c| answer.includes(&c.id)).map(|c| json!(c.id));
            // Blanks around it are still being typed: the note does not keep them.
            let other = answer.other().map(str::trim).filter(|text| !text.is_empty());
            ids.chain(other.map(|text| json!({ "other": text }))).collect()
        }
        Answer::Table(rows) => kind
            .table()
            .map(|table| rows.iter().filter(|row| !row.is_blank()).map(|r| row(table, r)).collect())
            .unwrap_or_default(),
        Answer::Day(day) => json!(day.to_string()),
        Answer::Period { n, from: None } => json!({ "n": n }),
        Answer::Period { n, from: Some(from) } => json!({ "n": n, "from": from.to_string() }),
        Answer::Number(n) => json!(n),
        Answer::Score(n) => json!(n),
        Answer::Verbatim(text) => json!({ "verbatim": text }),
    }
}

/// A row of a table: its own text as `row`, and its cells by column. Empty cells are left out, but
/// a tick is true or false.
fn row(table: &Table, row: &Row) -> Value {
    let mut object = Map::new();
    if table.has_row_text() {
        object.insert("row".to_owned(), json!(row.text));
    }
    for (cell, column) in row.cells.iter().zip(&table.columns) {
        let value = match cell {
            Cell::Tick => json!(true),
            cell if cell.is_blank() && column.kind == ColumnKind::Tick => json!(false),
            cell if cell.is_blank() => continue,
            Cell::Text(text) if matches!(column.kind, ColumnKind::Line | ColumnKind::Text) => json!(text),
            Cell::Text(text) => json!({ "verbatim": text }),
            Cell::Day(day) => json!(day.to_string()),
            Cell::Choice(id) => json!(id),
            Cell::Score(n) => json!(n),
        };
        object.insert(column.id.clone(), value);
    }
    Value::Object(object)
}

impl Session {
    /// All answers by `step.field`, in the order of the walk.
    pub fn answers_json(&self) -> Map<String, Value> {
        let held = self.playbook.fields().filter_map(|(at, field)| {
            let held = self.answers.get(&at).filter(|a| !a.is_blank())?;
            let value = match (held, &field.kind) {
                // With the lines of its list that have no row yet: as it is shown.
                (Answer::Table(_), Kind::Table(_)) => {
                    answer(&field.kind, &Answer::Table(self.rows(at).into_owned()))
                }
                _ => answer(&field.kind, held),
            };
            Some((field.key.clone(), value))
        });
        held.collect()
    }

    /// All notes by step.
    pub fn notes_json(&self) -> Map<String, Value> {
        let by_step = self.playbook.steps.iter().zip(&self.notes).filter(|(_, notes)| !notes.is_empty());
        by_step
            .map(|(step, notes)| {
                let notes =
                    notes.iter().map(|n| json!({ "time": n.at.map(|t| t.to_rfc3339()), "text": n.text }));
                (step.id.clone(), notes.collect())
            })
            .collect()
    }
}
