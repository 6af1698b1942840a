//! The walk: going from item to item and from step to step.

use super::end::End;
use super::list::ListState;
pub use super::place::{Focus, Walk};
use super::{App, Effect, Overlay, Screen};
use crate::playbook::{FieldRef, Kind};
use crate::practise::Section;
use crate::session::{Edit, Session, Target};
use crate::tui::keys::Action;
use crate::tui::view;
use crate::tui::widget::editor::Motion;

impl App {
    /// Whether one is in text in the walk.
    pub(super) fn types_in(&self, walk: &Walk) -> bool {
        walk.focus == Focus::Notes || self.session().is_some_and(|s| walk.target(s).is_some())
    }

    /// Whether one is on a table.
    pub(super) fn is_on_table(&self, walk: &Walk) -> bool {
        self.session().is_some_and(|s| walk.table(s).is_some())
    }

    pub(super) fn act_in_walk(&mut self, action: Action, effects: &mut Vec<Effect>) {
        self.message = None;
        if self.act_in_table(action) {
            return;
        }
        match action {
            Action::NextStep => self.next_step(effects),
            Action::PreviousStep => self.previous_step(effects),
            Action::NextItem => self.move_item(1, effects),
            Action::PreviousItem => self.move_item(-1, effects),
            Action::Back => self.leave_walk(effects),
            Action::Steps => self.show_steps(),
            Action::Card => self.show_card(),
            Action::Ready => self.show_ready(),
            Action::Guide => self.overlay = Some(Overlay::Guide(ListState::default())),
            Action::Details => self.show_details(),
            Action::Practise => self.show_practise(Section::All),
            Action::Finish => {
                self.leave_item();
                self.file_now(effects);
                if self.ends_call() {
                    return;
                }
                self.show_end();
                self.look(effects);
            }
            Action::Undo => self.take_back(Session::undo, "There is nothing to undo"),
            Action::Redo => self.take_back(Session::redo, "There is nothing to redo"),
            Action::Confirm => self.confirm(effects),
            Action::Up | Action::Down => self.move_cursor(action, effects),
            Action::Tick => self.tick_marked(effects),
            Action::Edit => self.lend_text(effects),
            Action::Settle => self.settle_also(),
            Action::Reword => self.take_rewrite(),
            Action::KeepWording => self.keep_question(),
            _ => self.edit_in_walk(action),
        }
    }

    fn show_steps(&mut self) {
        let Screen::Walk(walk) = &self.screen else { return };
        self.overlay = Some(Overlay::Steps(ListState { marked: walk.step, scroll: 0 }));
        self.follow_mark();
    }

    /// Goes to the nth line of the list of steps; the last one is the end.
    pub(super) fn go_to_nth(&mut self, nth: usize, effects: &mut Vec<Effect>) {
        match self.session().and_then(|s| view::steps::step_of(s, nth)) {
            Some(step) => self.go_to_step(step, effects),
            None => self.act(Action::Finish, effects),
        }
    }

    /// Goes to a step; what was typed is filed.
    pub(super) fn go_to_step(&mut self, step: usize, effects: &mut Vec<Effect>) {
        let left_behind = self.left_behind();
        self.leave_item();
        self.live = None;
        let Some(note) = &mut self.note else { return };
        let mut walk = Walk::new(note.session(), step);
        if let Screen::Walk(before) = &self.screen {
            // Also where it is the step one is in: what is laid out there is another thing by now.
            walk.laid_version = before.laid_version + 1;
        }
        walk.stand(&mut note.open.session);
        note.open.session.seal();
        self.screen = Screen::Walk(Box::new(walk));
        self.file_now(effects);
        self.look(effects);
        if let Some(words) = left_behind {
            self.say(words);
        }
    }

    pub(super) fn next_step(&mut self, effects: &mut Vec<Effect>) {
        let left_behind = self.left_behind();
        // What was typed may decide whether the next step is passed over.
        self.leave_item();
        let Screen::Walk(walk) = &self.screen else { return };
        match self.session().and_then(|s| s.next_step(walk.step)) {
            Some(step) => {
                let from = walk.step;
                self.go_to_step(step, effects);
                self.say_if_ready(from, step);
            }
            None if self.ends_call() => self.file_now(effects),
            None => {
                self.file_now(effects);
                self.show_end();
                self.look(effects);
            }
        }
        if let Some(words) = left_behind {
            self.say(words);
        }
    }

