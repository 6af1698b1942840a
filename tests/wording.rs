//! The question check against questions that people labelled.
//!
//! The rules were tuned on one half of them; the other half judges.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stdout, reason = "a test may")]

#[cfg(unix)] // As in `commands.rs`.
#[path = "wording/command.rs"]
mod command;
#[cfg(unix)]
mod common;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use goodterms::wording::{Code, Rulebook};

/// So good it must be: of what is flagged, and of what should be.
const PRECISION: f64 = 0.92;
const RECALL: f64 = 0.85;

struct Question {
    text: String,
    label: String,
    also: Vec<String>,
}

/// The questions of a half; none where it is not there.
fn half(name: &str) -> Vec<Question> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/wording").join(name);
    let Ok(text) = fs::read_to_string(path) else { return Vec::new() };
    let table: toml::Table = text.parse().unwrap();
    let word = |value: &toml::Value| value.as_str().unwrap().to_owned();
    let questions = table["question"].as_array().unwrap().iter();
    questions
        .map(|q| Question {
            text: word(&q["text"]),
            label: word(&q["label"]),
            also: q
                .get("also")
                .and_then(toml::Value::as_array)
                .map_or_else(Vec::new, |a| a.iter().map(word).collect()),
        })
        .collect()
}

/// Holds a half against the rules; precision and recall.
fn measure(name: &str, questions: &[Question]) -> (f64, f64) {
    let book = Rulebook::default();
    let rules = book.rules("en").unwrap();
    let (mut right, mut wrong, mut missed) = (0, 0, 0);
    // How many, how many flagged, how many with the right code, by label.
    let mut by_label: BTreeMap<&str, [usize; 3]> = BTreeMap::new();
    let verbose = std::env::var_os("GOODTERMS_WORDING").is_some();
    for question in questions {
        let found: Vec<&str> = rules.check(&question.text).iter().map(|f| f.code.word()).collect();
        let should = question.label != "ok";
        match (should, found.is_empty()) {
            (true, false) => right += 1,
            (false, false) => wrong += 1,
            (true, true) => missed += 1,
            (false, true) => {}
        }
        let is_code = |code: &&str| *code == question.label || question.also.iter().any(|also| also == code);
        let counts = by_label.entry(&question.label).or_default();
        counts[0] += 1;
        counts[1] += usize::from(!found.is_empty());
        counts[2] += usize::from(found.first().is_some_and(is_code));
        if verbose && (should == found.is_empty() || should && !found.first().is_some_and(is_code)) {
            println!("{:>10} {found:?}  {}", question.label, question.text);
        }
    }
    let (precision, recall) =
        (f64::from(right) / f64::from(right + wrong), f64::from(right) / f64::from(right + missed));
    println!("{name}: {} questions, precision {precision:.3}, recall {recall:.3}", questions.len());
    for (label, [all, flagged, coded]) in by_label {
        println!("  {label:<10} {all:>4}, flagged {flagged:>4}, first code right {coded:>4}");
    }
    (precision, recall)
}

#[test]
fn labelled_questions_are_told_apart() {
    for name in ["tuned.toml", "untouched.toml"] {
        let questions = half(name);
        if questions.is_empty() {
            continue;
        }
        let (precision, recall) = measure(name, &questions);
        assert!(precision >= PRECISION && recall >= RECALL, "{name}: {precision:.3}, {recall:.3}");
    }
}

#[test]
fn labels_are_codes() {
    let codes: Vec<_> = Code::ALL.iter().map(|code| code.word()).collect();
    for question in ["tuned.toml", "untouched.toml"].into_iter().flat_map(half) {
        assert!(question.label == "ok" || codes.contains(&question.label.as_str()), "{}", question.text);
        assert!(question.also.iter().all(|also| codes.contains(&also.as_str())), "{}", question.text);
    }
}

/// What our own playbooks tell one to say, with where it stands.
fn said_by_playbooks() -> Vec<(String, String)> {
    let mut all = Vec::new();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("playbooks");
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|f| f.unwrap().path()).collect();
    files.sort();
    for file in files.into_iter().filter(|f| f.extension().is_some_and(|e| e == "toml")) {
        let playbook: toml::Table = fs::read_to_string(&file).unwrap().parse().unwrap();
        let name = file.file_stem().unwrap().to_string_lossy().into_owned();
        for step in playbook["step"].as_array().unwrap() {
            let list = |key: &str| step.get(key).and_then(toml::Value::as_array).cloned().unwrap_or_default();
            let text = |phrase: &toml::Value| {
                phrase.as_str().or_else(|| phrase.get("text")?.as_str()).unwrap().to_owned()
            };
            all.extend(list("say").iter().map(|phrase| (name.clone(), text(phrase))));
            all.extend(list("response").iter().map(|r| (name.clone(), text(&r["try"]))));
        }
    }
    all
}

/// What is flagged of it, and rightly so. Who wrote these asks two things on purpose, or will have a yes or no.
const FLAGGED: &[(&str, &str)] = &[
    ("closed", "Thank you for saying so. Is it the amount, or what you get for it?"),
    ("double", "Who should I send your papers to, and what do they need first?"),
    ("double", "What do you want to reach? And what do you expect of us for that?"),
    ("double", "Which time caused you the most trouble? And what would being on time look like?"),
    ("double", "Which line has made a difference, and which one is only on paper?"),
    ("closed", "I understand. Is there something I should know before I call them?"),
];

#[test]
fn what_our_playbooks_say_is_not_flagged_wrongly() {
    let book = Rulebook::default();
    let rules = book.rules("en").unwrap();
    let said = said_by_playbooks();
    assert!(said.len() > 80, "{}", said.len());
    let flagged: Vec<_> = said
        .iter()
        .filter_map(|(_, text)| rules.first(text).map(|found| (found.code.word(), text.as_str())))
        .collect();
    assert_eq!(flagged, FLAGGED);
}

#[test]
fn the_examples_of_the_documentation_are_right() {
    let docs = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/wording.md")).unwrap();
    let examples: Vec<_> =
        docs.split("```toml\n").skip(1).filter_map(|rest| rest.split("```").next()).collect();
    assert_eq!(examples.len(), 3);
    for example in examples {
        let book = Rulebook::new("wording.toml".to_owned(), Ok(Some(example.to_owned())));
        assert_eq!(book.faults(), [], "{example}");
    }
    let book = Rulebook::default();
    let rules = book.rules("en").unwrap();
    let table = docs.lines().filter_map(|line| line.strip_prefix("| `"));
    let mut codes = Vec::new();
    for (code, rest) in table.filter_map(|line| line.split_once("` | ")) {
        if Code::ALL.iter().all(|known| known.word() != code) {
            continue;
        }
        codes.push(code);
        let examples: Vec<_> = rest.split('*').skip(1).step_by(2).collect();
        assert!(!examples.is_empty(), "{code}");
        for example in examples {
            assert_eq!(rules.first(example).map(|f| f.code.word()), Some(code), "{example}");
        }
    }
    assert_eq!(codes, Code::ALL.map(Code::word));
}
