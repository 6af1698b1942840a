//! Tables in the note: a GFM table to rows and cells, and back.
//!
//! In a cell a backslash stands before `\`, `|`, `<` and `&`; a line break is `<br>`, and blanks at
//! the ends are `&#32;` (a tab `&#9;`), so that every text reads back as it was.

use chrono::NaiveDate;

use crate::dates;
use crate::playbook::answer::{Cell, Row};
use crate::playbook::model::{Column, ColumnKind, Table};
use crate::text;

/// The text of a table's block.
pub fn encode(table: &Table, rows: &[Row]) -> String {
    if rows.is_empty() {
        return String::new();
    }
    let line = |cells: Vec<String>| {
        let joined = cells.join(" | ");
        format!("| {joined} |")
    };
    let own = table.has_row_text();
    let head = own.then(String::new).into_iter().chain(table.columns.iter().map(|c| escape(&c.label)));
    let mut lines = vec![line(head.collect())];
    let columns = table.columns.len() + usize::from(own);
    lines.push(format!("|{}", "---|".repeat(columns)));
    for row in rows {
        let text = own.then(|| escape(&row.text)).into_iter();
        let cells = row.cells.iter().zip(&table.columns).map(|(cell, column)| escape(&written(cell, column)));
        lines.push(line(text.chain(cells).collect()));
    }
    lines.join("\n")
}

/// The rows of a table's block. `None` if it is no table, or holds a column that is not ours.
pub fn decode(table: &Table, body: &str) -> Option<Vec<Row>> {
    let mut lines = body.lines().filter(|l| !l.trim().is_empty());
    let head = split(lines.next()?)?;
    let ruler = split(lines.next()?)?;
    if !is_ruler(&ruler, head.len()) {
        return None;
    }
    let places = places(table, &head)?;
    lines.map(|line| row(table, &places, head.len(), line)).collect()
}

/// The cells of any table, its head first, as they are read; `None` if these lines are none.
pub fn grid(lines: &[&str]) -> Option<Vec<Vec<String>>> {
    let (head, ruler) = (split(lines.first()?)?, split(lines.get(1)?)?);
    if !is_ruler(&ruler, head.len()) {
        return None;
    }
    let width = head.len();
    let rows = lines.iter().skip(2).map(|line| {
        let mut cells = split(line).filter(|cells| cells.len() <= width)?;
        cells.resize(width, String::new());
        Some(cells)
    });
    std::iter::once(Some(head)).chain(rows).collect()
}

/// Whether these cells are the line under the head of so many columns.
fn is_ruler(cells: &[String], columns: usize) -> bool {
    let ruled = |cell: &String| !cell.is_empty() && cell.chars().all(|c| matches!(c, '-' | ':'));
    cells.len() == columns && cells.iter().all(ruled)
}

/// What a column of the file is.
#[derive(Clone, Copy)]
enum Place {
    RowText,
    Column(usize),
}

/// What each column of the file is, in any order. `None` if one is unknown, or there twice.
fn places(table: &Table, head: &[String]) -> Option<Vec<Place>> {
    let mut places = Vec::new();
    for (i, label) in head.iter().enumerate() {
        let folded = text::fold(label.trim());
        let column = table.columns.iter().position(|c| text::fold(c.label.trim()) == folded);
        // Its label became another one since, and its id is made from this one.
        let by_id = |slug: String| table.columns.iter().position(|c| c.id == slug);
        let column = column.or_else(|| by_id(text::slug(label)));
        let place = match column {
            Some(column) => Place::Column(column),
            None if i == 0 && table.has_row_text() => Place::RowText,
            None => return None,
        };
        let twice = |p: &Place| matches!((p, place), (Place::Column(a), Place::Column(b)) if *a == b);
        if places.iter().any(twice) {
            return None;
        }
        places.push(place);
    }
    Some(places)
}

fn row(table: &Table, places: &[Place], width: usize, line: &str) -> Option<Row> {
    let cells = split(line)?;
    if cells.len() > width {
        return None;
    }
    let mut row = Row::new(table, "");
    for (cell, place) in cells.into_iter().zip(places) {
        match place {
            Place::RowText => row.text = cell,
            Place::Column(column) => row.cells[*column] = read(&table.columns[*column], &cell),
        }
    }
    Some(row)
}

