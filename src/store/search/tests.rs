use std::fs;
use std::path::{Path, PathBuf};

use proptest::prelude::*;
use tempfile::TempDir;

use super::*;
use crate::document::{Document, Head};
use crate::store::Folder;
use crate::text::loose::{Case, loosened};

/// A notes folder.
struct Shelf(TempDir);

impl Shelf {
    fn new() -> Self {
        Self(TempDir::new().unwrap())
    }

    /// With a note of each of these: a client's name and a text.
    fn with(notes: &[(&str, &str)]) -> Self {
        let shelf = Self::new();
        for (n, (name, body)) in notes.iter().enumerate() {
            shelf.put(&format!("c/{n}.md"), note(n, name, body));
        }
        shelf
    }

    fn put(&self, name: &str, text: impl AsRef<[u8]>) -> PathBuf {
        let path = self.0.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, text).unwrap();
        path
    }

    fn folder(&self) -> Folder {
        Folder::new(self.0.path())
    }

    fn library(&self) -> Library {
        Library::read(&self.folder()).unwrap()
    }

    /// What is found, from all notes, from those that match, and at once, which must be the same.
    fn find(&self, typed: &str) -> Hits {
        let query = Query::new(typed);
        let library = self.library();
        for limit in [Limit { lines: 2, in_note: 1 }, Limit { lines: 3, in_note: 9 }, Limit::NONE] {
            let (found, once) =
                (library.search(&query, limit), Once::search(&self.folder(), &query, limit).unwrap().hits);
            assert_eq!((found.lines, found.notes), (once.lines, once.notes), "{typed}");
            assert_eq!(found.hits, once.hits, "{typed}");
        }
        let found = library.search(&query, Limit::NONE);
        let matching = Library::matching(&self.folder(), &query).unwrap().search(&query, Limit::NONE);
        assert_eq!(found.hits, matching.hits, "{typed}");
        assert_eq!((found.lines, found.notes), (matching.lines, matching.notes), "{typed}");
        assert_eq!(found.lines, found.hits.len());
        found
    }

    /// Each line as it is found, with what was looked for in brackets.
    fn lines(&self, typed: &str) -> Vec<String> {
        self.find(typed).hits.iter().map(marked).collect()
    }
}

fn marked(hit: &Hit) -> String {
    let mut text = hit.text.clone();
    for range in hit.ranges.iter().rev() {
        text.insert(range.end, ']');
        text.insert(range.start, '[');
    }
    text
}

/// A note that began `n` hours after the first one.
fn note(n: usize, name: &str, body: &str) -> String {
    let mut head = Head::sample();
    head.id = format!("{n:012}");
    head.client.name = name.to_owned();
    head.started += chrono::Duration::hours(i64::try_from(n).unwrap());
    Document::new(&head, &format!("Exit: {name}")).render() + body
}

#[test]
fn the_best_line_comes_first() {
    for (typed, notes, expected) in [
        (
            "fee",
            &[
                ("Ada", "## S {#s}\n\n### F {#s.f}\n\ntoffee\nfees\n\n### The fees {#s.g}\n\nx\n"),
                ("Fee Byron", "## S {#s}\n\nthe coffee\n- [ ] Fees\n\n### Our fees {#s.h}\n"),
            ][..],
            // Name, heading, text, what nobody said; then the middle of a word, the newest first.
            &["[Fee] Byron", "The [fee]s", "[fee]s", "[ ] [Fee]s", "Our [fee]s", "the cof[fee]", "tof[fee]"]
                [..],
        ),
        (
            "call month",
            &[
                ("Ada", "## S {#s}\n\nthe month we did not call\nwe call each\nthe call month is may\n"),
                ("Tom", "## S {#s}\n\na month of recall\n"),
            ],
            // Side by side, both, both but one within a word, one of them.
            &[
                "the [call] [month] is may",
                "the [month] we did not [call]",
                "a [month] of re[call]",
                "we [call] each",
            ],
        ),
        (
            "\"call each\" fees",
            &[
                ("Ada", "## S {#s}\n\nwe call each month\ncall fees each\n"),
                ("Tom", "## S {#s}\n\ncall each\n"),
            ],
            &["we [call each] month", "call [fees] each"],
        ),
        (
            "oak",
            &[("Old", "## S {#s}\n\noak 1\noak 2\n"), ("New", "## S {#s}\n\noak 3\n")],
            &["[oak] 3", "[oak] 1", "[oak] 2"],
        ),
    ] {
        assert_eq!(Shelf::with(notes).lines(typed), expected, "{typed}");
    }
}

