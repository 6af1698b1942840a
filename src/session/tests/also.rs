//! What was also written elsewhere, in a session.

use super::*;

const NOTE: &str = "#### Also written elsewhere {#also}\n\n> advisor = \"Somebody\"\n\n\
## One {#one}\n\n#### Also written elsewhere {#one.also}\n\nby hand\n\n\
### Line {#one.line}\n\nours\n\n#### Also {#one.line.also}\n\n> b\n\n> a\n\n\
#### Also written elsewhere {#one.line.also}\n\n> a second time\n\n\
### Gone {#one.gone}\n\nx\n\n#### Also written elsewhere {#one.gone.also}\n\n> y\n\n";

fn texts(session: &Session, beside: Beside) -> Vec<(Option<String>, Vec<String>)> {
    session.also(beside).map(|also| (also.title, also.texts.to_vec())).collect()
}

#[test]
fn texts_stand_beside_what_they_belong_to() {
    let s = opened_with(NOTE);
    let line = at(&s, "one.line");
    let of = |words: &[&str]| words.iter().map(|w| (*w).to_owned()).collect::<Vec<_>>();
    assert_eq!(texts(&s, Beside::Field(line)), [(None, of(&["a", "b"]))]);
    let step = [(None, of(&["by hand"])), (Some("Gone".to_owned()), of(&["y"]))];
    assert_eq!(texts(&s, Beside::Step(0)), step);
    assert_eq!(texts(&s, Beside::End), [(None, of(&["advisor = \"Somebody\""]))]);
    assert!(s.has_also(0) && !s.has_also(1));
    // Only what stands there a second time is from before.
    assert_eq!(earlier(&s), [("Also written elsewhere", "> a second time"), ("Gone", "x")]);
    assert!(s.to_document().render().ends_with(NOTE), "reading changes nothing");
}

#[test]
fn settled_texts_go_from_the_note_and_undo_brings_them_back() {
    let mut s = opened_with(NOTE);
    let line = at(&s, "one.line");
    for beside in [Beside::Field(line), Beside::Step(0), Beside::End] {
        let edit = s.settled(beside).unwrap();
        assert!(s.apply(edit, now()));
        assert!(s.settled(beside).is_none() && texts(&s, beside).is_empty());
    }
    let settled = s.to_document();
    assert_eq!(settled.also(), Default::default());
    for emptied in ["{#also}\n\n## One", "{#one.also}\n\n### Line", "{#one.line.also}\n\n####"] {
        assert!(settled.render().contains(emptied), "{}", settled.render());
    }
    s.filed(settled);
    assert_eq!(s.undo().unwrap().target, None);
    assert_eq!(s.undo().unwrap().target, None);
    assert_eq!(s.undo().unwrap().target, Some(Target::Field(line)));
    let back = s.to_document();
    assert_eq!(back.also(), opened_with(NOTE).to_document().also());
    s.redo();
    assert!(!s.to_document().also().contains_key("one.line"));
}

#[test]
fn a_new_answer_stands_behind_what_was_also_written_for_the_one_before() {
    let mut s = opened_with("## One {#one}\n\n#### Also {#one.also}\n\n> x\n\n");
    put(&mut s, "one.text", "t");
    let document = s.to_document();
    let keys: Vec<_> = document.keys().collect();
    assert_eq!(keys, ["one", "one.also", "one.text"]);
}

#[test]
fn another_version_of_the_playbook_keeps_them() {
    let mut s = opened_with(NOTE);
    let line = at(&s, "one.line");
    let edit = s.settled(Beside::Field(line)).unwrap();
    s.apply(edit, now());
    let newer = Arc::new(check(PLAYBOOK.replace("1.0.0", "2.0.0").as_bytes()).playbook.unwrap());
    let s = s.rebase(newer, now());
    assert!(texts(&s, Beside::Field(line)).is_empty());
    assert_eq!(texts(&s, Beside::Step(0)).len(), 2);
}
