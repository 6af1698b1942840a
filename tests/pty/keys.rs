//! Keys as they are written in tests and in the tour, and what an xterm sends for them.

/// What an xterm sends for all of these keys: `abc<tab><c-s>`; `<lt>` is a `<`.
pub fn bytes_for(keys: &str) -> String {
    let mut bytes = String::new();
    let mut rest = keys;
    while let Some(at) = rest.find('<') {
        bytes.push_str(&rest[..at]);
        let (name, behind) = rest[at + 1..].split_once('>').unwrap();
        bytes.push_str(&sent_for(name));
        rest = behind;
    }
    bytes + rest
}

/// What an xterm sends for a key.
fn sent_for(name: &str) -> String {
    let fixed = match name {
        "tab" => "\t",
        "s-tab" => "\x1b[Z",
        "enter" => "\r",
        "esc" => "\x1b",
        "up" => "\x1b[A",
        "down" => "\x1b[B",
        "right" => "\x1b[C",
        "left" => "\x1b[D",
        "end" => "\x1b[F",
        "home" => "\x1b[H",
        "pgup" => "\x1b[5~",
        "pgdn" => "\x1b[6~",
        "bs" => "\x7f",
        "space" => " ",
        "lt" => "<",
        "f1" => "\x1bOP",
        "f2" => "\x1bOQ",
        "f3" => "\x1bOR",
        "f4" => "\x1bOS",
        "f5" => "\x1b[15~",
        "f6" => "\x1b[17~",
        "f7" => "\x1b[18~",
        "f8" => "\x1b[19~",
        "f9" => "\x1b[20~",
        _ => match name.strip_prefix("c-").map(str::as_bytes) {
            Some([c]) => return char::from(c & 0x1f).to_string(),
            _ => panic!("no key {name}"),
        },
    };
    fixed.to_owned()
}
