//! Drafts as files: one for what was typed in a conversation since it was last filed.

use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::sync::PoisonError;
use std::sync::atomic::{AtomicU32, Ordering};

use chrono::{DateTime, FixedOffset};

use super::disk::Growing;
use super::files::{make_folder_on, write_new};
use super::filing::Base;
use super::journal::{self, Beginning};
use super::names::{random, safe_id};
use super::{Open, Store, StoreError};
use crate::document::Document;

/// How the name of a draft ends.
const END: &str = "draft";

/// A draft that is being written.
#[derive(Debug)]
pub(super) struct DraftFile {
    path: PathBuf,
    file: Box<dyn Growing>,
}

/// Words that could not be filed, in a draft of their own until they are.
#[derive(Debug, Default)]
pub struct Unfiled {
    draft: Option<PathBuf>,
    /// What stood in the note when the disk last confirmed something.
    confirmed: Option<Base>,
    /// Whether the draft has all of them, and not only what could be kept last.
    is_all: bool,
}

impl Unfiled {
    /// Keeps what a conversation says by now, instead of what it said before; whether that was possible.
    /// `before` is what stood in the note before it was tried. The next start puts it into the note, if
    /// we do not.
    pub fn keep(&mut self, store: &Store, open: &Open, before: &Base, now: DateTime<FixedOffset>) -> bool {
        let base = &*self.confirmed.get_or_insert_with(|| before.clone());
        let stands = open.base.text().filter(|_| open.base != *base).map(Document::parse);
        let of = (open.session.head().id.as_str(), open.path.as_path(), base);
        let kept = store.keep_words(next_number(), of, stands.as_ref(), &open.session.to_document(), now);
        self.is_all = kept.is_ok();
        if let Ok(draft) = kept {
            self.draft.replace(draft).iter().for_each(|before| store.retire(before));
        }
        self.is_all
    }

    /// All of it is in the note.
    pub fn filed(&mut self, store: &Store) {
        self.draft.take().iter().for_each(|draft| store.retire(draft));
        *self = Self::default();
    }

    /// Whether all of it is in a draft.
    pub fn is_kept(&self) -> bool {
        self.is_all
    }
}

impl DraftFile {
    /// Adds a change.
    pub fn append(&mut self, bytes: &[u8]) -> Result<(), StoreError> {
        self.file.append(bytes).map_err(StoreError::io(&self.path))
    }

    /// Waits for the disk. After an error the whole file is not to be trusted any more.
    pub fn sync(&mut self) -> Result<(), StoreError> {
        self.file.sync().map_err(StoreError::io(&self.path))
    }

    /// All of it is in the note. Where the file cannot be removed, at least it says so.
    pub fn filed(mut self) -> PathBuf {
        let _ = self.file.append(&journal::filed());
        self.path
    }

    /// The file, which is not written to any more.
    pub fn close(self) -> PathBuf {
        self.path
    }
}

impl Store {
    /// The folder of the drafts.
    pub(super) fn drafts(&self) -> PathBuf {
        self.state.join("drafts")
    }

    /// Begins a draft with what it says already; the disk has confirmed it when this returns.
    pub(super) fn begin_draft(&self, beginning: &Beginning, changes: &[u8]) -> Result<DraftFile, StoreError> {
        self.begin_numbered(next_number(), beginning, changes)
    }

    /// The same for one that comes behind those with smaller numbers of its sitting.
    fn begin_numbered(
        &self,
        number: u32,
        beginning: &Beginning,
        changes: &[u8],
    ) -> Result<DraftFile, StoreError> {
        let folder = self.drafts();
        make_folder_on(&*self.disk, &folder)?;
        let name = format!("{}-{number:08x}{}.{END}", safe_id(&beginning.id), &random()?[..8]);
        let path = folder.join(name);
        let mut file = self.disk.create(&path).map_err(StoreError::io(&path))?;
        let bytes = [journal::begin(beginning).as_slice(), changes].concat();
        let written = file.append(&bytes).and_then(|()| file.sync());
        let written = written.and_then(|()| self.disk.sync_folder(&folder));
        if let Err(error) = written {
            drop(file);
            let _ = self.disk.remove(&path);
            return Err(StoreError::io(path)(error));
        }
        Ok(DraftFile { path, file })
    }

    /// Takes a draft away whose words are in the note.
    pub(super) fn retire(&self, draft: &Path) {
        // Where it cannot be, replaying it changes nothing: the note has all of it.
        let _ = self.disk.remove(draft);
    }

    /// The drafts there are.
    pub fn pending(&self) -> Vec<PathBuf> {
        let folder = self.drafts();
        let is_draft = |name: &OsString| Path::new(name).extension() == Some(OsStr::new(END));
        let mut names = self.disk.names(&folder).unwrap_or_default();
        names.retain(is_draft);
        names.sort();
        names.into_iter().map(|name| folder.join(name)).collect()
    }

    /// Puts a copy of a note into a folder of the state directory. Gives where.
    ///
    /// # Errors
    /// If the disk does not take it.
    pub fn rescue(&self, folder: &Path, note: &Path, text: &str) -> Result<PathBuf, StoreError> {
        let name = note.file_name().unwrap_or_default().to_string_lossy();
        let copy = folder.join(format!("{}-{name}", random()?));
        write_new(&*self.disk, &copy, text.as_bytes())?;
        Ok(copy)
    }

    /// A conversation is opened: drafts that are there still, because the note could not be written,
    /// know nothing of what is typed from now on, nor that of them.
    pub fn begin_sitting(&self, id: &str) {
        let mut sittings = self.sittings.lock().unwrap_or_else(PoisonError::into_inner);
        sittings.insert(id.to_owned(), random().unwrap_or_default());
    }

    /// What tells this opening of a conversation from others.
    pub(super) fn sitting(&self, id: &str) -> String {
        let sittings = self.sittings.lock().unwrap_or_else(PoisonError::into_inner);
        sittings.get(id).cloned().unwrap_or_default()
    }

    /// Puts the last words of a conversation into a draft of its own, which the next start finds.
    /// For the end, when nobody waits for the writer any more. `base` is what the disk has confirmed,
    /// `stands` what may stand in the note since, and is in these words.
    ///
    /// # Errors
    /// If the disk does not take them.
    pub fn keep_last_words(
        &self,
        of: (&str, &Path, &Base),
        stands: Option<&Document>,
        document: &Document,
        now: DateTime<FixedOffset>,
    ) -> Result<PathBuf, StoreError> {
        // A writer that wakes up may begin one more, with less in it.
        self.keep_words(u32::MAX, of, stands, document, now)
    }

    fn keep_words(
        &self,
        number: u32,
        (id, path, base): (&str, &Path, &Base),
        stands: Option<&Document>,
        document: &Document,
        now: DateTime<FixedOffset>,
    ) -> Result<PathBuf, StoreError> {
        let text = base.text().map(str::to_owned);
        let before = Document::parse(text.as_deref().unwrap_or_default());
        let mut changes = stands.map_or_else(Vec::new, |stands| journal::taken_in(&before, stands, now));
        changes.extend(journal::change(stands.unwrap_or(&before), document, now));
        let (id, path, sitting) = (id.to_owned(), path.to_owned(), self.sitting(id));
        let beginning = Beginning { id, path, base: text, sitting };
        self.begin_numbered(number, &beginning, &changes).map(DraftFile::close)
    }
}

/// The drafts that one process begins are numbered in that order.
fn next_number() -> u32 {
    static BEGUN: AtomicU32 = AtomicU32::new(0);
    BEGUN.fetch_add(1, Ordering::Relaxed)
}
