//! How long an export takes: one conversation in each form, and ten thousand as Markdown. `cargo bench --bench exports`.

#![allow(clippy::unwrap_used, reason = "a benchmark may")]

use std::path::Path;
use std::sync::Arc;

use chrono::{DateTime, FixedOffset};
use divan::Bencher;
use goodterms::catalog::Catalog;
use goodterms::document::{Client, Document};
use goodterms::export::report::{Report, Story, client, conversation};
use goodterms::export::{Options, docx, html, markdown, redacted};
use goodterms::playbook::Playbook;
use goodterms::session::{Session, Start};

fn main() {
    divan::main();
}

const ALL: usize = 10_000;

fn now() -> DateTime<FixedOffset> {
    DateTime::parse_from_rfc3339("2026-11-21T14:02:10-05:00").unwrap()
}

/// The nth conversation: some answers, a list, and twenty notes.
fn session(nth: usize) -> Session {
    let playbook = playbook();
    let person =
        Client { name: "Zoë O'Brien".into(), organisation: Some("Mills & Co".into()), also: Vec::new() };
    let start = Start { id: format!("{nth:012}"), client: person, ..Start::default() };
    let empty = Session::new(playbook.clone(), start, now());
    let mut note = empty.to_document().render();
    let words = format!("I have paid {nth} a year, and nobody from Mills called me.\n").repeat(10);
    note.push_str(&format!(
        "\n## Why {{#why}}\n\n### Their words {{#why.words}}\n\n{words}\n### Notes {{#why.notes}}\n\n"
    ));
    for minute in 10..30 {
        note.push_str(&format!(
            "- 2026-11-21 14:{minute}:31-05:00 Zoë said so, and I promised to look at the *letter*\n"
        ));
    }
    let document = Document::parse(&note);
    Session::open(playbook.clone(), empty.head().clone(), document, now())
}

fn playbook() -> Arc<Playbook> {
    Catalog::load(Path::new("none")).playbook("farewell").unwrap().clone()
}

fn one() -> (Session, Report) {
    let session = session(48_213);
    let report = conversation(&session, &Options::default(), &[]);
    (session, report)
}

#[divan::bench]
fn one_as_markdown(bencher: Bencher) {
    let (session, _) = one();
    bencher.bench_local(|| markdown(&conversation(&session, &Options::default(), &[])));
}

#[divan::bench]
fn one_as_a_page(bencher: Bencher) {
    let (session, _) = one();
    bencher.bench_local(|| html(&conversation(&session, &Options::default(), &[])));
}

#[divan::bench]
fn one_as_a_document(bencher: Bencher) {
    let (session, _) = one();
    bencher.bench_local(|| docx(&conversation(&session, &Options::default(), &[])).unwrap());
}

#[divan::bench]
fn one_redacted(bencher: Bencher) {
    let (session, _) = one();
    let sessions = [session];
    bencher.bench_local(|| redacted(&sessions, [].into_iter()));
}

#[divan::bench(sample_count = 3, sample_size = 1)]
fn ten_thousand_as_markdown(bencher: Bencher) {
    let (session, _) = one();
    let sessions = vec![session; ALL];
    let story = Story { name: "Zoë O'Brien".into(), ..Story::default() };
    bencher.bench_local(|| markdown(&client(&story, &sessions, &Options::default())));
}
