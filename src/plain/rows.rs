//! Tables in words: what a row and a cell are called, what stands in them, how to answer.

use super::answer::{Named, pick};
use super::guide::credited;
use super::question::{called, ended};
use super::table::Spot;
use crate::dates;
use crate::playbook::answer::{Cell, Row};
use crate::playbook::model::{Column, ColumnKind, Rows, Table};
use crate::playbook::{Choice, Credit, FieldRef};
use crate::session::Session;
use crate::text;

/// How many rows and columns there are.
pub(super) fn extent(session: &Session, field: FieldRef) -> (usize, usize) {
    let columns = session.table(field).map_or(1, |table| table.columns.len());
    (session.rows(field).len(), columns)
}

pub(super) fn has_row_text(session: &Session, field: FieldRef) -> bool {
    session.table(field).is_some_and(Table::has_row_text)
}

pub(super) fn is_text(column: &Column) -> bool {
    matches!(column.kind, ColumnKind::Line | ColumnKind::Text)
}

/// The label of the list whose lines are the rows.
pub(super) fn list_of(session: &Session, field: FieldRef) -> Option<String> {
    match session.table(field)?.rows {
        Rows::Lines(list) => Some(session.fill(&session.playbook().field(list).label)),
        _ => None,
    }
}

/// A column's label, as the beginning of a sentence.
fn label(column: &Column) -> &str {
    column.label.trim_end_matches([':', '.'])
}

/// What a table is, before its first row.
pub(super) fn about_table(session: &Session, field: FieldRef, table: &Table) -> String {
    let rows = session.rows(field).len();
    let above = session.playbook().field(field).credit;
    let ours = table.columns.iter().all(|c| c.credit == Credit::Ours);
    // Whose a column is, is said once, and not again in every row.
    let whose = |c: &Column| {
        if ours { String::new() } else { credited(session.playbook(), c.credit, above) }
    };
    let labels = table.columns.iter().map(|c| format!("{}{}", label(c), whose(c)));
    let labels = labels.collect::<Vec<_>>().join("; ");
    let there = match (rows, list_of(session, field)) {
        (0, Some(list)) => format!("no row yet, for nothing stands in \"{list}\""),
        (0, None) => "no row yet".to_owned(),
        (n, Some(list)) => format!("{} so far, from the lines of \"{list}\"", text::count(n, "row")),
        (n, None) => format!("{} so far", text::count(n, "row")),
    };
    format!("A table: {there}. For each row: {}", ended(&labels))
}

/// Which row comes.
pub(super) fn heading(session: &Session, field: FieldRef, row: usize) -> String {
    let rows = session.rows(field);
    let opening = session.table(field).and_then(|t| t.opening.as_deref());
    match rows.get(row) {
        None => String::new(),
        Some(held) => {
            let place = format!("Row {} of {}", row + 1, rows.len());
            match (held.text.trim(), opening) {
                ("", _) => format!("{place}."),
                (text, None) => format!("{place}: {text}"),
                (text, Some(opening)) => format!("{place}. {}", called(opening.trim(), text)),
            }
        }
    }
}

/// A cell as a question: what it is, what stands there, how to answer. Behind the last row, whether
/// there is another one.
pub(super) fn question(session: &Session, field: FieldRef, spot: Spot, heading: Option<String>) -> String {
    let Some(table) = session.table(field) else { return String::new() };
    let rows = session.rows(field);
    let Some(column) = table.columns.get(spot.column) else { return String::new() };
    let Some(row) = rows.get(spot.row) else {
        let another = if rows.is_empty() { "The first row?" } else { "Another row?" };
        return if table.has_row_text() {
            format!("{another} Type its words, or Enter to go on.")
        } else {
            let options = listed(session, column, None);
            let how = how_to_fill(&column.kind);
            format!("{another} {}{options}\n{how} Enter goes on without one.", label(column))
        };
    };
    let blank = Cell::default();
    let cell = row.cells.get(spot.column).unwrap_or(&blank);
    let mut lines: Vec<_> = heading.into_iter().collect();
    let place = if lines.is_empty() { format!("Row {}, ", spot.row + 1) } else { String::new() };
    lines.push(format!("{place}{}{}", label(column), listed(session, column, Some(cell))));
    lines.extend(so_far(session, field, spot, cell, column));
    let enter = match (cell.is_blank(), &column.kind) {
        (true, _) => "Enter leaves it empty.",
        (false, ColumnKind::Text) => {
            "It goes below what is there; clear empties it first. Enter leaves it as it is."
        }
        (false, _) => "Enter leaves it as it is.",
    };
    lines.push(format!("{} {enter}", how_to_fill(&column.kind)));
    lines.join("\n")
}

/// The options of a cell, a line each.
fn listed(session: &Session, column: &Column, cell: Option<&Cell>) -> String {
    let ColumnKind::Choice { options } = &column.kind else { return String::new() };
    let ours = options.iter().all(|o| o.credit == Credit::Ours);
    let line = |(i, option): (usize, &Choice)| {
        let chosen = matches!(cell, Some(Cell::Choice(id)) if *id == option.id);
        let whose =
            if ours { String::new() } else { credited(session.playbook(), option.credit, column.credit) };
        format!("\n  {}. {}{whose}{}", i + 1, option.label, if chosen { " (chosen)" } else { "" })
    };
    options.iter().enumerate().map(line).collect()
}

