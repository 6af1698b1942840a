//! Making folders and files of ours so that a power cut keeps them.

use std::io::ErrorKind;
use std::path::Path;

use super::StoreError;
use super::disk::{Disk, System};
use super::names::parent;

/// Makes a folder and those above it, for their owner only, so that a power cut keeps them.
///
/// # Errors
/// If one cannot be made, or a file is in the way.
pub(super) fn make_folder_on(disk: &dyn Disk, folder: &Path) -> Result<(), StoreError> {
    if disk.is_folder(folder) {
        return Ok(());
    }
    if disk.stamp(folder).is_ok() {
        return Err(StoreError::NotAFolder(folder.to_owned()));
    }
    let above = parent(folder);
    if above != folder {
        make_folder_on(disk, above)?;
    }
    match disk.make_folder(folder) {
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
        Err(error) => return Err(StoreError::io(folder)(error)),
        Ok(()) => {}
    }
    disk.sync_folder(above).map_err(StoreError::io(folder))
}

/// The same on this machine's disk.
///
/// # Errors
/// If one cannot be made, or a file is in the way.
pub fn make_folder(folder: &Path) -> Result<(), StoreError> {
    make_folder_on(&System, folder)
}

/// Writes a file unless there is one of its name, for its owner only, in a folder that is made if need
/// be. Returns whether it did. Where it cannot be written whole, nothing of it stays.
///
/// # Errors
/// What prevented it.
pub fn begin_file(path: &Path, text: &str) -> Result<bool, StoreError> {
    match write_new(&System, path, text.as_bytes()) {
        Ok(()) => Ok(true),
        Err(StoreError::Io { source, .. }) if source.kind() == ErrorKind::AlreadyExists => Ok(false),
        Err(error) => Err(error),
    }
}

/// Writes a new file of ours, and waits for the disk to confirm it and its name.
///
/// # Errors
/// If one of that name is there, or what prevented it.
pub(super) fn write_new(disk: &dyn Disk, path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    make_folder_on(disk, parent(path))?;
    let mut file = disk.create(path).map_err(StoreError::io(path))?;
    let written = file.append(bytes).and_then(|()| file.sync());
    drop(file);
    let written = written.and_then(|()| disk.sync_folder(parent(path)));
    written.map_err(|error| {
        let _ = disk.remove(path);
        StoreError::io(path)(error)
    })
}
