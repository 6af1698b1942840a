//! Finding notes: a listing reads only front matter; a name, id or path finds a conversation.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::fs;
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};
use std::thread;

use super::copies::is_copy_of;
use super::{StoreError, open_plain};
use crate::document::{Document, Head, HeadError, Status};
use crate::text;

/// Front matter is read in pieces of this size until its end is seen.
const PIECE: usize = 8 * 1024;
/// The most of a file that is searched for the end of its front matter.
const HEAD_MAX: usize = 1024 * 1024;
/// From so many files on, several threads read.
const MANY: usize = 500;

/// The notes folder.
#[derive(Clone, Debug)]
pub struct Folder {
    path: PathBuf,
}

/// A note in a listing.
#[derive(Clone, Debug)]
pub struct Listed {
    pub path: PathBuf,
    pub head: Head,
}

/// What is in the notes folder.
#[derive(Debug, Default)]
pub struct Listing {
    /// Newest first.
    pub notes: Vec<Listed>,
    /// Copies that sync tools put beside notes of the same conversation. They are taken in when
    /// that is opened.
    pub copies: Vec<PathBuf>,
    /// Files that are no notes of ours, or cannot be read; they are left as they are.
    pub unreadable: Vec<StoreError>,
}

/// Why a conversation was not found.
#[derive(Debug, thiserror::Error)]
pub enum FindError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("there is no conversation `{0}`: `goodterms list` shows those there are")]
    None(String),
    #[error("several conversations fit `{wanted}`; name one by its {}:\n{}", apart(.found), list(.found))]
    Several { wanted: String, found: Vec<Listed> },
}

fn list(found: &[Listed]) -> String {
    let line = |note: &Listed| match apart(found) {
        "path" => format!("  {}\n    {}", one_line(note), text::clean_line(&note.path.display().to_string())),
        _ => format!("  {}", one_line(note)),
    };
    found.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// What tells them apart. Two versions of one conversation have the same id.
fn apart(found: &[Listed]) -> &'static str {
    let ids: BTreeSet<_> = found.iter().map(|n| &n.head.id).collect();
    if ids.len() < found.len() { "path" } else { "id" }
}

/// A note in one line: id, client, playbook, day, status.
pub fn one_line(note: &Listed) -> String {
    let head = &note.head;
    let status = if head.status == Status::Open { "open" } else { "closed" };
    let name = text::clean_line(&head.client.name);
    let (id, playbook) = (text::clean_line(&head.id), text::clean_line(&head.playbook.id));
    format!("{id}  {name}  {playbook}  {}  {status}", head.started.date_naive())
}

impl Folder {
    /// A folder, which need not exist yet.
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self { path: path.into() }
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// All notes, newest first.
    ///
    /// # Errors
    /// If the folder is a file or cannot be read. One that is missing is empty.
    pub fn list(&self) -> Result<Listing, StoreError> {
        let mut listing = Listing::default();
        let paths = self.files(&mut listing.unreadable)?;
        let read = |paths: &[PathBuf]| paths.iter().map(|p| read_head(p)).collect::<Vec<_>>();
        for result in on_threads(&paths, read) {
            match result {
                Ok(note) => listing.notes.push(note),
                Err(error) => listing.unreadable.push(error),
            }
        }
        let copies = copies_among(listing.notes.iter().map(|n| (n.path.as_path(), n.head.id.as_str())));
        listing.notes.retain(|note| !copies.contains(&note.path));
        listing.copies = copies.into_iter().collect();
        listing.notes.sort_by(|a, b| b.head.started.cmp(&a.head.started).then_with(|| a.path.cmp(&b.path)));
        Ok(listing)
    }

    /// Whether there is a note, or a file that may be one. Looks no further than to the first.
    ///
    /// # Errors
    /// As [`Folder::list`].
    pub fn has_note(&self) -> Result<bool, StoreError> {
        let may_be_one = |path: &Path| read_head(path).map_or_else(|error| !error.is_foreign(), |_| true);
        let (files, folders) = self.files_and_folders()?;
        let in_folder = |folder: &PathBuf| match FoundFile::all_in(folder) {
            Ok(files) => files.iter().any(|file| may_be_one(&file.path)),
            // Nobody knows what is in there.
            Err(_) => true,
        };
        Ok(files.iter().any(|file| may_be_one(&file.path)) || folders.iter().any(in_folder))
    }

    /// The Markdown files here and one folder down, hidden ones left out. A folder that cannot be
    /// read hides no other.
    pub(super) fn files(&self, unreadable: &mut Vec<StoreError>) -> Result<Vec<PathBuf>, StoreError> {
        let (mut files, folders) = self.files_and_folders()?;
        for folder in folders {
            if let Err(error) = collect(&folder, &mut files, None) {
                unreadable.push(error);
            }
        }
        let mut files: Vec<_> = files.into_iter().map(|file| file.path).collect();
        files.sort();
        Ok(files)
    }

