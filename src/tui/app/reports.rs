//! What the writer says of the open conversation: what is saved, what stands in the note by now, what
//! went wrong.

use std::time::Duration;

use chrono::{DateTime, FixedOffset};

use super::note::{AfterSave, Filing, Saving};
use super::{App, Effect, Overlay, Screen};
use crate::session::Target;
use crate::store::writer::Stands;
use crate::store::{Base, Recovered, Report, TakenIn};
use crate::text;

/// After a failure another try follows by itself.
const RETRY: Duration = Duration::from_secs(5);

impl App {
    pub(super) fn reported(&mut self, report: Report, effects: &mut Vec<Effect>) {
        match report {
            Report::Opened { id } => {
                if self.has_open(&id) {
                    self.note.iter_mut().for_each(|note| note.is_heard = true);
                }
            }
            Report::Filed { id, .. } | Report::Saved { id, .. } if !self.is_heard(&id) => {}
            // The conversation that this one goes on from.
            Report::Failed { id, reason, .. } | Report::Unsaved { id, reason, .. } if !self.has_open(&id) => {
                self.complain(format!("The note before this one could not be saved: {reason}"));
            }
            Report::Saved { revision, .. } => self.saved(revision, effects),
            Report::Unsaved { id, revision, reason, stands } => {
                self.stands_unconfirmed(&id, revision, stands);
                self.unsaved(reason, effects);
            }
            Report::Failed { id, revision, reason, stands } => {
                // Otherwise it would have been Unsaved: the draft has it all.
                if self.is_heard(&id) {
                    self.saved(revision, effects);
                }
                self.stands_unconfirmed(&id, revision, stands);
                self.not_filed(reason, effects);
            }
            Report::Filed { revision, stands, .. } => {
                let is_merged = stands.merged.is_some();
                let base = Base::of(&stands.document().render());
                if let Some(note) = &mut self.note {
                    (note.open.base, note.unconfirmed) = (base, None);
                }
                let is_all = self.stands(revision, stands);
                self.filed(revision, is_all, effects);
                // Who looks at what was learnt sees what was just written, too.
                self.count_again();
                if let Some(note) = &mut self.note
                    && is_all
                    && is_merged
                {
                    // The writer may forget how the note came to be as it is.
                    note.draft_at = Some(self.now.tick);
                }
            }
            Report::Recovered { recovered, taken, .. } => self.say_recovered(&recovered, &taken, effects),
            Report::Changed { id, path } => {
                if self.has_open(&id) && self.note.as_ref().is_some_and(|note| note.open.holder.is_some()) {
                    self.ask_again(path, effects);
                }
            }
        }
    }

    /// Whether what the writer says of a conversation is of this sitting.
    fn is_heard(&self, id: &str) -> bool {
        self.has_open(id) && self.note.as_ref().is_some_and(|note| note.is_heard)
    }

    fn has_open(&self, id: &str) -> bool {
        self.note.as_ref().is_some_and(|note| note.session().head().id == id)
    }

    /// All up to a revision is in the draft.
    fn saved(&mut self, revision: u64, effects: &mut Vec<Effect>) {
        let now = self.now;
        let Some(note) = &mut self.note else { return };
        note.saving = match note.open.session.revision() {
            current if revision >= current => Saving::Saved(Some(now.wall)),
            _ if note.sent > revision => Saving::Asked { since: now.tick },
            _ => Saving::Waiting,
        };
        note.go_on(now.tick);
        // The note may follow at the next start.
        if self.ending && matches!(note.filing, Filing::Failed { .. }) && self.is_saved() {
            effects.push(Effect::Quit);
        }
    }

    /// The same where the disk has not confirmed it: what others wrote comes in all the same.
    fn stands_unconfirmed(&mut self, id: &str, revision: u64, stands: Option<Stands>) {
        let Some(stands) = stands.filter(|_| self.is_heard(id)) else { return };
        let now = self.now.tick;
        if let Some(note) = &mut self.note {
            note.unconfirmed = Some(Box::new(stands.document().clone()));
            if stands.merged.is_some() {
                note.draft_at = Some(now);
            }
        }
        self.stands(revision, stands);
    }

    /// The note stands in its file. Whether that is all there is.
    fn stands(&mut self, revision: u64, stands: Stands) -> bool {
        let Some(note) = &mut self.note else { return false };
        let moved = note.open.path != stands.path;
        note.open.path.clone_from(&stands.path);
        let is_put_back = stands.is_put_back;
        let is_all = self.take_in(revision, stands);
        if moved && let Some(note) = &self.note {
            let name = note.open.path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            self.say(format!("This note is now {}", text::clean_line(&name)));
        }
        if is_put_back {
            self.complain(
                "An editor saved an earlier text of this note: what was typed since stays, and goodterms history has theirs",
            );
        }
        is_all
    }

