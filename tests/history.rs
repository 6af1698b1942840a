//! Earlier versions of a conversation: listed with what changed, read, and brought back.

#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may")]

mod common;

use std::fs;
use std::os::unix::fs::PermissionsExt;

use chrono::{DateTime, FixedOffset};
use common::{Home, json, keys};
use goodterms::store::Access;
use goodterms::store::locks::Locks;
use goodterms::store::versions::{Keep, Versions, Why};

fn versions(home: &Home) -> Versions {
    Versions::new(&home.path().join("state/goodterms"), Keep { count: 50, bytes: 20 << 20 })
}

fn at(time: &str) -> DateTime<FixedOffset> {
    DateTime::parse_from_rfc3339(time).unwrap()
}

const SAID: &str = "Nobody called me back.";

/// A conversation with three earlier texts: the oldest without what she said, the newest with other
/// words and a closed state. Gives its id.
fn with_history(home: &Home) -> String {
    let id =
        home.filled("Ada Byron", &format!("[why]\nwords = \"{SAID}\"\n[going]\nprovider = \"Babbage\"\n"));
    let note = home.note();
    let kept = versions(home);
    let day = note.replace(SAID, "");
    kept.keep(&id, &day, Why::Day, at("2025-07-01T09:30:00-04:00")).unwrap();
    let before = note.replace(SAID, "She was calm.").replace("status = \"open\"", "status = \"closed\"");
    kept.keep(&id, &before, Why::Before, at("2026-11-20T18:00:00-05:00")).unwrap();
    kept.keep(&id, "half a no", Why::Theirs, at("2026-11-20T18:00:00-05:00")).unwrap();
    id
}

/// What stands in the state folder for a conversation.
fn kept(home: &Home, id: &str) -> Vec<String> {
    let all = versions(home);
    all.list(id).unwrap().iter().map(|v| format!("{} {}", v.why.word(), all.read(v).unwrap())).collect()
}

#[test]
fn versions_are_listed_with_what_changed() {
    let home = Home::new();
    with_history(&home);
    insta::assert_snapshot!(home.run(&["history", "Ada Byron"]).all(&home));
}

#[test]
fn the_shape_of_history_is_a_promise() {
    let home = Home::new();
    let id = with_history(&home);
    let listed = json(&home.run(&["history", "Ada Byron", "--json"]));
    assert_eq!(keys(&listed), ["version", "session", "versions"]);
    assert_eq!(listed["session"], id.as_str());
    let all = listed["versions"].as_array().unwrap();
    let numbers: Vec<_> = all.iter().map(|v| v["number"].as_u64().unwrap()).collect();
    assert_eq!(numbers, [0, 1, 2, 3]);
    assert_eq!(keys(&all[0]), ["number", "at", "why", "path", "bytes", "changes", "after_closing"]);
    let whys: Vec<_> = all.iter().map(|v| v["why"].as_str().unwrap()).collect();
    assert_eq!(whys, ["now", "theirs", "before", "day"]);
    assert_eq!(
        (&all[0]["at"], &all[2]["at"]),
        (&serde_json::Value::Null, &"2026-11-20T18:00:00-05:00".into())
    );
    let changed =
        serde_json::json!({ "blocks": [{ "key": "why.words", "how": "added" }], "about": ["how it ended"] });
    assert_eq!(all[2]["changes"], changed);
    assert_eq!(all[3]["changes"], serde_json::Value::Null);
    for version in all {
        let bytes = fs::read(version["path"].as_str().unwrap()).unwrap().len();
        assert_eq!(version["bytes"], bytes);
    }
}

#[test]
fn one_without_versions_says_when_there_will_be() {
    let home = Home::new();
    let id = home.filled("Ada Byron", "");
    let ran = home.run(&["history", "Ada Byron"]);
    assert_eq!(ran.code, 0);
    assert!(ran.out.lines().count() == 2 && ran.err.contains("No earlier version is kept yet"), "{ran:?}");
    let none = home.run(&["history", &id, "--restore", "1"]);
    assert_eq!((none.code, none.out.as_str()), (2, ""));
    assert!(none.err.contains("there is no version 1: there are none yet"), "{}", none.err);
}

