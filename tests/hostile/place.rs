//! A home folder in which something hostile lies, and a folder beside it that is nobody's to touch.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use super::common::Home;

/// The conversation that is looked at.
pub const ID: &str = "k3v9q2m8x7ta";

/// A playbook with something in each of its texts.
pub fn playbook(id: &str, words: &str) -> String {
    let words = toml_string(words);
    format!(
        r#"format = 1

[playbook]
id = "{id}"
version = "1.0.0"
title = {words}
summary = {words}

[[source]]
name = "One"
credit = {words}

[[step]]
id = "first"
title = {words}
phase = "before"
guide = {words}
say = [{words}]
avoid = [{words}]

[[step.response]]
hears = {words}
try = {words}

[[step.field]]
id = "text"
label = {words}
kind = "text"

[[step.field]]
id = "which"
label = {words}
kind = "choice"
options = [{{ id = "a", label = {words} }}, {{ id = "b", label = "B" }}]

[[step.field]]
id = "ticks"
label = {words}
kind = "checklist"
items = [{{ id = "a", label = {words} }}]

[[outcome]]
id = "kept"
label = {words}
means = "kept"

[[message]]
id = "thanks"
title = {words}
body = {words}
"#
    )
}

/// A note of a conversation in that playbook, with something in each of its texts.
pub fn note(id: &str, words: &str) -> String {
    let quoted = toml_string(words);
    format!(
        "+++\ngoodterms = 1\nid = {}\nplaybook = {{ id = \"hostile\", version = {quoted}, sha256 = {quoted} }}\n\
         client = {{ name = {quoted}, organisation = {quoted}, also = [{quoted}] }}\nadvisor = {quoted}\n\
         started = 2026-11-21T14:02:10-05:00\nmeeting = {{ at = 2026-11-24T12:30:00-05:00, where = {quoted} }}\n\
         status = \"open\"\nphase = \"before\"\nat = \"first\"\nanswered = {{ required = [0, 0], all = [0, 3] }}\n\n\
         [[follow_up]]\nid = \"one\"\ntitle = {quoted}\ndue = 2026-11-20\nstate = \"open\"\n\
         moved = [[2026-11-18, {quoted}]]\n+++\n\n# {words}\n\n## {words} {{#first}}\n\n### {words} {{#first.text}}\n\n\
         {words}\n\n### {words} {{#first.which}}\n\n{words}\n\n### {words} {{#first.ticks}}\n\n- [x] {words}\n\n\
         ### Notes {{#first.notes}}\n\n- 2026-11-21 14:07:31-05:00 {words}\n\n## {words} {{#gone}}\n\n{words}\n",
        toml_string(id)
    )
}

/// A text as TOML has it, whatever is in it.
fn toml_string(words: &str) -> String {
    let escaped = words.chars().map(|c| match c {
        '"' => "\\\"".to_owned(),
        '\\' => "\\\\".to_owned(),
        c if c.is_control() => format!("\\u{:04x}", u32::from(c)),
        c => c.to_string(),
    });
    format!("\"{}\"", escaped.collect::<String>())
}

/// Where a case lies.
pub struct Place {
    pub home: Home,
    outside: TempDir,
}

impl Place {
    /// A home with a benign playbook and conversation, and victims outside of it.
    pub fn new() -> Self {
        let place = Self { home: Home::new(), outside: TempDir::new().unwrap() };
        for victim in ["note.md", "file", "dir/kept"] {
            let path = place.outside(victim);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "theirs").unwrap();
        }
        place.playbook(playbook("hostile", "plain words"));
        place.note(note(ID, "Ada Byron"));
        place
    }

    /// A path outside of all that is ours.
    pub fn outside(&self, name: &str) -> PathBuf {
        self.outside.path().join(name)
    }

    /// The path of something in the home folder, in a folder that is there.
    pub fn path(&self, name: impl AsRef<Path>) -> PathBuf {
        let path = self.home.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        path
    }

    /// The note of the conversation.
    pub fn note_path(&self) -> PathBuf {
        self.path(format!("data/goodterms/notes/ada-byron/2026-11-21-hostile-{}.md", &ID[..6]))
    }

    /// Writes the note of the conversation.
    pub fn note(&self, bytes: impl AsRef<[u8]>) {
        fs::write(self.note_path(), bytes).unwrap();
    }

    /// Writes the playbook it is walked in.
    pub fn playbook(&self, bytes: impl AsRef<[u8]>) {
        fs::write(self.path("data/goodterms/playbooks/hostile.toml"), bytes).unwrap();
    }

    /// Puts a link somewhere in the home folder that leads outside.
    pub fn link(&self, name: impl AsRef<Path>, to: &str) {
        let path = self.path(name);
        let _ = fs::remove_file(&path);
        symlink(self.outside(to), path).unwrap();
    }

    /// Puts a pipe somewhere in the home folder.
    pub fn pipe(&self, name: impl AsRef<Path>) {
        let path = self.path(name);
        let _ = fs::remove_file(&path);
        assert!(std::process::Command::new("mkfifo").arg(path).status().unwrap().success());
    }

    /// All that is not ours to touch: what is outside, and what lies in the home folder beside the
    /// folders of ours.
    pub fn others(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        let mut all = BTreeMap::new();
        add(self.outside.path(), &mut all);
        for entry in fs::read_dir(self.home.path()).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            if !["data", "config", "state", "cache"].contains(&name.as_str()) {
                add(&path, &mut all);
            }
        }
        all
    }
}

fn add(path: &Path, all: &mut BTreeMap<PathBuf, Vec<u8>>) {
    let meta = fs::symlink_metadata(path).unwrap();
    let holds = if meta.is_file() { fs::read(path).unwrap() } else { Vec::new() };
    all.insert(path.to_owned(), holds);
    if meta.is_dir() {
        fs::read_dir(path).unwrap().for_each(|entry| add(&entry.unwrap().path(), all));
    }
}
