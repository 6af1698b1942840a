//! Examples for the help: they name real playbooks, and no source file does.

use crate::catalog::EMBEDDED;

/// Examples with `{first}` and `{second}` become embedded playbooks one can try.
pub fn examples(text: &str) -> String {
    let id = |n: usize| EMBEDDED.get(n).map_or("PLAYBOOK", |(file, _)| file.trim_end_matches(".toml"));
    text.replace("{first}", id(0)).replace("{second}", id(1))
}
