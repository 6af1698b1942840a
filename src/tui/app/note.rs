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
use crate::session::{Edit, Session, Start, Target};
use crate::store::writer::{Stands, Typed};
use crate::store::{Base, Open, Recovered, Report, TakenIn};
use crate::text;

/// A note is filed so long after the last key, and so long after the first at the latest.
const PAUSE: Duration = Duration::from_secs(5);
const AT_LATEST: Duration = Duration::from_secs(10);
/// What is typed goes to the writer at once, but not more often than this.
const BATCH: Duration = Duration::from_millis(100);
/// A disk that has not answered for so long has not saved.
const PATIENCE: Duration = Duration::from_secs(2);
/// After a failure another try follows by itself.
const RETRY: Duration = Duration::from_secs(5);

/// A conversation that is open.
#[derive(Debug)]
pub struct Note {
    pub open: Open,
    pub saving: Saving,
    pub filing: Filing,
    /// When to hand on what was typed, and when that was done last.
    draft_at: Option<Duration>,
    drafted: Option<Duration>,
    /// When to file by itself, and since when there is something to file.
    due: Option<Duration>,
    changed: Option<Duration>,
    /// The revisions that the writer was last handed, and asked to file.
    sent: u64,
    asked: u64,
    /// How often something that others wrote was taken in.
    generation: u64,
    /// The place that the note says, or was last asked to say.
    place: String,
    then: Option<AfterSave>,
    /// Whether the writer has it by now: what it says before is of an earlier sitting.
    is_heard: bool,
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
        if let Some(holder) = &self.open.holder {
            return (format!("READ ONLY: open in another goodterms ({holder})"), true);
        }
        match (&self.saving, &self.filing) {
            (Saving::Saved(_), Filing::Failed { reason }) => {
                (format!("NOT SAVED in the note (every word is in the draft): {reason}"), true)
            }
            (Saving::Saved(_), Filing::Asked { since }) if now.saturating_sub(*since) >= PATIENCE => (
                "NOT SAVED in the note (every word is in the draft): the disk does not answer".to_owned(),
                true,
            ),
            (Saving::Saved(None), _) => ("Saved".to_owned(), false),
            (Saving::Saved(Some(at)), _) => (format!("Saved {}", at.format("%H:%M")), false),
            (Saving::Asked { since }, _) if now.saturating_sub(*since) >= PATIENCE => {
                ("NOT SAVED: the disk does not answer; your words are safe on this screen".to_owned(), true)
            }
            (Saving::Waiting | Saving::Asked { .. }, Filing::Failed { reason }) => {
                (format!("NOT SAVED in the note (saving it in the draft…): {reason}"), true)
            }
            (Saving::Waiting | Saving::Asked { .. }, _) => ("Saving…".to_owned(), false),
            (Saving::Failed { reason }, _) => (format!("NOT SAVED: {reason}"), true),
        }
    }

    /// Whether every word is in the note.
    pub fn is_filed(&self) -> bool {
        matches!(self.saving, Saving::Saved(_)) && self.filing == Filing::Filed
    }

    /// When to look again. Once the bar has said that the disk does not answer, only an answer
    /// changes anything: no deadline, or we would wait for no time, again and again.
    pub(super) fn deadline(&self, now: Duration) -> Option<Duration> {
        let patience = self.waits_since().map(|since| since + PATIENCE).filter(|at| *at > now);
        [self.due, self.draft_at, patience].into_iter().flatten().min()
    }

    /// Since when the disk owes an answer.
    fn waits_since(&self) -> Option<Duration> {
        let saving = if let Saving::Asked { since } = self.saving { Some(since) } else { None };
        let filing = if let Filing::Asked { since } = self.filing { Some(since) } else { None };
        saving.into_iter().chain(filing).min()
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
        if note.is_filed() || note.open.holder.is_some() {
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
        if note.open.session.head().at != note.place && note.is_filed() {
            note.filing = Filing::Due;
        }
    }

    pub(super) fn opened(&mut self, opened: Result<Box<Open>, String>, effects: &mut Vec<Effect>) {
        match opened {
            Err(reason) => self.complain(reason),
            Ok(open) if self.is_open(&open) => self.show_walk(),
            Ok(open) if self.is_read_again(&open) => self.read_again(*open, effects),
            Ok(open) => {
                let is_new = open.base == Base::NEW;
                let carried = is_new.then(|| self.link(&open, effects)).flatten();
                self.close_note(effects);
                self.take_note(*open, effects);
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

    /// Another conversation is open from now on.
    fn take_note(&mut self, open: Open, effects: &mut Vec<Effect>) {
        let is_new = open.base == Base::NEW;
        let entry = self.catalog.usable(&open.session.playbook().id);
        let ids: Vec<_> = open.session.head().linked().map(str::to_owned).collect();
        if !ids.is_empty() {
            effects.push(Effect::Tell { note: open.path.clone(), ids });
        }
        self.note = Some(Note {
            saving: if is_new { Saving::Waiting } else { Saving::Saved(None) },
            filing: if is_new { Filing::Due } else { Filing::Filed },
            draft_at: None,
            drafted: None,
            due: None,
            changed: None,
            sent: 0,
            asked: 0,
            generation: 0,
            place: open.session.head().at.clone(),
            then: None,
            is_heard: false,
            playbook_file: entry.and_then(|entry| entry.path.clone()),
            rebased: 0,
            news: open.session.other_playbook(),
            linked: BTreeMap::new(),
            open,
        });
    }

    /// The open conversation is open no more.
    fn close_note(&mut self, effects: &mut Vec<Effect>) {
        effects.extend(self.note.take().map(|note| Effect::Close(note.session().head().id.clone())));
    }

    /// Whether it is the conversation that is open here, which has all that was typed and its undo.
    /// What somebody else wrote in its note meanwhile comes in by itself.
    fn is_open(&self, read: &Open) -> bool {
        self.note.as_ref().is_some_and(|note| {
            note.open.holder.is_none() && note.session().head().id == read.session.head().id
        })
    }

    /// Whether it is the one that is open here to be read.
    fn is_read_again(&self, read: &Open) -> bool {
        self.note.as_ref().is_some_and(|note| note.session().head().id == read.session.head().id)
    }

    /// Shows a conversation that is only read as it stands now, at the same place; from now on one
    /// may write in it, if whoever had it has gone.
    fn read_again(&mut self, mut open: Open, effects: &mut Vec<Effect>) {
        let before = self.note.as_ref().map(|note| note.session().playbook().clone());
        if let Screen::Walk(walk) = &self.screen
            && before.as_ref().is_some_and(|before| before.sha256 == open.session.playbook().sha256)
        {
            walk.stand(&mut open.session);
        }
        let may_write = open.holder.is_none();
        self.take_note(open, effects);
        before.into_iter().for_each(|before| self.stand_again(&before, false));
        if may_write {
            self.say("The other goodterms has let go of it: you can write here now");
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
        match report {
            Report::Opened { id } => {
                if self.has_open(&id) {
                    self.note.iter_mut().for_each(|note| note.is_heard = true);
                }
            }
            Report::Filed { id, .. } | Report::Saved { id, .. } if !self.is_heard(&id) => {}
            // The conversation that this one goes on from.
            Report::Failed { id, reason, .. } | Report::Unsaved { id, reason, .. } if !self.has_open(&id) => {
                self.complain(format!("The note before this one could not be saved: {reason}"));
            }
            Report::Saved { revision, .. } => self.saved(revision, effects),
            Report::Unsaved { id, revision, reason, stands } => {
                stands.filter(|_| self.is_heard(&id)).map(|stands| self.stands(revision, stands));
                self.unsaved(reason, effects);
            }
            Report::Failed { id, revision, reason, stands } => {
                stands.filter(|_| self.is_heard(&id)).map(|stands| self.stands(revision, stands));
                self.not_filed(reason, effects);
            }
            Report::Filed { revision, stands, .. } => {
                let is_all = self.stands(revision, stands);
                self.filed(revision, is_all, effects);
            }
            Report::Recovered { recovered, taken, .. } => self.say_recovered(&recovered, &taken, effects),
            Report::Changed { id, path } => {
                if self.has_open(&id) && self.note.as_ref().is_some_and(|note| note.open.holder.is_some()) {
                    effects.push(Effect::Open(path));
                }
            }
        }
    }

    /// Whether what the writer says of a conversation is of this sitting.
    fn is_heard(&self, id: &str) -> bool {
        self.has_open(id) && self.note.as_ref().is_some_and(|note| note.is_heard)
    }

    fn has_open(&self, id: &str) -> bool {
        self.note.as_ref().is_some_and(|note| note.session().head().id == id)
    }

    /// All up to a revision is in the draft.
    fn saved(&mut self, revision: u64, effects: &mut Vec<Effect>) {
        let now = self.now;
        let Some(note) = &mut self.note else { return };
        note.saving = match note.open.session.revision() {
            current if revision >= current => Saving::Saved(Some(now.wall)),
            _ if note.sent > revision => Saving::Asked { since: now.tick },
            _ => Saving::Waiting,
        };
        // The note may follow at the next start.
        if self.ending && matches!(note.filing, Filing::Failed { .. }) && self.is_saved() {
            effects.push(Effect::Quit);
        }
    }

    /// The note stands in its file. Whether that is all there is.
    fn stands(&mut self, revision: u64, stands: Stands) -> bool {
        let Some(note) = &mut self.note else { return false };
        note.open.base = Base::of(&stands.document().render());
        let moved = note.open.path != stands.path;
        note.open.path.clone_from(&stands.path);
        let is_put_back = stands.is_put_back;
        let is_all = self.take_in(revision, stands);
        if moved && let Some(note) = &self.note {
            let name = note.open.path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            self.say(format!("This note is now {}", text::clean_line(&name)));
        }
        if is_put_back {
            self.complain(
                "An editor saved an earlier text of this note: what was typed since stays, and goodterms history has theirs",
            );
        }
        is_all
    }

    /// What others wrote comes in. Whether there is nothing else now.
    fn take_in(&mut self, revision: u64, stands: Stands) -> bool {
        let Stands { ours, merged, generation, conflicts, .. } = stands;
        let now = self.now.wall;
        let Some(note) = &mut self.note else { return false };
        let is_current = revision == note.open.session.revision();
        let Some(stands) = merged else {
            // One made before the playbook changed knows less than the session has by now.
            if revision >= note.rebased {
                note.open.session.filed(*ours);
            }
            return is_current && revision >= note.asked;
        };
        note.generation = generation;
        let at_end = self.screen.is_at_end_of_text(note.session());
        let target = self.screen.target(note.session());
        let typed = match target {
            Some(Target::Field(at) | Target::Cell { field: at, .. }) => Some(at),
            _ => None,
        };
        let entry = match target {
            Some(Target::Note { step, entry }) => note.session().notes(step).get(entry).cloned(),
            _ => None,
        };
        note.open.session.absorb(&ours, (*stands).clone(), typed, now);
        let playbook = note.open.session.playbook().clone();
        if let (Screen::Walk(walk), Some(entry)) = (&mut self.screen, entry) {
            walk.follow_entry(&note.open.session, &entry);
        }
        self.stand_again(&playbook, at_end);
        let Some(note) = &mut self.note else { return false };
        let session = &note.open.session;
        let is_all = is_current && session.to_document() == *stands;
        if is_all {
            // The revision has changed by what came in.
            (note.sent, note.asked) = (session.revision(), session.revision());
        } else {
            self.touched();
        }
        match conflicts {
            // That has said it already.
            0 if self.message.as_ref().is_some_and(|message| message.text.starts_with("Recovered")) => {}
            0 => self.say("Taken in: what was written elsewhere in this note"),
            n => {
                let places = text::count(n, "place");
                self.complain(format!(
                    "Written here and elsewhere, in {places}: both are kept, see \"Also written elsewhere\""
                ));
            }
        }
        is_all
    }

    /// All up to a revision is in the note.
    fn filed(&mut self, revision: u64, is_all: bool, effects: &mut Vec<Effect>) {
        let now = self.now;
        let Some(note) = &mut self.note else { return };
        if is_all {
            note.saving = Saving::Saved(Some(now.wall));
            note.filing = Filing::Filed;
            (note.due, note.changed, note.draft_at) = (None, None, None);
        } else {
            if note.asked <= revision {
                note.filing = Filing::Due;
            }
            if !matches!(note.saving, Saving::Saved(_)) {
                note.saving =
                    if note.sent > revision { Saving::Asked { since: now.tick } } else { Saving::Waiting };
            }
        }
        if note.is_filed() {
            // Who went elsewhere while the disk took its time does not want it any more.
            let then = note.then.take().filter(|then| then.is_wanted(&self.screen));
            if let Some(then) = then {
                self.then(then, effects);
            } else if self.ending || matches!(self.overlay, Some(Overlay::Unsaved)) {
                effects.push(Effect::Quit);
            }
        }
        if matches!(self.screen, Screen::Today(_)) {
            effects.push(Effect::List);
        }
    }

    /// Neither the draft nor the note can be written.
    fn unsaved(&mut self, reason: String, effects: &mut Vec<Effect>) {
        if let Some(note) = &mut self.note {
            note.saving = Saving::Failed { reason: reason.clone() };
        }
        self.not_filed(reason, effects);
    }

    /// The note cannot be written.
    fn not_filed(&mut self, reason: String, effects: &mut Vec<Effect>) {
        let now = self.now;
        let Some(note) = &mut self.note else { return };
        note.filing = Filing::Failed { reason };
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

    /// What a crash or a sync tool had left is in the note now.
    fn say_recovered(&mut self, recovered: &[Recovered], taken: &[TakenIn], effects: &mut Vec<Effect>) {
        for one in recovered {
            match &one.filed {
                Ok(_) => self.say(one.words(self.now.wall)),
                Err(_) => self.complain(one.words(self.now.wall)),
            }
        }
        if !taken.is_empty() {
            let copies = match taken.len() {
                1 => "a copy".to_owned(),
                n => format!("{n} copies"),
            };
            self.say(format!("Taken in: {copies} that a sync tool had put beside this note"));
        }
        if matches!(self.screen, Screen::Today(_)) {
            effects.push(Effect::List);
        }
    }

    /// Says in one quiet line what was recovered before there was a screen.
    pub fn tell_recovered(&mut self, recovered: &[Recovered], now: DateTime<FixedOffset>) {
        if let Some(failed) = recovered.iter().find(|one| one.filed.is_err()) {
            self.complain(failed.words(now));
        } else if let [one] = recovered {
            self.say(one.words(now));
        } else if let [first, others @ ..] = recovered {
            let others = text::count(others.len(), "other conversation");
            self.say(format!("{}, and what was typed in {others}", first.words(now)));
        }
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
        if note.waits_since().is_some_and(|since| now.saturating_sub(since) >= PATIENCE)
            && note.then.take_if(|then| matches!(then, AfterSave::Quit)).is_some()
        {
            self.overlay = Some(Overlay::Unsaved);
        }
    }
}
