//! The open conversation, as the screen has it.

use std::collections::VecDeque;

use super::super::*;
use super::words::Place;
use crate::dates::Moment;
use crate::playbook::FieldRef;
use crate::session::Target;
use crate::store::report::{Request, Typed};
use crate::store::work::Work;

/// A conversation that is open in a program.
pub struct Screen {
    pub work: Work,
    pub session: Session,
    generation: u64,
    /// Reports that were not looked at yet.
    reports: VecDeque<Report>,
    /// Where something was typed last.
    typed: Option<FieldRef>,
    /// The words that were typed, each with the revision that has it.
    pub words: Vec<(u64, String)>,
    /// The revision that the writer was handed.
    pub handed: u64,
}

impl Screen {
    pub fn new(work: Work, session: Session) -> Self {
        let (reports, words) = (VecDeque::new(), Vec::new());
        Self { work, session, generation: 0, reports, typed: None, words, handed: 0 }
    }

    pub fn type_word(&mut self, place: Place, word: &str, now: Moment) {
        let edit = match place {
            Place::Notes => self.session.add_note(0, word, now.wall),
            Place::First | Place::Second => {
                let field = self.session.playbook().find(place.key()).unwrap();
                self.typed = Some(field);
                let target = Target::Field(field);
                let at = self.session.text(target).len();
                let insert = if word.ends_with("0w") { format!("\n{word}") } else { format!(" {word}") };
                Edit::Splice { target, at, remove: 0, insert }
            }
        };
        assert!(self.session.apply(edit, now.wall));
        self.words.push((self.session.revision(), word.to_owned()));
    }

    pub fn hand_on(&mut self, now: Moment) {
        let (id, typed) = self.typed();
        self.work.take(Request::Edit { id, typed }, now);
    }

    pub fn file(&mut self, now: Moment) {
        let (id, typed) = self.typed();
        self.work.take(Request::File { id, typed }, now);
    }

    fn typed(&mut self) -> (String, Typed) {
        self.handed = self.session.revision();
        let document = Box::new(self.session.to_document());
        let typed = Typed { revision: self.handed, generation: self.generation, document };
        (self.session.head().id.clone(), typed)
    }

    /// What the writer said will be looked at.
    pub fn keep(&mut self, reports: Vec<Report>) {
        self.reports.extend(reports);
    }

    /// Takes in what the writer said, as `tui::app::note` does.
    pub fn hear(&mut self, now: Moment) {
        for report in self.reports.drain(..) {
            let stands = match report {
                Report::Filed { stands, .. } => stands,
                Report::Failed { stands: Some(stands), .. }
                | Report::Unsaved { stands: Some(stands), .. } => stands,
                _ => continue,
            };
            match stands.merged {
                None => self.session.filed(*stands.ours),
                Some(merged) => {
                    self.generation = stands.generation;
                    self.session.absorb(&stands.ours, *merged, self.typed, now.wall);
                }
            }
        }
    }

    /// The words that are there at a revision.
    pub fn words_to(&self, revision: u64) -> impl Iterator<Item = &String> {
        self.words.iter().filter(move |(at, _)| *at <= revision).map(|(_, word)| word)
    }
}
