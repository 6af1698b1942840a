//! The call, line by line: what to say now; Enter says that it is done.

use std::io;

use super::begin::{ask_name, ask_playbook};
use super::talk::{Command, Said};
use super::{Go, Place, Then, Walk};
use crate::agenda::UNKNOWN;
use crate::document::Client;
use crate::live::{self, Item, Key, Mark, Meaning, Sort};
use crate::playbook::Answer;
use crate::session::{Edit, Known};
use crate::text;

const HOW: &str = "\
Type what you hear; each line is kept with its time. Enter alone: that is said or done, and the next one comes.
  \"WORDS    their words; what you can answer is said, if something fits
  @ WORDS   what you promise      ! WORDS   come back to this      = ANSWER   to what is asked for
  skip, back, responses, guide, undo as in the walk; finish when the call is over";

impl Walk<'_, '_> {
    /// Goes through the talk that a step is in, or leads to.
    pub(super) fn live(&mut self, step: usize) -> io::Result<Go> {
        let talk = live::talk(self.session(), step);
        let Some(first) = talk.first().copied() else {
            self.talk.say("This playbook asks nothing while you talk.")?;
            return Ok(Go::To(Place { step, field: None }));
        };
        self.talk.say_apart(HOW)?;
        let mut said: Option<Key> = None;
        let mut at = live::left_off(self.session(), &live::items(self.session(), &talk));
        loop {
            let items = live::items(self.session(), &talk);
            let item = items.get(at).cloned();
            let here = item.as_ref().or(items.last()).map_or(first, |item| item.step);
            self.open.session.stand_at(here, None);
            // Once is enough: what one hears must not be drowned by it.
            if said.is_none() || said.as_ref() != item.as_ref().map(|item| &item.key) {
                self.say_item(item.as_ref(), &items)?;
            }
            said = item.as_ref().map(|item| item.key.clone());
            at = match self.talk.hear()? {
                Said::Nothing => self.tick_item(item.as_ref(), &talk, at)?,
                Said::Text(typed) => match (typed.strip_prefix('='), item) {
                    (Some(answer), Some(item)) => self.answer_item(answer.trim(), &item, &talk, at)?,
                    _ => {
                        self.keep_line(here, &typed, &talk)?;
                        at
                    }
                },
                Said::Command(Command::Skip) => (at + 1).min(items.len()),
                Said::Command(Command::Back) => at.min(items.len()).saturating_sub(1),
                Said::Command(Command::Help) => {
                    self.talk.say(HOW)?;
                    at
                }
                Said::Command(Command::Finish) => return self.end_call(),
                Said::Command(Command::Live) => {
                    said = None;
                    at
                }
                Said::Command(command) => match self.obey(command, Place { step: here, field: None })? {
                    Then::Go(go) => return Ok(go),
                    Then::Ask => {
                        said = None;
                        at
                    }
                    Then::Wait => at,
                },
            };
        }
    }

    fn say_item(&mut self, item: Option<&Item>, items: &[Item]) -> io::Result<()> {
        let Some(item) = item else {
            return self.talk.say("All of it is done. finish, when the call is over.");
        };
        let about = item.about.as_deref().map(|about| format!("{about} ")).unwrap_or_default();
        let words = match item.sort {
            Sort::Decision => {
                let about = about.trim_end();
                let options = items.iter().filter(|other| live::question(other) == live::question(item));
                let options = options.enumerate().map(|(n, o)| {
                    let chosen = if o.done { ", chosen" } else { "" };
                    format!("  = {} {}{chosen}", n + 1, o.words)
                });
                format!("{about}\n{}", options.collect::<Vec<_>>().join("\n"))
            }
            Sort::Fill => {
                format!("{}. Answer with = and the answer, or skip.", item.words.trim_end_matches(['.', '?']))
            }
            _ if item.done => format!("{about}{} Done.", item.words),
            _ => format!("{about}{}", item.words),
        };
        self.talk.say_apart(&format!("Now: {words}"))
    }

    fn tick_item(&mut self, item: Option<&Item>, talk: &[usize], at: usize) -> io::Result<usize> {
        let now = self.talk.clock.now();
        // Enter decides nothing: one answers with a number.
        if item.is_some_and(|item| matches!(item.sort, Sort::Decision | Sort::Fill) && !item.done) {
            self.talk.say("= and the answer, or skip.")?;
            return Ok(at);
        }
        if let Some(edit) =
            item.filter(|item| !item.done).and_then(|item| live::tick(self.session(), &item.key, now))
        {
            self.open.session.seal();
            self.apply(edit, now)?;
        }
        Ok(live::next_open(&live::items(self.session(), talk), at + 1))
    }

