//! Today: what is due, and which conversations are open.

use std::sync::Arc;

use super::choose::Choose;
use super::lines::Line;
use super::list::ListState;
use super::{App, Effect, Screen};
use crate::agenda::{Brief, Briefs, Client, Lists, clients};
use crate::text;
use crate::tui::keys::Action;

/// What Today stands on.
#[derive(Debug, Default)]
pub struct Today {
    pub list: ListState,
}

/// What the notes folder says, as far as it was read.
#[derive(Debug, Default)]
pub struct Notes {
    /// What Today shows. At first that is what it showed last, and `None` if nobody knows.
    pub lists: Option<Lists>,
    /// All conversations, once they were read.
    pub briefs: Option<Arc<Briefs>>,
    /// All clients, once somebody asked for them.
    clients: Option<Arc<Vec<Known>>>,
    /// Why the folder could not be read.
    pub error: Option<String>,
}

/// A client, and all their names in letters that are easily typed.
#[derive(Clone, Debug, PartialEq)]
pub struct Known {
    pub client: Client,
    names: String,
}

impl Known {
    fn of(client: Client) -> Self {
        let names = client.names().map(text::unaccented).collect::<Vec<_>>().join("\n");
        Self { client, names }
    }

    /// Whether each of these words begins a word of their names; the words are unaccented.
    pub fn is_named(&self, words: &[&str]) -> bool {
        let starts = |at: usize| !self.names[..at].ends_with(char::is_alphanumeric);
        words.iter().all(|word| self.names.match_indices(word).any(|(at, _)| starts(at)))
    }
}

impl Notes {
    /// All clients there are; `None` until the notes were read.
    pub fn clients(&mut self) -> Option<Arc<Vec<Known>>> {
        let briefs = self.briefs.as_ref()?;
        let known = || Arc::new(clients(briefs).into_iter().map(Known::of).collect());
        Some(self.clients.get_or_insert_with(known).clone())
    }
}

/// The lines of Today: the due ones first, then the open ones.
pub fn lines(lists: &Lists) -> Vec<Line> {
    let due = lists.due.iter().cloned().map(Line::Due);
    due.chain(lists.open.iter().cloned().map(Line::Note)).collect()
}

/// The nth of them.
pub fn line(lists: &Lists, nth: usize) -> Option<Line> {
    match nth.checked_sub(lists.due.len()) {
        None => lists.due.get(nth).cloned().map(Line::Due),
        Some(open) => lists.open.get(open).cloned().map(Line::Note),
    }
}

impl App {
    /// Today shows this until the notes were read.
    pub fn remember(&mut self, lists: Lists) {
        self.notes.lists = Some(lists);
    }

    pub(super) fn listed(&mut self, listing: Result<Arc<Briefs>, String>) {
        let marked = self.marked_line();
        let (briefs, error) = match listing {
            Ok(briefs) => (briefs, None),
            Err(reason) => (Arc::default(), Some(reason)),
        };
        if error.is_some() && self.note.is_none() {
            self.notes = Notes { error, ..Notes::default() };
            return;
        }
        let briefs = self.with_own(briefs);
        self.notes.lists = Some(Lists::of(&briefs));
        if self.notes.briefs.as_ref() != Some(&briefs) {
            (self.notes.briefs, self.notes.clients) = (Some(briefs), None);
        }
        self.notes.error = error;
        self.refresh_agenda();
        self.refresh_clients();
        self.keep_marked(marked);
    }

    /// What is open here can be gone back to, also where its file cannot be read; and as long as not all
    /// of it is filed, what it says here is newer than what its file says.
    fn with_own(&self, mut briefs: Arc<Briefs>) -> Arc<Briefs> {
        let Some(note) = &self.note else { return briefs };
        let own = Brief::of(&note.open.path, note.session().head());
        let is_there = briefs.with_id(&own.id);
        if is_there.is_some_and(|there| **there == own || note.is_filed() || note.open.holder.is_some()) {
            return briefs;
        }
        let all = Arc::make_mut(&mut briefs);
        all.notes.retain(|brief| brief.id != own.id);
        all.notes.push(Arc::new(own));
        all.sort();
        briefs
    }

    /// What was just done here is seen at once, before the folder was looked at.
    pub(super) fn refresh_own(&mut self) {
        if let Some(briefs) = self.notes.briefs.clone() {
            let error = self.notes.error.take();
            self.listed(Ok(briefs));
            self.notes.error = error;
        }
    }

    pub(super) fn act_in_today(&mut self, action: Action, effects: &mut Vec<Effect>) {
        if self.act_on_line(action, effects) {
            return;
        }
        let is_empty = self.notes.lists.as_ref().is_some_and(Lists::is_empty);
        match action {
            Action::New => self.begin_new(effects),
            Action::Confirm if is_empty => self.begin_new(effects),
            Action::Playbooks => self.show_playbooks(None, effects),
            Action::Search => self.show_search(),
            Action::Agenda => self.show_agenda(effects),
            Action::Clients => self.show_clients(effects),
            Action::Insights => self.show_insights(),
            Action::Undo => self.take_deed_back(effects),
            Action::Practise => self.say("There is nothing to practise for yet: n begins a conversation"),
            _ => self.move_in_page(action),
        }
    }

    fn begin_new(&mut self, effects: &mut Vec<Effect>) {
        self.message = None;
        self.screen = Screen::Choose(Choose::default());
        self.look(effects);
    }
}
