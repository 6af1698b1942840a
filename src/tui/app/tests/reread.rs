//! Playbooks that change while the screen is up.

use std::fs;

use super::desk::as_typed;
use super::playbooks::{Shelf, talk};
use super::*;
use crate::catalog::Key as Which;

fn shelf() -> Shelf {
    let shelf = Shelf::new();
    shelf.put("talk.toml", talk());
    shelf
}

/// In the first step of a talk with Ada.
fn walking(shelf: &Shelf) -> Desk {
    let mut desk = shelf.desk(100, 30);
    desk.keys("p<own>nAda Byron<c-n>");
    assert!(desk.screen().contains("What happened?"), "{}", desk.screen());
    desk
}

fn said(desk: &Desk) -> &str {
    desk.app.message.as_ref().map_or("", |m| m.text.as_str())
}

#[test]
fn it_is_looked_once_a_second_on_the_pages_of_playbooks_and_nowhere_else() {
    let shelf = shelf();
    let mut desk = shelf.desk(80, 24);
    assert_eq!(desk.app.deadline(), None, "idle means idle");
    for (keys, looks) in
        [("p", true), ("<enter>", true), ("<f1>", true), ("<esc><esc><esc>", false), ("n", false)]
    {
        desk.keys(keys);
        assert_eq!(desk.app.deadline().is_some(), looks, "{keys}");
    }
    desk.keys("<esc>p");
    assert_eq!(desk.app.deadline(), Some(desk.tick + Duration::from_secs(1)));
    shelf.put("talk.toml", &talk().replace("A talk", "Another talk"));
    desk.wait(6);
    assert!(desk.screen().contains("Another talk"), "{}", desk.screen());
    assert_eq!(said(&desk), "Playbooks were read again: \"Another talk\" changed");
    assert_eq!(desk.app.deadline(), Some(desk.tick + Duration::from_secs(1)));
}

#[test]
fn what_was_marked_stays_marked() {
    let shelf = shelf();
    let mut desk = shelf.desk(80, 24);
    desk.keys("p<own>");
    shelf.put("another.toml", &talk().replace("\"talk\"", "\"another\"").replace("A talk", "Another"));
    desk.wait(6);
    assert_eq!(desk.app.marked_entry().unwrap().id, "talk");
    assert_eq!(said(&desk), "Playbooks were read again: \"Another\" is new");
    fs::remove_file(shelf.path("another.toml")).unwrap();
    desk.wait(6);
    assert_eq!(desk.app.marked_entry().unwrap().id, "talk");
    assert_eq!(said(&desk), "Playbooks were read again: another.toml is gone");
}

#[test]
fn a_page_of_faults_becomes_the_playbook_when_it_is_mended() {
    let shelf = shelf();
    shelf.put("talk.toml", &talk().replace("label = \"What", "lable = \"What"));
    let mut desk = shelf.desk(80, 24);
    desk.keys("p<own><enter>");
    assert!(desk.screen().contains("lable"), "{}", desk.screen());
    shelf.put("talk.toml", talk());
    desk.wait(6);
    assert!(desk.screen().contains("Begin with the last good day."), "{}", desk.screen());
    assert_eq!(said(&desk), "Playbooks were read again: \"A talk\" can be used now");
    shelf.put("talk.toml", &talk().replace("label = \"What", "lable = \"What"));
    desk.wait(6);
    assert!(desk.screen().contains("lable"), "and the other way round: {}", desk.screen());
    fs::remove_file(shelf.path("talk.toml")).unwrap();
    desk.wait(6);
    assert!(matches!(desk.app.screen, Screen::Playbooks(_)), "{}", desk.screen());
}

#[test]
fn a_copy_that_was_edited_is_what_is_shown() {
    let shelf = Shelf::new();
    let mut desk = shelf.desk(80, 24);
    desk.keys("p<enter>e");
    let (Which::Embedded(id), 1) = &desk.edits[0] else { panic!("{:?}", desk.edits) };
    let (id, path) = (id.clone(), shelf.path("copy.toml"));
    let source = Catalog::embedded(&id).unwrap().replace("title   = \"", "title   = \"My ");
    shelf.put("copy.toml", &source);
    desk.carry_out(Effect::LookAtPlaybooks);
    desk.event(Event::Edited { key: Which::File(path.clone()), trouble: None });
    let Screen::Playbook(opened) = &desk.app.screen else { panic!("{}", desk.screen()) };
    assert_eq!(opened.key, Which::File(path.clone()));
    assert!(said(&desk).ends_with("is yours now, in place of the built-in one"), "{}", said(&desk));

    // Without its id nobody can know that it was to stand in for another.
    shelf.put("copy.toml", "format = 1\n[playbook\n");
    desk.carry_out(Effect::LookAtPlaybooks);
    desk.event(Event::Edited { key: Which::File(path), trouble: None });
    assert!(desk.screen().contains("[playbook"), "{}", desk.screen());
}

