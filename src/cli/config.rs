//! `goodterms config`: the settings.

use std::path::Path;

use clap::Subcommand;

use super::context::{Context, shown};
use super::failure::Failure;
use super::settings::Origin;
use super::{path, samples, table};
use crate::config::{Config, TEMPLATE, schema};
use crate::diagnostic::{render, tally};
use crate::store;

const EXAMPLES: &str = "\
Examples:
  goodterms config init     write a config file in which everything is explained
  goodterms config show     what is in force, and who said so
  goodterms config check    is anything wrong in it?
  goodterms config init --samples     and two conversations with invented people, to look around in
  goodterms config remove-samples     takes these away again
  goodterms config schema             for editors that complete and explain";

const INIT: &str = "\
Examples:
  goodterms config init         then open the file in your editor
  goodterms config path         where the file is
  goodterms config check        after you changed it
  goodterms config init --samples                  and two conversations to look around in
  goodterms config init --samples --notes ~/try    these in another folder";

const REMOVE: &str = "\
Examples:
  goodterms config remove-samples          those that you only looked at
  goodterms config remove-samples --all    also those in which you typed something
  goodterms config init --samples          puts them there anew";

const SHOW: &str = "\
Examples:
  goodterms config show
  goodterms config show --notes ~/other     what would be in force then
  goodterms config init                     to change it";

const PATH: &str = "\
Examples:
  goodterms config path
  nano \"$(goodterms config path)\"
  goodterms path                all other paths";

const CHECK: &str = "\
Examples:
  goodterms config check        exit code 1 if something is wrong
  goodterms config show         what counts in spite of it
  goodterms config path         where the file is";

const SCHEMA: &str = "\
Examples:
  goodterms config schema
  goodterms config schema > config.schema.json    tell your editor where it is
  goodterms config check                          says the same, and where, without an editor";

/// Look at your settings, or begin to change them
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Write a config file that explains every setting; never over one that is there
    #[command(after_help = INIT)]
    Init {
        /// Also put two sample conversations into an empty notes folder, to look around in
        #[arg(long)]
        samples: bool,
    },
    /// Take the sample conversations away; one that you changed stays
    #[command(after_help = REMOVE)]
    RemoveSamples {
        /// Those that you changed, too
        #[arg(long)]
        all: bool,
    },
    /// Show what is in force, and who said so
    #[command(after_help = SHOW)]
    Show,
    /// Say where the config file is
    #[command(after_help = PATH)]
    Path,
    /// Say what is wrong in the config file
    #[command(after_help = CHECK)]
    Check,
    /// Print a JSON Schema of the config, for editors that complete and explain
    #[command(after_help = SCHEMA)]
    Schema,
}

/// Does one of these.
pub fn run(context: &mut Context<'_>, args: &Args) -> Result<(), Failure> {
    match args.command {
        Command::Init { samples: true } => samples::put(context),
        Command::Init { samples: false } => init(context),
        Command::RemoveSamples { all } => samples::remove(context, all),
        Command::Show => show(context),
        Command::Path => {
            let config = context.env.config.clone();
            path::print(context, &config)
        }
        Command::Check => check(context),
        Command::Schema => {
            write!(context.out, "{}", schema::text())?;
            Ok(())
        }
    }
}

fn init(context: &mut Context<'_>) -> Result<(), Failure> {
    let path = context.env.config.clone();
    if !begin(&path)? {
        return Err(Failure::failed(format!(
            "{}\nopen it in your editor to change it",
            left_as_it_is(&path)
        )));
    }
    context.say("Written. Open it in your editor; every setting is explained in it:");
    path::print(context, &path)
}

/// Writes a config file that explains every setting. Returns whether there was none.
///
/// # Errors
/// What prevented it.
pub fn begin(path: &Path) -> Result<bool, Failure> {
    Ok(store::begin_file(path, TEMPLATE)?)
}

/// That there is a config file already.
pub fn left_as_it_is(path: &Path) -> String {
    format!("{} is there already and was left as it is", shown(path))
}

fn show(context: &mut Context<'_>) -> Result<(), Failure> {
    let settings = &context.settings;
    let config = &settings.config;
    let said = |is_set: bool| if is_set { Origin::Config } else { Origin::Default };
    let advisor = config.advisor.clone().unwrap_or_else(|| "-".to_owned());
    let default = Config::default();
    let theme_is_set = config.theme != default.theme;
    let rows = [
        ("notes_dir", shown(&settings.notes), settings.notes_from),
        ("exports_dir", shown(&settings.exports), said(config.exports_dir.is_some())),
        ("advisor", advisor, said(config.advisor.is_some())),
        ("theme", config.theme.word().to_owned(), said(theme_is_set)),
        (
            "keep_versions",
            config.keep_versions.to_string(),
            said(config.keep_versions != default.keep_versions),
        ),
        (
            "keep_megabytes",
            config.keep_megabytes.to_string(),
            said(config.keep_megabytes != default.keep_megabytes),
        ),
    ];
    let rows: Vec<_> = rows
        .into_iter()
        .map(|(name, value, origin)| vec![name.to_owned(), origin.words().to_owned(), value])
        .collect();
    table::write(context.out, &rows)?;
    if settings.source.is_none() && settings.unreadable.is_none() {
        context.say("There is no config file yet; goodterms config init writes one.");
    }
    context.say_notice();
    Ok(())
}

fn check(context: &mut Context<'_>) -> Result<(), Failure> {
    let settings = &context.settings;
    if let Some(error) = &settings.unreadable {
        return Err(Failure::failed(error.to_string()));
    }
    let path = shown(&context.env.config);
    let Some(source) = &settings.source else {
        context.say(&format!("There is no config file yet ({path}): the defaults are in force."));
        return Ok(());
    };
    if settings.faults.is_empty() {
        writeln!(context.out, "{path}: nothing is wrong.")?;
        return Ok(());
    }
    let styled = context.env.terminals.stdout && !context.env.no_color;
    write!(context.out, "{}", render(&settings.faults, &path, source, styled))?;
    writeln!(context.out, "{path}: {}.", tally(&settings.faults))?;
    Err(Failure::Told)
}
