//! `goodterms live`: the call.

use std::io::{BufReader, stdin};

use super::context::Context;
use super::failure::Failure;
use super::new::{self, Begin};
use super::start::walk_from;
use super::today::screen;
use crate::agenda::UNKNOWN;
use crate::document::{Client, How, Meeting, When};
use crate::plain::Beginning;
use crate::store::Open;
use crate::tui::Opening;

const EXAMPLES: &str = "\
Examples:
  goodterms live                  the phone rings and nothing was prepared: write at once
  goodterms live \"Ada Byron\"      the call with this client
  goodterms live k3v9             by the conversation's id, or how the id begins
  goodterms live Ada --plain      line by line, without a full screen";

const INSTEAD: &str = "\
use instead:
  goodterms live --plain       line by line
  goodterms note TEXT          a note with its time";

/// While you talk: what to say now and next, and one line for all you hear
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// The client's name, the conversation's id or how it begins, or a note's path; without it, a call for
    /// which nothing was prepared
    session: Option<String>,
    /// Line by line: for screen readers, simple terminals and scripts
    #[arg(long)]
    pub plain: bool,
}

/// Opens the call of a conversation, or a new one.
pub fn run(context: &mut Context<'_>, args: &Args) -> Result<(), Failure> {
    let open = args.session.as_deref().map(|wanted| context.find_open(wanted)).transpose()?;
    if args.plain {
        let open = match open {
            Some(open) => open,
            None => unprepared(context)?,
        };
        context.say_notice();
        return walk_from(context, &mut BufReader::new(stdin()), open, Beginning::Live);
    }
    context.need_screen(INSTEAD)?;
    screen(context, open.map_or(Opening::Call, |open| Opening::Live(Box::new(open))), None)
}

/// A conversation with somebody, of whom nobody knows yet who it is.
fn unprepared(context: &Context<'_>) -> Result<Open, Failure> {
    let catalog = context.catalog();
    let playbook = catalog.for_calls().cloned().ok_or_else(|| {
        Failure::failed("no playbook is for calls: give one of yours call_now = true, under [playbook]")
    })?;
    let client = Client { name: UNKNOWN.to_owned(), ..Client::default() };
    let meeting = Meeting { at: Some(When::At(context.now())), how: Some(How::Phone), place: None };
    new::conversation(context, playbook, client, meeting, &Begin::default())
}
