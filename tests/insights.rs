//! What was learnt, as a person or a script asks for it.

#![cfg(unix)] // As in `commands.rs`.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may")]

mod common;
#[path = "pty/terminal.rs"]
mod terminal;

use std::collections::BTreeSet;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::process::{Command, Output};

use common::{Home, Ran, json, keys};
use serde_json::Value;

/// A conversation: the playbook, the client, the moments when it began and ended, how, and the answers.
type Past<'a> = (&'a str, &'a str, &'a str, Option<(&'a str, &'a str)>, &'a str);

const STEPS: &str = "[steps]\nlist = [{ what = \"A call each month\", by = \"2026-09-01\" }]\n";
const PAST: &[Past<'_>] = &[
    (
        "farewell",
        "Ada Byron",
        "2026-09-01",
        Some(("2026-10-13", "parted")),
        "[why]\nwords = \"Nobody called me.\\nThe fees\"\n[right]\nanswer = \"no\"\n\
         [lessons]\nlearnt = [\"Call Ada each month, before she asks\"]",
    ),
    (
        "farewell",
        "Zoë O'Brien",
        "2026-03-02",
        Some(("2026-03-09", "parted")),
        "[why]\nwords = \"nobody called me\"\n[right]\nanswer = \"no\"\n[lessons]\nlearnt = [\"Two people on each account <b>\"]",
    ),
    (
        "farewell",
        "Tom Haddad",
        "2026-11-02",
        Some(("2026-11-04", "second-chance")),
        "[why]\nwords = \"The fees.\"\n",
    ),
    ("win-back", "Ruth Okonkwo", "2026-08-01", Some(("2026-10-01", "back")), STEPS),
    ("win-back", "Grace Hopper", "2026-08-01", Some(("2026-09-01", "never")), STEPS),
    (
        "shared-expectations",
        "Priya Raman",
        "2026-11-10",
        None,
        "[wrong]\nsigns = [\"less-work\", \"bills\"]\n",
    ),
];

/// The program on another day.
fn on(home: &Home, day: &str, args: &[&str], stdin: &str) -> Ran {
    let mut command = home.command();
    command.env("GOODTERMS_NOW", format!("{day}T10:00:00-05:00"));
    let ran = Ran::of(command.args(args).write_stdin(stdin));
    assert_eq!(ran.code, 0, "{args:?}: {}", ran.err);
    ran
}

/// Six conversations with six clients.
fn lived_in() -> Home {
    let home = Home::new();
    for (playbook, client, began, ended, answers) in PAST {
        let ran =
            on(&home, began, &["fill", "--start", playbook, "--client", client, "--answers", "-"], answers);
        let id = ran.out.split_whitespace().next().unwrap().to_owned();
        if let Some((day, outcome)) = ended {
            on(&home, day, &["close", &id, "--outcome", outcome], "");
        }
    }
    home
}

#[test]
fn what_was_learnt_is_a_text_with_bars() {
    let home = lived_in();
    let ran = home.run(&["insights"]);
    assert!(ran.out.lines().all(|line| line.chars().count() <= 80), "{}", ran.out);
    insta::assert_snapshot!("insights_text", ran.all(&home));
    let plain = Ran::of(home.command().env("TERM", "dumb").args(["insights", "--playbook", "farewell"]));
    assert!(plain.out.is_ascii(), "{}", plain.out);
    insta::assert_snapshot!("insights_plain", plain.all(&home));
}

#[test]
fn it_is_filtered_by_day_and_playbook() {
    let home = lived_in();
    let count = |args: &[&str]| {
        let found = json(&home.run(&[&["insights", "--json"], args].concat()));
        found["conversations"].as_array().unwrap().len()
    };
    assert_eq!(count(&[]), 6);
    assert_eq!(count(&["--since", "1 august"]), 5);
    assert_eq!(count(&["--since", "2026-11-01"]), 2);
    assert_eq!(count(&["--since", "1 dec"]), 6, "the last there was");
    assert_eq!(count(&["--playbook", "win-back"]), 2);
    assert_eq!(count(&["--playbook", "win-back", "--since", "1 nov"]), 0);
    for (args, told) in [
        (&["--since", "soonish"][..], "soonish"),
        (&["--since", "tomorrow"], "`tomorrow` is still to come (Sun 22 November 2026)"),
        (&["--since", "in 2 weeks"], "still to come"),
        (&["--since", "friday"], "still to come"),
        (&["--since", "end of month"], "still to come"),
        (&["--playbook", "farewel"], "did you mean `farewell`"),
        (&["--names"], "--names is for a page"),
    ] {
        let ran = home.run(&[&["insights"], args].concat());
        assert!(ran.code == 2 && ran.err.contains(told), "{ran:?}");
    }
    let ran = home.run(&["insights", "--playbook", "win-back", "--since", "1 nov"]);
    assert_eq!((ran.code, ran.out.as_str()), (0, ""));
    assert!(ran.err.contains("No conversation fits"), "{}", ran.err);
}

