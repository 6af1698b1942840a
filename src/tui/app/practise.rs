//! Practice by recall: a cue, the words said aloud, a look, and again what was missed. It only reads the
//! conversation, and nothing of it is filed.

use std::sync::Arc;

use super::list::ListState;
use super::today::Today;
use super::walk::Focus;
use super::{App, Effect, Screen};
use crate::playbook::{FieldRef, Playbook};
use crate::practise::{Card, Deck, Section, Sitting};
use crate::session::Session;
use crate::text;
use crate::tui::keys::{Action, Context};
use crate::tui::view;

/// A sitting, with the cards it is about.
#[derive(Debug)]
pub struct Practise {
    deck: Deck,
    section: Section,
    /// Of each choice of cards that was begun: who looks at the others finds this one as it was.
    sittings: Vec<(Section, Sitting)>,
    pub list: ListState,
    /// What all of it was taken from, and what one came from was laid out by.
    playbook: Arc<Playbook>,
    /// The walk or the end page that one came from.
    behind: Option<Screen>,
}

/// What is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage<'a> {
    /// A cue, and nobody has looked yet.
    Cue(&'a Card),
    /// The answer, too.
    Answer(&'a Card),
    /// All of them were got, or there are none.
    Over,
}

/// What one can do when there is no card to show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PractiseItem {
    /// Go where own questions are written.
    Write(FieldRef),
    /// So many came again: once more those.
    Missed(usize),
    /// On to other cards, of which there are so many.
    On(Section, usize),
    /// Once more all of them.
    OnceMore,
    Back,
}

impl Practise {
    fn of(session: &Session, section: Section) -> Self {
        let mut practise = Self {
            deck: Deck::of(session),
            section: Section::All,
            sittings: Vec::new(),
            list: ListState::default(),
            playbook: session.playbook().clone(),
            behind: None,
        };
        let is_there = practise.deck.sections().contains(&section);
        practise.turn_to(if is_there { section } else { Section::All });
        practise
    }

    /// The cards there are.
    pub fn deck(&self) -> &Deck {
        &self.deck
    }

    /// Which of them are practised.
    pub fn section(&self) -> Section {
        self.section
    }

    /// The title of the step that a field is in.
    pub fn title_of(&self, field: FieldRef) -> String {
        self.playbook.steps.get(field.step).map(|step| text::clean_line(&step.title)).unwrap_or_default()
    }

    /// How far one is with them.
    pub fn sitting(&self) -> Option<&Sitting> {
        self.sittings.iter().find(|(section, _)| *section == self.section).map(|(_, sitting)| sitting)
    }

    fn sitting_mut(&mut self) -> Option<&mut Sitting> {
        self.sittings.iter_mut().find(|(section, _)| *section == self.section).map(|(_, sitting)| sitting)
    }

    /// What is shown.
    pub fn stage(&self) -> Stage<'_> {
        match self.sitting().and_then(|sitting| Some((sitting.card()?, sitting.is_revealed()))) {
            Some((card, false)) => Stage::Cue(card),
            Some((card, true)) => Stage::Answer(card),
            None => Stage::Over,
        }
    }

    /// What one can do when there is no card to show.
    pub fn items(&self) -> Vec<PractiseItem> {
        let Some(sitting) = self.sitting() else { return vec![PractiseItem::Back] };
        let write = self.deck.unwritten().map(PractiseItem::Write);
        let write = write.filter(|_| matches!(self.section, Section::All | Section::Questions));
        let missed = Some(sitting.came_again().len()).filter(|n| *n > 0).map(PractiseItem::Missed);
        let once_more = (sitting.total() > 0).then_some(PractiseItem::OnceMore);
        let items = match once_more {
            None => [write, self.next(), None, None],
            Some(_) => [missed, self.next(), once_more, write],
        };
        items.into_iter().flatten().chain([PractiseItem::Back]).collect()
    }

    /// The kind of cards behind these of which not all were got yet.
    fn next(&self) -> Option<PractiseItem> {
        let behind = Section::ALL.into_iter().skip_while(|section| *section != self.section).skip(1);
        let is_over = |section: &Section| {
            self.sittings.iter().any(|(begun, sitting)| begun == section && sitting.is_over())
        };
        let mut open = behind.filter(|section| self.deck.count(*section) > 0 && !is_over(section));
        let next = open.next().filter(|_| self.section != Section::All)?;
        Some(PractiseItem::On(next, self.deck.count(next)))
    }

    fn turn_to(&mut self, section: Section) {
        self.section = section;
        self.list = ListState::default();
        if self.sitting().is_none() {
            let cards = self.deck.cards(section).cloned().collect();
            self.sittings.push((section, Sitting::new(cards)));
        }
    }

    /// Begins another sitting with the same choice of cards.
    fn begin(&mut self, sitting: Option<Sitting>) {
        self.list = ListState::default();
        if let (Some(own), Some(sitting)) = (self.sitting_mut(), sitting) {
            *own = sitting;
        }
    }
}

