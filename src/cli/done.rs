//! `goodterms done`: a follow-up is done.

use chrono::NaiveDate;

use super::context::Context;
use super::failure::Failure;
use crate::dates;
use crate::document::{FollowUp, State};
use crate::session::{Edit, Session};
use crate::text;

const EXAMPLES: &str = "\
Examples:
  goodterms done \"Ada Byron\" thanks                    by its id, or how the id begins
  goodterms done k3v9 \"ask whether anything\"           by words of its title
  goodterms done \"Ada Byron\" thanks --on yesterday     it was done on another day
  goodterms show \"Ada Byron\"                           what follows, and when
  goodterms show \"Ada Byron\" --json                    names the ids";

/// Mark a follow-up as done; one that repeats brings its next
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// The client's name, the conversation's id or how it begins, or a note's path
    session: String,
    /// The follow-up: its id or how it begins, or words of its title
    #[arg(value_name = "FOLLOW-UP")]
    follow_up: String,
    /// The day on which it was done: "yesterday", "24 nov"; without it, today
    #[arg(long, value_name = "DAY")]
    on: Option<String>,
}

/// Marks a follow-up as done, and says what is due next.
pub fn run(context: &mut Context<'_>, args: &Args) -> Result<(), Failure> {
    let day = day(context, args.on.as_deref())?;
    let mut open = context.find_open(&args.session)?;
    context.say_notice();
    let nth = find(&open.session, &args.follow_up)?;
    let who = format!("{}: {}", open.session.playbook().title, open.session.head().client_said());
    let title = text::clean_line(&open.session.head().follow_ups[nth].title);
    let Some(edit) = open.session.mark_done(nth, day) else {
        let was = open.session.head().follow_ups[nth].done;
        let was = was.map(|day| format!(", on {}", dates::in_full(day))).unwrap_or_default();
        context.say(&format!("{who}\nIt was done already{was}: {title}\n{}", next(&open.session)));
        return Ok(());
    };
    let repeats = repeats(&edit, &open.session);
    open.session.apply(edit, context.now());
    context.file(&mut open)?;
    let on = if day == context.today() { String::new() } else { format!(" (on {})", dates::in_full(day)) };
    let again = repeats.map(|day| format!("\nIt is due again on {}", dates::in_full(day)));
    context.say(&format!("{who}\nDone{on}: {title}{}\n{}", again.unwrap_or_default(), next(&open.session)));
    Ok(())
}

/// The day on which it was done.
fn day(context: &Context<'_>, on: Option<&str>) -> Result<NaiveDate, Failure> {
    let today = context.today();
    let Some(typed) = on else { return Ok(today) };
    let said = text::clean_line(typed);
    match dates::typed(typed, today).map(|day| day.date) {
        Some(day) if day <= today => Ok(day),
        Some(day) => Err(Failure::usage(format!(
            "--on: \"{said}\" is {}, and that is still to come: leave --on out, or name the day on which it was done",
            dates::in_full(day)
        ))),
        None => Err(Failure::usage(format!(
            "--on: \"{said}\" is not a day I understand\ntry: yesterday · 3 days ago · 24 nov · 2026-12-01"
        ))),
    }
}

/// The day on which the next of one that repeats is due, if marking it brought one.
fn repeats(edit: &Edit, session: &Session) -> Option<NaiveDate> {
    match edit {
        Edit::FollowUps(all) if all.len() > session.head().follow_ups.len() => all.last()?.due,
        _ => None,
    }
}

/// What is due next of all that follows.
fn next(session: &Session) -> String {
    let open = session.head().follow_ups.iter().filter(|f| f.state == State::Open);
    match open.min_by_key(|f| (f.due.is_none(), f.due)) {
        Some(next) => format!("Next: {}", line(next)),
        None => "Nothing else follows.".to_owned(),
    }
}

fn line(follow_up: &FollowUp) -> String {
    let day = follow_up.due.map_or_else(|| "no day yet".to_owned(), dates::in_full);
    text::clean_line(&format!("{day}: {}", follow_up.title))
}

/// The follow-up that is meant: an id, the beginning of one, a title, or words of one. Where several
/// fit, the only one that is still open is meant: those that repeat have the same title.
fn find(session: &Session, wanted: &str) -> Result<usize, Failure> {
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
    let open: Vec<usize> = found.iter().copied().filter(|nth| all[*nth].state == State::Open).collect();
    match (found.as_slice(), open.as_slice()) {
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
