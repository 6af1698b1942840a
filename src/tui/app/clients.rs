//! The clients: all of them, found by a few letters of any of their names; and everything with one.

use std::sync::Arc;

use super::keeping::Keeping;
use super::line::LineInput;
use super::lines::Line;
use super::list::ListState;
use super::rename::Rename;
use super::today::Known;
use super::{App, Effect, Screen};
use crate::agenda::{Brief, Client, Due};
use crate::text;
use crate::tui::keys::Action;

/// The list of clients.
#[derive(Debug, Default)]
pub struct Clients {
    /// What is typed to find one.
    pub line: LineInput,
    pub list: ListState,
    /// `None` until the notes were read.
    all: Option<Arc<Vec<Known>>>,
    /// So many closed conversations are older than one means to keep.
    pub old: usize,
}

impl Clients {
    /// Those that fit what is typed. `None` until the notes were read.
    pub fn fitting(&self) -> Option<impl Iterator<Item = &Client>> {
        let words = text::unaccented(self.line.text());
        let words: Vec<String> = words.split_whitespace().map(str::to_owned).collect();
        let fits =
            move |known: &&Known| known.is_named(&words.iter().map(String::as_str).collect::<Vec<_>>());
        Some(self.all.as_ref()?.iter().filter(fits).map(|known| &known.client))
    }
}

/// Everything with one client.
#[derive(Debug)]
pub struct ClientPage {
    pub client: Client,
    pub list: ListState,
    /// Their names are being changed.
    pub rename: Option<Box<Rename>>,
    /// Whether all of it must be kept, or may go, is being asked.
    pub keeping: Option<Box<Keeping>>,
}

/// A line of a client's page that one can go to.
#[derive(Clone, Debug)]
pub enum Entry<'a> {
    Note(&'a Arc<Brief>),
    Due(Due),
}

impl ClientPage {
    /// What one can go to, from top to bottom: each conversation, and what waits of it below.
    pub fn entries(&self) -> impl Iterator<Item = Entry<'_>> {
        self.client.notes.iter().flat_map(|brief| {
            let due = Due::all_of(brief).map(Entry::Due);
            std::iter::once(Entry::Note(brief)).chain(due)
        })
    }
}

impl From<Entry<'_>> for Line {
    fn from(entry: Entry<'_>) -> Self {
        match entry {
            Entry::Note(brief) => Self::Note(brief.clone()),
            Entry::Due(due) => Self::Due(due),
        }
    }
}

impl App {
    /// Shows all clients.
    pub(super) fn show_clients(&mut self, effects: &mut Vec<Effect>) {
        self.message = None;
        self.show_before(Screen::Clients(Clients::default()));
        self.refresh_clients();
        effects.push(Effect::List);
    }

    /// Shows everything with the client of a conversation.
    pub(super) fn show_client(&mut self, client: Client, effects: &mut Vec<Effect>) {
        self.message = None;
        let page = ClientPage { client, list: ListState::default(), rename: None, keeping: None };
        self.show_before(Screen::Client(Box::new(page)));
        effects.push(Effect::List);
    }

    /// What the notes say by now.
    pub(super) fn refresh_clients(&mut self) {
        let old = if matches!(self.screen, Screen::Clients(_)) { self.count_old() } else { 0 };
        match &mut self.screen {
            Screen::Clients(list) => (list.all, list.old) = (self.notes.clients(), old),
            Screen::Client(page) => {
                let Some(all) = self.notes.clients() else { return };
                let is_theirs = |brief: &Arc<Brief>| page.client.notes.iter().any(|of| of.id == brief.id);
                // By their conversations: the name may be another one by now.
                if let Some(known) = all.iter().find(|known| known.client.notes.iter().any(is_theirs)) {
                    page.client = known.client.clone();
                }
            }
            _ => {}
        }
    }

    pub(super) fn act_in_clients(&mut self, action: Action, effects: &mut Vec<Effect>) {
        let Screen::Clients(list) = &mut self.screen else { return };
        self.message = None;
        match action {
            Action::Back => self.show_behind(effects),
            Action::Confirm => {
                let marked = list.list.marked;
                if let Some(client) = list.fitting().and_then(|mut fitting| fitting.nth(marked)).cloned() {
                    self.show_client(client, effects);
                }
            }
            action if action.is_in_lists() => self.move_in_page(action),
            action => {
                if list.line.act(action, &mut self.clipboard) {
                    list.list = ListState::default();
                }
            }
        }
    }

    pub(super) fn act_in_client(&mut self, action: Action, effects: &mut Vec<Effect>) {
        if self.rename().is_some() {
            self.act_in_rename(action, effects);
            return;
        }
        if self.keeping().is_some() {
            self.act_in_keeping(action, effects);
            return;
        }
        if self.act_on_line(action, effects) {
            return;
        }
        match action {
            Action::Hold => self.ask_hold(),
            Action::Forget => self.ask_forget(effects),
            Action::Back => {
                self.message = None;
                self.show_behind(effects);
            }
            Action::Rename => self.ask_rename(),
            Action::Undo => self.take_deed_back(effects),
            _ => self.move_in_page(action),
        }
    }
}
