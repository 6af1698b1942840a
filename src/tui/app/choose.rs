//! New: which one? What can be happening, and the playbook for it.

use std::sync::Arc;

use super::form::Purpose;
use super::list::ListState;
use super::{App, Effect, Overlay, Screen};
use crate::catalog::{Key, Situation};
use crate::document::{Client, Meeting};
use crate::playbook::{Playbook, Step};
use crate::session::Known;
use crate::tui::keys::Action;

/// Which playbook?
#[derive(Debug, Default)]
pub struct Choose {
    pub list: ListState,
    /// What is known already of who and when.
    pub client: Client,
    pub meeting: Meeting,
    /// The first line of the guide in its pane.
    pub guide_scroll: usize,
    /// The call was taken already: it goes on with the playbook that is chosen.
    pub of_call: bool,
    /// The page of the playbook that one came from, to go back to.
    pub behind: Option<Key>,
}

impl App {
    /// The situations one can begin with.
    pub fn situations(&self) -> Vec<Situation> {
        let nobody = Choose::default();
        let choose = match &self.screen {
            Screen::Choose(choose) => choose,
            _ => &nobody,
        };
        self.catalog.situations(&self.known(choose))
    }

    /// What is known before there is a conversation.
    pub fn known<'a>(&'a self, choose: &'a Choose) -> Known<'a> {
        let Choose { client, meeting, .. } = choose;
        Known { client, meeting, advisor: self.advisor.as_deref(), today: self.now.wall.date_naive() }
    }

    /// The chooser whose guide helps here: that of the way that is marked, or else the first.
    pub fn guiding_chooser(&self) -> Option<Arc<Playbook>> {
        let Screen::Choose(choose) = &self.screen else { return None };
        let situations = self.situations();
        let through = |s: &Situation| s.through.as_ref().map(|through| through.chooser.clone());
        let marked = situations.get(choose.list.marked).and_then(through);
        let chooser = marked.or_else(|| situations.first().and_then(through));
        chooser.filter(|c| c.steps.first().is_some_and(Step::has_guide))
    }

    pub(super) fn choose_nth(&mut self, nth: usize, effects: &mut Vec<Effect>) {
        if let Some(situation) = self.situations().into_iter().nth(nth) {
            if matches!(&self.screen, Screen::Choose(choose) if choose.of_call) {
                self.turn_call_into(situation.playbook, effects);
                return;
            }
            self.message = None;
            let purpose = Purpose::New(situation.playbook);
            let (client, meeting) = match &self.screen {
                Screen::Choose(choose) => (choose.client.clone(), choose.meeting.clone()),
                _ => Default::default(),
            };
            self.begin_form(purpose, client, meeting, None);
        }
    }

    pub(super) fn act_in_choose(&mut self, action: Action, effects: &mut Vec<Effect>) {
        let Screen::Choose(choose) = &self.screen else { return };
        match action {
            // Below the situations: what cannot be chosen, and why.
            Action::Confirm if choose.list.marked >= self.situations().len() => {
                self.show_playbooks(None, effects);
            }
            Action::Confirm => self.choose_nth(choose.list.marked, effects),
            Action::Playbooks => self.show_playbooks(None, effects),
            Action::Guide if self.guiding_chooser().is_none() => {
                self.say("There is no guide to this list. p shows the playbooks: read one before you choose");
            }
            Action::Guide => self.overlay = Some(Overlay::Guide(ListState::default())),
            Action::Back => self.leave_choose(effects),
            _ => self.move_in_page(action),
        }
    }

    fn leave_choose(&mut self, effects: &mut Vec<Effect>) {
        let Screen::Choose(choose) = &mut self.screen else { return };
        if choose.of_call {
            // It stays with the playbook that it began with.
            self.show_walk();
            return;
        }
        match choose.behind.take() {
            Some(key) => self.show_playbooks(Some(&key), effects),
            None => self.show_today(effects),
        }
    }

    /// Which one? On the ways of a chooser, where one is named.
    pub fn show_choose(&mut self, choose: Choose, chooser: Option<&str>) {
        self.screen = Screen::Choose(choose);
        let of_chooser = |s: &Situation| chooser.is_some() && s.chooser() == chooser;
        let first = self.situations().iter().position(of_chooser);
        if let (Screen::Choose(choose), Some(first)) = (&mut self.screen, first) {
            choose.list.marked = first;
        }
        self.follow_mark();
    }
}
