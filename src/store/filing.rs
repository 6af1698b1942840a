//! Filing a note: a temporary file in the same folder, fsync, rename, fsync of the folder.
//!
//! What stands at the path is compared with what was read or filed there last. If somebody else
//! changed it, theirs stays and ours goes to a new file beside it: until two versions can be
//! merged, both are kept. From that look to the rename the folder is locked, so that no other
//! goodterms comes in between; an editor or a sync tool that knows no lock still could, in a moment
//! that is as short as we can make it without a swap.

use std::fs::{self, File};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};
#[cfg(unix)]
use std::thread;
#[cfg(unix)]
use std::time::{Duration, Instant};

use sha2::{Digest, Sha256};

use super::StoreError;

/// How long to wait for another goodterms that is filing into the same folder, and how often to
/// look.
#[cfg(unix)]
const LOCK_PATIENCE: Duration = Duration::from_secs(5);
#[cfg(unix)]
const LOCK_PAUSE: Duration = Duration::from_millis(2);

/// What a note's file held when we last saw it: its hash, or that there was none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Base(Option<[u8; 32]>);

impl Base {
    /// There is no file yet.
    pub const NEW: Self = Self(None);

    /// A file with these bytes.
    pub fn of(bytes: &[u8]) -> Self {
        Self(Some(Sha256::digest(bytes).into()))
    }
}

/// A note that was filed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filed {
    /// Where it is now.
    pub path: PathBuf,
    pub base: Base,
    /// The file that somebody else had changed, if ours therefore went beside it.
    pub beside: Option<PathBuf>,
}

/// Files a note. When it returns, the disk has confirmed the text and its name.
///
/// # Errors
/// What prevented it; the old note is as it was, unless it is [`StoreError::Unsynced`].
pub fn file(path: &Path, text: &str, base: Base) -> Result<Filed, StoreError> {
    let folder = path.parent().unwrap_or(Path::new("."));
    if base == Base::NEW {
        make_folder(folder)?;
    } else if !folder.is_dir() {
        return Err(StoreError::FolderGone(folder.to_owned()));
    }
    let ours = Base::of(text.as_bytes());
    // Also if the very text stands there: an earlier try may have failed, and what a failed sync
    // left behind is not trusted.
    let temp = write_temp(folder, path, text)?;
    let opened = open_folder(folder)?;
    lock(opened.as_ref(), folder)?;
    let found = look(path)?;
    if found != Base::NEW && (found == base || found == ours) {
        temp.persist(path).map_err(|e| StoreError::io(path)(e.error))?;
        return synced(opened.as_ref(), Filed { path: path.to_owned(), base: ours, beside: None });
    }
    let mut beside = None;
    let mut temp = temp;
    let mut target = path.to_owned();
    for n in 2.. {
        match temp.persist_noclobber(&target) {
            Ok(_) => break,
            Err(error) if error.error.kind() == ErrorKind::AlreadyExists => {
                temp = error.file;
                beside = Some(path.to_owned());
                target = numbered(path, n);
            }
            Err(error) => return Err(StoreError::io(target)(error.error)),
        }
    }
    synced(opened.as_ref(), Filed { path: target, base: ours, beside })
}

/// Syncs the folder that a note was just put into. If that fails, the error says what stands
/// there now: at the next try it must be known for ours.
fn synced(folder: Option<&File>, filed: Filed) -> Result<Filed, StoreError> {
    match folder.map_or(Ok(()), File::sync_all) {
        Ok(()) => Ok(filed),
        Err(source) => Err(StoreError::Unsynced { filed, source }),
    }
}

