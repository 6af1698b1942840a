//! Today, as lines.

use chrono::Datelike;

use crate::agenda::{Brief, Due, Lists};
use crate::dates;
use crate::document::SAMPLE;
use crate::text;
use crate::tui::app::App;
use crate::tui::app::list::{Page, PageLine};
use crate::tui::widget::markdown::{self, StyledLine};

/// The page.
pub fn page(app: &App, cells: usize) -> Page {
    let mut page = Page::default();
    let theme = &app.theme;
    let mut say = |words: &str, style| {
        let lines = markdown::plain(words, cells, style);
        page.lines.extend(lines.into_iter().map(|pieces| PageLine { pieces, ..PageLine::default() }));
        page.lines.push(PageLine::default());
    };
    if let Some(error) = &app.notes.error {
        say("The notes folder cannot be read. Nothing in it was touched.", theme.bad);
        say(error, theme.text);
    }
    let Some(lists) = &app.notes.lists else { return page };
    if lists.is_empty() {
        say("Nothing is open, and nothing is due.", theme.strong);
        say(
            "Is a client about to leave, upset, or gone quiet? Press n, or Enter, to begin a conversation: \
             it helps you to prepare, to find the words, and to keep what you promise.",
            theme.text,
        );
        say(
            "Every word is saved as you type, in plain files on this computer and nowhere else.",
            theme.quiet,
        );
        if lists.closed == 0 {
            say("To look around first: goodterms config init --samples", theme.quiet);
        }
    }
    add_lists(app, lists, cells, &mut page);
    page
}

/// What stands where the notes were not read yet, or cannot be.
pub(super) fn not_read(app: &App, cells: usize) -> Page {
    let mut page = Page::default();
    let said = match &app.notes.error {
        Some(error) => [
            ("The notes folder cannot be read. Nothing in it was touched.", app.theme.bad),
            (error.as_str(), app.theme.text),
        ],
        None => [("Reading your notes…", app.theme.quiet), ("", app.theme.quiet)],
    };
    for (words, style) in said {
        let lines = markdown::plain(words, cells, style);
        page.lines.extend(lines.into_iter().map(|pieces| PageLine { pieces, ..PageLine::default() }));
    }
    page
}

fn add_lists(app: &App, lists: &Lists, cells: usize, page: &mut Page) {
    let theme = &app.theme;
    let heading =
        |words: &str| PageLine { pieces: vec![(words.to_owned(), theme.strong)], ..PageLine::default() };
    let mut item = 0;
    if !lists.due.is_empty() {
        page.lines.push(heading("Due"));
        let names = lists.due.iter().map(|due| (&*due.of.client, due.of.sample));
        let name = name_cells(if cells >= 70 { 22 } else { 14 }, names);
        for due in &lists.due {
            page.lines.extend(due_lines(app, due, item, cells, name));
            item += 1;
        }
        page.lines.push(PageLine::default());
    }
    if !lists.open.is_empty() {
        page.lines.push(heading("Open conversations"));
        let names = lists.open.iter().map(|open| (&*open.client, open.sample));
        let name = name_cells(if cells >= 100 { 26 } else { 18 }, names);
        for open in &lists.open {
            page.lines.extend(open_lines(app, open, item, cells, name));
            item += 1;
        }
        page.lines.push(PageLine::default());
    }
    if lists.closed > 0 {
        let words = format!("{} closed: goodterms list", text::count(lists.closed, "conversation"));
        page.lines.push(PageLine { pieces: vec![(words, theme.quiet)], ..PageLine::default() });
    }
    if lists.unreadable > 0 {
        let words = format!(
            "{} in the notes folder cannot be read as notes and {} left alone: goodterms list says why",
            text::count(lists.unreadable, "file"),
            if lists.unreadable == 1 { "is" } else { "are" }
        );
        page.lines.push(PageLine { pieces: vec![(words, theme.warning)], ..PageLine::default() });
    }
}

/// A text cut or filled to a width.
pub(super) fn column(words: &str, cells: usize) -> String {
    let cut = text::ellipsis(words, cells).into_owned();
    let fill = cells.saturating_sub(text::width(&cut));
    format!("{cut}{}  ", " ".repeat(fill))
}