#[test]
fn an_editor_that_does_nothing_or_does_not_start_is_told() {
    let shelf = shelf();
    let mut desk = shelf.desk(80, 24);
    let key = || Which::File(shelf.path("talk.toml"));
    desk.keys("p<own>e");
    desk.event(Event::Edited { key: key(), trouble: None });
    assert_eq!(said(&desk), "Nothing was changed");
    desk.event(Event::Edited { key: key(), trouble: Some("no text editor was found".to_owned()) });
    assert!(desk.app.message.as_ref().is_some_and(|m| m.bad && m.text.contains("no text editor")));
}

#[test]
fn a_conversation_goes_on_in_the_playbook_as_it_is_now() {
    let shelf = shelf();
    let mut desk = walking(&shelf);
    desk.keys("not filed yet");
    // A step before the one where the advisor stands, and a new name for that one.
    let more = talk()
        .replace("[[step]]\nid = \"first\"", "[[step]]\nid = \"zero\"\ntitle = \"Zero\"\nphase = \"before\"\n  [[step.field]]\n  id = \"x\"\n  label = \"X\"\n[[step]]\nid = \"first\"")
        .replace("title = \"First\"", "title = \"The first of all\"");
    shelf.put("talk.toml", &more);
    desk.event(Event::Focus);
    assert_eq!(said(&desk), "The playbook changed; your answers are where they were");
    let Screen::Walk(walk) = &desk.app.screen else { panic!("{}", desk.screen()) };
    assert_eq!((walk.step, walk.focus), (1, Focus::Field(0)));
    assert!(desk.screen().contains("The first of all"), "{}", desk.screen());
    // Again, with nothing else on the screen to show that it is another one.
    shelf.put("talk.toml", &more.replace("of all", "of them all"));
    desk.event(Event::Focus);
    assert!(desk.screen().contains("The first of them all"), "{}", desk.screen());
    desk.keys(", and more<c-z><c-z>");
    assert!(
        desk.screen().contains("▎ not filed yet  "),
        "the cursor stood where it stood: {}",
        desk.screen()
    );
    desk.keys("<c-y>");
    desk.wait(6);
    assert!(desk.note().contains("\nnot filed yet, and more\n"), "{}", desk.note());
}

#[test]
fn what_went_is_shown_as_from_an_earlier_version() {
    let shelf = shelf();
    let mut desk = walking(&shelf);
    desk.keys("what happened then<tab>1<c-n>in their own words<c-b>");
    let less = talk()
        .replace("  [[step.field]]\n  id = \"what\"\n  label = \"What happened?\"\n", "")
        .replace("id = \"second\"", "id = \"other\"");
    shelf.put("talk.toml", &less);
    desk.event(Event::Focus);
    assert_eq!(said(&desk), "The playbook changed; see \"From an earlier version\"");
    for (width, height) in SIZES {
        desk.event(Event::Resize { width, height });
        insta::assert_snapshot!(format!("earlier_{width}x{height}"), desk.screen());
    }
    desk.event(Event::Resize { width: 80, height: 60 });
    desk.keys("<f9>");
    let screen = desk.screen();
    assert!(screen.contains("From an earlier version") && screen.contains("in their own words"), "{screen}");
    desk.keys("<esc>noted<c-s>");
    for words in ["what happened then", "in their own words"] {
        assert!(desk.note().contains(words), "{}", desk.note());
    }
}

#[test]
fn the_step_one_stands_on_may_go() {
    let shelf = shelf();
    let mut desk = walking(&shelf);
    desk.keys("<c-n>precious words");
    let at = talk().find("[[step]]\nid = \"second\"").unwrap();
    let end = talk().find("[[outcome]]").unwrap();
    shelf.put("talk.toml", &format!("{}{}", &talk()[..at], &talk()[end..]));
    desk.event(Event::Focus);
    assert!(desk.screen().contains("What happened?"), "{}", desk.screen());
    desk.wait(6);
    assert!(desk.note().contains("\nprecious words\n"), "{}", desk.note());
    desk.keys("<f9>");
    assert!(desk.screen().contains("precious words"), "{}", desk.screen());
}

