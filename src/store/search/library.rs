//! The words of all notes, kept in memory.

use std::collections::{HashMap, HashSet};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::find::{Hits, Limit, find};
use super::hit::About;
use super::lines::Words;
use super::query::Query;
use super::read::{Eyes, Sieve, Sifted, each_file, text};
use crate::store::StoreError;
use crate::store::copies::is_copy_of;
use crate::store::disk::{Disk, Stamp, System};
use crate::store::folder::{Folder, FoundFile};

/// The words of all notes in a folder.
#[derive(Debug)]
pub struct Library {
    folder: Folder,
    /// The newest first.
    notes: Vec<Kept>,
    /// Files that are no notes or cannot be read, with what was seen of them.
    unreadable: Vec<(Option<Stamp>, PathBuf, StoreError)>,
    /// Folders that cannot be read.
    closed: Vec<StoreError>,
}

#[derive(Debug)]
struct Kept {
    /// As it was before the file was read.
    stamp: Option<Stamp>,
    words: Words,
    /// The note beside it of which a sync tool has made this copy.
    copy_of: Option<usize>,
}

/// A file, and what came of reading it.
struct Read {
    path: PathBuf,
    stamp: Option<Stamp>,
    words: Result<Words, StoreError>,
}

impl Library {
    /// Reads all notes of a folder.
    ///
    /// # Errors
    /// If the folder is a file or cannot be read. One that is missing is empty.
    pub fn read(folder: &Folder) -> Result<Self, StoreError> {
        let mut library = Self::empty(folder);
        library.refresh()?;
        Ok(library)
    }

    /// Reads those notes of a folder that could have what is looked for: enough to answer this query, and
    /// much faster if there is no other.
    ///
    /// # Errors
    /// As [`Library::read`].
    pub fn matching(folder: &Folder, query: &Query) -> Result<Self, StoreError> {
        let look = |sieve: &mut Sieve<'_>, file: FoundFile| {
            let words = match sieve.look(&file, Eyes::Whole)? {
                Ok(Sifted::Words(words)) => Ok(*words),
                Ok(Sifted::Glance(_)) => return None,
                Err(error) => Err(error),
            };
            Some(Read { path: file.path, stamp: None, words })
        };
        let (files, closed) = each_file(folder, || Sieve::new(query), look)?;
        Ok(Self::of(folder, files, closed))
    }

    fn empty(folder: &Folder) -> Self {
        Self { folder: folder.clone(), notes: Vec::new(), unreadable: Vec::new(), closed: Vec::new() }
    }

    fn of(folder: &Folder, files: Vec<Read>, closed: Vec<StoreError>) -> Self {
        let mut library = Self { closed, ..Self::empty(folder) };
        for Read { path, stamp, words } in files {
            match words {
                Ok(words) => library.notes.push(Kept { stamp, words, copy_of: None }),
                Err(error) => library.unreadable.push((stamp, path, error)),
            }
        }
        library.unreadable.sort_by(|(_, a, _), (_, b, _)| a.cmp(b));
        let key = |kept: &Kept| kept.words.about.clone();
        library.notes.sort_by(|a, b| {
            let (a, b) = (key(a), key(b));
            b.started.cmp(&a.started).then_with(|| a.path.cmp(&b.path))
        });
        library.find_copies();
        library
    }

    /// Reads again what has changed in the folder since it was read. Gives whether anything had.
    ///
    /// # Errors
    /// As [`Library::read`]; what was read before stays then.
    pub fn refresh(&mut self) -> Result<bool, StoreError> {
        let notes = self.notes.iter().map(|kept| (kept.words.about.path.as_path(), kept.stamp));
        let others = self.unreadable.iter().map(|(stamp, path, _)| (path.as_path(), *stamp));
        let known: HashMap<&Path, Option<Stamp>> = notes.chain(others).collect();
        let look = |(): &mut (), FoundFile { path, .. }| {
            // Before it is read: what is written meanwhile is seen the next time.
            let stamp = match System.stamp(&path) {
                Err(error) if error.kind() == ErrorKind::NotFound => return None,
                stamp => stamp.ok(),
            };
            let same = stamp.is_some() && known.get(path.as_path()).is_some_and(|known| *known == stamp);
            let words = (!same).then(|| {
                text(&path).and_then(|text| Words::of(&path, &text, None)).map(|mut words| {
                    words.shrink();
                    words
                })
            });
            Some((path, stamp, words))
        };
        let (files, closed) = each_file(&self.folder, || (), look)?;
        let is_same = files.len() == known.len() && files.iter().all(|(_, _, words)| words.is_none());
        if is_same && closed.len() == self.closed.len() {
            return Ok(false);
        }
        let before = std::mem::replace(self, Self::empty(&self.folder));
        let notes = before.notes.into_iter().map(|kept| (kept.words.about.path.clone(), Ok(kept.words)));
        let others = before.unreadable.into_iter().map(|(_, path, error)| (path, Err(error)));
        let mut known: HashMap<PathBuf, Result<Words, StoreError>> = notes.chain(others).collect();
        let files = files.into_iter().filter_map(|(path, stamp, words)| {
            let words = words.or_else(|| known.remove(&path))?;
            Some(Read { path, stamp, words })
        });
        *self = Self::of(&before.folder, files.collect(), closed);
        Ok(true)
    }

    /// Finds the notes that are copies of others beside them: what both have is shown once.
    fn find_copies(&mut self) {
        let mut by_id: HashMap<(PathBuf, String), Vec<usize>> = HashMap::new();
        let place =
            |about: &About| (about.path.parent().unwrap_or(Path::new("")).to_owned(), about.id.clone());
        let mut ids = HashSet::new();
        // Seldom is there more than one of an id: only then names are looked at.
        if self.notes.iter().all(|kept| ids.insert(kept.words.about.id.as_str())) {
            return;
        }
        for (n, kept) in self.notes.iter().enumerate() {
            by_id.entry(place(&kept.words.about)).or_default().push(n);
        }
        let stem = |n: usize| {
            self.notes[n].words.about.path.file_stem().unwrap_or_default().to_string_lossy().into_owned()
        };
        let mut copies = Vec::new();
        for same in by_id.values().filter(|same| same.len() > 1) {
            for copy in same {
                let of = same.iter().find(|of| is_copy_of(&stem(**of), &stem(*copy)));
                copies.extend(of.map(|of| (*copy, *of)));
            }
        }
        for (copy, of) in copies {
            self.notes[copy].copy_of = Some(of);
        }
    }

    /// Keeps only the conversations that fit.
    pub fn retain(&mut self, fits: impl Fn(&About) -> bool) {
        self.notes.retain(|kept| fits(&kept.words.about));
        self.notes.iter_mut().for_each(|kept| kept.copy_of = None);
        self.find_copies();
    }

    /// Looks for something.
    pub fn search(&self, query: &Query, limit: Limit) -> Hits {
        let has = |n: usize| query.words.iter().all(|word| word.is_in(&self.notes[n].words));
        // What only the copy has is shown: it comes into the note when that is opened.
        let shown = self.notes.iter().filter(|kept| !kept.copy_of.is_some_and(has));
        find(&shown.map(|kept| &kept.words).collect::<Vec<_>>(), query, limit)
    }

    /// How many notes there are.
    pub fn len(&self) -> usize {
        self.notes.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.notes.is_empty()
    }

    /// What could not be read, and was passed over.
    pub fn unreadable(&self) -> impl Iterator<Item = &StoreError> {
        self.unreadable.iter().map(|(_, _, error)| error).chain(&self.closed)
    }
}
