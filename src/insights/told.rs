//! What one conversation has to tell: the few things of it that are counted.

use std::path::{Path, PathBuf};

use chrono::NaiveDate;

use crate::document::{Client, FollowUp, State};
use crate::playbook::answer::{Cell, Row};
use crate::playbook::model::{About, ColumnKind, Means, Rows, Table};
use crate::playbook::{Answer, Facts, Field, FieldRef, Kind, Phase};
use crate::session::Session;
use crate::text;

/// What one conversation has to tell.
#[derive(Clone, Debug, PartialEq)]
pub struct Told {
    pub path: PathBuf,
    pub id: String,
    pub client: Client,
    /// The playbook's id, and its title.
    pub playbook: String,
    pub title: String,
    pub started: NaiveDate,
    pub open: bool,
    pub closed: Option<NaiveDate>,
    /// It is a sample with invented people.
    pub sample: bool,
    /// How it ended, once it is closed and somebody chose.
    pub ending: Option<Ending>,
    pub said: Vec<Said>,
    pub promises: Vec<Promise>,
}

/// How a conversation ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ending {
    pub id: String,
    pub label: String,
    /// Not known of an ending that its playbook has no more.
    pub means: Option<Means>,
}

/// Something that a conversation says, and what it is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    pub about: About,
    /// It was put down beforehand: for a reason, that is our guess and not theirs.
    pub beforehand: bool,
    pub private: bool,
    /// Where it stands: the ids of the step and the field.
    pub step: String,
    pub field: String,
    pub what: What,
}

/// What is said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// An option that was chosen, an item that was ticked, or a day, period or number that was set.
    Option { id: String, label: String },
    /// In words of one's own: a line, or a row of a table.
    Words(String),
}

impl What {
    /// In words.
    pub fn words(&self) -> &str {
        match self {
            Self::Option { label, .. } => label,
            Self::Words(words) => words,
        }
    }
}

/// What became of something that was to be done on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Promise {
    /// The day that was named first, before anybody moved it.
    pub first: Option<NaiveDate>,
    /// The day it is due now.
    pub due: Option<NaiveDate>,
    pub state: State,
    pub done: Option<NaiveDate>,
}

impl Told {
    /// What a conversation has to tell; its note is at a path. What is passed over is not said, and what
    /// does not read as an answer of its kind is nobody's to count.
    pub fn of(path: &Path, session: &Session) -> Self {
        let (head, playbook) = (session.head(), session.playbook());
        let open = session.is_open();
        let ending = head.outcome.as_ref().filter(|_| !open).map(|id| {
            let known = playbook.outcomes.iter().find(|outcome| outcome.id == *id);
            let label = known.map_or(id, |outcome| &outcome.label).clone();
            Ending { id: id.clone(), label, means: known.map(|outcome| outcome.means) }
        });
        Self {
            path: path.to_owned(),
            id: head.id.clone(),
            client: head.client.clone(),
            playbook: playbook.id.clone(),
            title: playbook.title.clone(),
            started: head.started.date_naive(),
            open,
            closed: head.closed.filter(|_| !open).map(|at| at.date_naive()),
            sample: head.is_sample(),
            ending,
            said: playbook.fields().flat_map(|(at, field)| said(session, at, field)).collect(),
            promises: head.follow_ups.iter().map(Promise::of).collect(),
        }
    }

    /// The day it counts for: that of its end, or as long as it goes on of its beginning.
    pub fn day(&self) -> NaiveDate {
        self.closed.unwrap_or(self.started)
    }

    /// What it is called without its client: `Farewell, Nov 2026`.
    pub fn unnamed(&self) -> String {
        format!("{}, {}", text::clean_line(&self.title), month(self.day()))
    }

    /// What it is called: `Ada Byron, Farewell, Nov 2026`.
    pub fn named(&self) -> String {
        format!("{}, {}", text::clean_line(&self.client.name), self.unnamed())
    }

    /// From the beginning to the end, in days. One that ended before it began was changed by hand, and
    /// nobody knows.
    pub fn days(&self) -> Option<u32> {
        u32::try_from((self.closed? - self.started).num_days()).ok()
    }

