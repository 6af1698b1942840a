//! Live: the call goes on. What to say now and next stands large; one line takes all that is typed, and
//! on an empty one a key ticks. Nothing asks, nothing has to be looked at.
//!
//! It is the walk in another dress: what is typed is a note of a step of the talk, from its first letter.

use std::time::Duration;

use super::call::Call;
use super::walk::{Focus, Walk};
use super::{App, Effect, Screen};
use crate::dates::Moment;
use crate::live::{self, Item, Key, Likely};
use crate::playbook::Playbook;
use crate::session::Session;
use crate::tui::keys::{Action, Context};
use crate::tui::view;

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

    /// A key was pressed: nobody is away.
    fn touch_live(&mut self) {
        let tick = self.now.tick;
        if let Some(live) = &mut self.live {
            live.touched = tick;
        }
    }

    /// Something was typed in the call.
    pub(super) fn typed_live(&mut self) {
        self.touch_live();
        if let Some(live) = &mut self.live {
            // Other letters narrow to others.
            live.picked = None;
        }
        if let Some(key) = self.now_live().as_ref().and_then(Now::item).map(|item| item.key.clone()) {
            self.stay_at(key);
        }
    }

    /// Space on an empty line: it is done, and what comes next stands there.
    fn tick_live(&mut self) {
        self.leave_item();
        let now = self.now.wall;
        let Some(Now { items, at, .. }) = self.now_live() else { return };
        let Some(item) = items.get(at).cloned() else { return };
        let edit = self.session().and_then(|session| live::tick(session, &item.key, now));
        let ticked = self.edit_apart(edit);
        if let Some(live) = &mut self.live {
            live.answer = None;
        }
        match ticked && item.done {
            // It is to be done after all.
            true => self.stay_at(item.key),
            false => self.go_to_next(at + 1),
        }
    }

    /// What comes next from a place on, and is not done, is what one is at.
    pub(super) fn go_to_next(&mut self, from: usize) {
        let Some(Now { items, .. }) = self.now_live() else { return };
        let next = items.get(live::next_open(&items, from)).map(|item| item.key.clone());
        if let Some(live) = &mut self.live {
            (live.at, live.looked) = (next, None);
        }
    }

    fn stay_at(&mut self, key: Key) {
        if let Some(live) = &mut self.live {
            (live.at, live.looked) = (Some(key), None);
        }
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
