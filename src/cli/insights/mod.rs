//! `goodterms insights`: what many conversations say together, as text, for programs, or as a page.

mod page;
mod shape;
mod text_out;

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::Duration;

use chrono::NaiveDate;

use super::context::Context;
use super::export::write_file;
use super::failure::Failure;
use super::json as shapes;
use crate::dates;
use crate::export::insights as report;
use crate::insights::{Filter, Insights};
use crate::store::telling::{Telling, Tellings};
use crate::text;

const EXAMPLES: &str = "\
Examples:
  goodterms insights                               why clients leave, what saved them, and more
  goodterms insights --since \"1 march\" --playbook ID
  goodterms insights --lessons fees                what you learnt about fees
  goodterms insights -o report.html                a page for a meeting, without clients' names
  goodterms insights --json                        for programs";

/// Show what you've learnt from your conversations
///
/// Counts why clients left, what you tried and what came of it, how conversations ended and how long
/// they took, and which promises were kept in time. Samples do not count, and private answers only
/// with --private.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// Only conversations that began on this day or later, as one says it: "1 march", "a year ago"
    #[arg(long, value_name = "DAY")]
    since: Option<String>,
    /// Only conversations with this playbook
    #[arg(long, value_name = "ID")]
    playbook: Option<String>,
    /// Only the lessons: all of them, or those with these words
    #[arg(long, value_name = "WORDS", num_args = 0..)]
    lessons: Option<Vec<String>>,
    /// Every line, also what was said only once
    #[arg(long)]
    all: bool,
    /// With what is private
    #[arg(long)]
    private: bool,
    /// With the names of clients, on a page
    #[arg(long)]
    names: bool,
    /// As JSON
    #[arg(long)]
    json: bool,
    /// Into this file: a page, if its name ends in .html
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Write over the file, if there is one
    #[arg(long, requires = "output")]
    force: bool,
}

/// Counts, and writes what comes of it.
pub fn run(context: &mut Context<'_>, args: &Args) -> Result<(), Failure> {
    let filter = args.filter(context)?;
    let file = args.output.as_deref().filter(|file| *file != Path::new("-"));
    let is_page = file.is_some_and(page::is_page);
    if args.names && !is_page {
        return Err(Failure::usage("--names is for a page: goodterms insights -o report.html --names"));
    }
    let telling = read(context)?;
    context.say_notice();
    say_left_out(context, &telling);
    let today = context.today();
    if is_page && !args.names {
        let told = report::without_names(&telling.told);
        return page::write(context, args, &Insights::of(&told, &filter, today), file);
    }
    let insights = Insights::of(&telling.told, &filter, today);
    if is_page {
        return page::write(context, args, &insights, file);
    }
    let words = args.lessons.as_ref().map(|words| words.join(" "));
    let mut out = Vec::new();
    if args.json {
        shapes::write(&mut out, &shape::of(&insights, &filter, words.as_deref()))?;
    } else {
        text_out::write(&mut out, &insights, &args.look(context, words))?;
    }
    match file {
        Some(file) => write_file(context, file, &out, args.force)?,
        None => context.out.write_all(&out)?,
    }
    context.out.flush()?;
    if insights.is_empty() && !args.json {
        context.say(&nothing(&telling, &filter));
    }
    Ok(())
}

impl Args {
    fn filter(&self, context: &Context<'_>) -> Result<Filter, Failure> {
        let since = self.since.as_deref().map(|typed| day(typed, context.today())).transpose()?;
        let catalog = context.catalog();
        let known = |id: &String| catalog.playbook(id).is_some_and(|playbook| !playbook.is_chooser());
        if let Some(id) = self.playbook.as_ref().filter(|id| !known(id)) {
            let all: Vec<_> = catalog
                .playbooks()
                .filter(|playbook| !playbook.is_chooser())
                .map(|playbook| (playbook.id.as_str(), playbook.title.as_str()))
                .collect();
            let message = format!("there is no playbook `{}`", text::clean_line(id));
            return Err(Failure::unknown(message, id, "playbooks", &all));
        }
        Ok(Filter { since, playbook: self.playbook.clone(), private: self.private })
    }

    fn look(&self, context: &Context<'_>, lessons: Option<String>) -> text_out::Look {
        let is_terminal = context.env.terminals.stdout && self.output.is_none();
        let size = if is_terminal { crossterm::terminal::size().ok() } else { None };
        text_out::Look {
            width: size.map(|(columns, _)| usize::from(columns)),
            is_coloured: is_terminal && !context.env.no_color,
            plain: context.env.dumb,
            all: self.all,
            lessons,
            scope: String::new(),
        }
        .with_scope(self.since.as_deref().and_then(|typed| day(typed, context.today()).ok()), context.today())
    }
}

