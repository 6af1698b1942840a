use std::collections::{BTreeMap, BTreeSet};

use chrono::Duration;
use proptest::prelude::*;

use super::*;
use crate::playbook::answer::{Cell, Picked, Row};
use crate::playbook::{Phase, check};

mod also;
mod amend;
mod answers_file;
mod hand_off;
mod rows;
mod sample;
mod table;

const PLAYBOOK: &str = r#"
format = 1
[playbook]
id = "every-kind"
version = "1.0.0"
title = "Every kind"
summary = "A playbook for tests."
[[source]]
name = "Pappas"
credit = "As reported"
[[step]]
id = "one"
title = "One"
phase = "before"
  [[step.field]]
  id = "text"
  label = "Text"
  [[step.field]]
  id = "line"
  kind = "line"
  label = "Line for {client.first_name}"
  [[step.field]]
  id = "list"
  kind = "list"
  label = "List"
  at_least = 2
  [[step.field]]
  id = "clear"
  kind = "choice"
  label = "Clear?"
  options = ["Yes", "Not yet"]
  [[step.field]]
  id = "signs"
  kind = "choices"
  label = "Signs"
  options = ["Less work", "Fewer calls (2026-11-21 14:07:31-05:00)", "More [x] criticism"]
  other = true
  [[step.field]]
  id = "who"
  kind = "choice"
  label = "Who decides?"
  options = ["She", "Something else entirely"]
  other = true
  [[step.field]]
  id = "said"
  kind = "table"
  label = "What they said"
  rows = "one.list"
  columns = [
    { id = "asked", label = "Asked", kind = "tick" },
    { id = "words", label = "Their words", kind = "text" },
    { id = "by", label = "By", kind = "date" },
    { id = "whose", label = "Whose", kind = "choice", options = ["Ours", "Theirs"] },
    { id = "weight", label = "How much it weighs", kind = "score", out_of = 3 },
  ]
  [[step.field]]
  id = "people"
  kind = "table"
  label = "Who else"
  columns = [{ id = "name", label = "Name" }, { id = "role", label = "Role" }]
[[step]]
id = "two"
title = "Two"
phase = "during"
when = { field = "one.clear", is = "yes" }
need = [{ when = { field = "one.text", filled = true }, else = "Write the text first." }]
  [[step.field]]
  id = "checks"
  kind = "checklist"
  label = "Checks"
  items = ["Say sorry", "Ask"]
  [[step.field]]
  id = "day"
  kind = "date"
  label = "Day"
  [[step.field]]
  id = "trial"
  kind = "period"
  label = "Trial"
  unit = "months"
  from = "meeting"
  at_most = 6
  [[step.field]]
  id = "share"
  kind = "number"
  label = "Share"
  unit = "%"
[[step]]
id = "three"
title = "Three"
phase = "after"
  [[step.field]]
  id = "score"
  kind = "score"
  label = "Score"
  out_of = 5
  required = true
  [[step.field]]
  id = "why"
  label = "Why that low?"
  when = { field = "three.score", at_most = 2 }
[[follow_up]]
id = "review"
title = "Meet {client.first_name}"
due = { end_of = "two.trial" }
when = { field = "two.trial", filled = true }
[[follow_up]]
id = "thanks"
title = "Thank them"
due = { after = "1 business day", from = "meeting" }
[[outcome]]
id = "kept"
label = "Kept"
means = "kept"
when = { field = "three.score", at_least = 4 }
[[outcome]]
id = "lost"
label = "Lost"
means = "lost"
"#;

fn playbook() -> Arc<Playbook> {
    let checked = check(PLAYBOOK.as_bytes());
    let shown = crate::diagnostic::render(&checked.faults, "test", &checked.source, false);
    Arc::new(checked.playbook.expect(&shown))
}

fn now() -> DateTime<FixedOffset> {
    DateTime::parse_from_rfc3339("2026-11-21T14:02:10-05:00").unwrap()
}

fn session() -> Session {
    let client = Client { name: "Zoë O'Brien-李".to_owned(), ..Client::default() };
    Session::new(playbook(), Start { id: "k3v9q2m8x7ta".to_owned(), client, ..Start::default() }, now())
}

