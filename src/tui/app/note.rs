//! The open conversation: when it is filed, and what the status bar may say.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, FixedOffset, NaiveDate};

use super::opening::Then;
use super::today::Today;
use super::{App, Effect, Overlay, Screen};
use crate::document::Document;
use crate::playbook::Playbook;
use crate::session::{Edit, Session, Start};
use crate::store::writer::Typed;
use crate::store::{Base, Open};

/// A note is filed so long after the last key, and so long after the first at the latest.
const PAUSE: Duration = Duration::from_secs(5);
const AT_LATEST: Duration = Duration::from_secs(10);
/// What is typed goes to the writer at once, but not more often than this.
const BATCH: Duration = Duration::from_millis(100);
/// What is said of a disk that does not answer.
pub const NO_ANSWER: &str = "the disk does not answer";
/// A disk that has not answered for so long has not saved.
const PATIENCE: Duration = Duration::from_secs(2);

/// A conversation that is open.
#[derive(Debug)]
pub struct Note {
    pub open: Open,
    pub saving: Saving,
    pub filing: Filing,
    /// When to hand on what was typed, and when that was done last.
    pub(super) draft_at: Option<Duration>,
    drafted: Option<Duration>,
    /// When to file by itself, and since when there is something to file.
    pub(super) due: Option<Duration>,
    pub(super) changed: Option<Duration>,
    /// What stands in its place without the disk having confirmed it.
    pub(super) unconfirmed: Option<Box<Document>>,
    /// The revisions that the writer was last handed, and asked to file.
    pub(super) sent: u64,
    pub(super) asked: u64,
    /// How often something that others wrote was taken in.
    pub(super) generation: u64,
    /// The place that the note says, or was last asked to say.
    place: String,
    pub(super) then: Option<AfterSave>,
    /// Whether the writer has it by now: what it says before is of an earlier sitting.
    pub(super) is_heard: bool,
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

/// Whether the words are on the disk, in the draft or in the note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Saving {
    /// Everything; when that was confirmed, if it was in this sitting.
    Saved(Option<DateTime<FixedOffset>>),
    /// Something changed and goes to the writer in a moment.
    Waiting,
    /// The writer has it.
    Asked {
        since: Duration,
    },
    Failed {
        reason: String,
    },
}

/// Whether the words are in the note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Filing {
    Filed,
    /// Not all of them; they will be in a moment.
    Due,
    /// The writer was asked.
    Asked {
        since: Duration,
    },
    Failed {
        reason: String,
    },
}

/// What to do once everything is filed.
#[derive(Debug)]
pub enum AfterSave {
    Quit,
    Open(PathBuf, Then),
    /// Open the conversation with this id.
    Find(String),
    Create {
        playbook: Arc<Playbook>,
        start: Box<Start>,
    },
    /// The same for a call that goes on already.
    Call {
        playbook: Arc<Playbook>,
        start: Box<Start>,
    },
}

impl AfterSave {
    /// Whether one still stands where it was asked for.
    pub(super) fn is_wanted(&self, screen: &Screen) -> bool {
        match self {
            Self::Quit | Self::Call { .. } => true,
            Self::Open(..) => screen.has_behind(),
            Self::Find(_) => matches!(screen, Screen::End(_)),
            Self::Create { .. } => matches!(screen, Screen::Form(_) | Screen::End(_)),
        }
    }
}

impl Note {
    /// One that was just opened. A new one is to be saved.
    pub(super) fn new(open: Open, playbook_file: Option<PathBuf>) -> Self {
        let is_new = open.base == Base::NEW;
        Self {
            saving: if is_new { Saving::Waiting } else { Saving::Saved(None) },
            filing: if is_new { Filing::Due } else { Filing::Filed },
            draft_at: None,
            drafted: None,
            due: None,
            changed: None,
            unconfirmed: None,
            sent: 0,
            asked: 0,
            generation: 0,
            place: open.session.head().at.clone(),
            then: None,
            is_heard: false,
            playbook_file,
            rebased: 0,
            news: open.session.other_playbook(),
            linked: BTreeMap::new(),
            open,
        }
    }

    /// What stands in its place without the disk having confirmed it, if something does.
    pub fn unconfirmed(&self) -> Option<&Document> {
        self.unconfirmed.as_deref()
    }

    /// The session.
    pub fn session(&self) -> &Session {
        &self.open.session
    }

