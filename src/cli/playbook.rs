//! `goodterms playbook`: the playbooks there are.

use std::path::PathBuf;

use clap::Subcommand;
use serde_json::{Value, json};

use super::context::{Context, broken, shown};
use super::examples::examples;
use super::failure::Failure;
use super::{check, json as shapes, new, page, schema, table};
use crate::catalog::{Catalog, Entry};
use crate::diagnostic::{render, tally};

const EXAMPLES: &str = "\
Examples:
  goodterms playbook list                  which there are
  goodterms playbook show {first}   read one
  goodterms playbook check mine.toml       is anything wrong in one you wrote?
  goodterms path playbooks                 where to put your own";

const LIST: &str = "\
Examples:
  goodterms playbook list
  goodterms playbook list --json        for programs
  goodterms path playbooks              where to put your own";

const SHOW: &str = "\
Examples:
  goodterms playbook show {second}
  goodterms playbook show \"Pre-emptive exit interview\"
  goodterms playbook show {second} | less
  goodterms playbook show {second} > {second}.md";

const CHECK: &str = "\
Examples:
  goodterms playbook check mine.toml
  goodterms playbook check \"$(goodterms path playbooks)\"    all of your own
  goodterms playbook check mine.toml --json                 for editors";

/// List, read and check playbooks
#[derive(Debug, clap::Args)]
#[command(after_help = examples(EXAMPLES))]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// List the playbooks there are, and what is wrong with them
    #[command(after_help = LIST)]
    List {
        /// As JSON
        #[arg(long)]
        json: bool,
    },
    /// Show a playbook as a page to read
    #[command(after_help = examples(SHOW))]
    Show {
        /// The playbook's id or title
        id: String,
    },
    /// Report everything that is wrong in playbook files; exit code 1 if there are errors
    #[command(after_help = CHECK)]
    Check {
        /// Playbooks, or folders of playbooks
        #[arg(required = true, value_name = "FILE|FOLDER")]
        paths: Vec<PathBuf>,
        /// As JSON, for editors
        #[arg(long)]
        json: bool,
    },
    /// Print the format of playbooks as JSON Schema, for editors that complete and explain
    #[command(after_help = schema::EXAMPLES)]
    Schema,
}

/// Does one of these.
pub fn run(context: &mut Context<'_>, args: Args) -> Result<(), Failure> {
    match args.command {
        Command::List { json } => list(context, json),
        Command::Show { id } => show(context, &id),
        Command::Check { paths, json } => check::run(context, &paths, json),
        Command::Schema => schema::run(context),
    }
}

fn list(context: &mut Context<'_>, json: bool) -> Result<(), Failure> {
    let catalog = context.catalog();
    for reason in &catalog.unreadable {
        context.say(&format!("warning: {reason}"));
    }
    if json {
        let playbooks: Vec<Value> = catalog.entries().map(as_json).collect();
        shapes::write(context.out, &json!({ "version": 1, "playbooks": playbooks }))?;
        return Ok(());
    }
    let mut rows = vec![["ID", "TITLE", "STEPS", "FROM"].map(str::to_owned).to_vec()];
    rows.extend(catalog.entries().map(|entry| {
        let steps = entry.playbook.as_ref().map_or_else(|| "-".to_owned(), |p| p.steps.len().to_string());
        vec![entry.id.clone(), entry.title.clone(), steps, origin(entry)]
    }));
    table::write(context.out, &rows)?;
    say_broken(context, &catalog);
    Ok(())
}

/// Where it is from, and what is wrong with it.
fn origin(entry: &Entry) -> String {
    let origin = match (&entry.path, entry.replaces, &entry.playbook) {
        (None, ..) => "built in".to_owned(),
        (Some(path), true, Some(_)) => format!("yours, in place of the built-in one: {}", shown(path)),
        (Some(path), ..) => format!("yours: {}", shown(path)),
    };
    if entry.faults.is_empty() { origin } else { format!("{origin} ({})", tally(&entry.faults)) }
}

fn say_broken(context: &mut Context<'_>, catalog: &Catalog) {
    let broken: Vec<_> = catalog.entries().filter(|e| !e.faults.is_empty()).collect();
    let Some(path) = broken.first().and_then(|e| e.path.as_ref()) else { return };
    context.say(&format!("See what is wrong with: goodterms playbook check \"{}\"", shown(path)));
}

fn as_json(entry: &Entry) -> Value {
    json!({
        "id": entry.id,
        "title": entry.title,
        "version": entry.playbook.as_ref().map(|p| p.version.as_str()),
        "origin": if entry.path.is_some() { "user" } else { "embedded" },
        "path": entry.path.as_ref().map(|p| p.display().to_string()),
        "steps": entry.playbook.as_ref().map(|p| p.steps.len()),
        "faults": entry.faults.len(),
    })
}

fn show(context: &mut Context<'_>, id: &str) -> Result<(), Failure> {
    let catalog = context.catalog();
    if catalog.playbook(id).is_none()
        && let Some(entry) = broken(&catalog, id)
    {
        let styled = context.env.terminals.stderr && !context.env.no_color;
        let name = entry.path.as_deref().map_or_else(|| entry.id.clone(), shown);
        let _ = write!(context.err, "{}", render(&entry.faults, &name, &entry.source, styled));
        context.say(&format!("{name}: {}. It cannot be used until they are gone.", tally(&entry.faults)));
        return Err(Failure::Told);
    }
    let playbook = new::playbook(&catalog, id)?;
    write!(context.out, "{}", page::page(&playbook))?;
    Ok(())
}
