//! Two versions of a note into one: the command, and git that calls it.

#![cfg(unix)] // As in `commands.rs`.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may")]

mod common;

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use common::{Home, Ran};

/// A home with one note, and its text.
fn with_note() -> (Home, String) {
    let home = Home::new();
    home.filled("Ada Byron", "[why]\nwords = \"Nobody called me back.\"\n");
    let note = home.note();
    (home, note)
}

fn merged(home: &Home, base: &str, ours: &[u8], theirs: &[u8]) -> (Ran, Vec<u8>) {
    let files = [home.write("m/base", base), home.write("m/ours", ours), home.write("m/theirs", theirs)];
    let ran = home.run(&["merge-file", &files[0], &files[1], &files[2]]);
    let left: Vec<_> = fs::read_dir(home.path().join("m")).unwrap().map(|f| f.unwrap().file_name()).collect();
    assert_eq!(left.len(), 3, "nothing is left behind: {left:?}");
    (ran, fs::read(&files[1]).unwrap())
}

#[test]
fn both_versions_are_in_the_result() {
    let (home, note) = with_note();
    let ours = note.replace("Nobody called", "Nobody ever called");
    let theirs = note.replace("status = \"open\"", "advisor = \"Babbage\"\nstatus = \"open\"");
    let (ran, result) = merged(&home, &note, ours.as_bytes(), theirs.as_bytes());
    assert_eq!((ran.code, ran.out.as_str(), ran.err.as_str()), (0, "", ""));
    let result = String::from_utf8(result).unwrap();
    assert_eq!(result, theirs.replace("Nobody called", "Nobody ever called"));
}

#[test]
fn what_both_changed_is_there_twice_and_it_says_so() {
    let (home, note) = with_note();
    let [ours, theirs] = ["Nobody ever called", "No one called"].map(|w| note.replace("Nobody called", w));
    for base in [note.as_str(), ""] {
        let (ran, result) = merged(&home, base, ours.as_bytes(), theirs.as_bytes());
        assert_eq!(ran.code, 0);
        assert!(ran.err.ends_with(
            "both sides changed 1 place: all words are kept, look for \"Also written elsewhere\"\n"
        ));
        let result = String::from_utf8(result).unwrap();
        let block = "Nobody ever called me back.\n\n#### Also written elsewhere {#why.words.also}\n\n> No one called me back.\n\n";
        assert!(result.contains(block), "{result}");
    }
}

#[test]
fn what_cannot_be_merged_is_left_as_it_is() {
    let (home, note) = with_note();
    let id = note.lines().find(|l| l.starts_with("id = ")).unwrap();
    let other = note.replace(id, "id = \"0123456789ab\"");
    let newer = note.replace("goodterms = 1", "goodterms = 2");
    let cases: [(&str, &[u8], &str); 6] = [
        (&note, b"# A blog\n", "theirs: this is not a goodterms note"),
        (&note, b"\xff\xfe+++", "theirs: this is not UTF-8 text"),
        (&note, other.as_bytes(), "these are two conversations"),
        (&other, note.as_bytes(), "these are two conversations"),
        (&note, newer.as_bytes(), "a newer goodterms wrote this note"),
        ("# A blog\n", note.as_bytes(), "base: this is not a goodterms note"),
    ];
    for (base, theirs, why) in cases {
        let (ran, result) = merged(&home, base, note.as_bytes(), theirs);
        assert_eq!((ran.code, ran.out.as_str()), (1, ""));
        assert!(ran.err.contains(why) && ran.err.ends_with("nothing was merged\n"), "{}", ran.err);
        assert_eq!(result, note.as_bytes());
    }
    let (ran, result) = merged(&home, &note, b"# A blog\n", note.as_bytes());
    assert_eq!((ran.code, result.as_slice()), (1, &b"# A blog\n"[..]));
    let missing = home.run(&["merge-file", "m/none", "m/ours", "m/theirs"]);
    assert!(
        missing.code == 1 && missing.err.contains("m/none") || missing.err.contains("m/ours"),
        "{missing:?}"
    );
}

