//! `goodterms export`: a conversation, or all with a client, for other people and programs to read.

mod file;
mod progress;

use std::path::{Path, PathBuf};

use chrono::{DateTime, FixedOffset, NaiveDate};

pub use self::file::write as write_file;
use self::progress::Progress;
use super::context::Context;
use super::failure::Failure;
use crate::card::{self, Card, LEAVE_IT};
use crate::dates;
use crate::export::{self, Options};
use crate::gather::{GatherError, Period, Sources, Subject};
use crate::session::Session;
use crate::text;

const EXAMPLES: &str = "\
Examples:
  goodterms export \"Ada Byron\" --to md                          to read, or to paste elsewhere
  goodterms export k3v9 --to html -o ada.html                   a page for the browser and the printer
  goodterms export k3v9 --to docx -o ada.docx                   for a word processor
  goodterms export --client \"Ada Byron\" --to docx -o ada.docx   all conversations with her
  goodterms export k3v9 --to md --redact                        without names and numbers
  goodterms export k3v9 --to card -o card.html                  a card to print, 3 by 5 inches";

/// Write a conversation, or all with a client, for others to read
///
/// What the playbook calls private is left out, unless you ask for it. With --redact names,
/// organisations and numbers are replaced, the same ones always by the same words.
///
/// The card is to read before the meeting: it has your questions, what to ask, what to avoid and the
/// ways out, at most 12 lines of 48 columns. Of the client it says the first name only, and nothing
/// private is on it.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// The client's name, the conversation's id or how it begins, or a note's path
    #[arg(required_unless_present = "client", conflicts_with = "client")]
    session: Option<String>,
    /// All conversations with this client, by any of their names, in one
    #[arg(long, value_name = "NAME")]
    client: Option<String>,
    /// With --client: only what went on from this day on
    #[arg(long, value_name = "DAY")]
    from: Option<String>,
    /// With --client: only what went on up to this day
    #[arg(long, value_name = "DAY")]
    to_date: Option<String>,
    /// What to write
    #[arg(long, value_enum, value_name = "md|html|docx|ics|csv|json|card", hide_possible_values = true)]
    to: To,
    /// With what is private
    #[arg(long)]
    private: bool,
    /// With other words for names, organisations and numbers
    #[arg(long)]
    redact: bool,
    /// Into this file
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Write over the file, if there is one
    #[arg(long, requires = "output")]
    force: bool,
    /// On a card: the client's surname and firm
    #[arg(long)]
    full_names: bool,
}

/// What can be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum To {
    /// Markdown
    Md,
    /// A page
    Html,
    /// A document for a word processor
    Docx,
    /// Meetings and follow-ups, for a calendar
    Ics,
    /// A table for a spreadsheet, a row for each answer
    Csv,
    /// Everything, for programs and to be imported
    Json,
    /// The card to take along; into an .html file, a page to print
    Card,
}

impl From<GatherError> for Failure {
    fn from(error: GatherError) -> Self {
        match error {
            GatherError::Store(error) => error.into(),
            GatherError::Client(words) => Self::usage(words),
            GatherError::Nothing => Self::failed(error.to_string()),
        }
    }
}

/// Writes what is asked for.
pub fn run(context: &mut Context<'_>, args: &Args) -> Result<(), Failure> {
    args.make_sense(context)?;
    if args.to == To::Card {
        let open = context.find_open(args.session.as_deref().unwrap_or_default())?;
        context.say_notice();
        return write_card(context, args, &open.session);
    }
    let subject = gathered(context, args)?;
    context.say_notice();
    let options = Options { private: args.private };
    let bytes = written(args.to, &subject, &options, context.now())?;
    put(context, args, &bytes)?;
    say_what_is_in_it(context, args, &subject);
    Ok(())
}

