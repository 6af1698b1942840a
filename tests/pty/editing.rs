//! Editing as a terminal sees it: what is pasted, copied, and written from right to left.

use super::*;

/// What asks a terminal to put something into the system's clipboard.
const TO_CLIPBOARD: &str = "\x1b]52;";

fn wrote(tty: &Tty, bytes: &str) -> bool {
    tty.raw.windows(bytes.len()).any(|window| window == bytes.as_bytes())
}

#[test]
fn a_megabyte_that_is_pasted_arrives_whole() {
    let home = Home::new();
    let mut tty = walking(&home, (100, 30));
    let line = "They stopped calling in March; nobody told us who does our books: 李, é, שלום.";
    let text = vec![line; 1_000_000 / line.len() + 1].join("\n") + "\nthe end of it";
    assert!(text.len() > 1_000_000);
    tty.paste(&text);
    tty.saved("the end of it");
    tty.keys("<c-s>");
    let note = home.note_with("the end of it");
    assert!(note.contains(&format!("\n{text}\n")), "{}", note.len());
    tty.keys("<c-z>");
    tty.until("undone", |tty| !tty.text().contains("the end of it"));
    tty.keys("<c-q>");
    assert!(tty.end_within(QUIT).success());
    assert!(!home.note().contains("stopped calling"));
}

#[test]
fn the_clipboard_is_reached_for_only_when_asked() {
    let home = Home::new();
    let mut tty = walking(&home, (100, 30));
    tty.keys("hello<c-a><c-c><c-x><c-v> there<c-f>hello<c-a><c-c>");
    tty.see("1 of 1");
    tty.keys("<esc>");
    tty.until("back", |tty| !tty.text().contains("1 of 1"));
    tty.keys("<c-z><c-y><c-s>");
    tty.saved("hello there");
    assert!(!wrote(&tty, TO_CLIPBOARD));
    tty.send("\x1bc");
    tty.see("Copied all of this field");
    // `hello there`, in base 64.
    tty.until_raw("\x1b]52;c;aGVsbG8gdGhlcmU=\x1b\\");
    let times = tty.raw.windows(TO_CLIPBOARD.len()).filter(|w| *w == TO_CLIPBOARD.as_bytes()).count();
    assert_eq!(times, 1);
    tty.keys("<c-q>");
    assert!(tty.end_within(QUIT).success());
}

#[test]
fn no_name_of_a_client_comes_into_the_title_of_the_window() {
    let home = Home::new();
    let mut tty = walking(&home, (100, 30));
    tty.keys("words<c-s>");
    tty.saved("words");
    tty.keys("<esc>");
    tty.see("n New");
    tty.keys("<c-q>");
    assert!(tty.end_within(QUIT).success());
    // All that titles are set with begins so; we write none of it.
    for begin in ["\x1b]", "\x1bk", "\x1bP", "\x1b_"] {
        assert!(!wrote(&tty, begin), "{begin:?}");
    }
}

#[test]
fn a_key_is_few_bytes_and_a_page_is_shown_at_once() {
    let home = Home::new();
    let mut tty = walking(&home, (120, 40));
    assert!(wrote(&tty, "\x1b[?2026h") && wrote(&tty, "\x1b[?2026l"));
    tty.keys("some words");
    tty.saved("some words");
    tty.take_all();
    for n in 1..=3 {
        let before = tty.raw.len();
        tty.keys("x");
        let typed = format!("some words{}", "x".repeat(n));
        tty.see(&typed);
        let first = String::from_utf8_lossy(&tty.raw[before..]).into_owned();
        // What follows says that it is saved.
        let key = first.split("Sav").next().unwrap();
        assert!(n == 1 || key.len() <= 60, "{key:?}");
        tty.saved(&typed);
        tty.take_all();
    }
    let opened = tty.raw.windows(8).filter(|w| *w == b"\x1b[?2026h").count();
    let closed = tty.raw.windows(8).filter(|w| *w == b"\x1b[?2026l").count();
    assert_eq!(opened, closed);
    tty.keys("<c-q>");
    assert!(tty.end_within(QUIT).success());
}

/// What the screen holds after many small changes is what it holds when all is drawn anew: no cell is
/// left over.
#[test]
fn hebrew_and_arabic_leave_no_cell_behind() {
    let home = Home::new();
    let mut tty = Tty::run(&home, &["start", "exit-interview", "--client", "שָׁלוֹם כהן"], (80, 24));
    tty.see(FIRST);
    tty.keys("הם הפסיקו להתקשר במרץ, لا أحد李 says é so. ");
    tty.send("\x1b[D\x1b[D\x1b[D\x7f\x7fש\x1b[H\x1b[3~\x1b[3~אב\x1b[1;5C\x17李\x1b[Fשלום the end");
    tty.saved("the end");
    tty.keys("<c-s>");
    tty.take_all();
    let before = tty.text();
    tty.resize(81, 24);
    tty.until("another width", |tty| tty.text() != before);
    tty.resize(80, 24);
    let lines = |text: &str| text.lines().map(|l| l.trim_end().to_owned()).collect::<Vec<_>>();
    tty.until("the same again", |tty| lines(&tty.text()) == lines(&before));
    tty.keys("<c-q>");
    assert!(tty.end_within(QUIT).success());
}