    /// What the status bar says, and whether it is alarming. Exact, as users rely on it.
    pub fn status(&self, now: Duration) -> (String, bool) {
        if let Some(holder) = &self.open.holder {
            return (format!("READ ONLY: open in another goodterms ({holder})"), true);
        }
        let is_late = |since: &Duration| now.saturating_sub(*since) >= PATIENCE;
        let in_draft = |reason: &str| format!("NOT SAVED in the note (every word is in the draft): {reason}");
        let to_draft = |reason: &str| format!("NOT SAVED in the note (saving it in the draft…): {reason}");
        match (&self.saving, &self.filing) {
            (Saving::Failed { reason }, _) => (format!("NOT SAVED: {reason}"), true),
            (Saving::Saved(_), Filing::Failed { reason }) => (in_draft(reason), true),
            (Saving::Saved(_), Filing::Asked { since }) if is_late(since) => (in_draft(NO_ANSWER), true),
            (Saving::Saved(None), _) => ("Saved".to_owned(), false),
            (Saving::Saved(Some(at)), _) => (format!("Saved {}", at.format("%H:%M")), false),
            (Saving::Asked { since }, _) if is_late(since) => {
                (format!("NOT SAVED: {NO_ANSWER}; your words are safe on this screen"), true)
            }
            (_, Filing::Asked { since }) if is_late(since) => (to_draft(NO_ANSWER), true),
            (_, Filing::Failed { reason }) => (to_draft(reason), true),
            (Saving::Waiting | Saving::Asked { .. }, _) => ("Saving…".to_owned(), false),
        }
    }

    /// Whether something was typed that the writer does not have yet.
    pub(super) fn is_owed(&self) -> bool {
        self.open.holder.is_none() && self.sent < self.open.session.revision()
    }

    /// Whether every word is in the note.
    pub fn is_filed(&self) -> bool {
        matches!(self.saving, Saving::Saved(_)) && self.filing == Filing::Filed
    }

    /// When to look again. Once the bar has said that the disk does not answer, only an answer
    /// changes anything: no deadline, or we would wait for no time, again and again.
    pub(super) fn deadline(&self, now: Duration) -> Option<Duration> {
        let [draft, note] = self.overdue_at().map(|at| at.filter(|at| *at > now));
        [self.due, self.draft_at, draft, note].into_iter().flatten().min()
    }

    /// When patience ends with a disk that owes an answer about the draft, and about the note.
    fn overdue_at(&self) -> [Option<Duration>; 2] {
        let draft = if let Saving::Asked { since } = self.saving { Some(since) } else { None };
        let note = if let Filing::Asked { since } = self.filing { Some(since) } else { None };
        [draft, note].map(|since| since.map(|since| since + PATIENCE))
    }

    /// Whether the disk has owed an answer for too long.
    fn is_overdue(&self, now: Duration) -> bool {
        self.overdue_at().into_iter().flatten().any(|at| at <= now)
    }

    /// The disk answers: what was not handed on meanwhile follows.
    pub(super) fn go_on(&mut self, now: Duration) {
        if self.sent < self.open.session.revision() {
            self.draft_at.get_or_insert(now);
        }
        let is_owed = match self.filing {
            // That one stands elsewhere is no reason to file.
            Filing::Due => self.asked < self.open.session.revision(),
            Filing::Failed { .. } => true,
            Filing::Filed | Filing::Asked { .. } => false,
        };
        if is_owed {
            self.due.get_or_insert(now);
        }
    }

