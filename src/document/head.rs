//! The front matter: all that a list of conversations needs, so that listing reads no body.

use chrono::{DateTime, FixedOffset, NaiveDate};
use serde::Deserialize;
use toml_edit::{Array, DocumentMut, InlineTable, Item, Table, TableLike, Value};

use crate::{dates, diagnostic, text};

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

/// As it stands in the file: nothing is required, so that the message can say what is missing.
#[derive(Deserialize)]
struct RawHead {
    goodterms: Option<i64>,
    id: Option<String>,
    playbook: Option<RawPlaybook>,
    client: Option<RawClient>,
    advisor: Option<String>,
    started: Option<toml::value::Datetime>,
    #[serde(default)]
    meeting: RawMeeting,
    #[serde(default)]
    status: RawStatus,
    #[serde(default)]
    phase: String,
    #[serde(default)]
    at: String,
    #[serde(default)]
    answered: RawAnswered,
    outcome: Option<String>,
    closed: Option<toml::value::Datetime>,
    #[serde(default)]
    follow_up: Vec<RawFollowUp>,
}

#[derive(Deserialize)]
struct RawPlaybook {
    id: String,
    #[serde(default)]
    version: String,
    #[serde(default)]
    sha256: String,
}

#[derive(Deserialize)]
struct RawClient {
    name: String,
    organisation: Option<String>,
    #[serde(default)]
    also: Vec<String>,
}

#[derive(Default, Deserialize)]
struct RawMeeting {
    at: Option<toml::value::Datetime>,
    how: Option<String>,
    #[serde(rename = "where")]
    place: Option<String>,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "lowercase")]
enum RawStatus {
    #[default]
    Open,
    Closed,
}

#[derive(Default, Deserialize)]
struct RawAnswered {
    #[serde(default)]
    required: [usize; 2],
    #[serde(default)]
    all: [usize; 2],
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "lowercase")]
enum RawState {
    #[default]
    Open,
    Done,
    Dropped,
}

#[derive(Deserialize)]
struct RawFollowUp {
    id: String,
    #[serde(default)]
    title: String,
    due: Option<toml::value::Datetime>,
    #[serde(default)]
    state: RawState,
    #[serde(default)]
    by_hand: bool,
}

impl Head {
    /// Reads front matter without its fences.
    ///
    /// # Errors
    /// As [`super::Document::head`]; lines are counted in the file.
    pub fn parse(toml: &str) -> Result<Self, HeadError> {
        let raw: RawHead = match toml::from_str(toml) {
            Ok(raw) => raw,
            Err(error) => return Err(unreadable(toml, &error)),
        };
        match raw.goodterms {
            None => return Err(HeadError::NotOurs),
            Some(FORMAT) => {}
            Some(n) if n > FORMAT => return Err(HeadError::Newer(n)),
            Some(n) => return Err(wrong(format!("there is no note format {n}"))),
        }
        let missing = |key: &str| wrong(format!("`{key}` is missing"));
        let playbook = raw.playbook.ok_or_else(|| missing("playbook"))?;
        let client = raw.client.ok_or_else(|| missing("client"))?;
        let id = raw.id.filter(|id| !id.is_empty()).ok_or_else(|| missing("id"))?;
        Ok(Self {
            id,
            playbook: PlaybookRef { id: playbook.id, version: playbook.version, sha256: playbook.sha256 },
            client: Client { name: client.name, organisation: client.organisation, also: client.also },
            advisor: raw.advisor,
            started: moment("started", &raw.started.ok_or_else(|| missing("started"))?)?,
            meeting: raw.meeting.read()?,
            status: match raw.status {
                RawStatus::Open => Status::Open,
                RawStatus::Closed => Status::Closed,
            },
            phase: raw.phase,
            at: raw.at,
            answered: Answered { required: raw.answered.required, all: raw.answered.all },
            outcome: raw.outcome,
            closed: raw.closed.map(|at| moment("closed", &at)).transpose()?,
            follow_ups: raw.follow_up.into_iter().map(RawFollowUp::read).collect::<Result<_, _>>()?,
        })
    }

    /// The front matter `existing` changed to say this: what reads as this already, however it
    /// is written, keys that are not ours, comments and order stay. `None` where `existing` is
    /// not TOML.
    pub fn write_over(&self, existing: &str) -> Option<String> {
        let before = Self::parse(existing).ok();
        if before.as_ref() == Some(self) {
            return Some(existing.to_owned());
        }
        let mut document: DocumentMut = existing.replace("\r\n", "\n").parse().ok()?;
        let was = before.as_ref().map(Self::to_table).unwrap_or_default();
        put("", document.as_table_mut(), &was, &self.to_table());
        let was = before.map(|b| b.follow_ups).unwrap_or_default();
        put_follow_ups(document.as_table_mut(), &was, &self.follow_ups);
        Some(document.to_string())
    }

