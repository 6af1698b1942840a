//! What there is of a client: in the notes folder, and in each of the folders of the program's own.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::{Belongings, ForgetError, Held, Item, Mention, What, Whom};
use crate::document::{Document, Head};
use crate::store::folder::{Listed, read_head};
use crate::store::names::{TEMP, id_in_name, parent, safe_id};
use crate::store::versions::Version;
use crate::store::{Listing, Store, StoreError, journal};
use crate::text::find::Folded;

/// Folders in the state folder with files that each belong to one conversation.
const FOLDERS: [(&str, What); 5] = [
    ("drafts", What::Draft),
    ("edit", What::Lent),
    ("aside", What::Aside),
    ("rescued", What::Rescued),
    ("merged", What::Merged),
];

/// A file of one of these folders, and what it says of itself.
struct Kept {
    what: What,
    path: PathBuf,
    /// The id that a draft has, and the front matter of what it holds.
    id: Option<String>,
    head: Option<Head>,
}

impl Store {
    /// Everything there is of a client.
    ///
    /// # Errors
    /// If the notes folder cannot be read.
    pub fn belongings(&self, whom: &Whom) -> Result<Belongings, ForgetError> {
        self.look_for(whom, &self.folder().list()?)
    }

    pub(super) fn look_for(&self, whom: &Whom, listing: &Listing) -> Result<Belongings, ForgetError> {
        let mut whom = whom.clone();
        let kept = self.kept();
        let known: BTreeSet<&str> = listing.notes.iter().map(|note| note.head.id.as_str()).collect();
        // Of conversations without a note, only their names tell whose they were.
        let orphaned = self.versions.all_ids().into_iter().filter(|id| !known.contains(id.as_str()));
        let orphaned = orphaned.filter_map(|id| self.newest_head(&id));
        let heads: Vec<Head> = kept.iter().filter_map(|kept| kept.head.clone()).chain(orphaned).collect();
        for head in heads.iter().filter(|head| !known.contains(head.id.as_str())) {
            let mut names = std::iter::once(&head.client.name).chain(&head.client.also);
            if head.is_sample() == whom.is_sample && names.any(|name| whom.is_called(name)) {
                whom.ids.insert(head.id.clone());
            }
        }
        let mut items: Vec<Item> = kept
            .iter()
            .filter(|kept| kept.is_of(&whom))
            .map(|kept| Item { what: kept.what, path: kept.path.clone() })
            .collect();
        for id in &whom.ids {
            self.add_of_id(id, &mut items);
        }
        self.add_today(&mut items);
        let notes: Vec<&Listed> = listing.notes.iter().filter(|n| whom.ids.contains(&n.head.id)).collect();
        items.extend(notes.iter().map(|note| Item { what: What::Note, path: note.path.clone() }));
        let copies: Vec<Listed> = listing.copies.iter().filter_map(|path| read_head(path).ok()).collect();
        let copies: Vec<&Listed> = copies.iter().filter(|copy| whom.ids.contains(&copy.head.id)).collect();
        items.extend(copies.iter().map(|copy| Item { what: What::Copy, path: copy.path.clone() }));
        self.add_leftovers(&whom, &mut items)?;
        items.sort();
        items.dedup();
        let unreadable = listing.unreadable.iter().filter_map(path_of);
        let unreadable = unreadable.filter(|path| is_named_after(path, &whom)).map(Path::to_owned).collect();
        let mut heads: Vec<&Head> = notes.iter().chain(&copies).map(|note| &note.head).collect();
        // Words that are in no note yet may say that it is to be kept.
        let waits = |kept: &&Kept| matches!(kept.what, What::Draft | What::Rescued) && kept.is_of(&whom);
        heads.extend(kept.iter().filter(waits).filter_map(|kept| kept.head.as_ref()));
        let orphans: Vec<Head> = whom
            .ids
            .iter()
            .filter(|id| !known.contains(id.as_str()))
            .filter_map(|id| self.newest_head(id))
            .collect();
        heads.extend(&orphans);
        let held = held(&heads);
        let others = self.others(&notes, &items);
        let mentions = mentions(&whom, listing);
        Ok(Belongings { whom, items, held, unreadable, others, mentions })
    }

    /// What lies in the folders of the program's own, and what it says of itself.
    fn kept(&self) -> Vec<Kept> {
        let mut all = Vec::new();
        for (name, what) in FOLDERS {
            let folder = self.state.join(name);
            for name in self.disk.names(&folder).unwrap_or_default() {
                let path = folder.join(name);
                if self.disk.is_folder(&path) {
                    continue;
                }
                let bytes = self.disk.read(&path).unwrap_or_default();
                let draft = journal::read(&bytes);
                let id = draft.as_ref().map(|draft| draft.beginning.id.clone());
                let text = match draft {
                    Some(draft) => draft.text,
                    None => String::from_utf8_lossy(&bytes).into_owned(),
                };
                let head = Document::parse(&text).head().ok();
                all.push(Kept { what, path, id, head });
            }
        }
        all
    }

    /// Earlier versions, and what is known of answers that were typed over.
    fn add_of_id(&self, id: &str, items: &mut Vec<Item>) {
        let versions = self.versions.folder(id);
        for name in self.disk.names(&versions).unwrap_or_default() {
            items.push(Item { what: What::Version, path: versions.join(name) });
        }
        let replaced = self.state.join("replaced").join(safe_id(id));
        if self.disk.stamp(&replaced).is_ok() {
            items.push(Item { what: What::Replaced, path: replaced });
        }
    }

