//! A table in the walk: Tab across, Enter down, a row added by typing behind the last one.

use super::place::{Spot, Walk};
use super::walk::Focus;
use super::{App, Screen};
use crate::playbook::answer::Cell;
use crate::playbook::model::{ColumnKind, Table};
use crate::playbook::{Answer, FieldRef};
use crate::session::{Edit, Session, Target};
use crate::tui::keys::Action;
use crate::tui::widget::editor::Motion;

impl Walk {
    /// The table one is on, unless it holds text that is none.
    pub fn table(&self, session: &Session) -> Option<FieldRef> {
        let at = self.field_ref()?;
        let broken = matches!(session.held(at), Some(Answer::Verbatim(_)));
        (session.table(at).is_some() && !broken).then_some(at)
    }

    /// How many cells there are across, and how many rows with the one behind the last.
    fn extent(session: &Session, at: FieldRef) -> (usize, usize) {
        let Some(table) = session.table(at) else { return (0, 0) };
        (table.columns.len() + usize::from(table.has_row_text()), session.rows(at).len() + 1)
    }

    /// Whether the rows come from the playbook or a list, and are there.
    fn has_its_rows(session: &Session, at: FieldRef) -> bool {
        session.table(at).is_some_and(Table::has_row_text) && !session.rows(at).is_empty()
    }

    /// The cell before or behind this one, going across and then down. `None` at the ends: where rows
    /// are added by hand, behind the one to add; elsewhere behind the last, for who hurries on must
    /// not type the next answer into a new row.
    fn beside(&self, session: &Session, at: FieldRef, forward: bool) -> Option<Spot> {
        let (across, rows) = Self::extent(session, at);
        let Spot { row, across: here } = self.spot;
        let linked = |row: usize| Spot::first(session, at, row).across;
        match forward {
            true if here + 1 < across => Some(Spot { row, across: here + 1 }),
            true if row + 1 < rows - usize::from(Self::has_its_rows(session, at)) => {
                Some(Spot::first(session, at, row + 1))
            }
            true => None,
            false if here > linked(row) => Some(Spot { row, across: here - 1 }),
            false => row.checked_sub(1).map(|row| Spot { row, across: across - 1 }),
        }
    }
}

impl App {
    /// The table one is on in the walk.
    fn on_table(&self) -> Option<(&Walk, &Session, FieldRef)> {
        let (Screen::Walk(walk), Some(session)) = (&self.screen, self.session()) else { return None };
        walk.table(session).map(|at| (&**walk, session, at))
    }

    /// What a key does in a table; `false` if it means there what it means elsewhere.
    pub(super) fn act_in_table(&mut self, action: Action) -> bool {
        let Some((walk, session, at)) = self.on_table() else { return false };
        let (row, rows) = (walk.spot.row, session.rows(at).len());
        match action {
            Action::NextItem | Action::PreviousItem => {
                let forward = action == Action::NextItem;
                // An empty row behind the last one is left, not walked through.
                let behind = forward && row == rows && rows > 0;
                match walk.beside(session, at, forward).filter(|_| !behind) {
                    Some(spot) => self.go_to_cell(spot, usize::MAX),
                    None => return false,
                }
            }
            Action::Confirm if row < rows => self.go_to_cell(self.below(row + 1), usize::MAX),
            Action::Down | Action::Up => return self.move_row_cursor(action == Action::Down),
            Action::Left | Action::Right => return self.move_across(action == Action::Right),
            Action::NewLine => self.insert_line(),
            Action::AddRow => self.change_rows(|s, at| s.add_row(at, row), Some(row)),
            Action::RemoveRow => {
                if session.is_linked(at, row) {
                    self.say("This row is a line of your list: delete the line there, and the row goes");
                } else {
                    self.change_rows(|s, at| s.remove_row(at, row), Some(row));
                }
            }
            Action::RowUp if row > 0 => self.change_rows(|s, at| s.move_row(at, row, row - 1), Some(row - 1)),
            Action::RowDown if row + 1 < rows => {
                self.change_rows(|s, at| s.move_row(at, row, row + 1), Some(row + 1));
            }
            Action::RowUp | Action::RowDown => {}
            _ => return false,
        }
        true
    }

