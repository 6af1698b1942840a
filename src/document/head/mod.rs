//! The front matter: all that a list of conversations needs, so that listing reads no body.

mod read;
mod write;

use chrono::{DateTime, FixedOffset, NaiveDate};

use crate::dates;

/// The version of the note format that this program writes.
pub const FORMAT: i64 = 1;

/// Why the front matter of a file could not be read. The file is left as it is.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HeadError {
    #[error("this is not a goodterms note: it does not begin with front matter of ours")]
    NotOurs,
    #[error("its front matter is cut off: a half-written copy, or one not yet synced?")]
    CutOff,
    #[error("a newer goodterms wrote this note (format {0}): update goodterms to open it")]
    Newer(i64),
    #[error("line {line} of the front matter cannot be read: {message}")]
    Broken { line: usize, message: String },
    #[error("its front matter cannot be read: {0}")]
    Wrong(String),
}

/// Whether a conversation goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Status {
    #[default]
    Open,
    Closed,
}

/// Whether a follow-up is still to be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum State {
    #[default]
    Open,
    Done,
    Dropped,
}

/// The playbook that a conversation walks, as it was.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct PlaybookRef {
    pub id: String,
    pub version: String,
    /// Of the file's bytes, in lower-case hexadecimal.
    pub sha256: String,
}

/// Who the conversation is with.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Client {
    pub name: String,
    pub organisation: Option<String>,
    /// Other names of theirs.
    pub also: Vec<String>,
}

/// A day, or a moment with its offset.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    Day(NaiveDate),
    At(DateTime<FixedOffset>),
}

impl When {
    /// The day or moment that a person means by what they typed; `None` as [`dates::typed`].
    pub fn typed(text: &str, clock: &dyn dates::Clock) -> Option<Self> {
        let day = dates::typed(text, clock.now().date_naive())?;
        Some(match day.time {
            Some(time) => Self::At(clock.at(day.date.and_time(time))),
            None => Self::Day(day.date),
        })
    }

    /// The day, where the advisor is.
    pub fn date(&self) -> NaiveDate {
        match self {
            Self::Day(day) => *day,
            Self::At(at) => at.date_naive(),
        }
    }

    /// As a person reads it.
    pub fn in_full(&self) -> String {
        self.day().in_full()
    }

    /// The same without its offset.
    pub fn day(&self) -> dates::Day {
        match self {
            Self::Day(date) => dates::Day::of(*date),
            Self::At(at) => dates::Day { date: at.date_naive(), time: Some(at.time()) },
        }
    }
}

/// How they meet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    InPerson,
    Phone,
    Video,
}

impl How {
    /// All of them, in the order they are offered.
    pub const ALL: [Self; 3] = [Self::InPerson, Self::Phone, Self::Video];

    /// In words; the file has the same.
    pub fn word(self) -> &'static str {
        match self {
            Self::InPerson => "in person",
            Self::Phone => "phone",
            Self::Video => "video",
        }
    }

    /// The one that a word names; `in-person` will do.
    pub fn from_word(word: &str) -> Option<Self> {
        let word = word.trim().to_lowercase().replace('-', " ");
        Self::ALL.into_iter().find(|how| how.word() == word)
    }
}

/// The meeting that the conversation prepares or follows.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Meeting {
    pub at: Option<When>,
    pub how: Option<How>,
    pub place: Option<String>,
}

/// How far the answers go: done and of how many. Derived, for lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Answered {
    pub required: [usize; 2],
    pub all: [usize; 2],
}

/// Something promised or planned for a day.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct FollowUp {
    pub id: String,
    pub title: String,
    /// Unknown as long as what it hangs on is.
    pub due: Option<NaiveDate>,
    pub state: State,
    /// Set by hand: it moves no longer with what it hangs on.
    pub by_hand: bool,
}

/// The front matter.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Head {
    /// 12 characters of Crockford's base 32, lower-case.
    pub id: String,
    pub playbook: PlaybookRef,
    pub client: Client,
    pub advisor: Option<String>,
    pub started: DateTime<FixedOffset>,
    pub meeting: Meeting,
    pub status: Status,
    /// `before`, `during` or `after`: where `at` stands.
    pub phase: String,
    /// The step or field where the advisor stood: `step` or `step.field`.
    pub at: String,
    pub answered: Answered,
    /// The id of how it ended.
    pub outcome: Option<String>,
    pub closed: Option<DateTime<FixedOffset>>,
    pub follow_ups: Vec<FollowUp>,
}

