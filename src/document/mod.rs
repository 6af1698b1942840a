//! The note as a file: front matter and verbatim blocks by key.
//!
//! This layer knows no playbook and loses nothing: `parse(text).render() == text` for every text.
//! A block is a heading that ends in `{#step}` or `{#step.field}` and all that follows up to the
//! next such heading. What is asked for by key is *decoded* (without the blank line on each side
//! and the escapes); what nobody sets is written back byte for byte.
//!
//! Lines are read one by one and fences mean nothing. A body line that would read as a heading of
//! ours gets one backslash in front when it is written, and loses one when it is read.

mod head;
mod merge;
mod parts;
mod ticks;
mod typed;
mod walk;

pub use head::{
    Answered, Client, Dropped, FollowUp, Head, HeadError, How, Labels, Meeting, Moved, Named, Names,
    PlaybookRef, SAMPLE, State, Status, When, hold_said,
};

pub use self::merge::{ALSO, Merged, also_key, also_owner, is_also, is_half_synced};
pub use self::parts::Part;
pub use self::ticks::entry_time;
pub use self::walk::{Piece, piece, walk};
use sha2::{Digest, Sha256};

use crate::text;

/// The fence around the front matter.
const FENCE: &str = "+++";

/// A heading of ours and what stands under it, both as they are in the file.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Block {
    key: String,
    heading: String,
    raw: String,
}

/// A note, parsed. Equal documents render to equal bytes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Document {
    /// A byte order mark and the fenced front matter, or nothing.
    front: String,
    /// What stands before the first block: the title, and whatever a person put there.
    preamble: String,
    blocks: Vec<Block>,
}

impl Document {
    /// Reads any text.
    pub fn parse(source: &str) -> Self {
        let (front, rest) = source.split_at(front_length(source));
        let mut document = Self { front: front.to_owned(), ..Self::default() };
        if front.is_empty() && opens_front_matter(source) {
            document.preamble.push_str(rest);
            return document;
        }
        for line in rest.split_inclusive('\n') {
            match heading_key(line) {
                Some(key) => document.blocks.push(Block {
                    key: key.to_owned(),
                    heading: line.to_owned(),
                    raw: String::new(),
                }),
                None => match document.blocks.last_mut() {
                    Some(block) => block.raw.push_str(line),
                    None => document.preamble.push_str(line),
                },
            }
        }
        document
    }

    /// A new note: front matter and a title.
    pub fn new(head: &Head, title: &str) -> Self {
        let title = format!("# {}", text::clean_line(title));
        let mut document = Self {
            front: format!("{FENCE}\n{FENCE}\n"),
            preamble: format!("\n{}\n\n", escape_line(&title)),
            blocks: Vec::new(),
        };
        document.set_head(head);
        document
    }

    /// The front matter alone.
    pub fn front(&self) -> Self {
        Self { front: self.front.clone(), ..Self::default() }
    }

    /// The file's text.
    pub fn render(&self) -> String {
        let length = self.parts().map(str::len).sum();
        let mut out = String::with_capacity(length);
        out.extend(self.parts());
        out
    }

