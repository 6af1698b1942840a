//! Help, drawn from the table of keys; and the question when words are not saved.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::text;
use crate::tui::app::list::{Page, PageLine};
use crate::tui::app::playbooks::View;
use crate::tui::app::{App, Screen};
use crate::tui::keys::{self, Context};
use crate::tui::widget::paint;

/// The keys of the screen one came from.
pub fn page(app: &App, cells: usize) -> Page {
    let theme = &app.theme;
    let contexts: &[(&str, Context)] = match &app.screen {
        _ if app.find.is_some() => &[("Finding words", Context::Find), ("In text", Context::Text)],
        Screen::Today(_) => &[("Today", Context::Today)],
        Screen::Choose(_) => &[("A new conversation", Context::Choose)],
        Screen::Form(_) => &[("Who and when", Context::Form), ("In text", Context::Text)],
        Screen::Walk(_) => &[
            ("The walk", Context::Walk),
            ("On things to tick", Context::Ticks),
            ("In text, where everything else types", Context::Text),
        ],
        Screen::End(end) if end.due.is_some() => &[("Another day", Context::Due), ("In text", Context::Text)],
        Screen::End(_) if app.marked_follow_up().is_some() => &[
            ("On what follows", Context::FollowUp),
            ("The end", Context::End),
            ("On what is missing, how it ended, and buttons", Context::Ending),
        ],
        Screen::End(_) => &[
            ("The end", Context::End),
            ("On what is missing, how it ended, and buttons", Context::Ending),
            ("On what follows", Context::FollowUp),
        ],
        Screen::Playbooks(_) => &[("Playbooks", Context::Playbooks)],
        Screen::Playbook(opened) => match (opened.view, app.is_usable(opened)) {
            (View::Page, _) => &[("Reading a playbook", Context::Reading)],
            (View::Faults, true) => {
                &[("What is wrong", Context::Faults), ("As it can be used all the same", Context::Warnings)]
            }
            (View::Faults, false) => &[("What is wrong", Context::Faults)],
        },
    };
    let mut page = Page::default();
    let everywhere = [("Everywhere", Context::Everywhere)];
    for (title, context) in contexts.iter().chain(&everywhere) {
        page.lines
            .push(PageLine { pieces: vec![((*title).to_owned(), theme.strong)], ..PageLine::default() });
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
