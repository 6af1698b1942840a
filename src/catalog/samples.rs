//! The sample conversations, to look around in.

use std::io;

use super::{Catalog, SAMPLES};
use crate::dates::Clock;
use crate::diagnostic::render;
use crate::session::{Session, Start, sample};

/// All of them, begun on one of the last days; `new_id` gives each its id.
///
/// # Errors
/// In words: if there are no ids to be had, or one of ours is broken.
pub fn samples(
    advisor: Option<&str>,
    new_id: impl Fn() -> io::Result<String>,
    clock: &dyn Clock,
) -> Result<Vec<Session>, String> {
    let read = |(file, source): &(&str, &str)| {
        let id = new_id().map_err(|error| format!("no random numbers: {error}"))?;
        let start = Start { id, advisor: advisor.map(str::to_owned), ..Start::default() };
        sample::read(source, Catalog::embedded_playbook, start, clock).map_err(|faults| {
            let faults = render(&faults, file, source, false);
            format!("a sample of this goodterms is broken; nothing was written\n{faults}")
        })
    };
    SAMPLES.iter().map(read).collect()
}
