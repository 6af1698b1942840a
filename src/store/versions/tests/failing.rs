//! A disk that fails at a chosen moment, and remembers what it was asked.

use std::ffi::OsString;
use std::io::{self, Read};
use std::path::Path;
use std::sync::{Arc, Mutex};

use super::*;
use crate::store::disk::{Growing, Stamp};

/// What was asked of it, and how much of that it still does.
type Asked = Arc<Mutex<(Vec<&'static str>, usize)>>;

#[derive(Debug)]
struct Failing(Asked);

#[derive(Debug)]
struct File(Box<dyn Growing>, Asked);

fn ask(asked: &Asked, what: &'static str) -> io::Result<()> {
    let mut asked = asked.lock().unwrap();
    asked.0.push(what);
    match asked.1.checked_sub(1) {
        Some(left) => asked.1 = left,
        None => return Err(io::Error::from_raw_os_error(5)),
    }
    Ok(())
}

impl Growing for File {
    fn append(&mut self, bytes: &[u8]) -> io::Result<()> {
        ask(&self.1, "append")?;
        self.0.append(bytes)
    }
    fn sync(&mut self) -> io::Result<()> {
        ask(&self.1, "sync")?;
        self.0.sync()
    }
}

impl Disk for Failing {
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        System.read(path)
    }
    fn stamp(&self, path: &Path) -> io::Result<Stamp> {
        System.stamp(path)
    }
    fn names(&self, folder: &Path) -> io::Result<Vec<OsString>> {
        System.names(folder)
    }
    fn is_folder(&self, path: &Path) -> bool {
        System.is_folder(path)
    }
    fn make_folder(&self, path: &Path) -> io::Result<()> {
        System.make_folder(path)
    }
    fn create(&self, path: &Path) -> io::Result<Box<dyn Growing>> {
        ask(&self.0, "create")?;
        Ok(Box::new(File(System.create(path)?, self.0.clone())))
    }
    fn hold(&self, path: &Path) -> io::Result<Box<dyn Read>> {
        System.hold(path)
    }
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        ask(&self.0, "rename")?;
        System.rename(from, to)
    }
    fn rename_new(&self, from: &Path, to: &Path) -> io::Result<()> {
        System.rename_new(from, to)
    }
    fn exchange(&self, one: &Path, other: &Path) -> io::Result<()> {
        System.exchange(one, other)
    }
    fn remove(&self, path: &Path) -> io::Result<()> {
        System.remove(path)
    }
    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        ask(&self.0, "sync folder")?;
        System.sync_folder(folder)
    }
}

/// The order is what a power cut leaves whole: no name before its text, no word of success before its
/// name.
#[test]
fn a_version_has_its_name_when_its_text_is_on_the_disk_and_is_kept_when_its_name_is() {
    const STEPS: [&str; 5] = ["create", "append", "sync", "rename", "sync folder"];
    for works in 0..=STEPS.len() {
        let dir = tempfile::tempdir().unwrap();
        Versions::new(dir.path(), ALL).keep(ID, "first", Why::Day, after(0)).unwrap();
        let asked: Asked = Arc::new(Mutex::new((Vec::new(), works)));
        let versions = Versions::on(Arc::new(Failing(asked.clone())), dir.path(), ALL);
        let kept = versions.keep(ID, "second", Why::Before, after(1));
        assert_eq!(kept.is_ok(), works == STEPS.len(), "{works}: {kept:?}");
        assert_eq!(asked.lock().unwrap().0, STEPS[..STEPS.len().min(works + 1)]);
        let whole: &[&str] = if works < 4 { &["first"] } else { &["second", "first"] };
        assert_eq!(texts(&versions, ID), whole);
        let folder = dir.path().join("versions").join(ID);
        assert_eq!(fs::read_dir(folder).unwrap().count(), whole.len(), "nothing half-done is left");
        // A name that stands there without the disk's word is not trusted the next time.
        *asked.lock().unwrap() = (Vec::new(), 9);
        versions.keep(ID, "second", Why::Before, after(2)).unwrap();
        assert_eq!(asked.lock().unwrap().0.last(), Some(&"sync folder"));
        assert_eq!(texts(&versions, ID), ["second", "first"]);
    }
}
