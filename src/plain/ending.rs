//! The end of the walk: what is missing, how it ended, what is to be done, where it is kept.

use std::io;

use super::answer::{Named, pick};
use super::begin::{Asked, ask_meeting};
use super::due::Heard;
use super::{Go, Walk};
use crate::document::{Meeting, State, Status};
use crate::playbook::Outcome;
use crate::session::{Beside, Edit, Session};
use crate::text;

/// How one came to the end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Came {
    /// Behind the last question.
    #[default]
    Through,
    /// It was asked for.
    Asked,
    /// From a question that had been missing.
    Again,
}

impl Came {
    fn words(self) -> &'static str {
        match self {
            Self::Through => "That was the last question.",
            Self::Asked => "This is the end of the conversation.",
            Self::Again => "Back at the end of the conversation.",
        }
    }
}

impl Walk<'_, '_> {
    /// Looks back over the whole conversation.
    pub(super) fn ending(&mut self) -> io::Result<Go> {
        // A question asked after this names its step again.
        self.in_step = None;
        if wants_meeting(self.session()) && !std::mem::replace(&mut self.asked_meeting, true) {
            let at = match ask_meeting(self.talk)? {
                Asked::When(at) => at,
                Asked::Back => return Ok(Go::Back),
                Asked::Stop => return Ok(Go::Stop),
            };
            let meeting = Meeting { at, ..self.session().head().meeting.clone() };
            self.apply(Edit::Meeting(meeting), self.talk.clock.now())?;
        }
        self.talk.say_apart(self.came.words())?;
        self.say_missing()?;
        self.say_sides()?;
        self.say_earlier_elsewhere()?;
        self.say_also(Beside::End)?;
        match self.ask_outcome()? {
            Go::Next => {}
            go => return Ok(go),
        }
        for part in [Self::follow_ups, Self::calendar, Self::messages, Self::hand_offs] {
            match part(self)? {
                Go::Next => {}
                go => return Ok(go),
            }
        }
        Ok(Go::Next)
    }

    /// What is missing, numbered: by its number one goes there.
    fn say_missing(&mut self) -> io::Result<()> {
        self.missing = self.session().missing();
        let needed = self.missing.iter().filter(|m| m.required).count();
        let mut lines = Vec::new();
        for (i, missing) in self.missing.iter().enumerate() {
            match i {
                0 if needed > 0 => lines.push("Still needed:".to_owned()),
                _ if i == needed => lines.push("Also open:".to_owned()),
                _ => {}
            }
            lines.push(format!("  {}. {}", i + 1, missing.what));
        }
        lines.push(match lines.is_empty() {
            true => "Nothing is missing.".to_owned(),
            false => "Type go 1 to go to the first of these; you can go on regardless.".to_owned(),
        });
        if self.session().is_quick() {
            lines.push(
                "You were asked what matters most in five minutes. Type whole to be asked the rest."
                    .to_owned(),
            );
        }
        self.talk.say_apart(&lines.join("\n"))
    }

    fn ask_outcome(&mut self) -> io::Result<Go> {
        let outcomes = offered(self.session());
        let named: Vec<_> = outcomes.iter().map(|o| Named { id: &o.id, label: &o.label }).collect();
        let suggested = self.session().suggested_outcome().map(|o| o.id.clone());
        let head = self.session().head();
        let now_is = head.outcome.clone().filter(|_| head.status == Status::Closed);
        let closed = head.status == Status::Closed;
        self.talk.say_apart(if outcomes.is_empty() { "That is all." } else { "How did it end?" })?;
        for (i, outcome) in outcomes.iter().enumerate() {
            let mark = match () {
                () if now_is.as_ref() == Some(&outcome.id) => " (so it was closed)",
                () if suggested.as_ref() == Some(&outcome.id) => " (your answers suggest it)",
                () => "",
            };
            self.talk.say(&format!("  {}. {}{mark}", i + 1, outcome.label))?;
        }
        let enter = match (outcomes.is_empty(), closed) {
            (true, true) => "Type reopen to open it again. Enter ends; back returns to the questions.",
            (true, false) => "Type close to close it. Enter ends; back returns to the questions.",
            (_, true) => {
                "Type a number or the words, or reopen to open it again. Enter leaves it as it is; back returns \
                 to the questions."
            }
            _ => {
                "Type a number or the words to close it. Enter leaves the conversation open; back returns to the \
                 questions; ? says what else can be done."
            }
        };
        self.talk.say(enter)?;
        loop {
            match self.hear_at_end()? {
                Heard::Nothing => return Ok(Go::Next),
                Heard::Leave(go) => return Ok(go),
                Heard::Text(_) if outcomes.is_empty() => self.talk.say(enter)?,
                Heard::Text(typed) => match pick(&named, &typed) {
                    Ok(i) => {
                        self.close(&outcomes[i])?;
                        return Ok(Go::Next);
                    }
                    Err(why) => self.talk.say(&why)?,
                },
            }
        }
    }

    fn close(&mut self, outcome: &Outcome) -> io::Result<()> {
        let now = self.talk.clock.now();
        let closed = self.session().head().closed.or(Some(now));
        let edit = Edit::Close { status: Status::Closed, outcome: Some(outcome.id.clone()), closed };
        self.apply(edit, now)?;
        self.is_closed = true;
        self.talk.say(&format!("Closed: {}.", outcome.label))
    }

    /// Files what is not filed yet and says where it is.
    pub(super) fn leave(&mut self) -> io::Result<()> {
        if self.session().revision() > 0 {
            self.save()?;
        }
        let path = text::clean_line(&self.open.path.display().to_string());
        let id = &self.session().head().id;
        let words = match (&self.trouble, self.open.path.exists()) {
            (Some(_), _) if self.unfiled.is_kept() => {
                "The note could not be saved in its place. Every word is in \
                a draft, and goes into the note when goodterms starts next."
                    .to_owned()
            }
            (Some(_), _) => format!(
                "Your note is still not saved. This is its text; copy it from here:\n\n{}",
                self.session().to_document().render()
            ),
            (None, true) => format!("Saved in {path}\nGo on with: goodterms resume {id}"),
            (None, false) => "You wrote nothing down, so nothing was saved.".to_owned(),
        };
        self.talk.say_apart(&words)
    }
}

/// Whether something waits for the day of the meeting.
fn wants_meeting(session: &Session) -> bool {
    let head = session.head();
    head.meeting.at.is_none() && head.follow_ups.iter().any(|f| f.state == State::Open && f.due.is_none())
}

/// The outcomes, the suggested one first.
fn offered(session: &Session) -> Vec<Outcome> {
    let mut outcomes = session.playbook().outcomes.clone();
    if let Some(suggested) = session.suggested_outcome() {
        outcomes.sort_by_key(|o| o.id != suggested.id);
    }
    outcomes
}
