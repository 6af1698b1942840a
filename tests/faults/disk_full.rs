//! Full disks: no room, or no more files. Notes and drafts are on two disks, of which one is full.

use std::fs::{self, File};
use std::path::PathBuf;

use rustix::process::Signal;

use super::common::Home;
use super::counts::{Tally, Verdict, alone, count, spread};
use super::disk::{Disk, ballast};
use super::orders::orders;
use super::scene::Scene;
use super::talk::{CLIENT, HANG, SIZE, check, finish, furnish, program};
use super::terminal::Tty;
use super::words::{Typist, bar, is_saved};

/// A page: what a disk in memory gives room for at once.
const PAGE: u64 = 4096;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Full {
    Notes,
    State,
}

#[derive(Clone, Copy, Debug)]
enum Left {
    /// So many pages of room.
    Pages(u64),
    /// So many files.
    Files(u64),
}

/// What happens while it is full.
#[derive(Clone, Copy, Debug)]
enum Then {
    Room,
    Killed,
    Commands,
    /// It is full already when the conversation begins.
    New,
}

#[derive(Clone, Copy, Debug)]
struct Case {
    full: Full,
    left: Left,
    then: Then,
}

fn cases() -> Vec<Case> {
    let mut cases = Vec::new();
    let levels = (0..25).map(Left::Pages).chain((0..6).map(Left::Files));
    for (n, left) in levels.enumerate() {
        for full in [Full::Notes, Full::State] {
            let all = [Then::Room, Then::Killed, Then::Commands, Then::New];
            let then = all[(n + usize::from(full == Full::State)) % all.len()];
            cases.push(Case { full, left, then });
        }
    }
    cases
}

/// Two small disks, and a home with its notes on one and its state on the other.
struct Disks {
    notes: Disk,
    state: Disk,
}

impl Disks {
    fn new() -> Self {
        let disk = || Disk::in_memory("size=512k,nr_inodes=200");
        Self { notes: disk(), state: disk() }
    }

    fn home(&self) -> Home {
        Home::new()
            .with("GOODTERMS_NOTES", self.notes.path().join("notes"))
            .with("XDG_STATE_HOME", self.state.path())
    }
}

/// Fills a disk but for what is left; gives what to remove again.
fn fill(disk: &Disk, left: Left) -> PathBuf {
    match left {
        Left::Pages(pages) => {
            let path = ballast(&disk.path(), u64::MAX);
            let file = File::options().write(true).open(&path).unwrap();
            let taken = file.metadata().unwrap().len() / PAGE;
            file.set_len(taken.saturating_sub(pages) * PAGE).unwrap();
            path
        }
        Left::Files(files) => {
            let folder = disk.path().join("ballast");
            fs::create_dir(&folder).unwrap();
            let mut made = 0u64;
            while File::create(folder.join(made.to_string())).is_ok() {
                made += 1;
            }
            for n in 0..files.min(made) {
                fs::remove_file(folder.join(n.to_string())).unwrap();
            }
            folder
        }
    }
}

fn make_room(ballast: &PathBuf) {
    if ballast.is_dir() { fs::remove_dir_all(ballast) } else { fs::remove_file(ballast) }.unwrap();
}

impl Case {
    /// Gives whether the bar said NOT SAVED.
    fn run(&self) -> Result<bool, String> {
        let disks = Disks::new();
        let disk = if self.full == Full::Notes { &disks.notes } else { &disks.state };
        if let Then::Commands = self.then {
            return self.commands(&disks, disk).map(|()| false);
        }
        if let Then::New = self.then {
            return self.begins(&disks, disk);
        }
        let mut scene = Scene::begin(disks.home())?;
        let ballast = fill(disk, self.left);
        // More than there is room for, where there is little.
        scene.typist.paste('a', 500);
        scene.type_and_save()?;
        let told = scene.told()?;
        scene.is_whole()?;
        scene.echoes()?;
        if let Then::Killed = self.then {
            scene.typist.tty.signal(Signal::KILL);
            scene.judge_end(HANG, || make_room(&ballast))?;
        } else {
            make_room(&ballast);
            scene.filed("by itself, as there is room again")?;
            scene.leave()?;
        }
        Ok(told)
    }

    /// A conversation begins on a full disk, and there is room later.
    fn begins(&self, disks: &Disks, disk: &Disk) -> Result<bool, String> {
        let home = disks.home();
        furnish(&home);
        let ballast = fill(disk, self.left);
        let command = program(&["start", "talk", "--client", CLIENT]);
        let mut typist = Typist::at(Tty::run_command(&home, command, SIZE));
        typist.tty.see("What happened?");
        typist.paste('a', 500);
        typist.keys("<c-s>")?;
        typist.shown('a')?;
        typist.until("NOT SAVED, or Saved", HANG, |tty| {
            bar(tty).contains("NOT SAVED") || is_saved(&bar(tty))
        })?;
        let told = bar(&typist.tty).contains("NOT SAVED");
        make_room(&ballast);
        typist.until("Saved by itself", HANG + HANG, |tty| is_saved(&bar(tty)))?;
        typist.keys("<c-q>")?;
        typist.until_it_ends(HANG)?;
        typist.words.promise_all();
        check(&home, &typist.words, false).map(|_| told)
    }

    /// Commands say that they could not, or have done it; then there is room, and they can.
    fn commands(&self, disks: &Disks, disk: &Disk) -> Verdict {
        for order in orders() {
            let home = order.home_at(disks.home());
            let ballast = fill(disk, self.left);
            let ran = finish(home.process(order.args), &order.stdin)?;
            make_room(&ballast);
            order.judge(&home, &ran)?;
            let again = finish(home.process(order.args), &order.stdin)?;
            if again.code != 0 && ran.code != 0 {
                return Err(format!("{:?} fails though there is room: {again:?}", order.args));
            }
            fs::remove_dir_all(home.notes()).map_err(|e| e.to_string())?;
        }
        Ok(())
    }
}

#[test]
#[ignore = "takes minutes, and needs root"]
fn a_disk_is_full() {
    let _alone = alone();
    let tally = Tally::of("full disks");
    let told = std::sync::atomic::AtomicUsize::new(0);
    let cases = spread(&cases(), count(usize::MAX, 14));
    tally.each(
        &cases,
        2,
        |case| format!("{case:?}"),
        |case| {
            let said = case.run()?;
            told.fetch_add(usize::from(said), std::sync::atomic::Ordering::Relaxed);
            Ok(())
        },
    );
    tally.note(format!("{} said NOT SAVED", told.into_inner()));
    tally.end();
}
