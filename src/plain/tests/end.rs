//! The end of a walk by lines: all that the end page of the screen can.

use super::*;

fn farewell() -> (tempfile::TempDir, Open) {
    let notes = tempfile::tempdir().unwrap();
    let mut open = open(notes.path());
    let at = crate::document::When::typed("24 nov 12:30", &Noon);
    open.session.apply(Edit::Meeting(Meeting { at, ..Meeting::default() }), Noon.now());
    (notes, open)
}

#[test]
fn what_is_missing_is_gone_to_by_its_number_and_back() {
    let (_notes, mut open) = farewell();
    let (_, said) = talked(&mut open, "finish\ngo 1\n1\ngo 99\nback\nstop\n");
    assert!(said.contains("This is the end of the conversation.\n"), "{said}");
    let missing = said.split("Still needed:\n").nth(1).unwrap();
    let first = missing.lines().next().unwrap().trim().strip_prefix("1. ").unwrap().to_owned();
    assert!(said.contains("Type go 1 to go to the first of these"), "{said}");
    let (_, asked) = said.split_once("of 9: ").and_then(|_| said.split_once("go on regardless.")).unwrap();
    let question = asked.split_once("\nQuestion ").unwrap().1;
    assert!(question.contains(&first), "{first}: {question}");
    assert!(asked.contains("\nBack at the end of the conversation.\n"), "{said}");
    assert!(asked.contains("There is no number 99 in what is missing"), "{said}");
    let after = asked.split_once("Back at the end").unwrap().1;
    assert!(!after.split("How did it end?").next().unwrap().contains(&format!("1. {first}\n")), "{said}");
}

#[test]
fn a_question_gone_to_from_the_end_leads_back_there_by_back_and_skip_too() {
    for way in ["back", "skip", ""] {
        let (_notes, mut open) = farewell();
        let (_, said) = talked(&mut open, &format!("finish\ngo 2\n{way}\n\nstop\n"));
        assert_eq!(said.matches("Back at the end of the conversation.").count(), 1, "{way}: {said}");
    }
    // Who goes to a step goes on from there.
    let (_notes, mut open) = farewell();
    let (_, said) = talked(&mut open, "finish\ngo 2\nstep 1\nskip\nstop\n");
    assert!(!said.contains("Back at the end") && said.matches("Step 1 of 9").count() == 2, "{said}");
}

#[test]
fn it_is_closed_without_an_outcome_and_opened_again() {
    let (_notes, mut open) = farewell();
    let (_, said) = talked(&mut open, "finish\nreopen\nclose\nclose\n");
    assert!(said.contains("> It is open.\n"), "{said}");
    assert!(said.contains("Closed. What follows stays") && said.contains("closed already."), "{said}");
    assert!(!open.session.is_open() && open.session.head().outcome.is_none());
    let (_, said) = talked(&mut open, "finish\nreopen\n");
    assert!(said.contains("or reopen to open it again.") && said.contains("is open again."), "{said}");
    assert!(open.session.is_open() && open.session.head().closed.is_none());
}

#[test]
fn what_follows_is_decided_by_its_number_at_any_prompt_of_the_end() {
    let notes = tempfile::tempdir().unwrap();
    let mut open = opened(notes.path(), LANGUAGE);
    let input =
        "finish\n\ndone 1\nlater 2 next friday\nshe is ill\nlater 2 soon\ndrop 9\nopen 1\nopen 1\nstop\n";
    let (_, said) = talked(&mut open, input);
    let all = &open.session.head().follow_ups;
    assert_eq!(all[0].state, crate::document::State::Open, "{said}");
    assert!(said.contains("\n1. ") && said.contains("(done 21 November"), "{said}");
    assert!(said.contains("\"soon\" is not a day I understand."), "{said}");
    assert!(said.contains("There is no number 9 in what follows"), "{said}");
    assert!(said.contains("It is so already."), "{said}");
    if let Some(second) = all.get(1).filter(|f| f.by_hand) {
        assert_eq!(second.due, "2026-11-27".parse().ok());
    }
}

#[test]
fn a_word_of_the_end_can_be_a_reason_all_the_same() {
    let notes = tempfile::tempdir().unwrap();
    let mut open = opened(notes.path(), LANGUAGE);
    let (_, said) = talked(&mut open, "finish\n\nlater 1 tomorrow\nlater 1 next friday\n\\close\nstop\n");
    let moved = open.session.head().follow_ups[0].moved.last().cloned();
    assert_eq!(moved.and_then(|m| m.why).as_deref(), Some("close"), "{said}");
    assert!(open.session.is_open());
}

