//! What was also written elsewhere: read where it belongs, and settled with a key.

use super::*;

/// Ada's conversation, in which other words stand beside answers, opened at its first field.
fn beside(width: u16, height: u16) -> Desk {
    let mut desk = Desk::walking(80, 24);
    desk.keys("my own words<esc>");
    let first = desk.session().playbook().steps[0].clone();
    let path = desk.notes.keys().next().unwrap().clone();
    let mut document = Document::parse(&desk.notes[&path]);
    let texts = |texts: &[&str]| texts.iter().map(|t| (*t).to_owned()).collect::<Vec<_>>();
    document.set_also(&first.fields[0].key, &texts(&["their words\n\nand more", "words of a third"]));
    document.set_also(&first.id, &texts(&["beside the step"]));
    document.set_also("", &texts(&["advisor = \"Somebody\""]));
    document.set_also("gone.field", &texts(&["of a step that is no more"]));
    desk.notes.insert(path, document.render());
    desk.app.note = None;
    desk.keys("<enter>");
    desk.event(Event::Resize { width, height });
    desk
}

#[test]
fn screen_also_written_elsewhere() {
    for (width, height) in SIZES {
        let mut desk = beside(width, height);
        insta::assert_snapshot!(format!("field_{width}x{height}"), desk.screen());
        desk.keys("<s-tab><s-tab>");
        insta::assert_snapshot!(format!("notes_{width}x{height}"), desk.screen());
        desk.keys("<f2>");
        insta::assert_snapshot!(format!("steps_{width}x{height}"), desk.screen());
        desk.keys("<esc><f9>");
        insta::assert_snapshot!(format!("end_{width}x{height}"), desk.screen());
    }
}

#[test]
fn it_is_settled_where_one_stands_and_undo_brings_it_back() {
    let mut desk = beside(100, 30);
    let before = desk.note().to_owned();
    assert!(desk.screen().contains("their words") && desk.screen().contains("Ctrl+U Settle"));
    desk.keys("<c-u>");
    assert!(!desk.screen().contains("their words") && !desk.screen().contains("Settle"), "{}", desk.screen());
    assert_eq!(desk.session().all_also().count(), 3, "only what belongs to the field went");
    desk.keys("<c-s>");
    assert!(!desk.note().contains("their words") && desk.note().contains(".also}\n\n"), "{}", desk.note());
    desk.keys("<c-z>");
    assert!(desk.screen().contains("their words"), "{}", desk.screen());
    desk.keys("<c-y><c-z><c-s>");
    let texts = |note: &str| Document::parse(note).also();
    assert_eq!(texts(desk.note()), texts(&before));
    desk.keys("!<tab>");
    assert!(!desk.screen().contains("Ctrl+U"), "there is nothing to settle: {}", desk.screen());
    desk.keys("<c-u>");
    assert_eq!(desk.session().all_also().count(), 4);
    desk.click_on("my own words");
    desk.click_on("Settle");
    assert_eq!(desk.session().all_also().count(), 3, "the mouse can do it, too");
}

#[test]
fn what_belongs_to_a_step_or_to_none_is_settled_at_its_end() {
    let mut desk = beside(100, 40);
    desk.keys("<s-tab><s-tab><c-u>");
    assert!(!desk.screen().contains("beside the step"), "{}", desk.screen());
    assert_eq!(desk.session().all_also().count(), 3);
    desk.keys("<c-z>");
    assert!(desk.screen().contains("beside the step"), "{}", desk.screen());
    desk.keys("<f9>");
    for words in ["advisor = \"Somebody\"", "of a step that is no more", "Ctrl+U Settle"] {
        assert!(desk.screen().contains(words), "{}", desk.screen());
    }
    desk.keys("<c-u><c-s>");
    assert!(!desk.screen().contains("Somebody"), "{}", desk.screen());
    assert!(!desk.note().contains("Somebody") && !desk.note().contains("is no more"), "{}", desk.note());
    desk.keys("<c-z>");
    assert!(desk.screen().contains("Somebody"), "{}", desk.screen());
}

#[test]
fn it_is_neither_from_an_earlier_version_nor_in_the_way_of_what_is_typed() {
    let mut desk = beside(100, 40);
    assert!(!desk.screen().contains("From an earlier version"));
    desk.keys(" that go on<tab>1<c-s>");
    let keys: Vec<_> = Document::parse(desk.note()).keys().map(str::to_owned).collect();
    let first = desk.session().playbook().steps[0].clone();
    let also = |of: &str| format!("{of}.also");
    let expected = [
        also("").trim_start_matches('.').to_owned(),
        first.id.clone(),
        also(&first.id),
        first.fields[0].key.clone(),
        also(&first.fields[0].key),
    ];
    assert_eq!(keys[..5], expected, "{keys:?}");
}
