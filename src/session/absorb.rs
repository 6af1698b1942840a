//! Somebody else wrote in the note while the conversation is open: an editor, a sync tool, a command
//! in a shell. What they wrote comes in; what is being typed stays under the hand.

use std::collections::BTreeSet;

use chrono::{DateTime, FixedOffset};

use super::edit::{Edit, Target};
use super::note::notes_key;
use super::{Session, codec};
use crate::document::{Document, Head};
use crate::playbook::FieldRef;

/// What somebody else changed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changed {
    fields: BTreeSet<(usize, usize)>,
    /// The steps whose notes it is.
    notes: BTreeSet<usize>,
    client: bool,
    meeting: bool,
    ending: bool,
    follow_ups: bool,
    links: bool,
    also: bool,
    hold: bool,
}

impl Changed {
    /// Whether an edit is about any of it, and can no more be undone where it stood.
    fn concerns(&self, edit: &Edit) -> bool {
        let field = |at: &FieldRef| self.fields.contains(&(at.step, at.field));
        match edit {
            Edit::Splice { target: Target::Field(at) | Target::Cell { field: at, .. }, .. }
            | Edit::Answer { field: at, .. } => field(at),
            Edit::Splice { target: Target::Note { step, .. }, .. } | Edit::Note { step, .. } => {
                self.notes.contains(step)
            }
            Edit::Client(_) => self.client,
            Edit::Meeting(_) => self.meeting,
            Edit::Close { .. } => self.ending,
            Edit::FollowUps(_) => self.follow_ups,
            Edit::HandedOn(_) => self.links,
            Edit::Also { .. } => self.also,
            Edit::Hold(_) => self.hold,
            Edit::Amended { .. } => false,
            Edit::Several(edits) => edits.iter().any(|edit| self.concerns(edit)),
        }
    }
}

impl Session {
    /// Takes in what somebody else wrote: `theirs` is the note as it stands now, `base` the one that
    /// both sides began with. What they changed can not be undone here, and neither can what was
    /// typed before in the same place. Where both changed the answer that is being typed, the field
    /// `typed`, ours stays under the hand and theirs goes beside it.
    pub fn absorb(
        &mut self,
        base: &Document,
        theirs: Document,
        typed: Option<FieldRef>,
        now: DateTime<FixedOffset>,
    ) {
        let ours = self.to_document();
        let mut merged = Document::merge(base, &ours, &theirs).document;
        if let Some(at) = typed {
            keep_ours(&mut merged, &ours, &self.playbook.field(at).key);
        }
        if merged == ours {
            self.filed(theirs);
            return;
        }
        let (Ok(was), Ok(is)) = (ours.head(), merged.head()) else { return };
        let read = Self::open(self.playbook.clone(), is.clone(), merged.clone(), now);
        let mut changed = Changed::default();
        for (at, field) in self.playbook.clone().fields() {
            let body = merged.body(&field.key);
            let says = |body: &Option<String>| body.as_ref().and_then(|b| codec::decode(&field.kind, b));
            let before = ours.body(&field.key);
            if body != before && says(&body) != says(&before) {
                self.take_answer(at, read.answers.get(&at));
                changed.fields.insert((at.step, at.field));
            }
        }
        for (i, step) in self.playbook.clone().steps.iter().enumerate() {
            let key = notes_key(&step.id);
            if merged.body(&key) != ours.body(&key) {
                self.notes[i].clone_from(&read.notes[i]);
                changed.notes.insert(i);
            }
        }
        changed.also = merged.also() != ours.also();
        self.also = merged.also();
        self.take_head(&was, is, &mut changed);
        self.history.forget(|edit| changed.concerns(edit));
        self.tracks.clear();
        self.filed(merged);
        self.revision += 1;
        self.refilled += 1;
        self.derive();
    }

    /// What of the front matter somebody else changed; where one stands is one's own.
    fn take_head(&mut self, was: &Head, is: Head, changed: &mut Changed) {
        if was.client != is.client {
            self.head.client = is.client;
            changed.client = true;
        }
        if was.meeting != is.meeting {
            self.head.meeting = is.meeting;
            changed.meeting = true;
        }
        if (was.status, &was.outcome, &was.closed) != (is.status, &is.outcome, &is.closed) {
            (self.head.status, self.head.outcome, self.head.closed) = (is.status, is.outcome, is.closed);
            changed.ending = true;
        }
        if was.follow_ups != is.follow_ups {
            self.head.follow_ups = is.follow_ups;
            self.gone.clear();
            changed.follow_ups = true;
        }
        if was.to != is.to {
            self.head.to = is.to;
            changed.links = true;
        }
        if was.hold != is.hold {
            self.head.hold = is.hold;
            changed.hold = true;
        }
        self.head.amended = is.amended;
        self.head.from = is.from;
        self.head.advisor = is.advisor;
        self.head.labels = is.labels;
        self.head.sample = is.sample;
    }
}

/// Where ours went beside theirs, it is the other way round then. What was ours a moment ago, and is
/// in what ours is now, is no text of its own.
fn keep_ours(merged: &mut Document, ours: &Document, key: &str) {
    let (Some(mine), Some(stands)) = (ours.body(key), merged.body(key)) else { return };
    let mut beside = merged.also().remove(key).unwrap_or_default();
    if mine != stands && beside.contains(&mine) {
        merged.set_body(key, &mine);
        beside.push(stands);
    }
    beside.retain(|text| !mine.starts_with(text.as_str()));
    merged.set_also(key, &beside);
}
