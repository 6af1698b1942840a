//! Ready? What is still open before the meeting, and what to do if it is moved or missed.

use std::time::Duration;

use chrono::{DateTime, FixedOffset};

use super::form::Line;
use super::list::ListState;
use super::walk::Focus;
use super::{App, Effect, Overlay, Screen};
use crate::playbook::Phase;
use crate::practise::Section;
use crate::ready::{self, MISSED, Place, Ready};
use crate::session::Session;
use crate::text;
use crate::tui::keys::Action;

/// What one can do there, from top to bottom.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReadyItem {
    /// The nth thing that is open.
    Open(usize, Place),
    Practise,
    Card,
    /// It is on another day.
    Moved,
    /// They did not come.
    Missed,
}

/// The items of the page.
pub fn items(ready: &Ready, session: &Session, now: DateTime<FixedOffset>) -> Vec<ReadyItem> {
    let open = ready.items().iter().enumerate();
    let mut items: Vec<_> = open.map(|(nth, item)| ReadyItem::Open(nth, item.place)).collect();
    items.extend([ReadyItem::Practise, ReadyItem::Card]);
    if session.head().meeting.at.is_some() && session.is_open() {
        items.push(ReadyItem::Moved);
        items.extend(ready::may_be_missed(session, now).then_some(ReadyItem::Missed));
    }
    items
}

impl App {
    /// How the open conversation stands before its meeting.
    pub fn ready(&self) -> Option<Ready> {
        self.session().map(|session| Ready::of(session, self.now.wall))
    }

    /// Shows what is still open before the meeting.
    pub(super) fn show_ready(&mut self) {
        if self.session().is_some() {
            self.message = None;
            self.overlay = Some(Overlay::Ready(ListState::default()));
        }
    }

    /// What is done on that page; `false` if it only moves the mark.
    pub(super) fn act_in_ready(&mut self, action: Action, effects: &mut Vec<Effect>) -> bool {
        let Some(Overlay::Ready(list)) = &self.overlay else { return false };
        let items =
            self.session().zip(self.ready()).map(|(session, ready)| items(&ready, session, self.now.wall));
        let marked = items.and_then(|items| items.get(list.marked).copied());
        match (action, marked) {
            (Action::Card, _) | (Action::Confirm, Some(ReadyItem::Card)) => self.show_card(),
            (Action::Practise, _) | (Action::Confirm, Some(ReadyItem::Practise)) => {
                self.overlay = None;
                self.show_practise(Section::All);
            }
            (Action::Moved, _) | (Action::Confirm, Some(ReadyItem::Moved)) => self.move_meeting(),
            (Action::Missed, _) | (Action::Confirm, Some(ReadyItem::Missed)) => self.miss_meeting(effects),
            (Action::Confirm, Some(ReadyItem::Open(_, place))) => self.go_to_open(place, effects),
            (Action::Confirm, None) => self.overlay = None,
            _ => return false,
        }
        true
    }

    fn go_to_open(&mut self, place: Place, effects: &mut Vec<Effect>) {
        self.overlay = None;
        match place {
            Place::When => self.show_details_at(Line::When),
            Place::How => self.show_details_at(Line::How),
            Place::Field(at) => {
                if !matches!(self.screen, Screen::Walk(_)) {
                    self.show_walk();
                }
                self.go_to_step(at.step, effects);
                self.go_to_item(Focus::Field(at.field), usize::MAX);
            }
        }
    }

    /// The details, with the cursor on a line; what stands there gives way to what is typed.
    fn show_details_at(&mut self, line: Line) {
        self.show_details();
        let Screen::Form(form) = &mut self.screen else { return };
        form.enter(line);
        let text = form.text(line).to_owned();
        form.editor.select_all(&text);
    }

    /// Another day for the meeting.
    fn move_meeting(&mut self) {
        if self.is_read_only() {
            return;
        }
        self.overlay = None;
        self.show_details_at(Line::When);
    }

    /// They did not come: that is put down with its time, and another day is asked for.
    fn miss_meeting(&mut self, effects: &mut Vec<Effect>) {
        if self.is_read_only() {
            return;
        }
        let (now, Some(session)) = (self.now.wall, self.session()) else { return };
        let Some(at) = session.head().meeting.at else {
            self.say("No day is set for this meeting yet: m sets one");
            return;
        };
        if !ready::may_be_missed(session, now) {
            self.say(match self.ready() {
                Some(Ready::Open(_)) => {
                    "That meeting is still to come. If they have called it off: m sets another day"
                }
                Some(Ready::Talked) => "Something of the talk is put down already: they came",
                _ => "This conversation is closed",
            });
            return;
        }
        let steps = &session.playbook().steps;
        let in_talk = |nth: &usize| steps[*nth].phase == Phase::During && session.step_applies(*nth);
        let step = (0..steps.len()).find(in_talk).unwrap_or_else(|| session.playbook().first_of_talk());
        let note = format!("{MISSED} ({})", at.in_full());
        let edit = session.add_note(step, &note, now);
        self.leave_item();
        self.edit(edit);
        self.seal();
        self.file_now(effects);
        self.overlay = None;
        self.show_details_at(Line::When);
        self.say(
            "Put down in the notes of the talk; Ctrl+Z in the conversation takes it back. Which other day?",
        );
    }

    /// Going from before the talk into it: whether one is ready.
    pub(super) fn say_if_ready(&mut self, from: usize, to: usize) {
        let Some(session) = self.session() else { return };
        let phase = |step: usize| session.playbook().steps[step].phase;
        if (phase(from), phase(to)) != (Phase::Before, Phase::During) {
            return;
        }
        let said = match self.ready() {
            Some(Ready::Open(items)) if items.is_empty() => "You are ready. F7 is the card".to_owned(),
            Some(Ready::Open(items)) => {
                let is = if items.len() == 1 { "is" } else { "are" };
                format!("{} {is} still open before the meeting: F10", text::count(items.len(), "thing"))
            }
            _ => return,
        };
        self.say(said);
    }

    /// When the countdown says something else, where it is seen.
    pub(super) fn ready_deadline(&self) -> Option<Duration> {
        let is_seen = matches!(self.overlay, Some(Overlay::Ready(_))) && !self.is_blank();
        let session = self.session().filter(|_| is_seen)?;
        ready::next_count(session, self.now.wall).map(|wait| self.now.tick + wait)
    }
}
