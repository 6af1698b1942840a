//! What follows, on the end page: done, dropped, due on another day, or added by hand.

use super::form::edit_text;
use super::{App, Screen};
use crate::dates::{self, Day};
use crate::document::{FollowUp, State};
use crate::session::{Edit, Session};
use crate::tui::keys::Action;
use crate::tui::view;
use crate::tui::widget::editor::Editor;

/// What is said where no day is meant.
const NO_DAY: &str =
    "That day was not understood. Try: next friday, in 2 weeks, 24 nov. Esc leaves it as it was";

/// The lines of the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DueLine {
    What,
    When,
    Every,
    Why,
}

impl DueLine {
    /// What stands above it.
    pub fn label(self) -> &'static str {
        match self {
            Self::What => "What will you do?",
            Self::When => "When?",
            Self::Every => "Again, how often?",
            Self::Why => "Why?",
        }
    }

    /// Whether it can be left empty without anybody asking.
    pub fn is_optional(self) -> bool {
        matches!(self, Self::Every | Self::Why)
    }
}

/// Another day for a follow-up, and the reason; or a new one.
#[derive(Debug)]
pub struct DueForm {
    /// Which follow-up; `None` for one that is not there yet.
    pub nth: Option<usize>,
    /// Its id: others may come before it while one types.
    id: String,
    pub line: DueLine,
    /// By the order of the lines.
    texts: [String; 4],
    /// Of the line one is in.
    pub editor: Editor,
    /// What stood in the line for the day when it opened.
    before: String,
}

impl DueForm {
    fn of(session: &Session, nth: usize) -> Self {
        let due = session.head().follow_ups.get(nth).and_then(|f| f.due);
        let when = due.map(|day| Day::of(day).to_string()).unwrap_or_default();
        let mut editor = Editor::new(&when, when.len(), 20);
        // What is typed stands in its place; who only wants to change it moves the cursor.
        editor.select_all(&when);
        let id = session.head().follow_ups.get(nth).map(|f| f.id.clone()).unwrap_or_default();
        let texts = [String::new(), when.clone(), String::new(), String::new()];
        Self { nth: Some(nth), id, line: DueLine::When, before: when, texts, editor }
    }

    /// One for a follow-up of one's own.
    fn new() -> Self {
        let (id, before, texts) = Default::default();
        Self { nth: None, id, line: DueLine::What, before, texts, editor: Editor::new("", 0, 20) }
    }

    /// The text of a line.
    pub fn text(&self, line: DueLine) -> &str {
        &self.texts[line as usize]
    }

    /// The day that is typed, if it means one.
    pub fn day(&self, today: chrono::NaiveDate) -> Option<Day> {
        dates::typed(self.text(DueLine::When), today)
    }

    /// How often it repeats, if what is typed means that.
    pub fn every(&self) -> Option<dates::Duration> {
        dates::typed_span(self.text(DueLine::Every))
    }

    fn enter(&mut self, line: DueLine) {
        self.line = line;
        let text = self.text(line).to_owned();
        self.editor = Editor::new(&text, text.len(), self.editor.rows().width().max(20));
    }

    fn is_empty(&self, line: DueLine) -> bool {
        self.text(line).trim().is_empty()
    }

