//! The program in a pseudo-terminal: keys in, a screen out. Nothing here sleeps: what is expected is
//! waited for, and if it does not come, the screen is shown as it is.

use std::io::{Read, Write};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use vt100::{Parser, Screen};

use crate::home::Home;
use crate::keys::bytes_for;

/// So long a screen may take to come; long, for a busy machine.
const PATIENCE: Duration = Duration::from_secs(20);
/// A screen that has not changed for so long stands still.
const STILL: Duration = Duration::from_millis(300);

pub struct Window {
    child: Box<dyn Child + Send + Sync>,
    master: Box<dyn MasterPty + Send>,
    keys: Box<dyn Write + Send>,
    chunks: Receiver<Vec<u8>>,
    parser: Parser,
}

impl Window {
    /// Runs goodterms with these arguments, in so many columns and rows.
    pub fn open(home: &Home, now: &str, args: &[&str], size: (u16, u16)) -> Self {
        let pair = native_pty_system().openpty(pty_size(size)).unwrap();
        let mut command = CommandBuilder::new(home.program());
        command.args(args);
        command.env_clear();
        for (name, value) in home.environment(now) {
            command.env(name, value);
        }
        command.cwd(home.path());
        let child = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        let mut output = pair.master.try_clone_reader().unwrap();
        let (send, chunks) = mpsc::channel();
        thread::spawn(move || {
            let mut buffer = [0; 16 * 1024];
            while let Ok(n @ 1..) = output.read(&mut buffer) {
                if send.send(buffer[..n].to_vec()).is_err() {
                    return;
                }
            }
        });
        let keys = pair.master.take_writer().unwrap();
        let parser = Parser::new(size.1.try_into().unwrap(), size.0.try_into().unwrap(), 0);
        Self { child, master: pair.master, keys, chunks, parser }
    }

    pub fn screen(&self) -> &Screen {
        self.parser.screen()
    }

    /// Presses keys: `abc<tab><c-s>`.
    pub fn press(&mut self, keys: &str) {
        self.keys.write_all(bytes_for(keys).as_bytes()).unwrap();
        self.keys.flush().unwrap();
    }

    /// Gives the window another size.
    pub fn resize(&mut self, size: (u16, u16)) {
        self.parser.screen_mut().set_size(size.1.try_into().unwrap(), size.0.try_into().unwrap());
        self.master.resize(pty_size(size)).unwrap();
    }

    /// Waits until these words are on the screen.
    pub fn see(&mut self, words: &str) {
        let deadline = Instant::now() + PATIENCE;
        while !self.shows(words) {
            self.take(deadline.saturating_duration_since(Instant::now()), words);
        }
    }

    /// Waits until these words are on a screen that stands still, with everything saved.
    pub fn stand_still(&mut self, words: &str) {
        let deadline = Instant::now() + PATIENCE;
        loop {
            match self.chunks.recv_timeout(STILL) {
                Ok(chunk) => self.parser.process(&chunk),
                Err(_) if self.shows(words) && !self.shows("Saving…") => return,
                Err(_) => self.take(deadline.saturating_duration_since(Instant::now()), words),
            }
        }
    }

    /// Ends the program: by its key, or line by line by its word.
    pub fn close(mut self) {
        self.press(if self.screen().alternate_screen() { "<c-q>" } else { "stop<enter>" });
        let deadline = Instant::now() + PATIENCE;
        // What it still draws must be read: it waits for its terminal otherwise.
        while let Ok(chunk) = self.chunks.recv_timeout(deadline.saturating_duration_since(Instant::now())) {
            self.parser.process(&chunk);
        }
        assert!(self.child.wait().unwrap().success(), "{}", self.text());
    }

    /// The screen as text.
    pub fn text(&self) -> String {
        self.screen().contents()
    }

    /// Whether these words are on the screen.
    pub fn shows(&self, words: &str) -> bool {
        self.text().contains(words)
    }

    fn take(&mut self, at_most: Duration, words: &str) {
        match self.chunks.recv_timeout(at_most) {
            Ok(chunk) => self.parser.process(&chunk),
            Err(RecvTimeoutError::Timeout) => panic!("no {words:?} on\n{}", self.text()),
            Err(RecvTimeoutError::Disconnected) => panic!("no {words:?} at the end of\n{}", self.text()),
        }
    }
}

impl Drop for Window {
    fn drop(&mut self) {
        // After a panic it must not stay behind; otherwise it has ended already.
        let _ = self.child.kill();
    }
}

fn pty_size((cols, rows): (u16, u16)) -> PtySize {
    PtySize { rows, cols, ..PtySize::default() }
}
