//! The embedded playbooks check clean, are small enough to be used, and say what the sources say: no
//! statement of theirs is missing, and nothing is put into their mouths.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use goodterms::diagnostic::render;
use goodterms::playbook::{Playbook, check};
use serde::Deserialize;
use toml::{Table, Value};

#[path = "../examples/playbooks/page.rs"]
mod page;

/// The sources by the letter of their statements, and how many statements each of them makes.
const SOURCES: [(&str, &str, usize); 5] = [
    ("P", "Pappas", 17),
    ("M", "Muessig", 14),
    ("W", "Winning back", 12),
    ("F", "Farewell", 11),
    ("R", "Rebuilding", 10),
];

fn files() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("playbooks");
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    files.retain(|f| f.extension().is_some_and(|e| e == "toml"));
    files.sort();
    files
}

fn embedded() -> Vec<Playbook> {
    let read = |file: &PathBuf| {
        let checked = check(&fs::read(file).unwrap());
        let name = file.display().to_string();
        let shown = render(&checked.faults, &name, &checked.source, false);
        assert!(checked.faults.is_empty(), "{shown}");
        checked.playbook.unwrap()
    };
    files().iter().map(read).collect()
}

#[test]
fn embedded_playbooks_have_no_fault_and_no_warning() {
    let ids: Vec<_> = embedded().into_iter().map(|p| p.id).collect();
    let expected = ["exit-interview", "farewell", "rebuild", "shared-expectations", "triage", "win-back"];
    assert_eq!(ids, expected);
}

#[test]
fn each_playbook_asks_for_one_thing() {
    for playbook in embedded() {
        let required: Vec<_> =
            playbook.fields().filter(|(_, f)| f.required).map(|(_, f)| f.key.clone()).collect();
        assert_eq!(required.len(), 1, "{}: {required:?}", playbook.id);
    }
}

/// One that fights its reader is not used twice: a step is taken in at a glance.
#[test]
fn no_step_is_long() {
    for (id, playbook) in tables() {
        for step in list(&playbook, "step") {
            let at = format!("{id}/{}", text(step, "id"));
            let words = text(step, "guide").split_whitespace().count();
            assert!(words <= 90, "{at}: {words} words");
            let fields = list(step, "field");
            assert!(fields.len() <= 5, "{at}: {} fields", fields.len());
            for key in ["say", "avoid"] {
                let phrases = step.get(key).and_then(Value::as_array).map_or(0, Vec::len);
                assert!(phrases <= 5, "{at}: {phrases} phrases to {key}");
            }
            assert!(list(step, "response").len() <= 9, "{at}: too many responses to take in");
        }
    }
}

#[test]
fn the_documentation_shows_them_as_they_are() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/playbooks.md");
    let written = fs::read_to_string(path).unwrap();
    assert!(written == page::page(), "docs/playbooks.md: cargo run --example playbooks makes it anew");
}

/// What one has in hand with each of them.
#[test]
fn each_playbook_is_whole() {
    for playbook in embedded() {
        let id = &playbook.id;
        let responses: usize = playbook.steps.iter().map(|s| s.responses.len()).sum();
        assert!(responses >= 5, "{id}: {responses} responses");
        if playbook.is_chooser() {
            continue;
        }
        let phrases =
            |of: fn(&goodterms::playbook::Step) -> usize| playbook.steps.iter().map(of).sum::<usize>();
        assert!(phrases(|s| s.say.len()) >= 5 && phrases(|s| s.avoid.len()) >= 5, "{id}: phrases");
        assert!(playbook.has_quick(), "{id}: no five-minute form");
        assert!(playbook.messages.len() >= 4, "{id}: {} messages", playbook.messages.len());
        assert!(playbook.follow_ups.len() >= 5, "{id}: {} follow-ups", playbook.follow_ups.len());
        let ways_out: BTreeSet<_> = playbook.outcomes.iter().map(|o| format!("{:?}", o.means)).collect();
        assert!(ways_out.len() >= 3, "{id}: {ways_out:?}");
        assert!(playbook.hand_offs.iter().any(|h| !h.carry.is_empty()), "{id}: nothing is carried on");
    }
}

