//! What could be asked in another way is said once, and nothing waits for it.

use super::*;

const PLAYBOOK: &str = r#"
format = 1
[playbook]
id = "asking"
version = "1.0.0"
title = "Asking"
summary = "Questions to ask."
fits = ["Only questions"]
[[step]]
id = "questions"
title = "Your questions"
phase = "before"
[[step.field]]
id = "list"
kind = "list"
label = "In your own words"
wording = "open-questions"
[[step.field]]
id = "who"
kind = "line"
label = "Who is there?"
[[outcome]]
id = "kept"
label = "Kept"
means = "kept"
"#;

fn asked(input: &str) -> (String, Vec<String>) {
    let notes = tempfile::tempdir().unwrap();
    let mut open = opened(notes.path(), PLAYBOOK);
    let (_, said) = talked(&mut open, input);
    let list = open.session.playbook().find("questions.list").unwrap();
    let who = open.session.playbook().find("questions.who").unwrap();
    let text = |at| open.session.text(Target::Field(at)).into_owned();
    (said, vec![text(list), text(who)])
}

#[test]
fn rewrite_alone_is_no_answer() {
    let (said, answers) = asked("Did you like it?\n\nrewrite\nTom\nstop\n");
    assert!(said.contains("Type a number: rewrite 1."), "{said}");
    assert_eq!(answers, ["Did you like it?", "Tom"]);
}

#[test]
fn a_full_list_is_offered_no_second_line() {
    let notes = tempfile::tempdir().unwrap();
    let list = "wording = \"open-questions\"\n";
    let mut open = opened(notes.path(), &PLAYBOOK.replace(list, &format!("{list}at_most = 1\n")));
    let (_, said) = talked(&mut open, "What happened, and how did you feel?\n\nTom\nstop\n");
    assert!(said.contains("These are two questions") && !said.contains("rewrite 1"), "{said}");
}

#[test]
fn hints_are_said_once_and_nothing_waits_for_them() {
    let (said, answers) = asked("Did you like it?\nWhat else?\n\nTom\nback\nback\n\nstop\n");
    assert_eq!(answers, ["Did you like it?\nWhat else?", "Tom"]);
    assert_eq!(said.matches("Yes or no will do").count(), 1, "{said}");
    let hint = "One question could be asked in another way. You can leave it at that and go on.\n\
                1. Did you like it?\nYes or no will do for an answer. Ask what or how.\n\
                Instead: What did you think of it?\nTo take it, type rewrite 1.\n";
    assert!(said.contains(hint), "{said}");
}

#[test]
fn a_rewrite_is_taken_at_any_prompt_and_undone_as_one() {
    let (said, answers) =
        asked("Did you like it?\nWhat now, and what did you do?\n\nrewrite 1\nrewrite 2\nstop\n");
    assert_eq!(answers[0], "What did you think of it?\nWhat now?\nWhat did you do?");
    assert!(said.contains("It is now: What now? And then: What did you do?"), "{said}");
    let (_, answers) = asked("Did you like it?\n\nrewrite 1\nundo\nstop\n");
    assert_eq!(answers[0], "Did you like it?");
    let (said, answers) =
        asked("Did you like it?\n\nrewrite 1 What was it like?\nrewrite 1\nrewrite 7\nstop\n");
    assert_eq!(answers[0], "What was it like?");
    assert!(said.contains("does not stand there any more") && said.contains("Only the first one"), "{said}");
}

#[test]
fn an_opening_wants_the_rest_of_the_question() {
    let (said, answers) =
        asked("Did the portal work?\n\nrewrite 1\nrewrite 1 What was the portal like?\nstop\n");
    assert!(said.contains("Begin with: Help me understand what …"), "{said}");
    assert!(said.contains("rewrite 1 Help me understand what and so on"), "{said}");
    assert_eq!(answers[0], "What was the portal like?");
    assert!(asked("rewrite 1\nstop\n").0.contains("No question was said"), "nothing was offered");
}
