use proptest::prelude::*;

use super::*;

/// Lines that a careless reader would trip over, between arbitrary ones.
pub(super) fn tricky_text() -> impl Strategy<Value = String> {
    let line = prop_oneof![
        3 => any::<String>(),
        2 => "[ -~]{0,20}",
        1 => Just("+++".to_owned()),
        1 => Just("---".to_owned()),
        1 => Just("```".to_owned()),
        1 => Just("#".to_owned()),
        1 => Just("## Title {#slipped}".to_owned()),
        1 => Just("\\## Title {#slipped}".to_owned()),
        1 => Just("\\\\###### {#a.b}   ".to_owned()),
        1 => Just("# {#}".to_owned()),
        1 => Just("- [x] ticked".to_owned()),
        1 => Just("👩‍👩‍👧 מה שלום עליכם \u{202e}abc".to_owned()),
        1 => Just("goodterms = 1".to_owned()),
        1 => Just(String::new()),
        1 => Just("\u{feff}".to_owned()),
    ];
    let newline = prop_oneof![4 => Just("\n"), 1 => Just("\r\n"), 1 => Just("\r")];
    proptest::collection::vec((line, newline), 0..12).prop_map(|lines| {
        let mut text: String = lines.iter().flat_map(|(l, n)| [l.as_str(), *n]).collect();
        if text.len().is_multiple_of(2) {
            text.truncate(text.trim_end_matches(['\r', '\n']).len());
        }
        text
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1024))]

    #[test]
    fn every_text_renders_back(text in tricky_text()) {
        prop_assert_eq!(Document::parse(&text).render(), text);
    }

    #[test]
    fn every_text_behind_front_matter_renders_back(text in tricky_text()) {
        let text = format!("+++\ngoodterms = 1\n+++\n{text}");
        prop_assert_eq!(Document::parse(&text).render(), text);
    }

    #[test]
    fn a_rendered_document_parses_to_itself(
        start in tricky_text(), bodies in proptest::collection::vec(tricky_text(), 1..5),
    ) {
        let mut document = Document::parse(&start);
        for (i, body) in bodies.iter().enumerate() {
            let after = i.checked_sub(1).map(|i| format!("step.f{i}"));
            document.insert(after.as_deref(), 3, body, &format!("step.f{i}"), body);
        }
        let again = Document::parse(&document.render());
        prop_assert_eq!(&again, &document);
        if opens_front_matter(&start) && front_length(&start) == 0 {
            return Ok(());
        }
        for (i, body) in bodies.iter().enumerate() {
            prop_assert_eq!(again.body(&format!("step.f{i}")).unwrap(), text::unix_lines(body));
        }
    }

    #[test]
    fn setting_a_body_changes_no_other(
        start in tricky_text(), a in tricky_text(), b in tricky_text(),
    ) {
        let mut document = Document::parse(&start);
        document.insert(None, 2, "One", "one", &a);
        document.insert(Some("one"), 2, "Two", "two", "x");
        prop_assume!(document.contains("two"));
        let before: Vec<_> = document.blocks().map(|(k, _, b)| (k.to_owned(), b)).collect();
        document.set_body("two", &b);
        let document = Document::parse(&document.render());
        for (i, (key, body)) in document.blocks().map(|(k, _, b)| (k.to_owned(), b)).enumerate() {
            prop_assert_eq!(&key, &before[i].0);
            if key != "two" {
                prop_assert_eq!(&body, &before[i].1);
            }
        }
        prop_assert_eq!(document.body("two").unwrap(), text::unix_lines(&b));
    }
}

#[test]
fn what_nobody_sets_keeps_its_bytes() {
    let source = "+++\r\ngoodterms = 1\r\n+++\r\n\r\n# T\r\n\r\n## S {#s}\r\nno blank line\r\n# mine\r\n### F {#s.f}\r\n\r\nold\r\n";
    let mut document = Document::parse(source);
    assert_eq!(document.body("s").unwrap(), "no blank line\n# mine");
    assert!(document.set_body("s", "no blank line\n# mine"));
    assert_eq!(document.render(), source);
    document.set_body("s.f", "new\nlines");
    assert_eq!(document.render(), source.replace("old\r\n", "new\r\nlines\r\n\r\n"));
}

#[test]
fn a_heading_at_the_very_end_stays_a_line() {
    let source = "+++\ngoodterms = 1\n+++\n\n## S {#s}";
    let mut document = Document::parse(source);
    document.insert(Some("s"), 3, "F", "s.f", "body");
    assert_eq!(document.render(), format!("{source}\n### F {{#s.f}}\n\nbody\n\n"));
    let mut document = Document::parse(source);
    document.set_body("s", "\nbody");
    assert_eq!(Document::parse(&document.render()).body("s").unwrap(), "\nbody");
}

