//! A line in which something was found: where it is from, and how it is shown.

use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::{DateTime, FixedOffset};
use unicode_segmentation::UnicodeSegmentation;

use super::find::occurrences;
use super::lines::{Place, Words};
use super::query::Query;
use crate::document::{Named, Names, SAMPLE, Status, also_owner};
use crate::text;
use crate::text::loose::{Case, loosened_with_places};

/// The most bytes of a line that a hit carries: somebody may have pasted a letter into one.
const MOST: usize = 2_000;
/// The last part of the key of a step's notes.
const NOTES: &str = "notes";

/// The conversation that a hit is from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct About {
    pub path: PathBuf,
    pub id: String,
    pub client: String,
    /// Other names of theirs.
    pub also: Vec<String>,
    pub organisation: Option<String>,
    /// The playbook's id.
    pub playbook: String,
    /// What the note calls it, where it stands as we write it.
    pub title: Option<String>,
    pub started: DateTime<FixedOffset>,
    pub status: Status,
    pub is_sample: bool,
}

/// What of a note a line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spot {
    Client,
    AlsoKnownAs,
    Organisation,
    Playbook,
    /// Where one meets.
    Meeting,
    /// What a follow-up is called.
    FollowUp,
    /// Why a follow-up was moved or dropped.
    Reason,
    /// In front of all steps.
    Top,
    /// In a step: see [`Hit::step`] and [`Hit::field`].
    Block,
}

/// A line in which something was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    pub about: Arc<About>,
    pub spot: Spot,
    /// Its number in the file, from 1.
    pub line: usize,
    /// The step's id.
    pub step: Option<String>,
    /// The field's id; none for the heading of a step and for its notes.
    pub field: Option<String>,
    /// Whether it is in the step's notes.
    pub in_notes: bool,
    /// Whether it is a heading.
    pub is_heading: bool,
    /// Whether it was also written elsewhere, and is not settled.
    pub is_also: bool,
    /// What a person knows the place by: the field's label as it stands in the note, `Notes`, `Client`.
    pub label: String,
    /// The title of the step, where the note has it and it is not the label.
    pub step_title: Option<String>,
    /// The line's words: of a long one those around what was found, with `…` where it goes on.
    pub text: String,
    /// Where in them something was found, in order, apart, and between characters.
    pub ranges: Vec<Range<usize>>,
    /// How many lines there are in all in this note.
    pub of: usize,
}

/// A line as it is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    /// On one line, without anything that could steer a terminal.
    pub text: String,
    /// What of it was looked for.
    pub ranges: Vec<Range<usize>>,
}

impl About {
    pub(super) fn new(path: &Path, names: Names, title: Option<&str>) -> Self {
        let text = |named: Named| named.text;
        Self {
            path: path.to_owned(),
            id: names.id,
            client: names.client.text,
            also: names.also.into_iter().map(text).collect(),
            organisation: names.organisation.map(text),
            playbook: names.playbook.text,
            title: title.filter(|title| !title.is_empty()).map(str::to_owned),
            started: names.started,
            status: names.status,
            is_sample: names.is_sample,
        }
    }

    /// The client's name and, if nobody of that name is meant, that it is a sample.
    pub fn client_said(&self) -> String {
        if self.is_sample { format!("{} {SAMPLE}", self.client) } else { self.client.clone() }
    }

    /// What the playbook is called.
    pub fn playbook_said(&self) -> &str {
        self.title.as_deref().unwrap_or(&self.playbook)
    }
}

impl Hit {
    /// The hit that a line is.
    pub(super) fn new(words: &Words, line: usize, query: &Query, of: usize) -> Self {
        let (text, ranges) = cut(words.line(line), ranges(words.line(line), query));
        let mut hit = Self {
            about: words.about.clone(),
            spot: Spot::Top,
            line: words.number(line),
            step: None,
            field: None,
            in_notes: false,
            is_heading: words.is_heading(line),
            is_also: false,
            label: String::new(),
            step_title: None,
            text,
            ranges,
            of,
        };
        if let Some(place) = words.place(line) {
            hit.stand_at(words, place);
        }
        hit
    }

    fn stand_at(&mut self, words: &Words, place: &Place) {
        self.spot = place.spot;
        if place.spot != Spot::Block {
            label(place.spot).clone_into(&mut self.label);
            return;
        }
        let key = words.key(place);
        let owner = also_owner(key);
        self.is_also = owner.is_some();
        let heading = |line: u32| words.line(line as usize);
        place.label.or(place.heading).map(heading).unwrap_or_default().clone_into(&mut self.label);
        let key = owner.unwrap_or(key);
        let (step, field) = key.split_once('.').map_or((key, None), |(step, field)| (step, Some(field)));
        self.step = (!step.is_empty()).then(|| step.to_owned());
        self.in_notes = field == Some(NOTES);
        self.field = field.filter(|_| !self.in_notes).map(str::to_owned);
        self.step_title = field.and(place.step).map(heading).map(str::to_owned);
    }

