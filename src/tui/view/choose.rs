//! Which one? The situations, in the advisor's words.

use crate::text;
use crate::tui::app::App;
use crate::tui::app::list::{Page, PageLine};
use crate::tui::widget::markdown;

/// The page.
pub fn page(app: &App, cells: usize) -> Page {
    let theme = &app.theme;
    let mut page = Page::default();
    let line =
        |words: &str, style| PageLine { pieces: vec![(words.to_owned(), style)], ..PageLine::default() };
    page.lines.push(line("What is happening?", theme.strong));
    page.lines.push(PageLine::default());
    for (item, situation) in app.situations().iter().enumerate() {
        let number = if item < 9 { format!("{}  ", item + 1) } else { "   ".to_owned() };
        for (i, words) in text::paragraphs(&situation.words, cells.saturating_sub(3)).into_iter().enumerate()
        {
            let lead = if i == 0 { number.clone() } else { "   ".to_owned() };
            let pieces = vec![(lead, theme.accent), (words, theme.text)];
            page.lines.push(PageLine { pieces, right: Vec::new(), item: Some(item) });
        }
        let title = format!("   {}", text::clean_line(&situation.playbook.title));
        page.lines.push(PageLine { pieces: vec![(title, theme.quiet)], right: Vec::new(), item: Some(item) });
    }
    page.lines.push(PageLine::default());
    let broken = app.catalog.unusable();
    if broken > 0 {
        let words = format!("{} cannot be used. Enter here shows why", text::count(broken, "playbook"));
        let item = Some(app.situations().len());
        let lines = markdown::plain(&words, cells, theme.warning);
        page.lines.extend(lines.into_iter().map(|pieces| PageLine { pieces, item, ..PageLine::default() }));
    }
    page
}
