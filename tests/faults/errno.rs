//! Calls that fail: at every one that has to do with our files, once and for ever.

use std::time::Duration;

use rustix::process::Signal;

use super::common::Home;
use super::counts::{Seed, Tally, Verdict, alone, count, spread};
use super::kill_commands::interrupted;
use super::orders::orders;
use super::scene::Scene;
use super::talk::{HANG, SIZE, Talk, finish, no_panic};
use super::terminal::Tty;
use super::trace::{CHANGING, Fault, calls, counts, traced, was_hit};
use super::words::{Typist, bar, is_saved};

const ERRORS: [&str; 7] = ["EIO", "ENOSPC", "EDQUOT", "EROFS", "EACCES", "EINTR", "EMFILE"];

/// A program that is asked to end does so within 1 s; strace is slow.
const END: Duration = Duration::from_secs(3);

#[test]
#[ignore = "takes minutes, and needs strace"]
fn every_call_of_a_command_fails() {
    let _alone = alone();
    let tally = Tally::of("errno, commands");
    for order in orders() {
        let Some(reached) = order.reached(&tally) else { continue };
        let faults = mixed(faults(&CHANGING, reached), count(usize::MAX, 30));
        let words = |fault: &Fault| format!("{:?} with {}", order.args, name(fault));
        tally.each(&faults, 2, words, |fault| {
            let home = order.home();
            let log = home.path().join("log");
            order.run(&home, fault, &log)
        });
    }
    tally.end();
}

/// Each of these calls fails at each count, in each way, once and for ever.
fn faults(names: &[&str], reached: impl Fn(&str) -> Vec<usize>) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (name, error) in names.iter().flat_map(|name| ERRORS.map(|error| (name, error))) {
        for n in reached(name) {
            faults.push(Fault::new(name, &format!("error={error}"), n));
            // A call that is interrupted is begun again, and rightly; for ever, no disk does that.
            if error != "EINTR" {
                faults.push(Fault::new(name, &format!("error={error}"), format!("{n}+")));
            }
        }
    }
    faults
}

#[test]
#[ignore = "takes minutes, and needs strace"]
fn every_call_of_the_start_that_brings_words_back_fails() {
    let _alone = alone();
    let tally = Tally::of("errno, recovery");
    let (talk, _) = interrupted();
    let log = talk.home.path().join("log");
    finish(Fault::watch(&CHANGING.join(",")).process(&talk.home, &log, &["list"]), "").unwrap();
    let seen = calls(&log);
    let reached = |name: &str| counts(&seen, name, &[talk.home.path()]).collect();
    let faults = mixed(faults(&CHANGING, reached), count(usize::MAX, 16));
    tally.each(&faults, 2, name, |fault| {
        let (talk, words) = interrupted();
        let log = talk.home.path().join("log");
        let ran = finish(fault.process(&talk.home, &log, &["list"]), "")?;
        no_panic(ran.code, &ran.err)?;
        talk.check(&words).map(drop).map_err(|e| format!("{e}\nthe start that failed: {ran:?}"))
    });
    tally.end();
}

/// What fails while the screen comes up, in any thread. It comes or says why not, and it ends.
#[test]
#[ignore = "takes minutes, and needs strace"]
fn every_call_of_the_start_of_the_screen_fails() {
    let _alone = alone();
    let tally = Tally::of("errno, start of the screen");
    let names = ["openat", "flock", "mkdir", "fsync", "fdatasync", "rename", "unlink", "ftruncate"];
    let talk = Talk::new();
    let log = talk.home.path().join("log");
    let mut typist = talk.open_by(Fault::watch(&names.join(",")).program(&log, &["resume", &talk.id]));
    typist.keys("<c-q>").unwrap();
    typist.until_it_ends(HANG).unwrap();
    let seen = calls(&log);
    let reached = |name: &str| counts(&seen, name, &[talk.home.path()]).collect();
    let faults = mixed(faults(&names, reached), count(usize::MAX, 16));
    tally.each(&faults, 2, name, start_of_the_screen);
    tally.end();
}

fn start_of_the_screen(fault: &Fault) -> Verdict {
    let talk = Talk::new();
    let log = talk.home.path().join("log");
    let command = fault.program(&log, &["resume", &talk.id]);
    let mut typist = Typist::at(Tty::run_command(&talk.home, command, SIZE));
    let came = typist.until("the conversation", HANG, |tty| tty.text().contains("What happened?"));
    if came.is_ok() {
        typist.try_word('a')?;
        typist.until("an answer", HANG, |tty| {
            let (bar, text) = (bar(tty), tty.text());
            bar.contains("NOT SAVED")
                || text.contains("READ ONLY")
                || is_saved(&bar) && text.contains("a0001")
        })?;
        let pid = traced(typist.tty.pid);
        rustix::process::kill_process(pid, Signal::TERM).map_err(|e| e.to_string())?;
    }
    typist.until_it_ends(END + END)?;
    let status = typist.tty.exit(HANG).ok_or("it does not end")?;
    no_panic(status.exit_code().try_into().unwrap_or(-1), &String::from_utf8_lossy(&typist.tty.raw))?;
    talk.check(&typist.words).map(drop)
}

