//! The call: what to say now and next, large and sparse; what they may say; the line at the bottom.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;

use super::fields::{BAR, draw_rows};
use crate::live::{Item, Likely, Meaning, Sort, meaning};
use crate::playbook::{Credit, Facts};
use crate::session::Session;
use crate::text;
use crate::tui::app::live::Now;
use crate::tui::app::{App, Screen};
use crate::tui::keys::Action;
use crate::tui::view;
use crate::tui::widget::paint;

/// From so many cells on, what they may say stands beside what to say.
const TWO_COLUMNS: u16 = 92;
/// Between the two.
const GUTTER: u16 = 4;
/// Blocks that are needed so little are left out before they are crowded.
const SPARE: u8 = 4;
/// Rows that a line takes at most, while it is typed.
const LINE_ROWS: usize = 3;

/// What stands under the mouse.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hit {
    Item(usize),
    /// One of what they may say, as it is narrowed.
    Likely(usize),
    Act(Action),
    Line {
        row: usize,
        cell: usize,
    },
}

/// A row of the page.
#[derive(Clone, Debug, Default)]
struct Row {
    pieces: Vec<(String, Style)>,
    right: Option<(String, Style)>,
    hit: Option<Hit>,
    /// The whole row is drawn as marked.
    marked: bool,
}

impl Row {
    fn of(words: impl Into<String>, style: Style) -> Self {
        Self { pieces: vec![(words.into(), style)], ..Self::default() }
    }
}

/// Rows that belong together; where there is too little room the least needed go first.
#[derive(Clone, Debug)]
struct Block {
    need: u8,
    rows: Vec<Row>,
}

/// Where all stands.
struct Laid {
    rows: Vec<(Rect, Row)>,
    /// The rows of the line that are seen, and the first of them.
    line: Rect,
    first: usize,
    hint: Rect,
}

/// Cells that the line has for text.
pub fn text_width(size: (u16, u16)) -> usize {
    usize::from(view::body(size).width).saturating_sub(3).max(10)
}

/// Draws it.
pub fn draw(app: &App, buffer: &mut Buffer) -> Option<Position> {
    let laid = lay_out(app)?;
    for (area, row) in &laid.rows {
        if row.marked {
            let whole = Rect::new(area.x.saturating_sub(1), area.y, area.width + 2, 1);
            buffer.set_style(whole.intersection(buffer.area), app.theme.marked);
        }
        let style = |s: Style| if row.marked { app.theme.marked } else { s };
        let mut edge = area.right();
        if let Some((words, s)) = &row.right {
            edge = paint::put_right(buffer, *area, area.y, words, style(*s)).saturating_sub(2);
        }
        let mut x = area.x;
        for (piece, s) in &row.pieces {
            let piece = text::ellipsis(piece, usize::from(edge.saturating_sub(x))).into_owned();
            x += paint::put(buffer, x, area.y, edge.saturating_sub(x), &piece, style(*s));
        }
    }
    draw_hint(app, laid.hint, buffer);
    draw_line(app, &laid, buffer)
}

/// What stands under the mouse.
pub fn at(app: &App, x: u16, y: u16) -> Option<Hit> {
    if app.overlay.is_some() {
        return None;
    }
    let laid = lay_out(app)?;
    if laid.line.contains((x, y).into()) {
        let row = laid.first + usize::from(y - laid.line.y);
        return Some(Hit::Line { row, cell: usize::from(x.saturating_sub(laid.line.x + 2)) });
    }
    if y == laid.hint.y {
        let mut from = laid.hint.x;
        for (words, action) in hints(app) {
            let width = u16::try_from(text::width(&words)).unwrap_or(0);
            if (from..from + width).contains(&x) {
                return action.map(Hit::Act);
            }
            from += width;
        }
        return None;
    }
    laid.rows.iter().find(|(area, _)| area.contains((x, y).into())).and_then(|(_, row)| row.hit)
}

