//! The playbooks: the list of all, and one of them as a page to read or with what is wrong in it.

use super::choose::Choose;
use super::form::Purpose;
use super::list::ListState;
use super::{App, Effect, Screen};
use crate::catalog::{Entry, Key};
use crate::diagnostic::line_and_column;
use crate::document::{Client, Meeting};
use crate::text;
use crate::tui::keys::{Action, Context};

/// The list of playbooks.
#[derive(Debug, Default)]
pub struct Playbooks {
    pub list: ListState,
    /// The chooser that one came from; Today, if none.
    back: Option<Choose>,
}

/// A playbook that is looked at.
#[derive(Debug)]
pub struct Opened {
    pub key: Key,
    pub view: View,
    pub list: ListState,
    /// The list that one came from.
    behind: Playbooks,
}

impl Opened {
    /// Leaves it for the list.
    pub(super) fn leave(&mut self) -> Playbooks {
        std::mem::take(&mut self.behind)
    }

    /// Where it stands in the list.
    pub(super) fn stands_at(&mut self, at: usize) {
        self.behind.list.marked = at;
    }
}

/// What of a playbook is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum View {
    /// The playbook, to read.
    Page,
    /// What is wrong in it.
    Faults,
}

impl View {
    /// What one wants to see of it first.
    pub fn first(entry: &Entry) -> Self {
        if entry.faults.is_empty() { Self::Page } else { Self::Faults }
    }
}

impl App {
    /// Shows the list of playbooks with one of them marked; or, where one is named by its key, that
    /// one with the list behind it.
    pub(super) fn show_playbooks(&mut self, key: Option<&Key>, effects: &mut Vec<Effect>) {
        self.message = None;
        let situations = self.situations().len();
        let screen = std::mem::replace(&mut self.screen, Screen::Playbooks(Playbooks::default()));
        if let (Screen::Choose(choose), Screen::Playbooks(playbooks)) = (screen, &mut self.screen) {
            // Who came for the broken ones finds the first of them marked.
            let came_for_broken = choose.list.marked >= situations && self.catalog.unusable() > 0;
            let broken = self.catalog.entries().position(|e| e.playbook.is_none());
            let unreadable = self.catalog.entries().count();
            if came_for_broken {
                playbooks.list.marked = broken.unwrap_or(unreadable);
            }
            playbooks.back = Some(choose);
        }
        if let Some(key) = key {
            self.open_playbook(key);
        }
        self.follow_mark();
        self.look(effects);
    }

    /// The entry that is marked in the list.
    pub(super) fn marked_entry(&self) -> Option<&Entry> {
        let Screen::Playbooks(playbooks) = &self.screen else { return None };
        self.catalog.entries().nth(playbooks.list.marked)
    }

    /// Whether a playbook that is looked at can be used.
    pub fn is_usable(&self, opened: &Opened) -> bool {
        self.catalog.entry(&opened.key).is_some_and(|entry| entry.playbook.is_some())
    }

