//! What a day begins with: what is due, and which conversations are open. Sorted from a listing; shown
//! on the screen and said line by line.

use std::path::PathBuf;

use super::Listing;
use crate::document::{FollowUp, State, Status, When};

/// What there is in the notes folder, sorted for the eye.
#[derive(Debug, Default)]
pub struct Lists {
    /// Soonest first, those without a day last.
    pub due: Vec<Due>,
    /// Newest first.
    pub open: Vec<OpenNote>,
    pub closed: usize,
    /// Files that are no notes of ours or cannot be read.
    pub unreadable: usize,
}

/// A follow-up that waits.
#[derive(Clone, Debug)]
pub struct Due {
    pub path: PathBuf,
    /// Of its conversation.
    pub id: String,
    pub client: String,
    /// Its conversation is a sample.
    pub sample: bool,
    /// It has no day if what it hangs on has none.
    pub follow_up: FollowUp,
}

/// A conversation that goes on.
#[derive(Clone, Debug)]
pub struct OpenNote {
    pub path: PathBuf,
    pub id: String,
    pub client: String,
    pub sample: bool,
    pub playbook: String,
    pub phase: String,
    pub answered: [usize; 2],
    pub meeting: Option<When>,
}

impl Lists {
    /// Sorts a listing.
    pub fn of(listing: &Listing) -> Self {
        let mut lists = Self { unreadable: listing.unreadable.len(), ..Self::default() };
        for note in &listing.notes {
            let head = &note.head;
            // Those without a day are seen in their conversation; of a closed one they would be lost.
            let closed = head.status == Status::Closed;
            let waits = |f: &&FollowUp| f.state == State::Open && (f.due.is_some() || closed);
            lists.due.extend(head.follow_ups.iter().filter(waits).map(|follow_up| Due {
                path: note.path.clone(),
                id: head.id.clone(),
                client: head.client.name.clone(),
                sample: head.is_sample(),
                follow_up: follow_up.clone(),
            }));
            if closed {
                lists.closed += 1;
                continue;
            }
            lists.open.push(OpenNote {
                path: note.path.clone(),
                id: head.id.clone(),
                client: head.client.name.clone(),
                sample: head.is_sample(),
                playbook: head.playbook.id.clone(),
                phase: head.phase.clone(),
                answered: head.answered.all,
                meeting: head.meeting.at,
            });
        }
        let day = |due: &Due| (due.follow_up.due.is_none(), due.follow_up.due);
        lists.due.sort_by(|a, b| day(a).cmp(&day(b)).then_with(|| a.client.cmp(&b.client)));
        lists
    }

    /// The note behind the nth line: the due ones first, then the open ones.
    pub fn path(&self, nth: usize) -> Option<&PathBuf> {
        match nth.checked_sub(self.due.len()) {
            None => self.due.get(nth).map(|d| &d.path),
            Some(open) => self.open.get(open).map(|o| &o.path),
        }
    }
}
