//! Which cards a conversation has, and how a sitting goes.

use std::sync::Arc;

use chrono::{DateTime, FixedOffset};
use proptest::prelude::*;

use super::*;
use crate::document::Client;
use crate::playbook::{Playbook, check};
use crate::session::{Edit, Start};

mod sittings;

const PLAYBOOK: &str = r#"
format = 1
[playbook]
id = "cards"
version = "1.0.0"
title = "Cards"
summary = "A playbook for tests."
fits = ["Now"]
[[source]]
name = "Pappas"
credit = "As reported"
[[step]]
id = "before"
title = "Invite them."
phase = "before"
say = ["Lunch on Tuesday, perhaps?"]
  [[step.response]]
  hears = "I'm too busy."
  try = "Then a coffee, near you?"
  [[step.field]]
  id = "clear"
  kind = "choice"
  label = "Clear?"
  options = ["Yes", "Not yet"]
  [[step.field]]
  id = "list"
  kind = "list"
  label = "Your questions to {client.first_name}:"
  practise = true
  when = { not = { field = "before.clear", is = "yes" } }
  [[step.field]]
  id = "other"
  kind = "list"
  label = "A list that nobody practises"
[[step]]
id = "talk"
title = "Talk"
phase = "during"
say = [
  { text = "Help me understand what changed.", source = "Pappas" },
  "What else?",
  "{talk.said}",
]
  [[step.field]]
  id = "said"
  kind = "line"
  label = "What they said"
  [[step.response]]
  hears = "It's the fees."
  try = "Which of them, {client.first_name}?"
  source = "Pappas"
  [[step.response]]
  hears = "(They get angry.)"
  try = "Wait. Then: You said {talk.said}. This is {advisor.name} listening."
[[step]]
id = "only-then"
title = "Only then"
phase = "during"
say = ["May we try once more?"]
when = { field = "talk.said", filled = true }
  [[step.field]]
  id = "answer"
  label = "Answer"
[[step]]
id = "after"
title = "After"
phase = "after"
say = ["How has it gone?"]
  [[step.response]]
  hears = "Better."
  try = "What would make you sure?"
  [[step.field]]
  id = "end"
  label = "End"
[[step]]
id = "alone"
title = "Alone"
phase = "after"
say = ["An example that one reads"]
  [[step.field]]
  id = "end"
  label = "End"
[[outcome]]
id = "kept"
label = "Kept"
means = "kept"
"#;

fn now() -> DateTime<FixedOffset> {
    DateTime::parse_from_rfc3339("2026-11-21T14:02:10-05:00").unwrap()
}

fn with_playbook(source: &str) -> Session {
    let checked = check(source.as_bytes());
    let playbook: Playbook = checked.playbook.unwrap_or_else(|| panic!("{:?}", checked.faults));
    let client = Client { name: "Ada Byron".to_owned(), ..Client::default() };
    Session::new(Arc::new(playbook), Start { client, ..Start::default() }, now())
}

/// Standing in the talk, where nothing of another step comes along.
fn session() -> Session {
    let mut session = with_playbook(PLAYBOOK);
    session.stand_at(1, None);
    session
}

fn answer(session: &mut Session, key: &str, answer: Answer) {
    let field = session.playbook().find(key).unwrap();
    session.apply(Edit::Answer { field, answer: Some(answer) }, now());
}

fn text(session: &mut Session, key: &str, text: &str) {
    answer(session, key, Answer::Text(text.to_owned()));
}

fn told(deck: &Deck, section: Section) -> Vec<String> {
    let whose = |card: &Card| card.whose.as_ref().map(|whose| format!(" ({whose})")).unwrap_or_default();
    let told = |card: &Card| format!("{} | {} | {}{}", card.place, card.cue, card.answer, whose(card));
    deck.cards(section).map(told).collect()
}

#[test]
fn own_questions_come_first_then_phrases_then_answers() {
    let mut session = session();
    text(
        &mut session,
        "before.list",
        "What would have to change for you?\n\n  How often shall we   talk?\n—\n",
    );
    let deck = Deck::of(&session);
    assert_eq!(
        told(&deck, Section::All),
        [
            "Your questions to Ada: 1 of 2 | “What would …” | “What would have to change for you?”",
            "Your questions to Ada: 2 of 2 | “How often …” | “How often shall we talk?”",
            "Talk: what can you say? 1 of 2 | “Help me …” | “Help me understand what changed.” (Pappas)",
            "Talk: what can you say? 2 of 2 | “What …” | “What else?” (ours)",
            "Talk: they say | “It's the fees.” | Which of them, Ada? (Pappas)",
            "Talk: what do you do? | They get angry. | Wait. Then: You said …. This is (your name) listening. \
             (ours)",
        ]
    );
    let counts = Section::ALL.map(|section| deck.count(section));
    assert_eq!(counts, [6, 2, 2, 2]);
    assert_eq!(deck.sections(), Section::ALL);
    assert_eq!(deck.unwritten(), None);
}

