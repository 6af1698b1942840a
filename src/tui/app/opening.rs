//! A conversation is opened, or shown again as it stands.

use super::note::{Linked, Note};
use super::walk::Walk;
use super::{App, Effect, Screen};
use crate::document::Head;
use crate::store::{Base, Open};

impl App {
    pub(super) fn opened(&mut self, opened: Result<Box<Open>, String>, effects: &mut Vec<Effect>) {
        match opened {
            Err(reason) => self.complain(reason),
            Ok(open) if self.is_open(&open) => self.show_walk(),
            Ok(open) if self.is_read_again(&open) => self.read_again(*open, effects),
            Ok(open) => {
                let is_new = open.base == Base::NEW;
                let carried = is_new.then(|| self.link(&open, effects)).flatten();
                self.close_note(effects);
                self.take_note(*open, effects);
                self.message = None;
                // That was the one it was asked for.
                self.quick &= !is_new;
                self.show_walk();
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
    }

    /// The open conversation is open no more.
    fn close_note(&mut self, effects: &mut Vec<Effect>) {
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

    /// Shows the walk of the open conversation where it stands.
    pub(super) fn show_walk(&mut self) {
        let Some(note) = &mut self.note else { return };
        self.screen = Screen::Walk(Box::new(Walk::at_position(note.session())));
        if let Some(news) = note.news.take() {
            self.say(news);
        }
    }
}
