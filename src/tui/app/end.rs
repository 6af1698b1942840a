//! The end of a walk: what is missing, how did it end, what follows.

use std::path::PathBuf;

use super::due::DueForm;
use super::letter::Letter;
use super::list::ListState;
use super::note::AfterSave;
use super::walk::Focus;
use super::{App, Effect, Screen};
use crate::catalog::Catalog;
use crate::document::Status;
use crate::export::days_to_come;
use crate::live::{self, Moment};
use crate::playbook::FieldRef;
use crate::practise::Section;
use crate::review::{self, Sides};
use crate::session::{Edit, Missing, Session};
use crate::text;
use crate::tui::keys::Action;

/// What the end page stands on.
#[derive(Debug)]
pub struct End {
    pub list: ListState,
    /// The outcome that is chosen: at first the one that was set, or is suggested.
    pub outcome: Option<String>,
    /// Going on was asked for although this conversation has gone on: once more, and it does.
    pub sure: bool,
    /// Another day is being typed for a follow-up, or a new one.
    pub due: Option<Box<DueForm>>,
    /// What stays while one goes to what is missing, and comes back.
    pub kept: Kept,
}

/// What one did on the end page that is not in the note.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Kept {
    /// The outcome that one chose, or that none is.
    pub chosen: Option<Option<String>>,
    /// The words of a follow-up that was not added.
    pub begun: [String; 4],
    /// No calendar file when the conversation is closed.
    pub no_calendar: bool,
    /// Where the calendar file was written.
    pub written: Option<PathBuf>,
}

/// What one can do on the end page, from top to bottom.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EndItem {
    Missing(Missing),
    /// What was marked while one talked.
    Moment(Moment),
    /// What one reads back to them.
    ReadBack,
    /// A decision behind the talk that was made, with its answer.
    Decided(FieldRef, String),
    Outcome(String),
    /// The nth follow-up.
    FollowUp(usize),
    /// One more, of one's own.
    Promise,
    /// The dates, for a calendar.
    Calendar,
    /// The nth message that is offered.
    Message(usize),
    /// The nth hand-off that is offered.
    GoOn(usize),
    /// Another conversation, by its id: one that this one came from or went on to.
    Linked {
        id: String,
        before: bool,
    },
    /// Close the conversation with the chosen outcome.
    Close,
    /// A file for others.
    Export,
    /// Ask for all of it, after the five-minute form.
    Whole,
    /// Leave it open; the answers stay as they are.
    LeaveOpen,
    /// Open a closed one again.
    Reopen,
}

impl End {
    /// The end page of a conversation.
    pub fn of(session: &Session, catalog: &Catalog, kept: Kept) -> Self {
        let set = session.head().outcome.clone();
        let is_there = |id: &String| session.playbook().outcomes.iter().any(|o| o.id == *id);
        let chosen = kept.chosen.clone().filter(|chosen| chosen.as_ref().is_none_or(is_there));
        let outcome = match chosen.filter(|_| session.is_open()) {
            Some(chosen) => chosen,
            None => set.or_else(|| session.suggested_outcome().map(|o| o.id.clone())),
        };
        let items = items(session, catalog);
        // Where an end is in sight, going on regardless is the common way. Where none is, Enter must
        // not choose one: it goes to what is missing.
        let end = |item: &EndItem| matches!(item, EndItem::Outcome(id) if Some(id) == outcome.as_ref());
        let marked = items.iter().position(end).unwrap_or(0);
        Self { list: ListState { marked, scroll: 0 }, outcome, sure: false, due: None, kept }
    }
}

