//! Live: the call goes on. What to say now and next stands large; one line takes all that is typed, and
//! on an empty one a key ticks. Nothing asks, nothing has to be looked at.
//!
//! It is the walk in another dress: what is typed is a note of a step of the talk, from its first letter.

use std::time::Duration;

use super::call::Call;
use super::walk::{Focus, Walk};
use super::{App, Effect, Screen};
use crate::dates::Moment;
use crate::live::{self, Item, Key, Likely, Meaning};
use crate::playbook::{Answer, Playbook};
use crate::session::{Session, Target, Touched};
use crate::tui::keys::{Action, Context};
use crate::tui::view;
use crate::tui::widget::editor::{Motion, Splice};

/// Who did nothing for so long was interrupted: what was not finished stands at the top again.
const AWAY: Duration = Duration::from_secs(60);

/// The call as it is seen.
#[derive(Debug)]
pub struct Live {
    /// Its conversation.
    of: String,
    /// What one is at, until it is done.
    at: Option<Key>,
    /// What one looks at instead, by the arrows.
    looked: Option<Key>,
    /// Which of what they may say is picked.
    pub picked: Option<usize>,
    /// What one can answer to what was said last.
    pub answer: Option<Likely>,
    /// When a key was last pressed.
    touched: Duration,
}

/// What there is to say and to do, and where one is in it.
#[derive(Debug)]
pub struct Now {
    pub talk: Vec<usize>,
    pub items: Vec<Item>,
    /// The item one is at; behind the last one, all are done.
    pub at: usize,
}

impl Now {
    /// The item one is at.
    pub fn item(&self) -> Option<&Item> {
        self.items.get(self.at)
    }

    /// Those that come next and are not done: of a question to decide, one.
    pub fn next(&self) -> impl Iterator<Item = &Item> {
        let here = self.item().map(live::question);
        let mut before = here;
        let behind = self.items.iter().skip(self.at + 1).filter(|item| !item.done);
        behind.filter(move |item| {
            let other = before != Some(live::question(item));
            before = Some(live::question(item));
            other
        })
    }

    /// How many are done, and how many there are; a question to decide counts once.
    pub fn progress(&self) -> [usize; 2] {
        let mut questions: Vec<(live::Question<'_>, bool)> = Vec::new();
        for item in &self.items {
            match questions.last_mut().filter(|(last, _)| *last == live::question(item)) {
                Some((_, done)) => *done |= item.done,
                None => questions.push((live::question(item), item.done)),
            }
        }
        [questions.iter().filter(|(_, done)| *done).count(), questions.len()]
    }
}

impl App {
    /// Whether the call is seen.
    pub fn is_live(&self) -> bool {
        self.live().is_some()
    }

    /// The call that is seen.
    pub fn live(&self) -> Option<&Live> {
        let open = self.session().map(|session| session.head().id.as_str());
        let is_walk = matches!(self.screen, Screen::Walk(_));
        self.live.as_ref().filter(|live| is_walk && open == Some(&live.of))
    }

    /// What there is to say and to do in the call.
    pub fn now_live(&self) -> Option<Now> {
        let (live, Screen::Walk(walk), Some(session)) = (self.live()?, &self.screen, self.session()) else {
            return None;
        };
        let talk = live::talk(session, walk.step);
        let items = live::items(session, &talk);
        let place = |key: &Option<Key>| items.iter().position(|item| Some(&item.key) == key.as_ref());
        let at = place(&live.looked).or_else(|| place(&live.at));
        let at = at.unwrap_or_else(|| live::next_open(&items, 0));
        Some(Now { talk, items, at })
    }

    /// What is typed in the line.
    pub fn live_line(&self) -> String {
        let (Screen::Walk(walk), Some(session)) = (&self.screen, self.session()) else {
            return String::new();
        };
        walk.target(session).map(|target| session.text(target).into_owned()).unwrap_or_default()
    }

