//! What a stream of bytes asks of a terminal, by kind: with it one tells whether text steered it.

use std::collections::BTreeSet;

/// The kinds of everything in a stream that is no text: sequences without their numbers, but modes
/// by their number, for each is another; and characters that steer or reorder.
pub fn kinds(stream: &[u8]) -> BTreeSet<String> {
    let mut kinds = BTreeSet::new();
    let mut rest = stream;
    while let Some(first) = rest.first() {
        rest = match first {
            0x1b => sequence(&rest[1..], &mut kinds),
            b'\r' | b'\n' | b'\t' | 0x20..=0x7e => &rest[1..],
            0x80.. => character(rest, &mut kinds),
            control => {
                kinds.insert(format!("control {control:02x}"));
                &rest[1..]
            }
        };
    }
    kinds
}

/// What follows an escape; gives what is behind it.
fn sequence<'s>(rest: &'s [u8], kinds: &mut BTreeSet<String>) -> &'s [u8] {
    match rest.first() {
        Some(b'[') => {
            let body = &rest[1..];
            let end = body.iter().position(|b| !(0x20..=0x3f).contains(b)).unwrap_or(body.len());
            let parameters = String::from_utf8_lossy(&body[..end]).into_owned();
            let Some(last @ 0x40..=0x7e) = body.get(end) else {
                kinds.insert("ESC [ and no end".to_owned());
                return &body[end..];
            };
            let last = char::from(*last);
            let private: String = parameters.chars().filter(|c| !(c.is_ascii_digit() || *c == ';')).collect();
            match last {
                'h' | 'l' => {
                    let modes = parameters.trim_start_matches('?').split(';');
                    kinds.extend(modes.map(|mode| format!("ESC [ {private}{mode}{last}")));
                }
                _ => {
                    kinds.insert(format!("ESC [ {private}{last}"));
                }
            }
            &body[end + 1..]
        }
        Some(other) => {
            kinds.insert(format!("ESC {}", char::from(*other)));
            &rest[1..]
        }
        None => {
            kinds.insert("ESC at the end".to_owned());
            rest
        }
    }
}

/// A character beyond ASCII; gives what is behind it.
fn character<'s>(rest: &'s [u8], kinds: &mut BTreeSet<String>) -> &'s [u8] {
    let longest = &rest[..rest.len().min(4)];
    let valid = match std::str::from_utf8(longest) {
        Ok(text) => text,
        Err(error) => std::str::from_utf8(&longest[..error.valid_up_to()]).unwrap_or_default(),
    };
    let Some(c) = valid.chars().next() else {
        kinds.insert("a byte that is no UTF-8".to_owned());
        return &rest[1..];
    };
    let reorders = matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{2028}' | '\u{2029}');
    if c.is_control() || reorders {
        kinds.insert(format!("U+{:04X}", u32::from(c)));
    }
    &rest[c.len_utf8()..]
}

#[test]
fn kinds_are_told_apart() {
    let found = kinds(
        "a\x1b[31;1mé\x1b[?1049h\x1b[2;4Hx\x1b]52;c;eA==\x07\x1bc\u{9b}2J\u{202e}\x1b[>4;2m\x08".as_bytes(),
    );
    let found: Vec<_> = found.iter().map(String::as_str).collect();
    assert_eq!(
        found,
        [
            "ESC ]",
            "ESC [ ?1049h",
            "ESC [ >m",
            "ESC [ H",
            "ESC [ m",
            "ESC c",
            "U+009B",
            "U+202E",
            "control 07",
            "control 08"
        ]
        .iter()
        .copied()
        .collect::<BTreeSet<_>>()
        .into_iter()
        .collect::<Vec<_>>()
    );
    assert_eq!(kinds(b"a\xff").len(), 1);
    assert_eq!(kinds("plain 李 👩\u{200d}👧\r\n\ttext".as_bytes()).len(), 0);
    assert_eq!(kinds(b"\x1b[12").len(), 1);
}
