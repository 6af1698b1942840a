//! What there is to do once a call is over, as lines.

use super::Page;
use crate::live::{self, Mark, Moment};
use crate::playbook::{Answer, Facts, Phase};
use crate::session::Session;
use crate::text;
use crate::tui::app::App;
use crate::tui::app::debrief::{DebriefItem, items};
use crate::tui::app::list::PageLine;
use crate::tui::widget::markdown;

/// The page.
pub fn page(app: &App, cells: usize) -> Page {
    let mut page = Page::default();
    let Some(session) = app.session() else { return page };
    let theme = &app.theme;
    let mut before = None;
    for (nth, item) in items(session).iter().enumerate() {
        let section = section(item);
        if before != Some(section) {
            if before.is_some() {
                page.lines.push(PageLine::default());
            }
            let pieces = vec![(section.to_owned(), theme.strong)];
            page.lines.extend((!section.is_empty()).then(|| PageLine { pieces, ..PageLine::default() }));
            before = Some(section);
        }
        page.lines
            .extend(entry(app, session, item, cells).into_iter().map(|l| PageLine { item: Some(nth), ..l }));
    }
    page.lines.extend(put_down(app, session, cells));
    page
}

fn section(item: &DebriefItem) -> &'static str {
    match item {
        DebriefItem::Moment(Moment { mark: Mark::Flag, .. }) => "To come back to",
        DebriefItem::Moment(_) => "You promised. Space makes it a follow-up",
        DebriefItem::Undecided(_) => "Not answered yet",
        DebriefItem::GoOn => "",
    }
}

fn entry(app: &App, session: &Session, item: &DebriefItem, cells: usize) -> Vec<PageLine> {
    let theme = &app.theme;
    let (lead, words, style) = match item {
        DebriefItem::Moment(moment) => {
            let tick = if moment.settled { "[x] " } else { "[ ] " };
            let style = if moment.settled { theme.quiet } else { theme.text };
            (tick, moment.words.clone(), style)
        }
        DebriefItem::Undecided(at) => ("! ", session.fill(&session.playbook().field(*at).label), theme.text),
        DebriefItem::GoOn => {
            let next = live::after(session, session.position().0)
                .map(|step| session.playbook().steps[step].title.as_str());
            ("", format!("Go on: {}", next.unwrap_or("how did it end?")), theme.accent)
        }
    };
    let right = match item {
        DebriefItem::Moment(moment) => remark(app, session, moment),
        _ => String::new(),
    };
    let room = cells.saturating_sub(text::width(lead) + text::width(&right) + 2).max(8);
    let wrapped = text::paragraphs(&text::clean_line(&words), room);
    let lines = wrapped.into_iter().enumerate().map(|(row, words)| {
        let lead = if row == 0 { lead.to_owned() } else { " ".repeat(text::width(lead)) };
        let right =
            if row == 0 && !right.is_empty() { vec![(right.clone(), theme.quiet)] } else { Vec::new() };
        PageLine { pieces: vec![(lead, style), (words, style)], right, item: None }
    });
    lines.collect()
}

/// When it was marked; of a promise that is a follow-up, its day.
fn remark(app: &App, session: &Session, moment: &Moment) -> String {
    let due = session.head().follow_ups.iter().find(|f| f.title == moment.words).and_then(|f| f.due);
    match (moment.mark, due) {
        (Mark::Promise, Some(due)) => format!("due {}", crate::dates::short(due, app.now.wall.date_naive())),
        (Mark::Promise, None) if moment.settled => "no day yet".to_owned(),
        _ => moment.at.map(|at| at.format("%H:%M").to_string()).unwrap_or_default(),
    }
}

/// What was put down while one talked, to be read.
fn put_down(app: &App, session: &Session, cells: usize) -> Vec<PageLine> {
    let theme = &app.theme;
    let steps = session.playbook().steps.iter().enumerate().filter(|(_, step)| step.phase == Phase::During);
    let moments = live::moments(session);
    let mut lines = Vec::new();
    for (nth, _) in steps {
        for (field, _) in session.playbook().fields().filter(|(at, field)| at.step == nth && field.words) {
            let words =
                session.answer(field).into_iter().flat_map(Answer::lines).filter(|l| !l.trim().is_empty());
            lines.extend(words.map(|words| ("they: ".to_owned(), format!("“{}”", text::clean_line(words)))));
        }
        // What was marked stands above already; what was said is no word of anybody's.
        let is_shown = |entry: &usize| !moments.iter().any(|m| (m.step, m.entry) == (nth, *entry));
        let notes = session.notes(nth).iter().enumerate().filter(|(entry, _)| is_shown(entry));
        let notes = notes.map(|(_, note)| note).filter(|note| !note.text.trim().is_empty());
        for note in notes.filter(|note| !live::is_tick(&note.text)) {
            let time = note.at.map(|at| at.format("%H:%M ").to_string()).unwrap_or_default();
            lines.push((time, text::clean_line(&note.text)));
        }
    }
    if lines.is_empty() {
        return Vec::new();
    }
    let mut page = vec![PageLine::default()];
    page.push(PageLine {
        pieces: vec![("What you put down".to_owned(), theme.strong)],
        ..PageLine::default()
    });
    for (lead, words) in lines {
        let rows = markdown::plain(&words, cells.saturating_sub(6).max(8), theme.text);
        page.extend(rows.into_iter().enumerate().map(|(row, mut pieces)| {
            let lead = if row == 0 { format!("{lead:>6}") } else { " ".repeat(6) };
            pieces.insert(0, (lead, theme.quiet));
            PageLine { pieces, ..PageLine::default() }
        }));
    }
    page
}