/// What is asked for.
fn gathered(context: &mut Context<'_>, args: &Args) -> Result<Subject, Failure> {
    let (store, catalog, clock) = (context.store(), context.catalog(), context.env.clock.clone());
    let sources = Sources { store: &store, catalog: &catalog, clock: &*clock };
    let mut subject = match (&args.session, &args.client) {
        (_, Some(name)) => {
            let period = args.period(context)?;
            let mut progress = Progress::new(context);
            let subject = Subject::of_client(sources, name, period, &mut progress);
            progress.over();
            subject?
        }
        (session, None) => {
            let open = context.find_open(session.as_deref().unwrap_or_default())?;
            Subject::of_session(sources, open.session)?
        }
    };
    if args.redact {
        subject.redact(sources)?;
    }
    Ok(subject)
}

/// A day that was asked for.
fn day(context: &Context<'_>, typed: Option<&str>) -> Result<Option<NaiveDate>, Failure> {
    let Some(typed) = typed else { return Ok(None) };
    match dates::typed(typed, context.today()) {
        Some(day) => Ok(Some(day.date)),
        None => Err(Failure::usage(format!(
            "`{}` is not a day: try 2026-12-01, 24 nov 2026, 3 months ago",
            text::clean_line(typed)
        ))),
    }
}

/// What is to be written. A format that is a text is one line here.
fn written(
    to: To,
    subject: &Subject,
    options: &Options,
    now: DateTime<FixedOffset>,
) -> Result<Vec<u8>, Failure> {
    let text = match to {
        To::Docx => {
            return export::docx(&subject.report(options))
                .map_err(|error| Failure::failed(error.to_string()));
        }
        To::Md => export::markdown(&subject.report(options)),
        To::Html => export::html(&subject.report(options)),
        To::Ics => export::ics(&subject.sessions, now),
        To::Csv => export::csv(&subject.sessions, options),
        To::Json => export::json(&subject.sessions, options),
        To::Card => String::new(),
    };
    Ok(text.into_bytes())
}

/// Puts it where it is wanted.
fn put(context: &mut Context<'_>, args: &Args, bytes: &[u8]) -> Result<(), Failure> {
    match args.file() {
        Some(file) => file::write(context, file, bytes, args.force),
        None => Ok(context.out.write_all(bytes)?),
    }
}

/// Says what whoever hands it on should know.
fn say_what_is_in_it(context: &mut Context<'_>, args: &Args, subject: &Subject) {
    let private = export::report::left_out(&subject.sessions);
    match (args.private, private) {
        (_, 0) => {}
        (true, _) => context.say(export::PRIVATE_TOO),
        (false, 1) => context.say("1 private line was left out: --private takes it along"),
        (false, n) => context.say(&format!("{n} private lines were left out: --private takes them along")),
    }
    if args.redact {
        context.say(export::READ_IT);
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

    /// The days that are asked for.
    fn period(&self, context: &Context<'_>) -> Result<Period, Failure> {
        let period = (day(context, self.from.as_deref())?, day(context, self.to_date.as_deref())?);
        match period {
            (Some(from), Some(to)) if from > to => Err(Failure::usage(
                "the first day is after the last: give --from and --to-date in their order",
            )),
            _ => Ok(period),
        }
    }

    /// Refuses what does not go together.
    fn make_sense(&self, context: &Context<'_>) -> Result<(), Failure> {
        let refused = match self.to {
            // The command line itself lets this pass where a conversation is named.
            _ if self.client.is_none() && (self.from.is_some() || self.to_date.is_some()) => {
                "--from and --to-date choose among all conversations with a client: name one with --client"
            }
            To::Card if self.client.is_some() => {
                "a card is that of one conversation: name it instead of the client"
            }
            To::Card if self.private => "nothing private stands on a card: leave out --private",
            To::Card if self.redact => "a card has the first name only: leave out --redact",
            To::Docx if self.file().is_none() && context.env.terminals.stdout => {
                let name = export::file_name(context.today(), "docx");
                return Err(Failure::usage(format!(
                    "a document is nothing for the screen: give it a file, as in --to docx -o {name}"
                )));
            }
            To::Card => return Ok(()),
            _ if self.full_names => "--full-names is for a card: the others have all names",
            _ => return Ok(()),
        };
        Err(Failure::usage(refused))
    }
}
