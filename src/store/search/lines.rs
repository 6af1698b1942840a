//! The words of one note: its lines one behind the other, as they stand in the file and folded.

use std::path::Path;
use std::sync::Arc;

use super::hit::{About, Spot};
use crate::document::{HeadError, Named, Names, Piece, also_owner, is_also, walk};
use crate::store::StoreError;
use crate::text::loose::{Case, loosen, loosened};

/// A note with so many bytes is too large to be counted with the numbers we keep.
const LARGEST: usize = u32::MAX as usize;

/// The words of a note.
#[derive(Debug)]
pub struct Words {
    pub about: Arc<About>,
    /// The lines, each with a line feed behind it.
    text: String,
    /// The same, folded.
    pub folded: Vec<u8>,
    lines: Vec<Line>,
    places: Vec<Place>,
    /// The keys of the places.
    keys: String,
}

/// Where a line begins. Its end is where the next one does.
#[derive(Clone, Copy, Debug)]
struct Line {
    at: u32,
    folded: u32,
    /// In the file.
    number: u32,
    place: u32,
}

/// What lines belong to.
#[derive(Clone, Copy, Debug)]
pub struct Place {
    pub spot: Spot,
    /// The line of its heading.
    pub heading: Option<u32>,
    /// The line that names it, if that is another one: what was also written for a field stands below the
    /// field.
    pub label: Option<u32>,
    /// The heading of the step it is in, if that has one.
    pub step: Option<u32>,
    /// Where its key begins in the keys, and where it ends.
    key: (u32, u32),
    /// Whether anything stands in it.
    is_said: bool,
}

/// How good a line is to stand in, the best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    /// Who it is about.
    Client,
    /// The firm, and the playbook.
    About,
    Heading,
    Text,
    /// What nobody has said: an option that was not chosen, a question that was not answered.
    Quiet,
}

impl Place {
    fn of(spot: Spot) -> Self {
        Self { spot, heading: None, label: None, step: None, key: (0, 0), is_said: true }
    }
}

impl Words {
    /// Takes in a note; of its text, if `only` says so, no more than the lines with these numbers, which are in
    /// order, and the headings above them.
    ///
    /// # Errors
    /// If it is none of ours, or its front matter cannot be read.
    pub fn of(path: &Path, source: &str, only: Option<&[usize]>) -> Result<Self, StoreError> {
        let broken = |error| StoreError::Head { path: path.to_owned(), error };
        let Some((front, mut pieces)) = walk(source) else {
            let cut_off = source.trim_start_matches('\u{feff}').starts_with("+++");
            return Err(broken(if cut_off { HeadError::CutOff } else { HeadError::NotOurs }));
        };
        let names = Names::parse(front).map_err(broken)?;
        let mut take = Take::new(source.len(), only);
        take.names(&names);
        let mut title = None;
        let mut next = pieces.next();
        while let Some((number, Piece::Line(line))) = next {
            next = pieces.next();
            match line.strip_prefix("# ").filter(|_| title.is_none()) {
                Some(line) => {
                    let line = line.trim();
                    let named =
                        line.strip_suffix(names.client.text.as_str()).and_then(|l| l.strip_suffix(": "));
                    let named = title.insert(named.unwrap_or(line));
                    take.named(Spot::Playbook, number, named);
                }
                None => take.body(number, line),
            }
        }
        take.playbook(&names.playbook, title);
        while let Some((number, piece)) = next {
            next = pieces.next();
            match piece {
                Piece::Heading { key, title } => take.heading(number, key, title),
                Piece::Line(line) => take.body(number, line),
            }
        }
        let about = About::new(path, names, title);
        let words = take.words.filter(|_| source.len() < LARGEST).ok_or_else(|| too_large(path))?;
        Ok(Self { about: Arc::new(about), ..words })
    }

    /// Gives back the room that is not needed.
    pub fn shrink(&mut self) {
        self.text.shrink_to_fit();
        self.folded.shrink_to_fit();
        self.lines.shrink_to_fit();
        self.places.shrink_to_fit();
        self.keys.shrink_to_fit();
    }

    /// How many bytes it holds, without those of [`About`].
    #[cfg(test)]
    pub fn size(&self) -> usize {
        self.text.capacity()
            + self.folded.capacity()
            + self.keys.capacity()
            + self.lines.capacity() * size_of::<Line>()
            + self.places.capacity() * size_of::<Place>()
    }

    /// Where a line ends in the folded text, without its line feed.
    pub fn folded_end(&self, line: usize) -> usize {
        self.lines.get(line + 1).map_or(self.folded.len(), |next| next.folded as usize).saturating_sub(1)
    }

    /// A line of the folded text.
    pub fn folded_line(&self, line: usize) -> &[u8] {
        let start = self.lines.get(line).map_or(self.folded.len(), |line| line.folded as usize);
        self.folded.get(start..self.folded_end(line)).unwrap_or_default()
    }

    /// The line in which a byte of the folded text stands, which is this one or a later one.
    pub fn line_of(&self, at: usize, from: usize) -> usize {
        let mut line = from;
        while self.folded_end(line) < at {
            line += 1;
        }
        line
    }

    /// A line as it stands in the file.
    pub fn line(&self, line: usize) -> &str {
        let start = self.lines.get(line).map_or(self.text.len(), |line| line.at as usize);
        let end = self.lines.get(line + 1).map_or(self.text.len(), |next| next.at as usize);
        self.text.get(start..end.saturating_sub(1)).unwrap_or_default()
    }

