//! A playbook that only helps to choose: what the command line does with one.

#![cfg(unix)] // As in `commands.rs`.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may")]

mod common;

use common::Home;
use goodterms::catalog::EMBEDDED;
use goodterms::playbook::check;

const WEATHER: &str = include_str!("playbooks/choosers/weather.toml");
const TALK: &str = include_str!("playbooks/valid/minimal.toml");

/// With the weather in place of the chooser that is built in, and a talk.
fn home() -> Home {
    let home = Home::new();
    let mut choosers = EMBEDDED.iter().filter_map(|(_, source)| check(source.as_bytes()).playbook);
    let chooser = choosers.find(|p| p.is_chooser()).unwrap();
    let weather = WEATHER.replace("\"weather\"", &format!("\"{}\"", chooser.id));
    home.write("data/goodterms/playbooks/weather.toml", weather);
    home.write("data/goodterms/playbooks/talk.toml", TALK);
    home.write("data/goodterms/playbooks/sea.toml", WEATHER.replace("\"weather\"", "\"sea\""));
    home
}

/// The title of the playbook that is begun.
fn begun(home: &Home, args: &[&str], typed: &str) -> String {
    // Enter: all of it is asked, not only what matters most.
    let ran = home.run_with(args, &format!("{typed}\n\nstop\n"));
    assert_eq!((ran.code, home.files().len()), (0, 0), "{}", ran.err);
    let begun = ran.out.lines().find_map(|l| l.strip_suffix(": Ada Byron"));
    begun.unwrap_or_else(|| panic!("{typed:?}: {}", ran.out)).trim_start_matches("> ").to_owned()
}

#[test]
fn line_by_line_each_way_stands_by_itself() {
    let ran = home().run_with(&["start", "--plain", "--client", "Ada Byron"], "?\n99\nstop\n");
    let asked = ran.out.split("At any prompt").next().unwrap();
    let cloudy = "Clouds, and more of them with every hour";
    let ways = format!(
        "  1. Sun. Pre-emptive exit interview\n  2. {cloudy}: A storm. Farewell\n  \
         3. Nothing at all: A storm. Farewell\n  4. Nothing at all: Not a breath. A talk\n"
    );
    let first = format!("What does Ada Byron see? (stop leaves)\n{ways}What does Ada Byron see?\n  5. Sun.");
    assert!(asked.starts_with(&first), "{asked}");
    let (_, others) = asked.split_once("\nOther playbooks:\n").expect(asked);
    assert!(others.contains("  9. ") && others.contains("Shared expectations session: "), "{asked}");
    assert!(!others.contains("What is the weather?"), "{asked}");
    assert!(ran.out.contains("\"99\" is none of these. Type a number from 1 to"), "{}", ran.out);
}

#[test]
fn a_number_words_or_the_playbook_itself_are_typed() {
    let home = home();
    let start = ["start", "--plain", "--client", "Ada Byron", "--meeting", "tomorrow"];
    for (typed, title) in [
        ("1", "Pre-emptive exit interview"),
        ("3", "Farewell"),
        ("nothing at all: not a breath", "A talk"),
        ("talk", "A talk"),
        ("a talk", "A talk"),
        ("Pre-emptive", "Pre-emptive exit interview"),
        ("exit-interview", "Pre-emptive exit interview"),
        ("Shared expectations session", "Shared expectations session"),
        // Two ways begin so; neither is taken.
        ("Nothing at all\n2", "Farewell"),
    ] {
        assert_eq!(begun(&home, &start, typed), title, "{typed}");
    }
}

#[test]
fn starting_with_one_is_choosing_and_keeps_what_was_said() {
    let home = home();
    let start = ["start", "sea", "--client", "Ada Byron", "--meeting", "24 nov 12:30", "--quick", "--plain"];
    let ran = home.run_with(&start, "2\nstop\n");
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.out.starts_with("What does Ada Byron see? (stop leaves)\n"), "{}", ran.out);
    assert!(ran.out.contains("Meeting: Tue 24 November 2026, 12:30."), "{}", ran.out);
    assert_eq!(home.files().len(), 0);
}

