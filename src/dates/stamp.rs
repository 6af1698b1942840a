//! A moment as it stands in a note: what was ticked or written then.

use chrono::{DateTime, FixedOffset};

/// How such a moment is written: to the second, with its offset.
pub const STAMP: &str = "%Y-%m-%d %H:%M:%S%:z";
const LENGTH: usize = "2026-11-21 14:07:31-05:00".len();

/// Reads a moment that is written so, and no other.
pub fn parse_stamp(text: &str) -> Option<DateTime<FixedOffset>> {
    (text.len() == LENGTH).then(|| DateTime::parse_from_str(text, STAMP).ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_written_to_the_second_is_such_a_moment() {
        let at = parse_stamp("2026-11-21 14:07:31-05:00").unwrap();
        assert_eq!(at.format(STAMP).to_string(), "2026-11-21 14:07:31-05:00");
        for other in ["", "2026-11-21 14:07:31", "2026-11-21 14:07:31-05:00 ", "2026-11-31 14:07:31-05:00"] {
            assert_eq!(parse_stamp(other), None, "{other}");
        }
    }
}
