//! The walk: where one is, what a key does there.

use super::end::End;
use super::form::edit_text;
use super::list::ListState;
use super::{App, Effect, Overlay, Screen};
use crate::playbook::{Answer, FieldRef, Kind};
use crate::session::{Edit, Session, Target, Touched};
use crate::tui::keys::Action;
use crate::tui::view;
use crate::tui::view::fields::Laid;
use crate::tui::widget::editor::{Editor, Motion, Splice};
use crate::tui::widget::rows::Rows;

/// What one can stand on in a step, from top to bottom.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Focus {
    Field(usize),
    /// The line for a note.
    Notes,
    /// The button to the next step.
    Next,
}

/// A place in the walk.
#[derive(Debug)]
pub struct Walk {
    pub step: usize,
    pub focus: Focus,
    /// The marked option of the field one is on.
    pub option: usize,
    /// Of the text one is in.
    pub editor: Editor,
    /// The note that is being typed: it is in the session from its first character.
    pub entry: Option<usize>,
    pub scroll: usize,
    pub guide_scroll: usize,
    /// Rows of the fields one is not in.
    pub rows: Vec<Option<Rows>>,
    pub laid: Laid,
    /// Counts the changes of `laid`.
    pub laid_version: u64,
    /// The wheel moved the page: the cursor may be out of sight until the next key.
    pub free: bool,
}

impl Walk {
    /// The first thing to fill in of a step.
    pub fn new(session: &Session, step: usize) -> Self {
        let mut walk = Self {
            step,
            focus: Focus::Next,
            option: 0,
            editor: Editor::default(),
            entry: None,
            scroll: 0,
            guide_scroll: 0,
            rows: Vec::new(),
            laid: Laid::default(),
            laid_version: 0,
            free: false,
        };
        let first = walk.items(session)[0];
        walk.enter(session, first, usize::MAX);
        walk
    }

    /// Where the conversation stands.
    pub fn at_position(session: &Session) -> Self {
        let (step, field) = session.position();
        let mut walk = Self::new(session, step);
        if let Some(field) = field.filter(|f| session.applies(FieldRef { step, field: *f })) {
            walk.enter(session, Focus::Field(field), usize::MAX);
        }
        walk
    }

    /// What one can stand on: the fields that apply, the note line, the button.
    pub fn items(&self, session: &Session) -> Vec<Focus> {
        let count = session.playbook().steps[self.step].fields.len();
        let applies = |field: &usize| session.applies(FieldRef { step: self.step, field: *field });
        let fields = (0..count).filter(applies).map(Focus::Field);
        fields.chain([Focus::Notes, Focus::Next]).collect()
    }

    /// The field one is on.
    pub fn field(&self) -> Option<usize> {
        match self.focus {
            Focus::Field(field) => Some(field),
            _ => None,
        }
    }

    /// The field one is on, in the playbook.
    pub fn field_ref(&self) -> Option<FieldRef> {
        self.field().map(|field| FieldRef { step: self.step, field })
    }

    /// The text one is in. A note that is not begun has none.
    pub fn target(&self, session: &Session) -> Option<Target> {
        match self.focus {
            Focus::Notes => self.entry.map(|entry| Target::Note { step: self.step, entry }),
            Focus::Next => None,
            Focus::Field(field) => {
                let at = FieldRef { step: self.step, field };
                session.playbook().field(at).kind.is_typed().then_some(Target::Field(at))
            }
        }
    }

    /// Goes to an item, with the cursor at a byte of its text.
    pub fn enter(&mut self, session: &Session, focus: Focus, cursor: usize) {
        self.focus = focus;
        self.free = false;
        self.option = self.chosen(session);
        let text = self.target(session).map(|t| session.text(t)).unwrap_or_default();
        let width = self.editor.rows().width().max(20);
        self.editor = Editor::new(&text, cursor.min(text.len()), width);
    }

    /// The option that is chosen, for the mark to begin at.
    fn chosen(&self, session: &Session) -> usize {
        let Some(at) = self.field_ref() else { return 0 };
        match (&session.playbook().field(at).kind, session.held(at)) {
            (Kind::Score { .. }, Some(Answer::Score(n))) => *n as usize - 1,
            (kind, Some(held)) => kind.choices().iter().position(|c| held.includes(&c.id)).unwrap_or(0),
            _ => 0,
        }
    }

