//! The blocks of a step: laid out once an update, asked what is where, and drawn.

use std::ops::Range;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;

use super::grid::{self, Piece};
use super::wording::{self, HintRow};
use crate::playbook::model::OTHER;
use crate::playbook::{Answer, FieldRef, Kind};
use crate::session::{Session, Target};
use crate::text;
use crate::tui::app::place::Spot;
use crate::tui::app::walk::{Focus, Walk};
use crate::tui::keys::Action;
use crate::tui::theme::Theme;
use crate::tui::widget::paint;

/// Stands left of text one can type in.
pub const BAR: &str = "▎";
/// Cells left of typed text.
pub(super) const INDENT: usize = 2;

/// Cells of a number of a score.
pub(super) const SCORE_CELLS: usize = 4;

/// How a line of words is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    Text,
    Quiet,
    Strong,
    Good,
    Warning,
}

impl Tone {
    pub(super) fn style(self, theme: &Theme) -> Style {
        match self {
            Self::Text => theme.text,
            Self::Quiet => theme.quiet,
            Self::Strong => theme.strong,
            Self::Good => theme.good,
            Self::Warning => theme.warning,
        }
    }
}

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Part {
    Words(Vec<(String, Tone)>),
    /// Words, and a quiet remark behind the last line.
    Label {
        lines: Vec<String>,
        remark: String,
    },
    Text {
        rows: usize,
    },
    Option {
        field: usize,
        option: usize,
        lines: Vec<String>,
    },
    /// The numbers of a score, so many on a row, and what its ends mean where that fits behind.
    Score {
        field: usize,
        across: usize,
        rows: usize,
        ends: String,
    },
    /// A row of a table; without a number, the labels of its columns.
    Row {
        field: usize,
        row: Option<usize>,
        height: usize,
        pieces: Vec<Piece>,
    },
    /// A hint on a question of a field.
    Hint {
        field: usize,
        rows: Vec<HintRow>,
    },
    Button(String),
}

#[derive(Clone, Debug, PartialEq)]
struct Block {
    top: usize,
    height: usize,
    item: Option<Focus>,
    part: Part,
}

/// The blocks of a step.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Laid {
    blocks: Vec<Block>,
    /// Rows of all of them.
    pub height: usize,
    /// Cells that there are for them.
    pub(super) width: usize,
}

/// What is under the mouse.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hit {
    Item(Focus),
    Option {
        field: usize,
        option: usize,
    },
    Text {
        focus: Focus,
        row: usize,
        cell: usize,
    },
    Cell {
        field: usize,
        spot: Spot,
        row: usize,
        cell: usize,
    },
    /// What is offered below a list of questions.
    Hint {
        field: usize,
        does: Action,
    },
}

impl Laid {
    /// Nothing yet, in a column of so many cells.
    pub(super) fn new(width: usize) -> Self {
        Self { width, ..Self::default() }
    }

    pub(super) fn push(&mut self, item: Option<Focus>, part: Part) {
        let height = match &part {
            Part::Words(lines) => lines.len(),
            Part::Label { lines, .. } | Part::Option { lines, .. } => lines.len(),
            Part::Text { rows } | Part::Score { rows, .. } => *rows,
            Part::Row { height, .. } => *height,
            Part::Hint { rows, .. } => rows.len(),
            Part::Button(_) => 1,
        };
        self.blocks.push(Block { top: self.height, height, item, part });
        self.height += height;
    }

    pub(super) fn words(&mut self, item: Option<Focus>, words: &str, width: usize, tone: Tone) {
        let lines = text::paragraphs(words, width).into_iter().map(|l| (l, tone)).collect::<Vec<_>>();
        if !lines.is_empty() {
            self.push(item, Part::Words(lines));
        }
    }

    pub(super) fn gap(&mut self) {
        self.height += 1;
    }

