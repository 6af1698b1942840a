//! Editing: selection by mouse, undo across fields, scripts from right to left, the clipboard.

use super::*;

fn walk(desk: &Desk) -> &Walk {
    let Screen::Walk(walk) = &desk.app.screen else { panic!("not in the walk") };
    walk
}

fn text(desk: &Desk) -> String {
    desk.session().text(walk(desk).target(desk.session()).unwrap()).into_owned()
}

fn selected(desk: &Desk) -> String {
    walk(desk).editor.selection().map(|s| text(desk)[s].to_owned()).unwrap_or_default()
}

fn drag(desk: &mut Desk, from: (u16, u16), to: &[(u16, u16)]) {
    desk.click(from.0, from.1);
    to.iter().for_each(|(x, y)| desk.event(Event::Drag { x: *x, y: *y }));
}

#[test]
fn dragging_selects_and_scrolls_beyond_what_is_in_sight() {
    let mut desk = Desk::walking(80, 24);
    let lines: Vec<_> = (0..60).map(|n| format!("line {n}.")).collect();
    desk.event(Event::Paste(lines.join("\n")));
    let (x, y) = desk.find("line 55.");
    drag(&mut desk, (x, y), &[(x + 4, y)]);
    assert_eq!(selected(&desk), "line");
    // Above the rows that are in sight, again and again: the ones before come.
    let top = (0..200).map(|_| (x, 0)).collect::<Vec<_>>();
    drag(&mut desk, (x + 8, y), &top[..1]);
    assert!(selected(&desk).ends_with("line 55."), "{}", selected(&desk));
    let before = selected(&desk).len();
    drag(&mut desk, (x, 10), &[]);
    desk.keys("<c-end>");
    let (x, y) = desk.find("line 55.");
    drag(&mut desk, (x + 8, y), &top);
    assert!(selected(&desk).len() > before);
    assert!(selected(&desk).starts_with("line 0.") && selected(&desk).ends_with("line 55."));
    assert!(desk.screen().contains("line 0."), "{}", desk.screen());
    // And downwards, below the field: to its end.
    desk.keys("<c-home>");
    let (x, y) = desk.find("line 3.");
    drag(&mut desk, (x, y), &(0..200).map(|_| (70, 23)).collect::<Vec<_>>());
    assert!(selected(&desk).starts_with("line 3.\n") && selected(&desk).ends_with("line 59."));
}

#[test]
fn dragging_from_elsewhere_selects_nothing() {
    let mut desk = Desk::walking(120, 40);
    desk.keys("some words");
    let (x, y) = desk.find("some words");
    drag(&mut desk, (2, 38), &[(x + 4, y)]);
    assert_eq!(selected(&desk), "");
}

#[test]
fn two_clicks_select_a_word_and_three_the_line() {
    let mut desk = Desk::walking(80, 24);
    desk.event(Event::Paste("one two three\nfour five".to_owned()));
    let (x, y) = desk.find("two");
    desk.click(x, y);
    desk.event(Event::Click { x, y, double: true, extend: false });
    assert_eq!(selected(&desk), "two");
    desk.event(Event::ClickThrice { x, y });
    assert_eq!(selected(&desk), "one two three");
    desk.keys("x");
    assert_eq!(text(&desk), "x\nfour five");
}

#[test]
fn undo_goes_to_where_the_change_was() {
    let mut desk = Desk::walking(80, 24);
    desk.keys("first");
    let first = walk(&desk).focus;
    desk.keys("<tab><c-n><c-n>");
    assert_ne!(walk(&desk).step, 0);
    desk.keys("<c-z>");
    assert_eq!((walk(&desk).step, walk(&desk).focus), (0, first));
    assert_eq!(text(&desk), "");
    assert!(desk.buffer().1.is_some(), "the cursor is in sight");
    desk.keys("<c-y>");
    assert_eq!(text(&desk), "first");
}

#[test]
fn a_paste_of_a_megabyte_is_one_step_of_undo() {
    let mut desk = Desk::walking(80, 24);
    let line = "They stopped calling in March, and nobody told us who does our books now.\n";
    let megabyte = line.repeat(1_000_000 / line.len() + 1);
    desk.keys("before ");
    desk.event(Event::Paste(megabyte.clone()));
    desk.keys("after");
    assert_eq!(text(&desk), format!("before {megabyte}after"));
    desk.keys("<c-z>");
    assert_eq!(text(&desk), format!("before {megabyte}"));
    desk.keys("<c-z>");
    assert_eq!(text(&desk), "before ");
    desk.keys("<c-y>");
    assert_eq!(text(&desk), format!("before {megabyte}"));
    desk.keys("<c-z><c-z>");
    assert_eq!(text(&desk), "");
}

