//! One playbook: as a page to read, or what is wrong in it.

use ratatui::style::Style;

use super::playbooks::add;
use crate::catalog::Entry;
use crate::diagnostic::{Excerpt, Fault, Lines, Severity, has_errors, tally};
use crate::playbook::page as readable;
use crate::text;
use crate::tui::app::App;
use crate::tui::app::list::{Page, PageLine};
use crate::tui::app::playbooks::{Opened, View};
use crate::tui::widget::markdown::{self, StyledLine};

/// A page is read more easily if its lines are not too long.
const LINE_MAX: usize = 92;
/// So many lines of a fault that goes over several are shown.
const LINES_SHOWN: usize = 3;

/// The page.
pub fn page(app: &App, opened: &Opened, cells: usize) -> Page {
    let Some(entry) = app.catalog.entry(&opened.key) else { return Page::default() };
    match (&entry.playbook, opened.view) {
        (Some(playbook), View::Page) => {
            let text = readable::page(playbook);
            // Its title stands at the top of the screen.
            let text = text.split_once('\n').map_or("", |(_, rest)| rest);
            let lines = markdown::render_lines(text, cells.min(LINE_MAX), app.theme.text);
            let lines = lines.into_iter().map(|pieces| PageLine { pieces, ..PageLine::default() });
            Page { lines: lines.collect(), ..Page::default() }
        }
        _ => faults(app, entry, cells),
    }
}

/// Every fault under its line, with what to do.
fn faults(app: &App, entry: &Entry, cells: usize) -> Page {
    let theme = &app.theme;
    let mut page = Page { marks_first: true, ..Page::default() };
    let used = match &entry.playbook {
        Some(_) if has_errors(&entry.faults) => {
            "It can be used; what cannot go along to another stays behind."
        }
        Some(_) => "Warnings are advice: it can be used as it is.",
        None => "It cannot be used until its errors are gone.",
    };
    add(&mut page, &format!("{}. {used}", tally(&entry.faults)), 0, cells, theme.strong, None);
    let place = entry.path.as_ref().map_or_else(|| entry.id.clone(), |path| path.display().to_string());
    add(&mut page, &text::clean_line(&place), 0, cells, theme.quiet, None);
    let lines = Lines::of(&entry.source);
    for (item, fault) in entry.faults.iter().enumerate() {
        page.lines.push(PageLine::default());
        add_fault(app, &lines, fault, item, cells, &mut page);
    }
    page
}

fn add_fault(app: &App, lines: &Lines<'_>, fault: &Fault, item: usize, cells: usize, page: &mut Page) {
    let theme = &app.theme;
    let (word, style) = match fault.severity {
        Severity::Error => ("error", theme.bad),
        Severity::Warning => ("warning", theme.warning),
    };
    let (line, _) = lines.line_and_column(fault.span.start);
    let pieces = vec![(format!("Line {line}: {word}"), style)];
    let right = vec![(fault.code.to_owned(), theme.quiet)];
    page.lines.push(PageLine { pieces, right, item: Some(item) });
    add(page, &text::clean_line(&fault.message), 0, cells, theme.text, Some(item));
    for pieces in excerpt(app, &Excerpt::of(lines, &fault.span), style, cells) {
        page.lines.push(PageLine { pieces, right: Vec::new(), item: Some(item) });
    }
    if let Some(help) = &fault.help {
        let help = text::paragraphs(&text::clean_line(help), cells.saturating_sub(2).max(8));
        for (i, words) in help.into_iter().enumerate() {
            let lead = if i == 0 { "→ " } else { "  " };
            let pieces = vec![(lead.to_owned(), theme.accent), (words, theme.good)];
            page.lines.push(PageLine { pieces, right: Vec::new(), item: Some(item) });
        }
    }
}

/// The lines of a fault with their numbers, and carets under what is marked.
fn excerpt(app: &App, excerpt: &Excerpt, style: Style, cells: usize) -> Vec<StyledLine> {
    let theme = &app.theme;
    let all: Vec<&str> = excerpt.text.split('\n').collect();
    let digits = (excerpt.line + all.len().min(LINES_SHOWN) - 1).to_string().len();
    let room = cells.saturating_sub(digits + 3).max(8);
    let mut lines = Vec::new();
    let mut start = 0;
    for (i, line) in all.iter().enumerate().take(LINES_SHOWN) {
        let from = excerpt.span.start.clamp(start, start + line.len()) - start;
        let to = excerpt.span.end.clamp(start, start + line.len()) - start;
        start += line.len() + 1;
        let window = Window::of(line, from, to, room);
        lines.push(vec![
            (format!("{:>digits$} │ ", excerpt.line + i), theme.quiet),
            (window.before, theme.text),
            (window.marked, style),
            (window.after, theme.text),
        ]);
        let carets = "^".repeat(window.width.max(usize::from(i == 0)));
        lines.push(vec![
            (format!("{:>digits$} │ {}", "", " ".repeat(window.indent)), theme.quiet),
            (carets, style),
        ]);
    }
    if all.len() > LINES_SHOWN {
        lines.push(vec![(format!("{:>digits$} │ …", ""), theme.quiet)]);
    }
    lines
}

/// The part of a long line that is shown: what is marked, and as much around it as there is room.
struct Window {
    before: String,
    marked: String,
    after: String,
    /// Cells before what is marked, and that it takes.
    indent: usize,
    width: usize,
}

impl Window {
    fn of(line: &str, from: usize, to: usize, room: usize) -> Self {
        let shown = |part: &str| part.replace('\t', "    ");
        let (mut before, marked, after) = (shown(&line[..from]), shown(&line[from..to]), shown(&line[to..]));
        // Where not all of it fits, some words behind what is marked are left, too.
        let whole = text::width(&before) + text::width(&marked) + text::width(&after);
        let behind = text::width(&after).min(room / 4);
        let most = room.saturating_sub(text::width(&marked) + behind).max(room / 2);
        if whole > room && text::width(&before) > most {
            let mut cut = 0;
            while text::width(&before[cut..]) + 1 > most {
                cut += before[cut..].chars().next().map_or(1, char::len_utf8);
            }
            before = format!("…{}", &before[cut..]);
        }
        let indent = text::width(&before);
        let marked = text::ellipsis(&marked, room - indent.min(room)).into_owned();
        let width = text::width(&marked);
        let after = text::ellipsis(&after, room.saturating_sub(indent + width)).into_owned();
        Self { before, marked, after, indent, width }
    }
}
