//! The notes themselves: those that cannot be read, that there are twice, or that no playbook fits.

use std::collections::BTreeMap;
use std::io::ErrorKind;
use std::path::Path;

use super::Patient;
use super::check::{Check, Mend};
use crate::cli::context::shown;
use crate::document::HeadError;
use crate::store::survey::{self, Place};
use crate::store::{Listed, StoreError};
use crate::text;

/// Files that cannot be read. What is none of ours is left alone.
pub fn files(patient: &Patient<'_>) -> Vec<Check> {
    const NAME: &str = "note files";
    let listing = match &patient.listing {
        Ok(listing) => listing,
        Err(error) if matches!(survey::place(&patient.settings.notes), Place::Folder) => {
            return vec![
                Check::error(NAME, error.to_string()).fix("look at it: the disk may be gone or damaged"),
            ];
        }
        // The folder was told of.
        Err(_) => return Vec::new(),
    };
    let (foreign, broken): (Vec<_>, Vec<_>) = listing.unreadable.iter().partition(|error| error.is_foreign());
    if broken.is_empty() {
        let foreign = match foreign.len() {
            0 => String::new(),
            1 => "; 1 other file is none of ours, and left alone".to_owned(),
            n => format!("; {n} other files are none of ours, and left alone"),
        };
        return vec![Check::ok(NAME, format!("all can be read{foreign}"))];
    }
    broken.into_iter().map(|error| unreadable(patient, NAME, error)).collect()
}

/// A file that cannot be read, with what to do about it.
fn unreadable(patient: &Patient<'_>, name: &'static str, error: &StoreError) -> Check {
    let check = Check::error(name, error.to_string());
    let path = match error {
        StoreError::Head { error: HeadError::Newer(_), .. } => return check.fix("update goodterms"),
        StoreError::Head { path, .. } | StoreError::NotText(path) => path,
        StoreError::Io { path, source } if source.kind() == ErrorKind::PermissionDenied => {
            return check.fix(format!("chmod u+rwX \"{}\"", shown(path)));
        }
        _ => return check.fix("look at it: it may be on a disk that is gone or damaged"),
    };
    // What stands of the id in its name.
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let begin = stem.rsplit('-').next().unwrap_or_default();
    if patient.store.versions().ids(begin).len() == 1 {
        let about = format!("{error}\nthere are earlier versions of it, and one can be brought back");
        return Check::error(name, about).fix(format!("goodterms history \"{}\"", shown(path)));
    }
    check.fix("mend it in a text editor, or move it out of the notes folder")
}

/// Notes that say that they are the same conversation.
pub fn ids(patient: &Patient<'_>) -> Vec<Check> {
    const NAME: &str = "ids";
    let Some(listing) = patient.listing() else { return Vec::new() };
    let mut by_id: BTreeMap<&str, Vec<&Listed>> = BTreeMap::new();
    for note in &listing.notes {
        by_id.entry(&note.head.id).or_default().push(note);
    }
    let twice = by_id.into_iter().filter(|(_, notes)| notes.len() > 1).map(|(id, notes)| {
        let paths: Vec<_> = notes.iter().map(|note| format!("\n{}", shown(&note.path))).collect();
        let about = format!(
            "{} are of one conversation, {}: it cannot be opened by its client or id{}",
            text::count(notes.len(), "note"),
            text::clean_line(id),
            paths.concat()
        );
        Check::error(NAME, about).fix("move all but one of them out of the notes folder")
    });
    let found: Vec<_> = twice.collect();
    if found.is_empty() { vec![Check::ok(NAME, "each conversation has one note")] } else { found }
}

/// Copies that sync tools made where two machines wrote at once.
pub fn copies(patient: &Patient<'_>) -> Vec<Check> {
    const NAME: &str = "copies";
    let Some(listing) = patient.listing() else { return Vec::new() };
    if listing.copies.is_empty() {
        return vec![Check::ok(NAME, "no sync tool has left copies of notes")];
    }
    let found = listing.copies.iter().map(|copy| {
        let about = format!(
            "a sync tool put a copy beside a note, with what was written on another machine: {}",
            shown(copy)
        );
        Check::warning(NAME, about).fix(&*patient.fix).mended_by(beside(patient, copy))
    });
    found.collect()
}

/// The note that a copy, or what a filing left, belongs to.
pub fn beside(patient: &Patient<'_>, copy: &Path) -> Option<Mend> {
    let name = copy.file_name()?.to_string_lossy().into_owned();
    let notes = patient.listing()?.notes.iter().filter(|note| note.path.parent() == copy.parent());
    let of = |note: &&Listed| {
        let stem = note.path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        name.starts_with(&stem) || name.contains(&format!("-{}-", note.head.id))
    };
    let note = notes.filter(of).max_by_key(|note| note.path.as_os_str().len())?;
    Some(Mend::TakeIn(Box::new(note.clone())))
}

/// Playbooks that cannot be used, and those that notes need and that are not there.
pub fn playbooks(patient: &Patient<'_>) -> Vec<Check> {
    const NAME: &str = "playbooks";
    let catalog = &patient.catalog;
    let unreadable = catalog.unreadable.iter().map(|found| {
        Check::error(NAME, found.to_string())
            .fix("let goodterms read it, or move it out of the playbooks folder")
    });
    let broken = catalog.entries().filter(|entry| entry.playbook.is_none()).map(|entry| {
        let file = entry.path.as_deref().map_or_else(|| text::clean_line(&entry.id), shown);
        let about = format!("{file} has {} and cannot be used", text::count(entry.errors(), "error"));
        Check::error(NAME, about).fix(format!("goodterms playbook check \"{file}\""))
    });
    let mut needed: BTreeMap<&str, usize> = BTreeMap::new();
    for note in patient.listing().into_iter().flat_map(|listing| &listing.notes) {
        if catalog.playbook(&note.head.playbook.id).is_none() {
            *needed.entry(&note.head.playbook.id).or_default() += 1;
        }
    }
    let missing = needed.into_iter().map(|(id, notes)| {
        let about = format!(
            "{} of the playbook `{}`, which is not installed or cannot be used, can be read and not gone on with",
            text::count(notes, "conversation"),
            text::clean_line(id)
        );
        Check::warning(NAME, about).fix(format!("put its file into \"{}\"", shown(&catalog.folder)))
    });
    let found: Vec<_> = unreadable.chain(broken).chain(missing).collect();
    if found.is_empty() {
        let all = text::count(catalog.entries().count(), "playbook");
        return vec![Check::ok(NAME, format!("{all}, all of them can be used"))];
    }
    found
}