    /// The keys: on an empty line some do what they say instead of being typed.
    pub(super) fn live_contexts(&self) -> &'static [Context] {
        match self.live_line().is_empty() {
            true => &[Context::LiveLine, Context::Text, Context::Live],
            false => &[Context::Text, Context::LiveText, Context::Live],
        }
    }

    /// Shows the call of the open conversation, at what was not finished.
    pub(super) fn begin_live(&mut self, effects: &mut Vec<Effect>) {
        let Some(session) = self.session() else { return };
        let (id, here) = (session.head().id.clone(), session.position().0);
        let talk = live::talk(session, here);
        let Some(first) = talk.first().copied() else {
            self.say("This playbook asks nothing while you talk");
            return;
        };
        let items = live::items(session, &talk);
        let at = items.get(live::left_off(session, &items)).map(|item| item.key.clone());
        self.show_walk();
        self.go_to_step(first, effects);
        if self.call.as_ref().is_none_or(|call| call.of != id) {
            self.call = Some(Call { of: id.clone(), began: self.now.tick });
        }
        let (touched, is_open) = (self.now.tick, self.session().is_some_and(Session::is_open));
        self.live = Some(Live { of: id, at, looked: None, picked: None, answer: None, touched });
        self.message = None;
        if !is_open {
            self.say("This conversation is closed; what you put down is kept all the same");
        }
        self.settle_live();
    }

    /// The playbook has changed: what one is at and looks at is known by its ids.
    pub(super) fn follow_live(&mut self, before: &Playbook) {
        let (Some(live), Some(note)) = (&mut self.live, &self.note) else { return };
        let now = note.session().playbook();
        live.at = live.at.take().and_then(|key| key.moved(before, now));
        live.looked = live.looked.take().and_then(|key| key.moved(before, now));
    }

    /// Shows the call of the conversation that was just opened.
    pub fn show_live(&mut self, now: Moment) -> Vec<Effect> {
        let mut effects = Vec::new();
        self.now = now;
        self.begin_live(&mut effects);
        self.settle();
        effects
    }

    /// What a key does in the call.
    pub(super) fn act_in_live(&mut self, action: Action, effects: &mut Vec<Effect>) {
        self.touch_live();
        let typed = self.live_line();
        match action {
            Action::Back => self.end_live(effects),
            // The same conversation as the walk has it; the call goes on.
            Action::CallNow => {
                self.keep_live();
                self.live = None;
                self.go_to_item(Focus::Notes, usize::MAX);
            }
            Action::Confirm => self.keep_live(),
            Action::Tick => self.tick_live(),
            Action::NextItem if !typed.is_empty() => self.put_live(),
            Action::Down | Action::NextItem if typed.is_empty() => self.look_live(1),
            Action::Up | Action::PreviousItem if typed.is_empty() => self.look_live(-1),
            Action::Up | Action::Down => self.pick_live(action == Action::Down, &typed),
            Action::NextStep => self.look_step(true),
            Action::PreviousStep => self.look_step(false),
            Action::TheySaid => self.begin_line("\""),
            Action::Promise => self.begin_line("@"),
            Action::Flag => self.begin_line("!"),
            Action::Card => self.show_card(),
            Action::Guide => self.overlay = Some(super::Overlay::Guide(super::list::ListState::default())),
            Action::Undo => self.take_back_live(Session::undo, "There is nothing to undo"),
            Action::Redo => self.take_back_live(Session::redo, "There is nothing to redo"),
            _ => {
                self.edit_in_walk(action);
                self.typed_live();
            }
        }
    }

    /// Something was done: what one is at is what one looks at from now on.
    pub(super) fn touch_live(&mut self) {
        let tick = self.now.tick;
        if let Some(live) = &mut self.live {
            live.touched = tick;
        }
    }

    /// Something was typed in the call.
    pub(super) fn typed_live(&mut self) {
        self.touch_live();
        let now = self.now_live();
        let Some(live) = &mut self.live else { return };
        // Other letters narrow to others.
        live.picked = None;
        if let Some(item) = now.as_ref().and_then(Now::item) {
            (live.at, live.looked) = (Some(item.key.clone()), None);
        }
    }