    /// The lines there are: a day that was none before needs no reason.
    pub fn lines(&self, session: &Session) -> &'static [DueLine] {
        let Some(nth) = self.nth else { return &[DueLine::What, DueLine::When, DueLine::Every] };
        match session.head().follow_ups.get(nth).and_then(|f| f.due) {
            Some(_) => &[DueLine::When, DueLine::Why],
            None => &[DueLine::When],
        }
    }

    /// The line so many behind the one that one is in.
    fn beside(&self, lines: &[DueLine], by: isize) -> Option<DueLine> {
        let at = lines.iter().position(|line| *line == self.line)?;
        lines.get(at.checked_add_signed(by)?).copied()
    }

    /// The first line that says something which means nothing, with what to type instead. A line that is empty
    /// means what it says beside it; only what is to be done must be there.
    fn fault(&self, today: chrono::NaiveDate) -> Option<(DueLine, &'static str)> {
        let is_wrong = |line: DueLine, is_understood: bool| !self.is_empty(line) && !is_understood;
        if self.nth.is_none() && self.is_empty(DueLine::What) {
            return Some((DueLine::What, "Say what you will do. Esc adds nothing"));
        }
        if is_wrong(DueLine::When, self.day(today).is_some()) {
            return Some((DueLine::When, NO_DAY));
        }
        let is_changed = self.text(DueLine::When) != self.before;
        if is_changed && self.day(today).is_some_and(|day| day.date < today) {
            return Some((
                DueLine::When,
                "That day is past. Name one that is to come; Esc leaves it as it was",
            ));
        }
        let is_wrong = is_wrong(DueLine::Every, self.every().is_some());
        is_wrong
            .then_some((DueLine::Every, "How often was not understood. Try: 3 months, every week, yearly"))
    }
}

impl App {
    /// The form for another day, if it is open.
    pub fn due_form(&self) -> Option<&DueForm> {
        match &self.screen {
            Screen::End(end) => end.due.as_deref(),
            Screen::Debrief(page) => page.due.as_deref(),
            Screen::FollowUp(page) => page.due.as_deref(),
            _ => None,
        }
    }

    fn due_form_mut(&mut self) -> Option<&mut DueForm> {
        self.due_slot().and_then(Option::as_deref_mut)
    }

    /// Where the form stands, on the screens that have one.
    fn due_slot(&mut self) -> Option<&mut Option<Box<DueForm>>> {
        match &mut self.screen {
            Screen::End(end) => Some(&mut end.due),
            Screen::Debrief(page) => Some(&mut page.due),
            Screen::FollowUp(page) => Some(&mut page.due),
            _ => None,
        }
    }

    /// Space: done, or open again.
    pub(super) fn tick_follow_up(&mut self, nth: usize) {
        let today = self.now.wall.date_naive();
        let Some(session) = self.session() else { return };
        let Some(follow_up) = session.head().follow_ups.get(nth) else { return };
        let opens = follow_up.state != State::Open;
        let edit = if opens { session.open_again(nth) } else { session.mark_done(nth, today) };
        let Some(edit) = edit else { return };
        let next = match &edit {
            Edit::FollowUps(all) if all.len() > session.head().follow_ups.len() => {
                all.last().and_then(|f| f.due)
            }
            _ => None,
        };
        self.edit(edit);
        match next {
            _ if opens => self.say("Open again"),
            Some(next) => self.say(format!("Done. It is due again on {}", dates::in_full(next))),
            None => self.say("Done"),
        }
    }

    /// Drops one, or takes that back.
    pub(super) fn drop_follow_up(&mut self, nth: usize) {
        let Some(session) = self.session() else { return };
        let Some(follow_up) = session.head().follow_ups.get(nth) else { return };
        let (edit, said) = match follow_up.state {
            State::Open => (session.drop_follow_up(nth), "Dropped: it will not be asked for any more"),
            State::Dropped => (session.open_again(nth), "Open again"),
            State::Done => (None, "It is done: Space opens it again"),
        };
        if let Some(edit) = edit {
            self.edit(edit);
        }
        self.say(said);
    }

    /// Asks for another day.
    pub(super) fn ask_due(&mut self, nth: usize) {
        self.message = None;
        let Some(session) = self.session() else { return };
        match session.head().follow_ups.get(nth).map(|f| f.state) {
            Some(State::Open) => {
                let form = DueForm::of(session, nth);
                self.open_due(form);
            }
            Some(State::Done) => self.say("It is done: Space opens it again"),
            Some(State::Dropped) => self.say("It was dropped: d takes that back"),
            None => {}
        }
    }

