//! One client from the first worry to the third letter afterwards: every command that an advisor would use
//! on the way, with the calendar moving on.

#![cfg(unix)] // As in `commands.rs`.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may")]

mod common;

use std::fs;

use common::{Home, Ran, json};
use serde_json::Value;

const ADA: &str = "Ada Byron";

/// The same home on one day after the other.
struct Days {
    home: Home,
    today: &'static str,
}

impl Days {
    fn ran(&self, args: &[&str], stdin: &str) -> Ran {
        let now = format!("{}T09:00:00-05:00", self.today);
        Ran::of(self.home.command().env("GOODTERMS_NOW", now).args(args).write_stdin(stdin))
    }

    /// A command that does what it is asked.
    fn run(&self, args: &[&str]) -> Ran {
        self.with(args, "")
    }

    fn with(&self, args: &[&str], stdin: &str) -> Ran {
        let ran = self.ran(args, stdin);
        assert_eq!(ran.code, 0, "{}: {args:?}: {ran:?}", self.today);
        ran
    }

    /// What is due: the id and the day of each.
    fn due(&self) -> Vec<String> {
        let agenda = json(&self.run(&["agenda", "--json"]));
        let follow_ups = agenda["follow_ups"].as_array().unwrap().iter();
        follow_ups.map(|f| format!("{} {}", f["id"].as_str().unwrap(), f["due"].as_str().unwrap())).collect()
    }

    /// The ids of what is late; the exit code says whether anything is.
    fn late(&self) -> Vec<String> {
        let ran = self.ran(&["agenda", "--overdue", "--json"], "");
        let late = json(&ran)["follow_ups"].as_array().unwrap().clone();
        assert_eq!(ran.code, if late.is_empty() { 0 } else { 3 }, "{ran:?}");
        late.iter().map(|f| f["id"].as_str().unwrap().to_owned()).collect()
    }

    fn conversations(&self) -> Vec<Value> {
        json(&self.run(&["list", "--json"]))["sessions"].as_array().unwrap().clone()
    }
}

