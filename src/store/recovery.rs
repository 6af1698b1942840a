//! What a crash left in drafts is put into its note at the next start.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Duration;

use chrono::{DateTime, FixedOffset};

use super::filing::{Base, Filing};
use super::journal::{self, Beginning, Draft};
use super::locks::Access;
use super::names::safe_id;
use super::{Store, StoreError};
use crate::document::Document;
use crate::text;

/// A draft that was written so short a time ago may be somebody's who is typing. Notes are filed more often.
const UNLOCKED: Duration = Duration::from_secs(60);

/// Words from a draft that are now in their note, or cannot be put there.
#[derive(Debug)]
pub struct Recovered {
    /// The conversation's id.
    pub id: String,
    /// With whom it is; empty if that cannot be read.
    pub client: String,
    /// In so many answers and notes the note was behind.
    pub answers: usize,
    /// When the last of them was typed.
    pub at: Option<DateTime<FixedOffset>>,
    /// The note; or why they are still in the draft.
    pub filed: Result<PathBuf, StoreError>,
}

impl Recovered {
    /// In one line: `Recovered 3 answers typed at 14:02 (Ada Byron)`.
    pub fn words(&self, now: DateTime<FixedOffset>) -> String {
        let when = self.at.map_or_else(String::new, |at| {
            let form = if at.date_naive() == now.date_naive() {
                " typed at %H:%M"
            } else {
                " typed on %-d %B at %H:%M"
            };
            at.format(form).to_string()
        });
        let who = text::clean_line(&self.client);
        let who = if who.is_empty() { String::new() } else { format!(" ({who})") };
        let what = match self.answers {
            0 => "what was".to_owned(),
            n => text::count(n, "answer"),
        };
        match &self.filed {
            Ok(_) => format!("Recovered {what}{when}{who}"),
            Err(error) => {
                format!(
                    "{what}{when}{who} cannot be put into the note yet and stays in the draft: {}",
                    error.reason_first()
                )
            }
        }
    }
}

impl Store {
    /// Puts what a crash left in drafts into the notes; those that somebody has open stay.
    pub fn recover(&self, now: DateTime<FixedOffset>) -> Vec<Recovered> {
        let mut recovered = Vec::new();
        for (id, drafts) in self.by_id(&self.pending(), now) {
            // Kept until the words are in the note.
            let Access::Write(lock) = self.locks.session(&id, now) else { continue };
            if !lock.is_real() && self.may_be_open(&drafts) {
                continue;
            }
            recovered.extend(self.replay_all(&drafts, now));
        }
        recovered
    }

    /// Does so for a conversation that this process has open.
    pub(super) fn recover_mine(
        &self,
        id: &str,
        is_alone: bool,
        now: DateTime<FixedOffset>,
    ) -> Vec<Recovered> {
        let begin = format!("{}-", safe_id(id));
        let of = |path: &PathBuf| path.file_name().is_some_and(|n| n.to_string_lossy().starts_with(&begin));
        let mine: Vec<_> = self.pending().into_iter().filter(of).collect();
        if !is_alone && self.may_be_open(&mine) {
            return Vec::new();
        }
        self.replay_all(&mine, now)
    }

    /// Where there are no locks, somebody may have a conversation open that has these drafts.
    fn may_be_open(&self, drafts: &[PathBuf]) -> bool {
        drafts.iter().any(|draft| self.is_young(draft, UNLOCKED))
    }

    /// The drafts of each conversation.
    fn by_id(&self, drafts: &[PathBuf], now: DateTime<FixedOffset>) -> BTreeMap<String, Vec<PathBuf>> {
        let mut by_id: BTreeMap<String, Vec<PathBuf>> = BTreeMap::new();
        for path in drafts {
            if let Some(draft) = self.read_draft(path, now) {
                by_id.entry(draft.beginning.id).or_default().push(path.clone());
            }
        }
        by_id
    }

    /// Replays drafts of one conversation.
    fn replay_all(&self, drafts: &[PathBuf], now: DateTime<FixedOffset>) -> Vec<Recovered> {
        // Whoever had them may have filed and retired them meanwhile.
        let mut read: Vec<_> =
            drafts.iter().filter_map(|path| Some((path.as_path(), self.read_draft(path, now)?))).collect();
        read.sort_by_key(|(_, draft)| draft.at);
        let mut recovered = Vec::new();
        while let Some(last) = read.pop() {
            let ((path, draft), others) = newest_of_its_sitting(last, &mut read);
            let base = self.goes_on_from(&draft.beginning, path, &others);
            let replayed = self.replay(path, &draft, &base, now);
            if replayed.as_ref().is_none_or(|replayed| replayed.filed.is_ok()) {
                others.iter().for_each(|(path, other)| {
                    self.done_with(path, other.is_damaged || draft.is_damaged);
                });
            }
            recovered.extend(replayed);
        }
        recovered
    }

    /// A draft; what is none is cleared away.
    fn read_draft(&self, path: &Path, now: DateTime<FixedOffset>) -> Option<Draft> {
        let draft = journal::read(&self.disk.read(path).ok()?);
        if draft.is_none() {
            self.clear_draft(path, now);
        }
        draft
    }

