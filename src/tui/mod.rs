//! The screen.

use std::sync::Arc;

use crate::catalog::Catalog;
use crate::config::Theme;
use crate::dates::Clock;
use crate::document::{Client, Meeting};
use crate::store::{Folder, Open};

/// What the screen needs from outside.
pub struct Setup {
    pub folder: Folder,
    pub catalog: Catalog,
    /// The advisor's name, for new conversations.
    pub advisor: Option<String>,
    pub theme: Theme,
    /// `NO_COLOR` is set: only bold, dim, underline and reverse.
    pub no_color: bool,
    pub clock: Arc<dyn Clock>,
    /// What to say at first, such as a fault in the config.
    pub notice: Option<String>,
}

/// What opens first.
pub enum Opening {
    Today,
    /// A conversation, new or resumed, at the place where it stands.
    Session(Box<Open>),
    /// The form for a new one, with what is known so far.
    New {
        playbook: Option<String>,
        client: Client,
        meeting: Meeting,
    },
}

/// Runs the screen until the advisor quits.
///
/// # Errors
/// If the terminal cannot be used, or words could not be saved; the message says where they are.
pub fn run(_setup: Setup, _opening: Opening) -> std::io::Result<()> {
    Ok(())
}
