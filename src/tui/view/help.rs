//! Help, drawn from the table of keys; and the question when words are not saved.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::text;
use crate::tui::app::App;
use crate::tui::app::list::{Page, PageLine};
use crate::tui::keys::{self, Context};
use crate::tui::widget::paint;

/// The keys of the screen one came from.
pub fn page(app: &App, cells: usize) -> Page {
    let theme = &app.theme;
    // What one may come to is not the screen itself.
    let besides = [Context::Also, Context::List];
    let screen = app.screen_contexts().iter().rev().find(|context| !besides.contains(context));
    let group = keys::GROUPS.iter().find(|group| group.first() == screen).copied().unwrap_or_default();
    // What is wrong in a playbook that cannot be used offers nothing besides.
    let here = |c: &&Context| **c != Context::Warnings || app.screen_contexts().contains(c);
    let mut page = Page::default();
    for context in group.iter().filter(here).chain(&[Context::Everywhere]) {
        let pieces = vec![(context.title().to_owned(), theme.strong)];
        page.lines.push(PageLine { pieces, ..PageLine::default() });
        for binding in keys::TABLE.iter().filter(|b| b.context == *context) {
            let chords: Vec<_> = binding.chords.iter().map(ToString::to_string).collect();
            let chords = chords.join(", ");
            let fill = 20usize.saturating_sub(text::width(&chords));
            let lead = format!("{chords}{}  ", " ".repeat(fill));
            for (i, words) in text::paragraphs(binding.help, cells.saturating_sub(22)).into_iter().enumerate()
            {
                let lead = if i == 0 { lead.clone() } else { " ".repeat(22) };
                page.lines.push(PageLine {
                    pieces: vec![(lead, theme.accent), (words, theme.text)],
                    ..PageLine::default()
                });
            }
        }
        page.lines.push(PageLine::default());
    }
    let mouse = "The mouse works too: click a step, a field, an option or a key at the bottom; turn the wheel to read on. \
                 Hold Shift to select text with your terminal's own mouse.";
    for words in text::paragraphs(mouse, cells) {
        page.lines.push(PageLine { pieces: vec![(words, theme.quiet)], ..PageLine::default() });
    }
    page
}

/// The words are not saved: what one can do.
pub fn draw_unsaved(app: &App, buffer: &mut Buffer, area: Rect) {
    let theme = &app.theme;
    let reason = app.note.as_ref().map(|n| n.status(app.now.tick).0).unwrap_or_default();
    let width = usize::from(area.width);
    let mut lines: Vec<_> = text::paragraphs(&reason, width).into_iter().map(|l| (l, theme.bad)).collect();
    lines.push((String::new(), theme.text));
    let what = match app.is_saved() {
        true => {
            "Every word is in a draft on this machine, and goes into the note when goodterms starts next. Enter \
             tries again, Esc goes back to your words, d quits all the same."
        }
        false => {
            "What you typed last is only on this screen. Enter tries again, Esc goes back to your words. \
             d quits all the same, and puts them into goodterms' own folder if that disk takes them."
        }
    };
    lines.extend(text::paragraphs(what, width).into_iter().map(|l| (l, theme.text)));
    for (i, (line, style)) in lines.iter().take(usize::from(area.height)).enumerate() {
        let y = area.y + u16::try_from(i).unwrap_or(0);
        paint::put(buffer, area.x, y, area.width, line, *style);
    }
}
