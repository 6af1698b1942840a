use proptest::prelude::*;

use super::super::Head;
use super::super::tests::tricky_text;
use super::super::ticks::Task;
use super::*;
use crate::text;

/// How often each property is tried.
const CASES: u32 = 400;

/// One of these, or one of them and a few words that nobody else has.
fn words() -> impl Strategy<Value = String> {
    prop_oneof![Just("ab".to_owned()), Just("cd".to_owned()), Just(String::new()), "[a-z]{1,6}( [a-z]{1,4})?"]
}

fn stamp() -> impl Strategy<Value = String> {
    (0..4_u8).prop_map(|s| format!("2026-11-21 14:07:3{s}-05:00"))
}

fn line() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => words(),
        3 => words().prop_map(|w| format!("- {w}")),
        2 => (words(), any::<bool>()).prop_map(|(w, x)| format!("- [{}] {w}", if x { 'x' } else { ' ' })),
        2 => (words(), stamp()).prop_map(|(w, at)| format!("- [x] {w} ({at})")),
        3 => (stamp(), words()).prop_map(|(at, w)| format!("- {at} {w}")),
        1 => words().prop_map(|w| format!("  {w}")),
        1 => (words(), words()).prop_map(|(a, b)| format!("| {a} | {b} |")),
        1 => Just("|---|---|".to_owned()),
        1 => words().prop_map(|w| format!("> {w}")),
        1 => words().prop_map(|w| format!("\\## {w} {{#s.a}}")),
        1 => Just(String::new()),
    ]
}

fn body() -> impl Strategy<Value = String> {
    prop_oneof![
        6 => proptest::collection::vec(line(), 0..5).prop_map(|lines| lines.join("\n")),
        1 => proptest::collection::vec(words(), 0..3).prop_map(|w| w.iter().map(|w| format!("- [ ] {w}\n")).collect()),
    ]
}

fn key() -> impl Strategy<Value = &'static str> {
    prop::sample::select(
        &["s", "s.a", "s.b", "s.notes", "s.a.also", "t", "t.c", "t.notes", "also", "t.c.also"][..],
    )
}

fn front() -> impl Strategy<Value = String> {
    let value = || words().prop_map(|w| format!("{w:?}"));
    let line = prop_oneof![
        value().prop_map(|v| format!("advisor = {v}")),
        value().prop_map(|v| format!("at = {v}")),
        (value(), value()).prop_map(|(a, b)| format!("client = {{ name = {a}, organisation = {b} }}")),
        value().prop_map(|v| format!("meeting = {{ where = {v} }}")),
        value().prop_map(|v| format!("meeting.where = {v}")),
        value().prop_map(|v| format!("mine = {v}")),
        words().prop_map(|w| format!("# {w}")),
        words().prop_map(|w| format!("to = [{w:?}]")),
        Just("status = \"closed\"\noutcome = \"kept\"".to_owned()),
    ];
    let follow_up = (
        prop::sample::select(&["one", "two", "three"][..]),
        value(),
        prop::sample::select(&["open", "done"][..]),
    )
        .prop_map(|(id, title, state)| {
            format!("[[follow_up]]\nid = {id:?}\ntitle = {title}\nstate = {state:?}\n")
        });
    let labels = value().prop_map(|v| format!("[labels]\n\"s.a\" = {{ x = {v} }}\n"));
    (
        proptest::collection::vec(line, 0..4),
        proptest::collection::vec(follow_up, 0..3),
        proptest::option::of(labels),
    )
        .prop_map(|(lines, follow_ups, labels)| {
            let mut keys = Vec::new();
            let key = |line: &String| {
                line.split(['=', '.']).next().map(|k| k.trim().to_owned()).filter(|_| !line.starts_with('#'))
            };
            let own = lines.iter().filter(|line| {
                key(line).is_none_or(|k| {
                    !keys.contains(&k) && {
                        keys.push(k);
                        true
                    }
                })
            });
            let own: String = own.map(|line| format!("{line}\n")).collect();
            let ours = Head::sample().write_over("").unwrap_or_default();
            let ours: String = ours
                .lines()
                .filter(|l| !keys.contains(&l.split(['=', '.']).next().unwrap_or_default().trim().to_owned()))
                .map(|l| format!("{l}\n"))
                .collect();
            format!("+++\n{ours}{own}{}{}+++\n", follow_ups.concat(), labels.unwrap_or_default())
        })
}

