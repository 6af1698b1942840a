//! Commands that change a conversation, each under one fault.

use std::path::Path;

use super::common::{Home, Ran};
use super::counts::{Tally, Verdict};
use super::talk::{self, CLIENT, Talk, check, finish, furnish};
use super::trace::{CHANGING, Call, Fault, calls, counts};
use super::words::Words;

/// A command, on a conversation that has been begun or on none.
pub struct Order {
    pub args: &'static [&'static str],
    pub stdin: String,
    /// The field that it fills with the first word of that letter.
    fills: Option<char>,
    pub furnished: bool,
    /// Words that are in the note if it succeeds.
    says: &'static str,
}

pub fn orders() -> Vec<Order> {
    let begin: &[_] = &["fill", "--start", "talk", "--client", CLIENT, "--answers", "-"];
    let order = |args, stdin: &str, fills, says| Order {
        args,
        stdin: stdin.to_owned(),
        fills,
        furnished: true,
        says,
    };
    vec![
        Order { furnished: false, ..order(begin, &talk::answers(), None, talk::END) },
        order(&["fill", CLIENT, "--answers", "-"], "[one]\nb = \"b0001\"\n", Some('b'), "b0001"),
        order(&["close", CLIENT, "--outcome", "fine"], "", None, "outcome = \"fine\""),
        order(&["note", "-s", CLIENT, "a word in passing"], "", None, "a word in passing"),
        order(&["done", CLIENT, "ring"], "", None, "state = \"done\""),
    ]
}

impl Order {
    /// Runs it with this fault; nothing that was there may be missing, and what it confirmed is there.
    pub fn run(&self, home: &Home, fault: &Fault, log: &Path) -> Verdict {
        let ran = finish(fault.process(home, log, self.args), &self.stdin)?;
        self.judge(home, &ran)
    }

    /// What must be there after it ended so.
    pub fn judge(&self, home: &Home, ran: &Ran) -> Verdict {
        talk::no_panic(ran.code, &ran.err)?;
        let mut words = Words::default();
        if let Some(letter) = self.fills {
            words.next(letter);
        }
        if ran.code == 0 {
            words.promise_all();
        }
        check(home, &words, self.furnished).map_err(|e| format!("{e}\nthe command: {ran:?}"))?;
        if ran.code == 0 {
            let note = std::fs::read_to_string(talk::the_note(home)).unwrap();
            if !note.contains(self.says) {
                return Err(format!("{:?} is not in the note:\n{note}", self.says));
            }
        }
        Ok(())
    }

    pub fn home(&self) -> Home {
        self.home_at(Home::new())
    }

    /// What it needs to begin with, in this home.
    pub fn home_at(&self, home: Home) -> Home {
        if self.furnished {
            return Talk::begun(home).home;
        }
        furnish(&home);
        home
    }

    /// The counts at which each call has to do with our files, when nothing fails; if that fails
    /// already, the tally has it.
    pub fn reached(&self, tally: &Tally) -> Option<impl Fn(&str) -> Vec<usize>> {
        let mut watched = None;
        tally.case(&format!("{:?} undisturbed", self.args), || {
            watched = Some(self.watched()?);
            Ok(())
        });
        let (home, seen) = watched?;
        Some(move |name: &str| counts(&seen, name, &[home.path()]).collect())
    }

    /// All that it calls when nothing fails, and where.
    fn watched(&self) -> Result<(Home, Vec<Call>), String> {
        let home = self.home();
        let log = home.path().join("log");
        let ran = finish(Fault::watch(&CHANGING.join(",")).process(&home, &log, self.args), &self.stdin)?;
        if ran.code == 0 { Ok((home, calls(&log))) } else { Err(format!("{ran:?}")) }
    }
}
