//! strace: it counts the calls of the program to the system, kills it at one, or lets one fail.
//!
//! strace counts for each thread by itself. So a run that is traced from its beginning breaks at the
//! N-th call of whichever thread comes to its N-th first; and to break the calls of one thread alone,
//! strace is put to that thread later.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use portable_pty::CommandBuilder;
use rustix::process::{Pid, Signal, kill_process};

use super::common::Home;
use super::counts::eventually;
use super::need;
use super::terminal::Tty;

/// Calls that do the same under two names are counted apart, so each class is one name; those that
/// this system does not use cost nothing.
pub const CHANGING: [&str; 17] = [
    "openat",
    "creat",
    "write",
    "pwrite64",
    "writev",
    "fsync",
    "fdatasync",
    "rename",
    "renameat",
    "renameat2",
    "unlink",
    "unlinkat",
    "mkdir",
    "mkdirat",
    "ftruncate",
    "flock",
    "linkat",
];

/// What strace is told to do to a call.
#[derive(Clone, Debug)]
pub struct Fault {
    /// One name, or several with commas between them.
    pub calls: String,
    /// `signal=KILL`, `error=EIO`, `retval=0`, `delay_enter=1000000`; nothing: it only watches.
    pub what: String,
    /// `3`: at the third. `3+`: from the third on. Empty: always.
    pub when: String,
}

impl Fault {
    pub fn new(calls: &str, what: &str, when: impl ToString) -> Self {
        Self { calls: calls.to_owned(), what: what.to_owned(), when: when.to_string() }
    }

    /// Only watches.
    pub fn watch(calls: &str) -> Self {
        Self::new(calls, "", "")
    }

    /// What strace is told, but for what it runs.
    fn args(&self, log: &Path) -> Vec<String> {
        // What this system does not know under that name, strace need not know.
        let known = |calls: &str| format!("?{}", calls.replace(',', ",?"));
        let calls = known(&self.calls);
        let mut args =
            vec!["-o".into(), log.to_str().unwrap().to_owned(), "-e".into(), format!("trace={calls}")];
        args.extend(["-e".into(), "signal=none".into(), "-s".into(), "64".into()]);
        if !self.what.is_empty() {
            let when = if self.when.is_empty() { String::new() } else { format!(":when={}", self.when) };
            args.extend(["-e".into(), format!("inject={calls}:{}{when}", self.what)]);
        }
        args
    }

    /// The words of a command that runs goodterms with these arguments, traced from its beginning.
    fn words(&self, log: &Path, args: &[&str]) -> Vec<String> {
        let mut words = vec![need::tool("strace").to_str().unwrap().to_owned()];
        words.extend(["-f".into(), "--seccomp-bpf".into(), "-qq".into()]);
        words.extend(self.args(log));
        words.extend(["--".into(), env!("CARGO_BIN_EXE_goodterms").into()]);
        words.extend(args.iter().map(ToString::to_string));
        words
    }

    /// goodterms with these arguments, traced from its beginning, for a terminal.
    pub fn program(&self, log: &Path, args: &[&str]) -> CommandBuilder {
        CommandBuilder::from_argv(self.words(log, args).into_iter().map(Into::into).collect())
    }

    /// The same without a terminal.
    pub fn process(&self, home: &Home, log: &Path, args: &[&str]) -> Command {
        let words = self.words(log, args);
        let mut command = home.any_process(&words[0]);
        command.args(&words[1..]);
        command
    }

