//! What must be kept of a client, or may be forgotten, as lines.

use crate::store::forget::{BEYOND, Belongings, OBLIGED};
use crate::text;
use crate::tui::app::App;
use crate::tui::app::clients::ClientPage;
use crate::tui::app::keeping::{Asked, Keeping};
use crate::tui::app::list::{Page, PageLine};
use crate::tui::widget::markdown;

/// Cells before what stands below a heading.
const INDENT: usize = 2;

/// The page below the line.
pub fn page(app: &App, client: &ClientPage, keeping: &Keeping, cells: usize) -> Page {
    let mut page = Page::default();
    let theme = &app.theme;
    let mut say = |words: &str, style| {
        let lines = markdown::plain(words, cells, style);
        page.lines.extend(lines.into_iter().map(|pieces| PageLine { pieces, ..PageLine::default() }));
    };
    match &keeping.asked {
        Asked::Hold => {
            let notes = text::count(client.client.notes.len(), "conversation");
            say(
                &format!(
                    "On hold, nothing of them can be forgotten. The reason is written into {notes} with them."
                ),
                theme.text,
            );
            say(" ", theme.text);
            say("Enter writes it down. Without a reason, the hold is taken off.", theme.quiet);
        }
        Asked::Forget(_) if keeping.is_busy() => say("Forgetting…", theme.quiet),
        Asked::Forget(None) => say("Looking for all there is of them…", theme.quiet),
        Asked::Forget(Some(Err(why))) => say(&text::clean(why), theme.bad),
        Asked::Forget(Some(Ok(all))) => page.lines = everything(app, all, cells),
    }
    page
}

fn everything(app: &App, all: &Belongings, cells: usize) -> Vec<PageLine> {
    let theme = &app.theme;
    let mut lines = Vec::new();
    let mut say = |words: &str, indent: usize, style| {
        let wrapped = text::paragraphs(words, cells.saturating_sub(indent).max(12));
        lines.extend(wrapped.into_iter().map(|words| {
            let pieces = vec![(format!("{}{words}", " ".repeat(indent)), style)];
            PageLine { pieces, ..PageLine::default() }
        }));
    };
    match all.may_go() {
        Err(why) => {
            for line in text::clean(&why.to_string()).lines() {
                say(line.trim_start(), if line.starts_with(' ') { INDENT } else { 0 }, theme.bad);
            }
        }
        Ok(()) => {
            say(
                &format!("All there is of {} on this computer goes, and cannot be brought back.", all.who()),
                0,
                theme.strong,
            );
            say(OBLIGED, 0, theme.warning);
        }
    }
    for told in all.told() {
        say(" ", 0, theme.text);
        say(&told.heading, 0, theme.strong);
        told.lines.iter().for_each(|line| say(line, INDENT, theme.text));
    }
    say(" ", 0, theme.text);
    say(BEYOND, 0, theme.quiet);
    lines
}
