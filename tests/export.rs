//! What is written for people to take along: the card, as text and as a page to print.

#![cfg(unix)] // As in `commands.rs`.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may")]

mod common;
#[path = "export/forms.rs"]
mod forms;
#[path = "export/readers.rs"]
mod readers;

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Command, Output};

use common::{Home, Ran};

const ANSWERS: &str = r#"
[slipped]
clear = "not-yet"
[questions]
list = [
  "What did O'Brien & family hope for, <b>really</b>?",
  "How did the letter from Mills reach you?",
  "What would you change first, if it were up to you?",
]
"#;

fn prepared() -> Home {
    let home = Home::new();
    let args =
        ["fill", "--start", "exit-interview", "--client", "Zoë O'Brien", "--organisation", "Mills & Co"];
    let when = ["--meeting", "24 nov 12:30", "--how", "in-person", "--answers", "-"];
    assert_eq!(home.run_with(&[&args[..], &when].concat(), ANSWERS).code, 0);
    home
}

fn export(home: &Home, more: &[&str]) -> Ran {
    home.run(&[&["export", "Zoë O'Brien", "--to", "card"], more].concat())
}

#[test]
fn the_card_is_a_text_for_whoever_asks() {
    let home = prepared();
    let ran = export(&home, &[]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    insta::assert_snapshot!("card_as_text", ran.out);
    let full = export(&home, &["--full-names"]).out;
    assert!(full.starts_with("Zoë O'Brien, Mills & Co · Tue 24 Nov, 12:30\n"), "{full}");
    assert!(full.contains("from Mills reach") && !ran.out.contains("Mills"), "{full}");
    assert_eq!(export(&home, &["-o", "-"]).out, ran.out);
}

#[test]
fn the_card_is_a_page_if_the_file_is_one() {
    let home = prepared();
    let file = home.path().join("card.html");
    let ran = export(&home, &["-o", file.to_str().unwrap()]);
    assert_eq!((ran.code, ran.out.as_str()), (0, ""));
    assert!(
        ran.err.contains(file.to_str().unwrap()) && ran.err.contains("Leave this in the car."),
        "{}",
        ran.err
    );
    let page = fs::read_to_string(&file).unwrap();
    assert!(page.starts_with("<!DOCTYPE html>") && page.contains("&lt;b&gt;really&lt;/b&gt;"), "{page}");
    assert!(!page.contains("O'Brien") && !page.contains("O&#39;Brien") && !page.contains("Mills"), "{page}");
    assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    let text = home.path().join("card.txt");
    assert_eq!(export(&home, &["-o", text.to_str().unwrap()]).code, 0);
    assert_eq!(fs::read_to_string(&text).unwrap(), export(&home, &[]).out);
}

#[test]
fn a_file_that_is_there_stays_unless_it_is_asked_for() {
    let home = prepared();
    let file = home.write("card.html", "mine");
    let ran = export(&home, &["-o", &file]);
    assert_eq!(ran.code, 1);
    assert!(ran.err.contains(&file) && ran.err.contains("--force"), "{}", ran.err);
    assert_eq!(fs::read_to_string(&file).unwrap(), "mine");
    assert_eq!(export(&home, &["-o", &file, "--force"]).code, 0);
    assert!(fs::read_to_string(&file).unwrap().contains("Zoë"));
    assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    for nowhere in [home.path().join("no/where/card.html"), home.path().to_owned()] {
        let ran = export(&home, &["-o", nowhere.to_str().unwrap(), "--force"]);
        let named = if nowhere == home.path() { nowhere.as_path() } else { nowhere.parent().unwrap() };
        assert!(ran.code == 1 && ran.err.contains(named.to_str().unwrap()), "{ran:?}");
    }
    // Nothing half-written is left.
    let left = fs::read_dir(home.path()).unwrap().map(|f| f.unwrap().file_name());
    assert!(!left.into_iter().any(|name| name.to_string_lossy().ends_with(".part")));
}

#[test]
fn a_note_and_what_is_no_file_stay_whatever_one_says() {
    let home = prepared();
    let note = home.files()[0].clone();
    let before = fs::read(&note).unwrap();
    let folder = note.parent().unwrap();
    let state = home.state();
    fs::create_dir_all(&state).unwrap();
    let linked = home.path().join("linked");
    std::os::unix::fs::symlink(folder, &linked).unwrap();
    for (file, told) in [
        (note.clone(), "notes folder"),
        (folder.join("card.txt"), "notes folder"),
        (linked.join("card.txt"), "notes folder"),
        (state.join("card.txt"), "another folder"),
    ] {
        let ran = export(&home, &["-o", file.to_str().unwrap(), "--force"]);
        assert!(
            ran.code == 1 && ran.err.contains(file.to_str().unwrap()) && ran.err.contains(told),
            "{ran:?}"
        );
        assert!(file == note || !file.exists(), "{file:?}");
    }
    assert_eq!(fs::read(&note).unwrap(), before);
    home.is_used();
    fs::write(home.config(), "advisor = \"Charles\"\n").unwrap();
    let beside = home.config().with_file_name("wording.toml");
    for (args, file) in [
        (&["export", "Zoë O'Brien", "--to", "md"][..], home.config()),
        (&["insights"], home.config()),
        (&["export", "Zoë O'Brien", "--to", "card"], beside.clone()),
    ] {
        let ran = home.run(&[args, &["-o", file.to_str().unwrap(), "--force"]].concat());
        assert!(ran.code == 1 && ran.err.contains("how goodterms is set up"), "{ran:?}");
    }
    assert_eq!(fs::read_to_string(home.config()).unwrap(), "advisor = \"Charles\"\n");
    assert!(!beside.exists());
    let pipe = home.path().join("pipe");
    assert!(tool("mkfifo", &[pipe.to_str().unwrap()]).unwrap().status.success());
    let to_pipe = home.path().join("to-pipe");
    std::os::unix::fs::symlink(&pipe, &to_pipe).unwrap();
    for file in [pipe.as_path(), &to_pipe, Path::new("/dev/null")] {
        let ran = export(&home, &["-o", file.to_str().unwrap(), "--force"]);
        assert!(ran.code == 1 && ran.err.contains(file.to_str().unwrap()), "{ran:?}");
        assert!(
            ran.err.contains("give the name of a file") && !fs::symlink_metadata(file).unwrap().is_file()
        );
    }
    // A link to a file gives way to the card, and that file stays.
    let mine = home.write("mine.txt", "mine");
    let link = home.path().join("link.txt");
    std::os::unix::fs::symlink(&mine, &link).unwrap();
    assert_eq!(export(&home, &["-o", link.to_str().unwrap(), "--force"]).code, 0);
    assert_eq!(fs::read_to_string(&mine).unwrap(), "mine");
    assert!(fs::read_to_string(&link).unwrap().contains("Zoë"));
}

#[test]
fn it_says_what_it_can_write() {
    let home = prepared();
    for args in [&["export", "Zoë O'Brien"][..], &["export", "Zoë O'Brien", "--to", "pdf"]] {
        let ran = home.run(args);
        assert!(ran.code == 2 && ran.err.contains("card") && ran.err.contains("docx"), "{ran:?}");
    }
    let ran = home.run(&["export", "Nobody", "--to", "card"]);
    assert!(ran.code == 2 && ran.err.contains("Nobody"), "{ran:?}");
}

/// Runs a program, if it is there.
fn tool(program: &str, args: &[&str]) -> Option<Output> {
    Command::new(program).args(args).output().ok()
}

/// Prints pages with the card of this conversation, and of one whose lines are as wide and as many as can
/// be, as a browser does it. It needs Chromium and `pdfinfo`, which `.ci/run` installs.
#[test]
#[ignore = "needs Chromium and pdfinfo: cargo test --test export -- --ignored"]
#[allow(clippy::print_stderr, reason = "who asks for it must hear that nothing was looked at")]
fn a_browser_prints_it_on_one_card() {
    let Some(browser) = ["chromium", "chromium-browser", "google-chrome"]
        .into_iter()
        .find(|name| tool(name, &["--version"]).is_some())
        .filter(|_| tool("pdfinfo", &["-v"]).is_some())
    else {
        eprintln!("skipped: there is no Chromium here, or no pdfinfo (poppler-utils)");
        return;
    };
    let home = prepared();
    let wide: String = (1..=9).map(|n| format!("  \"{n}{}\",\n", " MMMMMMMMM".repeat(12))).collect();
    let answers = ANSWERS.split("list = [").next().unwrap().to_owned() + "list = [\n" + &wide + "]\n";
    let begin =
        ["fill", "--start", "exit-interview", "--client", "Wilhelmina Featherstonehaugh", "--answers", "-"];
    assert_eq!(home.run_with(&begin, &answers).code, 0);
    for (name, client) in [("usual", "Zoë O'Brien"), ("wide", "Wilhelmina Featherstonehaugh")] {
        let page = home.path().join(format!("{name}.html"));
        let pdf = home.path().join(format!("{name}.pdf"));
        let ran = home.run(&["export", client, "--to", "card", "-o", page.to_str().unwrap()]);
        assert_eq!(ran.code, 0, "{ran:?}");
        let profile = format!("--user-data-dir={}", home.path().join("browser").display());
        let to = format!("--print-to-pdf={}", pdf.display());
        let quiet = ["--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer", &profile, &to];
        let ran = tool(browser, &[&quiet[..], &[page.to_str().unwrap()]].concat()).unwrap();
        assert!(pdf.exists(), "{}", String::from_utf8_lossy(&ran.stderr));
        let told = said(&pdf);
        assert!(told.contains("Pages:           1\n"), "{name}: {told}");
        assert!(told.contains("Page size:       360 x 216 pts"), "{name}: {told}");
        // Every word of the card is on the page, up to the last one.
        let text =
            String::from_utf8(tool("pdftotext", &["-layout", pdf.to_str().unwrap(), "-"]).unwrap().stdout)
                .unwrap();
        let words = |text: &str| text.split_whitespace().collect::<String>();
        let card = home.run(&["export", client, "--to", "card"]).out;
        assert_eq!(words(&text.replace('\u{c}', "")), words(&card), "{name}: {text}");
    }
}

fn said(pdf: &Path) -> String {
    String::from_utf8(tool("pdfinfo", &[pdf.to_str().unwrap()]).unwrap().stdout).unwrap()
}
