//! The log: what happened to which conversation, without a word of it.
//!
//! One line an event, `time level event id`, then numbers by their names. It is made so that no
//! name, path or answer can get into it: an event and the names of its numbers are words of the
//! source, and an id is one that we made or none. It is best effort: a log that cannot be written
//! is no error, and nothing depends on it.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::dates::Clock;
use crate::text;

/// From this size on the file becomes the older one, and a new one begins.
const FULL: u64 = 256 * 1024;
/// The file, in the state folder.
pub const NAME: &str = "goodterms.log";
/// The one before it. There are never more than the two.
pub const OLDER: &str = "goodterms.log.1";

/// How much a line matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Level {
    Info,
    Warn,
}

impl Level {
    fn word(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Warn => "warn",
        }
    }
}

/// A log; a clone writes into the same file. Each line opens the file, writes, and closes it: call
/// it where a disk may be waited for, and not from what draws.
#[derive(Clone, Default)]
pub struct Log {
    to: Option<(Arc<Path>, Arc<dyn Clock>)>,
}

impl std::fmt::Debug for Log {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Log").field(&self.to.as_ref().map(|(state, _)| state)).finish()
    }
}

impl Log {
    /// A log in the state folder. Nothing is made before the first line.
    pub fn new(state: &Path, clock: Arc<dyn Clock>) -> Self {
        Self { to: Some((state.into(), clock)) }
    }

    /// One that keeps nothing.
    pub fn none() -> Self {
        Self::default()
    }

    /// Says that something happened, as in `log.info("filed", id, &[("revision", 12)])`.
    pub fn info(&self, event: &'static str, id: &str, numbers: &[(&'static str, u64)]) {
        self.line(Level::Info, event, id, numbers);
    }

    /// Says that something went wrong.
    pub fn warn(&self, event: &'static str, id: &str, numbers: &[(&'static str, u64)]) {
        self.line(Level::Warn, event, id, numbers);
    }

    /// As [`Log::warn`], with the number by which the system knows the error. Its words may name a
    /// path, and with it a client.
    pub fn error(&self, event: &'static str, id: &str, error: &io::Error) {
        let code = error.raw_os_error().and_then(|code| u64::try_from(code).ok());
        self.line(Level::Warn, event, id, &code.map(|code| ("errno", code)).into_iter().collect::<Vec<_>>());
    }

    fn line(&self, level: Level, event: &'static str, id: &str, numbers: &[(&'static str, u64)]) {
        let Some((state, clock)) = &self.to else { return };
        let time = clock.now().format("%Y-%m-%dT%H:%M:%S%.3f%:z");
        // What was put there by hand may be a name.
        let id = if text::is_session_id(id) { id } else { "-" };
        let mut line = format!("{time} {} {event} {id}", level.word());
        for (name, number) in numbers {
            line.push_str(&format!(" {name}={number}"));
        }
        line.push('\n');
        // In one write: two that append at once do not mix.
        let _ = open(state).and_then(|mut file| file.write_all(line.as_bytes()));
    }
}

/// The file to append to, with room in it. Where two programs find it full at once, some lines of
/// the older one may go; that is all that can happen.
fn open(state: &Path) -> io::Result<File> {
    let path = state.join(NAME);
    let file = append_to(&path).or_else(|error| match error.kind() {
        io::ErrorKind::NotFound => make_folder(state).and_then(|()| append_to(&path)),
        _ => Err(error),
    })?;
    let meta = file.metadata()?;
    if !meta.is_file() {
        return Err(io::ErrorKind::InvalidInput.into());
    }
    if meta.len() < FULL {
        return Ok(file);
    }
    fs::rename(&path, state.join(OLDER))?;
    append_to(&path)
}

/// Opens a file for its owner only. A link in its place is not followed, and a pipe not waited for.
fn append_to(path: &PathBuf) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.append(true).create(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;

        use rustix::fs::OFlags;

        options.mode(0o600);
        let flags = OFlags::NOFOLLOW | OFlags::NONBLOCK;
        options.custom_flags(i32::try_from(flags.bits()).unwrap_or_default());
    }
    options.open(path)
}

