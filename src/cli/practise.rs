//! `goodterms practise`: the words of a conversation by heart, on the screen or line by line.

use std::io::{BufReader, stdin};

use super::context::Context;
use super::failure::Failure;
use super::today::screen;
use crate::document::Status;
use crate::plain::{self, Talk};
use crate::practise::{Deck, Section};
use crate::store::Open;
use crate::tui::Opening;

const EXAMPLES: &str = "\
Examples:
  goodterms practise                       the latest open conversation with something to practise
  goodterms practise \"Ada Byron\"           the one with this client
  goodterms practise Ada --only questions  only the questions that you wrote yourself
  goodterms practise --plain               line by line, without a full screen

You see a cue, say the words aloud, look, and judge yourself; what you missed comes again.
Nothing of it is filed.";

const INSTEAD: &str = "\
use instead:
  goodterms practise --plain    asks line by line";

/// Practise what to say before you meet: your questions, phrases, answers
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// The client's name, the conversation's id or how it begins, or a note's path
    session: Option<String>,
    /// Only some of the cards
    #[arg(long, value_name = "WHICH")]
    only: Option<Only>,
    /// Ask line by line: for screen readers, simple terminals and scripts
    #[arg(long)]
    pub plain: bool,
}

/// Some of the cards.
#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum Only {
    Questions,
    Phrases,
    Answers,
}

impl From<Only> for Section {
    fn from(only: Only) -> Self {
        match only {
            Only::Questions => Self::Questions,
            Only::Phrases => Self::Phrases,
            Only::Answers => Self::Answers,
        }
    }
}

/// Practises; nothing of it is filed.
pub fn run(context: &mut Context<'_>, args: &Args) -> Result<(), Failure> {
    let section = args.only.map(Section::from).unwrap_or_default();
    if !args.plain {
        context.need_screen(INSTEAD)?;
    }
    let open = match &args.session {
        Some(wanted) => context.find_open(wanted)?,
        None => latest(context, section)?,
    };
    if !args.plain {
        return screen(context, Opening::Practise(Box::new(open), section), None);
    }
    context.say_notice();
    let (clock, mut input) = (context.env.clock.clone(), BufReader::new(stdin()));
    let mut talk = Talk::new(&mut input, &mut *context.out, clock.as_ref());
    plain::practise(&mut talk, &open.session, section)?;
    Ok(())
}

/// The latest open conversation that has such cards. One that cannot be opened does not stand in the
/// way of the others; if there is none else, why is told.
fn latest(context: &Context<'_>, section: Section) -> Result<Open, Failure> {
    let mut trouble = None;
    let listing = context.folder().list()?;
    for note in listing.notes.iter().filter(|note| note.head.status == Status::Open) {
        match context.open(&note.path) {
            Ok(open) if Deck::of(&open.session).count(section) > 0 => return Ok(open),
            Ok(_) => {}
            Err(failure) => trouble = trouble.or(Some(failure)),
        }
    }
    Err(trouble.unwrap_or_else(|| {
        let what = match section {
            Section::All => "anything to practise".to_owned(),
            section => format!("{} to practise", section.word()),
        };
        Failure::failed(format!(
            "no open conversation has {what}\nbegin one with: goodterms start\nor name a closed one: goodterms list"
        ))
    }))
}