#[test]
fn from_the_exit_interview_to_keeping_in_touch() {
    let mut days = Days { home: Home::new(), today: "2026-11-21" };

    // Before: what slipped, and a question to take along.
    let before = "[slipped]\nexpected = \"A call each quarter.\"\nwhere = [\"contact\"]\nclear = \"not-yet\"\n\
                  [questions]\nlist = [\"What would you change first?\"]\n";
    let meeting = ["--meeting", "24 nov 12:30", "--how", "in person"];
    let start = ["fill", "--start", "exit-interview", "--client", ADA, "--answers", "-"];
    days.with(&[&start[..], &meeting].concat(), before);
    let card = days.run(&["export", ADA, "--to", "card"]);
    assert!(card.out.contains("What would you change first?"), "{}", card.out);

    // The lunch, and the car park afterwards.
    days.today = "2026-11-24";
    let after = "[listen]\nwords = \"Nobody called for a year.\"\n[ask]\nconcerns = [\"We never hear from you\"]\n\
                 mend = [{ row = \"We never hear from you\", how = \"A call each month\" }]\nanswer = \"yes\"\n\
                 trial = { n = 3, from = \"2026-11-24\" }\n\
                 [debrief]\npromises = [\"The papers by Friday\"]\ncomplaint = \"no\"\nthanks = \"being open\"\n";
    days.with(&["fill", ADA, "--answers", "-"], after);
    days.run(&["promise", ADA, "send", "the", "papers", "--on", "friday"]);
    assert_eq!(
        days.due(),
        [
            "thanks 2026-11-25",
            "own 2026-11-27",
            "promises 2026-12-01",
            "check-in 2026-12-08",
            "review 2027-02-24"
        ]
    );
    let calendar = days.run(&["export", ADA, "--to", "ics"]).out;
    let review = calendar.split("BEGIN:VEVENT").find(|event| event.contains(".review@")).unwrap();
    assert!(review.contains("DTSTART;VALUE=DATE:20270224\r\n"), "{review}");

    // What was promised is kept, one thing late; nothing goes away by itself.
    days.today = "2026-11-27";
    assert_eq!(days.late(), ["thanks"]);
    days.run(&["done", ADA, "thanks"]);
    days.run(&["done", ADA, "own"]);
    days.run(&["postpone", ADA, "promises", "--to", "in 1 week", "--because", "two are still to come"]);
    assert_eq!(days.late(), [""; 0]);
    days.today = "2026-12-09";
    assert_eq!(days.late(), ["promises", "check-in"]);
    days.run(&["done", ADA, "check-in"]);
    days.run(&["drop", ADA, "promises"]);

    // The trial ends: then and now, and it is not saved.
    days.today = "2027-02-24";
    assert_eq!(days.due(), ["review 2027-02-24"]);
    days.with(
        &["fill", ADA, "--answers", "-"],
        "[end]\nexpected-now = \"Somebody who listens.\"\nsalvaged = \"not-saved\"\n",
    );
    assert_eq!(days.due(), ["farewell 2027-02-25"]);
    days.run(&["close", ADA, "--outcome", "leaving"]);

    // Going on to the farewell: their words come along.
    let answers = "[sorry]\nown = \"We did not call.\"\n[right]\nanswer = \"no\"\n[going]\nhandover = \"2027-03-31\"\n\
                   [lessons]\nlearnt = [\"Call within a week\"]\ncomplaint = \"no\"\n";
    days.with(&["fill", "--start", "farewell", "--from", ADA, "--answers", "-"], answers);
    let told = days.conversations();
    let of = |playbook: &str| told.iter().find(|s| s["playbook"] == playbook).unwrap();
    let (first, farewell) = (of("exit-interview"), of("farewell"));
    assert_eq!((&farewell["from"], &first["to"][0]), (&first["id"], &farewell["id"]));
    let farewell = farewell["id"].as_str().unwrap();
    let shown = json(&days.run(&["show", farewell, "--json"]));
    assert_eq!(shown["answers"]["why.words"], "Nobody called for a year.");
    days.run(&["done", first["id"].as_str().unwrap(), "farewell"]);
    days.run(&["close", farewell, "--outcome", "parted"]);

    // Every three months, on good terms; each time the next one is there at once.
    for (today, next) in [("2027-05-24", "2027-08-24"), ("2027-08-30", "2027-11-24")] {
        days.today = today;
        let touch = days.due().into_iter().find(|due| due.starts_with("keep-in-touch")).unwrap();
        let id = touch.split(' ').next().unwrap().to_owned();
        let done = days.run(&["done", farewell, &id]);
        assert!(done.err.contains("It is due again on"), "{}", done.err);
        assert!(days.due().iter().any(|due| due.ends_with(next)), "{next}: {:?}", days.due());
    }

    // And once: everything there is, in one document, in its order.
    let all = days.run(&["export", "--client", ADA, "--to", "md"]).out;
    let at = |words: &str| all.find(words).unwrap_or_else(|| panic!("{words}: {all}"));
    assert!(
        at("Nobody called for a year") < at("Somebody who listens") && at("Somebody") < at("We did not call")
    );
    assert!(all.contains("two are still to come") && !all.contains("{#"), "{all}");
    let learnt = json(&days.run(&["insights", "--json"]));
    assert_eq!(learnt["version"], 1);
    assert!(learnt.to_string().contains("Call within a week"), "{learnt}");

    // Another machine has the same from the file.
    let data = days.run(&["export", "--client", ADA, "--to", "json", "--private"]);
    let other = Days { home: Home::new(), today: days.today };
    other.with(&["import", "-"], &data.out);
    let again = other.run(&["export", "--client", ADA, "--to", "json", "--private"]);
    assert_eq!(json(&again), json(&data));

    // Nothing of her is left where nothing of her is to be.
    other.run(&["forget", ADA, "--yes"]);
    assert_eq!(other.conversations(), [Value::Null; 0]);
    let left: Vec<_> = fs::read_dir(other.home.notes()).unwrap().collect();
    assert!(left.is_empty(), "{left:?}");
}
