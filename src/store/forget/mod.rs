//! Forgetting a client: everything there is of them on this machine, found, told and taken away.
//!
//! What is in the state folder goes first and the notes go last. As long as a note stands, the client is
//! found by it, so that who was interrupted does it again; and no draft is left then that could put a
//! note back at the next start.

mod look;
mod take;
mod told;

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

pub use self::take::Forgotten;
pub use self::told::{BEYOND, OBLIGED, Told};
use super::folder::{Listed, one_line};
use super::{Listing, Store, StoreError};
use crate::agenda::{self, Brief, Briefs, UNKNOWN};
use crate::document::Head;
use crate::text;

/// What a file is. It goes in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum What {
    Draft,
    /// A text that is, or was, in the advisor's own editor.
    Lent,
    Aside,
    Rescued,
    Merged,
    Replaced,
    Version,
    /// What Today showed last, of everybody: it is made anew.
    Today,
    /// What a filing left beside a note that was ended in the middle.
    Leftover,
    /// A copy that a sync tool made.
    Copy,
    /// Another whole copy, such as an editor keeps: `note.md~`.
    Backup,
    Note,
}

/// A file that goes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Item {
    pub what: What,
    pub path: PathBuf,
}

/// A conversation that must not be forgotten.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    pub id: String,
    /// Its playbook, its day, and the organisation.
    pub about: String,
    pub why: String,
}

/// A note of somebody else that has to do with the client; it stays as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mention {
    pub path: PathBuf,
    /// With whom that conversation is.
    pub client: String,
    /// One of their names stands in it; else it only knows the id of a conversation with them.
    pub by_name: bool,
}

/// Who is to be forgotten.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Whom {
    /// As the newest conversation has it.
    pub name: String,
    pub also: Vec<String>,
    /// The ids of all conversations with them.
    pub ids: BTreeSet<String>,
    pub is_sample: bool,
    /// What the program keeps of conversations with somebody of that name goes, too, if their notes are
    /// not in the notes folder: nobody knows whether they lie in another one, and must be kept.
    pub without_notes: bool,
    /// Only conversations with this organisation, or with none, are meant: there are others of that name.
    only: Option<Option<String>>,
}

impl Whom {
    /// All names they go by.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        std::iter::once(&self.name).chain(&self.also).map(String::as_str)
    }

    /// A client of the agenda.
    pub fn of(client: &agenda::Client) -> Self {
        Self {
            name: client.name.clone(),
            also: client.also.clone(),
            ids: client.notes.iter().map(|brief| brief.id.to_string()).collect(),
            is_sample: client.notes.iter().all(|brief| brief.sample),
            without_notes: false,
            only: None,
        }
    }

    /// Whether a conversation is with them, as far as names tell.
    fn is_in(&self, head: &Head) -> bool {
        let mut names = std::iter::once(&head.client.name).chain(&head.client.also);
        let is_of_them =
            self.only.as_ref().is_none_or(|only| *only == firm(head.client.organisation.as_deref()));
        head.is_sample() == self.is_sample && is_of_them && names.any(|name| self.is_called(name))
    }

    /// Whether there are others of their name, whom an id told apart from them.
    pub fn is_one_of_several(&self) -> bool {
        self.only.is_some()
    }

    /// Whether somebody of this name is meant. Nobody is, of those of whom no name is known.
    fn is_called(&self, name: &str) -> bool {
        let folded = text::fold(&text::name(name));
        name != UNKNOWN && self.names().any(|own| text::fold(&text::name(own)) == folded)
    }
}