    /// How many options there are to mark.
    pub fn options(&self, session: &Session) -> usize {
        let Some(at) = self.field_ref() else { return 0 };
        match &session.playbook().field(at).kind {
            Kind::Score { out_of, .. } => *out_of as usize,
            kind => kind.choices().len(),
        }
    }
}

impl App {
    /// Whether one is in text in the walk.
    pub(super) fn types_in(&self, walk: &Walk) -> bool {
        walk.focus == Focus::Notes || self.session().is_some_and(|s| walk.target(s).is_some())
    }

    pub(super) fn act_in_walk(&mut self, action: Action, effects: &mut Vec<Effect>) {
        self.message = None;
        match action {
            Action::NextStep => self.next_step(effects),
            Action::PreviousStep => self.previous_step(effects),
            Action::NextItem => self.move_item(1),
            Action::PreviousItem => self.move_item(-1),
            Action::Back => self.show_today(effects),
            Action::Steps => self.show_steps(),
            Action::Guide => self.overlay = Some(Overlay::Guide(ListState::default())),
            Action::Details => self.show_details(),
            Action::Finish => {
                self.leave_item();
                self.file_now(effects);
                self.show_end();
            }
            Action::Undo => self.take_back(Session::undo, "There is nothing to undo"),
            Action::Redo => self.take_back(Session::redo, "There is nothing to redo"),
            Action::Confirm => self.confirm(effects),
            Action::Up | Action::Down => self.move_cursor(action),
            Action::Tick => self.tick_marked(effects),
            _ => self.edit_in_walk(action),
        }
    }

    fn show_steps(&mut self) {
        let Screen::Walk(walk) = &self.screen else { return };
        self.overlay = Some(Overlay::Steps(ListState { marked: walk.step, scroll: 0 }));
        self.follow_mark();
    }

    /// Goes to the nth line of the list of steps; the last one is the end.
    pub(super) fn go_to_nth(&mut self, nth: usize, effects: &mut Vec<Effect>) {
        match self.session().and_then(|s| view::steps::step_of(s, nth)) {
            Some(step) => self.go_to_step(step, effects),
            None => self.act(Action::Finish, effects),
        }
    }

    /// Goes to a step; what was typed is filed.
    pub(super) fn go_to_step(&mut self, step: usize, effects: &mut Vec<Effect>) {
        self.leave_item();
        let Some(note) = &mut self.note else { return };
        let walk = Walk::new(note.session(), step);
        walk.stand(&mut note.open.session);
        note.open.session.seal();
        self.screen = Screen::Walk(Box::new(walk));
        self.file_now(effects);
    }

    fn next_step(&mut self, effects: &mut Vec<Effect>) {
        // What was typed may decide whether the next step is passed over.
        self.leave_item();
        let Screen::Walk(walk) = &self.screen else { return };
        match self.session().and_then(|s| s.next_step(walk.step)) {
            Some(step) => self.go_to_step(step, effects),
            None => {
                self.file_now(effects);
                self.show_end();
            }
        }
    }

    fn previous_step(&mut self, effects: &mut Vec<Effect>) {
        self.leave_item();
        let Screen::Walk(walk) = &self.screen else { return };
        match self.session().and_then(|s| s.previous_step(walk.step)) {
            Some(step) => self.go_to_step(step, effects),
            None => self.say("This is the first step"),
        }
    }

    /// Shows how it ended.
    pub(super) fn show_end(&mut self) {
        if let Some(session) = self.session() {
            self.screen = Screen::End(End::of(session));
            self.follow_mark();
        }
    }

