//! Tables that follow a list that is edited in every way there is.

use super::table::{pairs, said, write};
use super::*;

/// A key in the list: so many bytes at a place become these.
fn key(s: &mut Session, place: usize, remove: usize, insert: &str) {
    let target = Target::Field(at(s, "one.list"));
    s.apply(Edit::Splice { target, at: place, remove, insert: insert.to_owned() }, now());
}

fn listed(list: &str, words: &[&str]) -> Session {
    let mut s = session();
    put(&mut s, "one.list", list);
    for (row, words) in words.iter().enumerate().filter(|(_, w)| !w.is_empty()) {
        write(&mut s, row, Some(1), words);
    }
    s.seal();
    s
}

#[test]
fn a_line_is_rewritten_from_nothing_key_by_key() {
    let mut s = listed("Why?\nCalls?", &["words"]);
    (0..4).rev().for_each(|place| key(&mut s, place, 1, ""));
    assert_eq!(said(&s), pairs(&[("Why?", "words"), ("Calls?", "")]), "until it is another line");
    for (place, c) in "How?".char_indices() {
        key(&mut s, place, 0, &c.to_string());
    }
    assert_eq!(said(&s), pairs(&[("How?", "words"), ("Calls?", "")]));
}

#[test]
fn a_new_line_that_begins_like_another_leaves_its_words_there() {
    let mut s = listed("Fees", &["too high"]);
    for (i, c) in "\nFees next year".char_indices() {
        key(&mut s, 4 + i, 0, &c.to_string());
    }
    assert_eq!(said(&s), pairs(&[("Fees", "too high"), ("Fees next year", "")]));
}

#[test]
fn equal_lines_deleted_at_once_take_no_words_along() {
    let mut s = listed("x\nFees\nFees", &["words of x", "", "theirs"]);
    key(&mut s, 1, 10, "");
    assert_eq!(said(&s), pairs(&[("x", "words of x"), ("Fees", "theirs")]));
    let mut s = listed("Fees\nFees\nCalls", &["", "fee words", "their words"]);
    key(&mut s, 0, 10, "");
    assert_eq!(said(&s), pairs(&[("Fees", "fee words"), ("Calls", "their words")]));
}

#[test]
fn a_list_shifted_or_turned_round_in_one_edit_keeps_each_answer_with_its_question() {
    let mut s = listed("q1\nq2\nq3", &["w1", "w2", "w3"]);
    put(&mut s, "one.list", "q0\nq1\nq2\nq3 now");
    assert_eq!(said(&s), pairs(&[("q0", ""), ("q1", "w1"), ("q2", "w2"), ("q3 now", "w3")]));
    let mut s = listed("q1\nq2", &["w1", "w2"]);
    put(&mut s, "one.list", "q2\nq1");
    assert_eq!(said(&s), pairs(&[("q1", "w1"), ("q2", "w2")]));
}

#[test]
fn a_row_of_ones_own_may_say_what_a_line_says() {
    let mut s = listed("Fees", &[]);
    let field = at(&s, "one.said");
    for (place, c) in "Fees too".char_indices() {
        let target = Target::Cell { field, row: 1, column: None };
        assert!(s.apply(Edit::Splice { target, at: place, remove: 0, insert: c.to_string() }, now()));
        assert!(!s.is_linked(field, 1) && s.is_linked(field, 0));
    }
    assert_eq!(said(&s), pairs(&[("Fees", ""), ("Fees too", "")]));
}

#[test]
fn all_rows_that_a_playbook_starts_with_can_go_and_stay_gone() {
    let source = PLAYBOOK.replace("  rows = \"one.list\"\n", "  start = [\"a\", \"b\"]\n");
    let playbook = Arc::new(check(source.as_bytes()).playbook.unwrap());
    let mut s = Session::new(playbook, Start { id: "k".to_owned(), ..Start::default() }, now());
    let field = at(&s, "one.said");
    assert_eq!(s.rows(field).len(), 2);
    for _ in 0..2 {
        let edit = s.remove_row(field, 0).unwrap();
        s.apply(edit, now());
    }
    assert_eq!(s.rows(field).len(), 0);
    let mut again = reopened(&s);
    assert_eq!(again.rows(field).len(), 0);
    let edit = again.add_row(field, 0).unwrap();
    again.apply(edit, now());
    s.undo();
    assert_eq!(s.rows(field).len(), 1);
}