#[test]
fn a_version_is_shown_as_a_page_as_json_or_as_it_is() {
    let home = Home::new();
    let id = with_history(&home);
    let show = |n: &str, more: &[&str]| home.run(&[&["history", &id, "--show", n], more].concat());
    let page = show("2", &[]);
    assert_eq!((page.code, page.err.as_str()), (0, ""));
    assert!(page.out.starts_with("# Farewell: Ada Byron\n\n- Client: Ada Byron\n"), "{}", page.out);
    assert!(page.out.contains("She was calm.") && page.out.contains("- Status: closed"), "{}", page.out);
    assert_eq!(show("0", &[]).out, home.run(&["show", &id]).out);
    let shown = json(&show("2", &["--json"]));
    assert_eq!(
        (&shown["answers"]["why.words"], &shown["session"]["status"]),
        (&"She was calm.".into(), &"closed".into())
    );
    let path = versions(&home).list(&id).unwrap()[1].path.clone();
    assert_eq!(show("2", &["--raw"]).out, fs::read_to_string(path).unwrap());
    // What somebody else wrote may be no whole note.
    let half = show("1", &[]);
    assert_eq!((half.code, half.out.as_str()), (0, "half a no"));
    assert!(half.err.contains("this is its text as it stands"), "{}", half.err);
    assert_eq!(show("1", &["--json"]).code, 1);
    assert_eq!(home.run(&["history", &id]).code, 0, "and it is in no list's way");
}

#[test]
fn a_restore_files_the_version_whole_and_keeps_what_stood_there() {
    let home = Home::new();
    let id = with_history(&home);
    let now = home.note();
    let path = home.files()[0].clone();
    let ran = home.run(&["history", "Ada Byron", "--restore", "2"]);
    assert_eq!((ran.code, home.same(&ran.out).contains("[id 0]______  HOME/data")), (0, true), "{ran:?}");
    insta::assert_snapshot!(home.same(&ran.err));
    assert_eq!(home.files(), std::slice::from_ref(&path));
    assert!(home.note().contains("She was calm.") && !home.note().contains(SAID), "{}", home.note());
    assert_eq!(path.metadata().unwrap().permissions().mode() & 0o777, 0o600);
    assert_eq!(kept(&home, &id)[0], format!("restored {now}"));
    // And back again.
    assert_eq!(home.run(&["history", &id, "--restore", "1"]).code, 0);
    assert_eq!(home.note(), now);
    assert!(kept(&home, &id)[0].starts_with("restored ") && kept(&home, &id)[0].contains("She was calm."));
    // What stands there already is not filed again.
    let before = kept(&home, &id);
    let same = home.run(&["history", &id, "--restore", "2"]);
    assert_eq!((same.code, same.out.as_str()), (0, ""));
    assert!(same.err.contains("nothing was changed"), "{}", same.err);
    assert_eq!(kept(&home, &id), before);
}

