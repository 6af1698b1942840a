//! A disk in memory that forgets what was not synced: names as well as bytes, in any order. Each
//! thing asked of it can fail, and somebody else can come in between any two of them.

mod power;
mod trouble;

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::io::{self, Cursor, ErrorKind, Read};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::SystemTime;

pub use self::power::Dice;
pub use self::trouble::{Fault, Kind, Slip};
use crate::store::disk::{Disk, Growing, Stamp};

/// A disk; clones are the same one.
#[derive(Clone, Debug)]
pub struct Memory(Arc<Mutex<State>>);

#[derive(Clone, Debug, Default)]
struct State {
    /// By their numbers; one without a name stays.
    files: Vec<File>,
    /// What programs see.
    names: Names,
    /// What would be there after a power cut at least.
    durable: Names,
    /// What has happened to names since the folder was synced.
    pending: Vec<Change>,
    now: Option<SystemTime>,
    trouble: trouble::Trouble,
}

type Names = BTreeMap<PathBuf, Entry>;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Entry {
    Folder,
    File(usize),
}

/// What becomes of names in one folder, all of it or nothing.
#[derive(Clone, Debug)]
struct Change {
    folder: PathBuf,
    entries: Vec<(PathBuf, Option<Entry>)>,
}

impl Change {
    fn make(&self, names: &mut Names) {
        for (path, entry) in &self.entries {
            match entry {
                Some(entry) => names.insert(path.clone(), *entry),
                None => names.remove(path),
            };
        }
    }
}

#[derive(Clone, Debug, Default)]
struct File {
    bytes: Vec<u8>,
    /// So far it was synced, or at least that was tried.
    synced: usize,
    /// What a sync that failed was about: the system takes it for written since.
    doubtful: Vec<Range<usize>>,
    changed: Option<SystemTime>,
}

impl Memory {
    /// A disk with one folder, and no exchanging of files if it `is_plain`.
    pub fn new(folder: &str, is_plain: bool) -> Self {
        let names: Names = [(PathBuf::from(folder), Entry::Folder)].into();
        let mut state = State { durable: names.clone(), names, ..State::default() };
        state.trouble.no_exchange = is_plain;
        Self(Arc::new(Mutex::new(state)))
    }

    /// What the time is for files that are changed from now on.
    pub fn set_time(&self, now: SystemTime) {
        self.lock().now = Some(now);
    }

    /// What is in a file, whatever is wrong with the disk.
    pub fn peek(&self, path: &Path) -> Option<Vec<u8>> {
        let state = self.lock();
        state.file(path).ok().map(|file| state.files[file].bytes.clone())
    }

    /// The names of all files, whatever is wrong with the disk.
    pub fn all(&self) -> Vec<PathBuf> {
        let state = self.lock();
        let is_file = |entry: &Entry| matches!(entry, Entry::File(_));
        state.names.iter().filter(|(_, entry)| is_file(entry)).map(|(path, _)| path.clone()).collect()
    }

    /// An editor saves: a whole file in the place of another one. Its name is on the disk at once, or
    /// not before somebody syncs the folder.
    pub fn put(&self, path: &Path, bytes: Vec<u8>, is_synced: bool) {
        self.lock().put(path, bytes, is_synced);
    }

    /// Somebody makes a folder and those above it.
    pub fn bring_back(&self, folder: &Path) {
        let mut state = self.lock();
        let top = state.names.keys().next().cloned().unwrap_or_default();
        for folder in folder.ancestors().filter(|folder| folder.starts_with(&top)) {
            state.names.insert(folder.to_owned(), Entry::Folder);
            state.durable.insert(folder.to_owned(), Entry::Folder);
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn enter(&self, kind: Kind) -> io::Result<MutexGuard<'_, State>> {
        let mut state = self.lock();
        state.slip_in(kind);
        state.trouble.begin(kind)?;
        Ok(state)
    }
}

impl State {
    fn put(&mut self, path: &Path, bytes: Vec<u8>, is_synced: bool) {
        let synced = bytes.len();
        self.files.push(File { bytes, synced, doubtful: Vec::new(), changed: self.now });
        self.change(path, vec![(path.to_owned(), Some(Entry::File(self.files.len() - 1)))]);
        if is_synced && let Some(folder) = path.parent() {
            self.sync_folder(folder);
        }
    }

    fn change(&mut self, in_folder_of: &Path, entries: Vec<(PathBuf, Option<Entry>)>) {
        let folder = in_folder_of.parent().unwrap_or(Path::new("/")).to_owned();
        let change = Change { folder, entries };
        change.make(&mut self.names);
        self.pending.push(change);
    }

    /// The names in a folder are on the disk, and its own as well: what keeps a journal (ext4, XFS,
    /// Btrfs) syncs no folder that could not be found.
    fn sync_folder(&mut self, folder: &Path) {
        let is_own = |change: &Change| change.entries.iter().all(|(path, _)| folder.starts_with(path));
        let is_about = |change: &Change| change.folder == folder || is_own(change);
        let (done, pending): (Vec<_>, _) = std::mem::take(&mut self.pending).into_iter().partition(is_about);
        self.pending = pending;
        done.iter().for_each(|change| change.make(&mut self.durable));
    }

    fn file(&self, path: &Path) -> io::Result<usize> {
        match self.names.get(path) {
            Some(Entry::File(file)) => Ok(*file),
            Some(Entry::Folder) => Err(ErrorKind::IsADirectory.into()),
            None => Err(ErrorKind::NotFound.into()),
        }
    }

