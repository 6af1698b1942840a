//! Guidance as styled lines: paragraphs, lists with hanging indents, bold and emphasis.

use pulldown_cmark::{Event, Parser, Tag, TagEnd};
use ratatui::style::{Modifier, Style};

use crate::text;

/// A line of styled pieces.
pub type StyledLine = Vec<(String, Style)>;

/// Renders Markdown into lines of at most so many cells.
pub fn render(markdown: &str, cells: usize, base: Style) -> Vec<StyledLine> {
    render_with(markdown, cells, base, false)
}

/// The same for a text that was made line by line: within lists, a line break stays one.
pub fn render_lines(markdown: &str, cells: usize, base: Style) -> Vec<StyledLine> {
    render_with(markdown, cells, base, true)
}

fn render_with(markdown: &str, cells: usize, base: Style, keep_breaks: bool) -> Vec<StyledLine> {
    let mut out = Writer {
        cells,
        lines: Vec::new(),
        text: String::new(),
        styles: Vec::new(),
        lists: Vec::new(),
        marker: None,
    };
    let mut style = base;
    let mut stack = Vec::new();
    let markdown = text::clean(markdown);
    for event in Parser::new(&markdown) {
        match event {
            Event::Start(Tag::Strong | Tag::Heading { .. }) => {
                stack.push(style);
                style = style.add_modifier(Modifier::BOLD);
            }
            Event::Start(Tag::Emphasis) => {
                stack.push(style);
                style = style.add_modifier(Modifier::ITALIC);
            }
            Event::End(TagEnd::Strong | TagEnd::Emphasis) => style = stack.pop().unwrap_or(base),
            Event::End(TagEnd::Heading(_)) => {
                style = stack.pop().unwrap_or(base);
                out.flush();
                out.gap();
            }
            Event::Start(Tag::List(start)) => {
                out.flush();
                // A list belongs to the sentence that introduces it.
                if out.lines.last().is_some_and(Vec::is_empty) {
                    out.lines.pop();
                }
                out.lists.push(start);
            }
            Event::End(TagEnd::List(_)) => {
                out.flush();
                out.lists.pop();
                out.gap();
            }
            Event::Start(Tag::Item) => {
                out.flush();
                out.marker = Some(out.next_marker());
            }
            Event::End(TagEnd::Item) => out.flush(),
            Event::End(TagEnd::Paragraph) => {
                out.flush();
                out.gap();
            }
            // Ids, beside the words that people read.
            Event::Code(t) if keep_breaks => out.push(&t, style.add_modifier(Modifier::DIM)),
            Event::Text(t) | Event::Code(t) | Event::Html(t) | Event::InlineHtml(t) => out.push(&t, style),
            Event::SoftBreak if keep_breaks && !out.lists.is_empty() => out.flush(),
            Event::SoftBreak => out.push(" ", style),
            Event::HardBreak => out.flush(),
            _ => {}
        }
    }
    out.flush();
    while out.lines.last().is_some_and(Vec::is_empty) {
        out.lines.pop();
    }
    out.lines
}

struct Writer {
    cells: usize,
    lines: Vec<StyledLine>,
    text: String,
    /// Where in `text` a style begins.
    styles: Vec<(usize, Style)>,
    /// The open lists, with the next number of numbered ones.
    lists: Vec<Option<u64>>,
    marker: Option<String>,
}

impl Writer {
    fn push(&mut self, text: &str, style: Style) {
        self.styles.push((self.text.len(), style));
        self.text.push_str(&text.replace('\n', " "));
    }

    fn next_marker(&mut self) -> String {
        match self.lists.last_mut() {
            Some(Some(n)) => {
                *n += 1;
                format!("{}. ", *n - 1)
            }
            _ => "• ".to_owned(),
        }
    }

    /// A blank line, unless there is one; none within a list.
    fn gap(&mut self) {
        if self.lists.is_empty() && self.lines.last().is_some_and(|l| !l.is_empty()) {
            self.lines.push(Vec::new());
        }
    }

    fn flush(&mut self) {
        if self.text.is_empty() && self.marker.is_none() {
            return;
        }
        let depth = self.lists.len().saturating_sub(1) * 2;
        let marker = self.marker.take();
        let hang = if self.lists.is_empty() { 0 } else { marker.as_deref().map_or(2, text::width) };
        let width = self.cells.saturating_sub(depth + hang).max(1);
        let text = std::mem::take(&mut self.text);
        let styles = std::mem::take(&mut self.styles);
        for (i, row) in text::wrap(&text, width).into_iter().enumerate() {
            let row_end = row.start + text[row.clone()].trim_end().len();
            let mut line: StyledLine = Vec::new();
            let indent = match (&marker, i) {
                (Some(marker), 0) => format!("{}{marker}", " ".repeat(depth)),
                _ => " ".repeat(depth + hang),
            };
            if !indent.is_empty() {
                line.push((indent, Style::new()));
            }
            for (n, (start, style)) in styles.iter().enumerate() {
                let end = styles.get(n + 1).map_or(text.len(), |(next, _)| *next);
                let (from, to) = ((*start).max(row.start), end.min(row_end));
                if from < to {
                    line.push((text[from..to].to_owned(), *style));
                }
            }
            self.lines.push(line);
        }
    }
}

/// Words wrapped into lines of one style.
pub fn plain(words: &str, cells: usize, style: Style) -> Vec<StyledLine> {
    text::paragraphs(words, cells).into_iter().map(|line| vec![(line, style)]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_hang_and_bold_survives_a_break() {
        let lines =
            render("Do **not drift away** now.\n\n- one two three four\n- b\n\nEnd", 12, Style::new());
        let plain: Vec<String> = lines.iter().map(|l| l.iter().map(|(t, _)| t.as_str()).collect()).collect();
        assert_eq!(plain, ["Do not drift", "away now.", "• one two", "  three four", "• b", "", "End"]);
        assert!(lines[1][0].1.add_modifier.contains(Modifier::BOLD));
    }
}
