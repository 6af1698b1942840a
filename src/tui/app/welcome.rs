//! The first run: who are you, and would you like to look around first?

use super::form::edit_text;
use super::today::Today;
use super::{App, Effect, Screen};
use crate::text;
use crate::tui::keys::Action;
use crate::tui::view;
use crate::tui::widget::editor::{Editor, Splice};

/// What one can stand on, from top to bottom.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WelcomeLine {
    Name,
    Begin,
    /// Begin with the sample conversations.
    LookAround,
}

impl WelcomeLine {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Name, Self::Begin, Self::LookAround];
}

/// The first screen of all.
#[derive(Debug, Default)]
pub struct Welcome {
    pub name: String,
    nth: usize,
    /// Of the name.
    pub editor: Editor,
    pub scroll: usize,
}

/// What came of it.
#[derive(Clone, Debug)]
pub struct Begun {
    /// The advisor's name, if one was given.
    pub advisor: Option<String>,
    /// Whether the config was written; one that is there already stays. Or why it could not be.
    pub config: Result<bool, String>,
    /// How many samples were put there, if they were asked for; or why none was.
    pub samples: Option<Result<usize, String>>,
}

impl Welcome {
    /// Where one stands.
    pub fn line(&self) -> WelcomeLine {
        WelcomeLine::ALL[self.nth.min(WelcomeLine::ALL.len() - 1)]
    }

    pub(super) fn enter(&mut self, line: WelcomeLine) {
        self.nth = WelcomeLine::ALL.iter().position(|l| *l == line).unwrap_or(0);
    }

    fn step(&mut self, by: isize) {
        self.nth = self.nth.saturating_add_signed(by).min(WelcomeLine::ALL.len() - 1);
    }

    fn splice(&mut self, splice: Option<Splice>) {
        let Some(splice) = splice else { return };
        self.name.replace_range(splice.at..splice.at + splice.remove, &splice.insert);
        self.editor.spliced(&self.name, &splice);
    }

    fn advisor(&self) -> Option<String> {
        Some(text::name(&self.name)).filter(|name| !name.is_empty())
    }
}

impl App {
    /// Begins with a welcome.
    pub fn show_welcome(&mut self) {
        self.screen = Screen::Welcome(Box::default());
        self.settle_welcome();
    }

    pub(super) fn act_in_welcome(&mut self, action: Action, effects: &mut Vec<Effect>) {
        let clipboard = text::clean_line(&self.clipboard);
        let Screen::Welcome(welcome) = &mut self.screen else { return };
        self.message = None;
        let line = welcome.line();
        match action {
            Action::Confirm if line == WelcomeLine::Name => welcome.step(1),
            Action::Confirm => self.begin(line == WelcomeLine::LookAround, effects),
            // Who leaves it has answered: it does not come again.
            Action::NextStep | Action::Back => self.begin(false, effects),
            Action::NextItem | Action::Down => welcome.step(1),
            Action::PreviousItem | Action::Up => welcome.step(-1),
            _ if line != WelcomeLine::Name => {}
            Action::PasteOwn => welcome.splice(Some(welcome.editor.insert(&clipboard))),
            action => {
                let splice = edit_text(&mut welcome.editor, &welcome.name, action);
                welcome.splice(splice);
            }
        }
    }

    pub(super) fn insert_in_welcome(&mut self, typed: &str) {
        let Screen::Welcome(welcome) = &mut self.screen else { return };
        self.message = None;
        let one_line = typed.replace('\n', " ");
        welcome.splice(Some(welcome.editor.insert(&one_line)));
    }

    /// A name that was typed is not lost if one quits here; without one, the welcome comes again.
    pub(super) fn quit_welcome(&mut self, effects: &mut Vec<Effect>) {
        let Screen::Welcome(welcome) = &self.screen else { return };
        if welcome.advisor().is_some() {
            self.begin(false, effects);
        }
    }

    fn begin(&mut self, samples: bool, effects: &mut Vec<Effect>) {
        let Screen::Welcome(welcome) = &self.screen else { return };
        effects.push(Effect::Begin { advisor: welcome.advisor(), samples });
    }

    /// What came of it is said, and Today comes, whatever could not be written.
    pub(super) fn begun(&mut self, begun: Begun, effects: &mut Vec<Effect>) {
        let Begun { advisor, config, samples } = begun;
        let name = advisor.is_some();
        if name {
            self.advisor = advisor;
        }
        let trouble = match (&config, &samples) {
            // One reason is enough: it mostly is the same disk, and there is little room.
            (Err(_), Some(Err(reason))) => {
                Some(format!("Neither the sample conversations nor your settings could be written: {reason}"))
            }
            (_, Some(Err(reason))) => {
                Some(format!("The sample conversations could not be put there: {reason}"))
            }
            (Err(reason), _) if name => {
                Some(format!("Your name counts for now only, for the config cannot be written: {reason}"))
            }
            (Err(reason), _) => Some(format!("The config cannot be written: {reason}")),
            (Ok(false), _) if name => Some(
                "There is a config already, and it was left as it is: your name counts for now only"
                    .to_owned(),
            ),
            _ => None,
        };
        match (trouble, samples) {
            (Some(trouble), _) => self.complain(trouble),
            (None, Some(Ok(n))) => self.say(format!(
                "{} with invented people. To take them away: goodterms config remove-samples",
                text::count(n, "sample conversation")
            )),
            _ => self.say("Your settings are in a file, each explained: goodterms config path"),
        }
        self.screen = Screen::Today(Today::default());
        effects.push(Effect::List);
    }

    pub(super) fn click_welcome(&mut self, x: u16, y: u16, effects: &mut Vec<Effect>) {
        let Some((line, row, cell)) = view::welcome::at(self, x, y) else { return };
        let Screen::Welcome(welcome) = &mut self.screen else { return };
        welcome.enter(line);
        match line {
            WelcomeLine::Name => welcome.editor.point(&welcome.name, row, cell, false),
            _ => self.act_in_welcome(Action::Confirm, effects),
        }
    }

    pub(super) fn settle_welcome(&mut self) {
        let width = view::form::text_width(self.size);
        let Screen::Welcome(welcome) = &mut self.screen else { return };
        welcome.editor.set_width(&welcome.name, width);
        let height = usize::from(view::body(self.size).height);
        let mut sight = view::welcome::sight(welcome, self.size);
        // The words above the name are seen, too, where there is room.
        if welcome.line() == WelcomeLine::Name && sight.last < height {
            sight.first = 0;
        }
        welcome.scroll = sight.scroll(welcome.scroll, height);
    }
}
