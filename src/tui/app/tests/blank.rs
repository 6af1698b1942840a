//! The blank screen: nothing is on it, nothing is typed on it, and all is where it was afterwards.

use super::*;

/// Ways to every screen and to what lies over it.
const WAYS: [(&str, &str); 16] = [
    ("today", "<esc>"),
    ("choose", "<esc>n"),
    ("form", "<esc>n<@Farewell>Grace Hopper"),
    ("walk, in text", "secret words"),
    ("walk, on options", "<tab>"),
    ("notes", "<tab><tab><tab>she sounded tired"),
    ("table", "<f2><down><down><down><down><down><enter>Nobody calls<tab>"),
    ("details", "<f4>"),
    ("end", "<f9>"),
    ("help", "<f1>"),
    ("steps", "<f2>"),
    ("guide", "<f3>"),
    ("playbooks", "<esc>p"),
    ("playbook", "<esc>p<enter>"),
    ("what follows", "<f9><down><down>"),
    ("help over playbooks", "<esc>p<f1>"),
];

/// All that stands in any cell of the screen; the cursor stands nowhere.
fn words(desk: &Desk) -> String {
    let screen = desk.screen();
    let rows = screen.strip_suffix("no cursor\n").expect(&screen);
    let words: Vec<_> = rows.lines().map(|l| l[1..].trim()).filter(|line| !line.is_empty()).collect();
    words.join("\n")
}

const NOTHING: &str = "Press F8 to go on";
const NOT_SAVED: &str = "NOT SAVED\nPress F8 to go on";

#[test]
fn screen_blank() {
    at_all_sizes("blank", &format!("{INTO_WALK}A call every month<f8>"));
    for (width, height) in SIZES {
        let mut desk = Desk::walking(width, height);
        desk.refuses = Some("/notes/ada-byron: the disk is full: make room".to_owned());
        desk.keys("precious<c-s><f8>");
        insta::assert_snapshot!(format!("blank_unsaved_{width}x{height}"), desk.screen());
    }
}

#[test]
fn every_screen_blanks_and_comes_back_as_it_was() {
    for (name, way) in WAYS {
        for (there, back) in [("f8", "f8"), ("c-o", "c-o"), ("f8", "esc")] {
            let mut desk = Desk::walking(120, 40);
            desk.keys(way);
            desk.wait(6);
            let before = desk.screen();
            desk.press(there);
            assert_eq!(words(&desk), NOTHING, "{name}");
            desk.wait(6);
            assert_eq!(words(&desk), NOTHING, "{name}");
            desk.press(back);
            assert_eq!(desk.screen(), before, "{name}");
        }
    }
}

#[test]
fn nothing_is_done_or_typed_on_a_blank_screen() {
    for (name, way) in WAYS {
        let mut desk = Desk::walking(80, 24);
        desk.keys(way);
        desk.wait(6);
        let (before, note) = (desk.screen(), desk.note().to_owned());
        desk.keys("<f8>x 1pnd<enter><tab><s-tab><up><down><pgdn><c-n><c-b><c-z><c-v><c-e><f1><f9><f2><bs><c-s><c-q>");
        desk.event(Event::Paste("pasted".to_owned()));
        for y in (2..24).step_by(3) {
            for x in (4..80).step_by(9) {
                desk.click(x, y);
                desk.event(Event::Click { x, y, double: true, extend: false });
                desk.event(Event::Drag { x, y });
                desk.event(Event::Wheel { x, y, down: true });
            }
        }
        assert_eq!(words(&desk), NOTHING, "{name}");
        assert!(!desk.quit && desk.edits.is_empty());
        desk.press("f8");
        let told = desk.app.message.take().unwrap().text;
        assert_eq!(told, "What was typed while the screen was blank was not taken", "{name}");
        assert_eq!(desk.note(), note, "{name}");
        desk.event(Event::Resize { width: 80, height: 24 });
        assert_eq!(desk.screen(), before, "{name}");
    }
}

#[test]
fn a_form_and_its_words_are_kept() {
    let mut desk = Desk::new(80, 24);
    desk.keys("n<@Farewell>Grace<f8>nobody<f8> Hopper");
    assert!(desk.screen().contains("Grace Hopper"), "{}", desk.screen());
}

#[test]
fn saving_goes_on_behind_it_and_what_is_not_saved_is_told_without_a_name() {
    let mut desk = Desk::walking(80, 24);
    desk.keys("precious<f8>");
    assert!(!desk.note().contains("precious"));
    desk.wait(6);
    assert!(desk.note().contains("\nprecious\n"));

    desk.keys("<f8> words<f8>");
    desk.refuses = Some("/notes/ada-byron: the disk is full: make room".to_owned());
    desk.wait(6);
    assert_eq!(words(&desk), NOT_SAVED);
    desk.refuses = None;
    desk.wait(6);
    assert_eq!(words(&desk), NOTHING);
    desk.press("f8");
    assert!(desk.note().contains("\nprecious words\n"));

    // A disk that does not answer is told, too, when its time has come.
    desk.silent = true;
    desk.keys("!<c-s><f8>");
    let then = desk.app.deadline().unwrap();
    desk.wait((then - desk.tick).as_secs());
    assert_eq!(words(&desk), NOT_SAVED);
}

#[test]
fn the_question_whether_to_quit_waits_behind_it() {
    let mut desk = Desk::walking(80, 24);
    desk.refuses = Some("/notes/ada-byron: the disk is full".to_owned());
    desk.keys("precious<c-q>");
    let before = desk.screen();
    assert!(before.contains("Try again"), "{before}");
    desk.keys("<f8>d<enter>");
    assert!(!desk.quit);
    assert_eq!(words(&desk), NOT_SAVED);
    desk.press("esc");
    assert!(desk.screen().contains("Try again") && !desk.quit, "Esc brought it back and no more");

    // It may also come up while nobody sees it.
    let mut desk = Desk::walking(80, 24);
    desk.silent = true;
    desk.keys("precious<c-q><f8>");
    desk.wait(6);
    assert_eq!(words(&desk), NOT_SAVED);
    desk.press("f8");
    assert!(desk.screen().contains("Try again"), "{}", desk.screen());
}

#[test]
fn a_message_of_trouble_is_not_covered_by_a_lesser_one() {
    let mut desk = Desk::walking(80, 24);
    desk.keys("<f8>typed");
    desk.app.complain("Something is wrong");
    desk.press("f8");
    assert_eq!(desk.app.message.as_ref().unwrap().text, "Something is wrong");
}

#[test]
fn it_is_blank_in_any_window() {
    let mut desk = Desk::walking(80, 24);
    desk.keys("secret<f8>");
    for (width, height) in [(0, 0), (1, 1), (3, 2), (10, 1), (30, 6), (300, 90)] {
        desk.event(Event::Resize { width, height });
        let seen = words(&desk);
        assert!("Press F8 to go on".starts_with(seen.trim_end_matches('…')), "{seen}");
    }
    desk.event(Event::Resize { width: 80, height: 24 });
    desk.press("f8");
    assert!(desk.screen().contains("secret"));
}

#[test]
fn the_footer_offers_it_and_a_click_there_blanks() {
    let mut desk = Desk::new(160, 40);
    desk.click_on("F8 Hide");
    assert_eq!(words(&desk), NOTHING);
    desk.click_on("F8");
    assert_eq!(words(&desk), NOTHING, "a click brings nothing up");
}