/// The playbooks as TOML, by id: what is written there, and not what is made of it.
fn tables() -> BTreeMap<String, Table> {
    let read = |file: &PathBuf| {
        let id = file.file_stem().unwrap().to_str().unwrap().to_owned();
        (id, fs::read_to_string(file).unwrap().parse().unwrap())
    };
    files().iter().map(read).collect()
}

fn list<'a>(table: &'a Table, key: &str) -> Vec<&'a Table> {
    let items = table.get(key).and_then(Value::as_array).into_iter().flatten();
    items.filter_map(Value::as_table).collect()
}

fn text<'a>(table: &'a Table, key: &str) -> &'a str {
    table.get(key).and_then(Value::as_str).unwrap_or_default()
}

/// Every item of the playbooks that names a source: its place, and whose it is.
fn attributed() -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut note = |place: String, item: &Table| {
        let source = text(item, "source");
        if !source.is_empty() && source != "ours" {
            found.push((place, source.to_owned()));
        }
    };
    for (id, playbook) in tables() {
        for step in list(&playbook, "step") {
            let place = format!("{id}/{}", text(step, "id"));
            note(place.clone(), step);
            for (key, words) in [("say", "text"), ("avoid", "text"), ("need", "else"), ("response", "hears")]
            {
                for item in list(step, key) {
                    note(format!("{place}/{key}: {}", text(item, words)), item);
                }
            }
            for field in list(step, "field") {
                let place = format!("{place}.{}", text(field, "id"));
                note(place.clone(), field);
                for key in ["options", "items", "columns"] {
                    for item in list(field, key) {
                        let place = format!("{place}:{}", text(item, "id"));
                        note(place.clone(), item);
                        for option in list(item, "options") {
                            note(format!("{place}:{}", text(option, "id")), option);
                        }
                    }
                }
            }
        }
        for key in ["message", "follow_up", "outcome"] {
            for item in list(&playbook, key) {
                note(format!("{id}/{key}:{}", text(item, "id")), item);
            }
        }
        for item in list(&playbook, "hand_off") {
            note(format!("{id}/hand_off:{}", text(item, "to")), item);
        }
    }
    found
}

/// A statement of a source, and the items that carry it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Statement {
    says: String,
    lands: Vec<String>,
}

fn statements() -> BTreeMap<String, Statement> {
    toml::from_str(include_str!("fidelity.toml")).unwrap()
}

/// Whether `lands` names `place`; phrases are named by how they begin.
fn names(lands: &str, place: &str) -> bool {
    match lands.split_once(": ") {
        Some(_) => place.starts_with(lands),
        None => place == lands,
    }
}

#[test]
fn every_statement_of_the_sources_has_its_place() {
    let statements = statements();
    let expected: BTreeSet<_> = SOURCES
        .iter()
        .flat_map(|(letter, _, count)| (1..=*count).map(move |n| format!("{letter}{n}")))
        .collect();
    assert_eq!(statements.keys().cloned().collect::<BTreeSet<_>>(), expected);
    let attributed = attributed();
    for (number, statement) in &statements {
        assert!(!statement.says.trim().is_empty() && !statement.lands.is_empty(), "{number}");
        for lands in &statement.lands {
            let found: Vec<_> = attributed.iter().filter(|(place, _)| names(lands, place)).collect();
            assert_eq!(found.len(), 1, "{number}: {lands} names {found:?}");
            let (_, source, _) = SOURCES.iter().find(|(letter, ..)| number.starts_with(letter)).unwrap();
            assert_eq!(found[0].1, *source, "{number}: {lands}");
        }
    }
}

#[test]
fn nothing_is_put_into_the_mouth_of_a_source() {
    let statements = statements();
    for (place, source) in attributed() {
        let (letter, ..) = SOURCES.iter().find(|(_, name, _)| *name == source).expect(&source);
        let of_source = statements.iter().filter(|(number, _)| number.starts_with(letter));
        let carried = of_source.flat_map(|(_, s)| &s.lands).any(|lands| names(lands, &place));
        assert!(carried, "{place} is said to be from {source}: which of its statements is it?");
    }
}
