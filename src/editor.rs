//! The advisor's own text editor: which it is, and how it is told the line. It is the only program
//! that goodterms ever starts.

mod sheet;

use std::ffi::{OsStr, OsString};
use std::path::Path;
use std::process::{Child, Command};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::{env, io};

pub use self::sheet::Sheet;
use crate::text;
use crate::trouble::reason;

/// What to do where there is none.
const SET: &str = "set VISUAL or EDITOR to your text editor, such as nano or \"code --wait\"";

/// Why the editor did not open a file, and what to do.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum EditorError {
    #[error("no text editor was found; {SET}")]
    None,
    #[error("the editor \"{name}\" does not start: {why}; {SET}")]
    NotStarted { name: String, why: String },
    #[error("the editor ended with an error; what it saved counts")]
    Failed,
}

/// An editor, with the arguments that somebody gave it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Editor {
    words: Vec<OsString>,
}

impl Editor {
    /// The one of `VISUAL`, else of `EDITOR`, else one that is there. `path` is where programs are
    /// looked for.
    pub fn chosen(visual: Option<OsString>, editor: Option<OsString>, path: Option<&OsStr>) -> Self {
        let set = [visual, editor].into_iter().flatten().map(|words| split(&words));
        let set = set.into_iter().find(|words| !words.is_empty());
        Self { words: set.or_else(|| usual(path).map(|name| vec![name.into()])).unwrap_or_default() }
    }

    /// The words that open a file at a line (from 1): the program, and its arguments.
    pub fn words(&self, file: &Path, line: usize) -> Vec<OsString> {
        let mut words = self.words.clone();
        let colon = || {
            let mut place = file.as_os_str().to_owned();
            place.push(format!(":{line}"));
            place
        };
        let Some(program) = words.first() else { return words };
        match How::of(program) {
            How::Plus => words.extend([format!("+{line}").into(), file.into()]),
            How::Colon => words.push(colon()),
            How::Goto => words.extend(["--goto".into(), colon()]),
            How::FileOnly => words.push(file.into()),
        }
        words
    }

    /// The same editor for words that are nobody else's: asked to stay until it is closed, and to
    /// keep no copy of them beyond that, as far as we know how to ask. Only what does no harm: the
    /// swap file stays, for it saves words, but lies beside the file.
    pub fn for_words(&self) -> Self {
        const VIM: [&str; 8] = [
            "--cmd",
            "silent! set directory^=.",
            "-i",
            "NONE",
            "-c",
            "silent! set nobackup",
            "-c",
            "silent! set noundofile",
        ];
        let mut words = self.words.clone();
        let name = words.first().map(|program| name_of(program)).unwrap_or_default();
        if let Some(stay) = stays_with(&name)
            .filter(|stay| !words.iter().any(|w| stay.contains(&w.to_str().unwrap_or_default())))
        {
            words.push(stay[0].into());
        }
        if is_vim(&name) {
            words.extend(VIM.map(OsString::from));
        }
        Self { words }
    }

    /// Starts it on a file, at a line (from 1).
    ///
    /// # Errors
    /// If there is none, or it does not start.
    pub fn start(&self, file: &Path, line: usize) -> Result<Child, EditorError> {
        // In full: a name that begins with `+` or `-` is something else to an editor.
        let file = std::path::absolute(file).unwrap_or_else(|_| file.to_owned());
        let words = self.words(&file, line);
        let (program, arguments) = words.split_first().ok_or(EditorError::None)?;
        Command::new(program).args(arguments).spawn().map_err(|error| EditorError::NotStarted {
            name: text::clean_line(&program.to_string_lossy()),
            why: match error.kind() {
                io::ErrorKind::NotFound => "there is no such program".to_owned(),
                _ => reason(&error),
            },
        })
    }

    /// Opens a file at a line (from 1), and comes back when the editor is done.
    ///
    /// # Errors
    /// If there is none, it does not start, or it says that it failed.
    pub fn open(&self, file: &Path, line: usize) -> Result<(), EditorError> {
        let interrupts = interrupts_end_us();
        interrupts.store(false, Ordering::SeqCst);
        let ended = self.start(file, line).map(|mut child| child.wait());
        interrupts.store(true, Ordering::SeqCst);
        match ended? {
            Ok(status) if status.success() => Ok(()),
            _ => Err(EditorError::Failed),
        }
    }
}