    /// All but the follow-ups.
    fn to_table(&self) -> Table {
        let mut table = Table::new();
        table.insert("goodterms", FORMAT.into());
        table.insert("id", self.id.as_str().into());
        let playbook = [
            ("id", Some(self.playbook.id.as_str().into())),
            ("version", Some(self.playbook.version.as_str().into())),
            ("sha256", Some(self.playbook.sha256.as_str().into())),
        ];
        table.insert("playbook", inline(playbook));
        let also = (!self.client.also.is_empty())
            .then(|| Value::Array(self.client.also.iter().map(String::as_str).collect()));
        let client = [
            ("name", Some(self.client.name.as_str().into())),
            ("organisation", self.client.organisation.as_deref().map(Value::from)),
            ("also", also),
        ];
        table.insert("client", inline(client));
        if let Some(advisor) = &self.advisor {
            table.insert("advisor", advisor.as_str().into());
        }
        table.insert("started", datetime(&self.started).into());
        let meeting = [
            ("at", self.meeting.at.as_ref().map(when)),
            ("how", self.meeting.how.map(|how| how.word().into())),
            ("where", self.meeting.place.as_deref().map(Value::from)),
        ];
        if self.meeting != Meeting::default() {
            table.insert("meeting", inline(meeting));
        }
        let status = if self.status == Status::Open { "open" } else { "closed" };
        table.insert("status", status.into());
        table.insert("phase", self.phase.as_str().into());
        table.insert("at", self.at.as_str().into());
        let answered =
            [("required", Some(pair(self.answered.required))), ("all", Some(pair(self.answered.all)))];
        table.insert("answered", inline(answered));
        if let Some(outcome) = &self.outcome {
            table.insert("outcome", outcome.as_str().into());
        }
        if let Some(closed) = &self.closed {
            table.insert("closed", datetime(closed).into());
        }
        table
    }

    /// A head for tests.
    #[cfg(test)]
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

impl FollowUp {
    fn to_table(&self) -> Table {
        let mut table = Table::new();
        table.insert("id", self.id.as_str().into());
        table.insert("title", self.title.as_str().into());
        if let Some(due) = self.due {
            table.insert("due", when(&When::Day(due)).into());
        }
        let state = match self.state {
            State::Open => "open",
            State::Done => "done",
            State::Dropped => "dropped",
        };
        table.insert("state", state.into());
        if self.by_hand {
            table.insert("by_hand", true.into());
        }
        table
    }
}

/// The keys that are ours to change and remove, in the front matter (`""`) and in its tables.
fn known_in(table: &str) -> &'static [&'static str] {
    match table {
        "playbook" => &["id", "version", "sha256"],
        "client" => &["name", "organisation", "also"],
        "meeting" => &["at", "how", "where"],
        "answered" => &["required", "all"],
        "follow_up" => &["id", "title", "due", "state", "by_hand"],
        "" => &[
            "goodterms",
            "id",
            "playbook",
            "client",
            "advisor",
            "started",
            "meeting",
            "status",
            "phase",
            "at",
            "answered",
            "outcome",
            "closed",
        ],
        _ => &[],
    }
}

/// Makes `table`, which has this name and reads as `was`, say what `ours` says, key by key.
fn put(name: &str, table: &mut dyn TableLike, was: &dyn TableLike, ours: &dyn TableLike) {
    for key in known_in(name) {
        if was.contains_key(key) && !ours.contains_key(key) {
            take_out(table, key);
        }
    }
    for (key, item) in ours.iter() {
        // Written otherwise, it may say more than we read: a time of day, a part of a second.
        if was.get(key).is_some_and(|was| was.to_string() == item.to_string()) {
            continue;
        }
        let Some(found) = table.get_mut(key) else {
            table.insert(key, item.clone());
            continue;
        };
        if let (Some(found), Some(item)) = (found.as_table_like_mut(), item.as_table_like()) {
            let nothing = Table::new();
            put(key, found, was.get(key).and_then(Item::as_table_like).unwrap_or(&nothing), item);
            continue;
        }
        let decor = found.as_value().map(|v| v.decor().clone());
        *found = item.clone();
        if let (Some(value), Some(decor)) = (found.as_value_mut(), decor) {
            *value.decor_mut() = decor;
        }
    }
}

/// Takes a key out; of a table, only what is ours in it.
fn take_out(table: &mut dyn TableLike, key: &str) {
    if let Some(inner) = table.get_mut(key).and_then(Item::as_table_like_mut) {
        for ours in known_in(key) {
            inner.remove(ours);
        }
        if !inner.is_empty() {
            return;
        }
    }
    table.remove(key);
}

