//! `goodterms import`: conversations out of a file of JSON, all of them or none.

use std::fs;
use std::io::{Read, stdin};
use std::path::{Path, PathBuf};

use super::amended;
use super::context::{Context, shown};
use super::failure::Failure;
use super::json as shapes;
use crate::document::{Document, Head};
use crate::export::json::read::{ImportError, Imported, read};
use crate::export::json::{answers_and_notes, schema};
use crate::export::report::moment;
use crate::session::Session;
use crate::store::{self, Listed, StoreError};
use crate::text;

const EXAMPLES: &str = "\
Examples:
  goodterms export k3v9 --to json --private -o ada.json     everything of a conversation
  goodterms import ada.json                                 on another machine
  goodterms import - < ada.json                             from stdin
  goodterms import --merge ada.json                         into a conversation that is here and differs
  goodterms import --schema                                 the shape of such a file, for programs";

/// So many faults of a file are told.
const MOST: usize = 20;

/// Take in conversations that were exported as JSON
///
/// Nothing is overwritten: a conversation that is here and differs stays as it is, unless you have
/// both made one. If anything in the file is wrong, nothing of it is taken in.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// The file (JSON); - reads stdin
    #[arg(required_unless_present = "schema")]
    file: Option<PathBuf>,
    /// Of a conversation that is here and differs, make one: where both say something else, both stand in it
    #[arg(long)]
    merge: bool,
    /// Print the JSON Schema of such a file
    #[arg(long, conflicts_with_all = ["file", "merge"])]
    schema: bool,
}

/// What becomes of a conversation.
enum Fate {
    New,
    /// It is here, and the same.
    Same(PathBuf),
    /// It is here, and says something else.
    Differs(Box<(PathBuf, Document, store::Base)>),
}

/// Takes in a file.
pub fn run(context: &mut Context<'_>, args: &Args) -> Result<(), Failure> {
    let Some(file) = &args.file else { return Ok(shapes::write(context.out, &schema())?) };
    let (source, name) = source(file)?;
    context.say_notice();
    let all = read(&source).map_err(|error| refused(&name, &error))?;
    let faults: Vec<String> =
        all.iter().enumerate().filter_map(|(nth, one)| contradicts(context, nth, one)).collect();
    if !faults.is_empty() {
        return Err(refused(&name, &ImportError::Faults(faults)));
    }
    let listing = context.folder().list()?;
    let mut fates = Vec::new();
    for imported in &all {
        let here = listing.notes.iter().find(|note| note.head.id == imported.head.id);
        fates.push(here.map_or(Ok(Fate::New), |note| fate(context, note, imported, &name))?);
    }
    let differ: Vec<String> = all
        .iter()
        .zip(&fates)
        .filter(|(_, fate)| matches!(fate, Fate::Differs(_)))
        .map(|(imported, _)| format!("\n  {}", said(&imported.head)))
        .collect();
    if !differ.is_empty() && !args.merge {
        return Err(Failure::failed(format!(
            "{name}: nothing was imported: here is another version already of{}\n\
             to have both made one, so that nothing of either is lost: goodterms import --merge",
            differ.concat()
        )));
    }
    for (imported, fate) in all.iter().zip(fates) {
        take(context, imported, fate)?;
    }
    if all.is_empty() {
        context.say("There is no conversation in this file.");
    }
    Ok(())
}

/// The text of a file, and what to call it.
fn source(file: &Path) -> Result<(String, String), Failure> {
    let (bytes, name) = if file.as_os_str() == "-" {
        let mut bytes = Vec::new();
        stdin().read_to_end(&mut bytes)?;
        (bytes, "stdin".to_owned())
    } else {
        (fs::read(file).map_err(StoreError::io(file))?, shown(file))
    };
    let text = String::from_utf8(bytes).map_err(|_| {
        Failure::failed(format!("{name}: this is not UTF-8 text, and JSON is; nothing was imported"))
    })?;
    Ok((text.trim_start_matches('\u{feff}').to_owned(), name))
}

