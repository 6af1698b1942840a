//! The loop: events in, effects out. All that touches the terminal, the disk and the clock while
//! the screen is up is here.

use std::io;
use std::panic::{self, AssertUnwindSafe};
use std::path::{Path, PathBuf};
use std::sync::{Arc, mpsc};
use std::thread;
use std::time::{Duration, Instant};

use crossterm::clipboard::CopyToClipboard;

use super::app::choose::Choose;
use super::app::form::Purpose;
use super::app::wording::Wording;
use super::app::{App, Effect, Event, note as state};
use super::edit::{Editing, Wanted};
use super::exporter::Exporter;
use super::first_run;
use super::input::{self, Input};
use super::keys::{Chord, Key};
use super::notice::Told;
use super::reader::{Answer, Ask, NotOpened, Reader};
use super::searcher::Searcher;
use super::teller::{self, Teller};
use super::terminal::Terminal;
use super::theme::Theme;
use super::view;
use super::wait::Waiter;
use super::{Opening, Setup};
use crate::catalog::Catalog;
use crate::dates::{Clock, Moment};
use crate::editor::{Editor, Sheet};
use crate::log::Log;
use crate::session::Session;
use crate::store::writer::Request;
use crate::store::{self, Access, Base, Open, Report, Store, StoreError, Writer};
use crate::text;

/// How long to look for a key that is there, and how often: whoever looks may be interrupted just then.
/// It is short, for crossterm does not sleep meanwhile, and who has not slept is woken late for the next key.
#[cfg(unix)]
const GLANCE: Duration = Duration::from_micros(10);
/// Once more it is looked for longer, and so much later.
#[cfg(unix)]
const LONG_GLANCE: Duration = Duration::from_micros(50);
#[cfg(unix)]
const AGAIN: Duration = Duration::from_millis(50);
#[cfg(unix)]
const GLANCES: u32 = 3;
/// How long the end waits for a disk that is busy, and then for another one.
const LAST_WAIT: Duration = Duration::from_millis(600);
const RESCUE_WAIT: Duration = Duration::from_millis(300);
/// So long a frame waits for the notes folder where there is nothing to show instead, and where there is.
const FIRST_LOOK: Duration = Duration::from_millis(20);
const LOOK_AGAIN: Duration = Duration::from_millis(4);
/// So long the screen waits for a conversation to be read: what is typed next belongs into it.
const OPENING: Duration = Duration::from_millis(700);
/// So long the end waits for a client to be renamed in all notes.
const RENAMING: Duration = Duration::from_secs(5);

pub(super) struct Run {
    pub(super) store: Store,
    rescue: PathBuf,
    /// Where the config goes on the first run.
    first_run: Option<PathBuf>,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) editor: Editor,
    pub(super) log: Log,
    /// What to open in the editor, once the events of the moment are through.
    editing: Option<Wanted>,
    /// Where a text lies while the editor has it, what is on the sheet it just gave back, and those
    /// whose words are in the conversation.
    pub(super) edits: PathBuf,
    pub(super) sheet: Option<Sheet>,
    pub(super) taken: Vec<Sheet>,
    began: Instant,
    writer: Writer,
    reader: Reader,
    /// Only while words are looked for.
    searcher: Option<Searcher>,
    /// What is being written for others.
    pub(super) exporters: Vec<Exporter>,
    /// Once something was to be counted or learnt.
    teller: Option<Teller>,
    /// Clients that are being renamed, put on hold or forgotten: none of that is to be left half done.
    renames: usize,
    /// The note of which one is told when somebody changes it.
    noticed: Option<PathBuf>,
    /// What is shown was remembered: the notes are to be read once it is seen.
    look_after_frame: bool,
    pub(super) waiter: Waiter,
    input: Input,
    /// crossterm may have more of what it read.
    more: bool,
    /// When to ask it once more: a look that was interrupted sees nothing.
    again: Option<Duration>,
    quit: bool,
}