/// While an editor has the terminal, Ctrl+C is meant for that one and does not end us: when this is
/// set, it does again.
#[cfg(unix)]
fn interrupts_end_us() -> Arc<AtomicBool> {
    use std::sync::OnceLock;

    use signal_hook::consts::{SIGINT, SIGQUIT};
    use signal_hook::flag::register_conditional_default;

    // Once: a second pair of handlers would listen beside the first.
    static SWITCH: OnceLock<Arc<AtomicBool>> = OnceLock::new();
    let register = || {
        let switch = Arc::new(AtomicBool::new(true));
        for signal in [SIGINT, SIGQUIT] {
            // Where it cannot be had, Ctrl+C does what it always does.
            let _ = register_conditional_default(signal, switch.clone());
        }
        switch
    };
    SWITCH.get_or_init(register).clone()
}

#[cfg(not(unix))]
fn interrupts_end_us() -> Arc<AtomicBool> {
    Arc::default()
}

/// The name of a program, without its folder and what Windows adds.
fn name_of(program: &OsStr) -> String {
    let name = program.to_string_lossy();
    // By hand, for a path of Windows may be looked at elsewhere.
    let name = name.rsplit(['/', '\\']).next().unwrap_or_default().to_ascii_lowercase();
    let short = [".exe", ".cmd", ".bat"].iter().find_map(|end| name.strip_suffix(end));
    short.map(str::to_owned).unwrap_or(name)
}

/// What keeps an editor with a window of its own from going at once; any of these words does.
fn stays_with(name: &str) -> Option<&'static [&'static str]> {
    match name {
        "code" | "codium" | "vscodium" | "code-insiders" | "cursor" | "subl" | "zed" | "gedit" => {
            Some(&["--wait", "-w"])
        }
        "gvim" => Some(&["-f", "--nofork"]),
        _ => None,
    }
}

/// Whether this is Vim, or one that takes what Vim takes. A plain `vi` may be another.
fn is_vim(name: &str) -> bool {
    matches!(name, "vim" | "nvim" | "gvim" | "vim.basic" | "vim.tiny" | "vim.nox" | "vim.gtk3")
}

/// How an editor is told the line.
enum How {
    /// `+12 file`
    Plus,
    /// `file:12`
    Colon,
    /// `--goto file:12`
    Goto,
    /// We do not know: the file must do.
    FileOnly,
}

impl How {
    fn of(program: &OsStr) -> Self {
        match name_of(program).as_str() {
            name if is_vim(name) => Self::Plus,
            "vi" | "view" | "nano" | "rnano" | "pico" | "emacs" | "emacsclient" | "micro" | "kak" | "joe"
            | "jed" | "mg" | "ne" | "gedit" => Self::Plus,
            "hx" | "helix" | "subl" | "zed" => Self::Colon,
            "code" | "codium" | "vscodium" | "code-insiders" | "cursor" => Self::Goto,
            _ => Self::FileOnly,
        }
    }
}

/// An editor that nobody chose, but that is there.
fn usual(path: Option<&OsStr>) -> Option<&'static str> {
    if cfg!(windows) {
        return Some("notepad");
    }
    let folders: Vec<_> = path.map(|path| env::split_paths(path).collect()).unwrap_or_default();
    ["nano", "vi"].into_iter().find(|name| folders.iter().any(|folder| folder.join(name).is_file()))
}

