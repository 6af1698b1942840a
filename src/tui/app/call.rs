//! Call now: the phone rings and nothing was prepared. A line for notes is there at once, with the prompts
//! of the playbook for that and the time; who it was and which playbook fits is asked afterwards.

use std::sync::Arc;
use std::time::Duration;

use super::choose::Choose;
use super::form::{Form, Purpose};
use super::note::AfterSave;
use super::{App, Effect, Screen};
use crate::agenda::UNKNOWN;
use crate::document::{Client, How, Meeting, When};
use crate::playbook::Playbook;
use crate::session::Start;
use crate::text;

/// A call that goes on.
#[derive(Debug)]
pub struct Call {
    /// Its conversation.
    pub(super) of: String,
    pub(super) began: Duration,
}

impl App {
    /// F5: in a conversation its call; elsewhere one for which nothing was prepared.
    pub(super) fn call_now(&mut self, effects: &mut Vec<Effect>) {
        self.message = None;
        if let Screen::Walk(_) = self.screen {
            self.leave_item();
            self.keep_place();
            if !self.shows_card_first() {
                self.begin_live(effects);
            }
            return;
        }
        let Some(playbook) = self.catalog.for_calls().cloned() else {
            self.complain("No playbook is for calls: give one of yours call_now = true, under [playbook]");
            return;
        };
        let client = Client { name: UNKNOWN.to_owned(), ..Client::default() };
        let meeting = Meeting { at: Some(When::At(self.now.wall)), how: Some(How::Phone), place: None };
        let start = Start { client, meeting, advisor: self.advisor.clone(), ..Start::default() };
        let call = AfterSave::Call { playbook, start: Box::new(start) };
        if self.is_saved() {
            // The phone does not wait for a note: what was typed there is in its draft.
            self.take_details();
            self.file_now(effects);
            self.then(call, effects);
        } else {
            self.when_saved(call, effects);
        }
    }

    /// The conversation of the call is there: one line takes all that is typed.
    pub(super) fn begin_call(&mut self, effects: &mut Vec<Effect>) {
        self.call = None;
        self.begin_live(effects);
        self.say("Type what you hear; Enter puts it down with its time. Esc when the call is over");
    }

    /// The call that goes on, if its conversation is the one that is open.
    fn call(&self) -> Option<&Call> {
        let open = self.session().map(|session| session.head().id.as_str());
        self.call.as_ref().filter(|call| open == Some(&call.of))
    }

    /// How long the call has gone on, as it is shown: `4:05`.
    pub fn call_time(&self) -> Option<String> {
        let seconds = self.now.tick.saturating_sub(self.call()?.began).as_secs();
        Some(format!("{}:{:02}", seconds / 60, seconds % 60))
    }

    /// When the next second of it is over, where that is seen.
    pub(super) fn call_deadline(&self) -> Option<Duration> {
        let is_seen = matches!(self.screen, Screen::Walk(_)) && self.overlay.is_none() && !self.is_blank();
        let call = self.call().filter(|_| is_seen)?;
        let seconds = self.now.tick.saturating_sub(call.began).as_secs();
        Some(call.began + Duration::from_secs(seconds + 1))
    }

    /// The call is over: asks who it was, once, if nobody knows. Returns whether it does.
    pub(super) fn ends_call(&mut self) -> bool {
        if self.call().is_none() {
            return false;
        }
        self.call = None;
        let Some(head) = self.session().map(|session| session.head()) else { return false };
        if head.client.name != UNKNOWN {
            return false;
        }
        let meeting = head.meeting.clone();
        self.message = None;
        self.screen = Screen::Form(Box::new(Form::new(Purpose::Caller, Client::default(), meeting)));
        true
    }

    /// Asks which playbook fits what the call was about.
    pub(super) fn ask_which(&mut self, client: Client, meeting: Meeting) {
        self.show_choose(Choose { client, meeting, of_call: true, ..Choose::default() }, None);
    }

    /// The conversation of the call goes on with a playbook; its words are in the step of the talk.
    pub(super) fn turn_call_into(&mut self, playbook: Arc<Playbook>, effects: &mut Vec<Effect>) {
        let now = self.now.wall;
        let Some(mut note) = self.note.take() else { return };
        let same = note.session().playbook().id == playbook.id;
        if !same && note.open.holder.is_none() {
            let step = playbook.first_of_talk();
            let title = text::clean_line(&playbook.steps[step].title);
            note.playbook_file = self.catalog.usable(&playbook.id).and_then(|entry| entry.path.clone());
            let session = note.open.session.turn_into(playbook, now);
            note.rebased = session.revision();
            note.open.session = session;
            self.note = Some(note);
            self.touched();
            self.show_walk();
            self.file_now(effects);
            self.show_debrief();
            self.say(format!("What you put down during the call stands in “{title}”"));
        } else {
            self.note = Some(note);
            self.show_walk();
            self.file_now(effects);
            self.show_debrief();
        }
    }
}
