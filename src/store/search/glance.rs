//! A first look at a note, at its bytes alone: how many lines are found in it, and how good the best of
//! them may be. Of thousands of notes that have a common word, only those are then read whole that can
//! come among the first.

use chrono::{DateTime, FixedOffset};
use memchr::{memchr, memmem};

use super::find::Marks;
use super::lines::{Weight, says, without_name};
use super::query::Query;
use super::said::said;
use crate::document::{Names, Piece, piece};
use crate::text::loose::{Case, loosen};

/// What a first look shows.
#[derive(Debug)]
pub enum Look {
    /// There is nothing in it.
    Nothing,
    /// It must be read whole to know.
    Closer,
    Seen(Glance),
}

/// What was seen of a note in which something is found.
#[derive(Debug)]
pub struct Glance {
    pub started: DateTime<FixedOffset>,
    pub lines: usize,
    /// No line is better.
    pub best: Marks,
}

/// What looks at many notes.
pub struct Glancer<'a> {
    query: &'a Query,
    /// Which words were there.
    has: Vec<bool>,
    folded: Vec<u8>,
    lines: usize,
    best: Option<Marks>,
}

impl<'a> Glancer<'a> {
    pub fn new(query: &'a Query) -> Self {
        Self { query, has: vec![false; query.words.len()], folded: Vec::new(), lines: 0, best: None }
    }

    /// Looks at a note. What is looked for stands in no other lines than those with these numbers, which
    /// are in order.
    pub fn look(&mut self, source: &str, numbers: &[usize]) -> Look {
        (self.lines, self.best) = (0, None);
        self.has.fill(false);
        let Some((front, body)) = parts(source) else { return Look::Closer };
        let Some(started) = started(front) else { return Look::Closer };
        if self.see(front, body, numbers).is_none() {
            return Look::Closer;
        }
        match self.best {
            Some(best) if self.has.iter().all(|has| *has) => {
                Look::Seen(Glance { started, lines: self.lines, best })
            }
            _ => Look::Nothing,
        }
    }

    /// Looks at the lines. `None` where one must look closer.
    fn see(&mut self, front: &str, body: &str, numbers: &[usize]) -> Option<()> {
        let mut number = 1 + memchr::memchr_iter(b'\n', front.as_bytes()).count();
        let behind = numbers.partition_point(|at| *at < number);
        let (in_front, mut numbers) = numbers.split_at(behind);
        let mut rest = body;
        let (title, at) = title(body)?;
        if !in_front.is_empty() || numbers.first() == Some(&(number + at)) {
            self.see_names(front, title)?;
            numbers = &numbers[numbers.partition_point(|n| *n <= number + at)..];
        }
        while let Some((next, behind)) = numbers.split_first() {
            let end = memchr(b'\n', rest.as_bytes()).map_or(rest.len(), |at| at + 1);
            let (line, after) = rest.split_at_checked(end).filter(|(line, _)| !line.is_empty())?;
            if number == *next {
                self.see_body(line)?;
                numbers = behind;
            }
            (rest, number) = (after, number + 1);
        }
        Some(())
    }

    fn see_names(&mut self, front: &str, title: &str) -> Option<()> {
        let toml = front.split_once('\n')?.1;
        let names = Names::parse(toml.strip_suffix("+++\n")?).ok()?;
        let mut see = |weight, text: &str| self.see_line(text.trim(), weight);
        see(Weight::Client, &names.client.text);
        names.also.iter().for_each(|name| see(Weight::Client, &name.text));
        names.organisation.iter().for_each(|name| see(Weight::About, &name.text));
        names.place.iter().for_each(|place| see(Weight::Text, &place.text));
        names.follow_ups.iter().for_each(|title| see(Weight::Quiet, &title.text));
        names.reasons.iter().for_each(|why| see(Weight::Text, &why.text));
        let title = without_name(title, &names);
        see(Weight::About, title);
        if !says(title, &names.playbook.text) {
            see(Weight::About, &names.playbook.text);
        }
        Some(())
    }

    fn see_body(&mut self, line: &str) -> Option<()> {
        match piece(line) {
            Piece::Heading { title, .. } => self.see_line(title, Weight::Heading),
            // A quote may be what was also written elsewhere, and is read otherwise there; and this may be a
            // title.
            Piece::Line(line) if line.trim_start().starts_with('>') || line.starts_with("# ") => return None,
            Piece::Line(line) => {
                let Some(said) = said(line) else { return Some(()) };
                let weight = if said.starts_with("[ ]") { Weight::Quiet } else { Weight::Text };
                self.see_line(said, weight);
            }
        }
        Some(())
    }

    fn see_line(&mut self, line: &str, weight: Weight) {
        self.folded.clear();
        loosen(line, Case::Any, &mut self.folded);
        let mut missing = 0;
        for (word, has) in self.query.words.iter().zip(&mut self.has) {
            match word.is_in_line(line, &self.folded) {
                true => *has = true,
                false => missing += 1,
            }
        }
        if missing == self.query.words.len() {
            return;
        }
        self.lines += 1;
        let at_best = Marks::at_best(missing, weight);
        if self.best.is_none_or(|best| at_best < best) {
            let marks = at_best.seen(self.query, line, &self.folded);
            self.best = Some(self.best.map_or(marks, |best| best.min(marks)));
        }
    }
}

/// The front matter with its fences, and what stands behind it, where both are as we write them.
fn parts(source: &str) -> Option<(&str, &str)> {
    let bytes = source.as_bytes();
    let end = memmem::find(bytes, b"\n+++")? + b"\n+++\n".len();
    let (front, body) = source.split_at_checked(end).filter(|(front, _)| front.ends_with("+++\n"))?;
    let has = |needle: &[u8]| memmem::find(front.as_bytes(), needle).is_some();
    // Escapes and long texts, and lines that are found elsewhere than they stand.
    let is_ours = front.starts_with("+++\ngoodterms = 1\n") && !has(b"\\") && !has(b"'''") && !has(b"\"\"\"");
    is_ours.then_some((front, body))
}

/// When it began.
fn started(front: &str) -> Option<DateTime<FixedOffset>> {
    const KEY: &str = "\nstarted = ";
    let at = memmem::find(front.as_bytes(), KEY.as_bytes())?;
    let value = front.get(at + KEY.len()..)?.lines().next()?;
    DateTime::parse_from_rfc3339(value).ok()
}

/// The title, if it is the first that stands in a note, and how many lines behind the front matter.
fn title(body: &str) -> Option<(&str, usize)> {
    let (at, line) = body.lines().enumerate().find(|(_, line)| !line.is_empty())?;
    let title = line.strip_prefix("# ").filter(|_| matches!(piece(line), Piece::Line(_)))?;
    Some((title.trim(), at))
}
