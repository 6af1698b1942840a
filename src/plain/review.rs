//! Looking back at the end of the walk: their words, what was promised, what is read back; and follow-ups of
//! one's own.

use std::io;

use super::Walk;
use crate::live;
use crate::review::{self, Said, Sides};
use crate::text;

impl Walk<'_, '_> {
    fn sides(&self) -> Sides {
        Sides::of(self.session(), live::promises(self.session()))
    }

    /// Says their words and what was promised, and what was decided after the talk.
    pub(super) fn say_sides(&mut self) -> io::Result<()> {
        let sides = self.sides();
        for (heading, said) in [("They said:", &sides.theirs), ("You promised:", &sides.ours)] {
            let words = said.iter().flat_map(|said: &Said| &said.words);
            let lines: Vec<_> = words.map(|words| format!("  - {}", text::clean_line(words))).collect();
            if !lines.is_empty() {
                self.talk.say_apart(&format!("{heading}\n{}", lines.join("\n")))?;
            }
        }
        if !sides.is_empty() {
            self.talk.say("Type read to have it as a text to read back to them.")?;
        }
        let session = self.session();
        let label = |at| text::clean_line(&session.fill(&session.playbook().field(at).label));
        let decided: Vec<_> = review::decided(session)
            .into_iter()
            .map(|(at, answer)| format!("{} {answer}.", label(at)))
            .collect();
        if decided.is_empty() { Ok(()) } else { self.talk.say_apart(&decided.join("\n")) }
    }

    /// Says what one reads back to the client.
    pub(super) fn say_read_back(&mut self) -> io::Result<()> {
        let said = self.sides().read_back(self.session().playbook());
        match said {
            Some(words) => self.talk.say_apart(&text::clean(&words)),
            None => self.talk.say("Nothing was put down that could be read back."),
        }
    }

    /// Adds a follow-up of one's own, and says what follows then.
    pub(super) fn add_follow_up(&mut self, words: &str) -> io::Result<()> {
        if words.is_empty() {
            return self.talk.say("Say what you will do, such as: add send the figures by friday.");
        }
        let now = self.talk.clock.now();
        let edit = live::promised(self.session(), words, now.date_naive());
        self.apply(edit, now)?;
        self.say_follow_ups()
    }
}
