//! Today's lists: what is due, and which conversations go on.

use std::sync::Arc;

use super::{Brief, Briefs};
use crate::document::FollowUp;

/// What there is in the notes, sorted for the eye.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Lists {
    /// Soonest first, those without a day last.
    pub due: Vec<Due>,
    /// Conversations that go on, newest first.
    pub open: Vec<Arc<Brief>>,
    pub closed: usize,
    /// Files that are no notes of ours or cannot be read.
    pub unreadable: usize,
}

/// A follow-up that waits.
#[derive(Clone, Debug, PartialEq)]
pub struct Due {
    /// Its conversation.
    pub of: Arc<Brief>,
    /// Which of those of its conversation it is: they are kept once.
    nth: usize,
}

impl Lists {
    /// Sorts what there is.
    pub fn of(briefs: &Briefs) -> Self {
        let mut lists = Self { unreadable: briefs.unreadable, ..Self::default() };
        for brief in &briefs.notes {
            lists.due.extend(Due::all_of(brief));
            match brief.is_open() {
                true => lists.open.push(brief.clone()),
                false => lists.closed += 1,
            }
        }
        lists.due.sort_by(|a, b| a.order().cmp(&b.order()));
        lists
    }

    /// Whether there is nothing to go on with.
    pub fn is_empty(&self) -> bool {
        self.due.is_empty() && self.open.is_empty()
    }
}

impl Due {
    /// All that wait of a conversation.
    pub fn all_of(brief: &Arc<Brief>) -> impl Iterator<Item = Self> {
        brief.waiting().map(|nth| Self { of: brief.clone(), nth })
    }

    /// The one that follows from a conversation of which no other is known.
    pub fn only(brief: Brief, follow_up: FollowUp) -> Self {
        Self { of: Arc::new(Brief { follow_ups: Box::new([follow_up]), ..brief }), nth: 0 }
    }

    /// What waits. It has no day if what it hangs on has none.
    pub fn follow_up(&self) -> &FollowUp {
        &self.of.follow_ups[self.nth]
    }

    /// What they are sorted by.
    fn order(&self) -> (bool, Option<chrono::NaiveDate>, &str) {
        let due = self.follow_up().due;
        (due.is_none(), due, &self.of.client)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{State, Status};

    #[test]
    fn the_soonest_come_first_and_those_without_a_day_last() {
        let mut ben =
            (*Brief::sample("Ben", "2026-11-02", &[("Write", None), ("Call", Some("2026-11-20"))])).clone();
        ben.status = Status::Closed;
        let ada = Brief::sample("Ada", "2026-11-01", &[("Thank", Some("2026-11-20")), ("Later", None)]);
        let mut done = (*Brief::sample("Cy", "2026-10-01", &[("Done", Some("2026-11-01"))])).clone();
        done.follow_ups[0].state = State::Done;
        let briefs = Briefs { notes: vec![Arc::new(ben), ada, Arc::new(done)], unreadable: 2 };
        let lists = Lists::of(&briefs);
        let due: Vec<_> = lists.due.iter().map(|d| (&*d.of.client, d.follow_up().title.as_str())).collect();
        // What has no day is seen in its conversation, as long as that is open.
        assert_eq!(due, [("Ada", "Thank"), ("Ben", "Call"), ("Ben", "Write")]);
        let open: Vec<_> = lists.open.iter().map(|b| &*b.client).collect();
        assert_eq!((open, lists.closed, lists.unreadable), (vec!["Ada", "Cy"], 1, 2));
    }
}
