//! `goodterms`: what is due and what is open, on the screen or line by line.

use std::io::{BufRead, BufReader, stdin};
use std::path::{Path, PathBuf};

use super::context::Context;
use super::failure::Failure;
use super::new::{self, Begin};
use super::start::walk;
use crate::document::{Client, Meeting};
use crate::plain::{self, Begun, Talk, Wanted};
use crate::store::Open;
use crate::store::remembered::Remembered;
use crate::tui::{self, Opening, Setup};

/// Opens Today.
pub fn run(context: &mut Context<'_>, plain: bool) -> Result<(), Failure> {
    if plain {
        return by_lines(context, &mut BufReader::new(stdin()));
    }
    context.need_screen(
        "use instead:
  goodterms --plain           the same, line by line
  goodterms list              your conversations
  goodterms show SESSION      one of them
  goodterms start --plain     a new one, line by line
  goodterms resume --plain    the latest one, line by line
  goodterms fill SESSION --answers FILE.toml",
    )?;
    screen(context, Opening::Today, None)
}

/// Where the config goes, if goodterms runs for the first time: there is none, and nothing in the notes
/// folder that could be a conversation.
fn first_run(context: &Context<'_>, remembered: &Remembered) -> Option<PathBuf> {
    let settings = &context.settings;
    if settings.source.is_some() || settings.unreadable.is_some() {
        return None;
    }
    // Whoever had conversations has them still, and their disk may hang: nobody looks before the first frame.
    if remembered.lists().is_some_and(|lists| !lists.is_empty() || lists.closed > 0) {
        return None;
    }
    let is_empty = !context.folder().has_note().ok()?;
    is_empty.then(|| context.env.config.clone())
}

/// Says what is due and what is open, and walks through what is wanted, until the advisor stops.
fn by_lines(context: &mut Context<'_>, input: &mut dyn BufRead) -> Result<(), Failure> {
    context.say_notice();
    let (clock, catalog, store) = (context.env.clock.clone(), context.catalog(), context.store());
    let mut failed = false;
    loop {
        let mut talk = Talk::new(input, &mut *context.out, clock.as_ref());
        let done = match plain::today(&mut talk, &store, &catalog, &mut failed)? {
            Wanted::Stop => break,
            Wanted::Open { path, id } => {
                open(context, &path, &id).and_then(|open| walk(context, input, open))
            }
            Wanted::New => begin(context, input),
        };
        match done {
            Ok(()) => {}
            // Nobody reads or writes any more.
            Err(failure @ Failure::Pipe) => return Err(failure),
            // What is due is still there, and so are the other conversations.
            Err(failure) => {
                failed = true;
                if let Some(message) = failure.message() {
                    let message = format!("error: {message}");
                    context.out.flush()?;
                    context.say(&message);
                }
            }
        }
        // What could not be filed just now may be by the time it is opened again.
        context.recover();
        context.say_recovered();
        writeln!(context.out)?;
    }
    if failed { Err(Failure::Told) } else { Ok(()) }
}

fn open(context: &mut Context<'_>, note: &Path, id: &str) -> Result<Open, Failure> {
    context.take_in_at(note, id);
    context.open(note)
}

/// A new conversation: what it needs to know is asked for, and then the walk begins.
fn begin(context: &mut Context<'_>, input: &mut dyn BufRead) -> Result<(), Failure> {
    let (clock, catalog) = (context.env.clock.clone(), context.catalog());
    let mut talk = Talk::new(input, &mut *context.out, clock.as_ref());
    let asked = plain::ask_for(&mut talk, &catalog, None, Client::default(), Meeting::default(), false)?;
    let Some(Begun { playbook, client, meeting, quick }) = asked else { return Ok(()) };
    let open = new::conversation(context, playbook, client, meeting, &Begin { before: None, quick })?;
    walk(context, input, open)
}

/// Opens the screen. A fault in the config comes before what else there is to say.
pub fn screen(context: &mut Context<'_>, opening: Opening, notice: Option<String>) -> Result<(), Failure> {
    context.out.flush()?;
    let remembered = Remembered::new(&context.env.state, &context.settings.notes);
    let setup = Setup {
        exports: context.settings.exports.clone(),
        store: context.store(),
        catalog: context.catalog(),
        advisor: context.settings.config.advisor.clone(),
        keep_years: context.settings.config.keep_years,
        theme: context.settings.config.theme,
        colours: context.env.colours(),
        clock: context.env.clock.clone(),
        editor: context.env.editor.clone(),
        rescue: context.env.state.join("rescued"),
        edits: context.env.state.join("edit"),
        log: context.log(),
        first_run: matches!(opening, Opening::Today).then(|| first_run(context, &remembered)).flatten(),
        recovered: std::mem::take(&mut context.recovered),
        notice: context.settings.notice(&context.env).or(notice),
        remembered,
        wording: context.rulebook(),
    };
    tui::run(setup, opening).map_err(|error| Failure::failed(error.to_string()))
}
