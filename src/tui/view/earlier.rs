//! What the note holds from an earlier version of its playbook: to read, so that nothing seems lost.

use super::fields::{Laid, Tone};
use crate::session::{Earlier, Session};
use crate::text;
use crate::tui::app::list::PageLine;
use crate::tui::theme::Theme;
use crate::tui::widget::markdown;

/// The heading.
const HEADING: &str = "From an earlier version";

/// At the end of a step's fields: what belonged to it.
pub(super) fn lay_out(laid: &mut Laid, session: &Session, step: usize, width: usize) {
    let mut earlier = session.earlier_of(step).peekable();
    if earlier.peek().is_none() {
        return;
    }
    laid.words(None, HEADING, width, Tone::Strong);
    for (title, text) in earlier.map(words) {
        laid.words(None, &title, width, Tone::Quiet);
        for line in text::paragraphs(&text, width.saturating_sub(2).max(4)) {
            laid.words(None, &format!("  {line}"), width, Tone::Quiet);
        }
    }
    laid.gap();
}

/// On the end page: what belongs to no step any more.
pub(super) fn lines(session: &Session, cells: usize, theme: &Theme) -> Vec<PageLine> {
    let mut earlier = session.earlier_elsewhere().peekable();
    if earlier.peek().is_none() {
        return Vec::new();
    }
    let of = |pieces| PageLine { pieces, ..PageLine::default() };
    let mut lines = vec![of(vec![(HEADING.to_owned(), theme.strong)])];
    for (title, text) in earlier.map(words) {
        lines.extend(markdown::plain(&title, cells, theme.quiet).into_iter().map(of));
        for mut line in markdown::plain(&text, cells.saturating_sub(2).max(4), theme.quiet) {
            line.insert(0, ("  ".to_owned(), theme.quiet));
            lines.push(of(line));
        }
    }
    lines.push(PageLine::default());
    lines
}

fn words(earlier: &Earlier) -> (String, String) {
    (text::clean_line(&earlier.title), text::clean(earlier.text.trim_matches('\n')).into_owned())
}
