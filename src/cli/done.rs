//! `goodterms done`: a follow-up is done.

use super::context::Context;
use super::failure::Failure;
use super::follow_ups::{find, next, past_day, repeats, title, who};
use crate::dates;

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

/// Marks a follow-up as done, and says what is due next.
pub fn run(context: &mut Context<'_>, args: &Args) -> Result<(), Failure> {
    let day = past_day(context, "--on", args.on.as_deref())?;
    let mut open = context.find_open(&args.session)?;
    context.say_notice();
    let nth = find(&open.session, &args.follow_up, false)?;
    let (who, title) = (who(&open.session), title(&open.session, nth));
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
