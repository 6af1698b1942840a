//! A text of a note on a sheet of its own, for as long as an editor has it.
//!
//! The file has no name of anybody, is its owner's only, and lies in a folder of ours that is its
//! owner's only. Nothing here takes it away by itself: that is for whoever knows that its words are
//! safe elsewhere.

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use crate::text;

/// A sheet.
#[derive(Debug)]
pub struct Sheet {
    path: PathBuf,
    given: String,
}

impl Sheet {
    /// Puts a text on a sheet in a folder. By the session's id one can tell what it belongs to; one
    /// that is none of ours may be a name, and stays out of it.
    ///
    /// # Errors
    /// If the folder is not there, or the file cannot be written.
    pub fn new(folder: &Path, id: &str, words: &str) -> io::Result<Self> {
        keep_to_ourselves(folder)?;
        let prefix = if text::is_session_id(id) { format!("{id}-") } else { "text-".to_owned() };
        // Not the system's folder for temporary files: others look into that one.
        let mut file = tempfile::Builder::new().prefix(&prefix).suffix(".md").tempfile_in(folder)?;
        // Editors end every line, and would add what is missing.
        let given = if words.is_empty() { String::new() } else { format!("{words}\n") };
        file.write_all(given.as_bytes())?;
        let path = file.into_temp_path().keep().map_err(|kept| kept.error)?;
        Ok(Self { path, given })
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// What stands on it now, without the line end that is every editor's.
    ///
    /// # Errors
    /// If it is gone, no plain file any more, or no text.
    pub fn read(&self) -> io::Result<String> {
        let words = String::from_utf8(self.bytes()?)
            .map_err(|_| io::Error::new(io::ErrorKind::InvalidData, "this is no text (UTF-8)"))?;
        let words = match self.given.starts_with('\u{feff}') {
            true => &words,
            false => words.strip_prefix('\u{feff}').unwrap_or(&words),
        };
        let words = text::unix_lines(words);
        Ok(words.strip_suffix('\n').unwrap_or(&words).to_owned())
    }

    /// Whether it is gone, or says what it said at first: then there is nothing on it to keep.
    pub fn is_spare(&self) -> bool {
        match self.bytes() {
            Ok(bytes) => bytes == self.given.as_bytes(),
            Err(error) => error.kind() == io::ErrorKind::NotFound,
        }
    }

    fn bytes(&self) -> io::Result<Vec<u8>> {
        // A pipe in its place would keep us waiting for ever.
        if !fs::metadata(&self.path)?.is_file() {
            return Err(io::Error::other("this is no plain file"));
        }
        let mut bytes = Vec::new();
        File::open(&self.path)?.read_to_end(&mut bytes)?;
        Ok(bytes)
    }

    /// Takes it away.
    pub fn remove(self) {
        // Where that fails it is found there later.
        let _ = fs::remove_file(&self.path);
    }
}

/// That a folder is one, and its owner's only.
fn keep_to_ourselves(folder: &Path) -> io::Result<()> {
    let meta = fs::symlink_metadata(folder)?;
    if !meta.is_dir() {
        return Err(io::Error::other("this is no folder, but a link or a file: move it away"));
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        if meta.permissions().mode() & 0o077 != 0 {
            fs::set_permissions(folder, fs::Permissions::from_mode(0o700))?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(given: &str, saved: impl AsRef<[u8]>) -> io::Result<String> {
        let folder = tempfile::tempdir().unwrap();
        let sheet = Sheet::new(folder.path(), "k3v9q2m8x7ta", given).unwrap();
        fs::write(sheet.path(), saved).unwrap();
        sheet.read()
    }

    #[test]
    fn what_comes_back_is_what_was_written_without_what_editors_add() {
        for (given, saved, back) in [
            ("a", "a\n", "a"),
            ("a", "a", "a"),
            ("a\n", "a\n\n", "a\n"),
            ("", "\n", ""),
            ("", "", ""),
            ("a", "b\r\nc\r\n", "b\nc"),
            ("a", "\u{feff}a\r\n", "a"),
            ("\u{feff}a", "\u{feff}a\n", "\u{feff}a"),
            ("a", "a\n\n\n", "a\n\n"),
        ] {
            assert_eq!(after(given, saved).unwrap(), back, "{given:?} {saved:?}");
        }
        assert_eq!(after("a", b"\xff\xfe").unwrap_err().to_string(), "this is no text (UTF-8)");
    }

    #[test]
    fn nothing_that_was_written_on_it_is_spare() {
        let folder = tempfile::tempdir().unwrap();
        let sheet = Sheet::new(folder.path(), "Ada", "words").unwrap();
        let name = sheet.path().file_name().unwrap().to_str().unwrap();
        assert!(name.starts_with("text-") && name.ends_with(".md"), "{name}");
        assert!(sheet.is_spare());
        fs::write(sheet.path(), "words and more").unwrap();
        assert!(!sheet.is_spare());
        fs::remove_file(sheet.path()).unwrap();
        assert!(sheet.is_spare() && sheet.read().is_err());
        fs::create_dir(sheet.path()).unwrap();
        assert!(!sheet.is_spare(), "whatever it is, it is not taken away");
    }

    #[cfg(unix)]
    #[test]
    fn it_is_the_owners_only_in_a_folder_that_is_no_link() {
        use std::os::unix::fs::{PermissionsExt, symlink};

        let top = tempfile::tempdir().unwrap();
        let (folder, link) = (top.path().join("edit"), top.path().join("link"));
        fs::create_dir(&folder).unwrap();
        fs::set_permissions(&folder, fs::Permissions::from_mode(0o777)).unwrap();
        let sheet = Sheet::new(&folder, "k3v9q2m8x7ta", "words").unwrap();
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o7777;
        assert_eq!((mode(&folder), mode(sheet.path())), (0o700, 0o600));
        assert!(sheet.path().file_name().unwrap().to_str().unwrap().starts_with("k3v9q2m8x7ta-"));
        symlink(&folder, &link).unwrap();
        assert!(Sheet::new(&link, "", "words").is_err());
        sheet.remove();
        assert_eq!(fs::read_dir(&folder).unwrap().count(), 0);
    }
}
