//! Of what a merge may say, that which only seems wrong. The fuzzer asks it, too.

use std::collections::BTreeMap;

/// What was also written, by whose answer it is.
type Also = BTreeMap<String, Vec<String>>;

/// Whether a text is among what was also written that a side had settled: the other one wrote it anew.
/// Against the same base it looks as if that side settled it now.
pub fn takes_up_again(base: &Also, side: &Also, merged: &Also) -> bool {
    let has =
        |also: &Also, owner: &str, text: &String| also.get(owner).is_some_and(|texts| texts.contains(text));
    let again = |owner: &str, text: &String| has(base, owner, text) && !has(side, owner, text);
    merged.iter().any(|(owner, texts)| texts.iter().any(|text| again(owner, text)))
}
