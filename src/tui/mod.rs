//! The screen: state and events in [`app`], keys in one table, views that only draw, and a loop
//! that carries out what the app asks for.

pub mod app;
mod edit;
mod exporter;
mod first_run;
mod input;
pub mod keys;
mod notice;
mod reader;
mod run;
mod searcher;
mod teller;
mod terminal;
pub mod theme;
pub mod view;
mod wait;
pub mod widget;

use std::path::PathBuf;

use std::sync::Arc;

pub use self::run::run;
pub use self::theme::Colours;
use crate::catalog::Catalog;
use crate::config::Theme;
use crate::dates::Clock;
use crate::document::{Client, Meeting};
use crate::editor::Editor;
use crate::log::Log;
use crate::practise::Section;
use crate::store::remembered::Remembered;
use crate::store::{Open, Recovered, Store};
use crate::wording::Rulebook;

/// What the screen needs from outside.
pub struct Setup {
    pub store: Store,
    /// What Today showed last.
    pub remembered: Remembered,
    pub catalog: Arc<Catalog>,
    /// The advisor's name, for new conversations.
    pub advisor: Option<String>,
    /// What is closed is kept so many years, if that was said.
    pub keep_years: Option<u32>,
    pub theme: Theme,
    pub colours: Colours,
    pub clock: Arc<dyn Clock>,
    /// Where a copy of a note goes that could be saved neither in its place nor in a draft.
    pub rescue: PathBuf,
    pub log: Log,
    /// Where a text lies while the editor has it.
    pub edits: PathBuf,
    /// The advisor's own text editor.
    pub editor: Editor,
    /// What a crash had left and is in the notes now.
    pub recovered: Vec<Recovered>,
    /// Where the config goes, if this is the first run: then a welcome comes before Today.
    pub first_run: Option<PathBuf>,
    /// The folder that what leaves goes into.
    pub exports: PathBuf,
    /// The rules for questions.
    pub wording: Arc<Rulebook>,
    /// What to say at first, such as a fault in the config.
    pub notice: Option<String>,
}

/// What opens first.
pub enum Opening {
    Today,
    /// A conversation, new or resumed, at the place where it stands.
    Session(Box<Open>),
    /// Its call.
    Live(Box<Open>),
    /// A call for which nothing was prepared.
    Call,
    /// These cards of a conversation, to practise.
    Practise(Box<Open>, Section),
    /// The form for a new one, with what is known so far.
    New {
        playbook: Option<String>,
        client: Client,
        meeting: Meeting,
        /// Only the five-minute form.
        quick: bool,
    },
}
