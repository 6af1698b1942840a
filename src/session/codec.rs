//! Per kind: the text of a block and the answer it is; and what is typed and what it means.
//!
//! Decoding is total: text that is no answer of the kind is [`Answer::Verbatim`], shown as such
//! and written back as it stands.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, FixedOffset, NaiveDate};

use super::notes::{TIME, parse_time};
use crate::dates::{self, Duration, Unit};
use crate::playbook::{Answer, Choice, Kind};
use crate::text;

/// The text of a block that holds this answer.
pub fn encode(kind: &Kind, answer: &Answer) -> String {
    match (kind, answer) {
        (Kind::List { .. }, Answer::Text(text)) if text.is_empty() => String::new(),
        (Kind::List { .. }, Answer::Text(text)) => {
            let item = |line: &str| if line.is_empty() { "-".to_owned() } else { format!("- {line}") };
            text.split('\n').map(item).collect::<Vec<_>>().join("\n")
        }
        (_, Answer::Text(text) | Answer::Verbatim(text)) => text.clone(),
        (_, Answer::Choice(_) | Answer::Choices(_) | Answer::Checklist(_)) => {
            let lines = kind.choices().iter().map(|choice| task_line(choice, Some(answer)));
            lines.collect::<Vec<_>>().join("\n")
        }
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
    let foreign = |line: &str| !line.trim().is_empty() && ours(line).is_none();
    if !ticks || ticked(choices, old).is_none() || !old.lines().any(foreign) {
        return answer.map(|a| encode(kind, a)).unwrap_or_default();
    }
    let mut left: Vec<&Choice> = choices.iter().collect();
    let mut lines = Vec::new();
    for line in old.lines() {
        match ours(line) {
            Some(choice) if left.contains(&choice) => {
                left.retain(|c| *c != choice);
                lines.push(task_line(choice, answer));
            }
            Some(_) => {}
            None => lines.push(line.to_owned()),
        }
    }
    lines.extend(left.into_iter().map(|choice| task_line(choice, answer)));
    lines.join("\n")
}

/// The answer that a block's text is; `None` if it is empty.
pub fn decode(kind: &Kind, body: &str) -> Option<Answer> {
    if body.is_empty() {
        return None;
    }
    let answer = match kind {
        Kind::Text => Some(Answer::Text(body.to_owned())),
        Kind::Line => (!body.contains('\n')).then(|| Answer::Text(body.to_owned())),
        Kind::List { .. } => list(body).map(Answer::Text),
        Kind::Choice { options, .. } => {
            let mut ticked = ticked(options, body).map(BTreeMap::into_keys);
            match ticked.as_mut().map(|t| (t.next(), t.next())) {
                Some((Some(only), None)) => Some(Answer::Choice(only)),
                Some((None, _)) => return None,
                _ => None,
            }
        }
        Kind::Choices { options } => match ticked(options, body) {
            Some(ticks) if ticks.is_empty() => return None,
            ticks => ticks.map(|t| Answer::Choices(t.into_keys().collect::<BTreeSet<_>>())),
        },
        Kind::Checklist { items } => match ticked(items, body) {
            Some(ticks) if ticks.is_empty() => return None,
            ticks => ticks.map(Answer::Checklist),
        },
        Kind::Date => body.trim().parse().ok().map(Answer::Day),
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
        Kind::Date => text.parse().ok().map(Answer::Day),
        Kind::Period { .. } => count(text).map(|n| Answer::Period { n, from: None }),
        Kind::Number { .. } => number(text, None).map(Answer::Number),
        Kind::Score { out_of, .. } => score(text, *out_of).map(Answer::Score),
        _ => Some(Answer::Text(text.to_owned())),
    };
    let exact = answer.filter(|answer| typed_text(kind, answer) == text);
    Some(exact.unwrap_or_else(|| Answer::Verbatim(text.to_owned())))
}

/// What the text of a field means once it is left; `None` if it means nothing else.
pub fn on_leave(kind: &Kind, held: &Answer, today: NaiveDate) -> Option<Answer> {
    match (kind, held) {
        (Kind::List { .. }, Answer::Text(text)) => {
            let lines: Vec<_> = text.lines().map(str::trim_end).filter(|l| !l.trim().is_empty()).collect();
            (!lines.is_empty()).then(|| Answer::Text(lines.join("\n")))
        }
        (Kind::List { .. }, Answer::Verbatim(text)) => {
            list(text).filter(|items| !items.is_empty()).map(Answer::Text)
        }
        (Kind::Date, Answer::Verbatim(text)) => dates::typed(text, today).map(Answer::Day),
        (Kind::Number { unit, .. }, Answer::Verbatim(text)) => {
            number(text, unit.as_deref()).map(Answer::Number)
        }
        (Kind::Period { unit, .. }, Answer::Verbatim(text)) => {
            let n = count(text);
            n.map(|n| Answer::Period { n, from: None }).or_else(|| period(text.trim(), *unit))
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

fn score(text: &str, out_of: u32) -> Option<u32> {
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

/// The ticked items of a task list. `None` if something is ticked that is not among them, or a
/// line is no task; an unticked line may say anything, for options go out of use.
fn ticked(choices: &[Choice], body: &str) -> Option<BTreeMap<String, Option<DateTime<FixedOffset>>>> {
    let mut ticks = BTreeMap::new();
    for line in body.lines().filter(|l| !l.trim().is_empty()) {
        let (mark, label) = task(line)?;
        match mark {
            " " | "" => {}
            "x" | "X" => {
                let whole = find(choices, label).map(|c| (c, None));
                let (choice, at) = whole.or_else(|| timed(choices, label).map(|(c, at)| (c, Some(at))))?;
                ticks.insert(choice.id.clone(), at);
            }
            _ => return None,
        }
    }
    Some(ticks)
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

fn find<'a>(choices: &'a [Choice], label: &str) -> Option<&'a Choice> {
    let folded = text::fold(label);
    choices
        .iter()
        .find(|c| c.label == label)
        .or_else(|| choices.iter().find(|c| text::fold(&c.label) == folded || c.id == label))
}
