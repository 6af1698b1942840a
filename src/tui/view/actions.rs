//! All actions, as lines.

use crate::text;
use crate::tui::app::App;
use crate::tui::app::list::{Page, PageLine};

/// The page.
pub fn page(app: &App, cells: usize) -> Page {
    let theme = &app.theme;
    let found = app.fitting_actions();
    let mut page = Page::default();
    if found.is_empty() {
        let pieces = vec![("Nothing that fits can be done here.".to_owned(), theme.quiet)];
        page.lines.push(PageLine { pieces, ..PageLine::default() });
    }
    let name = 14;
    for (i, binding) in found.iter().enumerate() {
        let chord = (binding.chords[0].to_string(), theme.accent);
        let fill = name - text::width(binding.name()).min(name);
        let room = cells.saturating_sub(name + 2 + text::width(&chord.0) + 2);
        let help = text::ellipsis(binding.help, room).into_owned();
        let pieces =
            vec![(format!("{}{}  ", binding.name(), " ".repeat(fill)), theme.strong), (help, theme.text)];
        page.lines.push(PageLine { pieces, right: vec![chord], item: Some(i) });
    }
    page
}
