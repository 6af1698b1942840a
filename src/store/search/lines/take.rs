//! A note being taken in, line by line: the lines that are wanted, each below its headings.

use std::sync::Arc;

use super::{LARGEST, Line, Place, Words, says};
use crate::document::{Named, Names, also_owner, is_also};
use crate::store::search::hit::Spot;
use crate::store::search::said::said;
use crate::text::loose::{Case, loosen};

/// A note being taken in.
pub(super) struct Take<'a> {
    /// Nothing, once there is too much of it to be counted.
    pub(super) words: Option<Words>,
    /// The lines that are still to be taken, if not all are.
    only: Option<&'a [usize]>,
    /// The headings one is below, and the one before.
    step: Option<Open<'a>>,
    block: Option<Open<'a>>,
    before: Option<Open<'a>>,
}

/// A heading that one is below.
#[derive(Clone, Copy)]
struct Open<'a> {
    number: usize,
    key: &'a str,
    title: &'a str,
    /// Its place and its line, as soon as it is taken.
    at: Option<(u32, u32)>,
    is_said: bool,
}

impl<'a> Take<'a> {
    pub(super) fn new(size: usize, only: Option<&'a [usize]>) -> Self {
        let lines = only.map_or(size / 40, |only| only.len() + 8);
        let bytes = only.map_or(size, |_| size / 4);
        let words = Words {
            about: Arc::default(),
            text: String::with_capacity(bytes),
            folded: Vec::with_capacity(bytes + bytes / 16),
            lines: Vec::with_capacity(lines),
            places: Vec::with_capacity(16),
            keys: String::new(),
        };
        Self { words: Some(words), only, step: None, block: None, before: None }
    }

    pub(super) fn names(&mut self, names: &Names) {
        let (client, organisation) = (std::iter::once(&names.client), names.organisation.iter());
        let all = client.map(|name| (Spot::Client, name));
        let all = all.chain(names.also.iter().map(|name| (Spot::AlsoKnownAs, name)));
        let all = all.chain(organisation.map(|name| (Spot::Organisation, name)));
        let all = all.chain(names.place.iter().map(|place| (Spot::Meeting, place)));
        let all = all.chain(names.follow_ups.iter().map(|title| (Spot::FollowUp, title)));
        let all = all.chain(names.reasons.iter().map(|why| (Spot::Reason, why)));
        all.for_each(|(spot, named)| self.named(spot, named.line, &named.text));
    }

    /// A line that is a place of its own.
    pub(super) fn named(&mut self, spot: Spot, number: usize, text: &str) {
        if !text.trim().is_empty() {
            self.place(Place::of(spot));
            self.put(number, text.trim());
        }
    }

    /// The playbook's id, where the title does not say it already.
    pub(super) fn playbook(&mut self, id: &Named, title: Option<&str>) {
        if !title.is_some_and(|title| says(title, &id.text)) {
            self.named(Spot::Playbook, id.line, &id.text);
        }
    }

    pub(super) fn heading(&mut self, number: usize, key: &'a str, title: &'a str) {
        let open = Open { number, key, title, at: None, is_said: false };
        self.before = self.block.replace(open).or(self.step);
        let step = key.split('.').next().unwrap_or_default();
        if key == step && !is_also(key) {
            self.step = self.block.take();
        } else if self.step.is_none_or(|known| known.key != step) {
            self.step = None;
        }
        if self.wants(number) {
            self.reach();
        }
    }

    /// A line of the text.
    pub(super) fn body(&mut self, number: usize, line: &str) {
        if line.is_empty() {
            return;
        }
        let is_quote = self.block.is_some_and(|block| is_also(block.key));
        let line = if is_quote { line.strip_prefix('>').unwrap_or(line) } else { line };
        let is_known = [&self.step, &self.block].into_iter().flatten().all(|open| open.is_said);
        let wants = self.wants(number);
        if is_known && !wants {
            return;
        }
        let Some(line) = said(line) else { return };
        self.say();
        if wants {
            self.reach();
            self.put(number, line);
        }
    }

    /// Whether a line is one of those that are taken. They are asked for in their order.
    fn wants(&mut self, number: usize) -> bool {
        let Some(only) = &mut self.only else { return true };
        while let Some((first, rest)) = only.split_first().filter(|(first, _)| **first <= number) {
            *only = rest;
            if *first == number {
                return true;
            }
        }
        false
    }

    /// Something stands below the headings one is below.
    fn say(&mut self) {
        for open in [&mut self.step, &mut self.block].into_iter().flatten().filter(|open| !open.is_said) {
            open.is_said = true;
            if let (Some(words), Some((place, _))) = (&mut self.words, open.at)
                && let Some(place) = words.places.get_mut(place as usize)
            {
                place.is_said = true;
            }
        }
    }

    /// Takes the headings one is below, if that was not done: what follows belongs to the last of them.
    fn reach(&mut self) {
        let last = self.block.or(self.step);
        if last.is_some_and(|last| last.at.is_some()) {
            return;
        }
        let mut step = self.step;
        let at_step = step.as_mut().map(|step| self.open(step, None, None));
        self.step = step;
        if let Some(mut block) = self.block {
            let owner = self.before.filter(|before| also_owner(block.key) == Some(before.key));
            let label = owner.map(|mut owner| match step.filter(|step| step.key == owner.key) {
                Some(_) => at_step.unwrap_or_default(),
                None => self.open(&mut owner, at_step, None),
            });
            self.open(&mut block, at_step, label);
            self.block = Some(block);
        } else if step.is_none() && !self.is_at_top() {
            self.place(Place::of(Spot::Top));
        }
    }

    /// Whether what is taken belongs to what stands above all steps.
    fn is_at_top(&self) -> bool {
        let last = self.words.as_ref().and_then(|words| words.places.last());
        last.is_some_and(|place| place.spot == Spot::Top)
    }

    /// Takes a heading, if that was not done; gives its line.
    fn open(&mut self, open: &mut Open<'a>, step: Option<u32>, label: Option<u32>) -> u32 {
        let Some(words) = &mut self.words else { return 0 };
        if let Some((_, line)) = open.at {
            return line;
        }
        let (line, start) = (count(words.lines.len()), count(words.keys.len()));
        open.at = Some((count(words.places.len()), line));
        words.keys.push_str(open.key);
        let key = (start, count(words.keys.len()));
        let (step, heading) = (step.or(Some(line).filter(|_| !open.key.contains('.'))), Some(line));
        self.place(Place { heading, label, step, key, is_said: open.is_said, ..Place::of(Spot::Block) });
        self.put(open.number, open.title);
        line
    }

    /// What follows belongs to this.
    fn place(&mut self, place: Place) {
        self.words.iter_mut().for_each(|words| words.places.push(place));
    }

    fn put(&mut self, number: usize, line: &str) {
        let Some(words) = &mut self.words else { return };
        let (at, folded) = (words.text.len(), words.folded.len());
        words.text.push_str(line);
        loosen(line, Case::Any, &mut words.folded);
        if line.contains('\n') {
            // In a name, by hand.
            words.folded[folded..].iter_mut().filter(|b| **b == b'\n').for_each(|b| *b = b' ');
        }
        words.text.push('\n');
        words.folded.push(b'\n');
        let place = count(words.places.len().saturating_sub(1));
        words.lines.push(Line { at: count(at), folded: count(folded), number: count(number), place });
        if words.folded.len().max(words.text.len()) >= LARGEST {
            self.words = None;
        }
    }
}

/// A number as it is kept: all are bounded by the size of the text, and that is looked at.
fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}
