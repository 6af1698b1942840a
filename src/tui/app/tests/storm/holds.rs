//! What holds whenever something happened.

use std::collections::{BTreeSet, HashSet};

use super::*;
use crate::session::Entry;

/// A conversation, and the signs in it.
pub(super) struct Told {
    pub(super) id: String,
    pub(super) signs: BTreeSet<char>,
    pub(super) is_read_only: bool,
}

/// Whether what is typed goes into the conversation: in the walk it always does.
pub(super) fn takes_words(app: &App) -> bool {
    let is_writable = app.note.as_ref().is_some_and(|note| note.open.holder.is_none());
    let is_in_front = app.overlay.is_none() && app.find.is_none() && !app.is_blank();
    matches!(app.screen, Screen::Walk(_)) && is_in_front && is_writable
}

/// Whether somebody who does this may mean to take words away.
pub(super) fn may_lose(app: &App, event: &Event) -> bool {
    use Action as A;
    let is_in_text = app.contexts()[0] == Context::Text;
    let selects = matches!(&app.screen, Screen::Walk(walk) if walk.editor.selection().is_some());
    match event {
        Event::Text(_) | Event::Paste(_) => !takes_words(app) || !is_in_text || selects,
        // An option may give way to another one.
        Event::Click { .. } | Event::ClickThrice { .. } => true,
        Event::Key(chord) => match keys::lookup(app.contexts(), *chord) {
            Some(A::Backspace | A::Delete | A::DeleteWord | A::Cut | A::Undo | A::Redo) => true,
            Some(A::Reword) => true,
            Some(A::RemoveRow | A::Settle | A::Tick | A::Left | A::Right) => true,
            Some(A::PasteOwn | A::NewLine) => selects,
            Some(A::Confirm) => !is_in_text || selects || app.overlay.is_some(),
            // The forms for who and when, for a day and for names.
            Some(_) => !matches!(app.screen, Screen::Walk(_)),
            None => false,
        },
        _ => false,
    }
}

/// What is drawn: all of it, as often as only a part is said to be stale; and the cursor. Gives what the
/// terminal shows then.
pub(super) fn screen(desk: &Desk, mut shows: Buffer) -> Result<Buffer, String> {
    let (whole, cursor) = desk.buffer();
    if let Some(area) = view::walk::stale_area(&desk.app) {
        // As `run` does, which draws nothing where nothing is stale.
        if area.height > 0 {
            let mut part = Buffer::empty(area);
            view::walk::draw_fields(&desk.app, &mut part);
            // Of more cells than a u16 counts, `Buffer::merge` makes a mistake.
            for at in area.intersection(whole.area).positions() {
                shows[at] = part[at].clone();
            }
        }
        if shows != whole {
            return Err(format!("{area} alone is said to be stale:\n{}", differences(&shows, &whole)));
        }
    }
    if let Some(at) = cursor
        && !whole.area.contains(at)
    {
        return Err(format!("the cursor is at {at}, outside of {}", whole.area));
    }
    let steers = |c: char| c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    match whole.content.iter().find(|cell| cell.symbol().contains(steers)) {
        Some(cell) => Err(format!("this would steer the terminal: {:?}", cell.symbol())),
        None => Ok(whole),
    }
}

fn differences(shows: &Buffer, whole: &Buffer) -> String {
    if shows.area != whole.area {
        return format!("{} is not {}", shows.area, whole.area);
    }
    let row = |of: &Buffer, y: u16| -> String {
        (0..of.area.width).map(|x| of[(x, y)].symbol()).collect::<String>().trim_end().to_owned()
    };
    let differ = |y: &u16| (0..whole.area.width).any(|x| shows[(x, *y)] != whole[(x, *y)]);
    let rows = (0..whole.area.height).filter(differ).take(3);
    rows.map(|y| format!("{y} shows {:?}\n  is    {:?}", row(shows, y), row(whole, y)))
        .collect::<Vec<_>>()
        .join("\n")
}

/// What keys mean, and what is offered.
pub(super) fn contexts(desk: &Desk) -> Result<(), String> {
    let app = &desk.app;
    let contexts = app.contexts();
    let mut seen = HashSet::new();
    for binding in keys::of(contexts) {
        for chord in binding.chords {
            if !seen.insert(chord) || keys::lookup(contexts, *chord) != Some(binding.action) {
                return Err(format!("{chord} is offered for {:?} in {contexts:?}", binding.action));
            }
        }
    }
    let has = |context| contexts.contains(&context);
    let on_note =
        matches!(app.screen, Screen::Walk(_) | Screen::End(_) | Screen::FollowUp(_) | Screen::Practise(_));
    if on_note && app.note.is_none() {
        return Err(format!("{contexts:?} without a conversation"));
    }
    if has(Context::Text) && has(Context::Ticks)
        || has(Context::Find) != (app.find.is_some() && app.overlay.is_none() && !app.is_blank())
    {
        return Err(format!("{contexts:?}"));
    }
    let cursor = desk.buffer().1;
    if cursor.is_some() && !has(Context::Text) {
        return Err(format!("there is a cursor in {contexts:?}"));
    }
    let is_scrolled_away = matches!(&app.screen, Screen::Walk(walk) if walk.free);
    if cursor.is_none() && has(Context::Text) && !is_scrolled_away && !app.is_too_small() {
        return Err(format!("no cursor in {contexts:?}:\n{}", desk.screen()));
    }
    Ok(())
}

/// The notes of a step, without one that is begun, or emptied, and stands in no file yet.
fn notes(session: &Session, step: usize) -> Vec<&Entry> {
    session.notes(step).iter().filter(|entry| !entry.text.trim().is_empty()).collect()
}

/// Whether a note says what a conversation does.
pub(super) fn says_the_same(session: &Session, note: &str) -> Result<(), String> {
    let document = Document::parse(note);
    let head = document.head().map_err(|error| format!("{error:?}:\n{note}"))?;
    let again = Session::open(session.playbook().clone(), head, document, StandingClock.now());
    let told = |session: &Session| {
        let (head, steps) = (session.head(), 0..session.playbook().steps.len());
        let follow_ups: Vec<_> = head.follow_ups.iter().map(|f| format!("{f:?}")).collect();
        let also: Vec<_> = session.all_also().map(|also| format!("{also:?}")).collect();
        vec![
            format!("{:?}", session.answers_json()),
            format!("{:?}", steps.map(|step| notes(session, step)).collect::<Vec<_>>()),
            format!("{:?} {:?} {:?} {:?}", head.client, head.meeting, head.status, head.outcome),
            follow_ups.join("\n"),
            format!("{also:?} {:?}", session.earlier()),
        ]
    };
    let (one, other) = (told(session), told(&again));
    match one.iter().zip(&other).find(|(one, other)| one != other) {
        None => Ok(()),
        Some((one, other)) => Err(format!("it reads back as something else:\n{one}\n{other}\n{note}")),
    }
}