    /// What was typed in the item one leaves comes to mean what it means.
    pub(super) fn leave_item(&mut self) {
        let Screen::Walk(walk) = &mut self.screen else { return };
        let Some(session) = self.note.as_ref().map(|n| n.session()) else { return };
        let edit = match (walk.focus, walk.entry) {
            (Focus::Notes, Some(entry)) => {
                let empty = session.text(Target::Note { step: walk.step, entry }).trim().is_empty();
                walk.entry = None;
                walk.editor.replaced("", 0);
                empty.then_some(Edit::Note { step: walk.step, entry, note: None })
            }
            _ => walk.field_ref().and_then(|at| session.on_leave(at)),
        };
        if let Some(field) = walk.field() {
            let rows = walk.editor.rows().clone();
            if let Some(slot) = walk.rows.get_mut(field) {
                *slot = edit.is_none().then_some(rows);
            }
        }
        if let Some(edit) = edit {
            self.edit(edit);
            self.refresh_text(None);
        }
        self.seal();
    }

    /// The text one is in changed otherwise than by typing.
    fn refresh_text(&mut self, cursor: Option<usize>) {
        let (Screen::Walk(walk), Some(note)) = (&mut self.screen, &self.note) else { return };
        let text = walk.target(note.session()).map(|t| note.session().text(t)).unwrap_or_default();
        let cursor = cursor.unwrap_or(text.len());
        walk.editor.replaced(&text, cursor);
    }

    /// Goes to an item of the step.
    pub(super) fn go_to_item(&mut self, focus: Focus, cursor: usize) {
        self.leave_item();
        let (Screen::Walk(walk), Some(note)) = (&mut self.screen, &mut self.note) else { return };
        walk.enter(note.session(), focus, cursor);
        walk.stand(&mut note.open.session);
    }

    fn move_item(&mut self, by: isize) {
        let Screen::Walk(walk) = &self.screen else { return };
        let Some(session) = self.session() else { return };
        let items = walk.items(session);
        let at = items.iter().position(|i| *i == walk.focus).unwrap_or(0) as isize;
        match usize::try_from(at + by).ok().and_then(|i| items.get(i).copied()) {
            Some(focus) => {
                self.go_to_item(focus, usize::MAX);
                let (Screen::Walk(walk), Some(note)) = (&mut self.screen, &self.note) else { return };
                // Coming from below, a list is entered at its end.
                if by < 0 && walk.chosen(note.session()) == 0 {
                    walk.option = walk.options(note.session()).saturating_sub(1);
                }
            }
            None if by > 0 => self.go_to_item(items[0], usize::MAX),
            None => self.go_to_item(items[items.len() - 1], usize::MAX),
        }
    }

    fn move_cursor(&mut self, action: Action) {
        let down = action == Action::Down;
        let (Screen::Walk(walk), Some(note)) = (&mut self.screen, &self.note) else { return };
        walk.free = false;
        let session = note.session();
        let options = walk.options(session);
        if options > 0 && !matches!(walk.focus, Focus::Field(f) if is_score(session, walk.step, f)) {
            let next = if down { walk.option + 1 } else { walk.option.wrapping_sub(1) };
            if next < options {
                walk.option = next;
                return;
            }
        } else if self.types_now() {
            let (Screen::Walk(walk), Some(note)) = (&mut self.screen, &self.note) else { return };
            let text = walk.target(note.session()).map(|t| note.session().text(t)).unwrap_or_default();
            let motion = if down { Motion::Down } else { Motion::Up };
            if walk.editor.go(&text, motion, false) {
                return;
            }
        }
        // The list of items does not wrap for arrows: that would be a surprise.
        let Screen::Walk(walk) = &self.screen else { return };
        let Some(session) = self.session() else { return };
        let items = walk.items(session);
        let edge = if down { items.last() } else { items.first() };
        if edge != Some(&walk.focus) {
            self.move_item(if down { 1 } else { -1 });
            if down {
                self.cursor_to_top();
            }
        }
    }

    /// Coming from above, text of several rows is entered at its first.
    fn cursor_to_top(&mut self) {
        let (Screen::Walk(walk), Some(note)) = (&mut self.screen, &self.note) else { return };
        let text = walk.target(note.session()).map(|t| note.session().text(t)).unwrap_or_default();
        if walk.editor.rows().count() > 1 {
            walk.editor.set_cursor(&text, 0);
        }
    }

    fn types_now(&self) -> bool {
        matches!(&self.screen, Screen::Walk(walk) if self.types_in(walk))
    }

