//! What lies over the screen: help, steps, guide, a message, and what is said when words are not saved.

use super::card::CardView;
use super::export::Export;
use super::list::ListState;
use super::note::AfterSave;
use super::{App, Effect, Overlay};
use crate::tui::keys::Action;

impl App {
    pub(super) fn act_in_overlay(&mut self, action: Action, effects: &mut Vec<Effect>) {
        let height = self.page_height();
        let page = self.overlay_page();
        if self.act_in_ready(action, effects) || self.act_in_export(action, effects) {
            return;
        }
        match (&mut self.overlay, action) {
            (Some(Overlay::Unsaved), Action::TryAgain) => {
                self.overlay = None;
                self.when_saved(AfterSave::Quit, effects);
            }
            (Some(Overlay::Unsaved), Action::QuitAnyway) => {
                self.ending = true;
                effects.push(Effect::Quit);
            }
            (Some(Overlay::Unsaved), Action::Back) => self.overlay = None,
            (Some(Overlay::Unsaved), Action::Help | Action::Actions) => {}
            (_, Action::Quit) => {
                self.overlay = None;
                self.when_saved(AfterSave::Quit, effects);
            }
            (_, Action::Save) => self.save(effects),
            (Some(Overlay::Help(_)), Action::Help) | (_, Action::Back) => self.overlay = None,
            (_, Action::Help) => self.overlay = Some(Overlay::Help(ListState::default())),
            (Some(Overlay::Actions(_)), Action::Actions) => self.overlay = None,
            (_, Action::Actions) => {
                self.overlay = None;
                self.show_actions();
            }
            (Some(Overlay::Actions(_)), Action::Confirm) => self.do_action(effects),
            (Some(Overlay::Actions(actions)), action) if action.is_in_lists() => {
                if let Some(page) = page {
                    actions.list.act(action, &page, height);
                }
            }
            (Some(Overlay::Actions(actions)), action) => {
                actions.list = match actions.line.act(action, &mut self.clipboard) {
                    true => ListState::default(),
                    false => actions.list,
                };
            }
            (Some(Overlay::Steps(state)), Action::Confirm) => {
                let marked = state.marked;
                self.overlay = None;
                self.go_to_nth(marked, effects);
            }
            (Some(Overlay::Message(_, letter)), Action::CopyMessage) => {
                let letter = *letter;
                self.copy_letter(letter, effects);
            }
            (Some(Overlay::Card(view)), Action::CallNow) if view.before_talk => {
                self.overlay = None;
                self.begin_live(effects);
            }
            (Some(Overlay::Card(view)), Action::Confirm) if view.before_talk => self.begin_debrief(effects),
            (Some(Overlay::Card(view)), Action::FullNames) => view.full = !view.full,
            (_, Action::Confirm) => self.overlay = None,
            (
                Some(
                    Overlay::Help(state)
                    | Overlay::Steps(state)
                    | Overlay::Guide(state)
                    | Overlay::Message(state, _)
                    | Overlay::Ready(state)
                    | Overlay::Export(Export { list: state, .. })
                    | Overlay::Card(CardView { list: state, .. }),
                ),
                action,
            ) => {
                if let Some(page) = page {
                    state.act(action, &page, height);
                }
            }
            _ => {}
        }
    }
}
