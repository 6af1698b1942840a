//! The program in a pseudo-terminal: keys in, a screen out. Nothing here sleeps: a test waits for
//! what it expects, and fails with the screen as it was when that does not come.

#![allow(dead_code, reason = "each test file uses its part")]

#[path = "keys.rs"]
mod keys;

use std::io::{Read, Write};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use portable_pty::{CommandBuilder, ExitStatus, MasterPty, PtySize, native_pty_system};
use rustix::process::{Pid, Signal, kill_process};
use vt100::{MouseProtocolMode, Parser, Screen};

use self::keys::bytes_for;
use crate::common::Home;

/// So long a screen may take to come; long, for a busy machine.
const PATIENCE: Duration = Duration::from_secs(20);

/// How a frame ends, but for the cursor: colours and attributes are reset, which is done nowhere else.
const FRAME_END: &[u8] = b"\x1b[0m";

/// Modes that we switch on, and that must be off when we are gone.
const MODES: [&str; 6] = ["?1000", "?1002", "?1004", "?1006", "?2004", "?1049"];

/// What came of waiting for a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Came {
    Frame,
    /// None, in the time there was.
    Nothing,
    /// Nobody writes to this terminal any more.
    End,
}

/// A terminal with the program in it.
pub struct Tty {
    pub pid: Pid,
    master: Option<Box<dyn MasterPty + Send>>,
    writer: Option<Box<dyn Write + Send>>,
    chunks: Receiver<Vec<u8>>,
    reader: Option<JoinHandle<()>>,
    /// Tells the reader to let go of the terminal after what comes next.
    let_go: Arc<AtomicBool>,
    exits: Receiver<ExitStatus>,
    ended: bool,
    parser: Parser,
    /// All that the program has written.
    pub raw: Vec<u8>,
    /// How much of it is on the screen.
    drawn: usize,
    /// How the terminal was set up before the program began.
    cooked: String,
}

impl Tty {
    /// Runs goodterms with these arguments in a home folder, in so many columns and rows; not for the
    /// first time.
    pub fn run(home: &Home, args: &[&str], size: (u16, u16)) -> Self {
        if args.is_empty() {
            home.is_used();
        }
        Self::first_run(home, args, size)
    }

    /// The same where nobody has used it before.
    pub fn first_run(home: &Home, args: &[&str], size: (u16, u16)) -> Self {
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_goodterms"));
        command.args(args);
        Self::run_command(home, command, size)
    }

    /// Runs goodterms with an editor of the advisor's.
    pub fn run_with_editor(home: &Home, args: &[&str], editor: &str, size: (u16, u16)) -> Self {
        if args.is_empty() {
            home.is_used();
        }
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_goodterms"));
        command.args(args);
        // What the editor is made of must be found; nothing else of the machine's own is.
        let path = std::env::var("PATH").unwrap();
        Self::run_in(home, command, size, &[("EDITOR", editor), ("PATH", &path)])
    }

    /// Runs any command with the environment of a home folder.
    pub fn run_command(home: &Home, command: CommandBuilder, size: (u16, u16)) -> Self {
        Self::run_in(home, command, size, &[])
    }

