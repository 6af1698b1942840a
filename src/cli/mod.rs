//! The command line: one file a command. stdout is data, stderr is talk; exit 0 is done, 1 failed
//! or found faults, 2 asked for wrongly, 3 something is overdue.

mod agenda;
mod amended;
mod check;
mod close;
mod config;
mod context;
mod doctor;
mod done;
mod drop;
mod env;
mod examples;
mod export;
mod failure;
mod fill;
mod follow_ups;
mod forget;
mod history;
mod hold;
mod import;
mod insights;
mod json;
mod keeping;
mod list;
mod live;
mod meant;
mod merge_file;
mod new;
mod note;
mod path;
mod playbook;
mod postpone;
mod practise;
mod promise;
mod readable;
mod rename;
mod reopen;
mod resume;
mod samples;
mod search;
mod settings;
mod shield;
mod show;
mod start;
mod table;
mod today;
mod wording;

use std::io::{BufWriter, Write, stderr, stdout};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use self::context::Context;
use self::env::Env;
use self::examples::examples;
use self::failure::Failure;
use self::settings::Settings;
use crate::text;

const EXAMPLES: &str = "\
Examples:
  goodterms                                      what is due, and your open conversations
  goodterms start                                choose a playbook and say who it is about
  goodterms start {second} --client \"Ada Byron\"  go straight to the first question
  goodterms resume                               go on where you left off
  goodterms list                                 all conversations
  goodterms playbook list                        which playbooks there are";

/// Takes you through a well-tried conversation with a client who is about to leave, has left, or
/// is going.
#[derive(Debug, Default, Parser)]
#[command(name = "goodterms", version, after_help = examples(EXAMPLES), max_term_width = 100)]
pub struct Cli {
    /// Where the notes are kept, this time
    #[arg(long, global = true, value_name = "DIR", display_order = 900)]
    notes: Option<PathBuf>,
    /// Line by line, without a full screen: for screen readers, simple terminals and scripts
    #[arg(long)]
    plain: bool,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
enum Command {
    Start(start::Args),
    Resume(resume::Args),
    Live(live::Args),
    #[command(alias = "practice")]
    Practise(practise::Args),
    Note(note::Args),
    List(list::Args),
    Show(show::Args),
    Export(export::Args),
    Import(import::Args),
    Search(search::Args),
    History(history::Args),
    Insights(insights::Args),
    Fill(fill::Args),
    Agenda(agenda::Args),
    Done(done::Args),
    Postpone(postpone::Args),
    Drop(drop::Args),
    Promise(promise::Args),
    Close(close::Args),
    Reopen(reopen::Args),
    Rename(rename::Args),
    Hold(hold::Args),
    Forget(forget::Args),
    Playbook(playbook::Args),
    Config(config::Args),
    Path(path::Args),
    Wording(wording::Args),
    Doctor(doctor::Args),
    MergeFile(merge_file::Args),
}

impl Command {
    /// Whether it reads or writes notes: then what a crash left in drafts must be in them. The doctor
    /// says first what is there.
    fn is_about_notes(&self) -> bool {
        let beside = matches!(self, Self::Path(_) | Self::Doctor(_) | Self::MergeFile(_) | Self::Wording(_));
        !beside && !matches!(self, Self::Playbook(_) | Self::Config(_))
    }

    fn opens_the_screen(&self) -> bool {
        match self {
            Self::Start(args) => !args.plain,
            Self::Resume(args) => !args.plain,
            Self::Live(args) => !args.plain,
            Self::Practise(args) => !args.plain,
            _ => false,
        }
    }

    /// `goodterms --plain start` means the same as `goodterms start --plain`.
    fn ask_by_lines(&mut self) {
        match self {
            Self::Start(args) => args.plain = true,
            Self::Resume(args) => args.plain = true,
            Self::Live(args) => args.plain = true,
            Self::Practise(args) => args.plain = true,
            _ => {}
        }
    }
}

/// Reads the command line. Help, and what is wrong with it, is said here.
///
/// # Errors
/// The exit code, where there is nothing more to do.
pub fn parse() -> Result<Cli, ExitCode> {
    // So it is started most of the time, and then nobody need put the words of all commands together.
    if std::env::args_os().len() <= 1 {
        return Ok(Cli::default());
    }
    Cli::try_parse().map_err(|error| {
        // A name from somewhere else may be among the arguments, and what is wrong is said with them.
        let hostile = std::env::args_os().any(|arg| arg.to_string_lossy().contains(text::is_unsafe));
        let said = || text::clean(&error.render().to_string()).into_owned();
        // Help that nobody reads to its end is no failure.
        let _ = match (hostile, error.use_stderr()) {
            (false, _) => error.print(),
            (true, true) => write!(stderr(), "{}", said()),
            (true, false) => write!(stdout(), "{}", said()),
        };
        ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2))
    })
}

