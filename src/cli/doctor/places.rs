//! The places: config, notes and state, who may read them, and how much room there is.

use std::io::ErrorKind;
use std::path::Path;

use super::Patient;
use super::check::{Check, Mend};
use crate::cli::context::shown;
use crate::cli::settings::Origin;
use crate::diagnostic::tally;
use crate::store::StoreError;
use crate::store::survey::{self, Entry, Place, Room};
use crate::text;

/// With less room than this one should do something soon, and with less than that nothing works.
const LITTLE: u64 = 50 << 20;
const NONE: u64 = 1 << 20;
/// The same for the number of files.
const FEW_FILES: u64 = 100;

/// What is wrong in the config.
pub fn config(patient: &Patient<'_>) -> Vec<Check> {
    const NAME: &str = "config";
    let (settings, path) = (patient.settings, shown(&patient.env.config));
    vec![match (&settings.unreadable, settings.faults.as_slice()) {
        (Some(error), _) => Check::error(NAME, format!("{error}; until then the defaults count"))
            .fix(permit(&patient.env.config, error, "goodterms config check")),
        (None, []) if settings.source.is_none() => Check::ok(NAME, "there is none, so the defaults count"),
        (None, []) => Check::ok(NAME, format!("{path}: nothing is wrong")),
        (None, faults) => {
            let about = format!("{path}: {}; what is wrong counts as not set", tally(faults));
            Check::warning(NAME, about).fix("goodterms config check")
        }
    }]
}

/// What is wrong in the advisor's own rules for questions. Most have none, and nothing is said of it.
pub fn wording(patient: &Patient<'_>) -> Vec<Check> {
    const NAME: &str = "wording";
    let (book, path) = (&patient.rulebook, shown(&patient.env.wording()));
    if let Some(why) = book.unreadable() {
        let about = format!("{why}; until then only the built-in rules for questions count");
        return vec![Check::error(NAME, about).fix("goodterms wording --check")];
    }
    match (book.own(), book.faults()) {
        (None, _) => Vec::new(),
        (Some(_), []) => vec![Check::ok(NAME, format!("{path}: nothing is wrong"))],
        (Some(_), faults) => {
            let about = format!("{path}: {}; what is wrong does not count", tally(faults));
            vec![Check::warning(NAME, about).fix("goodterms wording --check")]
        }
    }
}

/// The notes folder.
pub fn notes(patient: &Patient<'_>) -> Vec<Check> {
    const NAME: &str = "notes folder";
    let settings = patient.settings;
    let (path, from) = (shown(&settings.notes), settings.notes_from);
    let elsewhere = "move the file away, or choose another folder with notes_dir in the config";
    let mut checks = vec![match survey::place(&settings.notes) {
        Place::Missing if from == Origin::Default => {
            Check::ok(NAME, format!("{path} is not there yet; it is made with the first conversation"))
        }
        Place::Missing => Check::warning(
            NAME,
            format!(
                "{path} is not there ({} names it). It is made with the first conversation, but if it is on another \
                 disk or a share, your notes are there",
                from.words()
            ),
        )
        .fix("connect the disk, or name the right folder: goodterms config show"),
        Place::File => Check::error(NAME, format!("{path} is a file: no note can be read or saved")).fix(elsewhere),
        Place::Closed(error) => Check::error(NAME, format!("{error}: no note can be read or saved"))
            .fix(permit(&settings.notes, &error, "goodterms config show")),
        Place::Folder => {
            let there = patient.listing().map_or(0, |listing| listing.notes.len());
            Check::ok(NAME, format!("{path}, {}", text::count(there, "conversation")))
        }
    }];
    checks.extend(closed(patient, NAME, &settings.notes));
    checks
}

/// The folder of what the program itself keeps.
pub fn state(patient: &Patient<'_>) -> Vec<Check> {
    const NAME: &str = "state folder";
    let state = &patient.env.state;
    let path = shown(state);
    let unsafe_until = "what you type is not safe until the note itself is saved";
    let mut checks = vec![match survey::place(state) {
        Place::Missing => {
            Check::ok(NAME, format!("{path} is not there yet; it is made when something is typed"))
        }
        Place::File => {
            Check::error(NAME, format!("{path} is a file: {unsafe_until}")).fix("move the file away")
        }
        Place::Closed(error) => Check::error(NAME, format!("{error}: {unsafe_until}")).fix(permit(
            state,
            &error,
            "goodterms path state",
        )),
        Place::Folder => Check::ok(NAME, path),
    }];
    checks.extend(closed(patient, NAME, state));
    checks
}

