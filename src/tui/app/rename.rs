//! Other names for a client, in all their notes.

use std::path::PathBuf;

use super::line::LineInput;
use super::{App, Effect, Screen};
use crate::agenda;
use crate::document::Client;
use crate::session::Edit;
use crate::text;
use crate::tui::keys::Action;

/// The lines of the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RenameLine {
    Name,
    Organisation,
    /// Other names, with semicolons between them: names have commas.
    Also,
    Go,
}

impl RenameLine {
    /// All, from top to bottom.
    pub const ALL: [Self; 4] = [Self::Name, Self::Organisation, Self::Also, Self::Go];

    /// What stands above it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Name => "Name",
            Self::Organisation => "Organisation",
            Self::Also => "Other names, with ; between them",
            Self::Go => "",
        }
    }
}

/// What they are to be called.
#[derive(Debug)]
pub struct Rename {
    pub line: RenameLine,
    /// In the order of [`RenameLine::ALL`]; the button has none.
    lines: [LineInput; 3],
    /// What stood there.
    before: [String; 3],
}

impl Rename {
    fn of(client: &agenda::Client) -> Self {
        let organisation = client.organisation.as_deref().unwrap_or_default();
        let lines = [&client.name, organisation, &client.also.join("; ")].map(LineInput::new);
        let before = lines.each_ref().map(|line| line.text().to_owned());
        Self { line: RenameLine::Name, lines, before }
    }

    /// The text of a line.
    pub fn text(&self, line: RenameLine) -> &LineInput {
        &self.lines[(line as usize).min(self.lines.len() - 1)]
    }

    /// The line one is in; `None` on the button.
    pub fn input(&mut self) -> Option<&mut LineInput> {
        self.lines.get_mut(self.line as usize)
    }

    fn step(&mut self, by: isize) {
        let at = (self.line as isize + by).clamp(0, RenameLine::ALL.len() as isize - 1);
        self.line = RenameLine::ALL[at.unsigned_abs()];
    }

    /// What of it is new; what nobody touched stays in each note as it is.
    fn said(&self) -> Renamed {
        let changed = |nth: usize| self.lines[nth].text() != self.before[nth];
        let name = text::name(self.lines[0].text());
        let organisation = Some(text::name(self.lines[1].text())).filter(|name| !name.is_empty());
        let mut also: Vec<String> = Vec::new();
        for other in self.lines[2].text().split(';').map(text::name).filter(|n| !n.is_empty() && *n != name) {
            if !also.contains(&other) {
                also.push(other);
            }
        }
        Renamed {
            name: changed(0).then_some(name),
            organisation: changed(1).then_some(organisation),
            also: changed(2).then_some(also),
        }
    }
}

/// What becomes of a client's names; `None` is what stays.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Renamed {
    pub name: Option<String>,
    /// The firm, or that there is none.
    pub organisation: Option<Option<String>>,
    pub also: Option<Vec<String>>,
}

impl Renamed {
    /// Whether nothing changes.
    pub fn is_nothing(&self) -> bool {
        *self == Self::default()
    }

    /// A client with these names.
    pub fn of(&self, client: &Client) -> Client {
        let Client { name, organisation, also } = client.clone();
        Client {
            name: self.name.clone().unwrap_or(name),
            organisation: self.organisation.clone().unwrap_or(organisation),
            also: self.also.clone().unwrap_or(also),
        }
    }
}

impl App {
    /// The form for other names, if it is open.
    pub fn rename(&self) -> Option<&Rename> {
        match &self.screen {
            Screen::Client(page) => page.rename.as_deref(),
            _ => None,
        }
    }

    pub(super) fn rename_mut(&mut self) -> Option<&mut Rename> {
        match &mut self.screen {
            Screen::Client(page) => page.rename.as_deref_mut(),
            _ => None,
        }
    }

    /// Opens the form.
    pub(super) fn ask_rename(&mut self) {
        self.message = None;
        if let Screen::Client(page) = &mut self.screen {
            page.rename = Some(Box::new(Rename::of(&page.client)));
        }
    }

    pub(super) fn act_in_rename(&mut self, action: Action, effects: &mut Vec<Effect>) {
        let mut clipboard = std::mem::take(&mut self.clipboard);
        self.message = None;
        if let Some(form) = self.rename_mut() {
            match action {
                Action::Back => self.close_rename(),
                Action::NextStep => self.take_rename(effects),
                Action::Confirm | Action::Tick if form.line == RenameLine::Go => self.take_rename(effects),
                Action::Confirm | Action::NextItem | Action::Down => form.step(1),
                Action::PreviousItem | Action::Up => form.step(-1),
                action => {
                    if let Some(input) = form.input() {
                        input.act(action, &mut clipboard);
                    }
                }
            }
        }
        self.clipboard = clipboard;
    }

    fn close_rename(&mut self) {
        if let Screen::Client(page) = &mut self.screen {
            page.rename = None;
        }
    }

    /// Writes the names into all notes of the client: what is open here as an edit, the others where
    /// they lie.
    fn take_rename(&mut self, effects: &mut Vec<Effect>) {
        let Screen::Client(page) = &mut self.screen else { return };
        let Some(form) = &mut page.rename else { return };
        let renamed = form.said();
        if renamed.name.as_ref().is_some_and(String::is_empty) {
            form.line = RenameLine::Name;
            self.complain("Who is it? A name or initials will do");
            return;
        }
        if renamed.is_nothing() {
            self.close_rename();
            return;
        }
        let own = self.note.as_ref().filter(|note| note.open.holder.is_none());
        let own = own.map(|note| note.session().head().id.clone());
        let others = page.client.notes.iter().filter(|brief| own.as_deref() != Some(&*brief.id));
        let paths: Vec<PathBuf> = others.map(|brief| brief.path.clone()).collect();
        let is_own = paths.len() < page.client.notes.len();
        self.close_rename();
        let own = self.session().filter(|_| is_own).map(|session| renamed.of(&session.head().client));
        if own.is_some_and(|client| self.edit(Edit::Client(client))) {
            self.file_now(effects);
            self.refresh_own();
        }
        if !paths.is_empty() {
            effects.push(Effect::Rename { paths, renamed });
        } else {
            self.say("Renamed");
        }
    }

    /// The other notes were written; what could not be is said.
    pub(super) fn renamed(&mut self, count: usize, failed: &[String], effects: &mut Vec<Effect>) {
        match failed {
            [] => self.say(format!("Renamed in {}", text::count(count, "other note"))),
            [first, rest @ ..] => {
                let more = match rest.len() {
                    0 => String::new(),
                    n => format!(" (and {n} more)"),
                };
                self.complain(format!("Not renamed everywhere, try again: {first}{more}"));
            }
        }
        if self.screen.shows_briefs() {
            effects.push(Effect::List);
        }
    }
}
