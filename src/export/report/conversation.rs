//! One conversation, step by step in the order of the walk.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::{Block, Note, Part, Report, Table, Words, lines};
use crate::dates;
use crate::document::{ALSO, FollowUp, State, Status};
use crate::export::Options;
use crate::playbook::answer::{Row, says_something};
use crate::playbook::{Answer, Facts, FieldRef, Kind, Slot, Template};
use crate::session::Session;
use crate::text;

/// What stands behind the title of what another version of the playbook asked for.
const EARLIER: &str = "from an earlier version of the playbook";

/// A conversation before or after another one, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Linked {
    pub id: String,
    /// What its playbook is called.
    pub title: String,
    pub day: NaiveDate,
}

impl Linked {
    fn in_words(&self) -> String {
        format!("{}, {}", text::clean_line(&self.title), dates::in_full(self.day))
    }
}

/// The report of one conversation; `links` are those that it may have come from or gone on to.
pub fn conversation(session: &Session, options: &Options, links: &[Linked]) -> Report {
    let playbook = session.playbook();
    let teller = Teller { session, options };
    let client = text::clean_line(&session.head().client_said());
    let mut parts = vec![Part {
        title: None,
        language: playbook.language.clone(),
        blocks: vec![Block::Facts(teller.facts(links, true))],
    }];
    parts.extend(teller.parts());
    Report {
        title: format!("{}: {client}", text::clean_line(&playbook.title)),
        language: playbook.language.clone(),
        parts,
    }
}

/// How many lines of these conversations are private, and left out where they are not asked for.
pub fn left_out(sessions: &[Session]) -> usize {
    let of = |session: &Session| -> usize {
        let playbook = session.playbook();
        let private = playbook.fields().filter(|(at, _)| session.applies(*at) && playbook.says_private(*at));
        let lines = private.map(|(at, field)| {
            let answer = session.answer(at).filter(|answer| !answer.is_blank());
            let also =
                session.all_also().find(|(key, _)| *key == field.key).map_or(0, |(_, texts)| texts.len());
            answer.map_or(0, |answer| answer.in_lines(&field.kind).len().max(1)) + also
        });
        lines.sum()
    };
    sessions.iter().map(of).sum()
}

/// Tells of a conversation.
#[derive(Clone, Copy)]
pub(super) struct Teller<'a> {
    pub session: &'a Session,
    pub options: &'a Options,
}

impl<'a> Teller<'a> {
    /// Whether a field is left out: it is private, or says again what one that is says.
    fn is_hidden(&self, at: FieldRef) -> bool {
        !self.options.private && self.session.playbook().says_private(at)
    }

    /// A template on one line, without what is left out.
    pub fn fill(&self, template: &Template) -> String {
        let put = |slot: Slot, words: String| match slot {
            Slot::Field(at) if self.is_hidden(at) => None,
            _ => Some(words),
        };
        text::clean_line(&self.session.fill_as(template, put))
    }

    /// Who, when, and how it ended.
    pub fn facts(&self, links: &[Linked], with_client: bool) -> Vec<(String, Words)> {
        let head = self.session.head();
        let mut facts: Vec<(String, Words)> = Vec::new();
        let mut add = |label: &str, words: Words| facts.push((label.to_owned(), words));
        if with_client {
            add("Client", head.client_said().into());
            if let Some(firm) = &head.client.organisation {
                add("Organisation", firm.as_str().into());
            }
            if !head.client.also.is_empty() {
                add("Other names", head.client.also.join(", ").into());
            }
        }
        if let Some(advisor) = &head.advisor {
            add("Advisor", advisor.as_str().into());
        }
        if with_client {
            add("Playbook", self.session.playbook().title.as_str().into());
        }
        add("Started", Words::moment(&head.started));
        if let Some(at) = head.meeting.at {
            add("Meeting", Words::day(at.day()));
        }
        let how = head.meeting.how.map(|how| how.word().to_owned());
        let place: Vec<String> = how.into_iter().chain(head.meeting.place.clone()).collect();
        if !place.is_empty() {
            add("How and where", place.join(", ").into());
        }
        if let Some(closed) = head.closed {
            add("Closed", Words::moment(&closed));
        }
        if !head.amended.is_empty() {
            let moments: Vec<String> = head.amended.iter().map(super::moment).collect();
            add("Amended", moments.join("; ").into());
        }
        add("How it ended", self.ending().into());
        let linked = |id: &str| links.iter().find(|link| link.id == id).map(Linked::in_words);
        if let Some(from) = head.from.as_deref().and_then(linked) {
            add("Came from", from.into());
        }
        let to: Vec<String> = head.to.iter().filter_map(|id| linked(id)).collect();
        if !to.is_empty() {
            add("Went on to", to.join("; ").into());
        }
        facts
    }