fn lay_out(app: &App) -> Option<Laid> {
    let now = app.now_live()?;
    let (Screen::Walk(walk), Some(session)) = (&app.screen, app.session()) else { return None };
    let body = view::body(app.size);
    let count = walk.editor.rows().count().clamp(1, LINE_ROWS);
    let hint = Rect { y: body.bottom() - 1, height: 1, ..body };
    let typed = app.live_line();
    let cursor_row = walk.editor.place(&typed).0;
    let first = (cursor_row + 1).saturating_sub(count);
    let height = u16::try_from(count).unwrap_or(1).min(body.height.saturating_sub(2)).max(1);
    let line = Rect { y: hint.y.saturating_sub(height), height, ..body };
    let log = log(app, session, &now, body);
    let room = line.y.saturating_sub(body.y);
    let log_height = u16::try_from(log.len()).unwrap_or(0).min(room.saturating_sub(3));
    let mut rows: Vec<(Rect, Row)> = Vec::new();
    let log_top = line.y - log_height;
    for (i, row) in log.into_iter().rev().take(usize::from(log_height)).rev().enumerate() {
        rows.push((Rect { y: log_top + u16::try_from(i).unwrap_or(0), height: 1, ..body }, row));
    }
    let gap = u16::from(log_top.saturating_sub(body.y) > 8);
    let page = Rect { height: log_top.saturating_sub(body.y + gap), ..body };
    let (left, right) = columns(page);
    let cells = usize::from(left.width);
    let mut blocks = now_blocks(app, session, &now, cells);
    match right {
        Some(right) => {
            place(said_blocks(app, session, &now, &typed, usize::from(right.width), true), right, &mut rows);
        }
        None => blocks.extend(said_blocks(app, session, &now, &typed, cells, false)),
    }
    place(blocks, left, &mut rows);
    Some(Laid { rows, line, first, hint })
}

fn columns(page: Rect) -> (Rect, Option<Rect>) {
    if page.width < TWO_COLUMNS {
        return (page, None);
    }
    let right = (page.width - GUTTER) * 2 / 5;
    let left = page.width - GUTTER - right;
    (Rect { width: left, ..page }, Some(Rect { x: page.x + left + GUTTER, width: right, ..page }))
}

/// Puts blocks below each other, with a blank row between them as long as there is room; what has none
/// goes, the least needed first.
fn place(mut blocks: Vec<Block>, area: Rect, rows: &mut Vec<(Rect, Row)>) {
    let room = usize::from(area.height);
    blocks.retain(|block| !block.rows.is_empty());
    let sparse = cut(&blocks, room, true);
    let is_sparse = sparse.is_some();
    let blocks = sparse.or_else(|| cut(&blocks, room, false)).unwrap_or_default();
    let mut y = area.y;
    for block in blocks {
        for row in block.rows {
            if y < area.bottom() {
                rows.push((Rect { y, height: 1, ..area }, row));
            }
            y += 1;
        }
        y += u16::from(is_sparse);
    }
}

/// The blocks as they fit. With blank rows between them the needed ones have two rows at least, if they have
/// so many; without, only the most needed is never left out.
fn cut(blocks: &[Block], room: usize, gaps: bool) -> Option<Vec<Block>> {
    let mut blocks = blocks.to_vec();
    let height = |blocks: &[Block]| {
        blocks.iter().map(|b| b.rows.len()).sum::<usize>()
            + if gaps { blocks.len().saturating_sub(1) } else { 0 }
    };
    let mut by_need: Vec<u8> = blocks.iter().map(|block| block.need).collect();
    by_need.sort_unstable();
    for need in by_need.into_iter().rev() {
        let over = height(&blocks).saturating_sub(room);
        let Some(block) = blocks.iter_mut().find(|block| block.need == need && need > 0) else { continue };
        let least = if gaps && need < SPARE { 2 } else { 0 };
        block.rows.truncate(block.rows.len().saturating_sub(over).max(least.min(block.rows.len())));
    }
    blocks.retain(|block| !block.rows.is_empty());
    (height(&blocks) <= room || !gaps).then_some(blocks)
}

