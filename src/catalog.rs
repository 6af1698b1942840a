//! The playbooks there are: the embedded ones and those in the user's folder. And the sample
//! conversations that come with them.
//!
//! A broken playbook stays in the catalog with its faults; it never stops the program. A file that
//! changed is seen by a cheap look at the folder ([`Catalog::reread`]), and only that one is read
//! again.

mod files;
mod samples;
mod situations;

use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

pub use self::files::{Copied, copy_of, playbooks_in, put_schema, read_bytes, read_plain};
use self::files::{Found, Mark};
pub use self::samples::samples;
pub use self::situations::{Group, Situation, Through};
use crate::diagnostic::{Fault, Severity};
use crate::playbook::check::{Link, links};
use crate::playbook::{Checked, Playbook, check};
use crate::text;
use crate::trouble::reason;

/// The playbooks of the repository, by file name.
pub const EMBEDDED: &[(&str, &str)] = &[
    ("exit-interview.toml", include_str!("../playbooks/exit-interview.toml")),
    ("farewell.toml", include_str!("../playbooks/farewell.toml")),
    ("rebuild.toml", include_str!("../playbooks/rebuild.toml")),
    ("shared-expectations.toml", include_str!("../playbooks/shared-expectations.toml")),
    ("triage.toml", include_str!("../playbooks/triage.toml")),
    ("win-back.toml", include_str!("../playbooks/win-back.toml")),
];

/// The sample conversations of the repository, by file name.
pub const SAMPLES: &[(&str, &str)] = &[
    ("priya-raman.toml", include_str!("../playbooks/samples/priya-raman.toml")),
    ("ruth-adler.toml", include_str!("../playbooks/samples/ruth-adler.toml")),
];

/// A playbook of the catalog, broken or not.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The playbook's id; the file's name, if it could not be read.
    pub id: String,
    pub title: String,
    /// The user's file; embedded ones have none.
    pub path: Option<PathBuf>,
    pub origin: Origin,
    /// `None` if there is an error.
    pub playbook: Option<Arc<Playbook>>,
    pub faults: Vec<Fault>,
    /// The text the faults point into.
    pub source: Arc<str>,
    /// Its hand-offs, to be checked against the others.
    links: Vec<Link>,
    /// Whether the file says the id: what is only named so stands in nobody's way.
    says_id: bool,
}

/// Where a playbook is from, and what that means for the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    Embedded,
    /// The user's.
    Own,
    /// The user's, in place of the embedded one with its id.
    Replaces,
    /// The user's, with the id of an embedded one; as it cannot be used, that one still is.
    WouldReplace,
    /// Several files of the user's have its id: none is used.
    Twice,
}

impl Origin {
    /// In words for a person.
    pub fn words(self) -> &'static str {
        match self {
            Self::Embedded => "built in",
            Self::Own => "yours",
            Self::Replaces => "yours, in place of the built-in one",
            Self::WouldReplace => "yours; the built-in one is used as long as it has errors",
            Self::Twice => "yours; not the only file with this id, so it is not used",
        }
    }
}

/// What tells one entry from all others, also after the folder was read again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Key {
    Embedded(String),
    File(PathBuf),
}

/// A file of the user's folder that cannot be read, or the folder itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable {
    pub path: PathBuf,
    /// In words.
    pub why: String,
}

impl std::fmt::Display for Unreadable {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", text::clean_line(&self.path.display().to_string()), self.why)
    }
}

/// A place in the catalog. An embedded playbook is checked when somebody asks for it: most of the
/// time one is used, and the first frame waits for none.
#[derive(Clone, Debug)]
enum Slot {
    Embedded { file: &'static str, source: &'static str, entry: OnceLock<Entry>, title: OnceLock<String> },
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

    fn title(&self) -> &str {
        match self {
            Self::Embedded { source, entry, title, .. } if entry.get().is_none() => {
                title.get_or_init(|| title_in(source).unwrap_or_else(|| self.entry().title.clone()))
            }
            _ => &self.entry().title,
        }
    }

    fn entry(&self) -> &Entry {
        match self {
            Self::Embedded { file, source, entry, .. } => {
                entry.get_or_init(|| Entry::of(check(source.as_bytes()), file, None))
            }
            Self::Own(entry) => entry,
        }
    }
}

/// The title of an embedded playbook, from its first table alone: where many are listed, nobody need
/// check them all for their names.
fn title_in(source: &str) -> Option<String> {
    let first = source.split("\n[[").next()?;
    let table: toml::Table = first.parse().ok()?;
    Some(table.get("playbook")?.get("title")?.as_str()?.to_owned())
}

/// An embedded playbook's file has its id for a name; a test holds us to it.
fn id_of(file: &str) -> &str {
    file.strip_suffix(".toml").unwrap_or(file)
}

