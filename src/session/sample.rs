//! A sample conversation from its TOML file, to look around in: with people who do not exist, and on
//! days that are counted from the one on which it is put there.
//!
//! It is made as an advisor would have made it: begun, answered as by `fill`, its follow-ups marked
//! as done. Every wrong key and value is told with its place, in one pass.

use std::sync::Arc;

use chrono::{DateTime, FixedOffset};

use super::{Session, Start, input};
use crate::dates::{self, Clock};
use crate::diagnostic::Fault;
use crate::diagnostic::shape::Shape;
use crate::diagnostic::tree::{self, Placed, Read, Value, wrong_type};
use crate::document::{Client, How, Meeting, When};
use crate::playbook::{FieldRef, Phase, Playbook};
use crate::{table, text};

/// What stands below the title of a sample.
const REMARK: &str = "A sample with invented people. goodterms config remove-samples takes it away.";

table! {
    /// A sample as its file has it.
    pub struct RawSample {
        /// The playbook that it walks, by id.
        playbook: String,
        /// The client's name.
        client: String,
        /// The client's organisation.
        organisation: String,
        /// When it began, as one would type the day.
        started: String,
        /// When they meet, as one would type it.
        meeting: String,
        /// How they talk: in person, phone or video.
        how: String,
        /// Where they meet.
        r#where: String,
        /// The follow-ups that are done already, by id.
        done: Vec<Placed<String>>,
        /// The answers by step and field, as `fill` takes them.
        answers: Answers,
    }
}

/// The answers of a sample. What they are says its playbook, so they are read apart.
#[derive(Clone, Copy, Debug)]
pub struct Answers;

impl Read for Answers {
    const WHAT: &'static str = "a table for each step: [answers.step]";

    fn shape() -> Shape {
        Shape::Pairs
    }

    fn read(value: &Value<'_>, faults: &mut Vec<Fault>) -> Option<Self> {
        let is_table = value.get_ref().as_table().is_some();
        if !is_table {
            wrong_type(value, Self::WHAT, faults);
        }
        is_table.then_some(Self)
    }
}

/// The conversation that a sample's file tells, ready to be filed. `find` gives a playbook by id;
/// of `start` the id and the advisor count.
///
/// # Errors
/// Everything that is wrong in the file.
pub fn read(
    source: &str,
    find: impl FnOnce(&str) -> Option<Arc<Playbook>>,
    start: Start,
    clock: &dyn Clock,
) -> Result<Session, Vec<Fault>> {
    let (table, mut faults) = tree::parse(source);
    let raw = RawSample::read_table(table.get_ref(), &mut faults);
    let began = raw.began(clock, &mut faults);
    let start = raw.start(start, clock, &mut faults);
    let answers = table.get_ref().iter().find(|(key, _)| key.get_ref() == "answers");
    let answers = answers.and_then(|(_, value)| value.get_ref().as_table());
    let read = raw.playbook(find, &mut faults).map(|playbook| {
        let today = clock.now().date_naive();
        let given = answers.map(|table| input::read_table(&playbook, table, today, &mut faults));
        (playbook, given.unwrap_or_default())
    });
    faults.sort_by_key(|f| f.span.start);
    let (Some((playbook, given)), Some(start), Some(began), true) = (read, start, began, faults.is_empty())
    else {
        return Err(faults);
    };
    let mut session = Session::new(playbook, start, began);
    session.live(given, began, clock.now());
    let done = raw.done.iter().flat_map(Placed::get_ref);
    let faults: Vec<_> = done.filter_map(|id| session.settle(id, clock.now())).collect();
    if !faults.is_empty() {
        return Err(faults);
    }
    session.mark_as_sample();
    Ok(session)
}