fn at(session: &Session, key: &str) -> FieldRef {
    session.playbook().find(key).unwrap()
}

fn put(session: &mut Session, key: &str, text: &str) {
    let target = Target::Field(at(session, key));
    let old = session.text(target);
    session.apply(Edit::Splice { target, at: 0, remove: old.len(), insert: text.to_owned() }, now());
}

fn leave(session: &mut Session, key: &str) {
    if let Some(edit) = session.on_leave(at(session, key)) {
        session.apply(edit, now());
    }
}

fn choose(session: &mut Session, key: &str, id: &str) {
    let edit = session.toggle(at(session, key), id, now());
    session.apply(edit, now());
}

fn meet(session: &mut Session, day: &str) {
    let date = day.parse::<crate::dates::Day>().unwrap().date;
    let at = Some(crate::document::When::Day(date));
    session.apply(Edit::Meeting(Meeting { at, ..Meeting::default() }), now());
}

fn mark_done(session: &mut Session, id: &str) {
    let nth = session.head().follow_ups.iter().position(|f| f.id == id).unwrap();
    let edit = session.mark_done(nth, now().date_naive()).unwrap();
    session.apply(edit, now());
}

fn reopened(session: &Session) -> Session {
    let document = Document::parse(&session.to_document().render());
    let head = document.head().unwrap();
    Session::open(session.playbook().clone(), head, document, now())
}