#[test]
fn whoever_could_read_it_still_can_and_nobody_else() {
    let (home, note) = with_note();
    let path = home.write("mine.md", &note);
    let theirs = home.write("theirs.md", note.replace("Nobody", "No one"));
    for mode in [0o600, 0o640] {
        fs::write(&path, &note).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
        let base = home.write("base.md", &note);
        assert_eq!(home.run(&["merge-file", &base, &path, &theirs]).code, 0);
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, mode);
        assert!(fs::read_to_string(&path).unwrap().contains("No one"));
    }
}

/// A machine: a home whose notes folder is a clone.
struct Machine {
    home: Home,
}

impl Machine {
    fn git(&self, args: &[&str]) -> (bool, String) {
        let output = Command::new("git")
            .args(args)
            .env_clear()
            .envs(self.home.environment())
            .env("PATH", std::env::var_os("PATH").unwrap())
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .env("GIT_CONFIG_SYSTEM", "/dev/null")
            .current_dir(self.home.notes())
            .output()
            .unwrap();
        let said = [output.stdout, output.stderr].map(|o| String::from_utf8(o).unwrap()).concat();
        (output.status.success(), said)
    }

    fn must(&self, args: &[&str]) -> String {
        let (done, said) = self.git(args);
        assert!(done, "git {args:?}: {said}");
        said
    }

    /// A machine whose notes are the clone of `from`.
    fn new(from: &Path) -> Self {
        let machine = Self { home: Home::new() };
        fs::create_dir_all(machine.home.notes()).unwrap();
        machine.must(&["clone", "-q", from.to_str().unwrap(), "."]);
        machine.must(&["config", "user.name", "Advisor"]);
        machine.must(&["config", "user.email", "advisor@example.org"]);
        machine.must(&["config", "pull.rebase", "false"]);
        machine.must(&["config", "core.autocrlf", "false"]);
        let driver = format!("'{}' merge-file %O %A %B %P", env!("CARGO_BIN_EXE_goodterms"));
        machine.must(&["config", "merge.goodterms.driver", &driver]);
        machine
    }

    fn note(&self) -> PathBuf {
        let files = self.home.files();
        let notes: Vec<_> = files.into_iter().filter(|f| f.extension().is_some_and(|e| e == "md")).collect();
        assert_eq!(notes.len(), 1, "{notes:?}");
        notes[0].clone()
    }

    fn fill(&self, answers: &str) {
        let ran = self.home.run_with(&["fill", "Ada Byron", "--answers", "-"], answers);
        assert_eq!(ran.code, 0, "{}", ran.err);
    }

    fn by_hand(&self, old: &str, new: &str) {
        let text = fs::read_to_string(self.note()).unwrap();
        assert!(text.contains(old), "{text}");
        fs::write(self.note(), text.replace(old, new)).unwrap();
    }

    fn commit(&self) {
        self.must(&["add", "-A"]);
        self.must(&["commit", "-q", "-m", "Notes"]);
    }

    fn pull(&self) -> String {
        self.must(&["pull", "-q", "--no-edit", "origin", "main"])
    }

    fn push(&self) {
        self.must(&["push", "-q", "origin", "HEAD:main"]);
    }

    fn text(&self) -> String {
        fs::read_to_string(self.note()).unwrap()
    }
}

/// Two machines that have the same note, and the folder between them.
fn two_machines() -> (tempfile::TempDir, Machine, Machine) {
    let between = tempfile::tempdir().unwrap();
    let made = Command::new("git").args(["init", "-q", "--bare", "-b", "main"]).arg(between.path()).status();
    assert!(made.unwrap().success());
    let here = Machine::new(between.path());
    fs::write(here.home.notes().join(".gitattributes"), "*.md merge=goodterms\n").unwrap();
    here.home.filled("Ada Byron", "[why]\nwords = \"Nobody called me back.\"\nnotes = [\"She was calm.\"]\n");
    here.commit();
    here.push();
    let there = Machine::new(between.path());
    assert_eq!(here.text(), there.text());
    (between, here, there)
}

