//! Finding and ranking: in each note all lines are counted, and the best are kept.

use std::collections::{BinaryHeap, HashMap};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use super::hit::Hit;
use super::lines::{Weight, Words};
use super::query::{Needle, Query, Word};
use crate::text::loose::{Case, begins_word, loosen};

/// From so many bytes of text on, several threads look.
const MANY: usize = 1 << 18;
/// A thread takes so many notes at a time.
const HANDFUL: usize = 32;

/// How many hits there may be.
#[derive(Clone, Copy, Debug)]
pub struct Limit {
    pub lines: usize,
    /// In one note.
    pub in_note: usize,
}

impl Limit {
    /// No limit.
    pub const NONE: Self = Self { lines: usize::MAX, in_note: usize::MAX };
}

/// What was found.
#[derive(Clone, Debug, Default)]
pub struct Hits {
    /// The best, in their order.
    pub hits: Vec<Hit>,
    /// How many lines there are in all.
    pub lines: usize,
    /// In so many notes.
    pub notes: usize,
}

impl Hits {
    /// The hits of each note together; notes and hits in the order of the best.
    pub fn by_note(&self) -> Vec<Vec<&Hit>> {
        let (mut notes, mut known): (Vec<Vec<&Hit>>, _) = (Vec::new(), HashMap::new());
        for hit in &self.hits {
            let at = *known.entry(hit.about.path.as_path()).or_insert(notes.len());
            match notes.get_mut(at) {
                Some(note) => note.push(hit),
                None => notes.push(vec![hit]),
            }
        }
        notes
    }

    /// How many lines are not among the hits, and in how many notes.
    pub fn more(&self) -> (usize, usize) {
        let whole =
            self.by_note().iter().filter(|hits| hits.first().is_some_and(|hit| hit.of == hits.len())).count();
        (self.lines - self.hits.len(), self.notes - whole)
    }
}

/// How good a line is; the least is the best. More of the words, side by side, at the beginnings of words,
/// in a better place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Marks {
    missing: u16,
    apart: u16,
    /// Words that stand only in the middle of others.
    inside: u16,
    weight: Weight,
}

impl Marks {
    /// The best that a line may be in which so many words are missing.
    pub fn at_best(missing: usize, weight: Weight) -> Self {
        Self { missing: small(missing), apart: 0, inside: 0, weight }
    }

    /// The same when one has seen how the words stand in it.
    pub fn seen(self, query: &Query, line: &str, folded: &[u8]) -> Self {
        let here = query.words.iter().filter(|word| word.is_in_line(line, folded));
        let inside = here.filter(|word| !word.begins(line, folded)).count();
        let together = query.pairs.iter().filter(|pair| pair.find(folded, 0).is_some()).count();
        Self { apart: small(query.pairs.len() - together), inside: small(inside), ..self }
    }
}

/// What comes first: the better line, then the newest note, then the first line of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Rank {
    marks: Marks,
    note: u32,
    line: u32,
}

/// Finds what is looked for in notes, the newest of which is the first.
pub(super) fn find(notes: &[&Words], query: &Query, limit: Limit) -> Hits {
    if query.is_empty() {
        return Hits::default();
    }
    let next = AtomicUsize::new(0);
    let look = || {
        let mut search = Search::new(query, limit);
        loop {
            let from = next.fetch_add(HANDFUL, Ordering::Relaxed);
            let Some(some) = notes.get(from..notes.len().min(from.saturating_add(HANDFUL))) else { break };
            if some.is_empty() {
                break;
            }
            (from..).zip(some).for_each(|(n, words)| search.note(n, words));
        }
        search
    };
    let bytes: usize = notes.iter().map(|words| words.folded.len()).sum();
    let threads =
        if bytes < MANY { 1 } else { thread::available_parallelism().map_or(1, usize::from).min(8) };
    let searches = thread::scope(|scope| {
        let others: Vec<_> = (1..threads).map(|_| scope.spawn(look)).collect();
        let mut all = vec![look()];
        all.extend(others.into_iter().filter_map(|other| other.join().ok()));
        all
    });
    hits(|note| notes.get(note as usize).copied(), searches, query, limit)
}

/// The best of what several have found; a note that is not among these was not looked through.
pub fn hits<'a>(
    words_of: impl Fn(u32) -> Option<&'a Words>,
    searches: Vec<Search<'_>>,
    query: &Query,
    limit: Limit,
) -> Hits {
    let (mut found, mut best, mut lines_of) = (Hits::default(), Vec::new(), HashMap::new());
    for search in searches {
        found.notes += search.lines_of.len();
        best.extend(search.best);
        for (note, lines) in search.lines_of {
            found.lines += lines;
            lines_of.insert(note, lines);
        }
    }
    best.sort_unstable();
    best.truncate(limit.lines);
    let hit = |rank: &Rank| {
        let words = words_of(rank.note)?;
        let of = lines_of.get(&rank.note).copied().unwrap_or_default();
        Some(Hit::new(words, rank.line as usize, query, of))
    };
    found.hits = best.iter().filter_map(hit).collect();
    found
}

/// What one thread finds.
pub struct Search<'a> {
    query: &'a Query,
    limit: Limit,
    /// The worst of them on top.
    best: BinaryHeap<Rank>,
    /// By the number of a note in which something was found.
    lines_of: Vec<(u32, usize)>,
    /// Where each word comes next. Made once for all notes.
    next: Vec<Option<usize>>,
    /// The best of one note.
    of_note: Vec<Rank>,
}

