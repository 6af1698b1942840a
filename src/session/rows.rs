//! Tables whose rows are the lines of a list: the rows that are shown, and how they follow it.
//!
//! The answer holds the rows as they last stood. What is shown is those, and a row for each line
//! that has none. While a list is edited, its tables are laid out anew from how both stood when it
//! began, so that a line that is rewritten takes its row along, however it is typed.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap, VecDeque};

use super::{Edit, Session};
use crate::playbook::answer::Row;
use crate::playbook::model::{Rows, Table};
use crate::playbook::{Answer, Facts, FieldRef};

/// How a list and a table of its lines stood when one began to edit the list.
#[derive(Clone, Debug)]
pub(super) struct Track {
    lines: Vec<String>,
    rows: Vec<Row>,
    /// The rows as they were last laid out from these.
    laid: Vec<Row>,
}

/// By table.
pub(super) type Tracks = BTreeMap<FieldRef, Track>;

impl Session {
    /// The table of a field, if it is one.
    pub fn table(&self, at: FieldRef) -> Option<&Table> {
        self.playbook.field(at).kind.table()
    }

    /// The rows of a table as they are shown; none where the field is no table, or holds text that
    /// is none.
    pub fn rows(&self, at: FieldRef) -> Cow<'_, [Row]> {
        let held: Option<&[Row]> = match self.answers.get(&at) {
            Some(Answer::Table(rows)) => Some(rows),
            Some(_) => return Cow::Borrowed(&[]),
            None => None,
        };
        let Some(table) = self.table(at) else { return Cow::Borrowed(&[]) };
        match (&table.rows, held) {
            // A block that is there and empty: somebody took all rows away.
            (Rows::Start(texts), None) if !self.document.contains(&self.playbook.field(at).key) => {
                Cow::Owned(texts.iter().map(|text| Row::new(table, text)).collect())
            }
            (Rows::Lines(list), held) => {
                let (lines, held) = (self.lines(*list), held.unwrap_or_default());
                match missing(&lines, held) {
                    None => Cow::Borrowed(held),
                    Some(missing) => Cow::Owned(with_missing(table, missing, held)),
                }
            }
            (_, held) => Cow::Borrowed(held.unwrap_or_default()),
        }
    }

    /// The lines of a list or text, if it is shown.
    pub(super) fn lines(&self, list: FieldRef) -> Vec<String> {
        self.answer(list).map(|answer| answer.lines().map(str::to_owned).collect()).unwrap_or_default()
    }

    /// Whether a row of a table stands for a line of its list: it goes only with the line.
    pub fn is_linked(&self, at: FieldRef, row: usize) -> bool {
        self.linked(at, &self.rows(at)).get(row).copied().unwrap_or(false)
    }

    /// For each of these rows of a table, whether it stands for a line of its list.
    pub fn linked(&self, at: FieldRef, rows: &[Row]) -> Vec<bool> {
        let mut linked = vec![false; rows.len()];
        if let Some(Rows::Lines(list)) = self.table(at).map(|t| &t.rows) {
            stands_for(&self.lines(*list), rows).into_iter().flatten().for_each(|row| linked[row] = true);
        }
        linked
    }

    /// Before an edit: how the lists that it touches, and the tables of their lines, stand now.
    pub(super) fn track(&mut self, edit: &Edit) {
        let held = self.answers.iter().filter_map(|(at, answer)| match answer {
            Answer::Table(rows) => Some((*at, rows)),
            _ => None,
        });
        let mut begun = Vec::new();
        for (at, rows) in held {
            let Some(Rows::Lines(list)) = self.table(at).map(|t| &t.rows) else { continue };
            let goes_on = self.tracks.get(&at).is_some_and(|track| track.laid == *rows);
            if edit.touches(*list) && !goes_on {
                begun.push((at, Track { lines: self.lines(*list), rows: rows.clone(), laid: rows.clone() }));
            }
        }
        self.tracks.extend(begun);
    }

    /// After an edit: the edits that take the rows of tables along with the lines it changed. A row
    /// whose line is gone stays if something stands in it.
    pub(super) fn follow_lines(&mut self, edit: &Edit) -> Vec<Edit> {
        let mut edits = Vec::new();
        let mut tracks = std::mem::take(&mut self.tracks);
        for (at, track) in &mut tracks {
            let Some(Rows::Lines(list)) = self.table(*at).map(|t| &t.rows) else { continue };
            let Some(Answer::Table(held)) = self.answers.get(at) else { continue };
            // A list that is passed over for the moment takes no row away; and where the table itself
            // was changed as well, that is what it should be.
            let hidden = self.answer(*list).is_none() && self.answers.contains_key(list);
            if !edit.touches(*list) || hidden || *held != track.laid {
                continue;
            }
            track.laid = followed(&track.rows, &track.lines, &self.lines(*list));
            if track.laid != *held {
                edits.push(Edit::Answer { field: *at, answer: Some(Answer::Table(track.laid.clone())) });
            }
        }
        self.tracks = tracks;
        edits
    }
}

