//! One course of what happens, on a desk.

use std::collections::BTreeSet;
use std::panic::AssertUnwindSafe;

use super::happening::{Disk, Written, as_keys};
use super::holds::{self, Told};
use super::quietly::quietly;
use super::*;
use crate::document::Status;
use crate::session::{Edit, Target};

/// Signs of which each is typed once stand from here on: they are in no playbook.
const FIRST_SIGN: u32 = 0x4e00;
const SIGNS: std::ops::Range<u32> = FIRST_SIGN..FIRST_SIGN + 0x400;

pub(super) struct Weather<'a> {
    stock: &'a Stock,
    desk: Desk,
    /// What the terminal shows.
    screen: Buffer,
    count: u32,
    /// The signs that a conversation has, by its id, here or in its note.
    owed: BTreeMap<String, BTreeSet<char>>,
    /// The signs that somebody else took away, who had read them.
    taken: BTreeSet<char>,
    /// What happened, as a test would say it.
    script: Vec<String>,
}

/// The signs of a text.
fn signs(text: &str) -> BTreeSet<char> {
    text.chars().filter(|c| SIGNS.contains(&u32::from(*c))).collect()
}

impl<'a> Weather<'a> {
    /// Goes through a course from a place. Why it did not hold, if it did not, and what led there.
    pub(super) fn go_through(
        stock: &'a Stock,
        place: Place,
        course: &[Happening],
    ) -> Result<(), (String, String)> {
        let mut desk = stock.at(place);
        desk.app.drawn();
        let screen = desk.buffer().0;
        let script = vec![format!("let mut desk = stock.at(Place::{place:?});")];
        let (owed, taken) = (BTreeMap::new(), BTreeSet::new());
        let mut weather = Self { stock, desk, screen, count: 0, owed, taken, script };
        let mut all = || {
            for happening in course {
                weather.happen(happening)?;
            }
            weather.end()
        };
        let held =
            quietly(AssertUnwindSafe(&mut all)).unwrap_or_else(|why| Err(format!("it panicked: {why}")));
        held.map_err(|why| (why, weather.script.join("\n")))
    }

    fn happen(&mut self, happening: &Happening) -> Result<(), String> {
        use Happening as H;
        match happening.clone() {
            H::Key(chord) => self.event(Event::Key(chord)),
            H::Text(text) => self.event(Event::Text(text)),
            H::Sign => {
                let sign = self.new_sign();
                self.event(Event::Text(sign.to_string()))
            }
            H::Paste(text) => self.event(Event::Paste(text)),
            H::PasteSign(text) => {
                let half = text.char_indices().nth(text.chars().count() / 2).map_or(0, |(at, _)| at);
                let text = format!("{}{}{}", &text[..half], self.new_sign(), &text[half..]);
                self.event(Event::Paste(text))
            }
            H::Click { x, y, double, extend } => self.event(Event::Click { x, y, double, extend }),
            H::Thrice { x, y } => self.event(Event::ClickThrice { x, y }),
            H::Drag { x, y } => self.event(Event::Drag { x, y }),
            H::Wheel { x, y, down } => self.event(Event::Wheel { x, y, down }),
            H::Label(nth) => self.press_label(nth),
            H::Act(nth) => self.take_action(nth),
            H::Resize { width, height } => self.event(Event::Resize { width, height }),
            H::Wait(seconds) => self.wait(seconds),
            H::Focus => self.event(Event::Focus),
            H::Disk(disk) => self.disk(disk),
            H::Holder(holds) => self.holder(holds),
            H::Written { nth, what } => self.written(nth, what),
            H::Playbooks(nth) => {
                self.say(format!("desk.shelf = Some(stock.versions[{nth}].clone());"));
                self.desk.shelf = Some(self.stock.versions[nth].clone());
                Ok(())
            }
            H::NoFolder => self.event(Event::Listing(Err("the folder cannot be read".to_owned()))),
            H::Calm => self.calm(),
        }
    }

    fn new_sign(&mut self) -> char {
        self.count += 1;
        char::from_u32(FIRST_SIGN + self.count % 0x400).unwrap()
    }

    fn say(&mut self, line: String) {
        self.script.push(line);
    }

