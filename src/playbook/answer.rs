//! What a field holds.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, FixedOffset, NaiveDate};

use super::condition::Held;
use super::model::{ColumnKind, Kind, OTHER, Rows, Table};
use crate::dates::Day;

/// An answer. Its variant fits the field's [`Kind`], or it is [`Answer::Verbatim`].
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// `text`, `line` and `list` (a line an item), without `\r`.
    Text(String),
    /// The id of the option.
    Choice(String),
    /// What was written in beside the options of a choice.
    Other(String),
    Choices(Picked),
    /// The ids of what is ticked, with the moment where it is known.
    Checklist(BTreeMap<String, Option<DateTime<FixedOffset>>>),
    Table(Vec<Row>),
    Day(Day),
    /// So many of the field's unit; the start, once it is known.
    Period {
        n: u32,
        from: Option<NaiveDate>,
    },
    /// Finite.
    Number(f64),
    /// 1 to the field's `out_of`.
    Score(u32),
    /// What stands there and is no answer of this kind: half-typed, or changed by hand.
    Verbatim(String),
}

/// What is chosen of several options.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Picked {
    pub ids: BTreeSet<String>,
    /// What was written in beside them; one line, not blank.
    pub other: Option<String>,
}

impl Picked {
    /// Whether nothing is chosen.
    pub fn is_empty(&self) -> bool {
        self.ids.is_empty() && self.other.is_none()
    }

    /// How many are chosen.
    pub fn len(&self) -> usize {
        self.ids.len() + usize::from(self.says_other())
    }

    /// Whether something was written in: blanks are nothing.
    fn says_other(&self) -> bool {
        self.other.as_ref().is_some_and(|text| !text.trim().is_empty())
    }
}

/// A row of a table.
#[derive(Clone, Debug, Default)]
pub struct Row {
    /// The row's own text; empty in a table whose rows have none.
    pub text: String,
    /// As many as the table has columns.
    pub cells: Vec<Cell>,
    /// The advisor added it in this sitting: it stands for no line of a list, also while its text
    /// happens to be that of one. A note does not say so, and two rows are the same without it.
    pub own: bool,
}

impl PartialEq for Row {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text && self.cells == other.cells
    }
}

impl Row {
    /// A row with nothing in its cells.
    pub fn new(table: &Table, text: &str) -> Self {
        Self { text: text.to_owned(), cells: vec![Cell::default(); table.columns.len()], own: false }
    }

    /// An empty row that the advisor adds.
    pub fn added(table: &Table) -> Self {
        Self { own: true, ..Self::new(table, "") }
    }

    /// Whether nothing stands in its cells.
    pub fn is_untouched(&self) -> bool {
        self.cells.iter().all(Cell::is_blank)
    }

    /// Whether there is nothing at all in it.
    pub fn is_blank(&self) -> bool {
        self.text.trim().is_empty() && self.is_untouched()
    }
}

/// A cell of a table.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// `line` and `text`; in other columns, what does not read as their kind.
    Text(String),
    Tick,
    Day(Day),
    /// The id of the option.
    Choice(String),
    /// 1 to the column's `out_of`.
    Score(u32),
}

impl Default for Cell {
    fn default() -> Self {
        Self::Text(String::new())
    }
}

impl Cell {
    /// Whether there is nothing in it.
    pub fn is_blank(&self) -> bool {
        matches!(self, Self::Text(text) if text.trim().is_empty())
    }

    /// As a person reads it.
    pub fn in_words(&self, kind: &ColumnKind) -> String {
        match (self, kind) {
            (Self::Text(text), _) => text.split_whitespace().collect::<Vec<_>>().join(" "),
            (Self::Tick, _) => "✓".to_owned(),
            (Self::Day(day), _) => day.in_full(),
            (Self::Choice(id), ColumnKind::Choice { options }) => {
                options.iter().find(|o| o.id == *id).map_or(id, |o| &o.label).clone()
            }
            (Self::Choice(id), _) => id.clone(),
            (Self::Score(n), ColumnKind::Score { out_of }) => format!("{n} / {out_of}"),
            (Self::Score(n), _) => n.to_string(),
        }
    }
}

impl Answer {
    /// The lines of a list or text that are not blank.
    pub fn lines(&self) -> impl Iterator<Item = &str> {
        let text = match self {
            Self::Text(text) => text.as_str(),
            _ => "",
        };
        text.lines().map(str::trim_end).filter(|l| !l.trim().is_empty())
    }

