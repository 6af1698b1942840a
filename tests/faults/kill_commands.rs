//! kill -9 at every call to the system that changes a file, in commands; and in the start that brings
//! words back.

use rustix::process::Signal;

use super::counts::{Tally, alone, count, spread};
use super::orders::orders;
use super::talk::{HANG, PATIENCE, Talk, finish};
use super::trace::{CHANGING, Fault, calls, counts};
use super::words::Words;

#[test]
#[ignore = "takes minutes, and needs strace"]
fn killed_at_every_call_of_a_command() {
    let _alone = alone();
    let tally = Tally::of("kill at calls, commands");
    for order in orders() {
        let Some(reached) = order.reached(&tally) else { continue };
        for name in CHANGING {
            let counts = spread(&reached(name), count(usize::MAX, 4));
            let words = |n: &usize| format!("{:?} killed at {name} {n}", order.args);
            tally.each(&counts, 2, words, |n| {
                let home = order.home();
                let log = home.path().join("log");
                order.run(&home, &Fault::new(name, "signal=KILL", n), &log)
            });
        }
    }
    tally.end();
}

/// A home where a conversation was killed while its newest words were in the draft only.
pub fn interrupted() -> (Talk, Words) {
    let talk = Talk::new();
    let mut typist = talk.open();
    (0..4).for_each(|_| typist.word('a'));
    typist.saved('a', PATIENCE).unwrap();
    typist.tty.signal(Signal::KILL);
    typist.until_it_ends(HANG).unwrap();
    (talk, typist.words)
}

#[test]
#[ignore = "takes minutes, and needs strace"]
fn killed_at_every_call_of_the_start_that_brings_words_back() {
    let _alone = alone();
    let tally = Tally::of("kill at calls, recovery");
    let (talk, _) = interrupted();
    let log = talk.home.path().join("log");
    finish(Fault::watch(&CHANGING.join(",")).process(&talk.home, &log, &["list"]), "").unwrap();
    let seen = calls(&log);
    for name in CHANGING {
        let counts: Vec<_> = counts(&seen, name, &[talk.home.path()]).collect();
        let counts = spread(&counts, count(usize::MAX, 3));
        tally.each(
            &counts,
            2,
            |n| format!("recovery killed at {name} {n}"),
            |n| {
                let (talk, words) = interrupted();
                let log = talk.home.path().join("log");
                finish(Fault::new(name, "signal=KILL", n).process(&talk.home, &log, &["list"]), "")?;
                talk.check(&words).map(drop)
            },
        );
    }
    tally.end();
}