#[test]
fn nothing_of_one_is_filed() {
    let home = home();
    let answers = home.write("a.toml", "");
    let (a, client) = (answers.as_str(), "Ada");
    for args in [
        &["fill", "--start", "sea", "--client", client, "--answers", a][..],
        &["fill", "--start", "what is the weather?", "--client", client, "--answers", a],
        &["start", "sea", "--from", "nobody"],
        &["start", "sea", "--from", "nobody", "--plain"],
    ] {
        let ran = home.run(args);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{args:?}: {}", ran.err);
        assert!(ran.err.contains("only helps to choose"), "{}", ran.err);
        for id in ["farewell ", "talk ", "exit-interview "] {
            assert_eq!(ran.err.matches(&format!("\n  {id}")).count(), 1, "{}", ran.err);
        }
        assert_eq!(home.files().len(), 0);
    }
    let lost = ["farewell", "talk", "exit-interview"].iter().fold(WEATHER.to_owned(), |source, id| {
        source.replace(&format!("\"{id}\""), "\"nowhere\"").replace("\"weather\"", "\"lost\"")
    });
    home.write("data/goodterms/playbooks/lost.toml", lost);
    let ran = home.run(&["fill", "--start", "lost", "--client", client, "--answers", a]);
    assert!(ran.code == 2 && ran.err.contains("none of those that it leads to"), "{}", ran.err);
}

#[test]
fn none_is_suggested_and_all_are_listed() {
    let home = home();
    let answers = home.write("a.toml", "");
    for args in [
        &["fill", "--start", "seaa", "--client", "Ada", "--answers", answers.as_str()][..],
        &["start", "seaa", "--client", "Ada", "--plain"],
    ] {
        let ran = home.run(args);
        assert!(ran.code == 2 && ran.err.contains("  farewell "), "{}", ran.err);
        assert!(!ran.err.contains("`sea`") && !ran.err.contains("What is the weather?"), "{}", ran.err);
    }
    let ran = home.run(&["playbook", "show", "seaa"]);
    assert!(ran.err.contains("did you mean `sea`?"), "it can be read: {}", ran.err);
    let listed = home.run(&["playbook", "list"]).out;
    assert_eq!(listed.matches("; helps to choose").count(), 2, "{listed}");
    let shown = home.run(&["playbook", "show", "sea"]).out;
    assert!(shown.contains("It only helps to choose"), "{shown}");
    assert_eq!(home.run(&["playbook", "check", "data/goodterms/playbooks/sea.toml"]).code, 0);
}

#[test]
fn the_examples_of_the_help_name_none() {
    let choosers: Vec<_> = EMBEDDED
        .iter()
        .filter_map(|(_, source)| check(source.as_bytes()).playbook)
        .filter(|playbook| playbook.is_chooser())
        .collect();
    let home = Home::new();
    for command in [&["start"][..], &["fill"], &["playbook"], &["playbook", "show"], &["playbook", "edit"]] {
        let help = home.run(&[command, &["--help"]].concat()).out;
        for chooser in &choosers {
            assert!(!help.contains(&chooser.id), "{help}");
        }
    }
}

#[test]
fn a_conversation_does_not_go_on_to_one() {
    let home = home();
    let hand_off = |to: &str| format!("[[hand_off]]\nto = \"{to}\"\nlabel = \"On to {to}\"\n");
    let talk = format!("{TALK}{}{}", hand_off("sea"), hand_off("farewell"));
    home.write("data/goodterms/playbooks/talk.toml", talk);
    let start = ["start", "talk", "--client", "Ada Byron", "--meeting", "tomorrow", "--plain"];
    let ran = home.run_with(&start, "words\n\n\n\n\n\n");
    assert!(ran.out.contains("  1. On to farewell: Farewell"), "{}", ran.out);
    assert!(!ran.out.contains("On to sea"), "{}", ran.out);
}
