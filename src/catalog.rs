//! The playbooks there are: the embedded ones and those in the user's folder.
//!
//! A broken playbook stays in the catalog with its faults; it never stops the program.

use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use crate::diagnostic::{Fault, Severity, has_errors};
use crate::playbook::{Checked, Playbook, check};

/// The playbooks of the repository, by file name.
pub const EMBEDDED: &[(&str, &str)] = &[
    ("exit-interview.toml", include_str!("../playbooks/exit-interview.toml")),
    ("farewell.toml", include_str!("../playbooks/farewell.toml")),
    ("shared-expectations.toml", include_str!("../playbooks/shared-expectations.toml")),
];

/// A playbook of the catalog, broken or not.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The playbook's id; the file's name, if it could not be read.
    pub id: String,
    pub title: String,
    /// The user's file; embedded ones have none.
    pub path: Option<PathBuf>,
    /// Whether a user's file stands in for an embedded playbook.
    pub replaces: bool,
    /// `None` if there is an error.
    pub playbook: Option<Arc<Playbook>>,
    pub faults: Vec<Fault>,
    /// The text the faults point into.
    pub source: String,
}

/// A place in the catalog. An embedded playbook is checked when somebody asks for it: most of the
/// time one is used, and the first frame waits for none.
#[derive(Clone, Debug)]
enum Slot {
    Embedded { file: &'static str, source: &'static str, entry: OnceLock<Entry> },
    Own(Entry),
}

impl Slot {
    /// The playbook's id, without checking it.
    fn id(&self) -> &str {
        match self {
            Self::Embedded { file, .. } => id_of(file),
            Self::Own(entry) => &entry.id,
        }
    }

    fn entry(&self) -> &Entry {
        match self {
            Self::Embedded { file, source, entry } => {
                entry.get_or_init(|| Entry::of(check(source.as_bytes()), file, None))
            }
            Self::Own(entry) => entry,
        }
    }
}

/// An embedded playbook's file has its id for a name; a test holds us to it.
fn id_of(file: &str) -> &str {
    file.strip_suffix(".toml").unwrap_or(file)
}

/// The playbooks, embedded ones first, each sort by id.
#[derive(Clone, Debug, Default)]
pub struct Catalog {
    slots: Vec<Slot>,
    /// What kept a file of the user's folder from being read, in words.
    pub unreadable: Vec<String>,
}

impl Catalog {
    /// The catalog with the user's folder, which need not exist.
    pub fn load(folder: &Path) -> Self {
        let mut catalog = Self::default();
        for (file, source) in EMBEDDED {
            catalog.slots.push(Slot::Embedded { file, source, entry: OnceLock::new() });
        }
        catalog.add_folder(folder);
        catalog
    }

    fn add_folder(&mut self, folder: &Path) {
        let files = match fs::read_dir(folder) {
            Ok(files) => files,
            Err(error) if error.kind() == ErrorKind::NotFound => return,
            Err(error) => {
                self.unreadable.push(format!("{}: {error}", folder.display()));
                return;
            }
        };
        let mut paths: Vec<_> = files.flatten().map(|f| f.path()).collect();
        paths.retain(|p| p.extension().is_some_and(|e| e == "toml"));
        paths.sort();
        let mut own: Vec<Entry> = Vec::new();
        for path in paths {
            // A pipe or a device could keep us waiting for ever.
            let plain = fs::metadata(&path).map(|m| m.is_file());
            let read = match plain {
                Ok(false) => Err(io::Error::other("this is no plain file")),
                _ => fs::read(&path),
            };
            match read {
                Ok(bytes) => {
                    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
                    own.push(Entry::of(check(&bytes), &name, Some(path)));
                }
                Err(error) => self.unreadable.push(format!("{}: {error}", path.display())),
            }
        }
        let ids: Vec<_> = own.iter().map(|e| e.id.clone()).collect();
        for entry in &mut own {
            if ids.iter().filter(|id| **id == entry.id).count() > 1 {
                let fault = Fault::error(
                    "duplicate-playbook",
                    0..0,
                    format!("two files here are the playbook `{}`", entry.id),
                )
                .help("give one of them another id: neither is used");
                entry.faults.insert(0, fault);
                entry.playbook = None;
            }
        }
        for mut entry in own {
            let is_embedded = |slot: &Slot| matches!(slot, Slot::Embedded { .. }) && slot.id() == entry.id;
            let embedded = self.slots.iter().position(is_embedded);
            entry.replaces = embedded.is_some();
            match embedded {
                // A broken one does not take away the one that works; both are listed.
                Some(at) if entry.playbook.is_some() => self.slots[at] = Slot::Own(entry),
                _ => self.slots.push(Slot::Own(entry)),
            }
        }
    }

