//! What of a line in a file somebody has said.

/// What of a line somebody has said: without what makes it an item, and without the time that goodterms
/// put there. `None` where nothing is left.
pub fn said(line: &str) -> Option<&str> {
    let line = line.trim();
    let (bullet, item) = match line.as_bytes() {
        [b'-' | b'*' | b'+', b' ', ..] => (true, line[2..].trim_start()),
        [b'>', b' ', ..] => (false, line[2..].trim_start()),
        // A row of a table, and the ruler below its head.
        [b'|', ..] if line.bytes().all(|b| matches!(b, b'|' | b'-' | b':' | b' ')) => return None,
        [b'|', row @ ..] => {
            (false, line[1..1 + row.strip_suffix(b"|").map_or(row.len(), <[u8]>::len)].trim())
        }
        _ => (false, line),
    };
    let said = match item.as_bytes() {
        _ if !bullet => item,
        [b'[', ..] => timed_behind(item),
        _ => timed_before(item),
    };
    (!said.is_empty() && said != "-").then_some(said)
}

const STAMP: &[u8] = b"0000-00-00 00:00:00+00:00";

/// Whether these bytes look like the time of an entry.
fn is_stamp(bytes: &[u8]) -> bool {
    let fits = |(b, form): (&u8, &u8)| match form {
        b'0' => b.is_ascii_digit(),
        b'+' => matches!(b, b'+' | b'-'),
        form => b == form,
    };
    bytes.len() == STAMP.len() && bytes.iter().zip(STAMP).all(fits)
}

fn timed_before(item: &str) -> &str {
    match item.as_bytes().get(..STAMP.len()) {
        Some(stamp) if is_stamp(stamp) => item[STAMP.len()..].trim_start(),
        _ => item,
    }
}

fn timed_behind(item: &str) -> &str {
    let timed = || {
        let (label, time) = item.strip_suffix(')')?.rsplit_once(" (")?;
        is_stamp(time.as_bytes()).then(|| label.trim_end())
    };
    timed().unwrap_or(item)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_a_line_the_words_are_left_that_somebody_said() {
        for (line, expected) in [
            ("- 2026-11-21 14:07:31-05:00 moved the calls", Some("moved the calls")),
            ("- [x] Say sorry (2026-11-24 14:07:31-05:00)", Some("[x] Say sorry")),
            ("- [ ] Fees (2026)", Some("[ ] Fees (2026)")),
            ("  * one", Some("one")),
            ("> quoted", Some("quoted")),
            ("| a | 2026-11-21 |", Some("a | 2026-11-21")),
            ("| é", Some("é")),
            ("|x|", Some("x")),
            ("|---|:-:|", None),
            ("- 2026-11-21 14:07:31-05:00", None),
            ("-", None),
            (" \t", None),
            ("2026-11-21 14:07:31-05:00", Some("2026-11-21 14:07:31-05:00")),
            ("- é6-11-21 14:07:31-05:00 x", Some("é6-11-21 14:07:31-05:00 x")),
        ] {
            assert_eq!(said(line), expected, "{line}");
        }
    }
}
