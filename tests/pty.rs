//! What only a real terminal shows: the program in a pseudo-terminal, its screen read as a
//! terminal would show it.

#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may")]

#[path = "pty/blank.rs"]
mod blank;
mod common;
#[path = "pty/editing.rs"]
mod editing;
#[path = "pty/editor.rs"]
mod editor;
#[path = "pty/live.rs"]
mod live;
#[path = "pty/many.rs"]
mod many;
#[path = "pty/mouse.rs"]
mod mouse;
#[path = "pty/practise.rs"]
mod practise;
#[path = "pty/terminal.rs"]
mod terminal;
#[path = "pty/welcome.rs"]
mod welcome;

use std::io::Write;
use std::path::PathBuf;
use std::process::Command;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use chrono::{DateTime, FixedOffset, NaiveDateTime};
use common::Home;
use goodterms::catalog::{Catalog, EMBEDDED};
use goodterms::config::Theme;
use goodterms::dates::Clock;
use goodterms::editor::Editor;
use goodterms::log::Log;
use goodterms::store::Store;
use goodterms::store::remembered::Remembered;
use goodterms::store::versions::Keep;
use goodterms::tui::{self, Colours, Opening, Setup};
use portable_pty::CommandBuilder;
use rustix::process::Signal;
use terminal::{Came, Tty, tree};

/// A program that is asked to end, or whose terminal is gone, does so within this time.
const END: Duration = Duration::from_secs(2);
/// Quitting waits for the disk.
const QUIT: Duration = Duration::from_secs(20);

/// The first field of the exit interview.
const FIRST: &str = "What did you settle with them";

#[test]
fn a_whole_exit_interview_survives_a_crash_in_the_middle() {
    let home = Home::new();
    let mut tty = Tty::run(&home, &[], (120, 40));
    tty.see("n New");
    tty.keys("n");
    tty.see("They may leave");
    tty.click_on("They may leave, or");
    tty.see("How will you talk?");
    tty.keys(
        "Zoë O'Brien-李<tab>Analytical Engines<tab><down><up><space><tab>tuesday 12:30<tab>Chez Luc<enter>",
    );
    tty.see("Tue 24 November 2026, 12:30");
    tty.keys("<enter>");
    tty.see(FIRST);
    tty.keys("A call a month.\rx Somebody who knows our books; since March nobody does<tab>");
    tty.keys("<space><space><down><down><space><tab>Ring her on Monday<enter><down><enter>");
    tty.see("(x) Not yet");
    tty.keys("She sounded tired on the phone<enter><c-n>");
    tty.see("one a line");
    tty.keys(
        "What changed for you?<enter>What bothered you most?<enter>How often would you like to hear from us?",
    );
    tty.keys("<tab>ask the second one first<c-n>");
    tty.see("Two times to offer");
    tty.keys("Tuesday or Thursday<enter>Chez Luc, the corner table<c-n>");
    tty.see("What they said, in their exact words");
    tty.keys("“Nobody called since Tom left.”<enter>“I felt like a number.” 👩‍👩‍👧<c-n>");
    tty.see("Their concerns");
    tty.keys("Nobody calls<enter>Nobody knows our books<tab>A call each month; me; from December");
    // In the narrow column of a table it stands in two rows.
    tty.saved("from December");
    tty.signal(Signal::KILL);
    let status = tty.end_within(END);
    assert_eq!(status.signal(), Some("Killed"));
    let note = recovered(&home);
    assert!(note.contains("| Nobody calls | A call each month; me; from December |"), "{note}");

    let mut tty = Tty::run(&home, &[], (120, 40));
    tty.see("Zoë O'Brien-李");
    tty.keys("o");
    tty.see("What could mend each of them");
    // It stands where it stood, at the end of what was typed.
    tty.keys("<enter>Read the books; me; by Friday<tab>");
    tty.see("Read the books;");
    tty.keys("<enter>");
    tty.see("Trial period");
    tty.keys("3<tab>said it with a laugh<c-n>");
    tty.see("What you promised");
    tty.keys("Ring on the first of each month; me; 1 December<tab>2<tab>being so open with me<c-n>");
    tty.see("What do you both expect now?");
    tty.see("A call a month.");
    tty.keys("A call a month, by me<tab><down><enter>");
    tty.see("(x) Better, not there yet");
    tty.keys("one more quarter<c-n>");
    tty.see("suggested by your answers");
    // Her advisor knows better.
    tty.keys("<up><up><enter>");
    tty.see("(x) Saved: the trial worked");
    tty.keys("<enter><enter>");
    tty.see("Closed: Saved: the trial worked");
    tty.until("Saved", |tty| tty.status().ends_with("Saved 14:02"));
    tty.keys("<c-q>");
    assert!(tty.end_within(QUIT).success());

    insta::assert_snapshot!("whole_exit_interview", home.same(&home.note()));
    let kept = tree(home.path());
    let files: Vec<_> = kept.iter().filter(|(name, _)| name.ends_with(".md")).collect();
    for (name, mode) in &kept {
        assert_eq!(*mode, if home.path().join(name).is_dir() { 0o700 } else { 0o600 }, "{name}");
    }
    let drafts = kept.iter().filter(|(name, _)| name.ends_with(".draft")).count();
    assert_eq!((files.len(), drafts), (1, 0), "{kept:?}");
}

