//! What an export is of: one conversation, or all with a client, with what there is beside them. Notes are read
//! here, and nothing is written.

mod mentions;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::{DateTime, Local, NaiveDate};

use crate::agenda::{Brief, Briefs, Client, UNKNOWN, clients};
use crate::catalog::Catalog;
use crate::dates::{self, Clock};
use crate::export::report::{self, Linked, Report, Story};
use crate::export::{Options, redacted};
use crate::session::Session;
use crate::store::{Listed, Listing, Store, StoreError};
use crate::text;

/// From the first day to the last one, where these are set.
pub type Period = (Option<NaiveDate>, Option<NaiveDate>);

/// Why there is nothing to export.
#[derive(Debug, thiserror::Error)]
pub enum GatherError {
    #[error(transparent)]
    Store(#[from] StoreError),
    /// There is no such client, or there are several.
    #[error("{0}")]
    Client(String),
    #[error("there is no conversation with this client in these days")]
    Nothing,
}

/// Who is told how it goes.
pub trait Listener {
    /// Something to know, such as a note that cannot be read.
    fn say(&mut self, words: &str);
    /// So many are read.
    fn at(&mut self, done: usize, of: usize);
}

/// What to gather from.
#[derive(Clone, Copy)]
pub struct Sources<'a> {
    pub store: &'a Store,
    pub catalog: &'a Catalog,
    pub clock: &'a dyn Clock,
}

/// What an export is of.
#[derive(Debug)]
pub struct Subject {
    /// In the order of time.
    pub sessions: Vec<Session>,
    /// Of a client: what there is beside them.
    story: Option<Story>,
    links: Vec<Linked>,
}

impl Subject {
    /// One conversation.
    ///
    /// # Errors
    /// If the notes folder cannot be read.
    pub fn of_session(sources: Sources<'_>, session: Session) -> Result<Self, GatherError> {
        let listing = sources.store.folder().list()?;
        Ok(Self { sessions: vec![session], story: None, links: sources.links(&listing.notes) })
    }

    /// All conversations with a client, by any of their names; of the days of a period.
    ///
    /// # Errors
    /// If there is no such client, or there are several; if nothing is left, or the folder cannot be read.
    pub fn of_client(
        sources: Sources<'_>,
        name: &str,
        period: Period,
        listener: &mut dyn Listener,
    ) -> Result<Self, GatherError> {
        let listing = sources.store.folder().list()?;
        let client = client_named(&listing, name)?;
        let own: BTreeSet<PathBuf> = client.notes.iter().map(|brief| brief.path.clone()).collect();
        let mut story = Story {
            name: client.notes.first().map_or(client.name.clone(), |brief| brief.client_said()),
            organisation: client.organisation.clone(),
            also: client.also.clone(),
            period,
            links: sources.links(&listing.notes),
            missing: sources.missing(&listing, &own, listener),
            ..Story::default()
        };
        let notes: Vec<&Listed> = listing.notes.iter().filter(|note| own.contains(&note.path)).collect();
        let (sessions, edits) = sources.opened(&notes, &mut story, listener);
        story.edits = edits;
        if sessions.is_empty() {
            return Err(GatherError::Nothing);
        }
        let names: Vec<String> = [&client.name].into_iter().chain(&client.also).cloned().collect();
        let ids = notes.iter().map(|note| note.head.id.clone()).collect();
        story.mentions = mentions::find(sources, &names, &ids);
        story.mentions.retain(|mention| story_covers(period, mention.day));
        Ok(Self { sessions, story: Some(story), links: Vec::new() })
    }

    /// The same with one of its conversations as it is in memory.
    #[must_use]
    pub fn with(mut self, session: &Session) -> Self {
        let id = &session.head().id;
        self.sessions.iter_mut().filter(|own| own.head().id == *id).for_each(|own| *own = session.clone());
        self
    }

