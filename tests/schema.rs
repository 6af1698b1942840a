//! The schema of playbooks, held against the check by a validator that is not ours.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may")]

#[path = "common/as_json.rs"]
mod as_json;
#[path = "common/documented.rs"]
mod documented;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use goodterms::catalog::EMBEDDED;
use goodterms::playbook::check;
use goodterms::playbook::check::codes::CODES;
use goodterms::playbook::placeholder::NAMES;
use goodterms::playbook::{kinds, schema};
use jsonschema::Validator;
use serde_json::{Value, json};

/// What one value, or the keys of one table, show to be wrong.
const STRUCTURAL: &[&str] = &[
    "bad-bounds",
    "bad-condition",
    "bad-due",
    "bad-duration",
    "bad-id",
    "bad-rows",
    "empty",
    "empty-options",
    "key-of-other-kind",
    "missing-format",
    "missing-id",
    "missing-key",
    "missing-playbook",
    "missing-step",
    "missing-title",
    "newer-format",
    "reserved-id",
    "too-long",
    "too-many-steps",
    "unknown-key",
    "unknown-value",
    "wrong-type",
];

/// What only the rest of the file, another playbook, or the writing itself shows; and advice.
const BEYOND: &[&str] = &[
    "bad-carry",
    "bad-operator",
    "bad-placeholder",
    "card-too-full",
    "control-character",
    "duplicate-id",
    "duplicate-key",
    "duplicate-option",
    "later-reference",
    "never-reached",
    "no-outcome",
    "not-a-date",
    "not-a-period",
    "not-filled",
    "not-installed",
    "not-utf8",
    "private-card",
    "several-required",
    "step-without-field",
    "syntax",
    "too-large",
    "too-many-faults",
    "too-many-fields",
    "too-many-items",
    "too-many-quick",
    "unknown-option",
    "unknown-placeholder",
    "unknown-reference",
    "unknown-source",
];

/// Structural by their code, and yet no schema sees them.
const UNSEEN: &[(&str, &str)] = &[
    ("bad-bounds", "two numbers are compared with each other"),
    ("bad-rows", "the kind of the field that is named"),
    ("missing-id--option", "an id is made from the label, and none comes of this one"),
    ("wrong-type--date", "JSON has no dates: it is a text there"),
    ("wrong-type--operand", "the kind of the field that is named"),
    ("wrong-type--operand-of-number", "the kind of the field that is named"),
];

/// Beyond a schema by their code, and yet seen.
const SEEN: &[(&str, &str)] = &[
    ("not-a-date--a-day", "it is not written as a field, nor as one of the two words"),
    ("too-many-fields", "they all stand in one step"),
    ("unknown-reference--carry-no-field", "it is not written as a field"),
    ("unknown-reference--no-dot", "it is not written as a field"),
];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn files(folder: &str) -> Vec<PathBuf> {
    let mut files: Vec<_> = fs::read_dir(root().join(folder)).unwrap().map(|e| e.unwrap().path()).collect();
    files.retain(|f| f.extension().is_some_and(|e| e == "toml"));
    files.sort();
    files
}

fn parsed(source: &str) -> Option<Value> {
    let table: toml::Table = source.trim_start_matches('\u{feff}').parse().ok()?;
    Some(as_json::as_json(&toml::Value::Table(table)))
}

fn validator() -> Validator {
    let schema = schema::schema();
    jsonschema::draft202012::meta::validate(&schema).unwrap();
    jsonschema::draft202012::new(&schema).unwrap()
}

/// What the validator finds wrong.
fn wrong(validator: &Validator, value: &Value) -> Vec<String> {
    validator.iter_errors(value).map(|e| format!("{}: {e}", e.instance_path())).collect()
}

#[test]
fn the_copy_beside_the_playbooks_is_the_newest() {
    let path = root().join("playbooks").join(schema::FILE);
    let copy = fs::read_to_string(&path).unwrap_or_default();
    let renew = "goodterms playbook schema > playbooks/playbook.schema.json";
    assert!(
        copy == schema::text(),
        "the copy is out of date; renew it with:\n    cargo run -q -- {}",
        &renew[10..]
    );
}

#[test]
fn embedded_playbooks_name_the_schema_in_their_first_line() {
    for (file, source) in EMBEDDED {
        assert_eq!(source.lines().next(), Some(schema::DIRECTIVE), "{file}");
    }
}

#[test]
fn what_is_valid_validates() {
    let validator = validator();
    let mut sources: Vec<(String, String)> = Vec::new();
    for folder in ["playbooks", "tests/playbooks/valid", "tests/playbooks/trades"] {
        let read = |f: PathBuf| (f.display().to_string(), fs::read_to_string(&f).unwrap());
        sources.extend(files(folder).into_iter().map(read));
    }
    let documented = documented::playbooks(&documented::text()).into_iter();
    sources.extend(documented.map(|source| ("docs/playbook-format.md".to_owned(), source)));
    for (name, source) in sources {
        assert!(check(source.as_bytes()).playbook.is_some(), "{name}");
        let found = wrong(&validator, &parsed(&source).unwrap());
        assert!(found.is_empty(), "{name}:\n{}\n{source}", found.join("\n"));
    }
}

