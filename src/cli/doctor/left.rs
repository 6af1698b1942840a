//! What was left behind: drafts, half-done filings, texts of editors; and what is only kept.

use std::time::{Duration, SystemTime};

use super::check::{Check, Mend};
use super::{Patient, notes};
use crate::cli::context::shown;
use crate::store::survey::Entry;
use crate::text;

/// So long after its last change nobody is writing a file any more.
const SETTLED: Duration = Duration::from_secs(60);
/// How the name of every temporary file of ours begins.
const TEMP: &str = ".goodterms-";

/// What was typed and is not in its note yet.
pub fn drafts(patient: &Patient<'_>) -> Vec<Check> {
    const NAME: &str = "drafts";
    let (mut found, mut open) = (Vec::new(), 0);
    for draft in patient.store.waiting() {
        if draft.is_open {
            open += 1;
            continue;
        }
        let about = match &draft.typed {
            Some(typed) => format!("what was {} is in a draft, and not in its note yet", typed.in_words()),
            None => format!("this draft cannot be read to its end: {}", shown(&draft.path)),
        };
        found.push(Check::warning(NAME, about).fix(&*patient.fix));
    }
    if let Some(first) = found.first_mut() {
        first.mends.push(Mend::Drafts);
    }
    if found.is_empty() {
        let open = match open {
            0 => String::new(),
            n => format!("; {} of conversations that are open", text::count(n, "draft")),
        };
        found.push(Check::ok(NAME, format!("all that was typed is in the notes{open}")));
    }
    found
}

/// Notes that could not be saved in their place, and were put elsewhere when the program ended.
pub fn rescued(patient: &Patient<'_>) -> Vec<Check> {
    const NAME: &str = "rescued";
    let notes = patient.listing().map(|all| all.notes.as_slice()).unwrap_or_default();
    let all = patient.store.rescued(notes);
    let found = all.iter().filter(|copy| !copy.is_in_note).map(|copy| {
        let path = shown(&copy.path);
        let about = format!(
            "a note could not be saved in its place, and was put here: {path}\nit says what the note does not; once \
             that has it, delete the file"
        );
        Check::warning(NAME, about).fix(format!("goodterms show \"{path}\""))
    });
    let found: Vec<_> = found.collect();
    if found.is_empty() {
        let about = match all.len() {
            0 => "every note could be saved in its place".to_owned(),
            n => {
                let folder = shown(&patient.env.state.join("rescued"));
                format!(
                    "{} in {folder}, whose words are all in the notes now: delete them yourself",
                    copies(n)
                )
            }
        };
        return vec![Check::ok(NAME, about)];
    }
    found
}

fn copies(n: usize) -> String {
    if n == 1 { "1 copy".to_owned() } else { format!("{n} copies") }
}

/// What a filing left that was ended in the middle.
pub fn leftovers(patient: &Patient<'_>) -> Vec<Check> {
    const NAME: &str = "leftovers";
    let left = |entry: &&Entry| !entry.is_folder && entry.name().starts_with(TEMP) && is_settled(entry);
    let found = patient.notes.iter().chain(&patient.state).filter(left).map(|entry| {
        let about = format!("something was ended while it wrote this file: {}", shown(&entry.path));
        let aside = || Mend::Aside(entry.path.clone());
        let mend = notes::beside(patient, &entry.path).unwrap_or_else(aside);
        Check::warning(NAME, about).fix(&*patient.fix).mended_by([mend])
    });
    let found: Vec<_> = found.collect();
    if found.is_empty() {
        let aside = patient.env.state.join("aside");
        let there = in_folder(patient, "aside").count();
        let aside = match there {
            0 => String::new(),
            n => format!(
                "; {} from earlier on in {}: look at it, and delete it yourself",
                text::count(n, "file"),
                shown(&aside)
            ),
        };
        return vec![Check::ok(NAME, format!("nothing half-done lies about{aside}"))];
    }
    found
}

/// Texts that were given to an editor and never taken back.
pub fn editor(patient: &Patient<'_>) -> Vec<Check> {
    const NAME: &str = "editor";
    let id = |entry: &Entry| entry.name().split('-').next().unwrap_or_default().to_owned();
    let left = in_folder(patient, "edit").filter(|entry| !patient.store.locks().is_held(&id(entry)));
    let found = left.map(|entry| {
        let path = shown(&entry.path);
        let about = format!(
            "a text was given to your editor and not taken back: {path}\nif no editor has it open, what is in it may be \
             nowhere else"
        );
        let session = text::clean_line(&id(entry));
        let known = patient.listing().is_some_and(|all| all.notes.iter().any(|note| note.head.id == session));
        let fix = match known {
            true => format!("goodterms note -s {session} - < \"{path}\" && rm \"{path}\""),
            false => "copy what you miss, and delete the file".to_owned(),
        };
        Check::warning(NAME, about).fix(fix)
    });
    let found: Vec<_> = found.collect();
    if found.is_empty() { vec![Check::ok(NAME, "no text was left with your editor")] } else { found }
}

/// Who has what open. Lock files stay for ever: only those that are held mean something.
pub fn open(patient: &Patient<'_>) -> Vec<Check> {
    let names = in_folder(patient, "locks").map(Entry::name);
    let ids: Vec<_> = names.filter_map(|name| name.strip_suffix(".open").map(str::to_owned)).collect();
    let held = ids.iter().filter_map(|id| Some(format!("{id} ({})", patient.store.locks().holder(id)?)));
    let held: Vec<_> = held.collect();
    vec![Check::ok(
        "open",
        match held.as_slice() {
            [] => "no conversation is open in another goodterms".to_owned(),
            held => format!("open in another goodterms: {}", held.join(", ")),
        },
    )]
}

/// How much is kept.
pub fn versions(patient: &Patient<'_>) -> Vec<Check> {
    let of = |entry: &&Entry| entry.path.starts_with(patient.env.state.join("versions"));
    let all: Vec<&Entry> = patient.state.iter().filter(of).filter(|entry| !entry.is_folder).collect();
    let bytes: u64 = all.iter().map(|entry| entry.bytes).sum();
    let about =
        format!("{} kept, {} KB in all", text::count(all.len(), "earlier version"), bytes.div_ceil(1024));
    vec![Check::ok("versions", about)]
}

/// The files in a folder of the state folder.
fn in_folder<'a>(patient: &'a Patient<'_>, name: &str) -> impl Iterator<Item = &'a Entry> {
    let folder = patient.env.state.join(name);
    patient.state.iter().filter(move |e| !e.is_folder && e.path.parent() == Some(&folder))
}

fn is_settled(entry: &Entry) -> bool {
    let age = entry.changed.and_then(|changed| SystemTime::now().duration_since(changed).ok());
    age.is_none_or(|age| age > SETTLED)
}
