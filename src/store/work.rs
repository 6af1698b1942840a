//! What the writer does: drafts at once, their sync soon, notes when asked. It knows no thread and no
//! clock, so that tests can drive it as they like.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Duration;

use chrono::{DateTime, FixedOffset};

use super::disk::Stamp;
use super::drafts::DraftFile;
use super::filing::{Base, Filed, Filing, most_like};
use super::journal::{self, Beginning};
use super::locks::{Access, SessionLock};
use super::replaced::Replaced;
use super::{Recovered, Store, StoreError, TakenIn};
use crate::document::Document;

/// A draft is synced so long after the last change, and so long after the first at the latest. What is
/// typed has waited for up to a tenth of a second then: a power cut is to cost no more than one.
const SYNC_PAUSE: Duration = Duration::from_millis(250);
const SYNC_AT_LATEST: Duration = Duration::from_millis(900);
/// Where drafts cannot be written, notes are filed instead, and both are tried so often.
const SPOILED_PAUSE: Duration = Duration::from_secs(1);
/// So often one looks whether somebody else changed a note.
const LOOK: Duration = Duration::from_secs(2);
/// So many texts are known that stood in a note before, and no more than so many bytes of them.
const PAST: usize = 64;
const PAST_BYTES: usize = 8 * 1024 * 1024;
/// So long one looks at a file that was swapped out while somebody wrote in it.
pub(super) const LATE: Duration = Duration::from_secs(8);
/// So long a file that is half synced is waited for, less than the screen waits for a disk, and so often
/// it is looked at.
const HALF_SYNCED_PATIENCE: Duration = Duration::from_millis(1500);
const HALF_SYNCED_LOOK: Duration = Duration::from_millis(300);

/// A moment: since the program began, and as the advisor's clock says it.
#[derive(Clone, Copy, Debug)]
pub struct Moment {
    pub tick: Duration,
    pub wall: DateTime<FixedOffset>,
}

/// A note as the screen has it.
#[derive(Clone, Debug)]
pub struct Typed {
    /// The session's revision.
    pub revision: u64,
    /// How often the screen has taken in what others wrote: [`Stands`].
    pub generation: u64,
    pub document: Box<Document>,
}

/// What is asked of the writer. `id` is the session's.
#[derive(Debug)]
pub enum Request {
    /// A conversation is open from now on.
    Open { id: String, path: PathBuf, base: Base, document: Box<Document>, lock: Option<SessionLock> },
    /// One is open to be read; somebody else has it.
    Watch { id: String, path: PathBuf, base: Base },
    /// Something was typed.
    Edit { id: String, typed: Typed },
    /// The note is to be filed.
    File { id: String, typed: Typed },
    /// Whatever is in drafts must be on the disk now: we are about to end.
    Sync,
    /// Look whether somebody changed the note.
    Look { id: String },
    /// A conversation is open no more.
    Close { id: String },
}

/// What the writer has to say. `id` is the session's.
#[derive(Debug)]
pub enum Report {
    /// A conversation is open from now on; what is said of it later is of this sitting.
    Opened { id: String },
    /// All up to this revision is in the draft, and the disk has confirmed it.
    Saved { id: String, revision: u64 },
    /// Neither the draft nor the note can be written.
    Unsaved { id: String, revision: u64, reason: String, stands: Option<Stands> },
    /// All up to this revision is in the note, and the disk has confirmed it.
    Filed { id: String, revision: u64, stands: Stands },
    /// The note cannot be filed, or the disk has not confirmed it.
    Failed { id: String, revision: u64, reason: String, stands: Option<Stands> },
    /// Words from a draft are in the note now, or what lay beside it.
    Recovered { id: String, recovered: Vec<Recovered>, taken: Vec<TakenIn> },
    /// A note that is only read has changed, or may be written in now.
    Changed { id: String, path: PathBuf },
}

