//! The notes folder, and how no word is lost.
//!
//! [`folder`] finds notes. A key typed goes into a draft ([`journal`], `drafts`) within a moment and
//! is then safe; the note follows by a `swap` that never loses what somebody else wrote meanwhile;
//! [`writer`] does both on a thread of its own: the screen never waits for a disk. What was left
//! behind by a crash, an editor or a sync tool is taken in when a note is opened (`recovery`,
//! `copies`), and what stood there before is kept ([`versions`]). [`locks`] say who may write.
//! [`disk`] is all that is asked of a file system.

mod adding;
mod alike;
pub mod changes;
mod copies;
pub mod disk;
mod drafts;
mod files;
mod filing;
pub mod folder;
pub mod forget;
mod held;
pub mod journal;
pub mod leftovers;
pub mod locks;
mod names;
mod place;
mod recovery;
mod reheading;
pub mod remembered;
mod removing;
mod replaced;
mod report;
pub mod search;
pub mod shelf;
pub mod survey;
mod swap;
pub mod telling;
mod together;
mod trail;
pub mod versions;
mod work;
pub mod writer;

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock};
use std::time::Instant;

use chrono::{DateTime, FixedOffset, NaiveDate};

pub use self::copies::TakenIn;
use self::disk::{Disk, Stamp, System};
pub use self::drafts::Unfiled;
pub use self::files::{begin_file, make_folder};
pub use self::filing::{Base, Filed, Filing};
use self::filing::{HALF_SYNCED_LOOK, HALF_SYNCED_PATIENCE};
pub use self::folder::{Folder, Listed, Listing, beside};
pub use self::locks::Access;
use self::locks::Locks;
pub use self::recovery::Recovered;
pub use self::report::Report;
pub use self::together::{InUse, NotFiled};
use self::versions::{Keep, Versions, Why};
pub use self::writer::Writer;
use crate::document::{Client, Document, Head, HeadError};
use crate::log::Log;
use crate::playbook::Playbook;
use crate::session::Session;
use crate::text;
pub use crate::trouble::reason;

/// Why something with a file did not work. Names the path, and what to do where we know.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    #[error("{}: {}", text::clean_line(&path.display().to_string()), reason(source))]
    Io { path: PathBuf, source: io::Error },
    /// The note stands in its place, but the disk has not confirmed that, or what somebody else wrote in that
    /// moment is not in it yet.
    #[error("{error}\nIt stands in the note all the same: look there before you do it again")]
    Unsynced { filed: Box<Filed>, error: Box<StoreError> },
    #[error("{} is a file, and should be a folder: move it away, or choose another one with --notes or notes_dir in the config", text::clean_line(&.0.display().to_string()))]
    NotAFolder(PathBuf),
    #[error("{}: another goodterms is filing there and does not finish; close it", text::clean_line(&.0.display().to_string()))]
    Busy(PathBuf),
    #[error("{} is gone: bring the folder back", text::clean_line(&.0.display().to_string()))]
    FolderGone(PathBuf),
    #[error("{}: a sync tool seems to be writing this file still; it is looked at again", text::clean_line(&.0.display().to_string()))]
    HalfSynced(PathBuf),
    #[error("{}: {error}", text::clean_line(&path.display().to_string()))]
    Head { path: PathBuf, error: HeadError },
    #[error("{}: this file is not text (UTF-8); it was left as it is", text::clean_line(&.0.display().to_string()))]
    NotText(PathBuf),
    #[error("{}: its playbook `{playbook}` is not installed; put it into the playbooks folder (goodterms path playbooks)", text::clean_line(&path.display().to_string()))]
    NoPlaybook { path: PathBuf, playbook: String },
}

impl StoreError {
    /// With the path it happened at.
    pub fn io(path: impl Into<PathBuf>) -> impl FnOnce(io::Error) -> Self {
        let path = path.into();
        move |source| Self::Io { path, source }
    }

    /// Whether the file is none of ours. One that is damaged or cannot be read may well be.
    pub fn is_foreign(&self) -> bool {
        matches!(self, Self::Head { error: HeadError::NotOurs, .. })
    }

    /// The file or folder that it is about.
    pub fn path(&self) -> Option<&Path> {
        match self {
            Self::Io { path, .. } | Self::Head { path, .. } | Self::NoPlaybook { path, .. } => Some(path),
            Self::NotAFolder(path) | Self::Busy(path) | Self::FolderGone(path) => Some(path),
            Self::HalfSynced(path) | Self::NotText(path) => Some(path),
            Self::Unsynced { error, .. } => error.path(),
        }
    }

