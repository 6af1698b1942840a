//! Calendars are read by programs that are not ours.

#![cfg(unix)] // As in `commands.rs`.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may")]

mod common;

use std::fs;
use std::path::Path;
use std::process::Command;

use common::{Home, Ran};

/// Reads a calendar with both libraries and prints what each has to say: one line an event, the same of both.
const READER: &str = r#"
import sys, datetime
import icalendar, vobject

text = open(sys.argv[1], "rb").read().decode("utf-8")
assert all(len(line.encode()) <= 75 for line in text.split("\r\n")), "a line is too long"
assert "\n" not in text.replace("\r\n", ""), "a line ends otherwise"

def said(uid, start, end, status, summary, place, alarms):
    zone = lambda at: at.astimezone(datetime.timezone.utc).isoformat() if isinstance(at, datetime.datetime) else at.isoformat()
    return "|".join([uid, zone(start), zone(end), status, summary, place, ",".join(alarms)])

one = icalendar.Calendar.from_ical(text)
assert not one.errors and one["method"] == "PUBLISH" and one["version"] == "2.0"
first = []
for event in one.walk("VEVENT"):
    assert not event.errors, event.errors
    for key in ["dtstamp", "last-modified", "sequence", "class", "transp", "description"]:
        assert key in event, key
    assert int(event["sequence"]) >= 0 and event["class"] == "PRIVATE"
    alarms = [str(int(a["trigger"].dt.total_seconds())) for a in event.walk("VALARM")]
    first.append(said(str(event["uid"]), event["dtstart"].dt, event["dtend"].dt, str(event["status"]),
                      str(event["summary"]), str(event.get("location", "")), alarms))

other = vobject.readOne(text)
other.validate(raiseException=True)
second = []
for event in other.vevent_list:
    alarms = [str(int(a.trigger.value.total_seconds())) for a in getattr(event, "valarm_list", [])]
    place = event.location.value if hasattr(event, "location") else ""
    second.append(said(event.uid.value, event.dtstart.value, event.dtend.value, event.status.value,
                       event.summary.value, place, alarms))

assert first == second, (first, second)
print("\n".join(sorted(first)))
"#;

/// What the libraries read.
fn read(home: &Home, ics: &str) -> String {
    let python = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/ci-tools/calendars/bin/python");
    let python = std::env::var_os("GOODTERMS_CALENDAR_PYTHON").map_or(python, Into::into);
    assert!(
        python.exists(),
        "{python:?}: make it with `python3 -m venv target/ci-tools/calendars` and `target/ci-tools/calendars/bin/pip \
         install icalendar vobject`"
    );
    let (reader, file) = (home.write("reader.py", READER), home.write("read.ics", ics));
    let output = Command::new(python).args([reader, file]).output().unwrap();
    let err = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{err}\n{ics}");
    String::from_utf8(output.stdout).unwrap()
}

#[test]
#[ignore = "needs the Python packages icalendar and vobject; .ci/run installs them"]
fn two_other_programs_read_the_same_in_it() {
    let home = Home::new();
    let client = "Zoë; \"O'Brien\", 李 \\n 👩\u{200d}👧";
    let args =
        ["fill", "--start", "farewell", "--client", client, "--meeting", "24 nov 12:30", "--how", "phone"];
    let answers = "[right]\nanswer = \"no\"\n[going]\nhandover = \"1 dec\"\n";
    assert_eq!(home.run_with(&[&args[..], &["--answers", "-"]].concat(), answers).code, 0);
    home.filled("Ada Byron", "[right]\nanswer = \"think\"\n");
    let note = home.files().into_iter().find(|f| f.to_str().unwrap().contains("zo")).unwrap();
    let text = fs::read_to_string(&note).unwrap();
    fs::write(&note, text.replace("how = \"phone\"", "how = \"phone\", where = 'Chez Luc; a, b\\c'"))
        .unwrap();
    let long = format!("{}– {}", "a;b,c\\d ".repeat(30), "李é👩".repeat(40));
    assert_eq!(home.run(&["promise", client, "--on", "31 dec", &long]).code, 0);
    assert_eq!(home.run(&["done", client, "thanks"]).code, 0);
    assert_eq!(home.run(&["drop", client, "before-handover"]).code, 0);
    let ran = home.run(&["agenda", "--ics"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let first = read(&home, &ran.out);
    let same = home.same(&first);
    let mut lines: Vec<_> = same.lines().collect();
    lines.sort_unstable();
    insta::assert_snapshot!("read_by_others", lines.join("\n"));
    assert!(first.contains(long.trim_end()), "{first}");
    // The same of one, a moment later, and of none.
    let later = Ran::of(
        home.command()
            .env("GOODTERMS_NOW", "2026-11-22T09:00:00+13:00")
            .args(["export", client, "--to", "ics"]),
    );
    let second = read(&home, &later.out);
    assert!(
        second.lines().count() > 5 && second.lines().all(|line| first.contains(line)),
        "{second}\n{first}"
    );
}
