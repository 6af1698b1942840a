//! A conversation on the screen while its disk gives trouble.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use portable_pty::CommandBuilder;

use super::common::Home;
use super::counts::Verdict;
use super::kill::with_b;
use super::outside;
use super::talk::{HANG, PATIENCE, Talk, all_whole, no_panic, program};
use super::terminal::Came;
use super::trace::{Attached, Fault, disk_thread};
use super::words::{Typist, bar, is_saved};

/// Within this time the bar says that something is not saved, or it is.
const TOLD: Duration = Duration::from_secs(12);
/// Within this time after a disk is well again, all is saved.
const MENDED: Duration = Duration::from_secs(40);
/// Whoever pauses so long has a draft on the disk.
const PAUSE: Duration = Duration::from_millis(350);
/// Within this time a key shows.
const ECHO: Duration = Duration::from_secs(3);

pub struct Scene {
    pub talk: Talk,
    pub typist: Typist,
    /// strace, at the thread of the disk.
    attached: Option<Attached>,
    pub log: PathBuf,
}

impl Scene {
    /// Begins one, files it, and opens it: all is saved.
    ///
    /// # Errors
    /// If it is not.
    pub fn begin(home: Home) -> Result<Self, String> {
        let talk = Talk::begun(home);
        let command = program(&["resume", &talk.id]);
        Self::open(talk, command)
    }

    /// Opens a conversation with this command: all is saved.
    ///
    /// # Errors
    /// If it is not.
    pub fn open(talk: Talk, command: CommandBuilder) -> Result<Self, String> {
        let mut typist = talk.open_by(command);
        typist.until("the first Saved", PATIENCE, |tty| is_saved(&bar(tty)))?;
        let log = talk.home.path().join("log");
        Ok(Self { talk, typist, attached: None, log })
    }

    /// From here on calls of the thread of the disk fail.
    pub fn break_calls(&mut self, fault: &Fault) {
        self.attached = Some(fault.attach(disk_thread(&self.typist.tty), &self.log));
    }

    /// They do not any more.
    pub fn mend(&mut self) {
        self.attached.take().into_iter().for_each(Attached::let_go);
    }

    /// Types a few words, with pauses in which the draft comes to the disk, and asks for them to be
    /// filed.
    ///
    /// # Errors
    /// If it has ended.
    pub fn type_and_save(&mut self) -> Verdict {
        for _ in 0..2 {
            self.typist.try_word('a')?;
            self.typist.look_for(PAUSE);
        }
        self.typist.try_word('a')?;
        self.typist.keys("<c-s>")
    }

    /// Another program writes `b0001` into the note.
    pub fn write_from_outside(&mut self) {
        let note = self.talk.note();
        outside::put(&note, with_b(&self.talk.text().unwrap()).as_bytes());
        self.typist.words.next('b');
        self.typist.words.promise("b0001");
    }

    /// Whether the note's file has all that was typed.
    fn is_filed(&self) -> bool {
        let last = format!("a{:04}", self.typist.words.typed('a'));
        self.talk.text().is_some_and(|text| text.contains(&last))
    }

    fn until(&mut self, what: &str, within: Duration, is_so: impl Fn(&str) -> bool) -> Verdict {
        let until = Instant::now() + within;
        while !(is_so(&bar(&self.typist.tty)) || is_saved(&bar(&self.typist.tty)) && self.is_filed()) {
            if Instant::now() > until {
                let screen = self.typist.tty.text();
                return Err(format!("{what}: not after {within:?}; the screen is\n{screen}"));
            }
            // A file that changes draws no frame.
            if self.typist.look(Instant::now() + Duration::from_millis(50)) == Came::End {
                return Err(format!("{what}: it ended; the screen is\n{}", self.typist.tty.text()));
            }
        }
        Ok(())
    }

    /// Waits until the bar says that something is not saved, or all is filed; gives which.
    ///
    /// # Errors
    /// If neither comes.
    pub fn told(&mut self) -> Result<bool, String> {
        self.until("NOT SAVED", TOLD, |bar| bar.contains("NOT SAVED"))?;
        Ok(bar(&self.typist.tty).contains("NOT SAVED"))
    }

    /// Waits until all is saved, and in the note's file.
    ///
    /// # Errors
    /// If that does not come.
    pub fn filed(&mut self, how: &str) -> Verdict {
        self.until(&format!("Saved and filed {how}"), MENDED, |_| false)
    }

    /// That a key shows, whatever the disk does.
    ///
    /// # Errors
    /// If it does not.
    pub fn echoes(&mut self) -> Verdict {
        self.typist.try_word('a')?;
        let last = format!("a{:04}", self.typist.words.typed('a'));
        self.typist.until("an echo", ECHO, |tty| tty.text().contains(&last)).map(drop)
    }

    /// That no note is torn by now.
    ///
    /// # Errors
    /// Which is.
    pub fn is_whole(&self) -> Verdict {
        all_whole(&self.talk.home, true)
    }

    /// Ends it well, and looks at what is there.
    ///
    /// # Errors
    /// If it does not end well, or something is missing.
    pub fn leave(mut self) -> Verdict {
        self.typist.keys("<c-q>")?;
        self.typist.until_it_ends(HANG)?;
        let status = self.typist.tty.exit(HANG).ok_or("it does not end")?;
        if !status.success() {
            return Err(format!("{status:?}: {}", self.typist.tty.text()));
        }
        self.typist.words.promise_all();
        self.talk.check(&self.typist.words).map(drop)
    }

    /// It ends by itself, or was ended. What was promised is there once the trouble is over, and it
    /// was no mistake of ours.
    ///
    /// # Errors
    /// What is not so.
    pub fn judge_end(mut self, within: Duration, over: impl FnOnce()) -> Verdict {
        self.typist.until_it_ends(within)?;
        let status = self.typist.tty.exit(HANG).ok_or("it does not end")?;
        let said = String::from_utf8_lossy(&self.typist.tty.raw).into_owned();
        no_panic(status.exit_code().try_into().unwrap_or(-1), &said)?;
        drop(self.attached);
        over();
        let said = said.rsplit("\x1b[?1049l").next().unwrap_or_default().to_owned();
        self.talk.check(&self.typist.words).map(drop).map_err(|e| format!("{e}; it said {said:?}"))
    }
}