fn refused(name: &str, error: &ImportError) -> Failure {
    let said = match error {
        ImportError::Faults(faults) => {
            let mut lines: Vec<String> =
                faults.iter().take(MOST).map(|fault| text::clean_line(fault)).collect();
            if faults.len() > MOST {
                lines.push(format!("… and {} more", faults.len() - MOST));
            }
            format!("\n  {}", lines.join("\n  "))
        }
        error => format!(" {}", text::clean_line(&error.to_string())),
    };
    Failure::failed(format!("{name}:{said}\nnothing was imported"))
}

/// A file may have been changed in one place and not in the other: neither is guessed.
fn contradicts(context: &Context<'_>, nth: usize, imported: &Imported) -> Option<String> {
    let given = imported.answers.as_ref()?;
    let catalog = context.catalog();
    let playbook = catalog.playbook(&imported.head.playbook.id)?;
    // Another version has other words for the same.
    if playbook.sha256 != imported.head.playbook.sha256 {
        return None;
    }
    let session =
        Session::open(playbook.clone(), imported.head.clone(), imported.document.clone(), context.now());
    let (answers, _) = answers_and_notes(&session, &imported.document);
    let differs = |key: &&String| answers.get(*key) != given.get(*key);
    let key = given.keys().chain(answers.keys()).find(differs)?;
    Some(format!(
        "conversations[{nth}].answers.{key}: this says something else than the blocks do; the blocks are what is \
         imported: change it there, or leave `answers` out"
    ))
}

/// Compares it with what is here.
fn fate(context: &mut Context<'_>, note: &Listed, imported: &Imported, name: &str) -> Result<Fate, Failure> {
    context.take_in(note);
    let path = note.path.canonicalize().map_err(StoreError::io(&note.path))?;
    let (document, head, base) = store::read(&path)?;
    if head.playbook.id != imported.head.playbook.id || head.started != imported.head.started {
        return Err(Failure::failed(format!(
            "{name}: nothing was imported: here is another conversation that has the id of one in this file\n  \
             here         {}, begun {}\n  in the file  {}, begun {}",
            said(&head),
            moment(&head.started),
            said(&imported.head),
            moment(&imported.head.started)
        )));
    }
    let parts = |document: &Document| document.to_parts().collect::<Vec<_>>();
    // Where one stood last is personal.
    let place = |head: &Head| Head { at: String::new(), phase: String::new(), ..head.clone() };
    let same = place(&head) == place(&imported.head)
        && parts(&document) == parts(&imported.document)
        && document.opening() == imported.document.opening();
    Ok(if same { Fate::Same(path) } else { Fate::Differs(Box::new((path, document, base))) })
}

/// Takes one in, and says where it is.
fn take(context: &mut Context<'_>, imported: &Imported, fate: Fate) -> Result<(), Failure> {
    let (head, document, now) = (&imported.head, &imported.document, context.now());
    let store = context.store();
    let (path, done) = match fate {
        Fate::Same(path) => (path, "It is here already, and the same"),
        Fate::New => (store.add(document, head, now)?.path, "Imported"),
        Fate::Differs(here) => {
            let (path, ours, base) = *here;
            let mut merged = Document::merge_copy(&ours, document, &[]);
            if let Ok(mut head) = merged.document.head() {
                amended::note_down(&ours.render(), &merged.document.clone(), &mut head, now);
                merged.document.set_head(&head);
            }
            let filed = store.put(&merged.document, &head.id, (&path, &base), now)?;
            if merged.conflicts > 0 {
                let places = text::count(merged.conflicts, "place");
                context.say(&format!(
                    "Both had written in {places}: see \"Also written elsewhere\" in the note."
                ));
            }
            (filed.path, "Both are one now")
        }
    };
    writeln!(context.out, "{}  {}", text::clean_line(&head.id), shown(&path))?;
    context.say(&format!("{done}: {}", said(head)));
    if context.catalog().playbook(&head.playbook.id).is_none() {
        context.say(&format!(
            "warning: its playbook `{}` is not installed: you can read it (goodterms show), and go on with it once \
             the playbook is in your folder of playbooks: goodterms path playbooks",
            text::clean_line(&head.playbook.id)
        ));
    }
    Ok(())
}

/// Which one it is.
fn said(head: &Head) -> String {
    let (id, playbook) = (text::clean_line(&head.id), text::clean_line(&head.playbook.id));
    format!("{id}  {}, {playbook}", text::clean_line(&head.client_said()))
}
