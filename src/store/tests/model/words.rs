//! Words that are there once, and where they are put in a note.

use std::collections::BTreeSet;

use super::super::*;

/// Where something is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    First,
    Second,
    Notes,
}

impl Place {
    pub fn key(self) -> &'static str {
        match self {
            Self::First => "one.first",
            Self::Second => "one.second",
            Self::Notes => "one.notes",
        }
    }
}

/// A playbook with little in it, so that many courses of events can be tried.
pub fn playbook() -> Arc<Playbook> {
    const TEXT: &str = "format = 1\n[playbook]\nid = \"small\"\nversion = \"1.0.0\"\ntitle = \"Small\"\n\
        summary = \"For tests.\"\n[[step]]\nid = \"one\"\ntitle = \"One\"\nphase = \"before\"\n\
        [[step.field]]\nid = \"first\"\nlabel = \"First\"\n\
        [[step.field]]\nid = \"second\"\nlabel = \"Second\"\n\
        [[outcome]]\nid = \"kept\"\nlabel = \"Kept\"\nmeans = \"kept\"\n";
    static PLAYBOOK: OnceLock<Arc<Playbook>> = OnceLock::new();
    let read = || {
        let checked = check(TEXT.as_bytes());
        Arc::new(checked.playbook.unwrap_or_else(|| panic!("{:?}", checked.faults)))
    };
    PLAYBOOK.get_or_init(read).clone()
}

/// The nth word.
pub fn word(n: usize) -> String {
    format!("w{n:04}w")
}

/// The words in a text.
pub fn words(text: &str) -> BTreeSet<String> {
    let is_word = |word: &&str| word.len() == 6 && word.starts_with('w') && word.ends_with('w');
    text.split(|c: char| !c.is_alphanumeric()).filter(is_word).map(str::to_owned).collect()
}

/// A note as somebody leaves it who adds a word there.
pub fn with_word(text: &str, place: Place, word: &str) -> String {
    let mut document = Document::parse(text);
    let key = place.key();
    let word = match place {
        Place::Notes => format!("- 2026-11-21 14:07:31-05:00 {word}"),
        _ => word.to_owned(),
    };
    match document.body(key) {
        Some(body) if body.is_empty() => drop(document.set_body(key, &word)),
        Some(body) => drop(document.set_body(key, &format!("{body}\n{word}"))),
        None => {
            let last = document.keys().last().map(str::to_owned);
            document.insert(last.as_deref(), 3, "By hand", key, &word);
        }
    }
    document.render()
}

/// The words in all blocks but this one.
pub fn words_elsewhere(text: &str, place: Place) -> BTreeSet<String> {
    let document = Document::parse(text);
    let beside = format!("{}.also", place.key());
    let others = document.blocks().filter(|(key, ..)| *key != place.key() && *key != beside);
    others.flat_map(|(.., body)| words(&body)).collect()
}
