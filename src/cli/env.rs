//! Everything from outside as values: folders, environment, clock, terminals. It is read here,
//! once, and handed down; nothing below asks the system.

use std::env;
use std::ffi::OsString;
use std::io::{IsTerminal, stderr, stdin, stdout};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::{DateTime, Duration, FixedOffset, Local, NaiveDateTime, Offset, TimeZone};
use directories::{BaseDirs, ProjectDirs, UserDirs};

use super::failure::Failure;
use crate::dates::Clock;
use crate::editor::Editor;
use crate::tui::Colours;

/// What the program finds around it.
pub struct Env {
    pub home: PathBuf,
    /// Where notes are kept if nobody says otherwise.
    pub notes: PathBuf,
    /// `GOODTERMS_NOTES`, if it is set.
    pub notes_variable: Option<PathBuf>,
    pub playbooks: PathBuf,
    /// Where files for others go if nobody says otherwise: the folder for downloads, if there is one.
    pub exports: PathBuf,
    /// The config file.
    pub config: PathBuf,
    pub state: PathBuf,
    /// The advisor's own text editor.
    pub editor: Editor,
    pub clock: Arc<dyn Clock>,
    /// `NO_COLOR` is set, or the terminal has none.
    pub no_color: bool,
    /// The terminal says that it shows all colours.
    pub true_color: bool,
    /// The terminal cannot place its cursor.
    pub dumb: bool,
    pub terminals: Terminals,
}

/// Which of the three streams are terminals.
#[derive(Clone, Copy, Debug)]
pub struct Terminals {
    pub stdin: bool,
    pub stdout: bool,
    pub stderr: bool,
}

impl Env {
    /// Looks around.
    ///
    /// # Errors
    /// If there is no home folder, or `GOODTERMS_NOW` is not a time.
    pub fn read() -> Result<Self, Failure> {
        let no_home = || Failure::failed("your home folder cannot be found: set HOME to it");
        let home = BaseDirs::new().ok_or_else(no_home)?.home_dir().to_owned();
        let project = ProjectDirs::from("", "", "goodterms").ok_or_else(no_home)?;
        // The roaming folder of Windows is uploaded, and these notes are confidential.
        let data = project.data_local_dir();
        let dumb = variable("TERM").is_some_and(|term| term == "dumb");
        Ok(Self {
            notes: data.join("notes"),
            playbooks: data.join("playbooks"),
            exports: downloads().unwrap_or_else(|| data.join("exports")),
            config: project.config_dir().join("config.toml"),
            state: project.state_dir().unwrap_or(data).to_owned(),
            notes_variable: variable("GOODTERMS_NOTES").map(PathBuf::from),
            home,
            editor: Editor::chosen(variable("VISUAL"), variable("EDITOR"), variable("PATH").as_deref()),
            clock: clock(variable("GOODTERMS_NOW"))?,
            no_color: variable("NO_COLOR").is_some() || dumb,
            true_color: cfg!(windows)
                || variable("COLORTERM").is_some_and(|c| c == "truecolor" || c == "24bit"),
            dumb,
            terminals: Terminals {
                stdin: stdin().is_terminal(),
                stdout: stdout().is_terminal(),
                stderr: stderr().is_terminal(),
            },
        })
    }
}

impl Env {
    /// The advisor's own rules for questions, beside the config.
    pub fn wording(&self) -> PathBuf {
        self.config.with_file_name("wording.toml")
    }

    /// What the screen may use.
    pub fn colours(&self) -> Colours {
        match (self.no_color, self.true_color) {
            (true, _) => Colours::None,
            (false, true) => Colours::True,
            (false, false) => Colours::Sixteen,
        }
    }
}

#[cfg(test)]
impl Env {
    /// An environment for tests, all of it below one folder.
    pub fn sample(home: &Path) -> Self {
        let now = DateTime::parse_from_rfc3339("2026-11-21T14:02:10-05:00").unwrap();
        Self {
            home: home.to_owned(),
            notes: home.join("notes"),
            notes_variable: None,
            playbooks: home.join("playbooks"),
            exports: home.join("exports"),
            config: home.join("config.toml"),
            state: home.join("state"),
            editor: Editor::default(),
            clock: Arc::new(StoppedClock(now)),
            no_color: true,
            true_color: false,
            dumb: false,
            terminals: Terminals { stdin: true, stdout: true, stderr: true },
        }
    }
}

