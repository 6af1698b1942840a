//! The talk itself: what to say now and next, what a typed line means, what they may say, and what one
//! wanted to come back to. Pure views of a session, and the edits that a call makes in it.
//!
//! Everything stands where it would stand without it: a tick of what was said is a note of its step with
//! its time, their words are in the field for them, and the rest is in the notes.

mod items;
mod line;
mod moments;
mod order;
mod responses;
#[cfg(test)]
mod tests;

pub use self::items::{Item, Key, Sort, is_tick, items, tick};
pub use self::line::{Meaning, keep, meaning, put, words_field};
pub use self::moments::{Mark, Moment, follow_up_of, moments, promised, promises, settle};
pub use self::order::{Question, left_off, next_open, question};
pub use self::responses::{Likely, likely};
use crate::playbook::Phase;
use crate::session::Session;

/// The steps of one talk: those of the phase "during" that follow each other. A playbook may have two, as
/// when a plan is told in a second conversation. It is the talk that a step is in; from a step of another
/// phase, the next one, or else the last. Empty if nothing is asked while one talks.
pub fn talk(session: &Session, step: usize) -> Vec<usize> {
    let talks = talks(session);
    let is_in = |talk: &&Vec<usize>| talk.first() <= Some(&step) && Some(&step) <= talk.last();
    let next = |talk: &&Vec<usize>| talk.first() > Some(&step);
    let found = talks.iter().find(is_in).or_else(|| talks.iter().find(next)).or(talks.last());
    found.cloned().unwrap_or_default()
}

/// The step to go on with after the talk that a step is in. None if that is the last one.
pub fn after(session: &Session, step: usize) -> Option<usize> {
    session.next_step(talk(session, step).last().copied()?)
}

/// All talks, in their order.
fn talks(session: &Session) -> Vec<Vec<usize>> {
    let steps = &session.playbook().steps;
    let mut talks: Vec<Vec<usize>> = Vec::new();
    let mut goes_on = false;
    for (at, step) in steps.iter().enumerate() {
        match step.phase {
            Phase::During if session.step_is_asked(at) => {
                match talks.last_mut().filter(|_| goes_on) {
                    Some(talk) => talk.push(at),
                    None => talks.push(vec![at]),
                }
                goes_on = true;
            }
            // One that is passed over parts nothing.
            _ => goes_on &= !session.step_is_asked(at),
        }
    }
    talks
}