/// The playbooks: embedded ones by id, then the user's by file name.
#[derive(Clone, Debug, Default)]
pub struct Catalog {
    slots: Vec<Slot>,
    /// What of the user's folder cannot be read.
    pub unreadable: Vec<Unreadable>,
    /// The user's folder, which need not exist.
    pub folder: PathBuf,
    /// The files as they were found, before they are compared with each other.
    found: Vec<Found>,
    /// How the folder looked just before it was read.
    mark: Mark,
}

impl Catalog {
    /// The catalog with the user's folder, which need not exist.
    pub fn load(folder: &Path) -> Self {
        Self::read(folder, Mark::of(folder), &[])
    }

    /// The catalog as it is now, if a file of the folder is another than it was. Only looks at the
    /// folder otherwise.
    pub fn reread(&self) -> Option<Self> {
        let mark = Mark::of(&self.folder);
        (mark != self.mark).then(|| Self::read(&self.folder, mark, &self.found))
    }

    /// Reads the folder; a file that looks as it did before is not read a second time.
    fn read(folder: &Path, mark: Mark, before: &[Found]) -> Self {
        let slot = |(file, source): &(&'static str, &'static str)| Slot::Embedded {
            file,
            source,
            entry: OnceLock::new(),
            title: OnceLock::new(),
        };
        let found = mark.read(before);
        let mut catalog = Self {
            slots: EMBEDDED.iter().map(slot).collect(),
            unreadable: mark.trouble.iter().cloned().collect(),
            folder: folder.to_owned(),
            found,
            mark,
        };
        catalog.place_own();
        catalog.check_links();
        catalog
    }

    /// What is wrong with the hand-offs of the user's playbooks, now that all are known.
    fn check_links(&mut self) {
        let found: Vec<Vec<Fault>> = self.slots.iter().map(|slot| self.link_faults(slot)).collect();
        for (slot, faults) in self.slots.iter_mut().zip(found) {
            if let Slot::Own(entry) = slot {
                entry.faults.extend(faults);
                entry.faults.sort_by_key(|f| f.span.start);
            }
        }
    }

    fn link_faults(&self, slot: &Slot) -> Vec<Fault> {
        let Slot::Own(Entry { playbook: Some(playbook), links, .. }) = slot else { return Vec::new() };
        self.faults_of_links(playbook, links)
    }

    /// Puts the user's playbooks into their places: some replace an embedded one, and two with one
    /// id are both refused.
    fn place_own(&mut self) {
        let mut own: Vec<Entry> = Vec::new();
        for found in &self.found {
            match &found.read {
                Ok(entry) => own.push(entry.clone()),
                Err(why) => {
                    self.unreadable.push(Unreadable { path: found.path.clone(), why: why.clone() });
                }
            }
        }
        let names = own.iter().filter(|e| e.says_id).map(|e| (e.id.clone(), e.name()));
        let names: Vec<_> = names.collect();
        for mut entry in own {
            let same = names.iter().filter(|(id, _)| entry.says_id && *id == entry.id);
            let same: Vec<_> = same.map(|(_, name)| name.as_str()).collect();
            if same.len() > 1 {
                entry.refuse_twice(&same);
            }
            let is_embedded = |slot: &Slot| matches!(slot, Slot::Embedded { .. }) && slot.id() == entry.id;
            match self.slots.iter().position(is_embedded) {
                // A broken one does not take away the one that works; both are listed.
                Some(at) if entry.playbook.is_some() => {
                    entry.origin = Origin::Replaces;
                    self.slots[at] = Slot::Own(entry);
                    continue;
                }
                Some(_) if entry.origin == Origin::Own => entry.origin = Origin::WouldReplace,
                _ => {}
            }
            self.slots.push(Slot::Own(entry));
        }
    }

    /// What the others there are can tell about a playbook that is none of them.
    pub fn faults_beside(&self, checked: &Checked) -> Vec<Fault> {
        let playbook = checked.playbook.as_ref();
        playbook.map(|playbook| self.faults_of_links(playbook, &checked.links)).unwrap_or_default()
    }

    fn faults_of_links(&self, playbook: &Playbook, links: &[Link]) -> Vec<Fault> {
        links::check(playbook, links, |id| self.playbook(id).map(|p| &**p))
    }

    /// The user's files that say this id.
    pub fn files_of(&self, id: &str) -> impl Iterator<Item = &Path> {
        let own = self.entries().filter(move |e| e.says_id && e.id == id);
        own.filter_map(|entry| entry.path.as_deref())
    }

