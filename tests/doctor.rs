//! The doctor: what it finds in a home where something is wrong, what it mends, and that it fails at
//! nothing itself.

#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may")]

mod common;

use std::collections::BTreeSet;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use chrono::{DateTime, FixedOffset};
use common::{Home, Ran, json, keys};
use goodterms::document::Document;
use goodterms::store::Access;
use goodterms::store::journal::{self, Beginning};
use goodterms::store::locks::Locks;
use goodterms::store::versions::{Keep, Versions, Why};
use serde_json::Value;

fn now() -> DateTime<FixedOffset> {
    DateTime::parse_from_rfc3339(common::NOW).unwrap()
}

fn state(home: &Home) -> PathBuf {
    home.path().join("state/goodterms")
}

/// What is not well: name, state, and what it says with the home folder taken out.
fn found(home: &Home) -> Vec<(String, String, String)> {
    let ran = home.run(&["doctor", "--json"]);
    let checks = json(&ran)["checks"].as_array().unwrap().clone();
    let text = |check: &Value, key: &str| home.same(check[key].as_str().unwrap_or_default());
    let bad: Vec<_> = checks.iter().filter(|check| check["state"] != "ok").collect();
    assert_eq!(ran.code, i32::from(!bad.is_empty()), "{ran:?}");
    assert!(bad.iter().all(|check| check["fix"].is_string()), "each says what to do: {bad:?}");
    bad.into_iter().map(|c| (text(c, "name"), text(c, "state"), text(c, "about"))).collect()
}

fn names(home: &Home) -> Vec<String> {
    found(home).into_iter().map(|(name, ..)| name).collect()
}

fn mode(path: &Path) -> u32 {
    path.metadata().unwrap().permissions().mode() & 0o7777
}

fn chmod(path: &Path, mode: u32) {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}

/// Lets a file be older than anything that is being written now.
fn age(path: &Path) {
    let then = SystemTime::now() - Duration::from_secs(3600);
    fs::File::options().append(true).open(path).unwrap().set_modified(then).unwrap();
}

/// A file as goodterms makes one.
fn put(path: &Path, text: impl AsRef<[u8]>) {
    let folder = path.parent().unwrap();
    if !folder.exists() {
        fs::create_dir_all(folder).unwrap();
        chmod(folder, 0o700);
    }
    fs::write(path, text).unwrap();
    chmod(path, 0o600);
}

/// A draft of a conversation in which one text was replaced.
fn draft(home: &Home, id: &str, from: &str, to: &str) -> PathBuf {
    let note = home.files()[0].clone();
    let stands = fs::read_to_string(&note).unwrap();
    let typed = stands.replace(from, to);
    assert_ne!(stands, typed);
    let mut bytes = journal::begin(&Beginning {
        id: id.to_owned(),
        path: note,
        base: Some(stands.clone()),
        sitting: String::new(),
    });
    bytes.extend(journal::change(&Document::parse(&stands), &Document::parse(&typed), now()));
    let path = state(home).join(format!("drafts/{id}-0123456789abcdef.draft"));
    put(&path, bytes);
    path
}

fn mended(home: &Home) -> Ran {
    let ran = home.run(&["doctor", "--fix"]);
    assert_eq!((ran.code, names(home)), (0, Vec::new()), "{ran:?}");
    ran
}

// ---------------------------------------------------------------------------------- nothing is wrong

#[test]
fn where_nothing_is_wrong_all_is_well() {
    let home = Home::new();
    assert_eq!(names(&home), [""; 0], "before the first conversation");
    assert!(!home.notes().exists() && !state(&home).exists(), "and a look makes nothing");
    home.filled("Ada Byron", "[why]\nwords = \"x\"\n");
    home.write("data/goodterms/notes/README.md", "mine");
    chmod(&home.notes().join("README.md"), 0o600);
    let ran = home.run(&["doctor"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, "All is well.\n"));
    let said: Vec<_> =
        ran.out.lines().map(|line| home.same(line)).filter(|line| !line.contains(" room:")).collect();
    insta::assert_snapshot!(said.join("\n"));
    assert_eq!(home.run(&["doctor", "--fix"]).code, 0);
}

