//! Others who write in the note: an editor elsewhere, and commands in a shell.

use std::collections::BTreeSet;

use super::super::*;
use super::words::{Place, with_word, words, words_elsewhere};
use super::world::{ID, World};
use crate::store::tests::memory::Slip;

impl World {
    /// An editor saves.
    pub fn write(&mut self, place: Place, is_stale: bool, is_synced: bool) -> Result<(), String> {
        let Some(stands) = self.note()? else { return Ok(()) };
        let read = if is_stale { self.read.take() } else { None };
        let read = read.unwrap_or_else(|| stands.clone());
        let text = with_word(&read, place, &self.new_word());
        let over: BTreeSet<_> = words(&stands).difference(&words(&text)).cloned().collect();
        // What stands in the place where they write, they have written over. What stands elsewhere is
        // brought back by a conversation that knows it, and what they had read.
        let knows = self.screen.is_some() && self.known.contains(&read);
        let known: BTreeSet<_> = self.known.iter().flat_map(|text| words_elsewhere(text, place)).collect();
        let (at_risk, over) = over.into_iter().partition(|word| knows && known.contains(word));
        self.give_up_at_risk();
        self.at_risk = at_risk;
        self.write_over(over);
        let unsettled = std::mem::take(&mut self.unsettled);
        self.write_over(unsettled.difference(&words(&stands)).cloned().collect());
        if is_synced {
            self.owe(words(&text));
        }
        self.disk.put(&self.path(), text.into_bytes(), is_synced);
        Ok(())
    }

    /// An editor will have read the note and save it in the middle of what we do.
    pub fn slip_in(&mut self, after: u32, place: Place, is_synced: bool) {
        let word = self.new_word();
        let edit = Arc::new(move |text: &str| with_word(text, place, &word));
        self.disk.set_slip(Some(Slip { after, note: self.path(), is_synced, edit }));
    }

    /// A command files what it made of the note.
    pub fn command(&mut self, place: Place, is_stale: bool) {
        self.give_up_at_risk();
        let (store, now) = (self.store(), self.now().wall);
        store.recover(now);
        let path = self.path();
        let read = match self.read.clone().filter(|_| is_stale) {
            Some(read) => read,
            None => match read_on(&*store.disk, &path) {
                Ok((.., base)) => base.text().unwrap_or_default().to_owned(),
                Err(_) => return,
            },
        };
        let (base, text) = (Base::of(&read), with_word(&read, place, &self.new_word()));
        if let Ok(filed) = store.file(Filing::new(ID, &path, &text, &base, now))
            && !self.disk.is_dead()
        {
            self.unsettled.clear();
            self.stands(filed.base.text().unwrap_or_default());
        }
    }
}
