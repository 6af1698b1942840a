//! A session: one walk through one playbook with one client. Pure; time is passed in.
//!
//! All state of a conversation is here and changes only by [`Session::apply`], which keeps the
//! inverse for undo. What can be derived (which fields are passed over, follow-ups, progress) is
//! derived after each edit and never stored apart.

mod absorb;
mod also;
mod amend;
pub mod cells;
pub mod codec;
mod derive;
mod edit;
mod follow_ups;
mod hand_off;
mod history;
pub mod input;
pub mod json;
mod known;
mod labels;
mod note;
pub mod notes;
mod prefill;
mod quick;
mod rebase;
mod relabel;
mod reworded;
mod rows;
pub mod sample;
mod table;
mod turn;
mod unsaid;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::{DateTime, FixedOffset, NaiveDate};

pub use self::also::{Also, Beside};
pub use self::derive::{Missing, StepState};
pub use self::edit::{Edit, Target};
use self::history::History;
pub use self::history::Touched;
pub use self::known::Known;
pub use self::notes::Entry;
pub use self::rebase::{Earlier, Elsewhere};
pub use self::unsaid::{UNSAID, title_may_be_private};
use crate::document::{Client, Document, FollowUp, Head, Meeting, PlaybookRef, Status};
use crate::playbook::{Answer, Condition, Facts, FieldRef, Playbook, Slot, Template};

/// A conversation.
#[derive(Clone, Debug)]
pub struct Session {
    playbook: Arc<Playbook>,
    head: Head,
    /// The note as it was last read, with all that is not ours.
    document: Document,
    /// Its front matter as it was when it was opened.
    opened: Document,
    answers: BTreeMap<FieldRef, Answer>,
    /// By step.
    notes: Vec<Vec<Entry>>,
    /// What the note holds and the playbook does not know.
    earlier: Vec<Earlier>,
    /// What was also written elsewhere, by the key of its block.
    also: also::Texts,
    /// By step and field: whether its conditions hold. Derived.
    applies: Vec<Vec<bool>>,
    /// Follow-ups whose condition holds no more, by id, as they were.
    gone: BTreeMap<String, FollowUp>,
    today: NaiveDate,
    history: History,
    revision: u64,
    /// How lists that are being edited, and their tables, stood when that began.
    tracks: rows::Tracks,
    /// Only the five-minute form is asked for. Personal, and never in the note.
    quick: bool,
    /// What was filled in by itself in this sitting, so that it is not once it was cleared.
    prefilled: BTreeSet<FieldRef>,
    /// What was filled in by itself last: a field that still says so follows what it hangs on.
    follows: BTreeMap<FieldRef, Answer>,
    /// Counts how often such a field was filled anew.
    refilled: u64,
}

/// What a new session begins with.
#[derive(Clone, Debug, Default)]
pub struct Start {
    /// 12 random Crockford characters.
    pub id: String,
    pub client: Client,
    pub meeting: Meeting,
    pub advisor: Option<String>,
    /// The conversation that it goes on from.
    pub from: Option<String>,
    /// That one is a sample, and so is what goes on from it: as [`Head::sample`].
    pub sample: Option<String>,
    /// Answers that came along from there.
    pub carried: Vec<(FieldRef, Answer)>,
    /// Only the five-minute form is asked for, if the playbook has one.
    pub quick: bool,
}

impl Session {
    /// A new conversation, standing at its first step.
    pub fn new(playbook: Arc<Playbook>, start: Start, now: DateTime<FixedOffset>) -> Self {
        let head = Head {
            id: start.id,
            client: start.client,
            advisor: start.advisor,
            meeting: start.meeting,
            from: start.from,
            sample: start.sample,
            started: now,
            at: playbook.steps[0].id.clone(),
            phase: playbook.steps[0].phase.word().to_owned(),
            playbook: PlaybookRef {
                id: playbook.id.clone(),
                version: playbook.version.clone(),
                sha256: playbook.sha256.clone(),
            },
            ..Head::default()
        };
        let document = Document::new(&head, &note::title(&playbook, &head.client.name));
        let mut session = Self::open(playbook, head, document, now);
        session.ask_quick(start.quick);
        if session.is_quick() {
            let first = (0..session.playbook.steps.len()).find(|s| session.step_is_asked(*s));
            session.stand_at(first.unwrap_or(0), None);
        }
        if !start.carried.is_empty() {
            session.answers.extend(start.carried);
            session.changed();
        }
        session
    }

