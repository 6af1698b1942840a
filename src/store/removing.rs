//! Taking a note away: only the very text that was looked at, and no folder that holds anything.

use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use super::disk::{Disk, System};
use super::filing::Base;
use super::{Folder, StoreError};

impl Folder {
    /// Takes a note away that still holds what was read, and its client's folder if nothing else is
    /// in that. Returns whether it was taken away: one that somebody has changed since then stays.
    ///
    /// # Errors
    /// What prevented it, or that the disk has not confirmed it.
    pub fn remove(&self, note: &Path, base: Base) -> Result<bool, StoreError> {
        let folder = note.parent().unwrap_or(Path::new("."));
        let stands = match super::read_plain(note) {
            Ok(bytes) => String::from_utf8(bytes).ok(),
            Err(error) if error.kind() == ErrorKind::NotFound && folder.is_dir() => None,
            Err(error) => return Err(StoreError::io(note)(error)),
        };
        let removed = stands.is_some() && stands.as_deref() == base.text();
        if removed {
            System.remove(note).and_then(|()| System.sync_folder(folder)).map_err(StoreError::io(note))?;
        }
        if removed {
            self.remove_if_empty(folder)?;
        }
        Ok(removed)
    }

    /// Takes a client's folder away in which nothing is. The notes folder itself stays.
    ///
    /// # Errors
    /// What prevented it, where it is empty.
    pub fn remove_if_empty(&self, folder: &Path) -> Result<(), StoreError> {
        if folder == self.path() {
            return Ok(());
        }
        match fs::remove_dir(folder) {
            Ok(()) => System.sync_folder(self.path()).map_err(StoreError::io(self.path())),
            // A link to a folder elsewhere is none to us.
            Err(error) if matches!(error.kind(), ErrorKind::DirectoryNotEmpty | ErrorKind::NotADirectory) => {
                Ok(())
            }
            Err(error) => Err(StoreError::io(folder)(error)),
        }
    }
}
