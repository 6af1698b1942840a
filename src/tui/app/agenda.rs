//! The agenda: meetings and follow-ups, day by day.

use super::list::ListState;
use super::{App, Effect, Screen};
use crate::agenda::{Day, Planned, days};
use crate::tui::keys::Action;

/// The agenda.
#[derive(Debug, Default)]
pub struct Agenda {
    /// `None` until the notes were read.
    pub days: Option<Vec<Day>>,
    pub list: ListState,
}

impl Agenda {
    /// All that is planned, in its order.
    pub fn planned(&self) -> impl Iterator<Item = &Planned> {
        self.days.iter().flatten().flat_map(|day| &day.planned)
    }
}

impl App {
    /// Shows the agenda.
    pub(super) fn show_agenda(&mut self, effects: &mut Vec<Effect>) {
        self.message = None;
        self.show_before(Screen::Agenda(Agenda::default()));
        self.refresh_agenda();
        effects.push(Effect::List);
    }

    /// What is planned, by what the notes say now.
    pub(super) fn refresh_agenda(&mut self) {
        let today = self.now.wall.date_naive();
        if let (Screen::Agenda(agenda), Some(briefs)) = (&mut self.screen, &self.notes.briefs) {
            let is_first = agenda.days.replace(days(briefs, today)).is_none();
            if is_first {
                self.mark_today();
            }
        }
    }

    pub(super) fn act_in_agenda(&mut self, action: Action, effects: &mut Vec<Effect>) {
        if self.act_on_line(action, effects) {
            return;
        }
        match action {
            Action::Back => self.show_behind(effects),
            Action::Undo => self.take_deed_back(effects),
            _ => self.move_in_page(action),
        }
    }

    /// The mark begins at the first thing from today on: what is late stands above it.
    fn mark_today(&mut self) {
        let today = self.now.wall.date_naive();
        let Screen::Agenda(agenda) = &mut self.screen else { return };
        let is_past = |day: &&Day| day.date.is_some_and(|date| date < today);
        let past = agenda.days.iter().flatten().take_while(is_past).map(|day| day.planned.len()).sum();
        agenda.list.marked = past;
        self.follow_mark();
    }
}
