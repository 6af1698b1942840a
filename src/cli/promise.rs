//! `goodterms promise`: a follow-up of one's own, from the shell.

use super::context::Context;
use super::failure::Failure;
use super::follow_ups::{coming_day, line, next, who};
use crate::dates::{self, Duration};
use crate::text;

const EXAMPLES: &str = "\
Examples:
  goodterms promise \"Ada Byron\" send the papers --on friday
  goodterms promise k3v9 \"ask how the move went\" --on \"in 2 weeks\"
  goodterms promise k3v9 call to keep in touch --every \"3 months\"
  goodterms promise k3v9 look for the old contract          without a day
  goodterms agenda                                          what is due, and when";

/// Add a follow-up of your own: what you promised, or want to remember
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// The client's name, the conversation's id or how it begins, or a note's path
    session: String,
    /// What is to be done
    #[arg(required = true)]
    text: Vec<String>,
    /// The day on which it is due: "next friday", "in 2 weeks", "24 nov"
    #[arg(long, value_name = "DAY")]
    on: Option<String>,
    /// It repeats: "2 weeks", "3 months"; without --on, the first one is so long from today
    #[arg(long, value_name = "SPAN")]
    every: Option<String>,
}

/// Adds a follow-up to a conversation, a closed one too.
pub fn run(context: &mut Context<'_>, args: &Args) -> Result<(), Failure> {
    let words = text::clean_line(&args.text.join(" "));
    if words.trim().is_empty() {
        return Err(Failure::usage("there is nothing to promise: write it behind the conversation"));
    }
    let every = args.every.as_deref().map(span).transpose()?;
    let on = args.on.as_deref().map(|typed| coming_day(context, "--on", typed)).transpose()?;
    let due = on.or_else(|| every.map(|every| every.after(context.today())));
    let mut open = context.find_open(&args.session)?;
    context.say_notice();
    let edit = open.session.add_follow_up(words.trim(), due, every);
    open.session.apply(edit, context.now());
    context.file(&mut open)?;
    let (who, follow_ups) = (who(&open.session), &open.session.head().follow_ups);
    let Some(added) = follow_ups.last() else { return Ok(()) };
    writeln!(context.out, "{}  {}", text::clean_line(&open.session.head().id), text::clean_line(&added.id))?;
    let remarks = added.remarks(context.today()).into_iter().filter(|remark| remark.starts_with("every"));
    let every: String = remarks.map(|remark| format!(" ({remark})")).collect();
    context.say(&format!("{who}\nPromised: {}{every}\n{}", line(added), next(&open.session)));
    Ok(())
}

/// A length of time, as it is typed.
fn span(typed: &str) -> Result<Duration, Failure> {
    dates::typed_span(typed).ok_or_else(|| {
        Failure::usage(format!(
            "--every: \"{}\" is not a length of time I understand\ntry: 10 days · 2 weeks · month · quarterly · yearly",
            text::clean_line(typed)
        ))
    })
}
