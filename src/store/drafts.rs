//! Drafts as files: one for what was typed in a conversation since it was last filed. What a crash
//! left behind is put into its note at the next start.

use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::sync::PoisonError;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use chrono::{DateTime, FixedOffset};

use super::disk::Growing;
use super::files::{make_folder_on, write_new};
use super::filing::{Base, Filing};
use super::journal::{self, Beginning, Draft};
use super::locks::Access;
use super::names::{random, safe_id};
use super::{Open, Store, StoreError};
use crate::document::Document;

/// A draft that was written so short a time ago may be somebody's who is typing. Notes are filed more often.
const UNLOCKED: Duration = Duration::from_secs(60);
/// How the name of a draft ends.
const END: &str = "draft";

/// A draft that is being written.
#[derive(Debug)]
pub(super) struct DraftFile {
    path: PathBuf,
    file: Box<dyn Growing>,
}

/// Words from a draft that are now in their note, or cannot be put there.
#[derive(Debug)]
pub struct Recovered {
    /// The conversation's id.
    pub id: String,
    /// With whom it is; empty if that cannot be read.
    pub client: String,
    /// In so many answers and notes the note was behind.
    pub answers: usize,
    /// When the last of them was typed.
    pub at: Option<DateTime<FixedOffset>>,
    /// The note; or why they are still in the draft.
    pub filed: Result<PathBuf, StoreError>,
}

