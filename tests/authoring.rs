//! Writing playbooks from the command line: begin one, change it, read its file.

#![cfg(unix)] // As in `commands.rs`.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may")]

mod common;

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;

use common::{Home, Ran, json};

const FOLDER: &str = "data/goodterms/playbooks";

fn file(home: &Home, name: &str) -> PathBuf {
    home.path().join(FOLDER).join(name)
}

/// What `goodterms playbook edit` does with an editor that is this script.
fn edit(home: &Home, id: &str, script: &str) -> Ran {
    let editor = home.write("editor", format!("#!/bin/sh\n{script}\n"));
    fs::set_permissions(&editor, fs::Permissions::from_mode(0o700)).unwrap();
    let path = std::env::var_os("PATH").unwrap();
    let mut command = home.command();
    Ran::of(command.args(["playbook", "edit", id]).env("VISUAL", &editor).env("PATH", path))
}

#[test]
fn a_new_playbook_is_written_checks_clean_and_is_walked() {
    let home = Home::new();
    let ran = home.run(&["playbook", "new", "Hotel complaint"]);
    insta::assert_snapshot!(ran.all(&home));
    let path = file(&home, "hotel-complaint.toml");
    assert_eq!(ran.out, format!("{}\n", path.display()));
    let mode = |path: &PathBuf| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!((mode(&path), mode(&home.path().join(FOLDER))), (0o600, 0o700));
    let checked = home.run(&["playbook", "check", path.to_str().unwrap()]);
    assert_eq!((checked.code, checked.out.as_str()), (0, "1 playbook checked: nothing is wrong.\n"));
    let answers = "[talk]\nanswer = \"yes\"\n[after]\nnext = \"2026-12-01\"\n";
    let args = ["fill", "--start", "hotel-complaint", "--client", "Ada Byron", "--answers", "-"];
    let ran = home.run_with(&args, answers);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    assert!(home.note().contains("title = \"Call Ada, as agreed\"\ndue = 2026-12-01\n"), "{}", home.note());
    // What it looks like to whoever begins to write.
    let text = fs::read_to_string(path).unwrap();
    assert!(text.starts_with("#:schema ./playbook.schema.json\n# Hotel complaint\n"), "{text}");
    let schema = fs::read_to_string(home.path().join(FOLDER).join("playbook.schema.json")).unwrap();
    assert_eq!(schema, home.run(&["playbook", "schema"]).out);
    assert!(text.lines().all(|l| l.len() <= 120), "{text}");
}

#[test]
fn the_schema_is_renewed_and_a_file_of_somebody_elses_stays() {
    let home = Home::new();
    for (there, stays) in [("{ \"$id\": \"urn:goodterms:playbook:0\" }", false), ("{ \"mine\": 1 }", true)] {
        let path = home.write(format!("{FOLDER}/playbook.schema.json"), there);
        let name = format!("about {stays}");
        assert_eq!(home.run(&["playbook", "new", &name]).code, 0);
        assert_eq!(fs::read_to_string(path).unwrap() == there, stays);
    }
}

#[test]
fn a_new_playbook_never_takes_the_place_of_one_that_is_there() {
    let home = Home::new();
    assert_eq!(home.run(&["playbook", "new", "Hotel", "complaint"]).code, 0, "without quotation marks, too");
    for (name, told) in [
        ("hotel complaint", "there is a playbook `hotel-complaint` already, of yours"),
        ("Farewell", "there is a playbook `farewell` already, built in"),
        ("other", "other.toml is there already and was left as it is"),
    ] {
        home.write(format!("{FOLDER}/other.toml"), "format = 1\n[playbook]\nid = \"else\"\n");
        let ran = home.run(&["playbook", "new", name]);
        assert_eq!((ran.code, ran.out.as_str()), (1, ""), "{name}");
        assert!(ran.err.contains(told), "{}", ran.err);
    }
    let playbooks = fs::read_dir(home.path().join(FOLDER)).unwrap();
    let playbooks = playbooks.filter(|f| f.as_ref().unwrap().path().extension().unwrap() == "toml");
    assert_eq!(playbooks.count(), 2);
    for name in ["", "  ", &"long".repeat(100)] {
        assert_eq!(home.run(&["playbook", "new", name]).code, 2, "{name}");
    }
}

#[test]
fn every_name_makes_a_playbook_without_fault() {
    let home = Home::new();
    for name in ["client", "李 & Söhne: \"was nun?\"", "2nd talk", "con", "…", "-- a \\ {b} 'c'"] {
        let ran = home.run(&["playbook", "new", "--", name]);
        assert_eq!(ran.code, 0, "{}", ran.err);
    }
    let checked = home.run(&["playbook", "check", FOLDER]);
    assert_eq!(checked.out, "6 playbooks checked: nothing is wrong.\n");
}

