//! What the store asks of a file system: few things, each of which can fail. The one of this machine
//! is [`System`]; tests have one in memory, which forgets what was not synced.

use std::ffi::OsString;
use std::fmt::Debug;
use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::Path;
use std::time::SystemTime;

use super::read_plain;

/// What tells whether a file is still the one that was read, without reading it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stamp {
    changed: Option<SystemTime>,
    size: u64,
    /// The disk, and the file's number on it. An editor that saves by rename makes another file with,
    /// perhaps, the same size and time.
    number: (u64, u64),
}

impl Stamp {
    /// Whether it is the same file or folder, whatever is in it.
    pub fn is_same(&self, other: &Self) -> bool {
        self.number == other.number
    }

    /// When it was changed last, if the disk knows.
    pub fn changed(&self) -> Option<SystemTime> {
        self.changed
    }

    /// How long it is.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// One for disks in memory.
    pub fn new(changed: Option<SystemTime>, size: u64, number: u64) -> Self {
        Self { changed, size, number: (0, number) }
    }
}

/// A file that is written at its end.
pub trait Growing: Debug + Send {
    /// Adds bytes.
    ///
    /// # Errors
    /// If the disk does not take them; some of them may be there then.
    fn append(&mut self, bytes: &[u8]) -> io::Result<()>;

    /// Waits until the disk has confirmed all of it. After an error nothing in the file can be
    /// trusted any more: the system may have thrown away what it could not write.
    ///
    /// # Errors
    /// If the disk does not confirm it.
    fn sync(&mut self) -> io::Result<()>;
}

/// A file system. Every error is the system's own; paths are named by whoever calls.
pub trait Disk: Debug + Send + Sync {
    /// The bytes of a plain file.
    ///
    /// # Errors
    /// If it is none, or cannot be read.
    fn read(&self, path: &Path) -> io::Result<Vec<u8>>;

    /// What tells whether a file has changed.
    ///
    /// # Errors
    /// If it is not there.
    fn stamp(&self, path: &Path) -> io::Result<Stamp>;

    /// The names in a folder.
    ///
    /// # Errors
    /// If it cannot be read.
    fn names(&self, folder: &Path) -> io::Result<Vec<OsString>>;

    /// Whether a folder stands there.
    fn is_folder(&self, path: &Path) -> bool;

    /// Makes one folder, for its owner only, whatever the umask.
    ///
    /// # Errors
    /// If something stands there, or it cannot be made.
    fn make_folder(&self, path: &Path) -> io::Result<()>;

    /// Makes a file, for its owner only, whatever the umask.
    ///
    /// # Errors
    /// If anything stands there, also a link, or it cannot be made.
    fn create(&self, path: &Path) -> io::Result<Box<dyn Growing>>;

    /// A file that can still be read when its name is another one's.
    ///
    /// # Errors
    /// If it is not there or cannot be read.
    fn hold(&self, path: &Path) -> io::Result<Box<dyn Read>>;

    /// Gives a file another name, over whatever has that.
    ///
    /// # Errors
    /// If it cannot be done; both are then as they were.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;

    /// Gives a file another name.
    ///
    /// # Errors
    /// If that is taken, or it cannot be done.
    fn rename_new(&self, from: &Path, to: &Path) -> io::Result<()>;

    /// Two files change their names, in one moment.
    ///
    /// # Errors
    /// [`io::ErrorKind::Unsupported`] where the disk or the system cannot do that; others if one of
    /// them is not there or it cannot be done.
    fn exchange(&self, one: &Path, other: &Path) -> io::Result<()>;

    /// Removes a file.
    ///
    /// # Errors
    /// If it is not there or cannot be removed.
    fn remove(&self, path: &Path) -> io::Result<()>;

    /// Waits until the disk has confirmed the names in a folder.
    ///
    /// # Errors
    /// If it does not.
    fn sync_folder(&self, folder: &Path) -> io::Result<()>;
}

/// The file system of this machine.
#[derive(Clone, Copy, Debug, Default)]
pub struct System;

impl Growing for File {
    fn append(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.write_all(bytes)
    }

    fn sync(&mut self) -> io::Result<()> {
        // With its size, without its times: of those nothing hangs on.
        retried(|| self.sync_data())
    }
}

