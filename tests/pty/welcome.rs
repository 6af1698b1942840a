//! The first run, in a real terminal.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use super::*;

const WELCOME: &str = "Welcome to goodterms.";

#[test]
fn the_first_run_writes_the_config_and_does_not_come_again() {
    let home = Home::new();
    let mut tty = Tty::first_run(&home, &[], (80, 24));
    tty.see(WELCOME);
    tty.keys("Zoë \"Z\" Lang<esc>");
    tty.see("Nothing is open");
    tty.keys("<c-q>");
    assert!(tty.end_within(QUIT).success());
    let config = fs::read_to_string(home.config()).unwrap();
    assert!(config.contains("# theme = \"default\"\n"), "{config}");
    assert_eq!(fs::metadata(home.config()).unwrap().permissions().mode() & 0o777, 0o600);
    let shown = home.run(&["config", "show"]);
    assert!(shown.out.contains("Zoë \"Z\" Lang") && shown.err.is_empty(), "{}{}", shown.out, shown.err);
    let mut tty = Tty::first_run(&home, &[], (80, 24));
    tty.see("Nothing is open");
    tty.keys("<c-q>");
    assert!(tty.end_within(QUIT).success());
}

#[test]
fn one_may_look_around_at_once() {
    let home = Home::new();
    let mut tty = Tty::first_run(&home, &[], (80, 24));
    tty.see(WELCOME);
    tty.keys("Ada<tab><tab><enter>");
    tty.see("2 sample conversations with invented people");
    tty.see("(sample)");
    tty.keys("<c-q>");
    assert!(tty.end_within(QUIT).success());
    assert_eq!(home.files().len(), 2);
    assert!(home.files().iter().all(|f| fs::read_to_string(f).unwrap().contains("advisor = \"Ada\"\n")));
    assert_eq!(home.run(&["config", "remove-samples"]).code, 0);
    assert!(home.files().is_empty());
}

/// Whoever has only looked at the ways to begin has not begun.
#[test]
fn it_comes_also_after_a_first_look_elsewhere() {
    let home = Home::new();
    let mut tty = Tty::first_run(&home, &["start"], (80, 24));
    tty.see("A new conversation");
    tty.keys("<esc>");
    tty.see("Nothing is open");
    tty.keys("<c-q>");
    assert!(tty.end_within(QUIT).success());
    let mut tty = Tty::first_run(&home, &[], (80, 24));
    tty.see(WELCOME);
    tty.keys("<c-q>");
    assert!(tty.end_within(QUIT).success());
}

#[test]
fn it_comes_only_where_nothing_is_yet() {
    // A config, be it broken or empty; a conversation; one that cannot be read; another way in.
    type Furnish = fn(&Home);
    let used: [(Furnish, &[&str], &str); 5] = [
        (|home| drop(home.write("config/goodterms/config.toml", "")), &[], "Nothing is open"),
        (|home| drop(home.write("config/goodterms/config.toml", b"\xff")), &[], "your config cannot be read"),
        (|home| drop(home.filled("Ada Byron", "")), &[], "Ada Byron"),
        (
            |home| drop(home.write("data/goodterms/notes/x/y.md", "+++\ngoodterms = 9\n+++\n")),
            &[],
            "Nothing is open",
        ),
        (|_| (), &["start"], "A new conversation"),
    ];
    for (furnish, args, seen) in used {
        let home = Home::new();
        furnish(&home);
        let mut tty = Tty::first_run(&home, args, (80, 24));
        tty.see(seen);
        assert!(!tty.text().contains(WELCOME), "{}", tty.text());
        tty.keys("<c-q>");
        assert!(tty.end_within(QUIT).success());
    }
    // And where there is no terminal, nothing is asked.
    let home = Home::new();
    assert_eq!((home.run(&[]).code, home.config().exists()), (2, false));
    assert_eq!((home.run_with(&["--plain"], "").code, home.config().exists()), (0, false));
}

#[test]
fn where_nothing_can_be_written_it_says_so_and_goes_on() {
    let home = Home::new();
    home.write("config", "in the way");
    home.write("data/goodterms/notes", "in the way, too");
    let mut tty = Tty::first_run(&home, &[], (80, 24));
    // A notes folder that cannot be read is no sign of a first run.
    tty.see("The notes folder cannot be read");
    tty.keys("<c-q>");
    assert!(tty.end_within(QUIT).success());
    fs::remove_file(home.path().join("data/goodterms/notes")).unwrap();
    let mut tty = Tty::first_run(&home, &[], (80, 24));
    tty.see(WELCOME);
    tty.keys("Ada<enter><enter>");
    tty.see("Your name counts for now only");
    tty.see("Nothing is open");
    tty.keys("<c-q>");
    assert!(tty.end_within(QUIT).success());
}