#[test]
fn the_shape_of_doctor_is_a_promise() {
    let home = Home::new();
    home.write("config/goodterms/config.toml", "theme = 3\n");
    let told = json(&home.run(&["doctor", "--json"]));
    assert_eq!(keys(&told), ["version", "checks"]);
    let checks = told["checks"].as_array().unwrap();
    assert!(checks.iter().all(|check| keys(check) == ["name", "state", "about", "fix"]), "{checks:?}");
    let all: BTreeSet<_> = checks.iter().map(|check| check["name"].as_str().unwrap()).collect();
    let expected = [
        "config",
        "copies",
        "drafts",
        "editor",
        "ids",
        "leftovers",
        "note files",
        "notes folder",
        "open",
        "permissions",
        "playbooks",
        "rescued",
        "room",
        "state folder",
        "versions",
    ];
    assert_eq!(all, BTreeSet::from(expected));
    assert_eq!((&checks[0]["name"], &checks[0]["state"]), (&"config".into(), &"warning".into()));
    assert_eq!((&checks[0]["fix"], &checks[1]["fix"]), (&"goodterms config check".into(), &Value::Null));
}

// ------------------------------------------------------------------------------- what can be mended

#[test]
fn what_others_can_read_is_closed_to_them() {
    let home = Home::new();
    home.filled("Ada", "");
    let (note, log) = (home.files()[0].clone(), state(&home).join("locks"));
    for (path, mode) in [(&home.notes(), 0o755), (&note, 0o644), (&log, 0o711)] {
        chmod(path, mode);
    }
    let told = found(&home);
    assert_eq!(told.len(), 2, "{told:?}");
    let about = "in HOME/data/goodterms/notes, open to others on this computer, or closed to you: 2 files or folders, \
                 such as HOME/data/goodterms/notes";
    assert_eq!(told[0], ("permissions".into(), "warning".into(), about.into()));
    let ran = mended(&home);
    assert_eq!(ran.err.matches("Readable by you only now: ").count(), 3, "{}", ran.err);
    assert_eq!((mode(&home.notes()), mode(&note), mode(&log)), (0o700, 0o600, 0o700));
    // One that is closed to ourselves is opened again.
    chmod(&note, 0o000);
    mended(&home);
    assert_eq!(mode(&note), 0o600);
}

#[test]
fn what_is_shared_with_a_group_on_purpose_stays_so() {
    let home = Home::new();
    home.filled("Ada", "");
    let (note, client) = (home.files()[0].clone(), home.notes().join("ada"));
    for (path, mode) in [(&home.notes(), 0o2770), (&client, 0o2770), (&note, 0o660)] {
        chmod(path, mode);
    }
    assert_eq!(names(&home), [""; 0]);
    chmod(&note, 0o664);
    mended(&home);
    assert_eq!((mode(&home.notes()), mode(&client), mode(&note)), (0o2770, 0o2770, 0o660));
}

