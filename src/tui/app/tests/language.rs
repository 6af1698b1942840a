//! Tables, what is written in beside options, and what is filled in by itself, by keys.

use super::*;
use crate::playbook::FieldRef;
use crate::session::Target;

const QUESTIONS: &str = "How did it begin?<enter>What should I change?";

fn asked(width: u16, height: u16) -> Desk {
    let mut desk = Desk::in_language(width, height);
    desk.keys(QUESTIONS);
    desk.keys("<c-n>");
    desk
}

fn answers(desk: &Desk) -> serde_json::Value {
    serde_json::Value::Object(desk.app.session().unwrap().answers_json())
}

#[test]
fn screen_first_step() {
    for (width, height) in SIZES {
        let mut desk = Desk::in_language(width, height);
        desk.keys(QUESTIONS);
        desk.keys("<tab><down><down>they moved away<tab><space>");
        insta::assert_snapshot!(format!("language_{width}x{height}"), desk.screen());
    }
}

#[test]
fn screen_table() {
    for (width, height) in SIZES {
        let mut desk = asked(width, height);
        desk.keys("<space>never since the merger<a-enter>not once<tab><tab>next fri");
        insta::assert_snapshot!(format!("table_{width}x{height}"), desk.screen());
        desk.keys("<tab>2<tab>3<tab><tab>");
        insta::assert_snapshot!(format!("table_second_row_{width}x{height}"), desk.screen());
    }
}

#[test]
fn tab_goes_across_and_enter_down() {
    let mut desk = asked(120, 40);
    // On a tick, what is typed goes to the words.
    desk.keys("<space>never<tab>short<tab>24 dec<tab>1<tab>2<tab>");
    assert_eq!(
        answers(&desk)["talk.said"][0],
        serde_json::json!({
            "row": "How did it begin?", "asked": true, "words": "never", "short": "short",
            "by": "2026-12-24", "whose": "ours", "weight": 2
        })
    );
    desk.keys("<space><tab>words<s-tab>");
    assert_eq!(answers(&desk)["talk.said"][1]["asked"], true);
    desk.keys("<right><home>second <enter>");
    assert_eq!(answers(&desk)["talk.said"][1]["words"], "second words");
    // Enter behind the last row is in a row that begins to be.
    desk.keys("a third<enter>");
    assert_eq!(answers(&desk)["talk.said"].as_array().unwrap().len(), 3);
    assert_eq!(answers(&desk)["talk.said"][2]["words"], "a third");
    // And behind an empty one the table ends.
    desk.keys("<enter>");
    let Screen::Walk(walk) = &desk.app.screen else { panic!() };
    assert_eq!(walk.field(), Some(1));
}

#[test]
fn rows_are_added_moved_and_deleted_by_keys_and_undone() {
    let mut desk = asked(120, 40);
    desk.keys("one<down>two<a-up>");
    let words = |desk: &Desk| -> Vec<String> {
        let answers = answers(desk);
        let rows = answers["talk.said"].as_array().cloned().unwrap_or_default();
        rows.iter().map(|r| r["words"].as_str().unwrap_or("-").to_owned()).collect()
    };
    assert_eq!(words(&desk), ["two", "one"]);
    desk.keys("<a-x>");
    assert!(desk.screen().contains("delete the line there"), "{}", desk.screen());
    assert_eq!(words(&desk), ["two", "one"]);
    desk.keys("<a-i>between");
    assert_eq!(words(&desk), ["between", "two", "one"]);
    desk.keys("<a-x>");
    assert_eq!(words(&desk), ["two", "one"]);
    desk.keys("<c-z>");
    assert_eq!(words(&desk), ["between", "two", "one"]);
    while !desk.screen().contains("nothing to undo") {
        desk.keys("<c-z>");
    }
    assert_eq!(answers(&desk), serde_json::json!({}));
}

#[test]
fn a_row_follows_the_question_that_is_rewritten_in_an_earlier_step() {
    let mut desk = asked(120, 40);
    desk.keys("<down>what she said<c-b><c-end> now?");
    assert_eq!(answers(&desk)["talk.said"][1]["row"], "What should I change? now?");
    assert_eq!(answers(&desk)["talk.said"][1]["words"], "what she said");
    desk.keys("<c-z>");
    assert_eq!(answers(&desk)["talk.said"][1]["row"], "What should I change?");
}

