//! What is due, from the shell: the agenda, and what is decided about a follow-up.

#![cfg(unix)] // As in `commands.rs`.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may")]

mod common;

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::process::Command;

use common::{Home, Ran, json, keys};
use serde_json::json as value;

const ZOE: &str = "Zoë O'Brien";

/// Two conversations, one of them closed; it is Saturday 21 November.
fn lived_in() -> Home {
    let home = Home::new();
    let args =
        ["fill", "--start", "farewell", "--client", ZOE, "--meeting", "24 nov 12:30", "--how", "phone"];
    let answers = "[right]\nanswer = \"no\"\n[going]\nhandover = \"1 dec\"\n";
    assert_eq!(home.run_with(&[&args[..], &["--answers", "-"]].concat(), answers).code, 0);
    home.filled("Ada Byron", "[right]\nanswer = \"think\"\n");
    assert_eq!(home.run(&["close", "Ada Byron", "--outcome", "thinking"]).code, 0);
    home
}

/// The same home on another day.
fn on(home: &Home, day: &str, args: &[&str]) -> Ran {
    Ran::of(home.command().env("GOODTERMS_NOW", format!("{day}T09:00:00-05:00")).args(args))
}

fn ids(ran: &Ran) -> Vec<String> {
    let follow_ups = json(ran)["follow_ups"].as_array().unwrap().clone();
    follow_ups
        .iter()
        .map(|f| format!("{} {}", f["id"].as_str().unwrap(), f["due"].as_str().unwrap_or("-")))
        .collect()
}

// -------------------------------------------------------------------------------------- agenda

#[test]
fn the_days_stand_in_columns_and_what_is_late_comes_first() {
    let home = lived_in();
    insta::assert_snapshot!("agenda", home.run(&["agenda"]).all(&home));
    insta::assert_snapshot!("agenda_later", on(&home, "2026-11-30", &["agenda", "--days", "2"]).all(&home));
}

#[test]
fn what_is_overdue_can_be_told_by_the_exit_code() {
    let home = lived_in();
    let none = home.run(&["agenda", "--overdue"]);
    assert_eq!((none.code, none.out.as_str(), none.err.as_str()), (0, "", ""));
    let late = on(&home, "2026-11-24", &["agenda", "--overdue"]);
    assert_eq!((late.code, late.err.as_str()), (3, ""));
    assert!(late.out.contains("1 day late") && late.out.contains("thanks"), "{}", late.out);
    assert!(!late.out.contains("You meet"), "{}", late.out);
    let late = on(&home, "2026-11-24", &["agenda", "--overdue", "--json"]);
    assert_eq!((late.code, ids(&late)), (3, vec!["thanks 2026-11-23".to_owned()]));
    assert_eq!(json(&late)["follow_ups"][0]["overdue"], true);
    assert_eq!(on(&home, "2026-11-24", &["done", ZOE, "thanks"]).code, 0);
    assert_eq!(on(&home, "2026-11-24", &["agenda", "--overdue"]).code, 0);
}

#[test]
fn so_many_days_begin_with_today_and_what_is_late_is_always_there() {
    let home = lived_in();
    let found = |day: &str, n: &str| ids(&on(&home, day, &["agenda", "--days", n, "--json"]));
    assert_eq!(found("2026-11-23", "1"), ["thanks 2026-11-23"]);
    assert_eq!(found("2026-11-22", "1"), [""; 0]);
    assert_eq!(found("2026-11-25", "1"), ["thanks 2026-11-23"]);
    assert_eq!(
        found("2026-11-25", "4"),
        ["thanks 2026-11-23", "before-handover 2026-11-26", "hear-back-soon 2026-11-28"]
    );
    let none = on(&home, "2026-11-22", &["agenda", "--days", "1"]);
    assert_eq!((none.code, none.out.as_str()), (0, ""));
    assert!(none.err.contains("Nothing is planned for these days"), "{}", none.err);
    for wrong in
        [&["agenda", "--days", "0"][..], &["agenda", "--days", "x"], &["agenda", "--days", "3", "--overdue"]]
    {
        assert_eq!(home.run(wrong).code, 2, "{wrong:?}");
    }
    let empty = Home::new().run(&["agenda"]);
    assert_eq!((empty.code, empty.out.as_str()), (0, ""));
    assert!(empty.err.contains("Nothing is planned"), "{}", empty.err);
}

