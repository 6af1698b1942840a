//! What must be kept of a client, and what may be forgotten: both asked on their page.

use std::path::PathBuf;

use super::clients::ClientPage;
use super::line::LineInput;
use super::list::ListState;
use super::note::Note;
use super::{App, Effect, Screen};
use crate::agenda::Client;
use crate::session::Edit;
use crate::store::forget::{Belongings, Whom};
use crate::text;
use crate::tui::keys::{Action, Context};

/// What is asked.
#[derive(Debug)]
pub enum Asked {
    /// Why all of it must be kept.
    Hold,
    /// Whether all of it is to go; what there is, once it was looked at, or why nobody can say.
    Forget(Option<Result<Box<Belongings>, String>>),
}

/// A line to type in, over what there is.
#[derive(Debug)]
pub struct Keeping {
    pub asked: Asked,
    pub line: LineInput,
    pub list: ListState,
    /// It is being done.
    busy: bool,
}

impl Keeping {
    fn new(asked: Asked, line: &str) -> Self {
        Self { asked, line: LineInput::new(line), list: ListState::default(), busy: false }
    }

    /// What is to be typed.
    pub fn prompt(&self) -> &'static str {
        match self.asked {
            Asked::Hold => "Why must it be kept? For example: a claim is open",
            Asked::Forget(_) => "To forget them for good, type their name",
        }
    }

    /// Whether everything of them is being taken away.
    pub fn is_busy(&self) -> bool {
        self.busy
    }
}

impl App {
    /// What is asked about a client, if anything is.
    pub fn keeping(&self) -> Option<&Keeping> {
        match &self.screen {
            Screen::Client(page) => page.keeping.as_deref(),
            _ => None,
        }
    }

    fn keeping_mut(&mut self) -> Option<&mut Keeping> {
        match &mut self.screen {
            Screen::Client(page) => page.keeping.as_deref_mut(),
            _ => None,
        }
    }

    fn close_keeping(&mut self) {
        if let Screen::Client(page) = &mut self.screen {
            page.keeping = None;
        }
    }

    /// Asks why all conversations with the client must be kept.
    pub(super) fn ask_hold(&mut self) {
        self.message = None;
        if let Screen::Client(page) = &mut self.screen {
            let why = page.client.notes.iter().find_map(|brief| brief.hold.as_deref());
            page.keeping = Some(Box::new(Keeping::new(Asked::Hold, why.unwrap_or_default())));
        }
    }

    /// Shows all there is of the client, and asks whether it is to go.
    pub(super) fn ask_forget(&mut self, effects: &mut Vec<Effect>) {
        self.message = None;
        if let Screen::Client(page) = &mut self.screen {
            page.keeping = Some(Box::new(Keeping::new(Asked::Forget(None), "")));
            effects.push(Effect::LookForAll(Whom::of(&page.client)));
        }
    }

    /// All there is of a client was looked for.
    pub(super) fn found_all(&mut self, found: Result<Box<Belongings>, String>) {
        let Screen::Client(page) = &mut self.screen else { return };
        let is_theirs = |ids: &Whom| page.client.notes.iter().any(|brief| ids.ids.contains(&*brief.id));
        let is_meant = found.as_ref().map_or(true, |all| is_theirs(&all.whom));
        if let Some(Keeping { asked: Asked::Forget(all), .. }) = page.keeping.as_deref_mut()
            && is_meant
        {
            *all = Some(found);
        }
    }

    pub(super) fn act_in_keeping(&mut self, action: Action, effects: &mut Vec<Effect>) {
        self.message = None;
        let mut clipboard = std::mem::take(&mut self.clipboard);
        match action {
            Action::Back => self.close_keeping(),
            Action::Confirm => self.take_keeping(effects),
            action if action.is_in_lists() => self.move_in_page(action),
            action => {
                if let Some(keeping) = self.keeping_mut() {
                    keeping.line.act(action, &mut clipboard);
                }
            }
        }
        self.clipboard = clipboard;
    }

    fn take_keeping(&mut self, effects: &mut Vec<Effect>) {
        match self.keeping().map(|keeping| &keeping.asked) {
            Some(Asked::Hold) => self.take_hold(effects),
            Some(Asked::Forget(_)) => self.take_forget(effects),
            None => {}
        }
    }

