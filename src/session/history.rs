//! Undo and redo. Keystrokes in one place group until a pause; groups are kept across fields.

use chrono::{DateTime, Duration, FixedOffset};

use super::Session;
use super::edit::{Edit, Target};

/// A pause of this length ends a group of keystrokes.
const PAUSE: Duration = Duration::milliseconds(1500);

#[derive(Clone, Debug)]
struct Group {
    /// To be applied from the last to the first.
    inverses: Vec<Edit>,
    typing_in: Option<Target>,
    last: DateTime<FixedOffset>,
}

/// What was done, and what was undone.
#[derive(Clone, Debug, Default)]
pub struct History {
    done: Vec<Group>,
    undone: Vec<Vec<Edit>>,
    sealed: bool,
}

/// Where an undo or redo changed something: the cursor goes there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Touched {
    pub target: Option<Target>,
    /// The byte behind what was put back.
    pub cursor: Option<usize>,
    /// The note that was put back, or typed in, by its step and place.
    pub note: Option<(usize, usize)>,
}

impl History {
    /// Forgets what can no more be undone or done again.
    pub(super) fn forget(&mut self, concerns: impl Fn(&Edit) -> bool) {
        self.done.retain(|group| !group.inverses.iter().any(&concerns));
        self.undone.retain(|edits| !edits.iter().any(&concerns));
        self.sealed = true;
    }

    pub(super) fn record(&mut self, edit: &Edit, inverse: Edit, now: DateTime<FixedOffset>) {
        self.undone.clear();
        let typing_in = match edit {
            Edit::Splice { target, .. } => Some(*target),
            // A note is there with its first letter; the others belong to it.
            Edit::Note { step, entry, note: Some(_) } => Some(Target::Note { step: *step, entry: *entry }),
            _ => None,
        };
        let joins = !self.sealed
            && matches!(edit, Edit::Splice { .. })
            && self.done.last().is_some_and(|g| g.typing_in == typing_in && now - g.last < PAUSE);
        self.sealed = false;
        match self.done.last_mut().filter(|_| joins) {
            Some(group) => {
                group.inverses.push(inverse);
                group.last = now;
            }
            None => self.done.push(Group { inverses: vec![inverse], typing_in, last: now }),
        }
    }
}

impl Session {
    /// Ends the group of keystrokes: the next one is undone apart.
    pub fn seal(&mut self) {
        self.tracks.clear();
        self.history.sealed = true;
    }

    /// Takes back the last group. `None` if there is none.
    pub fn undo(&mut self) -> Option<Touched> {
        let group = self.history.done.pop()?;
        let (redo, touched) = self.apply_all(group.inverses);
        self.history.undone.push(redo);
        self.history.sealed = true;
        Some(touched)
    }

    /// Does again what was undone last. `None` if there is nothing.
    pub fn redo(&mut self) -> Option<Touched> {
        let edits = self.history.undone.pop()?;
        let (inverses, touched) = self.apply_all(edits);
        let typing_in = None;
        let last = DateTime::default();
        self.history.done.push(Group { inverses, typing_in, last });
        self.history.sealed = true;
        Some(touched)
    }

    fn apply_all(&mut self, edits: Vec<Edit>) -> (Vec<Edit>, Touched) {
        self.tracks.clear();
        let mut inverses = Vec::new();
        let mut touched = Touched { target: None, cursor: None, note: None };
        for edit in edits.iter().rev() {
            if let Some(target) = edit.target() {
                touched.target = Some(target);
            }
            touched.cursor = edit.cursor().or(touched.cursor);
            touched.note = edit.note_put_in(touched.note);
            inverses.extend(self.change(edit));
        }
        self.changed();
        (inverses, touched)
    }
}
