//! The terminal: taken over and given back, whatever happens; one write a frame.

use std::cell::RefCell;
use std::io::{self, Write};
use std::panic;
use std::rc::Rc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use crossterm::event::{DisableBracketedPaste, DisableFocusChange, EnableBracketedPaste, EnableFocusChange};
use crossterm::terminal::{self, EnterAlternateScreen, LeaveAlternateScreen};
use crossterm::{cursor, execute, queue};
use ratatui::backend::{Backend, CrosstermBackend};
use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::{Position, Rect};

use crate::text;

/// Clicks, drags and the wheel, but not every move: moves would wake us for nothing.
#[cfg(unix)]
const MOUSE_ON: &str = "\x1b[?1000h\x1b[?1002h\x1b[?1006h";
#[cfg(unix)]
const MOUSE_OFF: &str = "\x1b[?1006l\x1b[?1002l\x1b[?1000l";

/// A frame of more bytes than this is shown at once by terminals that know how, and never half of it.
/// A key in text is less: there it would only cost.
const SMALL: usize = 128;
const TOGETHER: &[u8] = b"\x1b[?2026h";
const TOGETHER_END: &[u8] = b"\x1b[?2026l";

/// What ratatui ends a frame with. The last of it alone does all that the rest does.
const ALL_PLAIN: &[u8] = b"\x1b[39m\x1b[49m\x1b[59m\x1b[0m";
const COLOURS_PLAIN: usize = ALL_PLAIN.len() - b"\x1b[0m".len();

/// Whether there is something to give back.
static TAKEN: AtomicBool = AtomicBool::new(false);

/// The terminal, ours until this is dropped.
pub struct Terminal {
    backend: CrosstermBackend<Frame>,
    frame: Frame,
    area: Rect,
    /// What is on the screen, and what will be.
    shown: Buffer,
    next: Buffer,
    /// The part that is drawn alone, kept so as not to be made anew for each key.
    part: Buffer,
    cursor: Option<Position>,
    fresh: bool,
}

impl Terminal {
    /// Takes the terminal over.
    ///
    /// # Errors
    /// If it cannot be; it is then given back as it was.
    pub fn take() -> io::Result<Self> {
        let previous = panic::take_hook();
        let ours = thread::current().id();
        panic::set_hook(Box::new(move |panic| {
            // While another thread breaks, the screen goes on: nothing may be written over it.
            if thread::current().id() == ours {
                give_back();
                previous(panic);
            }
        }));
        let (width, height) = take()?;
        let frame = Frame::default();
        let area = Rect::new(0, 0, width, height);
        Ok(Self {
            backend: CrosstermBackend::new(frame.clone()),
            frame,
            area,
            shown: Buffer::empty(Rect::ZERO),
            next: Buffer::empty(Rect::ZERO),
            part: Buffer::empty(Rect::ZERO),
            cursor: None,
            fresh: true,
        })
    }

    /// Gives the terminal to another program for a while.
    pub fn lend(&mut self) {
        give_back();
    }

    /// Takes it over again, whatever the other program left on it. All is drawn anew.
    ///
    /// # Errors
    /// If it cannot be; it is then given back as it was.
    pub fn take_again(&mut self) -> io::Result<()> {
        let (width, height) = take()?;
        self.resize(width, height);
        Ok(())
    }

    /// Columns and rows.
    pub fn size(&self) -> (u16, u16) {
        (self.area.width, self.area.height)
    }

    /// The terminal has another size: all is drawn anew.
    pub fn resize(&mut self, width: u16, height: u16) {
        self.area = Rect::new(0, 0, width, height);
        self.fresh = true;
    }

    /// Draws a frame: only cells that changed, in one write.
    ///
    /// # Errors
    /// If the terminal does not take it.
    pub fn draw(&mut self, paint: impl FnOnce(&mut Buffer) -> Option<Position>) -> io::Result<()> {
        // One of the two is enough for the first frame: it is seen before the other one is made.
        if self.next.area != self.area {
            self.next = Buffer::empty(self.area);
        }
        let cursor = paint(&mut self.next);
        let changed = if self.fresh {
            queue!(self.frame, terminal::Clear(terminal::ClearType::All), cursor::Hide)?;
            (self.cursor, self.fresh) = (None, false);
            on_blank(&self.next)
        } else {
            self.shown.diff(&self.next)
        };
        let some = put(&mut self.backend, &self.frame, &changed)?;
        std::mem::swap(&mut self.shown, &mut self.next);
        self.show_cursor(cursor, some)
    }

    /// Draws a part of the screen, when all else is as it was. `paint` draws over all of it.
    ///
    /// # Errors
    /// If the terminal does not take it.
    pub fn draw_part(
        &mut self,
        area: Rect,
        paint: impl FnOnce(&mut Buffer) -> Option<Position>,
    ) -> io::Result<()> {
        if self.part.area != area {
            self.part.resize(area);
        }
        let cursor = paint(&mut self.part);
        let some = match self.changed_rows() {
            Some(rows) => {
                let before = cut(&self.shown, rows);
                let after = cut(&self.part, rows);
                for at in rows.positions() {
                    self.shown[at].clone_from(&after[at]);
                }
                put(&mut self.backend, &self.frame, &before.diff(&after))?
            }
            None => false,
        };
        self.show_cursor(cursor, some)
    }

    /// The rows of the part, from the first to the last that is not as it is shown: of a long text it is
    /// mostly one.
    fn changed_rows(&self) -> Option<Rect> {
        let area = self.part.area;
        let changed =
            |y: &u16| (area.left()..area.right()).any(|x| self.part[(x, *y)] != self.shown[(x, *y)]);
        let first = (area.top()..area.bottom()).find(changed)?;
        let last = (first..area.bottom()).rfind(changed)?;
        Some(Rect { y: first, height: last - first + 1, ..area })
    }

