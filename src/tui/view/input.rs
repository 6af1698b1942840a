//! The line above a list, in which one types to find something in it.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use unicode_segmentation::UnicodeSegmentation;

use super::fields::{BAR, draw_rows};
use crate::text;
use crate::tui::app::line::LineInput;
use crate::tui::app::{App, Overlay, Screen};
use crate::tui::view;
use crate::tui::widget::paint;

/// What stands left of the text: the bar, and a blank.
const INDENT: u16 = 2;

/// What is left of an area for the list.
pub fn below(area: Rect) -> Rect {
    let taken = if area.height >= 10 { 2 } else { 1 };
    Rect { y: area.y + taken, height: area.height.saturating_sub(taken), ..area }
}

/// Draws the line at the top of an area; where nothing is typed, what can be.
pub fn draw(app: &App, prompt: &str, line: &LineInput, area: Rect, buffer: &mut Buffer) -> Option<Position> {
    Some(draw_line(app, Some(prompt), line, Rect { height: 1, ..area }, true, buffer))
}

/// Draws a line of text in its row; gives where its cursor stands.
pub fn draw_line(
    app: &App,
    prompt: Option<&str>,
    line: &LineInput,
    row: Rect,
    here: bool,
    buffer: &mut Buffer,
) -> Position {
    let theme = &app.theme;
    paint::put(buffer, row.x, row.y, 1, BAR, if here { theme.accent } else { theme.quiet });
    let room = row.width.saturating_sub(INDENT);
    let x = row.x + INDENT;
    if line.text().is_empty() {
        paint::put(buffer, x, row.y, room, prompt.unwrap_or_default(), theme.quiet);
        return Position::new(x, row.y);
    }
    let from = first_shown(line, usize::from(room));
    let selected = line.editor.selection().filter(|_| here);
    draw_rows(buffer, x, row.y, room, line.text(), from..line.text().len(), selected, theme);
    let cell = text::width(&line.text()[from..line.editor.cursor()]);
    Position::new(x + u16::try_from(cell).unwrap_or(0).min(room.saturating_sub(1)), row.y)
}

/// The first byte that is shown: the cursor is always in sight.
fn first_shown(line: &LineInput, room: usize) -> usize {
    let before = &line.text()[..line.editor.cursor()];
    // From the cursor backwards: of a long line only what is in sight is looked at.
    let mut used = 0;
    let mut from = before.len();
    for (at, grapheme) in UnicodeSegmentation::grapheme_indices(before, true).rev() {
        used += text::width(grapheme);
        if used >= room {
            return from;
        }
        from = at;
    }
    0
}

/// The cell of the line under the mouse, where there is one above a list.
pub fn cell_at(app: &App, x: u16, y: u16) -> Option<usize> {
    let line = match (&app.overlay, &app.screen) {
        (Some(Overlay::Actions(actions)), _) => &actions.line,
        (None, Screen::Clients(list)) => &list.line,
        (None, Screen::Search(search)) => &search.line,
        (None, Screen::Lessons(page)) => &page.line,
        (None, Screen::Client(_)) => &app.keeping()?.line,
        _ => return None,
    };
    let area = view::body(app.size);
    let row = Rect { height: 1, ..area };
    row.contains((x, y).into()).then(|| cell(line, row, x))
}

/// The cell of a line's text at a column of the screen.
pub fn cell(line: &LineInput, row: Rect, x: u16) -> usize {
    let room = usize::from(row.width.saturating_sub(INDENT));
    let hidden = text::width(&line.text()[..first_shown(line, room)]);
    hidden + usize::from(x.saturating_sub(row.x + INDENT))
}
