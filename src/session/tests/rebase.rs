//! A playbook that changes under a conversation costs no word.

use super::*;

/// The test playbook without some of its parts: each begins and ends with these words.
fn without(parts: &[(&str, &str)]) -> Arc<Playbook> {
    let mut text = PLAYBOOK.to_owned();
    for (from, to) in parts {
        let start = text.find(from).unwrap();
        let end = start + text[start..].find(to).unwrap();
        text.replace_range(start..end, "");
    }
    let checked = check(text.as_bytes());
    let shown = crate::diagnostic::render(&checked.faults, "test", &checked.source, false);
    Arc::new(checked.playbook.expect(&shown))
}

/// Without the first field and the whole second step.
fn smaller() -> Arc<Playbook> {
    without(&[
        ("  [[step.field]]\n  id = \"text\"", "  [[step.field]]\n  id = \"line\""),
        ("[[step]]\nid = \"two\"", "[[step]]\nid = \"three\""),
        ("[[follow_up]]\nid = \"review\"", "[[follow_up]]\nid = \"thanks\""),
    ])
}

#[test]
fn what_went_is_kept_and_told_where_it_belongs() {
    let mut s = session();
    put(&mut s, "one.text", "not filed yet");
    put(&mut s, "one.line", "stays");
    choose(&mut s, "one.clear", "yes");
    put(&mut s, "two.share", "5 %");
    s.apply(s.add_note(1, "she sighed", now()), now());
    s.stand_at(1, Some(3));
    let revision = s.revision();
    let mut s = s.rebase(smaller(), now());
    assert!(s.revision() > revision, "what is filed from now on counts as newer");
    assert_eq!(s.text(Target::Field(at(&s, "one.line"))), "stays");
    let titles = |earlier: Vec<&Earlier>| earlier.iter().map(|e| e.title.clone()).collect::<Vec<_>>();
    assert_eq!(titles(s.earlier_of(0).collect()), ["Text"]);
    assert_eq!(s.earlier_of(0).next().unwrap().text, "not filed yet");
    assert_eq!(titles(s.earlier_elsewhere().collect()), ["Share", "Notes"]);
    put(&mut s, "one.line", "changed");
    let note = s.to_document().render();
    for words in ["not filed yet", "5 %", "she sighed", "changed"] {
        assert!(note.contains(words), "{note}");
    }
    assert!(note.contains(&s.playbook().sha256), "an edit says which version it was made in");
}

#[test]
fn only_reading_does_not_change_the_note() {
    let mut s = session();
    put(&mut s, "one.line", "x");
    let text = s.to_document().render();
    let document = Document::parse(&text);
    let opened = Session::open(smaller(), document.head().unwrap(), document, now());
    let expected = "The playbook was changed since this note was saved; your answers are where they were";
    assert_eq!(opened.other_playbook().as_deref(), Some(expected));
    let says = |text: &str| text.lines().find(|l| l.starts_with("playbook =")).unwrap().to_owned();
    assert_eq!(says(&opened.to_document().render()), says(&text));
    put(&mut s, "one.text", "y");
    let expected = "The playbook was changed since this note was saved; see \"From an earlier version\"";
    assert_eq!(s.clone().rebase(smaller(), now()).other_playbook().as_deref(), Some(expected));
    assert_eq!(s.other_playbook(), None);
}

#[test]
fn a_version_is_told() {
    let mut s = session();
    put(&mut s, "one.line", "x");
    let newer = check(PLAYBOOK.replace("version = \"1.0.0\"", "version = \"1.1.0\"").as_bytes());
    let s = s.rebase(Arc::new(newer.playbook.unwrap()), now());
    let expected = "The playbook is version 1.1.0, no longer 1.0.0; your answers are where they were";
    assert_eq!(s.other_playbook().as_deref(), Some(expected));
}

#[test]
fn what_is_half_typed_stays_as_it_is() {
    let mut s = session();
    put(&mut s, "two.day", "next fri");
    put(&mut s, "one.list", "a\n\n");
    s.apply(s.add_note(0, "", now()), now());
    let same = s.clone().rebase(playbook(), now());
    for key in ["two.day", "one.list"] {
        assert_eq!(same.text(Target::Field(at(&same, key))), s.text(Target::Field(at(&s, key))), "{key}");
    }
    assert_eq!(same.notes(0).len(), 1, "a note that was just begun is still there");
}

#[test]
fn a_field_of_another_kind_shows_what_was_written() {
    let mut s = session();
    put(&mut s, "one.line", "words");
    let other = PLAYBOOK.replace("  kind = \"line\"\n", "  kind = \"number\"\n");
    let s = s.rebase(Arc::new(check(other.as_bytes()).playbook.unwrap()), now());
    assert_eq!(s.held(at(&s, "one.line")), Some(&Answer::Verbatim("words".to_owned())));
}

proptest! {
    #[test]
    fn there_and_back_is_where_one_was(given in proptest::collection::vec(answers(), 0..8)) {
        let mut s = session();
        for (key, answer) in given {
            let field = at(&s, key);
            s.apply(Edit::Answer { field, answer: Some(answer) }, now());
        }
        let back = s.clone().rebase(smaller(), now()).rebase(playbook(), now());
        prop_assert_eq!(back.answers_json(), reopened(&s).answers_json());
    }
}