#[test]
fn the_shape_of_the_agenda_is_a_promise() {
    let home = lived_in();
    let agenda = json(&home.run(&["agenda", "--json"]));
    assert_eq!(keys(&agenda), ["version", "follow_ups", "meetings"]);
    assert_eq!(
        keys(&agenda["follow_ups"][0]),
        [
            "session", "client", "playbook", "id", "title", "due", "state", "done", "every", "by_hand",
            "moved", "dropped", "overdue"
        ]
    );
    let meeting = &agenda["meetings"][0];
    assert_eq!(keys(meeting), ["session", "client", "playbook", "at", "how", "where"]);
    assert_eq!((&meeting["client"], &meeting["at"]), (&value!(ZOE), &value!("2026-11-24T12:30:00-05:00")));
    assert_eq!(meeting["how"], "phone");
}

#[test]
fn samples_are_marked_and_nobody_is_reminded_of_them() {
    let home = Home::new();
    assert_eq!(home.run(&["config", "init", "--samples"]).code, 0);
    let agenda = json(&on(&home, "2028-01-01", &["agenda", "--json"]));
    let follow_ups = agenda["follow_ups"].as_array().unwrap();
    assert!(!follow_ups.is_empty() && follow_ups.iter().all(|f| f["sample"] == true), "{agenda}");
    assert!(on(&home, "2028-01-01", &["agenda"]).out.contains("(sample)"));
    let overdue = on(&home, "2028-01-01", &["agenda", "--overdue"]);
    assert_eq!((overdue.code, overdue.out.as_str()), (0, ""));
    let calendar = home.run(&["agenda", "--ics"]);
    assert!(!calendar.out.contains("VEVENT") && calendar.err.contains("nothing to put"), "{calendar:?}");
}

#[test]
fn a_calendar_has_all_of_it_and_updates_what_was_imported() {
    let home = lived_in();
    let file = home.path().join("due.ics");
    let to = file.to_str().unwrap();
    let ran = home.run(&["agenda", "--ics", "-o", to]);
    assert_eq!((ran.code, ran.out.as_str()), (0, ""));
    assert!(ran.err.contains(to), "{}", ran.err);
    assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    let first = fs::read_to_string(&file).unwrap();
    assert!(
        first.starts_with("BEGIN:VCALENDAR\r\n") && first.contains("SUMMARY:Call Zoë O'Brien\r\n"),
        "{first}"
    );
    assert_eq!(home.run(&["agenda", "--ics", "-o", to]).code, 1, "what is there stays");
    assert_eq!(home.run(&["drop", ZOE, "thanks", "--because", "too late"]).code, 0);
    assert_eq!(on(&home, "2026-11-22", &["agenda", "--ics", "-o", to, "--force"]).code, 0);
    let second = fs::read_to_string(&file).unwrap();
    let of = |text: &str, key: &str| -> Vec<String> {
        text.split("\r\n").filter_map(|line| line.strip_prefix(key)).map(str::to_owned).collect()
    };
    assert_eq!(of(&first, "UID:"), of(&second, "UID:"));
    assert!(of(&first, "UID:").len() >= 5 && first.matches("CANCELLED").count() == 0, "{first}");
    assert_eq!(second.matches("STATUS:CANCELLED").count(), 1, "{second}");
    assert!(!second.contains("too late"), "{second}");
    let numbers =
        |text: &str| -> Vec<u32> { of(text, "SEQUENCE:").iter().map(|n| n.parse().unwrap()).collect() };
    assert!(numbers(&first).iter().zip(numbers(&second)).all(|(one, two)| *one < two));
    // One conversation.
    let one = home.run(&["export", ZOE, "--to", "ics"]);
    assert_eq!((one.code, one.err.as_str()), (0, ""));
    assert_eq!(of(&one.out, "UID:").len() + 1, of(&second, "UID:").len(), "that of Ada is not in it");
    assert_eq!(home.run(&["agenda", "--ics", "--json"]).code, 2);
}

// ------------------------------------------------------------------------ what becomes of them

