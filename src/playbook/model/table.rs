//! Tables: their columns, and where their rows come from.

use super::{Choice, Credit, FieldRef};

/// Rows and columns.
#[derive(Clone, Debug)]
pub struct Table {
    /// At least one.
    pub columns: Vec<Column>,
    pub rows: Rows,
    /// Said before the text of each row.
    pub opening: Option<String>,
}

impl Table {
    /// Whether each row has a text of its own, before its cells.
    pub fn has_row_text(&self) -> bool {
        self.rows != Rows::Added
    }
}

/// Where the rows of a table come from. More can always be added.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Rows {
    /// Only those that the advisor adds; they have no text of their own.
    Added,
    /// One for each line of that list or text.
    Lines(FieldRef),
    /// These to begin with.
    Start(Vec<String>),
}

/// A column of a table.
#[derive(Clone, Debug)]
pub struct Column {
    pub id: String,
    pub label: String,
    pub kind: ColumnKind,
    pub credit: Credit,
}

/// What the cells of a column hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ColumnKind {
    Line,
    Text,
    Tick,
    Date,
    Choice {
        options: Vec<Choice>,
    },
    /// 1 to `out_of`.
    Score {
        out_of: u32,
    },
}

impl ColumnKind {
    /// As the file says it.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Line => "line",
            Self::Text => "text",
            Self::Tick => "tick",
            Self::Date => "date",
            Self::Choice { .. } => "choice",
            Self::Score { .. } => "score",
        }
    }
}