#[test]
fn something_else_is_typed_where_the_mark_stands_and_ticks_itself() {
    let mut desk = Desk::in_language(80, 24);
    desk.keys("<tab><space><down>x y");
    assert_eq!(answers(&desk)["before.where"], serde_json::json!(["contact", { "other": "x y" }]));
    desk.keys("<tab>3her son<up><up>");
    assert_eq!(answers(&desk)["before.who"], serde_json::json!({ "other": "her son" }));
    desk.keys("1");
    assert_eq!(answers(&desk)["before.who"], "they");
    desk.keys("<c-z>");
    assert_eq!(answers(&desk)["before.who"], serde_json::json!({ "other": "her son" }));
    desk.click_on("Their firm");
    assert_eq!(answers(&desk)["before.who"], "their-firm");
}

#[test]
fn what_is_prefilled_stands_there_and_moves_until_it_is_changed() {
    let mut desk = Desk::in_language(120, 40);
    assert!(desk.screen().contains("shall we have lunch on Tue 24 November 2026"), "{}", desk.screen());
    desk.keys("<c-n>");
    assert_eq!(answers(&desk)["talk.again"], "2027-02-24");
    desk.keys("<f4><tab><tab><tab><c-a>2026-12-01<c-n>");
    assert_eq!(answers(&desk)["talk.again"], "2027-03-01");
}

/// Who hurries on must not type the next answer into a row of its own.
#[test]
fn tab_leaves_a_table_of_lines_behind_its_last_row() {
    let mut desk = asked(120, 40);
    desk.keys("<space>");
    desk.keys(&"<tab>".repeat(12));
    desk.keys("<tab>each month<tab><tab>Grace<tab>Ada");
    let rows = |field: &str| answers(&desk)[field].as_array().unwrap().len();
    assert_eq!(
        (rows("talk.said"), rows("talk.agreed"), rows("talk.people")),
        (2, 2, 1),
        "{}",
        answers(&desk)
    );
}

#[test]
fn the_mouse_ticks_types_and_adds_in_a_table() {
    let mut desk = asked(120, 40);
    desk.click_on("[ ]");
    assert_eq!(answers(&desk)["talk.said"][0]["asked"], true);
    desk.click_on("+ another row");
    desk.keys("hers");
    assert_eq!(answers(&desk)["talk.said"][2]["row"], "hers");
    let screen = desk.screen();
    let (y, line) = screen.lines().enumerate().find(|(_, l)| l.contains("In short")).unwrap();
    let x = line[1..].find('▎').map(|at| crate::text::width(&line[1..=at])).unwrap();
    let (x, y) = (u16::try_from(x + 5).unwrap(), u16::try_from(y).unwrap());
    desk.event(Event::Click { x, y, double: false, extend: false });
    desk.keys("brief");
    assert_eq!(answers(&desk)["talk.said"][0]["short"], "brief");
}

#[test]
fn a_table_changed_by_hand_into_something_else_is_shown_as_it_stands() {
    let mut desk = asked(80, 24);
    desk.keys("never<esc>");
    let path = desk.notes.keys().next().unwrap().clone();
    let text = desk.notes[&path].replace("| How did it begin?", "she cried\n| How did it begin?");
    desk.notes.insert(path, text);
    desk.app.note = None;
    desk.click_on("The whole language");
    assert!(desk.screen().contains("she cried"), "{}", desk.screen());
    desk.keys("<space>x<tab>");
    assert!(desk.note().contains("she cried"));
}

/// At the end of a conversation whose answers offer a message and a hand-off.
fn at_the_end(width: u16, height: u16) -> Desk {
    let mut desk = Desk::in_language(width, height);
    desk.keys(QUESTIONS);
    desk.keys("<tab><tab>2<c-n>they never called<f9>");
    desk
}

#[test]
fn screen_end_with_messages_and_hand_offs() {
    for (width, height) in SIZES {
        let mut desk = at_the_end(width, height);
        desk.keys("<tab><tab><tab>");
        insta::assert_snapshot!(format!("end_{width}x{height}"), desk.screen());
        desk.keys("<@Thank Ada>");
        insta::assert_snapshot!(format!("message_{width}x{height}"), desk.screen());
    }
}