/// A client's name in a column; what marks a sample stays, however short the name becomes.
pub(super) fn name_column(app: &App, name: &str, sample: bool, cells: usize) -> StyledLine {
    let (name, theme) = (text::clean_line(name), &app.theme);
    if !sample {
        return vec![(column(&name, cells), theme.strong)];
    }
    let mark = text::width(SAMPLE) + 1;
    let name = text::ellipsis(&name, cells.saturating_sub(mark)).into_owned();
    let rest = cells.saturating_sub(text::width(&name));
    vec![(name, theme.strong), (column(&format!(" {SAMPLE}"), rest), theme.quiet)]
}

/// The cells for the names of a list: as many as the longest of them needs, and no more than this, but
/// for a few where the mark of a sample needs them.
pub(super) fn name_cells<'a>(cells: usize, names: impl Iterator<Item = (&'a str, bool)>) -> usize {
    let needed = names.map(|(name, sample)| {
        let width = text::width(&text::clean_line(name));
        if sample { (width + text::width(SAMPLE) + 1).min(cells + 5) } else { width.min(cells) }
    });
    needed.max().unwrap_or(0)
}

/// The lines of an item whose last words are not cut, but go on below.
pub(super) fn lines_of(
    pieces: StyledLine,
    words: &str,
    right: StyledLine,
    item: usize,
    cells: usize,
    app: &App,
) -> Vec<PageLine> {
    let width = |line: &StyledLine| line.iter().map(|(t, _)| text::width(t)).sum::<usize>();
    let indent = width(&pieces);
    let room = cells.saturating_sub(indent + if right.is_empty() { 0 } else { width(&right) + 2 });
    let words = text::clean_line(words);
    // Where hardly a word fits in a row, one row must do.
    let rows =
        if text::width(&words) <= room || room < 16 { vec![words] } else { text::paragraphs(&words, room) };
    let line = |(i, words): (usize, String)| {
        let blank = || vec![(" ".repeat(indent), app.theme.text)];
        let (mut pieces, right) =
            if i == 0 { (pieces.clone(), right.clone()) } else { (blank(), Vec::new()) };
        pieces.push((words, app.theme.text));
        PageLine { pieces, right, item: Some(item) }
    };
    rows.into_iter().enumerate().map(line).collect()
}

pub(super) fn due_lines(app: &App, due: &Due, item: usize, cells: usize, name: usize) -> Vec<PageLine> {
    let theme = &app.theme;
    let today = app.now.wall.date_naive();
    let wide = cells >= 70;
    let (when, style) = match due.follow_up.due.map(|day| (day, (day - today).num_days())) {
        None => ("no day yet".to_owned(), theme.quiet),
        Some((_, 0)) => ("today".to_owned(), theme.warning),
        Some((_, 1)) => ("tomorrow".to_owned(), theme.text),
        // A day of another year is longer by it; where there is little room, its weekday can go.
        Some((day, 2..)) if !wide && day.year() != today.year() => {
            (day.format("%-d %b %Y").to_string(), theme.text)
        }
        Some((day, 2..)) => (dates::short(day, today), theme.text),
        Some((_, late)) => {
            let days = usize::try_from(-late).unwrap_or(0);
            (format!("{} late", text::count(days, "day")), theme.bad)
        }
    };
    let day = if wide { 15 } else { 12 };
    let mut pieces = vec![(column(&when, day), style)];
    pieces.extend(name_column(app, &due.of.client, due.of.sample, name));
    let words = std::iter::once(due.follow_up.title.clone()).chain(due.follow_up.remarks(today));
    lines_of(pieces, &words.collect::<Vec<_>>().join(" · "), Vec::new(), item, cells, app)
}

pub(super) fn open_lines(app: &App, open: &Brief, item: usize, cells: usize, name: usize) -> Vec<PageLine> {
    let theme = &app.theme;
    let today = app.now.wall.date_naive();
    let title = app.catalog.title(&open.playbook).unwrap_or(&open.playbook);
    let [done, of] = open.answered;
    let meeting = open.meeting.map(|at| format!("meeting {}", dates::short(at.date(), today)));
    let progress = format!("{} {done}/{of}", text::clean_line(&open.phase));
    let wide = cells >= 70;
    let right = match (wide, meeting) {
        (true, Some(meeting)) => format!("{meeting}   {progress}"),
        _ => progress,
    };
    let pieces = name_column(app, &open.client, open.sample, name);
    lines_of(pieces, title, vec![(right, theme.quiet)], item, cells, app)
}
