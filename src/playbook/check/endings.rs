//! What comes after the walk: follow-ups with their date rules, and outcomes.

use std::collections::HashSet;

use super::{Checker, Scope};
use crate::dates::{Duration, Rule};
use crate::diagnostic::tree::Placed;
use crate::playbook::model::{Anchor, FollowUp, Means, Outcome};
use crate::playbook::raw::{RawDue, RawFollowUp, RawOutcome};

impl Checker<'_> {
    pub(super) fn follow_up(&mut self, placed: &Placed<RawFollowUp>, seen: &mut HashSet<String>) -> FollowUp {
        let (raw, span) = (placed.get_ref(), placed.span());
        let id = self.id(raw.id.as_ref(), &span, seen, &[]);
        self.text(raw.title.as_ref(), "title", &span);
        let due = match &raw.due {
            Some(due) => self.due(due),
            None => {
                self.error(
                    "missing-key",
                    span,
                    "`due` is missing",
                    "say when: due = { after = \"2 weeks\", from = \"meeting\" }",
                );
                None
            }
        };
        FollowUp {
            id,
            title: self.template(raw.title.as_ref(), Scope::All),
            due: due.unwrap_or(Rule::On(Anchor::Today)),
            when: self.when(raw.when.as_ref(), Scope::All),
        }
    }

    fn due(&mut self, placed: &Placed<RawDue>) -> Option<Rule<Anchor>> {
        const HELP: &str = "write one of: { on = X }, { end_of = \"step.period\" }, { after = \"2 weeks\", from = X }, { before = \"1 day\", from = X }; X is a date field, \"meeting\" or \"today\"";
        let (raw, span) = (placed.get_ref(), placed.span());
        let forms = [&raw.on, &raw.end_of, &raw.after, &raw.before].into_iter().flatten().count();
        let relative = raw.after.is_some() || raw.before.is_some();
        if forms != 1 || relative != raw.from.is_some() {
            self.error("bad-due", span, "this is not a date rule", HELP);
            return None;
        }
        if let Some(on) = &raw.on {
            return self.anchor(on, Scope::All).map(Rule::On);
        }
        if let Some(period) = &raw.end_of {
            let at = self.reference(period, Scope::All)?;
            if self.index.kind(at) != Some("period") {
                self.error(
                    "not-a-period",
                    period.span(),
                    format!("`{}` is not a period", period.get_ref()),
                    "end_of takes a field of kind period",
                );
                return None;
            }
            return Some(Rule::EndOf(Anchor::Field(at)));
        }
        let from = raw.from.as_ref().and_then(|from| self.anchor(from, Scope::All));
        let span = raw.after.as_ref().or(raw.before.as_ref())?;
        let Ok(duration) = span.get_ref().parse::<Duration>() else {
            self.error(
                "bad-duration",
                span.span(),
                format!("`{}` is not a span of time", span.get_ref()),
                "write a number and days, business days, weeks or months: \"2 weeks\"",
            );
            return None;
        };
        Some(if raw.after.is_some() { Rule::After(duration, from?) } else { Rule::Before(duration, from?) })
    }

    pub(super) fn outcome(&mut self, placed: &Placed<RawOutcome>, seen: &mut HashSet<String>) -> Outcome {
        let (raw, span) = (placed.get_ref(), placed.span());
        Outcome {
            id: self.id(raw.id.as_ref(), &span, seen, &[]),
            label: self.text(raw.label.as_ref(), "label", &span),
            means: self
                .one_of(raw.means.as_ref(), "means", &span, &Means::ALL, Means::word)
                .unwrap_or(Means::Lost),
            when: self.when(raw.when.as_ref(), Scope::All),
        }
    }
}
