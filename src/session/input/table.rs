//! Tables from a file of answers: a list of tables by the columns' ids, and `row` for a row's own
//! text.

use chrono::NaiveDate;
use toml::de::DeValue;

use super::{choice, day, long_text, option, score};
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
            let word = option(value, faults).filter(|word| !word.is_empty())?;
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

/// The rows that do not say which one they are.
pub fn unnamed(value: &Value<'_>) -> Vec<usize> {
    let DeValue::Array(items) = value.get_ref() else { return Vec::new() };
    let says = |item: &Value<'_>| {
        item.get_ref().as_table().is_some_and(|t| t.iter().any(|(k, _)| *k.get_ref() == ROW))
    };
    items.iter().enumerate().filter(|(_, item)| !says(item)).map(|(i, _)| i).collect()
}

/// The cells that are named: row and column.
pub fn named(table: &Table, value: &Value<'_>) -> Vec<(usize, usize)> {
    let DeValue::Array(items) = value.get_ref() else { return Vec::new() };
    let column = |id: &str| table.columns.iter().position(|c| c.id == id);
    let mut named = Vec::new();
    for (row, item) in items.iter().enumerate() {
        let keys = item.get_ref().as_table().into_iter().flat_map(|keys| keys.iter());
        named.extend(keys.filter_map(|(key, _)| Some((row, column(key.get_ref())?))));
    }
    named
}

impl Session {
    /// Rows of a file that do not say which row they are stand for the rows that are shown and not
    /// named, in order. Rows and cells that the file leaves out are kept as they are.
    pub(super) fn name_rows(
        &self,
        at: FieldRef,
        rows: &mut Vec<Row>,
        unnamed: impl Fn(usize) -> bool,
        named: impl Fn(usize, usize) -> bool,
    ) {
        if !self.table(at).is_some_and(Table::has_row_text) {
            return;
        }
        let shown = self.rows(at);
        let mut taken = vec![false; shown.len()];
        let mut take = |fits: &dyn Fn(&Row) -> bool| {
            let found = shown.iter().zip(&taken).position(|(row, taken)| !taken && fits(row))?;
            taken[found] = true;
            Some(found)
        };
        let mut stands_for = vec![None; rows.len()];
        for (i, row) in rows.iter().enumerate().filter(|(i, _)| !unnamed(*i)) {
            // A row in which nothing stands is left out where answers are given out.
            let fits = |shown: &Row| shown.text == row.text;
            stands_for[i] = take(&|shown| fits(shown) && !shown.is_blank()).or_else(|| take(&fits));
        }
        for (i, row) in rows.iter_mut().enumerate().filter(|(i, _)| unnamed(*i)) {
            stands_for[i] = take(&|_| true);
            row.text = stands_for[i].map(|of| shown[of].text.clone()).unwrap_or_default();
        }
        for (i, of) in stands_for.iter().enumerate() {
            let Some(held) = of.map(|of| &shown[of]) else { continue };
            rows[i].own = held.own;
            for (c, cell) in held.cells.iter().enumerate().filter(|(c, _)| !named(i, *c)) {
                rows[i].cells[c].clone_from(cell);
            }
        }
        for (of, row) in shown.iter().enumerate().filter(|(of, _)| !taken[*of]) {
            let before = of.checked_sub(1).and_then(|b| stands_for.iter().position(|of| *of == Some(b)));
            let place = before.map_or(0, |before| before + 1);
            rows.insert(place, row.clone());
            stands_for.insert(place, Some(of));
        }
    }
}