#[test]
fn what_is_known_stands_in_the_words_and_nothing_is_left_blank() {
    let mut session = session();
    text(&mut session, "talk.said", "nobody calls");
    let deck = Deck::of(&session);
    let all = told(&deck, Section::All).join("\n");
    assert!(all.contains("You said nobody calls.") && all.contains("“nobody calls”"), "{all}");
    assert!(all.contains("Only then: what can you say? | “May we …”"), "it applies now: {all}");
    assert!(!all.contains("____") && !all.contains("Lunch") && !all.contains("How has it gone"), "{all}");
}

#[test]
fn where_one_stands_comes_along() {
    let mut session = session();
    session.stand_at(0, None);
    let deck = Deck::of(&session);
    assert_eq!(
        told(&deck, Section::Phrases)[0],
        "Invite them: what can you say? | “Lunch on …” | “Lunch on \
        Tuesday, perhaps?” (ours)"
    );
    assert!(told(&deck, Section::Answers)[0].starts_with("Invite them: they say | “I'm too busy.”"));
    session.stand_at(3, None);
    assert!(told(&Deck::of(&session), Section::Phrases).iter().any(|card| card.starts_with("After: ")));
    session.stand_at(4, None);
    assert!(!told(&Deck::of(&session), Section::All).concat().contains("An example"), "nobody answers there");
}

#[test]
fn questions_that_are_passed_over_are_not_practised_and_unwritten_ones_are_told() {
    let mut session = session();
    let list = session.playbook().find("before.list");
    let deck = Deck::of(&session);
    assert_eq!((deck.unwritten(), deck.count(Section::Questions)), (list, 0));
    assert!(deck.sections().contains(&Section::Questions), "so that one learns how to come by them");
    text(&mut session, "before.list", "What would you change?");
    text(&mut session, "before.other", "Who calls whom?");
    assert_eq!(Deck::of(&session).count(Section::Questions), 1);
    answer(&mut session, "before.clear", Answer::Choice("yes".to_owned()));
    let deck = Deck::of(&session);
    assert_eq!((deck.unwritten(), deck.count(Section::Questions)), (None, 0));
    assert!(!deck.sections().contains(&Section::Questions));
}

#[test]
fn what_is_still_to_be_finished_is_not_practised() {
    let mut session = session();
    text(&mut session, "before.list", "What now?\nHelp me understand what …");
    let told = told(&Deck::of(&session), Section::Questions).join("\n");
    assert!(told.contains("What now?") && !told.contains("Help me understand"), "{told}");
}

#[test]
fn a_list_made_by_hand_is_practised_too() {
    let mut session = session();
    answer(
        &mut session,
        "before.list",
        Answer::Verbatim("- One thing?\n* Another one?\n\nA third?".to_owned()),
    );
    let answers: Vec<_> = Deck::of(&session).cards(Section::Questions).map(|c| c.answer.clone()).collect();
    assert_eq!(answers, ["“One thing?”", "“Another one?”", "“A third?”"]);
}

#[test]
fn a_question_that_breaks_off_is_not_practised() {
    let mut session = session();
    text(&mut session, "before.list", "How often shall we talk?\nWhat would you…\nHow is...");
    let told = told(&Deck::of(&session), Section::Questions);
    assert!(told.len() == 1 && told[0].contains("How often shall we talk?"), "{told:?}");
}

#[test]
fn a_playbook_without_words_for_the_talk_has_no_cards() {
    let source = "format = 1\n[playbook]\nid = \"a\"\nversion = \"1\"\ntitle = \"A\"\nsummary = \"S\"\nfits = [\"x\"]\n\
        [[step]]\nid = \"s\"\ntitle = \"S\"\nphase = \"before\"\n[[step.field]]\nid = \"f\"\nlabel = \"F\"\n\
        [[outcome]]\nid = \"o\"\nlabel = \"O\"\nmeans = \"kept\"\n";
    let deck = Deck::of(&with_playbook(source));
    assert!(deck.is_empty() && deck.unwritten().is_none());
    assert_eq!(deck.sections(), [Section::All]);
}

#[test]
fn nothing_that_steers_a_terminal_comes_onto_a_card() {
    let mut session = session();
    text(&mut session, "before.list", "What\u{1b}[2J\u{202e} else would you say?");
    for card in Deck::of(&session).cards(Section::All) {
        for words in [&card.place, &card.cue, &card.answer] {
            assert!(!words.contains(text::is_unsafe) && !words.contains('\n'), "{words:?}");
        }
    }
}
