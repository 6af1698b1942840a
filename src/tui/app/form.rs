//! New: who and when; and the same lines to change them later.

use std::sync::Arc;

use super::choose::Choose;
use super::note::AfterSave;
use super::{App, Effect, Screen};
use crate::agenda;
use crate::catalog::Key;
use crate::dates::{self, Clock};
use crate::document::{Client, How, Meeting, When};
use crate::playbook::Playbook;
use crate::session::{Edit, Start};
use crate::text;
use crate::tui::keys::Action;
use crate::tui::view;
use crate::tui::widget::editor::{Editor, Motion, Splice};

/// So many clients of earlier conversations are offered at once.
const MATCHES: usize = 4;
const NO_DAY: &str = "That day was not understood. Try: tomorrow 12:30, next friday, 24 nov, 2026-12-01";

/// What the form fills.
#[derive(Clone, Debug)]
pub enum Purpose {
    New(Arc<Playbook>),
    /// Who called; which playbook fits is asked next.
    Caller,
    /// The open conversation's own; back to where one came from.
    Details {
        from_end: bool,
    },
}

/// The lines of the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Line {
    Client,
    Organisation,
    How,
    When,
    Where,
    Go,
    /// Begin with the five-minute form.
    Quick,
}

impl Line {
    /// All, from top to bottom.
    pub const ALL: [Self; 7] =
        [Self::Client, Self::Organisation, Self::How, Self::When, Self::Where, Self::Go, Self::Quick];

    /// What stands before it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Client => "Client",
            Self::Organisation => "Organisation",
            Self::How => "How will you talk?",
            Self::When => "When?",
            Self::Where => "Where?",
            Self::Go | Self::Quick => "",
        }
    }

    /// Whether it begins the conversation instead of taking an answer.
    pub fn begins(self) -> bool {
        matches!(self, Self::Go | Self::Quick)
    }
}

/// Who, how and when.
#[derive(Debug)]
pub struct Form {
    pub purpose: Purpose,
    pub line: Line,
    /// The texts of the lines, in the order of [`Line::ALL`]; those that are no text stay empty.
    pub texts: [String; Line::ALL.len()],
    pub how: Option<How>,
    /// Which way of talking is marked.
    pub marked_how: usize,
    /// Of the line one is in.
    pub editor: Editor,
    /// What the meeting was when the form opened: a time keeps its offset.
    meeting: Meeting,
    also: Vec<String>,
    pub scroll: usize,
    /// The page of the playbook that one came from, to go back to.
    pub behind: Option<Key>,
    /// Clients of earlier conversations whose names fit what is typed.
    pub matches: Vec<agenda::Client>,
    /// Which of them is marked.
    pub picked: Option<usize>,
    /// The one that was taken, as long as their name stands there.
    taken: Option<agenda::Client>,
    /// It was asked for the five-minute form before: then nobody is asked here.
    quick: bool,
}

impl Form {
    /// A form with what is known.
    pub fn new(purpose: Purpose, client: Client, meeting: Meeting) -> Self {
        let mut texts: [String; Line::ALL.len()] = Default::default();
        texts[0] = client.name;
        texts[1] = client.organisation.unwrap_or_default();
        texts[3] = meeting.at.map(|at| at.day().to_string()).unwrap_or_default();
        texts[4] = meeting.place.clone().unwrap_or_default();
        let marked_how = How::ALL.iter().position(|h| Some(*h) == meeting.how).unwrap_or(0);
        let mut form = Self {
            purpose,
            line: Line::Client,
            texts,
            how: meeting.how,
            marked_how,
            editor: Editor::default(),
            meeting,
            also: client.also,
            scroll: 0,
            behind: None,
            matches: Vec::new(),
            picked: None,
            taken: None,
            quick: false,
        };
        form.enter(Line::Client);
        form
    }

    /// Whether the line one is in takes text.
    pub fn is_text(&self) -> bool {
        self.line != Line::How && !self.line.begins()
    }

    /// The lines it has, from top to bottom.
    pub fn lines(&self) -> impl DoubleEndedIterator<Item = Line> {
        let offers_quick = match &self.purpose {
            Purpose::New(playbook) => playbook.has_quick() && !self.quick,
            Purpose::Details { .. } | Purpose::Caller => false,
        };
        Line::ALL.into_iter().filter(move |line| *line != Line::Quick || offers_quick)
    }

    fn index(line: Line) -> usize {
        Line::ALL.iter().position(|l| *l == line).unwrap_or(0)
    }