    /// The system's own error, if it is one.
    pub fn source_error(&self) -> Option<&io::Error> {
        match self {
            Self::Io { source, .. } => Some(source),
            Self::Unsynced { error, .. } => error.source_error(),
            _ => None,
        }
    }

    /// What is wrong first, then where: on the screen the end of a long path may be cut.
    pub fn reason_first(&self) -> String {
        match self {
            Self::Io { path, source } => placed(&reason(source), path),
            Self::Unsynced { error, .. } => error.reason_first(),
            Self::FolderGone(path) => placed("the folder is gone: bring it back", path),
            Self::Busy(path) => {
                placed("another goodterms is filing there and does not finish; close it", path)
            }
            Self::HalfSynced(path) => placed("a sync tool seems to be writing this file still", path),
            Self::NotText(path) => placed("this file is not text (UTF-8); it was left as it is", path),
            Self::Head { path, error } => placed(&error.to_string(), path),
            Self::NotAFolder(path) => placed("a file stands where a folder should be: move it away", path),
            other => other.to_string(),
        }
    }
}

fn placed(reason: &str, path: &Path) -> String {
    format!("{reason} ({})", text::clean_line(&path.display().to_string()))
}

/// The bytes of a plain file. A pipe or a device under its name could keep us waiting for ever.
///
/// # Errors
/// If it is none, or cannot be read.
pub fn read_plain(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    open_plain(path)?.read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn open_plain(path: &Path) -> io::Result<File> {
    let kind = std::fs::metadata(path)?.file_type();
    match (kind.is_file(), kind.is_dir()) {
        (true, _) => File::open(path),
        (_, true) => Err(io::ErrorKind::IsADirectory.into()),
        _ => Err(io::Error::other("this is a pipe or a device, and no file")),
    }
}

/// All that the store works with: where the notes are, and where what the program itself keeps.
#[derive(Clone, Debug)]
pub struct Store {
    disk: Arc<dyn Disk>,
    folder: Folder,
    /// The state directory.
    state: PathBuf,
    locks: Locks,
    versions: Versions,
    log: Log,
    /// The folder of all notes, as it was when a note was last seen in it.
    root: Arc<OnceLock<Stamp>>,
    /// By the ids of the conversations that were opened, what tells this time from others.
    sittings: Arc<Mutex<BTreeMap<String, String>>>,
}

impl Store {
    /// The store of this machine.
    pub fn new(notes: &Path, state: &Path, keep: Keep, log: Log) -> Self {
        Self {
            disk: Arc::new(System),
            folder: Folder::new(notes),
            state: state.to_owned(),
            locks: Locks::new(state),
            versions: Versions::new(state, keep),
            log,
            root: Arc::default(),
            sittings: Arc::default(),
        }
    }

    /// The notes folder.
    pub fn folder(&self) -> &Folder {
        &self.folder
    }

    /// The versions that are kept.
    pub fn versions(&self) -> &Versions {
        &self.versions
    }

    /// The locks.
    pub fn locks(&self) -> &Locks {
        &self.locks
    }

    /// The state directory.
    pub fn state(&self) -> &Path {
        &self.state
    }

    /// Keeps a version. A note is not less saved because an older one cannot be kept.
    fn keep(&self, id: &str, text: &str, why: Why, at: DateTime<FixedOffset>) {
        if let Err(error) = self.versions.keep(id, text, why, at) {
            self.log_error("version-not-kept", id, &error);
        }
    }

    fn log_error(&self, event: &'static str, id: &str, error: &StoreError) {
        match error.source_error() {
            Some(source) => self.log.error(event, id, source),
            None => self.log.warn(event, id, &[]),
        }
    }
}

/// A note that is open: the session, and where and from what it is filed.
#[derive(Debug)]
pub struct Open {
    pub session: Session,
    pub path: PathBuf,
    pub base: Base,
    /// Who else has it open, in words: then it is only read here.
    pub holder: Option<String>,
}

impl Open {
    /// A conversation that was not filed yet.
    pub fn new(session: Session, path: PathBuf) -> Self {
        Self { session, path, base: Base::NEW, holder: None }
    }

    /// Files it where it belongs. What somebody else wrote there meanwhile is in the session then.
    ///
    /// # Errors
    /// What prevented it.
    pub fn file(&mut self, store: &Store, now: DateTime<FixedOffset>) -> Result<Filed, StoreError> {
        let document = self.session.to_document();
        let filed = match store.file_waiting(&self.session.head().id, &self.path, &document, &self.base, now)
        {
            Ok(filed) => filed,
            Err(error) => {
                if let StoreError::Unsynced { filed, .. } = &error {
                    self.take(filed, document, now);
                }
                return Err(error);
            }
        };
        self.take(&filed, document, now);
        Ok(filed)
    }

    fn take(&mut self, filed: &Filed, document: Document, now: DateTime<FixedOffset>) {
        (self.path, self.base) = (filed.path.clone(), filed.base.clone());
        match filed.base.text().filter(|_| filed.is_merged) {
            Some(text) => self.session.absorb(&document, Document::parse(text), None, now),
            None => self.session.filed(document),
        }
    }
}

impl Store {
    /// Files a note from the shell: a file that is still being synced is waited for, for a moment.
    fn file_waiting(
        &self,
        id: &str,
        path: &Path,
        document: &Document,
        base: &Base,
        now: DateTime<FixedOffset>,
    ) -> Result<Filed, StoreError> {
        let text = document.render();
        let filing = Filing { waits: true, ..Filing::new(id, path, &text, base, now) };
        let until = Instant::now() + HALF_SYNCED_PATIENCE;
        while Instant::now() < until {
            match self.file(filing) {
                Err(StoreError::HalfSynced(_)) => std::thread::sleep(HALF_SYNCED_LOOK),
                done => return done,
            }
        }
        self.file(Filing { waits: false, ..filing })
    }

    /// Opens the conversation in a note to be read or changed from the shell; `find` gives the
    /// playbook by id. Nothing is written.
    ///
    /// # Errors
    /// As [`read`]; and if its playbook is not there.
    pub fn open<'a>(
        &self,
        path: &Path,
        find: impl FnOnce(&str) -> Option<&'a Arc<Playbook>>,
        now: DateTime<FixedOffset>,
    ) -> Result<Open, StoreError> {
        // Filing renames over the path: a link must stay a link.
        let path = path.canonicalize().map_err(StoreError::io(path))?;
        let (document, head, base) = read(&path)?;
        self.note_root();
        let Some(playbook) = find(&head.playbook.id) else {
            return Err(StoreError::NoPlaybook { path, playbook: head.playbook.id });
        };
        let session = Session::open(playbook.clone(), head, document, now);
        Ok(Open { session, path, base, holder: None })
    }

    /// Gives the client of a note other names where its playbook is not there to open it with.
    ///
    /// # Errors
    /// As [`read`]; and what prevented it to be filed.
    pub fn rename(
        &self,
        path: &Path,
        named: impl FnOnce(&Client) -> Client,
        now: DateTime<FixedOffset>,
    ) -> Result<Filed, StoreError> {
        let path = path.canonicalize().map_err(StoreError::io(path))?;
        let (mut document, mut head, base) = read(&path)?;
        self.note_root();
        let client = named(&head.client);
        document.rename_in_title(&head.client.name, &client.name);
        head.client = client;
        document.set_head(&head);
        self.file_waiting(&head.id, &path, &document, &base, now)
    }
}

