//! Where there is little room, nothing that matters is cut or covered.

use super::*;

#[test]
fn why_it_is_not_saved_is_read_whole() {
    let mut desk = Desk::walking(60, 20);
    desk.refuses = Some("the disk is full: make room (/home/ada/notes/zoe-obrien-li/2026.md)".to_owned());
    desk.keys("precious");
    desk.wait(6);
    let screen = desk.screen();
    assert!(screen.contains("NOT SAVED: the disk is full: make room"), "{screen}");
    assert!(screen.contains("2026.md)"), "{screen}");
    desk.keys(" more");
    assert!(desk.screen().contains("2026.md)"));
}

#[test]
fn in_a_low_window_what_is_hidden_and_what_is_saved_do_not_mix() {
    let mut desk = Desk::walking(45, 12);
    desk.keys("<f1>");
    let screen = desk.screen();
    assert!(screen.contains("more below") && screen.contains("  Saved 14:02"), "{screen}");
}

#[test]
fn a_long_message_stands_on_the_themes_own_ground() {
    let mut desk = Desk::walking(60, 20);
    desk.app.theme = Theme::of(config::Theme::Light, Colours::True);
    desk.app.complain("something long that went wrong and needs more than one row of this window");
    let ground = desk.app.theme.text.bg;
    assert!(
        desk.buffer()
            .0
            .content
            .iter()
            .all(|cell| Some(cell.bg) == ground || cell.bg != ratatui::style::Color::Reset)
    );
}

#[test]
fn nothing_on_the_end_page_is_cut() {
    for (width, height) in [(120, 70), (60, 80), (45, 110)] {
        let mut desk = Desk::walking(width, height);
        desk.keys("<f2><down><down><down><down><enter><@They'll think about it><f9>");
        let screen = desk.screen();
        let body = screen.split_once('\n').unwrap().1;
        assert!(!body.contains('…'), "{screen}");
        assert!(screen.contains("suggested by your answers"), "{screen}");
        assert!(!screen.contains("more below"), "the whole page is looked at: {screen}");
    }
}

/// Before the meeting nothing tells how it will end: one Enter too many must not say that it has.
#[test]
fn where_no_end_is_in_sight_enter_chooses_none() {
    let mut desk = Desk::walking(120, 40);
    desk.keys("<f9>");
    assert!(!desk.screen().contains("suggested by your answers"));
    desk.keys("<enter>");
    assert!(matches!(desk.app.screen, Screen::Walk(_)), "{}", desk.screen());
}

#[test]
fn what_is_due_is_read_whole_and_leads_to_a_conversation_that_says_it_is_closed() {
    let mut desk = Desk::hanging_on_the_meeting(60, 20);
    desk.keys("n<@They say they're going>Ada Byron<c-n><f2><down><down><down><enter>1<f9><enter><enter>");
    let screen = desk.screen();
    assert!(
        screen.contains("Another chance with Ada:")
            && screen.contains("for how\n")
            && screen.contains("  long\n"),
        "{screen}"
    );
    assert!(screen.contains("no day yet") && screen.contains("Closed:"), "{screen}");
    desk.click_on("Another chance with");
    let screen = desk.screen();
    assert!(screen.lines().next().unwrap().contains("closed") && !screen.contains("Closed:"), "{screen}");
}

#[test]
fn a_score_of_ten_with_long_ends_is_whole_at_every_size() {
    let folder = tempfile::tempdir().unwrap();
    let source = "format = 1\n[playbook]\nid = \"score\"\nversion = \"1\"\ntitle = \"Score\"\nsummary = \"S\"\n\
        fits = [\"Rate\"]\n[[step]]\nid = \"s\"\ntitle = \"S\"\nphase = \"before\"\n\
        [[step.field]]\nid = \"n\"\nkind = \"score\"\nlabel = \"N\"\nout_of = 10\n\
        low = \"not at all, and never did\"\nhigh = \"fully, and would tell others\"\n\
        [[outcome]]\nid = \"o\"\nlabel = \"O\"\nmeans = \"kept\"\n";
    std::fs::write(folder.path().join("score.toml"), source).unwrap();
    for (width, height) in [(120, 40), (100, 30), (80, 24), (60, 20)] {
        let mut desk = Desk::with(folder.path(), width, height);
        desk.keys("n");
        desk.click_on("Rate");
        desk.keys("Ada<c-n>");
        let screen = desk.screen();
        for part in [" 5 ", " 9 ", " 10", "1 not at all", "never did", "10 fully", "others"] {
            assert!(screen.contains(part), "{part}: {screen}");
        }
        desk.click_on("10");
        assert_eq!(desk.session().answers_json()["s.n"], 10, "{}", desk.screen());
        let (x, y) = desk.find("5");
        if desk.find("6").1 > y {
            desk.click(x + 4, y);
            assert_eq!(desk.session().answers_json()["s.n"], 10, "no number was clicked");
        }
        desk.click_on("1 not at");
        assert_eq!(desk.session().answers_json()["s.n"], 10, "no number was clicked");
        desk.click_on("9");
        assert_eq!(desk.session().answers_json()["s.n"], 9);
    }
}

/// Nor is a label cut in half, however little room there is.
#[test]
fn whoever_has_only_a_mouse_finds_all_ways_on_in_the_smallest_window() {
    for keys in ["", "p", "p<enter>", "n", "c", "/", "a"] {
        for width in 40..80 {
            let mut desk = Desk::new(width, 10);
            desk.keys(keys);
            let screen = desk.screen();
            let last = screen.lines().rfind(|line| line.starts_with(['|', '>'])).unwrap();
            let last = last.replace("F8 Hide  ", "");
            assert!(last.ends_with("Ctrl+P More  F1 Help  Ctrl+Q Quit"), "{keys}, {width}: {last}");
        }
    }
}

#[test]
fn on_a_follow_up_its_keys_stand_before_those_of_the_screen() {
    for (width, keys) in [
        (60, "Enter Open  n New  Ctrl+P More"),
        (80, "Enter Open  Space Done  l Later  n New  Ctrl+P More"),
        (120, "Enter Open  Space Done  l Later  n New  d Drop  F5 Call now"),
    ] {
        let mut desk = Desk::walking(width, 24);
        desk.keys("<f4><tab><tab><tab>2026-11-12<c-n><esc>");
        assert!(matches!(desk.app.marked_line(), Some(lines::Line::Due(_))), "{}", desk.screen());
        assert!(desk.screen().contains(keys), "{}", desk.screen());
    }
}
