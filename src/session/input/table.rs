//! Tables from a file of answers: a list of tables by the columns' ids, and `row` for a row's own
//! text.

use chrono::NaiveDate;
use toml::de::DeValue;

use super::{choice, day, long_text, score};
use crate::diagnostic::Fault;
use crate::diagnostic::tree::{self, Read, Value, wrong_type};
use crate::playbook::FieldRef;
use crate::playbook::answer::{Cell, Row};
use crate::playbook::model::{Column, ColumnKind, Table};
use crate::session::Session;

/// The key of a row's own text.
const ROW: &str = "row";

/// The rows that a value says. Rows without a text of their own get one in [`Session::name_rows`].
pub fn rows(table: &Table, value: &Value<'_>, today: NaiveDate, faults: &mut Vec<Fault>) -> Option<Vec<Row>> {
    let DeValue::Array(items) = value.get_ref() else {
        wrong_type(value, "a list of rows: [{ … }, { … }]", faults);
        return None;
    };
    Some(items.iter().filter_map(|item| row(table, item, today, faults)).collect())
}

fn row(table: &Table, value: &Value<'_>, today: NaiveDate, faults: &mut Vec<Fault>) -> Option<Row> {
    let Some(keys) = value.get_ref().as_table() else {
        wrong_type(value, "a row: { column = … }", faults);
        return None;
    };
    let mut known: Vec<_> = table.columns.iter().map(|c| c.id.as_str()).collect();
    known.extend(table.has_row_text().then_some(ROW));
    let mut row = Row::new(table, "");
    for (key, value) in keys.iter() {
        let id: &str = key.get_ref();
        if id == ROW && table.has_row_text() {
            row.text = one_line(value, faults).unwrap_or_default();
        } else if let Some(at) = table.columns.iter().position(|c| c.id == id) {
            row.cells[at] = cell(&table.columns[at], value, today, faults).unwrap_or_default();
        } else {
            tree::unknown_key(id, key.span(), &known, faults);
        }
    }
    Some(row)
}

fn cell(column: &Column, value: &Value<'_>, today: NaiveDate, faults: &mut Vec<Fault>) -> Option<Cell> {
    match &column.kind {
        ColumnKind::Text => long_text(value, faults).map(Cell::Text),
        ColumnKind::Line => one_line(value, faults).map(Cell::Text),
        ColumnKind::Tick => bool::read(value, faults).filter(|ticked| *ticked).map(|_| Cell::Tick),
        ColumnKind::Date => day(value, today, faults).map(Cell::Day),
        ColumnKind::Choice { options } => {
            let word = long_text(value, faults).filter(|word| !word.is_empty())?;
            choice(options, &word, value, faults).map(Cell::Choice)
        }
        ColumnKind::Score { out_of } => score(*out_of, value, faults).map(Cell::Score),
    }
}

fn one_line(value: &Value<'_>, faults: &mut Vec<Fault>) -> Option<String> {
    let line = long_text(value, faults)?;
    if line.contains('\n') {
        faults.push(
            Fault::error("wrong-value", value.span(), "this takes one line")
                .help("put the rest into the step's notes"),
        );
    }
    Some(line)
}

impl Session {
    /// Rows of a file that do not say which row they are stand for the rows that are shown, in
    /// order; rows that are shown and not named are kept.
    pub(super) fn name_rows(&self, at: FieldRef, rows: &mut Vec<Row>) {
        let shown = self.rows(at);
        let mut free = shown.iter().filter(|s| !rows.iter().any(|row| row.text == s.text));
        let mut named: Vec<Row> = rows.clone();
        for row in named.iter_mut().filter(|row| row.text.is_empty()) {
            row.text = free.next().map(|row| row.text.clone()).unwrap_or_default();
        }
        let missing = shown.iter().filter(|s| !named.iter().any(|row| row.text == s.text));
        let missing: Vec<_> = missing.cloned().collect();
        if self.table(at).is_some_and(|t| t.has_row_text()) {
            named.extend(missing);
            let order = |row: &Row| shown.iter().position(|s| s.text == row.text).unwrap_or(usize::MAX);
            named.sort_by_key(order);
        }
        *rows = named;
    }
}
