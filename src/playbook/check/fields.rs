//! Fields: each kind with the keys it has, its options and bounds.

use std::collections::HashSet;
use std::ops::Range;

use super::index::option_id;
use super::{Checker, ITEMS_COMFORTABLE, Scope};
use crate::dates::Unit;
use crate::diagnostic::tree::Placed;
use crate::playbook::model::{Anchor, Choice, Field, Kind};
use crate::playbook::raw::{RawField, RawOption, place};
use crate::text;

/// Ids that the note uses for blocks of its own.
const RESERVED: &[&str] = &["notes", "also"];

/// The kinds with the keys that only some have.
const KINDS: &[(&str, &[&str])] = &[
    ("text", &[]),
    ("line", &[]),
    ("list", &["at_least", "at_most"]),
    ("choice", &["options", "decides"]),
    ("choices", &["options"]),
    ("checklist", &["items"]),
    ("date", &[]),
    ("period", &["unit", "from", "at_least", "at_most"]),
    ("number", &["unit", "at_least", "at_most"]),
    ("score", &["out_of", "low", "high"]),
];

/// The highest score there can be: more cannot be shown, nor meant.
const SCORE_MAX: u32 = 10;

impl RawField {
    /// The keys that are there and that not every kind has.
    fn own_keys(&self) -> Vec<(&'static str, Range<usize>)> {
        fn at<T>(value: Option<&Placed<T>>) -> Option<Range<usize>> {
            value.map(Placed::span)
        }
        [
            ("at_least", at(self.at_least.as_ref())),
            ("at_most", at(self.at_most.as_ref())),
            ("options", at(self.options.as_ref())),
            ("decides", at(self.decides.as_ref())),
            ("items", at(self.items.as_ref())),
            ("unit", at(self.unit.as_ref())),
            ("from", at(self.from.as_ref())),
            ("out_of", at(self.out_of.as_ref())),
            ("low", at(self.low.as_ref())),
            ("high", at(self.high.as_ref())),
        ]
        .into_iter()
        .filter_map(|(key, span)| span.map(|s| (key, s)))
        .collect()
    }
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
        let (raw, span) = (placed.get_ref(), placed.span());
        let id = self.id(raw.id.as_ref(), &span, seen, RESERVED);
        self.text(raw.label.as_ref(), "label", &span);
        let above = Scope::Before { step, field: position };
        Field {
            key: format!("{step_id}.{id}"),
            id,
            label: self.template(raw.label.as_ref(), above),
            help: raw.help.as_ref().map(|help| self.template(Some(help), above)),
            required: raw.required.as_ref().is_some_and(|r| *r.get_ref()),
            when: self.when(raw.when.as_ref(), above),
            credit: self.credit(raw.source.as_ref()),
            kind: self.kind(raw, &span, above),
        }
    }

    fn kind(&mut self, raw: &RawField, span: &Range<usize>, above: Scope) -> Kind {
        let word = raw.kind.as_ref().map_or("text", |k| k.get_ref().as_str());
        let Some((_, keys)) = KINDS.iter().find(|(name, _)| *name == word) else {
            let names = KINDS.iter().map(|(name, _)| *name);
            let help = match text::nearest(word, names.clone()) {
                Some(near) => format!("did you mean \"{near}\"?"),
                None => format!("it is one of: {}", names.collect::<Vec<_>>().join(", ")),
            };
            let at = place(raw.kind.as_ref(), span);
            self.error("unknown-value", at, format!("there is no kind \"{word}\""), help);
            return Kind::Text;
        };
        for (key, at) in raw.own_keys() {
            if !keys.contains(&key) {
                let having: Vec<_> =
                    KINDS.iter().filter(|(_, k)| k.contains(&key)).map(|(n, _)| *n).collect();
                self.error(
                    "key-of-other-kind",
                    at,
                    format!("a {word} field has no `{key}`"),
                    format!("`{key}` belongs to: {}", having.join(", ")),
                );
            }
        }
        match word {
            "line" => Kind::Line,
            "list" => {
                let (at_least, at_most) = self.whole_bounds(raw);
                Kind::List { at_least, at_most }
            }
            "choice" => Kind::Choice {
                options: self.options(raw.options.as_ref(), "options", span),
                decides: raw.decides.as_ref().is_some_and(|d| *d.get_ref()),
            },
            "choices" => Kind::Choices { options: self.options(raw.options.as_ref(), "options", span) },
            "checklist" => Kind::Checklist { items: self.options(raw.items.as_ref(), "items", span) },
            "date" => Kind::Date,
            "period" => self.period(raw, span, above),
            "number" => {
                self.bounds_in_order(raw);
                Kind::Number {
                    unit: raw.unit.as_ref().map(|u| text::clean_line(u.get_ref())),
                    at_least: raw.at_least.as_ref().map(|n| *n.get_ref()),
                    at_most: raw.at_most.as_ref().map(|n| *n.get_ref()),
                }
            }
            "score" => self.score(raw, span),
            _ => Kind::Text,
        }
    }

    fn period(&mut self, raw: &RawField, span: &Range<usize>, above: Scope) -> Kind {
        const UNITS: &str = "it is one of: days, weeks, months";
        let unit = match &raw.unit {
            None => {
                self.error("missing-key", span.clone(), "`unit` is missing", UNITS);
                None
            }
            Some(unit) => {
                let known = Unit::from_word(unit.get_ref()).filter(|u| *u != Unit::BusinessDays);
                if known.is_none() {
                    self.error(
                        "unknown-value",
                        unit.span(),
                        format!("a period is not counted in \"{}\"", unit.get_ref()),
                        UNITS,
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

    fn score(&mut self, raw: &RawField, span: &Range<usize>) -> Kind {
        let out_of = match &raw.out_of {
            None => {
                self.error(
                    "missing-key",
                    span.clone(),
                    "`out_of` is missing",
                    "say what the highest score is: out_of = 5",
                );
                SCORE_MAX
            }
            Some(n) if !(2..=SCORE_MAX).contains(n.get_ref()) => {
                self.error(
                    "bad-bounds",
                    n.span(),
                    format!("a score cannot be out of {}", n.get_ref()),
                    "the highest score is from 2 to 10",
                );
                SCORE_MAX
            }
            Some(n) => *n.get_ref(),
        };
        let word = |w: &Option<Placed<String>>| w.as_ref().map(|w| text::clean_line(w.get_ref()));
        Kind::Score { out_of, low: word(&raw.low), high: word(&raw.high) }
    }

    fn bounds_in_order(&mut self, raw: &RawField) {
        if let (Some(least), Some(most)) = (&raw.at_least, &raw.at_most)
            && least.get_ref() > most.get_ref()
        {
            self.error("bad-bounds", most.span(), "`at_most` is less than `at_least`", "swap them");
        }
    }

    fn whole_bounds(&mut self, raw: &RawField) -> (Option<u32>, Option<u32>) {
        self.bounds_in_order(raw);
        let mut whole = |bound: Option<&Placed<f64>>| {
            let bound = bound?;
            let n = *bound.get_ref();
            if n.fract() != 0.0 || !(0.0..=1000.0).contains(&n) {
                self.error(
                    "bad-bounds",
                    bound.span(),
                    format!("this bound cannot be {n}"),
                    "write a whole number from 0 to 1000",
                );
                return None;
            }
            Some(n as u32)
        };
        (whole(raw.at_least.as_ref()), whole(raw.at_most.as_ref()))
    }

    fn options(
        &mut self,
        raw: Option<&Placed<Vec<Placed<RawOption>>>>,
        key: &str,
        span: &Range<usize>,
    ) -> Vec<Choice> {
        let Some(raw) = raw.filter(|r| !r.get_ref().is_empty()) else {
            let at = raw.map_or_else(|| span.clone(), Placed::span);
            self.error(
                "empty-options",
                at,
                format!("there are no `{key}` to choose from"),
                format!("add them: {key} = [\"…\", \"…\"]"),
            );
            return Vec::new();
        };
        if let Some(tenth) = raw.get_ref().get(ITEMS_COMFORTABLE) {
            self.warn(
                "too-many-items",
                tenth.span(),
                format!("there are {} items at one pause point", raw.get_ref().len()),
                "under pressure nobody reads more than 9: keep the ones that matter most",
            );
        }
        let (mut ids, mut labels) = (HashSet::new(), HashSet::new());
        let mut choices = Vec::new();
        for option in raw.get_ref() {
            let table = &option.get_ref().0;
            let label = text::clean_line(&self.text(table.label.as_ref(), "label", &option.span()));
            let id = option_id(option);
            let at = place(table.id.as_ref(), &option.span());
            if table.id.is_some() && !text::is_kebab_case(&id) {
                self.error(
                    "bad-id",
                    at,
                    format!("`{id}` cannot be an id"),
                    "use lower-case letters and digits joined by hyphens",
                );
            } else if id.is_empty() && !label.is_empty() {
                self.error(
                    "missing-id",
                    at,
                    "no id can be made from this label",
                    "give it one: { id = \"…\", label = \"…\" }",
                );
            } else if !label.is_empty() && (!ids.insert(id.clone()) || !labels.insert(text::fold(&label))) {
                self.error(
                    "duplicate-option",
                    at,
                    format!("there is an option like `{label}` already"),
                    "each option has a label and an id of its own",
                );
            }
            choices.push(Choice { id, label, credit: self.credit(table.source.as_ref()) });
        }
        choices
    }
}
