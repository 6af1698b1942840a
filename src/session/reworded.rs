//! The same conversation in other words: for whoever may read it, and not learn whom it is about.

use std::collections::{BTreeMap, BTreeSet};

use super::history::History;
use super::{Earlier, Entry, Session, also, note};
use crate::document::{Document, Head};
use crate::playbook::answer::{Cell, Row};
use crate::playbook::model::Rows;
use crate::playbook::{Answer, FieldRef, Kind};

/// What puts a line of somebody's into other words.
type Reword<'a> = &'a mut dyn FnMut(&str) -> String;

impl Session {
    /// The conversation in other words: all that somebody typed is asked for line by line, numbers too. What
    /// was chosen, days and times stay, and what was passed over stays so. `head` is what its front matter
    /// becomes. Nothing of the note's own text is in it any more.
    #[must_use]
    pub fn reworded(&self, head: Head, reword: Reword<'_>) -> Self {
        let mut document = Document::new(&head, &note::title(&self.playbook, &head.client.name));
        let mut answers = BTreeMap::new();
        for (at, held) in &self.answers {
            answers.insert(*at, self.answer_in_other_words(*at, held, reword));
        }
        let notes = self.notes.iter().map(|notes| {
            notes.iter().map(|entry| Entry { at: entry.at, text: lines(&entry.text, reword) }).collect()
        });
        let notes = notes.collect();
        let mut keys = Keys::default();
        let mut earlier = Vec::new();
        for held in &self.earlier {
            let key = keys.of(self, &held.key);
            let (title, text) = (reword(&held.title), lines(&held.text, reword));
            document.insert(None, 3, &title, &key, &text);
            earlier.push(Earlier { key, title, text });
        }
        let mut texts = also::Texts::new();
        for (of, held) in &self.also {
            let said = held.iter().map(|text| lines(text, reword)).collect();
            texts.insert(keys.of(self, of), said);
        }
        Self {
            opened: document.front(),
            head,
            document,
            answers,
            notes,
            earlier,
            also: texts,
            gone: BTreeMap::new(),
            history: History::default(),
            tracks: BTreeMap::new(),
            prefilled: BTreeSet::new(),
            follows: BTreeMap::new(),
            ..self.clone()
        }
    }

    fn answer_in_other_words(&self, at: FieldRef, held: &Answer, reword: Reword<'_>) -> Answer {
        match held {
            Answer::Text(text) => Answer::Text(lines(text, reword)),
            Answer::Other(text) => Answer::Other(lines(text, reword)),
            Answer::Verbatim(text) => Answer::Verbatim(lines(text, reword)),
            Answer::Choices(picked) => {
                let mut picked = picked.clone();
                picked.other = picked.other.map(|text| lines(&text, reword));
                Answer::Choices(picked)
            }
            Answer::Table(rows) => {
                let starts: &[String] = match &self.playbook.field(at).kind {
                    Kind::Table(table) => match &table.rows {
                        Rows::Start(texts) => texts,
                        _ => &[],
                    },
                    _ => &[],
                };
                let row = |row: &Row| Row {
                    // The playbook's own words stay.
                    text: if starts.contains(&row.text) {
                        row.text.clone()
                    } else {
                        lines(&row.text, reword)
                    },
                    cells: row.cells.iter().map(|cell| cell_in_other_words(cell, reword)).collect(),
                    own: row.own,
                };
                Answer::Table(rows.iter().map(row).collect())
            }
            Answer::Number(n) => Answer::Verbatim(reword(&n.to_string())),
            Answer::Choice(_) | Answer::Checklist(_) | Answer::Day(_) => held.clone(),
            Answer::Period { .. } | Answer::Score(_) => held.clone(),
        }
    }
}

fn cell_in_other_words(cell: &Cell, reword: Reword<'_>) -> Cell {
    match cell {
        Cell::Text(text) => Cell::Text(lines(text, reword)),
        other => other.clone(),
    }
}

/// A line of a list must stay the same as the row that stands for it: each is asked for by itself.
fn lines(text: &str, reword: Reword<'_>) -> String {
    let mut out = String::with_capacity(text.len());
    for (nth, line) in text.split('\n').enumerate() {
        if nth > 0 {
            out.push('\n');
        }
        out.push_str(&reword(line));
    }
    out
}

/// Keys that the playbook knows stay; others may say anything.
#[derive(Default)]
struct Keys(BTreeMap<String, String>);

impl Keys {
    fn of(&mut self, session: &Session, key: &str) -> String {
        let step = key.split('.').next().unwrap_or_default();
        let is_step = session.playbook.step(step).is_some();
        let is_notes = is_step && key == note::notes_key(step);
        if key.is_empty() || key == step && is_step || is_notes || session.playbook.find(key).is_some() {
            return key.to_owned();
        }
        let next = format!("earlier-{}", self.0.len() + 1);
        let next = if is_step { format!("{step}.{next}") } else { next };
        self.0.entry(key.to_owned()).or_insert(next).clone()
    }
}
