//! All there is: a disk, a program or none, and what is owed to the advisor.

use std::collections::BTreeSet;
use std::time::{Duration, SystemTime};

use super::super::*;
use super::screen::Screen;
use super::words::{Place, playbook, word, words};
use super::{End, Event, Step};
use crate::dates::Moment;
use crate::store::report::Request;
use crate::store::tests::memory::{Dice, Memory};
use crate::store::work::Work;

pub const ID: &str = "k3v9q2m8x7ta";
const TOP: &str = "/goodterms-in-memory";
/// Within one wait, not so many things are done.
const BUSY: usize = 2_000;
/// After so long, all is called saved.
const A_WHILE: u32 = 12_000;

pub struct World {
    pub disk: Memory,
    locks: Locks,
    tick: Duration,
    days: i64,
    pub screen: Option<Screen>,
    /// So many words were written.
    count: usize,
    /// The words that must be in the note, at the latest after the next start.
    pub owed: BTreeSet<String>,
    /// The words that are typed and not lost, though nobody called them saved yet.
    pub typed: BTreeSet<String>,
    /// The words that somebody wrote over who had not read them, or had read what we do not know.
    pub written_over: BTreeSet<String>,
    /// The words that somebody wrote over so, and that the open conversation brings back when it looks.
    pub at_risk: BTreeSet<String>,
    /// The words that an editor saved in the middle of a filing that nobody has confirmed: no sync of ours says
    /// on which name of the folder they stand. Who then writes over the note takes them away, if the power goes.
    pub unsettled: BTreeSet<String>,
    /// The texts that the open conversation was read from or filed as.
    pub known: Vec<String>,
    /// What an editor elsewhere has read.
    pub read: Option<String>,
    /// How it ends within the next step.
    end_within: Option<End>,
    /// Whether nothing has failed yet.
    is_sound: bool,
}

impl World {
    pub fn new(is_plain: bool) -> Self {
        Self::with(Memory::new(TOP, is_plain))
    }

    fn with(disk: Memory) -> Self {
        let world = Self {
            disk,
            locks: Locks::default(),
            tick: Duration::ZERO,
            days: 0,
            screen: None,
            count: 0,
            owed: BTreeSet::new(),
            typed: BTreeSet::new(),
            written_over: BTreeSet::new(),
            at_risk: BTreeSet::new(),
            unsettled: BTreeSet::new(),
            known: Vec::new(),
            read: None,
            end_within: None,
            is_sound: true,
        };
        world.tell_time();
        world
    }

    pub fn now(&self) -> Moment {
        Moment { tick: self.tick, wall: now() + self.tick + chrono::TimeDelta::days(self.days) }
    }

    fn tell_time(&self) {
        self.disk.set_time(SystemTime::from(self.now().wall));
    }

    pub fn store(&self) -> Store {
        let (disk, state) = (Arc::new(self.disk.clone()), Path::new(TOP).join("state"));
        let versions = Versions::on(disk.clone(), &state, Keep { count: 8, bytes: 20_000_000 });
        let folder = Folder::new(Path::new(TOP).join("notes"));
        Store {
            disk,
            folder,
            state,
            locks: self.locks.clone(),
            versions,
            log: Log::none(),
            root: Arc::default(),
            sittings: Arc::default(),
        }
    }

    pub fn path(&self) -> PathBuf {
        Path::new(TOP).join("notes/ada/2026-11-21-small-k3v9q2.md")
    }

    /// The note as it stands, whatever is wrong with the disk.
    pub fn note(&self) -> Result<Option<String>, String> {
        let Some(bytes) = self.disk.peek(&self.path()) else { return Ok(None) };
        let text = String::from_utf8(bytes).map_err(|error| format!("the note is torn: {error}"))?;
        match Document::parse(&text).head() {
            Ok(head) if head.id == ID => Ok(Some(text)),
            other => Err(format!("the note is torn: {other:?}\n{text}")),
        }
    }

    pub fn new_word(&mut self) -> String {
        self.count += 1;
        word(self.count)
    }

