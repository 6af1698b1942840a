//! The walk line by line, as a screen reader or a script goes through it.

#![cfg(unix)] // As in `commands.rs`.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may")]

mod common;

use std::fs;

use common::Home;

const START: [&str; 5] = ["start", "farewell", "--client", "Ada Byron", "--plain"];

/// One line for each thing that is asked in the farewell playbook, by a client who says no.
const WALK: &str = "\
1
Nobody called me back.
\\
\\stop calling, she said
note she was calm when she said it

We did not call back.

A call every month.

no
Babbage & Co
1 dec
1 2 and 4
that you always said what you thought
soon
in 2 months
Call back the same day.
Name one person for each client.

no
tomorrow 12:30
";

/// A home with a farewell of its own in which what follows hangs on the meeting.
fn hanging_on_the_meeting() -> Home {
    let home = Home::new();
    let farewell = include_str!("../playbooks/farewell.toml");
    let farewell = farewell.replace("from = \"today\" }", "from = \"meeting\" }");
    home.write("data/goodterms/playbooks/farewell.toml", farewell);
    home
}

#[test]
fn the_whole_farewell_becomes_a_note() {
    let home = hanging_on_the_meeting();
    // Enter at the end leaves the conversation open.
    let ran = home.run_with(&START, &format!("{WALK}\n"));
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    insta::assert_snapshot!("the_whole_farewell_as_a_note", home.same(&home.note()));
    insta::assert_snapshot!("the_whole_farewell_as_a_talk", home.same(&ran.out));
    assert!(!ran.out.contains('\u{1b}'));
}

#[test]
fn the_suggested_ending_comes_first_and_closes() {
    let home = hanging_on_the_meeting();
    let ran = home.run_with(&START, &format!("{WALK}1\n"));
    assert_eq!(ran.code, 0);
    assert!(
        ran.out.contains("  1. Parted, and helped with the move (your answers suggest it)\n"),
        "{}",
        ran.out
    );
    assert!(home.note().contains("outcome = \"parted\"\n"), "{}", home.note());
    assert!(home.note().contains("status = \"closed\"\n"));
}

#[test]
fn windows_line_ends_change_nothing() {
    let notes: Vec<_> = [WALK.to_owned(), WALK.replace('\n', "\r\n")]
        .iter()
        .map(|walk| {
            let home = Home::new();
            assert_eq!(home.run_with(&START, walk).code, 0);
            home.same(&home.note())
        })
        .collect();
    assert_eq!(notes[0], notes[1]);
}

#[test]
fn stopped_in_the_middle_it_goes_on_there() {
    let home = Home::new();
    let first = home.run_with(&START, "1\nNobody called.\nback\nskip\nstop\n");
    assert_eq!(first.code, 0);
    assert!(first.out.contains("Go on with: goodterms resume "), "{}", first.out);
    assert!(home.note().contains("at = \"why.words\"\n"), "{}", home.note());
    // The end of the input is a stop, too, in the middle of a text.
    let second = home.run_with(&["resume", "--plain"], "Twice.\n\nWe are sorry.\nTruly");
    assert_eq!(second.code, 0);
    assert!(second.out.contains("Step 2 of 9: What led to it (during the meeting)\n"), "{}", second.out);
    assert!(second.out.contains("So far: Nobody called.\n"), "{}", second.out);
    assert!(home.note().contains("\nNobody called.\nTwice.\n\n"), "{}", home.note());
    assert!(home.note().contains("\nWe are sorry.\nTruly\n"), "{}", home.note());
    assert!(home.note().contains("at = \"sorry.own\"\n"), "{}", home.note());
}

#[test]
fn what_is_not_given_is_asked_for() {
    let home = Home::new();
    let ran = home
        .run_with(&["start", "--plain"], "9\n?\nfarewell\n\nAda Byron\nsoon\n24 nov 12:30\nlong\n\nstop\n");
    assert_eq!(ran.code, 0);
    let asked = ran.out.split("Step 1 of").next().unwrap();
    insta::assert_snapshot!(asked);
    assert_eq!(home.files().len(), 0, "nothing was written down");
    assert!(ran.out.ends_with("You wrote nothing down, so nothing was saved.\n"), "{}", ran.out);
    for input in ["", "stop\n", "2\nstop\n", "2\nAda\nstop\n", "2\nAda\n\nstop\n"] {
        let ran = home.run_with(&["start", "--plain"], input);
        assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{input:?}");
    }
}