    /// What it says, for people.
    pub fn report(&self, options: &Options) -> Report {
        match (&self.story, &self.sessions[..]) {
            (None, [session, ..]) => report::conversation(session, options, &self.links),
            (story, sessions) => {
                let nothing = Story::default();
                report::client(story.as_ref().unwrap_or(&nothing), sessions, options)
            }
        }
    }

    /// Takes names and numbers out of it.
    ///
    /// # Errors
    /// If the notes folder cannot be read: the names of other clients are there.
    pub fn redact(&mut self, sources: Sources<'_>) -> Result<(), GatherError> {
        let listing = sources.store.folder().list()?;
        let others: Vec<_> = listing.notes.iter().map(|note| &note.head.client).collect();
        let redacted = redacted(&self.sessions, others.into_iter());
        self.sessions = redacted.sessions;
        let links = self.story.as_mut().map_or(&mut self.links, |story| &mut story.links);
        for link in links {
            link.id = redacted.ids.get(&link.id).cloned().unwrap_or_default();
        }
        let Some(story) = &mut self.story else { return Ok(()) };
        let Some(head) = self.sessions.last().map(Session::head) else { return Ok(()) };
        story.name = head.client_said();
        story.organisation.clone_from(&head.client.organisation);
        story.also = Vec::new();
        // A file may be named by what is in it.
        if !story.missing.is_empty() {
            story.missing = vec![text::count(story.missing.len(), "file") + " that cannot be read"];
        }
        Ok(())
    }
}

fn story_covers((from, to): Period, day: NaiveDate) -> bool {
    Story { period: (from, to), ..Story::default() }.covers(day)
}

/// The client who is meant, by any of their names. Samples are meant only if nobody else is.
fn client_named(listing: &Listing, wanted: &str) -> Result<Client, GatherError> {
    let brief = |note: &Listed| Arc::new(Brief::of(&note.path, &note.head));
    let all = clients(&Briefs { notes: listing.notes.iter().map(brief).collect(), unreadable: 0 });
    let folded = text::fold(&text::name(wanted));
    let is_sample = |client: &&Client| client.notes.iter().all(|brief| brief.sample);
    let named = |name: &str| text::fold(&text::name(name)) == folded;
    let by_name: Vec<&Client> = all
        .iter()
        .filter(|client| {
            client.name != UNKNOWN && [&client.name].into_iter().chain(&client.also).any(|n| named(n))
        })
        .collect();
    let by_firm: Vec<&Client> =
        all.iter().filter(|client| client.organisation.as_deref().is_some_and(named)).collect();
    let found = if by_name.is_empty() { by_firm } else { by_name };
    let (samples, real): (Vec<&Client>, Vec<&Client>) = found.into_iter().partition(is_sample);
    let found = if real.is_empty() { samples } else { real };
    match &found[..] {
        [client] => Ok((*client).clone()),
        [] => {
            let is_like = |client: &&Client| client.names().any(|name| text::fold(name).contains(&folded));
            let like: Vec<String> = all
                .iter()
                .filter(|client| !folded.is_empty() && is_like(client))
                .map(|client| format!("\n  {}", text::clean_line(&client.name)))
                .collect();
            let hint = match like.is_empty() {
                true => "\nsee your clients with: goodterms list".to_owned(),
                false => format!("; did you mean:{}", like.concat()),
            };
            Err(GatherError::Client(format!("there is no client `{}`{hint}", text::clean_line(wanted))))
        }
        several => {
            let names: Vec<String> =
                several.iter().map(|client| format!("\n  {}", text::clean_line(&client.name))).collect();
            let wanted = text::clean_line(wanted);
            Err(GatherError::Client(format!(
                "several clients are called `{wanted}`; name one of them:{}",
                names.concat()
            )))
        }
    }
}