#[test]
fn a_message_is_filled_and_copied_only_when_asked() {
    let mut desk = at_the_end(120, 40);
    desk.click_on("Thank Ada");
    assert_eq!(desk.copied, None);
    desk.keys("c");
    let copied = desk.copied.clone().unwrap();
    assert!(copied.starts_with("Dear Ada,\n\nthank you for Tue 24 November 2026, 12:30."), "{copied}");
    assert!(copied.contains("they never called") && copied.ends_with("C. Babbage"), "{copied}");
    desk.keys("<esc>");
    assert!(desk.screen().contains("How did it end?"));
}

#[test]
fn a_hand_off_goes_on_with_the_same_client_and_links_both_notes() {
    let mut desk = at_the_end(120, 40);
    desk.click_on("Ada wants more");
    let screen = desk.screen();
    assert!(screen.contains("Every kind") && screen.contains("3 answers came along"), "{screen}");
    assert_eq!(answers(&desk)["all.list"], serde_json::json!(["How did it begin?", "What should I change?"]));
    assert_eq!(answers(&desk)["all.date"], "2027-02-24");
    let text = answers(&desk)["all.text"].as_str().unwrap().to_owned();
    assert_eq!(text, "How did it begin? they never called\nWhat should I change?");
    let before = desk.notes.iter().find(|(path, _)| path.to_str().unwrap().contains("language")).unwrap().1;
    let after = desk.notes.iter().find(|(path, _)| path.to_str().unwrap().contains("kinds")).unwrap().1;
    assert!(before.contains("to = \"k3v9q2m8x7t1\""), "{before}");
    assert!(after.contains("from = \"k3v9q2m8x7t0\"") && after.contains("name = \"Ada Byron\""), "{after}");
    // From each one gets to the other.
    desk.keys("<f9>");
    assert!(desk.screen().contains("The whole language, Sat 21 Nov"), "{}", desk.screen());
    desk.click_on("The conversation before this one");
    assert!(desk.screen().contains("The whole language"), "{}", desk.screen());
    desk.keys("<f9>");
    assert!(desk.screen().contains("Every kind, Sat 21 Nov"), "{}", desk.screen());
    desk.update(Event::Linked(Vec::new()));
    assert!(!desk.screen().contains("Every kind, Sat"), "{}", desk.screen());
    desk.click_on("The conversation that went on");
    assert!(desk.screen().contains("Every kind"), "{}", desk.screen());
}

#[test]
fn a_hand_off_is_noted_where_it_arises_and_one_without_its_playbook_says_so() {
    let mut desk = Desk::in_language(120, 40);
    assert!(!desk.screen().contains("wants more"));
    desk.keys("<tab><tab>2");
    assert!(desk.screen().contains("→ Ada wants more: another playbook can go on"), "{}", desk.screen());
    desk.app.catalog = Arc::new(Catalog::load(Path::new("/there/is/none")));
    desk.keys("<f9>");
    assert!(desk.screen().contains("kinds is not among your playbooks"), "{}", desk.screen());
    desk.click_on("Ada wants more");
    assert!(desk.screen().contains("goodterms path playbooks"), "{}", desk.screen());
}

#[test]
fn the_note_that_cannot_remember_what_went_on_says_so() {
    let mut desk = at_the_end(120, 40);
    desk.keys("<c-s>");
    desk.silent = true;
    desk.click_on("Ada wants more");
    desk.silent = false;
    desk.event(Event::Report(Report::Failed {
        id: "k3v9q2m8x7t0".to_owned(),
        revision: 99,
        reason: "the disk is full: make room".to_owned(),
        stands: None,
    }));
    assert!(desk.screen().contains("The note before this one could not be saved"), "{}", desk.screen());
}

