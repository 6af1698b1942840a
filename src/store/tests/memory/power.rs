//! What is left after the power was cut, or the program ended.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use super::*;

/// Chooses; the seed 0 always chooses the worst, which comes first.
#[derive(Clone, Debug)]
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u32) -> Self {
        Self(u64::from(seed))
    }

    /// A number below `below`.
    fn roll(&mut self, below: usize) -> usize {
        if self.0 == 0 || below == 0 {
            return 0;
        }
        // Xorshift: never becomes 0.
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 16) as usize % below
    }
}

/// What becomes of the names in a folder that were not synced.
enum Fate {
    None,
    All,
    /// As a disk that keeps a journal does it.
    First(usize),
    /// Any of them.
    Some,
}

impl Fate {
    fn of(dice: &mut Dice) -> Self {
        match dice.roll(4) {
            0 => Self::None,
            1 => Self::All,
            2 => Self::First(1 + dice.roll(8)),
            _ => Self::Some,
        }
    }

    fn takes(&mut self, dice: &mut Dice) -> bool {
        match self {
            Self::None => false,
            Self::All => true,
            Self::First(left) => {
                let takes = *left > 0;
                *left = left.saturating_sub(1);
                takes
            }
            Self::Some => dice.roll(2) == 1,
        }
    }
}

impl Memory {
    /// The disk as it is found after a power cut.
    pub fn after_power_cut(&self, dice: &mut Dice) -> Self {
        let state = self.lock();
        let mut names = state.durable.clone();
        let mut fates: BTreeMap<&Path, Fate> = BTreeMap::new();
        for change in &state.pending {
            let fate = fates.entry(&change.folder).or_insert_with(|| Fate::of(dice));
            if fate.takes(dice) {
                change.make(&mut names);
            }
        }
        let files = state.files.iter().map(|file| file.after_power_cut(dice)).collect();
        state.started_again(with_folders(names), files)
    }

    /// The disk as it is found after the program ended: all that it was told.
    pub fn after_kill(&self) -> Self {
        let state = self.lock();
        let mut found = state.clone();
        found.trouble = state.trouble.none();
        Self(Arc::new(Mutex::new(found)))
    }
}

impl State {
    fn started_again(&self, names: Names, files: Vec<File>) -> Memory {
        let trouble = self.trouble.none();
        let durable = names.clone();
        let state = Self { files, names, durable, pending: Vec::new(), now: self.now, trouble };
        Memory(Arc::new(Mutex::new(state)))
    }
}

/// Those names whose folders are there, too.
fn with_folders(names: Names) -> Names {
    let tops: Vec<PathBuf> = names.keys().take(1).cloned().collect();
    let mut kept = Names::new();
    for (path, entry) in names {
        let folder = path.parent().and_then(|folder| kept.get(folder));
        if folder == Some(&Entry::Folder) || tops.contains(&path) {
            kept.insert(path, entry);
        }
    }
    kept
}

impl File {
    /// What was not synced is lost, there in part, or room that was never filled.
    fn after_power_cut(&self, dice: &mut Dice) -> Self {
        let mut bytes = self.bytes.clone();
        let mut end = bytes.len();
        if self.synced < end {
            end = cut(&mut bytes, self.synced..end, dice);
        }
        for about in self.doubtful.iter().rev() {
            if about.end >= end {
                // Nothing that was synced since stands behind it.
                end = cut(&mut bytes, about.start..end.max(about.start), dice);
            } else if dice.roll(2) == 0 {
                bytes[about.clone()].fill(0);
            }
        }
        bytes.truncate(end);
        Self { synced: bytes.len(), bytes, doubtful: Vec::new(), changed: self.changed }
    }
}

/// What is left of the end of a file: how long it is then.
fn cut(bytes: &mut [u8], tail: Range<usize>, dice: &mut Dice) -> usize {
    let some = tail.start + dice.roll(tail.len() + 1);
    match dice.roll(5) {
        0 => tail.start,
        1 => tail.end,
        2 => some,
        3 => {
            bytes[tail.clone()].fill(0);
            tail.end
        }
        _ => {
            bytes[some..tail.end].fill(0);
            tail.end
        }
    }
}
