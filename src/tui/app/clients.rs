//! The clients: all of them, found by a few letters of any of their names; and everything with one.

use std::sync::Arc;

use super::lines::Line;
use super::line::LineInput;
use super::list::ListState;
use super::rename::Rename;
use super::{App, Effect, Screen};
use crate::agenda::{Brief, Client, Due, clients};
use crate::text;
use crate::tui::keys::Action;

/// The list of clients.
#[derive(Debug, Default)]
pub struct Clients {
    /// What is typed to find one.
    pub line: LineInput,
    pub list: ListState,
    /// `None` until the notes were read; each with all its names, folded.
    all: Option<Vec<(Client, String)>>,
}

impl Clients {
    /// Those that fit what is typed. `None` until the notes were read.
    pub fn fitting(&self) -> Option<impl Iterator<Item = &Client>> {
        let words = text::fold(self.line.text());
        let words: Vec<String> = words.split_whitespace().map(str::to_owned).collect();
        let fits = move |names: &str| words.iter().all(|word| names.contains(word));
        let all = self.all.as_ref()?;
        Some(all.iter().filter(move |(_, names)| fits(names)).map(|(client, _)| client))
    }

    fn take(&mut self, clients: Vec<Client>) {
        let names = |client: &Client| text::fold(&client.names().collect::<Vec<_>>().join("\n"));
        self.all = Some(clients.into_iter().map(|client| (client.clone(), names(&client))).collect());
    }
}

/// Everything with one client.
#[derive(Debug)]
pub struct ClientPage {
    pub client: Client,
    pub list: ListState,
    /// Their names are being changed.
    pub rename: Option<Box<Rename>>,
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
        let page = ClientPage { client, list: ListState::default(), rename: None };
        self.show_before(Screen::Client(Box::new(page)));
        effects.push(Effect::List);
    }

    /// What the notes say by now.
    pub(super) fn refresh_clients(&mut self) {
        let Some(briefs) = self.notes.briefs.as_ref() else { return };
        match &mut self.screen {
            Screen::Clients(list) => list.take(clients(briefs)),
            Screen::Client(page) => {
                let is_theirs = |brief: &Arc<Brief>| page.client.notes.iter().any(|of| of.id == brief.id);
                let all = clients(briefs);
                // By their conversations: the name may be another one by now.
                if let Some(client) = all.into_iter().find(|client| client.notes.iter().any(is_theirs)) {
                    page.client = client;
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
        if self.act_on_line(action, effects) {
            return;
        }
        match action {
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
