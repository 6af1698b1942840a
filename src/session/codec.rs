//! Per kind: the text of a block and the answer it is; and what is typed and what it means.
//!
//! Decoding is total: text that is no answer of the kind is [`Answer::Verbatim`], shown as such
//! and written back as it stands.

use std::collections::BTreeMap;

use chrono::{DateTime, FixedOffset, NaiveDate};

use super::cells;
use super::notes::{TIME, parse_time};
use crate::dates::{self, Duration, Unit};
use crate::playbook::answer::Picked;
use crate::playbook::{Answer, Choice, Kind};
use crate::text;

/// The text of a block that holds this answer.
pub fn encode(kind: &Kind, answer: &Answer) -> String {
    match (kind, answer) {
        (Kind::List(_), Answer::Text(text)) if text.is_empty() => String::new(),
        (Kind::List(_), Answer::Text(text)) => {
            let item = |line: &str| if line.is_empty() { "-".to_owned() } else { format!("- {line}") };
            text.split('\n').map(item).collect::<Vec<_>>().join("\n")
        }
        (_, Answer::Text(text) | Answer::Verbatim(text)) => text.clone(),
        (_, Answer::Choice(_) | Answer::Other(_) | Answer::Choices(_) | Answer::Checklist(_)) => {
            let lines = kind.choices().iter().map(|choice| task_line(choice, Some(answer)));
            lines.chain(kind.has_other().then(|| other_line(answer.other()))).collect::<Vec<_>>().join("\n")
        }
        (Kind::Table(table), Answer::Table(rows)) => cells::encode(table, rows),
        (_, Answer::Table(_)) => String::new(),
        (_, Answer::Day(day)) => day.to_string(),
        (Kind::Period { unit, .. }, Answer::Period { n, from }) => period_text(*n, *unit, *from),
        (_, Answer::Period { n, .. }) => n.to_string(),
        (Kind::Number { unit: Some(unit), .. }, Answer::Number(n)) => format!("{n} {unit}"),
        (_, Answer::Number(n)) => n.to_string(),
        (Kind::Score { out_of, .. }, Answer::Score(n)) => format!("{n} / {out_of}"),
        (_, Answer::Score(n)) => n.to_string(),
    }
}

/// The same for a block in which something else stood. Lines of a task list that are none of the
/// playbook's stay where they are: somebody wrote them there.
pub fn encode_over(kind: &Kind, answer: Option<&Answer>, old: &str) -> String {
    let choices = kind.choices();
    let ticks = !choices.is_empty() && !matches!(answer, Some(Answer::Text(_) | Answer::Verbatim(_)));
    let ours = |line: &str| find(choices, task(line)?.1).or_else(|| Some(timed(choices, task(line)?.1)?.0));
    let is_other =
        |line: &str| kind.has_other() && task(line).is_some_and(|(_, label)| other(label).is_some());
    let foreign = |line: &str| !line.trim().is_empty() && ours(line).is_none() && !is_other(line);
    if !ticks || ticked(kind, old).is_none() || !old.lines().any(foreign) {
        return answer.map(|a| encode(kind, a)).unwrap_or_default();
    }
    let mut left: Vec<&Choice> = choices.iter().collect();
    let mut lines = Vec::new();
    let mut written_in = kind.has_other().then(|| other_line(answer.and_then(Answer::other)));
    for line in old.lines() {
        match ours(line) {
            None if is_other(line) => lines.extend(written_in.take()),
            Some(choice) if left.contains(&choice) => {
                left.retain(|c| *c != choice);
                lines.push(task_line(choice, answer));
            }
            Some(_) => {}
            None => lines.push(line.to_owned()),
        }
    }
    lines.extend(left.into_iter().map(|choice| task_line(choice, answer)));
    lines.extend(written_in);
    lines.join("\n")
}