#[test]
fn lessons_are_found_by_words() {
    let home = lived_in();
    let lessons = |words: &[&str]| home.run(&[&["insights", "--lessons"], words].concat()).out;
    assert_eq!(
        lessons(&[]),
        "  - Call Ada each month, before she asks\n    Farewell, Oct 2026\n\
         \x20 - Two people on each account <b>\n    Farewell, Mar 2026\n"
    );
    assert_eq!(lessons(&["ACCOUNT", "peo"]), "  - Two people on each account <b>\n    Farewell, Mar 2026\n");
    assert_eq!(lessons(&["nothing of it"]), "None of your 2 lessons has that.\n");
    let found = json(&home.run(&["insights", "--json", "--lessons", "month"]));
    assert_eq!(found["lessons"].as_array().unwrap().len(), 1);
    assert!(found["reasons"].is_null());
}

#[test]
fn programs_get_every_figure_with_its_conversations() {
    let home = lived_in();
    let found = json(&home.run(&["insights", "--json"]));
    assert_eq!(
        keys(&found),
        [
            "version",
            "since",
            "playbook",
            "samples_left_out",
            "conversations",
            "reasons",
            "guesses",
            "tried",
            "endings",
            "days",
            "promises",
            "signs",
            "agreed",
            "lessons"
        ]
    );
    let ids = |value: &Value| -> BTreeSet<String> {
        value.as_array().unwrap().iter().map(|id| id.as_str().unwrap().to_owned()).collect()
    };
    let all: BTreeSet<String> = found["conversations"]
        .as_array()
        .unwrap()
        .iter()
        .map(|told| told["id"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(all.len(), 6);
    for part in ["reasons", "guesses", "tried", "endings", "days", "promises", "signs", "agreed"] {
        let of = ids(&found[part]["sessions"]);
        assert!(of.is_subset(&all), "{part}");
        for figure in found[part]["figures"].as_array().unwrap() {
            let behind = ids(&figure["sessions"]);
            assert!(!behind.is_empty() && behind.is_subset(&of), "{part}: {figure}");
            assert_eq!(&keys(figure)[..6], ["id", "label", "own_words", "count", "of", "sessions"]);
        }
    }
    for lesson in found["lessons"].as_array().unwrap() {
        assert!(ids(&lesson["sessions"]).is_subset(&all), "{lesson}");
    }
    let tried = &found["tried"]["figures"][0];
    assert_eq!(tried["label"], "A call each month");
    assert_eq!([&tried["stayed"], &tried["left"]].map(|of| of.as_array().unwrap().len()), [1, 1]);
    let days = &found["days"]["figures"][0];
    assert_eq!(days["days"], serde_json::json!({ "median": 7.0, "least": 2, "most": 42 }));
    // What docs/insights.md says of it is a schema, too.
    let docs = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/insights.md")).unwrap();
    let schema = docs.split("```json\n").nth(1).unwrap().split("```").next().unwrap();
    let schema: Value = serde_json::from_str(schema).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let faults: Vec<_> = validator.iter_errors(&found).map(|error| error.to_string()).collect();
    assert!(faults.is_empty(), "{faults:?}");
    let empty = json(&Home::new().run(&["insights", "--json"]));
    assert!(validator.is_valid(&empty), "{empty}");
    let mut broken = found.clone();
    broken["reasons"]["figures"][0]["sessions"] = Value::Null;
    assert!(!validator.is_valid(&broken));
}

#[test]
fn samples_and_private_answers_and_strange_files_do_not_count() {
    let home = Home::new();
    assert_eq!(home.run(&["config", "init", "--samples"]).code, 0);
    let ran = home.run(&["insights"]);
    assert_eq!((ran.code, ran.out.as_str()), (0, ""));
    assert!(ran.err.contains("samples do not count"), "{}", ran.err);
    assert_eq!(json(&home.run(&["insights", "--json"]))["samples_left_out"], 2);
    let farewell = include_str!("../playbooks/farewell.toml");
    let private = farewell.replace("id     = \"learnt\"", "id     = \"learnt\"\n  private = true");
    assert_ne!(private, farewell);
    home.write("data/goodterms/playbooks/farewell.toml", private);
    home.filled("Ada Byron", "[lessons]\nlearnt = [\"Say less\"]\n");
    home.write("data/goodterms/notes/broken.md", "+++\ngoodterms = 1\n");
    let mine = home.files().into_iter().map(|file| fs::read_to_string(file).unwrap());
    let mine = mine.into_iter().find(|note| note.contains("name = \"Ada Byron\"")).unwrap();
    let other =
        mine.replace("id = \"farewell\"", "id = \"elsewhere\"").replace("id        = \"", "id        = \"0");
    home.write("data/goodterms/notes/other.md", other);
    let lessons =
        |more: &[&str]| json(&home.run(&[&["insights", "--json"], more].concat()))["lessons"].to_string();
    assert_eq!(lessons(&[]), "[]");
    assert!(lessons(&["--private"]).contains("Say less"));
    let ran = home.run(&["insights"]);
    assert!(ran.err.contains("1 file in the notes folder cannot be read"), "{}", ran.err);
    assert!(ran.err.contains("1 conversation is not counted, for their playbook"), "{}", ran.err);
}

#[test]
fn the_page_names_nobody_unless_it_is_asked_to() {
    let home = lived_in();
    let file = home.path().join("report.html");
    let ran = home.run(&["insights", "-o", file.to_str().unwrap()]);
    assert_eq!((ran.code, ran.out.as_str()), (0, ""), "{}", ran.err);
    assert!(ran.err.contains(file.to_str().unwrap()), "{}", ran.err);
    assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    let page = fs::read_to_string(&file).unwrap();
    for name in ["Ada", "Byron", "Zoë", "Haddad", "Okonkwo", "Raman"] {
        assert!(!page.contains(name), "{name}");
    }
    assert!(page.contains("Farewell, Oct 2026") && page.contains("Call the client each month"), "{page}");
    assert!(page.contains("Two people on each account &lt;b&gt;"), "{page}");
    // What is there stays; a note is never written over.
    let ran = home.run(&["insights", "-o", file.to_str().unwrap(), "--names"]);
    assert!(ran.code == 1 && ran.err.contains("--force"), "{ran:?}");
    let named = ["insights", "-o", file.to_str().unwrap(), "--names", "--force"];
    assert_eq!(home.run(&named).code, 0);
    assert!(fs::read_to_string(&file).unwrap().contains("Ada Byron, Farewell, Oct 2026"));
    let note = home.files()[0].clone();
    let ran = home.run(&["insights", "-o", note.to_str().unwrap(), "--force"]);
    assert!(ran.code == 1 && ran.err.contains("notes folder"), "{ran:?}");
    // Text and JSON go into files, too.
    let text = home.path().join("learnt.txt");
    assert_eq!(home.run(&["insights", "-o", text.to_str().unwrap()]).code, 0);
    assert_eq!(fs::read_to_string(&text).unwrap(), home.run(&["insights"]).out);
}

#[test]
fn the_next_walk_line_by_line_begins_with_what_was_learnt() {
    let home = lived_in();
    let ran = home.run_with(&["start", "farewell", "--client", "Mei Lindqvist", "--plain"], "stop\n");
    let learnt = "Learnt last time:\n- Call the client each month, before she asks (Oct 2026)\n\
                  - Two people on each account <b> (Mar 2026)\n";
    assert!(ran.out.contains(learnt), "{}", ran.out);
    assert!(!ran.out.contains("Ada"), "{}", ran.out);
    let ran = home.run_with(&["start", "win-back", "--client", "Mei Lindqvist", "--plain"], "stop\n");
    assert!(!ran.out.contains("Learnt last time"), "{}", ran.out);
}

#[test]
fn the_screen_reads_all_notes_in_the_background() {
    let home = lived_in();
    home.is_used();
    let mut tty = terminal::Tty::run(&home, &[], (100, 30));
    tty.see("n New");
    tty.keys("w");
    tty.see("“Nobody called me.”");
    tty.keys("<enter>");
    tty.see("2 of 3");
    tty.see("2 conversations");
    tty.keys("<esc><esc><c-q>");
    assert!(tty.end_within(std::time::Duration::from_secs(20)).success());
}

/// Runs a program, if it is there.
fn tool(program: &str, args: &[&str]) -> Option<Output> {
    Command::new(program).args(args).output().ok()
}

/// Has html5lib read the page and say what is wrong with it. It needs Python with html5lib, which
/// `.ci/run` installs.
#[test]
#[ignore = "needs html5lib: cargo test --test insights -- --ignored"]
#[allow(clippy::print_stderr, reason = "who asks for it must hear that nothing was looked at")]
fn the_page_is_html_without_a_fault() {
    const CHECK: &str = "import sys, html5lib\n\
        parser = html5lib.HTMLParser(strict=False)\n\
        parser.parse(open(sys.argv[1], encoding='utf-8').read())\n\
        sys.exit('\\n'.join(map(str, parser.errors)) if parser.errors else 0)\n";
    let python = ["/usr/bin/python3", "python3", "python"]
        .into_iter()
        .find(|name| tool(name, &["-c", "import html5lib"]).is_some_and(|ran| ran.status.success()));
    let Some(python) = python else {
        eprintln!("skipped: there is no Python with html5lib here");
        return;
    };
    let home = lived_in();
    for (name, args) in [("bare", &[][..]), ("named", &["--names"]), ("none", &["--since", "2026-11-20"])] {
        let file = home.path().join(format!("{name}.html"));
        let file = file.to_str().unwrap();
        assert_eq!(home.run(&[&["insights", "-o", file], args].concat()).code, 0);
        let ran = tool(python, &["-c", CHECK, file]).unwrap();
        assert!(ran.status.success(), "{name}: {}", String::from_utf8_lossy(&ran.stderr));
        // The checker is not blind.
        let broken =
            home.write("broken.html", fs::read_to_string(file).unwrap().replacen("</h1>", "</h2>", 1));
        assert!(!tool(python, &["-c", CHECK, &broken]).unwrap().status.success());
    }
}