    /// Space on an empty line: it is done, and what comes next stands there.
    fn tick_live(&mut self) {
        self.leave_item();
        let now = self.now.wall;
        let Some(Now { items, at, .. }) = self.now_live() else { return };
        let Some(item) = items.get(at).cloned() else { return };
        let edit = self.session().and_then(|session| live::tick(session, &item.key, now));
        let ticked = edit.is_some_and(|edit| {
            self.seal();
            let changed = self.edit(edit);
            self.seal();
            changed
        });
        let Some(Now { items, .. }) = self.now_live() else { return };
        let Some(live) = &mut self.live else { return };
        live.answer = None;
        let taken_back = ticked && item.done;
        let next = if taken_back { at } else { live::next_open(&items, at + 1) };
        (live.at, live.looked) = (items.get(next).map(|item| item.key.clone()), None);
    }

    /// The arrows: another item, done or not.
    fn look_live(&mut self, by: isize) {
        self.leave_item();
        let Some(Now { items, at, .. }) = self.now_live() else { return };
        let Some(last) = items.len().checked_sub(1) else { return };
        let to = at.saturating_add_signed(by).min(last);
        let key = items.get(to).map(|item| item.key.clone());
        if let Some(live) = &mut self.live {
            (live.looked, live.answer) = (key, None);
        }
    }

    /// The first item of the next step, or of the one before.
    fn look_step(&mut self, next: bool) {
        self.keep_live();
        let Some(Now { items, at, .. }) = self.now_live() else { return };
        let here = items.get(at).or(items.last()).map_or(0, |item| item.step);
        let step = match next {
            true => items.iter().map(|item| item.step).find(|step| *step > here),
            false => items.iter().rev().map(|item| item.step).find(|step| *step < here),
        };
        let Some(to) = step.and_then(|step| items.iter().find(|item| item.step == step)) else {
            self.say(if next {
                "This is the last step of the talk"
            } else {
                "This is the first step of the talk"
            });
            return;
        };
        if let Some(live) = &mut self.live {
            (live.looked, live.answer) = (Some(to.key.clone()), None);
        }
    }

    /// Goes to an item that was clicked; one that one is at already is ticked.
    pub(super) fn click_live(&mut self, nth: usize) {
        self.touch_live();
        self.keep_live();
        let Some(now) = self.now_live() else { return };
        if now.at == nth {
            self.tick_live();
        } else if let (Some(item), Some(live)) = (now.items.get(nth), &mut self.live) {
            (live.looked, live.answer) = (Some(item.key.clone()), None);
        }
    }

    /// In their words the arrows pick one of what they may say; in other text they move the cursor.
    fn pick_live(&mut self, down: bool, typed: &str) {
        if let Meaning::Words(words) = live::meaning(typed) {
            let count = self.likely(words).len();
            let Some(live) = &mut self.live else { return };
            live.picked = match (live.picked, down) {
                (None, true) => Some(0),
                (None, false) => None,
                (Some(at), true) => Some(at + 1),
                (Some(at), false) => at.checked_sub(1),
            };
            live.picked = live.picked.map(|at| at.min(count.saturating_sub(1))).filter(|_| count > 0);
            return;
        }
        let Screen::Walk(walk) = &mut self.screen else { return };
        walk.editor.go(typed, if down { Motion::Down } else { Motion::Up }, false);
    }

    /// What they may say, by what is typed of it.
    pub fn likely(&self, typed: &str) -> Vec<Likely> {
        let (Screen::Walk(walk), Some(session)) = (&self.screen, self.session()) else { return Vec::new() };
        live::likely(session, &live::talk(session, walk.step), walk.step, typed)
    }

    /// One of what they may say was clicked: they said it.
    pub(super) fn click_likely(&mut self, nth: usize) {
        let typed = self.live_line();
        if !matches!(live::meaning(&typed), Meaning::Words(_)) {
            if !typed.trim().is_empty() {
                self.keep_live();
            }
            self.begin_line("\"");
        }
        if let Some(live) = &mut self.live {
            live.picked = Some(nth);
        }
        self.keep_live();
    }