#[test]
fn a_note_reads_well() {
    let head = Head::sample();
    let mut document = Document::new(&head, "Exit interview: Ada");
    document.insert(None, 2, "Where it slipped", "slipped", "");
    document.insert(Some("slipped"), 3, "Where?", "slipped.where", "## it {#looks} like one\nsecond");
    let text = document.render();
    let body = text.split_once("\n+++\n").unwrap().1;
    assert_eq!(
        body,
        "\n# Exit interview: Ada\n\n## Where it slipped {#slipped}\n\n### Where? {#slipped.where}\n\n## it {#looks} like one\nsecond\n\n"
    );
}

#[test]
fn for_reading_there_are_no_keys_and_no_escapes() {
    let mut document = Document::new(&Head::sample(), "Exit interview: Ada");
    document.insert(None, 2, "Where it slipped", "slipped", "");
    document.insert(Some("slipped"), 3, "Where?", "slipped.where", "# mine {#x}\nsecond");
    let expected = "\n# Exit interview: Ada\n\n## Where it slipped\n\n### Where?\n\n# mine {#x}\nsecond\n\n";
    assert_eq!(document.readable(), expected);
    let crlf = Document::parse(&document.render().replace('\n', "\r\n"));
    assert_eq!(crlf.readable(), expected);
}

#[test]
fn a_title_cannot_open_a_block() {
    let document = Document::new(&Head::sample(), "Ada {#slipped}");
    assert_eq!(Document::parse(&document.render()).keys().count(), 0);
}

#[test]
fn a_half_written_front_matter_is_text() {
    let text = "+++\ngoodterms = 1\nid = \"k3";
    assert!(matches!(Document::parse(text).head(), Err(HeadError::CutOff)));
    assert_eq!(Document::parse(text).render(), text);
}

#[test]
fn the_hash_of_the_text_is_that_of_what_somebody_wrote() {
    let note = "+++\ngoodterms = 1\n+++\n\n# T\r\n\n## S {#s}\nwords\n";
    let hash = |note: &str| Document::parse(note).text_hash();
    // As `sha256sum` has it of "\n# T\r\n\n## S {#s}\nwords\n".
    assert_eq!(hash(note), "17e492ebdb6edfeafd16f97b7c18a83ae5a16541a3ed23c032f24529fe95a276");
    let front = |more: &str| note.replace("= 1", &format!("= 1\n{more}"));
    for ours in [
        "at = \"s\"\nstatus = \"closed\"\nto = \"0123456789ab\"",
        "[[follow_up]]\nid = \"a\"\ndue = 2026-12-01\nstate = \"done\"\ndone = 2026-12-01",
        "[labels]\n\"s.f\" = { a = \"A\" }",
    ] {
        assert_eq!(hash(&front(ours)), hash(note), "{ours}");
    }
    for typed in [
        "client = { name = \"Ada\" }",
        "meeting = { where = \"Chez Luc\" }",
        "[[follow_up]]\nmoved = [[2026-12-01, \"she called\"]]",
        "[[follow_up]]\ntitle = \"Call her\"",
        "mine = 2",
        "# mine",
        "[labels]\n# mine",
        "[mine]\nid = 2",
    ] {
        assert_ne!(hash(&front(typed)), hash(note), "{typed}");
    }
    assert_ne!(hash(&note.replace("words", "word")), hash(note));
    assert_ne!(hash(&note.replace("\r", "")), hash(note));
}

#[test]
fn a_remark_stands_below_the_title_and_stays() {
    let mut document = Document::new(&Head::sample(), "Exit interview: Ada");
    document.remark("Not {#mine} a\nblock");
    document.insert(None, 2, "Where it slipped", "slipped", "body");
    let body = document.render().split_once("\n+++\n").unwrap().1.to_owned();
    assert_eq!(
        body,
        "\n# Exit interview: Ada\n\n> Not {#mine} a block\n\n## Where it slipped {#slipped}\n\nbody\n\n"
    );
    assert_eq!(Document::parse(&document.render()), document);
    document.retitle("Exit interview: Ada", "Exit interview: Zoë");
    assert_eq!(document.render().matches("> Not {#mine} a block\n").count(), 1);
}

#[test]
fn the_name_in_a_title_of_ours_is_another_one_whatever_the_playbook_was() {
    let mut document = Document::new(&Head::sample(), "What was it: Ada");
    document.preamble.insert_str(0, "\n# What was it: Ada Smith\r\n## What was it: Ada\n");
    document.remark("Lunch: Ada");
    document.rename_in_title("Ada", "Zoë {#x}");
    let text = document.render();
    let rest = "# What was it: Ada Smith\r\n## What was it: Ada\n";
    assert!(text.contains(&format!("{rest}\n\\# What was it: Zoë {{#x}}\n\n> Lunch: Ada\n")), "{text}");
    document.rename_in_title("Zoë {#x}", "Ben $1");
    assert!(document.render().contains(&format!("{rest}\n# What was it: Ben $1\n")), "{}", document.render());
    let before = document.clone();
    document.rename_in_title("Ada", "Ben");
    assert_eq!(document, before, "that is no title of hers any more");
}
