//! Going on with another playbook, and messages: what the answers have to offer at the end.

use super::{Edit, Session, Start};
use crate::playbook::model::{HandOff, Message};
use crate::playbook::{Answer, Condition, Facts, FieldRef, Kind, Playbook, Slot, carry};

impl Session {
    /// The hand-offs that the answers offer.
    pub fn hand_offs(&self) -> impl Iterator<Item = &HandOff> {
        self.playbook.hand_offs.iter().filter(|h| self.offers(h.when.as_ref()))
    }

    /// The hand-offs that answers of this step brought about.
    pub fn hand_offs_of(&self, step: usize) -> impl Iterator<Item = &HandOff> {
        let of_step = move |when: &Condition| when.fields().iter().any(|at| at.step == step);
        self.hand_offs().filter(move |h| h.when.as_ref().is_some_and(of_step))
    }

    /// The messages that the answers offer.
    pub fn messages(&self) -> impl Iterator<Item = &Message> {
        self.playbook.messages.iter().filter(|m| self.offers(m.when.as_ref()))
    }

    /// The text of a message. An answer that has a line to itself there comes as it was given: a
    /// text in its lines, several things one below the other.
    pub fn message_text(&self, message: &Message) -> String {
        self.message_text_without(message, &|_| false)
    }

    /// The same, with a blank for each field that is hidden.
    pub fn message_text_without(&self, message: &Message, is_hidden: &dyn Fn(FieldRef) -> bool) -> String {
        let is_shown = |slot: &Slot| !matches!(slot, Slot::Field(at) if is_hidden(*at));
        let lines = |slot: Slot| match Some(slot).filter(is_shown)? {
            Slot::Field(at) => {
                let kind = &self.playbook.field(at).kind;
                let lines = self.answer(at)?.in_lines(kind);
                let several = lines.len() > 1 && !matches!(kind, Kind::Text { .. });
                let lead = if several { "- " } else { "" };
                Some(lines.iter().map(|l| format!("{lead}{l}")).collect::<Vec<_>>().join("\n"))
            }
            slot => self.slot(slot),
        };
        message.body.fill_lines(|slot| self.slot(Some(slot).filter(is_shown)?), lines)
    }

    fn offers(&self, when: Option<&Condition>) -> bool {
        when.is_none_or(|when| self.holds(when))
    }

    /// What a conversation that goes on from this one begins with: the same client, and the answers
    /// that go along. The id is still to be given.
    pub fn going_on(&self, to: &Playbook) -> Start {
        let head = &self.head;
        Start {
            client: head.client.clone(),
            advisor: head.advisor.clone(),
            from: Some(head.id.clone()),
            sample: head.sample.clone(),
            carried: self.carried(to),
            ..Start::default()
        }
    }

    /// The answers that go along to a playbook, as they stand there. What does not fit stays here,
    /// where it is.
    pub(super) fn carried(&self, to: &Playbook) -> Vec<(FieldRef, Answer)> {
        let hand_offs = self.playbook.hand_offs.iter().filter(|h| h.to == to.id);
        // One that is offered speaks before one that is not.
        let (offered, others): (Vec<_>, Vec<_>) = hand_offs.partition(|h| self.offers(h.when.as_ref()));
        let mut carried: Vec<(FieldRef, Answer)> = Vec::new();
        for (target, source) in offered.into_iter().chain(others).flat_map(|h| &h.carry) {
            let Some(there) = to.find(target) else { continue };
            let Some(answer) = self.answer(*source) else { continue };
            let (from, into) = (&self.playbook.field(*source).kind, &to.field(there).kind);
            if let Some(answer) = carry::convert(from, answer, into)
                && !carried.iter().any(|(at, _)| *at == there)
            {
                carried.push((there, answer));
            }
        }
        carried
    }

    /// The edit that remembers that another conversation goes on from this one.
    pub fn handed_on(&self, id: &str) -> Edit {
        let mut to = self.head.to.clone();
        if !to.iter().any(|known| known == id) {
            to.push(id.to_owned());
        }
        Edit::HandedOn(to)
    }
}
