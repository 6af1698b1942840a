//! Cards of conversations, and what holds of every one of them.

use std::sync::{Arc, LazyLock};

use chrono::DateTime;
use proptest::prelude::*;

use super::*;
use crate::document::{Client, Meeting, When};
use crate::playbook::{Playbook, check};
use crate::session::{Edit, Start};

const NOW: &str = "2026-11-21T14:02:10-05:00";

const PLAYBOOKS: [(&str, &str); 5] = [
    ("exit-interview", include_str!("../../playbooks/exit-interview.toml")),
    ("farewell", include_str!("../../playbooks/farewell.toml")),
    ("rebuild", include_str!("../../playbooks/rebuild.toml")),
    ("shared-expectations", include_str!("../../playbooks/shared-expectations.toml")),
    ("win-back", include_str!("../../playbooks/win-back.toml")),
];

fn playbook(source: &str) -> Arc<Playbook> {
    let checked = check(source.as_bytes());
    assert!(checked.playbook.is_some(), "{:?}", checked.faults);
    Arc::new(checked.playbook.unwrap())
}

/// All of them, checked once.
static ALL: LazyLock<Vec<Arc<Playbook>>> =
    LazyLock::new(|| PLAYBOOKS.iter().map(|(_, source)| playbook(source)).collect());

fn embedded(id: &str) -> Arc<Playbook> {
    playbook(PLAYBOOKS.iter().find(|(of, _)| *of == id).unwrap().1)
}

fn client(name: &str, organisation: &str) -> Client {
    let organisation = Some(organisation.to_owned()).filter(|o| !o.is_empty());
    Client { name: name.to_owned(), organisation, also: Vec::new() }
}

fn begin(playbook: Arc<Playbook>, client: Client) -> Session {
    let now = DateTime::parse_from_rfc3339(NOW).unwrap();
    let at = DateTime::parse_from_rfc3339("2026-11-24T12:30:00-05:00").unwrap();
    let meeting = Meeting { at: Some(When::At(at)), ..Meeting::default() };
    let advisor = Some("C. Babbage".to_owned());
    Session::new(playbook, Start { client, meeting, advisor, ..Start::default() }, now)
}

fn answer(session: &mut Session, key: &str, answer: Answer) {
    let field = session.playbook().find(key).unwrap();
    let now = DateTime::parse_from_rfc3339(NOW).unwrap();
    session.apply(Edit::Answer { field, answer: Some(answer) }, now);
}

fn text(text: &str) -> Answer {
    Answer::Text(text.to_owned())
}

fn card(session: &Session) -> String {
    Card::of(session, Options::default()).text()
}

const QUESTIONS: &str = "What did Byron hope for when we began?\nHow did the June letter from Analytical Engines reach \
                         you, and what did you make of it?\nWhat would you change first?";

fn asked() -> Session {
    let mut session = begin(embedded("exit-interview"), client("Ada Byron", "Analytical Engines"));
    answer(&mut session, "slipped.clear", Answer::Choice("not-yet".to_owned()));
    answer(&mut session, "questions.list", text(QUESTIONS));
    session
}

#[test]
fn a_card_of_each_playbook() {
    insta::assert_snapshot!("asked", card(&asked()));
    insta::assert_snapshot!("asked_full", Card::of(&asked(), Options { full: true }).text());
    for (id, source) in PLAYBOOKS {
        let session = begin(playbook(source), client("Zoë O'Brien-李", ""));
        insta::assert_snapshot!(format!("of_{id}"), card(&session));
    }
}

#[test]
fn the_first_questions_win_where_there_is_no_room_for_all() {
    let mut session = asked();
    let nth = |n: usize| format!("Question number {n}, which is long enough to take two lines of it?");
    answer(&mut session, "questions.list", text(&(1..=20).map(nth).collect::<Vec<_>>().join("\n")));
    let card = card(&session);
    assert_eq!(card.lines().count(), LINES);
    for there in
        ["number 1,", "number 2,", "number 3,", "May we try again", "“No. My mind is made up.”", "Avoid: "]
    {
        assert!(card.contains(there), "{there}\n{card}");
    }
    assert!(!card.contains("number 9,"), "{card}");
}

#[test]
fn the_question_of_a_clear_cause_stands_alone() {
    let mut session = asked();
    answer(&mut session, "slipped.clear", Answer::Choice("yes".to_owned()));
    answer(&mut session, "questions.check", text("What has bothered you most?"));
    assert!(card(&session).contains("\n• What has bothered you most?\n"), "{}", card(&session));
    // What is passed over by the answers is not on it.
    assert!(!card(&session).contains("June letter"));
}

/// A playbook with what a step of the talk has besides.
fn small(step: &str, fields: &str) -> Arc<Playbook> {
    playbook(&small_source(step, fields))
}

