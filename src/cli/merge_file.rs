//! `goodterms merge-file`: two versions of a note into one, for git.

use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};

use super::context::{Context, shown};
use super::failure::Failure;
use crate::document::{Document, Head, Merged};
use crate::store::StoreError;
use crate::text;

const EXAMPLES: &str = "\
Examples:
  goodterms merge-file base.md ours.md theirs.md     ours.md then holds both

Git does it by itself, in a folder of notes, after these two:
  git config merge.goodterms.driver 'goodterms merge-file %O %A %B %P'
  echo '*.md merge=goodterms' >> \"$(goodterms path notes)/.gitattributes\"";

/// Merge two versions of a note, for git
///
/// What only one side changed is taken, and what both added is all there. Where both changed the same
/// answer, one stays and the other stands below it, under "Also written elsewhere". If it cannot be
/// done, exit 1 and no file is changed: git then leaves the merge to you.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// The version that both came from; an empty file if there is none
    base: PathBuf,
    /// Our version: the result is written over it
    ours: PathBuf,
    /// The other version
    theirs: PathBuf,
    /// What the file is called, for messages
    name: Option<PathBuf>,
}

/// Merges, or says why not.
pub fn run(context: &mut Context<'_>, args: &Args) -> Result<(), Failure> {
    let called = |path: &Path, which: &str| match &args.name {
        Some(name) => format!("{} ({which})", shown(name)),
        None => shown(path),
    };
    let (ours, head) = read(&args.ours, &called(&args.ours, "ours"))?;
    let (theirs, other) = read(&args.theirs, &called(&args.theirs, "theirs"))?;
    same_note(&head, &other)?;
    let empty = fs::metadata(&args.base).map_err(StoreError::io(&args.base))?.len() == 0;
    let Merged { document, conflicts } = if empty {
        Document::merge_copy(&ours, &theirs, &[])
    } else {
        let (base, before) = read(&args.base, &called(&args.base, "the version both came from"))?;
        same_note(&head, &before)?;
        Document::merge(&base, &ours, &theirs)
    };
    write(&args.ours, &document.render())?;
    if conflicts > 0 {
        let name = shown(args.name.as_deref().unwrap_or(&args.ours));
        let what = text::count(conflicts, "place");
        context.say(&format!(
            "{name}: both sides changed {what}: all words are kept, look for \"Also written elsewhere\""
        ));
    }
    Ok(())
}

/// A note, or why it is none.
fn read(path: &Path, name: &str) -> Result<(Document, Head), Failure> {
    let bytes = fs::read(path).map_err(StoreError::io(path))?;
    let unchanged = |why: String| Failure::failed(format!("{name}: {why}; nothing was merged"));
    let text = String::from_utf8(bytes).map_err(|_| unchanged("this is not UTF-8 text".to_owned()))?;
    let document = Document::parse(&text);
    let head = document.head().map_err(|error| unchanged(error.to_string()))?;
    Ok((document, head))
}

fn same_note(one: &Head, other: &Head) -> Result<(), Failure> {
    if one.id == other.id {
        return Ok(());
    }
    let ids = [one, other].map(|head| text::clean_line(&head.id));
    let [one, other] = ids;
    Err(Failure::failed(format!("these are two conversations, {one} and {other}; nothing was merged")))
}

/// Writes a text over a file: all of it or nothing, for the same readers as before.
fn write(path: &Path, text: &str) -> Result<(), StoreError> {
    let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mode = fs::metadata(path).map_err(StoreError::io(path))?.permissions();
    let mut temp = tempfile::Builder::new()
        .prefix(".goodterms-")
        .suffix(".part")
        .tempfile_in(folder)
        .map_err(StoreError::io(folder))?;
    let file = temp.as_file_mut();
    let written = file.write_all(text.as_bytes()).and_then(|()| file.set_permissions(mode));
    written.and_then(|()| file.sync_all()).map_err(StoreError::io(path))?;
    temp.persist(path).map_err(|e| StoreError::io(path)(e.error))?;
    // Where a folder cannot be opened, as on Windows, its name is synced with it.
    if let Ok(folder) = File::open(folder) {
        folder.sync_all().map_err(StoreError::io(path))?;
    }
    Ok(())
}