    /// Begins a line with its mark; what is typed already has it put before it.
    fn begin_line(&mut self, mark: &str) {
        if self.live_line().trim().is_empty() {
            self.leave_item();
            self.insert(mark);
            return;
        }
        let (Screen::Walk(walk), Some(note)) = (&mut self.screen, &self.note) else { return };
        let text = walk.target(note.session()).map(|t| note.session().text(t)).unwrap_or_default();
        let cursor = walk.editor.cursor();
        walk.editor.set_cursor(&text, 0);
        let mark = format!("{mark} ");
        self.splice(Splice { at: 0, remove: 0, insert: mark.clone() });
        self.refresh_text(Some(cursor + mark.len()));
    }

    /// Enter: what is typed goes where it belongs, and the line is empty again.
    pub(super) fn keep_live(&mut self) {
        let typed = self.live_line();
        let (Screen::Walk(walk), Some(session)) = (&self.screen, self.session()) else { return };
        let Some(entry) = walk.entry else { return };
        let step = walk.step;
        let (picked, answer) = match live::meaning(&typed) {
            Meaning::Words(words) => {
                let likely = self.likely(words);
                let picked = self.live().and_then(|live| live.picked).and_then(|nth| likely.get(nth));
                let fits = picked.or_else(|| likely.first().filter(|_| !words.is_empty()));
                (picked.cloned(), fits.cloned())
            }
            _ => (None, None),
        };
        let edit = live::keep(session, (step, entry), picked.as_ref());
        self.end_line(edit);
        if let Some(live) = &mut self.live {
            live.picked = None;
            live.answer = answer;
        }
    }

    /// Who leaves in the middle of a line has said it all the same.
    pub(super) fn end_line_live(&mut self) {
        if self.is_live() {
            if let Some(live) = &mut self.live {
                live.picked = None;
            }
            self.keep_live();
        }
    }

    /// Tab: what is typed goes into what is asked for.
    fn put_live(&mut self) {
        let Some(now) = self.now_live() else { return };
        let (Screen::Walk(walk), Some(session)) = (&self.screen, self.session()) else { return };
        let Some(entry) = walk.entry else { return };
        let place = (walk.step, entry);
        let (at, edit) = match now.item().map(|item| &item.key) {
            Some(Key::Field(at)) => (*at, live::put(session, place, *at, self.now.wall)),
            _ => {
                self.say("Nothing to type is asked for here: Enter keeps it as a note");
                return;
            }
        };
        let Some(edit) = edit else { return };
        self.end_line(Some(edit));
        let label = now.item().map(|item| item.words.clone()).unwrap_or_default();
        let held = self.session().and_then(|session| session.held(at)).cloned();
        match held {
            Some(Answer::Verbatim(typed)) => {
                let typed = crate::text::clean_line(&typed);
                self.complain(format!(
                    "{label}: “{typed}” was not understood. It stands there as you typed it"
                ));
            }
            Some(answer) => {
                let kind = self.session().map(|session| session.playbook().field(at).kind.clone());
                let said = kind.map(|kind| answer.in_words(&kind)).unwrap_or_default();
                self.say(format!("{label}: {}", crate::text::clean_line(&said)));
                let Some(Now { items, at, .. }) = self.now_live() else { return };
                let next = items.get(live::next_open(&items, at + 1)).map(|item| item.key.clone());
                if let Some(live) = &mut self.live {
                    (live.at, live.looked) = (next, None);
                }
            }
            None => {}
        }
    }

    /// The line is empty again; what becomes of what stood there can be taken back at once.
    fn end_line(&mut self, edit: Option<crate::session::Edit>) {
        self.seal();
        if let Screen::Walk(walk) = &mut self.screen {
            walk.entry = None;
            walk.editor.replaced("", 0);
        }
        if let Some(edit) = edit {
            self.edit(edit);
        }
        self.seal();
    }

