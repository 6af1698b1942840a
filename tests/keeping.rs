//! What is old, what was changed after it was closed, and what a client is called.

#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may")]

mod common;

use std::fs;

use common::{Home, Ran, json};

const WORDS: &str = "[why]\nwords = \"plums\"\n";

/// The same home at another moment.
fn at(home: &Home, day: &str) -> Home {
    Home::at(home.path()).with("GOODTERMS_NOW", format!("{day}T10:00:00-05:00"))
}

fn done(ran: Ran) -> Ran {
    assert_eq!(ran.code, 0, "{ran:?}");
    ran
}

#[test]
fn what_is_older_is_listed_told_and_left_alone() {
    let home = Home::new();
    home.is_used();
    let then = at(&home, "2018-03-01");
    for name in ["Ada Byron", "Ben Cole", "Cy Dent", "Di Elm", "Ed Fox"] {
        then.filled(name, WORDS);
    }
    done(at(&home, "2018-04-01").run(&["close", "Ada Byron", "--outcome", "parted"]));
    done(at(&home, "2018-05-01").run(&["close", "Ben Cole", "--outcome", "parted"]));
    done(then.run(&["hold", "Ben Cole", "--because", "a claim"]));
    done(at(&home, "2024-01-01").run(&["close", "Cy Dent", "--outcome", "parted"]));
    // Ed's goes on, and was written in not long ago.
    done(at(&home, "2025-01-01").run(&["note", "-s", "Ed Fox", "she called"]));
    let ran = done(home.run(&["list", "--older-than", "7 years"]));
    let names: Vec<_> = ran.out.lines().skip(1).map(|line| line.split("  ").nth(1).unwrap()).collect();
    assert_eq!(names, ["Di Elm", "Ada Byron", "Ben Cole"], "{}", ran.out);
    assert!(
        ran.out.contains("On hold, not to be forgotten: a claim") && ran.out.contains("open"),
        "{}",
        ran.out
    );
    let list = json(&done(home.run(&["list", "--older-than", "7", "--closed", "--json"])));
    assert_eq!(list["sessions"].as_array().unwrap().len(), 2);
    assert_eq!(list["sessions"][0]["last"], "2018-04-01");
    let ran = home.run(&["list", "--older-than", "a while"]);
    assert!(ran.code == 2 && ran.err.contains("\"7 years\""), "{ran:?}");
    assert!(done(home.run(&["list", "--older-than", "9 years"])).err.contains("No conversation is older"));
    assert!(!home.run(&["doctor"]).out.contains("keeping"), "nobody said how long");
    home.write("config/goodterms/config.toml", "keep_years = 7\n");
    let ran = home.run(&["doctor"]);
    assert!(
        ran.out.contains("3 conversations are older than the 7 years you set, 1 of them on hold")
            && ran.out.contains("goodterms list --older-than \"7 years\""),
        "{}",
        ran.out
    );
    assert_eq!(home.files().len(), 5);
}

#[test]
fn what_was_changed_after_it_was_closed_says_so_everywhere() {
    let home = Home::new();
    home.is_used();
    let id = home.filled("Ada Byron", WORDS);
    done(at(&home, "2026-12-02").run(&["close", &id, "--outcome", "parted"]));
    assert!(!home.note().contains("amended"));
    let follow_up = json(&done(home.run(&["show", &id, "--json"])))["follow_ups"][0]["id"].clone();
    done(at(&home, "2026-12-03").run(&["done", &id, follow_up.as_str().unwrap()]));
    assert!(!home.note().contains("amended"), "what follows goes on being done");
    done(at(&home, "2026-12-05").run(&["note", "-s", &id, "a letter came"]));
    done(at(&home, "2026-12-05").run(&["note", "-s", &id, "and another"]));
    assert!(home.note().contains("amended = [2026-12-05T10:00:00-05:00]\n"), "{}", home.note());
    let later = at(&home, "2026-12-09");
    let ran = done(later.run(&["show", &id]));
    assert!(ran.out.contains("Wed 2 December 2026, amended Sat 5 December 2026"), "{}", ran.out);
    let shown = json(&done(later.run(&["show", &id, "--json"])));
    assert_eq!(shown["session"]["amended"][0], "2026-12-05T10:00:00-05:00");
    done(later.run(&["close", &id, "--outcome", "thinking"]));
    let ran = done(later.run(&["history", &id]));
    let marked: Vec<_> = ran.out.lines().filter(|line| line.contains("  after it was closed: ")).collect();
    assert_eq!(marked.len(), 3, "{}", ran.out);
    assert!(marked[0].starts_with('0') && marked[1].contains("notes changed"), "{}", ran.out);
    let versions = json(&done(later.run(&["history", &id, "--json"])));
    let after: Vec<_> =
        versions["versions"].as_array().unwrap().iter().map(|v| v["after_closing"].clone()).collect();
    assert_eq!(after.iter().filter(|is| **is == true).count(), 3, "{after:?}");
}

