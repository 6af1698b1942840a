//! Other names for a client.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::input;
use crate::text;
use crate::tui::app::clients::ClientPage;
use crate::tui::app::rename::{Rename, RenameLine};
use crate::tui::app::{App, Screen};
use crate::tui::view;
use crate::tui::widget::paint;

/// Rows of a line: its label, its text, and a blank one where there is room.
fn rows(height: u16) -> u16 {
    if height >= 11 { 3 } else { 2 }
}

/// The row of a line's text.
fn row(line: RenameLine, area: Rect) -> Rect {
    let nth = RenameLine::ALL.iter().position(|l| *l == line).unwrap_or(0);
    let above = if line == RenameLine::Go { 0 } else { 1 };
    let y = area.y + u16::try_from(nth).unwrap_or(0) * rows(area.height) + above;
    Rect { y: y.min(area.bottom().saturating_sub(1)), height: 1, ..area }
}

fn button(page: &ClientPage) -> String {
    let notes = text::count(page.client.notes.len(), "conversation");
    format!(" Rename in {notes} ")
}

/// Draws the form.
pub fn draw(app: &App, page: &ClientPage, form: &Rename, buffer: &mut Buffer) -> Option<Position> {
    let theme = &app.theme;
    let area = view::body(app.size);
    let mut cursor = None;
    for line in RenameLine::ALL {
        let here = form.line == line;
        let row = row(line, area);
        if line == RenameLine::Go {
            let style = if here { theme.marked } else { theme.accent };
            paint::put(buffer, row.x, row.y, row.width, &button(page), style);
            continue;
        }
        paint::put(buffer, row.x, row.y - 1, row.width, line.label(), theme.strong);
        let at = input::draw_line(app, None, form.text(line), row, here, buffer);
        cursor = if here { Some(at) } else { cursor };
    }
    cursor
}

/// The line under the mouse, and the cell of its text.
pub fn at(app: &App, x: u16, y: u16) -> Option<(RenameLine, usize)> {
    let form = app.rename()?;
    let area = view::body(app.size);
    let line = RenameLine::ALL.into_iter().find(|line| row(*line, area).contains((x, y).into()))?;
    if line == RenameLine::Go {
        // Nothing is renamed by a click on nothing.
        let Screen::Client(page) = &app.screen else { return None };
        let words = text::width(&button(page));
        return (usize::from(x - area.x) < words).then_some((line, 0));
    }
    Some((line, input::cell(form.text(line), row(line, area), x)))
}
