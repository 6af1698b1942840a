//! `goodterms show`: one conversation as a page, or as JSON.

use std::path::Path;

use chrono::NaiveDate;
use serde_json::{Map, Value, json};

use super::context::Context;
use super::failure::Failure;
use super::{json as shapes, list, readable};
use crate::catalog::Catalog;
use crate::dates::in_full;
use crate::document::{ALSO, Document, Head, State, hold_said, is_also};
use crate::session::{Session, notes};
use crate::{store, text};

const EXAMPLES: &str = "\
Examples:
  goodterms show \"Ada Byron\"          the conversation with this client
  goodterms show k3v9                 by its id, or how the id begins
  goodterms show k3v9 > ada.md        into a file, as Markdown
  goodterms show k3v9 --json          for programs";

/// Show a conversation as a page to read
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// The client's name, the conversation's id or how it begins, or a note's path
    session: String,
    /// As JSON
    #[arg(long)]
    json: bool,
}

/// Shows a conversation. Its playbook need not be installed.
pub fn run(context: &mut Context<'_>, args: &Args) -> Result<(), Failure> {
    let found = context.find(&args.session)?;
    context.take_in(&found);
    let (document, head, _) = store::read(&found.path)?;
    context.say_notice();
    write(context, document, head, &found.path, args.json)
}

/// Writes a note as a page to read, or as JSON.
pub fn write(
    context: &mut Context<'_>,
    document: Document,
    head: Head,
    path: &Path,
    json: bool,
) -> Result<(), Failure> {
    let catalog = context.catalog();
    if catalog.playbook(&head.playbook.id).is_none() {
        let id = text::clean_line(&head.playbook.id);
        context.say(&format!("warning: its playbook `{id}` is not installed; this is the note as it stands"));
    }
    if json {
        let value = as_json(context, &catalog, document, head, path);
        shapes::write(context.out, &value)?;
    } else {
        let earlier = earlier_titles(context, &catalog, &document, &head);
        let page = page(&document, &head, &earlier, &catalog, context.today());
        write!(context.out, "{page}")?;
    }
    Ok(())
}

fn as_json(context: &Context<'_>, catalog: &Catalog, document: Document, head: Head, path: &Path) -> Value {
    let about = shapes::session(&head, path);
    let follow_ups = shapes::follow_ups(&head, context.today());
    let also = document.also();
    let (answers, notes) = match catalog.playbook(&head.playbook.id) {
        Some(playbook) => {
            let session = Session::open(playbook.clone(), head, document, context.now());
            with_earlier(&session)
        }
        None => verbatim(&document),
    };
    let mut shown = json!({ "version": 1, "session": about, "answers": answers, "notes": notes, "follow_ups": follow_ups });
    if !also.is_empty() {
        shown["also"] = json!(also);
    }
    shown
}

/// Answers and notes; beside them those of an earlier version of the playbook, as they stand.
fn with_earlier(session: &Session) -> (Map<String, Value>, Map<String, Value>) {
    let (mut answers, mut noted) = (session.answers_json(), session.notes_json());
    let earlier = session.earlier().iter().map(|e| (e.key.as_str(), e.text.as_str()));
    add_verbatim(earlier, &mut answers, &mut noted);
    (answers, noted)
}

/// The headings that the playbook does not know any more.
fn earlier_titles(context: &Context<'_>, catalog: &Catalog, document: &Document, head: &Head) -> Vec<String> {
    let Some(playbook) = catalog.playbook(&head.playbook.id) else { return Vec::new() };
    let session = Session::open(playbook.clone(), head.clone(), document.clone(), context.now());
    session.earlier().iter().map(|e| e.title.clone()).collect()
}

/// Answers and notes of a note whose playbook is not there to say what they mean.
fn verbatim(document: &Document) -> (Map<String, Value>, Map<String, Value>) {
    let (mut answers, mut noted) = (Map::new(), Map::new());
    let own = |(key, _, body): &(&str, &str, String)| !body.trim().is_empty() && !is_also(key);
    let blocks: Vec<_> = document.blocks().filter(own).collect();
    let blocks = blocks.iter().map(|(key, _, body)| (*key, body.as_str()));
    add_verbatim(blocks, &mut answers, &mut noted);
    (answers, noted)
}

