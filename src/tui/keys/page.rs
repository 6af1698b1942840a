//! The table of keys as a page of the documentation.

use super::{Context, GROUPS, TABLE};

const INTRODUCTION: &str = "\
# Keys

Every key of every screen. `F1` shows those of the screen you are on, `Ctrl+P` finds any action by a few letters of its
name, and what the line at the bottom shows can be clicked. Where several keys stand in a line, each of them does it.

In text, everything types: letters, digits, `?` and the space bar. Enter, Tab, the arrows and Esc never lose a word.
";

/// The page, in Markdown.
pub fn page() -> String {
    let mut page = INTRODUCTION.to_owned();
    let mut told: Vec<Context> = Vec::new();
    for context in GROUPS.iter().flat_map(|group| group.iter()).chain(&[Context::Everywhere]) {
        if told.contains(context) {
            continue;
        }
        told.push(*context);
        page.push_str(&format!("\n## {}\n\n| key | what it does |\n|---|---|\n", context.title()));
        for binding in TABLE.iter().filter(|binding| binding.context == *context) {
            let chords: Vec<_> = binding.chords.iter().map(|chord| format!("`{chord}`")).collect();
            page.push_str(&format!("| {} | {} |\n", chords.join(", "), binding.help));
        }
    }
    page
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_documentation_has_the_keys_that_there_are() {
        let written = include_str!("../../../docs/keys.md").replace("\r\n", "\n");
        assert!(written == page(), "docs/keys.md: cargo run --example keys makes it anew");
    }
}
