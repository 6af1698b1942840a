//! The writer thread: filings are asked for at once and done in order, the newest text of each
//! note only. It sleeps while there is nothing to do.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::mpsc::{self, Receiver, Sender};
use std::thread::{self, JoinHandle};

use super::StoreError;
use super::filing::{self, Base};
use crate::document::Document;

/// What the writer has to say. `id` is the session's.
#[derive(Debug)]
pub enum Report {
    Filed {
        id: String,
        revision: u64,
        path: PathBuf,
        /// The note as it stands in the file.
        document: Box<Document>,
        /// The file that somebody else had changed; ours is in a new one beside it.
        beside: Option<PathBuf>,
    },
    Failed {
        id: String,
        revision: u64,
        reason: String,
    },
}

enum Request {
    Open { id: String, path: PathBuf, base: Base },
    File { id: String, revision: u64, document: Box<Document> },
}

/// A handle on the thread. Dropping it waits until everything asked for has been tried, unless
/// the thread was [left](Writer::leave).
#[derive(Debug)]
pub struct Writer {
    requests: Option<Sender<Request>>,
    reports: Receiver<Report>,
    thread: Option<JoinHandle<()>>,
}

impl Writer {
    /// Starts the thread. `wake` is called after each report.
    pub fn start(wake: impl Fn() + Send + 'static) -> Self {
        let (requests, incoming) = mpsc::channel();
        let (outgoing, reports) = mpsc::channel();
        let thread = thread::spawn(move || run(&incoming, &outgoing, &wake));
        Self { requests: Some(requests), reports, thread: Some(thread) }
    }

    /// Says where a session is filed, before the first filing of it.
    pub fn open(&self, id: &str, path: PathBuf, base: Base) {
        self.send(Request::Open { id: id.to_owned(), path, base });
    }

    /// Asks for a filing; returns at once.
    pub fn file(&self, id: &str, revision: u64, document: Document) {
        self.send(Request::File { id: id.to_owned(), revision, document: Box::new(document) });
    }

    /// A report, if there is one.
    pub fn try_report(&self) -> Option<Report> {
        self.reports.try_recv().ok()
    }

    /// Waits for a report, at most so long.
    pub fn wait_report(&self, at_most: std::time::Duration) -> Option<Report> {
        self.reports.recv_timeout(at_most).ok()
    }

    /// Lets the thread be: a disk that hangs must not keep the program from ending.
    pub fn leave(&mut self) {
        self.thread = None;
    }

    fn send(&self, request: Request) {
        // The thread ends only when this sender does; a failure means it panicked, and the
        // missing report keeps the screen from saying Saved.
        if let Some(requests) = &self.requests {
            let _ = requests.send(request);
        }
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        self.requests = None;
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

fn run(incoming: &Receiver<Request>, outgoing: &Sender<Report>, wake: &dyn Fn()) {
    let mut places: HashMap<String, (PathBuf, Base)> = HashMap::new();
    while let Ok(first) = incoming.recv() {
        let mut newest: Vec<(String, u64, Box<Document>)> = Vec::new();
        for request in std::iter::once(first).chain(incoming.try_iter()) {
            match request {
                Request::Open { id, path, base } => {
                    places.insert(id, (path, base));
                }
                Request::File { id, revision, document } => {
                    newest.retain(|(other, ..)| *other != id);
                    newest.push((id, revision, document));
                }
            }
        }
        for (id, revision, document) in newest {
            let Some((path, base)) = places.get_mut(&id) else { continue };
            let report = match filing::file(path, &document.render(), *base) {
                Ok(filed) => {
                    path.clone_from(&filed.path);
                    *base = filed.base;
                    Report::Filed { id, revision, path: filed.path, document, beside: filed.beside }
                }
                Err(error) => {
                    if let StoreError::Unsynced { filed, .. } = &error {
                        (*path, *base) = (filed.path.clone(), filed.base);
                    }
                    Report::Failed { id, revision, reason: error.reason_first() }
                }
            };
            if outgoing.send(report).is_err() {
                return;
            }
            wake();
        }
    }
}
