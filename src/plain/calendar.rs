//! The dates of a conversation as a file for a calendar.

use std::{fs, io};

use super::due::Heard;
use super::{Go, Walk};
use crate::export::{self, days_to_come};
use crate::outgoing::{self, Own};
use crate::text;
use crate::trouble::reason;

impl Walk<'_, '_> {
    /// Once it is closed: whether its dates are wanted for a calendar.
    pub(super) fn calendar(&mut self) -> io::Result<Go> {
        let days = days_to_come(self.session().head(), self.session().today());
        if days.is_empty() || !std::mem::take(&mut self.is_closed) {
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

    /// Writes it and says where.
    pub(super) fn write_calendar(&mut self) -> io::Result<()> {
        let session = self.session();
        if days_to_come(session.head(), session.today()).is_empty() {
            return self.talk.say("There is no date in this conversation that is still to come.");
        }
        let calendar = export::ics(std::slice::from_ref(session), self.talk.clock.now());
        let file = self.exports.join(export::calendar_name(session.head()));
        let own = Own { notes: self.store.folder().path(), state: self.store.state() };
        let written = fs::create_dir_all(self.exports)
            .map_err(|error| format!("{}: {}", self.exports.display(), reason(&error)))
            .and_then(|()| {
                outgoing::write(&file, calendar.as_bytes(), true, own).map_err(|error| error.to_string())
            });
        self.talk.say(&match written {
            Ok(()) => format!("Open it to add the dates: {}", text::clean_line(&file.display().to_string())),
            Err(why) => format!("Nothing was written. {}", text::clean(&why)),
        })
    }
}