#[test]
fn after_five_minutes_the_rest_is_asked_at_a_word() {
    let notes = tempfile::tempdir().unwrap();
    let playbook = EMBEDDED.iter().map(|(_, text)| *text).find(|text| text.contains("quick")).unwrap();
    let mut open = opened(notes.path(), playbook);
    open.session.ask_quick(true);
    let (_, said) = talked(&mut open, "finish\n\nwhole\nfinish\nwhole\nstop\n");
    assert!(said.contains("Type whole to be asked the rest."), "{said}");
    let counts: Vec<_> =
        said.lines().filter_map(|l| l.strip_prefix("Question ")?.split([' ', ',']).nth(2)).collect();
    let [five, whole] = [counts[0], counts[1]].map(|n| n.parse::<usize>().unwrap());
    assert!(five < whole, "{counts:?}");
    assert!(said.contains("You are asked the whole of it already."), "{said}");
}

#[test]
fn the_details_are_asked_one_after_the_other() {
    let (_notes, mut open) = farewell();
    let input = "details\n\nByron & Co\nsmoke signals\n2\nsoon\n24 nov 12:30\nHer office\n\
                 details\nAda King\nclear\nback\nback\nstop\nstop\n";
    let (_, said) = talked(&mut open, input);
    let head = open.session.head();
    assert_eq!(
        (head.client.name.as_str(), head.client.organisation.as_deref()),
        ("Ada King", None),
        "{said}"
    );
    assert_eq!(head.meeting.how, Some(crate::document::How::Phone));
    assert_eq!(head.meeting.at.unwrap().in_full(), "Tue 24 November 2026, 12:30");
    assert_eq!(head.meeting.place.as_deref(), Some("Her office"));
    assert!(said.contains("So far: Byron & Co") && said.contains("is none of these"), "{said}");
    let told = "How will you talk?\n  1. in person\n  2. phone\n  3. video\nType a number or the words. Enter leaves it empty.\n";
    assert!(said.contains(told), "{said}");
}

#[test]
fn steps_are_said_and_gone_to_and_redo_brings_back() {
    let (_notes, mut open) = farewell();
    let (_, said) = talked(&mut open, "1\nsteps\nundo\nredo\nredo\nstep 3\nstep 30\nstop\n");
    assert!(said.contains("  1. Check yourself (before the meeting): 1 of "), "{said}");
    assert!(said.contains("What was taken back is there again, in "), "{said}");
    assert!(said.contains("There is nothing to bring back."), "{said}");
    assert!(said.contains("Step 3 of 9: Say sorry") && said.contains("There is no step 30: there are 9."));
}

#[test]
fn their_words_and_promises_are_said_read_back_and_added_to() {
    let (_notes, mut open) = farewell();
    let at = open.session.playbook().find("why.words").unwrap();
    let words = Answer::Text("Nobody called.".to_owned());
    open.session.apply(Edit::Answer { field: at, answer: Some(words) }, Noon.now());
    let (_, said) = talked(&mut open, "finish\nread\nadd\nadd send the papers every 2 weeks\nstop\n");
    assert!(said.contains("They said:\n  - Nobody called.\nType read to"), "{said}");
    assert!(said.contains("I heard you say:\n- Nobody called.\n\nDid I get that right?"), "{said}");
    assert!(said.contains("Say what you will do, such as"), "{said}");
    assert!(said.contains("send the papers every 2 weeks"), "{said}");
    let own = open.session.head().follow_ups.last().unwrap();
    assert_eq!((own.id.as_str(), own.every.unwrap().to_string()), ("own", "2 weeks".to_owned()));
}

#[test]
fn once_it_is_closed_its_dates_are_put_into_a_file_for_a_calendar() {
    let exports = tempfile::tempdir().unwrap();
    let (_notes, mut open) = farewell();
    let (_, said) = talked_into(&mut open, "finish\nclose\n\n\n\n\nstop\n", exports.path());
    let file = exports.path().join("goodterms-k3v9q2.ics");
    assert!(said.contains("into a file for your calendar?\nEnter does so."), "{said}");
    assert!(said.contains(&format!("Open it to have the dates: {}", file.display())), "{said}");
    let calendar = fs::read_to_string(&file).unwrap();
    assert!(calendar.starts_with("BEGIN:VCALENDAR\r\n") && calendar.contains("BEGIN:VEVENT"), "{calendar}");
    // It is asked once only, and a no is a no; what cannot be written is said.
    fs::remove_file(&file).unwrap();
    let (_, said) = talked_into(&mut open, "finish\n\n\n\n\nstop\n", exports.path());
    assert!(!said.contains("for your calendar?"), "{said}");
    let (_, said) = talked_into(&mut open, "finish\nreopen\nclose\n\n\nno\n\nstop\n", exports.path());
    assert!(said.contains("for your calendar?") && !file.exists(), "{said}");
    let (_, said) = talked(&mut open, "finish\ncalendar\nstop\n");
    assert!(said.contains("Nothing was written. /dev/null/exports: "), "{said}");
}
