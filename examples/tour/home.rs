//! A home folder of its own for the program, and commands that furnish it.

use std::env;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tempfile::TempDir;

/// What the home folder is called in the pictures: as long as its path, so that nothing moves.
const SHOWN: &str = "/home/helen";

const NOTES: &str = ".local/share/goodterms/notes";

pub struct Home {
    folder: TempDir,
    program: PathBuf,
}

impl Home {
    pub fn new(program: &Path) -> Self {
        let folder = tempfile::Builder::new().prefix("gt").rand_bytes(4).tempdir_in("/tmp").unwrap();
        assert_eq!(folder.path().as_os_str().len(), SHOWN.len());
        Self { folder, program: program.to_owned() }
    }

    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    pub fn program(&self) -> &Path {
        &self.program
    }

    /// A text without the place at which this home happens to be.
    pub fn hide(&self, text: &str) -> String {
        text.replace(self.path().to_str().unwrap(), SHOWN)
    }

    /// The environment of the program: nothing of the machine's own.
    pub fn environment<'a>(&'a self, now: &'a str) -> [(&'static str, &'a str); 4] {
        [
            ("HOME", self.path().to_str().unwrap()),
            ("TERM", "xterm-256color"),
            ("COLORTERM", "truecolor"),
            ("GOODTERMS_NOW", now),
        ]
    }

    /// Writes a file.
    pub fn write(&self, path: &str, text: &str) {
        let path = self.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// What a server does that is away: the folder is gone, and cannot be made.
    pub fn take_notes_away(&self) {
        let notes = self.path().join(NOTES);
        fs::rename(&notes, notes.with_extension("away")).unwrap();
        fs::write(&notes, "").unwrap();
    }

    pub fn bring_notes_back(&self) {
        let notes = self.path().join(NOTES);
        fs::remove_file(&notes).unwrap();
        fs::rename(notes.with_extension("away"), &notes).unwrap();
    }

    /// Runs a command with this input.
    pub fn run(&self, now: &str, args: &[&str], input: &str) {
        let mut command = Command::new(&self.program);
        command.args(args).env_clear().envs(self.environment(now)).current_dir(self.path());
        let piped = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = piped.spawn().unwrap();
        child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
        let output = child.wait_with_output().unwrap();
        let told = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "goodterms {}: {told}", args.join(" "));
    }
}

/// The program beside this example, built anew.
pub fn program() -> PathBuf {
    let here = env::current_exe().unwrap();
    let folder = here.parent().and_then(Path::parent).unwrap();
    let mut build = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    build.args(["build", "--quiet", "--bin", "goodterms"]);
    if folder.ends_with("release") {
        build.arg("--release");
    }
    assert!(build.status().unwrap().success());
    folder.join("goodterms")
}
