//! The list of steps, by phase, with how far each is.

use crate::playbook::Phase;
use crate::session::{Beside, Session, StepState};
use crate::text;
use crate::tui::app::list::{Page, PageLine};
use crate::tui::app::{App, Screen};

/// The step of an item; `None` for the end.
pub fn step_of(session: &Session, item: usize) -> Option<usize> {
    (item < session.playbook().steps.len()).then_some(item)
}

/// The page; a phase may come back later in the walk.
pub fn page(app: &App, cells: usize) -> Page {
    let mut page = Page::default();
    let Some(session) = app.session() else { return page };
    let theme = &app.theme;
    let here = if let Screen::Walk(walk) = &app.screen { walk.step } else { 0 };
    let mut phase: Option<Phase> = None;
    for (i, step) in session.playbook().steps.iter().enumerate() {
        if phase != Some(step.phase) {
            if phase.is_some() {
                page.lines.push(PageLine::default());
            }
            phase = Some(step.phase);
            let minutes = minutes(session, i);
            page.lines.push(PageLine {
                pieces: vec![(step.phase.title().to_owned(), theme.strong)],
                right: minutes.map(|m| (format!("{m} min"), theme.quiet)).into_iter().collect(),
                item: None,
            });
        }
        // What one has gone past without giving it.
        let lacks = i < here && session.step_lacks(i);
        let (mark, style) = match session.step_state(i) {
            // Two texts wait to be made one.
            _ if session.has_also(i) => ("! ", theme.warning),
            _ if lacks => ("! ", theme.warning),
            StepState::Done => ("✓ ", theme.good),
            StepState::Started => ("… ", theme.text),
            StepState::Untouched => ("  ", theme.text),
            StepState::PassedOver => ("– ", theme.quiet),
        };
        let [done, of] = session.step_progress(i);
        let right = match session.step_state(i) {
            StepState::PassedOver if cells >= 40 => "passed over".to_owned(),
            StepState::PassedOver => String::new(),
            _ if lacks && cells >= 40 => format!("missing {done}/{of}"),
            _ => format!("{done}/{of}"),
        };
        page.lines.push(PageLine {
            pieces: vec![(mark.to_owned(), style), (text::clean_line(&step.title), style)],
            right: vec![(right, theme.quiet)],
            item: Some(i),
        });
    }
    page.lines.push(PageLine::default());
    let (finish, style) = match session.also(Beside::End).next() {
        Some(_) => ("! Finish", theme.warning),
        None => ("  Finish", theme.text),
    };
    page.lines.push(PageLine {
        pieces: vec![(finish.to_owned(), style)],
        right: Vec::new(),
        item: Some(session.playbook().steps.len()),
    });
    page
}

/// The minutes of the steps of one phase from this step on, until the phase changes.
fn minutes(session: &Session, from: usize) -> Option<u32> {
    let steps = &session.playbook().steps[from..];
    let phase = steps.first()?.phase;
    let minutes: u32 = steps.iter().take_while(|s| s.phase == phase).filter_map(|s| s.minutes).sum();
    (minutes > 0).then_some(minutes)
}
