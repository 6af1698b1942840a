//! What is older than the advisor means to keep.

use super::Patient;
use super::check::Check;
use crate::cli::keeping;
use crate::text;

/// Conversations that are older than the config says. Nothing is ever removed by itself.
pub fn old(patient: &Patient<'_>) -> Vec<Check> {
    const NAME: &str = "keeping";
    let (Some(years), Some(listing)) = (patient.settings.config.keep_years, patient.listing()) else {
        return Vec::new();
    };
    let today = patient.env.clock.now().date_naive();
    let set = text::count(years as usize, "year");
    let old = keeping::older(&listing.notes, crate::agenda::keeping::years(years), today);
    let held = old.iter().filter(|old| old.note.head.hold.is_some()).count();
    let said = match (old.len(), held) {
        (0, _) => return vec![Check::ok(NAME, format!("nothing is older than the {set} you set"))],
        (1, _) => format!("1 conversation is older than the {set} you set"),
        (n, _) => format!("{n} conversations are older than the {set} you set"),
    };
    let said = if held > 0 { format!("{said}, {held} of them on hold") } else { said };
    if held == old.len() {
        return vec![Check::ok(NAME, said)];
    }
    vec![
        Check::warning(NAME, format!("{said}; none is removed by itself"))
            .fix(format!("goodterms list --older-than \"{set}\"")),
    ]
}
