//! Folders that may not be written to, and folders that are gone. Root may do everything, so the program
//! is run as nobody.

use std::fs;
use std::os::unix::fs::{PermissionsExt, chown};
use std::path::{Path, PathBuf};
use std::process::Command;

use portable_pty::CommandBuilder;
use rustix::process::Signal;
use tempfile::TempDir;

use super::common::Home;
use super::counts::{Tally, Verdict, alone, count, spread};
use super::disk::Disk;
use super::need::{done, root, tool};
use super::scene::Scene;
use super::talk::{HANG, Talk};

const NOBODY: u32 = 65534;

/// Gives a folder and all in it to nobody.
fn give(path: &Path) {
    chown(path, Some(NOBODY), Some(NOBODY)).unwrap();
    if path.is_dir() && !path.is_symlink() {
        fs::read_dir(path).unwrap().for_each(|entry| give(&entry.unwrap().path()));
    }
}

/// A copy of the program in a folder that nobody may look into.
fn copied(folder: &Path) {
    // Not by this process: a file that somebody still has open for writing cannot be run.
    done(Command::new("cp").arg(env!("CARGO_BIN_EXE_goodterms")).arg(folder.join("goodterms")));
    set_mode(folder, 0o755);
}

/// The program as nobody runs it.
fn as_nobody(home: &Home, copies: &Path, args: &[&str]) -> CommandBuilder {
    give(home.path());
    let mut command = CommandBuilder::new(tool("setpriv"));
    command.args([format!("--reuid={NOBODY}"), format!("--regid={NOBODY}"), "--clear-groups".into()]);
    command.arg(copies.join("goodterms"));
    command.args(args);
    command
}

fn set_mode(path: &Path, mode: u32) {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}

/// What is taken away, and how it is given back.
struct Trouble {
    what: &'static str,
    /// The words stay safe in the draft.
    drafted: bool,
    begin: fn(&Talk),
    end: fn(&Talk),
}

fn note_folder(talk: &Talk) -> PathBuf {
    fs::read_dir(talk.home.notes()).unwrap().next().unwrap().unwrap().path()
}

fn drafts(talk: &Talk) -> PathBuf {
    talk.home.state().join("drafts")
}

fn aside(folder: &Path) -> PathBuf {
    folder.with_extension("away")
}

fn take_away(folder: &Path) {
    fs::rename(folder, aside(folder)).unwrap();
}

fn bring_back(folder: &Path) {
    fs::rename(aside(folder), folder).unwrap();
}

const TROUBLES: [Trouble; 5] = [
    Trouble {
        what: "the client's folder may not be written to",
        drafted: true,
        begin: |talk| set_mode(&note_folder(talk), 0o500),
        end: |talk| set_mode(&note_folder(talk), 0o700),
    },
    Trouble {
        what: "the client's folder may not even be looked into",
        drafted: true,
        begin: |talk| set_mode(&note_folder(talk), 0),
        end: |talk| set_mode(&note_folder(talk), 0o700),
    },
    Trouble {
        what: "the note may not be read",
        drafted: true,
        begin: |talk| set_mode(&talk.note(), 0),
        end: |talk| set_mode(&talk.note(), 0o600),
    },
    Trouble {
        what: "the folder of drafts may not be written to",
        drafted: false,
        begin: |talk| set_mode(&drafts(talk), 0o500),
        end: |talk| set_mode(&drafts(talk), 0o700),
    },
    Trouble {
        what: "the notes folder is gone",
        drafted: true,
        begin: |talk| take_away(&talk.home.notes()),
        end: |talk| bring_back(&talk.home.notes()),
    },
];

impl Trouble {
    fn run(&self, copies: &Path, killed: bool) -> Verdict {
        let talk = Talk::new();
        let command = as_nobody(&talk.home, copies, &["resume", &talk.id]);
        let mut scene = Scene::open(talk, command)?;
        // The folders of drafts and locks are there by now.
        scene.type_and_save()?;
        scene.filed("before the trouble")?;
        (self.begin)(&scene.talk);
        scene.type_and_save()?;
        let told = scene.told()?;
        if self.drafted && !told {
            return Err("the bar does not say that the note cannot be filed".into());
        }
        if self.drafted {
            scene.typist.saved('a', HANG).map_err(|e| format!("the draft does not go on: {e}"))?;
        }
        scene.echoes()?;
        if killed {
            scene.typist.tty.signal(Signal::KILL);
            let talk = Talk { home: Home::at(scene.talk.home.path()), id: String::new() };
            return scene.judge_end(HANG, || (self.end)(&talk));
        }
        (self.end)(&scene.talk);
        scene.filed("by itself, as it may again")?;
        scene.leave()
    }
}

#[test]
#[ignore = "needs root"]
fn a_folder_may_not_be_used() {
    let _alone = alone();
    root();
    let tally = Tally::of("modes and folders");
    let copies = TempDir::new().unwrap();
    copied(copies.path());
    let cases: Vec<_> = TROUBLES.iter().flat_map(|t| [(t, false), (t, true)]).collect();
    let cases = spread(&cases, count(usize::MAX, 6));
    let name = |(trouble, killed): &(&Trouble, bool)| {
        format!("{}{}", trouble.what, if *killed { ", then killed" } else { "" })
    };
    tally.each(&cases, 2, name, |(trouble, killed)| trouble.run(copies.path(), *killed));
    for killed in [false, true] {
        tally.case(&format!("the disk of the notes becomes read-only, killed: {killed}"), || {
            read_only(killed)
        });
    }
    tally.end();
}

fn read_only(killed: bool) -> Verdict {
    let disk = Disk::in_memory("size=1m");
    let mut scene = Scene::begin(Home::new().with("GOODTERMS_NOTES", disk.path().join("notes")))?;
    disk.remount("ro");
    scene.type_and_save()?;
    if !scene.told()? {
        return Err("the bar does not say it".into());
    }
    scene.typist.saved('a', HANG)?;
    if killed {
        scene.typist.tty.signal(Signal::KILL);
        return scene.judge_end(HANG, || disk.remount("rw"));
    }
    disk.remount("rw");
    scene.filed("by itself, as the disk may be written to")?;
    scene.leave()
}
