//! The check of playbooks: one file a rule, with all that a person sees of its faults.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may")]

#[path = "common/documented.rs"]
mod documented;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use goodterms::diagnostic::{Fault, places, render};
use goodterms::playbook::check::codes::CODES;
use goodterms::playbook::check::{Checked, FAULTS_MAX, FILE_MAX, check, links};
use goodterms::playbook::model::{About, Wording};
use goodterms::playbook::placeholder::NAMES;
use goodterms::playbook::raw::{
    RawColumn, RawCondition, RawDue, RawField, RawFile, RawFollowUp, RawHandOff, RawMessage, RawNeed,
    RawOptionTable, RawOutcome, RawPhraseTable, RawPlaybook, RawResponse, RawSource, RawStep,
};
use goodterms::playbook::{Means, Phase, Playbook};
use goodterms::session::{Session, Start, input};

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

/// The check as the command does it, with the valid files for the playbooks there are.
fn checked_among(bytes: &[u8]) -> Checked {
    let installed: Vec<Playbook> = files("tests/playbooks/valid", "toml")
        .iter()
        .filter_map(|f| check(&fs::read(f).unwrap()).playbook)
        .collect();
    let mut checked = check(bytes);
    if let Some(playbook) = &checked.playbook {
        let find = |id: &str| installed.iter().find(|p| p.id == id);
        checked.faults.extend(links::check(playbook, &checked.links, find));
    }
    checked.faults.sort_by_key(|f| f.span.start);
    checked
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
        let checked = checked_among(&fs::read(&file).unwrap());
        let found = codes(&checked.faults);
        if name != "twenty" && !found.contains(&code_of(&name)) {
            missed.push(format!("{name}: {found:?}"));
        }
        insta::assert_snapshot!(name.as_str(), shown(&checked, &format!("{name}.toml")));
    }
    assert!(missed.is_empty(), "{missed:#?}");
}

#[test]
fn twenty_slips_are_twenty_faults() {
    let checked = check(&fs::read(root().join("tests/playbooks/invalid/twenty.toml")).unwrap());
    let different: BTreeSet<_> = codes(&checked.faults).into_iter().collect();
    assert_eq!((checked.faults.len(), different.len()), (20, 20), "{}", shown(&checked, "twenty.toml"));
    assert!(checked.playbook.is_none());
}

#[test]
fn valid_files_have_no_fault() {
    for file in files("tests/playbooks/valid", "toml") {
        let checked = checked_among(&fs::read(&file).unwrap());
        assert!(checked.faults.is_empty(), "{}", shown(&checked, &stem(&file)));
        assert!(checked.playbook.is_some());
    }
}

#[test]
fn a_file_that_is_no_text_says_so() {
    let checked = check(b"format = 1\n# Z\xfcrich\n");
    assert_eq!(codes(&checked.faults), ["not-utf8"]);
    let shown = shown(&checked, "old.toml");
    assert!(shown.contains("old.toml:2:4") && shown.contains("save it as UTF-8"), "{shown}");
    assert_eq!(codes(&check(&[0xff, 0xfe, b'a', 0]).faults), ["not-utf8"]);
}

#[test]
fn a_file_of_many_megabytes_is_not_read() {
    let mut bytes = fs::read(root().join("tests/playbooks/valid/minimal.toml")).unwrap();
    bytes.resize(FILE_MAX, b'\n');
    assert!(check(&bytes).faults.is_empty());
    bytes.push(b'\n');
    let checked = check(&bytes);
    assert_eq!(codes(&checked.faults), ["too-large"]);
    assert!(shown(&checked, "large.toml").contains("1 MiB"));
}

#[test]
fn faults_without_end_are_cut_short() {
    let start = Instant::now();
    let mut source = "[[step]]\nsay = [".to_owned();
    source.push_str(&"1,".repeat((FILE_MAX - source.len() - 1) / 2));
    source.push(']');
    let checked = check(source.as_bytes());
    assert_eq!(checked.faults.len(), FAULTS_MAX + 1);
    assert_eq!(checked.faults.last().unwrap().code, "too-many-faults");
    assert_eq!(places(&checked.faults, "a", &checked.source).len(), FAULTS_MAX + 1);
    assert!(start.elapsed().as_secs() < 20);
}