    /// The note as it is handed to the writer.
    fn typed(&mut self, now: Duration) -> Typed {
        let session = &self.open.session;
        (self.sent, self.drafted, self.draft_at) = (session.revision(), Some(now), None);
        let document = Box::new(session.to_document());
        let typed = Typed { revision: session.revision(), generation: self.generation, document };
        if !matches!(self.saving, Saving::Asked { .. } | Saving::Saved(_)) {
            self.saving = Saving::Asked { since: now };
        }
        typed
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
        if self.is_read_only() {
            return false;
        }
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

    /// Applies an edit that one undo takes back, and that alone. Returns whether anything changed.
    pub(super) fn edit_apart(&mut self, edit: Option<Edit>) -> bool {
        self.seal();
        let changed = edit.is_some_and(|edit| self.edit(edit));
        self.seal();
        changed
    }

    /// Whether somebody else has the open conversation; what to do then is said.
    pub(super) fn is_read_only(&mut self) -> bool {
        if self.note.as_ref().is_none_or(|note| note.open.holder.is_none()) {
            return false;
        }
        self.complain("It is open in another goodterms: write there, or close that one");
        true
    }

    /// Something changed: it goes to the writer in a moment, and will be filed after a pause.
    pub(super) fn touched(&mut self) {
        let now = self.now.tick;
        let Some(note) = &mut self.note else { return };
        note.draft_at.get_or_insert(note.drafted.map_or(now, |at| now.max(at + BATCH)));
        let first = *note.changed.get_or_insert(now);
        note.due = Some((now + PAUSE).min(first + AT_LATEST));
        if matches!(note.saving, Saving::Saved(_)) {
            note.saving = Saving::Waiting;
        }
        if note.filing == Filing::Filed {
            note.filing = Filing::Due;
        }
    }

    /// Hands what was typed to the writer, if it is time.
    pub(super) fn hand_on(&mut self, now: Duration, effects: &mut Vec<Effect>) {
        let Some(note) = &mut self.note else { return };
        if note.draft_at.is_none_or(|at| at > now) {
            return;
        }
        // What nobody takes is not piled up; it is handed on with the first answer, or at the end.
        if note.is_overdue(now) && !self.ending {
            note.draft_at = None;
            return;
        }
        let id = note.session().head().id.clone();
        effects.push(Effect::Draft { id, typed: note.typed(now) });
    }

    /// The end has come: the draft first, for it is fast, then the note.
    pub(super) fn last_words(&mut self, effects: &mut Vec<Effect>) {
        if let Some(note) = &mut self.note {
            note.draft_at = note.draft_at.map(|_| Duration::ZERO);
        }
        self.hand_on(self.now.tick, effects);
        effects.push(Effect::Sync);
        let is_read = self.note.as_ref().is_some_and(|note| note.open.holder.is_some());
        if self.is_filed() || is_read {
            effects.push(Effect::Quit);
        } else {
            self.file_now(effects);
        }
    }

    /// Whether every word of the open conversation is on the disk.
    pub fn is_saved(&self) -> bool {
        self.note.as_ref().is_none_or(|n| matches!(n.saving, Saving::Saved(_)))
    }

    /// Whether every word of the open conversation is in its note.
    pub fn is_filed(&self) -> bool {
        self.note.as_ref().is_none_or(Note::is_filed)
    }

    /// Asks for what is not filed yet to be filed.
    pub(super) fn file_now(&mut self, effects: &mut Vec<Effect>) {
        let now = self.now.tick;
        let Some(note) = &mut self.note else { return };
        (note.due, note.changed) = (None, None);
        if note.is_filed() || note.open.holder.is_some() || note.is_overdue(now) && !self.ending {
            return;
        }
        let session = &note.open.session;
        if matches!(note.filing, Filing::Asked { .. }) && note.asked == session.revision() {
            return;
        }
        note.asked = session.revision();
        note.place.clone_from(&session.head().at);
        if !matches!(note.filing, Filing::Asked { .. }) {
            note.filing = Filing::Asked { since: now };
        }
        let id = session.head().id.clone();
        effects.push(Effect::File { id, typed: note.typed(now) });
    }

    /// Ctrl+S.
    pub(super) fn save(&mut self, effects: &mut Vec<Effect>) {
        self.take_details();
        if let Some(note) = &mut self.note
            && note.is_filed()
        {
            // Also when nothing changed: the time that is shown should be now's.
            note.saving = Saving::Waiting;
            note.filing = Filing::Due;
        }
        self.file_now(effects);
    }

    /// Files, and then does something; if filing fails, says so instead.
    pub(super) fn when_saved(&mut self, then: AfterSave, effects: &mut Vec<Effect>) {
        self.take_details();
        self.end_line_live();
        self.leave_item();
        self.keep_place();
        let is_read = self.note.as_ref().is_some_and(|note| note.open.holder.is_some());
        if self.is_filed() || is_read {
            self.then(then, effects);
            return;
        }
        self.file_now(effects);
        if let Some(note) = &mut self.note {
            note.then = Some(then);
        }
        self.hold_nobody();
    }

    pub(super) fn then(&mut self, then: AfterSave, effects: &mut Vec<Effect>) {
        // What is opened is walked by its playbook as that is now.
        if !matches!(then, AfterSave::Quit) {
            self.look(effects);
        }
        effects.push(match then {
            AfterSave::Quit => Effect::Quit,
            AfterSave::Open(path, then) => {
                let ticket = self.ask(Some(then));
                Effect::Open(path, ticket)
            }
            AfterSave::Find(id) => {
                let ticket = self.ask(Some(Then::Walk));
                Effect::Find(id, ticket)
            }
            AfterSave::Create { playbook, start } => Effect::Create { playbook, start },
            AfterSave::Call { playbook, start } => {
                self.calling = true;
                Effect::Create { playbook, start }
            }
        });
    }

    /// The place where the advisor stands changed. It alone is no reason to file, but leaving is.
    pub(super) fn keep_place(&mut self) {
        let Some(note) = &mut self.note else { return };
        if let Screen::Walk(walk) = &self.screen {
            walk.stand(&mut note.open.session);
        }
        if note.open.session.head().at != note.place && note.is_filed() {
            note.filing = Filing::Due;
        }
    }

    /// Back to Today, with what was typed on its way to the disk.
    pub(super) fn show_today(&mut self, effects: &mut Vec<Effect>) {
        self.leave_item();
        self.keep_place();
        self.file_now(effects);
        self.back.clear();
        (self.call, self.live) = (None, None);
        self.screen = Screen::Today(Today::default());
        self.refresh_own();
        effects.push(Effect::List);
    }

    pub(super) fn tick(&mut self, effects: &mut Vec<Effect>) {
        let now = self.now.tick;
        if self.note.as_ref().is_some_and(|n| n.due.is_some_and(|due| due <= now)) {
            self.file_now(effects);
        }
        self.hold_nobody();
    }

    /// A disk that hangs keeps nobody here.
    fn hold_nobody(&mut self) {
        let now = self.now.tick;
        let Some(note) = &mut self.note else { return };
        if note.is_overdue(now) && note.then.take_if(|then| matches!(then, AfterSave::Quit)).is_some() {
            self.overlay = Some(Overlay::Unsaved);
        }
    }
}