/// The items of the end page.
pub fn items(session: &Session, catalog: &Catalog) -> Vec<EndItem> {
    let mut items: Vec<_> = session.missing().into_iter().map(EndItem::Missing).collect();
    // Those that are settled stay: the mark must not slide to what comes next.
    items.extend(live::moments(session).into_iter().map(EndItem::Moment));
    items.extend((!sides(session).is_empty()).then_some(EndItem::ReadBack));
    items.extend(review::decided(session).into_iter().map(|(at, answer)| EndItem::Decided(at, answer)));
    items.extend(session.playbook().outcomes.iter().map(|o| EndItem::Outcome(o.id.clone())));
    items.extend((0..session.head().follow_ups.len()).map(EndItem::FollowUp));
    items.push(EndItem::Promise);
    items.extend((!days_to_come(session.head(), session.today()).is_empty()).then_some(EndItem::Calendar));
    items.extend((0..session.messages().count()).map(EndItem::Message));
    let hand_offs = session.hand_offs().enumerate().filter(|(_, hand_off)| catalog.offers(hand_off));
    items.extend(hand_offs.map(|(nth, _)| EndItem::GoOn(nth)));
    let linked = |before| move |id: &String| EndItem::Linked { id: id.clone(), before };
    items.extend(session.head().from.iter().map(linked(true)));
    items.extend(session.head().to.iter().map(linked(false)));
    items.push(EndItem::Export);
    if session.is_open() {
        items.extend(session.is_quick().then_some(EndItem::Whole));
        items.extend([EndItem::Close, EndItem::LeaveOpen]);
    } else {
        items.extend([EndItem::Reopen, EndItem::LeaveOpen]);
    }
    items
}

/// Their words, and what was promised, caught while one talked or put down.
pub fn sides(session: &Session) -> Sides {
    Sides::of(session, live::promises(session))
}

impl App {
    pub(super) fn act_in_end(&mut self, action: Action, effects: &mut Vec<Effect>) {
        if self.due_form().is_some() {
            self.act_in_due(action);
            return;
        }
        match action {
            Action::Back => self.show_walk(),
            Action::Undo => self.take_back(Session::undo, "There is nothing to undo"),
            Action::Redo => self.take_back(Session::redo, "There is nothing to redo"),
            Action::Drop => {
                if let Some(nth) = self.marked_follow_up() {
                    self.drop_follow_up(nth);
                }
            }
            Action::Card => self.show_card(),
            Action::Ready => self.show_ready(),
            Action::Details => self.show_details(),
            Action::Practise => self.show_practise(Section::All),
            Action::Settle => self.settle_also(),
            Action::AddFollowUp => self.ask_promise(),
            Action::Confirm | Action::Tick => self.do_marked(action == Action::Tick, effects),
            _ => self.move_in_page(action),
        }
    }

    /// The follow-up that is marked.
    pub fn marked_follow_up(&self) -> Option<usize> {
        let (Screen::End(end), Some(session)) = (&self.screen, self.session()) else { return None };
        match items(session, &self.catalog).get(end.list.marked) {
            Some(EndItem::FollowUp(nth)) => Some(*nth),
            _ => None,
        }
    }

    fn do_marked(&mut self, tick: bool, effects: &mut Vec<Effect>) {
        let Some(session) = self.session() else { return };
        let (items, is_open) = (items(session, &self.catalog), session.is_open());
        let Screen::End(end) = &mut self.screen else { return };
        match items.get(end.list.marked).cloned() {
            Some(EndItem::Missing(missing)) => match missing.field {
                Some(field) => self.go_to_field(FieldRef { step: missing.step, field }, effects),
                None => self.go_to_step(missing.step, effects),
            },
            Some(EndItem::Moment(moment)) => self.do_moment(&moment, tick, effects),
            Some(EndItem::Outcome(id)) => {
                let same = end.outcome.as_ref() == Some(&id);
                if same && !tick {
                    // Chosen already: on to the button below.
                    if let Some(button) =
                        items.iter().position(|i| matches!(i, EndItem::Close | EndItem::Reopen))
                    {
                        end.list.marked = button;
                        self.follow_mark();
                    }
                } else if is_open {
                    end.outcome = (!same).then_some(id);
                    end.kept.chosen = Some(end.outcome.clone());
                } else {
                    self.set_outcome(id);
                }
            }
            Some(EndItem::FollowUp(nth)) if tick => self.tick_follow_up(nth),
            Some(EndItem::FollowUp(nth)) => self.ask_due(nth),
            Some(EndItem::Promise) => self.ask_promise(),
            Some(EndItem::Calendar) if tick => end.kept.no_calendar = !end.kept.no_calendar,
            Some(EndItem::Calendar) => {
                self.message = None;
                self.put_into_calendar(effects);
            }
            Some(EndItem::Export) => self.show_export(),
            Some(EndItem::Message(nth)) => self.show_letter(Letter::Message(nth)),
            Some(EndItem::ReadBack) => self.show_letter(Letter::ReadBack),
            Some(EndItem::Decided(at, _)) => self.go_to_field(at, effects),
            Some(EndItem::GoOn(nth)) => self.go_on(nth, effects),
            Some(EndItem::Linked { id, .. }) => self.when_saved(AfterSave::Find(id), effects),
            Some(EndItem::Whole) => self.ask_whole(effects),
            Some(EndItem::Close) => self.close(effects),
            Some(EndItem::Reopen) => {
                self.edit(Edit::Close { status: Status::Open, outcome: None, closed: None });
                self.file_now(effects);
                self.show_end();
                self.say("This conversation is open again");
            }
            Some(EndItem::LeaveOpen) => self.show_today(effects),
            None => {}
        }
    }

