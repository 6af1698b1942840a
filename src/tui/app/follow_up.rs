//! One follow-up on one screen: their words, what was promised, why now, the message; and what one
//! decides.

use super::due::DueForm;
use super::letter::Letter;
use super::list::ListState;
use super::{App, Effect, Screen};
use crate::dates;
use crate::document::State;
use crate::review;
use crate::session::{Edit, Session};
use crate::text;
use crate::tui::keys::Action;

/// What is done with a follow-up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deed {
    Done,
    Dropped,
    /// It is open again.
    Opened,
}

/// What was done with a follow-up, and can be taken back where one stands.
#[derive(Debug, PartialEq, Eq)]
pub struct Undoable {
    /// The conversation, and its revision since.
    of: String,
    revision: u64,
    /// The follow-up.
    id: String,
}

/// A follow-up of the open conversation.
#[derive(Debug)]
pub struct FollowUpPage {
    /// Its id, and that of the conversation.
    pub id: String,
    pub of: String,
    pub list: ListState,
    /// Another day is being typed for it.
    pub due: Option<Box<DueForm>>,
}

/// What one can do on its screen, from top to bottom.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FollowUpItem {
    /// The nth message that is offered.
    Message(usize),
    /// It is done; or, if it was, it is not.
    Done,
    Later,
    Drop,
    /// To the step that looks back on the trial which is over.
    Review(usize),
    /// On to the conversation.
    Conversation,
}

/// The items of its screen.
pub fn items(session: &Session, nth: usize) -> Vec<FollowUpItem> {
    let mut items: Vec<_> = (0..session.messages().count()).map(FollowUpItem::Message).collect();
    items.push(FollowUpItem::Done);
    if session.head().follow_ups.get(nth).is_some_and(|f| f.state == State::Open) {
        items.extend([FollowUpItem::Later, FollowUpItem::Drop]);
    }
    let follow_up = session.head().follow_ups.get(nth);
    let review = follow_up.and_then(|f| review::trial(session, &f.id)).and_then(|trial| trial.review);
    items.extend(review.map(FollowUpItem::Review));
    items.push(FollowUpItem::Conversation);
    items
}

impl App {
    /// Where the follow-up of the screen stands among those of the conversation.
    pub fn shown_follow_up(&self) -> Option<usize> {
        let Screen::FollowUp(page) = &self.screen else { return None };
        self.follow_up(&page.id)
    }

    /// Where one of the open conversation stands: of those that repeat with one id, the open one.
    fn follow_up(&self, id: &str) -> Option<usize> {
        let all = &self.session()?.head().follow_ups;
        let open = all.iter().position(|f| f.id == id && f.state == State::Open);
        open.or_else(|| all.iter().rposition(|f| f.id == id))
    }

    /// Whether the open conversation is this one and has this follow-up.
    pub(super) fn has_follow_up(&self, id: &str, of: &str) -> bool {
        self.session().is_some_and(|session| session.head().id == of) && self.follow_up(id).is_some()
    }

    /// Shows one of the open conversation.
    pub(super) fn show_follow_up(&mut self, id: &str) {
        let Some((session, nth)) = self.session().zip(self.follow_up(id)) else {
            self.complain("That follow-up is not there any more");
            return;
        };
        let of = session.head().id.clone();
        let marked = items(session, nth).iter().position(|i| *i == FollowUpItem::Done).unwrap_or(0);
        let list = ListState { marked, scroll: 0 };
        self.show_before(Screen::FollowUp(Box::new(FollowUpPage { id: id.to_owned(), of, list, due: None })));
    }

    pub(super) fn act_in_follow_up(&mut self, action: Action, effects: &mut Vec<Effect>) {
        if self.due_form().is_some() {
            self.act_in_due(action);
            self.refresh_own();
            return;
        }
        let Screen::FollowUp(page) = &self.screen else { return };
        let (id, marked) = (page.id.clone(), page.list.marked);
        match action {
            Action::Back => {
                self.message = None;
                self.show_behind(effects);
            }
            Action::Tick => self.decide(&id, Deed::Done, effects),
            Action::Drop => self.decide(&id, Deed::Dropped, effects),
            Action::Later => self.ask_later(),
            Action::Card => self.show_card(),
            Action::Ready => self.show_ready(),
            Action::Conversation => self.show_walk(),
            Action::Undo => self.take_deed_back(effects),
            Action::Confirm => {
                let Some((session, nth)) = self.session().zip(self.shown_follow_up()) else { return };
                match items(session, nth).get(marked) {
                    Some(FollowUpItem::Message(nth)) => {
                        self.show_letter(Letter::Message(*nth));
                    }
                    Some(FollowUpItem::Done) => self.decide(&id, Deed::Done, effects),
                    Some(FollowUpItem::Later) => self.ask_later(),
                    Some(FollowUpItem::Drop) => self.decide(&id, Deed::Dropped, effects),
                    Some(FollowUpItem::Review(step)) => {
                        let step = *step;
                        self.show_walk();
                        self.go_to_step(step, effects);
                    }
                    Some(FollowUpItem::Conversation) => self.show_walk(),
                    None => {}
                }
            }
            _ => self.move_in_page(action),
        }
    }

