//! Taking everything of a client away, in an order in which nothing comes back by itself.

use std::collections::BTreeSet;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use chrono::{DateTime, FixedOffset};

use super::{Belongings, ForgetError, Item, What};
use crate::store::locks::{Access, SessionLock};
use crate::store::names::parent;
use crate::store::trail::Trail;
use crate::store::{Store, StoreError};

/// What came of it.
#[derive(Debug, Default)]
pub struct Forgotten {
    /// The files that are gone.
    pub gone: Vec<PathBuf>,
    /// The files that are still there.
    pub remain: Vec<PathBuf>,
    /// Why.
    pub failed: Vec<StoreError>,
}

impl Forgotten {
    /// Whether all of it is gone, as far as this program reaches.
    pub fn is_all(&self) -> bool {
        self.remain.is_empty() && self.failed.is_empty()
    }
}

impl Store {
    /// Takes away what was looked at. If any of it cannot be, the notes stay: doing it again finds the
    /// rest by them.
    ///
    /// # Errors
    /// If something must be kept or is open, or is not as it was looked at: nothing is taken away then.
    pub fn forget(&self, seen: &Belongings, now: DateTime<FixedOffset>) -> Result<Forgotten, ForgetError> {
        let _sessions = self.lock_all(seen, now)?;
        // Whoever files one of them at this moment has done so before we look.
        let mut filing = Vec::new();
        for id in &seen.whom.ids {
            filing.push(Trail::of(self.locks.filing(id, self.folder.path())?));
        }
        let there = self.belongings(&seen.whom)?;
        there.may_go()?;
        if there.files() != seen.files() {
            return Err(ForgetError::Changed);
        }
        let (notes, kept): (Vec<Item>, Vec<Item>) =
            there.items.into_iter().partition(|item| item.what >= What::Leftover);
        let mut done = Forgotten::default();
        self.take_all(&kept, &mut done);
        if done.is_all() {
            filing.iter().for_each(Trail::end);
            self.take_all(&notes, &mut done);
        } else {
            done.remain.extend(notes.into_iter().map(|item| item.path));
        }
        let files = [("files", done.gone.len() as u64), ("left", done.remain.len() as u64)];
        self.log.info("forgotten", "", &files);
        Ok(done)
    }

    /// The locks of all their conversations: nobody opens one in between.
    fn lock_all(&self, of: &Belongings, now: DateTime<FixedOffset>) -> Result<Vec<SessionLock>, ForgetError> {
        let lock = |id: &String| match self.locks.session(id, now) {
            Access::Write(lock) => Ok(lock),
            Access::Mine => Err(ForgetError::OpenHere),
            Access::ReadOnly(who) => Err(ForgetError::Open(who)),
        };
        of.whom.ids.iter().map(lock).collect()
    }

    /// Takes files away, and waits until the disk has confirmed it.
    fn take_all(&self, items: &[Item], done: &mut Forgotten) {
        let mut folders: BTreeSet<&Path> = BTreeSet::new();
        let mut last = None;
        for item in items {
            // What is of one kind is gone for good before the next kind goes.
            if last.replace(item.what).is_some_and(|before| before != item.what) {
                self.confirm(&mut folders, done);
                if !done.is_all() {
                    let rest = items.iter().skip_while(|one| *one != item);
                    done.remain.extend(rest.map(|item| item.path.clone()));
                    return;
                }
            }
            match self.disk.remove(&item.path) {
                Err(error) if error.kind() != ErrorKind::NotFound => {
                    done.remain.push(item.path.clone());
                    done.failed.push(StoreError::io(&item.path)(error));
                    continue;
                }
                _ => done.gone.push(item.path.clone()),
            }
            folders.insert(parent(&item.path));
        }
        self.confirm(&mut folders, done);
    }

    /// Waits for the disk, and takes folders away in which nothing is any more.
    fn confirm(&self, folders: &mut BTreeSet<&Path>, done: &mut Forgotten) {
        for folder in std::mem::take(folders) {
            if let Err(error) = self.disk.sync_folder(folder) {
                done.failed.push(StoreError::io(folder)(error));
                continue;
            }
            let above = parent(folder);
            let is_a_clients = folder != self.folder.path() && !folder.starts_with(&self.state);
            let is_of_versions = above == self.state.join("versions");
            if (is_a_clients || is_of_versions) && fs::remove_dir(folder).is_ok() {
                // One that comes back after a power cut is empty, and is none of a client's words but its name.
                let _ = self.disk.sync_folder(above);
            }
        }
    }
}

impl Belongings {
    /// Whether they may be forgotten.
    ///
    /// # Errors
    /// Why not.
    pub fn may_go(&self) -> Result<(), ForgetError> {
        if !self.apart.is_empty() {
            return Err(ForgetError::Apart(self.apart.clone()));
        }
        if !self.held.is_empty() {
            return Err(ForgetError::Held(self.held.clone()));
        }
        if !self.unreadable.is_empty() {
            return Err(ForgetError::Unreadable(self.unreadable.clone()));
        }
        Ok(())
    }

    /// What was looked at; what Today shows is written again and again.
    fn files(&self) -> BTreeSet<&Path> {
        let own = self.items.iter().filter(|item| item.what != What::Today);
        own.map(|item| item.path.as_path()).collect()
    }
}
