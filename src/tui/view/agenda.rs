//! The agenda, as lines.

use std::borrow::Cow;

use chrono::NaiveDate;

use super::today::{self, GAP, Room, due_words, lines_of, name_cells, name_column};
use crate::agenda::{Day, Planned};
use crate::dates;
use crate::text;
use crate::tui::app::App;
use crate::tui::app::agenda::Agenda;
use crate::tui::app::list::{Page, PageLine};
use crate::tui::widget::markdown;

/// Cells before a name.
const INDENT: usize = 2;

/// The page.
pub fn page(app: &App, agenda: &Agenda, mut page: Page, cells: usize) -> Page {
    let theme = &app.theme;
    let today = app.now.wall.date_naive();
    let Some(days) = &agenda.days else { return today::not_read(app, cells) };
    if days.is_empty() {
        let words = "Nothing is planned: no meeting, and nothing that is due. What follows a conversation, and its \
                     meetings, stand here by the day.";
        let lines = markdown::plain(words, cells, theme.text);
        page.lines.extend(lines.into_iter().map(|pieces| PageLine { pieces, ..PageLine::default() }));
        return page;
    }
    let names = days.iter().flat_map(|day| &day.planned).map(|p| (&*p.of().client, p.of().sample));
    let name = name_cells(if cells >= 70 { 22 } else { 14 }, names);
    let mut item = 0;
    for day in days {
        if item > 0 {
            page.lines.push(PageLine::default());
        }
        page.lines.push(heading(app, day, today));
        for planned in &day.planned {
            let words = words(app, planned, today);
            let rows = Room { indent: INDENT + name + GAP, right: 0, cells }.rows(&words);
            page.push_item(item, rows.len(), || {
                let brief = planned.of();
                let mut pieces = vec![(" ".repeat(INDENT), app.theme.text)];
                pieces.extend(name_column(app, &brief.client, brief.sample, name));
                lines_of(pieces, rows, Vec::new(), item, app)
            });
            item += 1;
        }
    }
    page
}

fn heading(app: &App, day: &Day, today: NaiveDate) -> PageLine {
    let theme = &app.theme;
    let (words, remark, style) = match day.date.map(|date| (date, (date - today).num_days())) {
        None => ("No day yet".to_owned(), String::new(), theme.quiet),
        Some((date, 0)) => (dates::in_full(date), "today".to_owned(), theme.warning),
        Some((date, 1)) => (dates::in_full(date), "tomorrow".to_owned(), theme.quiet),
        Some((date, 2..)) => (dates::in_full(date), String::new(), theme.quiet),
        Some((date, late)) => {
            let days = usize::try_from(-late).unwrap_or(0);
            (dates::in_full(date), format!("{} late", text::count(days, "day")), theme.bad)
        }
    };
    let pieces = vec![(words, theme.strong), (format!("  {remark}"), style)];
    PageLine { pieces, ..PageLine::default() }
}

/// What stands behind the name.
fn words<'a>(app: &'a App, planned: &'a Planned, today: NaiveDate) -> Cow<'a, str> {
    match planned {
        Planned::Meeting { of, at } => {
            let time = at.day().time.map(|time| time.format(" at %H:%M").to_string()).unwrap_or_default();
            let title = app.catalog.title(&of.playbook).unwrap_or(&of.playbook);
            format!("You meet{time} · {title}").into()
        }
        Planned::Due(due) => due_words(due, today),
    }
}
