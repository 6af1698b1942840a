//! From a note to a session and back. Only blocks whose answer differs are written.

use super::{Session, codec, notes};
use crate::document::{Document, is_also};
use crate::playbook::{Answer, FieldRef, Playbook, Step};

/// The last part of the key of a step's notes.
const NOTES: &str = "notes";

impl Session {
    pub(super) fn read_document(&mut self) {
        let playbook = self.playbook.clone();
        for (at, field) in playbook.fields() {
            let answer = self.document.body(&field.key).and_then(|body| codec::decode(&field.kind, &body));
            if let Some(answer) = answer {
                self.answers.insert(at, answer);
            }
        }
        for (i, step) in playbook.steps.iter().enumerate() {
            let body = self.document.body(&notes_key(&step.id));
            self.notes[i] = body.map(|b| notes::decode(&b)).unwrap_or_default();
        }
        self.earlier = self.earlier_in_document();
        self.also = self.document.also();
    }

    /// The note as it should now be filed.
    pub fn to_document(&self) -> Document {
        let mut document = self.document.clone();
        let name = &self.head.client.name;
        if let Some(old) = document.head().ok().map(|head| head.client.name).filter(|old| old != name) {
            document.retitle(&title(&self.playbook, &old), &title(&self.playbook, name));
        }
        let mut head = self.head.clone();
        // Only from an edit on: reading a note is no reason to change it.
        if self.revision > 0 {
            head.labels.extend(self.labels());
        }
        document.set_head_from(&head, &self.opened);
        let mut place = Place::default();
        for (s, step) in self.playbook.steps.iter().enumerate() {
            place.enter(&document, &step.id);
            for (f, field) in step.fields.iter().enumerate() {
                let answer = self.answers.get(&FieldRef { step: s, field: f });
                if let Some(old) = document.body(&field.key) {
                    if codec::decode(&field.kind, &old).as_ref() != answer {
                        document.set_body(&field.key, &codec::encode_over(&field.kind, answer, &old));
                    }
                } else if let Some(answer) = answer.filter(|a| !a.is_blank() || is_emptied(a)) {
                    let body = codec::encode(&field.kind, answer);
                    place.insert(&mut document, step, &self.fill(&field.label), &field.key, &body);
                }
                place.pass(&document, &field.key);
            }
            let key = notes_key(&step.id);
            let body = notes::encode(&self.notes[s]);
            let says = document.body(&key);
            if says.as_ref().is_some_and(|says| notes::decode(says) != self.notes[s]) {
                document.set_body(&key, &body);
            } else if says.is_none() && self.notes[s].iter().any(|e| !e.text.trim().is_empty()) {
                place.insert(&mut document, step, "Notes", &key, &body);
            }
            place.pass(&document, &key);
        }
        self.write_also(&mut document);
        document
    }

    /// Takes the note as it was just filed for the one last read.
    pub fn filed(&mut self, document: Document) {
        self.document = document;
        self.earlier = self.earlier_in_document();
    }

    /// The fields whose text does not read as their kind.
    pub fn verbatim(&self) -> impl Iterator<Item = FieldRef> {
        self.answers.iter().filter(|(_, a)| matches!(a, Answer::Verbatim(_))).map(|(f, _)| *f)
    }
}

/// Whether it is a table of which all rows were taken away: its block says so by being empty.
fn is_emptied(answer: &Answer) -> bool {
    matches!(answer, Answer::Table(rows) if rows.is_empty())
}

/// Where the next block goes, whatever the order of a file that was changed by hand.
#[derive(Default)]
struct Place {
    /// The block passed so far that stands last in the file: a new step goes behind it.
    last: Option<String>,
    /// The block of this step that was passed last: a new field goes behind it.
    own: Option<String>,
}

impl Place {
    fn enter(&mut self, document: &Document, step: &str) {
        self.own = None;
        self.pass(document, step);
    }

    fn pass(&mut self, document: &Document, key: &str) {
        if !document.contains(key) {
            return;
        }
        self.own = Some(key.to_owned());
        let place = |k: &str| document.keys().position(|found| found == k);
        if self.last.as_deref().is_none_or(|last| place(key) > place(last)) {
            self.last = Some(key.to_owned());
        }
    }

    fn insert(&mut self, document: &mut Document, step: &Step, title: &str, key: &str, body: &str) {
        if !document.contains(&step.id) {
            let behind = self.last.as_ref().map(|last| {
                let of = last.split_once('.').map_or(last.as_str(), |(step, _)| step);
                behind(document, last, of)
            });
            document.insert(behind.as_deref(), 2, &step.title, &step.id, "");
            self.own = Some(step.id.clone());
            self.last.clone_from(&self.own);
        }
        let own = self.own.as_ref().map(|own| match own.contains('.') {
            true => behind(document, own, own),
            // What was also written for the heading of the step stays right behind it.
            false => with_also(document, own),
        });
        document.insert(own.as_deref(), 3, title, key, body);
    }
}

/// The first line of a note.
pub(super) fn title(playbook: &Playbook, client: &str) -> String {
    format!("{}: {client}", playbook.title)
}

/// The key of the block of a step's notes.
pub(super) fn notes_key(step: &str) -> String {
    format!("{step}.{NOTES}")
}

/// The block `key`, or the last of those right behind it that hang on `of` (`of.…`).
fn behind(document: &Document, key: &str, of: &str) -> String {
    let hangs = |k: &&str| k.strip_prefix(of).is_some_and(|rest| rest.starts_with('.'));
    let after = document.keys().skip_while(|k| *k != key).skip(1);
    after.take_while(hangs).last().unwrap_or(key).to_owned()
}

/// The block `key`, or the one right behind it with what was also written for it.
fn with_also(document: &Document, key: &str) -> String {
    let next = document.keys().skip_while(|k| *k != key).nth(1);
    let also = next.filter(|k| is_also(k) && k.strip_prefix(key).is_some_and(|rest| rest.starts_with('.')));
    also.filter(|k| k.matches('.').count() == 1).unwrap_or(key).to_owned()
}