    /// All of them, broken or not.
    pub fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.slots.iter().map(Slot::entry)
    }

    /// The entry with this key.
    pub fn entry(&self, key: &Key) -> Option<&Entry> {
        self.entries().find(|e| e.key() == *key)
    }

    /// The playbook with this id, if it has no error.
    pub fn playbook(&self, id: &str) -> Option<&Arc<Playbook>> {
        self.usable(id).and_then(|entry| entry.playbook.as_ref())
    }

    /// The title of the playbook that is used for this id.
    pub fn title(&self, id: &str) -> Option<&str> {
        let usable = self.slots.iter().filter(|slot| slot.id() == id).find(|slot| !slot.is_broken())?;
        Some(usable.title())
    }

    /// The entry of the playbook that is used for this id.
    pub fn usable(&self, id: &str) -> Option<&Entry> {
        let slots = self.slots.iter().filter(|slot| slot.id() == id);
        slots.map(Slot::entry).find(|entry| entry.playbook.is_some())
    }

    /// The one that a call begins with for which nothing was prepared: one of the advisor's own before
    /// those that are built in.
    pub fn for_calls(&self) -> Option<&Arc<Playbook>> {
        let mut fit = self.entries().filter(|entry| {
            let playbook = entry.playbook.as_ref().filter(|_| self.usable(&entry.id).is_some());
            playbook.is_some_and(|playbook| playbook.call_now && !playbook.is_chooser())
        });
        let first = fit.next();
        let own = first.into_iter().chain(fit).min_by_key(|entry| entry.path.is_none());
        own.and_then(|entry| self.playbook(&entry.id))
    }

    /// Those that can be used.
    pub fn playbooks(&self) -> impl Iterator<Item = &Arc<Playbook>> {
        self.entries().filter_map(|e| e.playbook.as_ref())
    }

    /// The embedded playbook with this id, as it is in the program.
    pub fn embedded(id: &str) -> Option<&'static str> {
        EMBEDDED.iter().find(|(file, _)| id_of(file) == id).map(|(_, source)| *source)
    }

    /// The same, checked. Whatever the user put in its place, samples are made for this one.
    pub fn embedded_playbook(id: &str) -> Option<Arc<Playbook>> {
        Self::embedded(id).and_then(|source| check(source.as_bytes()).playbook).map(Arc::new)
    }

    /// Puts an embedded playbook into the user's folder, which must be there, to be changed there.
    ///
    /// # Errors
    /// In words: if something has its name there already, or it cannot be written.
    pub fn copy_out(&self, id: &str) -> Result<Copied, String> {
        let source = Self::embedded(id).ok_or_else(|| format!("no playbook `{id}` is built in"))?;
        let path = self.folder.join(format!("{id}.toml"));
        put_schema(&self.folder);
        copy_of(source, &path).map_err(|error| {
            let shown = text::clean_line(&path.display().to_string());
            match error.kind() {
                ErrorKind::AlreadyExists => {
                    format!("{shown} is there already; mend that one, or move it away")
                }
                _ => format!("{shown}: {}", reason(&error)),
            }
        })
    }

    /// How many cannot be used: broken ones, and files that cannot be read.
    pub fn unusable(&self) -> usize {
        self.slots.iter().filter(|slot| slot.is_broken()).count() + self.unreadable.len()
    }
}

impl Slot {
    /// An embedded one never is, a test holds us to it: so nobody need check it to know.
    fn is_broken(&self) -> bool {
        matches!(self, Self::Own(entry) if entry.playbook.is_none())
    }
}

impl Entry {
    fn of(checked: Checked, name: &str, path: Option<PathBuf>) -> Self {
        let says_id = checked.id.is_some();
        let id = checked.id.unwrap_or_else(|| id_of(name).to_owned());
        Self {
            says_id,
            title: checked.title.unwrap_or_else(|| name.to_owned()),
            id,
            origin: if path.is_some() { Origin::Own } else { Origin::Embedded },
            path,
            playbook: checked.playbook.map(Arc::new),
            faults: checked.faults,
            source: checked.source.into(),
            links: checked.links,
        }
    }

    /// `files` are all that have its id.
    fn refuse_twice(&mut self, files: &[&str]) {
        self.faults.insert(0, twice(&self.id, files));
        self.playbook = None;
        self.origin = Origin::Twice;
    }

    /// What tells it from all others.
    pub fn key(&self) -> Key {
        match &self.path {
            Some(path) => Key::File(path.clone()),
            None => Key::Embedded(self.id.clone()),
        }
    }

    /// How many errors it has.
    pub fn errors(&self) -> usize {
        self.faults.iter().filter(|f| f.severity == Severity::Error).count()
    }

    /// The file's name, or the id of an embedded one.
    pub fn name(&self) -> String {
        let name = self.path.as_deref().and_then(Path::file_name);
        name.map_or_else(|| self.id.clone(), |name| text::clean_line(&name.to_string_lossy()))
    }
}

/// Several files of a folder have one id.
pub fn twice(id: &str, files: &[&str]) -> Fault {
    let message = format!("{} files here are the playbook `{id}`: {}", files.len(), files.join(", "));
    Fault::error("duplicate-playbook", 0..0, message)
        .help("give each of them an id of its own: none of them is used")
}

#[cfg(test)]
mod tests;