/// Reads a note.
///
/// # Errors
/// If it cannot be read, is no note of ours, or was written by a newer goodterms.
pub fn read(path: &Path) -> Result<(Document, Head, Base), StoreError> {
    read_on(&System, path)
}

/// The same on another disk than this machine's.
fn read_on(disk: &dyn Disk, path: &Path) -> Result<(Document, Head, Base), StoreError> {
    let bytes = disk.read(path).map_err(StoreError::io(path))?;
    let source = String::from_utf8(bytes).map_err(|_| StoreError::NotText(path.to_owned()))?;
    let document = Document::parse(&source);
    let head = document.head().map_err(|error| StoreError::Head { path: path.to_owned(), error })?;
    Ok((document, head, Base::of(&source)))
}

/// Where a new conversation is filed: `<client>/<date>-<playbook>-<id's first 6>.md`.
pub fn path_for(notes: &Path, head: &Head) -> PathBuf {
    let slug = text::slug(&head.client.name);
    let folder = if slug.is_empty() { "client".to_owned() } else { slug };
    let date: NaiveDate = head.started.date_naive();
    let id = names::id_in_name(&head.id);
    notes.join(folder).join(format!("{date}-{}-{id}.md", text::slug(&head.playbook.id)))
}

/// A new session id: 12 random characters of Crockford's base 32, lower-case.
///
/// # Errors
/// If the system has no randomness to give.
pub fn new_id() -> io::Result<String> {
    const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
    let mut random = [0u8; 12];
    getrandom::fill(&mut random).map_err(|e| io::Error::other(e.to_string()))?;
    Ok(random.iter().map(|b| char::from(ALPHABET[usize::from(b % 32)])).collect())
}

#[cfg(test)]
mod tests;