#[test]
fn a_restore_takes_no_hold_off_and_opens_nothing_that_is_closed() {
    let home = Home::new();
    let id = with_history(&home);
    let at = |day: &str| Home::at(home.path()).with("GOODTERMS_NOW", format!("{day}T10:00:00-05:00"));
    assert_eq!(at("2026-11-22").run(&["close", &id, "--outcome", "parted"]).code, 0);
    assert_eq!(at("2026-11-23").run(&["hold", &id, "--because", "a claim is open"]).code, 0);
    let versions = json(&home.run(&["history", &id, "--json"]))["versions"].as_array().unwrap().len();
    let ran = at("2026-11-24").run(&["history", &id, "--restore", &(versions - 1).to_string()]);
    assert_eq!(ran.code, 0, "{ran:?}");
    assert!(ran.err.contains("\nIt stays closed, and says that it was changed since then.\n"), "{}", ran.err);
    assert!(ran.err.contains("\nOn hold, not to be forgotten: a claim is open\n"), "{}", ran.err);
    let note = home.note();
    assert!(!note.contains(SAID), "{note}");
    for stays in [
        "status = \"closed\"",
        "outcome = \"parted\"",
        "closed = 2026-11-22T10:00:00-05:00",
        "amended = [2026-11-24T10:00:00-05:00]",
        "hold = \"a claim is open\"",
    ] {
        assert!(note.contains(stays), "{stays}: {note}");
    }
    let ran = at("2026-11-24").run(&["forget", "Ada Byron", "--yes"]);
    assert!(ran.code == 1 && ran.err.contains("a claim is open"), "{ran:?}");
    // The note is damaged, or gone: what stood there last says it.
    assert_eq!(at("2026-11-25").run(&["note", "-s", &id, "a letter"]).code, 0);
    for lost in [true, false] {
        let path = home.files()[0].clone();
        if lost {
            fs::remove_file(path).unwrap()
        } else {
            fs::write(path, "+++\nhalf").unwrap()
        }
        let all = kept(&home, &id);
        let oldest = all.len().to_string();
        assert_eq!(at("2026-11-26").run(&["history", &id, "--restore", &oldest]).code, 0);
        assert!(home.note().contains("hold = \"a claim is open\"") && home.note().contains("\"parted\""));
    }
    // Where it was taken off, the list of what goes still says that there was one.
    assert_eq!(home.run(&["hold", &id, "--release"]).code, 0);
    let ran = home.run(&["forget", "Ada Byron"]);
    assert!(
        ran.out.contains("Was on hold in an earlier version") && ran.out.contains("a claim is open"),
        "{ran:?}"
    );
    assert_eq!(home.run(&["forget", "Ada Byron", "--yes"]).code, 0);
}

#[test]
fn the_oldest_can_be_restored_where_there_is_no_room_for_another() {
    let home = Home::new();
    let id = with_history(&home);
    home.write("config/goodterms/config.toml", "keep_versions = 3\n");
    let now = home.note();
    assert_eq!(home.run(&["history", &id, "--restore", "3"]).code, 0);
    assert!(!home.note().contains(SAID) && !home.note().contains("calm"), "{}", home.note());
    let all = kept(&home, &id);
    assert_eq!((all.len(), &all[0]), (4, &format!("restored {now}")), "nothing was thrown away for it");
}

#[test]
fn nothing_is_restored_below_somebody_who_has_it_open() {
    let home = Home::new();
    let id = with_history(&home);
    let (before, all) = (home.note(), kept(&home, &id));
    let Access::Write(lock) = Locks::new(&home.path().join("state/goodterms")).session(&id, at(common::NOW))
    else {
        panic!("it is open already")
    };
    let ran = home.run(&["history", &id, "--restore", "2"]);
    assert_eq!((ran.code, ran.out.as_str()), (1, ""));
    let who = format!("open in another goodterms (process {}, since 21 November 14:02)", std::process::id());
    assert!(ran.err.contains(&who), "{}", ran.err);
    assert_eq!((home.note(), kept(&home, &id)), (before, all));
    assert_eq!(home.run(&["history", &id, "--show", "2"]).code, 0, "but read");
    drop(lock);
    assert_eq!(home.run(&["history", &id, "--restore", "2"]).code, 0);
}

#[test]
fn what_cannot_be_kept_is_not_replaced() {
    let home = Home::new();
    let id = with_history(&home);
    let before = home.note();
    // A folder stands where the version would go.
    versions(&home).keep(&id, &before, Why::Restored, at(common::NOW)).unwrap();
    let path = versions(&home).list(&id).unwrap()[0].path.clone();
    fs::remove_file(&path).unwrap();
    fs::create_dir(&path).unwrap();
    let ran = home.run(&["history", &id, "--restore", "2"]);
    assert_eq!((ran.code, ran.out.as_str()), (1, ""));
    assert!(ran.err.contains("/versions/"), "{}", ran.err);
    assert_eq!(home.note(), before);
}

