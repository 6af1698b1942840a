//! `goodterms hold`: what must not be forgotten, and why.

use std::path::PathBuf;

use super::context::{Context, shown};
use super::failure::Failure;
use super::meant;
use crate::document::hold_said;
use crate::text;

const EXAMPLES: &str = "\
Examples:
  goodterms hold \"Ada Byron\" --because \"a claim is open\"    nothing with her can be forgotten
  goodterms hold k3v9 --because \"keep until 2031\"           one conversation, by its id
  goodterms hold \"Ada Byron\"                                is anything with her on hold, and why
  goodterms hold \"Ada Byron\" --release                      it may be forgotten again";

/// Put conversations on hold: nothing of them can be forgotten as long as that lasts
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// A client's name, for all conversations with them; or a conversation's id, or a note's path
    session: String,
    /// The reason; it stands in the note
    #[arg(long, value_name = "TEXT", conflicts_with = "release")]
    because: Option<String>,
    /// Take the hold off
    #[arg(long)]
    release: bool,
}

/// Puts conversations on hold, takes that back, or says which are.
pub fn run(context: &mut Context<'_>, args: &Args) -> Result<(), Failure> {
    let meant = meant::conversations(context, &args.session)?;
    context.say_notice();
    let because = args.because.as_deref().map(text::name);
    if because.as_ref().is_some_and(String::is_empty) {
        return Err(Failure::usage(
            "say why, so that whoever asks later knows: --because \"a claim is open\"",
        ));
    }
    let notes: Vec<(PathBuf, String, Option<String>)> = meant
        .notes
        .iter()
        .map(|brief| {
            let about = format!("{}  {}, {}", brief.id, brief.playbook, brief.started.date_naive());
            (brief.path.clone(), about, brief.hold.as_deref().map(str::to_owned))
        })
        .collect();
    if because.is_none() && !args.release {
        return say_what_is(context, &meant.name, &notes);
    }
    let (mut changed, mut failed) = (0, Vec::new());
    let (store, catalog, now) = (context.store(), context.catalog(), context.now());
    for (path, ..) in &notes {
        match store.hold(path, |id| catalog.playbook(id), because.as_deref(), now) {
            Ok(is_new) => changed += usize::from(is_new),
            Err(error) => failed.push(error),
        }
    }
    let name = text::clean_line(&meant.name);
    let count = text::count(changed, "conversation");
    context.say(&match (&because, changed) {
        (Some(why), 0) => format!("{name}: nothing is changed. {}", hold_said(why)),
        (Some(why), _) => format!("{name}: {count}. {}", hold_said(why)),
        (None, 0) => format!("{name}: nothing was on hold."),
        (None, _) => format!("{name}: {count} no longer on hold."),
    });
    let Some(first) = failed.first() else { return Ok(()) };
    let of = text::count(failed.len(), "note");
    Err(Failure::failed(format!("{of} could not be changed; do it once more\n{first}")))
}

fn say_what_is(
    context: &mut Context<'_>,
    name: &str,
    notes: &[(PathBuf, String, Option<String>)],
) -> Result<(), Failure> {
    let held: Vec<_> =
        notes.iter().filter_map(|(path, about, hold)| Some((path, about, hold.as_ref()?))).collect();
    for (path, about, why) in &held {
        writeln!(context.out, "{}\n  {}\n  {}", text::clean_line(about), hold_said(why), shown(path))?;
    }
    if held.is_empty() {
        context.say(&format!("{}: nothing is on hold.", text::clean_line(name)));
    }
    Ok(())
}