/// Everything there is of a client on this machine.
#[derive(Clone, Debug)]
pub struct Belongings {
    pub whom: Whom,
    /// In the order in which they go.
    pub items: Vec<Item>,
    pub held: Vec<Held>,
    /// What each note is about: its playbook, its day, and the organisation.
    pub about: BTreeMap<PathBuf, String>,
    /// Each conversation in a line, if they are with several organisations: nobody knows whether it is one
    /// client.
    pub apart: Vec<String>,
    /// What was on hold in an earlier version, and is no longer.
    pub once_held: Vec<Held>,
    /// Files that seem to be notes of theirs and cannot be read: nobody knows what they say.
    pub unreadable: Vec<PathBuf>,
    /// Other files in their folders, which stay.
    pub others: Vec<PathBuf>,
    pub mentions: Vec<Mention>,
    /// What is kept of conversations whose notes are not in the notes folder, and stays.
    pub left: Vec<PathBuf>,
}

/// Why a client is not forgotten. Nothing was taken away then.
#[derive(Debug, thiserror::Error)]
pub enum ForgetError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("there is nothing of `{0}`: `goodterms list` shows with whom there are conversations")]
    None(String),
    #[error(
        "no note of `{name}` is in {folder}, but earlier versions or drafts of theirs are kept. If the notes lie \
         in another folder, name it with --notes; if they are gone for good: goodterms forget \"{name}\" --without-notes"
    )]
    NotHere { name: String, folder: String },
    #[error("several clients fit `{wanted}`; name one by the id of a conversation:\n{}", found.join("\n"))]
    Several { wanted: String, found: Vec<String> },
    #[error(
        "nothing is forgotten: these conversations are with several organisations, and may be with several people of \
         one name. Name one by the id of a conversation, and only those with its organisation are meant: \
         goodterms forget ID\n{}", .0.join("\n")
    )]
    Apart(Vec<String>),
    #[error("nothing is forgotten, for this must be kept:\n{}", held(.0))]
    Held(Vec<Held>),
    #[error(
        "nothing is forgotten: a conversation is open in another goodterms ({0}); close it there, and do it once more"
    )]
    Open(String),
    #[error("nothing is forgotten: a conversation with them is open here; leave it first")]
    OpenHere,
    #[error(
        "nothing is forgotten: this seems to be theirs and cannot be read, so that nobody knows whether it must be kept; \
         mend it, or move it out of the notes folder:\n{}", paths(.0)
    )]
    Unreadable(Vec<PathBuf>),
    #[error("nothing is forgotten: something changed at this moment; look at the list again")]
    Changed,
}

fn held(held: &[Held]) -> String {
    held.iter().map(|held| format!("  {}", held.in_words())).collect::<Vec<_>>().join("\n")
}

fn paths(paths: &[PathBuf]) -> String {
    let line = |path: &PathBuf| format!("  {}", text::clean_line(&path.display().to_string()));
    paths.iter().map(line).collect::<Vec<_>>().join("\n")
}

impl Held {
    /// In one line: which, and the reason.
    pub fn in_words(&self) -> String {
        let why = if self.why.is_empty() { "no reason is given" } else { &self.why };
        text::clean_line(&format!("{}  {}: {why}", self.id, self.about))
    }
}

/// An organisation, however it is written.
fn firm(organisation: Option<&str>) -> Option<String> {
    organisation.map(|name| text::fold(&text::name(name))).filter(|name| !name.is_empty())
}

/// Whether these organisations are several. Where none is said, it may be any of them.
fn are_several<'a>(organisations: impl Iterator<Item = Option<&'a str>>) -> bool {
    organisations.filter_map(firm).collect::<BTreeSet<_>>().len() > 1
}

/// What a conversation is about: its playbook, its day, and the organisation.
fn about(head: &Head) -> String {
    let organisation = head.client.organisation.as_ref().map_or_else(String::new, |name| format!(", {name}"));
    text::clean_line(&format!("{}, {}{organisation}", head.playbook.id, head.started.date_naive()))
}