/// What stands in the file of a note since it was put there.
#[derive(Clone, Debug)]
pub struct Stands {
    pub path: PathBuf,
    /// The note as the screen had it.
    pub ours: Box<Document>,
    /// The note as it stands, if somebody else wrote in it, too.
    pub merged: Option<Box<Document>>,
    /// How often that has happened; what is typed from now on is based on it.
    pub generation: u64,
    /// In so many places both had written something else.
    pub conflicts: usize,
    /// Somebody put an earlier text of the note into its file; ours stays.
    pub is_put_back: bool,
}

impl Stands {
    /// The note as it stands.
    pub fn document(&self) -> &Document {
        self.merged.as_ref().unwrap_or(&self.ours)
    }
}

/// A conversation that is open.
#[derive(Debug)]
struct Held {
    path: PathBuf,
    base: Base,
    /// The same, as far as the disk has confirmed it: what a draft goes from.
    confirmed: Base,
    /// The old text of the last filing whose folder was not synced.
    unsynced_left: Vec<PathBuf>,
    /// In so many places late words and ours differ.
    conflicts: usize,
    /// Ends with the conversation.
    _lock: Option<SessionLock>,
    revision: u64,
    /// The newest note, with what others wrote.
    document: Document,
    /// What others wrote since the screen last took something in: our note before, and with it.
    shifts: Vec<(Document, Document)>,
    generation: u64,
    /// The note as the screen handed it on last, and whether it was not told yet of a merge.
    typed: Document,
    owed: bool,
    draft: Option<DraftFile>,
    /// The note as the draft has it.
    drafted: Document,
    /// The revisions that are written into the draft, confirmed, and filed.
    written: u64,
    synced: Option<u64>,
    filed: Option<u64>,
    /// Since when something is written and not confirmed, and when the last of it was.
    unsynced: Option<(Duration, Duration)>,
    /// The draft cannot be written; when to try again.
    spoiled: Option<Duration>,
    /// Drafts that are not to be trusted, until all is filed.
    old_drafts: Vec<PathBuf>,
    /// When to try again to file, and since when the file is half synced.
    file_at: Option<Duration>,
    half_synced: Option<Duration>,
    stamp: Option<Stamp>,
    look_at: Duration,
    /// What stood in the note before, the newest last.
    past: Vec<Base>,
    replaced: Replaced,
    /// Files that were swapped out while somebody wrote in them, with what they held, and until when
    /// they are looked at.
    late: Vec<(PathBuf, Vec<u8>, Duration)>,
}

/// A conversation that is only read.
#[derive(Debug)]
struct Watched {
    path: PathBuf,
    stamp: Option<Stamp>,
    look_at: Duration,
}

/// All that is open, and what is to be done for it.
#[derive(Debug)]
pub struct Work {
    store: Store,
    held: BTreeMap<String, Held>,
    watched: BTreeMap<String, Watched>,
    reports: Vec<Report>,
}

impl Work {
    /// Nothing is open yet.
    pub fn new(store: Store) -> Self {
        Self { store, held: BTreeMap::new(), watched: BTreeMap::new(), reports: Vec::new() }
    }

    /// What there is to say.
    pub fn reports(&mut self) -> Vec<Report> {
        std::mem::take(&mut self.reports)
    }

    /// Does what is asked.
    pub fn take(&mut self, request: Request, now: Moment) {
        match request {
            Request::Open { id, path, base, document, lock } => {
                self.open(id, path, base, *document, lock, now)
            }
            Request::Watch { id, path, base } => {
                // What changed between the reading and now must be seen.
                let stamp = self.store.stamp_of(&path, &base);
                self.watched.insert(id, Watched { path, stamp, look_at: now.tick + LOOK });
            }
            Request::Edit { id, typed } => self.edit(&id, typed, now),
            Request::File { id, typed } => {
                self.edit(&id, typed, now);
                self.file(&id, now);
            }
            Request::Sync => self.each(|work, id| work.sync(id, now)),
            Request::Look { id } => self.look(&id, now),
            Request::Close { id } => self.close(&id, now),
        }
    }

    /// When there is something to do by itself.
    pub fn due(&self) -> Option<Duration> {
        let held = self.held.values().flat_map(|held| {
            [
                held.sync_at(),
                held.spoiled.filter(|_| held.synced < Some(held.revision)),
                held.file_at,
                Some(held.look_at),
            ]
        });
        held.flatten().chain(self.watched.values().map(|watched| watched.look_at)).min()
    }

