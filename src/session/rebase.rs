//! The playbook under a conversation is another one than before: the note was made with an earlier
//! version, or somebody changed the file while the conversation was open. No word is lost by it.

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::{DateTime, FixedOffset};

use super::relabel::relabel;
use super::{Entry, Session};
use crate::document::{Head, Labels, PlaybookRef, is_also};
use crate::playbook::{Answer, FieldRef, Kind, Playbook};

/// Something that the note holds and the playbook does not know: a field or step of an earlier
/// version, or a heading that stands there a second time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Earlier {
    /// `step` or `step.field`, as in the note.
    pub key: String,
    pub title: String,
    pub text: String,
}

impl Earlier {
    /// The id of the step it belonged to.
    fn step(&self) -> &str {
        self.key.split_once('.').map_or(self.key.as_str(), |(step, _)| step)
    }
}

/// How many words are elsewhere than in the answers that a playbook knows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Elsewhere {
    earlier: usize,
    notes: usize,
    unread: usize,
}

impl Elsewhere {
    /// What became of the answers with another version of the playbook, since `before`.
    pub fn since(self, before: Self) -> &'static str {
        if self.earlier > before.earlier {
            "see \"From an earlier version\""
        } else if self.notes > before.notes {
            "what lost its place is in your notes"
        } else if self.unread > before.unread {
            "an answer does not fit it: look for \"!\""
        } else {
            "your answers are where they were"
        }
    }
}

impl Session {
    /// What the note holds that this playbook does not know, or that stands under a key a second
    /// time, in the note's order. It is written back where and as it stood.
    pub fn earlier(&self) -> &[Earlier] {
        &self.earlier
    }

    /// What of it belongs to a step that there still is.
    pub fn earlier_of(&self, step: usize) -> impl Iterator<Item = &Earlier> {
        let id = self.playbook.steps[step].id.as_str();
        self.earlier.iter().filter(move |e| e.step() == id)
    }

    /// How much stands elsewhere than in an answer of its kind.
    pub fn elsewhere(&self) -> Elsewhere {
        let unread = self.verbatim().filter(|at| !self.playbook.field(*at).kind.is_typed());
        Elsewhere {
            earlier: self.earlier.len(),
            notes: self.notes.iter().map(Vec::len).sum(),
            unread: unread.count(),
        }
    }

    /// What of it belongs to no step any more.
    pub fn earlier_elsewhere(&self) -> impl Iterator<Item = &Earlier> {
        self.earlier.iter().filter(|e| self.playbook.step(e.step()).is_none())
    }

    pub(super) fn earlier_in_document(&self) -> Vec<Earlier> {
        let known = |key: &str| {
            self.playbook.find(key).is_some()
                || self.playbook.step(key).is_some()
                || key.strip_suffix(".notes").is_some_and(|step| self.playbook.step(step).is_some())
                || is_also(key)
        };
        let mut seen = BTreeSet::new();
        let blocks = self.document.blocks().filter(|(key, ..)| !seen.insert(*key) || !known(key));
        let earlier = |(key, title, text): (&str, &str, String)| Earlier {
            key: key.to_owned(),
            title: title.to_owned(),
            text,
        };
        blocks.filter(|(_, _, text)| !text.trim().is_empty()).map(earlier).collect()
    }

    /// How the playbook differs from the one that the note was last saved with, in words. `None` if
    /// it is the same one.
    pub fn other_playbook(&self) -> Option<String> {
        let (then, now) = (&self.head.playbook, &self.playbook);
        if then.sha256 == now.sha256 || then.sha256.is_empty() {
            return None;
        }
        let how = if then.version == now.version {
            "The playbook was changed since this note was saved".to_owned()
        } else {
            format!("The playbook is version {}, no longer {}", now.version, then.version)
        };
        // Notes were made by hand as well: what they hold tells nothing here.
        let before = Elsewhere { notes: usize::MAX, ..Elsewhere::default() };
        Some(format!("{how}; {}", self.elsewhere().since(before)))
    }

    /// From an edit on, the note says the playbook that is walked. Not from being opened on: only
    /// reading a note is no reason to file it.
    pub(super) fn walk_now(&mut self) {
        if self.head.playbook.sha256 != self.playbook.sha256 {
            self.head.playbook = PlaybookRef {
                id: self.playbook.id.clone(),
                version: self.playbook.version.clone(),
                sha256: self.playbook.sha256.clone(),
            };
        }
    }

    /// The same conversation on another version of its playbook. What is typed and not filed yet
    /// comes along; what the new version does not know stays in the note, see [`Session::earlier`].
    /// There is nothing to undo afterwards, for the edits were made in the other version.
    #[must_use]
    pub fn rebase(self, playbook: Arc<Playbook>, now: DateTime<FixedOffset>) -> Self {
        let mut document = self.to_document();
        let mut left: Vec<(usize, String)> = Vec::new();
        for (_, field) in self.playbook.fields() {
            let Some(new) = playbook.find(&field.key) else { continue };
            let Some(body) = document.body(&field.key) else { continue };
            if let Some((body, gone)) = relabel(&field.kind, &playbook.field(new).kind, &body) {
                document.set_body(&field.key, &body);
                left.extend(gone.into_iter().map(|words| (new.step, words)));
            }
        }
        // The blocks are in the words of now.
        let head = Head { labels: Labels::new(), ..self.head.clone() };
        let mut session = Self::open(playbook, head, document, now);
        session.revision = self.revision + 1;
        session.take_typed(&self);
        // What has no column any more goes to the notes of its step: it is nowhere else to be seen.
        for (step, text) in left {
            session.notes[step].push(Entry::made(text, now));
        }
        session.derive();
        session
    }

    /// Takes over what is typed as it stands in memory: half a date, or a line just begun, is not
    /// the same once it was in a note.
    fn take_typed(&mut self, old: &Self) {
        for (at, field) in old.playbook.clone().fields() {
            let Some(new) = self.playbook.find(&field.key) else { continue };
            if same_typing(&field.kind, &self.playbook.field(new).kind) {
                self.take_answer(new, old.answers.get(&at));
            }
        }
        for (i, step) in old.playbook.steps.iter().enumerate() {
            if let Some(new) = self.playbook.step(&step.id) {
                self.notes[new].clone_from(&old.notes[i]);
            }
        }
    }

    pub(super) fn take_answer(&mut self, at: FieldRef, answer: Option<&Answer>) {
        match answer {
            Some(answer) => self.answers.insert(at, answer.clone()),
            None => self.answers.remove(&at),
        };
    }
}

/// Whether what was typed into the one kind stands as it is in the other.
fn same_typing(old: &Kind, new: &Kind) -> bool {
    let unit = |kind: &Kind| match kind {
        Kind::Period { unit, .. } => Some(*unit),
        _ => None,
    };
    old.is_typed() && old.word() == new.word() && unit(old) == unit(new)
}
