//! Everything with one client, in time, as lines.

use crate::agenda::{Brief, Due};
use crate::dates;
use crate::document::{State, hold_said};
use crate::playbook::Phase;
use crate::text;
use crate::tui::app::App;
use crate::tui::app::clients::ClientPage;
use crate::tui::app::keeping::holds;
use crate::tui::app::list::{Page, PageLine};
use crate::tui::widget::markdown::{self, StyledLine};

/// What stands before a line below its conversation.
const INDENT: &str = "    ";
/// Cells of the column with a day.
const DAY: usize = 17;

/// The page: the newest conversation first, what follows from each below it.
pub fn page(app: &App, page: &ClientPage, cells: usize) -> Page {
    let theme = &app.theme;
    let mut out = Page::default();
    let client = &page.client;
    if !client.also.is_empty() {
        let words = text::clean_line(&format!("Also {}", client.also.join(", ")));
        let lines = markdown::plain(&words, cells, theme.quiet);
        out.lines.extend(lines.into_iter().map(|pieces| PageLine { pieces, ..PageLine::default() }));
        out.lines.push(PageLine::default());
    }
    let holds = holds(client);
    for why in &holds {
        let lines = markdown::plain(&hold_said(why), cells, theme.warning);
        out.lines.extend(lines.into_iter().map(|pieces| PageLine { pieces, ..PageLine::default() }));
    }
    if !holds.is_empty() {
        out.lines.push(PageLine::default());
    }
    let mut item = 0;
    for brief in &client.notes {
        out.lines.push(conversation(app, brief, cells, item));
        item += 1;
        for due in Due::all_of(brief) {
            out.lines.extend(follow_up(app, due.follow_up(), Some(item), cells));
            item += 1;
        }
        let decided = brief.follow_ups.iter().filter(|f| f.state != State::Open);
        out.lines.extend(decided.flat_map(|f| follow_up(app, f, None, cells)));
        out.lines.push(PageLine::default());
    }
    out
}

fn conversation(app: &App, brief: &Brief, cells: usize, item: usize) -> PageLine {
    let theme = &app.theme;
    let today = app.now.wall.date_naive();
    let title = app.catalog.title(&brief.playbook).unwrap_or(&brief.playbook);
    let day = dates::short(brief.started.date_naive(), today);
    let right = match (brief.is_open(), &brief.outcome) {
        (true, _) => {
            let [done, of] = brief.answered;
            let phase = Phase::ALL.into_iter().find(|p| p.word() == &*brief.phase).map_or("", |p| p.title());
            format!("open · {phase} {done}/{of}")
        }
        (false, None) => "closed".to_owned(),
        (false, Some(id)) => {
            let playbook = app.catalog.playbook(&brief.playbook);
            let known = playbook.and_then(|p| p.outcomes.iter().find(|o| o.id == **id));
            format!("closed: {}", known.map_or(&**id, |o| o.label.as_str()))
        }
    };
    let right = match brief.amended {
        // First what it became, which is cut last.
        Some(day) => format!("amended {} · {right}", dates::short(day, today)),
        None => right,
    };
    let right = text::ellipsis(&text::clean_line(&right), cells / 2).into_owned();
    let pieces = vec![(format!("{day:<DAY$}"), theme.quiet), (text::clean_line(title), theme.strong)];
    PageLine { pieces, right: vec![(right, theme.quiet)], item: Some(item) }
}

/// A follow-up below its conversation; what is decided cannot be gone to.
fn follow_up(
    app: &App,
    follow_up: &crate::document::FollowUp,
    item: Option<usize>,
    cells: usize,
) -> Vec<PageLine> {
    let theme = &app.theme;
    let today = app.now.wall.date_naive();
    let (mark, style) = match follow_up.state {
        State::Open => ("[ ] ", theme.text),
        State::Done => ("[x] ", theme.quiet),
        State::Dropped => ("[-] ", theme.quiet),
    };
    let is_late = follow_up.state == State::Open && follow_up.due.is_some_and(|due| due < today);
    let day = match follow_up.due {
        Some(due) if is_late => {
            format!("{} late", text::count(usize::try_from((today - due).num_days()).unwrap_or(0), "day"))
        }
        Some(due) => dates::short(due, today),
        None => "no day yet".to_owned(),
    };
    let words: Vec<_> = std::iter::once(follow_up.title.clone()).chain(follow_up.remarks(today)).collect();
    let lead = INDENT.len() + mark.len() + DAY;
    let rows = text::paragraphs(&text::clean_line(&words.join(" · ")), cells.saturating_sub(lead).max(12));
    let line = |(i, words): (usize, String)| {
        let pieces: StyledLine = match i {
            0 => vec![
                (format!("{INDENT}{mark}"), style),
                (format!("{day:<DAY$}"), if is_late { theme.bad } else { theme.quiet }),
                (words, style),
            ],
            _ => vec![(" ".repeat(lead), style), (words, style)],
        };
        PageLine { pieces, right: Vec::new(), item }
    };
    rows.into_iter().enumerate().map(line).collect()
}
