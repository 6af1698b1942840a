//! Power cuts: what a disk had not confirmed is gone. With ext4 and with XFS.

use std::sync::Mutex;
use std::time::Duration;

use rustix::process::{Signal, kill_process};

use super::common::Home;
use super::counts::{Seed, Tally, Verdict, alone, count};
use super::disk::Disk;
use super::kill::with_b;
use super::kill_random::type_until;
use super::orders::orders;
use super::outside;
use super::talk::{CLIENT, HANG, PATIENCE, SIZE, Talk, check, finish, furnish, program};
use super::terminal::Tty;
use super::trace::{Fault, traced};
use super::words::{Typist, Words, bar, is_saved};

/// What is going on when the power goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Moment {
    /// The first Saved of a new conversation.
    FirstSaved,
    /// Just after a Saved.
    Saved,
    /// It had ended without complaint.
    Left,
    /// A command had ended without complaint.
    Done,
    /// A start had brought words back after a kill.
    Recovered,
    /// Another program had written, and it was on the screen and saved.
    Merged,
    /// Whenever it is.
    Any,
}

const MOMENTS: [Moment; 7] = [
    Moment::FirstSaved,
    Moment::Saved,
    Moment::Left,
    Moment::Done,
    Moment::Recovered,
    Moment::Merged,
    Moment::Any,
];

/// One power cut. `skipped`: the calls that are only said to be done.
fn cut(disk: &Disk, moment: Moment, n: u64, skipped: Option<&str>) -> Verdict {
    let home = Home::at(disk.folder());
    let log = home.path().join("log");
    let fault = skipped.map_or_else(|| Fault::watch("fsync"), |calls| Fault::new(calls, "retval=0", ""));
    // strace only where it must be.
    let program = |args: &[&str]| match skipped {
        Some(_) => fault.program(&log, args),
        None => program(args),
    };
    match moment {
        Moment::Done => return command(disk, home, &fault, n),
        Moment::FirstSaved => {
            furnish(&home);
            disk.sync();
            let command = program(&["start", "talk", "--client", CLIENT]);
            let mut typist = Typist::at(Tty::run_command(&home, command, SIZE));
            typist.tty.see("What happened?");
            (0..3).for_each(|_| typist.word('a'));
            typist.saved('a', PATIENCE)?;
            let words = cut_under(disk, typist);
            return judged(disk, &home, &words, false);
        }
        _ => {}
    }
    let talk = Talk::begun(home);
    disk.sync();
    let mut typist = talk.open_by(program(&["resume", &talk.id]));
    if let Moment::Any = moment {
        let mut seed = Seed(n);
        let time = Duration::from_millis(seed.below(4000));
        type_until(&mut typist, &mut seed, time);
    } else {
        (0..3).for_each(|_| typist.word('a'));
        typist.saved('a', PATIENCE)?;
    }
    match moment {
        Moment::Left => {
            typist.keys("<c-q>")?;
            typist.until_it_ends(HANG)?;
            typist.words.promise_all();
        }
        Moment::Recovered => {
            let pid = if skipped.is_some() { traced(typist.tty.pid) } else { typist.tty.pid };
            kill_process(pid, Signal::KILL).map_err(|e| e.to_string())?;
            typist.until_it_ends(HANG)?;
            let ran = finish(fault.process(&talk.home, &log, &["list"]), "")?;
            if ran.code != 0 || !ran.err.contains("Recovered") {
                return Err(format!("nothing was brought back: {ran:?}"));
            }
        }
        Moment::Merged => {
            outside::put(&talk.note(), with_b(&talk.text().unwrap_or_default()).as_bytes());
            typist.words.next('b');
            typist.keys("<c-s>")?;
            typist
                .until("b0001, saved", PATIENCE, |tty| tty.text().contains("b0001") && is_saved(&bar(tty)))?;
        }
        _ => {}
    }
    let words = cut_under(disk, typist);
    judged(disk, &talk.home, &words, true)
}

