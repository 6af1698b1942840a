//! `goodterms close`: how it ended.

use super::context::Context;
use super::examples::examples;
use super::failure::Failure;
use crate::document::Status;
use crate::playbook::Outcome;
use crate::session::{Edit, Session};
use crate::text;

const EXAMPLES: &str = "\
Examples:
  goodterms close \"Ada Byron\" --outcome parted
  goodterms close k3v9 --outcome \"Parted on good terms\"
  goodterms playbook show {second}        names the outcomes of a playbook";

/// Close a conversation and say how it ended
#[derive(Debug, clap::Args)]
#[command(after_help = examples(EXAMPLES))]
pub struct Args {
    /// The client's name, the conversation's id or how it begins, or a note's path
    session: String,
    /// How it ended: an outcome's id or label
    #[arg(long, value_name = "ID")]
    outcome: String,
}

/// Closes a conversation; one that is closed gets another outcome.
pub fn run(context: &mut Context<'_>, args: &Args) -> Result<(), Failure> {
    let mut open = context.find_open(&args.session)?;
    context.say_notice();
    let outcome = outcome(&open.session, &args.outcome)?;
    let head = open.session.head();
    let who = format!("{}: {}", open.session.playbook().title, head.client.name);
    let before = (head.status == Status::Closed).then(|| label(&open.session, head.outcome.as_deref()));
    // When it ended does not change because somebody sets right how.
    let closed = head.closed.filter(|_| before.is_some()).or(Some(context.now()));
    let edit = Edit::Close { status: Status::Closed, outcome: Some(outcome.id.clone()), closed };
    if !open.session.apply(edit, context.now()) {
        context.say(&format!("{who}\nIt was closed like that already: {}", outcome.label));
        return Ok(());
    }
    context.file(&mut open)?;
    context.say(&match before {
        None => format!("{who}\nClosed: {}", outcome.label),
        Some(before) => format!("{who}\nIt was closed already ({before}). Now: {}", outcome.label),
    });
    Ok(())
}

/// How it ended, in words.
pub fn label(session: &Session, id: Option<&str>) -> String {
    let Some(id) = id else { return "without an outcome".to_owned() };
    let known = session.playbook().outcomes.iter().find(|o| o.id == id);
    known.map_or_else(|| text::clean_line(id), |o| o.label.clone())
}

fn outcome(session: &Session, wanted: &str) -> Result<Outcome, Failure> {
    let outcomes = &session.playbook().outcomes;
    let folded = text::fold(&text::name(wanted));
    if let Some(found) = outcomes.iter().find(|o| o.id == folded || text::fold(&o.label) == folded) {
        return Ok(found.clone());
    }
    let playbook = &session.playbook().title;
    let message = format!("{playbook} has no outcome `{}`", text::clean_line(wanted));
    if outcomes.is_empty() {
        return Err(Failure::usage(format!("{message}: this playbook names none")));
    }
    let all: Vec<_> = outcomes.iter().map(|o| (o.id.as_str(), o.label.as_str())).collect();
    Err(Failure::unknown(message, wanted, "outcomes", &all))
}