    /// Coming from below, one is in the last row of a table.
    pub(super) fn enter_table_from_below(&mut self) {
        let Some((_, session, at)) = self.on_table() else { return };
        let spot = Spot::first(session, at, session.rows(at).len().saturating_sub(1));
        let (Screen::Walk(walk), Some(note)) = (&mut self.screen, &self.note) else { return };
        walk.go_to_spot(note.session(), spot, usize::MAX);
    }

    /// The cell in the same column of another row.
    fn below(&self, row: usize) -> Spot {
        let Some((walk, session, at)) = self.on_table() else { return Spot::default() };
        let first = Spot::first(session, at, row);
        Spot { row, across: walk.spot.across.max(first.across) }
    }

    /// Goes to a cell; what was typed in the one before comes to mean what it means.
    pub(super) fn go_to_cell(&mut self, mut spot: Spot, cursor: usize) {
        spot.row -= self.leave_cell(spot.row);
        let (Screen::Walk(walk), Some(note)) = (&mut self.screen, &self.note) else { return };
        let Some(at) = walk.table(note.session()) else { return };
        let (across, rows) = Walk::extent(note.session(), at);
        let spot = Spot { row: spot.row.min(rows - 1), across: spot.across.min(across - 1) };
        walk.go_to_spot(note.session(), spot, cursor);
        self.seal();
    }

    /// A date that was typed in words becomes that date; an empty row stays only while one is in it.
    /// Gives how many rows went from above the row one goes to.
    fn leave_cell(&mut self, to: usize) -> usize {
        if self.note.as_ref().is_some_and(|note| note.open.holder.is_some()) {
            return 0;
        }
        let Some((walk, session, at)) = self.on_table() else { return 0 };
        let row = walk.spot.row;
        if row == to {
            if let Some(edit) = session.left_cell(at, row, walk.spot.column(session, at)) {
                self.edit(edit);
            }
            return 0;
        }
        let empty = session.rows(at).iter().take(to).filter(|row| row.is_blank()).count();
        match session.on_leave(at) {
            Some(edit) => {
                self.edit(edit);
                empty
            }
            None => 0,
        }
    }

    /// Up and down: within the text first, then to the row above or below. `false` at the ends.
    fn move_row_cursor(&mut self, down: bool) -> bool {
        let (Screen::Walk(walk), Some(note)) = (&mut self.screen, &self.note) else { return false };
        let session = note.session();
        let text = walk.target(session).map(|t| session.text(t));
        let motion = if down { Motion::Down } else { Motion::Up };
        if text.is_some_and(|text| walk.editor.go(&text, motion, false)) {
            walk.free = false;
            return true;
        }
        let Some((walk, session, at)) = self.on_table() else { return false };
        let (row, rows) = (walk.spot.row, session.rows(at).len());
        let next = if down { (row < rows).then(|| row + 1) } else { row.checked_sub(1) };
        let Some(row) = next else { return false };
        self.go_to_cell(self.below(row), if down { 0 } else { usize::MAX });
        true
    }

    /// Left and right: at the end of a cell's text, to the next cell. `false` within the text.
    fn move_across(&mut self, right: bool) -> bool {
        let Some((walk, session, at)) = self.on_table() else { return false };
        if let Some(target) = walk.target(session) {
            let end = if right { session.text(target).len() } else { 0 };
            if walk.editor.cursor() != end || walk.editor.selection().is_some() {
                return false;
            }
        }
        if let Some(spot) = walk.beside(session, at, right) {
            self.go_to_cell(spot, if right { 0 } else { usize::MAX });
        }
        true
    }

