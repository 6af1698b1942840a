//! Tables that follow a list, `other`, and what is filled in by itself.

use super::*;

pub(super) fn said(s: &Session) -> Vec<(String, String)> {
    let rows = s.rows(at(s, "one.said"));
    rows.iter()
        .map(|r| (r.text.clone(), r.cells[1].in_words(&crate::playbook::model::ColumnKind::Text)))
        .collect()
}

pub(super) fn pairs(rows: &[(&str, &str)]) -> Vec<(String, String)> {
    rows.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect()
}

pub(super) fn write(s: &mut Session, row: usize, column: Option<usize>, words: &str) {
    let target = Target::Cell { field: at(s, "one.said"), row, column };
    let old = s.text(target).len();
    s.apply(Edit::Splice { target, at: 0, remove: old, insert: words.to_owned() }, now());
}

#[test]
fn a_table_has_a_row_for_each_line_and_keeps_its_words_when_a_line_is_rewritten() {
    let mut s = session();
    put(&mut s, "one.list", "Fees?\nCalls?");
    assert_eq!(said(&s), pairs(&[("Fees?", ""), ("Calls?", "")]));
    assert!(s.held(at(&s, "one.said")).is_none(), "nothing is stored before something is said");
    write(&mut s, 1, Some(1), "never once");
    let list = Target::Field(at(&s, "one.list"));
    s.apply(Edit::Splice { target: list, at: 6, remove: 5, insert: "How often?".to_owned() }, now());
    assert_eq!(said(&s), pairs(&[("Fees?", ""), ("How often??", "never once")]));
    let touched = s.undo().unwrap();
    assert_eq!((touched.target, touched.cursor), (Some(list), Some(11)));
    assert_eq!(said(&s), pairs(&[("Fees?", ""), ("Calls?", "never once")]));
    s.redo();
    put(&mut s, "one.list", "Fees?");
    assert_eq!(said(&s), pairs(&[("Fees?", ""), ("How often??", "never once")]), "their words stay");
    put(&mut s, "one.list", "");
    assert_eq!(said(&s), pairs(&[("How often??", "never once")]));
    assert_eq!(said(&reopened(&s)), said(&s));
}

#[test]
fn rows_are_added_moved_and_taken_away_with_undo() {
    let mut s = session();
    let field = at(&s, "one.said");
    put(&mut s, "one.list", "a\nb");
    write(&mut s, 2, None, "mine");
    assert_eq!(said(&s), pairs(&[("a", ""), ("b", ""), ("mine", "")]));
    assert!(s.is_linked(field, 0) && !s.is_linked(field, 2));
    assert_eq!(s.remove_row(field, 0), None, "it goes with its line");
    write(&mut s, 0, None, "other");
    assert_eq!(said(&s)[0].0, "a", "a linked row's text is the line's");
    let edit = s.move_row(field, 2, 0).unwrap();
    s.apply(edit, now());
    assert_eq!(said(&reopened(&s)), pairs(&[("mine", ""), ("a", ""), ("b", "")]));
    let edit = s.remove_row(field, 0).unwrap();
    s.apply(edit, now());
    assert_eq!(said(&s), pairs(&[("a", ""), ("b", "")]));
    s.undo();
    s.undo();
    assert_eq!(said(&s), pairs(&[("a", ""), ("b", ""), ("mine", "")]));
    assert!(!s.is_filled(field));
    for expected in [Cell::Tick, Cell::default()] {
        let edit = s.turn_cell(field, 1, 0, now()).unwrap();
        s.apply(edit, now());
        assert_eq!(s.rows(field)[1].cells[0], expected);
    }
    let edit = s.turn_cell(field, 1, 3, now()).unwrap();
    s.apply(edit, now());
    assert!(s.is_filled(field));
    assert_eq!(s.held(field).unwrap().size(), Some(1.0));
}

