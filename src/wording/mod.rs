//! The question check: what in a question makes it hard to answer openly, why, and what to ask instead.
//!
//! The rules are data, phrases in a TOML file a language: those built in stand in `en.toml`, and an advisor
//! may add to them or write those of another language. Here is only what holds a line against them.

mod build;
mod check;
mod phrase;
pub mod raw;
mod rewrite;
mod words;

use std::sync::OnceLock;

use serde::Serialize;

use self::build::Own;
pub use self::build::Rules;
use crate::diagnostic::{Fault, tally};
use crate::text;

/// The rules that are built in, by language.
const EMBEDDED: &[(&str, &str)] = &[("en", include_str!("en.toml"))];

/// The language of rules that do not say theirs.
const DEFAULT_LANGUAGE: &str = "en";

/// What is wrong with a question. The order is by weight: of several the first is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Code {
    /// It blames.
    Accusing,
    /// It says which answer is hoped for.
    Leading,
    /// It asks why.
    Why,
    /// It is two questions.
    Double,
    /// It states something, with a question mark behind it.
    Statement,
    /// Yes or no will do.
    Closed,
    /// Always, never.
    Absolute,
    /// Words of a trade.
    Jargon,
}

impl Code {
    /// All of them, the weightiest first.
    pub const ALL: [Self; 8] = [
        Self::Accusing,
        Self::Leading,
        Self::Why,
        Self::Double,
        Self::Statement,
        Self::Closed,
        Self::Absolute,
        Self::Jargon,
    ];

    /// As files and programs have it. Never changed.
    pub fn word(self) -> &'static str {
        match self {
            Self::Accusing => "accusing",
            Self::Leading => "leading",
            Self::Why => "why",
            Self::Double => "double",
            Self::Statement => "statement",
            Self::Closed => "closed",
            Self::Absolute => "absolute",
            Self::Jargon => "jargon",
        }
    }
}

/// Stands in a rewrite where something is still to be written.
pub const TO_FINISH: &str = "…";

/// Something found in a question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    pub code: Code,
    /// Why it is better asked in another way, in a sentence or two.
    pub message: String,
    /// The line in other words; where it is to be finished, [`TO_FINISH`] stands in it. Two questions in
    /// one become two lines.
    pub rewrite: String,
}

/// All rules there are: those built in, and the advisor's own. They are read when the first question is
/// checked.
#[derive(Debug, Default)]
pub struct Rulebook {
    own: Option<String>,
    /// Where the advisor's own rules are, or would be.
    place: String,
    /// Why they cannot be read, if so.
    unreadable: Option<String>,
    made: OnceLock<Made>,
}

#[derive(Debug)]
struct Made {
    rules: Vec<Rules>,
    faults: Vec<Fault>,
}

impl Rulebook {
    /// The built-in rules, and those of the advisor's own file at a place: its text, or nothing if there is
    /// none, or why it cannot be read.
    pub fn new(place: String, own: Result<Option<String>, String>) -> Self {
        let (own, unreadable) = own.map_or_else(|why| (None, Some(why)), |own| (own, None));
        Self { own, place, unreadable, made: OnceLock::new() }
    }

    /// The rules for a language, such as `en` or `en-GB`; `None` where nobody wrote any.
    pub fn rules(&self, language: &str) -> Option<&Rules> {
        let made = &self.made().rules;
        made.iter().find(|rules| same_language(&rules.language, language))
    }

    /// What is wrong in the advisor's own file. All else in it counts.
    pub fn faults(&self) -> &[Fault] {
        &self.made().faults
    }

    /// The advisor's own file, which the faults point into.
    pub fn own(&self) -> Option<&str> {
        self.own.as_deref()
    }

    /// Where the advisor's own rules are, or would be.
    pub fn place(&self) -> &str {
        &self.place
    }

    /// Why they cannot be read.
    pub fn unreadable(&self) -> Option<&str> {
        self.unreadable.as_deref()
    }

    /// The languages that there are rules for.
    pub fn languages(&self) -> impl Iterator<Item = &str> {
        self.made().rules.iter().map(|rules| rules.language.as_str())
    }

    /// One line on what is wrong with the advisor's own rules, if anything is.
    pub fn notice(&self) -> Option<String> {
        if let Some(why) = &self.unreadable {
            return Some(format!("your rules for questions cannot be read, so only ours count: {why}"));
        }
        let faults = self.faults();
        let place = text::clean_line(&self.place);
        (!faults.is_empty()).then(|| {
            format!(
                "{} in your rules for questions, {place}: what is wrong does not count (goodterms wording --check)",
                tally(faults)
            )
        })
    }

    fn made(&self) -> &Made {
        // Most have no rules of their own, and all of them the same ones.
        static BUILT_IN: OnceLock<Made> = OnceLock::new();
        match self.own.as_deref() {
            Some(own) => self.made.get_or_init(|| Made::with(Some(own))),
            None => BUILT_IN.get_or_init(|| Made::with(None)),
        }
    }
}

impl Made {
    fn with(own: Option<&str>) -> Self {
        let mut faults = Vec::new();
        let own = own.map(|source| Own::read(source, &mut faults));
        let mut rules = Vec::new();
        for (language, source) in EMBEDDED {
            let built_in = Own::read(source, &mut Vec::new());
            let more = own.as_ref().filter(|own| same_language(&own.language, language));
            rules.push(Rules::build(&built_in, more, &mut faults));
        }
        let is_ours = |own: &Own| EMBEDDED.iter().any(|(language, _)| same_language(language, &own.language));
        if let Some(own) = own.filter(|own| !is_ours(own)) {
            rules.push(Rules::build(&own, None, &mut faults));
        }
        faults.sort_by_key(|fault| fault.span.start);
        Self { rules, faults }
    }
}

/// The built-in rules of a language as they stand in their file.
pub fn built_in(language: &str) -> Option<&'static str> {
    EMBEDDED.iter().find(|(own, _)| same_language(own, language)).map(|(_, source)| *source)
}

/// A question without what marks it as an item of a list: `- `, `2. `, `[ ] `.
pub fn bare(line: &str) -> &str {
    let mut bare = line.trim();
    loop {
        let digits = bare.trim_start_matches(|c: char| c.is_ascii_digit());
        let numbered = (digits.len() < bare.len()).then(|| digits.strip_prefix(['.', ')'])).flatten();
        let marked = ["[ ]", "[x]", "[X]", "-", "*", "+", "•", ">", "–"]
            .iter()
            .find_map(|mark| bare.strip_prefix(mark));
        match numbered.or(marked).filter(|rest| rest.is_empty() || rest.starts_with(char::is_whitespace)) {
            Some(rest) => bare = rest.trim_start(),
            None => return bare,
        }
    }
}

/// Whether two languages are one: what stands behind a hyphen is a country.
fn same_language(one: &str, other: &str) -> bool {
    let first = |of: &str| of.split(['-', '_']).next().unwrap_or_default().trim().to_lowercase();
    first(one) == first(other)
}

#[cfg(test)]
mod tests;