    /// Whether it begins with the five-minute form when it is done on a line.
    pub fn is_quick(&self, line: Line) -> bool {
        let has_quick = matches!(&self.purpose, Purpose::New(playbook) if playbook.has_quick());
        has_quick && (self.quick || line == Line::Quick)
    }

    /// The text of a line.
    pub fn text(&self, line: Line) -> &str {
        &self.texts[Self::index(line)]
    }

    /// Goes to a line.
    pub fn enter(&mut self, line: Line) {
        self.line = line;
        self.picked = None;
        let text = self.texts[Self::index(line)].clone();
        self.editor = Editor::new(&text, text.len(), self.editor.rows().width().max(20));
    }

    /// With another playbook the line one is in may not be there any more.
    pub(super) fn keep_line(&mut self) {
        if !self.lines().any(|line| line == self.line) {
            self.enter(Line::Go);
        }
    }

    fn step(&mut self, by: isize) {
        let at = Self::index(self.line) as isize + by;
        if let Some(line) = usize::try_from(at).ok().and_then(|i| self.lines().nth(i)) {
            self.enter(line);
        }
    }

    /// Who was with one in earlier conversations is taken, with all that is known of them.
    pub(super) fn take_match(&mut self, nth: usize) {
        let Some(client) = self.matches.get(nth).cloned() else { return };
        self.taken = Some(client.clone());
        self.texts[Self::index(Line::Client)] = client.name;
        self.texts[Self::index(Line::Organisation)] = client.organisation.unwrap_or_default();
        self.also = client.also;
        self.enter(Line::How);
    }

    /// Marks the next or the one before of those that fit; `false` if the mark leaves them.
    fn pick(&mut self, down: bool) -> bool {
        let next = match (self.picked, down) {
            _ if self.line != Line::Client => None,
            (None, true) => Some(0),
            (Some(at), true) => Some(at + 1),
            (Some(at), false) => at.checked_sub(1),
            (None, false) => None,
        };
        let was = self.picked.is_some();
        self.picked = next.filter(|at| *at < self.matches.len());
        self.picked.is_some() || was && !down
    }

    fn splice(&mut self, splice: Option<Splice>) {
        let Some(splice) = splice else { return };
        self.picked = None;
        if self.line == Line::Client
            && let Some(taken) = self.taken.take()
        {
            // It is somebody else: what was known of the one before goes.
            self.also.clear();
            let organisation = &mut self.texts[Self::index(Line::Organisation)];
            if taken.organisation.as_ref() == Some(organisation) {
                organisation.clear();
            }
        }
        let text = &mut self.texts[Self::index(self.line)];
        text.replace_range(splice.at..splice.at + splice.remove, &splice.insert);
        self.editor.spliced(text, &splice);
    }

    /// Whether the form says of a client all that is known.
    fn knows(&self, client: &agenda::Client) -> bool {
        let organisation = client.organisation.as_deref().unwrap_or_default();
        (self.text(Line::Client), self.text(Line::Organisation)) == (&client.name, organisation)
            && self.also == client.also
    }

    /// Whether something was typed for the meeting's day that means none.
    fn is_no_day(&self, clock: &dyn Clock) -> bool {
        self.when(clock).is_none() && !self.text(Line::When).trim().is_empty()
    }

    /// Client and meeting as they are typed; what means no day leaves the day as it was.
    fn said(&self, clock: &dyn Clock) -> (Client, Meeting) {
        let at = if self.is_no_day(clock) { self.meeting.at } else { self.when(clock) };
        let place = Some(text::clean_line(self.text(Line::Where))).filter(|p| !p.is_empty());
        let organisation = Some(text::name(self.text(Line::Organisation))).filter(|o| !o.is_empty());
        let client =
            Client { name: text::name(self.text(Line::Client)), organisation, also: self.also.clone() };
        (client, Meeting { at, how: self.how, place })
    }

    /// The day or moment that was typed for the meeting, if it means one.
    pub fn when(&self, clock: &dyn Clock) -> Option<When> {
        let typed = dates::typed(self.text(Line::When), clock.now().date_naive());
        // Unchanged, it keeps the offset it was made with.
        self.meeting
            .at
            .filter(|at| typed == Some(at.day()))
            .or_else(|| When::typed(self.text(Line::When), clock))
    }
}

impl App {
    /// Opens the form for a new conversation: the one that was not begun, if there is one.
    pub fn begin_form(&mut self, purpose: Purpose, client: Client, meeting: Meeting, behind: Option<Key>) {
        let quick = self.quick;
        let mut form = match self.draft.take() {
            Some(draft) => Form { purpose, behind, quick, ..*draft },
            None => Form { behind, quick, ..Form::new(purpose, client, meeting) },
        };
        form.keep_line();
        self.screen = Screen::Form(Box::new(form));
    }

