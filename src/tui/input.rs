//! What the terminal sends, as our events.

use std::time::Duration;

use crossterm::event::{
    Event as Raw, KeyCode, KeyEvent, KeyEventKind, KeyModifiers, MouseButton, MouseEvent, MouseEventKind,
};

use super::app::Event;
use super::keys::{Chord, Key};

/// Two clicks within this time at one place are a double click, and three a triple one.
const DOUBLE: Duration = Duration::from_millis(400);

/// Turns terminal events into ours; remembers the last click.
#[derive(Debug, Default)]
pub struct Input {
    /// Where and when, and how many there were at that place.
    last_click: Option<(u16, u16, Duration, u8)>,
}

impl Input {
    /// One event, if it means anything to us.
    pub fn read(&mut self, raw: Raw, now: Duration) -> Option<Event> {
        match raw {
            Raw::Key(key) => read_key(key),
            Raw::Paste(text) => Some(Event::Paste(text)),
            Raw::Mouse(mouse) => self.read_mouse(mouse, now),
            Raw::Resize(width, height) => Some(Event::Resize { width, height }),
            Raw::FocusGained => Some(Event::Focus),
            Raw::FocusLost => None,
        }
    }

    fn read_mouse(&mut self, mouse: MouseEvent, now: Duration) -> Option<Event> {
        let (x, y) = (mouse.column, mouse.row);
        match mouse.kind {
            MouseEventKind::Down(MouseButton::Left) => {
                let before =
                    self.last_click.filter(|(lx, ly, at, _)| (*lx, *ly) == (x, y) && now - *at < DOUBLE);
                let nth = before.map_or(1, |(.., nth)| nth + 1);
                self.last_click = (nth < 3).then_some((x, y, now, nth));
                if nth == 3 {
                    return Some(Event::ClickThrice { x, y });
                }
                let extend = mouse.modifiers.contains(KeyModifiers::SHIFT);
                Some(Event::Click { x, y, double: nth == 2, extend })
            }
            MouseEventKind::Drag(MouseButton::Left) => Some(Event::Drag { x, y }),
            MouseEventKind::ScrollDown => Some(Event::Wheel { x, y, down: true }),
            MouseEventKind::ScrollUp => Some(Event::Wheel { x, y, down: false }),
            _ => None,
        }
    }
}

fn read_key(event: KeyEvent) -> Option<Event> {
    // Windows sends a key's release, too.
    if event.kind == KeyEventKind::Release {
        return None;
    }
    let held = |modifier| event.modifiers.contains(modifier);
    let (mut ctrl, mut alt) = (held(KeyModifiers::CONTROL), held(KeyModifiers::ALT));
    let shift = held(KeyModifiers::SHIFT);
    let key = match event.code {
        KeyCode::Char(c) => {
            if ctrl && alt {
                // AltGr on Windows: what it types is a character like any other.
                (ctrl, alt) = (false, false);
            }
            if !ctrl && !alt {
                return Some(Event::Text(c.to_string()));
            }
            let key = Key::Char(c.to_ascii_lowercase());
            return Some(Event::Key(Chord { key, ctrl, alt, shift: false }));
        }
        KeyCode::F(n) => Key::F(n),
        KeyCode::Enter => Key::Enter,
        KeyCode::Esc => Key::Esc,
        KeyCode::Tab => Key::Tab,
        KeyCode::BackTab => return Some(Event::Key(Chord { shift: true, ..Chord::plain(Key::Tab) })),
        KeyCode::Backspace => Key::Backspace,
        KeyCode::Delete => Key::Delete,
        KeyCode::Insert => Key::Insert,
        KeyCode::Up => Key::Up,
        KeyCode::Down => Key::Down,
        KeyCode::Left => Key::Left,
        KeyCode::Right => Key::Right,
        KeyCode::Home => Key::Home,
        KeyCode::End => Key::End,
        KeyCode::PageUp => Key::PageUp,
        KeyCode::PageDown => Key::PageDown,
        _ => return None,
    };
    Some(Event::Key(Chord { key, ctrl, alt, shift }))
}

/// Joins characters that came at once into one text: a paste without brackets is then one edit.
pub fn join(events: Vec<Event>) -> Vec<Event> {
    let mut joined: Vec<Event> = Vec::with_capacity(events.len());
    for event in events {
        match (joined.last_mut(), event) {
            (Some(Event::Text(before)), Event::Text(text)) => before.push_str(&text),
            (_, event) => joined.push(event),
        }
    }
    joined
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(code: KeyCode, modifiers: KeyModifiers) -> Option<Event> {
        Input::default().read(Raw::Key(KeyEvent::new(code, modifiers)), Duration::ZERO)
    }

    #[test]
    fn alt_gr_types_and_control_does_not() {
        let alt_gr = KeyModifiers::CONTROL | KeyModifiers::ALT;
        assert!(matches!(key(KeyCode::Char('@'), alt_gr), Some(Event::Text(t)) if t == "@"));
        assert!(
            matches!(key(KeyCode::Char('S'), KeyModifiers::CONTROL), Some(Event::Key(c)) if c == Chord::ctrl('s'))
        );
    }

    #[test]
    fn a_release_is_nothing() {
        let mut event = KeyEvent::new(KeyCode::Char('a'), KeyModifiers::NONE);
        event.kind = KeyEventKind::Release;
        assert!(Input::default().read(Raw::Key(event), Duration::ZERO).is_none());
    }

    #[test]
    fn characters_that_come_at_once_are_one_text() {
        let text = |s: &str| Event::Text(s.to_owned());
        let joined = join(vec![text("a"), text("b"), Event::Tick, text("c")]);
        assert_eq!(joined.len(), 3);
        assert!(matches!(&joined[0], Event::Text(t) if t == "ab"));
    }
}
