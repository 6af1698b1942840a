//! What follows: its lines on the end page, and the form for another day.

use ratatui::buffer::Buffer;
use ratatui::layout::Position;
use ratatui::style::Style;

use super::fields::{BAR, draw_rows};
use crate::dates;
use crate::document::{FollowUp, State};
use crate::session::Session;
use crate::text;
use crate::tui::app::App;
use crate::tui::app::due::{DueForm, DueLine};
use crate::tui::app::list::PageLine;
use crate::tui::view;
use crate::tui::widget::paint;
use crate::tui::widget::rows::Rows;

/// Cells of the column with the day.
const DAY: usize = 17;

/// The lines of a follow-up on the end page: nothing of it is cut, whatever the room.
pub fn lines(app: &App, session: &Session, follow_up: &FollowUp, cells: usize) -> Vec<PageLine> {
    let theme = &app.theme;
    let today = app.now.wall.date_naive();
    let tick = match follow_up.state {
        State::Open => "[ ] ",
        State::Done => "[x] ",
        State::Dropped => "[-] ",
    };
    let day = follow_up.due.map_or_else(|| "no day yet".to_owned(), |due| dates::short(due, today));
    let late = follow_up.state == State::Open && follow_up.due.is_some_and(|due| due < today);
    let style = if follow_up.state == State::Open { theme.text } else { theme.quiet };
    let lead =
        vec![(tick.to_owned(), style), (format!("{day:<DAY$}"), if late { theme.bad } else { theme.quiet })];
    let indent = text::width(tick) + DAY;
    let room = cells.saturating_sub(indent).max(8);
    let title = text::clean_line(&follow_up.title);
    let remark = text::clean_line(&remark(session, follow_up, today));
    let mut rows: Vec<_> = text::paragraphs(&title, room).into_iter().map(|row| vec![(row, style)]).collect();
    if text::width(&title) + 2 + text::width(&remark) <= room && !remark.is_empty() {
        rows[0].push((format!("  {remark}"), theme.quiet));
    } else if !remark.is_empty() {
        rows.extend(text::paragraphs(&remark, room).into_iter().map(|row| vec![(row, theme.quiet)]));
    }
    let line = |(i, row): (usize, Vec<(String, Style)>)| {
        let mut pieces = if i == 0 { lead.clone() } else { vec![(" ".repeat(indent), theme.text)] };
        pieces.extend(row);
        PageLine { pieces, ..PageLine::default() }
    };
    rows.into_iter().enumerate().map(line).collect()
}

/// What became of it, how often it repeats, and what it waits for.
fn remark(session: &Session, follow_up: &FollowUp, today: chrono::NaiveDate) -> String {
    let late = follow_up.due.filter(|due| follow_up.state == State::Open && *due < today);
    let late = late.and_then(|due| usize::try_from((today - due).num_days()).ok());
    let mut remarks: Vec<_> =
        late.map(|days| format!("{} late", text::count(days, "day"))).into_iter().collect();
    remarks.extend(follow_up.remarks(today));
    let waits = session.waits_for(&follow_up.id);
    if let Some(what) = waits.filter(|_| follow_up.due.is_none() && follow_up.state == State::Open) {
        let place = if what.contains("meeting") { "F4 Details" } else { "in its step" };
        remarks.push(format!("set {what}: {place}"));
    }
    remarks.join(" · ")
}

/// A row of the form.
enum Row {
    Words(String, Style),
    Text { line: DueLine, row: usize },
}

fn rows(app: &App, session: &Session, form: &DueForm) -> Vec<Row> {
    let theme = &app.theme;
    let cells = usize::from(view::body(app.size).width);
    let today = app.now.wall.date_naive();
    let mut rows = Vec::new();
    let words = |rows: &mut Vec<Row>, words: &str, style| {
        rows.extend(text::paragraphs(words, cells).into_iter().map(|row| Row::Words(row, style)));
    };
    match form.nth.map(|nth| session.head().follow_ups.get(nth)) {
        None => words(&mut rows, "A follow-up of your own", theme.strong),
        Some(None) => return rows,
        Some(Some(follow_up)) => {
            words(&mut rows, &text::clean_line(&follow_up.title), theme.strong);
            let day = follow_up.due.map_or_else(|| "no day yet".to_owned(), dates::in_full);
            let remarks =
                std::iter::once(day).chain(follow_up.remarks(today)).collect::<Vec<_>>().join(" · ");
            words(&mut rows, &text::clean_line(&format!("Now: {remarks}")), theme.quiet);
        }
    }
    for line in form.lines(session) {
        rows.push(Row::Words(String::new(), theme.text));
        let optional = if line.is_optional() { "  if you like" } else { "" };
        let style = if *line == form.line { theme.accent } else { theme.strong };
        rows.push(Row::Words(format!("{}{optional}", line.label()), style));
        let count = match *line == form.line {
            true => form.editor.rows().count(),
            false => Rows::of(form.text(*line), view::form::text_width(app.size)).count(),
        };
        rows.extend((0..count).map(|row| Row::Text { line: *line, row }));
        let meaning = match line {
            DueLine::When => meaning(app, session, form),
            DueLine::Every => how_often(app, form),
            DueLine::What | DueLine::Why => continue,
        };
        words(&mut rows, &format!("  {}", meaning.0), meaning.1);
    }
    rows
}

