//! A table in the walk: as a grid where its columns fit beside each other, else row by row.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::fields::{BAR, Laid, Part, Tone, draw_rows};
use crate::dates;
use crate::playbook::answer::{Cell, Row};
use crate::playbook::model::{Column, ColumnKind, Table};
use crate::playbook::{Answer, Credit, FieldRef};
use crate::session::Session;
use crate::text;
use crate::tui::app::place::{Spot, Walk};
use crate::tui::app::walk::Focus;
use crate::tui::theme::Theme;
use crate::tui::widget::paint;

/// Cells between columns.
const GAP: usize = 2;
/// Cells left of typed text.
const INDENT: usize = 2;

/// Something that stands in a row of a table.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Piece {
    x: usize,
    y: usize,
    width: usize,
    what: What,
}

#[derive(Clone, Debug, PartialEq)]
enum What {
    /// Words beside the cells.
    Words(Vec<String>, Tone),
    /// A cell with the words in it; typed ones have a bar at their left.
    Cell { across: usize, lines: Vec<String>, tone: Tone, typed: bool },
    /// The cell one types in, with so many rows.
    Here { across: usize, rows: usize },
}

impl Piece {
    fn height(&self) -> usize {
        match &self.what {
            What::Words(lines, _) | What::Cell { lines, .. } => lines.len().max(1),
            What::Here { rows, .. } => *rows,
        }
    }
}

/// Where the cells of a row go.
enum Shape {
    /// Beside each other: where each begins, and how wide it is.
    Grid(Vec<(usize, usize)>),
    /// Below each other, behind a column of labels this wide.
    Stack(usize),
}

/// Lays the table out below its label.
pub(super) fn lay_out(walk: &mut Walk, laid: &mut Laid, session: &Session, at: FieldRef, width: usize) {
    let Some(table) = session.table(at) else { return };
    if matches!(session.held(at), Some(Answer::Verbatim(_))) {
        return;
    }
    let rows = session.rows(at);
    let linked = session.linked(at, &rows);
    let here = walk.focus == Focus::Field(at.field);
    let shape = shape(table, width);
    if let Shape::Grid(places) = &shape {
        let heads = heads(session, at, table, places);
        laid.push(Some(Focus::Field(at.field)), part(at.field, None, heads));
    }
    for (r, row) in rows.iter().enumerate() {
        lay_out_row(walk, laid, session, at, table, &shape, (r, linked[r]), row);
    }
    let next = rows.len();
    let blank = Row::new(table, "");
    if (here && walk.spot.row == next) || rows.is_empty() {
        lay_out_row(walk, laid, session, at, table, &shape, (next, false), &blank);
    } else {
        let spot = Spot::first(session, at, next);
        let lines = vec!["+ another row".to_owned()];
        let what = What::Cell { across: spot.across, lines, tone: Tone::Quiet, typed: false };
        laid.push(
            Some(Focus::Field(at.field)),
            part(at.field, Some(next), vec![Piece { x: 0, y: 0, width, what }]),
        );
    }
}

fn part(field: usize, row: Option<usize>, pieces: Vec<Piece>) -> Part {
    let height = pieces.iter().map(|p| p.y + p.height()).max().unwrap_or(1);
    Part::Row { field, row, height, pieces }
}

/// How wide a column must at least be, and what share of the rest it gets.
fn needs(column: &Column) -> (usize, usize) {
    // A label may go over several rows, but not a word of it, unless it is very long.
    let word = column.label.split_whitespace().map(text::width).max().unwrap_or(0).min(16);
    let label = text::width(&column.label).min(8).max(word);
    match &column.kind {
        ColumnKind::Tick => (label.max(3), 0),
        ColumnKind::Score { out_of } => (label.max(text::width(&format!("{out_of} / {out_of}"))), 0),
        ColumnKind::Date => (word.max(12), 0),
        ColumnKind::Choice { options } => {
            let widest = options.iter().map(|o| text::width(&o.label)).max().unwrap_or(0);
            (widest.clamp(6, 14).max(word), 0)
        }
        ColumnKind::Line => (word.max(16), 2),
        ColumnKind::Text => (word.max(16), 3),
    }
}

