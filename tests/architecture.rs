//! The house: a module imports only from floors below its own, the ground knows no playbook, and
//! only the doors print.

#![allow(clippy::unwrap_used, reason = "a test may")]

#[path = "architecture/source.rs"]
mod source;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use source::{Source, read_all};

/// The floors from the ground up. A module is on one floor; what it imports is on floors below.
const FLOORS: &[(u8, &[&str])] = &[
    // An exception: `diagnostic` cleans what it shows. Cleaning and widths are under everything.
    (0, &["text"]),
    (1, &["diagnostic", "dates", "trouble"]),
    (2, &["config", "document", "wording"]),
    (3, &["playbook"]),
    (4, &["session"]),
    // An exception: `log` appends to a file, and the floor that works with files writes into it.
    (5, &["agenda", "card", "insights", "live", "practise", "ready", "review", "log"]),
    (6, &["store", "catalog", "editor", "export", "outgoing"]),
    (7, &["gather"]),
    (8, &["tui", "plain"]),
    (9, &["cli"]),
    (10, &["main"]),
];

/// The modules that may print: the command line, and the walk line by line.
const PRINTING: &[&str] = &["cli", "plain"];

fn floor(module: &str) -> Option<u8> {
    FLOORS.iter().find(|(_, modules)| modules.contains(&module)).map(|(floor, _)| *floor)
}

/// One module uses another; the places where it does.
type Edges<'a> = BTreeMap<(&'a str, &'a str), Vec<String>>;

/// Who uses whom. What is at the crate's root and is no module is a fault, unless it is a macro:
/// that one belongs to the module that exports it.
fn edges(sources: &[Source]) -> (Edges<'_>, Vec<String>) {
    let exports: BTreeMap<&str, &str> =
        sources.iter().flat_map(|s| s.exports.iter().filter_map(|e| Some((e.as_str(), s.top()?)))).collect();
    let modules: BTreeSet<&str> = sources.iter().filter_map(Source::top).collect();
    let (mut edges, mut faults) = (Edges::new(), Vec::new());
    for source in sources {
        let Some(from) = source.top() else { continue };
        for used in &source.uses {
            let place = format!("src/{}:{}", source.name, used.line);
            let name = used.name.as_str();
            let to = modules.get(name).or_else(|| exports.get(name)).copied();
            match to {
                Some(to) if to == from => {}
                Some(to) => edges.entry((from, to)).or_default().push(place),
                None => faults.push(format!(
                    "{place}: `crate::{name}` is neither a module nor an exported macro: name the module it is in"
                )),
            }
        }
    }
    (edges, faults)
}

/// Everything that is wrong with the house.
fn faults(sources: &[Source]) -> Vec<String> {
    let (edges, mut faults) = edges(sources);
    let modules: BTreeSet<&str> = sources.iter().filter_map(Source::top).collect();
    for module in modules.iter().filter(|m| floor(m).is_none()) {
        faults.push(format!("the module `{module}` has no floor: give it one in tests/architecture.rs"));
    }
    for ((from, to), places) in &edges {
        let (Some(own), Some(other)) = (floor(from), floor(to)) else { continue };
        let way = match other.cmp(&own) {
            std::cmp::Ordering::Less => continue,
            std::cmp::Ordering::Equal => "sideways",
            std::cmp::Ordering::Greater => "up",
        };
        faults.push(format!(
            "`{from}` (floor {own}) reaches {way} to `{to}` (floor {other}): a module imports only from floors \
             below its own\n    {}",
            places.join("\n    ")
        ));
    }
    faults
        .extend(cycle(&edges).map(|names| format!("these modules import each other: {}", names.join(" → "))));
    faults
}

/// A cycle, from a module back to itself.
fn cycle<'a>(edges: &Edges<'a>) -> Option<Vec<&'a str>> {
    fn walk<'a>(edges: &Edges<'a>, path: &mut Vec<&'a str>, done: &mut BTreeSet<&'a str>) -> bool {
        let here = path[path.len() - 1];
        for (_, to) in edges.keys().filter(|(from, _)| *from == here) {
            if let Some(start) = path.iter().position(|m| m == to) {
                path.drain(..start);
                path.push(to);
                return true;
            }
            if !done.contains(to) {
                path.push(to);
                if walk(edges, path, done) {
                    return true;
                }
            }
        }
        done.extend(path.pop());
        false
    }
    let mut done = BTreeSet::new();
    edges.keys().find_map(|(from, _)| {
        let mut path = vec![*from];
        (!done.contains(from) && walk(edges, &mut path, &mut done)).then_some(path)
    })
}

fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn own_sources() -> Vec<Source> {
    read_all(&repository().join("src"))
}

fn assert_none(faults: &[String]) {
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}

#[test]
fn a_module_imports_only_from_floors_below_its_own() {
    let sources = own_sources();
    assert_none(&faults(&sources));
    // The scanner is not blind: a session walks a playbook, and `table!` comes from `diagnostic`.
    let (edges, _) = edges(&sources);
    assert!(edges.contains_key(&("session", "playbook")), "{edges:?}");
    assert!(edges.contains_key(&("playbook", "diagnostic")), "{edges:?}");
}