    /// Opens the form for who and when of the open conversation.
    pub(super) fn show_details(&mut self) {
        self.leave_item();
        let from_end = matches!(self.screen, Screen::End(_));
        let Some(session) = self.session() else { return };
        let (client, meeting) = (session.head().client.clone(), session.head().meeting.clone());
        if let (Screen::Walk(walk), Some(note)) = (&self.screen, &mut self.note) {
            walk.stand(&mut note.open.session);
        }
        self.screen = Screen::Form(Box::new(Form::new(Purpose::Details { from_end }, client, meeting)));
    }

    pub(super) fn act_in_form(&mut self, action: Action, effects: &mut Vec<Effect>) {
        let clipboard = self.clipboard.clone();
        let Screen::Form(form) = &mut self.screen else { return };
        self.message = None;
        let text = form.text(form.line).to_owned();
        match action {
            Action::Confirm if form.line.begins() => self.go(effects),
            Action::Confirm if form.line == Line::How => {
                form.how = Some(How::ALL[form.marked_how]);
                form.step(1);
            }
            Action::Confirm if form.picked.is_some() => form.take_match(form.picked.unwrap_or(0)),
            Action::Up | Action::Down if form.pick(action == Action::Down) => {}
            Action::Confirm | Action::NextItem => form.step(1),
            Action::PreviousItem => form.step(-1),
            Action::NextStep => self.go(effects),
            Action::Back => self.leave_form(effects),
            Action::Up if form.line == Line::How && form.marked_how > 0 => form.marked_how -= 1,
            Action::Down if form.line == Line::How && form.marked_how + 1 < How::ALL.len() => {
                form.marked_how += 1
            }
            Action::Left if form.line == Line::Quick => form.step(-1),
            Action::Right if form.line == Line::Go => form.step(1),
            Action::Up => form.step(-1),
            Action::Down => form.step(1),
            Action::Tick if form.line == Line::How => {
                let marked = How::ALL[form.marked_how];
                form.how = (form.how != Some(marked)).then_some(marked);
            }
            Action::Tick if form.line.begins() => self.go(effects),
            Action::Copy | Action::Cut if form.editor.selection().is_none() => {}
            Action::Copy | Action::Cut => {
                let selected = form.editor.selection().and_then(|range| text.get(range)).unwrap_or_default();
                self.clipboard = selected.to_owned();
                let splice = edit_text(&mut form.editor, &text, action);
                form.splice(splice);
            }
            Action::PasteOwn => form.splice(Some(form.editor.insert(&text::clean_line(&clipboard)))),
            _ => {
                let splice = edit_text(&mut form.editor, &text, action);
                form.splice(splice);
            }
        }
    }

    pub(super) fn insert_in_form(&mut self, typed: &str) {
        let Screen::Form(form) = &mut self.screen else {
            self.insert_in_due(typed);
            return;
        };
        self.message = None;
        let one_line = typed.replace('\n', " ");
        form.splice(Some(form.editor.insert(&one_line)));
    }

    fn leave_form(&mut self, effects: &mut Vec<Effect>) {
        let Screen::Form(form) = &self.screen else { return };
        match form.purpose {
            Purpose::New(_) => {
                let choose = Screen::Choose(Choose::default());
                if let Screen::Form(form) = std::mem::replace(&mut self.screen, choose) {
                    let behind = form.behind.clone();
                    self.draft = Some(form);
                    if let Some(key) = behind {
                        self.show_playbooks(Some(&key), effects);
                    }
                }
            }
            // The call is in the notes, whoever it was; nobody is asked twice.
            Purpose::Caller => {
                self.take_details();
                match self.session().is_some_and(|session| !crate::live::moments(session).is_empty()) {
                    // What was marked is seen all the same.
                    true => self.show_debrief(),
                    false => self.show_today(effects),
                }
            }
            // Leaving is no reason to lose what was typed: what is right is taken.
            Purpose::Details { .. } => self.go(effects),
        }
    }

