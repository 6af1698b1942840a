//! The exporting thread: all with a client may be many notes, and a disk may be slow. It is there only as long
//! as it writes.

use std::fs;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, Sender};
use std::thread;
use std::time::{Duration, Instant};

use super::app::export::{Exported, Format, Order, Subject as Asked};
use super::app::{App, Event};
use super::run::Run;
use crate::card::{self, Card};
use crate::catalog::Catalog;
use crate::dates::Clock;
use crate::export::{self, Options};
use crate::gather::{GatherError, Listener, Sources, Subject};
use crate::outgoing::{self, OutgoingError, Own};
use crate::session::Session;
use crate::store::{self, Store};

/// Whoever waits no longer than this needs to know nothing; then it is said so often at most.
const QUIET: Duration = Duration::from_millis(500);
const PAUSE: Duration = Duration::from_millis(200);
/// So many files of one name there may be.
const MOST: u32 = 999;

/// What it works with.
#[derive(Clone)]
pub struct Desk {
    pub store: Store,
    pub catalog: Arc<Catalog>,
    pub clock: Arc<dyn Clock>,
    /// The folder that files go into.
    pub exports: PathBuf,
}

/// What it says.
#[derive(Debug)]
pub enum Said {
    /// So many of so many are read.
    At(usize, usize),
    Done(Box<Exported>),
}

/// A handle on the thread.
#[derive(Debug)]
pub struct Exporter {
    said: Receiver<Said>,
}

impl Exporter {
    /// Starts to write. `wake` is called after each thing it says.
    pub fn start(desk: Desk, order: Order, wake: impl Fn() + Send + 'static) -> Self {
        let (outgoing, said) = mpsc::channel();
        let work = move || {
            let mut telling = Telling { outgoing, wake: Box::new(wake), next: Instant::now() + QUIET };
            let file = desk.write(&order, &mut telling);
            let Order { format, private, redact, said, .. } = order;
            telling.tell(Said::Done(Box::new(Exported { format, private, redact, said, file })));
        };
        let _ = thread::Builder::new().name("exporter".to_owned()).spawn(work);
        Self { said }
    }

    /// What it says, if it does within this time. `Err` once it is over.
    pub fn said(&self, at_most: Duration) -> Result<Option<Said>, ()> {
        match self.said.recv_timeout(at_most) {
            Ok(said) => Ok(Some(said)),
            Err(mpsc::RecvTimeoutError::Timeout) => Ok(None),
            Err(mpsc::RecvTimeoutError::Disconnected) => Err(()),
        }
    }
}

struct Telling {
    outgoing: Sender<Said>,
    wake: Box<dyn Fn() + Send>,
    next: Instant,
}

impl Telling {
    fn tell(&self, said: Said) {
        // Who does not listen any more has quit.
        let _ = self.outgoing.send(said);
        (self.wake)();
    }
}

impl Listener for Telling {
    /// What is missing is named in the file itself.
    fn say(&mut self, _: &str) {}

    fn at(&mut self, done: usize, of: usize) {
        let now = Instant::now();
        if self.next <= now {
            self.next = now + PAUSE;
            self.tell(Said::At(done, of));
        }
    }
}

impl Run {
    /// Writes a file for others, on a thread of its own.
    pub(super) fn export(&mut self, app: &mut App, order: Order) {
        match self.waiter.waker() {
            Ok(waker) => {
                let desk = Desk {
                    store: self.store.clone(),
                    catalog: app.catalog.clone(),
                    clock: self.clock.clone(),
                    exports: app.exports.clone(),
                };
                self.exporters.push(Exporter::start(desk, order, move || waker.wake()));
            }
            Err(error) => app.complain(format!("Nothing was written: {}", store::reason(&error))),
        }
    }

    /// What came of what is being written; it is waited for so long.
    pub(super) fn exported(&mut self, app: &mut App, at_most: Duration) {
        let mut exporters = std::mem::take(&mut self.exporters);
        exporters.retain(|exporter| {
            let mut wait = at_most;
            loop {
                match exporter.said(std::mem::take(&mut wait)) {
                    Ok(Some(Said::At(done, of))) => self.step(app, Event::Exporting { done, of }),
                    Ok(Some(Said::Done(exported))) => self.step(app, Event::Exported(exported)),
                    Ok(None) => return true,
                    Err(()) => return false,
                }
            }
        });
        self.exporters.append(&mut exporters);
    }
}

