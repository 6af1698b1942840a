//! The files of the user's folder: a cheap look that tells whether one changed, and reading those
//! that did.

use std::fs::{self, File, Metadata};
use std::io::{self, ErrorKind, Read, Write};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use super::{Entry, Unreadable};
use crate::playbook::check::FILE_MAX;
use crate::playbook::{check, schema};
use crate::trouble::reason;

/// How the folder looks: its playbooks by name, and what tells whether one changed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Mark {
    files: Vec<(PathBuf, Option<Stamp>)>,
    /// Why the folder itself cannot be looked at.
    pub trouble: Option<Unreadable>,
}

/// What changes when a file does, also when another one is renamed over it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Stamp {
    length: u64,
    modified: Option<SystemTime>,
    /// On Unix: the inode, and when it last changed. An editor may save as many bytes within one
    /// tick of a coarse clock, or set the time back.
    identity: (u64, i64, i64),
}

impl Stamp {
    fn of(meta: &Metadata) -> Self {
        Self { length: meta.len(), modified: meta.modified().ok(), identity: identity(meta) }
    }
}

#[cfg(unix)]
fn identity(meta: &Metadata) -> (u64, i64, i64) {
    use std::os::unix::fs::MetadataExt;
    (meta.ino(), meta.ctime(), meta.ctime_nsec())
}

#[cfg(not(unix))]
fn identity(_: &Metadata) -> (u64, i64, i64) {
    (0, 0, 0)
}

/// A file, and what was in it.
#[derive(Clone, Debug)]
pub(super) struct Found {
    pub path: PathBuf,
    stamp: Option<Stamp>,
    /// The playbook; or why it could not be read.
    pub read: Result<Entry, String>,
}

impl Mark {
    pub(super) fn of(folder: &Path) -> Self {
        match playbooks_in(folder) {
            Ok(paths) => {
                let stamp = |path: &PathBuf| fs::metadata(path).ok().map(|meta| Stamp::of(&meta));
                Self { files: paths.into_iter().map(|p| (p.clone(), stamp(&p))).collect(), trouble: None }
            }
            Err(error) if error.kind() == ErrorKind::NotFound => Self::default(),
            Err(error) => {
                let trouble = Unreadable { path: folder.to_owned(), why: reason(&error) };
                Self { files: Vec::new(), trouble: Some(trouble) }
            }
        }
    }

    /// Reads the files; what looks as it did `before` is taken from there.
    pub(super) fn read(&self, before: &[Found]) -> Vec<Found> {
        let known = |path: &PathBuf, stamp: &Option<Stamp>| {
            let known = before.iter().find(|f| f.path == *path)?;
            (known.stamp.is_some() && known.stamp == *stamp && known.read.is_ok()).then(|| known.clone())
        };
        let found = |(path, stamp): &(PathBuf, Option<Stamp>)| {
            known(path, stamp).unwrap_or_else(|| Found {
                path: path.clone(),
                stamp: stamp.clone(),
                read: read(path).map_err(|error| reason(&error)),
            })
        };
        self.files.iter().map(found).collect()
    }
}

/// The playbook files of a folder, by name. Hidden ones are left out: editors and systems put
/// their own there.
///
/// # Errors
/// If the folder cannot be read.
pub fn playbooks_in(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut files =
        fs::read_dir(folder)?.map(|entry| entry.map(|e| e.path())).collect::<io::Result<Vec<_>>>()?;
    let hidden = |path: &Path| path.file_name().is_some_and(|n| n.as_encoded_bytes().starts_with(b"."));
    files.retain(|f| f.extension().is_some_and(|e| e.eq_ignore_ascii_case("toml")) && !hidden(f));
    files.sort();
    Ok(files)
}

fn read(path: &Path) -> io::Result<Entry> {
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    Ok(Entry::of(check(&read_plain(path)?), &name, Some(path.to_owned())))
}

/// The bytes of a file that is found in a folder of playbooks. A pipe or a device there could keep
/// us waiting for ever.
///
/// # Errors
/// If it is none, or cannot be read.
pub fn read_plain(path: &Path) -> io::Result<Vec<u8>> {
    if !fs::metadata(path)?.is_file() {
        return Err(io::Error::other("this is no plain file"));
    }
    read_bytes(path)
}

/// The bytes of something that is to be a playbook, and no more of them than it takes to tell that
/// they are too many.
///
/// # Errors
/// If it cannot be read.
pub fn read_bytes(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(path)?.take(FILE_MAX as u64 + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// A copy of an embedded playbook in the user's folder, to be changed there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Copied {
    pub path: PathBuf,
    source: String,
}

/// Puts the schema of playbooks beside them, for editors: it completes and explains. An older one of
/// ours is renewed; a file of somebody else's with its name stays. It is a help and no more: where it
/// cannot be written, nothing is said.
pub fn put_schema(folder: &Path) {
    let path = folder.join(schema::FILE);
    let text = schema::text();
    // A link leads to a file that is not ours to write, and a pipe keeps its reader waiting.
    let is_ours = match fs::symlink_metadata(&path) {
        Ok(meta) if !meta.is_file() => false,
        Ok(_) => fs::read_to_string(&path).is_ok_and(|there| there != text && there.contains(schema::NAME)),
        Err(error) => error.kind() == ErrorKind::NotFound,
    };
    if is_ours {
        let _ = fs::remove_file(&path);
        let _ = copy_of(&text, &path);
    }
}

/// Puts a text into a new file of a folder that is there, for its owner only; never over a file.
///
/// # Errors
/// If there is such a file, or it cannot be written.
pub fn copy_of(source: &str, path: &Path) -> io::Result<Copied> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    file.write_all(source.as_bytes()).and_then(|()| file.sync_all())?;
    Ok(Copied { path: path.to_owned(), source: source.to_owned() })
}

impl Copied {
    /// Takes a copy away that nobody changed: it would stand in the way of the next version of the
    /// embedded one. Returns whether it did.
    pub fn take_back(self) -> bool {
        let same = fs::read(&self.path).is_ok_and(|now| now == self.source.as_bytes());
        same && fs::remove_file(&self.path).is_ok()
    }
}
