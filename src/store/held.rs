//! A conversation that is open, as the writer has it: what was typed, what of it is in the draft and in
//! the note, and what others wrote.

use std::path::{Path, PathBuf};
use std::time::Duration;

use super::alike::most_like;
use super::disk::Stamp;
use super::drafts::DraftFile;
use super::filing::{Base, Filed};
use super::journal::{self, Beginning};
use super::locks::SessionLock;
use super::replaced::Replaced;
use super::report::{Report, Stands, Typed};
use super::{Store, StoreError};
use crate::dates::Moment;
use crate::document::Document;

/// A draft is synced so long after the last change, and so long after the first at the latest. What is
/// typed has waited for up to a tenth of a second then: a power cut is to cost no more than one.
const SYNC_PAUSE: Duration = Duration::from_millis(250);
const SYNC_AT_LATEST: Duration = Duration::from_millis(900);
/// So often one looks whether somebody else changed a note.
pub(super) const LOOK: Duration = Duration::from_secs(2);
/// And so often where the system tells of changes: for those that it does not.
const SELDOM: Duration = Duration::from_secs(60);
/// So many texts are known that stood in a note before, and no more than so many bytes of them.
const PAST: usize = 64;
const PAST_BYTES: usize = 8 * 1024 * 1024;
/// So long one looks at a file that was swapped out while somebody wrote in it.
pub(super) const LATE: Duration = Duration::from_secs(8);

/// A conversation that is open.
#[derive(Debug)]
pub(super) struct Held {
    pub(super) path: PathBuf,
    pub(super) base: Base,
    /// The same, as far as the disk has confirmed it: what a draft goes from.
    pub(super) confirmed: Base,
    /// The old text of the last filing whose folder was not synced.
    pub(super) unsynced_left: Vec<PathBuf>,
    /// In so many places late words and ours differ.
    conflicts: usize,
    /// Ends with the conversation.
    _lock: Option<SessionLock>,
    pub(super) revision: u64,
    /// The newest note, with what others wrote.
    pub(super) document: Document,
    /// What others wrote since the screen last took something in: our note before, and with it.
    shifts: Vec<(Document, Document)>,
    generation: u64,
    /// The note as the screen is known to have it, by what it handed on and what it was told since.
    on_screen: Document,
    /// The generation that it was told of last.
    told: u64,
    pub(super) draft: Option<DraftFile>,
    /// The note as the draft has it.
    pub(super) drafted: Document,
    /// The revisions that are written into the draft, confirmed, and filed.
    pub(super) written: u64,
    pub(super) synced: Option<u64>,
    pub(super) filed: Option<u64>,
    /// Since when something is written and not confirmed, and when the last of it was.
    pub(super) unsynced: Option<(Duration, Duration)>,
    /// The draft cannot be written; when to try again.
    pub(super) spoiled: Option<Duration>,
    /// Drafts that are not to be trusted, until all is filed, or that could not be removed then.
    pub(super) old_drafts: Vec<PathBuf>,
    /// When to try again to file, and since when the file is half synced.
    pub(super) file_at: Option<Duration>,
    pub(super) half_synced: Option<Duration>,
    pub(super) stamp: Option<Stamp>,
    pub(super) look_at: Duration,
    /// Who changes the note is noticed.
    pub(super) is_noticed: bool,
    /// What stood in the note before, the newest last.
    pub(super) past: Vec<Base>,
    pub(super) replaced: Replaced,
    /// Files that were swapped out while somebody wrote in them, with what they held, and until when
    /// they are looked at.
    late: Vec<(PathBuf, Vec<u8>, Duration)>,
}

impl Held {
    /// Nothing is typed in it yet.
    pub(super) fn new(
        path: PathBuf,
        base: Base,
        document: Document,
        lock: Option<SessionLock>,
        replaced: Replaced,
        stamp: Option<Stamp>,
        now: Duration,
    ) -> Self {
        Self {
            path,
            confirmed: base.clone(),
            unsynced_left: Vec::new(),
            conflicts: 0,
            base,
            _lock: lock,
            revision: 0,
            drafted: document.clone(),
            on_screen: document.clone(),
            document,
            shifts: Vec::new(),
            generation: 0,
            told: 0,
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
            look_at: now + LOOK,
            is_noticed: false,
            past: Vec::new(),
            replaced,
            late: Vec::new(),
        }
    }

    /// Takes what was typed. If it was typed on a note that somebody else has changed since, their
    /// changes are made to it.
    pub(super) fn take(&mut self, typed: Typed) {
        let behind = usize::try_from(self.generation.saturating_sub(typed.generation)).unwrap_or(usize::MAX);
        let known = self.shifts.len().saturating_sub(behind);
        self.shifts.drain(..known);
        // What it was told of and has not heard yet, it takes in before it hears of more.
        let untold = usize::try_from(self.generation - self.told).unwrap_or(usize::MAX);
        let (told, untold) = self.shifts.split_at(self.shifts.len().saturating_sub(untold));
        let shifted = |document: Document, shifts: &[(Document, Document)]| {
            shifts.iter().fold(document, |document, (before, after)| {
                Document::merge(before, &document, after).document
            })
        };
        self.on_screen = shifted(*typed.document, told);
        self.document = shifted(self.on_screen.clone(), untold);
        self.revision = typed.revision;
    }