fn name(fault: &Fault) -> String {
    format!("{} at {} {}", fault.what, fault.calls, fault.when)
}

/// So many of them, of all sorts.
fn mixed<T: Clone>(mut all: Vec<T>, at_most: usize) -> Vec<T> {
    let mut seed = Seed(7);
    for i in (1..all.len()).rev() {
        all.swap(i, seed.below(i as u64 + 1) as usize);
    }
    spread(&all, at_most)
}

/// How it goes on after the bar has said that something fails for ever.
#[derive(Clone, Copy, Debug)]
enum After {
    Mended,
    AskedToEnd,
    Quit,
}

#[derive(Clone)]
struct Case {
    fault: Fault,
    /// Another program writes into the note, too.
    outside: bool,
    after: After,
}

/// A conversation on the screen, saved, and then typed in under this fault.
fn scene(fault: &Fault, outside: bool) -> Result<Scene, String> {
    let mut scene = Scene::begin(Home::new())?;
    scene.break_calls(fault);
    if outside {
        scene.write_from_outside();
    }
    scene.type_and_save()?;
    Ok(scene)
}

impl Case {
    fn name(&self) -> String {
        let outside = if self.outside { ", with an outside edit" } else { "" };
        format!("{}{outside}, then {:?}", name(&self.fault), self.after)
    }

    /// Gives whether a call failed, and whether the bar said NOT SAVED.
    fn run(&self) -> Result<(bool, bool), String> {
        let mut scene = scene(&self.fault, self.outside)?;
        if !self.fault.when.ends_with('+') {
            scene.filed("after one failure")?;
            let hit = was_hit(&scene.log);
            scene.leave()?;
            return Ok((hit, false));
        }
        let told = scene.told()?;
        let hit = was_hit(&scene.log);
        scene.echoes()?;
        match self.after {
            After::Mended => {
                scene.mend();
                scene.filed("by itself, as the disk is well again")?;
                scene.leave()?;
            }
            After::AskedToEnd => {
                scene.typist.tty.signal(Signal::TERM);
                scene.judge_end(END, || ())?;
            }
            After::Quit => {
                scene.typist.keys("<c-q>")?;
                // It asks where words would be lost, and ends where they are safe.
                let asked = scene
                    .typist
                    .until("the question", Duration::from_secs(8), |tty| tty.text().contains("d Quit"));
                if asked.is_ok() {
                    scene.typist.keys("d")?;
                }
                scene.judge_end(HANG, || ())?;
            }
        }
        Ok((hit, told))
    }
}

/// Every failure that the thread of the disk can meet between two pauses.
fn cases(outside: bool) -> Vec<Case> {
    let mut scene = scene(&Fault::watch(&CHANGING.join(",")), outside).unwrap();
    scene.filed("undisturbed").unwrap();
    let seen = calls(&scene.log);
    let mut cases = Vec::new();
    for (name, error) in CHANGING.iter().flat_map(|name| ERRORS.map(|error| (name, error))) {
        for n in 1..=seen.iter().filter(|call| call.name == *name).count() {
            for when in [n.to_string(), format!("{n}+")] {
                let after = [After::Mended, After::AskedToEnd, After::Quit][cases.len() / 2 % 3];
                cases.push(Case { fault: Fault::new(name, &format!("error={error}"), when), outside, after });
            }
        }
    }
    cases
}

#[test]
#[ignore = "takes an hour, and needs strace"]
fn every_call_of_the_screens_disk_fails() {
    let _alone = alone();
    let tally = Tally::of("errno, screen");
    let cases = mixed([cases(false), cases(true)].concat(), count(usize::MAX, 30));
    let seen = std::sync::Mutex::new((0, 0));
    tally.each(&cases, 2, Case::name, |case| {
        let (hit, told) = case.run()?;
        let mut seen = seen.lock().unwrap();
        seen.0 += usize::from(hit);
        seen.1 += usize::from(told);
        Ok(())
    });
    let (hit, told) = *seen.lock().unwrap();
    tally.note(format!("{hit} met their failure, {told} said NOT SAVED"));
    tally.end();
}

/// Where two files cannot be exchanged, a note is filed in another way.
#[test]
#[ignore = "needs strace"]
fn a_disk_that_knows_no_exchange_is_filed_to() {
    let _alone = alone();
    let tally = Tally::of("errno, no exchange");
    let errors = ["EINVAL", "ENOSYS", "EOPNOTSUPP"];
    tally.each(&errors, 2, ToString::to_string, |error| {
        let mut scene = scene(&Fault::new("renameat2", &format!("error={error}"), ""), false)?;
        scene.filed("without an exchange")?;
        scene.leave()
    });
    tally.end();
}
