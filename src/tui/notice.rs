//! Noticing that somebody else wrote in the note that is open, without looking again and again. The system
//! tells of what programs on this machine do; what comes over a share it does not tell, so there one looks.

/// What is told of a note.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Told {
    #[default]
    Nothing,
    /// Somebody wrote in it, or may have.
    Changed,
    /// Its folder is another one by now: nobody tells of it any more.
    Gone,
}

#[cfg(target_os = "linux")]
pub use linux::Notice;
#[cfg(not(target_os = "linux"))]
pub use other::Notice;

#[cfg(target_os = "linux")]
mod linux {
    use std::ffi::{OsStr, OsString};
    use std::io;
    use std::mem::MaybeUninit;
    use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
    use std::os::unix::ffi::OsStrExt;
    use std::path::Path;

    use rustix::fs::inotify::{self, CreateFlags, ReadFlags, WatchFlags};

    use super::Told;
    use crate::store::survey;

    /// Tells of changes in one note.
    #[derive(Debug)]
    pub struct Notice {
        inotify: OwnedFd,
        name: OsString,
    }

    impl Notice {
        /// One for a note. `None` if nobody tells of changes there.
        pub fn of(note: &Path) -> Option<Self> {
            let (folder, name) = (note.parent()?, note.file_name()?);
            if !survey::is_local(folder) {
                return None;
            }
            let inotify = inotify::init(CreateFlags::NONBLOCK | CreateFlags::CLOEXEC).ok()?;
            // Of the folder, for most programs put another file in its place. Not of each single
            // write: what is written to its end can be read.
            let of = WatchFlags::CLOSE_WRITE
                | WatchFlags::MOVED_TO
                | WatchFlags::MOVED_FROM
                | WatchFlags::DELETE
                | WatchFlags::DELETE_SELF
                | WatchFlags::MOVE_SELF;
            inotify::add_watch(&inotify, folder, of).ok()?;
            Some(Self { inotify, name: name.to_owned() })
        }

        /// What becomes readable when there is something to tell.
        pub fn fd(&self) -> BorrowedFd<'_> {
            self.inotify.as_fd()
        }

        /// What happened to the note since the last time.
        pub fn take(&self) -> Told {
            let mut buffer = [MaybeUninit::uninit(); 4096];
            let mut events = inotify::Reader::new(&self.inotify, &mut buffer);
            let mut told = Told::Nothing;
            loop {
                match events.next() {
                    Ok(event) => {
                        let name = event.file_name().map(|name| OsStr::from_bytes(name.to_bytes()));
                        let gone = ReadFlags::DELETE_SELF | ReadFlags::MOVE_SELF | ReadFlags::IGNORED;
                        if event.events().intersects(gone) {
                            told = Told::Gone;
                        } else if name == Some(&self.name)
                            || event.events().contains(ReadFlags::QUEUE_OVERFLOW)
                        {
                            told = told.max(Told::Changed);
                        }
                    }
                    Err(error) if io::Error::from(error).kind() == io::ErrorKind::WouldBlock => return told,
                    Err(_) => return Told::Gone,
                }
            }
        }
    }

    #[cfg(test)]
    mod tests {
        use std::fs;

        use super::*;

        #[test]
        fn it_tells_of_the_note_and_of_nothing_else() {
            let folder = tempfile::tempdir_in(env!("CARGO_MANIFEST_DIR")).unwrap();
            let note = folder.path().join("note.md");
            fs::write(&note, "one").unwrap();
            let Some(notice) = Notice::of(&note) else { return };
            assert_eq!(notice.take(), Told::Nothing);
            fs::write(folder.path().join("other.md"), "x").unwrap();
            assert_eq!(notice.take(), Told::Nothing);
            fs::write(&note, "two").unwrap();
            assert_eq!((notice.take(), notice.take()), (Told::Changed, Told::Nothing));
            fs::write(folder.path().join(".new"), "three").unwrap();
            assert_eq!(notice.take(), Told::Nothing);
            fs::rename(folder.path().join(".new"), &note).unwrap();
            assert_eq!((notice.take(), notice.take()), (Told::Changed, Told::Nothing));
            fs::remove_file(&note).unwrap();
            assert_eq!(notice.take(), Told::Changed);
            folder.close().unwrap();
            assert_eq!(notice.take(), Told::Gone);
        }
    }
}

#[cfg(not(target_os = "linux"))]
mod other {
    use std::path::Path;

    /// Nobody tells here.
    #[derive(Debug)]
    pub struct Notice;

    impl Notice {
        /// None: one looks.
        pub fn of(_: &Path) -> Option<Self> {
            None
        }

        /// Nothing.
        pub fn take(&self) -> super::Told {
            super::Told::Nothing
        }
    }
}