    /// Whether the field is filled, as conditions and progress mean it.
    pub fn is_filled(&self, kind: &Kind) -> bool {
        match self {
            Self::Text(text) | Self::Other(text) => !text.trim().is_empty(),
            Self::Choices(_) => !self.is_blank(),
            Self::Checklist(ticks) => kind.choices().iter().all(|item| ticks.contains_key(&item.id)),
            Self::Table(rows) => rows.iter().any(|row| !row.is_untouched()),
            Self::Choice(_) | Self::Day(_) | Self::Period { .. } | Self::Number(_) | Self::Score(_) => true,
            Self::Verbatim(_) => false,
        }
    }

    /// Whether there is anything at all in it.
    pub fn is_blank(&self) -> bool {
        match self {
            Self::Text(text) | Self::Other(text) | Self::Verbatim(text) => text.trim().is_empty(),
            Self::Choices(picked) => picked.ids.is_empty() && !picked.says_other(),
            Self::Checklist(ticks) => ticks.is_empty(),
            Self::Table(rows) => rows.iter().all(Row::is_blank),
            _ => false,
        }
    }

    /// What `at_least` and `at_most` compare: lines, ticks, rows with something in their cells,
    /// the period's length, the number.
    pub fn size(&self) -> Option<f64> {
        match self {
            Self::Text(_) => Some(self.lines().count() as f64),
            Self::Choices(picked) => Some(picked.len() as f64),
            Self::Checklist(ticks) => Some(ticks.len() as f64),
            Self::Table(rows) => Some(rows.iter().filter(|row| !row.is_untouched()).count() as f64),
            Self::Period { n, .. } | Self::Score(n) => Some(f64::from(*n)),
            Self::Number(n) => Some(*n),
            Self::Choice(_) | Self::Other(_) | Self::Day(_) | Self::Verbatim(_) => None,
        }
    }

    /// Whether this option or item is chosen or ticked; `other` is what was written in.
    pub fn includes(&self, id: &str) -> bool {
        match self {
            Self::Choice(chosen) => chosen == id,
            Self::Other(_) => id == OTHER,
            Self::Choices(picked) => picked.ids.contains(id) || (id == OTHER && picked.says_other()),
            Self::Checklist(ticks) => ticks.contains_key(id),
            _ => false,
        }
    }

    /// What was written in beside the options.
    pub fn other(&self) -> Option<&str> {
        match self {
            Self::Other(text) => Some(text),
            Self::Choices(picked) => picked.other.as_deref(),
            _ => None,
        }
    }

    /// What a condition sees of it; `None` if there is nothing.
    pub fn held(&self, kind: &Kind) -> Option<Held<'_>> {
        (!self.is_blank()).then(|| Held {
            size: Box::new(|| self.size()),
            includes: Box::new(|id| self.includes(id)),
            filled: self.is_filled(kind),
        })
    }

    /// The answer in words, a line a thing.
    pub fn in_lines(&self, kind: &Kind) -> Vec<String> {
        let ticked = || kind.choices().iter().filter(|c| self.includes(&c.id)).map(|c| c.label.clone());
        match self {
            Self::Text(_) => self.lines().map(str::to_owned).collect(),
            Self::Choices(picked) => ticked().chain(picked.other.clone()).collect(),
            Self::Checklist(_) => ticked().collect(),
            Self::Table(rows) => kind.table().map_or_else(Vec::new, |table| {
                rows.iter()
                    .filter(|row| says_something(table, row))
                    .map(|row| row_in_words(table, row))
                    .collect()
            }),
            Self::Verbatim(text) => text.lines().map(str::to_owned).collect(),
            _ => vec![self.in_words(kind)],
        }
    }

    /// The answer as one line of plain text, for placeholders and lists.
    pub fn in_words(&self, kind: &Kind) -> String {
        match self {
            Self::Choice(id) => kind.choices().iter().find(|c| c.id == *id).map_or(id, |c| &c.label).clone(),
            Self::Other(text) => text.clone(),
            Self::Day(day) => day.in_full(),
            Self::Period { n, .. } => match kind {
                Kind::Period { unit, .. } => format!("{n} {}", unit.word(*n)),
                _ => n.to_string(),
            },
            Self::Number(n) => match kind {
                Kind::Number { unit: Some(unit), .. } => format!("{n} {unit}"),
                _ => n.to_string(),
            },
            Self::Score(n) => match kind {
                Kind::Score { out_of, .. } => format!("{n} / {out_of}"),
                _ => n.to_string(),
            },
            Self::Verbatim(text) => text.lines().collect::<Vec<_>>().join(" "),
            _ => self.in_lines(kind).join("; "),
        }
    }
}

