//! The embedded playbooks check clean, and say what the sources say.

#![allow(clippy::unwrap_used, reason = "a test may")]

use std::path::Path;

use goodterms::diagnostic::render;
use goodterms::playbook::{Playbook, check};

fn embedded() -> Vec<Playbook> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("playbooks");
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    files.retain(|f| f.extension().is_some_and(|e| e == "toml"));
    files.sort();
    let read = |file: &std::path::PathBuf| {
        let checked = check(&std::fs::read(file).unwrap());
        let name = file.display().to_string();
        let shown = render(&checked.faults, &name, &checked.source, false);
        assert!(checked.faults.is_empty(), "{shown}");
        checked.playbook.unwrap()
    };
    files.iter().map(read).collect()
}

#[test]
fn embedded_playbooks_have_no_fault_and_no_warning() {
    let ids: Vec<_> = embedded().into_iter().map(|p| p.id).collect();
    assert_eq!(ids, ["exit-interview", "farewell", "shared-expectations", "triage"]);
}

#[test]
fn each_playbook_asks_for_one_thing() {
    for playbook in embedded() {
        let required: Vec<_> =
            playbook.fields().filter(|(_, f)| f.required).map(|(_, f)| f.key.clone()).collect();
        assert_eq!(required.len(), 1, "{}: {required:?}", playbook.id);
    }
}

/// `tests/fidelity.toml` says where each numbered statement of the sources lands; every target
/// must be an item that exists.
#[test]
fn every_statement_of_the_sources_has_its_place() {
    let map: toml::Table = include_str!("fidelity.toml").parse().unwrap();
    let playbooks = embedded();
    for (prefix, count) in [("P", 17), ("M", 14), ("F", 11)] {
        for n in 1..=count {
            let targets = map.get(&format!("{prefix}{n}")).and_then(|t| t.as_array());
            assert!(targets.is_some_and(|t| !t.is_empty()), "{prefix}{n} lands nowhere");
        }
    }
    for (number, targets) in &map {
        for target in targets.as_array().unwrap() {
            let target = target.as_str().unwrap();
            assert!(resolves(&playbooks, target), "{number} = {target}: there is no such item");
        }
    }
}

fn resolves(playbooks: &[Playbook], target: &str) -> bool {
    let (id, item) = target.split_once('/').unwrap();
    let Some(playbook) = playbooks.iter().find(|p| p.id == id) else { return false };
    match item.split_once(':') {
        Some(("follow_up", id)) => playbook.follow_ups.iter().any(|f| f.id == id),
        Some(("outcome", id)) => playbook.outcomes.iter().any(|o| o.id == id),
        Some(_) => false,
        None if item == "playbook" => true,
        None if item.contains('.') => playbook.find(item).is_some(),
        None => playbook.step(item).is_some(),
    }
}
