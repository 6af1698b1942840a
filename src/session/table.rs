//! Editing a table like a small spreadsheet: cells, and rows added, moved and taken away.

use std::ops::Range;

use chrono::{DateTime, FixedOffset};

use super::{Edit, Session, Target, cells};
use crate::playbook::answer::{Cell, Row};
use crate::playbook::model::{ColumnKind, Rows};
use crate::playbook::{Answer, FieldRef};

impl Session {
    /// The text of a cell as it is edited; without a column, the row's own text.
    pub(super) fn cell_text(&self, field: FieldRef, row: usize, column: Option<usize>) -> String {
        let (rows, Some(table)) = (self.rows(field), self.table(field)) else { return String::new() };
        let Some(row) = rows.get(row) else { return String::new() };
        match column {
            None => row.text.clone(),
            Some(at) => match (row.cells.get(at), table.columns.get(at)) {
                (Some(cell), Some(column)) => cells::typed_text(cell, column),
                _ => String::new(),
            },
        }
    }

    pub(super) fn splice_cell(
        &mut self,
        field: FieldRef,
        row: usize,
        column: Option<usize>,
        range: Range<usize>,
        insert: &str,
    ) -> Option<Edit> {
        let mut text = self.cell_text(field, row, column);
        if text.get(range.clone()).is_none() || (column.is_none() && self.is_linked(field, row)) {
            return None;
        }
        let removed = text[range.clone()].to_owned();
        let mut rows = self.rows(field).into_owned();
        let table = self.table(field)?;
        // The row behind the last one comes into being; one further down cannot.
        if row > rows.len() || removed == insert {
            return None;
        }
        let as_it_was = self.answers.get(&field).cloned();
        let (mut whole, was_text) = match &as_it_was {
            Some(Answer::Table(held)) => (held.len() == rows.len() && row < rows.len(), true),
            Some(_) => return None,
            None => (false, true),
        };
        if row == rows.len() {
            rows.push(Row::added(table));
        }
        text.replace_range(range.clone(), insert);
        match column {
            None => rows[row].text = text.replace('\n', " "),
            Some(at) => {
                let definition = table.columns.get(at)?;
                let cell = cells::while_typing(definition, &text);
                whole &= was_text && matches!((&cell, &rows[row].cells[at]), (Cell::Text(_), Cell::Text(_)));
                rows[row].cells[at] = cell;
            }
        }
        self.answers.insert(field, Answer::Table(rows));
        // Where the table came into being, or a cell was more than its text, all of it goes back.
        Some(if whole {
            let target = Target::Cell { field, row, column };
            Edit::Splice { target, at: range.start, remove: insert.len(), insert: removed }
        } else {
            Edit::Answer { field, answer: as_it_was }
        })
    }

    /// The edit that puts something into a cell.
    pub fn set_cell(&self, field: FieldRef, row: usize, column: usize, cell: Cell) -> Option<Edit> {
        let mut rows = self.rows(field).into_owned();
        let table = self.table(field)?;
        if row == rows.len() {
            rows.push(Row::added(table));
        }
        *rows.get_mut(row)?.cells.get_mut(column)? = cell;
        self.table_edit(field, rows)
    }

    /// The edit that puts something else into a cell that is not typed in. Text that stood there
    /// and was nothing of its kind moves to the step's notes.
    pub fn choose_cell(
        &self,
        field: FieldRef,
        row: usize,
        column: usize,
        cell: Cell,
        now: DateTime<FixedOffset>,
    ) -> Option<Edit> {
        let set = self.set_cell(field, row, column, cell)?;
        let rows = self.rows(field);
        match rows.get(row).and_then(|r| r.cells.get(column)) {
            Some(Cell::Text(old)) if !old.trim().is_empty() => {
                Some(Edit::Several(vec![set, self.add_note(field.step, old, now)]))
            }
            _ => Some(set),
        }
    }

