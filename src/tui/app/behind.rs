//! The way back: each screen knows what was before it.

use super::{App, Effect, Screen};

impl Screen {
    /// Whether Esc in what is opened from it comes back to it.
    pub fn has_behind(&self) -> bool {
        matches!(
            self,
            Self::Today(_)
                | Self::FollowUp(_)
                | Self::Agenda(_)
                | Self::Clients(_)
                | Self::Search(_)
                | Self::Client(_)
                | Self::Insights(_)
                | Self::Figure(_)
                | Self::Lessons(_)
        )
    }

    /// Whether it shows what the notes folder says.
    pub fn shows_briefs(&self) -> bool {
        matches!(self, Self::Today(_) | Self::Agenda(_) | Self::Clients(_) | Self::Client(_))
    }
}

impl App {
    /// Shows a screen, to which the one that is shown now stays behind.
    pub(super) fn show_before(&mut self, screen: Screen) {
        let before = std::mem::replace(&mut self.screen, screen);
        match before {
            // Today is behind everything.
            Screen::Today(_) => self.back.clear(),
            before if before.has_behind() => self.back.push(before),
            _ => {}
        }
    }

    /// Goes back to the screen one came from.
    pub(super) fn show_behind(&mut self, effects: &mut Vec<Effect>) {
        while let Some(screen) = self.back.pop() {
            // Another conversation is open by now: its follow-up is not on this desk any more.
            if matches!(&screen, Screen::FollowUp(page) if !self.has_follow_up(&page.id, &page.of)) {
                continue;
            }
            self.screen = screen;
            self.refresh_own();
            self.search_again();
            self.count_again();
            self.follow_mark();
            effects.push(Effect::List);
            return;
        }
        self.show_today(effects);
    }

    /// Leaves the walk, with what was typed on its way to the disk.
    pub(super) fn leave_walk(&mut self, effects: &mut Vec<Effect>) {
        self.leave_item();
        self.keep_place();
        self.file_now(effects);
        if !self.ends_call() {
            self.show_behind(effects);
        }
    }
}
