//! What stands in for the writer's and the reader's threads: notes that others write in, too, and
//! reading that takes its time.

use super::*;

/// What the writer knows of a conversation that is open.
#[derive(Clone, Debug, Default)]
pub(super) struct Held {
    /// The last that it was handed, and that with what others wrote.
    typed: Document,
    document: Document,
    generation: u64,
    /// What became of the note by what others wrote: before and after, each time.
    shifts: Vec<(Document, Document)>,
}

impl Desk {
    /// What is to be read is read later, if reading takes its time.
    pub(super) fn read_later(&mut self, effect: Effect) -> Option<Effect> {
        let is_read = matches!(
            effect,
            Effect::List | Effect::Open(..) | Effect::Find(..) | Effect::Search(_) | Effect::Tell { .. }
        );
        if !(self.slow && is_read) {
            return Some(effect);
        }
        if matches!(effect, Effect::Open(..) | Effect::Find(..)) {
            self.app.say("The disk is slow: the conversation opens as soon as it was read");
        }
        self.reads.push(effect);
        None
    }

    /// What was to be read has been read by now.
    pub(in crate::tui::app::tests) fn has_read(&mut self) {
        self.slow = false;
        for effect in std::mem::take(&mut self.reads) {
            self.carry_out(effect);
        }
    }

    pub(super) fn create(&mut self, playbook: Arc<Playbook>, start: Start) {
        let plain = format!("k3v9q2m8x7t{}", self.notes.len());
        let others = (0..).map(|n| format!("k3v{n:03}m8x7ta"));
        for id in std::iter::once(plain).filter(|id| id.len() == 12).chain(others) {
            let start = Start { id: id.clone(), ..start.clone() };
            let session = Session::new(playbook.clone(), start, StandingClock.now());
            let path = store::path_for(Path::new("/notes"), session.head());
            // A path has but the beginning of an id.
            if !self.places.contains_key(&id) && !self.places.values().any(|taken| *taken == path) {
                self.places.insert(id, path.clone());
                self.update(Event::Opened(Ok(Box::new(Open::new(session, path)))));
                return;
            }
        }
    }

    pub(super) fn open(&mut self, path: PathBuf, ticket: u64) {
        // A test that opens one itself wants it.
        let is_wanted = ticket == 0 || self.app.wants_opened(ticket);
        if self.refuses.is_none() && !self.silent {
            self.recover();
        }
        let Some(text) = self.notes.get(&path).cloned() else {
            if is_wanted {
                self.update(Event::Opened(Err(format!("{}: there is no such file", path.display()))));
            }
            return;
        };
        let document = Document::parse(&text);
        let head = document.head().unwrap();
        let Some(playbook) = self.app.catalog.playbook(&head.playbook.id).cloned() else {
            let reason = format!("Its playbook `{}` has errors and cannot be used", head.playbook.id);
            if is_wanted {
                self.update(Event::Opened(Err(reason)));
            }
            return;
        };
        let (id, base, holder) = (head.id.clone(), Base::of(&text), self.holder.clone());
        let session = Session::open(playbook, head, document, StandingClock.now());
        let (is_watched, open) = (holder.is_some(), Open { session, path: path.clone(), base, holder });
        // Who went elsewhere while the disk took its time does not want it any more.
        if !is_wanted {
            return;
        }
        self.places.insert(id.clone(), path.clone());
        let is_here = |note: &Note| note.session().head().id == id && note.open.holder.is_none();
        if !self.app.note.as_ref().is_some_and(is_here) {
            self.filed.insert(path, text);
        }
        self.update(Event::Opened(Ok(Box::new(open))));
        if !is_watched {
            self.update(Event::Report(Report::Opened { id: id.clone() }));
        }
        self.look(&id);
    }

    /// What is not filed is filed when its conversation is closed. Where the disk refuses it stays in
    /// the draft until the conversation is opened again, or the program begins anew.
    pub(super) fn close(&mut self, id: String) {
        if self.silent {
            self.owed.push(Effect::Close(id));
            return;
        }
        let held = self.held.get(&id).map(|held| held.document.render());
        let is_filed = held.is_none_or(|held| self.filed.get(&self.places[&id]) == Some(&held));
        if !is_filed && self.refuses.is_none() {
            self.file(id.clone(), 0);
        } else if !is_filed {
            self.left.extend(self.held.remove(&id).map(|held| (id.clone(), held)));
        }
        self.held.remove(&id);
        self.closed.push(id);
    }

    /// What is only in drafts goes into the notes.
    pub(in crate::tui::app::tests) fn recover(&mut self) {
        for (id, held) in std::mem::take(&mut self.left) {
            let open = self.held.insert(id.clone(), held);
            self.file(id.clone(), 0);
            self.held.remove(&id);
            self.held.extend(open.map(|open| (id, open)));
        }
    }