/// Cuts the power of a program that runs, and then ends it. What it says meanwhile is no promise.
fn cut_under(disk: &Disk, mut typist: Typist) -> Words {
    disk.cut_power();
    // It may have ended already.
    if typist.tty.exit(Duration::ZERO).is_none() {
        typist.tty.signal(Signal::KILL);
        typist.tty.exit(HANG).unwrap();
    }
    typist.words
}

fn judged(disk: &Disk, home: &Home, words: &Words, furnished: bool) -> Verdict {
    disk.revive();
    check(home, words, furnished).map(drop)
}

/// A command that ended well, and then the power was cut.
fn command(disk: &Disk, home: Home, fault: &Fault, n: u64) -> Verdict {
    let orders = orders();
    let order = &orders[n as usize % orders.len()];
    let home = order.home_at(home);
    disk.sync();
    let log = home.path().join("log");
    let ran = finish(fault.process(&home, &log, order.args), &order.stdin)?;
    if ran.code != 0 {
        return Err(format!("{:?}: {ran:?}", order.args));
    }
    disk.cut_power();
    disk.revive();
    order.judge(&home, &ran)
}

/// All cases on disks of this kind, two at a time.
fn cuts(tally: &Tally, kind: &str, cases: usize, skipped: Option<&str>) -> Vec<String> {
    let idle: Mutex<Vec<Disk>> = Mutex::default();
    let lost = Mutex::new(Vec::new());
    let cases: Vec<u64> = (0..cases as u64).collect();
    let moment = |n: &u64| MOMENTS[*n as usize % MOMENTS.len()];
    tally.each(
        &cases,
        2,
        |n| format!("{kind} {:?} {n}", moment(n)),
        |n| {
            let disk = idle.lock().unwrap().pop().unwrap_or_else(|| Disk::new(kind));
            let verdict = cut(&disk, moment(n), n / MOMENTS.len() as u64, skipped);
            idle.lock().unwrap().push(disk);
            match (verdict, skipped) {
                (Err(why), Some(_)) if is_loss(&why) => {
                    let why = why.lines().next().unwrap_or_default();
                    lost.lock().unwrap().push(format!("{:?}: {why}", moment(n)));
                    Ok(())
                }
                (verdict, _) => verdict,
            }
        },
    );
    lost.into_inner().unwrap()
}

/// Whether something is missing; anything else would be a fault of this test.
fn is_loss(why: &str) -> bool {
    ["LOST", "not one conversation is listed", "is not in the note", "TORN", "older words"]
        .iter()
        .any(|words| why.contains(words))
}

#[test]
#[ignore = "takes a quarter of an hour, root and strace"]
fn the_power_goes_on_ext4() {
    goes("power cuts, ext4", "ext4");
}

#[test]
#[ignore = "takes a quarter of an hour, root, strace and xfsprogs"]
fn the_power_goes_on_xfs() {
    goes("power cuts, xfs", "xfs");
}

fn goes(name: &'static str, kind: &str) {
    let _alone = alone();
    let tally = Tally::of(name);
    cuts(&tally, kind, count(200, 14), None);
    tally.end();
}

/// Without the sync of folders words must get lost: otherwise the test above would see nothing.
#[test]
#[ignore = "needs root, strace and xfsprogs"]
fn without_the_sync_of_folders_words_get_lost() {
    let _alone = alone();
    for (name, kind) in
        [("control without folder fsync, ext4", "ext4"), ("control without folder fsync, xfs", "xfs")]
    {
        let tally = Tally::of(name);
        let lost = cuts(&tally, kind, count(42, 14), Some("fsync"));
        tally.note(format!("{} lost what had been confirmed: {}", lost.len(), lost.join("; ")));
        tally.end();
        assert!(
            !lost.is_empty(),
            "{kind}: nothing was lost without the sync of folders: these tests see nothing"
        );
    }
}
