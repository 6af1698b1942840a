//! A conversation that turns out to need another playbook: somebody called, and nothing was prepared.

use std::sync::Arc;

use chrono::{DateTime, FixedOffset};

use super::{Entry, Session, note};
use crate::document::{FollowUp, State};
use crate::playbook::{Answer, Facts, FieldRef, Playbook};

impl Session {
    /// The same conversation, walked by another playbook. The notes of all its steps stand in the notes of
    /// the first step of the talk; answers that go along to that playbook come along, and the others stay in the note, see
    /// [`Session::earlier`]. What would have followed by the old one, and nobody touched, does not.
    #[must_use]
    pub fn turn_into(mut self, playbook: Arc<Playbook>, now: DateTime<FixedOffset>) -> Self {
        if self.playbook.id == playbook.id {
            return self;
        }
        let before_rules = rules(&self.playbook);
        let carried = self.carried(&playbook);
        let mut notes: Vec<_> = self.notes.iter_mut().flat_map(std::mem::take).collect();
        let words = self.their_words(&playbook, &carried);
        let name = self.head.client.name.clone();
        let (before, after) = (note::title(&self.playbook, &name), note::title(&playbook, &name));
        let mut session = self.rebase(playbook, now);
        session.document.retitle(&before, &after);
        let into = session.playbook.first_of_talk();
        if let Some(words) = words {
            match session.playbook.fields().find(|(at, field)| at.step >= into && field.words) {
                Some((at, _)) => drop(session.answers.entry(at).or_insert(Answer::Text(words))),
                None => notes.extend(words.lines().map(|line| Entry::made(format!("\"{line}\""), now))),
            }
        }
        session.notes[into].extend(notes);
        for (at, answer) in carried {
            session.answers.entry(at).or_insert(answer);
        }
        let has = |rules: &[String], f: &FollowUp| rules.contains(&f.id);
        let after = rules(&session.playbook);
        session.head.follow_ups.retain(|f| {
            let is_untouched = !f.by_hand && f.state == State::Open;
            !(is_untouched && has(&before_rules, f)) || has(&after, f)
        });
        session.stand_at(into, None);
        session.walk_now();
        session.changed();
        session
    }
}

impl Session {
    /// What the client said, where it does not go along to a playbook by itself.
    fn their_words(&self, to: &Playbook, carried: &[(FieldRef, Answer)]) -> Option<String> {
        if carried.iter().any(|(at, _)| to.field(*at).words) {
            return None;
        }
        let fields = self.playbook.fields().filter(|(_, field)| field.words).map(|(at, _)| at);
        let lines: Vec<_> = fields.filter_map(|at| self.answer(at)).flat_map(Answer::lines).collect();
        let words = lines.join("\n");
        (!words.trim().is_empty()).then_some(words)
    }
}

/// The ids of what follows by a playbook.
fn rules(playbook: &Playbook) -> Vec<String> {
    playbook.follow_ups.iter().map(|rule| rule.id.clone()).collect()
}
