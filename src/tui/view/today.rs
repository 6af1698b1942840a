//! Today, as lines.

use std::borrow::Cow;

use chrono::{Datelike, NaiveDate};
use ratatui::style::Style;

use crate::agenda::{Brief, Due, Lists};
use crate::dates;
use crate::document::SAMPLE;
use crate::text;
use crate::tui::app::App;
use crate::tui::app::list::{Page, PageLine};
use crate::tui::widget::markdown::{self, StyledLine};

/// The page.
pub fn page(app: &App, mut page: Page, cells: usize) -> Page {
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
            add_due(app, due, item, cells, name, page);
            item += 1;
        }
        page.lines.push(PageLine::default());
    }
    if !lists.open.is_empty() {
        page.lines.push(heading("Open conversations"));
        let names = lists.open.iter().map(|open| (&*open.client, open.sample));
        let name = name_cells(if cells >= 100 { 26 } else { 18 }, names);
        for open in &lists.open {
            add_open(app, open, item, cells, name, page);
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

/// Cells between two columns.
pub(super) const GAP: usize = 2;

/// A text cut or filled to a width.
pub(super) fn column(words: &str, cells: usize) -> String {
    let cut = text::ellipsis(words, cells).into_owned();
    let fill = cells.saturating_sub(text::width(&cut));
    format!("{cut}{}", " ".repeat(fill + GAP))
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
        let width = if text::is_clean_line(name) { name.len() } else { text::width(&text::clean_line(name)) };
        if sample { (width + text::width(SAMPLE) + 1).min(cells + 5) } else { width.min(cells) }
    });
    needed.max().unwrap_or(0)
}

/// The room for words that are not cut, but go on below.
#[derive(Clone, Copy)]
pub(super) struct Room {
    /// Cells before them, and at the right edge.
    pub indent: usize,
    pub right: usize,
    pub cells: usize,
}

impl Room {
    /// Whether plain words of so many bytes fit in one row.
    fn takes(self, bytes: usize) -> bool {
        bytes <= self.width()
    }

    fn width(self) -> usize {
        self.cells.saturating_sub(self.indent + if self.right == 0 { 0 } else { self.right + GAP })
    }

    /// The words in rows.
    pub fn rows(self, words: &str) -> Rows<'_> {
        if text::is_clean_line(words) && self.takes(words.len()) {
            return Rows::One(words.into());
        }
        let words = text::clean_line(words);
        // Where hardly a word fits in a row, one row must do.
        match text::width(&words) <= self.width() || self.width() < 16 {
            true => Rows::One(words.into()),
            false => Rows::Several(text::paragraphs(&words, self.width())),
        }
    }
}

/// Words in rows.
pub(super) enum Rows<'a> {
    One(Cow<'a, str>),
    Several(Vec<String>),
}

impl Rows<'_> {
    /// How many there are.
    pub fn len(&self) -> usize {
        match self {
            Self::One(_) => 1,
            Self::Several(rows) => rows.len(),
        }
    }
}

/// The lines of an item whose last words go on below.
pub(super) fn lines_of(
    pieces: StyledLine,
    rows: Rows<'_>,
    right: StyledLine,
    item: usize,
    app: &App,
) -> Vec<PageLine> {
    let width = |line: &StyledLine| line.iter().map(|(t, _)| text::width(t)).sum::<usize>();
    let indent = width(&pieces);
    let rows = match rows {
        Rows::One(words) => vec![words.into_owned()],
        Rows::Several(rows) => rows,
    };
    let mut first = Some((pieces, right));
    let line = |words: String| {
        let (mut pieces, right) =
            first.take().unwrap_or_else(|| (vec![(" ".repeat(indent), app.theme.text)], Vec::new()));
        pieces.push((words, app.theme.text));
        PageLine { pieces, right, item: Some(item) }
    };
    rows.into_iter().map(line).collect()
}

/// What is due, and what is to be said of it.
pub(super) fn due_words(due: &Due, today: NaiveDate) -> Cow<'_, str> {
    let follow_up = due.follow_up();
    let remarks = follow_up.remarks(today);
    if remarks.is_empty() {
        return Cow::Borrowed(&follow_up.title);
    }
    let words = std::iter::once(follow_up.title.clone()).chain(remarks);
    words.collect::<Vec<_>>().join(" · ").into()
}

fn add_due(app: &App, due: &Due, item: usize, cells: usize, name: usize, page: &mut Page) {
    let today = app.now.wall.date_naive();
    let day = if is_wide(cells) { 15 } else { 12 };
    let words = due_words(due, today);
    let rows = Room { indent: day + GAP + name + GAP, right: 0, cells }.rows(&words);
    page.push_item(item, rows.len(), || {
        let (when, style) = due_when(app, due, is_wide(cells), today);
        let mut pieces = vec![(column(&when, day), style)];
        pieces.extend(name_column(app, &due.of.client, due.of.sample, name));
        lines_of(pieces, rows, Vec::new(), item, app)
    });
}

/// Whether there is room for more than what matters most.
fn is_wide(cells: usize) -> bool {
    cells >= 70
}

/// When it is due.
fn due_when(app: &App, due: &Due, wide: bool, today: NaiveDate) -> (String, Style) {
    let theme = &app.theme;
    match due.follow_up().due.map(|day| (day, (day - today).num_days())) {
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
    }
}

/// More bytes than the words at the right edge have, beside the phase.
const PROGRESS: usize = 64;

fn add_open(app: &App, open: &Brief, item: usize, cells: usize, name: usize, page: &mut Page) {
    let theme = &app.theme;
    let title = app.catalog.title(&open.playbook).unwrap_or(&open.playbook);
    let lines = |rows, right| {
        let pieces = name_column(app, &open.client, open.sample, name);
        lines_of(pieces, rows, vec![(right, theme.quiet)], item, app)
    };
    let mut room = Room { indent: name + GAP, right: open.phase.len() + PROGRESS, cells };
    if text::is_clean_line(title) && room.takes(title.len()) {
        // Whatever stands at the right edge, it is one row.
        page.push_item(item, 1, || lines(Rows::One(title.into()), progress(app, open, is_wide(cells))));
        return;
    }
    let right = progress(app, open, is_wide(cells));
    room.right = text::width(&right);
    let rows = room.rows(title);
    page.push_item(item, rows.len(), || lines(rows, right));
}

/// How far a conversation has come, and when one meets.
fn progress(app: &App, open: &Brief, wide: bool) -> String {
    let today = app.now.wall.date_naive();
    let [done, of] = open.answered;
    let progress = format!("{} {done}/{of}", text::clean_line(&open.phase));
    match open.meeting.filter(|_| wide) {
        Some(at) => format!("meeting {}   {progress}", dates::short(at.date(), today)),
        None => progress,
    }
}
