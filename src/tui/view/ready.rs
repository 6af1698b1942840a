//! Ready? The countdown, what is still open, and what to do with the meeting.

use ratatui::style::Style;

use crate::ready::{Place, Ready, Worth, countdown};
use crate::session::Session;
use crate::text;
use crate::tui::app::App;
use crate::tui::app::list::{Page, PageLine};
use crate::tui::app::ready::{ReadyItem, items};
use crate::tui::widget::markdown;

/// The page.
pub fn page(app: &App, cells: usize) -> Page {
    let (Some(session), Some(ready)) = (app.session(), app.ready()) else { return Page::default() };
    let theme = &app.theme;
    let cells = cells.min(88);
    let mut lines = Vec::new();
    let say = |lines: &mut Vec<PageLine>, words: &str, style: Style| {
        let rows = markdown::plain(words, cells, style).into_iter();
        lines.extend(rows.map(|pieces| PageLine { pieces, ..PageLine::default() }));
    };
    if session.head().meeting.at.is_some() {
        if let Some(words) = countdown(session, app.now.wall) {
            say(&mut lines, &words, theme.strong);
        }
        if let Some(meeting) = meeting(session) {
            say(&mut lines, &meeting, theme.quiet);
        }
        lines.push(PageLine::default());
    }
    let is_good = matches!(&ready, Ready::Open(items) if items.is_empty());
    let (mark, style) = if is_good { ("✓ ", theme.good) } else { ("", theme.strong) };
    say(&mut lines, &format!("{mark}{}.", ready.in_words()), style);
    let mut in_deeds = false;
    for (nth, item) in items(&ready, session, app.now.wall).into_iter().enumerate() {
        if !in_deeds && !matches!(item, ReadyItem::Open(..)) {
            lines.push(PageLine::default());
            in_deeds = true;
        }
        lines.extend(rows(app, session, &ready, item, cells).into_iter().map(|mut line| {
            line.item = Some(nth);
            line
        }));
    }
    Page { lines, ..Page::default() }
}

/// How, when and where they meet.
fn meeting(session: &Session) -> Option<String> {
    let meeting = &session.head().meeting;
    let at = meeting.at.map(|at| at.in_full());
    let how = meeting.how.map(|how| how.word().to_owned());
    let all: Vec<_> = [at, how, meeting.place.clone()].into_iter().flatten().collect();
    (!all.is_empty()).then(|| text::clean_line(&all.join(" · ")))
}

fn rows(app: &App, session: &Session, ready: &Ready, item: ReadyItem, cells: usize) -> Vec<PageLine> {
    let theme = &app.theme;
    let (mark, words, remark) = match item {
        ReadyItem::Open(nth, place) => {
            let Some(open) = ready.items().get(nth) else { return Vec::new() };
            let matters = open.worth <= Worth::Needed;
            let step = match place {
                Place::Field(at) => text::clean_line(&session.playbook().steps[at.step].title),
                Place::When | Place::How => "Who and when".to_owned(),
            };
            let mark = if matters { ("! ", theme.warning) } else { ("· ", theme.quiet) };
            (mark, open.what.clone(), step)
        }
        ReadyItem::Practise => {
            (("", theme.text), "Practise: your questions, phrases and answers".to_owned(), "F6".to_owned())
        }
        ReadyItem::Card => (("", theme.text), "The card, to read in the car".to_owned(), "F7".to_owned()),
        ReadyItem::Moved => (("", theme.text), "Moved: set another day".to_owned(), "m".to_owned()),
        ReadyItem::Missed => (("", theme.text), "They did not come".to_owned(), "x".to_owned()),
    };
    let is_deed = !matches!(item, ReadyItem::Open(..));
    let style = if is_deed { theme.accent } else { theme.text };
    let remark = format!("  {remark}");
    let indent = text::width(mark.0);
    let mut rows = markdown::plain(&text::clean_line(&words), cells.saturating_sub(indent), style);
    let used: usize = rows.last().into_iter().flatten().map(|(piece, _)| text::width(piece)).sum();
    // Where it is done is a help; in a narrow window the words matter more.
    if let Some(last) = rows.last_mut().filter(|_| indent + used + text::width(&remark) <= cells) {
        last.push((remark, theme.quiet));
    }
    for (nth, row) in rows.iter_mut().enumerate() {
        let lead = if nth == 0 { mark.0.to_owned() } else { " ".repeat(indent) };
        row.insert(0, (lead, mark.1));
    }
    rows.into_iter().map(|pieces| PageLine { pieces, ..PageLine::default() }).collect()
}
