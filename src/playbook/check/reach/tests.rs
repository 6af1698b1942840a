//! Against every answer there is, tried one by one.

use std::collections::HashMap;
use std::fmt::Write as _;

use proptest::prelude::*;

use super::answers::answers;
use crate::playbook::answer::{Cell, Picked, Row};
use crate::playbook::condition::{Operand, Test};
use crate::playbook::{Answer, Checked, Condition, Facts, FieldRef, Playbook, check};

/// A field, and a test of it for every number.
type Tested = (&'static str, fn(u8) -> String);

const FIELDS: &[Tested] = &[
    ("kind = \"choice\"\noptions = [\"A\", \"B\", \"C\"]", |n| {
        format!("{} = \"{}\"", ["is", "is_not"][usize::from(n % 2)], ["a", "b", "c"][usize::from(n / 2 % 3)])
    }),
    ("kind = \"choices\"\noptions = [\"A\", \"B\", \"C\"]", ticks),
    ("kind = \"list\"", |n| sized(&["at_least", "at_most"], n)),
    ("kind = \"score\"\nout_of = 3", |n| sized(&["is", "is_not", "at_least", "at_most"], n)),
    ("kind = \"number\"", |n| sized(&["is", "is_not", "at_least", "at_most"], n)),
    ("kind = \"checklist\"\nitems = [\"A\", \"B\"]", ticks),
];

fn sized(operators: &[&str], n: u8) -> String {
    let n = usize::from(n);
    format!("{} = {}", operators[n % operators.len()], n / operators.len() % 3 + 1)
}

fn ticks(n: u8) -> String {
    match n % 3 {
        0 => sized(&["at_least", "at_most"], n / 3),
        _ => format!("includes = \"{}\"", ["a", "b"][usize::from(n / 3 % 2)]),
    }
}

/// A condition on the first fields, by what is drawn.
fn condition(draw: &mut impl Iterator<Item = u8>, fields: usize, depth: usize) -> String {
    let mut next = || draw.next().unwrap_or_default();
    let (what, n) = (next(), next());
    if depth > 0 && what >= 128 {
        let parts: Vec<_> = (0..=n % 2 + 1).map(|_| condition(draw, fields, depth - 1)).collect();
        return match what % 3 {
            0 => format!("{{ all = [{}] }}", parts.join(", ")),
            1 => format!("{{ any = [{}] }}", parts.join(", ")),
            _ => format!("{{ not = {} }}", parts[0]),
        };
    }
    let field = usize::from(what) % fields;
    let test = match n % 4 {
        0 => format!("filled = {}", n % 8 == 0),
        _ => FIELDS[field].1(n / 4),
    };
    format!("{{ field = \"s.f{field}\", {test} }}")
}

/// A playbook whose fields and ending hang on what comes before.
fn playbook(drawn: &[u8]) -> String {
    let mut draw = drawn.iter().copied();
    let mut out = "format = 1\n[playbook]\nid = \"p\"\nversion = \"1.0.0\"\ntitle = \"P\"\nsummary = \"S\"\n\
                   [[step]]\nid = \"s\"\ntitle = \"S\"\nphase = \"before\"\n"
        .to_owned();
    for (i, (kind, _)) in FIELDS.iter().enumerate() {
        write!(out, "[[step.field]]\nid = \"f{i}\"\nlabel = \"F\"\n{kind}\n").unwrap();
        if i > 0 && draw.next().is_some_and(|d| d % 3 == 0) {
            writeln!(out, "when = {}", condition(&mut draw, i, 1)).unwrap();
        }
    }
    write!(out, "[[outcome]]\nid = \"o\"\nlabel = \"O\"\nmeans = \"lost\"\n").unwrap();
    if !drawn.is_empty() {
        writeln!(out, "when = {}", condition(&mut draw, FIELDS.len(), 3)).unwrap();
    }
    out
}

/// Answers by the number of their field.
struct Answers<'p> {
    playbook: &'p Playbook,
    given: HashMap<usize, Answer>,
}

impl Facts for Answers<'_> {
    fn playbook(&self) -> &Playbook {
        self.playbook
    }

    fn answer(&self, field: FieldRef) -> Option<&Answer> {
        self.given.get(&field.field)
    }
}

/// The sets of some of these, but the empty one.
fn some_of(ids: &[&str]) -> Vec<Vec<String>> {
    let chosen = |n: usize| ids.iter().enumerate().filter(move |(i, _)| n >> i & 1 == 1);
    (1..1 << ids.len()).map(|n| chosen(n).map(|(_, id)| (*id).to_owned()).collect()).collect()
}

