//! Lessons: what somebody meant to do better, as a list that one can search.

use std::sync::Arc;

use chrono::NaiveDate;

use super::told::{Said, Told, month};
use crate::playbook::model::About;
use crate::text;

/// A lesson.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lesson {
    pub words: String,
    /// The day of its conversation.
    pub day: NaiveDate,
    /// The title of the playbook.
    pub title: String,
    /// The place of its conversation.
    pub session: usize,
    /// Where it stands there: the ids of the step and the field.
    pub step: String,
    pub field: String,
    /// The words and the title in letters that are easily typed.
    easy: String,
}

impl Lesson {
    /// Whether it has every one of some words, or of their beginnings, anywhere.
    pub fn fits(&self, typed: &str) -> bool {
        text::unaccented(typed).split_whitespace().all(|word| self.easy.contains(word))
    }

    /// When it was learnt: `Nov 2026`.
    pub fn month(&self) -> String {
        month(self.day)
    }
}

/// The lessons of conversations, in the order of these.
pub(super) fn lessons(all: &[Arc<Told>], private: bool) -> Vec<Lesson> {
    all.iter().enumerate().flat_map(|(nth, told)| told.lessons(private, nth)).collect()
}

impl Told {
    /// Its lessons; its place is what they name it by.
    pub fn lessons(&self, private: bool, place: usize) -> impl Iterator<Item = Lesson> {
        let is_one = move |said: &&Said| said.about == About::Lesson && (private || !said.private);
        self.said.iter().filter(is_one).map(move |said| {
            let words = text::clean_line(said.what.words());
            let title = text::clean_line(&self.title);
            Lesson {
                easy: text::unaccented(&format!("{words} {title} {}", month(self.day()))),
                words,
                day: self.day(),
                title,
                session: place,
                step: said.step.clone(),
                field: said.field.clone(),
            }
        })
    }
}
