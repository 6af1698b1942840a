//! Earlier texts of notes, kept whole in the state folder: the last of each day on which a note was
//! filed, and what stood there before a merge, a change from outside or a restore.
//!
//! They are for people who want something back: filing and merging lose no text without them. Only where a
//! copy is taken in whose common ancestor nobody knows, they tell what is old.

use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::{DateTime, FixedOffset, NaiveDateTime, TimeDelta, Utc};

use super::StoreError;
use super::disk::{Disk, System};
use super::files::make_folder_on;
use super::names::{TEMP, hash, is_plain, random, safe_id};

/// How a moment stands in the name of a version.
const TIME: &str = "%Y%m%dT%H%M%SZ";
/// How much of its text's hash does.
const HASH: usize = 8;
/// Versions as near to each other as this stand in the order in which they were made.
const NEAR: TimeDelta = TimeDelta::minutes(10);

/// How many versions of a conversation are kept at most.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Keep {
    pub count: usize,
    /// All of them together.
    pub bytes: u64,
}

impl Default for Keep {
    fn default() -> Self {
        Self { count: 50, bytes: 20 << 20 }
    }
}

/// Why a text was kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// It was the last of a day on which the note was filed.
    Day,
    /// It stood there before a merge or a change from outside.
    Before,
    /// Somebody else wrote it, and it was merged then.
    Theirs,
    /// It stood there before an earlier version was restored.
    Restored,
}

impl Why {
    const ALL: [(&'static str, Self); 4] = [
        ("day", Self::Day),
        ("before", Self::Before),
        ("theirs", Self::Theirs),
        ("restored", Self::Restored),
    ];

    /// As it stands in a name, and in JSON.
    pub fn word(self) -> &'static str {
        Self::ALL.iter().find(|(_, why)| *why == self).map_or("day", |(word, _)| word)
    }

    /// For a person.
    pub fn in_words(self) -> &'static str {
        match self {
            Self::Day => "the last of that day",
            Self::Before => "before a change from elsewhere",
            Self::Theirs => "as it was written elsewhere",
            Self::Restored => "before a restore",
        }
    }
}

/// An earlier text of a note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    /// When it stood in the note.
    pub at: DateTime<Utc>,
    pub why: Why,
    pub bytes: u64,
    pub path: PathBuf,
    hash: String,
}

/// The versions of all conversations.
#[derive(Clone, Debug)]
pub struct Versions {
    disk: Arc<dyn Disk>,
    folder: PathBuf,
    keep: Keep,
}

impl Versions {
    /// Those below a state folder, which need not exist yet.
    pub fn new(state: &Path, keep: Keep) -> Self {
        Self::on(Arc::new(System), state, keep)
    }

    /// The same on another disk than this machine's.
    pub fn on(disk: Arc<dyn Disk>, state: &Path, keep: Keep) -> Self {
        Self { disk, folder: state.join("versions"), keep }
    }

    /// The same, without bounds: for a moment at which even the oldest may be needed.
    pub fn unbounded(mut self) -> Self {
        self.keep = Keep { count: usize::MAX, bytes: u64::MAX };
        self
    }

    /// Keeps a text that stood in a note at a moment. A text that is kept already is not written
    /// again; if it came back since then, it moves up to this moment, so that it is not the first
    /// to go. When this returns, the disk has confirmed it.
    ///
    /// # Errors
    /// What prevented it.
    pub fn keep(&self, id: &str, text: &str, why: Why, at: DateTime<FixedOffset>) -> Result<(), StoreError> {
        let folder = self.folder(id);
        let all = self.list(id)?;
        let at = free_moment(at.to_utc(), &all);
        let hash = hash(text)[..HASH].to_owned();
        let path = folder.join(format!("{}-{}-{hash}.md", at.format(TIME), why.word()));
        let same = all.iter().position(|v| v.hash == hash && self.read(v).is_ok_and(|kept| kept == text));
        match same {
            // Its name may have stood there unconfirmed since an attempt that failed: synced below.
            Some(nth) if nth == 0 || all[nth].at >= at => {}
            Some(nth) => self.disk.rename(&all[nth].path, &path).map_err(StoreError::io(&path))?,
            None => {
                make_folder_on(&*self.disk, &folder)?;
                self.write(&folder, &path, text)?;
            }
        }
        self.disk.sync_folder(&folder).map_err(StoreError::io(&folder))?;
        self.prune(id, &path)
    }

    /// The versions of a conversation, newest first. What else is in its folder is passed over.
    ///
    /// # Errors
    /// If its folder is there and cannot be read.
    pub fn list(&self, id: &str) -> Result<Vec<Version>, StoreError> {
        let folder = self.folder(id);
        let names = match self.disk.names(&folder) {
            Ok(names) => names,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(StoreError::io(folder)(error)),
        };
        let mut versions: Vec<_> = names.iter().filter_map(|name| self.version(folder.join(name))).collect();
        versions.sort_by(|a, b| b.at.cmp(&a.at).then_with(|| b.path.cmp(&a.path)));
        Ok(versions)
    }