fn shape(table: &Table, width: usize) -> Shape {
    let own = table.has_row_text().then_some((14, 2));
    let needs: Vec<_> = own.into_iter().chain(table.columns.iter().map(needs)).collect();
    let least = needs.iter().map(|(least, _)| least + GAP).sum::<usize>() - GAP;
    if least > width {
        let labels = table.columns.iter().map(|c| text::width(&c.label)).max().unwrap_or(0);
        return Shape::Stack(labels.min(width / 3).max(4));
    }
    let shares: usize = needs.iter().map(|(_, share)| share).sum();
    let mut x = 0;
    let places = needs.iter().map(|(least, share)| {
        let place = (x, least + ((width - least_of(&needs)) * share).checked_div(shares).unwrap_or(0));
        x += place.1 + GAP;
        place
    });
    Shape::Grid(places.collect())
}

fn least_of(needs: &[(usize, usize)]) -> usize {
    needs.iter().map(|(least, _)| least + GAP).sum::<usize>() - GAP
}

/// The label of a column, and whose it is if that is not plain.
fn label(session: &Session, at: FieldRef, column: &Column) -> String {
    let playbook = session.playbook();
    let whose = playbook.credit_under(column.credit, playbook.field(at).credit);
    let whose = whose.filter(|_| column.credit != Credit::Ours).map(|whose| format!(" · {whose}"));
    text::clean_line(&format!("{}{}", column.label, whose.unwrap_or_default()))
}

/// The labels above the columns; what is said before each row's text stands above those.
fn heads(session: &Session, at: FieldRef, table: &Table, places: &[(usize, usize)]) -> Vec<Piece> {
    let own = table.has_row_text().then(|| table.opening.clone().unwrap_or_default());
    let labels = own.into_iter().chain(table.columns.iter().map(|c| label(session, at, c)));
    let head = |(label, (x, width)): (String, &(usize, usize))| {
        let lines = text::paragraphs(&text::clean_line(&label), *width);
        Piece { x: *x, y: 0, width: *width, what: What::Words(lines, Tone::Quiet) }
    };
    let mut heads: Vec<_> = labels.zip(places).map(head).collect();
    let tallest = heads.iter().map(Piece::height).max().unwrap_or(1);
    for head in &mut heads {
        head.y = tallest - head.height();
    }
    heads
}

#[expect(clippy::too_many_arguments, reason = "a row is laid out from all of these, in two places")]
fn lay_out_row(
    walk: &mut Walk,
    laid: &mut Laid,
    session: &Session,
    at: FieldRef,
    table: &Table,
    shape: &Shape,
    (r, linked): (usize, bool),
    row: &Row,
) {
    let own = usize::from(table.has_row_text());
    let (mut pieces, mut remarks) = (Vec::new(), Vec::new());
    let mut y = 0;
    for across in 0..table.columns.len() + own {
        let column = across.checked_sub(own).and_then(|c| table.columns.get(c));
        let (x, width) = match shape {
            Shape::Grid(places) => places[across],
            // The row's own text is a heading.
            Shape::Stack(_) if column.is_none() => (0, laid.width),
            Shape::Stack(labels) => (2 + labels + GAP, laid.width.saturating_sub(2 + labels + GAP).max(6)),
        };
        if let (Shape::Stack(labels), Some(column)) = (shape, column) {
            let lines = text::paragraphs(&label(session, at, column), *labels);
            pieces.push(Piece { x: 2, y, width: *labels, what: What::Words(lines, Tone::Quiet) });
        }
        if let (Shape::Stack(_), None, Some(opening)) = (shape, column, &table.opening) {
            let words = vec![text::clean_line(opening)];
            pieces.push(Piece { x: 0, y, width: laid.width, what: What::Words(words, Tone::Quiet) });
            y += 1;
        }
        let what = match column {
            // A line of a list is not typed here.
            None if linked => {
                let lines = text::paragraphs(&row.text, width);
                What::Cell { across, lines, tone: Tone::Strong, typed: false }
            }
            column => cell(walk, session, at, Spot { row: r, across }, row, column, width),
        };
        let piece = Piece { x, y, width, what };
        let mut below = y + piece.height();
        let label = pieces.last().filter(|_| column.is_some()).map_or(0, Piece::height);
        pieces.push(piece);
        let on_it = walk.focus == Focus::Field(at.field) && walk.spot == Spot { row: r, across };
        if let Some((words, tone)) =
            on_it.then(|| remark(session, at, r, column, across.saturating_sub(own))).flatten()
        {
            let x = if matches!(shape, Shape::Stack(_)) { x } else { 0 };
            let lines = text::paragraphs(&words, laid.width.saturating_sub(x).max(8));
            remarks.push(Piece { x, y: below, width: laid.width, what: What::Words(lines, tone) });
            below += remarks.last().map_or(0, Piece::height);
        }
        if matches!(shape, Shape::Stack(_)) {
            y = (y + label).max(below);
        }
    }
    // Beside each other, cells are of any height: what is said of one stands below them all.
    if matches!(shape, Shape::Grid(_)) {
        let bottom = pieces.iter().map(|p| p.y + p.height()).max().unwrap_or(0);
        remarks.iter_mut().for_each(|remark| remark.y = bottom);
    }
    pieces.extend(remarks);
    laid.push(Some(Focus::Field(at.field)), part(at.field, Some(r), pieces));
    if matches!(shape, Shape::Stack(_)) {
        laid.gap();
    }
}