    fn show_cursor(&mut self, cursor: Option<Position>, drawn: bool) -> io::Result<()> {
        if !drawn && cursor == self.cursor {
            return Ok(());
        }
        match cursor {
            Some(at) => {
                queue!(self.frame, cursor::MoveTo(at.x, at.y))?;
                if self.cursor.is_none() {
                    queue!(self.frame, cursor::Show)?;
                }
            }
            None if self.cursor.is_some() => queue!(self.frame, cursor::Hide)?,
            None => {}
        }
        self.cursor = cursor;
        self.frame.send()
    }
}

/// The cells of some rows.
fn cut(buffer: &Buffer, rows: Rect) -> Buffer {
    let mut cut = Buffer::empty(rows);
    for at in rows.positions() {
        cut[at].clone_from(&buffer[at]);
    }
    cut
}

/// A cell, and where it stands.
type Placed<'a> = (u16, u16, &'a Cell);

/// The cells to draw where nothing is drawn yet.
fn on_blank(buffer: &Buffer) -> Vec<Placed<'_>> {
    let mut drawn = Vec::with_capacity(buffer.content.len());
    // What stands behind a wide character is covered by it.
    let mut covered = 0;
    for (at, cell) in buffer.area.positions().zip(&buffer.content) {
        let is_covered = covered > 0 && at.x > 0;
        covered = if is_covered { covered - 1 } else { text::width(cell.symbol()).saturating_sub(1) };
        if !is_covered && *cell != Cell::EMPTY {
            drawn.push((at.x, at.y, cell));
        }
    }
    drawn
}

/// Puts cells into the frame; whether there are any.
fn put(backend: &mut CrosstermBackend<Frame>, frame: &Frame, changed: &[Placed<'_>]) -> io::Result<bool> {
    if changed.is_empty() {
        // Nor what ends a frame: it would wait, and be sent with the next key.
        return Ok(false);
    }
    backend.draw(changed.iter().copied())?;
    let mut bytes = frame.0.borrow_mut();
    if bytes.ends_with(ALL_PLAIN) {
        let end = bytes.len() - ALL_PLAIN.len();
        bytes.drain(end..end + COLOURS_PLAIN);
    }
    Ok(true)
}

impl Drop for Terminal {
    fn drop(&mut self) {
        give_back();
        // The hook would give it back a second time, after somebody else has it.
        let _ = panic::take_hook();
    }
}

/// Takes the terminal over, or leaves it as it was; gives its size.
fn take() -> io::Result<(u16, u16)> {
    terminal::enable_raw_mode()?;
    TAKEN.store(true, Ordering::SeqCst);
    enter().and_then(|()| terminal::size()).inspect_err(|_| give_back())
}

fn enter() -> io::Result<()> {
    let mut out = io::stdout();
    execute!(out, EnterAlternateScreen, EnableBracketedPaste, EnableFocusChange)?;
    #[cfg(unix)]
    out.write_all(MOUSE_ON.as_bytes())?;
    #[cfg(not(unix))]
    execute!(out, crossterm::event::EnableMouseCapture)?;
    out.flush()
}

/// Gives the terminal back as far as it takes it. Only once: leaving the other screen a second
/// time would put the cursor back onto what was said since.
fn give_back() {
    if !TAKEN.swap(false, Ordering::SeqCst) {
        return;
    }
    let mut out = io::stdout();
    #[cfg(unix)]
    let _ = out.write_all(MOUSE_OFF.as_bytes());
    #[cfg(not(unix))]
    let _ = execute!(out, crossterm::event::DisableMouseCapture);
    let _ = execute!(out, DisableFocusChange, DisableBracketedPaste, cursor::Show, LeaveAlternateScreen);
    let _ = terminal::disable_raw_mode();
}

/// Bytes gathered for one write. A flush does nothing: [`Frame::send`] does.
#[derive(Clone, Debug, Default)]
struct Frame(Rc<RefCell<Vec<u8>>>);

impl Frame {
    fn send(&self) -> io::Result<()> {
        let mut bytes = self.0.borrow_mut();
        if bytes.len() > SMALL {
            bytes.splice(..0, TOGETHER.iter().copied());
            bytes.extend(TOGETHER_END);
        }
        let mut out = io::stdout().lock();
        out.write_all(&bytes)?;
        bytes.clear();
        out.flush()
    }
}

impl Write for Frame {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use ratatui::style::{Color, Style};

    use super::*;
    use crate::tui::widget::paint;

    proptest! {
        #[test]
        fn on_a_blank_screen_all_is_drawn_that_differs_from_it(
            rows in proptest::collection::vec("([a-z李한אé👩\u{301} ]){0,14}", 1..5),
            background in any::<bool>(),
            marked in any::<bool>(),
        ) {
            let area = Rect::new(0, 0, 12, 5);
            let mut buffer = Buffer::empty(area);
            if background {
                paint::clear(&mut buffer, area, Style::new().bg(Color::White));
            }
            for (y, row) in rows.iter().enumerate() {
                paint::put(&mut buffer, 1, y as u16, 11, row, Style::new());
            }
            if marked {
                // Over what was drawn: also what a wide character covers has a style then.
                buffer.set_style(Rect::new(0, 0, 12, 2), Style::new().bg(Color::Blue));
            }
            prop_assert_eq!(on_blank(&buffer), Buffer::empty(area).diff(&buffer));
        }
    }
}
