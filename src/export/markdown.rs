//! A report as Markdown (CommonMark, with tables): plain to read, and nothing that was typed is markup.

use super::report::{Block, Note, Part, Report, Table, Words, moment, with_colon};

/// What is longer in brackets is a sentence, and may well have a mark before them.
const BRACKETED: usize = 60;

/// The report as Markdown.
pub fn markdown(report: &Report) -> String {
    let mut out = format!("# {}\n", title(&report.title));
    for part in &report.parts {
        write_part(&mut out, part);
    }
    out
}

fn write_part(out: &mut String, part: &Part) {
    let mut level = 1;
    if let Some(words) = &part.title {
        out.push_str(&format!("\n## {}\n", title(words)));
        level = 2;
    }
    for block in &part.blocks {
        out.push('\n');
        match block {
            Block::Heading(nth, words) => {
                let hashes = "#".repeat((level + usize::from(*nth)).min(6));
                out.push_str(&format!("{hashes} {}\n", title(words)));
            }
            Block::Paragraph(text) => out.push_str(&format!("{}\n", paragraphs(text, ""))),
            Block::Text(words) => out.push_str(&format!("{}\n", paragraphs(&words.text, ""))),
            Block::Quote(text) => out.push_str(&format!("> {}\n", paragraphs(text, "> "))),
            Block::List(items) => {
                items.iter().for_each(|item| out.push_str(&format!("- {}\n", paragraphs(item, "  "))));
            }
            Block::Ticks(items) => {
                for (is_done, item) in items {
                    let mark = if *is_done { 'x' } else { ' ' };
                    out.push_str(&format!("- [{mark}] {}\n", paragraphs(item, "  ")));
                }
            }
            Block::Table(table) => write_table(out, table),
            Block::Facts(facts) => {
                for (label, words) in facts {
                    let said = paragraphs(&words.text, "  ");
                    out.push_str(&format!("- **{}** {said}\n", inline(&with_colon(label))));
                }
            }
            Block::Notes(notes) => notes.iter().for_each(|note| write_note(out, note)),
        }
    }
}

fn write_note(out: &mut String, note: &Note) {
    let text = paragraphs(&note.text, "  ");
    match &note.at {
        Some(at) => out.push_str(&format!("- *{}:* {text}\n", moment(at))),
        None => out.push_str(&format!("- {text}\n")),
    }
}

fn write_table(out: &mut String, table: &Table) {
    let row = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
    out.push_str(&row(table.head.iter().map(|cell| inline(cell)).collect()));
    out.push_str(&format!("|{}\n", " --- |".repeat(table.head.len())));
    for cells in &table.rows {
        out.push_str(&row(cells.iter().map(cell).collect()));
    }
}

/// What stands in a cell has one line.
fn cell(words: &Words) -> String {
    let lines: Vec<String> = words.text.lines().map(|line| inline(line.trim())).collect();
    lines.join("<br>")
}

/// A text with its lines and its paragraphs, each line but the first behind `indent`.
fn paragraphs(text: &str, indent: &str) -> String {
    let mut lines: Vec<&str> = text.trim_end().lines().collect();
    let above = lines.iter().take_while(|line| line.trim().is_empty()).count();
    lines.drain(..above);
    let is_blank = |nth: usize| lines.get(nth).is_none_or(|line| line.trim().is_empty());
    let mut out = String::new();
    for (nth, line) in lines.iter().enumerate() {
        if nth > 0 {
            out.push('\n');
            out.push_str(if is_blank(nth) { indent.trim_end() } else { indent });
        }
        if is_blank(nth) {
            continue;
        }
        out.push_str(&line_of(line));
        // The next line goes on in the same paragraph, and this one is broken here.
        if !is_blank(nth + 1) {
            out.push('\\');
        }
    }
    out
}

/// A title on its line: what stands at its end is no attribute.
fn title(words: &str) -> String {
    let title = inline(words);
    match title.strip_suffix('}') {
        Some(title) => format!("{title}&#125;"),
        None => title,
    }
}

/// A line of its own: nothing at its beginning opens a block.
fn line_of(line: &str) -> String {
    let line = line.trim_end();
    let bare = line.trim_start();
    // Blanks in front would be code; those that do not break are only blanks.
    let blanks: String = line[..line.len() - bare.len()]
        .chars()
        .flat_map(|c| std::iter::repeat_n('\u{a0}', if c == '\t' { 4 } else { 1 }))
        .collect();
    let escaped = inline(bare);
    if !blanks.is_empty() {
        return blanks + &escaped;
    }
    let digits = escaped.bytes().take_while(u8::is_ascii_digit).count();
    match escaped.as_bytes().get(digits) {
        Some(b'.' | b')') if digits > 0 => format!("{}\\{}", &escaped[..digits], &escaped[digits..]),
        Some(b'-' | b'+' | b'=' | b':') if digits == 0 => format!("\\{escaped}"),
        _ => escaped,
    }
}

/// Words within a line, as they are.
fn inline(words: &str) -> String {
    let mut out = String::with_capacity(words.len() + 8);
    let mut before = ' ';
    // Up to here brackets are only brackets.
    let mut bare = 0;
    let mut rest = words.char_indices().peekable();
    while let Some((at, c)) = rest.next() {
        let next = rest.peek().map_or(' ', |(_, next)| *next);
        if c == '[' && bare <= at {
            bare = at + bracketed(&words[at..]);
        }
        let is_markup = match c {
            '[' | ']' => at >= bare,
            '\\' | '`' | '*' | '<' | '|' | '~' => true,
            // Within a word it is none.
            '_' => !(before.is_alphanumeric() && next.is_alphanumeric()),
            '&' => next == '#' || next.is_ascii_alphabetic(),
            '{' => matches!(next, '#' | '.'),
            '>' => before == ' ' && out.trim().is_empty(),
            // At the beginning it opens a heading, and at the end it closes one.
            '#' => matches!(before, ' ' | '#') || next == ' ',
            _ => false,
        };
        if is_markup {
            out.push('\\');
        }
        out.push(if c == '\n' { ' ' } else { c });
        before = c;
    }
    out
}

/// The bytes of words in brackets that are nothing else: no link, no footnote and no box. 0 if they may be.
fn bracketed(words: &str) -> usize {
    let near = words.char_indices().take(BRACKETED);
    let Some((end, _)) = near.skip(1).find(|(_, c)| matches!(c, ']' | '[')).filter(|(_, c)| *c == ']') else {
        return 0;
    };
    let (inner, behind) = (&words[1..end], &words[end + 1..]);
    let is_plain =
        inner.chars().all(|c| c.is_alphanumeric() || c == ' ' || c == '-') && inner.trim().len() > 1;
    if is_plain && !behind.starts_with(['(', '[', ':', '{']) { end + 1 } else { 0 }
}
