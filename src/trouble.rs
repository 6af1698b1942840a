//! What the system refuses, in words that help: shared by all that touches files.

use std::io;

/// An I/O error in words that help.
pub fn reason(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::StorageFull => "the disk is full: make room".to_owned(),
        io::ErrorKind::QuotaExceeded => "your quota on this disk is used up: make room".to_owned(),
        io::ErrorKind::ReadOnlyFilesystem => "this disk is read-only".to_owned(),
        io::ErrorKind::PermissionDenied => "there is no permission to do that here".to_owned(),
        io::ErrorKind::NotFound => "there is no such file or folder".to_owned(),
        io::ErrorKind::IsADirectory => "a folder stands where a file should be".to_owned(),
        io::ErrorKind::NotADirectory => "a file stands where a folder should be".to_owned(),
        _ => error.to_string(),
    }
}
