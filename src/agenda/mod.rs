//! What the notes say together: what is due and when, what goes on, and with whom. Pure views of what
//! stands in front matter; no file and no clock is known here.

mod brief;
mod clients;
mod days;
pub mod keeping;
mod known_as;
mod lists;

pub use self::brief::{Brief, Briefs};
pub use self::clients::{Client, UNKNOWN, clients};
pub use self::days::{Day, Planned, days};
pub use self::known_as::known_as;
pub use self::lists::{Due, Lists};
