//! The commands around the conversations: playbooks, config, paths, help.

#![cfg(unix)] // As in `commands.rs`.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may")]

mod common;

use std::fs;
use std::os::unix::fs::PermissionsExt;

use common::{Home, Ran, json, keys};
use serde_json::Value;

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
        (
            &listed["playbooks"][1]["origin"],
            &listed["playbooks"].as_array().unwrap().last().unwrap()["version"]
        ),
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
    let short = home.run(&["playbook", "show", "farewell", "--short"]);
    assert_eq!(short.code, 0);
    assert!(include_str!("../docs/playbooks.md").contains(&short.out), "{}", short.out);
    let unknown = home.run(&["playbook", "show", "exit"]);
    assert_eq!(unknown.code, 2);
    assert!(unknown.err.contains("there is no playbook `exit`\nthe playbooks are:\n"), "{}", unknown.err);
}

#[test]
fn a_page_has_all_that_a_playbook_can_say() {
    let home = Home::new();
    let kinds = include_str!("playbooks/valid/kinds.toml");
    let language = include_str!("playbooks/valid/language.toml");
    home.write("data/goodterms/playbooks/kinds.toml", kinds);
    home.write("data/goodterms/playbooks/language.toml", language);
    for id in ["kinds", "language"] {
        let ran = home.run(&["playbook", "show", id]);
        assert_eq!((ran.code, ran.err.as_str()), (0, ""));
        insta::assert_snapshot!(format!("the_page_of_{id}"), ran.out);
    }
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
fn check_tells_two_files_of_a_folder_with_one_id() {
    let home = Home::new();
    let farewell = include_str!("../playbooks/farewell.toml");
    for name in ["drafts/one.toml", "drafts/two.toml", "data/goodterms/playbooks/mine.toml"] {
        home.write(name, farewell);
    }
    let twice = |args: &[&str]| {
        let ran = home.run(&[&["playbook", "check"], args].concat());
        let told = ran.out.matches("error[duplicate-playbook]").count();
        assert_eq!(ran.code, i32::from(told > 0), "{}", ran.out);
        told
    };
    assert_eq!(twice(&["drafts"]), 2);
    assert_eq!(twice(&["drafts/one.toml", "drafts/two.toml"]), 0, "two drafts of one");
    for name in ["may/farewell.toml", "june/goodbye.toml"] {
        home.write(name, farewell);
    }
    assert_eq!(twice(&["may", "june"]), 0, "two folders");
    let mine = "data/goodterms/playbooks/mine.toml";
    assert_eq!(twice(&[mine, "drafts/one.toml"]), 0);
    home.write("data/goodterms/playbooks/mine-too.toml", farewell);
    assert_eq!(twice(&[mine]), 1, "beside another one that is there");
    assert_eq!(twice(&["data/goodterms/playbooks"]), 2);
    // What cannot be read says no id, whatever it is called.
    home.write("data/goodterms/playbooks/mine-too.toml", "x");
    home.write("data/goodterms/playbooks/farewell.toml", "x");
    assert_eq!(twice(&[mine]), 0);
    let listed = home.run(&["playbook", "list"]);
    assert!(listed.out.contains("yours, in place of the built-in one"), "{}", listed.out);
}

#[test]
fn check_waits_for_no_pipe_in_a_folder_and_reads_nothing_without_end() {
    let home = Home::new();
    home.write("own/good.toml", include_str!("../playbooks/farewell.toml"));
    let pipe = home.path().join("own/pipe.toml");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let ran = home.run(&["playbook", "check", "own"]);
    assert!(ran.err.contains("own/pipe.toml: this is no plain file"), "{}", ran.err);
    assert!(ran.out.contains("1 playbook checked"), "{}", ran.out);
    let ran = home.run(&["playbook", "check", "/dev/zero"]);
    assert!(ran.out.contains("error[too-large]"), "{}", ran.out);
    let piped =
        home.run_with(&["playbook", "check", "/dev/stdin"], include_str!("../playbooks/farewell.toml"));
    assert_eq!((piped.code, piped.out.as_str()), (0, "1 playbook checked: nothing is wrong.\n"));
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
fn the_schema_is_printed_as_it_lies_beside_the_playbooks() {
    let ran = Home::new().run(&["playbook", "schema"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    assert!(ran.out == include_str!("../playbooks/playbook.schema.json"));
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

#[test]
fn help_teaches_by_example() {
    let home = Home::new();
    let mut all = String::new();
    for command in [
        &[][..],
        &["start"],
        &["resume"],
        &["practise"],
        &["note"],
        &["list"],
        &["show"],
        &["history"],
        &["fill"],
        &["done"],
        &["close"],
        &["path"],
        &["doctor"],
        &["config"],
        &["config", "init"],
        &["config", "remove-samples"],
        &["playbook"],
        &["playbook", "check"],
        &["playbook", "schema"],
    ] {
        let ran = home.run(&[command, &["--help"]].concat());
        assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{command:?}");
        all.push_str(&format!("$ goodterms {}\n{}\n", [command, &["--help"]].concat().join(" "), ran.out));
    }
    insta::assert_snapshot!(all);
    assert!(home.run(&["--version"]).out.starts_with("goodterms "));
}
