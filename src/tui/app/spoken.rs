//! The line that one types in a call: where what is typed goes, and what is taken back.

use super::live::Now;
use super::walk::Focus;
use super::{App, Screen};
use crate::live::{self, Key, Likely, Meaning};
use crate::playbook::Answer;
use crate::session::{Edit, Session, Target, Touched};
use crate::text;
use crate::tui::widget::editor::{Motion, Splice};

impl App {
    /// In their words the arrows pick one of what they may say; in other text they move the cursor.
    pub(super) fn pick_live(&mut self, down: bool, typed: &str) {
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
    pub(super) fn begin_line(&mut self, mark: &str) {
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
    pub(super) fn put_live(&mut self) {
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
                let typed = text::clean_line(&typed);
                self.complain(format!(
                    "{label}: “{typed}” was not understood. It stands there as you typed it"
                ));
            }
            Some(answer) => {
                let kind = self.session().map(|session| session.playbook().field(at).kind.clone());
                let said = kind.map(|kind| answer.in_words(&kind)).unwrap_or_default();
                self.say(format!("{label}: {}", text::clean_line(&said)));
                if let Some(now) = self.now_live() {
                    self.go_to_next(now.at + 1);
                }
            }
            None => {}
        }
    }

    /// The line is empty again; what becomes of what stood there can be taken back at once.
    fn end_line(&mut self, edit: Option<Edit>) {
        if let Screen::Walk(walk) = &mut self.screen {
            walk.entry = None;
            walk.editor.replaced("", 0);
        }
        self.edit_apart(edit);
    }

    /// What was taken back is typed on, if it is a line; of what is not seen here it is said where it was.
    pub(super) fn take_back_live(&mut self, how: fn(&mut Session) -> Option<Touched>, nothing: &str) {
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
        let place = text::clean_line(&place);
        self.say(format!("That was in “{place}”"));
        Some(touched)
    }
}
