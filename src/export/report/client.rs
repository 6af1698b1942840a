//! Everything there is on a client, in one document: what was promised, what happened when, and each
//! conversation from the first to the last.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::conversation::{Teller, follow_up as of_follow_up, state};
use super::events::events;
use super::{Block, Linked, Part, Report, Table, Words};
use crate::dates;
use crate::document::State;
use crate::export::Options;
use crate::session::Session;
use crate::text;

/// Where somebody is named in a conversation with another client. Of that client nothing is said.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mention {
    pub day: NaiveDate,
    /// What its playbook is called.
    pub title: String,
    /// What the step is called, as the playbook has it.
    pub step: Option<String>,
}

/// What there is on a client beside the conversations.
#[derive(Clone, Debug, Default)]
pub struct Story {
    pub name: String,
    pub organisation: Option<String>,
    /// Other names of theirs.
    pub also: Vec<String>,
    /// From and to which day, as it was asked for.
    pub period: (Option<NaiveDate>, Option<NaiveDate>),
    /// By conversation, in their order: the days on which its note was changed.
    pub edits: Vec<Vec<NaiveDate>>,
    /// All conversations that these may have come from or gone on to.
    pub links: Vec<Linked>,
    pub mentions: Vec<Mention>,
    /// What should be here and cannot be read, in words.
    pub missing: Vec<String>,
}

impl Story {
    /// Whether a day is among those that were asked for.
    pub fn covers(&self, day: NaiveDate) -> bool {
        let (from, to) = self.period;
        from.is_none_or(|from| from <= day) && to.is_none_or(|to| day <= to)
    }
}

/// The report of a client, whose conversations stand in the order of time.
pub fn client(story: &Story, sessions: &[Session], options: &Options) -> Report {
    let language = sessions.first().map_or("en", |session| &session.playbook().language).to_owned();
    let part = |title: &str, blocks: Vec<Block>| Part {
        title: Some(title.to_owned()),
        language: "en".to_owned(),
        blocks,
    };
    let about =
        Part { title: None, language: "en".to_owned(), blocks: vec![Block::Facts(facts(story, sessions))] };
    let mut parts = vec![about];
    if !story.missing.is_empty() {
        let mut blocks =
            vec![Block::Paragraph("These could not be read, and are not in this document.".to_owned())];
        blocks.push(Block::List(story.missing.iter().map(|missing| text::clean_line(missing)).collect()));
        parts.push(part("Missing", blocks));
    }
    parts.push(part("Follow-ups and promises", promises(sessions, options)));
    parts.push(part("In the order of time", vec![events(story, sessions, options)]));
    for session in sessions {
        parts.extend(whole(session, options, &story.links));
    }
    if !story.mentions.is_empty() {
        parts.push(part("Also mentioned in", mentions(&story.mentions)));
    }
    Report { title: format!("All conversations with {}", text::clean_line(&story.name)), language, parts }
}

fn facts(story: &Story, sessions: &[Session]) -> Vec<(String, Words)> {
    let mut facts: Vec<(String, Words)> = vec![("Client".to_owned(), story.name.as_str().into())];
    if let Some(firm) = &story.organisation {
        facts.push(("Organisation".to_owned(), firm.as_str().into()));
    }
    if !story.also.is_empty() {
        facts.push(("Other names".to_owned(), story.also.join(", ").into()));
    }
    let advisors: BTreeSet<&str> = sessions.iter().filter_map(|s| s.head().advisor.as_deref()).collect();
    if !advisors.is_empty() {
        facts.push(("Advisor".to_owned(), advisors.into_iter().collect::<Vec<_>>().join(", ").into()));
    }
    facts.push(("Conversations".to_owned(), sessions.len().to_string().into()));
    let period = match story.period {
        (None, None) => return facts,
        (Some(from), None) => format!("from {}", dates::in_full(from)),
        (None, Some(to)) => format!("to {}", dates::in_full(to)),
        (Some(from), Some(to)) => format!("{} to {}", dates::in_full(from), dates::in_full(to)),
    };
    facts.push(("Days asked for".to_owned(), period.into()));
    facts
}

/// All that is still to be done comes first, then what was done or dropped; each by its day.
fn promises(sessions: &[Session], options: &Options) -> Vec<Block> {
    let mut rows = Vec::new();
    for session in sessions {
        let teller = Teller { session, options };
        for follow_up in teller.all_follow_ups() {
            let mut row = of_follow_up(&follow_up);
            row.push(named(session).into());
            let order = (follow_up.state != State::Open, follow_up.due.is_none(), follow_up.due);
            rows.push((order, row));
        }
    }
    if rows.is_empty() {
        return vec![Block::Paragraph("There are none.".to_owned())];
    }
    rows.sort_by_key(|(order, _)| *order);
    let head = ["What", "Due", "State", "Moved", "Conversation"].map(str::to_owned).to_vec();
    let table = Table { head, rows: rows.into_iter().map(|(_, row)| row).collect() };
    vec![Block::Table(table.without_empty())]
}

/// A conversation by its playbook and the day it began.
pub(super) fn named(session: &Session) -> String {
    let day = dates::in_full(session.head().started.date_naive());
    format!("{}, {day}", text::clean_line(&session.playbook().title))
}

/// A conversation as one part: its steps are headings in it.
fn whole(session: &Session, options: &Options, links: &[Linked]) -> Option<Part> {
    let teller = Teller { session, options };
    let mut blocks = vec![Block::Facts(teller.facts(links, false))];
    for part in teller.parts() {
        blocks.extend(part.title.map(|title| Block::Heading(1, title)));
        let lower = |block| match block {
            Block::Heading(level, title) => Block::Heading(level + 1, title),
            other => other,
        };
        blocks.extend(part.blocks.into_iter().map(lower));
    }
    let language = session.playbook().language.clone();
    Some(Part { title: Some(named(session)), language, blocks })
}

fn mentions(mentions: &[Mention]) -> Vec<Block> {
    let row = |mention: &Mention| {
        let step = mention.step.clone().unwrap_or_default();
        vec![Words::date(mention.day), Words::from(mention.title.as_str()), Words::from(step)]
    };
    let about =
        "Conversations with others in which one of these names stands. Whom they are with is not said here.";
    let head = ["Day", "Conversation", "Step"].map(str::to_owned).to_vec();
    let table = Table { head, rows: mentions.iter().map(row).collect() };
    vec![Block::Paragraph(about.to_owned()), Block::Table(table.without_empty())]
}

/// How a follow-up stands, for what happened when.
pub(super) fn due_in_words(follow_up: &crate::document::FollowUp) -> String {
    match follow_up.state {
        State::Open => "Due".to_owned(),
        _ => format!("Was due ({})", state(follow_up)),
    }
}
