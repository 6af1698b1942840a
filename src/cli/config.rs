//! `goodterms config`: the settings.

use std::fs::OpenOptions;
use std::io::{ErrorKind, Write};

use clap::Subcommand;

use super::context::{Context, shown};
use super::failure::Failure;
use super::settings::Origin;
use super::{path, table};
use crate::config::{Config, TEMPLATE};
use crate::diagnostic::{render, tally};
use crate::store::{StoreError, filing};

const EXAMPLES: &str = "\
Examples:
  goodterms config init     write a config file in which everything is explained
  goodterms config show     what is in force, and who said so
  goodterms config check    is anything wrong in it?";

const INIT: &str = "\
Examples:
  goodterms config init         then open the file in your editor
  goodterms config path         where the file is
  goodterms config check        after you changed it";

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
    Init,
    /// Show what is in force, and who said so
    #[command(after_help = SHOW)]
    Show,
    /// Say where the config file is
    #[command(after_help = PATH)]
    Path,
    /// Say what is wrong in the config file
    #[command(after_help = CHECK)]
    Check,
}

/// Does one of these.
pub fn run(context: &mut Context<'_>, args: &Args) -> Result<(), Failure> {
    match args.command {
        Command::Init => init(context),
        Command::Show => show(context),
        Command::Path => {
            let config = context.env.config.clone();
            path::print(context, &config)
        }
        Command::Check => check(context),
    }
}

fn init(context: &mut Context<'_>) -> Result<(), Failure> {
    let path = context.env.config.clone();
    if let Some(folder) = path.parent() {
        filing::make_folder(folder)?;
    }
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&path).map_err(|error| match error.kind() {
        ErrorKind::AlreadyExists => Failure::failed(format!(
            "{} is there already and was left as it is\nopen it in your editor to change it",
            shown(&path)
        )),
        _ => StoreError::io(&path)(error).into(),
    })?;
    file.write_all(TEMPLATE.as_bytes()).and_then(|()| file.sync_all()).map_err(StoreError::io(&path))?;
    context.say("Written. Open it in your editor; every setting is explained in it:");
    path::print(context, &path)
}

fn show(context: &mut Context<'_>) -> Result<(), Failure> {
    let settings = &context.settings;
    let config = &settings.config;
    let said = |is_set: bool| if is_set { Origin::Config } else { Origin::Default };
    let advisor = config.advisor.clone().unwrap_or_else(|| "-".to_owned());
    let theme_is_set = config.theme != Config::default().theme;
    let rows = [
        ("notes_dir", shown(&settings.notes), settings.notes_from),
        ("advisor", advisor, said(config.advisor.is_some())),
        ("theme", config.theme.word().to_owned(), said(theme_is_set)),
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
