//! `goodterms path`: where things are kept.

use std::path::{Path, PathBuf};

use super::context::{Context, shown};
use super::failure::Failure;
use super::table;

const EXAMPLES: &str = "\
Examples:
  goodterms path               all of them
  goodterms path notes         only where your notes are
  cp mine.toml \"$(goodterms path playbooks)\"
  goodterms path config
  nano \"$(goodterms path wording)\"       your own rules for questions";

/// Say where your notes, playbooks, config and state are kept
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// Only this one
    #[arg(value_enum)]
    which: Option<Which>,
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum Which {
    /// The folder of your notes
    Notes,
    /// The folder for playbooks of your own
    Playbooks,
    /// The config file
    Config,
    /// The file for your own rules for questions
    Wording,
    /// The folder that files for others go into
    Exports,
    /// The folder of what the program itself keeps
    State,
}

/// Prints one path, or all with their names.
pub fn run(context: &mut Context<'_>, args: &Args) -> Result<(), Failure> {
    if let Some(which) = args.which {
        let path = find(context, which);
        return print(context, &path);
    }
    let all = [
        ("notes", Which::Notes),
        ("playbooks", Which::Playbooks),
        ("config", Which::Config),
        ("wording", Which::Wording),
        ("exports", Which::Exports),
        ("state", Which::State),
    ];
    let rows: Vec<_> =
        all.into_iter().map(|(name, which)| vec![name.to_owned(), shown(&find(context, which))]).collect();
    table::write(context.out, &rows)?;
    Ok(())
}

/// Prints one path; to a program byte for byte, for it will open it.
pub fn print(context: &mut Context<'_>, path: &Path) -> Result<(), Failure> {
    if context.env.terminals.stdout {
        writeln!(context.out, "{}", shown(path))?;
    } else {
        context.out.write_all(path.as_os_str().as_encoded_bytes())?;
        writeln!(context.out)?;
    }
    Ok(())
}

fn find(context: &Context<'_>, which: Which) -> PathBuf {
    match which {
        Which::Notes => context.settings.notes.clone(),
        Which::Playbooks => context.env.playbooks.clone(),
        Which::Config => context.env.config.clone(),
        Which::Wording => context.env.wording(),
        Which::Exports => context.settings.exports.clone(),
        Which::State => context.env.state.clone(),
    }
}