    fn log(&mut self, event: &Event) {
        const BEGIN: &str = "desk.keys(\"";
        const END: &str = "\");";
        let line = match (as_keys(event), event) {
            (Some(keys), _) => {
                if let Some(last) = self.script.last_mut().filter(|last| last.starts_with(BEGIN)) {
                    last.truncate(last.len() - END.len());
                    last.push_str(&format!("{keys}{END}"));
                    return;
                }
                format!("{BEGIN}{keys}{END}")
            }
            (_, Event::Tick) => "desk.event(Event::Tick);".to_owned(),
            (_, Event::Text(text)) => format!("desk.event(Event::Text({text:?}.to_owned()));"),
            (_, Event::Paste(text)) => format!("desk.event(Event::Paste({text:?}.to_owned()));"),
            (_, Event::Click { x, y, double: false, extend: false }) => format!("desk.click({x}, {y});"),
            (_, event) => format!("desk.event(Event::{event:?});"),
        };
        self.say(line);
    }

    /// An event, and whether all holds after it.
    fn event(&mut self, event: Event) -> Result<(), String> {
        self.log(&event);
        let before = self.told();
        let may_lose = holds::may_lose(&self.desk.app, &event);
        let arrives = match &event {
            Event::Text(text) | Event::Paste(text) if holds::takes_words(&self.desk.app) => signs(text),
            _ => BTreeSet::new(),
        };
        self.desk.app.drawn();
        self.desk.update(event);
        self.desk.after_frame();
        self.editors();
        self.look_at(before, may_lose, &arrives)
    }

    /// What the editors give back, in which somebody was at once.
    fn editors(&mut self) {
        if let Some(text) = self.desk.lent.take() {
            self.script.push("desk.event(Event::TextEdited(Ok(desk.lent.take().unwrap() + …)));".to_owned());
            let sign = self.new_sign();
            self.desk.update(Event::TextEdited(Ok(format!("{text}\nedited {sign}"))));
        }
        for (key, _) in std::mem::take(&mut self.desk.edits) {
            self.desk.update(Event::Edited { key, trouble: None });
        }
    }

    /// The conversation that is open, with its signs; and whether one may write in it.
    fn told(&self) -> Option<Told> {
        let note = self.desk.app.note.as_ref()?;
        let session = note.session();
        Some(Told {
            id: session.head().id.clone(),
            signs: signs(&session.to_document().render()),
            is_read_only: note.open.holder.is_some(),
        })
    }

    fn look_at(
        &mut self,
        before: Option<Told>,
        may_lose: bool,
        arrives: &BTreeSet<char>,
    ) -> Result<(), String> {
        let after = self.told();
        if let Some(before) = before.filter(|before| !before.is_read_only) {
            let now = match &after {
                Some(after) if after.id == before.id => after.signs.clone(),
                _ => self.kept(&before.id),
            };
            let lost: BTreeSet<_> = before.signs.difference(&now).copied().collect();
            let owed = self.owed.entry(before.id.clone()).or_default();
            owed.extend(before.signs.difference(&self.taken));
            if may_lose {
                owed.retain(|sign| !lost.contains(sign));
            } else if lost.iter().any(|sign| owed.contains(sign)) {
                return Err(format!("these signs are lost: {lost:?}"));
            }
        }
        if let Some(after) = &after {
            let missing: Vec<_> = arrives.difference(&after.signs).collect();
            if !missing.is_empty() {
                return Err(format!("these signs were typed and are nowhere: {missing:?}"));
            }
            let told = after.signs.difference(&self.taken);
            self.owed.entry(after.id.clone()).or_default().extend(told);
        }
        if self.desk.quit {
            return self.begin_anew();
        }
        let screen = std::mem::take(&mut self.screen);
        self.screen = holds::screen(&self.desk, screen)?;
        holds::contexts(&self.desk)?;
        self.saved_is_saved()
    }

    /// The signs of a conversation that are in its note or in its draft.
    fn kept(&self, id: &str) -> BTreeSet<char> {
        let mut kept = signs(self.desk.drafts.get(id).map_or("", String::as_str));
        kept.extend(signs(self.desk.notes.get(&self.desk.places[id]).map_or("", String::as_str)));
        kept
    }

    /// What the bar says: all signs are in the draft or in the note.
    fn saved_is_saved(&self) -> Result<(), String> {
        let Some(told) = self.told() else { return Ok(()) };
        if told.is_read_only || !self.desk.app.is_saved() {
            return Ok(());
        }
        let kept = self.kept(&told.id);
        match told.signs.difference(&kept).find(|sign| !self.taken.contains(sign)) {
            Some(sign) => Err(format!("the bar says that all is saved, but {sign} is not")),
            None => Ok(()),
        }
    }