/// The cell as the file has it.
pub fn written(cell: &Cell, column: &Column) -> String {
    match (cell, &column.kind) {
        (Cell::Text(text), _) => text.clone(),
        (Cell::Tick, _) => "x".to_owned(),
        (Cell::Day(day), _) => day.to_string(),
        (Cell::Score(n), ColumnKind::Score { out_of }) => format!("{n} / {out_of}"),
        (Cell::Score(n), _) => n.to_string(),
        (Cell::Choice(_), kind) => cell.in_words(kind),
    }
}

/// The cell that a text of the file is; what does not read as its column's kind stays text.
pub fn read(column: &Column, text: &str) -> Cell {
    let read = match &column.kind {
        ColumnKind::Line | ColumnKind::Text => None,
        ColumnKind::Tick => matches!(text.trim(), "x" | "X" | "✓" | "✔" | "[x]").then_some(Cell::Tick),
        ColumnKind::Date => text.trim().parse().ok().map(Cell::Day),
        ColumnKind::Choice { options } => {
            super::codec::find(options, text.trim()).map(|c| Cell::Choice(c.id.clone()))
        }
        ColumnKind::Score { out_of } => super::codec::score(text, *out_of).map(Cell::Score),
    };
    read.unwrap_or_else(|| Cell::Text(text.to_owned()))
}

/// The text a cell is edited as.
pub fn typed_text(cell: &Cell, column: &Column) -> String {
    match cell {
        Cell::Score(n) => n.to_string(),
        cell => written(cell, column),
    }
}

/// A cell while it is typed in: what is not yet exactly as its kind is written stays text.
pub fn while_typing(column: &Column, text: &str) -> Cell {
    let cell = match &column.kind {
        ColumnKind::Date => read(column, text),
        _ => Cell::Text(text.to_owned()),
    };
    if typed_text(&cell, column) == text { cell } else { Cell::Text(text.to_owned()) }
}

/// What the text of a cell means once it is left; `None` if it means nothing else.
pub fn on_leave(column: &Column, cell: &Cell, today: NaiveDate) -> Option<Cell> {
    let Cell::Text(text) = cell else { return None };
    match &column.kind {
        ColumnKind::Date => dates::typed(text, today).map(Cell::Day),
        ColumnKind::Line | ColumnKind::Text => None,
        _ => Some(read(column, text)).filter(|read| read != cell),
    }
}

fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let last = text.chars().count().saturating_sub(1);
    for (i, c) in text.chars().enumerate() {
        match c {
            '\\' | '|' | '<' | '&' => {
                out.push('\\');
                out.push(c);
            }
            '\n' => out.push_str("<br>"),
            ' ' if i == 0 || i == last => out.push_str("&#32;"),
            '\t' if i == 0 || i == last => out.push_str("&#9;"),
            c => out.push(c),
        }
    }
    out
}

/// The cells of a line, as they were before they were written. `None` if it is no table's.
fn split(line: &str) -> Option<Vec<String>> {
    let line = line.trim_matches([' ', '\t', '\r']);
    let line = line.strip_prefix('|')?;
    let mut cells = Vec::new();
    let mut raw = String::new();
    let mut chars = line.chars();
    let mut closed = false;
    while let Some(c) = chars.next() {
        closed = c == '|';
        match c {
            '\\' => {
                raw.push(c);
                raw.extend(chars.next());
            }
            '|' => cells.push(unescape(std::mem::take(&mut raw).trim_matches([' ', '\t']))),
            c => raw.push(c),
        }
    }
    if !closed {
        cells.push(unescape(raw.trim_matches([' ', '\t'])));
    }
    Some(cells)
}

