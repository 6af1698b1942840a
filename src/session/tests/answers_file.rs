//! Answers from a file: every mistake at its place, and what JSON gives is taken back.

use serde_json::{Map, Value};

use super::*;
use crate::diagnostic::render;

/// Something wrong wherever something can be.
const MISTAKES: &str = r#"
one = 3
[two]
checks = { ask = true }
day = 12:30:00
trial = { from = "soon" }
share = "12"
[three]
score = 2.5
why = ["a"]
notes = { text = "x" }
"#;

const MORE_MISTAKES: &str = r#"
[one]
text = 2026-12-01
line = """
two
lines"""
list = ["one", 2, "two\nlines"]
clear = { other = "perhaps" }
signs = [{ other = "a" }, { other = "b" }, { others = "c" }, 3]
who = ["she"]
said = [
  { row = 1, asked = "yes", words = 5, by = 12:30:00, whose = "ous", weight = 4 },
  { row = "two\nlines", aksed = true, whose = { other = "x" } },
  "a",
]
people = [{ row = "Al", name = "two\nlines" }]
notes = ["a", 3]
[two]
trial = { n = 2000, from = 3 }
checks = [{ other = "x" }, "aks"]
share = nan
day = ""
[three]
score = 0
"#;

fn taken(session: &mut Session, source: &str) {
    let (given, faults) = input::read(session.playbook(), source, now().date_naive());
    assert_eq!(faults, [], "{source}");
    let edit = session.taking(&given, now());
    session.apply(edit, now());
}

#[test]
fn every_mistake_is_told_at_its_place_wherever_it_is() {
    for (name, source) in [("types", MISTAKES), ("values", MORE_MISTAKES)] {
        let (_, faults) = input::read(&playbook(), source, now().date_naive());
        assert!(faults.iter().all(|f| f.help.is_some() && !f.span.is_empty()));
        insta::assert_snapshot!(format!("mistakes_in_{name}"), render(&faults, "ada.toml", source, false));
    }
}

#[test]
fn an_empty_value_clears_what_was_there() {
    let mut s = session();
    let full = "[one]\ntext = \"a\"\nline = \"a\"\nlist = [\"a\"]\nclear = \"yes\"\nsigns = [\"less-work\"]\nwho = { other = \"x\" }\n\
        said = [{ asked = true }]\npeople = [{ name = \"Al\" }]\n[two]\nchecks = [\"ask\"]\nday = \"1 dec\"\ntrial = 3\nshare = 2\n[three]\nscore = 2\n";
    taken(&mut s, full);
    assert_eq!(s.answers_json().len(), 13);
    taken(
        &mut s,
        "[one]\ntext = \"\"\nline = \"\"\nlist = []\nclear = \"\"\nsigns = []\nwho = { other = \" \" }\n\
        said = []\npeople = []\nnotes = \"\"\n[two]\nchecks = []\nday = \"\"\ntrial = \"\"\nshare = \"\"\n[three]\nscore = \"\"\n",
    );
    assert_eq!(s.answers_json(), Map::new());
    assert_eq!(s.notes(0), [], "an empty note is none");
}

#[test]
fn rows_of_a_file_stand_where_it_has_them_and_no_row_is_lost() {
    let texts = |s: &Session| {
        let rows = s.rows(at(s, "one.said")).into_owned();
        rows.into_iter().map(|r| (r.text, r.cells[0] == Cell::Tick)).collect::<Vec<_>>()
    };
    let row = |text: &str, asked| (text.to_owned(), asked);
    let mut s = session();
    taken(&mut s, "[one]\nlist = [\"a\", \"b\", \"c\"]\nsaid = [{ row = \"b\", asked = true }]\n");
    assert_eq!(texts(&s), [row("a", false), row("b", true), row("c", false)]);
    taken(&mut s, "[one]\nsaid = [{ asked = true }, { row = \"mine\" }, {}, {}, { asked = true }]\n");
    assert_eq!(
        texts(&s),
        [row("a", true), row("mine", false), row("b", true), row("c", false), row("", true)],
        "rows without a name are those that are shown, in order"
    );
    taken(&mut s, "[one]\nsaid = [{ row = \"c\", asked = true }, { row = \"a\" }]\n");
    assert_eq!(
        texts(&s),
        [row("c", true), row("", true), row("a", true), row("mine", false), row("b", true)],
        "the file's order, and the others behind those they stood behind"
    );
    taken(&mut s, "[one]\nlist = []\nsaid = []\n");
    taken(&mut s, "[one]\nsaid = [{ row = \"a\" }, { row = \"a\", asked = true }]\n");
    assert_eq!(texts(&s), [row("a", false), row("a", true)], "two rows may say the same");
    taken(&mut s, "[one]\nsaid = [{ row = \"a\", asked = true }]\n");
    assert_eq!(texts(&s), [row("a", true), row("a", true)], "and one of them is not the other");
}