/// The step, the item one is at, the phrase to say, and what comes next.
fn now_blocks(app: &App, session: &Session, now: &Now, cells: usize) -> Vec<Block> {
    let theme = &app.theme;
    let step = now.item().or(now.items.last()).map(|item| item.step).or(now.talk.first().copied());
    let title = step.map(|step| text::clean_line(&session.playbook().steps[step].title)).unwrap_or_default();
    let [done, of] = now.progress();
    let count = if of > 0 { format!("{done} of {of} done") } else { String::new() };
    let heading = Row { right: Some((count, theme.quiet)), ..Row::of(title, theme.quiet) };
    let mut blocks = vec![Block { need: 3, rows: vec![heading] }];
    let Some(item) = now.item() else {
        let words = if of > 0 {
            "✓ All of it is done. Esc when the call is over."
        } else {
            "Just listen, and type."
        };
        blocks.push(Block { need: 0, rows: wrapped("", words, cells, theme.good) });
        return blocks;
    };
    blocks.push(Block { need: 0, rows: at_rows(app, session, now, item, cells) });
    if !matches!(item.sort, Sort::Phrase) {
        blocks.push(Block { need: 4, rows: say_rows(app, session, now, item, cells) });
    }
    let next: Vec<Row> = next_rows(app, session, now, item);
    blocks.push(Block { need: 2, rows: next });
    blocks
}

/// The item one is at; of a decision all its answers.
fn at_rows(app: &App, session: &Session, now: &Now, item: &Item, cells: usize) -> Vec<Row> {
    let theme = &app.theme;
    let mut rows = Vec::new();
    if item.sort == Sort::Decision {
        rows.extend(wrapped("", item.about.as_deref().unwrap_or_default(), cells, theme.strong));
        for (nth, option) in now.items.iter().enumerate() {
            if (option.step, &option.about, option.sort) != (item.step, &item.about, item.sort) {
                continue;
            }
            let lead = if option.done { "(x) " } else { "( ) " };
            let mut of_option = wrapped(lead, &option.words, cells, theme.text);
            of_option.iter_mut().for_each(|row| {
                row.hit = Some(Hit::Item(nth));
                row.marked = nth == now.at;
            });
            rows.extend(of_option);
        }
        return rows;
    }
    if let Some(about) = item.about.as_deref() {
        rows.push(Row::of(about, theme.quiet));
    }
    let lead = match (item.sort, item.done) {
        (Sort::Fill, _) => "› ",
        (_, true) => "[x] ",
        (_, false) => "[ ] ",
    };
    let mut words = wrapped(lead, &item.words, cells, theme.accent);
    words.iter_mut().for_each(|row| row.hit = Some(Hit::Item(now.at)));
    rows.extend(words);
    if let crate::live::Key::Field(at) = &item.key {
        let kind = &session.playbook().field(*at).kind;
        let held = session.answer(*at).map(|a| text::clean_line(&a.in_words(kind))).filter(|w| !w.is_empty());
        let words = held
            .map_or_else(|| "type it, then Tab puts it here".to_owned(), |held| format!("so far: {held}"));
        rows.push(Row::of(format!("  {words}"), theme.quiet));
    }
    rows
}

/// Phrases of the step that one can say besides.
fn say_rows(app: &App, session: &Session, now: &Now, item: &Item, cells: usize) -> Vec<Row> {
    let theme = &app.theme;
    let phrases = session.playbook().steps[item.step].say.iter();
    let phrases = phrases.map(|phrase| text::clean_line(&session.fill(&phrase.text)));
    let is_item = |words: &str| now.items.iter().any(|i| i.sort == Sort::Phrase && i.words == words);
    let mut rows = Vec::new();
    for words in phrases.filter(|words| !is_item(words)).take(2) {
        let lead = if rows.is_empty() { "Say  " } else { "     " };
        rows.extend(wrapped(lead, &format!("“{words}”"), cells, theme.text));
    }
    rows
}

