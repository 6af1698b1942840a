//! A place in the walk: the step, and what one stands on there.

use std::collections::BTreeMap;

use super::wording::Hints;
use crate::playbook::model::ColumnKind;
use crate::playbook::{Answer, FieldRef, Kind};
use crate::session::{Session, Target};
use crate::tui::view::fields::Laid;
use crate::tui::widget::editor::Editor;
use crate::tui::widget::rows::Rows;

/// What one can stand on in a step, from top to bottom.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Focus {
    Field(usize),
    /// The line for a note.
    Notes,
    /// The button to the next step.
    Next,
    /// A field of another step, where the five-minute form shows all of its own on one screen: one
    /// goes there, and stands on it as on any other.
    Elsewhere(FieldRef),
}

/// A place in the walk.
#[derive(Debug)]
pub struct Walk {
    pub step: usize,
    pub focus: Focus,
    /// The marked option of the field one is on; behind the options, what is written in.
    pub option: usize,
    /// The cell of the table one is on.
    pub spot: Spot,
    /// Of the text one is in.
    pub editor: Editor,
    /// The note that is being typed: it is in the session from its first character.
    pub entry: Option<usize>,
    pub scroll: usize,
    pub guide_scroll: usize,
    /// Rows of the fields one is not in.
    pub rows: Vec<Option<Rows>>,
    /// How often fields had been filled by themselves when those rows were made.
    pub refilled: u64,
    pub laid: Laid,
    /// Counts the changes of `laid`.
    pub laid_version: u64,
    /// What could be asked in another way, by field.
    pub hints: BTreeMap<usize, Hints>,
    /// The field whose hint the keys are about.
    pub hinted: Option<usize>,
    /// The mouse went down in the text one is in: moving it on selects.
    pub drags: bool,
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
            spot: Spot::default(),
            editor: Editor::default(),
            entry: None,
            scroll: 0,
            guide_scroll: 0,
            rows: Vec::new(),
            refilled: 0,
            laid: Laid::default(),
            laid_version: 0,
            hints: BTreeMap::new(),
            hinted: None,
            drags: false,
            free: false,
        };
        let first = walk.items(session)[0];
        walk.enter(session, first, usize::MAX);
        walk
    }

    /// Remembers the place in the session.
    pub fn stand(&self, session: &mut Session) {
        session.stand_at(self.step, self.field());
    }

    /// Where the conversation stands.
    pub fn at_position(session: &Session) -> Self {
        let (step, field) = session.position();
        let mut walk = Self::new(session, step);
        if let Some(field) = field.filter(|f| session.is_asked(FieldRef { step, field: *f })) {
            walk.enter(session, Focus::Field(field), usize::MAX);
        }
        walk
    }

    /// What one can stand on: the fields that apply, the note line, the button.
    pub fn items(&self, session: &Session) -> Vec<Focus> {
        let count = session.playbook().steps[self.step].fields.len();
        let asked = |field: &usize| session.is_asked(FieldRef { step: self.step, field: *field });
        let fields = (0..count).filter(asked).map(Focus::Field);
        fields.chain([Focus::Notes, Focus::Next]).collect()
    }

    /// Where Tab and the arrows lead within the step. In the five-minute form they go on to the next
    /// one, which is on the same screen.
    pub fn stops(&self, session: &Session) -> Vec<Focus> {
        let goes_on = session.is_quick() && session.next_step(self.step).is_some();
        let is_stop = |focus: &Focus| !goes_on || matches!(focus, Focus::Field(_)) || *focus == self.focus;
        self.items(session).into_iter().filter(is_stop).collect()
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
            Focus::Next | Focus::Elsewhere(_) => None,
            Focus::Field(field) => {
                let at = FieldRef { step: self.step, field };
                match &session.playbook().field(at).kind {
                    Kind::Table(_) => self.spot.target(session, at),
                    kind if kind.has_other() && self.option == kind.choices().len() => {
                        Some(Target::Field(at))
                    }
                    kind => kind.is_typed().then_some(Target::Field(at)),
                }
            }
        }
    }

    /// Goes to an item, with the cursor at a byte of its text.
    pub fn enter(&mut self, session: &Session, focus: Focus, cursor: usize) {
        self.focus = focus;
        self.option = self.chosen(session);
        self.spot = self.field_ref().map_or_else(Spot::default, |at| Spot::first(session, at, 0));
        self.enter_text(session, cursor);
    }

    /// Marks an option; behind the options one writes something else in.
    pub fn mark(&mut self, session: &Session, option: usize) {
        self.option = option;
        self.enter_text(session, usize::MAX);
    }

    /// Goes to a cell of the table one is on.
    pub fn go_to_spot(&mut self, session: &Session, spot: Spot, cursor: usize) {
        self.spot = spot;
        self.enter_text(session, cursor);
    }

    fn enter_text(&mut self, session: &Session, cursor: usize) {
        self.free = false;
        let text = self.target(session).map(|t| session.text(t)).unwrap_or_default();
        let width = self.editor.rows().width().max(20);
        self.editor = Editor::new(&text, cursor.min(text.len()), width);
    }

    /// The option that is chosen, for the mark to begin at.
    pub(super) fn chosen(&self, session: &Session) -> usize {
        let Some(at) = self.field_ref() else { return 0 };
        match (&session.playbook().field(at).kind, session.held(at)) {
            (Kind::Score { .. }, Some(Answer::Score(n))) => *n as usize - 1,
            (kind, Some(held)) => {
                let written = held.other().filter(|_| kind.has_other()).map(|_| kind.choices().len());
                kind.choices().iter().position(|c| held.includes(&c.id)).or(written).unwrap_or(0)
            }
            _ => 0,
        }
    }

    /// How many options there are to mark.
    pub fn options(&self, session: &Session) -> usize {
        let Some(at) = self.field_ref() else { return 0 };
        match &session.playbook().field(at).kind {
            Kind::Score { out_of, .. } => *out_of as usize,
            kind => kind.choices().len() + usize::from(kind.has_other()),
        }
    }
}

/// A cell of a table, by row and column as one goes across: the row's own text, if rows have one,
/// comes first. The row behind the last one is where another is added.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Spot {
    pub row: usize,
    pub across: usize,
}

impl Spot {
    /// The first cell that something is put into: not the text of a row that is a list's.
    pub fn first(session: &Session, at: FieldRef, row: usize) -> Self {
        let skip = session.table(at).is_some_and(|t| t.has_row_text()) && session.is_linked(at, row);
        Self { row, across: usize::from(skip) }
    }

    /// The column; `None` for the row's own text.
    pub fn column(self, session: &Session, at: FieldRef) -> Option<usize> {
        match session.table(at).is_some_and(|t| t.has_row_text()) {
            true => self.across.checked_sub(1),
            false => Some(self.across),
        }
    }

    /// The text of the cell, where one types in it.
    pub(super) fn target(self, session: &Session, at: FieldRef) -> Option<Target> {
        let table = session.table(at)?;
        if matches!(session.held(at), Some(Answer::Verbatim(_))) {
            return None;
        }
        let column = self.column(session, at);
        let typed = match column {
            None => !session.is_linked(at, self.row),
            Some(column) => table
                .columns
                .get(column)
                .is_some_and(|c| matches!(c.kind, ColumnKind::Line | ColumnKind::Text | ColumnKind::Date)),
        };
        typed.then_some(Target::Cell { field: at, row: self.row, column })
    }
}
