//! Finding words anywhere in the conversation: as they are typed, the first place from where one stood
//! is shown; Enter goes on from there.
//!
//! While the line for the words is open, nothing in the conversation is changed: what was typed in the
//! item one was in has come to mean what it means before.

use std::ops::Range;

use super::place::{Focus, Spot, Walk};
use super::{App, Effect, Screen};
use crate::playbook::answer::{Cell, Row};
use crate::playbook::{FieldRef, Kind, Playbook};
use crate::session::{Session, Target};
use crate::text::find::Folded;
use crate::tui::keys::Action;
use crate::tui::widget::editor::Editor;

/// The words, and the places where they stand.
#[derive(Debug)]
pub struct Find {
    pub words: String,
    pub editor: Editor,
    texts: Vec<(Where, Folded)>,
    /// The revision of the conversation that they are of; `None` if it was read again since.
    revision: Option<u64>,
    /// Each as a number in `texts`, and the bytes there.
    places: Vec<(usize, Range<usize>)>,
    /// The one that is shown.
    at: Option<usize>,
    home: Home,
    /// Whether one went on from the first place: then one means to be there.
    stepped: bool,
}

/// Something that is searched, and how one stands on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Where {
    step: usize,
    focus: Focus,
    /// In a table.
    spot: Option<Spot>,
    /// Of a list to choose from; behind its options, what is written in.
    option: Option<usize>,
    /// Of the notes.
    entry: Option<usize>,
}

/// Where one was.
#[derive(Clone, Copy, Debug)]
struct Home {
    at: Where,
    cursor: usize,
    scroll: usize,
    from_end: bool,
}

impl Find {
    /// The conversation was read again: what is searched is another text, whatever its revision.
    pub(super) fn outdate(&mut self) {
        self.revision = None;
    }

    /// Another version of the playbook: one goes back to where one was by the ids, or, where that is gone,
    /// stays where one is now.
    pub(super) fn move_home(&mut self, before: &Playbook, walk: &Walk, session: &Session) {
        let at = self.home.at.in_version(before, session.playbook());
        self.home.at = at.unwrap_or_else(|| Where::of(walk, session));
        self.outdate();
    }

    /// The number of the place that is shown, from 1 on, and how many there are.
    pub fn count(&self) -> (usize, usize) {
        (self.at.map_or(0, |at| at + 1), self.places.len())
    }

    /// Whether there are words to look for.
    pub fn is_asked(&self) -> bool {
        !self.words.trim().is_empty()
    }

    /// Looks for the words; the first place from where one was on is the one to show.
    fn look(&mut self) {
        let words = Folded::new(&self.words);
        let of = |(i, (_, folded)): (usize, &(Where, Folded))| {
            folded.places(&words).map(|place| (i, place)).collect::<Vec<_>>()
        };
        self.places = self.texts.iter().enumerate().flat_map(of).collect();
        let home = (self.home.at.order(), self.home.cursor);
        let behind = |(i, place): &(usize, Range<usize>)| (self.texts[*i].0.order(), place.start) >= home;
        let first = self.places.iter().position(behind).unwrap_or(0);
        self.at = (!self.places.is_empty()).then_some(first);
    }

    fn step(&mut self, forward: bool) {
        let count = self.places.len();
        self.at = self.at.map(|at| if forward { (at + 1) % count } else { (at + count - 1) % count });
        self.stepped = true;
    }
}

impl Where {
    /// What comes first in the walk comes first.
    fn order(&self) -> (usize, usize, usize, usize, usize) {
        let item = match self.focus {
            Focus::Field(field) | Focus::Elsewhere(FieldRef { field, .. }) => field,
            Focus::Notes => usize::MAX - 1,
            Focus::Next => usize::MAX,
        };
        let spot = self.spot.unwrap_or_default();
        let within = self.option.or(self.entry).unwrap_or_default();
        (self.step, item, spot.row, spot.across, within)
    }

    /// The same in another version of the playbook.
    fn in_version(self, before: &Playbook, now: &Playbook) -> Option<Self> {
        let old = before.steps.get(self.step)?;
        let step = now.step(&old.id)?;
        let focus = match self.focus {
            Focus::Field(field) => {
                let id = &old.fields.get(field)?.id;
                Focus::Field(now.steps[step].fields.iter().position(|field| field.id == *id)?)
            }
            Focus::Elsewhere(_) => return None,
            focus => focus,
        };
        Some(Self { step, focus, ..self })
    }

    fn of(walk: &Walk, session: &Session) -> Self {
        Self {
            step: walk.step,
            focus: walk.focus,
            spot: walk.table(session).map(|_| walk.spot),
            option: (walk.options(session) > 0).then_some(walk.option),
            // Behind the notes that are there, if none is being typed.
            entry: (walk.focus == Focus::Notes).then(|| walk.entry.unwrap_or(usize::MAX)),
        }
    }
}

