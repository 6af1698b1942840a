//! `goodterms start`: a new conversation.

use std::io::{BufRead, BufReader, stdin};
use std::sync::Arc;

use super::context::Context;
use super::examples::examples;
use super::failure::Failure;
use super::new::{self, Begin, New};
use super::today::screen;
use crate::document::{Client, Meeting};
use crate::plain;
use crate::playbook::Playbook;
use crate::store::{Access, Open};
use crate::tui::Opening;

const EXAMPLES: &str = "\
Examples:
  goodterms start                                  choose the playbook and name the client
  goodterms start {second} --client \"Ada Byron\"    go straight to the first question
  goodterms start {first} --client Ada --meeting \"24 nov 12:30\" --how in-person
  goodterms start {second} --client Ada --plain    line by line, without a full screen
  goodterms start {first} --client Ada --quick     five minutes: what matters most
  goodterms start {first} --from Ada               go on from the conversation with Ada";

const INSTEAD: &str = "\
use instead:
  goodterms start --plain    asks line by line
  goodterms fill --start PLAYBOOK --client NAME --answers FILE.toml";

/// Start a new conversation with a client
#[derive(Debug, clap::Args)]
#[command(after_help = examples(EXAMPLES))]
pub struct Args {
    /// The playbook; `goodterms playbook list` shows them
    playbook: Option<String>,
    #[command(flatten)]
    new: New,
    /// Ask line by line: for screen readers, simple terminals and scripts
    #[arg(long)]
    pub plain: bool,
    /// Only the five-minute form: what matters most when there is no time
    #[arg(long)]
    quick: bool,
}

/// Starts a conversation, on the screen or line by line.
pub fn run(context: &mut Context<'_>, args: Args) -> Result<(), Failure> {
    let catalog = context.catalog();
    let named = args.playbook.as_deref().map(|id| new::playbook_to_start(&catalog, id)).transpose()?;
    if let (Some(chooser), true) = (named.as_ref().filter(|p| p.is_chooser()), args.new.from.is_some()) {
        return Err(new::only_chooses(&catalog, chooser));
    }
    // One that only helps to choose is where choosing begins, and nothing else.
    let playbook = named.clone().filter(|p| !p.is_chooser());
    let before = args.new.before(context)?;
    if before.is_some() && playbook.is_none() {
        return Err(Failure::usage("--from: name the playbook to go on with: goodterms playbook list"));
    }
    let client = args.new.client_after(before.as_ref());
    if args.new.client.is_some() && client.name.is_empty() {
        return Err(Failure::usage("--client: a client needs a name"));
    }
    if args.quick && playbook.as_ref().is_some_and(|p| !p.has_quick()) {
        context.say("This playbook has no five-minute form: all of it is asked.");
    }
    let meeting = args.new.meeting(context)?;
    let notice = meeting.at.map(|at| format!("Meeting: {}", at.in_full()));
    if args.plain {
        let clock = context.env.clock.clone();
        let mut input = BufReader::new(stdin());
        let mut talk = plain::Talk::new(&mut input, &mut *context.out, clock.as_ref());
        let asked = plain::ask_for(&mut talk, &catalog, playbook, client, meeting, args.quick)?;
        let Some(plain::Begun { playbook, client, meeting, quick }) = asked else { return Ok(()) };
        context.say_notice();
        let begin = Begin { before: before.as_ref(), quick };
        let mut open = new::conversation(context, playbook, client, meeting, &begin)?;
        if before.is_some() {
            new::file(context, &mut open, before)?;
        }
        return walk(context, &mut input, open);
    }
    context.need_screen(INSTEAD)?;
    let opening = match (before, playbook) {
        (Some(before), Some(playbook)) => {
            let begin = Begin { before: Some(&before), quick: args.quick };
            let mut open = new::conversation(context, playbook, client, meeting, &begin)?;
            new::file(context, &mut open, Some(before))?;
            Opening::Session(Box::new(open))
        }
        _ => opening(context, named, client, meeting, args.quick)?,
    };
    screen(context, opening, notice)
}