/// Runs the screen until the advisor quits.
///
/// # Errors
/// If the terminal cannot be used, or words could not be saved; the message says where they are.
pub fn run(setup: Setup, opening: Opening) -> io::Result<()> {
    let waiter = Waiter::new()?;
    let (waker, readers) = (waiter.waker()?, waiter.waker()?);
    let theme = Theme::of(setup.theme, setup.colours);
    let mut app = App::new(setup.catalog, setup.advisor, theme, setup.clock.clone());
    app.wording = Wording::new(setup.wording);
    app.exports = setup.exports;
    app.keep_years = setup.keep_years;
    let mut run = Run {
        store: setup.store.clone(),
        rescue: setup.rescue,
        first_run: setup.first_run,
        clock: setup.clock.clone(),
        editor: setup.editor,
        log: setup.log,
        editing: None,
        edits: setup.edits,
        sheet: None,
        taken: Vec::new(),
        began: Instant::now(),
        reader: Reader::start(
            setup.store.clone(),
            setup.remembered.clone(),
            setup.clock.clone(),
            move || {
                readers.wake();
            },
        ),
        writer: Writer::start(setup.store, setup.clock, move || waker.wake()),
        searcher: None,
        exporters: Vec::new(),
        teller: None,
        renames: 0,
        noticed: None,
        look_after_frame: false,
        waiter,
        input: Input::default(),
        more: false,
        again: None,
        quit: false,
    };
    let mut terminal = Terminal::take()?;
    // After a panic the session is still whole: an edit is applied or it is not.
    let ended = panic::catch_unwind(AssertUnwindSafe(|| {
        let (width, height) = terminal.size();
        run.step(&mut app, Event::Resize { width, height });
        if let (Opening::Today, Some(lists)) = (&opening, setup.remembered.lists()) {
            app.remember(lists);
        }
        run.open(&mut app, opening);
        app.tell_recovered(&setup.recovered, run.clock.now());
        if let Some(notice) = setup.notice {
            app.complain(notice);
        }
        let gone = run.go(&mut app, &mut terminal);
        if gone.is_err() {
            // The terminal may be gone before its signal comes; the disk is still there.
            run.step(&mut app, Event::Ended);
            run.finish(&mut app);
        }
        gone
    }));
    if ended.is_err() {
        // What was typed in the last moment has not gone to the draft yet.
        let _ = panic::catch_unwind(AssertUnwindSafe(|| {
            run.quit = false;
            for effect in app.last_effects() {
                run.carry_out(&mut app, effect);
            }
            run.finish(&mut app);
        }));
    }
    drop(terminal);
    run.put_sheets_away(&app);
    let unsaved = run.last_words(&app);
    run.writer.end(if app.is_filed() { LAST_WAIT } else { Duration::ZERO });
    match (ended, unsaved) {
        (Err(_), Some(place)) => {
            Err(io::Error::other(format!("goodterms has stopped by a mistake of ours; {place}")))
        }
        (Err(_), None) => {
            Err(io::Error::other("goodterms has stopped by a mistake of ours; your words are saved"))
        }
        (Ok(Err(error)), None) => Err(error),
        (Ok(_), Some(place)) => Err(io::Error::other(place)),
        (Ok(Ok(())), None) => Ok(()),
    }
}

/// The key that begins a call.
const CALL_NOW: Chord = Chord::plain(Key::F(5));

impl Run {
    fn now(&self) -> Moment {
        Moment { wall: self.clock.now(), tick: self.began.elapsed() }
    }

    fn open(&mut self, app: &mut App, opening: Opening) {
        match opening {
            Opening::Today if self.first_run.is_some() => app.show_welcome(),
            // What is remembered is shown before anybody looks.
            Opening::Today if app.notes.lists.is_some() => self.look_after_frame = true,
            Opening::Today => self.carry_out(app, Effect::List),
            Opening::Session(open) => self.opened(app, Ok(open)),
            Opening::Live(open) => {
                self.opened(app, Ok(open));
                for effect in app.show_live(self.now()) {
                    self.carry_out(app, effect);
                }
            }
            Opening::Call => {
                // Who was with one before is offered afterwards.
                self.reader.ask(Ask::List);
                self.step(app, Event::Key(CALL_NOW));
            }
            Opening::Practise(open, section) => {
                app.practise_next(section);
                self.opened(app, Ok(open));
            }
            Opening::New { playbook, client, meeting, quick } => {
                app.quick = quick;
                // Who was with one before is offered.
                self.reader.ask(Ask::List);
                let playbook = playbook.and_then(|id| app.catalog.playbook(&id).cloned());
                let choose = |client, meeting| Choose { client, meeting, ..Choose::default() };
                match playbook {
                    Some(chooser) if chooser.is_chooser() => {
                        app.show_choose(choose(client, meeting), Some(&chooser.id));
                    }
                    Some(playbook) => app.begin_form(Purpose::New(playbook), client, meeting, None),
                    None => app.show_choose(choose(client, meeting), None),
                }
                self.step(app, Event::Tick);
            }
        }
    }

