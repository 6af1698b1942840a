//! What is drawn: pure functions of the app. One file a screen; nothing here changes anything.

pub mod actions;
pub mod agenda;
mod also;
pub mod blank;
pub mod card;
pub mod choose;
pub mod client;
pub mod clients;
pub mod debrief;
pub mod due;
mod earlier;
pub mod end;
pub mod export;
pub mod fields;
pub mod find;
pub mod follow_up;
pub mod footer;
pub mod form;
mod grid;
pub mod guide;
pub mod header;
pub mod help;
pub mod input;
pub mod insights;
pub mod keeping;
mod lay_out;
pub mod live;
pub mod message;
pub mod playbook;
pub mod playbooks;
pub mod practise;
pub mod ready;
pub mod rename;
pub mod search;
mod sides;
pub mod steps;
pub mod today;
pub mod walk;
pub mod welcome;
mod wording;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::app::card::CardView;
use super::app::clients::ClientPage;
use super::app::debrief::Debrief;
use super::app::end::End;
use super::app::export::Export;
use super::app::list::{ListState, Page};
use super::app::{App, Overlay, SMALLEST, Screen};
use super::theme::Theme;
use super::widget::paint;

/// Draws all; gives where the cursor stands, if it is in text.
pub fn draw(app: &App, buffer: &mut Buffer) -> Option<Position> {
    let area = Rect::new(0, 0, app.size.0, app.size.1).intersection(buffer.area);
    paint::clear(buffer, area, app.theme.text);
    if app.is_blank() {
        blank::draw(app, buffer, area);
        return None;
    }
    if app.is_too_small() {
        too_small(app, buffer, area);
        return None;
    }
    header::draw(app, buffer);
    let cursor = draw_body(app, buffer);
    // Last, for a long message may need the row above.
    footer::draw(app, buffer).or(cursor)
}

fn draw_body(app: &App, buffer: &mut Buffer) -> Option<Position> {
    let body = body(app.size);
    match &app.overlay {
        Some(
            Overlay::Help(state)
            | Overlay::Steps(state)
            | Overlay::Guide(state)
            | Overlay::Message(state, _)
            | Overlay::Export(Export { list: state, .. })
            | Overlay::Ready(state)
            | Overlay::Card(CardView { list: state, .. }),
        ) => {
            draw_page(&app.overlay_page().unwrap_or_default(), *state, body, &app.theme, buffer);
            return None;
        }
        Some(Overlay::Actions(actions)) => {
            let page = app.overlay_page().unwrap_or_default();
            draw_page(&page, actions.list, input::below(body), &app.theme, buffer);
            return input::draw(app, "What would you like to do?", &actions.line, body, buffer);
        }
        Some(Overlay::Unsaved) => {
            help::draw_unsaved(app, buffer, body);
            return None;
        }
        None => {}
    }
    match &app.screen {
        Screen::Walk(_) if app.is_live() => live::draw(app, buffer),
        Screen::Walk(walk) => walk::draw(app, walk, buffer),
        Screen::Debrief(Debrief { due: Some(form), .. }) => due::draw(app, form, buffer),
        Screen::Debrief(page) => draw_screen(app, page.list, buffer, body),
        Screen::Form(form) => form::draw(app, form, buffer),
        Screen::Welcome(welcome) => welcome::draw(app, welcome, buffer),
        Screen::Today(today) => draw_screen(app, today.list, buffer, body),
        Screen::Choose(choose) => {
            let areas = choose::areas(app);
            if let Some(area) = areas.guide {
                guide::draw(app, choose.guide_scroll, area, buffer);
            }
            draw_screen(app, choose.list, buffer, areas.list)
        }
        Screen::End(End { due: Some(form), .. }) => due::draw(app, form, buffer),
        Screen::End(end) => draw_screen(app, end.list, buffer, body),
        Screen::FollowUp(page) => match &page.due {
            Some(form) => due::draw(app, form, buffer),
            None => draw_screen(app, page.list, buffer, body),
        },
        Screen::Agenda(agenda) => draw_screen(app, agenda.list, buffer, body),
        Screen::Search(search) => {
            draw_screen(app, search.list, buffer, input::below(body));
            input::draw(app, "Words to look for", &search.line, body, buffer)
        }
        Screen::Insights(page) => draw_screen(app, page.list, buffer, body),
        Screen::Figure(page) => draw_screen(app, page.list, buffer, body),
        Screen::Lessons(page) => {
            draw_screen(app, page.list, buffer, input::below(body));
            input::draw(app, "Words of a lesson", &page.line, body, buffer)
        }
        Screen::Clients(list) => {
            draw_screen(app, list.list, buffer, input::below(body));
            input::draw(app, "A name, or a part of it", &list.line, body, buffer)
        }
        Screen::Client(page) => match &page.rename {
            Some(form) => rename::draw(app, page, form, buffer),
            None => draw_client(app, page, buffer, body),
        },
        Screen::Playbooks(playbooks) => draw_screen(app, playbooks.list, buffer, body),
        Screen::Playbook(opened) => draw_screen(app, opened.list, buffer, body),
        Screen::Practise(practise) => draw_screen(app, practise.list, buffer, body),
    }
}