/// The folder for downloads: people look there for what a program has written for them.
fn downloads() -> Option<PathBuf> {
    UserDirs::new()?.download_dir().map(Path::to_owned)
}

/// An environment variable; one that is empty counts as not set.
fn variable(name: &str) -> Option<OsString> {
    env::var_os(name).filter(|value| !value.is_empty())
}

/// `GOODTERMS_NOW` (RFC 3339) stops the clock: tests and pictures for the documentation need a
/// day that stays.
fn clock(now: Option<OsString>) -> Result<Arc<dyn Clock>, Failure> {
    let Some(now) = now else { return Ok(Arc::new(SystemClock)) };
    let text = now.to_string_lossy();
    let stopped = DateTime::parse_from_rfc3339(&text).map_err(|_| {
        Failure::usage("GOODTERMS_NOW is not a time: write it as 2026-11-21T14:02:10-05:00, or unset it")
    })?;
    Ok(Arc::new(StoppedClock(stopped)))
}

/// A path with a leading `~` made what it means: a shell leaves it in `--notes=~/x`.
pub fn expand_home(path: &Path, home: &Path) -> PathBuf {
    match path.strip_prefix("~") {
        Ok(rest) => home.join(rest),
        Err(_) => path.to_owned(),
    }
}

/// The clock of this machine.
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> DateTime<FixedOffset> {
        Local::now().fixed_offset()
    }

    fn at(&self, local: NaiveDateTime) -> DateTime<FixedOffset> {
        // Asked the other way round, from the moment to the time: chrono's own answer is off at the
        // very minute at which the clocks change.
        let offset = |moment: NaiveDateTime| Local.offset_from_utc_datetime(&moment).fix();
        let around =
            [-1, 1].map(|days| offset(local.checked_add_signed(Duration::days(days)).unwrap_or(local)));
        let moments = around.map(|around| local.checked_sub_offset(around).unwrap_or(local));
        let comes = |i: &usize| offset(moments[*i]) == around[*i];
        // Where the clocks are put back a time comes twice: the first one is meant. Where they are put
        // forward it does not come at all, and is meant as if they had not been: an hour later.
        let moment = moments[[0, 1].into_iter().find(comes).unwrap_or(0)];
        Local.from_utc_datetime(&moment).fixed_offset()
    }
}

/// A clock that stands still.
pub struct StoppedClock(pub DateTime<FixedOffset>);

impl Clock for StoppedClock {
    fn now(&self) -> DateTime<FixedOffset> {
        self.0
    }

    fn at(&self, local: NaiveDateTime) -> DateTime<FixedOffset> {
        let offset = *self.0.offset();
        local.and_local_timezone(offset).single().unwrap_or(self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tilde_is_the_home_folder_and_only_at_the_start() {
        let home = Path::new("/home/ada");
        assert_eq!(expand_home(Path::new("~/notes"), home), home.join("notes"));
        assert_eq!(expand_home(Path::new("~"), home), home);
        assert_eq!(expand_home(Path::new("/a/~/b"), home), Path::new("/a/~/b"));
        assert_eq!(expand_home(Path::new("~bob/x"), home), Path::new("~bob/x"));
    }

    #[test]
    fn the_clock_stands_still_only_when_told() {
        let stopped = clock(Some("2026-11-21T14:02:10-05:00".into())).ok().unwrap();
        assert_eq!(stopped.now().to_rfc3339(), "2026-11-21T14:02:10-05:00");
        let at = stopped.at("2026-11-24T12:30:00".parse().unwrap());
        assert_eq!(at.to_rfc3339(), "2026-11-24T12:30:00-05:00");
        assert!(clock(Some("noon".into())).is_err());
        assert!(clock(None).is_ok());
    }
}
