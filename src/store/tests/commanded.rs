//! A command files while the conversation is open, and another one takes that back: both are news. An
//! editor that saves what it read long ago still takes away nothing that was typed.

use std::fs;
use std::time::Duration;

use super::*;
use crate::dates::Moment;
use crate::playbook::{Answer, FieldRef};
use crate::store::report::{Request, Stands, Typed};
use crate::store::work::Work;

const ID: &str = "k3v9q2m8x7ta";
const KEY: &str = "slipped.expected";

/// A conversation that is open on a screen.
struct Screen {
    dir: tempfile::TempDir,
    work: Work,
    session: Session,
    path: PathBuf,
    tick: Duration,
    generation: u64,
    is_put_back: bool,
}

impl Screen {
    /// One with Ada, in which this was done before it was opened.
    fn open(before: impl FnOnce(&mut Session)) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let notes = dir.path().join("notes");
        let mut session = session("Ada", ID);
        before(&mut session);
        let document = session.to_document();
        let filed = file(&store(&notes), &path_for(&notes, session.head()), &document.render(), &Base::NEW);
        let Filed { path, base, .. } = filed.unwrap();
        session.filed(document.clone());
        let mut work = Work::new(store(&notes));
        let (id, document) = (ID.to_owned(), Box::new(document));
        let moment = Moment { tick: Duration::ZERO, wall: now() };
        work.take(Request::Open { id, path: path.clone(), base, document, lock: None }, moment);
        Self { dir, work, session, path, tick: Duration::ZERO, generation: 0, is_put_back: false }
    }

    /// A command changes the note and files it; the screen hears of it.
    fn command(&mut self, change: impl FnOnce(&mut Session)) {
        let store = store(&self.dir.path().join("notes"));
        let mut open = store.open(&self.path, |_| Some(self.session.playbook()), now()).unwrap();
        change(&mut open.session);
        open.file(&store, now()).unwrap();
        self.look();
    }

    /// An editor that knows nothing of us saves this. It may look half synced: that is waited for.
    fn editor_saves(&mut self, text: &str) {
        fs::write(&self.path, text).unwrap();
        while self.on_disk() == text {
            self.look();
            assert!(self.tick < Duration::from_secs(60), "it is taken for news");
        }
    }

    /// Something is typed on the screen, and filed.
    fn types(&mut self, change: impl FnOnce(&mut Session)) {
        change(&mut self.session);
        let document = Box::new(self.session.to_document());
        let typed = Typed { revision: self.session.revision(), generation: self.generation, document };
        self.work.take(Request::File { id: ID.to_owned(), typed }, self.moment());
        self.hear();
    }

    fn look(&mut self) {
        self.tick += Duration::from_millis(2100);
        self.work.run_due(self.moment());
        self.hear();
    }

    fn hear(&mut self) {
        self.is_put_back = false;
        for report in self.work.reports() {
            let Report::Filed { stands, .. } = report else { continue };
            let Stands { ours, merged, generation, is_put_back, .. } = stands;
            self.is_put_back |= is_put_back;
            self.generation = generation;
            match merged {
                Some(stands) => self.session.absorb(&ours, *stands, None, now()),
                None => self.session.filed(*ours),
            }
        }
    }

    fn moment(&self) -> Moment {
        Moment { tick: self.tick, wall: now() }
    }

    fn on_disk(&self) -> String {
        fs::read_to_string(&self.path).unwrap()
    }

    /// The note says this, the screen as well, and nobody is told of an earlier text.
    fn stands(&self, text: &str) {
        assert_eq!((self.on_disk().as_str(), self.is_put_back), (text, false));
        assert_eq!(self.session.to_document().render(), text);
    }
}

fn field(session: &Session) -> FieldRef {
    session.playbook().find(KEY).unwrap()
}

fn answer(session: &mut Session, words: &str) {
    let (field, answer) = (field(session), Some(Answer::Text(words.to_owned())));
    assert!(session.apply(Edit::Answer { field, answer }, now()));
}

fn note(session: &mut Session, words: &str) {
    let edit = session.add_note(0, words, now());
    assert!(session.apply(edit, now()));
}

fn promise(session: &mut Session) {
    let today = now().date_naive();
    let edit = session.add_follow_up("ring", Some(today), "1 week".parse().ok());
    assert!(session.apply(edit, now()));
}

