//! What of follow-ups is not said where nothing private goes along.

use super::Session;
use super::follow_ups::{is_own, rule_of};
use crate::document::FollowUp;
use crate::playbook::{self, Anchor, FieldRef, Playbook, Slot};
use crate::text;

/// What a follow-up is called whose words may be private.
pub const UNSAID: &str = "Follow-up";

/// Whether the title of a follow-up, one of all these, may say what is private: the rule that it comes from,
/// or that the one comes from which it repeats, fills it with that. Where the playbook has the rule no more
/// nobody knows what it was filled with.
pub fn title_may_be_private(playbook: &Playbook, all: &[FollowUp], follow_up: &FollowUp) -> bool {
    match rule_of(playbook, all, &follow_up.id) {
        Some(rule) => rule.title.fields().into_iter().any(|at| playbook.says_private(at)),
        None => !is_own(&follow_up.id) && playbook.fields().any(|(at, _)| playbook.says_private(at)),
    }
}

/// Whether a rule takes its day from what is private.
fn day_is_private(playbook: &Playbook, rule: &playbook::FollowUp) -> bool {
    matches!(rule.due.anchor(), Anchor::Field(at) if playbook.says_private(at))
}

impl Session {
    /// A follow-up without what is private: its title has a blank for that, and days that come from it are not
    /// there. A day that was set by hand stays.
    pub fn without_private(&self, follow_up: &FollowUp) -> FollowUp {
        let (playbook, all) = (&self.playbook, &self.head.follow_ups);
        let rule = rule_of(playbook, all, &follow_up.id);
        let mut said = follow_up.clone();
        if !said.title.is_empty() && title_may_be_private(playbook, all, follow_up) {
            let is_private = |at: FieldRef| playbook.says_private(at);
            let put = |slot: Slot, words: String| match slot {
                Slot::Field(at) if is_private(at) => None,
                _ => Some(words),
            };
            let filled = rule.map(|rule| self.fill_as(&rule.title, put));
            said.title = filled.map_or_else(|| UNSAID.to_owned(), |title| text::clean_line(&title));
        }
        if rule.is_some_and(|rule| day_is_private(playbook, rule)) {
            said.due = said.due.filter(|_| said.by_hand);
            said.moved.clear();
        }
        said
    }
}
