//! The notes of a step, merged entry by entry.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, FixedOffset};

use super::super::entry_time;
use super::lines;

/// An entry: when it was written, and all its lines up to the next one.
type Entry = (DateTime<FixedOffset>, String);

/// The notes of a block.
#[derive(Default)]
struct Notes {
    /// What stands before the first entry.
    before: Option<String>,
    /// How often each entry is there.
    entries: BTreeMap<Entry, usize>,
}

impl Notes {
    fn of(body: &str) -> Self {
        let mut notes = Self::default();
        let mut open: Option<Entry> = None;
        let lines = body.split('\n').take(if body.is_empty() { 0 } else { usize::MAX });
        for line in lines {
            if let Some((at, _)) = entry_time(line) {
                notes.take(open.replace((at, line.to_owned())));
                continue;
            }
            let text = match &mut open {
                Some((_, text)) => text,
                None => match &mut notes.before {
                    Some(before) => before,
                    none => {
                        *none = Some(line.to_owned());
                        continue;
                    }
                },
            };
            text.push('\n');
            text.push_str(line);
        }
        notes.take(open);
        notes
    }

    fn take(&mut self, entry: Option<Entry>) {
        if let Some(entry) = entry {
            *self.entries.entry(entry).or_default() += 1;
        }
    }

    fn count(&self, entry: &Entry) -> usize {
        self.entries.get(entry).copied().unwrap_or(0)
    }

    /// The entries of one time.
    fn at(&self, at: DateTime<FixedOffset>) -> impl Iterator<Item = &Entry> {
        self.entries.range((at, String::new())..).map(|(e, _)| e).take_while(move |e| e.0 == at)
    }
}

/// The notes that two versions become, in the order of their times, and how many entries both changed
/// so that they now stand there as two. `None` if what stands before the first entry cannot be one text.
pub fn merge(base: &str, x: &str, y: &str) -> Option<(String, usize)> {
    let (base, x, y) = (Notes::of(base), Notes::of(x), Notes::of(y));
    let before = match (&base.before, &x.before, &y.before) {
        (_, x, y) if x == y => x.clone(),
        (b, x, y) if b == x => y.clone(),
        (b, x, y) if b == y => x.clone(),
        (_, x, y) => {
            let (x, y) = (x.as_deref().unwrap_or_default(), y.as_deref().unwrap_or_default());
            Some(lines::the_one_that_holds_both(x, y)?.to_owned())
        }
    };
    let rivals = |entry: &Entry| {
        let (own, other) = if x.count(entry) > 0 { (&x, &y) } else { (&y, &x) };
        rivals(&base, own, other, entry)
    };
    // One that the other side went on writing says nothing of its own, unless both stood there before.
    let stays = |entry: &&Entry| {
        let own = if x.count(entry) > 0 { &x } else { &y };
        !rivals(entry).into_iter().any(|rival| outdoes(rival, entry))
            || own.at(entry.0).any(|e| e != *entry && outdoes(e, entry))
    };
    let entries: BTreeSet<&Entry> = x.entries.keys().chain(y.entries.keys()).filter(stays).collect();
    let changed_by_both = |entry: &&&Entry| {
        base.at(entry.0).next().is_some() && rivals(entry).iter().any(|rival| entries.contains(rival))
    };
    let twice: BTreeSet<_> = entries.iter().filter(changed_by_both).map(|entry| entry.0).collect();
    let mut out: Vec<&str> = before.as_deref().into_iter().collect();
    for entry in &entries {
        let (was, in_x, in_y) = (base.count(entry), x.count(entry), y.count(entry));
        let times = match (in_x, in_y) {
            (a, b) if a == b => a,
            (a, b) if a == was => b,
            (a, b) if b == was => a,
            (a, b) => a.max(b),
        };
        out.extend(std::iter::repeat_n(entry.1.as_str(), times));
    }
    Some((out.join("\n"), twice.len()))
}

/// Where an entry is new on one side alone: those of the same time that are new on the other alone. Both
/// wrote then, or changed what was written.
fn rivals<'a>(base: &Notes, own: &Notes, other: &'a Notes, entry: &Entry) -> Vec<&'a Entry> {
    if base.count(entry) + other.count(entry) > 0 {
        return Vec::new();
    }
    other.at(entry.0).filter(|e| base.count(e) + own.count(e) == 0).collect()
}

/// Whether an entry only adds lines to another one.
fn outdoes(entry: &Entry, other: &Entry) -> bool {
    lines::the_one_that_holds_both(&entry.1, &other.1) == Some(&entry.1)
}