#[test]
fn a_cell_becomes_what_was_typed_once_the_table_is_left() {
    let mut s = session();
    put(&mut s, "one.list", "a");
    write(&mut s, 0, Some(2), "next friday");
    write(&mut s, 0, Some(3), "theirs");
    write(&mut s, 0, Some(4), "3");
    write(&mut s, 1, None, " ");
    leave(&mut s, "one.said");
    let rows = s.rows(at(&s, "one.said")).into_owned();
    assert_eq!(rows.len(), 1);
    assert_eq!(rows[0].cells[3..], [Cell::Choice("theirs".to_owned()), Cell::Score(3)]);
    assert_eq!(s.text(Target::Cell { field: at(&s, "one.said"), row: 0, column: Some(2) }), "2026-11-27");
    insta::assert_snapshot!(s.to_document().body("one.said").unwrap());
}

#[test]
fn a_table_that_is_none_any_more_is_kept_as_it_stands() {
    let text = "| | Asked |\n|---|---|\n| a | x |\n\nand she cried";
    let mut s = opened_with(&format!("## One {{#one}}\n\n### Said {{#one.said}}\n\n{text}\n"));
    let field = at(&s, "one.said");
    assert_eq!(s.held(field), Some(&Answer::Verbatim(text.to_owned())));
    write(&mut s, 0, Some(1), "x");
    assert_eq!(s.turn_cell(field, 0, 0, now()), None);
    assert!(s.hint(field).unwrap().contains("kept as it stands"));
    assert_eq!(s.to_document().body("one.said").unwrap(), text);
}

#[test]
fn something_else_is_written_in_beside_the_options() {
    let mut s = session();
    choose(&mut s, "one.who", "she");
    put(&mut s, "one.who", "her son ");
    leave(&mut s, "one.who");
    assert_eq!(s.held(at(&s, "one.who")), Some(&Answer::Other("her son".to_owned())));
    choose(&mut s, "one.signs", "less-work");
    put(&mut s, "one.signs", "no more invitations");
    assert_eq!(
        s.to_document().body("one.signs").unwrap(),
        "- [x] Less work\n- [ ] Fewer calls (2026-11-21 14:07:31-05:00)\n- [ ] More [x] criticism\n- [x] Something else: no more invitations"
    );
    s.undo();
    assert_eq!(s.held(at(&s, "one.signs")).unwrap().other(), None);
    s.undo();
    s.undo();
    s.undo();
    assert_eq!(s.held(at(&s, "one.who")), Some(&Answer::Choice("she".to_owned())));
    let by_hand = "- [x] Something else entirely\n- [x] her word\n";
    let s = opened_with(&format!("## One {{#one}}\n\n### Who {{#one.who}}\n\n{by_hand}"));
    assert!(matches!(s.held(at(&s, "one.who")), Some(Answer::Verbatim(_))));
}

const PREFILLED: &str = r#"
  [[step.field]]
  id = "mail"
  label = "Mail"
  prefill = "Dear {client.first_name}, on {meeting} {one.line}"
  [[step.field]]
  id = "call"
  kind = "date"
  label = "Call"
  prefill = { after = "1 month", from = "meeting" }
"#;

fn prefilled() -> Session {
    let source = PLAYBOOK
        .replace("[[follow_up]]\nid = \"review\"", &format!("{PREFILLED}[[follow_up]]\nid = \"review\""));
    let playbook = Arc::new(check(source.as_bytes()).playbook.unwrap());
    let client = Client { name: "Ada Byron".to_owned(), ..Client::default() };
    Session::new(playbook, Start { id: "k".to_owned(), client, ..Start::default() }, now())
}

#[test]
fn what_is_prefilled_stands_there_once_and_can_be_taken_back() {
    let mut s = prefilled();
    assert!(s.arrive(2, now()));
    assert_eq!(s.text(Target::Field(at(&s, "three.mail"))), "Dear Ada, on ____ ____");
    assert_eq!(s.held(at(&s, "three.call")), None, "the meeting is not set");
    assert!(!s.arrive(2, now()));
    s.undo();
    assert!(!s.arrive(2, now()), "not once it was taken back");
    let mut s = reopened(&{
        s.redo();
        s
    });
    put(&mut s, "three.mail", "");
    let mut s = reopened(&s);
    assert!(!s.arrive(2, now()), "a block that was emptied stays empty");
}

