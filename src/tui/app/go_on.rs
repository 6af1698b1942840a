//! Going on with another playbook.

use std::sync::Arc;

use super::note::AfterSave;
use super::{App, Effect, Screen};
use crate::store::Open;
use crate::text;

impl App {
    /// Begins the conversation that goes on from the open one; that is filed first.
    pub(super) fn go_on(&mut self, nth: usize, effects: &mut Vec<Effect>) {
        let Some(session) = self.session() else { return };
        let Some(hand_off) = session.hand_offs().nth(nth) else { return };
        let Some(playbook) = self.catalog.playbook(&hand_off.to).map(Arc::clone) else {
            let id = text::clean_line(&hand_off.to);
            self.complain(format!("{id} is not among your playbooks: goodterms path playbooks says where"));
            return;
        };
        let start = Box::new(session.going_on(&playbook));
        let again = !session.head().to.is_empty();
        if let Screen::End(end) = &mut self.screen
            && again
            && !std::mem::replace(&mut end.sure, true)
        {
            self.say("This conversation has gone on already: see below. Once more begins another");
            return;
        }
        self.when_saved(AfterSave::Create { playbook, start }, effects);
    }

    /// A conversation that goes on from the open one was begun: the open one remembers it. Gives
    /// what to say.
    pub(super) fn link(&mut self, begun: &Open, effects: &mut Vec<Effect>) -> Option<String> {
        let head = begun.session.head();
        let note = self.note.as_ref()?;
        let before = note.session();
        if head.from.as_ref() != Some(&before.head().id) {
            return None;
        }
        let title = text::clean_line(&before.playbook().title);
        let edit = before.handed_on(&head.id);
        let carried = begun.session.answers_json().len();
        self.edit(edit);
        self.file_now(effects);
        Some(match carried {
            0 => format!("It goes on from {title}"),
            n => format!("It goes on from {title}: {} came along", text::count(n, "answer")),
        })
    }
}
