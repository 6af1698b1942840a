//! The trail of those who file without having the conversation open: which text each of them found in the
//! note, and which it left there, by hashes. A text that stood there before may be back because somebody
//! filed it, as by `done` and then `reopen`; or because an editor that had read it long ago saved it.
//! Where the trail leads from what was last seen to what is found, nobody but commands was there, and
//! each of them had seen what it changed.
//!
//! It stands in the file of the lock under which all of them file, so that it is read by whoever files
//! next, and by nobody in between. Best effort: without it a text that stood there before counts as old.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom, Write};

use super::names::short_hash;

/// So many filings are known, and so much is read of them.
const MOST: usize = 64;
const LONGEST: u64 = 64 * 1024;

/// The trail of one note, as long as its lock is held. Where there are no locks there is none.
#[derive(Debug)]
pub(super) struct Trail(Option<File>);

impl Trail {
    /// The one in the file of this lock.
    pub(super) fn of(lock: Option<File>) -> Self {
        Self(lock)
    }

    /// Each filing: what was found, and what was left.
    fn read(&self) -> String {
        let mut lines = String::new();
        if let Some(mut file) = self.0.as_ref() {
            let read =
                file.seek(SeekFrom::Start(0)).and_then(|_| file.take(LONGEST).read_to_string(&mut lines));
            read.unwrap_or_default();
        }
        lines
    }

    fn write(&self, lines: &str) {
        if let Some(mut file) = self.0.as_ref() {
            let begun = file.set_len(0).and_then(|()| file.seek(SeekFrom::Start(0)));
            // What is cut off leads nowhere.
            let _ = begun.and_then(|_| file.write_all(lines.as_bytes()));
        }
    }

    /// Somebody filed this who does not have the conversation open.
    pub(super) fn add(&self, found: &str, filed: &str) {
        let lines = self.read();
        let mut lines: Vec<&str> = lines.lines().collect();
        let line = format!("{} {}", short_hash(found), short_hash(filed));
        lines.push(&line);
        let known = lines.len().saturating_sub(MOST);
        self.write(&(lines[known..].join("\n") + "\n"));
    }

    /// Whether nobody but those made what is found of what was last seen.
    pub(super) fn leads(&self, seen: &str, found: &str) -> bool {
        let (seen, mut at) = (short_hash(seen), short_hash(found));
        for line in self.read().lines().rev() {
            match line.split_once(' ') {
                Some((before, after)) if after == at => at = before.to_owned(),
                _ => return false,
            }
            if at == seen {
                return true;
            }
        }
        false
    }

    /// Who has the conversation open has seen all of it.
    pub(super) fn end(&self) {
        if let Some(file) = &self.0 {
            let _ = file.set_len(0);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn trail(filings: &[(&str, &str)]) -> Trail {
        let trail = Trail::of(tempfile::tempfile().ok());
        filings.iter().for_each(|(found, filed)| trail.add(found, filed));
        trail
    }

    #[test]
    fn it_leads_to_what_was_filed_last_from_where_nobody_else_came_in() {
        let back = trail(&[("a", "b"), ("b", "c"), ("c", "b")]);
        assert!(back.leads("a", "b") && back.leads("b", "b") && back.leads("c", "b"));
        assert!(!back.leads("a", "c"), "it is not there any more");
        assert!(!back.leads("d", "b"), "somebody else wrote meanwhile");
        let broken = trail(&[("a", "b"), ("x", "a")]);
        assert!(!broken.leads("b", "a"), "an editor saved x in between");
        back.end();
        assert!(!back.leads("c", "b"));
        assert!(!Trail::of(None).leads("a", "b"));
    }

    #[test]
    fn only_the_last_filings_are_known_and_what_is_no_trail_leads_nowhere() {
        let long = trail(&vec![("a", "b"); 3 * MOST]);
        assert_eq!(long.read().lines().count(), MOST);
        long.write(&format!("{}\n{} ", "x".repeat(9), short_hash("a")));
        assert!(!long.leads("a", "b"));
        long.add("a", "b");
        assert!(long.leads("a", "b"));
    }
}
