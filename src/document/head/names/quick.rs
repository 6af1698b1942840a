//! Front matter in the form in which goodterms writes it, read in one pass: a search through thousands of
//! notes would else spend most of its time on TOML. Whatever has another form is left to the parser.

use chrono::DateTime;
use memchr::memmem;

use super::{Named, Names};
use crate::document::head::{FORMAT, Status, read};

/// Which table a line is in.
#[derive(PartialEq, Eq)]
enum Section {
    Root,
    FollowUp,
    /// Nothing in it is looked for.
    Labels,
}

/// A value in a table that stands on one line.
enum Value<'a> {
    Text(&'a str),
    Texts(Vec<&'a str>),
    Other,
}

/// The names in a front matter. `None` if anything in it is not in our form.
pub fn names(toml: &str) -> Option<Names> {
    // An escape, or a text over several lines.
    let has = |needle: &str| memmem::find(toml.as_bytes(), needle.as_bytes()).is_some();
    if has("\\") || has("\"\"\"") || has("'''") {
        return None;
    }
    let (mut section, mut found) = (Section::Root, Found::default());
    // The fence is the first line of the file.
    for (number, line) in (2..).zip(toml.lines()) {
        match line {
            "" => continue,
            "[[follow_up]]" => section = Section::FollowUp,
            "[labels]" => section = Section::Labels,
            _ => {
                let (key, value) = line.split_once('=')?;
                let (key, value) = (key.trim_end(), value.trim());
                let is_bare = key.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-'));
                if !is_whole(value)
                    || key.is_empty()
                    || !(is_bare || section == Section::Labels && is_whole(key))
                {
                    return None;
                }
                match section {
                    Section::Root => found.root(number, key, value)?,
                    Section::FollowUp => found.follow_up(number, key, value)?,
                    Section::Labels => {}
                }
            }
        }
    }
    found.names()
}

/// What was found so far.
#[derive(Default)]
struct Found {
    is_ours: bool,
    names: Option<(Named, Option<Named>, Vec<Named>)>,
    id: Option<String>,
    playbook: Option<Named>,
    started: Option<DateTime<chrono::FixedOffset>>,
    place: Option<Named>,
    follow_ups: Vec<Named>,
    is_closed: bool,
    is_sample: bool,
}

impl Found {
    fn root(&mut self, line: usize, key: &str, value: &str) -> Option<()> {
        let named = |text: &str| Named { text: text.to_owned(), line };
        match key {
            "goodterms" => self.is_ours = value.parse() == Ok(FORMAT),
            "id" => self.id = Some(text(value)?.to_owned()),
            "started" => self.started = Some(DateTime::parse_from_rfc3339(value).ok()?),
            "status" => self.is_closed = text(value)? == "closed",
            "sample" => self.is_sample = text(value).is_some_and(read::is_hash),
            "playbook" => match take("id", &mut table(value)?)? {
                Value::Text(id) => self.playbook = Some(named(id)),
                _ => return None,
            },
            "client" => {
                let mut table = table(value)?;
                let Value::Text(name) = take("name", &mut table)? else { return None };
                let organisation = match take("organisation", &mut table) {
                    None => None,
                    Some(Value::Text(organisation)) => Some(named(organisation)),
                    Some(_) => return None,
                };
                let also = match take("also", &mut table) {
                    None => Vec::new(),
                    Some(Value::Texts(also)) => also.into_iter().map(named).collect(),
                    Some(_) => return None,
                };
                self.names = Some((named(name), organisation, also));
            }
            "meeting" => match take("where", &mut table(value)?) {
                None => {}
                Some(Value::Text(place)) => self.place = Some(named(place)),
                Some(_) => return None,
            },
            "follow_up" => return None,
            _ => {}
        }
        Some(())
    }

    fn follow_up(&mut self, line: usize, key: &str, value: &str) -> Option<()> {
        match key {
            "title" => self.follow_ups.push(Named { text: text(value)?.to_owned(), line }),
            // It says why.
            "moved" | "dropped" if value.contains(['"', '\'']) => return None,
            _ => {}
        }
        Some(())
    }

    fn names(self) -> Option<Names> {
        let (client, organisation, also) = self.names.filter(|_| self.is_ours)?;
        Some(Names {
            id: self.id.filter(|id| !id.is_empty())?,
            client,
            also,
            organisation,
            playbook: self.playbook?,
            place: self.place,
            follow_ups: self.follow_ups,
            reasons: Vec::new(),
            started: self.started?,
            status: if self.is_closed { Status::Closed } else { Status::Open },
            is_sample: self.is_sample,
        })
    }
}

/// Whether a value ends on its line, with nothing behind it.
fn is_whole(value: &str) -> bool {
    let (mut depth, mut quote) = (0_usize, None);
    for b in value.bytes() {
        match (quote, b) {
            (Some(open), _) if b == open => quote = None,
            (Some(_), _) => {}
            (None, b'"' | b'\'') => quote = Some(b),
            (None, b'[' | b'{') => depth += 1,
            (None, b']' | b'}') => match depth.checked_sub(1) {
                Some(less) => depth = less,
                None => return false,
            },
            (None, b'#') => return false,
            _ => {}
        }
    }
    depth == 0 && quote.is_none()
}

/// A text, which has no escapes here.
fn text(value: &str) -> Option<&str> {
    value.strip_prefix('"')?.strip_suffix('"').filter(|text| !text.contains('"'))
}

fn take<'a>(key: &str, table: &mut Vec<(&'a str, Value<'a>)>) -> Option<Value<'a>> {
    let at = table.iter().position(|(known, _)| *known == key)?;
    Some(table.swap_remove(at).1)
}

/// A table on one line: `{ name = "Ada Byron", also = ["A", "B"] }`.
fn table(value: &str) -> Option<Vec<(&str, Value<'_>)>> {
    let mut rest = value.strip_prefix('{')?.strip_suffix('}')?.trim();
    let mut table = Vec::new();
    while !rest.is_empty() {
        let (key, behind) = rest.split_once('=')?;
        let key = key.trim_end();
        if !key.bytes().all(|b| b.is_ascii_lowercase() || b == b'_' || b.is_ascii_digit()) {
            return None;
        }
        let behind = behind.trim_start();
        let end = match behind.as_bytes().first()? {
            b'"' => behind[1..].find('"')? + 2,
            b'[' => behind.find(']')? + 1,
            _ => behind.find(',').unwrap_or(behind.len()),
        };
        let (value, behind) = behind.split_at(end);
        let value = match value.as_bytes().first() {
            Some(b'"') => Value::Text(text(value)?),
            Some(b'[') => texts(value).map_or(Value::Other, Value::Texts),
            Some(b'\'' | b'{') => return None,
            _ => Value::Other,
        };
        table.push((key, value));
        let behind = behind.trim_start();
        rest = match behind.strip_prefix(',') {
            Some(behind) => behind.trim_start(),
            None if behind.is_empty() => behind,
            None => return None,
        };
    }
    Some(table)
}

/// A list of texts: `["A", "B"]`.
fn texts(value: &str) -> Option<Vec<&str>> {
    let mut rest = value.strip_prefix('[')?.strip_suffix(']')?.trim();
    let mut texts = Vec::new();
    while let Some(behind) = rest.strip_prefix('"') {
        let (text, behind) = behind.split_once('"')?;
        texts.push(text);
        rest = behind.trim_start();
        rest = rest.strip_prefix(',').map_or(rest, str::trim_start);
    }
    rest.is_empty().then_some(texts)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::document::head::{Client, Dropped, FollowUp, Head, Meeting, Moved};

    fn head() -> impl Strategy<Value = Head> {
        let word = || "[A-Za-zë李'\",={}#\\[\\] \\\\]{0,9}";
        (
            (word(), proptest::option::of(word()), proptest::collection::vec(word(), 0..3)),
            proptest::option::of(word()),
            proptest::collection::vec((word(), proptest::option::of(word())), 0..3),
        )
            .prop_map(|((name, organisation, also), place, follow_ups)| {
                let follow_up = |(title, why): (String, Option<String>)| {
                    let moved = Moved { from: "2027-03-01".parse().unwrap(), why };
                    let dropped = Dropped { on: moved.from, why: moved.why.clone() };
                    let dropped = Some(dropped).filter(|d| d.why.is_some());
                    FollowUp { id: "a".into(), title, moved: vec![moved], dropped, ..FollowUp::default() }
                };
                Head {
                    client: Client { name, organisation, also },
                    meeting: Meeting { place, ..Meeting::default() },
                    follow_ups: follow_ups.into_iter().map(follow_up).collect(),
                    ..Head::sample()
                }
            })
    }

    #[test]
    fn what_we_write_is_read_without_the_parser() {
        let mut head = Head::sample();
        head.client.name = "Zoë O'Brien-李".into();
        head.client.organisation = Some("A, {B} = [C]".into());
        head.client.also = vec!["Z".into(), "Y, X".into()];
        head.meeting.place = Some("Chez Luc".into());
        let toml = head.write_over("").unwrap();
        let names = names(&toml).unwrap();
        assert_eq!(Names::parsed(&toml), Ok(names));
    }

    proptest! {
        #[test]
        fn it_reads_nothing_otherwise_than_the_parser(
            head in head(),
            other in "(\\[client\\]|name = \"x\"|  \"id = 'x'\",|\\]|x = \\[|x = \\{ a = \\[\"#\"\\] \\}|# x|[a-z]{1,6} = (1|\"x\"|'x'|\\[\\]) ?#?|\"follow_up\" = 1|title = \"\"\"|)",
            at in any::<proptest::sample::Index>(),
            cut in proptest::option::of(any::<proptest::sample::Index>()),
        ) {
            let toml = head.write_over("").unwrap();
            let mut lines: Vec<&str> = toml.lines().collect();
            lines.insert(at.index(lines.len()), &other);
            let mut toml = lines.join("\n");
            if let Some(cut) = cut {
                let at = cut.index(toml.len());
                if toml.is_char_boundary(at) && toml.is_char_boundary(at + 1) {
                    toml.remove(at);
                }
            }
            // What the parser refuses may be found all the same.
            if let (Some(quick), Ok(parsed)) = (names(&toml), Names::parsed(&toml)) {
                prop_assert_eq!(quick, parsed);
            }
        }
    }
}
