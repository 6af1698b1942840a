//! Every command as a person or a script runs it.

// The folders of Windows cannot be moved by the environment: there, these tests would touch the
// notes of whoever runs them.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may")]

mod common;

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::process::Stdio;

use common::{Home, Ran};
use serde_json::Value;

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

fn json(ran: &Ran) -> Value {
    let value: Value = serde_json::from_str(&ran.out).expect(&ran.out);
    assert_eq!(value.as_object().unwrap().iter().next().unwrap(), (&"version".to_owned(), &1.into()));
    value
}

fn keys(value: &Value) -> Vec<&str> {
    value.as_object().unwrap().keys().map(String::as_str).collect()
}

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
        "answered",
    ];
    assert_eq!(keys(zoe), expected);
    assert_eq!(zoe["client"], "Zoë O'Brien");
    assert_eq!(zoe["at"], "check");
    assert_eq!(zoe["started"], common::NOW);
    assert_eq!(zoe["meeting"]["at"], "2026-11-24T12:30:00-05:00");
    assert_eq!(zoe["answered"], serde_json::json!({ "required": [1, 1], "all": [5, 11] }));
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
    assert_eq!(keys(follow_up), ["session", "client", "playbook", "id", "title", "due", "state", "overdue"]);
    assert_eq!((&follow_up["due"], &follow_up["overdue"]), (&"2026-11-25".into(), &false.into()));
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
    let first_name = home.run(&["show", "ada"]);
    assert_eq!(first_name.code, 2);
    assert!(first_name.err.contains("Did you mean:\n"), "{}", first_name.err);
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
    let answers = "[slipped]\nclear = \"not-yet\"\n[questions]\nlist = [\"What?\"]\ncheck = \"x\"\n";
    let ran =
        home.run_with(&["fill", "--start", "exit-interview", "--client", "Ada", "--answers", "-"], answers);
    assert_eq!(ran.code, 0);
    insta::assert_snapshot!(home.same(&ran.err));
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
    assert_eq!(said("parted"), "Farewell: Ada Byron\nClosed: Parted on good terms\n");
    assert!(
        home.note().contains("outcome = \"parted\"\nclosed = 2026-11-21T14:02:10-05:00\n"),
        "{}",
        home.note()
    );
    assert_eq!(
        said("PARTED"),
        "Farewell: Ada Byron\nIt was closed like that already: Parted on good terms\n"
    );
    assert_eq!(
        said("they give us another chance"),
        "Farewell: Ada Byron\nIt was closed already (Parted on good terms). Now: They give us another chance\n"
    );
}

// ----------------------------------------------------------------------- playbooks, config, paths

#[test]
fn playbooks_are_listed_shown_and_their_faults_told() {
    let home = Home::new();
    let farewell = include_str!("../playbooks/farewell.toml");
    let mine = farewell.replace("title    = \"Farewell\"", "title    = \"My farewell\"");
    home.write("data/goodterms/playbooks/mine.toml", mine);
    home.write(
        "data/goodterms/playbooks/sad.toml",
        "format = 1\n[playbook]\nid = \"sad\"\ntitle = \"Sad\"\n",
    );
    insta::assert_snapshot!(home.run(&["playbook", "list"]).all(&home));
    let listed = json(&home.run(&["playbook", "list", "--json"]));
    let first = &listed["playbooks"][0];
    assert_eq!(keys(first), ["id", "title", "version", "origin", "path", "steps", "faults"]);
    assert_eq!(
        (&first["origin"], &first["path"], &first["faults"]),
        (&"embedded".into(), &Value::Null, &0.into())
    );
    assert_eq!(
        (&listed["playbooks"][1]["origin"], &listed["playbooks"][3]["version"]),
        (&"user".into(), &Value::Null)
    );

    assert!(home.run(&["playbook", "show", "my farewell"]).out.starts_with("# My farewell\n"));
    let sad = home.run(&["playbook", "show", "sad"]);
    assert_eq!((sad.code, sad.out.as_str()), (1, ""));
    assert!(sad.err.contains("error[") && sad.err.contains("sad.toml:"), "{}", sad.err);
    let start = home.run(&["start", "sad", "--client", "Ada", "--plain"]);
    assert_eq!(start.code, 1);
    assert!(start.err.contains("the playbook `sad` has"), "{}", start.err);
}

