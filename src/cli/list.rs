//! `goodterms list`: the conversations there are, newest first.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;

use serde_json::{Value, json};

use super::context::{Context, shown};
use super::failure::Failure;
use super::keeping::{Old, older};
use super::{json as shapes, table};
use crate::agenda::{self, Brief, Briefs, keeping};
use crate::catalog::Catalog;
use crate::dates::short;
use crate::document::{Head, Status, hold_said};
use crate::store::Listed;
use crate::text;

const EXAMPLES: &str = "\
  goodterms list --older-than \"7 years\"   closed longer ago, or untouched since
  goodterms list                  all of them, newest first
  goodterms list --open           those that go on
  goodterms list --client byron   those with clients whose name has \"byron\" in it
  goodterms list --older-than \"7 years\"  what was closed longer ago, and what nothing happened in since
  goodterms list --json           for programs";

/// List your conversations
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// Only clients or organisations with this in their name
    #[arg(long, value_name = "NAME")]
    client: Option<String>,
    /// Only conversations that are open
    #[arg(long, conflicts_with = "closed")]
    open: bool,
    /// Only conversations that are closed
    #[arg(long)]
    closed: bool,
    /// Only what was closed, or last touched, longer ago than this: `7 years`, `18 months`
    #[arg(long, value_name = "SPAN")]
    older_than: Option<String>,
    /// As JSON
    #[arg(long)]
    json: bool,
}

/// Lists conversations.
pub fn run(context: &mut Context<'_>, args: &Args) -> Result<(), Failure> {
    let listing = context.folder().list()?;
    context.say_notice();
    for error in &listing.unreadable {
        context.say(&format!("warning: {error}"));
    }
    let theirs = args.client.as_ref().map(|wanted| of_clients_like(wanted, &listing.notes));
    if let Some(span) = &args.older_than {
        return old(context, (args, theirs.as_ref()), span, &listing.notes);
    }
    let wanted: Vec<_> = listing.notes.iter().filter(|n| args.fits(n, theirs.as_ref())).collect();
    if args.json {
        let sessions: Vec<Value> = wanted.iter().map(|n| shapes::session(&n.head, &n.path)).collect();
        shapes::write(context.out, &json!({ "version": 1, "sessions": sessions }))?;
        return Ok(());
    }
    if listing.notes.is_empty() {
        let place = shown(&context.settings.notes);
        context.say(&format!(
            "No conversations yet in {place}\nBegin one with: goodterms start\n\
             To look around first: goodterms config init --samples"
        ));
    } else if wanted.is_empty() {
        context.say(&format!("None of your {} fits.", text::count(listing.notes.len(), "conversation")));
    } else {
        let rows = rows(&wanted, &context.catalog(), context.today());
        table::write(context.out, &rows)?;
    }
    Ok(())
}

/// Lists what is older, the oldest first. Nothing is removed: that is decided one by one.
fn old(
    context: &mut Context<'_>,
    (args, theirs): (&Args, Option<&BTreeSet<PathBuf>>),
    span: &str,
    notes: &[Listed],
) -> Result<(), Failure> {
    let Some(length) = keeping::span(span) else {
        let said = text::clean_line(span);
        return Err(Failure::usage(format!(
            "`{said}` is no length of time: write \"7 years\" or \"18 months\""
        )));
    };
    let (catalog, today) = (context.catalog(), context.today());
    let old: Vec<Old<'_>> =
        older(notes, length, today).into_iter().filter(|old| args.fits(old.note, theirs)).collect();
    if args.json {
        let sessions = old.iter().map(|old| {
            let mut session = shapes::session(&old.note.head, &old.note.path);
            session["last"] = old.last.to_string().into();
            session
        });
        shapes::write(context.out, &json!({ "version": 1, "sessions": sessions.collect::<Value>() }))?;
        return Ok(());
    }
    if old.is_empty() {
        context.say("No conversation is older than that.");
        return Ok(());
    }
    let heading = ["ID", "CLIENT", "PLAYBOOK", "STATUS", "LAST DAY", ""];
    let mut rows = vec![heading.map(str::to_owned).to_vec()];
    rows.extend(old.iter().map(|old| {
        let head = &old.note.head;
        let hold = head.hold.as_deref().map(hold_said).unwrap_or_default();
        let client = head.client_said();
        vec![
            head.id.clone(),
            client,
            head.playbook.id.clone(),
            status(head, &catalog),
            short(old.last, today),
            hold,
        ]
    }));
    table::write(context.out, &rows)?;
    context.say(
        "Nothing is removed by itself. goodterms show reads one, goodterms forget takes away all there is of a client.",
    );
    Ok(())
}

impl Args {
    /// `theirs` are the notes of the clients who are asked for.
    fn fits(&self, note: &Listed, theirs: Option<&BTreeSet<PathBuf>>) -> bool {
        let head = &note.head;
        let status = match (self.open, self.closed) {
            (true, _) => head.status == Status::Open,
            (_, true) => head.status == Status::Closed,
            _ => true,
        };
        status && theirs.is_none_or(|theirs| theirs.contains(&note.path))
    }
}

/// The notes of those who have this in one of their names or firms: of all their notes, for they are one
/// client.
fn of_clients_like(wanted: &str, notes: &[Listed]) -> BTreeSet<PathBuf> {
    let wanted = text::fold(&text::name(wanted));
    let fits = |name: &str| text::fold(name).contains(&wanted);
    let briefs = notes.iter().map(|note| Arc::new(Brief::of(&note.path, &note.head))).collect();
    let clients = agenda::clients(&Briefs { notes: briefs, unreadable: 0 });
    let of = |client: agenda::Client| {
        let is_all = client.names().any(fits);
        let own = client.notes.into_iter();
        own.filter(move |brief| is_all || brief.organisation.as_deref().is_some_and(fits))
    };
    clients.into_iter().flat_map(of).map(|brief| brief.path.clone()).collect()
}

fn rows(notes: &[&Listed], catalog: &Catalog, today: chrono::NaiveDate) -> Vec<Vec<String>> {
    let heading = ["ID", "CLIENT", "PLAYBOOK", "ANSWERED", "STATUS", "STARTED"];
    let mut rows = vec![heading.map(str::to_owned).to_vec()];
    rows.extend(notes.iter().map(|note| {
        let head = &note.head;
        let client = match &head.client.organisation {
            Some(organisation) => format!("{}, {organisation}", head.client_said()),
            None => head.client_said(),
        };
        vec![
            head.id.clone(),
            client,
            head.playbook.id.clone(),
            progress(head),
            status(head, catalog),
            short(head.started.date_naive(), today),
        ]
    }));
    rows
}

/// The phase and how much is answered: `Before, 3 of 14`.
pub fn progress(head: &Head) -> String {
    let [done, of] = head.answered.all;
    let phase = crate::playbook::Phase::ALL.into_iter().find(|p| p.word() == head.phase);
    match phase {
        Some(phase) => format!("{}, {done} of {of}", phase.title()),
        None => format!("{done} of {of}"),
    }
}

/// Whether it is open, and how it ended: `closed: Parted on good terms`.
pub fn status(head: &Head, catalog: &Catalog) -> String {
    if head.status == Status::Open {
        return "open".to_owned();
    }
    let Some(outcome) = &head.outcome else { return "closed".to_owned() };
    let playbook = catalog.playbook(&head.playbook.id);
    let known = playbook.and_then(|p| p.outcomes.iter().find(|o| o.id == *outcome));
    format!("closed: {}", known.map_or(outcome, |o| &o.label))
}