#[test]
fn one_can_be_postponed_and_why_is_kept() {
    let home = lived_in();
    let ran = home.run(&["postpone", ZOE, "thanks", "--to", "in 2 weeks", "--because", "she is on\nholiday"]);
    assert_eq!((ran.code, ran.out.as_str()), (0, ""));
    insta::assert_snapshot!("postponed", home.same(&ran.err));
    let same = home.run(&["postpone", ZOE, "thanks", "--to", "5 dec"]);
    assert!(same.code == 0 && same.err.contains("It was due on Sat 5 December 2026 already"), "{}", same.err);
    let again = home.run(&["postpone", ZOE, "send zoë", "--to", "7 dec"]);
    assert!(again.err.contains("From Sat 5 December 2026 to Mon 7 December 2026: Send"), "{}", again.err);
    let shown = json(&home.run(&["show", ZOE, "--json"]));
    let thanks = &shown["follow_ups"][0];
    assert_eq!(thanks["due"], "2026-12-07");
    assert_eq!(
        thanks["moved"],
        value!([{ "from": "2026-11-23", "why": "she is on holiday" }, { "from": "2026-12-05", "why": null }])
    );
    for (to, told) in [
        ("soonish", "is not a day I understand\ntry: tomorrow"),
        ("", "is not a day I understand"),
        ("yesterday", "that is past"),
        ("\u{1b}[2J", "is not a day"),
    ] {
        let ran = home.run(&["postpone", ZOE, "thanks", "--to", to]);
        assert!(ran.code == 2 && ran.err.contains(told) && !ran.err.contains('\u{1b}'), "{to}: {}", ran.err);
    }
    let unknown = home.run(&["postpone", ZOE, "nothing", "--to", "friday"]);
    assert!(unknown.code == 2 && unknown.err.contains("the follow-ups are:"), "{}", unknown.err);
    assert_eq!(home.run(&["postpone", ZOE, "thanks"]).code, 2);
}

#[test]
fn one_can_be_dropped_with_its_reason_and_taken_up_again() {
    let home = lived_in();
    let ran = home.run(&["drop", ZOE, "thanks", "--because", "she said \"no\""]);
    assert_eq!((ran.code, ran.out.as_str()), (0, ""));
    assert!(ran.err.contains("Dropped (she said \"no\"): Send Zoë your thanks\nNext: Thu 26"), "{}", ran.err);
    let thanks = json(&home.run(&["show", ZOE, "--json"]))["follow_ups"][0].clone();
    assert_eq!(
        (&thanks["state"], &thanks["dropped"]),
        (&value!("dropped"), &value!({ "on": "2026-11-21", "why": "she said \"no\"" }))
    );
    assert!(home.run(&["show", ZOE]).out.contains("Send Zoë your thanks (dropped (she said \"no\"))"));
    assert_eq!(home.run(&["search", "she said", "--json"]).code, 0);
    let again = home.run(&["drop", ZOE, "thanks"]);
    assert!(again.code == 0 && again.err.contains("It was dropped already"), "{}", again.err);
    let postponed = home.run(&["postpone", ZOE, "thanks", "--to", "friday"]);
    assert!(postponed.code == 1 && postponed.err.contains("goodterms reopen"), "{}", postponed.err);
    let reopened = home.run(&["reopen", ZOE, "thanks"]);
    assert!(reopened.err.contains("It had been dropped: Send Zoë"), "{}", reopened.err);
    let thanks = json(&home.run(&["show", ZOE, "--json"]))["follow_ups"][0].clone();
    assert_eq!((&thanks["state"], &thanks["dropped"]), (&value!("open"), &value!(null)));
    assert_eq!(home.run(&["done", ZOE, "thanks"]).code, 0);
    let dropped = home.run(&["drop", ZOE, "thanks"]);
    assert!(dropped.code == 1 && dropped.err.contains("what is done is not dropped"), "{}", dropped.err);
    let open = home.run(&["reopen", ZOE, "handover"]);
    assert!(open.code == 0 && open.err.contains("It is open: "), "{}", open.err);
}

#[test]
fn a_conversation_that_is_closed_can_go_on() {
    let home = lived_in();
    let ran = home.run(&["reopen", "Ada Byron"]);
    assert_eq!((ran.code, ran.out.as_str()), (0, ""));
    assert!(ran.err.contains("Open again. It had been closed: "), "{}", ran.err);
    let ada = json(&home.run(&["show", "Ada Byron", "--json"]))["session"].clone();
    assert_eq!((&ada["status"], &ada["outcome"]), (&value!("open"), &value!(null)));
    let again = home.run(&["reopen", "Ada Byron"]);
    assert!(again.code == 0 && again.err.contains("It is open."), "{}", again.err);
}