#[test]
fn commands_work_at_every_prompt() {
    let home = Home::new();
    let input = "\
back
responses
skip
guide
responses
words one
clear
?
meeting never
meeting 24 nov 12:30
words two

stop
";
    let ran = home.run_with(&START, input);
    assert_eq!(ran.code, 0);
    for said in [
        "This is the first question.\n",
        "There are no responses for this step.\n",
        "They say: They are cheaper.\nYou can say: I understand. Apart from the price, what did you miss with us? (ours)\n",
        "The answer is empty now.\n",
        "\"never\" is not a day I understand.",
        "Meeting: Tue 24 November 2026, 12:30.\n",
    ] {
        assert!(ran.out.contains(said), "{said}\n{}", ran.out);
    }
    assert_eq!(ran.out.matches("We need them").count(), 0);
    assert_eq!(ran.out.matches("Ask, and ask on, to learn what made them go.").count(), 2);
    let note = home.note();
    assert!(note.contains("words two") && !note.contains("words one"), "{note}");
    assert!(note.contains("meeting = { at = 2026-11-24T12:30:00-05:00 }\n"), "{note}");
}

#[test]
fn words_that_cannot_be_saved_in_their_place_are_in_a_draft() {
    let home = Home::new();
    let file = home.write("file", "");
    let notes = format!("{file}/notes");
    let args = [&START[..], &["--notes", &notes]].concat();
    let ran = home.run_with(&args, "1\nNobody called.\nTwice.\n\nstop\n");
    assert_eq!(ran.code, 1);
    let told = ran.out.matches("NOT SAVED in the note (every word is in the draft): ").count();
    assert_eq!((told, ran.out.contains("\n\nNobody called.\n")), (1, false), "{}", ran.out);
    assert!(ran.err.starts_with("error: the note could not be saved in its place: "), "{}", ran.err);
    assert_eq!(fs::read_dir(home.state().join("drafts")).unwrap().count(), 1, "one, not one for each line");
    fs::remove_file(&file).unwrap();
    let shown = home.run(&["show", "Ada Byron", "--notes", &notes]);
    assert!(shown.err.starts_with("Recovered 2 answers typed at 14:02 (Ada Byron)"), "{}", shown.err);
    assert!(shown.out.contains("Nobody called.\nTwice.\n"), "{}", shown.out);
}

#[test]
fn words_that_cannot_be_saved_are_printed_and_fail() {
    let home = Home::new();
    let file = home.write("file", "");
    home.write("state/goodterms", "in the way");
    let args = [&START[..], &["--notes", &file]].concat();
    let ran = home.run_with(&args, "1\nNobody called.\nTwice.\n\nstop\n");
    assert_eq!(ran.code, 1);
    assert_eq!(ran.out.matches("NOT SAVED: ").count(), 1, "{}", ran.out);
    assert!(ran.out.contains("\n\nNobody called.\nTwice.\n"), "{}", ran.out);
    assert!(ran.err.starts_with("error: NOT SAVED: "), "{}", ran.err);
}

#[test]
fn every_kind_is_asked_for_in_its_own_way() {
    let home = Home::new();
    let fields = [
        ("choices", "options = [\"Fees\", \"Less work, fewer calls\", \"Other\"]"),
        ("period", "unit = \"months\"\nfrom = \"today\"\nat_most = 6"),
        ("number", "unit = \"%\""),
        ("score", "out_of = 5\nlow = \"cold\"\nhigh = \"warm\""),
        ("list", "at_least = 3"),
    ];
    let mut playbook =
        "format = 1\n[playbook]\nid = \"kinds\"\nversion = \"1\"\ntitle = \"Kinds\"\nsummary = \"s\"\n\
        [[step]]\nid = \"one\"\ntitle = \"One\"\nphase = \"before\"\n"
            .to_owned();
    for (kind, rest) in fields {
        playbook.push_str(&format!(
            "[[step.field]]\nid = \"{kind}\"\nkind = \"{kind}\"\nlabel = \"The {kind}\"\n{rest}\n"
        ));
    }
    home.write("data/goodterms/playbooks/kinds.toml", playbook);
    let input = "1 7\n1 less work, fewer calls\n1; less work, fewer calls\nback\n-1\n\
                 many\n7\n12,5\n12.5 %\n9\n4\nfirst\nsecond\n\n";
    let ran = home.run_with(&["start", "kinds", "--client", "Ada", "--plain"], input);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    insta::assert_snapshot!(home.same(&ran.out));
    let note = home.note();
    fs::write(home.path().join("note"), &note).unwrap();
    insta::assert_snapshot!("every_kind_as_a_note", home.same(note.split_once("\n+++\n").unwrap().1));
}