#[test]
fn a_large_file_of_faults_is_answered_soon() {
    let filled = |before: &str, line: &dyn Fn(usize) -> String| {
        let mut source = before.to_owned();
        for n in 0.. {
            let line = line(n);
            if source.len() + line.len() > FILE_MAX / 4 {
                break;
            }
            source.push_str(&line);
        }
        source
    };
    let start = Instant::now();
    for source in [
        filled("a = yes\n", &|_| " ".to_owned()),
        filled("a = [\n", &|_| " ".to_owned()),
        filled("a = ", &|_| "yes ".to_owned()),
        filled("", &|n| format!("a{n} = yes\n")),
        filled("", &|n| format!("[[step]]\nid = \"s{n}\"\nguide = \"{{s{n}.a}} {{t.b}}\"\n")),
        filled("", &|n| format!("[[source]]\nname = \"s{n}\"\n[[outcome]]\nsource = \"s{n}x\"\n")),
    ] {
        let checked = check(source.as_bytes());
        assert!(!checked.faults.is_empty());
        assert!(checked.faults.iter().all(|f| f.help.as_ref().is_none_or(|help| help.len() < 2000)));
        places(&checked.faults, "a.toml", &checked.source);
    }
    // They took minutes when the time grew by the square.
    assert!(start.elapsed().as_secs() < 20, "{:?}", start.elapsed());
}

#[test]
fn brackets_in_brackets_are_no_danger() {
    for open in ["a = ", "[", "{ a = ", "[[a.", "a."] {
        let source = format!("a = {}", open.repeat(FILE_MAX / open.len() - 4));
        assert!(!check(source.as_bytes()).faults.is_empty());
        assert!(!check(open.repeat(10_000).as_bytes()).faults.is_empty());
    }
    let deep = format!("{}{{ field = \"a.b\", filled = true }}{}", "{ not = ".repeat(60), " }".repeat(60));
    let minimal = fs::read_to_string(root().join("tests/playbooks/valid/minimal.toml")).unwrap();
    let checked = check(minimal.replace("\"before\"", &format!("\"before\"\nwhen = {deep}")).as_bytes());
    assert_eq!(codes(&checked.faults), ["unknown-reference"]);
}

/// Every code that stands in the source, by the calls that make faults.
fn codes_in_source() -> BTreeSet<String> {
    let mut sources: Vec<_> = files("src/playbook/check", "rs").into_iter().collect();
    sources.extend(["src/diagnostic/tree.rs", "src/diagnostic/syntax.rs"].map(|f| root().join(f)));
    let mut found = BTreeSet::new();
    for source in sources.iter().filter(|s| !s.ends_with("codes.rs")) {
        let code = fs::read_to_string(source).unwrap();
        let code = code.split("#[cfg(test)]").next().unwrap();
        let calls = ["error(", "warning(", "warn(", "missing(", "let code = "];
        for (at, call) in calls.iter().flat_map(|call| code.match_indices(call)) {
            let Some(literal) = code[at + call.len()..].trim_start().strip_prefix('"') else { continue };
            let name = literal.split('"').next().unwrap();
            if !name.is_empty() && name.bytes().all(|b| b == b'-' || b.is_ascii_alphanumeric()) {
                found.insert(name.to_owned());
            }
        }
    }
    // Chosen by a condition inside a call.
    found.extend(["missing-title", "missing-key"].map(str::to_owned));
    found
}

#[test]
fn every_code_is_listed_and_has_a_file() {
    let listed: BTreeSet<_> = CODES.iter().map(|(code, ..)| (*code).to_owned()).collect();
    assert_eq!(codes_in_source(), listed);
    assert!(CODES.is_sorted_by_key(|(code, ..)| *code));
    let mut shown: BTreeSet<_> =
        files("tests/playbooks/invalid", "toml").iter().map(|f| code_of(&stem(f)).to_owned()).collect();
    assert!(shown.remove("twenty"));
    // These are made in tests above: no editor could open such files here.
    shown.extend(["not-utf8", "too-large", "too-many-faults"].map(str::to_owned));
    assert_eq!(shown, listed);
}

#[test]
fn every_code_is_as_severe_as_listed() {
    for file in files("tests/playbooks/invalid", "toml") {
        for fault in checked_among(&fs::read(&file).unwrap()).faults {
            let (_, severity, _) = CODES.iter().find(|(code, ..)| *code == fault.code).unwrap();
            assert_eq!(*severity, fault.severity, "{}", fault.code);
            assert!(!fault.message.ends_with('.') && fault.help.is_some(), "{}: {fault:?}", stem(&file));
        }
    }
}