/// What stands at a path now.
pub(super) fn look(path: &Path) -> Result<Base, StoreError> {
    match super::read_plain(path) {
        Ok(bytes) => Ok(Base::of(&bytes)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(Base::NEW),
        Err(error) => Err(StoreError::io(path)(error)),
    }
}

fn write_temp(folder: &Path, note: &Path, text: &str) -> Result<tempfile::NamedTempFile, StoreError> {
    // Readable only by its owner: tempfile makes files so, whatever the umask.
    let mut temp = tempfile::Builder::new()
        .prefix(".goodterms-")
        .suffix(".tmp")
        .tempfile_in(folder)
        .map_err(StoreError::io(folder))?;
    let written = temp.write_all(text.as_bytes()).and_then(|()| temp.as_file().sync_all());
    // Of the temporary file, which is gone at once, nobody wants to hear.
    written.map_err(StoreError::io(note))?;
    Ok(temp)
}

/// `note.md`, `note-2.md`, `note-3.md`.
fn numbered(path: &Path, n: u32) -> PathBuf {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    path.with_file_name(format!("{stem}-{n}.md"))
}

/// Makes a folder and those above it, for their owner only, so that a power cut keeps them.
///
/// # Errors
/// If one cannot be made, or a file is in the way.
pub fn make_folder(folder: &Path) -> Result<(), StoreError> {
    if folder.is_dir() {
        return Ok(());
    }
    if folder.exists() {
        return Err(StoreError::NotAFolder(folder.to_owned()));
    }
    if let Some(parent) = folder.parent().filter(|p| !p.as_os_str().is_empty()) {
        make_folder(parent)?;
    }
    match private_folder().create(folder) {
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
        Err(error) => return Err(StoreError::io(folder)(error)),
        Ok(()) => {}
    }
    sync_folder(folder.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new(".")))
}

/// Does something in a folder while no other goodterms files there, and syncs it then.
///
/// # Errors
/// What prevented it.
pub(super) fn locked<T>(folder: &Path, act: impl FnOnce() -> Result<T, StoreError>) -> Result<T, StoreError> {
    let opened = open_folder(folder)?;
    lock(opened.as_ref(), folder)?;
    let done = act()?;
    opened.map_or(Ok(()), |folder| folder.sync_all()).map_err(StoreError::io(folder))?;
    Ok(done)
}

/// Locks a folder until it is closed. The lock is the system's, so it ends with whoever holds it.
/// Where a disk knows no locks, there is none.
#[cfg(unix)]
fn lock(opened: Option<&File>, folder: &Path) -> Result<(), StoreError> {
    use rustix::fs::{FlockOperation, flock};
    use rustix::io::Errno;

    let Some(opened) = opened else { return Ok(()) };
    let until = Instant::now() + LOCK_PATIENCE;
    loop {
        match flock(opened, FlockOperation::NonBlockingLockExclusive) {
            Err(Errno::WOULDBLOCK) if Instant::now() < until => thread::sleep(LOCK_PAUSE),
            Err(Errno::WOULDBLOCK) => return Err(StoreError::Busy(folder.to_owned())),
            Err(Errno::INTR) => {}
            Ok(()) | Err(_) => return Ok(()),
        }
    }
}

/// A folder cannot be opened for that on Windows.
#[cfg(not(unix))]
fn lock(_: Option<&File>, _: &Path) -> Result<(), StoreError> {
    Ok(())
}

#[cfg(unix)]
fn private_folder() -> fs::DirBuilder {
    let mut builder = fs::DirBuilder::new();
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder
}

/// What Windows makes below a user's own folder is that user's only.
#[cfg(not(unix))]
fn private_folder() -> fs::DirBuilder {
    fs::DirBuilder::new()
}

pub(super) fn sync_folder(folder: &Path) -> Result<(), StoreError> {
    let opened = open_folder(folder)?;
    opened.map_or(Ok(()), |folder| folder.sync_all()).map_err(StoreError::io(folder))
}

/// Windows cannot open a folder for syncing, and does not need it.
fn open_folder(folder: &Path) -> Result<Option<File>, StoreError> {
    cfg!(unix).then(|| File::open(folder)).transpose().map_err(StoreError::io(folder))
}