    /// Something happens.
    pub fn step(&mut self, step: &Step) -> Result<(), String> {
        self.tick += Duration::from_millis(1);
        match &step.event {
            Event::Type { place, is_sent } => self.type_word(*place, *is_sent),
            Event::File => self.ask(Screen::file),
            Event::Wait { millis } => self.wait(*millis)?,
            Event::NextDay => {
                self.days += 1;
                self.tell_time();
            }
            Event::Read => self.read = self.note()?,
            Event::Write { place, is_stale, is_synced } => self.write(*place, *is_stale, *is_synced)?,
            Event::SlipIn { after, place, is_synced } => self.slip_in(*after, *place, *is_synced),
            Event::Command { place, is_stale } => self.command(*place, *is_stale),
            Event::Fault(fault) => {
                self.disk.set_fault(Some(fault.clone()));
                self.is_sound = false;
            }
            Event::Mend => self.disk.set_fault(None),
            Event::EndWithin { after, how } => {
                self.disk.cut_after(Some(*after));
                self.end_within = Some(*how);
            }
            Event::End(how) => self.end(*how),
            Event::Close => self.close()?,
            Event::Open => self.open()?,
        }
        self.take_reports();
        if self.disk.is_dead() {
            let how = self.end_within.unwrap_or(End::Kill);
            self.end(how);
        }
        if step.hears {
            self.hear();
        }
        self.note()?;
        match step.what_if {
            Some(how) => self.what_if(how).map_err(|wrong| format!("{wrong}\nafter {how:?}")),
            None => Ok(()),
        }
    }

    fn type_word(&mut self, place: Place, is_sent: bool) {
        if self.screen.is_none() {
            return;
        }
        let word = self.new_word();
        self.ask(|screen, now| screen.type_word(place, &word, now));
        self.typed.insert(word);
        if is_sent {
            self.ask(Screen::hand_on);
        }
    }

    fn ask(&mut self, what: impl FnOnce(&mut Screen, Moment)) {
        let now = self.now();
        if let Some(screen) = &mut self.screen {
            what(screen, now);
        }
    }

    fn wait(&mut self, millis: u32) -> Result<(), String> {
        let until = self.tick + Duration::from_millis(millis.into());
        for _ in 0..BUSY {
            let due = self.screen.as_ref().and_then(|screen| screen.work.due());
            let due = due.filter(|due| *due <= until && !self.disk.is_dead());
            self.tick = due.unwrap_or(until).max(self.tick);
            self.tell_time();
            if due.is_none() {
                return Ok(());
            }
            self.ask(|screen, now| screen.work.run_due(now));
            self.take_reports();
        }
        Err("it never rests".to_owned())
    }

    pub fn open(&mut self) -> Result<(), String> {
        if self.screen.is_some() {
            return Ok(());
        }
        let (store, now, id) = (self.store(), self.now(), ID.to_owned());
        // A folder of notes whose making nobody confirmed may be gone with the power. One is told, as
        // it could be on a disk that is not there, and does what one is told.
        let is_gone = |one: &Recovered| matches!(one.filed, Err(StoreError::FolderGone(_)));
        if store.recover(now.wall).iter().any(is_gone) {
            self.path().parent().into_iter().for_each(|folder| self.disk.bring_back(folder));
            store.recover(now.wall);
        }
        let Access::Write(lock) = store.locks.session(ID, now.wall) else {
            return Err("somebody has it open".to_owned());
        };
        let (lock, path) = (Some(lock), self.path());
        let (session, base, document) = match read_on(&*store.disk, &path) {
            Ok((document, head, base)) => {
                let session = Session::open(playbook(), head, document, now.wall);
                let document = session.to_document();
                (session, base, Box::new(document))
            }
            Err(error) if error.source_error().is_some_and(|e| e.kind() == io::ErrorKind::NotFound) => {
                let client = Client { name: "Ada".to_owned(), ..Client::default() };
                let start = Start { id: ID.to_owned(), client, ..Start::default() };
                (Session::new(playbook(), start, now.wall), Base::NEW, Box::default())
            }
            // The program says so, and ends.
            Err(_) => return Ok(()),
        };
        self.known = base.text().map(str::to_owned).into_iter().collect();
        let mut work = Work::new(store);
        work.take(Request::Open { id, path, base, document, lock }, now);
        self.screen = Some(Screen::new(work, session));
        self.unsettled.clear();
        self.take_reports();
        Ok(())
    }

    fn close(&mut self) -> Result<(), String> {
        let may_fail = self.disk.fault().is_some() || self.screen.is_none();
        self.ask(Screen::file);
        self.take_reports();
        self.hear();
        self.ask(|screen, now| screen.work.take(Request::Close { id: ID.to_owned() }, now));
        self.take_reports();
        if self.disk.is_dead() {
            return Ok(());
        }
        self.screen = None;
        if may_fail {
            self.give_up_at_risk();
        }
        let unsaved = std::mem::take(&mut self.typed);
        match unsaved.difference(&self.owed).next() {
            Some(word) if !may_fail => Err(format!("{word} was not saved when it was closed")),
            _ => Ok(()),
        }
    }

    /// The program ends.
    fn end(&mut self, how: End) {
        let fault = self.disk.fault().filter(|fault| fault.is_lasting);
        *self = self.after(how);
        self.disk.set_fault(fault);
    }