    /// A line break within a cell of several lines.
    fn insert_line(&mut self) {
        let Some((walk, session, _)) = self.on_table() else { return };
        if is_multiline(session, walk.target(session)) {
            self.insert("\n");
        } else if walk.target(session).is_some() {
            self.say("This cell takes one line");
        }
    }

    fn change_rows(&mut self, edit: impl Fn(&Session, FieldRef) -> Option<Edit>, row: Option<usize>) {
        let Some((walk, session, at)) = self.on_table() else { return };
        let (edit, spot) = (edit(session, at), walk.spot);
        self.seal();
        if let Some(edit) = edit {
            self.edit(edit);
        }
        self.seal();
        let (Screen::Walk(walk), Some(note)) = (&mut self.screen, &self.note) else { return };
        let (_, rows) = Walk::extent(note.session(), at);
        let spot = Spot { row: row.unwrap_or(spot.row).min(rows - 1), ..spot };
        walk.go_to_spot(note.session(), spot, usize::MAX);
    }

    /// Space in a cell that is not typed in; `false` if one is not in a table.
    pub(super) fn turn_cell(&mut self) -> bool {
        let now = self.now.wall;
        let Some((walk, session, at)) = self.on_table() else { return false };
        let Spot { row, .. } = walk.spot;
        let column = walk.spot.column(session, at);
        if let Some(edit) = column.and_then(|column| session.turn_cell(at, row, column, now)) {
            self.edit(edit);
        }
        true
    }

    /// A digit chooses the option with that number, or is the score; `false` if there is none.
    pub(super) fn pick_in_cell(&mut self, n: usize) -> bool {
        let now = self.now.wall;
        let Some((walk, session, at)) = self.on_table() else { return false };
        let Some(column) = walk.spot.column(session, at) else { return false };
        let cell = match session.table(at).and_then(|t| t.columns.get(column)).map(|c| &c.kind) {
            Some(ColumnKind::Choice { options }) => options.get(n - 1).map(|o| Cell::Choice(o.id.clone())),
            Some(ColumnKind::Score { out_of }) => {
                u32::try_from(n).ok().filter(|n| n <= out_of).map(Cell::Score)
            }
            _ => None,
        };
        let Some(cell) = cell else { return false };
        let edit = session.choose_cell(at, walk.spot.row, column, cell, now);
        if let Some(edit) = edit {
            self.edit(edit);
        }
        true
    }

    /// What is typed on a tick or an option of a row is meant for the next cell that takes words:
    /// goes there. `false` if the row has none.
    pub(super) fn goes_to_words(&mut self) -> bool {
        let Some((walk, session, at)) = self.on_table() else { return false };
        let (across, _) = Walk::extent(session, at);
        let row = walk.spot.row;
        let behind = walk.spot.across + 1..across;
        let spots = behind.chain(0..walk.spot.across).map(|across| Spot { row, across });
        let Some(spot) = spots.into_iter().find(|s| s.target(session, at).is_some()) else { return false };
        self.go_to_cell(spot, usize::MAX);
        true
    }

    /// Whether what is typed now goes into something of one line.
    pub(super) fn is_one_line(&self) -> bool {
        let (Screen::Walk(walk), Some(session)) = (&self.screen, self.session()) else { return false };
        match (walk.focus, walk.target(session)) {
            (Focus::Notes, _) => false,
            (_, target @ Some(Target::Cell { .. })) => !is_multiline(session, target),
            (_, Some(Target::Field(at))) => !session.playbook().field(at).kind.is_multiline(),
            _ => false,
        }
    }
}

fn is_multiline(session: &Session, target: Option<Target>) -> bool {
    let Some(Target::Cell { field, column: Some(column), .. }) = target else { return false };
    let column = session.table(field).and_then(|t| t.columns.get(column));
    column.is_some_and(|c| c.kind == ColumnKind::Text)
}
