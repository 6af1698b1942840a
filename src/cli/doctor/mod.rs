//! `goodterms doctor`: is everything where it belongs, and what to do where it is not.
//!
//! A look is one function, and [`CHECKS`] has them all. The doctor itself fails at nothing: what it
//! cannot look at is a finding.

mod check;
mod keeping;
mod left;
mod notes;
mod places;

use std::io;
use std::sync::Arc;

use serde_json::{Value, json};

use self::check::{Check, Mend, State};
use super::context::{Context, shown};
use super::env::Env;
use super::failure::Failure;
use super::settings::Settings;
use super::{json as shapes, samples};
use crate::catalog::Catalog;
use crate::store::survey::{self, Entry};
use crate::store::{Listing, Store, StoreError};
use crate::text;
use crate::wording::Rulebook;

const EXAMPLES: &str = "\
Examples:
  goodterms doctor            look at everything; exit code 1 if something is found
  goodterms doctor --fix      and mend what can be mended without risk; no text is ever deleted
  goodterms doctor --json     for programs
  goodterms doctor --notes ~/other     of another notes folder";

/// Look whether everything is well with your notes, and mend it
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// Mend what can be mended without risk: permissions, drafts, copies of sync tools, leftovers
    #[arg(long)]
    fix: bool,
    /// As JSON
    #[arg(long)]
    json: bool,
}

/// All that is looked at, in this order.
const CHECKS: &[fn(&Patient<'_>) -> Vec<Check>] = &[
    places::config,
    places::wording,
    places::notes,
    places::state,
    places::permissions,
    places::room,
    notes::files,
    notes::ids,
    notes::copies,
    notes::playbooks,
    left::drafts,
    left::rescued,
    left::leftovers,
    left::editor,
    left::open,
    left::versions,
    keeping::old,
];

/// What is looked at: gone through once, before the first look.
struct Patient<'a> {
    env: &'a Env,
    settings: &'a Settings,
    catalog: Arc<Catalog>,
    /// The command that mends what can be mended.
    fix: String,
    store: Store,
    rulebook: Arc<Rulebook>,
    listing: Result<Listing, StoreError>,
    /// What lies in the notes folder, and in the state folder.
    notes: Vec<Entry>,
    state: Vec<Entry>,
    /// Folders in either that cannot be entered.
    closed: Vec<StoreError>,
}

impl<'a> Patient<'a> {
    fn new(context: &'a Context<'_>) -> Self {
        let store = context.store();
        let (notes, mut closed) = survey::walk(&context.settings.notes, 1);
        let (state, more) = survey::walk(&context.env.state, 2);
        closed.extend(more);
        let listing = store.folder().list();
        let (env, settings, catalog) = (&context.env, &context.settings, context.catalog());
        let fix = format!("{} doctor --fix", samples::command(context));
        let rulebook = context.rulebook();
        Self { env, settings, catalog, fix, store, rulebook, listing, notes, state, closed }
    }

    /// The conversations there are; none where the folder cannot be read.
    fn listing(&self) -> Option<&Listing> {
        self.listing.as_ref().ok()
    }

    /// Whether the notes folder is shared with a group on purpose.
    fn is_shared(&self) -> bool {
        self.notes.first().is_some_and(Entry::hands_down_its_group)
    }
}

/// Looks at everything, mends it if that is asked for, and says what is left.
pub fn run(context: &mut Context<'_>, args: &Args) -> Result<(), Failure> {
    let mut checks = look(context);
    if args.fix {
        let mends: Vec<_> = checks.into_iter().flat_map(|check| check.mends).collect();
        mends.iter().for_each(|mend| carry_out(context, mend));
        checks = look(context);
    }
    if args.json {
        let all: Value = checks.iter().map(Check::as_json).collect();
        shapes::write(context.out, &json!({ "version": 1, "checks": all }))?;
    } else {
        write(context, &checks)?;
    }
    let is_well = checks.iter().all(|check| check.state == State::Ok);
    if is_well { Ok(()) } else { Err(Failure::Told) }
}

fn look(context: &Context<'_>) -> Vec<Check> {
    let patient = Patient::new(context);
    CHECKS.iter().flat_map(|check| check(&patient)).collect()
}

/// Mends one thing, and says so. What cannot be mended is found again.
fn carry_out(context: &mut Context<'_>, mend: &Mend) {
    let done = match mend {
        Mend::Private { entry, is_shared } => match entry.make_private(*is_shared) {
            Ok(true) => format!("Readable by you only now: {}", shown(&entry.path)),
            Ok(false) => format!("warning: this disk keeps no permissions: {}", shown(&entry.path)),
            Err(error) => format!("warning: {error}"),
        },
        Mend::Drafts => {
            context.recover();
            return context.say_recovered();
        }
        Mend::TakeIn(note) => return context.take_in(note),
        Mend::Aside(path) => match context.store().move_aside(path) {
            Ok(aside) => format!("Moved aside: {} is now {}", shown(path), shown(&aside)),
            Err(error) => format!("warning: {error}"),
        },
    };
    context.say(&done);
}

fn write(context: &mut Context<'_>, checks: &[Check]) -> io::Result<()> {
    for check in checks {
        let (state, about) = (check.state.word(), text::clean(&check.about).replace('\n', "\n         "));
        writeln!(context.out, "{state:<7}  {}: {about}", check.name)?;
        if let Some(fix) = &check.fix {
            writeln!(context.out, "         → {}", text::clean_line(fix))?;
        }
    }
    let count = |state: State| checks.iter().filter(|check| check.state == state).count();
    let said = match (count(State::Error), count(State::Warning)) {
        (0, 0) => "All is well.".to_owned(),
        (0, warnings) => text::count(warnings, "warning"),
        (errors, 0) => text::count(errors, "error"),
        (errors, warnings) => {
            format!("{} and {}", text::count(errors, "error"), text::count(warnings, "warning"))
        }
    };
    let mendable = checks.iter().filter(|check| !check.mends.is_empty()).count();
    let fix = format!("{} doctor --fix", samples::command(context));
    context.say(&match mendable {
        0 => said,
        n => format!("{said}; {fix} mends {n} of these, and never deletes a text"),
    });
    Ok(())
}