impl RawSample {
    /// A text that must be there.
    fn needed<'a>(
        &self,
        key: &'static str,
        text: Option<&'a Placed<String>>,
        faults: &mut Vec<Fault>,
    ) -> Option<&'a Placed<String>> {
        let filled = text.filter(|text| !text.get_ref().trim().is_empty());
        if filled.is_none() && !self.seen.lost(key) {
            let span = text.map_or(0..0, Placed::span);
            faults.push(
                Fault::error("missing-key", span, format!("`{key}` is missing"))
                    .help(format!("add: {key} = \"…\"")),
            );
        }
        filled
    }

    fn playbook(
        &self,
        find: impl FnOnce(&str) -> Option<Arc<Playbook>>,
        faults: &mut Vec<Fault>,
    ) -> Option<Arc<Playbook>> {
        let id = self.needed("playbook", self.playbook.as_ref(), faults)?;
        let found = find(id.get_ref());
        if found.is_none() {
            let message = format!("there is no playbook `{}`", text::clean_line(id.get_ref()));
            faults.push(Fault::error("unknown-reference", id.span(), message));
        }
        found
    }

    /// The moment at which it began; without a time, at the time it is now.
    fn began(&self, clock: &dyn Clock, faults: &mut Vec<Fault>) -> Option<DateTime<FixedOffset>> {
        let typed = self.needed("started", self.started.as_ref(), faults)?;
        let day = day(typed, clock, faults)?;
        let began = clock.at(day.date.and_time(day.time.unwrap_or_else(|| clock.now().time())));
        if began > clock.now() {
            let message = format!("`{}` is still to come", text::clean_line(typed.get_ref()));
            faults
                .push(Fault::error("wrong-value", typed.span(), message).help("say a day on which it began"));
        }
        Some(began)
    }

    /// With whom, and when and how they meet.
    fn start(&self, start: Start, clock: &dyn Clock, faults: &mut Vec<Fault>) -> Option<Start> {
        let name = self.needed("client", self.client.as_ref(), faults);
        let meeting = Meeting {
            at: self.meeting.as_ref().and_then(|typed| {
                day(typed, clock, faults)?;
                When::typed(typed.get_ref(), clock)
            }),
            how: self.how.as_ref().and_then(|word| how(word, faults)),
            place: self.r#where.as_ref().map(|place| text::name(place.get_ref())),
        };
        let organisation = self.organisation.as_ref().map(|o| text::name(o.get_ref()));
        let client = Client { name: text::name(name?.get_ref()), organisation, also: Vec::new() };
        Some(Start { client, meeting, ..start })
    }
}

fn day(typed: &Placed<String>, clock: &dyn Clock, faults: &mut Vec<Fault>) -> Option<dates::Day> {
    let day = dates::typed(typed.get_ref(), clock.now().date_naive());
    if day.is_none() {
        let message = format!("`{}` is not a day", text::clean_line(typed.get_ref()));
        faults.push(
            Fault::error("wrong-value", typed.span(), message)
                .help("write it as one types it: \"2 days ago\", \"in 3 days 12:30\""),
        );
    }
    day
}

fn how(word: &Placed<String>, faults: &mut Vec<Fault>) -> Option<How> {
    let how = How::from_word(word.get_ref());
    if how.is_none() {
        let message = format!("`{}` is no way to meet", text::clean_line(word.get_ref()));
        faults
            .push(Fault::error("wrong-value", word.span(), message).help("it is in person, phone or video"));
    }
    how
}

impl Session {
    /// Takes over the answers when they would have been given: notes of what was said have the time
    /// of the meeting, if that is past, and all else that of the beginning.
    fn live(&mut self, mut given: input::Input, began: DateTime<FixedOffset>, now: DateTime<FixedOffset>) {
        let met = match self.head.meeting.at {
            Some(When::At(at)) if at <= now => at.max(began),
            _ => began,
        };
        let playbook = self.playbook.clone();
        let is_before = |step: &usize| playbook.steps[*step].phase == Phase::Before;
        let mut later = given.clone();
        later.answers.clear();
        later.notes.retain(|(step, _)| !is_before(step));
        given.notes.retain(|(step, _)| is_before(step));
        for (given, at) in [(given, began), (later, met)] {
            let edit = self.taking(&given, at);
            self.apply(edit, at);
        }
        let last = (0..playbook.steps.len()).rev().find(|step| self.has_words(*step)).unwrap_or(0);
        // As somebody who came this far has seen it: going on there changes no word.
        for step in 0..=last {
            self.arrive(step, met);
        }
        self.stand_at(last, None);
    }

    /// Whether something was put into a step.
    fn has_words(&self, step: usize) -> bool {
        let mut fields = (0..self.playbook.steps[step].fields.len()).map(|field| FieldRef { step, field });
        self.step_applies(step)
            && (fields.any(|at| self.answers.contains_key(&at)) || !self.notes[step].is_empty())
    }

    /// Marks a follow-up as done, on its day if that is past.
    fn settle(&mut self, id: &Placed<String>, now: DateTime<FixedOffset>) -> Option<Fault> {
        let today = now.date_naive();
        let named = text::clean_line(id.get_ref());
        let Some(nth) = self.head.follow_ups.iter().position(|f| f.id == *id.get_ref()) else {
            let there: Vec<_> = self.head.follow_ups.iter().map(|f| f.id.as_str()).collect();
            let fault =
                Fault::error("unknown-reference", id.span(), format!("no follow-up here is `{named}`"));
            return Some(fault.help(format!("by these answers there are: {}", there.join(", "))));
        };
        let day = self.head.follow_ups[nth].due.map_or(today, |due| due.min(today));
        let Some(edit) = self.mark_done(nth, day) else {
            return Some(Fault::error("wrong-value", id.span(), format!("`{named}` is done already")));
        };
        self.apply(edit, now);
        None
    }

    /// Says in the note that its people are invented, and remembers its text as it is now.
    fn mark_as_sample(&mut self) {
        let mut document = self.to_document();
        document.remark(REMARK);
        self.head.sample = Some(document.text_hash());
        self.filed(document);
    }
}