    /// Asks for another day for the follow-up of the screen.
    pub(super) fn ask_later(&mut self) {
        if self.is_read_only() {
            return;
        }
        if let Some(nth) = self.shown_follow_up() {
            self.ask_due(nth);
        }
    }

    /// On its own screen, which shows what it is: what is decided already is open again.
    fn decide(&mut self, id: &str, deed: Deed, effects: &mut Vec<Effect>) {
        let state = |session: &Session, nth: usize| session.head().follow_ups.get(nth).map(|f| f.state);
        let decided = self.session().zip(self.follow_up(id)).and_then(|(session, nth)| state(session, nth));
        match (decided, deed) {
            (Some(State::Done), Deed::Done) | (Some(State::Dropped), _) => {
                self.do_with(id, Deed::Opened, effects)
            }
            _ => self.do_with(id, deed, effects),
        }
    }

    /// Marks a follow-up of the open conversation. Where that was done already, by somebody else or on
    /// another machine, it stays as it is. Who did it on its own screen goes back to where they came from.
    pub(super) fn do_with(&mut self, id: &str, deed: Deed, effects: &mut Vec<Effect>) {
        if self.is_read_only() {
            return;
        }
        let today = self.now.wall.date_naive();
        let Some((session, nth)) = self.session().zip(self.follow_up(id)) else {
            self.complain("That follow-up is not there any more");
            return;
        };
        let follow_up = &session.head().follow_ups[nth];
        let who = text::clean_line(&session.head().client_said());
        let what = text::clean_line(&follow_up.title);
        let was = follow_up.state;
        let opens = deed == Deed::Opened;
        let edit = match deed {
            Deed::Opened => session.open_again(nth),
            Deed::Done if was != State::Open => None,
            Deed::Done => session.mark_done(nth, today),
            Deed::Dropped => session.drop_follow_up(nth),
        };
        let Some(edit) = edit else {
            let word = if was == State::Dropped { "dropped" } else { "done" };
            self.say(format!("It is {word} already: {what} ({who})"));
            self.refresh_own();
            effects.push(Effect::List);
            return;
        };
        let again = match &edit {
            Edit::FollowUps(all) if all.len() > session.head().follow_ups.len() => {
                all.last().and_then(|f| f.due)
            }
            _ => None,
        };
        let said = match (opens, deed) {
            (true, _) | (_, Deed::Opened) => "Open again",
            (false, Deed::Done) => "Done",
            (false, Deed::Dropped) => "Dropped",
        };
        self.edit(edit);
        self.seal();
        self.undoable = self.session().map(|session| Undoable {
            of: session.head().id.clone(),
            revision: session.revision(),
            id: id.to_owned(),
        });
        self.file_now(effects);
        self.refresh_own();
        if matches!(self.screen, Screen::FollowUp(_)) && !opens {
            self.show_behind(effects);
        }
        let again = again.map(|day| format!(". Due again on {}", dates::in_full(day))).unwrap_or_default();
        self.say(format!("{said}: {what} ({who}){again}. Ctrl+Z takes it back"));
    }

    /// Takes back what was done with a follow-up last.
    pub(super) fn take_deed_back(&mut self, effects: &mut Vec<Effect>) {
        let is_last = |done: &mut Undoable, session: &Session| {
            (done.of.as_str(), done.revision) == (session.head().id.as_str(), session.revision())
        };
        let session = self.note.as_ref().map(|note| note.session());
        let Some(done) = session.and_then(|session| self.undoable.take_if(|done| is_last(done, session)))
        else {
            self.say("There is nothing here to take back");
            return;
        };
        self.take_back(Session::undo, "There is nothing to undo");
        self.file_now(effects);
        self.refresh_own();
        self.mark_due(&done.of, &done.id);
        self.say("Taken back");
    }
}