#[test]
fn every_word_must_be_in_the_note_and_only_there() {
    let shelf = Shelf::with(&[
        ("Ada Byron", "## S {#s}\n\nthe fees\n\n### F {#s.f}\n\nand school\n"),
        ("Tom", "## S {#s}\n\nfees\n"),
    ]);
    assert_eq!(shelf.lines("fees school byron"), ["Ada [Byron]", "the [fees]", "and [school]"]);
    assert_eq!(shelf.lines("fees tom school"), [""; 0]);
    assert_eq!(shelf.lines("fees").len(), 2);
    // Keys, ids, and what makes a table are no words.
    for none in ["s.f", "{#s", "000000000000", "goodterms", "started", "\"fees and\""] {
        assert_eq!(shelf.lines(none), [""; 0], "{none}");
    }
    assert_eq!(shelf.find("").lines, 0);
}

#[test]
fn accents_never_matter_and_capitals_where_one_is_typed() {
    let body = "## S {#s}\n\nIn der Straße, ZOE\u{308}S Café\nzoo\nCanada\n";
    let shelf = Shelf::with(&[("Zoë O’Brien-李", body)]);
    assert_eq!(shelf.lines("zoe"), ["[Zoë] O’Brien-李", "In der Straße, [ZOE\u{308}]S Café"]);
    // An accent that is typed finds what stands there without, and the other way round.
    assert_eq!(shelf.lines("cafè"), ["In der Straße, ZOE\u{308}S [Café]"]);
    assert_eq!(shelf.lines("Zoe"), ["[Zoë] O’Brien-李"]);
    assert_eq!(shelf.lines("Zoé"), ["[Zoë] O’Brien-李"]);
    assert_eq!(shelf.lines("ZOE"), ["In der Straße, [ZOE\u{308}]S Café"]);
    assert_eq!(shelf.lines("strasse"), ["In der [Straße], ZOE\u{308}S Café"]);
    assert_eq!(
        shelf.lines("stras"),
        ["In der [Straß]e, ZOE\u{308}S Café"],
        "half of a letter is that letter"
    );
    assert_eq!(shelf.lines("李"), ["Zoë O’Brien-[李]"]);
    assert_eq!(shelf.lines("o'brien-李"), ["Zoë [O’Brien-李]"]);
    assert_eq!(shelf.lines("\"brien 李\""), ["Zoë O’[Brien-李]"]);
    assert_eq!(shelf.lines("ada"), ["Can[ada]"]);
    assert_eq!(shelf.lines("Ada"), [""; 0]);
}

#[test]
fn a_hit_says_where_it_is_from() {
    let note = "+++\ngoodterms = 1\nid = \"k3v9q2m8x7ta\"\nplaybook = { id = \"exit\" }\n\
        client = { name = \"Oak\", organisation = \"Oak & Co\", also = [\"Oaky\"] }\nstarted = 2026-11-21T14:02:10-05:00\n\
        meeting = { where = \"Oak Inn\" }\n\n[[follow_up]]\nid = \"oak\"\ntitle = \"Oak again\"\nmoved = [[2027-01-01, \"oak fell\"]]\n+++\n\n\
        # Oaken talk: Oak\n\n> an oak\n\n## Trees {#oak}\n\noak a\n\n### Which? {#oak.kind}\n\n- [ ] oak b (2026-11-24 14:07:31-05:00)\n\n\
        #### Also written elsewhere {#oak.kind.also}\n\n> - oak c\n>\n> oak d\n\n### Notes {#oak.notes}\n\n\
        - 2026-11-21 14:07:31-05:00 oak e\n  oak f\n\n#### Also written elsewhere {#oak.notes.also}\n\n> oak g\n\n\
        ### Lost {#other.field}\n\n\\## oak h {#x}\n\n#### Also written elsewhere {#also}\n\n> oak i\n";
    let shelf = Shelf::new();
    shelf.put("a.md", note);
    let mut found: Vec<_> = shelf.find("oak").hits;
    found.sort_by_key(|hit| hit.line);
    let said = |hit: &Hit| {
        let flags = [(hit.in_notes, "notes"), (hit.is_also, "also"), (hit.is_heading, "heading")];
        let flags: String = flags.iter().filter(|(is, _)| *is).map(|(_, word)| format!(" +{word}")).collect();
        let of = |part: &Option<String>| part.clone().unwrap_or_else(|| "-".to_owned());
        let Hit { line, spot, text, label, .. } = hit;
        format!(
            "{line} {spot:?} {} {} [{}: {label}]{flags} {text}",
            of(&hit.step),
            of(&hit.field),
            of(&hit.step_title)
        )
    };
    let found: Vec<_> = found.iter().map(said).collect();
    insta::assert_snapshot!(found.join("\n"));
    for line in &found {
        let (number, text) = (line.split(' ').next().unwrap(), line.rsplit(' ').next().unwrap());
        let there = note.lines().nth(number.parse::<usize>().unwrap() - 1).unwrap();
        assert!(there.contains(text), "{line}: {there}");
    }
}

