//! Edits: the only way a session changes. Each application gives the inverse.

use std::borrow::Cow;

use chrono::{DateTime, FixedOffset};

use super::{Entry, Session, codec};
use crate::document::{Client, FollowUp, Meeting, Status};
use crate::playbook::{Answer, FieldRef, Kind};

/// Where text is typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Target {
    /// Of a choice, it is what is written in beside the options.
    Field(FieldRef),
    /// A cell of a table; without a column, the row's own text. The row behind the last one is
    /// there as soon as something is typed in it.
    Cell {
        field: FieldRef,
        row: usize,
        column: Option<usize>,
    },
    Note {
        step: usize,
        entry: usize,
    },
}

impl Target {
    /// The step it is in.
    pub fn step(self) -> usize {
        match self {
            Self::Field(field) | Self::Cell { field, .. } => field.step,
            Self::Note { step, .. } => step,
        }
    }
}

/// One change of a session.
#[derive(Clone, Debug, PartialEq)]
pub enum Edit {
    /// In the text of a typed field or a note: so many bytes at an offset become something else.
    /// Out of range or inside a character, it changes nothing.
    Splice {
        target: Target,
        at: usize,
        remove: usize,
        insert: String,
    },
    /// The whole answer of a field.
    Answer {
        field: FieldRef,
        answer: Option<Answer>,
    },
    /// A note of a step, put in (`Some`) or taken out at an index.
    Note {
        step: usize,
        entry: usize,
        note: Option<Entry>,
    },
    /// What was also written elsewhere for the block `of`, which may be that of a field; nothing, and it is
    /// settled.
    Also {
        of: String,
        texts: Vec<String>,
        field: Option<FieldRef>,
    },
    Client(Client),
    Meeting(Meeting),
    /// How it ended, and whether it is over.
    Close {
        status: Status,
        outcome: Option<String>,
        closed: Option<DateTime<FixedOffset>>,
    },
    /// All follow-ups, as they are from now on.
    FollowUps(Vec<FollowUp>),
    /// The ids of the conversations that go on from this one.
    HandedOn(Vec<String>),
    /// That it must not be forgotten, with the reason, or that it may be.
    Hold(Option<String>),
    /// That what was closed was changed at a moment, or that it was not: it follows from other edits.
    Amended {
        at: DateTime<FixedOffset>,
        is: bool,
    },
    /// Several, as one step of undo.
    Several(Vec<Self>),
}

impl Edit {
    /// What it types in, if it types.
    pub fn target(&self) -> Option<Target> {
        match self {
            Self::Splice { target, .. } => Some(*target),
            Self::Answer { field, .. } => Some(Target::Field(*field)),
            Self::Note { step, entry, .. } => Some(Target::Note { step: *step, entry: *entry }),
            Self::Also { field, .. } => field.map(Target::Field),
            // Where something is typed, that is what it is about; the rest follows from it.
            Self::Several(edits) => {
                let typed = edits.iter().find(|e| matches!(e, Self::Splice { .. }));
                typed.and_then(Self::target).or_else(|| edits.iter().find_map(Self::target))
            }
            _ => None,
        }
    }

    /// The note that is there by it or that it types in; `before` is the one of the edits before it.
    pub(super) fn note_put_in(&self, before: Option<(usize, usize)>) -> Option<(usize, usize)> {
        match self {
            Self::Note { step, entry, note: Some(_) }
            | Self::Splice { target: Target::Note { step, entry }, .. } => Some((*step, *entry)),
            Self::Note { step, entry, note: None } => before.filter(|before| *before != (*step, *entry)),
            Self::Several(edits) => edits.iter().fold(before, |before, edit| edit.note_put_in(before)),
            _ => before,
        }
    }

    /// Whether it changes the answer of a field.
    pub(super) fn touches(&self, of: FieldRef) -> bool {
        match self {
            Self::Splice { target: Target::Field(field) | Target::Cell { field, .. }, .. }
            | Self::Answer { field, .. } => *field == of,
            Self::Several(edits) => edits.iter().any(|edit| edit.touches(of)),
            _ => false,
        }
    }

    /// The byte behind what it types, if it types.
    pub(super) fn cursor(&self) -> Option<usize> {
        match self {
            Self::Splice { at, insert, .. } => Some(at + insert.len()),
            Self::Several(edits) => edits.iter().find_map(Self::cursor),
            _ => None,
        }
    }
}

impl Session {
    /// Applies an edit, so that it can be undone. Returns whether anything changed.
    pub fn apply(&mut self, edit: Edit, now: DateTime<FixedOffset>) -> bool {
        self.today = now.date_naive();
        let was_open = self.is_open();
        let Some(mut inverse) = self.carry_out(&edit) else { return false };
        if !was_open {
            inverse = self.amend(&edit, inverse, now);
        }
        self.history.record(&edit, inverse, now);
        true
    }

