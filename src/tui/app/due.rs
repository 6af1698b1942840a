//! What follows, on the end page: done, dropped, or due on another day.

use super::form::edit_text;
use super::{App, Screen};
use crate::dates::{self, Day};
use crate::document::{FollowUp, State};
use crate::session::{Edit, Session};
use crate::tui::keys::Action;
use crate::tui::view;
use crate::tui::widget::editor::Editor;

/// The lines of the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DueLine {
    When,
    Why,
}

impl DueLine {
    /// What stands above it.
    pub fn label(self) -> &'static str {
        match self {
            Self::When => "When?",
            Self::Why => "Why?",
        }
    }
}

/// Another day for a follow-up, and the reason.
#[derive(Debug)]
pub struct DueForm {
    /// Which follow-up.
    pub nth: usize,
    /// Its id: others may come before it while one types.
    id: String,
    pub line: DueLine,
    when: String,
    why: String,
    /// Of the line one is in.
    pub editor: Editor,
    /// What stood in the first line when it opened.
    before: String,
}

impl DueForm {
    fn new(session: &Session, nth: usize) -> Self {
        let due = session.head().follow_ups.get(nth).and_then(|f| f.due);
        let when = due.map(|day| Day::of(day).to_string()).unwrap_or_default();
        let mut editor = Editor::new(&when, when.len(), 20);
        // What is typed stands in its place; who only wants to change it moves the cursor.
        editor.select_all(&when);
        let id = session.head().follow_ups.get(nth).map(|f| f.id.clone()).unwrap_or_default();
        Self { nth, id, line: DueLine::When, before: when.clone(), when, why: String::new(), editor }
    }

    /// The text of a line.
    pub fn text(&self, line: DueLine) -> &str {
        match line {
            DueLine::When => &self.when,
            DueLine::Why => &self.why,
        }
    }

    /// The day that is typed, if it means one.
    pub fn day(&self, today: chrono::NaiveDate) -> Option<Day> {
        dates::typed(&self.when, today)
    }

    fn enter(&mut self, line: DueLine) {
        self.line = line;
        let text = self.text(line).to_owned();
        self.editor = Editor::new(&text, text.len(), self.editor.rows().width().max(20));
    }

    /// The lines there are: a day that was none before needs no reason.
    pub fn lines(&self, session: &Session) -> &'static [DueLine] {
        match session.head().follow_ups.get(self.nth).and_then(|f| f.due) {
            Some(_) => &[DueLine::When, DueLine::Why],
            None => &[DueLine::When],
        }
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
                let form = Box::new(DueForm::new(session, nth));
                if let Some(slot) = self.due_slot() {
                    *slot = Some(form);
                }
            }
            Some(State::Done) => self.say("It is done: Space opens it again"),
            Some(State::Dropped) => self.say("It was dropped: d takes that back"),
            None => {}
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
        let last = lines.last() == Some(&form.line);
        match action {
            Action::Back => self.close_due(),
            Action::Confirm if last => self.set_due(),
            Action::NextStep => self.set_due(),
            Action::Confirm => self.leave_when(),
            Action::NextItem | Action::Down if !last => form.enter(DueLine::Why),
            Action::PreviousItem | Action::Up => form.enter(DueLine::When),
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

    /// Enter in the first line: what means a day has a reason, perhaps; nothing at all has none.
    fn leave_when(&mut self) {
        let today = self.now.wall.date_naive();
        let Some(form) = self.due_form_mut() else { return };
        if form.when.trim().is_empty() || form.day(today).is_none() {
            self.set_due();
        } else {
            form.enter(DueLine::Why);
        }
    }

    /// Takes what the form says and closes it, if it means something.
    fn set_due(&mut self) {
        let today = self.now.wall.date_naive();
        let Some((form, session)) = self.due_form().zip(self.session()) else { return };
        let day = form.day(today);
        let moves = session.let_move(form.nth).is_some();
        if day.is_none() && !(form.when.trim().is_empty() && (moves || form.before.is_empty())) {
            self.no_day();
            return;
        }
        let changed = self.take_due();
        self.close_due();
        match day {
            Some(day) if changed => self.say(format!("Due on {}", dates::in_full(day.date))),
            None if changed => self.say("It moves again with what it hangs on"),
            _ => {}
        }
    }

    fn no_day(&mut self) {
        let Some(form) = self.due_form_mut() else { return };
        form.enter(DueLine::When);
        self.complain(
            "That day was not understood. Try: next friday, in 2 weeks, 24 nov. Esc leaves it as it was",
        );
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
        let edit = match form.day(today) {
            Some(day) if form.is_changed() => session.set_due(form.nth, day.date, Some(&form.why)),
            None if form.when.trim().is_empty() => session.let_move(form.nth),
            _ => None,
        };
        let Some(edit) = edit else { return false };
        let changed = self.edit(edit);
        if let Some(form) = self.due_form_mut() {
            form.before.clone_from(&form.when);
            form.why.clear();
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
        let all = &session.head().follow_ups;
        if all.get(form.nth).is_some_and(|f| f.id == form.id) {
            return;
        }
        let is_it = |f: &FollowUp| f.id == form.id && f.state == State::Open;
        let nth = all.iter().position(is_it);
        match (nth, self.due_form_mut()) {
            (Some(nth), Some(form)) => form.nth = nth,
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
        self.when != self.before || !self.why.trim().is_empty()
    }

    fn selected(&self) -> &str {
        self.editor.selection().and_then(|range| self.text(self.line).get(range)).unwrap_or_default()
    }

    fn splice(&mut self, splice: &crate::tui::widget::editor::Splice) {
        let text = match self.line {
            DueLine::When => &mut self.when,
            DueLine::Why => &mut self.why,
        };
        text.replace_range(splice.at..splice.at + splice.remove, &splice.insert);
        self.editor.spliced(text, splice);
    }
}