/// A program and its arguments, as somebody writes them into a variable: parted by blanks, and
/// held together by quotation marks. What is no Unicode is one word. A backslash parts folders on
/// Windows; elsewhere it takes the next character as it is.
fn split(words: &OsStr) -> Vec<OsString> {
    let Some(line) = words.to_str() else { return vec![words.to_owned()] };
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut quote = None;
    let mut chars = line.chars();
    while let Some(c) = chars.next() {
        match (c, quote) {
            (c, Some(open)) if c == open => quote = None,
            ('\\', None | Some('"')) if !cfg!(windows) => {
                word.get_or_insert_default().extend(chars.next());
            }
            ('"' | '\'', None) => {
                quote = Some(c);
                word.get_or_insert_default();
            }
            (c, None) if c.is_whitespace() => words.extend(word.take()),
            (c, _) => word.get_or_insert_default().push(c),
        }
    }
    words.extend(word);
    // An empty variable with quotation marks names no program.
    words.retain(|word| !word.is_empty());
    words.into_iter().map(OsString::from).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(editor: &str, line: usize) -> String {
        let editor = Editor::chosen(None, Some(editor.into()), None);
        let words = editor.words(Path::new("/a b/c.toml"), line);
        words.iter().map(|w| w.to_string_lossy().into_owned()).collect::<Vec<_>>().join("|")
    }

    #[test]
    fn each_editor_is_told_the_line_in_its_way() {
        for (editor, expected) in [
            ("vi", "vi|+12|/a b/c.toml"),
            ("/usr/bin/nvim -R", "/usr/bin/nvim|-R|+12|/a b/c.toml"),
            ("emacsclient -t", "emacsclient|-t|+12|/a b/c.toml"),
            ("hx", "hx|/a b/c.toml:12"),
            ("subl -w", "subl|-w|/a b/c.toml:12"),
            ("code --wait", "code|--wait|--goto|/a b/c.toml:12"),
            ("Code.exe --wait", "Code.exe|--wait|--goto|/a b/c.toml:12"),
            ("mine", "mine|/a b/c.toml"),
            ("'my editor' \"a b\" ''", "my editor|a b|/a b/c.toml"),
        ] {
            assert_eq!(words(editor, 12), expected, "{editor}");
        }
    }

    #[test]
    fn an_editor_that_we_know_is_asked_to_keep_nothing() {
        let words = |editor: &str| {
            let editor = Editor::chosen(None, Some(editor.into()), None).for_words();
            let words = editor.words(Path::new("/a.md"), 1);
            words.iter().map(|w| w.to_string_lossy().into_owned()).collect::<Vec<_>>().join("|")
        };
        let asked = "-i|NONE|-c|silent! set nobackup|-c|silent! set noundofile|+1|/a.md";
        assert_eq!(
            words("/usr/bin/nvim -u x"),
            format!("/usr/bin/nvim|-u|x|--cmd|silent! set directory^=.|{asked}")
        );
        for other in ["vi", "nano", "emacs", "mine"] {
            assert!(!words(other).contains("NONE") && !words(other).contains("wait"), "{other}");
        }
        assert_eq!(Editor::default().for_words(), Editor::default());
    }

    #[test]
    fn an_editor_with_a_window_is_waited_for() {
        for (editor, expected) in [
            ("code", "code|--wait"),
            ("code --wait", "code|--wait"),
            ("subl -w", "subl|-w"),
            ("gvim", "gvim|-f|--cmd"),
        ] {
            let words = Editor::chosen(None, Some(editor.into()), None).for_words().words;
            let words: Vec<_> = words.iter().filter_map(|w| w.to_str()).collect();
            assert!(words.join("|").starts_with(expected), "{words:?}");
            assert!(words.iter().filter(|w| w.contains("-w")).count() <= 1, "{words:?}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_backslash_holds_a_word_together() {
        assert_eq!(words("/opt/my\\ editor/nano", 1), "/opt/my editor/nano|+1|/a b/c.toml");
    }

    #[test]
    fn visual_comes_before_editor_and_both_before_what_is_there() {
        let first = |visual: Option<&str>, editor: Option<&str>, path: Option<&OsStr>| {
            let editor = Editor::chosen(visual.map(Into::into), editor.map(Into::into), path);
            editor.words.first().map(|w| w.to_string_lossy().into_owned())
        };
        let folder = tempfile::tempdir().unwrap();
        let path = Some(folder.path().as_os_str());
        assert_eq!(first(Some("v"), Some("e"), path).as_deref(), Some("v"));
        assert_eq!(first(Some("  "), Some("e"), path).as_deref(), Some("e"));
        if cfg!(unix) {
            assert_eq!(first(None, None, path), None);
            std::fs::write(folder.path().join("vi"), "").unwrap();
            assert_eq!(first(None, None, path).as_deref(), Some("vi"));
            std::fs::write(folder.path().join("nano"), "").unwrap();
            assert_eq!(first(None, None, path).as_deref(), Some("nano"));
        }
    }

    #[test]
    fn what_does_not_start_says_what_to_set() {
        let missing = Editor::chosen(None, Some("/there/is/none".into()), None);
        let told = missing.open(Path::new("x"), 1).unwrap_err().to_string();
        assert!(told.contains("there is no such program") && told.contains("set VISUAL or EDITOR"), "{told}");
        let none = Editor::default().open(Path::new("x"), 1).unwrap_err();
        assert_eq!(none, EditorError::None);
    }
}
