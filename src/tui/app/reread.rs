//! Playbooks that change while we run: when to look, what to say of it, and how everything on the
//! screen stays where it was.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use super::end::End;
use super::form::Purpose;
use super::list::ListState;
use super::place::Spot;
use super::playbooks::{View, named};
use super::walk::{Focus, Walk};
use super::{App, Effect, Screen};
use crate::catalog::{Catalog, Entry, Key, Origin, Situation, Unreadable};
use crate::diagnostic::tally;
use crate::playbook::{FieldRef, Playbook};
use crate::session::{Session, Target, notes};

/// How often the playbooks are looked at where they are what one looks at.
const LOOK: Duration = Duration::from_secs(1);

impl App {
    /// Asks for a look at the playbooks.
    pub(super) fn look(&mut self, effects: &mut Vec<Effect>) {
        self.looked = self.now.tick;
        effects.push(Effect::LookAtPlaybooks);
    }

    /// When to look by itself: only where playbooks are what is on the screen.
    pub(super) fn look_deadline(&self) -> Option<Duration> {
        let here = matches!(self.screen, Screen::Playbooks(_) | Screen::Playbook(_));
        here.then_some(self.looked + LOOK)
    }

    pub(super) fn look_if_due(&mut self, effects: &mut Vec<Effect>) {
        if self.look_deadline().is_some_and(|due| due <= self.now.tick) {
            self.look(effects);
        }
    }

    /// The playbooks as they are now.
    pub(super) fn take_catalog(&mut self, catalog: Arc<Catalog>) {
        let marked = self.marked_entry().map(Entry::key);
        let chosen = self.chosen_situation();
        let before = std::mem::replace(&mut self.catalog, catalog);
        let said = changes(&before, &self.catalog);
        self.keep_marks(marked, chosen);
        let followed = self.follow_playbook(&before);
        let said = match (&self.screen, &mut self.note) {
            // In a conversation the others are of no concern.
            (Screen::Walk(_), _) => followed,
            (_, Some(note)) => {
                // Told on coming back to it.
                note.news = followed.or(note.news.take());
                said
            }
            (_, None) => said,
        };
        if let Some(said) = said
            && self.message.as_ref().is_none_or(|message| !message.bad)
        {
            self.say(said);
        }
    }

    /// The situation that is marked where one chooses.
    fn chosen_situation(&self) -> Option<Situation> {
        let Screen::Choose(choose) = &self.screen else { return None };
        self.situations().into_iter().nth(choose.list.marked)
    }

    /// What was marked stays marked; a playbook that was mended shows its page, a broken one what
    /// is wrong with it.
    fn keep_marks(&mut self, marked: Option<Key>, chosen: Option<Situation>) {
        let place = |key: &Key| self.catalog.entries().position(|e| e.key() == *key);
        match &mut self.screen {
            Screen::Playbooks(playbooks) => {
                if let Some(at) =
                    marked.and_then(|key| place(&key).or_else(|| place(&heir(&self.catalog, &key)?)))
                {
                    playbooks.list.marked = at;
                }
            }
            Screen::Playbook(opened) => {
                let key = if place(&opened.key).is_some() { None } else { heir(&self.catalog, &opened.key) };
                if let Some(key) = key {
                    opened.key = key;
                }
                if let Some(at) = place(&opened.key) {
                    opened.stands_at(at);
                }
                match self.catalog.entry(&opened.key) {
                    None => self.screen = Screen::Playbooks(opened.leave()),
                    // Read on where warnings are, if one did so before.
                    Some(entry) if entry.playbook.is_none() || entry.faults.is_empty() => {
                        let view = View::first(entry);
                        if view != opened.view {
                            (opened.view, opened.list) = (view, ListState::default());
                        }
                    }
                    Some(_) => {}
                }
            }
            Screen::Form(form) => {
                if let Purpose::New(playbook) = &mut form.purpose
                    && let Some(now) = self.catalog.playbook(&playbook.id).filter(|p| !p.is_chooser())
                {
                    *playbook = now.clone();
                    form.keep_line();
                }
            }
            _ => {}
        }
        let situations = self.situations();
        let place = chosen.and_then(|chosen| situations.iter().position(|s| s.is_again(&chosen)));
        if let (Screen::Choose(choose), Some(at)) = (&mut self.screen, place) {
            choose.list.marked = at;
        }
        self.follow_mark();
    }

