//! The words of a front matter that somebody may look for, with the lines where they stand.

mod quick;

use chrono::{DateTime, FixedOffset};
use serde::Deserialize;
use toml::Spanned;

use super::{FORMAT, Head, HeadError, Status};

/// A text, and the number of its line in the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    pub text: String,
    pub line: usize,
}

/// Who and what a note is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Names {
    pub id: String,
    pub client: Named,
    pub also: Vec<Named>,
    pub organisation: Option<Named>,
    /// The playbook's id.
    pub playbook: Named,
    /// Where one meets.
    pub place: Option<Named>,
    /// Titles of follow-ups.
    pub follow_ups: Vec<Named>,
    /// Why they were moved or dropped.
    pub reasons: Vec<Named>,
    pub started: DateTime<FixedOffset>,
    pub status: Status,
    pub is_sample: bool,
}

#[derive(Deserialize)]
struct RawNames {
    goodterms: i64,
    id: String,
    playbook: RawPlaybook,
    client: RawClient,
    started: toml::value::Datetime,
    #[serde(default)]
    meeting: RawMeeting,
    status: Option<String>,
    sample: Option<toml::Value>,
    #[serde(default)]
    follow_up: Vec<RawFollowUp>,
}

#[derive(Deserialize)]
struct RawPlaybook {
    id: Spanned<String>,
}

#[derive(Deserialize)]
struct RawClient {
    name: Spanned<String>,
    organisation: Option<Spanned<String>>,
    #[serde(default)]
    also: Vec<Spanned<String>>,
}

#[derive(Default, Deserialize)]
struct RawMeeting {
    #[serde(rename = "where")]
    place: Option<Spanned<String>>,
}

#[derive(Deserialize)]
struct RawFollowUp {
    title: Option<Spanned<String>>,
    moved: Option<Spanned<Vec<Vec<toml::Value>>>>,
    dropped: Option<Spanned<toml::Value>>,
}

impl Names {
    /// Reads front matter without its fences. What has no part in it may be wrong: a conversation that
    /// cannot be opened before something is mended can still be found.
    ///
    /// # Errors
    /// As [`Head::parse`].
    pub fn parse(toml: &str) -> Result<Self, HeadError> {
        quick::names(toml).map_or_else(|| Self::parsed(toml), Ok)
    }

    fn parsed(toml: &str) -> Result<Self, HeadError> {
        let raw = match toml::from_str::<RawNames>(toml) {
            Ok(raw) if raw.goodterms == FORMAT && !raw.id.is_empty() => raw,
            _ => return Err(wrong(toml)),
        };
        let started = super::read::moment("started", &raw.started)?;
        let lines = Lines::of(toml);
        let mut names = Self {
            id: raw.id,
            client: lines.named(raw.client.name),
            also: raw.client.also.into_iter().map(|name| lines.named(name)).collect(),
            organisation: raw.client.organisation.map(|name| lines.named(name)),
            playbook: lines.named(raw.playbook.id),
            place: raw.meeting.place.map(|place| lines.named(place)),
            follow_ups: Vec::new(),
            reasons: Vec::new(),
            started,
            status: if raw.status.as_deref() == Some("closed") { Status::Closed } else { Status::Open },
            is_sample: raw.sample.as_ref().and_then(super::read::sample).is_some(),
        };
        for follow_up in raw.follow_up {
            names.follow_ups.extend(follow_up.title.map(|title| lines.named(title)));
            let mut reason = |of: &[toml::Value], at: usize| {
                let why = of.get(1).and_then(toml::Value::as_str);
                let named = why.map(|why| Named { text: why.to_owned(), line: lines.at(at) });
                names.reasons.extend(named);
            };
            if let Some(moved) = follow_up.moved {
                moved.get_ref().iter().for_each(|one| reason(one, moved.span().start));
            }
            if let Some(dropped) = follow_up.dropped {
                let parts = dropped.get_ref().as_array().map(Vec::as_slice).unwrap_or_default();
                reason(parts, dropped.span().start);
            }
        }
        Ok(names)
    }
}

/// What is wrong where our own reading failed.
fn wrong(toml: &str) -> HeadError {
    match Head::parse(toml) {
        Err(error) => error,
        Ok(_) => HeadError::Wrong("its names cannot be read".to_owned()),
    }
}

/// Where lines begin.
struct Lines(Vec<usize>);

impl Lines {
    fn of(toml: &str) -> Self {
        Self(toml.bytes().enumerate().filter(|(_, b)| *b == b'\n').map(|(at, _)| at).collect())
    }

    /// The number in the file of the line of a byte; the fence is the first one.
    fn at(&self, byte: usize) -> usize {
        self.0.partition_point(|end| *end < byte) + 2
    }

    fn named(&self, text: Spanned<String>) -> Named {
        Named { line: self.at(text.span().start), text: text.into_inner() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_have_the_lines_where_they_stand() {
        let toml = "goodterms = 1\nid = \"k3\"\nplaybook = { id = \"exit\" }\nstarted = 2026-11-21T14:02:10-05:00\n\
                    meeting = { how = \"by pigeon\", where = \"Chez Luc\" }\n[client]\nname = \"Zo\\u00eb\"\n\
                    also = [\n  \"Z\",\n]\n[[follow_up]]\nid = \"r\"\ntitle = \"T\"\nmoved = [[2027-03-01, \"ill\"], [2027-03-02]]\n";
        let names = Names::parse(toml).unwrap();
        let at = |named: &Named| (named.text.clone(), named.line);
        assert_eq!(at(&names.client), ("Zoë".to_owned(), 8));
        assert_eq!(at(&names.also[0]), ("Z".to_owned(), 10));
        assert_eq!(at(names.place.as_ref().unwrap()), ("Chez Luc".to_owned(), 6));
        assert_eq!((at(&names.follow_ups[0]).1, at(&names.reasons[0])), (14, ("ill".to_owned(), 15)));
        assert_eq!(names.reasons.len(), 1);
    }

    #[test]
    fn what_cannot_be_read_says_why() {
        assert_eq!(Names::parse("a = 1"), Err(HeadError::NotOurs));
        assert_eq!(Names::parse("goodterms = 2"), Err(HeadError::Newer(2)));
        assert!(matches!(Names::parse("goodterms = 1\nid = "), Err(HeadError::Broken { line: 3, .. })));
    }

    #[test]
    fn it_reads_what_the_head_reads() {
        let mut head = Head::sample();
        head.client.also = vec!["A \"b\"".to_owned()];
        head.status = Status::Closed;
        let names = Names::parse(&head.write_over("").unwrap()).unwrap();
        assert_eq!(
            (&names.id, &names.client.text, names.started),
            (&head.id, &head.client.name, head.started)
        );
        assert_eq!((&names.also[0].text, names.status), (&head.client.also[0], Status::Closed));
        assert!(!names.is_sample);
    }
}
