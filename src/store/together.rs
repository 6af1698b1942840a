//! Several new notes at once, in a folder in which there are none: all of them, or none.

use std::path::PathBuf;

use chrono::{DateTime, FixedOffset};

use super::{Base, Folder, Listing, Open, Store, StoreError};
use crate::session::Session;

/// Why a notes folder is not an empty one.
#[derive(Debug)]
pub enum InUse<'a> {
    /// There is a conversation that is no sample.
    Conversation,
    /// There may be one in this file.
    Unreadable(&'a StoreError),
}

impl Listing {
    /// Whether there is something that could be a client's; samples are nobody's.
    pub fn in_use(&self) -> Option<InUse<'_>> {
        if self.notes.iter().any(|note| !note.head.is_sample()) {
            return Some(InUse::Conversation);
        }
        self.unreadable.iter().find(|error| !error.is_foreign()).map(InUse::Unreadable)
    }
}

/// Why none of several notes is there.
#[derive(Debug)]
pub struct NotFiled {
    pub error: StoreError,
    /// Those that could not be taken back.
    pub left: Vec<PathBuf>,
}

impl Store {
    /// Files all of them, or none. Returns where they are.
    ///
    /// # Errors
    /// What prevented it, and what is there all the same.
    pub fn file_together(
        &self,
        sessions: Vec<Session>,
        now: DateTime<FixedOffset>,
    ) -> Result<Vec<PathBuf>, NotFiled> {
        let mut filed: Vec<Open> = Vec::new();
        for session in sessions {
            let path = super::path_for(self.folder().path(), session.head());
            let mut open = Open::new(session, path);
            let done = open.file(self, now);
            filed.push(open);
            if let Err(error) = done {
                return Err(NotFiled { error, left: taken_back(self.folder(), &filed) });
            }
        }
        Ok(filed.into_iter().map(|open| open.path).collect())
    }
}

/// Takes back what was filed; gives what is still there.
fn taken_back(folder: &Folder, filed: &[Open]) -> Vec<PathBuf> {
    let mut left = Vec::new();
    for Open { path, base, .. } in filed {
        let removed = match base.clone() {
            // It was not filed. Its folder may have been made; one that stays does no harm.
            Base::NEW => {
                let _ = path.parent().map(|client| folder.remove_if_empty(client));
                true
            }
            base => folder.remove(path, base).is_ok() && !path.exists(),
        };
        if !removed {
            left.push(path.clone());
        }
    }
    left
}