    fn previous_step(&mut self, effects: &mut Vec<Effect>) {
        let left_behind = self.left_behind();
        self.leave_item();
        let Screen::Walk(walk) = &self.screen else { return };
        match self.session().and_then(|s| s.previous_step(walk.step)) {
            Some(step) => {
                self.go_to_step(step, effects);
                if let Some(words) = left_behind {
                    self.say(words);
                }
            }
            None => self.say("This is the first step"),
        }
    }

    /// Shows how it ended.
    pub(super) fn show_end(&mut self) {
        if let Some(session) = self.session() {
            let kept = self.end_kept.as_ref().filter(|(of, _)| *of == session.head().id);
            let kept = kept.map(|(_, kept)| kept.clone()).unwrap_or_default();
            self.screen = Screen::End(End::of(session, &self.catalog, kept));
            self.follow_mark();
        }
    }

    /// What was typed in the item one leaves comes to mean what it means.
    pub(super) fn leave_item(&mut self) {
        let Screen::Walk(walk) = &mut self.screen else { return };
        let Some(session) = self.note.as_ref().map(|n| n.session()) else { return };
        let edit = match (walk.focus, walk.entry) {
            (Focus::Notes, Some(entry)) => {
                let empty = session.text(Target::Note { step: walk.step, entry }).trim().is_empty();
                walk.entry = None;
                walk.editor.replaced("", 0);
                empty.then_some(Edit::Note { step: walk.step, entry, note: None })
            }
            _ => walk.field_ref().and_then(|at| session.on_leave(at)),
        };
        if let Some(field) = walk.field() {
            let rows = walk.editor.rows().clone();
            if let Some(slot) = walk.rows.get_mut(field) {
                *slot = edit.is_none().then_some(rows);
            }
        }
        if let Some(edit) = edit {
            self.edit(edit);
            self.refresh_text(None);
        }
        self.seal();
    }

    /// The text one is in changed otherwise than by typing.
    pub(super) fn refresh_text(&mut self, cursor: Option<usize>) {
        let (Screen::Walk(walk), Some(note)) = (&mut self.screen, &self.note) else { return };
        let text = walk.target(note.session()).map(|t| note.session().text(t)).unwrap_or_default();
        let cursor = cursor.unwrap_or(text.len());
        walk.editor.replaced(&text, cursor);
    }

    /// What the playbook puts into fields stands there as soon as their step is shown.
    pub(super) fn arrive(&mut self) {
        let (Screen::Walk(walk), Some(note)) = (&mut self.screen, &mut self.note) else { return };
        if note.open.holder.is_some() {
            return;
        }
        if note.open.session.arrive(walk.step, self.now.wall) {
            walk.rows.clear();
            self.touched();
            self.refresh_text(None);
        }
    }

    /// Goes to an item of the step.
    pub(super) fn go_to_item(&mut self, focus: Focus, cursor: usize) {
        self.leave_item();
        let (Screen::Walk(walk), Some(note)) = (&mut self.screen, &mut self.note) else { return };
        walk.enter(note.session(), focus, cursor);
        walk.stand(&mut note.open.session);
    }

    pub(super) fn move_item(&mut self, by: isize, effects: &mut Vec<Effect>) {
        let Screen::Walk(walk) = &self.screen else { return };
        let Some(session) = self.session() else { return };
        let items = walk.stops(session);
        let at = items.iter().position(|i| *i == walk.focus).unwrap_or(0) as isize;
        match usize::try_from(at + by).ok().and_then(|i| items.get(i).copied()) {
            Some(focus) => {
                self.go_to_item(focus, usize::MAX);
                let (Screen::Walk(walk), Some(note)) = (&mut self.screen, &self.note) else { return };
                // Coming from below, a list is entered at its end.
                let session = note.session();
                if by < 0 && walk.chosen(session) == 0 {
                    walk.mark(session, walk.options(session).saturating_sub(1));
                }
                if by < 0 {
                    self.enter_table_from_below();
                }
            }
            // The five-minute form is all on one screen.
            None if session.is_quick() => self.move_step(by, effects),
            None if by > 0 => self.go_to_item(items[0], usize::MAX),
            None => self.go_to_item(items[items.len() - 1], usize::MAX),
        }
    }