/// What the typed day means, before it counts.
fn meaning(app: &App, session: &Session, form: &DueForm) -> (String, Style) {
    let theme = &app.theme;
    let typed = form.text(DueLine::When);
    match form.day(app.now.wall.date_naive()) {
        // The day alone is kept: it must not look as if there were more.
        Some(day) if day.time.is_some() => {
            (format!("{} (the day; a time is not kept)", dates::in_full(day.date)), theme.good)
        }
        Some(day) => (dates::in_full(day.date), theme.good),
        None if !typed.trim().is_empty() => {
            let typed = text::clean_line(typed);
            (format!("“{}” is no day yet", text::ellipsis(&typed, 20)), theme.warning)
        }
        None if form.nth.is_some_and(|nth| session.let_move(nth).is_some()) => {
            let follow_up = form.nth.and_then(|nth| session.head().follow_ups.get(nth));
            let what = follow_up.and_then(|f| session.waits_for(&f.id)).filter(|what| what != "today");
            let words = match what {
                Some(what) => format!("left empty, it moves again with: {what}"),
                None => "left empty, it is due on its first day again".to_owned(),
            };
            (text::clean_line(&words), theme.quiet)
        }
        None => ("next friday, in 2 weeks, end of month, 24 nov".to_owned(), theme.quiet),
    }
}

/// What is typed for how often means, before it counts.
fn how_often(app: &App, form: &DueForm) -> (String, Style) {
    let theme = &app.theme;
    let typed = form.text(DueLine::Every);
    match form.every() {
        Some(every) => (format!("every {every}"), theme.good),
        None if typed.trim().is_empty() => {
            ("left empty, once; or 3 months, every week, yearly".to_owned(), theme.quiet)
        }
        None => {
            let typed = text::clean_line(typed);
            (format!("“{}” is not understood yet", text::ellipsis(&typed, 20)), theme.warning)
        }
    }
}

/// The first row in sight: the one after the cursor's is, too, for the meaning stands there.
fn scroll(form: &DueForm, rows: &[Row], height: usize) -> usize {
    let (cursor, _) = form.editor.place(form.text(form.line));
    let at = rows
        .iter()
        .position(|r| matches!(r, Row::Text { line, row } if *line == form.line && *row == cursor));
    (at.unwrap_or(0) + 2).saturating_sub(height)
}

/// The line under the mouse, with the row and cell of its text.
pub fn at(app: &App, x: u16, y: u16) -> Option<(DueLine, usize, usize)> {
    let body = view::body(app.size);
    let (form, session) = app.due_form().zip(app.session()).filter(|_| body.contains((x, y).into()))?;
    let rows = rows(app, session, form);
    let from = scroll(form, &rows, usize::from(body.height));
    match rows.get(from + usize::from(y - body.y))? {
        Row::Text { line, row } => Some((*line, *row, usize::from(x - body.x).saturating_sub(2))),
        Row::Words(..) => None,
    }
}

/// Draws the form for another day.
pub fn draw(app: &App, form: &DueForm, buffer: &mut Buffer) -> Option<Position> {
    let session = app.session()?;
    let body = view::body(app.size);
    let rows = rows(app, session, form);
    let from = scroll(form, &rows, usize::from(body.height));
    let mut cursor = None;
    for (y, row) in (body.y..body.bottom()).zip(rows.iter().skip(from)) {
        let (line, row) = match row {
            Row::Words(words, style) => {
                paint::put(buffer, body.x, y, body.width, words, *style);
                continue;
            }
            Row::Text { line, row } => (*line, *row),
        };
        let here = line == form.line;
        let text = form.text(line);
        let own;
        let laid = if here {
            form.editor.rows()
        } else {
            own = Rows::of(text, view::form::text_width(app.size));
            &own
        };
        paint::put(buffer, body.x, y, 1, BAR, if here { app.theme.accent } else { app.theme.quiet });
        let selected = form.editor.selection().filter(|_| here);
        draw_rows(buffer, body.x + 2, y, body.width - 2, text, laid.row(row), selected, &app.theme);
        // The editor knows the text of its own line only.
        if let Some((_, cell)) = here.then(|| form.editor.place(text)).filter(|(at, _)| *at == row) {
            cursor = Some(Position::new(body.x + 2 + u16::try_from(cell).unwrap_or(0), y));
        }
    }
    cursor
}