fn make_folder(folder: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.recursive(true).create(folder)
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, FixedOffset, NaiveDateTime};

    use super::*;

    struct Standing;

    impl Clock for Standing {
        fn now(&self) -> DateTime<FixedOffset> {
            DateTime::parse_from_rfc3339("2026-11-21T14:02:10.5-05:00").unwrap()
        }

        fn at(&self, local: NaiveDateTime) -> DateTime<FixedOffset> {
            local.and_utc().fixed_offset()
        }
    }

    fn log(state: &Path) -> Log {
        Log::new(state, Arc::new(Standing))
    }

    fn read(state: &Path, name: &str) -> String {
        fs::read_to_string(state.join(name)).unwrap_or_default()
    }

    #[test]
    fn a_line_has_time_level_event_id_and_numbers_and_no_name() {
        let top = tempfile::tempdir().unwrap();
        let state = top.path().join("a/b");
        log(&state).info("filed", "k3v9q2m8x7ta", &[("revision", 12), ("bytes", 4096)]);
        log(&state).warn("locked", "Ada Byron", &[]);
        let full = io::Error::from_raw_os_error(28);
        log(&state).error("not-filed", "/notes/ada", &full);
        log(&state).error("broken", "", &io::Error::other("Ada"));
        assert_eq!(
            read(&state, NAME),
            "2026-11-21T14:02:10.500-05:00 info filed k3v9q2m8x7ta revision=12 bytes=4096\n\
             2026-11-21T14:02:10.500-05:00 warn locked -\n\
             2026-11-21T14:02:10.500-05:00 warn not-filed - errno=28\n\
             2026-11-21T14:02:10.500-05:00 warn broken -\n"
        );
        Log::none().info("filed", "", &[]);
    }

    #[test]
    fn a_full_file_becomes_the_older_one_and_there_are_never_three() {
        let state = tempfile::tempdir().unwrap();
        fs::write(state.path().join(OLDER), "long ago\n").unwrap();
        fs::write(state.path().join(NAME), "x".repeat(FULL as usize - 1)).unwrap();
        log(state.path()).info("first", "", &[]);
        log(state.path()).info("second", "", &[]);
        assert!(read(state.path(), OLDER).ends_with("info first -\n"));
        assert!(read(state.path(), NAME).ends_with("info second -\n"));
        assert_eq!(read(state.path(), NAME).lines().count(), 1);
        assert_eq!(fs::read_dir(state.path()).unwrap().count(), 2);
    }

    #[cfg(unix)]
    #[test]
    fn it_is_the_owners_only_and_follows_no_link_and_waits_for_no_pipe() {
        use std::os::unix::fs::PermissionsExt;

        let top = tempfile::tempdir().unwrap();
        let state = top.path().join("state");
        log(&state).info("first", "", &[]);
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!((mode(&state), mode(&state.join(NAME))), (0o700, 0o600));

        let victim = top.path().join("victim");
        fs::write(&victim, "mine").unwrap();
        fs::remove_file(state.join(NAME)).unwrap();
        std::os::unix::fs::symlink(&victim, state.join(NAME)).unwrap();
        log(&state).info("second", "", &[]);
        assert_eq!(fs::read_to_string(&victim).unwrap(), "mine");

        fs::remove_file(state.join(NAME)).unwrap();
        let made = std::process::Command::new("mkfifo").arg(state.join(NAME)).status().unwrap();
        assert!(made.success());
        log(&state).info("third", "", &[]);
        // Even with somebody who reads it.
        let reader = OpenOptions::new().read(true).write(true).open(state.join(NAME)).unwrap();
        log(&state).info("fourth", "", &[]);
        drop(reader);
    }

    #[test]
    fn many_at_once_keep_their_lines_whole() {
        let state = tempfile::tempdir().unwrap();
        let log = log(state.path());
        std::thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| (0..50).for_each(|n| log.info("filed", "k3v9q2m8x7ta", &[("revision", n)])));
            }
        });
        let text = read(state.path(), NAME);
        assert_eq!(text.lines().count(), 200);
        assert!(text.lines().all(|line| line.contains(" info filed k3v9q2m8x7ta revision=")));
    }
}