impl Desk {
    fn write(&self, order: &Order, listener: &mut dyn Listener) -> Result<Option<PathBuf>, String> {
        let bytes = self.bytes(order, listener)?;
        let own = Own { notes: self.store.folder().path(), state: self.store.state() };
        outgoing::make_folder(&self.exports, own).map_err(|error| error.to_string())?;
        let (name, ending) = (self.name(order), order.format.ending());
        // The dates of a conversation are one file: who imports it again has them as they are now.
        if let (Format::Calendar, Asked::Conversation(session)) = (order.format, &order.subject) {
            return self.write_calendar(session, &bytes, own);
        }
        for nth in 1..=MOST {
            let number = if nth == 1 { String::new() } else { format!("-{nth}") };
            let file = self.exports.join(format!("{name}{number}.{ending}"));
            match outgoing::write(&file, &bytes, false, own) {
                Ok(()) => return Ok(Some(file)),
                Err(OutgoingError::IsThere(_)) => {}
                Err(error) => return Err(error.to_string()),
            }
        }
        Err(format!("{} has too many files called {name}: put them elsewhere", self.exports.display()))
    }

    /// In the place of the one that was written before, if one was. Where there is none and nothing is to come,
    /// there is nothing to write.
    fn write_calendar(&self, session: &Session, new: &[u8], own: Own<'_>) -> Result<Option<PathBuf>, String> {
        let file = self.exports.join(export::calendar_name(session.head()));
        let now = self.clock.now();
        let before = fs::read_to_string(&file).ok();
        if before.is_none() && export::days_to_come(session.head(), now.date_naive()).is_empty() {
            return Ok(None);
        }
        let new = String::from_utf8_lossy(new).into_owned();
        let calendar = export::replacing(before.as_deref().unwrap_or_default(), new, now);
        let written = outgoing::write(&file, calendar.as_bytes(), true, own);
        written.map(|()| Some(file)).map_err(|error| error.to_string())
    }

    /// The name of a file, which names nobody.
    fn name(&self, order: &Order) -> String {
        let today = self.clock.now().date_naive();
        match &order.subject {
            Asked::Conversation(_) if order.redact => format!("goodterms-{today}"),
            Asked::Conversation(session) => {
                let head = session.head();
                let id: String = head.id.chars().filter(char::is_ascii_alphanumeric).take(6).collect();
                format!("goodterms-{today}-{id}")
            }
            Asked::Client(..) => format!("goodterms-client-{today}"),
        }
    }

    fn bytes(&self, order: &Order, listener: &mut dyn Listener) -> Result<Vec<u8>, String> {
        if let (Format::Card, Asked::Conversation(session)) = (order.format, &order.subject) {
            return Ok(export::card(&Card::of(session, card::Options::default())).into_bytes());
        }
        let subject = self.gathered(order, listener).map_err(|error| error.to_string())?;
        let options = Options { private: order.private };
        let report = || subject.report(&options);
        Ok(match order.format {
            Format::Document => export::docx(&report()).map_err(|error| error.to_string())?,
            Format::Page | Format::Card => export::html(&report()).into_bytes(),
            Format::Text => export::markdown(&report()).into_bytes(),
            Format::Calendar => export::ics(&subject.sessions, self.clock.now()).into_bytes(),
            Format::Sheet => export::csv(&subject.sessions, &options).into_bytes(),
            Format::Data => export::json(&subject.sessions, &options).into_bytes(),
        })
    }

    fn gathered(&self, order: &Order, listener: &mut dyn Listener) -> Result<Subject, GatherError> {
        let sources = Sources { store: &self.store, catalog: &self.catalog, clock: &*self.clock };
        let mut subject = match &order.subject {
            Asked::Conversation(session) => Subject::of_session(sources, Session::clone(session))?,
            Asked::Client(name, open) => {
                let subject = Subject::of_client(sources, name, (None, None), listener)?;
                match open {
                    Some(session) => subject.with(session),
                    None => subject,
                }
            }
        };
        if order.redact {
            subject.redact(sources)?;
        }
        Ok(subject)
    }
}