    /// Enter.
    fn confirm(&mut self, effects: &mut Vec<Effect>) {
        let Screen::Walk(walk) = &self.screen else { return };
        let Some(session) = self.session() else { return };
        match walk.focus {
            Focus::Next => self.next_step(effects),
            Focus::Notes => {
                self.leave_item();
                self.go_to_item(Focus::Notes, 0);
            }
            Focus::Field(field) => {
                let at = FieldRef { step: walk.step, field };
                let kind = &session.playbook().field(at).kind;
                let chosen = matches!(kind, Kind::Choice { .. } | Kind::Score { .. });
                if kind.is_multiline() {
                    self.insert("\n");
                } else if chosen && !self.is_marked_chosen(at) {
                    self.set_marked(at);
                    self.move_item(1);
                } else {
                    self.move_item(1);
                }
            }
        }
    }

    fn is_marked_chosen(&self, at: FieldRef) -> bool {
        let Screen::Walk(walk) = &self.screen else { return false };
        let Some(session) = self.session() else { return false };
        match (&session.playbook().field(at).kind, session.held(at)) {
            (Kind::Score { .. }, Some(Answer::Score(n))) => *n as usize == walk.option + 1,
            (kind, Some(held)) => kind.choices().get(walk.option).is_some_and(|c| held.includes(&c.id)),
            _ => false,
        }
    }

    /// Ticks or chooses what is marked; what is chosen already is taken back.
    fn set_marked(&mut self, at: FieldRef) {
        let now = self.now.wall;
        let Screen::Walk(walk) = &self.screen else { return };
        let Some(session) = self.session() else { return };
        let edit = match &session.playbook().field(at).kind {
            Kind::Score { .. } => {
                let score = Answer::Score(u32::try_from(walk.option + 1).unwrap_or(1));
                let answer = (session.held(at) != Some(&score)).then_some(score);
                session.choose(at, answer, now)
            }
            kind => match kind.choices().get(walk.option) {
                Some(choice) => session.toggle(at, &choice.id.clone(), now),
                None => return,
            },
        };
        self.edit(edit);
    }

    /// Space: ticks, and goes on to the next item of a list.
    fn tick_marked(&mut self, effects: &mut Vec<Effect>) {
        let Screen::Walk(walk) = &self.screen else { return };
        let Some(at) = walk.field_ref() else {
            if walk.focus == Focus::Next {
                self.next_step(effects);
            }
            return;
        };
        self.set_marked(at);
        let (Screen::Walk(walk), Some(note)) = (&mut self.screen, &self.note) else { return };
        let several =
            matches!(note.session().playbook().field(at).kind, Kind::Choices { .. } | Kind::Checklist { .. });
        if several && walk.option + 1 < walk.options(note.session()) {
            walk.option += 1;
        }
    }

    /// A digit picks the option with that number; `false` if there is none.
    pub(super) fn pick_nth(&mut self, n: usize) -> bool {
        let (Screen::Walk(walk), Some(note)) = (&mut self.screen, &self.note) else { return false };
        match walk.field_ref() {
            Some(at) if n <= walk.options(note.session()) => {
                walk.option = n - 1;
                self.set_marked(at);
                true
            }
            _ => false,
        }
    }

    /// Goes to the line for a note, if one is in the walk and in no text.
    pub(super) fn goes_to_notes(&mut self) -> bool {
        if self.overlay.is_some() || !matches!(self.screen, Screen::Walk(_)) {
            return false;
        }
        self.go_to_item(Focus::Notes, 0);
        true
    }

    fn take_back(&mut self, how: fn(&mut Session) -> Option<Touched>, nothing: &str) {
        let Some(note) = &mut self.note else { return };
        let Some(touched) = how(&mut note.open.session) else {
            self.say(nothing);
            return;
        };
        self.touched();
        let Screen::Walk(walk) = &mut self.screen else { return };
        let Some(note) = &self.note else { return };
        walk.rows.clear();
        let (step, focus, entry) = match touched.target {
            Some(Target::Field(at)) => (at.step, Focus::Field(at.field), None),
            Some(Target::Note { step, entry }) => (step, Focus::Notes, Some(entry)),
            None => (walk.step, walk.focus, walk.entry),
        };
        let session = note.session();
        if walk.step != step {
            **walk = Walk::new(session, step);
        }
        // A note that is gone again cannot be typed on; a field may be passed over now.
        walk.entry = entry.filter(|e| *e < session.notes(step).len());
        let focus = if walk.items(session).contains(&focus) { focus } else { walk.focus };
        walk.enter(session, focus, touched.cursor.unwrap_or(usize::MAX));
    }

