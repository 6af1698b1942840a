//! What Today showed last, in one small file: the first frame of the next start needs no look at the
//! notes. It is only for the eye; what is done with it goes by the notes themselves. It holds names,
//! so it lies in the state directory, where everything is as confidential as the notes.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::{make_folder, read_plain};
use crate::agenda::{Brief, Due, Lists};
use crate::document::{FollowUp, Moved, Status, When};

/// The version of the file; another one is as good as none.
const VERSION: u32 = 1;
/// So many lines of each list: as many as a screen has. The others are there in a moment.
const LINES: usize = 40;
/// A file that is longer is none of ours.
const LONGEST: u64 = 1024 * 1024;

/// Where it is kept what Today showed.
#[derive(Clone, Debug)]
pub struct Remembered {
    file: PathBuf,
    /// The folder of the notes: those of another one are others.
    notes: PathBuf,
}

#[derive(Serialize, Deserialize)]
struct Raw {
    version: u32,
    notes: PathBuf,
    due: Vec<RawDue>,
    open: Vec<RawBrief>,
    closed: usize,
    unreadable: usize,
}

#[derive(Serialize, Deserialize)]
struct RawDue {
    of: RawBrief,
    id: String,
    title: String,
    due: Option<String>,
    every: Option<String>,
    by_hand: bool,
    moved: Option<(String, Option<String>)>,
}

#[derive(Serialize, Deserialize)]
struct RawBrief {
    path: PathBuf,
    id: String,
    client: String,
    playbook: String,
    phase: String,
    open: bool,
    started: String,
    meeting: Option<String>,
    answered: [usize; 2],
    sample: bool,
}

impl Remembered {
    /// For a folder of notes, in the state directory.
    pub fn new(state: &Path, notes: &Path) -> Self {
        Self { file: state.join("today.json"), notes: notes.to_owned() }
    }

    /// What Today showed last. `None` if nobody knows: then one looks.
    pub fn lists(&self) -> Option<Lists> {
        let file = Some(&self.file).filter(|file| fs::metadata(file).is_ok_and(|m| m.len() <= LONGEST))?;
        let raw: Raw = serde_json::from_slice(&read_plain(file).ok()?).ok()?;
        (raw.version == VERSION && raw.notes == self.notes).then(|| raw.lists()).flatten()
    }

    /// Remembers what Today shows. It may fail: then the next start looks first.
    pub fn keep(&self, lists: &Lists) {
        let file = &self.file;
        let raw = Raw {
            version: VERSION,
            notes: self.notes.clone(),
            due: lists.due.iter().take(LINES).map(RawDue::of).collect(),
            open: lists.open.iter().take(LINES).map(|brief| RawBrief::of(brief)).collect(),
            closed: lists.closed,
            unreadable: lists.unreadable,
        };
        let Ok(json) = serde_json::to_vec(&raw) else { return };
        if read_plain(file).is_ok_and(|before| before == json) {
            return;
        }
        let _ = write(file, &json);
    }
}

/// What a write is called until it is whole.
const UNFINISHED: &str = ".today-";
/// One that is older was left by somebody who was killed.
const LEFT: Duration = Duration::from_secs(60);

/// Whole or not at all: another goodterms may be reading. It need not last, so it is not synced.
fn write(file: &Path, json: &[u8]) -> std::io::Result<()> {
    let folder = file.parent().unwrap_or(Path::new("."));
    make_folder(folder).map_err(|error| std::io::Error::other(error.to_string()))?;
    // Readable by its owner only, as temporary files are.
    sweep(folder);
    let mut temp = tempfile::Builder::new().prefix(UNFINISHED).tempfile_in(folder)?;
    temp.write_all(json)?;
    temp.persist(file)?;
    Ok(())
}

/// What was left unfinished holds names, too.
fn sweep(folder: &Path) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let is_one = entry.file_name().to_string_lossy().starts_with(UNFINISHED);
        let is_old = || {
            let written = entry.metadata().and_then(|m| m.modified()).ok();
            written.and_then(|at| at.elapsed().ok()).is_some_and(|age| age > LEFT)
        };
        if is_one && is_old() {
            let _ = fs::remove_file(entry.path());
        }
    }
}

impl Raw {
    fn lists(&self) -> Option<Lists> {
        let due = self.due.iter().map(RawDue::read).collect::<Option<_>>()?;
        let open = self.open.iter().map(|raw| raw.read().map(Arc::new)).collect::<Option<_>>()?;
        Some(Lists { due, open, closed: self.closed, unreadable: self.unreadable })
    }
}

impl RawDue {
    fn of(due: &Due) -> Self {
        let FollowUp { id, title, due: day, every, by_hand, moved, .. } = &due.follow_up();
        Self {
            of: RawBrief::of(&due.of),
            id: id.clone(),
            title: title.clone(),
            due: day.map(|day| day.to_string()),
            every: every.map(|every| every.to_string()),
            by_hand: *by_hand,
            // Of its moves, only the last one is said.
            moved: moved.last().map(|moved| (moved.from.to_string(), moved.why.clone())),
        }
    }

    fn read(&self) -> Option<Due> {
        let due = self.due.as_ref().map(|day| day.parse()).transpose().ok()?;
        let every = self.every.as_ref().map(|every| every.parse()).transpose().ok()?;
        let moved =
            self.moved.as_ref().map(|(from, why)| Some(Moved { from: from.parse().ok()?, why: why.clone() }));
        let moved = match moved {
            Some(moved) => vec![moved?],
            None => Vec::new(),
        };
        let (id, title, by_hand) = (self.id.clone(), self.title.clone(), self.by_hand);
        let follow_up = FollowUp { id, title, due, every, by_hand, moved, ..FollowUp::default() };
        Some(Due::only(self.of.read()?, follow_up))
    }
}