    /// What there is after such an end.
    fn after(&self, how: End) -> Self {
        let (disk, read) = match how {
            End::Kill => (self.disk.after_kill(), self.read.clone()),
            End::PowerCut(seed) => (self.disk.after_power_cut(&mut Dice::new(seed)), None),
        };
        let (owed, written_over) = (self.owed.clone(), self.written_over.clone());
        let (count, is_sound, tick, days) = (self.count, self.is_sound, self.tick, self.days);
        let unsettled = self.unsettled.clone();
        let mut then =
            Self { owed, read, written_over, unsettled, count, is_sound, tick, days, ..Self::with(disk) };
        // Who would have brought them back is no more.
        then.write_over(self.at_risk.clone());
        then
    }

    /// What if it ended like this, and the conversation were opened again?
    fn what_if(&self, how: End) -> Result<(), String> {
        let mut then = self.after(how);
        if matches!(how, End::Kill) && self.is_sound {
            // Nobody has said that it is saved; but what the writer was handed is in the draft.
            let handed = self.screen.iter().flat_map(|screen| screen.words_to(screen.handed));
            then.owe(handed.cloned());
        }
        then.open()?;
        then.check()
    }

    fn check(&self) -> Result<(), String> {
        let note = self.note()?.unwrap_or_default();
        let there = words(&note);
        let lost: Vec<_> = self.owed.union(&self.typed).filter(|word| !there.contains(*word)).collect();
        match lost.is_empty() {
            true => Ok(()),
            false => Err(format!("lost: {lost:?} of\n{note}\non the disk: {:?}", self.disk.all())),
        }
    }

    /// All is well from now on, and it ends as it should.
    pub fn end_well(mut self) -> Result<(), String> {
        self.disk.set_fault(None);
        self.disk.set_slip(None);
        self.disk.cut_after(None);
        self.hear();
        self.ask(Screen::hand_on);
        self.wait(A_WHILE)?;
        if let Some(word) = self.typed.difference(&self.owed).next() {
            return Err(format!("{word} was not called saved after a while"));
        }
        self.close()?;
        // What could not be recovered at the last start is by now, and what lay beside it is gone.
        for _ in 0..2 {
            self.open()?;
            self.wait(A_WHILE)?;
            self.hear();
            self.close()?;
            self.check()?;
        }
        let notes = Path::new(TOP).join("notes");
        let left = |path: &PathBuf| path.starts_with(&notes) && *path != self.path();
        let left = self.disk.all().into_iter().find(left).filter(|_| self.disk.peek(&self.path()).is_some());
        match (self.store().pending().pop(), left) {
            (None, None) => Ok(()),
            (draft, left) => Err(format!("left over: {draft:?}, {left:?}")),
        }
    }

    /// A text is in the note, and the disk has confirmed it.
    pub fn stands(&mut self, text: &str) {
        let words = words(text);
        self.written_over.retain(|word| !words.contains(word));
        self.owed.extend(words);
    }

    /// Somebody writes on where words are missing, or the program ends that knows them.
    pub fn give_up_at_risk(&mut self) {
        let at_risk = std::mem::take(&mut self.at_risk);
        self.write_over(at_risk);
    }

    /// These are lost, and nobody here could help it.
    pub fn write_over(&mut self, over: BTreeSet<String>) {
        self.owed.retain(|word| !over.contains(word));
        self.typed.retain(|word| !over.contains(word));
        self.written_over.extend(over);
    }

    pub fn owe(&mut self, words: impl IntoIterator<Item = String>) {
        let words = words.into_iter().filter(|word| !self.written_over.contains(word));
        self.owed.extend(words);
    }

    /// What the writer has said is held against it.
    pub fn take_reports(&mut self) {
        if let Some((text, is_synced)) = self.disk.slipped() {
            self.give_up_at_risk();
            if is_synced {
                self.owe(words(&text));
            }
            self.unsettled.extend(words(&text));
        }
        let Some(screen) = &mut self.screen else { return };
        let reports = screen.work.reports();
        if self.disk.is_dead() {
            // What was said in the moment of the end nobody has heard.
            return;
        }
        for report in &reports {
            let Some(screen) = &self.screen else { return };
            let (Report::Saved { revision, .. } | Report::Filed { revision, .. }) = report else { continue };
            let words: Vec<_> = screen.words_to(*revision).cloned().collect();
            self.owe(words);
            if let Report::Filed { stands, .. } = report {
                let text = stands.document().render();
                self.stands(&text);
                self.known.push(text);
                self.at_risk.clear();
                self.unsettled.clear();
            }
        }
        if let Some(screen) = &mut self.screen {
            screen.keep(reports);
        }
    }

    fn hear(&mut self) {
        self.ask(Screen::hear);
    }
}
