//! Every command as a person or a script runs it.

// The folders of Windows cannot be moved by the environment: there, these tests would touch the
// notes of whoever runs them.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may")]

mod common;

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::process::Stdio;

use common::{Home, Ran, json, keys};

const ANSWERS: &str = r#"
[check]
calm = ["no-anger"]
[why]
words = """
Nobody called me back.
Twice."""
notes = ["She was calm.", "Then she sighed."]
[right]
answer = "no"
[going]
provider = "Babbage & Co"
handover = "1 dec"
"#;

const MISTAKES: &str = r#"
[why]
word = "x"
words = 3
[wy]
words = "x"
[right]
answer = "nope"
[going]
handover = "soon"
[check]
calm = "no-anger"
"#;

/// Two conversations, one of them closed.
fn lived_in() -> Home {
    let home = Home::new();
    let args = [
        "fill",
        "--start",
        "farewell",
        "--client",
        "Zoë O'Brien",
        "--organisation",
        "李 & Söhne",
        "--meeting",
        "24 nov 12:30",
        "--how",
        "in-person",
        "--answers",
        "-",
    ];
    let ran = home.run_with(&args, ANSWERS);
    assert_eq!((ran.code, ran.err.as_str()), (0, "Meeting: Tue 24 November 2026, 12:30\n"));
    home.filled("Ada Byron", "[right]\nanswer = \"think\"\n");
    assert_eq!(home.run(&["close", "Ada Byron", "--outcome", "thinking"]).code, 0);
    home
}

// ------------------------------------------------------------------------------- list and show

#[test]
fn what_was_also_written_elsewhere_is_shown() {
    let home = lived_in();
    let shown = json(&home.run(&["show", "Ada Byron", "--json"]));
    assert!(!keys(&shown).contains(&"also"), "{shown}");
    let file = home.files().into_iter().find(|f| f.to_str().unwrap().contains("ada-byron")).unwrap();
    let also =
        "#### Also written elsewhere {#right.answer.also}\n\n> - [x] No\n>\n> or later\n\n> her words\n\n";
    fs::write(&file, fs::read_to_string(&file).unwrap() + also).unwrap();
    for playbook in ["farewell", "gone"] {
        let note =
            fs::read_to_string(&file).unwrap().replace("id = \"farewell\"", &format!("id = {playbook:?}"));
        fs::write(&file, note).unwrap();
        let page = home.run(&["show", "Ada Byron"]).out;
        assert!(
            page.contains("- Also written elsewhere: 2 texts, each below what it belongs to\n"),
            "{page}"
        );
        assert!(page.contains("#### Also written elsewhere\n\n> - [x] No\n"), "{page}");
        assert!(!page.contains("earlier version"), "{page}");
        let shown = json(&home.run(&["show", "Ada Byron", "--json"]));
        assert_eq!(
            shown["also"],
            serde_json::json!({ "right.answer": ["- [x] No\n\nor later", "her words"] })
        );
        assert!(shown["answers"].get("right.answer.also").is_none(), "{shown}");
    }
}

#[test]
fn an_empty_folder_says_what_to_do_first() {
    let home = Home::new();
    insta::assert_snapshot!(home.run(&["list"]).all(&home));
    let listed = json(&home.run(&["list", "--json"]));
    assert_eq!(listed["sessions"].as_array().unwrap().len(), 0);
}

#[test]
fn conversations_are_listed_in_columns() {
    let home = lived_in();
    insta::assert_snapshot!(home.run(&["list"]).all(&home));
    for (args, found) in [
        (["--open", "--client", "BRIEN"], 1),
        (["--open", "--client", "söhne"], 1),
        (["--closed", "--client", "brien"], 0),
        (["--closed", "--client", "a"], 1),
    ] {
        let ran = home.run(&[&["list", "--json"], &args[..]].concat());
        assert_eq!(json(&ran)["sessions"].as_array().unwrap().len(), found, "{args:?}");
    }
    let none = home.run(&["list", "--client", "nobody"]);
    assert_eq!((none.code, none.out.as_str()), (0, ""));
    assert_eq!(home.run(&["list", "--open", "--closed"]).code, 2);
}

