//! What comes after the walk: follow-ups with their date rules, and outcomes.

use std::collections::HashSet;
use std::ops::Range;

use super::{Checker, Scope};
use crate::dates::{Duration, Rule};
use crate::diagnostic::tree::Placed;
use crate::playbook::model::{Anchor, FollowUp, Means, Outcome};
use crate::playbook::raw::{RawDue, RawFollowUp, RawOutcome};

impl Checker<'_> {
    pub(super) fn follow_up(&mut self, placed: &Placed<RawFollowUp>, seen: &mut HashSet<String>) -> FollowUp {
        let (raw, site) = (placed.get_ref(), placed.get_ref().site(placed.span()));
        let id = self.id(raw.id.as_ref(), &site, seen, &[]);
        self.text(raw.title.as_ref(), "title", &site);
        let due = match &raw.due {
            Some(due) => self.due(due),
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
            every: self.every(raw.every.as_ref()),
            when: self.when(raw.when.as_ref(), Scope::All),
        }
    }

    /// How often it repeats: a length of time that is not nothing.
    fn every(&mut self, every: Option<&Placed<String>>) -> Option<Duration> {
        let every = every?;
        match every.get_ref().parse::<Duration>() {
            Ok(duration) if duration.n > 0 => Some(duration),
            Ok(_) => {
                let message = format!("it cannot repeat every `{}`", every.get_ref());
                self.error("bad-duration", every.span(), message, "write 1 or more: \"3 months\"");
                None
            }
            Err(()) => {
                self.bad_duration(every);
                None
            }
        }
    }

    fn bad_duration(&mut self, span: &Placed<String>) {
        self.error(
            "bad-duration",
            span.span(),
            format!("`{}` is not a length of time that can be read", span.get_ref()),
            "write a number up to 1000, and days, business days, weeks or months: \"2 weeks\"",
        );
    }

    fn due(&mut self, placed: &Placed<RawDue>) -> Option<Rule<Anchor>> {
        let (raw, span) = (placed.get_ref(), placed.span());
        let forms = [&raw.on, &raw.end_of, &raw.after, &raw.before].into_iter().flatten().count();
        let relative = raw.after.is_some() || raw.before.is_some();
        if forms != 1 || relative != raw.from.is_some() {
            if raw.seen.is_whole() {
                self.bad_due(span, forms, relative);
            }
            return None;
        }
        if let Some(on) = &raw.on {
            return self.anchor(on, Scope::All).map(Rule::On);
        }
        if let Some(period) = &raw.end_of {
            let at = self.reference(period, Scope::All)?;
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
        let from = raw.from.as_ref().and_then(|from| self.anchor(from, Scope::All));
        let span = raw.after.as_ref().or(raw.before.as_ref())?;
        let Ok(duration) = span.get_ref().parse::<Duration>() else {
            self.bad_duration(span);
            return None;
        };
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
            label: self.text(raw.label.as_ref(), "label", &site),
            means: self
                .one_of(raw.means.as_ref(), "means", &site, &Means::ALL, Means::word)
                .unwrap_or(Means::Lost),
            when: self.when(raw.when.as_ref(), Scope::All),
        }
    }
}