    /// The line as it is shown in so many cells: all of it, or what stands around the first place where
    /// something was found.
    pub fn shown(&self, cells: usize) -> Shown {
        let all: Vec<_> = self.text.grapheme_indices(true).map(|(at, g)| (at, plain(g))).collect();
        let width = |(_, g): &(usize, String)| text::width(g);
        let part = if all.iter().map(width).sum::<usize>() <= cells {
            0..all.len()
        } else {
            let focus =
                self.ranges.first().map_or(0, |first| all.partition_point(|(at, _)| *at < first.start));
            around(&all.iter().map(width).collect::<Vec<_>>(), focus, cells, |n| all[n].1 == " ")
        };
        let mut shown = Shown { text: String::new(), ranges: Vec::new() };
        if part.start > 0 {
            shown.text.push('…');
        }
        for (at, g) in &all[part.clone()] {
            let start = shown.text.len();
            shown.text.push_str(g);
            if self.ranges.iter().any(|range| range.contains(at)) {
                match shown.ranges.last_mut().filter(|last| last.end == start) {
                    Some(last) => last.end = shown.text.len(),
                    None => shown.ranges.push(start..shown.text.len()),
                }
            }
        }
        if part.end < all.len() {
            shown.text.push('…');
        }
        shown
    }
}

/// A grapheme fit to be shown on one line.
fn plain(g: &str) -> String {
    if g.chars().all(char::is_whitespace) {
        " ".to_owned()
    } else {
        text::clean(text::shown(g)).replace('\n', " ")
    }
}

/// Of things so wide, those that fit around one of them, with a cell for each end that is cut off. They
/// begin behind a blank, if there is one near.
fn around(widths: &[usize], focus: usize, cells: usize, is_blank: impl Fn(usize) -> bool) -> Range<usize> {
    let back = |from: usize, mut room: usize| {
        let fits = |n: &usize| room.checked_sub(widths[*n]).map(|left| room = left).is_some();
        (0..from).rev().take_while(fits).last().unwrap_or(from)
    };
    let room = cells.saturating_sub(2);
    // Where little follows, more fits in front.
    let mut start = back(focus, room / 3).min(back(widths.len(), room));
    if start > 0 {
        start = (start..focus).find(|n| is_blank(n - 1)).unwrap_or(start);
    }
    let (mut end, mut used) = (start, 0);
    while let Some(width) = widths.get(end).filter(|width| used + **width <= room) {
        used += width;
        end += 1;
    }
    start..end
}

fn label(spot: Spot) -> &'static str {
    match spot {
        Spot::Client => "Client",
        Spot::AlsoKnownAs => "Also known as",
        Spot::Organisation => "Organisation",
        Spot::Playbook => "Playbook",
        Spot::Meeting => "Meeting",
        Spot::FollowUp => "Follow-up",
        Spot::Reason => "Moved because",
        Spot::Top | Spot::Block => "At the top",
    }
}

/// Where in a line the words of a query stand.
pub(super) fn ranges(line: &str, query: &Query) -> Vec<Range<usize>> {
    let mut ranges = Vec::new();
    for case in [Case::Any, Case::Kept] {
        let of_case = |word: &&super::query::Word| word.kept.is_some() == (case == Case::Kept);
        let mut words = query.words.iter().filter(of_case).peekable();
        if words.peek().is_none() {
            continue;
        }
        let (mut folded, places) = loosened_with_places(line, case);
        folded.iter_mut().filter(|b| **b == b'\n').for_each(|b| *b = b' ');
        for needle in words.map(|word| word.kept.as_ref().unwrap_or(&word.any)) {
            for at in occurrences(needle, &folded) {
                let behind = at + needle.bytes().len();
                let (start, last) = (places[at], places[behind - 1]);
                // To the end of the last character, with the accents behind it.
                let end = places[behind..].iter().copied().find(|end| *end > last).unwrap_or(line.len());
                ranges.push(start..end);
            }
        }
    }
    if !line.is_ascii() {
        between_graphemes(line, &mut ranges);
    }
    joined(ranges)
}

/// Widens ranges so that they split nothing that is one character to a person.
fn between_graphemes(line: &str, ranges: &mut [Range<usize>]) {
    let bounds: Vec<usize> = line.grapheme_indices(true).map(|(at, _)| at).chain([line.len()]).collect();
    for range in ranges {
        range.start = bounds[bounds.partition_point(|at| *at <= range.start).saturating_sub(1)];
        range.end = bounds[bounds.partition_point(|at| *at < range.end).min(bounds.len() - 1)];
    }
}

/// In order, and those that touch made one.
fn joined(mut ranges: Vec<Range<usize>>) -> Vec<Range<usize>> {
    ranges.sort_by_key(|range| (range.start, range.end));
    let mut joined: Vec<Range<usize>> = Vec::new();
    for range in ranges {
        match joined.last_mut().filter(|last| last.end >= range.start) {
            Some(last) => last.end = last.end.max(range.end),
            None => joined.push(range),
        }
    }
    joined
}

/// Of a long line the part around the first range.
fn cut(line: &str, ranges: Vec<Range<usize>>) -> (String, Vec<Range<usize>>) {
    if line.len() <= MOST {
        return (line.to_owned(), ranges);
    }
    let bound = |mut at: usize| {
        while !line.is_char_boundary(at) {
            at -= 1;
        }
        at
    };
    let first = ranges.first().map_or(0, |first| first.start);
    let start = bound(first.saturating_sub(MOST / 4));
    let end = bound((start + MOST).min(line.len()));
    let mut text = String::with_capacity(end - start + 6);
    let ellipsis = |is_cut| if is_cut { "…" } else { "" };
    text.push_str(ellipsis(start > 0));
    let shift = text.len();
    text.push_str(&line[start..end]);
    text.push_str(ellipsis(end < line.len()));
    // One that goes over the end is no whole word any more.
    let inside = ranges.into_iter().filter(|range| range.start >= start && range.end <= end);
    let ranges = inside.map(|range| range.start - start + shift..range.end - start + shift).collect();
    (text, ranges)
}
