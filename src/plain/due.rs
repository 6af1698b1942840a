//! What follows, question by question: done, dropped, or due on another day.

use std::io;

use super::answer::{Named, pick};
use super::talk::{Command, HELP, Said};
use super::{Go, Walk};
use crate::dates::{self, in_full};
use crate::document::{FollowUp, State};
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
            self.talk.say("Type a number to say that one is done, or to change its day. Enter ends.")?;
            match self.hear_about()? {
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

    fn say_follow_ups(&mut self) -> io::Result<()> {
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
            let now = self.talk.clock.now();
            let (session, today) = (self.session(), now.date_naive());
            let edit = match typed.trim().to_lowercase().as_str() {
                "done" => session.mark_done(nth, today),
                "drop" | "dropped" => session.drop_follow_up(nth),
                "open" => session.open_again(nth),
                "move" => session.let_move(nth),
                typed => match dates::typed(typed, today) {
                    Some(day) if is_open(session, nth) => return self.set_day(nth, day.date),
                    Some(_) => {
                        self.talk.say("It is not open any more: type open first.")?;
                        continue;
                    }
                    None => {
                        let shown = text::clean_line(typed);
                        self.talk.say(&format!("\"{shown}\" is not a day I understand. {WORDS}"))?;
                        continue;
                    }
                },
            };
            match edit {
                Some(edit) => {
                    self.apply(edit, now)?;
                    return Ok(Go::Next);
                }
                None => self.talk.say(&format!("It is so already. {WORDS}"))?,
            }
        }
    }

    /// Says the day in full and asks for the reason, and only then takes it.
    fn set_day(&mut self, nth: usize, day: chrono::NaiveDate) -> io::Result<Go> {
        let had_day = self.session().head().follow_ups.get(nth).is_some_and(|f| f.due.is_some());
        let mut why = None;
        if had_day {
            let ask = format!("{}. Why? Enter gives no reason; back leaves the day as it was.", in_full(day));
            self.talk.say(&ask)?;
            match self.hear_about()? {
                Heard::Nothing => {}
                Heard::Leave(Go::Back) => return Ok(Go::Next),
                Heard::Leave(go) => return Ok(go),
                Heard::Text(typed) => why = Some(typed),
            }
        }
        if let Some(edit) = self.session().set_due(nth, day, why.as_deref()) {
            self.apply(edit, self.talk.clock.now())?;
        }
        Ok(Go::Next)
    }

    /// A line about a follow-up; commands that mean nothing here are answered.
    pub(super) fn hear_about(&mut self) -> io::Result<Heard> {
        loop {
            match self.talk.hear()? {
                Said::Text(typed) => return Ok(Heard::Text(typed)),
                Said::Nothing | Said::Command(Command::Skip) => return Ok(Heard::Nothing),
                Said::Command(Command::Back) => return Ok(Heard::Leave(Go::Back)),
                Said::Command(Command::Stop) => return Ok(Heard::Leave(Go::Stop)),
                Said::Command(Command::Help) => self.talk.say(HELP)?,
                Said::Command(Command::Note(note)) => {
                    let (step, _) = self.session().position();
                    self.note(step, &note)?;
                }
                Said::Command(Command::Meeting(typed)) => self.set_meeting(&typed)?,
                Said::Command(Command::Undo) => self.take_back()?,
                Said::Command(Command::Settle) => self.settle_first([Beside::End])?,
                Said::Command(Command::Guide | Command::Responses | Command::Sources | Command::Clear) => {
                    self.talk.say("There is nothing of that here. Enter goes on.")?;
                }
            }
        }
    }
}

fn is_open(session: &Session, nth: usize) -> bool {
    session.head().follow_ups.get(nth).is_some_and(|f| f.state == State::Open)
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