#[test]
fn what_is_no_whole_note_of_this_conversation_is_not_restored() {
    let home = Home::new();
    let id = with_history(&home);
    let other = home.note().replace(&id, "000000000000");
    versions(&home).keep(&id, &other, Why::Theirs, at("2026-11-21T09:00:00-05:00")).unwrap();
    let (before, all) = (home.note(), kept(&home, &id));
    for (n, code, why) in [
        ("0", 2, "0 is the note as it stands"),
        ("1", 1, "version 1 cannot stand in the place of the note: it is of another conversation"),
        ("2", 1, "this is not a goodterms note"),
        ("5", 2, "there is no version 5: there are 1 to 4"),
        ("x", 2, "invalid value"),
    ] {
        let ran = home.run(&["history", &id, "--restore", n]);
        assert_eq!((ran.code, ran.out.as_str()), (code, ""), "{n}: {}", ran.err);
        assert!(ran.err.contains(why), "{n}: {}", ran.err);
    }
    assert_eq!((home.note(), kept(&home, &id)), (before, all));
    for args in
        [&["history"][..], &["history", &id, "--raw"], &["history", &id, "--show", "1", "--restore", "1"]]
    {
        assert_eq!(home.run(args).code, 2, "{args:?}");
    }
}

#[test]
fn a_note_that_is_gone_or_damaged_comes_back_from_its_versions() {
    let home = Home::new();
    let id = with_history(&home);
    let path = home.files()[0].clone();
    let named = path.to_str().unwrap();
    // Cut off by a tool: no list knows it any more, but its name does.
    fs::write(&path, "+++\ngoodterms = 1\nid = \"").unwrap();
    assert_eq!(home.run(&["history", "Ada Byron"]).code, 2);
    let ran = home.run(&["history", named, "--restore", "2"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(home.note().contains("She was calm."));
    assert_eq!(kept(&home, &id)[0], "restored +++\ngoodterms = 1\nid = \"");
    // Not even text: nothing of it is thrown away.
    fs::write(&path, b"\xff\xfe\0").unwrap();
    let ran = home.run(&["history", &id[..6], "--restore", "3"]);
    assert_eq!(ran.code, 1);
    assert!(ran.err.contains("is no text, and is not replaced"), "{}", ran.err);
    assert_eq!(fs::read(&path).unwrap(), b"\xff\xfe\0");
    // Gone, with its folder. What somebody else wrote does not say where it goes.
    let other = versions(&home).read(&versions(&home).list(&id).unwrap()[2]).unwrap();
    let other = other.replace(&id, "../../../up").replace("Ada", "Eve");
    versions(&home).keep(&id, &other, Why::Theirs, at("2026-12-01T09:00:00-05:00")).unwrap();
    fs::remove_dir_all(path.parent().unwrap()).unwrap();
    let listed = home.run(&["history", &id]);
    assert!(listed.out.contains("the note is gone"), "{listed:?}");
    assert_eq!(home.run(&["history", &id, "--show", "0"]).code, 1);
    let ran = home.run(&["history", &id, "--restore", "4"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.err.ends_with("There was no note any more.\n"), "{}", ran.err);
    assert_eq!(home.files(), std::slice::from_ref(&path));
    assert!(home.note().contains("She was calm."));
}

#[test]
fn a_hostile_version_steers_no_terminal_and_leads_nowhere() {
    let home = Home::new();
    let id = with_history(&home);
    let evil = home.note().replace("Babbage", "Bab\u{1b}]52;c;eA==\u{7}bage\u{202e}");
    let evil = evil.replace("### Who takes over?", "### Who\u{1b}[2J takes over?");
    versions(&home).keep(&id, &evil, Why::Theirs, at("2026-11-21T09:00:00-05:00")).unwrap();
    for args in [&["history", &id][..], &["history", &id, "--json"], &["history", &id, "--show", "1"]] {
        let ran = home.run(args);
        assert_eq!(ran.code, 0, "{args:?}");
        assert!(!(ran.out + &ran.err).contains(['\u{1b}', '\u{202e}']), "{args:?}");
    }
    for wanted in ["../../etc", "..", "/etc/passwd", ".", "%"] {
        let ran = home.run(&["history", wanted]);
        assert!(ran.code != 0 && ran.out.is_empty(), "{wanted}: {ran:?}");
    }
}
