//! The line for the words that are looked for, above the keys.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::fields::draw_rows;
use crate::text;
use crate::tui::app::App;
use crate::tui::app::find::Find;
use crate::tui::widget::paint;

const LABEL: &str = "Find: ";

/// Draws it into so many cells of a row; gives where the cursor stands.
pub fn draw(app: &App, find: &Find, row: Rect, buffer: &mut Buffer) -> Position {
    let theme = &app.theme;
    paint::clear(buffer, row, theme.text);
    let told = told(find);
    let style = if find.is_asked() && find.count().1 == 0 { theme.warning } else { theme.quiet };
    let edge = paint::put_right(buffer, row, row.y, &told, style);
    let used = paint::put(buffer, row.x, row.y, row.width, LABEL, theme.accent);
    let x = row.x + used;
    // One cell for the cursor, and one before the count.
    let room = usize::from(edge.saturating_sub(x + 2)).max(1);
    let cursor = find.editor.cursor();
    let start = first_in_sight(&find.words[..cursor], room);
    let end = find.words.len();
    draw_rows(buffer, x, row.y, room as u16, &find.words, start..end, find.editor.selection(), theme);
    let cells = text::width(&find.words[start..cursor]).min(room);
    Position::new(x + u16::try_from(cells).unwrap_or(0), row.y)
}

/// What is said of the places.
fn told(find: &Find) -> String {
    match find.count() {
        _ if !find.is_asked() => "type what to find".to_owned(),
        (_, 0) => "not found".to_owned(),
        (at, count) => format!("{at} of {count}"),
    }
}

/// Where to begin, so that the end of what stands before the cursor is seen.
fn first_in_sight(before: &str, room: usize) -> usize {
    let mut over = text::width(before).saturating_sub(room);
    let mut start = 0;
    for (at, grapheme, cells) in text::cells::graphemes(before, 0) {
        if over == 0 {
            break;
        }
        over = over.saturating_sub(cells);
        start = at + grapheme.len();
    }
    start
}
