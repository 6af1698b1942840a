//! Breaking things on purpose: kills, failing disks, power cuts, full disks, other programs. What the
//! screen called Saved must be there afterwards, and no note is ever torn.
//!
//! All of it takes hours, root, and tools that not every machine has, so it is run only when asked for:
//! `cargo test --test faults -- --ignored`. `GOODTERMS_FAULTS=cut` runs a part of each, in minutes.
//! `GOODTERMS_FAULTS_CASE=words` runs only the cases with these words in their names.

#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may")]

mod common;
#[path = "pty/terminal.rs"]
mod terminal;

#[path = "faults/copies.rs"]
mod copies;
#[path = "faults/counts.rs"]
mod counts;
#[path = "faults/disk.rs"]
mod disk;
#[path = "faults/disk_full.rs"]
mod disk_full;
#[path = "faults/errno.rs"]
mod errno;
#[path = "faults/kill.rs"]
mod kill;
#[path = "faults/kill_commands.rs"]
mod kill_commands;
#[path = "faults/kill_random.rs"]
mod kill_random;
#[path = "faults/modes.rs"]
mod modes;
#[path = "faults/need.rs"]
mod need;
#[path = "faults/orders.rs"]
mod orders;
#[path = "faults/outside.rs"]
mod outside;
#[path = "faults/power.rs"]
mod power;
#[path = "faults/scene.rs"]
mod scene;
#[path = "faults/signals.rs"]
mod signals;
#[path = "faults/slow.rs"]
mod slow;
#[path = "faults/sockets.rs"]
mod sockets;
#[path = "faults/talk.rs"]
mod talk;
#[path = "faults/trace.rs"]
mod trace;
#[path = "faults/two.rs"]
mod two;
#[path = "faults/words.rs"]
mod words;
