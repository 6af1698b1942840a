//! `goodterms note`: a note with its time, from the shell.

use std::io::{Read, stdin};

use super::context::{Context, shown};
use super::failure::Failure;
use super::resume;
use crate::session::Session;
use crate::store::{Base, Open, Unfiled};
use crate::text;

const EXAMPLES: &str = "\
Examples:
  goodterms note she moved the review calls without asking     the latest open conversation
  goodterms note -s \"Ada Byron\" \"will send the papers\"         the one with this client
  goodterms note -s k3v9 --step slipped nobody called back     in a step you name
  goodterms note -s k3v9 - < said.txt                          what is on stdin
  goodterms note -- \"-10 % is what she hoped for\"              words that begin with a hyphen";

/// Put down a note with its time, without a screen
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// The client's name, the conversation's id or how it begins, or a note's path; without it, the
    /// latest conversation that is open
    #[arg(short, long)]
    session: Option<String>,
    /// The step it belongs to; without it, the one where you stand
    #[arg(long, value_name = "ID")]
    step: Option<String>,
    /// The note; - reads stdin
    #[arg(required = true)]
    text: Vec<String>,
}

/// Adds a note to a conversation, a closed one too, and files it.
pub fn run(context: &mut Context<'_>, args: &Args) -> Result<(), Failure> {
    // Before anything is waited for on stdin: is there such a conversation at all?
    let mut open = match &args.session {
        Some(wanted) => context.find_open(wanted)?,
        None => resume::latest(context)?,
    };
    let step = match &args.step {
        Some(wanted) => step(&open.session, wanted)?,
        None => open.session.position().0,
    };
    let words = words(context, &args.text)?;
    context.say_notice();
    let now = context.now();
    let edit = open.session.add_note(step, &words, now);
    open.session.apply(edit, now);
    let before = open.base.clone();
    if let Err(failure) = context.file(&mut open) {
        return Err(keep(context, &open, &before, failure));
    }
    let session = &open.session;
    let (playbook, title) = (session.playbook(), &session.playbook().steps[step].title);
    let said = format!("{}: {}\nNoted in: {title}", playbook.title, session.head().client_said());
    writeln!(context.out, "{}  {}", text::clean_line(&session.head().id), shown(&open.path))?;
    context.say(&said);
    Ok(())
}

/// Keeps a note that cannot be filed in a draft: it may be long, and was typed.
fn keep(context: &Context<'_>, open: &Open, before: &Base, failure: Failure) -> Failure {
    let stands = open.base.text() == Some(open.session.to_document().render().as_str());
    match failure {
        Failure::Failed(message)
            if !stands && Unfiled::default().keep(&context.store(), open, before, context.now()) =>
        {
            Failure::Failed(format!(
                "{message}\nyour note is in a draft, and goes into its conversation when goodterms starts next"
            ))
        }
        failure => failure,
    }
}

/// What is to be noted; nothing but blanks is a mistake.
fn words(context: &mut Context<'_>, given: &[String]) -> Result<String, Failure> {
    let words = match given {
        [one] if one == "-" => {
            if context.env.terminals.stdin {
                context.say("Type your note; Ctrl+D on a line of its own ends it.");
            }
            let mut bytes = Vec::new();
            stdin().read_to_end(&mut bytes)?;
            String::from_utf8(bytes)
                .map_err(|_| Failure::failed("stdin: this is not UTF-8 text; nothing was noted"))?
        }
        words => words.join(" "),
    };
    let words = text::unix_lines(words.trim_start_matches('\u{feff}')).into_owned();
    let words = words.trim_start_matches('\n').trim_end();
    if words.trim().is_empty() {
        return Err(Failure::usage("there is nothing to note: write it behind the command, or - for stdin"));
    }
    Ok(words.to_owned())
}

/// The step with this id or title.
fn step(session: &Session, wanted: &str) -> Result<usize, Failure> {
    let steps = &session.playbook().steps;
    let folded = text::fold(&text::name(wanted));
    if let Some(found) = steps.iter().position(|s| s.id == folded || text::fold(&s.title) == folded) {
        return Ok(found);
    }
    let playbook = &session.playbook().title;
    let message = format!("{playbook} has no step `{}`", text::clean_line(wanted));
    let all: Vec<_> = steps.iter().map(|s| (s.id.as_str(), s.title.as_str())).collect();
    Err(Failure::unknown(message, wanted, "steps", &all))
}
