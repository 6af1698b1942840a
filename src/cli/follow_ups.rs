//! What the commands about follow-ups share: which one is meant, which day, and what is due next.

use chrono::NaiveDate;

use super::context::Context;
use super::failure::Failure;
use crate::dates;
use crate::document::{FollowUp, State};
use crate::session::{Edit, Session};
use crate::store::Open;
use crate::text;

/// Which conversation it is, on a line of its own.
pub fn who(session: &Session) -> String {
    format!("{}: {}", session.playbook().title, session.head().client_said())
}

/// The title of the nth follow-up.
pub fn title(session: &Session, nth: usize) -> String {
    text::clean_line(&session.head().follow_ups[nth].title)
}

/// The day on which something was done or decided: not one that is still to come.
pub fn past_day(context: &Context<'_>, option: &str, typed: Option<&str>) -> Result<NaiveDate, Failure> {
    let today = context.today();
    let Some(typed) = typed else { return Ok(today) };
    match dates::typed(typed, today).map(|day| day.date) {
        Some(day) if day <= today => Ok(day),
        Some(day) => Err(Failure::usage(format!(
            "{option}: \"{}\" is {}, and that is still to come: leave {option} out, or name the day on which it was done",
            text::clean_line(typed),
            dates::in_full(day)
        ))),
        None => Err(no_day(option, typed, "yesterday · 3 days ago · 24 nov · 2026-12-01")),
    }
}

/// A day that is to come. One that is past would be late at once.
pub fn coming_day(context: &Context<'_>, option: &str, typed: &str) -> Result<NaiveDate, Failure> {
    let today = context.today();
    match dates::typed(typed, today).map(|day| day.date) {
        Some(day) if day >= today => Ok(day),
        Some(day) => Err(Failure::usage(format!(
            "{option}: \"{}\" is {}, and that is past: name a day that is to come",
            text::clean_line(typed),
            dates::in_full(day)
        ))),
        None => Err(no_day(option, typed, "tomorrow · next friday · in 2 weeks · 24 nov · 2026-12-01")),
    }
}

fn no_day(option: &str, typed: &str, examples: &str) -> Failure {
    let said = text::clean_line(typed);
    Failure::usage(format!("{option}: \"{said}\" is not a day I understand\ntry: {examples}"))
}

/// ` (why)`, if a reason was given.
pub fn because(why: Option<&str>) -> String {
    let why = why.map(text::clean_line).filter(|why| !why.is_empty());
    why.map(|why| format!(" ({why})")).unwrap_or_default()
}

/// The day on which the next of one that repeats is due, if marking it brought one.
pub fn repeats(edit: &Edit, session: &Session) -> Option<NaiveDate> {
    match edit {
        Edit::FollowUps(all) if all.len() > session.head().follow_ups.len() => all.last()?.due,
        _ => None,
    }
}

/// What is due next of all that follows.
pub fn next(session: &Session) -> String {
    let open = session.head().follow_ups.iter().filter(|f| f.state == State::Open);
    match open.min_by_key(|f| (f.due.is_none(), f.due)) {
        Some(next) => format!("Next: {}", line(next)),
        None => "Nothing else follows.".to_owned(),
    }
}

/// A follow-up with its day.
pub fn line(follow_up: &FollowUp) -> String {
    let day = follow_up.due.map_or_else(|| "no day yet".to_owned(), dates::in_full);
    text::clean_line(&format!("{day}: {}", follow_up.title))
}

