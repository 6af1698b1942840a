//! A table row by row and cell by cell. Every cell is a question of its own; Enter goes on.

use std::io;

use super::question::{called, ended};
use super::rows::{
    all_rows, cell, extent, has_row_text, heading, in_words, is_text, list_of, question, row_said,
};
use super::talk::{Command, HELP, Said, understand};
use super::{Go, Place, Then, Walk};
use crate::playbook::answer::Cell;
use crate::playbook::model::ColumnKind;
use crate::playbook::{Answer, FieldRef};
use crate::session::{Edit, Target};
use crate::text;

/// The commands that there are in a table beside the others.
const HELP_IN_TABLES: &str = "\
In a table also:
  next           the next row; what is in this one stays
  rows           all rows and what stands in them
  row 3          go to the third row
  reword TEXT    put the words of this row differently
  move 3 to 1    make the third row the first one
  delete 3       take the third row away";

/// What can be said of rows.
#[derive(Clone, Debug, PartialEq, Eq)]
enum RowCommand {
    Next,
    Rows,
    To(usize),
    Reword(String),
    Move(usize, usize),
    Delete(usize),
}

impl RowCommand {
    /// The rows it names, each with how many there may be behind the last one.
    fn names(&self) -> Vec<(usize, usize)> {
        match self {
            Self::Next | Self::Rows | Self::Reword(_) => Vec::new(),
            Self::To(n) => vec![(*n, 1)],
            Self::Move(from, to) => vec![(*from, 0), (*to, 0)],
            Self::Delete(n) => vec![(*n, 0)],
        }
    }
}

/// A line that was given in a table.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Heard {
    Row(RowCommand),
    Said(Said),
}

/// The cell that is asked for; the row behind the last one is the one that is offered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Spot {
    pub row: usize,
    pub column: usize,
}

/// Where to go from a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    Wait,
    Forward,
    Back,
    /// To a row, which is named anew.
    Row(usize),
    /// The same cell once more, with its row.
    Again,
    Go(Go),
}

impl Walk<'_, '_> {
    /// Asks for the cells of a table, and for more rows behind the last one.
    pub(super) fn ask_rows(&mut self, at: Place, field: FieldRef) -> io::Result<Then> {
        let mut spot = Spot { row: 0, column: 0 };
        let mut named = None;
        let go = loop {
            let (rows, columns) = extent(self.session(), field);
            // A row that was there may have been taken back, and so may the whole table.
            spot.row = spot.row.min(rows);
            if matches!(self.session().held(field), Some(Answer::Verbatim(_))) {
                return Ok(Then::Ask);
            }
            let heading = (named != Some(spot.row)).then(|| heading(self.session(), field, spot.row));
            named = Some(spot.row);
            let words = question(self.session(), field, spot, heading);
            self.talk.say_apart(&words)?;
            let last = Spot { row: spot.row.saturating_sub(1), column: columns - 1 };
            spot = match self.hear_cell(at, field, spot)? {
                Step::Forward if spot.row >= rows && extent(self.session(), field).0 == rows => {
                    break Go::Next;
                }
                Step::Forward if spot.column + 1 < columns => Spot { column: spot.column + 1, ..spot },
                Step::Forward => Spot { row: spot.row + 1, column: 0 },
                Step::Back if spot.column > 0 => Spot { column: spot.column - 1, ..spot },
                Step::Back if spot.row > 0 => last,
                Step::Back => break Go::Back,
                Step::Row(row) => {
                    named = None;
                    Spot { row, column: 0 }
                }
                Step::Again => {
                    named = None;
                    spot
                }
                Step::Wait => spot,
                Step::Go(go) => break go,
            };
        };
        if let Some(edit) = self.session().on_leave(field) {
            self.apply(edit, self.talk.clock.now())?;
        }
        Ok(Then::Go(go))
    }

    /// Takes lines for a cell until the advisor goes on.
    fn hear_cell(&mut self, at: Place, field: FieldRef, spot: Spot) -> io::Result<Step> {
        let is_new = spot.row >= extent(self.session(), field).0;
        loop {
            let line = self.talk.line()?;
            let heard =
                line.map_or(Heard::Said(Said::Command(Command::Stop)), |line| understand_in_table(&line));
            let step = match heard {
                Heard::Said(Said::Nothing) => Step::Forward,
                Heard::Row(command) => self.obey_in_table(command, field, spot)?,
                Heard::Said(Said::Command(command)) => self.obey_in_cell(command, at, field, spot)?,
                Heard::Said(Said::Text(typed)) if is_new && has_row_text(self.session(), field) => {
                    self.write(Target::Cell { field, row: spot.row, column: None }, typed.trim())?;
                    Step::Row(spot.row)
                }
                Heard::Said(Said::Text(typed)) => self.take(field, spot, &typed)?,
            };
            if step != Step::Wait {
                return Ok(step);
            }
        }
    }

