//! Lines that stand for a conversation or one of its follow-ups, on Today and wherever else such are
//! listed: what one can do with them is the same everywhere.

use std::path::PathBuf;
use std::sync::Arc;

use super::follow_up::Deed;
use super::list::ListState;
use super::note::AfterSave;
use super::opening::Then;
use super::{App, Effect, Screen, today};
use crate::agenda::{Brief, Due, Planned};
use crate::practise::Section;
use crate::tui::keys::Action;

/// A line.
#[derive(Clone, Debug, PartialEq)]
pub enum Line {
    Due(Due),
    Note(Arc<Brief>),
}

impl Line {
    /// Its conversation.
    pub fn of(&self) -> &Arc<Brief> {
        match self {
            Self::Due(due) => &due.of,
            Self::Note(brief) => brief,
        }
    }

    /// Whether it is the same line, whatever it says by now.
    pub(super) fn is_same(&self, other: &Self) -> bool {
        let id = |line: &Self| match line {
            Self::Due(due) => Some(due.follow_up().id.clone()),
            Self::Note(_) => None,
        };
        self.of().path == other.of().path && id(self) == id(other)
    }
}

impl From<&Planned> for Line {
    fn from(planned: &Planned) -> Self {
        match planned {
            Planned::Meeting { of, .. } => Self::Note(of.clone()),
            Planned::Due(due) => Self::Due(due.clone()),
        }
    }
}

impl App {
    /// The lines of the screen, if it has such.
    pub(super) fn lines(&self) -> Vec<Line> {
        match &self.screen {
            Screen::Today(_) => self.notes.lists.as_ref().map(today::lines).unwrap_or_default(),
            Screen::Agenda(agenda) => agenda.planned().map(Line::from).collect(),
            Screen::Client(page) => page.entries().map(Line::from).collect(),
            _ => Vec::new(),
        }
    }

    /// The line that is marked.
    pub fn marked_line(&self) -> Option<Line> {
        match &self.screen {
            Screen::Today(today) => today::line(self.notes.lists.as_ref()?, today.list.marked),
            Screen::Agenda(agenda) => agenda.planned().nth(agenda.list.marked).map(Line::from),
            Screen::Client(page) => page.entries().nth(page.list.marked).map(Line::from),
            _ => None,
        }
    }

    /// Whether a follow-up is marked.
    pub(super) fn is_on_due(&self) -> bool {
        matches!(self.marked_line(), Some(Line::Due(_)))
    }

    /// The mark stays on what it was on, though other lines came or went.
    pub(super) fn keep_marked(&mut self, marked: Option<Line>) {
        let lines = self.lines();
        if let Some(at) = marked.and_then(|marked| lines.iter().position(|line| line.is_same(&marked)))
            && let Some(state) = self.line_list()
        {
            state.marked = at;
        }
    }

    /// Where the mark of the lines is, whatever lies over them.
    fn line_list(&mut self) -> Option<&mut ListState> {
        match &mut self.screen {
            Screen::Today(today) => Some(&mut today.list),
            Screen::Agenda(agenda) => Some(&mut agenda.list),
            Screen::Client(page) => Some(&mut page.list),
            _ => None,
        }
    }

    /// Marks the line of a follow-up, if there is one.
    pub(super) fn mark_due(&mut self, of: &str, id: &str) {
        let is_it =
            |line: &Line| matches!(line, Line::Due(due) if *due.of.id == *of && due.follow_up().id == id);
        if let Some(at) = self.lines().iter().position(is_it)
            && let Some(state) = self.line_list()
        {
            state.marked = at;
        }
        self.follow_mark();
    }

    /// What one does with the marked line; `false` if that is something else.
    pub(super) fn act_on_line(&mut self, action: Action, effects: &mut Vec<Effect>) -> bool {
        let Some(line) = self.marked_line() else {
            let is_of_one = matches!(action, Action::Card | Action::Ready);
            if is_of_one {
                self.say("There is no conversation here for that yet");
            }
            return is_of_one;
        };
        let then = match (action, &line) {
            (Action::Confirm | Action::Conversation, Line::Note(_))
            | (Action::Conversation, Line::Due(_)) => Then::Walk,
            (Action::Practise, _) => Then::Practise(Section::All),
            (Action::Confirm, Line::Due(due)) => Then::FollowUp(due.follow_up().id.clone()),
            (Action::Card, _) => Then::Card,
            (Action::Ready, _) => Then::Ready,
            (Action::Later, Line::Due(due)) => Then::Later(due.follow_up().id.clone()),
            (Action::Tick, Line::Due(due)) => Then::Do(due.follow_up().id.clone(), Deed::Done),
            (Action::Drop, Line::Due(due)) => Then::Do(due.follow_up().id.clone(), Deed::Dropped),
            _ => return false,
        };
        self.message = None;
        self.open_note(line.of().path.clone(), then, effects);
        true
    }

    /// Opens the conversation in a note, and does something with it then.
    pub(super) fn open_note(&mut self, path: PathBuf, then: Then, effects: &mut Vec<Effect>) {
        let writes_in =
            self.note.as_ref().is_some_and(|note| note.open.path == path && note.open.holder.is_none());
        if !writes_in && self.note.as_ref().is_some_and(|note| note.then.is_some()) {
            self.say("One moment: the conversation before is still being saved");
            return;
        }
        if !writes_in {
            self.when_saved(AfterSave::Open(path, then), effects);
            return;
        }
        // Still open behind this screen, with all that was typed and its undo.
        self.look(effects);
        effects.extend(self.session().map(|session| Effect::Look(session.head().id.clone())));
        self.go_on_to(then, effects);
        self.look(effects);
    }
}
