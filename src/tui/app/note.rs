//! The open conversation: when it is filed, and what the status bar may say.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, FixedOffset, NaiveDate};

use super::today::Today;
use super::walk::Walk;
use super::{App, Effect, Overlay, Screen};
use crate::document::Head;
use crate::playbook::Playbook;
use crate::session::{Edit, Session, Start};
use crate::store::{Base, Open, Report};
use crate::text;

/// A note is filed so long after the last key.
const PAUSE: Duration = Duration::from_secs(1);
/// A disk that has not answered for so long has not saved.
const PATIENCE: Duration = Duration::from_secs(2);
/// After a failure another try follows by itself.
const RETRY: Duration = Duration::from_secs(5);

/// A conversation that is open.
#[derive(Debug)]
pub struct Note {
    pub open: Open,
    pub saving: Saving,
    /// When to file by itself.
    due: Option<Duration>,
    /// The revision that was last asked to be filed.
    asked: u64,
    /// The place that the note says, or was last asked to say.
    place: String,
    then: Option<AfterSave>,
    /// The file of the playbook that is walked; embedded ones have none.
    pub(super) playbook_file: Option<PathBuf>,
    /// What was filed at an earlier revision was written in another version of the playbook.
    pub(super) rebased: u64,
    /// What happened to its playbook while something else was on the screen.
    pub(super) news: Option<String>,
    /// The conversations before and after this one that were found, by their ids.
    pub linked: BTreeMap<String, Linked>,
}

/// What one tells a linked conversation by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Linked {
    /// The id of its playbook.
    pub playbook: String,
    pub started: NaiveDate,
}

/// Whether the words are on the disk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Saving {
    /// Everything; when it was filed, if it was in this sitting.
    Saved(Option<DateTime<FixedOffset>>),
    /// Something changed and will be filed in a moment.
    Waiting,
    /// The writer has it.
    Asked {
        since: Duration,
    },
    Failed {
        reason: String,
    },
}

/// What to do once everything is saved.
#[derive(Debug)]
pub enum AfterSave {
    Quit,
    Open(PathBuf),
    /// Open the conversation with this id.
    Find(String),
    Create {
        playbook: Arc<Playbook>,
        start: Box<Start>,
    },
}

impl AfterSave {
    /// Whether one still stands where it was asked for.
    fn is_wanted(&self, screen: &Screen) -> bool {
        match self {
            Self::Quit => true,
            Self::Open(_) => matches!(screen, Screen::Today(_)),
            Self::Find(_) => matches!(screen, Screen::End(_)),
            Self::Create { .. } => matches!(screen, Screen::Form(_) | Screen::End(_)),
        }
    }
}

impl Note {
    /// The session.
    pub fn session(&self) -> &Session {
        &self.open.session
    }

    /// What the status bar says, and whether it is alarming. Exact, as users rely on it.
    pub fn status(&self, now: Duration) -> (String, bool) {
        match &self.saving {
            Saving::Saved(None) => ("Saved".to_owned(), false),
            Saving::Saved(Some(at)) => (format!("Saved {}", at.format("%H:%M")), false),
            Saving::Asked { since } if now.saturating_sub(*since) >= PATIENCE => {
                ("NOT SAVED: the disk does not answer; your words are safe on this screen".to_owned(), true)
            }
            Saving::Waiting | Saving::Asked { .. } => ("Saving…".to_owned(), false),
            Saving::Failed { reason } => (format!("NOT SAVED: {reason}"), true),
        }
    }

    /// When to look again. Once the bar has said that the disk does not answer, only an answer
    /// changes anything: no deadline, or we would wait for no time, again and again.
    pub(super) fn deadline(&self, now: Duration) -> Option<Duration> {
        let patience = match self.saving {
            Saving::Asked { since } => Some(since + PATIENCE).filter(|at| *at > now),
            _ => None,
        };
        match (self.due, patience) {
            (Some(due), Some(patience)) => Some(due.min(patience)),
            (due, patience) => due.or(patience),
        }
    }
}

impl App {
    /// The open conversation.
    ///
    /// Only screens that exist with one call this; without one it would be our mistake, and they
    /// fall back to Today.
    pub fn session(&self) -> Option<&Session> {
        self.note.as_ref().map(Note::session)
    }

