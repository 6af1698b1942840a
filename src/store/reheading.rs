//! What is changed in the front matter of a note alone, whether its playbook is there or not.

use std::path::Path;
use std::sync::Arc;

use chrono::{DateTime, FixedOffset};

use super::{Store, StoreError};
use crate::document::Head;
use crate::playbook::Playbook;
use crate::session::Edit;

impl Store {
    /// Says in a note that it must not be forgotten, and why, or that it may be. Whether that is new.
    /// `find` gives the playbook by id.
    ///
    /// # Errors
    /// If the note cannot be read, or what prevented it to be filed.
    pub fn hold<'a>(
        &self,
        note: &Path,
        find: impl FnOnce(&str) -> Option<&'a Arc<Playbook>>,
        why: Option<&str>,
        now: DateTime<FixedOffset>,
    ) -> Result<bool, StoreError> {
        let hold = why.map(str::to_owned);
        match self.open(note, find, now) {
            Ok(mut open) => {
                let is_new = open.session.apply(Edit::Hold(hold), now);
                if is_new {
                    open.file(self, now)?;
                }
                Ok(is_new)
            }
            Err(StoreError::NoPlaybook { path, .. }) => {
                self.change_head(&path, |head| std::mem::replace(&mut head.hold, hold.clone()) != hold, now)
            }
            Err(error) => Err(error),
        }
    }

    /// Changes the front matter of a note whose playbook is not there to open it with, if `change` says
    /// that it did.
    fn change_head(
        &self,
        note: &Path,
        change: impl FnOnce(&mut Head) -> bool,
        now: DateTime<FixedOffset>,
    ) -> Result<bool, StoreError> {
        let (mut document, mut head, base) = super::read(note)?;
        self.note_root();
        if !change(&mut head) {
            return Ok(false);
        }
        document.set_head(&head);
        self.file_waiting(&head.id, note, &document, &base, now)?;
        Ok(true)
    }
}
