//! How often something comes again, as a person types it.

use super::{Duration, Unit};

/// The span that a person means by what they typed: `3 months`, `every 2 weeks`, `monthly`, `a year`. `None`
/// if it means none, or one that is no time at all.
pub fn typed_span(typed: &str) -> Option<Duration> {
    let folded = typed.trim().to_lowercase();
    let mut words: Vec<&str> = folded.split_whitespace().collect();
    if let Some(one) = adverb(&words.join(" ")) {
        return Some(one);
    }
    if matches!(words.first(), Some(&("every" | "each"))) {
        words.remove(0);
    }
    let (n, unit) = match words[..] {
        [unit] => match unit.find(|c: char| !c.is_ascii_digit()) {
            Some(at) if at > 0 => (unit[..at].parse().ok()?, &unit[at..]),
            _ => (1, unit),
        },
        ["a" | "an" | "one", unit] => (1, unit),
        ["other", unit] => (2, unit),
        [n, unit] => (number(n)?, unit),
        [n, "business" | "working", unit] if unit.starts_with("day") => (number(n)?, "business days"),
        _ => return None,
    };
    let (times, unit) = self::unit(unit)?;
    let n: u32 = u32::checked_mul(n, times)?;
    (1..=Duration::MOST).contains(&n).then_some(Duration { n, unit })
}

fn adverb(word: &str) -> Option<Duration> {
    let (n, unit) = match word {
        "daily" => (1, Unit::Days),
        "weekly" => (1, Unit::Weeks),
        "fortnightly" => (2, Unit::Weeks),
        "monthly" => (1, Unit::Months),
        "quarterly" => (3, Unit::Months),
        "yearly" | "annually" => (12, Unit::Months),
        _ => return None,
    };
    Some(Duration { n, unit })
}

fn number(word: &str) -> Option<u32> {
    const WORDS: [&str; 12] =
        ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
    match WORDS.iter().position(|known| *known == word) {
        Some(at) => u32::try_from(at + 1).ok(),
        None => word.parse().ok(),
    }
}

/// A unit, and how many of ours it is.
fn unit(word: &str) -> Option<(u32, Unit)> {
    Some(match word {
        "d" | "day" | "days" => (1, Unit::Days),
        "business days" => (1, Unit::BusinessDays),
        "w" | "wk" | "week" | "weeks" => (1, Unit::Weeks),
        "fortnight" | "fortnights" => (2, Unit::Weeks),
        "m" | "mo" | "month" | "months" => (1, Unit::Months),
        "quarter" | "quarters" => (3, Unit::Months),
        "y" | "yr" | "year" | "years" => (12, Unit::Months),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_are_understood_as_people_say_them() {
        let said = |typed: &str| typed_span(typed).map(|span| span.to_string());
        for (typed, means) in [
            ("3 months", "3 months"),
            ("every 3 Months", "3 months"),
            (" three months ", "3 months"),
            ("quarterly", "3 months"),
            ("each quarter", "3 months"),
            ("month", "1 month"),
            ("every other week", "2 weeks"),
            ("2w", "2 weeks"),
            ("a fortnight", "2 weeks"),
            ("yearly", "12 months"),
            ("2 years", "24 months"),
            ("5 business days", "5 business days"),
            ("10 days", "10 days"),
        ] {
            assert_eq!(said(typed).as_deref(), Some(means), "{typed}");
        }
        for typed in [
            "",
            "now and then",
            "0 days",
            "3",
            "every",
            "5000 days",
            "99999999999 years",
            "-1 day",
            "months 3",
        ] {
            assert_eq!(said(typed), None, "{typed}");
        }
    }
}
