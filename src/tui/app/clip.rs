//! The system's clipboard. Only a key that says so puts something there: what is in these notes is
//! nobody else's business, and other programs read what is copied.

use super::{App, Effect, Screen};
use crate::text;

impl App {
    /// Copies what is selected, or all of the text one is in, to the system's clipboard. The terminal
    /// does it or refuses, and says nothing either way.
    pub(super) fn copy_out(&mut self, effects: &mut Vec<Effect>) {
        let Some((words, is_all)) = self.to_copy().filter(|(words, _)| !words.is_empty()) else {
            self.say("There is no text here to copy");
            return;
        };
        let what = text::count(words.chars().count(), "character");
        let of = if is_all { "all of this field" } else { "what is selected" };
        self.say(format!(
            "Copied {of} ({what}) to the system's clipboard, if your terminal lets programs copy"
        ));
        effects.push(Effect::Copy(words));
    }

    /// The text, and whether it is all there is.
    fn to_copy(&self) -> Option<(String, bool)> {
        let (text, editor) = match &self.screen {
            Screen::Walk(walk) => {
                let session = self.session()?;
                (session.text(walk.target(session)?).into_owned(), &walk.editor)
            }
            Screen::Form(form) => (form.text(form.line).to_owned(), &form.editor),
            Screen::End(_) => {
                let form = self.due_form()?;
                (form.text(form.line).to_owned(), &form.editor)
            }
            _ => return None,
        };
        Some(match editor.selection() {
            Some(selected) => (text.get(selected)?.to_owned(), false),
            None => (text, true),
        })
    }
}
