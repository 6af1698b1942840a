//! Search: words in any note, found as one types.

use super::line::LineInput;
use super::list::ListState;
use super::opening::Then;
use super::{App, Effect, Screen};
use crate::store::search::{Hit, Hits, Spot};
use crate::tui::keys::Action;

/// What is looked for, and what was found.
#[derive(Debug, Default)]
pub struct Search {
    pub line: LineInput,
    pub list: ListState,
    /// What was found last; `None` until the notes were read.
    pub found: Option<Found>,
    /// What was asked for last.
    asked: Option<String>,
}

/// What was found.
#[derive(Clone, Debug, Default)]
pub struct Found {
    /// What was typed.
    pub typed: String,
    pub hits: Hits,
    /// Files that could not be searched.
    pub unreadable: usize,
    /// Why the folder could not be read.
    pub error: Option<String>,
}

impl Search {
    /// Whether something is typed of which nothing is known yet.
    pub fn is_waiting(&self) -> bool {
        !self.line.text().trim().is_empty()
            && self.found.as_ref().is_none_or(|found| found.typed != self.line.text())
    }

    /// The lines that were found, as they are shown: those of one conversation together.
    pub fn hits(&self) -> Vec<&Hit> {
        let found = self.found.as_ref().filter(|_| !self.line.text().trim().is_empty());
        found.map(|found| found.hits.by_note().concat()).unwrap_or_default()
    }
}

impl App {
    /// Shows the line in which one types what is looked for.
    pub(super) fn show_search(&mut self) {
        self.message = None;
        self.show_before(Screen::Search(Box::default()));
    }

    /// Something was found; only what was asked for last is still wanted.
    pub(super) fn found(&mut self, found: Found) {
        let Screen::Search(search) = &mut self.screen else { return };
        if search.asked.as_deref() != Some(&found.typed) {
            return;
        }
        if search.found.as_ref().is_none_or(|before| before.typed != found.typed) {
            search.list = ListState::default();
        }
        search.found = Some(found);
    }

    /// Asks for what is typed, if that is new; the words of the notes are kept only for as long as
    /// somebody looks for some.
    pub(super) fn settle_search(&mut self, effects: &mut Vec<Effect>) {
        if let Screen::Search(search) = &mut self.screen {
            let typed = search.line.text();
            // Also of nothing: the notes are read before the first letter is there.
            if search.asked.as_deref() != Some(typed) {
                search.asked = Some(typed.to_owned());
                effects.push(Effect::Search(typed.to_owned()));
            }
        } else if !self.back.iter().any(|screen| matches!(screen, Screen::Search(_))) {
            effects.extend(std::mem::take(&mut self.searches).then_some(Effect::StopSearching));
            return;
        }
        self.searches = true;
    }

    /// The search is shown again: what was found may have changed since.
    pub(super) fn search_again(&mut self) {
        if let Screen::Search(search) = &mut self.screen {
            search.asked = None;
        }
    }

    pub(super) fn act_in_search(&mut self, action: Action, effects: &mut Vec<Effect>) {
        let Screen::Search(search) = &mut self.screen else { return };
        self.message = None;
        match action {
            Action::Back => self.show_behind(effects),
            Action::Confirm => {
                let hit =
                    search.hits().get(search.list.marked).map(|hit| (hit.about.path.clone(), place(hit)));
                if let Some((path, then)) = hit {
                    self.open_note(path, then, effects);
                }
            }
            action if action.is_in_lists() => self.move_in_page(action),
            action => {
                search.line.act(action, &mut self.clipboard);
            }
        }
    }
}

/// Where a hit leads.
fn place(hit: &Hit) -> Then {
    match (hit.spot, &hit.step) {
        (Spot::Block, Some(step)) => {
            Then::At { step: step.clone(), field: hit.field.clone(), words: hit.text.clone() }
        }
        _ => Then::Walk,
    }
}
