//! One search in a folder, for whoever asks once: of the notes in which something is found, only those are
//! read whole that come among the first.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::path::{Path, PathBuf};

use chrono::{DateTime, FixedOffset};

use super::find::{Hits, Limit, Search, hits};
use super::lines::Words;
use super::query::Query;
use super::read::{Eyes, Sieve, Sifted, each_file, text};
use crate::store::StoreError;
use crate::store::copies::is_copy_of;
use crate::store::folder::Folder;

/// What was found, as [`Library::search`](super::Library::search) finds it.
#[derive(Debug)]
pub struct Once {
    pub hits: Hits,
    /// What could not be read, and was passed over. Of a note that is only counted its front matter is not
    /// looked at.
    pub unreadable: Vec<StoreError>,
}

/// The folder of a note, and its name without the ending.
type Place = (Option<PathBuf>, String);

/// A note in which something may be found.
struct Found {
    path: PathBuf,
    sifted: Sifted,
}

impl Found {
    fn started(&self) -> DateTime<FixedOffset> {
        match &self.sifted {
            Sifted::Words(words) => words.about.started,
            Sifted::Glance(glance) => glance.started,
        }
    }

    /// Whether something is found, in all that is looked for.
    fn has_all(&self, query: &Query) -> bool {
        match &self.sifted {
            Sifted::Words(words) => query.words.iter().all(|word| word.is_in(words)),
            Sifted::Glance(_) => true,
        }
    }
}

impl Once {
    /// Looks for something in all notes of a folder.
    ///
    /// # Errors
    /// If the folder is a file or cannot be read. One that is missing is empty.
    pub fn search(folder: &Folder, query: &Query, limit: Limit) -> Result<Self, StoreError> {
        if query.is_empty() {
            return Ok(Self { hits: Hits::default(), unreadable: Vec::new() });
        }
        let sieve = || Sieve::new(query);
        let (files, mut unreadable) = each_file(folder, sieve, |sieve, file| {
            let sifted = sieve.look(&file, Eyes::Glance)?;
            Some(sifted.map(|sifted| Found { path: file.path, sifted }))
        })?;
        let mut found = Vec::new();
        for file in files {
            match file {
                Ok(note) => found.push(note),
                Err(error) => unreadable.push(error),
            }
        }
        leave_out_copies(&mut found, query);
        found.sort_by(|a, b| b.started().cmp(&a.started()).then_with(|| a.path.cmp(&b.path)));
        let hits = best(found, query, limit, &mut unreadable);
        Ok(Self { hits, unreadable })
    }
}

/// The best of what is found in notes, the newest of which is the first.
fn best(found: Vec<Found>, query: &Query, limit: Limit, unreadable: &mut Vec<StoreError>) -> Hits {
    let mut search = Search::new(query, limit);
    let (mut read, mut glances) = (HashMap::new(), Vec::new());
    for (n, Found { path, sifted }) in found.into_iter().enumerate() {
        match sifted {
            Sifted::Words(words) => {
                search.note(n, &words);
                read.insert(n, words);
            }
            Sifted::Glance(glance) => glances.push((glance.best, n, glance.lines, path)),
        }
    }
    glances.sort_unstable_by_key(|(best, n, _, _)| (*best, *n));
    let mut counted = (0, 0);
    for (best, n, lines, path) in glances {
        if !search.wants(n, best) {
            counted = (counted.0 + lines, counted.1 + 1);
            continue;
        }
        match words_of(&path) {
            Ok(words) => {
                search.note(n, &words);
                read.insert(n, Box::new(words));
            }
            Err(error) => unreadable.push(error),
        }
    }
    let words_of = |n: u32| read.get(&usize::try_from(n).ok()?).map(AsRef::as_ref);
    let mut hits = hits(words_of, vec![search], query, limit);
    hits.lines += counted.0;
    hits.notes += counted.1;
    hits
}

fn words_of(path: &Path) -> Result<Words, StoreError> {
    text(path).and_then(|text| Words::of(path, &text, None))
}

/// Leaves out the copies that sync tools have made of a note beside them in which all is found, too.
fn leave_out_copies(found: &mut Vec<Found>, query: &Query) {
    let place = |note: &Found| -> Place {
        let stem = note.path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        (note.path.parent().map(Path::to_owned), stem)
    };
    let mut places: Vec<_> = found.iter().map(place).zip(0..).collect();
    places.sort_unstable();
    // A copy's name begins with that of its note, and so stands behind it.
    let mut begins: Vec<&(Place, usize)> = Vec::new();
    let mut copies = Vec::new();
    for here in &places {
        let ((folder, stem), copy) = here;
        while begins.pop_if(|((of, begin), _)| of != folder || !stem.starts_with(begin.as_str())).is_some() {}
        let of = begins.iter().filter(|((_, begin), _)| is_copy_of(begin, stem));
        copies.extend(of.map(|(_, of)| (*copy, *of)));
        begins.push(here);
    }
    let id = |n: usize| words_of(&found[n].path).ok().map(|words| words.about.id.clone());
    copies.retain(|(copy, of)| found[*of].has_all(query) && id(*copy).is_some() && id(*copy) == id(*of));
    let mut copies: Vec<_> = copies.into_iter().map(|(copy, _)| copy).collect();
    copies.sort_unstable_by_key(|copy| Reverse(*copy));
    copies.dedup();
    copies.into_iter().for_each(|copy| drop(found.swap_remove(copy)));
}
