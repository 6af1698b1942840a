//! The config: its reader, its template, its schema and its documentation say the same. The schema is
//! held against the reader by a validator that is not ours.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may")]

#[path = "common/as_json.rs"]
mod as_json;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use goodterms::config::{RawConfig, TEMPLATE, read, schema, template};
use jsonschema::Validator;

fn validator() -> Validator {
    jsonschema::draft202012::new(&schema::schema()).expect("a schema")
}

/// The lines of the template that set something, without their `#`.
fn settings() -> Vec<String> {
    let is_key = |line: &&str| RawConfig::KEYS.iter().any(|key| line.starts_with(&format!("{key} = ")));
    let lines = TEMPLATE.lines().filter_map(|line| line.strip_prefix("# "));
    lines.filter(is_key).map(str::to_owned).collect()
}

fn keys<'a>(names: impl IntoIterator<Item = &'a str>) -> BTreeSet<&'a str> {
    names.into_iter().collect()
}

/// Whether the reader takes it without a word, and whether the schema does.
fn taken(source: &str) -> (bool, bool) {
    let (_, faults) = read(source);
    let value: toml::Table = source.parse().expect(source);
    (faults.is_empty(), validator().is_valid(&as_json::as_json(&value.into())))
}

#[test]
fn every_key_is_in_the_reader_the_template_the_schema_and_the_documentation() {
    let reader = keys(RawConfig::KEYS.iter().copied());
    assert!(reader.len() >= 5, "{reader:?}");
    let schema = schema::schema();
    let properties = schema["properties"].as_object().unwrap();
    assert_eq!(keys(properties.keys().map(String::as_str)), reader);
    let settings = settings();
    assert_eq!(keys(settings.iter().map(|line| line.split(' ').next().unwrap())), reader);
    assert_eq!(settings.len(), reader.len(), "each once: {settings:?}");
    let docs = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/config.md")).unwrap();
    let told = docs.lines().filter_map(|line| line.strip_prefix("| `")?.split_once('`'));
    assert_eq!(keys(told.map(|(key, _)| key)), reader);
    // Whoever reads one in an editor is told what it is.
    for (key, property) in properties {
        assert!(property["description"].as_str().is_some_and(|text| text.len() > 20), "{key}: {property}");
    }
}

#[test]
fn every_line_of_the_template_is_accepted_by_both() {
    for source in [TEMPLATE.to_owned(), template(Some("Ada \"A\" Byron")), settings().join("\n")] {
        assert_eq!(taken(&source), (true, true), "{source}");
    }
    for line in settings() {
        assert_eq!(taken(&line), (true, true), "{line}");
    }
}

#[test]
fn what_the_template_and_the_schema_call_the_default_is_the_default() {
    let schema = schema::schema();
    for (key, property) in schema["properties"].as_object().unwrap() {
        let Some(default) = property.get("default") else { continue };
        let line = format!("{key} = {default}");
        assert!(settings().contains(&line), "{line}");
        assert_eq!(read(&line), read(""), "{line}");
    }
}

#[test]
fn reader_and_schema_agree_on_what_is_right_and_wrong() {
    for right in [
        "",
        "theme = \"light\"",
        "theme = \"dark\"",
        "keep_versions = 1",
        "keep_years = 80",
        "keep_megabytes = 10_000",
        "notes_dir = \"~/my notes\"",
        "notes_dir = \"~\"",
        "notes_dir = \"\"",
        "advisor = \"\"",
        "advisor = \"Zoë\"",
    ] {
        assert_eq!(taken(right), (true, true), "{right}");
    }
    for wrong in [
        "theme = \"blue\"",
        "theme = \"Light\"",
        "theme = 1",
        "keep_versions = 0",
        "keep_versions = 10_001",
        "keep_versions = -1",
        "keep_versions = 2.5",
        "keep_megabytes = \"20\"",
        "keep_years = 0",
        "keep_years = 81",
        "keep_years = \"7 years\"",
        "notes_dir = \"notes\"",
        "notes_dir = \"./notes\"",
        "notes_dir = \"~bob/notes\"",
        "notes_dir = true",
        "advisor = [\"Ada\"]",
        "adviser = \"Ada\"",
        "[advisor]\nname = \"Ada\"",
    ] {
        assert_eq!(taken(wrong), (false, false), "{wrong}");
    }
    let here = if cfg!(windows) { "notes_dir = 'C:\\notes'" } else { "notes_dir = \"/srv/notes\"" };
    assert_eq!(taken(here), (true, true));
}