/// The answer that a block's text is; `None` if it is empty.
pub fn decode(kind: &Kind, body: &str) -> Option<Answer> {
    if body.is_empty() {
        return None;
    }
    let answer = match kind {
        Kind::Text { .. } => Some(Answer::Text(body.to_owned())),
        Kind::Line { .. } => (!body.contains('\n')).then(|| Answer::Text(body.to_owned())),
        Kind::List(_) => list(body).map(Answer::Text),
        Kind::Choice { .. } => {
            let mut ticked = ticked(kind, body).map(|t| (t.ids.into_keys(), t.other));
            match ticked.as_mut().map(|(ids, other)| (ids.next(), ids.next(), other.take())) {
                Some((Some(only), None, None)) => Some(Answer::Choice(only)),
                Some((None, _, Some(other))) => Some(Answer::Other(other)),
                Some((None, _, None)) => return None,
                _ => None,
            }
        }
        Kind::Choices { .. } => {
            let ticks =
                ticked(kind, body).map(|t| Picked { ids: t.ids.into_keys().collect(), other: t.other });
            if ticks.as_ref().is_some_and(Picked::is_empty) {
                return None;
            }
            ticks.map(Answer::Choices)
        }
        Kind::Checklist { .. } => match ticked(kind, body) {
            Some(ticks) if ticks.ids.is_empty() => return None,
            ticks => ticks.map(|t| Answer::Checklist(t.ids)),
        },
        Kind::Table(table) => cells::decode(table, body).map(Answer::Table),
        Kind::Date { .. } => body.trim().parse().ok().map(Answer::Day),
        Kind::Period { unit, .. } => period(body.trim(), *unit),
        Kind::Number { unit, .. } => number(body, unit.as_deref()).map(Answer::Number),
        Kind::Score { out_of, .. } => score(body, *out_of).map(Answer::Score),
    };
    Some(answer.unwrap_or_else(|| Answer::Verbatim(body.to_owned())))
}

/// The text a typed field is edited as.
pub fn typed_text(kind: &Kind, answer: &Answer) -> String {
    match (kind, answer) {
        (_, Answer::Text(text) | Answer::Verbatim(text)) => text.clone(),
        (kind, answer) if kind.has_other() => answer.other().unwrap_or_default().to_owned(),
        (_, Answer::Period { n, .. } | Answer::Score(n)) => n.to_string(),
        (_, Answer::Number(n)) => n.to_string(),
        _ => encode(kind, answer),
    }
}

/// The answer of a typed field while it is typed in: what does not yet read exactly as its kind
/// is written is held as it stands, so that no keystroke is lost or changed under the hand.
pub fn while_typing(kind: &Kind, text: &str) -> Option<Answer> {
    if text.is_empty() {
        return None;
    }
    let answer = match kind {
        Kind::Date { .. } => text.parse().ok().map(Answer::Day),
        Kind::Period { .. } => count(text).map(|n| Answer::Period { n, from: None }),
        Kind::Number { .. } => number(text, None).map(Answer::Number),
        Kind::Score { out_of, .. } => score(text, *out_of).map(Answer::Score),
        // Nobody types a second line; somebody wrote it in the note, and it reads back as what it is.
        Kind::Line { .. } if text.contains('\n') => None,
        _ => Some(Answer::Text(text.to_owned())),
    };
    let exact = answer.filter(|answer| typed_text(kind, answer) == text);
    Some(exact.unwrap_or_else(|| Answer::Verbatim(text.to_owned())))
}

/// What a choice holds while something else is written in beside its options.
pub fn writing_in(kind: &Kind, held: Option<&Answer>, text: &str) -> Option<Answer> {
    let other = (!text.is_empty()).then(|| text.replace('\n', " "));
    match (kind, held) {
        (Kind::Choices { .. }, held) => {
            let ids = match held {
                Some(Answer::Choices(picked)) => picked.ids.clone(),
                _ => Default::default(),
            };
            let picked = Picked { ids, other };
            (!picked.is_empty()).then_some(Answer::Choices(picked))
        }
        (_, held) => match other {
            Some(other) => Some(Answer::Other(other)),
            // Nothing was written, and what is chosen stays so.
            None => held.filter(|h| matches!(h, Answer::Choice(_))).cloned(),
        },
    }
}

