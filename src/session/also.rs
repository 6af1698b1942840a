//! What was also written elsewhere: texts of another version of the note, beside the answers that stand.

use std::collections::BTreeMap;

use super::{Edit, Session};
use crate::document::Document;
use crate::playbook::FieldRef;

/// The texts by the key of the block that they belong to.
pub(super) type Texts = BTreeMap<String, Vec<String>>;

/// Where such texts are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Beside {
    /// Below a field that is asked.
    Field(FieldRef),
    /// At the end of a step: those of its heading, its notes, and fields that are not asked.
    Step(usize),
    /// On the page of the end: those of the front matter, and of steps that there are no more.
    End,
}

/// What was also written for one block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Also<'a> {
    /// What it belongs to, where that does not stand right above it.
    pub title: Option<String>,
    pub texts: &'a [String],
}

impl Session {
    /// What was also written and is to be shown at a place.
    pub fn also(&self, beside: Beside) -> impl Iterator<Item = Also<'_>> {
        let of_place = self.also.iter().filter(move |(of, _)| self.beside(of) == beside);
        of_place.map(|(of, texts)| Also { title: self.also_title(of), texts })
    }

    /// Whether there is something of the kind in a step.
    pub fn has_also(&self, step: usize) -> bool {
        self.also.keys().any(|of| match self.beside(of) {
            Beside::Field(at) => at.step == step,
            Beside::Step(own) => own == step,
            Beside::End => false,
        })
    }

    /// All of it, by the keys of the blocks.
    pub fn all_also(&self) -> impl Iterator<Item = (&str, &[String])> {
        self.also.iter().map(|(of, texts)| (of.as_str(), texts.as_slice()))
    }

    /// The edit that settles what is shown at a place. `None` if there is nothing.
    pub fn settled(&self, beside: Beside) -> Option<Edit> {
        let field = if let Beside::Field(at) = beside { Some(at) } else { None };
        let of_place = self.also.keys().filter(|of| self.beside(of) == beside);
        let edits: Vec<_> =
            of_place.map(|of| Edit::Also { of: of.clone(), texts: Vec::new(), field }).collect();
        (!edits.is_empty()).then_some(Edit::Several(edits))
    }

    fn beside(&self, of: &str) -> Beside {
        if let Some(at) = self.playbook.find(of).filter(|at| self.is_asked(*at)) {
            return Beside::Field(at);
        }
        let step = of.split('.').next().unwrap_or_default();
        self.playbook.step(step).map_or(Beside::End, Beside::Step)
    }

    fn also_title(&self, of: &str) -> Option<String> {
        if self.playbook.step(of).is_some() || of.is_empty() {
            return None;
        }
        match self.playbook.find(of) {
            Some(at) if self.is_asked(at) => None,
            Some(at) => Some(self.fill(&self.playbook.field(at).label)),
            None if matches!(of.split_once('.'), Some((_, "notes"))) => Some("Notes".to_owned()),
            None => self.document.blocks().find(|(key, ..)| *key == of).map(|(_, title, _)| title.to_owned()),
        }
    }

    /// Changes the texts of a block; gives those that were there.
    pub(super) fn set_also(&mut self, of: &str, texts: &[String]) -> Vec<String> {
        let old = match texts {
            [] => self.also.remove(of),
            texts => self.also.insert(of.to_owned(), texts.to_vec()),
        };
        old.unwrap_or_default()
    }

    /// Writes them into the note.
    pub(super) fn write_also(&self, document: &mut Document) {
        let held = document.also();
        for (of, texts) in &self.also {
            document.set_also(of, texts);
        }
        for gone in held.keys().filter(|of| !self.also.contains_key(*of)) {
            document.set_also(gone, &[]);
        }
    }
}
