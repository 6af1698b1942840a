//! The first run: a few words, a line for the name, and two ways on.

use ratatui::buffer::Buffer;
use ratatui::layout::Position;

use super::fields::{BAR, draw_rows};
use crate::text;
use crate::tui::app::list::Sight;
use crate::tui::app::welcome::{Welcome, WelcomeLine};
use crate::tui::app::{App, Screen};
use crate::tui::view;
use crate::tui::widget::paint;

/// How a row is shown.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Tone {
    Title,
    Text,
    Quiet,
}

enum Row {
    Words(String, Tone),
    /// The label above the name.
    Label,
    /// A row of the name.
    Name(usize),
    Button(&'static str),
}

const TITLE: &str = "Welcome to goodterms.";
const WHAT: &str = "It takes you, step by step, through a hard conversation with a client. Every word is saved as \
                    you type, in plain files on this computer and nowhere else.";
const NAME: &str = "It stands in your notes, and under the messages you send.";
const BEGIN: &str = " Begin ";
const LOOK_AROUND: &str = " Look around first, in two conversations ";
const SAMPLES: &str =
    "The people in them are invented. goodterms config remove-samples takes them away again.";

/// All rows, each with what it belongs to.
fn rows(welcome: &Welcome, size: (u16, u16)) -> Vec<(Option<WelcomeLine>, Row)> {
    let width = usize::from(view::body(size).width).min(90);
    let words = |line, words: &str, indent: usize, tone| {
        let lines = text::paragraphs(words, width.saturating_sub(indent).max(8));
        lines.into_iter().map(move |l| (line, Row::Words(format!("{}{l}", " ".repeat(indent)), tone)))
    };
    let gap = || (None, Row::Words(String::new(), Tone::Text));
    let name = Some(WelcomeLine::Name);
    let mut rows = Vec::new();
    rows.extend(words(None, TITLE, 0, Tone::Title));
    rows.extend(words(None, WHAT, 0, Tone::Text));
    rows.extend([gap(), (name, Row::Label)]);
    rows.extend((0..welcome.editor.rows().count()).map(|row| (name, Row::Name(row))));
    rows.extend(words(name, NAME, 2, Tone::Quiet));
    rows.extend([gap(), (Some(WelcomeLine::Begin), Row::Button(BEGIN)), gap()]);
    rows.push((Some(WelcomeLine::LookAround), Row::Button(LOOK_AROUND)));
    rows.extend(words(Some(WelcomeLine::LookAround), SAMPLES, 1, Tone::Quiet));
    rows
}

/// Where what one is on stands.
pub fn sight(welcome: &Welcome, size: (u16, u16)) -> Sight {
    let rows = rows(welcome, size);
    let here = |(line, _): &(Option<WelcomeLine>, Row)| *line == Some(welcome.line());
    let (first, last) = (rows.iter().position(here), rows.iter().rposition(here));
    let (at, _) = welcome.editor.place(&welcome.name);
    let is_cursor = |(_, row): &(_, Row)| matches!(row, Row::Name(row) if *row == at);
    let cursor = rows.iter().position(is_cursor).filter(|_| welcome.line() == WelcomeLine::Name);
    Sight { first: first.unwrap_or(0), last: last.unwrap_or(0), cursor, total: rows.len() }
}

/// What is under the mouse, with the row and cell of the name.
pub fn at(app: &App, x: u16, y: u16) -> Option<(WelcomeLine, usize, usize)> {
    let Screen::Welcome(welcome) = &app.screen else { return None };
    let body = view::body(app.size);
    if app.overlay.is_some() || !body.contains((x, y).into()) {
        return None;
    }
    let row = welcome.scroll + usize::from(y - body.y);
    let cell = usize::from(x - body.x);
    match rows(welcome, app.size).get(row)? {
        (Some(line), Row::Name(row)) => Some((*line, *row, cell.saturating_sub(2))),
        (Some(line @ WelcomeLine::Name), _) => Some((*line, 0, usize::MAX)),
        // Nothing begins from a click on nothing.
        (Some(line), Row::Button(words)) if cell < words.len() => Some((*line, 0, 0)),
        _ => None,
    }
}

/// Draws it.
pub fn draw(app: &App, welcome: &Welcome, buffer: &mut Buffer) -> Option<Position> {
    let (theme, body) = (&app.theme, view::body(app.size));
    let mut cursor = None;
    let rows = rows(welcome, app.size);
    for (y, (line, row)) in (body.y..body.bottom()).zip(rows.iter().skip(welcome.scroll)) {
        let here = *line == Some(welcome.line());
        match row {
            Row::Words(words, tone) => {
                let style = match tone {
                    Tone::Title => theme.strong,
                    Tone::Text => theme.text,
                    Tone::Quiet => theme.quiet,
                };
                paint::put(buffer, body.x, y, body.width, words, style);
            }
            Row::Label => {
                let pieces = [("Your name", theme.strong), ("  if you like", theme.quiet)];
                paint::put_all(buffer, body.x, y, body.width, &pieces);
            }
            Row::Name(row) => {
                let bar = if here { theme.accent } else { theme.quiet };
                paint::put(buffer, body.x, y, 1, BAR, bar);
                let selected = welcome.editor.selection().filter(|_| here);
                let of_row = welcome.editor.rows().row(*row);
                draw_rows(buffer, body.x + 2, y, body.width - 2, &welcome.name, of_row, selected, theme);
                let (at, cell) = welcome.editor.place(&welcome.name);
                if here && at == *row {
                    cursor = Some(Position::new(body.x + 2 + u16::try_from(cell).unwrap_or(0), y));
                }
            }
            Row::Button(words) => {
                let style = if here { theme.marked } else { theme.accent };
                paint::put(buffer, body.x, y, body.width, words, style);
            }
        }
    }
    cursor
}