/// What comes next.
fn next_rows(app: &App, session: &Session, now: &Now, item: &Item) -> Vec<Row> {
    let theme = &app.theme;
    let mut rows: Vec<Row> = Vec::new();
    let place = |next: &Item| now.items.iter().position(|i| i.key == next.key).map(Hit::Item);
    for next in now.next().take(4) {
        let lead = if rows.is_empty() { "Next " } else { "     " };
        let words = match next.sort {
            Sort::Decision => next.about.clone().unwrap_or_default(),
            _ => next.words.clone(),
        };
        let other = next.step != item.step;
        let title = other.then(|| text::clean_line(&session.playbook().steps[next.step].title));
        let right = title.map(|title| (title, theme.quiet));
        let pieces = vec![(lead.to_owned(), theme.quiet), (words, theme.text)];
        rows.push(Row { pieces, right, hit: place(next), marked: false });
    }
    rows
}

/// What they may say, and what one can answer: what was said last, what fits what is typed, or what is
/// likely in this step.
fn said_blocks(app: &App, session: &Session, now: &Now, typed: &str, cells: usize, wide: bool) -> Vec<Block> {
    let theme = &app.theme;
    let Some(live) = app.live() else { return Vec::new() };
    let words = match meaning(typed) {
        Meaning::Words(words) => Some(words),
        _ => None,
    };
    if let (Some(likely), None) = (&live.answer, words) {
        let mut rows = vec![Row::of("You can say", theme.quiet)];
        rows.extend(wrapped("", &credited(session, likely), cells, theme.strong));
        return vec![Block { need: 1, rows }];
    }
    let all = app.likely(words.unwrap_or_default());
    let here = now.item().or(now.items.last()).map(|item| item.step);
    let is_wanted = |likely: &Likely| words.is_some() || Some(likely.step) == here || here.is_none();
    // What is picked stands at the top: nobody keeps what they do not see.
    let from = live.picked.filter(|_| words.is_some()).unwrap_or(0);
    let most = if wide || words.is_some() { 9 } else { 3 };
    let shown: Vec<_> = all.iter().enumerate().skip(from).filter(|(_, l)| is_wanted(l)).take(most).collect();
    if shown.is_empty() {
        let none = words.filter(|words| !words.is_empty());
        let rows = none.map(|_| Row::of("Nothing like that is prepared: just listen", theme.quiet));
        return vec![Block { need: 1, rows: rows.into_iter().collect() }];
    }
    let mut rows = vec![Row::of("They say…", theme.quiet)];
    for (nth, likely) in shown {
        let picked = live.picked == Some(nth) && words.is_some();
        // Only what was said is answered: a page full of answers is no help in a call.
        let first = nth == 0 && live.picked.is_none();
        let opens = picked || words.is_some_and(|words| !words.is_empty()) && (first || wide);
        let mut hears =
            wrapped("", &likely.hears, cells, if words.is_some() { theme.strong } else { theme.text });
        hears.iter_mut().for_each(|row| row.marked = picked);
        let answer =
            if opens { wrapped("→ ", &credited(session, likely), cells, theme.text) } else { Vec::new() };
        rows.extend(hears.into_iter().chain(answer).map(|row| Row { hit: Some(Hit::Likely(nth)), ..row }));
    }
    vec![Block { need: if words.is_some() { 1 } else { 5 }, rows }]
}

/// What one can answer, and whose advice that is where it is not ours: no source is named around it.
fn credited(session: &Session, likely: &Likely) -> String {
    let playbook = session.playbook();
    match likely.credit {
        Credit::Ours => likely.answer.clone(),
        of => format!("{} ({})", likely.answer, text::clean_line(playbook.credit(of))),
    }
}