#[test]
fn a_file_of_answers_leaves_the_cells_that_it_does_not_name() {
    let mut s = listed("Fees\nFees", &["first", "second"]);
    let (input, faults) =
        input::read(s.playbook(), "[one]\nsaid = [{ row = \"Fees\", asked = true }]", now().date_naive());
    assert_eq!(faults, []);
    let edit = s.taking(&input, now());
    s.apply(edit, now());
    assert_eq!(said(&s), pairs(&[("Fees", "first"), ("Fees", "second")]));
    assert_eq!(s.rows(at(&s, "one.said"))[0].cells[0], Cell::Tick);
}

#[test]
fn another_version_with_other_words_keeps_what_is_in_tables_and_chosen() {
    let mut s = listed("Fees\nCalls", &["first"]);
    let field = at(&s, "one.said");
    let edit = s.turn_cell(field, 1, 3, now()).unwrap();
    s.apply(edit, now());
    choose(&mut s, "one.clear", "not-yet");
    choose(&mut s, "one.signs", "less-work");
    choose(&mut s, "two.checks", "ask");
    let reworded = PLAYBOOK
        .replace("\"Their words\"", "\"Their exact words\"")
        .replace(
            "options = [\"Ours\", \"Theirs\"]",
            "options = [{ id = \"ours\", label = \"Our part\" }, \"Theirs\"]",
        )
        .replace(
            "options = [\"Yes\", \"Not yet\"]",
            "options = [\"Yes\", { id = \"not-yet\", label = \"No\" }]",
        )
        .replace("options = [\"Less work\",", "options = [{ id = \"less-work\", label = \"Fewer orders\" },")
        .replace(
            "items = [\"Say sorry\", \"Ask\"]",
            "items = [\"Say sorry\", { id = \"ask\", label = \"Ask them\" }]",
        );
    let reworded = Arc::new(check(reworded.as_bytes()).playbook.unwrap());
    let before = s.answers_json();
    let again = s.clone().rebase(reworded.clone(), now());
    assert_eq!(again.answers_json(), before);
    let document = Document::parse(&again.to_document().render());
    let head = document.head().unwrap();
    assert_eq!(Session::open(reworded, head, document, now()).answers_json(), before);
    // A column that went leaves its words in the notes.
    let without = PLAYBOOK.replace("    { id = \"words\", label = \"Their words\", kind = \"text\" },\n", "");
    let again = s.rebase(Arc::new(check(without.as_bytes()).playbook.unwrap()), now());
    assert_eq!(again.answers_json()["one.said"][1]["whose"], "ours");
    assert_eq!(again.notes(0)[0].text, "Fees, Their words: first");
}

/// The note of this session, opened with a playbook of this text.
fn opened_later(s: &Session, source: &str) -> Session {
    let document = Document::parse(&s.to_document().render());
    let head = document.head().unwrap();
    Session::open(Arc::new(check(source.as_bytes()).playbook.unwrap()), head, document, now())
}

#[test]
fn a_note_is_read_by_ids_however_often_the_words_of_its_playbook_change() {
    let mut s = listed("Fees\nCalls", &["first"]);
    let edit = s.turn_cell(at(&s, "one.said"), 1, 3, now()).unwrap();
    s.apply(edit, now());
    for (field, option) in [("one.clear", "not-yet"), ("one.signs", "less-work"), ("two.checks", "ask")] {
        choose(&mut s, field, option);
    }
    let before = s.answers_json();
    let words = |yes: &str, not_yet: &str, less: &str, ask: &str, words: &str, ours: &str| {
        let option = |id: &str, label: &str| format!("{{ id = \"{id}\", label = \"{label}\" }}");
        PLAYBOOK
            .replace("\"Their words\"", &format!("\"{words}\""))
            .replace("[\"Ours\", \"Theirs\"]", &format!("[{}, \"Theirs\"]", option("ours", ours)))
            .replace(
                "[\"Yes\", \"Not yet\"]",
                &format!("[{}, {}]", option("yes", yes), option("not-yet", not_yet)),
            )
            .replace("[\"Less work\",", &format!("[{},", option("less-work", less)))
            .replace("[\"Say sorry\", \"Ask\"]", &format!("[\"Say sorry\", {}]", option("ask", ask)))
    };
    let mut live: Option<Session> = None;
    for reworded in [
        words("Yes, it is", "No", "Fewer orders", "Ask them", "What was said", "Our part"),
        words("No", "Yes, it is", "Fewer", "Ask the two", "Said", "We"),
        words("Yes", "Not yet", "Less work", "Ask", "Their words", "Ours"),
        words("Not yet", "Yes", "Less work", "Ask", "Their words", "Ours"),
    ] {
        // Under the hand, too: what the note said before that counts no more.
        let playbook = Arc::new(check(reworded.as_bytes()).playbook.unwrap());
        if let Some(live) = live.take() {
            assert_eq!(live.rebase(playbook, now()).answers_json(), before, "{reworded}");
        }
        let mut later = opened_later(&s, &reworded);
        assert_eq!(later.answers_json(), before, "{reworded}");
        assert_eq!(later.verbatim().count(), 0);
        // From the next edit on the note says it in the words of now.
        put(&mut later, "one.line", "changed");
        later.apply(Edit::Answer { field: at(&later, "one.line"), answer: None }, now());
        s = later;
        live = Some(opened_later(&s, &reworded));
    }
}