impl RawBrief {
    fn of(brief: &Brief) -> Self {
        Self {
            path: brief.path.clone(),
            id: brief.id.to_string(),
            client: brief.client.to_string(),
            playbook: brief.playbook.to_string(),
            phase: brief.phase.to_string(),
            open: brief.is_open(),
            started: brief.started.to_rfc3339(),
            meeting: brief.meeting.map(|at| match at {
                When::Day(day) => day.to_string(),
                When::At(at) => at.to_rfc3339(),
            }),
            answered: brief.answered,
            sample: brief.sample,
        }
    }

    fn read(&self) -> Option<Brief> {
        let when = |at: &String| {
            let moment = at.parse().map(When::At);
            moment.or_else(|_| at.parse().map(When::Day)).ok()
        };
        let meeting = match &self.meeting {
            Some(at) => Some(when(at)?),
            None => None,
        };
        Some(Brief {
            path: self.path.clone(),
            id: self.id.as_str().into(),
            client: self.client.as_str().into(),
            organisation: None,
            also: Box::default(),
            playbook: self.playbook.as_str().into(),
            phase: self.phase.as_str().into(),
            status: if self.open { Status::Open } else { Status::Closed },
            started: self.started.parse().ok()?,
            closed: None,
            amended: None,
            hold: None,
            meeting,
            outcome: None,
            answered: self.answered,
            sample: self.sample,
            follow_ups: Box::default(),
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn brief() -> impl Strategy<Value = Brief> {
        let meeting = prop_oneof![
            Just(None),
            Just(Some(When::Day("2026-11-24".parse().unwrap()))),
            Just(Some(When::At("2026-11-24T12:30:00-05:00".parse().unwrap()))),
        ];
        (".{0,20}", any::<bool>(), meeting, any::<bool>()).prop_map(|(client, open, meeting, sample)| {
            let status = if open { Status::Open } else { Status::Closed };
            let brief = (*Brief::sample(&client, "2026-11-01", &[])).clone();
            Brief { status, meeting, sample, ..brief }
        })
    }

    fn due() -> impl Strategy<Value = Due> {
        let day = proptest::option::of(0i64..4000);
        (brief(), ".{0,20}", day, any::<bool>(), proptest::option::of(".{0,9}")).prop_map(
            |(of, title, day, by_hand, why)| {
                let due = day
                    .map(|n| "2026-01-01".parse::<chrono::NaiveDate>().unwrap() + chrono::Duration::days(n));
                let moved = due.filter(|_| by_hand).map(|from| Moved { from, why });
                let follow_up = FollowUp {
                    id: "thanks".to_owned(),
                    title,
                    due,
                    every: "3 months".parse().ok().filter(|_| by_hand),
                    by_hand,
                    moved: moved.into_iter().collect(),
                    ..FollowUp::default()
                };
                Due::only(of, follow_up)
            },
        )
    }

    proptest! {
        #[test]
        fn what_is_kept_comes_back(
            due in proptest::collection::vec(due(), 0..4), open in proptest::collection::vec(brief(), 0..4),
            closed in 0usize..9,
        ) {
            let temp = tempfile::tempdir().unwrap();
            let remembered = Remembered::new(&temp.path().join("state"), Path::new("/notes"));
            prop_assert_eq!(remembered.lists(), None);
            // What no line of Today shows is not kept.
            let bare = |brief: &Brief| Brief { also: Box::default(), follow_ups: Box::default(), ..brief.clone() };
            let due: Vec<_> = due.iter().map(|d| Due::only(bare(&d.of), d.follow_up().clone())).collect();
            let open: Vec<_> = open.iter().map(|b| Arc::new(bare(b))).collect();
            let lists = Lists { due, open, closed, unreadable: 1 };
            remembered.keep(&lists);
            prop_assert_eq!(remembered.lists(), Some(lists));
        }
    }

    #[test]
    fn of_another_folder_nothing_is_remembered_and_what_is_broken_counts_as_none() {
        let temp = tempfile::tempdir().unwrap();
        let remembered = Remembered::new(temp.path(), Path::new("/notes"));
        remembered.keep(&Lists::default());
        assert_eq!(remembered.lists(), Some(Lists::default()));
        assert_eq!(Remembered::new(temp.path(), Path::new("/other")).lists(), None);
        for broken in ["", "{}", "{\"version\":2}", "[1,2"] {
            fs::write(temp.path().join("today.json"), broken).unwrap();
            assert_eq!(remembered.lists(), None, "{broken}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn nobody_else_may_read_it() {
        use std::os::unix::fs::PermissionsExt;
        let temp = tempfile::tempdir().unwrap();
        let state = temp.path().join("state");
        Remembered::new(&state, Path::new("/notes")).keep(&Lists::default());
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!((mode(&state), mode(&state.join("today.json"))), (0o700, 0o600));
    }

    #[test]
    fn what_was_left_unfinished_goes_with_the_next_write() {
        let temp = tempfile::tempdir().unwrap();
        let (old, new) = (temp.path().join(".today-AbCd12"), temp.path().join(".today-XyZ789"));
        fs::write(&old, "Ada").unwrap();
        fs::write(&new, "Ada").unwrap();
        let long_ago = std::time::SystemTime::now() - 2 * LEFT;
        fs::File::options().write(true).open(&old).unwrap().set_modified(long_ago).unwrap();
        let remembered = Remembered::new(temp.path(), Path::new("/notes"));
        remembered.keep(&Lists::default());
        assert!(!old.exists(), "nobody is at work on it");
        assert!(new.exists(), "somebody may be");
        assert_eq!(remembered.lists(), Some(Lists::default()));
    }
}
