//! Ends that nobody typed: TERM, HUP, a terminal that is gone.

use std::sync::Mutex;
use std::time::{Duration, Instant};

use portable_pty::CommandBuilder;
use rustix::process::Signal;

use super::counts::{Seed, Tally, Verdict, alone, count};
use super::kill_random::type_until;
use super::talk::{Talk, program};

/// The promise.
const END: Duration = Duration::from_secs(1);
/// No machine is so loaded that it takes longer than this.
const AT_MOST: Duration = Duration::from_secs(4);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum How {
    Term,
    Hup,
    Closed,
    /// As with `nohup`.
    ClosedAndHupIgnored,
}

/// Gives how long the end took.
fn end(how: How, n: u64) -> Result<Duration, String> {
    let mut seed = Seed(n);
    let talk = Talk::new();
    let command = match how {
        How::ClosedAndHupIgnored => {
            let mut command = CommandBuilder::new("/bin/sh");
            command.args([
                "-c",
                "trap '' HUP; exec \"$0\" resume \"$1\"",
                env!("CARGO_BIN_EXE_goodterms"),
                &talk.id,
            ]);
            command
        }
        _ => program(&["resume", &talk.id]),
    };
    let mut typist = talk.open_by(command);
    let time = Duration::from_millis(seed.below(1500));
    type_until(&mut typist, &mut seed, time);
    // What has reached the screen must be kept, Saved or not.
    let letter = ['c', 'b'].into_iter().find(|l| typist.words.typed(*l) > 0).unwrap_or('a');
    typist.try_word(letter)?;
    typist.shown(letter)?;
    let began = Instant::now();
    match how {
        How::Term => typist.tty.signal(Signal::TERM),
        How::Hup => typist.tty.signal(Signal::HUP),
        How::Closed | How::ClosedAndHupIgnored => typist.tty.hang_up(" "),
    }
    if typist.tty.exit(AT_MOST).is_none() {
        return Err(format!("still there after {AT_MOST:?}"));
    }
    let took = began.elapsed();
    typist.words.promise_all();
    talk.check(&typist.words).map_err(|e| format!("after {took:?}: {e}"))?;
    Ok(took)
}

fn ends(name: &'static str, how: How) {
    let _alone = alone();
    let tally = Tally::of(name);
    let times = Mutex::new(Vec::new());
    let cases: Vec<u64> = (0..count(100, 10) as u64).collect();
    tally.each(
        &cases,
        2,
        |n| format!("{how:?} {n}"),
        |n| -> Verdict {
            let took = end(how, *n)?;
            times.lock().unwrap().push(took);
            Ok(())
        },
    );
    let mut times = times.into_inner().unwrap();
    times.sort();
    let (median, worst) = (times.get(times.len() / 2), times.last());
    let late = times.iter().filter(|took| **took > END).count();
    tally.note(format!("median {median:?}, longest {worst:?}, {late} over 1 s"));
    // A loaded machine may be late once in a while.
    tally.case("nearly all within 1 s", || match late * 10 > times.len() {
        true => Err(format!("{late} of {} took longer than {END:?}", times.len())),
        false => Ok(()),
    });
    tally.end();
}

#[test]
#[ignore = "takes minutes"]
fn asked_to_end() {
    ends("signals: TERM", How::Term);
}

#[test]
#[ignore = "takes minutes"]
fn hung_up() {
    ends("signals: HUP", How::Hup);
}

#[test]
#[ignore = "takes minutes"]
fn the_terminal_is_closed() {
    ends("signals: closed terminal", How::Closed);
}

#[test]
#[ignore = "takes minutes"]
fn the_terminal_is_closed_and_hanging_up_is_ignored() {
    ends("signals: closed terminal, HUP ignored", How::ClosedAndHupIgnored);
}