    /// That something can get this name: its folder is there.
    fn check_folder(&self, path: &Path) -> io::Result<()> {
        match path.parent().and_then(|folder| self.names.get(folder)) {
            Some(Entry::Folder) => Ok(()),
            Some(Entry::File(_)) => Err(ErrorKind::NotADirectory.into()),
            None => Err(ErrorKind::NotFound.into()),
        }
    }

    fn check_free(&self, path: &Path) -> io::Result<()> {
        if self.names.contains_key(path) { Err(ErrorKind::AlreadyExists.into()) } else { Ok(()) }
    }

    fn rename(&mut self, from: &Path, to: &Path) -> io::Result<()> {
        assert_eq!(from.parent(), to.parent(), "a rename from folder to folder is not synced by one sync");
        let file = self.file(from)?;
        self.change(to, vec![(from.to_owned(), None), (to.to_owned(), Some(Entry::File(file)))]);
        Ok(())
    }
}

impl Disk for Memory {
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        let state = self.enter(Kind::Look)?;
        Ok(state.files[state.file(path)?].bytes.clone())
    }

    fn stamp(&self, path: &Path) -> io::Result<Stamp> {
        let state = self.enter(Kind::Look)?;
        if state.names.get(path) == Some(&Entry::Folder) {
            return Ok(Stamp::new(None, 0, 0));
        }
        let number = state.file(path)?;
        let file = &state.files[number];
        Ok(Stamp::new(file.changed, file.bytes.len() as u64, number as u64))
    }

    fn names(&self, folder: &Path) -> io::Result<Vec<OsString>> {
        let state = self.enter(Kind::Look)?;
        if state.names.get(folder) != Some(&Entry::Folder) {
            return Err(ErrorKind::NotFound.into());
        }
        let inside = state.names.keys().filter(|path| path.parent() == Some(folder));
        Ok(inside.filter_map(|path| path.file_name()).map(OsString::from).collect())
    }

    fn is_folder(&self, path: &Path) -> bool {
        self.enter(Kind::Look).is_ok_and(|state| state.names.get(path) == Some(&Entry::Folder))
    }

    fn make_folder(&self, path: &Path) -> io::Result<()> {
        let mut state = self.enter(Kind::Make)?;
        state.check_folder(path)?;
        state.check_free(path)?;
        state.change(path, vec![(path.to_owned(), Some(Entry::Folder))]);
        Ok(())
    }

    fn create(&self, path: &Path) -> io::Result<Box<dyn Growing>> {
        let mut state = self.enter(Kind::Make)?;
        state.check_folder(path)?;
        state.check_free(path)?;
        let (number, changed) = (state.files.len(), state.now);
        state.files.push(File { changed, ..File::default() });
        state.change(path, vec![(path.to_owned(), Some(Entry::File(number)))]);
        Ok(Box::new(Handle { disk: self.clone(), number }))
    }

    fn hold(&self, path: &Path) -> io::Result<Box<dyn Read>> {
        // Nobody here writes into a file that stands: what is read later is what is there now.
        Ok(Box::new(Cursor::new(self.read(path)?)))
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.enter(Kind::Rename)?.rename(from, to)
    }

    fn rename_new(&self, from: &Path, to: &Path) -> io::Result<()> {
        let mut state = self.enter(Kind::RenameNew)?;
        state.check_free(to)?;
        state.rename(from, to)
    }

    fn exchange(&self, one: &Path, other: &Path) -> io::Result<()> {
        let mut state = self.enter(Kind::Exchange)?;
        let (a, b) = (state.file(one)?, state.file(other)?);
        let entries = [(one, b), (other, a)];
        state.change(one, entries.map(|(path, file)| (path.to_owned(), Some(Entry::File(file)))).to_vec());
        Ok(())
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        let mut state = self.enter(Kind::Remove)?;
        state.file(path)?;
        state.change(path, vec![(path.to_owned(), None)]);
        Ok(())
    }

    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        let mut state = self.enter(Kind::SyncFolder)?;
        if state.names.get(folder) != Some(&Entry::Folder) {
            return Err(ErrorKind::NotFound.into());
        }
        state.sync_folder(folder);
        Ok(())
    }
}

/// A file that is written.
#[derive(Debug)]
struct Handle {
    disk: Memory,
    number: usize,
}

impl Growing for Handle {
    fn append(&mut self, bytes: &[u8]) -> io::Result<()> {
        let mut state = self.disk.lock();
        state.slip_in(Kind::Append);
        let was_dead = state.trouble.is_dead();
        let done = state.trouble.begin(Kind::Append);
        let written = match &done {
            Ok(()) => bytes,
            Err(_) if was_dead => &[],
            // What there was room for.
            Err(_) => &bytes[..bytes.len() / 2],
        };
        let now = state.now;
        let file = &mut state.files[self.number];
        file.bytes.extend(written);
        file.changed = now;
        done
    }

    fn sync(&mut self) -> io::Result<()> {
        let mut state = self.disk.lock();
        state.slip_in(Kind::Sync);
        let was_dead = state.trouble.is_dead();
        let done = state.trouble.begin(Kind::Sync);
        if done.is_ok() || !state.trouble.is_dead() && !was_dead {
            let file = &mut state.files[self.number];
            let about = file.synced..file.bytes.len();
            file.synced = file.bytes.len();
            if done.is_err() {
                file.doubtful.push(about);
            }
        }
        done
    }
}
