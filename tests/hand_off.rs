//! Going on with another playbook from the command line.

#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may")]

mod common;

use std::fs;
use std::path::Path;

use common::{Home, json};

/// A home with the two playbooks that hand on to each other, and a conversation with Ada.
fn home() -> Home {
    let home = Home::new();
    let valid = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/playbooks/valid");
    for name in ["language.toml", "kinds.toml"] {
        let text = fs::read(valid.join(name)).unwrap();
        home.write(format!("data/goodterms/playbooks/{name}"), text);
    }
    let answers = home.write(
        "ada.toml",
        "[before]\nlist = [\"Fees?\"]\nwho = \"Their firm\"\n[talk]\nsaid = [{ words = \"too dear\" }]\nagain = 2027-01-31\n",
    );
    let ran = home.run(&[
        "fill",
        "--start",
        "language",
        "--client",
        "Ada Byron",
        "--organisation",
        "Engines",
        "--answers",
        &answers,
    ]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    home
}

#[test]
fn a_conversation_goes_on_with_its_answers_and_both_notes_know() {
    let home = home();
    let more = home.write("more.toml", "[all]\nchoice = \"yes\"\n");
    let ran = home.run(&["fill", "--start", "kinds", "--from", "Ada Byron", "--answers", &more]);
    assert_eq!((ran.code, ran.err.contains("at least 3")), (0, true), "{ran:?}");
    let listed = json(&home.run(&["list", "--json"]));
    let of = |playbook: &str| {
        let sessions = listed["sessions"].as_array().unwrap();
        sessions.iter().find(|s| s["playbook"] == playbook).unwrap().clone()
    };
    let (before, after) = (of("language"), of("kinds"));
    assert_eq!(after["from"], before["id"]);
    assert_eq!(before["to"], serde_json::json!([after["id"]]));
    assert_eq!((&after["client"], &after["organisation"]), (&"Ada Byron".into(), &"Engines".into()));
    let shown = json(&home.run(&["show", after["id"].as_str().unwrap(), "--json"]));
    assert_eq!(shown["answers"]["all.list"], serde_json::json!(["Fees?"]));
    assert_eq!(shown["answers"]["all.text"], "Fees? too dear");
    assert_eq!(shown["answers"]["all.date"], "2027-01-31");
    assert_eq!(shown["answers"]["all.choice"], "yes");
}

#[test]
fn a_mistake_in_the_answers_leaves_the_first_note_as_it_was() {
    let home = home();
    let note = fs::read_to_string(&home.files()[0]).unwrap();
    let more = home.write("more.toml", "[all]\nchoice = \"mabye\"\n");
    let ran = home.run(&["fill", "--start", "kinds", "--from", "Ada Byron", "--answers", &more]);
    assert_eq!(ran.code, 1);
    assert!(ran.err.contains("nothing was filed"), "{}", ran.err);
    assert_eq!(home.files().len(), 1);
    assert_eq!(fs::read_to_string(&home.files()[0]).unwrap(), note);
}

#[test]
fn what_is_missing_is_said() {
    let home = home();
    let more = home.write("more.toml", "");
    let ran = home.run(&["fill", "--start", "kinds", "--from", "Bob", "--answers", &more]);
    assert!(ran.code == 2 && ran.err.contains("Bob"), "{ran:?}");
    let ran = home.run(&["fill", "--start", "kinds", "--answers", &more]);
    assert!(ran.code == 2 && ran.err.contains("--client NAME"), "{ran:?}");
    let ran = home.run(&["start", "--from", "Ada Byron", "--plain"]);
    assert!(ran.code == 2 && ran.err.contains("name the playbook"), "{ran:?}");
}

#[test]
fn going_on_a_second_time_is_done_and_said() {
    let home = home();
    let more = home.write("more.toml", "");
    let language = json(&home.run(&["list", "--json"]))["sessions"][0]["id"].as_str().unwrap().to_owned();
    let go_on = |said: &str| {
        let ran = home.run(&["fill", "--start", "kinds", "--from", &language, "--answers", &more]);
        assert_eq!((ran.code, ran.err.contains("had gone on already")), (0, !said.is_empty()), "{ran:?}");
        assert!(ran.err.contains(said), "{ran:?}");
        ran.out.split_whitespace().next().unwrap().to_owned()
    };
    let first = go_on("");
    go_on(&first);
}
