//! The mouse: what stands under it decides.

use super::form::Line;
use super::walk::Focus;
use super::{App, Effect, Screen};
use crate::document::How;
use crate::tui::keys::{Action, Context};
use crate::tui::view;
use crate::tui::view::fields::Hit;
use crate::tui::view::practise::On;

impl App {
    pub(super) fn click(&mut self, x: u16, y: u16, extend: bool, effects: &mut Vec<Effect>) {
        if let Some(action) = view::footer::action_at(self, x, y) {
            self.act(action, effects);
            return;
        }
        if self.find.is_some() && self.overlay.is_none() {
            if y == self.size.1.saturating_sub(2) {
                return;
            }
            // Who clicks somewhere means to be there.
            self.stay(effects);
        }
        if let Some(cell) = view::input::cell_at(self, x, y)
            && let Some(line) = self.line_input()
        {
            line.point(cell, extend);
            return;
        }
        if self.overlay.is_none() && matches!(self.screen, Screen::Practise(_)) {
            self.click_practise(x, y, effects);
            return;
        }
        if self.overlay.is_some() || self.screen_page().is_some() {
            self.click_page(x, y, effects);
            return;
        }
        match &self.screen {
            Screen::End(_) | Screen::Debrief(_) | Screen::FollowUp(_) => self.click_due(x, y),
            Screen::Client(_) => self.click_rename(x, y, effects),
            Screen::Form(_) => self.click_form(x, y, effects),
            Screen::Welcome(_) => self.click_welcome(x, y, effects),
            Screen::Walk(_) if self.is_live() => self.click_in_live(x, y, extend, effects),
            Screen::Walk(_) => self.click_walk(x, y, extend, effects),
            _ => {}
        }
    }

    fn click_page(&mut self, x: u16, y: u16, effects: &mut Vec<Effect>) {
        let area = view::page_area(self);
        if !area.contains((x, y).into()) {
            return;
        }
        let Some((page, state)) = self.front_page() else { return };
        let line = state.scroll + usize::from(y - area.y);
        if let Some(item) = page.lines.get(line).and_then(|l| l.item) {
            state.marked = item;
            self.act(Action::Confirm, effects);
        }
    }

    /// On a word that does something that is done; anywhere else on the page the answer is looked at.
    fn click_practise(&mut self, x: u16, y: u16, effects: &mut Vec<Effect>) {
        match view::practise::at(self, x, y) {
            Some(On::Cards(section)) => self.choose_cards(section),
            Some(On::Does(action)) => self.act(action, effects),
            None => self.click_page(x, y, effects),
        }
    }

    fn click_rename(&mut self, x: u16, y: u16, effects: &mut Vec<Effect>) {
        let Some((line, cell)) = view::rename::at(self, x, y) else { return };
        let Some(form) = self.rename_mut() else { return };
        form.line = line;
        match form.input() {
            Some(input) => input.point(cell, false),
            None => self.act(Action::Confirm, effects),
        }
    }

    fn click_form(&mut self, x: u16, y: u16, effects: &mut Vec<Effect>) {
        let Some((line, row, cell)) = view::form::at(self, x, y) else { return };
        let Screen::Form(form) = &mut self.screen else { return };
        if form.line != line {
            form.enter(line);
        }
        match line {
            Line::How => {
                form.marked_how = row.min(How::ALL.len() - 1);
                self.act(Action::Tick, effects);
            }
            line if line.begins() => self.act(Action::Confirm, effects),
            Line::Client if row >= form.editor.rows().count() => {
                form.take_match(row - form.editor.rows().count());
            }
            _ => {
                let text = form.text(line).to_owned();
                form.editor.point(&text, row, cell, false);
            }
        }
    }

