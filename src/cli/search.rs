//! `goodterms search`: words in all notes, the best places first.

use std::ops::Range;

use serde_json::{Value, json};

use super::context::Context;
use super::failure::Failure;
use super::json as shapes;
use crate::dates::short;
use crate::document::Status;
use crate::store::search::{About, Hit, Hits, Library, Limit, Once, Query, Spot};
use crate::store::{Folder, StoreError};
use crate::text;

const EXAMPLES: &str = "\
Examples:
  goodterms search fees school        conversations with both words, wherever they stand
  goodterms search \"review calls\"     these two side by side
  goodterms search Ada                a capital means it: not \"Canada\", not \"ada\"
  goodterms search zoe --open         Zoë, too; only conversations that go on
  goodterms search fees --all         every line, not only the best
  goodterms search fees --json        for programs";

/// So many lines are shown, and of one conversation.
const SHOWN: Limit = Limit { lines: 40, in_note: 5 };
/// The cells of a row where nobody says how many there are, and the most and the least that are used.
const WIDTH: usize = 80;
const WIDEST: usize = 100;
const NARROWEST: usize = 40;
/// A line takes so many rows at most.
const ROWS: usize = 3;
/// What stands before a label, and before the words below it.
const LABEL: &str = "  ";
const WORDS: &str = "    ";

/// Search your notes
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// What to look for: every word must be in a conversation. Accents never matter, capitals only
    /// where you type one
    #[arg(required = true, value_name = "WORDS")]
    words: Vec<String>,
    /// Only clients or organisations with this in their name
    #[arg(long, value_name = "NAME")]
    client: Option<String>,
    /// Only conversations that are open
    #[arg(long, conflicts_with = "closed")]
    open: bool,
    /// Only conversations that are closed
    #[arg(long)]
    closed: bool,
    /// Every line in which something was found
    #[arg(long)]
    all: bool,
    /// As JSON, every line
    #[arg(long)]
    json: bool,
}

/// Searches the notes.
pub fn run(context: &mut Context<'_>, args: &Args) -> Result<(), Failure> {
    let query = Query::from_args(args.words.iter().map(String::as_str));
    if query.is_empty() {
        return Err(Failure::usage("there is no word in that: say a word or a part of one to look for"));
    }
    let (found, unreadable) = args.search(&context.folder(), &query)?;
    context.say_notice();
    say_unreadable(context, &unreadable);
    if args.json {
        shapes::write_list(context.out, "hits", found.hits.iter().map(as_json))?;
    } else {
        write(context, &found)?;
    }
    // What is said comes behind what was found.
    context.out.flush()?;
    if found.hits.is_empty() {
        let words = text::clean_line(&args.words.join(" "));
        context.say(&format!("Nothing found: no conversation has {}.", in_all(&words, args)));
        return Err(Failure::Told);
    }
    let (lines, notes) = found.more();
    if !args.json && lines > 0 {
        let (lines, notes) = (text::count(lines, "more line"), text::count(notes, "conversation"));
        context.say(&format!("… and {lines} in {notes}: say more words, or --all"));
    }
    Ok(())
}

fn in_all(words: &str, args: &Args) -> String {
    let several = if words.contains(' ') { "all of these: " } else { "" };
    let filtered =
        if args.client.is_some() || args.open || args.closed { ", of those you asked for" } else { "" };
    format!("{several}{words}{filtered}")
}

impl Args {
    /// What is found, and which files could not be looked at.
    fn search(&self, folder: &Folder, query: &Query) -> Result<(Hits, Vec<String>), StoreError> {
        if !(self.all || self.json || self.open || self.closed || self.client.is_some()) {
            let Once { hits, unreadable } = Once::search(folder, query, SHOWN)?;
            return Ok((hits, unreadable.iter().map(ToString::to_string).collect()));
        }
        let mut library = Library::matching(folder, query)?;
        library.retain(|about| self.fits(about));
        let limit = if self.all || self.json { Limit::NONE } else { SHOWN };
        let unreadable = library.unreadable().map(ToString::to_string).collect();
        Ok((library.search(query, limit), unreadable))
    }

    fn fits(&self, about: &About) -> bool {
        let status = match (self.open, self.closed) {
            (true, _) => about.status == Status::Open,
            (_, true) => about.status == Status::Closed,
            _ => true,
        };
        let Some(wanted) = &self.client else { return status };
        let wanted = text::fold(&text::name(wanted));
        let mut names = [&about.client].into_iter().chain(&about.organisation).chain(&about.also);
        status && names.any(|name| text::fold(name).contains(&wanted))
    }
}

/// Says which files could not be looked at.
fn say_unreadable(context: &mut Context<'_>, unreadable: &[String]) {
    match unreadable {
        [] => {}
        [error] => context.say(&format!("warning: {error}")),
        several => context.say(&format!(
            "warning: {} files cannot be read as notes and were not searched: see goodterms doctor",
            several.len()
        )),
    }
}

fn as_json(hit: &Hit) -> Value {
    let field = match hit.spot {
        Spot::Client => Some("client.name"),
        Spot::AlsoKnownAs => Some("client.also"),
        Spot::Organisation => Some("client.organisation"),
        Spot::Playbook => Some("playbook"),
        Spot::Meeting => Some("meeting.where"),
        Spot::FollowUp => Some("follow_up.title"),
        Spot::Reason => Some("follow_up.moved"),
        Spot::Top => None,
        Spot::Block if hit.in_notes => Some("notes"),
        Spot::Block => hit.field.as_deref(),
    };
    json!({
        "session": hit.about.id,
        "client": hit.about.client,
        "path": hit.about.path.display().to_string(),
        "line": hit.line,
        "step": hit.step,
        "field": field,
        "text": hit.text,
    })
}

