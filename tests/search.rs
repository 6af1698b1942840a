//! Search as a person or a script runs it.

#![cfg(unix)] // As in `commands.rs`.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may")]

mod common;
#[path = "pty/terminal.rs"]
mod terminal;

use std::fs;
use std::time::Duration;

use common::{Home, Ran, json, keys};
use terminal::Tty;

/// Nothing takes longer.
const END: Duration = Duration::from_secs(20);

const HEAD: &str = "goodterms = 1\nid = \"ID\"\nplaybook = { id = \"exit-interview\" }\nclient = CLIENT\n\
                    started = 2026-11-DAYT10:00:00-05:00\nstatus = \"STATUS\"\n";

/// A note as it lies in the folder.
fn note(home: &Home, day: usize, client: &str, status: &str, body: &str) -> String {
    let head = HEAD.replace("ID", &format!("k3v9q2m8x7{day:02}")).replace("CLIENT", client);
    let head = head.replace("DAY", &format!("{day:02}")).replace("STATUS", status);
    let text = format!("+++\n{head}+++\n\n# Exit interview: somebody\n\n{body}");
    home.write(format!("data/goodterms/notes/n/{day}.md"), text)
}

/// Three conversations.
fn lived_in() -> Home {
    let home = Home::new();
    let zoe = "{ name = \"Zoë O'Brien-李\", organisation = \"Söhne & Co\", also = [\"Zed\"] }";
    let slipped = "## Where it slipped {#slipped}\n\n### Where did it begin to slip? {#slipped.where}\n\n\
                   - [x] How often we talk\n- [ ] Fees\n\n### Notes {#slipped.notes}\n\n\
                   - 2026-11-21 14:07:31-05:00 moved the review calls without asking; nobody told her why, and for a month she thought that it was about the fees\n";
    note(&home, 3, zoe, "open", slipped);
    note(
        &home,
        2,
        "{ name = \"Ada Byron\" }",
        "closed",
        "## Ask {#ask}\n\n### Answer {#ask.answer}\n\nCanada, and the fees of the school\n",
    );
    note(&home, 1, "{ name = \"Tom\" }", "open", "## Ask {#ask}\n\n### Their fees {#ask.fees}\n\nx\n");
    home
}

#[test]
fn what_is_found_stands_below_its_conversation() {
    let home = lived_in();
    let ran = home.run(&["search", "fees"]);
    assert!(ran.out.lines().all(|line| line.chars().count() <= 80), "{}", ran.out);
    insta::assert_snapshot!(ran.all(&home));
    // Only in the names: one row each.
    assert_eq!(home.run(&["search", "brien"]).out.lines().count(), 1);
    assert_eq!(home.run(&["search", "zed"]).out.lines().nth(2), Some("    Zed"));
}

#[test]
fn words_are_found_as_one_types_them() {
    let home = lived_in();
    for (args, notes) in [
        (&["zoe"][..], 1),
        (&["O'BRIEN-李"], 0),
        (&["o'brien-李"], 1),
        (&["李"], 1),
        (&["SÖHNE"], 0),
        (&["sohne"], 1),
        (&["fees", "school"], 1),
        (&["fees school"], 0),
        (&["review calls"], 1),
        (&["\"calls without\" fees"], 1),
        (&["ada"], 1),
        (&["Ada"], 1),
        (&["Canada", "ada"], 1),
        (&["fees"], 3),
        (&["fees", "--open"], 2),
        (&["fees", "--closed"], 1),
        (&["fees", "--client", "söhne"], 1),
        (&["fees", "--client", "ada", "--open"], 0),
        (&["slipped.where"], 0),
        (&["k3v9q2m8x703"], 0),
    ] {
        let found = json(&home.run(&[&["search", "--json"], args].concat()));
        let paths: std::collections::BTreeSet<_> =
            found["hits"].as_array().unwrap().iter().map(|hit| hit["path"].to_string()).collect();
        assert_eq!(paths.len(), notes, "{args:?}: {found}");
        assert_eq!(home.run(&[&["search"], args].concat()).code, i32::from(notes == 0), "{args:?}");
    }
}

#[test]
fn programs_get_every_line_with_its_place() {
    let home = lived_in();
    let found = json(&home.run(&["search", "--json", "fees"]));
    let hits = found["hits"].as_array().unwrap();
    assert_eq!(keys(&hits[0]), ["session", "client", "path", "line", "step", "field", "text"]);
    let of = |key: &str| hits.iter().map(|hit| hit[key].to_string()).collect::<Vec<_>>();
    assert_eq!(
        of("session"),
        ["\"k3v9q2m8x701\"", "\"k3v9q2m8x703\"", "\"k3v9q2m8x702\"", "\"k3v9q2m8x703\""]
    );
    assert_eq!(of("step"), ["\"ask\"", "\"slipped\"", "\"ask\"", "\"slipped\""]);
    assert_eq!(of("field"), ["\"fees\"", "\"notes\"", "\"answer\"", "\"where\""]);
    for hit in hits {
        let note = fs::read_to_string(hit["path"].as_str().unwrap()).unwrap();
        let line = usize::try_from(hit["line"].as_u64().unwrap()).unwrap();
        assert!(note.lines().nth(line - 1).unwrap().contains(hit["text"].as_str().unwrap()), "{hit}");
    }
    let named = json(&home.run(&["search", "--json", "zoe"]));
    assert_eq!((&named["hits"][0]["field"], &named["hits"][0]["line"]), (&"client.name".into(), &5.into()));
    assert_eq!(named["hits"][0]["step"], serde_json::Value::Null);
}

