//! The dates of a conversation as a file for a calendar.

use std::path::PathBuf;
use std::{fs, io};

use super::due::Heard;
use super::{Go, Walk};
use crate::export::{self, days_to_come};
use crate::outgoing::{self, Own};
use crate::text;

impl Walk<'_, '_> {
    /// Once it is closed: whether its dates are wanted for a calendar.
    pub(super) fn calendar(&mut self) -> io::Result<Go> {
        if !std::mem::take(&mut self.is_closed) {
            return Ok(Go::Next);
        }
        let days = days_to_come(self.session().head(), self.session().today());
        if days.is_empty() {
            // One that was written before is to say that nothing is to come any more.
            if self.calendar_file().exists() {
                self.write_calendar()?;
            }
            return Ok(Go::Next);
        }
        let dates = text::count(days.len(), "date");
        self.talk.say_apart(&format!("Put {dates} into a file for your calendar?"))?;
        loop {
            self.talk.say("Enter does so. Type no to leave it.")?;
            match self.hear_at_end()? {
                Heard::Nothing => break,
                Heard::Leave(go) => return Ok(go),
                Heard::Text(typed) => match typed.trim().to_lowercase().as_str() {
                    "y" | "yes" => break,
                    "n" | "no" => return Ok(Go::Next),
                    _ => {}
                },
            }
        }
        self.write_calendar()?;
        Ok(Go::Next)
    }

    fn calendar_file(&self) -> PathBuf {
        self.exports.join(export::calendar_name(self.session().head()))
    }

    /// Writes it and says where.
    pub(super) fn write_calendar(&mut self) -> io::Result<()> {
        let (session, file) = (self.session(), self.calendar_file());
        if session.head().is_sample() {
            return self.talk.say("The people in a sample are invented: it is in no calendar.");
        }
        let before = fs::read_to_string(&file).ok();
        if before.is_none() && days_to_come(session.head(), session.today()).is_empty() {
            return self.talk.say("There is no date in this conversation that is still to come.");
        }
        let now = self.talk.clock.now();
        let new = export::ics(std::slice::from_ref(session), now);
        let calendar = export::replacing(before.as_deref().unwrap_or_default(), new, now);
        let own = Own { notes: self.store.folder().path(), state: self.store.state() };
        let written = outgoing::make_folder(self.exports, own)
            .and_then(|()| outgoing::write(&file, calendar.as_bytes(), true, own));
        self.talk.say(&match written {
            Ok(()) => format!("Open it to have the dates: {}", text::clean_line(&file.display().to_string())),
            Err(why) => format!("Nothing was written. {}", text::clean(&why.to_string())),
        })
    }
}
