//! Filling in: what Enter, Space, digits and text do where one stands in the walk.

use std::collections::BTreeMap;

use super::form::edit_text;
use super::list::ListState;
use super::place::Spot;
use super::walk::{Focus, Walk, is_score};
use super::{App, Effect, Screen};
use crate::playbook::answer::Row;
use crate::playbook::{Answer, FieldRef, Kind};
use crate::session::{Edit, Session, Target, Touched};
use crate::tui::keys::Action;
use crate::tui::widget::editor::Splice;

impl App {
    /// Enter.
    pub(super) fn confirm(&mut self, effects: &mut Vec<Effect>) {
        let Screen::Walk(walk) = &self.screen else { return };
        let Some(session) = self.session() else { return };
        match walk.focus {
            Focus::Elsewhere(_) => {}
            Focus::Next => self.next_step(effects),
            Focus::Notes => {
                self.leave_item();
                self.go_to_item(Focus::Notes, 0);
            }
            Focus::Field(field) => {
                let at = FieldRef { step: walk.step, field };
                let kind = &session.playbook().field(at).kind;
                let chosen = matches!(kind, Kind::Choice { .. } | Kind::Score { .. });
                if kind.is_multiline() {
                    self.insert("\n");
                } else if chosen && !self.is_marked_chosen(at) {
                    self.set_marked(at);
                    self.move_item(1, effects);
                } else {
                    self.move_item(1, effects);
                }
            }
        }
    }

    fn is_marked_chosen(&self, at: FieldRef) -> bool {
        let Screen::Walk(walk) = &self.screen else { return false };
        let Some(session) = self.session() else { return false };
        match (&session.playbook().field(at).kind, session.held(at)) {
            (Kind::Score { .. }, Some(Answer::Score(n))) => *n as usize == walk.option + 1,
            (kind, Some(held)) => kind.choices().get(walk.option).is_some_and(|c| held.includes(&c.id)),
            _ => false,
        }
    }

    /// Ticks or chooses what is marked; what is chosen already is taken back.
    fn set_marked(&mut self, at: FieldRef) {
        let now = self.now.wall;
        let Screen::Walk(walk) = &self.screen else { return };
        let Some(session) = self.session() else { return };
        let edit = match &session.playbook().field(at).kind {
            Kind::Score { .. } => {
                let score = Answer::Score(u32::try_from(walk.option + 1).unwrap_or(1));
                let answer = (session.held(at) != Some(&score)).then_some(score);
                session.choose(at, answer, now)
            }
            // Behind the options something else is written in, and that ticks it.
            kind => match kind.choices().get(walk.option) {
                Some(choice) => session.toggle(at, &choice.id.clone(), now),
                None => return,
            },
        };
        self.edit(edit);
    }

    /// Space: ticks, and goes on to the next item of a list.
    pub(super) fn tick_marked(&mut self, effects: &mut Vec<Effect>) {
        if self.turn_cell() {
            return;
        }
        let Screen::Walk(walk) = &self.screen else { return };
        let Some(at) = walk.field_ref() else {
            if walk.focus == Focus::Next {
                self.next_step(effects);
            }
            return;
        };
        self.set_marked(at);
        let (Screen::Walk(walk), Some(note)) = (&mut self.screen, &self.note) else { return };
        let several =
            matches!(note.session().playbook().field(at).kind, Kind::Choices { .. } | Kind::Checklist { .. });
        if several && walk.option + 1 < walk.options(note.session()) {
            walk.mark(note.session(), walk.option + 1);
        }
    }

    /// A digit picks the option with that number; `false` if there is none.
    pub(super) fn pick_nth(&mut self, n: usize) -> bool {
        if self.pick_in_cell(n) {
            return true;
        }
        let (Screen::Walk(walk), Some(note)) = (&mut self.screen, &self.note) else { return false };
        match walk.field_ref() {
            Some(at) if n <= walk.options(note.session()) => {
                walk.mark(note.session(), n - 1);
                self.set_marked(at);
                true
            }
            _ => false,
        }
    }