/// A conversation with Ada, filed, with the cursor in its first field.
fn walking(home: &Home, size: (u16, u16)) -> Tty {
    let mut tty = Tty::run(home, &["start", "exit-interview", "--client", "Ada Byron"], size);
    tty.see(FIRST);
    tty.until("the first filing", |tty| tty.status().ends_with("Saved 14:02"));
    tty
}

/// The keys that go down the list of playbooks to the first of the user's.
fn behind_the_built_in() -> String {
    "<down>".repeat(EMBEDDED.len())
}

/// A talk with Ada in a playbook of the user's, with an editor.
fn walking_with(home: &Home, editor: &str) -> Tty {
    let mut tty = Tty::run_with_editor(home, &[], editor, (80, 24));
    tty.see("n New");
    tty.keys("p");
    tty.see("built in");
    tty.keys(&format!("{}nAda<c-n>", behind_the_built_in()));
    tty.see("What happened?");
    tty
}

#[test]
fn five_minutes_asked_for_on_the_command_line_are_given() {
    let home = Home::new();
    let mut tty = Tty::run(&home, &["start", "exit-interview", "--quick"], (80, 24));
    tty.see("Begin with five minutes");
    tty.keys("Ada Byron<c-n>");
    tty.see("exit interview · fi");
    // The first field of these five minutes; the one that stands before it is left out.
    tty.see("Where did it begin to slip?");
    assert!(!tty.text().contains(FIRST), "{}", tty.text());
    tty.keys("<c-q>");
    assert!(tty.end_within(QUIT).success());
}

#[test]
fn quitting_gives_the_terminal_back_and_files() {
    let home = Home::new();
    let mut tty = walking(&home, (80, 24));
    tty.is_taken();
    tty.keys("precious words<c-q>");
    assert!(tty.end_within(QUIT).success());
    tty.is_restored();
    assert!(tty.raw.ends_with(b"\x1b[?2004l\x1b[?25h\x1b[?1049l"), "nothing is said after all went well");
    assert!(home.note().contains("\nprecious words\n"));
}

#[test]
fn a_signal_gives_the_terminal_back_and_files() {
    for signal in [Signal::TERM, Signal::HUP, Signal::INT] {
        let home = Home::new();
        let mut tty = walking(&home, (80, 24));
        tty.keys("precious words");
        tty.see("precious words");
        tty.signal(signal);
        tty.end_within(END);
        tty.is_restored();
        assert!(home.note().contains("\nprecious words\n"), "{signal:?}");
    }
}