    /// Types or pastes where the cursor is.
    pub(super) fn insert(&mut self, typed: &str) {
        let (Screen::Walk(walk), Some(note)) = (&mut self.screen, &self.note) else {
            self.insert_in_form(typed);
            return;
        };
        walk.free = false;
        let one_line = match walk.field_ref() {
            Some(at) => !note.session().playbook().field(at).kind.is_multiline(),
            None => false,
        };
        let typed = if one_line { typed.replace('\n', " ") } else { typed.to_owned() };
        let splice = walk.editor.insert(&typed);
        self.splice(splice);
    }

    /// Inserts what one undo should take back, and that alone.
    pub(super) fn insert_apart(&mut self, text: &str) {
        self.seal();
        self.insert(text);
        self.seal();
    }

    fn seal(&mut self) {
        if let Some(note) = &mut self.note {
            note.open.session.seal();
        }
    }

    fn splice(&mut self, splice: Splice) {
        let now = self.now.wall;
        let (Screen::Walk(walk), Some(note)) = (&mut self.screen, &self.note) else { return };
        let session = note.session();
        let edit = match walk.target(session) {
            Some(target) => {
                let Splice { at, remove, insert } = splice.clone();
                Edit::Splice { target, at, remove, insert }
            }
            None if walk.focus == Focus::Notes => {
                walk.entry = Some(session.notes(walk.step).len());
                session.add_note(walk.step, &splice.insert, now)
            }
            None => return,
        };
        self.edit(edit);
        let (Screen::Walk(walk), Some(note)) = (&mut self.screen, &self.note) else { return };
        let text = walk.target(note.session()).map(|t| note.session().text(t)).unwrap_or_default();
        walk.editor.spliced(&text, &splice);
    }

    fn edit_in_walk(&mut self, action: Action) {
        let (Screen::Walk(walk), Some(note)) = (&mut self.screen, &self.note) else { return };
        walk.free = false;
        if let (Focus::Field(field), Action::Left | Action::Right) = (walk.focus, action)
            && is_score(note.session(), walk.step, field)
        {
            let most = walk.options(note.session()) - 1;
            let right = action == Action::Right;
            walk.option = if right { (walk.option + 1).min(most) } else { walk.option.saturating_sub(1) };
            return;
        }
        let text = walk.target(note.session()).map(|t| note.session().text(t)).unwrap_or_default();
        if matches!(action, Action::Cut | Action::Copy) {
            match walk.editor.selection() {
                Some(selected) => self.clipboard = text[selected].to_owned(),
                None => {
                    self.say("Select something first: Shift and the arrows. Ctrl+Q quits");
                    return;
                }
            }
        }
        if action == Action::PasteOwn {
            let clipboard = self.clipboard.clone();
            self.insert_apart(&clipboard);
            return;
        }
        if let Some(splice) = edit_text(&mut walk.editor, &text, action) {
            self.splice(splice);
        }
    }

    pub(super) fn settle_walk(&mut self) {
        let areas = view::walk::areas(self.size);
        let (Screen::Walk(walk), Some(note)) = (&mut self.screen, &self.note) else { return };
        let session = note.session();
        let items = walk.items(session);
        if !items.contains(&walk.focus) {
            walk.enter(session, items[0], usize::MAX);
        }
        let width = usize::from(areas.fields.width);
        let height = usize::from(areas.fields.height);
        walk.lay_out(session, width);
        let (first, last) = walk.laid.in_sight(walk, session);
        if !walk.free {
            if first < walk.scroll {
                walk.scroll = first;
            }
            walk.scroll = walk.scroll.max((last + 1).saturating_sub(height));
        }
        walk.scroll = walk.scroll.min(walk.laid.height.saturating_sub(height));
    }
}

fn is_score(session: &Session, step: usize, field: usize) -> bool {
    matches!(session.playbook().field(FieldRef { step, field }).kind, Kind::Score { .. })
}
