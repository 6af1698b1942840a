//! A block of the note, rewritten for another version of its field: what was chosen and what stands
//! in cells is matched by id, also where the playbook says it in other words now.

use super::{cells, codec};
use crate::playbook::Kind;
use crate::playbook::answer::{Cell, Row};
use crate::playbook::model::{ColumnKind, Table};

/// The block in the words of the new version, and what has no place in it any more. `None` if
/// nothing is to be rewritten.
pub fn relabel(old: &Kind, new: &Kind, body: &str) -> Option<(String, Vec<String>)> {
    let (text, left) = match (old, new) {
        (Kind::Table(old), Kind::Table(new)) => table(old, new, &cells::decode(old, body)?),
        _ if old.word() == new.word() && !old.choices().is_empty() => {
            (codec::relabel(old.choices(), new.choices(), body), Vec::new())
        }
        _ => return None,
    };
    (text != body).then_some((text, left))
}

fn table(old: &Table, new: &Table, rows: &[Row]) -> (String, Vec<String>) {
    let place = |id: &str| old.columns.iter().position(|c| c.id == id);
    let mut left = Vec::new();
    for (i, column) in old.columns.iter().enumerate() {
        let stays = new.columns.iter().any(|c| c.id == column.id);
        let said = rows.iter().filter(|_| !stays).filter(|row| !row.cells[i].is_blank());
        left.extend(said.map(|row| {
            let of = [row.text.trim(), column.label.as_str()];
            let of: Vec<_> = of.into_iter().filter(|words| !words.is_empty()).collect();
            format!("{}: {}", of.join(", "), row.cells[i].in_words(&column.kind))
        }));
    }
    let texts =
        rows.iter().filter(|row| old.has_row_text() && !new.has_row_text() && !row.text.trim().is_empty());
    left.extend(texts.map(|row| row.text.clone()));
    let row = |row: &Row| Row {
        text: if new.has_row_text() { row.text.clone() } else { String::new() },
        cells: new
            .columns
            .iter()
            .map(|column| match place(&column.id) {
                Some(at) => cell(&row.cells[at], &old.columns[at].kind, &column.kind),
                None => Cell::default(),
            })
            .collect(),
        own: row.own,
    };
    (cells::encode(new, &rows.iter().map(row).collect::<Vec<_>>()), left)
}

/// A cell of a column that may be of another kind now: its words stay.
fn cell(cell: &Cell, old: &ColumnKind, new: &ColumnKind) -> Cell {
    let fits = match (cell, new) {
        (Cell::Choice(id), ColumnKind::Choice { options }) => options.iter().any(|o| o.id == *id),
        (Cell::Score(n), ColumnKind::Score { out_of }) => n <= out_of,
        (Cell::Tick, ColumnKind::Tick) | (Cell::Day(_), ColumnKind::Date) | (Cell::Text(_), _) => true,
        _ => false,
    };
    match fits {
        true => cell.clone(),
        false => Cell::Text(match cell {
            Cell::Day(day) => day.to_string(),
            cell => cell.in_words(old),
        }),
    }
}
