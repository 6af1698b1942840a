//! The front matter: all that a list of conversations needs, so that listing reads no body.

mod follow_up;
mod names;
mod read;
mod write;

use std::collections::BTreeMap;

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveTime, Timelike};

pub use self::follow_up::{Dropped, FollowUp, Moved, State};
pub use self::names::{Named, Names};
pub(super) use self::write::put_last;
use crate::{dates, text};

/// The version of the note format that this program writes.
pub const FORMAT: i64 = 1;

/// What stands behind the client's name where a conversation is a sample.
pub const SAMPLE: &str = "(sample)";

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

    /// The same without its offset, to the minute as it is shown and typed.
    pub fn day(&self) -> dates::Day {
        match self {
            Self::Day(date) => dates::Day::of(*date),
            Self::At(at) => {
                let time = NaiveTime::from_hms_opt(at.hour(), at.minute(), 0);
                dates::Day { date: at.date_naive(), time }
            }
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
    /// When what it says was changed after it had been closed, the first one first.
    pub amended: Vec<DateTime<FixedOffset>>,
    /// It must not be forgotten, and why not; the reason may be empty.
    pub hold: Option<String>,
    /// The id of the conversation that handed on to this one.
    pub from: Option<String>,
    /// The ids of those that this one handed on to.
    pub to: Vec<String>,
    /// It is a sample with invented people, and not a client's: the hash of its text as it came, see
    /// [`Document::text_hash`](crate::document::Document::text_hash).
    pub sample: Option<String>,
    pub follow_ups: Vec<FollowUp>,
    /// The words that options and columns had when it was written.
    pub labels: Labels,
}

/// By a field's key (`step.field`, and `step.field.column` for the options of a column): the label
/// of each id that does not follow from it.
pub type Labels = BTreeMap<String, BTreeMap<String, String>>;

impl Head {
    /// Whether it is a sample with invented people.
    pub fn is_sample(&self) -> bool {
        self.sample.is_some()
    }

    /// The client's name and, if nobody of that name is meant, that it is a sample.
    pub fn client_said(&self) -> String {
        let mark = if self.is_sample() { format!(" {SAMPLE}") } else { String::new() };
        format!("{}{mark}", self.client.name)
    }

    /// When it was last changed since it was closed: an amendment of a record.
    pub fn amended_since_closed(&self) -> Option<DateTime<FixedOffset>> {
        let closed = self.closed.filter(|_| self.status == Status::Closed)?;
        self.amended.iter().copied().filter(|at| at.timestamp() >= closed.timestamp()).max()
    }

    /// `Closed Wed 2 Dec · amended Sat 5 Dec`, once it is closed.
    pub fn closed_said(&self, today: NaiveDate) -> Option<String> {
        let closed = self.closed.filter(|_| self.status == Status::Closed)?;
        let day = |at: DateTime<FixedOffset>| dates::short(at.date_naive(), today);
        let amended = self.amended_since_closed().map(|at| format!(" · amended {}", day(at)));
        Some(format!("Closed {}{}", day(closed), amended.unwrap_or_default()))
    }

    /// The ids of the conversations before and after this one.
    pub fn linked(&self) -> impl Iterator<Item = &str> {
        self.from.iter().chain(&self.to).map(String::as_str)
    }
}

/// That a conversation must not be forgotten, and why: `On hold, not to be forgotten: a claim`.
pub fn hold_said(why: &str) -> String {
    match text::clean_line(why).as_str() {
        "" => "On hold, not to be forgotten; no reason is given".to_owned(),
        why => format!("On hold, not to be forgotten: {why}"),
    }
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

    fn moved(from: &str, why: Option<&str>) -> Moved {
        Moved { from: from.parse().unwrap(), why: why.map(str::to_owned) }
    }

    fn at(text: &str) -> DateTime<FixedOffset> {
        DateTime::parse_from_rfc3339(text).unwrap()
    }

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
            amended: vec![at("2026-12-05T10:02:00-05:00"), at("2026-12-09T09:00:00-05:00")],
            hold: Some("a claim, says \"Legal\"".into()),
            answered: Answered { required: [0, 1], all: [3, 14] },
            from: Some("0123456789ab".into()),
            to: vec!["cdefghjkmnpq".into()],
            sample: Some("0123456789abcdef".repeat(4)),
            follow_ups: vec![
                FollowUp { id: "a".into(), title: "T".into(), ..FollowUp::default() },
                FollowUp {
                    id: "b".into(),
                    title: "U".into(),
                    due: NaiveDate::from_ymd_opt(2027, 3, 1),
                    every: "3 months".parse().ok(),
                    state: State::Done,
                    by_hand: true,
                    moved: vec![
                        moved("2027-02-22", Some("on \"holiday\", she said")),
                        moved("2027-02-28", None),
                    ],
                    done: NaiveDate::from_ymd_opt(2027, 3, 2),
                    dropped: None,
                },
                FollowUp {
                    id: "c".into(),
                    title: "V".into(),
                    state: State::Dropped,
                    dropped: NaiveDate::from_ymd_opt(2027, 3, 3)
                        .map(|on| Dropped { on, why: Some("they \"moved\" away".into()) }),
                    ..FollowUp::default()
                },
            ],
            ..Head::sample()
        }
    }

    #[test]
    fn a_head_reads_back() {
        let mut several = full();
        several.to.push("rstvwxyz0123".into());
        for head in [Head::sample(), full(), several] {
            let toml = head.write_over("").unwrap();
            assert_eq!(Head::parse(&toml).unwrap(), head, "{toml}");
        }
        let toml = full().write_over("").unwrap();
        let expected = "89abcdef\"\nto = \"cdefghjkmnpq\"\n\n[[follow_up]]\nid = \"a\"\n";
        assert!(toml.contains(expected), "{toml}");
        let expected = "every = \"3 months\"\nstate = \"done\"\nby_hand = true\n\
                        moved = [[2027-02-22, 'on \"holiday\", she said'], [2027-02-28]]\ndone = 2027-03-02\n";
        assert!(toml.contains(expected), "{toml}");
        let expected = "state = \"dropped\"\ndropped = [2027-03-03, 'they \"moved\" away']\n";
        assert!(toml.ends_with(expected), "{toml}");
    }

    #[test]
    fn words_stand_last_a_line_a_field_and_those_of_other_fields_stay() {
        let of = |words: &str| BTreeMap::from([("a \"b\"".to_owned(), words.to_owned())]);
        let toml =
            Head::sample().write_over("").unwrap() + "# mine\n[labels]\n\"gone.field\" = { x = \"X\" }\n";
        let mut head = Head::parse(&toml).unwrap();
        head.labels.insert("s.f".to_owned(), of("it's \"A\" – 李"));
        head.follow_ups = full().follow_ups;
        let written = head.write_over(&toml).unwrap();
        assert_eq!(Head::parse(&written).unwrap(), head, "{written}");
        let last: Vec<_> = written.lines().rev().take(4).collect();
        assert!(last[0].starts_with("\"s.f\" = {") && last[1].starts_with("\"gone.field\""), "{written}");
        assert_eq!((last[2], last[3]), ("[labels]", "# mine"), "{written}");
        head.labels.insert("s.f".to_owned(), of("B"));
        head.labels.remove("gone.field");
        let again = Head::parse(&head.write_over(&written).unwrap()).unwrap();
        assert_eq!((&again.labels["s.f"], again.labels.contains_key("gone.field")), (&of("B"), true));
    }

    #[test]
    fn a_hold_is_one_whatever_stands_there_and_is_taken_out_whole() {
        let without = Head::sample().write_over("").unwrap();
        for own in ["true", "false", "3", "\"\"", "[1]", "{ since = 2026-01-01, why = \"x\" }"] {
            let toml = format!("hold = {own} # mine\n{without}");
            let head = Head::parse(&toml).unwrap();
            assert_eq!(head.hold.as_deref(), Some(""), "{own}");
            let other = Head { outcome: Some("kept".into()), ..head.clone() };
            let written = other.write_over(&toml).unwrap();
            assert!(written.contains(&format!("hold = {own} # mine\n")), "{written}");
            let released = Head { hold: None, ..head.clone() }.write_over(&toml).unwrap();
            assert_eq!(Head::parse(&released).unwrap().hold, None, "{released}");
            let reason = Head { hold: Some("a claim".into()), ..head }.write_over(&toml).unwrap();
            assert!(reason.contains("hold = \"a claim\""), "{reason}");
        }
        let table = format!("{without}\n[hold]\nwhy = \"x\"\n");
        let head = Head::parse(&table).unwrap();
        assert!(head.hold.is_some());
        let released = Head { hold: None, ..head }.write_over(&table).unwrap();
        assert_eq!(Head::parse(&released).unwrap().hold, None, "{released}");
    }

    #[test]
    fn moments_of_change_are_added_to_those_that_stand_there_and_what_is_none_stays() {
        let (first, next) = (at("2026-12-05T10:02:00-05:00"), at("2026-12-09T09:00:00-05:00"));
        let toml = Head { amended: vec![first], ..Head::sample() }.write_over("").unwrap();
        assert!(toml.contains("amended = [2026-12-05T10:02:00-05:00]\n"), "{toml}");
        let toml = toml.replace("00-05:00]", "00.500-05:00, \"and by hand\"]");
        let mut head = Head::parse(&toml).unwrap();
        assert_eq!(head.amended.len(), 1);
        head.amended.push(next);
        let more = head.write_over(&toml).unwrap();
        let line = "amended = [2026-12-05T10:02:00.500-05:00, \"and by hand\", 2026-12-09T09:00:00-05:00]";
        assert!(more.contains(line), "{more}");
        head.amended.pop();
        assert!(head.write_over(&more).unwrap().contains("00.500-05:00, \"and by hand\"]"));
        let own = toml.replace("amended = [", "amended = \"never\" #[");
        let head = Head { amended: vec![next], ..Head::parse(&own).unwrap() };
        assert!(head.write_over(&own).unwrap().contains("amended = \"never\" #["));
    }

    #[test]
    fn an_amendment_is_one_of_the_time_since_it_was_closed_last() {
        let mut head = full();
        assert_eq!(head.amended_since_closed(), Some(at("2026-12-09T09:00:00-05:00")));
        head.closed = Some(at("2026-12-10T09:00:00-05:00"));
        assert_eq!(head.amended_since_closed(), None);
        head = Head { status: Status::Open, closed: None, ..full() };
        assert_eq!(head.amended_since_closed(), None);
    }

    #[test]
    fn a_key_called_sample_that_is_no_hash_is_somebodys_own_and_stays() {
        let sample = Head::sample().write_over("").unwrap();
        let short = "ab".repeat(31);
        for own in [
            "true",
            "3",
            "\"the blue one\"",
            "[1]",
            "\"\"",
            &format!("\"{short}\""),
            &format!("\"{short}AB\""),
        ] {
            let toml = format!("{sample}sample = {own} # mine\n");
            let mut head = Head::parse(&toml).unwrap();
            assert!(!head.is_sample(), "{own}");
            head.outcome = Some("kept".into());
            let written = head.write_over(&toml).unwrap();
            assert!(written.contains(&format!("sample = {own} # mine\n")), "{written}");
        }
        let hash = "ab".repeat(32);
        let mut head = Head::parse(&format!("{sample}sample = '{hash}' # mine\n")).unwrap();
        assert_eq!(
            (head.sample.as_deref(), head.client_said().as_str()),
            (Some(&*hash), "Ada Byron (sample)")
        );
        let written = head.write_over(&format!("{sample}sample = '{hash}' # mine\n")).unwrap();
        assert!(written.ends_with(&format!("sample = '{hash}' # mine\n")), "{written}");
        head.sample = None;
        assert!(!head.write_over(&written).unwrap().contains("sample"));
    }

    #[test]
    fn hand_offs_read_as_one_or_several_and_stay_as_they_are_written() {
        let sample = Head::sample().write_over("").unwrap();
        for (to, ids) in [("\"a\"", vec!["a"]), ("[ \"a\" ]", vec!["a"]), ("[\"a\", 'b']", vec!["a", "b"])] {
            let toml = format!("{sample}to   = {to} # mine\n");
            let mut head = Head::parse(&toml).unwrap();
            assert_eq!(head.to, ids);
            head.outcome = Some("kept".into());
            assert!(head.write_over(&toml).unwrap().contains(&format!("to   = {to} # mine\n")));
            head.to.push("c".into());
            let written = head.write_over(&toml).unwrap();
            assert_eq!(Head::parse(&written).unwrap(), head, "{written}");
            assert!(written.contains("# mine"), "{written}");
            head.to.clear();
            assert_eq!(Head::parse(&head.write_over(&written).unwrap()).unwrap(), head);
        }
    }

    #[test]
    fn what_is_added_to_the_moves_leaves_those_there_as_they_are_written() {
        let sample = Head::sample().write_over("").unwrap();
        let moves = "moved = [\n  [ 2027-02-22, 'on holiday', 3 ], # mine\n  [2027-02-28T10:00:00],\n]\n";
        let toml = format!("{sample}[[follow_up]]\nid = \"a\"\n{moves}mine = 1\n");
        let mut head = Head::parse(&toml).unwrap();
        assert_eq!(
            head.follow_ups[0].moved,
            [moved("2027-02-22", Some("on holiday")), moved("2027-02-28", None)]
        );
        head.follow_ups[0].moved.push(moved("2027-03-08", Some("again")));
        let written = head.write_over(&toml).unwrap();
        assert!(
            written.contains("  [ 2027-02-22, 'on holiday', 3 ], # mine\n  [2027-02-28T10:00:00]"),
            "{written}"
        );
        assert_eq!(Head::parse(&written).unwrap(), head, "{written}");
        head.follow_ups[0].moved.truncate(2);
        let back = head.write_over(&written).unwrap();
        assert!(back.contains("'on holiday', 3 ], # mine"), "{back}");
        assert_eq!(Head::parse(&back).unwrap(), head, "{back}");
    }

    #[test]
    fn why_one_was_dropped_reads_however_it_is_written_and_a_key_of_somebodys_own_stays() {
        let sample = Head::sample().write_over("").unwrap();
        let on = NaiveDate::from_ymd_opt(2027, 3, 3).unwrap();
        let read = |dropped: &str| {
            let toml = format!("{sample}[[follow_up]]\nid = \"a\"\ndropped = {dropped} # mine\n");
            let head = Head::parse(&toml).unwrap();
            assert_eq!(head.write_over(&toml).unwrap(), toml);
            let mut done = head.clone();
            done.follow_ups[0].state = State::Done;
            let written = done.write_over(&toml).unwrap();
            assert!(written.contains(&format!("dropped = {dropped} # mine\n")), "{written}");
            head.follow_ups[0].dropped.clone()
        };
        for day in ["2027-03-03", "[2027-03-03]", "[2027-03-03T10:00:00, 3]", "[ 2027-03-03, [] ]"] {
            assert_eq!(read(day), Some(Dropped { on, why: None }), "{day}");
        }
        assert_eq!(read("[2027-03-03, 'ill', 3]"), Some(Dropped { on, why: Some("ill".into()) }));
        for own in ["true", "\"the ball\"", "[]", "[\"ill\"]", "10:00:00", "{ on = 2027-03-03 }"] {
            assert_eq!(read(own), None, "{own}");
        }
    }

    #[test]
    fn a_follow_up_that_comes_back_is_the_one_it_was() {
        let with =
            full().write_over("").unwrap().replace("title = \"T\"", "# mine\ntitle = \"T\"\ncolour = 3");
        let without = Head { follow_ups: Vec::new(), ..full() };
        let gone = without.write_over(&with).unwrap();
        assert!(!gone.contains("colour"));
        assert_eq!(full().write_over_from(&gone, &with).unwrap(), with);
        let plain = full().write_over(&gone).unwrap();
        assert!(!plain.contains("colour"), "nothing comes from nowhere: {plain}");
    }

    #[test]
    fn what_is_wrong_with_a_follow_up_is_told_in_words() {
        let sample = Head::sample().write_over("").unwrap();
        for (line, wrong) in [
            ("every = \"now and then\"", "`follow_up.every`"),
            ("every = \"0 days\"", "`follow_up.every`"),
            ("moved = [[\"on holiday\"]]", "`follow_up.moved`"),
            ("moved = [[]]", "`follow_up.moved`"),
            ("done = 10:00:00", "`follow_up.done`"),
        ] {
            let error = Head::parse(&format!("{sample}[[follow_up]]\nid = \"a\"\n{line}\n")).unwrap_err();
            assert!(error.to_string().contains(wrong), "{line}: {error}");
        }
    }

    #[test]
    fn what_is_not_ours_and_what_says_it_already_stays() {
        let toml = full().write_over("").unwrap();
        let by_hand = toml
            .replace("status = ", "# mine\nvault = \"court\"\nstatus   =   ")
            .replace("{ name = ", "{ vip = true, name = ")
            .replace("title = \"T\"", "title = 'T'\ncolour = 3");
        assert_eq!(full().write_over(&by_hand).unwrap(), by_hand);
        let mut head = full();
        head.outcome = None;
        head.follow_ups.truncate(1);
        let changed = head.write_over(&by_hand).unwrap();
        assert!(changed.contains("# mine\nvault = \"court\"") && changed.contains("vip = true"));
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