/// Whether somebody wrote something into a row: the words that the playbook put there are not theirs.
pub fn says_something(table: &Table, row: &Row) -> bool {
    let is_put_there = matches!(&table.rows, Rows::Start(texts) if texts.contains(&row.text));
    let has_cells = row.cells.iter().any(|cell| !cell.is_blank());
    has_cells || !is_put_there && !row.is_blank()
}

/// `How it began: we never spoke; Asked; By when: 1 December`: the row's text, and its cells. What
/// stands in the first column needs no name; of the others one would not know what they are.
pub fn row_in_words(table: &Table, row: &Row) -> String {
    let first = usize::from(matches!(table.columns.first(), Some(c) if c.kind == ColumnKind::Tick));
    let cells = row.cells.iter().zip(&table.columns).enumerate().filter(|(_, (cell, _))| !cell.is_blank());
    let cells = cells.map(|(i, (cell, column))| match cell {
        Cell::Tick => column.label.clone(),
        cell if i <= first => cell.in_words(&column.kind),
        cell => format!("{}: {}", column.label, cell.in_words(&column.kind)),
    });
    let cells: Vec<String> = cells.collect();
    let last = cells.len().saturating_sub(1);
    // Where more follows, a sentence does not end.
    let inner = |(i, cell): (usize, &String)| match i {
        i if i == last => cell.clone(),
        _ => cell.trim_end_matches('.').to_owned(),
    };
    let cells = cells.iter().enumerate().map(inner).collect::<Vec<_>>().join("; ");
    match (row.text.trim(), cells.is_empty()) {
        ("", _) => cells,
        (text, true) => text.to_owned(),
        (text, false) if text.ends_with(['?', '!', ':', '…']) => format!("{text} {cells}"),
        (text, false) => format!("{}: {cells}", text.trim_end_matches('.')),
    }
}

#[cfg(test)]
mod tests {
    use super::super::model::{Column, Credit};
    use super::*;

    #[test]
    fn blanks_written_in_beside_the_options_are_no_answer() {
        let kind = Kind::Choices { options: Vec::new(), other: true };
        for (other, is_one) in [(" \t", false), ("her brother", true)] {
            let picked = Picked { other: Some(other.to_owned()), ..Picked::default() };
            let answer = Answer::Choices(picked);
            assert_eq!(answer.is_blank(), !is_one, "{other:?}");
            assert_eq!(answer.is_filled(&kind), is_one, "{other:?}");
            assert_eq!(answer.includes(OTHER), is_one, "{other:?}");
            assert_eq!(answer.size(), Some(f64::from(u8::from(is_one))), "{other:?}");
        }
    }

    #[test]
    fn a_row_in_words_reads_as_one_sentence() {
        let column = |label: &str, kind| Column {
            id: String::new(),
            label: label.to_owned(),
            kind,
            credit: Credit::Ours,
        };
        let columns = vec![
            column("Words", ColumnKind::Text),
            column("Asked", ColumnKind::Tick),
            column("More", ColumnKind::Line),
        ];
        let table = Table { columns, rows: Rows::Added, opening: None };
        let words = |text: &str, first: &str, more: &str| {
            let cells = vec![Cell::Text(first.to_owned()), Cell::Tick, Cell::Text(more.to_owned())];
            row_in_words(&table, &Row { text: text.to_owned(), cells, own: false })
        };
        assert_eq!(words("Who?", "Us.\nAll.", "Soon."), "Who? Us. All; Asked; More: Soon.");
        assert_eq!(words("Fees", "", ""), "Fees: Asked");
        assert_eq!(words("They rang twice.", "", ""), "They rang twice: Asked");
        assert_eq!(words("And then…", "", ""), "And then… Asked");
        assert_eq!(words("", "Us", ""), "Us; Asked");
    }

    #[test]
    fn a_row_of_the_playbook_says_nothing_until_somebody_fills_it() {
        let column =
            Column { id: "a".into(), label: "A".into(), kind: ColumnKind::Line, credit: Credit::Ours };
        let start = vec!["Roles".to_owned(), "Process".to_owned()];
        let kind = Kind::Table(Table { columns: vec![column], rows: Rows::Start(start), opening: None });
        let row = |text: &str, cell: &str| Row {
            text: text.to_owned(),
            cells: vec![Cell::Text(cell.to_owned())],
            own: false,
        };
        let rows = vec![row("Roles", ""), row("Process", "by the fifth"), row("Fees", "")];
        assert_eq!(Answer::Table(rows).in_lines(&kind), ["Process: by the fifth", "Fees"]);
    }
}