/// Both commit what they did and exchange it.
fn exchange(here: &Machine, there: &Machine) -> String {
    here.commit();
    there.commit();
    here.push();
    let said = there.pull();
    there.push();
    here.pull();
    assert_eq!(here.text(), there.text());
    for machine in [here, there] {
        assert_eq!(machine.must(&["status", "--porcelain"]), "");
        assert!(machine.home.run(&["list"]).out.contains("Ada Byron"));
    }
    said
}

#[test]
fn two_machines_come_to_the_same_note_by_git() {
    let (_between, here, there) = two_machines();
    here.fill("[right]\nanswer = \"no\"\n[why]\nnotes = [\"She sighed.\"]\n");
    there.fill("[going]\nprovider = \"Babbage & Co\"\n[why]\nnotes = [\"He wrote it down.\"]\n");
    here.by_hand("# Farewell", "A line of mine.\n\n# Farewell");
    there.by_hand("Nobody called me back.", "Nobody called me back.\nTwice.");
    exchange(&here, &there);
    let text = here.text();
    for words in
        ["She was calm.", "She sighed.", "He wrote it down.", "Babbage & Co", "A line of mine.", "Twice."]
    {
        assert_eq!(text.matches(words).count(), 1, "{words}: {text}");
    }
    assert!(!text.contains("Also written elsewhere") && !text.contains("<<<<"), "{text}");
    let shown = here.home.run(&["show", "Ada Byron", "--json"]);
    assert!(shown.out.contains("Babbage & Co"), "{shown:?}");

    // The same answer on both, and then another one.
    here.fill("[why]\nwords = \"She said: nobody called.\"\n");
    there.by_hand("Nobody called me back.", "Nobody at all called me back.");
    let said = exchange(&here, &there);
    assert!(said.contains("Also written elsewhere"), "{said}");
    let text = here.text();
    for words in ["She said: nobody called.", "Nobody at all called me back."] {
        assert_eq!(text.matches(words).count(), 1, "{words}: {text}");
    }
    here.fill("[going]\nprovider = \"Lovelace\"\n");
    there.fill("[right]\nanswer = \"think\"\n");
    exchange(&here, &there);
    assert_eq!(here.text().matches("{#why.words.also}").count(), 1);
}

#[test]
fn two_machines_that_made_the_same_file_come_to_one() {
    let (_between, here, there) = two_machines();
    let copy = here.note().with_file_name("copy.md");
    let text = here.text();
    // Gone on both in one commit, so that what they have in common has no note: with two commits git
    // would follow the old file into the new ones, and see a change of one side.
    fs::remove_file(here.note()).unwrap();
    here.commit();
    here.push();
    there.pull();
    fs::write(&copy, text.replace("She was calm.", "She was very calm.")).unwrap();
    let same = copy.strip_prefix(here.home.notes()).unwrap();
    let its = there.home.notes().join(same);
    fs::create_dir_all(its.parent().unwrap()).unwrap();
    fs::write(its, &text).unwrap();
    exchange(&here, &there);
    assert!(here.text().contains("She was very calm.") && here.text().contains("She was calm."));
}

#[test]
fn what_is_no_note_is_left_to_whoever_merges() {
    let (_between, here, there) = two_machines();
    for (machine, line) in [(&here, "one\n"), (&there, "two\n")] {
        fs::write(machine.home.notes().join("README.md"), line).unwrap();
        machine.commit();
    }
    here.push();
    let (done, said) = there.git(&["pull", "-q", "--no-edit", "origin", "main"]);
    assert!(!done && said.contains("this is not a goodterms note"), "{said}");
    assert_eq!(fs::read_to_string(there.home.notes().join("README.md")).unwrap(), "two\n");
    assert!(there.must(&["status", "--porcelain"]).contains("AA README.md"));
}
