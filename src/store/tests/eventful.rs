//! This machine's disk, on which things happen at a chosen moment.

use std::fs;
use std::io::{self, ErrorKind};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use super::*;
use crate::store::disk::{Growing, Stamp};

#[derive(Debug)]
pub(super) struct Eventful {
    /// Just before files are exchanged, this is written to the second.
    slips_in: Mutex<Option<String>>,
    pub(super) no_exchange: bool,
    /// The sync of a folder with notes fails once.
    pub(super) is_unsynced: AtomicBool,
    /// What came out of an exchange cannot be read.
    pub(super) is_unread: AtomicBool,
    /// So many more files can be made.
    room: AtomicUsize,
}

impl Default for Eventful {
    fn default() -> Self {
        let (is_unsynced, is_unread) = (AtomicBool::new(false), AtomicBool::new(false));
        let (slips_in, room) = (Mutex::default(), AtomicUsize::new(usize::MAX));
        Self { slips_in, no_exchange: false, is_unsynced, is_unread, room }
    }
}

impl Disk for Eventful {
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        let is_swap = path.extension().is_some_and(|end| end == "swap");
        match is_swap && self.is_unread.load(Ordering::SeqCst) {
            true => Err(io::Error::from_raw_os_error(5)),
            false => System.read(path),
        }
    }
    fn stamp(&self, path: &Path) -> io::Result<Stamp> {
        System.stamp(path)
    }
    fn names(&self, folder: &Path) -> io::Result<Vec<std::ffi::OsString>> {
        System.names(folder)
    }
    fn is_folder(&self, path: &Path) -> bool {
        System.is_folder(path)
    }
    fn make_folder(&self, path: &Path) -> io::Result<()> {
        System.make_folder(path)
    }
    fn create(&self, path: &Path) -> io::Result<Box<dyn Growing>> {
        let take = |left: usize| left.checked_sub(1);
        if !is_state(path) && self.room.fetch_update(Ordering::SeqCst, Ordering::SeqCst, take).is_err() {
            return Err(ErrorKind::StorageFull.into());
        }
        System.create(path)
    }
    fn hold(&self, path: &Path) -> io::Result<Box<dyn Read>> {
        let held = System.hold(path)?;
        if let Some(text) = self.slips_in.lock().unwrap().take() {
            // An editor that writes into the file itself.
            fs::write(path, text)?;
        }
        Ok(held)
    }
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        System.rename(from, to)
    }
    fn rename_new(&self, from: &Path, to: &Path) -> io::Result<()> {
        System.rename_new(from, to)
    }
    fn exchange(&self, one: &Path, other: &Path) -> io::Result<()> {
        if self.no_exchange {
            return Err(ErrorKind::Unsupported.into());
        }
        if let Some(text) = self.slips_in.lock().unwrap().take() {
            // An editor that saves by rename.
            let temp = other.with_extension("tmp");
            fs::write(&temp, text)?;
            fs::rename(temp, other)?;
        }
        System.exchange(one, other)
    }
    fn remove(&self, path: &Path) -> io::Result<()> {
        System.remove(path)
    }
    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        match !is_state(folder) && self.is_unsynced.swap(false, Ordering::SeqCst) {
            true => Err(io::Error::from_raw_os_error(5)),
            false => System.sync_folder(folder),
        }
    }
}

impl Eventful {
    /// With a text that is put there just before the first exchange.
    pub(super) fn slipping(text: &str) -> Self {
        Self { slips_in: Mutex::new(Some(text.to_owned())), ..Self::default() }
    }

    /// Makes room for so many files beside notes, and no more.
    pub(super) fn makes(&self, files: usize) {
        self.room.store(files, Ordering::SeqCst);
    }
}

/// Drafts and versions are on another disk.
fn is_state(path: &Path) -> bool {
    path.components().any(|part| part.as_os_str() == ".state")
}

/// A store on such a disk.
pub(super) fn eventful(notes: &Path, disk: Eventful) -> Store {
    on(notes, &Arc::new(disk))
}

/// The same, of which one keeps hold.
pub(super) fn on(notes: &Path, disk: &Arc<Eventful>) -> Store {
    Store { disk: disk.clone(), ..store(notes) }
}
