//! Drawing text on the grid: clean, clipped, with wide characters in their cells.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::text;

/// Draws one line of text from a cell on, at most `cells` wide; gives the cells it took.
pub fn put(buffer: &mut Buffer, x: u16, y: u16, cells: u16, line: &str, style: Style) -> u16 {
    let area = buffer.area;
    if y < area.top() || y >= area.bottom() || x < area.left() || x >= area.right() {
        return 0;
    }
    let cells = cells.min(area.right() - x);
    if text::is_plain(line) {
        let fits = line.len().min(usize::from(cells));
        for (i, x) in (x..x + cells).enumerate().take(fits) {
            buffer[(x, y)].set_symbol(&line[i..=i]).set_style(style);
        }
        return u16::try_from(fits).unwrap_or(cells);
    }
    let mut used = 0u16;
    for (_, grapheme, width) in text::cells::graphemes(line, 0) {
        let width = u16::try_from(width).unwrap_or(u16::MAX);
        if width > cells - used {
            break;
        }
        let (at, shown) = (x + used, text::shown(grapheme));
        used += width;
        match width {
            0 => {}
            // What is drawn here is one line: a line break that got in keeps its cell blank.
            _ if shown == "\n" => {}
            1 => {
                buffer[(at, y)].set_symbol(shown).set_style(style);
            }
            // One that is wide has its cells to itself; a tab is several that are not.
            _ => {
                buffer.set_stringn(at, y, shown, usize::from(width), style);
            }
        }
    }
    used
}

/// Draws pieces of text one behind the other; gives the cells they took.
pub fn put_all(buffer: &mut Buffer, x: u16, y: u16, cells: u16, pieces: &[(&str, Style)]) -> u16 {
    let mut used = 0;
    for (piece, style) in pieces {
        used += put(buffer, x + used, y, cells - used, piece, *style);
    }
    used
}

/// Draws a line so that it ends at the right edge of an area; gives where it begins.
pub fn put_right(buffer: &mut Buffer, area: Rect, y: u16, line: &str, style: Style) -> u16 {
    let line = text::ellipsis(line, usize::from(area.width));
    let width = u16::try_from(text::width(&line)).unwrap_or(area.width).min(area.width);
    let x = area.right() - width;
    put(buffer, x, y, width, &line, style);
    x
}

/// Clears an area to a style.
pub fn clear(buffer: &mut Buffer, area: Rect, style: Style) {
    let area = area.intersection(buffer.area);
    for y in area.top()..area.bottom() {
        for x in area.left()..area.right() {
            buffer[(x, y)].reset();
            buffer[(x, y)].set_style(style);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_drawn_holds_no_control_character_and_keeps_its_cells() {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 12, 1));
        let used = put(&mut buffer, 0, 0, 12, "a\nb\rc\u{1b}李\te", Style::default());
        let cells: Vec<_> = (0..12).map(|x| buffer[(x, 0)].symbol()).collect();
        assert_eq!(cells, ["a", " ", "b", "\u{FFFD}", "c", "\u{FFFD}", "李", " ", " ", " ", " ", " "]);
        assert_eq!(used, 12);
    }
}
