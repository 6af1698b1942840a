//! What is looked for.

use memchr::memmem::Finder;

use crate::text::loose::{Case, loosened};

/// Words and phrases, all of which a note must have.
#[derive(Clone, Debug, Default)]
pub struct Query {
    pub(super) words: Vec<Word>,
    /// Each two words that were typed side by side, as they stand in a text.
    pub(super) pairs: Vec<Needle>,
}

/// A word or a phrase.
#[derive(Clone, Debug)]
pub struct Word {
    pub(super) any: Needle,
    /// With its capitals, if it has any: then they matter.
    pub(super) kept: Option<Needle>,
    /// The longest part of it without a blank. A file that does not have this does not have the word.
    pub(super) part: Needle,
}

/// What is looked for in folded texts.
#[derive(Clone, Debug)]
pub struct Needle(Finder<'static>);

impl Needle {
    fn new(needle: &[u8]) -> Self {
        Self(Finder::new(needle).into_owned())
    }

    /// Where it stands first, from a byte on.
    pub(super) fn find(&self, folded: &[u8], from: usize) -> Option<usize> {
        Some(from + self.0.find(folded.get(from..)?)?)
    }

    /// What it is.
    pub(super) fn bytes(&self) -> &[u8] {
        self.0.needle()
    }
}

impl Query {
    /// Reads what was typed: words between blanks, and phrases between quotes. One that is not closed goes to
    /// the end, for somebody may be typing still.
    pub fn new(typed: &str) -> Self {
        let mut words = Vec::new();
        let mut rest = typed;
        loop {
            rest = rest.trim_start();
            let Some(first) = rest.chars().next() else { break };
            let is_end: fn(char) -> bool = if is_quote(first) {
                rest = &rest[first.len_utf8()..];
                is_quote
            } else {
                |c| c.is_whitespace() || is_quote(c)
            };
            let end = rest.find(is_end).unwrap_or(rest.len());
            words.push(&rest[..end]);
            rest = &rest[end..];
            if let Some(quote) = rest.chars().next().filter(|c| is_quote(*c) && is_end(' ') == is_quote(' '))
            {
                rest = &rest[quote.len_utf8()..];
            }
        }
        Self::of(words)
    }

    /// Words as the shell gives them: what it held together, for it was quoted there, is a phrase.
    pub fn from_args<'a>(args: impl IntoIterator<Item = &'a str>) -> Self {
        let mut typed = String::new();
        for arg in args {
            let quoted = arg.trim().contains(char::is_whitespace) && !arg.contains(is_quote);
            typed.push_str(&if quoted { format!("\"{arg}\" ") } else { format!("{arg} ") });
        }
        Self::new(&typed)
    }

    fn of<'a>(typed: impl IntoIterator<Item = &'a str>) -> Self {
        let mut query = Self::default();
        let mut before: Option<Vec<u8>> = None;
        for typed in typed {
            let Some(word) = Word::new(typed) else { continue };
            if let Some(mut pair) = before.replace(word.any.bytes().to_vec()) {
                pair.push(b' ');
                pair.extend_from_slice(word.any.bytes());
                query.pairs.push(Needle::new(&pair));
            }
            if !query.words.iter().any(|known| known.is_same(&word)) {
                query.words.push(word);
            }
        }
        query
    }

    /// Whether there is nothing to look for.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }
}

impl Word {
    fn new(typed: &str) -> Option<Self> {
        let fold = |case| {
            let folded = loosened(typed, case);
            let parts = folded.split(|b| b.is_ascii_whitespace()).filter(|part| !part.is_empty());
            parts.collect::<Vec<_>>().join(&b' ')
        };
        let any = fold(Case::Any);
        if any.is_empty() {
            return None;
        }
        let part = any.split(|b| *b == b' ').max_by_key(|part| part.len()).unwrap_or_default();
        let kept = typed.chars().any(char::is_uppercase).then(|| Needle::new(&fold(Case::Kept)));
        Some(Self { part: Needle::new(part), any: Needle::new(&any), kept })
    }

    fn is_same(&self, other: &Self) -> bool {
        let kept = |word: &Self| word.kept.as_ref().map(|kept| kept.bytes().to_vec());
        self.any.bytes() == other.any.bytes() && kept(self) == kept(other)
    }
}

fn is_quote(c: char) -> bool {
    matches!(c, '"' | '“'..='‟' | '«' | '»')
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The words as they are looked for; those whose capitals matter, with them.
    fn words(query: &Query) -> Vec<String> {
        let needle = |word: &Word| word.kept.as_ref().unwrap_or(&word.any).bytes().to_vec();
        query.words.iter().map(|word| String::from_utf8(needle(word)).unwrap()).collect()
    }

    #[test]
    fn words_phrases_and_capitals_are_told_apart() {
        for (typed, expected) in [
            ("  fees   call ", &["fees", "call"][..]),
            ("\"call each  month\" fees", &["call each month", "fees"]),
            ("fees \"call ea", &["fees", "call ea"]),
            ("fees\"call each\"x", &["fees", "call each", "x"]),
            ("“call each” «Zoë B»", &["call each", "Zoe B"]),
            ("Ada ada ADA Ada", &["Ada", "ada", "ADA"]),
            ("ZOË zoë 李", &["ZOE", "zoe", "李"]),
            ("win-back -x- - \" \" \"\" \u{301}", &["win back", "x"]),
            ("", &[]),
        ] {
            assert_eq!(words(&Query::new(typed)), expected, "{typed}");
        }
        assert!(Query::new("\" - \"").is_empty());
    }

    #[test]
    fn what_the_shell_held_together_is_a_phrase() {
        assert_eq!(words(&Query::from_args(["call each", "fees"])), ["call each", "fees"]);
        assert_eq!(words(&Query::from_args(["fees \"call each\""])), ["fees", "call each"]);
    }
}
