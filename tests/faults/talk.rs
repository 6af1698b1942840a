//! The conversation that is broken in every way, and what must be true of it afterwards.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use goodterms::document::Document;
use portable_pty::CommandBuilder;

use super::common::{Home, Ran};
use super::counts::Verdict;
use super::terminal::Tty;
use super::words::{FIELDS, Typist, Words, bar, is_saved};

/// So long a screen may take to come; long, for a busy machine.
pub const PATIENCE: Duration = Duration::from_secs(20);
/// No command may take longer than this, whatever the disk does.
pub const HANG: Duration = Duration::from_secs(20);

pub const CLIENT: &str = "Zoë O'Brien-李";
/// Words that were filed long before anything breaks.
pub const OLD: &str = "These words were there from before.";
/// The last words of the note: where they are missing, it is torn.
pub const END: &str = "The very end of the note.";

pub const SIZE: (u16, u16) = (100, 30);

pub struct Talk {
    pub home: Home,
    pub id: String,
}

/// What was found after a restart.
#[derive(Debug, Default)]
pub struct Kept {
    /// The text of each field.
    pub texts: Vec<(char, String)>,
}

/// Puts the playbook into a home.
pub fn furnish(home: &Home) {
    home.write("data/goodterms/playbooks/talk.toml", include_str!("talk.toml"));
    home.is_used();
}

/// The answers that stand in a note from the beginning.
pub fn answers() -> String {
    format!("[one]\nold = \"{OLD}\"\n[two]\nend = \"{END}\"\n")
}

impl Talk {
    /// A conversation that was begun and filed.
    pub fn begun(home: Home) -> Self {
        furnish(&home);
        let args = ["fill", "--start", "talk", "--client", CLIENT, "--answers", "-"];
        let ran = home.run_with(&args, &answers());
        assert_eq!(ran.code, 0, "{}", ran.err);
        let id = ran.out.split_whitespace().next().unwrap().to_owned();
        Self { home, id }
    }

    pub fn new() -> Self {
        Self::begun(Home::new())
    }

    /// Opens it on the screen; the cursor is at the end of the first field.
    pub fn open(&self) -> Typist {
        self.open_by(program(&["resume", &self.id]))
    }

    /// Opens it with this command.
    pub fn open_by(&self, command: CommandBuilder) -> Typist {
        let mut typist = Typist::at(Tty::run_command(&self.home, command, SIZE));
        typist.tty.see("Ctrl+N Next");
        typist
    }

    pub fn note(&self) -> PathBuf {
        the_note(&self.home)
    }

    /// The note's text, if it can be read.
    pub fn text(&self) -> Option<String> {
        let [note] = notes(&self.home).try_into().ok()?;
        fs::read_to_string::<PathBuf>(note).ok()
    }

    /// What a field holds in the note's file.
    pub fn body(&self, key: &str) -> String {
        Document::parse(&self.text().unwrap_or_default()).body(key).unwrap_or_default()
    }

    /// What must be true after anything at all: see [`check`].
    ///
    /// # Errors
    /// What is not so.
    pub fn check(&self, words: &Words) -> Result<Kept, String> {
        check(&self.home, words, true)
    }
}

/// The note of a home, where there is one and no other.
pub fn the_note(home: &Home) -> PathBuf {
    let [note] = notes(home).try_into().unwrap_or_else(|all| panic!("not one note: {all:?}"));
    note
}

/// All notes of a home.
pub fn notes(home: &Home) -> Vec<PathBuf> {
    let is_note = |path: &PathBuf| path.extension().is_some_and(|e| e == "md");
    home.files().into_iter().filter(is_note).collect()
}

/// What must be true after anything at all: no note is torn; and after a restart all that was promised
/// is there, once, as it was typed, in the note and in what the program says of it. `furnished`: with
/// the words from before.
///
/// # Errors
/// What is not so.
pub fn check(home: &Home, words: &Words, furnished: bool) -> Result<Kept, String> {
    all_whole(home, furnished)?;
    let first = restart(home)?;
    let kept =
        look_into(home, words, furnished).map_err(|e| format!("{e}; the start said {:?}", first.err))?;
    let again = restart(home)?;
    if again.err.contains("Recovered") {
        return Err(format!("recovered twice: {} and then {}", first.err, again.err));
    }
    let drafts: Vec<_> = fs::read_dir(home.state().join("drafts")).into_iter().flatten().collect();
    if !drafts.is_empty() {
        return Err(format!("drafts are left over: {drafts:?}; the start said {:?}", first.err));
    }
    Ok(kept)
}

fn look_into(home: &Home, words: &Words, furnished: bool) -> Result<Kept, String> {
    let listed = json(home, &["list", "--json"])?;
    let sessions = listed["sessions"].as_array().cloned().unwrap_or_default();
    if sessions.is_empty() && words.is_free() && !furnished {
        return Ok(Kept::default());
    }
    let [session] = &sessions[..] else { return Err(format!("not one conversation is listed: {listed}")) };
    if session["client"] != CLIENT {
        return Err(format!("another client: {session}"));
    }
    let shown = json(home, &["show", session["id"].as_str().unwrap_or_default(), "--json"])?;
    let answer = |key: &str| shown["answers"][key].as_str().unwrap_or_default().to_owned();
    if furnished && (answer("one.old"), answer("two.end")) != (OLD.to_owned(), END.to_owned()) {
        return Err(format!("the older words are not as they were: {shown}"));
    }
    let note = fs::read_to_string(the_note(home)).map_err(|e| e.to_string())?;
    let document = Document::parse(&note);
    let mut kept = Kept::default();
    for (letter, key) in FIELDS {
        let text = answer(key);
        words.judge(letter, &text)?;
        let filed = document.body(key).unwrap_or_default();
        if filed.trim() != text.trim() {
            return Err(format!("{key} is shown as {text:?}, and filed as {filed:?}"));
        }
        kept.texts.push((letter, text));
    }
    if let Some(line) = words.lines.iter().find(|line| note.matches(line.as_str()).count() != 1) {
        return Err(format!("{line:?} was confirmed, and is not there once:\n{note}"));
    }
    if note.contains("Also written elsewhere") {
        return Err(format!("a difference where nobody else wrote:\n{note}"));
    }
    Ok(kept)
}