#[test]
fn a_prefilled_day_moves_with_the_meeting_until_it_is_set_by_hand() {
    let mut s = prefilled();
    meet(&mut s, "2027-01-31");
    s.arrive(2, now());
    let call = |s: &Session| s.text(Target::Field(at(s, "three.call"))).into_owned();
    assert_eq!(call(&s), "2027-02-28");
    meet(&mut s, "2027-03-01");
    assert_eq!(call(&s), "2027-04-01");
    s.undo();
    assert_eq!(call(&s), "2027-02-28");
    put(&mut s, "three.call", "2027-02-27");
    meet(&mut s, "2027-03-01");
    assert_eq!(call(&s), "2027-02-27");
}

/// With a day in the last step that is filled in by a rule.
fn calling(rule: &str) -> Session {
    let field = format!(
        "  [[step.field]]\n  id = \"call\"\n  kind = \"date\"\n  label = \"Call\"\n  prefill = {rule}\n"
    );
    let follow_up = "[[follow_up]]\nid = \"review\"";
    let source = PLAYBOOK.replace(follow_up, &format!("{field}{follow_up}"));
    let playbook = Arc::new(check(source.as_bytes()).playbook.unwrap());
    Session::new(playbook, Start { id: "k".to_owned(), ..Start::default() }, now())
}

/// Three months from the day one decided: whoever looks in again does not push it away.
#[test]
fn a_prefilled_day_that_hangs_on_today_stays() {
    let mut s = calling("{ after = \"1 week\", from = \"today\" }");
    s.arrive(2, now());
    let call = |s: &Session| s.text(Target::Field(at(s, "three.call"))).into_owned();
    let day = call(&s);
    assert!(!day.is_empty());
    put(&mut s, "one.line", "on the same day");
    let later = now() + chrono::TimeDelta::days(9);
    s.arrive(2, later);
    s.apply(s.add_note(0, "she rang", later), later);
    assert_eq!(call(&s), day);
}

#[test]
fn a_prefilled_day_that_is_given_with_what_it_hangs_on_stays_as_given() {
    let mut s = calling("{ after = \"1 month\", from = \"two.day\" }");
    choose(&mut s, "one.clear", "yes");
    put(&mut s, "two.day", "2027-01-01");
    s.arrive(2, now());
    let (input, faults) = input::read(
        s.playbook(),
        "[two]\nday = 2027-03-01\n[three]\ncall = 2027-02-14\n",
        now().date_naive(),
    );
    assert_eq!(faults, []);
    let mut again = s.clone();
    let edit = s.taking(&input, now());
    s.apply(edit, now());
    assert_eq!(s.text(Target::Field(at(&s, "three.call"))), "2027-02-14");
    // Also if that is the day it was.
    let source = "[two]\nday = 2027-03-01\n[three]\ncall = 2027-02-01\n";
    let (input, _) = input::read(again.playbook(), source, now().date_naive());
    let edit = again.taking(&input, now());
    again.apply(edit, now());
    assert_eq!(again.text(Target::Field(at(&again, "three.call"))), "2027-02-01");
}

#[test]
fn writing_nothing_beside_the_options_leaves_what_is_chosen() {
    let mut s = session();
    choose(&mut s, "one.who", "she");
    put(&mut s, "one.who", "");
    assert_eq!(s.held(at(&s, "one.who")), Some(&Answer::Choice("she".to_owned())));
}

#[test]
fn a_prefilled_text_follows_what_it_was_filled_with_until_it_is_typed_in() {
    let mut s = prefilled();
    s.arrive(2, now());
    meet(&mut s, "2027-01-31");
    let mail = |s: &Session| s.text(Target::Field(at(s, "three.mail"))).into_owned();
    assert_eq!(mail(&s), "Dear Ada, on Sun 31 January 2027 ____");
    put(&mut s, "one.line", "again");
    assert_eq!(mail(&s), "Dear Ada, on Sun 31 January 2027 again");
    put(&mut s, "three.mail", "Dear Ada, on Sun 31 January 2027 again!");
    meet(&mut s, "2027-02-01");
    assert_eq!(mail(&s), "Dear Ada, on Sun 31 January 2027 again!");
}

