//! The blank screen: nothing of anybody's, and how one comes back.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::text;
use crate::tui::app::App;
use crate::tui::widget::paint;

/// What the bar says when words are not on the disk. The reason may name a path, and with it a
/// client: it is not said here.
const NOT_SAVED: &str = "NOT SAVED";

/// Draws it. In the smallest window, too: what was there must be gone.
pub fn draw(app: &App, buffer: &mut Buffer, area: Rect) {
    if area.is_empty() {
        return;
    }
    let line = Rect { x: area.x + 2.min(area.width), width: area.width.saturating_sub(4), ..area };
    let how = text::ellipsis("Press F8 to go on", usize::from(line.width));
    paint::put(buffer, line.x, area.bottom() - 1, line.width, &how, app.theme.quiet);
    let told = app.note.as_ref().map(|note| note.status(app.now.tick).0).unwrap_or_default();
    if told.starts_with(NOT_SAVED) && area.height > 1 {
        paint::put_right(buffer, line, area.bottom() - 2, NOT_SAVED, app.theme.bad);
    }
}
