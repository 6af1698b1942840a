//! `goodterms resume`: a conversation goes on where it stood.

use std::io::{BufReader, stdin};

use super::context::Context;
use super::failure::Failure;
use super::start::walk;
use super::today::screen;
use crate::document::Status;
use crate::store::Open;
use crate::tui::Opening;

const EXAMPLES: &str = "\
Examples:
  goodterms resume                 the latest conversation that is open
  goodterms resume \"Ada Byron\"     the one with this client
  goodterms resume k3v9            by its id, or how the id begins
  goodterms resume --plain         line by line, without a full screen";

const INSTEAD: &str = "\
use instead:
  goodterms resume --plain    asks line by line
  goodterms show SESSION      to read it
  goodterms fill SESSION --answers FILE.toml";

/// Go on with a conversation where you left off
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// The client's name, the conversation's id or how it begins, or a note's path
    session: Option<String>,
    /// Ask line by line: for screen readers, simple terminals and scripts
    #[arg(long)]
    pub plain: bool,
}

/// Opens a conversation, on the screen or line by line; a closed one, too.
pub fn run(context: &mut Context<'_>, args: Args) -> Result<(), Failure> {
    let open = match &args.session {
        Some(wanted) => context.find_open(wanted)?,
        None => latest(context)?,
    };
    if args.plain {
        context.say_notice();
        return walk(context, &mut BufReader::new(stdin()), open);
    }
    context.need_screen(INSTEAD)?;
    screen(context, Opening::Session(Box::new(open)), None)
}

/// The latest conversation that is open.
pub fn latest(context: &Context<'_>) -> Result<Open, Failure> {
    let listing = context.folder().list()?;
    match listing.notes.iter().find(|n| n.head.status == Status::Open) {
        Some(note) => context.open(&note.path),
        None => Err(Failure::failed(
            "no conversation is open\nbegin one with: goodterms start\nor open a closed one: goodterms list",
        )),
    }
}