    /// The open conversation goes on with the playbook as it is now. What to say of it, if that is
    /// another one; a broken one changes nothing.
    fn follow_playbook(&mut self, before: &Catalog) -> Option<String> {
        let note = self.note.as_ref()?;
        let walked = note.session().playbook().clone();
        let file = note.playbook_file.clone();
        let lost = lost(&self.catalog, &walked.id, file.as_deref());
        if let Some(words) = &lost {
            // Once, when it happens.
            return (lost != self::lost(before, &walked.id, file.as_deref()))
                .then(|| format!("{words}; this conversation goes on with it as it was"));
        }
        let entry = self.catalog.usable(&walked.id)?;
        let (file, now) = (entry.path.clone(), entry.playbook.clone()?);
        let note = self.note.as_mut()?;
        note.playbook_file = file;
        if now.sha256 == walked.sha256 {
            return None;
        }
        let then = note.session().elsewhere();
        self.rebase(&walked, now);
        let answers = self.note.as_ref()?.session().elsewhere().since(then);
        Some(format!("The playbook changed; {answers}"))
    }

    /// Puts the open conversation on another version of its playbook, and everything that stands on
    /// steps and fields where it stood, by their ids.
    fn rebase(&mut self, before: &Playbook, playbook: Arc<Playbook>) {
        let now = self.now.wall;
        let Some(mut note) = self.note.take() else { return };
        let session = note.open.session.rebase(playbook, now);
        note.rebased = session.revision();
        note.open.session = session;
        self.note = Some(note);
        self.stand_again(before, false);
        self.follow_mark();
    }

    /// What stands on steps and fields of the open conversation stands where it stood, after that
    /// has changed by other hands; `at_end` is where the cursor stays if the text is longer now.
    pub(super) fn stand_again(&mut self, before: &Playbook, at_end: bool) {
        self.follow_live(before);
        let Some(note) = &self.note else { return };
        match &mut self.screen {
            Screen::Walk(walk) => {
                **walk = moved(walk, before, note.session());
                if let Some(find) = &mut self.find {
                    find.move_home(before, walk, note.session());
                }
                if at_end && let Some(target) = walk.target(note.session()) {
                    let text = note.session().text(target);
                    walk.editor.set_cursor(&text, text.len());
                }
            }
            Screen::End(end) => {
                let kept = std::mem::take(&mut end.kept);
                *end = End::of(note.session(), &self.catalog, kept);
            }
            _ => {}
        }
    }
}

impl Screen {
    /// What one types in.
    pub(super) fn target(&self, session: &Session) -> Option<Target> {
        let Self::Walk(walk) = self else { return None };
        walk.target(session)
    }

    /// Whether the cursor stands behind the last character of a text.
    pub(super) fn is_at_end_of_text(&self, session: &Session) -> bool {
        let Self::Walk(walk) = self else { return false };
        walk.target(session).is_some_and(|target| walk.editor.cursor() == session.text(target).len())
    }
}

impl Walk {
    /// A note that one types in may have got another number. If it cannot be told which it is now, one is in
    /// none: what is typed next must not go into somebody else's.
    pub(super) fn follow_entry(&mut self, session: &Session, entry: &notes::Entry) {
        let is_it =
            |other: &notes::Entry| other.at == entry.at && other.text.trim_end() == entry.text.trim_end();
        self.entry = session.notes(self.step).iter().rposition(is_it);
    }
}

/// Why the playbook that is walked cannot be had any more, if so. `file` is the user's one, which
/// may have stood in for an embedded one: that one is another playbook, and does not take over when
/// the user's is broken, out of reach for a moment, or gone.
fn lost(catalog: &Catalog, id: &str, file: Option<&Path>) -> Option<String> {
    const GONE: &str = "The playbook is gone from its folder";
    let usable = catalog.usable(id);
    let Some(file) = file else {
        return usable.is_none().then(|| GONE.to_owned());
    };
    if let Some(entry) = catalog.entry(&Key::File(file.to_owned())).filter(|e| e.playbook.is_none()) {
        return Some(format!("The playbook has {} now", tally(&entry.faults)));
    }
    if usable.is_some_and(|entry| entry.path.is_some()) {
        return None;
    }
    let out_of_reach = |u: &Unreadable| u.path == file || u.path == catalog.folder;
    Some(if catalog.unreadable.iter().any(out_of_reach) {
        "The playbook cannot be read now".to_owned()
    } else {
        GONE.to_owned()
    })
}

