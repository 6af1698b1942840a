//! Bytes to the check of playbooks. What stands behind the last zero byte are the choices of a walk
//! through what comes out.

#![no_main]

#[path = "../../tests/anything/mod.rs"]
mod anything;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    // A text has no zero byte, so that every playbook is a seed as it stands.
    let (file, choices) = match bytes.iter().rposition(|b| *b == 0) {
        Some(at) => (&bytes[..at], &bytes[at + 1..]),
        None => (bytes, &bytes[..bytes.len().min(24)]),
    };
    anything::survives(file, &choices[..choices.len().min(64)]);
});
