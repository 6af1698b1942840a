//! One line that is typed: a filter, a search, a name.

use super::form::edit_text;
use super::{App, Overlay, Screen};
use crate::text;
use crate::tui::keys::Action;
use crate::tui::widget::editor::{Editor, Splice};

/// The longest that such a line becomes by what is typed or pasted, in characters, about.
const LONGEST: usize = 1_000;

/// A line of text with its cursor.
#[derive(Clone, Debug, Default)]
pub struct LineInput {
    text: String,
    pub editor: Editor,
}

impl LineInput {
    /// One that says something already, with the cursor behind it.
    pub fn new(text: &str) -> Self {
        let text = text::clean_line(text);
        Self { editor: Editor::new(&text, text.len(), usize::from(u16::MAX)), text }
    }

    /// What it says.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Types or pastes: what has several lines becomes one.
    pub fn insert(&mut self, typed: &str) {
        // A whole document was not meant to go there.
        let room = LONGEST.saturating_sub(self.text.len());
        let line: String =
            typed.chars().take(room).map(|c| if c == '\n' || c == '\t' { ' ' } else { c }).collect();
        self.splice(self.editor.insert(&line));
    }

    /// Moves, selects, deletes, copies; `clipboard` is what was cut or copied here. Returns whether the
    /// text changed.
    pub fn act(&mut self, action: Action, clipboard: &mut String) -> bool {
        let before = self.text.clone();
        match action {
            Action::PasteOwn => self.insert(&clipboard.clone()),
            Action::Copy | Action::Cut if self.editor.selection().is_none() => {}
            Action::Copy => clipboard.clone_from(&self.selected()),
            _ => {
                if action == Action::Cut {
                    clipboard.clone_from(&self.selected());
                }
                if let Some(splice) = edit_text(&mut self.editor, &self.text, action) {
                    self.splice(splice);
                }
            }
        }
        self.text != before
    }

    /// Puts the cursor at a cell.
    pub fn point(&mut self, cell: usize, extend: bool) {
        self.editor.point(&self.text, 0, cell, extend);
    }

    fn selected(&self) -> String {
        self.editor.selection().and_then(|range| self.text.get(range)).unwrap_or_default().to_owned()
    }

    fn splice(&mut self, splice: Splice) {
        self.text.replace_range(splice.at..splice.at + splice.remove, &splice.insert);
        self.editor.spliced(&self.text, &splice);
    }
}

impl App {
    /// The line one types in, where that is all that there is to type in.
    pub(super) fn line_input(&mut self) -> Option<&mut LineInput> {
        match (&mut self.overlay, &mut self.screen) {
            (Some(Overlay::Actions(actions)), _) => Some(&mut actions.line),
            (Some(_), _) => None,
            (None, Screen::Clients(list)) => Some(&mut list.line),
            (None, Screen::Search(search)) => Some(&mut search.line),
            (None, Screen::Lessons(page)) => Some(&mut page.line),
            (None, Screen::Client(page)) => match &mut page.keeping {
                Some(keeping) => Some(&mut keeping.line),
                None => page.rename.as_mut()?.input(),
            },
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_stays_one_line_and_cuts_what_is_selected() {
        let mut clipboard = String::new();
        let mut line = LineInput::new("Zoë");
        line.insert(" O'\nBrien\t李");
        assert_eq!(line.text(), "Zoë O' Brien 李");
        assert!(!line.act(Action::SelectWordLeft, &mut clipboard));
        assert!(line.act(Action::Cut, &mut clipboard));
        assert_eq!((line.text(), clipboard.as_str()), ("Zoë O' Brien ", "李"));
        line.act(Action::Top, &mut clipboard);
        assert!(line.act(Action::PasteOwn, &mut clipboard));
        assert_eq!(line.text(), "李Zoë O' Brien ");
        // Without a selection, nothing is cut.
        assert!(!line.act(Action::Cut, &mut clipboard));
    }
}