/// Adds blocks as they stand. What a key has already stays.
fn add_verbatim<'a>(
    blocks: impl Iterator<Item = (&'a str, &'a str)>,
    answers: &mut Map<String, Value>,
    noted: &mut Map<String, Value>,
) {
    for (key, body) in blocks {
        match key.strip_suffix(".notes") {
            Some(step) => {
                let entries = notes::decode(body);
                let entry =
                    |n: &notes::Entry| json!({ "time": n.at.map(|t| t.to_rfc3339()), "text": n.text });
                noted.entry(step).or_insert_with(|| entries.iter().map(entry).collect());
            }
            None => {
                answers.entry(key).or_insert_with(|| json!({ "verbatim": body }));
            }
        }
    }
}

/// The note as Markdown to read: what it is about on top, then its text.
fn page(document: &Document, head: &Head, earlier: &[String], catalog: &Catalog, today: NaiveDate) -> String {
    let note = document.readable();
    let note = note.trim_start_matches('\n');
    let (title, body) = match note.split_once('\n') {
        Some((first, rest)) if first.starts_with("# ") => (first.to_owned(), rest),
        _ => (format!("# {}: {}", head.playbook.id, head.client.name), note),
    };
    let mut page = format!("{title}\n\n{}", facts(head, catalog));
    if !earlier.is_empty() {
        let titles = text::clean_line(&earlier.join("; "));
        page.push_str(&format!("- From an earlier version of its playbook: {titles}\n"));
    }
    let also: usize = document.also().values().map(Vec::len).sum();
    if also > 0 {
        let texts = text::count(also, "text");
        page.push_str(&format!("- {ALSO}: {texts}, each below what it belongs to\n"));
    }
    if !head.follow_ups.is_empty() {
        page.push_str("\nFollow-ups:\n\n");
        page.push_str(&follow_ups(head, today));
    }
    page.push('\n');
    page.push_str(&readable::tables(body.trim_matches('\n')));
    let page = text::clean(page.trim_end()).into_owned();
    page + "\n"
}

fn facts(head: &Head, catalog: &Catalog) -> String {
    let organisation = head.client.organisation.as_ref().map(|o| format!(", {o}")).unwrap_or_default();
    let mut facts = vec![("Client", format!("{}{organisation}", head.client_said()))];
    if !head.client.also.is_empty() {
        facts.push(("Also known as", head.client.also.join(", ")));
    }
    let at = head.meeting.at.map(|at| at.in_full());
    let how = head.meeting.how.map(|how| how.word().to_owned());
    let meeting: Vec<_> = [at, how, head.meeting.place.clone()].into_iter().flatten().collect();
    if !meeting.is_empty() {
        facts.push(("Meeting", meeting.join(", ")));
    }
    if let Some(advisor) = &head.advisor {
        facts.push(("Advisor", advisor.clone()));
    }
    facts.push(("Started", in_full(head.started.date_naive())));
    let mut status = list::status(head, catalog);
    if let Some(closed) = head.closed {
        status.push_str(&format!(", {}", in_full(closed.date_naive())));
    }
    if let Some(amended) = head.amended_since_closed() {
        status.push_str(&format!(", amended {}", in_full(amended.date_naive())));
    }
    facts.push(("Status", format!("{status} ({} answered)", list::progress(head))));
    facts.push(("Id", head.id.clone()));
    let mut said: String =
        facts.iter().map(|(name, value)| format!("- {name}: {}\n", text::clean_line(value))).collect();
    if let Some(hold) = &head.hold {
        said.push_str(&format!("- {}\n", hold_said(hold)));
    }
    said
}

fn follow_ups(head: &Head, today: NaiveDate) -> String {
    let line = |f: &crate::document::FollowUp| {
        let mark = if f.state == State::Done { 'x' } else { ' ' };
        let day = f.due.map_or_else(|| "no day yet".to_owned(), in_full);
        let remarks = f.remarks(today).join(", ");
        let remarks = if remarks.is_empty() { remarks } else { format!(" ({remarks})") };
        format!("- [{mark}] {day}: {}\n", text::clean_line(&format!("{}{remarks}", f.title)))
    };
    head.follow_ups.iter().map(line).collect()
}
