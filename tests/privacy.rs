//! Words stay where they belong: no core of the process, nothing beside the folders of ours, and
//! whatever is made is its owner's only.

#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may")]

mod common;
#[cfg(target_os = "linux")]
#[path = "privacy/cores.rs"]
mod cores;
#[path = "privacy/places.rs"]
mod places;
#[path = "pty/terminal.rs"]
mod terminal;

use std::ffi::OsStr;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::time::Duration;

use common::{Home, Ran};
use portable_pty::CommandBuilder;
use terminal::Tty;

/// Quitting waits for the disk.
const QUIT: Duration = Duration::from_secs(20);

/// The first field of the conversation that is had here.
const FIRST: &str = "What did you settle with them";

/// Words that are nobody else's: of the client, typed, and from the editor.
const SECRETS: [&str; 4] = ["Zoraïda", "Quackenbush", "xylophone", "marzipan"];

/// The program as a shell starts it after saying something first, such as another umask.
fn shell(first: &str, args: &[&str]) -> Vec<String> {
    let mut words = vec!["/bin/sh".to_owned(), "-c".to_owned(), format!("{first}\nexec \"$0\" \"$@\"")];
    words.push(env!("CARGO_BIN_EXE_goodterms").to_owned());
    words.extend(args.iter().map(|arg| (*arg).to_owned()));
    words
}

/// Runs a command of the program to its end.
fn run(home: &Home, words: &[String], more: &[(&str, &str)], stdin: &str) -> Ran {
    let mut command = assert_cmd::Command::new(&words[0]);
    command.args(&words[1..]).env_clear().envs(home.environment()).current_dir(home.path());
    command.envs(more.iter().copied()).env("PATH", std::env::var_os("PATH").unwrap());
    Ran::of(command.write_stdin(stdin))
}

/// Runs it in a terminal.
fn in_terminal(home: &Home, words: &[String], more: &[(&str, &str)]) -> Tty {
    let mut command = CommandBuilder::new(&words[0]);
    command.args(&words[1..]);
    let path = std::env::var("PATH").unwrap();
    let more: Vec<_> = more.iter().copied().chain([("PATH", path.as_str())]).collect();
    Tty::run_in(home, command, (120, 40), &more)
}

/// An editor of the advisor's that adds a word.
fn editor(home: &Home) -> String {
    let editor = home.write("bin/nano", "#!/bin/sh\nfor file; do :; done\necho '# marzipan' >> \"$file\"\n");
    fs::set_permissions(&editor, fs::Permissions::from_mode(0o700)).unwrap();
    editor
}