    /// The SHA-256 of all that somebody may have written, in lower-case hexadecimal: what stands behind
    /// the front matter, and the words in it. It is the same after a conversation was opened, closed
    /// or followed up.
    pub fn text_hash(&self) -> String {
        let mut hash = Sha256::new();
        typed::lines(&self.front).into_iter().for_each(|line| hash.update(format!("{line}\n")));
        self.parts().skip(1).for_each(|part| hash.update(part));
        hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// Whether a note says, line by line, all that another one does: its blocks, what stands before them,
    /// and what somebody may have typed of its front matter.
    pub fn says_all_of(&self, other: &Self) -> bool {
        let body = |key: &str| self.body(key).unwrap_or_default();
        typed::lines(&self.front).is_superset(&typed::lines(&other.front))
            && merge::holds(&self.preamble, &other.preamble)
            && other.blocks().all(|(key, _, words)| merge::holds(&body(key), &words))
    }

    /// The note that a half-synced one of it will be, as far as one can know: its last block, of which
    /// a part may be missing, says what it said in `base`.
    #[must_use]
    pub fn completed(mut self, base: &Self) -> Self {
        let Some(last) = self.blocks.last_mut() else { return base.clone() };
        if let Some(whole) = base.blocks.iter().find(|block| block.key == last.key) {
            last.clone_from(whole);
        }
        self
    }

    /// The note with those blocks as they are in `base` of which `is_stale` says so by key and body.
    #[must_use]
    pub fn with_blocks_of(mut self, base: &Self, is_stale: impl Fn(&str, &str) -> bool) -> Self {
        for block in &mut self.blocks {
            let of_base = base.blocks.iter().find(|other| other.key == block.key);
            if let Some(of_base) = of_base
                && of_base.raw != block.raw
                && is_stale(&block.key, &decode(&block.raw))
            {
                block.raw.clone_from(&of_base.raw);
            }
        }
        self
    }

    /// The pieces of the file in their order, the front matter first.
    pub fn parts(&self) -> impl Iterator<Item = &str> {
        let blocks = self.blocks.iter().flat_map(|b| [b.heading.as_str(), b.raw.as_str()]);
        [self.front.as_str(), self.preamble.as_str()].into_iter().chain(blocks)
    }

    /// Puts a line below the title of a new note, for whoever reads the file.
    pub fn remark(&mut self, words: &str) {
        end_line(&mut self.preamble, "\n");
        self.preamble.push_str(&format!("> {}\n\n", text::clean_line(words)));
    }

    /// What the front matter says.
    ///
    /// # Errors
    /// If there is none of ours, it is not TOML, a value is not what it should be, or it was
    /// written by a newer goodterms.
    pub fn head(&self) -> Result<Head, HeadError> {
        match self.front_toml() {
            Some(toml) => Head::parse(toml),
            None if opens_front_matter(&self.preamble) => Err(HeadError::CutOff),
            None => Err(HeadError::NotOurs),
        }
    }

    /// Changes the front matter to say this, leaving alone what already says it and what is not
    /// ours. Does nothing where [`Document::head`] fails for syntax: such a note is not written.
    pub fn set_head(&mut self, head: &Head) {
        self.set_head_from(head, &Self::default());
    }

    /// The same; a follow-up that is not here is taken from `before`, an earlier state of this note,
    /// with all that a person put into it.
    pub fn set_head_from(&mut self, head: &Head, before: &Self) {
        let Some(toml) = self.front_toml() else { return };
        let before = before.front_toml().unwrap_or_default();
        let Some(written) = head.write_over_from(toml, before) else { return };
        if written == toml {
            return;
        }
        let written = if self.crlf() { written.replace('\n', "\r\n") } else { written };
        let start = self.front.find('\n').map_or(self.front.len(), |n| n + 1);
        let end = self.front.trim_end().len() - FENCE.len();
        self.front.replace_range(start..end, &written);
    }

    /// Changes the title, where it stands as we wrote it.
    pub fn retitle(&mut self, old: &str, new: &str) {
        let line = |title: &str| escape_line(&format!("# {}", text::clean_line(title)));
        let (old, new) = (line(old), line(new));
        let lines =
            self.preamble.split_inclusive('\n').map(|line| match line.trim_end_matches(['\r', '\n']) {
                found if found == old => line.replacen(found, &new, 1),
                _ => line.to_owned(),
            });
        self.preamble = lines.collect();
    }

    /// Changes the name at the end of the title, where it stands as we wrote it, whatever the playbook was
    /// called.
    pub fn rename_in_title(&mut self, old: &str, new: &str) {
        let (is, becomes) = (format!(": {}", text::clean_line(old)), format!(": {}", text::clean_line(new)));
        let mut is_done = false;
        let mut renamed = |line: &str| {
            let (text, end) = line.split_at(line.trim_end_matches(['\r', '\n']).len());
            let title = text.strip_prefix('\\').filter(|rest| escape_line(rest) == text).unwrap_or(text);
            let begins = title.strip_suffix(&is).filter(|title| title.starts_with("# ") && !is_done)?;
            is_done = true;
            Some(format!("{}{end}", escape_line(&format!("{begins}{becomes}"))))
        };
        let lines = self.preamble.split_inclusive('\n');
        self.preamble = lines.map(|line| renamed(line).unwrap_or_else(|| line.to_owned())).collect();
    }

    /// The TOML between the fences.
    fn front_toml(&self) -> Option<&str> {
        toml_in(&self.front)
    }

    /// The keys of the blocks in the order of the file.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.blocks.iter().map(|b| b.key.as_str())
    }

    /// The blocks in the order of the file: key, heading in words, body.
    pub fn blocks(&self) -> impl Iterator<Item = (&str, &str, String)> {
        self.blocks.iter().map(|b| (b.key.as_str(), heading_title(&b.heading), decode(&b.raw)))
    }

    /// The note for reading, with `\n`: no front matter, no keys in headings, no escapes.
    pub fn readable(&self) -> String {
        let mut out = unescape(&self.preamble);
        for block in &self.blocks {
            let level = block.heading.bytes().take_while(|b| *b == b'#').count();
            out.push_str(&format!("{} {}\n", "#".repeat(level), heading_title(&block.heading)));
            out.push_str(&unescape(&block.raw));
        }
        out.replace("\r\n", "\n")
    }

    /// Whether there is such a block.
    pub fn contains(&self, key: &str) -> bool {
        self.keys().any(|k| k == key)
    }

    /// What stands in a block, as the answer it is. The first one, if the key is there twice.
    pub fn body(&self, key: &str) -> Option<String> {
        self.blocks.iter().find(|b| b.key == key).map(|b| decode(&b.raw))
    }

    /// Writes a block that exists. One whose text already says this keeps its bytes.
    /// Returns whether there is such a block.
    pub fn set_body(&mut self, key: &str, body: &str) -> bool {
        let crlf = self.crlf();
        let Some(block) = self.blocks.iter_mut().find(|b| b.key == key) else { return false };
        let body = text::unix_lines(body);
        if decode(&block.raw) != body {
            end_line(&mut block.heading, if crlf { "\r\n" } else { "\n" });
            let raw = encode(&body);
            block.raw = if crlf { raw.replace('\n', "\r\n") } else { raw };
        }
        true
    }

