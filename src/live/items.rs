//! What there is to say and to do in a talk, in its order.

use std::collections::HashSet;

use chrono::{DateTime, FixedOffset};

use super::line::words_field;
use crate::playbook::answer::Cell;
use crate::playbook::model::{ColumnKind, List, Rows};
use crate::playbook::{Answer, Facts, FieldRef, Kind, Phase, Playbook};
use crate::session::{Edit, Session};
use crate::text;

/// Begins the note that says that something was said.
pub(super) const TICKED: &str = "[x] ";
/// What their words are played back with.
const HEARD: &str = "I heard you say";

/// What tells an item from others, however the list around it changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Key {
    /// Words to say in a step. A note of that step says that they were.
    Said { step: usize, words: String },
    /// A row of a table that is ticked.
    Row { field: FieldRef, row: usize },
    /// An option, or something on a list to tick.
    Option { field: FieldRef, id: String },
    /// Something to fill in.
    Field(FieldRef),
}

impl Key {
    /// The same in another version of the playbook, by its ids; `None` if it is not there any more.
    #[must_use]
    pub fn moved(self, before: &Playbook, now: &Playbook) -> Option<Self> {
        let field = |at: FieldRef| {
            before.fields().find(|(old, _)| *old == at).and_then(|(_, field)| now.find(&field.key))
        };
        Some(match self {
            Self::Said { step, words } => Self::Said { step: now.step(&before.steps.get(step)?.id)?, words },
            Self::Row { field: at, row } => Self::Row { field: field(at)?, row },
            Self::Option { field: at, id } => Self::Option { field: field(at)?, id },
            Self::Field(at) => Self::Field(field(at)?),
        })
    }
}

/// What kind of thing an item is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// One of the advisor's own questions.
    Question,
    /// A phrase of the playbook.
    Phrase,
    /// Their own words, to be played back.
    Heard,
    /// Something to tick.
    Tick,
    /// One of several answers, of which one is chosen.
    Decision,
    /// Something to type.
    Fill,
}

/// One thing to say or to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    pub key: Key,
    pub step: usize,
    pub sort: Sort,
    /// In one line, clean.
    pub words: String,
    /// What it belongs to: the question that an option answers, the table that a row is in.
    pub about: Option<String>,
    pub done: bool,
}

/// The items of a talk, step by step: the advisor's own questions first, or else the phrases of the step;
/// their words to be played back; then what the step asks for.
pub fn items(session: &Session, talk: &[usize]) -> Vec<Item> {
    let mut items = Vec::new();
    let ticked = ticked(session, talk);
    for (nth, step) in talk.iter().enumerate() {
        let said = |words: String, sort| {
            let done = ticked.contains(words.as_str());
            let key = Key::Said { step: *step, words: words.clone() };
            Item { key, step: *step, sort, words, about: None, done }
        };
        let questions = if nth == 0 { questions(session, talk) } else { Vec::new() };
        let asks = !questions.is_empty();
        items.extend(questions.into_iter().map(|words| said(words, Sort::Question)));
        items.extend(heard(session, talk, *step).into_iter().map(|words| said(words, Sort::Heard)));
        let fields =
            (0..session.playbook().steps[*step].fields.len()).map(|field| FieldRef { step: *step, field });
        // A table that has their words as its rows plays them back.
        let (played, others): (Vec<_>, Vec<_>) = fields.partition(|at| plays_back(session, *at));
        played.into_iter().for_each(|at| of_field(session, at, talk, &mut items));
        if !asks {
            let phrases = session.playbook().steps[*step].say.iter();
            items.extend(phrases.map(|p| said(text::clean_line(&session.fill(&p.text)), Sort::Phrase)));
        }
        others.into_iter().for_each(|at| of_field(session, at, talk, &mut items));
    }
    // What was said twice is played back once: each item is known by its words.
    let mut seen = HashSet::new();
    items.retain(|item| match &item.key {
        Key::Said { step, words } => seen.insert((*step, words.clone())),
        _ => true,
    });
    items
}

/// The edit that ticks an item or chooses it, or takes that back. `None` where there is nothing to tick.
pub fn tick(session: &Session, key: &Key, now: DateTime<FixedOffset>) -> Option<Edit> {
    match key {
        Key::Said { step, words } => {
            let note = format!("{TICKED}{words}");
            let in_step = |step: usize| {
                let mut notes = session.notes(step).iter();
                notes.position(|entry| entry.text.trim_end() == note).map(|entry| (step, entry))
            };
            // It may stand in another step of the talk, where the same was said.
            match in_step(*step).or_else(|| super::talk(session, *step).into_iter().find_map(in_step)) {
                Some((step, entry)) => Some(Edit::Note { step, entry, note: None }),
                None => Some(session.add_note(*step, &note, now)),
            }
        }
        Key::Row { field, row } => session.turn_cell(*field, *row, tick_column(session, *field)?, now),
        Key::Option { field, id } => Some(session.toggle(*field, id, now)),
        Key::Field(_) => None,
    }
}