/// Does what the command line asks for, and says how it went.
pub fn run(cli: Cli) -> ExitCode {
    shield::raise();
    // Handles, not locks: the screen's own threads must be able to reset the terminal.
    let mut out = BufWriter::new(stdout());
    let mut err = stderr();
    let done = dispatch(cli, &mut out, &mut err);
    let flushed = out.flush().map_err(Failure::from);
    let Err(failure) = done.and(flushed) else { return ExitCode::SUCCESS };
    if let Some(message) = failure.message() {
        // Where even this cannot be said, the exit code does.
        let _ = writeln!(err, "error: {}", text::clean(message));
    }
    ExitCode::from(failure.code())
}

fn dispatch(mut cli: Cli, out: &mut dyn Write, err: &mut dyn Write) -> Result<(), Failure> {
    let env = Env::read()?;
    // A terminal that cannot place its cursor can still be talked with.
    let plain = cli.plain || env.dumb;
    if plain && let Some(command) = &mut cli.command {
        command.ask_by_lines();
    }
    let settings = Settings::read(&env, cli.notes.as_deref());
    let mut context = Context::new(env, settings, out, err);
    let context = &mut context;
    if cli.command.as_ref().is_none_or(Command::is_about_notes) {
        context.recover();
    }
    // Behind the screen nobody would read it: the screen says it itself.
    if !cli.command.as_ref().map_or(!plain, Command::opens_the_screen) {
        context.say_recovered();
    }
    let done = obey(cli.command, plain, context);
    context.say_recovered();
    done
}

fn obey(command: Option<Command>, plain: bool, context: &mut Context<'_>) -> Result<(), Failure> {
    match command {
        None => today::run(context, plain),
        Some(Command::Start(args)) => start::run(context, args),
        Some(Command::Resume(args)) => resume::run(context, args),
        Some(Command::Live(args)) => live::run(context, &args),
        Some(Command::Practise(args)) => practise::run(context, &args),
        Some(Command::Note(args)) => note::run(context, &args),
        Some(Command::List(args)) => list::run(context, &args),
        Some(Command::Show(args)) => show::run(context, &args),
        Some(Command::Export(args)) => export::run(context, &args),
        Some(Command::Import(args)) => import::run(context, &args),
        Some(Command::Search(args)) => search::run(context, &args),
        Some(Command::History(args)) => history::run(context, &args),
        Some(Command::Insights(args)) => insights::run(context, &args),
        Some(Command::Fill(args)) => fill::run(context, &args),
        Some(Command::Agenda(args)) => agenda::run(context, &args),
        Some(Command::Done(args)) => done::run(context, &args),
        Some(Command::Postpone(args)) => postpone::run(context, &args),
        Some(Command::Drop(args)) => drop::run(context, &args),
        Some(Command::Promise(args)) => promise::run(context, &args),
        Some(Command::Close(args)) => close::run(context, &args),
        Some(Command::Reopen(args)) => reopen::run(context, &args),
        Some(Command::Rename(args)) => rename::run(context, &args),
        Some(Command::Hold(args)) => hold::run(context, &args),
        Some(Command::Forget(args)) => forget::run(context, &args),
        Some(Command::Playbook(args)) => playbook::run(context, args),
        Some(Command::Config(args)) => config::run(context, &args),
        Some(Command::Wording(args)) => wording::run(context, &args),
        Some(Command::Path(args)) => path::run(context, &args),
        Some(Command::Doctor(args)) => doctor::run(context, &args),
        Some(Command::MergeFile(args)) => merge_file::run(context, &args),
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_command_line_holds_together() {
        Cli::command().debug_assert();
    }

    #[test]
    fn without_arguments_it_is_what_an_empty_command_line_says() {
        let parsed = Cli::try_parse_from(["goodterms"]).unwrap();
        assert_eq!(format!("{parsed:?}"), format!("{:?}", Cli::default()));
    }

    #[test]
    fn every_command_teaches_by_example() {
        fn check(command: &clap::Command) {
            let examples = command.get_after_help().map(ToString::to_string).unwrap_or_default();
            let lines = examples.lines().filter(|l| l.contains("goodterms")).count();
            assert!((3..=6).contains(&lines), "{}: {lines}", command.get_name());
            assert!(command.get_about().is_some(), "{}", command.get_name());
            command.get_subcommands().filter(|c| c.get_name() != "help").for_each(check);
        }
        check(&Cli::command());
    }
}