#[test]
fn much_is_cut_short_and_all_of_it_can_be_had() {
    let home = Home::new();
    for day in 1..=20 {
        note(
            &home,
            day,
            "{ name = \"Ada\" }",
            "open",
            &format!("## S {{#s}}\n\n{}", "oak and ash\n".repeat(7)),
        );
    }
    let ran = home.run(&["search", "oak"]);
    assert_eq!(ran.out.matches("oak and ash").count(), 40);
    assert_eq!(ran.err, "… and 100 more lines in 20 conversations: say more words, or --all\n");
    let all = home.run(&["search", "oak", "--all"]);
    assert_eq!((all.out.matches("oak and ash").count(), all.err.as_str()), (140, ""));
    assert_eq!(json(&home.run(&["search", "oak", "--json"]))["hits"].as_array().unwrap().len(), 140);
}

#[test]
fn nothing_found_and_nothing_asked_are_said() {
    let home = lived_in();
    let none = home.run(&["search", "xylophone"]);
    assert_eq!((none.code, none.out.as_str()), (1, ""));
    assert_eq!(none.err, "Nothing found: no conversation has xylophone.\n");
    let several = home.run(&["search", "fees", "xylo\u{1b}phone", "--open"]);
    assert_eq!(
        several.err,
        "Nothing found: no conversation has all of these: fees xylo\u{FFFD}phone, of those you asked for.\n"
    );
    for empty in [&["search"][..], &["search", ""], &["search", " - "], &["search", "--open"]] {
        assert_eq!(home.run(empty).code, 2, "{empty:?}");
    }
    assert_eq!(Home::new().run(&["search", "fees"]).code, 1);
}

#[test]
fn hostile_and_broken_notes_do_no_harm() {
    let home = lived_in();
    let notes = "data/goodterms/notes";
    home.write(format!("{notes}/n/bytes.md"), b"+++\nfees \xff");
    home.write(format!("{notes}/n/none.md"), "fees, and no front matter");
    home.write(format!("{notes}/n/half.md"), "+++\ngoodterms = 1\nid = \"fees");
    let long = format!("{}\u{1b}]0;x\u{7} \u{202e}fees{}", "a".repeat(100_000), " b".repeat(50_000));
    note(
        &home,
        9,
        "{ name = \"E\\u001b[2Jve\\nfees\" }",
        "open",
        &format!("## S\u{9b} {{#s}}\r\n\r\n{long}\r\nfees \rend\r\n"),
    );
    let ran = home.run(&["search", "fees"]);
    assert_eq!(ran.code, 0);
    assert!(
        !ran.out.contains(|c: char| c.is_control() && c != '\n') && !ran.out.contains('\u{202e}'),
        "{:?}",
        ran.out
    );
    assert!(ran.out.lines().all(|line| line.chars().count() <= 80), "{}", ran.out);
    assert!(ran.out.contains("E\u{FFFD}[2Jve fees  Exit interview: somebody"), "{}", ran.out);
    assert!(ran.out.contains("…\u{FFFD}fees b b") && ran.out.contains("fees  end"), "{}", ran.out);
    assert_eq!(
        ran.err,
        "warning: 3 files cannot be read as notes and were not searched: see goodterms doctor\n"
    );
    let listed = home.run(&["search", "fees", "--json"]);
    assert!(listed.out.is_ascii() || !listed.out.contains('\u{1b}'));
    assert_eq!(json(&listed)["hits"].as_array().unwrap().len(), 7);
    fs::remove_file(home.path().join(notes).join("n/none.md")).unwrap();
    fs::remove_file(home.path().join(notes).join("n/half.md")).unwrap();
    assert!(home.run(&["search", "xylophone"]).err.starts_with("warning: "), "one that is named");
}

#[test]
fn words_stand_out_on_a_terminal_that_has_colours() {
    let home = lived_in();
    let shown = |home: &Home| {
        let mut tty = Tty::run(home, &["search", "sohne", "fees"], (60, 30));
        assert!(tty.end_within(END).success());
        (String::from_utf8_lossy(&tty.raw).into_owned(), tty.text())
    };
    let (raw, text) = shown(&home);
    assert!(raw.contains("\x1b[1;36mSöhne\x1b[0m") && raw.contains("[ ] \x1b[1;36mFees\x1b[0m"), "{raw:?}");
    assert!(text.lines().all(|line| line.trim_end().chars().count() <= 60), "{text}");
    assert!(text.contains("Where it slipped › Notes"), "{text}");
    let plain = home.with("NO_COLOR", "1");
    assert!(!shown(&plain).0.contains("\x1b[1;36m"));
    assert!(!plain.run(&["search", "fees"]).out.contains('\x1b'));
}

#[test]
fn an_id_that_is_found_can_be_shown() {
    let home = lived_in();
    let found = home.run(&["search", "canada"]).out;
    let id = found.lines().next().unwrap().split_whitespace().last().unwrap();
    let shown: Ran = home.run(&["show", id]);
    assert!(shown.out.contains("Canada, and the fees"), "{shown:?}");
}