/// What was said, as the notes of a talk have it.
fn ticked<'s>(session: &'s Session, talk: &[usize]) -> HashSet<&'s str> {
    let entries = talk.iter().flat_map(|step| session.notes(*step));
    entries.filter_map(|entry| entry.text.strip_prefix(TICKED)).map(str::trim_end).collect()
}

/// Whether a note only says that something was said.
pub fn is_tick(note: &str) -> bool {
    note.starts_with(TICKED)
}

/// What the advisor wrote to ask, in the first talk. Where a table of that talk has a row for each of them,
/// they stand there.
fn questions(session: &Session, talk: &[usize]) -> Vec<String> {
    let playbook = session.playbook();
    let first = playbook.steps.iter().position(|step| step.phase == Phase::During);
    if talk.first().copied() > first && first.is_some_and(|first| session.step_is_asked(first)) {
        return Vec::new();
    }
    let is_asked = |list: &List| list.practise || list.wording.is_some();
    let mut questions = Vec::new();
    for (at, field) in playbook.fields() {
        let Kind::List(list) = &field.kind else { continue };
        let before = playbook.steps[at.step].phase == Phase::Before && is_asked(list);
        if before && session.applies(at) && !has_rows(session, at, talk) {
            let lines = session.answer(at).into_iter().flat_map(Answer::lines);
            questions.extend(lines.map(text::clean_line).filter(|line| !line.is_empty()));
        }
    }
    questions
}

/// Their words, where they are to be played back: at the beginning of the step after the one in which they
/// are put down, or at the end of the last. A table that has them as its rows does that itself.
fn heard(session: &Session, talk: &[usize], step: usize) -> Vec<String> {
    let Some(words) = talk.first().and_then(|first| words_field(session, *first)) else { return Vec::new() };
    let after = talk.iter().find(|step| **step > words.step).or(talk.last());
    if after != Some(&step) || !talk.contains(&words.step) || is_played_back(session, words) {
        return Vec::new();
    }
    let lines = session.answer(words).into_iter().flat_map(Answer::lines).map(text::clean_line);
    lines.filter(|line| !line.is_empty()).map(|line| format!("{HEARD}: {line}")).collect()
}

/// Whether some table has a row to tick for each of these words.
fn is_played_back(session: &Session, words: FieldRef) -> bool {
    let mut tables = session.playbook().fields().filter(|(_, field)| follows(&field.kind, words));
    tables.any(|(at, _)| tick_column(session, at).is_some())
}

/// Whether a field is a table that has a row to tick for each of their words.
fn plays_back(session: &Session, at: FieldRef) -> bool {
    let rows = session.table(at).map(|table| &table.rows);
    matches!(rows, Some(Rows::Lines(words)) if session.playbook().field(*words).words)
        && tick_column(session, at).is_some()
}

fn has_rows(session: &Session, list: FieldRef, talk: &[usize]) -> bool {
    let mut tables = session.playbook().fields().filter(|(at, _)| talk.contains(&at.step));
    tables.any(|(at, field)| follows(&field.kind, list) && tick_column(session, at).is_some())
}

fn follows(kind: &Kind, list: FieldRef) -> bool {
    kind.table().is_some_and(|table| table.rows == Rows::Lines(list))
}

/// The column in which the rows of a table are ticked.
fn tick_column(session: &Session, at: FieldRef) -> Option<usize> {
    session.table(at)?.columns.iter().position(|column| column.kind == ColumnKind::Tick)
}

fn of_field(session: &Session, at: FieldRef, talk: &[usize], items: &mut Vec<Item>) {
    if !session.is_asked(at) || words_field(session, talk[0]) == Some(at) {
        return;
    }
    let field = session.playbook().field(at);
    let label = text::clean_line(&session.fill(&field.label));
    let mut push = |key, sort, words: String, done| {
        let about = (words != label).then(|| label.clone());
        items.push(Item { key, step: at.step, sort, words: text::clean_line(&words), about, done });
    };
    match &field.kind {
        Kind::Choice { options, .. } | Kind::Choices { options, .. } | Kind::Checklist { items: options } => {
            let sort = if matches!(field.kind, Kind::Choice { .. }) { Sort::Decision } else { Sort::Tick };
            for option in options {
                let done = session.answer(at).is_some_and(|answer| answer.includes(&option.id));
                let key = Key::Option { field: at, id: option.id.clone() };
                push(key, sort, option.label.clone(), done);
            }
        }
        Kind::Table(table) => {
            let Some(column) = tick_column(session, at) else { return };
            for (nth, row) in session.rows(at).iter().enumerate() {
                let opening = table.opening.as_ref().map(|opening| format!("{opening}: "));
                let words = format!("{}{}", opening.unwrap_or_default(), row.text);
                let done = row.cells.get(column) == Some(&Cell::Tick);
                if !row.text.trim().is_empty() {
                    push(Key::Row { field: at, row: nth }, Sort::Tick, words, done);
                }
            }
        }
        Kind::Score { .. } => {}
        _ => push(Key::Field(at), Sort::Fill, label.clone(), session.is_filled(at)),
    }
}
