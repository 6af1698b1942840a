//! What is changed in a conversation that is closed already: the record says on which days that was.

use chrono::{DateTime, FixedOffset, Timelike};

use super::{Edit, Session};

impl Edit {
    /// Whether it changes what a closed conversation has on record: what was said and written, the meeting
    /// and how it ended. What follows from it goes on being done, and a name is only what somebody is called.
    fn amends(&self) -> bool {
        match self {
            Self::Splice { .. }
            | Self::Answer { .. }
            | Self::Note { .. }
            | Self::Also { .. }
            | Self::Meeting(_)
            | Self::Close { .. } => true,
            Self::Several(edits) => edits.iter().any(Self::amends),
            Self::Client(_)
            | Self::FollowUps(_)
            | Self::HandedOn(_)
            | Self::Hold(_)
            | Self::Amended { .. } => false,
        }
    }
}

impl Session {
    /// Notes down that an edit changed what was closed: once a day. Gives what takes both back.
    pub(super) fn amend(&mut self, edit: &Edit, inverse: Edit, now: DateTime<FixedOffset>) -> Edit {
        let said = self.head.amended_since_closed().is_some_and(|at| at.date_naive() == now.date_naive());
        if self.is_open() || said || !edit.amends() {
            return inverse;
        }
        let at = now.with_nanosecond(0).unwrap_or(now);
        match self.change(&Edit::Amended { at, is: true }) {
            Some(taken_back) => Edit::Several(vec![inverse, taken_back]),
            None => inverse,
        }
    }

    /// Puts a moment of change in, or takes it out.
    pub(super) fn set_amended(&mut self, at: DateTime<FixedOffset>, is: bool) -> Option<Edit> {
        let all = &mut self.head.amended;
        let place = all.iter().position(|one| *one == at);
        match (place, is) {
            (None, true) => all.insert(all.partition_point(|one| *one < at), at),
            (Some(place), false) => drop(all.remove(place)),
            _ => return None,
        }
        Some(Edit::Amended { at, is: !is })
    }
}