#[test]
fn the_system_clipboard_is_written_only_when_asked() {
    let mut desk = Desk::walking(80, 24);
    desk.keys("a secret word<c-a><c-c><end><c-v><c-x><s-left><c-x><c-f>secret<c-c><esc><c-s>");
    assert_eq!(desk.copied, None);
    desk.keys("<c-a><a-c>");
    let all = text(&desk);
    assert_eq!(desk.copied.take().as_deref(), Some(all.as_str()));
    assert!(desk.screen().contains("terminal lets programs copy"), "{}", desk.screen());
    desk.keys("<home><a-c>");
    assert_eq!(desk.copied.take().as_deref(), Some(all.as_str()), "nothing is selected: all of the field");
    desk.keys("<s-right><a-c>");
    assert_eq!(desk.copied.take().as_deref(), Some(&all[..1]));
    desk.keys("<f4><a-c>");
    assert_eq!(desk.copied.take().as_deref(), Some("Ada Byron"));
}

/// Wherever one types: what is said of it is seen, too.
#[test]
fn what_is_typed_in_any_line_is_copied() {
    let mut desk = Desk::walking(80, 24);
    desk.keys("Calls on Mondays<c-f>mond<a-c>");
    let copied = |desk: &mut Desk, words: &str| {
        assert_eq!(desk.copied.take().as_deref(), Some(words), "{}", desk.screen());
        assert!(desk.screen().contains("Copied all of this field"), "{}", desk.screen());
    };
    copied(&mut desk, "mond");
    desk.keys("<esc><c-p>go<a-c>");
    copied(&mut desk, "go");
    desk.keys("<esc><esc>/calls<a-c>");
    copied(&mut desk, "calls");
    desk.keys("<esc>cAda<a-c>");
    copied(&mut desk, "Ada");
    desk.keys("<enter>r<a-c>");
    copied(&mut desk, "Ada Byron");
    desk.app.show_welcome();
    desk.event(Event::Tick);
    desk.keys("Grace<a-c>");
    copied(&mut desk, "Grace");
}

#[test]
fn nothing_is_copied_where_there_is_no_text() {
    let mut desk = Desk::walking(80, 24);
    desk.keys("<a-c>");
    assert_eq!(desk.copied, None);
    assert!(desk.screen().contains("no text here"), "{}", desk.screen());
}

#[test]
fn screen_right_to_left() {
    for (width, height) in SIZES {
        let mut desk = Desk::new(width, height);
        desk.keys("n<@Pre-emptive exit>שָׁלוֹם כהן<tab>شركة النور<c-n>");
        desk.keys("הם הפסיקו להתקשר במרץ, and nobody told us. ولم يخبرنا أحد. 李 e\u{301} 👩‍👩‍👧 ");
        insta::assert_snapshot!(format!("right_to_left_{width}x{height}"), desk.screen());
    }
}

/// Each cell is drawn with what takes just that cell, or is hidden by a wide one before it.
fn cells_fit(buffer: &Buffer) {
    for y in 0..buffer.area.height {
        let mut hidden = 0;
        for x in 0..buffer.area.width {
            let symbol = buffer[(x, y)].symbol();
            let width = crate::text::width(symbol);
            if hidden > 0 {
                hidden -= 1;
                assert_eq!(symbol, " ", "beside a wide one at {x},{y}");
                continue;
            }
            assert!((1..=2).contains(&width), "{symbol:?} at {x},{y}");
            hidden = width - 1;
        }
        assert_eq!(hidden, 0, "over the edge in row {y}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn any_script_keeps_its_cells_and_the_cursor_its_place(
        words in "([אשלםمرحبا李é ]|ש\u{5b8}|e\u{301}|👩‍👩‍👧|🇩🇪|\u{200f}|\t|क\u{94d}ष|[a-z]|\n){0,60}",
        clicks in proptest::collection::vec((0u16..80, 0u16..24, 0u16..80, 0u16..24, any::<bool>()), 0..5),
    ) {
        let mut desk = Desk::walking(80, 24);
        desk.event(Event::Paste(words));
        cells_fit(&desk.buffer().0);
        for (x, y, to_x, to_y, cut) in clicks {
            let area = view::walk::areas((80, 24)).fields;
            let inside = |x: u16, y: u16| (area.x + x % area.width, area.y + y % area.height);
            let (from, to) = (inside(x, y), (to_x, to_y));
            drag(&mut desk, from, &[to]);
            if !matches!(desk.app.screen, Screen::Walk(_)) || walk(&desk).target(desk.session()).is_none() {
                break;
            }
            let (text, editor) = (text(&desk), &walk(&desk).editor);
            prop_assert!(text.is_char_boundary(editor.cursor()));
            let rows = crate::tui::widget::rows::Rows::of(&text, editor.rows().width());
            prop_assert_eq!(editor.rows(), &rows);
            if let Some(selected) = editor.selection() {
                prop_assert!(text.get(selected).is_some());
            }
            let (buffer, cursor) = desk.buffer();
            cells_fit(&buffer);
            if let Some(at) = cursor {
                let (row, cell) = editor.place(&text);
                let line = editor.rows().row(row);
                prop_assert_eq!(crate::text::width(&text[line.start..editor.cursor()]).min(editor.rows().width()), cell);
                prop_assert!(at.x < 80 && at.y < 24);
            }
            desk.keys(if cut { "<c-x>" } else { "<bs>א" });
            cells_fit(&desk.buffer().0);
        }
    }
}
