//! Pages: lines of which some can be marked. Today, the chooser, the end, help and overlays are
//! pages; what differs is what their lines say.

use std::ops::Range;

use super::card::CardView;
use super::export::Export;
use super::{App, Overlay, Screen};
use crate::tui::keys::Action;
use crate::tui::view;
use crate::tui::widget::markdown::StyledLine;

/// A line of a page.
#[derive(Clone, Debug, Default)]
pub struct PageLine {
    pub pieces: StyledLine,
    /// Drawn at the right edge.
    pub right: StyledLine,
    /// The item it belongs to; lines of one item follow each other.
    pub item: Option<usize>,
}

/// Lines to read, of which some can be marked.
#[derive(Clone, Debug, Default)]
pub struct Page {
    pub lines: Vec<PageLine>,
    /// Of the marked item only the first line is drawn as marked: the others have marks of their own.
    pub marks_first: bool,
    /// The lines that are drawn, if not all are needed.
    pub drawn: Option<Range<usize>>,
}

impl Page {
    /// A page of which these lines are drawn.
    pub fn drawn(lines: Range<usize>) -> Self {
        Self { drawn: Some(lines), ..Self::default() }
    }

    /// Adds an item of so many lines. Where none of them is drawn they stay empty: a list may have ten
    /// thousand, and a key should not wait for them.
    pub fn push_item(&mut self, item: usize, height: usize, lines: impl FnOnce() -> Vec<PageLine>) {
        let (top, end) = (self.lines.len(), self.lines.len() + height);
        if self.drawn.as_ref().is_none_or(|drawn| top < drawn.end && drawn.start < end) {
            let lines = lines();
            debug_assert_eq!(lines.len(), height, "of item {item}");
            self.lines.extend(lines);
        } else {
            self.lines.resize_with(end, || PageLine { item: Some(item), ..PageLine::default() });
        }
    }

    /// Whether a line is drawn as marked if its item is.
    pub fn marks(&self, line: usize) -> bool {
        let item = |line: usize| self.lines.get(line).and_then(|l| l.item);
        let first = line.checked_sub(1).is_none_or(|before| item(before) != item(line));
        first || !self.marks_first
    }

    /// How many items there are.
    pub fn items(&self) -> usize {
        self.lines.iter().filter_map(|l| l.item).max().map_or(0, |last| last + 1)
    }

    /// The first and last line of an item.
    fn lines_of(&self, item: usize) -> Option<(usize, usize)> {
        let first = self.lines.iter().position(|l| l.item == Some(item))?;
        let last = self.lines.iter().rposition(|l| l.item == Some(item))?;
        Some((first, last))
    }
}

/// What is marked, and the first line in sight.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ListState {
    pub marked: usize,
    pub scroll: usize,
}

/// Rows that belong in sight.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sight {
    pub first: usize,
    pub last: usize,
    /// The row of the cursor: the only one that must be, if there is no room for all.
    pub cursor: Option<usize>,
    /// How many rows there are.
    pub total: usize,
}

impl Sight {
    /// The first row in sight: as few rows as can be from the one that was.
    pub fn scroll(self, was: usize, height: usize) -> usize {
        let all = was.min(self.first).max((self.last + 1).saturating_sub(height));
        let all = all.min(self.total.saturating_sub(height));
        self.cursor.map_or(all, |row| all.min(row).max((row + 1).saturating_sub(height)))
    }
}

impl ListState {
    /// Moves the mark, or the page where nothing can be marked.
    pub fn act(&mut self, action: Action, page: &Page, height: usize) {
        let items = page.items();
        if items == 0 {
            let most = page.lines.len().saturating_sub(height);
            self.scroll = match action {
                Action::Up | Action::PreviousItem => self.scroll.saturating_sub(1),
                Action::Down | Action::NextItem => self.scroll + 1,
                Action::PageUp => self.scroll.saturating_sub(height),
                Action::PageDown => self.scroll + height,
                _ => self.scroll,
            }
            .min(most);
            return;
        }
        if self.reads_on(action, page, height) {
            return;
        }
        let jump = height.saturating_sub(2).max(1);
        self.marked = match action {
            Action::Up | Action::PreviousItem => self.marked.saturating_sub(1),
            Action::Down | Action::NextItem => self.marked + 1,
            Action::PageUp => self.marked.saturating_sub(jump),
            Action::PageDown => self.marked + jump,
            _ => self.marked,
        }
        .min(items - 1);
        self.follow(page, height);
    }

