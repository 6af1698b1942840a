//! Stub.
use super::Document;

/// Merged.
pub struct Merged {
    pub document: Document,
    pub conflicts: usize,
}

impl Document {
    /// Merges.
    pub fn merge(base: &Document, ours: &Document, theirs: &Document) -> Merged {
        let document = if ours == base { theirs.clone() } else { ours.clone() };
        Merged { document, conflicts: 0 }
    }

    /// Merges.
    pub fn merge_copy(ours: &Document, _: &Document, _: &[Document]) -> Merged {
        Merged { document: ours.clone(), conflicts: 0 }
    }
}

/// Half.
pub fn is_half_synced(_: &str, _: &str) -> bool {
    false
}