    /// The Markdown files that lie in the folder itself, and the folders in it that may hold others.
    pub(super) fn files_and_folders(&self) -> Result<(Vec<FoundFile>, Vec<PathBuf>), StoreError> {
        if self.path.is_file() {
            return Err(StoreError::NotAFolder(self.path.clone()));
        }
        let mut files = Vec::new();
        let mut found = Folders::default();
        collect(&self.path, &mut files, Some(&mut found))?;
        let Folders { real, links } = found;
        if links.is_empty() {
            return Ok((files, real));
        }
        // A client's folder may be a link to another disk, but no note is listed twice.
        let root = self.path.canonicalize().unwrap_or_else(|_| self.path.clone());
        let mut seen = BTreeSet::from([root.clone()]);
        seen.extend(real.iter().filter_map(|f| Some(root.join(f.file_name()?))));
        let links = links.into_iter().filter(|f| f.canonicalize().is_ok_and(|to| seen.insert(to)));
        Ok((files, real.iter().cloned().chain(links).collect()))
    }

    /// The conversation that is meant: the exact name of a client with one open conversation, an
    /// id or its unique beginning, or a path. The name wins.
    ///
    /// # Errors
    /// If there is none, or several fit.
    pub fn find(&self, wanted: &str) -> Result<Listed, FindError> {
        let folded = text::fold(&text::name(wanted));
        let listing = self.list()?;
        let named: Vec<_> = listing.notes.iter().filter(|n| answers_to(&n.head, &folded)).cloned().collect();
        let open = named.iter().filter(|n| n.head.status == Status::Open).cloned().collect::<Vec<_>>();
        let id = wanted.to_lowercase();
        let begin = listing.notes.iter().filter(|n| !id.is_empty() && n.head.id.starts_with(&id));
        let begin: Vec<_> = begin.cloned().collect();
        let whole: Vec<_> = begin.iter().filter(|n| n.head.id == id).cloned().collect();
        let by_id = if whole.is_empty() { begin } else { whole };
        let path = Path::new(wanted);
        let found = match (open.len(), by_id.len()) {
            (1.., _) => open,
            (0, 1..) => by_id,
            _ if path.is_file() => vec![read_head(path)?],
            // Nobody of that name is open: a single closed one is meant, too.
            _ => named,
        };
        match <[Listed; 1]>::try_from(found) {
            Ok([one]) => Ok(one),
            Err(found) if found.is_empty() => Err(FindError::None(text::clean_line(wanted))),
            Err(found) => Err(FindError::Several { wanted: text::clean_line(wanted), found }),
        }
    }
}

/// Does something with many files, on several threads where that is worth it; what comes out is in their
/// order.
pub(super) fn on_threads<T: Send>(paths: &[PathBuf], work: impl Fn(&[PathBuf]) -> Vec<T> + Sync) -> Vec<T> {
    if paths.len() < MANY {
        return work(paths);
    }
    let threads = thread::available_parallelism().map_or(2, usize::from).min(8);
    let work = &work;
    thread::scope(|scope| {
        let parts = paths.chunks(paths.len().div_ceil(threads));
        let running: Vec<_> = parts.map(|part| scope.spawn(move || work(part))).collect();
        running.into_iter().flat_map(|t| t.join().unwrap_or_default()).collect()
    })
}

/// Of notes, by path and id, those that are copies of others in the same folder.
pub(super) fn copies_among<'a>(
    notes: impl Iterator<Item = (&'a Path, &'a str)> + Clone,
) -> BTreeSet<PathBuf> {
    let stem = |path: &Path| path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let mut ids = HashSet::new();
    // Seldom is there more than one of an id: only then names are looked at.
    if notes.clone().all(|(_, id)| ids.insert(id)) {
        return BTreeSet::new();
    }
    let mut by_id: HashMap<_, Vec<String>> = HashMap::new();
    for (path, id) in notes.clone() {
        by_id.entry((path.parent(), id)).or_default().push(stem(path));
    }
    let is_copy = |path: &Path, id: &str| {
        let (own, beside) = (stem(path), by_id.get(&(path.parent(), id)));
        beside.is_some_and(|stems| stems.iter().any(|of| is_copy_of(of, &own)))
    };
    notes.filter(|(path, id)| is_copy(path, id)).map(|(path, _)| path.to_owned()).collect()
}

/// The heads of those of some conversations that lie beside a note, found by the beginning of the id
/// in their names: a client's are in one folder, and the others there need not be read.
pub fn beside(note: &Path, ids: &[String]) -> Vec<Head> {
    let mut files = Vec::new();
    // What cannot be read is not found: nothing hangs on it.
    let _ = note.parent().map(|folder| collect(folder, &mut files, None));
    let says = |file: &PathBuf, id: &str| file.to_string_lossy().contains(super::names::id_in_name(id));
    let named = files.into_iter().map(|file| file.path).filter(|file| ids.iter().any(|id| says(file, id)));
    let heads = named.filter_map(|file| read_head(&file).ok()).map(|listed| listed.head);
    heads.filter(|head| ids.contains(&head.id)).collect()
}

