//! What an export says, before it is Markdown, a page or a document: parts made of blocks, in plain words.
//! No front matter, no keys and no paths are in it.

mod client;
mod conversation;
mod events;

use chrono::{DateTime, FixedOffset, NaiveDate};

pub use self::client::{Mention, Story, client};
pub use self::conversation::{Linked, conversation, left_out};
pub use self::events::days;
use crate::dates::{self, Day};
use crate::text;

/// What is handed on.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Report {
    pub title: String,
    /// Of the playbook: `en`.
    pub language: String,
    pub parts: Vec<Part>,
}

/// A part of it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Part {
    /// None where its blocks stand right below the title.
    pub title: Option<String>,
    pub language: String,
    pub blocks: Vec<Block>,
}

/// Something in a part.
#[derive(Clone, Debug, PartialEq)]
pub enum Block {
    /// 1 is the highest one within its part.
    Heading(u8, String),
    /// A sentence of ours.
    Paragraph(String),
    /// What somebody wrote, with its lines.
    Text(Words),
    /// What somebody said, or what was written at another place, with its lines.
    Quote(String),
    List(Vec<String>),
    Ticks(Vec<(bool, String)>),
    Table(Table),
    /// Labels, and what there is to say of each.
    Facts(Vec<(String, Words)>),
    Notes(Vec<Note>),
}

/// Rows of cells. The first cell of a row says what it is about.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    pub head: Vec<String>,
    pub rows: Vec<Vec<Words>>,
}

impl Table {
    /// Without the columns in which nothing stands.
    fn without_empty(mut self) -> Self {
        let is_empty =
            |nth: usize| self.rows.iter().all(|row| row.get(nth).is_none_or(|words| words.text.is_empty()));
        let kept: Vec<bool> = (0..self.head.len()).map(|nth| !is_empty(nth)).collect();
        let mut keep = kept.iter();
        self.head.retain(|_| keep.next().copied().unwrap_or(true));
        for row in &mut self.rows {
            let mut keep = kept.iter();
            row.retain(|_| keep.next().copied().unwrap_or(true));
        }
        self
    }
}

/// A note with its time, if it is known.
#[derive(Clone, Debug, PartialEq)]
pub struct Note {
    pub at: Option<DateTime<FixedOffset>>,
    pub text: String,
}

/// Words and, where they are a day or a moment, which.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words {
    pub text: String,
    /// As machines read it: `2026-12-01`, `2026-12-01T12:30`.
    pub time: Option<String>,
}

impl Words {
    /// Words that may have several lines.
    pub fn lines(text: &str) -> Self {
        Self { text: lines(text), time: None }
    }

    /// A day as people read it.
    pub fn date(date: NaiveDate) -> Self {
        Self { text: dates::in_full(date), time: Some(date.to_string()) }
    }

    /// A day, and a time if it has one.
    pub fn day(day: Day) -> Self {
        Self { text: day.in_full(), time: Some(day.to_string().replace(' ', "T")) }
    }

    /// A moment, to the minute.
    pub fn moment(at: &DateTime<FixedOffset>) -> Self {
        Self { text: moment(at), time: Some(machine(at)) }
    }
}

impl From<&str> for Words {
    fn from(text: &str) -> Self {
        Self { text: text::clean_line(text), time: None }
    }
}

impl From<String> for Words {
    fn from(text: String) -> Self {
        Self::from(text.as_str())
    }
}

/// A moment as people read it: `Sat 21 November 2026, 14:02`.
pub fn moment(at: &DateTime<FixedOffset>) -> String {
    format!("{}, {}", dates::in_full(at.date_naive()), at.format("%H:%M"))
}

/// A moment as machines read it.
pub fn machine(at: &DateTime<FixedOffset>) -> String {
    at.format("%Y-%m-%dT%H:%M:%S%:z").to_string()
}

/// What somebody wrote, with its lines and without what no page can show.
fn lines(text: &str) -> String {
    let text = text::unix_lines(text);
    let cleaned = text::clean(text.trim_end()).into_owned();
    let begin = cleaned.lines().take_while(|line| line.trim().is_empty()).map(|line| line.len() + 1).sum();
    cleaned.get(begin..).unwrap_or_default().to_owned()
}

/// A label, and what parts it from what is said: a question needs no colon.
pub fn with_colon(label: &str) -> String {
    if label.ends_with(['?', '!', '…', '.', ':']) { label.to_owned() } else { format!("{label}:") }
}