    /// How it ended, or that it goes on.
    pub fn ending(&self) -> String {
        let head = self.session.head();
        let outcomes = &self.session.playbook().outcomes;
        let label =
            |id: &String| outcomes.iter().find(|o| o.id == *id).map_or(id.clone(), |o| o.label.clone());
        match (head.status, head.outcome.as_ref().map(label)) {
            (Status::Open, None) => "It goes on".to_owned(),
            (Status::Open, Some(outcome)) => format!("{outcome} (it goes on)"),
            (Status::Closed, None) => "Closed".to_owned(),
            (Status::Closed, Some(outcome)) => outcome,
        }
    }

    /// The steps, and what follows from them.
    pub fn parts(&self) -> Vec<Part> {
        let playbook = self.session.playbook();
        let steps =
            playbook.steps.iter().enumerate().map(|(nth, step)| (step.title.as_str(), self.step(nth)));
        let rest = [
            ("From an earlier version of the playbook", self.earlier_elsewhere()),
            (ALSO, self.also_elsewhere()),
            ("Follow-ups", self.follow_ups()),
            ("Messages", self.messages()),
        ];
        let all = steps.chain(rest).filter(|(_, blocks)| !blocks.is_empty());
        let part = |(title, blocks)| Part {
            title: Some(text::clean_line(title)),
            language: playbook.language.clone(),
            blocks,
        };
        all.map(part).collect()
    }

    fn step(&self, nth: usize) -> Vec<Block> {
        let (session, playbook) = (self.session, self.session.playbook());
        let step = &playbook.steps[nth];
        let mut blocks = Vec::new();
        for (field, definition) in step.fields.iter().enumerate() {
            let at = FieldRef { step: nth, field };
            if self.is_hidden(at) || !session.applies(at) {
                continue;
            }
            let said = self.answer(at);
            let also = self.also(&definition.key);
            if said.is_empty() && also.is_empty() {
                continue;
            }
            blocks.push(Block::Heading(1, self.fill(&definition.label)));
            blocks.extend(said);
            blocks.extend(also);
        }
        blocks.extend(self.notes(nth));
        for key in self.also_keys_of(&step.id) {
            blocks.extend(self.also(key));
        }
        for earlier in session.earlier_of(nth).filter(|earlier| !self.is_hidden_key(&earlier.key)) {
            let title = text::clean_line(&earlier.title);
            blocks.push(Block::Heading(1, format!("{title} ({EARLIER})")));
            blocks.push(Block::Quote(lines(&earlier.text)));
        }
        blocks
    }

    /// Whether a key is that of a field that is left out: a heading may stand in a note twice.
    fn is_hidden_key(&self, key: &str) -> bool {
        self.session.playbook().find(key).is_some_and(|at| self.is_hidden(at))
    }

