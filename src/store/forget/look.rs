//! What there is of a client: in the notes folder, and in each of the folders of the program's own.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::{Belongings, ForgetError, Held, Item, Mention, What, Whom, about, are_several};
use crate::document::{Document, Head};
use crate::store::folder::{Listed, read_head};
use crate::store::names::{TEMP, id_in_name, parent, safe_id};
use crate::store::versions::Version;
use crate::store::{Listing, Store, StoreError, journal};
use crate::text;
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
pub(super) struct Kept {
    what: What,
    path: PathBuf,
    /// The id that a draft has, and the front matter of what it holds.
    id: Option<String>,
    head: Option<Head>,
    /// Where the note lies that a draft is of.
    of: Option<PathBuf>,
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
        let missing = self.without_note(&whom, &kept, &known);
        let (here, elsewhere): (BTreeSet<String>, BTreeSet<String>) =
            missing.into_iter().partition(|id| whom.without_notes || self.is_drafted_here(id, &kept));
        whom.ids.extend(here);
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
        let backups = self.add_beside(&whom, listing, &mut items)?;
        items.sort();
        items.dedup();
        let unreadable = self.unreadable(&whom, &elsewhere, &notes, listing);
        let mut heads: Vec<&Head> = notes.iter().chain(&copies).map(|note| &note.head).collect();
        // Words that are in no note yet may say that it is to be kept.
        let waits = |kept: &&Kept| matches!(kept.what, What::Draft | What::Rescued) && kept.is_of(&whom);
        heads.extend(kept.iter().filter(waits).filter_map(|kept| kept.head.as_ref()));
        // Where there is no note to say that a hold was taken off, it was not.
        let earlier: Vec<Head> = whom.ids.iter().flat_map(|id| self.earlier_heads(id)).collect();
        heads.extend(earlier.iter().filter(|head| !known.contains(head.id.as_str())));
        let held = held(&heads);
        let apart = several(&heads);
        let earlier: Vec<Head> = earlier.into_iter().chain(backups).collect();
        let once_held = held_once(&earlier, &held);
        let others = self.others(&whom, &notes, &items, listing);
        let mentions = mentions(&whom, listing);
        let left = self.left(&elsewhere, &kept);
        let about = notes.iter().map(|note| (note.path.clone(), about(&note.head))).collect();
        Ok(Belongings { whom, items, held, about, apart, once_held, unreadable, others, mentions, left })
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
                let of = draft.as_ref().map(|draft| draft.beginning.path.clone());
                let text = match draft {
                    Some(draft) => draft.text,
                    None => String::from_utf8_lossy(&bytes).into_owned(),
                };
                let head = Document::parse(&text).head().ok();
                all.push(Kept { what, path, id, head, of });
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

    /// What a filing left that was ended in the middle, and copies of notes that no list of notes knows, in
    /// whatever folder. Gives what stands at the top of these copies.
    fn add_beside(
        &self,
        whom: &Whom,
        listing: &Listing,
        items: &mut Vec<Item>,
    ) -> Result<Vec<Head>, StoreError> {
        let (_, mut folders) = self.folder.files_and_folders()?;
        folders.push(self.folder.path().to_owned());
        let begins: Vec<String> = whom.ids.iter().map(|id| format!("{TEMP}{}-", safe_id(id))).collect();
        let listed = all_listed(listing);
        let mut heads = Vec::new();
        for folder in folders {
            for name in self.disk.names(&folder).unwrap_or_default() {
                let path = folder.join(&name);
                if begins.iter().any(|begin| name.to_string_lossy().starts_with(begin)) {
                    items.push(Item { what: What::Leftover, path });
                } else if !listed.contains(path.as_path())
                    && let Ok(copy) = read_head(&path)
                    && whom.ids.contains(&copy.head.id)
                {
                    items.push(Item { what: What::Backup, path });
                    heads.push(copy.head);
                }
            }
        }
        Ok(heads)
    }

    /// The front matter of each version of a conversation that can be read, the newest first.
    fn earlier_heads(&self, id: &str) -> Vec<Head> {
        let head = |version: &Version| Document::parse(&self.versions.read(version).ok()?).head().ok();
        self.versions.list(id).unwrap_or_default().iter().filter_map(head).collect()
    }

    /// The conversations with them whose notes are not in the notes folder: only names tell whose they
    /// were. The notes may have been taken away by hand, or lie in another folder.
    fn without_note(&self, whom: &Whom, kept: &[Kept], known: &BTreeSet<&str>) -> BTreeSet<String> {
        let orphaned = self.versions.all_ids().into_iter().filter(|id| !known.contains(id.as_str()));
        let orphaned = orphaned.filter_map(|id| self.earlier_heads(&id).into_iter().next());
        let heads = kept.iter().filter_map(|kept| kept.head.clone()).chain(orphaned);
        heads
            .filter(|head| !known.contains(head.id.as_str()) && whom.is_in(head))
            .map(|head| head.id)
            .collect()
    }

    /// Whether a draft says that the note of a conversation lies, or is to lie, in this notes folder.
    fn is_drafted_here(&self, id: &str, kept: &[Kept]) -> bool {
        let of_it = kept.iter().filter(|kept| kept.id.as_deref() == Some(id));
        of_it.filter_map(|kept| kept.of.as_ref()).any(|path| path.starts_with(self.folder.path()))
    }