impl App {
    pub(super) fn practise_contexts(&self, practise: &Practise) -> &'static [Context] {
        match practise.stage() {
            Stage::Cue(_) => &[Context::Recall, Context::Practise],
            Stage::Answer(_) => &[Context::Judge, Context::Practise],
            Stage::Over => &[Context::Practised, Context::Practise],
        }
    }

    /// The conversation that is read next is opened to practise.
    pub fn practise_next(&mut self, section: Section) {
        self.ask(Some(super::opening::Then::Practise(section)));
    }

    /// Practises what the open conversation has.
    pub(super) fn show_practise(&mut self, section: Section) {
        self.leave_item();
        let Some(session) = self.session() else { return };
        let mut practise = Box::new(Practise::of(session, section));
        if matches!(self.screen, Screen::Walk(_) | Screen::End(_)) {
            let before = std::mem::replace(&mut self.screen, Screen::Today(Today::default()));
            practise.behind = Some(before);
            self.screen = Screen::Practise(practise);
        } else {
            self.show_before(Screen::Practise(practise));
        }
    }

    pub(super) fn act_in_practise(&mut self, action: Action, effects: &mut Vec<Effect>) {
        self.message = None;
        let Screen::Practise(practise) = &mut self.screen else { return };
        match action {
            Action::Back => self.leave_practise(effects),
            Action::Cards => self.turn_cards(),
            Action::Reveal => {
                if practise.sitting_mut().is_some_and(Sitting::reveal) {
                    self.show_answer();
                }
            }
            Action::GotIt | Action::Again | Action::Undo => {
                let done = practise.sitting_mut().is_some_and(|sitting| match action {
                    Action::GotIt => sitting.got_it(),
                    Action::Again => sitting.again(),
                    _ => sitting.take_back(),
                });
                if done {
                    practise.list = ListState::default();
                } else if action == Action::Undo {
                    self.say("There is nothing to take back yet");
                }
                if action == Action::Undo {
                    self.show_answer();
                }
            }
            Action::Confirm => {
                let marked = practise.items().get(practise.list.marked).copied();
                self.do_in_practise(marked, effects);
            }
            _ => self.move_in_page(action),
        }
    }

    fn do_in_practise(&mut self, item: Option<PractiseItem>, effects: &mut Vec<Effect>) {
        let Screen::Practise(practise) = &mut self.screen else { return };
        match item {
            Some(PractiseItem::Write(field)) => {
                let key = practise.playbook.field(field).key.clone();
                // The playbook may have changed meanwhile.
                let Some(field) = self.session().and_then(|session| session.playbook().find(&key)) else {
                    self.complain("That question is not there any more");
                    return;
                };
                self.go_to_step(field.step, effects);
                self.go_to_item(Focus::Field(field.field), usize::MAX);
            }
            Some(PractiseItem::Missed(_)) => {
                let missed = practise.sitting().map(Sitting::with_missed);
                practise.begin(missed);
            }
            Some(PractiseItem::OnceMore) => {
                let all = practise.sitting().map(Sitting::once_more);
                practise.begin(all);
            }
            Some(PractiseItem::On(section, _)) => practise.turn_to(section),
            Some(PractiseItem::Back) => self.leave_practise(effects),
            None => {}
        }
    }

    /// On to the next choice of cards; behind the last one, all again.
    fn turn_cards(&mut self) {
        let Screen::Practise(practise) = &mut self.screen else { return };
        let sections = practise.deck.sections();
        let at = sections.iter().position(|section| *section == practise.section).unwrap_or(0);
        match sections.len() {
            1 => self.say("These are all the cards there are"),
            all => practise.turn_to(sections[(at + 1) % all]),
        }
    }

    /// Chooses which cards to practise.
    pub(super) fn choose_cards(&mut self, section: Section) {
        let Screen::Practise(practise) = &mut self.screen else { return };
        practise.turn_to(section);
    }

    /// Of what is higher than the page, the answer is in sight.
    fn show_answer(&mut self) {
        let height = self.page_height();
        let Some(answer) = view::practise::answer_line(self) else { return };
        let Some((page, state)) = self.front_page() else { return };
        state.scroll = answer.min(page.lines.len().saturating_sub(height));
    }

    /// Back to where one was: a place in the walk is kept.
    fn leave_practise(&mut self, effects: &mut Vec<Effect>) {
        let Screen::Practise(practise) = &mut self.screen else { return };
        let playbook = practise.playbook.clone();
        let Some(screen) = practise.behind.take() else {
            self.show_behind(effects);
            return;
        };
        let guide = if let Screen::Walk(walk) = &screen { walk.guide_scroll } else { 0 };
        let is_same = self.session().is_some_and(|session| session.playbook().sha256 == playbook.sha256);
        self.screen = screen;
        // What others wrote meanwhile stands in the fields; the end page is made from the answers anyway.
        if matches!(self.screen, Screen::Walk(_)) || !is_same {
            self.stand_again(&playbook, false);
        }
        if let Screen::Walk(walk) = &mut self.screen {
            walk.guide_scroll = guide;
        }
    }
}