    fn answer(&self, at: FieldRef) -> Vec<Block> {
        let field = self.session.playbook().field(at);
        let Some(answer) = self.session.answer(at).filter(|answer| !answer.is_blank()) else {
            return Vec::new();
        };
        let block = match (answer, &field.kind) {
            (Answer::Text(_), Kind::List(_)) => Block::List(answer.lines().map(bare).collect()),
            (Answer::Text(text), _) if field.words => Block::Quote(lines(text)),
            (Answer::Text(text) | Answer::Other(text) | Answer::Verbatim(text), _) => {
                Block::Text(Words::lines(text))
            }
            (Answer::Choices(_), kind) => {
                Block::List(answer.in_lines(kind).iter().map(|line| text::clean_line(line)).collect())
            }
            (Answer::Checklist(_), kind) => {
                let item =
                    |c: &crate::playbook::model::Choice| (answer.includes(&c.id), text::clean_line(&c.label));
                Block::Ticks(kind.choices().iter().map(item).collect())
            }
            (Answer::Table(_), _) => return self.table(at).map(Block::Table).into_iter().collect(),
            (Answer::Day(day), _) => Block::Text(Words::day(*day)),
            (Answer::Period { n, from: Some(from) }, kind @ Kind::Period { unit, .. }) => {
                let end = dates::Duration { n: *n, unit: *unit }.after(*from);
                let (from, end) = (dates::in_full(*from), dates::in_full(end));
                Block::Text(format!("{}, {from} to {end}", answer.in_words(kind)).into())
            }
            (answer, kind) => Block::Text(answer.in_words(kind).into()),
        };
        vec![block]
    }

    fn table(&self, at: FieldRef) -> Option<Table> {
        let table = self.session.table(at)?;
        let own = table.has_row_text();
        let head = own.then(String::new).into_iter();
        let head = head.chain(table.columns.iter().map(|column| text::clean_line(&column.label)));
        let rows = self.session.rows(at);
        let rows = rows.iter().filter(|row| says_something(table, row)).map(|row: &Row| {
            let first = own.then(|| Words::from(row.text.as_str()));
            let cells = row.cells.iter().zip(&table.columns).map(|(cell, column)| match cell {
                crate::playbook::answer::Cell::Text(text) => Words::lines(text),
                crate::playbook::answer::Cell::Day(day) => Words::day(*day),
                cell => cell.in_words(&column.kind).into(),
            });
            first.into_iter().chain(cells).collect()
        });
        let rows: Vec<Vec<Words>> = rows.collect();
        (!rows.is_empty()).then(|| Table { head: head.collect(), rows })
    }

    fn notes(&self, step: usize) -> Vec<Block> {
        let entries = self.session.notes(step).iter().filter(|entry| !entry.text.trim().is_empty());
        let notes: Vec<Note> = entries.map(|entry| Note { at: entry.at, text: lines(&entry.text) }).collect();
        match notes.is_empty() {
            true => Vec::new(),
            false => vec![Block::Heading(1, "Notes".to_owned()), Block::Notes(notes)],
        }
    }

    /// What was also written for a block of the note.
    fn also(&self, key: &str) -> Vec<Block> {
        let mut texts =
            self.session.all_also().filter(|(of, _)| *of == key).flat_map(|(_, texts)| texts).peekable();
        if texts.peek().is_none() {
            return Vec::new();
        }
        let quotes = texts.map(|text| Block::Quote(lines(text)));
        std::iter::once(Block::Paragraph(format!("{ALSO}:"))).chain(quotes).collect()
    }

