//! Answers from a TOML file, for `fill`: every wrong key and value with its place, in one pass.

mod table;

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, FixedOffset, NaiveDate};
use toml::de::{DeTable, DeValue};

use super::{Edit, Entry, Session};
use crate::dates;
use crate::diagnostic::Fault;
use crate::diagnostic::tree::{self, Read, Value, wrong_type};
use crate::playbook::answer::Picked;
use crate::playbook::{Answer, Choice, FieldRef, Kind, Playbook};
use crate::text;

/// What a file of answers holds.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Input {
    pub answers: Vec<(FieldRef, Option<Answer>)>,
    /// By step.
    pub notes: Vec<(usize, String)>,
    /// Rows of tables that do not say which one they are, by field and place.
    unnamed: BTreeSet<(FieldRef, usize)>,
    /// The cells that the file names, by field, row and column.
    named: BTreeSet<(FieldRef, usize, usize)>,
}

/// Reads a file of answers: `[step]` tables of `field = value`. Use it only without faults.
pub fn read(playbook: &Playbook, source: &str, today: NaiveDate) -> (Input, Vec<Fault>) {
    let (table, mut faults) = tree::parse(source);
    let input = read_table(playbook, table.get_ref(), today, &mut faults);
    faults.sort_by_key(|f| f.span.start);
    (input, faults)
}

/// The same from a table that was parsed already.
pub(super) fn read_table(
    playbook: &Playbook,
    table: &DeTable<'_>,
    today: NaiveDate,
    faults: &mut Vec<Fault>,
) -> Input {
    let mut input = Input::default();
    for (key, value) in table.iter() {
        let id: &str = key.get_ref();
        let Some(step) = playbook.step(id) else {
            let ids: Vec<_> = playbook.steps.iter().map(|s| s.id.as_str()).collect();
            let help = match text::nearest(id, ids.iter().copied()) {
                Some(near) => format!("did you mean [{near}]?"),
                None => format!("the steps are: {}", ids.join(", ")),
            };
            faults.push(
                Fault::error("unknown-step", key.span(), format!("{} has no step `{id}`", playbook.id))
                    .help(help),
            );
            continue;
        };
        let Some(fields) = value.get_ref().as_table() else {
            wrong_type(value, &format!("a table: [{id}]"), faults);
            continue;
        };
        for (key, value) in fields.iter() {
            read_field(playbook, step, key.get_ref(), key.span(), value, today, &mut input, faults);
        }
    }
    input
}

#[expect(clippy::too_many_arguments, reason = "one call, and a struct would only name them again")]
fn read_field(
    playbook: &Playbook,
    step: usize,
    id: &str,
    key: std::ops::Range<usize>,
    value: &Value<'_>,
    today: NaiveDate,
    input: &mut Input,
    faults: &mut Vec<Fault>,
) {
    let fields = &playbook.steps[step].fields;
    if id == "notes" {
        let notes = match value.get_ref() {
            DeValue::Array(_) => strings(value, faults),
            _ => long_text(value, faults).map(|note| vec![note]),
        };
        let notes = notes.unwrap_or_default().into_iter().filter(|note| !note.trim().is_empty());
        input.notes.extend(notes.map(|note| (step, note)));
        return;
    }
    let Some(field) = fields.iter().position(|f| f.id == id) else {
        let ids: Vec<_> = fields.iter().map(|f| f.id.as_str()).chain(["notes"]).collect();
        let help = match text::nearest(id, ids.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("the fields of this step are: {}", ids.join(", ")),
        };
        let message = format!("the step `{}` has no field `{id}`", playbook.steps[step].id);
        faults.push(Fault::error("unknown-field", key, message).help(help));
        return;
    };
    let before = faults.len();
    let answer = answer(&fields[field].kind, value, today, faults);
    if faults.len() == before {
        let at = FieldRef { step, field };
        if let (Some(Answer::Table(_)), Some(table)) = (&answer, fields[field].kind.table()) {
            input.unnamed.extend(table::unnamed(value).into_iter().map(|row| (at, row)));
            input.named.extend(table::named(table, value).into_iter().map(|(row, cell)| (at, row, cell)));
        }
        input.answers.push((at, answer));
    }
}

impl Session {
    /// The edit that takes over a file of answers. What is ticked already keeps its time, and
    /// what stood there and was no answer moves to the step's notes.
    pub fn taking(&self, input: &Input, now: DateTime<FixedOffset>) -> Edit {
        let mut edits = Vec::new();
        let mut after = self.clone();
        for (field, answer) in &input.answers {
            let mut answer = after.with_start(*field, answer.clone());
            if let Some(Answer::Table(rows)) = &mut answer {
                let unnamed = |row| input.unnamed.contains(&(*field, row));
                let named = |row, cell| input.named.contains(&(*field, row, cell));
                after.name_rows(*field, rows, unnamed, named);
            }
            if let (Some(Answer::Checklist(ticks)), Some(Answer::Checklist(held))) =
                (&mut answer, self.held(*field))
            {
                for (id, at) in ticks {
                    *at = held.get(id).copied().flatten();
                }
            }
            let edit = self.choose(*field, answer, now);
            // A table further down may take its rows from a list that this fills.
            after.change(&edit);
            after.derive();
            edits.push(edit);
        }
        // The end of the step's notes, wherever the notes before have moved it.
        let at_the_end = usize::MAX;
        edits.extend(input.notes.iter().map(|(step, note)| Edit::Note {
            step: *step,
            entry: at_the_end,
            note: Some(Entry::made(note.clone(), now)),
        }));
        Edit::Several(edits)
    }
}

