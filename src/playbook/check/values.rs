//! What many tables have: a text that must be there, an id, one word of a few, a source.

use std::collections::HashSet;

use super::Checker;
use crate::diagnostic::tree::{Placed, Site};
use crate::playbook::model::Credit;
use crate::text;

/// What an id looks like.
pub(super) const ID_HELP: &str =
    "an id begins with a letter and has lower-case letters and digits, joined by hyphens";

impl Checker<'_> {
    /// A text that must be there and not be blank.
    pub(super) fn text(&mut self, value: Option<&Placed<String>>, key: &str, site: &Site<'_>) -> String {
        match value {
            None => {
                let code = if matches!(key, "title" | "label") { "missing-title" } else { "missing-key" };
                self.missing(code, site, key, format!("add: {key} = \"…\""));
                String::new()
            }
            Some(text) if text.get_ref().trim().is_empty() => {
                self.error(
                    "empty",
                    text.span(),
                    format!("`{key}` is empty"),
                    "write something between the quotation marks",
                );
                String::new()
            }
            Some(text) => text.get_ref().trim().to_owned(),
        }
    }

    pub(super) fn id(
        &mut self,
        id: Option<&Placed<String>>,
        site: &Site<'_>,
        seen: &mut HashSet<String>,
        reserved: &[&str],
    ) -> String {
        let Some(placed) = id else {
            self.missing("missing-id", site, "id", "add: id = \"a-short-name\"");
            return String::new();
        };
        let id = placed.get_ref().as_str();
        if !text::is_kebab_case(id) {
            let slug = text::slug(id);
            let example = if text::is_kebab_case(&slug) { slug } else { "where-it-slipped".to_owned() };
            self.error(
                "bad-id",
                placed.span(),
                format!("`{id}` cannot be an id"),
                format!("{ID_HELP}: \"{example}\""),
            );
        } else if reserved.contains(&id) {
            self.error(
                "reserved-id",
                placed.span(),
                format!("`{id}` means something else to goodterms"),
                "choose another id",
            );
        } else if !seen.insert(id.to_owned()) {
            self.error(
                "duplicate-id",
                placed.span(),
                format!("the id `{id}` is taken already"),
                "choose another id: each may stand once",
            );
        }
        id.to_owned()
    }

    /// One word of a fixed set that must be there.
    pub(super) fn one_of<T: Copy>(
        &mut self,
        value: Option<&Placed<String>>,
        key: &str,
        site: &Site<'_>,
        all: &[T],
        word: fn(T) -> &'static str,
    ) -> Option<T> {
        if value.is_none() {
            let known = all.iter().map(|t| word(*t)).collect::<Vec<_>>().join(", ");
            self.missing("missing-key", site, key, format!("add: {key} = \"…\", with one of: {known}"));
        }
        self.word(value, key, all, word)
    }

    /// The same where it may be missing.
    pub(super) fn word<T: Copy>(
        &mut self,
        value: Option<&Placed<String>>,
        key: &str,
        all: &[T],
        word: fn(T) -> &'static str,
    ) -> Option<T> {
        let value = value?;
        let words = all.iter().map(|t| word(*t));
        let known = words.clone().collect::<Vec<_>>().join(", ");
        let found = all.iter().find(|t| word(**t) == value.get_ref()).copied();
        if found.is_none() {
            let help = match text::nearest(value.get_ref(), words) {
                Some(near) => format!("did you mean \"{near}\"?"),
                None => format!("write one of: {known}"),
            };
            self.error(
                "unknown-value",
                value.span(),
                format!("`{key}` cannot be \"{}\"", value.get_ref()),
                help,
            );
        }
        found
    }

    pub(super) fn credit(&mut self, source: Option<&Placed<String>>) -> Credit {
        let Some(source) = source.filter(|s| s.get_ref() != "ours") else { return Credit::Ours };
        if let Some(i) = self.sources.get(source.get_ref()) {
            return Credit::Source(*i);
        }
        let known = self.source_names.iter().map(String::as_str);
        let help = match self.index.nearest(source.get_ref(), known.clone()) {
            Some(near) => format!("did you mean \"{near}\"?"),
            None if self.source_names.is_empty() => {
                "write \"ours\", or add a line [[source]], and under it name and credit".to_owned()
            }
            None => format!("write \"ours\" or one of: {}", text::listed(known)),
        };
        self.error(
            "unknown-source",
            source.span(),
            format!("there is no source \"{}\"", source.get_ref()),
            help,
        );
        Credit::Ours
    }
}