    /// What others wrote comes in. Whether there is nothing else now.
    fn take_in(&mut self, revision: u64, stands: Stands) -> bool {
        let Stands { ours, merged, generation, conflicts, .. } = stands;
        let now = self.now.wall;
        let Some(note) = &mut self.note else { return false };
        let is_current = revision == note.open.session.revision();
        let Some(stands) = merged else {
            // One made before the playbook changed knows less than the session has by now.
            if revision >= note.rebased {
                note.open.session.filed(*ours);
            }
            return is_current && revision >= note.asked;
        };
        note.generation = generation;
        let at_end = self.screen.is_at_end_of_text(note.session());
        let target = self.screen.target(note.session());
        let typed = match target {
            Some(Target::Field(at) | Target::Cell { field: at, .. }) => Some(at),
            _ => None,
        };
        let entry = match target {
            Some(Target::Note { step, entry }) => note.session().notes(step).get(entry).cloned(),
            _ => None,
        };
        note.open.session.absorb(&ours, (*stands).clone(), typed, now);
        let playbook = note.open.session.playbook().clone();
        if let (Screen::Walk(walk), Some(entry)) = (&mut self.screen, entry) {
            walk.follow_entry(&note.open.session, &entry);
        }
        self.stand_again(&playbook, at_end);
        let Some(note) = &mut self.note else { return false };
        let session = &note.open.session;
        let is_all = is_current && session.to_document() == *stands;
        if is_all {
            // The revision has changed by what came in.
            (note.sent, note.asked) = (session.revision(), session.revision());
        } else {
            self.touched();
        }
        match conflicts {
            // That has said it already.
            0 if self.message.as_ref().is_some_and(|message| message.text.starts_with("Recovered")) => {}
            0 => self.say("Taken in: what was written elsewhere in this note"),
            n => {
                let places = text::count(n, "place");
                self.complain(format!(
                    "Written here and elsewhere, in {places}: both are kept, see \"Also written elsewhere\""
                ));
            }
        }
        is_all
    }

    /// All up to a revision is in the note.
    fn filed(&mut self, revision: u64, is_all: bool, effects: &mut Vec<Effect>) {
        let now = self.now;
        let Some(note) = &mut self.note else { return };
        if is_all {
            note.saving = Saving::Saved(Some(now.wall));
            note.filing = Filing::Filed;
            (note.due, note.changed, note.draft_at) = (None, None, None);
        } else {
            match &mut note.filing {
                filing if note.asked <= revision => *filing = Filing::Due,
                // It was quick enough, and has the next one to do.
                Filing::Asked { since } => *since = now.tick,
                _ => {}
            }
            if !matches!(note.saving, Saving::Saved(_)) {
                note.saving =
                    if note.sent > revision { Saving::Asked { since: now.tick } } else { Saving::Waiting };
            }
            note.go_on(now.tick);
        }
        if note.is_filed() {
            // Who went elsewhere while the disk took its time does not want it any more.
            let then = note.then.take().filter(|then| then.is_wanted(&self.screen));
            if let Some(then) = then {
                self.then(then, effects);
            } else if self.ending || matches!(self.overlay, Some(Overlay::Unsaved)) {
                effects.push(Effect::Quit);
            }
        }
        // Who quits is shown nothing any more.
        if self.screen.shows_briefs() && !effects.iter().any(|effect| matches!(effect, Effect::Quit)) {
            effects.push(Effect::List);
        }
    }

    /// Neither the draft nor the note can be written.
    fn unsaved(&mut self, reason: String, effects: &mut Vec<Effect>) {
        if let Some(note) = &mut self.note {
            note.saving = Saving::Failed { reason: reason.clone() };
        }
        self.not_filed(reason, effects);
    }

    /// The note cannot be written.
    fn not_filed(&mut self, reason: String, effects: &mut Vec<Effect>) {
        let now = self.now;
        let Some(note) = &mut self.note else { return };
        note.filing = Filing::Failed { reason };
        note.due = Some(now.tick + RETRY);
        let then = note.then.take();
        if self.ending {
            effects.push(Effect::Quit);
        } else if matches!(then, Some(AfterSave::Quit)) {
            self.overlay = Some(Overlay::Unsaved);
        } else if then.is_some() {
            self.complain("The conversation that is open must be saved first; try again then");
        }
    }

    /// What a crash or a sync tool had left is in the note now.
    fn say_recovered(&mut self, recovered: &[Recovered], taken: &[TakenIn], effects: &mut Vec<Effect>) {
        for one in recovered {
            match &one.filed {
                Ok(_) => self.say(one.words(self.now.wall)),
                Err(_) => self.complain(one.words(self.now.wall)),
            }
        }
        if !taken.is_empty() {
            let copies = match taken.len() {
                1 => "a copy".to_owned(),
                n => format!("{n} copies"),
            };
            self.say(format!("Taken in: {copies} that a sync tool had put beside this note"));
        }
        if self.screen.shows_briefs() {
            effects.push(Effect::List);
        }
    }

    /// Says in one quiet line what was recovered before there was a screen.
    pub fn tell_recovered(&mut self, recovered: &[Recovered], now: DateTime<FixedOffset>) {
        if let Some(failed) = recovered.iter().find(|one| one.filed.is_err()) {
            self.complain(failed.words(now));
        } else if let [one] = recovered {
            self.say(one.words(now));
        } else if let [first, others @ ..] = recovered {
            let others = text::count(others.len(), "other conversation");
            self.say(format!("{}, and what was typed in {others}", first.words(now)));
        }
    }
}