/// Opens the only conversation on the screen and leaves it, as somebody does who looks whether all
/// is there.
///
/// # Errors
/// If that does not go well.
pub fn settle(home: &Home) -> Verdict {
    let mut typist = Typist::at(Tty::run_command(home, program(&[]), SIZE));
    let shows = |typist: &mut Typist, words: &'static str| {
        typist.until(words, PATIENCE, |tty| tty.text().contains(words)).map(drop)
    };
    shows(&mut typist, "n New")?;
    typist.keys("<enter>")?;
    let opened = |tty: &Tty| {
        let text = tty.text();
        text.contains("Ctrl+N Next") || text.contains("Go to the conversation")
    };
    typist.until("the conversation", PATIENCE, opened)?;
    if typist.tty.text().contains("Go to the conversation") {
        // Something is due, and that came first.
        typist.keys("o")?;
    }
    shows(&mut typist, "Ctrl+N Next")?;
    typist.until("Saved", PATIENCE, |tty| is_saved(&bar(tty)))?;
    typist.keys("<c-q>")?;
    typist.until_it_ends(HANG)?;
    match typist.tty.exit(HANG) {
        Some(status) if status.success() => Ok(()),
        other => Err(format!("{other:?}: {}", typist.tty.text())),
    }
}

/// What a command says as JSON.
///
/// # Errors
/// If it fails.
pub fn json(home: &Home, args: &[&str]) -> Result<serde_json::Value, String> {
    let ran = finish(home.process(args), "")?;
    if ran.code != 0 {
        return Err(format!("{args:?} failed: {ran:?}"));
    }
    serde_json::from_str(&ran.out).map_err(|e| format!("{args:?}: {e}: {}", ran.out))
}

/// The program with these arguments, for a terminal.
pub fn program(args: &[&str]) -> CommandBuilder {
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_goodterms"));
    command.args(args);
    command
}

impl Home {
    /// The program with these arguments, without a terminal.
    pub fn process(&self, args: &[&str]) -> Command {
        let mut command = self.any_process(env!("CARGO_BIN_EXE_goodterms"));
        command.args(args);
        command
    }

    /// Any program, in the environment of this home.
    pub fn any_process(&self, program: impl AsRef<Path>) -> Command {
        let mut command = Command::new(program.as_ref());
        command.env_clear().envs(self.environment()).current_dir(self.path());
        command
    }
}

/// Runs a command to its end.
///
/// # Errors
/// If it hangs; a death by a signal is no error here, and has the code -1.
pub fn finish(mut command: Command, stdin: &str) -> Result<Ran, String> {
    use std::io::{Read, Write};
    let named = format!("{command:?}");
    let piped = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = piped.spawn().map_err(|e| format!("{named}: {e}"))?;
    // It may have ended without reading; what is handed over fits into a pipe.
    let _ = child.stdin.take().unwrap().write_all(stdin.as_bytes());
    let until = Instant::now() + HANG;
    let status = loop {
        if let Some(status) = child.try_wait().unwrap() {
            break status;
        }
        if Instant::now() > until {
            let _ = child.kill();
            let _ = child.wait();
            return Err(format!("{named} HANGS: still running after {HANG:?}"));
        }
        std::thread::sleep(Duration::from_millis(1));
    };
    let (mut out, mut err) = (Vec::new(), Vec::new());
    child.stdout.take().unwrap().read_to_end(&mut out).unwrap();
    child.stderr.take().unwrap().read_to_end(&mut err).unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
    Ok(Ran { code: status.code().unwrap_or(-1), out: text(out), err: text(err) })
}

/// Starts the program anew, which brings back what was not filed.
///
/// # Errors
/// If that does not go without complaint.
pub fn restart(home: &Home) -> Result<Ran, String> {
    let ran = finish(home.process(&["list"]), "")?;
    let complaint = ran.err.lines().any(|l| l.starts_with("warning") || l.starts_with("error"));
    if ran.code != 0 || complaint {
        return Err(format!("the next start complains: {ran:?}"));
    }
    Ok(ran)
}

/// That no note of this home is torn. `furnished`: each has the words from before.
///
/// # Errors
/// Which is, and how it looks.
pub fn all_whole(home: &Home, furnished: bool) -> Verdict {
    for path in notes(home) {
        let bytes = fs::read(&path).map_err(|e| format!("{}: {e}", path.display()))?;
        let text = String::from_utf8_lossy(&bytes);
        let head = Document::parse(&text).head();
        let words = !furnished || text.contains(OLD) && text.contains(END);
        if head.is_err() || !words || !text.ends_with('\n') {
            return Err(format!("TORN: {} holds {text:?}", path.display()));
        }
    }
    Ok(())
}

/// That this was no mistake of the program's own.
///
/// # Errors
/// If it was.
pub fn no_panic(code: i32, said: &str) -> Verdict {
    if code == 101 || said.contains("mistake of ours") || said.contains("panicked at") {
        return Err(format!("a PANIC, exit {code}: {said}"));
    }
    Ok(())
}
