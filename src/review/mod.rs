//! Looking back on a conversation: their words beside what was promised, what to read back to them, what
//! was decided, and how a trial stands. A pure view of a session.

mod read_back;
mod trial;

pub use self::trial::{Trial, trial};
use crate::playbook::model::{About, ColumnKind, Rows, Table};
use crate::playbook::{Facts, Field, FieldRef, Kind, Phase, Playbook, Step};
use crate::session::Session;
use crate::text;

/// What stands above promises that were caught while one talked.
pub const PROMISED: &str = "Promised while you talked";

/// A question with what was put down for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// The field; `None` for what was caught while one talked.
    pub at: Option<FieldRef>,
    pub label: String,
    pub words: Vec<String>,
}

/// Their words, and one's own promises.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sides {
    /// Why they leave, and what was written down while they talked. What one guessed beforehand is none of it.
    pub theirs: Vec<Said>,
    /// What was agreed and promised: in answers, and while one talked.
    pub ours: Vec<Said>,
}

impl Sides {
    /// Those of a conversation, with the promises that were caught while one talked.
    pub fn of(session: &Session, caught: Vec<String>) -> Self {
        let theirs = said(session, is_theirs(session.playbook()));
        let mut ours = said(session, is_ours);
        // A line of theirs beside which nothing stands yet is no promise.
        let is_theirs = |words: &String| theirs.iter().any(|said| said.words.contains(words));
        ours.iter_mut().for_each(|said| said.words.retain(|words| !is_theirs(words)));
        ours.retain(|said| !said.words.is_empty());
        if !caught.is_empty() {
            ours.push(Said { at: None, label: PROMISED.to_owned(), words: caught });
        }
        Self { theirs, ours }
    }

    /// Whether nothing was put down.
    pub fn is_empty(&self) -> bool {
        self.theirs.is_empty() && self.ours.is_empty()
    }
}

/// Their words, as the playbook marks them; where it marks none, all that is written down while they talk.
fn is_theirs(playbook: &Playbook) -> impl Fn(&Step, &Field) -> bool {
    let marks = playbook.fields().any(|(_, field)| field.words);
    move |step, field| {
        let is_written = matches!(field.kind, Kind::Text { .. } | Kind::List(_));
        let is_talk = step.phase == Phase::During && is_written && field.about.is_none();
        let is_words = if marks { field.words } else { is_talk };
        step.phase != Phase::Before && (is_words || field.about == Some(About::Reason))
    }
}

fn is_ours(step: &Step, field: &Field) -> bool {
    // What is written beside each of their lines answers it: that is a promise, too.
    let answers = |table: &Table| {
        let is_written = table.columns.iter().all(|column| column.kind == ColumnKind::Line);
        matches!(table.rows, Rows::Lines(_)) && is_written
    };
    let answers_theirs =
        step.phase != Phase::Before && field.about.is_none() && field.kind.table().is_some_and(answers);
    field.about == Some(About::Agreed) || answers_theirs
}

/// What was put down with its time while they talked, and after.
pub fn notes(session: &Session) -> Vec<String> {
    let steps = session.playbook().steps.iter().enumerate().filter(|(_, step)| step.phase != Phase::Before);
    let entries = steps.flat_map(|(step, _)| session.notes(step));
    entries.map(|entry| text::clean(entry.text.trim()).into_owned()).filter(|note| !note.is_empty()).collect()
}

/// The decisions that stand behind the talk, such as whether it could be a complaint: those that were made,
/// each with what was decided.
pub fn decided(session: &Session) -> Vec<(FieldRef, String)> {
    let steps = &session.playbook().steps;
    let decisions = session.playbook().fields().filter(|(at, field)| {
        steps[at.step].phase == Phase::After && matches!(field.kind, Kind::Choice { decides: true, .. })
    });
    let made = decisions.filter_map(|(at, field)| {
        let answer = session.answer(at).filter(|answer| !answer.is_blank())?;
        Some((at, text::clean_line(&answer.in_words(&field.kind))))
    });
    made.collect()
}

/// What was put down for some of the fields.
fn said(session: &Session, is_wanted: impl Fn(&Step, &Field) -> bool) -> Vec<Said> {
    let steps = &session.playbook().steps;
    let fields = session.playbook().fields().filter(|(at, field)| is_wanted(&steps[at.step], field));
    let answered = fields.filter_map(|(at, field)| {
        let answer = session.answer(at).filter(|answer| !answer.is_blank())?;
        let label = text::clean_line(&session.fill(&field.label));
        let words = answer.in_lines(&field.kind).into_iter().filter(|line| !line.trim().is_empty());
        // "3 months" says nothing without what it is of.
        let is_short =
            !matches!(field.kind, Kind::Text { .. } | Kind::Line { .. } | Kind::List(_) | Kind::Table(_));
        let words: Vec<_> =
            words.map(|line| if is_short { format!("{label}: {line}") } else { line }).collect();
        (!words.is_empty()).then_some(Said { at: Some(at), label, words })
    });
    answered.collect()
}

#[cfg(test)]
mod tests;