impl<'a> Search<'a> {
    pub fn new(query: &'a Query, limit: Limit) -> Self {
        let next = vec![None; query.words.len()];
        Self { query, limit, best: BinaryHeap::new(), lines_of: Vec::new(), next, of_note: Vec::new() }
    }

    /// Looks through one note.
    pub fn note(&mut self, n: usize, words: &Words) {
        for (next, word) in self.next.iter_mut().zip(&self.query.words) {
            *next = word.next(words, 0, 0);
            if next.is_none() {
                return;
            }
        }
        let note = count(n);
        let (mut line, mut lines) = (0, 0);
        let mut bar = self.bar();
        while let Some(at) = self.next.iter().flatten().min() {
            line = words.line_of(*at, line);
            let end = words.folded_end(line);
            lines += 1;
            let missing = self.next.iter().filter(|next| next.is_none_or(|at| at >= end)).count();
            let is_good = |marks| bar.is_none_or(|bar| Rank { marks, note, line: count(line) } < bar);
            // One looks closer only where it may be worth it.
            if is_good(Marks::at_best(missing, Weight::Client)) {
                let at_best = Marks::at_best(missing, words.weight(line));
                if is_good(at_best) {
                    let marks = at_best.seen(self.query, words.line(line), words.folded_line(line));
                    if is_good(marks) {
                        bar = self.keep(Rank { marks, note, line: count(line) }).or(bar);
                    }
                }
            }
            for (next, word) in self.next.iter_mut().zip(&self.query.words) {
                if next.is_some_and(|at| at < end) {
                    *next = word.next(words, end + 1, line + 1);
                }
            }
        }
        self.lines_of.push((note, lines));
        self.end_note();
    }

    /// Whether a note of which no line is better than this has anything to add.
    pub fn wants(&self, n: usize, best: Marks) -> bool {
        self.bar().is_none_or(|bar| Rank { marks: best, note: count(n), line: 0 } < bar)
    }

    /// The worst there is, if no more can be kept: only what is better counts.
    fn bar(&self) -> Option<Rank> {
        self.best.peek().filter(|_| self.best.len() >= self.limit.lines).copied()
    }

    /// Keeps a line of this note; gives what the next one must be better than, if that is known now.
    fn keep(&mut self, rank: Rank) -> Option<Rank> {
        self.of_note.push(rank);
        if self.of_note.len() < self.limit.in_note.saturating_mul(2) {
            return None;
        }
        self.of_note.sort_unstable();
        self.of_note.truncate(self.limit.in_note);
        self.of_note.last().copied()
    }

    fn end_note(&mut self) {
        self.of_note.sort_unstable();
        self.of_note.truncate(self.limit.in_note);
        for rank in self.of_note.drain(..) {
            self.best.push(rank);
            if self.best.len() > self.limit.lines {
                self.best.pop();
            }
        }
    }
}

fn small(n: usize) -> u16 {
    u16::try_from(n).unwrap_or(u16::MAX)
}

fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

impl Word {
    /// Where it stands in a note, from a byte of the folded text on, which is in or before this line.
    fn next(&self, words: &Words, from: usize, line: usize) -> Option<usize> {
        let (mut from, mut line) = (from, line);
        loop {
            let at = self.any.find(&words.folded, from)?;
            let Some(kept) = &self.kept else { return Some(at) };
            line = words.line_of(at, line);
            if holds(kept, words.line(line), |_, _| true) {
                return Some(at);
            }
            (from, line) = (words.folded_end(line) + 1, line + 1);
        }
    }

    /// Whether it stands in a line.
    pub(super) fn is_in_line(&self, line: &str, folded: &[u8]) -> bool {
        let is_in = self.any.find(folded, 0).is_some();
        is_in && self.kept.as_ref().is_none_or(|kept| holds(kept, line, |_, _| true))
    }

    /// Whether it begins a word in a line.
    fn begins(&self, line: &str, folded: &[u8]) -> bool {
        match &self.kept {
            Some(kept) => holds(kept, line, begins_word),
            None => overlapping(&self.any, folded).any(|at| begins_word(folded, at)),
        }
    }

    /// Whether a note has it.
    pub(super) fn is_in(&self, words: &Words) -> bool {
        self.next(words, 0, 0).is_some()
    }
}

/// Whether a line has a needle, capitals and all, at a place that will do.
fn holds(needle: &Needle, line: &str, will_do: impl Fn(&[u8], usize) -> bool) -> bool {
    let mut folded = Vec::new();
    // Of ASCII only blanks and hyphens change, and most words have none.
    let line = if line.is_ascii() && !needle.bytes().contains(&b' ') {
        line.as_bytes()
    } else {
        loosen(line, Case::Kept, &mut folded);
        folded.iter_mut().filter(|b| **b == b'\n').for_each(|b| *b = b' ');
        &folded
    };
    overlapping(needle, line).any(|at| will_do(line, at))
}

/// Where a needle stands in a line, also where that overlaps.
fn overlapping<'a>(needle: &'a Needle, folded: &'a [u8]) -> impl Iterator<Item = usize> + 'a {
    std::iter::successors(needle.find(folded, 0), |at| needle.find(folded, at + 1))
}

/// Where a needle stands in a line, one behind the other.
pub(super) fn occurrences<'a>(needle: &'a Needle, folded: &'a [u8]) -> impl Iterator<Item = usize> + 'a {
    std::iter::successors(needle.find(folded, 0), |at| needle.find(folded, at + needle.bytes().len()))
}
