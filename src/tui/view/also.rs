//! What was also written elsewhere, right below what stands there.

use super::fields::{Laid, Tone};
use crate::document::ALSO;
use crate::session::{Beside, Session};
use crate::text;
use crate::tui::app::list::PageLine;
use crate::tui::app::walk::Focus;
use crate::tui::keys::{self, Action};
use crate::tui::theme::Theme;
use crate::tui::widget::markdown;

/// Below an item of the walk, one on which it can be settled.
pub(super) fn lay_out(
    laid: &mut Laid,
    session: &Session,
    beside: Beside,
    item: Focus,
    on_it: bool,
    width: usize,
) {
    for (i, also) in session.also(beside).enumerate() {
        let hint = on_it && i == 0;
        laid.words(Some(item), &heading(also.title.as_deref(), hint), width, Tone::Warning);
        for (i, text) in also.texts.iter().enumerate() {
            if i > 0 {
                laid.gap();
            }
            for line in text::paragraphs(text, width.saturating_sub(4).max(4)) {
                laid.words(Some(item), &format!("  │ {line}"), width, Tone::Text);
            }
        }
    }
}

/// On top of the end page, where its key is pressed: what belongs to no step.
pub(super) fn lines(session: &Session, cells: usize, theme: &Theme) -> Vec<PageLine> {
    let of = |pieces| PageLine { pieces, ..PageLine::default() };
    let mut lines = Vec::new();
    for (i, also) in session.also(Beside::End).enumerate() {
        lines.extend(
            markdown::plain(&heading(also.title.as_deref(), i == 0), cells, theme.warning)
                .into_iter()
                .map(of),
        );
        for (i, text) in also.texts.iter().enumerate() {
            if i > 0 {
                lines.push(PageLine::default());
            }
            for line in text::paragraphs(text, cells.saturating_sub(4).max(4)) {
                lines.push(of(vec![("  │ ".to_owned(), theme.quiet), (line, theme.text)]));
            }
        }
    }
    if !lines.is_empty() {
        lines.push(PageLine::default());
    }
    lines
}

/// What it is, of what, and what to do with it.
fn heading(title: Option<&str>, hint: bool) -> String {
    let of = title.map(|title| format!(": {}", text::clean_line(title))).unwrap_or_default();
    let how = if hint {
        format!(". Take over what you want, then {}", keys::shown(Action::Settle))
    } else {
        String::new()
    };
    format!("! {ALSO}{of}{how}")
}