/// A word on the cell one is on: what a day means as one types it, or what there is to choose.
fn remark(
    session: &Session,
    at: FieldRef,
    row: usize,
    column: Option<&Column>,
    nth: usize,
) -> Option<(String, Tone)> {
    match &column?.kind {
        ColumnKind::Date => match session.cell_preview(at, row, nth)? {
            Cell::Day(day) => Some((format!("→ {}", day.in_full()), Tone::Good)),
            _ => None,
        },
        ColumnKind::Choice { options } => {
            let named = options.iter().enumerate().map(|(i, option)| {
                // A number stays with its option.
                format!("{} {}", i + 1, text::clean_line(&option.label)).replace(' ', "\u{a0}")
            });
            Some((named.collect::<Vec<_>>().join(" · "), Tone::Quiet))
        }
        _ => None,
    }
}

fn cell(
    walk: &mut Walk,
    session: &Session,
    at: FieldRef,
    spot: Spot,
    row: &Row,
    column: Option<&Column>,
    width: usize,
) -> What {
    let across = spot.across;
    let inner = width.saturating_sub(INDENT).max(4);
    if walk.focus == Focus::Field(at.field)
        && walk.spot == spot
        && let Some(target) = walk.target(session)
    {
        let text = session.text(target);
        walk.editor.set_width(&text, inner);
        return What::Here { across, rows: walk.editor.rows().count() };
    }
    let Some(column) = column else {
        let lines = text::paragraphs(&row.text, inner);
        return What::Cell { across, lines, tone: Tone::Strong, typed: true };
    };
    let blank = Cell::default();
    let held = row.cells.get(across - usize::from(session.table(at).is_some_and(Table::has_row_text)));
    let held = held.unwrap_or(&blank);
    let typed = matches!(column.kind, ColumnKind::Line | ColumnKind::Text | ColumnKind::Date);
    let (words, tone) = words(held, column, session);
    let lines = text::paragraphs(&words, if typed { inner } else { width });
    What::Cell { across, lines, tone, typed }
}

/// What a cell shows while one is elsewhere.
fn words(cell: &Cell, column: &Column, session: &Session) -> (String, Tone) {
    match (cell, &column.kind) {
        (Cell::Tick, _) => ("[x]".to_owned(), Tone::Text),
        (Cell::Day(day), _) => {
            let time = day.time.map(|t| format!(" {}", t.format("%H:%M"))).unwrap_or_default();
            (format!("{}{time}", dates::short(day.date, session.today())), Tone::Text)
        }
        (Cell::Text(text), ColumnKind::Line | ColumnKind::Text) => (text.clone(), Tone::Text),
        (cell, ColumnKind::Tick) if cell.is_blank() => ("[ ]".to_owned(), Tone::Text),
        (cell, ColumnKind::Choice { .. }) if cell.is_blank() => ("( )".to_owned(), Tone::Quiet),
        (cell, ColumnKind::Score { out_of }) if cell.is_blank() => (format!("– / {out_of}"), Tone::Quiet),
        (Cell::Text(text), _) if !text.trim().is_empty() => (format!("! {text}"), Tone::Warning),
        (cell, kind) => (cell.in_words(kind), Tone::Text),
    }
}

