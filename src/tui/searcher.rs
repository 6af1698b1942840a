//! The searching thread: it has the words of all notes for as long as somebody looks for some.

use std::sync::mpsc::{self, Receiver, Sender};
use std::thread;
use std::time::{Duration, Instant};

use super::app::search::Found;
use crate::store::Folder;
use crate::store::search::{Library, Limit, Query};

/// More lines than anybody reads; who wants others says more words.
const LIMIT: Limit = Limit { lines: 200, in_note: 8 };
/// So often the folder is looked at for what changed.
const LOOK: Duration = Duration::from_secs(2);

/// A handle on the thread, which ends with it.
#[derive(Debug)]
pub struct Searcher {
    typed: Sender<String>,
    found: Receiver<Found>,
}

impl Searcher {
    /// Starts it. `wake` is called after each answer.
    pub fn start(folder: Folder, wake: impl Fn() + Send + 'static) -> Self {
        let (typed, incoming) = mpsc::channel::<String>();
        let (outgoing, found) = mpsc::channel();
        let search = move || {
            let mut shelves = Shelves { folder, library: None, looked: Instant::now() };
            while let Ok(first) = incoming.recv() {
                // Who types on wants to know of the newest only.
                let newest = incoming.try_iter().last().unwrap_or(first);
                if outgoing.send(shelves.find(newest)).is_err() {
                    return;
                }
                wake();
            }
        };
        let _ = thread::Builder::new().name("searcher".to_owned()).spawn(search);
        Self { typed, found }
    }

    /// Asks for words; returns at once.
    pub fn ask(&self, typed: String) {
        let _ = self.typed.send(typed);
    }

    /// What was found, if something was.
    pub fn found(&self) -> Option<Found> {
        self.found.try_recv().ok()
    }
}

struct Shelves {
    folder: Folder,
    library: Option<Library>,
    looked: Instant,
}

impl Shelves {
    fn find(&mut self, typed: String) -> Found {
        let query = Query::new(&typed);
        let searched =
            self.library().map(|library| (library.search(&query, LIMIT), library.unreadable().count()));
        match searched {
            Ok((hits, unreadable)) => Found { typed, hits, unreadable, error: None },
            Err(error) => Found { typed, error: Some(error), ..Found::default() },
        }
    }

    fn library(&mut self) -> Result<&Library, String> {
        let is_due = self.looked.elapsed() >= LOOK;
        let library = match self.library.take() {
            None => Library::read(&self.folder).map_err(|error| error.to_string())?,
            Some(library) if !is_due => library,
            Some(mut library) => {
                // What was read before is better than nothing.
                let _ = library.refresh();
                library
            }
        };
        if is_due || self.library.is_none() {
            self.looked = Instant::now();
        }
        Ok(self.library.insert(library))
    }
}