    fn go(&mut self, app: &mut App, terminal: &mut Terminal) -> io::Result<()> {
        loop {
            match view::walk::stale_area(app) {
                Some(area) if area.height == 0 => {}
                Some(area) => terminal.draw_part(area, |buffer| view::walk::draw_fields(app, buffer))?,
                None => terminal.draw(|buffer| view::draw(app, buffer))?,
            }
            app.drawn();
            if std::mem::take(&mut self.look_after_frame) {
                self.reader.ask(Ask::List);
            }
            // After the frame: what was typed is seen first.
            for effect in app.hand_on_after_frame(self.began.elapsed()) {
                self.carry_out(app, effect);
            }
            if self.quit {
                while self.renames > 0
                    && self.wait_for(app, RENAMING, |answer| {
                        matches!(answer, Answer::Renamed(..) | Answer::Held(_) | Answer::Forgotten(_))
                    })
                {}
                self.exported(app, RENAMING);
                return Ok(());
            }
            let deadline = app.deadline().map(|at| at.saturating_sub(self.began.elapsed()));
            let again = self.again.map(|at| at.saturating_sub(self.began.elapsed()));
            let deadline =
                if self.more { Some(Duration::ZERO) } else { deadline.into_iter().chain(again).min() };
            let woken = self.waiter.wait(deadline)?;
            if woken.ended {
                // The terminal may be gone: nothing is drawn or read from here on.
                self.step(app, Event::Ended);
                self.finish(app);
                return Ok(());
            }
            if woken.resized {
                let (width, height) = crossterm::terminal::size()?;
                terminal.resize(width, height);
                self.step(app, Event::Resize { width, height });
            }
            self.told(app, woken.told);
            let events = self.events(woken.keys)?;
            for event in events {
                if let Event::Resize { width, height } = event {
                    // On Unix the waiter has told us already.
                    if cfg!(unix) && (width, height) == terminal.size() {
                        continue;
                    }
                    terminal.resize(width, height);
                }
                self.step(app, event);
            }
            if let Some(wanted) = self.editing.take()
                && self.edit(app, terminal, wanted)? == Editing::Ended
            {
                self.step(app, Event::Ended);
                self.finish(app);
                return Ok(());
            }
            self.reports(app);
            while let Some(answer) = self.reader.answer(Duration::ZERO) {
                self.answered(app, answer);
            }
            while let Some(found) = self.searcher.as_ref().and_then(Searcher::found) {
                self.step(app, Event::Found(found));
            }
            self.exported(app, Duration::ZERO);
            while let Some(said) = self.teller.as_ref().and_then(Teller::said) {
                self.step(app, said.into());
            }
            self.put_sheets_away(app);
            if app.deadline().is_some_and(|at| at <= self.began.elapsed()) {
                self.step(app, Event::Tick);
            }
        }
    }

    /// What the terminal has sent: its first event at once, so that a key is seen at once, and the
    /// next time all the others.
    ///
    /// crossterm reads many bytes, gives one event, and keeps the rest: what it keeps can only be had
    /// by asking for it, for a moment that is none if there is something. So that moment is spent when
    /// the first one has been drawn.
    #[cfg(unix)]
    fn events(&mut self, there_are_keys: bool) -> io::Result<Vec<Event>> {
        let mut events = Vec::new();
        let now = self.began.elapsed();
        let again = self.again.take_if(|at| *at <= now).is_some();
        let first = !std::mem::take(&mut self.more) && !again;
        if first && !there_are_keys {
            return Ok(events);
        }
        // What has come is not kept waiting for what may come.
        while is_there_a_key(if again && events.is_empty() { LONG_GLANCE } else { GLANCE })? {
            let raw = crossterm::event::read()?;
            events.extend(self.input.read(raw, self.began.elapsed()));
            self.more = first;
            if first {
                break;
            }
        }
        let is_done = again && events.is_empty();
        if !first && !is_done {
            self.again = Some(now + AGAIN);
        }
        Ok(input::join(events))
    }

    /// All that the console has sent.
    #[cfg(not(unix))]
    fn events(&mut self, _: bool) -> io::Result<Vec<Event>> {
        let mut events = Vec::new();
        while crossterm::event::poll(Duration::ZERO)? {
            let raw = crossterm::event::read()?;
            events.extend(self.input.read(raw, self.began.elapsed()));
        }
        Ok(input::join(events))
    }