    /// What was taken back is typed on, if it is a line; of what is not seen here it is said where it was.
    fn take_back_live(&mut self, how: fn(&mut Session) -> Option<Touched>, nothing: &str) {
        self.message = None;
        let Some(Now { talk, .. }) = self.now_live() else { return };
        let Some(touched) = self.take_back_said(how, nothing) else { return };
        let (Screen::Walk(walk), Some(note)) = (&mut self.screen, &self.note) else { return };
        let session = note.session();
        let is_line = |(step, entry): &(usize, usize)| {
            let note = session.notes(*step).get(*entry);
            talk.contains(step)
                && note.is_some_and(|note| !note.text.is_empty() && !live::is_tick(&note.text))
        };
        let line = touched.note.filter(is_line);
        (walk.step, walk.entry) = line.map_or((walk.step, None), |(step, entry)| (step, Some(entry)));
        walk.enter(session, Focus::Notes, usize::MAX);
        if line.is_some() {
            self.message = None;
        }
    }

    /// Takes something back, or does it again, and says where that was.
    pub(super) fn take_back_said(
        &mut self,
        how: fn(&mut Session) -> Option<Touched>,
        nothing: &str,
    ) -> Option<Touched> {
        if self.is_read_only() {
            return None;
        }
        let touched = how(&mut self.note.as_mut()?.open.session);
        let Some(touched) = touched else {
            self.say(nothing);
            return None;
        };
        self.touched();
        let session = self.session()?;
        let place = match touched.target {
            Some(Target::Field(at) | Target::Cell { field: at, .. }) => {
                session.fill(&session.playbook().field(at).label)
            }
            Some(Target::Note { step, .. }) => session.playbook().steps[step].title.clone(),
            None => return Some(touched),
        };
        let place = crate::text::clean_line(&place);
        self.say(format!("That was in “{place}”"));
        Some(touched)
    }

    /// The call is over: to what one wanted to come back to, and then to what comes after.
    fn end_live(&mut self, effects: &mut Vec<Effect>) {
        // Only Enter says that they said what is picked.
        self.end_line_live();
        self.leave_item();
        self.keep_place();
        self.file_now(effects);
        self.live = None;
        if !self.ends_call() {
            self.go_on_from_call(effects);
        }
    }

    /// Who did nothing for a while comes back to what was not finished.
    pub(super) fn come_back_live(&mut self) {
        let tick = self.now.tick;
        let is_away = self.live().is_some_and(|live| tick.saturating_sub(live.touched) >= AWAY);
        if let Some(live) = self.live.as_mut().filter(|_| is_away) {
            (live.looked, live.picked) = (None, None);
        }
    }

    /// When that is.
    pub(super) fn live_deadline(&self) -> Option<Duration> {
        let live = self.live().filter(|live| live.looked.is_some() || live.picked.is_some())?;
        Some(live.touched + AWAY)
    }

    /// The line stands in the step of the item one is at, and nowhere else.
    pub(super) fn settle_live(&mut self) {
        let Some(now) = self.now_live() else { return };
        let step = now.item().or(now.items.last()).map(|item| item.step).or(now.talk.first().copied());
        let width = view::live::text_width(self.size);
        let (Screen::Walk(walk), Some(note)) = (&mut self.screen, &mut self.note) else { return };
        let session = &mut note.open.session;
        // Whoever is in a line stays in it.
        let step = step.filter(|_| walk.entry.is_none()).unwrap_or(walk.step);
        if walk.step != step || walk.focus != Focus::Notes {
            let entry = walk.entry.filter(|_| walk.step == step && walk.focus == Focus::Notes);
            let laid_version = walk.laid_version + 1;
            **walk = Walk::new(session, step);
            (walk.entry, walk.laid_version) = (entry, laid_version);
            walk.enter(session, Focus::Notes, usize::MAX);
            walk.stand(session);
        }
        let text = walk.target(session).map(|target| session.text(target)).unwrap_or_default();
        walk.editor.set_width(&text, width);
    }
}
