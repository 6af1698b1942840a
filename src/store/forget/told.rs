//! What there is of a client, in words: the same on the screen and in a shell.

use std::path::Path;

use super::{Belongings, What};
use crate::store::names::parent;
use crate::text;

/// What is to be thought of before.
pub const OBLIGED: &str = "Your firm may be obliged to keep these. Ask before you do this.";

/// What no program can do.
pub const BEYOND: &str = "Out of reach, and yours to look after: backups, sync services and their history, git, what you \
                          exported, sent or printed, calendars, other machines, and what experts can still read from a disk.";

/// A heading and what stands below it, a line each.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    pub heading: String,
    pub lines: Vec<String>,
}

impl What {
    /// So many of it.
    fn count(self, n: usize) -> String {
        let noun = match self {
            Self::Draft => "draft",
            Self::Lent => "text that was in your editor",
            Self::Aside => "damaged or left over file that was moved aside",
            Self::Rescued => "rescued copy",
            Self::Merged => "copy of a sync tool that is in its note",
            Self::Replaced => "file with hashes of answers that were typed over",
            Self::Version => "earlier version",
            Self::Today => "list of what Today showed last, with everybody in it; it is made anew",
            Self::Leftover => "unfinished file beside a note",
            Self::Copy => "copy of a sync tool beside its note",
            Self::Backup => "other copy of a note, such as an editor keeps",
            Self::Note => "note",
        };
        match (self, n) {
            (Self::Note | Self::Draft, n) => text::count(n, noun),
            (Self::Version, n) => text::count(n, noun),
            (_, 1) => format!("1 {noun}"),
            (Self::Lent, n) => format!("{n} texts that were in your editor"),
            (Self::Aside, n) => format!("{n} damaged or left over files that were moved aside"),
            (Self::Rescued, n) => format!("{n} rescued copies"),
            (Self::Merged, n) => format!("{n} copies of sync tools that are in their notes"),
            (Self::Replaced, n) => format!("{n} files with hashes of answers that were typed over"),
            (Self::Today, n) => {
                format!("{n} lists of what Today showed last, with everybody in them; they are made anew")
            }
            (Self::Leftover, n) => format!("{n} unfinished files beside notes"),
            (Self::Backup, n) => format!("{n} other copies of notes, such as an editor keeps"),
            (Self::Copy, n) => format!("{n} copies of sync tools beside their notes"),
        }
    }
}

impl Belongings {
    /// What would go, what stays, and what is out of reach.
    pub fn told(&self) -> Vec<Told> {
        let mut told = Vec::new();
        // The notes are what one knows, so they are told first.
        let mut kinds: Vec<What> = self.items.iter().map(|item| item.what).collect();
        kinds.dedup();
        for what in kinds.into_iter().rev() {
            let of = self.items.iter().filter(|item| item.what == what);
            let paths: Vec<&Path> = of.map(|item| item.path.as_path()).collect();
            let mut lines: Vec<String> = match what {
                // There may be fifty of each.
                What::Version => paths.iter().map(|path| shown(parent(path))).collect(),
                // Whoever has the same name is known by this.
                What::Note => paths.iter().map(|path| self.note(path)).collect(),
                _ => paths.iter().map(|path| shown(path)).collect(),
            };
            lines.dedup();
            told.push(Told { heading: what.count(paths.len()), lines });
        }
        if !self.once_held.is_empty() {
            let lines = self.once_held.iter().map(super::Held::in_words).collect();
            told.push(Told {
                heading: "Was on hold in an earlier version, and is no longer".to_owned(),
                lines,
            });
        }
        if !self.left.is_empty() {
            let heading =
                "Kept of conversations whose notes are not in this notes folder, and left".to_owned();
            told.push(Told { heading, lines: self.left.iter().map(|path| shown(path)).collect() });
        }
        if !self.mentions.is_empty() {
            let lines = self.mentions.iter().map(|mention| {
                let how = if mention.by_name { "" } else { ", only as the conversation before or after it" };
                format!("{}{how}: {}", text::clean_line(&mention.client), shown(&mention.path))
            });
            told.push(Told {
                heading: "Also mentioned in, and left as it is".to_owned(),
                lines: lines.collect(),
            });
        }
        if !self.others.is_empty() {
            let lines = self.others.iter().map(|path| shown(path)).collect();
            let heading = "Other files in their folder, which stay".to_owned();
            told.push(Told { heading, lines });
        }
        told
    }

    fn note(&self, path: &Path) -> String {
        self.about.get(path).map_or_else(|| shown(path), |about| format!("{about}: {}", shown(path)))
    }

    /// Who it is, with all their names.
    pub fn who(&self) -> String {
        let also = match self.whom.also.as_slice() {
            [] => String::new(),
            also => format!(" (also {})", also.join(", ")),
        };
        text::clean_line(&format!("{}{also}", self.whom.name))
    }
}

fn shown(path: &Path) -> String {
    text::clean_line(&path.display().to_string())
}
