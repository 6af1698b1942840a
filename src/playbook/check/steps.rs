//! Steps, with what is said, avoided, answered and needed in them.

use std::collections::HashSet;

use super::{Checker, FIELDS_MAX, Scope};
use crate::diagnostic::tree::Placed;
use crate::playbook::model::{Need, Phase, Phrase, Playbook, Response, Step};
use crate::playbook::raw::{RawNeed, RawPhrase, RawResponse, RawStep, each, place};

/// Ids that would read as something else in a placeholder or a date rule.
const RESERVED: &[&str] = &["client", "advisor", "meeting", "today"];

impl Checker<'_> {
    pub(super) fn step(&mut self, position: usize, placed: &Placed<RawStep>) -> Step {
        let (raw, span) = (placed.get_ref(), placed.span());
        let mut seen: HashSet<String> = self.index.step_ids_before(position);
        let id = self.id(raw.id.as_ref(), &span, &mut seen, RESERVED);
        let title = self.text(raw.title.as_ref(), "title", &span);
        let phase = self.one_of(raw.phase.as_ref(), "phase", &span, &Phase::ALL, Phase::word);
        let own = Scope::Before { step: position, field: usize::MAX };
        let fields = each(raw.field.as_ref());
        if fields.is_empty() {
            self.warn(
                "step-without-field",
                span.clone(),
                "there is nothing to fill in in this step",
                "add a [[step.field]], or put its guide into another step",
            );
        }
        let mut seen = HashSet::new();
        let fields =
            fields.iter().enumerate().map(|(i, f)| self.field(position, i, &id, f, &mut seen)).collect();
        Step {
            phase: phase.unwrap_or(Phase::Before),
            minutes: raw.minutes.as_ref().map(|m| *m.get_ref()),
            credit: self.credit(raw.source.as_ref()),
            guide: self.template(raw.guide.as_ref(), own),
            say: self.phrases(raw.say.as_ref(), own),
            avoid: self.phrases(raw.avoid.as_ref(), own),
            needs: self.needs(raw.need.as_ref(), own),
            responses: self.responses(raw.response.as_ref()),
            when: self.when(raw.when.as_ref(), Scope::Before { step: position, field: 0 }),
            fields,
            id,
            title,
        }
    }

    fn needs(&mut self, raw: Option<&Placed<Vec<Placed<RawNeed>>>>, own: Scope) -> Vec<Need> {
        let needs = each(raw).iter().filter_map(|need| {
            let (raw, span) = (need.get_ref(), need.span());
            let otherwise = self.text(raw.r#else.as_ref(), "else", &span);
            let Some(when) = &raw.when else {
                self.error(
                    "missing-key",
                    span,
                    "`when` is missing",
                    "say what should hold: when = { field = \"…\", filled = true }",
                );
                return None;
            };
            Some(Need { when: self.condition(when, own)?, otherwise })
        });
        needs.collect()
    }

    /// What can only be said of all fields together.
    pub(super) fn fields_in_all(&mut self, playbook: &Playbook, steps: &[Placed<RawStep>]) {
        let raw_fields: Vec<_> =
            steps.iter().filter_map(|s| s.get_ref().field.as_ref()).flat_map(|f| f.get_ref()).collect();
        if let Some(extra) = raw_fields.get(FIELDS_MAX) {
            self.error(
                "too-many-fields",
                extra.span(),
                format!("this playbook has {} fields", raw_fields.len()),
                "the most is 500",
            );
        }
        let required = playbook.fields().zip(&raw_fields).filter(|((_, f), _)| f.required);
        for (_, raw) in required.skip(1) {
            let at = place(raw.get_ref().required.as_ref(), &raw.span());
            self.warn(
                "several-required",
                at,
                "another field is required already",
                "a playbook that asks for one thing is used twice: keep the one that matters",
            );
        }
    }

    fn phrases(&mut self, raw: Option<&Placed<Vec<Placed<RawPhrase>>>>, scope: Scope) -> Vec<Phrase> {
        let mut phrases = Vec::new();
        for phrase in each(raw) {
            let raw = &phrase.get_ref().0;
            self.text(raw.text.as_ref(), "text", &phrase.span());
            phrases.push(Phrase {
                text: self.template(raw.text.as_ref(), scope),
                credit: self.credit(raw.source.as_ref()),
            });
        }
        phrases
    }

    fn responses(&mut self, raw: Option<&Placed<Vec<Placed<RawResponse>>>>) -> Vec<Response> {
        let mut responses = Vec::new();
        for response in each(raw) {
            let (raw, span) = (response.get_ref(), response.span());
            responses.push(Response {
                hears: self.text(raw.hears.as_ref(), "hears", &span),
                answer: self.text(raw.r#try.as_ref(), "try", &span),
                credit: self.credit(raw.source.as_ref()),
            });
        }
        responses
    }
}