/// An answer of a kind; `None` clears the field.
fn answer(kind: &Kind, value: &Value<'_>, today: NaiveDate, faults: &mut Vec<Fault>) -> Option<Answer> {
    let is_empty = value.get_ref().as_str().is_some_and(str::is_empty);
    match kind {
        Kind::Period { .. } | Kind::Number { .. } | Kind::Score { .. } if is_empty => None,
        Kind::Text { .. } => long_text(value, faults).filter(|t| !t.is_empty()).map(Answer::Text),
        Kind::Line { .. } => {
            let line = long_text(value, faults)?;
            if line.contains('\n') {
                faults.push(
                    Fault::error("wrong-value", value.span(), "this field takes one line")
                        .help("put the rest into the step's notes"),
                );
            }
            (!line.is_empty()).then_some(Answer::Text(line))
        }
        Kind::List(_) => {
            let items = strings(value, faults)?;
            for item in value.get_ref().as_array().into_iter().flatten() {
                if item.get_ref().as_str().is_some_and(|text| text::unix_lines(text).contains('\n')) {
                    faults.push(
                        Fault::error("wrong-value", item.span(), "an item of a list is one line")
                            .help("make it several items"),
                    );
                }
            }
            let items: Vec<_> = items.iter().map(|i| i.trim_end()).filter(|i| !i.is_empty()).collect();
            (!items.is_empty()).then(|| Answer::Text(items.join("\n")))
        }
        Kind::Choice { options, other, .. } => {
            if *other && matches!(value.get_ref(), DeValue::Table(_)) {
                return written_in(value, faults).map(Answer::Other);
            }
            let word = option(value, faults)?;
            if word.is_empty() {
                return None;
            }
            choice(options, &word, value, faults).map(Answer::Choice)
        }
        Kind::Choices { options, other } => {
            let picked = several(options, *other, value, faults);
            (!picked.is_empty()).then_some(Answer::Choices(picked))
        }
        Kind::Checklist { items } => {
            let picked = several(items, false, value, faults);
            let ticks: BTreeMap<_, _> = picked.ids.into_iter().map(|id| (id, None)).collect();
            (!ticks.is_empty()).then_some(Answer::Checklist(ticks))
        }
        Kind::Table(table) => {
            let rows = table::rows(table, value, today, faults)?;
            (!rows.is_empty()).then_some(Answer::Table(rows))
        }
        Kind::Date { .. } => day(value, today, faults).map(Answer::Day),
        Kind::Period { .. } => period(value, faults),
        Kind::Number { .. } => f64::read(value, faults).map(Answer::Number),
        Kind::Score { out_of, .. } => score(*out_of, value, faults).map(Answer::Score),
    }
}

fn period(value: &Value<'_>, faults: &mut Vec<Fault>) -> Option<Answer> {
    const HELP: &str = "write { n = 3, from = \"2026-12-01\" }, or a number";
    let mut unknown = false;
    let (n, from) = match value.get_ref() {
        DeValue::Table(table) => {
            for (key, _) in table.iter().filter(|(k, _)| !matches!(k.get_ref().as_ref(), "n" | "from")) {
                tree::unknown_key(key.get_ref(), key.span(), &["n", "from"], faults);
                unknown = true;
            }
            let find = |name: &str| table.iter().find(|(k, _)| *k.get_ref() == name).map(|(_, v)| v);
            (find("n"), find("from"))
        }
        _ => (Some(value), None),
    };
    let from = match from {
        None => None,
        Some(from) => {
            let text = match from.get_ref() {
                DeValue::Datetime(at) => at.to_string(),
                DeValue::String(text) => text.to_string(),
                _ => String::new(),
            };
            let day = text.parse::<dates::Day>().ok().map(|d| d.date);
            if day.is_none() {
                faults.push(Fault::error("wrong-value", from.span(), "this is not a date").help(HELP));
            }
            day
        }
    };
    let Some(value) = n else {
        // A key that was misspelt is told once.
        if !unknown {
            faults.push(Fault::error("wrong-value", value.span(), "`n` is missing").help(HELP));
        }
        return None;
    };
    let n = u32::read(value, faults)?;
    if n > dates::Duration::MOST {
        faults.push(
            Fault::error("wrong-value", value.span(), "this period is too long")
                .help(format!("write a number up to {}", dates::Duration::MOST)),
        );
    }
    Some(Answer::Period { n, from })
}