#[test]
fn who_looks_for_words_goes_back_to_where_they_were_in_the_playbook_as_it_is_now() {
    let shelf = shelf();
    let mut desk = walking(&shelf);
    desk.keys("first words<c-n>precious words");
    let (first, second) =
        (talk().find("[[step]]").unwrap(), talk().find("[[step]]\nid = \"second\"").unwrap());
    let end = talk().find("[[outcome]]").unwrap();
    // The two steps change places, and one goes back to the one that one came from.
    desk.keys("<c-f>first");
    let turned = [&talk()[..first], &talk()[second..end], &talk()[first..second], &talk()[end..]].concat();
    shelf.put("talk.toml", &turned);
    desk.event(Event::Focus);
    desk.keys("<esc>");
    assert!(desk.screen().contains("precious words"), "{}", desk.screen());
    // That step goes.
    desk.keys("<c-f>nowhere to be found");
    shelf.put("talk.toml", &[&talk()[..second], &talk()[end..]].concat());
    desk.event(Event::Focus);
    desk.keys("<esc>");
    assert!(desk.screen().contains("first words") && desk.app.find.is_none(), "{}", desk.screen());
}

#[test]
fn a_report_from_before_takes_nothing_back() {
    let shelf = shelf();
    let mut desk = walking(&shelf);
    desk.keys("one");
    desk.silent = true;
    desk.keys("<c-s>");
    let session = desk.app.session().unwrap();
    let (id, revision) = (session.head().id.clone(), session.revision());
    let ours = Box::new(session.to_document());
    desk.keys(" and two");
    shelf.put("talk.toml", &talk().replace("id = \"what\"", "id = \"gone\""));
    desk.event(Event::Focus);
    let path = desk.places.values().next().unwrap().clone();
    desk.event(Event::Report(Report::Filed { id, revision, stands: as_typed(path, ours, 0) }));
    desk.silent = false;
    desk.keys("later");
    desk.wait(5);
    assert!(desk.note().contains("\none and two\n") && desk.note().contains("\nlater\n"), "{}", desk.note());
}

#[test]
fn a_broken_new_version_changes_nothing() {
    let shelf = shelf();
    let mut desk = walking(&shelf);
    desk.keys("words");
    shelf.put("talk.toml", &talk().replace("label = \"What", "lable = \"What"));
    desk.event(Event::Focus);
    assert!(said(&desk).ends_with("this conversation goes on with it as it was"), "{}", said(&desk));
    assert!(
        desk.screen().contains("What happened?") && desk.screen().contains("▎ words"),
        "{}",
        desk.screen()
    );
    desk.keys("<tab>");
    assert_eq!(said(&desk), "");
    shelf.put("else.toml", "x");
    desk.event(Event::Focus);
    assert_eq!(said(&desk), "", "it is said once");
    shelf.put("talk.toml", talk());
    desk.event(Event::Focus);
    desk.keys("<s-tab><c-z>");
    assert!(!desk.screen().contains("▎ words"), "mended, it is the one that is walked, with its undo");
}

#[test]
fn one_that_stood_in_for_a_built_in_one_is_not_followed_by_that() {
    let shelf = Shelf::new();
    let id = catalog::EMBEDDED[0].0.trim_end_matches(".toml");
    let mine = talk().replace("id = \"talk\"", &format!("id = \"{id}\""));
    shelf.put("mine.toml", &mine);
    let mut desk = shelf.desk(100, 30);
    desk.keys("pnAda<c-n>words");
    assert!(desk.screen().contains("What happened?"), "{}", desk.screen());
    for broken in [mine.replace("label = \"What", "lable = \"What"), "nothing of it".to_owned()] {
        shelf.put("mine.toml", &broken);
        desk.event(Event::Focus);
        assert!(desk.screen().contains("What happened?"), "{}", desk.screen());
        shelf.put("else.toml", &broken);
        desk.event(Event::Focus);
        assert!(desk.screen().contains("What happened?"), "nor later: {}", desk.screen());
    }
    fs::remove_file(shelf.path("mine.toml")).unwrap();
    desk.event(Event::Focus);
    assert_eq!(
        said(&desk),
        "The playbook is gone from its folder; this conversation goes on with it as it was"
    );
    assert!(desk.screen().contains("What happened?"), "{}", desk.screen());
    desk.wait(6);
    assert!(desk.note().contains("\nwords\n"), "{}", desk.note());
}

