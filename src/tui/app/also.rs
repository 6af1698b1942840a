//! What was also written elsewhere: where one stands beside it, and settling it.

use super::walk::{Focus, Walk};
use super::{App, Screen};
use crate::playbook::FieldRef;
use crate::session::Beside;
use crate::tui::keys::Context;

impl Walk {
    /// What is shown beside the item one is on.
    pub fn stands_beside(&self) -> Beside {
        match self.focus {
            Focus::Field(field) => Beside::Field(FieldRef { step: self.step, field }),
            Focus::Elsewhere(field) => Beside::Field(field),
            Focus::Notes | Focus::Next => Beside::Step(self.step),
        }
    }
}

impl App {
    /// Whether something was also written elsewhere where one stands.
    fn has_also(&self, beside: Beside) -> bool {
        self.session().is_some_and(|session| session.also(beside).next().is_some())
    }

    pub(super) fn walk_contexts(&self, walk: &Walk) -> &'static [Context] {
        use Context::{Also, Table, Text, Ticks, Walk, Wording};
        // The longest of each; the others are parts of it. The key that comes last stands first in the footer.
        let all: &[Context] = match (self.types_in(walk), self.is_on_table(walk), walk.hint().is_some()) {
            (true, true, false) => &[Text, Table, Walk, Also],
            (true, false, false) => &[Text, Walk, Also],
            (false, true, false) => &[Ticks, Table, Walk, Also],
            (false, false, false) => &[Ticks, Walk, Also],
            (true, true, true) => &[Text, Table, Walk, Wording, Also],
            (true, false, true) => &[Text, Walk, Wording, Also],
            (false, true, true) => &[Ticks, Table, Walk, Wording, Also],
            (false, false, true) => &[Ticks, Walk, Wording, Also],
        };
        if self.has_also(walk.stands_beside()) { all } else { &all[..all.len() - 1] }
    }

    pub(super) fn end_contexts(&self) -> &'static [Context] {
        use Context::{Also, End, Ending, FollowUp};
        match (self.marked_follow_up().is_some(), self.has_also(Beside::End)) {
            (true, false) => &[FollowUp, End],
            (false, false) => &[Ending, End],
            (true, true) => &[FollowUp, End, Also],
            (false, true) => &[Ending, End, Also],
        }
    }

    /// The advisor has taken over what is wanted of it.
    pub(super) fn settle_also(&mut self) {
        let beside = match &self.screen {
            Screen::Walk(walk) => walk.stands_beside(),
            Screen::End(_) => Beside::End,
            _ => return,
        };
        if let Some(edit) = self.session().and_then(|session| session.settled(beside)) {
            self.seal();
            self.edit(edit);
            self.say("What was also written elsewhere is settled; Ctrl+Z brings it back");
        }
    }
}
