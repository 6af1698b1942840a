//! Tables whose rows are the lines of a list: the rows that are shown, and how they follow it.
//!
//! The answer holds the rows as they last stood. What is shown is those, and a row for each line
//! that has none; a line that is rewritten takes its row along, so that no word loses its place.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet, VecDeque};

use super::{Edit, Session};
use crate::playbook::answer::Row;
use crate::playbook::model::{Rows, Table};
use crate::playbook::{Answer, Facts, FieldRef};

impl Session {
    /// The table of a field, if it is one.
    pub fn table(&self, at: FieldRef) -> Option<&Table> {
        self.playbook.field(at).kind.table()
    }

    /// The rows of a table as they are shown; none where the field is no table, or holds text that
    /// is none.
    pub fn rows(&self, at: FieldRef) -> Cow<'_, [Row]> {
        let held: &[Row] = match self.answers.get(&at) {
            Some(Answer::Table(rows)) => rows,
            Some(_) => return Cow::Borrowed(&[]),
            None => &[],
        };
        let Some(table) = self.table(at) else { return Cow::Borrowed(&[]) };
        match &table.rows {
            Rows::Start(texts) if held.is_empty() => {
                Cow::Owned(texts.iter().map(|text| Row::new(table, text)).collect())
            }
            Rows::Lines(list) => Cow::Owned(with_lines(table, &self.lines(*list), held)),
            _ => Cow::Borrowed(held),
        }
    }

    /// The lines of a list or text, if it is shown.
    pub(super) fn lines(&self, list: FieldRef) -> Vec<String> {
        self.answer(list).map(|answer| answer.lines().map(str::to_owned).collect()).unwrap_or_default()
    }

    /// Whether a row of a table stands for a line of its list: it goes only with the line.
    pub fn is_linked(&self, at: FieldRef, row: usize) -> bool {
        self.rows(at).get(row).is_some_and(|row| self.has_line(at, &row.text))
    }

    /// For each of these rows of a table, whether it stands for a line of its list.
    pub fn linked(&self, at: FieldRef, rows: &[Row]) -> Vec<bool> {
        let Some(Rows::Lines(list)) = self.table(at).map(|t| &t.rows) else { return vec![false; rows.len()] };
        let lines: HashSet<String> = self.lines(*list).into_iter().collect();
        rows.iter().map(|row| lines.contains(&row.text)).collect()
    }

    fn has_line(&self, at: FieldRef, text: &str) -> bool {
        match self.table(at).map(|t| &t.rows) {
            Some(Rows::Lines(list)) => {
                self.answer(*list).is_some_and(|answer| answer.lines().any(|line| line == text))
            }
            _ => false,
        }
    }

    /// The lines of each list that rows of a table hang on, as far as the tables hold something.
    pub(super) fn lists(&self) -> Vec<(FieldRef, Vec<String>)> {
        let tables = self.answers.iter().filter(|(_, answer)| matches!(answer, Answer::Table(_)));
        tables
            .filter_map(|(at, _)| match self.table(*at)?.rows {
                Rows::Lines(list) => Some((*at, self.lines(list))),
                _ => None,
            })
            .collect()
    }

    /// The edits that take the rows of tables along with lines that were rewritten since. A row
    /// whose line is gone stays if something stands in it.
    pub(super) fn follow_lines(&self, before: &[(FieldRef, Vec<String>)]) -> Vec<Edit> {
        let mut edits = Vec::new();
        for (at, old) in before {
            let Some(Rows::Lines(list)) = self.table(*at).map(|t| &t.rows) else { continue };
            let (new, Some(Answer::Table(held))) = (self.lines(*list), self.answers.get(at)) else {
                continue;
            };
            // A list that is passed over for the moment takes no row away.
            if new == *old || self.answer(*list).is_none() && self.answers.contains_key(list) {
                continue;
            }
            let rows = followed(held, old, &new);
            if rows != *held {
                edits.push(Edit::Answer { field: *at, answer: Some(Answer::Table(rows)) });
            }
        }
        edits
    }
}

/// The rows that are held, and an empty one for each line without, behind that of the line before.
fn with_lines(table: &Table, lines: &[String], held: &[Row]) -> Vec<Row> {
    let mut free: HashMap<&str, VecDeque<usize>> = HashMap::new();
    for (i, row) in held.iter().enumerate() {
        free.entry(&row.text).or_default().push_back(i);
    }
    // Before each row that is held, and behind the last: the lines that have none.
    let mut missing: Vec<Vec<&String>> = vec![Vec::new(); held.len() + 1];
    let mut behind = 0;
    for line in lines {
        match free.get_mut(line.as_str()).and_then(VecDeque::pop_front) {
            Some(found) => behind = found + 1,
            None => missing[behind].push(line),
        }
    }
    let mut rows = Vec::with_capacity(held.len() + lines.len());
    for (i, missing) in missing.into_iter().enumerate() {
        rows.extend(missing.into_iter().map(|line| Row::new(table, line)));
        rows.extend(held.get(i).cloned());
    }
    rows
}

/// The rows after their list went from the old lines to the new ones: what is between the lines
/// that stayed at both ends is paired in order.
fn followed(held: &[Row], old: &[String], new: &[String]) -> Vec<Row> {
    let head = old.iter().zip(new).take_while(|(a, b)| a == b).count();
    let tail = old[head..].iter().rev().zip(new[head..].iter().rev()).take_while(|(a, b)| a == b).count();
    let (gone, come) = (&old[head..old.len() - tail], &new[head..new.len() - tail]);
    let mut rows = held.to_vec();
    let mut drop = Vec::new();
    for (i, line) in gone.iter().enumerate() {
        let Some(at) = rows.iter().position(|row| row.text == *line) else { continue };
        match come.get(i) {
            Some(text) => rows[at].text.clone_from(text),
            None if rows[at].is_untouched() => drop.push(at),
            None => {}
        }
    }
    drop.sort_unstable();
    for at in drop.into_iter().rev() {
        rows.remove(at);
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::playbook::answer::Cell;

    fn row(text: &str, cell: &str) -> Row {
        Row { text: text.to_owned(), cells: vec![Cell::Text(cell.to_owned())] }
    }

    fn texts(lines: &[&str]) -> Vec<String> {
        lines.iter().map(|l| (*l).to_owned()).collect()
    }

    fn after(held: &[Row], old: &[&str], new: &[&str]) -> Vec<String> {
        followed(held, &texts(old), &texts(new)).into_iter().map(|r| r.text).collect()
    }

    #[test]
    fn a_row_follows_its_line() {
        let held = [row("a", "1"), row("b", ""), row("mine", "3")];
        assert_eq!(after(&held, &["a", "b"], &["a!", "b"]), ["a!", "b", "mine"]);
        assert_eq!(after(&held, &["a", "b"], &["a", "b", "c"]), ["a", "b", "mine"]);
        assert_eq!(after(&held, &["a", "b"], &["b"]), ["a", "b", "mine"], "what was said stays");
        assert_eq!(after(&held, &["a", "b"], &["a"]), ["a", "mine"], "an empty row goes with its line");
        assert_eq!(after(&held, &["a", "b"], &["ab"]), ["ab", "mine"], "two lines joined");
    }
}
