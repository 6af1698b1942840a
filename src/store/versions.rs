//! Versions: a stub.

use std::path::Path;

use chrono::{DateTime, FixedOffset};

use super::StoreError;

/// Bounds.
#[derive(Clone, Copy, Debug, Default)]
pub struct Keep {
    pub count: usize,
    pub bytes: u64,
}

/// Why a version was kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    Day,
    Before,
    Theirs,
    Restored,
}

/// The versions.
#[derive(Clone, Debug)]
pub struct Versions;

impl Versions {
    /// Versions.
    pub fn new(_: &Path, _: Keep) -> Self {
        Self
    }

    /// The texts of those kept of a conversation.
    pub fn texts(&self, _: &str) -> Vec<String> {
        Vec::new()
    }

    /// Keeps one.
    ///
    /// # Errors
    /// What prevented it.
    pub fn keep(&self, _: &str, _: &str, _: Why, _: DateTime<FixedOffset>) -> Result<(), StoreError> {
        Ok(())
    }
}
