//! `goodterms done`: a follow-up is done.

use chrono::NaiveDate;

use super::context::Context;
use super::failure::Failure;
use super::follow_ups::{find_with, next, past_day, repeats, title, who};
use crate::dates;
use crate::session::Session;
use crate::text;

const EXAMPLES: &str = "\
Examples:
  goodterms done \"Ada Byron\" thanks                    by its id, or how the id begins
  goodterms done k3v9 \"ask whether anything\"           by words of its title
  goodterms done \"Ada Byron\" thanks --on yesterday     it was done on another day
  goodterms reopen \"Ada Byron\" thanks                  it is not done after all
  goodterms show \"Ada Byron\"                           what follows, and when
  goodterms agenda                                     names the ids";

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

/// Of one that repeats and is not due yet: the day on which the one before it was done, if somebody said so today or
/// the day before. Then the same is said twice, and the next one is not meant.
fn done_today(session: &Session, nth: usize, today: NaiveDate) -> Option<NaiveDate> {
    let all = &session.head().follow_ups;
    let next = all.get(nth).filter(|f| f.every.is_some() && f.due.is_some_and(|due| due > today))?;
    let before = all[..nth].iter().rev().find(|f| f.title == next.title && f.every == next.every)?;
    before.done.filter(|day| (today - *day).num_days() <= 1)
}

/// Marks a follow-up as done, and says what is due next.
pub fn run(context: &mut Context<'_>, args: &Args) -> Result<(), Failure> {
    let day = past_day(context, "--on", args.on.as_deref())?;
    let (mut open, nth) = find_with(context, &args.session, &args.follow_up, false)?;
    let (who, title) = (who(&open.session), title(&open.session, nth));
    if let Some(before) = done_today(&open.session, nth, context.today())
        .filter(|_| args.follow_up != open.session.head().follow_ups[nth].id)
    {
        let next = &open.session.head().follow_ups[nth];
        context.say(&format!(
            "{who}\nIt was done already, on {}: {title}\nThe next one is due {}: to have done that, too, name it: {}",
            dates::in_full(before),
            next.due.map_or_else(|| "on no day yet".to_owned(), dates::in_full),
            text::clean_line(&next.id)
        ));
        return Ok(());
    }
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
