//! What stands on the pocket card: whether there is room for it.

use std::ops::Range;

use super::Checker;
use super::fields::is_set;
use crate::diagnostic::tree::Placed;
use crate::playbook::card::{CELLS, LINES, Part, QUESTIONS, fit, said, tone, way_out};
use crate::playbook::model::{Kind, Phrase, Playbook};
use crate::playbook::placeholder::{BLANK, Template};
use crate::playbook::raw::{RawPhrase, RawStep, each, place};

impl Checker<'_> {
    /// Warns of what a card has no room for, with a few questions on it.
    pub(super) fn card(&mut self, playbook: &Playbook, steps: &[Placed<RawStep>]) {
        let marked = self.marked(playbook, steps);
        let mut lines = 1;
        let all: usize = lines + marked.iter().map(|(takes, _)| takes).sum::<usize>();
        for (takes, at) in marked {
            lines += takes;
            if lines > LINES {
                self.warn(
                    "card-too-full",
                    at,
                    format!("with {QUESTIONS} questions, the card takes {all} lines"),
                    format!("it has {LINES} of {CELLS} columns: mark less, or what is shorter"),
                );
                return;
            }
        }
    }

    /// What is marked, in the order of the card: the lines it takes, and where that is said.
    fn marked(&mut self, playbook: &Playbook, steps: &[Placed<RawStep>]) -> Vec<(usize, Range<usize>)> {
        let (mut marked, mut has_list) = (Vec::new(), false);
        let pairs = || playbook.steps.iter().zip(steps);
        let raws = steps.iter().flat_map(|raw| each(raw.get_ref().field.as_ref()));
        for ((of, field), raw) in playbook.fields().zip(raws) {
            let at = place(raw.get_ref().card.as_ref(), &raw.span());
            if field.card && field.private {
                self.warn(
                    "private-card",
                    at,
                    "a private field never stands on the card",
                    "delete `card`, or `private` if others may read the answer",
                );
            } else if field.card && playbook.says_private(of) {
                self.warn(
                    "private-card",
                    at,
                    "this field is filled from a private one, and so never stands on the card",
                    "delete `card`, or fill it with what others may read",
                );
            } else if field.card {
                let lines = match &field.kind {
                    // A list of which nothing is known yet: of those that are passed over now and then one stands
                    // there in place of another.
                    Kind::List(_) if field.when.is_some() && std::mem::replace(&mut has_list, true) => 0,
                    Kind::List(list) => list.at_most.map_or(QUESTIONS, |most| QUESTIONS.min(most as usize)),
                    // What is passed over now and then may stand there in place of something else.
                    _ => usize::from(field.when.is_none()),
                };
                marked.push((lines, at));
            }
        }
        let words = |template: &Template| template.plain(|_| BLANK.to_owned());
        let lines = |part: Part, words: &str| fit(part, words, part.most_lines(), CELLS).0.len();
        let mut phrases = |part, phrases: &[Phrase], raw: &[Placed<RawPhrase>]| {
            for (phrase, raw) in phrases.iter().zip(raw).filter(|(phrase, _)| phrase.card) {
                let words = words(&phrase.text);
                let words = if part == Part::Tone { tone(&words).to_owned() } else { said(&words) };
                let at = place(raw.get_ref().0.card.as_ref(), &raw.span());
                marked.push((lines(part, &words), at));
            }
        };
        pairs().for_each(|(s, raw)| phrases(Part::Tone, &s.avoid, each(raw.get_ref().avoid.as_ref())));
        pairs().for_each(|(s, raw)| phrases(Part::Ask, &s.say, each(raw.get_ref().say.as_ref())));
        for (response, raw) in
            pairs().flat_map(|(s, raw)| s.responses.iter().zip(each(raw.get_ref().response.as_ref())))
        {
            if is_set(raw.get_ref().card.as_ref()) {
                let words = way_out(&words(&response.hears), &words(&response.answer));
                marked.push((lines(Part::WayOut, &words), place(raw.get_ref().card.as_ref(), &raw.span())));
            }
        }
        marked
    }
}