impl Disk for System {
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        read_plain(path)
    }

    fn stamp(&self, path: &Path) -> io::Result<Stamp> {
        let metadata = fs::metadata(path)?;
        let changed = metadata.modified().ok();
        Ok(Stamp { changed, size: metadata.len(), number: number(&metadata) })
    }

    fn names(&self, folder: &Path) -> io::Result<Vec<OsString>> {
        fs::read_dir(folder)?.map(|entry| entry.map(|entry| entry.file_name())).collect()
    }

    fn is_folder(&self, path: &Path) -> bool {
        path.is_dir()
    }

    fn make_folder(&self, path: &Path) -> io::Result<()> {
        private_folder().create(path)?;
        own_only(path, 0o700)
    }

    fn create(&self, path: &Path) -> io::Result<Box<dyn Growing>> {
        let file = retried(|| private_file().create_new(true).write(true).open(path))?;
        own_only(path, 0o600)?;
        Ok(Box::new(file))
    }

    fn hold(&self, path: &Path) -> io::Result<Box<dyn Read>> {
        Ok(Box::new(File::open(path)?))
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        retried(|| fs::rename(from, to))
    }

    fn rename_new(&self, from: &Path, to: &Path) -> io::Result<()> {
        retried(|| swapping::rename_new(from, to))
    }

    fn exchange(&self, one: &Path, other: &Path) -> io::Result<()> {
        retried(|| swapping::exchange(one, other))
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        retried(|| fs::remove_file(path))
    }

    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        // Windows cannot open a folder for syncing, and does not need it.
        if cfg!(unix) { retried(|| known(File::open(folder)?.sync_all())) } else { Ok(()) }
    }
}

/// Some shared and foreign disks know no syncing of folders, and say so: there is nothing to wait for.
fn known(synced: io::Result<()>) -> io::Result<()> {
    synced.or_else(|error| match error.kind() {
        io::ErrorKind::InvalidInput | io::ErrorKind::Unsupported => Ok(()),
        _ => Err(error),
    })
}

/// Does it again where only a signal came between; a disk that says so for ever is broken.
fn retried<T>(mut act: impl FnMut() -> io::Result<T>) -> io::Result<T> {
    for _ in 0..RETRIES {
        match act() {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            done => return done,
        }
    }
    act()
}

/// So often.
const RETRIES: u32 = 100;

/// How a file of ours is opened: for its owner only, and never through a link.
pub(super) fn private_file() -> fs::OpenOptions {
    let options = fs::OpenOptions::new();
    #[cfg(unix)]
    let options = {
        use std::os::unix::fs::OpenOptionsExt;
        let mut options = options;
        options.mode(0o600);
        if let Ok(flags) = i32::try_from(rustix::fs::OFlags::NOFOLLOW.bits()) {
            options.custom_flags(flags);
        }
        options
    };
    options
}

#[cfg(unix)]
fn private_folder() -> fs::DirBuilder {
    let mut builder = fs::DirBuilder::new();
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder
}

/// What Windows makes below a user's own folder is that user's only.
#[cfg(not(unix))]
fn private_folder() -> fs::DirBuilder {
    fs::DirBuilder::new()
}

/// A umask may take rights from the owner, too. Where a disk keeps no modes, `doctor` says so.
#[cfg(unix)]
fn own_only(path: &Path, mode: u32) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    let metadata = fs::symlink_metadata(path)?;
    if metadata.permissions().mode() & 0o777 != mode {
        let _ = fs::set_permissions(path, fs::Permissions::from_mode(mode));
    }
    Ok(())
}

#[cfg(not(unix))]
fn own_only(_: &Path, _: u32) -> io::Result<()> {
    Ok(())
}

#[cfg(unix)]
fn number(metadata: &fs::Metadata) -> (u64, u64) {
    use std::os::unix::fs::MetadataExt;
    (metadata.dev(), metadata.ino())
}

#[cfg(not(unix))]
fn number(_: &fs::Metadata) -> (u64, u64) {
    (0, 0)
}

#[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
mod swapping {
    use std::io;
    use std::path::Path;

    use rustix::fs::{CWD, RenameFlags, renameat_with};
    use rustix::io::Errno;

    pub fn rename_new(from: &Path, to: &Path) -> io::Result<()> {
        match rename(from, to, RenameFlags::NOREPLACE) {
            Err(error) if error.kind() == io::ErrorKind::Unsupported => super::link_new(from, to),
            done => done,
        }
    }

    pub fn exchange(one: &Path, other: &Path) -> io::Result<()> {
        rename(one, other, RenameFlags::EXCHANGE)
    }

    fn rename(from: &Path, to: &Path, how: RenameFlags) -> io::Result<()> {
        match renameat_with(CWD, from, CWD, to, how) {
            // What disks say that do not know it: FAT, network shares, FUSE.
            Err(Errno::INVAL | Errno::NOSYS | Errno::NOTSUP) => Err(io::ErrorKind::Unsupported.into()),
            done => done.map_err(io::Error::from),
        }
    }
}

#[cfg(not(any(target_os = "linux", target_os = "android", target_vendor = "apple")))]
mod swapping {
    use std::io;
    use std::path::Path;

    pub fn rename_new(from: &Path, to: &Path) -> io::Result<()> {
        super::link_new(from, to)
    }

    pub fn exchange(_: &Path, _: &Path) -> io::Result<()> {
        Err(io::ErrorKind::Unsupported.into())
    }
}

/// A second name is refused where one is taken. Where a disk knows no second names, one looks first.
fn link_new(from: &Path, to: &Path) -> io::Result<()> {
    match fs::hard_link(from, to) {
        Ok(()) => fs::remove_file(from),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Err(error),
        Err(_) if fs::symlink_metadata(to).is_ok() => Err(io::ErrorKind::AlreadyExists.into()),
        Err(_) => fs::rename(from, to),
    }
}