#[test]
fn every_code_is_for_the_schema_or_beyond_it() {
    let mut sorted: Vec<_> = [STRUCTURAL, BEYOND].concat();
    sorted.sort_unstable();
    assert_eq!(sorted, CODES.iter().map(|(code, ..)| *code).collect::<Vec<_>>());
}

#[test]
fn what_is_structurally_invalid_does_not_validate() {
    let validator = validator();
    let (mut unseen, mut seen) = (BTreeSet::new(), BTreeSet::new());
    for file in files("tests/playbooks/invalid") {
        let name = file.file_stem().unwrap().to_str().unwrap().to_owned();
        let source = fs::read_to_string(&file).unwrap();
        // An editor that cannot read the file says so without a schema.
        let Some(value) = parsed(&source) else { continue };
        let structural = check(source.as_bytes()).faults.iter().any(|f| STRUCTURAL.contains(&f.code));
        match (structural, validator.is_valid(&value)) {
            (true, true) => unseen.insert(name),
            (false, false) => seen.insert(name),
            _ => continue,
        };
    }
    let named = |list: &[(&str, &str)]| list.iter().map(|(name, _)| (*name).to_owned()).collect();
    assert_eq!((unseen, seen), (named(UNSEEN), named(SEEN)));
}

/// The schemas of all keys, each with its name: those of the file, then those of each table.
fn keys(schema: &Value) -> Vec<(String, Value)> {
    let tables = schema["$defs"].as_object().unwrap().iter().map(|(name, table)| (name.as_str(), table));
    let of_table = |(table, described): (&str, &Value)| {
        let keys = described["properties"].as_object().unwrap();
        keys.iter().map(|(key, value)| (format!("{table}.{key}"), value.clone())).collect::<Vec<_>>()
    };
    std::iter::once(("file", schema)).chain(tables).flat_map(of_table).collect()
}

#[test]
fn every_key_is_explained_with_examples_that_are_right() {
    let schema = schema::schema();
    let keys = keys(&schema);
    assert!(keys.len() > 100, "{}", keys.len());
    for (name, key) in keys {
        let text = key["description"].as_str().unwrap_or_default();
        let first = text.split("\n\n").next().unwrap();
        assert!(first.len() >= 10 && first.ends_with('.') && !first.contains('\n'), "{name}: {text:?}");
        let alone = json!({ "$defs": schema["$defs"], "allOf": [key] });
        let validator = jsonschema::draft202012::new(&alone).unwrap();
        let examples = key["examples"].as_array().into_iter().flatten();
        for value in examples.chain(key.get("default")) {
            assert_eq!(wrong(&validator, value), [""; 0], "{name}: {value}");
        }
        // A table, or a list of them, has its examples at its own keys.
        let simple = !key.to_string().contains("$ref") && key["type"] != "boolean";
        assert!(!simple || key.get("examples").or(key.get("default")).is_some(), "{name} has no example");
    }
}

/// A playbook whose third field is of this kind and has these lines.
fn with_field(lines: &str) -> String {
    let minimal = fs::read_to_string(root().join("tests/playbooks/valid/minimal.toml")).unwrap();
    format!(
        "{minimal}\n[[step]]\nid = \"kinds\"\ntitle = \"K\"\nphase = \"after\"\n\
         [[step.field]]\nid = \"lines\"\nkind = \"list\"\nlabel = \"L\"\n\
         [[step.field]]\nid = \"day\"\nkind = \"date\"\nlabel = \"D\"\n\
         [[step.field]]\nid = \"tried\"\nlabel = \"T\"\n{lines}\n"
    )
}

/// One value for each key that only some kinds have.
const VALUES: &[(&str, &str)] = &[
    ("prefill", "\"Dear {client.name}\""),
    ("at_least", "1"),
    ("at_most", "2"),
    ("wording", "\"open-questions\""),
    ("practise", "true"),
    ("words", "true"),
    ("options", "[\"Yes\", \"No\"]"),
    ("other", "true"),
    ("decides", "true"),
    ("items", "[\"One\"]"),
    ("columns", "[{ id = \"a\", label = \"A\" }]"),
    ("rows", "\"kinds.lines\""),
    ("start", "[\"One\"]"),
    ("opening", "\"You said\""),
    ("unit", "\"weeks\""),
    ("from", "\"kinds.day\""),
    ("out_of", "5"),
    ("low", "\"none\""),
    ("high", "\"all\""),
];