    /// The first and last row that must be in sight.
    pub fn in_sight(&self, walk: &Walk, session: &Session) -> (usize, usize) {
        let own: Vec<_> = self.blocks.iter().filter(|b| b.item == Some(walk.focus)).collect();
        let (Some(first), Some(last)) = (own.first(), own.last()) else { return (0, 0) };
        let first =
            if self.blocks.first().is_some_and(|b| b.item == Some(walk.focus)) { 0 } else { first.top };
        let whole = (first, last.top + last.height - 1);
        // Of a text that one writes in beside the options, the words before it.
        let mut first = first;
        for block in &own {
            match &block.part {
                Part::Text { .. } => {
                    let text = walk.target(session).map(|t| session.text(t)).unwrap_or_default();
                    let row = block.top + walk.editor.place(&text).0;
                    let from = if row == block.top { first } else { row };
                    return (from, row + 1);
                }
                Part::Option { option, .. } if *option == walk.option => {
                    let from = if *option == 0 { first } else { block.top };
                    if walk.target(session).is_none() {
                        return (from, block.top + block.height);
                    }
                    first = from;
                }
                Part::Row { row: Some(row), pieces, .. } if *row == walk.spot.row => {
                    let (from, count) = grid::lines_of(pieces, walk.spot.across).unwrap_or((0, block.height));
                    let text = walk.target(session).map(|t| session.text(t)).unwrap_or_default();
                    let line = block.top + from + walk.editor.place(&text).0.min(count - 1);
                    let from = if *row == 0 && from == 0 { first } else { line.min(block.top + from) };
                    return (from.max(line.saturating_sub(6)), line + 1);
                }
                _ => {}
            }
        }
        whole
    }

    /// The last row of an item.
    pub fn end_of(&self, focus: Focus) -> usize {
        let own = self.blocks.iter().rfind(|b| b.item == Some(focus));
        own.map_or(0, |b| (b.top + b.height).saturating_sub(1))
    }

    /// The rows of the text one is in: the first, and how many.
    pub fn text_rows(&self, focus: Focus, spot: Spot) -> Option<(usize, usize)> {
        let is_text = |b: &&Block| match b.part {
            Part::Text { .. } => true,
            Part::Row { row, .. } => row == Some(spot.row),
            _ => false,
        };
        let block = self.blocks.iter().filter(|b| b.item == Some(focus)).find(is_text)?;
        Some((block.top, block.height))
    }

    /// What is at a row and cell.
    pub fn hit(&self, walk: &Walk, session: &Session, line: usize, cell: usize) -> Option<Hit> {
        let block = self.blocks.iter().find(|b| (b.top..b.top + b.height).contains(&line))?;
        let focus = block.item?;
        Some(match &block.part {
            Part::Option { field, option, .. } => Hit::Option { field: *field, option: *option },
            Part::Score { field, across, .. } => {
                let column = cell.saturating_sub(1) / SCORE_CELLS;
                let option = (line - block.top) * across + column;
                match column < *across && option < walk_options(session, walk.step, *field) {
                    true => Hit::Option { field: *field, option },
                    false => Hit::Item(focus),
                }
            }
            Part::Hint { field, rows } => {
                let does = rows.get(line - block.top).and_then(|row| wording::action_at(row, cell));
                does.map_or(Hit::Item(focus), |does| Hit::Hint { field: *field, does })
            }
            Part::Text { .. } => {
                Hit::Text { focus, row: line - block.top, cell: cell.saturating_sub(INDENT) }
            }
            Part::Row { field, row: Some(row), pieces, .. } => {
                let (across, line, cell) = grid::hit(pieces, line - block.top, cell)?;
                Hit::Cell { field: *field, spot: Spot { row: *row, across }, row: line, cell }
            }
            _ => Hit::Item(focus),
        })
    }