    /// What stands behind `=`: an option by its number or its words, or what is to be filled in.
    fn answer_item(&mut self, answer: &str, item: &Item, talk: &[usize], at: usize) -> io::Result<usize> {
        let now = self.talk.clock.now();
        self.open.session.seal();
        match &item.key {
            Key::Field(field) => {
                let step = item.step;
                let edit = self.session().add_note(step, answer, now);
                self.open.session.apply(edit, now);
                let entry = self.session().notes(step).len() - 1;
                if let Some(edit) = live::put(self.session(), (step, entry), *field, now) {
                    self.open.session.apply(edit, now);
                }
                self.save()?;
                if matches!(self.session().held(*field), Some(Answer::Verbatim(_))) {
                    self.talk.say("That was not understood. It stands there as you typed it.")?;
                    return Ok(at);
                }
                self.say_answer(*field)?;
            }
            Key::Option { field, .. } => {
                let items = live::items(self.session(), talk);
                let options: Vec<_> =
                    items.iter().filter(|o| live::question(o) == live::question(item)).collect();
                let nth = answer.parse::<usize>().ok().and_then(|n| options.get(n.checked_sub(1)?));
                let folded = text::fold(answer);
                let found = nth.or_else(|| options.iter().find(|o| text::fold(&o.words) == folded));
                let Some(Key::Option { id, .. }) = found.map(|o| &o.key) else {
                    self.talk.say("There is no such answer: = and its number.")?;
                    return Ok(at);
                };
                if !found.is_some_and(|o| o.done) {
                    let edit = self.session().toggle(*field, id, now);
                    self.apply(edit, now)?;
                }
            }
            Key::Said { .. } | Key::Row { .. } => {
                self.talk.say("Nothing is asked for here: Enter says that it is said.")?;
                return Ok(at);
            }
        }
        Ok(live::next_open(&live::items(self.session(), talk), at + 1))
    }

    /// A line that was typed goes where it belongs.
    fn keep_line(&mut self, step: usize, typed: &str, talk: &[usize]) -> io::Result<()> {
        let now = self.talk.clock.now();
        self.open.session.seal();
        let edit = self.session().add_note(step, typed, now);
        self.open.session.apply(edit, now);
        let entry = self.session().notes(step).len() - 1;
        if let Some(edit) = live::keep(self.session(), (step, entry), None) {
            self.open.session.apply(edit, now);
        }
        self.open.session.seal();
        self.save()?;
        if let Meaning::Words(words) = live::meaning(typed)
            && let Some(likely) = live::likely(self.session(), talk, step, words).first()
            && !words.is_empty()
        {
            self.talk.say(&format!("You can say: {}", likely.answer))?;
        }
        Ok(())
    }

    /// The call is over: what was marked, who it was if nobody knows, and on to what comes after.
    fn end_call(&mut self) -> io::Result<Go> {
        for moment in live::moments(self.session()).into_iter().filter(|moment| !moment.settled) {
            match moment.mark {
                Mark::Flag => self.talk.say(&format!("To come back to: {}", moment.words))?,
                Mark::Promise => {
                    let Some(edit) = live::follow_up_of(self.session(), &moment) else { continue };
                    let now = self.talk.clock.now();
                    let due = match &edit {
                        Edit::FollowUps(all) => all.last().and_then(|f| f.due),
                        _ => None,
                    };
                    self.apply(edit, now)?;
                    let day = due.map_or("no day yet; the end asks for it".to_owned(), crate::dates::in_full);
                    self.talk.say(&format!("A follow-up now: {} ({day})", moment.words))?;
                }
            }
        }
        if self.session().head().client.name == UNKNOWN && !self.ask_who()? {
            return Ok(Go::Stop);
        }
        let here = self.session().position().0;
        let next = live::after(self.session(), here);
        let places = self.places();
        Ok(next.and_then(|step| places.into_iter().find(|p| p.step == step)).map_or(Go::End, Go::To))
    }

    /// Who called, and which playbook fits; `false` is to stop.
    fn ask_who(&mut self) -> io::Result<bool> {
        let Some(name) = ask_name(self.talk)? else { return Ok(false) };
        let now = self.talk.clock.now();
        if let Some(name) = name {
            let client = Client { name, ..self.session().head().client.clone() };
            self.apply(Edit::Client(client), now)?;
        }
        let head = self.session().head().clone();
        let known =
            Known { client: &head.client, meeting: &head.meeting, advisor: None, today: now.date_naive() };
        let Some(playbook) = ask_playbook(self.talk, self.catalog, &known)? else { return Ok(false) };
        self.open.session = self.open.session.clone().turn_into(playbook, now);
        let into = self.session().playbook().first_of_talk();
        self.open.session.stand_at(into, None);
        self.save()?;
        Ok(true)
    }
}
