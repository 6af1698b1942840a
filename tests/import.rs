//! What is exported as JSON is taken in again: on another machine, or into a conversation that is here.

#![cfg(unix)] // As in `commands.rs`.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may")]

mod common;

use std::fs;
use std::os::unix::fs::PermissionsExt;

use common::{Home, json, keys};
use serde_json::{Value, json as value};

const ZOE: &str = "Zoë O'Brien";

const ANSWERS: &str = "[check]\ncalm = [\"no-anger\"]\n[why]\nwords = \"Nobody called me back.\\n\\n## x {#why}\"\n\
    notes = [\"She was calm.\"]\n[right]\nanswer = \"no\"\n[going]\nprovider = \"=1+1\"\nhandover = \"1 dec\"\n";

fn prepared() -> Home {
    let home = Home::new();
    let args = ["fill", "--start", "farewell", "--client", ZOE, "--organisation", "李 & Söhne", "--meeting"];
    let more = ["24 nov 12:30", "--how", "phone", "--answers", "-"];
    assert_eq!(home.run_with(&[&args[..], &more].concat(), ANSWERS).code, 0);
    assert_eq!(home.run(&["promise", ZOE, "call", "--every", "3 months"]).code, 0);
    assert_eq!(home.run(&["drop", ZOE, "thanks", "--because", "too late"]).code, 0);
    home
}

