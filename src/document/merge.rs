//! Two versions of a note, made one, block by block.
//!
//! Nothing that either side wrote is lost: what cannot be one text stands as a quote under *Also written
//! elsewhere*, right behind its block. A block that is missing is never a deletion; an empty one is. The
//! result does not depend on which side is asked, and merging it again with either side gives it
//! again: so any number of machines come to the same bytes.

mod also;
mod entries;
mod front;
mod half;
mod leaves;
mod lines;
mod order;
mod units;
mod write;

use std::collections::BTreeMap;

use self::also::Texts;
pub use self::also::{TITLE as ALSO, is_also, key_for as also_key, owner as also_owner};
use self::front::Base;
pub use self::half::is_half_synced;
pub use self::lines::holds;
use self::order::Id;
use super::{
    Block, Document, decode, encode, end_line, front_length, heading_title, opens_front_matter, unescape,
};
use crate::text;

/// A note made of two.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Merged {
    pub document: Document,
    /// Blocks and values of the front matter that both changed, so that both texts were kept.
    pub conflicts: usize,
}

/// A file with nothing in it.
static EMPTY: Document = Document { front: String::new(), preamble: String::new(), blocks: Vec::new() };

/// How the keys of blocks end that are merged entry by entry.
const NOTES: &str = ".notes";

impl Document {
    /// Merges two versions of a note of which `base` is the last one that both knew.
    pub fn merge(base: &Self, ours: &Self, theirs: &Self) -> Merged {
        Merge::new((base, Base::of(&base.front)), std::slice::from_ref(base), ours, theirs).done()
    }

    /// Merges two notes without knowing what both came from, as the conflict copies of sync tools. What
    /// theirs has as one of the `known` earlier states of ours had it, is as it was before we changed it.
    pub fn merge_copy(ours: &Self, theirs: &Self, known: &[Self]) -> Merged {
        let was = |block: &Block| {
            let says = |b: &&Block| b.key == block.key && says(&b.raw) == says(&block.raw);
            let mut found = known.iter().flat_map(|earlier| &earlier.blocks).filter(says).peekable();
            found.peek()?;
            let titled = found.any(|b| b.heading == block.heading);
            let heading = if titled { block.heading.clone() } else { String::new() };
            Some(Block { heading, ..block.clone() })
        };
        let mut base = Self { blocks: theirs.blocks.iter().filter_map(was).collect(), ..Self::default() };
        if known.iter().any(|earlier| earlier.preamble == theirs.preamble) {
            base.preamble.clone_from(&theirs.preamble);
        }
        let front = Base::known(&theirs.front, known.iter().map(|earlier| earlier.front.as_str()));
        Merge::new((&base, front), known, ours, theirs).done()
    }

    /// What stands in the blocks of this key, or before all blocks.
    fn answers(&self, owner: &str) -> Texts {
        if owner.is_empty() {
            return [preamble_says(&self.preamble)].into();
        }
        self.blocks.iter().filter(|b| b.key == owner).map(|b| says(&b.raw)).collect()
    }

    /// Whether the front matter begins and has no end: what follows cannot be told from it.
    fn is_torn(&self) -> bool {
        self.front.is_empty() && opens_front_matter(&self.preamble) && front_length(&self.preamble) == 0
    }
}

/// What is known while two notes become one.
struct Merge<'a> {
    base: &'a Document,
    front: Base<'a>,
    /// What is known of it before.
    earlier: &'a [Document],
    x: &'a Document,
    y: &'a Document,
    crlf: bool,
    /// By the key of their block (`""`: what stands before all blocks), the texts that have no other place.
    texts: BTreeMap<String, Texts>,
    conflicts: usize,
}

/// The block of a document.
type Blocks<'a> = BTreeMap<Id<'a>, &'a Block>;

fn by_id(document: &Document) -> Blocks<'_> {
    order::ids(document.keys()).into_iter().zip(&document.blocks).collect()
}

