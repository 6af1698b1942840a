//! Files that leave the program: written where the advisor says, readable by nobody else, all of it or
//! nothing. Never among the notes, never among what the program keeps for itself, and never to what is no
//! file.

use std::fs;
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

use crate::text;
use crate::trouble::reason;

/// Where nothing is written that leaves.
#[derive(Clone, Copy, Debug)]
pub struct Own<'a> {
    /// The notes folder.
    pub notes: &'a Path,
    /// The folder of drafts and versions.
    pub state: &'a Path,
}

/// Why a file was not written. What is there is as it was.
#[derive(Debug, thiserror::Error)]
pub enum OutgoingError {
    #[error("{} is a folder: give the file in it a name", shown(.0))]
    IsFolder(PathBuf),
    #[error("{} is a device or a pipe, and no file: it was left as it is", shown(.0))]
    IsNoFile(PathBuf),
    #[error("{} is in your notes folder, where only notes belong: nothing was written\ngive the name of a file in another folder", shown(.0))]
    AmongNotes(PathBuf),
    #[error("{} is in the folder in which goodterms keeps your drafts: nothing was written\ngive the name of a file in another folder", shown(.0))]
    AmongDrafts(PathBuf),
    #[error("{} is how goodterms is set up: nothing was written\ngive the file another name", shown(.0))]
    IsConfig(PathBuf),
    #[error("{} is there already and was left as it is", shown(.0))]
    IsThere(PathBuf),
    #[error("{}: {}", shown(path), reason(source))]
    Io { path: PathBuf, source: io::Error },
}

impl OutgoingError {
    fn io(path: &Path) -> impl FnOnce(io::Error) -> Self {
        move |source| Self::Io { path: path.to_owned(), source }
    }
}

fn shown(path: &Path) -> String {
    text::clean_line(&path.display().to_string())
}

/// Writes a file that only the advisor can read: all of it or nothing. What is there stays, unless it is
/// to be written over.
///
/// # Errors
/// What prevented it.
pub fn write(file: &Path, bytes: &[u8], over: bool, own: Own<'_>) -> Result<(), OutgoingError> {
    may_be_written(file, own)?;
    let folder = folder_of(file);
    // Its rights are the advisor's alone from the beginning.
    let mut temp = tempfile::Builder::new()
        .prefix(".goodterms-")
        .suffix(".part")
        .tempfile_in(folder)
        .map_err(OutgoingError::io(folder))?;
    let written = temp.as_file_mut().write_all(bytes).and_then(|()| temp.as_file().sync_all());
    written.map_err(OutgoingError::io(file))?;
    let put = if over { temp.persist(file) } else { temp.persist_noclobber(file) };
    put.map_err(|error| match error.error.kind() {
        ErrorKind::AlreadyExists => OutgoingError::IsThere(file.to_owned()),
        _ => OutgoingError::io(file)(error.error),
    })?;
    Ok(())
}

/// Makes a folder for such files where there is none.
///
/// # Errors
/// If it would be among the notes or among what the program keeps for itself, or what prevented it.
pub fn make_folder(folder: &Path, own: Own<'_>) -> Result<(), OutgoingError> {
    if folder.is_dir() {
        return Ok(());
    }
    if let Some(above) = folder.ancestors().find(|above| above.is_dir()) {
        may_be_written(&above.join("file"), own)?;
    }
    fs::create_dir_all(folder).map_err(OutgoingError::io(folder))
}

/// Refuses what nobody means to write over, whatever they say: a note, what goodterms keeps for itself,
/// and what is no file.
///
/// # Errors
/// Why it is refused.
pub fn may_be_written(file: &Path, own: Own<'_>) -> Result<(), OutgoingError> {
    // A link is looked through: one to a device stands for it.
    let there = fs::metadata(file).or_else(|_| fs::symlink_metadata(file)).ok();
    if there.as_ref().is_some_and(fs::Metadata::is_dir) {
        return Err(OutgoingError::IsFolder(file.to_owned()));
    }
    if there.is_some_and(|there| !there.is_file() && !there.is_symlink()) {
        return Err(OutgoingError::IsNoFile(file.to_owned()));
    }
    // A folder that is not there is told of where the file is written.
    let Ok(folder) = folder_of(file).canonicalize() else { return Ok(()) };
    let is_in = |own: &Path| own.canonicalize().is_ok_and(|own| folder.starts_with(own));
    match (is_in(own.notes), is_in(own.state)) {
        (true, _) => Err(OutgoingError::AmongNotes(file.to_owned())),
        (_, true) => Err(OutgoingError::AmongDrafts(file.to_owned())),
        _ => Ok(()),
    }
}

/// Refuses the files by which goodterms is set up: its config, and what stands beside that.
///
/// # Errors
/// If the file is one of them.
pub fn is_no_config(file: &Path, configs: &[&Path]) -> Result<(), OutgoingError> {
    let is_same = |config: &Path| {
        let folders = (folder_of(file).canonicalize(), folder_of(config).canonicalize());
        let names = (file.file_name().unwrap_or_default(), config.file_name().unwrap_or_default());
        // There are disks to which large letters are the same as small ones.
        matches!(folders, (Ok(one), Ok(other)) if one == other) && names.0.eq_ignore_ascii_case(names.1)
    };
    match configs.iter().any(|config| is_same(config)) {
        true => Err(OutgoingError::IsConfig(file.to_owned())),
        false => Ok(()),
    }
}

/// The folder in which a file is.
fn folder_of(file: &Path) -> &Path {
    file.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."))
}
