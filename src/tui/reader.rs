//! The reading thread: the notes folder may be on a disk that is slow or hangs, and the screen never
//! waits for one.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, Sender};
use std::thread;
use std::time::{Duration, Instant};

use super::app::rename::Renamed;
use crate::agenda::{Briefs, Lists};
use crate::catalog::Catalog;
use crate::dates::Clock;
use crate::document::Head;
use crate::session::Edit;
use crate::store::folder::FindError;
use crate::store::forget::{Belongings, ForgetError, Whom};
use crate::store::remembered::Remembered;
use crate::store::shelf::Shelf;
use crate::store::{self, Open, Store, StoreError};

/// So long a conversation that was left just now is waited for, and so often looked at.
const LETTING_GO: Duration = Duration::from_secs(5);
const LOOK: Duration = Duration::from_millis(20);

/// What it is asked.
#[derive(Debug)]
pub enum Ask {
    /// All conversations.
    List,
    /// The conversation in a note, walked by these playbooks.
    Open(PathBuf, Arc<Catalog>, u64),
    /// The one with this id.
    Find(String, Arc<Catalog>, u64),
    /// Writes who the client is into notes that are open nowhere here.
    Rename(Vec<PathBuf>, Renamed, Arc<Catalog>),
    /// Says in notes that are open nowhere here that they must be kept, or need not be.
    Hold(Vec<PathBuf>, Option<String>, Arc<Catalog>),
    /// All there is of a client.
    All(Whom),
    /// Takes it away.
    Forget(Box<Belongings>),
    /// Those of some ids that lie beside a note.
    Beside(PathBuf, Vec<String>),
}

/// What it says.
#[derive(Debug)]
pub enum Answer {
    Briefs(Result<Arc<Briefs>, String>),
    /// With the number it was asked for by.
    Opened(Result<Box<Open>, NotOpened>, u64),
    Beside(Vec<Head>),
    /// How many notes were renamed, and what happened to the others.
    Renamed(usize, Vec<String>),
    /// What happened to notes that could not be put on hold.
    Held(Vec<String>),
    All(Result<Box<Belongings>, String>),
    /// Who is forgotten and how many files that were; or why not all of it is.
    Forgotten(Result<(String, usize), String>),
}

/// Why a conversation could not be read.
#[derive(Debug)]
pub enum NotOpened {
    Store(StoreError),
    Found(FindError),
}

/// A handle on the thread, which ends with it; one that hangs is left behind.
#[derive(Debug)]
pub struct Reader {
    asks: Sender<Ask>,
    answers: Receiver<Answer>,
}

impl Reader {
    /// Starts it. `wake` is called after each answer.
    pub fn start(
        store: Store,
        remembered: Remembered,
        clock: Arc<dyn Clock>,
        wake: impl Fn() + Send + 'static,
    ) -> Self {
        let (asks, incoming) = mpsc::channel();
        let (outgoing, answers) = mpsc::channel();
        let read = move || {
            let shelf = Shelf::new(store.folder().clone());
            let mut work = Work { store, remembered, clock, shelf };
            while let Ok(first) = incoming.recv() {
                for ask in newest(std::iter::once(first).chain(incoming.try_iter())) {
                    if outgoing.send(work.answer(ask)).is_err() {
                        return;
                    }
                    wake();
                }
            }
        };
        // Without it nothing is listed or opened, and the screen says that the disk is slow.
        let _ = thread::Builder::new().name("reader".to_owned()).spawn(read);
        Self { asks, answers }
    }

    /// Asks for something; returns at once.
    pub fn ask(&self, ask: Ask) {
        // Nobody is there to answer if the thread broke: the screen says that it waits.
        let _ = self.asks.send(ask);
    }

    /// An answer, if there is one within this time.
    pub fn answer(&self, at_most: Duration) -> Option<Answer> {
        self.answers.recv_timeout(at_most).ok()
    }
}

/// What was asked, in its order; of several looks at the folder only the last.
fn newest(asks: impl Iterator<Item = Ask>) -> Vec<Ask> {
    let mut kept: Vec<Ask> = Vec::new();
    for ask in asks {
        if matches!(ask, Ask::List) {
            kept.retain(|before| !matches!(before, Ask::List));
        }
        kept.push(ask);
    }
    kept
}

struct Work {
    store: Store,
    remembered: Remembered,
    clock: Arc<dyn Clock>,
    shelf: Shelf,
}

impl Work {
    fn answer(&mut self, ask: Ask) -> Answer {
        match ask {
            Ask::List => Answer::Briefs(self.look()),
            Ask::Open(path, catalog, ticket) => Answer::Opened(self.open(path, &catalog), ticket),
            Ask::Find(id, catalog, ticket) => {
                let found = self.store.folder().find(&id).map_err(NotOpened::Found);
                Answer::Opened(found.and_then(|found| self.open(found.path, &catalog)), ticket)
            }
            Ask::Rename(paths, renamed, catalog) => self.rename(paths, &renamed, &catalog),
            Ask::Hold(paths, why, catalog) => self.hold(&paths, why.as_deref(), &catalog),
            Ask::All(whom) => {
                let all = self.store.belongings(&whom).map(Box::new);
                Answer::All(all.map_err(|error| error.to_string()))
            }
            Ask::Forget(all) => Answer::Forgotten(self.forget(&all)),
            Ask::Beside(note, ids) => Answer::Beside(store::beside(&note, &ids)),
        }
    }