    /// Runs any command, with more in its environment.
    pub fn run_in(
        home: &Home,
        mut command: CommandBuilder,
        (width, height): (u16, u16),
        more: &[(&str, &str)],
    ) -> Self {
        let size = PtySize { rows: height, cols: width, ..PtySize::default() };
        let pair = native_pty_system().openpty(size).unwrap();
        command.env_clear();
        for (name, value) in home.environment() {
            command.env(name, value);
        }
        for (name, value) in more {
            command.env(name, value);
        }
        command.env("TERM", "xterm-256color");
        command.cwd(home.path());
        let cooked = termios(&*pair.master);
        let mut child = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        let pid = Pid::from_raw(child.process_id().unwrap().try_into().unwrap()).unwrap();
        let (exit, exits) = mpsc::channel();
        thread::spawn(move || exit.send(child.wait().unwrap()));
        let let_go = Arc::new(AtomicBool::new(false));
        let told = let_go.clone();
        let mut output = pair.master.try_clone_reader().unwrap();
        let (send, chunks) = mpsc::channel();
        let reader = thread::spawn(move || {
            let mut buffer = [0; 16 * 1024];
            // Linux gives an error when the other side is gone, others an end.
            while let Ok(n @ 1..) = output.read(&mut buffer) {
                if send.send(buffer[..n].to_vec()).is_err() || told.load(Ordering::SeqCst) {
                    return;
                }
            }
        });
        Self {
            pid,
            writer: Some(pair.master.take_writer().unwrap()),
            master: Some(pair.master),
            chunks,
            reader: Some(reader),
            let_go,
            exits,
            ended: false,
            parser: Parser::new(height.try_into().unwrap(), width.try_into().unwrap(), 0),
            raw: Vec::new(),
            drawn: 0,
            cooked,
        }
    }

    /// Presses keys: `abc<tab><c-s>`; `<lt>` is a `<`.
    pub fn keys(&mut self, keys: &str) {
        self.send(&bytes_for(keys));
    }

    /// Presses keys at a program that may have ended.
    pub fn try_keys(&mut self, keys: &str) -> std::io::Result<()> {
        self.try_send(&bytes_for(keys))
    }

    /// Sends bytes as they are.
    pub fn send(&mut self, bytes: &str) {
        self.try_send(bytes).unwrap();
    }

    fn try_send(&mut self, bytes: &str) -> std::io::Result<()> {
        let writer = self.writer.as_mut().unwrap();
        writer.write_all(bytes.as_bytes())?;
        writer.flush()
    }

    /// Pastes as a terminal does that knows bracketed paste.
    pub fn paste(&mut self, text: &str) {
        self.send(&format!("\x1b[200~{text}\x1b[201~"));
    }

    /// Presses and releases a mouse button on a cell; 64 and 65 are the wheel.
    pub fn mouse(&mut self, button: u8, (x, y): (u16, u16)) {
        let (x, y) = (x + 1, y + 1);
        let release = if button < 64 { format!("\x1b[<{button};{x};{y}m") } else { String::new() };
        self.send(&format!("\x1b[<{button};{x};{y}M{release}"));
    }

    /// Presses the mouse button on a cell, moves to another one, and lets go there.
    pub fn drag(&mut self, (x, y): (u16, u16), (to_x, to_y): (u16, u16)) {
        let (x, y, to_x, to_y) = (x + 1, y + 1, to_x + 1, to_y + 1);
        self.send(&format!("\x1b[<0;{x};{y}M\x1b[<32;{to_x};{to_y}M\x1b[<0;{to_x};{to_y}m"));
    }

    /// Clicks on the first of these words on the screen.
    pub fn click_on(&mut self, words: &str) {
        let at = self.place_of(words);
        self.mouse(0, at);
    }

    /// The cell where these words begin.
    pub fn place_of(&self, words: &str) -> (u16, u16) {
        let (height, width) = self.size();
        for y in 0..height {
            for x in 0..width {
                let mut rest = words;
                for x in x..width {
                    let cell = self.parser.screen().cell(y, x).unwrap();
                    if cell.is_wide_continuation() {
                        continue;
                    }
                    let here = if cell.has_contents() { cell.contents() } else { " " };
                    match rest.strip_prefix(here) {
                        Some(behind) => rest = behind,
                        None => break,
                    }
                    if rest.is_empty() {
                        break;
                    }
                }
                if rest.is_empty() {
                    return (x, y);
                }
            }
        }
        panic!("no {words:?} on\n{}", self.text());
    }

    fn size(&self) -> (u16, u16) {
        let (rows, cols) = self.parser.screen().size();
        (rows.get(), cols.get())
    }