/// The folders in it that cannot be entered. The folder itself was told of.
fn closed(patient: &Patient<'_>, name: &'static str, root: &Path) -> Vec<Check> {
    let below = patient.closed.iter().filter_map(|error| match error {
        StoreError::Io { path, .. } if path != root && path.starts_with(root) => Some((path, error)),
        _ => None,
    });
    let found = below.map(|(path, error)| {
        Check::error(name, format!("{error}: what is in it is not seen")).fix(permit(
            path,
            error,
            "look at it",
        ))
    });
    found.collect()
}

/// The command that gives back a right, if that is what is missing.
fn permit(path: &Path, error: &StoreError, otherwise: &str) -> String {
    match error {
        StoreError::Io { source, .. } if source.kind() == ErrorKind::PermissionDenied => {
            format!("chmod u+rwX \"{}\"", shown(path))
        }
        _ => otherwise.to_owned(),
    }
}

/// Who else may read what is confidential.
pub fn permissions(patient: &Patient<'_>) -> Vec<Check> {
    const NAME: &str = "permissions";
    let places = [
        (&patient.settings.notes, &patient.notes, patient.is_shared()),
        (&patient.env.state, &patient.state, false),
    ];
    let mut checks = Vec::new();
    for (root, entries, is_shared) in places {
        if let Some(kind) = survey::keeps_no_modes(root).filter(|_| !entries.is_empty()) {
            let about = format!(
                "{} is on {kind}, which keeps no permissions: whoever uses this computer or disk can read what is in it",
                shown(root)
            );
            checks.push(
                Check::warning(NAME, about).fix("keep it on a disk of this computer, or encrypt that disk"),
            );
            continue;
        }
        let loose: Vec<&Entry> = entries.iter().filter(|entry| entry.is_loose(is_shared)).collect();
        let Some(first) = loose.first() else { continue };
        let about = format!(
            "in {}, open to others on this computer, or closed to you: {}, such as {}",
            shown(root),
            match loose.len() {
                1 => "1 file or folder".to_owned(),
                n => format!("{n} files or folders"),
            },
            shown(&first.path)
        );
        let mends = loose.into_iter().map(|entry| Mend::Private { entry: entry.clone(), is_shared });
        checks.push(Check::warning(NAME, about).fix(&*patient.fix).mended_by(mends));
    }
    if checks.is_empty() {
        let who = if patient.is_shared() { "you and the group that you share them with" } else { "you only" };
        checks.push(Check::ok(NAME, format!("notes and drafts can be read by {who}")));
    }
    checks
}

/// Whether there is room to save.
pub fn room(patient: &Patient<'_>) -> Vec<Check> {
    let places = [&patient.settings.notes, &patient.env.state];
    places.into_iter().filter_map(|path| Some(room_for(path, survey::room(path)?))).collect()
}

fn room_for(path: &Path, room: Room) -> Check {
    const NAME: &str = "room";
    const MAKE: &str = "make room on that disk";
    let (path, files) = (shown(path), room.files.unwrap_or(u64::MAX));
    let megabytes = room.bytes >> 20;
    if room.is_read_only {
        let about = format!("{path} is on a disk that can only be read: nothing can be saved there");
        return Check::error(NAME, about).fix("make the disk writable, or choose another folder");
    }
    if room.bytes < NONE || files == 0 {
        let what = if room.bytes < NONE { "is full" } else { "cannot hold one more file" };
        return Check::error(NAME, format!("the disk of {path} {what}: nothing can be saved there"))
            .fix(MAKE);
    }
    if room.bytes < LITTLE || files < FEW_FILES {
        let left =
            if room.bytes < LITTLE { format!("{megabytes} MB") } else { format!("{files} more files") };
        return Check::warning(NAME, format!("the disk of {path} is nearly full: {left} left")).fix(MAKE);
    }
    Check::ok(NAME, format!("{megabytes} MB free for {path}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::doctor::check::State;

    #[test]
    fn a_disk_that_fills_up_is_told_in_time() {
        let said = |bytes: u64, files: Option<u64>, is_read_only: bool| {
            let check = room_for(Path::new("/n"), Room { bytes, files, is_read_only });
            (check.state, check.about)
        };
        assert_eq!(said(5 << 30, Some(1000), false), (State::Ok, "5120 MB free for /n".to_owned()));
        assert_eq!(said(5 << 30, None, false).0, State::Ok);
        assert_eq!(said(49 << 20, None, false).1, "the disk of /n is nearly full: 49 MB left");
        assert_eq!(said(5 << 30, Some(9), false).1, "the disk of /n is nearly full: 9 more files left");
        assert_eq!(said(0, None, false).1, "the disk of /n is full: nothing can be saved there");
        assert_eq!(said(5 << 30, Some(0), false).0, State::Error);
        assert_eq!(said(5 << 30, None, true).0, State::Error);
    }
}