    fn look(&mut self) -> Result<Arc<Briefs>, String> {
        let briefs = self.shelf.look().map_err(|error| error.to_string())?;
        self.remembered.keep(&Lists::of(&briefs));
        Ok(Arc::new(briefs))
    }

    fn rename(&self, paths: Vec<PathBuf>, renamed: &Renamed, catalog: &Catalog) -> Answer {
        let (mut count, mut failed) = (0, Vec::new());
        for path in paths {
            let now = self.clock.now();
            let done = match self.store.open(&path, |id| catalog.playbook(id), now) {
                Ok(mut open) => {
                    let client = renamed.of(&open.session.head().client);
                    open.session.apply(Edit::Client(client), now);
                    open.file(&self.store, now)
                }
                Err(StoreError::NoPlaybook { path, .. }) => {
                    self.store.rename(&path, |client| renamed.of(client), now)
                }
                Err(error) => Err(error),
            };
            match done {
                Ok(_) => count += 1,
                Err(error) => failed.push(error.reason_first()),
            }
        }
        Answer::Renamed(count, failed)
    }

    fn hold(&self, paths: &[PathBuf], why: Option<&str>, catalog: &Catalog) -> Answer {
        let now = self.clock.now();
        let hold = |path: &PathBuf| self.store.hold(path, |id| catalog.playbook(id), why, now).err();
        Answer::Held(paths.iter().filter_map(hold).map(|error| error.reason_first()).collect())
    }

    fn forget(&self, all: &Belongings) -> Result<(String, usize), String> {
        let until = Instant::now() + LETTING_GO;
        let done = loop {
            match self.store.forget(all, self.clock.now()) {
                // It was left just now: the writer lets go of it in a moment.
                Err(ForgetError::OpenHere) if Instant::now() < until => thread::sleep(LOOK),
                done => break done,
            }
        };
        let done = done.map_err(|error| error.to_string().replace('\n', " "))?;
        match done.failed.first() {
            None => Ok((all.who(), done.gone.len())),
            Some(error) => {
                let left = done.remain.len();
                Err(format!("Not all of it is gone, {left} still there; try again: {}", error.reason_first()))
            }
        }
    }

    fn open(&self, path: PathBuf, catalog: &Catalog) -> Result<Box<Open>, NotOpened> {
        let opened = self.store.open(&path, |id| catalog.playbook(id), self.clock.now());
        opened.map(Box::new).map_err(NotOpened::Store)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::{DateTime, FixedOffset, NaiveDateTime};

    use crate::document::Document;
    use crate::log::Log;
    use crate::store::versions::Keep;

    #[derive(Debug)]
    struct Noon;

    impl Clock for Noon {
        fn now(&self) -> DateTime<FixedOffset> {
            DateTime::parse_from_rfc3339("2026-11-21T12:00:00-05:00").unwrap()
        }

        fn at(&self, local: NaiveDateTime) -> DateTime<FixedOffset> {
            local.and_utc().fixed_offset()
        }
    }

    #[test]
    fn of_several_looks_only_the_last_is_taken() {
        let asks = [Ask::List, Ask::Beside(PathBuf::new(), Vec::new()), Ask::List, Ask::List];
        let kept = newest(asks.into_iter());
        assert!(matches!(kept.as_slice(), [Ask::Beside(..), Ask::List]), "{kept:?}");
    }

    /// A client has one name in all notes, also in those of a playbook that was taken away.
    #[test]
    fn who_is_renamed_is_renamed_where_the_playbook_is_not_there() {
        let temp = tempfile::tempdir().unwrap();
        let (notes, state) = (temp.path().join("notes"), temp.path().join("state"));
        std::fs::create_dir(&notes).unwrap();
        let mut head = Head::sample();
        head.playbook.id = "nowhere".to_owned();
        let name = head.client.name.clone();
        let path = notes.join("a.md");
        std::fs::write(&path, Document::new(&head, &format!("Nowhere: {name}")).render()).unwrap();
        let store = Store::new(&notes, &state, Keep::default(), Log::none());
        let shelf = Shelf::new(store.folder().clone());
        let remembered = Remembered::new(&state, &notes);
        let work = Work { store, remembered, clock: Arc::new(Noon), shelf };
        let renamed = Renamed { name: Some("Zoë O'Brien-李".to_owned()), ..Renamed::default() };
        let answer =
            work.rename(vec![path.clone()], &renamed, &Catalog::load(&temp.path().join("playbooks")));
        assert!(matches!(&answer, Answer::Renamed(1, failed) if failed.is_empty()), "{answer:?}");
        let (document, head, _) = store::read(&path).unwrap();
        assert_eq!(head.client.name, "Zoë O'Brien-李");
        assert!(document.render().contains("\n# Nowhere: Zoë O'Brien-李\n"), "{}", document.render());
    }
}
