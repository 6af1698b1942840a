//! The check of playbooks: one file a rule, with all that a person sees of its faults.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use goodterms::diagnostic::{Fault, places, render};
use goodterms::playbook::check::codes::CODES;
use goodterms::playbook::check::{Checked, FILE_MAX, check};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn files(folder: &str, ending: &str) -> Vec<PathBuf> {
    let mut files: Vec<_> = fs::read_dir(root().join(folder)).unwrap().map(|e| e.unwrap().path()).collect();
    files.retain(|f| f.extension().is_some_and(|e| e == ending));
    files.sort();
    files
}

fn stem(file: &Path) -> String {
    file.file_stem().unwrap().to_str().unwrap().to_owned()
}

fn shown(checked: &Checked, name: &str) -> String {
    render(&checked.faults, name, &checked.source, false)
}

fn codes(faults: &[Fault]) -> Vec<&'static str> {
    faults.iter().map(|f| f.code).collect()
}

/// What a fixture is about: its name up to `--`.
fn code_of(name: &str) -> &str {
    name.split("--").next().unwrap()
}

#[test]
fn each_invalid_file_shows_its_fault() {
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.set_snapshot_path("snapshots/check");
    let _bound = settings.bind_to_scope();
    let mut missed = Vec::new();
    for file in files("tests/playbooks/invalid", "toml") {
        let name = stem(&file);
        let checked = check(&fs::read(&file).unwrap());
        let found = codes(&checked.faults);
        if name != "twenty" && !found.contains(&code_of(&name)) {
            missed.push(format!("{name}: {found:?}"));
        }
        insta::assert_snapshot!(name.as_str(), shown(&checked, &format!("{name}.toml")));
    }
    assert!(missed.is_empty(), "{missed:#?}");
}
