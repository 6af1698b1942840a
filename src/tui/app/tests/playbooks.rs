//! The list of playbooks, a playbook to read, and one with faults.

use std::fs;

use tempfile::TempDir;

use super::*;
use crate::catalog::{EMBEDDED, Key as Which};

/// Short, and with nothing wrong.
const TALK: &str = "format = 1
[playbook]
id = \"talk\"
version = \"1.0.0\"
title = \"A talk\"
summary = \"Find out what is wrong.\"
fits = [\"Something is wrong\"]
[[step]]
id = \"first\"
title = \"First\"
phase = \"before\"
guide = \"Begin with the last good day.\"
  [[step.field]]
  id = \"what\"
  label = \"What happened?\"
  [[step.field]]
  id = \"sure\"
  kind = \"choice\"
  label = \"Are you sure?\"
  options = [\"Yes\", \"No\"]
[[step]]
id = \"second\"
title = \"Second\"
phase = \"during\"
  [[step.field]]
  id = \"words\"
  label = \"Their words\"
[[outcome]]
id = \"kept\"
label = \"They stay\"
means = \"kept\"
";

pub(super) struct Shelf(pub TempDir);

impl Shelf {
    pub fn new() -> Self {
        // As long on every machine, for it is shown.
        let top = if cfg!(unix) { PathBuf::from("/tmp") } else { std::env::temp_dir() };
        Self(tempfile::Builder::new().prefix("gt").tempdir_in(top).unwrap())
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// Saves as editors do that rename.
    pub fn put(&self, name: &str, text: &str) {
        fs::write(self.path("new"), text).unwrap();
        fs::rename(self.path("new"), self.path(name)).unwrap();
    }

    pub fn desk(&self, width: u16, height: u16) -> Desk {
        Desk::with(self.0.path(), width, height)
    }

    /// What is on the screen, with what differs from run to run taken out.
    pub fn screen(&self, desk: &Desk) -> String {
        let path = self.0.path().to_str().unwrap();
        desk.screen().replace(path, "[folder]")
    }
}

pub(super) fn talk() -> &'static str {
    TALK
}

/// Every way in which a playbook can be there.
fn full() -> Shelf {
    let shelf = Shelf::new();
    let (_, second) = EMBEDDED[1];
    shelf.put("mine.toml", &second.replace("title    = \"", "title    = \"My "));
    shelf.put("first.toml", &EMBEDDED[0].1.replace("format = 1", "format = 99"));
    shelf.put("talk.toml", &TALK.replace("label = \"What happened?\"", "lable = \"What happened?\""));
    shelf.put("one.toml", &TALK.replace("\"talk\"", "\"twin\""));
    shelf.put("two.toml", &TALK.replace("\"talk\"", "\"twin\""));
    let advice = TALK.replace("[[outcome]]\nid = \"kept\"\nlabel = \"They stay\"\nmeans = \"kept\"\n", "");
    shelf.put("advice.toml", &advice.replace("\"talk\"", "\"advice\""));
    fs::create_dir(shelf.path("folder.toml")).unwrap();
    shelf
}

fn at_all_sizes(name: &str, shelf: &Shelf, keys: &str) {
    // What is broken into rows depends on the length of paths.
    for (width, height) in SIZES.into_iter().filter(|_| cfg!(unix)) {
        let mut desk = shelf.desk(width, height);
        desk.keys(keys);
        insta::assert_snapshot!(format!("{name}_{width}x{height}"), shelf.screen(&desk));
    }
}

#[test]
fn every_playbook_is_listed_whatever_is_wrong_with_it() {
    let shelf = full();
    let mut desk = shelf.desk(120, 60);
    desk.keys("p");
    if cfg!(unix) {
        insta::assert_snapshot!("playbooks_all", shelf.screen(&desk));
    }
    at_all_sizes("playbooks", &shelf, "p");
    let mut desk = shelf.desk(80, 24);
    desk.keys("p<pgdn><pgdn><pgdn><enter>");
    let told = &desk.app.message.as_ref().unwrap().text;
    assert!(told.contains("folder.toml: this is no plain file"), "{told}");
}

#[test]
fn a_playbook_is_read_and_a_conversation_begun_from_it() {
    let shelf = Shelf::new();
    shelf.put("talk.toml", TALK);
    at_all_sizes("playbook", &shelf, "p<own><enter>");
    let mut desk = shelf.desk(80, 24);
    desk.keys("p<own><enter>n");
    assert!(desk.screen().lines().next().unwrap().contains("A talk"), "{}", desk.screen());
    desk.keys("Ada Byron<esc>");
    assert!(desk.screen().contains("Begin with the last good day."), "Esc goes back: {}", desk.screen());
    desk.keys("<esc>n");
    assert!(desk.screen().contains("Ada Byron"), "what was typed is found again: {}", desk.screen());
    desk.keys("<c-n>");
    assert!(desk.screen().contains("What happened?"), "{}", desk.screen());
}

#[test]
fn faults_stand_under_their_lines_and_the_editor_opens_at_the_one_that_is_marked() {
    let shelf = Shelf::new();
    let bad = TALK.replace("label = \"What", "lable = \"What").replace("\"choice\"", "\"choise\"");
    shelf.put("talk.toml", &bad);
    at_all_sizes("faults", &shelf, "p<own><enter>");
    let mut desk = shelf.desk(80, 24);
    desk.keys("p<own><enter><enter>");
    let line = |words: &str| bad.lines().position(|l| l.contains(words)).unwrap() + 1;
    let file = || Which::File(shelf.path("talk.toml"));
    let [(key, first)] = &desk.edits[..] else { panic!("{:?}", desk.edits) };
    assert_eq!(*key, file());
    assert!(*first <= line("lable"), "the field without a label, or the wrong key");
    desk.keys("<down><down>e");
    assert_eq!(desk.edits[1], (file(), line("choise")));
    desk.keys("n");
    assert!(matches!(desk.app.screen, Screen::Playbook(_)), "a broken one cannot be started");
}

#[test]
fn a_long_line_and_a_fault_over_several_are_shown_around_the_place() {
    let shelf = Shelf::new();
    let long = format!("guide = \"{}{{nobody.knows}} {}\"", "word ".repeat(60), "more ".repeat(60));
    shelf.put("talk.toml", &TALK.replace("guide = \"Begin with the last good day.\"", &long));
    let mut desk = shelf.desk(60, 30);
    desk.keys("p<own><enter>");
    let screen = desk.screen();
    let (at, row) = screen
        .lines()
        .enumerate()
        .find(|(_, l)| l.contains('│') && l.contains("{nobody.knows}"))
        .expect(&screen);
    let column = |line: &str, what: &str| text_before(line, what);
    let carets = screen.lines().nth(at + 1).unwrap();
    assert_eq!(column(row, "{nobody"), column(carets, "^"), "{screen}");
    assert!(row.contains('…'), "{screen}");
}

fn text_before(line: &str, what: &str) -> usize {
    crate::text::width(&line[..line.find(what).expect(line)])
}

#[test]
fn warnings_stop_nothing() {
    let shelf = full();
    let mut desk = shelf.desk(80, 24);
    desk.keys("p<own><enter>");
    assert!(desk.screen().contains("Warnings are advice"), "{}", desk.screen());
    desk.keys("r");
    assert!(desk.screen().contains("Begin with the last good day."), "{}", desk.screen());
    desk.keys("n");
    assert!(matches!(desk.app.screen, Screen::Form(_)));
}

#[test]
fn the_chooser_leads_to_what_cannot_be_used() {
    let shelf = full();
    let mut desk = shelf.desk(120, 60);
    desk.keys("n");
    let screen = desk.screen();
    assert!(screen.contains("5 playbooks cannot be used"), "{screen}");
    desk.click_on("5 playbooks cannot be used");
    let Screen::Playbooks(playbooks) = &desk.app.screen else { panic!("{}", desk.screen()) };
    let marked = desk.app.catalog.entries().nth(playbooks.list.marked).unwrap();
    assert!(marked.playbook.is_none(), "the first of them is marked");
    desk.keys("<esc>");
    assert!(matches!(desk.app.screen, Screen::Choose(_)), "and Esc goes back to the chooser");
    desk.keys("<esc>");
    assert!(matches!(desk.app.screen, Screen::Today(_)));
}

#[test]
fn the_mouse_opens_a_playbook() {
    let shelf = Shelf::new();
    shelf.put("talk.toml", TALK);
    let mut desk = shelf.desk(80, 24);
    // Where there is no room for all keys, the rest is behind one of them.
    desk.click_on("Ctrl+P More");
    desk.click_on("the playbooks there are");
    desk.click_on("A talk");
    assert!(desk.screen().contains("What happened?"), "{}", desk.screen());
    desk.click_on("e Edit");
    assert_eq!(desk.edits, [(Which::File(shelf.path("talk.toml")), 1)]);
}

#[test]
fn hostile_playbooks_are_shown_harmless() {
    let shelf = Shelf::new();
    shelf.put(
        "talk.toml",
        &TALK.replace("A talk", "A \\u001b[2Jtalk\\u202e").replace("What h", "\u{202e}\u{7}h"),
    );
    let mut desk = shelf.desk(80, 24);
    for keys in ["p", "<own><enter>", "<pgdn>"] {
        desk.keys(keys);
        assert!(!desk.screen().contains(crate::text::is_unsafe), "{}", desk.screen());
    }
}