    /// The edit that ticks a cell, or takes the tick away; or that chooses the next option, or the
    /// next score.
    pub fn turn_cell(
        &self,
        field: FieldRef,
        row: usize,
        column: usize,
        now: DateTime<FixedOffset>,
    ) -> Option<Edit> {
        let rows = self.rows(field);
        let blank = Cell::default();
        let held = rows.get(row).and_then(|r| r.cells.get(column)).unwrap_or(&blank);
        let next = match &self.table(field)?.columns.get(column)?.kind {
            ColumnKind::Tick if *held == Cell::Tick => Cell::default(),
            ColumnKind::Tick => Cell::Tick,
            ColumnKind::Choice { options } => {
                let at = options.iter().position(|o| *held == Cell::Choice(o.id.clone()));
                let next = at.map_or(0, |at| at + 1);
                options.get(next).map_or_else(Cell::default, |o| Cell::Choice(o.id.clone()))
            }
            ColumnKind::Score { out_of } => match held {
                Cell::Score(n) if n < out_of => Cell::Score(n + 1),
                Cell::Score(_) => Cell::default(),
                _ => Cell::Score(1),
            },
            ColumnKind::Line | ColumnKind::Text | ColumnKind::Date => return None,
        };
        self.choose_cell(field, row, column, next, now)
    }

    /// The edit that puts an empty row in; `None` where there is no table.
    pub fn add_row(&self, field: FieldRef, at: usize) -> Option<Edit> {
        let mut rows = self.rows(field).into_owned();
        let row = Row::added(self.table(field)?);
        rows.insert(at.min(rows.len()), row);
        self.table_edit(field, rows)
    }

    /// The edit that takes a row away. `None` for one that stands for a line of a list.
    pub fn remove_row(&self, field: FieldRef, at: usize) -> Option<Edit> {
        let mut rows = self.rows(field).into_owned();
        if at >= rows.len() || self.is_linked(field, at) {
            return None;
        }
        rows.remove(at);
        self.table_edit(field, rows)
    }

    /// The edit that moves a row to the place of another.
    pub fn move_row(&self, field: FieldRef, from: usize, to: usize) -> Option<Edit> {
        let mut rows = self.rows(field).into_owned();
        if from >= rows.len() || to >= rows.len() || from == to {
            return None;
        }
        let row = rows.remove(from);
        rows.insert(to, row);
        self.table_edit(field, rows)
    }

    fn table_edit(&self, field: FieldRef, rows: Vec<Row>) -> Option<Edit> {
        match self.answers.get(&field) {
            None | Some(Answer::Table(_)) => {
                // That all rows of a playbook's were taken away is an answer, too.
                let starts = matches!(self.table(field)?.rows, Rows::Start(_));
                let answer = (starts || !rows.is_empty()).then_some(Answer::Table(rows));
                Some(Edit::Answer { field, answer })
            }
            Some(_) => None,
        }
    }

    /// What a table means once it is left: dates as they were typed become days, and empty rows at
    /// the end go. `None` if it means nothing else.
    pub(super) fn left_rows(&self, field: FieldRef, rows: &[Row]) -> Option<Option<Answer>> {
        let table = self.table(field)?;
        let mut left = rows.to_vec();
        for (row, linked) in left.iter_mut().zip(self.linked(field, rows)) {
            // A line's text must stay the line's, to the letter.
            if !linked {
                row.text = row.text.trim().to_owned();
            }
            for (cell, column) in row.cells.iter_mut().zip(&table.columns) {
                if let Some(meant) = cells::on_leave(column, cell, self.today) {
                    *cell = meant;
                } else if cell.is_blank() {
                    *cell = Cell::default();
                }
            }
        }
        left.retain(|row| !row.is_blank());
        let nothing = left.is_empty() && !matches!(table.rows, Rows::Start(_));
        (left != rows).then(|| (!nothing).then_some(Answer::Table(left)))
    }

    /// The edit that turns what was typed into a cell into what it means; `None` if it says it
    /// already.
    pub fn left_cell(&self, field: FieldRef, row: usize, column: Option<usize>) -> Option<Edit> {
        let (table, rows, column) = (self.table(field)?, self.rows(field), column?);
        let meant =
            cells::on_leave(table.columns.get(column)?, rows.get(row)?.cells.get(column)?, self.today)?;
        self.set_cell(field, row, column, meant)
    }

    /// What a cell means as it is typed, where that is not plainly what stands there.
    pub fn cell_preview(&self, field: FieldRef, row: usize, column: usize) -> Option<Cell> {
        let (table, rows) = (self.table(field)?, self.rows(field));
        let (column, cell) = (table.columns.get(column)?, rows.get(row)?.cells.get(column)?);
        cells::on_leave(column, cell, self.today)
            .or_else(|| matches!(cell, Cell::Day(_)).then(|| cell.clone()))
    }
}