    /// Does what is due.
    pub fn run_due(&mut self, now: Moment) {
        self.each(|work, id| {
            let Some(held) = work.held.get(id) else { return };
            if held.sync_at().is_some_and(|at| at <= now.tick) {
                work.sync(id, now);
            }
            let Some(held) = work.held.get(id) else { return };
            if held.spoiled.is_some_and(|at| at <= now.tick) && held.synced < Some(held.revision) {
                work.write(id, now);
            }
            let Some(held) = work.held.get(id) else { return };
            if held.file_at.is_some_and(|at| at <= now.tick) {
                work.file(id, now);
            } else if held.look_at <= now.tick {
                work.look(id, now);
            }
        });
        let watched: Vec<_> =
            self.watched.iter().filter(|(_, w)| w.look_at <= now.tick).map(|(id, _)| id.clone()).collect();
        watched.iter().for_each(|id| self.watch(id, now));
    }

    /// Files what is not filed yet, and closes all.
    pub fn end(&mut self, now: Moment) {
        self.each(|work, id| work.close(id, now));
    }

    fn each(&mut self, act: impl Fn(&mut Self, &str)) {
        let ids: Vec<_> = self.held.keys().cloned().collect();
        ids.iter().for_each(|id| act(self, id));
    }

    fn open(
        &mut self,
        id: String,
        path: PathBuf,
        base: Base,
        document: Document,
        lock: Option<SessionLock>,
        now: Moment,
    ) {
        self.watched.remove(&id);
        // What was said before is of another sitting.
        self.reports.push(Report::Opened { id: id.clone() });
        // It was open here before, and has been closed by now.
        let lock = lock.or_else(|| match self.store.locks.session(&id, now.wall) {
            Access::Write(lock) => Some(lock),
            Access::Mine | Access::ReadOnly(_) => None,
        });
        let recovered = self.store.recover_mine(&id, now.wall);
        self.store.begin_sitting(&id);
        let taken = if base == Base::NEW { Vec::new() } else { self.store.take_in(&path, &id, now.wall) };
        if !recovered.is_empty() || !taken.is_empty() {
            self.reports.push(Report::Recovered { id: id.clone(), recovered, taken });
        }
        let stamp = self.store.stamp_of(&path, &base);
        let now_there = self.store.disk.read(&path).unwrap_or_default();
        let now_there = Document::parse(&String::from_utf8_lossy(&now_there));
        let replaced = Replaced::load(&*self.store.disk, &self.store.state, &id, &now_there);
        let held = Held {
            path,
            confirmed: base.clone(),
            unsynced_left: Vec::new(),
            conflicts: 0,
            base,
            _lock: lock,
            revision: 0,
            drafted: document.clone(),
            typed: document.clone(),
            document,
            shifts: Vec::new(),
            generation: 0,
            owed: false,
            draft: None,
            written: 0,
            synced: None,
            filed: None,
            unsynced: None,
            spoiled: None,
            old_drafts: Vec::new(),
            file_at: None,
            half_synced: None,
            stamp,
            look_at: now.tick + LOOK,
            past: Vec::new(),
            replaced,
            late: Vec::new(),
        };
        self.held.insert(id.clone(), held);
        self.look(&id, now);
    }

    /// Takes what was typed, and writes it into the draft.
    fn edit(&mut self, id: &str, typed: Typed, now: Moment) {
        let Some(held) = self.held.get_mut(id) else {
            let reason = "this conversation is not open any more; open it again".to_owned();
            self.reports.push(Report::Unsaved {
                id: id.to_owned(),
                revision: typed.revision,
                reason,
                stands: None,
            });
            return;
        };
        held.take(typed);
        self.write(id, now);
    }

