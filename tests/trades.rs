//! Playbooks of other trades, walked from end to end: the language is nobody's trade in particular,
//! and nothing in the program knows one of these.

#![cfg(unix)] // As in `commands.rs`.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may")]

mod common;

use std::fs;
use std::path::{Path, PathBuf};

use common::{Home, json};
use goodterms::catalog::EMBEDDED;
use goodterms::diagnostic::render;
use goodterms::playbook::check::{check, links};
use serde_json::Value;

const TRADES: [&str; 2] = ["surgical-checklist", "hotel-complaint"];

fn file(trade: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/playbooks/trades").join(format!("{trade}.toml"))
}

/// A home folder with the playbook in it.
fn home(trade: &str) -> Home {
    let home = Home::new();
    let playbook = fs::read(file(trade)).unwrap();
    home.write(format!("data/goodterms/playbooks/{trade}.toml"), playbook);
    home
}

#[test]
fn they_have_no_fault_and_no_warning() {
    let installed: Vec<_> = EMBEDDED.iter().filter_map(|(_, text)| check(text.as_bytes()).playbook).collect();
    for trade in TRADES {
        let checked = check(&fs::read(file(trade)).unwrap());
        let faults = links::check(checked.playbook.as_ref().unwrap(), &checked.links, |id| {
            installed.iter().find(|p| p.id == id)
        });
        let shown = render(&[&checked.faults[..], &faults].concat(), trade, &checked.source, false);
        assert_eq!(shown, "");
    }
}

/// One way through: the answers of a file, and where they lead.
struct Branch {
    trade: &'static str,
    name: &'static str,
    answers: &'static str,
    outcome: &'static str,
    follow_ups: &'static [(&'static str, &'static str)],
}

const BRANCHES: &[Branch] = &[
    Branch {
        trade: "surgical-checklist",
        name: "all_well",
        answers: r#"
[sign-in]
confirmed = ["identity", "consent", "site", "machine", "oximeter"]
procedure = "Removal of the gall bladder, keyhole"
side = "Does not apply"
allergies = ["Penicillin: a rash"]
risks = ["airway", { other = "Sleeps with a mask" }]
plan = [{ row = "Airway equipment and a second pair of hands", here = true, who = "Dr Okafor" }]
go = "yes"
[time-out]
team = [{ name = "Lind", role = "Surgeon" }, { name = "Okafor", role = "anaesthetist" }, { name = "Reyes", role = "scrub-nurse" }]
agreed = ["names", "patient", "images"]
antibiotic = "given"
antibiotic-at = 2026-11-24T08:10:00
start = "yes"
notes = "Reyes: the second light flickers."
[[time-out.expected]]
concern = """
Adhesions.
An hour and a half."""
settled = true
[[time-out.expected]]
concern = "The airway: video laryngoscope first."
settled = true
[operation]
counts = [
  { before = "20", added = "5", after = "25", right = true },
  { before = "6", after = "6", right = true },
  { before = "34", after = "34", right = true },
]
loss = 150
count = "yes"
[sign-out]
said = ["name", "counted", "labels", "equipment"]
specimens = [{ what = "Gall bladder, in formalin", sent = true, result = 2026-12-01 }]
concerns = ["Penicillin allergy", "Mask on from the start"]
handover = "Keyhole, no drain."
antibiotics = 3
broken = "The second light"
together = 5
better = "Test the lights at sign in."
"#,
        outcome: "Done, and everything accounted for",
        follow_ups: &[("visit", "2026-11-25"), ("antibiotics", "2026-11-27"), ("mend", "2026-11-25")],
    },
    Branch {
        trade: "surgical-checklist",
        name: "something_missing",
        answers: r#"
[sign-in]
go = "yes"
[time-out]
start = "yes"
[operation]
counts = [{ row = "Swabs", before = "20", after = "19" }]
count = "no"
[missing]
search = ["the-surgeon-is-told-and-has-stopped", "an-x-ray-is-taken"]
found = "no"
what = "One small swab"
"#,
        outcome: "Done, and something is still missing",
        follow_ups: &[("visit", "2026-11-25"), ("review", "2026-12-24")],
    },
    Branch {
        trade: "surgical-checklist",
        name: "another_day",
        answers: r#"
[sign-in]
confirmed = ["identity"]
go = "stop"
[stopped]
reason = "The consent is for the other knee."
then = "later"
new-day = "2026-12-03 07:30"
"#,
        outcome: "Another day",
        follow_ups: &[("again", "2026-12-03")],
    },
    Branch {
        trade: "hotel-complaint",
        name: "put_right",
        answers: r#"
[steady]
ready = ["i-know-their-name-and-their-room"]
room = "412"
leaves = "2026-11-27"
[listen]
words = "Two nights, and not one hour of sleep."
about = ["noise", "something-broken"]
points = ["The lift bangs against the wall", "The heating cannot be turned down"]
upset = 4
safety = "no"
[sorry]
apology = "I am sorry you could not sleep with us."
[remedy]
told = "You sleep in 207 tonight. The valve is mended tomorrow."
offer = "voucher"
cost = 90
voucher = 12
accepts = "yes"
call = "2026-11-25"
[[remedy.promised]]
row = "The lift bangs against the wall"
what = "Room 207, on the garden side"
who = "front-desk"
by = 2026-11-24
sure = 3
done = true
[[remedy.promised]]
row = "The heating cannot be turned down"
what = "A new valve"
who = "Maintenance"
by = "2026-11-25"
sure = 2
[after]
handed-over = ["each-promise-is-with-the-one-who-does-it"]
called = [{ at = "2026-11-25", said = "Slept like a stone." }]
lesson = "No guests beside the lift until it is mended."
"#,
        outcome: "Put right",
        follow_ups: &[
            ("call", "2026-11-25"),
            ("goodbye", "2026-11-27"),
            ("voucher", "2027-11-27"),
            ("house", "2026-12-22"),
        ],
    },
    Branch {
        trade: "hotel-complaint",
        name: "they_will_see",
        answers: r#"
[steady]
leaves = "2026-11-27"
[listen]
points = ["The bill has a minibar on it that was empty"]
about = [{ other = "the minibar" }]
[remedy]
offer = { other = "a bottle of wine" }
accepts = "see"
"#,
        outcome: "They will see",
        follow_ups: &[("goodbye", "2026-11-27")],
    },
    Branch {
        trade: "hotel-complaint",
        name: "lost",
        answers: r#"
[listen]
words = "The balcony rail came off in my hand."
points = ["The balcony rail"]
upset = 5
safety = "yes"
[danger]
done = ["the-guest-is-out-of-the-room", "the-room-is-closed-for-sale"]
[remedy]
offer = "nothing"
accepts = "no"
[leaving]
wants = "A taxi, and never again."
free = "no"
"#,
        outcome: "They left in anger",
        follow_ups: &[("house", "2026-12-22")],
    },
];