#[test]
fn the_shape_of_list_is_a_promise() {
    let home = lived_in();
    let listed = json(&home.run(&["list", "--json"]));
    assert_eq!(keys(&listed), ["version", "sessions"]);
    let zoe = listed["sessions"].as_array().unwrap().iter().find(|s| s["status"] == "open").unwrap();
    let expected = [
        "id",
        "path",
        "playbook",
        "client",
        "organisation",
        "status",
        "phase",
        "at",
        "started",
        "meeting",
        "outcome",
        "from",
        "to",
        "answered",
    ];
    assert_eq!(keys(zoe), expected);
    assert_eq!(zoe["client"], "Zoë O'Brien");
    assert_eq!(zoe["at"], "check");
    assert_eq!(zoe["started"], common::NOW);
    assert_eq!(zoe["meeting"]["at"], "2026-11-24T12:30:00-05:00");
    assert_eq!(zoe["answered"], serde_json::json!({ "required": [1, 1], "all": [5, 12] }));
    assert!(fs::exists(zoe["path"].as_str().unwrap()).unwrap());
}

#[test]
fn show_is_a_page_to_read() {
    let home = lived_in();
    insta::assert_snapshot!(home.run(&["show", "zoë o'brien"]).all(&home));
}

#[test]
fn the_shape_of_show_is_a_promise() {
    let home = lived_in();
    let shown = json(&home.run(&["show", "Zoë O'Brien", "--json"]));
    assert_eq!(keys(&shown), ["version", "session", "answers", "notes", "follow_ups"]);
    assert_eq!(shown["answers"]["why.words"], "Nobody called me back.\nTwice.");
    assert_eq!(shown["answers"]["check.calm"], serde_json::json!(["no-anger"]));
    assert_eq!(shown["notes"]["why"][1]["text"], "Then she sighed.");
    assert_eq!(shown["notes"]["why"][0]["time"], common::NOW);
    let follow_up = &shown["follow_ups"][0];
    assert_eq!(
        keys(follow_up),
        [
            "session", "client", "playbook", "id", "title", "due", "state", "done", "every", "by_hand",
            "moved", "dropped", "overdue"
        ]
    );
    assert_eq!((&follow_up["due"], &follow_up["overdue"]), (&"2026-11-23".into(), &false.into()));
}

#[test]
fn a_note_without_its_playbook_is_still_shown() {
    let home = lived_in();
    let file = &home.files()[1];
    let note = fs::read_to_string(file).unwrap().replace("id = \"farewell\"", "id = \"gone-one\"");
    fs::write(file, note.replace("Twice.", "Twice.\u{1b}[2J\u{202e}")).unwrap();
    let ran = home.run(&["show", "Zoë O'Brien"]);
    assert_eq!(ran.code, 0);
    assert!(ran.err.contains("`gone-one` is not installed"), "{}", ran.err);
    assert!(ran.out.contains("Twice.\u{FFFD}[2J\u{FFFD}"), "{}", ran.out);
    let shown = json(&home.run(&["show", "Zoë O'Brien", "--json"]));
    assert_eq!(shown["answers"]["going.provider"]["verbatim"], "Babbage & Co");
    assert_eq!(shown["notes"]["why"][1]["text"], "Then she sighed.");
    let resumed = home.run(&["resume", "Zoë O'Brien", "--plain"]);
    assert_eq!(resumed.code, 1);
    assert!(resumed.err.contains("playbook `gone-one` is not installed"), "{}", resumed.err);
}

