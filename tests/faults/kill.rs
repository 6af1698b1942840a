//! kill -9 at every call to the system that changes a file, on the screen.

use std::fs;
use std::path::Path;
use std::time::Duration;

use super::common::Home;
use super::counts::{Tally, Verdict, alone, count, spread};
use super::outside;
use super::talk::{HANG, PATIENCE, SIZE, Talk, all_whole, check, furnish, program, settle, the_note};
use super::terminal::Tty;
use super::trace::{CHANGING, Fault, calls, counts, disk_thread};
use super::words::{Typist, Words};

/// What is done at the terminal, one thing after another.
#[derive(Clone, Copy)]
pub enum Act {
    See(&'static str),
    Click(&'static str),
    Keys(&'static str),
    Words(char),
    Saved(char),
    /// Another program writes `b0001` into the second field of the note.
    Outside,
    /// Here strace comes to the thread of the disk, if it was not there from the beginning.
    Now,
}

/// A whole conversation: begun, typed in, saved, gone on with, and left.
pub const SCRIPT: &[Act] = &[
    Act::See("n New"),
    Act::Now,
    Act::Keys("n"),
    Act::See("A talk that is cut short"),
    Act::Click("A talk that is cut short"),
    Act::See("Organisation"),
    Act::Keys("Zoë O'Brien-李<c-n>"),
    Act::See("What happened?"),
    Act::Words('a'),
    Act::Saved('a'),
    Act::Keys("<tab>"),
    Act::Words('b'),
    Act::Keys("<c-s>"),
    Act::Saved('b'),
    Act::Keys("<c-n>"),
    Act::See("What next?"),
    Act::Words('c'),
    Act::Saved('c'),
    Act::Keys("<c-q>"),
];

/// Another program writes into the note while it is typed in, so that a filing merges.
const MEANWHILE: &[Act] = &[
    Act::See("n New"),
    Act::Now,
    Act::Keys("o"),
    Act::See("What happened?"),
    Act::Words('a'),
    Act::Saved('a'),
    Act::Outside,
    Act::Words('a'),
    Act::Keys("<c-s>"),
    Act::See("b0001"),
    Act::Words('a'),
    Act::Saved('a'),
    Act::Keys("<c-q>"),
];

/// Something lies beside the note, or in a draft, that the opening takes in.
const OPENING: &[Act] = &[
    Act::See("n New"),
    Act::Now,
    Act::Keys("o"),
    Act::See("What happened?"),
    Act::See("b0001"),
    Act::Words('a'),
    Act::Saved('a'),
    Act::Keys("<c-q>"),
];

/// Plays a script until its end or the program's. `Ok(true)`: it came to its end.
///
/// # Errors
/// If something does not come.
pub fn play(
    script: &[Act],
    home: &Home,
    typist: &mut Typist,
    mut now: impl FnMut(&Tty),
) -> Result<bool, String> {
    for act in script {
        let met = match act {
            Act::See(words) => typist.until(words, PATIENCE, |tty| tty.text().contains(words)).map(drop),
            Act::Saved(letter) => typist.saved(*letter, PATIENCE).map(drop),
            Act::Click(words) => {
                typist.tty.click_on(words);
                Ok(())
            }
            Act::Keys(keys) => typist.keys(keys),
            Act::Words(letter) => (0..3).try_for_each(|_| typist.try_word(*letter)),
            Act::Outside => {
                let note = the_note(home);
                outside::put(&note, with_b(&fs::read_to_string(&note).unwrap()).as_bytes());
                // Whoever saved it, it must not get lost.
                typist.words.next('b');
                typist.words.promise("b0001");
                Ok(())
            }
            Act::Now => {
                now(&typist.tty);
                Ok(())
            }
        };
        if let Err(why) = met {
            // It was killed, as it should be.
            return typist.until_it_ends(Duration::from_secs(2)).map(|()| false).map_err(|_| why);
        }
    }
    typist.until_it_ends(HANG)?;
    Ok(true)
}

/// The note with `b0001` in its second field.
pub fn with_b(note: &str) -> String {
    note.replacen("### From before", "### And then? {#one.b}\n\nb0001\n\n### From before", 1)
}

/// What is played, and in which home.
#[derive(Clone, Copy)]
struct Play {
    name: &'static str,
    script: &'static [Act],
    /// With what was there, and must be there afterwards.
    home: fn() -> (Home, Words),
    furnished: bool,
}

const PLAYS: [Play; 3] = [
    Play { name: "a whole conversation", script: SCRIPT, home: empty, furnished: false },
    Play { name: "an outside edit meanwhile", script: MEANWHILE, home: begun, furnished: true },
    Play { name: "a conflict copy beside it", script: OPENING, home: with_a_copy, furnished: true },
];

fn empty() -> (Home, Words) {
    let home = Home::new();
    furnish(&home);
    (home, Words::default())
}

fn begun() -> (Home, Words) {
    (Talk::new().home, Words::default())
}

fn with_a_copy() -> (Home, Words) {
    let talk = Talk::new();
    let note = talk.note();
    let stem = note.file_stem().unwrap().to_str().unwrap();
    let copy = note.with_file_name(format!("{stem}.sync-conflict-20261121-140210-ABCDEFG.md"));
    fs::write(copy, with_b(&talk.text().unwrap())).unwrap();
    let mut words = Words::default();
    words.next('b');
    words.promise("b0001");
    (talk.home, words)
}

/// One run of a script, broken at one call.
struct Cut {
    play: Play,
    fault: Fault,
    /// Only in the thread of the disk.
    disk_only: bool,
}

impl Cut {
    fn name(&self) -> String {
        let place = if self.disk_only { "of the disk's thread" } else { "of any thread" };
        format!("{}, killed at {} {} {place}", self.play.name, self.fault.calls, self.fault.when)
    }

    fn run(&self) -> Verdict {
        let (home, words) = (self.play.home)();
        let words = self.run_in(&home, words, &home.path().join("log"))?;
        all_whole(&home, self.play.furnished)?;
        if self.play.furnished {
            // What lies beside a note is taken in when it is opened.
            settle(&home)?;
        }
        check(&home, &words, self.play.furnished).map(drop)
    }

    /// Plays to where it is cut; gives what was promised.
    fn run_in(&self, home: &Home, words: Words, log: &Path) -> Result<Words, String> {
        let command = if self.disk_only { program(&[]) } else { self.fault.program(log, &[]) };
        let mut typist = Typist::at(Tty::run_command(home, command, SIZE));
        typist.words = words;
        let mut attached = None;
        let whole = play(self.play.script, home, &mut typist, |tty| {
            if self.disk_only {
                attached = Some(self.fault.attach(disk_thread(tty), log));
            }
        })?;
        let status = typist.tty.exit(HANG).ok_or("it does not end")?;
        if whole && status.success() {
            typist.words.promise_all();
        } else if status.signal() != Some("Killed") {
            return Err(format!("it ended by itself: {status:?}\n{}", typist.tty.text()));
        }
        Ok(typist.words)
    }
}

/// At which counts a whole run may be killed: from the first that has to do with our files to the
/// first that is not reached any more.
fn cuts(play: Play, disk_only: bool, each: usize) -> Vec<Cut> {
    let (home, words) = (play.home)();
    let log = home.path().join("log");
    let watch = Cut { play, fault: Fault::watch(&CHANGING.join(",")), disk_only };
    watch.run_in(&home, words, &log).unwrap();
    let seen = calls(&log);
    let mut all = Vec::new();
    for name in CHANGING {
        let counts = counts(&seen, name, &[home.path()]);
        if counts.is_empty() {
            continue;
        }
        // Frames and pauses are not the same each time: two more.
        let counts: Vec<_> = (*counts.start()..=counts.end() + 2).collect();
        let cut = |n: usize| Cut { play, fault: Fault::new(name, "signal=KILL", n), disk_only };
        // Of all calls it is writes that tear.
        let each = if name == "write" { each.saturating_mul(3) } else { each };
        all.extend(spread(&counts, each).into_iter().map(cut));
    }
    all
}

#[test]
#[ignore = "takes minutes, and needs strace"]
fn killed_at_every_call_on_the_screen() {
    let _alone = alone();
    let tally = Tally::of("kill at calls, screen");
    for (play, disk_only) in PLAYS.iter().flat_map(|play| [(*play, false), (*play, true)]) {
        // strace at all threads kills the one that is first; at the disk's thread it misses nothing.
        let each = if disk_only { count(usize::MAX, 3) } else { count(usize::MAX, 1) };
        tally.each(&cuts(play, disk_only, each), 2, Cut::name, Cut::run);
    }
    tally.end();
}