    pub(super) fn draft(&mut self, id: String, typed: Typed) {
        self.drafts.insert(id.clone(), typed.document.render());
        self.hold(&id, &typed);
        self.update(Event::Report(Report::Opened { id: id.clone() }));
        if self.silent {
            self.owed.push(Effect::Draft { id, typed });
            return;
        }
        let revision = typed.revision;
        let report = match self.refuses.clone() {
            Some(reason) if !self.drafts_well => Report::Unsaved { id, revision, reason, stands: None },
            _ => Report::Saved { id, revision },
        };
        self.update(Event::Report(report));
    }

    /// The program has ended, and begins anew on the same notes: what was not filed was kept, and is
    /// by now.
    pub(in crate::tui::app::tests) fn begin_anew(&mut self) {
        // What a disk that hung was asked is in drafts, and behind it the last words.
        let mut last: Vec<_> = std::mem::take(&mut self.owed)
            .into_iter()
            .filter_map(|effect| match effect {
                Effect::Draft { id, typed } | Effect::File { id, typed } => Some((id, typed)),
                _ => None,
            })
            .collect();
        let open = self.app.note.as_ref().filter(|note| note.open.holder.is_none() && !note.is_filed());
        last.extend(open.map(|note| {
            let (session, generation) = (note.session(), note.generation);
            let document = Box::new(session.to_document());
            (session.head().id.clone(), Typed { revision: session.revision(), generation, document })
        }));
        for (id, typed) in last {
            self.hold(&id, &typed);
            let held = self.held[&id].clone();
            self.left.insert(id, held);
        }
        self.recover();
        let (width, height) = self.app.size;
        let fresh = Self::on(self.app.catalog.clone(), width, height);
        self.app = fresh.app;
        (self.held, self.owed, self.reads, self.quit) = (BTreeMap::new(), Vec::new(), Vec::new(), false);
        self.drafts.clear();
        self.carry_out(Effect::List);
    }

    /// Takes what was typed. What others have written since it was is made to it.
    pub(super) fn hold(&mut self, id: &str, typed: &Typed) {
        let held = self.held.entry(id.to_owned()).or_default();
        held.typed = (*typed.document).clone();
        held.document = held.typed.clone();
        let known = usize::try_from(typed.generation).unwrap();
        for (before, after) in held.shifts.iter().skip(known) {
            held.document = Document::merge(before, &held.document, after).document;
        }
    }

    /// Looks whether others wrote in the note that is open, and takes that in.
    pub(in crate::tui::app::tests) fn look(&mut self, id: &str) {
        let Some(session) = self.app.session().filter(|session| session.head().id == id) else { return };
        if self.silent || self.refuses.is_some() || self.holder.is_some() {
            return;
        }
        let (path, revision) = (self.places[id].clone(), session.revision());
        let Some(stands) = self.notes.get(&path) else { return };
        match self.filed.get(&path) {
            None => {
                self.filed.insert(path.clone(), stands.clone());
            }
            Some(filed) if filed != stands => {
                if !self.held.contains_key(id) {
                    let ours = Document::parse(filed);
                    let held = Held { typed: ours.clone(), document: ours, ..Held::default() };
                    self.held.insert(id.to_owned(), held);
                }
                let report = self.file(id.to_owned(), revision);
                self.update(Event::Report(report));
            }
            Some(_) => {}
        }
    }

    /// Files what the writer has, with what others wrote meanwhile.
    pub(super) fn file(&mut self, id: String, revision: u64) -> Report {
        let path = self.places[&id].clone();
        let held = self.held.get_mut(&id).unwrap();
        let (base, stands) = (self.filed.get(&path), self.notes.get(&path));
        let mut conflicts = 0;
        if let (Some(base), Some(stands)) = (base, stands)
            && base != stands
        {
            let merged = Document::merge(&Document::parse(base), &held.document, &Document::parse(stands));
            conflicts = merged.conflicts;
            if merged.document != held.document {
                held.generation += 1;
                held.shifts.push((held.document.clone(), merged.document.clone()));
                held.document = merged.document;
            }
        }
        self.notes.insert(path.clone(), held.document.render());
        self.filed.insert(path.clone(), held.document.render());
        let merged = (held.document != held.typed).then(|| Box::new(held.document.clone()));
        let ours = Box::new(held.typed.clone());
        let generation = held.generation;
        let stands = Stands { path, ours, merged, generation, conflicts, is_put_back: false };
        Report::Filed { id, revision, stands }
    }
}