/// All answers of a field that differ for a test; none is one of them.
fn all(field: usize) -> Vec<Option<Answer>> {
    let answers: Vec<Answer> = match field {
        0 => ["a", "b", "c"].map(|id| Answer::Choice(id.to_owned())).into(),
        1 => some_of(&["a", "b", "c"])
            .into_iter()
            .map(|ids| Answer::Choices(Picked { ids: ids.into_iter().collect(), other: None }))
            .collect(),
        2 => (1..=4).map(|n| Answer::Text(vec!["x"; n].join("\n"))).collect(),
        3 => (1..=3).map(Answer::Score).collect(),
        4 => (0..=8).map(|n| Answer::Number(f64::from(n) / 2.0)).collect(),
        _ => some_of(&["a", "b"])
            .into_iter()
            .map(|ids| Answer::Checklist(ids.into_iter().map(|id| (id, None)).collect()))
            .collect(),
    };
    [None].into_iter().chain(answers.into_iter().map(Some)).collect()
}

/// Marks what is reached with some answer to the fields from this one on.
fn walk(facts: &mut Answers<'_>, field: usize, ending: &Condition, reached: &mut [bool]) {
    let playbook = facts.playbook;
    let Some(asked) = playbook.steps[0].fields.get(field) else {
        reached[field] |= ending.holds(facts);
        return;
    };
    let shown = asked.when.as_ref().is_none_or(|when| when.holds(facts));
    reached[field] |= shown;
    for answer in all(field).into_iter().filter(|answer| shown || answer.is_none()) {
        match answer {
            Some(answer) => facts.given.insert(field, answer),
            None => facts.given.remove(&field),
        };
        walk(facts, field + 1, ending, reached);
    }
    facts.given.remove(&field);
}

fn told(checked: &Checked) -> Vec<&str> {
    let never = checked.faults.iter().filter(|f| f.code == "never-reached");
    never.map(|f| &checked.source[f.span.clone()]).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn what_is_told_is_never_reached_and_nothing_else(drawn in prop::collection::vec(any::<u8>(), 60)) {
        let source = playbook(&drawn);
        let checked = check(source.as_bytes());
        let playbook = checked.playbook.as_ref().expect("it has no error");
        let ending = playbook.outcomes[0].when.as_ref().expect("it has one");
        let mut reached = vec![false; FIELDS.len() + 1];
        walk(&mut Answers { playbook, given: HashMap::new() }, 0, ending, &mut reached);
        let never = reached.iter().filter(|reached| !**reached).count();
        prop_assert_eq!(never, told(&checked).len(), "{:?}\n{}\n{:?}", reached, source, told(&checked));
    }
}