    /// Draws what is in sight; gives where the cursor stands.
    pub fn draw(
        &self,
        walk: &Walk,
        session: &Session,
        area: Rect,
        theme: &Theme,
        buffer: &mut Buffer,
    ) -> Option<Position> {
        let mut cursor = None;
        for block in &self.blocks {
            let from = walk.scroll.max(block.top);
            let to = (walk.scroll + usize::from(area.height)).min(block.top + block.height);
            for line in from..to {
                let y = area.y + u16::try_from(line - walk.scroll).unwrap_or(0);
                if !(buffer.area.top()..buffer.area.bottom()).contains(&y) {
                    continue;
                }
                let row = Rect::new(area.x, y, area.width, 1);
                if let Some(x) = block.draw_row(line - block.top, walk, session, row, theme, buffer) {
                    cursor = Some(Position::new(x, y));
                }
            }
        }
        cursor
    }
}

impl Block {
    /// Draws one row; gives the cursor's column if it stands there.
    fn draw_row(
        &self,
        row: usize,
        walk: &Walk,
        session: &Session,
        area: Rect,
        theme: &Theme,
        buffer: &mut Buffer,
    ) -> Option<u16> {
        let here = self.item == Some(walk.focus);
        match &self.part {
            Part::Words(lines) => {
                let (line, tone) = &lines[row];
                paint::put(buffer, area.x, area.y, area.width, line, tone.style(theme));
            }
            Part::Label { lines, remark } => {
                let style = if here { theme.accent } else { theme.strong };
                let used = paint::put(buffer, area.x, area.y, area.width, &lines[row], style);
                if row + 1 == lines.len() {
                    paint::put(buffer, area.x + used, area.y, area.width - used, remark, theme.quiet);
                }
            }
            Part::Option { field, option, lines } => {
                let at = FieldRef { step: walk.step, field: *field };
                let marked = here && walk.option == *option;
                let style = if marked { theme.marked } else { theme.text };
                let tick = tick(session, at, *option);
                let lead = if row == 0 { tick } else { "    " };
                let words = format!(" {lead}{} ", lines[row]);
                paint::put(buffer, area.x, area.y, area.width, &words, style);
            }
            Part::Score { field, across, rows, ends } => {
                let numbers = row * across..(row + 1) * across;
                let ends = if row + 1 == *rows { ends.as_str() } else { "" };
                draw_score(*field, numbers, ends, here, walk, session, area, theme, buffer);
            }
            Part::Hint { rows, .. } => {
                let pieces: Vec<_> =
                    rows[row].iter().map(|(words, tone, _)| (words.as_str(), tone.style(theme))).collect();
                paint::put_all(buffer, area.x, area.y, area.width, &pieces);
            }
            Part::Button(words) => {
                let style = if here { theme.marked } else { theme.accent };
                paint::put(buffer, area.x, area.y, area.width, words, style);
            }
            Part::Row { row: number, pieces, .. } => {
                let on = (here && *number == Some(walk.spot.row)).then_some(walk.spot.across);
                return grid::draw_line(pieces, row, on, walk, session, area, theme, buffer);
            }
            Part::Text { .. } => return self.draw_text_row(row, here, walk, session, area, theme, buffer),
        }
        None
    }

    /// Whether the row that begins at a byte is the first of a question that has a hint.
    fn is_marked(&self, walk: &Walk, text: &str, start: usize) -> bool {
        let Some(Focus::Field(field)) = self.item else { return false };
        let Some(hints) = walk.hints.get(&field) else { return false };
        let first = start == 0 || text.as_bytes().get(start - 1) == Some(&b'\n');
        first && text.get(..start).is_some_and(|before| hints.marked.contains(&before.matches('\n').count()))
    }

