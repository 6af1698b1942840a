//! The playbooks there are, as lines.

use ratatui::style::Style;

use crate::catalog::{Entry, Unreadable};
use crate::diagnostic::tally;
use crate::text;
use crate::tui::app::App;
use crate::tui::app::list::{Page, PageLine};

/// The page: an item for each playbook, and for each file that cannot be read.
pub fn page(app: &App, cells: usize) -> Page {
    let mut page = Page::default();
    let mut item = 0;
    for entry in app.catalog.entries() {
        add_entry(app, entry, item, cells, &mut page);
        item += 1;
    }
    for file in &app.catalog.unreadable {
        add_unreadable(app, file, item, cells, &mut page);
        item += 1;
    }
    let theme = &app.theme;
    let folder = text::clean_line(&app.catalog.folder.display().to_string());
    let words = format!("Your own are in {folder}");
    add(&mut page, &words, 0, cells, theme.quiet, None);
    add(
        &mut page,
        "To begin one of your own: goodterms playbook new \"Its title\"",
        0,
        cells,
        theme.quiet,
        None,
    );
    page
}

fn add_entry(app: &App, entry: &Entry, item: usize, cells: usize, page: &mut Page) {
    let theme = &app.theme;
    let steps = entry.playbook.as_ref().map(|p| match p.is_chooser() {
        true => "helps to choose".to_owned(),
        false => text::count(p.steps.len(), "step"),
    });
    let right = steps.map(|steps| (steps, theme.quiet));
    let room = cells.saturating_sub(right.as_ref().map_or(0, |(words, _)| text::width(words) + 2));
    let title = text::clean_line(&entry.title);
    for (i, words) in text::paragraphs(&title, room).into_iter().enumerate() {
        let right = right.clone().filter(|_| i == 0).into_iter().collect();
        page.lines.push(PageLine { pieces: vec![(words, theme.strong)], right, item: Some(item) });
    }
    let file = entry.path.as_ref().map(|_| format!(" ({})", entry.name())).unwrap_or_default();
    let about = format!("{} · {}{file}", text::clean_line(&entry.id), entry.origin.words());
    add(page, &about, 2, cells, theme.quiet, Some(item));
    if !entry.faults.is_empty() {
        let (mark, style) = match entry.playbook {
            None => ("cannot be used", theme.bad),
            Some(_) => ("can be used", theme.warning),
        };
        add(
            page,
            &format!("! {}, {mark}: Enter shows what is wrong", tally(&entry.faults)),
            2,
            cells,
            style,
            Some(item),
        );
    }
    page.lines.push(PageLine::default());
}

fn add_unreadable(app: &App, file: &Unreadable, item: usize, cells: usize, page: &mut Page) {
    let name = file.path.file_name().unwrap_or(file.path.as_os_str());
    let name = text::clean_line(&name.to_string_lossy());
    add(page, &name, 0, cells, app.theme.strong, Some(item));
    add(page, &format!("! cannot be read: {}", file.why), 2, cells, app.theme.bad, Some(item));
    page.lines.push(PageLine::default());
}

/// Adds words, indented and wrapped.
pub(super) fn add(
    page: &mut Page,
    words: &str,
    indent: usize,
    cells: usize,
    style: Style,
    item: Option<usize>,
) {
    for row in text::paragraphs(words, cells.saturating_sub(indent).max(8)) {
        let pieces = vec![(" ".repeat(indent), style), (row, style)];
        page.lines.push(PageLine { pieces, right: Vec::new(), item });
    }
}