#[test]
fn a_thread_can_own_a_library() {
    fn is_send<T: Send + 'static>() {}
    is_send::<(Library, Query, Hits)>();
}

#[test]
fn only_what_changed_is_read_again() {
    let shelf = Shelf::with(&[("Ada", "## S {#s}\n\noak\n"), ("Tom", "## S {#s}\n\nelm\n")]);
    let broken = shelf.put("c/broken.md", "no note of ours");
    let mut library = shelf.library();
    let lines = |library: &Library, typed: &str| library.search(&Query::new(typed), Limit::NONE).lines;
    assert_eq!((library.len(), library.unreadable().count()), (2, 1));
    assert!(!library.refresh().unwrap(), "nothing changed");

    let ash = shelf.put("d/ash.md", note(7, "Eve", "## S {#s}\n\nash\n"));
    fs::remove_file(shelf.0.path().join("c/0.md")).unwrap();
    fs::write(&broken, note(8, "Bob", "## S {#s}\n\nyew\n")).unwrap();
    assert!(library.refresh().unwrap());
    assert_eq!(
        (lines(&library, "ash"), lines(&library, "oak"), lines(&library, "yew"), lines(&library, "elm")),
        (1, 0, 1, 1)
    );
    assert_eq!((library.len(), library.unreadable().count()), (3, 0));
    assert!(!library.refresh().unwrap());

    // The same length and, on some disks, the same moment: it is another file.
    let other = shelf.put("d/new", note(7, "Eve", "## S {#s}\n\nfir\n"));
    fs::rename(other, ash).unwrap();
    assert!(library.refresh().unwrap());
    assert_eq!((lines(&library, "ash"), lines(&library, "fir")), (0, 1));

    // What cannot be listed changes nothing.
    fs::remove_dir_all(shelf.0.path()).unwrap();
    fs::write(shelf.0.path(), "x").unwrap();
    assert!(library.refresh().is_err());
    assert_eq!((library.len(), lines(&library, "fir")), (3, 1));
    fs::remove_file(shelf.0.path()).unwrap();
    assert!(library.refresh().unwrap());
    assert!(library.is_empty());
}

#[test]
fn a_copy_of_a_sync_tool_shows_only_what_the_note_does_not_have() {
    let shelf = Shelf::with(&[("Ada", "## S {#s}\n\noak\n")]);
    shelf.put("c/0 (1).md", note(0, "Ada", "## S {#s}\n\noak\nelm\n"));
    assert_eq!(shelf.lines("oak"), ["[oak]"]);
    assert_eq!(shelf.lines("elm"), ["[elm]"]);
    let mut library = shelf.library();
    library.retain(|about| about.client == "Ada");
    assert_eq!(library.search(&Query::new("oak"), Limit::NONE).lines, 1);
    library.retain(|about| about.client == "Tom");
    assert!(library.is_empty());
}