/// A note, or something like one.
fn note() -> impl Strategy<Value = String> {
    let front =
        prop_oneof![6 => front(), 1 => Just(String::new()), 1 => Just("+++\nid = \n+++\n".to_owned())];
    let blocks = proptest::collection::vec((key(), words(), body(), any::<bool>()), 0..6);
    (front, words(), blocks, 0..8_u8).prop_map(|(front, title, blocks, way)| {
        let mut text = format!("{front}\n# {title}\n\n");
        for (key, title, body, plain) in blocks {
            let body = if plain { format!("{body}\n") } else { encode(&body) };
            text.push_str(&format!("### {title} {{#{key}}}\n{body}"));
        }
        match way {
            0 => text.replace('\n', "\r\n"),
            1 => text.trim_end().to_owned(),
            2 => text.chars().take(text.chars().count() / 2).collect(),
            _ => text,
        }
    })
}

/// Three versions: the second and third are the first one with some blocks as they are in others, or
/// something else altogether.
fn three() -> impl Strategy<Value = [Document; 3]> {
    let side =
        || (note(), proptest::collection::vec(0..4_u8, 12), prop_oneof![4 => Just(true), 1 => Just(false)]);
    (note(), side(), side()).prop_map(|(base, x, y)| {
        let base = Document::parse(&base);
        let version = |(other, picks, of_base): (String, Vec<u8>, bool)| {
            let other = Document::parse(&other);
            if !of_base || base.is_torn() || other.is_torn() {
                return other;
            }
            let mut version = base.clone();
            if picks[0] == 0 {
                version.front = other.front;
            }
            for (i, block) in other.blocks.into_iter().enumerate() {
                let held = version.blocks.iter_mut().find(|b| b.key == block.key);
                match (picks[i + 1], held) {
                    (0, Some(held)) => *held = block,
                    (1, _) => version.blocks.insert(version.blocks.len().min(i), block),
                    (2, None) => version.blocks.push(block),
                    _ => {}
                }
            }
            if picks[11] == 0 {
                version.blocks.truncate(usize::from(picks[10]));
            }
            version.join("\n");
            Document::parse(&version.render())
        };
        let (x, y) = (version(x), version(y));
        [base, x, y]
    })
}

fn any_three() -> impl Strategy<Value = [Document; 3]> {
    let any = || (tricky_text(), any::<bool>());
    let text = |(text, front): (String, bool)| {
        Document::parse(&if front { format!("+++\ngoodterms = 1\n+++\n{text}") } else { text })
    };
    (any(), any(), any()).prop_map(move |(b, x, y)| [text(b), text(x), text(y)])
}