    #[expect(clippy::too_many_arguments, reason = "a row is drawn from all of these, once")]
    fn draw_text_row(
        &self,
        row: usize,
        here: bool,
        walk: &Walk,
        session: &Session,
        area: Rect,
        theme: &Theme,
        buffer: &mut Buffer,
    ) -> Option<u16> {
        paint::put(buffer, area.x, area.y, 1, BAR, if here { theme.accent } else { theme.quiet });
        let (target, rows) = match self.item {
            _ if here => (walk.target(session), Some(walk.editor.rows())),
            Some(Focus::Field(field)) => {
                let at = FieldRef { step: walk.step, field };
                (Some(Target::Field(at)), walk.rows.get(field).and_then(Option::as_ref))
            }
            _ => (None, None),
        };
        let text = target.map(|t| session.text(t)).unwrap_or_default();
        let x = area.x + INDENT as u16;
        let width = area.width.saturating_sub(INDENT as u16);
        if let Some(range) = rows.map(|r| r.row(row)).filter(|r| r.end <= text.len()) {
            if self.is_marked(walk, &text, range.start) {
                paint::put(buffer, area.x + 1, area.y, 1, wording::MARK, theme.warning);
            }
            let selected = walk.editor.selection().filter(|_| here);
            draw_rows(buffer, x, area.y, width, &text, range, selected, theme);
        }
        if !here {
            return None;
        }
        (walk.editor.row() == row).then(|| x + u16::try_from(walk.editor.place(&text).1).unwrap_or(0))
    }
}

/// The cell of a text in a column of the screen, or at the edge that is nearer.
pub fn text_cell(area: Rect, x: u16) -> usize {
    usize::from(x.min(area.right()).saturating_sub(area.x)).saturating_sub(INDENT)
}

/// Draws a row of typed text, with what is selected of it.
#[expect(clippy::too_many_arguments, reason = "a row is drawn from all of these, in two places")]
pub fn draw_rows(
    buffer: &mut Buffer,
    x: u16,
    y: u16,
    width: u16,
    text: &str,
    row: Range<usize>,
    selected: Option<Range<usize>>,
    theme: &Theme,
) {
    let cut = selected
        .map_or(row.end..row.end, |s| s.start.clamp(row.start, row.end)..s.end.clamp(row.start, row.end));
    let pieces = [
        (&text[row.start..cut.start], theme.text),
        (&text[cut.clone()], theme.marked),
        (&text[cut.end..row.end], theme.text),
    ];
    paint::put_all(buffer, x, y, width, &pieces);
}

fn tick(session: &Session, at: FieldRef, option: usize) -> &'static str {
    let kind = &session.playbook().field(at).kind;
    let id = kind.choices().get(option).map_or(OTHER, |choice| choice.id.as_str());
    let ticked = session.held(at).is_some_and(|held| held.includes(id));
    match (matches!(kind, Kind::Choice { .. }), ticked) {
        (true, true) => "(x) ",
        (true, false) => "( ) ",
        (false, true) => "[x] ",
        (false, false) => "[ ] ",
    }
}

/// The numbers of a row of a score, and what stands behind them.
#[expect(clippy::too_many_arguments, reason = "a row is drawn from all of these, once")]
fn draw_score(
    field: usize,
    numbers: Range<usize>,
    ends: &str,
    here: bool,
    walk: &Walk,
    session: &Session,
    area: Rect,
    theme: &Theme,
    buffer: &mut Buffer,
) {
    let at = FieldRef { step: walk.step, field };
    let Kind::Score { out_of, .. } = &session.playbook().field(at).kind else { return };
    let chosen = match session.held(at) {
        Some(Answer::Score(n)) => Some(*n),
        _ => None,
    };
    let mut x = area.x + 1;
    for n in (1..=*out_of).skip(numbers.start).take(numbers.len()) {
        let words = if chosen == Some(n) { format!("[{n}]") } else { format!(" {n} ") };
        let marked = here && walk.option + 1 == n as usize;
        let style = if marked { theme.marked } else { theme.text };
        paint::put(buffer, x, area.y, area.right().saturating_sub(x), &words, style);
        x += SCORE_CELLS as u16;
    }
    paint::put(buffer, x, area.y, area.right().saturating_sub(x), ends, theme.quiet);
}

fn walk_options(session: &Session, step: usize, field: usize) -> usize {
    match &session.playbook().field(FieldRef { step, field }).kind {
        Kind::Score { out_of, .. } => *out_of as usize,
        kind => kind.choices().len(),
    }
}
