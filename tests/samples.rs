//! Sample conversations: put there, looked around in, taken away.

#![cfg(unix)] // As in `commands.rs`.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may")]

mod common;

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use common::{Home, Ran, json, keys};

const PUT: [&str; 3] = ["config", "init", "--samples"];
const REMOVE: [&str; 2] = ["config", "remove-samples"];

/// A home with the samples in it.
fn looked_around() -> Home {
    let home = Home::new();
    let ran = home.run(&PUT);
    assert_eq!(ran.code, 0, "{}", ran.err);
    home
}

/// The paths that a command printed.
fn paths(ran: &Ran) -> Vec<PathBuf> {
    let mut paths: Vec<_> = ran.out.lines().map(PathBuf::from).collect();
    paths.sort();
    paths
}

/// Types a line at the end of a note, as an editor does.
fn type_into(note: &Path) {
    let text = fs::read_to_string(note).unwrap();
    fs::write(note, text + "mine\n").unwrap();
}

fn is_root(home: &Home) -> bool {
    let probe = home.path().join("probe");
    fs::create_dir(&probe).unwrap();
    fs::set_permissions(&probe, fs::Permissions::from_mode(0o500)).unwrap();
    fs::write(probe.join("file"), "").is_ok()
}

/// Where the samples come to lie below the notes folder, their ids aside.
fn folders() -> Vec<String> {
    let home = looked_around();
    let name = |path: PathBuf| path.parent().unwrap().file_name().unwrap().to_str().unwrap().to_owned();
    home.files().into_iter().map(name).collect()
}

// ------------------------------------------------------------------------------------ put there

#[test]
fn an_empty_folder_gets_the_samples_and_it_is_said_what_to_do() {
    let home = Home::new();
    home.write("data/goodterms/notes/README.md", "# My own\n");
    home.write("data/goodterms/notes/x/blog.md", "+++\ntitle = \"blog\"\n+++\n");
    let ran = home.run(&PUT);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let notes: Vec<_> = home.files().into_iter().filter(|f| !f.ends_with("blog.md")).collect();
    assert_eq!((notes.len(), paths(&ran)), (2, notes.clone()));
    assert_eq!(notes[0].metadata().unwrap().permissions().mode() & 0o777, 0o600);
    insta::assert_snapshot!(home.same(&ran.err));
    assert!(fs::read_to_string(home.config()).unwrap().contains("# advisor"));
    for note in notes {
        assert!(fs::read_to_string(note).unwrap().contains("\n> A sample with invented people. "));
    }
}

#[test]
fn list_and_show_say_what_is_a_sample() {
    let home = looked_around();
    home.filled("Ada Byron", "");
    let listed = home.run(&["list"]);
    assert_eq!(listed.out.matches("(sample)").count(), 2, "{}", listed.out);
    assert!(!listed.out.lines().any(|l| l.contains("Ada") && l.contains("(sample)")), "{}", listed.out);
    let listed = json(&home.run(&["list", "--json"]));
    for session in listed["sessions"].as_array().unwrap() {
        let is_sample = session["client"] != "Ada Byron";
        assert_eq!(session.get("sample"), is_sample.then_some(&true.into()), "{session}");
        let id = session["id"].as_str().unwrap();
        let shown = home.run(&["show", id]).out;
        let named = format!("- Client: {} (sample)", session["client"].as_str().unwrap());
        assert_eq!(shown.contains(&named), is_sample, "{shown}");
        let shown = json(&home.run(&["show", id, "--json"]));
        assert_eq!(shown["session"].get("sample"), is_sample.then_some(&true.into()));
        assert_eq!(keys(&shown["session"]), keys(session));
        let plain = home.run(&["resume", id, "--plain"]).out;
        assert_eq!(plain.contains("(sample)"), is_sample, "{plain}");
    }
}

#[test]
fn a_config_that_is_there_is_left_alone() {
    let home = Home::new();
    home.write("config/goodterms/config.toml", "advisor = \"C. Babbage\"\nnotes_dir = \"~/mine\"\n");
    let ran = home.run(&PUT);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.err.contains("config.toml is there already and was left as it is.\n"), "{}", ran.err);
    assert_eq!(
        fs::read_to_string(home.config()).unwrap(),
        "advisor = \"C. Babbage\"\nnotes_dir = \"~/mine\"\n"
    );
    for path in paths(&ran) {
        assert!(path.starts_with(home.path().join("mine")), "{path:?}");
        assert!(fs::read_to_string(path).unwrap().contains("advisor = \"C. Babbage\"\n"));
    }
}