#[test]
fn an_edited_playbook_is_checked_afterwards() {
    let home = Home::new();
    home.run(&["playbook", "new", "Hotel complaint"]);
    let ran = edit(
        &home,
        "hotel-complaint",
        "sed 's/^title   = .*/title   = \"Hotel\"/' \"$1\" > x && mv x \"$1\"",
    );
    assert_eq!((ran.code, ran.out.as_str()), (0, ""));
    assert!(ran.err.ends_with("hotel-complaint.toml: nothing is wrong.\n"), "{}", ran.err);
    let broken = edit(&home, "Hotel", "sed 's/^title /tilte /' \"$1\" > x && mv x \"$1\"");
    assert_eq!(broken.code, 1);
    insta::assert_snapshot!(broken.all(&home));
    // A broken one is edited all the same, by its file's name, too.
    let path = file(&home, "hotel-complaint.toml");
    let mended = edit(&home, path.to_str().unwrap(), "sed 's/^tilte /title /' \"$1\" > x && mv x \"$1\"");
    assert_eq!(mended.code, 0, "{}", mended.err);
}

#[test]
fn the_editor_opens_at_the_first_error() {
    let home = Home::new();
    let text = include_str!("playbooks/invalid/unknown-key.toml");
    home.write(format!("{FOLDER}/mine.toml"), text);
    let list = json(&home.run(&["playbook", "list", "--json"]));
    let own = list["playbooks"].as_array().unwrap().iter().find(|p| p["origin"] == "user").unwrap();
    let checked = home.run(&["playbook", "check", "--json", FOLDER]);
    let line = json(&checked)["faults"][0]["line"].clone();
    let editor = home.write("vi", "#!/bin/sh\necho \"$1\" > \"$HOME/called\"\n");
    fs::set_permissions(&editor, fs::Permissions::from_mode(0o700)).unwrap();
    let mut command = home.command();
    let id = own["id"].as_str().unwrap();
    let ran = Ran::of(command.args(["playbook", "edit", id]).env("EDITOR", &editor));
    assert_eq!(ran.code, 1, "{}", ran.err);
    assert_eq!(fs::read_to_string(home.path().join("called")).unwrap(), format!("+{line}\n"));
}

#[test]
fn a_built_in_playbook_is_copied_and_the_copy_takes_its_place() {
    let home = Home::new();
    let ran = edit(&home, "farewell", "true");
    assert_eq!(ran.code, 0);
    assert!(ran.err.ends_with("Nothing was changed: the built-in playbook stays as it is.\n"), "{}", ran.err);
    assert!(!file(&home, "farewell.toml").exists(), "a copy that nobody changed would hide the next version");
    let ran = edit(&home, "Farewell", "echo '# mine' >> \"$1\"");
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.err.contains("A copy for you to change, which takes its place, is now"), "{}", ran.err);
    let listed = home.run(&["playbook", "list"]);
    assert!(listed.out.contains("yours, in place of the built-in one: "), "{}", listed.out);
    // From now on it is the copy that is edited.
    let again = edit(&home, "farewell", "echo '# more' >> \"$1\"");
    assert!(!again.err.contains("A copy"), "{}", again.err);
    assert!(fs::read_to_string(file(&home, "farewell.toml")).unwrap().ends_with("# mine\n# more\n"));
}

/// Says what its arguments were.
const TELLING: &str = "printf '%s\\n' \"$@\" > \"$HOME/told\"";

#[test]
fn a_file_is_one_to_the_editor_whatever_it_is_called() {
    let home = Home::new();
    home.write("+q!;.toml", include_str!("playbooks/valid/minimal.toml"));
    let ran = edit(&home, "+q!;.toml", TELLING);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let path = home.path().canonicalize().unwrap().join("+q!;.toml");
    assert_eq!(fs::read_to_string(home.path().join("told")).unwrap(), format!("{}\n", path.display()));
}