    /// Asks for a follow-up of one's own. Words of one that was not added stand there again.
    pub(super) fn ask_promise(&mut self) {
        if self.is_read_only() {
            return;
        }
        self.message = None;
        let mut form = DueForm::new();
        if let Screen::End(end) = &mut self.screen {
            form.texts = std::mem::take(&mut end.kept.begun);
        }
        form.enter(DueLine::What);
        self.open_due(form);
    }

    fn open_due(&mut self, form: DueForm) {
        if let Some(slot) = self.due_slot() {
            *slot = Some(Box::new(form));
        }
    }

    pub(super) fn act_in_due(&mut self, action: Action) {
        let clipboard = crate::text::clean_line(&self.clipboard);
        let Some(lines) = self.due_form().zip(self.session()).map(|(form, session)| form.lines(session))
        else {
            return;
        };
        self.message = None;
        let Some(form) = self.due_form_mut() else { return };
        let (next, before) = (form.beside(lines, 1), form.beside(lines, -1));
        match action {
            Action::Back => self.leave_due(),
            Action::NextStep => self.set_due(),
            Action::Confirm => self.confirm_due(next),
            Action::NextItem | Action::Down => next.into_iter().for_each(|line| form.enter(line)),
            Action::PreviousItem | Action::Up => before.into_iter().for_each(|line| form.enter(line)),
            Action::PasteOwn => self.insert_in_due(&clipboard),
            Action::Copy | Action::Cut if form.editor.selection().is_none() => {}
            Action::Copy => self.clipboard = form.selected().to_owned(),
            _ => {
                let cut = (action == Action::Cut).then(|| form.selected().to_owned());
                let text = form.text(form.line).to_owned();
                if let Some(splice) = edit_text(&mut form.editor, &text, action) {
                    form.splice(&splice);
                }
                self.clipboard = cut.unwrap_or_else(|| std::mem::take(&mut self.clipboard));
            }
        }
    }

    pub(super) fn insert_in_due(&mut self, typed: &str) {
        self.message = None;
        let Some(form) = self.due_form_mut() else { return };
        let splice = form.editor.insert(&typed.replace('\n', " "));
        form.splice(&splice);
    }

    /// A click in the form.
    pub(super) fn click_due(&mut self, x: u16, y: u16) {
        let Some((line, row, cell)) = view::due::at(self, x, y) else { return };
        let Some(form) = self.due_form_mut() else { return };
        if form.line != line {
            form.enter(line);
        }
        let text = form.text(line).to_owned();
        form.editor.point(&text, row, cell, false);
    }

    /// Enter: on to the next line, if this one means something. Where the day is left as it was there is nothing
    /// to give a reason for.
    fn confirm_due(&mut self, next: Option<DueLine>) {
        let today = self.now.wall.date_naive();
        let Some(form) = self.due_form_mut() else { return };
        let stays = form.nth.is_some() && form.is_empty(DueLine::When);
        let is_faulty = form.fault(today).is_some_and(|(line, _)| line == form.line);
        match next.filter(|_| !stays && !is_faulty) {
            Some(line) => form.enter(line),
            None => self.set_due(),
        }
    }

    /// Takes what the form says and closes it, if it means something.
    fn set_due(&mut self) {
        let today = self.now.wall.date_naive();
        let Some((form, session)) = self.due_form().zip(self.session()) else { return };
        let (day, is_new) = (form.day(today), form.nth.is_none());
        let moves = form.nth.is_some_and(|nth| session.let_move(nth).is_some());
        let stays = day.is_none() && !is_new && !moves && !form.before.is_empty();
        let fault = form.fault(today).or_else(|| stays.then_some((DueLine::When, NO_DAY)));
        if let Some((line, words)) = fault {
            if let Some(form) = self.due_form_mut() {
                form.enter(line);
            }
            self.complain(words);
            return;
        }
        let changed = self.take_due();
        self.close_due();
        if is_new {
            self.mark_last_follow_up();
        }
        match day {
            Some(day) if is_new => self.say(format!("Added: due on {}", dates::in_full(day.date))),
            None if is_new => self.say("Added, with no day yet: Enter sets one"),
            Some(day) if changed => self.say(format!("Due on {}", dates::in_full(day.date))),
            None if changed => self.say("It moves again with what it hangs on"),
            _ => {}
        }
    }