    /// Brings the draft up to date.
    fn write(&mut self, id: &str, now: Moment) {
        let Some(held) = self.held.get_mut(id) else { return };
        if held.drafted == held.document {
            // Nothing that is in the note, or not any more.
            held.written = held.revision;
            if held.unsynced.is_none() {
                held.confirm(id, &mut self.reports);
            }
            return;
        }
        if let Some(at) = held.spoiled.filter(|at| *at > now.tick) {
            held.file_at.get_or_insert(at);
            return;
        }
        match held.write(&self.store, id, now) {
            Ok(true) => held.confirm(id, &mut self.reports),
            Ok(false) => {}
            Err(error) => self.spoiled(id, &error, now),
        }
    }

    /// Waits for the disk to confirm a draft.
    fn sync(&mut self, id: &str, now: Moment) {
        let Some(held) = self.held.get_mut(id) else { return };
        let Some(draft) = held.draft.as_mut().filter(|_| held.unsynced.is_some()) else { return };
        match draft.sync() {
            Ok(()) => held.confirm(id, &mut self.reports),
            Err(error) => {
                self.spoiled(id, &error, now);
                self.write(id, now);
            }
        }
    }

    /// A draft that failed is never trusted again: all goes to a new one, and into the note.
    fn spoiled(&mut self, id: &str, error: &StoreError, now: Moment) {
        let Some(held) = self.held.get_mut(id) else { return };
        self.store.log_error("draft-not-written", id, error);
        let began = held.draft.is_some();
        held.old_drafts.extend(held.draft.take().map(DraftFile::close));
        held.drafted = parsed(&held.confirmed);
        held.unsynced = None;
        // The first time a new one is tried at once; where that fails, the note is filed instead.
        held.spoiled = Some(if began { now.tick } else { now.tick + SPOILED_PAUSE });
        if !began {
            held.file_at.get_or_insert(now.tick);
        }
    }

    /// Looks whether somebody else changed the note, and takes that in.
    fn look(&mut self, id: &str, now: Moment) {
        let Some(held) = self.held.get_mut(id) else { return };
        held.look_at = now.tick + LOOK;
        if held.take_late(&self.store, now.tick) {
            return self.file(id, now);
        }
        let stamp = self.store.disk.stamp(&held.path).ok();
        if stamp.is_none() || stamp == held.stamp || held.base == Base::NEW {
            return;
        }
        match self.store.disk.read(&held.path) {
            Ok(bytes) if held.base.text().map(str::as_bytes) == Some(&bytes) => held.stamp = stamp,
            Ok(_) => self.file(id, now),
            // The next filing will say it.
            Err(_) => {}
        }
    }

    fn watch(&mut self, id: &str, now: Moment) {
        let Some(watched) = self.watched.get_mut(id) else { return };
        watched.look_at = now.tick + LOOK;
        let stamp = self.store.disk.stamp(&watched.path).ok();
        let changed = stamp.is_some() && stamp != watched.stamp;
        if changed || !self.store.locks.is_held(id) {
            watched.stamp = stamp;
            self.reports.push(Report::Changed { id: id.to_owned(), path: watched.path.clone() });
        }
    }

    /// Files a note.
    fn file(&mut self, id: &str, now: Moment) {
        // First: a power cut may bring the draft back, and it must not be older than the note.
        self.sync(id, now);
        let Some(held) = self.held.get_mut(id) else { return };
        held.file_at = None;
        let text = held.document.render();
        let waits = held.half_synced.is_none_or(|since| now.tick < since + HALF_SYNCED_PATIENCE);
        let (path, base, past) = (&held.path, &held.base, held.past.as_slice());
        let filing = Filing {
            id,
            path,
            text: &text,
            base,
            past,
            replaced: Some(&held.replaced),
            waits,
            now: now.wall,
        };
        match self.store.file(filing) {
            Ok(filed) => {
                held.stands(&filed, now.tick);
                held.filed_all(&self.store);
                let (revision, stands) = (held.revision, held.told(&filed));
                self.reports.push(Report::Filed { id: id.to_owned(), revision, stands });
            }
            Err(StoreError::HalfSynced(_)) => {
                held.half_synced.get_or_insert(now.tick);
                held.file_at = Some(now.tick + HALF_SYNCED_LOOK);
            }
            Err(error) => {
                let mut stands = None;
                if let StoreError::Unsynced { filed, .. } = &error {
                    held.stands(filed, now.tick);
                    stands = Some(held.told(filed));
                    // One of them is enough: they hold what stood there before.
                    held.unsynced_left.drain(..).for_each(|left| self.store.retire(&left));
                    held.unsynced_left.extend(filed.left.iter().cloned());
                }
                // Then at least the draft has all of it, at once; also what was taken in.
                self.write(id, now);
                self.sync(id, now);
                let Some(held) = self.held.get_mut(id) else { return };
                let (id, reason, revision) = (id.to_owned(), error.reason_first(), held.revision);
                self.reports.push(match held.synced < Some(revision) && held.spoiled.is_some() {
                    true => Report::Unsaved { id, revision, reason, stands },
                    false => Report::Failed { id, revision, reason, stands },
                });
            }
        }
    }