    /// The second click of a double one selects a word, or takes a tick back; elsewhere it is none.
    pub(super) fn click_again(&mut self, x: u16, y: u16, effects: &mut Vec<Effect>) {
        let hit = self.hit(x, y);
        let (Screen::Walk(walk), Some(note)) = (&mut self.screen, &self.note) else { return };
        if let Some(Hit::Option { field, option }) = hit
            && (walk.focus, walk.option) == (Focus::Field(field), option)
        {
            self.click(x, y, false, effects);
        } else if let Some(Hit::Text { focus, row, cell }) = hit
            && walk.focus == focus
        {
            let text = walk.target(note.session()).map(|t| note.session().text(t)).unwrap_or_default();
            walk.editor.point(&text, row, cell, false);
            walk.editor.select_word(&text);
        } else if let Some(Hit::Cell { field, spot, row, cell }) = hit
            && walk.focus == Focus::Field(field)
            && walk.spot == spot
        {
            match walk.target(note.session()).map(|t| note.session().text(t)) {
                Some(text) => {
                    walk.editor.point(&text, row, cell, false);
                    walk.editor.select_word(&text);
                }
                None => {
                    self.turn_cell();
                }
            }
        }
    }

    /// The third click at one place selects the line.
    pub(super) fn click_thrice(&mut self, x: u16, y: u16) {
        let hit = self.hit(x, y);
        let (Screen::Walk(walk), Some(note)) = (&mut self.screen, &self.note) else { return };
        let here = match hit {
            Some(Hit::Text { focus, .. }) => walk.focus == focus,
            Some(Hit::Cell { field, spot, .. }) => walk.focus == Focus::Field(field) && walk.spot == spot,
            _ => false,
        };
        if let Some(target) = walk.target(note.session()).filter(|_| here) {
            walk.editor.select_line(&note.session().text(target));
        }
    }

    fn click_walk(&mut self, x: u16, y: u16, extend: bool, effects: &mut Vec<Effect>) {
        if let Screen::Walk(walk) = &mut self.screen {
            walk.drags = false;
        }
        let areas = view::walk::areas(self.size);
        if areas.steps.is_some_and(|a| a.contains((x, y).into())) {
            if let Some(nth) = view::walk::step_line_at(self, y) {
                self.go_to_nth(nth, effects);
            }
            return;
        }
        let Some(hit) = self.hit(x, y) else { return };
        let Screen::Walk(walk) = &self.screen else { return };
        match hit {
            Hit::Item(Focus::Next) => self.act(Action::NextStep, effects),
            Hit::Hint { field, does } => {
                if let Screen::Walk(walk) = &mut self.screen {
                    walk.hinted = Some(field);
                }
                self.act(does, effects);
            }
            Hit::Item(Focus::Elsewhere(at)) => {
                self.go_to_step(at.step, effects);
                self.go_to_item(Focus::Field(at.field), usize::MAX);
            }
            Hit::Item(focus) => {
                if walk.focus != focus {
                    self.go_to_item(focus, usize::MAX);
                }
            }
            Hit::Option { field, option } => {
                if walk.focus != Focus::Field(field) {
                    self.go_to_item(Focus::Field(field), usize::MAX);
                }
                self.mark_option(option);
                // What is written in is typed, not ticked.
                if self.contexts()[0] != Context::Text {
                    self.act(Action::Tick, effects);
                    self.mark_option(option);
                }
            }
            Hit::Cell { field, spot, row, cell } => {
                if walk.focus != Focus::Field(field) {
                    self.go_to_item(Focus::Field(field), usize::MAX);
                }
                self.go_to_cell(spot, usize::MAX);
                if self.contexts()[0] == Context::Text {
                    self.point(row, cell, extend);
                } else {
                    self.turn_cell();
                }
            }
            Hit::Text { focus, row, cell } => {
                if walk.focus != focus {
                    self.go_to_item(focus, usize::MAX);
                }
                self.point(row, cell, extend);
            }
        }
    }

    /// A click in the call: an item, something they may say, a mark, or the line.
    fn click_in_live(&mut self, x: u16, y: u16, extend: bool, effects: &mut Vec<Effect>) {
        match view::live::at(self, x, y) {
            Some(view::live::Hit::Item(nth)) => self.click_live(nth),
            Some(view::live::Hit::Likely(nth)) => self.click_likely(nth),
            Some(view::live::Hit::Act(action)) => self.act(action, effects),
            Some(view::live::Hit::Line { row, cell }) => self.point(row, cell, extend),
            None => {}
        }
    }

