//! `goodterms list`: the conversations there are, newest first.

use serde_json::{Value, json};

use super::context::{Context, shown};
use super::failure::Failure;
use super::{json as shapes, table};
use crate::catalog::Catalog;
use crate::dates::short;
use crate::document::{Head, Status};
use crate::store::Listed;
use crate::text;

const EXAMPLES: &str = "\
Examples:
  goodterms list                  all of them, newest first
  goodterms list --open           those that go on
  goodterms list --client byron   those with clients whose name has \"byron\" in it
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
    let wanted: Vec<_> = listing.notes.iter().filter(|n| args.fits(&n.head)).collect();
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

impl Args {
    fn fits(&self, head: &Head) -> bool {
        let status = match (self.open, self.closed) {
            (true, _) => head.status == Status::Open,
            (_, true) => head.status == Status::Closed,
            _ => true,
        };
        let Some(wanted) = &self.client else { return status };
        let wanted = text::fold(&text::name(wanted));
        let client = &head.client;
        let mut names = [&client.name].into_iter().chain(&client.organisation).chain(&client.also);
        status && names.any(|name| text::fold(name).contains(&wanted))
    }
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