    /// Goes to where words are taken, if one is in the walk and in no text: the next cell of a table
    /// row, else the line for a note.
    pub(super) fn goes_to_notes(&mut self) -> bool {
        if self.overlay.is_some() || !matches!(self.screen, Screen::Walk(_)) {
            return false;
        }
        if !self.goes_to_words() {
            self.go_to_item(Focus::Notes, 0);
        }
        true
    }

    pub(super) fn take_back(&mut self, how: fn(&mut Session) -> Option<Touched>, nothing: &str) {
        if self.is_read_only() {
            return;
        }
        let Some(note) = &mut self.note else { return };
        let was_open = note.session().is_open();
        let before = note.session().head().clone();
        let tables = tables(note.session());
        let also = also_of(note.session());
        let Some(touched) = how(&mut note.open.session) else {
            self.say(nothing);
            return;
        };
        let is_open = note.session().is_open();
        let head = note.session().head();
        // Their days move with the details, too.
        let follow_ups = (&head.client, &head.meeting) == (&before.client, &before.meeting)
            && head.follow_ups != before.follow_ups;
        let changed_also = also_of(note.session()) != also;
        self.touched();
        if let (Screen::End(_), Some(note), Some(target)) = (&self.screen, &self.note, touched.target) {
            let step = target.step();
            self.screen = Screen::Walk(Box::new(Walk::new(note.session(), step)));
        }
        // What is not in a step would change unseen.
        match (touched.target, was_open, is_open) {
            (Some(_), ..) => {}
            (None, false, true) => self.say("This conversation is open again"),
            (None, true, false) => self.say("This conversation is closed again"),
            (None, ..) if changed_also => self.say("What was also written elsewhere has changed"),
            (None, ..) if follow_ups && matches!(self.screen, Screen::End(_)) => self.message = None,
            (None, ..) if follow_ups => self.say("What follows has changed: F9 shows it"),
            (None, ..) => self.say("The details have changed: F4 shows them"),
        }
        let Screen::Walk(walk) = &mut self.screen else { return };
        let Some(note) = &self.note else { return };
        walk.rows.clear();
        let (step, focus, entry) = match touched.target {
            Some(Target::Field(at) | Target::Cell { field: at, .. }) => {
                (at.step, Focus::Field(at.field), None)
            }
            Some(Target::Note { step, entry }) => (step, Focus::Notes, Some(entry)),
            None => (walk.step, walk.focus, walk.entry),
        };
        let session = note.session();
        if walk.step != step {
            **walk = Walk::new(session, step);
        }
        // A note that is gone again cannot be typed on; a field may be passed over now.
        walk.entry = entry.filter(|e| *e < session.notes(step).len());
        let focus = if walk.items(session).contains(&focus) { focus } else { walk.focus };
        let cursor = touched.cursor.unwrap_or(usize::MAX);
        let spot = walk.spot;
        walk.enter(session, focus, cursor);
        match touched.target {
            Some(Target::Cell { field, row, column }) => {
                let own = session.table(field).is_some_and(|t| t.has_row_text());
                let across = column.map_or(0, |c| c + usize::from(own));
                walk.go_to_spot(session, Spot { row, across }, cursor);
            }
            // A row came, went, moved or says something else.
            Some(Target::Field(field)) if session.table(field).is_some() => {
                let before = tables.get(&field).map_or(&[][..], Vec::as_slice);
                let row = row_after(before, &session.rows(field), spot.row);
                walk.go_to_spot(session, Spot { row, ..spot }, usize::MAX);
            }
            Some(Target::Field(field)) if session.playbook().field(field).kind.has_other() => {
                if let Some(cursor) = touched.cursor {
                    walk.mark(session, session.playbook().field(field).kind.choices().len());
                    let text = session.text(Target::Field(field));
                    walk.editor.set_cursor(&text, cursor);
                }
            }
            _ => {}
        }
    }