#[cfg(test)]
impl Head {
    /// A head for tests.
    pub fn sample() -> Self {
        Self {
            id: "k3v9q2m8x7ta".to_owned(),
            playbook: PlaybookRef { id: "exit".into(), version: "1.0.0".into(), sha256: "ab".into() },
            client: Client { name: "Ada Byron".into(), organisation: None, also: vec![] },
            started: DateTime::parse_from_rfc3339("2026-11-21T14:02:10-05:00").unwrap_or_default(),
            phase: "before".into(),
            at: "slipped".into(),
            ..Self::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn full() -> Head {
        Head {
            client: Client {
                name: "Zoë \"O'Brien\"-李".into(),
                organisation: Some("A\\B".into()),
                also: vec!["Z".into()],
            },
            meeting: Meeting {
                at: Some(When::At(DateTime::parse_from_rfc3339("2026-11-24T12:30:00-05:00").unwrap())),
                how: Some(How::InPerson),
                place: Some("Chez Luc".into()),
            },
            status: Status::Closed,
            outcome: Some("kept".into()),
            closed: Some(DateTime::parse_from_rfc3339("2026-11-25T12:30:00-05:00").unwrap()),
            answered: Answered { required: [0, 1], all: [3, 14] },
            follow_ups: vec![
                FollowUp { id: "a".into(), title: "T".into(), due: None, state: State::Open, by_hand: false },
                FollowUp {
                    id: "b".into(),
                    title: "U".into(),
                    due: NaiveDate::from_ymd_opt(2027, 3, 1),
                    state: State::Done,
                    by_hand: true,
                },
            ],
            ..Head::sample()
        }
    }

    #[test]
    fn a_head_reads_back() {
        for head in [Head::sample(), full()] {
            let toml = head.write_over("").unwrap();
            assert_eq!(Head::parse(&toml).unwrap(), head, "{toml}");
        }
    }

    #[test]
    fn what_is_not_ours_and_what_says_it_already_stays() {
        let toml = full().write_over("").unwrap();
        let by_hand = toml
            .replace("status = ", "# mine\nhold = \"court\"\nstatus   =   ")
            .replace("{ name = ", "{ vip = true, name = ")
            .replace("title = \"T\"", "title = 'T'\ncolour = 3");
        assert_eq!(full().write_over(&by_hand).unwrap(), by_hand);
        let mut head = full();
        head.outcome = None;
        head.follow_ups.pop();
        let changed = head.write_over(&by_hand).unwrap();
        assert!(changed.contains("# mine\nhold = \"court\"") && changed.contains("vip = true"));
        assert!(changed.contains("colour = 3") && !changed.contains("outcome"));
        assert_eq!(Head::parse(&changed).unwrap(), head);
    }

    #[test]
    fn what_is_written_otherwise_than_we_would_stays_when_something_else_changes() {
        let toml = "goodterms = 1\nid = \"k\"\nplaybook.id = \"exit\"\nplaybook.mine = 1\nstarted = 2026-11-21 14:02:10.25Z\nmeeting = { at = 2026-11-24T12:30:00, how = 'phone' }\n[client]\nname = \"Ad\\u0061\"\n[[follow_up]]\nid = \"a\"\ndue = 2027-03-01T10:00:00\nmine = 1\n[[follow_up]]\nid = \"a\"\ntitle = \"T\"\nmine = 2\n";
        let mut head = Head::parse(toml).unwrap();
        assert_eq!(head.write_over(toml).unwrap(), toml);
        head.outcome = Some("kept".into());
        assert_eq!(
            head.write_over(toml).unwrap(),
            toml.replace("\n[client]", "\noutcome = \"kept\"\n[client]")
        );
        head.follow_ups[1].state = State::Done;
        let written = head.write_over(toml).unwrap();
        assert!(written.contains("T10:00:00\nmine = 1\n"), "{written}");
        assert!(written.ends_with("title = \"T\"\nmine = 2\nstate = \"done\"\n"), "{written}");
        assert_eq!(Head::parse(&written).unwrap(), head);
    }

    #[test]
    fn a_time_without_seconds_reads() {
        let mut toml = Head::sample().write_over("").unwrap();
        toml.push_str("meeting.at = 2026-11-24T12:30-05:00\nclosed = 2026-11-25 12:30Z\n");
        let head = Head::parse(&toml).unwrap();
        assert_eq!(head.meeting.at.unwrap().in_full(), "Tue 24 November 2026, 12:30");
        assert_eq!(head.closed.unwrap().to_rfc3339(), "2026-11-25T12:30:00+00:00");
        assert_eq!(head.write_over(&toml).unwrap(), toml);
    }

    #[test]
    fn a_meeting_that_is_forgotten_leaves_what_is_not_ours() {
        let mut toml = Head::sample().write_over("").unwrap();
        toml.push_str("meeting = { how = \"phone\", bring = \"cake\" }\n");
        let head = Head { meeting: Meeting::default(), ..Head::parse(&toml).unwrap() };
        let without = head.write_over(&toml).unwrap();
        assert!(without.ends_with("meeting = { bring = \"cake\" }\n"), "{without}");
        let closed = Head { status: Status::Closed, ..head };
        assert!(closed.write_over(&without).unwrap().contains("cake"));
    }

    #[test]
    fn each_kind_of_bad_front_matter_is_told_apart() {
        let error = |toml: &str| Head::parse(toml).unwrap_err();
        assert_eq!(error("title = 'blog'"), HeadError::NotOurs);
        assert_eq!(error("goodterms = 2\nid = 3\n"), HeadError::Newer(2));
        assert!(matches!(error("goodterms = 1\nid = \n"), HeadError::Broken { line: 3, .. }));
        let missing = error("goodterms = 1").to_string();
        assert_eq!(missing, "its front matter cannot be read: `playbook` is missing");
    }
}
