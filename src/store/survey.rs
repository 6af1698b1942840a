//! How folders look from outside: what lies in them, who else may read it, how much room there is.
//! Nothing here opens a file; what cannot be looked at is told and passed over.

use std::fs::{self, Metadata};
use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use super::StoreError;

/// What stands at a path.
#[derive(Debug)]
pub enum Place {
    Missing,
    Folder,
    /// A file or something else that is no folder.
    File,
    /// A folder, perhaps; why one cannot look into it.
    Closed(StoreError),
}

/// What stands where a folder should be.
pub fn place(path: &Path) -> Place {
    match fs::metadata(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Place::Missing,
        Err(error) => Place::Closed(StoreError::io(path)(error)),
        Ok(found) if !found.is_dir() => Place::File,
        Ok(_) => match fs::read_dir(path) {
            Ok(_) => Place::Folder,
            Err(error) => Place::Closed(StoreError::io(path)(error)),
        },
    }
}

/// A file or folder.
#[derive(Clone, Debug)]
pub struct Entry {
    pub path: PathBuf,
    pub is_folder: bool,
    pub bytes: u64,
    pub changed: Option<SystemTime>,
    mode: u32,
}

impl Entry {
    fn of(path: PathBuf, found: &Metadata) -> Self {
        Self {
            path,
            is_folder: found.is_dir(),
            bytes: found.len(),
            changed: found.modified().ok(),
            mode: mode(found),
        }
    }

    /// The name, for looking at.
    pub fn name(&self) -> String {
        self.path.file_name().unwrap_or_default().to_string_lossy().into_owned()
    }

    /// Whether others than the owner may do something with it, or the owner may not read it. Where a
    /// folder hands its group down (`chmod g+s`), somebody shares it with that group on purpose.
    pub fn is_loose(&self, is_shared: bool) -> bool {
        let others = if is_shared { 0o007 } else { 0o077 };
        let owner = if self.is_folder { 0o700 } else { 0o400 };
        cfg!(unix) && (self.mode & others != 0 || self.mode & owner != owner)
    }

    /// Whether a folder hands its group down.
    pub fn hands_down_its_group(&self) -> bool {
        self.is_folder && self.mode & 0o2000 != 0
    }

    /// Takes away what others may do with it, and what the group may if that is not shared. Returns
    /// whether the disk kept that.
    ///
    /// # Errors
    /// What prevented it.
    pub fn make_private(&self, is_shared: bool) -> Result<bool, StoreError> {
        let others = if is_shared { 0o007 } else { 0o077 };
        let owner = if self.is_folder { 0o700 } else { 0o600 };
        set_mode(&self.path, (self.mode & !others) | owner).map_err(StoreError::io(&self.path))?;
        let found = fs::symlink_metadata(&self.path).map_err(StoreError::io(&self.path))?;
        Ok(!Self::of(self.path.clone(), &found).is_loose(is_shared))
    }
}

#[cfg(unix)]
fn mode(found: &Metadata) -> u32 {
    std::os::unix::fs::PermissionsExt::mode(&found.permissions())
}

#[cfg(not(unix))]
fn mode(_: &Metadata) -> u32 {
    0
}

#[cfg(unix)]
fn set_mode(path: &Path, mode: u32) -> io::Result<()> {
    fs::set_permissions(path, std::os::unix::fs::PermissionsExt::from_mode(mode & 0o7777))
}

#[cfg(not(unix))]
fn set_mode(_: &Path, _: u32) -> io::Result<()> {
    Ok(())
}

/// A folder with what lies in it, so many folders deep. Links are not followed but for the folder
/// itself, and hidden folders not entered: they belong to whoever made them.
pub fn walk(folder: &Path, depth: usize) -> (Vec<Entry>, Vec<StoreError>) {
    let (mut entries, mut errors) = (Vec::new(), Vec::new());
    match fs::metadata(folder) {
        Ok(found) if found.is_dir() => {
            entries.push(Entry::of(folder.to_owned(), &found));
            walk_into(folder, depth, &mut entries, &mut errors);
        }
        _ => {}
    }
    (entries, errors)
}

fn walk_into(folder: &Path, depth: usize, entries: &mut Vec<Entry>, errors: &mut Vec<StoreError>) {
    let mut paths: Vec<_> = match fs::read_dir(folder) {
        Ok(found) => found.flatten().map(|entry| entry.path()).collect(),
        Err(error) => return errors.push(StoreError::io(folder)(error)),
    };
    paths.sort();
    for path in paths {
        let Ok(found) = fs::symlink_metadata(&path) else { continue };
        let entry = Entry::of(path, &found);
        let enter = entry.is_folder && depth > 0 && !entry.name().starts_with('.');
        if found.is_file() || enter {
            entries.push(entry.clone());
        }
        if enter {
            walk_into(&entry.path, depth - 1, entries, errors);
        }
    }
}

/// How much room a disk has for us.
#[derive(Clone, Copy, Debug)]
pub struct Room {
    pub bytes: u64,
    /// Files that can still be made, where the disk counts them.
    pub files: Option<u64>,
    pub is_read_only: bool,
}

/// The room on the disk on which a path is, or would be. `None` where nobody can tell.
pub fn room(path: &Path) -> Option<Room> {
    path.ancestors().find_map(room_at)
}