    pub(super) fn reports(&mut self, app: &mut App) {
        while let Some(report) = self.writer.try_report() {
            if let Report::Filed { id, stands, .. } = &report
                && self.noticed.as_ref() != Some(&stands.path)
                && app.session().is_some_and(|session| session.head().id == *id)
            {
                // Its folder is there by now, or it is another one.
                self.notice(id.clone(), &stands.path);
            }
            self.step(app, Event::Report(report));
        }
    }

    pub(super) fn step(&mut self, app: &mut App, event: Event) {
        let now = self.now();
        for effect in app.update(event, now) {
            self.carry_out(app, effect);
        }
    }

    pub(super) fn carry_out(&mut self, app: &mut App, effect: Effect) {
        match effect {
            Effect::Quit => self.quit = true,
            Effect::Draft { id, typed } => self.writer.ask(Request::Edit { id, typed }),
            Effect::File { id, typed } => self.writer.ask(Request::File { id, typed }),
            Effect::Sync => self.writer.ask(Request::Sync),
            Effect::Look(id) => self.writer.ask(Request::Look { id }),
            Effect::Close(id) => self.writer.ask(Request::Close { id }),
            Effect::List => {
                self.reader.ask(Ask::List);
                let wait = if app.notes.lists.is_some() { LOOK_AGAIN } else { FIRST_LOOK };
                self.wait_for(app, wait, |answer| matches!(answer, Answer::Briefs(_)));
            }
            Effect::Open(path, ticket) => self.read(app, Ask::Open(path, app.catalog.clone(), ticket)),
            Effect::Find(id, ticket) => self.read(app, Ask::Find(id, app.catalog.clone(), ticket)),
            Effect::Search(typed) => self.search(app, typed),
            Effect::Export(order) => self.export(app, *order),
            Effect::StopSearching => self.searcher = None,
            Effect::Count => self.tell(app, teller::Ask::All(app.catalog.clone())),
            Effect::StopCounting => self.tell(app, teller::Ask::Forget),
            Effect::Learn { playbook, own } => self.tell(app, teller::Ask::Lessons(playbook, own)),
            Effect::Rename { paths, renamed } => {
                self.renames += 1;
                self.reader.ask(Ask::Rename(paths, renamed, app.catalog.clone()));
            }
            Effect::Hold { paths, why } => {
                self.renames += 1;
                self.reader.ask(Ask::Hold(paths, why, app.catalog.clone()));
            }
            Effect::LookForAll(whom) => self.reader.ask(Ask::All(whom)),
            Effect::Forget(all) => {
                self.renames += 1;
                self.reader.ask(Ask::Forget(all));
            }
            Effect::Tell { note, ids } => self.reader.ask(Ask::Beside(note, ids)),
            Effect::Copy(text) => {
                // To the terminal itself; it may refuse in silence, and a failed write is no harm.
                let _ = crossterm::execute!(io::stdout(), CopyToClipboard::to_clipboard_from(text));
            }
            Effect::LookAtPlaybooks => {
                if let Some(catalog) = app.catalog.reread() {
                    self.step(app, Event::Catalog(Arc::new(catalog)));
                }
            }
            Effect::Edit { key, line } => self.editing = Some(Wanted::Playbook { key, line }),
            Effect::EditText { id, text } => self.editing = Some(Wanted::Text { id, text }),
            Effect::Begin { advisor, samples } => {
                if let Some(config) = &self.first_run {
                    let begun = first_run::begin(config, &self.store, advisor, samples, &*self.clock);
                    self.step(app, Event::Begun(begun));
                }
            }
            Effect::TextTaken => self.taken.extend(self.sheet.take()),
            Effect::Create { playbook, start } => {
                let created = store::new_id().map(|id| {
                    let session =
                        Session::new(playbook, crate::session::Start { id, ..*start }, self.clock.now());
                    let path = store::path_for(self.store.folder().path(), session.head());
                    Box::new(Open::new(session, path))
                });
                self.opened(app, created.map_err(|e| e.to_string()));
            }
        }
    }

