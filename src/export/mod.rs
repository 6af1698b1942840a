//! What leaves the program as a file for other people or for a printer. Pure: texts are given back, and
//! whoever asked writes them.

mod card;

pub use self::card::card;