    /// The program has ended. It said so if not all was filed, and begins anew.
    fn begin_anew(&mut self) -> Result<(), String> {
        let app = &self.desk.app;
        let is_read = app.note.as_ref().is_some_and(|note| note.open.holder.is_some());
        if !(app.ending || app.is_filed() || is_read) {
            return Err("it has quit, and not all is filed".to_owned());
        }
        self.say("desk.begin_anew();".to_owned());
        self.desk.begin_anew();
        self.desk.app.drawn();
        self.screen = self.desk.buffer().0;
        Ok(())
    }

    fn press_label(&mut self, nth: usize) -> Result<(), String> {
        let (width, height) = self.desk.app.size;
        let Some(y) = height.checked_sub(1) else { return Ok(()) };
        let mut labels: Vec<u16> = Vec::new();
        let mut last = None;
        for x in 0..width.min(200) {
            let action = view::footer::action_at(&self.desk.app, x, y);
            if action.is_some() && action != last {
                labels.push(x);
            }
            last = action;
        }
        match labels.get(nth.checked_rem(labels.len()).unwrap_or(0)) {
            Some(x) => self.event(Event::Click { x: *x, y, double: false, extend: false }),
            None => Ok(()),
        }
    }

    fn take_action(&mut self, nth: usize) -> Result<(), String> {
        self.event(Event::Key(Chord::ctrl('p')))?;
        if !matches!(self.desk.app.overlay, Some(Overlay::Actions(_))) {
            return Ok(());
        }
        let count = self.desk.app.fitting_actions().len();
        for _ in 0..nth.checked_rem(count).unwrap_or(0) {
            self.event(Event::Key(Chord::plain(Key::Down)))?;
        }
        self.event(Event::Key(Chord::plain(Key::Enter)))
    }

    fn wait(&mut self, seconds: u64) -> Result<(), String> {
        self.say(format!("desk.wait({seconds});"));
        self.desk.tick += Duration::from_secs(seconds);
        let before = self.told();
        self.desk.app.drawn();
        self.desk.update(Event::Tick);
        if seconds >= 2
            && let Some(told) = &before
        {
            self.desk.look(&told.id);
        }
        self.desk.after_frame();
        self.look_at(before, false, &BTreeSet::new())
    }

    fn disk(&mut self, disk: Disk) -> Result<(), String> {
        let before = self.told();
        self.desk.app.drawn();
        let desk = &mut self.desk;
        let full = || Some("the disk is full: make room".to_owned());
        let line = match disk {
            Disk::Refuses => {
                (desk.refuses, desk.drafts_well) = (full(), false);
                "desk.refuses = Some(FULL.to_owned());"
            }
            Disk::RefusesNotes => {
                (desk.refuses, desk.drafts_well) = (full(), true);
                "(desk.refuses, desk.drafts_well) = (Some(FULL.to_owned()), true);"
            }
            Disk::IsSilent => {
                desk.silent = true;
                "desk.silent = true;"
            }
            Disk::IsSlow => {
                desk.slow = true;
                "desk.slow = true;"
            }
            Disk::HasRead => {
                desk.has_read();
                "desk.has_read();"
            }
            Disk::Works => {
                (desk.refuses, desk.drafts_well) = (None, false);
                desk.disk_goes_on();
                "desk.refuses = None; desk.disk_goes_on();"
            }
        };
        self.script.push(line.to_owned());
        self.desk.after_frame();
        self.look_at(before, false, &BTreeSet::new())
    }

    fn holder(&mut self, holds: bool) -> Result<(), String> {
        self.say(format!("desk.holder = {holds}.then(|| \"process 7\".to_owned());"));
        self.desk.holder = holds.then(|| "process 7, since 21 November 14:00".to_owned());
        let Some(told) = self.told().filter(|told| told.is_read_only && !holds) else { return Ok(()) };
        let path = self.desk.places[&told.id].clone();
        self.event(Event::Report(Report::Changed { id: told.id, path }))
    }