impl<'a> Merge<'a> {
    fn new(
        (base, front): (&'a Document, Base<'a>),
        earlier: &'a [Document],
        ours: &'a Document,
        theirs: &'a Document,
    ) -> Self {
        let crlf = ours.crlf() && theirs.crlf();
        Self { base, front, earlier, x: ours, y: theirs, crlf, texts: BTreeMap::new(), conflicts: 0 }
    }

    fn done(mut self) -> Merged {
        let (base, x, y) = (self.base, self.x, self.y);
        let mut document = match (x.is_torn(), y.is_torn()) {
            _ if x == y => x.clone(),
            (false, false) => self.whole(),
            (false, true) => self.with_torn(x, &[y]),
            (true, false) => self.with_torn(y, &[x]),
            (true, true) if !base.is_torn() => self.with_torn(base, &[x, y]),
            (true, true) if x == base => y.clone(),
            (true, true) if y == base => x.clone(),
            (true, true) => self.with_torn(&EMPTY, &[x, y]),
        };
        document.join(if self.crlf { "\r\n" } else { "\n" });
        // So it is in any case what a reader will find.
        let document = Document::parse(&document.render());
        Merged { document, conflicts: self.conflicts }
    }

    /// A note, and what is left of others that broke off within their front matter.
    fn with_torn(&mut self, whole: &'a Document, torn: &[&Document]) -> Document {
        let known: Vec<_> = self.earlier.iter().chain([whole]).map(Document::render).collect();
        let is_beginning = |text: &String| known.iter().any(|k| k.starts_with(text));
        for text in torn.iter().map(|torn| torn.render()).filter(|text| !is_beginning(text)) {
            also::add(self.texts.entry(String::new()).or_default(), text.trim_end_matches(['\r', '\n']));
        }
        (self.x, self.y) = (whole, whole);
        self.whole()
    }

    fn whole(&mut self) -> Document {
        let (front, texts) = front::merge(&self.front, &self.x.front, &self.y.front);
        texts.iter().for_each(|text| self.lose("", text));
        let mut document = Document { front, preamble: self.preamble(), blocks: Vec::new() };
        let (base, x, y) = (by_id(self.base), by_id(self.x), by_id(self.y));
        let ids = |document: &'a Document| order::ids(document.keys());
        for id in order::merge(&ids(self.base), &ids(self.x), &ids(self.y)) {
            let block = match (x.get(&id), y.get(&id)) {
                // Of these, what becomes of their owners must be known.
                (Some(x), Some(y)) if is_also(id.0) => self.also_block(base.get(&id).copied(), x, y),
                (Some(x), Some(y)) => self.block(base.get(&id).copied(), x, y),
                (Some(block), None) | (None, Some(block)) => (*block).clone(),
                (None, None) => continue,
            };
            document.blocks.push(block);
        }
        self.settle(&mut document, (&base, &x, &y));
        document
    }

    /// Keeps a text of this block, or of what stands before all blocks, for its place behind it.
    fn lose(&mut self, key: &str, text: &str) {
        also::add(self.texts.entry(key.to_owned()).or_default(), text);
    }

    fn preamble(&mut self) -> String {
        let (x, y) = (self.x.preamble.as_str(), self.y.preamble.as_str());
        let (in_x, in_y) = (preamble_says(x), preamble_says(y));
        match (in_x.trim().is_empty(), in_y.trim().is_empty()) {
            (true, false) => return y.to_owned(),
            (false, true) => return x.to_owned(),
            _ => {}
        }
        if let Some(raw) =
            one_sided((&self.base.preamble, &preamble_says(&self.base.preamble)), (x, &in_x), (y, &in_y))
        {
            return raw.to_owned();
        }
        let (main, other) = match lines::the_one_that_holds_both(&in_x, &in_y) {
            Some(main) => (main, None),
            None => {
                let (main, other) = lines::longer_first(&in_x, &in_y);
                (main, Some(other))
            }
        };
        if let Some(other) = other {
            self.lose("", other);
        }
        if main == in_x { x.to_owned() } else { y.to_owned() }
    }

