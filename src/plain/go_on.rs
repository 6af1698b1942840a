//! At the end of the walk: messages to send, the playbook that can go on, and the conversations before
//! and after this one.

use std::io;

use super::answer::{Named, pick};
use super::due::Heard;
use super::{Go, GoOn, Walk};
use crate::dates;
use crate::playbook::placeholder::BLANK;
use crate::store;
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
            match self.hear_at_end()? {
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

    /// Offers the playbooks that can go on from here, and the conversations before and after this one.
    /// What was taken is left in [`Walk::go_on`].
    pub(super) fn hand_offs(&mut self) -> io::Result<Go> {
        let offered = self.offered();
        let (offers, linked) = (offered.len(), self.linked());
        let offered: Vec<_> = offered.into_iter().chain(linked).collect();
        if offered.is_empty() {
            return Ok(Go::Next);
        }
        let labels: Vec<_> = offered.iter().map(|(label, _)| label.clone()).collect();
        self.talk.say_apart(match (offers, offers == labels.len()) {
            (0, _) => "You can go to the conversations before and after this one:",
            (_, true) => "You can go on with another playbook, and what was said goes along:",
            _ => {
                "You can go on with another playbook, and what was said goes along; or go to the conversations \
                 before and after this one:"
            }
        })?;
        self.say_numbered(&labels)?;
        loop {
            self.talk.say("Type a number to go on. Enter ends here.")?;
            match self.hear_at_end()? {
                Heard::Nothing => return Ok(Go::Next),
                Heard::Leave(go) => return Ok(go),
                Heard::Text(typed) => match pick(&named(&labels), &typed) {
                    Ok(nth) => {
                        self.go_on = offered.into_iter().nth(nth).map(|(_, go_on)| go_on);
                        return Ok(Go::Next);
                    }
                    Err(why) => self.talk.say(&why)?,
                },
            }
        }
    }

    /// The hand-offs whose playbooks are there, in words.
    fn offered(&self) -> Vec<(String, GoOn)> {
        let session = self.session();
        let hand_offs = session.hand_offs().filter(|h| self.catalog.offers(h)).filter_map(|hand_off| {
            let playbook = self.catalog.playbook(&hand_off.to)?;
            let label = text::clean_line(&session.fill(&hand_off.label));
            let label = format!("{label}: {}", text::clean_line(&playbook.title));
            Some((label, GoOn::With(playbook.clone())))
        });
        hand_offs.collect()
    }

    /// The conversations before and after this one, in words.
    fn linked(&self) -> Vec<(String, GoOn)> {
        let head = self.session().head();
        let ids: Vec<_> = head.linked().map(str::to_owned).collect();
        let found = if ids.is_empty() { Vec::new() } else { store::beside(&self.open.path, &ids) };
        let words = |id: &String| {
            let place = if head.from.as_ref() == Some(id) { "before" } else { "after" };
            let which = found.iter().find(|head| head.id == *id).map(|head| {
                let title = self.catalog.title(&head.playbook.id).unwrap_or(&head.playbook.id);
                format!("{title}, of {}", dates::in_full(head.started.date_naive()))
            });
            text::clean_line(&format!("The conversation {place} this one: {}", which.as_ref().unwrap_or(id)))
        };
        ids.iter().map(|id| (words(id), GoOn::In(id.clone()))).collect()
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