/// The cell at a place in a row, and where in its text.
pub(super) fn hit(pieces: &[Piece], line: usize, cell: usize) -> Option<(usize, usize, usize)> {
    let inside =
        |p: &&Piece| (p.y..p.y + p.height()).contains(&line) && (p.x..p.x + p.width + GAP).contains(&cell);
    let across = |p: &Piece| match &p.what {
        What::Cell { across, .. } | What::Here { across, .. } => Some(*across),
        What::Words(..) => None,
    };
    let found = pieces.iter().filter(inside).find_map(|p| Some((p, across(p)?)));
    // Below the last line of a cell one still means it; beside it, the cell to the right.
    let nearest = || {
        let reach = |p: &&Piece| p.x <= cell && p.y <= line;
        pieces.iter().filter(reach).filter_map(|p| Some((p, across(p)?))).next_back()
    };
    let (piece, across) = found.or_else(nearest)?;
    let row = line.saturating_sub(piece.y).min(piece.height() - 1);
    Some((across, row, cell.saturating_sub(piece.x + INDENT)))
}

/// The lines of the cell one is on: the first, and how many.
pub(super) fn lines_of(pieces: &[Piece], across: usize) -> Option<(usize, usize)> {
    pieces.iter().find_map(|p| match &p.what {
        What::Cell { across: a, .. } | What::Here { across: a, .. } if *a == across => {
            Some((p.y, p.height()))
        }
        _ => None,
    })
}

/// Draws one line of a row; gives the cursor's column if it stands there.
#[expect(clippy::too_many_arguments, reason = "a row is drawn from all of these, once")]
pub(super) fn draw_line(
    pieces: &[Piece],
    line: usize,
    here: Option<usize>,
    walk: &Walk,
    session: &Session,
    area: Rect,
    theme: &Theme,
    buffer: &mut Buffer,
) -> Option<u16> {
    let cells = |n: usize| u16::try_from(n).unwrap_or(u16::MAX);
    let mut cursor = None;
    for piece in pieces.iter().filter(|p| (p.y..p.y + p.height()).contains(&line)) {
        let (x, width) = (area.x + cells(piece.x), cells(piece.width).min(area.width));
        let row = line - piece.y;
        match &piece.what {
            What::Words(lines, tone) => {
                let words = lines.get(row).map_or("", String::as_str);
                paint::put(buffer, x, area.y, width, words, tone.style(theme));
            }
            What::Cell { across, lines, tone, typed } => {
                let words = lines.get(row).map_or("", String::as_str);
                let style = if here == Some(*across) { theme.marked } else { tone.style(theme) };
                let indent = if *typed { INDENT as u16 } else { 0 };
                if *typed {
                    paint::put(buffer, x, area.y, 1, BAR, theme.quiet);
                }
                let words = if words.is_empty() && here == Some(*across) { " " } else { words };
                paint::put(buffer, x + indent, area.y, width.saturating_sub(indent), words, style);
            }
            What::Here { .. } => {
                let text = walk.target(session).map(|t| session.text(t)).unwrap_or_default();
                let range = walk.editor.rows().row(row);
                let x = x + INDENT as u16;
                paint::put(buffer, x - INDENT as u16, area.y, 1, BAR, theme.accent);
                if range.end <= text.len() {
                    let selected = walk.editor.selection();
                    let width = width.saturating_sub(INDENT as u16);
                    draw_rows(buffer, x, area.y, width, &text, range, selected, theme);
                }
                let (cursor_row, cell) = walk.editor.place(&text);
                if cursor_row == row {
                    cursor = Some(x + cells(cell));
                }
            }
        }
    }
    cursor
}
