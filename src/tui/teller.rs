//! The counting thread: it reads all notes for what they say together, for as long as somebody looks at it,
//! and the latest lessons for whoever walks.

use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, Sender};
use std::thread;

use super::app::Event;
use super::app::insights::Counted;
use crate::catalog::Catalog;
use crate::dates::Clock;
use crate::document::Head;
use crate::playbook::Playbook;
use crate::store::Folder;
use crate::store::telling::{Learnt, Tellings, lessons};

/// What it is asked.
#[derive(Debug)]
pub enum Ask {
    /// What all notes have to tell, by these playbooks.
    All(Arc<Catalog>),
    /// Nobody looks any more.
    Forget,
    /// The latest lessons of others, for a conversation.
    Lessons(Arc<Playbook>, Box<Head>),
}

/// What it says.
#[derive(Debug)]
pub enum Said {
    /// So many notes were read, of so many.
    Reading(usize, usize),
    Counted(Result<Arc<Counted>, String>),
    /// With the id of the playbook.
    Learnt(String, Vec<Learnt>),
}

impl From<Said> for Event {
    fn from(said: Said) -> Self {
        match said {
            Said::Reading(done, of) => Self::Reading { done, of },
            Said::Counted(counted) => Self::Counted(counted),
            Said::Learnt(playbook, learnt) => Self::Learnt { playbook, learnt },
        }
    }
}

/// So often it is said how far the reading is.
const STEP: usize = 400;

/// A handle on the thread, which ends with it.
#[derive(Debug)]
pub struct Teller {
    asks: Sender<Ask>,
    said: Receiver<Said>,
}

impl Teller {
    /// Starts it. `wake` is called after each thing it says.
    pub fn start(folder: Folder, clock: Arc<dyn Clock>, wake: impl Fn() + Send + Sync + 'static) -> Self {
        let (asks, incoming) = mpsc::channel();
        let (outgoing, said) = mpsc::channel();
        let work = move || {
            let mut tellings = Tellings::new(folder.clone());
            while let Ok(ask) = incoming.recv() {
                let said = match ask {
                    Ask::Forget => {
                        tellings = Tellings::new(folder.clone());
                        continue;
                    }
                    Ask::All(catalog) => {
                        let find = |id: &str| catalog.playbook(id).cloned();
                        let progress = |done: usize, of: usize| {
                            if done.is_multiple_of(STEP) && outgoing.send(Said::Reading(done, of)).is_ok() {
                                wake();
                            }
                        };
                        let now = clock.now();
                        let counted = tellings.read(&find, now, &progress).map(|telling| {
                            // It takes a moment where there is much, and nobody is to wait for it.
                            Arc::new(Counted::of(&telling, now.date_naive()))
                        });
                        Said::Counted(counted.map_err(|error| error.to_string()))
                    }
                    Ask::Lessons(playbook, own) => {
                        Said::Learnt(playbook.id.clone(), lessons(&folder, &playbook, &own, clock.now()))
                    }
                };
                if outgoing.send(said).is_err() {
                    return;
                }
                wake();
            }
        };
        let _ = thread::Builder::new().name("teller".to_owned()).spawn(work);
        Self { asks, said }
    }

    /// Asks for something; returns at once.
    pub fn ask(&self, ask: Ask) {
        let _ = self.asks.send(ask);
    }

    /// What it has said, if anything.
    pub fn said(&self) -> Option<Said> {
        self.said.try_recv().ok()
    }
}