    /// Another size, as when a window is dragged.
    pub fn resize(&mut self, width: u16, height: u16) {
        self.parser.screen_mut().set_size(height.try_into().unwrap(), width.try_into().unwrap());
        let size = PtySize { rows: height, cols: width, ..PtySize::default() };
        self.master.as_ref().unwrap().resize(size).unwrap();
    }

    /// The screen.
    pub fn screen(&self) -> &Screen {
        self.parser.screen()
    }

    /// The rows of the screen.
    pub fn text(&self) -> String {
        let (_, width) = self.size();
        self.screen().rows(0, width).map(|row| row.trim_end().to_owned() + "\n").collect()
    }

    /// The row above the keys: what was said, and whether all is saved.
    pub fn status(&self) -> String {
        let (height, width) = self.size();
        self.screen().rows(0, width).nth(usize::from(height) - 2).unwrap_or_default().trim().to_owned()
    }

    /// Waits until the screen is so, after one frame or another.
    #[track_caller]
    pub fn until(&mut self, what: &str, mut is_so: impl FnMut(&Self) -> bool) {
        let deadline = Instant::now() + PATIENCE;
        while !is_so(self) {
            match self.frame(deadline) {
                Came::Frame => {}
                why => panic!("{what:?} did not come ({why:?}); the screen is\n{}", self.text()),
            }
        }
    }

    /// Draws the next frame, waiting for it until then.
    pub fn frame(&mut self, until: Instant) -> Came {
        while !self.draw_frame() {
            match self.chunks.recv_timeout(until.saturating_duration_since(Instant::now())) {
                Ok(chunk) => self.take(&chunk),
                Err(RecvTimeoutError::Timeout) => return Came::Nothing,
                Err(RecvTimeoutError::Disconnected) => return Came::End,
            }
        }
        Came::Frame
    }

    /// The exit status, if the program ends in this time.
    pub fn exit(&mut self, at_most: Duration) -> Option<ExitStatus> {
        let status = self.exits.recv_timeout(at_most).ok()?;
        self.ended = true;
        Some(status)
    }

    /// Waits until these words are on the screen.
    #[track_caller]
    pub fn see(&mut self, words: &str) {
        self.until(words, |tty| tty.text().contains(words));
    }

    /// Waits until another program has written this.
    #[track_caller]
    pub fn until_raw(&mut self, words: &str) {
        let deadline = Instant::now() + PATIENCE;
        while !self.raw.windows(words.len()).any(|w| w == words.as_bytes()) {
            let left = deadline.saturating_duration_since(Instant::now());
            match self.chunks.recv_timeout(left) {
                Ok(chunk) => self.take(&chunk),
                Err(why) => panic!("{words:?} did not come ({why})"),
            }
        }
    }

    /// Waits until these words are on the screen, the bar has said `Saving…`, and then that all
    /// of it is saved: a `Saved` from before does not count.
    #[track_caller]
    pub fn saved(&mut self, words: &str) {
        let (mut seen, mut saving) = (false, false);
        self.until(&format!("{words}, saved"), |tty| {
            seen = seen || tty.text().contains(words);
            let status = tty.status();
            saving = saving || seen && status.ends_with("Saving…");
            saving && status.ends_with("Saved 14:02")
        });
    }

    fn take(&mut self, bytes: &[u8]) {
        self.raw.extend_from_slice(bytes);
    }

    /// Draws the next frame, if all of it has come: half a frame is no screen.
    fn draw_frame(&mut self) -> bool {
        let rest = &self.raw[self.drawn..];
        let Some(end) = rest.windows(FRAME_END.len()).position(|w| w == FRAME_END) else { return false };
        let frame = &rest[..end + FRAME_END.len()];
        self.parser.process(frame);
        self.drawn += frame.len();
        true
    }

    /// Takes what has come meanwhile, without waiting; gives how many bytes that were.
    pub fn take_all(&mut self) -> usize {
        let before = self.raw.len();
        self.raw.extend(self.chunks.try_iter().flatten());
        self.parser.process(&self.raw[self.drawn..]);
        self.drawn = self.raw.len();
        self.drawn - before
    }