/// Three versions of one block, and of the texts beside it.
fn one_block() -> impl Strategy<Value = [Document; 3]> {
    let tasks = || {
        (prop::sample::select(&["ab", "cd"][..]), 0..4_u8, stamp()).prop_map(|(label, way, at)| match way {
            0 => format!("- [ ] {label}"),
            1 => format!("- [x] {label}"),
            _ => format!("- [x] {label} ({at})"),
        })
    };
    let entries = || (stamp(), words()).prop_map(|(at, w)| format!("- {at} {w}"));
    let items = || words().prop_map(|w| format!("- {w}"));
    let rows = || (words(), words()).prop_map(|(a, b)| format!("| {a} | {b} |"));
    let kind = 0..6_u8;
    let of = move |kind| match kind {
        0 => tasks().boxed(),
        1 => entries().boxed(),
        2 => prop_oneof![4 => entries(), 1 => line(), 1 => words().prop_map(|w| format!("  {w}"))].boxed(),
        3 => items().boxed(),
        4 => rows().boxed(),
        _ => line().boxed(),
    };
    let lines = kind.prop_flat_map(move |kind| {
        let change = proptest::collection::vec((0..8_u8, of(kind)), 0..5);
        (
            Just(kind),
            proptest::collection::vec(of(kind), 0..4),
            change.clone(),
            change,
            proptest::collection::vec(words(), 6),
        )
    });
    lines.prop_map(|(kind, base, x, y, also)| {
        let head = if kind == 4 { "| Who | When |\n|---|---|\n" } else { "" };
        let key = if matches!(kind, 1 | 2) { "s.notes" } else { "s.a" };
        let version = |lines: Vec<String>, also: &[String]| {
            let also: Texts = also.iter().filter(|t| !t.is_empty()).cloned().collect();
            let block = |key: &str, body: &str| format!("### T {{#{key}}}\n{}", encode(body));
            let also = block(&format!("{key}.also"), &also::body(&also));
            let also = if lines.len().is_multiple_of(2) { also } else { String::new() };
            Document::parse(&format!("# T\n\n{}{also}", block(key, &format!("{head}{}", lines.join("\n")))))
        };
        let changed = |changes: Vec<(u8, String)>| {
            let mut lines = base.clone();
            for (i, (way, line)) in changes.into_iter().enumerate() {
                match way {
                    0 if i < lines.len() => drop(lines.remove(i)),
                    1 if i < lines.len() => lines[i] = line,
                    2 => lines.insert(0, line),
                    3 | 4 => lines.push(line),
                    5 if i < lines.len() => lines.insert(i, line),
                    _ => {}
                }
            }
            lines
        };
        [
            version(base.clone(), &also[..2]),
            version(changed(x), &also[1..4]),
            version(changed(y), &also[2..6]),
        ]
    })
}

/// Three versions of front matter.
fn fronts() -> impl Strategy<Value = [Document; 3]> {
    (front(), front(), front(), 0..4_u8).prop_map(|(b, x, y, way)| {
        let parse = |text: &str| Document::parse(&format!("{text}\n# T\n"));
        let x = if way == 0 { format!("\u{feff}{}", x.replace('\n', "\r\n")) } else { x };
        [parse(&b), parse(&x), parse(&y)]
    })
}

fn versions() -> impl Strategy<Value = [Document; 3]> {
    prop_oneof![2 => three(), 2 => one_block(), 2 => fronts(), 1 => any_three()]
}

/// The lines that are read in a note: bodies without escapes and marks of quotes, and titles.
fn lines_of(document: &Document) -> Vec<(String, String)> {
    let lines = |key: &str, text: &str| -> Vec<(String, String)> {
        let text = text::unix_lines(text).into_owned();
        text.split('\n')
            .map(|l| (key.to_owned(), l.trim().to_owned()))
            .filter(|(_, l)| !l.is_empty())
            .collect()
    };
    let mut all =
        lines("", &if document.is_torn() { document.preamble.clone() } else { unescape(&document.preamble) });
    for (key, title, body) in document.blocks() {
        let body = match also::owner(key) {
            Some(_) => also::texts(&body).into_iter().collect::<Vec<_>>().join("\n"),
            None => body,
        };
        all.extend(lines(key, &body));
        all.extend(lines(key, title));
    }
    all
}