/// A kind, the tests it takes, and all its answers that differ for one of them.
fn kinds() -> Vec<(&'static str, Vec<String>, Vec<Answer>)> {
    let by_size = |operators: &[&str], sizes: &[f64]| {
        let of = |op: &&str| sizes.iter().map(|n| format!("{op} = {n}")).collect::<Vec<_>>();
        operators.iter().flat_map(of).collect::<Vec<_>>()
    };
    let by_id = |operators: &[&str], ids: &[&str]| {
        let of = |op: &&str| ids.iter().map(|id| format!("{op} = \"{id}\"")).collect::<Vec<_>>();
        operators.iter().flat_map(of).collect::<Vec<_>>()
    };
    let bounds = ["at_least", "at_most"];
    let whole = [1.0, 2.0, 3.0];
    let ids = ["a", "b", "c"];
    let lines = |n| Answer::Text(vec!["x"; n].join("\n"));
    let row = |text: &str, cell: Cell| Row { text: text.to_owned(), cells: vec![cell], own: false };
    let rows = |n: usize| {
        let cell = |i| if i < n { Cell::Tick } else { Cell::default() };
        Answer::Table((0..5).map(|i| row("row", cell(i))).collect())
    };
    let ticked = |ids: Vec<String>| Answer::Checklist(ids.into_iter().map(|id| (id, None)).collect());
    let picked = |ids: Vec<String>| Answer::Choices(Picked { ids: ids.into_iter().collect(), other: None });
    vec![
        (
            "kind = \"choice\"\noptions = [\"A\", \"B\", \"C\"]",
            by_id(&["is", "is_not"], &ids),
            ids.map(|id| Answer::Choice(id.to_owned())).into(),
        ),
        (
            "kind = \"choices\"\noptions = [\"A\", \"B\", \"C\"]",
            [by_size(&bounds, &whole), by_id(&["includes"], &ids)].concat(),
            some_of(&ids).into_iter().map(picked).collect(),
        ),
        (
            "kind = \"checklist\"\nitems = [\"A\", \"B\", \"C\"]",
            [by_size(&bounds, &whole), by_id(&["includes"], &ids)].concat(),
            some_of(&ids).into_iter().map(ticked).collect(),
        ),
        ("kind = \"list\"", by_size(&bounds, &whole), (1..=5).map(lines).collect()),
        (
            "kind = \"table\"\ncolumns = [{ id = \"c\", label = \"C\", kind = \"tick\" }]\nstart = [\"row\"]",
            by_size(&bounds, &whole),
            (0..=4).map(rows).collect(),
        ),
        (
            "kind = \"score\"\nout_of = 3",
            by_size(&["is", "is_not", "at_least", "at_most"], &whole),
            (1..=3).map(Answer::Score).collect(),
        ),
        (
            "kind = \"number\"",
            by_size(&["is", "is_not", "at_least", "at_most"], &[1.0, 1.5, 2.0]),
            (0..=20).map(|n| Answer::Number(f64::from(n) / 8.0 + 0.5)).collect(),
        ),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn of_one_field_all_tests_hold_at_once_or_that_is_told(
        kind in any::<prop::sample::Index>(),
        tests in prop::collection::vec((any::<prop::sample::Index>(), any::<bool>()), 1..6),
    ) {
        let kinds = kinds();
        let (kind, known, answers) = kind.get(&kinds);
        let filled = [String::from("filled = true"), "filled = false".to_owned()];
        let known: Vec<&String> = known.iter().chain(&filled).collect();
        let tests: Vec<_> = tests.iter().map(|(test, holds)| {
            let test = format!("{{ field = \"s.f\", {} }}", test.get(&known));
            if *holds { test } else { format!("{{ not = {test} }}") }
        }).collect();
        let source = format!(
            "format = 1\n[playbook]\nid = \"p\"\nversion = \"1\"\ntitle = \"P\"\nsummary = \"S\"\n\
             [[step]]\nid = \"s\"\ntitle = \"S\"\nphase = \"before\"\n\
             [[step.field]]\nid = \"f\"\nlabel = \"F\"\n{kind}\n\
             [[outcome]]\nid = \"o\"\nlabel = \"O\"\nmeans = \"lost\"\nwhen = {{ all = [{}] }}\n",
            tests.join(", "),
        );
        let checked = check(source.as_bytes());
        let playbook = checked.playbook.as_ref().expect(&source);
        let ending = playbook.outcomes[0].when.as_ref().expect("it has one");
        let given = [None].into_iter().chain(answers.iter().cloned().map(Some));
        let holds = given.into_iter().any(|answer| {
            ending.holds(&Answers { playbook, given: answer.map(|a| (0, a)).into_iter().collect() })
        });
        prop_assert_eq!(holds, told(&checked).is_empty(), "{}", source);
    }
}

#[test]
fn what_is_ticked_together_needs_room_for_all_of_it() {
    for (tests, holds) in [
        ("includes = 'a'; includes = 'b'; at_most = 1", false),
        ("includes = 'a'; includes = 'b'; at_most = 2", true),
        ("not includes = 'a'; not includes = 'b'; at_least = 2", false),
        ("not includes = 'a'; at_least = 2", true),
        ("filled = false; at_least = 2", true),
        ("filled = false; at_least = 3", false),
        ("filled = false; includes = 'a'; includes = 'b'; not includes = 'c'", true),
    ] {
        let tests = tests.replace('\'', "\"");
        let tests = tests.split("; ").map(|test| match test.strip_prefix("not ") {
            Some(test) => format!("{{ not = {{ field = \"s.f5\", {test} }} }}"),
            None => format!("{{ field = \"s.f5\", {test} }}"),
        });
        let when = format!("when = {{ all = [{}] }}\n", tests.collect::<Vec<_>>().join(", "));
        let source = playbook(&[]).replace("items = [\"A\", \"B\"]", "items = [\"A\", \"B\", \"C\"]") + &when;
        assert_eq!(told(&check(source.as_bytes())).is_empty(), holds, "{when}");
    }
}

#[test]
fn however_many_options_there_are_only_a_few_answers_are_tried() {
    let options: Vec<_> = (0..20_000).map(|n| format!("\"o{n}\"")).collect();
    for (kind, test) in [
        ("choice", Test::IsNot(Operand::Option("o7".to_owned()))),
        ("choices", Test::Includes("o7".to_owned())),
        ("choices", Test::AtLeast(20_000.0)),
    ] {
        let source = playbook(&[]).replace(
            "kind = \"choice\"\noptions = [\"A\", \"B\", \"C\"]",
            &format!("kind = \"{kind}\"\noptions = [{}]", options.join(", ")),
        );
        let playbook = check(source.as_bytes()).playbook.expect("it has no error");
        let at = FieldRef { step: 0, field: 0 };
        let tried = answers(&playbook.field(at).kind, &[&(at, &test, true)]);
        assert!(tried.len() < 8, "{kind}: {}", tried.len());
        assert!(tried.iter().any(|held| test.holds(Some(held))), "{kind}: {test:?}");
    }
}
