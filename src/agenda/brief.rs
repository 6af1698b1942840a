//! What a list tells of a conversation. It is small: there may be ten thousand of them.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::{DateTime, FixedOffset, NaiveDate};

use crate::document::{FollowUp, Head, SAMPLE, State, Status, When};

/// What a list tells of a conversation.
#[derive(Clone, Debug, PartialEq)]
pub struct Brief {
    pub path: PathBuf,
    pub id: Box<str>,
    pub client: Box<str>,
    pub organisation: Option<Box<str>>,
    /// Other names of theirs.
    pub also: Box<[String]>,
    /// The playbook's id.
    pub playbook: Box<str>,
    /// `before`, `during` or `after`.
    pub phase: Box<str>,
    pub status: Status,
    pub started: DateTime<FixedOffset>,
    pub closed: Option<NaiveDate>,
    /// When it was last changed since then.
    pub amended: Option<NaiveDate>,
    /// It must not be forgotten, and why not.
    pub hold: Option<Box<str>>,
    pub meeting: Option<When>,
    /// The id of how it ended.
    pub outcome: Option<Box<str>>,
    /// How much is answered, and of how much.
    pub answered: [usize; 2],
    /// It is a sample with invented people.
    pub sample: bool,
    pub follow_ups: Box<[FollowUp]>,
}

impl Brief {
    /// That of a note, by its front matter.
    pub fn of(path: &Path, head: &Head) -> Self {
        Self {
            path: path.to_owned(),
            id: head.id.as_str().into(),
            client: head.client.name.as_str().into(),
            organisation: head.client.organisation.as_deref().map(Into::into),
            also: head.client.also.as_slice().into(),
            playbook: head.playbook.id.as_str().into(),
            phase: head.phase.as_str().into(),
            status: head.status,
            started: head.started,
            closed: head.closed.map(|at| at.date_naive()),
            amended: head.amended_since_closed().map(|at| at.date_naive()),
            hold: head.hold.as_deref().map(Into::into),
            meeting: head.meeting.at,
            outcome: head.outcome.as_deref().map(Into::into),
            answered: head.answered.all,
            sample: head.is_sample(),
            follow_ups: head.follow_ups.as_slice().into(),
        }
    }

    /// Whether it goes on.
    pub fn is_open(&self) -> bool {
        self.status == Status::Open
    }

    /// Which of its follow-ups wait to be done. Of an open conversation those without a day are seen
    /// there; of a closed one they would be lost.
    pub fn waiting(&self) -> impl Iterator<Item = usize> {
        let closed = !self.is_open();
        let waits = move |f: &FollowUp| f.state == State::Open && (f.due.is_some() || closed);
        (0..).zip(&self.follow_ups).filter(move |(_, f)| waits(f)).map(|(nth, _)| nth)
    }

    /// The client's name and, if nobody of that name is meant, that it is a sample.
    pub fn client_said(&self) -> String {
        let mark = if self.sample { format!(" {SAMPLE}") } else { String::new() };
        format!("{}{mark}", self.client)
    }
}

/// The conversations there are.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Briefs {
    /// Newest first.
    pub notes: Vec<Arc<Brief>>,
    /// Files that are no notes of ours, or cannot be read.
    pub unreadable: usize,
}

impl Briefs {
    /// Puts them in their order.
    pub fn sort(&mut self) {
        self.notes.sort_by(|a, b| b.started.cmp(&a.started).then_with(|| a.path.cmp(&b.path)));
    }

    /// The one with this id.
    pub fn with_id(&self, id: &str) -> Option<&Arc<Brief>> {
        self.notes.iter().find(|brief| *brief.id == *id)
    }
}

#[cfg(test)]
impl Brief {
    /// One for tests: who, when it began, and what follows from it.
    pub fn sample(client: &str, started: &str, follow_ups: &[(&str, Option<&str>)]) -> Arc<Self> {
        let mut head = Head::sample();
        head.client.name = client.to_owned();
        head.started = DateTime::parse_from_rfc3339(&format!("{started}T14:02:10-05:00")).unwrap();
        head.follow_ups = follow_ups
            .iter()
            .map(|(title, due)| FollowUp {
                id: title.to_lowercase(),
                title: (*title).to_owned(),
                due: due.map(|day| day.parse().unwrap()),
                ..FollowUp::default()
            })
            .collect();
        Arc::new(Self::of(Path::new(&format!("/notes/{client}/{started}.md")), &head))
    }
}
