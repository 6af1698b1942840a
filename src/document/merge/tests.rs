//! Two versions of a note, and what they become.

mod again;
mod properties;

use super::super::Head;
use super::*;

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
fn titles_that_both_gave_to_what_was_also_written_stay() {
    let note = |title: &str| {
        let mut note = with(&[("s.a", "one")]);
        note.insert(Some("s.a"), 4, title, "s.a.also", "> two");
        note
    };
    let also = |x: &str, y: &str| {
        let merged = Document::merge(&with(&[("s.a", "one")]), &note(x), &note(y)).document;
        let titles: Vec<_> = merged.blocks().map(|(_, title, _)| title.to_owned()).collect();
        (titles[1].clone(), merged.body("s.a.also").unwrap())
    };
    let kept = |title: &str, body: &str| (title.to_owned(), body.to_owned());
    assert_eq!(also("By the assistant", "By Ben"), kept("By the assistant", "> By Ben\n\n> two"));
    assert_eq!(also(also::TITLE, "By Ben"), kept(also::TITLE, "> By Ben\n\n> two"));
    let long = "By Ben, on the train, before the call";
    assert_eq!(also(also::TITLE, long), kept(long, "> two"), "nobody wrote ours");
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
