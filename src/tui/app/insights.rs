//! What we've learnt: figures of all conversations, those behind a figure, and the lessons.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;

use chrono::NaiveDate;

use super::line::LineInput;
use super::list::ListState;
use super::opening::Then;
use super::{App, Effect, Screen};
use crate::insights::{Figure, Filter, Insights, Lesson, Part, Section, Told};
use crate::playbook::model::About;
use crate::store::telling::{Learnt, SHOWN, Telling, asks_for_lessons};
use crate::tui::keys::Action;

/// So many figures of a section are shown before one asks for more, and so many lessons.
const FIGURES: usize = 8;
const LESSONS: usize = 3;

/// What is known of all notes, for as long as somebody looks at it; and lessons for whoever walks.
#[derive(Debug, Default)]
pub struct Learning {
    pub counted: Option<Arc<Counted>>,
    /// Why the folder could not be read.
    pub error: Option<String>,
    /// So many notes were read, of so many.
    pub progress: Option<(usize, usize)>,
    /// Whether it was asked for, and whether the answer is to be had.
    asked: bool,
    /// By the id of a playbook.
    learnt: BTreeMap<String, Vec<Learnt>>,
}

/// What was counted: of all conversations, and of those with each playbook. Counted where nobody waits for it.
#[derive(Clone, Debug, Default)]
pub struct Counted {
    /// All first, then by the titles of the playbooks; with the id of the playbook.
    pub by: Vec<(Option<String>, Arc<Insights>)>,
    /// As in [`Telling`].
    pub unreadable: usize,
    pub unknown: usize,
}

impl Counted {
    /// Counts what notes have to tell, on a day.
    pub fn of(telling: &Telling, today: NaiveDate) -> Self {
        let own = telling.told.iter().filter(|told| !told.sample);
        let playbooks: BTreeMap<_, _> = own.map(|told| (told.title.clone(), told.playbook.clone())).collect();
        let count = |only: Option<String>| {
            let filter = Filter { playbook: only.clone(), private: true, ..Filter::default() };
            (only, Arc::new(Insights::of(&telling.told, &filter, today)))
        };
        Self {
            by: std::iter::once(None).chain(playbooks.into_values().map(Some)).map(count).collect(),
            unreadable: telling.unreadable,
            unknown: telling.unknown,
        }
    }

    /// What was counted of those with one playbook, or of all.
    fn only(&self, only: Option<&str>) -> Option<Arc<Insights>> {
        self.by.iter().find(|(of, _)| of.as_deref() == only).map(|(_, insights)| insights.clone())
    }
}

/// All figures.
#[derive(Debug, Default)]
pub struct InsightsPage {
    pub list: ListState,
    /// Only conversations with the playbook of this id.
    pub only: Option<String>,
    /// `None` until the notes were read.
    pub counted: Option<Arc<Insights>>,
    /// The sections of which all figures are shown, by their words.
    open: BTreeSet<&'static str>,
}

/// Something that one can go to from there.
#[derive(Clone, Copy, Debug)]
pub enum Entry<'a> {
    Figure(&'a Section, &'a Figure),
    /// So many more figures of a section.
    More(Part, usize),
    Lesson(&'a Lesson),
    /// All lessons.
    Lessons(usize),
}

/// The conversations behind a figure.
#[derive(Debug, Default)]
pub struct FigurePage {
    pub list: ListState,
    /// What it is a figure of, and the figure.
    pub part: String,
    pub label: String,
    pub told: String,
    pub conversations: Vec<Arc<Told>>,
}

/// The lessons.
#[derive(Debug, Default)]
pub struct LessonsPage {
    pub line: LineInput,
    pub list: ListState,
    pub only: Option<String>,
    pub counted: Option<Arc<Insights>>,
}

impl InsightsPage {
    /// What one can go to, from top to bottom.
    pub fn entries(&self) -> Vec<Entry<'_>> {
        let Some(counted) = &self.counted else { return Vec::new() };
        let mut entries = Vec::new();
        for section in &counted.sections {
            let shown = self.shown(section);
            entries.extend(section.figures[..shown].iter().map(|figure| Entry::Figure(section, figure)));
            let more = section.figures.len() - shown;
            entries.extend((more > 0).then_some(Entry::More(section.part, more)));
        }
        entries.extend(counted.lessons.iter().take(LESSONS).map(Entry::Lesson));
        let all = counted.lessons.len();
        entries.extend((all > LESSONS).then_some(Entry::Lessons(all)));
        entries
    }

    /// How many figures of a section are shown. One more than that is no less to read than the word of it.
    fn shown(&self, section: &Section) -> usize {
        let all = section.figures.len();
        let adds_up = matches!(section.part, Part::Endings | Part::Promises | Part::Days);
        match adds_up || self.open.contains(section.part.word()) || all <= FIGURES + 1 {
            true => all,
            false => FIGURES,
        }
    }
}

