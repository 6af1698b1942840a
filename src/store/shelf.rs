//! The notes folder as the screen has it: read once, and from then on only what changed.

use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::StoreError;
use super::disk::{Disk, Stamp, System};
use super::folder::{Folder, copies_among, on_threads, read_head};
use crate::agenda::{Brief, Briefs};

/// What is known of the notes in a folder.
#[derive(Debug)]
pub struct Shelf {
    folder: Folder,
    /// By [`number`], for each of them has its path already.
    known: Vec<Known>,
}

/// A note as it was when it was read.
#[derive(Debug)]
struct Known {
    number: u64,
    stamp: Stamp,
    brief: Arc<Brief>,
}

/// What a path is found by. Should two ever have the same, one of them is read each time.
fn number(path: &Path) -> u64 {
    let mut hasher = DefaultHasher::new();
    path.as_os_str().hash(&mut hasher);
    hasher.finish()
}

impl Shelf {
    /// A folder of which nothing is known yet.
    pub fn new(folder: Folder) -> Self {
        Self { folder, known: Vec::new() }
    }

    fn known(&self, path: &Path, stamp: &Stamp) -> Option<&Arc<Brief>> {
        let number = number(path);
        let at = self.known.binary_search_by_key(&number, |known| known.number).ok()?;
        let Known { stamp: before, brief, .. } = &self.known[at];
        (before == stamp && brief.path == path).then_some(brief)
    }

    /// Looks at all notes; reads those that are new or have changed.
    ///
    /// # Errors
    /// If the folder is a file or cannot be read. One that is missing is empty.
    pub fn look(&mut self) -> Result<Briefs, StoreError> {
        let mut unreadable = Vec::new();
        let paths = self.folder.files(&mut unreadable)?;
        let look = |path: &PathBuf| {
            // Before it is read: what changes meanwhile is seen the next time.
            let stamp = System.stamp(path).ok();
            match stamp.as_ref().and_then(|stamp| self.known(path, stamp)) {
                Some(brief) => Ok((stamp, brief.clone())),
                None => read_head(path).map(|note| (stamp, Arc::new(Brief::of(&note.path, &note.head)))),
            }
        };
        let seen = on_threads(&paths, |paths| paths.iter().map(look).collect());
        let mut briefs = Briefs { notes: Vec::with_capacity(seen.len()), unreadable: unreadable.len() };
        let mut now_known = Vec::with_capacity(seen.len());
        for one in seen {
            let Ok((stamp, brief)) = one else {
                briefs.unreadable += 1;
                continue;
            };
            if let Some(stamp) = stamp {
                now_known.push(Known { number: number(&brief.path), stamp, brief: brief.clone() });
            }
            briefs.notes.push(brief);
        }
        now_known.sort_unstable_by_key(|known| known.number);
        self.known = now_known;
        let named = briefs.notes.iter().map(|brief| (brief.path.as_path(), &*brief.id));
        let copies = copies_among(named);
        briefs.notes.retain(|brief| !copies.contains(Path::new(&brief.path)));
        briefs.sort();
        Ok(briefs)
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::document::{Document, Head};

    fn note(folder: &Path, name: &str, id: &str, client: &str) {
        let mut head = Head::sample();
        (head.id, head.client.name) = (id.to_owned(), client.to_owned());
        fs::write(folder.join(name), Document::new(&head, "Note").render()).unwrap();
    }

    fn clients(briefs: &Briefs) -> Vec<&str> {
        briefs.notes.iter().map(|brief| &*brief.client).collect()
    }

    #[test]
    fn it_says_what_the_folder_lists_and_reads_only_what_changed() {
        let temp = tempfile::tempdir().unwrap();
        let folder = temp.path();
        note(folder, "a.md", "aaaaaaaaaaaa", "Ada");
        note(folder, "b.md", "bbbbbbbbbbbb", "Ben");
        note(folder, "b (1).md", "bbbbbbbbbbbb", "Ben");
        fs::write(folder.join("c.md"), "no note").unwrap();
        let mut shelf = Shelf::new(Folder::new(folder));
        let first = shelf.look().unwrap();
        assert_eq!((clients(&first), first.unreadable), (vec!["Ada", "Ben"], 1));
        let listing = Folder::new(folder).list().unwrap();
        let listed = listing.notes.iter().map(|note| Brief::of(&note.path, &note.head));
        assert!(listed.eq(first.notes.iter().map(|brief| (**brief).clone())));
        // The same ones are kept; who is another is read anew; who is gone is gone.
        note(folder, "b.md", "bbbbbbbbbbbb", "Benjamin");
        fs::remove_file(folder.join("b (1).md")).unwrap();
        let second = shelf.look().unwrap();
        assert_eq!(clients(&second), ["Ada", "Benjamin"]);
        assert!(Arc::ptr_eq(&first.notes[0], &second.notes[0]));
        fs::remove_file(folder.join("a.md")).unwrap();
        assert_eq!(clients(&shelf.look().unwrap()), ["Benjamin"]);
    }

    #[test]
    fn a_folder_that_is_a_file_is_an_error_and_none_is_empty() {
        let temp = tempfile::tempdir().unwrap();
        assert_eq!(Shelf::new(Folder::new(temp.path().join("none"))).look().unwrap(), Briefs::default());
        let file = temp.path().join("file");
        fs::write(&file, "").unwrap();
        assert!(Shelf::new(Folder::new(file)).look().is_err());
    }
}
