//! What makes a chooser, and the ways through one.

use proptest::prelude::*;

use super::*;
use crate::playbook::check;

const CHOOSER: &str = r#"
format = 1
[playbook]
id = "which"
version = "1"
title = "Which?"
summary = "Helps to choose."
[[step]]
id = "one"
title = "One"
phase = "before"
  [[step.field]]
  id = "what"
  kind = "choice"
  label = "What is it with {client.name}?"
  options = ["Hot", "Cold", "Neither"]
  [[step.field]]
  id = "how"
  kind = "choice"
  label = "{one.what}, and how?"
  options = ["Alone", "Together"]
  when = { field = "one.what", is = "cold" }
[[step]]
id = "two"
title = "Two"
phase = "before"
when = { field = "one.how", is = "together" }
  [[step.field]]
  id = "who"
  kind = "choice"
  label = "Who leads?"
  options = ["We", "They"]
[[hand_off]]
to = "led"
label = "Led"
when = { field = "two.who", filled = true }
[[hand_off]]
to = "cold"
label = "Cold"
when = { field = "one.what", is = "cold" }
[[hand_off]]
to = "hot"
label = "Hot"
when = { field = "one.what", is = "hot" }
"#;

fn playbook(source: &str) -> Playbook {
    let checked = check(source.as_bytes());
    checked.playbook.unwrap_or_else(|| panic!("{:?}", checked.faults))
}

/// The ways as words: what is chosen, and where it leads.
fn said(playbook: &Playbook) -> Vec<String> {
    let words = |way: Way<'_>| {
        let chosen: Vec<_> = way.turns.iter().map(|t| t.choice.label.as_str()).collect();
        format!("{} -> {}", chosen.join("/"), way.hand_off.to)
    };
    ways(playbook).into_iter().map(words).collect()
}

#[test]
fn the_tree_of_questions_is_flattened_in_its_order() {
    let expected = [
        "Hot -> hot",
        "Cold/Alone -> cold",
        "Cold/Together/We -> led",
        "Cold/Together/They -> led",
        // Neither leads anywhere.
    ];
    assert_eq!(said(&playbook(CHOOSER)), expected);
}

#[test]
fn a_question_knows_what_was_chosen_before_it() {
    let playbook = playbook(CHOOSER);
    let ways = ways(&playbook);
    let known = |slot| (slot == Slot::ClientName).then(|| "Ada".to_owned());
    let questions: Vec<_> = ways[2].turns.iter().map(|turn| ways[2].fill(turn.question, known)).collect();
    assert_eq!(questions, ["What is it with Ada?", "Cold, and how?", "Who leads?"]);
}

#[test]
fn only_a_playbook_that_asks_for_nothing_else_and_leaves_nothing_is_a_chooser() {
    let is_chooser = |source: &str| {
        let playbook = playbook(source);
        assert_eq!(ways(&playbook).is_empty(), !playbook.is_chooser());
        playbook.is_chooser()
    };
    assert!(is_chooser(CHOOSER));
    for added in [
        "[[outcome]]\nid = \"o\"\nlabel = \"O\"\nmeans = \"kept\"\n",
        "[[follow_up]]\nid = \"f\"\ntitle = \"F\"\ndue = { on = \"today\" }\n",
        "[[message]]\nid = \"m\"\ntitle = \"M\"\nbody = \"M\"\n",
        "[[step]]\nid = \"three\"\ntitle = \"Three\"\nphase = \"after\"\n[[step.field]]\nid = \"words\"\nlabel = \"Words\"\n",
    ] {
        assert!(!is_chooser(&format!("{CHOOSER}{added}")), "{added}");
    }
    let other = CHOOSER.replace("options = [\"We\", \"They\"]", "options = [\"We\", \"They\"]\nother = true");
    assert!(!is_chooser(&other));
    let (leads_nowhere, _) = CHOOSER.split_once("[[hand_off]]").unwrap();
    assert!(!is_chooser(leads_nowhere));
    let (head, rest) = CHOOSER.split_once("  [[step.field]]").unwrap();
    let (_, end) = rest.split_once("[[hand_off]]\nto = \"hot\"").unwrap();
    let (end, _) = end.split_once("when").unwrap();
    assert!(!is_chooser(&format!("{head}[[hand_off]]\nto = \"hot\"{end}")), "it asks nothing");
}

