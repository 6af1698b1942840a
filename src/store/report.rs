//! What is asked of the writer, and what it has to say.

use std::path::PathBuf;

use super::filing::Base;
use super::locks::SessionLock;
use super::{Recovered, TakenIn};
use crate::document::Document;

/// A note as the screen has it.
#[derive(Clone, Debug)]
pub struct Typed {
    /// The session's revision.
    pub revision: u64,
    /// How often the screen has taken in what others wrote: [`Stands`].
    pub generation: u64,
    pub document: Box<Document>,
}

/// What is asked of the writer. `id` is the session's.
#[derive(Debug)]
pub enum Request {
    /// A conversation is open from now on.
    Open { id: String, path: PathBuf, base: Base, document: Box<Document>, lock: Option<SessionLock> },
    /// One is open to be read; somebody else has it.
    Watch { id: String, path: PathBuf, base: Base },
    /// Something was typed.
    Edit { id: String, typed: Typed },
    /// The note is to be filed.
    File { id: String, typed: Typed },
    /// Whatever is in drafts must be on the disk now: we are about to end.
    Sync,
    /// Whether somebody tells when the note is changed: then there is seldom need to look.
    Noticed { id: String, is: bool },
    /// Look whether somebody changed the note.
    Look { id: String },
    /// A conversation is open no more.
    Close { id: String },
}

/// What the writer has to say. `id` is the session's.
#[derive(Debug)]
pub enum Report {
    /// A conversation is open from now on; what is said of it later is of this sitting.
    Opened { id: String },
    /// All up to this revision is in the draft, and the disk has confirmed it.
    Saved { id: String, revision: u64 },
    /// Neither the draft nor the note can be written.
    Unsaved { id: String, revision: u64, reason: String, stands: Option<Stands> },
    /// All up to this revision is in the note, and the disk has confirmed it.
    Filed { id: String, revision: u64, stands: Stands },
    /// The note cannot be filed, or the disk has not confirmed it.
    Failed { id: String, revision: u64, reason: String, stands: Option<Stands> },
    /// Words from a draft are in the note now, or what lay beside it.
    Recovered { id: String, recovered: Vec<Recovered>, taken: Vec<TakenIn> },
    /// A note that is only read has changed, or may be written in now.
    Changed { id: String, path: PathBuf },
}

/// What stands in the file of a note since it was put there.
#[derive(Clone, Debug)]
pub struct Stands {
    pub path: PathBuf,
    /// The note as the screen had it.
    pub ours: Box<Document>,
    /// The note as it stands, if somebody else wrote in it, too.
    pub merged: Option<Box<Document>>,
    /// How often that has happened; what is typed from now on is based on it.
    pub generation: u64,
    /// In so many places both had written something else.
    pub conflicts: usize,
    /// Somebody put an earlier text of the note into its file; ours stays.
    pub is_put_back: bool,
}

impl Stands {
    /// The note as it stands.
    pub fn document(&self) -> &Document {
        self.merged.as_ref().unwrap_or(&self.ours)
    }
}
