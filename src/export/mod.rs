//! What leaves the program as a file for other people or for a printer. Pure: texts are given back, and
//! whoever asked writes them.

mod card;
mod csv;
mod docx;
mod html;
mod ics;
pub mod insights;
pub mod json;
mod markdown;
mod redact;
pub mod report;

use chrono::NaiveDate;

pub use self::card::card;
pub use self::csv::csv;
pub use self::docx::docx;
pub use self::html::html;
pub use self::ics::{Dated, calendar, calendar_name, days_to_come, ics, replacing};
pub use self::json::json;
pub use self::markdown::markdown;
pub use self::redact::{READ_IT, Redacted, redacted};

/// What an export has in it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// With what is private in the playbook.
    pub private: bool,
}

/// What to say where what is private goes along.
pub const PRIVATE_TOO: &str = "Private lines may still have to be disclosed";

/// A name for a file to write into. It names nobody.
pub fn file_name(today: NaiveDate, ending: &str) -> String {
    format!("conversation-{today}.{ending}")
}

#[cfg(test)]
mod tests;
