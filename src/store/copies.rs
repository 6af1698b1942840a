//! What lies beside a note and belongs to it: the copies that sync tools make where two machines
//! wrote at once, and what a filing of ours left that was ended in the middle.

use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use chrono::{DateTime, FixedOffset};

use super::files::write_new;
use super::filing::{Base, Filing};
use super::held::LATE;
use super::names::{TEMP, parent, random, safe_id, short_hash};
use super::versions::{Version, Why};
use super::{Store, StoreError};
use crate::document::Document;
use crate::text;

/// A copy that is in its note now, and moved away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TakenIn {
    /// Where it was.
    pub path: PathBuf,
    /// In so many places the two had said something else; the note has both.
    pub conflicts: usize,
}

impl TakenIn {
    /// That it is in the note now.
    pub fn in_words(&self) -> String {
        let conflicts = match self.conflicts {
            0 => String::new(),
            n => format!("; {} has both, see \"Also written elsewhere\"", text::count(n, "place")),
        };
        format!("Taken into the note: {}{conflicts}", text::clean_line(&self.path.display().to_string()))
    }
}

/// Whether a file's name, without its ending, is one that a sync tool gives to a copy of a note.
///
/// Syncthing puts `.sync-conflict-20261121-140210-ABCDEFG` behind it, Dropbox and Nextcloud
/// ` (… conflicted copy …)`, an older Nextcloud `_conflict-20261121-140210`, Google Drive ` (1)`,
/// OneDrive `-` and the name of the computer.
pub fn is_copy_of(note: &str, other: &str) -> bool {
    let Some(behind) = other.strip_prefix(note) else { return false };
    let in_brackets = behind.strip_prefix(" (").and_then(|rest| rest.strip_suffix(')'));
    if let Some(words) = in_brackets {
        let is_number = !words.is_empty() && words.bytes().all(|b| b.is_ascii_digit());
        return is_number || words.to_lowercase().contains("conflict");
    }
    if behind.starts_with(".sync-conflict-") || behind.starts_with("_conflict-") {
        return true;
    }
    let computer = behind.strip_prefix('-').unwrap_or_default();
    (1..=63).contains(&computer.len()) && computer.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
}

impl Store {
    /// Takes in what lies beside a note and belongs to it. What cannot be read or written now stays
    /// for another time.
    pub fn take_in(&self, note: &Path, id: &str, now: DateTime<FixedOffset>) -> Vec<TakenIn> {
        let mut taken = Vec::new();
        let folder = parent(note);
        let mut names = self.disk.names(folder).unwrap_or_default();
        names.sort();
        let stem = note.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let temp = format!("{TEMP}{}-", safe_id(id));
        for name in names {
            let path = folder.join(&name);
            let name = name.to_string_lossy();
            if let Some(rest) = name.strip_prefix(&temp) {
                self.clear_away(note, &path, rest, id, now);
            } else if name.strip_suffix(".md").is_some_and(|name| is_copy_of(&stem, name)) {
                taken.extend(self.take_copy(note, &path, id, now).ok().flatten());
            }
        }
        taken
    }

    /// Merges a copy into the note and moves it to the state directory. `None` if it is another
    /// conversation.
    fn take_copy(
        &self,
        note: &Path,
        copy: &Path,
        id: &str,
        now: DateTime<FixedOffset>,
    ) -> Result<Option<TakenIn>, StoreError> {
        let bytes = self.disk.read(copy).map_err(StoreError::io(copy))?;
        let Ok(theirs) = String::from_utf8(bytes.clone()) else { return Ok(None) };
        let parsed = Document::parse(&theirs);
        if parsed.head().map(|head| head.id).as_deref() != Ok(id) {
            return Ok(None);
        }
        let conflicts = self.merge_in(note, id, &parsed, now)?;
        self.keep(id, &theirs, Why::Theirs, now);
        let name = copy.file_name().unwrap_or_default().to_string_lossy();
        write_new(&*self.disk, &self.state.join("merged").join(format!("{}-{name}", random()?)), &bytes)?;
        // Its tool may have written it once more: then it is taken in next time.
        if self.disk.read(copy).map_err(StoreError::io(copy))? == bytes {
            self.disk.remove(copy).map_err(StoreError::io(copy))?;
        }
        self.log.info("copy-taken-in", id, &[("conflicts", conflicts as u64)]);
        Ok(Some(TakenIn { path: copy.to_owned(), conflicts }))
    }

