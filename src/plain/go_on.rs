//! At the end of the walk: messages to send, and the playbook that can go on.

use std::io;
use std::sync::Arc;

use super::answer::{Named, pick};
use super::due::Heard;
use super::{Go, Walk};
use crate::playbook::Playbook;
use crate::playbook::placeholder::BLANK;
use crate::text;

impl Walk<'_, '_> {
    /// Offers the messages that the answers fill.
    pub(super) fn messages(&mut self) -> io::Result<Go> {
        let session = self.session();
        let titles: Vec<_> = session.messages().map(|m| text::clean_line(&session.fill(&m.title))).collect();
        if titles.is_empty() {
            return Ok(Go::Next);
        }
        self.talk.say_apart("Messages you can send, filled from your answers:")?;
        self.say_numbered(&titles)?;
        loop {
            self.talk.say("Type a number to hear one. Enter goes on.")?;
            match self.hear_about()? {
                Heard::Nothing => return Ok(Go::Next),
                Heard::Leave(go) => return Ok(go),
                Heard::Text(typed) => match pick(&named(&titles), &typed) {
                    Ok(nth) => self.say_message(nth)?,
                    Err(why) => self.talk.say(&why)?,
                },
            }
        }
    }

    fn say_message(&mut self, nth: usize) -> io::Result<()> {
        let session = self.session();
        let Some(body) = session.messages().nth(nth).map(|m| session.message_text(m)) else { return Ok(()) };
        let blanks = body.matches(BLANK).count();
        self.talk.say_apart(body.trim_end())?;
        match blanks {
            0 => self.talk.say(""),
            n => {
                let words = format!("{} still to be filled in: {BLANK}", text::count(n, "place"));
                self.talk.say_apart(&words)
            }
        }
    }

    /// Offers the playbooks that can go on from here. Which one was taken is left in
    /// [`Walk::go_on`].
    pub(super) fn hand_offs(&mut self) -> io::Result<Go> {
        let offered = self.offered();
        if offered.is_empty() {
            return Ok(Go::Next);
        }
        let labels: Vec<_> = offered.iter().map(|(label, _)| label.clone()).collect();
        self.talk.say_apart("You can go on with another playbook, and what was said goes along:")?;
        self.say_numbered(&labels)?;
        loop {
            self.talk.say("Type a number to go on. Enter ends here.")?;
            match self.hear_about()? {
                Heard::Nothing => return Ok(Go::Next),
                Heard::Leave(go) => return Ok(go),
                Heard::Text(typed) => match pick(&named(&labels), &typed) {
                    Ok(nth) => {
                        self.go_on = offered.into_iter().nth(nth).map(|(_, playbook)| playbook);
                        return Ok(Go::Next);
                    }
                    Err(why) => self.talk.say(&why)?,
                },
            }
        }
    }

    /// The hand-offs whose playbooks are there, in words.
    fn offered(&self) -> Vec<(String, Arc<Playbook>)> {
        let session = self.session();
        let hand_offs = session.hand_offs().filter(|h| self.catalog.offers(h)).filter_map(|hand_off| {
            let playbook = self.catalog.playbook(&hand_off.to)?;
            let label = text::clean_line(&session.fill(&hand_off.label));
            Some((format!("{label}: {}", text::clean_line(&playbook.title)), playbook.clone()))
        });
        hand_offs.collect()
    }

    fn say_numbered(&mut self, lines: &[String]) -> io::Result<()> {
        for (i, line) in lines.iter().enumerate() {
            self.talk.say(&format!("  {}. {line}", i + 1))?;
        }
        Ok(())
    }
}

fn named(lines: &[String]) -> Vec<Named<'_>> {
    lines.iter().map(|line| Named { id: line, label: line }).collect()
}
