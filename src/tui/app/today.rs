//! Today: what is due, and which conversations are open.

use std::path::Path;

use super::choose::Choose;
use super::list::ListState;
use super::note::AfterSave;
use super::{App, Effect, Screen};
pub use crate::store::today::{Due, Lists, OpenNote};
use crate::store::{Listed, Listing};
use crate::tui::keys::Action;

/// What Today shows.
#[derive(Debug, Default)]
pub struct Today {
    /// `None` until the folder has been read.
    pub lists: Option<Lists>,
    /// Why it could not be read.
    pub error: Option<String>,
    pub list: ListState,
}

impl App {
    pub(super) fn listed(&mut self, listing: Result<Listing, String>) {
        let own = self
            .note
            .as_ref()
            .map(|note| Listed { path: note.open.path.clone(), head: note.session().head().clone() });
        let Screen::Today(today) = &mut self.screen else { return };
        let (mut listing, error) = match listing {
            Ok(listing) => (listing, None),
            Err(reason) => (Listing::default(), Some(reason)),
        };
        today.error = error;
        // What is open here can be gone back to, also where its file cannot be read.
        match own.filter(|own| listing.notes.iter().all(|note| note.head.id != own.head.id)) {
            Some(own) => listing.notes.push(own),
            None if today.error.is_some() => return,
            None => {}
        }
        today.lists = Some(Lists::of(&listing));
    }

    pub(super) fn act_in_today(&mut self, action: Action, effects: &mut Vec<Effect>) {
        match action {
            Action::New => {
                self.message = None;
                self.screen = Screen::Choose(Choose::default());
                self.look(effects);
            }
            Action::Playbooks => self.show_playbooks(None, effects),
            Action::Confirm => self.open_marked(effects),
            _ => self.move_in_page(action),
        }
    }

    fn writes_in(&self, path: &Path) -> bool {
        self.note.as_ref().is_some_and(|note| note.open.path == path && note.open.holder.is_none())
    }

    fn open_marked(&mut self, effects: &mut Vec<Effect>) {
        self.message = None;
        let Screen::Today(today) = &self.screen else { return };
        let nothing = today.lists.as_ref().is_some_and(|l| l.due.is_empty() && l.open.is_empty());
        let path = today.lists.as_ref().and_then(|l| l.path(today.list.marked)).cloned();
        match path {
            // Still open behind Today, with all that was typed and its undo.
            Some(path) if self.writes_in(&path) => {
                self.look(effects);
                self.show_walk();
                effects.extend(self.session().map(|session| Effect::Look(session.head().id.clone())));
                self.look(effects);
            }
            Some(path) => self.when_saved(AfterSave::Open(path), effects),
            None if nothing => self.screen = Screen::Choose(Choose::default()),
            None => {}
        }
    }
}
