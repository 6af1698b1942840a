//! Finding words in the conversation.

use super::*;
use crate::session::Target;

/// Words in two fields of the first step, in a note there, and in the second step.
fn desk(width: u16, height: u16) -> Desk {
    let mut desk = Desk::walking(width, height);
    desk.keys("The fee came up. The Fée again.<tab>");
    while !desk.on_notes() {
        desk.keys("<tab>");
    }
    desk.keys("they asked about fees<enter>and nothing else<enter>");
    desk.keys("<c-n>");
    while desk.app.contexts()[0] != Context::Text || desk.on_notes() {
        desk.keys("<tab>");
    }
    desk.keys("coffee first");
    desk.keys("<c-b>");
    desk
}

impl Desk {
    fn walk(&self) -> &Walk {
        let Screen::Walk(walk) = &self.app.screen else { panic!("not in the walk") };
        walk
    }

    fn on_notes(&self) -> bool {
        self.walk().focus == Focus::Notes
    }

    fn selected(&self) -> String {
        let walk = self.walk();
        let Some(target) = walk.target(self.session()) else { return String::new() };
        let text = self.session().text(target);
        walk.editor.selection().map(|selected| text[selected].to_owned()).unwrap_or_default()
    }

    fn count(&self) -> (usize, usize) {
        self.app.find.as_ref().unwrap().count()
    }
}

#[test]
fn screen_find() {
    for (width, height) in SIZES {
        let mut desk = desk(width, height);
        desk.keys("<c-f>fee<enter>");
        insta::assert_snapshot!(format!("find_{width}x{height}"), desk.screen());
        desk.keys("s for the books that nobody looked at since March came and went<enter>");
        insta::assert_snapshot!(format!("find_not_{width}x{height}"), desk.screen());
        desk.keys("<f1>");
        assert!(desk.screen().contains("to the next place"), "{}", desk.screen());
    }
}

#[test]
fn words_are_found_across_fields_notes_and_steps_and_back_again() {
    let mut desk = desk(80, 24);
    desk.keys("<c-home><c-f>f");
    desk.keys("ee");
    assert_eq!((desk.selected().as_str(), desk.count()), ("fee", (1, 4)));
    desk.keys("<enter>");
    assert_eq!((desk.selected().as_str(), desk.count()), ("Fée", (2, 4)));
    desk.keys("<down>");
    assert_eq!((desk.selected().as_str(), desk.count()), ("fee", (3, 4)));
    assert!(desk.on_notes());
    desk.keys("<enter>");
    assert_eq!(desk.walk().step, 1);
    assert_eq!((desk.selected().as_str(), desk.count()), ("fee", (4, 4)));
    desk.keys("<enter>");
    assert_eq!((desk.walk().step, desk.count()), (0, (1, 4)), "behind the last one, the first");
    desk.keys("<up>");
    assert_eq!((desk.walk().step, desk.count()), (1, (4, 4)));
    desk.keys("<s-enter>");
    assert_eq!((desk.walk().step, desk.count()), (0, (3, 4)));
}

#[test]
fn esc_goes_back_to_where_one_was_unless_one_went_on() {
    let mut desk = desk(80, 24);
    desk.keys("<c-home><right><right>");
    let was = (desk.walk().focus, desk.walk().editor.cursor());
    desk.keys("<c-f>coffee");
    assert_eq!(desk.walk().step, 1);
    desk.keys("<esc>");
    assert_eq!((desk.walk().focus, desk.walk().editor.cursor(), desk.walk().step), (was.0, was.1, 0));
    assert_eq!(desk.selected(), "");
    desk.keys("<c-f>coffee<enter><esc>tea");
    assert!(desk.app.find.is_none());
    let text = desk.session().text(desk.walk().target(desk.session()).unwrap()).into_owned();
    assert_eq!((desk.walk().step, text.as_str()), (1, "tea first"), "what was found is selected");
    desk.keys("<c-b><c-f>again<tab>once more");
    assert!(desk.screen().contains("The Fée once more."), "{}", desk.screen());
}