fn small_source(step: &str, fields: &str) -> String {
    format!(
        "format = 1\n[playbook]\nid = \"p\"\nversion = \"1\"\ntitle = \"P\"\nsummary = \"S\"\n\
         [[step]]\nid = \"a\"\ntitle = \"A\"\nphase = \"before\"\n\
         [[step.field]]\nid = \"own\"\nkind = \"line\"\nlabel = \"Own\"\nprivate = true\ncard = true\n\
         [[step.field]]\nid = \"day\"\nkind = \"date\"\nlabel = \"By when?\"\n{fields}\n\
         [[step]]\nid = \"b\"\ntitle = \"B\"\nphase = \"during\"\n{step}\n\
         [[outcome]]\nid = \"o\"\nlabel = \"O\"\nmeans = \"kept\"\n"
    )
}

#[test]
fn what_is_private_is_never_on_it_in_whatever_way() {
    let step = "say = [{ text = \"You told me of {a.own}, and I kept it.\", card = true }]\n\
                [[step.field]]\nid = \"t\"\nkind = \"table\"\nlabel = \"T\"\ncard = true\nrows = \"a.secrets\"\n\
                columns = [{ id = \"c\", label = \"C\" }]";
    let fields = "[[step.field]]\nid = \"secrets\"\nkind = \"list\"\nlabel = \"L\"\nprivate = true\n";
    let mut session = begin(small(step, fields), client("Ada Byron", ""));
    answer(&mut session, "a.own", text("a divorce"));
    answer(&mut session, "a.secrets", text("an affair"));
    for full in [false, true] {
        let card = Card::of(&session, Options { full }).text();
        assert!(!card.contains("divorce") && !card.contains("affair"), "{card}");
    }
}

#[test]
fn what_is_not_answered_yet_leaves_no_blank() {
    let step = "say = [{ text = \"I will come back to you by {a.day} at the latest.\", card = true },\n\
                       { text = \"By {a.day}?\", card = true }]\n";
    let mut session = begin(small(step, ""), client("Ada", ""));
    assert!(card(&session).ends_with("\n“I will come back to you by…”\n"), "{}", card(&session));
    answer(&mut session, "a.day", Answer::Day("2026-12-01".parse().unwrap()));
    assert!(card(&session).contains("“By Tue 1 December 2026?”"), "{}", card(&session));
}

#[test]
fn where_nothing_is_marked_it_has_what_is_likely_meant() {
    let step = "avoid = [\"Interrupting\", \"Pressing\"]\n\
                [[step.response]]\nhears = \"No.\"\ntry = \"I see.\"\n\
                [[step.response]]\nhears = \"Perhaps.\"\ntry = \"When?\"\n\
                [[step.response]]\nhears = \"Why?\"\ntry = \"Because.\"\n\
                [[step.field]]\nid = \"yes\"\nkind = \"choice\"\nlabel = \"May we go on?\"\noptions = [\"Yes\", \"No\"]\n\
                decides = true\nrequired = true\n";
    let fields =
        "[[step.field]]\nid = \"ask\"\nkind = \"list\"\nlabel = \"Ask\"\nwording = \"open-questions\"\n";
    let source = small(step, fields);
    let mut session = begin(source, client("Ada Byron", ""));
    answer(&mut session, "a.own", text("private"));
    answer(&mut session, "a.ask", text("What now?"));
    let said = card(&session);
    // A private field that is marked is a mark all the same.
    assert!(!said.contains("private") && said.contains("Avoid: Interrupting"), "{said}");
    insta::assert_snapshot!(said, @r"
    Ada · Tue 24 Nov, 12:30
    Avoid: Interrupting
    “May we go on?”
    “No.” → I see.
    “Perhaps.” → When?
    ");
}

#[test]
fn what_is_still_to_be_finished_is_not_on_it() {
    let field = "[[step.field]]\nid = \"ask\"\nkind = \"list\"\nlabel = \"Ask\"\nwording = \"open-questions\"\ncard = true\n";
    let mut session = begin(small("", field), client("Ada Byron", ""));
    answer(&mut session, "a.ask", text("What now?\nHelp me understand what …"));
    let said = card(&session);
    assert!(said.contains("What now?") && !said.contains("Help me"), "{said}");
}

#[test]
fn our_own_playbooks_mark_a_tone_something_to_say_and_ways_out() {
    for (id, source) in PLAYBOOKS {
        let session = begin(playbook(source), client("Ada", ""));
        let items = Card::of(&session, Options::default()).items;
        let of = |part: Part| items.iter().filter(|item| item.part == part).count();
        assert_eq!(of(Part::Tone), 1, "{id}");
        assert!((1..=2).contains(&of(Part::Ask)) && (2..=3).contains(&of(Part::WayOut)), "{id}");
        // What a playbook of ours says is short enough to stand there whole.
        assert!(items.iter().all(|item| !item.words.ends_with('…')), "{id}: {items:?}");
    }
}

/// Whether a text has a name in it, looked for in another way than the card does.
fn has(text: &str, name: &str) -> bool {
    // What has no width parts no word: a name that an accent joins to another one is another name.
    let joins = |c: char| text::width(&format!("a{c}")) == 1;
    let fold = |text: &str| {
        let joined = text.to_lowercase().replace(|c: char| !c.is_alphanumeric() && joins(c), "");
        format!(" {} ", joined.replace(|c: char| !c.is_alphanumeric(), " "))
    };
    fold(text).contains(&fold(name))
}

fn typed() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        3 => Just("{last}".to_owned()),
        2 => Just("{firm}".to_owned()),
        2 => Just("{first} {last}".to_owned()),
        1 => Just("{LAST}".to_owned()),
        4 => "[a-z ,.?!'\\-]{1,12}",
        1 => "\\PC{1,12}",
        1 => "[李👩🇩\u{200d}\u{301}\u{600}\t\u{ad}]{1,30}",
        1 => Just("\n".to_owned()),
        1 => Just("_".repeat(4)),
        1 => "[a-z]{40,70}",
    ];
    proptest::collection::vec((piece, " ?"), 0..40)
        .prop_map(|pieces| pieces.into_iter().map(|(piece, blank)| piece + &blank).collect())
}