fn choice(options: &[Choice], word: &str, value: &Value<'_>, faults: &mut Vec<Fault>) -> Option<String> {
    let folded = text::fold(word.trim());
    let found = options.iter().find(|o| o.id == word || text::fold(&o.label) == folded);
    if found.is_none() {
        let ids: Vec<_> = options.iter().map(|o| o.id.as_str()).collect();
        let help = match text::nearest(word, ids.iter().copied()) {
            Some(near) => format!("did you mean \"{near}\"?"),
            None => format!("the options are: {}", ids.join(", ")),
        };
        faults.push(
            Fault::error(
                "unknown-option",
                value.span(),
                format!("there is no option \"{}\"", text::clean_line(word)),
            )
            .help(help),
        );
    }
    found.map(|o| o.id.clone())
}

fn several(options: &[Choice], other: bool, value: &Value<'_>, faults: &mut Vec<Fault>) -> Picked {
    let mut picked = Picked::default();
    let DeValue::Array(items) = value.get_ref() else {
        wrong_type(value, "a list of options: [\"…\", \"…\"]", faults);
        return picked;
    };
    for item in items {
        if other && matches!(item.get_ref(), DeValue::Table(_)) {
            let written = written_in(item, faults);
            if written.is_some() && picked.other.is_some() {
                faults.push(
                    Fault::error("wrong-value", item.span(), "something else is written here already")
                        .help("put both into one text"),
                );
            }
            picked.other = written.or(picked.other);
        } else if let Some(word) = option(item, faults) {
            picked.ids.extend(choice(options, &word, item, faults));
        }
    }
    picked
}

/// The words for an option. Something else cannot be written in here.
fn option(value: &Value<'_>, faults: &mut Vec<Fault>) -> Option<String> {
    let writes_in = |table: &DeTable<'_>| table.iter().any(|(k, _)| k.get_ref().as_ref() == "other");
    if value.get_ref().as_table().is_some_and(writes_in) {
        faults.push(
            Fault::error("wrong-value", value.span(), "nothing else than the options can be written in here")
                .help("write one of the options, and put the rest into the step's notes"),
        );
        return None;
    }
    long_text(value, faults)
}

/// `{ other = "…" }`: what is written in beside the options.
fn written_in(value: &Value<'_>, faults: &mut Vec<Fault>) -> Option<String> {
    const HELP: &str = "write { other = \"…\" }";
    let table = value.get_ref().as_table()?;
    let mut unknown = false;
    for (key, _) in table.iter().filter(|(k, _)| k.get_ref().as_ref() != "other") {
        tree::unknown_key(key.get_ref(), key.span(), &["other"], faults);
        unknown = true;
    }
    let Some((_, text)) = table.iter().find(|(k, _)| k.get_ref().as_ref() == "other") else {
        if !unknown {
            faults.push(Fault::error("wrong-value", value.span(), "`other` is missing").help(HELP));
        }
        return None;
    };
    let written = long_text(text, faults)?;
    if written.contains('\n') {
        faults.push(Fault::error("wrong-value", text.span(), "this is one line").help(HELP));
    }
    Some(written.trim().to_owned()).filter(|w| !w.is_empty())
}

/// A day, from text or from TOML's own date.
fn day(value: &Value<'_>, today: NaiveDate, faults: &mut Vec<Fault>) -> Option<dates::Day> {
    let typed = match value.get_ref() {
        DeValue::Datetime(at) if at.offset.is_some() => {
            faults.push(
                Fault::error("wrong-value", value.span(), "a time here has no time zone")
                    .help("write what the clock says where you are: 2026-12-01T12:30"),
            );
            return None;
        }
        // Without the seconds.
        DeValue::Datetime(at) => at.to_string().chars().take(16).collect(),
        _ => long_text(value, faults)?,
    };
    if typed.is_empty() {
        return None;
    }
    let day = dates::typed(&typed, today);
    if day.is_none() {
        faults.push(
            Fault::error(
                "wrong-value",
                value.span(),
                format!("`{}` is not a date", text::clean_line(&typed)),
            )
            .help("write \"2026-12-01\" or \"2026-12-01 12:30\""),
        );
    }
    day
}

/// A score in its range.
fn score(out_of: u32, value: &Value<'_>, faults: &mut Vec<Fault>) -> Option<u32> {
    let n = u32::read(value, faults)?;
    if !(1..=out_of).contains(&n) {
        faults.push(
            Fault::error("wrong-value", value.span(), format!("this score is from 1 to {out_of}"))
                .help("write a number in that range"),
        );
    }
    Some(n)
}

/// A text of any length: answers are not bounded as playbooks are, and are kept as they are.
fn long_text(value: &Value<'_>, faults: &mut Vec<Fault>) -> Option<String> {
    let DeValue::String(text) = value.get_ref() else {
        wrong_type(value, "text: \"…\"", faults);
        return None;
    };
    Some(text::unix_lines(text).into_owned())
}

fn strings(value: &Value<'_>, faults: &mut Vec<Fault>) -> Option<Vec<String>> {
    let DeValue::Array(items) = value.get_ref() else {
        wrong_type(value, "a list of texts: [\"…\", \"…\"]", faults);
        return None;
    };
    Some(items.iter().filter_map(|item| long_text(item, faults)).collect())
}
