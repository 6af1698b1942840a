//! What was left behind in the state folder and beside notes, for whoever looks after it.

use std::path::{Path, PathBuf};

use chrono::{DateTime, FixedOffset};

use super::files::write_new;
use super::names::{owner_of, parent, random};
use super::{Listed, Store, StoreError, journal};
use crate::document::Document;
use crate::text;

/// A draft whose words are not in its note yet.
#[derive(Clone, Debug)]
pub struct Waiting {
    pub path: PathBuf,
    /// Somebody has the conversation open, and files it in time.
    pub is_open: bool,
    /// `None` if it cannot be read to its end.
    pub typed: Option<Typed>,
}

/// What a draft holds, without a word of it.
#[derive(Clone, Debug)]
pub struct Typed {
    pub client: String,
    /// When the last of it was typed.
    pub at: Option<DateTime<FixedOffset>>,
}

impl Typed {
    /// In words: `typed on 21 November at 14:02 (Ada Byron)`.
    pub fn in_words(&self) -> String {
        let at = self.at.map_or_else(String::new, |at| at.format(" on %-d %B at %H:%M").to_string());
        let client = text::clean_line(&self.client);
        if client.is_empty() { format!("typed{at}") } else { format!("typed{at} ({client})") }
    }
}

/// A copy of a note that could not be filed in its place when the program ended.
#[derive(Clone, Debug)]
pub struct Rescued {
    pub path: PathBuf,
    /// All that it says stands in the note of its conversation, too.
    pub is_in_note: bool,
}

impl Store {
    /// The copies of notes that could not be filed in their places, and whether these have their
    /// words by now.
    pub fn rescued(&self, notes: &[Listed]) -> Vec<Rescued> {
        let folder = self.state.join("rescued");
        let mut names = self.disk.names(&folder).unwrap_or_default();
        names.sort();
        let look = |path: PathBuf| {
            let note = super::read(&path).ok().map(|(copy, head, _)| {
                let of = notes.iter().filter(|note| note.head.id == head.id);
                let mut stand = of.filter_map(|note| super::read(&note.path).ok());
                stand.any(|(stands, ..)| stands.says_all_of(&copy))
            });
            Rescued { path, is_in_note: note.unwrap_or_default() }
        };
        names
            .into_iter()
            .map(|name| folder.join(name))
            .filter(|path| !self.disk.is_folder(path))
            .map(look)
            .collect()
    }

    /// The drafts there are. Nothing is changed.
    pub fn waiting(&self) -> Vec<Waiting> {
        let look = |path: PathBuf| {
            let draft = self.disk.read(&path).ok().and_then(|bytes| journal::read(&bytes));
            let typed = draft.filter(|draft| !draft.is_damaged).map(|draft| {
                let client = Document::parse(&draft.text).head().map(|head| head.client.name);
                Typed { client: client.unwrap_or_default(), at: draft.at }
            });
            Waiting { is_open: self.locks.is_held(&owner_of(&path)), path, typed }
        };
        self.pending().into_iter().map(look).collect()
    }

    /// Moves a file of ours to the folder of what was left over; gives its new place.
    ///
    /// # Errors
    /// What prevented it; the file is where it was then.
    pub fn move_aside(&self, path: &Path) -> Result<PathBuf, StoreError> {
        let bytes = self.disk.read(path).map_err(StoreError::io(path))?;
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let aside = self.state.join("aside").join(format!("{}-{}", random()?, name.trim_start_matches('.')));
        write_new(&*self.disk, &aside, &bytes)?;
        self.disk.remove(path).map_err(StoreError::io(path))?;
        self.disk.sync_folder(parent(path)).map_err(StoreError::io(path))?;
        self.log.warn("put-aside", "", &[("bytes", bytes.len() as u64)]);
        Ok(aside)
    }

    /// The same where nobody waits for it: what cannot be moved now is looked at again.
    pub(super) fn put_aside(&self, path: &Path) {
        let _ = self.move_aside(path);
    }
}
