//! A note taken apart and put together again, for files that are no notes: what it says is the same, how it
//! was written may not be.

use super::{Block, Document, FENCE, Head, HeadError, decode, encode, escape_line, heading_title};
use crate::text;

/// A heading of ours and what stands under it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    pub key: String,
    /// How deep the heading is: 1 to 6.
    pub level: usize,
    pub title: String,
    pub text: String,
}

impl Document {
    /// What the front matter has, with keys that are not ours.
    pub fn front_values(&self) -> Option<toml::Table> {
        toml::from_str(self.front_toml()?).ok()
    }

    /// What stands before the first heading of ours, without the blank lines around it.
    pub fn opening(&self) -> String {
        self.preamble.replace("\r\n", "\n").trim_matches('\n').to_owned()
    }

    /// The headings of ours in the order of the file.
    pub fn to_parts(&self) -> impl Iterator<Item = Part> {
        self.blocks.iter().map(|block| Part {
            key: block.key.clone(),
            level: block.heading.bytes().take_while(|b| *b == b'#').count(),
            title: heading_title(&block.heading).to_owned(),
            text: decode(&block.raw),
        })
    }

    /// The note without the blocks of some keys.
    #[must_use]
    pub fn without(mut self, is_out: impl Fn(&str) -> bool) -> Self {
        self.blocks.retain(|block| !is_out(&block.key));
        self
    }

    /// A note of these parts. What could read as front matter or as a heading of ours, and is none, is escaped.
    ///
    /// # Errors
    /// If the front matter is none of ours, or something in it is wrong.
    pub fn of_parts(
        front: &toml::Table,
        opening: &str,
        parts: impl IntoIterator<Item = Part>,
    ) -> Result<Self, HeadError> {
        let whole = toml::to_string(front).map_err(|error| HeadError::Wrong(error.to_string()))?;
        let head = Head::parse(&whole)?;
        // As we write it, unless there is more in it than we know.
        let ours = head.write_over("").unwrap_or_default();
        let says_all = toml::from_str::<toml::Table>(&ours).is_ok_and(|ours| ours == *front);
        let toml = if says_all { ours } else { whole };
        let mut document = Self { front: format!("{FENCE}\n{toml}{FENCE}\n"), ..Self::default() };
        document.preamble.push('\n');
        let opening = opening.replace("\r\n", "\n");
        for line in opening.trim_matches('\n').split_inclusive('\n').filter(|_| !opening.is_empty()) {
            // One that is escaped already stays as it is.
            let reads_as_ours = super::heading_key(line).is_some();
            document.preamble.push_str(&if reads_as_ours { escape_line(line) } else { line.to_owned() });
        }
        document.preamble.push_str(if opening.trim_matches('\n').is_empty() { "" } else { "\n\n" });
        for part in parts {
            let (hashes, title) = ("#".repeat(part.level.clamp(1, 6)), text::clean_line(&part.title));
            document.blocks.push(Block {
                heading: format!("{hashes} {title} {{#{}}}\n", part.key),
                key: part.key,
                raw: encode(&part.text.replace("\r\n", "\n")),
            });
        }
        Ok(document)
    }

    /// Whether a text can be the key of a heading.
    pub fn is_key(text: &str) -> bool {
        let heading = format!("# {{#{text}}}\n");
        !text.contains(text::is_unsafe)
            && !text.contains(['\n', '\t'])
            && super::heading_key(&heading) == Some(text)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn again(document: &Document) -> Document {
        let front = document.front_values().unwrap();
        Document::of_parts(&front, &document.opening(), document.to_parts()).unwrap()
    }

    #[test]
    fn a_note_as_we_write_it_comes_back_byte_for_byte() {
        let mut document = Document::new(&Head::sample(), "Exit: Ada");
        document.insert(None, 2, "Where it slipped", "slipped", "");
        document.insert(
            Some("slipped"),
            3,
            "Her words",
            "slipped.words",
            "No.\n\n## One {#one}\n\\## Two {#two}",
        );
        assert_eq!(again(&document).render(), document.render());
    }

    #[test]
    fn keys_of_ones_own_come_along() {
        let toml = Head::sample().write_over("").unwrap();
        let own = "mine = { a = [1, 2.5, true], b = \"x\" }\n[client]\nvip = true\n";
        let toml = toml.replace("client = { name = \"Ada Byron\" }\n", "")
            + &own.replace("vip", "name = \"Ada\"\nvip");
        let document = Document::parse(&format!("+++\n{toml}+++\n\nA\n"));
        let back = again(&document);
        assert_eq!(back.front_values(), document.front_values());
        assert_eq!(back.head().unwrap(), document.head().unwrap());
    }

    #[test]
    fn what_comes_in_is_never_a_heading_that_it_is_not() {
        let front = Document::new(&Head::sample(), "x").front_values().unwrap();
        let part = |key: &str, text: &str| Part {
            key: key.into(),
            level: 9,
            title: "a\n## b {#c}".into(),
            text: text.into(),
        };
        let parts = [part("one", "+++\n## x {#y}"), part("one", "")];
        let document = Document::of_parts(&front, "+++\n# T {#t}\n+++", parts.clone()).unwrap();
        let read = Document::parse(&document.render());
        assert_eq!(read, document);
        assert_eq!(read.keys().collect::<Vec<_>>(), ["one", "one"]);
        assert_eq!(read.body("one").unwrap(), "+++\n## x {#y}");
        for key in ["", "a}", "{", "a\nb", "a{#b", "\u{1b}", "a\u{202e}"] {
            assert!(!Document::is_key(key), "{key:?}");
        }
        assert!(Document::is_key("slipped.where") && Document::is_key("é x"));
    }

    proptest! {
        #[test]
        fn any_note_says_the_same_taken_apart_and_put_together(
            text in "(## [a-c ]{0,3}\\{#[a-c.]{1,4}\\}\n|\\\\?## x \\{#one\\}\n|[^\r]{0,20}\n|\n){0,9}",
        ) {
            let toml = Head::sample().write_over("").unwrap();
            let document = Document::parse(&format!("+++\n{toml}+++\n{text}"));
            let back = again(&document);
            prop_assert_eq!(back.to_parts().map(|p| (p.key, p.text)).collect::<Vec<_>>(),
                document.to_parts().map(|p| (p.key, p.text)).collect::<Vec<_>>());
            prop_assert_eq!(back.opening(), document.opening());
            prop_assert_eq!(Document::parse(&back.render()), back.clone());
            prop_assert_eq!(again(&back).render(), back.render());
        }
    }
}
