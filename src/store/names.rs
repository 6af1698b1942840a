//! How our files are named, in the state folder and beside notes.

use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::StoreError;

/// How the names of all our temporary files begin.
pub(super) const TEMP: &str = ".goodterms-";

/// The name of a temporary file.
pub(super) fn temp_name(id: &str, what: &str, end: &str) -> OsString {
    format!("{TEMP}{}-{what}.{end}", safe_id(id)).into()
}

/// `note.md`, `note-2.md`, `note-3.md`.
pub(super) fn numbered(path: &Path, n: u32) -> PathBuf {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    path.with_file_name(format!("{stem}-{n}.md"))
}

/// The folder a path is in.
pub(super) fn parent(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// An id comes from a note, and names a file only if it is one of ours.
pub(super) fn safe_id(id: &str) -> String {
    if is_plain(id) { id.to_owned() } else { hash(id) }
}

/// Whether an id can be the name of a file as it stands. A hash is longer, so that no id can be made up
/// that shares its name with another.
pub(super) fn is_plain(id: &str) -> bool {
    (1..=63).contains(&id.len()) && id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
}

/// What of its id stands in the name of a note.
pub(super) fn id_in_name(id: &str) -> &str {
    id.char_indices().nth(6).map_or(id, |(end, _)| &id[..end])
}

/// Whose a file of ours is, by its name: `<id>-….draft` gives the id, as [`safe_id`] has it.
pub(super) fn owner_of(file: &Path) -> String {
    let name = file.file_stem().unwrap_or_default().to_string_lossy();
    name.split_once('-').map_or(&*name, |(id, _)| id).to_owned()
}

/// The SHA-256 of a text.
pub(super) fn hash(text: &str) -> String {
    hex(&Sha256::digest(text))
}

/// Bytes in lower-case hexadecimal.
fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Enough of a hash to tell a few texts apart.
pub(super) fn short_hash(text: &str) -> String {
    hex(&Sha256::digest(text)[..8])
}

/// Sixteen characters that nobody else has.
pub(super) fn random() -> Result<String, StoreError> {
    let mut bytes = [0_u8; 8];
    getrandom::fill(&mut bytes).map_err(|error| StoreError::io(".")(io::Error::other(error.to_string())))?;
    Ok(hex(&bytes))
}
