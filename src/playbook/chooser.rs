//! A playbook that only chooses: it asks for choices and leads to others, and nothing of it is filed.
//!
//! Its questions are a tree. [`ways`] is that tree flattened, so that one look at a list and one key
//! answer all of them.

use std::collections::BTreeMap;

use super::condition::{Condition, Facts};
use super::model::{Choice, FieldRef, HandOff, Kind, Playbook};
use super::placeholder::{Slot, Template};
use super::{Answer, Field};

/// So many states of answers are looked at; anybody may write a playbook in which there are more
/// than there is time for.
const STATES: usize = 1_000;
/// So many ways are found; nobody reads on so far.
const WAYS: usize = 100;

/// A question on a way, and what is chosen there.
#[derive(Clone, Copy, Debug)]
pub struct Turn<'a> {
    pub field: FieldRef,
    pub question: &'a Template,
    pub choice: &'a Choice,
}

/// All that is chosen from the first question on, and where it leads.
#[derive(Clone, Debug)]
pub struct Way<'a> {
    /// At least one.
    pub turns: Vec<Turn<'a>>,
    pub hand_off: &'a HandOff,
}

impl Way<'_> {
    /// A text of the chooser's, in which what is chosen on this way is known.
    pub fn fill(&self, template: &Template, known: impl Fn(Slot) -> Option<String>) -> String {
        template.fill(|slot| match slot {
            Slot::Field(at) => self.turns.iter().find(|t| t.field == at).map(|t| t.choice.label.clone()),
            slot => known(slot),
        })
    }
}

impl Playbook {
    /// Whether it only helps to choose: it asks for nothing but choices, leaves nothing to do and
    /// leads to others.
    pub fn is_chooser(&self) -> bool {
        let leaves_nothing =
            self.outcomes.is_empty() && self.follow_ups.is_empty() && self.messages.is_empty();
        let is_choice = |field: &Field| matches!(field.kind, Kind::Choice { other: false, .. });
        let mut fields = self.fields().map(|(_, field)| field).peekable();
        !self.hand_offs.is_empty() && leaves_nothing && fields.peek().is_some() && fields.all(is_choice)
    }
}

/// The ways through a chooser, in the order of its questions and options. One that leads nowhere
/// is left out; of a playbook that is no chooser there are none.
pub fn ways(playbook: &Playbook) -> Vec<Way<'_>> {
    if !playbook.is_chooser() {
        return Vec::new();
    }
    let mut search = Search {
        facts: Chosen { playbook, answers: BTreeMap::new() },
        fields: playbook.fields().collect(),
        turns: Vec::new(),
        states: 0,
        ways: Vec::new(),
    };
    search.from(0);
    search.ways
}

/// What is chosen so far.
struct Chosen<'a> {
    playbook: &'a Playbook,
    answers: BTreeMap<FieldRef, Answer>,
}

impl Facts for Chosen<'_> {
    fn playbook(&self) -> &Playbook {
        self.playbook
    }

    fn answer(&self, field: FieldRef) -> Option<&Answer> {
        self.answers.get(&field)
    }
}

struct Search<'a> {
    facts: Chosen<'a>,
    /// In the order of the walk.
    fields: Vec<(FieldRef, &'a Field)>,
    turns: Vec<Turn<'a>>,
    states: usize,
    ways: Vec<Way<'a>>,
}

impl<'a> Search<'a> {
    /// Goes on with the nth field. A condition looks only at fields before its own, so that none
    /// that was passed over has to be looked at again.
    fn from(&mut self, nth: usize) {
        if self.states == STATES || self.ways.len() == WAYS {
            return;
        }
        self.states += 1;
        let Some(nth) = (nth..self.fields.len()).find(|nth| self.applies(*nth)) else {
            self.arrive();
            return;
        };
        let (at, field) = self.fields[nth];
        for choice in field.kind.choices() {
            self.turns.push(Turn { field: at, question: &field.label, choice });
            self.facts.answers.insert(at, Answer::Choice(choice.id.clone()));
            self.from(nth + 1);
            self.turns.pop();
        }
        self.facts.answers.remove(&at);
    }

    fn applies(&self, nth: usize) -> bool {
        let (at, field) = self.fields[nth];
        let step = &self.facts.playbook.steps[at.step];
        self.holds(step.when.as_ref()) && self.holds(field.when.as_ref())
    }

    fn holds(&self, when: Option<&Condition>) -> bool {
        when.is_none_or(|when| when.holds(&self.facts))
    }

    /// Nothing more is asked: the first hand-off that is offered is where it leads.
    fn arrive(&mut self) {
        let hand_off = self.facts.playbook.hand_offs.iter().find(|h| self.holds(h.when.as_ref()));
        if let (Some(hand_off), false) = (hand_off, self.turns.is_empty()) {
            self.ways.push(Way { turns: self.turns.clone(), hand_off });
        }
    }
}

#[cfg(test)]
mod tests;