/// An answer of any kind, by field of the test playbook.
fn answers() -> impl Strategy<Value = (&'static str, Answer)> {
    let text = "([^\r]|## x \\{#one\\}\n|\\+\\+\\+\n|- \\[x\\] Yes\n|👩‍👩‍👧|\u{202e}){1,30}";
    let ids = |key: &'static str, of: &'static [&'static str]| {
        proptest::sample::subsequence(of, 1..=of.len()).prop_map(move |ids| {
            let ids = ids.into_iter().map(str::to_owned).collect();
            (key, Answer::Choices(Picked { ids, other: None }))
        })
    };
    let row = ("[^\r\n]{0,8}", any::<bool>(), "[^\r]{0,8}", 0u32..4).prop_map(|(text, tick, words, n)| Row {
        text,
        cells: vec![
            if tick { Cell::Tick } else { Cell::default() },
            Cell::Text(words),
            Cell::default(),
            if tick { Cell::Choice("ours".to_owned()) } else { Cell::default() },
            if n == 0 { Cell::default() } else { Cell::Score(n) },
        ],
        own: false,
    });
    let person = "[^\r\n]{0,8}"
        .prop_map(|name| Row { cells: vec![Cell::Text(name), Cell::default()], ..Row::default() });
    let day = (0u64..40000, proptest::option::of(0u32..1440)).prop_map(|(d, m)| crate::dates::Day {
        date: NaiveDate::from_ymd_opt(1990, 1, 1).unwrap() + chrono::Days::new(d),
        time: m.and_then(|m| chrono::NaiveTime::from_hms_opt(m / 60, m % 60, 0)),
    });
    prop_oneof![
        text.prop_map(|t| ("one.text", Answer::Text(t))),
        "[^\r\n]{1,30}".prop_map(|t| ("one.line", Answer::Text(t))),
        text.prop_map(|t| ("one.list", Answer::Text(t))),
        Just(("one.clear", Answer::Choice("not-yet".to_owned()))),
        ids("one.signs", &["less-work", "more-x-criticism"]),
        ("[^\r\n]{0,20}", any::<bool>()).prop_map(|(text, both)| {
            let ids = if both { BTreeSet::from(["less-work".to_owned()]) } else { BTreeSet::new() };
            ("one.signs", Answer::Choices(Picked { ids, other: Some(format!("x{text}x")) }))
        }),
        "[^\r\n]{0,20}".prop_map(|text| ("one.who", Answer::Other(format!("x{text}x")))),
        proptest::collection::vec(row, 1..4).prop_map(|rows| ("one.said", Answer::Table(rows))),
        proptest::collection::vec(person, 1..4).prop_map(|rows| ("one.people", Answer::Table(rows))),
        (any::<bool>(), any::<bool>()).prop_map(|(time, both)| {
            let mut ticks = BTreeMap::from([("ask".to_owned(), time.then(now))]);
            if both {
                ticks.insert("say-sorry".to_owned(), None);
            }
            ("two.checks", Answer::Checklist(ticks))
        }),
        day.clone().prop_map(|d| ("two.day", Answer::Day(d))),
        (1u32..1000, proptest::option::of(day))
            .prop_map(|(n, d)| ("two.trial", Answer::Period { n, from: d.map(|d| d.date) })),
        (-1.0e12f64..1.0e12).prop_map(|n| ("two.share", Answer::Number(n))),
        (1u32..=5).prop_map(|n| ("three.score", Answer::Score(n))),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn every_answer_reads_back_from_its_block((key, answer) in answers()) {
        let playbook = playbook();
        let kind = &playbook.field(playbook.find(key).unwrap()).kind;
        prop_assert_eq!(codec::decode(kind, &codec::encode(kind, &answer)), Some(answer));
    }

    #[test]
    fn any_block_text_is_kept(key in proptest::sample::select(vec![
        "one.text", "one.line", "one.list", "one.clear", "one.signs", "two.checks", "two.day",
        "two.trial", "two.share", "three.score", "one.who", "one.said", "one.people",
    ]), body in "([^\r]|- \\[x\\] Yes\n|- \\[ \\] z\n|3 months, |- \\[x\\] Something else: |\\|[ -]|\\| Name \\| Role \\|\n\\|---\\|---\\|\n){0,20}") {
        let playbook = playbook();
        let kind = &playbook.field(playbook.find(key).unwrap()).kind;
        if let Some(answer) = codec::decode(kind, &body) {
            let again = codec::decode(kind, &codec::encode(kind, &answer));
            prop_assert!(again == Some(answer.clone()) || answer.is_blank(), "{:?} {:?}", answer, again);
            if let Answer::Verbatim(text) = answer {
                prop_assert_eq!(text, body);
            }
        }
    }

    #[test]
    fn a_session_reads_back_from_its_note(given in proptest::collection::vec(answers(), 0..8), note in "[^\r]{1,40}") {
        let mut session = session();
        for (key, answer) in given {
            let edit = Edit::Answer { field: at(&session, key), answer: Some(answer) };
            session.apply(edit, now());
        }
        let edit = session.add_note(1, &note, now());
        session.apply(edit, now());
        let again = reopened(&session);
        let filled = |s: &Session| s.answers.clone().into_iter().filter(|(_, a)| !a.is_blank()).collect::<Vec<_>>();
        prop_assert_eq!(filled(&again), filled(&session));
        let head = Head { labels: session.labels(), ..session.head().clone() };
        prop_assert_eq!(again.head(), &head);
        if !note.trim().is_empty() {
            prop_assert_eq!(again.notes(1), session.notes(1));
        }
        prop_assert_eq!(again.to_document().render(), session.to_document().render());
    }

    #[test]
    fn undo_takes_back_everything_and_redo_brings_it(
        edits in proptest::collection::vec((answers(), 0usize..40, 0usize..5, "[a-zé李]{0,3}", 0i64..4), 1..20)
    ) {
        let mut session = session();
        let mut time = now();
        for ((key, answer), from, remove, insert, seconds) in edits {
            time += Duration::seconds(seconds);
            let field = at(&session, key);
            if let Answer::Table(_) = answer {
                let target = Target::Cell { field, row: from % 4, column: [None, Some(1), Some(2)][remove % 3] };
                let edit = match from % 5 {
                    0 => session.add_row(field, from / 5),
                    1 => session.remove_row(field, from / 5),
                    2 => session.move_row(field, from / 5, remove),
                    3 => session.turn_cell(field, from / 5, remove, time),
                    _ => Some(Edit::Splice { target, at: remove, remove: from % 2, insert }),
                };
                if let Some(edit) = edit {
                    session.apply(edit, time);
                }
            } else if matches!(answer, Answer::Text(_)) {
                let target = Target::Field(field);
                session.apply(Edit::Splice { target, at: from, remove, insert }, time);
            } else {
                session.apply(Edit::Answer { field, answer: Some(answer) }, time);
            }
        }
        let end = (session.answers.clone(), session.notes.clone());
        while session.undo().is_some() {}
        prop_assert!(session.answers.is_empty(), "{:?}", session.answers);
        while session.redo().is_some() {}
        prop_assert_eq!((session.answers.clone(), session.notes.clone()), end);
    }
}

#[test]
fn keystrokes_group_by_pause_and_by_field() {
    let mut s = session();
    let target = Target::Field(at(&s, "one.text"));
    let key = |s: &mut Session, i: usize, c: &str, ms: i64| {
        let insert = c.to_owned();
        s.apply(Edit::Splice { target, at: i, remove: 0, insert }, now() + Duration::milliseconds(ms));
    };
    key(&mut s, 0, "a", 0);
    key(&mut s, 1, "b", 200);
    key(&mut s, 2, "c", 5000);
    put(&mut s, "one.line", "x");
    assert_eq!(s.undo().unwrap().target, Some(Target::Field(at(&s, "one.line"))));
    s.undo();
    assert_eq!(s.text(target), "ab");
    let touched = s.undo().unwrap();
    assert_eq!((s.text(target).as_ref(), touched.cursor), ("", Some(0)));
    assert!(s.undo().is_none());
    s.redo();
    assert_eq!(s.text(target), "ab");
}

#[test]
fn branches_follow_the_answers_and_keep_their_text() {
    let mut s = session();
    assert_eq!(s.next_step(0), Some(2));
    assert_eq!(s.step_state(1), StepState::PassedOver);
    choose(&mut s, "one.clear", "yes");
    assert_eq!(s.next_step(0), Some(1));
    put(&mut s, "two.trial", "3");
    assert_eq!(s.head().follow_ups.len(), 2);
    choose(&mut s, "one.clear", "not-yet");
    // Passed over: it counts as unanswered, and its text stays in the note.
    assert_eq!(s.head().follow_ups.len(), 1);
    assert!(s.to_document().render().contains("{#two.trial}\n\n3 months"));
}

#[test]
fn due_dates_move_with_the_meeting() {
    let mut s = session();
    choose(&mut s, "one.clear", "yes");
    put(&mut s, "two.trial", "3");
    let due = |s: &Session, id: &str| {
        s.head()
            .follow_ups
            .iter()
            .find(|f| f.id == id)
            .unwrap()
            .due
            .map(|d| d.to_string())
            .unwrap_or_default()
    };
    assert_eq!((due(&s, "review"), due(&s, "thanks")), (String::new(), String::new()));
    assert_eq!(s.waits_for("review").unwrap(), "the day of the meeting");
    meet(&mut s, "2026-11-27");
    assert_eq!((due(&s, "review"), due(&s, "thanks")), ("2027-02-27".to_owned(), "2026-11-30".to_owned()));
    mark_done(&mut s, "thanks");
    meet(&mut s, "2026-12-01");
    assert_eq!((due(&s, "review"), due(&s, "thanks")), ("2027-03-01".to_owned(), "2026-11-30".to_owned()));
}

#[test]
fn what_is_typed_is_held_until_it_means_something() {
    let mut s = session();
    choose(&mut s, "one.clear", "yes");
    put(&mut s, "two.day", "next fri");
    assert!(s.to_document().render().contains("next fri"));
    put(&mut s, "two.day", "next friday 12:30");
    leave(&mut s, "two.day");
    assert_eq!(s.text(Target::Field(at(&s, "two.day"))), "2026-11-27 12:30");
    for (typed, means) in [("1.000", None), ("12.50", Some(12.5)), ("0.500", Some(0.5)), ("12.340 %", None)] {
        put(&mut s, "two.share", typed);
        assert_eq!(s.meant(at(&s, "two.share")), means.map(Answer::Number), "{typed}");
    }
    put(&mut s, "two.share", "12.");
    assert_eq!(s.text(Target::Field(at(&s, "two.share"))), "12.");
    put(&mut s, "one.list", "a\n\n b \n");
    leave(&mut s, "one.list");
    assert_eq!(s.text(Target::Field(at(&s, "one.list"))), "a\n b");
}

#[test]
fn text_that_is_no_answer_is_kept_when_one_is_chosen() {
    let s = session();
    let text = s.to_document().render() + "## One {#one}\n\n### Clear? {#one.clear}\n\nshe was not sure\n";
    let document = Document::parse(&text);
    let mut s = Session::open(playbook(), document.head().unwrap(), document, now());
    assert_eq!(s.to_document().render(), text);
    assert!(s.hint(at(&s, "one.clear")).unwrap().contains("kept as it stands"));
    choose(&mut s, "one.clear", "yes");
    assert!(s.to_document().render().contains("she was not sure"));
}

#[test]
fn hand_made_changes_and_unknown_blocks_survive() {
    let mut s = session();
    put(&mut s, "one.text", "first");
    put(&mut s, "three.why", "last");
    let by_hand = s.to_document().render().replace("first", "first\n\n# a heading of mine\nand a [link](x)")
        + "## Old step {#gone}\n\n### Old field {#gone.field}\n\nfrom before\n";
    let document = Document::parse(&by_hand);
    let mut s = Session::open(playbook(), document.head().unwrap(), document, now());
    assert_eq!(earlier(&s), [("Old field", "from before")]);
    put(&mut s, "one.line", "new");
    choose(&mut s, "one.clear", "yes");
    put(&mut s, "two.share", "5");
    insta::assert_snapshot!(s.to_document().render());
}

#[test]
fn progress_missing_and_outcome_follow() {
    let mut s = session();
    assert_eq!(s.head().answered.required, [0, 1]);
    assert_eq!(s.missing()[0].what, "Score");
    assert!(s.missing()[0].required);
    put(&mut s, "one.list", "only one");
    assert!(s.missing().iter().any(|m| m.what == "List: at least 2"), "{:?}", s.missing());
    assert_eq!(s.unmet_needs(1), ["Write the text first."]);
    let score = at(&s, "three.score");
    s.apply(Edit::Answer { field: score, answer: Some(Answer::Score(5)) }, now());
    assert_eq!(s.suggested_outcome().unwrap().id, "kept");
    assert_eq!(s.head().answered.required, [1, 1]);
    assert!(s.phase_is_complete(Phase::After));
    s.apply(Edit::Answer { field: score, answer: Some(Answer::Score(1)) }, now());
    assert!(!s.phase_is_complete(Phase::After));
}

#[test]
fn the_place_is_kept() {
    let mut s = session();
    s.stand_at(2, Some(0));
    let again = reopened(&s);
    assert_eq!(again.position(), (2, Some(0)));
    assert_eq!((again.head().at.as_str(), again.head().phase.as_str()), ("three.score", "after"));
}

#[test]
fn a_file_of_answers_names_every_mistake() {
    let source = "[one]\nline = 3\nlist = \"x\"\nclear = \"mabye\"\nsings = []\nnotes = \"ok\"\n[two]\nday = \"soon\"\ntrial = { n = 3, until = 4 }\n[tree]\n[three]\nscore = 9\n";
    let (_, faults) = input::read(&playbook(), source, now().date_naive());
    let found: Vec<_> = faults.iter().map(|f| (f.code, &source[f.span.clone()])).collect();
    let expected = [
        ("wrong-type", "3"),
        ("wrong-type", "\"x\""),
        ("unknown-option", "\"mabye\""),
        ("unknown-field", "sings"),
        ("wrong-value", "\"soon\""),
        ("unknown-key", "until"),
        ("unknown-step", "tree"),
        ("wrong-value", "9"),
    ];
    assert_eq!(found, expected);
}

#[test]
fn a_file_of_answers_gives_what_json_gives() {
    let source = "[one]\ntext = \"a\\nb\"\nlist = [\"x\", \"y\"]\nclear = \"Not yet\"\nsigns = [\"less-work\", { other = \"no calls\" }]\nwho = { other = \"her son\" }\nsaid = [{ words = \"too dear\", asked = true, weight = 2 }, { row = \"z\", by = \"1 dec\", whose = \"Ours\" }]\npeople = [{ name = \"Al\" }]\n[two]\nchecks = [\"Ask\"]\nday = 2026-12-01\ntrial = { n = 3, from = \"2026-12-01\" }\nshare = 12.5\n[three]\nscore = 4\nnotes = [\"n\"]\n";
    let mut s = session();
    let (given, faults) = input::read(s.playbook(), source, now().date_naive());
    assert_eq!(faults, []);
    let edit = s.taking(&given, now());
    s.apply(edit, now());
    let json = serde_json::Value::Object(s.answers_json());
    insta::assert_snapshot!(serde_json::to_string_pretty(&json).unwrap());
    assert_eq!(given.notes, [(2, "n".to_owned())]);
    let kinds: BTreeSet<_> = s.playbook().fields().map(|(_, f)| f.kind.word()).collect();
    assert_eq!(kinds.len(), 11);
}

#[test]
fn a_file_of_answers_adds_to_what_is_there() {
    let mut s = session();
    choose(&mut s, "one.clear", "yes");
    choose(&mut s, "two.checks", "ask");
    put(&mut s, "two.day", "soonish");
    let source = "[two]\nchecks = [\"ask\", \"say-sorry\"]\nday = \"1 dec\"\nnotes = [\"a\", \"b\"]\n";
    let (given, faults) = input::read(s.playbook(), source, now().date_naive());
    assert_eq!(faults, []);
    let edit = s.taking(&given, now() + Duration::hours(1));
    s.apply(edit, now() + Duration::hours(1));
    // What was ticked before keeps its time; a tick from a file has none.
    let ticks = BTreeMap::from([("ask".to_owned(), Some(now())), ("say-sorry".to_owned(), None)]);
    assert_eq!(s.held(at(&s, "two.checks")), Some(&Answer::Checklist(ticks)));
    let notes: Vec<_> = s.notes(1).iter().map(|n| n.text.as_str()).collect();
    assert_eq!(notes, ["soonish", "a", "b"]);
    s.undo();
    assert_eq!(s.notes(1), []);
    assert_eq!(s.text(Target::Field(at(&s, "two.day"))), "soonish");
}

/// The note of a session with these blocks put in by hand.
fn opened_with(blocks: &str) -> Session {
    let document = Document::parse(&(session().to_document().render() + blocks));
    Session::open(playbook(), document.head().unwrap(), document, now())
}

#[test]
fn a_line_added_to_a_task_list_by_hand_stays() {
    let by_hand =
        "- [ ] bring her file\n- [x] Ask (2026-11-21 14:02:10-05:00)\n\n- [ ] Say sorry\n- [ ] and the key";
    let mut s = opened_with(&format!("## Two {{#two}}\n\n### Checks {{#two.checks}}\n\n{by_hand}\n"));
    let body = |s: &Session| reopened(s).to_document().body("two.checks").unwrap();
    choose(&mut s, "two.checks", "say-sorry");
    let ticked = by_hand.replace("[ ] Say sorry", "[x] Say sorry (2026-11-21 14:02:10-05:00)");
    assert_eq!(body(&s), ticked);
    choose(&mut s, "two.checks", "say-sorry");
    assert_eq!(body(&s), by_hand);
    choose(&mut s, "two.checks", "ask");
    assert_eq!(body(&s), "- [ ] bring her file\n- [ ] Ask\n\n- [ ] Say sorry\n- [ ] and the key");
}

#[test]
fn new_blocks_stand_under_their_step_in_a_file_of_another_order() {
    let mut s = opened_with(
        "## Three {#three}\n\n## One {#one}\n\n### Line {#one.line}\n\nx\n\n### Gone {#one.gone}\n\ny\n",
    );
    s.apply(Edit::Answer { field: at(&s, "three.score"), answer: Some(Answer::Score(1)) }, now());
    put(&mut s, "one.text", "t");
    choose(&mut s, "one.clear", "yes");
    put(&mut s, "two.share", "5");
    let document = s.to_document();
    let keys: Vec<_> = document.keys().collect();
    let expected =
        ["three", "three.score", "one", "one.text", "one.line", "one.clear", "one.gone", "two", "two.share"];
    assert_eq!(keys, expected);
}

#[test]
fn undo_gives_back_more_than_the_text() {
    let list = "- a\n  - b";
    let mut s = opened_with(&format!(
        "## One {{#one}}\n\n### List {{#one.list}}\n\n{list}\n\n### Clear? {{#one.clear}}\n\n- [x] Yes\n\n## Two {{#two}}\n\n### Trial {{#two.trial}}\n\n3 months, 2026-12-01 to 2027-03-01\n"
    ));
    let before = s.to_document().render();
    for key in ["one.list", "two.trial"] {
        put(&mut s, key, "");
        put(&mut s, key, "5");
        s.undo();
    }
    assert_eq!(s.text(Target::Field(at(&s, "two.trial"))), "3");
    assert_eq!(s.to_document().render(), before);
    while s.redo().is_some() {}
    assert_eq!(s.text(Target::Field(at(&s, "two.trial"))), "5");
}

#[test]
fn a_follow_up_copied_by_hand_stays() {
    let mut s = session();
    let copy = "\n[[follow_up]]\nid = \"thanks\"\ntitle = \"Thank her father, too\"\nmine = 1\n+++\n\n# ";
    let text = s.to_document().render().replacen("+++\n\n# ", copy, 1);
    let document = Document::parse(&text);
    s = Session::open(playbook(), document.head().unwrap(), document, now());
    mark_done(&mut s, "thanks");
    let note = reopened(&s).to_document().render();
    assert!(note.contains("\ntitle = \"Thank her father, too\"\nmine = 1\n+++"), "{note}");
}

#[test]
fn blanks_are_no_answer_to_a_condition_and_a_period_from_today_begins_when_it_is_read() {
    let source = PLAYBOOK
        .replace("from = \"meeting\"\n  at_most", "from = \"today\"\n  at_most")
        .replace("{ field = \"one.clear\", is = \"yes\" }", "{ field = \"one.list\", at_most = 5 }");
    let playbook = Arc::new(check(source.as_bytes()).playbook.unwrap());
    let text = session().to_document().render()
        + "## One {#one}\n\n### List {#one.list}\n\n- x\n\n## Two {#two}\n\n### Trial {#two.trial}\n\n3 months\n";
    let document = Document::parse(&text);
    let mut s = Session::open(playbook, document.head().unwrap(), document, now());
    assert_eq!(s.head().follow_ups[0].due.unwrap().to_string(), "2027-02-21");
    assert_eq!(s.step_state(1), StepState::Started);
    put(&mut s, "one.list", " ");
    assert_eq!(s.step_state(1), StepState::PassedOver);
}

#[test]
fn a_block_that_is_there_twice_hides_nothing() {
    let twice = "## One {#one}\n\n### Line {#one.line}\n\nx\n\n### Line again {#one.line}\n\ny\n";
    let mut s = opened_with(twice);
    assert_eq!(earlier(&s), [("Line again", "y")]);
    put(&mut s, "one.line", "z");
    assert!(s.to_document().render().ends_with(&twice.replace("x\n", "z\n")));
}

#[test]
fn a_list_made_by_hand_keeps_its_bullets_while_it_is_typed_in() {
    let mut s = opened_with("## One {#one}\n\n### List {#one.list}\n\n- a\n  - b\n");
    let target = Target::Field(at(&s, "one.list"));
    s.apply(Edit::Splice { target, at: 3, remove: 0, insert: "!".to_owned() }, now());
    leave(&mut s, "one.list");
    assert_eq!(s.to_document().body("one.list").unwrap(), "- a!\n  - b");
    s.apply(Edit::Splice { target, at: 5, remove: 2, insert: String::new() }, now());
    leave(&mut s, "one.list");
    assert_eq!(s.text(target), "a!\nb");
    assert_eq!(s.to_document().body("one.list").unwrap(), "- a!\n- b");
}

/// Title and text of what the playbook does not know.
fn earlier(session: &Session) -> Vec<(&str, &str)> {
    session.earlier().iter().map(|e| (e.title.as_str(), e.text.as_str())).collect()
}

mod rebase;