#[cfg(unix)]
fn room_at(path: &Path) -> Option<Room> {
    use rustix::fs::StatVfsMountFlags;
    let found = rustix::fs::statvfs(path).ok()?;
    Some(Room {
        bytes: found.f_bavail.saturating_mul(found.f_frsize),
        files: (found.f_files > 0).then_some(found.f_favail),
        is_read_only: found.f_flag.contains(StatVfsMountFlags::RDONLY),
    })
}

#[cfg(not(unix))]
fn room_at(_: &Path) -> Option<Room> {
    None
}

/// Whether a path is on a disk of this machine, where nobody writes without its system knowing.
#[cfg(target_os = "linux")]
pub fn is_local(path: &Path) -> bool {
    /// ext2 to ext4, XFS, Btrfs, tmpfs, F2FS, ZFS, bcachefs.
    const KINDS: [u64; 7] =
        [0xef53, 0x5846_5342, 0x9123_683e, 0x0102_1994, 0xf2f5_2010, 0x2fc1_2fc1, 0xca45_1a4e];
    kind(path).is_some_and(|kind| KINDS.contains(&kind))
}

/// The magic number of the file system that a path is on. Its width differs from machine to machine.
#[cfg(target_os = "linux")]
fn kind(path: &Path) -> Option<u64> {
    u64::try_from(i128::from(rustix::fs::statfs(path).ok()?.f_type) & 0xffff_ffff).ok()
}

/// The kind of disk on which a path is, or would be, if that keeps no modes of files.
pub fn keeps_no_modes(path: &Path) -> Option<&'static str> {
    path.ancestors().find(|path| path.exists()).and_then(modeless)
}

#[cfg(target_os = "linux")]
fn modeless(path: &Path) -> Option<&'static str> {
    const KINDS: [(u64, &str); 6] = [
        (0x4d44, "FAT"),
        (0x2011_bab0, "exFAT"),
        (0x5346_544e, "NTFS"),
        (0x7366_746e, "NTFS"),
        (0xff53_4d42, "a Windows share"),
        (0xfe53_4d42, "a Windows share"),
    ];
    let kind = kind(path)?;
    KINDS.iter().find(|(magic, _)| *magic == kind).map(|(_, name)| *name)
}

/// Elsewhere one sees only whether a disk keeps what it is told.
#[cfg(not(target_os = "linux"))]
fn modeless(_: &Path) -> Option<&'static str> {
    None
}

#[cfg(all(test, unix))]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may")]

    use std::os::unix::fs::{PermissionsExt, symlink};

    use super::*;

    fn chmod(path: &Path, mode: u32) {
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    }

    fn entry(path: &Path) -> Entry {
        Entry::of(path.to_owned(), &fs::symlink_metadata(path).unwrap())
    }

    #[test]
    fn what_others_may_read_is_loose_and_can_be_made_private() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("a.md");
        fs::write(&file, "x").unwrap();
        for (mode, loose, loose_shared, private) in [
            (0o600, false, false, 0o600),
            (0o400, false, false, 0o600),
            (0o644, true, true, 0o600),
            (0o660, true, false, 0o600),
            (0o000, true, true, 0o600),
            (0o601, true, true, 0o600),
        ] {
            chmod(&file, mode);
            assert_eq!(
                (entry(&file).is_loose(false), entry(&file).is_loose(true)),
                (loose, loose_shared),
                "{mode:o}"
            );
            assert!(entry(&file).make_private(false).unwrap());
            assert_eq!(entry(&file).mode & 0o777, private, "{mode:o}");
        }
        chmod(&file, 0o664);
        assert!(entry(&file).make_private(true).unwrap());
        assert_eq!(entry(&file).mode & 0o777, 0o660, "the group keeps what it is given on purpose");
        chmod(dir.path(), 0o2755);
        assert!(entry(dir.path()).hands_down_its_group() && entry(dir.path()).is_loose(true));
        entry(dir.path()).make_private(true).unwrap();
        assert_eq!(entry(dir.path()).mode & 0o7777, 0o2750);
    }

    #[test]
    fn links_and_hidden_folders_are_not_entered() {
        let dir = tempfile::tempdir().unwrap();
        for file in [
            "notes/top.md",
            "notes/ada/a.md",
            "notes/ada/.goodterms-x.part",
            "notes/ada/deep/b.md",
            "notes/.git/c",
            "far/d",
        ] {
            let path = dir.path().join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "x").unwrap();
        }
        let notes = dir.path().join("notes");
        symlink(dir.path().join("far"), notes.join("far")).unwrap();
        symlink(notes.join("top.md"), notes.join("link.md")).unwrap();
        let (entries, errors) = walk(&notes, 1);
        let names: Vec<_> = entries.iter().map(Entry::name).collect();
        assert_eq!(names, ["notes", "ada", ".goodterms-x.part", "a.md", "top.md"]);
        assert!(errors.is_empty());
        assert!(walk(&dir.path().join("none"), 3).0.is_empty());
        assert!(walk(&notes.join("top.md"), 3).0.is_empty());
    }

    #[test]
    fn a_disk_says_how_much_room_it_has_also_for_what_is_not_there_yet() {
        let dir = tempfile::tempdir().unwrap();
        let there = room(dir.path()).unwrap();
        assert!(there.bytes > 0 && !there.is_read_only);
        assert!(room(&dir.path().join("not/yet")).is_some());
        assert_eq!(keeps_no_modes(&dir.path().join("not/yet")), None);
    }
}