/// A playbook whose prefills hang on each other, in one step.
fn chained() -> Session {
    let source = PLAYBOOK.replace(
        "[[follow_up]]\nid = \"review\"",
        "  [[step.field]]\n  id = \"first\"\n  kind = \"date\"\n  label = \"First\"\n  \
         prefill = { after = \"1 week\", from = \"meeting\" }\n  \
         [[step.field]]\n  id = \"second\"\n  kind = \"date\"\n  label = \"Second\"\n  \
         prefill = { after = \"1 week\", from = \"three.first\" }\n  \
         [[step.field]]\n  id = \"letter\"\n  label = \"Letter\"\n  \
         prefill = \"On {three.first}, then {three.second}\"\n\
         [[follow_up]]\nid = \"there\"\ntitle = \"Be there\"\ndue = { on = \"three.second\" }\n[[follow_up]]\nid = \"review\"",
    );
    let playbook = Arc::new(check(source.as_bytes()).playbook.unwrap());
    Session::new(playbook, Start { id: "k".to_owned(), ..Start::default() }, now())
}

#[test]
fn what_is_prefilled_from_what_is_prefilled_follows_too() {
    let letter = |s: &Session| s.text(Target::Field(at(s, "three.letter"))).into_owned();
    for reopen in [false, true] {
        let mut s = chained();
        meet(&mut s, "2026-12-01");
        assert!(s.arrive(2, now()));
        assert_eq!(letter(&s), "On Tue 8 December 2026, then Tue 15 December 2026");
        if reopen {
            s = reopened(&s);
        }
        meet(&mut s, "2026-12-08");
        assert_eq!(letter(&s), "On Tue 15 December 2026, then Tue 22 December 2026");
        let there = s.head().follow_ups.iter().find(|f| f.id == "there").and_then(|f| f.due);
        assert_eq!(there.map(|day| day.to_string()), Some("2026-12-22".to_owned()));
        s.undo();
        assert_eq!(letter(&s), "On Tue 8 December 2026, then Tue 15 December 2026");
        s.redo();
        // One that is set by hand takes along what hangs on it, and nothing else.
        put(&mut s, "three.second", "2027-01-01");
        assert_eq!(letter(&s), "On Tue 15 December 2026, then Fri 1 January 2027");
        meet(&mut s, "2026-12-09");
        assert_eq!(letter(&s), "On Wed 16 December 2026, then Fri 1 January 2027");
    }
    let mut s = chained();
    meet(&mut s, "2026-12-01");
    s.arrive(2, now());
    s.undo();
    assert_eq!(letter(&s), "", "all of it is one step");
    assert_eq!(s.held(at(&s, "three.first")), None);
}

#[test]
fn a_prefilled_day_waits_while_another_is_typed_where_it_hangs_on() {
    let source = PLAYBOOK.replace(
        "[[follow_up]]\nid = \"review\"",
        "  [[step.field]]\n  id = \"call\"\n  kind = \"date\"\n  label = \"Call\"\n  \
         prefill = { before = \"3 days\", from = \"two.day\" }\n[[follow_up]]\nid = \"review\"",
    );
    let playbook = Arc::new(check(source.as_bytes()).playbook.unwrap());
    let mut s = Session::new(playbook, Start { id: "k".to_owned(), ..Start::default() }, now());
    choose(&mut s, "one.clear", "yes");
    put(&mut s, "two.day", "2027-01-31");
    s.arrive(2, now());
    let call = |s: &Session| s.text(Target::Field(at(s, "three.call"))).into_owned();
    assert_eq!(call(&s), "2027-01-28");
    for typed in ["", "1", "15 ma", "2027-03-15"] {
        put(&mut s, "two.day", typed);
    }
    assert_eq!(call(&s), "2027-03-12");
    // A time that is typed behind the day leaves it the day that it was.
    put(&mut s, "three.call", "2027-03-12 09:30");
    put(&mut s, "two.day", "2027-03-16");
    assert_eq!(call(&s), "2027-03-13 09:30");
}

#[test]
fn what_is_prefilled_reads_back_whatever_a_name_holds() {
    let mut s = prefilled();
    let client = Client { name: "Ada\r\nByron\u{1b}[31m".to_owned(), ..Client::default() };
    s.apply(Edit::Client(client), now());
    s.arrive(2, now());
    let field = at(&s, "three.mail");
    let document = Document::parse(&s.to_document().render());
    let head = document.head().unwrap();
    let again = Session::open(s.playbook().clone(), head, document, now());
    assert_eq!(again.held(field), s.held(field));
}