    /// Files what is not filed yet; what cannot be stays in the draft.
    fn close(&mut self, id: &str, now: Moment) {
        self.watched.remove(id);
        let Some(held) = self.held.get_mut(id) else { return };
        if held.take_late(&self.store, now.tick)
            || held.filed < Some(held.revision) && held.document != parsed(&held.confirmed)
        {
            self.file(id, now);
        }
        self.sync(id, now);
        if let Some(held) = self.held.get_mut(id) {
            held.replaced.save(&*self.store.disk);
        }
        if let Some(held) = self.held.remove(id)
            && held.filed >= Some(held.revision)
        {
            held.retire(&self.store);
        }
    }
}

impl Held {
    /// Takes what was typed. If it was typed on a note that somebody else has changed since, their
    /// changes are made to it.
    fn take(&mut self, typed: Typed) {
        let behind = usize::try_from(self.generation.saturating_sub(typed.generation)).unwrap_or(usize::MAX);
        let known = self.shifts.len().saturating_sub(behind);
        self.shifts.drain(..known);
        let mut document = *typed.document;
        self.typed.clone_from(&document);
        for (before, after) in &self.shifts {
            document = Document::merge(before, &document, after).document;
        }
        self.document = document;
        self.revision = typed.revision;
    }

    /// What the note says by the last look at its file.
    fn based_on(&self) -> Document {
        parsed(&self.base)
    }

    fn sync_at(&self) -> Option<Duration> {
        self.unsynced.map(|(first, last)| (first + SYNC_AT_LATEST).min(last + SYNC_PAUSE))
    }

    /// Writes what changed into the draft; whether the disk has confirmed it.
    fn write(&mut self, store: &Store, id: &str, now: Moment) -> Result<bool, StoreError> {
        let frame = if self.shifts.is_empty() { journal::change } else { journal::taken_in };
        let confirmed = match &mut self.draft {
            Some(draft) => {
                draft.append(&frame(&self.drafted, &self.document, now.wall))?;
                false
            }
            None => {
                let base = self.confirmed.text().map(str::to_owned);
                let (path, sitting) = (self.path.clone(), store.sitting(id));
                let beginning = Beginning { id: id.to_owned(), path, base, sitting };
                let changes = frame(&parsed(&self.confirmed), &self.document, now.wall);
                self.draft = Some(store.begin_draft(&beginning, &changes)?);
                true
            }
        };
        self.drafted.clone_from(&self.document);
        self.written = self.revision;
        self.spoiled = None;
        if !confirmed {
            let first = self.unsynced.map_or(now.tick, |(first, _)| first);
            self.unsynced = Some((first, now.tick));
        }
        Ok(confirmed)
    }

    /// All that is written is confirmed.
    fn confirm(&mut self, id: &str, reports: &mut Vec<Report>) {
        self.unsynced = None;
        if self.synced < Some(self.written) {
            self.synced = Some(self.written);
            reports.push(Report::Saved { id: id.to_owned(), revision: self.written });
        }
    }

