use std::fs;
use std::io::{BufRead, Cursor, Read, Write};
use std::path::Path;
use std::sync::Arc;

use chrono::{DateTime, FixedOffset, NaiveDateTime};

use super::*;
use crate::catalog::EMBEDDED;
use crate::dates::Clock;
use crate::document::Client;
use crate::log::Log;
use crate::playbook::check;
use crate::playbook::template::template;
use crate::session::Start;
use crate::store::versions::Keep;
use crate::store::{self, Store};

struct Noon;

impl Clock for Noon {
    fn now(&self) -> DateTime<FixedOffset> {
        DateTime::parse_from_rfc3339("2026-11-21T12:00:00-05:00").unwrap()
    }

    fn at(&self, local: NaiveDateTime) -> DateTime<FixedOffset> {
        local.and_local_timezone(*self.now().offset()).unwrap()
    }
}

/// What files a note: its state is kept beside it.
fn store(open: &Open) -> Store {
    let state = open.path.with_extension("state");
    let client = open.path.parent().unwrap();
    Store::new(client.parent().unwrap(), &state, Keep { count: 50, bytes: 20_000_000 }, Log::none())
}

fn open(notes: &Path) -> Open {
    opened(notes, EMBEDDED[1].1)
}

fn start() -> Start {
    let client = Client { name: "Ada Byron".to_owned(), ..Client::default() };
    Start { id: "k3v9q2m8x7ta".to_owned(), client, ..Start::default() }
}

fn opened(notes: &Path, playbook: &str) -> Open {
    let playbook = Arc::new(check(playbook.as_bytes()).playbook.unwrap());
    let session = Session::new(playbook, start(), Noon.now());
    let path = store::path_for(notes, session.head());
    Open::new(session, path)
}

fn talked(open: &mut Open, input: &str) -> (Walked, String) {
    talked_into(open, input, Path::new(NOWHERE))
}

/// No folder for files can be there.
const NOWHERE: &str = "/dev/null/exports";

/// The same with a folder for files for others.
fn talked_into(open: &mut Open, input: &str, exports: &Path) -> (Walked, String) {
    let mut output = Vec::new();
    let mut input = Cursor::new(input.to_owned());
    let files = store(open);
    let walked = walk(
        &mut Talk::new(&mut input, &mut output, &Noon),
        open,
        &files,
        &Catalog::default(),
        exports,
        Beginning::Place,
    );
    (walked, String::from_utf8(output).unwrap())
}

/// Lines, and something that happens before one of them is read.
struct Scripted<'a> {
    lines: Vec<&'a str>,
    at: usize,
    event: (usize, &'a dyn Fn()),
}

impl Read for Scripted<'_> {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        unreachable!("lines are read by fill_buf")
    }
}

impl BufRead for Scripted<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.at == self.event.0 {
            (self.event.1)();
        }
        Ok(self.lines.get(self.at).map(|l| l.as_bytes()).unwrap_or_default())
    }

    fn consume(&mut self, n: usize) {
        self.at += usize::from(n > 0);
    }
}

#[test]
fn what_is_open_before_the_meeting_is_said_with_the_way_there() {
    let notes = tempfile::tempdir().unwrap();
    let mut open = open(notes.path());
    let (_, said) = talked(&mut open, "ready\nmeeting today 13:40\nready\nstop\n");
    assert!(said.contains("\n  1. No day is set yet (type: meeting WHEN)\n"), "{said}");
    assert!(said.contains("\nMeeting with Ada in 1 h 40 min.\n2 things are still open"), "{said}");
    assert!(
        said.contains("\n  1. How will you talk: in person, by phone, by video? (type: details)\n"),
        "{said}"
    );
    assert!(said.contains("(type: step 1)\n"), "{said}");
}

#[test]
fn the_card_is_said_without_the_surname() {
    let notes = tempfile::tempdir().unwrap();
    let mut open = open(notes.path());
    let (_, said) = talked(&mut open, "card\nstop\n");
    assert!(said.contains("\nAda\nAvoid: Asking a second time after a no\n"), "{said}");
    assert!(
        said.contains(
            "\n“No, it's decided.” → I understand. Then I'll help to make the move easy for you.\n"
        ),
        "{said}"
    );
    assert!(said.contains("goodterms export k3v9q2m8x7ta --to card -o card.html"), "{said}");
}

