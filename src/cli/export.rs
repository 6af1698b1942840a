//! `goodterms export`: a conversation's card to take along, as text or as a page to print.

use std::fs;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use super::context::{Context, shown};
use super::failure::Failure;
use crate::card::{Card, LEAVE_IT, Options};
use crate::export;
use crate::store::StoreError;

const EXAMPLES: &str = "\
Examples:
  goodterms export \"Ada Byron\" --to card                 the card, as text
  goodterms export k3v9 --to card -o card.html           a page to print, 3 by 5 inches
  goodterms export k3v9 --to card -o card.txt            the text, into a file
  goodterms export k3v9 --to card --full-names           with the surname and the firm";

/// Write the card of a conversation, to read before the meeting
///
/// The card has your questions, what to ask, what to avoid and the ways out: at most 12 lines of 48
/// columns. Of the client it says the first name only, and nothing private is on it.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// The client's name, the conversation's id or how it begins, or a note's path
    session: String,
    /// What to write: the card
    #[arg(long, value_enum, value_name = "card", hide_possible_values = true)]
    to: To,
    /// Into this file; if its name ends in .html, as a page to print
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Write over the file, if there is one
    #[arg(long, requires = "output")]
    force: bool,
    /// With the client's surname and firm
    #[arg(long)]
    full_names: bool,
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum To {
    /// The card to take along
    Card,
}

/// Writes what is asked for.
pub fn run(context: &mut Context<'_>, args: &Args) -> Result<(), Failure> {
    let open = context.find_open(&args.session)?;
    context.say_notice();
    let To::Card = args.to;
    let card = Card::of(&open.session, Options { full: args.full_names });
    let Some(file) = args.output.as_deref().filter(|file| *file != Path::new("-")) else {
        write!(context.out, "{}", card.text())?;
        return Ok(());
    };
    let is_page = is_page(file);
    let text = if is_page { export::card(&card) } else { card.text() };
    may_be_written(file, &context.settings.notes, &context.env.state)?;
    write_file(file, &text, args.force)?;
    let print = if is_page { "Open it in a browser and print it on a card of 3 by 5 inches. " } else { "" };
    context.say(&format!("Written: {}\n{print}{LEAVE_IT}", shown(file)));
    Ok(())
}

/// Whether a file is to be a page.
fn is_page(file: &Path) -> bool {
    let ending = file.extension().map(|ending| ending.to_ascii_lowercase());
    ending.is_some_and(|ending| ending == "html" || ending == "htm")
}

/// Refuses what nobody means to write a card over, whatever they say: a note, what goodterms keeps for
/// itself, and what is no file.
fn may_be_written(file: &Path, notes: &Path, state: &Path) -> Result<(), Failure> {
    // A link is looked through: one to a device stands for it.
    let there = fs::metadata(file).or_else(|_| fs::symlink_metadata(file)).ok();
    if there.as_ref().is_some_and(fs::Metadata::is_dir) {
        return Err(Failure::failed(format!("{} is a folder: give the file in it a name", shown(file))));
    }
    if there.is_some_and(|there| !there.is_file() && !there.is_symlink()) {
        return Err(Failure::failed(format!(
            "{} is a device or a pipe, and no file: it was left as it is\n\
             give the name of a file, or leave out --output to have the text on the screen",
            shown(file)
        )));
    }
    // A folder that is not there is told of where the file is written.
    let Ok(folder) = folder_of(file).canonicalize() else { return Ok(()) };
    let is_in = |own: &Path| own.canonicalize().is_ok_and(|own| folder.starts_with(own));
    let what = match (is_in(notes), is_in(state)) {
        (true, _) => "in your notes folder, where only notes belong",
        (_, true) => "in the folder in which goodterms keeps your drafts",
        _ => return Ok(()),
    };
    Err(Failure::failed(format!(
        "{} is {what}: nothing was written\ngive the name of a file in another folder",
        shown(file)
    )))
}

/// The folder in which a file is.
fn folder_of(file: &Path) -> &Path {
    file.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Writes a file that only the advisor can read: all of it or nothing. What is there stays, unless it is
/// to be written over.
fn write_file(file: &Path, text: &str, force: bool) -> Result<(), Failure> {
    let folder = folder_of(file);
    let mut temp = tempfile::Builder::new()
        .prefix(".goodterms-")
        .suffix(".part")
        .tempfile_in(folder)
        .map_err(StoreError::io(folder))?;
    let written = temp.as_file_mut().write_all(text.as_bytes()).and_then(|()| temp.as_file().sync_all());
    written.map_err(StoreError::io(file))?;
    let put = if force { temp.persist(file) } else { temp.persist_noclobber(file) };
    put.map_err(|error| match error.error.kind() {
        ErrorKind::AlreadyExists => Failure::failed(format!(
            "{} is there already and was left as it is\ngive another name, or write over it with --force",
            shown(file)
        )),
        _ => StoreError::io(file)(error.error).into(),
    })?;
    Ok(())
}
