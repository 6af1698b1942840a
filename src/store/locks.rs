//! Who may write: locks in the state directory, the system's own, so that they end with whoever
//! holds them. Their files are never deleted: another one could be waiting at the old file.
//!
//! A *session* lock guards an editor that is open; a short *file* lock guards a filing. Where the
//! disk knows no locks there are none: a filing by swap still loses nothing.

use std::collections::BTreeSet;
use std::fs::{File, TryLockError};
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use chrono::{DateTime, FixedOffset};

use super::StoreError;
use super::disk::{System, private_file};
use super::files::make_folder_on;
use super::names::{owner_of, safe_id};
use crate::text;

/// How long to wait for another goodterms that is filing, and how often to look.
const PATIENCE: Duration = Duration::from_secs(5);
const PAUSE: Duration = Duration::from_millis(2);
/// The most that is read of who holds a lock.
const HOLDER_MAX: u64 = 200;

/// The folder of the locks.
#[derive(Clone, Debug, Default)]
pub struct Locks {
    /// `None` where none are kept: a disk in memory has only us.
    folder: Option<PathBuf>,
    /// The sessions that this very process has open, by the names of their files.
    mine: Arc<Mutex<BTreeSet<String>>>,
}

/// Whether one may edit a conversation.
#[derive(Debug)]
pub enum Access {
    /// Nobody else edits it as long as this is kept.
    Write(SessionLock),
    /// This process has it open already.
    Mine,
    /// Another goodterms has it open; who that is, in words.
    ReadOnly(String),
}

/// An open editor's lock; ends when it is dropped.
#[derive(Debug)]
pub struct SessionLock {
    name: String,
    file: Option<File>,
    mine: Arc<Mutex<BTreeSet<String>>>,
}

impl Drop for SessionLock {
    fn drop(&mut self) {
        if let Some(file) = &self.file {
            let _ = file.unlock();
        }
        self.mine.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.name);
    }
}

impl SessionLock {
    /// Whether others respect it. A disk that knows no locks has none to give.
    pub fn is_real(&self) -> bool {
        self.file.is_some()
    }
}

impl Locks {
    /// Locks below a state directory.
    pub fn new(state: &Path) -> Self {
        Self { folder: Some(state.join("locks")), mine: Arc::default() }
    }

    /// Tries to get the lock of a conversation; does not wait.
    pub fn session(&self, id: &str, now: DateTime<FixedOffset>) -> Access {
        self.named(&safe_id(id), now)
    }

    /// The same for the conversation that a file of ours belongs to.
    pub(super) fn session_of(&self, file: &Path, now: DateTime<FixedOffset>) -> Access {
        self.named(&owner_of(file), now)
    }

    fn named(&self, name: &str, now: DateTime<FixedOffset>) -> Access {
        if !self.mine.lock().unwrap_or_else(PoisonError::into_inner).insert(name.to_owned()) {
            return Access::Mine;
        }
        let mut lock = SessionLock { name: name.to_owned(), file: None, mine: self.mine.clone() };
        let Some(mut file) = self.file_of(name, "open") else { return Access::Write(lock) };
        match file.try_lock() {
            Ok(()) => {
                let words = format!("process {}, since {}", std::process::id(), now.format("%-d %B %H:%M"));
                // Only for people: without it one is told less.
                let _ = file.set_len(0).and_then(|()| file.write_all(words.as_bytes()));
                lock.file = Some(file);
                Access::Write(lock)
            }
            Err(TryLockError::WouldBlock) => Access::ReadOnly(holder(&mut file)),
            Err(TryLockError::Error(_)) => Access::Write(lock),
        }
    }

    /// Who has a conversation open, in words; `None` if nobody but this process has. `name` is how its
    /// files in the state directory begin.
    pub fn holder(&self, name: &str) -> Option<String> {
        if self.is_mine(name) {
            return None;
        }
        let folder = self.folder.as_ref()?;
        let mut file =
            private_file().read(true).write(true).open(folder.join(lock_name(name, "open"))).ok()?;
        matches!(file.try_lock(), Err(TryLockError::WouldBlock)).then(|| holder(&mut file))
    }

