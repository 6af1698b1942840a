//! Check wording: hints below a list of questions, taken with one key or left alone.

use super::*;
use crate::playbook::FieldRef;
use crate::session::Target;

const PLAYBOOK: &str = r#"
format = 1
[playbook]
id = "asking"
version = "1.0.0"
language = "en"
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
[[step]]
id = "talk"
title = "The talk"
phase = "during"
[[step.field]]
id = "words"
label = "Their words"
[[outcome]]
id = "kept"
label = "Kept"
means = "kept"
"#;

/// In a list of questions that are checked.
fn asking(width: u16, height: u16) -> Desk {
    let own = tempfile::tempdir().unwrap();
    std::fs::write(own.path().join("asking.toml"), PLAYBOOK).unwrap();
    let mut desk = Desk::with(own.path(), 80, 24);
    desk.own = Some(own);
    desk.keys("n<@Only questions>Ada Byron<c-n>");
    desk.event(Event::Resize { width, height });
    desk
}

fn list(desk: &Desk) -> String {
    desk.session().text(Target::Field(FieldRef { step: 0, field: 0 })).into_owned()
}

const YES_OR_NO: &str = "Yes or no will do";

#[test]
fn screen_a_question_that_is_left_gets_a_hint() {
    for (width, height) in SIZES {
        let mut desk = asking(width, height);
        desk.keys("Are you happy with the new reports?<enter>What matters most to you?<enter>Why did you");
        insta::assert_snapshot!(format!("left_{width}x{height}"), desk.screen());
        desk.keys("<up><up>");
        insta::assert_snapshot!(format!("here_{width}x{height}"), desk.screen());
        desk.keys("<tab>");
        insta::assert_snapshot!(format!("field_{width}x{height}"), desk.screen());
        desk.keys("<s-tab><a-k>");
        insta::assert_snapshot!(format!("kept_{width}x{height}"), desk.screen());
    }
}

#[test]
fn the_line_that_is_typed_is_never_nagged() {
    let mut desk = asking(80, 24);
    for c in "Did you read it? Why not?".chars() {
        desk.keys(&c.to_string());
        assert!(!desk.screen().contains('~'), "{}", desk.screen());
    }
    desk.keys("<enter>");
    assert!(desk.screen().contains("▎~Did you read it?"), "{}", desk.screen());
    // Who changes it is typing again.
    desk.keys("<up>");
    assert!(desk.screen().contains('~'));
    desk.keys("<end> x");
    assert!(!desk.screen().contains('~'), "{}", desk.screen());
    // A line that came to be by joining two is being typed, too.
    desk.keys("<down>Are you?<home><bs>");
    assert!(!desk.screen().contains('~'), "{}", desk.screen());
}

#[test]
fn one_key_takes_what_is_offered_and_one_undo_takes_it_back() {
    let mut desk = asking(80, 24);
    desk.keys("Did you like the plan?<enter>What else?<f12>");
    assert_eq!(list(&desk), "What did you think of the plan?\nWhat else?");
    assert!(!desk.screen().contains('~'), "{}", desk.screen());
    // Who was typing elsewhere goes on there.
    desk.keys(" And why?");
    assert_eq!(list(&desk), "What did you think of the plan?\nWhat else? And why?");
    desk.keys("<c-z><c-z>");
    assert_eq!(list(&desk), "Did you like the plan?\nWhat else?");
    assert!(desk.screen().contains("▎~Did you like the plan?"), "{}", desk.screen());
    desk.keys("<a-w>");
    assert_eq!(list(&desk), "What did you think of the plan?\nWhat else?");
}

#[test]
fn an_opening_is_finished_by_typing() {
    let mut desk = asking(80, 24);
    desk.keys("- Did the portal work?<enter>What else?<tab>");
    assert!(desk.screen().contains("→ Help me understand what …"), "{}", desk.screen());
    desk.keys("<f12>happened");
    assert_eq!(list(&desk), "- Help me understand what happened\nWhat else?");
}

#[test]
fn two_questions_become_two_lines() {
    let mut desk = asking(80, 24);
    desk.keys("What happened, and how did you feel?<enter>What else?<up><up><f12>");
    assert_eq!(list(&desk), "What happened?\nHow did you feel?\nWhat else?");
    // From another field, too.
    let mut desk = asking(80, 24);
    desk.keys("What happened, and how did you feel?<tab>Tom<f12>");
    assert!(desk.screen().contains("▎ How did you feel?"), "{}", desk.screen());
    desk.keys(" and Ann");
    assert!(desk.screen().contains("▎ Tom and Ann"), "{}", desk.screen());
}

