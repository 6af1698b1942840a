//! Cells are read by the library that others read them with, and by eye.

use std::sync::Arc;

use proptest::prelude::*;

use super::*;
use crate::document::{Document, Head};

const PLAYBOOK: &str = "format = 1\n[playbook]\nid = \"small\"\nversion = \"1.0.0\"\ntitle = \"Small\"\n\
    summary = \"For tests.\"\n[[step]]\nid = \"one\"\ntitle = \"One\"\nphase = \"before\"\n\
    [[step.field]]\nid = \"first\"\nlabel = \"First\"\nkind = \"text\"\n\
    [[step.field]]\nid = \"secret\"\nlabel = \"Secret\"\nprivate = true\n\
    [[step.field]]\nid = \"signs\"\nlabel = \"Signs of {one.secret}\"\nkind = \"choices\"\noptions = [\"A; a\", \"B\"]\n\
    [[step.field]]\nid = \"sum\"\nlabel = \"How much?\"\nkind = \"number\"\nunit = \"EUR\"\n\
    [[step.field]]\nid = \"plan\"\nlabel = \"Plan\"\nkind = \"table\"\n\
    columns = [{ id = \"who\", label = \"Who\", kind = \"line\" }, { id = \"by\", label = \"By\", kind = \"date\" }]\n\
    [[outcome]]\nid = \"kept\"\nlabel = \"Kept\"\nmeans = \"kept\"\n";

fn session(more: &str, body: &str) -> Session {
    let checked = crate::playbook::check(PLAYBOOK.as_bytes());
    let playbook = Arc::new(checked.playbook.unwrap_or_else(|| panic!("{:?}", checked.faults)));
    let mut head = Head::sample();
    head.playbook.id = "small".to_owned();
    let document = Document::parse(&format!("+++\n{}{more}+++\n{body}", head.write_over("").unwrap()));
    let head = document.head().unwrap();
    let now = head.started;
    Session::open(playbook, head, document, now)
}

const BODY: &str = "\n### First {#one.first}\n\n=1+1, \"he\" said\n- no\n\n### Secret {#one.secret}\n\nmoney\n\n\
    ### Signs {#one.signs}\n\n- [x] A; a\n- [x] B\n\n### How much? {#one.sum}\n\n-3.5 EUR\n\n\
    ### Plan {#one.plan}\n\n| Who | By |\n| --- | --- |\n| @Ada | 2026-12-01 |\n| Ben | |\n\n\
    ### Notes {#one.notes}\n\n- 2026-11-21 14:07:31-05:00 a note\n  +1\n\n### Old {#old.one}\n\nwas\n";

/// The records, by a reader of CSV.
fn records(csv: &str) -> Vec<Vec<String>> {
    let csv = csv.strip_prefix('\u{feff}').expect("Excel needs it");
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(csv.as_bytes());
    reader.records().map(|record| record.unwrap().iter().map(str::to_owned).collect()).collect()
}

#[test]
fn a_row_for_each_answer_and_of_a_table_for_each_cell() {
    let more = "[[follow_up]]\nid = \"own\"\ntitle = \"Call\"\ndue = 2026-12-01\nstate = \"dropped\"\nby_hand = true\ndropped = [2026-11-25, \"ill\"]\n";
    insta::assert_snapshot!(csv(&[session(more, BODY)], &Options { private: true }).replace("\r\n", "⏎\n"));
}

#[test]
fn what_is_private_is_left_out_and_so_are_questions_that_say_it() {
    let without = csv(&[session("", BODY)], &Options::default());
    assert!(!without.contains("money") && without.contains("a note"), "{without}");
    assert!(csv(&[session("", BODY)], &Options { private: true }).contains("Signs of money"));
}

#[test]
fn nothing_is_a_formula() {
    for formula in [
        "=1+1",
        "+1",
        "-1+1",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n=1",
        " =1",
        "\"=1\"",
        "'=1",
        "＝1",
        "＋1",
        "－1",
        "＠a",
        "\u{feff}=1",
        "\u{200b}=1",
        "\u{a0}@a",
        "-",
        "--5",
        "-5-5",
        "-1.2.3",
        "+49 170",
        "\tplain",
        "-cmd|' /C calc'!A0",
    ] {
        let safe = harmless(formula.to_owned());
        assert!(safe.starts_with('\''), "{formula:?}: {safe:?}");
    }
    for (formula, safe) in [
        ("x;=cmd|' /C calc'!A0", "x;'=cmd|' /C calc'!A0"),
        ("a; @b;+c", "a;' @b;'+c"),
        ("=1;=2", "'=1;'=2"),
        ("\t;=2", "'\t;'=2"),
    ] {
        assert_eq!(harmless(formula.to_owned()), safe);
    }
    for plain in
        ["a; -5;-3.5; b", "a;\nb", "-5", "-3.5", "5", "a=b", "He said: -5", "", "2026-12-01", "é", "x\n=1"]
    {
        assert_eq!(harmless(plain.to_owned()), plain);
    }
    assert_eq!(harmless("a\u{1b}[2J\u{202e}\r\nb\rc".to_owned()), "a\u{FFFD}[2J\u{FFFD}\nb\nc");
}

proptest! {
    #[test]
    fn every_cell_is_read_as_it_is_written_and_is_no_formula(
        first in "([^\r]|[=+@\",;\n\t-]|＝){1,30}", name in "[^\r\n]{1,12}", note in "[^\r]{1,12}",
    ) {
        let mut document = session("", "").to_document();
        document.insert(None, 3, "First", "one.first", &first);
        let mut head = document.head().unwrap();
        head.client.name.clone_from(&name);
        document.set_head(&head);
        let mut session = Session::open(session("", "").playbook().clone(), head, document, Head::sample().started);
        let edit = session.add_note(0, &note, Head::sample().started);
        session.apply(edit, Head::sample().started);
        let records = records(&csv(&[session.clone()], &Options::default()));
        prop_assert!(records.iter().all(|record| record.len() == COLUMNS.len()));
        for cell in records.iter().flatten() {
            prop_assert!(!cell.starts_with(['\t', '\r']), "{cell:?}");
            for part in cell.split(';').map(str::trim) {
                prop_assert!(!part.starts_with(['=', '+', '-', '@']) || part.parse::<f64>().is_ok(), "{cell:?}");
            }
        }
        let at = |column: &str| COLUMNS.iter().position(|c| *c == column).unwrap();
        let says = |cell: &String, text: &str| *cell == harmless(text.to_owned());
        if let Some(answer) = session.held(FieldRef { step: 0, field: 0 }).filter(|a| !a.is_blank()) {
            let record = records.iter().find(|r| r[at("field")] == "first").unwrap();
            let Answer::Text(text) = answer else { panic!() };
            prop_assert!(says(&record[at("answer")], text), "{record:?}");
        }
        let record = records.iter().find(|r| r[at("source")] == "note").unwrap();
        prop_assert!(says(&record[at("client")], &name), "{record:?}");
    }
}
