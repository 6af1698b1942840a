//! Which one? What can be happening, and the playbook for it: the ways through the playbooks that
//! help to choose, and then what no way leads to.

use std::sync::Arc;

use super::Catalog;
use crate::playbook::chooser::{Way, ways};
use crate::playbook::model::HandOff;
use crate::playbook::{Playbook, Template};
use crate::session::Known;
use crate::text;

/// Something that can be happening, and the playbook for it.
#[derive(Clone, Debug)]
pub struct Situation {
    /// In words; of a way, what is chosen last.
    pub words: String,
    pub playbook: Arc<Playbook>,
    /// The way it is on. Without one it is what the playbook itself says that it fits.
    pub through: Option<Through>,
}

/// A way through a chooser, up to its last choice.
#[derive(Clone, Debug)]
pub struct Through {
    pub chooser: Arc<Playbook>,
    /// Its first question.
    pub question: String,
    /// What is chosen first, and so on.
    pub groups: Vec<Group>,
}

/// A choice that leads on to a question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    pub words: String,
    pub question: String,
}

impl Situation {
    /// The choices before the last one.
    pub fn groups(&self) -> &[Group] {
        self.through.as_ref().map_or(&[], |through| &through.groups)
    }

    /// Whether it is the same, after playbooks were read again.
    pub fn is_again(&self, before: &Self) -> bool {
        let words = |s: &Self| -> Vec<_> { s.groups().iter().map(|g| g.words.clone()).collect() };
        let here = |s: &Self| (s.words.clone(), s.playbook.id.clone(), s.chooser().map(str::to_owned));
        here(self) == here(before) && words(self) == words(before)
    }

    /// The id of the chooser it is a way of.
    pub fn chooser(&self) -> Option<&str> {
        self.through.as_ref().map(|through| through.chooser.id.as_str())
    }
}

impl Catalog {
    /// All situations one can begin with, the ways of choosers first. Those of one chooser follow
    /// each other, and so do those of one group.
    pub fn situations(&self, known: &Known<'_>) -> Vec<Situation> {
        let mut situations: Vec<_> = self.choosers().flat_map(|c| self.ways_of(c, known)).collect();
        let led_to: Vec<_> = situations.iter().map(|s| s.playbook.id.clone()).collect();
        let others = self.startable().filter(|p| !led_to.contains(&p.id));
        situations.extend(others.flat_map(fits));
        situations
    }

    /// The playbooks that only help to choose.
    fn choosers(&self) -> impl Iterator<Item = &Arc<Playbook>> {
        self.playbooks().filter(|p| p.is_chooser())
    }

    /// The playbooks that a conversation can be led by.
    pub fn startable(&self) -> impl Iterator<Item = &Arc<Playbook>> {
        self.playbooks().filter(|p| !p.is_chooser())
    }

    /// The playbooks that one can go on to from this one, each once.
    pub fn led_to(&self, playbook: &Playbook) -> Vec<&Arc<Playbook>> {
        let mut found: Vec<&Arc<Playbook>> = Vec::new();
        for there in playbook.hand_offs.iter().filter_map(|h| self.destination(h)) {
            if !found.iter().any(|known| known.id == there.id) {
                found.push(there);
            }
        }
        found
    }

    /// Whether a hand-off is worth offering at the end of a conversation. What only helps to choose
    /// takes no answers along. One that is missing is offered: the advisor is told so.
    pub fn offers(&self, hand_off: &HandOff) -> bool {
        self.playbook(&hand_off.to).is_none_or(|p| !p.is_chooser())
    }

    /// The playbook a hand-off leads to, if a conversation can be led by it.
    fn destination(&self, hand_off: &HandOff) -> Option<&Arc<Playbook>> {
        self.playbook(&hand_off.to).filter(|p| !p.is_chooser())
    }

    fn ways_of(&self, chooser: &Arc<Playbook>, known: &Known<'_>) -> Vec<Situation> {
        let situation = |way: &Way<'_>| {
            let playbook = self.destination(way.hand_off)?.clone();
            let fill = |template: &Template| text::clean_line(&way.fill(template, |slot| known.slot(slot)));
            let (last, before) = way.turns.split_last()?;
            let question = fill(way.turns.first()?.question);
            let groups = before.iter().zip(&way.turns[1..]).map(|(turn, next)| Group {
                words: text::clean_line(&turn.choice.label),
                question: fill(next.question),
            });
            let through = Through { chooser: chooser.clone(), question, groups: groups.collect() };
            let words = text::clean_line(&last.choice.label);
            Some(Situation { words, playbook, through: Some(through) })
        };
        ways(chooser).iter().filter_map(situation).collect()
    }
}

/// What a playbook says that it fits.
fn fits(playbook: &Arc<Playbook>) -> Vec<Situation> {
    let fits = match &playbook.fits[..] {
        [] => std::slice::from_ref(&playbook.summary),
        fits => fits,
    };
    let situation = |words: &String| Situation {
        words: text::clean_line(words),
        playbook: playbook.clone(),
        through: None,
    };
    fits.iter().map(situation).collect()
}

#[cfg(test)]
mod tests;