/// The clients that a name or an id means, of the conversations in a listing: by any of their names, else
/// by the id of a conversation or how it begins. Where a client's conversations are with several
/// organisations, they may be with several people: an id means only those with its own then.
pub fn clients_meant(listing: &Listing, wanted: &str) -> Vec<agenda::Client> {
    let briefs = listing.notes.iter().map(|note| Brief::of(&note.path, &note.head).into());
    let briefs = Briefs { notes: briefs.collect(), unreadable: 0 };
    let folded = text::fold(&text::name(wanted));
    let called = |client: &agenda::Client| {
        std::iter::once(&client.name).chain(&client.also).any(|name| text::fold(&text::name(name)) == folded)
    };
    let id = wanted.to_lowercase();
    let has_id = |client: &agenda::Client| {
        !id.is_empty() && client.notes.iter().any(|brief| brief.id.starts_with(&id))
    };
    let all = agenda::clients(&briefs);
    let named: Vec<_> = all.iter().filter(|client| called(client)).cloned().collect();
    if !named.is_empty() {
        return named;
    }
    let of_firm = |client: agenda::Client| {
        let of = |brief: &Brief| firm(brief.organisation.as_deref());
        let meant = client.notes.iter().find(|brief| brief.id.starts_with(&id)).map(|brief| of(brief));
        if !is_of_several(&client) {
            return Some(client);
        }
        let notes = client.notes.into_iter().filter(|brief| Some(of(brief)) == meant).collect();
        // Names that only the others had are none of theirs.
        agenda::clients(&Briefs { notes, unreadable: 0 }).into_iter().find(|part| has_id(part))
    };
    all.into_iter().filter(has_id).filter_map(of_firm).collect()
}

/// Whether a client's conversations are with several organisations.
fn is_of_several(client: &agenda::Client) -> bool {
    are_several(client.notes.iter().map(|brief| brief.organisation.as_deref()))
}

/// Clients that one of them is to be chosen of, each in a line.
pub fn in_lines(clients: &[agenda::Client], listing: &Listing) -> Vec<String> {
    let first = |client: &agenda::Client| {
        let brief = client.notes.first()?;
        let note: &Listed = listing.notes.iter().find(|note| note.path == brief.path)?;
        Some(format!("  {}", one_line(note)))
    };
    clients.iter().filter_map(first).collect()
}

impl Store {
    /// Who is meant: by any of their names, by the id of a conversation with them or how it begins; or
    /// somebody of whom only the program's own files still know, if those are to go `without_notes`.
    ///
    /// # Errors
    /// If there is nobody, or several fit.
    pub fn whom(&self, wanted: &str, without_notes: bool) -> Result<Whom, ForgetError> {
        let listing = self.folder().list()?;
        let found = clients_meant(&listing, wanted);
        match found.as_slice() {
            [one] => {
                let whole = clients_meant(&listing, &one.name);
                let is_part = whole.iter().all(|client| client.notes.len() > one.notes.len());
                let only = is_part.then(|| firm(one.organisation.as_deref()));
                Ok(Whom { without_notes, only, ..Whom::of(one) })
            }
            [] => self.whom_by_leftovers(wanted, without_notes, &listing),
            several => Err(ForgetError::Several {
                wanted: text::clean_line(wanted),
                found: in_lines(several, &listing),
            }),
        }
    }

    /// Somebody whose notes were taken away by hand, or half of whom was forgotten.
    fn whom_by_leftovers(
        &self,
        wanted: &str,
        without_notes: bool,
        listing: &Listing,
    ) -> Result<Whom, ForgetError> {
        let name = text::name(wanted);
        let (also, ids) = (Vec::new(), BTreeSet::new());
        let whom = Whom { name, also, ids, is_sample: false, without_notes, only: None };
        let found = self.look_for(&whom, listing)?;
        let is_nobody = found.whom.ids.is_empty() || whom.name.is_empty();
        match is_nobody {
            false => Ok(found.whom),
            true if found.left.is_empty() => Err(ForgetError::None(text::clean_line(wanted))),
            true => Err(ForgetError::NotHere {
                name: text::clean_line(wanted),
                folder: text::clean_line(&self.folder.path().display().to_string()),
            }),
        }
    }
}

#[cfg(test)]
mod tests;
