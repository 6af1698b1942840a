//! What of a front matter somebody may have typed.

use std::collections::BTreeSet;

/// How lines begin that goodterms writes by itself: to open, close, or mark something as done changes
/// them.
const OURS: [&str; 21] = [
    "",
    "+++",
    "[[follow_up]]",
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
    "to",
];

/// The lines that hold a person's words, each once: who, when and where, why something was moved or dropped, and
/// whatever else goodterms does not set by itself.
pub fn lines(front: &str) -> BTreeSet<&str> {
    let mut kept = BTreeSet::new();
    let mut in_labels = false;
    for line in front.lines().map(str::trim) {
        if line.starts_with('[') {
            in_labels = line == "[labels]";
        }
        let key = line.split('=').next().unwrap_or_default().trim();
        let is_label = in_labels && !line.starts_with('#');
        // Without a reason, only the day stands there.
        let is_ours = OURS.contains(&key) || key == "dropped" && !line.contains(['"', '\'']);
        if !is_label && !is_ours {
            kept.insert(line);
        }
    }
    kept
}
