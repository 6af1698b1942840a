//! Two texts that came from one: when they can be one again, line by line.
//!
//! Every function here gives the same for `(x, y)` and `(y, x)`, and gives its own result again
//! when that is merged with either side.

use std::collections::BTreeSet;

use super::super::entry_time;
use super::super::ticks::Task;

/// Two texts, made one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Both {
    pub text: String,
    /// What could not be part of it, and must stand elsewhere.
    pub also: Vec<String>,
}

/// The text that two different ones become, of which both changed since `base`.
pub fn both(base: Option<&str>, x: &str, y: &str) -> Both {
    let (x, y) = if x <= y { (x, y) } else { (y, x) };
    if let Some(text) = the_one_that_holds_both(x, y).map(str::to_owned).or_else(|| union(base, x, y)) {
        return Both { text, also: Vec::new() };
    }
    if let Some(both) = tick_by_tick(base, x, y) {
        return both;
    }
    let (main, other) = longer_first(x, y);
    Both { text: main.to_owned(), also: vec![other.to_owned()] }
}

/// The longer one first; of two that are as long, the one that sorts last.
pub fn longer_first<'a>(x: &'a str, y: &'a str) -> (&'a str, &'a str) {
    if (x.len(), x) >= (y.len(), y) { (x, y) } else { (y, x) }
}

/// The text that only adds to the other one, if one does.
pub fn the_one_that_holds_both<'a>(x: &'a str, y: &'a str) -> Option<&'a str> {
    match (holds(x, y), holds(y, x)) {
        (true, true) => Some(longer_first(x, y).0),
        (true, false) => Some(x),
        (false, true) => Some(y),
        (false, false) => None,
    }
}

/// Whether a text has all lines of another one, in their order. Blank lines say nothing.
pub fn holds(text: &str, other: &str) -> bool {
    let mut lines = text.split('\n');
    other.split('\n').filter(|line| !line.trim().is_empty()).all(|line| lines.any(|found| found == line))
}

/// Both texts, where each is a list or a table and only adds lines to `base`.
fn union(base: Option<&str>, x: &str, y: &str) -> Option<String> {
    let base = lines(base.unwrap_or_default());
    let (x, y) = (lines(x), lines(y));
    let all = [&base, &x, &y];
    let is_list = all.iter().all(|lines| lines.iter().all(|l| l.is_empty() || is_item(l)));
    if !is_list && !is_one_table(&base, &x, &y) {
        return None;
    }
    let (in_x, in_y) = (added(&base, &x)?, added(&base, &y)?);
    let mut out = Vec::new();
    for (i, (x, y)) in in_x.into_iter().zip(in_y).enumerate() {
        out.extend(interleaved(x, y));
        out.extend(base.get(i).copied());
    }
    if !is_list && has_a_row_twice(&out) {
        return None;
    }
    Some(out.join("\n"))
}

fn lines(text: &str) -> Vec<&str> {
    if text.is_empty() { Vec::new() } else { text.split('\n').collect() }
}

/// A line of a list that is no task: of those, two ticks may be one too many.
fn is_item(line: &str) -> bool {
    if Task::of(line).is_some() || entry_time(line).is_some() {
        return false;
    }
    let bullet = line == "-" || ["- ", "* ", "+ "].iter().any(|b| line.starts_with(b));
    let rest = line.trim_start_matches(|c: char| c.is_ascii_digit());
    bullet || (rest.len() < line.len() && rest.starts_with(". "))
}

/// Whether these are versions of one table, with the same columns.
fn is_one_table(base: &[&str], x: &[&str], y: &[&str]) -> bool {
    let is_table = |t: &[&str]| t.len() >= 2 && t.iter().all(|l| l.trim().starts_with('|'));
    is_table(x)
        && is_table(y)
        && x[..2] == y[..2]
        && (base.is_empty() || is_table(base) && base[..2] == x[..2])
}

/// Whether a table whose rows have a text of their own, under an empty label, has one twice.
fn has_a_row_twice(table: &[&str]) -> bool {
    let first =
        |line: &str| line.trim().trim_start_matches('|').split('|').next().map(|c| c.trim().to_owned());
    let own = table.first().and_then(|head| first(head)).is_some_and(|label| label.is_empty());
    let mut seen = BTreeSet::new();
    own && table.iter().skip(2).filter_map(|line| first(line)).any(|row| !seen.insert(row))
}

