//! Whether a file is only the beginning of what it will be: a sync tool writes it, or stopped.

use super::super::{Document, front_length, opens_front_matter};

/// Whether `theirs` looks like a note that was not written to its end, where `base` is what stood there
/// before. Then one waits and looks again.
///
/// It is so if it is the beginning of `base`; if its front matter has no end; if it ends in zero bytes, as
/// a file of which room was made and nothing written yet; or if the last blocks of `base` are missing
/// and the one before them breaks off within its text, whatever else changed.
///
/// Somebody who takes out the last block in an editor leaves a whole block before it. Where nothing else
/// changed, that is a beginning of `base` all the same, and cannot be told apart. So nobody may wait
/// for ever: a file that stays so is merged, and as what is missing is never a deletion, no word is
/// lost by it.
pub fn is_half_synced(base: &str, theirs: &str) -> bool {
    if theirs.len() < base.len() && base.starts_with(theirs) {
        return true;
    }
    if base == theirs {
        return false;
    }
    if theirs.ends_with('\0') && !base.ends_with('\0') {
        return true;
    }
    let has_no_end = |text: &str| opens_front_matter(text) && front_length(text) == 0;
    has_no_end(theirs) && !has_no_end(base) || breaks_off(&Document::parse(base), &Document::parse(theirs))
}

fn breaks_off(base: &Document, theirs: &Document) -> bool {
    let Some(last) = theirs.blocks.last() else { return false };
    let nth = theirs.blocks.iter().filter(|b| b.key == last.key).count() - 1;
    let Some((at, whole)) = base.blocks.iter().enumerate().filter(|(_, b)| b.key == last.key).nth(nth) else {
        return false;
    };
    let missing = &base.blocks[at + 1..];
    if missing.is_empty() || missing.iter().any(|b| theirs.contains(&b.key)) {
        return false;
    }
    // Cut in its text, or in the heading behind it.
    let cut_in_text = whole.raw.strip_prefix(&last.raw).is_some_and(|rest| !rest.trim().is_empty());
    let behind = last.raw.strip_prefix(&whole.raw);
    let cut_in_heading =
        behind.is_some_and(|part| !part.trim().is_empty() && missing[0].heading.starts_with(part));
    cut_in_text || cut_in_heading
}
