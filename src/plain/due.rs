//! What follows, question by question: done, dropped, or due on another day.

use std::io;

use chrono::NaiveDate;

use super::answer::{Named, pick};
use super::at_end::{AtEnd, HELP_AT_END};
use super::fate::Fate;
use super::practise::practise;
use super::talk::{Command, HELP, Said, understand};
use super::{Go, Walk};
use crate::dates::in_full;
use crate::document::FollowUp;
use crate::practise::Section;
use crate::session::{Beside, Session};
use crate::text;

/// What one can say of a follow-up, beside a day.
const WORDS: &str = "Type done, drop, open or a day, such as next friday. Enter leaves it as it is.";

/// What was heard.
pub(super) enum Heard {
    Text(String),
    Nothing,
    Leave(Go),
}

impl Walk<'_, '_> {
    /// Says what follows, and asks whether one of it is to be changed.
    pub(super) fn follow_ups(&mut self) -> io::Result<Go> {
        if self.session().head().follow_ups.is_empty() {
            return Ok(Go::Next);
        }
        self.say_follow_ups()?;
        loop {
            self.talk.say(
                "Type a number to say that one is done, or to change its day; add and what you will do adds one. \
                 Enter ends.",
            )?;
            match self.hear_at_end()? {
                Heard::Nothing => return Ok(Go::Next),
                Heard::Leave(go) => return Ok(go),
                Heard::Text(typed) => {
                    let titles: Vec<_> =
                        self.session().head().follow_ups.iter().map(|f| f.title.clone()).collect();
                    let named: Vec<_> = titles.iter().map(|t| Named { id: t, label: t }).collect();
                    match pick(&named, &typed) {
                        Ok(nth) => match self.decide(nth)? {
                            Go::Next => self.say_again(nth, titles.len())?,
                            go => return Ok(go),
                        },
                        Err(why) => self.talk.say(&why)?,
                    }
                }
            }
        }
    }

    pub(super) fn say_follow_ups(&mut self) -> io::Result<()> {
        let list = list(self.session());
        self.talk.say_apart(&list)
    }

    /// Says one as it now is; all of them where there are others than before.
    fn say_again(&mut self, nth: usize, before: usize) -> io::Result<()> {
        let all = &self.session().head().follow_ups;
        match all.get(nth).filter(|_| all.len() == before) {
            Some(follow_up) => {
                let words = format!("{}. {}", nth + 1, line(self.session(), follow_up));
                self.talk.say_apart(&words)
            }
            None => self.say_follow_ups(),
        }
    }

    /// Asks what becomes of one.
    fn decide(&mut self, nth: usize) -> io::Result<Go> {
        let Some(follow_up) = self.session().head().follow_ups.get(nth) else { return Ok(Go::Next) };
        let title = text::clean_line(&follow_up.title);
        let waits = self.session().waits_for(&follow_up.id);
        let moves = match (self.session().let_move(nth), waits) {
            (Some(_), Some(what)) => format!("\nType move to let it move again with: {what}"),
            _ => String::new(),
        };
        self.talk.say_apart(&format!("{title}\n{WORDS}{moves}"))?;
        loop {
            let typed = match self.hear_about()? {
                Heard::Nothing => return Ok(Go::Next),
                Heard::Leave(Go::Back) => return Ok(Go::Next),
                Heard::Leave(go) => return Ok(go),
                Heard::Text(typed) => typed,
            };
            let why = match Fate::typed(&typed, self.talk.clock.now().date_naive()) {
                Ok(fate) => match self.bring_about(nth, fate)? {
                    Ok(go) => return Ok(go),
                    Err(why) => why.to_owned(),
                },
                Err(why) => why,
            };
            self.talk.say(&format!("{why} {WORDS}"))?;
        }
    }