#[test]
fn a_playbook_is_a_page_to_read() {
    let home = Home::new();
    home.write("p.toml", include_str!("../playbooks/farewell.toml"));
    let ran = home.run(&["playbook", "show", "exit-interview"]);
    assert_eq!(ran.code, 0);
    insta::assert_snapshot!(ran.out);
    let unknown = home.run(&["playbook", "show", "exit"]);
    assert_eq!(unknown.code, 2);
    assert!(unknown.err.contains("there is no playbook `exit`\nthe playbooks are:\n"), "{}", unknown.err);
}

/// A playbook with a fault in each of ten steps and in each of their fields.
fn twenty_faults() -> String {
    let mut text =
        "format = 1\n[playbook]\nid = \"bad\"\nversion = \"1\"\ntitle = \"Bad\"\nsummary = \"s\"\n"
            .to_owned();
    for n in 0..10 {
        text.push_str(&format!(
            "[[step]]\nid = \"s{n}\"\ntitle = \"S\"\nphase = \"before\"\ncolour = 1\n[[step.field]]\nid = \"f\"\nkind = \"zebra\"\nlabel = \"F\"\n"
        ));
    }
    text
}

#[test]
fn check_reports_every_fault_of_every_file() {
    let home = Home::new();
    let bad = home.write("own/bad.toml", twenty_faults());
    home.write("own/good.toml", include_str!("../playbooks/farewell.toml"));
    home.write("own/readme.txt", "not one");
    let ran = home.run(&["playbook", "check", &bad]);
    assert_eq!(ran.out.matches("error[").count(), 20, "{}", ran.out);
    assert_eq!(ran.code, 1);
    insta::assert_snapshot!(home.same(&ran.out));
    let folder = home.run(&["playbook", "check", "own"]);
    assert!(folder.out.ends_with("2 playbooks checked: 20 errors, 1 warning.\n"), "{}", folder.out);
    let good = home.run(&["playbook", "check", "own/good.toml"]);
    assert_eq!((good.code, good.out.as_str()), (0, "1 playbook checked: nothing is wrong.\n"));
}

#[test]
fn check_gives_json_to_editors_whatever_happens() {
    let home = Home::new();
    let bad = home.write("bad.toml", twenty_faults());
    let ran = home.run(&["playbook", "check", &bad, "--json"]);
    assert_eq!(ran.code, 1);
    let found = json(&ran);
    assert_eq!(keys(&found), ["version", "faults"]);
    let first = &found["faults"][1];
    assert_eq!(
        keys(first),
        ["file", "line", "column", "end_line", "end_column", "severity", "code", "message", "help"]
    );
    assert_eq!((&first["file"], &first["code"]), (&bad.as_str().into(), &"unknown-key".into()));
    for (args, code) in [
        (vec!["playbook", "check", "--json", "missing.toml", &bad], 1),
        (vec!["playbook", "check", "--json", "."], 1),
    ] {
        let ran = home.run(&args);
        assert_eq!(ran.code, code);
        assert!(!json(&ran)["faults"].as_array().unwrap().is_empty());
    }
}

#[test]
fn check_names_a_path_that_is_missing() {
    let home = Home::new();
    home.write("empty/readme.txt", "");
    let ran = home.run(&["playbook", "check", "missing.toml", "empty"]);
    insta::assert_snapshot!(ran.all(&home));
    assert_eq!(home.run(&["playbook", "check"]).code, 2);
}

#[test]
fn paths_are_said() {
    let home = Home::new();
    insta::assert_snapshot!(home.run(&["path"]).all(&home));
    assert_eq!(
        home.run(&["path", "notes", "--notes", "here"]).out,
        format!("{}/here\n", home.path().display())
    );
    let ran = Ran::of(home.command().args(["path", "notes"]).env("GOODTERMS_NOTES", "/srv/notes"));
    assert_eq!(ran.out, "/srv/notes\n");
    assert_eq!(home.run(&["path", "nowhere"]).code, 2);
}