    /// What is kept of conversations whose notes may lie in another notes folder: it stays.
    fn left(&self, ids: &BTreeSet<String>, kept: &[Kept]) -> Vec<PathBuf> {
        let is_of = |kept: &&Kept| kept.id().is_some_and(|id| ids.contains(id));
        let mut left: Vec<PathBuf> = kept.iter().filter(is_of).map(|kept| kept.path.clone()).collect();
        let versions = ids.iter().map(|id| self.versions.folder(id));
        left.extend(versions.filter(|folder| self.disk.is_folder(folder)));
        left
    }

    /// Files that seem to be notes of theirs and cannot be read: by their names, by their place, or by an
    /// id that stands in them.
    fn unreadable(
        &self,
        whom: &Whom,
        elsewhere: &BTreeSet<String>,
        notes: &[&Listed],
        listing: &Listing,
    ) -> Vec<PathBuf> {
        let mut folders: BTreeSet<PathBuf> = notes.iter().map(|note| parent(&note.path).to_owned()).collect();
        let slugs = whom.names().map(text::slug).filter(|slug| !slug.is_empty());
        folders.extend(slugs.map(|slug| self.folder.path().join(slug)));
        folders.remove(self.folder.path());
        let says_id = |path: &Path| {
            let source = crate::store::read_plain(path).unwrap_or_default();
            let source = String::from_utf8_lossy(&source);
            let is_said =
                |id: &String| source.contains(&format!("\"{id}")) || source.contains(&format!("{id}\""));
            whom.ids.iter().chain(elsewhere).any(is_said)
        };
        let is_theirs = |error: &&StoreError| {
            error.path().is_some_and(|path| {
                let by_place = || folders.contains(path) || folders.contains(parent(path));
                !error.is_foreign() && (is_named_after(path, whom) || by_place()) || says_id(path)
            })
        };
        let theirs = listing.unreadable.iter().filter(is_theirs);
        theirs.filter_map(|error| error.path().map(Path::to_owned)).collect()
    }

    /// Files that lie beside their notes, or are named after them, and are no notes.
    fn others(&self, whom: &Whom, notes: &[&Listed], items: &[Item], listing: &Listing) -> Vec<PathBuf> {
        let mut folders: BTreeSet<&Path> = notes.iter().map(|note| parent(&note.path)).collect();
        let root = self.folder.path();
        folders.insert(root);
        let mut others = Vec::new();
        for folder in folders {
            let names = self.disk.names(folder).unwrap_or_default();
            let there = names.into_iter().map(|name| folder.join(name));
            // All clients have the notes folder itself in common.
            others.extend(there.filter(|path| folder != root || is_named_after(path, whom)));
        }
        let mut ours = all_listed(listing);
        ours.extend(items.iter().map(|item| item.path.as_path()));
        others.retain(|path| !ours.contains(path.as_path()));
        others.sort();
        others
    }
}

/// Where the notes are that a list knows, and copies of them.
fn all_listed(listing: &Listing) -> BTreeSet<&Path> {
    let notes = listing.notes.iter().map(|note| note.path.as_path());
    notes.chain(listing.copies.iter().map(PathBuf::as_path)).collect()
}

impl Kept {
    /// By the id that it says, else by its name: what is damaged has one, too.
    fn is_of(&self, whom: &Whom) -> bool {
        match self.id() {
            Some(id) => whom.ids.contains(id),
            None => is_named_after(&self.path, whom),
        }
    }

    fn id(&self) -> Option<&String> {
        self.id.as_ref().or_else(|| self.head.as_ref().map(|head| &head.id))
    }
}

/// Whether the id of a conversation with them, or what stands of it in the name of a note, is in a name.
fn is_named_after(path: &Path, whom: &Whom) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let mut parts = name.split(|c: char| !c.is_alphanumeric());
    parts.any(|part| whom.ids.iter().any(|id| part == safe_id(id) || part == id_in_name(id)))
}

fn held(heads: &[&Head]) -> Vec<Held> {
    let mut held: Vec<Held> = Vec::new();
    for head in heads {
        let Some(why) = &head.hold else { continue };
        let one = Held { id: head.id.clone(), about: about(head), why: why.clone() };
        if !held.contains(&one) {
            held.push(one);
        }
    }
    held
}

/// The conversations, each in a line, if they are with several organisations.
fn several(heads: &[&Head]) -> Vec<String> {
    if !are_several(heads.iter().map(|head| head.client.organisation.as_deref())) {
        return Vec::new();
    }
    let mut lines: Vec<String> = Vec::new();
    for head in heads {
        let line = format!("  {}  {}", text::clean_line(&head.id), about(head));
        if !lines.contains(&line) {
            lines.push(line);
        }
    }
    lines
}

/// What earlier versions had on hold, and the note has not: somebody took it off, or it was lost.
fn held_once(earlier: &[Head], now: &[Held]) -> Vec<Held> {
    let mut once = held(&earlier.iter().collect::<Vec<_>>());
    once.retain(|one| !now.iter().any(|held| held.id == one.id));
    once
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
        let organisation = note.head.client.organisation.as_ref();
        let organisation = organisation.map_or_else(String::new, |name| format!(", {name}"));
        let client = format!("{}{organisation}", note.head.client_said());
        let mention = Mention { path: note.path.clone(), client, by_name };
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
