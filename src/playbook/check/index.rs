//! What there is to refer to: built before anything is checked, so that order does not matter.

use std::collections::{HashMap, HashSet};

use crate::diagnostic::tree::Placed;
use crate::playbook::model::FieldRef;
use crate::playbook::placeholder::NAMES;
use crate::playbook::raw::{RawField, RawFile, RawOption, each};
use crate::text;

#[derive(Default)]
struct Entry {
    kind: String,
    options: Vec<String>,
}

/// The fields of a file by `step.field`, the first where there are several.
#[derive(Default)]
pub struct Index {
    step_ids: Vec<Option<String>>,
    fields: HashMap<String, FieldRef>,
    entries: HashMap<FieldRef, Entry>,
}

impl Index {
    /// Indexes a file.
    pub fn of(raw: &RawFile) -> Self {
        let mut index = Self::default();
        for (step, placed) in each(raw.step.as_ref()).iter().enumerate() {
            let raw_step = placed.get_ref();
            let step_id = raw_step.id.as_ref().map(|id| id.get_ref().clone());
            for (field, placed) in each(raw_step.field.as_ref()).iter().enumerate() {
                let at = FieldRef { step, field };
                let raw = placed.get_ref();
                if let (Some(step), Some(id)) = (&step_id, &raw.id) {
                    index.fields.entry(format!("{step}.{}", id.get_ref())).or_insert(at);
                }
                index.entries.insert(at, Entry::of(raw));
            }
            index.step_ids.push(step_id);
        }
        index
    }

    /// The ids of the steps before this one.
    pub fn step_ids_before(&self, position: usize) -> HashSet<String> {
        self.step_ids[..position].iter().flatten().cloned().collect()
    }

    /// The field with this `step.field` name.
    pub fn find(&self, name: &str) -> Option<FieldRef> {
        self.fields.get(name).copied()
    }

    /// The kind a field says it is.
    pub fn kind(&self, at: FieldRef) -> Option<&str> {
        self.entries.get(&at).map(|e| e.kind.as_str())
    }

    /// The ids of a field's options or items.
    pub fn options(&self, at: FieldRef) -> &[String] {
        self.entries.get(&at).map_or(&[], |e| &e.options)
    }

    /// What to do about a name that is not known.
    pub fn suggest(&self, name: &str, placeholder: bool) -> String {
        let slots = NAMES.iter().map(|(name, _)| *name).filter(|_| placeholder);
        let known = self.fields.keys().map(String::as_str).chain(slots);
        match text::nearest(name, known) {
            Some(near) => format!("did you mean `{near}`?"),
            None if placeholder => {
                let names: Vec<_> = NAMES.iter().map(|(n, _)| format!("{{{n}}}")).collect();
                format!("known: {} and {{step.field}}", names.join(" "))
            }
            None => match name.split_once('.').map(|(step, _)| step) {
                Some(step) if self.step_ids.iter().flatten().any(|id| id == step) => {
                    let prefix = format!("{step}.");
                    let mut fields: Vec<_> =
                        self.fields.keys().filter(|k| k.starts_with(&prefix)).cloned().collect();
                    fields.sort();
                    format!("the step `{step}` has: {}", fields.join(", "))
                }
                _ => "a field is named by its step and its own id: \"step.field\"".to_owned(),
            },
        }
    }
}

impl Entry {
    fn of(raw: &RawField) -> Self {
        let kind = raw.kind.as_ref().map_or("text", |k| k.get_ref().as_str()).to_owned();
        let options = each(raw.options.as_ref().or(raw.items.as_ref()));
        let options = options.iter().map(option_id).collect();
        Self { kind, options }
    }
}

/// An option's id: its own, or the slug of its label.
pub fn option_id(option: &Placed<RawOption>) -> String {
    let raw = &option.get_ref().0;
    match (&raw.id, &raw.label) {
        (Some(id), _) => id.get_ref().clone(),
        (None, Some(label)) => text::slug(label.get_ref()),
        (None, None) => String::new(),
    }
}