    /// What Today showed last, and what was left of writing that down.
    fn add_today(&self, items: &mut Vec<Item>) {
        for name in self.disk.names(&self.state).unwrap_or_default() {
            let is_one = name == "today.json" || name.to_string_lossy().starts_with(".today-");
            if is_one {
                items.push(Item { what: What::Today, path: self.state.join(name) });
            }
        }
    }

    /// What a filing left that was ended in the middle, in whatever folder.
    fn add_leftovers(&self, whom: &Whom, items: &mut Vec<Item>) -> Result<(), StoreError> {
        let (_, mut folders) = self.folder.files_and_folders()?;
        folders.push(self.folder.path().to_owned());
        let begins: Vec<String> = whom.ids.iter().map(|id| format!("{TEMP}{}-", safe_id(id))).collect();
        for folder in folders {
            for name in self.disk.names(&folder).unwrap_or_default() {
                if begins.iter().any(|begin| name.to_string_lossy().starts_with(begin)) {
                    items.push(Item { what: What::Leftover, path: folder.join(name) });
                }
            }
        }
        Ok(())
    }

    /// The front matter of the newest version of a conversation that can be read.
    fn newest_head(&self, id: &str) -> Option<Head> {
        let head = |version: &Version| Document::parse(&self.versions.read(version).ok()?).head().ok();
        self.versions.list(id).ok()?.iter().find_map(head)
    }

    /// Files that lie beside their notes and are none of ours, if nobody else's notes lie there.
    fn others(&self, notes: &[&Listed], items: &[Item]) -> Vec<PathBuf> {
        let folders: BTreeSet<&Path> = notes.iter().map(|note| parent(&note.path)).collect();
        let mut others = Vec::new();
        for folder in folders.into_iter().filter(|folder| *folder != self.folder.path()) {
            let names = self.disk.names(folder).unwrap_or_default();
            others.extend(names.into_iter().map(|name| folder.join(name)));
        }
        let ours: BTreeSet<&Path> = items.iter().map(|item| item.path.as_path()).collect();
        others.retain(|path| !ours.contains(path.as_path()) && read_head(path).is_err());
        others.sort();
        others
    }
}

impl Kept {
    /// By the id that it says, else by its name: what is damaged has one, too.
    fn is_of(&self, whom: &Whom) -> bool {
        match self.id.as_ref().or_else(|| self.head.as_ref().map(|head| &head.id)) {
            Some(id) => whom.ids.contains(id),
            None => is_named_after(&self.path, whom),
        }
    }
}

/// Whether the id of a conversation with them, or what stands of it in the name of a note, is in a name.
fn is_named_after(path: &Path, whom: &Whom) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let mut parts = name.split(|c: char| !c.is_alphanumeric());
    parts.any(|part| whom.ids.iter().any(|id| part == safe_id(id) || part == id_in_name(id)))
}

fn path_of(error: &StoreError) -> Option<&Path> {
    match error {
        _ if error.is_foreign() => None,
        StoreError::Head { path, .. } | StoreError::NotText(path) | StoreError::Io { path, .. } => Some(path),
        _ => None,
    }
}

fn held(heads: &[&Head]) -> Vec<Held> {
    let mut held: Vec<Held> = Vec::new();
    for head in heads {
        let Some(why) = &head.hold else { continue };
        let about = format!("{}, {}", head.playbook.id, head.started.date_naive());
        let one = Held { id: head.id.clone(), about, why: why.clone() };
        if !held.contains(&one) {
            held.push(one);
        }
    }
    held
}

/// Notes of others in which one of their names stands, or that know one of their conversations.
fn mentions(whom: &Whom, listing: &Listing) -> Vec<Mention> {
    let names: Vec<Folded> =
        whom.names().filter(|name| *name != crate::agenda::UNKNOWN).map(Folded::new).collect();
    let others = listing.notes.iter().filter(|note| !whom.ids.contains(&note.head.id));
    let mention = |note: &Listed| {
        let source = String::from_utf8(crate::store::read_plain(&note.path).ok()?).ok()?;
        let folded = Folded::new(&source);
        let by_name = names
            .iter()
            .any(|name| folded.places(name).any(|place| is_whole_word(&source, place.start, place.end)));
        let linked = note.head.linked().any(|id| whom.ids.contains(id));
        let mention = Mention { path: note.path.clone(), client: note.head.client_said(), by_name };
        (by_name || linked).then_some(mention)
    };
    others.filter_map(mention).collect()
}

/// Whether a place in a text is no part of a longer word.
fn is_whole_word(text: &str, start: usize, end: usize) -> bool {
    let (before, word, after) = (text.get(..start), text.get(start..end), text.get(end..));
    let last = |text: Option<&str>| text.and_then(|t| t.chars().next_back());
    let first = |text: Option<&str>| text.and_then(|t| t.chars().next());
    // Scripts without capitals need no blanks between words.
    let is_letter =
        |c: Option<char>| c.is_some_and(|c| c.is_lowercase() || c.is_uppercase() || c.is_numeric());
    !(is_letter(last(before)) && is_letter(first(word)) || is_letter(last(word)) && is_letter(first(after)))
}