/// Everything that can be done, once: a conversation on the screen, another line by line, one from a
/// file, and each command. `begin` makes the words of a command from its arguments.
fn use_all_of_it(home: &Home, begin: &dyn Fn(&[&str]) -> Vec<String>, more: &[(&str, &str)]) {
    let editor = editor(home);
    let more: Vec<_> = more.iter().copied().chain([("EDITOR", editor.as_str())]).collect();
    let start = begin(&["start", "exit-interview", "--client", "Zoraïda Quackenbush"]);
    let mut tty = in_terminal(home, &start, &more);
    tty.see(FIRST);
    tty.keys("about the xylophone<c-e>");
    tty.see("# marzipan");
    tty.keys("<f8>");
    tty.see("Press F8 to go on");
    tty.keys("<f8><f9>");
    tty.see("How did it end?");
    tty.keys("<esc>");
    tty.see("Ctrl+N Next");
    tty.keys("<esc>");
    tty.see("n New");
    tty.keys("p");
    tty.see("built in");
    tty.keys("e");
    tty.see("is yours now, in");
    tty.keys("<c-q>");
    assert!(tty.end_within(QUIT).success());

    // A folder of the advisor's, for what leaves.
    let out = home.path().join("data/goodterms/out");
    fs::create_dir(&out).unwrap();
    fs::set_permissions(&out, fs::Permissions::from_mode(0o700)).unwrap();

    let commands: &[(&[&str], &str)] = &[
        (&["start", "farewell", "--client", "Zoraïda", "--plain"], "xylophone\nnote a marzipan\nstop\n"),
        (
            &["fill", "--start", "farewell", "--client", "Quackenbush", "--answers", "-"],
            "[why]\nwords = \"xylophone\"\n",
        ),
        (&["resume", "Quackenbush", "--plain"], "stop\n"),
        (&["practise", "Quackenbush", "--plain"], "\nthe xylophone\na\n\nstop\n"),
        (&["close", "Quackenbush", "--outcome", "thinking"], ""),
        (&["list"], ""),
        (&["list", "--older-than", "7 years"], ""),
        (&["hold", "Quackenbush", "--because", "the xylophone"], ""),
        (&["hold", "Quackenbush", "--release"], ""),
        (&["rename", "Quackenbush", "--also", "Q. Quackenbush"], ""),
        (&["list", "--json"], ""),
        (&["search", "xylophone"], ""),
        (&["show", "Quackenbush"], ""),
        (&["show", "Quackenbush", "--json"], ""),
        (&["promise", "Quackenbush", "xylophone lessons", "--on", "friday"], ""),
        (&["postpone", "Quackenbush", "own", "--to", "in 2 weeks", "--because", "xylophone broken"], ""),
        (&["drop", "Quackenbush", "own", "--because", "no xylophone"], ""),
        (&["reopen", "Quackenbush", "own"], ""),
        (&["reopen", "Quackenbush"], ""),
        (&["agenda"], ""),
        (&["agenda", "--json"], ""),
        (&["agenda", "--ics", "-o", "data/goodterms/out/due.ics"], ""),
        (&["export", "Quackenbush", "--to", "ics"], ""),
        (&["export", "Quackenbush", "--to", "csv", "-o", "data/goodterms/out/one.csv"], ""),
        (&["export", "Quackenbush", "--to", "json", "-o", "data/goodterms/out/one.json"], ""),
        (&["import", "data/goodterms/out/one.json"], ""),
        (&["import", "data/goodterms/out/one.json", "--merge"], ""),
        (&["export", "Quackenbush", "--to", "card"], ""),
        (&["export", "Quackenbush", "--to", "card", "-o", "data/goodterms/out/card.html"], ""),
        (&["export", "Quackenbush", "--to", "md", "--redact"], ""),
        (&["export", "--client", "Quackenbush", "--to", "docx", "-o", "data/goodterms/out/all.docx"], ""),
        (&["insights"], ""),
        (&["insights", "--json"], ""),
        (&["insights", "-o", "data/goodterms/out/report.html"], ""),
        (&["playbook", "new", "Hotel complaint"], ""),
        (&["playbook", "edit", "hotel-complaint"], "n\n"),
        (&["playbook", "list"], ""),
        (&["playbook", "check", "data/goodterms/playbooks"], ""),
        (&["config", "init"], ""),
        (&["config", "show"], ""),
        (&["config", "init", "--samples", "--notes", "data/goodterms/samples"], ""),
        (&["path"], ""),
        (&["list", "--notes", "bin/nano"], ""),
    ];
    for (args, stdin) in commands {
        let ran = run(home, &begin(args), &more, stdin);
        assert!(ran.code <= 1, "{args:?}: {ran:?}");
        assert!(!ran.err.contains("panicked"), "{args:?}: {ran:?}");
    }

    // And words that cannot be saved in their place stay in the draft.
    let notes = home.write("bin/file", "no folder");
    let args = ["start", "farewell", "--client", "Quackenbush", "--notes", &format!("{notes}/notes")];
    let mut tty = in_terminal(home, &begin(&args), &more);
    tty.see("NOT SAVED");
    tty.keys("xylophone<c-q>");
    tty.see("Quit all the same");
    tty.keys("d");
    tty.end_within(QUIT);
}