#[test]
fn each_way_is_filled_in_from_a_file() {
    for branch in BRANCHES {
        let home = home(branch.trade);
        let args = ["fill", "--start", branch.trade, "--client", "Ada Byron", "--meeting", "2026-11-24"];
        let ran = home.run_with(&[&args[..], &["--answers", "-"]].concat(), branch.answers);
        assert_eq!(ran.code, 0, "{}: {}", branch.name, ran.err);
        assert!(!ran.err.contains("is passed over"), "{}: {}", branch.name, ran.err);
        let shown = json(&home.run(&["show", "Ada Byron", "--json"]));
        let due = |f: &Value| {
            (f["id"].as_str().unwrap().to_owned(), f["due"].as_str().unwrap_or_default().to_owned())
        };
        let found: Vec<_> = shown["follow_ups"].as_array().unwrap().iter().map(due).collect();
        let expected: Vec<_> =
            branch.follow_ups.iter().map(|(id, due)| ((*id).to_owned(), (*due).to_owned())).collect();
        assert_eq!(found, expected, "{}", branch.name);
        // What the answers suggest is the first ending that is offered.
        let ran = home.run_with(&["resume", "--plain"], &"skip\n".repeat(60));
        let first = format!("How did it end?\n  1. {} (your answers suggest it)\n", branch.outcome);
        assert!(ran.out.contains(&first), "{}: {}", branch.name, ran.out);
        let name = format!("{}_{}", branch.trade.replace('-', "_"), branch.name);
        insta::assert_snapshot!(name, home.same(&home.run(&["show", "Ada Byron"]).out));
    }
}

const OPERATION: &str = "\
all
Left knee, arthroscopy
left
none known

1 4 a stiff neck
y
Dr Okafor
next

yes
Lind
1
Okafor
2

1 2 3
given
24 nov 08:10
next
Video laryngoscope first.

y
next

1
20
5
25
y
6

6
y
next

80
yes
1 2 3 4
Meniscus
y
in 1 week

Stiff neck: mask stays on until awake


3

5
Say the side before the names.

1

1

";

const COMPLAINT: &str = "\
1 2
412
friday
Nobody came.
All evening.

5 7 the wake-up call
Nobody came to mend the shower
No wake-up call

4
no

\\I'll see to both myself.

3
tomorrow
3
n
The night porter rings, and knocks.

front
tomorrow
2
next

The shower is mended tonight. The night porter wakes you.

5 breakfast in the room
250
see

1 3
25 nov
Fine so far.


No wake-up call without a name in the book.

1

1

";

#[test]
fn each_is_walked_line_by_line() {
    for (trade, lines) in TRADES.into_iter().zip([OPERATION, COMPLAINT]) {
        let home = home(trade);
        let start = ["start", trade, "--client", "Ada Byron", "--meeting", "24 nov 08:00", "--plain"];
        let ran = home.run_with(&start, lines);
        assert_eq!((ran.code, ran.err.as_str()), (0, ""));
        let name = trade.replace('-', "_");
        insta::assert_snapshot!(format!("{name}_talk"), home.same(&ran.out));
        insta::assert_snapshot!(format!("{name}_note"), home.same(&home.note()));
    }
}

#[test]
fn a_guest_who_goes_for_good_is_gone_on_with_in_another_playbook() {
    let home = home("hotel-complaint");
    let lost = BRANCHES.iter().find(|b| b.name == "lost").unwrap();
    let args = ["fill", "--start", lost.trade, "--client", "Ada Byron", "--answers", "-"];
    assert_eq!(home.run_with(&args, lost.answers).code, 0);
    home.run_with(&["resume", "--plain"], &"skip\n".repeat(60));
    // From the last question: the meeting, the ending, what follows, what to send; then on.
    let ran = home.run_with(&["resume", "--plain"], "skip\n24 nov\n1\n\nno\n\n1\n");
    assert!(ran.out.contains("Ada Byron is a regular guest, and goes for good"), "{}", ran.out);
    let note = home.files().into_iter().find(|f| f.to_string_lossy().contains("-farewell-")).expect(&ran.out);
    let note = fs::read_to_string(note).unwrap();
    for carried in
        ["The balcony rail came off in my hand.", "I am sorry, Ada Byron, about this: The balcony rail."]
    {
        assert!(note.contains(carried), "{note}");
    }
}
