//! What a look found: its name, how bad it is, what it means, and what mends it.

use std::path::PathBuf;

use serde_json::{Value, json};

use crate::store::Listed;
use crate::store::survey::Entry;

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    Ok,
    /// Nothing is lost, and something should be done.
    Warning,
    /// Something does not work until it is mended.
    Error,
}

impl State {
    /// As it stands in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// What `--fix` may do. None of these deletes a text.
#[derive(Clone, Debug)]
pub enum Mend {
    /// Nobody but the owner, and the group if it is shared on purpose, may read it.
    Private { entry: Entry, is_shared: bool },
    /// What is in drafts goes into the notes.
    Drafts,
    /// What lies beside a note and belongs to it goes into it.
    TakeIn(Box<Listed>),
    /// It goes to the folder of what was left over.
    Aside(PathBuf),
}

/// What a look found.
#[derive(Clone, Debug)]
pub struct Check {
    pub name: &'static str,
    pub state: State,
    /// What it is, and what it means.
    pub about: String,
    /// The command that mends it, or what to do.
    pub fix: Option<String>,
    pub mends: Vec<Mend>,
}

impl Check {
    /// All is well.
    pub fn ok(name: &'static str, about: impl Into<String>) -> Self {
        Self { name, state: State::Ok, about: about.into(), fix: None, mends: Vec::new() }
    }

    /// Something should be done.
    pub fn warning(name: &'static str, about: impl Into<String>) -> Self {
        Self { state: State::Warning, ..Self::ok(name, about) }
    }

    /// Something does not work.
    pub fn error(name: &'static str, about: impl Into<String>) -> Self {
        Self { state: State::Error, ..Self::ok(name, about) }
    }

    /// With what to do about it.
    pub fn fix(mut self, fix: impl Into<String>) -> Self {
        self.fix = Some(fix.into());
        self
    }

    /// With what `--fix` does about it.
    pub fn mended_by(mut self, mends: impl IntoIterator<Item = Mend>) -> Self {
        self.mends.extend(mends);
        self
    }

    /// For programs.
    pub fn as_json(&self) -> Value {
        json!({ "name": self.name, "state": self.state.word(), "about": self.about, "fix": self.fix })
    }
}
