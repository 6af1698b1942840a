//! The notes folder: listing, opening and filing, so that no word is lost.
//!
//! [`folder`] finds notes, [`filing`] writes one durably and never over a change that somebody
//! else made, `removing` takes one away that nobody changed, [`writer`] files on a thread of its
//! own: the screen never waits for a disk.

pub mod filing;
pub mod folder;
mod removing;
pub mod writer;

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::{DateTime, FixedOffset, NaiveDate};

pub use self::filing::{Base, Filed};
pub use self::folder::{Folder, Listed, Listing, beside};
pub use self::writer::{Report, Writer};
use crate::document::{Document, Head, HeadError};
use crate::playbook::Playbook;
use crate::session::Session;
use crate::text;
pub use crate::trouble::reason;

/// Why something with a file did not work. Names the path, and what to do where we know.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    #[error("{}: {}", text::clean_line(&path.display().to_string()), reason(source))]
    Io { path: PathBuf, source: io::Error },
    /// The note stands in its place, but the disk has not confirmed its name.
    #[error("{}: {}", text::clean_line(&filed.path.display().to_string()), reason(source))]
    Unsynced { filed: Filed, source: io::Error },
    #[error("{} is a file, and should be a folder: move it away, or choose another one with --notes or notes_dir in the config", text::clean_line(&.0.display().to_string()))]
    NotAFolder(PathBuf),
    #[error("{}: another goodterms is filing there and does not finish; close it", text::clean_line(&.0.display().to_string()))]
    Busy(PathBuf),
    #[error("{} is gone: bring the folder back; until then your words are only on this screen", text::clean_line(&.0.display().to_string()))]
    FolderGone(PathBuf),
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

    /// What is wrong first, then where: on the screen the end of a long path may be cut.
    pub fn reason_first(&self) -> String {
        match self {
            Self::Io { path, source } | Self::Unsynced { filed: Filed { path, .. }, source } => {
                format!("{} ({})", reason(source), text::clean_line(&path.display().to_string()))
            }
            other => other.to_string(),
        }
    }
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

/// A note that is open: the session, and where and from what it is filed.
#[derive(Debug)]
pub struct Open {
    pub session: Session,
    pub path: PathBuf,
    pub base: Base,
}

impl Open {
    /// Files it where it belongs. Gives the note that somebody else had changed meanwhile, if
    /// ours therefore went beside it.
    ///
    /// # Errors
    /// What prevented it.
    pub fn file(&mut self) -> Result<Option<PathBuf>, StoreError> {
        let document = self.session.to_document();
        let filed = match filing::file(&self.path, &document.render(), self.base) {
            Ok(filed) => filed,
            Err(error) => {
                if let StoreError::Unsynced { filed, .. } = &error {
                    (self.path, self.base) = (filed.path.clone(), filed.base);
                }
                return Err(error);
            }
        };
        self.session.filed(document);
        self.path = filed.path;
        self.base = filed.base;
        Ok(filed.beside)
    }
}

/// Reads a note.
///
/// # Errors
/// If it cannot be read, is no note of ours, or was written by a newer goodterms.
pub fn read(path: &Path) -> Result<(Document, Head, Base), StoreError> {
    let bytes = read_plain(path).map_err(StoreError::io(path))?;
    let base = Base::of(&bytes);
    let source = String::from_utf8(bytes).map_err(|_| StoreError::NotText(path.to_owned()))?;
    let document = Document::parse(&source);
    let head = document.head().map_err(|error| StoreError::Head { path: path.to_owned(), error })?;
    Ok((document, head, base))
}

/// Opens the conversation in a note; `find` gives the playbook by id.
///
/// # Errors
/// As [`read`]; and if its playbook is not there.
pub fn open<'a>(
    path: &Path,
    find: impl FnOnce(&str) -> Option<&'a Arc<Playbook>>,
    now: DateTime<FixedOffset>,
) -> Result<Open, StoreError> {
    // Filing renames over the path: a link must stay a link.
    let path = path.canonicalize().map_err(StoreError::io(path))?;
    let (document, head, base) = read(&path)?;
    let Some(playbook) = find(&head.playbook.id) else {
        return Err(StoreError::NoPlaybook { path, playbook: head.playbook.id });
    };
    let session = Session::open(playbook.clone(), head, document, now);
    Ok(Open { session, path, base })
}

/// Where a new conversation is filed: `<client>/<date>-<playbook>-<id's first 6>.md`.
pub fn path_for(notes: &Path, head: &Head) -> PathBuf {
    let slug = text::slug(&head.client.name);
    let folder = if slug.is_empty() { "client".to_owned() } else { slug };
    let date: NaiveDate = head.started.date_naive();
    let id = id_in_name(&head.id);
    notes.join(folder).join(format!("{date}-{}-{id}.md", text::slug(&head.playbook.id)))
}

/// What of its id stands in the name of a note.
fn id_in_name(id: &str) -> &str {
    id.char_indices().nth(6).map_or(id, |(end, _)| &id[..end])
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