    /// Esc: the day stays as it was; words for a new one are there when one comes again.
    fn leave_due(&mut self) {
        let form = self.due_slot().and_then(Option::take).filter(|form| form.nth.is_none());
        let Some(form) = form.filter(|form| form.texts.iter().any(|text| !text.trim().is_empty())) else {
            return;
        };
        if let Screen::End(end) = &mut self.screen {
            end.kept.begun = form.texts;
            self.say("Not added. Your words are still there when you come back to it");
        }
    }

    fn close_due(&mut self) {
        if let Some(slot) = self.due_slot() {
            *slot = None;
        }
    }

    /// What the form says and means something is taken, as when somebody saves or quits in it.
    pub(super) fn take_due(&mut self) -> bool {
        let today = self.now.wall.date_naive();
        let Some((form, session)) = self.due_form().zip(self.session()) else { return false };
        let day = form.day(today).map(|day| day.date);
        let edit = match (form.nth, day) {
            (None, _) if form.is_empty(DueLine::What) => None,
            (None, day) => Some(session.add_follow_up(form.text(DueLine::What), day, form.every())),
            (Some(nth), Some(day)) if form.is_changed() => {
                session.set_due(nth, day, Some(form.text(DueLine::Why)))
            }
            (Some(nth), None) if form.is_empty(DueLine::When) => session.let_move(nth),
            _ => None,
        };
        let is_new = form.nth.is_none();
        let Some(edit) = edit else { return false };
        let changed = if is_new { self.edit_apart(Some(edit)) } else { self.edit(edit) };
        if is_new && changed {
            // It is there now: the form must not add it a second time.
            self.close_due();
        } else if let Some(form) = self.due_form_mut() {
            form.before = form.text(DueLine::When).to_owned();
            form.texts[DueLine::Why as usize].clear();
            form.enter(form.line);
        }
        changed
    }

    /// Whether the form says something that the conversation does not.
    pub(super) fn is_due_untaken(&self) -> bool {
        self.due_form().is_some_and(DueForm::is_changed)
    }

    /// The follow-up stands elsewhere by now if one from elsewhere came before it.
    fn find_due_again(&mut self) {
        let Some((form, session)) = self.due_form().zip(self.session()) else { return };
        let Some(nth) = form.nth else { return };
        let all = &session.head().follow_ups;
        if all.get(nth).is_some_and(|f| f.id == form.id) {
            return;
        }
        let is_it = |f: &FollowUp| f.id == form.id && f.state == State::Open;
        let nth = all.iter().position(is_it);
        match (nth, self.due_form_mut()) {
            (Some(nth), Some(form)) => form.nth = Some(nth),
            _ => {
                self.close_due();
                self.complain("That follow-up is not there any more");
            }
        }
    }

    pub(super) fn settle_due(&mut self) {
        self.find_due_again();
        let width = view::form::text_width(self.size);
        let Some(form) = self.due_form_mut() else { return };
        let text = form.text(form.line).to_owned();
        form.editor.set_width(&text, width);
    }
}

impl DueForm {
    fn is_changed(&self) -> bool {
        match self.nth {
            Some(_) => self.text(DueLine::When) != self.before || !self.is_empty(DueLine::Why),
            None => !self.is_empty(DueLine::What),
        }
    }

    fn selected(&self) -> &str {
        self.editor.selection().and_then(|range| self.text(self.line).get(range)).unwrap_or_default()
    }

    fn splice(&mut self, splice: &crate::tui::widget::editor::Splice) {
        let text = &mut self.texts[self.line as usize];
        text.replace_range(splice.at..splice.at + splice.remove, &splice.insert);
        self.editor.spliced(text, splice);
    }
}