    /// Traces one thread of a program that runs already.
    pub fn attach(&self, thread: u32, log: &Path) -> Attached {
        let mut command = Command::new(need::tool("strace"));
        command.args(self.args(log)).arg("-p").arg(thread.to_string());
        let mut child = command.stdin(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
        let mut said = String::new();
        BufReader::new(child.stderr.take().unwrap()).read_line(&mut said).unwrap();
        assert!(said.contains("attached"), "strace: {said}");
        Attached { child, ended: false }
    }
}

/// strace at a thread of a running program.
#[derive(Debug)]
pub struct Attached {
    child: Child,
    ended: bool,
}

impl Attached {
    /// Lets the program go on as if nothing had been.
    pub fn let_go(mut self) {
        let pid = Pid::from_raw(self.child.id().try_into().unwrap()).unwrap();
        let _ = kill_process(pid, Signal::TERM);
        let ended = eventually("strace ends", Duration::from_secs(30), || {
            matches!(self.child.try_wait(), Ok(Some(_)))
        });
        self.ended = ended.is_ok();
        assert_eq!(ended, Ok(()));
    }
}

impl Drop for Attached {
    fn drop(&mut self) {
        if !self.ended {
            let _ = self.child.kill();
            let _ = self.child.wait();
        }
    }
}

/// A call that was seen.
#[derive(Clone, Debug)]
pub struct Call {
    pub thread: u32,
    pub name: String,
    /// The whole of it, as strace writes it.
    pub line: String,
}

/// The calls in a log, in their order. A call during which another thread ran is in it once.
pub fn calls(log: &Path) -> Vec<Call> {
    let text = String::from_utf8_lossy(&fs::read(log).unwrap_or_default()).into_owned();
    let call = |line: &str| {
        let (thread, rest) = line.split_once(' ').unwrap_or(("", line));
        // strace on one thread alone does not name it.
        let (thread, rest) = thread.parse().map_or((0, line), |thread| (thread, rest.trim_start()));
        let (name, _) = rest.split_once('(')?;
        let is_name = name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
        is_name.then(|| Call { thread, name: name.to_owned(), line: rest.to_owned() })
    };
    text.lines().filter_map(call).collect()
}

/// The counts at which a call of this name touches one of these folders, in any thread: from the
/// first such count to the last.
pub fn counts(calls: &[Call], name: &str, folders: &[&Path]) -> std::ops::RangeInclusive<usize> {
    let mut seen = std::collections::HashMap::<u32, usize>::new();
    let (mut first, mut last) = (usize::MAX, 0);
    for call in calls.iter().filter(|call| call.name == name) {
        let n = seen.entry(call.thread).or_default();
        *n += 1;
        // Only opens say where; what writes and syncs is told by its file's number.
        let ours = !call.line.contains("AT_FDCWD")
            || folders.iter().any(|folder| call.line.contains(folder.to_str().unwrap()));
        if ours {
            (first, last) = (first.min(*n), last.max(*n));
        }
    }
    first.min(last + 1)..=last
}

/// Whether strace did something to a call.
pub fn was_hit(log: &Path) -> bool {
    calls(log).iter().any(|call| call.line.contains("(INJECTED)") || call.line.contains("(DELAYED)"))
}

/// The program that this strace runs.
pub fn traced(strace: Pid) -> Pid {
    let strace = strace.as_raw_nonzero();
    let children = fs::read_to_string(format!("/proc/{strace}/task/{strace}/children")).unwrap();
    Pid::from_raw(children.split_whitespace().next().expect("strace runs nothing").parse().unwrap()).unwrap()
}

/// The thread that has to do with the disk.
pub fn disk_thread(tty: &Tty) -> u32 {
    let pid = tty.pid.as_raw_nonzero().get();
    let folder = format!("/proc/{pid}/task");
    let mut threads: Vec<(u32, String)> = fs::read_dir(folder)
        .unwrap()
        .map(|thread| thread.unwrap().path())
        .map(|path| {
            let id = path.file_name().unwrap().to_str().unwrap().parse().unwrap();
            (id, fs::read_to_string(path.join("comm")).unwrap_or_default())
        })
        .filter(|(id, _)| i64::from(*id) != i64::from(pid))
        .collect();
    threads.sort();
    let named = threads.iter().find(|(_, name)| name.contains("writer") || name.contains("disk"));
    named.or(threads.first()).expect("a thread for the disk").0
}