#[test]
fn a_day_is_a_day_however_it_is_written() {
    for written in ["2026-12-01 12:30:00", "2026-12-01T12:30:45", "\"2026-12-01 12:30\"", "\"1 dec 12:30\""] {
        let mut s = session();
        taken(
            &mut s,
            &format!("[one]\npeople = []\nsaid = [{{ by = {written} }}]\n[two]\nday = {written}\n"),
        );
        let json = s.answers_json();
        assert_eq!(json["two.day"], "2026-12-01 12:30", "{written}");
        assert_eq!(json["one.said"][0]["by"], "2026-12-01 12:30", "{written}");
    }
}

#[test]
fn a_time_of_another_zone_is_not_taken_for_one_of_here() {
    for written in ["2026-12-01T12:30:00Z", "2026-12-01 12:30:00-05:00"] {
        let source = format!("[one]\nsaid = [{{ by = {written} }}]\n[two]\nday = {written}\n");
        let (_, faults) = input::read(&playbook(), &source, now().date_naive());
        assert_eq!(faults.len(), 2, "{faults:?}");
        assert!(faults.iter().all(|f| f.message == "a time here has no time zone"), "{faults:?}");
    }
}

fn toml_value(value: &Value) -> toml::Value {
    match value {
        Value::Null => panic!("there is no nothing in TOML"),
        Value::Bool(b) => (*b).into(),
        Value::Number(n) => n.as_i64().map_or_else(|| n.as_f64().unwrap().into(), Into::into),
        Value::String(text) => text.as_str().into(),
        Value::Array(items) => toml::Value::Array(items.iter().map(toml_value).collect()),
        Value::Object(keys) => {
            toml::Value::Table(keys.iter().map(|(k, v)| (k.clone(), toml_value(v))).collect())
        }
    }
}

/// What `show --json` gives under `answers`, as a file for `fill`.
fn as_file(answers: &Map<String, Value>) -> String {
    let mut steps = toml::Table::new();
    for (key, value) in answers {
        let (step, field) = key.split_once('.').unwrap();
        let fields = steps.entry(step).or_insert_with(|| toml::Table::new().into());
        fields.as_table_mut().unwrap().insert(field.to_owned(), toml_value(value));
    }
    toml::to_string(&steps).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn what_json_gives_is_taken_back(given in proptest::collection::vec(answers(), 0..12)) {
        let mut first = session();
        for (key, answer) in given {
            first.apply(Edit::Answer { field: at(&first, key), answer: Some(answer) }, now());
        }
        let file = as_file(&first.answers_json());
        let mut second = session();
        let (input, faults) = input::read(second.playbook(), &file, now().date_naive());
        prop_assert_eq!(&faults, &[], "{}", file);
        let edit = second.taking(&input, now());
        second.apply(edit, now());
        prop_assert_eq!(second.answers_json(), first.answers_json(), "{}", file);
        // Into the conversation it comes from, it changes nothing.
        let edit = first.taking(&input, now());
        let before = first.answers_json();
        first.apply(edit, now());
        prop_assert_eq!(first.answers_json(), before, "{}", file);
    }

    #[test]
    fn no_file_of_answers_stops_the_program(source in "(\\[(one|two|x)\\]\n|(text|said|day|signs|notes|trial) = (\\[\\]|\\{ ?(n|other|row) = [0-9\"]{1,3} ?\\}|3|\"x\"|[0-9]{4}-[0-9]{2}-[0-9]{2})\n){0,8}") {
        let _ = input::read(&playbook(), &source, now().date_naive());
    }
}
