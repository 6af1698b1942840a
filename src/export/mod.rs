//! What leaves the program as a file for other people or for a printer. Pure: texts are given back, and
//! whoever asked writes them.

mod card;

pub use self::card::card;

/// What an export has in it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// With what is private in the playbook.
    pub private: bool,
}