    /// Puts what was typed into a cell, and says what it means where that is not plain.
    fn take(&mut self, field: FieldRef, spot: Spot, typed: &str) -> io::Result<Step> {
        let session = self.session();
        let Some(column) = session.table(field).and_then(|t| t.columns.get(spot.column)) else {
            return Ok(Step::Forward);
        };
        let now = self.talk.clock.now();
        if column.kind == ColumnKind::Text {
            let held = session.text(Target::Cell { field, row: spot.row, column: Some(spot.column) });
            let text = if held.is_empty() { typed.to_owned() } else { format!("{held}\n{typed}") };
            if let Some(edit) = session.set_cell(field, spot.row, spot.column, Cell::Text(text)) {
                self.apply(edit, now)?;
            }
            return Ok(Step::Wait);
        }
        let cell = match cell(&column.kind, typed, now.date_naive()) {
            Ok(cell) => cell,
            Err(why) => {
                self.talk.say(&why)?;
                return Ok(Step::Wait);
            }
        };
        let said = match &column.kind {
            ColumnKind::Line => None,
            kind => Some(ended(&called(&column.label, &in_words(&cell, kind)))),
        };
        let edit = match column.kind {
            ColumnKind::Line => session.set_cell(field, spot.row, spot.column, cell),
            _ => session.choose_cell(field, spot.row, spot.column, cell, now),
        };
        if let Some(edit) = edit {
            self.apply(edit, now)?;
        }
        if let Some(said) = said {
            self.talk.say(&said)?;
        }
        Ok(Step::Forward)
    }

    /// What the commands of every prompt do in a cell.
    fn obey_in_cell(&mut self, command: Command, at: Place, field: FieldRef, spot: Spot) -> io::Result<Step> {
        match command {
            Command::Help => {
                self.talk.say(HELP)?;
                self.talk.say(HELP_IN_TABLES)?;
            }
            Command::Back => return Ok(Step::Back),
            Command::Clear if spot.row < extent(self.session(), field).0 => {
                let now = self.talk.clock.now();
                let session = self.session();
                let column = session.table(field).and_then(|t| t.columns.get(spot.column));
                let edit = if column.is_some_and(is_text) {
                    session.set_cell(field, spot.row, spot.column, Cell::default())
                } else {
                    session.choose_cell(field, spot.row, spot.column, Cell::default(), now)
                };
                if let Some(edit) = edit {
                    self.apply(edit, now)?;
                }
                self.talk.say("This cell is empty now.")?;
                return Ok(Step::Again);
            }
            Command::Clear => return Ok(Step::Again),
            command => match self.obey(command, at)? {
                Then::Wait => {}
                Then::Ask => return Ok(Step::Again),
                Then::Go(go) => return Ok(Step::Go(go)),
            },
        }
        Ok(Step::Wait)
    }

    /// What the commands of a table do.
    fn obey_in_table(&mut self, command: RowCommand, field: FieldRef, spot: Spot) -> io::Result<Step> {
        let rows = extent(self.session(), field).0;
        if let Some(n) = command.names().into_iter().find(|(n, more)| !(1..=rows + more).contains(n)) {
            self.talk.say(&format!(
                "There is no row {}: the table has {}.",
                n.0,
                text::count(rows, "row")
            ))?;
            return Ok(Step::Wait);
        }
        match command {
            RowCommand::Next if spot.row >= rows => Ok(Step::Go(Go::Next)),
            RowCommand::Next => Ok(Step::Row(spot.row + 1)),
            RowCommand::To(n) => Ok(Step::Row(n - 1)),
            RowCommand::Rows => {
                let words = all_rows(self.session(), field);
                self.talk.say_apart(&words)?;
                Ok(Step::Again)
            }
            RowCommand::Reword(words) => self.reword(field, spot.row, &words),
            RowCommand::Move(from, to) => {
                if let Some(edit) = self.session().move_row(field, from - 1, to - 1) {
                    self.apply(edit, self.talk.clock.now())?;
                }
                self.talk.say(&format!("Row {from} is row {to} now."))?;
                Ok(Step::Row(to - 1))
            }
            RowCommand::Delete(n) => self.delete(field, n - 1, spot),
        }
    }

