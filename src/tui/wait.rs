//! Waiting for whatever comes first: a key, the writer, a signal, a deadline. While nothing
//! comes, the process sleeps.

#[cfg(unix)]
pub use unix::Waiter;
#[cfg(not(unix))]
pub use windows::Waiter;

use super::notice::Told;

/// What ended the wait.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Woken {
    /// The terminal is gone, or the system asks us to end.
    pub ended: bool,
    /// The terminal may have another size.
    pub resized: bool,
    /// There is something to read.
    pub keys: bool,
    /// What is told of the note that is open.
    pub told: Told,
}

#[cfg(unix)]
mod unix {
    use std::io::{self, Read, Write};
    use std::os::fd::AsFd;
    use std::os::unix::net::UnixStream;
    use std::path::Path;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicBool, Ordering};
    use std::time::Duration;

    use rustix::event::{PollFd, PollFlags, Timespec, poll};
    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM, SIGWINCH};

    use super::Woken;
    use crate::tui::notice::{Notice, Told};

    /// Wakes the waiter from another thread.
    #[derive(Debug)]
    pub struct Waker(UnixStream);

    impl Waker {
        /// Wakes it. A full pipe wakes it just as well.
        pub fn wake(&self) {
            let _ = (&self.0).write(b"w");
        }
    }

    /// Sleeps until something comes.
    #[derive(Debug)]
    pub struct Waiter {
        pipe: UnixStream,
        other: UnixStream,
        ended: Arc<AtomicBool>,
        /// Ctrl+C of the terminal, where it is none of our keys.
        interrupted: Arc<AtomicBool>,
        resized: Arc<AtomicBool>,
        notice: Option<Notice>,
    }

    impl Waiter {
        /// Listens for signals from now on.
        ///
        /// # Errors
        /// If the system has no pipe or signal to give.
        pub fn new() -> io::Result<Self> {
            let (pipe, other) = UnixStream::pair()?;
            pipe.set_nonblocking(true)?;
            other.set_nonblocking(true)?;
            let ended = Arc::new(AtomicBool::new(false));
            let interrupted = Arc::new(AtomicBool::new(false));
            for (signal, flag) in [(SIGTERM, &ended), (SIGHUP, &ended), (SIGINT, &interrupted)] {
                // The flag first: whoever is woken must see it.
                signal_hook::flag::register(signal, flag.clone())?;
                signal_hook::low_level::pipe::register(signal, other.try_clone()?)?;
            }
            // crossterm sees it, too, but only after us: woken by this pipe, one may look for its
            // event too early, and sleep on. So it is our own flag that counts.
            let resized = Arc::new(AtomicBool::new(false));
            signal_hook::flag::register(SIGWINCH, resized.clone())?;
            signal_hook::low_level::pipe::register(SIGWINCH, other.try_clone()?)?;
            Ok(Self { pipe, other, ended, interrupted, resized, notice: None })
        }

        /// A waker for another thread.
        ///
        /// # Errors
        /// If the system is out of file descriptors.
        pub fn waker(&self) -> io::Result<Waker> {
            self.other.try_clone().map(Waker)
        }

        /// Wakes from now on also when somebody writes in this note. Returns whether that is noticed.
        pub fn notice(&mut self, note: &Path) -> bool {
            self.notice = Notice::of(note);
            self.notice.is_some()
        }

        /// Sleeps until a key, a wake, a signal, or so long.
        ///
        /// # Errors
        /// If the system refuses to wait.
        pub fn wait(&mut self, at_most: Option<Duration>) -> io::Result<Woken> {
            let stdin = io::stdin();
            let mut fds = vec![
                PollFd::new(&stdin, PollFlags::IN),
                PollFd::from_borrowed_fd(self.pipe.as_fd(), PollFlags::IN),
            ];
            #[cfg(target_os = "linux")]
            fds.extend(
                self.notice.as_ref().map(|notice| PollFd::from_borrowed_fd(notice.fd(), PollFlags::IN)),
            );
            let timeout = at_most.and_then(|d| Timespec::try_from(d).ok());
            match poll(&mut fds, timeout.as_ref()) {
                Ok(_) | Err(rustix::io::Errno::INTR) => {}
                Err(error) => return Err(error.into()),
            }
            let keys = fds[0].revents().contains(PollFlags::IN);
            let gone = fds[0].revents().intersects(PollFlags::HUP | PollFlags::ERR | PollFlags::NVAL);
            let tells = fds.get(2).is_some_and(|fd| !fd.revents().is_empty());
            if !fds[1].revents().is_empty() {
                self.drain();
            }
            let of_note = self.notice.as_ref().filter(|_| tells).map_or(Told::Nothing, Notice::take);
            if of_note == Told::Gone {
                self.notice = None;
            }
            let told = self.ended.load(Ordering::SeqCst) || self.interrupted.load(Ordering::SeqCst);
            let resized = self.resized.swap(false, Ordering::SeqCst);
            Ok(Woken { ended: gone || told, resized, keys, told: of_note })
        }

        fn drain(&mut self) {
            let mut drain = [0u8; 64];
            while matches!(self.pipe.read(&mut drain), Ok(n) if n > 0) {}
        }

        /// Sleeps while another program has the terminal: its keys are none of ours. Ctrl+C there
        /// is meant for that program, and does not end us. Returns whether something else does.
        ///
        /// # Errors
        /// If the system refuses to wait.
        pub fn wait_aside(&mut self) -> io::Result<bool> {
            let mut fds = [PollFd::from_borrowed_fd(self.pipe.as_fd(), PollFlags::IN)];
            match poll(&mut fds, None) {
                Ok(_) | Err(rustix::io::Errno::INTR) => {}
                Err(error) => return Err(error.into()),
            }
            self.drain();
            self.interrupted.store(false, Ordering::SeqCst);
            Ok(self.ended.load(Ordering::SeqCst))
        }
    }
}

#[cfg(not(unix))]
mod windows {
    use std::io;
    use std::time::Duration;

    use super::Woken;

    /// Nothing can wake a wait on the console, so it is a short one while answers are due.
    #[derive(Debug)]
    pub struct Waker;

    impl Waker {
        /// Does nothing: the waiter looks by itself.
        pub fn wake(&self) {}
    }

    /// Sleeps until something comes.
    #[derive(Debug)]
    pub struct Waiter;

    impl Waiter {
        /// # Errors
        /// Never.
        pub fn new() -> io::Result<Self> {
            Ok(Self)
        }

        /// # Errors
        /// Never.
        pub fn waker(&self) -> io::Result<Waker> {
            Ok(Waker)
        }

        /// Nobody tells here.
        pub fn notice(&mut self, _: &std::path::Path) -> bool {
            false
        }

        /// Sleeps until a key, or so long; with a deadline, in short naps.
        ///
        /// # Errors
        /// If the console refuses to wait.
        pub fn wait(&mut self, at_most: Option<Duration>) -> io::Result<Woken> {
            const NAP: Duration = Duration::from_millis(50);
            const HOUR: Duration = Duration::from_secs(3600);
            crossterm::event::poll(at_most.map_or(HOUR, |d| d.min(NAP)))?;
            Ok(Woken::default())
        }

        /// Sleeps for a short nap while another program has the console.
        ///
        /// # Errors
        /// Never.
        pub fn wait_aside(&mut self) -> io::Result<bool> {
            const NAP: Duration = Duration::from_millis(50);
            std::thread::sleep(NAP);
            Ok(false)
        }
    }
}
