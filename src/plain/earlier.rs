//! What the note holds from an earlier version of its playbook, in words.

use std::io;

use super::Walk;
use crate::session::Earlier;

const HEADING: &str = "From an earlier version of this playbook:";

impl Walk<'_, '_> {
    /// What belonged to a step that there still is.
    pub(super) fn say_earlier_of(&mut self, step: usize) -> io::Result<()> {
        let words: Vec<_> = self.session().earlier_of(step).map(words).collect();
        self.say_earlier(&words)
    }

    /// What belongs to no step any more.
    pub(super) fn say_earlier_elsewhere(&mut self) -> io::Result<()> {
        let words: Vec<_> = self.session().earlier_elsewhere().map(words).collect();
        self.say_earlier(&words)
    }

    fn say_earlier(&mut self, words: &[String]) -> io::Result<()> {
        if words.is_empty() {
            return Ok(());
        }
        self.talk.say_apart(HEADING)?;
        self.talk.say(&words.join("\n"))
    }
}

fn words(earlier: &Earlier) -> String {
    let text = earlier.text.trim_matches('\n').replace('\n', "\n  ");
    format!("- {}\n  {text}", earlier.title)
}
