//! The front matter, merged value by value. Keys, comments and order stay as one of the two has them;
//! a value that both changed is in the note, or its line is among what was also written elsewhere.

use toml_edit::DocumentMut;

use super::super::head::Head;
use super::super::{FENCE, opens_front_matter};
use super::leaves::{self, Leaf, Leaves, Path};
use super::units;
use super::{also::Texts, lines, write};

/// The TOML of some front matter with its two fences.
#[derive(Clone, Copy)]
pub struct Front<'a> {
    whole: &'a str,
    toml: &'a str,
}

impl<'a> Front<'a> {
    /// Reads what [`Document`](crate::document::Document) holds as its front.
    pub fn of(whole: &'a str) -> Self {
        let toml = || {
            let start = whole.find('\n')? + 1;
            let end = whole.trim_end().len().checked_sub(FENCE.len())?;
            whole.get(start..end)
        };
        Self { whole, toml: toml().filter(|_| opens_front_matter(whole)).unwrap_or_default() }
    }

    fn parsed(&self) -> Option<DocumentMut> {
        self.toml.replace("\r\n", "\n").parse().ok()
    }

    fn is_ours(&self) -> bool {
        Head::parse(self.toml).is_ok()
    }

    /// The same fences around something else.
    fn around(&self, toml: &str, crlf: bool) -> String {
        let toml = if crlf { toml.replace('\n', "\r\n") } else { toml.to_owned() };
        let start = self.whole.find('\n').map_or(self.whole.len(), |n| n + 1);
        let end = start + self.toml.len();
        let fence = |part: &str| if crlf { part.to_owned() } else { part.replace("\r\n", "\n") };
        format!("{}{toml}{}", fence(&self.whole[..start]), fence(&self.whole[end..]))
    }

    /// How much it is worth as front matter, so that one of two can be chosen.
    fn worth(&self) -> (bool, bool, usize, &str) {
        (self.is_ours(), self.parsed().is_some(), self.whole.len(), self.whole)
    }
}

/// What is known of an earlier state of the front matter.
pub struct Base<'a> {
    pub whole: &'a str,
    pub leaves: Leaves,
}

impl<'a> Base<'a> {
    /// The front matter that both came from.
    pub fn of(whole: &'a str) -> Self {
        let leaves = Front::of(whole).parsed().map(|document| leaves::of(&document)).unwrap_or_default();
        Self { whole, leaves }
    }

    /// Without a common ancestor: what `theirs` says as an earlier state of ours did.
    pub fn known(theirs: &'a str, known: impl Iterator<Item = &'a str> + Clone) -> Self {
        let whole = known.clone().find(|k| *k == theirs).unwrap_or_default();
        let mut base = Self::of(theirs);
        base.whole = whole;
        let earlier: Vec<_> = known.map(|front| Self::of(front).leaves).collect();
        let was = |path: &Path, leaf: &Leaf| {
            earlier.iter().any(|e| e.get(path).is_some_and(|l| l.says == leaf.says))
        };
        base.leaves.retain(|path, leaf| was(path, leaf));
        base
    }
}

