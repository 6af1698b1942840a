//! What is different between two texts of one note, by answers and in words.

use std::collections::BTreeMap;

use crate::document::{Document, Head};
use crate::text;

/// The most titles that are named.
const NAMED: usize = 4;
/// The last part of the key of a step's notes, and of what was written elsewhere.
const NOTES: &str = ".notes";
const ALSO: &str = ".also";

/// What was done to a block.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum How {
    Changed,
    Added,
    /// It is empty, or not there any more.
    Gone,
}

impl How {
    /// As it stands in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::Changed => "changed",
            Self::Added => "added",
            Self::Gone => "gone",
        }
    }
}

/// A block that says something else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changed {
    pub key: String,
    pub how: How,
    title: String,
}

/// The differences between two texts of a note.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    pub blocks: Vec<Changed>,
    /// What of the front matter a person would know of.
    pub about: Vec<&'static str>,
    /// There is more than that, such as where somebody stood.
    pub other: bool,
}

impl Changes {
    /// What makes the one text out of the other.
    pub fn between(before: &str, after: &str) -> Self {
        let (old, new) = (Document::parse(before), Document::parse(after));
        let blocks = blocks(&old, &new);
        let about = match (old.head(), new.head()) {
            (Ok(old), Ok(new)) => about(&old, &new),
            (Err(_), Err(_)) => Vec::new(),
            _ => vec!["what is at the top of the file"],
        };
        let other = blocks.is_empty() && about.is_empty() && before != after;
        Self { blocks, about, other }
    }

    /// On one line, for a person.
    pub fn in_words(&self) -> String {
        let mut parts = Vec::new();
        for how in [How::Changed, How::Added, How::Gone] {
            let is_note = |block: &&Changed| block.key.ends_with(NOTES);
            let of: Vec<_> = self.blocks.iter().filter(|block| block.how == how).collect();
            let (noted, answers): (Vec<&Changed>, Vec<_>) = of.into_iter().partition(is_note);
            let done = if how == How::Gone { "taken out" } else { how.word() };
            if !answers.is_empty() {
                parts.push(format!("{} {done}: {}", text::count(answers.len(), "answer"), titles(&answers)));
            }
            if !noted.is_empty() {
                parts.push(format!("notes {done}: {}", titles(&noted)));
            }
        }
        if !self.about.is_empty() {
            parts.push(format!("changed: {}", self.about.join(", ")));
        }
        match (parts.is_empty(), self.other) {
            (false, _) => parts.join("; "),
            (true, true) => "no answer changed".to_owned(),
            (true, false) => "nothing changed".to_owned(),
        }
    }
}

/// Titles for a person, as far as one reads them.
fn titles(blocks: &[&Changed]) -> String {
    let mut named: Vec<_> = blocks.iter().take(NAMED).map(|b| format!("\"{}\"", b.title)).collect();
    if blocks.len() > NAMED {
        named.push(format!("{} more", blocks.len() - NAMED));
    }
    named.join(", ")
}

fn blocks(old: &Document, new: &Document) -> Vec<Changed> {
    let before: BTreeMap<&str, String> = old.blocks().map(|(key, _, body)| (key, body)).collect();
    let is_blank = |body: Option<&String>| body.is_none_or(|body| body.trim().is_empty());
    let mut changed = Vec::new();
    for (key, _, body) in new.blocks() {
        let was = before.get(key);
        let how = match (is_blank(was), is_blank(Some(&body))) {
            (true, true) => continue,
            (true, false) => How::Added,
            (false, true) => How::Gone,
            (false, false) if was == Some(&body) => continue,
            (false, false) => How::Changed,
        };
        changed.push(Changed { key: key.to_owned(), how, title: title(new, key) });
    }
    let gone = old.blocks().filter(|(key, _, body)| !new.contains(key) && !body.trim().is_empty());
    changed.extend(gone.map(|(key, ..)| Changed {
        key: key.to_owned(),
        how: How::Gone,
        title: title(old, key),
    }));
    changed
}