    /// Takes what comes until nothing has come for a while. For looking at all that is drawn, and not
    /// for waiting for something.
    pub fn settle(&mut self, quiet: Duration) {
        while let Ok(chunk) = self.chunks.recv_timeout(quiet) {
            self.take(&chunk);
        }
        self.take_all();
    }

    /// Sends a signal.
    pub fn signal(&self, signal: Signal) {
        kill_process(self.pid, signal).unwrap();
    }

    /// Waits until the program has ended, and takes its last words. Gives its exit status.
    #[track_caller]
    pub fn end_within(&mut self, at_most: Duration) -> ExitStatus {
        let status = match self.exits.recv_timeout(at_most) {
            Ok(status) => status,
            Err(_) => {
                self.take_all();
                panic!("still running after {at_most:?}; the screen is\n{}", self.text());
            }
        };
        self.ended = true;
        loop {
            match self.chunks.recv_timeout(PATIENCE) {
                Ok(chunk) => self.take(&chunk),
                Err(RecvTimeoutError::Disconnected) => {
                    self.take_all();
                    return status;
                }
                Err(RecvTimeoutError::Timeout) => panic!("somebody still holds the terminal"),
            }
        }
    }

    /// The terminal is gone, as when its window is closed. `key` must make the program draw:
    /// only then does our reader let go of its end.
    pub fn hang_up(&mut self, key: &str) {
        self.take_all();
        self.let_go.store(true, Ordering::SeqCst);
        self.keys(key);
        self.reader.take().unwrap().join().unwrap();
        self.writer = None;
        self.master = None;
    }

    /// That the terminal is as it was before the program began.
    #[track_caller]
    pub fn is_restored(&self) {
        let raw = String::from_utf8_lossy(&self.raw);
        for mode in MODES {
            let on = raw.rfind(&format!("\x1b[{mode}h")).expect(mode);
            let off = raw.rfind(&format!("\x1b[{mode}l"));
            assert!(off.is_some_and(|off| off > on), "{mode} is still on: {:?}", tail(&raw));
        }
        assert!(raw.rfind("\x1b[?25h") > raw.rfind("\x1b[?25l"), "no cursor: {:?}", tail(&raw));
        let screen = self.screen();
        assert!(!screen.alternate_screen() && !screen.hide_cursor() && !screen.bracketed_paste());
        assert_eq!(screen.mouse_protocol_mode(), MouseProtocolMode::None);
        assert_eq!(termios(self.master.as_deref().unwrap()), self.cooked);
    }

    /// That the terminal is the program's: keys come one by one and are not echoed.
    #[track_caller]
    pub fn is_taken(&self) {
        assert_ne!(termios(self.master.as_deref().unwrap()), self.cooked);
    }
}

impl Drop for Tty {
    fn drop(&mut self) {
        if !self.ended {
            // It may have ended by itself meanwhile.
            let _ = kill_process(self.pid, Signal::KILL);
        }
    }
}

fn termios(master: &dyn MasterPty) -> String {
    format!("{:?}", master.get_termios().unwrap())
}

fn tail(raw: &str) -> &str {
    raw.char_indices().rev().nth(200).map_or(raw, |(i, _)| &raw[i..])
}

/// All files below a folder, with their modes.
pub fn tree(folder: &Path) -> Vec<(String, u32)> {
    use std::os::unix::fs::PermissionsExt;
    fn go(top: &Path, folder: &Path, all: &mut Vec<(String, u32)>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let meta = path.symlink_metadata().unwrap();
            let name = path.strip_prefix(top).unwrap().to_str().unwrap().to_owned();
            all.push((name, meta.permissions().mode() & 0o7777));
            if meta.is_dir() {
                go(top, &path, all);
            }
        }
    }
    let mut all = Vec::new();
    go(folder, folder, &mut all);
    all.sort();
    all
}