#[test]
fn five_minutes_ask_for_what_matters_most_and_then_for_the_rest_if_one_wants() {
    let mut desk = Desk::in_language(80, 24);
    desk.keys("<esc>");
    desk.app.quick = true;
    desk.keys("n");
    desk.click_on("Every key that the other");
    desk.keys("Bob<c-n>");
    let screen = desk.screen();
    assert!(screen.contains("Your questions") && !screen.contains("Where did it slip?"), "{screen}");
    assert!(screen.contains("five minutes"), "{screen}");
    assert!(screen.contains("0/1"), "what is not asked is not counted: {screen}");
    desk.keys("One?<c-n>");
    let screen = desk.screen();
    assert!(screen.contains("Nothing is missing") && screen.contains("How did it end?"), "{screen}");
    desk.click_on("Go on with the whole playbook");
    assert!(desk.screen().contains("Where did it slip?"), "{}", desk.screen());
}

#[test]
fn tab_leaves_an_empty_row_behind_the_last_one() {
    let mut desk = asked(120, 40);
    desk.click_on("+ another row");
    desk.keys("<tab>");
    let Screen::Walk(walk) = &desk.app.screen else { panic!() };
    assert_eq!(walk.field(), Some(1));
}

#[test]
fn an_empty_row_that_is_left_does_not_shift_where_one_goes() {
    let mut desk = asked(120, 40);
    desk.keys("one<down>two<up><a-i><down>!");
    let answers = answers(&desk);
    let words: Vec<_> = answers["talk.said"].as_array().unwrap().iter().map(|r| &r["words"]).collect();
    assert_eq!(words, ["!one", "two"]);
}

#[test]
fn a_row_of_ones_own_may_pass_through_the_words_of_a_line() {
    let mut desk = Desk::in_language(120, 40);
    desk.keys("Fees<c-n>");
    desk.click_on("+ another row");
    desk.keys("Fees and costs");
    assert_eq!(answers(&desk)["talk.said"][1]["row"], "Fees and costs");
}

#[test]
fn a_playbook_that_changes_under_a_cell_leaves_one_in_it() {
    for (words, now) in [("What we agreed", "What was agreed"), ("Whose part", "Whose share")] {
        let mut desk = Desk::in_language(120, 40);
        desk.keys("a<enter>b<enter>c<c-n>one<down><down>three");
        let path = desk.own.as_ref().unwrap().path().join("language.toml");
        let changed = std::fs::read_to_string(&path).unwrap().replace(words, now);
        std::fs::write(&path, changed).unwrap();
        desk.event(Event::Focus);
        desk.keys(" more");
        assert_eq!(answers(&desk)["talk.said"][2]["words"], "three more", "{}", desk.screen());
        assert_eq!(answers(&desk)["talk.said"][0]["words"], "one");
    }
}

#[test]
fn the_last_starter_row_can_go_too() {
    let mut desk = asked(120, 40);
    desk.click_on("Who calls");
    desk.keys("<a-x><up><a-x>");
    let screen = desk.screen();
    assert!(!screen.contains("Who calls") && !screen.contains("How often we talk"), "{screen}");
}

#[test]
fn five_minutes_fill_in_nothing_that_is_not_asked() {
    let mut desk = Desk::in_language(80, 24);
    desk.keys("<esc>");
    desk.app.quick = true;
    desk.keys("n");
    desk.click_on("Every key that the other");
    desk.keys("Bob<c-n>");
    assert_eq!(answers(&desk), serde_json::json!({}));
}

#[test]
fn going_on_a_second_time_is_asked_for_twice() {
    let mut desk = at_the_end(120, 40);
    desk.click_on("Ada wants more");
    desk.keys("<f9>");
    desk.click_on("The conversation before this one");
    desk.keys("<f9>");
    desk.click_on("Ada wants more");
    assert!(desk.screen().contains("has gone on already"), "{}", desk.screen());
    desk.click_on("Ada wants more");
    assert!(desk.screen().contains("It goes on from The whole language"), "{}", desk.screen());
}