proptest! {
    #[test]
    fn it_is_small_enough_and_does_not_say_whose_it_is(
        nth in 0..PLAYBOOKS.len(), first in "[A-Z][a-z]{2,6}", last in "[A-Z][a-z]{1,4}[jqxz][a-z]{1,4}",
        firm in "[A-Z][a-z]{2,4}[jqxz][a-z]{1,4}( (Capital|& Sons|Ltd|[A-Z][a-z]{4,8}))?",
        typed in proptest::collection::vec(typed(), 8), full in any::<bool>(),
    ) {
        prop_assume!(!first.eq_ignore_ascii_case(&last) && !has(&firm, &first) && !has(&first, &firm));
        let playbook = ALL[nth].clone();
        let mut session = begin(playbook.clone(), client(&format!("{first} {last}"), &firm));
        let fill = |text: &str| text.replace("{last}", &last).replace("{LAST}", &last.to_uppercase())
            .replace("{first}", &first).replace("{firm}", &firm);
        let now = DateTime::parse_from_rfc3339(NOW).unwrap();
        for ((field, of), typed) in playbook.fields().zip(typed.iter().cycle()) {
            let kind = matches!(of.kind, Kind::Text { .. } | Kind::Line { .. } | Kind::List(_));
            let held = if kind { Answer::Text(fill(typed)) } else { Answer::Verbatim(fill(typed)) };
            if !matches!(of.kind, Kind::Choice { .. }) {
                session.apply(Edit::Answer { field, answer: Some(held) }, now);
            }
        }
        let card = Card::of(&session, Options { full });
        prop_assert!(card.lines().count() <= LINES, "{}", card.text());
        for line in card.lines() {
            prop_assert!(text::width(line) <= CELLS, "{line:?}");
            prop_assert!(!line.contains(text::is_unsafe) && !line.contains('\n') && !line.trim().is_empty(), "{line:?}");
            prop_assert!(full || !has(line, &last) && !has(line, &firm), "{line:?} {last} {firm}");
        }
        let whole = card.items.iter().map(|item| item.words.as_str()).collect::<Vec<_>>().join("\n");
        prop_assert!(full || !has(&whole, &last) && !has(&whole, &firm), "{whole:?} {last} {firm}");
    }
}

#[test]
fn what_is_filled_from_a_private_answer_is_private() {
    let fields = "[[step.field]]\nid = \"copy\"\nkind = \"line\"\nlabel = \"Copy\"\nprefill = \"Of {a.own}\"\n\
                  [[step.field]]\nid = \"again\"\nkind = \"line\"\nlabel = \"Again\"\ncard = true\nprefill = \"So: {a.copy}\"\n";
    let step = "say = [{ text = \"You told me of {a.again}\", card = true }]\n";
    let mut session = begin(small(step, fields), client("Ada Byron", ""));
    for key in ["a.own", "a.copy", "a.again"] {
        answer(&mut session, key, text("a divorce"));
    }
    assert!(!card(&session).contains("divorce"), "{}", card(&session));
    let faults = format!("{:?}", check(small_source(step, fields).as_bytes()).faults);
    assert!(faults.contains("filled from a private one"), "{faults}");
}

#[test]
fn a_label_of_which_nothing_is_known_leaves_no_colon() {
    let fields = "[[step.field]]\nid = \"f\"\nkind = \"line\"\nlabel = \"{a.day}\"\ncard = true\n";
    let mut session = begin(small("", fields), client("Ada", ""));
    answer(&mut session, "a.f", text("the letter"));
    assert!(card(&session).contains("\nthe letter\n"), "{}", card(&session));
}

#[test]
fn a_question_that_breaks_off_is_left_off() {
    let mut session = asked();
    answer(&mut session, "questions.list", text("What did you hope for?\nWhat would you…\nHow is..."));
    let card = card(&session);
    assert!(card.contains("• What did you hope for?"), "{card}");
    assert!(!card.contains("What would you") && !card.contains("How is"), "{card}");
}

#[test]
fn whose_surname_nobody_knows_is_a_client() {
    let card = card(&begin(embedded("exit-interview"), client("李明", "")));
    assert!(card.starts_with("Your client · Tue 24 Nov, 12:30\n") && !card.contains(['李', '明']), "{card}");
}