    /// Such a block, without what is to stand in it yet. A title of somebody's own is a text like those.
    fn also_block(&mut self, base: Option<&Block>, x: &Block, y: &Block) -> Block {
        let (heading, other) = heading(base, x, y);
        let other = other.filter(|title| title != also::TITLE);
        other.iter().for_each(|title| self.lose(also::owner(&x.key).unwrap_or_default(), title));
        Block { heading, ..x.clone() }
    }

    /// A block that both have.
    fn block(&mut self, base: Option<&Block>, x: &Block, y: &Block) -> Block {
        let (heading, other) = heading(base, x, y);
        other.iter().for_each(|title| self.lose(&x.key, title));
        let raw = self.raw(base, x, y);
        Block { key: x.key.clone(), heading, raw }
    }

    fn raw(&mut self, base: Option<&Block>, x: &Block, y: &Block) -> String {
        let (in_x, in_y) = (says(&x.raw), says(&y.raw));
        let was = base.map(|b| says(&b.raw));
        if let Some(base) = base
            && let Some(raw) =
                one_sided((&base.raw, was.as_deref().unwrap_or_default()), (&x.raw, &in_x), (&y.raw, &in_y))
        {
            return raw.to_owned();
        }
        if in_x == in_y {
            return tidier(&x.raw, &y.raw).to_owned();
        }
        let notes =
            x.key.ends_with(NOTES).then(|| entries::merge(was.as_deref().unwrap_or_default(), &in_x, &in_y));
        let text = match notes.flatten() {
            Some((text, twice)) => {
                self.conflicts += twice;
                text
            }
            None => {
                let both = lines::both(was.as_deref(), &in_x, &in_y);
                both.also.iter().for_each(|text| self.lose(&x.key, text));
                both.text
            }
        };
        match (text == in_x, text == in_y) {
            (true, _) => x.raw.clone(),
            (_, true) => y.raw.clone(),
            _ => {
                let raw = encode(&text);
                if self.crlf { raw.replace('\n', "\r\n") } else { raw }
            }
        }
    }

    /// Puts the texts that found no other place behind their blocks, with those that stand there.
    fn settle(&mut self, document: &mut Document, of: (&Blocks, &Blocks, &Blocks)) {
        let texts = std::mem::take(&mut self.texts);
        for (owner, texts) in &texts {
            let key = also::key_for(owner);
            if document.contains(&key) || texts.is_subset(&document.answers(owner)) {
                continue;
            }
            let at = document.blocks.iter().position(|b| b.key == *owner).map_or(0, |at| at + 1);
            let newline = if self.crlf { "\r\n" } else { "\n" };
            let heading = format!("#### {} {{#{key}}}{newline}", also::TITLE);
            document.blocks.insert(at, Block { key, heading, raw: String::new() });
        }
        let ids: Vec<_> =
            order::ids(document.keys()).into_iter().map(|(key, nth)| (key.to_owned(), nth)).collect();
        for (i, (key, nth)) in ids.iter().enumerate() {
            let Some(owner) = also::owner(key) else { continue };
            let new = texts.get(owner).filter(|_| *nth == 0).cloned().unwrap_or_default();
            let id: Id = (key, *nth);
            let versions = [of.0, of.1, of.2].map(|blocks| blocks.get(&id).copied());
            let raw = self.also(document, owner, versions, &new);
            document.blocks[i].raw = raw;
        }
    }