#[test]
fn each_module_is_on_one_floor() {
    let mut names: Vec<_> = FLOORS.iter().flat_map(|(_, modules)| *modules).collect();
    names.sort();
    assert!(names.windows(2).all(|n| n[0] != n[1]), "{names:?}");
    assert!(FLOORS.is_sorted_by(|a, b| a.0 < b.0));
}

/// Where something prints that should not.
fn printed(sources: &[Source]) -> Vec<String> {
    let printing = ["print", "println", "eprint", "eprintln", "dbg"];
    let mut found = Vec::new();
    for source in sources.iter().filter(|s| !s.top().is_some_and(|m| PRINTING.contains(&m))) {
        for call in source.calls.iter().filter(|c| printing.contains(&c.name.as_str())) {
            found.push(format!(
                "src/{}:{}: {}! here: give the text back, or write to a handle that is handed down",
                source.name, call.line, call.name
            ));
        }
    }
    found
}

#[test]
fn only_the_doors_print() {
    assert_none(&printed(&own_sources()));
}

/// Whether a text has these words, and not as a part of longer ones.
fn names(text: &str, words: &str) -> bool {
    let part = |c: char| c.is_alphanumeric() || c == '-' || c == '_';
    text.match_indices(words)
        .any(|(at, found)| !text[..at].ends_with(part) && !text[at + found.len()..].starts_with(part))
}

/// Where a playbook is named by its id, in code or comments.
fn named(sources: &[Source], ids: &[String]) -> Vec<String> {
    let mut found = Vec::new();
    for source in sources {
        for (i, line) in source.text.lines().enumerate() {
            // Somewhere it must be said which ones are built in.
            if source.name == "catalog.rs" && line.contains("include_str!") {
                continue;
            }
            for id in ids.iter().filter(|id| names(line, id)) {
                found.push(format!(
                    "src/{}:{}: the playbook `{id}` is named: what is special about it belongs into its file",
                    source.name,
                    i + 1
                ));
            }
        }
    }
    found
}

#[test]
fn nothing_in_src_knows_a_particular_playbook() {
    let mut ids = Vec::new();
    for file in fs::read_dir(repository().join("playbooks")).unwrap().map(|f| f.unwrap().path()) {
        if file.extension().is_some_and(|e| e == "toml") {
            let playbook: toml::Table = fs::read_to_string(file).unwrap().parse().unwrap();
            ids.push(playbook["playbook"]["id"].as_str().unwrap().to_owned());
        }
    }
    assert!(!ids.is_empty());
    assert_none(&named(&own_sources(), &ids));
}

fn used(name: &str, text: &str) -> Vec<String> {
    Source::read(name, text).uses.into_iter().map(|u| format!("{} {}", u.line, u.name)).collect()
}

#[test]
fn the_scanner_reads_use_groups_and_inline_paths() {
    let text = "\
use crate::{
    a, b::c, // crate::not
    d::{e, f::{g}, self}, h as i, self,
};
pub use crate::j as k;
pub(crate) fn l(m: crate::n::O) -> Vec<crate::p::Q> { crate::r::s::<crate::t::U>() }
macro_rules! v { () => { $crate::w::x() }; }
use crate::y::*;
";
    assert_eq!(
        used("z.rs", text),
        ["2 a", "2 b", "3 d", "3 h", "5 j", "6 n", "6 p", "6 r", "6 t", "7 w", "8 y"]
    );
}

