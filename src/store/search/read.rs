//! Reading all notes of a folder, on several threads: folder by folder, file by file.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use memchr::{memchr, memchr_iter, memmem};

use super::glance::{Glance, Glancer, Look};
use super::lines::Words;
use super::query::{Needle, Query, Word};
use crate::store::folder::{Folder, FoundFile};
use crate::store::{StoreError, open_plain};
use crate::text::loose::{Case, loosen};

/// So many files of the notes folder itself are taken at a time.
const HANDFUL: usize = 32;

/// Does something with every Markdown file of a folder, on several threads, each with a tool of its own. The
/// errors are those of folders that cannot be read.
///
/// # Errors
/// If the notes folder itself is a file or cannot be read. One that is missing is empty.
pub fn each_file<Tool, Made: Send>(
    folder: &Folder,
    tool: impl Fn() -> Tool + Sync,
    make: impl Fn(&mut Tool, FoundFile) -> Option<Made> + Sync,
) -> Result<(Vec<Made>, Vec<StoreError>), StoreError> {
    let (files, folders) = folder.files_and_folders()?;
    let handfuls = files.len().div_ceil(HANDFUL);
    let next = AtomicUsize::new(0);
    let work = || {
        let (mut tool, mut made, mut errors) = (tool(), Vec::new(), Vec::new());
        loop {
            let n = next.fetch_add(1, Ordering::Relaxed);
            let some = match (n.checked_sub(handfuls), files.chunks(HANDFUL).nth(n)) {
                (None, Some(files)) => files.to_vec(),
                (Some(n), _) if n < folders.len() => FoundFile::all_in(&folders[n]).unwrap_or_else(|error| {
                    errors.push(error);
                    Vec::new()
                }),
                _ => break,
            };
            made.extend(some.into_iter().filter_map(|file| make(&mut tool, file)));
        }
        (made, errors)
    };
    let threads = if handfuls + folders.len() < 4 {
        1
    } else {
        thread::available_parallelism().map_or(1, usize::from).min(8)
    };
    thread::scope(|scope| {
        let others: Vec<_> = (1..threads).map(|_| scope.spawn(work)).collect();
        let (mut made, mut errors) = work();
        for other in others {
            // A thread that panics is a mistake of ours, and no note may be missing because of it.
            let (more, wrong) = other.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
            made.extend(more);
            errors.extend(wrong);
        }
        Ok((made, errors))
    })
}

/// The text of a note.
///
/// # Errors
/// If it cannot be read, or is no text.
pub fn text(path: &Path) -> Result<String, StoreError> {
    let mut bytes = Vec::new();
    let read = open_plain(path).and_then(|mut file| file.read_to_end(&mut bytes));
    read.map_err(StoreError::io(path))?;
    String::from_utf8(bytes).map_err(|_| StoreError::NotText(path.to_owned()))
}

/// Reads files only to see whether they could have what is looked for.
pub struct Sieve<'a> {
    query: &'a Query,
    bytes: Vec<u8>,
    folded: Vec<u8>,
    /// The numbers of those that have one of the words.
    lines: Vec<usize>,
    glancer: Glancer<'a>,
}

/// How a file is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Eyes {
    /// At a glance, where that is enough to count what is found.
    Glance,
    /// The words themselves are wanted.
    Whole,
}

/// What there is in a file.
#[derive(Debug)]
pub enum Sifted {
    Words(Box<Words>),
    Glance(Glance),
}

impl<'a> Sieve<'a> {
    pub fn new(query: &'a Query) -> Self {
        let glancer = Glancer::new(query);
        Self { query, bytes: vec![0; 1 << 16], folded: Vec::new(), lines: Vec::new(), glancer }
    }

    /// What there is in a file, if it could have what is looked for: as much as can be seen at a glance, if
    /// that is enough, or the words of the note, but of its text only the lines that could have it. Of other
    /// notes nothing is read but their bytes.
    pub fn look(&mut self, file: &FoundFile, with: Eyes) -> Option<Result<Sifted, StoreError>> {
        let path = file.path.as_path();
        let length = match self.read(file) {
            Ok(length) => length,
            // It went meanwhile.
            Err(error) if error.kind() == io::ErrorKind::NotFound => return None,
            Err(error) => return Some(Err(StoreError::io(path)(error))),
        };
        let Ok(text) = std::str::from_utf8(&self.bytes[..length]) else {
            return Some(Err(StoreError::NotText(path.to_owned())));
        };
        self.folded.clear();
        loosen(text, Case::Any, &mut self.folded);
        let has = |word: &Word| word.part.find(&self.folded, 0).is_some();
        if !self.query.words.iter().all(has) && !is_escaped(text) {
            return None;
        }
        self.lines.clear();
        for word in &self.query.words {
            lines_with(&word.part, &self.folded, &mut self.lines);
        }
        if self.query.words.len() > 1 {
            self.lines.sort_unstable();
            self.lines.dedup();
        }
        if with == Eyes::Glance {
            match self.glancer.look(text, &self.lines) {
                Look::Nothing => return None,
                Look::Seen(glance) => return Some(Ok(Sifted::Glance(glance))),
                Look::Closer => {}
            }
        }
        Some(Words::of(path, text, Some(&self.lines)).map(|words| Sifted::Words(Box::new(words))))
    }

    /// Reads a file into the room there is, and makes more if it needs it; gives its length.
    fn read(&mut self, file: &FoundFile) -> io::Result<usize> {
        let mut file = if file.is_plain { File::open(&file.path)? } else { open_plain(&file.path)? };
        let mut length = 0;
        loop {
            match file.read(&mut self.bytes[length..]) {
                Ok(0) => return Ok(length),
                Ok(read) => length += read,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
            if length == self.bytes.len() {
                self.bytes.resize(2 * length, 0);
            }
        }
    }
}

/// Adds the numbers of the lines of a file that have a needle; folding leaves each line feed where it is.
fn lines_with(needle: &Needle, folded: &[u8], lines: &mut Vec<usize>) {
    let (mut from, mut number) = (0, 1);
    while let Some(at) = needle.find(folded, from) {
        number += memchr_iter(b'\n', &folded[from..at]).count();
        lines.push(number);
        let Some(end) = memchr(b'\n', &folded[at..]) else { return };
        from = at + end + 1;
        number += 1;
    }
}

/// Whether the front matter may say something with other characters than one reads.
fn is_escaped(text: &str) -> bool {
    let end = memmem::find(text.as_bytes(), b"\n+++").unwrap_or(text.len());
    let front = &text.as_bytes()[..end];
    memchr(b'\\', front).is_some()
        || [b"'''", b"\"\"\""].iter().any(|quotes| memmem::find(front, *quotes).is_some())
}