    /// Applies an edit to the open conversation.
    pub(super) fn edit(&mut self, edit: Edit) -> bool {
        let now = self.now;
        let Some(note) = &mut self.note else { return false };
        let changed = note.open.session.apply(edit, now.wall);
        if changed {
            // What went wrong is not typed away unread.
            self.message.take_if(|message| !message.bad);
            self.touched();
        }
        changed
    }

    /// Something changed: it will be filed after a pause.
    pub(super) fn touched(&mut self) {
        let now = self.now.tick;
        let Some(note) = &mut self.note else { return };
        note.due = Some(now + PAUSE);
        if matches!(note.saving, Saving::Saved(_)) {
            note.saving = Saving::Waiting;
        }
    }

    /// Whether every word of the open conversation is filed.
    pub fn is_saved(&self) -> bool {
        self.note.as_ref().is_none_or(|n| matches!(n.saving, Saving::Saved(_)))
    }

    /// Asks for what is not filed yet to be filed.
    pub(super) fn file_now(&mut self, effects: &mut Vec<Effect>) {
        let now = self.now.tick;
        let Some(note) = &mut self.note else { return };
        note.due = None;
        if matches!(note.saving, Saving::Saved(_)) {
            return;
        }
        let session = &note.open.session;
        if matches!(note.saving, Saving::Asked { .. }) && note.asked == session.revision() {
            return;
        }
        note.asked = session.revision();
        note.place.clone_from(&session.head().at);
        if !matches!(note.saving, Saving::Asked { .. }) {
            note.saving = Saving::Asked { since: now };
        }
        effects.push(Effect::File {
            id: session.head().id.clone(),
            revision: note.asked,
            document: Box::new(session.to_document()),
        });
    }

    /// Ctrl+S.
    pub(super) fn save(&mut self, effects: &mut Vec<Effect>) {
        self.take_details();
        if let Some(note) = &mut self.note
            && matches!(note.saving, Saving::Saved(_))
        {
            // Also when nothing changed: the time that is shown should be now's.
            note.saving = Saving::Waiting;
        }
        self.file_now(effects);
    }

    /// Saves, and then does something; if saving fails, says so instead.
    pub(super) fn when_saved(&mut self, then: AfterSave, effects: &mut Vec<Effect>) {
        self.take_details();
        self.leave_item();
        self.keep_place();
        if self.is_saved() {
            self.then(then, effects);
            return;
        }
        self.file_now(effects);
        if let Some(note) = &mut self.note {
            note.then = Some(then);
        }
    }

    fn then(&mut self, then: AfterSave, effects: &mut Vec<Effect>) {
        // What is opened is walked by its playbook as that is now.
        if !matches!(then, AfterSave::Quit) {
            self.look(effects);
        }
        effects.push(match then {
            AfterSave::Quit => Effect::Quit,
            AfterSave::Open(path) => Effect::Open(path),
            AfterSave::Find(id) => Effect::Find(id),
            AfterSave::Create { playbook, start } => Effect::Create { playbook, start },
        });
    }

    /// The place where the advisor stands changed. It alone is no reason to file, but leaving is.
    pub(super) fn keep_place(&mut self) {
        let Some(note) = &mut self.note else { return };
        if let Screen::Walk(walk) = &self.screen {
            walk.stand(&mut note.open.session);
        }
        if note.open.session.head().at != note.place && matches!(note.saving, Saving::Saved(_)) {
            note.saving = Saving::Waiting;
        }
    }

    pub(super) fn opened(&mut self, opened: Result<Box<Open>, String>, effects: &mut Vec<Effect>) {
        match opened {
            Err(reason) => self.complain(reason),
            Ok(open) if self.holds(&open) => self.show_walk(),
            Ok(open) => {
                let is_new = open.base == Base::NEW;
                let carried = is_new.then(|| self.link(&open, effects)).flatten();
                let saving = if is_new { Saving::Waiting } else { Saving::Saved(None) };
                let place = open.session.head().at.clone();
                let playbook = open.session.playbook();
                let entry = self.catalog.usable(&playbook.id);
                let playbook_file = entry.and_then(|entry| entry.path.clone());
                let news = open.session.other_playbook();
                let ids: Vec<_> = open.session.head().linked().map(str::to_owned).collect();
                let note = open.path.clone();
                self.note = Some(Note {
                    open: *open,
                    saving,
                    due: None,
                    asked: 0,
                    place,
                    then: None,
                    playbook_file,
                    rebased: 0,
                    news,
                    linked: BTreeMap::new(),
                });
                if !ids.is_empty() {
                    effects.push(Effect::Tell { note, ids });
                }
                self.message = None;
                // That was the one it was asked for.
                self.quick &= !is_new;
                self.show_walk();
                self.file_now(effects);
                if let Some(words) = carried {
                    self.say(words);
                }
            }
        }
    }

