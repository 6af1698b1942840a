//! The blank screen: somebody walked up who is not to read it.
//!
//! Only what is seen and typed stops. What was asked of the disk goes on behind it, and everything
//! is where it was when the screen comes back.

use super::{App, Event};

/// The screen is blank.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Blank {
    /// Something was typed or pasted meanwhile.
    typed: bool,
}

impl App {
    /// Whether the screen is blank.
    pub fn is_blank(&self) -> bool {
        self.blank.is_some()
    }

    /// Blanks the screen, or brings it back.
    pub(super) fn turn_blank(&mut self) {
        match self.blank.take() {
            None => self.blank = Some(Blank::default()),
            // Who typed on may think that it was taken. What went wrong meanwhile matters more.
            Some(Blank { typed: true }) if self.message.as_ref().is_none_or(|message| !message.bad) => {
                self.say("What was typed while the screen was blank was not taken");
            }
            Some(_) => {}
        }
    }

    /// Whether something comes from somebody who sees nothing: it must not be put where they do not
    /// see it, and a click must not bring anything up by accident. Keys are looked up.
    pub(super) fn is_unseen(&mut self, event: &Event) -> bool {
        let Some(blank) = &mut self.blank else { return false };
        match event {
            Event::Text(_) | Event::Paste(_) => {
                blank.typed = true;
                true
            }
            Event::Click { .. } | Event::ClickThrice { .. } | Event::Drag { .. } | Event::Wheel { .. } => {
                true
            }
            _ => false,
        }
    }
}
