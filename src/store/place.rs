//! Where a note is to be filed: it may have been moved, and folders may be gone, or of another disk.

use std::path::{Path, PathBuf};

use super::files::make_folder_on;
use super::filing::{Base, Filing};
use super::names::parent;
use super::{Store, StoreError};

impl Store {
    /// Where a note is to be filed: it may have been moved meanwhile. Makes the folder, if that is
    /// missing; but never the one that holds all notes, once it was there.
    pub(super) fn place(&self, filing: &Filing<'_>) -> Result<PathBuf, StoreError> {
        let folder = parent(filing.path);
        let is_ours = self.holds(filing.path);
        if *filing.base == Base::NEW {
            if !is_ours && !self.disk.is_folder(folder) {
                return Err(StoreError::FolderGone(folder.to_owned()));
            }
            make_folder_on(&*self.disk, folder)?;
            return Ok(filing.path.to_owned());
        }
        if self.disk.stamp(filing.path).is_ok() {
            self.note_root();
            return Ok(filing.path.to_owned());
        }
        // A copy of all notes, somewhere else, is no place to which this one was moved.
        if !is_ours {
            return Err(StoreError::FolderGone(folder.to_owned()));
        }
        if let Some(moved) = self.moved(filing.id) {
            return Ok(moved);
        }
        // Made again is what somebody took away, and not what a disk holds that is not there: its
        // mount point is an empty folder.
        let root = self.folder.path();
        if !self.disk.is_folder(folder) {
            if !self.is_same_root() {
                return Err(StoreError::FolderGone(folder.to_owned()));
            }
            make_folder_on(&*self.disk, folder)?;
        } else if folder == root && !self.is_same_root() {
            return Err(StoreError::FolderGone(filing.path.to_owned()));
        }
        Ok(filing.path.to_owned())
    }

    /// Whether a note belongs into the folder of all notes.
    fn holds(&self, note: &Path) -> bool {
        let root = self.folder.path();
        note.starts_with(root) || root.canonicalize().is_ok_and(|root| note.starts_with(root))
    }

    /// Whether the folder of all notes is the one in which a note was seen.
    fn is_same_root(&self) -> bool {
        let now = self.disk.stamp(self.folder.path()).ok();
        self.root.get().zip(now).is_some_and(|(then, now)| then.is_same(&now))
    }

    /// Takes note of the folder of all notes, while a note is in it.
    pub(super) fn note_root(&self) {
        if self.root.get().is_none()
            && let Ok(stamp) = self.disk.stamp(self.folder.path())
        {
            let _ = self.root.set(stamp);
        }
    }

    /// Where a conversation is whose note is not where it was.
    fn moved(&self, id: &str) -> Option<PathBuf> {
        let listing = self.folder.list().ok()?;
        let mut found = listing.notes.into_iter().filter(|note| note.head.id == id);
        let only = found.next()?;
        found.next().is_none().then_some(only.path)
    }
}
