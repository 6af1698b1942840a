//! The card to take along, drawn as one.

use ratatui::style::Style;

use crate::card::{Card, LEAVE_IT};
use crate::playbook::card::{CELLS, Part, fit};
use crate::text;
use crate::tui::app::App;
use crate::tui::app::card::CardView;
use crate::tui::app::list::{Page, PageLine};
use crate::tui::theme::Theme;

/// What the edges of the card take beside its lines.
const EDGES: usize = 4;

/// The page.
pub fn page(app: &App, view: &CardView, cells: usize) -> Page {
    let (Some(card), Some(session)) = (app.shown_card(), app.session()) else { return Page::default() };
    let theme = &app.theme;
    // In a narrow window its lines are broken anew: then it is longer.
    let inner = CELLS.min(cells.saturating_sub(EDGES));
    let left = cells.saturating_sub(inner + EDGES) / 2;
    let centred = |words: &str, style: Style| {
        let rows = text::paragraphs(&text::clean_line(words), cells);
        let indent = |row: &str| " ".repeat(cells.saturating_sub(text::width(row)) / 2);
        rows.into_iter().map(|row| line(vec![(indent(&row), style), (row, style)])).collect::<Vec<_>>()
    };
    let mut lines = vec![edge("╭", "╮", inner, left, theme)];
    for (words, style) in rows(&card, inner, theme) {
        let blank = " ".repeat(inner.saturating_sub(text::width(&words)));
        let side = |mark: &str| (mark.to_owned(), theme.quiet);
        let first = side(&format!("{}│ ", " ".repeat(left)));
        lines.push(line(vec![first, (words, style), side(&format!("{blank} │"))]));
    }
    lines.push(edge("╰", "╯", inner, left, theme));
    let leave = match view.before_talk {
        true => format!("{LEAVE_IT} Enter when you are back."),
        false => LEAVE_IT.to_owned(),
    };
    lines.extend(centred(&leave, theme.text));
    let names = if view.full {
        "With the surname and the firm. Without them: f"
    } else {
        "Without the surname and the firm. With them: f"
    };
    lines.extend(centred(names, theme.quiet));
    let id = &session.head().id;
    let full = if view.full { " --full-names" } else { "" };
    let print = format!("To print it: goodterms export {id} --to card{full} -o card.html");
    lines.extend(centred(&print, theme.quiet));
    let above = app.page_height().saturating_sub(lines.len()) / 2;
    lines.splice(0..0, std::iter::repeat_with(PageLine::default).take(above));
    Page { lines, ..Page::default() }
}

/// The lines of the card in so many cells.
fn rows(card: &Card, cells: usize, theme: &Theme) -> Vec<(String, Style)> {
    let mut rows = Vec::new();
    for item in &card.items {
        let style = match item.part {
            Part::Heading | Part::Ask => theme.strong,
            Part::Tone => theme.warning,
            Part::Question | Part::Fact | Part::WayOut => theme.text,
        };
        let lines = match cells < CELLS {
            true => fit(item.part, &item.words, usize::MAX, cells).0,
            false => item.lines.clone(),
        };
        rows.extend(lines.into_iter().map(|line| (line, style)));
    }
    rows
}

fn edge(from: &str, to: &str, inner: usize, left: usize, theme: &Theme) -> PageLine {
    let edge = format!("{}{from}{}{to}", " ".repeat(left), "─".repeat(inner + 2));
    line(vec![(edge, theme.quiet)])
}

fn line(pieces: Vec<(String, Style)>) -> PageLine {
    PageLine { pieces, ..PageLine::default() }
}
