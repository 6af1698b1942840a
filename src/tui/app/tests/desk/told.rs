//! What the notes on the desk say together.

use super::*;
use crate::insights::Told;
use crate::store::telling::{Learnt, SHOWN, Telling, learnt_from};

impl Desk {
    fn told(&self) -> impl Iterator<Item = Told> {
        self.notes.iter().filter_map(|(path, text)| {
            let document = Document::parse(text);
            let head = document.head().unwrap();
            let playbook = self.app.catalog.playbook(&head.playbook.id)?.clone();
            Some(Told::of(path, &Session::open(playbook, head, document, StandingClock.now())))
        })
    }

    /// What all notes have to tell, counted.
    pub(in super::super) fn counted(&self) -> Counted {
        let told: Vec<_> = self.told().map(Arc::new).collect();
        let unknown = self.notes.len() - told.len();
        Counted::of(&Telling { told, unknown, ..Telling::default() }, StandingClock.now().date_naive())
    }

    /// The latest lessons of others with a playbook, of those that are over.
    pub(super) fn learnt(&self, playbook: &str, own: &str) -> Vec<Learnt> {
        let mut told: Vec<_> =
            self.told().filter(|told| told.playbook == playbook && told.id != own && !told.open).collect();
        told.sort_by_key(|told| std::cmp::Reverse(told.day()));
        told.iter().flat_map(learnt_from).take(SHOWN).collect()
    }
}