    /// Types or pastes where the cursor is.
    pub(super) fn insert(&mut self, typed: &str) {
        if self.find.is_some() && self.overlay.is_none() {
            self.insert_in_find(typed);
            return;
        }
        if let Some(line) = self.line_input() {
            line.insert(typed);
            if let Some((_, state)) = self.front_page() {
                *state = ListState::default();
            }
            return;
        }
        if matches!(self.screen, Screen::Welcome(_)) {
            self.insert_in_welcome(typed);
            return;
        }
        let Screen::Walk(walk) = &mut self.screen else {
            self.insert_in_form(typed);
            return;
        };
        walk.free = false;
        let one_line = self.is_one_line();
        let Screen::Walk(walk) = &self.screen else { return };
        let typed = if one_line { typed.replace('\n', " ") } else { typed.to_owned() };
        let splice = walk.editor.insert(&typed);
        self.splice(splice);
        self.typed_live();
    }

    /// Inserts what one undo should take back, and that alone.
    pub(super) fn insert_apart(&mut self, text: &str) {
        self.seal();
        self.insert(text);
        self.seal();
    }

    pub(super) fn seal(&mut self) {
        if let Some(note) = &mut self.note {
            note.open.session.seal();
        }
    }

    pub(super) fn splice(&mut self, splice: Splice) {
        if self.is_read_only() {
            return;
        }
        let now = self.now.wall;
        let (Screen::Walk(walk), Some(note)) = (&mut self.screen, &self.note) else { return };
        let session = note.session();
        let edit = match walk.target(session) {
            Some(target) => {
                let Splice { at, remove, insert } = splice.clone();
                Edit::Splice { target, at, remove, insert }
            }
            None if walk.focus == Focus::Notes => {
                walk.entry = Some(session.notes(walk.step).len());
                session.add_note(walk.step, &splice.insert, now)
            }
            None => return,
        };
        self.edit(edit);
        let (Screen::Walk(walk), Some(note)) = (&mut self.screen, &self.note) else { return };
        let text = walk.target(note.session()).map(|t| note.session().text(t)).unwrap_or_default();
        walk.editor.spliced(&text, &splice);
    }

    pub(super) fn edit_in_walk(&mut self, action: Action) {
        let (Screen::Walk(walk), Some(note)) = (&mut self.screen, &self.note) else { return };
        walk.free = false;
        if let (Focus::Field(field), Action::Left | Action::Right) = (walk.focus, action)
            && is_score(note.session(), walk.step, field)
        {
            let most = walk.options(note.session()) - 1;
            let right = action == Action::Right;
            walk.option = if right { (walk.option + 1).min(most) } else { walk.option.saturating_sub(1) };
            return;
        }
        let text = walk.target(note.session()).map(|t| note.session().text(t)).unwrap_or_default();
        if matches!(action, Action::Cut | Action::Copy) {
            match walk.editor.selection() {
                Some(selected) => self.clipboard = text[selected].to_owned(),
                None => {
                    self.say("Select something first: Shift and the arrows. Ctrl+Q quits");
                    return;
                }
            }
        }
        if action == Action::PasteOwn {
            let clipboard = self.clipboard.clone();
            self.insert_apart(&clipboard);
            return;
        }
        if let Some(splice) = edit_text(&mut walk.editor, &text, action) {
            self.splice(splice);
        }
    }
}

/// What was also written elsewhere.
fn also_of(session: &Session) -> Vec<(String, Vec<String>)> {
    session.all_also().map(|(of, texts)| (of.to_owned(), texts.to_vec())).collect()
}

/// The rows of every table.
fn tables(session: &Session) -> BTreeMap<FieldRef, Vec<Row>> {
    let all = session.playbook().fields().map(|(at, _)| at).filter(|at| session.table(*at).is_some());
    all.map(|at| (at, session.rows(at).into_owned())).collect()
}

/// Where one stands in a table that was changed as a whole: in the row that moved, if one was in
/// it, else where the change is.
fn row_after(before: &[Row], after: &[Row], row: usize) -> usize {
    let changed = before.iter().zip(after).take_while(|(before, after)| before == after).count();
    let moved = before.get(row).filter(|of| before.len() == after.len() && after.get(row) != Some(of));
    moved.and_then(|of| after.iter().position(|row| row == of)).unwrap_or(changed.min(after.len()))
}
