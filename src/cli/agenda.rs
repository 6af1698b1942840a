//! `goodterms agenda`: what is due and whom one meets, by the day.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::{Days, NaiveDate};
use serde_json::{Value, json};

use super::context::Context;
use super::export::write_file;
use super::failure::Failure;
use super::{json as shapes, table};
use crate::agenda::{Brief, Briefs, Day, Due, Planned, days};
use crate::catalog::Catalog;
use crate::dates;
use crate::document::Head;
use crate::export::{self, Dated};
use crate::store::Listed;
use crate::text;

const EXAMPLES: &str = "\
Examples:
  goodterms agenda                    all that is planned; what is late comes first
  goodterms agenda --days 7           from today on; what is late, too
  goodterms agenda --overdue          only what is late; exit code 3 if anything is
  goodterms agenda --ics -o due.ics   a file to import into your calendar
  goodterms agenda --json             for programs";

/// What is due and whom you meet, by the day
///
/// Ids of conversations and follow-ups are named, for `done`, `postpone` and `drop`. What was done or
/// dropped is left out.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// Only so many days, today the first of them
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=36500))]
    days: Option<u32>,
    /// Only what is late. The exit code is 3 if anything is, and 0 if nothing
    #[arg(long, conflicts_with = "days")]
    overdue: bool,
    /// As JSON
    #[arg(long, conflicts_with = "ics")]
    json: bool,
    /// For a calendar: all meetings and follow-ups, also those that were done or dropped. Import it again, and
    /// what changed is changed
    #[arg(long, conflicts_with_all = ["days", "overdue"])]
    ics: bool,
    /// Into this file
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Write over the file, if there is one
    #[arg(long, requires = "output")]
    force: bool,
}

/// Lists what is planned.
pub fn run(context: &mut Context<'_>, args: &Args) -> Result<(), Failure> {
    let listing = context.folder().list()?;
    context.say_notice();
    for error in &listing.unreadable {
        context.say(&format!("warning: {error}"));
    }
    if args.ics {
        return write_calendar(context, args, &listing.notes);
    }
    let today = context.today();
    let notes = listing.notes.iter().filter(|note| args.is_about(&note.head));
    let mut briefs = Briefs {
        notes: notes.map(|note| Arc::new(Brief::of(&note.path, &note.head))).collect(),
        unreadable: listing.unreadable.len(),
    };
    briefs.sort();
    let mut planned = days(&briefs, today);
    planned.retain(|day| args.wants(day.date, today));
    if args.json {
        let mut json = Vec::new();
        shapes::write(&mut json, &as_json(&planned, &listing.notes, today))?;
        put(context, args, &json)?;
    } else if !planned.is_empty() || args.file().is_some() {
        let mut lines = Vec::new();
        // A file of yesterday must not go on saying what was late then.
        if !planned.is_empty() {
            table::write(&mut lines, &rows(&planned, &context.catalog(), today))?;
        }
        put(context, args, &lines)?;
    } else if !args.overdue {
        context.say(match args.days {
            None => "Nothing is planned: no meeting, and nothing that is due.",
            Some(_) => "Nothing is planned for these days, and nothing is late.",
        });
    }
    if args.overdue && !planned.is_empty() { Err(Failure::Overdue) } else { Ok(()) }
}

impl Args {
    /// A sample is shown as on the screen, and marked; but nobody is to be reminded of what invented
    /// people wait for.
    fn is_about(&self, head: &Head) -> bool {
        !self.overdue || !head.is_sample()
    }

    /// The file to write to; none for the output.
    fn file(&self) -> Option<&Path> {
        self.output.as_deref().filter(|file| *file != Path::new("-"))
    }

    fn wants(&self, day: Option<NaiveDate>, today: NaiveDate) -> bool {
        let is_late = day.is_some_and(|day| day < today);
        match self.days {
            _ if is_late => true,
            _ if self.overdue => false,
            Some(n) => {
                let end = today.checked_add_days(Days::new(n.into()));
                day.is_some_and(|day| end.is_none_or(|end| day < end))
            }
            None => true,
        }
    }
}