/// What stands before each line of `base`, and behind the last one; `None` if a line is missing.
fn added<'a>(base: &[&str], text: &'a [&'a str]) -> Option<Vec<&'a [&'a str]>> {
    let mut gaps = Vec::with_capacity(base.len() + 1);
    let mut rest = text;
    for line in base {
        let at = rest.iter().position(|found| found == line)?;
        gaps.push(&rest[..at]);
        rest = &rest[at + 1..];
    }
    gaps.push(rest);
    Some(gaps)
}

/// The shortest lines that hold all of both in their order; where they differ, those of `x` first.
fn interleaved<'a>(x: &[&'a str], y: &[&'a str]) -> Vec<&'a str> {
    let (x, y) = if x <= y { (x, y) } else { (y, x) };
    // Nobody makes such lists by hand; comparing them takes time and room by the square.
    if x.len().saturating_mul(y.len()) > 1 << 20 {
        return [x, y].concat();
    }
    // Lines in common of what is left of each.
    let mut common = vec![vec![0_u32; y.len() + 1]; x.len() + 1];
    for i in (0..x.len()).rev() {
        for j in (0..y.len()).rev() {
            common[i][j] =
                if x[i] == y[j] { common[i + 1][j + 1] + 1 } else { common[i + 1][j].max(common[i][j + 1]) };
        }
    }
    let (mut i, mut j) = (0, 0);
    let mut out = Vec::new();
    while i < x.len() && j < y.len() {
        if x[i] == y[j] {
            out.push(x[i]);
            (i, j) = (i + 1, j + 1);
        } else if common[i + 1][j] >= common[i][j + 1] {
            out.push(x[i]);
            i += 1;
        } else {
            out.push(y[j]);
            j += 1;
        }
    }
    out.extend(&x[i..]);
    out.extend(&y[j..]);
    out
}

/// A checklist in which each side ticked items of its own. Only ticks with their time: another list of
/// tasks may be a choice, which must not get two. The first checklist of a note has no base: before it,
/// nothing was ticked.
fn tick_by_tick(base: Option<&str>, x: &str, y: &str) -> Option<Both> {
    let base = base.map(str::trim_end).filter(|b| !b.trim().is_empty());
    let (x, y) = (lines(x.trim_end()), lines(y.trim_end()));
    let base = match base {
        Some(base) => lines(base).into_iter().map(Some).collect(),
        None => vec![None; x.len()],
    };
    if x.len() != y.len() || base.len() != x.len() {
        return None;
    }
    let (mut out, mut also, mut timed) = (Vec::new(), Vec::new(), false);
    for ((base, x), y) in base.into_iter().zip(x).zip(y) {
        if x.trim().is_empty() && x == y {
            out.push(x);
            continue;
        }
        let (in_x, in_y) = (Task::of(x)?, Task::of(y)?);
        let was = base.map(Task::of);
        if in_x.label != in_y.label
            || was.as_ref().is_some_and(|b| b.as_ref().map(|b| b.label) != Some(in_x.label))
        {
            return None;
        }
        let changed = |line: &str, task: &Task| match base {
            Some(base) => base != line,
            None => task.ticked,
        };
        let untimed = |line: &str, task: &Task| changed(line, task) && task.ticked && task.at.is_none();
        if x != y && (untimed(x, &in_x) || untimed(y, &in_y)) {
            return None;
        }
        timed |= in_x.at.is_some() || in_y.at.is_some();
        let (main, other) = match (changed(x, &in_x), changed(y, &in_y)) {
            (_, false) => (x, None),
            (false, true) => (y, None),
            (true, true) if x == y => (x, None),
            // What is done stays done, since the moment that it was.
            (true, true) => match (in_y.ticked, in_x.at, y).cmp(&(in_x.ticked, in_y.at, x)) {
                std::cmp::Ordering::Greater => (y, Some(x)),
                _ => (x, Some(y)),
            },
        };
        out.push(main);
        also.extend(other.map(str::to_owned));
    }
    timed.then(|| Both { text: out.join("\n"), also })
}