fn unescape(cell: &str) -> String {
    const MARKS: &[(&str, char)] =
        &[("<br>", '\n'), ("<br/>", '\n'), ("<br />", '\n'), ("&#32;", ' '), ("&#9;", '\t')];
    let mut out = String::with_capacity(cell.len());
    let mut rest = cell;
    while let Some(c) = rest.chars().next() {
        let escaped = rest.strip_prefix('\\').and_then(|r| r.chars().next());
        if let Some(mark) = escaped.filter(|c| matches!(c, '\\' | '|' | '<' | '&')) {
            out.push(mark);
            rest = &rest[2..];
        } else if let Some((mark, meant)) = MARKS.iter().find(|(mark, _)| rest.starts_with(mark)) {
            out.push(*meant);
            rest = &rest[mark.len()..];
        } else {
            out.push(c);
            rest = &rest[c.len_utf8()..];
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::playbook::Choice;
    use crate::playbook::model::{Credit, Rows};
    use proptest::prelude::*;

    fn column(id: &str, label: &str, kind: ColumnKind) -> Column {
        Column { id: id.to_owned(), label: label.to_owned(), kind, credit: Credit::Ours }
    }

    fn table(own: bool) -> Table {
        let option = |id: &str, label: &str| Choice {
            id: id.to_owned(),
            label: label.to_owned(),
            credit: Credit::Ours,
        };
        Table {
            columns: vec![
                column("asked", "Asked", ColumnKind::Tick),
                column("words", "Their | words", ColumnKind::Text),
                column("by", "By", ColumnKind::Date),
                column(
                    "who",
                    "Who",
                    ColumnKind::Choice { options: vec![option("us", "Us"), option("they", "They")] },
                ),
                column("how", "How well", ColumnKind::Score { out_of: 5 }),
            ],
            rows: if own { Rows::Start(vec!["a".to_owned()]) } else { Rows::Added },
            opening: None,
        }
    }

    fn cells() -> impl Strategy<Value = Vec<Cell>> {
        let text = "[ a<>&#;0-9|\\\\\nbr\t/x]{0,12}".prop_map(Cell::Text);
        (proptest::bool::ANY, text, 0u64..3000, proptest::option::of(0..2usize), 0u32..6).prop_map(
            |(tick, text, day, who, how)| {
                let day =
                    dates::Day::of(NaiveDate::from_ymd_opt(2026, 1, 1).unwrap() + chrono::Days::new(day));
                vec![
                    if tick { Cell::Tick } else { Cell::default() },
                    text,
                    Cell::Day(day),
                    who.map_or_else(Cell::default, |n: usize| Cell::Choice(["us", "they"][n].to_owned())),
                    if how == 0 { Cell::default() } else { Cell::Score(how) },
                ]
            },
        )
    }

    proptest! {
        #[test]
        fn a_table_reads_back(
            rows in proptest::collection::vec(("[ a|<&\\\\\nb]{0,8}", cells()), 1..5), own in proptest::bool::ANY,
        ) {
            let table = table(own);
            let rows: Vec<_> = rows.into_iter()
                .map(|(text, cells)| Row { text: if own { text } else { String::new() }, cells, own: false }).collect();
            prop_assert_eq!(decode(&table, &encode(&table, &rows)), Some(rows));
        }

        #[test]
        fn reading_anything_never_panics(body in "([|\\\\<br>&#32;x -]|\n){0,60}") {
            let _ = decode(&table(true), &body);
        }
    }

    #[test]
    fn a_table_made_by_hand_reads_in_any_order_and_without_outer_blanks() {
        let table = table(true);
        let body = "|what|Who|asked|\n|:--|:-:|---|\n| fees |they|X\n|calls| |\n";
        let rows = decode(&table, body).unwrap();
        assert_eq!((rows[0].text.as_str(), &rows[0].cells[0]), ("fees", &Cell::Tick));
        assert_eq!(rows[0].cells[3], Cell::Choice("they".to_owned()));
        assert!(rows[1].is_untouched());
        for none in ["", "words", "|a|b|\n|---|---|\n", "| |Asked|\n|x|y|\n", "| |Asked|Asked|\n|-|-|-|\n"] {
            assert_eq!(decode(&table, none), None, "{none:?}");
        }
    }

    #[test]
    fn a_table_is_readable_as_it_stands() {
        let table = table(true);
        let mut row = Row::new(&table, "fees");
        row.cells[0] = Cell::Tick;
        row.cells[1] = Cell::Text("too high | \"always\"\nC:\\x".to_owned());
        let text = encode(&table, &[row]);
        assert_eq!(
            text,
            "|  | Asked | Their \\| words | By | Who | How well |\n|---|---|---|---|---|---|\n\
             | fees | x | too high \\| \"always\"<br>C:\\\\x |  |  |  |"
        );
    }
}