impl LessonsPage {
    /// Those that fit what is typed. `None` until the notes were read.
    pub fn fitting(&self) -> Option<Vec<&Lesson>> {
        let typed = self.line.text();
        Some(self.counted.as_ref()?.lessons.iter().filter(|lesson| lesson.fits(typed)).collect())
    }
}

impl App {
    /// Shows what we've learnt.
    pub(super) fn show_insights(&mut self) {
        self.message = None;
        self.show_before(Screen::Insights(Box::default()));
        self.refresh_insights();
    }

    /// Whether one looks at what was counted, or comes back to it.
    fn looks_at_insights(&self) -> bool {
        let is_one =
            |screen: &Screen| matches!(screen, Screen::Insights(_) | Screen::Figure(_) | Screen::Lessons(_));
        is_one(&self.screen) || self.back.iter().any(is_one)
    }

    /// Asks for what all notes have to tell, once; it is kept only for as long as somebody looks at it.
    pub(super) fn settle_insights(&mut self, effects: &mut Vec<Effect>) {
        match (self.looks_at_insights(), self.learning.asked) {
            (true, false) => {
                self.learning.asked = true;
                effects.push(Effect::Count);
            }
            (false, true) => {
                let learnt = std::mem::take(&mut self.learning.learnt);
                self.learning = Learning { learnt, ..Learning::default() };
                effects.push(Effect::StopCounting);
            }
            _ => {}
        }
    }

    /// It is shown again: what the notes say may have changed since.
    pub(super) fn count_again(&mut self) {
        if matches!(self.screen, Screen::Insights(_) | Screen::Figure(_) | Screen::Lessons(_)) {
            self.learning.asked = false;
        }
    }

    /// So many notes were read.
    pub(super) fn reading(&mut self, done: usize, of: usize) {
        let before = self.learning.progress.map_or(0, |(before, _)| before);
        // Several threads read, and say so as they come to it.
        self.learning.progress = Some((done.max(before), of));
    }

    /// All notes were read.
    pub(super) fn counted(&mut self, counted: Result<Arc<Counted>, String>) {
        if !self.learning.asked {
            return;
        }
        self.learning.progress = None;
        match counted {
            Ok(counted) => {
                self.learning.error = None;
                self.learning.counted = Some(counted);
            }
            Err(reason) => self.learning.error = Some(reason),
        }
        self.refresh_insights();
    }

    /// What the pages show is what the notes say now, of those that are wanted.
    fn refresh_insights(&mut self) {
        let Some(counted) = self.learning.counted.clone() else { return };
        // Where no conversation with that playbook is left, nothing is to be counted.
        let of = |only: &Option<String>| Some(counted.only(only.as_deref()).unwrap_or_default());
        for screen in self.back.iter_mut().chain([&mut self.screen]) {
            match screen {
                Screen::Insights(page) => page.counted = of(&page.only),
                Screen::Lessons(page) => page.counted = of(&page.only),
                Screen::Figure(page) => {
                    let Some((_, all)) = counted.by.first() else { continue };
                    for told in &mut page.conversations {
                        if let Some(now) = all.conversations.iter().find(|now| now.id == told.id) {
                            *told = now.clone();
                        }
                    }
                }
                _ => {}
            }
        }
    }

    pub(super) fn act_in_insights(&mut self, action: Action, effects: &mut Vec<Effect>) {
        self.message = None;
        match action {
            Action::Back => self.show_behind(effects),
            Action::Confirm => self.open_entry(effects),
            Action::Lessons => self.show_lessons(),
            Action::OnePlaybook => self.take_next_playbook(),
            _ => self.move_in_page(action),
        }
    }

    fn open_entry(&mut self, effects: &mut Vec<Effect>) {
        let Screen::Insights(page) = &mut self.screen else { return };
        let Some(counted) = page.counted.clone() else { return };
        let figure = match page.entries().get(page.list.marked) {
            None => return,
            Some(Entry::More(part, _)) => {
                let word = part.word();
                page.open.insert(word);
                return;
            }
            Some(Entry::Lessons(_)) => return self.show_lessons(),
            Some(Entry::Lesson(lesson)) => {
                let place = place(&counted, lesson);
                return self.open_lesson(place, effects);
            }
            Some(Entry::Figure(section, figure)) => {
                let quoted = match figure.own_words {
                    true => format!("“{}”", figure.label),
                    false => figure.label.clone(),
                };
                let of = figure.playbook.as_ref().filter(|_| section.part == Part::Endings);
                FigurePage {
                    part: match of {
                        Some((_, title)) => format!("{}: {title}", section.part.title()),
                        None => section.part.title().to_owned(),
                    },
                    label: quoted,
                    told: figure.told.clone(),
                    conversations: counted.behind(&figure.sessions).cloned().collect(),
                    list: ListState::default(),
                }
            }
        };
        self.show_before(Screen::Figure(Box::new(figure)));
    }