    /// Takes what there is to tell of the conversations before and after the open one.
    pub(super) fn told_linked(&mut self, heads: &[Head]) {
        let Some(note) = &mut self.note else { return };
        let linked = heads.iter().map(|head| {
            let (playbook, started) = (head.playbook.id.clone(), head.started.date_naive());
            (head.id.clone(), Linked { playbook, started })
        });
        note.linked = linked.collect();
    }

    /// Whether the conversation that is open says just what was read, so that it can go on with its
    /// undo. If somebody changed the file meanwhile, theirs is what is shown.
    fn holds(&self, read: &Open) -> bool {
        let says = |note: &Note| Base::of(note.session().to_document().render().as_bytes());
        self.is_saved()
            && self.note.as_ref().is_some_and(|n| n.open.path == read.path && says(n) == read.base)
    }

    /// Shows the walk of the open conversation where it stands.
    pub(super) fn show_walk(&mut self) {
        let Some(note) = &mut self.note else { return };
        self.screen = Screen::Walk(Box::new(Walk::at_position(note.session())));
        if let Some(news) = note.news.take() {
            self.say(news);
        }
    }

    /// Back to Today, with what was typed on its way to the disk.
    pub(super) fn show_today(&mut self, effects: &mut Vec<Effect>) {
        self.leave_item();
        self.keep_place();
        self.file_now(effects);
        self.screen = Screen::Today(Today::default());
        effects.push(Effect::List);
    }

    pub(super) fn reported(&mut self, report: Report, effects: &mut Vec<Effect>) {
        let now = self.now;
        let Some(note) = &mut self.note else { return };
        let session = &mut note.open.session;
        match report {
            Report::Filed { id, revision, path, document, beside } if id == session.head().id => {
                // One made before the playbook changed knows less than the session has by now.
                if revision >= note.rebased {
                    session.filed(*document);
                }
                note.open.path.clone_from(&path);
                if revision == session.revision() && revision >= note.asked {
                    note.saving = Saving::Saved(Some(now.wall));
                    // Who went elsewhere while the disk took its time does not want it any more.
                    let then = note.then.take().filter(|then| then.is_wanted(&self.screen));
                    if let Some(then) = then {
                        self.then(then, effects);
                    } else if self.ending || matches!(self.overlay, Some(Overlay::Unsaved)) {
                        effects.push(Effect::Quit);
                    }
                } else if note.asked > revision {
                    note.saving = Saving::Asked { since: now.tick };
                } else {
                    note.saving = Saving::Waiting;
                }
                // Short: it must be read whole in a small window, and theirs has the name it had.
                if beside.is_some() {
                    let name = text::clean_line(&path.file_name().unwrap_or_default().to_string_lossy());
                    self.complain(format!("Changed elsewhere, and both are kept; yours is now {name}"));
                }
                if matches!(self.screen, Screen::Today(_)) {
                    effects.push(Effect::List);
                }
            }
            Report::Failed { id, reason, .. } if id == session.head().id => {
                note.saving = Saving::Failed { reason };
                note.due = Some(now.tick + RETRY);
                let then = note.then.take();
                if self.ending {
                    effects.push(Effect::Quit);
                } else if matches!(then, Some(AfterSave::Quit)) {
                    self.overlay = Some(Overlay::Unsaved);
                } else if then.is_some() {
                    self.complain("The conversation that is open must be saved first; try again then");
                }
            }
            // The conversation that this one goes on from.
            Report::Failed { reason, .. } => {
                self.complain(format!("The note before this one could not be saved: {reason}"));
            }
            Report::Filed { .. } => {}
        }
    }

    pub(super) fn tick(&mut self, effects: &mut Vec<Effect>) {
        let now = self.now.tick;
        if self.note.as_ref().is_some_and(|n| n.due.is_some_and(|due| due <= now)) {
            self.file_now(effects);
        }
        let Some(note) = &mut self.note else { return };
        // A disk that hangs keeps nobody here.
        if matches!(note.saving, Saving::Asked { since } if now.saturating_sub(since) >= PATIENCE)
            && note.then.take_if(|then| matches!(then, AfterSave::Quit)).is_some()
        {
            self.overlay = Some(Overlay::Unsaved);
        }
    }
}
