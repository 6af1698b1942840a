//! Notes that come from elsewhere: filed where they belong, over nothing that is there.

use std::path::Path;

use chrono::{DateTime, FixedOffset};

use super::{Base, Filed, Store, StoreError, path_for};
use crate::document::{Document, Head};
use crate::text;

impl Store {
    /// Files a conversation that is not here. Its playbook need not be.
    ///
    /// # Errors
    /// What prevented it.
    pub fn add(
        &self,
        document: &Document,
        head: &Head,
        now: DateTime<FixedOffset>,
    ) -> Result<Filed, StoreError> {
        let mut path = path_for(self.folder.path(), head);
        // Another conversation, of which the id begins alike: each has a file of its own.
        if self.disk.stamp(&path).is_ok() {
            let name =
                format!("{}-{}-{}.md", head.started.date_naive(), text::slug(&head.playbook.id), head.id);
            path.set_file_name(name);
        }
        if self.disk.stamp(&path).is_ok() {
            return Err(StoreError::Io { path, source: std::io::ErrorKind::AlreadyExists.into() });
        }
        self.file_waiting(&head.id, &path, document, &Base::NEW, now)
    }

    /// Puts another version of a note in its place; what it was made from is `base`.
    ///
    /// # Errors
    /// What prevented it.
    pub fn put(
        &self,
        document: &Document,
        id: &str,
        (path, base): (&Path, &Base),
        now: DateTime<FixedOffset>,
    ) -> Result<Filed, StoreError> {
        self.note_root();
        self.file_waiting(id, path, document, base, now)
    }
}