#[test]
fn what_follows_is_decided_line_by_line() {
    let home = hanging_on_the_meeting();
    let decide = "9\n1\ndone\n3\nblursday\nfriday week\nshe is ill\n4\ndrop\n4\nfriday\nopen\n5\nfriday\nback\n6\nfriday\n\n6\nmove\n\n";
    let ran = home.run_with(&START, &format!("{WALK}\n{decide}"));
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    let asked = ran.out.split("What follows:").skip(1).collect::<Vec<_>>().join("What follows:");
    insta::assert_snapshot!(home.same(&asked));
    let note = home.note();
    let of = |id: &str| {
        let id = format!("id = \"{id}\"");
        note.split("[[follow_up]]").find(|f| f.contains(&id)).expect(&id).replace('\n', "; ")
    };
    assert!(of("thanks").contains("done = 2026-11-21;"), "{}", of("thanks"));
    let moved = "by_hand = true; moved = [[2026-12-01, \"she is ill\"]];";
    assert!(
        of("handover").contains("due = 2026-12-04;") && of("handover").contains(moved),
        "{}",
        of("handover")
    );
    assert!(of("after-handover").contains("state = \"open\""), "{}", of("after-handover"));
    assert!(!of("lesson").contains("by_hand"), "{}", of("lesson"));
}

#[test]
fn one_may_stop_or_go_back_while_deciding_what_follows() {
    for end in ["1\nstop\n", "2\nfriday\nstop\n", "back\nstop\n"] {
        let home = Home::new();
        let ran = home.run_with(&START, &format!("{WALK}\n{end}"));
        assert_eq!(ran.code, 0, "{}", ran.err);
        assert!(ran.out.contains("Go on with: goodterms resume"), "{}", ran.out);
        assert!(!home.note().contains("by_hand"), "{end}: {}", home.note());
    }
}

/// A home in which two conversations wait.
fn with_two() -> Home {
    let home = hanging_on_the_meeting();
    assert_eq!(home.run_with(&START, &format!("{WALK}1\n")).code, 0);
    home.filled("Zoë Lang", "");
    home
}

#[test]
fn today_by_lines_lists_opens_and_comes_back() {
    let home = with_two();
    let open = home.run_with(&["--plain"], "zoë\n?\nskip\nstop\ndone 1\nlater 2 friday week\n\nstop\n");
    assert_eq!((open.code, open.err.as_str()), (0, ""), "{}", open.out);
    insta::assert_snapshot!(home.same(&open.out));
    assert_eq!(open.out.matches("Today, Sat 21 November 2026.").count(), 2, "{}", open.out);
    assert!(!open.out.contains('\u{1b}'));
    let ada = home.run(&["show", "Ada Byron", "--json"]).out;
    assert!(ada.contains("\"state\": \"done\"") && ada.contains("2026-12-04"), "{ada}");
}

#[test]
fn a_dumb_terminal_is_talked_with_by_lines() {
    let home = with_two();
    let dumb = |args: &[&str], input: &str| {
        common::Ran::of(home.command().env("TERM", "dumb").args(args).write_stdin(input.to_owned()))
    };
    let today = dumb(&[], "");
    assert_eq!((today.code, today.err.as_str()), (0, ""));
    assert!(today.out.contains("What is due, "), "{}", today.out);
    let resumed = dumb(&["resume", "Zoë Lang"], "stop\n");
    assert!(resumed.out.contains("Question 1 of "), "{}", resumed.out);
    assert!(dumb(&["start"], "stop\n").out.contains("What is happening? (stop leaves)"));
    let before = home.run_with(&["--plain", "resume", "Zoë Lang"], "stop\n");
    assert!(before.out.contains("Question 1 of "), "{}", before.out);
}

