//! Steps, with what is said, avoided, answered and needed in them.

use std::collections::HashSet;

use super::fields::is_set;
use super::{Checker, FIELDS_MAX, QUICK_COMFORTABLE, Scope};
use crate::diagnostic::tree::Placed;
use crate::playbook::model::{FieldRef, Need, Phase, Phrase, Playbook, Response, Step};
use crate::playbook::raw::{RawNeed, RawPhrase, RawResponse, RawStep, STEP_IDS, each, place};

impl Checker<'_> {
    pub(super) fn step(
        &mut self,
        position: usize,
        placed: &Placed<RawStep>,
        seen: &mut HashSet<String>,
    ) -> Step {
        let (raw, site) = (placed.get_ref(), placed.get_ref().site(placed.span()));
        let id = self.id(raw.id.as_ref(), &site, seen, STEP_IDS);
        let title = self.words(raw.title.as_ref(), "title", &site);
        let phase = self.one_of(raw.phase.as_ref(), "phase", &site, &Phase::ALL, Phase::word);
        let own = Scope::Before { step: position, field: usize::MAX };
        let fields = each(raw.field.as_ref());
        if fields.is_empty() && !raw.seen.lost("field") {
            self.warn(
                "step-without-field",
                site.span.clone(),
                "this step has nothing to fill in",
                "add a line [[step.field]] with id and label under it, or join this step with another",
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
            responses: self.responses(raw.response.as_ref(), own),
            when: self.when(raw.when.as_ref(), Scope::Before { step: position, field: 0 }),
            fields,
            id,
            title,
        }
    }

    fn needs(&mut self, raw: Option<&Placed<Vec<Placed<RawNeed>>>>, own: Scope) -> Vec<Need> {
        let needs = each(raw).iter().filter_map(|need| {
            let (raw, site) = (need.get_ref(), need.get_ref().site(need.span()));
            let otherwise = self.words(raw.r#else.as_ref(), "else", &site);
            let Some(when) = &raw.when else {
                self.missing(
                    "missing-key",
                    &site,
                    "when",
                    "say what should hold: when = { field = \"step.field\", filled = true }",
                );
                return None;
            };
            let credit = self.credit(raw.source.as_ref());
            Some(Need { when: self.condition(when, own)?, otherwise, credit })
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
                "it can have 500: leave out those that matter least",
            );
        }
        let required = playbook.fields().zip(&raw_fields).filter(|((_, f), _)| f.required);
        for (_, raw) in required.skip(1) {
            let at = place(raw.get_ref().required.as_ref(), &raw.span());
            self.warn(
                "several-required",
                at,
                "this is not the only required field",
                "people come back to a playbook that asks for one thing: keep the one that matters most",
            );
        }
        for phase in Phase::ALL {
            let of_phase = |at: FieldRef| playbook.steps[at.step].phase == phase;
            let quick = playbook.fields().zip(&raw_fields).filter(|((at, f), _)| f.quick && of_phase(*at));
            let quick: Vec<_> = quick.map(|(_, raw)| raw).collect();
            if let Some(raw) = quick.get(QUICK_COMFORTABLE) {
                self.warn(
                    "too-many-quick",
                    place(raw.get_ref().quick.as_ref(), &raw.span()),
                    format!("the phase {} has {} quick fields", phase.word(), quick.len()),
                    "five minutes are enough for four: keep those that matter most",
                );
            }
        }
    }

    fn phrases(&mut self, raw: Option<&Placed<Vec<Placed<RawPhrase>>>>, scope: Scope) -> Vec<Phrase> {
        let mut phrases = Vec::new();
        for phrase in each(raw) {
            let raw = &phrase.get_ref().0;
            self.text(raw.text.as_ref(), "text", &raw.site(phrase.span()));
            phrases.push(Phrase {
                text: self.template(raw.text.as_ref(), scope),
                credit: self.credit(raw.source.as_ref()),
                card: is_set(raw.card.as_ref()),
            });
        }
        phrases
    }

    fn responses(&mut self, raw: Option<&Placed<Vec<Placed<RawResponse>>>>, scope: Scope) -> Vec<Response> {
        let mut responses = Vec::new();
        for response in each(raw) {
            let (raw, site) = (response.get_ref(), response.get_ref().site(response.span()));
            self.text(raw.hears.as_ref(), "hears", &site);
            self.text(raw.r#try.as_ref(), "try", &site);
            responses.push(Response {
                hears: self.template(raw.hears.as_ref(), scope),
                answer: self.template(raw.r#try.as_ref(), scope),
                credit: self.credit(raw.source.as_ref()),
                card: is_set(raw.card.as_ref()),
            });
        }
        responses
    }
}