#[test]
fn a_folder_that_is_out_of_reach_for_a_moment_changes_nothing() {
    let shelf = Shelf::new();
    let id = catalog::EMBEDDED[0].0.trim_end_matches(".toml");
    shelf.put("mine.toml", &talk().replace("id = \"talk\"", &format!("id = \"{id}\"")));
    let mut desk = shelf.desk(100, 30);
    desk.keys("pnAda<c-n>words");
    let folder = shelf.path("mine.toml").parent().unwrap().to_owned();
    let away = folder.with_extension("away");
    for (in_its_place, told) in [(false, "is gone from its folder"), (true, "cannot be read now")] {
        fs::rename(&folder, &away).unwrap();
        if in_its_place {
            fs::write(&folder, "").unwrap();
        }
        desk.event(Event::Focus);
        assert!(said(&desk).contains(told), "{}", said(&desk));
        assert!(desk.screen().contains("▎ words"), "{}", desk.screen());
        if in_its_place {
            fs::remove_file(&folder).unwrap();
        }
        fs::rename(&away, &folder).unwrap();
        desk.keys(" ");
        desk.event(Event::Focus);
        assert_eq!(said(&desk), "");
    }
    desk.keys("<c-z><c-z>");
    assert!(!desk.screen().contains("▎ words"), "it is the one that is walked, with its undo");
}

#[test]
fn a_note_of_another_version_says_so_once() {
    let shelf = shelf();
    let mut desk = walking(&shelf);
    desk.keys("words<c-s><esc>");
    desk.app.note = None; // as if it were the next day
    shelf.put("talk.toml", &talk().replace("1.0.0", "2.0.0"));
    desk.event(Event::Focus);
    desk.keys("<enter>");
    assert_eq!(
        said(&desk),
        "The playbook is version 2.0.0, no longer 1.0.0; your answers are where they were"
    );
    desk.keys(" more<c-s><esc>");
    desk.app.note = None;
    desk.keys("<enter>");
    assert_eq!(said(&desk), "");
}

#[test]
fn what_happened_to_it_while_one_was_elsewhere_is_said_on_coming_back() {
    let shelf = shelf();
    let mut desk = walking(&shelf);
    desk.keys("words<c-s><esc>p");
    shelf.put("talk.toml", &talk().replace("What happened?", "What was it?"));
    desk.wait(6);
    assert_eq!(said(&desk), "Playbooks were read again: \"A talk\" changed");
    desk.keys("<esc><enter>");
    assert!(desk.screen().contains("What was it?"), "{}", desk.screen());
    assert_ne!(said(&desk), "");
}

#[test]
fn a_form_whose_five_minutes_go_stands_where_one_begins() {
    let shelf = Shelf::new();
    let quick = talk().replace("label = \"What happened?\"", "label = \"What happened?\"\nquick = true");
    shelf.put("talk.toml", &quick);
    let mut desk = shelf.desk(80, 24);
    desk.keys("p<own>nAda Byron<tab><tab><tab><tab><tab><tab>");
    assert!(desk.screen().contains("Five minutes"), "{}", desk.screen());
    shelf.put("talk.toml", talk());
    desk.event(Event::Focus);
    assert!(!desk.screen().contains("Five minutes"), "{}", desk.screen());
    let Screen::Form(form) = &desk.app.screen else { panic!() };
    assert_eq!(form.line, crate::tui::app::form::Line::Go);
    desk.keys("<enter>");
    assert_eq!((desk.session().is_quick(), desk.session().head().client.name.as_str()), (false, "Ada Byron"));
}

#[test]
fn opening_a_conversation_and_finishing_one_look_for_changes_too() {
    let shelf = shelf();
    let mut desk = walking(&shelf);
    desk.keys("words<esc>");
    shelf.put("talk.toml", &talk().replace("What happened?", "What went wrong?"));
    desk.keys("<enter>");
    assert!(desk.screen().contains("What went wrong?"), "{}", desk.screen());
    shelf.put("talk.toml", &talk().replace("They stay", "They remain"));
    desk.keys("<f9>");
    assert!(desk.screen().contains("They remain"), "{}", desk.screen());
}