/// No line that a side wrote is missing.
fn assert_nothing_lost(base: &Document, side: &Document, merged: &Document) -> Result<(), TestCaseError> {
    let (was, now) = (lines_of(base), lines_of(merged));
    if side.is_torn()
        && (base.render().starts_with(&side.render()) || merged.render().starts_with(&side.render()))
    {
        return Ok(());
    }
    for line in
        lines_of(side).into_iter().filter(|line| !was.contains(line) && also::owner(&line.0).is_none())
    {
        let quoted = line.1.as_str();
        // Before the first tick, nothing was ticked: that needs no saying.
        let task = Task::of(quoted).filter(|task| !task.ticked).map(|task| task.label);
        let found = |l: &str| l == quoted || task.is_some() && Task::of(l).map(|t| t.label) == task;
        prop_assert!(now.iter().any(|(_, l)| found(l)), "{line:?} is lost in\n{}", merged.render());
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(CASES))]

    #[test]
    fn both_sides_come_to_the_same(all in versions()) {
        let [b, x, y] = &all;
        let merged = Document::merge(b, x, y);
        prop_assert_eq!(merged.document.render(), Document::merge(b, y, x).document.render());
        prop_assert_eq!(&merged, &Document::merge(b, y, x));
        prop_assert_eq!(&Document::parse(&merged.document.render()), &merged.document);
        let copy = Document::merge_copy(x, y, &[]);
        prop_assert_eq!(copy.document.render(), Document::merge_copy(y, x, &[]).document.render());
    }

    #[test]
    fn no_line_is_lost(all in versions()) {
        let [b, x, y] = &all;
        let merged = Document::merge(b, x, y).document;
        assert_nothing_lost(b, x, &merged)?;
        assert_nothing_lost(b, y, &merged)?;
        let copy = Document::merge_copy(x, y, &[]).document;
        assert_nothing_lost(&EMPTY, x, &copy)?;
        assert_nothing_lost(&EMPTY, y, &copy)?;
        let copy = Document::merge_copy(x, y, std::slice::from_ref(b)).document;
        assert_nothing_lost(b, x, &copy)?;
        assert_nothing_lost(b, y, &copy)?;
    }

    #[test]
    fn merging_again_changes_nothing(all in versions()) {
        let [b, x, y] = &all;
        let merged = Document::merge(b, x, y).document;
        for side in [x, y] {
            for base in [b, side] {
                let again = Document::merge(base, &merged, side);
                prop_assert_eq!(again.document.render(), merged.render());
                prop_assert_eq!(again.conflicts, 0);
            }
        }
        for known in [&[][..], std::slice::from_ref(b)] {
            let merged = Document::merge_copy(x, y, known).document;
            let again = Document::merge_copy(&merged, y, known);
            prop_assert_eq!(again.document.render(), merged.render());
            prop_assert_eq!(again.conflicts, 0);
        }
    }

    #[test]
    fn what_one_side_did_is_done(all in versions()) {
        let [b, x, _] = &all;
        prop_assert_eq!(Document::merge(b, x, x).document.render(), x.render());
        let merged = Document::merge(b, b, x).document;
        let complete = by_id(b).keys().all(|id| by_id(x).contains_key(id));
        let broken = x.is_torn() || x.head().is_err() || x.preamble.trim().is_empty();
        if complete && !broken {
            prop_assert_eq!(merged.render(), x.render());
        }
        assert_nothing_lost(&EMPTY, x, &merged)?;
    }

    #[test]
    fn front_matter_that_reads_stays_readable(all in versions()) {
        let [b, x, y] = &all;
        let merged = Document::merge(b, x, y).document;
        if x.head().is_ok() || y.head().is_ok() {
            prop_assert!(merged.head().is_ok(), "{}", merged.render());
        }
        let written = |d: &Document| -> Vec<String> {
            let quoted = d.front.lines().filter(|l| !l.starts_with("at =") && !l.contains("\"s.a\""));
            quoted.flat_map(|l| l.split('"').skip(1).step_by(2).map(str::to_owned).collect::<Vec<_>>()).collect()
        };
        if x.head().is_ok() && y.head().is_ok() {
            let text = merged.render();
            for word in [x, y].into_iter().flat_map(written).filter(|w| !written(b).contains(w)) {
                prop_assert!(text.contains(&word), "{word} is lost in\n{text}");
            }
        }
    }

    #[test]
    fn sets_of_texts_read_back(texts in proptest::collection::btree_set("([^\r\n]{0,8}|\n){1,4}", 0..4)) {
        let texts: Texts = texts.into_iter().filter(|t| !t.trim().is_empty()).collect();
        prop_assert_eq!(also::texts(&decode(&encode(&also::body(&texts)))), texts);
    }

    #[test]
    fn every_beginning_of_a_note_is_half_of_it(text in note(), at in any::<prop::sample::Index>()) {
        let at = at.index(text.len().max(1));
        if text.is_char_boundary(at) && at < text.len() {
            prop_assert!(is_half_synced(&text, &text[..at]));
        }
        prop_assert!(!is_half_synced(&text, &text));
        let longer = format!("{text}\nmore");
        prop_assert!(!is_half_synced(&text, &longer));
    }
}