    /// Adds a block after the block `after`, or before all others. `level` is 1 to 6; the title
    /// is made one line. A file that was cut off inside its front matter takes no block: what
    /// follows the cut could be read as front matter.
    pub fn insert(&mut self, after: Option<&str>, level: usize, title: &str, key: &str, body: &str) {
        if self.front.is_empty() && opens_front_matter(&self.preamble) {
            return;
        }
        let at = match after {
            Some(after) => {
                self.blocks.iter().position(|b| b.key == after).map_or(self.blocks.len(), |i| i + 1)
            }
            None => 0,
        };
        let newline = if self.crlf() { "\r\n" } else { "\n" };
        // A hand-made file may lack the line break and the blank line that belong there.
        end_line(&mut self.front, newline);
        let before = match at.checked_sub(1).map(|i| &mut self.blocks[i]) {
            Some(block) => {
                end_line(&mut block.heading, newline);
                &mut block.raw
            }
            None => &mut self.preamble,
        };
        end_line(before, newline);
        let separated =
            before.is_empty() || *before == newline || before.ends_with("\n\n") || before.ends_with("\n\r\n");
        if !separated {
            before.push_str(newline);
        }
        let hashes = "#".repeat(level.clamp(1, 6));
        let title = text::clean_line(title);
        let heading = format!("{hashes} {title} {{#{key}}}{newline}");
        let block = Block { key: key.to_owned(), heading, raw: newline.to_owned() };
        self.blocks.insert(at, block);
        self.set_body(key, body);
    }

    fn crlf(&self) -> bool {
        [&self.front, &self.preamble]
            .into_iter()
            .chain(self.blocks.iter().map(|b| &b.heading))
            .find_map(|part| part.find('\n').map(|n| part[..n].ends_with('\r')))
            .unwrap_or(false)
    }
}

/// Ends the last line of a text, where a file ended within it.
fn end_line(text: &mut String, newline: &str) {
    if !text.is_empty() && !text.ends_with('\n') {
        text.push_str(newline);
    }
}

/// Bytes of the byte order mark and front matter; 0 where the text does not begin with one.
fn front_length(source: &str) -> usize {
    if !opens_front_matter(source) {
        return 0;
    }
    let mut length = 0;
    for (i, line) in source.split_inclusive('\n').enumerate() {
        length += line.len();
        if i > 0 && line.trim_end() == FENCE {
            return length;
        }
    }
    0
}

/// What stands between the fences.
fn toml_in(front: &str) -> Option<&str> {
    let start = front.find('\n')? + 1;
    let end = front.trim_end().len().checked_sub(FENCE.len())?;
    front.get(start..end)
}

fn opens_front_matter(source: &str) -> bool {
    let line = source.lines().next().unwrap_or_default();
    line.trim_start_matches('\u{feff}').trim_end() == FENCE
}

/// The key of a heading line of ours, if it is one.
fn heading_key(line: &str) -> Option<&str> {
    let hashes = line.bytes().take_while(|b| *b == b'#').count();
    if !(1..=6).contains(&hashes) || !line[hashes..].starts_with(' ') {
        return None;
    }
    let rest = line[hashes..].trim_end().strip_suffix('}')?;
    let key = &rest[rest.rfind("{#")? + 2..];
    (!key.is_empty() && !key.contains(['{', '}'])).then_some(key)
}

fn heading_title(line: &str) -> &str {
    let title = line.trim_start_matches('#');
    title[..title.rfind("{#").unwrap_or(title.len())].trim()
}

/// Whether a body line reads as a heading once the backslashes in front are gone.
fn looks_like_heading(line: &str) -> bool {
    heading_key(line.trim_start_matches('\\')).is_some()
}

fn escape_line(line: &str) -> String {
    if looks_like_heading(line) { format!("\\{line}") } else { line.to_owned() }
}

/// An answer as it stands in the file under its heading.
fn encode(body: &str) -> String {
    if body.is_empty() {
        return "\n".to_owned();
    }
    let mut raw = String::with_capacity(body.len() + 3);
    raw.push('\n');
    for line in body.split_inclusive('\n') {
        if looks_like_heading(line) {
            raw.push('\\');
        }
        raw.push_str(line);
    }
    raw.push_str("\n\n");
    raw
}

/// The answer that stands in the file: without one blank line on each side, and unescaped.
fn decode(raw: &str) -> String {
    let raw = raw.replace("\r\n", "\n");
    let body = raw.strip_prefix('\n').unwrap_or(&raw);
    let body = body.strip_suffix('\n').unwrap_or(body);
    let body = body.strip_suffix('\n').unwrap_or(body);
    unescape(body)
}

/// Lines as they were before they were escaped.
fn unescape(body: &str) -> String {
    let mut out = String::with_capacity(body.len());
    for line in body.split_inclusive('\n') {
        let escaped = line.starts_with('\\') && looks_like_heading(line);
        out.push_str(if escaped { &line[1..] } else { line });
    }
    out
}

#[cfg(test)]
mod tests;