/// The day that was typed. One without a year is the last there was: it is looked back.
fn day(typed: &str, today: NaiveDate) -> Result<NaiveDate, Failure> {
    let Some(day) = dates::typed(typed, today) else {
        let typed = text::clean_line(typed);
        return Err(Failure::usage(format!(
            "`{typed}` is no day: say it as 2026-03-01, \"1 march\" or \"3 months ago\""
        )));
    };
    let has_year = typed.split(|c: char| !c.is_ascii_digit()).any(|digits| digits.len() == 4);
    if day.date <= today || has_year {
        return Ok(day.date);
    }
    // Said on another day, "1 march" is the same day of a year, and "tomorrow" is not.
    let before = today.checked_sub_days(chrono::Days::new(40)).and_then(|before| dates::typed(typed, before));
    let is_of_year = before.is_some_and(|before| {
        before.date.format("%m-%d").to_string() == day.date.format("%m-%d").to_string()
    });
    let last = day.date.checked_sub_months(chrono::Months::new(12)).filter(|_| is_of_year);
    last.filter(|last| *last <= today).ok_or_else(|| {
        let (typed, day) = (text::clean_line(typed), dates::in_full(day.date));
        Failure::usage(format!(
            "`{typed}` is still to come ({day}): name a day that was, as in \"3 months ago\""
        ))
    })
}

/// What is counted, in words.
fn scope(insights: &Insights, since: Option<NaiveDate>, today: NaiveDate) -> String {
    let since = since.map(|day| format!(", begun since {}", dates::long(day, today)));
    format!("{}{}", insights.tally(), since.unwrap_or_default())
}

/// So long nothing is said of how far the reading is, and so often then.
const PATIENCE: Duration = Duration::from_millis(500);
const AGAIN: Duration = Duration::from_millis(100);

/// Reads all notes; on a terminal one sees how far it is, if it takes a while.
fn read(context: &mut Context<'_>) -> Result<Telling, Failure> {
    let catalog = context.catalog();
    let find = |id: &str| catalog.playbook(id).cloned();
    let (now, mut tellings) = (context.now(), Tellings::new(context.folder()));
    if !context.env.terminals.stderr {
        return Ok(tellings.read(&find, now, &|_, _| {})?);
    }
    let (done, of) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let progress = |n: usize, all: usize| {
        done.fetch_max(n, Ordering::Relaxed);
        of.store(all, Ordering::Relaxed);
    };
    let (ended, ending) = mpsc::channel::<()>();
    let (telling, said) = thread::scope(|scope| {
        let (find, progress, tellings) = (&find, &progress, &mut tellings);
        let reading = scope.spawn(move || {
            let telling = tellings.read(find, now, progress);
            drop(ended);
            telling
        });
        let (mut said, mut wait) = (false, PATIENCE);
        while ending.recv_timeout(wait) == Err(RecvTimeoutError::Timeout) {
            let (done, of) = (done.load(Ordering::Relaxed), of.load(Ordering::Relaxed));
            if of > 0 {
                said = true;
                let _ =
                    write!(context.err, "\rReading… {} of {}", text::thousands(done), text::thousands(of))
                        .and_then(|()| context.err.flush());
            }
            wait = AGAIN;
        }
        (reading.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)), said)
    });
    if said {
        let _ = write!(context.err, "\r{:40}\r", "");
    }
    Ok(telling?)
}

/// Says what could not be counted.
fn say_left_out(context: &mut Context<'_>, telling: &Telling) {
    if telling.unreadable > 0 {
        let files = text::count(telling.unreadable, "file");
        let are = if telling.unreadable == 1 { "is" } else { "are" };
        context.say(&format!("warning: {files} in the notes folder cannot be read as notes and {are} not counted: see goodterms doctor"));
    }
    if telling.unknown > 0 {
        let n = text::count(telling.unknown, "conversation");
        let are = if telling.unknown == 1 { "is" } else { "are" };
        context.say(&format!("warning: {n} {are} not counted, for their playbook is not here or has errors: see goodterms playbook list"));
    }
}

/// Why nothing is shown.
fn nothing(telling: &Telling, filter: &Filter) -> String {
    let filtered = filter.since.is_some() || filter.playbook.is_some();
    match (telling.told.iter().any(|told| !told.sample), filtered) {
        (true, true) => "No conversation fits what you asked for.".to_owned(),
        _ if telling.told.iter().any(|told| told.sample) => {
            "Nothing to count yet: the samples do not count. Your first conversation does.".to_owned()
        }
        _ => "Nothing to count yet: it begins with your first conversation (goodterms start).".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_without_a_year_is_looked_back_to() {
        let today: NaiveDate = "2026-11-21".parse().unwrap();
        let of = |typed: &str| day(typed, today).ok().map(|day| day.to_string());
        assert_eq!(of("1 march").as_deref(), Some("2026-03-01"));
        assert_eq!(of("24 dec").as_deref(), Some("2025-12-24"));
        assert_eq!(of("2026-12-24").as_deref(), Some("2026-12-24"));
        assert_eq!(of("3 months ago").as_deref(), Some("2026-08-21"));
        for none in ["soonish", "tomorrow", "in 2 weeks", "friday", "end of month"] {
            assert_eq!(of(none), None, "{none}");
        }
    }
}
