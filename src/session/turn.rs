//! A conversation that turns out to need another playbook: somebody called, and nothing was prepared.

use std::sync::Arc;

use chrono::{DateTime, FixedOffset};

use super::{Session, note};
use crate::document::State;
use crate::playbook::Playbook;

impl Session {
    /// The same conversation, walked by another playbook. The notes of all its steps stand in the notes of
    /// the first step of the talk; answers that go along to that playbook come along, and the others stay in the note, see
    /// [`Session::earlier`]. What would have followed by the old one, and nobody touched, does not.
    #[must_use]
    pub fn turn_into(mut self, playbook: Arc<Playbook>, now: DateTime<FixedOffset>) -> Self {
        if self.playbook.id == playbook.id {
            return self;
        }
        let carried = self.carried(&playbook);
        let notes: Vec<_> = self.notes.iter_mut().flat_map(std::mem::take).collect();
        let name = self.head.client.name.clone();
        let (before, after) = (note::title(&self.playbook, &name), note::title(&playbook, &name));
        let mut session = self.rebase(playbook, now);
        session.document.retitle(&before, &after);
        let into = session.playbook.first_of_talk();
        session.notes[into].extend(notes);
        for (at, answer) in carried {
            session.answers.entry(at).or_insert(answer);
        }
        let rules: Vec<_> = session.playbook.follow_ups.iter().map(|rule| rule.id.clone()).collect();
        session.head.follow_ups.retain(|f| f.by_hand || f.state != State::Open || rules.contains(&f.id));
        session.stand_at(into, None);
        session.walk_now();
        session.changed();
        session
    }
}