/// What a person calls a block: its heading; that of the step for its notes, and that of the answer
/// for what was written elsewhere.
fn title(document: &Document, key: &str) -> String {
    let named = |key: &str| {
        let found = document.blocks().find(|(k, ..)| *k == key).map(|(_, title, _)| text::clean_line(title));
        found.filter(|title| !title.is_empty())
    };
    let hangs_on = key.strip_suffix(NOTES).or_else(|| key.strip_suffix(ALSO));
    hangs_on.and_then(named).or_else(|| named(key)).unwrap_or_else(|| text::clean_line(key))
}

/// What of the front matter differs. Where somebody stood is not told: it changes all the time.
fn about(old: &Head, new: &Head) -> Vec<&'static str> {
    let status = |head: &Head| (head.status, head.outcome.clone(), head.closed);
    let all = [
        ("the client", old.client != new.client),
        ("the meeting", old.meeting != new.meeting),
        ("how it ended", status(old) != status(new)),
        ("what follows", old.follow_ups != new.follow_ups),
        ("the way from or to other conversations", (&old.from, &old.to) != (&new.from, &new.to)),
    ];
    all.into_iter().filter(|(_, differs)| *differs).map(|(what, _)| what).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOTE: &str = "+++\ngoodterms = 1\nid = \"k3v9q2m8x7ta\"\nplaybook = { id = \"x\" }\n\
        client = { name = \"Ada\" }\nstarted = 2026-11-21T14:02:10-05:00\n+++\n\n# X: Ada\n\n\
        ## Why {#why}\n\n### Words\u{1b}[2J {#why.words}\n\nNobody called.\n\n### Fees {#why.fees}\n\n\n\n\
        ### Notes {#why.notes}\n\n- calm\n";

    fn said(edit: impl Fn(&str) -> String) -> String {
        Changes::between(NOTE, &edit(NOTE)).in_words()
    }

    #[test]
    fn answers_and_notes_are_named_by_their_titles() {
        assert_eq!(said(|n| n.replace("Nobody", "She")), "1 answer changed: \"Words\u{FFFD}[2J\"");
        assert_eq!(said(|n| n.replace("{#why.fees}\n\n", "{#why.fees}\n\nhigh")), "1 answer added: \"Fees\"");
        assert_eq!(said(|n| n.replace("Nobody called.\n", "")), "1 answer taken out: \"Words\u{FFFD}[2J\"");
        assert_eq!(said(|n| n.replace("- calm", "- calm\n- not")), "notes changed: \"Why\"");
        let without = said(|n| n.split("### Words").next().unwrap_or_default().to_owned());
        assert_eq!(without, "1 answer taken out: \"Words\u{FFFD}[2J\"; notes taken out: \"Why\"");
        let also =
            said(|n| n.replace("### Fees", "#### Also written elsewhere {#why.words.also}\n\nx\n\n### Fees"));
        assert_eq!(also, "1 answer added: \"Words\u{FFFD}[2J\"");
        let many: String = (0..6).map(|n| format!("### T{n} {{#why.t{n}}}\n\nx\n\n")).collect();
        let many = said(|n| n.replace("### Notes", &format!("{many}### Notes")));
        assert_eq!(many, "6 answers added: \"T0\", \"T1\", \"T2\", \"T3\", 2 more");
    }

    #[test]
    fn what_it_is_about_is_told_and_where_somebody_stood_is_not() {
        assert_eq!(said(|n| n.replace("\"Ada\"", "\"Bob\"")), "changed: the client");
        let closed = said(|n| {
            n.replace(
                "+++\n\n",
                "status = \"closed\"\n[[follow_up]]\nid = \"a\"\ntitle = \"T\"\nstate = \"open\"\n+++\n\n",
            )
        });
        assert_eq!(closed, "changed: how it ended, what follows");
        assert_eq!(said(|n| n.replace("+++\n\n", "at = \"why.words\"\n+++\n\n")), "no answer changed");
        assert_eq!(said(str::to_owned), "nothing changed");
        assert_eq!(said(|n| n.replace("goodterms = 1", "")), "changed: what is at the top of the file");
    }
}