#[test]
fn a_household_is_one_client_by_any_of_its_names() {
    let home = Home::new();
    home.is_used();
    let bob = home.filled("Bob Finn", WORDS);
    home.filled("Robert Finn", WORDS);
    home.filled("Ann Lee", WORDS);
    let ran = done(home.run(&["rename", &bob, "--also", "Robert Finn", "--also", "Finn household"]));
    assert!(ran.err.contains("also") && ran.err.contains("Finn household"), "{ran:?}");
    for name in ["bob finn", "Robert Finn", "household"] {
        let ran = done(home.run(&["list", "--client", name]));
        assert_eq!(ran.out.lines().count(), 3, "{name}: {}", ran.out);
    }
    let ran = done(home.run(&["rename", "Finn household", "--to", "Robert A. Finn"]));
    assert!(ran.err.contains("2 notes"), "{ran:?}");
    for name in ["Bob Finn", "Robert Finn", "Robert A. Finn", "household"] {
        let ran = done(home.run(&["list", "--client", name]));
        assert_eq!(ran.out.matches("Robert A. Finn").count(), 2, "{name}: {}", ran.out);
    }
    // Where a note lies says nothing.
    let moved = home.files().into_iter().find(|f| f.to_str().unwrap().contains("bob-finn")).unwrap();
    let elsewhere = home.notes().join("old things");
    fs::create_dir(&elsewhere).unwrap();
    fs::rename(&moved, elsewhere.join("a-name-of-mine.md")).unwrap();
    let ran = done(home.run(&["rename", "Bob Finn", "--not-also", "Finn household"]));
    assert!(ran.err.contains("1 note") && !ran.err.contains("household"), "{ran:?}");
    assert_eq!(home.run(&["rename", "Bob Finn", "--not-also", "Finn household"]).code, 2);
    assert_eq!(home.run(&["rename", "Nobody", "--to", "X"]).code, 2);
    assert_eq!(home.run(&["rename", "Bob Finn", "--to", " "]).code, 2);
    assert_eq!(home.run(&["rename", "Bob Finn"]).code, 2);
    let ran = done(home.run(&["forget", "Robert A. Finn", "--yes"]));
    assert!(ran.out.contains("2 notes"), "{ran:?}");
    assert_eq!(home.files().len(), 1);
    assert!(!elsewhere.exists(), "its folder is empty then");
}

#[test]
fn whoever_becomes_one_with_another_is_told_so_and_two_of_one_name_can_be_parted() {
    let home = Home::new();
    home.is_used();
    let at_work = |client: &str, organisation: &str| {
        let args = ["fill", "--start", "farewell", "--client", client, "--organisation", organisation];
        let ran = done(home.run_with(&[&args[..], &["--answers", "-"]].concat(), WORDS));
        ran.out.split_whitespace().next().unwrap().to_owned()
    };
    let (ann, bea) = (at_work("Ann Lee", "Mills"), at_work("Bea Lee", "Tiler & Co"));
    let ran = done(home.run(&["rename", &bea, "--also", "Ann Lee"]));
    assert!(ran.err.contains("This makes them one client with Ann Lee, Mills (1 note)"), "{}", ran.err);
    let ran = done(home.run(&["rename", &bea, "--not-also", "Ann Lee"]));
    assert!(!ran.err.contains("one client"), "{}", ran.err);
    // Two of one name: an id means the one of that organisation.
    done(home.run(&["rename", &bea, "--to", "Ann Lee"]));
    let ran = done(home.run(&["rename", &ann, "--to", "Ann Lee the elder", "--not-also", "Ann Lee"]));
    assert!(ran.err.contains("1 note.") && !ran.err.contains("one client"), "{}", ran.err);
    let ran = done(home.run(&["forget", "Ann Lee", "--yes"]));
    assert!(ran.out.contains("1 note\n") && ran.out.contains("Tiler & Co"), "{}", ran.out);
    assert_eq!(home.files().len(), 1);
}
