//! Search over all notes.
//!
//! A [`Library`] holds the words of all notes, folded once; it needs no disk to answer a [`Query`], so that
//! a thread can own it and answer with every key. What is looked for: every word of the query must stand
//! somewhere in a note, in its names or its text. What is given: the lines in which they stand, the best
//! first, each with the place it is from.

mod find;
mod glance;
mod hit;
mod library;
mod lines;
mod once;
mod query;
mod read;
mod said;

pub use self::find::{Hits, Limit};
pub use self::hit::{About, Hit, Shown, Spot};
pub use self::library::Library;
pub use self::once::Once;
pub use self::query::Query;

#[cfg(test)]
mod tests;
