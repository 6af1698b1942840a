//! What a typed line means: a note, their words, a promise, something to come back to. While it is typed
//! it is a note, so that no letter is lost; Enter puts it where it belongs.

use chrono::{DateTime, FixedOffset};

use super::{Likely, talk};
use crate::playbook::{Answer, FieldRef, Kind};
use crate::session::{Edit, Entry, Session, Target};
use crate::text;

/// What a line means by how it begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meaning<'l> {
    Note,
    /// Their words, without the marks around them.
    Words(&'l str),
    /// What one promised.
    Promise(&'l str),
    /// To come back to.
    Flag(&'l str),
}

/// What a line means.
pub fn meaning(line: &str) -> Meaning<'_> {
    let line = line.trim();
    let quote = |c: char| matches!(c, '"' | '“' | '”' | '„' | '«');
    if let Some(words) = line.strip_prefix(quote) {
        let end = |c: char| matches!(c, '"' | '“' | '”' | '»');
        let closed = words.strip_suffix(end).filter(|inner| !inner.contains(quote));
        return Meaning::Words(closed.unwrap_or(words).trim());
    }
    match (line.strip_prefix('@'), line.strip_prefix('!')) {
        (Some(promise), _) => Meaning::Promise(promise.trim()),
        (_, Some(flag)) => Meaning::Flag(flag.trim()),
        _ => Meaning::Note,
    }
}

/// Where their words go: the field for them in a step, before it in the same talk, or behind it. None
/// where the playbook has none, or somebody wrote something there that is no answer.
pub fn words_field(session: &Session, step: usize) -> Option<FieldRef> {
    let talk = talk(session, step);
    let fields = session.playbook().fields().filter(|(_, field)| field.words);
    let fields = fields.filter(|(at, field)| {
        let is_read = !matches!(session.held(*at), Some(Answer::Verbatim(_)));
        let is_text = matches!(field.kind, Kind::Text { .. } | Kind::List(_));
        talk.contains(&at.step) && is_text && is_read && session.applies(*at)
    });
    fields.map(|(at, _)| at).min_by_key(|at| at.step.abs_diff(step))
}

/// The edit that Enter makes of a note that was typed. `None` if it stays what it is. Of what they may say,
/// `picked` is what the advisor says they said, in a few letters.
pub fn keep(session: &Session, (step, entry): (usize, usize), picked: Option<&Likely>) -> Option<Edit> {
    let target = Target::Note { step, entry };
    let typed = session.text(target);
    let away = Edit::Note { step, entry, note: None };
    // What was typed is a short form of it, or it is kept as it is.
    let picked =
        picked.filter(|likely| matches!(meaning(&typed), Meaning::Words(words) if likely.is_short(words)));
    let words = match (picked, meaning(&typed)) {
        (Some(likely), _) if likely.is_said => likely.hears.as_str(),
        // What happened is no word of theirs.
        (Some(likely), _) => {
            let insert = likely.hears.clone();
            return Some(Edit::Splice { target, at: 0, remove: typed.len(), insert });
        }
        (None, Meaning::Words("") | Meaning::Promise("") | Meaning::Flag("")) => return Some(away),
        (None, Meaning::Words(words)) => words,
        (None, _) => return typed.trim().is_empty().then_some(away),
    };
    Some(match words_field(session, step) {
        Some(at) => Edit::Several(vec![away, add_line(session, at, words)]),
        // Where there is no place for them they stay among the notes.
        None => Edit::Splice { target, at: 0, remove: typed.len(), insert: format!("\"{words}\"") },
    })
}

/// The edit that puts what was typed into a field that one is asked for, and makes of it what it means. What
/// stood there in words goes to the notes. `None` for a field that takes no text.
pub fn put(
    session: &Session,
    (step, entry): (usize, usize),
    at: FieldRef,
    now: DateTime<FixedOffset>,
) -> Option<Edit> {
    let typed = session.text(Target::Note { step, entry });
    let typed = typed.trim();
    let kind = &session.playbook().field(at).kind;
    if typed.is_empty() || !kind.is_typed() {
        return None;
    }
    let held = session.text(Target::Field(at));
    let into = if kind.is_multiline() {
        add_line(session, at, typed)
    } else {
        Edit::Splice { target: Target::Field(at), at: 0, remove: held.len(), insert: text::clean_line(typed) }
    };
    // What it means is found out aside, so that all of it is one step of undo.
    let mut tried = session.clone();
    tried.apply(into, now);
    if let Some(meant) = tried.on_leave(at) {
        tried.apply(meant, now);
    }
    let answer = Edit::Answer { field: at, answer: tried.held(at).cloned() };
    let is_words =
        matches!(session.held(at), Some(Answer::Verbatim(_) | Answer::Text(_))) && !kind.is_multiline();
    let goes = is_words && !held.trim().is_empty() && held.trim() != typed;
    let gone = goes.then(|| Edit::Note {
        step: at.step,
        entry: usize::MAX,
        note: Some(Entry::made(held.into_owned(), now)),
    });
    let away = Edit::Note { step, entry, note: None };
    Some(Edit::Several([Some(away), gone, Some(answer)].into_iter().flatten().collect()))
}

/// The edit that adds a line at the end of a text.
fn add_line(session: &Session, at: FieldRef, line: &str) -> Edit {
    let target = Target::Field(at);
    let held = session.text(target);
    let apart = if held.is_empty() || held.ends_with('\n') { "" } else { "\n" };
    Edit::Splice { target, at: held.len(), remove: 0, insert: format!("{apart}{line}") }
}
