//! `goodterms forget`: everything there is of a client on this machine, and its end.

use std::io::{BufRead, stdin};

use super::context::{Context, shown};
use super::failure::Failure;
use crate::store::forget::{BEYOND, Belongings, ForgetError, Forgotten, OBLIGED};
use crate::text;

const EXAMPLES: &str = "\
Examples:
  goodterms forget \"Ada Byron\"           shows what would go, and asks before it does
  goodterms forget k3v9                  the client of this conversation, where two have one name; where these
                                         are with several organisations, only those with its own
  goodterms forget \"Ada Byron\" --yes     without a question, for scripts; the name as it is written
  goodterms hold \"Ada Byron\"             must anything of her be kept?";

/// Forget a client: take away all there is of them on this machine
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// Any name of the client, exactly; or the id of a conversation with them
    client: String,
    /// Do not ask. CLIENT must be a name of theirs then, letter for letter
    #[arg(long)]
    yes: bool,
    /// Take away as well what goodterms keeps of conversations with them whose notes are not in the notes
    /// folder. They may lie in another one
    #[arg(long)]
    without_notes: bool,
}

/// Shows what would go, asks, and does it.
pub fn run(context: &mut Context<'_>, args: &Args) -> Result<(), Failure> {
    let store = context.store();
    let whom = match store.whom(&args.client, args.without_notes) {
        // Those whose name is like it are named there.
        Err(ForgetError::None(_)) => return Err(nobody(context, &args.client)),
        whom => whom?,
    };
    let all = store.belongings(&whom)?;
    context.say_notice();
    tell(context, &all)?;
    all.may_go()?;
    if !agreed(context, args, &all)? {
        context.say("Nothing was taken away.");
        return Err(Failure::Told);
    }
    let forgotten = store.forget(&all, context.now())?;
    say(context, &all, &forgotten)
}

fn nobody(context: &Context<'_>, wanted: &str) -> Failure {
    match context.find(wanted) {
        Err(failure) => failure,
        Ok(_) => ForgetError::None(text::clean_line(wanted)).into(),
    }
}

fn tell(context: &mut Context<'_>, all: &Belongings) -> Result<(), Failure> {
    writeln!(context.out, "What there is of {}:", all.who())?;
    for told in all.told() {
        writeln!(context.out, "\n{}", told.heading)?;
        for line in told.lines {
            writeln!(context.out, "  {line}")?;
        }
    }
    writeln!(context.out)?;
    context.out.flush()?;
    Ok(())
}

/// Whether the advisor means it.
fn agreed(context: &mut Context<'_>, args: &Args, all: &Belongings) -> Result<bool, Failure> {
    context.say(OBLIGED);
    if args.yes {
        let given = args.client.as_str();
        if all.whom.names().any(|name| name == given) {
            return Ok(true);
        }
        if all.whom.is_one_of_several() {
            return Err(Failure::usage(
                "--yes needs a name, and this is not the only client of that name: do it at a terminal, without --yes",
            ));
        }
        let name = text::clean_line(&all.whom.name);
        return Err(Failure::usage(format!(
            "with --yes the name must be given letter for letter: goodterms forget \"{name}\" --yes"
        )));
    }
    let terminals = context.env.terminals;
    if !(terminals.stdin && terminals.stderr) {
        let name = text::clean_line(&all.whom.name);
        if all.whom.is_one_of_several() {
            return Err(Failure::usage("nobody can be asked, for this is not a terminal: do it at one"));
        }
        return Err(Failure::usage(format!(
            "nobody can be asked, for this is not a terminal; if you are sure: goodterms forget \"{name}\" --yes"
        )));
    }
    let name = text::clean_line(&all.whom.name);
    write!(context.err, "This cannot be taken back. To forget them, type their name ({name}): ")?;
    context.err.flush()?;
    let mut line = String::new();
    stdin().lock().read_line(&mut line)?;
    Ok(text::name(&line) == text::name(&name))
}

fn say(context: &mut Context<'_>, all: &Belongings, done: &Forgotten) -> Result<(), Failure> {
    let gone = text::count(done.gone.len(), "file");
    if done.is_all() {
        context.say(&format!("Forgotten: {}; {gone} taken away.\n{BEYOND}", all.who()));
        return Ok(());
    }
    let why: Vec<_> = done.failed.iter().map(ToString::to_string).collect();
    let remain: Vec<_> = done.remain.iter().map(|path| format!("\n  {}", shown(path))).collect();
    let remain = match remain.is_empty() {
        true => String::new(),
        false => format!("\nstill there:{}", remain.concat()),
    };
    Err(Failure::failed(format!(
        "not all of it could be taken away ({gone} gone): mend this, and do it once more\n{}{remain}",
        why.join("\n")
    )))
}

impl From<ForgetError> for Failure {
    fn from(error: ForgetError) -> Self {
        match error {
            ForgetError::None(_) | ForgetError::Several { .. } | ForgetError::NotHere { .. } => {
                Self::usage(error.to_string())
            }
            _ => Self::failed(error.to_string()),
        }
    }
}
