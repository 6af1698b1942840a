//! How long it takes to count what 10,000 conversations say together: what each has to tell, out of its note
//! in memory; counting all of them; and reading a folder of them, first and again.
//!
//! `cargo bench --bench insights`. Run it on a quiet machine.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a benchmark may")]
#![allow(clippy::print_stdout, reason = "it is what a benchmark is for")]

#[path = "search/made.rs"]
#[allow(dead_code, reason = "each benchmark uses its part")]
mod made;

use std::path::Path;
use std::sync::{Arc, LazyLock};
use std::time::Instant;

use chrono::{DateTime, FixedOffset};
use divan::{Bencher, black_box};
use goodterms::catalog::Catalog;
use goodterms::document::Document;
use goodterms::insights::{Filter, Insights, Told};
use goodterms::playbook::Playbook;
use goodterms::session::Session;
use goodterms::store::Folder;
use goodterms::store::telling::Tellings;

const NOTES: usize = 10_000;

fn main() {
    folder();
    divan::main();
}

fn now() -> DateTime<FixedOffset> {
    DateTime::parse_from_rfc3339("2026-11-21T14:02:10-05:00").unwrap()
}

static CATALOG: LazyLock<Catalog> = LazyLock::new(|| Catalog::load(Path::new("/there/is/none")));

fn playbook(id: &str) -> Option<Arc<Playbook>> {
    CATALOG.playbook(id).cloned()
}

/// The texts of a thousand notes.
static TEXTS: LazyLock<Vec<String>> = LazyLock::new(|| {
    let home = tempfile::tempdir().unwrap();
    made::folder(home.path(), NOTES / 10);
    let files = std::fs::read_dir(home.path()).unwrap().map(|entry| entry.unwrap().path());
    let all = files.flat_map(|path| match path.is_dir() {
        true => std::fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path()).collect::<Vec<_>>(),
        false => vec![path],
    });
    all.map(|path| std::fs::read_to_string(path).unwrap()).collect()
});

fn told(text: &str) -> Option<Told> {
    let document = Document::parse(text);
    let head = document.head().ok()?;
    let playbook = playbook(&head.playbook.id)?;
    Some(Told::of(Path::new("/notes/a.md"), &Session::open(playbook, head, document, now())))
}

/// What one note has to tell.
#[divan::bench]
fn of_one_note(bencher: Bencher<'_, '_>) {
    let text = &TEXTS[TEXTS.len() / 2];
    bencher.bench(|| told(black_box(text)));
}

/// Counting ten thousand, each with words that nobody else has, too.
#[divan::bench(sample_count = 20)]
fn counting(bencher: Bencher<'_, '_>) {
    let few: Vec<Told> = TEXTS.iter().filter_map(|text| told(text)).collect();
    let all: Vec<Arc<Told>> = (0..NOTES)
        .map(|nth| {
            let mut told = few[nth % few.len()].clone();
            told.id = format!("{nth:012}");
            Arc::new(told)
        })
        .collect();
    bencher.bench(|| Insights::of(black_box(&all), &Filter::default(), now().date_naive()));
}

/// A folder of ten thousand notes, read once and looked at again.
fn folder() {
    if std::env::args().any(|arg| arg == "--list") {
        return;
    }
    let home = tempfile::tempdir().unwrap();
    made::folder(home.path(), NOTES);
    let mut tellings = Tellings::new(Folder::new(home.path()));
    for what in ["read 10,000 notes", "look whether any changed"] {
        let began = Instant::now();
        let telling = tellings.read(&playbook, now(), &|_, _| {}).unwrap();
        println!("{what}: {:.0} ms, {} told", began.elapsed().as_secs_f64() * 1e3, telling.told.len());
    }
}
