//! `goodterms playbook`: the playbooks there are, and those one writes. One file a command.

mod edit;
mod list;
mod new;
mod schema;
mod show;

use std::path::PathBuf;

use clap::Subcommand;

use super::check;
use super::context::Context;
use super::examples::examples;
use super::failure::Failure;

const EXAMPLES: &str = "\
Examples:
  goodterms playbook list                  which there are
  goodterms playbook show {first}   read one
  goodterms playbook new \"Hotel complaint\"  begin one of your own
  goodterms playbook edit hotel-complaint  change it in your text editor
  goodterms playbook check mine.toml       is anything wrong in one you wrote?";

const LIST: &str = "\
Examples:
  goodterms playbook list
  goodterms playbook list --json        for programs
  goodterms path playbooks              where to put your own";

const SHOW: &str = "\
Examples:
  goodterms playbook show {second}
  goodterms playbook show \"Pre-emptive exit interview\"
  goodterms playbook show {second} --short    on one page
  goodterms playbook show {second} > {second}.md
  goodterms playbook show {second} --toml > mine.toml    the file itself, to begin one of your own";

const NEW: &str = "\
Examples:
  goodterms playbook new \"Hotel complaint\"    makes hotel-complaint.toml, with everything explained
  goodterms playbook edit hotel-complaint      then change it
  goodterms path playbooks                     where it is";

const EDIT: &str = "\
Examples:
  goodterms playbook edit hotel-complaint
  goodterms playbook edit {second}               a built-in one is copied to your folder first
  EDITOR=nano goodterms playbook edit {second}   in the editor you like";

const CHECK: &str = "\
Examples:
  goodterms playbook check mine.toml
  goodterms playbook check \"$(goodterms path playbooks)\"    all of your own
  goodterms playbook check mine.toml --json                 for editors";

/// List, read, write and check playbooks
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
        /// On one page: when it fits, its steps, what comes of it
        #[arg(long, conflicts_with = "toml")]
        short: bool,
        /// The file itself, byte for byte
        #[arg(long)]
        toml: bool,
    },
    /// Begin a playbook of your own: a file in which everything is explained
    #[command(after_help = NEW)]
    New {
        /// Its title, such as "Hotel complaint"
        #[arg(required = true, value_name = "NAME")]
        name: Vec<String>,
    },
    /// Change a playbook in your text editor, and check it; exit code 1 if errors remain
    #[command(after_help = examples(EDIT))]
    Edit {
        /// The playbook's id or title, or a file
        #[arg(value_name = "ID|FILE")]
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
        Command::List { json } => list::run(context, json),
        Command::Show { id, toml: true, .. } => show::source(context, &id),
        Command::Show { id, short, .. } => show::page(context, &id, short),
        Command::New { name } => new::run(context, &name.join(" ")),
        Command::Edit { id } => edit::run(context, &id),
        Command::Schema => schema::run(context),
        Command::Check { paths, json } => check::run(context, &paths, json),
    }
}
