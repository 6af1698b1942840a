//! The system's clipboard. Only a key that says so puts something there: what is in these notes is
//! nobody else's business, and other programs read what is copied.

use super::{App, Effect, Screen};
use crate::text;
use crate::tui::widget::editor::Editor;

impl App {
    /// Copies what is selected, or all of the text one is in, to the system's clipboard. The terminal
    /// does it or refuses, and says nothing either way.
    pub(super) fn copy_out(&mut self, effects: &mut Vec<Effect>) {
        let Some((words, is_all)) = self.find_text().filter(|(words, _)| !words.is_empty()) else {
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
    fn find_text(&mut self) -> Option<(String, bool)> {
        if let Some(line) = self.line_input() {
            return of_text(line.text().to_owned(), &line.editor);
        }
        if let Some(find) = &self.find {
            return of_text(find.words.clone(), &find.editor);
        }
        if let Some(due) = self.due_form() {
            return of_text(due.text(due.line).to_owned(), &due.editor);
        }
        match &self.screen {
            Screen::Walk(walk) => {
                let session = self.session()?;
                of_text(session.text(walk.target(session)?).into_owned(), &walk.editor)
            }
            Screen::Form(form) => of_text(form.text(form.line).to_owned(), &form.editor),
            Screen::Welcome(welcome) => of_text(welcome.name.clone(), &welcome.editor),
            _ => None,
        }
    }
}

fn of_text(text: String, editor: &Editor) -> Option<(String, bool)> {
    match editor.selection() {
        Some(selected) => Some((text.get(selected)?.to_owned(), false)),
        None => Some((text, true)),
    }
}
