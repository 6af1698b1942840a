//! Disks of our own: in a file, to cut the power of; in memory, to fill up.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use tempfile::TempDir;

use super::counts::eventually;
use super::need::{done, root, tool};

/// A file system, mounted until this is dropped.
#[derive(Debug)]
pub struct Disk {
    dir: TempDir,
    options: Vec<String>,
}

impl Disk {
    /// A new one in a file, of this kind: `ext4` or `xfs`.
    pub fn new(kind: &str) -> Self {
        let dir = TempDir::new().unwrap();
        let image = dir.path().join("image");
        std::fs::File::create(&image).unwrap().set_len(320 << 20).unwrap();
        done(Command::new(tool(&format!("mkfs.{kind}"))).arg("-q").arg(&image));
        Self::mounted(dir, vec!["-o".into(), "loop".into(), image.to_str().unwrap().to_owned()])
    }

    /// A new one in memory, with these options: `size=64k`, `nr_inodes=20`.
    pub fn in_memory(options: &str) -> Self {
        let options = ["-t", "tmpfs", "-o", options, "tmpfs"].map(str::to_owned).to_vec();
        Self::mounted(TempDir::new().unwrap(), options)
    }

    fn mounted(dir: TempDir, options: Vec<String>) -> Self {
        root();
        let disk = Self { dir, options };
        std::fs::create_dir(disk.path()).unwrap();
        disk.mount();
        disk
    }

    /// Where it is.
    pub fn path(&self) -> PathBuf {
        self.dir.path().join("disk")
    }

    /// A new, empty folder on it.
    pub fn folder(&self) -> PathBuf {
        TempDir::new_in(self.path()).unwrap().keep()
    }

    fn mount(&self) {
        done(Command::new(tool("mount")).args(&self.options).arg(self.path()));
    }

    /// Everything that was written so far is to stay.
    pub fn sync(&self) {
        done(Command::new("sync").arg("-f").arg(self.path()));
    }

    /// Cuts its power: what is not on it by now never comes to it, its own log neither.
    pub fn cut_power(&self) {
        done(Command::new(tool("xfs_io")).args(["-x", "-c", "shutdown"]).arg(self.path()));
    }

    /// Switches it on again.
    pub fn revive(&self) {
        self.unmount().unwrap();
        self.mount();
    }

    /// Mounted anew with these options: `ro`, `rw`.
    pub fn remount(&self, how: &str) {
        done(Command::new(tool("mount")).args(["-o", &format!("remount,{how}")]).arg(self.path()));
    }

    fn unmount(&self) -> Result<(), String> {
        let mut said = String::new();
        eventually("the disk can be unmounted", Duration::from_secs(20), || {
            let output = Command::new(tool("umount")).arg(self.path()).output().unwrap();
            said = String::from_utf8_lossy(&output.stderr).into_owned();
            output.status.success()
        })
        .map_err(|e| format!("{e}: {said}"))
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        // A program that a failed test has left behind may still hold it.
        let _ = Command::new(tool("umount")).arg("-l").arg(self.path()).output();
    }
}

/// A file that takes up room, of at most so many bytes: as many as there is room for.
pub fn ballast(folder: &Path, bytes: u64) -> PathBuf {
    use std::io::Write;
    let path = folder.join("ballast");
    let mut file = std::fs::File::create(&path).unwrap();
    let block = [0; 1024];
    let mut left = bytes;
    while left > 0 {
        let part = left.min(block.len() as u64) as usize;
        match file.write(&block[..part]) {
            Ok(n @ 1..) => left -= n as u64,
            _ => break,
        }
    }
    path
}