impl Sources<'_> {
    /// Opens these notes in the order of time. What cannot be opened is said, and is missing in the story.
    fn opened(
        self,
        notes: &[&Listed],
        story: &mut Story,
        listener: &mut dyn Listener,
    ) -> (Vec<Session>, Vec<Vec<NaiveDate>>) {
        let mut notes: Vec<&Listed> = notes.to_vec();
        notes.sort_by(|a, b| a.head.started.cmp(&b.head.started).then_with(|| a.path.cmp(&b.path)));
        let (mut sessions, mut edits) = (Vec::new(), Vec::new());
        for (done, note) in notes.iter().enumerate() {
            listener.at(done, notes.len());
            let now = self.clock.now();
            for taken in self.store.take_in(&note.path, &note.head.id, now) {
                listener.say(&taken.in_words());
            }
            match self.store.open(&note.path, |id| self.catalog.playbook(id), now) {
                Ok(open) => {
                    let changed = self.edit_days(note);
                    if is_within(story, &open.session, &changed) {
                        edits.push(changed);
                        sessions.push(open.session);
                    }
                }
                Err(error) => {
                    listener.say(&format!("warning: {error}"));
                    let day = dates::in_full(note.head.started.date_naive());
                    let playbook = &note.head.playbook.id;
                    story.missing.push(format!("A conversation begun {day}, by the playbook `{playbook}`"));
                }
            }
        }
        (sessions, edits)
    }

    /// The days on which a note was changed after that of its beginning, as far as this machine knows.
    fn edit_days(self, note: &Listed) -> Vec<NaiveDate> {
        let versions = self.store.versions().list(&note.head.id).unwrap_or_default();
        let local = |at: DateTime<chrono::Utc>| {
            let near = at.with_timezone(self.clock.now().offset()).naive_local();
            at.with_timezone(self.clock.at(near).offset()).date_naive()
        };
        let mut days: BTreeSet<NaiveDate> = versions.iter().map(|version| local(version.at)).collect();
        // The newest text is in the note itself.
        let written = std::fs::metadata(&note.path).and_then(|about| about.modified()).ok();
        days.extend(written.map(|at| local(DateTime::<Local>::from(at).to_utc())));
        let begun = note.head.started.date_naive();
        // A clock may have been wrong.
        days.into_iter().filter(|day| *day > begun && *day <= self.clock.now().date_naive()).collect()
    }

    /// The conversations by which others may have come about.
    fn links(self, notes: &[Listed]) -> Vec<Linked> {
        let title =
            |id: &String| self.catalog.playbook(id).map_or(id.clone(), |playbook| playbook.title.clone());
        let link = |note: &Listed| Linked {
            id: note.head.id.clone(),
            title: title(&note.head.playbook.id),
            day: note.head.started.date_naive(),
        };
        notes.iter().map(link).collect()
    }

    /// What cannot be read and may belong here: said, and named without the folder it is in.
    fn missing(self, listing: &Listing, own: &BTreeSet<PathBuf>, listener: &mut dyn Listener) -> Vec<String> {
        let root = self.store.folder().path().to_owned();
        let folders: BTreeSet<&Path> =
            own.iter().filter_map(|path| path.parent()).filter(|p| *p != root).collect();
        let (mut missing, mut others) = (Vec::new(), 0);
        for error in listing.unreadable.iter().filter(|error| !error.is_foreign()) {
            listener.say(&format!("warning: {error}"));
            match error.path().filter(|path| path.parent().is_some_and(|folder| folders.contains(folder))) {
                Some(path) => missing.push(text::clean_line(
                    &Path::new(path.file_name().unwrap_or_default()).display().to_string(),
                )),
                None => others += 1,
            }
        }
        if others > 0 {
            let files = text::count(others, "file");
            missing.push(format!("{files} elsewhere in the notes folder; whom they are about is not known"));
        }
        missing
    }
}

/// Whether something of a conversation went on in the days that are asked for, or its note was changed in them.
fn is_within(story: &Story, session: &Session, edits: &[NaiveDate]) -> bool {
    report::days(session).chain(edits.iter().copied()).any(|day| story.covers(day))
}
