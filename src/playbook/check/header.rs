//! What a file says about itself: its format, `[playbook]` and the sources.

use std::collections::HashSet;

use super::{Checker, FORMAT};
use crate::diagnostic::tree::{Placed, Site};
use crate::playbook::model::{Playbook, Source};
use crate::playbook::raw::{RawFile, RawPlaybook, RawSource, each, place};

impl Checker<'_> {
    pub(super) fn format(&mut self, format: Option<&Placed<u32>>, site: Site<'_>) {
        let Some(n) = format else {
            let lost = site.seen.lost("format");
            if !lost {
                self.error(
                    "missing-format",
                    site.span,
                    "this file does not say which format it is written in",
                    "begin it with a line: format = 1",
                );
            }
            return;
        };
        match *n.get_ref() {
            FORMAT => {}
            newer if newer > FORMAT => self.error(
                "newer-format",
                n.span(),
                format!(
                    "this playbook is written in format {newer}, and this goodterms reads format {FORMAT}"
                ),
                "update goodterms to use it",
            ),
            other => self.error(
                "unknown-value",
                n.span(),
                format!("there is no format {other}"),
                "write: format = 1",
            ),
        }
    }

    pub(super) fn header(&mut self, raw: Option<&Placed<RawPlaybook>>, file: &Site<'_>) -> Playbook {
        let Some(placed) = raw else {
            if !file.seen.lost("playbook") {
                self.error(
                    "missing-playbook",
                    file.span.clone(),
                    "this file does not say what playbook it is",
                    "add a line [playbook], and under it id, version, title and summary",
                );
            }
            return Playbook::default();
        };
        let raw = placed.get_ref();
        let site = raw.site(placed.span());
        Playbook {
            id: self.id(raw.id.as_ref(), &site, &mut HashSet::new(), &[]),
            version: self.text(raw.version.as_ref(), "version", &site),
            language: raw.language.as_ref().map_or_else(|| "en".to_owned(), |l| l.get_ref().clone()),
            title: self.text(raw.title.as_ref(), "title", &site),
            summary: self.words(raw.summary.as_ref(), "summary", &site),
            fits: each(raw.fits.as_ref()).iter().map(|f| f.get_ref().trim().to_owned()).collect(),
            call_now: raw.call_now.as_ref().is_some_and(|call| *call.get_ref()),
            ..Playbook::default()
        }
    }

    pub(super) fn sources(&mut self, raw: Option<&Placed<Vec<Placed<RawSource>>>>) -> Vec<String> {
        let (mut names, mut seen) = (Vec::new(), HashSet::new());
        for source in each(raw) {
            let (raw, site) = (source.get_ref(), source.get_ref().site(source.span()));
            let name = self.text(raw.name.as_ref(), "name", &site);
            self.text(raw.credit.as_ref(), "credit", &site);
            let at = place(raw.name.as_ref(), &site.span);
            if name == "ours" {
                self.error(
                    "reserved-id",
                    at,
                    "the name `ours` stands for advice that has no other source",
                    "give this source another name",
                );
            } else if !name.is_empty() && !seen.insert(name.clone()) {
                self.error(
                    "duplicate-id",
                    at,
                    format!("another source is called `{name}`"),
                    "choose another name, or delete one of the two",
                );
            }
            names.push(name);
        }
        names
    }
}

/// The sources for the model, given their names.
pub(super) fn source_list(raw: &RawFile, names: &[String]) -> Vec<Source> {
    let credit = |raw: &Placed<RawSource>| {
        raw.get_ref().credit.as_ref().map(|credit| credit.get_ref().clone()).unwrap_or_default()
    };
    let named = each(raw.source.as_ref()).iter().zip(names);
    named.map(|(raw, name)| Source { name: name.clone(), credit: credit(raw) }).collect()
}
