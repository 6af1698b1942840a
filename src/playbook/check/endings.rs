//! What comes after the walk: follow-ups with their date rules, outcomes, messages, hand-offs.

use std::collections::HashSet;
use std::ops::Range;

use super::links::{Carried, Link};
use super::{Checker, Scope};
use crate::dates::{Duration, Rule};
use crate::diagnostic::tree::Placed;
use crate::playbook::model::{Anchor, FollowUp, HandOff, Means, Message, Outcome};
use crate::playbook::raw::{RawDue, RawFollowUp, RawHandOff, RawMessage, RawOutcome, place};
use crate::text;

impl Checker<'_> {
    pub(super) fn follow_up(&mut self, placed: &Placed<RawFollowUp>, seen: &mut HashSet<String>) -> FollowUp {
        let (raw, site) = (placed.get_ref(), placed.get_ref().site(placed.span()));
        let id = self.id(raw.id.as_ref(), &site, seen, &[]);
        self.text(raw.title.as_ref(), "title", &site);
        let due = match &raw.due {
            Some(due) => self.rule(due.get_ref(), due.span(), Scope::All),
            None => {
                self.missing(
                    "missing-key",
                    &site,
                    "due",
                    "say when: due = { after = \"2 weeks\", from = \"meeting\" }",
                );
                None
            }
        };
        FollowUp {
            id,
            title: self.template(raw.title.as_ref(), Scope::All),
            due: due.unwrap_or(Rule::On(Anchor::Today)),
            every: raw.every.as_ref().and_then(|every| self.duration(every, 1)),
            when: self.when(raw.when.as_ref(), Scope::All),
            credit: self.credit(raw.source.as_ref()),
        }
    }

    /// A length of time of at least so many of its unit.
    fn duration(&mut self, placed: &Placed<String>, least: u32) -> Option<Duration> {
        let duration = placed.get_ref().parse().ok().filter(|d: &Duration| d.n >= least);
        if duration.is_none() {
            self.error(
                "bad-duration",
                placed.span(),
                format!("`{}` is not a length of time that can be used here", placed.get_ref()),
                format!(
                    "write a number from {least} to 1000, and days, business days, weeks or months: \"2 weeks\""
                ),
            );
        }
        duration
    }

    /// A date rule, which may look at what is in scope.
    pub(super) fn rule(&mut self, raw: &RawDue, span: Range<usize>, scope: Scope) -> Option<Rule<Anchor>> {
        let forms = [&raw.on, &raw.end_of, &raw.after, &raw.before].into_iter().flatten().count();
        let relative = raw.after.is_some() || raw.before.is_some();
        if forms != 1 || relative != raw.from.is_some() {
            if raw.seen.is_whole() {
                self.bad_due(span, forms, relative);
            }
            return None;
        }
        if let Some(on) = &raw.on {
            return self.anchor(on, scope).map(Rule::On);
        }
        if let Some(period) = &raw.end_of {
            let at = self.reference(period, scope)?;
            let kind = self.index.kind(at)?;
            if kind != "period" {
                let message = format!("`{}` is a {kind} field, and not a period", period.get_ref());
                self.error(
                    "not-a-period",
                    period.span(),
                    message,
                    "write a field of kind period here, or use { on = … } for a date",
                );
                return None;
            }
            return Some(Rule::EndOf(Anchor::Field(at)));
        }
        let from = raw.from.as_ref().and_then(|from| self.anchor(from, scope));
        let span = raw.after.as_ref().or(raw.before.as_ref())?;
        let duration = self.duration(span, 0)?;
        Some(if raw.after.is_some() { Rule::After(duration, from?) } else { Rule::Before(duration, from?) })
    }

    fn bad_due(&mut self, span: Range<usize>, forms: usize, relative: bool) {
        const FORMS: &str = "write one of { on = \"meeting\" }, { end_of = \"step.period\" }, { after = \"2 weeks\", from = \"meeting\" }, { before = \"1 day\", from = \"meeting\" }; in place of \"meeting\" can stand a date field or \"today\"";
        let (message, help) = match (forms, relative) {
            (0, _) => ("this does not say which day is meant", FORMS),
            (1, true) => (
                "this does not say what to count from",
                "add: from = \"meeting\", or a date field, or \"today\"",
            ),
            (1, false) => ("`from` goes only with `after` or `before`", "delete it"),
            _ => ("this says more than one day", "keep one of on, end_of, after and before"),
        };
        self.error("bad-due", span, message, help);
    }

    pub(super) fn outcome(&mut self, placed: &Placed<RawOutcome>, seen: &mut HashSet<String>) -> Outcome {
        let (raw, site) = (placed.get_ref(), placed.get_ref().site(placed.span()));
        Outcome {
            id: self.id(raw.id.as_ref(), &site, seen, &[]),
            label: self.words(raw.label.as_ref(), "label", &site),
            means: self
                .one_of(raw.means.as_ref(), "means", &site, &Means::ALL, Means::word)
                .unwrap_or(Means::Lost),
            when: self.when(raw.when.as_ref(), Scope::All),
            credit: self.credit(raw.source.as_ref()),
        }
    }

    pub(super) fn message(&mut self, placed: &Placed<RawMessage>, seen: &mut HashSet<String>) -> Message {
        let (raw, site) = (placed.get_ref(), placed.get_ref().site(placed.span()));
        let id = self.id(raw.id.as_ref(), &site, seen, &[]);
        self.text(raw.title.as_ref(), "title", &site);
        self.text(raw.body.as_ref(), "body", &site);
        Message {
            id,
            title: self.template(raw.title.as_ref(), Scope::All),
            body: self.template(raw.body.as_ref(), Scope::All),
            when: self.when(raw.when.as_ref(), Scope::All),
            credit: self.credit(raw.source.as_ref()),
        }
    }

    /// A hand-off, with what can be said of it without the other playbook.
    pub(super) fn hand_off(&mut self, placed: &Placed<RawHandOff>) -> HandOff {
        let (raw, site) = (placed.get_ref(), placed.get_ref().site(placed.span()));
        let to = match &raw.to {
            Some(to) => self.id(Some(to), &site, &mut HashSet::new(), &[]),
            None => {
                self.missing("missing-key", &site, "to", "say which playbook goes on: to = \"its-id\"");
                String::new()
            }
        };
        self.text(raw.label.as_ref(), "label", &site);
        let label = self.template(raw.label.as_ref(), Scope::All);
        let when = self.when(raw.when.as_ref(), Scope::All);
        let mut link = Link { to: to.clone(), at: place(raw.to.as_ref(), &site.span), carry: Vec::new() };
        for (there, here) in raw.carry.as_ref().map_or(&[][..], |c| &c.get_ref().0) {
            let source = self.reference(here, Scope::All);
            let (target, target_at) = (there.get_ref().clone(), there.span());
            let named = target
                .split_once('.')
                .is_some_and(|(step, field)| text::is_kebab_case(step) && text::is_kebab_case(field));
            if !named {
                self.error(
                    "unknown-reference",
                    target_at,
                    format!("`{target}` is no field of a playbook"),
                    "write the step's id there, a point, and the field's id: \"step.field\"",
                );
            } else if let Some(source) = source {
                link.carry.push(Carried { target, target_at, source, source_at: here.span() });
            }
        }
        let carry = link.carry.iter().map(|c| (c.target.clone(), c.source)).collect();
        self.links.push(link);
        HandOff { to, label, when, carry, credit: self.credit(raw.source.as_ref()) }
    }
}