/// A note with these blocks.
fn with(blocks: &[(&str, &str)]) -> Document {
    let mut document = Document::new(&Head::sample(), "Ada");
    for (i, (key, body)) in blocks.iter().enumerate() {
        document.insert(i.checked_sub(1).map(|i| blocks[i].0), 3, "T", key, body);
    }
    document
}

/// What becomes of one block that was like this, and is now like these. With what was also written.
fn merged(key: &str, base: Option<&str>, x: &str, y: &str) -> (String, Option<String>) {
    let base = with(&base.map(|body| (key, body)).into_iter().collect::<Vec<_>>());
    let merged = Document::merge(&base, &with(&[(key, x)]), &with(&[(key, y)])).document;
    assert_eq!(merged, Document::merge(&base, &with(&[(key, y)]), &with(&[(key, x)])).document);
    (merged.body(key).unwrap(), merged.body(&format!("{key}.also")))
}

fn alone(text: &str) -> (String, Option<String>) {
    (text.to_owned(), None)
}

#[test]
fn what_both_wrote_stands_there_and_beside() {
    assert_eq!(
        merged("s.a", Some("one"), "two\n\n words", "three"),
        ("two\n\n words".to_owned(), Some("> three".to_owned()))
    );
    assert_eq!(merged("s.a", None, "b", "a"), ("b".to_owned(), Some("> a".to_owned())));
    assert_eq!(merged("s.a", Some("one"), "one\nmore", "one\nmore\nand more"), alone("one\nmore\nand more"));
    assert_eq!(merged("s.a", Some("one"), "", "two"), alone("two"), "a word outlives that all went");
    assert_eq!(merged("s.a", Some("one"), "", "one"), alone(""), "what only one side emptied is empty");
}

#[test]
fn what_was_also_written_is_a_set_that_can_be_settled() {
    let base = with(&[("s.a", "one")]);
    let (x, y, z) = (with(&[("s.a", "red")]), with(&[("s.a", "green")]), with(&[("s.a", "blue\nsky")]));
    let all = Document::merge(&base, &Document::merge(&base, &x, &y).document, &z);
    assert_eq!(all.conflicts, 1);
    let all = all.document;
    assert_eq!(all.body("s.a").as_deref(), Some("blue\nsky"));
    assert_eq!(all.body("s.a.also").as_deref(), Some("> green\n\n> red"));
    let otherwise = Document::merge(&base, &Document::merge(&base, &z, &x).document, &y).document;
    assert_eq!(otherwise, all, "whichever came first");
    let mut settled = all.clone();
    settled.set_body("s.a.also", "");
    assert_eq!(Document::merge(&all, &settled, &all).document, settled);
    let mut hand_made = all.clone();
    hand_made.set_body("s.a.also", "ask her\n\nwhich\n> red");
    settled.set_body("s.a.also", "> green\n\n> new");
    let both = Document::merge(&all, &settled, &hand_made).document;
    assert_eq!(both.body("s.a.also").as_deref(), Some("> ask her\n>\n> which\n\n> new"));
}

#[test]
fn the_answer_that_stands_there_does_not_stand_beside_too() {
    let base = with(&[("s.a", "one"), ("s.a.also", "> two")]);
    let taken_over = with(&[("s.a", "two"), ("s.a.also", "> two\n\n> mine")]);
    let other = with(&[("s.a", "one"), ("s.a.also", "> two\n\n> other")]);
    let merged = Document::merge(&base, &taken_over, &other).document;
    assert_eq!(merged.body("s.a").as_deref(), Some("two"));
    assert_eq!(merged.body("s.a.also").as_deref(), Some("> mine\n\n> other"));
}

