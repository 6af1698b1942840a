//! `goodterms fill`: answers from a file, all of them or none.

use std::fs;
use std::io::{Read, stdin};

use chrono::NaiveDate;

use super::context::{Context, shown};
use super::examples::examples;
use super::failure::Failure;
use super::new::{self, New};
use crate::diagnostic::{render, tally};
use crate::playbook::model::Rows;
use crate::playbook::{Answer, Facts, FieldRef};
use crate::session::{Session, input};
use crate::store::{Open, StoreError};
use crate::text;

const EXAMPLES: &str = "\
Examples:
  goodterms fill \"Ada Byron\" --answers ada.toml
  goodterms fill k3v9 --answers -                         reads the answers from stdin
  goodterms fill --start {second} --client \"Ada Byron\" --answers ada.toml
  goodterms fill --start {second} --client Ada --meeting \"24 nov 12:30\" --answers ada.toml

A file of answers has a table for each step (goodterms playbook show ID names them):
  [why]
  words = \"\"\"Nobody called me back.\"\"\"
  notes = [\"She was calm.\"]
  [right]
  answer = \"no\"";

/// Fill in answers from a file, without a screen
#[derive(Debug, clap::Args)]
#[command(after_help = examples(EXAMPLES))]
pub struct Args {
    /// The client's name, the conversation's id or how it begins, or a note's path
    #[arg(required_unless_present = "start", conflicts_with = "start")]
    session: Option<String>,
    /// Start a new conversation with this playbook
    #[arg(long, value_name = "PLAYBOOK")]
    start: Option<String>,
    #[command(flatten)]
    new: New,
    /// The file of answers (TOML); - reads stdin
    #[arg(long, value_name = "FILE")]
    answers: std::path::PathBuf,
}

/// Fills in a file of answers, if nothing in it is wrong.
pub fn run(context: &mut Context<'_>, args: &Args) -> Result<(), Failure> {
    let before = args.new.before(context)?;
    let mut open = match (&args.start, &args.session) {
        (Some(playbook), _) => begin(context, args, playbook, before.as_ref())?,
        (None, Some(_)) if !args.new.is_silent() => {
            let message = "--client, --organisation, --meeting, --how and --from are for a new conversation: use them with --start";
            return Err(Failure::usage(message));
        }
        (None, session) => context.find_open(session.as_deref().unwrap_or_default())?,
    };
    let (source, name) = read_answers(args)?;
    context.say_notice();
    let (input, faults) = input::read(open.session.playbook(), &source, context.today());
    if !faults.is_empty() {
        let styled = context.env.terminals.stderr && !context.env.no_color;
        let _ = write!(context.err, "{}", render(&faults, &name, &source, styled));
        context.say(&format!("{}: nothing was filed.", tally(&faults)));
        return Err(Failure::Told);
    }
    let edit = open.session.taking(&input, context.now());
    open.session.apply(edit, context.now());
    for warning in warnings(&open.session, &input) {
        context.say(&format!("warning: {warning}"));
    }
    new::file(context, &mut open, before)?;
    writeln!(context.out, "{}  {}", text::clean_line(&open.session.head().id), shown(&open.path))?;
    Ok(())
}

fn begin(
    context: &mut Context<'_>,
    args: &Args,
    playbook: &str,
    before: Option<&Open>,
) -> Result<Open, Failure> {
    let catalog = context.catalog();
    let playbook = new::playbook_to_start(&catalog, playbook)?;
    if playbook.is_chooser() {
        return Err(new::only_chooses(&catalog, &playbook));
    }
    let client = args.new.client_after(before);
    if client.name.is_empty() {
        return Err(Failure::usage("a new conversation needs a client: --client NAME"));
    }
    let meeting = args.new.meeting(context)?;
    if let Some(at) = meeting.at {
        context.say(&format!("Meeting: {}", at.in_full()));
    }
    new::conversation(context, playbook, client, meeting, &new::Begin { before, quick: false })
}

/// The text of the answers, and what to call it.
fn read_answers(args: &Args) -> Result<(String, String), Failure> {
    let path = &args.answers;
    let (bytes, name) = if path.as_os_str() == "-" {
        let mut bytes = Vec::new();
        stdin().read_to_end(&mut bytes)?;
        (bytes, "stdin".to_owned())
    } else {
        (fs::read(path).map_err(StoreError::io(path))?, shown(path))
    };
    let text = String::from_utf8(bytes).map_err(|_| {
        Failure::failed(format!("{name}: this is not UTF-8 text: save it as UTF-8 in your editor"))
    })?;
    Ok((text.trim_start_matches('\u{feff}').to_owned(), name))
}

/// What the advisor may want to look at again; none of it stops the filing.
fn warnings(session: &Session, input: &input::Input) -> Vec<String> {
    let playbook = session.playbook();
    let mut warnings = Vec::new();
    for (at, field) in playbook.fields() {
        let answer = input.answers.iter().find(|(given, _)| *given == at).and_then(|(_, a)| a.as_ref());
        let given = answer.is_some();
        let label = session.fill(&field.label);
        if let Some((said, begins)) = answer.and_then(|answer| moved_start(session, at, answer)) {
            warnings.push(format!(
                "{}: \"{label}\" begins on {begins}, the day it hangs on, and not on {said} as the file says",
                field.key
            ));
        }
        if given && !session.applies(at) {
            warnings.push(format!(
                "{}: kept in the note, but by the other answers \"{label}\" is passed over",
                field.key
            ));
        } else if let Some(hint) = session.hint(at) {
            warnings.push(format!("{}: \"{label}\": {hint}", field.key));
        } else if let Some((row, line)) = given.then(|| slip_in_a_row(session, at)).flatten() {
            warnings.push(format!(
                "{}: there was no row \"{row}\" in \"{label}\", and it was added. Did you mean \"{line}\"?",
                field.key
            ));
        } else if field.required && session.applies(at) && session.answer(at).is_none() {
            warnings.push(format!("{}: \"{label}\" is still needed", field.key));
        }
    }
    warnings
}

/// The start of a period that the file says, and the one it has by what it hangs on, if they differ.
fn moved_start(session: &Session, at: FieldRef, given: &Answer) -> Option<(NaiveDate, NaiveDate)> {
    match (given, session.held(at)?) {
        (Answer::Period { from: Some(said), .. }, Answer::Period { from: Some(begins), .. }) => {
            (said != begins).then_some((*said, *begins))
        }
        _ => None,
    }
}

/// A row whose words are nearly those of a line or row that the playbook has, and the ones that
/// were probably meant.
fn slip_in_a_row(session: &Session, at: FieldRef) -> Option<(String, String)> {
    let rows = session.rows(at);
    let of_the_playbook: Vec<&str> = match &session.table(at)?.rows {
        Rows::Added => return None,
        Rows::Start(texts) => texts.iter().map(String::as_str).collect(),
        Rows::Lines(_) => {
            let linked = rows.iter().enumerate().filter(|(i, _)| session.is_linked(at, *i));
            linked.map(|(_, row)| row.text.as_str()).collect()
        }
    };
    let added = rows.iter().map(|row| row.text.as_str()).filter(|text| !of_the_playbook.contains(text));
    let slip = |row: &str| {
        let meant = text::nearest(row, of_the_playbook.iter().copied())?;
        Some((text::clean_line(row), text::clean_line(meant)))
    };
    added.filter(|row| !row.trim().is_empty()).find_map(slip)
}