/// What the text of a field means once it is left; `None` if it means nothing else.
pub fn on_leave(kind: &Kind, held: &Answer, today: NaiveDate) -> Option<Answer> {
    match (kind, held) {
        (Kind::List(_), Answer::Text(text)) => {
            let lines: Vec<_> = text.lines().map(str::trim_end).filter(|l| !l.trim().is_empty()).collect();
            (!lines.is_empty()).then(|| Answer::Text(lines.join("\n")))
        }
        (Kind::List(_), Answer::Verbatim(text)) => {
            list(text).filter(|items| !items.is_empty()).map(Answer::Text)
        }
        (Kind::Date { .. }, Answer::Verbatim(text)) => dates::typed(text, today).map(Answer::Day),
        (Kind::Number { unit, .. }, Answer::Verbatim(text)) => {
            number(text, unit.as_deref()).filter(|n| !could_be_thousands(*n, text)).map(Answer::Number)
        }
        (Kind::Period { unit, .. }, Answer::Verbatim(text)) => {
            let n = count(text);
            n.map(|n| Answer::Period { n, from: None }).or_else(|| period(text.trim(), *unit))
        }
        // Blanks are nothing that was written in.
        (_, Answer::Other(text)) if text.trim() != text => Some(Answer::Other(text.trim().to_owned())),
        (_, Answer::Choices(Picked { ids, other: Some(text) })) if text.trim() != text => {
            let text = Some(text.trim().to_owned()).filter(|t| !t.is_empty());
            Some(Answer::Choices(Picked { ids: ids.clone(), other: text }))
        }
        _ => None,
    }
}

/// `3 months, 2026-12-01 to 2027-03-01`.
pub fn period_text(n: u32, unit: Unit, from: Option<NaiveDate>) -> String {
    let span = Duration { n, unit };
    match from {
        Some(from) => format!("{span}, {from} to {}", span.after(from)),
        None => span.to_string(),
    }
}

fn count(text: &str) -> Option<u32> {
    text.trim().parse().ok().filter(|n| *n <= Duration::MOST)
}

fn period(text: &str, unit: Unit) -> Option<Answer> {
    let (span, dates) = match text.split_once(',') {
        Some((span, dates)) => (span, Some(dates)),
        None => (text, None),
    };
    let span: Duration = span.parse().ok().filter(|s: &Duration| s.unit == unit)?;
    let from = match dates {
        Some(dates) => {
            let (from, end) = dates.split_once(" to ")?;
            let from: dates::Day = from.trim().parse().ok()?;
            // A date that contradicts the length is kept as it was written.
            if end.trim().parse() != Ok(dates::Day::of(span.after(from.date))) {
                return None;
            }
            Some(from.date)
        }
        None => None,
    };
    Some(Answer::Period { n: span.n, from })
}

fn number(text: &str, unit: Option<&str>) -> Option<f64> {
    let text = text.trim();
    let digits = unit.and_then(|unit| text.strip_suffix(unit)).unwrap_or(text).trim_end();
    let plain = digits.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'-' | b'+'));
    digits.parse().ok().filter(|n: &f64| plain && n.is_finite())
}

/// `1.000` is one to some and a thousand to others: neither is taken for it.
fn could_be_thousands(n: f64, text: &str) -> bool {
    let digits = text.trim().trim_end_matches(|c: char| !c.is_ascii_digit());
    let behind = digits.split_once('.').map_or("", |(_, behind)| behind);
    behind.len() == 3 && n.abs() >= 1.0 && n.to_string() != digits
}

pub(super) fn score(text: &str, out_of: u32) -> Option<u32> {
    let (n, of) = match text.split_once('/') {
        Some((n, of)) => (n, of.trim().parse::<u32>().ok()?),
        None => (text, out_of),
    };
    n.trim().parse().ok().filter(|n| of == out_of && (1..=out_of).contains(n))
}

fn list(body: &str) -> Option<String> {
    let mut items = Vec::new();
    for line in body.split('\n') {
        let item = ["- ", "* ", "+ "].iter().find_map(|bullet| line.strip_prefix(bullet));
        match item.or_else(|| numbered(line)) {
            Some(item) => items.push(item),
            None if line == "-" => items.push(""),
            None if line.trim().is_empty() => {}
            None => return None,
        }
    }
    Some(items.join("\n"))
}

fn numbered(line: &str) -> Option<&str> {
    let rest = line.trim_start_matches(|c: char| c.is_ascii_digit());
    (rest.len() < line.len()).then(|| rest.strip_prefix(". "))?
}

/// A line of a task list, ticked if the answer has it so, with the time if it is known.
fn task_line(choice: &Choice, answer: Option<&Answer>) -> String {
    let at = match answer {
        Some(Answer::Checklist(ticks)) => ticks.get(&choice.id).copied().flatten(),
        _ => None,
    };
    let mark = if answer.is_some_and(|a| a.includes(&choice.id)) { 'x' } else { ' ' };
    match at {
        None => format!("- [{mark}] {}", choice.label),
        Some(at) => format!("- [{mark}] {} ({})", choice.label, at.format(TIME)),
    }
}

