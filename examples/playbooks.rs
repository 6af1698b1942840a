//! Writes docs/playbooks.md from the embedded playbooks: `cargo run --example playbooks`.

use std::io;

#[path = "playbooks/page.rs"]
mod page;

fn main() -> io::Result<()> {
    std::fs::write(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/playbooks.md"), page::page())
}