/// The place in another version of the playbook: the same step and field by their ids. Where the
/// step went, the nearest one before it; where the field went, the first of its step.
fn moved(walk: &Walk, before: &Playbook, session: &Session) -> Walk {
    let now = session.playbook();
    let same = |step: usize| now.step(&before.steps[step].id);
    let Some(step) = same(walk.step) else {
        let nearest = (0..walk.step).rev().find_map(same).unwrap_or(0);
        return Walk::new(session, nearest);
    };
    let mut moved = Walk::new(session, step);
    // The width it is laid out in; the cursor finds its row by it.
    moved.editor = walk.editor.clone();
    let focus = match walk.focus {
        Focus::Field(field) => {
            let id = &before.field(FieldRef { step: walk.step, field }).id;
            let found = now.steps[step].fields.iter().position(|f| f.id == *id);
            found.map(Focus::Field).filter(|focus| moved.items(session).contains(focus))
        }
        other => Some(other),
    };
    let focus = focus.unwrap_or_else(|| moved.items(session)[0]);
    moved.entry = walk.entry.filter(|_| focus == Focus::Notes);
    moved.enter(session, focus, usize::MAX);
    if let Some(spot) = same_spot(walk, before, &moved, session) {
        moved.go_to_spot(session, spot, usize::MAX);
    }
    if matches!((focus, walk.focus), (Focus::Notes, Focus::Notes) | (Focus::Field(_), Focus::Field(_))) {
        let text = moved.target(session).map(|t| session.text(t)).unwrap_or_default();
        let cursor = walk.editor.cursor();
        if text.is_char_boundary(cursor) {
            moved.editor.set_cursor(&text, cursor);
        }
        if moved.table(session).is_none() {
            moved.option = walk.option.min(moved.options(session).saturating_sub(1));
        }
    }
    (moved.scroll, moved.laid_version) = (walk.scroll, walk.laid_version + 1);
    moved
}

/// The same row of a table, and the same column by its id.
fn same_spot(walk: &Walk, before: &Playbook, moved: &Walk, session: &Session) -> Option<Spot> {
    let at = moved.table(session)?;
    let old = before.field(walk.field_ref()?).kind.table()?;
    let new = session.table(at)?;
    let (was_own, is_own) = (usize::from(old.has_row_text()), usize::from(new.has_row_text()));
    let across = match walk.spot.across.checked_sub(was_own) {
        None => 0,
        Some(column) => {
            let id = &old.columns.get(column)?.id;
            new.columns.iter().position(|c| c.id == *id)? + is_own
        }
    };
    Some(Spot { row: walk.spot.row.min(session.rows(at).len()), across })
}

/// The entry that has come into the place of one that is gone: a user's for the embedded one it
/// replaces, and the other way round.
fn heir(catalog: &Catalog, gone: &Key) -> Option<Key> {
    match gone {
        Key::Embedded(id) => catalog.usable(id).map(Entry::key),
        Key::File(_) => None,
    }
}

/// What changed, in words. `None` if nothing did that one would see.
fn changes(before: &Catalog, now: &Catalog) -> Option<String> {
    let mut words = Vec::new();
    for entry in now.entries() {
        let was = before.entry(&entry.key());
        match was {
            Some(was) if was.source == entry.source && was.origin == entry.origin => {}
            None if entry.origin == Origin::Embedded => {}
            _ => words.push(change(was, entry)),
        }
    }
    for gone in before.entries().filter(|e| e.path.is_some() && now.entry(&e.key()).is_none()) {
        let unreadable = now.unreadable.iter().any(|u| Some(&u.path) == gone.path.as_ref());
        words.push(format!("{} {}", gone.name(), if unreadable { "cannot be read" } else { "is gone" }));
    }
    for new in now.unreadable.iter().filter(|u| !before.unreadable.contains(u)) {
        let was_there = before.entries().any(|e| e.path.as_ref() == Some(&new.path));
        if !was_there {
            words.push(format!("{new}"));
        }
    }
    let more = words.len().saturating_sub(2);
    words.truncate(2);
    if more > 0 {
        words.push(format!("and {more} more"));
    }
    (!words.is_empty()).then(|| format!("Playbooks were read again: {}", words.join("; ")))
}

/// What happened to one.
fn change(was: Option<&Entry>, entry: &Entry) -> String {
    let name = named(entry);
    match (was, entry.playbook.is_some()) {
        (_, false) => format!("{name} has {}", tally(&entry.faults)),
        (None, true) if entry.origin == Origin::Replaces => {
            format!("{name} is yours now, in place of the built-in one")
        }
        (None, true) => format!("{name} is new"),
        (Some(was), true) if was.playbook.is_none() => format!("{name} can be used now"),
        (Some(_), true) if entry.faults.is_empty() => format!("{name} changed"),
        (Some(_), true) => format!("{name} changed; {}", tally(&entry.faults)),
    }
}