fn draw_client(app: &App, page: &ClientPage, buffer: &mut Buffer, body: Rect) -> Option<Position> {
    let Some(keeping) = &page.keeping else { return draw_screen(app, page.list, buffer, body) };
    draw_screen(app, keeping.list, buffer, input::below(body));
    input::draw(app, keeping.prompt(), &keeping.line, body, buffer)
}

fn draw_screen(app: &App, state: ListState, buffer: &mut Buffer, body: Rect) -> Option<Position> {
    draw_page(&app.screen_page().unwrap_or_default(), state, body, &app.theme, buffer);
    None
}

/// Whether there are empty rows around the screen itself.
pub fn is_roomy(size: (u16, u16)) -> bool {
    size.1 >= 18
}

/// Where the screen itself goes: between the header and the lines at the bottom.
pub fn body(size: (u16, u16)) -> Rect {
    let (width, height) = size;
    let top = if is_roomy(size) { 2 } else { 1 };
    let bottom = if is_roomy(size) { 3 } else { 2 };
    Rect::new(2, top, width.saturating_sub(4), height.saturating_sub(top + bottom))
}

/// Where the page in front stands.
pub fn page_area(app: &App) -> Rect {
    match (&app.overlay, &app.screen) {
        (None, Screen::Choose(_)) => choose::areas(app).list,
        (Some(Overlay::Actions(_)), _)
        | (None, Screen::Clients(_) | Screen::Search(_) | Screen::Lessons(_)) => input::below(body(app.size)),
        (None, Screen::Client(_)) if app.keeping().is_some() => input::below(body(app.size)),
        _ => body(app.size),
    }
}

fn draw_page(page: &Page, state: ListState, area: Rect, theme: &Theme, buffer: &mut Buffer) {
    for (i, line) in page.lines.iter().skip(state.scroll).take(usize::from(area.height)).enumerate() {
        let y = area.y + u16::try_from(i).unwrap_or(0);
        let marked = line.item == Some(state.marked) && page.marks(state.scroll + i);
        let style = |s: ratatui::style::Style| if marked { theme.marked } else { s };
        if marked {
            let row = Rect::new(area.x.saturating_sub(1), y, area.width + 2, 1);
            buffer.set_style(row.intersection(buffer.area), theme.marked);
        }
        let mut edge = area.right();
        let right: String = line.right.iter().map(|(t, _)| t.as_str()).collect();
        if let Some((_, s)) = line.right.first() {
            edge = paint::put_right(buffer, area, y, &right, style(*s)).saturating_sub(2);
        }
        let mut x = area.x;
        for (piece, s) in &line.pieces {
            let room = usize::from(edge.saturating_sub(x));
            let piece = crate::text::ellipsis(piece, room);
            x += paint::put(buffer, x, y, edge.saturating_sub(x), &piece, style(*s));
        }
    }
    let hidden = page.lines.len().saturating_sub(state.scroll + usize::from(area.height));
    if hidden > 0 {
        let words = format!("{hidden} more below");
        if area.bottom() + 2 < buffer.area.bottom() {
            paint::put_right(buffer, area, area.bottom(), &words, theme.quiet);
        } else {
            // In a low window it shares its row with what says whether all is saved.
            paint::put(buffer, area.x, area.bottom(), area.width / 2, &words, theme.quiet);
        }
    }
}

fn too_small(app: &App, buffer: &mut Buffer, area: Rect) {
    let words = format!(
        "This window is too small for goodterms. Make it at least {} columns wide and {} rows high. Nothing is lost.",
        SMALLEST.0, SMALLEST.1
    );
    for (y, line) in crate::text::paragraphs(&words, usize::from(area.width)).iter().enumerate() {
        let y = u16::try_from(y).unwrap_or(u16::MAX);
        if y < area.height {
            paint::put(buffer, 0, y, area.width, line, app.theme.text);
        }
    }
}