    /// All of them, broken or not.
    pub fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.slots.iter().map(Slot::entry)
    }

    /// The playbook with this id, if it has no error.
    pub fn playbook(&self, id: &str) -> Option<&Arc<Playbook>> {
        self.slots.iter().filter(|slot| slot.id() == id).find_map(|slot| slot.entry().playbook.as_ref())
    }

    /// The playbooks one can start.
    pub fn playbooks(&self) -> impl Iterator<Item = &Arc<Playbook>> {
        self.entries().filter_map(|e| e.playbook.as_ref())
    }

    /// The ids one can start, for messages.
    pub fn ids(&self) -> Vec<&str> {
        self.playbooks().map(|p| p.id.as_str()).collect()
    }
}

impl Entry {
    fn of(checked: Checked, name: &str, path: Option<PathBuf>) -> Self {
        let id = checked.id.unwrap_or_else(|| id_of(name).to_owned());
        Self {
            title: checked.title.unwrap_or_else(|| name.to_owned()),
            id,
            path,
            replaces: false,
            playbook: checked.playbook.map(Arc::new),
            faults: checked.faults,
            source: checked.source,
        }
    }

    /// How many errors it has.
    pub fn errors(&self) -> usize {
        debug_assert_eq!(has_errors(&self.faults), self.playbook.is_none());
        self.faults.iter().filter(|f| f.severity == Severity::Error).count()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_playbook_of_the_repository_is_embedded() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("playbooks");
        let mut names: Vec<_> =
            fs::read_dir(folder).unwrap().map(|f| f.unwrap().file_name().into_string().unwrap()).collect();
        names.retain(|n| n.ends_with(".toml"));
        names.sort();
        for entry in Catalog::load(Path::new("/there/is/none")).entries() {
            assert!(
                names.contains(&format!("{}.toml", entry.id)),
                "the file of {} has another name",
                entry.id
            );
        }
        assert_eq!(names, EMBEDDED.iter().map(|(n, _)| *n).collect::<Vec<_>>());
    }

    #[test]
    fn a_users_playbook_replaces_and_a_broken_one_does_not() {
        let folder = tempfile::tempdir().unwrap();
        let (_, farewell) = EMBEDDED[1];
        fs::write(folder.path().join("mine.toml"), farewell.replace("[playbook]", "[playbook]\n# mine"))
            .unwrap();
        fs::write(folder.path().join("broken.toml"), EMBEDDED[0].1.replace("format = 1", "format = 9"))
            .unwrap();
        fs::write(folder.path().join("notes.txt"), "x").unwrap();
        let catalog = Catalog::load(folder.path());
        let listed: Vec<_> = catalog.entries().map(|e| (e.id.as_str(), e.replaces, e.errors())).collect();
        let expected = [
            ("exit-interview", false, 0),
            ("farewell", true, 0),
            ("shared-expectations", false, 0),
            ("exit-interview", true, 1),
        ];
        assert_eq!(listed, expected);
        assert!(catalog.playbook("exit-interview").is_some());
    }

    #[cfg(unix)]
    #[test]
    fn a_pipe_does_not_hold_up_the_catalog() {
        let folder = tempfile::tempdir().unwrap();
        let pipe = folder.path().join("pipe.toml");
        assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
        let catalog = Catalog::load(folder.path());
        assert_eq!((catalog.entries().count(), catalog.unreadable.len()), (EMBEDDED.len(), 1));
    }

    #[test]
    fn two_files_with_one_id_are_both_refused() {
        let folder = tempfile::tempdir().unwrap();
        let mine = EMBEDDED[1].1.replace("\"farewell\"", "\"goodbye\"");
        fs::write(folder.path().join("a.toml"), &mine).unwrap();
        fs::write(folder.path().join("b.toml"), &mine).unwrap();
        let catalog = Catalog::load(folder.path());
        assert!(catalog.playbook("goodbye").is_none());
        assert_eq!(catalog.entries().filter(|e| e.errors() == 1).count(), 2);
    }
}