#[test]
fn a_conversation_is_found_or_the_reason_is_said() {
    let home = lived_in();
    home.filled("Zoë O'Brien", "");
    let ambiguous = home.run(&["show", "Zoë O'Brien"]);
    assert_eq!(ambiguous.code, 2);
    assert_eq!(ambiguous.err.matches("Zoë O'Brien  farewell").count(), 2, "{}", ambiguous.err);
    let part = home.run(&["show", "byron"]);
    assert_eq!(part.code, 2);
    assert!(part.err.contains("Did you mean:\n"), "{}", part.err);
    let nobody = home.run(&["resume", "Charles", "--plain"]);
    assert_eq!(nobody.code, 2);
    assert!(nobody.err.contains("there is no conversation `Charles`"), "{}", nobody.err);
    let path = home.files()[0].to_str().unwrap().to_owned();
    assert_eq!(home.run(&["show", &path]).code, 0);
}

#[test]
fn what_is_no_note_of_ours_is_told_and_left_alone() {
    let home = lived_in();
    let newer = home.write("data/goodterms/notes/x/newer.md", "+++\ngoodterms = 9\n+++\n");
    home.write("data/goodterms/notes/README.md", "# My own\n");
    home.write("data/goodterms/notes/x/cut.md", "+++\ngoodterms = 1\nid = \"k3");
    home.write("data/goodterms/notes/x/latin.md", b"+++\ngoodterms = 1\nadvisor = \"\xe9\"\n+++\n");
    let ran = home.run(&["list"]);
    assert_eq!(ran.code, 0);
    insta::assert_snapshot!(home.same(&ran.err));
    let ran = home.run(&["resume", &newer, "--plain"]);
    assert_eq!(ran.code, 1);
    assert!(
        ran.err.contains("a newer goodterms wrote this note (format 9): update goodterms"),
        "{}",
        ran.err
    );
}

// ----------------------------------------------------------------------------- fill and close