    /// The keys of what was also written in a step, and for none of its fields.
    fn also_keys_of(&self, step: &str) -> impl Iterator<Item = &'a str> {
        let playbook = self.session.playbook();
        let keys = self.session.all_also().map(|(key, _)| key);
        keys.filter(move |key| {
            key.split('.').next() == Some(step) && playbook.find(key).is_none() && !key.is_empty()
        })
    }

    fn also_elsewhere(&self) -> Vec<Block> {
        let playbook = self.session.playbook();
        let is_elsewhere = |key: &&str| playbook.step(key.split('.').next().unwrap_or_default()).is_none();
        let keys: BTreeSet<&str> = self.session.all_also().map(|(key, _)| key).filter(is_elsewhere).collect();
        keys.into_iter().flat_map(|key| self.also(key).into_iter().skip(1)).collect()
    }

    fn earlier_elsewhere(&self) -> Vec<Block> {
        let each = self.session.earlier_elsewhere().flat_map(|earlier| {
            [Block::Heading(1, text::clean_line(&earlier.title)), Block::Quote(lines(&earlier.text))]
        });
        each.collect()
    }

    fn follow_ups(&self) -> Vec<Block> {
        let all = self.all_follow_ups();
        if all.is_empty() {
            return Vec::new();
        }
        let head = ["What", "Due", "State", "Moved"].map(str::to_owned).to_vec();
        let table = Table { head, rows: all.iter().map(follow_up).collect() };
        vec![Block::Table(table.without_empty())]
    }

    /// All follow-ups, without what is left out.
    pub fn all_follow_ups(&self) -> Vec<FollowUp> {
        let all = self.session.head().follow_ups.iter();
        let shown = |follow_up: &FollowUp| match self.options.private {
            true => follow_up.clone(),
            false => self.session.without_private(follow_up),
        };
        all.map(shown).collect()
    }

    fn messages(&self) -> Vec<Block> {
        let messages: Vec<Block> = self
            .session
            .messages()
            .flat_map(|message| {
                let text = self.session.message_text_without(message, &|at| self.is_hidden(at));
                [Block::Heading(1, self.fill(&message.title)), Block::Quote(lines(&text))]
            })
            .collect();
        if messages.is_empty() {
            return messages;
        }
        let about = "As the answers fill them; whether they were sent is not kept here.";
        std::iter::once(Block::Paragraph(about.to_owned())).chain(messages).collect()
    }
}

/// A follow-up: what, when, how it stands, and why it was moved.
pub(super) fn follow_up(follow_up: &FollowUp) -> Vec<Words> {
    let due = follow_up.due.map_or_else(|| Words::from("no day yet"), Words::date);
    vec![follow_up.title.as_str().into(), due, state(follow_up).into(), moves(follow_up).into()]
}

/// How a follow-up stands.
pub(super) fn state(follow_up: &FollowUp) -> String {
    let mut state = match (follow_up.state, follow_up.done) {
        (State::Done, Some(day)) => format!("done {}", dates::in_full(day)),
        (state, _) => state.word().to_owned(),
    };
    if let Some(dropped) = follow_up.dropped.as_ref().filter(|_| follow_up.state == State::Dropped) {
        let why = dropped.why.as_ref().map(|why| format!(": {}", text::clean_line(why))).unwrap_or_default();
        state.push_str(&format!(" {}{why}", dates::in_full(dropped.on)));
    }
    if let Some(every) = follow_up.every.filter(|_| follow_up.state == State::Open) {
        let often = if every.n == 1 { every.unit.word(1).to_owned() } else { every.to_string() };
        state.push_str(&format!(", every {often}"));
    }
    state
}

/// From where a follow-up was moved, and why.
fn moves(follow_up: &FollowUp) -> String {
    let each = follow_up.moved.iter().map(|moved| {
        match &moved.why {
            // It has this day, and the reason is why.
            Some(why) if Some(moved.from) == follow_up.due => why.clone(),
            Some(why) => format!("from {}: {why}", dates::in_full(moved.from)),
            None => format!("from {}", dates::in_full(moved.from)),
        }
    });
    each.collect::<Vec<_>>().join("; ")
}

/// A line of a list that was written by hand, without its mark.
fn bare(line: &str) -> String {
    let line = line.trim_start();
    text::clean_line(line.strip_prefix("- ").or_else(|| line.strip_prefix("* ")).unwrap_or(line))
}
