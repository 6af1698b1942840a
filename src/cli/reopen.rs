//! `goodterms reopen`: a closed conversation goes on, or a follow-up is to be done after all.

use super::close::label;
use super::context::Context;
use super::failure::Failure;
use super::follow_ups::{find, line, next, title, who};
use crate::document::Status;
use crate::session::Edit;
use crate::store::Open;

const EXAMPLES: &str = "\
Examples:
  goodterms reopen \"Ada Byron\"             the conversation goes on
  goodterms reopen \"Ada Byron\" thanks      this follow-up was not done, or not to be dropped
  goodterms list --closed                  the conversations that are closed";

/// Open a closed conversation again, or a follow-up that was done or dropped
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// The client's name, the conversation's id or how it begins, or a note's path
    session: String,
    /// Only this follow-up: its id or how it begins, or words of its title
    #[arg(value_name = "FOLLOW-UP")]
    follow_up: Option<String>,
}

/// Opens again what was closed, done or dropped.
pub fn run(context: &mut Context<'_>, args: &Args) -> Result<(), Failure> {
    let mut open = context.find_open(&args.session)?;
    context.say_notice();
    match &args.follow_up {
        Some(wanted) => follow_up(context, &mut open, wanted),
        None => conversation(context, &mut open),
    }
}

fn conversation(context: &mut Context<'_>, open: &mut Open) -> Result<(), Failure> {
    let who = who(&open.session);
    let was = label(&open.session, open.session.head().outcome.as_deref());
    let edit = Edit::Close { status: Status::Open, outcome: None, closed: None };
    if open.session.is_open() || !open.session.apply(edit, context.now()) {
        context.say(&format!("{who}\nIt is open."));
        return Ok(());
    }
    context.file(open)?;
    context.say(&format!("{who}\nOpen again. It had been closed: {was}\n{}", next(&open.session)));
    Ok(())
}

fn follow_up(context: &mut Context<'_>, open: &mut Open, wanted: &str) -> Result<(), Failure> {
    // Of those that repeat, the last one that was done is meant, and not the next.
    let nth = find(&open.session, wanted, true)?;
    let who = who(&open.session);
    let before = open.session.head().follow_ups.len();
    let Some(edit) = open.session.open_again(nth) else {
        context.say(&format!("{who}\nIt is open: {}", line(&open.session.head().follow_ups[nth])));
        return Ok(());
    };
    let was = open.session.head().follow_ups[nth].state;
    let title = title(&open.session, nth);
    open.session.apply(edit, context.now());
    context.file(open)?;
    let gone = if open.session.head().follow_ups.len() < before {
        "\nThe next one, which had come for it, is gone."
    } else {
        ""
    };
    context.say(&format!(
        "{who}\nOpen again. It had been {}: {title}{gone}\n{}",
        was.word(),
        next(&open.session)
    ));
    Ok(())
}