#[test]
fn what_can_never_be_asked_is_on_no_way() {
    let never = CHOOSER.replace(
        "when = { field = \"one.how\", is = \"together\" }",
        "when = { all = [{ field = \"one.what\", is = \"hot\" }, { field = \"one.how\", filled = true }] }",
    );
    assert_eq!(said(&playbook(&never)), ["Hot -> hot", "Cold/Alone -> cold", "Cold/Together -> cold"]);
}

#[test]
fn an_endless_tree_is_not_gone_through_to_its_end() {
    let field = |n: usize| {
        format!(
            "  [[step.field]]\n  id = \"f{n}\"\n  kind = \"choice\"\n  label = \"F\"\n  options = [\"a\", \"b\", \"c\"]\n"
        )
    };
    let (head, _) = CHOOSER.split_once("  [[step.field]]").unwrap();
    let tree = |fields: usize, end: &str| {
        let fields: String = (0..fields).map(field).collect();
        playbook(&format!("{head}{fields}[[hand_off]]\nto = \"x\"\nlabel = \"X\"\n{end}"))
    };
    assert_eq!(ways(&tree(4, "")).len(), 81);
    assert_eq!(ways(&tree(5, "")).len(), WAYS);
    assert_eq!(ways(&tree(490, "")).len(), WAYS);
    // Only the last of all ways leads somewhere; nobody waits for it.
    let last: Vec<_> = (0..8).map(|n| format!("{{ field = \"one.f{n}\", is = \"c\" }}")).collect();
    let last = format!("when = {{ all = [{}] }}\n", last.join(", "));
    assert_eq!(ways(&tree(8, &last)).len(), 0);
}

/// A chooser with so many options for each question; some questions and hand-offs have a condition
/// on an earlier one.
fn any_chooser() -> impl Strategy<Value = String> {
    let condition = || prop::option::of((any::<prop::sample::Index>(), 0..3usize, 0..4usize));
    let fields = prop::collection::vec((1..4usize, condition()), 1..6);
    let hand_offs = prop::collection::vec(condition(), 1..5);
    (fields, hand_offs).prop_map(|(fields, hand_offs)| {
        let when = |condition: &Option<(prop::sample::Index, usize, usize)>, before: usize| {
            let Some((index, option, form)) = condition.as_ref().filter(|_| before > 0) else {
                return String::new();
            };
            let at = index.index(before);
            let option = (*option).min(fields[at].0 - 1);
            let test = match form {
                0 => format!("{{ field = \"one.f{at}\", is = \"o{option}\" }}"),
                1 => format!("{{ field = \"one.f{at}\", is_not = \"o{option}\" }}"),
                2 => format!("{{ field = \"one.f{at}\", filled = false }}"),
                _ => format!("{{ not = {{ field = \"one.f{at}\", is = \"o{option}\" }} }}"),
            };
            format!("when = {test}\n")
        };
        let (head, _) = CHOOSER.split_once("  [[step.field]]").unwrap_or_default();
        let mut source = head.to_owned();
        for (n, (options, condition)) in fields.iter().enumerate() {
            let options: Vec<_> = (0..*options).map(|o| format!("\"o{o}\"")).collect();
            let options = options.join(", ");
            source.push_str(&format!(
                "[[step.field]]\nid = \"f{n}\"\nkind = \"choice\"\nlabel = \"F\"\noptions = [{options}]\n{}",
                when(condition, n)
            ));
        }
        for (n, condition) in hand_offs.iter().enumerate() {
            let when = when(condition, fields.len());
            source.push_str(&format!("[[hand_off]]\nto = \"to-{n}\"\nlabel = \"L\"\n{when}"));
        }
        source
    })
}

proptest! {
    #[test]
    fn every_way_leads_to_the_first_hand_off_that_its_choices_offer(source in any_chooser()) {
        let playbook = playbook(&source);
        let ways = ways(&playbook);
        prop_assert!(ways.len() <= WAYS);
        for way in ways {
            let turns = way.turns.iter();
            let answers = turns.map(|t| (t.field, Answer::Choice(t.choice.id.clone()))).collect();
            let facts = Chosen { playbook: &playbook, answers };
            let holds = |when: &Option<Condition>| when.as_ref().is_none_or(|when| when.holds(&facts));
            let first = playbook.hand_offs.iter().find(|h| holds(&h.when)).map(|h| &h.to);
            prop_assert_eq!(first, Some(&way.hand_off.to));
            // All that is asked is chosen, and nothing else is.
            for (at, field) in playbook.fields() {
                prop_assert_eq!(holds(&field.when), way.turns.iter().any(|t| t.field == at));
            }
        }
    }
}
