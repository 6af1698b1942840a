//! The card to take along: to read in the car, and to leave there. In person, it is what one has during
//! the talk.

use super::list::ListState;
use super::{App, Effect, Overlay, Screen};
use crate::card::{Card, Options};
use crate::document::How;
use crate::text;
use crate::tui::keys::Context;

/// The card on the screen.
#[derive(Clone, Copy, Debug, Default)]
pub struct CardView {
    pub list: ListState,
    /// With the client's whole name, and their firm.
    pub full: bool,
    /// The talk comes next; it is put down from memory.
    pub before_talk: bool,
}

impl CardView {
    /// The contexts in which its keys are looked up.
    pub(super) fn contexts(&self) -> &'static [Context] {
        match self.before_talk {
            true => &[Context::Card, Context::BeforeTalk, Context::List],
            false => &[Context::Card, Context::List],
        }
    }
}

impl App {
    /// The card that is shown.
    pub fn shown_card(&self) -> Option<Card> {
        let Some(Overlay::Card(view)) = &self.overlay else { return None };
        self.session().map(|session| Card::of(session, Options { full: view.full }))
    }

    /// Shows the card of the open conversation.
    pub(super) fn show_card(&mut self) {
        if self.session().is_some() {
            self.message = None;
            self.overlay = Some(Overlay::Card(CardView::default()));
        }
    }

    /// On the way to a talk in person there is the card first. Returns whether it is shown.
    pub(super) fn shows_card_first(&mut self) -> bool {
        let in_person =
            self.session().is_some_and(|session| session.head().meeting.how == Some(How::InPerson));
        if in_person {
            self.overlay = Some(Overlay::Card(CardView { before_talk: true, ..CardView::default() }));
        }
        in_person
    }

    /// Back from the talk: what was said is put down.
    pub(super) fn begin_debrief(&mut self, effects: &mut Vec<Effect>) {
        self.overlay = None;
        let Screen::Walk(_) = &self.screen else { return };
        let Some(step) = self.session().map(|session| session.playbook().first_of_talk()) else { return };
        self.go_to_step(step, effects);
        self.say("Put it down while you have it in your ear: their words first");
    }

    /// Copies the card to the system's clipboard, if it is shown.
    pub(super) fn copies_card(&mut self, effects: &mut Vec<Effect>) -> bool {
        let Some(card) = self.shown_card() else { return false };
        let lines = text::count(card.lines().count(), "line");
        self.say(format!(
            "Copied the card ({lines}) to the system's clipboard, if your terminal lets programs copy"
        ));
        effects.push(Effect::Copy(card.text()));
        true
    }
}
