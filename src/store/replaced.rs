//! What was replaced in a note, by hashes: an editor that had read it long ago and saves it now has
//! taken back nothing that was typed since. Hashes tell that, and hold no words.
//!
//! Only who has the conversation open writes here, and reads it once: what another one files
//! meanwhile is news, and never stale.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::disk::Disk;
use super::files::write_new;
use super::names::safe_id;
use crate::document::{Document, also_key, also_owner};

/// So many bytes of a hash are kept.
const LENGTH: usize = 8;
/// Of more than so many the memory begins anew.
const MOST: usize = 200_000;

type Hash = [u8; LENGTH];

/// The memory of one note. Best effort: without it an earlier text counts as what its editor wants,
/// and what that replaces is kept as a version.
#[derive(Clone, Debug, Default)]
pub struct Replaced {
    file: PathBuf,
    hashes: HashSet<Hash>,
    /// What others wrote and stands in the note, in this sitting.
    came: HashSet<Hash>,
    is_new: bool,
}

impl Replaced {
    /// What was replaced up to now in a note that says this.
    pub(super) fn load(disk: &dyn Disk, state: &Path, id: &str, now: &Document) -> Self {
        let file = state.join("replaced").join(safe_id(id));
        let bytes = disk.read(&file).unwrap_or_default();
        let (hashes, _) = bytes.as_chunks::<LENGTH>();
        let hashes = if hashes.len() > MOST { &[] } else { hashes };
        let mut replaced =
            Self { file, hashes: hashes.iter().copied().collect(), came: HashSet::new(), is_new: false };
        replaced.stands(now);
        replaced
    }

    /// What stands in the note is not stale, whatever stood there before.
    fn stands(&mut self, note: &Document) {
        for (key, _, body) in note.blocks() {
            self.hashes.remove(&hash(key, &body));
        }
    }

    /// One text of the note was replaced by another. What others wrote replaces nothing here: a file
    /// that was half synced is whole the next time.
    pub(super) fn note(&mut self, before: &Document, after: &Document, theirs: &[Document]) {
        let gone = before.blocks().filter(|(key, _, body)| {
            let now = after.body(key);
            now.as_ref() != Some(body) && theirs.iter().all(|theirs| theirs.body(key) != now)
        });
        for (key, _, body) in gone {
            self.is_new |= self.hashes.insert(hash(key, &body));
        }
        for (key, _, body) in after.blocks() {
            let is_theirs = theirs.iter().any(|theirs| theirs.body(key).as_ref() == Some(&body));
            if is_theirs && before.body(key).as_ref() != Some(&body) {
                self.came.insert(hash(key, &body));
            }
        }
        self.stands(after);
    }

    /// Keeps it for the next sitting. A hash that is not kept is one thing less that is known.
    pub(super) fn save(&mut self, disk: &dyn Disk) {
        if !std::mem::take(&mut self.is_new) {
            return;
        }
        let part = self.file.with_extension("part");
        let _ = disk.remove(&part);
        let bytes = self.hashes.iter().copied().collect::<Vec<_>>().concat();
        if write_new(disk, &part, &bytes).is_ok() {
            let _ = disk.rename(&part, &self.file);
        }
    }

    /// Whether what a block of the note says came from somebody else.
    pub(super) fn came(&self, key: &str, note: &Document) -> bool {
        note.body(key).is_some_and(|body| self.came.contains(&hash(key, &body)))
    }

    /// Of what somebody else wrote, that which is stale says what `base` says. An answer and what was also
    /// written for it are stale together or not at all: a text may have gone from one to the other.
    pub(super) fn without(&self, theirs: Document, base: &Document) -> Document {
        let is_stale = |key: &str, body: &str| self.hashes.contains(&hash(key, body));
        let is_old = |key: &str, body: &String| is_stale(key, body) || base.body(key).as_ref() == Some(body);
        let whole = theirs.clone();
        theirs.with_blocks_of(base, |key, body| {
            let other = also_owner(key).map_or_else(|| also_key(key), str::to_owned);
            is_stale(key, body) && whole.body(&other).is_none_or(|body| is_old(&other, &body))
        })
    }
}

fn hash(key: &str, body: &str) -> Hash {
    let digest = Sha256::new().chain_update(key).chain_update([0]).chain_update(body).finalize();
    let mut hash = Hash::default();
    hash.copy_from_slice(&digest[..LENGTH]);
    hash
}
