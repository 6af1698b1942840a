//! All actions: what one can do where one is, found by a few letters.

use super::line::LineInput;
use super::list::ListState;
use super::{App, Effect, Overlay};
use crate::text;
use crate::tui::keys::{self, Action, Binding};

/// The list of all actions, and what is typed to find one.
#[derive(Debug, Default)]
pub struct Actions {
    pub line: LineInput,
    pub list: ListState,
}

impl App {
    /// The actions that fit what is typed, the best first; each with a binding that does it here.
    pub fn fitting_actions(&self) -> Vec<&'static Binding> {
        let Some(Overlay::Actions(actions)) = &self.overlay else { return Vec::new() };
        let mut found: Vec<(usize, &Binding)> = Vec::new();
        // The screen's own before those of the text one is in: they are what one looks for.
        let contexts: Vec<_> = self.screen_contexts().iter().rev().copied().collect();
        for binding in keys::of(&contexts) {
            let is_known = found.iter().any(|(_, known)| known.action == binding.action);
            if is_known || binding.action.is_move() || binding.action == Action::Actions {
                continue;
            }
            let words = format!("{} {}", binding.name(), binding.help);
            let by_name = text::fuzzy(actions.line.text(), binding.name()).map(|points| points * 2);
            if let Some(points) = by_name.max(text::fuzzy(actions.line.text(), &words)) {
                found.push((points, binding));
            }
        }
        if !actions.line.text().trim().is_empty() {
            found.sort_by_key(|(points, _)| std::cmp::Reverse(*points));
        }
        found.into_iter().map(|(_, binding)| binding).collect()
    }

    pub(super) fn show_actions(&mut self) {
        self.message = None;
        self.overlay = Some(Overlay::Actions(Box::default()));
    }

    /// Does what is marked.
    pub(super) fn do_action(&mut self, effects: &mut Vec<Effect>) {
        let Some(Overlay::Actions(actions)) = &self.overlay else { return };
        let marked = self.fitting_actions().get(actions.list.marked).map(|binding| binding.action);
        if let Some(action) = marked {
            self.overlay = None;
            self.act(action, effects);
        }
    }
}
