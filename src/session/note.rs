//! From a note to a session and back. Only blocks whose answer differs are written.

use super::{Session, codec, notes};
use crate::document::Document;
use crate::playbook::Answer;

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
    }

    /// The note as it should now be filed.
    pub fn to_document(&self) -> Document {
        let mut document = self.document.clone();
        document.set_head(&self.head);
        let mut last: Option<String> = None;
        for (s, step) in self.playbook.steps.iter().enumerate() {
            let mut heading = Heading { id: &step.id, title: &step.title };
            for (f, field) in step.fields.iter().enumerate() {
                let answer = self.answers.get(&crate::playbook::FieldRef { step: s, field: f });
                let says = document.body(&field.key).map(|b| codec::decode(&field.kind, &b));
                if says.as_ref().is_some_and(|says| says.as_ref() != answer) {
                    let body = answer.map(|a| codec::encode(&field.kind, a)).unwrap_or_default();
                    document.set_body(&field.key, &body);
                } else if let (None, Some(answer)) = (says, answer.filter(|a| !a.is_blank())) {
                    heading.ensure(&mut document, &mut last);
                    let body = codec::encode(&field.kind, answer);
                    document.insert(
                        after(&document, last.as_deref()).as_deref(),
                        3,
                        &self.fill(&field.label),
                        &field.key,
                        &body,
                    );
                }
                keep_last(&document, &mut last, &step.id);
                keep_last(&document, &mut last, &field.key);
            }
            let key = notes_key(&step.id);
            let body = notes::encode(&self.notes[s]);
            let says = document.body(&key);
            if says.as_ref().is_some_and(|says| notes::decode(says) != self.notes[s]) {
                document.set_body(&key, &body);
            } else if says.is_none() && self.notes[s].iter().any(|e| !e.text.trim().is_empty()) {
                heading.ensure(&mut document, &mut last);
                document.insert(after(&document, last.as_deref()).as_deref(), 3, "Notes", &key, &body);
            }
            keep_last(&document, &mut last, &step.id);
            keep_last(&document, &mut last, &key);
        }
        document
    }

    /// Takes the note as it was just filed for the one last read.
    pub fn filed(&mut self, document: Document) {
        self.document = document;
    }

    /// What the note holds that this playbook does not know: title and text, in the note's order.
    /// It stands where it stood and is written back as it is.
    pub fn earlier(&self) -> Vec<(String, String)> {
        let known = |key: &str| {
            self.playbook.find(key).is_some()
                || self.playbook.step(key).is_some()
                || key.strip_suffix(".notes").is_some_and(|step| self.playbook.step(step).is_some())
        };
        let unknown = self.document.blocks().filter(|(key, _, body)| !known(key) && !body.trim().is_empty());
        unknown.map(|(_, title, body)| (title.to_owned(), body)).collect()
    }

    /// The fields whose text does not read as their kind.
    pub fn verbatim(&self) -> impl Iterator<Item = crate::playbook::FieldRef> {
        self.answers.iter().filter(|(_, a)| matches!(a, Answer::Verbatim(_))).map(|(f, _)| *f)
    }
}

struct Heading<'a> {
    id: &'a str,
    title: &'a str,
}

impl Heading<'_> {
    fn ensure(&mut self, document: &mut Document, last: &mut Option<String>) {
        if !document.contains(self.id) {
            document.insert(after(document, last.as_deref()).as_deref(), 2, self.title, self.id, "");
            *last = Some(self.id.to_owned());
        }
    }
}

fn notes_key(step: &str) -> String {
    format!("{step}.{NOTES}")
}

fn keep_last(document: &Document, last: &mut Option<String>, key: &str) {
    let behind = |last: &str| {
        let place = |k: &str| document.keys().position(|found| found == k);
        place(key) > place(last)
    };
    if document.contains(key) && last.as_deref().is_none_or(behind) {
        *last = Some(key.to_owned());
    }
}

/// The block to insert behind: `last`, or what hangs on it (`step.field.also`).
fn after(document: &Document, last: Option<&str>) -> Option<String> {
    let last = last?;
    let own = format!("{last}.");
    let hanging = document.keys().filter(|k| last.contains('.') && k.starts_with(&own)).last();
    Some(hanging.unwrap_or(last).to_owned())
}