    /// The text of a version.
    ///
    /// # Errors
    /// If it cannot be read, or is no text.
    pub fn read(&self, version: &Version) -> Result<String, StoreError> {
        let bytes = self.disk.read(&version.path).map_err(StoreError::io(&version.path))?;
        String::from_utf8(bytes).map_err(|_| StoreError::NotText(version.path.clone()))
    }

    /// The ids that begin so and of which there are versions. Those that are no names of folders are
    /// not among them.
    pub fn ids(&self, begin: &str) -> Vec<String> {
        let names = self.disk.names(&self.folder).unwrap_or_default();
        let names = names.into_iter().filter_map(|name| name.into_string().ok());
        let mut ids: Vec<_> =
            names.filter(|name| is_plain(name) && !begin.is_empty() && name.starts_with(begin)).collect();
        ids.sort();
        ids
    }

    /// The names of all folders with versions: ids, or hashes of those that are no names.
    pub(super) fn all_ids(&self) -> Vec<String> {
        let names = self.disk.names(&self.folder).unwrap_or_default();
        names.into_iter().filter_map(|name| name.into_string().ok()).collect()
    }

    /// Where the versions of a conversation lie. An id comes from a note, and may say anything.
    pub(super) fn folder(&self, id: &str) -> PathBuf {
        self.folder.join(safe_id(id))
    }

    /// The version in a file, if its name says that it is one.
    fn version(&self, path: PathBuf) -> Option<Version> {
        let name = path.file_name()?.to_str()?.strip_suffix(".md")?;
        let mut parts = name.splitn(3, '-');
        let (at, why, hash) = (parts.next()?, parts.next()?, parts.next()?.to_owned());
        let at = NaiveDateTime::parse_from_str(at, TIME).ok()?.and_utc();
        let (_, why) = *Why::ALL.iter().find(|(word, _)| *word == why)?;
        let is_one = hash.len() == HASH && hash.bytes().all(|b| b.is_ascii_hexdigit());
        if !is_one || self.disk.is_folder(&path) {
            return None;
        }
        let bytes = self.disk.stamp(&path).ok()?.size();
        Some(Version { at, why, bytes, path, hash })
    }

    /// Writes a file that is whole or not there, and waits for the disk; its name is not synced yet.
    fn write(&self, folder: &Path, path: &Path, text: &str) -> Result<(), StoreError> {
        let part = folder.join(format!("{TEMP}{}.part", random()?));
        let write = || -> io::Result<()> {
            let mut file = self.disk.create(&part)?;
            file.append(text.as_bytes())?;
            file.sync()?;
            drop(file);
            self.disk.rename(&part, path)
        };
        write().map_err(|error| {
            let _ = self.disk.remove(&part);
            StoreError::io(path)(error)
        })
    }

    /// Takes away what is too much; never the newest, nor what was kept just now.
    fn prune(&self, id: &str, just_kept: &Path) -> Result<(), StoreError> {
        let mut all = self.list(id)?;
        let too_many = |all: &[Version]| {
            let bytes = all.iter().map(|version| version.bytes).fold(0, u64::saturating_add);
            all.len() > self.keep.count.max(1) || bytes > self.keep.bytes
        };
        while too_many(&all) {
            let Some(old) = first_to_go(&all, just_kept) else { break };
            // One that stays does no harm, and is looked at again the next time.
            let _ = self.disk.remove(&all.remove(old).path);
        }
        Ok(())
    }
}

/// The oldest of those of which there are more: the last of each day, or what others changed. Somebody who
/// writes in a note again and again takes away no day then, nor do many days take away what a merge changed.
fn first_to_go(all: &[Version], just_kept: &Path) -> Option<usize> {
    let is_day = |version: &Version| version.why == Why::Day;
    let days = all.iter().filter(|version| is_day(version)).count();
    let may_go = |(nth, version): &(usize, &Version)| *nth > 0 && version.path != just_kept;
    let oldest = |of_days: bool| {
        let mut some = all.iter().enumerate().filter(may_go);
        some.rfind(|(_, version)| is_day(version) == of_days).map(|(nth, _)| nth)
    };
    let of_days = days * 2 > all.len();
    oldest(of_days).or_else(|| oldest(!of_days))
}

/// The second in whose name a version is kept: within some minutes the order in which they were made
/// counts, not a clock that is put back or knows no less than a second.
fn free_moment(at: DateTime<Utc>, all: &[Version]) -> DateTime<Utc> {
    let at = DateTime::from_timestamp(at.timestamp(), 0).unwrap_or(at);
    let near = |version: &&Version| (TimeDelta::zero()..=NEAR).contains(&(version.at - at));
    let last = all.iter().filter(near).map(|version| version.at).max();
    last.and_then(|last| last.checked_add_signed(TimeDelta::seconds(1))).unwrap_or(at)
}

#[cfg(all(test, unix))]
mod tests;
