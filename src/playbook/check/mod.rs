//! From the file as it stands to the model, with every fault in one pass.
//!
//! A playbook with an error gives no model; one with warnings does. The model's indices are the
//! positions in the file, which is sound because a model exists only if nothing was left out.

mod card;
pub mod codes;
mod conditions;
mod endings;
mod fields;
mod header;
mod index;
pub mod links;
mod reach;
mod steps;
mod tables;
mod templates;
mod values;

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use sha2::{Digest, Sha256};

use self::header::source_list;
use self::index::Index;
pub use self::links::Link;
use super::model::Playbook;
use super::raw::{RawFile, each};
use crate::diagnostic::tree;
use crate::diagnostic::tree::Site;
use crate::diagnostic::{Fault, has_errors, without_consequences};
use crate::text;

/// The version of the playbook format that this program reads.
pub const FORMAT: u32 = 1;
/// The most bytes of a playbook file.
pub const FILE_MAX: usize = 1024 * 1024;
/// The most steps of a playbook.
pub const STEPS_MAX: usize = 200;
/// The most fields of a playbook.
pub const FIELDS_MAX: usize = 500;
/// The most faults that are told.
pub const FAULTS_MAX: usize = 1000;
/// More items than this at one pause point is a warning: a list under pressure must be short.
pub const ITEMS_COMFORTABLE: usize = 9;

/// More quick fields than this in a phase is a warning: the form is for five minutes.
pub const QUICK_COMFORTABLE: usize = 4;

/// What the check found.
#[derive(Clone, Debug)]
pub struct Checked {
    /// The playbook, unless there is an error.
    pub playbook: Option<Playbook>,
    /// In the order of the file.
    pub faults: Vec<Fault>,
    /// The text the faults point into.
    pub source: String,
    /// The id, as far as it could be read: to list a broken playbook under its name.
    pub id: Option<String>,
    /// The title, likewise.
    pub title: Option<String>,
    /// The hand-offs, to be checked against the other playbooks: [`links::check`].
    pub links: Vec<Link>,
}

/// Checks the bytes of a playbook file.
pub fn check(bytes: &[u8]) -> Checked {
    let refuse = |fault: Fault, source: String| Checked {
        playbook: None,
        faults: vec![fault],
        source,
        id: None,
        title: None,
        links: Vec::new(),
    };
    if bytes.len() > FILE_MAX {
        let fault =
            Fault::error("too-large", 0..0, "this file is larger than 1 MiB, the most for a playbook");
        return refuse(fault, String::new());
    }
    let source = match str::from_utf8(bytes) {
        Ok(source) => source.trim_start_matches('\u{feff}').to_owned(),
        Err(error) => {
            let good = String::from_utf8_lossy(&bytes[..error.valid_up_to()]).into_owned();
            let at = good.len();
            let fault = Fault::error("not-utf8", at..at, "from here on this file is not UTF-8 text")
                .help("save it as UTF-8 in your editor");
            return refuse(fault, good);
        }
    };
    let (table, syntax) = tree::parse(&source);
    let mut faults = Vec::new();
    let raw = RawFile::read_table(table.get_ref(), &mut faults);
    let mut checker = Checker {
        source: &source,
        index: Index::of(&raw),
        source_names: Vec::new(),
        sources: HashMap::new(),
        links: Vec::new(),
        faults,
    };
    let mut playbook = checker.file(&raw);
    if !has_errors(&checker.faults) {
        reach::check(&playbook, &raw, &mut checker.faults);
        checker.faults.sort_by_key(|f| f.span.start);
    }
    let links = checker.links;
    let faults = checker.faults.into_iter().map(|f| at_the_character(f, &source)).collect();
    let faults = at_most(FAULTS_MAX, without_consequences(&source, faults, syntax));
    playbook.sha256 = Sha256::digest(bytes).iter().map(|b| format!("{b:02x}")).collect();
    let (id, title) = (playbook.id.clone(), playbook.title.clone());
    Checked {
        playbook: (!has_errors(&faults)).then_some(playbook),
        faults,
        id: (!id.is_empty()).then_some(id),
        title: (!title.is_empty()).then_some(title),
        links,
        source,
    }
}

