//! `goodterms postpone`: a follow-up gets another day.

use super::context::Context;
use super::failure::Failure;
use super::follow_ups::{because, coming_day, find_with, next, title, who};
use crate::dates;
use crate::document::State;
use crate::text;

const EXAMPLES: &str = "\
Examples:
  goodterms postpone \"Ada Byron\" thanks --to \"next friday\"
  goodterms postpone k3v9 thanks --to \"in 2 weeks\" --because \"she is on holiday\"
  goodterms postpone k3v9 \"ask whether anything\" --to 2026-12-01
  goodterms agenda                                     names the ids";

/// Give a follow-up another day; the days before, and why, are kept
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// The client's name, the conversation's id or how it begins, or a note's path
    session: String,
    /// The follow-up: its id or how it begins, or words of its title
    #[arg(value_name = "FOLLOW-UP")]
    follow_up: String,
    /// The new day: "next friday", "in 2 weeks", "24 nov"
    #[arg(long, value_name = "DAY")]
    to: String,
    /// The reason: it is kept in the note
    #[arg(long, value_name = "TEXT")]
    because: Option<String>,
}

/// Sets another day, and says the old one beside it.
pub fn run(context: &mut Context<'_>, args: &Args) -> Result<(), Failure> {
    let day = coming_day(context, "--to", &args.to)?;
    let (mut open, nth) = find_with(context, &args.session, &args.follow_up, false)?;
    let (who, title) = (who(&open.session), title(&open.session, nth));
    let follow_up = &open.session.head().follow_ups[nth];
    if follow_up.state != State::Open {
        let state = follow_up.state.word();
        return Err(Failure::failed(format!(
            "it is {state} already: {title}\nopen it again first: goodterms reopen {} {}",
            text::clean_line(&open.session.head().id),
            text::clean_line(&follow_up.id)
        )));
    }
    let was = follow_up.due.map_or_else(|| "no day".to_owned(), dates::in_full);
    let new = dates::in_full(day);
    let Some(edit) = open.session.set_due(nth, day, args.because.as_deref()) else {
        context.say(&format!("{who}\nIt was due on {new} already: {title}"));
        return Ok(());
    };
    open.session.apply(edit, context.now());
    context.file(&mut open)?;
    let because = because(args.because.as_deref());
    let moved = if was == new { format!("Stays on {new}") } else { format!("From {was} to {new}") };
    context.say(&format!("{who}\n{moved}{because}: {title}\n{}", next(&open.session)));
    Ok(())
}
