//! Who, when and how they meet, line by line.

use std::io;

use super::answer::{Named, pick};
use super::talk::{Command, HELP, Said};
use super::{Walk, begin};
use crate::document::{How, When};
use crate::session::Edit;
use crate::text;

/// What is asked for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Detail {
    Client,
    Organisation,
    How,
    When,
    Where,
}

impl Detail {
    const ALL: [Self; 5] = [Self::Client, Self::Organisation, Self::How, Self::When, Self::Where];

    fn asked(self) -> &'static str {
        match self {
            Self::Client => "Client",
            Self::Organisation => "Organisation",
            Self::How => "How will you talk?",
            Self::When => "When do you meet or talk?",
            Self::Where => "Where?",
        }
    }

    fn how_to_answer(self) -> &'static str {
        match self {
            Self::Client => "Type the name.",
            Self::Organisation => "Type its name.",
            Self::How => "Type a number or the words.",
            Self::When => "Type a day, with a time if you like, such as tomorrow 12:30.",
            Self::Where => "Type the place.",
        }
    }
}

impl Walk<'_, '_> {
    /// Asks for one after the other; what was typed counts at once.
    pub(super) fn ask_details(&mut self) -> io::Result<()> {
        let mut nth = 0;
        while let Some(detail) = Detail::ALL.get(nth) {
            let words = self.question_of(*detail);
            self.talk.say_apart(&words)?;
            nth = match self.hear_detail(*detail)? {
                Some(true) => nth + 1,
                Some(false) => nth.saturating_sub(1),
                None => break,
            };
        }
        self.talk.say("These were the details.")
    }

    /// What stands there now.
    fn detail(&self, detail: Detail) -> Option<String> {
        let head = self.session().head();
        match detail {
            Detail::Client => Some(head.client.name.clone()),
            Detail::Organisation => head.client.organisation.clone(),
            Detail::How => head.meeting.how.map(|how| how.word().to_owned()),
            Detail::When => head.meeting.at.map(|at| at.in_full()),
            Detail::Where => head.meeting.place.clone(),
        }
    }

    fn question_of(&self, detail: Detail) -> String {
        let mut lines = vec![detail.asked().to_owned()];
        if detail == Detail::How {
            lines.extend(How::ALL.iter().enumerate().map(|(i, how)| format!("  {}. {}", i + 1, how.word())));
        }
        let held = self.detail(detail);
        lines.extend(held.iter().map(|held| format!("So far: {held}")));
        let enter = match (&held, detail) {
            (Some(_), Detail::Client) => "Enter leaves it as it is; stop ends the details.",
            (Some(_), _) => "Enter leaves it as it is; clear empties it.",
            (None, _) => "Enter leaves it empty.",
        };
        lines.push(format!("{} {enter}", detail.how_to_answer()));
        lines.join("\n")
    }

    /// Whether it goes on to the next one or to the one before; `None` at the end.
    fn hear_detail(&mut self, detail: Detail) -> io::Result<Option<bool>> {
        loop {
            let typed = match self.talk.hear()? {
                Said::Text(typed) | Said::Command(Command::Meeting(typed)) => Some(typed),
                Said::Nothing | Said::Command(Command::Skip) => return Ok(Some(true)),
                Said::Command(Command::Clear) if detail != Detail::Client => None,
                Said::Command(Command::Back) => return Ok(Some(false)),
                Said::Command(Command::Stop | Command::Finish) => return Ok(None),
                Said::Command(Command::Help) => {
                    self.talk.say(HELP)?;
                    continue;
                }
                Said::Command(_) => {
                    self.talk.say(&format!("{} Enter leaves it as it is.", detail.how_to_answer()))?;
                    continue;
                }
            };
            match self.edit_of(detail, typed.as_deref())? {
                Some(edit) => {
                    self.apply(edit, self.talk.clock.now())?;
                    return Ok(Some(true));
                }
                None => continue,
            }
        }
    }

    /// What was typed, as an edit; `None` if it means nothing there, which is said.
    fn edit_of(&mut self, detail: Detail, typed: Option<&str>) -> io::Result<Option<Edit>> {
        let (mut client, mut meeting) =
            (self.session().head().client.clone(), self.session().head().meeting.clone());
        match (detail, typed) {
            (Detail::Client, typed) => {
                client.name = text::name(typed.unwrap_or_default());
                if client.name.is_empty() {
                    self.talk.say("A name is needed: the notes are kept under it.")?;
                    return Ok(None);
                }
            }
            (Detail::Organisation, typed) => {
                client.organisation = typed.map(text::name).filter(|name| !name.is_empty());
            }
            (Detail::How, None) => meeting.how = None,
            (Detail::How, Some(typed)) => {
                let named = How::ALL.map(|how| Named { id: how.word(), label: how.word() });
                match pick(&named, typed) {
                    Ok(nth) => meeting.how = Some(How::ALL[nth]),
                    Err(why) => {
                        self.talk.say(&why)?;
                        return Ok(None);
                    }
                }
            }
            (Detail::When, None) => meeting.at = None,
            (Detail::When, Some(typed)) => {
                let Some(when) = self.moment(typed)? else { return Ok(None) };
                meeting.at = Some(when);
            }
            (Detail::Where, typed) => {
                meeting.place = typed.map(text::clean_line).filter(|place| !place.is_empty());
            }
        }
        Ok(Some(Edit::Several(vec![Edit::Client(client), Edit::Meeting(meeting)])))
    }

    fn moment(&mut self, typed: &str) -> io::Result<Option<When>> {
        begin::understand_meeting(self.talk, typed)
    }
}
