//! What every command is handed, and the few things that several of them do.

use std::io::Write;
use std::path::Path;
use std::sync::{Arc, OnceLock};

use chrono::{DateTime, FixedOffset, NaiveDate};

use super::env::Env;
use super::failure::Failure;
use super::settings::Settings;
use super::wording;
use crate::catalog::{Catalog, Entry};
use crate::log::Log;
use crate::store::folder::{FindError, one_line};
use crate::store::versions::Versions;
use crate::store::{Folder, Listed, Open, Recovered, Store, StoreError};
use crate::text;
use crate::wording::Rulebook;

/// The world of a command.
pub struct Context<'a> {
    pub env: Env,
    pub settings: Settings,
    /// What a crash had left and is in the notes now, as long as nobody was told.
    pub recovered: Vec<Recovered>,
    catalog: OnceLock<Arc<Catalog>>,
    store: OnceLock<Store>,
    rulebook: OnceLock<Arc<Rulebook>>,
    /// Data.
    pub out: &'a mut dyn Write,
    /// Talk.
    pub err: &'a mut dyn Write,
}

impl<'a> Context<'a> {
    /// A world to work in.
    pub fn new(env: Env, settings: Settings, out: &'a mut dyn Write, err: &'a mut dyn Write) -> Self {
        Self {
            env,
            settings,
            recovered: Vec::new(),
            catalog: OnceLock::new(),
            store: OnceLock::new(),
            rulebook: OnceLock::new(),
            out,
            err,
        }
    }

    /// Where the notes are, and what keeps them.
    pub fn store(&self) -> Store {
        let make = || {
            let log = Log::new(&self.env.state, self.env.clock.clone());
            Store::new(&self.settings.notes, &self.env.state, self.settings.keep(), log)
        };
        self.store.get_or_init(make).clone()
    }

    /// Puts what a crash left in drafts into the notes.
    pub fn recover(&mut self) {
        self.recovered = self.store().recover(self.now());
    }

    /// Says what was recovered, if it was not said yet.
    pub fn say_recovered(&mut self) {
        let now = self.now();
        for recovered in std::mem::take(&mut self.recovered) {
            let warning = if recovered.filed.is_ok() { "" } else { "warning: " };
            self.say(&format!("{warning}{}", recovered.words(now)));
        }
    }

    /// The notes folder.
    pub fn folder(&self) -> Folder {
        Folder::new(&self.settings.notes)
    }

    /// The earlier versions of the notes.
    pub fn versions(&self) -> Versions {
        Versions::new(&self.env.state, self.settings.keep())
    }

    /// The playbooks there are.
    pub fn catalog(&self) -> Arc<Catalog> {
        self.catalog.get_or_init(|| Arc::new(Catalog::load(&self.env.playbooks))).clone()
    }

    /// The rules for questions.
    pub fn rulebook(&self) -> Arc<Rulebook> {
        self.rulebook.get_or_init(|| Arc::new(wording::rulebook(&self.env.wording()))).clone()
    }

    /// The log.
    pub fn log(&self) -> Log {
        Log::new(&self.env.state, self.env.clock.clone())
    }

    /// The moment it is.
    pub fn now(&self) -> DateTime<FixedOffset> {
        self.env.clock.now()
    }

    /// The day it is, where the advisor is.
    pub fn today(&self) -> NaiveDate {
        self.now().date_naive()
    }

    /// Says something beside the data. Where nobody listens, nothing is lost.
    pub fn say(&mut self, message: &str) {
        let _ = writeln!(self.err, "{}", text::clean(message));
    }

    /// Says what is wrong with the config, if anything is.
    pub fn say_notice(&mut self) {
        if let Some(notice) = self.settings.notice(&self.env) {
            self.say(&format!("warning: {notice}"));
        }
    }

    /// Opens a note with the playbook it names.
    pub fn open(&self, path: &Path) -> Result<Open, Failure> {
        let catalog = self.catalog();
        self.store().open(path, |id| catalog.playbook(id), self.now()).map_err(|error| match &error {
            StoreError::NoPlaybook { playbook, .. } => match broken(&catalog, playbook) {
                Some(entry) => playbook_has_errors(entry),
                None => error.into(),
            },
            _ => error.into(),
        })
    }

    /// The conversation that is meant. If there is none, those whose client's name is like it
    /// are named: people type a first name.
    pub fn find(&self, wanted: &str) -> Result<Listed, Failure> {
        let missing = match self.folder().find(wanted) {
            Err(error @ FindError::None(_)) => error,
            found => return Ok(found?),
        };
        let folded = text::fold(&text::name(wanted));
        let listing = self.folder().list()?;
        let like: Vec<_> = listing
            .notes
            .iter()
            .filter(|n| !folded.is_empty() && text::fold(&n.head.client.name).contains(&folded))
            .map(|n| format!("\n  {}", one_line(n)))
            .collect();
        if like.is_empty() {
            return Err(missing.into());
        }
        Err(Failure::usage(format!(
            "there is no conversation `{}`; write the whole name, or the id. Did you mean:{}",
            text::clean_line(wanted),
            like.concat()
        )))
    }

    /// The conversation that is meant, opened, with what sync tools have put beside it.
    pub fn find_open(&mut self, wanted: &str) -> Result<Open, Failure> {
        let found = self.find(wanted)?;
        self.take_in(&found);
        self.open(&found.path)
    }

    /// Takes in what lies beside a note and belongs to it.
    pub fn take_in(&mut self, found: &Listed) {
        self.take_in_at(&found.path, &found.head.id);
    }

    /// The same for the conversation with this id, in the note at a path.
    pub fn take_in_at(&mut self, note: &Path, id: &str) {
        for taken in self.store().take_in(note, id, self.now()) {
            self.say(&taken.in_words());
        }
    }

    /// Files a conversation; says so if somebody else had changed the note meanwhile.
    pub fn file(&mut self, open: &mut Open) -> Result<(), Failure> {
        let asked = open.path.clone();
        let filed = open.file(&self.store(), self.now())?;
        if filed.is_merged {
            self.say("Somebody else changed this note meanwhile: both are in it.");
        }
        if filed.conflicts > 0 {
            let places = text::count(filed.conflicts, "place");
            self.say(&format!("Both had written in {places}: see \"Also written elsewhere\" in the note."));
        }
        if filed.path != asked {
            self.say(&format!("The note is now {}", shown(&filed.path)));
        }
        Ok(())
    }

    /// Refuses the full screen where it cannot be drawn.
    pub fn need_screen(&self, instead: &str) -> Result<(), Failure> {
        let terminals = self.env.terminals;
        if terminals.stdin && terminals.stdout {
            return Ok(());
        }
        let why = "this is not a terminal: the full screen needs one";
        Err(Failure::usage(format!("{why}\n{instead}")))
    }
}

/// A path for people to read.
pub fn shown(path: &Path) -> String {
    text::clean_line(&path.display().to_string())
}

/// The entry of a playbook that cannot be used.
pub fn broken<'a>(catalog: &'a Catalog, id: &str) -> Option<&'a Entry> {
    catalog.entries().find(|e| e.id == id && e.playbook.is_none())
}

/// A playbook that is there and cannot be used.
pub fn playbook_has_errors(entry: &Entry) -> Failure {
    let file = entry.path.as_deref().map_or_else(|| text::clean_line(&entry.id), shown);
    Failure::failed(format!(
        "the playbook `{}` has {} and cannot be used\nsee them with: goodterms playbook check \"{file}\"\n\
         mend them with: goodterms playbook edit \"{file}\"",
        text::clean_line(&entry.id),
        text::count(entry.errors(), "error"),
    ))
}