#[test]
fn a_folder_with_conversations_is_refused() {
    let home = Home::new();
    home.filled("Ada Byron", "");
    let ran = home.run(&PUT);
    assert_eq!(home.files().len(), 1);
    assert!(!home.config().exists(), "nothing at all was written");
    insta::assert_snapshot!(ran.all(&home));
    let elsewhere = home.run(&[&PUT[..], &["--notes", "try"]].concat());
    assert_eq!((elsewhere.code, paths(&elsewhere).len()), (0, 2), "{}", elsewhere.err);
    let command = format!("Look around: goodterms --notes \"{}/try\"\n", home.path().display());
    assert!(elsewhere.err.contains(&command), "{}", elsewhere.err);
    let removed = home.run(&[&REMOVE[..], &["--notes", "try"]].concat());
    assert_eq!(paths(&removed), paths(&elsewhere));
    assert_eq!(home.files().len(), 1);
}

#[test]
fn a_note_that_cannot_be_read_may_be_a_clients() {
    for text in
        ["+++\ngoodterms = 9\n+++\n", "+++\ngoodterms = 1\nid = \"k3", "+++\ngoodterms = 1\nid = \n+++\n"]
    {
        let home = Home::new();
        let note = home.write("data/goodterms/notes/x/note.md", text);
        let ran = home.run(&PUT);
        assert_eq!((ran.code, home.files().len()), (1, 1), "{}", ran.err);
        assert!(ran.err.contains(&note) && ran.err.contains("--notes DIR"), "{}", ran.err);
    }
}

#[test]
fn samples_that_are_there_stay_as_they_are() {
    let home = looked_around();
    type_into(&home.files()[0]);
    let before: Vec<_> = home.files().iter().map(|f| fs::read(f).unwrap()).collect();
    fs::remove_file(home.config()).unwrap();
    let ran = home.run(&PUT);
    assert_eq!((ran.code, paths(&ran)), (0, home.files()), "{}", ran.err);
    assert!(ran.err.contains("There already: 2 sample conversations"), "{}", ran.err);
    assert!(home.config().exists());
    assert_eq!(home.files().iter().map(|f| fs::read(f).unwrap()).collect::<Vec<_>>(), before);
}

#[test]
fn at_a_standing_clock_only_the_ids_differ() {
    let texts = || {
        let home = looked_around();
        home.files().iter().map(|f| home.same(&fs::read_to_string(f).unwrap())).collect::<Vec<_>>()
    };
    assert_eq!(texts(), texts());
}

#[test]
fn if_the_last_one_cannot_be_filed_none_is_there() {
    let folders = folders();
    for blocked in &folders {
        let home = Home::new();
        let file = home.write(format!("data/goodterms/notes/{blocked}"), "in the way");
        let ran = home.run(&PUT);
        assert_eq!((ran.code, ran.out.as_str()), (1, ""), "{}", ran.err);
        assert!(ran.err.contains(&file) && ran.err.contains("no sample was put there"), "{}", ran.err);
        let left: Vec<_> = fs::read_dir(home.notes()).unwrap().map(|f| f.unwrap().path()).collect();
        assert_eq!(left, [PathBuf::from(file)]);
    }
}

#[test]
fn a_notes_folder_that_cannot_be_written() {
    let home = Home::new();
    fs::create_dir_all(home.notes()).unwrap();
    fs::set_permissions(home.notes(), fs::Permissions::from_mode(0o500)).unwrap();
    // Nothing is forbidden to root; there is nothing to see then.
    if !is_root(&home) {
        let ran = home.run(&PUT);
        assert_eq!((ran.code, ran.out.as_str()), (1, ""));
        let told = ran.err.contains("there is no permission to do that here");
        assert!(told && ran.err.contains(home.notes().to_str().unwrap()), "{}", ran.err);
    }
    fs::set_permissions(home.notes(), fs::Permissions::from_mode(0o700)).unwrap();
    let file = home.write("file", "mine");
    let ran = home.run(&[&PUT[..], &["--notes", &file]].concat());
    assert_eq!((ran.code, ran.out.as_str()), (1, ""));
    assert!(ran.err.contains(&format!("{file} is a file, and should be a folder")), "{}", ran.err);
}

// ----------------------------------------------------------------------------------- taken away

#[test]
fn samples_that_were_only_looked_at_are_taken_away() {
    let home = looked_around();
    let real = home.filled("Ada Byron", "");
    for session in json(&home.run(&["list", "--json"]))["sessions"].as_array().unwrap() {
        let id = session["id"].as_str().unwrap();
        assert_eq!(home.run_with(&["resume", id, "--plain"], "").code, 0);
        let unknown = home.run(&["close", id, "--outcome", "none-of-this-name"]).err;
        let outcomes = unknown.split_once("the outcomes are:\n").unwrap().1.trim();
        let outcome = outcomes.split_whitespace().next().unwrap();
        assert_eq!(home.run(&["close", id, "--outcome", outcome]).code, 0);
        let next = ["fill", "--start", "farewell", "--from", id, "--client", "Zoë", "--answers", "-"];
        assert_eq!(home.run(&next).code, 0);
    }
    let notes = home.files().len();
    let ran = home.run(&REMOVE);
    assert_eq!((ran.code, ran.err.as_str()), (0, "Removed:\n"));
    assert_eq!((paths(&ran).len(), home.files().len()), (2, notes - 2));
    assert!(paths(&ran).iter().all(|path| !path.exists() && !path.parent().unwrap().exists()));
    assert_eq!(home.run(&["show", &real]).code, 0);
    let again = home.run(&REMOVE);
    assert_eq!((again.code, again.out.as_str()), (0, ""));
    assert_eq!(home.same(&again.err), "There is no sample in HOME/data/goodterms/notes.\n");
}