#[test]
fn a_panic_gives_the_terminal_back_and_says_where_the_words_are() {
    let home = Home::new();
    let mut command = CommandBuilder::new(std::env::current_exe().unwrap());
    command.args(["a_screen_whose_clock_breaks", "--exact", "--ignored", "--nocapture"]);
    let mut tty = Tty::run_command(&home, command, (80, 24));
    tty.see("n New");
    tty.keys("n");
    tty.see("They may leave");
    tty.click_on("They may leave");
    tty.see("How will you talk?");
    tty.keys("Ada Byron<c-n>");
    tty.saved(FIRST);
    tty.is_taken();
    tty.keys("precious words");
    tty.see("precious words");
    // In another thread it is none of the screen's business.
    home.write("thread", "");
    tty.keys(" more");
    tty.see("precious words more");
    tty.is_taken();
    home.write("broken", "");
    tty.keys("!");
    tty.end_within(END);
    tty.is_restored();
    let said = String::from_utf8(tty.raw.clone()).unwrap();
    let said = said.rsplit("\x1b[?1049l").next().unwrap();
    assert!(said.contains("the clock is broken"), "{said}");
    assert!(!String::from_utf8_lossy(&tty.raw).contains("another thread"));
    // The note took them, or the draft did.
    let store = Store::new(&home.path().join("notes"), &home.path().join("state"), KEEP, Log::none());
    store.recover(DateTime::parse_from_rfc3339(common::NOW).unwrap());
    let note = store.folder().list().unwrap().notes.remove(0);
    let note = std::fs::read_to_string(note.path).unwrap();
    assert!(note.contains("\nprecious words more\n"), "{note}");
}

const KEEP: Keep = Keep { count: 50, bytes: 20_000_000 };

/// What the test of a panic runs in a terminal: the screen, with a clock that panics on demand.
/// The program has no way to be made to panic, and must not get one.
#[test]
#[ignore = "needs a terminal; the test of a panic runs it in one"]
fn a_screen_whose_clock_breaks() {
    struct Breaking(PathBuf, thread::ThreadId);
    impl Clock for Breaking {
        fn now(&self) -> DateTime<FixedOffset> {
            // The writer has it, too.
            let is_ours = thread::current().id() == self.1;
            assert!(!is_ours || !self.0.join("broken").exists(), "the clock is broken");
            if is_ours && self.0.join("thread").exists() {
                assert!(thread::spawn(|| panic!("another thread is broken")).join().is_err());
            }
            DateTime::parse_from_rfc3339(common::NOW).unwrap()
        }

        fn at(&self, local: NaiveDateTime) -> DateTime<FixedOffset> {
            local.and_utc().fixed_offset()
        }
    }
    let home = PathBuf::from(std::env::var_os("HOME").unwrap());
    let setup = Setup {
        exports: home.join("exports"),
        remembered: Remembered::new(&home.join("state"), &home.join("notes")),
        store: Store::new(&home.join("notes"), &home.join("state"), KEEP, Log::none()),
        catalog: Arc::new(Catalog::load(&home.join("playbooks"))),
        advisor: None,
        keep_years: None,
        theme: Theme::Default,
        colours: Colours::Sixteen,
        clock: Arc::new(Breaking(home.clone(), thread::current().id())),
        editor: Editor::default(),
        rescue: home.join("rescued"),
        edits: home.join("edit"),
        log: Log::none(),
        first_run: None,
        recovered: Vec::new(),
        wording: Arc::default(),
        notice: None,
    };
    let error = tui::run(setup, Opening::Today).unwrap_err();
    writeln!(std::io::stderr(), "{error}").unwrap();
}

#[test]
fn a_closed_terminal_ends_the_program_and_files() {
    let home = Home::new();
    let mut tty = walking(&home, (80, 24));
    tty.keys("precious words");
    tty.see("precious words");
    tty.hang_up("!");
    tty.end_within(END);
    // The key itself may have been on its way when the terminal went.
    assert!(home.note().contains("\nprecious words"), "{}", home.note());
}

#[test]
fn a_note_that_became_a_pipe_keeps_nobody() {
    for how in ["quit", "signal"] {
        let home = Home::new();
        let mut tty = walking(&home, (80, 24));
        // Who read it would wait for ever.
        let note = home.files().remove(0);
        std::fs::remove_file(&note).unwrap();
        let made = Command::new("mkfifo").arg(&note).status().unwrap();
        assert!(made.success());
        tty.keys("precious words");
        tty.see("NOT SAVED in the note (every word is in the draft): ");
        if how == "quit" {
            tty.keys("<c-q>");
            tty.see("Quit all the same");
            tty.keys("d");
            assert_eq!(tty.end_within(QUIT).exit_code(), 1);
        } else {
            tty.signal(Signal::TERM);
            tty.end_within(END);
        }
        tty.is_restored();
        std::fs::remove_file(&note).unwrap();
        assert!(recovered(&home).contains("\nprecious words\n"), "{how}");
    }
}