    pub(super) fn playbook_contexts(&self, opened: &Opened) -> &'static [Context] {
        match (opened.view, self.is_usable(opened)) {
            (View::Page, _) => &[Context::Reading],
            (View::Faults, true) => &[Context::Warnings, Context::Faults],
            (View::Faults, false) => &[Context::Faults],
        }
    }

    /// Opens a playbook from the list.
    pub(super) fn open_playbook(&mut self, key: &Key) {
        let Some(at) = self.catalog.entries().position(|e| e.key() == *key) else { return };
        let Some(view) = self.catalog.entry(key).map(View::first) else { return };
        let Screen::Playbooks(playbooks) = &mut self.screen else { return };
        let mut behind = std::mem::take(playbooks);
        behind.list.marked = at;
        let (key, list) = (key.clone(), ListState::default());
        self.screen = Screen::Playbook(Box::new(Opened { key, view, list, behind }));
    }

    pub(super) fn act_in_playbooks(&mut self, action: Action, effects: &mut Vec<Effect>) {
        let key = self.marked_entry().map(Entry::key);
        match (action, key) {
            (Action::Back, _) => {
                self.message = None;
                let Screen::Playbooks(playbooks) = &mut self.screen else { return };
                match playbooks.back.take() {
                    Some(choose) => self.screen = Screen::Choose(choose),
                    None => self.show_today(effects),
                }
            }
            (Action::Confirm, Some(key)) => {
                self.message = None;
                self.open_playbook(&key);
            }
            (Action::New, Some(key)) => self.start_with(&key),
            (Action::Edit, Some(key)) => self.edit_playbook(key, effects),
            (Action::Confirm | Action::New | Action::Edit, None) => self.tell_unreadable(),
            _ => self.move_in_page(action),
        }
    }

    /// A file that cannot be read has no page: why is all there is to say.
    fn tell_unreadable(&mut self) {
        let Screen::Playbooks(playbooks) = &self.screen else { return };
        let below = playbooks.list.marked.checked_sub(self.catalog.entries().count());
        let unreadable = below.and_then(|nth| self.catalog.unreadable.get(nth));
        if let Some(words) = unreadable.map(ToString::to_string) {
            self.complain(format!("This file cannot be read. {words}"));
        }
    }

    pub(super) fn act_in_playbook(&mut self, action: Action, effects: &mut Vec<Effect>) {
        let Screen::Playbook(opened) = &mut self.screen else { return };
        let key = opened.key.clone();
        match action {
            Action::Back => {
                self.message = None;
                self.screen = Screen::Playbooks(opened.leave());
                self.follow_mark();
            }
            Action::New => self.start_with(&key),
            Action::Read => {
                opened.view = View::Page;
                opened.list = ListState::default();
            }
            // A click on a fault is one, too.
            Action::Edit | Action::Confirm => self.edit_playbook(key, effects),
            _ => self.move_in_page(action),
        }
    }

    /// Begins a conversation with a playbook; from one that only helps to choose, by choosing. Who
    /// began one already finds it in the form.
    fn start_with(&mut self, key: &Key) {
        let entry = self.catalog.entry(key);
        let Some(playbook) = entry.and_then(|e| e.playbook.clone()) else {
            self.complain("It has errors and cannot be used yet; Enter shows them");
            return;
        };
        self.message = None;
        let behind = Some(key.clone());
        let known = match &self.screen {
            Screen::Playbooks(Playbooks { back: Some(choose), .. }) => Some(choose),
            Screen::Playbook(opened) => opened.behind.back.as_ref(),
            _ => None,
        };
        let (client, meeting): (Client, Meeting) =
            known.map(|choose| (choose.client.clone(), choose.meeting.clone())).unwrap_or_default();
        if playbook.is_chooser() {
            let choose = Choose { client, meeting, behind, ..Choose::default() };
            self.show_choose(choose, Some(&playbook.id));
        } else {
            self.begin_form(Purpose::New(playbook), client, meeting, behind);
        }
    }

    /// Asks for the editor, at the fault that is marked, or at the first one. Everything that was
    /// typed is on its way to the disk before another program has the terminal.
    fn edit_playbook(&mut self, key: Key, effects: &mut Vec<Effect>) {
        let nth = match &self.screen {
            Screen::Playbook(opened) if opened.view == View::Faults => opened.list.marked,
            _ => 0,
        };
        let Some(entry) = self.catalog.entry(&key) else { return };
        let line = entry.faults.get(nth).map_or(1, |f| line_and_column(&entry.source, f.span.start).0);
        self.message = None;
        self.file_now(effects);
        effects.push(Effect::Edit { key, line });
    }

    /// The editor is done, and what it changed was read.
    pub(super) fn edited(&mut self, key: &Key, trouble: Option<String>) {
        match trouble {
            Some(trouble) => self.complain(trouble),
            None if self.message.is_none() => self.say("Nothing was changed"),
            None => {}
        }
        match &mut self.screen {
            // A copy of an embedded one is another entry.
            Screen::Playbook(opened) if opened.key != *key => {
                self.screen = Screen::Playbooks(opened.leave());
                self.open_playbook(key);
            }
            Screen::Playbooks(_) if self.catalog.entry(key).is_some_and(|e| !e.faults.is_empty()) => {
                self.open_playbook(key);
            }
            _ => {}
        }
        self.follow_mark();
    }
}

/// A file's name and title, for what is said of it.
pub(super) fn named(entry: &Entry) -> String {
    format!("\"{}\"", text::clean_line(&entry.title))
}