impl App {
    /// Opens the line for the words; what is selected on one line is what one looks for.
    pub(super) fn begin_find(&mut self) {
        self.message = None;
        let from_end = matches!(self.screen, Screen::End(_));
        let selected = self.selected_line();
        let typed = self.note_being_typed();
        self.leave_item();
        if from_end && let Some(note) = &self.note {
            self.screen = Screen::Walk(Box::new(Walk::at_position(note.session())));
        }
        let (Screen::Walk(walk), Some(note)) = (&mut self.screen, &self.note) else { return };
        let session = note.session();
        if let Some((entry, cursor)) = typed {
            walk.entry = Some(entry);
            walk.enter(session, Focus::Notes, cursor);
        }
        let start = walk.editor.selection().map_or(walk.editor.cursor(), |selected| selected.start);
        let home = Home { at: Where::of(walk, session), cursor: start, scroll: walk.scroll, from_end };
        let words = selected.unwrap_or_default();
        let mut editor = Editor::new(&words, words.len(), usize::MAX);
        editor.select_all(&words);
        self.find = Some(Find {
            texts: texts(session),
            revision: Some(session.revision()),
            words,
            editor,
            places: Vec::new(),
            at: None,
            home,
            stepped: false,
        });
        self.look_for_words();
    }

    /// The note that is being typed and will not be gone when it is left, and the cursor in it.
    fn note_being_typed(&self) -> Option<(usize, usize)> {
        let (Screen::Walk(walk), Some(session)) = (&self.screen, self.session()) else { return None };
        let entry = walk.entry.filter(|_| walk.focus == Focus::Notes)?;
        let is_blank = session.text(Target::Note { step: walk.step, entry }).trim().is_empty();
        (!is_blank).then(|| (entry, walk.editor.selection().map_or(walk.editor.cursor(), |s| s.start)))
    }

    /// What is selected, if it is on one line and short enough to be looked for.
    fn selected_line(&self) -> Option<String> {
        let (Screen::Walk(walk), Some(session)) = (&self.screen, self.session()) else { return None };
        let text = walk.target(session).map(|target| session.text(target))?;
        let selected = text.get(walk.editor.selection()?)?;
        (selected.len() <= 200 && !selected.contains('\n')).then(|| selected.to_owned())
    }

    pub(super) fn act_in_find(&mut self, action: Action, effects: &mut Vec<Effect>) {
        let Some(find) = &mut self.find else { return };
        match action {
            Action::FindNext | Action::FindPrevious => {
                find.step(action == Action::FindNext);
                self.message = None;
                self.show_place();
            }
            Action::Stay => self.stay(effects),
            Action::Back if find.stepped && find.at.is_some() => self.stay(effects),
            Action::Back => self.go_home(),
            Action::PasteOwn => {
                let clipboard = self.clipboard.replace('\n', " ");
                self.insert_in_find(&clipboard);
            }
            action => {
                if matches!(action, Action::Cut | Action::Copy)
                    && let Some(selected) = find.editor.selection()
                {
                    self.clipboard = find.words[selected].to_owned();
                }
                if let Some(splice) = super::form::edit_text(&mut find.editor, &find.words.clone(), action) {
                    find.words.replace_range(splice.at..splice.at + splice.remove, &splice.insert);
                    find.editor.spliced(&find.words, &splice);
                    self.look_for_words();
                }
            }
        }
    }

    pub(super) fn insert_in_find(&mut self, typed: &str) {
        let Some(find) = &mut self.find else { return };
        let splice = find.editor.insert(&typed.replace('\n', " "));
        find.words.replace_range(splice.at..splice.at + splice.remove, &splice.insert);
        find.editor.spliced(&find.words, &splice);
        self.look_for_words();
    }

    fn look_for_words(&mut self) {
        let Some(find) = &mut self.find else { return };
        find.look();
        find.stepped = false;
        self.message = None;
        self.show_place();
    }

    /// Shows the place, or where one was while there is none.
    fn show_place(&mut self) {
        let (Some(find), Some(note)) = (&self.find, &self.note) else { return };
        let (to, range) = match find.at.and_then(|at| find.places.get(at)) {
            Some((text, range)) => (find.texts[*text].0, Some(range.clone())),
            None => (find.home.at, None),
        };
        let (home, session) = (find.home, note.session());
        let Screen::Walk(walk) = &mut self.screen else { return };
        if Where::of(walk, session) != to {
            go_to(walk, session, to);
        }
        walk.free = false;
        let text = walk.target(session).map(|target| session.text(target)).unwrap_or_default();
        match range {
            Some(range) if walk.target(session).is_some() => walk.editor.select(&text, range),
            Some(_) => {}
            None => {
                walk.editor.set_cursor(&text, home.cursor);
                walk.scroll = home.scroll;
            }
        }
    }

