//! What was found, as lines.

use crate::dates;
use crate::store::search::Hit;
use crate::text;
use crate::tui::app::App;
use crate::tui::app::list::{Page, PageLine};
use crate::tui::app::search::{Found, Search};
use crate::tui::widget::markdown::{self, StyledLine};

/// What one can type.
const HOW: &str = "Every word must stand somewhere in a conversation: in its names, its answers or its notes. Accents do \
                   not matter, and capitals only where you type them. \"Two words\" in quotes stand together.";
/// Cells for where a line stands, in a wide window and in a narrow one.
const PLACE: [usize; 2] = [30, 16];

/// The page.
pub fn page(app: &App, search: &Search, cells: usize) -> Page {
    let mut page = Page::default();
    let theme = &app.theme;
    let mut say = |words: &str, style| {
        let lines = markdown::plain(words, cells.min(80), style);
        page.lines.extend(lines.into_iter().map(|pieces| PageLine { pieces, ..PageLine::default() }));
    };
    if search.line.text().trim().is_empty() {
        say(HOW, theme.quiet);
        return page;
    }
    let Some(found) = &search.found else {
        say("Reading your notes…", theme.quiet);
        return page;
    };
    if let Some(error) = &found.error {
        say("The notes folder cannot be read. Nothing in it was touched.", theme.bad);
        say(error, theme.text);
        return page;
    }
    if found.hits.hits.is_empty() && !search.is_waiting() {
        say("No conversation has all of these words.", theme.text);
    }
    let mut item = 0;
    for hits in found.hits.by_note() {
        if item > 0 {
            page.lines.push(PageLine::default());
        }
        page.lines.extend(hits.first().map(|hit| heading(app, hit, cells)));
        for hit in hits {
            page.lines.push(line(app, hit, item, cells));
            item += 1;
        }
    }
    page.lines.extend(
        more(found).map(|words| PageLine { pieces: vec![(words, theme.quiet)], ..PageLine::default() }),
    );
    page
}

/// How much was found, for the header.
pub fn tally(search: &Search) -> String {
    match &search.found {
        Some(found) if !search.line.text().trim().is_empty() && found.hits.lines > 0 => format!(
            "{} in {}",
            text::count(found.hits.lines, "line"),
            text::count(found.hits.notes, "conversation")
        ),
        _ => String::new(),
    }
}

/// Who the conversation was with, and when it began.
fn heading(app: &App, hit: &Hit, cells: usize) -> PageLine {
    let theme = &app.theme;
    let about = &hit.about;
    let day = dates::short(about.started.date_naive(), app.now.wall.date_naive());
    let client = text::clean_line(&about.client_said());
    let title = app.catalog.title(&about.playbook).unwrap_or(about.playbook_said());
    let room = cells.saturating_sub(text::width(&client) + text::width(&day) + 4);
    let title = text::ellipsis(&text::clean_line(title), room).into_owned();
    let pieces = vec![(client, theme.strong), (format!("  {title}"), theme.quiet)];
    PageLine { pieces, right: vec![(day, theme.quiet)], item: None }
}

fn line(app: &App, hit: &Hit, item: usize, cells: usize) -> PageLine {
    let theme = &app.theme;
    let place = if cells >= 90 { PLACE[0] } else { PLACE[1] };
    let label = text::clean_line(&hit.label);
    let label = text::ellipsis(&label, place).into_owned();
    let fill = " ".repeat(place - text::width(&label));
    let mut pieces: StyledLine = vec![(format!("  {label}{fill}  "), theme.quiet)];
    let shown = hit.shown(cells.saturating_sub(place + 4));
    let mut from = 0;
    for range in &shown.ranges {
        pieces.push((shown.text[from..range.start].to_owned(), theme.text));
        pieces.push((shown.text[range.clone()].to_owned(), theme.accent));
        from = range.end;
    }
    pieces.push((shown.text[from..].to_owned(), theme.text));
    PageLine { pieces, right: Vec::new(), item: Some(item) }
}

/// What is not shown.
fn more(found: &Found) -> impl Iterator<Item = String> {
    let (lines, notes) = found.hits.more();
    let more = (lines > 0).then(|| {
        let (lines, notes) = (text::count(lines, "more line"), text::count(notes, "conversation"));
        format!("… and {lines} in {notes}: say more words")
    });
    let unreadable = (found.unreadable > 0).then(|| {
        let files = text::count(found.unreadable, "file");
        format!("{files} in the notes folder cannot be read as notes: goodterms doctor says why")
    });
    let blank = (more.is_some() || unreadable.is_some()).then(String::new);
    blank.into_iter().chain(more).chain(unreadable)
}