    fn mark_option(&mut self, option: usize) {
        let (Screen::Walk(walk), Some(note)) = (&mut self.screen, &self.note) else { return };
        walk.mark(note.session(), option);
    }

    /// Puts the cursor of the text one is in at a row and cell.
    fn point(&mut self, row: usize, cell: usize, extend: bool) {
        let (Screen::Walk(walk), Some(note)) = (&mut self.screen, &self.note) else { return };
        let text = walk.target(note.session()).map(|t| note.session().text(t)).unwrap_or_default();
        walk.editor.point(&text, row, cell, extend);
        (walk.drags, walk.free) = (true, false);
    }

    /// Dragging selects in the text where it began. Beyond its rows that are in sight the next ones come
    /// into sight, the more the farther one goes; beside it, what stands at its edge is meant.
    pub(super) fn drag(&mut self, x: u16, y: u16) {
        let hit = self.hit(x, y);
        let area = view::walk::areas(self.size).fields;
        let (Screen::Walk(walk), Some(session)) = (&self.screen, self.session()) else { return };
        if !walk.drags || self.overlay.is_some() {
            return;
        }
        match hit {
            Some(Hit::Cell { field, spot, row, cell })
                if walk.focus == Focus::Field(field) && walk.spot == spot =>
            {
                self.point(row, cell, true);
            }
            _ if walk.table(session).is_some() => {}
            _ => {
                let Some((first, count)) = walk.laid.text_rows(walk.focus, walk.spot) else { return };
                let line = (walk.scroll + usize::from(y)).saturating_sub(usize::from(area.y));
                let cell = view::fields::text_cell(area, x);
                if line < first {
                    self.point(0, 0, true);
                } else if line >= first + count {
                    self.point(count - 1, usize::MAX, true);
                } else {
                    self.point(line - first, cell, true);
                }
            }
        }
    }

    fn hit(&self, x: u16, y: u16) -> Option<Hit> {
        if self.is_live() {
            return match view::live::at(self, x, y)? {
                view::live::Hit::Line { row, cell } => Some(Hit::Text { focus: Focus::Notes, row, cell }),
                _ => None,
            };
        }
        let (Screen::Walk(walk), Some(session)) = (&self.screen, self.session()) else { return None };
        let area = view::walk::areas(self.size).fields;
        if self.overlay.is_some() || !area.contains((x, y).into()) {
            return None;
        }
        let line = walk.scroll + usize::from(y - area.y);
        walk.laid.hit(walk, session, line, usize::from(x - area.x))
    }

    pub(super) fn wheel(&mut self, x: u16, y: u16, down: bool) {
        if self.wheel_in_guide(x, y, down) {
            return;
        }
        let height = self.page_height();
        if let Some((page, state)) = self.front_page() {
            state.wheel(&page, height, down);
            return;
        }
        if let Screen::Walk(walk) = &mut self.screen {
            walk.free = true;
            walk.scroll = turned(walk.scroll, down);
        }
    }

    /// Whether the wheel was turned over the guide's pane.
    fn wheel_in_guide(&mut self, x: u16, y: u16, down: bool) -> bool {
        let area = match (&self.overlay, &self.screen) {
            (None, Screen::Walk(_)) => view::walk::areas(self.size).guide,
            (None, Screen::Choose(_)) => view::choose::areas(self).guide,
            _ => None,
        };
        let Some(area) = area.filter(|area| area.contains((x, y).into())) else { return false };
        let lines = view::guide::lines(self, usize::from(area.width)).len();
        let most = lines.saturating_sub(usize::from(area.height));
        let scroll = match &mut self.screen {
            Screen::Walk(walk) => &mut walk.guide_scroll,
            Screen::Choose(choose) => &mut choose.guide_scroll,
            _ => return false,
        };
        *scroll = turned(*scroll, down).min(most);
        true
    }
}

/// Where the wheel goes from a line.
fn turned(scroll: usize, down: bool) -> usize {
    if down { scroll + 3 } else { scroll.saturating_sub(3) }
}
