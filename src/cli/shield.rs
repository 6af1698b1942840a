//! What the process itself does so that words stay where they belong. Before anything is read.

/// No memory of ours is written to a disk if we crash, and what we make is its owner's only. An
/// editor that we start inherits both: its copies hold the same words.
#[cfg(unix)]
pub fn raise() {
    use rustix::fs::Mode;
    use rustix::process::{Resource, Rlimit, setrlimit, umask};

    // Where one of these is refused, the others still help, and nothing else can be done.
    let _ = setrlimit(Resource::Core, Rlimit { current: Some(0), maximum: Some(0) });
    // The limit does not hold where the system hands cores to a program, as many do; this does. No
    // other program of the same user looks into our memory then, either.
    #[cfg(target_os = "linux")]
    let _ = rustix::process::set_dumpable_behavior(rustix::process::DumpableBehavior::NotDumpable);
    // Every file is made with its mode said; but a mask may take even its owner's right away.
    umask(Mode::RWXG | Mode::RWXO);
}

/// What crashes on Windows is written to the user's own folder, if at all.
#[cfg(not(unix))]
pub fn raise() {}