    /// Whether anybody, this process too, has a conversation open; `name` as for [`holder`](Self::holder).
    pub fn is_held(&self, name: &str) -> bool {
        self.is_mine(name) || self.holder(name).is_some()
    }

    fn is_mine(&self, name: &str) -> bool {
        self.mine.lock().unwrap_or_else(PoisonError::into_inner).contains(name)
    }

    /// Waits, not for ever, until nobody else files a conversation; `None` where there are no locks.
    ///
    /// # Errors
    /// If another one files it and does not finish.
    pub fn filing(&self, id: &str, note: &Path) -> Result<Option<File>, StoreError> {
        let Some(file) = self.file_of(&safe_id(id), "file") else { return Ok(None) };
        let until = Instant::now() + PATIENCE;
        loop {
            match file.try_lock() {
                Ok(()) => return Ok(Some(file)),
                Err(TryLockError::WouldBlock) if Instant::now() < until => thread::sleep(PAUSE),
                Err(TryLockError::WouldBlock) => return Err(StoreError::Busy(note.to_owned())),
                Err(TryLockError::Error(_)) => return Ok(None),
            }
        }
    }

    /// A lock's file. A full or read-only disk has none to give; it is no reason not to save.
    fn file_of(&self, name: &str, what: &str) -> Option<File> {
        let folder = self.folder.as_ref()?;
        let path = folder.join(lock_name(name, what));
        let open = || private_file().read(true).write(true).create(true).truncate(false).open(&path);
        open().or_else(|error| make_folder_on(&System, folder).map_or(Err(error), |()| open())).ok()
    }
}

fn lock_name(name: &str, what: &str) -> String {
    format!("{name}.{what}")
}

fn holder(file: &mut File) -> String {
    let mut words = String::new();
    let read = file.seek(SeekFrom::Start(0)).and_then(|_| file.take(HOLDER_MAX).read_to_string(&mut words));
    match read {
        Ok(1..) => text::clean_line(&words),
        _ => "another process".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn now() -> DateTime<FixedOffset> {
        DateTime::parse_from_rfc3339("2026-11-21T14:02:10-05:00").unwrap()
    }

    #[test]
    fn one_edits_and_the_other_hears_who_that_is() {
        let state = tempfile::tempdir().unwrap();
        // Two programs have two of these.
        let (one, other) = (Locks::new(state.path()), Locks::new(state.path()));
        let Access::Write(lock) = one.session("abc", now()) else { panic!() };
        assert!(matches!(one.session("abc", now()), Access::Mine));
        let words = format!("process {}, since 21 November 14:02", std::process::id());
        assert!(matches!(other.session("abc", now()), Access::ReadOnly(who) if who == words));
        assert_eq!((other.holder("abc"), one.holder("abc")), (Some(words), None));
        assert!(matches!(other.session("../x", now()), Access::Write(_)), "another conversation");
        drop(lock);
        assert_eq!(other.holder("abc"), None);
        assert!(matches!(other.session("abc", now()), Access::Write(_)));
    }

    #[test]
    fn a_filing_waits_for_another_one() {
        let state = tempfile::tempdir().unwrap();
        let locks = Locks::new(state.path());
        let held = locks.filing("abc", Path::new("x")).unwrap();
        let waiting = thread::spawn({
            let locks = Locks::new(state.path());
            move || locks.filing("abc", Path::new("x")).map(|file| (file.is_some(), Instant::now()))
        });
        let let_go = Instant::now();
        drop(held);
        let (locked, at) = waiting.join().unwrap().unwrap();
        assert!(locked && at >= let_go);
    }

    #[cfg(unix)]
    #[test]
    fn a_link_in_place_of_a_lock_is_not_written_through() {
        let state = tempfile::tempdir().unwrap();
        let victim = state.path().join("victim");
        std::fs::write(&victim, "theirs").unwrap();
        std::fs::create_dir(state.path().join("locks")).unwrap();
        std::os::unix::fs::symlink(&victim, state.path().join("locks/abc.open")).unwrap();
        assert!(matches!(Locks::new(state.path()).session("abc", now()), Access::Write(_)));
        assert_eq!(std::fs::read_to_string(victim).unwrap(), "theirs");
    }
}
