//! Front matter from its text: what is missing or wrong is told, and nothing else is read.

use chrono::{DateTime, FixedOffset, NaiveDate};
use serde::Deserialize;

use super::{
    Answered, Client, Dropped, FORMAT, FollowUp, Head, HeadError, How, Labels, Meeting, Moved, PlaybookRef,
    State, Status, When,
};
use crate::dates::Duration;
use crate::{diagnostic, text};

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
    amended: Option<toml::Value>,
    hold: Option<toml::Value>,
    from: Option<String>,
    #[serde(default)]
    to: RawTo,
    sample: Option<toml::Value>,
    #[serde(default)]
    follow_up: Vec<RawFollowUp>,
    labels: Option<toml::Value>,
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

/// As one conversation may go on to several.
#[derive(Deserialize)]
#[serde(untagged)]
enum RawTo {
    One(String),
    Several(Vec<String>),
}

impl Default for RawTo {
    fn default() -> Self {
        Self::Several(Vec::new())
    }
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
    every: Option<String>,
    #[serde(default)]
    state: RawState,
    #[serde(default)]
    by_hand: bool,
    #[serde(default)]
    moved: Vec<Vec<toml::Value>>,
    done: Option<toml::value::Datetime>,
    dropped: Option<toml::Value>,
}

impl Head {
    /// Reads front matter without its fences.
    ///
    /// # Errors
    /// As [`crate::document::Document::head`]; lines are counted in the file.
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
            amended: raw.amended.as_ref().map(amended).unwrap_or_default(),
            hold: raw.hold.as_ref().map(hold),
            from: raw.from,
            to: match raw.to {
                RawTo::One(id) => vec![id],
                RawTo::Several(ids) => ids,
            },
            sample: raw.sample.as_ref().and_then(sample),
            labels: raw.labels.map(labels).unwrap_or_default(),
            follow_ups: raw.follow_up.into_iter().map(RawFollowUp::read).collect::<Result<_, _>>()?,
        })
    }
}

/// The hash of a sample. What is none is a key of somebody's own: it marks nothing, and no note is
/// refused for it.
pub(super) fn sample(value: &toml::Value) -> Option<String> {
    value.as_str().filter(|text| is_hash(text)).map(str::to_owned)
}

/// The moments in a list. What is none of them is somebody's own, and a note is not refused for it.
fn amended(value: &toml::Value) -> Vec<DateTime<FixedOffset>> {
    let all = value.as_array().into_iter().flatten();
    all.filter_map(toml::Value::as_datetime).filter_map(|at| moment("amended", at).ok()).collect()
}

/// The reason of a hold. Whatever else stands there is a hold as well: nothing is forgotten by a slip.
fn hold(value: &toml::Value) -> String {
    value.as_str().map(text::name).unwrap_or_default()
}

/// Whether this is a SHA-256 as we write it.
pub(super) fn is_hash(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'a'..=b'f'))
}

/// What is none was put there by hand, and a note is not refused for it.
fn labels(value: toml::Value) -> Labels {
    let table = |value| match value {
        toml::Value::Table(table) => table,
        _ => toml::Table::new(),
    };
    let words = |(id, label): (String, toml::Value)| Some((id, label.as_str()?.to_owned()));
    let of_field =
        |(key, of): (String, toml::Value)| (key, table(of).into_iter().filter_map(words).collect());
    table(value).into_iter().map(of_field).collect()
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

pub(super) fn moment(key: &str, at: &toml::value::Datetime) -> Result<DateTime<FixedOffset>, HeadError> {
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
            every: self.every.map(|every| length(&every)).transpose()?,
            by_hand: self.by_hand,
            moved: self.moved.iter().map(|moved| read_moved(moved)).collect::<Result<_, _>>()?,
            done: self.done.map(|at| day("follow_up.done", &at)).transpose()?,
            dropped: self.dropped.as_ref().and_then(read_dropped),
        })
    }
}

fn length(text: &str) -> Result<Duration, HeadError> {
    text.parse().ok().filter(|every: &Duration| every.n > 0).ok_or_else(|| {
        wrong(format!("`follow_up.every` should be a length of time such as 3 months, not {text}"))
    })
}

/// A day and, if there was one, the reason; what else stands there is not ours.
fn read_moved(moved: &[toml::Value]) -> Result<Moved, HeadError> {
    let Some(toml::Value::Datetime(from)) = moved.first() else {
        return Err(wrong("`follow_up.moved` should be like [[2027-03-01, \"on holiday\"]]".to_owned()));
    };
    let why = moved.get(1).and_then(toml::Value::as_str).map(str::to_owned);
    Ok(Moved { from: day("follow_up.moved", from)?, why })
}

/// The day and, if there was one, the reason. What is none is a key of somebody's own, as notes from before
/// this key may have one, and no note is refused for it.
fn read_dropped(dropped: &toml::Value) -> Option<Dropped> {
    let (on, why) = match dropped {
        toml::Value::Array(parts) => (parts.first()?, parts.get(1)),
        on => (on, None),
    };
    let on = on.as_datetime().and_then(|on| day("follow_up.dropped", on).ok())?;
    Some(Dropped { on, why: why.and_then(toml::Value::as_str).map(str::to_owned) })
}
