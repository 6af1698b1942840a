//! What was also written elsewhere: the texts that could not be the answer of a block, as a set of
//! quotes in a block right behind it.

use std::collections::{BTreeMap, BTreeSet};

use super::super::{Document, decode};
use crate::text;

/// The last part of the key of such a block.
const ALSO: &str = "also";

/// The title of such a block.
pub const TITLE: &str = "Also written elsewhere";

/// The texts, each once, in the order of their bytes.
pub type Texts = BTreeSet<String>;

/// The key of the block that holds the texts which belong to a block; `""` is the front matter and what
/// stands before all blocks.
pub fn key_for(owner: &str) -> String {
    if owner.is_empty() { ALSO.to_owned() } else { format!("{owner}.{ALSO}") }
}

/// The key of the block whose other texts a block holds, if it is such a one.
pub fn owner(key: &str) -> Option<&str> {
    if key == ALSO { Some("") } else { key.strip_suffix(ALSO)?.strip_suffix('.') }
}

/// The texts that a body holds. What was changed by hand and is no quote counts as one text.
pub fn texts(body: &str) -> Texts {
    let mut texts = Texts::new();
    let mut quote: Vec<&str> = Vec::new();
    let mut own: Vec<&str> = Vec::new();
    for line in body.split('\n') {
        let quoted = line.strip_prefix('>').map(|rest| rest.strip_prefix(' ').unwrap_or(rest));
        if quoted.is_none() {
            take(&mut texts, &mut quote);
        } else {
            take_own(&mut texts, &mut own);
        }
        match quoted {
            Some(line) => quote.push(line),
            None => own.push(line),
        }
    }
    take(&mut texts, &mut quote);
    take_own(&mut texts, &mut own);
    texts
}

fn take(texts: &mut Texts, lines: &mut Vec<&str>) {
    add(texts, &lines.join("\n"));
    lines.clear();
}

/// Blank lines around it are no part of it: they stand between the texts.
fn take_own(texts: &mut Texts, lines: &mut Vec<&str>) {
    let text = lines.join("\n");
    let start = text.len() - text.trim_start().len();
    let start = text[..start].rfind('\n').map_or(0, |n| n + 1);
    add(texts, text[start..].trim_end());
    lines.clear();
}

/// Adds a text, if it says something.
pub fn add(texts: &mut Texts, text: &str) {
    if !text.trim().is_empty() {
        texts.insert(text::unix_lines(text).into_owned());
    }
}

/// The body of a block that holds these texts.
pub fn body(texts: &Texts) -> String {
    let line = |line: &str| if line.is_empty() { ">".to_owned() } else { format!("> {line}") };
    let quote = |text: &String| text.split('\n').map(line).collect::<Vec<_>>().join("\n");
    texts.iter().map(quote).collect::<Vec<_>>().join("\n\n")
}

impl Document {
    /// The texts that were also written elsewhere, by the key of the block that they belong to; `""` for
    /// those of the front matter and what stands before all blocks. Of a key that is there twice, the
    /// first; where none is left, nothing.
    pub fn also(&self) -> BTreeMap<String, Vec<String>> {
        let mut all = BTreeMap::new();
        for block in &self.blocks {
            if let Some(owner) = owner(&block.key) {
                all.entry(owner.to_owned())
                    .or_insert_with(|| texts(&decode(&block.raw)).into_iter().collect());
            }
        }
        all.retain(|_, texts: &mut Vec<String>| !texts.is_empty());
        all
    }

    /// Sets the texts that belong to a block; none, and it is settled.
    pub fn set_also(&mut self, owner: &str, texts: &[String]) {
        let key = key_for(owner);
        let mut all = Texts::new();
        texts.iter().for_each(|text| add(&mut all, text));
        match self.body(&key) {
            Some(found) if self::texts(&found) == all => {}
            Some(_) => {
                self.set_body(&key, &body(&all));
            }
            None if all.is_empty() => {}
            None => {
                let after = (!owner.is_empty()).then_some(owner);
                self.insert(after, 4, TITLE, &key, &body(&all));
            }
        }
    }
}

/// Whether a block holds what was also written for another one.
pub fn is_also(key: &str) -> bool {
    owner(key).is_some()
}

/// The texts that both hold, without those that either took out.
pub fn merged(base: &Texts, x: &Texts, y: &Texts) -> Texts {
    let kept = |text: &&String| !base.contains(*text) || (x.contains(*text) && y.contains(*text));
    x.union(y).filter(kept).cloned().collect()
}