/// The conversation and the follow-up that are meant. A client's name means the conversation that is open; what it
/// does not have may follow from another one with them.
pub fn find_with(
    context: &mut Context<'_>,
    session: &str,
    wanted: &str,
    closed: bool,
) -> Result<(Open, usize), Failure> {
    let open = context.find_open(session)?;
    context.say_notice();
    let missing = match find(&open.session, wanted, closed) {
        Ok(nth) => return Ok((open, nth)),
        Err(failure) => failure,
    };
    let (own, name) = (&open.session.head().id, text::fold(&text::name(session)));
    let listing = context.folder().list()?;
    let others: Vec<_> = listing
        .notes
        .iter()
        .filter(|note| text::fold(&text::name(&note.head.client.name)) == name && note.head.id != *own)
        .collect();
    let mut found = Vec::new();
    for note in others {
        let Ok(other) = context.open(&note.path) else { continue };
        if let Ok(nth) = find(&other.session, wanted, closed) {
            found.push((other, nth));
        }
    }
    match found.len() {
        1 => found.pop().ok_or(missing),
        0 => Err(missing),
        _ => {
            let ids = found
                .iter()
                .map(|(other, _)| format!("\n  {}  {}", other.session.head().id, who(&other.session)));
            let (wanted, ids) =
                (text::clean_line(wanted), text::clean(&ids.collect::<String>()).into_owned());
            Err(Failure::usage(format!(
                "several conversations have a follow-up `{wanted}`; name one by its id:{ids}"
            )))
        }
    }
}

/// The follow-up that is meant: an id, the beginning of one, a title, or words of one. Where several
/// fit, those that repeat have the same title: the only one that is still open is meant, or, to be opened
/// again (`closed`), the last one that is not.
pub fn find(session: &Session, wanted: &str, closed: bool) -> Result<usize, Failure> {
    let all = &session.head().follow_ups;
    let folded = text::fold(&text::name(wanted));
    let words: Vec<&str> = folded.split_whitespace().collect();
    let title = |f: &FollowUp| text::fold(&text::name(&f.title));
    let id = |f: &FollowUp| text::fold(&f.id);
    let rules: [&dyn Fn(&FollowUp) -> bool; 4] =
        [&|f| id(f) == folded, &|f| title(f) == folded, &|f| id(f).starts_with(&folded), &|f| {
            words.iter().all(|word| title(f).contains(word))
        }];
    let fitting = |fits: &&dyn Fn(&FollowUp) -> bool| -> Vec<usize> {
        (0..all.len()).filter(|nth| !words.is_empty() && fits(&all[*nth])).collect()
    };
    let found = rules.iter().map(fitting).find(|found| !found.is_empty()).unwrap_or_default();
    let mut fitting = found.clone();
    fitting.retain(|nth| (all[*nth].state == State::Open) != closed);
    if closed && fitting.iter().all(|nth| all[*nth].title == all[fitting[0]].title) {
        fitting.drain(..fitting.len().saturating_sub(1));
    }
    match (found.as_slice(), fitting.as_slice()) {
        ([one], _) | (_, [one]) => Ok(*one),
        ([], _) => Err(Failure::usage(nothing(session, wanted))),
        _ => Err(Failure::usage(format!(
            "several follow-ups fit `{}`; name one by its id:{}",
            text::clean_line(wanted),
            listed(found.iter().map(|nth| &all[*nth]))
        ))),
    }
}

/// That none fits, and which there are.
fn nothing(session: &Session, wanted: &str) -> String {
    let head = session.head();
    let (name, wanted) = (text::clean_line(&head.client_said()), text::clean_line(wanted));
    match head.follow_ups.as_slice() {
        [] => format!("nothing follows the conversation with {name} yet: there is no `{wanted}`"),
        all => {
            format!("no follow-up of {name} fits `{wanted}`\nthe follow-ups are:{}", listed(all.iter()))
        }
    }
}

/// Each on a line, with its id.
fn listed<'a>(follow_ups: impl Iterator<Item = &'a FollowUp> + Clone) -> String {
    let id = |f: &FollowUp| text::clean_line(&f.id);
    let widest = follow_ups.clone().map(|f| text::width(&id(f))).max().unwrap_or(0);
    let row = |f: &FollowUp| {
        let (id, state) = (id(f), f.state);
        let state = if state == State::Open { String::new() } else { format!(" ({})", state.word()) };
        format!("\n  {id}{}  {}{state}", " ".repeat(widest - text::width(&id)), line(f))
    };
    follow_ups.map(row).collect()
}