#[test]
fn fill_files_a_conversation_and_says_where() {
    let home = Home::new();
    let ran = home.run_with(
        &["fill", "--start", "farewell", "--client", " Ada  Byron ", "--answers", "-"],
        "\u{feff}[right]\r\nanswer = \"No\"\r\n[why]\r\nwords = \"a\"\r\nnotes = \"said twice\"\r\n",
    );
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    assert_eq!(
        home.same(&ran.out),
        "[id 0]______  HOME/data/goodterms/notes/ada-byron/2026-11-21-farewell-[id 0].md\n"
    );
    insta::assert_snapshot!(home.same(&home.note()));
    assert_eq!(home.files()[0].metadata().unwrap().permissions().mode() & 0o777, 0o600);
    // A second file adds to the first; what is ticked keeps its time.
    let more = home.write("more.toml", "[why]\nnotes = [\"b\", \"c\"]\n[handover]\nitems = [\"papers\"]\n");
    let ran = home.run(&["fill", "Ada Byron", "--answers", &more]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    let shown = json(&home.run(&["show", "Ada Byron", "--json"]));
    let texts: Vec<_> = shown["notes"]["why"].as_array().unwrap().iter().map(|n| &n["text"]).collect();
    assert_eq!(texts, ["said twice", "b", "c"]);
}

#[test]
fn fill_names_every_mistake_and_files_nothing() {
    let home = Home::new();
    let bad = home.write("bad.toml", MISTAKES);
    let ran = home.run(&["fill", "--start", "farewell", "--client", "Ada", "--answers", &bad]);
    assert_eq!(ran.err.matches("error[").count(), 6);
    insta::assert_snapshot!(ran.all(&home));
    assert_eq!(home.files().len(), 0);

    let id = home.filled("Ada", "[why]\nwords = \"kept\"\n");
    let before = home.note();
    assert_eq!(home.run(&["fill", &id, "--answers", &bad]).code, 1);
    assert_eq!(home.note(), before);
}

#[test]
fn fill_warns_and_files_all_the_same() {
    let home = Home::new();
    let answers = "[slipped]\nclear = \"not-yet\"\n[questions]\nlist = [\"What?\"]\ncheck = [\"x\"]\n";
    let ran =
        home.run_with(&["fill", "--start", "exit-interview", "--client", "Ada", "--answers", "-"], answers);
    assert_eq!(ran.code, 0);
    insta::assert_snapshot!(home.same(&ran.err));
}

#[test]
fn fill_says_where_a_period_begins_if_not_where_the_file_has_it() {
    let home = Home::new();
    let hangs_on_the_meeting = include_str!("../playbooks/exit-interview.toml")
        .replace("  from     = \"today\"\n", "  from     = \"meeting\"\n");
    home.write("data/goodterms/playbooks/exit-interview.toml", hangs_on_the_meeting);
    let answers = |from: &str| {
        format!(
            "[ask]\nanswer = \"yes\"\ntrial = {{ n = 3, from = {from} }}\n[questions]\nlist = [\"a\", \"b\", \"c\"]\n"
        )
    };
    let args = ["fill", "--start", "exit-interview", "--client", "Ada", "--answers", "-"];
    let unknown = home.run_with(&args, &answers("2027-03-01"));
    assert!(!unknown.err.contains("begins on"), "nobody knows yet when they meet: {}", unknown.err);
    let with_meeting = [&args[..], &["--meeting", "24 nov 12:30"]].concat();
    let moved = home.run_with(&with_meeting, &answers("2027-03-01"));
    let told = "begins on 2026-11-24, the day it hangs on, and not on 2027-03-01 as the file says";
    assert_eq!((moved.code, moved.err.contains(told)), (0, true), "{}", moved.err);
    let same = home.run_with(&with_meeting, &answers("2026-11-24"));
    assert!(!same.err.contains("begins on"), "{}", same.err);
}

const LANGUAGE: &str = include_str!("playbooks/valid/language.toml");

#[test]
fn a_table_is_filled_shown_and_taken_back() {
    let home = Home::new();
    home.write("data/goodterms/playbooks/language.toml", LANGUAGE);
    home.write("data/goodterms/playbooks/kinds.toml", include_str!("playbooks/valid/kinds.toml"));
    let start = ["fill", "--start", "language", "--client", "Ada", "--answers", "-"];
    let wrong = "[talk]\nsaid = [{ row = \"a\", weigth = 2, by = \"soon\" }]\npeople = [{ row = \"Al\" }]\nagreed = \"x\"\n";
    let ran = home.run_with(&start, wrong);
    assert_eq!((ran.code, ran.err.matches("error[").count(), home.files().len()), (1, 4, 0), "{}", ran.err);
    assert!(ran.err.contains("stdin:2:22") && ran.err.contains("did you mean `weight`?"), "{}", ran.err);

    let right = "[before]\nlist = [\"How did it begin?\"]\nwho = { other = \"their bank\" }\n[talk]\n\
        said = [{ row = \"How did it begin\", asked = true, words = \"Slowly.\\nThen | all\", by = 2026-12-01, weight = 3 }]\n\
        people = [{ name = \"Carl\" }]\nagreed = [{ what = \"Monthly\" }]\n";
    let ran = home.run_with(&start, right);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert_eq!(
        ran.err,
        "warning: talk.said: there was no row \"How did it begin\" in \"Their words\", and it was added. \
         Did you mean \"How did it begin?\"?\n"
    );
    insta::assert_snapshot!(
        "tables_are_shown_to_be_read",
        home.run(&["show", "Ada"]).out.split_once("## Before").unwrap().1
    );
    let shown = json(&home.run(&["show", "Ada", "--json"]));
    let said = serde_json::json!({ "row": "How did it begin", "asked": true, "words": "Slowly.\nThen | all", "by": "2026-12-01", "weight": 3 });
    assert_eq!(shown["answers"]["talk.said"][1], said);
    assert_eq!(shown["answers"]["before.who"], serde_json::json!({ "other": "their bank" }));
    assert_eq!(shown["answers"]["talk.people"], serde_json::json!([{ "name": "Carl" }]));
}

#[test]
fn fill_asked_for_wrongly() {
    let home = Home::new();
    let answers = home.write("a.toml", "");
    let a = answers.as_str();
    for args in [
        &["fill", "--answers", a][..],
        &["fill", "x"],
        &["fill", "x", "--start", "farewell", "--client", "Ada", "--answers", a],
        &["fill", "--start", "farewell", "--answers", a],
        &["fill", "--start", "farewell", "--client", " ", "--answers", a],
        &["fill", "--start", "farewel", "--client", "Ada", "--answers", a],
        &["fill", "--start", "farewell", "--client", "Ada", "--meeting", "soon", "--answers", a],
        &["fill", "--start", "farewell", "--client", "Ada", "--how", "letter", "--answers", a],
        &["fill", "x", "--client", "Ada", "--answers", a],
        &["fill", "nobody", "--answers", a],
    ] {
        let ran = home.run(args);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{args:?}: {}", ran.err);
    }
    let missing = home.run(&["fill", "--start", "farewell", "--client", "Ada", "--answers", "nothing.toml"]);
    assert_eq!(missing.code, 1);
    assert_eq!(missing.err, "error: nothing.toml: there is no such file or folder\n");
    home.write("latin.toml", b"[why]\nwords = \"\xe9\"\n");
    let latin = home.run(&["fill", "--start", "farewell", "--client", "Ada", "--answers", "latin.toml"]);
    assert_eq!(latin.code, 1);
    assert!(latin.err.contains("latin.toml: this is not UTF-8 text"), "{}", latin.err);
    assert_eq!(home.files().len(), 0);
}

#[test]
fn close_says_what_it_did() {
    let home = Home::new();
    let id = home.filled("Ada Byron", ANSWERS);
    let unknown = home.run(&["close", &id, "--outcome", "partd"]);
    insta::assert_snapshot!(unknown.all(&home));
    let said = |outcome: &str| {
        let ran = home.run(&["close", &id[..4], "--outcome", outcome]);
        assert_eq!((ran.code, ran.out.as_str()), (0, ""));
        ran.err
    };
    assert_eq!(said("parted"), "Farewell: Ada Byron\nClosed: Parted, and helped with the move\n");
    assert!(
        home.note().contains("outcome = \"parted\"\nclosed = 2026-11-21T14:02:10-05:00\n"),
        "{}",
        home.note()
    );
    assert_eq!(
        said("PARTED"),
        "Farewell: Ada Byron\nIt was closed like that already: Parted, and helped with the move\n"
    );
    assert_eq!(
        said("they give us another chance"),
        "Farewell: Ada Byron\nIt was closed already (Parted, and helped with the move). Now: They give us another chance\n"
    );
}

// ------------------------------------------------------------------------------ when it goes wrong

#[test]
fn without_a_terminal_each_says_what_to_use_instead() {
    let home = Home::new();
    home.filled("Ada", "");
    for args in [
        &[][..],
        &["start"],
        &["start", "farewell", "--client", "Ada"],
        &["resume"],
        &["resume", "Ada"],
        &["practise"],
    ] {
        let ran = home.run(args);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{args:?}");
        assert!(ran.err.contains("--plain"), "{args:?}: {}", ran.err);
    }
    insta::assert_snapshot!(home.run(&[]).all(&home));
    // What a dumb terminal can do needs no screen.
    let dumb = Ran::of(home.command().env("TERM", "dumb"));
    assert!(dumb.code == 0 && dumb.out.starts_with("Today, "), "{}", dumb.err);
}

#[test]
fn wrong_usage_is_exit_2() {
    let home = Home::new();
    for args in [
        &["begin"][..],
        &["list", "--no"],
        &["show"],
        &["close", "x"],
        &["close"],
        &["config"],
        &["playbook"],
        &["start", "farewell", "--meeting", "soon"],
        &["start", "nothing"],
        &["start", "farewell", "--client", ""],
    ] {
        let ran = home.run(args);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{args:?}: {}", ran.err);
    }
    let no_time = Ran::of(home.command().arg("list").env("GOODTERMS_NOW", "noon"));
    assert_eq!(no_time.code, 2);
    assert!(no_time.err.contains("GOODTERMS_NOW is not a time"), "{}", no_time.err);
    let nothing_open = home.run(&["resume", "--plain"]);
    assert_eq!(nothing_open.code, 1);
    assert!(nothing_open.err.contains("no conversation is open"), "{}", nothing_open.err);
}

#[test]
fn a_notes_folder_that_is_a_file() {
    let home = Home::new();
    let file = home.write("file", "mine");
    let below = format!("{file}/notes");
    for notes in [&file, &below] {
        let answers = home.write("a.toml", "");
        for args in [
            &["list", "--notes", notes][..],
            &["fill", "--start", "farewell", "--client", "Ada", "--answers", &answers, "--notes", notes],
        ] {
            let ran = home.run(args);
            assert_eq!((ran.code, ran.out.as_str()), (1, ""), "{args:?}");
            assert!(ran.err.contains(&file), "{}", ran.err);
        }
    }
    assert_eq!(fs::read_to_string(&file).unwrap(), "mine");
}

#[test]
fn a_folder_without_permission() {
    let home = Home::new();
    home.filled("Ada", "");
    fs::set_permissions(home.notes(), fs::Permissions::from_mode(0o500)).unwrap();
    // Nothing is forbidden to root; there is nothing to see then.
    if fs::write(home.notes().join("probe"), "").is_err() {
        let answers = home.write("a.toml", "");
        let ran = home.run(&["fill", "--start", "farewell", "--client", "Zoë", "--answers", &answers]);
        assert_eq!(ran.code, 1);
        assert!(ran.err.contains("there is no permission to do that here"), "{}", ran.err);
    }
    fs::set_permissions(home.notes(), fs::Permissions::from_mode(0o700)).unwrap();
}

#[test]
fn nobody_reading_on_is_no_failure() {
    let home = lived_in();
    for args in [
        &["list"][..],
        &["list", "--json"],
        &["playbook", "show", "farewell"],
        &["show", "Ada Byron"],
        &["--help"],
        &["start", "farewell", "--client", "Ada", "--plain"],
    ] {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_goodterms"));
        command.env_clear().envs(home.environment()).args(args).stdin(Stdio::null()).stdout(writer);
        let output = command.stderr(Stdio::piped()).output().unwrap();
        let err = String::from_utf8(output.stderr).unwrap();
        assert_eq!((output.status.code(), err.as_str()), (Some(0), ""), "{args:?}");
    }
}

#[test]
fn an_error_never_says_what_could_steer_a_terminal() {
    let home = Home::new();
    let head = "goodterms = 1\nid = \"aaaabbbb\"\nclient = { name = \"Ada\" }\nstarted = 2026-11-21T14:02:10-05:00\n";
    let note = |playbook: &str, more: &str| {
        format!("+++\n{head}playbook = {{ id = \"{playbook}\" }}\n{more}\n+++\n\n# T\n")
    };
    let unknown = home.write("unknown.md", note("\\u001b[2Jx", ""));
    let wrong = home.write("wrong.md", note("farewell", "meeting = { how = \"\\u001b[2J\" }"));
    for args in [["resume", &unknown, "--plain"].as_slice(), &["show", &wrong]] {
        let ran = home.run(args);
        assert_eq!(ran.code, 1, "{ran:?}");
        assert!(ran.err.contains("\u{FFFD}[2J") && !ran.err.contains('\u{1b}'), "{ran:?}");
    }
}
