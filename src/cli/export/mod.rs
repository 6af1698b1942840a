//! `goodterms export`: a conversation, or all with a client, for other people and programs to read.

mod file;

use std::path::{Path, PathBuf};

use super::context::Context;
use super::failure::Failure;
use crate::card::{self, Card, LEAVE_IT};
use crate::export::{self, Options};
use crate::session::Session;

const EXAMPLES: &str = "\
Examples:
  goodterms export \"Ada Byron\" --to card                 the card, as text
  goodterms export k3v9 --to card -o card.html           a page to print, 3 by 5 inches
  goodterms export k3v9 --to card -o card.txt            the text, into a file
  goodterms export k3v9 --to card --full-names           with the surname and the firm";

/// Write a conversation for others to read
///
/// The card is to read before the meeting: it has your questions, what to ask, what to avoid and the
/// ways out, at most 12 lines of 48 columns. Of the client it says the first name only, and nothing
/// private is on it.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// The client's name, the conversation's id or how it begins, or a note's path
    session: String,
    /// What to write
    #[arg(long, value_enum, value_name = "card", hide_possible_values = true)]
    to: To,
    /// With what is private
    #[arg(long)]
    private: bool,
    /// Into this file
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Write over the file, if there is one
    #[arg(long, requires = "output")]
    force: bool,
    /// With the client's surname and firm, on a card
    #[arg(long)]
    full_names: bool,
}

/// What can be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum To {
    /// The card to take along; into an .html file, a page to print
    Card,
}

/// Writes what is asked for.
pub fn run(context: &mut Context<'_>, args: &Args) -> Result<(), Failure> {
    if args.full_names && args.to != To::Card {
        return Err(Failure::usage("--full-names is for a card: the others have all names"));
    }
    let open = context.find_open(&args.session)?;
    context.say_notice();
    if args.to == To::Card {
        return write_card(context, args, &open.session);
    }
    let sessions = [open.session];
    let bytes = written(args.to, &sessions, &Options { private: args.private });
    put(context, args, &bytes)
}

/// What is to be written. A format that is a text is one line here.
fn written(to: To, _sessions: &[Session], _options: &Options) -> Vec<u8> {
    match to {
        To::Card => Vec::new(),
    }
}

/// Puts it where it is wanted.
fn put(context: &mut Context<'_>, args: &Args, bytes: &[u8]) -> Result<(), Failure> {
    match args.file() {
        Some(file) => file::write(context, file, bytes, args.force),
        None => Ok(context.out.write_all(bytes)?),
    }
}

fn write_card(context: &mut Context<'_>, args: &Args, session: &Session) -> Result<(), Failure> {
    let card = Card::of(session, card::Options { full: args.full_names });
    let is_page = args.file().is_some_and(file::is_page);
    let text = if is_page { export::card(&card) } else { card.text() };
    put(context, args, text.as_bytes())?;
    if args.file().is_some() {
        let print =
            if is_page { "Open it in a browser and print it on a card of 3 by 5 inches. " } else { "" };
        context.say(&format!("{print}{LEAVE_IT}"));
    }
    Ok(())
}

impl Args {
    /// The file to write to; none for the output.
    fn file(&self) -> Option<&Path> {
        self.output.as_deref().filter(|file| *file != Path::new("-"))
    }
}
