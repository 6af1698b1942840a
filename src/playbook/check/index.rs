//! What there is to refer to: built before anything is checked, so that order does not matter.

use std::cell::Cell;
use std::collections::{BTreeMap, HashMap, HashSet};

use super::fields::is_set;
use crate::diagnostic::tree::Placed;
use crate::playbook::kinds;
use crate::playbook::model::{FieldRef, OTHER};
use crate::playbook::placeholder::NAMES;
use crate::playbook::raw::{RawField, RawFile, RawOption, each};
use crate::text;

struct Entry {
    /// As written; `None` if that is no kind, which is told at the field itself.
    kind: Option<String>,
    /// `None` if they cannot be read, likewise.
    options: Option<Vec<String>>,
}

/// So many names are compared in search of those that were meant, and no more: in a large file in
/// which every name is wrong, no one reads the last suggestion.
const PATIENCE: usize = 500_000;

/// The fields of a file by `step.field`, the first where there are several.
pub struct Index {
    step_ids: Vec<String>,
    patience: Cell<usize>,
    /// Sorted, so that of two equally near names the same one is always suggested.
    fields: BTreeMap<String, FieldRef>,
    entries: HashMap<FieldRef, Entry>,
}

impl Index {
    /// Indexes a file.
    pub fn of(raw: &RawFile) -> Self {
        let mut index = Self {
            step_ids: Vec::new(),
            patience: Cell::new(PATIENCE),
            fields: BTreeMap::new(),
            entries: HashMap::new(),
        };
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
            index.step_ids.extend(step_id);
        }
        index
    }

    /// The name that was probably meant, while the patience lasts.
    pub fn nearest<'k>(&self, word: &str, known: impl ExactSizeIterator<Item = &'k str>) -> Option<&'k str> {
        self.spend(known.len()).then(|| text::nearest(word, known)).flatten()
    }

    fn spend(&self, names: usize) -> bool {
        let left = self.patience.get().checked_sub(names);
        self.patience.set(left.unwrap_or_default());
        left.is_some()
    }

    /// The field with this `step.field` name.
    pub fn find(&self, name: &str) -> Option<FieldRef> {
        self.fields.get(name).copied()
    }

    /// The kind a field says it is, if it is one.
    pub fn kind(&self, at: FieldRef) -> Option<&str> {
        self.entries.get(&at)?.kind.as_deref()
    }

    /// The ids of a field's options or items, if they can be read.
    pub fn options(&self, at: FieldRef) -> Option<&[String]> {
        self.entries.get(&at)?.options.as_deref()
    }

    /// What to do about a name that is not known.
    pub fn suggest(&self, name: &str, placeholder: bool) -> String {
        if !self.spend(2 * self.fields.len() + self.step_ids.len()) {
            return Self::form(placeholder);
        }
        let near = match name.split_once('.').filter(|(step, _)| self.step_ids.iter().any(|id| id == step)) {
            Some((step, field)) => self.near_in(step, field),
            None => self.near(name, placeholder),
        };
        match near {
            Some(near) if placeholder => format!("did you mean {{{near}}}?"),
            Some(near) => format!("did you mean \"{near}\"?"),
            None if placeholder => Self::form(placeholder),
            None => self.suggest_by_step(name),
        }
    }

    fn near(&self, name: &str, placeholder: bool) -> Option<&str> {
        let slots = NAMES.iter().map(|(name, _)| *name).filter(|_| placeholder);
        let known = self.fields.keys().map(String::as_str).chain(slots);
        self.called(name).or_else(|| text::nearest(name, known))
    }

    /// Where the step is right, one of its own fields was meant, or one of just that name.
    fn near_in(&self, step: &str, field: &str) -> Option<&str> {
        let own = self.fields.keys().filter_map(|k| k.strip_prefix(step)?.strip_prefix('.'));
        let near = text::nearest(field, own).map(|near| format!("{step}.{near}"));
        let near = near.and_then(|near| self.fields.get_key_value(&near));
        near.map(|(name, _)| name.as_str()).or_else(|| self.called(field))
    }

    /// The first field of this id, whatever its step.
    fn called(&self, field: &str) -> Option<&str> {
        let is = |k: &&String| k.split_once('.').is_some_and(|(_, id)| id == field);
        self.fields.keys().find(is).map(String::as_str)
    }

    /// How a name is written.
    fn form(placeholder: bool) -> String {
        if !placeholder {
            return "write the step's id, a point, and the field's id: \"step.field\"".to_owned();
        }
        let names: Vec<_> = NAMES.iter().map(|(n, _)| format!("{{{n}}}")).collect();
        format!("write one of {}, or a field as {{step.field}}", names.join(", "))
    }

    fn suggest_by_step(&self, name: &str) -> String {
        let step = name.split_once('.').map_or(name, |(step, _)| step);
        let steps = &self.step_ids;
        let prefix = format!("{step}.");
        let fields: Vec<_> =
            self.fields.keys().map(String::as_str).filter(|k| k.starts_with(&prefix)).collect();
        if steps.iter().any(|id| id == step) && !fields.is_empty() {
            format!("the step `{step}` has: {}", text::listed(fields.into_iter()))
        } else if name.contains('.') && !steps.is_empty() {
            let mut seen = HashSet::new();
            let steps: Vec<_> = steps.iter().map(String::as_str).filter(|id| seen.insert(*id)).collect();
            let steps = text::listed(steps.into_iter());
            format!("there is no step `{step}` with fields; the steps are: {steps}")
        } else {
            Self::form(false)
        }
    }
}

impl Entry {
    fn of(raw: &RawField) -> Self {
        let kind = match &raw.kind {
            Some(kind) => Some(kind.get_ref().clone()).filter(|k| kinds::find(kinds::FIELDS, k).is_some()),
            None => (!raw.seen.lost("kind")).then(|| "text".to_owned()),
        };
        let readable = !raw.seen.lost("options") && !raw.seen.lost("items");
        let options = each(raw.options.as_ref().or(raw.items.as_ref()));
        let other = is_set(raw.other.as_ref()).then(|| OTHER.to_owned());
        let options = readable.then(|| options.iter().map(option_id).chain(other).collect());
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
