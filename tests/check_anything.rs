//! Whatever a file holds, the check of playbooks answers, and what it says can be shown.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may")]

mod anything;
#[path = "common/as_json.rs"]
mod as_json;
#[path = "check_anything/tree.rs"]
mod tree;

use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use anything::survives;
use goodterms::playbook::schema;
use jsonschema::Validator;
use proptest::prelude::*;
use proptest::sample::Index;

#[derive(Clone, Debug)]
enum Slip {
    Delete(Index),
    Double(Index),
    Swap(Index, Index),
    Insert(Index, &'static str),
    Cut(Index),
}

fn slip() -> impl Strategy<Value = Slip> {
    let pieces = vec![
        "\"",
        "'",
        "\"\"\"",
        "'''",
        "[",
        "]",
        "{",
        "}",
        "[[",
        "=",
        ",",
        ".",
        "#",
        "\\",
        "\n",
        "\r",
        "\r\n",
        "\t",
        "\0",
        "\u{7}",
        "\u{202e}",
        "\u{feff}",
        "é",
        "李",
        "👩‍👩‍👧",
        "{client.nam}",
        "{",
        "{{",
        "-",
        "0",
        "1e9",
        "true",
        "[step]",
        "[[step]]",
        "when = {}",
        "\\u0000",
    ];
    prop_oneof![
        any::<Index>().prop_map(Slip::Delete),
        any::<Index>().prop_map(Slip::Double),
        any::<(Index, Index)>().prop_map(|(a, b)| Slip::Swap(a, b)),
        (any::<Index>(), prop::sample::select(pieces)).prop_map(|(at, piece)| Slip::Insert(at, piece)),
        any::<Index>().prop_map(Slip::Cut),
    ]
}

fn slipped(source: &str, slips: &[Slip]) -> String {
    let mut lines: Vec<String> = source.split('\n').map(str::to_owned).collect();
    for slip in slips {
        let count = lines.len();
        match slip {
            Slip::Delete(at) if count > 1 => drop(lines.remove(at.index(count))),
            Slip::Delete(_) => {}
            Slip::Double(at) => lines.insert(at.index(count), lines[at.index(count)].clone()),
            Slip::Swap(a, b) => lines.swap(a.index(count), b.index(count)),
            Slip::Insert(at, piece) => {
                let line = &mut lines[at.index(count)];
                let places: Vec<usize> = line.char_indices().map(|(i, _)| i).chain([line.len()]).collect();
                line.insert_str(places[at.index(places.len())], piece);
            }
            Slip::Cut(at) => {
                let line = &mut lines[at.index(count)];
                let length = line.chars().count();
                *line = line.chars().take(at.index(length + 1)).collect();
            }
        }
    }
    lines.join("\n")
}

fn playbooks() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    for name in ["playbooks", "tests/playbooks/valid"] {
        files.extend(fs::read_dir(folder.join(name)).unwrap().map(|e| e.unwrap().path()));
    }
    files.retain(|f| f.extension().is_some_and(|e| e == "toml"));
    files.sort();
    files.iter().map(|f| fs::read_to_string(f).unwrap()).collect()
}

/// Kept small: this runs with every other test.
fn cases(cases: u32) -> ProptestConfig {
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(cases(800))]

    #[test]
    fn any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        survives(&bytes, &[]);
    }

    #[test]
    fn any_text(text in "(\\PC|[\\[\\]{}=\"'#\\\\.,\n\r\t\u{0}\u{202e}a-z0-9]){0,200}") {
        survives(text.as_bytes(), &[]);
    }

    #[test]
    fn any_words_of_the_format(words in prop::collection::vec(prop::sample::select(vec![
        "format", "=", "1", "\n", "[playbook]\n", "[[step]]\n", "[[step.field]]\n", "id", "title", "\"a\"",
        "phase", "\"before\"", "kind", "\"choice\"", "options", "[", "]", "{", "}", ",", "when", "field",
        "\"a.a\"", "is", "all", "not", "due", "[[follow_up]]\n", "on", "\"{a.a}\"", "label", "\"\"\"", "source",
        "[[source]]\n", "say", "need", "true", ".", "2026-12-01", "-1", "0.5", "inf", "é",
    ]), 0..60)) {
        survives(words.join(" ").as_bytes(), &[]);
        survives(words.concat().as_bytes(), &[]);
    }
}

proptest! {
    #![proptest_config(cases(400))]

    #[test]
    fn slips_in_real_playbooks(
        which in any::<Index>(),
        slips in prop::collection::vec(slip(), 1..6),
        windows in any::<bool>(),
        choices in prop::collection::vec(any::<u8>(), 0..20),
    ) {
        let playbooks = playbooks();
        let mut source = slipped(&playbooks[which.index(playbooks.len())], &slips);
        if windows {
            source = source.replace('\n', "\r\n");
        }
        survives(source.as_bytes(), &choices);
    }
}

/// What a validator of JSON Schema says of the same file; `None` if it is no TOML.
fn validates(source: &str) -> Option<bool> {
    static VALIDATOR: LazyLock<Validator> =
        LazyLock::new(|| jsonschema::draft202012::new(&schema::schema()).unwrap());
    let table: toml::Table = source.parse().ok()?;
    Some(VALIDATOR.is_valid(&as_json::as_json(&toml::Value::Table(table))))
}

proptest! {
    #![proptest_config(cases(800))]

    /// Files that are TOML to the end, with things in wrong places: many of them are playbooks still.
    #[test]
    fn changes_in_the_tree_of_real_playbooks(
        which in any::<Index>(),
        changes in prop::collection::vec(tree::change(), 0..4),
        choices in prop::collection::vec(any::<u8>(), 0..60),
    ) {
        let playbooks = playbooks();
        let source = tree::changed(&playbooks[which.index(playbooks.len())], &changes);
        let checked = survives(source.as_bytes(), &choices);
        // The schema never refuses what the check takes.
        if checked.playbook.is_some() {
            prop_assert_eq!(validates(&source), Some(true), "{}", source);
        }
    }
}