const AT: [&str; 3] = ["2026-11-21 14:07:31-05:00", "2026-11-21 14:08:00-05:00", "2026-11-21 21:00:00+01:00"];

#[test]
fn notes_come_together_entry_by_entry() {
    let [one, two, three] = AT;
    let base = format!("- {one} called");
    let typed = format!("- {one} called her\n  at home");
    let added = format!("- {three} from the shell\n- {one} called");
    assert_eq!(
        merged("s.notes", Some(&base), &typed, &added),
        alone(&format!("{typed}\n- {three} from the shell"))
    );
    let added = |at: &str| format!("{base}\n- {at} more");
    assert_eq!(
        merged("s.notes", Some(&base), &added(three), &added(two)),
        alone(&format!("{base}\n- {two} more\n- {three} more"))
    );
    assert_eq!(
        merged("s.notes", Some(&base), &format!("- {one} called off"), &typed),
        alone(&format!("{typed}\n- {one} called off"))
    );
    let by_hand = format!("{base}\nby hand");
    assert_eq!(
        merged("s.notes", Some(&base), &by_hand, &added(two)),
        alone(&format!("{by_hand}\n- {two} more"))
    );
    let (x, y) = (format!("mine\n{base}"), format!("his and hers\n{base}"));
    assert_eq!(merged("s.notes", Some(&base), &x, &y), (y, Some(format!("> mine\n> {base}"))));
    assert_eq!(
        merged("s.notes", Some(&base), "", &added(two)),
        alone(&format!("- {two} more")),
        "it was taken out"
    );
}

#[test]
fn lists_and_tables_grow_from_both_sides() {
    assert_eq!(
        merged("s.a", Some("- a\n- b"), "- a\n- x\n- b", "- a\n- b\n- y"),
        alone("- a\n- x\n- b\n- y")
    );
    assert_eq!(merged("s.a", None, "- a\n- x", "- a\n- y"), alone("- a\n- x\n- y"));
    assert!(merged("s.a", Some("- a\n- b"), "- a\n- x", "- a\n- y\n- b").1.is_some());
    let table = |rows: &str| format!("| Who | When |\n|---|---|{rows}");
    let (x, y) = ("\n| Ada | now |", "\n| Bob | then |");
    assert_eq!(merged("s.a", Some(&table("")), &table(x), &table(y)), alone(&table(&format!("{x}{y}"))));
    let table = |cell: &str| format!("|  | When |\n|---|---|\n| Ada | {cell} |");
    assert!(merged("s.a", None, &table("now"), &table("then")).1.is_some(), "a row is there once");
    let other = table("now").replace("When", "Then");
    assert!(merged("s.a", None, &table("now"), &other).1.is_some(), "another column");
}

#[test]
fn ticks_of_a_checklist_come_together_and_a_choice_has_one() {
    let [one, two, _] = AT;
    let list = |a: &str, b: &str| format!("- [{a}\n- [{b}");
    let (a, b) = (format!("x] Say sorry ({one})"), format!("x] Call ({two})"));
    let (no_a, no_b) = ("] Say sorry", "] Call");
    for base in [None, Some(list(no_a, no_b))] {
        let ticked = merged("s.a", base.as_deref(), &list(&a, no_b), &list(no_a, &b));
        assert_eq!(ticked, alone(&list(&a, &b)));
    }
    let later = a.replace(one, two);
    assert_eq!(
        merged("s.a", None, &list(&a, no_b), &list(&later, &b)),
        (list(&a, &b), Some(format!("> - [{later}")))
    );
    assert_eq!(
        merged("s.a", Some(&list(&a, no_b)), &list(no_a, no_b), &list(&a, &b)),
        alone(&list(no_a, &b)),
        "what was unticked stays so"
    );
    let choice = merged("s.a", None, "- [x] Yes\n- [ ] No", "- [ ] Yes\n- [x] No");
    assert_eq!(choice.0.matches("[x]").count(), 1);
    assert!(choice.1.is_some());
}

