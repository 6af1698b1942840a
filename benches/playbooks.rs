//! How long the check of playbooks takes, for the largest that may be and for many of them.
//!
//! `cargo bench --bench playbooks`; `parse` is the TOML alone, to have something to compare with.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a benchmark may")]

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use divan::{Bencher, black_box};
use goodterms::catalog::{Catalog, EMBEDDED};
use goodterms::diagnostic::{places, render, tree};
use goodterms::playbook::check;
use goodterms::playbook::check::{FIELDS_MAX, FILE_MAX, STEPS_MAX};

fn main() {
    divan::main();
}

/// Files of 1 MiB: one that is valid, and some that have the same fault everywhere.
const LARGE: &[&str] = &[
    "valid",
    "placeholders",
    "references",
    "options",
    "sources",
    "keys",
    "types",
    "values",
    "duplicates",
    "ids",
    "syntax",
    "prose",
    "unclosed",
    "blanks",
    "one-line",
    "conditions",
    "many-tests",
    "many-options",
    "many-steps",
    "many-sources",
];

fn head(id: &str) -> String {
    format!(
        "#:schema ./playbook.schema.json\nformat = 1\n\n[playbook]\nid = \"{id}\"\nversion = \"1.0.0\"\n\
         title = \"Large\"\nsummary = \"As large as one may be.\"\n\n[[source]]\nname = \"Rebuilding\"\n\
         credit = \"Rebuilding Client Relations, unsigned\"\n"
    )
}

/// All steps and fields there may be, with texts as long as they fit, and conditions on what comes before.
fn valid() -> String {
    let mut out = head("large");
    let field_of = |n: usize| {
        let step = n * STEPS_MAX / FIELDS_MAX;
        format!("step-{step}.field-{n}")
    };
    let guide = "Listen to what {client.first_name} says, and **write it down** as it was said. ".repeat(45);
    let mut written = 0;
    for step in 0..STEPS_MAX {
        write!(
            out,
            "\n[[step]]\nid = \"step-{step}\"\ntitle = \"Step {step}\"\nphase = \"during\"\nminutes = 5\n\
             source = \"Rebuilding\"\nsay = [\"And what else?\", {{ text = \"Why?\", source = \"Rebuilding\" }}]\n\
             guide = \"\"\"\n{guide}\"\"\"\n"
        )
        .unwrap();
        while written < FIELDS_MAX && written * STEPS_MAX / FIELDS_MAX == step {
            let n = written;
            write!(out, "\n  [[step.field]]\n  id = \"field-{n}\"\n  label = \"Question {n}\"\n").unwrap();
            match n % 4 {
                0 => out.push_str("  kind = \"choice\"\n  options = [\"Yes\", \"Not yet\", \"No\"]\n"),
                1 => out.push_str("  kind = \"list\"\n  at_least = 3\n  at_most = 5\n"),
                2 => out.push_str("  kind = \"date\"\n"),
                _ => writeln!(out, "  prefill = \"You said: {{{}}}\"", field_of(n - 1)).unwrap(),
            }
            if n >= 8 {
                let (choice, list) = (field_of(n / 4 * 4 - 4), field_of(n / 4 * 4 - 3));
                writeln!(
                    out,
                    "  when = {{ any = [{{ field = \"{choice}\", is = \"yes\" }}, {{ all = [{{ field = \"{list}\", \
                     at_least = 2 }}, {{ not = {{ field = \"{choice}\", is = \"no\" }} }}] }}] }}"
                )
                .unwrap();
            }
            written += 1;
        }
    }
    out.push_str("\n[[outcome]]\nid = \"kept\"\nlabel = \"They stay\"\nmeans = \"kept\"\n");
    let rest = FILE_MAX - out.len();
    out.push_str(&format!("# {}\n", "x".repeat(rest - 3)));
    out
}

/// A playbook with fields to mistake, and then the same line until the file is full.
fn repeated(before: &str, line: impl Fn(usize) -> String, after: &str) -> String {
    let mut out = valid().split("\n[[outcome]]").next().unwrap()[..500_000].to_owned();
    out.truncate(out.rfind("\n[[step]]").unwrap());
    out.push_str(before);
    for n in 0.. {
        let line = line(n);
        if out.len() + line.len() + after.len() > FILE_MAX {
            break;
        }
        out.push_str(&line);
    }
    out.push_str(after);
    out
}

const STEP: &str = "\n[[step]]\nid = \"last\"\ntitle = \"Last\"\nphase = \"after\"\n";

