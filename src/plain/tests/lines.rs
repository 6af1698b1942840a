//! What is said is lines of words, whatever is asked for.

use super::*;

/// Whether it is drawn with, or asks something of a terminal.
fn is_drawn(c: char) -> bool {
    let draws = ('\u{2500}'..='\u{259f}').contains(&c) || ('\u{2800}'..='\u{28ff}').contains(&c);
    draws || c.is_control() && c != '\n'
}

/// Answers each prompt with the next of these lines, round and round, so many times.
fn walked_with(playbook: &str, lines: &[&str], times: usize) -> String {
    let notes = tempfile::tempdir().unwrap();
    let mut open = opened(notes.path(), playbook);
    let input: String = lines.iter().cycle().take(times).map(|line| format!("{line}\n")).collect();
    let (walked, said) = talked(&mut open, &input);
    assert!(walked.talked.is_ok() && walked.unsaved.is_none());
    said
}

#[test]
fn no_walk_of_any_playbook_draws_or_moves_a_cursor() {
    let ways: [&[&str]; 4] = [
        &["1", ""],
        &["tomorrow", "some words, and \\stop", "2", ""],
        &["?", "guide", "responses", "sources", "steps", "skip"],
        &["note it is ┌ drawn", "\u{1b}[2Jhidden", "undo", "redo", "skip"],
    ];
    let mut ends = 0;
    for (name, playbook) in EMBEDDED {
        for lines in ways {
            let said = walked_with(playbook, lines, 700);
            let ours: String = said.lines().filter(|l| !l.contains("hidden")).collect();
            assert_eq!(ours.chars().find(|c| is_drawn(*c)), None, "{name}");
            assert!(!said.contains('\u{1b}'), "{name}");
            ends += usize::from(said.contains("That was the last question."));
        }
    }
    assert!(ends >= EMBEDDED.len(), "walked to their ends: {ends}");
}

#[test]
fn every_question_says_where_it_is_and_the_numbers_go_up_to_the_last() {
    for (name, playbook) in EMBEDDED {
        let said = walked_with(playbook, &["skip"], 100);
        let said = said.split("That was the last question.").next().unwrap();
        let questions: Vec<_> = said.lines().filter(|l| l.starts_with("Question ")).collect();
        let prompts = said.matches("\n> ").count();
        let others = ["There is nothing to fill in here.", "When do you meet or talk, or when did you?"];
        let others: usize = others.iter().map(|words| said.matches(words).count()).sum();
        // Of a table, the row that is offered is asked for below its question.
        assert_eq!(questions.len(), prompts - others, "{name}");
        for (i, question) in questions.iter().enumerate() {
            let begins = format!("Question {} of {}, ", i + 1, questions.len());
            assert!(
                question.starts_with(&begins) && question.ends_with(" the meeting."),
                "{name}: {question}"
            );
        }
    }
}
