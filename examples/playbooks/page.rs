//! The text of docs/playbooks.md: each embedded playbook on one page.

use goodterms::catalog::EMBEDDED;
use goodterms::playbook::page::short;
use goodterms::playbook::{Playbook, check};

const INTRODUCTION: &str = "\
# The playbooks

What comes with goodterms, each on one page: when it fits, its steps and how long they take, and what you have in hand
afterwards. Choose by this page, then let the program take you through; `goodterms playbook show farewell` has every
word of one, and `goodterms playbook show farewell --short` prints the page below.

Behind each step stands whose advice it is; single lines that are somebody else's say so in the program. All the rest is
ours, and so are the minutes, the numbers, the messages and the help under a question.
Every statement of the sources has its place: [`tests/fidelity.toml`](../tests/fidelity.toml).
";

/// The text.
pub fn page() -> String {
    let mut playbooks: Vec<Playbook> =
        EMBEDDED.iter().filter_map(|(_, source)| check(source.as_bytes()).playbook).collect();
    // What helps to choose comes before what there is to choose.
    playbooks.sort_by_key(|p| !p.is_chooser());
    let links: Vec<_> =
        playbooks.iter().map(|p| format!("- [{}](#{})\n", p.title, anchor(&p.title))).collect();
    let pages: Vec<_> = playbooks.iter().map(|p| format!("\n#{}", short(p))).collect();
    let renewed =
        "\n<!-- Made from playbooks/*.toml by `cargo run --example playbooks`: change those instead. -->\n";
    format!("{INTRODUCTION}\n{}{}{renewed}", links.concat(), pages.concat())
}

/// As Markdown makes it from a heading.
fn anchor(title: &str) -> String {
    let kept = title.to_lowercase().replace(' ', "-");
    kept.chars().filter(|c| c.is_alphanumeric() || *c == '-').collect()
}