fn so_far(session: &Session, field: FieldRef, spot: Spot, cell: &Cell, column: &Column) -> Option<String> {
    match cell {
        cell if cell.is_blank() => None,
        Cell::Choice(_) => None,
        Cell::Text(text) if is_text(column) && text.contains('\n') => Some(format!("So far:\n{text}")),
        Cell::Text(text) if is_text(column) => Some(format!("So far: {text}")),
        Cell::Text(text) => {
            // Typed on the screen and not left yet, or by hand in the file.
            let meant = session.cell_preview(field, spot.row, spot.column);
            let meant = meant.map(|cell| in_words(&cell, &column.kind));
            let wrong =
                meant.unwrap_or_else(|| "it does not read as an answer, and is kept as it stands".to_owned());
            Some(format!("So far: {text}. Please check: {}", ended(&wrong)))
        }
        cell => Some(format!("So far: {}", ended(&in_words(cell, &column.kind)))),
    }
}

fn how_to_fill(kind: &ColumnKind) -> String {
    match kind {
        ColumnKind::Line => "Type one line.".to_owned(),
        ColumnKind::Text => "Type as many lines as you like; an empty line ends them.".to_owned(),
        ColumnKind::Tick => "Type y for yes, n for no.".to_owned(),
        ColumnKind::Date => "Type a day: 2026-12-01, tomorrow, next friday, 24 nov.".to_owned(),
        ColumnKind::Choice { .. } => "Type a number or the words.".to_owned(),
        ColumnKind::Score { out_of } => format!("Type a number from 1 to {out_of}."),
    }
}

/// What a line means in a cell; or why it means nothing there, and what would.
pub(super) fn cell(kind: &ColumnKind, typed: &str, today: chrono::NaiveDate) -> Result<Cell, String> {
    let shown = text::clean_line(typed.trim());
    match kind {
        ColumnKind::Line | ColumnKind::Text => Ok(Cell::Text(typed.to_owned())),
        ColumnKind::Tick => match text::fold(typed.trim()).as_str() {
            "y" | "yes" | "x" => Ok(Cell::Tick),
            "n" | "no" => Ok(Cell::default()),
            _ => Err(format!("\"{shown}\" is neither yes nor no. Type y or n.")),
        },
        ColumnKind::Date => dates::typed(typed, today).map(Cell::Day).ok_or_else(|| {
            format!("\"{shown}\" is not a day I understand. Type it as 2026-12-01, tomorrow, next friday or 24 nov.")
        }),
        ColumnKind::Choice { options } => {
            let named: Vec<_> = options.iter().map(|o| Named { id: &o.id, label: &o.label }).collect();
            pick(&named, typed).map(|i| Cell::Choice(options[i].id.clone()))
        }
        ColumnKind::Score { out_of } => {
            let n = typed.trim().parse().ok().filter(|n| (1..=*out_of).contains(n));
            n.map(Cell::Score)
                .ok_or_else(|| format!("\"{shown}\" is not on the scale. Type a number from 1 to {out_of}."))
        }
    }
}

/// A cell said aloud.
pub(super) fn in_words(cell: &Cell, kind: &ColumnKind) -> String {
    match (cell, kind) {
        (Cell::Tick, _) => "yes".to_owned(),
        (cell, ColumnKind::Tick) if cell.is_blank() => "no".to_owned(),
        (Cell::Score(n), ColumnKind::Score { out_of }) => format!("{n} out of {out_of}"),
        (cell, kind) => cell.in_words(kind),
    }
}

/// A row in sentences: its own words, then each cell that holds something.
pub(super) fn row_said(table: &Table, row: &Row) -> String {
    let own = Some(row.text.trim()).filter(|t| !t.is_empty()).map(ended);
    let cells = row.cells.iter().zip(&table.columns).filter(|(cell, _)| !cell.is_blank());
    let cells = cells.map(|(cell, c)| ended(&called(&c.label, &in_words(cell, &c.kind))));
    own.into_iter().chain(cells).collect::<Vec<_>>().join(" ")
}

/// The rows that something stands in, in one line.
pub(super) fn rows_said(table: &Table, rows: &[Row]) -> String {
    let told = rows.iter().filter(|row| !row.is_untouched());
    told.map(|row| row_said(table, row)).collect::<Vec<_>>().join(" ")
}

/// All rows, a line each.
pub(super) fn all_rows(session: &Session, field: FieldRef) -> String {
    let Some(table) = session.table(field) else { return String::new() };
    let rows = session.rows(field);
    if rows.is_empty() {
        return "There is no row yet.".to_owned();
    }
    let line = |(i, row): (usize, &Row)| {
        let said = row_said(table, row);
        format!("Row {}: {}", i + 1, if said.is_empty() { "empty." } else { &said })
    };
    rows.iter().enumerate().map(line).collect::<Vec<_>>().join("\n")
}
