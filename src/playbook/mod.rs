//! Playbooks: TOML that a person can read aloud, checked into a model that holds no loose end.
//!
//! [`raw`] is the file as it stands, [`mod@check`] turns it into the [`model`] and reports every
//! fault with its place. Past `check` nobody sees an unchecked reference. Nothing here knows a
//! particular playbook, and nothing in a playbook is ever run.

pub mod answer;
pub mod card;
pub mod carry;
pub mod check;
pub mod chooser;
pub mod condition;
pub mod kinds;
pub mod model;
pub mod page;
pub mod placeholder;
pub mod raw;
pub mod schema;
pub mod template;

pub use answer::Answer;
pub use check::{Checked, check};
pub use condition::{Condition, Facts};
pub use model::{
    Anchor, Choice, Credit, Field, FieldRef, FollowUp, Kind, Means, Need, Outcome, Phase, Phrase, Playbook,
    Response, Source, Step,
};
pub use placeholder::{Slot, Template};