    /// Changes the state with all that follows from it; what takes it back, if anything changed.
    pub(super) fn carry_out(&mut self, edit: &Edit) -> Option<Edit> {
        self.track(edit);
        self.note_prefilled();
        let inverse = self.change(edit)?;
        self.changed();
        let lines = self.follow_lines(edit);
        let mut inverses: Vec<_> = lines.iter().filter_map(|edit| self.change(edit)).collect();
        if !inverses.is_empty() {
            self.derive();
        }
        inverses.extend(self.follow_prefills(edit));
        if inverses.is_empty() {
            return Some(inverse);
        }
        inverses.reverse();
        inverses.push(inverse);
        Some(Edit::Several(inverses))
    }

    pub(super) fn changed(&mut self) {
        self.revision += 1;
        self.walk_now();
        self.derive();
    }

    /// The text of a typed field or a note, as it is edited.
    pub fn text(&self, target: Target) -> Cow<'_, str> {
        match target {
            Target::Note { step, entry } => {
                self.notes[step].get(entry).map_or(Cow::Borrowed(""), |e| Cow::Borrowed(e.text.as_str()))
            }
            Target::Cell { field, row, column } => Cow::Owned(self.cell_text(field, row, column)),
            Target::Field(field) => match self.answers.get(&field) {
                None => Cow::Borrowed(""),
                Some(Answer::Text(text) | Answer::Verbatim(text)) => Cow::Borrowed(text.as_str()),
                Some(answer) => Cow::Owned(codec::typed_text(&self.playbook.field(field).kind, answer)),
            },
        }
    }

    /// Changes the state without recording; `None` if nothing changed.
    pub(super) fn change(&mut self, edit: &Edit) -> Option<Edit> {
        match edit {
            Edit::Splice { target, at, remove, insert } => self.splice(*target, *at, *remove, insert),
            Edit::Answer { field, answer } => {
                let old = match answer {
                    Some(answer) => self.answers.insert(*field, answer.clone()),
                    None => self.answers.remove(field),
                };
                (old != *answer).then_some(Edit::Answer { field: *field, answer: old })
            }
            Edit::Note { step, entry, note: Some(note) } => {
                let entries = &mut self.notes[*step];
                let at = (*entry).min(entries.len());
                entries.insert(at, note.clone());
                Some(Edit::Note { step: *step, entry: at, note: None })
            }
            Edit::Note { step, entry, note: None } => {
                let entries = &mut self.notes[*step];
                (*entry < entries.len()).then(|| {
                    let note = entries.remove(*entry);
                    Edit::Note { step: *step, entry: *entry, note: Some(note) }
                })
            }
            Edit::Also { of, texts, field } => {
                let old = self.set_also(of, texts);
                (old != *texts).then(|| Edit::Also { of: of.clone(), texts: old, field: *field })
            }
            Edit::Client(client) => {
                let old = std::mem::replace(&mut self.head.client, client.clone());
                (old != *client).then_some(Edit::Client(old))
            }
            Edit::Meeting(meeting) => {
                let old = std::mem::replace(&mut self.head.meeting, meeting.clone());
                (old != *meeting).then_some(Edit::Meeting(old))
            }
            Edit::Close { status, outcome, closed } => {
                let old = Edit::Close {
                    status: std::mem::replace(&mut self.head.status, *status),
                    outcome: std::mem::replace(&mut self.head.outcome, outcome.clone()),
                    closed: std::mem::replace(&mut self.head.closed, *closed),
                };
                (old != *edit).then_some(old)
            }
            Edit::FollowUps(all) => {
                let old = std::mem::replace(&mut self.head.follow_ups, all.clone());
                (old != *all).then_some(Edit::FollowUps(old))
            }
            Edit::HandedOn(to) => {
                let old = std::mem::replace(&mut self.head.to, to.clone());
                (old != *to).then_some(Edit::HandedOn(old))
            }
            Edit::Hold(hold) => {
                let old = std::mem::replace(&mut self.head.hold, hold.clone());
                (old != *hold).then_some(Edit::Hold(old))
            }
            Edit::Amended { at, is } => self.set_amended(*at, *is),
            Edit::Several(edits) => {
                let mut inverses: Vec<_> = edits.iter().filter_map(|e| self.change(e)).collect();
                inverses.reverse();
                (!inverses.is_empty()).then_some(Edit::Several(inverses))
            }
        }
    }

    fn splice(&mut self, target: Target, at: usize, remove: usize, insert: &str) -> Option<Edit> {
        if let Target::Cell { field, row, column } = target {
            return self.splice_cell(field, row, column, at..at.checked_add(remove)?, insert);
        }
        let end = at.checked_add(remove)?;
        let fits = |text: &str| end <= text.len() && text.is_char_boundary(at) && text.is_char_boundary(end);
        // Long texts are changed in place; a copy a key would be felt.
        let in_place = match target {
            Target::Note { step, entry } => Some(&mut self.notes.get_mut(step)?.get_mut(entry)?.text),
            Target::Cell { .. } => None,
            Target::Field(field) => match self.answers.get_mut(&field) {
                Some(Answer::Text(text)) => Some(text),
                _ => None,
            },
        };
        let removed = match in_place {
            Some(text) => {
                if !fits(text) {
                    return None;
                }
                let removed = text[at..end].to_owned();
                text.replace_range(at..end, insert);
                removed
            }
            None => {
                let Target::Field(field) = target else { return None };
                let mut text = self.text(target).into_owned();
                if !fits(&text) {
                    return None;
                }
                let removed = text[at..end].to_owned();
                let old = self.answers.get(&field).cloned();
                // Some answers are more than their text: a period's start, a list made by hand.
                let retyped = codec::while_typing(&self.playbook.field(field).kind, &text);
                text.replace_range(at..end, insert);
                self.set_typed(field, &text);
                if retyped != old {
                    let changed = self.answers.get(&field) != old.as_ref();
                    return changed.then_some(Edit::Answer { field, answer: old });
                }
                removed
            }
        };
        if let Target::Field(field) = target
            && self.text_is_empty(field)
        {
            self.answers.remove(&field);
        }
        (removed != insert).then_some(Edit::Splice { target, at, remove: insert.len(), insert: removed })
    }

    fn text_is_empty(&self, field: FieldRef) -> bool {
        matches!(self.answers.get(&field), Some(Answer::Text(t) | Answer::Verbatim(t)) if t.is_empty())
    }

    fn set_typed(&mut self, field: FieldRef, text: &str) {
        let kind = &self.playbook.field(field).kind;
        let answer = match (kind, self.answers.get(&field)) {
            // A list made by hand stays as it is written: its bullets are no text of an item.
            (Kind::List(_), Some(Answer::Verbatim(_))) if !text.is_empty() => {
                Some(Answer::Verbatim(text.to_owned()))
            }
            (kind, held) if kind.has_other() => codec::writing_in(kind, held, text),
            _ => codec::while_typing(kind, text),
        };
        let answer = self.with_start(field, answer);
        match answer {
            Some(answer) => self.answers.insert(field, answer),
            None => self.answers.remove(&field),
        };
    }

    /// The edit that turns what was typed into what it means, once the field is left: "next
    /// friday" into its date, blank lines of a list into nothing. `None` if it says it already.
    pub fn on_leave(&self, field: FieldRef) -> Option<Edit> {
        let answer = match self.answers.get(&field)? {
            Answer::Table(rows) => self.left_rows(field, rows)?,
            _ => Some(self.meant(field)?),
        };
        Some(Edit::Answer { field, answer })
    }

    /// What the text of a field will mean once it is left, if that is not what it says already.
    pub fn meant(&self, field: FieldRef) -> Option<Answer> {
        let held = self.answers.get(&field)?;
        let meant = codec::on_leave(&self.playbook.field(field).kind, held, self.today)?;
        self.with_start(field, Some(meant)).filter(|meant| meant != held)
    }

    /// The edit that chooses or ticks something by key. Text that stood there and was no such
    /// answer moves to the step's notes: nothing is ever dropped.
    pub fn choose(&self, field: FieldRef, answer: Option<Answer>, now: DateTime<FixedOffset>) -> Edit {
        let set = Edit::Answer { field, answer };
        match self.answers.get(&field) {
            Some(Answer::Verbatim(old)) if !old.trim().is_empty() => {
                let note = Entry::made(old.clone(), now);
                let entry = self.notes[field.step].len();
                Edit::Several(vec![set, Edit::Note { step: field.step, entry, note: Some(note) }])
            }
            _ => set,
        }
    }

    /// A tick put or taken away, or an option chosen, as the field's kind has it.
    pub fn toggle(&self, field: FieldRef, id: &str, now: DateTime<FixedOffset>) -> Edit {
        let kind = &self.playbook.field(field).kind;
        let held = self.answers.get(&field);
        let answer = match (kind, held) {
            (Kind::Choices { .. }, held) => {
                let mut picked = match held {
                    Some(Answer::Choices(picked)) => picked.clone(),
                    _ => Default::default(),
                };
                if !picked.ids.remove(id) {
                    picked.ids.insert(id.to_owned());
                }
                (!picked.is_empty()).then_some(Answer::Choices(picked))
            }
            (Kind::Checklist { .. }, held) => {
                let mut ticks = match held {
                    Some(Answer::Checklist(ticks)) => ticks.clone(),
                    _ => Default::default(),
                };
                if ticks.remove(id).is_none() {
                    ticks.insert(id.to_owned(), Some(now));
                }
                (!ticks.is_empty()).then_some(Answer::Checklist(ticks))
            }
            (_, Some(Answer::Choice(chosen))) if chosen == id => None,
            _ => Some(Answer::Choice(id.to_owned())),
        };
        self.choose(field, answer, now)
    }

    /// The edit that adds a note to a step.
    pub fn add_note(&self, step: usize, text: &str, now: DateTime<FixedOffset>) -> Edit {
        let note = Entry::made(crate::text::unix_lines(text).into_owned(), now);
        Edit::Note { step, entry: self.notes[step].len(), note: Some(note) }
    }
}