#[test]
fn a_new_conversation_begins_from_today_and_its_end_leads_to_the_one_after() {
    let home = Home::new();
    let first = "new\nfarewell\nAda\n\n5\nfinish\n\nwhole\nfinish\nclose\n\n\n\n\nstop\n";
    let ran = home.run_with(&["--plain"], first);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{}", ran.out);
    assert!(ran.out.contains("How long have you?") && ran.out.contains("Type whole to be asked the rest."));
    assert!(home.note().contains("status = \"closed\"\n"), "{}", home.note());
    // Those that hang together are gone through from one to the other.
    let on = ["fill", "--start", "win-back", "--from", "Ada", "--answers", "-"];
    assert_eq!(home.run_with(&on, "").code, 0);
    let id = home.run(&["list"]).out;
    let id =
        id.lines().find(|l| l.contains("farewell")).unwrap().split_whitespace().next().unwrap().to_owned();
    let ran = home.run_with(&["resume", &id, "--plain"], "finish\n\n\n\n\nThe conversation after\nstop\n");
    assert!(
        ran.out.contains("The conversation after this one: Win back, of Sat 21 November 2026"),
        "{}",
        ran.out
    );
    assert!(ran.out.contains("\n\nWin back: Ada\n"), "{}", ran.out);
}

#[test]
fn what_cannot_be_opened_is_said_and_today_goes_on() {
    let home = Home::new();
    let due = "\n[[follow_up]]\nid = \"ring\"\ntitle = \"Ring her\"\ndue = { on = \"today\" }\n";
    let language = include_str!("playbooks/valid/language.toml").to_owned() + due;
    let file = home.write("data/goodterms/playbooks/language.toml", language);
    let args = ["fill", "--start", "language", "--client", "Grace", "--meeting", "tuesday", "--answers", "-"];
    assert_eq!(home.run_with(&args, "").code, 0);
    fs::write(file, "format = 1\n[playbook]\nid = \"language\"\n").unwrap();
    let ran = home.run_with(&["--plain"], "1\ndone 1\nnew\nstop\nstop\n");
    assert_eq!(ran.code, 1, "{}", ran.out);
    assert!(ran.err.contains("error: the playbook `language` has "), "{}", ran.err);
    assert_eq!(ran.out.matches("Today, Sat").count(), 3, "{}", ran.out);
    assert!(ran.out.contains("Nothing was changed."), "{}", ran.out);
}

/// A call for which nothing was prepared, line by line.
const CALL: &str = "\
\"You lost my file
3 calls unreturned

@ call back by friday
! the letter of June
= monday
skip
skip
back
finish
Zoë O'Brien-李
they may leave, or have left me
stop
";

#[test]
fn a_call_goes_line_by_line_too() {
    let home = Home::new();
    let ran = home.run_with(&["live", "--plain"], CALL);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{}", ran.out);
    insta::assert_snapshot!("a_call_as_a_talk", home.same(&ran.out));
    insta::assert_snapshot!("a_call_as_a_note", home.same(&home.note()));
    assert!(!ran.out.contains('\u{1b}'));
}

#[test]
fn a_prepared_call_has_ones_own_questions_and_a_decision_needs_its_number() {
    let home = Home::new();
    let answers = "[questions]\nlist = [\"What changed?\", \"What would you change?\"]\n";
    home.run_with(&["fill", "--start", "exit-interview", "--client", "Ada", "--answers", "-"], answers);
    let said = "\n\n\"It is the fees\n\n\n\n\n\n\n= The fees\n\n= 7\n= 2\n= in a week\nfinish\nstop\n";
    let ran = home.run_with(&["live", "Ada", "--plain"], said);
    assert_eq!(ran.code, 0, "{}", ran.err);
    insta::assert_snapshot!("a_prepared_call_as_a_talk", home.same(&ran.out));
    let note = home.note();
    assert!(note.contains("- [x] They'll think about it"), "{note}");
    assert!(note.contains("[x] I heard you say: It is the fees"), "{note}");
}