    /// What stands in a block of texts that were also written: those of both sides and the `new` ones.
    fn also(
        &mut self,
        document: &Document,
        owner: &str,
        versions: [Option<&Block>; 3],
        new: &Texts,
    ) -> String {
        let [base, x, y] = versions;
        let texts = |block: Option<&Block>| block.map(|b| also::texts(&says(&b.raw))).unwrap_or_default();
        let one = match (base, x, y) {
            (_, Some(one), None) | (_, None, Some(one)) => Some(one),
            (_, Some(x), Some(y)) if x.raw == y.raw => Some(x),
            (Some(base), Some(x), Some(y)) if x.raw == base.raw => Some(y),
            (Some(base), Some(x), Some(y)) if y.raw == base.raw => Some(x),
            _ => None,
        };
        let main = document.answers(owner);
        if let Some(one) = one {
            let held = texts(Some(one));
            let from_one_side = [(self.x, x), (self.y, y)]
                .iter()
                .any(|(side, block)| block.is_some_and(|b| b.raw == one.raw) && side.answers(owner) == main);
            if new.is_subset(&held) && (from_one_side || held.is_disjoint(&main)) {
                return one.raw.clone();
            }
        }
        // A block that is missing on one side was not emptied there.
        let was = texts(base);
        let (in_x, in_y) = (
            x.map_or_else(|| was.clone(), |x| texts(Some(x))),
            y.map_or_else(|| was.clone(), |y| texts(Some(y))),
        );
        let known: Texts = in_x.union(&in_y).cloned().collect();
        let mut all = also::merged(&was, &in_x, &in_y);
        all.extend(new.iter().cloned());
        all.retain(|text| !main.contains(text));
        let kept_twice = new.difference(&known).filter(|text| all.contains(*text)).count();
        self.conflicts += if owner.is_empty() { kept_twice } else { kept_twice.min(1) };
        let as_it_stands = [x, y].into_iter().flatten().filter(|block| texts(Some(block)) == all);
        if let Some(raw) = as_it_stands.map(|block| block.raw.as_str()).reduce(tidier) {
            return raw.to_owned();
        }
        let raw = encode(&also::body(&all));
        if self.crlf { raw.replace('\n', "\r\n") } else { raw }
    }
}

/// The answer in a block, with line breaks of one kind.
fn says(raw: &str) -> String {
    text::unix_lines(&decode(raw.trim_end_matches('\r'))).into_owned()
}

/// What stands before all blocks; blank lines around it say nothing.
fn preamble_says(raw: &str) -> String {
    text::unix_lines(&unescape(raw)).trim_matches('\n').to_owned()
}

/// The heading of a block, and the words of the other one if both changed them.
fn heading(base: Option<&Block>, x: &Block, y: &Block) -> (String, Option<String>) {
    let title = |block: &Block| heading_title(&block.heading).to_owned();
    let base = base.map(|b| (b.heading.as_str(), title(b)));
    let base = base.as_ref().map_or(("", ""), |(heading, title)| (*heading, title));
    let (in_x, in_y) = (title(x), title(y));
    if let Some(heading) = one_sided(base, (&x.heading, &in_x), (&y.heading, &in_y)) {
        return (heading.to_owned(), None);
    }
    let (main, other) = lines::longer_first(&in_x, &in_y);
    let heading = if main == in_x { &x.heading } else { &y.heading };
    (heading.clone(), Some(other.to_owned()))
}

/// The version of what only one side changed, or both alike: its bytes where its words are the same.
fn one_sided<'a>(base: (&str, &str), x: (&'a str, &str), y: (&'a str, &str)) -> Option<&'a str> {
    if x.0 == y.0 || y.0 == base.0 {
        return Some(x.0);
    }
    if x.0 == base.0 {
        return Some(y.0);
    }
    match (x.1 == y.1, x.1 == base.1, y.1 == base.1) {
        (true, ..) => Some(tidier(x.0, y.0)),
        (_, true, _) => Some(y.0),
        (_, _, true) => Some(x.0),
        _ => None,
    }
}

/// Of two texts that say the same: one that ends its last line, and the shorter one.
fn tidier<'a>(x: &'a str, y: &'a str) -> &'a str {
    match (x.ends_with('\n'), y.ends_with('\n')) {
        (true, false) => x,
        (false, true) => y,
        _ => lines::longer_first(x, y).1,
    }
}

impl Document {
    /// Ends each part with a line break where another one follows.
    fn join(&mut self, newline: &str) {
        let last = self.blocks.pop();
        for block in &mut self.blocks {
            end_line(&mut block.heading, newline);
            end_line(&mut block.raw, newline);
        }
        if let Some(mut last) = last {
            end_line(&mut self.preamble, newline);
            if !last.raw.is_empty() {
                end_line(&mut last.heading, newline);
            }
            self.blocks.push(last);
        }
        if !self.preamble.is_empty() || !self.blocks.is_empty() {
            end_line(&mut self.front, newline);
        }
    }
}

#[cfg(test)]
mod tests;
