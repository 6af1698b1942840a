//! The walk: steps, fields, guide side by side as far as there is room.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::{guide, steps};
use crate::text;
use crate::tui::app::walk::Walk;
use crate::tui::app::{App, Screen, Stale};
use crate::tui::view;
use crate::tui::widget::paint;

/// Between what one fills in and the guide.
pub const GUTTER: u16 = 4;

/// Where the panes are. From 100 columns on there are three, from 80 on two; below, the steps
/// and the guide are a key away.
pub struct Areas {
    pub steps: Option<Rect>,
    /// The step's title.
    pub title: Rect,
    pub fields: Rect,
    pub guide: Option<Rect>,
}

/// The panes for a size.
pub fn areas(size: (u16, u16)) -> Areas {
    let body = view::body(size);
    let steps = match size.0 {
        140.. => 32,
        116.. => 26,
        100.. => 23,
        _ => 0,
    };
    let guide = guide::width(size.0);
    let between = |width: u16, gap: u16| if width > 0 { width + gap } else { 0 };
    let left = body.x + between(steps, 2);
    let width = body.width - between(steps, 2) - between(guide, GUTTER);
    let title = Rect::new(left, body.y, width, 1);
    let top = if body.height >= 12 { 2 } else { 1 };
    let fields = Rect::new(left, body.y + top, width, body.height.saturating_sub(top));
    Areas {
        steps: (steps > 0).then(|| Rect::new(body.x, body.y, steps, body.height)),
        title,
        fields,
        guide: (guide > 0).then(|| Rect::new(body.right() - guide, body.y, guide, body.height)),
    }
}

/// Draws it.
pub fn draw(app: &App, walk: &Walk, buffer: &mut Buffer) -> Option<Position> {
    let session = app.session()?;
    let theme = &app.theme;
    let areas = areas(app.size);
    if let Some(area) = areas.steps {
        let page = steps::page(app, usize::from(area.width));
        let marked = walk.step;
        let first = first_step_line(&page, marked, area);
        let state = crate::tui::app::list::ListState { marked, scroll: first };
        let inner = Rect::new(area.x, area.y, area.width, area.height);
        super::draw_page(&page, state, inner, theme, buffer);
    }
    let step = &session.playbook().steps[walk.step];
    let [done, of] = session.step_progress(walk.step);
    let count = format!("{}  {done}/{of}", step.phase.title());
    let edge = paint::put_right(buffer, areas.title, areas.title.y, &count, theme.quiet);
    let room = edge.saturating_sub(areas.title.x + 1);
    let title = text::ellipsis(&step.title, usize::from(room)).into_owned();
    paint::put(buffer, areas.title.x, areas.title.y, room, &title, theme.strong);
    if let Some(area) = areas.guide {
        guide::draw(app, walk.guide_scroll, area, buffer);
    }
    draw_fields(app, buffer)
}

/// The fields, and the row below that says "more".
fn fields_area(size: (u16, u16)) -> Rect {
    let fields = areas(size).fields;
    let more = u16::from(fields.bottom() < size.1 - 2);
    Rect { height: fields.height + more, ..fields }
}

/// The part of the screen that is stale, where it is not all of it.
pub fn stale_area(app: &App) -> Option<Rect> {
    if app.is_too_small() {
        return (app.stale() == Stale::Nothing).then_some(Rect::ZERO);
    }
    let whole = fields_area(app.size);
    match app.stale() {
        Stale::All => None,
        // A long message stands where the fields say "more", or over their last row.
        Stale::Fields | Stale::Text if super::footer::is_tall(app) => None,
        Stale::Nothing => Some(Rect::ZERO),
        Stale::Fields => Some(whole),
        Stale::Text => {
            let Screen::Walk(walk) = &app.screen else { return None };
            let (first, count) = walk.laid.text_rows(walk.focus, walk.spot)?;
            let fields = areas(app.size).fields;
            let top = u16::try_from(first.saturating_sub(walk.scroll)).unwrap_or(u16::MAX).min(fields.height);
            let bottom = u16::try_from((first + count).saturating_sub(walk.scroll)).unwrap_or(u16::MAX);
            let height = bottom.min(fields.height).saturating_sub(top);
            Some(Rect { y: fields.y + top, height, ..fields })
        }
    }
}

/// Draws the fields, as far as the buffer has room for them.
pub fn draw_fields(app: &App, buffer: &mut Buffer) -> Option<Position> {
    let (Screen::Walk(walk), Some(session)) = (&app.screen, app.session()) else { return None };
    let theme = &app.theme;
    let area = areas(app.size).fields;
    paint::clear(buffer, fields_area(app.size), theme.text);
    let cursor = walk.laid.draw(walk, session, area, theme, buffer);
    let hidden = walk.laid.height.saturating_sub(walk.scroll + usize::from(area.height));
    if hidden > 0 && fields_area(app.size).height > area.height {
        paint::put_right(buffer, area, area.bottom(), "more below", theme.quiet);
    }
    cursor
}

fn first_step_line(page: &crate::tui::app::list::Page, marked: usize, area: Rect) -> usize {
    let line = page.lines.iter().position(|l| l.item == Some(marked)).unwrap_or(0);
    let height = usize::from(area.height);
    if page.lines.len() <= height { 0 } else { (line + 3).saturating_sub(height) }
}

/// The step in the pane at a row of the screen.
pub fn step_line_at(app: &App, y: u16) -> Option<usize> {
    let Screen::Walk(walk) = &app.screen else { return None };
    let area = areas(app.size).steps?;
    let page = steps::page(app, usize::from(area.width));
    let line = first_step_line(&page, walk.step, area) + usize::from(y.checked_sub(area.y)?);
    page.lines.get(line).and_then(|l| l.item)
}