    /// Its number in the file.
    pub fn number(&self, line: usize) -> usize {
        self.lines.get(line).map_or(0, |line| line.number as usize)
    }

    /// What it belongs to.
    pub fn place(&self, line: usize) -> Option<&Place> {
        self.places.get(self.lines.get(line)?.place as usize)
    }

    /// The key of a place: `step` or `step.field`.
    pub fn key(&self, place: &Place) -> &str {
        self.keys.get(place.key.0 as usize..place.key.1 as usize).unwrap_or_default()
    }

    /// Whether a line is a heading.
    pub fn is_heading(&self, line: usize) -> bool {
        self.place(line).and_then(|place| place.heading).is_some_and(|heading| heading as usize == line)
    }

    /// What a line weighs.
    pub fn weight(&self, line: usize) -> Weight {
        let Some(place) = self.place(line) else { return Weight::Quiet };
        match place.spot {
            Spot::Client | Spot::AlsoKnownAs => Weight::Client,
            Spot::Organisation | Spot::Playbook => Weight::About,
            Spot::Meeting | Spot::Reason | Spot::Top => Weight::Text,
            Spot::FollowUp => Weight::Quiet,
            Spot::Block if self.is_heading(line) && place.is_said => Weight::Heading,
            Spot::Block if self.is_heading(line) => Weight::Quiet,
            Spot::Block if self.line(line).starts_with("[ ]") => Weight::Quiet,
            Spot::Block => Weight::Text,
        }
    }
}

fn too_large(path: &Path) -> StoreError {
    StoreError::io(path)(std::io::Error::other("this file is too large for a note"))
}

/// A note being taken in.
struct Take<'a> {
    /// Nothing, once there is too much of it to be counted.
    words: Option<Words>,
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
    fn new(size: usize, only: Option<&'a [usize]>) -> Self {
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

    fn names(&mut self, names: &Names) {
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
    fn named(&mut self, spot: Spot, number: usize, text: &str) {
        if !text.trim().is_empty() {
            self.place(Place::of(spot));
            self.put(number, text.trim());
        }
    }

    /// The playbook's id, where the title does not say it already.
    fn playbook(&mut self, id: &Named, title: Option<&str>) {
        let says = |title: &str| {
            let needle = loosened(&id.text, Case::Any);
            memchr::memmem::find(&loosened(title, Case::Any), &needle).is_some()
        };
        if !title.is_some_and(says) {
            self.named(Spot::Playbook, id.line, &id.text);
        }
    }

    fn heading(&mut self, number: usize, key: &'a str, title: &'a str) {
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
    fn body(&mut self, number: usize, line: &str) {
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

/// What of a line somebody has said: without what makes it an item, and without the time that goodterms
/// put there. `None` where nothing is left.
fn said(line: &str) -> Option<&str> {
    let line = line.trim();
    let (bullet, item) = match line.as_bytes() {
        [b'-' | b'*' | b'+', b' ', ..] => (true, line[2..].trim_start()),
        [b'>', b' ', ..] => (false, line[2..].trim_start()),
        [b'|', ..] if line.bytes().all(|b| matches!(b, b'|' | b'-' | b':' | b' ')) => return None,
        _ => (false, line),
    };
    let said = match item.as_bytes() {
        _ if !bullet => item,
        [b'[', ..] => timed_behind(item),
        _ => timed_before(item),
    };
    (!said.is_empty() && said != "-").then_some(said)
}

const STAMP: &[u8] = b"0000-00-00 00:00:00+00:00";

/// Whether these bytes look like the time of an entry.
fn is_stamp(bytes: &[u8]) -> bool {
    let fits = |(b, form): (&u8, &u8)| match form {
        b'0' => b.is_ascii_digit(),
        b'+' => matches!(b, b'+' | b'-'),
        form => b == form,
    };
    bytes.len() == STAMP.len() && bytes.iter().zip(STAMP).all(fits)
}

fn timed_before(item: &str) -> &str {
    match item.as_bytes().get(..STAMP.len()) {
        Some(stamp) if is_stamp(stamp) => item[STAMP.len()..].trim_start(),
        _ => item,
    }
}

fn timed_behind(item: &str) -> &str {
    let timed = || {
        let (label, time) = item.strip_suffix(')')?.rsplit_once(" (")?;
        is_stamp(time.as_bytes()).then(|| label.trim_end())
    };
    timed().unwrap_or(item)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_a_line_the_words_are_left_that_somebody_said() {
        for (line, expected) in [
            ("- 2026-11-21 14:07:31-05:00 moved the calls", Some("moved the calls")),
            ("- [x] Say sorry (2026-11-24 14:07:31-05:00)", Some("[x] Say sorry")),
            ("- [ ] Fees (2026)", Some("[ ] Fees (2026)")),
            ("  * one", Some("one")),
            ("> quoted", Some("quoted")),
            ("| a | 2026-11-21 |", Some("| a | 2026-11-21 |")),
            ("|---|:-:|", None),
            ("- 2026-11-21 14:07:31-05:00", None),
            ("-", None),
            (" \t", None),
            ("2026-11-21 14:07:31-05:00", Some("2026-11-21 14:07:31-05:00")),
            ("- é6-11-21 14:07:31-05:00 x", Some("é6-11-21 14:07:31-05:00 x")),
        ] {
            assert_eq!(said(line), expected, "{line}");
        }
    }
}
