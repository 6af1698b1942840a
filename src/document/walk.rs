//! A note line by line, as [`Document::parse`](super::Document::parse) sees it, without a copy of anything.

use super::{front_length, heading_key, heading_title, looks_like_heading};

/// A piece of a note.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Piece<'a> {
    /// The heading of a block: its key, and its words.
    Heading { key: &'a str, title: &'a str },
    /// Any other line behind the front matter, without its end and unescaped.
    Line(&'a str),
}

/// The front matter of a note without its fences, and all that stands behind it with the numbers of the
/// lines in the file. `None` where a note does not begin with front matter that ends.
pub fn walk(source: &str) -> Option<(&str, impl Iterator<Item = (usize, Piece<'_>)>)> {
    let (front, rest) = source.split_at(front_length(source));
    let toml = super::toml_in(front)?;
    let first = front.bytes().filter(|b| *b == b'\n').count() + 1;
    Some((toml, (first..).zip(lines(rest).map(piece))))
}

/// The lines of a text, each with its end.
fn lines(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let end = memchr::memchr(b'\n', rest.as_bytes()).map_or(rest.len(), |at| at + 1);
        let (line, behind) = rest.split_at(end);
        rest = behind;
        (!line.is_empty()).then_some(line)
    })
}

/// What a line behind the front matter is.
pub fn piece(line: &str) -> Piece<'_> {
    if let Some(key) = line.starts_with('#').then(|| heading_key(line)).flatten() {
        return Piece::Heading { key, title: heading_title(line) };
    }
    Piece::Line(own(line))
}

/// A line as it was written.
fn own(line: &str) -> &str {
    let line = line.strip_suffix('\n').unwrap_or(line);
    let line = line.strip_suffix('\r').unwrap_or(line);
    match line.strip_prefix('\\') {
        Some(rest) if looks_like_heading(line) => rest,
        _ => line,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::Document;
    use super::*;

    #[test]
    fn lines_have_the_numbers_that_an_editor_shows() {
        let note = "+++\na = 1\n+++\n\n# T: Ada\n\n## S {#s}\n\n### L {#s.f}\n\na\r\n\\### no {#x}\n";
        let (front, pieces) = walk(note).unwrap();
        assert_eq!(front, "a = 1\n");
        let pieces: Vec<_> = pieces.filter(|(_, piece)| *piece != Piece::Line("")).collect();
        assert_eq!(
            pieces,
            [
                (5, Piece::Line("# T: Ada")),
                (7, Piece::Heading { key: "s", title: "S" }),
                (9, Piece::Heading { key: "s.f", title: "L" }),
                (11, Piece::Line("a")),
                (12, Piece::Line("### no {#x}")),
            ]
        );
        for none in ["", "# T", "+++\na = 1\n", "+++\na"] {
            assert!(walk(none).is_none(), "{none}");
        }
    }

    proptest! {
        #[test]
        fn it_sees_what_the_document_has(
            lines in proptest::collection::vec("(\u{feff}?\\+\\+\\+|\\\\{0,2}##? \\PC{0,4} ?\\{#[a-c]\\}|\\PC{0,9}|)\r?\n?", 0..12)
        ) {
            let note = lines.concat();
            let document = Document::parse(&note);
            let Some((_, pieces)) = walk(&note) else {
                prop_assert!(document.front().render().is_empty());
                return Ok(());
            };
            let mut blocks: Vec<(String, String, Vec<String>)> = Vec::new();
            for (number, piece) in pieces {
                match piece {
                    Piece::Heading { key, title } => blocks.push((key.to_owned(), title.to_owned(), Vec::new())),
                    Piece::Line(line) => {
                        let there = note.split('\n').nth(number - 1).unwrap();
                        prop_assert!(there.contains(line), "{there:?} {line:?}");
                        if let Some((_, _, lines)) = blocks.last_mut() {
                            lines.push(line.to_owned());
                        }
                    }
                }
            }
            let words = |text: &str| text.split('\n').filter(|l| !l.trim().is_empty()).map(|l| l.trim_end_matches('\r').to_owned()).collect::<Vec<_>>();
            let seen = blocks.iter().map(|(key, title, lines)| (key.as_str(), title.as_str(), words(&lines.join("\n"))));
            let has = document.blocks().map(|(key, title, body)| (key, title, words(&body)));
            prop_assert_eq!(seen.collect::<Vec<_>>(), has.collect::<Vec<_>>());
        }
    }
}