    /// Merges a text without a common ancestor into a note.
    fn merge_in(
        &self,
        note: &Path,
        id: &str,
        theirs: &Document,
        now: DateTime<FixedOffset>,
    ) -> Result<usize, StoreError> {
        let (ours, _, base) = super::read_on(&*self.disk, note)?;
        // What was theirs may never have come into the note: a filing may have failed just then.
        let ours_once = |version: &Version| version.why != Why::Theirs;
        let kept = self.versions.list(id).unwrap_or_default().into_iter().filter(ours_once);
        let known: Vec<_> =
            kept.filter_map(|v| self.versions.read(&v).ok()).map(|t| Document::parse(&t)).collect();
        let merged = Document::merge_copy(&ours, theirs, &known);
        let text = merged.document.render();
        if base.text() != Some(text.as_str()) {
            base.text().into_iter().for_each(|stood| self.keep(id, stood, Why::Before, now));
            self.file(Filing::new(id, note, &text, &base, now))?;
        }
        Ok(merged.conflicts)
    }

    /// Whether a file was written in so short a time ago.
    pub(super) fn is_young(&self, path: &Path, time: Duration) -> bool {
        let changed = self.disk.stamp(path).ok().and_then(|stamp| stamp.changed());
        // The clock of a share may be ahead.
        let age = changed.map(|changed| {
            SystemTime::now().duration_since(changed).unwrap_or_else(|ahead| ahead.duration())
        });
        age.is_some_and(|age| age < time)
    }

    /// What a filing left that was ended in the middle. What is not whole was never called saved by
    /// that alone; it goes if the note begins with it, and is put aside else. A whole one is the old
    /// text, or ours that was not put in its place any more, or what somebody wrote in between.
    fn clear_away(&self, note: &Path, left: &Path, name: &str, id: &str, now: DateTime<FixedOffset>) {
        // Somebody may be filing at this moment; nobody begins to as long as this is kept.
        let Ok(lock) = self.locks.filing(id, note) else { return };
        let (Ok(bytes), Ok(stands)) = (self.disk.read(left), self.disk.read(note)) else { return };
        let Some(hashes) = name.strip_suffix(".swap") else {
            match stands.starts_with(&bytes) {
                true => drop(self.disk.remove(left)),
                false => self.put_aside(left),
            }
            return;
        };
        drop(lock);
        let Ok(text) = String::from_utf8(bytes.clone()) else { return self.put_aside(left) };
        let mut parts = hashes.split('-');
        let old = parts.nth(1);
        let stands = String::from_utf8_lossy(&stands);
        if stands == text || old == Some(short_hash(&text).as_str()) {
            let _ = self.disk.remove(left);
        } else if old == Some(short_hash(&stands).as_str()) {
            // Only the last step was missing.
            let base = Base::of(&stands);
            if self.file(Filing::new(id, note, &text, &base, now)).is_ok() {
                let _ = self.disk.remove(left);
            }
        } else if self.is_young(left, LATE) {
            // Somebody may still be writing in it: another time.
        } else if self.merge_in(note, id, &Document::parse(&text), now).is_ok() {
            self.put_aside(left);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_names_of_five_tools_are_known_and_no_others() {
        let note = "2026-11-21-exit-interview-k3v9q2";
        for behind in [
            ".sync-conflict-20261121-140210-ABCDEFG",
            " (Ada's conflicted copy 2026-11-21)",
            " (conflicted copy 2026-11-21 140210)",
            " (Konflikt Conflict von Ada)",
            "_conflict-20261121-140210",
            " (1)",
            "-DESKTOP-4A5B6C7",
            "-2",
        ] {
            assert!(is_copy_of(note, &format!("{note}{behind}")), "{behind}");
        }
        for behind in ["", " ", " (the second one)", " copy", "-", "-my computer", "x", ".bak", " ()"] {
            assert!(!is_copy_of(note, &format!("{note}{behind}")), "{behind}");
        }
        assert!(!is_copy_of(note, "2026-11-21-exit-interview-aaaaaa (1)"));
    }
}
