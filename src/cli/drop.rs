//! `goodterms drop`: a follow-up will not be done.

use super::context::Context;
use super::failure::Failure;
use super::follow_ups::{because, find_with, next, title, who};
use crate::document::State;
use crate::text;

const EXAMPLES: &str = "\
Examples:
  goodterms drop \"Ada Byron\" review
  goodterms drop k3v9 review --because \"they moved away\"     the reason is kept in the note
  goodterms reopen \"Ada Byron\" review                       it is to be done after all
  goodterms agenda                                          names the ids";

/// Drop a follow-up: it will not be asked for any more; the reason is kept
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// The client's name, the conversation's id or how it begins, or a note's path
    session: String,
    /// The follow-up: its id or how it begins, or words of its title
    #[arg(value_name = "FOLLOW-UP")]
    follow_up: String,
    /// The reason: it is kept in the note
    #[arg(long, value_name = "TEXT")]
    because: Option<String>,
}

/// Drops a follow-up; one that is dropped already can be given its reason.
pub fn run(context: &mut Context<'_>, args: &Args) -> Result<(), Failure> {
    let (mut open, nth) = find_with(context, &args.session, &args.follow_up, false)?;
    let (who, title) = (who(&open.session), title(&open.session, nth));
    let follow_up = &open.session.head().follow_ups[nth];
    let was = follow_up.state;
    if was == State::Done {
        return Err(Failure::failed(format!(
            "it is done already, and what is done is not dropped: {title}\n\
             if it was not done: goodterms reopen {} {}",
            text::clean_line(&open.session.head().id),
            text::clean_line(&follow_up.id)
        )));
    }
    let repeats = follow_up.every.is_some();
    let Some(edit) = open.session.drop_because(nth, context.today(), args.because.as_deref()) else {
        context.say(&format!("{who}\nIt was dropped already: {title}\n{}", next(&open.session)));
        return Ok(());
    };
    open.session.apply(edit, context.now());
    context.file(&mut open)?;
    let because = because(args.because.as_deref());
    let dropped =
        if was == State::Dropped { "It was dropped already; now with the reason" } else { "Dropped" };
    let again = if repeats { "\nIt does not repeat any more." } else { "" };
    context.say(&format!("{who}\n{dropped}{because}: {title}{again}\n{}", next(&open.session)));
    Ok(())
}