#[test]
fn what_a_crash_left_is_said_where_the_next_start_is_read() {
    let home = Home::new();
    let mut tty = walking(&home, (80, 24));
    tty.keys("precious words");
    tty.until("the draft", |tty| {
        tty.text().contains("precious words") && tty.status().ends_with("Saved 14:02")
    });
    tty.signal(Signal::KILL);
    tty.end_within(END);
    let mut tty = Tty::run(&home, &[], (80, 24));
    tty.see("Recovered 1 answer typed at 14:02 (Ada Byron)");
    assert!(tty.screen().alternate_screen(), "behind the screen nobody reads it");
    assert!(home.note().contains("\nprecious words\n"));
    tty.keys("<c-q>");
    tty.end_within(QUIT);
}

/// The note as it is after the next start, with what was only in the draft.
fn recovered(home: &Home) -> String {
    let ran = home.run(&["list"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    home.note()
}

#[test]
fn a_window_may_take_any_size() {
    let home = Home::new();
    let mut tty = walking(&home, (120, 40));
    tty.keys("still here");
    tty.see("still here");
    tty.see("Do not let this one drift.");
    for (width, height) in [(60, 20), (30, 5), (1, 1), (80, 24), (300, 100), (40, 10), (80, 24)] {
        tty.resize(width, height);
        if width < 40 {
            tty.until("the sentence", |tty| {
                let words = tty.text().split_whitespace().collect::<Vec<_>>().join(" ");
                words.starts_with(if width == 30 { "This window is too small for goodterms." } else { "T" })
            });
        } else {
            tty.until("the whole screen", |tty| {
                let text = tty.text();
                let keys = text.lines().last().unwrap();
                text.contains("still here") && keys.contains("Ctrl+Q Quit") && text.starts_with("  Ada Byron")
            });
        }
        // What is typed meanwhile is not lost either.
        tty.keys("!");
    }
    tty.see("still here!!!!!!!");
    tty.keys("<c-q>");
    assert!(tty.end_within(QUIT).success());
    assert!(home.note().contains("\nstill here!!!!!!!\n"));
}

#[test]
fn a_key_that_comes_while_the_window_is_resized_is_not_forgotten() {
    let home = Home::new();
    let mut tty = walking(&home, (100, 30));
    for n in 0..200 {
        // The window and the key at once: the one must not swallow the other.
        tty.resize(100 + n % 2, 30);
        tty.keys(if n % 2 == 0 { "a" } else { "<bs>" });
        let there = "▎ a";
        tty.until(there, |tty| tty.text().contains(there) == (n % 2 == 0));
    }
    tty.keys("<c-q>");
    assert!(tty.end_within(QUIT).success());
}

#[test]
fn a_long_paste_arrives_whole_and_one_undo_takes_it_back() {
    let home = Home::new();
    let mut tty = walking(&home, (100, 30));
    let lines: Vec<_> =
        (0..3_000).map(|n| format!("line {n}: “the calls stopped in March”, he said, 李{n} 👩‍👩‍👧 és")).collect();
    let text = lines.join("\r\n") + "\r\nthe end of it";
    assert!(text.len() > 200_000);
    tty.keys("before ");
    tty.paste(&text);
    tty.saved("the end of it");
    tty.keys("<c-s>");
    let note = home.note_with("the end of it");
    assert!(note.contains(&format!("\nbefore {}\n", text.replace("\r\n", "\n"))), "{}", note.len());
    tty.keys("<c-z>");
    tty.until("undone", |tty| !tty.text().contains("the end of it"));
    tty.until("saved", |tty| tty.status().ends_with("Saved 14:02"));
    tty.keys("after<c-q>");
    assert!(tty.end_within(QUIT).success());
    assert!(home.note().contains("\nbefore after\n"), "{}", home.note());
}

#[test]
fn the_mouse_ticks_scrolls_and_presses() {
    let home = Home::new();
    let mut tty = walking(&home, (120, 24));
    tty.see("[ ] Fees");
    tty.click_on("[ ] Fees");
    tty.see("[x] Fees");
    tty.click_on("[x] Fees");
    tty.see("[ ] Fees");
    tty.click_on("Fees");
    tty.see("[x] Fees");
    let (x, y) = tty.place_of("Fees");
    assert!(tty.text().contains(FIRST));
    tty.mouse(65, (x, y));
    tty.until("scrolled", |tty| !tty.text().contains(FIRST));
    tty.mouse(64, (x, y));
    tty.see(FIRST);
    let guide = tty.place_of("Do not let this one drift.");
    tty.mouse(65, guide);
    tty.until("the guide scrolled", |tty| !tty.text().contains("Do not let this one drift."));
    assert!(tty.text().contains(FIRST), "only the pane under the mouse");
    tty.click_on("Your questions");
    tty.see("one a line");
    tty.click_on("Ctrl+Q");
    assert!(tty.end_within(QUIT).success());
    assert!(home.note().contains("- [x] Fees\n"));
}

#[test]
fn a_note_typed_for_a_command_that_cannot_file_it_is_in_a_draft() {
    let home = Home::new();
    home.filled("Ada Byron", "");
    let mut tty = Tty::run(&home, &["note", "-s", "Ada Byron", "-"], (120, 40));
    tty.until_raw("Type your note");
    let away = home.path().join("away");
    std::fs::rename(home.notes(), &away).unwrap();
    tty.send("precious words\n\x04");
    tty.until_raw("goes into its conversation when goodterms starts next");
    assert_eq!(tty.end_within(QUIT).exit_code(), 1);
    std::fs::rename(&away, home.notes()).unwrap();
    let ran = home.run(&["show", "Ada Byron"]);
    assert!(ran.err.contains("Recovered ") && ran.out.contains("precious words"), "{ran:?}");
}

#[test]
fn a_folder_that_cannot_be_is_told_and_the_words_go_to_a_copy() {
    let home = Home::new();
    let file = home.write("file", "no folder");
    let notes = format!("{file}/notes");
    let args = ["start", "exit-interview", "--client", "Ada Byron", "--notes", &notes];
    let mut tty = Tty::run(&home, &args, (120, 40));
    tty.see("NOT SAVED in the note (every word is in the draft): ");
    // Too long for one row: the whole of it is to be read.
    assert!(tty.text().contains("move it away"), "{}", tty.text());
    tty.keys("every<enter>single word");
    tty.see("single word");
    tty.see("every word is in the draft");
    tty.keys("<c-q>");
    tty.see("Quit all the same");
    tty.keys("<esc>");
    tty.see("Ctrl+N Next");
    tty.keys(" counts<c-q>");
    tty.see("Quit all the same");
    tty.keys("d");
    assert_eq!(tty.end_within(QUIT).exit_code(), 1);
    tty.is_restored();
    let said = String::from_utf8_lossy(&tty.raw).into_owned();
    assert!(said.contains("goes into the note when goodterms starts next"), "{said}");
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "no folder");
    std::fs::remove_file(&file).unwrap();
    let ran = home.run(&["show", "Ada Byron", "--notes", &notes]);
    assert!(ran.err.contains("Recovered ") && ran.out.contains("single word counts"), "{ran:?}");
}

#[test]
fn what_another_program_wrote_meanwhile_comes_in() {
    let home = Home::new();
    let mut tty = walking(&home, (120, 40));
    tty.keys("mine<c-s>");
    let note = home.note_with("\nmine\n");
    let [path] = home.files().try_into().unwrap();
    std::fs::write(&path, note.replace("# Pre-emptive", "theirs\n\n# My pre-emptive")).unwrap();
    tty.keys(" alone");
    tty.see("Taken in: what was written elsewhere");
    tty.keys(", and more<c-q>");
    assert!(tty.end_within(QUIT).success());
    let note = home.note();
    for words in ["\ntheirs\n\n# My pre-emptive", "\nmine alone, and more\n"] {
        assert!(note.contains(words), "{words}: {note}");
    }
}

#[test]
fn nothing_that_was_not_ours_steers_the_terminal() {
    const BAD: &str = "A\x1b[31mda\x1b]0;pwned\x07\x1b[5i \u{202e}nor\u{2066}yB\u{9b}41m\x08\x7f\u{2028}x";
    let home = Home::new();
    let mut tty = Tty::run(&home, &["start", "exit-interview", "--client", BAD], (120, 40));
    tty.see(FIRST);
    tty.paste(&format!("pasted\x1b[33m {BAD}\ttab"));
    // In the bytes, for the terminal of these tests leaves that character out.
    tty.until("the paste", |tty| String::from_utf8_lossy(&tty.raw).contains("pasted\u{fffd}[33m"));
    tty.keys("<tab><tab><tab><tab>");
    tty.paste(&format!("noted {BAD}"));
    tty.saved("noted");
    tty.keys("<c-s>");
    let note = home.note_with("noted");
    tty.keys("<f9>");
    tty.see("How did it end?");
    tty.keys("<esc>");
    tty.see("Ctrl+N Next");
    tty.keys("<esc>");
    tty.see("n New");
    tty.keys("<c-q>");
    assert!(tty.end_within(QUIT).success());
    only_our_sequences(&tty);
    // The file keeps what was pasted: it is for the eye that it is made harmless.
    assert!(note.contains(&format!("pasted\x1b[33m {BAD}\ttab")), "{note:?}");

    // And by hand, where nothing cleaned it on its way into the file.
    let path = home.files().remove(0);
    let hostile = r#"name = "Ada\u001b]0;pwned\u0007\u202e Byron""#;
    let begin = note.find("name = \"").unwrap();
    let end = begin + 8 + note[begin + 8..].find('"').unwrap() + 1;
    std::fs::write(&path, format!("{}{hostile}{}", &note[..begin], &note[end..])).unwrap();
    let mut tty = Tty::run(&home, &[], (120, 40));
    tty.see("Byron");
    tty.keys("<enter>");
    tty.see("Where it slipped");
    tty.keys("<f9>");
    tty.see("How did it end?");
    tty.signal(Signal::TERM);
    tty.end_within(END);
    only_our_sequences(&tty);
}

/// That all control sequences written are those with which we draw.
#[track_caller]
fn only_our_sequences(tty: &Tty) {
    let raw = String::from_utf8(tty.raw.clone()).unwrap();
    for (n, part) in raw.split('\x1b').enumerate() {
        let mut text = part;
        if n > 0 {
            let body = part.strip_prefix('[').unwrap_or_else(|| panic!("{part:?}"));
            let end = body.find(|c: char| !(c.is_ascii_digit() || c == ';' || c == '?')).unwrap();
            assert!(matches!(&body[end..=end], "m" | "H" | "J" | "h" | "l"), "{part:?}");
            text = &body[end + 1..];
        }
        let steers = |c: char| {
            c.is_control() && !matches!(c, '\r' | '\n')
                || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{2028}' | '\u{2029}')
        };
        assert!(!text.contains(steers), "{text:?}");
    }
}

/// The only test that waits for time to pass, as it is time that it measures.
#[test]
#[cfg(target_os = "linux")]
fn without_a_key_nothing_happens() {
    fn switches(tty: &Tty) -> usize {
        let threads = std::fs::read_dir(format!("/proc/{}/task", tty.pid.as_raw_nonzero())).unwrap();
        let count = |path: PathBuf| -> usize {
            let status = std::fs::read_to_string(path.join("status")).unwrap();
            let line = status.lines().find_map(|l| l.strip_prefix("voluntary_ctxt_switches:"));
            line.unwrap().trim().parse().unwrap()
        };
        threads.map(|thread| count(thread.unwrap().path())).sum()
    }
    let home = Home::new();
    let mut tty = walking(&home, (120, 40));
    tty.keys("words<c-s>");
    tty.saved("words");
    home.note_with("words");
    // It goes to sleep once more after it has drawn that.
    let mut before = switches(&tty);
    loop {
        thread::sleep(Duration::from_millis(300));
        let now = switches(&tty);
        if now == before {
            break;
        }
        before = now;
    }
    tty.take_all();
    thread::sleep(Duration::from_secs(3));
    let (bytes, wakes) = (tty.take_all(), switches(&tty) - before);
    // Every two seconds the writer looks whether somebody else changed the note.
    assert!(bytes == 0 && wakes <= 2, "bytes, wakes in 3 s: {bytes}, {wakes}");
}