#[test]
fn what_is_in_drafts_is_told_of_and_filed_when_asked() {
    let home = Home::new();
    let id = home.filled("Ada Byron", "[why]\nwords = \"Nobody called.\"\n");
    let draft = draft(&home, &id, "Nobody called.", "Nobody called me back.");
    let told = found(&home);
    let about = "what was typed on 21 November at 14:02 (Ada Byron) is in a draft, and not in its note yet";
    assert_eq!(told, [("drafts".into(), "warning".into(), about.into())]);
    assert!(draft.exists() && !home.note().contains("me back"), "a look changes nothing");
    // Whoever has it open files it.
    let Access::Write(lock) = Locks::new(&state(&home)).session(&id, now()) else { panic!() };
    let ran = home.run(&["doctor"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    assert!(
        ran.out
            .contains("drafts: all that was typed is in the notes; 1 draft of conversations that are open")
    );
    let who =
        format!("open in another goodterms: {id} (process {}, since 21 November 14:02)", std::process::id());
    assert!(ran.out.contains(&who), "{}", ran.out);
    assert_eq!(home.run(&["doctor", "--fix"]).code, 0);
    assert!(draft.exists() && !home.note().contains("me back"));
    drop(lock);
    let ran = mended(&home);
    assert_eq!(ran.err.lines().next(), Some("Recovered 1 answer typed at 14:02 (Ada Byron)"));
    assert!(!draft.exists() && home.note().contains("Nobody called me back."));
}

#[test]
fn a_damaged_draft_is_put_aside_with_all_its_bytes() {
    let home = Home::new();
    let id = home.filled("Ada Byron", "[why]\nwords = \"Nobody called.\"\n");
    let path = draft(&home, &id, "Nobody called.", "Nobody called me back.");
    let mut bytes = fs::read(&path).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(&path, &bytes).unwrap();
    assert!(
        found(&home)[0].2.starts_with("this draft cannot be read to its end: HOME/state"),
        "{:?}",
        found(&home)
    );
    mended(&home);
    let aside: Vec<_> =
        fs::read_dir(state(&home).join("aside")).unwrap().map(|f| f.unwrap().path()).collect();
    assert_eq!((aside.len(), fs::read(&aside[0]).unwrap()), (1, bytes));
    let ran = home.run(&["doctor"]);
    assert!(ran.out.contains("1 file from earlier on in "), "{}", ran.out);
}

#[test]
fn copies_of_sync_tools_go_into_their_notes() {
    let home = Home::new();
    home.filled("Ada Byron", "[why]\nwords = \"Nobody called.\"\n[going]\nprovider = \"Babbage\"\n");
    let note = home.files()[0].clone();
    let stem = note.file_stem().unwrap().to_str().unwrap();
    let copy = note.with_file_name(format!("{stem}.sync-conflict-20261121-140210-ABCDEFG.md"));
    put(&copy, home.note().replace("Babbage", "Lovelace"));
    let told = found(&home);
    assert_eq!((told.len(), told[0].0.as_str(), told[0].1.as_str()), (1, "copies", "warning"), "{told:?}");
    mended(&home);
    assert!(!copy.exists());
    assert!(home.note().contains("Babbage") && home.note().contains("Lovelace"), "{}", home.note());
}

#[test]
fn what_a_filing_left_half_done_is_moved_aside_unless_it_may_go_on() {
    let home = Home::new();
    let id = home.filled("Ada Byron", "");
    let left = [
        home.notes().join("ada-byron/.goodterms-000000000000-ab.part"),
        home.notes().join(format!("ada-byron/.goodterms-{id}-ab.part")),
        state(&home).join("versions/000000000000/.goodterms-ab.part"),
    ];
    for path in &left {
        put(path, "half a no");
    }
    chmod(&state(&home).join("versions"), 0o700);
    assert_eq!(names(&home), [""; 0], "they may be written at this very moment");
    left.iter().for_each(|path| age(path));
    assert_eq!(names(&home), ["leftovers"; 3]);
    mended(&home);
    assert!(left.iter().all(|path| !path.exists()));
    let aside =
        fs::read_dir(state(&home).join("aside")).unwrap().map(|f| fs::read(f.unwrap().path()).unwrap());
    assert_eq!(aside.collect::<Vec<_>>(), [b"half a no"; 3]);
}

// --------------------------------------------------------------------- what somebody has to look at

/// A home in which much is wrong at once.
fn messy() -> Home {
    let home = Home::new();
    let id = home.filled("Ada Byron", "[why]\nwords = \"Nobody called.\"\n");
    let note = home.files()[0].clone();
    let bob = home.note().replace(&id, "bbbbbbbbbbbb").replace("Ada Byron", "Bob");
    let versions = Versions::new(&state(&home), Keep::default());
    versions.keep("bbbbbbbbbbbb", &bob, Why::Day, now()).unwrap();
    put(&home.notes().join("bob/2026-11-21-farewell-bbbbbb.md"), "+++\ngoodterms = 1\nid = \"");
    put(&home.notes().join("twice.md"), fs::read(&note).unwrap());
    put(&home.notes().join("newer.md"), "+++\ngoodterms = 9\n+++\n");
    put(&home.notes().join("latin.md"), b"+++\ngoodterms = 1\nadvisor = \"\xe9\"\n+++\n");
    let other = fs::read_to_string(&note)
        .unwrap()
        .replace(&id, "0123456789ab")
        .replace("\"farewell\"", "\"lost\u{1b}[2J\"");
    put(&home.notes().join("lost.md"), other.replace("lost\u{1b}", "lost\\u001b"));
    put(&state(&home).join("edit/text-y.md"), "from the editor");
    home.write("data/goodterms/playbooks/broken.toml", "[playbook]\n");
    home.write("config/goodterms/config.toml", "theme = \"blue\"\nnotesdir = 1\n");
    home
}

#[test]
fn each_finding_says_what_it_means_and_what_to_do() {
    let home = messy();
    let ran = home.run(&["doctor"]);
    let kept = |line: &&str| !line.contains(" room:");
    let all = Ran { out: ran.out.lines().filter(kept).collect::<Vec<_>>().join("\n") + "\n", ..ran };
    assert!(!all.out.contains('\u{1b}'));
    insta::assert_snapshot!(all.all(&home));
}

#[test]
fn a_fix_deletes_no_text_and_leaves_what_it_cannot_mend() {
    let home = messy();
    let id = home
        .files()
        .iter()
        .find_map(|f| fs::read_to_string(f).unwrap().contains("Ada Byron").then(|| f.clone()))
        .unwrap();
    put(
        &id.with_file_name(format!("{} (1).md", id.file_stem().unwrap().to_str().unwrap())),
        fs::read_to_string(&id).unwrap().replace("Nobody", "Someone"),
    );
    let left = id.with_file_name(".goodterms-x.swap");
    put(&left, "somebody's words");
    age(&left);
    chmod(&id, 0o666);
    let lines = |home: &Home| -> BTreeSet<Vec<u8>> {
        let mut all = BTreeSet::new();
        let mut folders = vec![home.path().to_owned()];
        while let Some(folder) = folders.pop() {
            for path in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
                if path.is_dir() {
                    folders.push(path);
                } else {
                    all.extend(fs::read(path).unwrap().split(|b| *b == b'\n').map(<[u8]>::to_vec));
                }
            }
        }
        all
    };
    let (before, bad) = (lines(&home), names(&home));
    assert_eq!(home.run(&["doctor", "--fix"]).code, 1);
    let after = lines(&home);
    let gone: Vec<_> = before.difference(&after).map(|line| String::from_utf8_lossy(line)).collect();
    assert!(gone.is_empty(), "{gone:?}");
    let mended = ["permissions", "copies", "leftovers"];
    assert!(mended.iter().all(|name| bad.iter().any(|b| b == name)), "{bad:?}");
    let left: Vec<_> = bad.iter().filter(|name| !mended.contains(&name.as_str())).cloned().collect();
    assert_eq!(names(&home), left);
}

#[test]
fn a_text_left_with_an_editor_goes_into_the_notes_by_the_command_that_is_said() {
    let home = Home::new();
    let id = home.filled("Ada Byron", "");
    let path = state(&home).join(format!("edit/{id}-x.md"));
    put(&path, "from the editor\n");
    let told = json(&home.run(&["doctor", "--json"]));
    let fix =
        told["checks"].as_array().unwrap().iter().find(|c| c["name"] == "editor").unwrap()["fix"].clone();
    let command = fix.as_str().unwrap().replacen("goodterms", env!("CARGO_BIN_EXE_goodterms"), 1);
    let mut shell = std::process::Command::new("/bin/sh");
    let done = shell
        .env_clear()
        .envs(home.environment())
        .env("PATH", "/usr/bin:/bin")
        .args(["-c", &command])
        .output()
        .unwrap();
    assert!(done.status.success(), "{command}: {done:?}");
    assert!(home.note().contains(" from the editor\n") && !path.exists());
    assert_eq!(names(&home), [""; 0]);
}

#[test]
fn a_note_that_was_put_elsewhere_is_told_of_until_its_words_are_in_the_note() {
    let home = Home::new();
    let id = home.filled("Ada Byron", "[why]\nwords = \"Nobody called.\"\n");
    let path = state(&home).join("rescued/2026-11-21-farewell-x.md");
    put(&path, home.note().replace("Nobody called.", "Nobody called.\nTwice."));
    let told = found(&home);
    assert_eq!((told.len(), told[0].0.as_str(), told[0].1.as_str()), (1, "rescued", "warning"), "{told:?}");
    let shown = home.run(&["show", path.to_str().unwrap()]);
    assert!(shown.out.contains("Twice."), "{shown:?}");
    let more = "[why]\nwords = \"\"\"\nNobody called.\nTwice.\"\"\"\n";
    assert_eq!(home.run_with(&["fill", &id, "--answers", "-"], more).code, 0);
    let ran = home.run(&["doctor"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    assert!(ran.out.contains("rescued: 1 copy in ") && path.exists(), "{}", ran.out);
}

#[test]
fn a_word_in_another_sentence_is_not_the_same_words() {
    let home = Home::new();
    home.filled("Ada Byron", "[why]\nwords = \"They left us no choice.\"\n");
    let path = state(&home).join("rescued/2026-11-21-farewell-x.md");
    let whole = home.note();
    for other in [
        whole.replace("They left us no choice.", "They left"),
        whole.replace("status = ", "meeting = { place = \"Café Imperial\" }\nstatus = "),
    ] {
        put(&path, other);
        assert_eq!(found(&home).len(), 1);
    }
    put(&path, whole);
    assert_eq!(found(&home), []);
}

// ---------------------------------------------------------------------------- everything is broken

#[test]
fn with_everything_broken_it_says_so_and_ends() {
    // In the way of each place: a file, a folder, a link to nowhere, a link to itself.
    for what in ["file", "folder", "nowhere", "circle"] {
        for below in ["", "/below"] {
            let home = Home::new();
            for place in [
                "data/goodterms/notes",
                "data/goodterms/playbooks",
                "state/goodterms",
                "config/goodterms/config.toml",
            ] {
                let path = home.path().join(place);
                fs::create_dir_all(path.parent().unwrap()).unwrap();
                match what {
                    "file" => fs::write(&path, "\0\u{1b}[2J").unwrap(),
                    "folder" => fs::create_dir(&path).unwrap(),
                    "nowhere" => std::os::unix::fs::symlink("/nowhere/at/all", &path).unwrap(),
                    _ => std::os::unix::fs::symlink(&path, &path).unwrap(),
                }
            }
            let notes = format!("{}{below}", home.notes().display());
            for args in [&["doctor"][..], &["doctor", "--fix"], &["doctor", "--json"]] {
                let ran = home.run(&[args, &["--notes", &notes]].concat());
                assert_eq!(ran.code, 1, "{what}{below} {args:?}: {ran:?}");
                assert!(!ran.out.is_empty() && !ran.out.contains('\u{1b}'), "{ran:?}");
                assert!(!ran.err.contains("panicked") && !ran.err.contains("error: "), "{}", ran.err);
            }
        }
    }
}

#[test]
fn a_folder_that_is_named_and_not_there_may_be_on_another_disk() {
    let home = Home::new();
    home.write("config/goodterms/config.toml", "notes_dir = \"/media/gone/notes\"\n");
    let told = found(&home);
    assert_eq!(
        (told.len(), told[0].0.as_str(), told[0].1.as_str()),
        (1, "notes folder", "warning"),
        "{told:?}"
    );
    assert!(told[0].2.contains("/media/gone/notes is not there (your config names it)"), "{told:?}");
    let file = home.write("file", "");
    home.write("config/goodterms/config.toml", format!("notes_dir = \"{file}\"\n"));
    let told = found(&home);
    assert_eq!(
        (told.len(), told[0].0.as_str(), told[0].1.as_str()),
        (1, "notes folder", "error"),
        "{told:?}"
    );
}
