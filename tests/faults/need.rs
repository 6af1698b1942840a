//! What these tests need of the machine. Whoever runs them is told what is missing; they are
//! never passed over in silence.

use std::path::PathBuf;
use std::process::Command;

/// Where a program is.
///
/// # Panics
/// If it is not there, with what to install.
#[track_caller]
pub fn tool(name: &str) -> PathBuf {
    let path = std::env::var_os("PATH").unwrap_or_default();
    // Where those of an administrator are; not every account has these in its path.
    let more = ["/usr/sbin", "/sbin", "/usr/local/sbin"].map(PathBuf::from);
    let mut places = std::env::split_paths(&path).chain(more);
    let package = match name {
        "strace" => "strace",
        "xfs_io" | "mkfs.xfs" => "xfsprogs",
        "mkfs.ext4" => "e2fsprogs",
        _ => "mount util-linux",
    };
    places
        .find_map(|place| Some(place.join(name)).filter(|p| p.is_file()))
        .unwrap_or_else(|| panic!("this test needs `{name}`, which is not here: apt-get install {package}"))
}

/// That this is root: only root mounts disks and ends them.
#[track_caller]
pub fn root() {
    assert!(
        rustix::process::geteuid().is_root(),
        "this test mounts disks and must be run by root, for example with: cargo test --config \
         'target.\"cfg(unix)\".runner = [\"sudo\", \"--preserve-env=GOODTERMS_FAULTS\"]' --test faults -- --ignored"
    );
}

/// Runs a tool that must not fail; gives what it said.
#[track_caller]
pub fn done(command: &mut Command) -> String {
    let output = command.output().unwrap_or_else(|e| panic!("{command:?}: {e}"));
    let said =
        String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{command:?}: {}\n{said}", output.status);
    said
}
