//! Texts with placeholders.

use std::collections::HashMap;
use std::ops::Range;

use super::{Checker, Scope, Site};
use crate::diagnostic::tree::Placed;
use crate::playbook::placeholder::{NAMES, Template};

impl Checker<'_> {
    /// A text that must be there, and is shown as it stands.
    pub(super) fn words(&mut self, value: Option<&Placed<String>>, key: &str, site: &Site<'_>) -> String {
        self.is_not_filled(value);
        self.text(value, key, site)
    }

    /// Warns of what is a placeholder elsewhere: here the advisor would read its braces.
    pub(super) fn is_not_filled(&mut self, value: Option<&Placed<String>>) {
        let Some(value) = value.filter(|value| value.get_ref().contains('{')) else { return };
        let mut written: Vec<_> = NAMES.iter().map(|(name, _)| format!("{{{name}}}")).collect();
        let _ = Template::parse(value.get_ref(), |name| {
            let at = self.index.find(name);
            written.extend(at.map(|_| format!("{{{name}}}")));
            at
        });
        for written in written.into_iter().filter(|written| find(value.get_ref(), written).is_some()) {
            let span = Places::default().next(self.source, value, &written);
            self.warn(
                "not-filled",
                span,
                format!("{written} is not filled here, and would be shown as it stands"),
                "say it without; or say it in guide, say, avoid, response, help, prefill or the label of a field",
            );
        }
    }

    pub(super) fn template(&mut self, value: Option<&Placed<String>>, scope: Scope) -> Template {
        let Some(value) = value else { return Template::default() };
        let mut fields = Vec::new();
        let mut places = Places::default();
        let parsed = Template::parse(value.get_ref(), |name| {
            let at = self.index.find(name);
            fields.extend(at.map(|at| (at, format!("{{{name}}}"))));
            at
        });
        for (at, written) in fields {
            if !scope.allows(at) {
                let span = places.next(self.source, value, &written);
                self.error(
                    "later-reference",
                    span,
                    format!("{written} is not answered yet at this point of the walk"),
                    "fill in only what is asked before, or move this further down",
                );
            }
        }
        parsed.unwrap_or_else(|bad| {
            for bad in bad {
                let span = places.next(self.source, value, &bad.written);
                let written = bad.written.as_str();
                if bad.unclosed {
                    self.error(
                        "bad-placeholder",
                        span,
                        "this { is not closed",
                        "write } after the name; for a brace that is only a brace, write {{",
                    );
                } else {
                    let help = self.index.suggest(written.trim_matches(['{', '}']), true);
                    self.error(
                        "unknown-placeholder",
                        span,
                        format!("there is nothing to fill {written} with"),
                        help,
                    );
                }
            }
            Template::default()
        })
    }
}

/// Where a placeholder stands. A doubled brace before it is a brace and begins none.
fn find(text: &str, words: &str) -> Option<usize> {
    let braces_before = |at: usize| text[..at].bytes().rev().take_while(|b| *b == b'{').count();
    text.match_indices(words).map(|(at, _)| at).find(|at| braces_before(*at) % 2 == 0)
}

/// Where words stand inside a value: the next place each time they are asked for.
#[derive(Default)]
struct Places(HashMap<String, usize>);

impl Places {
    /// The whole value where escapes hide the words.
    fn next(&mut self, source: &str, value: &Placed<String>, words: &str) -> Range<usize> {
        let whole = value.span();
        let from = self.0.entry(words.to_owned()).or_insert(whole.start);
        match source.get(*from..whole.end).and_then(|s| find(s, words)) {
            Some(at) => {
                let start = *from + at;
                *from = start + words.len();
                start..*from
            }
            None => whole,
        }
    }
}
