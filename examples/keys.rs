//! Writes docs/keys.md from the table of keys: `cargo run --example keys`.

use std::io;

fn main() -> io::Result<()> {
    std::fs::write(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/keys.md"), goodterms::tui::keys::page())
}