#[test]
fn a_file_is_checked_beside_the_others_however_it_is_named() {
    let home = Home::new();
    let carries = include_str!("playbooks/valid/minimal.toml").to_owned()
        + "[[hand_off]]\nlabel = \"Part\"\nto = \"farewell\"\nwhen = { field = \"first.what\", filled = true }\n\
           carry = { \"no.field\" = \"first.what\" }\n";
    home.write(format!("{FOLDER}/talk.toml"), &carries);
    home.write("elsewhere.toml", &carries);
    let relative = format!("{FOLDER}/../playbooks/talk.toml");
    for name in ["talk", relative.as_str(), "elsewhere.toml"] {
        let ran = edit(&home, name, "true");
        assert_eq!(ran.code, 1, "{name}: {}", ran.err);
        assert!(ran.err.contains("`farewell` has no field `no.field`"), "{name}: {}", ran.err);
        let used = "It can be used, but without what has an error.\n";
        assert!(ran.err.ends_with(used), "{name}: {}", ran.err);
    }
    // Here a second one is in its way, and there not.
    home.write(format!("{FOLDER}/again.toml"), &carries);
    for (name, twice) in [(relative.as_str(), true), ("elsewhere.toml", false)] {
        let ran = edit(&home, name, "true");
        assert_eq!(ran.err.contains("again.toml, talk.toml"), twice, "{name}: {}", ran.err);
    }
}

#[test]
fn what_cannot_be_edited_says_what_to_do() {
    let home = Home::new();
    let unknown = edit(&home, "farewel", "true");
    assert_eq!(unknown.code, 2);
    assert!(unknown.err.contains("did you mean `farewell`?"), "{}", unknown.err);
    let none = Ran::of(home.command().args(["playbook", "edit", "farewell"]).env("PATH", "/there/is/none"));
    assert_eq!(none.code, 1);
    assert!(none.err.contains("no text editor was found; set VISUAL or EDITOR"), "{}", none.err);
    assert!(!file(&home, "farewell.toml").exists(), "no copy is left behind");
    assert!(none.err.contains("The copy was taken away again"), "{}", none.err);
    for name in ["a.toml", "b.toml"] {
        home.write(format!("{FOLDER}/{name}"), "format = 1\n[playbook]\nid = \"twin\"\n");
    }
    let twice = edit(&home, "twin", "true");
    assert_eq!(twice.code, 2);
    assert!(twice.err.contains("a.toml") && twice.err.contains("b.toml"), "{}", twice.err);
    let listed = home.run(&["playbook", "list"]);
    assert_eq!(listed.out.matches("not the only file with this id").count(), 2, "{}", listed.out);
}

#[test]
fn the_file_of_a_playbook_is_given_byte_for_byte() {
    let home = Home::new();
    let built_in = home.run(&["playbook", "show", "farewell", "--toml"]);
    assert_eq!((built_in.code, built_in.out.as_str()), (0, include_str!("../playbooks/farewell.toml")));
    // With a byte order mark, Windows line ends, and a fault.
    let bytes =
        b"\xef\xbb\xbfformat = 1\r\n[playbook]\r\nid = \"mine\"\r\ntitle = \"My own\"\r\n# \x1b[2J\r\n";
    home.write(format!("{FOLDER}/mine.toml"), bytes);
    for name in ["mine", "my own"] {
        let ran = home.run(&["playbook", "show", name, "--toml"]);
        assert_eq!((ran.code, ran.out.as_bytes()), (0, &bytes[..]), "{name}");
    }
    assert_eq!(home.run(&["playbook", "show", "nothing", "--toml"]).code, 2);
    // Of two with one title it is the one that can be used.
    let good = include_str!("playbooks/valid/minimal.toml").replace("\"A talk\"", "\"My own\"");
    home.write(format!("{FOLDER}/my-talk.toml"), &good);
    assert_eq!(home.run(&["playbook", "show", "My own", "--toml"]).out, good);
}

#[test]
fn show_says_what_is_from_an_earlier_version() {
    let home = Home::new();
    home.run(&["playbook", "new", "Hotel complaint"]);
    let answers = "[prepare]\nhappened = \"Nobody came.\"\n[talk]\nwords = \"Never again.\"\n";
    let args = ["fill", "--start", "hotel-complaint", "--client", "Ada", "--answers", "-"];
    assert_eq!(home.run_with(&args, answers).code, 0);
    assert!(!home.run(&["show", "Ada"]).out.contains("earlier version"));
    let path = file(&home, "hotel-complaint.toml");
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, text.replace("\"happened\"", "\"what\"")).unwrap();
    let shown = home.run(&["show", "Ada"]);
    assert_eq!(shown.code, 0);
    let told = "- From an earlier version of its playbook: What happened with Ada?\n";
    assert!(shown.out.contains(told) && shown.out.contains("Nobody came."), "{}", shown.out);
    let shown = json(&home.run(&["show", "Ada", "--json"]));
    assert_eq!(shown["answers"]["prepare.happened"]["verbatim"], "Nobody came.");
    assert_eq!(shown["answers"]["talk.words"], "Never again.");
}
