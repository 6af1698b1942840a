//! What the writer does: drafts at once, their sync soon, notes when asked. It knows no thread and no
//! clock, so that tests can drive it as they like.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Duration;

use super::disk::Stamp;
use super::drafts::DraftFile;
use super::filing::{Base, Filing, HALF_SYNCED_LOOK, HALF_SYNCED_PATIENCE};
use super::held::{Held, LOOK, parsed};
use super::locks::{Access, SessionLock};
use super::names::safe_id;
use super::replaced::Replaced;
use super::report::{Report, Request, Typed};
use super::{Store, StoreError};
use crate::dates::Moment;
use crate::document::Document;

/// Where drafts cannot be written, notes are filed instead, and both are tried so often.
const SPOILED_PAUSE: Duration = Duration::from_secs(1);

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
            Request::Noticed { id, is } => {
                if let Some(held) = self.held.get_mut(&id) {
                    held.is_noticed = is;
                    held.look_at = now.tick + held.pause();
                }
            }
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
        let is_alone = lock.as_ref().is_none_or(SessionLock::is_real);
        let recovered = self.store.recover_mine(&id, is_alone, now.wall);
        self.store.begin_sitting(&id);
        let taken = if base == Base::NEW { Vec::new() } else { self.store.take_in(&path, &id, now.wall) };
        if !recovered.is_empty() || !taken.is_empty() {
            self.reports.push(Report::Recovered { id: id.clone(), recovered, taken });
        }
        let (stamp, stands) = self.store.look_at(&path);
        let stamp = stamp.filter(|_| base.holds(&stands));
        let stands = Document::parse(&String::from_utf8_lossy(&stands));
        let replaced = Replaced::load(&*self.store.disk, &self.store.state, &id, &stands);
        let held = Held::new(path, base, document, lock, replaced, stamp, now.tick);
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
        let is_late = held.take_late(&self.store, now.tick);
        held.look_at = now.tick + held.pause();
        if is_late {
            return self.file(id, now);
        }
        let stamp = self.store.disk.stamp(&held.path).ok();
        if stamp.is_none() || stamp == held.stamp || held.base == Base::NEW {
            return;
        }
        match self.store.disk.read(&held.path) {
            Ok(bytes) if held.base.holds(&bytes) => held.stamp = stamp,
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
        if changed || !self.store.locks.is_held(&safe_id(id)) {
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
                    if !filed.left.is_empty() {
                        let before = std::mem::replace(&mut held.unsynced_left, filed.left.clone());
                        before.iter().for_each(|left| self.store.retire(left));
                    }
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
        if held.take_late(&self.store, now.tick) || held.filed < Some(held.revision) && !held.is_all_filed() {
            self.file(id, now);
        }
        self.sync(id, now);
        if let Some(held) = self.held.get_mut(id) {
            held.replaced.save(&*self.store.disk);
        }
        if let Some(mut held) = self.held.remove(id)
            && held.is_all_filed()
        {
            held.retire_drafts(&self.store);
        }
    }
}
