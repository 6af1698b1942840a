//! What a file says about itself: its format, `[playbook]` and the sources.

use std::collections::HashSet;
use std::ops::Range;

use super::{Checker, FORMAT};
use crate::diagnostic::tree::Placed;
use crate::playbook::model::{Playbook, Source};
use crate::playbook::raw::{RawFile, RawPlaybook, RawSource, each, place};

impl Checker<'_> {
    pub(super) fn format(&mut self, format: Option<&Placed<u32>>, start: &Range<usize>) {
        match format {
            None => self.error(
                "missing-format",
                start.clone(),
                "the format's version is missing",
                "begin the file with: format = 1",
            ),
            Some(n) if *n.get_ref() > FORMAT => {
                self.error(
                    "newer-format",
                    n.span(),
                    format!("this playbook is written in format {}", n.get_ref()),
                    "update goodterms to use it",
                );
            }
            Some(n) if *n.get_ref() != FORMAT => {
                self.error(
                    "newer-format",
                    n.span(),
                    format!("there is no format {}", n.get_ref()),
                    "write: format = 1",
                );
            }
            Some(_) => {}
        }
    }

    pub(super) fn header(&mut self, raw: Option<&Placed<RawPlaybook>>, start: Range<usize>) -> Playbook {
        let span = place(raw, &start);
        let empty = RawPlaybook::default();
        let raw = match raw {
            Some(raw) => raw.get_ref(),
            None => {
                self.error(
                    "missing-playbook",
                    start,
                    "the table [playbook] is missing",
                    "say what this is: [playbook] with id, version, title and summary",
                );
                &empty
            }
        };
        let missing_all = raw.id.is_none() && raw.title.is_none() && raw.version.is_none();
        let mut required = |value: &Option<Placed<String>>, key: &str| {
            if missing_all && span.is_empty() { String::new() } else { self.text(value.as_ref(), key, &span) }
        };
        let version = required(&raw.version, "version");
        let title = required(&raw.title, "title");
        let summary = required(&raw.summary, "summary");
        let id = self.id(raw.id.as_ref(), &span, &mut HashSet::new(), &[]);
        let fits = each(raw.fits.as_ref()).iter().map(|f| f.get_ref().trim().to_owned()).collect();
        let language = raw.language.as_ref().map_or_else(|| "en".to_owned(), |l| l.get_ref().clone());
        Playbook {
            id,
            version,
            language,
            title,
            summary,
            fits,
            sources: Vec::new(),
            steps: Vec::new(),
            follow_ups: Vec::new(),
            outcomes: Vec::new(),
            sha256: String::new(),
        }
    }

    pub(super) fn sources(&mut self, raw: Option<&Placed<Vec<Placed<RawSource>>>>) -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        for source in each(raw) {
            let name = self.text(source.get_ref().name.as_ref(), "name", &source.span());
            self.text(source.get_ref().credit.as_ref(), "credit", &source.span());
            let at = place(source.get_ref().name.as_ref(), &source.span());
            if name == "ours" {
                self.error(
                    "reserved-id",
                    at,
                    "`ours` is kept for what is nobody else's",
                    "give this source another name",
                );
            } else if !name.is_empty() && names.contains(&name) {
                self.error(
                    "duplicate-id",
                    at,
                    format!("there is a source `{name}` already"),
                    "give each source a name of its own",
                );
            }
            names.push(name);
        }
        names
    }

    pub(super) fn source_list(&self, raw: &RawFile) -> Vec<Source> {
        let credit = |i: usize| {
            let credit = raw.source.as_ref()?.get_ref().get(i)?.get_ref().credit.as_ref()?;
            Some(credit.get_ref().clone())
        };
        let named = self.sources.iter().enumerate();
        named.map(|(i, name)| Source { name: name.clone(), credit: credit(i).unwrap_or_default() }).collect()
    }
}