#[test]
fn a_text_that_is_filled_with_another_is_shown_as_it_is_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let source = "format = 1\n[playbook]\nid = \"letter\"\nversion = \"1\"\ntitle = \"Letter\"\nsummary = \"S\"\n\
        fits = [\"Write\"]\n[[step]]\nid = \"s\"\ntitle = \"S\"\nphase = \"before\"\n\
        response = [{ hears = \"What of {s.of}?\", try = \"It matters, {client.first_name}.\" }]\n\
        [[step.field]]\nid = \"of\"\nkind = \"line\"\nlabel = \"Of what\"\n\
        [[step.field]]\nid = \"mail\"\nlabel = \"Mail\"\n\
        prefill = \"Dear {client.first_name}, shall we talk about {s.of}? I am looking forward to it very much.\"\n\
        [[outcome]]\nid = \"o\"\nlabel = \"O\"\nmeans = \"kept\"\n";
    std::fs::write(folder.path().join("letter.toml"), source).unwrap();
    let mut desk = Desk::with(folder.path(), 80, 24);
    desk.keys("n");
    desk.click_on("Write");
    desk.keys("Ada Byron<c-n>");
    let words = |desk: &Desk| {
        let screen = desk.screen();
        let fields = screen.lines().map(|l| l.split('│').next().unwrap_or_default());
        fields.flat_map(|l| l.split(['|', '▎', ' '])).filter(|w| !w.is_empty()).collect::<Vec<_>>().join(" ")
    };
    for typed in ["the fees that went up", " last year", "<c-a>x"] {
        desk.keys(typed);
        let of = desk.session().text(Target::Field(FieldRef { step: 0, field: 0 })).into_owned();
        let said = format!("Dear Ada, shall we talk about {of}? I am looking forward to it very much.");
        assert!(words(&desk).contains(&said), "{}", desk.screen());
        let screen = desk.screen();
        assert!(screen.contains(&format!("What of {}", &of[..1])), "{screen}");
        assert!(screen.contains("→ It matters, Ada."), "{screen}");
    }
}

#[test]
fn what_becomes_of_words_without_a_place_is_said() {
    for (line, answer, said) in [
        (
            "    { id = \"short\", label = \"In short\" },\n",
            "<tab><tab>brief",
            "what lost its place is in your notes",
        ),
        (
            "    { id = \"by\", label = \"By when\", kind = \"date\" },\n",
            "",
            "your answers are where they were",
        ),
    ] {
        let mut desk = asked(120, 40);
        desk.keys(answer);
        let path = desk.own.as_ref().unwrap().path().join("language.toml");
        let source = std::fs::read_to_string(&path).unwrap();
        assert!(source.contains(line));
        std::fs::write(&path, source.replace(line, "")).unwrap();
        desk.event(Event::Focus);
        assert!(desk.screen().contains(said), "{}", desk.screen());
    }
}

#[test]
fn an_answer_whose_option_went_is_said_to_fit_no_more() {
    let mut desk = Desk::in_language(120, 40);
    desk.keys("<tab><space>");
    let path = desk.own.as_ref().unwrap().path().join("language.toml");
    let source = std::fs::read_to_string(&path).unwrap();
    std::fs::write(&path, source.replace("[\"Contact\", \"Fees\"]", "[\"Fees\"]")).unwrap();
    desk.event(Event::Focus);
    assert!(desk.screen().contains("an answer does not fit it: look for \"!\""), "{}", desk.screen());
}

/// The text of the row one stands in.
fn row(desk: &Desk) -> String {
    let Screen::Walk(walk) = &desk.app.screen else { panic!() };
    desk.session().rows(FieldRef { step: 1, field: 0 })[walk.spot.row].text.clone()
}

#[test]
fn undo_in_a_table_leaves_one_where_it_changed_something() {
    let mut desk = Desk::in_language(120, 40);
    desk.keys("a<enter>b<enter>c<enter>d<c-n>");
    desk.keys("<down><down><down>x<a-up><a-up>");
    assert_eq!(row(&desk), "d");
    desk.keys("<c-z>");
    assert_eq!(row(&desk), "d", "{}", desk.screen());
    desk.keys("<c-z>y");
    assert_eq!(answers(&desk)["talk.said"][3]["words"], "xy");
    // What was ticked elsewhere is gone to.
    desk.keys("<up><up><up><s-tab><space><down><down><c-z>");
    assert_eq!(row(&desk), "a", "{}", desk.screen());
}

#[test]
fn a_row_that_comes_back_is_the_one_one_stands_in() {
    let mut desk = asked(120, 40);
    desk.click_on("+ another row");
    desk.keys("mine<down>too<up><a-x>");
    assert_eq!(row(&desk), "too");
    desk.keys("<c-z>");
    assert_eq!(row(&desk), "mine", "{}", desk.screen());
}