    /// The conversation that a note holds. Answers are matched to the playbook by id; what does
    /// not fit stays in the note, see [`Session::earlier`].
    pub fn open(playbook: Arc<Playbook>, head: Head, document: Document, now: DateTime<FixedOffset>) -> Self {
        let mut session = Self {
            notes: vec![Vec::new(); playbook.steps.len()],
            applies: playbook.steps.iter().map(|s| vec![true; s.fields.len()]).collect(),
            playbook,
            head,
            opened: document.front(),
            document,
            answers: BTreeMap::new(),
            earlier: Vec::new(),
            also: also::Texts::new(),
            gone: BTreeMap::new(),
            today: now.date_naive(),
            history: History::default(),
            revision: 0,
            tracks: BTreeMap::new(),
            quick: false,
            prefilled: BTreeSet::new(),
            follows: BTreeMap::new(),
            refilled: 0,
        };
        session.read_labels();
        session.read_document();
        session.derive();
        session
    }

    /// The playbook it walks.
    pub fn playbook(&self) -> &Arc<Playbook> {
        &self.playbook
    }

    /// What the front matter will say.
    pub fn head(&self) -> &Head {
        &self.head
    }

    /// Counts the edits; what was filed at a revision holds all edits up to it.
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// The day it is for this session.
    pub fn today(&self) -> NaiveDate {
        self.today
    }

    /// Whether it is still open.
    pub fn is_open(&self) -> bool {
        self.head.status == Status::Open
    }

    /// What a field holds, also if it is passed over.
    pub fn held(&self, field: FieldRef) -> Option<&Answer> {
        self.answers.get(&field)
    }

    /// The notes of a step in the order they were made.
    pub fn notes(&self, step: usize) -> &[Entry] {
        &self.notes[step]
    }

    /// A template with its slots filled; a blank where there is nothing yet.
    pub fn fill(&self, template: &Template) -> String {
        template.fill(|slot| self.slot(slot))
    }

    /// The same, with what each slot is filled with put into other words; a blank where that gives none.
    pub fn fill_as(&self, template: &Template, put: impl Fn(Slot, String) -> Option<String>) -> String {
        template.fill(|slot| self.slot(slot).and_then(|words| put(slot, words)))
    }

    /// What a slot is filled with; nothing where nothing is known yet.
    pub fn slot(&self, slot: Slot) -> Option<String> {
        let Head { client, meeting, advisor, .. } = &self.head;
        match slot {
            Slot::Field(at) => self.answer(at).map(|a| a.in_words(&self.playbook.field(at).kind)),
            slot => Known { client, meeting, advisor: advisor.as_deref(), today: self.today }.slot(slot),
        }
    }

    /// Whether a field's conditions, and its step's, hold.
    pub fn applies(&self, field: FieldRef) -> bool {
        self.applies[field.step][field.field]
    }

    /// Whether a step's conditions hold.
    pub fn step_applies(&self, step: usize) -> bool {
        self.playbook.steps[step].when.as_ref().is_none_or(|c| self.holds(c))
    }

    /// Whether a condition of its playbook holds.
    pub fn holds(&self, condition: &Condition) -> bool {
        condition.holds(self)
    }

    /// Where the advisor stood: the step, and the field if it was in one.
    pub fn position(&self) -> (usize, Option<usize>) {
        let (step, field) = match self.head.at.split_once('.') {
            Some((step, field)) => (step, Some(field)),
            None => (self.head.at.as_str(), None),
        };
        let step = self.playbook.step(step).unwrap_or(0);
        let fields = &self.playbook.steps[step].fields;
        (step, field.and_then(|id| fields.iter().position(|f| f.id == id)))
    }

    /// Remembers where the advisor stands. Not an edit: it is personal, and no reason to file.
    pub fn stand_at(&mut self, step: usize, field: Option<usize>) {
        let place = &self.playbook.steps[step];
        self.head.phase = place.phase.word().to_owned();
        self.head.at = match field.and_then(|f| place.fields.get(f)) {
            Some(field) => field.key.clone(),
            None => place.id.clone(),
        };
    }

    /// The next step that is asked.
    pub fn next_step(&self, step: usize) -> Option<usize> {
        (step + 1..self.playbook.steps.len()).find(|s| self.step_is_asked(*s))
    }

    /// The step before that is asked.
    pub fn previous_step(&self, step: usize) -> Option<usize> {
        (0..step).rev().find(|s| self.step_is_asked(*s))
    }
}

impl Facts for Session {
    fn playbook(&self) -> &Playbook {
        &self.playbook
    }

    fn answer(&self, field: FieldRef) -> Option<&Answer> {
        self.answers.get(&field).filter(|_| self.applies(field))
    }
}

#[cfg(test)]
mod tests;