    /// On to the next step, or back to the last thing of the one before; at the ends, around.
    fn move_step(&mut self, by: isize, effects: &mut Vec<Effect>) {
        let Screen::Walk(walk) = &self.screen else { return };
        let Some(session) = self.session() else { return };
        let ends = [0, session.playbook().steps.len()];
        let next = match by > 0 {
            true => session.next_step(walk.step).or_else(|| (0..ends[1]).find(|s| session.step_is_asked(*s))),
            false => session.previous_step(walk.step).or_else(|| session.previous_step(ends[1])),
        };
        let Some(step) = next else { return };
        self.go_to_step(step, effects);
        if by < 0 {
            let (Screen::Walk(walk), Some(session)) = (&self.screen, self.session()) else { return };
            if let Some(last) = walk.stops(session).last().copied() {
                self.go_to_item(last, usize::MAX);
            }
        }
    }

    fn move_cursor(&mut self, action: Action, effects: &mut Vec<Effect>) {
        let down = action == Action::Down;
        let (Screen::Walk(walk), Some(note)) = (&mut self.screen, &self.note) else { return };
        walk.free = false;
        let session = note.session();
        let options = walk.options(session);
        if options > 0 && !matches!(walk.focus, Focus::Field(f) if is_score(session, walk.step, f)) {
            let next = if down { walk.option + 1 } else { walk.option.wrapping_sub(1) };
            if next < options {
                walk.mark(session, next);
                return;
            }
        } else if self.types_now() {
            let (Screen::Walk(walk), Some(note)) = (&mut self.screen, &self.note) else { return };
            let text = walk.target(note.session()).map(|t| note.session().text(t)).unwrap_or_default();
            let motion = if down { Motion::Down } else { Motion::Up };
            if walk.editor.go(&text, motion, false) {
                return;
            }
        }
        // The list of items does not wrap for arrows: that would be a surprise.
        let Screen::Walk(walk) = &self.screen else { return };
        let Some(session) = self.session() else { return };
        let items = walk.stops(session);
        let edge = if down { items.last() } else { items.first() };
        let beyond = match down {
            true => session.next_step(walk.step),
            false => session.previous_step(walk.step),
        };
        if edge != Some(&walk.focus) || session.is_quick() && beyond.is_some() {
            self.move_item(if down { 1 } else { -1 }, effects);
            if down {
                self.cursor_to_top();
            }
        }
    }

    /// Coming from above, text of several rows is entered at its first.
    fn cursor_to_top(&mut self) {
        let (Screen::Walk(walk), Some(note)) = (&mut self.screen, &self.note) else { return };
        let text = walk.target(note.session()).map(|t| note.session().text(t)).unwrap_or_default();
        if walk.editor.rows().count() > 1 {
            walk.editor.set_cursor(&text, 0);
        }
    }

    fn types_now(&self) -> bool {
        matches!(&self.screen, Screen::Walk(walk) if self.types_in(walk))
    }

    pub(super) fn settle_walk(&mut self) {
        if self.is_live() {
            return;
        }
        let areas = view::walk::areas(self.size);
        let (Screen::Walk(walk), Some(note)) = (&mut self.screen, &self.note) else { return };
        let session = note.session();
        let items = walk.items(session);
        if !items.contains(&walk.focus) {
            walk.enter(session, items[0], usize::MAX);
        }
        self.settle_wording();
        let (Screen::Walk(walk), Some(note)) = (&mut self.screen, &self.note) else { return };
        let session = note.session();
        let width = usize::from(areas.fields.width);
        let height = usize::from(areas.fields.height);
        walk.lay_out(session, &self.catalog, width);
        let (first, mut last) = walk.laid.in_sight(walk, session);
        let is_hinted = walk.field().is_some_and(|field| walk.hints.contains_key(&field));
        if is_hinted || session.also(walk.stands_beside()).next().is_some() {
            // It is to be read beside the answer, as far as there is room.
            let end = walk.laid.end_of(walk.focus);
            last = last.max(end.min(first + height.saturating_sub(1)));
        }
        if !walk.free {
            if first < walk.scroll {
                walk.scroll = first;
            }
            walk.scroll = walk.scroll.max((last + 1).saturating_sub(height));
        }
        walk.scroll = walk.scroll.min(walk.laid.height.saturating_sub(height));
    }
}

pub(super) fn is_score(session: &Session, step: usize, field: usize) -> bool {
    matches!(session.playbook().field(FieldRef { step, field }).kind, Kind::Score { .. })
}
