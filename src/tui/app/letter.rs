//! What one sends or says: the messages that the answers offer, and what is read back.

use super::list::ListState;
use super::{App, Effect, Overlay, end};
use crate::playbook::Credit;
use crate::text;

/// Something to send or to say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Letter {
    /// The nth message that is offered.
    Message(usize),
    /// Their words and one's promises.
    ReadBack,
}

impl App {
    /// Shows one over the screen.
    pub(super) fn show_letter(&mut self, letter: Letter) {
        self.message = None;
        self.overlay = Some(Overlay::Message(ListState::default(), letter));
    }

    /// What it is called, in one line.
    pub fn letter_title(&self, letter: Letter) -> Option<String> {
        let session = self.session()?;
        let title = match letter {
            Letter::Message(nth) => session.fill(&session.messages().nth(nth)?.title),
            Letter::ReadBack => format!("Read it back to {}", text::first_name(&session.head().client.name)),
        };
        Some(text::clean_line(&title))
    }

    /// Its text.
    pub fn letter_text(&self, letter: Letter) -> Option<String> {
        let session = self.session()?;
        match letter {
            Letter::Message(nth) => session.messages().nth(nth).map(|message| session.message_text(message)),
            Letter::ReadBack => end::sides(session).read_back(session.playbook()),
        }
    }

    /// Whose words it is made of.
    pub fn letter_credit(&self, letter: Letter) -> Option<&str> {
        let session = self.session()?;
        let Letter::Message(nth) = letter else { return None };
        session.playbook().credit_under(session.messages().nth(nth)?.credit, Credit::default())
    }

    pub(super) fn copy_letter(&mut self, letter: Letter, effects: &mut Vec<Effect>) {
        let Some(body) = self.letter_text(letter) else { return };
        let body = text::clean(&body).into_owned();
        self.clipboard.clone_from(&body);
        effects.push(Effect::Copy(body));
        self.say("Copied, if your terminal lets programs copy; else select it with Shift and the mouse");
    }
}
