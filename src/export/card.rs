//! The pocket card as a page to print: one index card of 3 by 5 inches, in one file.

use crate::card::{Card, LEAVE_IT};
use crate::playbook::card::{LINES, Part};
use crate::text;

/// Everything is in the page: nothing is fetched, and nothing runs. All lines have the same height, and
/// the letters the same width, so that what fits on a card fits on its page.
const STYLE: &str = "\
@page { size: 5in 3in; margin: 0; }
* { margin: 0; padding: 0; box-sizing: border-box; }
.card { width: 5in; height: 3in; padding: 0.2in 0.22in 0; overflow: hidden; color: #111; background: #fff;
  font: 11pt/15pt ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', 'Liberation Mono', monospace; }
.card p { height: 15pt; overflow: hidden; white-space: pre; }
.card .heading { font-weight: bold; border-bottom: 1pt solid #999; height: 17pt; margin-bottom: 2pt; }
.card .ask { font-weight: bold; }
.card .tone { font-style: italic; }
@media screen {
  body { background: #ddd; padding: 2em; font: 11pt/1.5 system-ui, sans-serif; color: #333; }
  .card { border-radius: 0.08in; box-shadow: 0 1px 6px #0006; margin-bottom: 1em; }
}
@media print { .hint { display: none; } }
";

/// The page of a card.
pub fn card(card: &Card) -> String {
    let mut lines = String::new();
    for item in &card.items {
        for line in &item.lines {
            lines.push_str(&format!(
                "<p class=\"{}\" dir=\"auto\">{}</p>\n",
                class(item.part),
                escaped(line)
            ));
        }
    }
    debug_assert!(card.lines().count() <= LINES);
    let title = card.lines().next().unwrap_or_default();
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n\
         <title>{}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<div class=\"card\">\n{lines}</div>\n\
         <p class=\"hint\">To print: an index card of 3 by 5 inches, at 100 %. {LEAVE_IT}</p>\n</body>\n</html>\n",
        escaped(title)
    )
}

fn class(part: Part) -> &'static str {
    match part {
        Part::Heading => "heading",
        Part::Question => "question",
        Part::Fact => "fact",
        Part::Tone => "tone",
        Part::Ask => "ask",
        Part::WayOut => "way-out",
    }
}

/// A text as it stands between tags: nothing in it is one.
fn escaped(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    for c in text::clean(words).chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::card::Item;

    fn page(lines: &[(Part, &str)]) -> String {
        let item = |(part, line): &(Part, &str)| Item {
            part: *part,
            lines: vec![(*line).to_owned()],
            words: (*line).to_owned(),
        };
        card(&Card { items: lines.iter().map(item).collect() })
    }

    #[test]
    fn the_page_of_a_card() {
        insta::assert_snapshot!(page(&[
            (Part::Heading, "Ada · Tue 24 Nov, 12:30"),
            (Part::Question, "• What would you change?"),
            (Part::Tone, "Avoid: Interrupting"),
            (Part::Ask, "“May we try again?”"),
            (Part::WayOut, "“No.” → I understand."),
        ]));
    }

    #[test]
    fn nothing_that_was_typed_is_a_tag() {
        let page = page(&[(Part::Question, "</style><script>alert('1')</script> & \"\u{1b}[31m\u{202e}")]);
        assert!(
            page.contains("&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt; &amp; &quot;\u{FFFD}[31m\u{FFFD}"),
            "{page}"
        );
        assert_eq!(page.matches("</style>").count(), 1);
        assert!(!page.contains("<script"));
    }

    #[test]
    fn it_fetches_nothing() {
        let page = page(&[]);
        for word in ["http://", "https://", "url(", "@import", "src=", "href=", "<script"] {
            assert!(!page.contains(word), "{word}");
        }
    }
}