    /// Only the conversations with the next playbook; behind the last one, all.
    fn take_next_playbook(&mut self) {
        let Some(counted) = &self.learning.counted else { return };
        let Screen::Insights(page) = &mut self.screen else { return };
        let here = counted.by.iter().position(|(only, _)| *only == page.only);
        let next = here.and_then(|at| counted.by.get(at + 1));
        page.only = next.and_then(|(only, _)| only.clone());
        page.list = ListState::default();
        self.refresh_insights();
    }

    /// Shows the lessons, of the same conversations.
    fn show_lessons(&mut self) {
        let Screen::Insights(page) = &self.screen else { return };
        let lessons =
            LessonsPage { only: page.only.clone(), counted: page.counted.clone(), ..LessonsPage::default() };
        self.show_before(Screen::Lessons(Box::new(lessons)));
    }

    pub(super) fn act_in_figure(&mut self, action: Action, effects: &mut Vec<Effect>) {
        let Screen::Figure(page) = &self.screen else { return };
        self.message = None;
        match action {
            Action::Back => self.show_behind(effects),
            Action::Confirm => {
                if let Some(told) = page.conversations.get(page.list.marked) {
                    self.open_note(told.path.clone(), Then::Walk, effects);
                }
            }
            _ => self.move_in_page(action),
        }
    }

    pub(super) fn act_in_lessons(&mut self, action: Action, effects: &mut Vec<Effect>) {
        let Screen::Lessons(page) = &mut self.screen else { return };
        self.message = None;
        match action {
            Action::Back => self.show_behind(effects),
            Action::Confirm => {
                let marked = page.fitting().and_then(|fitting| fitting.get(page.list.marked).copied());
                let place =
                    page.counted.as_ref().zip(marked).and_then(|(counted, lesson)| place(counted, lesson));
                self.open_lesson(place, effects);
            }
            action if action.is_in_lists() => self.move_in_page(action),
            action => {
                if page.line.act(action, &mut self.clipboard) {
                    page.list = ListState::default();
                }
            }
        }
    }

    fn open_lesson(&mut self, place: Option<(PathBuf, Then)>, effects: &mut Vec<Effect>) {
        if let Some((path, then)) = place {
            self.open_note(path, then, effects);
        }
    }

    /// The latest lessons were read.
    pub(super) fn learnt(&mut self, playbook: String, learnt: Vec<Learnt>) {
        self.learning.learnt.insert(playbook, learnt);
    }

    /// Asks for the lessons of others with the playbook of the open conversation, if it has any.
    pub(super) fn ask_for_lessons(&self, effects: &mut Vec<Effect>) {
        let Some(session) = self.session() else { return };
        if asks_for_lessons(session.playbook()) {
            effects.push(Effect::Learn {
                playbook: session.playbook().clone(),
                own: Box::new(session.head().clone()),
            });
        }
    }

    /// What was learnt with others, where it matters in the open conversation: in its first step, and in the
    /// one that asks what was learnt.
    pub fn learnt_for(&self, step: usize) -> Vec<&Learnt> {
        let Some(session) = self.session() else { return Vec::new() };
        let playbook = session.playbook();
        let asks = playbook
            .steps
            .get(step)
            .is_some_and(|step| step.fields.iter().any(|field| field.about == Some(About::Lesson)));
        if step != 0 && !asks {
            return Vec::new();
        }
        let learnt = self.learning.learnt.get(&playbook.id).map(Vec::as_slice).unwrap_or_default();
        learnt.iter().filter(|learnt| learnt.id != session.head().id).take(SHOWN).collect()
    }
}

/// Where a lesson stands.
fn place(counted: &Insights, lesson: &Lesson) -> Option<(PathBuf, Then)> {
    let told = counted.conversations.get(lesson.session)?;
    let then = Then::At {
        step: lesson.step.clone(),
        field: Some(lesson.field.clone()),
        words: lesson.words.clone(),
    };
    Some((told.path.clone(), then))
}