    /// Looks for words, on a thread that is there only for that.
    fn search(&mut self, app: &mut App, typed: String) {
        if self.searcher.is_none() {
            match self.waiter.waker() {
                Ok(waker) => {
                    let folder = self.store.folder().clone();
                    self.searcher = Some(Searcher::start(folder, move || waker.wake()));
                }
                Err(error) => app.complain(format!("Cannot search now: {}", store::reason(&error))),
            }
        }
        if let Some(searcher) = &self.searcher {
            searcher.ask(typed);
        }
    }

    /// Asks the thread that reads all notes for what they say together.
    fn tell(&mut self, app: &mut App, ask: teller::Ask) {
        if self.teller.is_none() {
            match self.waiter.waker() {
                Ok(waker) => {
                    let folder = self.store.folder().clone();
                    self.teller = Some(Teller::start(folder, self.clock.clone(), move || waker.wake()));
                }
                Err(error) => app.complain(format!("Cannot count now: {}", store::reason(&error))),
            }
        }
        if let Some(teller) = &self.teller {
            teller.ask(ask);
        }
    }

    /// Reads a conversation. A disk that hangs keeps nobody: it is opened when it answers, if that is
    /// still wanted then.
    fn read(&mut self, app: &mut App, ask: Ask) {
        self.reader.ask(ask);
        if !self.wait_for(app, OPENING, |answer| matches!(answer, Answer::Opened(..))) {
            app.say("The disk is slow: the conversation opens as soon as it was read");
        }
    }

    /// Waits for an answer of the reading thread; those that come before it are taken, too. Returns
    /// whether it came.
    fn wait_for(&mut self, app: &mut App, at_most: Duration, is_it: fn(&Answer) -> bool) -> bool {
        let until = Instant::now() + at_most;
        while let Some(answer) = self.reader.answer(until.saturating_duration_since(Instant::now())) {
            let came = is_it(&answer);
            self.answered(app, answer);
            if came {
                return true;
            }
        }
        false
    }

    /// The reading thread says something.
    fn answered(&mut self, app: &mut App, answer: Answer) {
        match answer {
            Answer::Briefs(briefs) => self.step(app, Event::Listing(briefs)),
            Answer::Renamed(count, failed) => {
                self.renames = self.renames.saturating_sub(1);
                self.step(app, Event::Renamed { count, failed });
            }
            Answer::Held(failed) => {
                self.renames = self.renames.saturating_sub(1);
                self.step(app, Event::Held(failed));
            }
            Answer::All(all) => self.step(app, Event::FoundAll(all)),
            Answer::Forgotten(done) => {
                self.renames = self.renames.saturating_sub(1);
                self.step(app, Event::Forgotten(done));
            }
            Answer::Beside(heads) => self.step(app, Event::Linked(heads)),
            Answer::Opened(_, ticket) if !app.wants_opened(ticket) => {}
            Answer::Opened(opened, _) => {
                let opened = opened.map_err(|error| match error {
                    NotOpened::Store(error) => why_not_opened(&error, &app.catalog),
                    NotOpened::Found(error) => error.to_string(),
                });
                self.opened(app, opened);
            }
        }
    }

    /// A conversation was read or begun: whether one may write in it is asked of the lock, and the
    /// writer has it from now on.
    fn opened(&mut self, app: &mut App, opened: Result<Box<Open>, String>) {
        let opened = opened.and_then(|mut open| {
            let id = open.session.head().id.clone();
            let (path, base) = (open.path.clone(), open.base.clone());
            let is_shown = app.note.as_ref().is_some_and(|note| note.session().head().id == id);
            let document = match open.base {
                Base::NEW => Default::default(),
                _ => Box::new(open.session.to_document()),
            };
            let is_other = |note: &state::Note| is_other_file(&note.open.path, &path);
            if is_shown && app.note.as_ref().is_some_and(is_other) {
                let name = text::clean_line(&path.file_name().unwrap_or_default().to_string_lossy());
                return Err(format!(
                    "{name} has the same id as the note that is open: goodterms doctor says more"
                ));
            }
            match self.store.locks().session(&id, self.clock.now()) {
                Access::Mine if is_shown => self.writer.ask(Request::Look { id }),
                // It is being closed: the writer has done that when it comes to this.
                Access::Mine => {
                    let (of, note) = (id.clone(), path.clone());
                    self.writer.ask(Request::Open { id, path, base, document, lock: None });
                    self.notice(of, &note);
                }
                Access::ReadOnly(holder) => {
                    open.holder = Some(holder);
                    self.writer.ask(Request::Watch { id, path, base });
                }
                Access::Write(lock) => {
                    let (of, note) = (id.clone(), path.clone());
                    self.writer.ask(Request::Open { id, path, base, document, lock: Some(lock) });
                    self.notice(of, &note);
                }
            }
            Ok(open)
        });
        self.step(app, Event::Opened(opened));
    }