/// How what was found looks.
struct Look {
    width: usize,
    is_coloured: bool,
    today: chrono::NaiveDate,
}

/// Writes what was found, conversation by conversation.
fn write(context: &mut Context<'_>, found: &Hits) -> Result<(), Failure> {
    let is_terminal = context.env.terminals.stdout;
    let size = if is_terminal { crossterm::terminal::size().ok() } else { None };
    let look = Look {
        width: size.map_or(WIDTH, |(columns, _)| usize::from(columns).clamp(NARROWEST, WIDEST)),
        is_coloured: is_terminal && !context.env.no_color,
        today: context.today(),
    };
    let mut before = 0;
    for hits in found.by_note() {
        let rows = look.conversation(&hits);
        // Where only names were found, they stand below each other.
        if before > 0 && before.max(rows.len()) > 1 {
            writeln!(context.out)?;
        }
        for row in &rows {
            writeln!(context.out, "{row}")?;
        }
        before = rows.len();
    }
    Ok(())
}

impl Look {
    fn conversation(&self, hits: &[&Hit]) -> Vec<String> {
        let mut rows: Vec<_> = hits.first().map(|hit| self.head(&hit.about, hits)).into_iter().collect();
        let mut last = None;
        for hit in hits.iter().filter(|hit| !is_in_head(hit)) {
            let label = place(hit);
            if hit.is_heading {
                rows.extend(self.wrapped(hit, LABEL));
            } else {
                if last.as_ref() != Some(&label) {
                    let label = text::ellipsis(&label, self.width - LABEL.len()).into_owned();
                    rows.push(format!("{LABEL}{}", self.quiet(&label)));
                }
                rows.extend(self.wrapped(hit, WORDS));
            }
            last = Some(label);
        }
        rows
    }

    /// Who it is about, with the words that were found there: `Ada Byron, Engines  Farewell  Sat 21 Nov  k3v9…`
    fn head(&self, about: &About, hits: &[&Hit]) -> String {
        let behind =
            format!("  {}  {}", short(about.started.date_naive(), self.today), text::clean_line(&about.id));
        let mut room = self.width.saturating_sub(text::width(&behind)).max(NARROWEST / 2);
        let mut row = String::new();
        let parts = [
            (Spot::Client, "", about.client_said()),
            (Spot::Organisation, ", ", about.organisation.clone().unwrap_or_default()),
            (Spot::Playbook, "  ", about.playbook_said().to_owned()),
        ];
        for (spot, before, words) in parts {
            let before = if row.is_empty() { "" } else { before };
            if words.is_empty() || room <= before.len() {
                continue;
            }
            let cells = room - before.len();
            let (words, ranges) = match hits.iter().find(|hit| hit.spot == spot && is_in_head(hit)) {
                Some(hit) if spot != Spot::Client || !about.is_sample => {
                    let shown = hit.shown(cells);
                    (shown.text, shown.ranges)
                }
                _ => (text::ellipsis(&text::clean_line(&words), cells).into_owned(), Vec::new()),
            };
            room -= before.len() + text::width(&words);
            row.push_str(before);
            row.push_str(&self.marked(&words, &ranges, if spot == Spot::Playbook { "" } else { BOLD }));
        }
        row + &self.quiet(&behind)
    }

    /// The words of a hit in rows.
    fn wrapped(&self, hit: &Hit, indent: &str) -> Vec<String> {
        let cells = self.width - indent.len();
        let shown = hit.shown(cells * ROWS - ROWS);
        let rows = text::wrap(&shown.text, cells).into_iter().map(|row| {
            let within = |range: &Range<usize>| {
                let (start, end) = (range.start.max(row.start), range.end.min(row.end));
                (start < end).then(|| start - row.start..end - row.start)
            };
            let ranges: Vec<_> = shown.ranges.iter().filter_map(within).collect();
            let words = &shown.text[row.clone()];
            format!("{indent}{}", self.marked(words.trim_end(), &ranges, ""))
        });
        rows.collect()
    }

    /// A text in which what was looked for stands out.
    fn marked(&self, words: &str, ranges: &[Range<usize>], style: &str) -> String {
        if !self.is_coloured {
            return words.to_owned();
        }
        let (mut row, mut at) = (style.to_owned(), 0);
        for range in ranges {
            let end = range.end.min(words.len());
            let start = range.start.min(end);
            row.push_str(&format!("{}{FOUND}{}{PLAIN}{style}", &words[at..start], &words[start..end]));
            at = end;
        }
        row.push_str(&words[at..]);
        if style.is_empty() { row } else { row + PLAIN }
    }

    fn quiet(&self, words: &str) -> String {
        if self.is_coloured { format!("{DIM}{words}{PLAIN}") } else { words.to_owned() }
    }
}

/// The terminal's own colours, as on the screen.
const FOUND: &str = "\x1b[1;36m";
const BOLD: &str = "\x1b[1m";
const DIM: &str = "\x1b[2m";
const PLAIN: &str = "\x1b[0m";

/// Whether the words stand in the row that says whom a conversation is about.
fn is_in_head(hit: &Hit) -> bool {
    match hit.spot {
        Spot::Client | Spot::Organisation => true,
        Spot::Playbook => hit.about.playbook_said() == hit.text,
        _ => false,
    }
}

/// What a person knows a place by.
fn place(hit: &Hit) -> String {
    let also = if hit.is_also { " (also written elsewhere)" } else { "" };
    let step = hit.step_title.as_deref().filter(|title| !title.is_empty());
    let label = match step {
        Some(step) => format!("{step} › {}{also}", hit.label),
        None => format!("{}{also}", hit.label),
    };
    text::clean_line(&label)
}
