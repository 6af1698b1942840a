//! The words of one note: its lines one behind the other, as they stand in the file and folded.

mod take;

use std::path::Path;
use std::sync::Arc;

use self::take::Take;
use super::hit::{About, Spot};
use crate::document::{HeadError, Names, Piece, walk};
use crate::store::StoreError;
use crate::text::loose::{Case, loosened};

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
                    let named = title.insert(without_name(line.trim(), &names));
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

/// What a title says of the playbook: it ends with the client's name, as we write it.
pub fn without_name<'a>(title: &'a str, names: &Names) -> &'a str {
    let named = title.strip_suffix(names.client.text.as_str()).and_then(|title| title.strip_suffix(": "));
    named.unwrap_or(title)
}

/// Whether a title says the words of a playbook's id.
pub fn says(title: &str, id: &str) -> bool {
    memchr::memmem::find(&loosened(title, Case::Any), &loosened(id, Case::Any)).is_some()
}

fn too_large(path: &Path) -> StoreError {
    StoreError::io(path)(std::io::Error::other("this file is too large for a note"))
}