#[test]
fn what_is_not_shown_is_counted() {
    let lines = "oak\n".repeat(9);
    let notes: Vec<_> = (0..50).map(|_| ("Ada", format!("## S {{#s}}\n\n{lines}"))).collect();
    let notes: Vec<_> = notes.iter().map(|(name, body)| (*name, body.as_str())).collect();
    let library = Shelf::with(&notes).library();
    let found = library.search(&Query::new("oak"), Limit { lines: 20, in_note: 3 });
    assert_eq!((found.hits.len(), found.lines, found.notes), (20, 450, 50));
    assert_eq!(found.by_note().iter().map(Vec::len).collect::<Vec<_>>(), [3, 3, 3, 3, 3, 3, 2]);
    assert_eq!(found.more(), (430, 50));
    // In the order of the file, from the newest note.
    assert_eq!(found.hits[0].about.id, format!("{:012}", 49));
    assert!(found.hits[..3].is_sorted_by_key(|hit| hit.line));
    let found = library.search(&Query::new("oak"), Limit { lines: 20, in_note: 9 });
    assert_eq!(found.more(), (430, 48));
}

#[test]
fn what_is_seen_at_a_glance_only_is_counted_right() {
    let shelf = Shelf::with(&[
        ("Oak", "## S {#s}\n\noak\n"),
        ("Ada", "## S {#oak}\n\noak\n- 2026-11-21 14:07:31-05:00 Oak\n"),
        ("Tom", "## S {#s}\n\noak\n- [ ] oaken\n"),
        ("Eve", "## Oak {#s}\n\nOak, Oak\nthe oak\n"),
    ]);
    for (typed, lines, notes) in
        [("oak", 9, 4), ("Oak", 4, 3), ("oak 1", 0, 0), ("oak ada", 3, 1), ("Oak S", 4, 2)]
    {
        let found =
            Once::search(&shelf.folder(), &Query::new(typed), Limit { lines: 1, in_note: 1 }).unwrap().hits;
        assert_eq!((found.lines, found.notes), (lines, notes), "{typed}");
        assert_eq!(shelf.find(typed).lines, lines, "{typed}");
    }
}

#[test]
fn a_long_line_is_shown_around_what_was_found() {
    let long = format!("{}oak{}", "né ".repeat(5_000), " yes".repeat(5_000));
    let found = Shelf::with(&[("Ada", &format!("## S {{#s}}\n\n{long}\n"))]).find("oak");
    let hit = &found.hits[0];
    assert!(hit.text.len() < 2_010 && hit.text.starts_with('…') && hit.text.ends_with('…'));
    assert_eq!(&hit.text[hit.ranges[0].clone()], "oak");
    let shown = hit.shown(40);
    assert_eq!(shown.text, "…né né né né oak yes yes yes yes yes ye…");
    assert_eq!(&shown.text[shown.ranges[0].clone()], "oak");

    let hit = |text: &str, typed: &str| {
        Shelf::with(&[("Ada", &format!("## S {{#s}}\n\n{text}\n"))]).find(typed).hits[0].clone()
    };
    assert_eq!(hit("short\tand\u{1b}[2J oak", "oak").shown(40).text, "short and\u{FFFD}[2J oak");
    assert_eq!(hit("one two three four five oak", "oak").shown(15).text, "…four five oak");
    assert_eq!(hit("oak two three four five six", "oak").shown(15).text, "oak two three…");
    assert_eq!(hit("oakoakoakoakoakoak", "oakoak").shown(8).text, "oakoak…");
    assert_eq!(hit("李李李李李李oak", "oak").shown(9).text, "…李李oak");
}

#[test]
fn notes_that_are_none_are_passed_over_and_counted() {
    let shelf = Shelf::with(&[("Ada", "## S {#s}\r\n\r\noak one\r\n")]);
    shelf.put("c/bytes.md", b"+++\n+++\noak \xff\xfe");
    shelf.put("c/none.md", "# oak\n\noak\n");
    shelf.put("c/half.md", &note(3, "Oak", "")[..90]);
    let cut = note(4, "Eve", "## S {#s}\n\noak two\n\n### F {#s.f");
    shelf.put("c/cut.md", cut);
    shelf.put("c/newer.md", note(5, "Oak", "").replace("goodterms = 1", "goodterms = 2"));
    assert_eq!(shelf.lines("oak"), ["[oak] two", "[oak] one"]);
    assert_eq!(shelf.library().unreadable().count(), 4);
    assert!(Library::read(&Folder::new("/there/is/none")).unwrap().is_empty());
    assert!(Library::read(&Folder::new(shelf.0.path().join("c/0.md"))).is_err());
}

