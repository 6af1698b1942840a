//! What all notes have to tell together: each is read once, and again only when it changed.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use chrono::{DateTime, FixedOffset};

use super::disk::{Disk, Stamp, System};
use super::folder::{Folder, Listed, copies_among, on_threads};
use super::{StoreError, read};
use crate::agenda::known_as;
use crate::card::Names;
use crate::document::{Client, Head, Status};
use crate::insights::Told;
use crate::playbook::model::About;
use crate::playbook::{Phase, Playbook};
use crate::session::Session;

/// Finds a playbook by its id.
pub type Find<'a> = &'a (dyn Fn(&str) -> Option<Arc<Playbook>> + Sync);
/// Is told how many notes were read, and of how many.
pub type Progress<'a> = &'a (dyn Fn(usize, usize) + Sync);

/// So often it is said how far the reading is.
const STEP: usize = 100;

/// What all conversations have to tell.
#[derive(Clone, Debug, Default)]
pub struct Telling {
    pub told: Vec<Arc<Told>>,
    /// Files that are no notes of ours, or cannot be read.
    pub unreadable: usize,
    /// Conversations whose playbook is not installed, or has errors: nobody knows what they say.
    pub unknown: usize,
}

/// The notes of a folder, as far as they were read.
#[derive(Debug)]
pub struct Tellings {
    folder: Folder,
    known: HashMap<PathBuf, Known>,
}

/// A note as it was when it was read.
#[derive(Clone, Debug)]
struct Known {
    stamp: Option<Stamp>,
    /// The playbook it was read with.
    sha256: String,
    told: Arc<Told>,
}

/// What came of a file.
enum Seen {
    Known(PathBuf, Known),
    /// Its playbook is not there.
    Unknown,
    Unreadable,
}

impl Tellings {
    /// A folder of which nothing is known yet.
    pub fn new(folder: Folder) -> Self {
        Self { folder, known: HashMap::new() }
    }

    /// Reads all notes, on several threads where there are many.
    ///
    /// # Errors
    /// If the folder is a file or cannot be read. One that is missing is empty.
    pub fn read(
        &mut self,
        find: Find<'_>,
        now: DateTime<FixedOffset>,
        progress: Progress<'_>,
    ) -> Result<Telling, StoreError> {
        let mut unreadable = Vec::new();
        let paths = self.folder.files(&mut unreadable)?;
        let done = AtomicUsize::new(0);
        let look = |path: &PathBuf| {
            let seen = self.look(path, find, now);
            let done = done.fetch_add(1, Ordering::Relaxed) + 1;
            if done.is_multiple_of(STEP) {
                progress(done, paths.len());
            }
            seen
        };
        let seen = on_threads(&paths, |paths| paths.iter().map(look).collect());
        let mut telling = Telling { unreadable: unreadable.len(), ..Telling::default() };
        let mut known = HashMap::with_capacity(seen.len());
        for one in seen {
            match one {
                Seen::Known(path, one) => drop(known.insert(path, one)),
                Seen::Unknown => telling.unknown += 1,
                Seen::Unreadable => telling.unreadable += 1,
            }
        }
        let copies = copies_among(known.iter().map(|(path, known)| (path.as_path(), &*known.told.id)));
        let own = known.iter().filter(|(path, _)| !copies.contains(*path));
        telling.told = own.map(|(_, known)| known.told.clone()).collect();
        telling.told.sort_by(|a, b| b.started.cmp(&a.started).then_with(|| a.path.cmp(&b.path)));
        self.known = known;
        Ok(telling)
    }

    fn look(&self, path: &Path, find: Find<'_>, now: DateTime<FixedOffset>) -> Seen {
        // Before it is read: what changes meanwhile is seen the next time.
        let stamp = System.stamp(path).ok();
        let is_same = |known: &&Known| {
            let same = stamp.is_some() && known.stamp == stamp;
            same && find(&known.told.playbook).is_some_and(|playbook| playbook.sha256 == known.sha256)
        };
        if let Some(known) = self.known.get(path).filter(is_same) {
            return Seen::Known(path.to_owned(), known.clone());
        }
        let Ok((document, head, _)) = read(path) else { return Seen::Unreadable };
        let Some(playbook) = find(&head.playbook.id) else { return Seen::Unknown };
        let sha256 = playbook.sha256.clone();
        let told = Arc::new(Told::of(path, &Session::open(playbook, head, document, now)));
        Seen::Known(path.to_owned(), Known { stamp, sha256, told })
    }
}

/// A lesson of another conversation, for whoever walks with the same playbook.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Learnt {
    /// The conversation it is from.
    pub id: String,
    /// `Nov 2026`.
    pub month: String,
    /// Without the name of the client it was learnt with.
    pub words: String,
}

/// So many lessons are shown in a walk.
pub const SHOWN: usize = 2;
/// So many notes at most are read for them.
const MOST: usize = 200;

/// Whether a playbook asks for lessons.
pub fn asks_for_lessons(playbook: &Playbook) -> bool {
    playbook.fields().any(|(_, field)| field.about == Some(About::Lesson))
}

/// The latest lessons of the other conversations with a playbook, of those that are over or have come to
/// what is after the talk. Samples teach nothing.
pub fn lessons(
    folder: &Folder,
    playbook: &Arc<Playbook>,
    own: &Head,
    now: DateTime<FixedOffset>,
) -> Vec<Learnt> {
    if !asks_for_lessons(playbook) {
        return Vec::new();
    }
    let Ok(listing) = folder.list() else { return Vec::new() };
    let is_over = |head: &Head| head.status == Status::Closed || head.phase == Phase::After.word();
    let fits = |note: &&Listed| {
        let head = &note.head;
        let same = head.playbook.id == playbook.id && head.id != own.id;
        same && is_over(head) && !head.is_sample()
    };
    let mut notes: Vec<&Listed> = listing.notes.iter().filter(fits).collect();
    notes.sort_by_key(|note| std::cmp::Reverse(note.head.closed.unwrap_or(note.head.started)));
    let known = known_as(&listing.notes.iter().map(|note| &note.head.client).collect::<Vec<_>>());
    let known: HashMap<&Path, Vec<Client>> =
        listing.notes.iter().map(|note| note.path.as_path()).zip(known).collect();
    let mut learnt = Vec::new();
    for note in notes.into_iter().take(MOST) {
        let Ok((document, head, _)) = read(&note.path) else { continue };
        let told = Told::of(&note.path, &Session::open(playbook.clone(), head, document, now));
        learnt.extend(learnt_by(&told, known.get(note.path.as_path()).into_iter().flatten()));
        if learnt.len() >= SHOWN {
            break;
        }
    }
    learnt.truncate(SHOWN);
    learnt
}

/// The lessons of a conversation, without its client's names.
pub fn learnt_from(told: &Told) -> Vec<Learnt> {
    learnt_by(told, std::iter::once(&told.client))
}

/// The same without any of these names.
fn learnt_by<'a>(told: &Told, known: impl Iterator<Item = &'a Client>) -> Vec<Learnt> {
    let names: Vec<Names> = known.map(Names::all_of).collect();
    let lessons = told.lessons(true, 0);
    let learnt = lessons.map(|lesson| Learnt {
        id: told.id.clone(),
        month: lesson.month(),
        words: names.iter().fold(lesson.words.clone(), |words, names| names.take_out(&words)),
    });
    learnt.collect()
}