#[test]
fn what_somebody_else_wrote_meanwhile_stays() {
    let notes = tempfile::tempdir().unwrap();
    let mut open = open(notes.path());
    let path = open.path.clone();
    let theirs = || {
        let text = fs::read_to_string(&path).unwrap();
        fs::write(&path, text.replace("# Farewell: Ada Byron\n", "# Farewell: Ada Byron\n\nTheirs\n"))
            .unwrap();
    };
    let mut input = Scripted { lines: vec!["1\n", "one\n", "two\n"], at: 0, event: (2, &theirs) };
    let mut output = Vec::new();
    let files = store(&open);
    let walked = walk(
        &mut Talk::new(&mut input, &mut output, &Noon),
        &mut open,
        &files,
        &Catalog::default(),
        Path::new(NOWHERE),
        Beginning::Place,
    );
    assert!(walked.talked.is_ok() && walked.unsaved.is_none());
    let text = fs::read_to_string(&path).unwrap();
    assert!(text.contains("one\ntwo\n") && text.contains("\nTheirs\n"), "{text}");
    let output = String::from_utf8(output).unwrap();
    assert_eq!(output.matches("Somebody else changed ").count(), 1, "{output}");
}

#[test]
fn a_failure_is_told_once_and_so_is_its_end() {
    let home = tempfile::tempdir().unwrap();
    let notes = home.path().join("notes");
    fs::write(&notes, "in the way").unwrap();
    let mut open = open(&notes);
    let clear = || fs::remove_file(&notes).unwrap();
    let mut input = Scripted { lines: vec!["1\n", "one\n", "two\n", "three\n"], at: 0, event: (3, &clear) };
    let mut output = Vec::new();
    let keep = Keep { count: 50, bytes: 20_000_000 };
    let files = Store::new(&notes, &home.path().join("state"), keep, Log::none());
    let walked = walk(
        &mut Talk::new(&mut input, &mut output, &Noon),
        &mut open,
        &files,
        &Catalog::default(),
        Path::new(NOWHERE),
        Beginning::Place,
    );
    assert!(walked.unsaved.is_none());
    assert!(fs::read_to_string(&open.path).unwrap().contains("one\ntwo\nthree\n"));
    assert!(home.path().join("state/drafts").exists());
    assert!(files.pending().is_empty(), "it is in the note, and in no draft any more");
    let output = String::from_utf8(output).unwrap();
    let said = |what: &str| output.matches(what).count();
    assert_eq!((said("NOT SAVED"), said("Saved again.")), (1, 1), "{output}");
}

