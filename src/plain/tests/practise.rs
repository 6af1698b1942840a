//! Practising by lines.

use std::fs;

use super::*;

/// An exit interview with two questions of one's own, filed.
fn prepared() -> (tempfile::TempDir, Open) {
    let notes = tempfile::tempdir().unwrap();
    let interview = EMBEDDED.iter().find(|(name, _)| name.starts_with("exit")).unwrap().1;
    let mut open = opened(notes.path(), interview);
    let (walked, _) =
        talked(&mut open, "step 2\nWhat would have to be different for you to stay?\nWhat else?\nstop\n");
    assert!(walked.talked.is_ok());
    (notes, open)
}

/// What was said while one practised.
fn practised(open: &mut Open, lines: &str) -> String {
    let (before, revision) = (fs::read(&open.path).unwrap(), open.session.revision());
    let (walked, said) = talked(open, &format!("step 2\npractise\n{lines}"));
    assert!(walked.talked.is_ok() && walked.unsaved.is_none());
    assert_eq!((fs::read(&open.path).unwrap(), open.session.revision()), (before, revision), "{said}");
    assert!(!said.contains('\u{1b}'));
    said.split_once("Practise for Ada Byron.").unwrap_or_else(|| panic!("{said}")).1.to_owned()
}

#[test]
fn a_card_is_its_cue_and_its_answer() {
    let (_notes, mut open) = prepared();
    let said = practised(&mut open, "questions\n\n\n\n\n\nstop\n");
    insta::assert_snapshot!(said.split_once("\nQuestion ").unwrap().0, @r"
     25 cards: 2 of your questions, 8 to say, 15 to answer.
    Say each aloud, then press Enter to hear it. Nothing of it is filed. Type ? for more, stop to end.

    Card 1 of 25. Your questions, in your own words, 1 of 2: “What would …”
    > 
    Card 1 of 2. Your questions, in your own words, 1 of 2: “What would …”
    > “What would have to be different for you to stay?”
    Got it? Enter = yes, a = again.
    > 
    Card 2 of 2. Your questions, in your own words, 2 of 2: “What …”
    > “What else?”
    Got it? Enter = yes, a = again.
    > 
    You have both. Each at the first try.
    all: once more all cards. Enter ends.
    > Practising has ended. Nothing of it was filed.
    ");
}

#[test]
fn a_missed_card_comes_again_and_what_was_said_is_taken_back() {
    let (_notes, mut open) = prepared();
    let said = practised(&mut open, "questions\n\na\n\nback\nback\n\n\na\n\n\n\nstop\n");
    let cards: Vec<_> = said.lines().filter(|line| line.starts_with("Card ")).collect();
    let (first, second) =
        ("in your own words, 1 of 2: “What would …”", "in your own words, 2 of 2: “What …”");
    assert_eq!(cards.len(), 7, "{said}");
    let told = [(1, first), (1, second), (1, first), (1, first), (2, second), (2, second)];
    for (card, (n, cue)) in cards[1..].iter().zip(told) {
        assert!(card.starts_with(&format!("Card {n} of 2.")) && card.ends_with(cue), "{card} {n}: {said}");
    }
    assert!(
        said.contains("You have both. 1 at the first try; 1 came again.\n  once: “What else?”\n"),
        "{said}"
    );
}

#[test]
fn stop_ends_practising_and_the_question_comes_again() {
    let (_notes, mut open) = prepared();
    for lines in ["stop\n", "\nstop\n", "\n\nstop\n", "", "\n"] {
        let said = practised(&mut open, lines);
        let (_, behind) = said.split_once("Practising has ended. Nothing of it was filed.\n").unwrap();
        assert!(behind.contains("Question 5 of"), "{behind}");
    }
    let said = practised(&mut open, "?\nnote she sighed\nfinish\nI think it goes so\nno\nback\nstop\n");
    assert!(said.contains("only the questions that you wrote yourself"), "{said}");
    assert_eq!(said.matches("nothing is written down").count(), 2, "{said}");
    assert!(said.contains("“What would have to be different for you to stay?”"), "{said}");
    assert_eq!(said.matches("Got it?").count(), 3, "{said}");
    assert!(said.contains("nothing to take back"), "{said}");
}

#[test]
fn at_the_end_one_practises_what_came_again_or_all_once_more() {
    let (_notes, mut open) = prepared();
    let said = practised(&mut open, "questions\n\na\n\n\n\n\na\n\n\nall\n\n\nstop\n");
    assert!(said.contains("Card 1 of 1. Your questions, in your own words, 1 of 2"), "{said}");
    assert!(said.contains("You have it. At the first try."), "{said}");
    assert!(said.contains("Card 2 of 25."), "all of them, from the first: {said}");
}

#[test]
fn without_questions_of_ones_own_one_is_told_where_to_write_them() {
    let notes = tempfile::tempdir().unwrap();
    let interview = EMBEDDED.iter().find(|(name, _)| name.starts_with("exit")).unwrap().1;
    let mut open = opened(notes.path(), interview);
    let (_, said) = talked(&mut open, "practise\nquestions\nstop\nstop\n");
    assert!(said.contains("write them in the step \"Your questions\", and they come first."), "{said}");
    assert!(said.contains("Card 1 of 23. Listen, what can you say? 1 of 4: “Help me …”"), "{said}");
    let nothing = "format = 1\n[playbook]\nid = \"a\"\nversion = \"1\"\ntitle = \"A\"\nsummary = \"S\"\nfits = [\"x\"]\n\
        [[step]]\nid = \"s\"\ntitle = \"S\"\nphase = \"before\"\n[[step.field]]\nid = \"f\"\nlabel = \"F\"\n\
        [[outcome]]\nid = \"o\"\nlabel = \"O\"\nmeans = \"kept\"\n";
    let mut open = opened(notes.path(), nothing);
    let (_, said) = talked(&mut open, "practise\nstop\n");
    assert!(
        said.contains("> There is nothing to practise here") && said.matches("Question 1").count() == 2,
        "{said}"
    );
    // At the end, too.
    let (_notes, mut open) = prepared();
    let (_, said) = talked(&mut open, "finish\n\npractise\nstop\nstop\n");
    assert!(said.contains("Card 1 of 25.") && said.contains("Practising has ended"), "{said}");
}