#[test]
fn a_full_list_is_offered_no_second_line() {
    let own = tempfile::tempdir().unwrap();
    let list = "wording = \"open-questions\"\n";
    std::fs::write(own.path().join("asking.toml"), PLAYBOOK.replace(list, &format!("{list}at_most = 2\n")))
        .unwrap();
    let mut desk = Desk::with(own.path(), 80, 24);
    let both = "What happened, and how did you feel?\nWhat else?";
    desk.keys("n<@Only questions>Ada Byron<c-n>What happened, and how did you feel?<enter>What else?<up>");
    assert!(
        desk.screen().contains("two questions") && !desk.screen().contains("takes it"),
        "{}",
        desk.screen()
    );
    desk.keys("<f12>");
    assert_eq!(self::list(&desk), both);
    assert!(desk.screen().contains("keep the one that matters more"), "{}", desk.screen());
}

#[test]
fn all_of_it_can_be_clicked() {
    let mut desk = asking(80, 24);
    desk.keys("Did you like the plan?<enter>You wanted more?<enter>");
    desk.click_on("takes it");
    assert!(list(&desk).contains("Have I understood you correctly that you wanted more?"), "{}", list(&desk));
    desk.click_on("keeps yours");
    assert!(list(&desk).starts_with("Did you like the plan?"));
    assert!(!desk.screen().contains('~'), "{}", desk.screen());
    desk.keys("<c-z>");
    desk.click_on("→ Have I");
    assert!(list(&desk).contains("Have I understood"), "{}", list(&desk));
}

#[test]
fn what_is_kept_stays_silent() {
    let mut desk = asking(80, 24);
    desk.keys("Did you like the plan?<tab><a-k>");
    assert!(!desk.screen().contains(YES_OR_NO), "{}", desk.screen());
    desk.keys("<c-n><c-b>");
    assert!(!desk.screen().contains(YES_OR_NO), "{}", desk.screen());
    desk.keys("<s-tab><s-tab><s-tab><s-tab> Really?<tab>");
    assert!(desk.screen().contains('~'), "it says something else now\n{}", desk.screen());
}

#[test]
fn a_step_that_is_left_with_a_question_says_so() {
    let mut desk = asking(80, 24);
    desk.keys("Did you like the plan?<c-n>");
    assert!(
        desk.screen().contains("could be asked in another way: see the step Your questions"),
        "{}",
        desk.screen()
    );
    desk.keys("<c-b>");
    assert!(desk.screen().contains(YES_OR_NO), "{}", desk.screen());
    desk.keys("<c-n>");
    assert!(!desk.screen().contains("see the step"), "once is enough\n{}", desk.screen());
}

#[test]
fn other_languages_and_other_lists_are_not_checked() {
    let own = tempfile::tempdir().unwrap();
    std::fs::write(own.path().join("asking.toml"), PLAYBOOK.replace("\"en\"", "\"fr\"")).unwrap();
    let mut desk = Desk::with(own.path(), 80, 24);
    desk.keys("n<@Only questions>Ada Byron<c-n>Did you like it?<tab>");
    assert!(!desk.screen().contains('~'), "{}", desk.screen());
    std::fs::write(own.path().join("asking.toml"), PLAYBOOK.replace("wording = \"open-questions\"\n", ""))
        .unwrap();
    let mut desk = Desk::with(own.path(), 80, 24);
    desk.keys("n<@Only questions>Ada Byron<c-n>Did you like it?<tab>");
    assert!(!desk.screen().contains('~'), "{}", desk.screen());
}

#[test]
fn what_is_wrong_in_ones_own_rules_is_said_once() {
    let mut desk = asking(80, 24);
    let own = "jargon = 5\nallow = [\"did you like\"]\n".to_owned();
    let book = crate::wording::Rulebook::new("/c/wording.toml".to_owned(), Ok(Some(own)));
    desk.app.wording = Wording::new(Arc::new(book));
    desk.keys("<tab><s-tab>Did you like the plan?<enter>");
    let screen = desk.screen();
    assert!(screen.contains("1 error in your rules for questions, /c/wording.toml"), "{screen}");
    desk.keys("Did you go?<enter>");
    let screen = desk.screen();
    assert!(screen.contains("▎~Did you go?") && !screen.contains("~Did you like"), "{screen}");
    desk.keys("x<up><up>");
    assert!(!desk.screen().contains("1 error in"), "{}", desk.screen());
}

#[test]
fn whoever_only_reads_sees_no_hints() {
    let mut desk = asking(80, 24);
    desk.keys("Did you like the plan?<tab><esc>");
    desk.holder = Some("the other one".to_owned());
    desk.app.note = None;
    desk.keys("<enter>");
    assert!(!desk.screen().contains(YES_OR_NO), "{}", desk.screen());
}
