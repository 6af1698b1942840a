//! What one reads back to the client, so that they can set it right: their words and one's promises.

use super::{Said, Sides};
use crate::playbook::Playbook;
use crate::text;

impl Sides {
    /// The text to say or send; `None` where nothing was put down. What is private is not in it. In a language
    /// that is not ours it has no sentences of ours: the playbook's own labels stand above each part.
    pub fn read_back(&self, playbook: &Playbook) -> Option<String> {
        let is_shown = |said: &&Said| said.at.is_none_or(|at| !playbook.field(at).private);
        let theirs: Vec<_> = self.theirs.iter().filter(is_shown).collect();
        let ours: Vec<_> = self.ours.iter().filter(is_shown).collect();
        if theirs.is_empty() && ours.is_empty() {
            return None;
        }
        let is_english = playbook.language.split(['-', '_']).next() == Some("en");
        let mut parts = Vec::new();
        if is_english {
            parts.extend(part("I heard you say:", &theirs, &[]));
            parts.extend(part("This is what we said we would do:", &ours, &theirs));
            parts.push("Did I get that right?".to_owned());
        } else {
            let all = theirs.iter().chain(&ours);
            parts.extend(all.filter_map(|said| part(&said.label, &[*said], &[])));
        }
        Some(parts.join("\n\n"))
    }
}

/// A heading with a line for each thing that was said; what stands in the part before is not said twice.
fn part(heading: &str, said: &[&Said], before: &[&Said]) -> Option<String> {
    let mut lines: Vec<String> = Vec::new();
    for words in said.iter().flat_map(|said| &said.words) {
        let line = format!("- {}", text::clean_line(words));
        let is_told = before.iter().flat_map(|said| &said.words).any(|told| told == words);
        if !is_told && !lines.contains(&line) {
            lines.push(line);
        }
    }
    (!lines.is_empty()).then(|| format!("{heading}\n{}", lines.join("\n")))
}
