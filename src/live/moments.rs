//! What one marked while one talked: promises, and what one wanted to come back to.

use chrono::{DateTime, FixedOffset, NaiveDate};

use super::line::{Meaning, meaning};
use crate::dates;
use crate::document::FollowUp;
use crate::playbook::Phase;
use crate::session::{Edit, Entry, Session};
use crate::text;

/// Begins a note that was marked, once it is settled.
const SETTLED: &str = "[x] ! ";
/// The most words at the end of a promise that are read as its day: "next friday 12:30".
const DAY_WORDS: usize = 4;
/// The most words at its end that say how often it comes again, and the words these begin with.
const SPAN_WORDS: usize = 4;
const EVERY: [&str; 2] = ["every", "each"];

/// Why something was marked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    Promise,
    Flag,
}

/// Something that was marked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moment {
    pub step: usize,
    /// The note of that step.
    pub entry: usize,
    pub mark: Mark,
    /// Without its mark, in one line.
    pub words: String,
    pub at: Option<DateTime<FixedOffset>>,
    /// A flag that is settled; a promise that is a follow-up.
    pub settled: bool,
}

/// All that was marked while one talked: what to come back to first, then what was promised; each in its
/// order.
pub fn moments(session: &Session) -> Vec<Moment> {
    let steps = session.playbook().steps.iter().enumerate();
    let during = steps.filter(|(_, step)| step.phase == Phase::During).map(|(at, _)| at);
    let notes =
        during.flat_map(|step| session.notes(step).iter().enumerate().map(move |(n, e)| (step, n, e)));
    let mut moments: Vec<_> =
        notes.filter_map(|(step, nth, entry)| moment(session, step, nth, entry)).collect();
    moments.sort_by_key(|moment| moment.mark == Mark::Promise);
    moments
}

/// What was promised while one talked, in its words.
pub fn promises(session: &Session) -> Vec<String> {
    let promises = moments(session).into_iter().filter(|moment| moment.mark == Mark::Promise);
    promises.map(|moment| moment.words).collect()
}

fn moment(session: &Session, step: usize, nth: usize, entry: &Entry) -> Option<Moment> {
    let (settled, line) = match entry.text.strip_prefix(SETTLED) {
        Some(words) => (true, format!("!{words}")),
        None => (false, entry.text.clone()),
    };
    let (mark, words) = match meaning(&line) {
        Meaning::Promise(words) if !words.is_empty() => (Mark::Promise, text::clean_line(words)),
        Meaning::Flag(words) if !words.is_empty() => (Mark::Flag, text::clean_line(words)),
        _ => return None,
    };
    // An entry without a time is no line of a talk: somebody wrote a table or a picture there by hand.
    entry.at?;
    let is_due = |f: &FollowUp| f.title == words;
    let settled = settled || mark == Mark::Promise && session.head().follow_ups.iter().any(is_due);
    Some(Moment { step, entry: nth, mark, words, at: entry.at, settled })
}

/// The edit that settles what one wanted to come back to, or takes that back.
pub fn settle(session: &Session, moment: &Moment) -> Option<Edit> {
    let entry = session.notes(moment.step).get(moment.entry).filter(|_| moment.mark == Mark::Flag)?;
    let text = match entry.text.strip_prefix(SETTLED) {
        Some(words) => format!("! {words}"),
        None => format!("{SETTLED}{}", entry.text.trim_start().trim_start_matches('!').trim_start()),
    };
    let (step, nth) = (moment.step, moment.entry);
    Some(Edit::Several(vec![
        Edit::Note { step, entry: nth, note: None },
        Edit::Note { step, entry: nth, note: Some(Entry { at: entry.at, text }) },
    ]))
}

/// The edit that makes a follow-up of a promise. Its day is what the promise ends with, if that means one:
/// "I call you by friday".
pub fn follow_up_of(session: &Session, moment: &Moment) -> Option<Edit> {
    if moment.mark != Mark::Promise || moment.settled {
        return None;
    }
    // The day it was promised on is the one that "tomorrow" counts from.
    let today = moment.at.map_or(session.today(), |at| at.date_naive());
    Some(promised(session, &moment.words, today))
}

/// The edit that adds a follow-up of one's own as one says it: its day is what it ends with, if that means
/// one, and so is how often it comes again: "send the figures every 3 months".
pub fn promised(session: &Session, words: &str, today: NaiveDate) -> Edit {
    let all: Vec<&str> = words.split_whitespace().collect();
    let is_every = |at: usize| EVERY.contains(&all[at].to_lowercase().as_str());
    let spans = (all.len().saturating_sub(SPAN_WORDS)..all.len()).filter(|at| is_every(*at));
    let every = spans.filter_map(|at| Some((at, dates::typed_span(&plain(&all[at..]))?))).next();
    // The day may stand before that: "by friday every 3 months".
    let rest = &all[..every.map_or(all.len(), |(at, _)| at)];
    let mut ends = rest.len().saturating_sub(DAY_WORDS)..rest.len();
    let day = ends.find_map(|at| dates::typed(&plain(&rest[at..]), today)).map(|day| day.date);
    let every = every.map(|(_, every)| every);
    // What comes again and names no day comes for the first time after that span.
    session.add_follow_up(words, day.or_else(|| every.map(|every| every.after(today))), every)
}

/// Words without what ends a sentence.
fn plain(words: &[&str]) -> String {
    words.join(" ").trim_end_matches(['.', '!']).to_owned()
}