/// A hidden character's fault at the character itself, if it stands in the file as such.
fn at_the_character(mut fault: Fault, source: &str) -> Fault {
    if fault.code == "control-character" {
        let value = source.get(fault.span.clone()).unwrap_or_default();
        let hidden = |c: &(usize, char)| text::is_unsafe(c.1) && c.1 != '\r';
        if let Some((at, c)) = value.char_indices().find(hidden) {
            let at = fault.span.start + at;
            fault.span = at..at + c.len_utf8();
        }
    }
    fault
}

/// So many faults and no more: a file of something else has one in every word.
fn at_most(most: usize, mut faults: Vec<Fault>) -> Vec<Fault> {
    if faults.len() > most {
        let left = faults.len() - most;
        let message = format!("there are {left} more faults from here on");
        let last = Fault::error("too-many-faults", faults[most].span.clone(), message);
        faults.truncate(most);
        faults.push(last.help("mend those above first"));
    }
    faults
}

/// What a reference may look at.
#[derive(Clone, Copy)]
enum Scope {
    /// Fields before this one in the walk.
    Before { step: usize, field: usize },
    /// Anything.
    All,
}

struct Checker<'a> {
    source: &'a str,
    index: Index,
    source_names: Vec<String>,
    /// Their positions; of two of a name, the first.
    sources: HashMap<String, usize>,
    links: Vec<Link>,
    faults: Vec<Fault>,
}

impl Checker<'_> {
    fn error(
        &mut self,
        code: &'static str,
        span: Range<usize>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.faults.push(Fault::error(code, span, message).help(help));
    }

    fn warn(
        &mut self,
        code: &'static str,
        span: Range<usize>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.faults.push(Fault::warning(code, span, message).help(help));
    }

    /// A key that must be there and is not; nothing if it was told of already.
    fn missing(&mut self, code: &'static str, site: &Site<'_>, key: &str, help: impl Into<String>) {
        if !site.seen.lost(key) {
            self.error(code, site.span.clone(), format!("`{key}` is missing"), help);
        }
    }

    fn file(&mut self, raw: &RawFile) -> Playbook {
        let start = 0..self.source.lines().next().map_or(0, str::len);
        self.format(raw.format.as_ref(), raw.site(start.clone()));
        self.source_names = self.sources(raw.source.as_ref());
        for (i, name) in self.source_names.iter().enumerate() {
            self.sources.entry(name.clone()).or_insert(i);
        }
        let mut playbook = self.header(raw.playbook.as_ref(), &raw.site(start.clone()));
        let steps = each(raw.step.as_ref());
        if steps.is_empty() && !raw.seen.lost("step") {
            self.error(
                "missing-step",
                start.clone(),
                "there is no step in this playbook",
                "add a line [[step]], and under it id, title and phase",
            );
        }
        if let Some(extra) = steps.get(STEPS_MAX) {
            self.error(
                "too-many-steps",
                extra.span(),
                format!("this playbook has {} steps", steps.len()),
                "it can have 200: join some, or make it two playbooks",
            );
        }
        playbook.sources = source_list(raw, &self.source_names);
        let mut seen = HashSet::new();
        playbook.steps = steps.iter().enumerate().map(|(i, s)| self.step(i, s, &mut seen)).collect();
        self.fields_in_all(&playbook, steps);
        self.card(&playbook, steps);
        let mut seen = HashSet::new();
        let follow_ups = each(raw.follow_up.as_ref()).iter();
        playbook.follow_ups = follow_ups.map(|f| self.follow_up(f, &mut seen)).collect();
        let outcomes = each(raw.outcome.as_ref());
        let mut seen = HashSet::new();
        playbook.outcomes = outcomes.iter().map(|o| self.outcome(o, &mut seen)).collect();
        let mut seen = HashSet::new();
        let messages = each(raw.message.as_ref()).iter();
        playbook.messages = messages.map(|m| self.message(m, &mut seen)).collect();
        let hand_offs = each(raw.hand_off.as_ref());
        playbook.hand_offs = hand_offs.iter().map(|h| self.hand_off(h)).collect();
        let told = raw.seen.lost("outcome") || raw.seen.lost("hand_off");
        if outcomes.is_empty() && hand_offs.is_empty() && !told {
            self.warn(
                "no-outcome",
                start,
                "this playbook does not say how it can end",
                "add a line [[outcome]], and under it id, label and means",
            );
        }
        playbook
    }
}