    /// Behind the last item there may be more to read: down goes on there, and up comes back before the
    /// mark moves.
    fn reads_on(&mut self, action: Action, page: &Page, height: usize) -> bool {
        let most = page.lines.len().saturating_sub(height);
        let is_last = self.marked + 1 >= page.items();
        let is_above = page.lines_of(self.marked).is_some_and(|(first, _)| first < self.scroll);
        let by = match action {
            Action::Down | Action::NextItem | Action::Up | Action::PreviousItem => 1,
            Action::PageDown | Action::PageUp => height.saturating_sub(2).max(1),
            _ => return false,
        };
        match action {
            Action::Down | Action::NextItem | Action::PageDown if is_last && self.scroll < most => {
                self.scroll = (self.scroll + by).min(most);
                true
            }
            Action::Up | Action::PreviousItem | Action::PageUp if is_last && is_above => {
                self.scroll = self.scroll.saturating_sub(by);
                true
            }
            _ => false,
        }
    }

    /// Scrolls by lines, without moving the mark.
    pub fn wheel(&mut self, page: &Page, height: usize, down: bool) {
        let most = page.lines.len().saturating_sub(height);
        self.scroll = if down { self.scroll + 3 } else { self.scroll.saturating_sub(3) }.min(most);
    }

    /// Brings the marked item into sight, with the heading above it where there is room.
    pub fn follow(&mut self, page: &Page, height: usize) {
        let Some((first, last)) = page.lines_of(self.marked) else {
            self.scroll = self.scroll.min(page.lines.len().saturating_sub(height));
            return;
        };
        // Some lines around it, so that one sees what comes next.
        let around = if height > 12 { 4 } else { 1 };
        let first = if self.marked == 0 { 0 } else { first.saturating_sub(around) };
        let last = (last + around).min(page.lines.len().saturating_sub(1));
        if first < self.scroll {
            self.scroll = first;
        }
        if last >= self.scroll + height {
            // Of what is higher than the page, the beginning.
            self.scroll = (last + 1).saturating_sub(height).min(first);
        }
    }

    /// Keeps the mark and the scroll within a page that changed.
    pub fn clamp(&mut self, page: &Page, height: usize) {
        self.marked = self.marked.min(page.items().saturating_sub(1));
        self.scroll = self.scroll.min(page.lines.len().saturating_sub(height.min(page.lines.len())));
    }
}

impl App {
    /// Rows that a page has.
    pub fn page_height(&self) -> usize {
        usize::from(view::page_area(self).height)
    }

    /// The page that lies over the screen.
    pub fn overlay_page(&self) -> Option<Page> {
        let cells = usize::from(view::body(self.size).width);
        match self.overlay.as_ref()? {
            Overlay::Help(_) => Some(view::help::page(self, cells)),
            Overlay::Steps(_) => Some(view::steps::page(self, cells)),
            Overlay::Guide(_) => Some(view::guide::page(self, cells)),
            Overlay::Message(_, letter) => Some(view::message::page(self, *letter, cells)),
            Overlay::Ready(_) => Some(view::ready::page(self, cells)),
            Overlay::Export(export) => Some(view::export::page(self, export, cells)),
            Overlay::Card(card) => Some(view::card::page(self, card, cells)),
            Overlay::Actions(_) => Some(view::actions::page(self, cells)),
            Overlay::Unsaved => None,
        }
    }

