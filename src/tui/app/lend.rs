//! A text of the walk in the advisor's own editor, and back.
//!
//! While it is there the conversation may change otherwise: a file that somebody else changed is
//! taken in behind the editor. What comes back goes where it came from if that still is a place,
//! and no other text is thrown away for it.

use chrono::{DateTime, FixedOffset};

use super::{App, Effect, Screen};
use crate::session::{Edit, Entry, Session, Target};
use crate::tui::widget::editor::Splice;

/// What to know about the copies that editors keep. Said once in a sitting.
const COPIES: &str = "Your editor may keep copies in places of its own: swap, backup or undo files";

const NOTHING: &str = "Nothing was changed";

/// A text that is in the editor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lent {
    /// The conversation's id.
    session: String,
    /// Where it is; a note that is not begun has no place yet.
    target: Option<Target>,
    /// The step or field by its id: its number may be another's by now.
    key: String,
    text: String,
}

impl App {
    /// Gives the text one is in to the editor.
    pub(super) fn lend_text(&mut self, effects: &mut Vec<Effect>) {
        if self.is_read_only() {
            return;
        }
        let Some(lent) = self.text_to_lend() else {
            self.say("Ctrl+E opens a text in your editor: go to one first");
            return;
        };
        self.seal();
        // Whoever was about to quit goes on writing.
        if let Some(note) = &mut self.note {
            note.then = None;
        }
        self.file_now(effects);
        let (id, text) = (lent.session.clone(), lent.text.clone());
        self.lent = Some(lent);
        effects.push(Effect::EditText { id, text });
    }

    fn text_to_lend(&self) -> Option<Lent> {
        let (Screen::Walk(walk), Some(session)) = (&self.screen, self.session()) else { return None };
        if !self.types_in(walk) {
            return None;
        }
        let step = session.playbook().steps.get(walk.step)?;
        let field = walk.field().and_then(|field| step.fields.get(field));
        let target = walk.target(session);
        Some(Lent {
            session: session.head().id.clone(),
            target,
            key: field.map_or(&step.id, |field| &field.key).clone(),
            text: target.map(|target| session.text(target).into_owned()).unwrap_or_default(),
        })
    }

    /// The editor is done with it: what it says now, or why there is nothing to take.
    pub(super) fn text_edited(&mut self, edited: Result<String, String>, effects: &mut Vec<Effect>) {
        let Some(lent) = self.lent.take() else { return };
        match edited {
            Err(trouble) => self.complain(trouble),
            Ok(text) => {
                if self.take_text(&lent, text) {
                    effects.push(Effect::TextTaken);
                }
                // What else there is to say comes first; this, then, the next time.
                if !self.told_of_copies && self.message.as_ref().is_none_or(|said| said.text == NOTHING) {
                    self.told_of_copies = true;
                    self.say(COPIES);
                }
            }
        }
    }

    /// Puts a text where it came from, as one step of undo. Returns whether it is in the conversation.
    fn take_text(&mut self, lent: &Lent, text: String) -> bool {
        self.message = None;
        let here = self.text_to_lend();
        let Some(session) = self.session().filter(|session| session.head().id == lent.session) else {
            self.complain(
                "The conversation is not open any more: what you wrote is kept in the state folder",
            );
            return false;
        };
        let same_place =
            here.as_ref().is_some_and(|here| (&here.key, &here.target) == (&lent.key, &lent.target));
        let Some(here) = here.filter(|_| same_place) else {
            let step = lent.key.split('.').next().unwrap_or_default();
            let step = session.playbook().step(step).unwrap_or_else(|| session.position().0);
            if text != lent.text && !text.trim().is_empty() {
                let now = self.now.wall;
                let edit = self.session().map(|session| session.add_note(step, &text, now));
                self.edit_apart(edit);
                self.say("Its place is gone: what you wrote is in the notes of the step");
            }
            return true;
        };
        let text = if self.is_one_line() { text.replace('\n', " ") } else { text };
        if text == lent.text || text == here.text {
            self.say(NOTHING);
            return true;
        }
        let changed_meanwhile = here.text != lent.text;
        self.seal();
        match here.target {
            Some(target) if changed_meanwhile && !here.text.trim().is_empty() => {
                let now = self.now.wall;
                let edit = self.session().map(|session| replaced(session, target, &here.text, &text, now));
                self.edit_apart(edit);
                self.refresh_text(None);
                self.say("It was changed elsewhere, too: that text is in the notes of the step");
            }
            _ => self.splice(splice(&here.text, &text)),
        }
        self.seal();
        true
    }
}

/// The edit that puts a text in the place of another, which goes into the notes of its step.
fn replaced(session: &Session, target: Target, old: &str, new: &str, now: DateTime<FixedOffset>) -> Edit {
    let Splice { at, remove, insert } = splice(old, new);
    let step = target.step();
    let note = Entry::made(old.to_owned(), now);
    Edit::Several(vec![
        Edit::Splice { target, at, remove, insert },
        Edit::Note { step, entry: session.notes(step).len(), note: Some(note) },
    ])
}

/// What of a text must become other to make it the new one: what both begin and end with stays.
fn splice(old: &str, new: &str) -> Splice {
    let same = |a: &mut dyn Iterator<Item = (char, char)>| {
        a.take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8()).sum::<usize>()
    };
    let head = same(&mut old.chars().zip(new.chars()));
    let tail = same(&mut old[head..].chars().rev().zip(new[head..].chars().rev()));
    Splice { at: head, remove: old.len() - head - tail, insert: new[head..new.len() - tail].to_owned() }
}