#[test]
fn every_example_of_the_documentation_is_valid() {
    let text = documented::text();
    let first_fault = text.split("```\n").find(|b| b.starts_with("error[")).unwrap();
    assert!(shown(&check(b""), "mine.toml").starts_with(first_fault));
    for source in documented::playbooks(&text) {
        let checked = check(source.as_bytes());
        assert!(checked.faults.is_empty(), "{}", shown(&checked, "documentation"));
    }
}

#[test]
fn the_answers_of_the_documentation_are_taken_and_given_as_it_says() {
    let text = documented::text();
    let blocks: Vec<_> = text.split("```toml\n").skip(1).map(|b| b.split("```").next().unwrap()).collect();
    let mut playbook = (*blocks.iter().find(|b| b.starts_with("format = 1")).unwrap()).to_owned();
    for step in ["samples", "ask-them"] {
        let begins = format!("[[step]]\nid    = \"{step}\"\n");
        playbook.push_str(blocks.iter().find(|b| b.starts_with(&begins)).unwrap());
    }
    let playbook = Arc::new(check(playbook.as_bytes()).playbook.unwrap());
    let now = chrono::DateTime::parse_from_rfc3339("2026-11-21T14:02:10-05:00").unwrap();
    let mut session = Session::new(playbook.clone(), Start::default(), now);
    let files: Vec<_> =
        text.split("```toml answers\n").skip(1).map(|b| b.split("```").next().unwrap()).collect();
    let mut given = Vec::new();
    for file in &files {
        let (answers, faults) = input::read(&playbook, file, now.date_naive());
        assert_eq!(faults, [], "{}", render(&faults, "documentation", file, false));
        let edit = session.taking(&answers, now);
        session.apply(edit, now);
        given.push(serde_json::Value::Object(session.answers_json()));
    }
    let json = text.split("```json\n").nth(1).unwrap().split("```").next().unwrap();
    assert_eq!(given[0], serde_json::from_str::<serde_json::Value>(json).unwrap());
    assert_eq!((given[1].get("samples.fix"), given[1].get("samples.ready")), (None, None));
    let kinds: BTreeSet<_> = playbook.fields().map(|(_, f)| f.kind.word()).collect();
    assert_eq!((files.len(), kinds.len()), (2, 11));
}

#[test]
fn the_documentation_knows_every_key_code_and_word() {
    let text = documented::text();
    let tables = [
        RawFile::KEYS,
        RawPlaybook::KEYS,
        RawSource::KEYS,
        RawStep::KEYS,
        RawPhraseTable::KEYS,
        RawNeed::KEYS,
        RawResponse::KEYS,
        RawField::KEYS,
        RawOptionTable::KEYS,
        RawFollowUp::KEYS,
        RawDue::KEYS,
        RawOutcome::KEYS,
        RawColumn::KEYS,
        RawMessage::KEYS,
        RawHandOff::KEYS,
        RawCondition::KEYS,
    ];
    for key in tables.concat() {
        let written = [format!("`{key}`"), format!("{key} = ")].iter().any(|k| text.contains(k));
        assert!(written, "the key {key} is not explained");
    }
    for (code, severity, meaning) in CODES {
        let row = format!("| `{code}` | {} | {meaning} |\n", format!("{severity:?}").to_lowercase());
        assert!(text.contains(&row), "this row is missing: {row}");
    }
    let slots = NAMES.iter().map(|(name, _)| format!("| `{{{name}}}` |"));
    let words = Phase::ALL.map(Phase::word).into_iter().chain(Means::ALL.map(Means::word));
    let words = words.chain(About::ALL.map(About::word)).chain(Wording::ALL.map(Wording::word));
    for word in slots.chain(words.map(|w| format!("`\"{w}\"`"))) {
        assert!(text.contains(&word), "{word} is not explained");
    }
    for kind in [
        "text",
        "line",
        "list",
        "choice",
        "choices",
        "checklist",
        "table",
        "date",
        "period",
        "number",
        "score",
    ] {
        assert!(text.contains(&format!("| `{kind}` | by ")), "the kind {kind} is not explained");
    }
}