/// For each line, the row that stands for it: the first with its text that is not taken. One that
/// the advisor added stands for a line only if no other does.
fn stands_for(lines: &[String], rows: &[Row]) -> Vec<Option<usize>> {
    let mut free: HashMap<&str, (VecDeque<usize>, VecDeque<usize>)> = HashMap::new();
    for (i, row) in rows.iter().enumerate() {
        let (theirs, own) = free.entry(&row.text).or_default();
        if row.own { own.push_back(i) } else { theirs.push_back(i) }
    }
    let mut take = |line: &String| {
        let (theirs, own) = free.get_mut(line.as_str())?;
        theirs.pop_front().or_else(|| own.pop_front())
    };
    lines.iter().map(&mut take).collect()
}

/// The lines without a row, before each row and behind the last: each stands behind the row of the
/// line before it. `None` if every line has one.
fn missing<'l>(lines: &'l [String], held: &[Row]) -> Option<Vec<Vec<&'l String>>> {
    let mut missing: Vec<Vec<&String>> = vec![Vec::new(); held.len() + 1];
    let (mut behind, mut any) = (0, false);
    for (line, row) in lines.iter().zip(stands_for(lines, held)) {
        match row {
            Some(row) => behind = row + 1,
            None => {
                missing[behind].push(line);
                any = true;
            }
        }
    }
    any.then_some(missing)
}

fn with_missing(table: &Table, missing: Vec<Vec<&String>>, held: &[Row]) -> Vec<Row> {
    let mut rows = Vec::with_capacity(held.len() + 1);
    for (i, missing) in missing.into_iter().enumerate() {
        rows.extend(missing.into_iter().map(|line| Row::new(table, line)));
        rows.extend(held.get(i).cloned());
    }
    rows
}

/// The rows after their list went from the old lines to the new ones. Lines that stayed keep their
/// rows; between them, lines are taken for rewritten ones where that is plain.
fn followed(held: &[Row], old: &[String], new: &[String]) -> Vec<Row> {
    let of_line = stands_for(old, held);
    let mut texts: Vec<Option<&String>> = vec![None; held.len()];
    let mut gone = vec![false; held.len()];
    let (mut from, mut to) = (0, 0);
    let stayed = stayed(old, new).into_iter().chain([(old.len(), new.len())]);
    for (next_old, next_new) in stayed {
        for (i, line) in rewritten(&old[from..next_old], &new[to..next_new]).into_iter().enumerate() {
            let Some(row) = of_line[from + i] else { continue };
            match line {
                Some(line) => texts[row] = Some(line),
                None => gone[row] = true,
            }
        }
        (from, to) = (next_old + 1, next_new + 1);
    }
    let rows = held.iter().zip(texts).zip(gone);
    let rows = rows.filter(|((row, _), gone)| !gone || !row.is_untouched());
    rows.map(|((row, text), _)| Row { text: text.unwrap_or(&row.text).clone(), ..row.clone() }).collect()
}

/// More comparisons than this, and only the ends of two lists are compared: somebody pasted a book.
const EFFORT: usize = 250_000;

/// The places of lines that are in both, in order: as many as there can be.
fn stayed(old: &[String], new: &[String]) -> Vec<(usize, usize)> {
    let head = old.iter().zip(new).take_while(|(a, b)| a == b).count();
    let tail = old[head..].iter().rev().zip(new[head..].iter().rev()).take_while(|(a, b)| a == b).count();
    let mut stayed: Vec<_> = (0..head).map(|i| (i, i)).collect();
    let (a, b) = (&old[head..old.len() - tail], &new[head..new.len() - tail]);
    if a.len() * b.len() <= EFFORT {
        stayed.extend(common(a, b).into_iter().map(|(i, j)| (i + head, j + head)));
    }
    stayed.extend((0..tail).rev().map(|i| (old.len() - 1 - i, new.len() - 1 - i)));
    stayed
}

