//! Today: what is due, and which conversations are open.

use std::path::{Path, PathBuf};

use super::choose::Choose;
use super::list::ListState;
use super::note::AfterSave;
use super::{App, Effect, Screen};
use crate::document::{FollowUp, State, Status};
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

/// What there is in the notes folder, sorted for the eye.
#[derive(Debug, Default)]
pub struct Lists {
    /// Soonest first, those without a day last.
    pub due: Vec<Due>,
    /// Newest first.
    pub open: Vec<OpenNote>,
    pub closed: usize,
    /// Files that are no notes of ours or cannot be read.
    pub unreadable: usize,
}

/// A follow-up that waits.
#[derive(Clone, Debug)]
pub struct Due {
    pub path: PathBuf,
    pub client: String,
    /// Its conversation is a sample.
    pub sample: bool,
    /// It has no day if what it hangs on has none.
    pub follow_up: FollowUp,
}

/// A conversation that goes on.
#[derive(Clone, Debug)]
pub struct OpenNote {
    pub path: PathBuf,
    pub client: String,
    pub sample: bool,
    pub playbook: String,
    pub phase: String,
    pub answered: [usize; 2],
    pub meeting: Option<crate::document::When>,
}

impl Lists {
    /// Sorts a listing.
    pub fn of(listing: &Listing) -> Self {
        let mut lists = Self { unreadable: listing.unreadable.len(), ..Self::default() };
        for note in &listing.notes {
            let head = &note.head;
            // Those without a day are seen in their conversation; of a closed one they would be lost.
            let closed = head.status == Status::Closed;
            let waits = |f: &&FollowUp| f.state == State::Open && (f.due.is_some() || closed);
            lists.due.extend(head.follow_ups.iter().filter(waits).map(|follow_up| Due {
                path: note.path.clone(),
                client: head.client.name.clone(),
                sample: head.is_sample(),
                follow_up: follow_up.clone(),
            }));
            if closed {
                lists.closed += 1;
                continue;
            }
            lists.open.push(OpenNote {
                path: note.path.clone(),
                client: head.client.name.clone(),
                sample: head.is_sample(),
                playbook: head.playbook.id.clone(),
                phase: head.phase.clone(),
                answered: head.answered.all,
                meeting: head.meeting.at,
            });
        }
        let day = |due: &Due| (due.follow_up.due.is_none(), due.follow_up.due);
        lists.due.sort_by(|a, b| day(a).cmp(&day(b)).then_with(|| a.client.cmp(&b.client)));
        lists
    }

    /// The note behind the nth line: the due ones first, then the open ones.
    fn path(&self, nth: usize) -> Option<&PathBuf> {
        match nth.checked_sub(self.due.len()) {
            None => self.due.get(nth).map(|d| &d.path),
            Some(open) => self.open.get(open).map(|o| &o.path),
        }
    }
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