    /// Writes the hold into all notes of the client: what is open here as an edit, the others where they
    /// lie. Without a reason it is taken off.
    fn take_hold(&mut self, effects: &mut Vec<Effect>) {
        let Screen::Client(page) = &mut self.screen else { return };
        let Some(keeping) = &page.keeping else { return };
        let why = Some(text::name(keeping.line.text())).filter(|why| !why.is_empty());
        let is_new = |hold: Option<&str>| hold != why.as_deref();
        let notes = page.client.notes.iter().filter(|brief| is_new(brief.hold.as_deref()));
        let own = self.note.as_ref().filter(|note| note.open.holder.is_none());
        let own = own.map(|note| note.session().head().id.clone());
        let (mine, others): (Vec<_>, Vec<_>) = notes.partition(|brief| own.as_deref() == Some(&*brief.id));
        let (is_mine, paths) = (!mine.is_empty(), others.iter().map(|brief| brief.path.clone()).collect());
        let was_held = page.client.notes.iter().any(|brief| brief.hold.is_some());
        self.close_keeping();
        if is_mine && self.edit(Edit::Hold(why.clone())) {
            self.file_now(effects);
            self.refresh_own();
        }
        let paths: Vec<PathBuf> = paths;
        self.say(match (&why, was_held) {
            (Some(_), _) => "On hold: nothing of them can be forgotten",
            (None, true) => "No longer on hold",
            (None, false) => "Nothing was on hold. To put it on hold, say why",
        });
        if !paths.is_empty() {
            effects.push(Effect::Hold { paths, why });
        }
    }

    /// The other notes were written; what could not be is said.
    pub(super) fn held(&mut self, failed: &[String], effects: &mut Vec<Effect>) {
        if let [first, rest @ ..] = failed {
            let more = if rest.is_empty() { String::new() } else { format!(" (and {} more)", rest.len()) };
            self.complain(format!("Not written everywhere, try again: {first}{more}"));
        }
        if self.screen.shows_briefs() {
            effects.push(Effect::List);
        }
    }

    /// Takes everything of the client away, if the name was typed.
    fn take_forget(&mut self, effects: &mut Vec<Effect>) {
        let Some(Keeping { asked: Asked::Forget(Some(Ok(all))), line, busy: false, .. }) = self.keeping()
        else {
            return;
        };
        if let Err(why) = all.may_go() {
            let first = why.to_string();
            self.complain(first.lines().next().unwrap_or_default().trim_end_matches(':').to_owned());
            return;
        }
        let name = text::clean_line(&all.whom.name);
        if text::name(line.text()) != text::name(&name) {
            self.complain(format!("Nothing is forgotten: type the name as it stands, {name}"));
            return;
        }
        let all = all.clone();
        let is_own = |note: &Note| all.whom.ids.contains(&note.session().head().id);
        if self.note.as_ref().is_some_and(is_own) {
            if self.call_time().is_some() {
                self.complain("Nothing is forgotten: you are talking to them. End the call first");
                return;
            }
            if !self.note.as_ref().is_some_and(Note::is_filed) {
                self.file_now(effects);
                self.complain("Nothing is forgotten yet: their note is being saved. Try again in a moment");
                return;
            }
            self.close_note(effects);
        }
        if let Some(keeping) = self.keeping_mut() {
            keeping.busy = true;
        }
        effects.push(Effect::Forget(all));
    }

    /// What became of it: so many files are gone; or why not all of them.
    pub(super) fn forgotten(&mut self, done: Result<(String, usize), String>, effects: &mut Vec<Effect>) {
        match done {
            Ok((who, files)) => {
                // Nothing here remembers them either.
                (self.undoable, self.draft) = (None, None);
                self.clipboard.clear();
                effects.push(Effect::StopSearching);
                self.show_today(effects);
                let gone = text::count(files, "file");
                self.say(format!(
                    "Forgotten: {who}, {gone}. Backups, sync services and exports are yours to look after"
                ));
            }
            Err(why) => {
                let whom = match &mut self.screen {
                    Screen::Client(page) => page.keeping.as_mut().map(|keeping| {
                        keeping.busy = false;
                        Whom::of(&page.client)
                    }),
                    _ => None,
                };
                effects.extend(whom.map(Effect::LookForAll));
                self.complain(why);
            }
        }
    }

    /// How many closed conversations are older than the config says, and what that is.
    pub(super) fn count_old(&self) -> usize {
        let Some((years, briefs)) = self.keep_years.zip(self.notes.briefs.as_ref()) else { return 0 };
        let span = crate::agenda::keeping::years(years);
        crate::agenda::keeping::closed_before(briefs, span, self.now.wall.date_naive()).count()
    }
}

impl ClientPage {
    /// The contexts of the line.
    pub(super) fn keeping_contexts(&self) -> &'static [Context] {
        match self.keeping.as_ref().map(|keeping| &keeping.asked) {
            Some(Asked::Hold) => &[Context::Text, Context::Hold, Context::List],
            _ => &[Context::Text, Context::Forget, Context::List],
        }
    }
}

/// Whether anything with a client is on hold, and why: each reason once.
pub fn holds(client: &Client) -> Vec<&str> {
    let mut all: Vec<&str> = client.notes.iter().filter_map(|brief| brief.hold.as_deref()).collect();
    all.sort_unstable();
    all.dedup();
    all
}
