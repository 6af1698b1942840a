//! What is filed, what it was made from, and what has become of it. Which place it gets is in `place`, and
//! how it gets there in `swap`.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, FixedOffset};

use super::replaced::Replaced;

/// So long a file that is half synced is waited for, less than the screen waits for a disk, and so often
/// it is looked at.
pub(super) const HALF_SYNCED_PATIENCE: Duration = Duration::from_millis(1500);
pub(super) const HALF_SYNCED_LOOK: Duration = Duration::from_millis(300);

/// What a note's file held when we last saw it, or that there was none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Base(Option<Arc<str>>);

impl Base {
    /// There is no file yet.
    pub const NEW: Self = Self(None);

    /// A file with this text.
    pub fn of(text: &str) -> Self {
        Self(Some(text.into()))
    }

    /// Whether a file with these bytes is as it was.
    pub fn holds(&self, bytes: &[u8]) -> bool {
        self.text().map(str::as_bytes) == Some(bytes)
    }

    /// What it held.
    pub fn text(&self) -> Option<&str> {
        self.0.as_deref()
    }
}

/// A note that was filed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filed {
    /// Where it is now.
    pub path: PathBuf,
    /// What stands there now.
    pub base: Base,
    /// Whether somebody else had changed it, and both are in it now.
    pub is_merged: bool,
    /// In so many places both had written something else; it stands there twice.
    pub conflicts: usize,
    /// What others had written.
    pub theirs: Vec<Base>,
    /// Files that somebody wrote in at the moment of the swap, and may write in still, with what they
    /// held: whoever has time looks at them again.
    pub late: Vec<(PathBuf, Vec<u8>)>,
    /// What others had written is a text that stood there before: ours stays.
    pub is_put_back: bool,
    /// The old text, where the folder was not synced.
    pub left: Vec<PathBuf>,
}

/// What is to be filed, and what it was made from.
#[derive(Clone, Copy, Debug)]
pub struct Filing<'a> {
    /// The conversation's id.
    pub id: &'a str,
    pub path: &'a Path,
    pub text: &'a str,
    pub base: &'a Base,
    /// What stood there before: an editor may have read one of these, and save what it made of that.
    pub past: &'a [Base],
    /// What was replaced in it, if that is known: an editor that saves it had read it long ago.
    pub replaced: Option<&'a Replaced>,
    /// Whether a file that looks as if a sync tool were still writing it is waited for
    /// ([`StoreError::HalfSynced`](super::StoreError::HalfSynced)) or taken as it is.
    pub waits: bool,
    pub now: DateTime<FixedOffset>,
}

impl<'a> Filing<'a> {
    /// One of which nothing else is known, and that waits for nobody.
    pub fn new(
        id: &'a str,
        path: &'a Path,
        text: &'a str,
        base: &'a Base,
        now: DateTime<FixedOffset>,
    ) -> Self {
        Self { id, path, text, base, past: &[], replaced: None, waits: false, now }
    }
}
