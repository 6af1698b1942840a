//! Nothing that was typed is markup.

use proptest::prelude::*;
use pulldown_cmark::{Event, Options, Parser, Tag};

use super::super::report::{Block, Note, Part, Report, Table, Words};
use super::super::{docx, html, markdown};
use super::in_docx;

/// A report of one block, and how often each kind of mark is ours in it.
fn reports(typed: &str) -> Vec<(Report, &'static [&'static str])> {
    let words = || Words { text: typed.to_owned(), time: None };
    let line = crate::text::clean_line(typed);
    let table = Table { head: vec!["A".into(), line.clone()], rows: vec![vec![words(), words()]] };
    let at = chrono::DateTime::parse_from_rfc3339("2026-11-21T14:02:10-05:00").ok();
    let blocks: Vec<(Block, &'static [&'static str])> = vec![
        (Block::Heading(1, line.clone()), &["heading"]),
        (Block::Paragraph(typed.to_owned()), &[]),
        (Block::Text(words()), &[]),
        (Block::Quote(typed.to_owned()), &["quote"]),
        (Block::List(vec![typed.to_owned(), typed.to_owned()]), &["list", "item", "item"]),
        (Block::Ticks(vec![(true, typed.to_owned())]), &["list", "item", "task"]),
        (Block::Table(table), &["table"]),
        (Block::Facts(vec![(line, words())]), &["list", "item", "strong"]),
        (Block::Notes(vec![Note { at, text: typed.to_owned() }]), &["list", "item", "emphasis"]),
    ];
    let report = |block| Report {
        title: "T".into(),
        language: "en".into(),
        parts: vec![Part { title: None, language: "en".into(), blocks: vec![block] }],
    };
    blocks.into_iter().map(|(block, marks)| (report(block), marks)).collect()
}

/// The marks in a text, without its title, and its words.
fn read(text: &str) -> (Vec<&'static str>, String) {
    let (mut marks, mut words) = (Vec::new(), String::new());
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_HEADING_ATTRIBUTES;
    for event in Parser::new_ext(text, options) {
        match event {
            Event::Start(tag) => marks.extend(match tag {
                Tag::Paragraph | Tag::TableHead | Tag::TableRow | Tag::TableCell => None,
                Tag::Heading { .. } => Some("heading"),
                Tag::BlockQuote(_) => Some("quote"),
                Tag::List(_) => Some("list"),
                Tag::Item => Some("item"),
                Tag::Table(_) => Some("table"),
                Tag::Strong => Some("strong"),
                Tag::Emphasis => Some("emphasis"),
                _ => Some("other"),
            }),
            Event::Text(text) => words.push_str(&text),
            Event::TaskListMarker(_) => marks.push("task"),
            Event::InlineHtml(html) if &*html == "<br>" => words.push('\n'),
            Event::SoftBreak | Event::HardBreak => words.push('\n'),
            Event::End(_) => words.push('\n'),
            _ => marks.push("other"),
        }
    }
    marks.remove(0);
    (marks, words)
}

/// The words, in whatever way they are parted.
fn bare(text: &str) -> String {
    text.split_whitespace().collect()
}

fn holds(typed: &str) -> Result<(), TestCaseError> {
    for (report, own) in reports(typed) {
        let text = markdown(&report);
        let (marks, words) = read(&text);
        prop_assert_eq!(&marks, own, "{:?}\n{}", typed, text);
        prop_assert!(bare(&words).contains(&bare(typed)), "{:?}\n{}\n{}", typed, text, words);
        let page = html(&report);
        let body = page.split("</style>").nth(1).unwrap_or_default();
        for line in typed.lines() {
            let escaped =
                line.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;");
            prop_assert!(bare(body).contains(&bare(&escaped)), "{typed:?}\n{body}");
        }
        let document = in_docx(&docx(&report).unwrap());
        prop_assert!(bare(&document).contains(&bare(typed)), "{typed:?}\n{document}");
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn what_is_typed_stays_what_it_is(typed in "([-#>*_`~|\\\\\\[\\]()!&;:=+.$'\"{}<a-c0-2 \\n\\t]|&amp;|<br>|\\]\\(x\\)|http://x|ä){0,24}") {
        prop_assume!(!typed.trim().is_empty());
        holds(&typed)?;
    }

    #[test]
    fn any_words_can_be_written(typed in "\\PC{0,40}") {
        let visible: String = typed.chars().filter(|c| !crate::text::is_unsafe(*c)).collect();
        for (report, _) in reports(&visible) {
            markdown(&report);
            html(&report);
            in_docx(&docx(&report).unwrap());
        }
    }
}

#[test]
fn marks_that_were_once_taken_for_ours() {
    for typed in [
        "# no heading",
        "- no list\n* none\n+ none\n1. none\n23) none",
        "> no quote",
        "a\n---\nb\n===\nc",
        "***\n___\n* * *",
        "```\nno code\n```\n    none\n~~~",
        "| a | b |\n|---|---|\n| c | d |",
        "[x]: http://x\n[x](y) ![z](w) <http://x> <b>no</b> &amp; &#35;",
        "*a* _b_ __c__ `d` ~~e~~ a_b_c \\*",
        "[ ] a\n[x] b\n[^1] c\n[^1]: d",
        "a #\n# #",
        "{#x} # {#y}",
        "a\\\nb  \nc",
        ": a\n::: b",
        "---\nno: front matter\n---",
    ] {
        holds(typed).unwrap();
    }
}

#[test]
fn what_no_page_can_hold_is_not_in_it() {
    let typed = "a\u{0}b\u{1b}[31mc\u{fffe}d\u{ffff}e\u{202e}f";
    let words = Words::lines(typed);
    assert_eq!(words.text, "a\u{fffd}b\u{fffd}[31mc\u{fffe}d\u{ffff}e\u{fffd}f");
    let report = Report {
        title: "T".into(),
        language: "en".into(),
        parts: vec![Part { title: None, language: "en".into(), blocks: vec![Block::Text(words)] }],
    };
    assert!(in_docx(&docx(&report).unwrap()).contains("[31mcde"));
}