/// Whether a conversation is with somebody of this (folded) name.
fn answers_to(head: &Head, folded: &str) -> bool {
    std::iter::once(&head.client.name).chain(&head.client.also).any(|n| text::fold(n) == folded)
}

/// Folders in a folder.
#[derive(Default)]
struct Folders {
    real: Vec<PathBuf>,
    /// Under a link's name.
    links: Vec<PathBuf>,
}

/// A Markdown file in a folder.
#[derive(Clone, Debug)]
pub(super) struct FoundFile {
    pub path: PathBuf,
    /// That it is a plain file, and no link, pipe or device, was seen already.
    pub is_plain: bool,
}

impl FoundFile {
    /// Those in a folder, in no order.
    pub fn all_in(folder: &Path) -> Result<Vec<Self>, StoreError> {
        let mut files = Vec::new();
        collect(folder, &mut files, None)?;
        Ok(files)
    }
}

fn collect(
    folder: &Path,
    files: &mut Vec<FoundFile>,
    mut folders: Option<&mut Folders>,
) -> Result<(), StoreError> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(StoreError::io(folder)(error)),
    };
    for entry in entries.flatten() {
        let name = entry.file_name();
        if name.to_string_lossy().starts_with('.') {
            continue;
        }
        let path = entry.path();
        let kind = entry.file_type().ok();
        if path.extension().is_some_and(|e| e == "md") {
            files.push(FoundFile { path, is_plain: kind.is_some_and(|kind| kind.is_file()) });
        } else if let Some(folders) = folders.as_deref_mut() {
            if kind.is_some_and(|kind| kind.is_dir()) {
                folders.real.push(path);
            } else if kind.is_some_and(|kind| kind.is_symlink()) && path.is_dir() {
                folders.links.push(path);
            }
        }
    }
    Ok(())
}

/// The front matter of a note, without reading its body.
pub(super) fn read_head(path: &Path) -> Result<Listed, StoreError> {
    let broken = |error| StoreError::Head { path: path.to_owned(), error };
    let mut file = open_plain(path).map_err(StoreError::io(path))?;
    let mut bytes = Vec::with_capacity(PIECE);
    loop {
        let before = bytes.len();
        let mut piece = (&mut file).take(PIECE as u64);
        piece.read_to_end(&mut bytes).map_err(StoreError::io(path))?;
        if !bytes.starts_with(b"+++") && !bytes.starts_with("\u{feff}+++".as_bytes()) {
            return Err(broken(HeadError::NotOurs));
        }
        let at_end = bytes.len() == before;
        if let Some(end) = closing_fence(&bytes, at_end) {
            // With the line that closes it, so that what follows cannot be taken for TOML.
            let mut head = bytes[..end].to_vec();
            head.push(b'\n');
            let text = String::from_utf8(head).map_err(|_| StoreError::NotText(path.to_owned()))?;
            let head = Document::parse(&text).head().map_err(broken)?;
            return Ok(Listed { path: path.to_owned(), head });
        }
        if at_end || bytes.len() > HEAD_MAX {
            return Err(broken(HeadError::CutOff));
        }
    }
}

/// Where the line that closes the front matter ends, as [`Document::parse`] sees it: nothing else
/// stands on it. A line that is not read to its end yet may still go on.
fn closing_fence(bytes: &[u8], at_end: bool) -> Option<usize> {
    let closes = |fence: usize| {
        let line = bytes[fence..].split(|b| *b == b'\n').next().unwrap_or_default();
        let whole = at_end || fence + line.len() < bytes.len();
        whole && line.trim_ascii_end() == b"+++"
    };
    let breaks = bytes.iter().enumerate().filter(|(_, b)| **b == b'\n').map(|(at, _)| at + 1);
    breaks.into_iter().find(|at| closes(*at)).map(|at| at + 3)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whether_there_is_a_note_is_known_from_the_first_one() {
        let temp = tempfile::tempdir().unwrap();
        let folder = Folder::new(temp.path().join("notes"));
        assert!(!folder.has_note().unwrap(), "there is no folder yet");
        let client = temp.path().join("notes/ada");
        fs::create_dir_all(&client).unwrap();
        fs::write(temp.path().join("notes/read-me.md"), "# Not one of ours\n").unwrap();
        assert!(!folder.has_note().unwrap());
        // One that cannot be read may be a client's.
        let note = client.join("2026-11-21-win-back-k3v9q2.md");
        fs::write(&note, "+++\ngoodterms = 1\n").unwrap();
        assert!(folder.has_note().unwrap());
        fs::write(&note, Document::new(&Head::sample(), "Win back: Ada").render()).unwrap();
        assert!(folder.has_note().unwrap());
    }
}