    /// Moves aside what is no draft, unless there was nothing typed in it yet. Somebody who has the
    /// conversation open may just be writing it; where there are no locks, only its age tells.
    fn clear_draft(&self, path: &Path, now: DateTime<FixedOffset>) {
        let Access::Write(lock) = self.locks.session_of(path, now) else { return };
        if !lock.is_real() && self.is_young(path, UNLOCKED) {
            return;
        }
        // Only from now on it stays as it is.
        let Ok(bytes) = self.disk.read(path) else { return };
        if journal::is_cut_at_its_beginning(&bytes) {
            self.retire(path);
        } else if journal::read(&bytes).is_none() {
            self.put_aside(path);
        }
    }

    /// What the words of the newest draft of a sitting are a change of. A filing that failed may have put
    /// into the note what was typed by then: that is no text of somebody else. Of all that the words were
    /// made from it is the one that stands there line by line, and most of what stands there. What was taken in
    /// from others only counts if the newest draft says so: who types may not have seen it.
    fn goes_on_from(&self, beginning: &Beginning, newest: &Path, others: &[(&Path, Draft)]) -> Base {
        let base = beginning.base.as_deref().map_or(Base::NEW, Base::of);
        let stands = self.disk.read(&beginning.path).ok().and_then(|bytes| String::from_utf8(bytes).ok());
        let Some(stands) = stands.filter(|stands| base.text() != Some(stands)) else { return base };
        let mut best = base.text().and_then(|text| Some((lines_in(text, &stands)?, base.clone())));
        for draft in others.iter().map(|(path, _)| *path).chain([newest]) {
            journal::each(&self.disk.read(draft).unwrap_or_default(), |text, is_typed| {
                if (is_typed || draft == newest)
                    && let Some(lines) = lines_in(text, &stands)
                    && best.as_ref().is_none_or(|(most, _)| lines >= *most)
                {
                    best = Some((lines, Base::of(text)));
                }
            });
        }
        best.map_or(base, |(_, base)| base)
    }

    fn replay(
        &self,
        path: &Path,
        draft: &Draft,
        base: &Base,
        now: DateTime<FixedOffset>,
    ) -> Option<Recovered> {
        let Draft { beginning: Beginning { id, path: note, .. }, text, at, is_damaged, .. } = draft;
        // Where ours may stand there unconfirmed, it is filed again.
        let is_as_it_was = draft.beginning.base.as_ref() == Some(text) && base.text() == Some(text);
        if is_as_it_was || at.is_none() {
            self.done_with(path, *is_damaged);
            return None;
        }
        let stood = self.disk.read(note).ok().and_then(|bytes| String::from_utf8(bytes).ok());
        let filed = self.file(Filing::new(id, note, text, base, now));
        let ours = Document::parse(text);
        let client = ours.head().map(|head| head.client.name).unwrap_or_default();
        let recovered = |answers, filed| Recovered { id: id.clone(), client, answers, at: *at, filed };
        match filed {
            Ok(filed) => {
                self.done_with(path, *is_damaged);
                let before = Document::parse(stood.as_deref().unwrap_or_default());
                let after = Document::parse(filed.base.text().unwrap_or_default());
                let answers = after.blocks().filter(|(key, _, body)| {
                    !body.trim().is_empty() && before.body(key).as_ref() != Some(body)
                });
                let answers = answers.count();
                let says_more = stood.as_deref() != filed.base.text();
                self.log.info("recovered", id, &[("answers", answers as u64)]);
                says_more.then(|| recovered(answers, Ok(filed.path)))
            }
            Err(error) => {
                self.log_error("not-recovered", id, &error);
                let before = Document::parse(base.text().unwrap_or_default());
                let changed = ours.blocks().filter(|(key, _, body)| before.body(key).as_ref() != Some(body));
                Some(recovered(changed.count(), Err(error)))
            }
        }
    }

    /// A damaged draft is never deleted: somebody who knows more than we may read it.
    fn done_with(&self, path: &Path, is_damaged: bool) {
        match is_damaged {
            true => self.put_aside(path),
            false => self.retire(path),
        }
    }
}

/// Of the drafts that go from the same text in one sitting the last one that was begun has all that was
/// typed in the others, or it was taken out again. The clock may have been put back meanwhile: their names
/// tell. The others are taken out of `read`.
fn newest_of_its_sitting<'a>(
    one: (&'a Path, Draft),
    read: &mut Vec<(&'a Path, Draft)>,
) -> ((&'a Path, Draft), Vec<(&'a Path, Draft)>) {
    let beginning = one.1.beginning.clone();
    let is_same =
        |other: &mut (&Path, Draft)| !beginning.sitting.is_empty() && other.1.beginning == beginning;
    let mut same: Vec<_> = read.extract_if(.., is_same).collect();
    same.push(one);
    same.sort_by_key(|(path, _)| *path);
    // One that was just begun when the program ended says nothing.
    let last = same.iter().rposition(|(_, draft)| draft.at.is_some() || draft.is_filed);
    (same.remove(last.unwrap_or_default()), same)
}

/// How many lines a text has, if another one has all of them in their order.
fn lines_in(text: &str, other: &str) -> Option<usize> {
    let mut others = other.lines();
    text.lines().all(|line| others.any(|other| other == line)).then(|| text.lines().count())
}
