//! After the call, before it fades: what one wanted to come back to, what one promised, what is not
//! decided, and what was put down. Then on to what comes after.

use super::due::DueForm;
use super::list::ListState;
use super::walk::Focus;
use super::{App, Effect, Screen};
use crate::live::{self, Mark, Moment};
use crate::playbook::{FieldRef, Kind};
use crate::session::{Edit, Session};
use crate::tui::keys::Action;

/// The page.
#[derive(Debug, Default)]
pub struct Debrief {
    pub list: ListState,
    /// The day of a promise is being typed.
    pub due: Option<Box<DueForm>>,
}

/// What one can do on it, from top to bottom.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DebriefItem {
    /// What was marked while one talked.
    Moment(Moment),
    /// A question that nobody answered.
    Undecided(FieldRef),
    GoOn,
}

/// The items of the page.
pub fn items(session: &Session) -> Vec<DebriefItem> {
    let moments = live::moments(session).into_iter().map(DebriefItem::Moment);
    let undecided = undecided(session).into_iter().map(DebriefItem::Undecided);
    moments.chain(undecided).chain([DebriefItem::GoOn]).collect()
}

/// The decisions of the talk that is over which nobody made.
fn undecided(session: &Session) -> Vec<FieldRef> {
    let talk = live::talk(session, session.position().0);
    let fields = session.playbook().fields().filter(|(at, field)| {
        let decides = matches!(field.kind, Kind::Choice { decides: true, .. });
        decides && talk.contains(&at.step) && session.is_asked(*at) && !session.is_filled(*at)
    });
    fields.map(|(at, _)| at).collect()
}

impl App {
    /// What to do once the call is over; where nothing was marked and all is decided, that is what comes after.
    pub(super) fn go_on_from_call(&mut self, effects: &mut Vec<Effect>) {
        if self.session().is_some_and(|session| items(session).len() == 1) {
            self.go_to_after(effects);
        } else {
            self.show_debrief();
        }
    }

    /// Shows what was marked, what is not decided, and what was put down.
    pub(super) fn show_debrief(&mut self) {
        let Some(session) = self.session() else { return };
        let items = items(session);
        let open = |item: &DebriefItem| !matches!(item, DebriefItem::Moment(moment) if moment.settled);
        let marked = items.iter().position(open).unwrap_or(0);
        self.message = None;
        self.screen = Screen::Debrief(Debrief { list: ListState { marked, scroll: 0 }, due: None });
        self.follow_mark();
    }

    /// The step after the talk, or the end.
    fn go_to_after(&mut self, effects: &mut Vec<Effect>) {
        match self.session().and_then(|session| live::after(session, session.position().0)) {
            Some(step) => {
                self.show_walk();
                self.go_to_step(step, effects);
            }
            None => {
                self.show_end();
                self.look(effects);
            }
        }
    }

    pub(super) fn act_in_debrief(&mut self, action: Action, effects: &mut Vec<Effect>) {
        if self.due_form().is_some() {
            self.act_in_due(action);
            return;
        }
        self.message = None;
        match action {
            Action::Back => self.show_walk(),
            Action::NextStep => self.go_to_after(effects),
            Action::Undo => drop(self.take_back_said(Session::undo, "There is nothing to undo")),
            Action::Redo => drop(self.take_back_said(Session::redo, "There is nothing to redo")),
            Action::Confirm | Action::Tick => self.do_debrief(action == Action::Tick, effects),
            _ => self.move_in_page(action),
        }
    }

    fn do_debrief(&mut self, tick: bool, effects: &mut Vec<Effect>) {
        let (Screen::Debrief(page), Some(session)) = (&self.screen, self.session()) else { return };
        match items(session).get(page.list.marked).cloned() {
            Some(DebriefItem::Moment(moment)) => self.do_moment(&moment, tick, effects),
            Some(DebriefItem::Undecided(at)) => {
                self.show_walk();
                self.go_to_step(at.step, effects);
                self.go_to_item(Focus::Field(at.field), usize::MAX);
            }
            Some(DebriefItem::GoOn) => self.go_to_after(effects),
            None => {}
        }
    }

    /// What one does with something that was marked: what to come back to is settled by Space, and Enter goes
    /// there; a promise becomes a follow-up, and Enter asks for its day as well.
    pub(super) fn do_moment(&mut self, moment: &Moment, tick: bool, effects: &mut Vec<Effect>) {
        let Some(session) = self.session() else { return };
        match (moment.mark, tick) {
            (Mark::Flag, true) => {
                let edit = live::settle(session, moment);
                self.edit_apart(edit);
            }
            (Mark::Flag, false) => self.go_to_note(moment.step, moment.entry, effects),
            (Mark::Promise, _) if moment.settled => {
                let words = &moment.words;
                let nth = session.head().follow_ups.iter().position(|f| f.title == *words);
                if let Some(nth) = nth {
                    self.ask_due(nth);
                }
            }
            (Mark::Promise, tick) => {
                let edit = live::follow_up_of(session, moment);
                let has_day = matches!(&edit, Some(Edit::FollowUps(all)) if all.last().is_some_and(|f| f.due.is_some()));
                let nth = session.head().follow_ups.len();
                if !self.edit_apart(edit) {
                    return;
                }
                match has_day {
                    true if tick => self.say("It is a follow-up now; Enter sets another day"),
                    _ => self.ask_due(nth),
                }
            }
        }
    }

    /// The walk, in a note of a step.
    fn go_to_note(&mut self, step: usize, entry: usize, effects: &mut Vec<Effect>) {
        self.show_walk();
        self.go_to_step(step, effects);
        let (Screen::Walk(walk), Some(note)) = (&mut self.screen, &self.note) else { return };
        if entry < note.session().notes(step).len() {
            walk.entry = Some(entry);
            walk.enter(note.session(), Focus::Notes, usize::MAX);
        }
    }
}