#[test]
fn one_that_was_changed_is_kept_and_named() {
    let home = looked_around();
    let [changed, other] = <[PathBuf; 2]>::try_from(home.files()).unwrap();
    type_into(&changed);
    let ran = home.run(&REMOVE);
    assert_eq!((ran.code, paths(&ran)), (0, vec![other]));
    let kept = format!("kept: {}: you changed it; --all removes it, too\n", changed.display());
    assert_eq!(ran.err, format!("{kept}Removed:\n"));
    assert!(fs::read_to_string(&changed).unwrap().ends_with("mine\n"));
    let ran = home.run(&[&REMOVE[..], &["--all"]].concat());
    assert_eq!((ran.code, paths(&ran), home.files().len()), (0, vec![changed], 0));
}

#[test]
fn no_note_without_the_mark_is_ever_taken_away() {
    let home = looked_around();
    home.filled("Ada Byron", "");
    let [note, unmarked] = [0, 1].map(|n| home.files()[n].clone());
    // Somebody's own key of this name is no mark, and neither is a sample that lost its own.
    let text = fs::read_to_string(&note).unwrap();
    let mine = text.replacen("goodterms = 1\n", "goodterms = 1\nsample = \"the blue one\"\n", 1);
    fs::write(&note, mine).unwrap();
    let text = fs::read_to_string(&unmarked).unwrap();
    let without: Vec<_> = text.lines().filter(|l| !l.starts_with("sample = ")).collect();
    fs::write(&unmarked, without.join("\n")).unwrap();
    let ran = home.run(&[&REMOVE[..], &["--all"]].concat());
    assert_eq!((ran.code, paths(&ran).len()), (0, 1), "{}", ran.err);
    assert!(note.exists() && unmarked.exists());
}

#[test]
fn a_folder_with_something_else_in_it_stays() {
    let home = looked_around();
    let folders = home.files().into_iter().map(|f| f.parent().unwrap().to_owned()).collect::<Vec<_>>();
    fs::write(folders[0].join("contract.pdf"), "theirs").unwrap();
    assert_eq!(home.run(&REMOVE).code, 0);
    assert_eq!(fs::read_to_string(folders[0].join("contract.pdf")).unwrap(), "theirs");
    assert!(!folders[1].exists() && home.notes().exists());
}

#[test]
fn what_cannot_be_taken_away_is_named_and_the_rest_is() {
    let home = looked_around();
    let files = home.files();
    let folder = files[0].parent().unwrap();
    fs::set_permissions(folder, fs::Permissions::from_mode(0o500)).unwrap();
    // Nothing is forbidden to root; there is nothing to see then.
    if !is_root(&home) {
        let ran = home.run(&REMOVE);
        assert_eq!((ran.code, paths(&ran)), (1, vec![files[1].clone()]));
        assert!(
            ran.err.contains(&format!("error: {}: there is no permission", files[0].display())),
            "{}",
            ran.err
        );
        assert!(files[0].exists());
    }
    fs::set_permissions(folder, fs::Permissions::from_mode(0o700)).unwrap();
}

/// Nobody may come to take an invented client for a real one.
#[test]
fn what_goes_on_from_a_sample_is_one_and_goes_only_if_all_go() {
    let home = looked_around();
    let name = json(&home.run(&["list", "--json"]))["sessions"][0]["client"].as_str().unwrap().to_owned();
    let args = ["fill", "--start", "farewell", "--from", &name, "--answers", "-"];
    assert_eq!(home.run_with(&args, "").code, 0);
    assert_eq!(home.run(&["list"]).out.matches("(sample)").count(), 3);
    let note = paths(&home.run(&REMOVE));
    assert!(!note.iter().any(|path| path.to_string_lossy().contains("farewell")), "{note:?}");
    assert_eq!(paths(&home.run(&[&REMOVE[..], &["--all"]].concat())).len(), 3 - note.len());
    assert!(home.files().is_empty());
}

#[test]
fn words_in_the_front_matter_are_words_too() {
    let home = looked_around();
    let note = &home.files()[0];
    let text = fs::read_to_string(note).unwrap();
    fs::write(note, text.replacen("status = ", "# she called: wait\nstatus = ", 1)).unwrap();
    let ran = home.run(&REMOVE);
    assert!(ran.err.contains("you changed it") && note.exists(), "{}", ran.err);
}