fn large(name: &str) -> String {
    let in_say = |phrase: &'static str| {
        repeated(&format!("{STEP}say = [\n"), move |n| phrase.replace('#', &n.to_string()), "]\n")
    };
    match name {
        "valid" => valid(),
        "placeholders" => in_say("\"{stepp-#.field-3}\",\n"),
        "references" => repeated(
            STEP,
            |_| {
                "[[step.field]]\nid = \"a\"\nlabel = \"A\"\nbeside = [\"step-1.feld-3\", \"stp-9.field-22\", \"x.y\"]\n".to_owned()
            },
            "",
        ),
        "options" => repeated(
            STEP,
            |n| {
                format!(
                    "[[step.field]]\nid = \"a{n}\"\nlabel = \"A\"\nwhen = {{ field = \"step-0.field-0\", is = \"yess\" }}\n"
                )
            },
            "",
        ),
        "sources" => in_say("{ text = \"x\", source = \"Rebuildin\" },\n"),
        "keys" => repeated(STEP, |n| format!("titel{n} = \"x\"\n"), ""),
        "types" => in_say("1,"),
        "values" => {
            repeated("", |_| "[[outcome]]\nid = \"a\"\nlabel = \"A\"\nmeans = \"keep\"\n".to_owned(), "")
        }
        "duplicates" => repeated(STEP, |_| "title = \"x\"\n".to_owned(), ""),
        "ids" => {
            repeated("", |_| "[[outcome]]\nid = \"A b\"\nlabel = \"A\"\nmeans = \"lost\"\n".to_owned(), "")
        }
        "syntax" => repeated(STEP, |n| format!("a{n} = yes\n"), ""),
        "prose" => repeated(
            "\n",
            |_| "Dear Ada, it was good to see you \"again\" on Friday; { more } [soon].\n".to_owned(),
            "",
        ),
        "unclosed" => repeated("\na = [\n", |_| "  [[1, 2], { b = 3 }],\n".to_owned(), ""),
        "blanks" => repeated("\na = yes\n", |_| " ".to_owned(), "x\n"),
        "one-line" => repeated(&format!("{STEP}say = ["), |_| "\"{clent.name}\", 1, ".to_owned(), "]\n"),
        "conditions" => repeated(
            "\n[[outcome]]\nid = \"a\"\nlabel = \"A\"\nmeans = \"lost\"\nwhen = { all = [\n",
            |n| {
                format!(
                    "{{ any = [{{ field = \"step-0.field-0\", is = \"yes\" }}, {{ field = \"step-0.field-1\", at_least = {n} }}] }},\n"
                )
            },
            "] }\n",
        ),
        "many-tests" => repeated(
            "\n[[outcome]]\nid = \"a\"\nlabel = \"A\"\nmeans = \"lost\"\nwhen = { all = [\n",
            |n| format!("{{ field = \"step-0.field-1\", at_least = {n} }},\n"),
            "] }\n",
        ),
        "many-options" => repeated(
            "\n[[step]]\nid = \"last\"\ntitle = \"Last\"\nphase = \"after\"\n[[step.field]]\nid = \"which\"\nlabel = \"Which?\"\nkind = \"choices\"\noptions = [\n",
            |n| format!("\"Option {n}\",\n"),
            "]\n[[outcome]]\nid = \"a\"\nlabel = \"A\"\nmeans = \"lost\"\n\
             when = { field = \"last.which\", at_least = 3 }\n",
        ),
        "many-sources" => repeated(
            "",
            |n| format!("[[source]]\nname = \"s{n}\"\ncredit = \"c\"\n[[outcome]]\nsource = \"s{n}x\"\n"),
            "",
        ),
        _ => repeated(
            "",
            |n| format!("[[step]]\nid = \"s{n}\"\nwhen = {{ field = \"s{n}.a\", filled = true }}\n"),
            "",
        ),
    }
}

/// The file as TOML, and nothing more.
#[divan::bench(args = LARGE)]
fn parse(bencher: Bencher, name: &str) {
    let source = large(name);
    bencher.bench(|| tree::parse(black_box(&source)).1.len());
}

/// The whole check.
#[divan::bench(args = LARGE)]
fn check_large(bencher: Bencher, name: &str) {
    let source = large(name);
    assert!(source.len() > FILE_MAX - 1000 && source.len() <= FILE_MAX);
    assert_eq!(
        check(source.as_bytes()).playbook.is_some(),
        matches!(name, "valid" | "conditions" | "many-tests" | "many-options")
    );
    bencher.bench(|| check(black_box(source.as_bytes())));
}

/// What a person and an editor are shown of it.
#[divan::bench(args = LARGE)]
fn show_large(bencher: Bencher, name: &str) {
    let checked = check(large(name).as_bytes());
    bencher.bench(|| {
        let shown = render(&checked.faults, "a.toml", &checked.source, true);
        (shown, places(&checked.faults, "a.toml", &checked.source))
    });
}

/// A folder with so many playbooks.
fn folder(playbooks: usize) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for n in 0..playbooks {
        let (file, source) = EMBEDDED[n % EMBEDDED.len()];
        let id = file.trim_end_matches(".toml");
        let own = source.replacen(&format!("\"{id}\""), &format!("\"{id}-{n}\""), 1);
        fs::write(folder.path().join(format!("{n}.toml")), own).unwrap();
    }
    folder
}

/// Reading them as TOML, and nothing more.
#[divan::bench(args = [100, 1_000])]
fn parse_folder(bencher: Bencher, playbooks: usize) {
    let folder = folder(playbooks);
    bencher.bench(|| {
        let files = fs::read_dir(folder.path()).unwrap();
        let read = |file: fs::DirEntry| fs::read_to_string(file.path()).unwrap();
        files.map(|f| tree::parse(&read(f.unwrap())).1.len()).sum::<usize>()
    });
}

/// The catalog with all of them.
#[divan::bench(args = [0, 100, 1_000])]
fn catalog(bencher: Bencher, playbooks: usize) {
    let folder = folder(playbooks);
    bencher.bench(|| Catalog::load(folder.path()).entries().filter(|e| e.playbook.is_some()).count());
}

/// What a start needs of the catalog if nobody asks for a playbook.
#[divan::bench]
fn catalog_unasked() -> Catalog {
    Catalog::load(Path::new("/there/is/none"))
}