#[test]
fn names_are_found_however_they_are_written() {
    let shelf = Shelf::new();
    let plain = note(0, "NAME", "## S {#s}\n\nx\n");
    for (n, name) in
        [r#""Zo\u00eb \"B\"""#, "'''\nZoë \"B\"'''", "\"\"\"Zoë\n\"B\\\"\"\"\""].iter().enumerate()
    {
        shelf.put(&format!("c/{n}.md"), plain.replace("name = \"NAME\"", &format!("name = {name}")));
    }
    assert_eq!(shelf.find("zoe").notes, 3);
    assert_eq!(shelf.find("\"zoe b\"").notes, 0, "there is a quote between");
    assert_eq!(shelf.find("Z b").notes, 3);
}

#[test]
fn a_library_takes_little_more_than_twice_the_text() {
    let mut body = String::new();
    for n in 0..20 {
        body += &format!(
            "## A step of the walk {{#step-{n}}}\n\n### What did they say to it? {{#step-{n}.words}}\n\n\
             Nobody called me back, for a month and more. Twice!\nWe were told to wait.\n\n\
             ### Notes {{#step-{n}.notes}}\n\n- 2026-11-21 14:07:31-05:00 moved the review calls without asking\n\n"
        );
    }
    let text = note(0, "Ada", &body);
    let mut words = lines::Words::of(Path::new("/n/a.md"), &text, None).unwrap();
    words.shrink();
    assert!(words.size() * 10 < text.len() * 22, "{} of {}", words.size(), text.len());
}

// ----------------------------------------------------------------------------------- properties

/// What a person would find who reads every line.
fn by_hand(notes: &[(&str, &str)], typed: &[String]) -> Vec<String> {
    let has = |line: &str, word: &str| {
        let case = if word.chars().any(char::is_uppercase) { Case::Kept } else { Case::Any };
        let fold = |text: &str| String::from_utf8(loosened(text, case)).unwrap();
        fold(line).contains(fold(word).trim())
    };
    let mut found = Vec::new();
    for (n, (name, body)) in notes.iter().enumerate() {
        let document = Document::parse(&note(n, name, body));
        let mut lines = vec![(*name).to_owned(), "Exit".to_owned()];
        for (_, title, body) in document.blocks() {
            lines.push(title.to_owned());
            lines.extend(body.lines().map(|line| {
                let line = line.trim();
                line.strip_prefix("- ").or_else(|| line.strip_prefix("> ")).unwrap_or(line).trim().to_owned()
            }));
        }
        if typed.iter().all(|word| lines.iter().any(|line| has(line, word))) {
            let hit = |line: &&String| typed.iter().any(|word| has(line, word));
            found.extend(lines.iter().filter(hit).map(|line| format!("{n} {line}")));
        }
    }
    found.sort();
    found
}

fn some_text() -> impl Strategy<Value = String> {
    // Few letters, so that much is found; among them all that folds.
    "[abA ]{0,3}(ab|Ab|ß|ss|é|E\u{301}|’|'|-|李|ﬁ|\u{ad}|👩\u{200d}👩|a\u{301}\u{302}|x){0,4}[abx ]{0,4}"
}

fn some_body() -> impl Strategy<Value = String> {
    let line = prop_oneof![
        4 => some_text(),
        2 => some_text().prop_map(|text| format!("- {text}")),
        1 => some_text().prop_map(|text| format!("- [ ] {text}")),
        1 => some_text().prop_map(|text| format!("> {text}")),
        1 => some_text().prop_map(|text| format!("## {text} {{#a}}")),
        1 => some_text().prop_map(|text| format!("### {text} {{#a.b}}")),
        1 => Just("\\## ab {#x}".to_owned()),
    ];
    proptest::collection::vec(line, 0..12).prop_map(|lines| format!("## ab {{#s}}\n\n{}\n", lines.join("\n")))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, ..ProptestConfig::default() })]
    #[test]
    fn all_is_found_that_one_would_find_by_hand(
        bodies in proptest::collection::vec(("[aAbBé李]{1,4}", some_body()), 1..5),
        typed in proptest::collection::vec("(a|b|ab|AB|Ab|s|ss|é|e|f|fi|'|李|x|👩|a-b|aé){1,2}", 1..4),
    ) {
        let notes: Vec<_> = bodies.iter().map(|(name, body)| (name.as_str(), body.as_str())).collect();
        let shelf = Shelf::with(&notes);
        let found = shelf.find(&typed.join(" "));
        let mut said: Vec<_> =
            found.hits.iter().map(|hit| format!("{} {}", hit.about.id.parse::<usize>().unwrap(), hit.text)).collect();
        said.sort();
        prop_assert_eq!(said, by_hand(&notes, &typed));
        for hit in &found.hits {
            prop_assert!(!hit.ranges.is_empty(), "{:?}", hit);
            let mut end = 0;
            for range in &hit.ranges {
                prop_assert!(range.start >= end && range.end > range.start);
                prop_assert!(hit.text.is_char_boundary(range.start) && hit.text.is_char_boundary(range.end));
                end = range.end;
                let part = String::from_utf8(loosened(&hit.text[range.clone()], Case::Any)).unwrap();
                let word = |word: &String| String::from_utf8(loosened(word, Case::Any)).unwrap();
                prop_assert!(typed.iter().any(|w| part.contains(word(w).trim())), "{:?} {:?}", part, typed);
            }
            for cells in [1, 5, 12, 80] {
                let shown = hit.shown(cells);
                prop_assert!(crate::text::width(&shown.text) <= cells.max(2), "{:?}", shown);
                prop_assert!(shown.ranges.iter().all(|range| shown.text.get(range.clone()).is_some()));
            }
        }
        // Of fewer hits, the best.
        let few = shelf.library().search(&Query::new(&typed.join(" ")), Limit { lines: 3, in_note: usize::MAX });
        prop_assert_eq!(&few.hits[..], &found.hits[..found.hits.len().min(3)]);
        prop_assert_eq!((few.lines, few.notes), (found.lines, found.notes));
    }

    #[test]
    fn all_ways_to_search_find_the_same(
        notes in proptest::collection::vec(any_note(), 1..5),
        typed in "[aAbn+#{.-]{1,3}( [aAbn>0]{1,2})?",
    ) {
        let shelf = Shelf::new();
        for (n, note) in notes.iter().enumerate() {
            // Some lie beside what could be a copy.
            shelf.put(["c/a.md", "c/a (1).md", "c/b.md", "d.md"][n], note);
        }
        shelf.find(&typed);
    }
}