    fn reword(&mut self, field: FieldRef, row: usize, words: &str) -> io::Result<Step> {
        let session = self.session();
        if !has_row_text(session, field) {
            self.talk.say("The rows of this table have no words of their own.")?;
        } else if let Some(list) = list_of(session, field).filter(|_| session.is_linked(field, row)) {
            self.talk.say(&format!(
                "This row is a line of \"{list}\": change the line there, and the row follows."
            ))?;
        } else {
            self.write(Target::Cell { field, row, column: None }, words)?;
            return Ok(Step::Row(row));
        }
        Ok(Step::Wait)
    }

    fn delete(&mut self, field: FieldRef, row: usize, spot: Spot) -> io::Result<Step> {
        let session = self.session();
        let n = row + 1;
        if let Some(list) = list_of(session, field).filter(|_| session.is_linked(field, row)) {
            self.talk.say(&format!(
                "Row {n} is a line of \"{list}\" and stays: delete the line there, and the row goes."
            ))?;
            return Ok(Step::Wait);
        }
        let said = session.table(field).zip(session.rows(field).get(row)).map(|(t, r)| row_said(t, r));
        if let Some(edit) = session.remove_row(field, row) {
            self.apply(edit, self.talk.clock.now())?;
        }
        let said =
            said.filter(|s| !s.is_empty()).map_or("It was empty.".to_owned(), |s| format!("It said: {s}"));
        self.talk.say(&format!("Row {n} is deleted. {said}"))?;
        Ok(Step::Row(if row < spot.row { spot.row - 1 } else { spot.row }))
    }

    /// Puts words in the place of those of a row.
    fn write(&mut self, target: Target, words: &str) -> io::Result<()> {
        let remove = self.session().text(target).len();
        self.open.session.seal();
        let edit = Edit::Splice { target, at: 0, remove, insert: words.to_owned() };
        self.apply(edit, self.talk.clock.now())
    }
}

fn understand_in_table(line: &str) -> Heard {
    let row = |n: &str| n.parse::<usize>().ok();
    let words: Vec<_> = line.split_whitespace().collect();
    let command = match words[..] {
        ["next"] => Some(RowCommand::Next),
        ["rows"] => Some(RowCommand::Rows),
        ["row", n] => row(n).map(RowCommand::To),
        ["delete", n] => row(n).map(RowCommand::Delete),
        ["move", from, "to", to] => row(from).zip(row(to)).map(|(from, to)| RowCommand::Move(from, to)),
        ["reword", _, ..] => {
            line.trim_start().strip_prefix("reword").map(|w| RowCommand::Reword(w.trim().to_owned()))
        }
        _ => None,
    };
    command.map_or_else(|| Heard::Said(understand(line)), Heard::Row)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_for_rows_are_whole_lines_and_a_backslash_takes_them_back() {
        let text = |t: &str| Heard::Said(Said::Text(t.to_owned()));
        assert_eq!(understand_in_table(" next "), Heard::Row(RowCommand::Next));
        assert_eq!(understand_in_table("\\next"), text("next"));
        assert_eq!(understand_in_table("next week"), text("next week"));
        assert_eq!(understand_in_table("row 2"), Heard::Row(RowCommand::To(2)));
        assert_eq!(understand_in_table("row over fees"), text("row over fees"));
        assert_eq!(understand_in_table("delete 2"), Heard::Row(RowCommand::Delete(2)));
        assert_eq!(understand_in_table("delete the clause"), text("delete the clause"));
        assert_eq!(understand_in_table("move 3 to 1"), Heard::Row(RowCommand::Move(3, 1)));
        assert_eq!(understand_in_table("move to Bern"), text("move to Bern"));
        assert_eq!(
            understand_in_table("reword  Who calls?"),
            Heard::Row(RowCommand::Reword("Who calls?".to_owned()))
        );
        assert_eq!(understand_in_table("stop"), Heard::Said(Said::Command(Command::Stop)));
    }

    #[test]
    fn every_word_for_rows_is_in_the_help() {
        for word in ["next", "rows", "row", "reword", "move", "delete"] {
            assert!(HELP_IN_TABLES.lines().any(|l| l.trim_start().starts_with(word)), "{word}");
        }
    }
}
