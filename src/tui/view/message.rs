//! What one sends or says: a message filled from the answers, or what is read back.

use crate::playbook::placeholder::BLANK;
use crate::text;
use crate::tui::app::App;
use crate::tui::app::letter::Letter;
use crate::tui::app::list::{Page, PageLine};
use crate::tui::widget::markdown;

/// The page.
pub fn page(app: &App, letter: Letter, cells: usize) -> Page {
    let mut page = Page::default();
    let (Some(title), Some(body)) = (app.letter_title(letter), app.letter_text(letter)) else { return page };
    let theme = &app.theme;
    let cells = cells.min(80);
    let mut say = |words: &str, style| {
        let lines = markdown::plain(words, cells, style);
        page.lines.extend(lines.into_iter().map(|pieces| PageLine { pieces, ..PageLine::default() }));
        page.lines.push(PageLine::default());
    };
    say(&title, theme.strong);
    let blanks = body.matches(BLANK).count();
    if blanks > 0 {
        let is = if blanks == 1 { "is" } else { "are" };
        say(
            &format!("! {} {is} still to be filled in: {BLANK}", text::count(blanks, "place")),
            theme.warning,
        );
    }
    for line in body.trim_end().split('\n') {
        let rows = text::paragraphs(&text::clean_line(line), cells);
        let rows = if rows.is_empty() { vec![String::new()] } else { rows };
        let style = if line.contains(BLANK) { theme.warning } else { theme.text };
        let line = |row| PageLine { pieces: vec![(row, style)], ..PageLine::default() };
        page.lines.extend(rows.into_iter().map(line));
    }
    page.lines.push(PageLine::default());
    if let Some(whose) = app.letter_credit(letter) {
        let pieces = vec![(text::clean_line(whose), theme.quiet)];
        page.lines.push(PageLine { pieces, ..PageLine::default() });
    }
    page
}
