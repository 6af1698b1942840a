//! The clients: every conversation with one of them, under whatever name.

use std::collections::HashMap;
use std::sync::Arc;

use super::{Brief, Briefs};
use crate::text;

/// Somebody there are conversations with.
#[derive(Clone, Debug, PartialEq)]
pub struct Client {
    /// As the newest conversation has it.
    pub name: String,
    pub organisation: Option<String>,
    /// Other names of theirs, those of older conversations with them.
    pub also: Vec<String>,
    /// Newest first.
    pub notes: Vec<Arc<Brief>>,
}

impl Client {
    /// How many of the conversations go on.
    pub fn open(&self) -> usize {
        self.notes.iter().filter(|brief| brief.is_open()).count()
    }

    /// How many follow-ups wait.
    pub fn waiting(&self) -> usize {
        self.notes.iter().map(|brief| brief.waiting().count()).sum()
    }

    /// Every name and firm they go by.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        [&self.name].into_iter().chain(&self.organisation).chain(&self.also).map(String::as_str)
    }
}

/// What somebody is called until one says who it was. Two of them need not be the same.
pub const UNKNOWN: &str = "Somebody";

/// All clients, by their names. Two conversations are with the same one if a name of the one is a name
/// of the other, be it one of the other names: then these belong together, and so on. Samples are never
/// a client's.
pub fn clients(briefs: &Briefs) -> Vec<Client> {
    let mut groups = Groups::new(briefs.notes.len());
    let mut by_name: HashMap<(bool, String), usize> = HashMap::new();
    for (nth, brief) in briefs.notes.iter().enumerate() {
        for name in std::iter::once(&*brief.client).chain(brief.also.iter().map(String::as_str)) {
            if name == UNKNOWN {
                continue;
            }
            let first = *by_name.entry((brief.sample, text::fold(&text::name(name)))).or_insert(nth);
            groups.join(first, nth);
        }
    }
    let mut of_group: HashMap<usize, usize> = HashMap::new();
    let mut clients: Vec<Client> = Vec::new();
    for (nth, brief) in briefs.notes.iter().enumerate() {
        let at = *of_group.entry(groups.root(nth)).or_insert_with(|| {
            // The newest one comes first, and says who they are.
            let organisation = brief.organisation.as_deref().map(str::to_owned);
            let (name, also) = (brief.client.to_string(), Vec::new());
            clients.push(Client { name, organisation, also, notes: Vec::new() });
            clients.len() - 1
        });
        clients[at].add(brief);
    }
    clients.sort_by_cached_key(|client| text::fold(&client.name));
    clients
}

impl Client {
    fn add(&mut self, brief: &Arc<Brief>) {
        if self.organisation.is_none() {
            self.organisation = brief.organisation.as_deref().map(str::to_owned);
        }
        for name in std::iter::once(&*brief.client).chain(brief.also.iter().map(String::as_str)) {
            let folded = text::fold(name);
            let known = text::fold(&self.name) == folded || self.also.iter().any(|n| text::fold(n) == folded);
            if !known {
                self.also.push(name.to_owned());
            }
        }
        self.notes.push(brief.clone());
    }
}

/// Which belong together: each points to another of its group, the root to itself.
pub(super) struct Groups(Vec<usize>);

impl Groups {
    pub fn new(count: usize) -> Self {
        Self((0..count).collect())
    }

    pub fn root(&mut self, mut of: usize) -> usize {
        while self.0[of] != of {
            // Half of the way is saved for the next time.
            self.0[of] = self.0[self.0[of]];
            of = self.0[of];
        }
        of
    }

    pub fn join(&mut self, one: usize, other: usize) {
        let (one, other) = (self.root(one), self.root(other));
        self.0[one.max(other)] = one.min(other);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(client: &str, also: &[&str], organisation: Option<&str>, started: &str) -> Arc<Brief> {
        let mut brief = (*Brief::sample(client, started, &[])).clone();
        brief.also = also.iter().map(|n| (*n).to_owned()).collect();
        brief.organisation = organisation.map(Into::into);
        Arc::new(brief)
    }

    #[test]
    fn callers_whom_nobody_named_are_not_one_client() {
        let call = |started| with(UNKNOWN, &[], None, started);
        let briefs = Briefs { notes: vec![call("2026-03-01"), call("2026-02-01")], unreadable: 0 };
        assert_eq!(clients(&briefs).len(), 2);
    }

    #[test]
    fn names_that_belong_together_are_one_client() {
        let mut sample = (*with("Zoë", &[], None, "2026-01-01")).clone();
        sample.sample = true;
        let mut briefs = Briefs {
            notes: vec![
                with("Bob Finn", &[], None, "2026-03-01"),
                with("ZOE\u{308} O'Brien", &[], Some("Mills"), "2026-02-01"),
                with("Robert Finn", &["Bob Finn"], Some("Finn & Co"), "2026-01-01"),
                with("Zoë", &[], None, "2025-01-01"),
                with("zoë o'brien", &["Zoë"], None, "2024-01-01"),
                Arc::new(sample),
            ],
            unreadable: 0,
        };
        briefs.sort();
        let clients = clients(&briefs);
        let said: Vec<_> = clients
            .iter()
            .map(|c| (c.name.as_str(), c.organisation.as_deref(), c.also.join(", "), c.notes.len()))
            .collect();
        assert_eq!(
            said,
            [
                ("Bob Finn", Some("Finn & Co"), "Robert Finn".to_owned(), 2),
                ("Zoë", None, String::new(), 1),
                ("ZOE\u{308} O'Brien", Some("Mills"), "Zoë".to_owned(), 3),
            ]
        );
    }
}