/// Three versions of front matter, made one: its TOML, and what was also written.
fn fronts_merged(base: &str, x: &str, y: &str) -> (String, Option<String>) {
    let note = |more: &str| {
        Document::parse(&format!("+++\n{}{more}+++\n\n# T\n", Head::sample().write_over("").unwrap()))
    };
    let merged = Document::merge(&note(base), &note(x), &note(y)).document;
    assert_eq!(merged, Document::merge(&note(base), &note(y), &note(x)).document);
    merged.head().unwrap();
    let front = merged.front.clone();
    let from = front.find("answered").unwrap();
    let line = front[from..].find('\n').unwrap() + from + 1;
    (front[line..].trim_end_matches("+++\n").to_owned(), merged.body("also"))
}

#[test]
fn front_matter_comes_together_key_by_key() {
    let meeting = "meeting = { how = \"phone\" } # by the bell\n";
    let with_place = "meeting = { how = \"phone\", where = \"Chez Luc\" } # by the bell\n";
    assert_eq!(
        fronts_merged(meeting, with_place, &format!("# mine\n{meeting}advisor = \"C. B.\"\n")),
        alone(&format!("# mine\n{with_place}advisor = \"C. B.\"\n"))
    );
    let ended = "outcome = \"kept\"\nclosed = 2026-11-25T12:30:00-05:00\n";
    assert_eq!(
        fronts_merged("", "to = \"a\"\n", &format!("{ended}to = [\"b\"]\n")).0,
        format!("{ended}to = [\"a\", \"b\"]\n")
    );
    assert_eq!(fronts_merged(ended, ended, ""), alone(""), "it was opened again");
    assert_eq!(
        fronts_merged("", "advisor = 'Al'\n", "advisor = \"Bea\"\n"),
        ("advisor = \"Bea\"\n".to_owned(), Some("> advisor = 'Al'".to_owned()))
    );
    assert_eq!(
        fronts_merged("# ours\n", "mine = 1 # why\n", "mine = 2\n# theirs\n"),
        ("mine = 2\n# theirs\n".to_owned(), Some("> mine = 1 # why".to_owned()))
    );
    assert_eq!(
        fronts_merged("mine = 1\n", "# one\n# and more\nmine = 1\n", "mine = 1\n# another\n# and yet more\n"),
        ("mine = 1\n# another\n# and yet more\n".to_owned(), Some("> # one\n> # and more".to_owned()))
    );
}

#[test]
fn follow_ups_come_together_by_id() {
    let one = |more: &str| format!("\n[[follow_up]]\nid = \"one\"\ntitle = \"Call\"\n{more}");
    let two = "\n# mine\n[[follow_up]]\nid = \"two\"\nstate = \"open\"\n";
    let open = one("due = 2026-12-01\nstate = \"open\"\n");
    let done = one("due = 2026-12-01\nstate = \"done\"\ndone = 2026-12-02\n");
    let moved = one("due = 2026-12-08\nstate = \"open\"\nby_hand = true\nmoved = [[2026-12-01, \"away\"]]\n");
    let (front, also) = fronts_merged(&open, &done, &format!("{moved}{two}"));
    for line in [
        "state = \"done\"",
        "due = 2026-12-08",
        "\"away\"",
        "done = 2026-12-02",
        "# mine\n[[follow_up]]\nid = \"two\"",
    ] {
        assert_eq!(front.matches(line).count(), 1, "{front}");
    }
    assert_eq!(also, None);
    let dropped = one("due = 2026-12-01\nstate = \"dropped\"\n");
    let (front, also) = fronts_merged(&open, &done, &dropped);
    assert!(
        front.contains("state = \"done\"") && also.unwrap().contains("follow_up.one.state = \"dropped\"")
    );
    assert_eq!(fronts_merged(&open, "", &open), alone(""), "it follows from the answers no more");
    assert!(fronts_merged(&open, "", &done).0.contains("id = \"one\""));
}