/// A longest common subsequence.
fn common(a: &[String], b: &[String]) -> Vec<(usize, usize)> {
    let width = b.len() + 1;
    let mut best = vec![0u32; (a.len() + 1) * width];
    for i in (0..a.len()).rev() {
        for j in (0..b.len()).rev() {
            best[i * width + j] = if a[i] == b[j] {
                best[(i + 1) * width + j + 1] + 1
            } else {
                best[(i + 1) * width + j].max(best[i * width + j + 1])
            };
        }
    }
    let (mut i, mut j, mut pairs) = (0, 0, Vec::new());
    while i < a.len() && j < b.len() {
        if a[i] == b[j] {
            pairs.push((i, j));
            (i, j) = (i + 1, j + 1);
        } else if best[(i + 1) * width + j] >= best[i * width + j + 1] {
            i += 1;
        } else {
            j += 1;
        }
    }
    pairs
}

/// For each line that went, the one it became: in order, if as many came; else one that begins it, or
/// that it begins, as when a line is parted or two are joined.
fn rewritten<'n>(gone: &[String], come: &'n [String]) -> Vec<Option<&'n String>> {
    if gone.len() == come.len() {
        return come.iter().map(Some).collect();
    }
    let mut free: Vec<&String> = come.iter().collect();
    let same = |old: &str, new: &str| old.starts_with(new) || new.starts_with(old);
    let mut become_of = |old: &String| {
        let found = free.iter().position(|new| same(old, new))?;
        Some(free.remove(found))
    };
    gone.iter().map(&mut become_of).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::playbook::answer::Cell;

    fn row(text: &str, cell: &str) -> Row {
        Row { text: text.to_owned(), cells: vec![Cell::Text(cell.to_owned())], own: false }
    }

    fn texts(lines: &[&str]) -> Vec<String> {
        lines.iter().map(|l| (*l).to_owned()).collect()
    }

    fn after(held: &[Row], old: &[&str], new: &[&str]) -> Vec<String> {
        let rows = followed(held, &texts(old), &texts(new));
        rows.into_iter()
            .map(|r| format!("{}{}", r.text, r.cells[0].in_words(&crate::playbook::model::ColumnKind::Line)))
            .collect()
    }

    #[test]
    fn a_row_follows_its_line() {
        let held = [row("a", "1"), row("b", ""), row("mine", "3")];
        assert_eq!(after(&held, &["a", "b"], &["a!", "b"]), ["a!1", "b", "mine3"]);
        assert_eq!(after(&held, &["a", "b"], &["a", "b", "c"]), ["a1", "b", "mine3"]);
        assert_eq!(after(&held, &["a", "b"], &["b"]), ["a1", "b", "mine3"], "what was said stays");
        assert_eq!(after(&held, &["a", "b"], &["a"]), ["a1", "mine3"], "an empty row goes with its line");
        assert_eq!(after(&held, &["a", "b"], &["ab"]), ["ab1", "mine3"], "two lines joined");
        assert_eq!(after(&held, &["a", "b"], &["c", "d", "e"]), ["a1", "mine3"], "nothing is guessed");
    }

    #[test]
    fn lines_that_stay_keep_their_rows_when_others_come_and_go() {
        let held = [row("q1", "1"), row("q2", "2"), row("q3", "3")];
        let old = ["q1", "q2", "q3"];
        assert_eq!(after(&held, &old, &["q0", "q1", "q2", "q3 now"]), ["q11", "q22", "q3 now3"]);
        assert_eq!(after(&held, &old, &["q3", "q1"]), ["q11", "q22", "q33"]);
    }

    #[test]
    fn of_equal_lines_each_has_its_own_row() {
        let held = [row("x", "1"), row("f", ""), row("f", "2")];
        assert_eq!(after(&held, &["x", "f", "f"], &["x"]), ["x1", "f2"]);
        assert_eq!(after(&held, &["x", "f", "f"], &["x", "f", "g"]), ["x1", "f", "g2"]);
        let held = [row("f", "1")];
        assert_eq!(after(&held, &["f", "f"], &["f", "f now"]), ["f1"]);
    }
}