    /// Takes what the form says.
    fn go(&mut self, effects: &mut Vec<Effect>) {
        let clock = self.clock.clone();
        let Screen::Form(form) = &mut self.screen else { return };
        if text::name(form.text(Line::Client)).is_empty() {
            form.enter(Line::Client);
            self.complain("Who is it with? A name or initials will do");
            return;
        }
        if form.is_no_day(&*clock) {
            form.enter(Line::When);
            self.complain(NO_DAY);
            return;
        }
        let (client, meeting) = form.said(&*clock);
        let quick = form.is_quick(form.line);
        match form.purpose.clone() {
            Purpose::New(playbook) => {
                let start =
                    Start { client, meeting, advisor: self.advisor.clone(), quick, ..Start::default() };
                self.when_saved(AfterSave::Create { playbook, start: Box::new(start) }, effects);
            }
            Purpose::Caller => {
                self.edit(Edit::Several(vec![Edit::Client(client.clone()), Edit::Meeting(meeting.clone())]));
                self.file_now(effects);
                self.ask_which(client, meeting);
            }
            Purpose::Details { from_end } => {
                self.edit(Edit::Several(vec![Edit::Client(client), Edit::Meeting(meeting)]));
                self.file_now(effects);
                if from_end {
                    self.show_end();
                } else {
                    self.show_walk();
                }
            }
        }
    }

    /// What the details say and means something is taken before the form is done: somebody saves
    /// or quits in it.
    pub(super) fn take_details(&mut self) {
        let Screen::Form(form) = &self.screen else {
            self.take_due();
            return;
        };
        if matches!(form.purpose, Purpose::New(_)) {
            return;
        }
        let (mut client, meeting) = form.said(&*self.clock);
        let no_day = form.is_no_day(&*self.clock);
        let Some(session) = self.session() else { return };
        if client.name.is_empty() {
            client.name.clone_from(&session.head().client.name);
        }
        self.edit(Edit::Several(vec![Edit::Client(client), Edit::Meeting(meeting)]));
        if no_day {
            self.complain(NO_DAY);
        }
    }

    /// Whether the form says something that the conversation does not: then nothing is "Saved".
    pub fn is_untaken(&self) -> bool {
        let Screen::Form(form) = &self.screen else { return self.is_due_untaken() };
        let Some(session) = self.session() else { return true };
        let head = session.head();
        let said = form.said(&*self.clock) != (head.client.clone(), head.meeting.clone());
        matches!(form.purpose, Purpose::New(_)) || said || form.is_no_day(&*self.clock)
    }

    /// Clients of earlier conversations, by what is typed of their names.
    fn find_matches(&mut self) {
        let Screen::Form(form) = &mut self.screen else { return };
        let typed = text::unaccented(form.text(Line::Client));
        let words: Vec<&str> = typed.split_whitespace().collect();
        let is_asked = !matches!(form.purpose, Purpose::Details { .. }) && form.line == Line::Client;
        let known = self.notes.clients().filter(|_| is_asked && !words.is_empty()).unwrap_or_default();
        let fitting = known.iter().filter(|known| known.is_named(&words)).map(|known| &known.client);
        form.matches = fitting
            .filter(|client| client.name != agenda::UNKNOWN && !form.knows(client))
            .take(MATCHES)
            .cloned()
            .collect();
    }

    pub(super) fn settle_form(&mut self) {
        let width = view::form::text_width(self.size);
        let height = usize::from(view::body(self.size).height);
        self.find_matches();
        let Screen::Form(form) = &mut self.screen else { return };
        let text = form.text(form.line).to_owned();
        form.editor.set_width(&text, width);
        form.scroll = view::form::sight(form, width).scroll(form.scroll, height);
    }
}

/// A text action on an editor: moves at once, or gives what should change.
pub fn edit_text(editor: &mut Editor, text: &str, action: Action) -> Option<Splice> {
    let (motion, extend) = match action {
        Action::Left => (Motion::Left, false),
        Action::Right => (Motion::Right, false),
        Action::WordLeft => (Motion::WordLeft, false),
        Action::WordRight => (Motion::WordRight, false),
        Action::Home => (Motion::RowStart, false),
        Action::EndOfRow => (Motion::RowEnd, false),
        Action::Top => (Motion::Top, false),
        Action::Bottom => (Motion::Bottom, false),
        Action::SelectLeft => (Motion::Left, true),
        Action::SelectRight => (Motion::Right, true),
        Action::SelectUp => (Motion::Up, true),
        Action::SelectDown => (Motion::Down, true),
        Action::SelectWordLeft => (Motion::WordLeft, true),
        Action::SelectWordRight => (Motion::WordRight, true),
        Action::SelectHome => (Motion::RowStart, true),
        Action::SelectEnd => (Motion::RowEnd, true),
        Action::SelectAll => {
            editor.select_all(text);
            return None;
        }
        Action::Backspace => return editor.delete(text, Motion::Left),
        Action::Delete => return editor.delete(text, Motion::Right),
        Action::DeleteWord => return editor.delete(text, Motion::WordLeft),
        Action::Cut if editor.selection().is_some() => return editor.delete(text, Motion::Left),
        _ => return None,
    };
    editor.go(text, motion, extend);
    None
}