    /// One of them is done, dropped, open or due on another day. Says the day in full and asks for the
    /// reason, and only then takes it. Where there is nothing to do, the inner error says why.
    fn bring_about(&mut self, nth: usize, fate: Fate) -> io::Result<Result<Go, &'static str>> {
        let mut why = None;
        if let Fate::On(day) = fate
            && fate.has_reason(self.session(), nth)
        {
            self.talk.say(&ask_why(day))?;
            match self.hear_about()? {
                Heard::Nothing => {}
                Heard::Leave(Go::Back) => return Ok(Ok(Go::Next)),
                Heard::Leave(go) => return Ok(Ok(go)),
                Heard::Text(typed) => why = Some(typed),
            }
        }
        let now = self.talk.clock.now();
        match fate.edit(self.session(), nth, why.as_deref(), now.date_naive()) {
            Ok(edit) => {
                if let Some(edit) = edit {
                    self.apply(edit, now)?;
                }
                Ok(Ok(Go::Next))
            }
            Err(why) => Ok(Err(why)),
        }
    }

    /// The same for one that was named by its number, at any prompt of the end.
    pub(super) fn decide_nth(&mut self, n: usize, fate: Result<Fate, String>) -> io::Result<Go> {
        let all = self.session().head().follow_ups.len();
        let why = match (fate, n.checked_sub(1).filter(|nth| *nth < all)) {
            (Err(why), _) => why,
            (Ok(_), None) if all == 0 => "Nothing follows this conversation.".to_owned(),
            (Ok(_), None) => format!("There is no number {n} in what follows: it has {all}."),
            (Ok(fate), Some(nth)) => match self.bring_about(nth, fate)? {
                Ok(Go::Next) => {
                    self.say_again(nth, all)?;
                    return Ok(Go::Next);
                }
                Ok(go) => return Ok(go),
                Err(why) => why.to_owned(),
            },
        };
        self.talk.say(&why)?;
        Ok(Go::Next)
    }

    /// A line about a follow-up; commands that mean nothing here are answered.
    pub(super) fn hear_about(&mut self) -> io::Result<Heard> {
        loop {
            let said = self.talk.hear()?;
            if let Some(heard) = self.take_about(said)? {
                return Ok(heard);
            }
        }
    }

    /// A line at a prompt of the end where no words of one's own are asked for: there is more that can be
    /// said.
    pub(super) fn hear_at_end(&mut self) -> io::Result<Heard> {
        loop {
            let today = self.talk.clock.now().date_naive();
            let said = match self.talk.line()? {
                None => Said::Command(Command::Stop),
                Some(line) => match AtEnd::of(&line, today) {
                    Some(command) => match self.obey_at_end(command)? {
                        Go::Next => continue,
                        go => return Ok(Heard::Leave(go)),
                    },
                    None => understand(&line),
                },
            };
            if said == Said::Command(Command::Help) {
                self.talk.say(HELP)?;
                self.talk.say(HELP_AT_END)?;
                continue;
            }
            if let Some(heard) = self.take_about(said)? {
                return Ok(heard);
            }
        }
    }

    /// Takes a line; `None` if it was a command that is done.
    fn take_about(&mut self, said: Said) -> io::Result<Option<Heard>> {
        let command = match said {
            Said::Text(typed) => return Ok(Some(Heard::Text(typed))),
            Said::Nothing | Said::Command(Command::Skip) => return Ok(Some(Heard::Nothing)),
            Said::Command(command) => command,
        };
        match command {
            Command::Skip => {}
            Command::Back => return Ok(Some(Heard::Leave(Go::Back))),
            Command::Stop => return Ok(Some(Heard::Leave(Go::Stop))),
            Command::Step(n) => {
                if let Some(place) = self.place_of_step(n)? {
                    return Ok(Some(Heard::Leave(Go::To(place))));
                }
            }
            Command::Finish => self.talk.say("This is the end. Enter goes on.")?,
            Command::Help => self.talk.say(HELP)?,
            Command::Note(note) => {
                let (step, _) = self.session().position();
                self.note(step, &note)?;
            }
            Command::Meeting(typed) => self.set_meeting(&typed)?,
            Command::Card => self.say_card()?,
            Command::Ready => self.say_ready()?,
            Command::Details => {
                self.ask_details()?;
            }
            Command::Practise => {
                practise(self.talk, &self.open.session, Section::All)?;
                self.talk.say("Enter goes on.")?;
            }
            Command::Steps => self.say_steps()?,
            Command::Undo => self.take_back()?,
            Command::Redo => self.bring_back()?,
            Command::Settle => self.settle_first([Beside::End])?,
            Command::Live => {
                let (step, _) = self.session().position();
                let go = self.live(step)?;
                return Ok(Some(Heard::Leave(go)));
            }
            Command::Rewrite(nth, words) => self.rewrite(nth, &words)?,
            Command::Guide | Command::Responses | Command::Sources | Command::Clear => {
                self.talk.say("There is nothing of that here. Enter goes on.")?;
            }
        }
        Ok(None)
    }
}

/// Asks for the reason why one is due on another day.
pub(super) fn ask_why(day: NaiveDate) -> String {
    format!("{}. Why? Enter gives no reason; back leaves the day as it was.", in_full(day))
}

fn list(session: &Session) -> String {
    let mut lines = vec!["What follows:".to_owned()];
    for (i, follow_up) in session.head().follow_ups.iter().enumerate() {
        lines.push(format!("  {}. {}", i + 1, line(session, follow_up)));
    }
    lines.join("\n")
}

fn line(session: &Session, follow_up: &FollowUp) -> String {
    let day = match (follow_up.due, session.waits_for(&follow_up.id)) {
        (Some(day), _) => in_full(day),
        (None, Some(what)) => format!("No day yet (it hangs on: {what})"),
        (None, None) => "No day yet".to_owned(),
    };
    let remarks = follow_up.remarks(session.today()).join(", ");
    let remarks = if remarks.is_empty() { remarks } else { format!(" ({remarks})") };
    text::clean_line(&format!("{day}: {}{remarks}", follow_up.title))
}