#[test]
fn schema_and_check_agree_on_each_kind_with_each_key() {
    let validator = validator();
    let value = |key: &str| VALUES.iter().find(|(k, _)| *k == key).unwrap().1;
    let (mut taken, mut refused) = (0, 0);
    let mut agree = |lines: &str| {
        let source = with_field(lines);
        let ours = check(source.as_bytes()).playbook.is_some();
        let found = wrong(&validator, &parsed(&source).unwrap());
        assert_eq!(ours, found.is_empty(), "{lines}\n{found:?}");
        *(if ours { &mut taken } else { &mut refused }) += 1;
    };
    for row in kinds::FIELDS {
        let line = |key: &&str| format!("{key} = {}\n", value(key));
        let needed: String = row.needs.iter().map(line).collect();
        agree(&format!("kind = \"{}\"\n{needed}", row.word));
        for left_out in row.needs {
            let rest: String = row.needs.iter().filter(|key| *key != left_out).map(line).collect();
            agree(&format!("kind = \"{}\"\n{rest}", row.word));
        }
        for (key, value) in VALUES.iter().filter(|(key, _)| !row.needs.contains(key)) {
            agree(&format!("kind = \"{}\"\n{needed}{key} = {value}", row.word));
        }
    }
    for (key, value) in VALUES {
        agree(&format!("{key} = {value}"));
    }
    for kind in kinds::COLUMNS {
        for extra in ["", ", options = [\"A\"]", ", out_of = 5", ", out_of = 11", ", options = []"] {
            agree(&format!(
                "kind = \"table\"\ncolumns = [{{ id = \"a\", label = \"A\", kind = \"{}\"{extra} }}]",
                kind.word
            ));
        }
    }
    assert!(taken > 30 && refused > 200, "{taken} {refused}");
}

#[test]
fn schema_and_check_agree_on_lengths_of_time() {
    let validator = validator();
    let words = ["day", "business days", "week", "months", "year", "weekss", ""];
    let numbers = ["0", "1", "007", "999", "1000", "1001", "01000", "-1", "1.5", "", "two"];
    for (n, unit) in numbers.iter().flat_map(|n| words.iter().map(move |unit| (n, unit))) {
        for written in [format!("{n} {unit}"), format!("{n}{unit}"), format!(" {n}  {unit} ")] {
            for rule in ["every", "after"] {
                let due = if rule == "after" { written.as_str() } else { "1 day" };
                let every = if rule == "every" { format!("every = \"{written}\"\n") } else { String::new() };
                let source = with_field(&format!(
                    "[[follow_up]]\nid = \"f\"\ntitle = \"F\"\n{every}due = {{ after = \"{due}\", from = \"today\" }}"
                ));
                let ours = check(source.as_bytes()).playbook.is_some();
                assert_eq!(ours, validator.is_valid(&parsed(&source).unwrap()), "{rule} = {written:?}");
            }
        }
    }
}

/// The words of the format for the fuzzer, which seldom finds one by itself.
fn dictionary(schema: &Value) -> String {
    fn words(value: &Value, found: &mut BTreeSet<String>) {
        match value {
            Value::Object(object) => {
                for key in ["properties", "$defs"] {
                    found.extend(
                        object
                            .get(key)
                            .and_then(Value::as_object)
                            .into_iter()
                            .flatten()
                            .map(|(k, _)| k.clone()),
                    );
                }
                found.extend(
                    object
                        .get("enum")
                        .and_then(Value::as_array)
                        .into_iter()
                        .flatten()
                        .filter_map(|w| Some(w.as_str()?.to_owned())),
                );
                object.values().for_each(|value| words(value, found));
            }
            Value::Array(list) => list.iter().for_each(|value| words(value, found)),
            _ => {}
        }
    }
    let mut found = BTreeSet::new();
    words(schema, &mut found);
    found.extend(NAMES.iter().map(|(name, _)| format!("{{{name}}}")));
    found.extend(
        [
            "[playbook]",
            "[[step]]",
            "[[step.field]]",
            "[[step.response]]",
            "[[source]]",
            "[[follow_up]]",
            "[[message]]",
            "[[outcome]]",
            "[[hand_off]]",
            "format = 1",
            " = { ",
            " = [",
            "2 weeks",
            "'''",
            "2026-12-01",
            "true",
            "{{",
        ]
        .map(str::to_owned),
    );
    found.iter().map(|word| format!("\"{word}\"\n")).collect()
}

#[test]
fn the_dictionary_of_the_fuzzer_is_the_newest() {
    let path = root().join("fuzz/playbook.dict");
    let wanted = dictionary(&schema::schema());
    if std::env::var_os("RENEW").is_some() {
        fs::write(&path, &wanted).unwrap();
    }
    let kept = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        kept == wanted,
        "the dictionary is out of date; renew it with:\n    RENEW=1 cargo test --test schema dictionary"
    );
}
