//! Their words beside what was promised: two columns where there is room, else one below the other.

use ratatui::style::Style;

use crate::review::{Said, Sides};
use crate::text;
use crate::tui::app::list::PageLine;
use crate::tui::theme::Theme;
use crate::tui::widget::markdown::StyledLine;

/// From so many cells on they stand beside each other.
const WIDE: usize = 90;
/// Between the columns.
const GAP: usize = 3;
/// So many rows of each side; all of it is in what is read back.
const ROWS: usize = 12;

/// The lines.
pub fn lines(sides: &Sides, cells: usize, theme: &Theme) -> Vec<PageLine> {
    let is_wide = cells >= WIDE && !sides.theirs.is_empty() && !sides.ours.is_empty();
    let width = if is_wide { (cells - GAP) / 2 } else { cells };
    let column = |heading: &str, said: &[Said]| {
        if said.is_empty() { Vec::new() } else { rows(heading, said, width, theme) }
    };
    let theirs = column("They said", &sides.theirs);
    let ours = column("You promised", &sides.ours);
    let pieces: Vec<StyledLine> = match is_wide {
        true => beside(theirs, ours, width, theme.text),
        false => theirs.into_iter().chain(ours).collect(),
    };
    pieces.into_iter().map(|pieces| PageLine { pieces, ..PageLine::default() }).collect()
}

/// One side.
fn rows(heading: &str, said: &[Said], width: usize, theme: &Theme) -> Vec<StyledLine> {
    let mut rows = vec![vec![(heading.to_owned(), theme.quiet)]];
    let words_of: Vec<_> = said.iter().flat_map(|said| &said.words).collect();
    for (nth, words) in words_of.iter().enumerate() {
        let wrapped = text::paragraphs(&text::clean_line(words), width.saturating_sub(4).max(8));
        if rows.len() + wrapped.len() > ROWS && nth > 0 {
            let left = text::count(words_of.len() - nth, "line");
            rows.push(vec![(format!("  … {left} more"), theme.quiet)]);
            break;
        }
        rows.extend(wrapped.into_iter().enumerate().map(|(row, words)| {
            let lead = if row == 0 { "  · " } else { "    " };
            vec![(lead.to_owned(), theme.quiet), (words, theme.text)]
        }));
    }
    rows
}

/// Two columns.
fn beside(left: Vec<StyledLine>, right: Vec<StyledLine>, width: usize, style: Style) -> Vec<StyledLine> {
    let rows = left.len().max(right.len());
    let (mut left, mut right) = (left.into_iter(), right.into_iter());
    (0..rows)
        .map(|_| {
            let mut row = left.next().unwrap_or_default();
            let used: usize = row.iter().map(|(words, _)| text::width(words)).sum();
            row.push((" ".repeat(width.saturating_sub(used) + GAP), style));
            row.extend(right.next().unwrap_or_default());
            row
        })
        .collect()
}
