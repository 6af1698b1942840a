//! `goodterms practise`: the words of a conversation by heart; nothing of it is filed.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may")]

mod common;

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use common::Home;

const QUESTIONS: &str =
    "[questions]\nlist = [\"What would have to change for you to stay?\", \"What else?\"]\n";

/// An exit interview with a client, with answers; gives its id.
fn interview(home: &Home, client: &str, answers: &str) -> String {
    let args = ["fill", "--start", "exit-interview", "--client", client, "--answers", "-"];
    let ran = home.run_with(&args, answers);
    assert_eq!(ran.code, 0, "{}", ran.err);
    ran.out.split_whitespace().next().unwrap().to_owned()
}

/// Every file below the home folder, with the state of the program.
fn files(home: &Home) -> BTreeMap<PathBuf, Vec<u8>> {
    fn all(folder: PathBuf, found: &mut BTreeMap<PathBuf, Vec<u8>>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            match path.is_dir() {
                true => all(path, found),
                false => drop(found.insert(path.clone(), fs::read(path).unwrap())),
            }
        }
    }
    let mut found = BTreeMap::new();
    all(home.path().to_owned(), &mut found);
    found
}

#[test]
fn by_lines_a_card_is_its_cue_and_its_answer_and_nothing_is_written_anywhere() {
    let home = Home::new();
    interview(&home, "Ada Byron", QUESTIONS);
    let before = files(&home);
    let ran = home.run_with(&["practise", "Ada Byron", "--only", "questions", "--plain"], "\na\n\n\n\n\n\n");
    assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{}", ran.out);
    insta::assert_snapshot!(ran.out);
    assert_eq!(files(&home), before);
}

#[test]
fn without_a_name_it_is_the_latest_that_has_something_to_practise() {
    let home = Home::new();
    let none = home.run_with(&["practise", "--plain"], "");
    assert_eq!((none.code, none.out.as_str()), (1, ""));
    assert!(none.err.contains("no open conversation has anything to practise"), "{}", none.err);
    let bare = "format = 1\n[playbook]\nid = \"bare\"\nversion = \"1\"\ntitle = \"Bare\"\nsummary = \"S\"\nfits = [\"x\"]\n\
        [[step]]\nid = \"s\"\ntitle = \"S\"\nphase = \"before\"\n[[step.field]]\nid = \"f\"\nlabel = \"F\"\n\
        [[outcome]]\nid = \"o\"\nlabel = \"O\"\nmeans = \"kept\"\n";
    home.write("data/goodterms/playbooks/bare.toml", bare);
    interview(&home, "Ada Byron", QUESTIONS);
    for (client, now) in [("Bob", "2026-11-21T15:00:00-05:00"), ("Gone", "2026-11-21T16:00:00-05:00")] {
        let mut command = home.command();
        command.env("GOODTERMS_NOW", now);
        command.args(["fill", "--start", "bare", "--client", client, "--answers", "-"]);
        assert_eq!(common::Ran::of(command.write_stdin("")).code, 0);
    }
    // The newest of them cannot be opened, the next one has no cards.
    let gone = home.files().into_iter().find(|f| f.to_string_lossy().contains("/gone/")).unwrap();
    let text = fs::read_to_string(&gone).unwrap().replace("id = \"bare\"", "id = \"gone-one\"");
    fs::write(&gone, text).unwrap();
    let latest = home.run_with(&["practise", "--plain"], "stop\n");
    assert_eq!((latest.code, latest.err.as_str()), (0, ""));
    assert!(latest.out.contains("Practise for Ada Byron. 25 cards: 2 of your questions, "), "{}", latest.out);
    // By name: what to do instead is said.
    let bob = home.run_with(&["practice", "Bob", "--plain"], "");
    assert_eq!(bob.code, 0);
    assert!(bob.out.contains("There is nothing to practise here"), "{}", bob.out);
    let only = home.run_with(&["practise", "Bob", "--plain", "--only", "questions"], "");
    assert!(only.out.contains("nothing to practise here"), "{}", only.out);
}

#[test]
fn a_dumb_terminal_is_asked_by_lines_and_who_stops_hears_so() {
    let home = Home::new();
    interview(&home, "Ada Byron", QUESTIONS);
    let dumb = common::Ran::of(home.command().env("TERM", "dumb").args(["practise"]).write_stdin("\n"));
    assert!(dumb.out.contains("Card 1 of 25.") && dumb.out.contains("Got it?"), "{}", dumb.out);
    assert!(dumb.out.ends_with("Practising has ended. Nothing of it was filed.\n"), "{}", dumb.out);
    assert!(!dumb.out.contains('\u{1b}'));
    let wrong = home.run(&["practise", "--only", "everything", "--plain"]);
    assert_eq!(wrong.code, 2);
}
