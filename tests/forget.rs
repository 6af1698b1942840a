//! Putting on hold and forgetting, as a person or a script does it.

#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may")]

mod common;
#[path = "pty/terminal.rs"]
mod terminal;

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use common::{Home, Ran};
use portable_pty::CommandBuilder;
use terminal::Tty;

/// Quitting waits for the disk.
const QUIT: Duration = Duration::from_secs(20);

const WORDS: &str = "[why]\nwords = \"the xylophone\"\n";

/// Two conversations with one client under two names, and one with somebody else, who knows her.
fn lived_in() -> Home {
    let home = Home::new();
    home.is_used();
    home.filled("Zoraïda Quackenbush", WORDS);
    let second = home.filled("Zoë Quackenbush", WORDS);
    let ran = home.run(&["rename", &second, "--also", "Zoraïda Quackenbush"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    home.filled("Bob Finn", "[why]\nwords = \"He knows Zoraïda Quackenbush\"\n");
    home
}

/// All files below the home, with what is in them.
fn holding(home: &Home, words: &[&str]) -> Vec<PathBuf> {
    fn files(at: &Path, into: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(at).unwrap().flatten() {
            let path = entry.path();
            if path.is_dir() { files(&path, into) } else { into.push(path) }
        }
    }
    let mut all = Vec::new();
    files(home.path(), &mut all);
    let plain = |text: &str| text.to_lowercase().replace('ï', "i").replace('ë', "e");
    let holds = |path: &PathBuf| {
        let text =
            plain(&String::from_utf8_lossy(&fs::read(path).unwrap())) + &plain(&path.display().to_string());
        words.iter().any(|word| text.contains(&plain(word)))
    };
    all.into_iter().filter(holds).collect()
}

#[test]
fn a_script_forgets_with_the_name_and_yes_and_nothing_of_the_client_is_left() {
    let home = lived_in();
    // Earlier versions and what Today shows hold her name, too.
    let later = Home::at(home.path()).with("GOODTERMS_NOW", "2026-11-25T10:00:00-05:00");
    assert_eq!(later.run(&["note", "-s", "Zoë Quackenbush", "a marzipan"]).code, 0);
    assert!(!holding(&home, &["xylophone"]).is_empty());
    for (args, says) in [
        (vec!["forget", "Zoraïda Quackenbush"], "--yes"),
        (vec!["forget", "zoraïda quackenbush", "--yes"], "letter for letter"),
    ] {
        let ran = home.run(&args);
        assert_eq!(ran.code, 2, "{ran:?}");
        assert!(ran.err.contains(says) && ran.err.contains("Ask before you do this"), "{ran:?}");
    }
    assert_eq!(home.files().len(), 3);
    let ran = home.run(&["forget", "Zoraïda Quackenbush", "--yes"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    assert!(ran.out.contains("2 notes") && ran.out.contains("Also mentioned in"), "{ran:?}");
    assert!(ran.err.contains("Forgotten: Zoë Quackenbush (also Zoraïda Quackenbush)"), "{ran:?}");
    assert!(ran.err.contains("backups"), "{ran:?}");
    let left = holding(&home, &["quackenbush", "xylophone", "marzipan"]);
    assert_eq!(left.len(), 1, "only the note of him who knows her: {left:?}");
    assert!(left[0].to_str().unwrap().contains("bob-finn"), "{left:?}");
    assert_eq!(home.files().len(), 1);
    let ran = home.run(&["forget", "Zoraïda Quackenbush", "--yes"]);
    assert_eq!(ran.code, 2, "{ran:?}");
}

#[test]
fn what_is_on_hold_keeps_everything_until_it_is_released() {
    let home = lived_in();
    let id = home.files().into_iter().find(|f| f.to_str().unwrap().contains("zoraida")).unwrap();
    let ran = home.run(&["hold", id.to_str().unwrap(), "--because", "a claim is open"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    assert!(fs::read_to_string(&id).unwrap().contains("hold = \"a claim is open\""));
    let ran = home.run(&["hold", "Zoë Quackenbush"]);
    assert!(ran.out.contains("a claim is open") && ran.code == 0, "{ran:?}");
    let ran = home.run(&["show", id.to_str().unwrap()]);
    assert!(ran.out.contains("- On hold, not to be forgotten: a claim is open"), "{ran:?}");
    let ran = home.run(&["list", "--json"]);
    assert!(ran.out.contains("\"hold\": \"a claim is open\""), "{ran:?}");
    let ran = home.run(&["forget", "Zoë Quackenbush", "--yes"]);
    assert_eq!(ran.code, 1, "{ran:?}");
    assert!(ran.err.contains("nothing is forgotten") && ran.err.contains("a claim is open"), "{ran:?}");
    assert_eq!(home.files().len(), 3);
    // By hand one may write what is no reason.
    let note = fs::read_to_string(&id).unwrap();
    fs::write(&id, note.replace("hold = \"a claim is open\"", "hold = false")).unwrap();
    assert_eq!(home.run(&["forget", "Zoë Quackenbush", "--yes"]).code, 1);
    let ran = home.run(&["hold", "Zoë Quackenbush", "--release"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    assert!(!fs::read_to_string(&id).unwrap().contains("hold"));
    assert_eq!(home.run(&["forget", "Zoë Quackenbush", "--yes"]).code, 0);
    assert_eq!(home.files().len(), 1);
}

#[test]
fn two_clients_who_fit_are_both_listed_and_nothing_is_done() {
    let home = Home::new();
    home.is_used();
    let first = home.filled("Somebody", WORDS);
    home.filled("Somebody", WORDS);
    let ran = home.run(&["forget", "Somebody", "--yes"]);
    assert_eq!(ran.code, 2, "{ran:?}");
    assert_eq!(ran.err.matches("Somebody  farewell").count(), 2, "{ran:?}");
    assert_eq!(home.run(&["forget", &first, "--yes"]).code, 2, "an id is no name to be sure by");
    let ran = home.run(&["forget", "Some"]);
    assert!(ran.code == 2 && ran.err.contains("Did you mean"), "{ran:?}");
    assert_eq!(home.files().len(), 2);
}

/// A conversation with somebody of an organisation; gives its id.
fn at_work(home: &Home, client: &str, organisation: &str) -> String {
    let args =
        ["fill", "--start", "farewell", "--client", client, "--organisation", organisation, "--answers", "-"];
    let ran = home.run_with(&args, WORDS);
    assert_eq!(ran.code, 0, "{ran:?}");
    ran.out.split_whitespace().next().unwrap().to_owned()
}

#[test]
fn two_people_of_one_name_are_told_apart_by_their_organisations() {
    let home = Home::new();
    home.is_used();
    let (mills, more) = (at_work(&home, "Ann Lee", "Mills"), at_work(&home, "Ann Lee", "MILLS"));
    let tiler = at_work(&home, "Ann Lee", "Tiler & Co");
    let ran = home.run(&["forget", "Ann Lee", "--yes"]);
    assert_eq!(ran.code, 1, "{ran:?}");
    assert!(ran.out.contains("farewell, 2026-11-21, Tiler & Co: /"), "{}", ran.out);
    assert!(ran.err.contains("may be with several people of one name"), "{}", ran.err);
    for id in [&mills, &more, &tiler] {
        assert!(ran.err.contains(&format!("  {id}  farewell, 2026-11-21, ")), "{}", ran.err);
    }
    assert_eq!(home.files().len(), 3);
    // By an id only those with its organisation; there, the name is typed.
    let ran = home.run(&["forget", &mills, "--yes"]);
    assert!(ran.code == 2 && ran.err.contains("do it at a terminal"), "{ran:?}");
    assert!(ran.out.contains("2 notes") && ran.out.contains("Ann Lee, Tiler & Co: /"), "{}", ran.out);
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_goodterms"));
    command.args(["forget", &mills[..8]]);
    let mut tty = Tty::run_in(&home, command, (120, 40), &[]);
    tty.until_raw("type their name (Ann Lee)");
    tty.keys("Ann Lee<enter>");
    assert!(tty.end_within(QUIT).success());
    let left = home.files();
    assert!(left.len() == 1 && fs::read_to_string(&left[0]).unwrap().contains("Tiler"), "{left:?}");
    // One who is the only one of that name goes by it.
    assert_eq!(home.run(&["forget", "Ann Lee", "--yes"]).code, 0);
    assert!(holding(&home, &["ann lee", "xylophone"]).is_empty());
}

#[test]
fn notes_that_another_folder_has_are_not_touched() {
    let home = lived_in();
    let later = Home::at(home.path()).with("GOODTERMS_NOW", "2026-11-25T10:00:00-05:00");
    assert_eq!(later.run(&["note", "-s", "Zoë Quackenbush", "a marzipan"]).code, 0);
    let before = holding(&home, &["xylophone"]);
    assert!(before.iter().any(|path| path.starts_with(home.state())), "{before:?}");
    let empty = home.path().join("empty");
    let ran = home.run(&["--notes", empty.to_str().unwrap(), "forget", "Zoë Quackenbush", "--yes"]);
    assert_eq!(ran.code, 2, "{ran:?}");
    assert!(ran.err.contains("name it with --notes") && ran.err.contains("--without-notes"), "{}", ran.err);
    assert_eq!(holding(&home, &["xylophone"]), before);
}

#[test]
fn at_a_terminal_the_name_is_typed() {
    let home = lived_in();
    for (typed, is_gone) in [("Zoë<enter>", false), ("Zoë Quackenbush<enter>", true)] {
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_goodterms"));
        command.args(["forget", "Zoraïda Quackenbush"]);
        let mut tty = Tty::run_in(&home, command, (120, 40), &[]);
        tty.until_raw("type their name (Zoë Quackenbush)");
        tty.keys(typed);
        let status = tty.end_within(QUIT);
        assert_eq!(status.success(), is_gone);
        assert_eq!(home.files().len(), if is_gone { 1 } else { 3 });
    }
}

#[test]
fn what_cannot_be_taken_away_is_said_and_goes_the_next_time() {
    let home = lived_in();
    let ran: Ran = home.run(&["list", "--json"]);
    let id = ran.out.split("\"id\": \"").nth(1).unwrap()[..12].to_owned();
    let list: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    let hers =
        list["sessions"].as_array().unwrap().iter().find(|s| s["client"] == "Zoë Quackenbush").unwrap();
    let folder = home.state().join("versions").join(hers["id"].as_str().unwrap());
    // A folder where a file should be.
    fs::create_dir_all(folder.join("odd/inner")).unwrap();
    let ran = home.run(&["forget", "Zoë Quackenbush", "--yes"]);
    assert_eq!(ran.code, 1, "{id} {ran:?}");
    assert!(ran.err.contains("still there") && ran.err.contains("odd"), "{ran:?}");
    assert_eq!(home.files().len(), 3, "the notes stay, so that the rest is found");
    fs::remove_dir_all(folder.join("odd")).unwrap();
    assert_eq!(home.run(&["forget", "Zoë Quackenbush", "--yes"]).code, 0);
    assert!(holding(&home, &["xylophone"]).is_empty());
}

#[test]
fn one_that_is_open_on_the_screen_is_left_first() {
    let home = lived_in();
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_goodterms"));
    command.args(["resume", "Zoë Quackenbush"]);
    let mut tty = Tty::run_in(&home, command, (120, 40), &[]);
    tty.see("Zoë Quackenbush");
    let ran = home.run(&["forget", "Zoë Quackenbush", "--yes"]);
    assert_eq!(ran.code, 1, "{ran:?}");
    assert!(ran.err.contains("is open in another goodterms (process"), "{ran:?}");
    tty.keys("<c-q>");
    assert!(tty.end_within(QUIT).success());
    assert_eq!(home.files().len(), 3);
}
