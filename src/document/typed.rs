//! What of a front matter somebody may have typed.

use std::collections::BTreeSet;

/// The keys that goodterms sets by itself: to open, close, or mark something as done changes them.
const SET_BY_ITSELF: [&str; 17] = [
    "answered",
    "at",
    "by_hand",
    "closed",
    "done",
    "due",
    "every",
    "from",
    "goodterms",
    "id",
    "outcome",
    "phase",
    "playbook",
    "sample",
    "started",
    "state",
    "status",
];

/// The lines that hold a person's words, each once: who, when and where, why something was moved, and
/// whatever else goodterms does not set by itself.
pub fn lines(front: &str) -> BTreeSet<&str> {
    let mut kept = BTreeSet::new();
    let mut in_labels = false;
    for line in front.lines().map(str::trim) {
        if line.starts_with('[') {
            in_labels = line == "[labels]";
        }
        let key = line.split('=').next().unwrap_or_default().trim();
        let is_ours = in_labels && !line.starts_with('#')
            || SET_BY_ITSELF.contains(&key)
            || ["", "to", "+++", "[[follow_up]]"].contains(&key);
        if !is_ours {
            kept.insert(line);
        }
    }
    kept
}