    /// Somebody writes in a note, who has read it just now.
    fn written(&mut self, nth: usize, what: Written) -> Result<(), String> {
        let paths: Vec<_> = self.desk.notes.keys().cloned().collect();
        let Some(path) = paths.get(nth.checked_rem(paths.len()).unwrap_or(0)) else { return Ok(()) };
        let before = self.desk.notes[path].clone();
        let document = Document::parse(&before);
        let head = document.head().unwrap();
        let id = head.id.clone();
        let sign = self.new_sign();
        self.say(format!("// somebody writes in {}: {what:?}, {sign}", path.display()));
        let now = StandingClock.now();
        let playbook = self.desk.app.catalog.playbook(&head.playbook.id).cloned();
        let after = match playbook.map(|playbook| Session::open(playbook, head, document, now)) {
            Some(mut session) if !matches!(what, Written::Foreign) => {
                let edit = elsewhere(&session, what, sign);
                session.apply(edit, now);
                session.to_document().render()
            }
            _ => format!("{before}\n## Theirs\n\nnot ours {sign}\n"),
        };
        let owed = self.owed.entry(id).or_default();
        owed.extend(signs(&after).difference(&signs(&before)));
        // What they took away is no word of ours any more.
        self.taken.extend(signs(&before).difference(&signs(&after)));
        owed.retain(|sign| !self.taken.contains(sign));
        self.desk.notes.insert(path.clone(), after);
        Ok(())
    }

    /// All is mended; after a while all is filed, and says what the screen has.
    fn calm(&mut self) -> Result<(), String> {
        self.disk(Disk::Works)?;
        self.disk(Disk::HasRead)?;
        self.holder(false)?;
        for seconds in [0, 6, 6, 11] {
            self.wait(seconds)?;
        }
        self.desk.recover();
        let Some(note) = self.desk.app.note.as_ref().filter(|note| note.open.holder.is_none()) else {
            return self.nothing_is_owed();
        };
        if !note.is_filed() {
            return Err(format!("it is not filed after a while: {:?}, {:?}", note.saving, note.filing));
        }
        holds::says_the_same(note.session(), &self.desk.notes[&note.open.path])?;
        self.nothing_is_owed()
    }

    fn nothing_is_owed(&self) -> Result<(), String> {
        for (id, owed) in &self.owed {
            let note = self.desk.notes.get(&self.desk.places[id]).map_or("", String::as_str);
            if let Some(sign) = owed.difference(&signs(note)).next() {
                return Err(format!("{sign} is not in the note of {id}:\n{note}"));
            }
        }
        Ok(())
    }

    /// At the end all is filed, word by word as the screen has it.
    fn end(&mut self) -> Result<(), String> {
        self.calm()?;
        self.say("desk.event(Event::Ended);".to_owned());
        // A name that is being typed over goes with it.
        let over = self.told().filter(|_| matches!(self.desk.app.screen, Screen::Form(_)));
        self.desk.update(Event::Ended);
        if let (Some(over), Some(now)) = (over, self.told())
            && let Some(owed) = self.owed.get_mut(&now.id)
        {
            owed.retain(|sign| now.signs.contains(sign) || !over.signs.contains(sign));
        }
        if !self.desk.quit {
            return Err("it was told to end, and has not".to_owned());
        }
        let Some(note) = self.desk.app.note.as_ref().filter(|note| note.open.holder.is_none()) else {
            return self.nothing_is_owed();
        };
        let stands = &self.desk.notes[&note.open.path];
        let ours = note.session().to_document().render();
        // In front of it are the place where one stands, and what is counted: no reasons to file.
        let behind = |note: &str| note.split_once("\n+++\n").map(|(_, text)| text.to_owned());
        let is_same = behind(&ours) == behind(stands);
        if !note.is_filed() || !is_same {
            return Err(format!("what is filed is not what is in memory:\n{stands}\nbut\n{ours}"));
        }
        holds::says_the_same(note.session(), stands)?;
        self.nothing_is_owed()
    }
}

/// What somebody changes who has the conversation open elsewhere.
fn elsewhere(session: &Session, what: Written, sign: char) -> Edit {
    let now = StandingClock.now();
    let text = session.playbook().fields().find(|(at, of)| of.kind.is_multiline() && session.is_asked(*at));
    match (what, text) {
        (Written::Behind | Written::Instead, Some((at, _))) => {
            let target = Target::Field(at);
            let len = session.text(target).len();
            let (at, remove) = if matches!(what, Written::Behind) { (len, 0) } else { (0, len) };
            Edit::Splice { target, at, remove, insert: format!(" elsewhere {sign}") }
        }
        (Written::Closed, _) => Edit::Close { status: Status::Closed, outcome: None, closed: Some(now) },
        _ => session.add_note(0, &format!("elsewhere {sign}"), now),
    }
}