    /// Back to where one was.
    fn go_home(&mut self) {
        let Some(find) = &mut self.find else { return };
        (find.at, find.places) = (None, Vec::new());
        let from_end = find.home.from_end;
        self.show_place();
        self.find = None;
        if from_end {
            self.show_end();
        }
    }

    /// Closes the line; one is where one is shown to be.
    pub(super) fn stay(&mut self, effects: &mut Vec<Effect>) {
        let Some(find) = self.find.take() else { return };
        let (Screen::Walk(walk), Some(note)) = (&self.screen, &mut self.note) else { return };
        let is_elsewhere = walk.step != find.home.at.step;
        walk.stand(&mut note.open.session);
        note.open.session.seal();
        if is_elsewhere {
            // As when one goes to another step in any other way.
            self.file_now(effects);
            self.look(effects);
        }
    }

    /// What others wrote meanwhile is searched as well.
    pub(super) fn settle_find(&mut self) {
        let Some(find) = &mut self.find else { return };
        let (Screen::Walk(_), Some(note)) = (&self.screen, &self.note) else {
            self.find = None;
            return;
        };
        let revision = Some(note.session().revision());
        if find.revision != revision {
            (find.texts, find.revision) = (texts(note.session()), revision);
            let (at, stepped) = (find.at, find.stepped);
            find.look();
            find.stepped = stepped;
            let last = find.places.len().checked_sub(1);
            find.at = at.map_or(find.at, |at| last.map(|last| at.min(last)));
        }
    }
}

fn go_to(walk: &mut Walk, session: &Session, to: Where) {
    if walk.step != to.step {
        *walk = Walk::new(session, to.step);
    }
    walk.entry = to.entry.filter(|entry| *entry < session.notes(to.step).len());
    if walk.items(session).contains(&to.focus) {
        walk.enter(session, to.focus, usize::MAX);
    }
    // By now there may be fewer of them.
    if let Some((spot, at)) = to.spot.zip(walk.table(session)) {
        let own =
            session.table(at).map_or(0, |table| usize::from(table.has_row_text()) + table.columns.len());
        let (row, across) = (spot.row.min(session.rows(at).len()), spot.across.min(own.saturating_sub(1)));
        walk.go_to_spot(session, Spot { row, across }, usize::MAX);
    }
    if let Some(option) = to.option {
        walk.mark(session, option.min(walk.options(session).saturating_sub(1)));
    }
}

/// All that is searched, in the order of the walk: what somebody wrote, and what was chosen.
fn texts(session: &Session) -> Vec<(Where, Folded)> {
    let mut found = Vec::new();
    for (step, fields) in session.playbook().steps.iter().map(|s| &s.fields).enumerate() {
        for (field, of) in fields.iter().enumerate() {
            let at = FieldRef { step, field };
            if session.is_asked(at) && session.held(at).is_some() {
                in_field(session, at, &of.kind, &mut found);
            }
        }
        let plain = Where { step, focus: Focus::Notes, spot: None, option: None, entry: None };
        let notes = session.notes(step).iter().enumerate();
        found.extend(notes.map(|(i, note)| (Where { entry: Some(i), ..plain }, Folded::new(&note.text))));
    }
    found
}

fn in_field(session: &Session, at: FieldRef, kind: &Kind, found: &mut Vec<(Where, Folded)>) {
    let focus = Focus::Field(at.field);
    let plain = Where { step: at.step, focus, spot: None, option: None, entry: None };
    let Some(held) = session.held(at) else { return };
    if session.table(at).is_some() {
        let rows = session.rows(at);
        for (row, of) in rows.iter().enumerate() {
            for (across, words) in cells(session, at, of).into_iter().enumerate() {
                let spot = Some(Spot { row, across });
                found.push((Where { spot, ..plain }, Folded::new(&words)));
            }
        }
        return;
    }
    for (i, choice) in kind.choices().iter().enumerate().filter(|(_, choice)| held.includes(&choice.id)) {
        found.push((Where { option: Some(i), ..plain }, Folded::new(&choice.label)));
    }
    if let Some(written) = held.other() {
        let option = Some(kind.choices().len());
        found.push((Where { option, ..plain }, Folded::new(written)));
    } else if kind.is_typed() {
        found.push((plain, Folded::new(&session.text(Target::Field(at)))));
    }
}

/// The cells of a row as one goes across.
fn cells(session: &Session, at: FieldRef, row: &Row) -> Vec<String> {
    let Some(table) = session.table(at) else { return Vec::new() };
    let own = table.has_row_text().then(|| row.text.clone());
    let words = |(cell, kind): (&Cell, _)| match cell {
        Cell::Text(text) => text.clone(),
        cell => cell.in_words(kind),
    };
    own.into_iter().chain(row.cells.iter().zip(table.columns.iter().map(|c| &c.kind)).map(words)).collect()
}
