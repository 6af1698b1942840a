//! A conversation is opened, or shown again as it stands.

use std::path::PathBuf;

use super::follow_up::Deed;
use super::note::{Linked, Note};
use super::walk::{Focus, Walk};
use super::{App, Effect, Screen};
use crate::document::Head;
use crate::playbook::FieldRef;
use crate::practise::Section;
use crate::store::{Base, Open};

/// What to do with a conversation once it is open.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Then {
    /// Walk on where it stands.
    #[default]
    Walk,
    /// Walk on at a step and a field, by their ids, in front of some words; without a field in the notes
    /// of the step.
    At { step: String, field: Option<String>, words: String },
    /// Show one of its follow-ups, by its id.
    FollowUp(String),
    /// The same, and ask for another day.
    Later(String),
    /// Show its card over where one is.
    Card,
    /// Practise these cards for it.
    Practise(Section),
    /// The same for what is still open before its meeting.
    Ready,
    /// Do something with one, and stay where one is.
    Do(String, Deed),
}

/// A conversation that is being read.
#[derive(Debug)]
pub(super) struct Opening {
    ticket: u64,
    /// What for; `None` if it only is read again.
    then: Option<Then>,
}

impl App {
    pub(super) fn opened(&mut self, opened: Result<Box<Open>, String>, effects: &mut Vec<Effect>) {
        // Nothing else is waited for from now on.
        let then = self.opening.take().and_then(|opening| opening.then);
        match opened {
            Err(reason) => {
                self.calling = false;
                self.complain(reason);
            }
            Ok(open) if self.is_open(&open) => self.go_on_to(then.unwrap_or_default(), effects),
            Ok(open) if self.is_read_again(&open) => {
                self.read_again(*open, effects);
                if let Some(then) = then {
                    self.go_on_to(then, effects);
                }
            }
            Ok(open) => {
                let is_new = open.base == Base::NEW;
                let carried = is_new.then(|| self.link(&open, effects)).flatten();
                self.close_note(effects);
                self.take_note(*open, effects);
                self.message = None;
                // That was the one it was asked for.
                self.quick &= !is_new;
                self.go_on_to(then.unwrap_or_default(), effects);
                if std::mem::take(&mut self.calling) && is_new {
                    self.begin_call(effects);
                }
                self.file_now(effects);
                if let Some(words) = carried {
                    self.say(words);
                }
            }
        }
    }

    /// Another conversation is open from now on.
    fn take_note(&mut self, open: Open, effects: &mut Vec<Effect>) {
        let entry = self.catalog.usable(&open.session.playbook().id);
        let ids: Vec<_> = open.session.head().linked().map(str::to_owned).collect();
        if !ids.is_empty() {
            effects.push(Effect::Tell { note: open.path.clone(), ids });
        }
        let file = entry.and_then(|entry| entry.path.clone());
        self.note = Some(Note::new(open, file));
        self.ask_for_lessons(effects);
        if let Some(find) = &mut self.find {
            find.outdate();
        }
    }

    /// The open conversation is open no more.
    pub(super) fn close_note(&mut self, effects: &mut Vec<Effect>) {
        // All of it was handed on before; if not, it is now.
        if self.note.as_ref().is_some_and(Note::is_owed) {
            self.file_now(effects);
        }
        effects.extend(self.note.take().map(|note| Effect::Close(note.session().head().id.clone())));
    }

    /// Whether it is the conversation that is open here, which has all that was typed and its undo.
    /// What somebody else wrote in its note meanwhile comes in by itself.
    fn is_open(&self, read: &Open) -> bool {
        self.note.as_ref().is_some_and(|note| {
            note.open.holder.is_none() && note.session().head().id == read.session.head().id
        })
    }

    /// Whether it is the one that is open here to be read.
    fn is_read_again(&self, read: &Open) -> bool {
        self.note.as_ref().is_some_and(|note| note.session().head().id == read.session.head().id)
    }

