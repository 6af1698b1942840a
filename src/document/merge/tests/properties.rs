//! What must hold for any three versions.

use proptest::prelude::*;

use super::super::super::Head;
use super::super::super::tests::tricky_text;
use super::super::super::ticks::Task;
use super::super::*;
use super::again::takes_up_again;
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
        value().prop_map(|v| format!("hold = {v}")),
        Just("hold = true".to_owned()),
        proptest::collection::vec(1..5_u8, 0..4).prop_map(|days| {
            let at = |day: &u8| format!("2026-12-0{day}T10:02:00-05:00");
            format!("amended = [{}]", days.iter().map(at).collect::<Vec<_>>().join(", "))
        }),
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
                if base == b && takes_up_again(&b.also(), &side.also(), &merged.also()) {
                    continue;
                }
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
