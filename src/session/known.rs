//! What is known of a conversation beside its answers. Texts can be filled with it before there is one.

use chrono::NaiveDate;

use crate::dates;
use crate::document::{Client, Meeting};
use crate::playbook::{Slot, Template};
use crate::text;

/// Who, when, and by whom.
#[derive(Clone, Copy, Debug)]
pub struct Known<'a> {
    pub client: &'a Client,
    pub meeting: &'a Meeting,
    pub advisor: Option<&'a str>,
    pub today: NaiveDate,
}

impl Known<'_> {
    /// What a slot is filled with; nothing for fields.
    pub fn slot(&self, slot: Slot) -> Option<String> {
        match slot {
            Slot::ClientName => Some(self.client.name.clone()),
            Slot::ClientFirstName => Some(text::first_name(&self.client.name).to_owned()),
            Slot::ClientOrganisation => self.client.organisation.clone(),
            Slot::AdvisorName => self.advisor.map(str::to_owned),
            Slot::Meeting => self.meeting.at.map(|at| at.in_full()),
            Slot::Today => Some(dates::in_full(self.today)),
            Slot::Field(_) => None,
        }
    }

    /// A template with its slots filled; a blank where nothing is known.
    pub fn fill(&self, template: &Template) -> String {
        template.fill(|slot| self.slot(slot))
    }
}
