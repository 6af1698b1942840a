//! Who and when: labels with a line of text each.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::fields::{BAR, draw_rows};
use crate::agenda::Client;
use crate::document::How;
use crate::text;
use crate::tui::app::form::{Form, Line, Purpose};
use crate::tui::app::list::Sight;
use crate::tui::app::{App, Screen};
use crate::tui::view;
use crate::tui::widget::paint;
use crate::tui::widget::rows::Rows;

/// What one can type for a day.
pub const DAYS: &str = "tomorrow 12:30, next friday, 24 nov";

/// Where the second way to begin stands, right of the first.
const BESIDE_GO: u16 = 9;

/// Cells that a line of the form has for text.
pub fn text_width(size: (u16, u16)) -> usize {
    usize::from(view::body(size).width).saturating_sub(3).clamp(10, 70)
}

/// A line of the form: where it begins, how many rows its label, body and remark take.
struct Part {
    line: Line,
    top: usize,
    /// Cells to its left: the two ways to begin stand beside each other.
    left: u16,
    label: usize,
    body: usize,
    remark: usize,
}

fn parts(form: &Form, width: usize) -> Vec<Part> {
    let mut top = 0;
    let mut parts = Vec::new();
    for line in form.lines() {
        let body = match line {
            Line::How => How::ALL.len(),
            line if line.begins() => 1,
            _ if line == form.line => form.editor.rows().count(),
            _ => Rows::of(form.text(line), width).count(),
        };
        let label = usize::from(!line.begins());
        let remark = match line {
            Line::Client if line == form.line => form.matches.len(),
            line => usize::from(line == Line::When),
        };
        let left = if line == Line::Quick { BESIDE_GO } else { 0 };
        parts.push(Part { line, top, left, label, body, remark });
        if !line.begins() {
            top += label + body + remark + 1;
        }
    }
    parts
}

/// The words of a line that begins.
fn begin(form: &Form, line: Line) -> &'static str {
    match form.purpose {
        Purpose::New(_) => match (line, form.is_quick(line)) {
            (Line::Quick, _) => " Five minutes: only what matters most ",
            (_, true) => " Begin with five minutes: only what matters most ",
            (_, false) => " Begin ",
        },
        Purpose::Caller => " Go on: what was it about? ",
        Purpose::Details { .. } => " Done ",
    }
}

/// Where the line one is in stands.
pub fn sight(form: &Form, width: usize) -> Sight {
    let parts = parts(form, width);
    let total = parts.last().map_or(0, |p| p.top + p.body);
    let Some(part) = parts.iter().find(|p| p.line == form.line) else {
        return Sight { first: 0, last: 0, cursor: None, total };
    };
    let top = part.top + part.label;
    let cursor = form.is_text().then(|| top + form.editor.place(form.text(form.line)).0);
    Sight { first: part.top, last: top + part.body + part.remark - 1, cursor, total }
}

/// The line under the mouse, with the row and cell of its body.
pub fn at(app: &App, x: u16, y: u16) -> Option<(Line, usize, usize)> {
    let Screen::Form(form) = &app.screen else { return None };
    let body = view::body(app.size);
    if !body.contains((x, y).into()) {
        return None;
    }
    let row = form.scroll + usize::from(y - body.y);
    let parts = parts(form, text_width(app.size));
    let part = parts.into_iter().rev().find(|p| p.top <= row && body.x + p.left <= x)?;
    // Beside a text one may miss a little; nothing begins from a click on nothing.
    let words = begin(form, part.line).len();
    if part.line.begins() && (row > part.top || usize::from(x - body.x - part.left) >= words) {
        return None;
    }
    let below = (row - part.top).saturating_sub(part.label + part.body);
    let is_match =
        part.line == Line::Client && row - part.top >= part.label + part.body && below < part.remark;
    let within = (row - part.top).saturating_sub(part.label).min(part.body.saturating_sub(1));
    let within = if is_match { part.body + below } else { within };
    Some((part.line, within, usize::from(x - body.x).saturating_sub(2)))
}

