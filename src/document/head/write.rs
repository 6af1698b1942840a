//! Front matter into its text: only what says something else now is changed.

use chrono::{DateTime, FixedOffset, NaiveDate};
use toml_edit::{Array, DocumentMut, InlineTable, Item, Table, TableLike, Value};

use super::{Dropped, FORMAT, FollowUp, Head, Meeting, Moved, Status, When};

impl Head {
    /// The front matter `existing` changed to say this: what reads as this already, however it
    /// is written, keys that are not ours, comments and order stay. `None` where `existing` is
    /// not TOML.
    pub fn write_over(&self, existing: &str) -> Option<String> {
        self.write_over_from(existing, "")
    }

    /// The same; a follow-up that `existing` does not have is made from its table in `earlier`, if
    /// that has one: it went, and is back.
    pub fn write_over_from(&self, existing: &str, earlier: &str) -> Option<String> {
        let before = Self::parse(existing).ok();
        if before.as_ref() == Some(self) {
            return Some(existing.to_owned());
        }
        let mut document: DocumentMut = existing.replace("\r\n", "\n").parse().ok()?;
        let was = before.as_ref().map(Self::to_table).unwrap_or_default();
        put("", document.as_table_mut(), &was, &self.to_table());
        let was = before.map(|b| b.follow_ups).unwrap_or_default();
        put_follow_ups(document.as_table_mut(), &was, &self.follow_ups, earlier);
        put_last(document.as_table_mut(), "labels");
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
        if !self.amended.is_empty() {
            table.insert("amended", Value::Array(self.amended.iter().map(datetime).collect()).into());
        }
        if let Some(hold) = &self.hold {
            table.insert("hold", hold.as_str().into());
        }
        if let Some(from) = &self.from {
            table.insert("from", from.as_str().into());
        }
        if let Some(sample) = &self.sample {
            table.insert("sample", sample.as_str().into());
        }
        if !self.labels.is_empty() {
            let mut labels = Table::new();
            for (key, of) in &self.labels {
                let of = of.iter().map(|(id, label)| (id.as_str(), label.as_str()));
                labels.insert(key, Item::Value(Value::InlineTable(of.collect())));
            }
            table.insert("labels", Item::Table(labels));
        }
        match self.to.as_slice() {
            [] => {}
            [one] => drop(table.insert("to", one.as_str().into())),
            several => {
                let ids = several.iter().map(String::as_str).collect();
                table.insert("to", Value::Array(ids).into());
            }
        }
        table
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
        if let Some(every) = self.every {
            table.insert("every", every.to_string().into());
        }
        table.insert("state", self.state.word().into());
        if self.by_hand {
            table.insert("by_hand", true.into());
        }
        if !self.moved.is_empty() {
            table.insert("moved", Value::Array(self.moved.iter().map(Moved::to_value).collect()).into());
        }
        if let Some(done) = self.done {
            table.insert("done", when(&When::Day(done)).into());
        }
        if let Some(dropped) = &self.dropped {
            table.insert("dropped", dropped.to_value().into());
        }
        table
    }
}

impl Moved {
    fn to_value(&self) -> Value {
        day_and_reason(self.from, self.why.as_deref())
    }
}

impl Dropped {
    fn to_value(&self) -> Value {
        day_and_reason(self.on, self.why.as_deref())
    }
}

fn day_and_reason(day: NaiveDate, why: Option<&str>) -> Value {
    Value::Array([Some(when(&When::Day(day))), why.map(Value::from)].into_iter().flatten().collect())
}

/// The keys that are ours to change and remove, in the front matter (`""`) and in its tables.
fn known_in(table: &str) -> &'static [&'static str] {
    match table {
        "playbook" => &["id", "version", "sha256"],
        "client" => &["name", "organisation", "also"],
        "meeting" => &["at", "how", "where"],
        "answered" => &["required", "all"],
        "follow_up" => &["id", "title", "due", "every", "state", "by_hand", "moved", "done", "dropped"],
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
            "amended",
            "hold",
            "from",
            "to",
            "sample",
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
        if key == "amended" {
            put_moments(found, was.get(key).and_then(Item::as_array), item.as_array());
            continue;
        }
        if let (Some(found), Some(was), Some(item)) =
            (found.as_array_mut(), was.get(key).and_then(Item::as_array), item.as_array())
            && matches!(key, "moved" | "to")
        {
            put_ends(found, was, item);
            continue;
        }
        let decor = found.as_value().map(|v| v.decor().clone());
        *found = item.clone();
        if let (Some(value), Some(decor)) = (found.as_value_mut(), decor) {
            *value.decor_mut() = decor;
        }
    }
}

/// Makes an array that reads as `was` say what `ours` says, from the first difference on.
fn put_ends(array: &mut Array, was: &Array, ours: &Array) {
    let same = was.iter().zip(ours).take_while(|(was, ours)| was.to_string() == ours.to_string()).count();
    while array.len() > same {
        array.remove(array.len() - 1);
    }
    for value in ours.iter().skip(same) {
        array.push(value.clone());
    }
}

/// Takes moments out of a list and puts others behind it; what else stands there stays.
fn put_moments(found: &mut Item, was: Option<&Array>, ours: Option<&Array>) {
    let Some(found) = found.as_array_mut() else { return };
    let says = |array: Option<&Array>| -> Vec<String> {
        array.into_iter().flatten().map(|value| value.to_string().trim().to_owned()).collect()
    };
    let (before, after) = (says(was), says(ours));
    let gone: Vec<_> = before.iter().filter(|at| !after.contains(at)).collect();
    found.retain(|value| {
        let at = value
            .as_datetime()
            .and_then(|at| super::read::moment("amended", &at.to_string().parse().ok()?).ok());
        at.is_none_or(|at| !gone.contains(&&datetime(&at).to_string()))
    });
    for (value, at) in ours.into_iter().flatten().zip(&after) {
        if !before.contains(at) {
            found.push(value.clone());
        }
    }
}

/// Takes a key out; of a table, only what is ours in it. A hold is taken out whatever it is.
fn take_out(table: &mut dyn TableLike, key: &str) {
    if key != "hold"
        && let Some(inner) = table.get_mut(key).and_then(Item::as_table_like_mut)
    {
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
fn put_follow_ups(table: &mut Table, was: &[FollowUp], ours: &[FollowUp], earlier: &str) {
    if was == ours {
        return;
    }
    let old = table.remove("follow_up").and_then(|item| item.into_array_of_tables().ok());
    let gone = tables_of(earlier);
    let old = old.unwrap_or_default().into_iter().zip(was.iter().cloned());
    // Those that are still there come first: one that is both is not taken from before.
    let mut old: Vec<_> = old.chain(gone).map(Some).collect();
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

/// A table behind all others: it is of least interest to who reads.
pub fn put_last(table: &mut Table, key: &str) {
    if table.get(key).is_some_and(Item::is_table)
        && let Some((key, mut item)) = table.remove_entry(key)
    {
        if let Some(inner) = item.as_table_mut() {
            inner.set_position(Some(isize::MAX));
        }
        table.insert_formatted(&key, item);
    }
}

/// The follow-ups of earlier front matter, with their tables.
fn tables_of(earlier: &str) -> Vec<(Table, FollowUp)> {
    let Ok(head) = Head::parse(earlier) else { return Vec::new() };
    let document: Option<DocumentMut> = earlier.replace("\r\n", "\n").parse().ok();
    let tables = document.and_then(|mut d| d.remove("follow_up")?.into_array_of_tables().ok());
    tables.unwrap_or_default().into_iter().zip(head.follow_ups).collect()
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
