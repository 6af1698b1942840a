//! A home folder of its own for each test, and the program run in it.

#![allow(dead_code, reason = "each test file uses its part")]

use std::fs;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use assert_cmd::Command;
use serde_json::Value;
use tempfile::TempDir;

/// The moment at which every test takes place: a Saturday.
pub const NOW: &str = "2026-11-21T14:02:10-05:00";

/// So long something is waited for, and so often looked at.
const PATIENCE: Duration = Duration::from_secs(20);
const PAUSE: Duration = Duration::from_millis(10);

pub struct Home {
    place: Place,
    /// Further variables of the environment.
    more: Vec<(&'static str, PathBuf)>,
}

enum Place {
    /// Of its own, gone afterwards.
    Own(TempDir),
    /// Somewhere that the test has made.
    Given(PathBuf),
}

/// What a command did.
#[derive(Debug)]
pub struct Ran {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Home {
    pub fn new() -> Self {
        Self { place: Place::Own(TempDir::new().unwrap()), more: Vec::new() }
    }

    /// A home in a folder that is there already, and stays.
    pub fn at(path: impl Into<PathBuf>) -> Self {
        Self { place: Place::Given(path.into()), more: Vec::new() }
    }

    /// With one more variable in the environment; it comes before one of the same name.
    pub fn with(mut self, name: &'static str, value: impl Into<PathBuf>) -> Self {
        self.more.push((name, value.into()));
        self
    }

    pub fn path(&self) -> &Path {
        match &self.place {
            Place::Own(dir) => dir.path(),
            Place::Given(path) => path,
        }
    }

    pub fn notes(&self) -> PathBuf {
        self.given("GOODTERMS_NOTES").unwrap_or_else(|| self.path().join("data/goodterms/notes"))
    }

    /// Where drafts, locks and versions are.
    pub fn state(&self) -> PathBuf {
        let state = self.given("XDG_STATE_HOME").unwrap_or_else(|| self.path().join("state"));
        state.join("goodterms")
    }

    fn given(&self, name: &str) -> Option<PathBuf> {
        self.more.iter().find(|(n, _)| *n == name).map(|(_, value)| value.clone())
    }

    pub fn config(&self) -> PathBuf {
        self.path().join("config/goodterms/config.toml")
    }

    /// Somebody has used goodterms here before: there is a config, with the rights that goodterms
    /// gives, and no welcome any more.
    pub fn is_used(&self) {
        if self.config().exists() {
            return;
        }
        self.write("config/goodterms/config.toml", "");
        #[cfg(unix)]
        for (path, mode) in
            [("config", 0o700), ("config/goodterms", 0o700), ("config/goodterms/config.toml", 0o600)]
        {
            let mode = std::os::unix::fs::PermissionsExt::from_mode(mode);
            fs::set_permissions(self.path().join(path), mode).unwrap();
        }
    }

    /// Writes a file below the home folder; gives its path.
    pub fn write(&self, path: impl AsRef<Path>, text: impl AsRef<[u8]>) -> String {
        let path = self.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    }

    /// The environment of a command: nothing of the machine's own.
    pub fn environment(&self) -> Vec<(&'static str, PathBuf)> {
        let mut all = vec![
            ("HOME", self.path().to_owned()),
            ("XDG_DATA_HOME", self.path().join("data")),
            ("XDG_CONFIG_HOME", self.path().join("config")),
            ("XDG_STATE_HOME", self.path().join("state")),
            ("GOODTERMS_NOW", NOW.into()),
        ];
        all.retain(|(name, _)| self.given(name).is_none());
        all.extend(self.more.iter().cloned());
        all
    }

    pub fn command(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_goodterms"));
        command.env_clear().envs(self.environment()).current_dir(self.path());
        command
    }

    pub fn run(&self, args: &[&str]) -> Ran {
        self.run_with(args, "")
    }

    pub fn run_with(&self, args: &[&str], stdin: &str) -> Ran {
        Ran::of(self.command().args(args).write_stdin(stdin))
    }

    /// A conversation of `client` with the answers of a file; gives its id.
    pub fn filled(&self, client: &str, answers: &str) -> String {
        let args = ["fill", "--start", "farewell", "--client", client, "--answers", "-"];
        let ran = self.run_with(&args, answers);
        assert_eq!(ran.code, 0, "{}", ran.err);
        ran.out.split_whitespace().next().unwrap().to_owned()
    }

    /// All notes of ours.
    pub fn files(&self) -> Vec<PathBuf> {
        let Ok(folders) = fs::read_dir(self.notes()) else { return Vec::new() };
        let folders = folders.map(|f| f.unwrap().path()).filter(|p| p.is_dir());
        let mut files: Vec<_> =
            folders.flat_map(|f| fs::read_dir(f).unwrap()).map(|f| f.unwrap().path()).collect();
        // Of what is being written nobody else's files are made.
        files.retain(|f| !f.file_name().unwrap().to_string_lossy().starts_with('.'));
        files.sort();
        files
    }

    /// The text of the only note.
    pub fn note(&self) -> String {
        let files = self.files();
        assert_eq!(files.len(), 1, "{files:?}");
        fs::read_to_string(&files[0]).unwrap()
    }

    /// The text of the only note as soon as it has these words.
    pub fn note_with(&self, words: &str) -> String {
        let until = Instant::now() + PATIENCE;
        loop {
            let note = if self.files().len() == 1 { self.note() } else { String::new() };
            if note.contains(words) {
                return note;
            }
            assert!(Instant::now() < until, "{words}: {note}");
            thread::sleep(PAUSE);
        }
    }

    /// A text with what differs from run to run taken out: the home folder, ids, hashes.
    pub fn same(&self, text: &str) -> String {
        let mut text = text.replace(self.path().to_str().unwrap(), "HOME");
        for (n, file) in self.files().iter().enumerate() {
            let note = String::from_utf8_lossy(&fs::read(file).unwrap()).into_owned();
            let id = note.lines().find_map(|l| l.strip_prefix("id = \"")?.strip_suffix('"'));
            // Foreign notes have none; those made by a test have a fixed one.
            let Some(id) = id.filter(|id| id.len() == 12) else { continue };
            text = text.replace(id, &format!("[id {n}]______")).replace(&id[..6], &format!("[id {n}]"));
        }
        without_hashes(&text)
    }
}

impl Ran {
    pub fn of(command: &mut Command) -> Self {
        let output = command.output().unwrap();
        Self {
            code: output.status.code().unwrap(),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// Exit code, stdout and stderr, for a snapshot.
    pub fn all(&self, home: &Home) -> String {
        let (out, err) = (home.same(&self.out), home.same(&self.err));
        format!("exit {}\n--- stdout\n{out}--- stderr\n{err}", self.code)
    }
}

/// The hash of a playbook changes with every word in it.
fn without_hashes(text: &str) -> String {
    let hexadecimal = |part: &str| part.len() == 64 && part.bytes().all(|b| b.is_ascii_hexdigit());
    let parts = text.split('"').map(|part| if hexadecimal(part) { "[hash]" } else { part });
    parts.collect::<Vec<_>>().join("\"")
}

/// What a command printed as JSON; every shape begins with its version.
pub fn json(ran: &Ran) -> Value {
    let value: Value = serde_json::from_str(&ran.out).expect(&ran.out);
    assert_eq!(value.as_object().unwrap().iter().next().unwrap(), (&"version".to_owned(), &1.into()));
    value
}

/// The keys of an object, in their order.
pub fn keys(value: &Value) -> Vec<&str> {
    value.as_object().unwrap().keys().map(String::as_str).collect()
}