/// Draws the form.
pub fn draw(app: &App, form: &Form, buffer: &mut Buffer) -> Option<Position> {
    let theme = &app.theme;
    let body = view::body(app.size);
    let width = text_width(app.size);
    let mut cursor = None;
    let y_of = |row: usize| {
        let row = row.checked_sub(form.scroll)?;
        u16::try_from(row).ok().filter(|r| *r < body.height).map(|r| body.y + r)
    };
    for part in parts(form, width) {
        let here = part.line == form.line;
        if let Some(y) = y_of(part.top).filter(|_| part.label > 0) {
            let optional = if part.line == Line::Client { "" } else { "  if you like" };
            let pieces = [(part.line.label(), theme.strong), (optional, theme.quiet)];
            paint::put_all(buffer, body.x, y, body.width, &pieces);
        }
        let top = part.top + part.label;
        match part.line {
            Line::How => {
                for (i, how) in How::ALL.into_iter().enumerate() {
                    let Some(y) = y_of(top + i) else { continue };
                    let tick = if form.how == Some(how) { "(x) " } else { "( ) " };
                    let style = if here && form.marked_how == i { theme.marked } else { theme.text };
                    let words = format!(" {tick}{} ", how.word());
                    paint::put(buffer, body.x, y, body.width, &words, style);
                }
            }
            line if line.begins() => {
                let Some(y) = y_of(top) else { continue };
                let words = begin(form, line);
                let style = if here { theme.marked } else { theme.accent };
                paint::put(buffer, body.x + part.left, y, body.width.saturating_sub(part.left), words, style);
            }
            line => {
                let text = form.text(line);
                let own;
                let rows = if here {
                    form.editor.rows()
                } else {
                    own = Rows::of(text, width);
                    &own
                };
                for row in 0..rows.count() {
                    let Some(y) = y_of(top + row) else { continue };
                    let bar = if here { theme.accent } else { theme.quiet };
                    paint::put(buffer, body.x, y, 1, BAR, bar);
                    let selected = form.editor.selection().filter(|_| here);
                    draw_rows(buffer, body.x + 2, y, body.width - 2, text, rows.row(row), selected, theme);
                }
                if here {
                    let (row, cell) = form.editor.place(text);
                    cursor = y_of(top + row)
                        .map(|y| Position::new(body.x + 2 + u16::try_from(cell).unwrap_or(0), y));
                }
            }
        }
        if part.line == Line::Client {
            for (nth, client) in form.matches.iter().enumerate().take(part.remark) {
                let Some(y) = y_of(top + part.body + nth) else { continue };
                draw_match(app, client, form.picked == Some(nth), Rect { y, height: 1, ..body }, buffer);
            }
        } else if let Some(y) = y_of(top + part.body).filter(|_| part.remark > 0) {
            let (words, style) = remark(app, form);
            paint::put(buffer, body.x + 2, y, body.width.saturating_sub(2), &words, style);
        }
    }
    cursor
}

/// Somebody of an earlier conversation who may be meant.
fn draw_match(app: &App, client: &Client, picked: bool, row: Rect, buffer: &mut Buffer) {
    let theme = &app.theme;
    let also = (!client.also.is_empty()).then(|| format!("also {}", client.also.join(", ")));
    let more: Vec<_> = client.organisation.iter().cloned().chain(also).collect();
    let more = if more.is_empty() { String::new() } else { format!(" · {}", more.join(" · ")) };
    let (name, more) = (text::clean_line(&client.name), text::clean_line(&more));
    let (strong, quiet) = if picked { (theme.marked, theme.marked) } else { (theme.text, theme.quiet) };
    let how = if picked { " · Enter takes it " } else { " " };
    let pieces =
        [("↓ ", theme.quiet), (name.as_str(), strong), (" ", quiet), (more.as_str(), quiet), (how, quiet)];
    paint::put_all(buffer, row.x + 2, row.y, row.width.saturating_sub(2), &pieces);
}

/// What a typed day means, before it counts.
fn remark(app: &App, form: &Form) -> (String, ratatui::style::Style) {
    let typed = form.text(Line::When);
    match form.when(&*app.clock) {
        Some(when) => (when.in_full(), app.theme.good),
        None if typed.trim().is_empty() => (DAYS.to_owned(), app.theme.quiet),
        None => {
            let typed = text::clean_line(typed);
            (format!("“{}” is no day yet", text::ellipsis(&typed, 20)), app.theme.warning)
        }
    }
}