/// Follow-ups are matched by id, in their order; keys in them that are not ours stay.
fn put_follow_ups(table: &mut Table, was: &[FollowUp], ours: &[FollowUp]) {
    if was == ours {
        return;
    }
    let old = table.remove("follow_up").and_then(|item| item.into_array_of_tables().ok());
    let mut old: Vec<_> = old.unwrap_or_default().into_iter().zip(was).map(Some).collect();
    let mut merged = toml_edit::ArrayOfTables::new();
    for new in ours {
        let found = old.iter_mut().find(|o| o.as_ref().is_some_and(|(_, was)| was.id == new.id));
        merged.push(match found.and_then(Option::take) {
            Some((mut found, was)) => {
                put("follow_up", &mut found, &was.to_table(), &new.to_table());
                found
            }
            None => new.to_table(),
        });
    }
    if !merged.is_empty() {
        table.insert("follow_up", Item::ArrayOfTables(merged));
    }
}

fn inline<const N: usize>(pairs: [(&str, Option<Value>); N]) -> Item {
    let mut table = InlineTable::new();
    for (key, value) in pairs {
        if let Some(value) = value {
            table.insert(key, value);
        }
    }
    Item::Value(Value::InlineTable(table))
}

fn pair(pair: [usize; 2]) -> Value {
    Value::Array(pair.iter().map(|n| i64::try_from(*n).unwrap_or(i64::MAX)).collect::<Array>())
}

fn datetime(at: &DateTime<FixedOffset>) -> Value {
    let text = at.to_rfc3339_opts(chrono::SecondsFormat::Secs, false);
    text.parse::<toml_edit::Datetime>().map_or_else(|_| text.into(), Value::from)
}

fn when(when: &When) -> Value {
    match when {
        When::At(at) => datetime(at),
        When::Day(day) => {
            let text = day.format("%Y-%m-%d").to_string();
            text.parse::<toml_edit::Datetime>().map_or_else(|_| text.into(), Value::from)
        }
    }
}

fn wrong(message: String) -> HeadError {
    HeadError::Wrong(message)
}

fn unreadable(toml: &str, error: &toml::de::Error) -> HeadError {
    let (line, _) = diagnostic::line_and_column(toml, error.span().map_or(0, |s| s.start));
    let newer = toml
        .lines()
        .find_map(|l| l.strip_prefix("goodterms")?.trim_start().strip_prefix('=')?.trim().parse().ok());
    match newer {
        Some(n) if n > FORMAT => HeadError::Newer(n),
        // The fence is the first line of the file.
        _ => HeadError::Broken { line: line + 1, message: text::clean_line(error.message()) },
    }
}

fn moment(key: &str, at: &toml::value::Datetime) -> Result<DateTime<FixedOffset>, HeadError> {
    let text = at.to_string();
    DateTime::parse_from_rfc3339(&text)
        // By hand one writes no seconds, and TOML lets one.
        .or_else(|_| DateTime::parse_from_str(&text.replace('Z', "+00:00"), "%Y-%m-%dT%H:%M%:z"))
        .map_err(|_| wrong(format!("`{key}` should be a day and time with an offset, not {at}")))
}

fn day(key: &str, at: &toml::value::Datetime) -> Result<NaiveDate, HeadError> {
    let text = at.to_string();
    let date = text.get(..10).unwrap_or_default();
    NaiveDate::parse_from_str(date, "%Y-%m-%d")
        .map_err(|_| wrong(format!("`{key}` should be a date, not {text}")))
}

impl RawMeeting {
    fn read(self) -> Result<Meeting, HeadError> {
        let at = match self.at {
            None => None,
            Some(at) if at.offset.is_some() => Some(When::At(moment("meeting.at", &at)?)),
            Some(at) => Some(When::Day(day("meeting.at", &at)?)),
        };
        let how = match self.how {
            None => None,
            Some(word) => Some(How::from_word(&word).ok_or_else(|| {
                wrong(format!("`meeting.how` should be in person, phone or video, not {word}"))
            })?),
        };
        Ok(Meeting { at, how, place: self.place })
    }
}

impl RawFollowUp {
    fn read(self) -> Result<FollowUp, HeadError> {
        Ok(FollowUp {
            id: self.id,
            title: self.title,
            due: self.due.map(|at| day("follow_up.due", &at)).transpose()?,
            state: match self.state {
                RawState::Open => State::Open,
                RawState::Done => State::Done,
                RawState::Dropped => State::Dropped,
            },
            by_hand: self.by_hand,
        })
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