#[test]
fn front_matter_that_broke_off_leaves_the_other_one() {
    let whole = with(&[("s.a", "one")]);
    let (text, newer) = (whole.render(), with(&[("s.a", "one"), ("s.b", "two")]));
    let torn = Document::parse(&text[..60]);
    assert_eq!(Document::merge(&whole, &torn, &newer).document, newer);
    let changed = Document::parse(&format!("{}x\"y", &text[..60]));
    let merged = Document::merge(&whole, &newer, &changed);
    assert_eq!((merged.document.body("s.b"), merged.conflicts), (newer.body("s.b"), 1));
    assert!(merged.document.body("also").unwrap().ends_with("x\"y"));
    let broken = Document::parse(&text.replace("status = \"open\"", "status = now and then"));
    let merged = Document::merge(&whole, &whole, &broken).document;
    assert_eq!(merged.head(), whole.head());
    assert!(merged.body("also").unwrap().contains("> status = now and then"));
}

#[test]
fn blocks_of_both_stand_where_they_stood() {
    let base = with(&[("s", ""), ("s.a", "a"), ("t", "")]);
    let x = with(&[("s", ""), ("s.a", "a"), ("s.x", "x"), ("t", ""), ("t.x", "x")]);
    let y = with(&[("s", ""), ("s.y", "y"), ("r", ""), ("r.y", "y"), ("t", ""), ("t.y", "y")]);
    let merged = Document::merge(&base, &x, &y).document;
    let keys: Vec<_> = merged.keys().collect();
    assert_eq!(keys, ["s", "s.a", "s.x", "s.y", "r", "r.y", "t", "t.x", "t.y"]);
    let moved = with(&[("t", ""), ("s", ""), ("s.a", "a")]);
    assert_eq!(Document::merge(&base, &base, &moved).document, moved);
}

#[test]
fn what_is_there_twice_keeps_its_order() {
    let note = |keys: &[&str]| {
        let blocks = keys.iter().map(|key| format!("### T {{#{key}}}\n\n{key}\n\n"));
        Document::parse(&format!("# T\n\n{}", blocks.collect::<String>()))
    };
    let twice = Document::parse(&format!("{}### T {{#a}}\n\nagain\n\n", note(&["a", "b"]).render()));
    let merged = Document::merge(&note(&["a", "b"]), &note(&["b", "a"]), &twice).document;
    let bodies: Vec<_> = merged.blocks().map(|(_, _, body)| body).collect();
    assert_eq!(bodies, ["b", "a", "again"]);
}

#[test]
fn a_copy_is_told_from_what_ours_was() {
    let [older, old, new] = ["one", "two", "three"].map(|a| with(&[("s.a", a), ("s.b", "b")]));
    let copy = with(&[("s.a", "one"), ("s.b", "b"), ("s.c", "c")]);
    let merged = Document::merge_copy(&new, &copy, &[older, old]);
    assert_eq!(merged.document, with(&[("s.a", "three"), ("s.b", "b"), ("s.c", "c")]));
    assert_eq!(merged.conflicts, 0);
    let merged = Document::merge_copy(&new, &copy, &[]);
    assert_eq!((merged.document.body("s.a.also").as_deref(), merged.conflicts), (Some("> one"), 1));
}

#[test]
fn what_breaks_off_is_told_from_what_was_changed() {
    let base = with(&[("s.a", "some words"), ("s.b", "more words"), ("s.c", "c")]).render();
    let cut = |newer: &str, at: &str| {
        let newer = base.replace("some", newer);
        let end = newer.rfind(at).unwrap() + at.len();
        is_half_synced(&base, &newer[..end])
    };
    assert!(cut("other", "more wo") && cut("other", "### T {#s."), "it breaks off within");
    assert!(!cut("other", "more words\n\n"), "somebody took the last block out");
    assert!(!cut("other", "{#s.c}\n\nc\n"));
    assert!(is_half_synced(&base, "+++\ngoodterms = 1\nid = \"k3\"\nadvisor = \"somebody"));
    assert!(is_half_synced(&base, &"\0".repeat(base.len())));
    assert!(!is_half_synced(&base, &base.replace("more words", "more")));
    assert!(!is_half_synced("", &base));
}