    /// The page of the screen itself.
    pub fn screen_page(&self) -> Option<Page> {
        let cells = usize::from(view::body(self.size).width);
        let beside_guide = || usize::from(view::choose::areas(self).list.width);
        let drawn = |list: &ListState| Page::drawn(list.scroll..list.scroll + self.page_height());
        match &self.screen {
            Screen::Today(today) => Some(view::today::page(self, drawn(&today.list), cells)),
            Screen::Agenda(agenda) => Some(view::agenda::page(self, agenda, drawn(&agenda.list), cells)),
            Screen::Search(search) => Some(view::search::page(self, search, cells)),
            Screen::Insights(page) => Some(view::insights::page(self, page, drawn(&page.list), cells)),
            Screen::Figure(page) => Some(view::insights::figure(self, page, drawn(&page.list), cells)),
            Screen::Lessons(page) => Some(view::insights::lessons(self, page, drawn(&page.list), cells)),
            Screen::Clients(list) => Some(view::clients::page(self, list, drawn(&list.list), cells)),
            Screen::Client(page) if page.rename.is_none() => Some(match &page.keeping {
                Some(keeping) => view::keeping::page(self, page, keeping, cells),
                None => view::client::page(self, page, cells),
            }),
            Screen::FollowUp(page) if page.due.is_none() => Some(view::follow_up::page(self, cells)),
            Screen::Choose(_) => Some(view::choose::page(self, beside_guide())),
            Screen::Debrief(page) if page.due.is_none() => Some(view::debrief::page(self, cells)),
            Screen::End(end) if end.due.is_none() => Some(view::end::page(self, end, cells)),
            Screen::Playbooks(_) => Some(view::playbooks::page(self, cells)),
            Screen::Playbook(opened) => Some(view::playbook::page(self, opened, cells)),
            Screen::Practise(practise) => Some(view::practise::page(self, practise, cells)),
            Screen::Welcome(_)
            | Screen::Debrief(_)
            | Screen::End(_)
            | Screen::FollowUp(_)
            | Screen::Client(_)
            | Screen::Form(_)
            | Screen::Walk(_) => None,
        }
    }

    /// The page in front, and where it stands.
    pub fn front_page(&mut self) -> Option<(Page, &mut ListState)> {
        if self.overlay.is_some() {
            let page = self.overlay_page()?;
            return match &mut self.overlay {
                Some(
                    Overlay::Help(state)
                    | Overlay::Steps(state)
                    | Overlay::Guide(state)
                    | Overlay::Message(state, _)
                    | Overlay::Ready(state)
                    | Overlay::Export(Export { list: state, .. })
                    | Overlay::Card(CardView { list: state, .. }),
                ) => Some((page, state)),
                Some(Overlay::Actions(actions)) => Some((page, &mut actions.list)),
                Some(Overlay::Unsaved) | None => None,
            };
        }
        let page = self.screen_page()?;
        match &mut self.screen {
            Screen::Today(today) => Some((page, &mut today.list)),
            Screen::Choose(choose) => Some((page, &mut choose.list)),
            Screen::Agenda(agenda) => Some((page, &mut agenda.list)),
            Screen::Search(search) => Some((page, &mut search.list)),
            Screen::Insights(insights) => Some((page, &mut insights.list)),
            Screen::Figure(figure) => Some((page, &mut figure.list)),
            Screen::Lessons(lessons) => Some((page, &mut lessons.list)),
            Screen::Clients(list) => Some((page, &mut list.list)),
            Screen::Client(client) => match &mut client.keeping {
                Some(keeping) => Some((page, &mut keeping.list)),
                None => Some((page, &mut client.list)),
            },
            Screen::Debrief(debrief) => Some((page, &mut debrief.list)),
            Screen::End(end) => Some((page, &mut end.list)),
            Screen::FollowUp(follow_up) => Some((page, &mut follow_up.list)),
            Screen::Playbooks(playbooks) => Some((page, &mut playbooks.list)),
            Screen::Playbook(opened) => Some((page, &mut opened.list)),
            Screen::Practise(practise) => Some((page, &mut practise.list)),
            Screen::Welcome(_) | Screen::Form(_) | Screen::Walk(_) => None,
        }
    }

    pub(super) fn move_in_page(&mut self, action: Action) {
        let height = self.page_height();
        if let Some((page, state)) = self.front_page() {
            state.act(action, &page, height);
        }
    }

    /// Brings what is marked into sight.
    pub(super) fn follow_mark(&mut self) {
        let height = self.page_height();
        if let Some((page, state)) = self.front_page() {
            state.follow(&page, height);
        }
    }

    pub(super) fn settle_pages(&mut self) {
        let height = self.page_height();
        if let Some((page, state)) = self.front_page() {
            state.clamp(&page, height);
        }
    }
}