    /// Takes note of what stands in the file now.
    fn stands(&mut self, filed: &Filed, now: Duration) {
        self.path.clone_from(&filed.path);
        let before = std::mem::replace(&mut self.base, filed.base.clone());
        let after = self.based_on();
        let theirs: Vec<_> = filed.theirs.iter().map(parsed).collect();
        for earlier in std::iter::once(&parsed(&before)).chain(&theirs) {
            self.replaced.note(earlier, &after, &theirs);
        }
        self.past.push(before);
        self.past.extend(filed.theirs.iter().cloned());
        self.forget();
        self.late.extend(filed.late.iter().map(|(path, held)| (path.clone(), held.clone(), now + LATE)));
        if filed.is_merged {
            self.shift(self.based_on());
        }
    }

    /// The note has become another one by what others wrote.
    fn shift(&mut self, merged: Document) {
        if merged != self.document {
            self.generation += 1;
            self.owed = true;
            self.shifts.push((self.document.clone(), merged.clone()));
            self.document = merged;
        }
    }

    /// Of what stood there before, only so much is kept: the first, the last, and fewer and fewer of
    /// those between.
    fn forget(&mut self) {
        let length = |base: &Base| base.text().map_or(0, str::len);
        while self.past.len() > 2
            && (self.past.len() > PAST || self.past.iter().map(length).sum::<usize>() > PAST_BYTES)
        {
            let mut n = 0;
            let last = self.past.len() - 1;
            self.past.retain(|_| {
                n += 1;
                n % 2 == 1 || n > last
            });
        }
    }

    /// Takes in what somebody wrote into a file after it was swapped out. Whether there was any.
    fn take_late(&mut self, store: &Store, now: Duration) -> bool {
        let before = self.document.clone();
        for (path, held, until) in std::mem::take(&mut self.late) {
            let Ok(bytes) = store.disk.read(&path) else { continue };
            if bytes != held {
                let theirs = String::from_utf8_lossy(&bytes).into_owned();
                let all = self.past.iter().rev().chain([&self.base]).filter_map(Base::text);
                let base = Document::parse(most_like(all, &theirs).unwrap_or_default());
                let merged = Document::merge(&base, &self.document, &Document::parse(&theirs));
                self.conflicts += merged.conflicts;
                self.shift(merged.document);
            }
            // At the end of the program it may stay: the next opening takes it in.
            if until <= now {
                store.retire(&path);
            } else {
                self.late.push((path, bytes, until));
            }
        }
        self.document != before
    }

    /// All is in the note: the draft is not needed any more.
    fn filed_all(&mut self, store: &Store) {
        // Before the draft goes: where the disk hangs here, its words are known to stand in the note.
        self.stamp = store.stamp_of(&self.path, &self.base);
        let all = Some(self.revision);
        (self.filed, self.synced, self.written) = (all, all, self.revision);
        (self.unsynced, self.half_synced) = (None, None);
        self.old_drafts.extend(self.draft.take().map(DraftFile::filed));
        self.old_drafts.drain(..).for_each(|draft| store.retire(&draft));
        self.confirmed = self.base.clone();
        self.unsynced_left.drain(..).for_each(|left| store.retire(&left));
        self.drafted = self.based_on();
    }

    /// What the screen is told of what stands in the file.
    fn told(&mut self, filed: &Filed) -> Stands {
        let owed = std::mem::take(&mut self.owed);
        Stands {
            path: self.path.clone(),
            merged: owed.then(|| Box::new(self.document.clone())),
            ours: Box::new(if owed { self.typed.clone() } else { self.document.clone() }),
            generation: self.generation,
            conflicts: filed.conflicts + std::mem::take(&mut self.conflicts),
            is_put_back: filed.is_put_back,
        }
    }

    fn retire(mut self, store: &Store) {
        self.old_drafts.extend(self.draft.take().map(DraftFile::filed));
        self.old_drafts.iter().for_each(|draft| store.retire(draft));
    }
}

fn parsed(base: &Base) -> Document {
    Document::parse(base.text().unwrap_or_default())
}

impl Store {
    /// The stamp of a file that holds what `base` says; `None` if it holds something else by now.
    fn stamp_of(&self, path: &std::path::Path, base: &Base) -> Option<Stamp> {
        let stamp = self.disk.stamp(path).ok()?;
        let bytes = self.disk.read(path).ok()?;
        (base.text().map(str::as_bytes) == Some(&bytes)).then_some(stamp)
    }
}