    /// Where the system tells of changes in a note, nobody need look again and again. That of a new one is
    /// not there yet, and its folder may not be.
    fn notice(&mut self, id: String, note: &Path) {
        let is = self.waiter.notice(note);
        self.noticed = is.then(|| note.to_owned());
        self.writer.ask(Request::Noticed { id, is });
    }

    /// Something was told of the note that is open.
    fn told(&mut self, app: &App, told: Told) {
        let Some(id) = app.session().map(|session| session.head().id.clone()) else { return };
        match told {
            Told::Nothing => {}
            Told::Changed => self.writer.ask(Request::Look { id }),
            Told::Gone => {
                self.noticed = None;
                self.writer.ask(Request::Noticed { id: id.clone(), is: false });
                self.writer.ask(Request::Look { id });
            }
        }
    }

    /// Waits a moment for what was asked of the disk.
    fn finish(&mut self, app: &mut App) {
        let until = Instant::now() + LAST_WAIT;
        while !self.quit {
            let left = until.saturating_duration_since(Instant::now());
            match self.writer.wait_report(left) {
                Some(report) => self.step(app, Event::Report(report)),
                None => return,
            }
        }
    }

    /// Puts what is not saved where a disk takes it, and says where. `None` if all is saved.
    fn last_words(&self, app: &App) -> Option<String> {
        let note = app.note.as_ref()?;
        let reason = match &note.filing {
            _ if note.open.holder.is_some() => return None,
            state::Filing::Filed => None,
            state::Filing::Failed { reason } => Some(reason.as_str()),
            state::Filing::Due | state::Filing::Asked { .. } => Some(state::NO_ANSWER),
        };
        if app.is_saved() {
            return reason.map(|reason| {
                format!(
                    "the note could not be saved in its place: {reason}\n\
                     every word is in a draft, and goes into the note when goodterms starts next"
                )
            });
        }
        let (done, doing) = mpsc::channel();
        let (store, rescue, now) = (self.store.clone(), self.rescue.clone(), app.now.wall);
        let (id, path, base) =
            (note.session().head().id.clone(), note.open.path.clone(), note.open.base.clone());
        let document = note.session().to_document();
        let stands = note.unconfirmed().cloned();
        // On a thread of its own: this disk may hang as well, and the end must come.
        thread::spawn(move || {
            let kept = store.keep_last_words((&id, &path, &base), stands.as_ref(), &document, now);
            done.send(match kept {
                Ok(_) => Ok(None),
                Err(_) => store.rescue(&rescue, &path, &document.render()).map(Some),
            })
        });
        Some(match doing.recv_timeout(RESCUE_WAIT) {
            Ok(Ok(None)) => "the note could not be saved in its place\n\
                 every word is in a draft, and goes into the note when goodterms starts next"
                .to_owned(),
            Ok(Ok(Some(copy))) => format!(
                "the note could not be saved in its place; a copy with every word is in {}",
                text::clean_line(&copy.display().to_string())
            ),
            Ok(Err(error)) => format!("the last words of the note could not be saved: {error}"),
            Err(_) => "the last words of the note could not be saved: the disk does not answer".to_owned(),
        })
    }
}

/// Whether two paths are two files. One whose file is not there was moved.
fn is_other_file(one: &Path, other: &Path) -> bool {
    one != other && one.canonicalize().is_ok_and(|one| one != other)
}

/// Whether crossterm has something to give.
#[cfg(unix)]
fn is_there_a_key(glance: Duration) -> io::Result<bool> {
    for _ in 0..GLANCES {
        if crossterm::event::poll(glance)? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Why a conversation does not open, and what to do: short, for it must be read in a small window.
fn why_not_opened(error: &StoreError, catalog: &Catalog) -> String {
    let StoreError::NoPlaybook { playbook, .. } = error else { return error.to_string() };
    let id = text::clean_line(playbook);
    if catalog.entries().any(|e| e.id == *playbook) {
        return format!("Its playbook `{id}` has errors and cannot be used. Press p: Playbooks shows them");
    }
    format!("Its playbook `{id}` is not here. Press p: Playbooks says where to put its file")
}