    /// Another end of a conversation that is closed: it counts at once.
    fn set_outcome(&mut self, id: String) {
        let Some(session) = self.session() else { return };
        let outcome = session.playbook().outcomes.iter().find(|o| o.id == id);
        let said = format!("It ended: {}. Ctrl+Z takes it back", outcome.map_or(&id, |o| &o.label));
        let closed = session.head().closed;
        let edit = Edit::Close { status: Status::Closed, outcome: Some(id.clone()), closed };
        if !self.edit_apart(Some(edit)) {
            return;
        }
        if let Screen::End(end) = &mut self.screen {
            end.outcome = Some(id);
        }
        self.say(text::clean_line(&said));
    }

    /// To a question of the walk.
    fn go_to_field(&mut self, at: FieldRef, effects: &mut Vec<Effect>) {
        self.go_to_step(at.step, effects);
        self.go_to_item(Focus::Field(at.field), usize::MAX);
    }

    /// The mark goes to the follow-up that was added last.
    pub(super) fn mark_last_follow_up(&mut self) {
        let Some(session) = self.session() else { return };
        let items = items(session, &self.catalog);
        let last = items.iter().rposition(|item| matches!(item, EndItem::FollowUp(_)));
        if let (Screen::End(end), Some(last)) = (&mut self.screen, last) {
            end.list.marked = last;
            self.follow_mark();
        }
    }

    /// Goes on with the whole playbook, at the first step in which something is left.
    fn ask_whole(&mut self, effects: &mut Vec<Effect>) {
        let Some(note) = &mut self.note else { return };
        let session = &mut note.open.session;
        session.ask_quick(false);
        let left = session.missing().iter().map(|m| m.step).min().unwrap_or(0);
        self.go_to_step(left, effects);
    }

    fn close(&mut self, effects: &mut Vec<Effect>) {
        let now = self.now.wall;
        let Screen::End(end) = &self.screen else { return };
        let (outcome, wants_dates) = (end.outcome.clone(), !end.kept.no_calendar);
        let Some(session) = self.session() else { return };
        let label = session.playbook().outcomes.iter().find(|o| Some(&o.id) == outcome.as_ref());
        let said = match label {
            Some(outcome) => {
                format!("Closed: {}. Its follow-ups stay here", outcome.label)
            }
            None => "Closed. Its follow-ups stay here".to_owned(),
        };
        self.edit(Edit::Close { status: Status::Closed, outcome, closed: Some(now) });
        // One that was written before may have to be taken back, though nothing is to come.
        let session = self.session().filter(|session| wants_dates && !session.head().is_sample()).cloned();
        self.show_today(effects);
        self.say(said);
        if let Some(session) = session {
            self.put_dates(session, effects);
        }
    }
}