/// Notes as others may have written them.
fn any_note() -> impl Strategy<Value = String> {
    let line = prop_oneof![
        3 => "[#> -]{0,4}[aAbé ]{0,6}",
        1 => "(## |### |\\\\# |# )[ab]{1,3} \\{#(a|a\\.b|a\\.notes|a\\.also|a\\.b\\.also|also)\\}",
        1 => "- (\\[[ x]\\] )?(2026-11-21 14:07:31-05:00 )?[ab]{0,3}( \\(2026-11-21 14:07:31-05:00\\))?",
        1 => "(> - |>)2026-11-21 14:07:31-05:00 ab?",
        1 => "\\+\\+\\+ ?|\\|-\\||\\| a \\|",
        1 => Just("# Exit: ab".to_owned()),
    ];
    let lines = proptest::collection::vec((line, "\r?\n"), 0..14);
    (lines, "(ab|A\\\\u0061|Aé)", "(exit|ab)", 0..2_usize, any::<bool>()).prop_map(|(lines, name, playbook, id, titled)| {
        let head = format!(
            "+++\ngoodterms = 1\nid = \"a{id}\"\nplaybook = {{ id = \"{playbook}\" }}\nclient = {{ name = \"{name}\", also = [\"bb\"] }}\n\
             started = 2026-11-21T14:02:10-05:00\n\n[[follow_up]]\nid = \"a\"\ntitle = \"ab\"\n+++\n\n"
        );
        let title = if titled { "# Exit: ab\n\n" } else { "" };
        let body: String = lines.into_iter().map(|(line, end)| line + &end).collect();
        head + title + &body
    })
}
