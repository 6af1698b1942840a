//! Fields: each kind with the keys it has, its options and bounds.

use std::collections::HashSet;

use super::index::option_id;
use super::values::ID_HELP;
use super::{Checker, ITEMS_COMFORTABLE, Scope};
use crate::dates::{Rule, Unit};
use crate::diagnostic::tree::{Placed, Site};
use crate::playbook::kinds::{self, COUNT_MAX, KindRow, PERIOD_UNIT, PERIOD_UNITS};
use crate::playbook::model::{About, Anchor, Choice, Field, FieldRef, Kind, List, OTHER, Wording};
use crate::playbook::placeholder::Template;
use crate::playbook::raw::{FIELD_IDS, RawField, RawOption, RawPrefill, each, place};
use crate::text;

/// Whether a switch is there and on.
pub(super) fn is_set(switch: Option<&Placed<bool>>) -> bool {
    switch.is_some_and(|on| *on.get_ref())
}

impl Checker<'_> {
    pub(super) fn field(
        &mut self,
        step: usize,
        position: usize,
        step_id: &str,
        placed: &Placed<RawField>,
        seen: &mut HashSet<String>,
    ) -> Field {
        let (raw, site) = (placed.get_ref(), placed.get_ref().site(placed.span()));
        let id = self.id(raw.id.as_ref(), &site, seen, FIELD_IDS);
        self.text(raw.label.as_ref(), "label", &site);
        let above = Scope::Before { step, field: position };
        Field {
            key: format!("{step_id}.{id}"),
            id,
            label: self.template(raw.label.as_ref(), above),
            help: raw.help.as_ref().map(|help| self.template(Some(help), above)),
            required: is_set(raw.required.as_ref()),
            private: is_set(raw.private.as_ref()),
            quick: is_set(raw.quick.as_ref()),
            card: is_set(raw.card.as_ref()),
            about: self.word(raw.about.as_ref(), "about", &About::ALL, About::word),
            words: is_set(raw.words.as_ref()),
            beside: self.beside(raw, above),
            when: self.when(raw.when.as_ref(), above),
            credit: self.credit(raw.source.as_ref()),
            kind: self.kind(raw, &site, above),
        }
    }

    fn kind(&mut self, raw: &RawField, site: &Site<'_>, above: Scope) -> Kind {
        if raw.seen.lost("kind") {
            return Kind::Text { prefill: None };
        }
        let word = raw.kind.as_ref().map_or("text", |k| k.get_ref().as_str());
        let Some(row) = kinds::find(kinds::FIELDS, word) else {
            let names = kinds::words(kinds::FIELDS);
            let help = match text::nearest(word, names.iter().copied()) {
                Some(near) => format!("did you mean \"{near}\"?"),
                None => format!("write one of: {}", names.join(", ")),
            };
            let at = place(raw.kind.as_ref(), &site.span);
            self.error("unknown-value", at, format!("there is no kind \"{word}\""), help);
            return Kind::Text { prefill: None };
        };
        self.keys_fit_kind(raw, row);
        match word {
            "line" => Kind::Line { prefill: self.prefilled_text(raw, above) },
            "list" => {
                let (at_least, at_most) = self.whole_bounds(raw);
                Kind::List(List {
                    at_least,
                    at_most,
                    wording: self.word(raw.wording.as_ref(), "wording", &Wording::ALL, Wording::word),
                    practise: is_set(raw.practise.as_ref()),
                })
            }
            "choice" => Kind::Choice {
                options: self.options(raw, "options", site),
                other: is_set(raw.other.as_ref()),
                decides: is_set(raw.decides.as_ref()),
            },
            "choices" => Kind::Choices {
                options: self.options(raw, "options", site),
                other: is_set(raw.other.as_ref()),
            },
            "checklist" => Kind::Checklist { items: self.options(raw, "items", site) },
            "table" => Kind::Table(self.table(raw, site, above)),
            "date" => Kind::Date { prefill: self.prefilled_day(raw, above) },
            "period" => self.period(raw, site, above),
            "number" => {
                self.bounds_in_order(raw);
                Kind::Number {
                    unit: raw.unit.as_ref().map(|u| text::clean_line(u.get_ref())),
                    at_least: raw.at_least.as_ref().map(|n| *n.get_ref()),
                    at_most: raw.at_most.as_ref().map(|n| *n.get_ref()),
                }
            }
            "score" => self.score(raw, site),
            _ => Kind::Text { prefill: self.prefilled_text(raw, above) },
        }
    }

    /// The fields whose answers are shown next to this one.
    fn beside(&mut self, raw: &RawField, above: Scope) -> Vec<FieldRef> {
        each(raw.beside.as_ref()).iter().filter_map(|name| self.reference(name, above)).collect()
    }

    fn prefilled_text(&mut self, raw: &RawField, above: Scope) -> Option<Template> {
        let placed = raw.prefill.as_ref()?;
        match placed.get_ref() {
            RawPrefill::Text(text) => {
                let text = Placed::new(placed.span(), text.clone());
                Some(self.template(Some(&text), above))
            }
            RawPrefill::Rule(_) => {
                self.error(
                    "wrong-type",
                    placed.span(),
                    "this is a date rule, and should be text",
                    "write \"…\", or make it a field of kind date",
                );
                None
            }
        }
    }

    fn prefilled_day(&mut self, raw: &RawField, above: Scope) -> Option<Rule<Anchor>> {
        let placed = raw.prefill.as_ref()?;
        match placed.get_ref() {
            RawPrefill::Rule(rule) => self.rule(rule, placed.span(), above),
            RawPrefill::Text(_) => {
                self.error(
                    "wrong-type",
                    placed.span(),
                    "this is text, and should be a date rule",
                    "write for example { after = \"2 weeks\", from = \"meeting\" }",
                );
                None
            }
        }
    }

    /// Reports keys that only other kinds have.
    fn keys_fit_kind(&mut self, raw: &RawField, row: &KindRow) {
        for (key, at) in &raw.seen.keys {
            let having = kinds::having(kinds::FIELDS, key);
            if having.is_empty() || row.has(key) {
                continue;
            }
            let word = row.word;
            let having = having.join(", ");
            let help = match &raw.kind {
                None => format!("say which kind it is; `{key}` belongs to: {having}"),
                Some(_) => format!("delete it, or change the kind; `{key}` belongs to: {having}"),
            };
            self.error("key-of-other-kind", at.clone(), format!("a {word} field has no `{key}`"), help);
        }
    }

    fn period(&mut self, raw: &RawField, site: &Site<'_>, above: Scope) -> Kind {
        let unit = match &raw.unit {
            None => {
                self.missing("missing-key", site, "unit", "say what it is counted in: unit = \"weeks\"");
                None
            }
            Some(unit) => {
                let words = [PERIOD_UNITS, PERIOD_UNIT].concat();
                let known = words.contains(&unit.get_ref().as_str());
                let known = known.then(|| Unit::from_word(unit.get_ref())).flatten();
                if known.is_none() {
                    self.error(
                        "unknown-value",
                        unit.span(),
                        format!("a period is not counted in \"{}\"", unit.get_ref()),
                        format!("write one of: {}", PERIOD_UNITS.join(", ")),
                    );
                }
                known
            }
        };
        let from = raw.from.as_ref().map_or(Some(Anchor::Today), |from| self.anchor(from, above));
        let (at_least, at_most) = self.whole_bounds(raw);
        Kind::Period {
            unit: unit.unwrap_or(Unit::Days),
            from: from.unwrap_or(Anchor::Today),
            at_least,
            at_most,
        }
    }

    fn score(&mut self, raw: &RawField, site: &Site<'_>) -> Kind {
        let out_of = self.out_of(raw.out_of.as_ref(), site);
        self.is_not_filled(raw.low.as_ref());
        self.is_not_filled(raw.high.as_ref());
        let word = |w: &Option<Placed<String>>| w.as_ref().map(|w| text::clean_line(w.get_ref()));
        Kind::Score { out_of, low: word(&raw.low), high: word(&raw.high) }
    }

    fn bounds_in_order(&mut self, raw: &RawField) {
        if let (Some(least), Some(most)) = (&raw.at_least, &raw.at_most)
            && least.get_ref() > most.get_ref()
        {
            self.error(
                "bad-bounds",
                most.span(),
                "`at_most` is less than `at_least`",
                "put the larger number behind `at_most`",
            );
        }
    }

    fn whole_bounds(&mut self, raw: &RawField) -> (Option<u32>, Option<u32>) {
        self.bounds_in_order(raw);
        let mut whole = |bound: Option<&Placed<f64>>| {
            let bound = bound?;
            let n = *bound.get_ref();
            if n.fract() != 0.0 || !(0.0..=f64::from(COUNT_MAX)).contains(&n) {
                self.error(
                    "bad-bounds",
                    bound.span(),
                    "this is not a whole number from 0 to 1000",
                    "write a number such as 3: it counts lines, or days, weeks or months",
                );
                return None;
            }
            Some(n as u32)
        };
        (whole(raw.at_least.as_ref()), whole(raw.at_most.as_ref()))
    }

    /// The options or items of a field.
    fn options(&mut self, field: &RawField, key: &'static str, site: &Site<'_>) -> Vec<Choice> {
        let (raw, other) = match key {
            "items" => (field.items.as_ref(), &field.options),
            _ => (field.options.as_ref(), &field.items),
        };
        let raw_options = each(raw);
        if raw_options.is_empty() {
            // Under the other name it is told already that this kind has it not.
            if other.is_none() && !site.seen.lost("options") && !site.seen.lost("items") {
                let verb = if key == "items" { "tick" } else { "choose from" };
                let at = place(raw, &site.span);
                let help = format!("add: {key} = [\"…\", \"…\"]");
                self.error("empty-options", at, format!("there is nothing to {verb}"), help);
            }
            return Vec::new();
        }
        let other = key == "options" && is_set(field.other.as_ref());
        self.choices(raw_options, key, other)
    }

    /// Options or items that are there; `other` is taken where something else can be written in.
    pub(super) fn choices(&mut self, raw: &[Placed<RawOption>], key: &str, other: bool) -> Vec<Choice> {
        self.not_too_many(raw, key);
        let (mut ids, mut labels) = (HashSet::new(), HashSet::new());
        if other {
            ids.insert(OTHER.to_owned());
        }
        raw.iter().map(|option| self.option(option, &mut ids, &mut labels)).collect()
    }

    /// Warns at the first entry that is too much at one pause point.
    pub(super) fn not_too_many<T>(&mut self, entries: &[Placed<T>], key: &str) {
        if let Some(tenth) = entries.get(ITEMS_COMFORTABLE) {
            self.warn(
                "too-many-items",
                tenth.span(),
                format!("`{key}` has {} entries", entries.len()),
                "under pressure nobody reads more than 9: keep those that matter most",
            );
        }
    }

    fn option(
        &mut self,
        option: &Placed<RawOption>,
        ids: &mut HashSet<String>,
        labels: &mut HashSet<String>,
    ) -> Choice {
        let table = &option.get_ref().0;
        let site = table.site(option.span());
        let label = text::clean_line(&self.words(table.label.as_ref(), "label", &site));
        let id = option_id(option);
        let at = place(table.id.as_ref(), &option.span());
        if table.id.is_some() && !text::is_kebab_case(&id) {
            self.error("bad-id", at, format!("`{id}` cannot be an id"), ID_HELP);
        } else if id.is_empty() && !label.is_empty() && !site.seen.lost("id") {
            self.error(
                "missing-id",
                at,
                "no id can be made from this label",
                "give it one: { id = \"…\", label = \"…\" }",
            );
        } else if !label.is_empty() && !labels.insert(text::fold(&label)) {
            self.error(
                "duplicate-option",
                at,
                format!("`{label}` stands here a second time"),
                "keep one of the two, or say it in other words",
            );
        } else if !id.is_empty() && !ids.insert(id.clone()) {
            self.error(
                "duplicate-option",
                at,
                match id.as_str() {
                    OTHER => "`other = true` has the id `other` already".to_owned(),
                    _ => format!("another option here has the id `{id}`"),
                },
                "choose another id; where none is given, it is made from the label",
            );
        }
        Choice { id, label, credit: self.credit(table.source.as_ref()) }
    }
}