#[test]
fn nobody_listening_is_no_reason_to_lose_a_word() {
    /// Is gone when the third step is named.
    struct Gone;

    impl Write for Gone {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            let third = String::from_utf8_lossy(bytes).contains("Step 3");
            if third { Err(io::ErrorKind::BrokenPipe.into()) } else { Ok(bytes.len()) }
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    let home = tempfile::tempdir().unwrap();
    let blocked = home.path().join("file");
    fs::write(&blocked, "in the way").unwrap();
    for (notes, saved) in [(home.path().join("notes"), true), (blocked, false)] {
        let mut open = open(&notes);
        let mut input = Cursor::new("1\none\n\n");
        let files = store(&open);
        let walked = walk(
            &mut Talk::new(&mut input, &mut Gone, &Noon),
            &mut open,
            &files,
            &Catalog::default(),
            Path::new(NOWHERE),
            Beginning::Place,
        );
        assert!(walked.talked.is_err());
        assert_eq!((walked.unsaved.is_none(), open.path.exists()), (saved, saved));
    }
}

#[test]
fn steps_that_are_passed_over_are_not_asked_for() {
    let notes = tempfile::tempdir().unwrap();
    let mut open = open(notes.path());
    // From the fourth step (yes: they give another chance) to the last one, and back.
    let (_, output) = talked(&mut open, "\n\n\n\nyes\nback\nthink\n1 dec\nstop\n");
    let steps: Vec<_> = output.lines().filter(|l| l.starts_with("Step ")).collect();
    let expected = [
        "Step 1 of 9: Check yourself (before the meeting)",
        "Step 2 of 9: What led to it (during the meeting)",
        "Step 3 of 9: Say sorry (during the meeting)",
        "Step 4 of 9: Put it right? (during the meeting)",
        "Step 5 of 5: Lessons (after the meeting)",
        "Step 4 of 5: Put it right? (during the meeting)",
        "Step 5 of 5: Lessons (after the meeting)",
    ];
    assert_eq!(steps, expected);
    assert!(output.contains("\nHear back by (ours)\n"), "{output}");
    let (_, again) = talked(&mut open, "");
    assert!(again.contains("Step 5 of 5: Lessons"), "{again}");
}

#[test]
fn what_is_from_an_earlier_version_is_said_where_it_belongs() {
    let folder = tempfile::tempdir().unwrap();
    let text = template("talk", "A talk");
    let playbook = |text: &str| Arc::new(check(text.as_bytes()).playbook.unwrap());
    let mut open = open(folder.path());
    open.session = Session::new(playbook(&text), Start::default(), Noon.now());
    let (_, said) = talked(&mut open, "precious words\n\n1\nYes\n\n\n2\npromised this\n\nstop\n");
    assert!(said.contains("What did you promise?") && !said.contains("earlier version"), "{said}");
    let newer = text
        .replace("\"1.0.0\"", "\"1.1.0\"")
        .replace("\"happened\"", "\"what\"")
        .replace("\"after\"\ntitle", "\"later\"\ntitle")
        .replace("after.", "later.");
    open.session = open.session.rebase(playbook(&newer), Noon.now());
    open.session.stand_at(0, None);
    let (_, said) = talked(&mut open, &"skip\n".repeat(10));
    assert!(said.contains("The playbook is version 1.1.0, no longer 1.0.0;"), "{said}");
    let (walk, end) = said.split_once("That was the last question.").unwrap();
    for (said, title, words) in [
        (walk, "What happened with ____?", "precious words"),
        (end, "What did you promise?", "- promised this"),
    ] {
        let told = format!("From an earlier version of this playbook:\n- {title}\n  {words}\n");
        assert!(said.contains(&told), "{said}");
    }
}

#[test]
fn what_was_also_written_is_said_where_it_belongs_and_settled() {
    let folder = tempfile::tempdir().unwrap();
    let playbook = Arc::new(check(template("talk", "A talk").as_bytes()).playbook.unwrap());
    let first = playbook.steps[0].fields[0].key.clone();
    let mut open = open(folder.path());
    let mut document = Session::new(playbook.clone(), start(), Noon.now()).to_document();
    document.set_also(&first, &["their words\nin two lines".to_owned(), "words of a third".to_owned()]);
    document.set_also(&format!("{}.notes", playbook.steps[0].id), &["beside the notes".to_owned()]);
    document.set_also("", &["# mine".to_owned()]);
    open.session = Session::open(playbook, document.head().unwrap(), document, Noon.now());
    let (_, said) = talked(&mut open, "stop\n");
    let told = "Also written elsewhere:\n- their words\n  in two lines\n- words of a third\n\
                Take over what you want of it, then type settle.\n";
    assert_eq!(said.matches(told).count(), 1, "{said}");
    assert_eq!(said.matches("Also written elsewhere, Notes:\n- beside the notes\n").count(), 1, "{said}");
    let (_, said) = talked(&mut open, "settle\nundo\nsettle\nsettle\nsettle\nstop\n");
    let [settled, nothing] = ["is settled; undo brings it back.", "Nothing was also written elsewhere here."];
    assert_eq!((said.matches(settled).count(), said.matches(nothing).count()), (3, 1), "{said}");
    assert_eq!(said.matches("- their words").count(), 2, "{said}");
    open.session.stand_at(0, None);
    let (_, said) = talked(&mut open, &"skip\n".repeat(20));
    let questions = said.split("That was the last question.").next().unwrap().matches("\n> ").count();
    open.session.stand_at(0, None);
    let (_, said) = talked(&mut open, &format!("{}settle\nstop\n", "skip\n".repeat(questions)));
    assert!(said.contains("- # mine\n") && said.contains(settled), "{said}");
    assert!(!fs::read_to_string(&open.path).unwrap().contains("# mine"));
}

const LANGUAGE: &str = include_str!("../../tests/playbooks/valid/language.toml");

/// A line for each prompt of the example that has every key, with what an advisor may get wrong.
const WHOLE: &str = "\
sources
meeting 24 nov 12:30
How did it begin?
What would help?

1 3 we moved away
4
3
else: their bank
Regards, me


y
I thought we
 never spoke

often
soon
1 dec
whose
theirs
5
3
delete 1
n
rows
next
What else?
y
\\next
\\
so they said

back
back
clear
skip

Us
The file
Ours
move 3 to 1
reword The whole file
row 3
row 9
delete 3

Carl
Dora
back
clear
Dan

tomorrow
1
";

#[test]
fn the_whole_language_is_walked_by_lines() {
    let notes = tempfile::tempdir().unwrap();
    let mut open = opened(notes.path(), LANGUAGE);
    let (walked, output) = talked(&mut open, WHOLE);
    assert!(walked.talked.is_ok() && walked.unsaved.is_none());
    let folder = notes.path().display().to_string();
    // Windows writes paths the other way round.
    let output = output.replace(&folder, "NOTES");
    let output = if cfg!(windows) { output.replace('\\', "/") } else { output };
    insta::assert_snapshot!("language_talk", output);
    insta::assert_snapshot!("language_note", open.session.to_document().readable());
    let (_, again) = talked(&mut open, "");
    assert!(again.contains("When do you meet again?\nSo far: Sun 22 November 2026\n"), "{again}");
}

#[test]
fn a_table_that_is_none_is_kept_until_it_is_begun_anew() {
    let notes = tempfile::tempdir().unwrap();
    let mut open = opened(notes.path(), LANGUAGE);
    let at = open.session.playbook().find("talk.said").unwrap();
    let text = Answer::Verbatim("they said a lot\nby hand".to_owned());
    open.session.apply(Edit::Answer { field: at, answer: Some(text) }, Noon.now());
    open.session.stand_at(at.step, Some(at.field));
    let (_, output) = talked(&mut open, "x\nback\n");
    assert!(output.contains("So far:\nthey said a lot\nby hand\n"), "{output}");
    assert!(output.contains("Type clear to begin the table anew"), "{output}");
    assert!(output.contains("kept as it stands"), "{output}");
    open.session.stand_at(at.step, Some(at.field));
    let (_, output) = talked(&mut open, "clear\nMine\ny\n");
    assert!(output.contains("What stood there is in the notes."), "{output}");
    let document = open.session.to_document();
    assert!(document.body("talk.notes").unwrap().contains("by hand"));
    assert!(document.body("talk.said").unwrap().contains("| Mine | x |"), "{}", document.readable());
}

#[test]
fn a_line_keeps_its_words_in_the_table() {
    let notes = tempfile::tempdir().unwrap();
    let mut open = opened(notes.path(), LANGUAGE);
    let input = "Why?\n\nskip\nskip\nskip\nskip\nreword How?\nrow 2\nback\n\n\n";
    let (_, output) = talked(&mut open, input);
    assert!(output.contains("This row is a line of \"Your questions\": change the line there"), "{output}");
    assert!(
        output.contains("Row 1 of 1. You asked: Why?\nHow much it weighs\n"),
        "back from the row that is offered: {output}"
    );
    assert!(!output.contains("How?"));
}

#[test]
fn a_row_in_which_nothing_was_left_is_gone_with_the_table() {
    let notes = tempfile::tempdir().unwrap();
    let mut open = opened(notes.path(), LANGUAGE);
    let said = open.session.playbook().find("talk.said").unwrap();
    let people = open.session.playbook().find("talk.people").unwrap();
    open.session.stand_at(said.step, Some(said.field));
    talked(&mut open, "By hand\ny\nskip\nskip\nCarl\nDora\nback\nclear\nskip\n");
    let names: Vec<_> = open.session.rows(people).iter().map(|r| r.cells[0].clone()).collect();
    assert_eq!(names, [crate::playbook::answer::Cell::Text("Carl".to_owned())]);
}

#[test]
fn a_change_is_taken_back_wherever_it_was() {
    let notes = tempfile::tempdir().unwrap();
    let mut open = opened(notes.path(), LANGUAGE);
    let at = open.session.playbook().find("talk.agreed").unwrap();
    open.session.stand_at(at.step, Some(at.field));
    let input = "undo\nUs\nmove 2 to 1\ndelete 2\nundo\nundo\nrow 3\nMine\n\nundo\nOurs\nTheirs\nrow 3\nreword A\nreword B\nundo\nskip\nundo\nstop\n";
    let (_, output) = talked(&mut open, input);
    let taken_back = output.matches("The last change is taken back, in \"What we agreed\".").count();
    assert_eq!(taken_back, 5, "the last one from the next question: {output}");
    assert!(output.contains("There is nothing to take back."), "{output}");
    assert!(output.contains("Row 2 is deleted. It said: How often we talk. What: Us."), "{output}");
    let rows = open.session.rows(at);
    let texts: Vec<_> = rows.iter().map(|r| (r.text.as_str(), r.cells[0].is_blank())).collect();
    assert_eq!(texts, [("How often we talk", false), ("Who calls", true), ("Ours", false)], "{output}");
    assert_eq!(fs::read_to_string(&open.path).unwrap(), open.session.to_document().render());

    let mut open = opened(notes.path(), LANGUAGE);
    let said = open.session.playbook().find("talk.said").unwrap();
    let text = Answer::Verbatim("by hand".to_owned());
    open.session.apply(Edit::Answer { field: said, answer: Some(text) }, Noon.now());
    open.session.stand_at(said.step, Some(said.field));
    let (_, output) = talked(&mut open, "clear\nundo\n\nstop\n");
    assert!(output.matches("So far: by hand\n").count() == 2, "{output}");
}

mod end;
mod lines;
mod practise;
mod today;
mod wording;
