//! What many conversations say together: why clients leave, what was tried and what came of it, how it
//! ended and how long that took, which promises were kept in time, and what was learnt. Pure: somebody
//! else reads the notes and says which day it is.
//!
//! Nothing is guessed. What was chosen counts by its option, what was written counts as it stands, and
//! every figure knows the conversations behind it.

mod bar;
mod endings;
mod figure;
mod lesson;
mod promises;
mod told;

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::NaiveDate;

pub use self::bar::Bar;
pub use self::figure::{Figure, Part, Section, Split, WITH_PERCENT};
pub use self::lesson::Lesson;
pub use self::told::{Ending, Promise, Said, Told, What};
use crate::playbook::model::About;

/// Which conversations are counted, and what of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Only those that were begun on this day or later.
    pub since: Option<NaiveDate>,
    /// Only those of the playbook with this id.
    pub playbook: Option<String>,
    /// Also what stands in private fields.
    pub private: bool,
}

impl Filter {
    fn takes(&self, told: &Told) -> bool {
        !told.sample
            && self.since.is_none_or(|since| told.started >= since)
            && self.playbook.as_ref().is_none_or(|id| told.playbook == *id)
    }
}

/// What conversations say together.
#[derive(Clone, Debug, Default)]
pub struct Insights {
    /// Those that are counted, the newest first. Figures name them by their place here.
    pub conversations: Vec<Arc<Told>>,
    /// In the order in which they are shown; some may have no figure yet.
    pub sections: Vec<Section>,
    /// The newest first.
    pub lessons: Vec<Lesson>,
    /// So many samples were left out.
    pub samples: usize,
}

impl Insights {
    /// Counts what conversations say, on a day.
    pub fn of<'a>(told: impl IntoIterator<Item = &'a Arc<Told>>, filter: &Filter, today: NaiveDate) -> Self {
        let mut insights = Self::default();
        let mut ids = BTreeSet::new();
        for one in told {
            insights.samples += usize::from(one.sample);
            // Two notes of one conversation are one.
            if filter.takes(one) && ids.insert(one.id.as_str()) {
                insights.conversations.push(one.clone());
            }
        }
        insights.conversations.sort_by(|a, b| b.day().cmp(&a.day()).then_with(|| a.id.cmp(&b.id)));
        let all = &insights.conversations;
        let counted = |part, guess| figure::counted(all, filter.private, part, guess);
        insights.sections = vec![
            counted(Part::Of(About::Reason), false),
            counted(Part::Guesses, true),
            figure::tried(all, filter.private),
            endings::endings(all),
            endings::days(all),
            promises::promises(all, today),
            counted(Part::Of(About::Sign), false),
            counted(Part::Of(About::Agreed), false),
        ];
        insights.lessons = lesson::lessons(all, filter.private);
        insights
    }

    /// Whether there is nothing to count.
    pub fn is_empty(&self) -> bool {
        self.conversations.is_empty()
    }

    /// The conversations behind a figure.
    pub fn behind<'a>(&'a self, places: &'a [usize]) -> impl Iterator<Item = &'a Arc<Told>> {
        places.iter().filter_map(|place| self.conversations.get(*place))
    }

    /// Those of a part.
    pub fn section(&self, part: Part) -> Option<&Section> {
        self.sections.iter().find(|section| section.part == part)
    }

    /// How much is counted: `12 conversations`, `1 conversation`.
    pub fn tally(&self) -> String {
        crate::text::count(self.conversations.len(), "conversation")
    }
}

#[cfg(test)]
mod tests;
