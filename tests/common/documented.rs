//! The playbooks that the documentation shows, whole and in parts.

use std::fs;
use std::path::Path;

/// The text of the format's documentation.
pub fn text() -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/playbook-format.md")).unwrap()
}

/// Every whole playbook of the documentation, and every part of one put into the first of them:
/// fields behind the last of its steps, where they stay, and all else at its end.
pub fn playbooks(text: &str) -> Vec<String> {
    let blocks: Vec<_> =
        text.split("```toml\n").skip(1).map(|b| b.split("```").next().unwrap().to_owned()).collect();
    let is_whole = |block: &&String| block.contains("format = 1\n");
    let mut all: Vec<String> = blocks.iter().filter(is_whole).cloned().collect();
    assert!(!all.is_empty() && all.len() < blocks.len());
    let mut base = all[0].clone();
    for part in blocks.iter().filter(|b| !is_whole(b)) {
        if part.trim_start().starts_with("[[step.field]]") {
            base = base.replacen("[[follow_up]]", &format!("{part}\n[[follow_up]]"), 1);
            all.push(base.clone());
        } else {
            all.push(format!("{base}\n{part}"));
        }
    }
    all
}
