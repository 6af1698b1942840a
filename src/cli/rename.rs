//! `goodterms rename`: what a client is called, in all notes with them.

use std::sync::Arc;

use super::context::Context;
use super::failure::Failure;
use super::meant;
use crate::agenda::{Brief, Client as Named};
use crate::document::Client;
use crate::session::Edit;
use crate::store::{StoreError, forget};
use crate::text;

const EXAMPLES: &str = "\
Examples:
  goodterms rename \"Bob Finn\" --to \"Robert Finn\"          he is still found as Bob Finn
  goodterms rename \"Robert Finn\" --also \"Finn household\"   another name; all of theirs is one client then
  goodterms rename \"Robert Finn\" --not-also \"Bob Fin\"      a name that was a mistake
  goodterms rename k3v9 --also \"Ada Byron\"                 this client and Ada Byron are one";

/// Call a client by another name, in all notes with them
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// Any name of the client, exactly; or the id of a conversation with them
    client: String,
    /// The name from now on; the one before stays as another name
    #[arg(long, value_name = "NAME", required_unless_present_any = ["also", "not_also"])]
    to: Option<String>,
    /// One more name they go by: a household, a short form, a name from before
    #[arg(long, value_name = "NAME")]
    also: Vec<String>,
    /// A name they do not go by
    #[arg(long, value_name = "NAME")]
    not_also: Vec<String>,
}

/// The names of a client, changed as it was asked for.
struct Names {
    to: Option<String>,
    also: Vec<String>,
    not_also: Vec<String>,
}

impl Names {
    fn asked_for(args: &Args) -> Result<Self, Failure> {
        let name = |name: &String| match text::name(name) {
            name if name.is_empty() => Err(Failure::usage("a name must not be empty")),
            name => Ok(name),
        };
        Ok(Self {
            to: args.to.as_ref().map(name).transpose()?,
            also: args.also.iter().map(name).collect::<Result<_, _>>()?,
            not_also: args.not_also.iter().map(name).collect::<Result<_, _>>()?,
        })
    }

    /// A client with these names. By what a conversation was called it is still found.
    fn of(&self, client: &Client) -> Client {
        let name = self.to.clone().unwrap_or_else(|| client.name.clone());
        let same = |one: &str, other: &str| text::fold(one) == text::fold(other);
        let all = client.also.iter().chain([&client.name]).chain(&self.also);
        let mut also: Vec<String> = Vec::new();
        for other in all {
            let is_out = self.not_also.iter().any(|not| same(not, other));
            if !is_out && !same(other, &name) && !also.iter().any(|known| same(known, other)) {
                also.push(other.clone());
            }
        }
        Client { name, organisation: client.organisation.clone(), also }
    }
}

/// Writes the names into every note of the client.
pub fn run(context: &mut Context<'_>, args: &Args) -> Result<(), Failure> {
    let names = Names::asked_for(args)?;
    let client = meant::client(context, &args.client)?;
    context.say_notice();
    let has = |name: &String| client.names().any(|own| text::fold(own) == text::fold(name));
    if let Some(name) = names.not_also.iter().find(|name| !has(name)) {
        let (who, name) = (text::clean_line(&client.name), text::clean_line(name));
        return Err(Failure::usage(format!("{who} does not go by `{name}`")));
    }
    let is_only =
        |name: &String| client.notes.iter().any(|brief| text::fold(&brief.client) == text::fold(name));
    if let Some(name) = names.not_also.iter().find(|name| names.to.is_none() && is_only(name)) {
        return Err(Failure::usage(format!(
            "a conversation is with `{}` by that very name: give another one with --to",
            text::clean_line(name)
        )));
    }
    let others = others_so_called(context, &client, &names)?;
    let (store, catalog, now) = (context.store(), context.catalog(), context.now());
    let (mut changed, mut failed) = (0, Vec::new());
    for brief in &client.notes {
        let done = match store.open(&brief.path, |id| catalog.playbook(id), now) {
            Ok(mut open) => {
                let named = names.of(&open.session.head().client);
                match open.session.apply(Edit::Client(named), now) {
                    true => open.file(&store, now).map(|_| true),
                    false => Ok(false),
                }
            }
            Err(StoreError::NoPlaybook { path, .. }) => {
                store.rename(&path, |client| names.of(client), now).map(|_| true)
            }
            Err(error) => Err(error),
        };
        match done {
            Ok(is_new) => changed += usize::from(is_new),
            Err(error) => failed.push(error),
        }
    }
    if let Some(first) = failed.first() {
        let of = text::count(failed.len(), "note");
        return Err(Failure::failed(format!("{of} could not be changed; do it once more\n{first}")));
    }
    let said = meant::client(context, &client.notes[0].id)?;
    let also = match said.also.as_slice() {
        [] => String::new(),
        also => format!(", also {}", also.join(", ")),
    };
    let who = text::clean_line(&format!("{}{also}", said.name));
    context.say(&match changed {
        0 => format!("{who}: that is so already."),
        n => format!("{who}: {}.", text::count(n, "note")),
    });
    for other in others {
        context.say(&format!(
            "This makes them one client with {other}: what is done to one is done to both. If they are two people, \
             take the name back: --not-also, or --to another one."
        ));
    }
    Ok(())
}

/// Other clients who go by a name that is given now, each in a line.
fn others_so_called(context: &Context<'_>, client: &Named, names: &Names) -> Result<Vec<String>, Failure> {
    let listing = context.folder().list()?;
    let mut said = Vec::new();
    for name in names.to.iter().chain(&names.also) {
        for other in forget::clients_meant(&listing, name) {
            let is_same = |brief: &Arc<Brief>| client.notes.iter().any(|own| own.id == brief.id);
            let is_called = other.names().any(|own| text::fold(own) == text::fold(name));
            let firm = other.organisation.as_ref().map_or_else(String::new, |name| format!(", {name}"));
            let notes = text::count(other.notes.len(), "note");
            let line = text::clean_line(&format!("{}{firm} ({notes})", other.name));
            if is_called && !other.notes.iter().any(is_same) && !said.contains(&line) {
                said.push(line);
            }
        }
    }
    Ok(said)
}