#[test]
fn the_notes_folder_is_decided_in_order() {
    let home = Home::new();
    home.write("config/goodterms/config.toml", "notes_dir = \"~/mine\"\nadvisor = \"C. Babbage\"\n");
    let path = |args: &[&str], variable: &str| {
        let mut command = home.command();
        home.same(&Ran::of(command.args(["path", "notes"]).args(args).env("GOODTERMS_NOTES", variable)).out)
    };
    assert_eq!(path(&[], ""), "HOME/mine\n");
    assert_eq!(path(&[], "/srv/notes"), "/srv/notes\n");
    assert_eq!(path(&["--notes=~/x"], "/srv/notes"), "HOME/x\n");
    insta::assert_snapshot!(home.run(&["config", "show"]).all(&home));
    let id = home.filled("Ada", "");
    assert!(fs::read_dir(home.path().join("mine/ada")).unwrap().count() == 1, "{id}");
}

#[test]
fn a_config_is_begun_once() {
    let home = Home::new();
    let none = home.run(&["config", "check"]);
    assert_eq!(none.code, 0);
    assert!(none.err.contains("There is no config file yet"), "{}", none.err);
    let ran = home.run(&["config", "init"]);
    assert_eq!((ran.code, home.same(&ran.out).as_str()), (0, "HOME/config/goodterms/config.toml\n"));
    let mode = |path: &std::path::Path| path.metadata().unwrap().permissions().mode() & 0o777;
    assert_eq!((mode(&home.config()), mode(home.config().parent().unwrap())), (0o600, 0o700));
    fs::write(home.config(), "advisor = \"Ada\"\n").unwrap();
    let again = home.run(&["config", "init"]);
    assert_eq!(again.code, 1);
    assert!(again.err.contains("is there already and was left as it is"), "{}", again.err);
    assert_eq!(fs::read_to_string(home.config()).unwrap(), "advisor = \"Ada\"\n");
    assert_eq!(home.run(&["config", "check"]).code, 0);
    assert_eq!(home.same(&home.run(&["config", "path"]).out), "HOME/config/goodterms/config.toml\n");
}

#[test]
fn a_broken_config_is_told_and_stops_nothing() {
    let home = Home::new();
    home.write(
        "config/goodterms/config.toml",
        "advisor = \"C. Babbage\"\ntheme = \"blue\"\nnotes_dir = \"notes\"\nnotesdir = 1\n",
    );
    insta::assert_snapshot!(home.run(&["config", "check"]).all(&home));
    let listed = home.run(&["list"]);
    assert_eq!(listed.code, 0);
    assert!(listed.err.contains("warning: 3 errors in your config"), "{}", listed.err);
    let plain = home.run_with(&["start", "farewell", "--client", "Ada", "--plain"], "1\n");
    assert_eq!(plain.code, 0);
    assert!(home.note().contains("advisor = \"C. Babbage\""));
}

// ------------------------------------------------------------------------------ when it goes wrong

#[test]
fn without_a_terminal_each_says_what_to_use_instead() {
    let home = Home::new();
    home.filled("Ada", "");
    for args in
        [&[][..], &["start"], &["start", "farewell", "--client", "Ada"], &["resume"], &["resume", "Ada"]]
    {
        let ran = home.run(args);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{args:?}");
        assert!(ran.err.contains("--plain"), "{args:?}: {}", ran.err);
    }
    insta::assert_snapshot!(home.run(&[]).all(&home));
    let dumb = Ran::of(home.command().env("TERM", "dumb"));
    assert_eq!(dumb.code, 2);
    assert!(dumb.err.starts_with("error: TERM is \"dumb\""), "{}", dumb.err);
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
fn help_teaches_by_example() {
    let home = Home::new();
    let mut all = String::new();
    for command in [
        &[][..],
        &["start"],
        &["resume"],
        &["list"],
        &["show"],
        &["fill"],
        &["close"],
        &["path"],
        &["config"],
        &["config", "init"],
        &["playbook"],
        &["playbook", "check"],
    ] {
        let ran = home.run(&[command, &["--help"]].concat());
        assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{command:?}");
        all.push_str(&format!("$ goodterms {}\n{}\n", [command, &["--help"]].concat().join(" "), ran.out));
    }
    insta::assert_snapshot!(all);
    assert!(home.run(&["--version"]).out.starts_with("goodterms "));
}
