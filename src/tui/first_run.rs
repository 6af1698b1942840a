//! What the first run writes: the config with the advisor's name, and the sample conversations.

use std::path::Path;

use super::app::welcome::Begun;
use crate::catalog;
use crate::config::template;
use crate::dates::Clock;
use crate::store::{self, NotFiled, Store};
use crate::text;

/// Writes both; what of it cannot be written is told, and stops nothing.
pub(super) fn begin(
    config: &Path,
    store: &Store,
    advisor: Option<String>,
    with_samples: bool,
    clock: &dyn Clock,
) -> Begun {
    let written = store::begin_file(config, &template(advisor.as_deref())).map_err(|e| e.reason_first());
    let samples = with_samples.then(|| samples(store, advisor.as_deref(), clock));
    Begun { advisor, config: written, samples }
}

/// Into an empty folder only: nobody may take an invented client for a real one.
fn samples(store: &Store, advisor: Option<&str>, clock: &dyn Clock) -> Result<usize, String> {
    let listing = store.folder().list().map_err(|error| error.reason_first())?;
    if listing.in_use().is_some() || !listing.notes.is_empty() {
        return Err("your notes folder has conversations by now".to_owned());
    }
    let sessions = catalog::samples(advisor, store::new_id, clock)?;
    let filed = store.file_together(sessions, clock.now()).map_err(|NotFiled { error, left }| {
        let mut reason = error.reason_first();
        if !left.is_empty() {
            let left = text::count(left.len(), "sample");
            reason.push_str(&format!("; {left} is there: goodterms config remove-samples takes it away"));
        }
        reason
    })?;
    Ok(filed.len())
}