/// What was put down last.
fn log(app: &App, session: &Session, now: &Now, body: Rect) -> Vec<Row> {
    let theme = &app.theme;
    let Screen::Walk(walk) = &app.screen else { return Vec::new() };
    let most = match body.height {
        24.. => 5,
        14.. => 3,
        10.. => 1,
        _ => 0,
    };
    let mut lines: Vec<_> = Vec::new();
    for step in &now.talk {
        for (nth, note) in session.notes(*step).iter().enumerate() {
            let is_typed = walk.step == *step && walk.entry == Some(nth);
            if !(is_typed || crate::live::is_tick(&note.text) || note.text.trim().is_empty()) {
                lines.push((note.at, text::clean_line(&note.text)));
            }
        }
    }
    lines.sort_by_key(|(at, _)| *at);
    let words = crate::live::words_field(session, walk.step).and_then(|at| session.answer(at));
    let last =
        words.and_then(|answer| answer.lines().filter(|l| !l.trim().is_empty()).last().map(text::clean_line));
    let from = lines.len().saturating_sub(most - usize::from(last.is_some() && most > 1));
    let notes = lines.split_off(from).into_iter().map(|(at, words)| {
        let time = at.map(|at| at.format("%H:%M  ").to_string()).unwrap_or_default();
        Row { pieces: vec![(time, theme.quiet), (words, theme.text)], ..Row::default() }
    });
    let heard = last.filter(|_| most > 1).map(|words| Row {
        pieces: vec![("they:  ".to_owned(), theme.quiet), (format!("“{words}”"), theme.text)],
        ..Row::default()
    });
    heard.into_iter().chain(notes).collect()
}

/// What a line can begin with.
fn hints(app: &App) -> Vec<(String, Option<Action>)> {
    let typed = app.live_line();
    let says = |words: &str| vec![(words.to_owned(), None)];
    match meaning(&typed) {
        _ if typed.is_empty() => {
            let hint = |key: &str, words: &str, action| {
                [(format!("{key} {words}"), Some(action)), ("  ".to_owned(), None)]
            };
            [
                hint("\"", "they said", Action::TheySaid),
                hint("@", "promise", Action::Promise),
                hint("!", "come back", Action::Flag),
                hint("Space", "done", Action::Tick),
                hint("↓", "other", Action::Down),
            ]
            .concat()
        }
        Meaning::Words(_) => says("their words · ↓ pick what they said · Enter keeps them"),
        Meaning::Promise(_) => says("a promise · Enter keeps it, with its time"),
        Meaning::Flag(_) => says("to come back to · Enter keeps it"),
        Meaning::Note if app.now_live().is_some_and(|n| n.item().is_some_and(|i| i.sort == Sort::Fill)) => {
            says("a note · Enter keeps it · Tab puts it into what is asked for")
        }
        Meaning::Note => says("a note · Enter keeps it, with its time"),
    }
}

fn draw_hint(app: &App, area: Rect, buffer: &mut Buffer) {
    let mut x = area.x;
    for (words, _) in hints(app) {
        x += paint::put(buffer, x, area.y, area.right().saturating_sub(x), &words, app.theme.quiet);
    }
}

fn draw_line(app: &App, laid: &Laid, buffer: &mut Buffer) -> Option<Position> {
    let Screen::Walk(walk) = &app.screen else { return None };
    let theme = &app.theme;
    let typed = app.live_line();
    let rows = walk.editor.rows();
    for y in laid.line.top()..laid.line.bottom() {
        paint::put(buffer, laid.line.x, y, 1, BAR, theme.accent);
        let row = laid.first + usize::from(y - laid.line.y);
        if row < rows.count() && !typed.is_empty() {
            let (x, width) = (laid.line.x + 2, laid.line.width.saturating_sub(2));
            draw_rows(buffer, x, y, width, &typed, rows.row(row), walk.editor.selection(), theme);
        }
    }
    let (row, cell) = walk.editor.place(&typed);
    let y =
        u16::try_from(row.saturating_sub(laid.first)).unwrap_or(0).min(laid.line.height.saturating_sub(1));
    let x = u16::try_from(cell).unwrap_or(0).min(laid.line.width.saturating_sub(3));
    Some(Position::new(laid.line.x + 2 + x, laid.line.y + y))
}

/// Words in as many rows as they need, the first behind a lead.
fn wrapped(lead: &str, words: &str, cells: usize, style: Style) -> Vec<Row> {
    let indent = text::width(lead);
    let rows = text::paragraphs(words, cells.saturating_sub(indent).max(8));
    let rows = rows.into_iter().enumerate().map(|(nth, words)| {
        let lead = if nth == 0 { lead.to_owned() } else { " ".repeat(indent) };
        Row { pieces: vec![(lead, style), (words, style)], ..Row::default() }
    });
    rows.collect()
}