/// The first field, if the playbook and the client are known; else what asks for them.
fn opening(
    context: &Context<'_>,
    playbook: Option<Arc<Playbook>>,
    client: Client,
    meeting: Meeting,
    quick: bool,
) -> Result<Opening, Failure> {
    Ok(match playbook {
        Some(playbook) if !client.name.is_empty() && !playbook.is_chooser() => {
            let begin = Begin { quick, ..Begin::default() };
            Opening::Session(Box::new(new::conversation(context, playbook, client, meeting, &begin)?))
        }
        playbook => Opening::New { playbook: playbook.map(|p| p.id.clone()), client, meeting, quick },
    })
}

/// Walks through a conversation line by line, filing after every answer, and on to those that go on
/// from it.
pub fn walk(context: &mut Context<'_>, input: &mut dyn BufRead, open: Open) -> Result<(), Failure> {
    walk_from(context, input, open, plain::Beginning::Place)
}

/// The same, from another beginning.
pub fn walk_from(
    context: &mut Context<'_>,
    input: &mut dyn BufRead,
    mut open: Open,
    mut beginning: plain::Beginning,
) -> Result<(), Failure> {
    let (clock, catalog, store) = (context.env.clock.clone(), context.catalog(), context.store());
    let (rules, exports) = (context.rulebook(), context.settings.exports.clone());
    loop {
        // As long as this is asked line by line, nobody else may edit it.
        let access = store.locks().session(&open.session.head().id, context.now());
        if let Access::ReadOnly(holder) = access {
            return Err(Failure::failed(format!(
                "another goodterms has this conversation open ({holder}): write there, or close it"
            )));
        }
        let talk = plain::Talk::new(input, &mut *context.out, clock.as_ref());
        let mut talk = talk.with_rules(rules.clone());
        let walked =
            plain::walk(&mut talk, &mut open, &store, &catalog, &exports, std::mem::take(&mut beginning));
        // Before the rest: that nobody reads on is no failure, but words that are not saved are.
        if let Some(reason) = walked.unsaved {
            return Err(Failure::failed(match walked.is_in_draft {
                true => format!(
                    "the note could not be saved in its place: {reason}\n\
                     every word is in a draft, and goes into the note when goodterms starts next"
                ),
                false => format!("NOT SAVED: {reason}"),
            }));
        }
        walked.talked?;
        let playbook = match walked.go_on {
            None => return Ok(()),
            Some(plain::GoOn::With(playbook)) => playbook,
            Some(plain::GoOn::In(id)) => {
                open = context.find_open(&id)?;
                writeln!(context.out)?;
                continue;
            }
        };
        let client = open.session.head().client.clone();
        let begin = Begin { before: Some(&open), quick: false };
        let mut next = new::conversation(context, playbook, client, Meeting::default(), &begin)?;
        new::file(context, &mut next, Some(open))?;
        open = next;
        writeln!(context.out)?;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::env::Env;
    use crate::cli::settings::Settings;
    use crate::store::Base;

    #[test]
    fn a_known_client_opens_at_the_first_field_and_others_at_the_form() {
        let home = tempfile::tempdir().unwrap();
        let env = Env::sample(home.path());
        let settings = Settings::read(&env, None);
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let context = Context::new(env, settings, &mut out, &mut err);
        let playbook = context.catalog().playbook("farewell").cloned();
        let client = Client { name: "Ada Byron".to_owned(), ..Client::default() };

        let opened = opening(&context, playbook.clone(), client.clone(), Meeting::default(), false);
        let Ok(Opening::Session(open)) = opened else { panic!("not a conversation") };
        assert_eq!(open.session.head().client.name, "Ada Byron");
        assert_eq!(open.base, Base::NEW);
        assert_eq!(open.path.parent(), Some(&*home.path().join("notes").join("ada-byron")));
        let file = open.path.file_name().unwrap().to_str().unwrap();
        assert!(file.starts_with("2026-11-21-farewell-"), "{file}");

        let opened = opening(&context, playbook, Client::default(), Meeting::default(), false);
        assert!(matches!(opened, Ok(Opening::New { playbook: Some(id), .. }) if id == "farewell"));
        let opened = opening(&context, None, client.clone(), Meeting::default(), false);
        assert!(matches!(opened, Ok(Opening::New { playbook: None, client: c, .. }) if c == client));
    }
}
