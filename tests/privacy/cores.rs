//! No memory of the program is left on a disk.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::os::unix::fs::MetadataExt;
use std::process::{Command, Stdio};
use std::thread;
use std::time::Duration;

use rustix::process::{Signal, geteuid, kill_process};

use super::common::Home;
use super::terminal::tree;
use super::{FIRST, in_terminal, shell};

#[test]
fn a_crash_leaves_no_core() {
    for signal in [Signal::QUIT, Signal::ABORT, Signal::SEGV, Signal::BUS] {
        let home = Home::new();
        // Where a system allows no cores at all, the limit that is there must still be ours.
        let start = shell(
            "ulimit -c unlimited 2>/dev/null || ulimit -c 1",
            &["start", "exit-interview", "--client", "Ada"],
        );
        let mut tty = in_terminal(&home, &start, &[]);
        tty.see(FIRST);
        tty.keys("precious words");
        tty.see("precious words");
        let limits = fs::read_to_string(format!("/proc/{}/limits", tty.pid.as_raw_nonzero())).unwrap();
        let core = limits.lines().find(|line| line.starts_with("Max core file size")).unwrap();
        let core: Vec<_> = core["Max core file size".len()..].split_whitespace().collect();
        assert_eq!(core, ["0", "0", "bytes"]);
        tty.signal(signal);
        // The first of these is for Rust's own look at the stack.
        let again = matches!(signal, Signal::SEGV | Signal::BUS);
        while again && kill_process(tty.pid, signal).is_ok() {
            thread::yield_now();
        }
        let status = tty.end_within(Duration::from_secs(5));
        assert!(status.signal().is_some_and(|name| !name.contains("core dumped")), "{status:?}");
        let cores: Vec<_> = tree(home.path()).into_iter().filter(|(name, _)| name.contains("core")).collect();
        assert!(cores.is_empty(), "{signal:?}: {cores:?}");
    }
}

/// What hands cores to a program asks for no limit; and whatever else runs as the same user may look
/// into the memory of a process. Of one that forbids both, the system gives `/proc` to root.
#[test]
fn no_other_program_of_the_user_looks_into_its_memory() {
    let home = Home::new();
    let program = env!("CARGO_BIN_EXE_goodterms");
    let mut command;
    if geteuid().is_root() {
        // To root everything belongs already: as somebody else, then.
        let copy = home.path().join("goodterms");
        fs::copy(program, &copy).unwrap();
        std::os::unix::fs::chown(home.path(), Some(65534), Some(65534)).unwrap();
        command = Command::new("setpriv");
        command.args(["--reuid=65534", "--regid=65534", "--clear-groups"]).arg(copy);
    } else {
        command = Command::new(program);
    }
    command.args(["start", "farewell", "--client", "Ada", "--plain"]);
    command.env_clear().envs(home.environment()).env("PATH", std::env::var_os("PATH").unwrap());
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let meta = fs::metadata(format!("/proc/{}/environ", child.id())).unwrap();
    child.stdin.take().unwrap().write_all(b"stop\n").unwrap();
    child.wait().unwrap();
    assert!(!line.is_empty());
    assert_eq!(meta.uid(), 0);
}