    /// What the note says by the last look at its file.
    fn based_on(&self) -> Document {
        parsed(&self.base)
    }

    pub(super) fn sync_at(&self) -> Option<Duration> {
        self.unsynced.map(|(first, last)| (first + SYNC_AT_LATEST).min(last + SYNC_PAUSE))
    }

    /// Writes what changed into the draft; whether the disk has confirmed it.
    pub(super) fn write(&mut self, store: &Store, id: &str, now: Moment) -> Result<bool, StoreError> {
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
    pub(super) fn confirm(&mut self, id: &str, reports: &mut Vec<Report>) {
        self.unsynced = None;
        if self.synced < Some(self.written) {
            self.synced = Some(self.written);
            reports.push(Report::Saved { id: id.to_owned(), revision: self.written });
        }
    }

    /// Takes note of what stands in the file now.
    pub(super) fn stands(&mut self, filed: &Filed, now: Duration) {
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

    /// How long until one looks again. What was swapped out while somebody wrote in it, nobody tells of.
    pub(super) fn pause(&self) -> Duration {
        if self.is_noticed && self.late.is_empty() { SELDOM } else { LOOK }
    }

    /// Takes in what somebody wrote into a file after it was swapped out. Whether there was any.
    pub(super) fn take_late(&mut self, store: &Store, now: Duration) -> bool {
        let before = self.generation;
        for (path, held, until) in std::mem::take(&mut self.late) {
            let Ok(bytes) = store.disk.read(&path) else {
                // Another time; when the conversation is opened again, at the latest.
                if now < until {
                    self.late.push((path, held, until));
                }
                continue;
            };
            if bytes != held {
                let theirs = String::from_utf8_lossy(&bytes).into_owned();
                let all = self.past.iter().rev().chain([&self.base]).filter_map(Base::text);
                let base = Document::parse(most_like(all, &theirs).unwrap_or_default());
                let merged = Document::merge(&base, &self.document, &Document::parse(&theirs));
                self.conflicts += merged.conflicts;
                self.shift(merged.document);
            }
            // It goes only when its words are in the note. At the end of the program it may stay: the next
            // opening takes it in.
            match until <= now {
                true if !self.is_all_filed() => {
                    self.late.push((path, bytes, now + LATE));
                }
                true if std::str::from_utf8(&bytes).is_err() => store.put_aside(&path),
                true => store.retire(&path),
                false => self.late.push((path, bytes, until)),
            }
        }
        self.generation != before
    }

    /// All is in the note: the draft is not needed any more.
    pub(super) fn filed_all(&mut self, store: &Store) {
        // Before the draft goes: where the disk hangs at this, the next start still knows what was typed.
        self.stamp = store.stamp_of(&self.path, &self.base);
        let all = Some(self.revision);
        (self.filed, self.synced, self.written) = (all, all, self.revision);
        (self.unsynced, self.half_synced) = (None, None);
        self.retire_drafts(store);
        self.confirmed = self.base.clone();
        self.unsynced_left.drain(..).for_each(|left| store.retire(&left));
        self.drafted = self.based_on();
    }

    /// What the screen is told of what stands in the file.
    pub(super) fn told(&mut self, filed: &Filed) -> Stands {
        let is_new = std::mem::replace(&mut self.told, self.generation) != self.generation;
        let before = std::mem::replace(&mut self.on_screen, self.document.clone());
        Stands {
            path: self.path.clone(),
            merged: is_new.then(|| Box::new(self.document.clone())),
            ours: Box::new(if is_new { before } else { self.document.clone() }),
            generation: self.generation,
            conflicts: filed.conflicts + std::mem::take(&mut self.conflicts),
            is_put_back: filed.is_put_back,
        }
    }

    /// Takes the drafts away. Where an older one stays, the last one stays too: it says that it was filed.
    pub(super) fn retire_drafts(&mut self, store: &Store) {
        self.old_drafts.extend(self.draft.take().map(DraftFile::filed));
        while let Some(draft) = self.old_drafts.first() {
            store.retire(draft);
            if store.disk.stamp(draft).is_ok() {
                break;
            }
            self.old_drafts.remove(0);
        }
    }

    /// Whether the disk has confirmed that the note has all, and nothing else.
    pub(super) fn is_all_filed(&self) -> bool {
        self.base == self.confirmed && self.document == parsed(&self.confirmed)
    }
}

pub(super) fn parsed(base: &Base) -> Document {
    Document::parse(base.text().unwrap_or_default())
}

impl Store {
    /// A file's stamp, and what it holds: if somebody writes in between, the stamp is too old.
    pub(super) fn look_at(&self, path: &Path) -> (Option<Stamp>, Vec<u8>) {
        let stamp = self.disk.stamp(path).ok();
        (stamp, self.disk.read(path).unwrap_or_default())
    }

    /// The stamp of a file that holds what `base` says; `None` if it holds something else by now.
    pub(super) fn stamp_of(&self, path: &Path, base: &Base) -> Option<Stamp> {
        let (stamp, stands) = self.look_at(path);
        stamp.filter(|_| base.holds(&stands))
    }
}