/// Everything of the conversation, in a file of another home.
fn exported(from: &Home, to: &Home) -> String {
    let ran = from.run(&["export", ZOE, "--to", "json", "--private"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    to.write("zoe.json", ran.out)
}

/// What a conversation says, without where its file is.
fn shown(home: &Home) -> Value {
    let mut shown = json(&home.run(&["show", ZOE, "--json"]));
    shown["session"]["path"] = Value::Null;
    shown
}

#[test]
fn on_another_machine_it_is_the_same() {
    let (home, other) = (prepared(), Home::new());
    let file = exported(&home, &other);
    let ran = other.run(&["import", &file]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.err.contains("Imported: ") && ran.out.contains("zoe-obrien"), "{ran:?}");
    assert_eq!(shown(&home), shown(&other));
    assert_eq!(home.note(), other.note(), "byte for byte, as goodterms wrote it");
    let note = &other.files()[0];
    assert_eq!(note.file_name(), home.files()[0].file_name());
    assert_eq!(fs::metadata(note).unwrap().permissions().mode() & 0o777, 0o600);
    // Again, and from stdin: it is here.
    let again = other.run_with(&["import", "-"], &fs::read_to_string(&file).unwrap());
    assert_eq!(again.code, 0);
    assert!(again.err.contains("It is here already, and the same"), "{}", again.err);
    assert_eq!(other.files().len(), 1);
    // It goes on there.
    assert_eq!(other.run(&["done", ZOE, "handover"]).code, 0);
}

#[test]
fn a_record_that_was_amended_and_is_on_hold_comes_back_as_it_was() {
    let (home, other) = (prepared(), Home::new());
    let one = |args: &[&str]| assert_eq!(home.run(args).code, 0, "{args:?}");
    one(&["close", ZOE, "--outcome", "parted"]);
    one(&["note", "-s", ZOE, "She called again."]);
    one(&["hold", ZOE, "--because", "a claim"]);
    assert!(home.note().contains("\namended = [") && home.note().contains("a claim"), "{}", home.note());
    let file = exported(&home, &other);
    let here = home.run(&["import", &file]);
    assert!(here.code == 0 && here.err.contains("It is here already, and the same"), "{}", here.err);
    assert_eq!(other.run(&["import", &file]).code, 0);
    assert_eq!(home.note(), other.note());
}

#[test]
fn the_shape_is_a_promise_and_all_of_a_client_are_in_it() {
    let home = prepared();
    home.filled("Ada Byron", "");
    assert_eq!(home.run_with(&["fill", "--start", "rebuild", "--client", ZOE, "--answers", "-"], "").code, 0);
    let all = home.run(&["export", "--client", ZOE, "--to", "json"]);
    let all = json(&all);
    assert_eq!(keys(&all), ["version", "conversations"]);
    assert_eq!(all["conversations"].as_array().unwrap().len(), 2);
    let one = &all["conversations"]
        .as_array()
        .unwrap()
        .iter()
        .find(|c| c["head"]["playbook"]["id"] == "farewell")
        .unwrap();
    assert_eq!(keys(one), ["head", "opening", "answers", "notes", "blocks"]);
    assert_eq!(one["answers"]["right.answer"], "no");
    // What the playbook calls private was not asked for.
    assert!(one["answers"].get("check.calm").is_none(), "{one}");
    assert_eq!(one["notes"]["why"][0]["text"], "She was calm.");
    let printed: Value = serde_json::from_str(&home.run(&["import", "--schema"]).out).unwrap();
    let validator = jsonschema::validator_for(&printed).unwrap();
    let errors: Vec<_> = validator.iter_errors(&all).map(|e| e.to_string()).collect();
    assert!(errors.is_empty(), "{errors:?}");
    let other = Home::new();
    let file = other.write("all.json", all.to_string());
    let ran = other.run(&["import", &file]);
    assert_eq!((ran.code, ran.out.lines().count(), other.files().len()), (0, 2, 2), "{}", ran.err);
}

#[test]
fn what_is_here_and_differs_stays_unless_both_are_to_be_one() {
    let (home, other) = (prepared(), Home::new());
    let file = exported(&home, &other);
    assert_eq!(other.run(&["import", &file]).code, 0);
    assert_eq!(other.run(&["note", "-s", ZOE, "--step", "why", "mine"]).code, 0);
    let before = other.note();
    let words = fs::read_to_string(&file).unwrap();
    let new = words.replace("Nobody called me back.", "Nobody wrote.");
    let changed = other.write("changed.json", &new);
    let ran = other.run(&["import", &changed]);
    assert_eq!((ran.code, ran.out.as_str()), (1, ""));
    assert!(ran.err.contains("nothing was imported: here is another version already of\n"), "{}", ran.err);
    assert!(ran.err.contains("--merge"), "{}", ran.err);
    assert_eq!(other.note(), before);
    let ran = other.run(&["import", "--merge", &changed]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.err.contains("Both had written in 1 place"), "{}", ran.err);
    let note = other.note();
    for words in ["mine", "Nobody wrote.", "Nobody called me back.", "Also written elsewhere"] {
        assert!(note.contains(words), "{words}: {note}");
    }
    assert_eq!(other.run(&["import", "--merge", &changed]).code, 0);
    assert_eq!(other.note(), note, "nothing more comes of doing it again");
}

#[test]
fn a_closed_one_that_is_made_one_with_another_says_that_it_was_changed() {
    let (home, other) = (prepared(), Home::new());
    let file = exported(&home, &other);
    assert_eq!(other.run(&["import", &file]).code, 0);
    assert_eq!(other.run(&["close", ZOE, "--outcome", "parted"]).code, 0);
    let file = exported(&other, &other);
    assert_eq!(other.run(&["hold", ZOE, "--because", "a claim"]).code, 0);
    let later = Home::at(other.path()).with("GOODTERMS_NOW", "2026-11-25T10:00:00-05:00");
    // It says nothing new: nothing is amended.
    assert_eq!(later.run(&["import", "--merge", &file]).code, 0);
    assert!(!other.note().contains("amended"), "{}", other.note());
    let new = fs::read_to_string(&file).unwrap().replace("Nobody called me back.", "Nobody wrote.");
    let changed = other.write("changed.json", &new);
    assert_eq!(later.run(&["import", "--merge", &changed]).code, 0);
    let note = other.note();
    assert!(
        note.contains("Nobody wrote.") && note.contains("amended = [2026-11-25T10:00:00-05:00]\n"),
        "{note}"
    );
    assert!(note.contains("status = \"closed\"") && note.contains("hold = \"a claim\""), "{note}");
    assert_eq!(later.run(&["import", "--merge", &changed]).code, 0);
    assert_eq!(other.note(), note, "once is enough");
}

#[test]
fn another_conversation_that_has_its_id_is_never_made_one_with_it() {
    let home = prepared();
    let text = fs::read_to_string(exported(&home, &home)).unwrap();
    let (before, good) = (home.note(), serde_json::from_str::<Value>(&text).unwrap());
    for (pointer, new) in [
        ("/conversations/0/head/playbook/id", "rebuild"),
        ("/conversations/0/head/started", "2025-01-01T10:00:00+01:00"),
    ] {
        let mut other = good.clone();
        *other.pointer_mut(pointer).unwrap() = value!(new);
        other["conversations"][0].as_object_mut().unwrap().remove("answers");
        for args in [&["import", "-"][..], &["import", "-", "--merge"]] {
            let ran = home.run_with(args, &other.to_string());
            assert!(ran.code == 1 && ran.err.contains("here is another conversation"), "{}", ran.err);
            assert!(ran.err.contains("nothing was imported") && !ran.err.contains("--merge"), "{}", ran.err);
        }
    }
    assert_eq!(home.note(), before);
}

#[test]
fn redacted_ones_of_several_clients_have_an_id_each() {
    let (home, other) = (Home::new(), Home::new());
    let mut seen = Vec::new();
    for client in ["Ada Byron", "Ben Finn"] {
        let id = home.filled(client, "[going]\nhandover = \"1 dec\"\n");
        let redacted = || home.run(&["export", &id, "--to", "json", "--redact"]).out;
        let text = redacted();
        assert_eq!(text, redacted(), "the same again");
        let ran = other.run_with(&["import", "-"], &text);
        assert!(ran.code == 0 && ran.err.contains("Imported: "), "{}", ran.err);
        assert!(!text.contains(&id) && other.run_with(&["import", "-"], &text).err.contains("here already"));
        seen.push(home.run(&["export", &id, "--to", "ics", "--redact"]).out);
    }
    assert_eq!(other.files().len(), 2);
    let uids =
        |ics: &str| ics.lines().filter(|l| l.starts_with("UID:")).map(str::to_owned).collect::<Vec<_>>();
    assert!(
        !uids(&seen[0]).is_empty() && uids(&seen[0]).iter().all(|uid| !seen[1].contains(uid)),
        "{seen:?}"
    );
}

#[test]
fn without_its_playbook_it_is_kept_word_for_word() {
    let (home, other) = (prepared(), Home::new());
    let file = exported(&home, &other);
    let text = fs::read_to_string(&file).unwrap().replace("\"id\": \"farewell\"", "\"id\": \"gone-one\"");
    fs::write(&file, text).unwrap();
    let ran = other.run(&["import", &file]);
    assert_eq!(ran.code, 0);
    assert!(ran.err.contains("`gone-one` is not installed: you can read it"), "{}", ran.err);
    assert_eq!(other.note(), home.note().replace("\"farewell\"", "\"gone-one\""));
    assert!(other.run(&["show", ZOE]).out.contains("Nobody called me back."));
}

#[test]
fn what_is_wrong_is_told_and_nothing_is_taken() {
    let (home, other) = (prepared(), Home::new());
    let file = exported(&home, &other);
    let good: Value = serde_json::from_str(&fs::read_to_string(&file).unwrap()).unwrap();
    let with = |pointer: &str, new: Value| {
        let mut value = good.clone();
        *value.pointer_mut(pointer).unwrap() = new;
        value.to_string()
    };
    let deep = "[".repeat(1_000_000);
    for (text, told) in [
        (String::new(), "this is not JSON"),
        ("{\"version\": 1,\n \"conversations\": [}".to_owned(), "line 2, column 20"),
        (deep, "in one another"),
        ("{}".to_owned(), "this is no export of goodterms"),
        (with("/version", value!(7)), "a newer goodterms wrote this file (version 7)"),
        (
            with("/conversations/0/head/client/name", value!(3)),
            "conversations[0].head.client.name: this should be a text",
        ),
        (with("/conversations/0/head/id", value!("../../../x")), "small letters and digits"),
        (
            with("/conversations/0/head/started", value!("1e9")),
            "conversations[0].head.started: this is not a day",
        ),
        (
            with("/conversations/0/answers/right.answer", value!("yes")),
            "answers.right.answer: this says something else",
        ),
        (
            with("/conversations/0/head/client/name", value!(" \n")),
            "conversations[0].head.client.name: this is empty",
        ),
        (
            with("/conversations/0/head/playbook/version", value!("a\n+++\nb")),
            "conversations[0].head: a text in it has a line +++",
        ),
        (
            with("/conversations/0/head/playbook", value!({ "id": "farewell", "mine": "a\n+++\nb" })),
            "conversations[0].head: a text in it has a line +++",
        ),
        (with("/conversations/0/blocks/0/key", value!("a\u{1b}}")), "blocks[0].key: this cannot be"),
    ] {
        let ran = other.run_with(&["import", "-"], &text);
        assert!(ran.code == 1 && ran.err.contains(told) && ran.out.is_empty(), "{told}: {ran:?}");
        assert!(ran.err.ends_with("nothing was imported\n"), "{}", ran.err);
        assert!(!ran.err.contains(['\u{1b}']) && !ran.err.contains("panicked"), "{}", ran.err);
    }
    // One good and one bad: none.
    let mut two = good.clone();
    let mut bad = good["conversations"][0].clone();
    bad["head"]["id"] = value!("0123456789ab");
    bad["head"]["status"] = value!("gone");
    two["conversations"].as_array_mut().unwrap().push(bad);
    let ran = other.run_with(&["import", "-"], &two.to_string());
    assert!(ran.code == 1 && ran.err.contains("conversations[1].head.status"), "{}", ran.err);
    fs::write(other.path().join("latin.json"), b"\xe9").unwrap();
    let latin = other.run(&["import", "latin.json"]);
    assert!(latin.code == 1 && latin.err.contains("UTF-8"), "{}", latin.err);
    let missing = other.run(&["import", "nothing.json"]);
    assert!(
        missing.code == 1 && missing.err.contains("nothing.json: there is no such file"),
        "{}",
        missing.err
    );
    assert_eq!(other.run(&["import"]).code, 2);
    assert_eq!(other.files().len(), 0);
    assert!(!other.path().join("data/x").exists());
}

#[test]
fn a_name_that_is_hostile_stays_in_the_notes_folder() {
    let (home, other) = (prepared(), Home::new());
    let text = fs::read_to_string(exported(&home, &other)).unwrap();
    let hostile = text
        .replace("\"name\": \"Zoë O'Brien\"", "\"name\": \"../../\\u001b[2J\"")
        .replace("\"id\": \"farewell\"", "\"id\": \"../x\"");
    let ran = other.run_with(&["import", "-"], &hostile);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(!ran.err.contains('\u{1b}') && !ran.out.contains('\u{1b}'), "{ran:?}");
    let files = other.files();
    assert_eq!(files.len(), 1, "{files:?}");
    assert!(files[0].starts_with(other.notes()) && !files[0].to_str().unwrap().contains(".."), "{files:?}");
}

#[test]
fn two_whose_ids_begin_alike_have_a_file_each() {
    let (home, other) = (prepared(), Home::new());
    let file = exported(&home, &other);
    assert_eq!(other.run(&["import", &file]).code, 0);
    let mut value: Value = serde_json::from_str(&fs::read_to_string(&file).unwrap()).unwrap();
    let head = &mut value["conversations"][0]["head"];
    let id = head["id"].as_str().unwrap().to_owned();
    head["id"] = value!(format!("{}zzzzzz", &id[..6]));
    let ran = other.run_with(&["import", "-"], &value.to_string());
    assert_eq!((ran.code, other.files().len()), (0, 2), "{}", ran.err);
}

#[test]
fn a_table_for_spreadsheets_has_no_formula() {
    let home = prepared();
    let ran = home.run(&["export", ZOE, "--to", "csv"]);
    assert_eq!(ran.code, 0);
    assert!(
        ran.out.starts_with("\u{feff}\"client\",\"organisation\",") && ran.out.contains(",\"'=1+1\","),
        "{}",
        ran.out
    );
    let file = home.write("zoe.csv", &ran.out);
    // Python's own reader sees as many columns in each row, and the lines of an answer in one cell.
    let read = "import csv, sys\nrows = list(csv.DictReader(open(sys.argv[1], encoding='utf-8-sig', newline='')))\n\
        assert all(None not in row and None not in row.values() for row in rows)\n\
        print([row['answer'] for row in rows if row['field'] == 'words'][0])\n";
    let python = std::process::Command::new("python3").args(["-c", read, &file]).output();
    let Ok(python) = python else { return };
    let out = String::from_utf8(python.stdout).unwrap();
    assert_eq!(out, "Nobody called me back.\n\n## x {#why}\n", "{}", String::from_utf8_lossy(&python.stderr));
}