/// Whether one of the secrets is in a text; in the name of a file they stand without accents.
fn has_secret(text: &str) -> bool {
    let text = text.to_lowercase().replace('ï', "i");
    SECRETS.iter().any(|secret| text.contains(&secret.to_lowercase().replace('ï', "i")))
}

/// The files below a folder that hold one of the secrets.
fn with_secrets(folder: &Path) -> Vec<String> {
    let holds = |name: &String| {
        let path = folder.join(name);
        path.is_file() && has_secret(&String::from_utf8_lossy(&fs::read(path).unwrap()))
    };
    terminal::tree(folder).into_iter().map(|(name, _)| name).filter(holds).collect()
}

#[test]
fn what_is_made_is_its_owners_only_whatever_the_umask() {
    std::thread::scope(|scope| {
        for umask in ["000", "022", "077", "0777"] {
            scope.spawn(move || {
                let home = Home::new();
                let first = format!("umask {umask}");
                use_all_of_it(&home, &|args| shell(&first, args), &[]);
                let mut seen = 0;
                for (name, mode) in terminal::tree(home.path()) {
                    // What the test itself put there.
                    if name == "bin" || name.starts_with("bin/") {
                        continue;
                    }
                    let expected = if home.path().join(&name).is_dir() { 0o700 } else { 0o600 };
                    assert_eq!(mode, expected, "{name}: {mode:o} with umask {umask}");
                    seen += 1;
                }
                assert!(seen > 20, "{seen}");
            });
        }
    });
}

#[test]
fn the_log_holds_no_word_and_no_name() {
    let home = Home::new();
    use_all_of_it(&home, &|args| shell(":", args), &[]);
    let state = home.path().join("state/goodterms");
    // What is kept so that no word is lost holds words, and so does what Today showed last; nothing else
    // in the state folder does.
    let kept = ["today.json", "drafts/", "versions/", "merged/", "aside/", "edit/", "rescued/"];
    let mut holding = with_secrets(&state);
    holding.retain(|name| !kept.iter().any(|folder| name.starts_with(folder)));
    assert_eq!(holding, [""; 0]);
    let named: Vec<_> = terminal::tree(&state).into_iter().filter(|(name, _)| has_secret(name)).collect();
    assert!(named.is_empty(), "{named:?}");
    let log = fs::read_to_string(home.path().join("state/goodterms/goodterms.log")).unwrap();
    assert!(log.lines().count() > 1, "{log}");
    let word = |part: &str| part.chars().all(|c| c.is_ascii_graphic());
    assert!(log.lines().all(|line| line.split(' ').count() >= 4 && line.split(' ').all(word)), "{log}");
    assert_eq!(OsStr::new("600"), OsStr::new(&mode_of(&home.path().join("state/goodterms/goodterms.log"))));
}

#[test]
fn nothing_is_left_of_who_is_forgotten() {
    let home = Home::new();
    use_all_of_it(&home, &|args| shell(":", args), &[]);
    assert!(!with_secrets(home.path()).is_empty());
    for name in ["Zoraïda Quackenbush", "Zoraïda", "Quackenbush"] {
        // One was begun in another notes folder, and is only in its draft.
        let ran = home.run(&["forget", name, "--yes", "--without-notes"]);
        assert_eq!(ran.code, 0, "{name}: {ran:?}");
    }
    let mut left = with_secrets(home.path());
    // What was exported is out of reach, as is told; and playbooks are nobody's but the advisor's.
    let is_own = |name: &String| name.starts_with("bin/") || name.starts_with("data/goodterms/playbooks/");
    left.retain(|name| !name.starts_with("data/goodterms/out/") && !is_own(name));
    assert_eq!(left, [""; 0]);
    let named: Vec<_> =
        terminal::tree(home.path()).into_iter().filter(|(name, _)| has_secret(name)).collect();
    assert!(named.is_empty(), "{named:?}");
}

fn mode_of(path: &Path) -> String {
    format!("{:o}", fs::metadata(path).unwrap().permissions().mode() & 0o7777)
}