    /// Shows a conversation that is only read as it stands now, at the same place; from now on one
    /// may write in it, if whoever had it has gone.
    fn read_again(&mut self, mut open: Open, effects: &mut Vec<Effect>) {
        let before = self.note.as_ref().map(|note| note.session().playbook().clone());
        if let Screen::Walk(walk) = &self.screen
            && before.as_ref().is_some_and(|before| before.sha256 == open.session.playbook().sha256)
        {
            walk.stand(&mut open.session);
        }
        let may_write = open.holder.is_none();
        self.take_note(open, effects);
        before.into_iter().for_each(|before| self.stand_again(&before, false));
        if may_write {
            self.say("The other goodterms has let go of it: you can write here now");
        }
    }

    /// Takes what there is to tell of the conversations before and after the open one.
    pub(super) fn told_linked(&mut self, heads: &[Head]) {
        let Some(note) = &mut self.note else { return };
        let linked = heads.iter().map(|head| {
            let (playbook, started) = (head.playbook.id.clone(), head.started.date_naive());
            (head.id.clone(), Linked { playbook, started })
        });
        note.linked = linked.collect();
    }

    /// A number for a conversation that is to be read, and for what; what was asked for before is not
    /// wanted any more.
    pub(super) fn ask(&mut self, then: Option<Then>) -> u64 {
        self.tickets += 1;
        self.opening = Some(Opening { ticket: self.tickets, then });
        self.tickets
    }

    /// Whether the conversation with this number is still wanted: who went elsewhere while the disk took
    /// its time does not want it.
    pub fn wants_opened(&self, ticket: u64) -> bool {
        self.opening.as_ref().is_some_and(|opening| opening.ticket == ticket)
    }

    /// Somebody does something else than to wait for a disk.
    pub(super) fn wait_no_more(&mut self) {
        if self.opening.take_if(|opening| opening.then.is_some()).is_some() {
            self.message = None;
        }
    }

    /// Somebody else's conversation is read again, for it has changed; not while another one is wanted.
    pub(super) fn ask_again(&mut self, path: PathBuf, effects: &mut Vec<Effect>) {
        if self.opening.as_ref().is_none_or(|opening| opening.then.is_none()) {
            let ticket = self.ask(None);
            effects.push(Effect::Open(path, ticket));
        }
    }

    /// Does with the open conversation what it was opened for.
    pub(super) fn go_on_to(&mut self, then: Then, effects: &mut Vec<Effect>) {
        match then {
            Then::Walk => self.show_walk(),
            Then::At { step, field, words } => self.show_walk_at(&step, field.as_deref(), &words),
            Then::FollowUp(id) => self.show_follow_up(&id),
            Then::Card => self.show_card(),
            Then::Ready => self.show_ready(),
            Then::Later(id) => {
                self.show_follow_up(&id);
                self.ask_later();
            }
            Then::Practise(section) => self.show_practise(section),
            Then::Do(id, deed) => self.do_with(&id, deed, effects),
        }
    }

    /// Shows the walk of the open conversation at a place, as far as there is one.
    fn show_walk_at(&mut self, step: &str, field: Option<&str>, words: &str) {
        self.show_walk();
        let (Screen::Walk(walk), Some(note)) = (&mut self.screen, &self.note) else { return };
        let playbook = note.session().playbook();
        let Some(nth) = playbook.steps.iter().position(|s| s.id == step) else { return };
        **walk = Walk::new(note.session(), nth);
        let fields = &playbook.steps[nth].fields;
        let field = field.map(|id| fields.iter().position(|f| f.id == id));
        let focus = match field {
            None => Focus::Notes,
            Some(Some(field)) if note.session().is_asked(FieldRef { step: nth, field }) => {
                Focus::Field(field)
            }
            // Passed over, or of another version: it stands somewhere in this step.
            Some(_) => return,
        };
        walk.enter(note.session(), focus, 0);
        if let Some(target) = walk.target(note.session()) {
            let text = note.session().text(target);
            walk.editor.set_cursor(&text, text.find(words).unwrap_or(0));
        }
    }

    /// Shows the walk of the open conversation where it stands.
    pub(super) fn show_walk(&mut self) {
        let Some(note) = &mut self.note else { return };
        self.live = None;
        let walk = Screen::Walk(Box::new(Walk::at_position(note.session())));
        let news = note.news.take();
        self.show_before(walk);
        if let Some(news) = news {
            self.say(news);
        }
    }
}