/// How what was written in beside the options begins.
pub const SOMETHING_ELSE: &str = "Something else";

/// The line of a task list for what was written in, if something was.
fn other_line(other: Option<&str>) -> String {
    match other {
        None => format!("- [ ] {SOMETHING_ELSE}"),
        Some(text) => format!("- [x] {SOMETHING_ELSE}: {text}"),
    }
}

/// What was written in, by the label of a line.
fn other(label: &str) -> Option<&str> {
    let rest = label.strip_prefix(SOMETHING_ELSE)?;
    if rest.is_empty() {
        Some("")
    } else {
        Some(rest.strip_prefix(':')?).map(|r| r.strip_prefix(' ').unwrap_or(r))
    }
}

/// What is ticked in a task list.
#[derive(Default)]
struct Ticked {
    ids: BTreeMap<String, Option<DateTime<FixedOffset>>>,
    other: Option<String>,
}

/// The ticked items of a task list. `None` if something is ticked that is not among them, or a
/// line is no task; an unticked line may say anything, for options go out of use.
fn ticked(kind: &Kind, body: &str) -> Option<Ticked> {
    let choices = kind.choices();
    let mut ticks = Ticked::default();
    for line in body.lines().filter(|l| !l.trim().is_empty()) {
        let (mark, label) = task(line)?;
        match mark {
            " " | "" => {}
            "x" | "X" if kind.has_other() && find(choices, label).is_none() && other(label).is_some() => {
                if ticks.other.is_some() {
                    return None;
                }
                ticks.other = other(label).filter(|text| !text.trim().is_empty()).map(str::to_owned);
            }
            "x" | "X" => {
                let whole = find(choices, label).map(|c| (c, None));
                let (choice, at) = whole.or_else(|| timed(choices, label).map(|(c, at)| (c, Some(at))))?;
                ticks.ids.insert(choice.id.clone(), at);
            }
            _ => return None,
        }
    }
    Some(ticks)
}

/// A task list with the labels of the options as they are now; lines that are none of them stay.
pub(super) fn relabel(old: &[Choice], new: &[Choice], body: &str) -> String {
    let line = |line: &str| {
        let renamed = || {
            let (_, label) = task(line)?;
            let (choice, time) = match find(old, label) {
                Some(choice) => (choice, ""),
                None => {
                    let (choice, _) = timed(old, label)?;
                    (choice, &label[label.rfind(" (")?..])
                }
            };
            let now = new.iter().find(|c| c.id == choice.id && c.label != choice.label)?;
            let start = line.rfind(label)?;
            Some(format!("{}{}{time}{}", &line[..start], now.label, &line[start + label.len()..]))
        };
        renamed().unwrap_or_else(|| line.to_owned())
    };
    body.split('\n').map(line).collect::<Vec<_>>().join("\n")
}

/// The mark and the label of a line of a task list.
fn task(line: &str) -> Option<(&str, &str)> {
    let line = line.trim();
    let rest = ["- [", "* [", "+ ["].iter().find_map(|bullet| line.strip_prefix(bullet))?;
    let (mark, label) = rest.split_once(']')?;
    Some((mark, label.trim()))
}

/// The item of a label that ends in its time.
fn timed<'a>(choices: &'a [Choice], label: &str) -> Option<(&'a Choice, DateTime<FixedOffset>)> {
    let (label, time) = label.strip_suffix(')')?.rsplit_once(" (")?;
    Some((find(choices, label)?, parse_time(time)?))
}

/// The option that a label of a note means: as it is now, its id, or one its id was made from.
pub(super) fn find<'a>(choices: &'a [Choice], label: &str) -> Option<&'a Choice> {
    let folded = text::fold(label);
    choices
        .iter()
        .find(|c| c.label == label)
        .or_else(|| choices.iter().find(|c| text::fold(&c.label) == folded || c.id == label))
        // Its label became another one since, and its id is made from this one.
        .or_else(|| Some(text::slug(label)).and_then(|slug| choices.iter().find(|c| c.id == slug)))
}