#[test]
fn what_a_note_says_of_words_may_be_anything() {
    let mut s = session();
    choose(&mut s, "one.clear", "yes");
    let text = s.to_document().render();
    for labels in [
        "labels = 3",
        "labels = { x = 3 }",
        "[labels]\n\"one.clear\" = { yes = 3, \"\" = \"Yes\" }\n",
        "[[labels]]",
    ] {
        let head = text.find("\n[[follow_up]]").unwrap_or_else(|| text.rfind("\n+++").unwrap());
        let text = format!("{}\n{labels}{}", &text[..head], &text[head..]);
        let document = Document::parse(&text);
        let mut again = Session::open(s.playbook().clone(), document.head().unwrap(), document, now());
        assert_eq!(again.answers_json(), s.answers_json(), "{labels}");
        put(&mut again, "one.line", "x");
        let text = again.to_document().render();
        assert_eq!(Document::parse(&text).head().unwrap().client, s.head().client, "{text}");
    }
}

#[test]
fn a_follow_up_stays_while_nobody_knows_whether_it_applies() {
    let source = PLAYBOOK.replacen(
        "[[outcome]]",
        "[[follow_up]]\nid = \"call\"\ntitle = \"Call them\"\ndue = { after = \"1 day\", from = \"two.day\" }\n\
         when = { field = \"one.clear\", is = \"yes\" }\n\
         [[follow_up]]\nid = \"day\"\ntitle = \"That day\"\ndue = { on = \"two.day\" }\n\
         [[follow_up]]\nid = \"after\"\ntitle = \"After\"\ndue = { after = \"1 day\", from = \"today\" }\n\
         when = { field = \"two.day\", filled = true }\n[[outcome]]",
        1,
    );
    let playbook = Arc::new(check(source.as_bytes()).playbook.unwrap());
    let mut s = Session::new(playbook, Start { id: "k".to_owned(), ..Start::default() }, now());
    choose(&mut s, "one.clear", "yes");
    put(&mut s, "two.day", "2026-12-01");
    let call = |s: &Session| s.head().follow_ups.iter().find(|f| f.id == "call").cloned();
    let all = |s: &Session| {
        let ids = ["call", "day", "after"];
        s.head().follow_ups.iter().filter(|f| ids.contains(&f.id.as_str())).cloned().collect::<Vec<_>>()
    };
    let (before, all_before) = (call(&s).unwrap(), all(&s));
    assert_eq!(before.due.unwrap().to_string(), "2026-12-02");
    assert_eq!(all_before.len(), 3);
    let gone = source.replace("[\"Yes\", \"Not yet\"]", "[\"Not yet\", { id = \"yes\", label = \"Sure\" }]");
    let by_hand = s.to_document().render().replace("- [x] Yes", "- [x] Yes, I think");
    let document = Document::parse(&by_hand);
    let mut later = Session::open(s.playbook().clone(), document.head().unwrap(), document, now());
    assert_eq!(later.verbatim().count(), 1);
    put(&mut later, "one.line", "x");
    assert_eq!(all(&later), all_before, "nor does what hangs on a field that is not shown for it");
    // Once it can be read again, it goes or moves as it should.
    choose(&mut later, "one.clear", "not-yet");
    assert_eq!(call(&later), None);
    assert_eq!(call(&opened_later(&s, &gone)), Some(before));
}