#[test]
fn one_can_be_promised_from_the_shell_and_may_repeat() {
    let home = lived_in();
    let ran = home.run(&["promise", ZOE, "send", "the papers", "--on", "next friday"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(
        ran.out.ends_with("  own\n") && ran.err.contains("Promised: Fri 27 November 2026: send the papers"),
        "{ran:?}"
    );
    let ran = home.run(&["promise", ZOE, "keep in touch", "--every", "month"]);
    assert!(
        ran.err.contains("Mon 21 December 2026: keep in touch") || ran.err.contains("(every month)"),
        "{ran:?}"
    );
    let id = ran.out.split_whitespace().last().unwrap().to_owned();
    let done = on(&home, "2026-12-21", &["done", ZOE, &id]);
    assert!(done.err.contains("It is due again on Thu 21 January 2027"), "{}", done.err);
    let taken_back = on(&home, "2026-12-21", &["reopen", ZOE, "keep in touch"]);
    assert!(taken_back.err.contains("The next one, which had come for it, is gone."), "{}", taken_back.err);
    assert_eq!(on(&home, "2026-12-21", &["done", ZOE, "keep in touch"]).code, 0);
    let later = on(&home, "2026-12-21", &["postpone", ZOE, "keep in touch", "--to", "1 feb"]);
    assert!(later.err.contains("From Thu 21 January 2027 to Mon 1 February 2027"), "{}", later.err);
    let done = on(&home, "2027-02-01", &["done", ZOE, "keep in touch"]);
    assert!(done.err.contains("It is due again on Mon 1 March 2027"), "{}", done.err);
    // A closed conversation keeps what one promised, with a day or without.
    assert_eq!(home.run(&["promise", "Ada Byron", "look for the contract"]).code, 0);
    assert!(home.run(&["agenda"]).out.contains("no day yet"));
    for (args, told) in [
        (&["promise", ZOE][..], "required"),
        (&["promise", ZOE, " "], "nothing to promise"),
        (&["promise", ZOE, "x", "--on", "soon"], "is not a day I understand"),
        (&["promise", ZOE, "x", "--every", "soon"], "is not a length of time"),
        (&["promise", ZOE, "x", "--every", "0 days"], "is not a length of time"),
        (&["promise", ZOE, "x", "--every", "4000 months"], "is not a length of time"),
        (&["promise", "nobody", "x"], "there is no conversation"),
    ] {
        let ran = home.run(args);
        assert!(ran.code == 2 && ran.err.contains(told), "{args:?}: {}", ran.err);
    }
}

// ------------------------------------------------------------- what the documentation has to paste

/// The blocks of shell in `docs/agenda.md` that are for this shell.
fn snippets(shell: &str) -> Vec<String> {
    let text = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/agenda.md")).unwrap();
    let opens = format!("```{shell}\n");
    text.split(&opens).skip(1).map(|block| block.split("```").next().unwrap().to_owned()).collect()
}

#[test]
fn what_is_to_be_pasted_for_bash_and_cron_works() {
    let home = lived_in();
    let all = snippets("bash");
    let prompt = all.iter().find(|s| s.contains("PS1")).expect("one for the prompt");
    let cron = all.iter().find(|s| s.contains("notify-send")).expect("one for cron");
    let bin = home.path().join("bin");
    fs::create_dir(&bin).unwrap();
    std::os::unix::fs::symlink(env!("CARGO_BIN_EXE_goodterms"), bin.join("goodterms")).unwrap();
    home.write("bin/notify-send", "#!/bin/sh\necho \"TOLD $*\"\n");
    fs::set_permissions(bin.join("notify-send"), fs::Permissions::from_mode(0o700)).unwrap();
    let path = format!("{}:/usr/bin:/bin", bin.display());
    let bash = |script: &str, day: &str| {
        let output = Command::new("bash")
            .env_clear()
            .envs(home.environment())
            .env("PATH", &path)
            .env("GOODTERMS_NOW", format!("{day}T09:00:00-05:00"))
            .args(["--norc", "--noprofile", "-c", script])
            .output()
            .unwrap();
        let err = String::from_utf8(output.stderr).unwrap();
        assert_eq!(err, "", "{script}");
        String::from_utf8(output.stdout).unwrap()
    };
    // The prompt is expanded as bash does before it waits for a command.
    let shows = format!("PS1='$ '\n{prompt}\necho \"[${{PS1@P}}]\"");
    assert!(!bash(&shows, "2026-11-21").contains("overdue"));
    let late = bash(&shows, "2026-11-24");
    assert!(late.contains("overdue") && late.ends_with("$ ]\n"), "{late}");
    assert_eq!(bash(cron, "2026-11-21"), "");
    let told = bash(cron, "2026-11-24");
    assert!(told.contains("TOLD") && told.contains("overdue"), "{told}");
}

// ------------------------------------------------------------------------- which one is meant

#[test]
fn what_follows_from_a_closed_conversation_is_found_by_the_clients_name() {
    let home = lived_in();
    home.filled("Ada Byron", "[right]\nanswer = \"no\"\n");
    let done = home.run(&["done", "Ada Byron", "hear-back-soon"]);
    assert_eq!(done.code, 0, "{done:?}");
    assert!(done.err.contains("Done: Call Ada"), "{}", done.err);
    // What both have is that of the one that is open; what none has is told of that one.
    assert_eq!(home.run(&["done", "Ada Byron", "nowhere"]).code, 2);
}

#[test]
fn the_same_said_twice_does_not_do_the_next_one_as_well() {
    let home = lived_in();
    let promise = ["promise", ZOE, "Ring", "them", "--on", "1 dec", "--every", "1 week"];
    assert_eq!(home.run(&promise).code, 0);
    for (day, twice) in [("2026-12-03", false), ("2026-12-03", true), ("2026-12-08", false)] {
        let ran = on(&home, day, &["done", ZOE, "ring"]);
        assert_eq!((ran.code, ran.err.contains("It was done already, on")), (0, twice), "{day}: {}", ran.err);
    }
    assert_eq!(on(&home, "2026-12-08", &["done", ZOE, "own-3"]).code, 0, "by its id it is meant");
}

#[test]
fn a_span_may_be_said_as_one_says_it() {
    let home = lived_in();
    for (every, due) in [("quarterly", "2027-02-21"), ("a week", "2026-11-28"), ("yearly", "2027-11-21")] {
        let ran = home.run(&["promise", ZOE, every, "--every", every]);
        assert_eq!(ran.code, 0, "{}", ran.err);
        assert!(ids(&home.run(&["agenda", "--json"])).iter().any(|f| f.ends_with(due)), "{every}");
    }
    assert_eq!(home.run(&["promise", ZOE, "call", "--every", "now and then"]).code, 2);
}

#[test]
fn a_file_of_what_is_late_is_empty_when_nothing_is() {
    let home = lived_in();
    let file = home.write("late.txt", "Yesterday: everything");
    let ran = home.run(&["agenda", "--overdue", "-o", &file, "--force"]);
    assert_eq!((ran.code, fs::read_to_string(&file).unwrap().as_str()), (0, ""));
}

#[test]
fn a_calendar_that_is_written_again_takes_out_what_went() {
    let home = lived_in();
    let file = home.path().join("due.ics").to_str().unwrap().to_owned();
    let write = |day: &str| {
        assert_eq!(on(&home, day, &["agenda", "--ics", "-o", &file, "--force"]).code, 0);
        fs::read_to_string(&file).unwrap().replace("\r\n ", "")
    };
    let first = write("2026-11-21");
    assert!(first.contains(".handover@goodterms") && !first.contains("CANCELLED"), "{first}");
    home.run_with(&["fill", ZOE, "--answers", "-"], "[right]\nanswer = \"yes\"\n");
    let second = write("2026-11-22");
    let gone = second.split("BEGIN:VEVENT").find(|e| e.contains(".handover@goodterms")).unwrap();
    assert!(gone.contains("STATUS:CANCELLED") && !gone.contains("VALARM"), "{gone}");
    let none = Home::new().run(&["agenda", "--ics"]);
    assert_eq!((none.code, none.out.as_str()), (0, ""));
    assert!(none.err.contains("nothing to put into a calendar"), "{}", none.err);
}
