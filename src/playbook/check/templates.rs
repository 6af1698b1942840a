//! Texts with placeholders.

use std::ops::Range;

use super::{Checker, Scope};
use crate::diagnostic::tree::Placed;
use crate::playbook::placeholder::Template;

impl Checker<'_> {
    pub(super) fn template(&mut self, value: Option<&Placed<String>>, scope: Scope) -> Template {
        let Some(value) = value else { return Template::default() };
        let mut fields = Vec::new();
        let parsed = Template::parse(value.get_ref(), |name| {
            let at = self.index.find(name);
            fields.extend(at.map(|at| (at, format!("{{{name}}}"))));
            at
        });
        for (at, written) in fields {
            if !scope.allows(at) {
                let span = self.within(value, &written);
                self.error(
                    "later-reference",
                    span,
                    format!("{written} is asked for later in the walk"),
                    "refer only to what comes before",
                );
            }
        }
        parsed.unwrap_or_else(|bad| {
            for bad in bad {
                let span = self.within(value, &bad.written);
                let written = bad.written.as_str();
                if bad.unclosed {
                    self.error(
                        "bad-placeholder",
                        span,
                        "this { is not closed",
                        "close it with }, or write {{ for a brace",
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

    /// The place of some words inside a value; the whole value where escapes hide them.
    fn within(&self, value: &Placed<String>, words: &str) -> Range<usize> {
        let whole = value.span();
        match self.source.get(whole.clone()).and_then(|s| s.find(words)) {
            Some(at) => whole.start + at..whole.start + at + words.len(),
            None => whole,
        }
    }
}
