//! The choice of a format for what leaves as a file, and where it goes.

use crate::export::PRIVATE_TOO;
use crate::text;
use crate::tui::app::App;
use crate::tui::app::export::{Export, ExportItem, shown};
use crate::tui::app::list::{Page, PageLine};
use crate::tui::widget::markdown;

/// The page.
pub fn page(app: &App, export: &Export, cells: usize) -> Page {
    let theme = &app.theme;
    let cells = cells.min(88);
    let mut lines: Vec<PageLine> = Vec::new();
    let say = |lines: &mut Vec<PageLine>, words: &str, style| {
        let rows = markdown::plain(words, cells, style).into_iter();
        lines.extend(rows.map(|pieces| PageLine { pieces, ..PageLine::default() }));
    };
    let whom = match (&export.client, app.session()) {
        (Some(client), _) => format!("Everything with {}", text::clean_line(client)),
        (None, Some(session)) => {
            text::clean_line(&format!("{}: {}", session.head().client_said(), session.playbook().title))
        }
        (None, None) => return Page::default(),
    };
    say(&mut lines, &whom, theme.strong);
    lines.push(PageLine::default());
    for (nth, item) in export.items().into_iter().enumerate() {
        let tick = |ticked: bool| if ticked { "[x] " } else { "[ ] " };
        let (words, remark, style) = match item {
            ExportItem::Private => (
                format!("{}with what is private", tick(export.private)),
                if export.private { PRIVATE_TOO.to_owned() } else { String::new() },
                theme.text,
            ),
            ExportItem::Redact => (
                format!("{}without names and numbers", tick(export.redact)),
                if export.redact {
                    "names that goodterms does not know may stay: read it".to_owned()
                } else {
                    String::new()
                },
                theme.text,
            ),
            ExportItem::Format(format) => {
                (format.words().to_owned(), format!(".{}", format.ending()), theme.accent)
            }
        };
        if nth == 2 {
            lines.push(PageLine::default());
        }
        let mut rows = markdown::plain(&words, cells, style);
        let used = text::width(&words) + 2 + text::width(&remark);
        match rows.last_mut() {
            Some(row) if used <= cells && !remark.is_empty() => {
                row.push((format!("  {remark}"), theme.quiet))
            }
            _ if remark.is_empty() => {}
            _ => rows.extend(markdown::plain(&format!("    {remark}"), cells, theme.quiet)),
        }
        lines.extend(rows.into_iter().map(|pieces| PageLine {
            pieces,
            item: Some(nth),
            ..PageLine::default()
        }));
    }
    lines.push(PageLine::default());
    say(&mut lines, &format!("It goes into {}", shown(&app.exports)), theme.quiet);
    say(&mut lines, "Only you can read the file there. Whoever you give it to has it for good.", theme.quiet);
    Page { lines, ..Page::default() }
}
