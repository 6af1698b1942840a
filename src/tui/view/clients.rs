//! The clients, as lines.

use super::today::{self, name_cells, name_column};
use crate::agenda::Client;
use crate::dates;
use crate::text;
use crate::tui::app::App;
use crate::tui::app::clients::Clients;
use crate::tui::app::list::{Page, PageLine};
use crate::tui::widget::markdown;

/// The page.
pub fn page(app: &App, clients: &Clients, mut page: Page, cells: usize) -> Page {
    let theme = &app.theme;
    let Some(fitting) = clients.fitting() else { return today::not_read(app, cells) };
    let fitting: Vec<&Client> = fitting.collect();
    if fitting.is_empty() {
        let words = match clients.line.text().trim().is_empty() {
            true => "There is no client yet. With the first conversation there is one.",
            false => "No client goes by that name.",
        };
        let lines = markdown::plain(words, cells, theme.quiet);
        page.lines.extend(lines.into_iter().map(|pieces| PageLine { pieces, ..PageLine::default() }));
        return page;
    }
    let is_sample = |client: &Client| client.notes.iter().all(|brief| brief.sample);
    let names = fitting.iter().map(|client| (client.name.as_str(), is_sample(client)));
    let name = name_cells(if cells >= 70 { 26 } else { 18 }, names);
    for (i, client) in fitting.into_iter().enumerate() {
        page.push_item(i, 1, || {
            let mut pieces = name_column(app, &client.name, is_sample(client), name);
            let organisation = client.organisation.as_deref().map(text::clean_line);
            let also = (!client.also.is_empty()).then(|| format!("also {}", client.also.join(", ")));
            let also = also.map(|also| text::clean_line(&also));
            let words: Vec<_> = organisation.into_iter().chain(also).collect();
            pieces.push((words.join(" · "), theme.text));
            vec![PageLine { pieces, right: vec![(remark(app, client), theme.quiet)], item: Some(i) }]
        });
    }
    if let Some(years) = app.keep_years.filter(|_| clients.old > 0) {
        let (old, set) =
            (text::count(clients.old, "closed conversation"), text::count(years as usize, "year"));
        let is = if clients.old == 1 { "is" } else { "are" };
        let words = format!("{old} {is} older than the {set} you set: goodterms list --older-than \"{set}\"");
        page.lines.push(PageLine::default());
        let lines = markdown::plain(&words, cells, theme.quiet);
        page.lines.extend(lines.into_iter().map(|pieces| PageLine { pieces, ..PageLine::default() }));
    }
    page
}

/// How much there is with them, and when it was last.
fn remark(app: &App, client: &Client) -> String {
    let today = app.now.wall.date_naive();
    let last = client.notes.first().map(|brief| dates::short(brief.started.date_naive(), today));
    let open = match client.open() {
        0 => None,
        n => Some(format!("{n} open")),
    };
    let waiting = match client.waiting() {
        0 => None,
        n => Some(format!("{n} to do")),
    };
    open.into_iter().chain(waiting).chain(last).collect::<Vec<_>>().join(" · ")
}