/// Front matter of two versions, made one; and what could not be part of it.
pub fn merge(base: &Base, x: &str, y: &str) -> (String, Texts) {
    let nothing = Texts::new();
    if x == y || y.is_empty() {
        return (x.to_owned(), nothing);
    }
    if x.is_empty() {
        return (y.to_owned(), nothing);
    }
    let (x, y) = (Front::of(x), Front::of(y));
    let (x, y) = if x.worth() >= y.worth() { (x, y) } else { (y, x) };
    // A side that is broken where the other one is not is as good as missing.
    if x.is_ours() == y.is_ours() && x.parsed().is_some() == y.parsed().is_some() {
        if x.whole == base.whole {
            return (y.whole.to_owned(), nothing);
        }
        if y.whole == base.whole {
            return (x.whole.to_owned(), nothing);
        }
    }
    let (Some(in_x), Some(in_y)) = (x.parsed(), y.parsed()) else {
        let mut texts = Texts::new();
        if y.whole != base.whole && !lines::holds(&unix(x.toml), &unix(y.toml)) {
            super::also::add(&mut texts, y.toml.trim_end_matches(['\r', '\n']));
        }
        return (x.whole.to_owned(), texts);
    };
    let (x_leaves, y_leaves) = (leaves::of(&in_x), leaves::of(&in_y));
    let merged = units::merge(&base.leaves, &x_leaves, &y_leaves);
    let whole = written(&x, &y, (&in_x, &in_y), (&x_leaves, &y_leaves), &merged);
    let result = Front::of(&whole).parsed().map(|document| leaves::of(&document)).unwrap_or_default();
    let mut texts = Texts::new();
    for side in [&x_leaves, &y_leaves] {
        texts.extend(units::lost(&base.leaves, side, &result));
    }
    for side in [x, y] {
        texts.extend(lost_comments(base.whole, side.toml, &whole));
    }
    (whole, texts)
}

fn unix(text: &str) -> String {
    text.replace("\r\n", "\n")
}

/// The front matter that says what was merged. One of the two as it stands, if that says it; else the
/// one that holds more, changed; and if that cannot be done, the better one of the two. `x` is of no
/// less worth.
fn written(
    x: &Front,
    y: &Front,
    documents: (&DocumentMut, &DocumentMut),
    of: (&Leaves, &Leaves),
    merged: &Leaves,
) -> String {
    let says = |leaves: &Leaves| same(leaves, merged);
    let crlf = x.whole.contains("\r\n") && y.whole.contains("\r\n");
    let ours = |whole: &str| Front::of(whole).is_ours() || !x.is_ours();
    match (says(of.0), says(of.1)) {
        (true, _) if ours(x.whole) => return x.whole.to_owned(),
        (_, true) if ours(y.whole) => return y.whole.to_owned(),
        _ => {}
    }
    let comments = |front: &Front| front.toml.matches('#').count();
    let toml = if (comments(x), of.0.len(), x.toml) >= (comments(y), of.1.len(), y.toml) {
        write::over(documents.0, of.0, documents.1, merged).map(|toml| (x, toml))
    } else {
        write::over(documents.1, of.1, documents.0, merged).map(|toml| (y, toml))
    };
    let whole = toml.map(|(front, toml)| front.around(&toml, crlf));
    let good = |whole: &String| {
        let front = Front::of(whole);
        ours(whole) && front.parsed().is_some_and(|document| same(&leaves::of(&document), merged))
    };
    whole.filter(good).unwrap_or_else(|| x.whole.to_owned())
}

/// Whether two say the same.
pub fn same(one: &Leaves, other: &Leaves) -> bool {
    one.len() == other.len() && one.iter().zip(other).all(|(a, b)| a.0 == b.0 && a.1.says == b.1.says)
}

/// Comments that a side has, that are new in it and are nowhere in the result. Those that stand together
/// stay together.
fn lost_comments(base: &str, side: &str, result: &str) -> Texts {
    let is_in = |text: &str, line: &str| text.lines().any(|l| l.trim() == line);
    let mut texts = Texts::new();
    let mut open: Vec<&str> = Vec::new();
    for line in side.lines().map(str::trim).chain(["end"]) {
        if line.starts_with('#') && !is_in(base, line) && !is_in(result, line) {
            open.push(line);
            continue;
        }
        super::also::add(&mut texts, &open.join("\n"));
        open.clear();
        // Behind a value: with the line that it explains.
        if let Some(at) = line.find(" #").filter(|_| line.contains('=')) {
            let comment = line[at..].trim();
            if !base.contains(comment) && !result.contains(comment) {
                super::also::add(&mut texts, line);
            }
        }
    }
    texts
}