#[test]
fn the_scanner_passes_over_comments_strings_and_test_code() {
    let text = r####"
//! [`x`](crate::doc)
/* crate::a /* crate::b */ crate::c */
const D: &str = "crate::e \" crate::f"; const G: &str = r#"crate::h " crate::i"#;
const J: [char; 3] = ['"', '\'', '\u{41}']; fn k<'a>(l: &'a str) -> &'a str { crate::seen::m(l) }
const N: &[u8] = b"crate::o"; const P: u8 = b'"'; struct R { r#else: crate::seen::Too }
#[cfg(test)]
use crate::{q, r};
#[cfg(test)]
#[allow(dead_code)]
const S: crate::t::U = crate::t::U { v: 1 };
struct W { #[cfg(test)] x: crate::y::Z, kept: crate::seen::Field }
#[cfg(all(test, unix))]
mod tests { use crate::aa; mod deep { use crate::bb; } }
#[cfg(test)] mod apart;
#[cfg(not(test))]
use crate::seen;
"####;
    let source = Source::read("x.rs", text);
    assert_eq!(used("x.rs", text), ["5 seen", "6 seen", "12 seen", "17 seen"]);
    assert_eq!(source.test_modules, ["apart"]);
    assert!(source.text.contains("crate::doc") && !source.text.contains("crate::aa"));
    assert_eq!(source.text.lines().count(), text.lines().count());
}

#[test]
fn the_scanner_follows_super_out_of_a_module() {
    assert_eq!(
        used("a.rs", "use super::b; use self::c; mod d { use super::e; use super::super::f; }"),
        ["1 b", "1 f"]
    );
    assert_eq!(used("a/mod.rs", "use super::{b, c::d};"), ["1 b", "1 c"]);
    assert_eq!(
        used("a/b.rs", "use super::c; use super::super::d; use self::super::super::e;"),
        ["1 d", "1 e"]
    );
    assert_eq!(used("main.rs", "fn main() { goodterms::cli::run(x::goodterms::y) }"), ["1 cli"]);
    assert_eq!(used("cli.rs", "use goodterms::tui;"), [""; 0]);
}

#[test]
fn the_scanner_sees_macros() {
    let source =
        Source::read("a.rs", "/// x\n#[macro_export]\nmacro_rules! m { () => {} }\nprintln!(\"x\");");
    assert_eq!(source.exports, ["m"]);
    let calls: Vec<_> = source.calls.iter().map(|c| (c.name.as_str(), c.line)).collect();
    assert_eq!(calls, [("macro_rules", 3), ("println", 4)]);
}

/// The sources of a tree made of these files.
fn tree(files: &[(&str, &str)]) -> Vec<Source> {
    let root = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let path = root.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    read_all(root.path())
}

fn faults_of(files: &[(&str, &str)]) -> Vec<String> {
    faults(&tree(files))
}

#[test]
fn an_import_upwards_is_reported() {
    let ours = own_sources();
    let root = repository().join("src");
    let texts: Vec<_> = ours.iter().map(|s| fs::read_to_string(root.join(&s.name)).unwrap()).collect();
    let mut files: Vec<_> = ours.iter().zip(&texts).map(|(s, t)| (s.name.as_str(), t.as_str())).collect();
    files.push(("session/bad.rs", "//! Bad.\n\nuse crate::store::Folder;\n"));
    let found = faults_of(&files);
    assert!(found[0].contains("`session` (floor 4) reaches up to `store` (floor 6)"), "{found:?}");
    assert!(found[0].ends_with("\n    src/session/bad.rs:3"), "{found:?}");
    // It is below `store`, which imports it.
    assert!(found[1].contains("import each other: ") && found[1].contains("session → store"), "{found:?}");
    assert_eq!(found.len(), 2, "{found:?}");
}

#[test]
fn an_import_sideways_is_reported() {
    let found = faults_of(&[
        ("store/mod.rs", "use crate::{catalog::Catalog, text};"),
        ("catalog.rs", ""),
        ("text.rs", ""),
    ]);
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].contains("`store` (floor 6) reaches sideways to `catalog` (floor 6)"), "{found:?}");
}

#[test]
fn what_has_no_floor_is_reported() {
    let found =
        faults_of(&[("misc.rs", "use crate::Thing;"), ("lib.rs", "pub mod misc;\npub struct Thing;")]);
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(found[0].starts_with("src/misc.rs:1: `crate::Thing` is neither"), "{found:?}");
    assert!(found[1].contains("`misc` has no floor: give it one"), "{found:?}");
}

#[test]
fn a_cycle_is_reported_from_a_module_back_to_itself() {
    let files = [
        ("main.rs", "use goodterms::tui;"),
        ("tui.rs", "use crate::plain;"),
        ("plain.rs", "fn f() { crate::cli::run() }"),
        ("cli/mod.rs", "mod a;"),
        ("cli/a.rs", "use super::super::tui;"),
    ];
    let found = faults_of(&files);
    assert!(
        found.iter().any(|f| f.contains("tui → plain → cli → tui") || f.contains("cli → tui → plain → cli")),
        "{found:?}"
    );
}

#[test]
fn files_for_tests_only_are_no_part_of_the_house() {
    let files = [
        ("text.rs", "#[cfg(test)]\nmod tests;"),
        ("text/tests.rs", "use crate::tui; mod more;"),
        ("text/tests/more.rs", "use crate::tui;"),
        ("tui.rs", "use crate::text;"),
    ];
    assert_none(&faults_of(&files));
}

#[test]
fn printing_and_naming_a_playbook_are_reported() {
    let text =
        "fn f() { println!(\"the walk\") }\n#[cfg(test)]\nmod tests { fn f() { dbg!(\"the-walk\") } }\n";
    let include =
        "const ALL: &[(&str, &str)] = &[\n    (\"the-walk\", include_str!(\"the-walk.toml\")),\n];\n";
    let sources = tree(&[
        ("store.rs", text),
        ("cli.rs", text),
        ("plain/mod.rs", "// the-walk\nconst A: &str = \"the-walk\"; const B: &str = \"the-walks\";"),
        ("catalog.rs", include),
    ]);
    let found = printed(&sources);
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].starts_with("src/store.rs:1: println! here"), "{found:?}");
    let found = named(&sources, &["the-walk".to_owned()]);
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(found[0].starts_with("src/plain/mod.rs:1:") && found[1].starts_with("src/plain/mod.rs:2:"));
}

#[test]
fn a_word_is_not_a_part_of_a_longer_one() {
    assert!(names("the \"farewell\" one", "farewell") && names("farewell", "farewell"));
    assert!(
        !names("farewells", "farewell")
            && !names("a-farewell", "farewell")
            && !names("farewell_x", "farewell")
    );
}