fn own(session: &Session) -> usize {
    session.head().follow_ups.iter().position(|f| f.id == "own").unwrap()
}

fn done(session: &mut Session) {
    let edit = session.mark_done(own(session), now().date_naive()).unwrap();
    assert!(session.apply(edit, now()));
}

fn dropped(session: &mut Session) {
    let edit = session.drop_follow_up(own(session)).unwrap();
    assert!(session.apply(edit, now()));
}

fn open_again(session: &mut Session) {
    let edit = session.open_again(own(session)).unwrap();
    assert!(session.apply(edit, now()));
}

fn status(session: &mut Session, status: Status) {
    let closed = (status == Status::Closed).then(now);
    let outcome = closed.map(|_| "parted".to_owned());
    assert!(session.apply(Edit::Close { status, outcome, closed }, now()));
}

#[test]
fn a_follow_up_that_is_done_or_dropped_and_open_again_is_open() {
    for gone in [done, dropped] {
        let mut screen = Screen::open(promise);
        let text = screen.on_disk();
        // Once more does no harm.
        for _ in 0..2 {
            screen.command(gone);
            assert_ne!(screen.on_disk(), text);
            screen.command(open_again);
            screen.stands(&text);
            screen.look();
            screen.stands(&text);
        }
    }
}

#[test]
fn a_conversation_that_is_closed_and_open_again_is_open() {
    let mut screen = Screen::open(|session| note(session, "before"));
    let text = screen.on_disk();
    screen.command(|session| status(session, Status::Closed));
    assert!(!screen.session.is_open(), "{}", screen.on_disk());
    screen.command(|session| status(session, Status::Open));
    screen.stands(&text);
}

#[test]
fn an_answer_that_is_filled_in_as_it_was_before_is_so() {
    // Filled in by others, and typed over here.
    for is_typed in [false, true] {
        let mut screen = Screen::open(|session| answer(session, "their words"));
        let text = screen.on_disk();
        match is_typed {
            false => screen.command(|session| answer(session, "other words")),
            true => screen.types(|session| answer(session, "other words")),
        }
        screen.command(|session| answer(session, "their words"));
        screen.stands(&text);
    }
}

#[test]
fn what_is_typed_meanwhile_stays_beside_what_commands_take_back() {
    let mut screen = Screen::open(promise);
    screen.command(done);
    screen.types(|session| note(session, "typed"));
    screen.command(open_again);
    assert!(!screen.is_put_back && screen.on_disk().contains(" typed\n"), "{}", screen.on_disk());
    assert_eq!(screen.session.head().follow_ups.len(), 1 + session("Ada", ID).head().follow_ups.len());
    // Two of them before the screen has looked, and one more after it.
    let text = screen.on_disk();
    let store = store(&screen.dir.path().join("notes"));
    let mut open = store.open(&screen.path, |_| Some(screen.session.playbook()), now()).unwrap();
    dropped(&mut open.session);
    open.file(&store, now()).unwrap();
    note(&mut open.session, "from the shell");
    open.file(&store, now()).unwrap();
    screen.look();
    screen.command(open_again);
    assert!(screen.on_disk().contains(" typed\n") && screen.on_disk().contains(" from the shell\n"));
    assert_eq!(screen.on_disk().matches("state = \"dropped\"").count(), 0, "{}", screen.on_disk());
    assert_ne!(screen.on_disk(), text);
}

#[test]
fn an_editor_that_saves_what_it_read_before_a_command_takes_away_nothing() {
    let mut screen = Screen::open(promise);
    let read = screen.on_disk();
    // What commands filed once says nothing of who saves it now.
    screen.command(done);
    screen.command(open_again);
    screen.types(|session| note(session, "typed"));
    screen.editor_saves(&read);
    assert!(screen.on_disk().contains(" typed\n"), "{}", screen.on_disk());
    screen.command(done);
    let text = screen.on_disk();
    screen.editor_saves(&read);
    assert!(screen.is_put_back);
    assert_eq!(screen.on_disk(), text);
    // A command that read the old text of an editor has not read what was typed.
    fs::write(&screen.path, &read).unwrap();
    screen.command(|session| note(session, "from the shell"));
    for words in [" typed\n", " from the shell\n", "state = \"done\"\n"] {
        assert_eq!(screen.on_disk().matches(words).count(), 1, "{words}: {}", screen.on_disk());
    }
}
