//! What leaves as a file: in which format, with what in it, and where it went.

use std::path::{Path, PathBuf};

use super::list::ListState;
use super::{App, Effect, Overlay, Screen};
use crate::dates;
use crate::export::{PRIVATE_TOO, days_to_come};
use crate::session::Session;
use crate::text;
use crate::tui::keys::Action;

/// What can be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    Page,
    Document,
    Text,
    Sheet,
    Data,
    Calendar,
    Card,
}

impl Format {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 7] =
        [Self::Document, Self::Page, Self::Text, Self::Sheet, Self::Data, Self::Calendar, Self::Card];

    /// In words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Document => "A document for a word processor",
            Self::Page => "A page for a browser, to read or to print",
            Self::Text => "Text, to paste elsewhere",
            Self::Sheet => "A sheet, a row for each answer",
            Self::Data => "All of it, for another goodterms",
            Self::Calendar => "The dates, for your calendar",
            Self::Card => "The card to print",
        }
    }

    /// How its files end.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Document => "docx",
            Self::Page | Self::Card => "html",
            Self::Text => "md",
            Self::Sheet => "csv",
            Self::Data => "json",
            Self::Calendar => "ics",
        }
    }
}

/// What is to leave.
#[derive(Clone, Debug)]
pub enum Subject {
    /// The conversation, as it is in memory.
    Conversation(Box<Session>),
    /// All with a client, by their name; the one that is open, as it is in memory.
    Client(String, Option<Box<Session>>),
}

/// What is to be written.
#[derive(Clone, Debug)]
pub struct Order {
    pub subject: Subject,
    pub format: Format,
    pub private: bool,
    pub redact: bool,
    /// What was said when it was asked for, to be said again with where it went.
    pub said: String,
}

/// What came of an order.
#[derive(Clone, Debug)]
pub struct Exported {
    pub format: Format,
    pub private: bool,
    pub redact: bool,
    pub said: String,
    /// Where it went, or why it did not; nowhere, where there was nothing to write.
    pub file: Result<Option<PathBuf>, String>,
}

/// The choice of a format, over the screen.
#[derive(Debug, Default)]
pub struct Export {
    pub list: ListState,
    /// Of a client, by name; else of the open conversation.
    pub client: Option<String>,
    pub private: bool,
    pub redact: bool,
}

/// What one can do there, from top to bottom.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExportItem {
    Private,
    Redact,
    Format(Format),
}

impl Export {
    /// The items. What is in it comes first: whoever has marked a format has seen it.
    pub fn items(&self) -> Vec<ExportItem> {
        let is_one = self.client.is_none();
        let formats = Format::ALL.into_iter().filter(|format| is_one || *format != Format::Card);
        [ExportItem::Private, ExportItem::Redact].into_iter().chain(formats.map(ExportItem::Format)).collect()
    }
}

impl App {
    /// Asks for a format.
    pub(super) fn show_export(&mut self) {
        let client = match &self.screen {
            Screen::Client(page) => Some(page.client.name.clone()),
            _ if self.session().is_none() => return,
            _ => None,
        };
        self.message = None;
        // The first format is marked.
        let list = ListState { marked: 2, scroll: 0 };
        self.overlay = Some(Overlay::Export(Export { list, client, ..Export::default() }));
    }

    /// What is done there; `false` if it only moves the mark.
    pub(super) fn act_in_export(&mut self, action: Action, effects: &mut Vec<Effect>) -> bool {
        let Some(Overlay::Export(export)) = &mut self.overlay else { return false };
        let marked = export.items().get(export.list.marked).copied();
        match (action, marked) {
            (Action::Confirm | Action::Tick, Some(ExportItem::Private)) => export.private = !export.private,
            (Action::Confirm | Action::Tick, Some(ExportItem::Redact)) => export.redact = !export.redact,
            (Action::Confirm, Some(ExportItem::Format(format))) => {
                let (client, private, redact) = (export.client.take(), export.private, export.redact);
                self.overlay = None;
                self.export(client, format, (private, redact), effects);
            }
            (Action::Tick, _) => {}
            _ => return false,
        }
        true
    }

    fn export(
        &mut self,
        client: Option<String>,
        format: Format,
        (private, redact): (bool, bool),
        effects: &mut Vec<Effect>,
    ) {
        let open = self.session().cloned().map(Box::new);
        let subject = match (client, open) {
            (Some(name), open) => Subject::Client(name, open),
            (None, Some(session)) => Subject::Conversation(session),
            (None, None) => return,
        };
        self.say("Writing…");
        effects.push(Effect::Export(Box::new(Order {
            subject,
            format,
            private,
            redact,
            said: String::new(),
        })));
    }

    /// Writes the dates of the open conversation for a calendar; what was said stays said.
    pub(super) fn put_into_calendar(&mut self, effects: &mut Vec<Effect>) {
        if let Some(session) = self.session().cloned() {
            self.put_dates(session, effects);
        }
    }

    /// The same for a conversation that is not open any more.
    pub(super) fn put_dates(&mut self, session: Session, effects: &mut Vec<Effect>) {
        let said = self.message.as_ref().map(|message| message.text.clone()).unwrap_or_default();
        let subject = Subject::Conversation(Box::new(session));
        let order = Order { subject, format: Format::Calendar, private: false, redact: false, said };
        effects.push(Effect::Export(Box::new(order)));
    }

    /// So many conversations of a client are read.
    pub(super) fn exporting(&mut self, done: usize, of: usize) {
        self.say(format!("Writing… {done} of {}", text::count(of, "conversation")));
    }

    /// It is written, or not.
    pub(super) fn exported(&mut self, exported: &Exported) {
        let file = match &exported.file {
            Ok(Some(file)) => shown(file),
            Ok(None) if exported.said.is_empty() => {
                return self.say("There is no date in it that is still to come");
            }
            Ok(None) => return self.say(exported.said.clone()),
            Err(why) => {
                let what = if exported.format == Format::Calendar {
                    "The calendar file was not"
                } else {
                    "Nothing was"
                };
                let said =
                    if exported.said.is_empty() { String::new() } else { format!("{}. ", exported.said) };
                return self.complain(format!("{said}{what} written. {}", text::clean_line(why)));
            }
        };
        let said = if exported.said.is_empty() { String::new() } else { format!("{}. ", exported.said) };
        let is_plain = matches!(exported.format, Format::Calendar | Format::Card);
        if let (Screen::End(end), Format::Calendar) = (&mut self.screen, exported.format) {
            end.kept.written = exported.file.clone().ok().flatten();
        }
        self.say(match exported.format {
            Format::Calendar => format!("{said}For your calendar: {file}"),
            _ if exported.redact => format!("{file}: read it before you give it away"),
            _ if exported.private && !is_plain => format!("{file} ({PRIVATE_TOO})"),
            _ => format!("{said}Written: {file}"),
        });
    }

    /// The days that a calendar file of the open conversation has, in words.
    pub fn calendar_days(&self) -> Option<String> {
        let today = self.now.wall.date_naive();
        let days = days_to_come(self.session()?.head(), today);
        let first = dates::short(*days.first()?, today);
        Some(if days.len() == 1 { first } else { format!("{} days, the first {first}", days.len()) })
    }
}

/// A path as a person reads it.
pub fn shown(path: &Path) -> String {
    text::clean_line(&path.display().to_string())
}