#[test]
fn a_note_that_is_being_typed_goes_on_after_a_search() {
    let mut desk = desk(80, 24);
    while !desk.on_notes() {
        desk.keys("<tab>");
    }
    desk.keys("one th<c-f>coffee<esc>ing");
    let notes: Vec<_> = desk.session().notes(0).iter().map(|note| note.text.as_str()).collect();
    assert_eq!(notes.last(), Some(&"one thing"));
}

#[test]
fn nothing_typed_into_the_search_comes_into_the_note() {
    let mut desk = desk(80, 24);
    let before = desk.session().to_document().render();
    desk.keys("<c-f>xyzzy<bs> <c-w>fee<enter><c-v><left><del><esc>");
    desk.event(Event::Paste("plugh".to_owned()));
    desk.keys("<c-z>");
    assert_eq!(desk.session().to_document().render(), before);
}

#[test]
fn what_is_selected_is_what_one_looks_for() {
    let mut desk = desk(80, 24);
    desk.keys("<c-home><c-right><c-right><c-s-left><c-f>");
    assert_eq!((desk.app.find.as_ref().unwrap().words.as_str(), desk.count()), ("fee", (1, 4)));
    // All of it is selected: what is typed takes its place.
    desk.keys("again");
    assert_eq!(desk.count(), (1, 1));
}

#[test]
fn the_mouse_steps_and_stays() {
    let mut desk = desk(120, 40);
    desk.keys("<c-home><c-f>fee");
    desk.click_on("Enter Next");
    assert_eq!(desk.count(), (2, 4));
    desk.click_on("Previous");
    assert_eq!(desk.count(), (1, 4));
    desk.click_on("Find:");
    assert_eq!(desk.count(), (1, 4));
    desk.click_on("came up");
    assert!(desk.app.find.is_none());
    desk.keys("<c-f>coffee");
    desk.click_on("Esc Back");
    assert!(desk.app.find.is_none());
    assert_eq!(desk.walk().step, 0);
}

#[test]
fn what_was_chosen_and_what_stands_in_tables_is_found() {
    let mut desk = Desk::in_language(120, 40);
    let fields: Vec<_> = desk.session().playbook().fields().map(|(at, f)| (at, f.kind.clone())).collect();
    let (at, kind) = fields.iter().find(|(_, kind)| !kind.choices().is_empty()).unwrap();
    let (id, label) = (kind.choices()[1].id.clone(), kind.choices()[1].label.clone());
    let now = desk.app.now.wall;
    let edit = desk.session().toggle(*at, &id, now);
    desk.app.edit(edit);
    desk.keys(&format!("<c-f>{label}"));
    assert_eq!((desk.walk().step, desk.walk().focus), (at.step, Focus::Field(at.field)), "{}", desk.screen());
    assert_eq!(desk.walk().option, 1);
    let rows = fields.iter().find(|(at, _)| desk.session().table(*at).is_some_and(|t| !t.has_row_text()));
    let (table, _) = rows.expect("a table that one fills by hand");
    desk.keys("<esc>");
    let target = Target::Cell { field: *table, row: 0, column: Some(0) };
    desk.app.edit(crate::session::Edit::Splice { target, at: 0, remove: 0, insert: "Zürich".to_owned() });
    desk.keys("<c-f>zurich");
    if desk.count().1 > 0 {
        assert_eq!(desk.selected(), "Zürich", "{}", desk.screen());
    } else {
        assert!(!desk.session().is_asked(*table), "{}", desk.screen());
    }
}

#[test]
fn what_others_write_meanwhile_is_found() {
    let mut desk = desk(80, 24);
    desk.keys("<c-f>fee");
    assert_eq!(desk.count().1, 4);
    let target = Target::Note { step: 0, entry: 1 };
    desk.app.edit(crate::session::Edit::Splice { target, at: 0, remove: 0, insert: "fee ".to_owned() });
    desk.event(Event::Tick);
    assert_eq!(desk.count().1, 5);
}
