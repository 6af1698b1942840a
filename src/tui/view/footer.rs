//! The lines at the bottom: a word on what happened, whether all is saved, and the keys.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;

use crate::text;
use crate::tui::app::{App, Overlay};
use crate::tui::keys::{self, Action, Context};
use crate::tui::widget::paint;

/// A key with its label, where it stands.
struct Label {
    x: u16,
    width: u16,
    key: String,
    word: &'static str,
    action: Action,
}

/// Draws both lines; gives where the cursor stands, if that is here.
pub fn draw(app: &App, buffer: &mut Buffer) -> Option<Position> {
    let status = Rect::new(2, app.size.1 - 2, app.size.0.saturating_sub(4), 1);
    let mut edge = status.right();
    let two_rows = app.message.is_none() && app.find.is_none() && super::is_roomy(app.size);
    let told = app.note.as_ref().map(|n| n.status(app.now.tick));
    match told.filter(|(_, alarming)| *alarming || !app.is_untaken()) {
        // Why it is not saved must be read whole, too, where the row above is free.
        Some((words, true)) if two_rows && text::width(&words) > usize::from(status.width) => {
            draw_message(app, &words, app.theme.bad, status, edge, buffer);
        }
        Some((words, alarming)) => {
            let style = if alarming { app.theme.bad } else { app.theme.quiet };
            let room = if alarming && app.find.is_none() { status.width } else { status.width / 2 };
            let words = text::ellipsis(&words, usize::from(room)).into_owned();
            if alarming {
                paint::clear(buffer, status, app.theme.text);
            }
            edge = paint::put_right(buffer, status, status.y, &words, style).saturating_sub(2);
        }
        None => {}
    }
    let find = app.find.as_ref().filter(|_| app.overlay.is_none());
    let room = Rect { width: edge.saturating_sub(status.x), ..status };
    let cursor = find.map(|find| super::find::draw(app, find, room, buffer));
    if let Some(message) = &app.message {
        let style = if message.bad { app.theme.warning } else { app.theme.text };
        if find.is_some() {
            let above = Rect { y: status.y - 1, ..status };
            paint::clear(buffer, above, app.theme.text);
            let words = text::clean_line(&message.text);
            paint::put(
                buffer,
                above.x,
                above.y,
                above.width,
                &text::ellipsis(&words, above.width.into()),
                style,
            );
        } else {
            draw_message(app, &message.text, style, status, edge, buffer);
        }
    }
    let y = app.size.1 - 1;
    for label in labels(app) {
        let used = paint::put(buffer, label.x, y, label.width, &label.key, app.theme.accent);
        paint::put(buffer, label.x + used, y, label.width - used, label.word, app.theme.text);
    }
    cursor
}

/// A long message takes the row above, too: what was said must be read whole.
fn draw_message(app: &App, message: &str, style: Style, status: Rect, edge: u16, buffer: &mut Buffer) {
    let message = text::clean_line(message);
    let room = edge.saturating_sub(status.x);
    paint::clear(buffer, Rect { width: room, ..status }, app.theme.text);
    if text::width(&message) <= usize::from(room) {
        paint::put(buffer, status.x, status.y, room, &message, style);
        return;
    }
    let first = text::wrap(&message, usize::from(status.width)).remove(0);
    let above = Rect { y: status.y - 1, ..status };
    paint::clear(buffer, above, app.theme.text);
    paint::put(buffer, above.x, above.y, above.width, &message[first.clone()], style);
    let rest = text::ellipsis(&message[first.end..], usize::from(room));
    paint::put(buffer, status.x, status.y, room, &rest, style);
}

/// Whether what is said at the bottom may take the row above, too.
pub fn is_tall(app: &App) -> bool {
    app.message.is_some() || app.note.as_ref().is_some_and(|n| n.status(app.now.tick).1)
}

/// The action of the label under the mouse.
pub fn action_at(app: &App, x: u16, y: u16) -> Option<Action> {
    if app.is_blank() || app.is_too_small() || y != app.size.1 - 1 {
        return None;
    }
    labels(app).into_iter().find(|l| (l.x..l.x + l.width).contains(&x)).map(|l| l.action)
}

/// On a follow-up, what one does with it comes first.
fn beside_follow_up(binding: &keys::Binding) -> usize {
    match (binding.context, binding.action) {
        (_, Action::Confirm | Action::Back) => 0,
        (Context::DueLine, Action::Tick | Action::Later) => 1,
        (_, Action::New) => 2,
        (Context::DueLine, Action::Drop) => 3,
        (Context::DueLine, _) => 5,
        _ => 4,
    }
}

/// While one practises, what one does with the card comes first.
fn in_practice(binding: &keys::Binding) -> usize {
    match binding.context {
        Context::Recall | Context::Judge | Context::Practised => 0,
        Context::Practise => 1,
        _ => 2,
    }
}

/// Which labels are dropped last where there is little room.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Need {
    /// Whoever has only a mouse gets everywhere by these.
    Always,
    /// Here all begins.
    Begins,
    /// From the first on, as long as there is room.
    Room,
}

fn need(binding: &keys::Binding) -> Need {
    match (binding.context, binding.action) {
        (_, Action::Help | Action::Quit | Action::Actions) => Need::Always,
        (Context::Today, Action::New) => Need::Begins,
        _ => Need::Room,
    }
}

/// As many labels as fit, in the order of the keys.
fn labels(app: &App) -> Vec<Label> {
    // The screen's own keys before those of the field one is on: where there is little room, the
    // ways out matter more.
    let contexts: Vec<_> = app.contexts().iter().rev().copied().collect();
    let unsaved = matches!(app.overlay, Some(Overlay::Unsaved));
    let held = |b: &keys::Binding| unsaved && matches!(b.action, Action::Help | Action::Actions);
    // What a line can begin with in a call stands right under that line.
    let hinted = |b: &keys::Binding| b.context == Context::LiveLine;
    let offered = |b: &&keys::Binding| !(b.label.is_empty() || held(b) || hinted(b));
    let mut all: Vec<_> = keys::of(&contexts).filter(offered).collect();
    if contexts.contains(&Context::DueLine) {
        all.sort_by_key(|binding| beside_follow_up(binding));
    }
    if contexts.contains(&Context::Practise) {
        all.sort_by_key(|binding| in_practice(binding));
    }
    let width = |b: &keys::Binding| {
        u16::try_from(text::width(&b.chords[0].to_string()) + 1 + text::width(b.label)).unwrap_or(u16::MAX)
    };
    let mut by_need: Vec<_> = (0..all.len()).collect();
    by_need.sort_by_key(|nth| need(all[*nth]));
    let mut room = app.size.0.saturating_sub(4) + 2;
    let mut fits = vec![false; all.len()];
    for nth in by_need {
        let takes = width(all[nth]) + 2;
        if takes <= room {
            (fits[nth], room) = (true, room - takes);
        } else if need(all[nth]) == Need::Room {
            break;
        }
    }
    let shown = all.into_iter().zip(fits).filter(|(_, fits)| *fits);
    let mut x = 2;
    let mut place = |binding: &keys::Binding| {
        let label = Label {
            x,
            width: width(binding),
            key: format!("{} ", binding.chords[0]),
            word: binding.label,
            action: binding.action,
        };
        x += label.width + 2;
        label
    };
    shown.map(|(binding, _)| place(binding)).collect()
}