/// Everything for a calendar, which forgets nothing by itself: so what is over is said, too.
fn write_calendar(context: &mut Context<'_>, args: &Args, notes: &[Listed]) -> Result<(), Failure> {
    let catalog = context.catalog();
    let dated = notes.iter().map(|Listed { head, .. }| Dated {
        head,
        playbook: catalog.playbook(&head.playbook.id).map(|playbook| &**playbook),
    });
    let calendar = export::calendar(dated, context.now());
    let before = args.file().filter(|_| args.force).and_then(|file| fs::read_to_string(file).ok());
    let calendar = export::replacing(before.as_deref().unwrap_or_default(), calendar, context.now());
    // A calendar without anything in it is none.
    if !calendar.contains("BEGIN:VEVENT") {
        context.say("There is nothing to put into a calendar yet: no meeting, and nothing that is due. Nothing was written.");
        return Ok(());
    }
    put(context, args, calendar.as_bytes())
}

/// Puts it where it is wanted.
fn put(context: &mut Context<'_>, args: &Args, bytes: &[u8]) -> Result<(), Failure> {
    match args.file() {
        Some(file) => write_file(context, file, bytes, args.force),
        None => Ok(context.out.write_all(bytes)?),
    }
}

/// A row for each thing; what may be long stands last.
fn rows(days: &[Day], catalog: &Catalog, today: NaiveDate) -> Vec<Vec<String>> {
    let heading = ["DAY", "", "CLIENT", "CONVERSATION", "FOLLOW-UP", "WHAT"];
    let mut rows = vec![heading.map(str::to_owned).to_vec()];
    for day in days {
        let (date, remark) = said(day.date, today);
        rows.extend(day.planned.iter().map(|planned| {
            let (id, what) = match planned {
                Planned::Meeting { of, at } => (String::new(), meeting(of, at.day().time, catalog)),
                Planned::Due(due) => (due.follow_up().id.clone(), due_words(due, today)),
            };
            let of = planned.of();
            vec![date.clone(), remark.clone(), of.client_said(), of.id.to_string(), id, what]
        }));
    }
    rows
}

/// A day, and how it stands to today.
fn said(day: Option<NaiveDate>, today: NaiveDate) -> (String, String) {
    let Some(date) = day else { return ("no day yet".to_owned(), String::new()) };
    let remark = match (date - today).num_days() {
        0 => "today".to_owned(),
        1 => "tomorrow".to_owned(),
        2.. => String::new(),
        late => format!("{} late", text::count(usize::try_from(-late).unwrap_or(0), "day")),
    };
    (dates::short(date, today), remark)
}

fn meeting(of: &Brief, time: Option<chrono::NaiveTime>, catalog: &Catalog) -> String {
    let time = time.map(|time| time.format(" at %H:%M").to_string()).unwrap_or_default();
    format!("You meet{time}: {}", catalog.title(&of.playbook).unwrap_or(&of.playbook))
}

fn due_words(due: &Due, today: NaiveDate) -> String {
    let remarks = due.follow_up().remarks(today).join(", ");
    let remarks = if remarks.is_empty() { remarks } else { format!(" ({remarks})") };
    format!("{}{remarks}", due.follow_up().title)
}

fn as_json(days: &[Day], notes: &[Listed], today: NaiveDate) -> Value {
    let (mut due, mut meetings) = (Vec::new(), Vec::new());
    for planned in days.iter().flat_map(|day| &day.planned) {
        let Some(note) = notes.iter().find(|note| note.path == planned.of().path) else { continue };
        let mut value = match planned {
            Planned::Meeting { .. } => shapes::meeting_of(&note.head),
            Planned::Due(due) => shapes::follow_up(&note.head, due.follow_up(), today),
        };
        if let Some(value) = value.as_object_mut().filter(|_| note.head.is_sample()) {
            value.insert("sample".to_owned(), true.into());
        }
        match planned {
            Planned::Meeting { .. } => meetings.push(value),
            Planned::Due(_) => due.push(value),
        }
    }
    json!({ "version": 1, "follow_ups": due, "meetings": meetings })
}