impl Recovered {
    /// In one line: `Recovered 3 answers typed at 14:02 (Ada Byron)`.
    pub fn words(&self, now: DateTime<FixedOffset>) -> String {
        let when = self.at.map_or_else(String::new, |at| {
            let form = if at.date_naive() == now.date_naive() {
                " typed at %H:%M"
            } else {
                " typed on %-d %B at %H:%M"
            };
            at.format(form).to_string()
        });
        let who = crate::text::clean_line(&self.client);
        let who = if who.is_empty() { String::new() } else { format!(" ({who})") };
        let what = match self.answers {
            0 => "what was".to_owned(),
            n => crate::text::count(n, "answer"),
        };
        match &self.filed {
            Ok(_) => format!("Recovered {what}{when}{who}"),
            Err(error) => {
                format!("{what}{when}{who} cannot be put into the note yet and stays in the draft: {error}")
            }
        }
    }
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
        let name = draft_name(of.0, next_number());
        let kept = store.keep_words(name, of, stands.as_ref(), &open.session.to_document(), now);
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
        self.begin_named(draft_name(&beginning.id, next_number()), beginning, changes)
    }

    fn begin_named(
        &self,
        name: Result<String, StoreError>,
        beginning: &Beginning,
        changes: &[u8],
    ) -> Result<DraftFile, StoreError> {
        let folder = self.drafts();
        make_folder_on(&*self.disk, &folder)?;
        let path = folder.join(name?);
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

    /// Puts what a crash left in drafts into the notes; those that somebody has open stay.
    pub fn recover(&self, now: DateTime<FixedOffset>) -> Vec<Recovered> {
        let mut recovered = Vec::new();
        for (id, drafts) in self.by_id(&self.pending()) {
            // Kept until the words are in the note.
            let Access::Write(lock) = self.locks.session(&id, now) else { continue };
            if !lock.is_real() && self.may_be_open(&drafts) {
                continue;
            }
            recovered.extend(self.replay_all(&drafts, now));
        }
        recovered
    }

    /// Does so for a conversation that this process has open.
    pub(super) fn recover_mine(
        &self,
        id: &str,
        is_alone: bool,
        now: DateTime<FixedOffset>,
    ) -> Vec<Recovered> {
        let begin = format!("{}-", safe_id(id));
        let of = |path: &PathBuf| path.file_name().is_some_and(|n| n.to_string_lossy().starts_with(&begin));
        let mine: Vec<_> = self.pending().into_iter().filter(of).collect();
        if !is_alone && self.may_be_open(&mine) {
            return Vec::new();
        }
        self.replay_all(&mine, now)
    }

    /// Where there are no locks, somebody may have a conversation open that has these drafts.
    fn may_be_open(&self, drafts: &[PathBuf]) -> bool {
        drafts.iter().any(|draft| self.is_young(draft, UNLOCKED))
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

    /// The drafts of each conversation.
    fn by_id(&self, drafts: &[PathBuf]) -> BTreeMap<String, Vec<PathBuf>> {
        let mut by_id: BTreeMap<String, Vec<PathBuf>> = BTreeMap::new();
        for path in drafts {
            if let Some(draft) = self.read_draft(path) {
                by_id.entry(draft.beginning.id).or_default().push(path.clone());
            }
        }
        by_id
    }

    /// Replays drafts of one conversation.
    fn replay_all(&self, drafts: &[PathBuf], now: DateTime<FixedOffset>) -> Vec<Recovered> {
        // Whoever had them may have filed and retired them meanwhile.
        let mut read: Vec<_> =
            drafts.iter().filter_map(|path| Some((path.as_path(), self.read_draft(path)?))).collect();
        read.sort_by_key(|(_, draft)| draft.at);
        let mut recovered = Vec::new();
        while let Some(last) = read.pop() {
            let ((path, draft), others) = newest_of_its_sitting(last, &mut read);
            let base = self.goes_on_from(&draft.beginning, path, &others);
            let replayed = self.replay(path, &draft, &base, now);
            if replayed.as_ref().is_none_or(|replayed| replayed.filed.is_ok()) {
                others.iter().for_each(|(path, other)| {
                    self.done_with(path, other.is_damaged || draft.is_damaged);
                });
            }
            recovered.extend(replayed);
        }
        recovered
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
        self.keep_words(draft_name(of.0, u32::MAX), of, stands, document, now)
    }

    fn keep_words(
        &self,
        name: Result<String, StoreError>,
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
        self.begin_named(name, &beginning, &changes).map(DraftFile::close)
    }

    /// A draft; what is none is moved aside, unless there was nothing typed in it yet.
    fn read_draft(&self, path: &Path) -> Option<Draft> {
        let bytes = self.disk.read(path).ok()?;
        let draft = journal::read(&bytes);
        if draft.is_none() && !self.is_being_written(path) {
            if journal::is_cut_at_its_beginning(&bytes) {
                self.retire(path);
            } else {
                self.put_aside(path);
            }
        }
        draft
    }

    /// Whether the conversation in the name of a draft is open somewhere: it may be half written.
    fn is_being_written(&self, path: &Path) -> bool {
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let id = name.rsplit_once('-').map_or(name.as_str(), |(id, _)| id);
        self.locks.is_held(id)
    }

    /// What the words of the newest draft of a sitting are a change of. A filing that failed may have put
    /// into the note what was typed by then: that is no text of somebody else. Of all that the words were
    /// made from it is the one that stands there line by line, and most of what stands there. What was taken in
    /// from others only counts if the newest draft says so: who types may not have seen it.
    fn goes_on_from(&self, beginning: &Beginning, newest: &Path, others: &[(&Path, Draft)]) -> Base {
        let base = beginning.base.as_deref().map_or(Base::NEW, Base::of);
        let stands = self.disk.read(&beginning.path).ok().and_then(|bytes| String::from_utf8(bytes).ok());
        let Some(stands) = stands.filter(|stands| base.text() != Some(stands)) else { return base };
        let mut best = base.text().and_then(|text| Some((lines_in(text, &stands)?, base.clone())));
        for draft in others.iter().map(|(path, _)| *path).chain([newest]) {
            journal::each(&self.disk.read(draft).unwrap_or_default(), |text, is_typed| {
                if (is_typed || draft == newest)
                    && let Some(lines) = lines_in(text, &stands)
                    && best.as_ref().is_none_or(|(most, _)| lines >= *most)
                {
                    best = Some((lines, Base::of(text)));
                }
            });
        }
        best.map_or(base, |(_, base)| base)
    }

    fn replay(
        &self,
        path: &Path,
        draft: &Draft,
        base: &Base,
        now: DateTime<FixedOffset>,
    ) -> Option<Recovered> {
        let Draft { beginning: Beginning { id, path: note, .. }, text, at, is_damaged, .. } = draft;
        // Where ours may stand there unconfirmed, it is filed again.
        let is_as_it_was = draft.beginning.base.as_ref() == Some(text) && base.text() == Some(text);
        if is_as_it_was || at.is_none() {
            self.done_with(path, *is_damaged);
            return None;
        }
        let stood = self.disk.read(note).ok().and_then(|bytes| String::from_utf8(bytes).ok());
        let filed = self.file(Filing::new(id, note, text, base, now));
        let ours = Document::parse(text);
        let client = ours.head().map(|head| head.client.name).unwrap_or_default();
        let recovered = |answers, filed| Recovered { id: id.clone(), client, answers, at: *at, filed };
        match filed {
            Ok(filed) => {
                self.done_with(path, *is_damaged);
                let before = Document::parse(stood.as_deref().unwrap_or_default());
                let after = Document::parse(filed.base.text().unwrap_or_default());
                let answers = after.blocks().filter(|(key, _, body)| {
                    !body.trim().is_empty() && before.body(key).as_ref() != Some(body)
                });
                let answers = answers.count();
                let says_more = stood.as_deref() != filed.base.text();
                self.log.info("recovered", id, &[("answers", answers as u64)]);
                says_more.then(|| recovered(answers, Ok(filed.path)))
            }
            Err(error) => {
                self.log_error("not-recovered", id, &error);
                let changed = ours.blocks().filter(|(key, _, body)| {
                    Document::parse(base.text().unwrap_or_default()).body(key).as_ref() != Some(body)
                });
                let changed = changed.count();
                Some(recovered(changed, Err(error)))
            }
        }
    }

    /// A damaged draft is never deleted: somebody who knows more than we may read it.
    fn done_with(&self, path: &Path, is_damaged: bool) {
        match is_damaged {
            true => self.put_aside(path),
            false => self.retire(path),
        }
    }
}

/// Of the drafts that go from the same text in one sitting the last one that was begun has all that was
/// typed in the others, or it was taken out again. The clock may have been put back meanwhile: their names
/// tell. The others are taken out of `read`.
fn newest_of_its_sitting<'a>(
    one: (&'a Path, Draft),
    read: &mut Vec<(&'a Path, Draft)>,
) -> ((&'a Path, Draft), Vec<(&'a Path, Draft)>) {
    let beginning = one.1.beginning.clone();
    let is_same =
        |other: &mut (&Path, Draft)| !beginning.sitting.is_empty() && other.1.beginning == beginning;
    let mut same: Vec<_> = read.extract_if(.., is_same).collect();
    same.push(one);
    same.sort_by_key(|(path, _)| *path);
    // One that was just begun when the program ended says nothing.
    let last = same.iter().rposition(|(_, draft)| draft.at.is_some() || draft.is_filed);
    (same.remove(last.unwrap_or_default()), same)
}

/// The name of a draft. Those of one sitting sort by their numbers.
fn draft_name(id: &str, number: u32) -> Result<String, StoreError> {
    Ok(format!("{}-{number:08x}{}.{END}", safe_id(id), &random()?[..8]))
}

/// The drafts that one process begins are numbered in that order.
fn next_number() -> u32 {
    static BEGUN: AtomicU32 = AtomicU32::new(0);
    BEGUN.fetch_add(1, Ordering::Relaxed)
}

/// How many lines a text has, if another one has all of them in their order.
fn lines_in(text: &str, other: &str) -> Option<usize> {
    let mut others = other.lines();
    text.lines().all(|line| others.any(|other| other == line)).then(|| text.lines().count())
}