    /// Whether they stayed, or left; `None` as long as that is open.
    pub fn stayed(&self) -> Option<bool> {
        match self.ending.as_ref()?.means? {
            Means::Kept | Means::Trial => Some(true),
            Means::Parted | Means::Lost => Some(false),
            Means::Parked => None,
        }
    }
}

/// A month as it stands beside others: `Nov 2026`.
pub fn month(day: NaiveDate) -> String {
    day.format("%b %Y").to_string()
}

impl Promise {
    fn of(follow_up: &FollowUp) -> Self {
        let first = follow_up.moved.first().map(|moved| moved.from).or(follow_up.due);
        Self { first, due: follow_up.due, state: follow_up.state, done: follow_up.done }
    }
}

fn said(session: &Session, at: FieldRef, field: &Field) -> Vec<Said> {
    let (Some(about), Some(answer)) = (field.about, session.answer(at)) else { return Vec::new() };
    let playbook = session.playbook();
    let step = &playbook.steps[at.step];
    let said = |what| Said {
        about,
        beforehand: step.phase == Phase::Before,
        private: playbook.says_private(at),
        step: step.id.clone(),
        field: field.id.clone(),
        what,
    };
    whats(&field.kind, answer).into_iter().map(said).collect()
}

/// What an answer says, thing by thing.
fn whats(kind: &Kind, answer: &Answer) -> Vec<What> {
    let words = |words: &str| What::Words(text::clean_line(words));
    let mut all: Vec<What> = match answer {
        Answer::Text(_) => answer.lines().map(words).collect(),
        Answer::Choice(_) | Answer::Other(_) | Answer::Choices(_) | Answer::Checklist(_) => {
            let chosen = kind.choices().iter().filter(|choice| answer.includes(&choice.id));
            let options =
                chosen.map(|choice| What::Option { id: choice.id.clone(), label: choice.label.clone() });
            options.chain(answer.other().map(words)).collect()
        }
        Answer::Table(rows) => match kind.table() {
            Some(table) => {
                rows.iter().filter_map(|row| row_words(table, row)).map(|row| words(&row)).collect()
            }
            None => Vec::new(),
        },
        Answer::Verbatim(_) => Vec::new(),
        Answer::Day(_) | Answer::Period { .. } | Answer::Number(_) | Answer::Score(_) => {
            // Nobody's own words: what is set is the same for all who set it.
            let set = text::clean_line(&answer.in_words(kind));
            vec![What::Option { id: set.clone(), label: set }]
        }
    };
    all.retain(|what| !what.words().trim().is_empty());
    all
}

/// What a row says in words: its own text and the first that is written in it, with what was chosen in
/// brackets. Days and ticks do not make two things of one.
fn row_words(table: &Table, row: &Row) -> Option<String> {
    let cells = || row.cells.iter().zip(&table.columns);
    let typed = cells().find_map(|(cell, column)| match (cell, &column.kind) {
        (Cell::Text(text), ColumnKind::Line | ColumnKind::Text) if !cell.is_blank() => Some(text.trim()),
        _ => None,
    });
    let chosen: Vec<String> = cells()
        .filter(|(cell, _)| matches!(cell, Cell::Choice(_)))
        .map(|(cell, column)| cell.in_words(&column.kind))
        .collect();
    // What the playbook or another field has put there says nothing by itself.
    let is_own = match &table.rows {
        Rows::Added => false,
        Rows::Start(texts) => !texts.contains(&row.text),
        Rows::Lines(_) => row.own,
    };
    let text = Some(row.text.trim()).filter(|text| !text.is_empty());
    if typed.is_none() && chosen.is_empty() && !(is_own && text.is_some()) {
        return None;
    }
    let mut words = text.into_iter().chain(typed).collect::<Vec<_>>().join(": ");
    if !chosen.is_empty() {
        let chosen = chosen.join(", ");
        words = if words.is_empty() { chosen } else { format!("{words} ({chosen})") };
    }
    Some(words)
}
