//! The kinds of fields and of columns, each with the keys that only some have: the check refuses
//! by these tables, and the schema explains by them.

/// A kind.
#[derive(Clone, Copy, Debug)]
pub struct KindRow {
    /// As files say it.
    pub word: &'static str,
    /// How it is answered, for an author who chooses one.
    pub means: &'static str,
    /// The keys it cannot do without.
    pub needs: &'static [&'static str],
    /// The keys it can have beside.
    pub may: &'static [&'static str],
}

impl KindRow {
    /// Whether it has a key that only some have.
    pub fn has(&self, key: &str) -> bool {
        self.needs.contains(&key) || self.may.contains(&key)
    }
}

const fn row(
    word: &'static str,
    means: &'static str,
    needs: &'static [&'static str],
    may: &'static [&'static str],
) -> KindRow {
    KindRow { word, means, needs, may }
}

/// The kinds of fields. The first is that of a field that does not say.
pub const FIELDS: &[KindRow] = &[
    row("text", "several lines of text", &[], &["prefill", "words"]),
    row("line", "one line of text", &[], &["prefill"]),
    row("list", "several things, one a line", &[], &["at_least", "at_most", "wording", "practise", "words"]),
    row("choice", "one of the options", &["options"], &["other", "decides"]),
    row("choices", "as many of the options as fit", &["options"], &["other"]),
    row("checklist", "items to tick when they are done", &["items"], &[]),
    row("table", "cells in rows and columns", &["columns"], &["rows", "start", "opening"]),
    row("date", "a day, or a day and a time", &[], &["prefill"]),
    row("period", "so many days, weeks or months", &["unit"], &["from", "at_least", "at_most"]),
    row("number", "a number", &[], &["unit", "at_least", "at_most"]),
    row("score", "a number from 1 to the highest", &["out_of"], &["low", "high"]),
];

/// The kinds of columns. The first is that of a column that does not say.
pub const COLUMNS: &[KindRow] = &[
    row("line", "one line of text", &[], &[]),
    row("text", "several lines of text", &[], &[]),
    row("tick", "a tick, or none", &[], &[]),
    row("date", "a day", &[], &[]),
    row("choice", "one of the options", &["options"], &[]),
    row("score", "a number from 1 to the highest", &["out_of"], &[]),
];

/// The row of a kind, if there is such a kind.
pub fn find(rows: &'static [KindRow], word: &str) -> Option<&'static KindRow> {
    rows.iter().find(|row| row.word == word)
}

/// The words of all kinds.
pub fn words(rows: &[KindRow]) -> Vec<&'static str> {
    rows.iter().map(|row| row.word).collect()
}

/// The kinds that have a key; none if all have it.
pub fn having(rows: &[KindRow], key: &str) -> Vec<&'static str> {
    rows.iter().filter(|row| row.has(key)).map(|row| row.word).collect()
}

/// What a period is counted in; one of them may be said in the singular.
pub const PERIOD_UNITS: &[&str] = &["days", "weeks", "months"];
/// The same in the singular.
pub const PERIOD_UNIT: &[&str] = &["day", "week", "month"];

/// The lowest and the highest score that can be the highest: more cannot be shown, nor meant.
pub const SCORE: (u32, u32) = (2, 10);

/// The most lines, days, weeks or months that a bound can ask for.
pub const COUNT_MAX: u32 = 1000;
