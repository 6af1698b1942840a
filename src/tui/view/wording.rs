//! The hint below a list of questions: why one is better asked in another way, and what is offered.

use super::fields::{Laid, Part, Tone};
use crate::text;
use crate::tui::app::walk::{Focus, Walk};
use crate::tui::keys::{self, Action};

/// Stands before a line that has a hint, and before the hint.
pub const MARK: &str = "~";

/// A row of a hint: its pieces, each with what a click on it does.
pub(super) type HintRow = Vec<(String, Tone, Option<Action>)>;

/// Below the text of a field.
pub(super) fn lay_out(laid: &mut Laid, walk: &Walk, field: usize, width: usize) {
    let Some(hints) = walk.hints.get(&field) else { return };
    let hint = &hints.shown;
    let why = match hint.is_here {
        true => hint.finding.message.clone(),
        false => {
            format!("“{}”: {}", text::ellipsis(&text::clean_line(&hint.question), 22), hint.finding.message)
        }
    };
    let room = width.saturating_sub(2).max(8);
    let mut rows: Vec<HintRow> = Vec::new();
    push(&mut rows, MARK, &why, room, Tone::Quiet, None);
    for (i, line) in hint.finding.rewrite.lines().enumerate() {
        let lead = if i == 0 { "→" } else { " " };
        push(&mut rows, lead, line, room, Tone::Text, Some(Action::Reword));
    }
    let is_current = walk.hinted == Some(field);
    let named = |action: Action, words: &str| match is_current {
        true => format!("{} {words}", keys::shown(action)),
        false => format!("[{words}]"),
    };
    let take = (format!("  {}", named(Action::Reword, "takes it")), Tone::Strong, Some(Action::Reword));
    let keep =
        (format!("  {}", named(Action::KeepWording, "keeps yours")), Tone::Quiet, Some(Action::KeepWording));
    let cells = |row: &HintRow| row.iter().map(|(words, ..)| text::width(words)).sum::<usize>();
    // Where two questions would be one too many, nothing is offered.
    let take = (!hint.finding.rewrite.is_empty()).then_some(take);
    for piece in take.into_iter().chain([keep]) {
        match rows.last_mut() {
            Some(row) if cells(row) + text::width(&piece.0) <= width => row.push(piece),
            _ => rows.push(vec![piece]),
        }
    }
    laid.push(Some(Focus::Field(field)), Part::Hint { field, rows });
}

/// Adds words as rows, the first behind a mark and the others below it.
fn push(rows: &mut Vec<HintRow>, lead: &str, words: &str, room: usize, tone: Tone, does: Option<Action>) {
    for (i, line) in text::paragraphs(words, room).into_iter().enumerate() {
        let (lead, of) = if i == 0 { (lead, Tone::Warning) } else { (" ", tone) };
        rows.push(vec![(format!("{lead} "), of, does), (line, tone, does)]);
    }
}

/// What a click on a cell of a row does.
pub(super) fn action_at(row: &HintRow, cell: usize) -> Option<Action> {
    let mut edge = 0;
    row.iter()
        .find(|(words, ..)| {
            edge += text::width(words);
            cell < edge
        })
        .and_then(|(.., does)| *does)
}
